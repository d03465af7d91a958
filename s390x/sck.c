// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sck: SET CLOCK (PoP chapter 10).
 */
#include <libcflat.h>
#include <asm/time.h>
#include <uv.h>
#include "pgm.h"

static const char *needs_no_pv(void)
{
	return uv_os_is_guest() ? "a protected guest cannot set the clock" : NULL;
}

static char operand[16] __attribute__((aligned(16)));

static void specification(void)
{
	for (int off = 1; off < 8; off <<= 1)
		check_pgm(6, sck((uint64_t *)(operand + off)), "operand at +%d", off);
}

static void set_clock(uint64_t value)
{
	uint64_t now, later;

	check_eq(sck(&value), 0, "SCK to %#lx: condition code", value);
	check_eq(stck(&now), 0, "STCK: condition code");
	check_ge(now, value, "clock is not less than what was set");
	/* within a minute: the machine is not that slow */
	check_lt(now, value + (60000000UL << STCK_SHIFT_US), "clock is near what was set");
	mdelay(5);
	check_eq(stck(&later), 0, "STCK: condition code");
	check_gt(later, now, "clock goes on");
	check_gt(later - now, 5000UL << STCK_SHIFT_US, "clock has gone on by 5 ms");
}

static void values(void)
{
	set_clock(0xcafef00dbeefUL);
	set_clock(0xfacef00dcafe0000UL);
	set_clock(0x8000000000000000UL);
}

static void priv(void)
{
	uint64_t before, after, value = 0xfacef00dcafe0000UL + (1UL << 60);

	check_eq(stck(&before), 0, "STCK: condition code");
	check_pgm_pstate(2, sck(&value), "problem state");
	check_eq(stck(&after), 0, "STCK: condition code");
	check_lt(after - before, 60000000UL << STCK_SHIFT_US, "clock is not affected");
}

static const struct subtest subtests[] = {
	{ "specification", specification, .requires = needs_no_pv },
	{ "values", values, .requires = needs_no_pv },
	{ "privileged", priv, .requires = needs_no_pv },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
