// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pmu pmu-*: event counters of PMUv3 (Arm ARM D12).
 *
 * Each test needs some events; a PMU without them (PMCEID0/1_EL0) skips it. The 64-bit
 * variants need PMUv3p5 and its PMCR_EL0.LP.
 */
#include <libcflat.h>
#include <asm/processor.h>

#include "pmu-events.h"

bool is64;

u64 filter(void)
{
	return PMEVTYPER_U | (current_level() == CurrentEL_EL2 ? PMEVTYPER_NSH : 0);
}

u64 all_set(void)
{
	return pmu.version >= ID_DFR0_PMU_V3_8_5 ? ALL_SET_64 : ALL_SET_32;
}

u64 pre_overflow(void)
{
	return is64 ? PRE_OVERFLOW_64 : PRE_OVERFLOW_32;
}

u64 pre_overflow2(void)
{
	return is64 ? PRE_OVERFLOW2_64 : PRE_OVERFLOW2_32;
}

u32 pmcr_lp(void)
{
	return is64 ? PMU_PMCR_LP : 0;
}

bool event_implemented(u32 n)
{
	u64 ceid = n & 0x20 ? read_sysreg_s(PMCEID1_EL0) : read_sysreg(pmceid0_el0);

	return ceid >> (n & 0x1f) & 1;
}

bool satisfy_prerequisites(const u32 *events, unsigned int nb_events)
{
	unsigned int i;

	if (pmu.nb_implemented_counters < nb_events) {
		report_skip("Skip test as number of counters is too small (%d)",
			    pmu.nb_implemented_counters);
		return false;
	}
	for (i = 0; i < nb_events; i++) {
		if (!event_implemented(events[i])) {
			report_skip("Skip test as event 0x%x is not supported", events[i]);
			return false;
		}
	}
	return true;
}

void pmu_reset(void)
{
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_LC | PMU_PMCR_C | PMU_PMCR_P);
	write_sysreg(0xFFFFFFFF, pmcntenclr_el0);
	write_sysreg(0xFFFFFFFF, pmovsclr_el0);
	write_sysreg(0xFFFFFFFF, pmintenclr_el1);
	pmu_reset_stats();
	isb();
}

static noinline void instrs_loop(int loop, u32 pmcr)
{
	u64 pmcr64 = pmcr;

	asm volatile(
	"	msr	pmcr_el0, %[pmcr]\n"
	"	isb\n"
	"1:	subs	%w[loop], %w[loop], #1\n"
	"	b.gt	1b\n"
	"	msr	pmcr_el0, xzr\n"
	"	isb\n"
	: [loop] "+r" (loop) : [pmcr] "r" (pmcr64) : "cc");
}

static noinline void mem_access_loop(void *addr, long loop, u32 pmcr)
{
	u64 pmcr64 = pmcr;

	asm volatile(
	"	dsb	sy\n"
	"	msr	pmcr_el0, %[pmcr]\n"
	"	isb\n"
	"	dsb	sy\n"
	"1:	ldr	x9, [%[addr]]\n"
	"	subs	%[loop], %[loop], #1\n"
	"	b.gt	1b\n"
	"	dsb	sy\n"
	"	msr	pmcr_el0, xzr\n"
	"	isb\n"
	: [loop] "+r" (loop) : [addr] "r" (addr), [pmcr] "r" (pmcr64) : "x9", "cc", "memory");
}

static u64 mem_word;

void mem_accesses(long n)
{
	mem_access_loop(&mem_word, n, pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC | pmcr_lp());
}

u64 overflows(void)
{
	return read_sysreg(pmovsclr_el0);
}

void clear_overflows(void)
{
	write_sysreg(0xFFFFFFFF, pmovsclr_el0);
	isb();
}

static void enable_chain_counter(int even)
{
	write_sysreg(BIT(even + 1), pmcntenset_el0);
	isb();
	write_sysreg(BIT(even), pmcntenset_el0);
	isb();
}

static void disable_chain_counter(int even)
{
	write_sysreg(BIT(even), pmcntenclr_el0);
	isb();
	write_sysreg(BIT(even + 1), pmcntenclr_el0);
	isb();
}

void sw_incr(unsigned int n, u64 counters)
{
	while (n--)
		write_sysreg(counters, pmswinc_el0);
	isb();
}

static void test_event_introspection(void)
{
	bool required;

	if (!pmu.nb_implemented_counters) {
		report_skip("No event counter, skip ...");
		return;
	}
	/* D12.11.2: the events each implementation has */
	required = event_implemented(SW_INCR) && event_implemented(CPU_CYCLES) &&
		   (event_implemented(INST_RETIRED) || event_implemented(INST_PREC));
	if (pmu.version >= ID_DFR0_PMU_V3_8_1)
		required = required && event_implemented(STALL_FRONTEND) &&
			   event_implemented(STALL_BACKEND);
	report_info("PMCEID0 %#lx PMCEID1 %#lx", (ulong)read_sysreg(pmceid0_el0),
		    (ulong)read_sysreg_s(PMCEID1_EL0));
	report(required, "Check required events are implemented");
}

static void test_event_counter_config(void)
{
	u32 i;

	if (!pmu.nb_implemented_counters) {
		report_skip("No event counter, skip ...");
		return;
	}
	pmu_reset();

	/* through the selection register, then directly */
	write_sysreg(0, pmselr_el0);
	isb();
	write_sysreg(0xEA, pmxevtyper_el0);
	isb();
	write_sysreg(0xdeadbeef, pmxevcntr_el0);
	isb();
	report((read_regn_el0(pmevtyper, 0) & 0xFFF) == 0xEA,
	       "PMESELR/PMXEVTYPER/PMEVTYPERn");
	report(get_evcntr(0) == 0xdeadbeef, "PMESELR/PMXEVCNTR/PMEVCNTRn");

	for (i = 0; i < 0x3f; i++)
		if (!event_implemented(i))
			break;
	if (i == 0x3f) {
		report_skip("all events within [0x0 - 0x3F] are supported");
		return;
	}
	write_regn_el0(pmevtyper, 1, i);
	isb();
	set_evcntr(1, 0x1234);
	isb();
	report((read_regn_el0(pmevtyper, 1) & 0xFFF) == i && get_evcntr(1) == 0x1234,
	       "counter programmed with unsupported event %#x", i);
}

static void test_basic_event_count(void)
{
	static const u32 events[] = { CPU_CYCLES, INST_RETIRED };
	u32 implemented = (1ULL << pmu.nb_implemented_counters) - 1;
	u32 no_cycle = ~(1U << PMU_CYCLE_IDX);
	u64 val;

	if (!satisfy_prerequisites(events, ARRAY_SIZE(events)))
		return;

	pmu_reset();
	set_evtyper(0, CPU_CYCLES);
	set_evtyper(1, INST_RETIRED);

	write_sysreg(ALL_SET_32, pmcntenclr_el0);
	isb();
	report(!read_sysreg(pmcntenclr_el0) && !read_sysreg(pmcntenset_el0),
	       "pmcntenclr: disable all counters");

	set_pmcr(pmu.pmcr_ro | PMU_PMCR_LC | PMU_PMCR_C | PMU_PMCR_P | pmcr_lp());
	isb();
	report(get_pmcr() == (pmu.pmcr_ro | PMU_PMCR_LC | pmcr_lp()), "pmcr: reset counters");

	set_evcntr(0, pre_overflow());
	isb();
	report(get_evcntr(0) == pre_overflow(), "counter #0 preset to pre-overflow value");
	report(!get_evcntr(1), "counter #1 is 0");

	write_sysreg(no_cycle, pmcntenset_el0);
	isb();
	report(read_sysreg(pmcntenset_el0) == read_sysreg(pmcntenclr_el0) &&
	       read_sysreg(pmcntenset_el0) == implemented, "pmcntenset: enable all counters");

	write_sysreg(~0x3U, pmcntenclr_el0);
	isb();
	report(read_sysreg(pmcntenset_el0) == 0x3, "pmcntenset: just enabled #0 and #1");

	clear_overflows();
	report(!overflows(), "check overflow reg is 0");

	write_sysreg(ALL_SET_32, pmintenclr_el1);
	isb();
	report(!read_sysreg(pmintenclr_el1), "pmintenclr_el1=0, all interrupts disabled");
	write_sysreg(no_cycle, pmintenset_el1);
	isb();
	report(read_sysreg(pmintenset_el1) == implemented,
	       "overflow interrupts enabled on all implemented counters");
	write_sysreg(ALL_SET_32, pmintenclr_el1);
	isb();

	instrs_loop(20, pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC | pmcr_lp());
	val = overflows();
	report_info("counter #0 is 0x%lx (CPU_CYCLES)", (ulong)get_evcntr(0));
	report_info("counter #1 is 0x%lx (INST_RETIRED)", (ulong)get_evcntr(1));
	report(val & 1, "check overflow happened on #0 only");
	report_info("overflow reg = 0x%lx", (ulong)val);
	report((val & ~1ULL) == 0, "no other overflow");
}

static void test_mem_access(void)
{
	static const u32 events[] = { MEM_ACCESS, MEM_ACCESS };

	if (!satisfy_prerequisites(events, ARRAY_SIZE(events)))
		return;

	pmu_reset();
	set_evtyper(0, MEM_ACCESS);
	set_evtyper(1, MEM_ACCESS);
	write_sysreg(0x3, pmcntenset_el0);
	isb();
	mem_accesses(20);
	report_info("counter #0 is 0x%lx (MEM_ACCESS)", (ulong)get_evcntr(0));
	report_info("counter #1 is 0x%lx (MEM_ACCESS)", (ulong)get_evcntr(1));
	report(get_evcntr(0) == get_evcntr(1) && get_evcntr(0) >= 20 && !overflows(),
	       "Ran 20 mem accesses");

	pmu_reset();
	set_evcntr(0, pre_overflow());
	set_evcntr(1, pre_overflow());
	write_sysreg(0x3, pmcntenset_el0);
	isb();
	mem_accesses(20);
	report(overflows() == 0x3, "Ran 20 mem accesses with expected overflows on both counters");
}

static void test_mem_access_reliability(void)
{
	static const u32 events[] = { MEM_ACCESS };
	u64 max = 0, min = ~0ULL;
	bool overflow = false;
	int i;

	if (!satisfy_prerequisites(events, ARRAY_SIZE(events)))
		return;

	pmu_reset();
	set_evtyper(0, MEM_ACCESS);
	for (i = 0; i < 100; i++) {
		u64 cnt;

		pmu_reset();
		set_evcntr(0, pre_overflow2());
		write_sysreg(0x1, pmcntenset_el0);
		isb();
		mem_accesses(COUNT);
		overflow |= overflows() != 0;
		cnt = get_evcntr(0) - pre_overflow2();
		max = MAX(max, cnt);
		min = MIN(min, cnt);
	}
	report(!overflow, "mem_access count is reliable");
	report_info("overflow=%d min=%ld max=%ld COUNT=%d MARGIN=%d", overflow, (long)min,
		    (long)max, COUNT, MARGIN);
}

static void test_sw_incr(void)
{
	static const u32 events[] = { SW_INCR, SW_INCR };
	u64 cntr0;

	if (!satisfy_prerequisites(events, ARRAY_SIZE(events)))
		return;
	cntr0 = (pre_overflow() + 100) & all_set();

	pmu_reset();
	set_evtyper(0, SW_INCR);
	set_evtyper(1, SW_INCR);
	write_sysreg(0x3, pmcntenset_el0);
	set_evcntr(0, pre_overflow());
	isb();
	sw_incr(100, 0x1);
	report_info("SW_INCR counter #0 has value 0x%lx", (ulong)get_evcntr(0));
	report(get_evcntr(0) == pre_overflow(),
	       "PWSYNC does not increment if PMCR.E is unset");

	pmu_reset();
	set_evcntr(0, pre_overflow());
	write_sysreg(0x3, pmcntenset_el0);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC | pmcr_lp());
	isb();
	sw_incr(100, 0x3);
	report(get_evcntr(0) == cntr0, "counter #0 after + 100 SW_INCR");
	report(get_evcntr(1) == 100, "counter #1 after + 100 SW_INCR");
	report_info("counter values after 100 SW_INCR #0=0x%lx #1=0x%lx", (ulong)get_evcntr(0),
		    (ulong)get_evcntr(1));
	report(overflows() == 0x1, "overflow on counter #0 after 100 SW_INCR");

	/* only counters that the write names, and that are enabled, count */
	pmu_reset();
	write_sysreg(0x1, pmcntenset_el0);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E | PMU_PMCR_LC | pmcr_lp());
	isb();
	sw_incr(7, 0x3);
	report(get_evcntr(0) == 7 && get_evcntr(1) == 0, "a disabled counter does not count");
	sw_incr(5, 0x2);
	report(get_evcntr(0) == 7, "PMSWINC of another counter does not count");
	set_pmcr(pmu.pmcr_ro);
}

static void test_chained_counters(void)
{
	static const u32 events[] = { CPU_CYCLES, CHAIN };
	u64 all1 = all_set();

	if (!satisfy_prerequisites(events, ARRAY_SIZE(events)))
		return;

	pmu_reset();
	set_evtyper(0, CPU_CYCLES);
	set_evtyper(1, CHAIN);
	enable_chain_counter(0);
	set_evcntr(0, PRE_OVERFLOW_32);
	isb();
	instrs_loop(22, pmu.pmcr_ro | PMU_PMCR_E);
	report(get_evcntr(1) == 1, "CHAIN counter #1 incremented");
	report(overflows() == 0x1, "check no overflow is recorded for the chain counter");

	pmu_reset();
	enable_chain_counter(0);
	set_evcntr(0, PRE_OVERFLOW_32);
	set_evcntr(1, 0x1);
	isb();
	instrs_loop(22, pmu.pmcr_ro | PMU_PMCR_E);
	report(get_evcntr(1) == 2, "CHAIN counter #1 set to 2");
	report(overflows() == 0x1, "check no overflow is recorded for the chain counter");

	pmu_reset();
	enable_chain_counter(0);
	set_evcntr(0, PRE_OVERFLOW_32);
	set_evcntr(1, all1);
	isb();
	instrs_loop(22, pmu.pmcr_ro | PMU_PMCR_E);
	report(!get_evcntr(1), "CHAIN counter #1 wrapped");
	report(overflows() == 0x3, "overflow on even and odd counters");
	disable_chain_counter(0);
}

static void test_chained_sw_incr(void)
{
	static const u32 events[] = { SW_INCR, CHAIN };
	u64 cntr0 = (PRE_OVERFLOW_32 + 100) & all_set();
	u64 cntr1 = 0x100000000ULL & all_set();

	if (!satisfy_prerequisites(events, ARRAY_SIZE(events)))
		return;

	pmu_reset();
	set_evtyper(0, SW_INCR);
	set_evtyper(1, CHAIN);
	enable_chain_counter(0);
	set_evcntr(0, PRE_OVERFLOW_32);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E);
	isb();
	sw_incr(100, 0x1);
	report(overflows() == 0x1 && get_evcntr(1) == 1,
	       "overflow and chain counter incremented after 100 SW_INCR/CHAIN");

	pmu_reset();
	enable_chain_counter(0);
	set_evcntr(0, PRE_OVERFLOW_32);
	set_evcntr(1, ALL_SET_32);
	set_pmcr(pmu.pmcr_ro | PMU_PMCR_E);
	isb();
	sw_incr(100, 0x1);
	report(overflows() == 0x3 && get_evcntr(0) == cntr0 && get_evcntr(1) == cntr1,
	       "expected overflows and values after 100 SW_INCR/CHAIN");
	report_info("overflow=0x%lx, #0=0x%lx #1=0x%lx", (ulong)overflows(),
		    (ulong)get_evcntr(0), (ulong)get_evcntr(1));
	set_pmcr(pmu.pmcr_ro);
}

static void test_chain_promotion(void)
{
	static const u32 events[] = { MEM_ACCESS, CHAIN };

	if (!satisfy_prerequisites(events, ARRAY_SIZE(events)))
		return;

	report_prefix_push("subtest1");
	pmu_reset();
	set_evtyper(0, MEM_ACCESS);
	set_evtyper(1, CHAIN);
	write_sysreg(0x2, pmcntenset_el0);
	isb();
	mem_accesses(COUNT);
	report(!get_evcntr(0) && !get_evcntr(1), "chain counter not counting if even is disabled");
	report_prefix_pop();

	report_prefix_push("subtest2");
	pmu_reset();
	set_evcntr(0, PRE_OVERFLOW_32);
	write_sysreg(0x1, pmcntenset_el0);
	isb();
	mem_accesses(COUNT);
	report(!get_evcntr(1) && overflows() == 0x1,
	       "odd counter did not increment on overflow if disabled");
	report_prefix_pop();

	report_prefix_push("subtest3");
	pmu_reset();
	set_evcntr(0, PRE_OVERFLOW2_32);
	enable_chain_counter(0);
	mem_accesses(COUNT);
	disable_chain_counter(0);
	write_sysreg(0x1, pmcntenset_el0);
	isb();
	mem_accesses(COUNT);
	report(overflows() == 0x1, "overflow of the even counter");
	report(!get_evcntr(1), "CHAIN counter did not count it");
	report_prefix_pop();

	report_prefix_push("subtest4");
	pmu_reset();
	set_evcntr(0, PRE_OVERFLOW2_32);
	write_sysreg(0x1, pmcntenset_el0);
	isb();
	mem_accesses(COUNT);
	write_sysreg(0x1, pmcntenclr_el0);
	isb();
	enable_chain_counter(0);
	mem_accesses(COUNT);
	report(get_evcntr(1) == 1 && overflows() == 0x1,
	       "CHAIN counter enabled: CHAIN counter was incremented and overflow");
	report_prefix_pop();

	report_prefix_push("subtest5");
	pmu_reset();
	set_evtyper(1, CPU_CYCLES);
	set_evcntr(0, PRE_OVERFLOW2_32);
	write_sysreg(0x3, pmcntenset_el0);
	isb();
	mem_accesses(COUNT);
	disable_chain_counter(0);
	set_evtyper(1, CHAIN);
	set_evcntr(1, 0);
	isb();
	enable_chain_counter(0);
	mem_accesses(COUNT);
	report(get_evcntr(1) == 1 && overflows() == 0x1,
	       "32b->64b: CHAIN counter incremented and overflow");
	report_prefix_pop();

	report_prefix_push("subtest6");
	pmu_reset();
	set_evtyper(1, CHAIN);
	set_evcntr(0, PRE_OVERFLOW2_32);
	enable_chain_counter(0);
	mem_accesses(COUNT);
	disable_chain_counter(0);
	set_evtyper(1, CPU_CYCLES);
	write_sysreg(0x3, pmcntenset_el0);
	isb();
	mem_accesses(COUNT);
	report(overflows() == 1, "overflow is expected on counter 0");
	report_prefix_pop();
}

static const struct {
	const char *name;
	void (*fn)(void);
	enum { SINGLE, ONLY_32, BOTH } widths;
} tests[] = {
	{ "pmu-event-introspection", test_event_introspection, SINGLE },
	{ "pmu-event-counter-config", test_event_counter_config, SINGLE },
	{ "pmu-basic-event-count", test_basic_event_count, BOTH },
	{ "pmu-mem-access", test_mem_access, BOTH },
	{ "pmu-mem-access-reliability", test_mem_access_reliability, BOTH },
	{ "pmu-sw-incr", test_sw_incr, BOTH },
	{ "pmu-chained-counters", test_chained_counters, ONLY_32 },
	{ "pmu-chained-sw-incr", test_chained_sw_incr, ONLY_32 },
	{ "pmu-chain-promotion", test_chain_promotion, ONLY_32 },
	{ "pmu-overflow-interrupt", test_overflow_interrupt, BOTH },
	{ "pmu-interrupt-level", test_interrupt_level, SINGLE },
	{ "pmu-registers", test_registers, SINGLE },
};

bool pmu_event_test(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tests); i++)
		if (!strcmp(name, tests[i].name))
			break;
	if (i == ARRAY_SIZE(tests))
		return false;

	report_prefix_push(name);
	if (tests[i].widths == SINGLE) {
		tests[i].fn();
	} else {
		report_prefix_push("32-bit overflows");
		tests[i].fn();
		report_prefix_pop();
	}
	if (tests[i].widths == BOTH) {
		report_prefix_push("64-bit overflows");
		if (pmu.version >= ID_DFR0_PMU_V3_8_5) {
			is64 = true;
			tests[i].fn();
		} else {
			report_skip("Skip test as 64-bit overflows need FEAT_PMUv3p5");
		}
		report_prefix_pop();
	}
	report_prefix_pop();
	return true;
}
