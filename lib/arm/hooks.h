/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inside the library: the parts of set-up, and what containment of subtests (subtest.h) puts back. */
#ifndef _ARM_HOOKS_H_
#define _ARM_HOOKS_H_

#include <libcflat.h>

/* Make memregions use a table that is large enough for every machine. */
extern void mem_regions_table(void);
/* Give [@base, @top) to the allocators. */
extern void mem_free_init(phys_addr_t base, phys_addr_t top);
/* After memory and arguments: CPUs, console, timers, environment, translation. */
extern void setup_machine(void);

/* At the end of setup(): remember the control registers as main() is to find them. */
extern void arch_subtest_init(void);

#endif /* _ARM_HOOKS_H_ */
