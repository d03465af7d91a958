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

static struct containment {
	jmp_buf way_out;
	struct containment *outer;
	int cpu;
	char *why;		/* where the text goes, NULL: a FAIL line */
	size_t why_size;
} *volatile current;

static bool no_watchdog;

void __attribute__((weak)) arch_subtest_watchdog(unsigned int seconds)
{
	no_watchdog = true;
}

void __attribute__((weak)) arch_subtest_recover(void)
{
}

bool contain_has_watchdog(void)
{
	no_watchdog = false;
	arch_subtest_watchdog(0);
	return !no_watchdog;
}

bool contain_text(void (*fn)(void), unsigned int timeout, char *why, size_t size)
{
	struct containment here = {
		.outer = current,
		.cpu = arch_cpu_id(),
		.why = why,
		.why_size = size,
	};

	if (setjmp(here.way_out)) {
		arch_subtest_recover();
		current = here.outer;
		return false;
	}
	current = &here;
	barrier();
	if (timeout)
		arch_subtest_watchdog(timeout);
	fn();
	if (timeout)
		arch_subtest_watchdog(0);
	barrier();
	current = here.outer;
	return true;
}

bool contain(void (*fn)(void), unsigned int timeout)
{
	return contain_text(fn, timeout, NULL, 0);
}

bool subtest_contained(void)
{
	struct containment *c = current;

	return c && c->cpu == arch_cpu_id();
}

void subtest_abandon(const char *fmt, ...)
{
	struct containment *c = current;
	char why[512];
	va_list va;

	if (!c)
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
	current = NULL;
	arch_subtest_watchdog(0);
	cpu_locks_drop();
	if (c->why)
		snprintf(c->why, c->why_size, "%s", why);
	else
		report_fail("%s", why);
	longjmp(c->way_out, 1);
}
