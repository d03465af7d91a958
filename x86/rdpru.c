// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * rdpru: a hidden RDPRU is an undefined instruction.
 *
 * RDPRU reads MPERF and APERF from any privilege level (APM volume 3). Where
 * CPUID 8000_0008h EBX[4] is 0 it must raise #UD; a hypervisor that forgets the
 * intercept hands the guest the host's counters.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/usermode.h>

static const char *needs_hidden(void)
{
	return this_cpu_has(X86_FEATURE_RDPRU) ? "RDPRU is offered to this guest" : NULL;
}

static const char *needs_rdpru(void)
{
	return this_cpu_has(X86_FEATURE_RDPRU) ? NULL : "no RDPRU";
}

static int rdpru(u32 reg, u64 *val)
{
	u32 a = 0, d = 0;
	int vector = asm_safe_out2(".byte 0x0f, 0x01, 0xfd", "+a"(a), "+d"(d), "c"(reg));

	*val = a | (u64)d << 32;
	return vector;
}

static void hidden(void)
{
	u64 val;
	u32 reg;

	for (reg = 0; reg < 3; reg++)
		check_eq(rdpru(reg, &val), UD_VECTOR, "exception of RDPRU of register %u", reg);
}

static uint64_t user_rdpru(void)
{
	asm volatile("xor %%ecx, %%ecx; .byte 0x0f, 0x01, 0xfd" : : : "eax", "ecx", "edx");
	return 0;
}

static void hidden_user(void)
{
	bool raised;

	run_in_user(user_rdpru, UD_VECTOR, 0, 0, 0, 0, &raised);
	check(raised, "#UD of RDPRU at CPL3");
}

static void advances(void)
{
	u64 first, second;

	if (check_eq(rdpru(0, &first), 0, "exception of RDPRU of MPERF")) {
		check_eq(rdpru(0, &second), 0, "exception of RDPRU of MPERF again");
		check_ge(second, first, "MPERF does not go backwards");
	}
}

static const struct subtest subtests[] = {
	{ "hidden", hidden, .requires = needs_hidden },
	{ "hidden-cpl3", hidden_user, .requires = needs_hidden },
	{ "reads", advances, .requires = needs_rdpru },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
