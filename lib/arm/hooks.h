/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inside the library: what containment of subtests (subtest.h) puts back. */
#ifndef _ARM_HOOKS_H_
#define _ARM_HOOKS_H_

/* At the end of setup(): remember the control registers as main() is to find them. */
extern void arch_subtest_init(void);

#endif /* _ARM_HOOKS_H_ */
