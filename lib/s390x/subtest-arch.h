/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between the interruption handlers and the containment of subtests. */
#ifndef _S390X_SUBTEST_ARCH_H_
#define _S390X_SUBTEST_ARCH_H_

#include <libcflat.h>

/* Is the watchdog running on this CPU, so that the external mask must stay open? */
bool subtest_watchdog_armed(void);

/* Is external interruption @code the watchdog's? */
bool subtest_watchdog_expired(uint16_t code);

/* Give the hung subtest up; does not return. */
void subtest_watchdog_abandon(void) __attribute__((noreturn));

/* End the run from a handler: no subtest to go back to. */
void subtest_arch_abort(void) __attribute__((noreturn));

#endif
