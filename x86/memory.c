// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * memory: the cache and ordering instructions that CPUID offers can be executed.
 *
 * SDM volume 2: CLFLUSH, SFENCE, LFENCE, MFENCE, CLFLUSHOPT, CLWB; PCOMMIT as
 * once described there. A hypervisor that intercepts one must not inject #UD.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

static u64 target __attribute__((aligned(64)));

struct instruction {
	const char *name;
	struct x86_cpu_feature feature;
	int (*execute)(void);
};

#define EXECUTE(fn, insn)					\
static int fn(void)						\
{								\
	return asm_safe(insn, "b"(&target));			\
}

EXECUTE(clflush, "clflush (%0)")
EXECUTE(sfence, "sfence")
EXECUTE(lfence, "lfence")
EXECUTE(mfence, "mfence")
EXECUTE(clflushopt, ".byte 0x66, 0x0f, 0xae, 0x3b")
EXECUTE(clwb, ".byte 0x66, 0x0f, 0xae, 0x33")
EXECUTE(pcommit, ".byte 0x66, 0x0f, 0xae, 0xf8")

static const struct instruction instructions[] = {
	{ "clflush", X86_FEATURE_CLFLUSH, clflush },
	{ "sfence", X86_FEATURE_XMM, sfence },
	{ "lfence", X86_FEATURE_XMM2, lfence },
	{ "mfence", X86_FEATURE_XMM2, mfence },
	{ "clflushopt", X86_FEATURE_CLFLUSHOPT, clflushopt },
	{ "clwb", X86_FEATURE_CLWB, clwb },
	{ "pcommit", X86_FEATURE_PCOMMIT, pcommit },
};

static void execute(void)
{
	const struct instruction *i = subtest_row();
	u64 value = 0x1122334455667788ull;

	if (!this_cpu_has(i->feature)) {
		report_skip("CPUID does not offer it");
		return;
	}
	target = value;
	check_eq((u32)i->execute(), 0u, "exception of the instruction");
	check_eq(*(volatile u64 *)&target, value, "memory after it");
}

static const struct subtest subtests[] = {
	{ "execute", execute, SUBTEST_ROWS(instructions) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
