// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Running a function so that its failure ends there (used by subtest.c).
 */
#ifndef _CONTAIN_H_
#define _CONTAIN_H_

#include <libcflat.h>

/*
 * Call @fn. True if it returned, false if subtest_abandon() was called in it.
 * @timeout: seconds until the watchdog, 0 for none.
 */
extern bool contain(void (*fn)(void), unsigned int timeout);

#endif
