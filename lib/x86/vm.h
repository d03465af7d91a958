// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Page tables. x86_64 has four levels, i386 two without PAE.
 */
#ifndef _X86_VM_H_
#define _X86_VM_H_

#include <libcflat.h>
#include <vmalloc.h>
#include <asm/page.h>
#include <asm/io.h>
#include <asm/bitops.h>
#include <x86/processor.h>

struct pte_search {
	int level;
	pteval_t *pte;
};

/* Descend until a non-present entry, a huge leaf, or level @lowest_level. */
struct pte_search find_pte_level(pgd_t *cr3, void *virt, int lowest_level);

static inline bool found_huge_pte(struct pte_search search)
{
	return (search.level == 2 || search.level == 3) &&
	       (*search.pte & PT_PRESENT_MASK) && (*search.pte & PT_PAGE_SIZE_MASK);
}

static inline bool found_leaf_pte(struct pte_search search)
{
	return (search.level == 1 && (*search.pte & PT_PRESENT_MASK)) || found_huge_pte(search);
}

/* The leaf, or NULL. */
pteval_t *get_pte(pgd_t *cr3, void *virt);
/* The entry at exactly @pte_level, or NULL. */
pteval_t *get_pte_level(pgd_t *cr3, void *virt, int pte_level);

/*
 * Write @pte for @virt at @pte_level as it is, making the tables above it;
 * the first new one in @pt_page if that is given. No TLB flush.
 */
pteval_t *install_pte(pgd_t *cr3, int pte_level, void *virt, pteval_t pte, pteval_t *pt_page);

/* Writable, with the default bits of __setup_vm(). */
pteval_t *install_large_page(pgd_t *cr3, phys_addr_t phys, void *virt);
void install_pages(pgd_t *cr3, phys_addr_t phys, phys_addr_t len, void *virt);
bool any_present_pages(pgd_t *cr3, void *virt, size_t len);

#define X86_MMU_MAP_USER	BIT(0)
#define X86_MMU_MAP_HUGE	BIT(1)

/* Identity-map [@start, @start + @len). */
void __setup_mmu_range(pgd_t *cr3, phys_addr_t start, size_t len, u64 mmu_flags);

static inline void *current_page_table(void)
{
	return phys_to_virt(read_cr3() & (ulong)PT_ADDR_MASK);
}

/* Replace the leaf @ptep of @level by a table of smaller ones, same attributes. */
void split_large_page(unsigned long *ptep, int level);
void force_4k_page(void *addr);

typedef void (*pte_callback_t)(struct pte_search search, void *va);
/* Call @callback for each leaf in [@virt, @virt + @len). */
void walk_pte(void *virt, size_t len, pte_callback_t callback);

/* Bits set in every entry by default, and their changes. */
pteval_t get_pte_opt_mask(void);
void set_pte_opt_mask(pteval_t mask);
void reset_pte_opt_mask(void);

#ifdef __x86_64__
/* Enter five-level paging on the boot page tables, this CPU only. */
void setup_5level_page_table(void);
#endif

#endif /* _X86_VM_H_ */
