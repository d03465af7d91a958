// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mvpg-sie: interpreted MOVE PAGE; a page that is invalid in the host makes a
 * partial-execution interception that names both page-table entries.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <mmu.h>
#include <sclp.h>
#include <sie.h>
#include <snippet.h>
#include <subtest.h>
#include <vmalloc.h>

extern const char SNIPPET_NAME_START(c, mvpg_snippet)[];
extern const char SNIPPET_NAME_END(c, mvpg_snippet)[];

static struct vm vm;
static uint8_t *src, *dst;

static const char *needs_sief2(void)
{
	return sclp_facilities.has_sief2 ? NULL : "SIEF2 facility unavailable";
}

static uint64_t pte_address(uint8_t *page)
{
	pgd_t *root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);

	return (uint64_t)get_dat_entry(root, page, pgtable_level_pte);
}

/* The guest has moved on to its DIAGNOSE 0x44 */
static void check_diag44(void)
{
	check_eq(vm.sblk->icptcode, ICPT_INST, "then DIAGNOSE: interception code");
	check_eq(vm.sblk->ipa, 0x8300, "then DIAGNOSE: instruction parameter A");
	check_eq(vm.sblk->ipb, 0x440000, "then DIAGNOSE: instruction parameter B");
}

static void moves(void)
{
	sie(&vm);
	check_mem(src, dst, PAGE_SIZE, "page moved");
	check_diag44();
}

/* One page is invalid in the host's tables; its entry's address is at 0xc0 or 0xc8 */
static void invalid_page(uint8_t *page)
{
	uint64_t *dest_pte = (uint64_t *)((uint8_t *)vm.sblk + 0xc0);
	uint64_t *src_pte = (uint64_t *)((uint8_t *)vm.sblk + 0xc8);

	memset(dst, 0, PAGE_SIZE);
	protect_page(page, PAGE_ENTRY_I);
	sie(&vm);
	check_eq(vm.sblk->icptcode, ICPT_PARTEXEC, "interception code");
	/* the address of the entry, which is flagged as invalid */
	check_eq(*src_pte & ~7UL, pte_address(src), "entry of the source");
	check_eq(*dest_pte & ~7UL, pte_address(dst), "entry of the destination");
	check_eq(*(uint64_t *)pte_address(page) & PAGE_ENTRY_I, PAGE_ENTRY_I, "the entry is invalid");
	unprotect_page(page, PAGE_ENTRY_I);
	check_eq(dst[0], 0, "destination is intact");
	/* the interception is after the instruction: the host would have to move the page */
	sie(&vm);
	check_diag44();
}

static void source_invalid(void)
{
	invalid_page(src);
}

static void destination_invalid(void)
{
	invalid_page(dst);
}

static const struct subtest subtests[] = {
	{ "move", moves, .requires = needs_sief2 },
	{ "source-invalid", source_invalid, .requires = needs_sief2 },
	{ "destination-invalid", destination_invalid, .requires = needs_sief2 },
	{ }
};

int main(int argc, char **argv)
{
	if (!needs_sief2()) {
		snippet_setup_guest(&vm, false);
		snippet_init(&vm, SNIPPET_NAME_START(c, mvpg_snippet), SNIPPET_LEN(c, mvpg_snippet),
			     SNIPPET_UNPACK_OFF);
		vm.sblk->eca = ECA_MVPGI;
		src = (uint8_t *)vm.sblk->mso + PAGE_SIZE * 6;
		dst = (uint8_t *)vm.sblk->mso + PAGE_SIZE * 5;
		memset(src, 0x42, PAGE_SIZE);
		memset(dst, 0x43, PAGE_SIZE);
	}
	return run_subtests(subtests, argc, argv);
}
