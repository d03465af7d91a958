// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Containment: out of a subtest that cannot go on, back to the one that runs
 * the table. At most one CPU runs contained code at a time.
 */
#include <libcflat.h>
#include <contain.h>
#include <cpulock.h>
#include <report.h>
#include <setjmp.h>
#include <subtest.h>

static jmp_buf way_out;
static volatile bool active;
static volatile int active_cpu;

void __attribute__((weak)) arch_subtest_watchdog(unsigned int seconds)
{
}

void __attribute__((weak)) arch_subtest_recover(void)
{
}

bool contain(void (*fn)(void), unsigned int timeout)
{
	if (setjmp(way_out)) {
		arch_subtest_recover();
		return false;
	}
	active_cpu = arch_cpu_id();
	active = true;
	barrier();
	if (timeout)
		arch_subtest_watchdog(timeout);
	fn();
	if (timeout)
		arch_subtest_watchdog(0);
	barrier();
	active = false;
	return true;
}

bool subtest_contained(void)
{
	return active && active_cpu == arch_cpu_id();
}

void subtest_abandon(const char *fmt, ...)
{
	char why[512];
	va_list va;

	if (!active)
		return;
	va_start(va, fmt);
	vsnprintf(why, sizeof(why), fmt, va);
	va_end(va);

	if (!subtest_contained()) {
		/* The caller ends the run, so this is the last chance to tell. */
		report_fail("CPU %d: %s", arch_cpu_id(), why);
		report_summary();
		return;
	}
	/* A fault from here on is not contained: it goes to abort(). */
	active = false;
	arch_subtest_watchdog(0);
	cpu_locks_drop();
	report_fail("%s", why);
	longjmp(way_out, 1);
}
