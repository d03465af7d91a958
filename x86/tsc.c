// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * tsc: the time stamp counter runs, can be written, and TSC_AUX comes back.
 *
 * RDTSC, RDTSCP, RDPID; IA32_TIME_STAMP_COUNTER (SDM volume 3, 17.17),
 * IA32_TSC_AUX.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

#define ROUNDS	1000

static void monotonic(void)
{
	u64 before = rdtsc(), now, first = before;
	unsigned int i, back = 0;

	for (i = 0; i < ROUNDS; i++) {
		now = rdtsc();
		if (now < before)
			back++;
		before = now;
	}
	check_eq(back, 0u, "steps backwards in %u readings", ROUNDS);
	check_gt(before, first, "TSC after %u readings", ROUNDS);
	report_info("RDTSC latency %u cycles", (u32)((before - first) / ROUNDS));
}

static void write_tsc(u64 value)
{
	u64 now;

	if (check_eq((u32)wrmsr_safe(MSR_IA32_TSC, value), 0u, "exception of WRMSR of %#llx to the TSC",
		     (unsigned long long)value)) {
		now = rdtsc();
		report_info("TSC after writing %lld: %lld", (long long)value, (long long)now);
		check_ge(now, value, "TSC after writing %lld", (long long)value);
	}
}

static void writes(void)
{
	write_tsc(0);
	write_tsc(100000000000ull);
}

static void time_stamp_disable(void)
{
	/* CR4.TSD matters only outside CPL0. */
	write_cr4(read_cr4() | X86_CR4_TSD);
	check_eq((u32)asm_safe("rdtsc", "a"(0), "d"(0)), 0u, "exception of RDTSC at CPL0 with CR4.TSD");
	write_cr4(read_cr4() & ~X86_CR4_TSD);
}

static const u32 aux_values[] = { 0, 10, 0x100, 0xffffffff };

static const char *needs_rdtscp(void)
{
	return this_cpu_has(X86_FEATURE_RDTSCP) ? NULL : "no RDTSCP";
}

static void aux_rdtscp(void)
{
	unsigned int i;
	u32 aux;
	u64 t;

	for (i = 0; i < ARRAY_SIZE(aux_values); i++) {
		wrmsr(MSR_TSC_AUX, aux_values[i]);
		aux = ~aux_values[i];
		t = rdtsc();
		check_le(t, rdtscp(&aux), "RDTSCP is not behind RDTSC, TSC_AUX %#x", aux_values[i]);
		check_eq(aux, aux_values[i], "ECX of RDTSCP with TSC_AUX %#x", aux_values[i]);
	}
	wrmsr(MSR_TSC_AUX, 0);
}

static const char *needs_rdpid(void)
{
	return this_cpu_has(X86_FEATURE_RDPID) ? NULL : "no RDPID";
}

static void aux_rdpid(void)
{
	unsigned int i;
	ulong aux;

	for (i = 0; i < ARRAY_SIZE(aux_values); i++) {
		wrmsr(MSR_TSC_AUX, aux_values[i]);
		/* rdpid %eax */
		asm volatile(".byte 0xf3, 0x0f, 0xc7, 0xf8" : "=a"(aux));
		check_eq((u32)aux, aux_values[i], "RDPID with TSC_AUX %#x", aux_values[i]);
	}
	wrmsr(MSR_TSC_AUX, 0);
}

static const struct subtest subtests[] = {
	{ "monotonic", monotonic },
	{ "tsd", time_stamp_disable },
	{ "rdtscp", aux_rdtscp, .requires = needs_rdtscp },
	{ "rdpid", aux_rdpid, .requires = needs_rdpid },
	{ "write", writes },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
