// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * diag288: DIAGNOSE 0x288, watchdog.
 *
 * Functions init 0, change 1 and cancel 2 in the even register, seconds in the
 * odd one, action in the second operand. Fifteen seconds is the least. The VMM
 * must be told to turn the bite into a restart of the CPU
 * (-device diag288 -action watchdog=inject-nmi).
 */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/mem.h>
#include <asm/time.h>
#include "pgm.h"

#define CODE_INIT	0
#define CODE_CHANGE	1
#define CODE_CANCEL	2

#define ACTION_RESTART	0

static void diag288(unsigned long code, unsigned long time, unsigned long action)
{
	register unsigned long fc asm("0") = code;
	register unsigned long tm asm("1") = time;
	register unsigned long ac asm("2") = action;

	asm volatile("diag %0,%2,0x288" : : "d" (fc), "d" (tm), "d" (ac));
}

static void specification(void)
{
	check_pgm(6, asm volatile("diag 1,2,0x288"), "odd first register");
	check_pgm(6, diag288(CODE_INIT, 15, 42), "unknown action");
	check_pgm(6, diag288(42, 15, ACTION_RESTART), "unknown function");
	check_pgm(6, diag288(CODE_CANCEL, 15, ACTION_RESTART), "cancel without init");
	check_pgm(6, diag288(CODE_CHANGE, 15, ACTION_RESTART), "change without init");
	check_pgm(6, diag288(CODE_INIT, 14, ACTION_RESTART), "less than 15 seconds");
}

static void priv(void)
{
	check_pgm_pstate(2, diag288(0, 15, ACTION_RESTART), "problem state");
}

static void cancel(void)
{
	check_pgm(0, diag288(CODE_INIT, 15, ACTION_RESTART), "init");
	check_pgm(0, diag288(CODE_CHANGE, 20, ACTION_RESTART), "change while it runs");
	check_pgm(0, diag288(CODE_CANCEL, 15, ACTION_RESTART), "cancel while it runs");
	check_pgm(6, diag288(CODE_CANCEL, 15, ACTION_RESTART), "cancel twice");
}

static void bite(void)
{
	struct psw *restart_new = OPAQUE_PTR(GEN_LC_RESTART_NEW_PSW);
	struct psw saved = *restart_new;
	uint64_t started = get_clock_ms(), fallback;
	uint8_t old_mask;

	/* If nothing bites the clock comparator does, unexpectedly. */
	stck(&fallback);
	fallback += 22 * 1000000UL << STCK_SHIFT_US;
	asm volatile("sckc %0" : : "Q" (fallback));
	ctl_set_bit(0, CTL0_CLOCK_COMPARATOR);

	diag288(CODE_INIT, 15, ACTION_RESTART);
	asm volatile(
		"	larl	%%r1,1f\n"
		"	stg	%%r1,%[addr]\n"
		/* masked again after the restart */
		"	epsw	%%r0,%%r1\n"
		"	nilh	%%r0,0xfeff\n"
		"	st	%%r0,%[maskh]\n"
		"	st	%%r1,%[maskl]\n"
		"	stosm	%[old],1\n"
		"0:	j	0b\n"
		"1:\n"
		: [addr] "=QT" (restart_new->addr),
		  [maskh] "=QT" (*(uint32_t *)&restart_new->mask),
		  [maskl] "=QT" (*((uint32_t *)&restart_new->mask + 1)),
		  [old] "=Q" (old_mask)
		: : "0", "1", "memory", "cc");
	ctl_clear_bit(0, CTL0_CLOCK_COMPARATOR);
	*restart_new = saved;
	check_ge(get_clock_ms() - started, 14900, "the watchdog bit, and not early (milliseconds)");
}

static const struct subtest subtests[] = {
	{ "privileged", priv },
	{ "specification", specification },
	{ "cancel", cancel },
	{ "bite", bite, .flags = SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
