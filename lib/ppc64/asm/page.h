/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pages and page table entry types. Table entries are big endian in memory;
 * the accessors below convert nothing, the walkers in <asm/pgtable.h> do.
 */
#ifndef _ASMPPC64_PAGE_H_
#define _ASMPPC64_PAGE_H_

#include "config.h"

#define VA_BITS		52

#ifndef CONFIG_PAGE_SIZE
#define CONFIG_PAGE_SIZE 65536
#endif
#if CONFIG_PAGE_SIZE == 65536
#define PAGE_SHIFT	16
#elif CONFIG_PAGE_SIZE == 4096
#define PAGE_SHIFT	12
#else
#error unsupported page size
#endif
#define PAGE_SIZE	(1UL << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#ifndef __ASSEMBLER__
#include <libcflat.h>

#define PAGE_ALIGN(addr)	ALIGN(addr, PAGE_SIZE)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

typedef u64 pteval_t;
typedef u64 pmdval_t;
typedef u64 pudval_t;
typedef u64 pgdval_t;
typedef struct { pteval_t pte; } pte_t;
typedef struct { pmdval_t pmd; } pmd_t;
typedef struct { pudval_t pud; } pud_t;
typedef struct { pgdval_t pgd; } pgd_t;
typedef struct { pteval_t pgprot; } pgprot_t;

#define pte_val(x)	((x).pte)
#define pmd_val(x)	((x).pmd)
#define pud_val(x)	((x).pud)
#define pgd_val(x)	((x).pgd)
#define pgprot_val(x)	((x).pgprot)

#define __pte(x)	((pte_t) { (x) })
#define __pmd(x)	((pmd_t) { (x) })
#define __pud(x)	((pud_t) { (x) })
#define __pgd(x)	((pgd_t) { (x) })
#define __pgprot(x)	((pgprot_t) { (x) })

#define __va(x)			((void *)__phys_to_virt((phys_addr_t)(x)))
#define __pa(x)			__virt_to_phys((unsigned long)(x))
#define virt_to_pfn(kaddr)	(__pa(kaddr) >> PAGE_SHIFT)
#define pfn_to_virt(pfn)	__va((phys_addr_t)(pfn) << PAGE_SHIFT)

phys_addr_t __virt_to_phys(unsigned long addr);
unsigned long __phys_to_virt(phys_addr_t addr);
#endif /* !__ASSEMBLER__ */
#endif /* _ASMPPC64_PAGE_H_ */
