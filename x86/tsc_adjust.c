// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * tsc_adjust: IA32_TSC_ADJUST moves the TSC, and writes to the TSC move it.
 *
 * SDM volume 3, 17.17.3: a write to either register adds the same amount to
 * the other.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/msr.h>
#include <x86/processor.h>

#define STEP	100000000000ull

static const char *needs_tsc_adjust(void)
{
	return this_cpu_has(X86_FEATURE_TSC_ADJUST) ? NULL : "no TSC_ADJUST";
}

static void initial(void)
{
	check_eq(rdmsr(MSR_IA32_TSC_ADJUST), 0ull, "IA32_TSC_ADJUST at start");
}

static void write_adjust(void)
{
	u64 t1, t2;

	t1 = rdtsc();
	wrmsr(MSR_IA32_TSC_ADJUST, STEP);
	check_eq(rdmsr(MSR_IA32_TSC_ADJUST), STEP, "IA32_TSC_ADJUST after writing 1e11");
	t2 = rdtsc();
	check_ge(t2 - t1, STEP, "advance of the TSC by writing 1e11 to IA32_TSC_ADJUST");

	wrmsr(MSR_IA32_TSC_ADJUST, 0);
	check_eq(rdmsr(MSR_IA32_TSC_ADJUST), 0ull, "IA32_TSC_ADJUST after writing 0");
	check_lt(rdtsc(), t2, "TSC after writing 0 to IA32_TSC_ADJUST");
}

static void write_tsc(void)
{
	u64 t1, t2;
	s64 adjust;

	wrmsr(MSR_IA32_TSC_ADJUST, 0);
	t1 = rdtsc();
	wrtsc(STEP);
	t2 = rdtsc();
	adjust = rdmsr(MSR_IA32_TSC_ADJUST);
	/* The write came after t1, so the counter it replaced was at least that. */
	check_le(t1, STEP - adjust, "IA32_TSC_ADJUST follows a write to the TSC");
	check_ge(t2, STEP, "TSC after writing 1e11 to it");
	wrmsr(MSR_IA32_TSC_ADJUST, 0);
}

static const struct subtest subtests[] = {
	{ "initial", initial, .requires = needs_tsc_adjust },
	{ "adjust", write_adjust, .requires = needs_tsc_adjust },
	{ "tsc", write_tsc, .requires = needs_tsc_adjust },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
