// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * dat: dynamic address translation, what is wrong where (PoP chapter 3).
 *
 * Each level's invalid bit, wrong types and lengths, addresses beyond memory,
 * what the TEID tells, LOAD REAL ADDRESS, moves between address spaces, and that
 * an access exception leaves nothing half done.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <mmu.h>
#include <sclp.h>
#include <smp.h>
#include <vmalloc.h>
#include "pgm.h"

#define PAGE_ENTRY_BIT52	0x800UL

/* Two adjacent pages somewhere in the virtual address space */
static uint8_t *window;
static phys_addr_t frames[2];
static pgd_t *root;

#define TEID	(*(volatile uint64_t *)OPAQUE_PTR(GEN_LC_TRANS_EXC_ID))
#define TEID_STORE	0x400UL
#define TEID_FETCH	0x800UL

static void load(void *p)
{
	asm volatile("lg	%%r0,0(%0)" : : "a" (p) : "0", "memory");
}

static void store(void *p)
{
	asm volatile("stg	%0,0(%1)" : : "d" (0x1234UL), "a" (p) : "memory");
}

/* A load and a store at window, @code each, with the right TEID */
static void both(uint16_t code, bool has_teid, const char *what)
{
	uint64_t teid;

	expect_pgm_int();
	load(window + 8);
	teid = TEID;
	check_eq(clear_pgm_int(), code, "%s: load", what);
	if (has_teid) {
		check_eq(teid & PAGE_MASK, (uint64_t)window, "%s: load, page in the TEID", what);
		check_eq(teid & (TEID_FETCH | TEID_STORE), TEID_FETCH, "%s: load, access in the TEID", what);
		check_eq(teid & 3, 0, "%s: load, primary space in the TEID", what);
	}
	expect_pgm_int();
	store(window + 8);
	teid = TEID;
	check_eq(clear_pgm_int(), code, "%s: store", what);
	if (has_teid) {
		check_eq(teid & PAGE_MASK, (uint64_t)window, "%s: store, page in the TEID", what);
		check_eq(teid & (TEID_FETCH | TEID_STORE), TEID_STORE, "%s: store, access in the TEID", what);
	}
}

static const struct entry_case {
	const char *name;
	enum pgt_level level;
	uint64_t clear, set;
	uint16_t code;
} entries[] = {
	{ "page invalid", pgtable_level_pte, 0, PAGE_ENTRY_I, PGM_INT_CODE_PAGE_TRANSLATION },
	{ "segment invalid", pgtable_level_pmd, 0, SEGMENT_ENTRY_I, PGM_INT_CODE_SEGMENT_TRANSLATION },
	{ "region-third invalid", pgtable_level_pud, 0, REGION_ENTRY_I, PGM_INT_CODE_REGION_THIRD_TRANS },
	{ "region-second invalid", pgtable_level_p4d, 0, REGION_ENTRY_I, PGM_INT_CODE_REGION_SECOND_TRANS },
	{ "region-first invalid", pgtable_level_pgd, 0, REGION_ENTRY_I, PGM_INT_CODE_REGION_FIRST_TRANS },
	{ "page bit 52", pgtable_level_pte, 0, PAGE_ENTRY_BIT52, PGM_INT_CODE_TRANSLATION_SPEC },
	{ "segment of wrong type", pgtable_level_pmd, SEGMENT_ENTRY_TT, SEGMENT_ENTRY_TT_REGION3,
	  PGM_INT_CODE_TRANSLATION_SPEC },
	{ "region-third of wrong type", pgtable_level_pud, REGION_ENTRY_TT, REGION_ENTRY_TT_REGION2,
	  PGM_INT_CODE_TRANSLATION_SPEC },
	{ "region-second of wrong type", pgtable_level_p4d, REGION_ENTRY_TT, REGION_ENTRY_TT_REGION1,
	  PGM_INT_CODE_TRANSLATION_SPEC },
	{ "region-first of wrong type", pgtable_level_pgd, REGION_ENTRY_TT, REGION_ENTRY_TT_REGION3,
	  PGM_INT_CODE_TRANSLATION_SPEC },
	{ "frame beyond memory", pgtable_level_pte, 0, 0x7f00000000000000UL, PGM_INT_CODE_ADDRESSING },
	{ "page table beyond memory", pgtable_level_pmd, 0, 0x7f00000000000000UL, PGM_INT_CODE_ADDRESSING },
	{ "segment table beyond memory", pgtable_level_pud, 0, 0x7f00000000000000UL, PGM_INT_CODE_ADDRESSING },
	{ "segment table too short", pgtable_level_pud, REGION_ENTRY_TL, 0, PGM_INT_CODE_SEGMENT_TRANSLATION },
	{ "region-third table too short", pgtable_level_p4d, REGION_ENTRY_TL, 0, PGM_INT_CODE_REGION_THIRD_TRANS },
	{ "region-second table too short", pgtable_level_pgd, REGION_ENTRY_TL, 0, PGM_INT_CODE_REGION_SECOND_TRANS },
	{ "segment table begins later", pgtable_level_pud, REGION_ENTRY_TF, 0xc0, PGM_INT_CODE_SEGMENT_TRANSLATION },
};

/* The window's indices are in the last quarter (the "begins later" case: the first) */
static void entry(void)
{
	const struct entry_case *c = subtest_row();
	uint8_t *saved = window;
	bool begins_later = c->clear == REGION_ENTRY_TF;
	uint64_t *e, old;

	if (begins_later) {
		/* segment index below the offset */
		window = (uint8_t *)((uint64_t)window & ~((1UL << REGION3_SHIFT) - 1));
		install_page(root, frames[0], window);
	}
	e = get_dat_entry(root, window, c->level);
	old = *e;
	load(window);
	protect_dat_entry(window, 0, c->level);
	*e = (old & ~c->clear) | c->set;
	/* a changed type or origin may be cached: get rid of all */
	asm volatile("ptlb" : : : "memory");
	both(c->code, c->code != PGM_INT_CODE_ADDRESSING && c->code != PGM_INT_CODE_TRANSLATION_SPEC, "entry");
	*e = old;
	asm volatile("ptlb" : : : "memory");
	check_pgm(0, load(window), "entry as before");
	window = saved;
}

static void protection(void)
{
	uint64_t teid;

	protect_page(window, PAGE_ENTRY_P);
	check_pgm(0, load(window), "load from a protected page");
	*(uint64_t *)__va(frames[0]) = 77;
	expect_pgm_int();
	store(window);
	teid = TEID;
	check_eq(clear_pgm_int(), PGM_INT_CODE_PROTECTION, "store to a protected page");
	check_eq(teid & PAGE_MASK, (uint64_t)window, "page in the TEID");
	check_eq(*(volatile uint64_t *)__va(frames[0]), 77, "nothing is stored");
	unprotect_page(window, PAGE_ENTRY_P);
	check_pgm(0, store(window), "store when it is not protected any more");
}

static int lrag(void *virt, uint64_t *result)
{
	uint64_t r = 0;
	int cc;

	asm volatile("	lrag	%0,0(%2)\n	ipm	%1\n	srl	%1,28\n"
		     : "+d" (r), "=d" (cc) : "a" (virt) : "cc", "memory");
	*result = r;
	return cc;
}

static void load_real_address(void)
{
	uint64_t real;

	check_eq(lrag(window + 0x123, &real), 0, "valid page: condition code");
	check_eq(real, frames[0] + 0x123, "valid page: address");
	protect_dat_entry(window, PAGE_ENTRY_I, pgtable_level_pte);
	check_eq(lrag(window, &real), 2, "invalid page: condition code");
	check_eq(real, (uint64_t)get_dat_entry(root, window, pgtable_level_pte), "invalid page: entry address");
	unprotect_dat_entry(window, PAGE_ENTRY_I, pgtable_level_pte);
	protect_dat_entry(window, SEGMENT_ENTRY_I, pgtable_level_pmd);
	check_eq(lrag(window, &real), 1, "invalid segment: condition code");
	unprotect_dat_entry(window, SEGMENT_ENTRY_I, pgtable_level_pmd);
	protect_dat_entry(window, REGION_ENTRY_I, pgtable_level_pud);
	check_eq(lrag(window, &real), 3, "invalid region: condition code");
	unprotect_dat_entry(window, REGION_ENTRY_I, pgtable_level_pud);
}

/* A store that crosses into an invalid page must not store in the first. */
static void nullified(void)
{
	uint8_t *p = window + PAGE_SIZE - 4, *seen = (uint8_t *)__va(frames[0]) + PAGE_SIZE - 4;
	static const uint8_t untouched[4] = { 1, 2, 3, 4 };

#define CROSSING(name, text)							\
do {										\
	memcpy(seen, untouched, 4);						\
	protect_page(window + PAGE_SIZE, PAGE_ENTRY_I);				\
	check_pgm(PGM_INT_CODE_PAGE_TRANSLATION,				\
		  asm volatile(text : : "a" (p) : "memory", "cc", "0", "1", "2", "3"), name);	\
	unprotect_page(window + PAGE_SIZE, PAGE_ENTRY_I);			\
	check_mem(seen, untouched, 4, name ": bytes in the first page");	\
} while (0)
	CROSSING("STG", "stg	%%r0,0(%0)");
	CROSSING("STMG", "stmg	%%r0,%%r3,0(%0)");
	CROSSING("MVC", "mvc	0(8,%0),0(%%r15)");
	CROSSING("XC", "xc	0(8,%0),0(%%r15)");
	CROSSING("STM", "stm	%%r0,%%r1,0(%0)");
	CROSSING("CVD", "cvd	%%r0,0(%0)");
	CROSSING("STD", "std	%%f0,0(%0)");
}

static volatile int running, faulted;
static volatile uint64_t loads;
static uint64_t asce;

static void cpu1_fault(struct stack_frame_int *frame)
{
	struct psw *old = OPAQUE_PTR(GEN_LC_PGM_OLD_PSW);

	faulted = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_PGM_INT_CODE);
	/* out of the loop: to the instruction behind it */
	old->addr = frame->grs0[6 - 2];
}

static void cpu1_reader(void)
{
	lctlg(1, asce);
	irq_set_dat_mode(true, AS_PRIM);
	enable_dat();
	register_pgm_cleanup_func(cpu1_fault);
	expect_pgm_int();
	running = 1;
	asm volatile("	larl	%%r6,1f\n0:	lg	%%r0,0(%0)\n	agsi	0(%1),1\n	j	0b\n1:\n"
		     : : "a" (window), "a" (&loads) : "0", "6", "memory", "cc");
	running = 2;
	for (;;)
		mb();
}

static const char *needs_2_cpus(void)
{
	return smp_query_num_cpus() < 2 ? "need at least 2 cpus for this test" : NULL;
}

static void invalidate_elsewhere(void)
{
	uint64_t before;

	running = faulted = 0;
	loads = 0;
	asce = stctg(1);
	assert(!smp_cpu_setup(1, PSW(PSW_MASK_64, cpu1_reader)));
	while (running != 1 || loads < 1000)
		mb();
	protect_page(window, PAGE_ENTRY_I);
	/* from here on the other CPU must not get through again: one load may have been on its way */
	before = loads;
	while (running != 2 && loads < before + 100000)
		mb();
	check_eq(faulted, PGM_INT_CODE_PAGE_TRANSLATION, "the other CPU faults after IPTE");
	check_le(loads, before + 1, "loads that went through after IPTE");
	smp_cpu_destroy(1);
	unprotect_page(window, PAGE_ENTRY_I);
}

/* MVCOS with the second operand in the secondary space: bits 48-63 of GR0 */
static uint16_t move_from_secondary(uint64_t secondary, uint8_t *dest)
{
	uint64_t saved = stctg(7);

	lctlg(7, secondary);
	/* secondary-space control */
	ctl_set_bit(0, 63 - 37);
	asm volatile("ptlb" : : : "memory");
	expect_pgm_int();
	/* second operand: address-space control 10 (secondary) with its validity bit */
	asm volatile("	lghi	%%r0,0x81\n	lghi	%%r1,8\n	mvcos	0(%0),0(%1),%%r1\n"
		     : : "a" (dest), "a" (window) : "0", "1", "cc", "memory");
	ctl_clear_bit(0, 63 - 37);
	lctlg(7, saved);
	return clear_pgm_int();
}

static void address_spaces(void)
{
	uint64_t good = stctg(1);
	uint8_t dest[8] = {};
	pgd_t *other = pgd_alloc_one();

	/* another space that has the second frame at the window's address */
	install_page(other, frames[1], window);
	*(uint64_t *)__va(frames[0]) = 0x1111;
	*(uint64_t *)__va(frames[1]) = 0x2222;
	check_eq(move_from_secondary((uint64_t)other | ASCE_DT_REGION1 | 3, dest), 0, "MVCOS: no exception");
	check_eq(*(uint64_t *)dest, 0x2222, "MVCOS from the secondary space");
	check_eq(move_from_secondary((uint64_t)pgd_alloc_one() | ASCE_DT_REGION1 | 3, dest),
		 PGM_INT_CODE_REGION_FIRST_TRANS, "secondary space without the page");
	/* a designation that cannot reach so far */
	check_eq(move_from_secondary((uint64_t)other | ASCE_DT_SEGMENT | 3, dest), PGM_INT_CODE_ASCE_TYPE,
		 "segment-table designation for a high address");
	check_eq(move_from_secondary((uint64_t)other | ASCE_DT_REGION3 | 3, dest), PGM_INT_CODE_ASCE_TYPE,
		 "region-third designation for a high address");
	check_eq(move_from_secondary((uint64_t)other | ASCE_DT_REGION1 | 0, dest),
		 PGM_INT_CODE_REGION_FIRST_TRANS, "region-first table too short");
	check_eq(stctg(1), good, "primary space is as before");
}

/* Real addresses: LURAG and STURG do not translate. */
static void real_access(void)
{
	uint64_t v = 0;

	*(uint64_t *)__va(frames[0]) = 0xabcd;
	asm volatile("lurag	%0,%1" : "=d" (v) : "a" (frames[0]) : "memory");
	check_eq(v, 0xabcd, "LURAG");
	asm volatile("sturg	%0,%1" : : "d" (0x9876UL), "a" (frames[0] + 8) : "memory");
	check_eq(*(volatile uint64_t *)(window + 8), 0x9876, "STURG");
	check_pgm(5, asm volatile("lurag	%%r0,%0" : : "a" (get_ram_size() + SZ_2G) : "0", "memory"),
		  "LURAG beyond memory");
	check_pgm(6, asm volatile("lurag	%%r0,%0" : : "a" (frames[0] + 4) : "0", "memory"),
		  "LURAG misaligned");
	check_pgm(6, asm volatile("lura	%%r0,%0" : : "a" (frames[0] + 2) : "0", "memory"), "LURA misaligned");
	check_pgm(6, asm volatile("sturg	%%r0,%0" : : "a" (frames[0] + 4) : "0", "memory"),
		  "STURG misaligned");
}

static const struct subtest subtests[] = {
	{ "entry", entry, SUBTEST_ROWS(entries) },
	{ "protection", protection },
	{ "lrag", load_real_address },
	{ "nullified", nullified },
	{ "ipte-other-cpu", invalidate_elsewhere, .requires = needs_2_cpus },
	{ "spaces", address_spaces },
	{ "real", real_access },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);
	/* high up at every level, but for the last page of each */
	window = (uint8_t *)0xf7dffdfffff00000UL;
	for (int i = 0; i < 2; i++) {
		frames[i] = __pa(alloc_page());
		install_page(root, frames[i], window + i * PAGE_SIZE);
	}
	return run_subtests(subtests, argc, argv);
}
