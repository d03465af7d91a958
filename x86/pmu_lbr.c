// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pmu_lbr: last-branch records are recorded while DEBUGCTL.LBR is set.
 *
 * SDM volume 3, 17.4 to 17.12: the stack's size is found by access, LBR_SELECT 0 takes every branch.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/msr.h>
#include <x86/pmu.h>
#include <x86/processor.h>

#define LOOPS	2000000

static u32 from_base, to_base;
static int depth;
static volatile int sink;

static const char *needs_lbr(void)
{
	if (!pmu.is_intel)
		return "not an Intel CPU";
	if (!this_cpu_has_pmu())
		return "no performance monitoring";
	if (!this_cpu_has(X86_FEATURE_PDCM))
		return "no IA32_PERF_CAPABILITIES";
	if (!pmu_lbr_version())
		return "IA32_PERF_CAPABILITIES says LBR format 0";
	if (!wrmsr_safe(MSR_LBR_CORE_FROM, 0)) {
		from_base = MSR_LBR_CORE_FROM;
		to_base = MSR_LBR_CORE_TO;
	} else if (!wrmsr_safe(MSR_LBR_NHM_FROM, 0)) {
		from_base = MSR_LBR_NHM_FROM;
		to_base = MSR_LBR_NHM_TO;
	} else {
		return "no LBR stack at MSR 40h or 680h";
	}
	return NULL;
}

static void find_depth(void)
{
	wrmsr(MSR_LBR_SELECT, 0);
	wrmsr(MSR_LBR_TOS, 0);
	for (depth = 0; depth < MAX_NUM_LBR_ENTRY; depth++)
		if (wrmsr_safe(from_base + depth, 0) || wrmsr_safe(to_base + depth, 0))
			break;
	check_gt(depth, 0, "entries of the LBR stack");
	report_info("%d entries", depth);
}

static noinline void branchy(void)
{
	int i;

	for (i = 0; i < LOOPS; i++) {
		if (i & 1)
			sink += i;
		else
			sink -= i;
	}
}

static void records(void)
{
	u64 from, to;
	int i;

	wrmsr(MSR_IA32_DEBUGCTLMSR, 1 << DEBUGCTLMSR_LBR_BIT);
	branchy();
	wrmsr(MSR_IA32_DEBUGCTLMSR, 0);
	for (i = 0; i < depth; i++) {
		from = rdmsr(from_base + i);
		to = rdmsr(to_base + i);
		check(from && to, "entry %d holds a branch (from %#" PRIx64 " to %#" PRIx64 ")", i, from, to);
	}
}

static void stays_off(void)
{
	int i, changed = 0;

	wrmsr(MSR_IA32_DEBUGCTLMSR, 0);
	for (i = 0; i < depth; i++) {
		wrmsr(from_base + i, 0);
		wrmsr(to_base + i, 0);
	}
	branchy();
	for (i = 0; i < depth; i++)
		changed += rdmsr(from_base + i) || rdmsr(to_base + i);
	check_eq(changed, 0, "entries recorded while DEBUGCTL.LBR is 0");
}

static const struct subtest subtests[] = {
	{ "depth", find_depth, .requires = needs_lbr, .flags = SUBTEST_FATAL },
	{ "records", records, .requires = needs_lbr },
	{ "stays-off", stays_off, .requires = needs_lbr },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
