// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gic its-limits, lpi-priority: what an ITS must not take, and LPIs at the CPU interface
 * (IHI 0069, 5.3, 6.1 and 12.11).
 *
 * its-limits    commands with an EventID, INTID, Size, DeviceID or collection out of range have no
 *               effect: no interrupt comes, and nothing is written into the ITT or behind it. Each
 *               of them is an index that a hypervisor takes from a guest.
 * lpi-priority  priorities of the configuration table, order, masking, no active state,
 *               LPIs while GICR_CTLR.EnableLPIs is 0
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/barrier.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/processor.h>

#include "gic-test.h"

#define NOTHING		GICC_INT_SPURIOUS

/* A device that the library keeps no record of, with an ITT for EventIDs of that many bits */
static struct its_device *new_device(u32 id, unsigned int bits)
{
	static struct its_device devices[16];
	static unsigned int n;
	struct its_device *dev = &devices[n++];
	size_t size = (2UL << bits) * its_data.typer.ite_size;

	assert(n <= ARRAY_SIZE(devices));
	dev->device_id = id;
	dev->nr_ites = bits;
	/* twice the room, so that what lies behind can be watched */
	dev->itt = alloc_pages(get_order(DIV_ROUND_UP(size, PAGE_SIZE)));
	assert(dev->itt);
	return dev;
}

/* Interrupts of this CPU are not taken but asked for: the INTID that is due, handled. */
static u32 next_intid(void)
{
	return gic_poll_irq(25);
}

static u32 after_int(struct its_device *dev, u32 event, struct its_collection *col)
{
	its_send_int_nv(dev, event);
	its_send_sync_nv(col);
	return next_intid();
}

/* GIC, LPIs and ITS, and a collection of this CPU; NULL, with a SKIP, without an ITS. */
static struct its_collection *prepare(void)
{
	struct its_collection *col;

	if (!gicv3_its_base()) {
		report_skip("No ITS, skip ...");
		return NULL;
	}
	gic_enable_defaults();
	its_enable_defaults();
	col = its_create_collection(0, 0);
	its_send_mapc_nv(col, true);
	return col;
}

static void map(struct its_device *dev, u32 event, u32 intid, struct its_collection *col, u8 prio)
{
	gicv3_lpi_set_config(intid, prio | LPI_PROP_GROUP1 | LPI_PROP_ENABLED);
	its_send_mapti_nv(dev, intid, event, col);
	its_send_inv_nv(dev, event);
}

static void remap(struct its_device *dev, unsigned int bits)
{
	its_send_mapd_nv(dev, false);
	dev->nr_ites = bits;
	its_send_mapd_nv(dev, true);
}

static void event_limits(struct its_collection *col)
{
	struct its_device *dev = new_device(0x20, 5);
	size_t ite = its_data.typer.ite_size;
	bool clean = true;

	its_send_mapd_nv(dev, true);
	map(dev, 15, 8195, col, 0xa0);
	map(dev, 16, 8196, col, 0xa0);
	report(after_int(dev, 16, col) == 8196, "EventID 16 of a device with 5 bits of them");
	remap(dev, 4);
	map(dev, 15, 8195, col, 0xa0);
	report(after_int(dev, 15, col) == 8195, "EventID 15 of a device with 4 bits");
	report(after_int(dev, 16, col) == NOTHING, "INT: EventID 16 of a device with 4 bits");
	its_send_clear_nv(dev, 16);
	its_send_discard_nv(dev, 16);
	its_send_movi_nv(dev, col, 16);
	its_send_inv_nv(dev, 16);
	report(after_int(dev, 15, col) == 8195, "CLEAR, DISCARD, MOVI, INV of EventID 16 stop nothing");

	dev = new_device(0x21, 4);
	its_send_mapd_nv(dev, true);
	map(dev, 16, 8197, col, 0xa0);
	map(dev, 17, 8198, col, 0xa0);
	for (size_t i = 16 * ite; i < 32 * ite; i++)
		clean &= !((u8 *)dev->itt)[i];
	report(clean, "MAPTI: EventID 16 of 4 bits writes nothing behind the ITT");
	report(after_int(dev, 16, col) == NOTHING, "MAPTI: nor does it map");
	remap(dev, 5);
	report(after_int(dev, 16, col) == NOTHING, "MAPTI: nor when the device gets 5 bits");

	dev = new_device(0x22, 13);
	its_send_mapd_nv(dev, true);
	gicv3_lpi_set_config(8200, LPI_PROP_DEFAULT);
	its_send_mapi_nv(dev, 8200, col);
	report(after_int(dev, 8200, col) == NOTHING, "MAPI: EventID 8200 of a device with 13 bits");
	remap(dev, 14);
	report(after_int(dev, 8200, col) == NOTHING, "MAPI: nor when the device gets 14 bits");

	/* the field has room for 2^32 events */
	dev = new_device(0x23, 4);
	dev->nr_ites = its_data.typer.eventid_bits + 1;
	its_send_mapd_nv(dev, true);
	map(dev, 1, 8199, col, 0xa0);
	report(after_int(dev, 1, col) == NOTHING, "MAPD: more EventID bits than GITS_TYPER.ID_bits");
}

static void intid_limits(struct its_collection *col)
{
	unsigned int gic_bits = ((readl(gicv3_dist_base() + GICD_TYPER) >> 19) & 0x1f) + 1;
	const u32 bad[] = { 0, 27, 100, 1023, 8191, 1U << gic_bits, (1U << gic_bits) + 8195, ~0U };
	struct its_device *dev = new_device(0x30, 4);
	size_t ite = its_data.typer.ite_size;

	its_send_mapd_nv(dev, true);
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++) {
		bool clean = true;

		its_send_mapti_nv(dev, bad[i], i, col);
		for (size_t b = i * ite; b < (i + 1) * ite; b++)
			clean &= !((u8 *)dev->itt)[b];
		report(clean, "MAPTI: INTID %#x is not put into the ITT", bad[i]);
		report(after_int(dev, i, col) == NOTHING, "MAPTI: INTID %#x does not come", bad[i]);
	}
	dev = new_device(0x31, 4);
	its_send_mapd_nv(dev, true);
	its_send_mapi_nv(dev, 3, col);
	report(after_int(dev, 3, col) == NOTHING, "MAPI: EventID 3 is no LPI");

	/* the tables have 14 bits, the GIC more */
	if (gic_bits > 14) {
		gicv3_lpi_set_config(16384, LPI_PROP_DEFAULT);
		its_send_mapti_nv(dev, 16384, 4, col);
		its_send_inv_nv(dev, 4);
		report(after_int(dev, 4, col) == NOTHING, "an LPI that GICR_PROPBASER.IDbits leaves out");
		gicv3_lpi_set_config(16384, 0);
	}
}

static void other_limits(struct its_collection *col)
{
	struct its_collection far = *col, absent = *col;
	u32 devices = SZ_64K / its_data.device_baser.esz;
	struct its_device *dev = new_device(0x40, 4);

	its_send_mapd_nv(dev, true);
	/* the table of 64 KiB has fewer collections than the field can name */
	if (its_data.coll_baser.esz) {
		far.col_id = 0xffff;
		its_send_mapc_nv(&far, true);
		map(dev, 0, 8210, &far, 0xa0);
		report(after_int(dev, 0, col) == NOTHING, "a collection behind the table");
	}
	if (!its_data.typer.pta) {
		absent.col_id = 5;
		absent.target_address = 500UL << 16;
		its_send_mapc_nv(&absent, true);
		map(dev, 1, 8211, &absent, 0xa0);
		report(after_int(dev, 1, col) == NOTHING, "MAPC: a target that is not there");
	}
	absent.col_id = 6;
	absent.target_address = col->target_address;
	its_send_mapc_nv(&absent, true);
	map(dev, 2, 8212, &absent, 0xa0);
	report(after_int(dev, 2, col) == 8212, "MAPC: a second collection of this CPU");
	its_send_mapc_nv(&absent, false);
	report(after_int(dev, 2, col) == NOTHING, "MAPC: V 0 takes its mapping away");

	dev = new_device(devices, 4);
	its_send_mapd_nv(dev, true);
	map(dev, 0, 8213, col, 0xa0);
	report(after_int(dev, 0, col) == NOTHING, "a DeviceID behind the table");
	if (its_data.typer.deviceid_bits < 32) {
		dev = new_device(1U << its_data.typer.deviceid_bits, 4);
		its_send_mapd_nv(dev, true);
		map(dev, 0, 8213, col, 0xa0);
		report(after_int(dev, 0, col) == NOTHING, "a DeviceID of more bits than GITS_TYPER.Devbits");
	}
}

void test_its_limits(void)
{
	struct its_collection *col;

	report_prefix_push("its-limits");
	col = prepare();
	if (col) {
		event_limits(col);
		intid_limits(col);
		other_limits(col);
	}
	report_prefix_pop();
}

#define NR_LPIS		8

static void lpi_order(struct its_device *dev, struct its_collection *col)
{
	static const u8 prios[NR_LPIS] = { 0x80, 0x20, 0xc0, 0x60, 0x40, 0xe0, 0xa0, 0x10 };
	static const u8 order[NR_LPIS] = { 7, 1, 4, 3, 0, 6, 2, 5 };
	u32 got[NR_LPIS], seen = 0;
	bool ok = true;

	for (unsigned int i = 0; i < NR_LPIS; i++)
		map(dev, i, LPI(i), col, prios[i]);
	for (unsigned int i = 0; i < NR_LPIS; i++)
		its_send_int_nv(dev, i);
	its_send_sync_nv(col);
	gicv3_write_pmr(0xff);
	for (unsigned int i = 0; i < NR_LPIS; i++) {
		got[i] = next_intid();
		if (got[i] != LPI(order[i])) {
			report_info("interrupt %u: LPI %u of priority %#x, got %u", i, LPI(order[i]),
				    prios[order[i]], got[i]);
			ok = false;
		}
	}
	report(ok, "pending LPIs come by priority");
	report(next_intid() == NOTHING, "each of them once");

	/* new properties count after INV */
	for (unsigned int i = 0; i < NR_LPIS; i++)
		its_send_int_nv(dev, i);
	its_send_sync_nv(col);
	gicv3_lpi_set_config(LPI(5), 0x08 | LPI_PROP_GROUP1 | LPI_PROP_ENABLED);
	its_send_inv_nv(dev, 5);
	its_send_sync_nv(col);
	report(next_intid() == LPI(5), "a pending LPI whose priority is raised comes first");
	for (unsigned int i = 1; i < NR_LPIS; i++)
		got[i] = next_intid();

	/* equal priorities in any order */
	for (unsigned int i = 0; i < NR_LPIS; i++)
		map(dev, i, LPI(i), col, 0x80);
	for (unsigned int i = 0; i < NR_LPIS; i++)
		its_send_int_nv(dev, i);
	its_send_sync_nv(col);
	for (unsigned int i = 0; i < NR_LPIS; i++) {
		u32 intid = next_intid();

		if (intid >= LPI(0) && intid < LPI(NR_LPIS))
			seen |= 1U << (intid - LPI(0));
	}
	report(seen == (1U << NR_LPIS) - 1, "LPIs of equal priority all come");
	report(next_intid() == NOTHING, "and once");
	gicv3_write_pmr(GICC_INT_PRI_THRESHOLD);
}

#define ICC_RPR		sys_reg(3, 0, 12, 11, 3)
#define ICC_HPPIR1	sys_reg(3, 0, 12, 12, 2)

static void lpi_masking(struct its_device *dev, struct its_collection *col)
{
	u32 iar;

	map(dev, 0, LPI(0), col, 0x80);
	map(dev, 1, LPI(1), col, 0x40);
	gicv3_write_pmr(0x80);
	report(after_int(dev, 0, col) == NOTHING, "PMR masks an LPI of its priority");
	report((u32)read_sysreg_s(ICC_HPPIR1) == LPI(0), "ICC_HPPIR1 tells it all the same");
	report(after_int(dev, 1, col) == LPI(1), "an LPI of a higher priority passes");
	gicv3_write_pmr(0x88);
	report(next_intid() == LPI(0), "PMR raised: the masked one comes");
	gicv3_write_pmr(GICC_INT_PRI_THRESHOLD);

	/* no active state: it may become pending while it is handled */
	its_send_int_nv(dev, 0);
	its_send_sync_nv(col);
	iar = gic_read_iar();
	report(iar == LPI(0), "acknowledged");
	report(read_sysreg_s(ICC_RPR) == 0x80, "ICC_RPR is its priority");
	its_send_int_nv(dev, 0);
	its_send_sync_nv(col);
	report(gic_iar_irqnr(gic_read_iar()) == NOTHING, "the same again waits for the priority drop");
	its_send_int_nv(dev, 1);
	its_send_sync_nv(col);
	report(next_intid() == LPI(1), "a higher priority does not");
	gic_write_eoir(iar);
	report(read_sysreg_s(ICC_RPR) == 0xff, "ICC_RPR is idle after EOI");
	report(next_intid() == LPI(0), "what became pending meanwhile comes");
	report(next_intid() == NOTHING, "once");

	gicv3_lpi_set_config(LPI(0), 0x80 | LPI_PROP_GROUP1);
	its_send_inv_nv(dev, 0);
	report(after_int(dev, 0, col) == NOTHING, "a disabled LPI stays away");
	report(after_int(dev, 1, col) == LPI(1), "the other one does not");
	map(dev, 0, LPI(0), col, 0x80);
	its_send_sync_nv(col);
	report(next_intid() == LPI(0), "enabled: it was pending");

	gicv3_lpi_set_config(LPI(0), 0x80 | LPI_PROP_GROUP1);
	its_send_inv_nv(dev, 0);
	its_send_int_nv(dev, 0);
	its_send_discard_nv(dev, 0);
	map(dev, 0, LPI(0), col, 0x80);
	its_send_sync_nv(col);
	report(next_intid() == NOTHING, "DISCARD took the pending state of a disabled one");
}

static void lpis_disabled(struct its_device *dev, struct its_collection *col)
{
	void *ctlr = gicv3_redist_base() + GICR_CTLR;
	u32 on = readl(ctlr);

	writel(on & ~GICR_CTLR_ENABLE_LPIS, ctlr);
	gicv3_redist_wait_for_rwp();
	if (readl(ctlr) & GICR_CTLR_ENABLE_LPIS) {
		report(!(on & GICR_CTLR_CES), "EnableLPIs stays set without GICR_CTLR.CES only");
		return;
	}
	report(after_int(dev, 1, col) == NOTHING, "EnableLPIs 0: no LPI");
	writel(on, ctlr);
	report(next_intid() == NOTHING, "nor later: it was ignored");
	report(after_int(dev, 1, col) == LPI(1), "EnableLPIs 1: LPIs again");
}

void test_lpi_priority(void)
{
	struct its_collection *col;
	struct its_device *dev;

	report_prefix_push("lpi-priority");
	col = prepare();
	if (col) {
		dev = new_device(2, 4);
		its_send_mapd_nv(dev, true);
		lpi_order(dev, col);
		lpi_masking(dev, col);
		lpis_disabled(dev, col);
	}
	report_prefix_pop();
}
