// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * cmm: EXTRACT AND SET STORAGE ATTRIBUTES, by which guest and host agree on
 * pages that need not be kept.
 */
#include <libcflat.h>
#include <asm/cmm.h>
#include <asm/facility.h>
#include <asm/page.h>
#include <sclp.h>
#include "pgm.h"

/* Bit 58 of the result: the page is never used for translation tables. */
#define ESSA_NODAT	(1UL << (63 - 58))

static uint8_t pagebuf[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static const char *needs_essa(void)
{
	return check_essa_available() ? NULL : "ESSA is not available";
}

static void priv(void)
{
	check_pgm_pstate(2, essa(ESSA_GET_STATE, (unsigned long)pagebuf), "problem state");
}

static void bad_operation(void)
{
	check_pgm(6, essa(8, (unsigned long)pagebuf), "operation code 8");
	if (test_facility(147))
		report_info("operation code 7 exists");
	else
		check_pgm(6, essa(ESSA_SET_STABLE_NODAT, (unsigned long)pagebuf),
			  "operation code 7 without the no-DAT facility");
}

static const char *needs_nodat(void)
{
	if (!check_essa_available())
		return "ESSA is not available";
	return test_facility(147) ? NULL : "no ESSA no-DAT facility";
}

static void nodat_reset(void)
{
	unsigned long page = (unsigned long)pagebuf;

	essa(ESSA_SET_STABLE_NODAT, page);
	check_bits(essa(ESSA_GET_STATE, page), ESSA_NODAT, ESSA_NODAT, "state after set no-DAT");
	check(diag308_load_reset(1), "load normal");
	sclp_console_setup();
	check_bits(essa(ESSA_GET_STATE, page), ESSA_NODAT, 0, "state after the reset");
}

static const struct subtest subtests[] = {
	{ "privileged", priv, .requires = needs_essa },
	{ "bad-operation", bad_operation, .requires = needs_essa },
	{ "nodat-reset", nodat_reset, .requires = needs_nodat },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
