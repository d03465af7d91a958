// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * ex: EXECUTE RELATIVE LONG of instructions that know where they are.
 *
 * Branch-and-save links to after the EXECUTE; everything relative counts from
 * the target instruction, which therefore must lie elsewhere (PoP chapter 7).
 */
#include <libcflat.h>
#include "pgm.h"

/* The target in a section of its own, between labels %= */
#define TARGET(insn)			\
	"	.pushsection .text.ex, \"ax\"\n"	\
	"	.balign	4\n"	\
	"2:	" insn "\n"		\
	"	.popsection\n"

static void basr(void)
{
	uint64_t ret_addr, after_ex;

	asm volatile(TARGET("basr	%[ret],0")
		     "	larl	%[after],1f\n"
		     "	exrl	0,2b\n"
		     "1:\n"
		     : [ret] "=&d" (ret_addr), [after] "=&d" (after_ex));
	check_eq(ret_addr, after_ex, "BASR links to after the EXRL");
}

static void bras(void)
{
	uint64_t ret_addr, after_ex, branched;

	asm volatile(
		"	.pushsection .text.ex, \"ax\"\n"
		"	.balign	4\n"
		"2:	bras	%[ret],3f\n"
		"	nopr	%%r7\n"
		"3:	lghi	%[branched],1\n"
		"	br	%[ret]\n"
		"	.popsection\n"
		"	lghi	%[branched],0\n"
		"	larl	%[after],1f\n"
		"	exrl	0,2b\n"
		"1:\n"
		: [ret] "=&a" (ret_addr), [after] "=&d" (after_ex),
		  [branched] "=&d" (branched));
	check_eq(branched, 1, "BRAS branches relative to the target");
	check_eq(ret_addr, after_ex, "BRAS links to after the EXRL");
}

static void larl(void)
{
	uint64_t target, addr;

	asm volatile(TARGET("larl	%[addr],0")
		     "	larl	%[target],2b\n"
		     "	exrl	0,2b\n"
		     : [target] "=&d" (target), [addr] "=&d" (addr));
	/* distance 0: the target's own address */
	check_eq(addr, target, "LARL counts from the target");
}

static void llgfrl(void)
{
	uint64_t value;

	asm volatile(
		"	.pushsection .text.ex, \"ax\"\n"
		"	.balign	4\n"
		"2:	llgfrl	%[value],3f\n"
		"	.balign	4\n"
		"3:	.long	0x12345678\n"
		"	.popsection\n"
		"	exrl	0,2b\n"
		: [value] "=d" (value));
	check_eq(value, 0x12345678, "LLGFRL counts from the target");
}

static void crl(void)
{
	uint32_t value = 0x12345678;
	int cc;

	asm volatile(
		"	.pushsection .text.ex, \"ax\"\n"
		"	.balign	4\n"
		"2:	crl	%[value],3f\n"
		"	.balign	4\n"
		"3:	.long	0x12345678\n"
		"	.popsection\n"
		"	exrl	0,2b\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		: [cc] "=d" (cc) : [value] "d" (value) : "cc");
	check_eq(cc, 0, "CRL counts from the target");
}

/* EX or's bits 56-63 of the register into the second byte of the target. */
static void modified(void)
{
	static char from[] = "abcdefgh";
	char to[8] = "........";
	uint64_t len, target;

	asm volatile(TARGET("mvc	0(1,%[to]),0(%[from])")
		     "	larl	%[target],2b\n"
		     "	lghi	%[len],0x7f04\n"
		     "	ex	%[len],0(%[target])\n"
		     : [len] "=&d" (len), [target] "=&a" (target)
		     : [to] "a" (to), [from] "a" (from) : "memory");
	check_mem(to, "abcde...", 8, "EX of MVC with length code 4");
	check_eq(len, 0x7f04, "the register keeps its value");

	memset(to, '.', sizeof(to));
	asm volatile(TARGET("mvc	0(1,%[to]),0(%[from])")
		     "	lghi	%[len],2\n"
		     "	exrl	%[len],2b\n"
		     : [len] "=&d" (len)
		     : [to] "a" (to), [from] "a" (from) : "memory");
	check_mem(to, "abc.....", 8, "EXRL of MVC with length code 2");

	/* register 0 means no modification, whatever GR0 holds */
	memset(to, '.', sizeof(to));
	asm volatile(TARGET("mvc	0(1,%[to]),0(%[from])")
		     "	lghi	%%r0,7\n"
		     "	exrl	0,2b\n"
		     : : [to] "a" (to), [from] "a" (from) : "memory", "0");
	check_mem(to, "a.......", 8, "EXRL with register 0");
}

static void not_executable(void)
{
	uint64_t target;

	check_pgm(3, asm volatile(
		"	.pushsection .text.ex, \"ax\"\n"
		"	.balign	4\n"
		"2:	ex	0,0(%[target])\n"
		"	.popsection\n"
		"	larl	%[target],2b\n"
		"	ex	0,0(%[target])\n" : [target] "=&a" (target)), "EX of EX");
	check_pgm(3, asm volatile(TARGET("exrl	0,2b") "	exrl	0,2b\n"), "EXRL of EXRL");
	check_pgm(5, asm volatile("ex	0,0(%0)" : : "a" (-4096L)), "EX of a target beyond memory");
	check_pgm(1, asm volatile(TARGET(".short 0") "	exrl	0,2b\n"), "EXRL of no instruction");
	check_pgm_pstate(2, asm volatile(TARGET("stidp	0(%0)") "	exrl	0,2b\n" : : "a" (&target) : "memory"),
			 "EXRL of a privileged instruction in problem state");
}

static const struct subtest subtests[] = {
	{ "basr", basr },
	{ "bras", bras },
	{ "larl", larl },
	{ "llgfrl", llgfrl },
	{ "crl", crl },
	{ "modified", modified },
	{ "not-executable", not_executable },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
