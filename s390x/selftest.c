// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * selftest: the library itself, as far as other tests lean on it.
 *
 * Arguments and program name, program interruptions that are expected, floating
 * point in C, virtual memory, and the bit fields of a PSW. Run with the
 * arguments "test 123".
 */
#include <libcflat.h>
#include <alloc.h>
#include <subtest.h>
#include <util.h>
#include <vmalloc.h>
#include <asm/interrupt.h>
#include <asm/facility.h>
#include <asm/page.h>

static int saved_argc;
static char **saved_argv;

static void args(void)
{
	report(true, "true");
	report(saved_argc == 3, "argc == 3");
	check_str(saved_argv[0], "s390x/selftest.elf", "argv[0] == PROGNAME");
	check_str(saved_argc > 1 ? saved_argv[1] : "", "test", "argv[1] == test");
	check_str(saved_argc > 2 ? saved_argv[2] : "", "123", "argv[2] == 123");
}

static void fp(void)
{
	double a = 3.0, b = 2.0, c;

	asm volatile("	ddb	%0,%2\n"
		     "	std	%0,%1\n"
		     : "+f" (a), "=R" (c) : "R" (b));
	report(c == 1.5, "3.0 / 2.0 == 1.5");
}

static void operation_exception(void)
{
	expect_pgm_int();
	/* 0x0000 is what QEMU uses for software breakpoints */
	asm volatile("	.insn	e,0x0000");
	check_pgm_int_code(PGM_INT_CODE_OPERATION);
}

static void addressing_exception(void)
{
	register unsigned long far asm("6") = -1UL;
	register unsigned long value asm("7") = -1UL;

	expect_pgm_int();
	asm volatile("	stg	%0,0(%1)" : : "d" (value), "a" (far) : "memory");
	check_pgm_int_code(PGM_INT_CODE_ADDRESSING);
}

static int *malloc_once(void)
{
	int *p = malloc(sizeof(int));

	report((uintptr_t)p & 0xf000000000000000UL, "malloc: got vaddr %p", p);
	*p = 123456789;
	report(*p == 123456789, "malloc: access works");

	expect_pgm_int();
	disable_dat();
	asm volatile("	st	%0,0(%1)" : : "d" (0), "a" (p) : "memory");
	enable_dat();
	check_pgm_int_code(PGM_INT_CODE_ADDRESSING);
	return p;
}

static void malloc_twice(void)
{
	int *first = malloc_once(), *second = malloc_once();

	report(first != second, "malloc: got two addresses");
	free(first);
	free(second);
}

static void psw_fields(void)
{
	struct psw psw = { .addr = 0 };

	psw.mask = PSW_MASK_DAT;
	report(psw.dat, "DAT bit matches (expected on)");
	psw.mask = PSW_MASK_IO;
	report(psw.io, "I/O bit matches");
	psw.mask = PSW_MASK_EXT;
	report(psw.ext, "EXT bit matches");
	psw.mask = PSW_MASK_KEY;
	report(psw.key == 0xf, "KEY bits match");
	psw.mask = PSW_MASK_MCHECK;
	report(psw.mchk, "machine-check bit matches");
	psw.mask = PSW_MASK_WAIT;
	report(psw.wait, "wait bit matches");
	psw.mask = PSW_MASK_PSTATE;
	report(psw.pstate, "problem-state bit matches");
	psw.mask = PSW_MASK_64;
	report(psw.ea && psw.ba, "addressing-mode bits match");
}

static const struct subtest subtests[] = {
	{ "args", args },
	{ "fp", fp },
	{ "operation", operation_exception },
	{ "addressing", addressing_exception },
	{ "malloc", malloc_twice },
	{ "psw", psw_fields },
	{ }
};

int main(int argc, char **argv)
{
	char *run_all[] = { argv[0], NULL };

	saved_argc = argc;
	saved_argv = argv;
	setup_vm();
	/* the arguments are an object of the test, not a selection */
	return run_subtests(subtests, 1, run_all);
}
