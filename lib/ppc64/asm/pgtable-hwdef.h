/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Radix tree layout (Power ISA 3.0B, Book III, section 5.7.10): 52-bit
 * effective addresses, 13 + 9 + 9 + (9 or 5) bits of index.
 */
#ifndef _ASMPPC64_PGTABLE_HWDEF_H_
#define _ASMPPC64_PGTABLE_HWDEF_H_

#include <asm/page.h>

#define PGDIR_SHIFT	39
#define PUD_SHIFT	30
#define PMD_SHIFT	21

#define PTRS_PER_PGD	(1 << (VA_BITS - PGDIR_SHIFT))
#define PTRS_PER_PUD	(1 << (PGDIR_SHIFT - PUD_SHIFT))
#define PTRS_PER_PMD	(1 << (PUD_SHIFT - PMD_SHIFT))
#define PTRS_PER_PTE	(1 << (PMD_SHIFT - PAGE_SHIFT))

#define PGDIR_SIZE	(1UL << PGDIR_SHIFT)
#define PGDIR_MASK	(~(PGDIR_SIZE - 1))
#define PUD_SIZE	(1UL << PUD_SHIFT)
#define PUD_MASK	(~(PUD_SIZE - 1))
#define PMD_SIZE	(1UL << PMD_SHIFT)
#define PMD_MASK	(~(PMD_SIZE - 1))

#define _PAGE_VALID		0x8000000000000000UL
#define _PAGE_PTE		0x4000000000000000UL	/* leaf */

#define _PAGE_EXEC		0x00001UL
#define _PAGE_WRITE		0x00002UL
#define _PAGE_READ		0x00004UL
#define _PAGE_PRIVILEGED	0x00008UL
#define _PAGE_SAO		0x00010UL
#define _PAGE_NON_IDEMPOTENT	0x00020UL
#define _PAGE_TOLERANT		0x00030UL
#define _PAGE_DIRTY		0x00080UL		/* C */
#define _PAGE_ACCESSED		0x00100UL		/* R */
#define _PAGE_SW0		0x2000000000000000UL
#define _PAGE_SW1		0x00800UL
#define _PAGE_SW2		0x00400UL
#define _PAGE_SW3		0x00200UL

#define PHYS_MASK_SHIFT		48
#define PHYS_MASK		((1UL << PHYS_MASK_SHIFT) - 1)

#endif /* _ASMPPC64_PGTABLE_HWDEF_H_ */
