/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* TLB maintenance and the page attributes that arm and arm64 tests share by name. */
#ifndef _ASMARM64_MMU_H_
#define _ASMARM64_MMU_H_

#include <asm/barrier.h>
#include <asm/pgtable-hwdef.h>

#define PMD_SECT_UNCACHED	PMD_ATTRINDX(MT_DEVICE_nGnRE)
#define PTE_UNCACHED		PTE_ATTRINDX(MT_DEVICE_nGnRE)
#define PTE_WBWA		PTE_ATTRINDX(MT_NORMAL)
#define PTE_TAGGED		PTE_ATTRINDX(MT_NORMAL_TAGGED)

/* Drop every EL1&0 translation on all CPUs of the inner shareable domain. */
static inline void flush_tlb_all(void)
{
	dsb(ishst);
	asm volatile("tlbi vmalle1is" : : : "memory");
	dsb(ish);
	isb();
}

/*
 * Drop the translations of the page that holds vaddr, all ASIDs, all CPUs. The operand holds
 * VA[55:12]; bits [63:44] are the TTL hint and must be zero for a tagged pointer too.
 */
static inline void flush_tlb_page(unsigned long vaddr)
{
	unsigned long page = (vaddr >> 12) & 0xfffffffffffUL;

	dsb(ishst);
	asm volatile("tlbi vaae1is, %0" : : "r" (page) : "memory");
	dsb(ish);
	isb();
}

/* Clean and invalidate the data cache line of vaddr to the point of coherency. */
static inline void flush_dcache_addr(unsigned long vaddr)
{
	asm volatile("dc civac, %0" : : "r" (vaddr) : "memory");
}

#include <asm/mmu-api.h>

#endif /* _ASMARM64_MMU_H_ */
