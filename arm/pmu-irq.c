// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pmu pmu-overflow-interrupt, pmu-interrupt-level: the overflow interrupt of PMUv3 (Arm ARM
 * D12.5). It is a level; a hypervisor that makes it a pulse loses or repeats interrupts.
 */
#include <libcflat.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/processor.h>

#include "pmu-events.h"

#define PMU_PPI			23

struct pmu_stats {
	u64 bitmap;
	u32 interrupts[32];
	bool unexpected;
};
static volatile struct pmu_stats pmu_stats;

void pmu_reset_stats(void)
{
	int i;

	for (i = 0; i < 32; i++)
		pmu_stats.interrupts[i] = 0;
	pmu_stats.bitmap = 0;
	pmu_stats.unexpected = false;
}

static void pmu_irq_handler(struct pt_regs *regs __unused)
{
	u32 irqstat = gic_read_iar();
	u32 irqnr = gic_iar_irqnr(irqstat);

	if (irqnr == GICC_INT_SPURIOUS)
		return;
	if (irqnr == PMU_PPI) {
		u64 over = overflows();
		int i;

		for (i = 0; i < 32; i++)
			if (over & BIT(i))
				pmu_stats.interrupts[i]++;
		pmu_stats.bitmap |= over;
		clear_overflows();
	} else {
		pmu_stats.unexpected = true;
	}
	gic_write_eoir(irqstat);
}

static bool expect_interrupts(u64 bitmap)
{
	int i;

	/* a handler may lag a little */
	mdelay(10);
	if (pmu_stats.bitmap != bitmap || pmu_stats.unexpected) {
		report_info("overflow interrupts: %#lx, expected %#lx%s",
			    (ulong)pmu_stats.bitmap, (ulong)bitmap,
			    pmu_stats.unexpected ? ", and another INTID" : "");
		return false;
	}
	for (i = 0; i < 32; i++)
		if (pmu_stats.interrupts[i] != !!(bitmap & BIT(i)))
			return false;
	return true;
}

static void irq_init(void)
{
	gic_enable_defaults();
	install_irq_handler(EL1H_IRQ, pmu_irq_handler);
	local_irq_enable();
	gic_enable_irq(PMU_PPI);
}

void test_overflow_interrupt(void)
{
	static const u32 events[] = { MEM_ACCESS, SW_INCR };
	u64 all1 = all_set();

	if (!satisfy_prerequisites(events, ARRAY_SIZE(events)))
		return;
	irq_init();

	pmu_reset();
	set_evtyper(0, MEM_ACCESS);
	set_evtyper(1, SW_INCR);
	write_sysreg(0x3, pmcntenset_el0);
	set_evcntr(0, pre_overflow());
	set_evcntr(1, pre_overflow());
	isb();

	mem_accesses(COUNT_INT);
	report(expect_interrupts(0), "no overflow interrupt after preset");

	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC | pmcr_lp());
	isb();
	sw_incr(100, 0x2);
	set_pmcr(pmu.pmcr_ro);
	isb();
	report(expect_interrupts(0), "no overflow interrupt after counting");

	/* with interrupts enabled, on both counters */
	pmu_reset_stats();
	set_evcntr(0, pre_overflow());
	set_evcntr(1, pre_overflow());
	clear_overflows();
	write_sysreg(ALL_SET_32, pmintenset_el1);
	isb();
	mem_accesses(COUNT_INT);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC | pmcr_lp());
	isb();
	sw_incr(100, 0x3);
	report(expect_interrupts(0x3), "overflow interrupts expected on #0 and #1");
	set_pmcr(pmu.pmcr_ro);
	isb();

	if (!event_implemented(CHAIN)) {
		report_skip("no CHAIN event");
		return;
	}
	pmu_reset_stats();
	set_evtyper(1, CHAIN);
	set_evcntr(0, pre_overflow());
	isb();
	mem_accesses(COUNT_INT);
	report(expect_interrupts(0x1), "expect overflow interrupt");

	pmu_reset_stats();
	set_evcntr(0, pre_overflow());
	set_evcntr(1, all1);
	isb();
	mem_accesses(COUNT_INT);
	if (is64) {
		report(expect_interrupts(0x1), "expect overflow interrupt on even counter");
		report(get_evcntr(1) == all1, "64-bit overflows do not count");
	} else {
		report(expect_interrupts(0x3),
		       "expect overflow interrupts on even and odd counter");
		report(get_evcntr(1) != all1, "the chain counter has changed");
	}
}

/* The line is a level made of overflow and enable bits, and of PMCR.E (D12.5). */
void test_interrupt_level(void)
{
	irq_init();
	local_irq_disable();
	pmu_reset();
	set_evtyper(0, SW_INCR);
	write_sysreg(0x1, pmcntenset_el0);
	write_sysreg(0x1, pmintenset_el1);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC);
	isb();
	report(gic_irq_state(PMU_PPI) == GIC_IRQ_STATE_INACTIVE, "no overflow: line low");
	write_sysreg(0x1, pmovsset_el0);
	isb();
	report(overflows() == 1, "PMOVSSET sets the overflow bit");
	report(gic_irq_state(PMU_PPI) == GIC_IRQ_STATE_PENDING, "overflow and enable: line high");
	write_sysreg(0x1, pmintenclr_el1);
	isb();
	report(gic_irq_state(PMU_PPI) == GIC_IRQ_STATE_INACTIVE, "PMINTENCLR lowers it");
	write_sysreg(0x1, pmintenset_el1);
	isb();
	report(gic_irq_state(PMU_PPI) == GIC_IRQ_STATE_PENDING, "PMINTENSET raises it");
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_LC);
	isb();
	report(gic_irq_state(PMU_PPI) == GIC_IRQ_STATE_INACTIVE, "PMCR.E 0 lowers it");
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC);
	isb();
	write_sysreg(0x1, pmovsclr_el0);
	isb();
	report(gic_irq_state(PMU_PPI) == GIC_IRQ_STATE_INACTIVE, "PMOVSCLR lowers it");

	pmu_reset_stats();
	local_irq_enable();
	set_evcntr(0, ALL_SET_32);
	isb();
	sw_incr(1, 1);
	report(expect_interrupts(0x1), "one interrupt for one overflow");
	set_pmcr(pmu.pmcr_ro);
}

