// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pmu pmu-registers: the register file of PMUv3 (Arm ARM D12.12, D19.5): implemented bits,
 * set and clear pairs, selection, reset bits, filters.
 */
#include <libcflat.h>
#include <asm/delay.h>
#include <asm/processor.h>

#include "pmu-events.h"

/* Register fields that every implementation has (D12.12). */
void test_registers(void)
{
	u32 n = pmu.nb_implemented_counters;
	u32 implemented = ((1ULL << n) - 1) | 1U << PMU_CYCLE_IDX;
	u64 before;

	pmu_reset();
	write_sysreg(ALL_SET_32, pmcntenset_el0);
	isb();
	report(read_sysreg(pmcntenset_el0) == implemented, "PMCNTENSET has N counters and bit 31");
	write_sysreg(ALL_SET_32, pmintenset_el1);
	isb();
	report(read_sysreg(pmintenset_el1) == implemented, "PMINTENSET has N counters and bit 31");
	write_sysreg(ALL_SET_32, pmovsset_el0);
	isb();
	report(overflows() == implemented, "PMOVSSET has N counters and bit 31");
	pmu_reset();
	report(!overflows() && !read_sysreg(pmcntenset_el0) && !read_sysreg(pmintenset_el1),
	       "and the clear registers clear them");

	set_pmcr(~(PMU_PMCR_E | PMU_PMCR_P | PMU_PMCR_C));
	isb();
	report((get_pmcr() & 0xFFFFFF00) == pmu.pmcr_ro, "PMCR: IMP, IDCODE and N are read-only");
	report(!(get_pmcr() & (PMU_PMCR_P | PMU_PMCR_C)), "PMCR: P and C read as zero");
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_LC);
	isb();

	/* counter n: direct and selected names are the same register */
	write_sysreg(1, pmselr_el0);
	isb();
	set_evcntr(1, 0x55);
	isb();
	report(read_sysreg(pmxevcntr_el0) == 0x55, "PMXEVCNTR is the selected counter");
	write_sysreg(PMU_CYCLE_IDX, pmselr_el0);
	isb();
	write_sysreg(PMEVTYPER_U, pmxevtyper_el0);
	isb();
	report(read_sysreg(pmccfiltr_el0) == PMEVTYPER_U, "PMSELR 31 selects PMCCFILTR");
	write_sysreg(PMEVTYPER_P | PMEVTYPER_U, pmccfiltr_el0);
	isb();

	/* the filter of EL1 stops the cycle counter here */
	write_sysreg(1U << PMU_CYCLE_IDX, pmcntenset_el0);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC | PMU_PMCR_C);
	isb();
	before = get_pmccntr();
	mdelay(1);
	report(before == 0 && get_pmccntr() == 0, "PMCCFILTR.P: EL1 is not counted");
	write_sysreg(filter(), pmccfiltr_el0);
	isb();
	before = get_pmccntr();
	mdelay(1);
	report(get_pmccntr() > before, "without it EL1 is counted");
	write_sysreg(1U << PMU_CYCLE_IDX, pmcntenclr_el0);
	isb();
	before = get_pmccntr();
	mdelay(1);
	report(get_pmccntr() == before, "a disabled cycle counter stands still");

	/* overflow of 64 bits with LC, of 32 without */
	set_pmccntr(0xFFFFFFFFFFFFFF00ULL);
	clear_overflows();
	write_sysreg(1U << PMU_CYCLE_IDX, pmcntenset_el0);
	isb();
	/* the overflow may be told late, but within a second it is */
	for (int i = 0; i < 1000 && !overflows(); i++)
		mdelay(1);
	report(overflows() == 1U << PMU_CYCLE_IDX, "the cycle counter overflows 64 bits");
	write_sysreg(1U << PMU_CYCLE_IDX, pmcntenclr_el0);
	isb();
	clear_overflows();
	set_pmccntr(0xFFFFFF00ULL);
	write_sysreg(1U << PMU_CYCLE_IDX, pmcntenset_el0);
	isb();
	mdelay(1);
	get_pmccntr();
	report(!overflows(), "with PMCR.LC 32 bits are no overflow");
	pmu_reset();

	/* P resets the event counters only, C the cycle counter only */
	set_evcntr(0, 77);
	set_pmccntr(88);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_LC | PMU_PMCR_P);
	isb();
	report(get_evcntr(0) == 0 && get_pmccntr() == 88, "PMCR.P resets event counters only");
	set_evcntr(0, 77);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_LC | PMU_PMCR_C);
	isb();
	report(get_evcntr(0) == 77 && get_pmccntr() == 0, "PMCR.C resets the cycle counter only");
	pmu_reset();

	/* D divides by 64 while LC is 0; the counter's own rate is the measure */
	{
		u64 rate[2];

		for (unsigned int d = 0; d < 2; d++) {
			u64 from, c0;

			write_sysreg(1U << PMU_CYCLE_IDX, pmcntenset_el0);
			set_pmcr(pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_C | (d ? PMU_PMCR_D : 0));
			isb();
			from = get_cntvct();
			c0 = get_pmccntr();
			mdelay(10);
			rate[d] = ((get_pmccntr() - c0) << 16) / (get_cntvct() - from);
			pmu_reset();
		}
		report(rate[0] && rate[0] / (rate[1] ?: 1) >= 45 && rate[0] / (rate[1] ?: 1) <= 90,
		       "PMCR.D divides by 64 (by %lu)", (ulong)(rate[0] / (rate[1] ?: 1)));
	}
}
