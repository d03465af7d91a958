// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The architecture of the tests on the build machine: one CPU.
 */
#include <contain.h>
#include <cpulock.h>
#include "harness.h"

int arch_cpu_id(void)
{
	return 0;
}

const char *why_abandoned(void (*fn)(void))
{
	static char why[600];

	why[0] = '\0';
	contain_text(fn, 0, why, sizeof(why));
	return why;
}
