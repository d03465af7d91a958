/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Page tables and the MMU switch, common to arm and arm64. */
#ifndef _ASMARM_MMU_API_H_
#define _ASMARM_MMU_API_H_

#include <asm/page.h>
#include <stdbool.h>

/* The library's identity map. */
extern pgd_t *mmu_idmap;

/* Whether this CPU translates; takes no lock, and may be called in user mode. */
extern bool mmu_enabled(void);
/* Bookkeeping for a CPU that switches its MMU itself. */
extern void mmu_mark_enabled(int cpu);
extern void mmu_mark_disabled(int cpu);

/* Switch this CPU to pgtable, or to untranslated addresses (from an identity mapped stack). */
extern void mmu_enable(pgd_t *pgtable);
extern void mmu_disable(void);
/* The assembly below the two. */
extern void asm_mmu_enable(phys_addr_t pgtable);
extern void asm_mmu_disable(void);

/*
 * Map [phys_start, phys_end) at virt_offset with prot, by pages or by level 2 blocks. Type,
 * access flag and shareability are added here. No TLB flush.
 */
extern void mmu_set_range_ptes(pgd_t *pgtable, uintptr_t virt_offset,
			       phys_addr_t phys_start, phys_addr_t phys_end, pgprot_t prot);
extern void mmu_set_range_sect(pgd_t *pgtable, uintptr_t virt_offset,
			       phys_addr_t phys_start, phys_addr_t phys_end, pgprot_t prot);

/*
 * The leaf entry that maps vaddr, a page or a level 2 block, or NULL. The caller writes it
 * with WRITE_ONCE, flushes, and breaks before it makes where the architecture demands that.
 */
extern pteval_t *follow_pte(pgd_t *pgtable, uintptr_t vaddr);
/* Take user access from the page or block of vaddr, and flush it. */
extern void mmu_clear_user(pgd_t *pgtable, unsigned long vaddr);

#endif /* _ASMARM_MMU_API_H_ */
