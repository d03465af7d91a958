// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sie-dat: a guest whose absolute addresses are translated by page tables that
 * the host gives it (no main-storage origin).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/asm-offsets.h>
#include <asm/interrupt.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <mmu.h>
#include <sclp.h>
#include <sie.h>
#include <snippet.h>
#include <snippet-exit.h>
#include <subtest.h>
#include <vmalloc.h>
#include "snippets/c/sie-dat.h"

extern const char SNIPPET_NAME_START(c, sie_dat)[];
extern const char SNIPPET_NAME_END(c, sie_dat)[];

static struct vm vm;
static pgd_t *guest_root;

static const char *needs_sief2(void)
{
	return sclp_facilities.has_sief2 ? NULL : "SIEF2 facility unavailable";
}

static bool test_pages_hold(phys_addr_t test_page_hpa, int first)
{
	/* the pages need not be contiguous here, but the guest's memory is one block */
	for (int i = 0; i < GUEST_TEST_PAGE_COUNT; i++)
		if (*((volatile uint8_t *)__va(test_page_hpa + i * PAGE_SIZE)) != (first ? first + i : 0))
			return false;
	return true;
}

static void dat(void)
{
	uint64_t test_page_gpa, test_page_hpa;
	union teid teid;

	/* until it has zeroed its test pages */
	sie(&vm);
	if (!check(snippet_is_force_exit_value(&vm), "the guest tells where its pages are"))
		return;
	test_page_gpa = snippet_get_force_exit_value(&vm);
	test_page_hpa = virt_to_pte_phys(guest_root, (void *)test_page_gpa);
	report_info("test buffer at gpa %#lx, hpa %#lx", test_page_gpa, test_page_hpa);
	check(test_pages_hold(test_page_hpa, 0), "test pages are zero");

	sie(&vm);
	check(snippet_is_force_exit(&vm), "the guest has written its pages");
	check(test_pages_hold(test_page_hpa, 42), "test pages hold what the guest wrote");

	/* behind the last page the guest's store is the host's exception */
	expect_pgm_int();
	sie(&vm);
	teid.val = *(volatile uint64_t *)OPAQUE_PTR(GEN_LC_TRANS_EXC_ID);
	check_eq(clear_pgm_int(), PGM_INT_CODE_SEGMENT_TRANSLATION, "store to a page that is not mapped");
	check_eq(teid.val & PAGE_MASK, GUEST_TOTAL_PAGE_COUNT * PAGE_SIZE, "page in the TEID");
}

static void setup_guest(void)
{
	const unsigned long guest_size = SZ_1M;
	uint64_t guest_pa;

	setup_vm();
	vm.guest_mem = alloc_pages(get_order(GUEST_TOTAL_PAGE_COUNT));
	guest_pa = __pa(vm.guest_mem);
	sie_guest_create(&vm, (uint64_t)vm.guest_mem, guest_size);
	snippet_init(&vm, SNIPPET_NAME_START(c, sie_dat), SNIPPET_LEN(c, sie_dat), SNIPPET_UNPACK_OFF);

	/* the guest's absolute storage is the address space of its own ASCE */
	guest_root = pgd_alloc_one();
	for (unsigned long i = 0; i < GUEST_TOTAL_PAGE_COUNT; i++)
		install_page(guest_root, guest_pa + i * PAGE_SIZE, (void *)(i * PAGE_SIZE));
	vm.save_area.guest.asce = __pa(guest_root) | ASCE_DT_REGION1 | REGION_TABLE_LENGTH | ASCE_P;
	vm.sblk->cpuflags |= CPUSTAT_SM;
	vm.sblk->mso = 0;
	vm.sblk->msl = 0;
}

static const struct subtest subtests[] = {
	{ "dat", dat, .requires = needs_sief2 },
	{ }
};

int main(int argc, char **argv)
{
	if (!needs_sief2())
		setup_guest();
	return run_subtests(subtests, argc, argv);
}
