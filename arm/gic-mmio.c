// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gic mmio: the distributor's register file.
 *
 * GICv2 (IHI 0048B, 4.3): identification is read-only, priorities and targets have the
 * implemented bits only, what lies beyond the implemented INTIDs is RAZ/WI. ITARGETSR bits of
 * CPU interfaces that do not exist are RAZ/WI (4.3.12), and on a uniprocessor implementation
 * all of ITARGETSR is.
 *
 * GICv3 with affinity routing (IHI 0069, 12.9 and 12.11): ITARGETSR and SGIR are RES0,
 * IROUTER holds an affinity, each redistributor knows its CPU.
 */
#include <libcflat.h>
#include <asm/io.h>
#include <asm/gic.h>
#include <asm/processor.h>
#include <asm/setup.h>

#include "gic-test.h"

static void test_byte_access(void *base_addr, u32 pattern, u32 mask)
{
	u32 reg = readb(base_addr + 1);
	bool res;

	res = reg == ((pattern >> 8) & (mask & 0xff));
	report(res, "byte reads successful");
	if (!res)
		report_info("byte 1 of %#x => %#x, expected %#x", pattern & mask, reg,
			    (pattern >> 8) & (mask & 0xff));

	pattern = (pattern & 0xff00ffff) | 0x1f << 16;
	writeb(0x1f, base_addr + 2);
	reg = readl(base_addr);
	res = reg == (pattern & mask);
	report(res, "byte writes successful");
	if (!res)
		report_info("writing 0x1f into byte 2 => %#x, expected %#x", reg, pattern & mask);
}

static void test_priorities(int nr_irqs, void *priptr)
{
	u32 orig_prio, reg, pri_bits, pri_mask, pattern;
	void *first_spi = priptr + GIC_FIRST_SPI;

	orig_prio = readl(first_spi);
	report_prefix_push("IPRIORITYR");

	/* implemented bits, the same in each byte */
	writel(0xffffffff, first_spi);
	pri_mask = readl(first_spi);

	reg = ~pri_mask;
	report((((reg >> 16) == (reg & 0xffff)) && ((reg & 0xff) == ((reg >> 8) & 0xff))),
	       "consistent priority masking");
	report_info("priority mask is 0x%08x", pri_mask);

	reg = pri_mask & 0xff;
	for (pri_bits = 8; reg && !(reg & 1); reg >>= 1, pri_bits--)
		;
	report(pri_bits >= 4, "implements at least 4 priority bits");
	report_info("%u priority bits implemented", pri_bits);

	pattern = 0;
	writel(pattern, first_spi);
	report(readl(first_spi) == pattern, "clearing priorities");

	report(test_readonly_32(priptr + nr_irqs, true), "accesses beyond limit RAZ/WI");
	writel(pattern, priptr + nr_irqs - 4);
	report(readl(priptr + nr_irqs - 4) == pattern, "accessing last SPIs");

	pattern = 0xff7fbf3f;
	writel(pattern, first_spi);
	report(readl(first_spi) == (pattern & pri_mask), "priorities are preserved");

	test_byte_access(first_spi, pattern, pri_mask);

	report_prefix_pop();
	writel(orig_prio, first_spi);
}

/* GICD_ITARGETSR is only a byte map of CPUs where there is more than one. */
static void test_targets(int nr_irqs)
{
	void *targetsptr = gicv2_dist_base() + GICD_ITARGETSR;
	u32 orig_targets, cpu_mask, pattern, reg, nonimpl;
	bool res;

	orig_targets = readl(targetsptr + GIC_FIRST_SPI);
	report_prefix_push("ITARGETSR");

	cpu_mask = (1 << nr_cpus) - 1;
	cpu_mask |= cpu_mask << 8;
	cpu_mask |= cpu_mask << 16;

	/* IHI 0048B 4.3.12: RAZ/WI in a uniprocessor implementation */
	if (nr_cpus == 1) {
		writel(0xffffffff, targetsptr + GIC_FIRST_SPI);
		if (readl(targetsptr + GIC_FIRST_SPI) == 0) {
			report_info("RAZ/WI, as a uniprocessor implementation has it");
			cpu_mask = 0;
		}
	}

	if (nr_cpus < 8) {
		writel(0xffffffff, targetsptr + GIC_FIRST_SPI);
		nonimpl = readl(targetsptr + GIC_FIRST_SPI) & ~cpu_mask;
		report(!nonimpl, "bits for non-existent CPUs masked");
		if (nonimpl)
			report_info("bits %#x of absent CPUs read 1", nonimpl);
	} else {
		report_skip("CPU masking (all CPUs implemented)");
	}

	report(test_readonly_32(targetsptr + nr_irqs, true), "accesses beyond limit RAZ/WI");

	pattern = 0x0103020f;
	writel(pattern, targetsptr + GIC_FIRST_SPI);
	reg = readl(targetsptr + GIC_FIRST_SPI);
	res = reg == (pattern & cpu_mask);
	report(res, "register content preserved");
	if (!res)
		report_info("writing %#x reads back %#x, expected %#x", pattern, reg,
			    pattern & cpu_mask);

	/* The TARGETS registers are byte accessible. */
	test_byte_access(targetsptr + GIC_FIRST_SPI, pattern, cpu_mask);

	writel(orig_targets, targetsptr + GIC_FIRST_SPI);
	report_prefix_pop();
}

void test_mmio_v2(void)
{
	void *dist = gicv2_dist_base();
	u32 typer = readl(dist + GICD_TYPER), reg;
	int nr_irqs = GICD_TYPER_IRQS(typer);

	report_info("number of implemented SPIs: %d", nr_irqs - GIC_FIRST_SPI);

	reg = (typer >> 5 & 7) + 1;
	report(reg == (u32)nr_cpus, "all %d CPUs have interrupts", nr_cpus);
	if (reg != (u32)nr_cpus)
		report_info("GICD_TYPER.CPUNumber tells of %u", reg);

	report(test_readonly_32(dist + GICD_TYPER, false), "GICD_TYPER is read-only");
	report(test_readonly_32(dist + GICD_IIDR, false), "GICD_IIDR is read-only");
	report_info("IIDR: 0x%08x", readl(dist + GICD_IIDR));
	report(test_readonly_32(dist + GICD_ICPIDR2, false), "ICPIDR2 is read-only");
	report_info("ICPIDR2: 0x%08x", readl(dist + GICD_ICPIDR2));

	test_priorities(nr_irqs, dist + GICD_IPRIORITYR);
	test_targets(nr_irqs);
}

#define GICD_PIDR2	0xffe8
#define GICR_PIDR2	0xffe8
#define GICD_TYPER_NO1N	(1 << 25)

/* A set/clear register pair of 32 SPIs. */
static void test_set_clear(const char *name, void *set, void *clear)
{
	u32 orig = readl(set);

	writel(0xffffffff, clear);
	report(readl(set) == 0 && readl(clear) == 0, "%s: all clear: set %#x, clear %#x", name,
	       readl(set), readl(clear));
	writel(0xa5a55a5a, set);
	report(readl(set) == 0xa5a55a5a && readl(clear) == 0xa5a55a5a,
	       "%s: set sets, both read the state: set %#x, clear %#x", name, readl(set), readl(clear));
	writel(0x05a0005a, clear);
	report(readl(set) == (0xa5a55a5a & ~0x05a0005a), "%s: clear clears ones only: set %#x", name,
	       readl(set));
	writel(0xffffffff, clear);
	writel(orig, set);
}

static void test_redistributors(void)
{
	cpumask_t seen;
	int region, nr = 0, last = 0, unknown = 0;
	u64 typer;

	cpumask_clear(&seen);
	report_prefix_push("GICR");
	for (region = 0; region < GICV3_NR_REDISTS && gicv3_data.redist_bases[region]; region++) {
		void *rd = gicv3_data.redist_bases[region];

		do {
			int cpu;

			typer = gicv3_read_typer(rd + GICR_TYPER);
			cpu = mpidr_to_cpu(mpidr_uncompress(typer >> 32));
			if (cpu < 0) {
				unknown++;
			} else {
				cpumask_set_cpu(cpu, &seen);
				if (((typer >> 8) & 0xffff) != (u32)nr)
					report_info("CPU%d: Processor_Number %d", cpu,
						    (int)((typer >> 8) & 0xffff));
			}
			last += !!(typer & GICR_TYPER_LAST);
			rd += SZ_64K * 2;
			nr++;
		} while (!(typer & GICR_TYPER_LAST) && nr < 512);
	}
	report(cpumask_full(&seen) && !unknown, "each CPU has a redistributor, and no one else");
	report(nr == nr_cpus, "%d redistributors for %d CPUs", nr, nr_cpus);
	report(last == region, "one Last in each of %d regions", region);
	report(test_readonly_32(gicv3_redist_base() + GICR_IIDR, false), "IIDR is read-only");
	report(test_readonly_32(gicv3_redist_base() + GICR_TYPER, false) &&
	       test_readonly_32(gicv3_redist_base() + GICR_TYPER + 4, false),
	       "TYPER is read-only, by halves");
	report(((readl(gicv3_redist_base() + GICR_PIDR2) >> 4) & 0xf) >= 3,
	       "PIDR2 tells of version 3 or later");
	report(!(readl(gicv3_redist_base() + GICR_WAKER) &
		 (GICR_WAKER_ProcessorSleep | GICR_WAKER_ChildrenAsleep)), "WAKER: awake");
	report_prefix_pop();
}

void test_mmio_v3(void)
{
	void *dist = gicv3_dist_base(), *route;
	u32 typer = readl(dist + GICD_TYPER);
	int nr_irqs = GICD_TYPER_IRQS(typer);
	u32 orig, cfg[2];

	gic_enable_defaults();
	report_info("number of implemented SPIs: %d", nr_irqs - GIC_FIRST_SPI);

	report(test_readonly_32(dist + GICD_TYPER, false), "GICD_TYPER is read-only");
	report(test_readonly_32(dist + GICD_IIDR, false), "GICD_IIDR is read-only");
	report(test_readonly_32(dist + GICD_PIDR2, false), "GICD_PIDR2 is read-only");
	report(((readl(dist + GICD_PIDR2) >> 4) & 0xf) >= 3, "PIDR2 tells of version 3 or later");
	report(readl(dist + GICD_CTLR) & GICD_CTLR_ARE_NS, "affinity routing is on");

	test_priorities(nr_irqs, dist + GICD_IPRIORITYR);
	test_set_clear("ISENABLER1", dist + GICD_ISENABLER + 4, dist + GICD_ICENABLER + 4);
	test_set_clear("ISACTIVER2", dist + GICD_ISACTIVER + 8, dist + GICD_ICACTIVER + 8);
	/* As edges: ICPENDR does not clear what a level input that is high makes pending. */
	for (int i = 0; i < 2; i++) {
		cfg[i] = readl(dist + GICD_ICFGR + 16 + 4 * i);
		writel(0xaaaaaaaa, dist + GICD_ICFGR + 16 + 4 * i);
	}
	test_set_clear("ISPENDR2", dist + GICD_ISPENDR + 8, dist + GICD_ICPENDR + 8);
	for (int i = 0; i < 2; i++)
		writel(cfg[i], dist + GICD_ICFGR + 16 + 4 * i);

	report(test_readonly_32(dist + GICD_ITARGETSR + GIC_FIRST_SPI, true),
	       "ITARGETSR is RES0 with affinity routing");
	report(test_readonly_32(dist + GICD_ISENABLER, true),
	       "ISENABLER0 of the distributor is RES0 with affinity routing");

	orig = readl(dist + GICD_ICFGR + 8);
	writel(0xaaaaaaaa, dist + GICD_ICFGR + 8);
	report(readl(dist + GICD_ICFGR + 8) == 0xaaaaaaaa, "ICFGR2 takes edge");
	writel(0, dist + GICD_ICFGR + 8);
	report(readl(dist + GICD_ICFGR + 8) == 0, "ICFGR2 takes level");
	writel(orig, dist + GICD_ICFGR + 8);

	route = dist + GICD_IROUTER + GIC_FIRST_SPI * 8;
	writel(0x00020301, route);
	report(readl(route) == 0x00020301, "IROUTER32: Aff2.1.0 read back");
	writel(0x80000000, route);
	if (typer & GICD_TYPER_NO1N)
		report_info("IROUTER32: IRM reads %u, there is no 1 of N", readl(route) >> 31);
	else
		report(readl(route) & 0x80000000, "IROUTER32: IRM reads back, GICD_TYPER.No1N is 0");
	writel(0, route + 4);
	writel(0, route);

	test_redistributors();
}
