/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Page size and page table entry types of the 32-bit library (LPAE, 4 KiB pages). */
#ifndef _ASMARM_PAGE_H_
#define _ASMARM_PAGE_H_

#include <linux/const.h>

#define PAGE_SHIFT		12
#define PAGE_SIZE		(_AC(1, UL) << PAGE_SHIFT)
/* The mask is for addresses; phys_addr_t has ALIGN() and ALIGN_DOWN() */
#define PAGE_MASK		(~(PAGE_SIZE - 1))

#ifndef __ASSEMBLER__

#include <libcflat.h>

#define PAGE_ALIGN(addr)	ALIGN(addr, PAGE_SIZE)

typedef u64 pteval_t;
typedef u64 pmdval_t;
typedef u64 pudval_t;
typedef u64 pgdval_t;
typedef struct { pteval_t pte; } pte_t;
typedef struct { pmdval_t pmd; } pmd_t;
typedef struct { pgdval_t pgd; } pgd_t;
typedef struct { pteval_t pgprot; } pgprot_t;

/* two levels above the page table: the pud is the pgd */
typedef pgd_t pud_t;

#define pte_val(x)		((x).pte)
#define pmd_val(x)		((x).pmd)
#define pud_val(x)		pgd_val(x)
#define pgd_val(x)		((x).pgd)
#define pgprot_val(x)		((x).pgprot)

#define __pte(x)		((pte_t) { (x) })
#define __pmd(x)		((pmd_t) { (x) })
#define __pud(x)		__pgd(x)
#define __pgd(x)		((pgd_t) { (x) })
#define __pgprot(x)		((pgprot_t) { (x) })

/* Physical address of a mapped virtual one, and the identity address of a physical one. */
extern phys_addr_t __virt_to_phys(unsigned long addr);
extern unsigned long __phys_to_virt(phys_addr_t addr);

#define __va(x)			((void *)__phys_to_virt((phys_addr_t)(x)))
#define __pa(x)			__virt_to_phys((unsigned long)(x))

#define virt_to_pfn(kaddr)	(__pa(kaddr) >> PAGE_SHIFT)
#define pfn_to_virt(pfn)	__va((phys_addr_t)(pfn) << PAGE_SHIFT)

#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_PAGE_H_ */
