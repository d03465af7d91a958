/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Radix page table accessors. Entries are big endian in memory.
 */
#ifndef _ASMPPC64_PGTABLE_H_
#define _ASMPPC64_PGTABLE_H_

#include <alloc.h>
#include <alloc_page.h>
#include <asm/io.h>
#include <asm/page.h>
#include <asm/pgtable-hwdef.h>
#include <linux/compiler.h>

/* Tables lie in the identity map. */
#define pgtable_va(x)	((void *)(unsigned long)(x))
#define pgtable_pa(x)	((unsigned long)(x))

#define pgd_none(pgd)	(!pgd_val(pgd))
#define pud_none(pud)	(!pud_val(pud))
#define pmd_none(pmd)	(!pmd_val(pmd))
#define pte_none(pte)	(!pte_val(pte))

#define pgd_valid(pgd)	(!!(pgd_val(pgd) & cpu_to_be64(_PAGE_VALID)))
#define pud_valid(pud)	(!!(pud_val(pud) & cpu_to_be64(_PAGE_VALID)))
#define pmd_valid(pmd)	(!!(pmd_val(pmd) & cpu_to_be64(_PAGE_VALID)))
#define pte_valid(pte)	(!!(pte_val(pte) & cpu_to_be64(_PAGE_VALID)))

#define pmd_huge(pmd)	false

/* Address of the next table: bits 59:8, below the software and NLS fields. */
#define TABLE_ADDR(val)	(be64_to_cpu(val) & 0x0fffffffffffff00UL)

#define pgd_page_vaddr(pgd)	((pud_t *)pgtable_va(TABLE_ADDR(pgd_val(pgd))))
#define pud_page_vaddr(pud)	((pmd_t *)pgtable_va(TABLE_ADDR(pud_val(pud))))
#define pmd_page_vaddr(pmd)	((pte_t *)pgtable_va(TABLE_ADDR(pmd_val(pmd))))

#define pgd_index(addr)	(((addr) >> PGDIR_SHIFT) & (PTRS_PER_PGD - 1))
#define pud_index(addr)	(((addr) >> PUD_SHIFT) & (PTRS_PER_PUD - 1))
#define pmd_index(addr)	(((addr) >> PMD_SHIFT) & (PTRS_PER_PMD - 1))
#define pte_index(addr)	(((addr) >> PAGE_SHIFT) & (PTRS_PER_PTE - 1))

#define pgd_offset(pgtable, addr)	((pgtable) + pgd_index(addr))
#define pud_offset(pgd, addr)		(pgd_page_vaddr(*(pgd)) + pud_index(addr))
#define pmd_offset(pud, addr)		(pud_page_vaddr(*(pud)) + pmd_index(addr))
#define pte_offset(pmd, addr)		(pmd_page_vaddr(*(pmd)) + pte_index(addr))

static inline void *pgtable_alloc_one(size_t entries)
{
	size_t size = entries * sizeof(u64);
	void *table;

	/* A table is aligned to its own size. */
	if (size >= PAGE_SIZE)
		table = memalign_pages(size, size);
	else
		table = alloc_page();
	assert(table);
	return table;
}

static inline pgd_t *pgd_alloc_one(void)
{
	return pgtable_alloc_one(PTRS_PER_PGD);
}

static inline pud_t *pud_alloc_one(void)
{
	return pgtable_alloc_one(PTRS_PER_PUD);
}

static inline pmd_t *pmd_alloc_one(void)
{
	return pgtable_alloc_one(PTRS_PER_PMD);
}

static inline pte_t *pte_alloc_one(void)
{
	return pgtable_alloc_one(PTRS_PER_PTE);
}

#define pgd_free(pgd)	free_page(pgd)
#define pud_free(pud)	free_page(pud)
#define pmd_free(pmd)	free_page(pmd)
#define pte_free(pte)	free_page(pte)

/*
 * A directory entry: address of the next table and, in its low bits, the
 * log2 of that table's entry count (NLS).
 */
static inline u64 pgtable_dir_entry(void *table, unsigned int log2_entries)
{
	return cpu_to_be64(pgtable_pa(table) | _PAGE_VALID | log2_entries);
}

/* Find the entry of the next level, allocating a missing table. */
static inline pud_t *pud_alloc(pgd_t *pgd, unsigned long addr)
{
	if (!pgd_valid(*pgd))
		WRITE_ONCE(pgd->pgd, pgtable_dir_entry(pud_alloc_one(), PGDIR_SHIFT - PUD_SHIFT));
	return pud_offset(pgd, addr);
}

static inline pmd_t *pmd_alloc(pud_t *pud, unsigned long addr)
{
	if (!pud_valid(*pud))
		WRITE_ONCE(pud->pud, pgtable_dir_entry(pmd_alloc_one(), PUD_SHIFT - PMD_SHIFT));
	return pmd_offset(pud, addr);
}

static inline pte_t *pte_alloc(pmd_t *pmd, unsigned long addr)
{
	if (!pmd_valid(*pmd))
		WRITE_ONCE(pmd->pmd, pgtable_dir_entry(pte_alloc_one(), PMD_SHIFT - PAGE_SHIFT));
	return pte_offset(pmd, addr);
}

#endif /* _ASMPPC64_PGTABLE_H_ */
