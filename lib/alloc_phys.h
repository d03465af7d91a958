// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The first allocator: hands out one physical range upwards, takes nothing
 * back and keeps a log of what it gave.
 */
#ifndef _ALLOC_PHYS_H_
#define _ALLOC_PHYS_H_

#include <libcflat.h>

/* Alignment, in bytes, of each piece unless more is asked for. */
#define DEFAULT_MINIMUM_ALIGNMENT 32

/* Start, or start again, with the free range of @size bytes at @base. */
extern void phys_alloc_init(phys_addr_t base, phys_addr_t size);

/* Align each piece from now on at least to @align bytes, a power of two. */
extern void phys_alloc_set_minimum_alignment(phys_addr_t align);

/* Print the log and the rest. */
extern void phys_alloc_show(void);

/*
 * Take all that is left, [@base, @top); *@base == *@top when there is nothing.
 */
extern void phys_alloc_get_unused(phys_addr_t *base, phys_addr_t *top);

/*
 * Called by setup_vm(): an architecture that has RAM beyond the first range
 * calls phys_alloc_init() with it. Weak, does nothing by default.
 */
extern void find_highmem(void);

#endif
