/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AArch32 TLB and cache maintenance (Arm ARM K8.3.1). */
#ifndef _ASMARM_MMU_H_
#define _ASMARM_MMU_H_

#include <asm/barrier.h>
#include <asm/pgtable-hwdef.h>

/* TLBIALL: this CPU's translations. */
static inline void local_flush_tlb_all(void)
{
	dsb(nshst);
	asm volatile("mcr p15, 0, %0, c8, c7, 0" : : "r" (0) : "memory");
	dsb(nsh);
	isb();
}

/* TLBIALLIS: on all CPUs of the inner shareable domain. */
static inline void flush_tlb_all(void)
{
	dsb(ishst);
	asm volatile("mcr p15, 0, %0, c8, c3, 0" : : "r" (0) : "memory");
	dsb(ish);
	isb();
}

/* TLBIMVAAIS: of the page of vaddr, all ASIDs, all CPUs. */
static inline void flush_tlb_page(unsigned long vaddr)
{
	dsb(ishst);
	asm volatile("mcr p15, 0, %0, c8, c3, 3" : : "r" (vaddr & PAGE_MASK) : "memory");
	dsb(ish);
	isb();
}

/* DCCIMVAC: clean and invalidate the line of vaddr to the point of coherency. */
static inline void flush_dcache_addr(unsigned long vaddr)
{
	asm volatile("mcr p15, 0, %0, c7, c14, 1" : : "r" (vaddr) : "memory");
}

#include <asm/mmu-api.h>

#endif /* _ASMARM_MMU_H_ */
