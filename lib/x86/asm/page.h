// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Page tables: entries, levels, page-fault error codes.
 *
 * x86_64: four levels of 512 entries. i386: two levels of 1024 entries, no
 * PAE. SDM volume 3 chapter 4.
 */
#ifndef _ASMX86_PAGE_H_
#define _ASMX86_PAGE_H_

#include <linux/const.h>
#include <bitops.h>

#define PAGE_SHIFT		12
#define PAGE_SIZE		(_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK		(~(PAGE_SIZE - 1))

#ifndef __ASSEMBLER__

typedef unsigned long pteval_t;
typedef unsigned long pgd_t;

#include <libcflat.h>

#define PAGE_ALIGN(addr)	ALIGN(addr, PAGE_SIZE)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

#define __va(pa)		((void *)(unsigned long)(pa))
#define __pa(va)		((unsigned long)(va))
#define virt_to_pfn(va)		(__pa(va) >> PAGE_SHIFT)
#define pfn_to_virt(pfn)	__va((unsigned long)(pfn) << PAGE_SHIFT)

/* Page-fault error code */
#define PFERR_PRESENT_BIT	0
#define PFERR_WRITE_BIT		1
#define PFERR_USER_BIT		2
#define PFERR_RESERVED_BIT	3
#define PFERR_FETCH_BIT		4
#define PFERR_PK_BIT		5

#define PFERR_PRESENT_MASK	BIT(PFERR_PRESENT_BIT)
#define PFERR_WRITE_MASK	BIT(PFERR_WRITE_BIT)
#define PFERR_USER_MASK		BIT(PFERR_USER_BIT)
#define PFERR_RESERVED_MASK	BIT(PFERR_RESERVED_BIT)
#define PFERR_FETCH_MASK	BIT(PFERR_FETCH_BIT)
#define PFERR_PK_MASK		BIT(PFERR_PK_BIT)

/* Entries */
#define PT_PRESENT_BIT		0
#define PT_WRITABLE_BIT		1
#define PT_USER_BIT		2
#define PT_ACCESSED_BIT		5
#define PT_DIRTY_BIT		6
#define PT_PAGE_SIZE_BIT	7
#define PT_GLOBAL_BIT		8
#define PT64_NX_BIT		63

#define PT_PRESENT_MASK		BIT(PT_PRESENT_BIT)
#define PT_WRITABLE_MASK	BIT(PT_WRITABLE_BIT)
#define PT_USER_MASK		BIT(PT_USER_BIT)
#define PT_ACCESSED_MASK	BIT(PT_ACCESSED_BIT)
#define PT_DIRTY_MASK		BIT(PT_DIRTY_BIT)
#define PT_PAGE_SIZE_MASK	BIT(PT_PAGE_SIZE_BIT)
#define PT_GLOBAL_MASK		BIT(PT_GLOBAL_BIT)
#define PT64_NX_MASK		BIT_ULL(PT64_NX_BIT)
#define PT_AD_MASK		(PT_ACCESSED_MASK | PT_DIRTY_MASK)

/*
 * The highest address bit of an entry; memory encryption takes the bits from
 * the C-bit up.
 */
#define PT_ADDR_UPPER_BOUND	51
#define PT_ADDR_LOWER_BOUND	PAGE_SHIFT
#define PT_ADDR_MASK		GENMASK_ULL(PT_ADDR_UPPER_BOUND, PT_ADDR_LOWER_BOUND)

#define PDPTE64_PAGE_SIZE_MASK	PT_PAGE_SIZE_MASK
#define PDPTE64_RSVD_MASK	GENMASK_ULL(51, cpuid_maxphyaddr())
#define PAE_PDPTE_RSVD_MASK	(GENMASK_ULL(63, cpuid_maxphyaddr()) | \
				 GENMASK_ULL(8, 5) | GENMASK_ULL(2, 1))

#ifdef __x86_64__
#define PAGE_LEVEL		4
#define PDPT_LEVEL		3
#define PGDIR_WIDTH		9
#define PGDIR_MASK		511
#define LARGE_PAGE_SIZE		(512 * PAGE_SIZE)
#else
#define PAGE_LEVEL		2
#define PGDIR_WIDTH		10
#define PGDIR_MASK		1023
#define LARGE_PAGE_SIZE		(1024 * PAGE_SIZE)
#endif

/* Lowest address bit translated at level @lvl, and the index at that level. */
#define PGDIR_BITS(lvl)		(((lvl) - 1) * PGDIR_WIDTH + PAGE_SHIFT)
#define PGDIR_OFFSET(va, lvl)	(((va) >> PGDIR_BITS(lvl)) & PGDIR_MASK)

#endif /* !__ASSEMBLER__ */
#endif /* _ASMX86_PAGE_H_ */
