// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gic its-*: the interrupt translation service (IHI 0069, chapter 5 and 12.19).
 *
 * its-introspection   registers and what they promise
 * its-trigger         INT delivers LPIs; INV and INVALL make changed properties count;
 *                     an unmapped device delivers nothing
 * its-commands        MOVI, MOVALL, DISCARD, CLEAR, MAPI, queue wrap, unmapped targets
 * its-migration       mappings survive migration
 * its-pending-migration, its-migrate-unmapped-collection: so do pending LPIs, and a
 *                     collection without target (hosts before commit 8c58be34494b hang)
 */
#include <libcflat.h>
#include <errata.h>
#include <migrate.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/processor.h>

#include "gic-test.h"

static const char *its_skip_reason(int cpus_needed)
{
	if (!gicv3_its_base())
		return "No ITS, skip ...";
	if (nr_cpus < cpus_needed)
		return "Test requires at least 4 vcpus";
	return NULL;
}

void test_its_introspection(void)
{
	struct its_baser *dev_baser = &its_data.device_baser;
	struct its_baser *coll_baser = &its_data.coll_baser;
	struct its_typer *typer = &its_data.typer;

	report_prefix_push("its-introspection");
	if (its_skip_reason(1)) {
		report_skip("%s", its_skip_reason(1));
		report_prefix_pop();
		return;
	}
	report(test_readonly_32(gicv3_its_base() + GITS_IIDR, false), "GITS_IIDR is read-only");
	report(test_readonly_32(gicv3_its_base() + GITS_TYPER, false), "GITS_TYPER is read-only");

	report(typer->phys_lpi, "ITS supports physical LPIs");
	report_info("vLPI support: %s", typer->virt_lpi ? "yes" : "no");
	report_info("ITT entry size = 0x%x", typer->ite_size);
	report_info("Bit Count: EventID=%d DeviceId=%d CollId=%d", typer->eventid_bits,
		    typer->deviceid_bits, typer->collid_bits);
	report(typer->eventid_bits && typer->deviceid_bits && typer->collid_bits, "ID spaces");
	report_info("Target address format %s", typer->pta ? "Redist base address" : "PE #");
	report(dev_baser && coll_baser && dev_baser->table_addr && coll_baser->table_addr,
	       "detect device and collection BASER");
	report_info("device table entry_size = 0x%x", dev_baser->esz);
	report_info("collection table entry_size = 0x%x", coll_baser->esz);
	report_prefix_pop();
}

/* GIC, receivers, LPIs and ITS; false, with a SKIP, when the machine is too small. */
static bool its_prerequisites(int nb_cpus, bool migration)
{
	const char *why = its_skip_reason(nb_cpus);

	if (why) {
		report_skip("%s", why);
		if (migration)
			migrate_skip();
		return false;
	}
	setup_irq(irq_handler);
	boot_receivers();
	its_enable_defaults();
	return true;
}

/* Device 2 event 20 -> LPI 8195 -> CPU 3, device 7 event 255 -> LPI 8196 -> CPU 2 */
static void its_setup1(void)
{
	struct its_collection *col3, *col2;
	struct its_device *dev2, *dev7;

	dev2 = its_create_device(2, 8);
	dev7 = its_create_device(7, 8);
	col3 = its_create_collection(3, 3);
	col2 = its_create_collection(2, 2);

	gicv3_lpi_set_config(8195, LPI_PROP_DEFAULT);
	gicv3_lpi_set_config(8196, LPI_PROP_DEFAULT);

	its_send_mapd(dev2, true);
	its_send_mapd(dev7, true);
	its_send_mapc(col3, true);
	its_send_mapc(col2, true);
	its_send_invall(col2);
	its_send_invall(col3);
	its_send_mapti(dev2, 8195, 20, col3);
	its_send_mapti(dev7, 8196, 255, col2);
}

/* An INT of (dev, event) must bring lpi to cpu, or nothing when cpu is -1. */
static bool int_arrives(struct its_device *dev, u32 event, int cpu, int lpi)
{
	cpumask_t mask;

	stats_reset();
	cpumask_clear(&mask);
	if (cpu >= 0)
		cpumask_set_cpu(cpu, &mask);
	its_send_int(dev, event);
	if (cpu >= 0)
		wait_for_interrupts(&mask);
	else
		mdelay(200);
	return check_acked(&mask, -1, lpi);
}

void test_its_trigger(void)
{
	struct its_collection *col3;
	struct its_device *dev2, *dev7;
	cpumask_t mask;

	report_prefix_push("its-trigger");
	if (!its_prerequisites(4, false))
		return;
	its_setup1();
	col3 = its_get_collection(3);
	dev2 = its_get_device(2);
	dev7 = its_get_device(7);

	report_prefix_push("int");
	report(int_arrives(dev2, 20, 3, 8195), "dev=2, eventid=20  -> lpi= 8195, col=3");
	report(int_arrives(dev7, 255, 2, 8196), "dev=7, eventid=255 -> lpi= 8196, col=2");
	report_prefix_pop();

	report_prefix_push("inv/invall");
	gicv3_lpi_set_config(8195, LPI_PROP_DEFAULT & ~LPI_PROP_ENABLED);
	its_send_inv(dev2, 20);
	report(int_arrives(dev2, 20, -1, -1), "dev2/eventid=20 does not trigger any LPI");

	/* pending from the INT above; an uncached table may deliver before the INVALL */
	stats_reset();
	cpumask_clear(&mask);
	cpumask_set_cpu(3, &mask);
	gicv3_lpi_set_config(8195, LPI_PROP_DEFAULT);
	its_send_invall(col3);
	wait_for_interrupts(&mask);
	report(check_acked(&mask, -1, 8195), "dev2/eventid=20 pending LPI is received");

	report(int_arrives(dev2, 20, 3, 8195), "dev2/eventid=20 now triggers an LPI");
	report_prefix_pop();

	report_prefix_push("mapd valid=false");
	its_send_mapd(dev2, false);
	report(int_arrives(dev2, 20, -1, -1), "no LPI after device unmap");
	check_spurious();
	report_prefix_pop();
	report_prefix_pop();
}

void test_its_commands(void)
{
	struct its_collection *col1, *col2, *col3, *nowhere;
	struct its_device *dev2, *dev7, *mapi, *unmapped;
	int i;

	report_prefix_push("its-commands");
	if (!its_prerequisites(4, false))
		return;
	its_setup1();
	col3 = its_get_collection(3);
	col2 = its_get_collection(2);
	dev2 = its_get_device(2);
	dev7 = its_get_device(7);
	col1 = its_create_collection(1, 1);
	its_send_mapc(col1, true);

	its_send_movi(dev2, col1, 20);
	report(int_arrives(dev2, 20, 1, 8195), "MOVI: the event goes to the new collection");
	report(int_arrives(dev7, 255, 2, 8196), "MOVI: others stay");
	its_send_movi(dev2, col3, 20);

	/* pending and disabled, then moved: the pending state goes along */
	gicv3_lpi_set_config(8195, LPI_PROP_DEFAULT & ~LPI_PROP_ENABLED);
	its_send_inv(dev2, 20);
	its_send_int(dev2, 20);
	its_send_movi(dev2, col1, 20);
	stats_reset();
	gicv3_lpi_set_config(8195, LPI_PROP_DEFAULT);
	its_send_inv(dev2, 20);
	its_send_sync(col1);
	{
		cpumask_t mask;

		cpumask_clear(&mask);
		cpumask_set_cpu(1, &mask);
		wait_for_interrupts(&mask);
		report(check_acked(&mask, -1, 8195), "MOVI: a pending LPI moves along");
	}

	/* pending and disabled, then cleared */
	gicv3_lpi_set_config(8195, LPI_PROP_DEFAULT & ~LPI_PROP_ENABLED);
	its_send_inv(dev2, 20);
	its_send_int(dev2, 20);
	its_send_clear(dev2, 20);
	its_send_sync(col1);
	stats_reset();
	gicv3_lpi_set_config(8195, LPI_PROP_DEFAULT);
	its_send_inv(dev2, 20);
	mdelay(200);
	report(!irq_stats[1].acked && !irq_stats[3].acked, "CLEAR: takes the pending state away");
	report(int_arrives(dev2, 20, 1, 8195), "CLEAR: the mapping stays");

	its_send_discard(dev2, 20);
	report(int_arrives(dev2, 20, -1, -1), "DISCARD: the event is gone");
	its_send_mapti(dev2, 8197, 20, col2);
	gicv3_lpi_set_config(8197, LPI_PROP_DEFAULT);
	its_send_inv(dev2, 20);
	report(int_arrives(dev2, 20, 2, 8197), "MAPTI: again, with another INTID");

	/* MAPI: the event id is the INTID, so the device needs 14 bits of them */
	mapi = its_create_device(9, 14);
	its_send_mapd(mapi, true);
	gicv3_lpi_set_config(8200, LPI_PROP_DEFAULT);
	its_send_mapi(mapi, 8200, col3);
	its_send_inv(mapi, 8200);
	report(int_arrives(mapi, 8200, 3, 8200), "MAPI: event 8200 is LPI 8200");

	its_send_movall(col3, col1);
	its_send_sync(col1);
	report(int_arrives(mapi, 8200, 3, 8200), "MOVALL: moves pending LPIs, not mappings");

	unmapped = its_create_device(11, 8);
	report(int_arrives(unmapped, 0, -1, -1), "INT of a device that was never mapped");
	report(int_arrives(dev7, 254, -1, -1), "INT of an event that was never mapped");
	nowhere = its_create_collection(200, 1);
	its_send_mapti(dev7, 8201, 1, nowhere);
	report(int_arrives(dev7, 1, -1, -1), "INT to a collection that was never mapped");
	report(int_arrives(dev7, 255, 2, 8196), "and the ITS still works");

	for (i = 0; i < 2 * SZ_64K / 32; i++)
		its_send_sync_nv(col2);
	report(int_arrives(dev7, 255, 2, 8196), "the command queue wraps");

	writel(0, gicv3_its_base() + GITS_CTLR);
	for (i = 0; i < 1000 && !(readl(gicv3_its_base() + GITS_CTLR) & GITS_CTLR_QUIESCENT); i++)
		mdelay(1);
	report(readl(gicv3_its_base() + GITS_CTLR) & GITS_CTLR_QUIESCENT,
	       "the disabled ITS becomes quiescent");
	writel(GITS_CTLR_ENABLE, gicv3_its_base() + GITS_CTLR);
	report(int_arrives(dev7, 255, 2, 8196), "and works when enabled again");
	check_spurious();
	report_prefix_pop();
}

void test_its_migration(void)
{
	struct its_device *dev2, *dev7;

	report_prefix_push("its-migration");
	if (!its_prerequisites(4, true))
		return;
	its_setup1();
	dev2 = its_get_device(2);
	dev7 = its_get_device(7);

	migrate();

	report(int_arrives(dev2, 20, 3, 8195), "dev2/eventid=20 triggers LPI 8195 on CPU3");
	report(int_arrives(dev7, 255, 2, 8196), "dev7/eventid=255 triggers LPI 8196 on CPU2");
	check_spurious();
	report_prefix_pop();
}

void test_migrate_unmapped_collection(void)
{
	struct its_collection *col;
	struct its_device *dev2, *dev7;

	report_prefix_push("its-migrate-unmapped-collection");
	if (!errata_force() && !ERRATA(8c58be34494b)) {
		report_skip("the host may hang: commit 8c58be34494b "
			    "(ERRATA_8c58be34494b=y runs it)");
		migrate_skip();
		return;
	}
	if (!its_prerequisites(4, true))
		return;
	its_setup1();
	col = its_create_collection(0, 0);
	dev2 = its_get_device(2);
	dev7 = its_get_device(7);

	/* the collection has no target yet */
	its_send_mapti(dev2, 8192, 0, col);
	gicv3_lpi_set_config(8192, LPI_PROP_DEFAULT);

	migrate();

	its_send_mapc(col, true);
	its_send_invall(col);

	report(int_arrives(dev7, 255, 2, 8196), "dev7/eventid= 255 triggered LPI 8196 on PE #2");
	report(gicv3_lpi_get_config(8192) == LPI_PROP_DEFAULT, "LPI 8192 still enabled");
	report(int_arrives(dev2, 0, 0, 8192), "dev2/eventid = 0 triggered LPI 8192 on PE0");
	check_spurious();
	report_prefix_pop();
}

void test_its_pending_migration(void)
{
	struct its_collection *collection[2];
	struct its_device *dev;
	int pe0, pe1, cpu, i;
	bool ok = true;

	report_prefix_push("its-pending-migration");
	if (!its_prerequisites(4, true))
		return;

	dev = its_create_device(2, 8);
	its_send_mapd(dev, true);

	pe0 = nr_cpus - 1;
	pe1 = nr_cpus - 2;
	collection[0] = its_create_collection(pe0, pe0);
	collection[1] = its_create_collection(pe1, pe1);
	its_send_mapc(collection[0], true);
	its_send_mapc(collection[1], true);

	/* pending tables may be edited while LPIs are off only */
	gicv3_lpi_rdist_disable(pe0);
	gicv3_lpi_rdist_disable(pe1);

	for (i = 0; i < 256; i++) {
		struct its_collection *col = i % 2 ? collection[0] : collection[1];
		int vcpu = i % 2 ? pe0 : pe1;

		its_send_mapti_nv(dev, LPI(i), i, col);
		gicv3_lpi_set_config(LPI(i), LPI_PROP_DEFAULT);
		gicv3_lpi_set_clr_pending(vcpu, LPI(i), true);
	}
	its_send_invall(collection[0]);
	its_send_invall(collection[1]);

	/* the tables are not zero: the redistributors have to read them */
	for (i = 0; i < 2; i++) {
		void *reg = gicv3_data.redist_base[i ? pe1 : pe0] + GICR_PENDBASER;

		writeq(readq(reg) & ~GICR_PENDBASER_PTZ, reg);
	}
	stats_reset();
	gicv3_lpi_rdist_enable(pe0);
	gicv3_lpi_rdist_enable(pe1);

	migrate();

	mdelay(1000);
	for_each_present_cpu(cpu) {
		int want = cpu == pe0 || cpu == pe1 ? 128 : 0;

		if (irq_stats[cpu].acked != want) {
			report_info("expected %d LPIs on PE #%d, %d observed", want, cpu,
				    irq_stats[cpu].acked);
			ok = false;
		}
	}
	report(ok, "128 LPIs on both PE0 and PE1 after migration");
	report_prefix_pop();
}
