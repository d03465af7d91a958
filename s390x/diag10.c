// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * diag10: DIAGNOSE 0x10, release pages.
 *
 * The range must not touch the prefix area, must not be empty and must consist
 * of whole pages; otherwise it is a specification exception.
 */
#include <libcflat.h>
#include <asm/mem.h>
#include <asm/page.h>
#include "pgm.h"

static char pages[2][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

/* first and last page of the range */
static void diag10(void *start, void *end)
{
	asm volatile("diag %0,%1,0x10" : : "a" (start), "a" (end) : "memory");
}

static void prefix(void)
{
	void *zero = OPAQUE_PTR(0), *one = OPAQUE_PTR(0x1000);

	check_pgm(6, diag10(zero, zero), "range 0 to 0");
	check_pgm(6, diag10(one, one), "range 0x1000 to 0x1000");
	check_pgm(6, diag10(zero, one), "range 0 to 0x1000");
}

static void parameters(void)
{
	char *low = pages[0], *high = pages[1];

	check_pgm(6, diag10(high, low), "end before start");
	check_pgm(6, diag10(low + 42, high), "start inside a page");
	check_pgm(6, diag10(low, high + 42), "end inside a page");
}

static void privileged(void)
{
	check_pgm_pstate(2, diag10(pages[0], pages[1]), "DIAG 0x10 in problem state");
}

static const struct subtest subtests[] = {
	{ "prefix", prefix },
	{ "parameters", parameters },
	{ "privileged", privileged },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
