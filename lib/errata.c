// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which defects of hypervisors are fixed here.
 */
#include <libcflat.h>
#include <argv.h>
#include <errata.h>

#ifndef CONFIG_ERRATA_FORCE
#define CONFIG_ERRATA_FORCE	0
#endif

static bool starts_with(const char *value, const char *any_of)
{
	return value && *value && strchr(any_of, *value);
}

bool errata_force(void)
{
	return CONFIG_ERRATA_FORCE == 1 || starts_with(getenv("ERRATA_FORCE"), "1yY");
}

bool errata(const char *name)
{
	return errata_force() || starts_with(getenv(name), "1yY");
}

bool errata_relaxed(const char *name)
{
	return errata_force() || !starts_with(getenv(name), "0nN");
}
