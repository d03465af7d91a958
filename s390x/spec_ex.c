// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * spec_ex: specification exceptions that are easily forgotten.
 *
 * Each trigger must end in program interruption 6; those that may run in a
 * transaction must abort one with that code. Early PSW exceptions are recognised
 * when the PSW becomes current: the old PSW is then the invalid one (PoP chapter
 * 6 "Exceptions Associated with the PSW"). Arguments: --max-retries N for
 * transactions, --diagnose, --no-diagnose.
 */
#include <libcflat.h>
#include <stdlib.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <hardware.h>
#include "pgm.h"

#define LC_OLD_PSW	(*(struct psw *)OPAQUE_PTR(GEN_LC_PGM_OLD_PSW))

/* Where to go on when the old PSW is useless, and what it was */
static struct psw fixup_psw;
static struct { struct psw psw; uint16_t ilen; bool seen; } taken;

static void fixup_invalid_psw(struct stack_frame_int *stack)
{
	taken.psw = LC_OLD_PSW;
	taken.ilen = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_PGM_INT_ID);
	taken.seen = true;
	LC_OLD_PSW = fixup_psw;
	(void)stack;
}

/*
 * Load the 16-byte PSW (or, @length 8, the short one) at @psw; goes on in the
 * next statement through fixup_psw.
 */
#define LOAD_BAD_PSW(insn, psw)							\
({										\
	taken.seen = false;							\
	fixup_psw.mask = extract_psw_mask();					\
	register_pgm_cleanup_func(fixup_invalid_psw);				\
	asm volatile("	larl	%%r1,0f\n"					\
		     "	stg	%%r1,%0\n"					\
		     "	" insn "	%1\n"					\
		     "0:	nopr	%%r7\n"					\
		     : "=T" (fixup_psw.addr) : "Q" (psw)			\
		     : "memory", "cc", "1");					\
	register_pgm_cleanup_func(NULL);					\
})

static bool check_invalid_psw(struct psw expected)
{
	if (!check(taken.seen, "an interruption was taken"))
		return false;
	check_eq(taken.psw.mask, expected.mask, "mask of the old PSW");
	/* the instruction length says how far the address was advanced */
	return check_eq(taken.psw.addr - taken.ilen, expected.addr, "address of the old PSW");
}

static void psw_bit_12_is_1(void)
{
	struct psw invalid = { .mask = PSW_MASK_SHORT_PSW, .addr = 0xdeadbeee };

	expect_pgm_int();
	LOAD_BAD_PSW("lpswe", invalid);
	check_pgm_int_code(PGM_INT_CODE_SPECIFICATION);
	clear_pgm_int();
	check_invalid_psw(invalid);
}

static void short_psw_bit_12_is_0(void)
{
	struct short_psw invalid = { .mask = 0, .addr = 0xdeadbeee };

	/* what becomes of a short PSW that is not one is not defined but the code */
	expect_pgm_int();
	LOAD_BAD_PSW("lpsw", invalid);
	check_pgm_int_code(PGM_INT_CODE_SPECIFICATION);
	clear_pgm_int();
}

/*
 * Code that would run at an odd address: stores where it is. The byte in front
 * makes it misaligned.
 */
extern char misaligned_code[];
asm(
	"	.pushsection .text\n"
	"	.balign	8\n"
	"	.byte	0\n"
	"	.globl	misaligned_code\n"
	"misaligned_code:\n"
	/* basr %r1,0; br back via %r14 */
	"	.byte	0x0d, 0x10\n"
	"	.byte	0x07, 0xfe\n"
	"	.popsection\n");

static void psw_odd_address(void)
{
	struct psw odd = PSW(PSW_MASK_64, misaligned_code);
	uint64_t executed = 0;

	expect_pgm_int();
	taken.seen = false;
	fixup_psw.mask = extract_psw_mask();
	odd.mask = fixup_psw.mask;
	register_pgm_cleanup_func(fixup_invalid_psw);
	asm volatile("	larl	%%r14,0f\n"
		     "	stg	%%r14,%[fixup]\n"
		     "	lghi	%%r1,0\n"
		     "	lpswe	%[odd]\n"
		     "0:	lgr	%[executed],%%r1\n"
		     : [fixup] "=T" (fixup_psw.addr), [executed] "=d" (executed)
		     : [odd] "Q" (odd) : "cc", "%r1", "%r14", "memory");
	register_pgm_cleanup_func(NULL);
	check_pgm_int_code(PGM_INT_CODE_SPECIFICATION);
	clear_pgm_int();
	check_eq(executed, 0, "nothing is executed at the odd address");
	check_invalid_psw(odd);
}

/* The target of the EXECUTE is at an odd address and would load 0 into GR to */
static void odd_ex_target(void)
{
	uint64_t pre_target_addr;
	int to = 1, from = 0x0dd;

	asm volatile(
		"	.pushsection .text.ex_odd\n"
		"	.balign	2\n"
		"pre_odd_ex_target%=:\n"
		"	.byte	0\n"
		"	lr	%[to],%[from]\n"
		"	.popsection\n"
		"	larl	%[pre_target_addr],pre_odd_ex_target%=\n"
		"	ex	0,1(%[pre_target_addr])\n"
		: [pre_target_addr] "=&a" (pre_target_addr), [to] "+d" (to)
		: [from] "d" (from));
	assert(pre_target_addr);
	/* only reported outside of transactions, where the value survives */
	if (to != 1 && !taken.seen)
		report_fail("the odd target of EX was executed");
}

/* LPQ: quadword at a doubleword boundary */
static void bad_alignment_lqp(void)
{
	static uint32_t words[5] __attribute__((aligned(16)));
	uint32_t (*bad_aligned)[4] = (void *)&words[1];
	register uint64_t r6 asm("6"), r7 asm("7");

	asm volatile("lpq	%0,%2" : "=d" (r6), "=d" (r7) : "T" (*bad_aligned));
}

static void bad_alignment_lrl(void)
{
	uint64_t r;

	/* the word at 2 mod 4 */
	asm volatile(
		"	.pushsection .rodata\n"
		"	.balign	4\n"
		"	.fill	2\n"
		"0:	.fill	4\n"
		"	.popsection\n"
		"	lrl	%0,0b\n"
		: "=d" (r));
}

static void not_even(void)
{
	static uint64_t quad[2] __attribute__((aligned(16)));
	register uint64_t r6 asm("6"), r7 asm("7");

	asm volatile(".insn	rxy,0xe3000000008f,%%r7,%2" : "=d" (r6), "=d" (r7) : "T" (*(uint64_t (*)[2])quad));
}

static const struct trigger {
	const char *name;
	void (*fn)(void);
} transactional[] = {
	{ "odd_ex_target", odd_ex_target },
	{ "bad_alignment_lqp", bad_alignment_lqp },
	{ "bad_alignment_lrl", bad_alignment_lrl },
	{ "not_even", not_even },
};

static void plain(void)
{
	const struct trigger *t = subtest_row();

	taken.seen = false;
	check_pgm(PGM_INT_CODE_SPECIFICATION, t->fn(), "program interruption");
}

static const char *needs_transactions(void)
{
	return test_facility(73) ? NULL : "transactional-execution facility is not installed";
}

/* Transaction diagnostic block, PoP chapter 5 */
struct tdb {
	uint8_t format, flags;
	uint16_t reserved;
	uint16_t conflict, reserved2;
	uint64_t abort_code;
	uint64_t conflict_token;
	uint64_t abort_addr;
	uint8_t exception_access, dxc;
	uint16_t pgm_id, ilc_reserved, reserved3;
	uint8_t rest[256 - 40];
} __attribute__((packed, aligned(8)));
_Static_assert(sizeof(struct tdb) == 256, "TDB");

static struct tdb tdb;

#define TRANSACTION_COMPLETED	4

/* TBEGIN, @fn, TEND; the condition code of TBEGIN, or TRANSACTION_COMPLETED */
static noinline int transaction(void (*fn)(void))
{
	int cc;

	asm volatile(
		"	.machine push\n"
		"	.machine zEC12\n"
		"	tbegin	%[tdb],0xff0e\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		"	.machine pop\n"
		: [cc] "=d" (cc), [tdb] "+Q" (tdb) : : "cc", "memory");
	if (cc)
		return cc;
	fn();
	asm volatile("	.machine push\n"
		     "	.machine zEC12\n"
		     "	tend\n"
		     "	.machine pop\n" : : : "cc", "memory");
	return TRANSACTION_COMPLETED;
}

static unsigned int max_retries = 20;
static bool diagnose = true;

static void in_transaction(void)
{
	const struct trigger *t = subtest_row();
	uint16_t wanted = PGM_INT_CODE_SPECIFICATION | PGM_INT_CODE_TX_ABORTED_EVENT;
	uint16_t code = 0;
	int cc = 0;

	ctl_set_bit(0, CTL0_TRANSACT_EX_CTL);
	for (unsigned int i = 0; i < max_retries; i++) {
		expect_pgm_int();
		cc = transaction(t->fn);
		code = clear_pgm_int();
		/* a transient abort for reasons of the machine's own is worth another try */
		if (cc != 2 || code)
			break;
	}
	ctl_clear_bit(0, CTL0_TRANSACT_EX_CTL);
	if (cc == TRANSACTION_COMPLETED) {
		report_fail("transaction completed without exception");
		return;
	}
	if (cc == 2 && !code) {
		report_skip("transaction was aborted %u times for no program interruption", max_retries);
		return;
	}
	check_eq(code, wanted, "program interruption");
	check_eq(cc, 2, "condition code of the abort");
	if (diagnose)
		report_info("abort code %lu at %#lx", tdb.abort_code, tdb.abort_addr);
}

static const struct subtest subtests[] = {
	{ "psw_bit_12_is_1", psw_bit_12_is_1 },
	{ "short_psw_bit_12_is_0", short_psw_bit_12_is_0 },
	{ "psw_odd_address", psw_odd_address },
	{ "exception", plain, SUBTEST_ROWS(transactional) },
	{ "transaction", in_transaction, .requires = needs_transactions, SUBTEST_ROWS(transactional) },
	{ }
};

int main(int argc, char **argv)
{
	int n = 1;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--max-retries") && i + 1 < argc)
			max_retries = atol(argv[++i]);
		else if (!strcmp(argv[i], "--diagnose"))
			diagnose = true;
		else if (!strcmp(argv[i], "--no-diagnose"))
			diagnose = false;
		else
			argv[n++] = argv[i];
	}
	return run_subtests(subtests, n, argv);
}
