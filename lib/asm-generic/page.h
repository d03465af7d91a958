// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Pages of CONFIG_PAGE_SIZE bytes, or of 4 KiB, in an identity map.
 */
#ifndef _ASM_GENERIC_PAGE_H_
#define _ASM_GENERIC_PAGE_H_

#if __has_include("config.h")
#include "config.h"
#endif
#include <linux/const.h>

#ifndef PAGE_SHIFT
#if !defined(CONFIG_PAGE_SIZE) || CONFIG_PAGE_SIZE == 4096
#define PAGE_SHIFT	12
#elif CONFIG_PAGE_SIZE == 16384
#define PAGE_SHIFT	14
#elif CONFIG_PAGE_SIZE == 65536
#define PAGE_SHIFT	16
#else
#error unsupported page size
#endif
#endif

#define PAGE_SIZE	(_AC(1, UL) << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))

#ifndef __ASSEMBLER__
#include <libcflat.h>

#define PAGE_ALIGN(a)		ALIGN(a, PAGE_SIZE)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

#ifndef __ASM_PAGE_HAVE_TYPES
typedef unsigned long pteval_t;
typedef struct { pteval_t pgd; } pgd_t;
#endif

#ifndef __va
#define __va(pa)		((void *)(unsigned long)(pa))
#define __pa(va)		((phys_addr_t)(unsigned long)(va))
#endif
#define virt_to_pfn(va)		((unsigned long)(__pa(va) >> PAGE_SHIFT))
#define pfn_to_virt(pfn)	__va((phys_addr_t)(pfn) << PAGE_SHIFT)
#endif

#endif
