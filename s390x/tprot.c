// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * tprot: TEST PROTECTION with translation on (PoP chapter 10).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <mmu.h>
#include <vmalloc.h>
#include "pgm.h"

/* Must be zero in a page-table entry */
#define PAGE_ENTRY_BIT52	(1UL << (63 - 52))

static uint8_t pagebuf[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static unsigned long addr = (unsigned long)pagebuf;

static void page_rw(void)
{
	check_eq(tprot(addr, 0), TPROT_READ_WRITE, "page that is read-write");
}

static void page_read_only(void)
{
	protect_page(pagebuf, PAGE_ENTRY_P);
	check_eq(tprot(addr, 0), TPROT_READ, "page that is protected");
	unprotect_page(pagebuf, PAGE_ENTRY_P);
	check_eq(tprot(addr, 0), TPROT_READ_WRITE, "page that is protected no more");
}

static void low_address(void)
{
	int cc;

	low_prot_enable();
	cc = tprot(0, 0);
	low_prot_disable();
	check_eq(cc, TPROT_READ, "address 0 with low-address protection");
	low_prot_enable();
	cc = tprot(512, 0);
	low_prot_disable();
	check_eq(cc, TPROT_READ_WRITE, "address 512 with low-address protection");
}

static void invalid(void)
{
	protect_page(pagebuf, PAGE_ENTRY_I);
	check_eq(tprot(addr, 0), TPROT_TRANSL_UNAVAIL, "page that is invalid");
	unprotect_page(pagebuf, PAGE_ENTRY_I);
}

static void invalid_entry(void)
{
	protect_page(pagebuf, PAGE_ENTRY_BIT52);
	check_pgm(PGM_INT_CODE_TRANSLATION_SPEC, tprot(addr, 0), "page-table entry with bit 52");
	unprotect_page(pagebuf, PAGE_ENTRY_BIT52);
}

static void priv(void)
{
	check_pgm_pstate(2, tprot(addr, 0), "problem state");
}

static const struct subtest subtests[] = {
	{ "rw", page_rw },
	{ "read-only", page_read_only },
	{ "low-address", low_address },
	{ "invalid", invalid },
	{ "bit-52", invalid_entry },
	{ "privileged", priv },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
