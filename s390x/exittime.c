// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * exittime: how long operations take that leave the guest.
 *
 * Prints microseconds per 10000 iterations; nothing is judged. "-n ROUNDS" sets
 * the rounds over which best, average and worst are taken (100).
 */
#include <libcflat.h>
#include <stdlib.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/sigp.h>
#include <asm/time.h>
#include <hardware.h>
#include <sclp.h>
#include <smp.h>
#include "pgm.h"

static char pagebuf[PAGE_SIZE] __attribute__((__aligned__(PAGE_SIZE)));
static unsigned int rounds = 100;

static void test_nop(uint64_t arg)
{
	asm volatile("nop");
}

static void test_sigp_sense_running(uint64_t destcpu)
{
	sigp(destcpu, SIGP_SENSE_RUNNING, 0, NULL);
}

static uint64_t own_cpu(void)
{
	return stap();
}

static void test_diag9c(uint64_t destcpu)
{
	asm volatile("diag %0,0,0x9c" : : "d" (destcpu));
}

static void test_diag44(uint64_t arg)
{
	diag44();
}

static void test_stnsm(uint64_t arg)
{
	char out;

	asm volatile("stnsm %0,0xff" : "=Q" (out) : : "memory");
}

static void test_stosm(uint64_t arg)
{
	char out;

	asm volatile("stosm %0,0" : "=Q" (out) : : "memory");
}

static uint64_t current_system_mask(void)
{
	return extract_psw_mask() >> 56;
}

static void test_ssm(uint64_t old_system_mask)
{
	uint8_t mask = old_system_mask;

	asm volatile("ssm %0" : : "Q" (mask));
}

static uint64_t current_cr4(void)
{
	return stctg(4);
}

static void test_lctl4(uint64_t cr4)
{
	lctlg(4, cr4);
}

static void test_stpx(uint64_t arg)
{
	get_prefix();
}

static void test_stfl(uint64_t arg)
{
	stfl();
}

static void test_epsw(uint64_t arg)
{
	extract_psw_mask();
}

static void test_illegal(uint64_t arg)
{
	expect_pgm_int();
	asm volatile(".insn e,0x0000");
	clear_pgm_int();
}

static uint64_t block_with_header(void)
{
	((SCCBHeader *)pagebuf)->length = 8;
	return 0;
}

static void test_servc(uint64_t arg)
{
	servc(0, (uint64_t)pagebuf);
}

static void test_stsi(uint64_t fc)
{
	stsi(pagebuf, fc, 2, 2);
}

static const char *needs_no_tcg(void)
{
	return host_is_tcg() ? "TCG does not know DIAG 0x9c" : NULL;
}

static const char *needs_cpu1(void)
{
	return smp_query_num_cpus() < 2 ? "need at least 2 cpus for this test" : NULL;
}

static const char *needs_cpu1_no_tcg(void)
{
	const char *why = needs_cpu1();

	return why ? why : needs_no_tcg();
}

struct op {
	const char *name;
	uint64_t (*setup)(void);	/* argument, if it is not constant */
	void (*func)(uint64_t arg);
	long iters;
	uint64_t arg;
};

static void measure(void)
{
	const struct op *op = subtest_row();
	uint64_t arg = op->setup ? op->setup() : op->arg, start, end;
	uint64_t total = 0, best = ~0UL, worst = 0, t;
	/* clock units (1/4096 us) to nanoseconds per 10000 iterations */
	uint64_t scale = 10000UL * 1000;

	for (unsigned int i = 0; i < rounds; i++) {
		stckf(&start);
		for (long n = op->iters; n; n--)
			op->func(arg);
		stckf(&end);
		t = end - start;
		total += t;
		best = MIN(best, t);
		worst = MAX(worst, t);
	}
#define NS(clk)	((unsigned long)(((clk) / op->iters * scale + (clk) % op->iters * scale / op->iters) >> STCK_SHIFT_US))
#define US(clk)	NS(clk) / 1000, NS(clk) % 1000
	report_info("iters/normalize_to_iters: %ld/10000", op->iters * rounds);
	report_pass("total/best/avg/worst %lu.%03lu/%lu.%03lu/%lu.%03lu/%lu.%03lu us",
		    US(total), US(best), US(total / rounds), US(worst));
}

static const struct op plain[] = {
	{ "nop", NULL, test_nop, 200000 },
	{ "sigp sense running(0)", NULL, test_sigp_sense_running, 20000, 0 },
	{ "diag44", NULL, test_diag44, 2000 },
	{ "stnsm", NULL, test_stnsm, 200000 },
	{ "stosm", NULL, test_stosm, 200000 },
	{ "ssm", current_system_mask, test_ssm, 200000 },
	{ "lctl4", current_cr4, test_lctl4, 20000 },
	{ "stpx", NULL, test_stpx, 2000 },
	{ "stfl", NULL, test_stfl, 2000 },
	{ "epsw", NULL, test_epsw, 20000 },
	{ "illegal", NULL, test_illegal, 2000 },
	{ "servc", block_with_header, test_servc, 2000 },
	{ "stsi122", NULL, test_stsi, 200, 1 },
	{ "stsi222", NULL, test_stsi, 200, 2 },
	{ "stsi322", NULL, test_stsi, 200, 3 },
};

static const struct op cpu1[] = {
	{ "sigp sense running(1)", NULL, test_sigp_sense_running, 20000, 1 },
};

static const struct op diag9c[] = {
	{ "diag9c(self)", own_cpu, test_diag9c, 2000 },
	{ "diag9c(0)", NULL, test_diag9c, 2000, 0 },
};

static const struct op diag9c_1[] = {
	{ "diag9c(1)", NULL, test_diag9c, 2000, 1 },
};

static const struct subtest subtests[] = {
	{ "time", measure, SUBTEST_ROWS(plain), .timeout = 80 },
	{ "time", measure, SUBTEST_ROWS(cpu1), .requires = needs_cpu1 },
	{ "time", measure, SUBTEST_ROWS(diag9c), .requires = needs_no_tcg },
	{ "time", measure, SUBTEST_ROWS(diag9c_1), .requires = needs_cpu1_no_tcg },
	{ }
};

int main(int argc, char **argv)
{
	int n = 1;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-n") && i + 1 < argc)
			rounds = atol(argv[++i]);
		else
			argv[n++] = argv[i];
	}
	if (!rounds)
		rounds = 1;
	return run_subtests(subtests, n, argv);
}
