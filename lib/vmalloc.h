// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Virtual memory: paging, address space, mappings, and the allocator that
 * backs each page of malloc() separately.
 */
#ifndef _VMALLOC_H_
#define _VMALLOC_H_

#include <libcflat.h>
#include <asm/page.h>

/*
 * Turn paging on and switch malloc() over; harmless when that has happened.
 * @opaque goes to setup_mmu().
 */
extern void setup_vm(void);
extern void __setup_vm(void *opaque);

/* Weak, true: can this CPU run with the library's page tables? */
extern bool vm_available(void);

/*
 * Architecture. Build an identity map up to physical @top, turn paging on,
 * call init_alloc_vpage(), return the root table.
 */
extern void *setup_mmu(phys_addr_t top, void *opaque);

/* Architecture. The physical address behind @virt, offset included. */
extern phys_addr_t virt_to_pte_phys(pgd_t *pgd, void *virt);

/* Architecture. Map one page with default attributes; returns its entry. */
extern pteval_t *install_page(pgd_t *pgd, phys_addr_t phys, void *virt);

/*
 * Architecture, weak, default: nothing. Forget translations of the page at
 * @virt on all CPUs that run, after free() has returned what was behind it.
 * An architecture that provides it also clears the entry, so that a use after
 * free faults, and returns true; only then is the address used again.
 */
extern bool arch_unmap_page(pgd_t *pgd, void *virt);

/* The top of the virtual area, from which addresses are given downwards. */
extern void init_alloc_vpage(void *top);

/* Address space only: a page, @nr pages, @nr pages aligned to 2^@order pages. */
extern void *alloc_vpage(void);
extern void *alloc_vpages(ulong nr);
extern void *alloc_vpages_aligned(ulong nr, unsigned int order);

/*
 * Map the pages that cover [@phys, @phys + @size) and return the address of
 * the first page; the caller adds the offset.
 */
extern void *vmap(phys_addr_t phys, size_t size);

#endif
