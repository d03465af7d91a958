// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: kinds of access: address translation instructions (Arm ARM C5.4, D19.2.117 PAR_EL1), PAN
 * and UAO (D8.4), alignment (B2.5), Device memory, cache maintenance by address.
 */
#include <libcflat.h>
#include <asm/io.h>
#include <asm/setup.h>

#include "mmu-test.h"

SNIPPET(pan_ld, ".inst 0xd500419f\n ldr x0, [x0]\n .inst 0xd500409f");
SNIPPET(pan_st, ".inst 0xd500419f\n str x1, [x0]\n .inst 0xd500409f");
SNIPPET(pan_ldtr, ".inst 0xd500419f\n ldtr x0, [x0]\n .inst 0xd500409f");
SNIPPET(uao_ldtr, ".inst 0xd500417f\n ldtr x0, [x0]\n .inst 0xd500407f");
SNIPPET(svc_now, "svc #9");

#define PAR_F		1UL

/* addr: what AT is asked for; PAR afterwards */
#define AT(op, addr) ({							\
	asm volatile("at " #op ", %0\n isb" : : "r" (addr) : "memory");	\
	read_sysreg(par_el1);						\
})

static void address_translation(void)
{
	u64 par;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, PTE_RDONLY));
	par = AT(s1e1r, WINDOW + 0x123);
	check_eq(par & PAR_F, 0, "S1E1R of a read-only page: succeeds");
	check_eq(par & 0xfffffffff000UL, (u64)frame_page & 0xfffffffff000UL, "PA");
	check_eq(par >> 56, 0xff, "attributes are the MAIR byte");
	check_eq((par >> 7) & 3, 3, "SH inner shareable");
	par = AT(s1e1w, WINDOW);
	check_eq(par & 0x7f, PAR_F | FAULT(ESR_ELx_FSC_PERM, 3) << 1, "S1E1W: permission fault");
	par = AT(s1e0r, WINDOW);
	check_eq(par & 0x7f, PAR_F | FAULT(ESR_ELx_FSC_PERM, 3) << 1, "S1E0R: permission fault");
	put(pte_of(WINDOW), page_desc(frame_page, PTE_USER));
	check_eq(AT(s1e0w, WINDOW) & PAR_F, 0, "S1E0W of a user page: succeeds");
	check_eq(AT(s1e1w, WINDOW) & PAR_F, 0, "S1E1W of a user page: succeeds");
	par = AT(s1e1r, WINDOW + PAGE_SIZE);
	check_eq(par & 0x7f, PAR_F | FAULT(ESR_ELx_FSC_TRANS, 3) << 1,
		 "S1E1R of nothing: translation fault");
	check(par & (1UL << 11), "PAR bit 11 is RES1");
	par = AT(s1e1r, 0x9000000UL);
	check_eq(par >> 56, 0x04, "attributes of a device: nGnRE");
	check_eq((par >> 7) & 3, 2, "SH of a device reads outer shareable");
	put(pte_of(WINDOW), 0);
}

/* Take EL0's access from all of RAM, or give it back; code keeps running. */
static void kernel_only(bool on)
{
	for (unsigned long va = PHYS_OFFSET; va < PHYS_END; va += PAGE_SIZE) {
		u64 *pte = follow_pte(table(), va);

		if (!pte)
			continue;
		WRITE_ONCE(*pte, on ? *pte & ~PTE_USER : *pte | PTE_USER);
	}
	flush_tlb_all();
}

static const char *needs_pan(void)
{
	if (current_level() != CurrentEL_EL1)
		return "written for EL1";
	return (read_sysreg(id_aa64mmfr1_el1) >> 20) & 0xf ? NULL : "no FEAT_PAN";
}

#define PAN_REG		sys_reg(3, 0, 4, 2, 3)

static void pan(void)
{
	u32 fsc = FAULT(ESR_ELx_FSC_PERM, 3);
	struct trap rd, wr, tr, k, entry;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, PTE_USER));
	put(pte_of(WINDOW + PAGE_SIZE), page_desc(other_page, 0));
	kernel_only(true);
	trap_run(&rd, pan_ld, WINDOW, 0, 0);
	write_sysreg_s(0, PAN_REG);
	trap_run(&wr, pan_st, WINDOW + 64, 0, 0);
	write_sysreg_s(0, PAN_REG);
	trap_run(&tr, pan_ldtr, WINDOW, 0, 0);
	write_sysreg_s(0, PAN_REG);
	trap_run(&k, pan_ld, WINDOW + PAGE_SIZE, 0, 0);
	write_sysreg_s(0, PAN_REG);
	/* SPAN 0: an exception to EL1 sets PAN; the handler then sees no user page */
	write_sysreg(saved_sctlr & ~SCTLR_EL1_SPAN, sctlr_el1);
	isb();
	trap_run(&entry, svc_now, 0, 0, 0);
	{
		u64 after = read_sysreg_s(PAN_REG);

		write_sysreg_s(0, PAN_REG);
		write_sysreg(saved_sctlr, sctlr_el1);
		isb();
		kernel_only(false);
		/* the return to here took PAN from the SPSR of before */
		check_eq(after, 0, "PAN after the return");
	}
	check_eq(rd.ec, ESR_ELx_EC_DABT_CUR, "PAN 1: a read of a user page: class");
	check_eq(rd.iss, fsc, "syndrome");
	check(rd.regs.pstate & (1UL << 22), "SPSR has PAN");
	check_eq(wr.ec, ESR_ELx_EC_DABT_CUR, "PAN 1: a write of a user page: class");
	check_eq(wr.iss, fsc | WNR, "syndrome");
	check_eq(tr.ec, TRAP_NONE, "PAN 1: LDTR of a user page");
	check_eq(k.ec, TRAP_NONE, "PAN 1: a read of a page that is not EL0's");
	check_eq(entry.ec, ESR_ELx_EC_SVC64, "SPAN 0: an exception with all else in order");
	check(!(entry.regs.pstate & (1UL << 22)), "SPSR has PAN 0");
	check(entry.entry_bits & (1UL << 22), "SPAN 0: PAN is set at entry");
	trap_run(&entry, svc_now, 0, 0, 0);
	check(!(entry.entry_bits & (1UL << 22)), "SPAN 1: PAN stays as it was");
	put(pte_of(WINDOW), 0);
	put(pte_of(WINDOW + PAGE_SIZE), 0);
}

static void unprivileged(void)
{
	u32 fsc = FAULT(ESR_ELx_FSC_PERM, 3);
	struct trap t;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, 0));
	trap_run(&t, ldtr, WINDOW, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "LDTR of a page that is not EL0's: class");
	check_eq(t.iss, fsc, "syndrome");
	trap_run(&t, sttr, WINDOW, 0, 0);
	check_eq(t.iss, fsc | WNR, "STTR: syndrome");
	if ((read_sysreg_s(sys_reg(3, 0, 0, 7, 2)) >> 4) & 0xf) {
		trap_run(&t, uao_ldtr, WINDOW, 0, 0);
		check_eq(t.ec, TRAP_NONE, "LDTR with UAO is LDR");
		write_sysreg_s(0, sys_reg(3, 0, 4, 2, 4));
	}
	put(pte_of(WINDOW), page_desc(frame_page, PTE_USER | PTE_RDONLY));
	trap_run(&t, ldtr, WINDOW, 0, 0);
	check_eq(t.ec, TRAP_NONE, "LDTR of a page EL0 may read");
	trap_run(&t, sttr, WINDOW, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "STTR of a page EL0 may only read");
	put(pte_of(WINDOW), 0);
}

static const struct align_row {
	const char *name;
	const u32 *code;
	int offset;
	bool write;
	bool always;		/* faults without SCTLR.A too */
	bool never;
} align_rows[] = {
	{ "LDR at 4", ld, 4, false, false },
	{ "LDR at 0", ld, 0, false, false, true },
	{ "STR at 1", st, 1, true, false },
	{ "LDRB at 3", ld_byte, 3, false, false, true },
	{ "LDP at 8", ld_pair, 8, false, false, true },
	{ "LDP at 4", ld_pair, 4, false, false },
	{ "STP at 9", st_pair, 9, true, false },
	{ "LDXR over 16 bytes", ldxr, 12, false, true },
	{ "LDAR over 16 bytes", ldar, 12, false, true },
	{ "LDADD over 16 bytes", ldadd, 12, true, true },
};

static void alignment(void)
{
	const struct align_row *r = subtest_row();
	unsigned long va;
	struct trap t;

	setup_frames();
	if (r->code == ldadd && !has_lse()) {
		report_skip("no FEAT_LSE");
		return;
	}
	va = (unsigned long)other_page + 128 + r->offset;
	trap_run(&t, r->code, va, 0, 0);
	if (!r->always) {
		check_eq(t.ec, TRAP_NONE, "A 0: works");
	} else {
		check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "A 0: class");
		check_eq(t.iss & ESR_ELx_FSC, ESR_ELx_FSC_ALIGN, "A 0: alignment fault");
	}
	set_sctlr(saved_sctlr | SCTLR_EL1_A);
	trap_run(&t, r->code, va, 0, 0);
	set_sctlr(saved_sctlr);
	if (r->never) {
		check_eq(t.ec, TRAP_NONE, "A 1: works");
		return;
	}
	check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "A 1: class");
	check_eq(t.iss & ESR_ELx_FSC, ESR_ELx_FSC_ALIGN, "A 1: alignment fault");
	if (r->code == st || r->code == ld)
		check_eq(!!(t.iss & WNR), r->write, "A 1: WnR");
	check_eq(t.far, va, "A 1: FAR");
}

static void device_memory(void)
{
	struct trap t;

	setup_frames();
	put(pte_of(WINDOW), ((u64)frame_page | PTE_TYPE_PAGE | PTE_AF | PTE_SHARED | PTE_UNCACHED));
	trap_run(&t, ld, WINDOW + 8, 0, 0);
	check_eq(t.ec, TRAP_NONE, "aligned access to Device memory");
	trap_run(&t, ld, WINDOW + 4, 0, 0);
	if (check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "unaligned access to Device memory: class")) {
		check_eq(t.iss, ESR_ELx_FSC_ALIGN, "unaligned access to Device memory: DFSC");
		check_eq(t.far, WINDOW + 4, "unaligned access to Device memory: FAR");
	}
	trap_run(&t, dc_zva, WINDOW, 0, 0);
	if (check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "DC ZVA of Device memory: class"))
		check_eq(t.iss & ESR_ELx_FSC, ESR_ELx_FSC_ALIGN, "DC ZVA of Device memory: DFSC");
	put(pte_of(WINDOW), 0);
}

static void cache_ops_permissions(void)
{
	struct trap t;

	setup_frames();
	put(pte_of(WINDOW), page_desc(frame_page, PTE_RDONLY | PTE_USER));
	trap_run(&t, dc_civac, WINDOW, 0, 0);
	check_eq(t.ec, TRAP_NONE, "DC CIVAC of a read-only page");
	trap_run(&t, dc_zva, WINDOW, 0, 0);
	check_eq(t.iss, FAULT(ESR_ELx_FSC_PERM, 3) | WNR, "DC ZVA of a read-only page: WnR");
	trap_run(&t, ic_ivau, WINDOW, 0, 0);
	check_eq(t.ec, TRAP_NONE, "IC IVAU of a read-only page");
	trap_run(&t, dc_ivac, WINDOW, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_DABT_CUR, "DC IVAC of a read-only page needs write access");
	put(pte_of(WINDOW), 0);
}

const struct subtest mmu_access_subtests[] = {
	{ "address-translation", address_translation, needs_el1 },
	{ "pan", pan, needs_pan },
	{ "unprivileged", unprivileged, needs_el1 },
	{ "alignment", alignment, SUBTEST_ROWS(align_rows) },
	{ "device-memory", device_memory },
	{ "cache-ops", cache_ops_permissions, needs_el1 },
	{ }
};
