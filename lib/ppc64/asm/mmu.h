/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Radix MMU (Power ISA 3.0B, Book III, chapter 5).
 */
#ifndef _ASMPPC64_MMU_H_
#define _ASMPPC64_MMU_H_

#include <asm/pgtable.h>

/* Whether this CPU translates instruction and data addresses. */
bool mmu_enabled(void);

/* Use @pgtable (NULL: the identity map) on this CPU, or stop translating. */
void mmu_enable(pgd_t *pgtable);
void mmu_disable(void);

/*
 * tlbie and tlbiel with all their fields (section 5.9.3.3); ric, prs and r
 * must be compile-time constants.
 */
static __always_inline void tlbie(unsigned long rb, unsigned long rs, int ric, int prs, int r)
{
	asm volatile(".machine push; .machine power9; tlbie %0,%1,%2,%3,%4; .machine pop"
		     : : "r"(rb), "r"(rs), "i"(ric), "i"(prs), "i"(r) : "memory");
}

static __always_inline void tlbiel(unsigned long rb, unsigned long rs, int ric, int prs, int r)
{
	asm volatile(".machine push; .machine power9; tlbiel %0,%1,%2,%3,%4; .machine pop"
		     : : "r"(rb), "r"(rs), "i"(ric), "i"(prs), "i"(r) : "memory");
}

/* Invalidate one page of this process, on all CPUs or on this one. */
void flush_tlb_page(uintptr_t vaddr);
void flush_tlb_page_local(uintptr_t vaddr);

#endif /* _ASMPPC64_MMU_H_ */
