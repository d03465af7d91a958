// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The parts of the report state that the subtest runner needs.
 */
#ifndef _REPORT_H_
#define _REPORT_H_

#include <libcflat.h>

/* Reports made so far (tests of the summary), and those that were failures. */
extern unsigned int report_tests(void);
extern unsigned int report_failures(void);

/* The length of the prefix text; report_prefix_restore() cuts back to it. */
extern unsigned int report_prefix_mark(void);
extern void report_prefix_restore(unsigned int mark);

#endif
