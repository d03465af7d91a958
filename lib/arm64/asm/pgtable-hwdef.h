/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * VMSAv8-64 translation table format, stage 1, EL1&0 (Arm ARM D8.3), TCR_EL1
 * (D19.2.139) and the memory attribute indices the library programs into MAIR_EL1.
 */
#ifndef _ASMARM64_PGTABLE_HWDEF_H_
#define _ASMARM64_PGTABLE_HWDEF_H_

#include <asm/page.h>

#define PTRS_PER_PTE		(1 << (PAGE_SHIFT - 3))

/* Number of address bits below table level n. */
#define PGTABLE_LEVEL_SHIFT(n)	((3 - (n)) * (PAGE_SHIFT - 3) + PAGE_SHIFT)

#define PGDIR_SHIFT		PGTABLE_LEVEL_SHIFT(4 - PGTABLE_LEVELS)
#define PGDIR_SIZE		(_AC(1, UL) << PGDIR_SHIFT)
#define PGDIR_MASK		(~(PGDIR_SIZE - 1))
#define PTRS_PER_PGD		(1 << (VA_BITS - PGDIR_SHIFT))
#define PGD_VALID		(_AT(pgdval_t, 1) << 0)

#if PGTABLE_LEVELS > 3
#define PUD_SHIFT		PGTABLE_LEVEL_SHIFT(1)
#define PTRS_PER_PUD		PTRS_PER_PTE
#else
#define PUD_SHIFT		PGDIR_SHIFT
#define PTRS_PER_PUD		1
#endif
#define PUD_SIZE		(_AC(1, UL) << PUD_SHIFT)
#define PUD_MASK		(~(PUD_SIZE - 1))
#define PUD_VALID		(_AT(pudval_t, 1) << 0)

#define PMD_SHIFT		PGTABLE_LEVEL_SHIFT(2)
#define PMD_SIZE		(_AC(1, UL) << PMD_SHIFT)
#define PMD_MASK		(~(PMD_SIZE - 1))
#define PTRS_PER_PMD		PTRS_PER_PTE

#define SECTION_SHIFT		PMD_SHIFT
#define SECTION_SIZE		(_AC(1, UL) << SECTION_SHIFT)
#define SECTION_MASK		(~(SECTION_SIZE - 1))

/* Level 2 descriptors */
#define PMD_TYPE_MASK		(_AT(pmdval_t, 3) << 0)
#define PMD_TYPE_FAULT		(_AT(pmdval_t, 0) << 0)
#define PMD_TYPE_TABLE		(_AT(pmdval_t, 3) << 0)
#define PMD_TYPE_SECT		(_AT(pmdval_t, 1) << 0)
#define PMD_TABLE_BIT		(_AT(pmdval_t, 1) << 1)

#define PMD_SECT_VALID		(_AT(pmdval_t, 1) << 0)
#define PMD_SECT_PROT_NONE	(_AT(pmdval_t, 1) << 58)
#define PMD_SECT_USER		(_AT(pmdval_t, 1) << 6)
#define PMD_SECT_RDONLY		(_AT(pmdval_t, 1) << 7)
#define PMD_SECT_S		(_AT(pmdval_t, 3) << 8)
#define PMD_SECT_AF		(_AT(pmdval_t, 1) << 10)
#define PMD_SECT_NG		(_AT(pmdval_t, 1) << 11)
#define PMD_SECT_PXN		(_AT(pmdval_t, 1) << 53)
#define PMD_SECT_UXN		(_AT(pmdval_t, 1) << 54)
#define PMD_ATTRINDX(t)		(_AT(pmdval_t, (t)) << 2)
#define PMD_ATTRINDX_MASK	(_AT(pmdval_t, 7) << 2)

/* Level 3 descriptors */
#define PTE_TYPE_MASK		(_AT(pteval_t, 3) << 0)
#define PTE_TYPE_FAULT		(_AT(pteval_t, 0) << 0)
#define PTE_TYPE_PAGE		(_AT(pteval_t, 3) << 0)
#define PTE_VALID		(_AT(pteval_t, 1) << 0)
#define PTE_TABLE_BIT		(_AT(pteval_t, 1) << 1)
#define PTE_USER		(_AT(pteval_t, 1) << 6)		/* AP[1] */
#define PTE_RDONLY		(_AT(pteval_t, 1) << 7)		/* AP[2] */
#define PTE_SHARED		(_AT(pteval_t, 3) << 8)		/* SH[1:0], inner shareable */
#define PTE_AF			(_AT(pteval_t, 1) << 10)
#define PTE_NG			(_AT(pteval_t, 1) << 11)
#define PTE_GP			(_AT(pteval_t, 1) << 50)	/* guarded page, FEAT_BTI */
#define PTE_DBM			(_AT(pteval_t, 1) << 51)	/* dirty bit modifier, FEAT_HAFDBS */
#define PTE_CONT		(_AT(pteval_t, 1) << 52)
#define PTE_PXN			(_AT(pteval_t, 1) << 53)
#define PTE_UXN			(_AT(pteval_t, 1) << 54)
#define PTE_ATTRINDX(t)		(_AT(pteval_t, (t)) << 2)
#define PTE_ATTRINDX_MASK	(_AT(pteval_t, 7) << 2)

/* The physical address an entry may hold */
#define PHYS_MASK_SHIFT		48
#define PHYS_MASK		((_AC(1, UL) << PHYS_MASK_SHIFT) - 1)

/* TCR_EL1; fields that exist per half are set for both halves at once */
#define TCR_TxSZ(x)		(((_AC(64, UL) - (x)) << 16) | ((_AC(64, UL) - (x)) << 0))
#define TCR_EPD0		(_AC(1, UL) << 7)
#define TCR_IRGN_NC		((_AC(0, UL) << 8) | (_AC(0, UL) << 24))
#define TCR_IRGN_WBWA		((_AC(1, UL) << 8) | (_AC(1, UL) << 24))
#define TCR_IRGN_WT		((_AC(2, UL) << 8) | (_AC(2, UL) << 24))
#define TCR_IRGN_WBnWA		((_AC(3, UL) << 8) | (_AC(3, UL) << 24))
#define TCR_IRGN_MASK		((_AC(3, UL) << 8) | (_AC(3, UL) << 24))
#define TCR_ORGN_NC		((_AC(0, UL) << 10) | (_AC(0, UL) << 26))
#define TCR_ORGN_WBWA		((_AC(1, UL) << 10) | (_AC(1, UL) << 26))
#define TCR_ORGN_WT		((_AC(2, UL) << 10) | (_AC(2, UL) << 26))
#define TCR_ORGN_WBnWA		((_AC(3, UL) << 10) | (_AC(3, UL) << 26))
#define TCR_ORGN_MASK		((_AC(3, UL) << 10) | (_AC(3, UL) << 26))
#define TCR_SHARED		((_AC(3, UL) << 12) | (_AC(3, UL) << 28))
#define TCR_EPD1		(_AC(1, UL) << 23)
#define TCR_TG0_4K		(_AC(0, UL) << 14)
#define TCR_TG0_64K		(_AC(1, UL) << 14)
#define TCR_TG0_16K		(_AC(2, UL) << 14)
#define TCR_TG1_16K		(_AC(1, UL) << 30)
#define TCR_TG1_4K		(_AC(2, UL) << 30)
#define TCR_TG1_64K		(_AC(3, UL) << 30)
#define TCR_IPS_SHIFT		32
#define TCR_A1			(_AC(1, UL) << 22)
#define TCR_ASID16		(_AC(1, UL) << 36)
#define TCR_TBI0		(_AC(1, UL) << 37)
#define TCR_TBI1		(_AC(1, UL) << 38)
#define TCR_HA			(_AC(1, UL) << 39)
#define TCR_HD			(_AC(1, UL) << 40)
#define TCR_E0PD0		(_AC(1, UL) << 55)
#define TCR_TCMA0		(_AC(1, UL) << 57)

/* Memory attribute indices in MAIR_EL1 */
#define MT_DEVICE_nGnRnE	0
#define MT_DEVICE_nGnRE		1
#define MT_DEVICE_GRE		2
#define MT_NORMAL_NC		3
#define MT_NORMAL		4
#define MT_NORMAL_WT		5
#define MT_DEVICE_nGRE		6
#define MT_NORMAL_TAGGED	7

#endif /* _ASMARM64_PGTABLE_HWDEF_H_ */
