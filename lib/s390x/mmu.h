/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Changing the page tables of the running address space. All functions work
 * on the tables that CR1 designates unless a root is given.
 */
#ifndef _S390X_MMU_H_
#define _S390X_MMU_H_

#include <asm/pgtable.h>
#include <vmalloc.h>

enum pgt_level {
	pgtable_level_pgd = 1,
	pgtable_level_p4d,
	pgtable_level_pud,
	pgtable_level_pmd,
	pgtable_level_pte,
};

/*
 * get_dat_entry() - pointer to the entry that maps @virt at @level
 *
 * Large mappings above that level are split, missing tables are made.
 */
void *get_dat_entry(pgd_t *pgtable, void *virt, enum pgt_level level);

/* split_page() - make sure that @v is mapped by an entry of @level (3..5) */
void *split_page(pgd_t *pgtable, void *v, enum pgt_level level);

/* protect_dat_entry() - set @prot bits in the entry of @v at @level, flushing it */
void protect_dat_entry(void *v, unsigned long prot, enum pgt_level level);
void unprotect_dat_entry(void *v, unsigned long prot, enum pgt_level level);

/* Page by page: PAGE_ENTRY_P, _I, _IEP or any other bit of the entry */
static inline void protect_page(void *v, unsigned long prot)
{
	protect_dat_entry(v, prot, pgtable_level_pte);
}

static inline void unprotect_page(void *v, unsigned long prot)
{
	unprotect_dat_entry(v, prot, pgtable_level_pte);
}

void protect_range(void *start, unsigned long len, unsigned long prot);
void unprotect_range(void *start, unsigned long len, unsigned long prot);

/* mmu_primary_asce() - CR1 as setup_mmu() loaded it, 0 before */
uint64_t mmu_primary_asce(void);

/* configure_dat() - DAT on or off for this CPU and its interruption handlers */
void configure_dat(int enable);

/* install_large_page() - map 1 MiB; both addresses 1 MiB-aligned */
pmdval_t *install_large_page(pgd_t *pgtable, phys_addr_t phys, void *vaddr);

/* install_huge_page() - map 2 GiB; both addresses 2 GiB-aligned */
pudval_t *install_huge_page(pgd_t *pgtable, phys_addr_t phys, void *vaddr);

#endif
