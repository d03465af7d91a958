// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * malloc() and friends. They serve from one of three allocators, the active
 * one being *alloc_ops:
 *
 *   phys (alloc_phys.h) --page_alloc_ops_enable()--> page (alloc_page.h)
 *                                  --setup_vm()--> virtual (vmalloc.h)
 *
 * A pointer is freed while the allocator that made it is active. Memory from
 * the page and virtual allocators is zeroed.
 */
#ifndef _ALLOC_H_
#define _ALLOC_H_

#include <libcflat.h>

struct alloc_ops {
	void *(*memalign)(size_t align, size_t size);
	void (*free)(void *ptr);
};

extern struct alloc_ops *alloc_ops;

/* @size bytes aligned to a long; NULL for none; out of memory aborts. */
extern void *malloc(size_t size);
/* @n * @size zeroed bytes; a product that does not fit aborts. */
extern void *calloc(size_t n, size_t size);
/* @size bytes aligned to @align, a power of two. */
extern void *memalign(size_t align, size_t size);
/* NULL is allowed; does nothing while the phys allocator is active. */
extern void free(void *ptr);

#endif
