// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The image's own name and flags; compiled once per image.
 */
#include <stddef.h>
#include <auxinfo.h>

#ifndef PROGNAME
#define PROGNAME	NULL
#endif
#ifndef AUXFLAGS
#define AUXFLAGS	0
#endif

struct auxinfo auxinfo = { PROGNAME, AUXFLAGS };
