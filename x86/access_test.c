// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * access_test: who may do what to a page.
 *
 * Every combination of the bits of the last two page-table levels, the kind of
 * access, protection key, EFER.NX, CR0.WP, CR4.SMEP and CR4.PKE, compared with
 * a model: fault or not, error code, accessed and dirty bits afterwards (SDM
 * volume 3 chapter 4). Then sequences of accesses that hypervisors got wrong.
 * With four and, where the CPU has them, five levels.
 *
 * Arguments: force_emulation lets KVM's emulator make the data accesses;
 * cases=N takes N cases spread over all, cases=all every one. Without it, all
 * under KVM, 500000 elsewhere: a machine emulator would need an hour.
 */
#include "access.h"
#include <stdlib.h>
#include <subtest.h>
#include <x86/vmm.h>

#define SAMPLE		500000ul
#define SAMPLE_BOCHS	40000ul

static bool force_emulation;

static ulong nr_cases(void)
{
	const char *text = subtest_arg("cases");

	if (!text)
		return this_cpu_has_kvm() ? AC_ALL_CASES : this_vmm_is_bochs() ? SAMPLE_BOCHS : SAMPLE;
	return strcmp(text, "all") ? strtoul(text, NULL, 0) : AC_ALL_CASES;
}

static const char *needs_no_pku(void)
{
	return this_cpu_has(X86_FEATURE_PKU) ? "PKU is in CPUID" : NULL;
}

static const char *needs_no_smep(void)
{
	return this_cpu_has(X86_FEATURE_SMEP) ? "SMEP is in CPUID" : NULL;
}

static const char *needs_la57(void)
{
	return this_cpu_has(X86_FEATURE_LA57) ? NULL : "LA57 is not in CPUID";
}

static void no_pke(void)
{
	check_eq(write_cr4_safe(read_cr4() | X86_CR4_PKE), GP_VECTOR, "setting CR4.PKE without PKU");
}

static void no_smep(void)
{
	check_eq(write_cr4_safe(read_cr4() | X86_CR4_SMEP), GP_VECTOR, "setting CR4.SMEP without SMEP");
}

/* The number of levels cannot change in 64-bit mode (SDM volume 3, 4.1.1). */
static void toggle_la57(void)
{
	ulong cr4 = read_cr4();

	check_eq(write_cr4_safe(cr4 ^ X86_CR4_LA57), GP_VECTOR, "CR4.LA57 toggled");
	check_eq(write_cr4_safe(cr4 ^ (X86_CR4_LA57 | X86_CR4_PSE)), GP_VECTOR, "CR4.LA57 and PSE toggled");
	check_eq(read_cr4(), cr4, "CR4 afterwards");
}

#define PART(name, levels, call)					\
static void name##_##levels(void)					\
{									\
	ac_begin(levels, force_emulation);				\
	call;								\
	ac_end();							\
}

#define PARTS(levels)							\
	PART(matrix, levels, ac_matrix(nr_cases()))			\
	PART(shared, levels, ac_shared_huge_page())			\
	PART(prefetch, levels, ac_prefetch_reserved())			\
	PART(dirty, levels, ac_dirty_wp())				\
	PART(smep, levels, ac_smep_wp())				\
	PART(toggle, levels, ac_toggle_wp())				\
	PART(effective, levels, ac_effective_permissions())

PARTS(4)
PARTS(5)

/* There is no way back to four levels. */
static void go_5level(void)
{
	setup_5level_page_table();
	check(read_cr4() & X86_CR4_LA57, "CR4.LA57 is set");
}

#define ROWS(levels, req)							\
	{ #levels "-level-matrix", matrix_##levels, req, .timeout = 600 },	\
	{ #levels "-level-shared-huge-page", shared_##levels, req },		\
	{ #levels "-level-prefetch-reserved", prefetch_##levels, req },		\
	{ #levels "-level-dirty-wp", dirty_##levels, req },			\
	{ #levels "-level-smep-wp", smep_##levels, req },			\
	{ #levels "-level-toggle-wp", toggle_##levels, req },			\
	{ #levels "-level-effective-permissions", effective_##levels, req }

static const char *needs_5level(void)
{
	return is_la57_enabled() ? NULL : "five levels are not enabled";
}

static const struct subtest subtests[] = {
	{ "no-pke", no_pke, needs_no_pku },
	{ "no-smep", no_smep, needs_no_smep },
	{ "toggle-la57", toggle_la57, needs_la57 },
	ROWS(4, NULL),
	{ "5-level", go_5level, needs_la57 },
	ROWS(5, needs_5level),
	{ }
};

int main(int argc, char **argv)
{
	char *args[8];
	int i, n = 0;

	/* The word the entry of unittests.cfg uses is no name of a subtest. */
	for (i = 0; i < argc && n < 7; i++) {
		if (i && !strcmp(argv[i], "force_emulation"))
			force_emulation = true;
		else
			args[n++] = argv[i];
	}
	args[n] = NULL;
	if (force_emulation && !is_fep_available) {
		report_skip("the forced emulation prefix is not available");
		return report_summary();
	}
	return run_subtests(subtests, n, args);
}
