// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * rmap_chain: one page mapped very many times.
 *
 * A hypervisor keeps for each guest page the list of its mappings; here the
 * list is about as long as guest memory has pages. Afterwards the page itself
 * becomes a page table, so that all the mappings have to be found and changed.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/fwcfg.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define FIRST_VA	0xfffffa000ul
/* Left for the page tables that the mappings need. */
#define KEPT_PAGES	1000

static void long_chain(void)
{
	ulong pages = fwcfg_get_u64(FW_CFG_RAM_SIZE) / PAGE_SIZE, i, wrong = 0;
	pgd_t *cr3 = current_page_table();
	char *va = (char *)FIRST_VA;
	u64 *page = alloc_page();

	assert(page);
	pages = pages > 2 * KEPT_PAGES ? pages - KEPT_PAGES : KEPT_PAGES;
	for (i = 0; i < pages; i++, va += PAGE_SIZE) {
		install_page(cr3, virt_to_phys(page), va);
		*(volatile u64 *)va = i;
		if (*(volatile u64 *)page != i)
			wrong++;
	}
	report_info("%lu mappings of one page", pages);
	check_eq(wrong, 0ul, "mappings through which a write did not arrive");

	/* One more, whose page table is the page that has all those mappings. */
	install_pte(cr3, 1, (char *)(FIRST_VA + (1ul << 39)),
		    PT_PRESENT_MASK | PT_WRITABLE_MASK | PT_USER_MASK, page);
	*(volatile u64 *)(FIRST_VA + (1ul << 39)) = 0;
	report_pass("the page serves as a page table");
}

static const struct subtest subtests[] = {
	{ "chain", long_chain },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
