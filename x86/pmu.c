// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pmu: the performance counters count what they should, and their registers behave.
 *
 * A workload of known size is counted with every event on every counter, general purpose and fixed, one by one and all at
 * once; overflow, its status bits and its interrupt; RDPMC in all its forms; counter writes while counting; emulated and
 * transactional instructions. Everything is repeated with the other registers that reach the same counters: full-width
 * writes on Intel, the K7 MSRs on AMD. A hypervisor that multiplexes the host's counters must lose or invent no event.
 * SDM volume 3, chapter 19; APM volume 2, 13.2.
 */
#include <x86/apic.h>
#include <x86/vm.h>
#include "pmu-test.h"

#define TSC_LOOPS	1000000000u

static const struct pmu_event intel_events[] = {
	{ "core cycles", 0x003c, 1 * ITERATIONS, 50ull * ITERATIONS },
	{ "instructions", 0x00c0, 10 * ITERATIONS, 102ull * ITERATIONS / 10 },
	{ "reference cycles", 0x013c, 1 * ITERATIONS, 30ull * ITERATIONS },
	{ "LLC references", 0x4f2e, 1, 25ull * ITERATIONS / 10 },
	{ "LLC misses", 0x412e, 1, 1ull * ITERATIONS },
	{ "branches", 0x00c4, 1 * ITERATIONS, 11ull * ITERATIONS / 10 },
	{ "branch misses", 0x00c5, 1, ITERATIONS / 10 },
};

static const struct pmu_event amd_events[] = {
	{ "core cycles", 0x0076, 1 * ITERATIONS, 50ull * ITERATIONS },
	{ "instructions", 0x00c0, 10 * ITERATIONS, 102ull * ITERATIONS / 10 },
	{ "branches", 0x00c2, 1 * ITERATIONS, 11ull * ITERATIONS / 10 },
	{ "branch misses", 0x00c3, 1, ITERATIONS / 10 },
};

struct pmu_event pmu_fixed_events[3] = {
	{ "fixed 0, instructions", 0, 10 * ITERATIONS, 102ull * ITERATIONS / 10 },
	{ "fixed 1, core cycles", 0, 1 * ITERATIONS, 30ull * ITERATIONS },
	{ "fixed 2, reference cycles", 0, ITERATIONS / 10, 30ull * ITERATIONS },
};

struct pmu_event pmu_events[7];
unsigned int pmu_nr_events;
static unsigned int at_instructions, at_branches;

struct pmu_event *pmu_event_instructions(void)
{
	return &pmu_events[at_instructions];
}

struct pmu_event *pmu_event_branches(void)
{
	return &pmu_events[at_branches];
}

bool pmu_counts_exactly(void)
{
	return this_cpu_has_perf_global_ctrl();
}

static void exact(struct pmu_event *e, u64 value, bool overcounts)
{
	e->min = value;
	e->max = overcounts ? e->max : value;
}

/* Reference cycles run at the rate of a clock that is not the TSC's: measure. */
static void scale_reference_cycles(struct pmu_event *e)
{
	struct pmu_counter c = pmu.nr_fixed_counters > 2 ? pmu_fixed(2) : pmu_general(0, 0x013c);
	u64 start, tsc;
	u32 n = TSC_LOOPS;

	pmu_start(&c, 0);
	if (this_cpu_has_perf_global_ctrl())
		wrmsr(pmu.msr_global_ctl, 1ull << c.index);
	start = fenced_rdtsc();
	asm volatile("1: dec %0; jnz 1b" : "+r"(n) : : "cc");
	tsc = fenced_rdtsc() - start;
	if (this_cpu_has_perf_global_ctrl())
		wrmsr(pmu.msr_global_ctl, 0);
	pmu_stop(&c);
	/* In 64 bits: 30 N times 10^11 fits. */
	if (c.count && tsc) {
		e->min = e->min * c.count / tsc;
		e->max = e->max * c.count / tsc;
	}
}

void pmu_describe_events(void)
{
	const struct pmu_event *from = pmu.is_intel ? intel_events : amd_events;
	unsigned int n = pmu.is_intel ? ARRAY_SIZE(intel_events) : ARRAY_SIZE(amd_events), i;
	bool ibpb = this_cpu_has(X86_FEATURE_SPEC_CTRL) || this_cpu_has(X86_FEATURE_AMD_IBPB);

	for (i = 0, pmu_nr_events = 0; i < n; i++) {
		struct pmu_event *e = &pmu_events[pmu_nr_events];

		/* Intel's list is in the order of the bits of CPUID.0AH:EBX. */
		if (pmu.is_intel && !pmu_arch_event_is_available(i)) {
			report_info("event not available: %s", from[i].name);
			continue;
		}
		*e = from[i];
		if (!strcmp(e->name, "LLC misses") && !this_cpu_has(X86_FEATURE_CLFLUSH))
			e->min = 0;
		if (!strcmp(e->name, "branch misses") && !ibpb)
			e->min = 0;
		if (!strcmp(e->name, "instructions"))
			at_instructions = pmu_nr_events;
		if (!strcmp(e->name, "branches"))
			at_branches = pmu_nr_events;
		if (!strcmp(e->name, "reference cycles"))
			scale_reference_cycles(e);
		pmu_nr_events++;
	}
	if (!pmu_counts_exactly())
		return;
	exact(pmu_event_instructions(), (u64)LOOP_INSTRUCTIONS * ITERATIONS + EXTRA_INSTRUCTIONS,
	      pmu.errata.instructions_retired_overcount);
	exact(pmu_event_branches(), (u64)ITERATIONS + EXTRA_BRANCHES, pmu.errata.branches_retired_overcount);
	exact(&pmu_fixed_events[0], (u64)LOOP_INSTRUCTIONS * ITERATIONS + EXTRA_INSTRUCTIONS,
	      pmu.errata.instructions_retired_overcount);
}

static struct pmu_caps at_boot;

static const char *enter_boot(void)
{
	return NULL;
}

static const char *enter_full_width(void)
{
	if (!pmu.is_intel || !pmu_has_full_writes())
		return "no full-width counter writes";
	pmu_activate_full_writes();
	return NULL;
}

static const char *enter_k7(void)
{
	if (pmu.is_intel || !this_cpu_has(X86_FEATURE_PERFCTR_CORE))
		return "no second set of counter registers";
	pmu.nr_gp_counters = AMD64_NUM_COUNTERS;
	pmu.msr_gp_counter_base = MSR_K7_PERFCTR0;
	pmu.msr_gp_event_select_base = MSR_K7_EVNTSEL0;
	return NULL;
}

const struct pmu_mode pmu_modes[3] = {
	{ "first", enter_boot },
	{ "full-width", enter_full_width },
	{ "k7", enter_k7 },
};

bool pmu_enter_mode(void)
{
	const struct pmu_mode *mode = subtest_row();
	const char *why;

	pmu = at_boot;
	if (this_cpu_has_perf_global_ctrl())
		wrmsr(pmu.msr_global_ctl, 0);
	pmu_reset_all_counters();
	if (this_cpu_has_perf_global_status())
		pmu_clear_global_status();
	why = mode->enter();
	if (why)
		report_skip("%s", why);
	return !why;
}

/* The workload is as long as the expectations say: counted by single steps. */
static volatile unsigned int steps, branches;
static volatile ulong step_first, step_last, step_previous;

static void count_step(struct ex_regs *regs)
{
	/* The trap comes after an instruction: the RIP is of the next one. */
	if (step_first && step_previous >= step_first && step_previous <= step_last) {
		u8 *op = (u8 *)step_previous;

		steps++;
		/* LOOP, JMP rel8, JMP r/m */
		branches += op[0] == 0xe2 || op[0] == 0xeb || op[0] == 0xff;
	}
	step_previous = regs->rip;
}

void pmu_workload_size(void)
{
	const u32 n = 25;
	const struct pmu_range *range = pmu_workload(0, 1);
	handler old;

	step_first = range->first;
	step_last = range->last;
	steps = branches = 0;
	old = handle_exception(DB_VECTOR, count_step);
	write_rflags(read_rflags() | X86_EFLAGS_TF);
	pmu_workload(0, n);
	write_rflags(read_rflags() & ~X86_EFLAGS_TF);
	handle_exception(DB_VECTOR, old);
	/* One of the two WRMSR is counted by the hardware and lies outside. */
	check_eq(steps, LOOP_INSTRUCTIONS * n + EXTRA_INSTRUCTIONS - 1, "instructions of the workload, %u iterations", n);
	check_eq(branches, n + EXTRA_BRANCHES, "branches of the workload");
}

static const char *needs_pmu(void)
{
	if (!this_cpu_has_pmu())
		return "no performance monitoring: CPUID.0AH says version 0";
	if (!at_boot.nr_gp_counters)
		return "CPUID has no general-purpose counters";
	return NULL;
}

static const struct subtest subtests[] = {
	{ "workload-size", pmu_workload_size },
	{ "rdpmc-range", pmu_rdpmc_range, .requires = needs_pmu, SUBTEST_ROWS(pmu_modes) },
	{ "emulated", pmu_emulated, .requires = needs_emulation, SUBTEST_ROWS(pmu_modes) },
	{ "events", pmu_each_event, .requires = needs_pmu, .timeout = 120, SUBTEST_ROWS(pmu_modes) },
	{ "fixed", pmu_fixed_counters, .requires = needs_pmu, SUBTEST_ROWS(pmu_modes) },
	{ "rdpmc", pmu_rdpmc_value, .requires = needs_pmu, SUBTEST_ROWS(pmu_modes) },
	{ "all", pmu_all_counters, .requires = needs_pmu, SUBTEST_ROWS(pmu_modes) },
	{ "overflow", pmu_overflow, .requires = needs_pmu, .timeout = 60, SUBTEST_ROWS(pmu_modes) },
	{ "cmask", pmu_cmask, .requires = needs_pmu, SUBTEST_ROWS(pmu_modes) },
	{ "running", pmu_running, .requires = needs_pmu, SUBTEST_ROWS(pmu_modes) },
	{ "transactions", pmu_transactions, .requires = needs_transactions, SUBTEST_ROWS(pmu_modes) },
	{ "full-width-writes", pmu_full_width_writes, .requires = needs_pmu },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	at_boot = pmu;
	report_info("PMU version %d, %d general-purpose counters of %d bits, %d fixed of %d bits, perf capabilities %#" PRIx64,
		    pmu.version, pmu.nr_gp_counters, pmu.gp_counter_width, pmu.nr_fixed_counters, pmu.fixed_counter_width,
		    pmu.perf_cap);
	apic_write(APIC_LVTPC, PMI_VECTOR);
	if (!needs_pmu())
		pmu_describe_events();
	return run_subtests(subtests, argc, argv);
}
