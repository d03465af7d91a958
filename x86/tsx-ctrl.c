// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * tsx-ctrl: IA32_TSX_CTRL disables RTM and hides it from CPUID.
 *
 * SDM volume 1, 16.3 and volume 4, IA32_TSX_CTRL (122h): a host that mitigates TAA relies on RTM_DISABLE; a guest that sets it must
 * get aborts, and get its transactions back afterwards.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/processor.h>

#define TRIES			100

static char byte;

/* One transaction with one store: did it commit? */
static bool transaction(void)
{
	unsigned int status = ~0u;

	asm volatile(".byte 0xc7, 0xf8, 0, 0, 0, 0\n\t" /* XBEGIN to the next instruction */
		     "cmp $-1, %0\n\t"
		     "jne 1f\n\t"
		     "movb $1, %1\n\t"
		     ".byte 0x0f, 0x01, 0xd5\n" /* XEND */
		     "1:"
		     : "+a"(status), "+m"(byte) : : "memory", "cc");
	return status == ~0u;
}

static int commits(void)
{
	int i, n = 0;

	for (i = 0; i < TRIES; i++)
		n += transaction();
	return n;
}

static const char *needs_tsx_ctrl(void)
{
	if (!this_cpu_has(X86_FEATURE_ARCH_CAPABILITIES))
		return "no IA32_ARCH_CAPABILITIES";
	if (!(rdmsr(MSR_IA32_ARCH_CAPABILITIES) & ARCH_CAP_TSX_CTRL_MSR))
		return "IA32_ARCH_CAPABILITIES[7] is 0: no IA32_TSX_CTRL";
	if (!this_cpu_has(X86_FEATURE_RTM))
		return "no RTM";
	return NULL;
}

static void reset_value(void)
{
	check_eq(rdmsr(MSR_IA32_TSX_CTRL), 0, "IA32_TSX_CTRL at start");
	check_gt(commits(), 0, "of %d transactions committed", TRIES);
}

static void cpuid_clear(void)
{
	wrmsr(MSR_IA32_TSX_CTRL, TSX_CTRL_CPUID_CLEAR);
	check(!this_cpu_has(X86_FEATURE_RTM), "CPUID hides RTM under CPUID_CLEAR");
	check(!this_cpu_has(X86_FEATURE_HLE), "CPUID hides HLE under CPUID_CLEAR");
	wrmsr(MSR_IA32_TSX_CTRL, 0);
	check(this_cpu_has(X86_FEATURE_RTM), "CPUID shows RTM again");
}

static void rtm_disable(void)
{
	wrmsr(MSR_IA32_TSX_CTRL, TSX_CTRL_RTM_DISABLE);
	check_eq(commits(), 0, "of %d transactions committed under RTM_DISABLE", TRIES);
	wrmsr(MSR_IA32_TSX_CTRL, 0);
	check_gt(commits(), 0, "of %d transactions committed after it was cleared", TRIES);
}

static void reserved(void)
{
	check_eq(wrmsr_safe(MSR_IA32_TSX_CTRL, 1ull << 2), GP_VECTOR, "vector of a write with a reserved bit");
}

static const char *needs_no_tsx_ctrl(void)
{
	if (this_cpu_has(X86_FEATURE_ARCH_CAPABILITIES) && (rdmsr(MSR_IA32_ARCH_CAPABILITIES) & ARCH_CAP_TSX_CTRL_MSR))
		return "IA32_TSX_CTRL is there";
	return NULL;
}

static void absent(void)
{
	u64 v;

	check_eq(rdmsr_safe(MSR_IA32_TSX_CTRL, &v), GP_VECTOR, "vector of RDMSR of IA32_TSX_CTRL where it does not exist");
}

static const struct subtest subtests[] = {
	{ "reset-value", reset_value, .requires = needs_tsx_ctrl },
	{ "cpuid-clear", cpuid_clear, .requires = needs_tsx_ctrl },
	{ "rtm-disable", rtm_disable, .requires = needs_tsx_ctrl },
	{ "reserved", reserved, .requires = needs_tsx_ctrl },
	{ "absent", absent, .requires = needs_no_tsx_ctrl },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
