// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * access: sequences that hypervisors got wrong; the order of accesses matters,
 * so the matrix does not have them. Page faults: SDM volume 3, 4.7.
 */
#include "access.h"
#include <subtest.h>

#define VA(pdpt, pd, pt)	(AC_VA + ((u64)(pdpt) << 30) + ((u64)(pd) << 21) + ((u64)(pt) << 12))
#define HUGE_RO			(AC_PHYS | PT_PRESENT_MASK | PT_USER_MASK | PT_PAGE_SIZE_MASK)
#define HUGE_RW			(HUGE_RO | PT_WRITABLE_MASK)
#define PAGE_RO			(AC_PHYS | PT_PRESENT_MASK | PT_USER_MASK)
#define PAGE_RW			(PAGE_RO | PT_WRITABLE_MASK)

static unsigned int fep_flag(void)
{
	return ac_force_emulation() ? AC_FEP : 0;
}

static void expect_ok(u64 va, unsigned int how, const char *what)
{
	u32 error;
	bool faulted = ac_access(va, how | (how & AC_FETCH ? 0 : fep_flag()), &error);

	check(!faulted, "%s", what);
}

static void expect_fault(u64 va, unsigned int how, u32 want, const char *what)
{
	u32 error;
	bool faulted = ac_access(va, how | (how & AC_FETCH ? 0 : fep_flag()), &error);

	if (check(faulted, "%s: faults", what))
		check_eq(error, want, "%s: error code", what);
}

/* A read-only and a writable mapping of one huge page: neither takes over the other's rights. */
void ac_shared_huge_page(void)
{
	ac_set_wp(true);
	ac_unmap_all();
	*ac_entry(VA(0, 0, 0), 2) = HUGE_RO;
	*ac_entry(VA(0, 1, 0), 2) = HUGE_RW;
	expect_ok(VA(0, 0, 0), 0, "read through the read-only address");
	expect_ok(VA(0, 1, 0), 0, "read through the writable address");
	expect_ok(VA(0, 1, 0), AC_WRITE, "write through the writable address");
	expect_fault(VA(0, 0, 0), AC_WRITE, PFERR_PRESENT_MASK | PFERR_WRITE_MASK,
		     "write through the read-only address");
	expect_fault(VA(0, 0, 0), AC_WRITE | AC_USER, PFERR_PRESENT_MASK | PFERR_WRITE_MASK | PFERR_USER_MASK,
		     "user write through the read-only address");
}

/* A neighbour that was fetched along with a good entry must not lose its reserved bit. */
void ac_prefetch_reserved(void)
{
	ac_set_nx(false);
	ac_unmap_all();
	*ac_entry(VA(0, 0, 0), 1) = PAGE_RW;
	*ac_entry(VA(0, 0, 1), 1) = PAGE_RW | PT64_NX_MASK;
	expect_ok(VA(0, 0, 0), 0, "read of the first page");
	expect_fault(VA(0, 0, 1), 0, PFERR_PRESENT_MASK | PFERR_RESERVED_MASK,
		     "read of the second page, NX reserved");
}

/* With WP clear a supervisor writes a read-only page, and the entry it went through gets D, no other. */
void ac_dirty_wp(void)
{
	pteval_t *first, *second;

	ac_unmap_all();
	first = ac_entry(VA(0, 0, 0), 2);
	second = ac_entry(VA(0, 1, 0), 2);
	*first = *second = HUGE_RO;
	ac_set_wp(false);
	expect_ok(VA(0, 0, 0), 0, "read through the first address");
	check_eq(*first & PT_AD_MASK, PT_ACCESSED_MASK, "first entry after a read");
	expect_ok(VA(0, 1, 0), AC_WRITE, "supervisor write through the second address, WP=0");
	check_eq(*second & PT_AD_MASK, PT_AD_MASK, "second entry after the write");
	check_eq(*first & PT_AD_MASK, PT_ACCESSED_MASK, "first entry is not dirty yet");
	expect_ok(VA(0, 0, 0), AC_WRITE, "supervisor write through the first address, WP=0");
	check_eq(*first & PT_AD_MASK, PT_AD_MASK, "first entry after its write");
	ac_set_wp(true);
}

static void smep_wp(bool wp)
{
	ac_set_smep(true);
	ac_set_wp(wp);
	ac_unmap_all();
	*ac_entry(VA(0, 0, 0), 1) = PAGE_RO;
	if (wp)
		expect_fault(VA(0, 0, 0), AC_WRITE, PFERR_PRESENT_MASK | PFERR_WRITE_MASK,
			     "WP=1: supervisor write to a read-only user page");
	else
		expect_ok(VA(0, 0, 0), AC_WRITE, "WP=0: supervisor write to a read-only user page");
	expect_fault(VA(0, 0, 0), AC_FETCH, PFERR_PRESENT_MASK | PFERR_FETCH_MASK,
		     wp ? "WP=1: fetch from it" : "WP=0: fetch from it");
	ac_set_wp(true);
	ac_set_smep(false);
}

/* The write must not turn the page into a supervisor page on the way. */
void ac_smep_wp(void)
{
	if (!this_cpu_has(X86_FEATURE_SMEP)) {
		report_skip("SMEP is not in CPUID");
		return;
	}
	smep_wp(false);
	smep_wp(true);
}

/* WP counts at once, without a flush, also when other bits that matter to paging change in between. */
static void toggle(bool wp, unsigned int how, const char *how_text)
{
	u32 error;
	bool faulted;

	ac_set_wp(!wp);
	ac_access(VA(0, 0, 0), 0, &error);
	ac_set_wp(wp);
	ac_set_nx(true);
	ac_set_nx(false);
	faulted = ac_access(VA(0, 0, 0), AC_WRITE | how, &error);
	check_eq(faulted, wp, "write%s to a read-only page after WP became %d: faults", how_text, wp);
	if (faulted)
		check_eq(error, (u32)(PFERR_PRESENT_MASK | PFERR_WRITE_MASK), "its error code");
}

void ac_toggle_wp(void)
{
	ac_set_nx(false);
	ac_unmap_all();
	*ac_entry(VA(0, 0, 0), 1) = PAGE_RO;
	toggle(false, 0, "");
	toggle(true, 0, "");
	toggle(false, 0, "");
	if (is_fep_available) {
		toggle(true, AC_FEP, " (emulated)");
		toggle(false, AC_FEP, " (emulated)");
	} else {
		report_skip("emulated writes: the forced emulation prefix is not available");
	}
	ac_set_wp(true);
}

/* Two upper entries with different rights to one lower table: rights are those of the path. */
void ac_effective_permissions(void)
{
	pteval_t *pdpte;

	ac_set_wp(true);
	ac_unmap_all();
	*ac_entry(VA(0, 0, 0), 1) = PAGE_RW;
	*ac_entry(VA(0, 0, 1), 1) = PAGE_RW;
	pdpte = ac_entry(VA(0, 0, 0), 3);
	*ac_entry(VA(1, 0, 0), 3) = *pdpte & ~PT_WRITABLE_MASK;

	expect_ok(VA(0, 0, 0), 0, "writable path, first page: read");
	expect_ok(VA(1, 0, 0), 0, "read-only path, first page: read");
	expect_ok(VA(0, 0, 1), 0, "writable path, second page: read");
	expect_ok(VA(1, 0, 1), 0, "read-only path, second page: read");
	expect_ok(VA(0, 0, 0), AC_WRITE, "writable path, first page: write");
	expect_fault(VA(1, 0, 0), AC_WRITE, PFERR_PRESENT_MASK | PFERR_WRITE_MASK,
		     "read-only path, first page: write");
	expect_fault(VA(1, 0, 1), AC_WRITE | AC_USER, PFERR_PRESENT_MASK | PFERR_WRITE_MASK | PFERR_USER_MASK,
		     "read-only path, second page: user write");
	expect_ok(VA(0, 0, 1), AC_WRITE | AC_USER, "writable path, second page: user write");
}
