// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hyperv_clock: the reference TSC page and the reference counter agree.
 *
 * TLFS 12.3 and 12.4: time in 100 ns units is (TSC * scale >> 64) + offset while
 * the page's sequence is neither 0 nor ffffffffh.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <x86/vm.h>
#include "hyperv.h"

#define MAX_CPUS	4
#define SECOND		10000000ull

static struct hv_reference_tsc_page *page;

static const char *needs_clock(void)
{
	if (hyperv_needs(HV_TIME_REF_COUNT_AVAILABLE))
		return hyperv_needs(HV_TIME_REF_COUNT_AVAILABLE);
	return cpu_count() > MAX_CPUS ? "more than 4 CPUs" : NULL;
}

static u64 page_clock(void)
{
	u64 time;
	u32 sequence;

	do {
		sequence = page->sequence;
		rmb();
		time = ((unsigned __int128)rdtsc() * page->scale >> 64) + page->offset;
		rmb();
	} while (page->sequence != sequence);
	return time;
}

static u64 msr_clock(void)
{
	return rdmsr(HV_X64_MSR_TIME_REF_COUNT);
}

static void enable(void)
{
	u64 val;

	page = alloc_page();
	val = virt_to_phys(page) | 1;
	wrmsr(HV_X64_MSR_REFERENCE_TSC, val);
	check_eq(rdmsr(HV_X64_MSR_REFERENCE_TSC), val, "REFERENCE_TSC reads back");
	check(page->sequence != 0 && page->sequence != 0xffffffff,
	      "sequence %#x of the page says that it is valid", page->sequence);
}

static struct {
	u64 rounds, outside, backwards;
} result[MAX_CPUS];

static void precision_here(void *data)
{
	u64 end = msr_clock() + SECOND, before, counter, after, last_page = 0, last_msr = 0;
	int me = smp_id();

	do {
		before = page_clock();
		counter = msr_clock();
		after = page_clock();
		result[me].rounds++;
		if (counter < before || counter > after)
			result[me].outside++;
		if (before < last_page || after < before || counter < last_msr)
			result[me].backwards++;
		last_page = after;
		last_msr = counter;
	} while (counter < end);
}

static void precision(void)
{
	int i;

	memset(result, 0, sizeof(result));
	on_cpus(precision_here, NULL);
	for (i = 0; i < cpu_count(); i++) {
		report_info("CPU %d: %llu rounds", i, (unsigned long long)result[i].rounds);
		check_gt(result[i].rounds, 0ull, "rounds on CPU %d", i);
		check_eq(result[i].outside, 0ull,
			 "counter readings on CPU %d outside the page clock's before and after", i);
		check_eq(result[i].backwards, 0ull, "steps backwards on CPU %d", i);
	}
}

static void advance(void)
{
	u64 page_start = page_clock(), msr_start = msr_clock();

	while (msr_clock() - msr_start < 2 * SECOND)
		pause();
	report_info("2 s of the counter are %llu units of the page clock",
		    (unsigned long long)(page_clock() - page_start));
	check_ge(page_clock() - page_start, 2 * SECOND - SECOND / 100, "advance of the page clock in 2 s");
}

static void disable(void)
{
	wrmsr(HV_X64_MSR_REFERENCE_TSC, 0);
	check_eq(rdmsr(HV_X64_MSR_REFERENCE_TSC), 0ull, "REFERENCE_TSC after writing 0");
}

static const struct subtest subtests[] = {
	{ "enable", enable, .requires = needs_clock, .flags = SUBTEST_FATAL },
	{ "advance", advance, .requires = needs_clock },
	{ "precision", precision, .requires = needs_clock },
	{ "disable", disable, .requires = needs_clock },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
