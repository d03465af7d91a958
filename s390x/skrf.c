// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * skrf: storage-key removal. With the facility there are no storage keys: what
 * would set or use one other than 0 is a special-operation exception, and the
 * facilities that work on keys are gone.
 */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/sigp.h>
#include <smp.h>
#include "pgm.h"

static uint8_t pagebuf[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static volatile int testflag;

static const char *needs_skrf(void)
{
	return test_facility(169) ? NULL : "storage key removal facility is not available";
}

static void facilities(void)
{
	static const int off[] = { 10, 14, 66, 145, 149 };

	for (unsigned int i = 0; i < ARRAY_SIZE(off); i++)
		check(!test_facility(off[i]), "facility %d is off", off[i]);
}

static void skey(void)
{
	check_pgm(0x13, set_storage_key(pagebuf, 0x30, 0), "SSKE");
	check_pgm(0x13, get_storage_key(pagebuf), "ISKE");
}

static void pfmf_key(void)
{
	union pfmf_r1 r1 = { .reg.sk = 1, .reg.key = 0x30 };

	check_pgm(0x13, pfmf(r1.val, pagebuf), "PFMF that sets a key");
}

static void psw_key(void)
{
	struct psw psw = PSW(extract_psw_mask() | 0xfUL << (63 - 11), 0);
	uint64_t tmp;

	expect_pgm_int();
	asm volatile("	larl	%0,0f\n"
		     "	stg	%0,8(%1)\n"
		     "	lpswe	0(%1)\n"
		     "0:\n" : "=&d" (tmp) : "a" (&psw) : "memory", "cc");
	check_eq(clear_pgm_int(), PGM_INT_CODE_SPECIAL_OPERATION, "LPSWE with key 0xf");
}

static void mvcos(void)
{
	/* key 0xf and its validity bit, for both operands */
	register unsigned long r0 asm("0") = 0xf002f002UL;
	uint64_t src = 17, dst = 42;
	unsigned long len = sizeof(src);

	expect_pgm_int();
	asm volatile("mvcos %0,%1,%2" : "+Q" (dst) : "Q" (src), "d" (len), "d" (r0) : "memory", "cc");
	check_eq(clear_pgm_int(), PGM_INT_CODE_SPECIAL_OPERATION, "MVCOS with keys");
}

static void spka(void)
{
	check_pgm(0x13, asm volatile("spka	0xf0"), "SPKA 0xf0");
}

static void tprot_key(void)
{
	check_pgm(0x13, tprot((unsigned long)pagebuf, 0xf), "TPROT with key 0xf");
}

static void wait_for(int value)
{
	while (testflag != value)
		mb();
}

static void ext_cleanup(struct stack_frame_int *frame)
{
	struct psw *ext_new = OPAQUE_PTR(GEN_LC_EXT_NEW_PSW);
	struct psw *pgm_old = OPAQUE_PTR(GEN_LC_PGM_OLD_PSW), *ext_old = OPAQUE_PTR(GEN_LC_EXT_OLD_PSW);

	/* go on where the external interruption hit, with it masked */
	ext_new->mask &= ~PSW_MASK_KEY;
	pgm_old->mask = ext_old->mask & ~PSW_MASK_EXT;
	pgm_old->addr = ext_old->addr;
	testflag = 2;
	(void)frame;
}

static void cpu1_key_in_ext_new(void)
{
	struct psw *ext_new = OPAQUE_PTR(GEN_LC_EXT_NEW_PSW);

	register_pgm_cleanup_func(ext_cleanup);
	ext_new->mask |= 0xfUL << (63 - 11);
	ctl_set_bit(0, CTL0_EXTERNAL_CALL);
	expect_pgm_int();
	testflag = 1;
	psw_mask_set_bits(PSW_MASK_EXT);
	for (;;)
		mb();
}

static const char *needs_skrf_smp(void)
{
	if (smp_query_num_cpus() < 2)
		return "need at least 2 cpus for this test";
	return needs_skrf();
}

static void exception_new_psw(void)
{
	smp_cpu_setup(1, PSW(PSW_MASK_64, cpu1_key_in_ext_new));
	wait_for(1);
	smp_sigp(1, SIGP_EXTERNAL_CALL, 0, NULL);
	wait_for(2);
	smp_cpu_stop(1);
	check_eq(smp_get_lowcore(1)->pgm_int_code, PGM_INT_CODE_SPECIFICATION,
		 "external-new PSW with a key");
	smp_cpu_destroy(1);
}

static const struct subtest subtests[] = {
	{ "facilities", facilities, .requires = needs_skrf },
	{ "skey", skey, .requires = needs_skrf },
	{ "pfmf", pfmf_key, .requires = needs_skrf },
	{ "psw", psw_key, .requires = needs_skrf },
	{ "mvcos", mvcos, .requires = needs_skrf },
	{ "spka", spka, .requires = needs_skrf },
	{ "tprot", tprot_key, .requires = needs_skrf },
	{ "new-psw", exception_new_psw, .requires = needs_skrf_smp },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
