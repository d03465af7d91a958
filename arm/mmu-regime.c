// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: what TCR_EL1 turns on (Arm ARM D19.2.140): the upper half, tagged addresses, E0PD,
 * access flag and dirty state by hardware; the contiguous hint.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <alloc.h>

#include "mmu-test.h"

static void ttbr1(void)
{
	unsigned long va = 0xffff000000000000UL + WINDOW;
	struct trap t;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, PTE_USER));
	write_sysreg(read_sysreg(ttbr0_el1), ttbr1_el1);
	set_tcr(saved_tcr & ~TCR_EPD1);
	trap_run(&t, ld, va, 0, 0);
	check_eq(t.ec, TRAP_NONE, "a read through TTBR1");
	check_eq(t.ret, frame_page[0], "its value");
	trap_run_el0(&t, ld, va, 0, 0);
	check_eq(t.ec, TRAP_NONE, "a read at EL0 through TTBR1");
	check(access_is(false, ld, 0xfffe000000000000UL + WINDOW, false,
			FAULT(ESR_ELx_FSC_TRANS, 0)), "between the halves");
	check(access_is(false, ld, va + PAGE_SIZE, false, FAULT(ESR_ELx_FSC_TRANS, 3)),
	      "a hole of TTBR1's half");
	if (((read_sysreg_s(sys_reg(3, 0, 0, 7, 2)) >> 60) & 0xf)) {
		set_tcr((saved_tcr & ~TCR_EPD1) | 1UL << 56);	/* E0PD1 */
		check(access_is(true, ld, va, false, FAULT(ESR_ELx_FSC_TRANS, 0)),
		      "E0PD1: not for EL0");
		trap_run(&t, ld, va, 0, 0);
		check_eq(t.ec, TRAP_NONE, "E0PD1: EL1 still reads");
	}
	set_tcr(saved_tcr);
	put(pte_of(WINDOW), 0);
}

/* A smaller upper half: T1SZ moves the bottom of the range and the level that walks begin at. */
static void input_size(void)
{
	static const u8 sizes[] = { 17, 20, 24, 25, 26, 30, 33, 34, 39 };
	unsigned int stride = PAGE_SHIFT - 3;
	struct trap t;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, PTE_USER));
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		unsigned int bits = 64 - sizes[i], level = 4 - (bits - 4) / stride;
		u64 bottom = ~0UL << bits, *next = (u64 *)table();
		/* the table of that level on the way to WINDOW; it begins at the entry that WINDOW has */
		unsigned int l = START_LEVEL;

		for (; l < level; l++)
			next = (u64 *)(next[WINDOW >> ((3 - l) * stride + PAGE_SHIFT) & ((1UL << stride) - 1)] &
				       0xfffffffff000UL & PAGE_MASK);
		/* WINDOW has to be at index 0 of the first table, in the part of it that is left */
		if (level == START_LEVEL || PAGE_SHIFT + (4 - level) * stride > 46)
			continue;
		write_sysreg((u64)next, ttbr1_el1);
		set_tcr((saved_tcr & ~(TCR_EPD1 | 0x3fUL << 16)) | (u64)sizes[i] << 16);
		trap_run(&t, ld, bottom | (WINDOW & ((1UL << bits) - 1)), 0, 0);
		check_eq(t.ec, TRAP_NONE, "T1SZ %u: a read", sizes[i]);
		check_eq(t.ret, frame_page[0], "T1SZ %u: its value", sizes[i]);
		check(access_is(false, ld, bottom - PAGE_SIZE, false, FAULT(ESR_ELx_FSC_TRANS, 0)),
		      "T1SZ %u: below the range", sizes[i]);
		check(access_is(false, ld, bottom | (1UL << (bits - 1)), false, FAULT(ESR_ELx_FSC_TRANS, level)),
		      "T1SZ %u: no entry at level %u, where the walk begins", sizes[i], level);
	}
	set_tcr(saved_tcr);
	put(pte_of(WINDOW), 0);
}

static void top_byte(void)
{
	unsigned long tagged = WINDOW | 0x5aUL << 56;
	struct trap t;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, PTE_USER));
	check(access_is(false, ld, tagged, false, FAULT(ESR_ELx_FSC_TRANS, 0)),
	      "TBI0 0: a tag makes the address invalid");
	set_tcr(saved_tcr | TCR_TBI0);
	trap_run(&t, ld, tagged, 0, 0);
	check_eq(t.ec, TRAP_NONE, "TBI0 1: EL1 reads through a tag");
	check_eq(t.ret, frame_page[0], "its value");
	trap_run_el0(&t, ld, tagged, 0, 0);
	check_eq(t.ec, TRAP_NONE, "TBI0 1: EL0 reads through a tag");
	check(access_is(false, ld, tagged + PAGE_SIZE, false, FAULT(ESR_ELx_FSC_TRANS, 3)),
	      "TBI0 1: FAR keeps the tag");
	set_tcr(saved_tcr);
	put(pte_of(WINDOW), 0);
}

static const char *needs_hafdbs(void)
{
	return (read_sysreg(id_aa64mmfr1_el1) & 0xf) >= 2 ? NULL : "no FEAT_HAFDBS dirty state";
}

static void hardware_flags(void)
{
	u64 *pte = pte_of(WINDOW);
	struct trap t;

	setup_frames();
	set_tcr(saved_tcr | TCR_HA);
	put(pte, page_desc(frame_page, PTE_USER) & ~PTE_AF);
	trap_run(&t, ld, WINDOW, 0, 0);
	check_eq(t.ec, TRAP_NONE, "HA: a read of a page with AF 0");
	check(*pte & PTE_AF, "HA: AF is set");
	set_tcr(saved_tcr | TCR_HA | TCR_HD);
	put(pte, page_desc(frame_page, PTE_USER | PTE_RDONLY | PTE_DBM));
	trap_run(&t, ld, WINDOW, 0, 0);
	check(*pte & PTE_RDONLY, "HD: a read leaves the page clean");
	trap_run(&t, st, WINDOW + 64, 0, 0);
	check_eq(t.ec, TRAP_NONE, "HD: a write of a writable-clean page");
	check(!(*pte & PTE_RDONLY), "HD: it is writable-dirty then");
	put(pte, page_desc(frame_page, PTE_USER | PTE_RDONLY));
	trap_run(&t, st, WINDOW + 64, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "HD: without DBM a read-only page stays so");
	set_tcr(saved_tcr);
	put(pte, 0);
}

static void contiguous(void)
{
	unsigned int n = PAGE_SHIFT == 12 ? 16 : PAGE_SHIFT == 14 ? 128 : 32;
	u64 *pages = memalign_pages(n * PAGE_SIZE, n * PAGE_SIZE);
	unsigned long va = WINDOW + 16 * PMD_SIZE;
	bool ok = true;

	setup_frames();
	for (unsigned int i = 0; i < n; i++) {
		pages[i * PAGE_SIZE / 8] = i + 1;
		*pte_of(va + i * PAGE_SIZE) = page_desc((void *)pages + i * PAGE_SIZE, PTE_CONT);
	}
	flush_tlb_all();
	for (unsigned int i = 0; i < n; i++)
		ok &= read_at(va + i * PAGE_SIZE) == i + 1;
	check(ok, "%u pages with the contiguous hint", n);
	for (unsigned int i = 0; i < n; i++)
		*pte_of(va + i * PAGE_SIZE) = 0;
	flush_tlb_all();
	check(access_is(false, ld, va, false, FAULT(ESR_ELx_FSC_TRANS, 3)), "and gone");
}

static void e0pd(void)
{
	struct trap t;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, PTE_USER));
	set_tcr(saved_tcr | TCR_E0PD0);
	/* the instruction fetch of EL0 fails first: all of its half is gone */
	trap_run_el0(&t, ld, WINDOW, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_IABT_LOW, "E0PD0: EL0 cannot even fetch");
	check_eq(t.iss, FAULT(ESR_ELx_FSC_TRANS, 0), "as a translation fault of level 0");
	trap_run(&t, ld, WINDOW, 0, 0);
	check_eq(t.ec, TRAP_NONE, "E0PD0: EL1 reads");
	set_tcr(saved_tcr);
	put(pte_of(WINDOW), 0);
}

static const char *needs_e0pd(void)
{
	return (read_sysreg_s(sys_reg(3, 0, 0, 7, 2)) >> 60) & 0xf ? NULL : "no FEAT_E0PD";
}

const struct subtest mmu_regime_subtests[] = {
	{ "ttbr1", ttbr1, needs_el1 },
	{ "input-size", input_size, needs_el1 },
	{ "top-byte", top_byte, needs_el1 },
	{ "hardware-flags", hardware_flags, needs_hafdbs },
	{ "contiguous", contiguous },
	{ "e0pd", e0pd, needs_e0pd },
	{ }
};
