// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pv-diags: DIAGNOSE of a protected guest: what the host is told, and what it
 * may answer.
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <sclp.h>
#include <sie.h>
#include <sie-icpt.h>
#include <snippet.h>
#include <subtest.h>
#include <uv.h>

#define DECLARE_SNIPPET(file)					\
	extern const char SNIPPET_NAME_START(asm, file)[];	\
	extern const char SNIPPET_NAME_END(asm, file)[];	\
	extern const char SNIPPET_HDR_START(asm, file)[];	\
	extern const char SNIPPET_HDR_END(asm, file)[]

#define INIT_SNIPPET(file)								\
	snippet_pv_init(&vm, SNIPPET_NAME_START(asm, file), SNIPPET_HDR_START(asm, file),	\
			SNIPPET_LEN(asm, file), SNIPPET_HDR_LEN(asm, file), SNIPPET_UNPACK_OFF)

DECLARE_SNIPPET(pv_diag_yield);
DECLARE_SNIPPET(pv_diag_288);
DECLARE_SNIPPET(pv_diag_500);

static struct vm vm;

static uint64_t guest_gr(int n)
{
	return vm.save_area.guest.grs[n];
}

/* A DIAGNOSE 0x9c of the guest, by which it tells a value in GR1 (GR0 here) */
static void check_9c(uint64_t value, const char *what)
{
	check(sie_is_diag_icpt(&vm, 0x9c), "%s: DIAGNOSE 0x9c intercepted", what);
	check_eq(guest_gr(0), value, "%s: value", what);
}

static void yield(void)
{
	INIT_SNIPPET(pv_diag_yield);
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x44), "DIAGNOSE 0x44 intercepted");
	check_eq(vm.sblk->icptcode, ICPT_PV_NOTIFY, "interception code");
	check_eq(vm.sblk->ipa, 0x8302, "instruction parameter A");
	check_eq(vm.sblk->ipb, 0x50000000, "instruction parameter B");
	check_eq(guest_gr(5), 0x44, "code");
	sie(&vm);
	check_9c(42, "DIAGNOSE 0x9c");
	uv_destroy_guest(&vm);
}

static void diag_288(void)
{
	INIT_SNIPPET(pv_diag_288);
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x288), "DIAGNOSE 0x288 intercepted");
	check_eq(guest_gr(0), 1, "GR0");
	check_eq(guest_gr(1), 2, "GR1");
	check_eq(guest_gr(2), 3, "GR2");
	/* the host refuses */
	vm.sblk->iictl = IICTL_CODE_SPECIFICATION;
	sie(&vm);
	check_9c(PGM_INT_CODE_SPECIFICATION, "injected specification exception");
	uv_destroy_guest(&vm);
}

static void diag_500(void)
{
	INIT_SNIPPET(pv_diag_500);
	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x500), "DIAGNOSE 0x500 intercepted");
	for (int i = 1; i <= 4; i++)
		check_eq(guest_gr(i), i, "GR%d", i);
	vm.sblk->iictl = IICTL_CODE_OPERAND;
	sie(&vm);
	check_9c(PGM_INT_CODE_OPERAND, "injected operand exception");

	sie(&vm);
	check(sie_is_diag_icpt(&vm, 0x500), "second DIAGNOSE 0x500 intercepted");
	vm.sblk->iictl = IICTL_CODE_SPECIFICATION;
	sie(&vm);
	check_9c(PGM_INT_CODE_SPECIFICATION, "injected specification exception");
	uv_destroy_guest(&vm);
}

static const struct subtest subtests[] = {
	{ "yield", yield },
	{ "288", diag_288 },
	{ "500", diag_500 },
	{ }
};

int main(int argc, char **argv)
{
	if (!uv_host_requirement_checks())
		return report_summary();
	if (!SNIPPET_HAS_HDR(asm, pv_diag_yield)) {
		report_skip("no SE headers in this build (GEN_SE_HEADER)");
		return report_summary();
	}
	snippet_setup_guest(&vm, true);
	return run_subtests(subtests, argc, argv);
}
