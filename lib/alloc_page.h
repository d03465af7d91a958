// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The page allocator: buddies within numbered areas of page frames, which
 * <asm/memory_areas.h> defines. Pointers are in the identity map.
 */
#ifndef _ALLOC_PAGE_H_
#define _ALLOC_PAGE_H_

#include <libcflat.h>
#include <bitops.h>
#include <asm/memory_areas.h>

#define AREA_ANY		0
#define AREA_ANY_NUMBER		0xff
#define AREA_MASK		0xffff

/* Do not zero the pages. */
#define FLAG_DONTZERO		0x10000
/*
 * Give only pages that were never handed out and that the allocator itself
 * never wrote; with FLAG_DONTZERO nothing has touched them.
 */
#define FLAG_FRESH		0x20000

/* The real-mode trampoline of x86 lives here. */
#define RM_TRAMPOLINE_ADDR	0

/* Is there any area? */
extern bool page_alloc_initialized(void);

/*
 * Make area @n of the frames [@base_pfn, @top_pfn); with AREA_ANY_NUMBER the
 * range is split at the architecture's area boundaries. An area is larger than
 * four pages, new, and overlaps no other. One state byte per page is kept at
 * the area's beginning.
 */
extern void page_alloc_init_area(u8 n, phys_addr_t base_pfn, phys_addr_t top_pfn);

/* Let malloc() use pages from now on. */
extern void page_alloc_ops_enable(void);

/*
 * At least @size bytes aligned to @align bytes, both rounded up to pages and
 * the size to a power of two of them. @flags: AREA_* bits to restrict the
 * areas (none: any area, low numbers first) and FLAG_*. NULL if impossible.
 */
extern void *memalign_pages_flags(size_t align, size_t size, unsigned int flags);

static inline void *memalign_pages(size_t align, size_t size)
{
	return memalign_pages_flags(align, size, AREA_ANY);
}

/* 2^@order naturally aligned pages, or NULL. */
extern void *alloc_pages_flags(unsigned int order, unsigned int flags);

static inline void *alloc_pages(unsigned int order)
{
	return alloc_pages_flags(order, AREA_ANY);
}

static inline void *alloc_page(void)
{
	return alloc_pages(0);
}

/*
 * Give pages back; the allocator knows their number. NULL is allowed. Anything
 * that is not the start of an allocation fails an assertion.
 */
extern void free_pages(void *mem);

static inline void free_page(void *mem)
{
	free_pages(mem);
}

static inline void free_pages_by_order(void *mem, unsigned int order)
{
	(void)order;
	free_pages(mem);
}

/*
 * Take exactly @npages at physical @addr (page aligned) out of the pool, all
 * or nothing. Returns 0, or -1 if one of them is in use or in no area.
 */
extern int reserve_pages(phys_addr_t addr, size_t npages);

/* Give reserved pages back, any part of them. */
extern void unreserve_pages(phys_addr_t addr, size_t npages);

/*
 * For tests of the allocator: free pages in all areas, and a walk over its
 * lists that fails an assertion where they contradict the page states.
 */
extern size_t page_alloc_count_free(void);
extern void page_alloc_verify(void);

#endif
