// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Page tables with all five levels: identity map of the memory, mappings on
 * demand, and changing single entries while they are in use.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/barrier.h>
#include <asm/interrupt.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <mmu.h>

/* Virtual memory at the end of the address space that is mapped one to one */
#define TOP_IDENTITY_SIZE	(128UL << 20)

static pgd_t *table_root;

uint64_t mmu_primary_asce(void)
{
	return table_root ? __pa(table_root) | ASCE_DT_REGION1 | REGION_TABLE_LENGTH : 0;
}

void configure_dat(int enable)
{
	if (enable)
		enable_dat();
	else
		disable_dat();
	irq_set_dat_mode(enable, AS_PRIM);
}

static void *new_table(unsigned int order, unsigned long entries, uint64_t value)
{
	uint64_t *table = alloc_pages(order);

	assert(table);
	for (unsigned long i = 0; i < entries; i++)
		table[i] = value;
	return table;
}

pgd_t *pgd_alloc_one(void)
{
	return new_table(REGION_TABLE_ORDER, REGION_TABLE_ENTRIES,
			 REGION_ENTRY_TT_REGION1 | REGION_ENTRY_I);
}

p4d_t *p4d_alloc_one(void)
{
	return new_table(REGION_TABLE_ORDER, REGION_TABLE_ENTRIES,
			 REGION_ENTRY_TT_REGION2 | REGION_ENTRY_I);
}

pud_t *pud_alloc_one(void)
{
	return new_table(REGION_TABLE_ORDER, REGION_TABLE_ENTRIES,
			 REGION_ENTRY_TT_REGION3 | REGION_ENTRY_I);
}

pmd_t *pmd_alloc_one(void)
{
	return new_table(SEGMENT_TABLE_ORDER, SEGMENT_TABLE_ENTRIES,
			 SEGMENT_ENTRY_TT_SEGMENT | SEGMENT_ENTRY_I);
}

pte_t *pte_alloc_one(void)
{
	return new_table(PAGE_TABLE_ORDER, PAGE_TABLE_ENTRIES, PAGE_ENTRY_I);
}

p4d_t *p4d_alloc(pgd_t *pgd, unsigned long addr)
{
	if (pgd_none(*pgd))
		pgd_val(*pgd) = __pa(p4d_alloc_one()) | REGION_ENTRY_TT_REGION1 | REGION_TABLE_LENGTH;
	return p4d_offset(pgd, addr);
}

pud_t *pud_alloc(p4d_t *p4d, unsigned long addr)
{
	if (p4d_none(*p4d))
		p4d_val(*p4d) = __pa(pud_alloc_one()) | REGION_ENTRY_TT_REGION2 | REGION_TABLE_LENGTH;
	return pud_offset(p4d, addr);
}

pmd_t *pmd_alloc(pud_t *pud, unsigned long addr)
{
	if (pud_none(*pud))
		pud_val(*pud) = __pa(pmd_alloc_one()) | REGION_ENTRY_TT_REGION3 | REGION_TABLE_LENGTH;
	return pmd_offset(pud, addr);
}

pte_t *pte_alloc(pmd_t *pmd, unsigned long addr)
{
	if (pmd_none(*pmd))
		pmd_val(*pmd) = __pa(pte_alloc_one()) | SEGMENT_ENTRY_TT_SEGMENT | SEGMENT_TABLE_LENGTH;
	return pte_offset(pmd, addr);
}

phys_addr_t virt_to_pte_phys(pgd_t *pgtable, void *v)
{
	uintptr_t va = (uintptr_t)v;
	pud_t *pud;
	pmd_t *pmd;

	pud = pud_alloc(p4d_alloc(pgd_offset(pgtable, va), va), va);
	if (pud_huge(*pud))
		return (pud_val(*pud) & REGION3_ENTRY_RFAA) | (va & ~REGION3_ENTRY_RFAA);
	pmd = pmd_alloc(pud, va);
	if (pmd_large(*pmd))
		return (pmd_val(*pmd) & SEGMENT_ENTRY_SFAA) | (va & ~SEGMENT_ENTRY_SFAA);
	return (pte_val(*pte_alloc(pmd, va)) & PAGE_MASK) | (va & ~PAGE_MASK);
}

/*
 * Invalidate a valid entry so that no CPU has its translation cached any more.
 * Entries that are not valid are not cached.
 */
static void flush_pte(uintptr_t va, pte_t *pte)
{
	if (!pte_none(*pte))
		ipte(va, &pte_val(*pte));
}

static void flush_pmd(uintptr_t va, pmd_t *pmd)
{
	if (!pmd_none(*pmd))
		idte_pmdp(va, &pmd_val(*pmd));
}

static void flush_pud(uintptr_t va, pud_t *pud)
{
	if (!pud_none(*pud))
		idte_pudp(va, &pud_val(*pud));
}

/* Replace a 1 MiB mapping by a page table that maps the same. */
static void split_large(pmd_t *pmd, uintptr_t va)
{
	phys_addr_t pa = pmd_val(*pmd) & SEGMENT_ENTRY_SFAA;
	/* protection bits have the same place in both entries */
	uint64_t flags = pmd_val(*pmd) & (SEGMENT_ENTRY_P | SEGMENT_ENTRY_IEP);
	bool invalid = pmd_none(*pmd);
	pte_t *table = pte_alloc_one();

	for (int i = 0; i < PAGE_TABLE_ENTRIES; i++, pa += PAGE_SIZE)
		pte_val(table[i]) = pa | flags | (invalid ? PAGE_ENTRY_I : 0);
	flush_pmd(va, pmd);
	pmd_val(*pmd) = __pa(table) | SEGMENT_ENTRY_TT_SEGMENT | SEGMENT_TABLE_LENGTH;
}

/* Replace a 2 GiB mapping by a segment table that maps the same. */
static void split_huge(pud_t *pud, uintptr_t va)
{
	phys_addr_t pa = pud_val(*pud) & REGION3_ENTRY_RFAA;
	uint64_t flags = pud_val(*pud) & (REGION_ENTRY_P | REGION3_ENTRY_IEP);
	bool invalid = pud_none(*pud);
	pmd_t *table = pmd_alloc_one();

	for (int i = 0; i < SEGMENT_TABLE_ENTRIES; i++, pa += 1UL << SEGMENT_SHIFT)
		pmd_val(table[i]) = pa | flags | SEGMENT_ENTRY_FC | SEGMENT_ENTRY_TT_SEGMENT |
				    (invalid ? SEGMENT_ENTRY_I : 0);
	flush_pud(va, pud);
	pud_val(*pud) = __pa(table) | REGION_ENTRY_TT_REGION3 | REGION_TABLE_LENGTH;
}

void *get_dat_entry(pgd_t *pgtable, void *virt, enum pgt_level level)
{
	uintptr_t va = (uintptr_t)virt;
	pgd_t *pgd;
	p4d_t *p4d;
	pud_t *pud;
	pmd_t *pmd;

	assert(level >= pgtable_level_pgd && level <= pgtable_level_pte);

	pgd = pgd_offset(pgtable, va);
	if (level == pgtable_level_pgd)
		return pgd;
	p4d = p4d_alloc(pgd, va);
	if (level == pgtable_level_p4d)
		return p4d;
	pud = pud_alloc(p4d, va);
	if (level == pgtable_level_pud)
		return pud;
	if (!pud_none(*pud) && pud_huge(*pud))
		split_huge(pud, va);
	pmd = pmd_alloc(pud, va);
	if (level == pgtable_level_pmd)
		return pmd;
	if (!pmd_none(*pmd) && pmd_large(*pmd))
		split_large(pmd, va);
	return pte_alloc(pmd, va);
}

void *split_page(pgd_t *pgtable, void *v, enum pgt_level level)
{
	assert(level >= pgtable_level_pud && level <= pgtable_level_pte);
	return get_dat_entry(pgtable ? pgtable : table_root, v, level);
}

static void set_pte(pgd_t *pgtable, uintptr_t va, uint64_t value)
{
	pte_t *pte = get_dat_entry(pgtable, (void *)va, pgtable_level_pte);

	flush_pte(va, pte);
	pte_val(*pte) = value;
}

pteval_t *install_page(pgd_t *pgtable, phys_addr_t phys, void *vaddr)
{
	assert(IS_ALIGNED(phys, PAGE_SIZE));
	assert(IS_ALIGNED((uintptr_t)vaddr, PAGE_SIZE));
	set_pte(pgtable, (uintptr_t)vaddr, phys);
	return (pteval_t *)get_dat_entry(pgtable, vaddr, pgtable_level_pte);
}

pmdval_t *install_large_page(pgd_t *pgtable, phys_addr_t phys, void *vaddr)
{
	uintptr_t va = (uintptr_t)vaddr;
	pmd_t *pmd = get_dat_entry(pgtable, vaddr, pgtable_level_pmd);
	pmd_t old = *pmd;

	assert(IS_ALIGNED(phys, 1UL << SEGMENT_SHIFT));
	assert(IS_ALIGNED(va, 1UL << SEGMENT_SHIFT));
	flush_pmd(va, pmd);
	pmd_val(*pmd) = phys | SEGMENT_ENTRY_FC | SEGMENT_ENTRY_TT_SEGMENT;
	if (!pmd_none(old) && !pmd_large(old))
		free_page((void *)pmd_addr(old));
	return &pmd_val(*pmd);
}

static void free_segment_table(pmd_t *table)
{
	for (int i = 0; i < SEGMENT_TABLE_ENTRIES; i++)
		if (!pmd_none(table[i]) && !pmd_large(table[i]))
			free_page((void *)pmd_addr(table[i]));
	free_pages(table);
}

pudval_t *install_huge_page(pgd_t *pgtable, phys_addr_t phys, void *vaddr)
{
	uintptr_t va = (uintptr_t)vaddr;
	pud_t *pud = get_dat_entry(pgtable, vaddr, pgtable_level_pud);
	pud_t old = *pud;

	assert(IS_ALIGNED(phys, 1UL << REGION3_SHIFT));
	assert(IS_ALIGNED(va, 1UL << REGION3_SHIFT));
	flush_pud(va, pud);
	pud_val(*pud) = phys | REGION3_ENTRY_FC | REGION_ENTRY_TT_REGION3;
	if (!pud_none(old) && !pud_huge(old))
		free_segment_table((pmd_t *)pud_addr(old));
	return &pud_val(*pud);
}

/* Invalidate the entry of @v at @level and store it again with other bits. */
static void change_entry(void *v, uint64_t clear, uint64_t set, enum pgt_level level)
{
	uintptr_t va = (uintptr_t)v & PAGE_MASK;
	uint64_t *entry = get_dat_entry(table_root, v, level);
	uint64_t old = *entry;

	switch (level) {
	case pgtable_level_pte:
		flush_pte(va, (pte_t *)entry);
		break;
	case pgtable_level_pmd:
		flush_pmd(va, (pmd_t *)entry);
		break;
	case pgtable_level_pud:
		flush_pud(va, (pud_t *)entry);
		break;
	case pgtable_level_p4d:
		if (!(old & REGION_ENTRY_I))
			idte_p4dp(va, entry);
		break;
	case pgtable_level_pgd:
		if (!(old & REGION_ENTRY_I))
			idte_pgdp(va, entry);
		break;
	}
	*entry = (old & ~clear) | set;
}

void protect_dat_entry(void *v, unsigned long prot, enum pgt_level level)
{
	change_entry(v, 0, prot, level);
}

void unprotect_dat_entry(void *v, unsigned long prot, enum pgt_level level)
{
	change_entry(v, prot, 0, level);
}

void protect_range(void *start, unsigned long len, unsigned long prot)
{
	uintptr_t va = (uintptr_t)start & PAGE_MASK;

	for (len &= PAGE_MASK; len; len -= PAGE_SIZE, va += PAGE_SIZE)
		protect_page((void *)va, prot);
}

void unprotect_range(void *start, unsigned long len, unsigned long prot)
{
	uintptr_t va = (uintptr_t)start & PAGE_MASK;

	for (len &= PAGE_MASK; len; len -= PAGE_SIZE, va += PAGE_SIZE)
		unprotect_page((void *)va, prot);
}

bool arch_unmap_page(pgd_t *pgd, void *virt)
{
	set_pte(pgd, (uintptr_t)virt, PAGE_ENTRY_I);
	return true;
}

/* Map [start, start + size) one to one; whole page tables at a time. */
static void map_identity(pgd_t *pgtable, uintptr_t start, uintptr_t size)
{
	for (uintptr_t done = 0; done < size; done += PAGE_SIZE) {
		uintptr_t va = start + done;

		pte_val(*(pte_t *)get_dat_entry(pgtable, (void *)va, pgtable_level_pte)) = va;
	}
}

void *setup_mmu(phys_addr_t phys_end, void *unused)
{
	pgd_t *root = pgd_alloc_one();

	map_identity(root, 0, phys_end);
	/* addresses just below 2^64 are mapped, so that using them is an addressing exception */
	init_alloc_vpage((void *)-TOP_IDENTITY_SIZE);
	map_identity(root, -TOP_IDENTITY_SIZE, TOP_IDENTITY_SIZE);

	table_root = root;
	lctlg(1, mmu_primary_asce());
	mb();
	enable_dat();
	irq_set_dat_mode(true, AS_PRIM);
	return root;
}
