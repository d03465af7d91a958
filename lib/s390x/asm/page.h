/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Translation-table entries. The generic names stand for the five levels of
 * dynamic address translation: pgd region-first, p4d region-second, pud
 * region-third, pmd segment, pte page.
 */
#ifndef _ASMS390X_PAGE_H_
#define _ASMS390X_PAGE_H_

#define __ASM_PAGE_HAVE_TYPES
#include <asm-generic/page.h>

#ifndef __ASSEMBLER__
#include <stdint.h>

typedef uint64_t pgdval_t;
typedef uint64_t p4dval_t;
typedef uint64_t pudval_t;
typedef uint64_t pmdval_t;
typedef uint64_t pteval_t;

typedef struct { pgdval_t pgd; } pgd_t;
typedef struct { p4dval_t p4d; } p4d_t;
typedef struct { pudval_t pud; } pud_t;
typedef struct { pmdval_t pmd; } pmd_t;
typedef struct { pteval_t pte; } pte_t;

#define pgd_val(x)	((x).pgd)
#define p4d_val(x)	((x).p4d)
#define pud_val(x)	((x).pud)
#define pmd_val(x)	((x).pmd)
#define pte_val(x)	((x).pte)

#define __pgd(x)	((pgd_t) { (x) })
#define __p4d(x)	((p4d_t) { (x) })
#define __pud(x)	((pud_t) { (x) })
#define __pmd(x)	((pmd_t) { (x) })
#define __pte(x)	((pte_t) { (x) })
#endif

#define HPAGE_SHIFT	20
#define HPAGE_SIZE	(_AC(1, UL) << HPAGE_SHIFT)
#define HPAGE_MASK	(~(HPAGE_SIZE - 1))

#endif
