/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mmu: page table entries of one's own and one access at a time, shared by the sources of the mmu image. */
#ifndef _ARM_MMU_TEST_H_
#define _ARM_MMU_TEST_H_

#include <libcflat.h>
#include <subtest.h>
#include <asm/mmu.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/trap.h>

/* Addresses that nothing else uses: half a PGD entry of our own each */
#define WINDOW		(1UL << 46)
#define NEXT_PGD	(WINDOW + PGDIR_SIZE)

#define FAULT(fsc, level)	((fsc) + (level))
#define WNR			(1U << 6)
#define CM			(1U << 8)
#define START_LEVEL		(4 - PGTABLE_LEVELS)

/* What is run against an address in x0; x1 is what is written. */
extern const u32 ld[], ld_byte[], ld_pair[], st[], st_pair[], ex[], ldtr[], sttr[], ldxr[], ldar[],
		 ldadd[], dc_civac[], dc_ivac[], dc_zva[], ic_ivau[];

/* Two pages and the registers as they were; setup_frames() fills them in, once. */
extern u64 *frame_page, *other_page;
extern u64 saved_tcr, saved_sctlr;
extern void setup_frames(void);

extern bool has_lse(void);
extern const char *needs_el1(void);
extern const char *needs_2_cpus(void);

extern pgd_t *table(void);
/* The level 2 and level 3 entries of va, tables made as needed. */
extern u64 *pmd_of(unsigned long va);
extern u64 *pte_of(unsigned long va);
/* Write an entry, break before make, for all CPUs. */
extern void put(u64 *entry, u64 val);
/* A page descriptor of Normal memory with AF set. */
extern u64 page_desc(void *page, u64 prot);
extern void set_tcr(u64 tcr);
extern void set_sctlr(u64 sctlr);

/* One access; true when it does as it should: nothing, or exactly this abort. */
extern bool access_is(bool el0, const u32 *code, unsigned long va, bool allowed, u32 iss);

static inline u64 read_at(unsigned long va)
{
	return READ_ONCE(*(u64 *)va);
}

extern const struct subtest mmu_fault_subtests[], mmu_tlb_subtests[], mmu_regime_subtests[],
			    mmu_access_subtests[], mmu_guarded_subtests[], mmu_lpa_subtests[];

#endif /* _ARM_MMU_TEST_H_ */
