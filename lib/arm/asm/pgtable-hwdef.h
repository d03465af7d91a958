/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * VMSAv8-32 Long-descriptor translation table format (Arm ARM G5.5) and TTBCR (G8.2.165).
 */
#ifndef _ASMARM_PGTABLE_HWDEF_H_
#define _ASMARM_PGTABLE_HWDEF_H_

#include <asm/page.h>

#define PTRS_PER_PGD		4
#define PGDIR_SHIFT		30
#define PGDIR_SIZE		(_AC(1, UL) << PGDIR_SHIFT)
#define PGDIR_MASK		(~(PGDIR_SIZE - 1))
#define PGD_VALID		(_AT(pgdval_t, 1) << 0)

#define PUD_SHIFT		PGDIR_SHIFT
#define PUD_SIZE		PGDIR_SIZE
#define PUD_MASK		PGDIR_MASK

#define PTRS_PER_PTE		512
#define PTRS_PER_PMD		512

#define PMD_SHIFT		21
#define PMD_SIZE		(_AC(1, UL) << PMD_SHIFT)
#define PMD_MASK		(~(PMD_SIZE - 1))

#define L_PMD_SECT_VALID	(_AT(pmdval_t, 1) << 0)

#define L_PTE_VALID		(_AT(pteval_t, 1) << 0)
#define L_PTE_PRESENT		(_AT(pteval_t, 3) << 0)
#define L_PTE_USER		(_AT(pteval_t, 1) << 6)		/* AP[1] */
#define L_PTE_SHARED		(_AT(pteval_t, 3) << 8)		/* SH[1:0], inner shareable */
#define L_PTE_YOUNG		(_AT(pteval_t, 1) << 10)	/* AF */
#define L_PTE_PXN		(_AT(pteval_t, 1) << 53)
#define L_PTE_XN		(_AT(pteval_t, 1) << 54)

/* AttrIndx[2:0], into the values that the library writes to MAIR0 and MAIR1 */
#define L_PTE_MT_UNCACHED	(_AT(pteval_t, 0) << 2)	/* strongly ordered */
#define L_PTE_MT_BUFFERABLE	(_AT(pteval_t, 1) << 2)	/* normal non-cacheable */
#define L_PTE_MT_WRITETHROUGH	(_AT(pteval_t, 2) << 2)	/* normal inner write-through */
#define L_PTE_MT_WRITEBACK	(_AT(pteval_t, 3) << 2)	/* normal inner write-back */
#define L_PTE_MT_WRITEALLOC	(_AT(pteval_t, 7) << 2)	/* normal inner write-alloc */
#define L_PTE_MT_DEV_SHARED	(_AT(pteval_t, 4) << 2)	/* device */
#define L_PTE_MT_DEV_NONSHARED	(_AT(pteval_t, 4) << 2)	/* device */
#define L_PTE_MT_DEV_WC		(_AT(pteval_t, 1) << 2)	/* normal non-cacheable */
#define L_PTE_MT_DEV_CACHED	(_AT(pteval_t, 3) << 2)	/* normal inner write-back */
#define L_PTE_MT_MASK		(_AT(pteval_t, 7) << 2)

/* Level 2 descriptors */
#define PMD_TYPE_MASK		(_AT(pmdval_t, 3) << 0)
#define PMD_TYPE_FAULT		(_AT(pmdval_t, 0) << 0)
#define PMD_TYPE_TABLE		(_AT(pmdval_t, 3) << 0)
#define PMD_TYPE_SECT		(_AT(pmdval_t, 1) << 0)
#define PMD_TABLE_BIT		(_AT(pmdval_t, 1) << 1)
#define PMD_BIT4		(_AT(pmdval_t, 0))
#define PMD_DOMAIN(x)		(_AT(pmdval_t, 0))
#define PMD_APTABLE_SHIFT	61
#define PMD_APTABLE		(_AT(pgdval_t, 3) << PMD_APTABLE_SHIFT)
#define PMD_PXNTABLE		(_AT(pgdval_t, 1) << 59)

#define PMD_SECT_VALID		(_AT(pmdval_t, 1) << 0)
#define PMD_SECT_BUFFERABLE	(_AT(pmdval_t, 1) << 2)
#define PMD_SECT_CACHEABLE	(_AT(pmdval_t, 1) << 3)
#define PMD_SECT_USER		(_AT(pmdval_t, 1) << 6)
#define PMD_SECT_AP2		(_AT(pmdval_t, 1) << 7)
#define PMD_SECT_S		(_AT(pmdval_t, 3) << 8)
#define PMD_SECT_AF		(_AT(pmdval_t, 1) << 10)
#define PMD_SECT_nG		(_AT(pmdval_t, 1) << 11)
#define PMD_SECT_PXN		(_AT(pmdval_t, 1) << 53)
#define PMD_SECT_XN		(_AT(pmdval_t, 1) << 54)
#define PMD_SECT_AP_WRITE	(_AT(pmdval_t, 0))
#define PMD_SECT_AP_READ	(_AT(pmdval_t, 0))
#define PMD_SECT_AP1		(_AT(pmdval_t, 1) << 6)
#define PMD_SECT_TEX(x)		(_AT(pmdval_t, 0))

#define PMD_SECT_UNCACHED	(_AT(pmdval_t, 0) << 2)
#define PMD_SECT_BUFFERED	(_AT(pmdval_t, 1) << 2)
#define PMD_SECT_WT		(_AT(pmdval_t, 2) << 2)
#define PMD_SECT_WB		(_AT(pmdval_t, 3) << 2)
#define PMD_SECT_WBWA		(_AT(pmdval_t, 7) << 2)

/* Level 3 descriptors */
#define PTE_TYPE_MASK		(_AT(pteval_t, 3) << 0)
#define PTE_TYPE_FAULT		(_AT(pteval_t, 0) << 0)
#define PTE_TYPE_PAGE		(_AT(pteval_t, 3) << 0)
#define PTE_TABLE_BIT		(_AT(pteval_t, 1) << 1)
#define PTE_BUFFERABLE		(_AT(pteval_t, 1) << 2)
#define PTE_CACHEABLE		(_AT(pteval_t, 1) << 3)
#define PTE_AP2			(_AT(pteval_t, 1) << 7)
#define PTE_EXT_SHARED		(_AT(pteval_t, 3) << 8)
#define PTE_EXT_AF		(_AT(pteval_t, 1) << 10)
#define PTE_EXT_NG		(_AT(pteval_t, 1) << 11)
#define PTE_EXT_XN		(_AT(pteval_t, 1) << 54)

/* The names that arm and arm64 share */
#define PTE_VALID		L_PTE_VALID
#define PTE_USER		L_PTE_USER
#define PTE_RDONLY		PTE_AP2
#define PTE_SHARED		L_PTE_SHARED
#define PTE_AF			PTE_EXT_AF
#define PTE_WBWA		L_PTE_MT_WRITEALLOC
#define PTE_UNCACHED		L_PTE_MT_UNCACHED
#define PTE_PXN			L_PTE_PXN
#define PTE_UXN			L_PTE_XN

/* 40-bit physical addresses */
#define PHYS_MASK_SHIFT		40
#define PHYS_MASK		((_AC(1, ULL) << PHYS_MASK_SHIFT) - 1)

#define TTBCR_IRGN0_WBWA	(_AC(1, UL) << 8)
#define TTBCR_ORGN0_WBWA	(_AC(1, UL) << 10)
#define TTBCR_SH0_SHARED	(_AC(3, UL) << 12)
#define TTBCR_IRGN1_WBWA	(_AC(1, UL) << 24)
#define TTBCR_ORGN1_WBWA	(_AC(1, UL) << 26)
#define TTBCR_SH1_SHARED	(_AC(3, UL) << 28)
#define TTBCR_EAE		(_AC(1, UL) << 31)

#endif /* _ASMARM_PGTABLE_HWDEF_H_ */
