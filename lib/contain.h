// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Running a function so that its failure ends there: for subtest.c, and for
 * the library's own tests, which want to see the failure.
 */
#ifndef _CONTAIN_H_
#define _CONTAIN_H_

#include <libcflat.h>

/*
 * Call @fn. True if it returned, false if subtest_abandon() was called in it,
 * which has then reported a FAIL. @timeout: seconds until the watchdog, 0 for
 * none. Calls may be nested; the watchdog is that of the innermost call.
 */
extern bool contain(void (*fn)(void), unsigned int timeout);

/* The same, but the text goes to @why, @size bytes, instead of a FAIL line. */
extern bool contain_text(void (*fn)(void), unsigned int timeout, char *why, size_t size);

/* Does the architecture have a watchdog? */
extern bool contain_has_watchdog(void);

#endif
