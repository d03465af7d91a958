// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Page tables. SDM volume 3 chapter 4.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <alloc_phys.h>
#include <vmalloc.h>
#include <x86/boot.h>
#include <x86/desc.h>
#include <x86/fwcfg.h>
#include <x86/smp.h>
#include <x86/vm.h>

#define LARGE_LEVEL	2

extern char edata[];

static pteval_t pte_opt_mask;

pteval_t get_pte_opt_mask(void)
{
	return pte_opt_mask;
}

void set_pte_opt_mask(pteval_t mask)
{
	pte_opt_mask = mask;
}

void reset_pte_opt_mask(void)
{
	pte_opt_mask = PT_USER_MASK;
}

static pteval_t *table_of(pteval_t entry)
{
	return phys_to_virt(entry & (pteval_t)PT_ADDR_MASK);
}

static bool is_huge(pteval_t pte, int level)
{
	return level > 1 && level <= 3 && (pte & PT_PAGE_SIZE_MASK);
}

pteval_t *install_pte(pgd_t *cr3, int pte_level, void *virt, pteval_t pte, pteval_t *pt_page)
{
	pteval_t *pt = cr3;
	int level;

	for (level = PAGE_LEVEL; level > pte_level; level--) {
		pteval_t *e = &pt[PGDIR_OFFSET((ulong)virt, level)];

		if (!(*e & PT_PRESENT_MASK)) {
			pteval_t *new = pt_page ? pt_page : alloc_page();

			assert_msg(new, "no page for a table of level %d", level - 1);
			pt_page = NULL;
			memset(new, 0, PAGE_SIZE);
			*e = virt_to_phys(new) | PT_PRESENT_MASK | PT_WRITABLE_MASK | pte_opt_mask;
		}
		assert_msg(!is_huge(*e, level), "%p is within a large page of level %d", virt, level);
		pt = table_of(*e);
	}
	pt[PGDIR_OFFSET((ulong)virt, level)] = pte;
	return &pt[PGDIR_OFFSET((ulong)virt, level)];
}

struct pte_search find_pte_level(pgd_t *cr3, void *virt, int lowest_level)
{
	pteval_t *pt = cr3;
	struct pte_search r;

	for (r.level = PAGE_LEVEL; ; r.level--) {
		r.pte = &pt[PGDIR_OFFSET((ulong)virt, r.level)];
		if (!(*r.pte & PT_PRESENT_MASK) || is_huge(*r.pte, r.level) ||
		    r.level == lowest_level)
			return r;
		pt = table_of(*r.pte);
	}
}

pteval_t *get_pte(pgd_t *cr3, void *virt)
{
	struct pte_search r = find_pte_level(cr3, virt, 1);

	return found_leaf_pte(r) ? r.pte : NULL;
}

pteval_t *get_pte_level(pgd_t *cr3, void *virt, int pte_level)
{
	struct pte_search r = find_pte_level(cr3, virt, pte_level);

	return r.level == pte_level ? r.pte : NULL;
}

pteval_t *install_large_page(pgd_t *cr3, phys_addr_t phys, void *virt)
{
	return install_pte(cr3, LARGE_LEVEL, virt,
			   phys | PT_PRESENT_MASK | PT_WRITABLE_MASK | pte_opt_mask |
			   PT_PAGE_SIZE_MASK, NULL);
}

pteval_t *install_page(pgd_t *cr3, phys_addr_t phys, void *virt)
{
	return install_pte(cr3, 1, virt,
			   phys | PT_PRESENT_MASK | PT_WRITABLE_MASK | pte_opt_mask, NULL);
}

void install_pages(pgd_t *cr3, phys_addr_t phys, phys_addr_t len, void *virt)
{
	phys_addr_t at;

	assert(IS_ALIGNED(len, PAGE_SIZE));
	for (at = 0; at < len; at += PAGE_SIZE)
		install_page(cr3, phys + at, virt + at);
}

bool any_present_pages(pgd_t *cr3, void *virt, size_t len)
{
	ulong at, end = (ulong)virt + len;

	for (at = (ulong)virt; at < end; at += PAGE_SIZE)
		if (get_pte(cr3, (void *)at))
			return true;
	return false;
}

void __setup_mmu_range(pgd_t *cr3, phys_addr_t start, size_t len, u64 mmu_flags)
{
	phys_addr_t at = start, end = start + len;
	pteval_t bits = PT_PRESENT_MASK | PT_WRITABLE_MASK | pte_opt_mask;

	if (mmu_flags & X86_MMU_MAP_USER)
		bits |= PT_USER_MASK;

	if (mmu_flags & X86_MMU_MAP_HUGE) {
		for (; at + LARGE_PAGE_SIZE <= end; at += LARGE_PAGE_SIZE)
			install_pte(cr3, LARGE_LEVEL, (void *)(ulong)at,
				    at | bits | PT_PAGE_SIZE_MASK, NULL);
	}
	for (; at < end; at += PAGE_SIZE)
		install_pte(cr3, 1, (void *)(ulong)at, at | bits, NULL);
}

static void set_cr3_here(void *cr3)
{
	write_cr3((ulong)cr3);
}

static void set_additional_cr4(void *cr4)
{
	write_cr4((ulong)cr4);
}

static void set_cr0_here(void *cr0)
{
	write_cr0((ulong)cr0);
}

void *setup_mmu(phys_addr_t top, void *opaque)
{
	pgd_t *cr3 = alloc_page();
	int i;

	assert(cr3);
	if (opaque)
		pte_opt_mask = *(pteval_t *)opaque;
	else
		reset_pte_opt_mask();

#ifdef __x86_64__
	if (top < 1ull << 32)
		top = 1ull << 32;
	top = ALIGN(top, LARGE_PAGE_SIZE);
	__setup_mmu_range(cr3, 0, top, X86_MMU_MAP_HUGE);
	/* Without the last page, so that no address behind the area is 0. */
	init_alloc_vpage((void *)-PAGE_SIZE);
#else
	/* The third GiB is for virtual addresses. */
	__setup_mmu_range(cr3, 0, 2ul << 30, X86_MMU_MAP_HUGE);
	__setup_mmu_range(cr3, 3ul << 30, 1ul << 30, X86_MMU_MAP_HUGE);
	init_alloc_vpage((void *)(3ul << 30));
	write_cr4(X86_CR4_PSE);
	double_fault_cr3(virt_to_phys(cr3));
	for (i = 0; i < cpu_count(); i++)
		tss[i].cr3 = virt_to_phys(cr3);
#endif
	write_cr3(virt_to_phys(cr3));
	write_cr0(X86_CR0_PG | X86_CR0_PE | X86_CR0_WP | X86_CR0_ET);
	for (i = 1; i < cpu_count(); i++) {
		on_cpu(i, set_cr3_here, (void *)read_cr3());
		on_cpu(i, set_additional_cr4, (void *)read_cr4());
		on_cpu(i, set_cr0_here, (void *)read_cr0());
	}

	printf("paging enabled: cr0 = %lx, cr3 = %lx, cr4 = %lx\n",
	       read_cr0(), read_cr3(), read_cr4());
	return cr3;
}

phys_addr_t virt_to_pte_phys(pgd_t *cr3, void *virt)
{
	struct pte_search r = find_pte_level(cr3, virt, 1);
	ulong mask;

	if (!found_leaf_pte(r))
		return INVALID_PHYS_ADDR;
	mask = (1ul << PGDIR_BITS(r.level)) - 1;
	return (*r.pte & (pteval_t)PT_ADDR_MASK & ~(phys_addr_t)mask) | ((ulong)virt & mask);
}

void __iomem *ioremap(phys_addr_t phys_addr, size_t size)
{
	phys_addr_t first = phys_addr & ~(phys_addr_t)(PAGE_SIZE - 1);

	return vmap(phys_addr, size) + (phys_addr - first);
}

void split_large_page(unsigned long *ptep, int level)
{
	unsigned long *new = alloc_page();
	unsigned long pte = *ptep;
	unsigned long step = 1ul << PGDIR_BITS(level - 1);
	unsigned long base = pte & (pteval_t)PT_ADDR_MASK & ~(step * (PGDIR_MASK + 1) - 1);
	unsigned long attr = pte & ~(pteval_t)PT_ADDR_MASK;
	int i;

	assert(new && level >= 2 && level <= 3 && (pte & PT_PAGE_SIZE_MASK));
	if (level == 2)
		attr &= ~PT_PAGE_SIZE_MASK;
	for (i = 0; i <= PGDIR_MASK; i++)
		new[i] = (base + i * step) | attr;

	/* Dirty, global and large mean nothing in a table entry. */
	*ptep = virt_to_phys(new) |
		(attr & ~(PT_PAGE_SIZE_MASK | PT_DIRTY_MASK | PT_GLOBAL_MASK));
	flush_tlb();
}

void force_4k_page(void *addr)
{
	struct pte_search r;

	while (1) {
		r = find_pte_level(current_page_table(), addr, 1);
		assert_msg(*r.pte & PT_PRESENT_MASK, "%p is not mapped", addr);
		if (r.level == 1)
			return;
		split_large_page(r.pte, r.level);
	}
}

void walk_pte(void *virt, size_t len, pte_callback_t callback)
{
	pgd_t *cr3 = current_page_table();
	ulong at = (ulong)virt, end = at + len;

	while (at < end) {
		struct pte_search r = find_pte_level(cr3, (void *)at, 1);
		ulong size = 1ul << PGDIR_BITS(r.level);

		if (found_leaf_pte(r))
			callback(r, (void *)at);
		at = (at & ~(size - 1)) + size;
	}
}

#ifdef __x86_64__
/* The largest usable range above the one that the image is in. */
void find_highmem(void)
{
	u64 limit = fwcfg_get_u64(FW_CFG_MAX_RAM), best = 0, best_top = 0;
	unsigned int i;

	for (i = 0; i < boot_ram_ranges; i++) {
		u64 base = boot_ram[i].base, top = base + boot_ram[i].length;

		if (base < 1ull << 32)
			continue;
		if (limit && top > limit)
			top = limit;
		base = ALIGN(base, LARGE_PAGE_SIZE);
		top = ALIGN_DOWN(top, LARGE_PAGE_SIZE);
		if (top > base && top - base > best_top - best) {
			best = base;
			best_top = top;
		}
	}
	if (best_top)
		phys_alloc_init(best, best_top - best);
}
#endif
