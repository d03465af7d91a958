// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: who may do what with a page, and what the fault tells (Arm ARM D8.4, D8.14, D19.2.37).
 *
 * A hypervisor that walks the guest's tables itself (nested or shadow) has to come to the same
 * verdict as hardware, and inject the same syndrome.
 */
#include <libcflat.h>

#include "mmu-test.h"

SNIPPET(prfm, "prfm pldl1keep, [x0]\n mov x0, #9");

static void permission_matrix(u64 *entry, u64 base, unsigned long va, int level,
			      const char *what)
{
	u32 fsc = FAULT(ESR_ELx_FSC_PERM, level);

	for (int bits = 0; bits < 32; bits++) {
		bool user = bits & 1, ro = bits & 2, uxn = bits & 4, pxn = bits & 8;
		bool wxn = bits & 16;
		bool el0_w = user && !ro, el1_w = !ro;
		bool ok = true;

		if (wxn && !(bits & 15))
			set_sctlr(saved_sctlr | SCTLR_EL1_WXN);
		put(entry, base | (user ? PTE_USER : 0) | (ro ? PTE_RDONLY : 0) |
		    (uxn ? PTE_UXN : 0) | (pxn ? PTE_PXN : 0));
		ok &= access_is(true, ld, va, user, fsc);
		ok &= access_is(true, st, va + 64, el0_w, fsc | WNR);
		ok &= access_is(true, ex, va, !uxn && !(wxn && el0_w), fsc);
		ok &= access_is(false, ld, va, true, fsc);
		ok &= access_is(false, st, va + 64, el1_w, fsc | WNR);
		ok &= access_is(false, ex, va, !pxn && !el0_w && !(wxn && el1_w), fsc);
		check(ok, "%s AP[2:1]=%d%d UXN=%d PXN=%d WXN=%d", what, ro, user, uxn, pxn, wxn);
	}
	set_sctlr(saved_sctlr);
	put(entry, 0);
}

static void permissions_page(void)
{
	setup_frames();
	permission_matrix(pte_of(WINDOW), page_desc(frame_page, 0), WINDOW, 3, "page");
}

static void permissions_block(void)
{
	unsigned long va = WINDOW + 4 * PMD_SIZE;
	u64 pa;

	setup_frames();
	pa = (u64)frame_page & PMD_MASK;
	permission_matrix(pmd_of(va), pa | PMD_TYPE_SECT | PMD_SECT_AF | PMD_SECT_S | PTE_WBWA,
			  va + ((u64)frame_page - pa), 2, "block");
}

/* Restrictions of a table entry bind everything below it (D8.4.3). */
static void hierarchical(void)
{
	static const struct {
		const char *name;
		u64 bits;
		bool el0_r, el0_w, el1_w, el0_x, el1_x;
		u64 pte;
	} rows[] = {
		{ "APTable[0]: no EL0", 1UL << 61, false, false, true, true, true, PTE_USER },
		{ "APTable[1]: read-only", 1UL << 62, true, false, false, true, true, PTE_USER },
		{ "PXNTable", 1UL << 59, true, false, false, true, false, PTE_USER | PTE_RDONLY },
		{ "UXNTable", 1UL << 60, true, false, false, false, true, PTE_USER | PTE_RDONLY },
	};
	u64 *pmd = pmd_of(WINDOW), plain;
	u32 fsc = FAULT(ESR_ELx_FSC_PERM, 3);

	setup_frames();
	put(pte_of(WINDOW), 0);
	plain = *pmd;
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		bool ok = true;

		put(pte_of(WINDOW), page_desc(frame_page, rows[i].pte));
		put(pmd, plain | rows[i].bits);
		ok &= access_is(true, ld, WINDOW, rows[i].el0_r, fsc);
		ok &= access_is(true, st, WINDOW + 64, rows[i].el0_w, fsc | WNR);
		ok &= access_is(false, st, WINDOW + 64, rows[i].el1_w, fsc | WNR);
		ok &= access_is(true, ex, WINDOW, rows[i].el0_x, fsc);
		ok &= access_is(false, ex, WINDOW, rows[i].el1_x, fsc);
		check(ok, "%s", rows[i].name);
		put(pmd, plain);
	}
	/* TCR_EL1.HPD0: they do not count (FEAT_HPDS) */
	if ((read_sysreg(id_aa64mmfr1_el1) >> 12) & 0xf) {
		bool ok = true;

		put(pte_of(WINDOW), page_desc(frame_page, PTE_USER));
		put(pmd, plain | 1UL << 59 | 1UL << 60 | 1UL << 61 | 1UL << 62);
		set_tcr(saved_tcr | 1UL << 41);
		ok &= access_is(true, ld, WINDOW, true, 0);
		ok &= access_is(true, st, WINDOW + 64, true, 0);
		ok &= access_is(true, ex, WINDOW, true, 0);
		ok &= access_is(false, st, WINDOW + 64, true, 0);
		set_tcr(saved_tcr);
		ok &= access_is(true, ld, WINDOW, false, fsc);
		put(pmd, plain);
		check(ok, "HPD0: all of them are ignored");
	} else {
		report_skip("no FEAT_HPDS");
	}
	put(pte_of(WINDOW), 0);
}

static void translation_faults(void)
{
	unsigned long far_va = NEXT_PGD + PGDIR_SIZE;
	struct trap t;

	setup_frames();
	/* a page whose neighbours at each level are not there */
	put(pte_of(NEXT_PGD), page_desc(frame_page, PTE_USER));
	check(access_is(false, ld, NEXT_PGD, true, 0), "the page itself");
	check(access_is(false, ld, NEXT_PGD + PAGE_SIZE, false, FAULT(ESR_ELx_FSC_TRANS, 3)),
	      "read, no level 3 entry");
	check(access_is(true, st, NEXT_PGD + PAGE_SIZE, false,
			FAULT(ESR_ELx_FSC_TRANS, 3) | WNR), "EL0 write, no level 3 entry");
	check(access_is(false, ex, NEXT_PGD + PAGE_SIZE, false, FAULT(ESR_ELx_FSC_TRANS, 3)),
	      "execute, no level 3 entry");
	check(access_is(false, st, NEXT_PGD + PMD_SIZE, false,
			FAULT(ESR_ELx_FSC_TRANS, 2) | WNR), "write, no level 2 entry");
	if (PGTABLE_LEVELS > 3)
		check(access_is(false, ld, NEXT_PGD + PUD_SIZE, false,
				FAULT(ESR_ELx_FSC_TRANS, 1)), "read, no level 1 entry");
	check(access_is(true, ld, far_va, false, FAULT(ESR_ELx_FSC_TRANS, START_LEVEL)),
	      "EL0 read, no entry at the start level");
	check(access_is(false, ex, far_va, false, FAULT(ESR_ELx_FSC_TRANS, START_LEVEL)),
	      "execute, no entry at the start level");
	/* beyond the 48 bits, and the half that TTBR1 has, whose walks are off */
	check(access_is(false, ld, 1UL << 48, false, FAULT(ESR_ELx_FSC_TRANS, 0)),
	      "read above the range of TTBR0");
	check(access_is(false, st, 0xffff000000000000UL, false,
			FAULT(ESR_ELx_FSC_TRANS, 0) | WNR), "write with walks of TTBR1 disabled");
	check(access_is(true, ld, 0xffffffffffffff00UL, false, FAULT(ESR_ELx_FSC_TRANS, 0)),
	      "EL0 read with walks of TTBR1 disabled");

	/* the block type is reserved at level 3 */
	put(pte_of(NEXT_PGD), page_desc(frame_page, PTE_USER) & ~2UL);
	check(access_is(false, ld, NEXT_PGD, false, FAULT(ESR_ELx_FSC_TRANS, 3)),
	      "a level 3 entry of type 0b01");
	put(pte_of(NEXT_PGD), 0);

	trap_run(&t, ld, NEXT_PGD, 0, 0);
	check(!(t.esr & ESR_ELx_ISV), "LDR: ISV is 0 for a fault of stage 1 (%#x)", t.iss);
	trap_run(&t, ld_pair, NEXT_PGD, 0, 0);
	check_eq(t.iss, FAULT(ESR_ELx_FSC_TRANS, 3), "LDP: syndrome");
	trap_run(&t, st_pair, NEXT_PGD, 0, 0);
	check_eq(t.iss, FAULT(ESR_ELx_FSC_TRANS, 3) | WNR, "STP: syndrome");
	trap_run(&t, ld_byte, NEXT_PGD + 5, 0, 0);
	check_eq(t.far, NEXT_PGD + 5, "LDRB: FAR");
	trap_run(&t, ldxr, NEXT_PGD, 0, 0);
	check_eq(t.iss, FAULT(ESR_ELx_FSC_TRANS, 3), "LDXR: syndrome");
	if (has_lse()) {
		trap_run(&t, ldadd, NEXT_PGD, 0, 0);
		check_eq(t.iss & ESR_ELx_FSC, FAULT(ESR_ELx_FSC_TRANS, 3), "LDADD: status code");
	}
	trap_run(&t, prfm, NEXT_PGD, 0, 0);
	check_eq(t.ec, TRAP_NONE, "PRFM of an unmapped address raises nothing");
	trap_run(&t, dc_civac, NEXT_PGD, 0, 0);
	if (check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "DC CIVAC of an unmapped address: class"))
		check_eq(t.iss, FAULT(ESR_ELx_FSC_TRANS, 3) | WNR | CM, "DC CIVAC: CM and WnR");
	trap_run(&t, dc_zva, NEXT_PGD, 0, 0);
	check_eq(t.iss, FAULT(ESR_ELx_FSC_TRANS, 3) | WNR, "DC ZVA: WnR, no CM");
}

static void access_flag(void)
{
	unsigned long block = WINDOW + 8 * PMD_SIZE;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, PTE_USER) & ~PTE_AF);
	check(access_is(false, ld, WINDOW, false, FAULT(ESR_ELx_FSC_ACCESS, 3)), "page, read");
	check(access_is(true, st, WINDOW, false, FAULT(ESR_ELx_FSC_ACCESS, 3) | WNR),
	      "page, EL0 write");
	check(access_is(false, ex, WINDOW, false, FAULT(ESR_ELx_FSC_ACCESS, 3)), "page, execute");
	/* the access flag comes before permissions (D8.14.6) */
	put(pte_of(WINDOW), page_desc(frame_page, PTE_RDONLY) & ~PTE_AF);
	check(access_is(true, st, WINDOW, false, FAULT(ESR_ELx_FSC_ACCESS, 3) | WNR),
	      "before a permission fault");
	put(pmd_of(block), ((u64)frame_page & PMD_MASK) | PMD_TYPE_SECT | PMD_SECT_S | PTE_WBWA);
	check(access_is(false, ld, block, false, FAULT(ESR_ELx_FSC_ACCESS, 2)), "block, read");
	put(pmd_of(block), 0);
	put(pte_of(WINDOW), 0);
}

static void address_size(void)
{
	setup_frames();
	/* IPS 0: 32 bits of output address */
	put(pte_of(WINDOW), page_desc((void *)(1UL << 33), PTE_USER));
	set_tcr(saved_tcr & ~(7UL << TCR_IPS_SHIFT));
	check(access_is(false, ld, WINDOW, false, FAULT(ESR_ELx_FSC_ADDRSZ, 3)),
	      "bit 33 of a page with 32 bits of physical address");
	set_tcr(saved_tcr);
	put(pte_of(WINDOW), 0);
}

static void external_abort(void)
{
	struct trap t;

	setup_frames();
	/* far above RAM and below nothing that virt has */
	put(pte_of(WINDOW), page_desc((void *)0x3000000000UL, PTE_USER));
	trap_run(&t, ld, WINDOW, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "read of nothing: class");
	check_eq(t.iss & (ESR_ELx_FSC | WNR), ESR_ELx_FSC_EXTABT, "read of nothing: DFSC, WnR");
	trap_run(&t, ex, WINDOW, 0, 0);
	put(pte_of(WINDOW), page_desc((void *)0x3000000000UL, PTE_RDONLY));
	trap_run(&t, ex, WINDOW, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_IABT_CUR, "execute of nothing: class");
	check_eq(t.iss & ESR_ELx_FSC, ESR_ELx_FSC_EXTABT, "execute of nothing: IFSC");
	put(pte_of(WINDOW), 0);
}

const struct subtest mmu_fault_subtests[] = {
	{ "permissions-page", permissions_page, needs_el1 },
	{ "permissions-block", permissions_block, needs_el1 },
	{ "hierarchical", hierarchical, needs_el1 },
	{ "translation-faults", translation_faults },
	{ "access-flag", access_flag },
	{ "address-size", address_size },
	{ "external-abort", external_abort },
	{ }
};
