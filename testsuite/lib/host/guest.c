// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The architecture of the tests on the build machine: one CPU, unless the test
 * says which one calls.
 */
#include <contain.h>
#include <cpulock.h>
#include "harness.h"

extern int host_cpu(void) __attribute__((weak));

int arch_cpu_id(void)
{
	return host_cpu ? host_cpu() : 0;
}

const char *why_abandoned(void (*fn)(void))
{
	static char why[600];

	why[0] = '\0';
	contain_text(fn, 0, why, sizeof(why));
	return why;
}
