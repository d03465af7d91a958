// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * edat: enhanced DAT. Protection bits in upper-level entries count only with
 * CR0 bit 40 on; frames of 1 MiB and 2 GiB are absolute and bypass prefixing
 * (PoP chapter 3 "Dynamic Address Translation").
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <fault.h>
#include <mmu.h>
#include <sclp.h>
#include <vmalloc.h>
#include "pgm.h"

#define VIRT(x) ((void *)((unsigned long)(x) + (unsigned long)mem))

static uint8_t prefix_buf[LC_SIZE] __attribute__((aligned(LC_SIZE)));
static pgd_t *root;
static void *mem;		/* the first 1 GiB again */
static volatile unsigned int *p;	/* a word in there */

/* The last program interruption is DAT protection of @page; what @p is now */
static void check_dat_prot(volatile void *page, const char *what)
{
	union teid teid = { .val = *(volatile uint64_t *)OPAQUE_PTR(GEN_LC_TRANS_EXC_ID) };

	if (!check_eq(clear_pgm_int(), PGM_INT_CODE_PROTECTION, "%s: program interruption", what))
		return;
	switch (get_supp_on_prot_facility()) {
	case SOP_NONE:
		return;
	case SOP_BASIC:
		if (!teid.sop_teid_predictable)
			return;
		break;
	case SOP_ENHANCED_1:
		check_eq(teid.sop_teid_predictable, 1, "%s: TEID bit 61", what);
		break;
	case SOP_ENHANCED_2:
		check_eq(teid_esop2_prot_code(teid), PROT_DAT, "%s: protection code", what);
		break;
	}
	check_eq(teid.sop_acc_list, 0, "%s: not the access list", what);
	check_eq(teid.asce_id, 0, "%s: primary space", what);
	check_eq(teid.val & PAGE_MASK, (unsigned long)page & PAGE_MASK, "%s: page", what);
}

static void store(unsigned int value)
{
	*p = value;
	asm volatile("" : : : "memory");
}

/* A store with @bits set in the entry of @level; must it be refused? */
static void with_entry(unsigned long bits, enum pgt_level level, bool refused, const char *what)
{
	store(0);
	protect_dat_entry((void *)p, bits, level);
	expect_pgm_int();
	store(42);
	if (refused)
		check_dat_prot(p, what);
	else
		check_eq(clear_pgm_int(), 0, "%s: no program interruption", what);
	unprotect_dat_entry((void *)p, bits, level);
	check_eq(*p, refused ? 0 : 42, "%s: memory", what);
}

static void edat0(void)
{
	ctl_clear_bit(0, CTL0_EDAT);

	store(17);
	check_eq(*p, 17, "read and write");

	store(0);
	protect_page((void *)p, PAGE_ENTRY_P);
	expect_pgm_int();
	store(42);
	check_dat_prot(p, "page protected");
	unprotect_page((void *)p, PAGE_ENTRY_P);
	check_eq(*p, 0, "page protected: memory");

	with_entry(SEGMENT_ENTRY_FC, pgtable_level_pmd, false, "segment with format control");
	with_entry(SEGMENT_ENTRY_P, pgtable_level_pmd, true, "segment protected");
	with_entry(REGION3_ENTRY_FC, pgtable_level_pud, false, "region-third with format control");
	with_entry(REGION_ENTRY_P, pgtable_level_pud, false, "region-third protected");
	with_entry(REGION_ENTRY_P, pgtable_level_p4d, false, "region-second protected");
	with_entry(REGION_ENTRY_P, pgtable_level_pgd, false, "region-first protected");
}

static const char *needs_edat1(void)
{
	return test_facility(8) ? NULL : "EDAT-1 is not available";
}

static const char *needs_edat2(void)
{
	return test_facility(78) ? NULL : "EDAT-2 is not available";
}

/* Large mappings are absolute: 0 there is 0, prefix there is real 0 */
static void check_bypass(void)
{
	uint32_t prefix = (uint32_t)(uintptr_t)prefix_buf;

	/* virtual 0 goes through a 4 KiB page: prefixing applies */
	check_mem(OPAQUE_PTR(0), VIRT(prefix), PAGE_SIZE, "real 0 is absolute prefix");
	check_mem(prefix_buf, VIRT(0), PAGE_SIZE, "real prefix is absolute 0");
}

static void edat1(void)
{
	ctl_set_bit(0, CTL0_EDAT);
	with_entry(SEGMENT_ENTRY_P, pgtable_level_pmd, true, "segment protected");
	with_entry(REGION_ENTRY_P, pgtable_level_pud, true, "region-third protected");
	with_entry(REGION_ENTRY_P, pgtable_level_p4d, true, "region-second protected");
	with_entry(REGION_ENTRY_P, pgtable_level_pgd, true, "region-first protected");

	for (unsigned long i = 0; i < SZ_1G; i += SZ_1M)
		install_large_page(root, i, VIRT(i));
	store(42);
	check_eq(*p, 42, "large page: read and write");
	check_bypass();
	with_entry(SEGMENT_ENTRY_P, pgtable_level_pmd, true, "large page protected");
	ctl_clear_bit(0, CTL0_EDAT);
}

static void edat2(void)
{
	unsigned long ram = get_ram_size(), i;
	unsigned int bad = 0;

	ctl_set_bit(0, CTL0_EDAT);
	install_huge_page(root, 0, mem);
	store(42);
	check_eq(*p, 42, "huge page: read and write");
	check_bypass();
	for (i = 0; i < MIN(ram, SZ_2G); i += PAGE_SIZE) {
		expect_pgm_int();
		(void)*(volatile char *)VIRT(i);
		if (clear_pgm_int())
			bad++;
	}
	check_eq(bad, 0, "pages of memory that fault in a huge page");
	for (bad = 0; i < SZ_2G; i += PAGE_SIZE) {
		expect_pgm_int();
		(void)*(volatile char *)VIRT(i);
		if (clear_pgm_int() != PGM_INT_CODE_ADDRESSING)
			bad++;
	}
	check_eq(bad, 0, "pages beyond memory without addressing exception");
	with_entry(REGION_ENTRY_P, pgtable_level_pud, true, "huge page protected");
	ctl_clear_bit(0, CTL0_EDAT);
}

static const struct subtest subtests[] = {
	{ "edat0", edat0 },
	{ "edat1", edat1, .requires = needs_edat1 },
	{ "edat2", edat2, .requires = needs_edat2 },
	{ }
};

int main(int argc, char **argv)
{
	assert_msg(test_facility(8) || !test_facility(78), "facility 78 without 8");
	setup_vm();
	root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);
	/* a window as far apart as a region-first entry reaches */
	mem = alloc_vpages_aligned(1UL << (REGION1_SHIFT - PAGE_SHIFT), REGION1_SHIFT - PAGE_SHIFT);
	for (unsigned long i = 0; i < SZ_1G; i += PAGE_SIZE)
		install_page(root, i, VIRT(i));

	/* so that prefixing can be told from its absence */
	memcpy(prefix_buf, OPAQUE_PTR(0), LC_SIZE);
	set_prefix((uint32_t)(uintptr_t)prefix_buf);
	/* may fault on purpose, so not in the prefix area */
	p = VIRT((unsigned long)alloc_pages_flags(0, AREA_DMA31));
	return run_subtests(subtests, argc, argv);
}
