/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Translation table walk and allocation, LPAE: three levels, the pud is the pgd. */
#ifndef _ASMARM_PGTABLE_H_
#define _ASMARM_PGTABLE_H_

#include <alloc_page.h>
#include <asm/setup.h>
#include <asm/page.h>
#include <asm/pgtable-hwdef.h>

/* Tables are identity mapped and below 4 GiB. */
#define pgtable_va(x)		((void *)(unsigned long)(x))
#define pgtable_pa(x)		((unsigned long)(x))

#define pgd_none(pgd)		(!pgd_val(pgd))
#define pud_none(pud)		pgd_none(pud)
#define pmd_none(pmd)		(!pmd_val(pmd))
#define pte_none(pte)		(!pte_val(pte))

#define pgd_valid(pgd)		(pgd_val(pgd) & PGD_VALID)
#define pud_valid(pud)		pgd_valid(pud)
#define pmd_valid(pmd)		(pmd_val(pmd) & PMD_SECT_VALID)
#define pte_valid(pte)		(pte_val(pte) & L_PTE_VALID)

/* A block at level 2. */
#define pmd_huge(pmd)	\
	((pmd_val(pmd) & PMD_TYPE_MASK) == PMD_TYPE_SECT)

#define pgd_index(addr)		(((addr) >> PGDIR_SHIFT) & (PTRS_PER_PGD - 1))
#define pgd_offset(pgd, addr)	((pgd) + pgd_index(addr))
#define pud_index(addr)		pgd_index(addr)
#define pud_offset(pgd, addr)	((pud_t *)(pgd))
#define pud_free(pud)		do { } while (0)
#define pud_alloc_one()		((pud_t *)NULL)
#define pud_alloc(pgd, addr)	pud_offset(pgd, addr)
#define pmd_index(addr)		(((addr) >> PMD_SHIFT) & (PTRS_PER_PMD - 1))
#define pte_index(addr)		(((addr) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))

/* A zeroed top-level table. */
#define pgd_free(pgd)		free_page(pgd)
static inline pgd_t *pgd_alloc(void)
{
	return alloc_page();
}

static inline pmd_t *pgd_page_vaddr(pgd_t pgd)
{
	return pgtable_va(pgd_val(pgd) & PHYS_MASK & (s32)PAGE_MASK);
}

#define pud_page_vaddr(pud)	pgd_page_vaddr(pud)

static inline pte_t *pmd_page_vaddr(pmd_t pmd)
{
	return pgtable_va(pmd_val(pmd) & PHYS_MASK & (s32)PAGE_MASK);
}

#define pmd_offset(pud, addr)	(pud_page_vaddr(*(pud)) + pmd_index(addr))
#define pmd_free(pmd)		free_page(pmd)
static inline pmd_t *pmd_alloc_one(void)
{
	return alloc_page();
}

static inline pmd_t *pmd_alloc(pud_t *pud, unsigned long addr)
{
	if (pud_none(*pud))
		WRITE_ONCE(pud_val(*pud), pgtable_pa(pmd_alloc_one()) | PMD_TYPE_TABLE);
	return pmd_offset(pud, addr);
}

#define pte_offset(pmd, addr)	(pmd_page_vaddr(*(pmd)) + pte_index(addr))
#define pte_free(pte)		free_page(pte)
static inline pte_t *pte_alloc_one(void)
{
	return alloc_page();
}

static inline pte_t *pte_alloc(pmd_t *pmd, unsigned long addr)
{
	if (pmd_none(*pmd))
		WRITE_ONCE(pmd_val(*pmd), pgtable_pa(pte_alloc_one()) | PMD_TYPE_TABLE);
	return pte_offset(pmd, addr);
}

#endif /* _ASMARM_PGTABLE_H_ */
