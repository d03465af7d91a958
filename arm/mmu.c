// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: stage 1 translation of EL1&0 (Arm ARM D8).
 *
 * Permissions at pages and blocks, hierarchical permissions, faults and their syndromes at
 * every level, access flag and dirty state by hardware, ASIDs, TTBR1, tagged addresses, TLB
 * maintenance on one and on other CPUs, AT instructions, PAN, UAO, E0PD, alignment.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <on-cpus.h>
#include <subtest.h>
#include <asm/io.h>
#include <asm/mmu.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/thread_info.h>
#include <asm/trap.h>

/* Addresses that nothing else uses: half a PGD entry of our own each */
#define WINDOW		(1UL << 46)
#define NEXT_PGD	(WINDOW + PGDIR_SIZE)

#define FAULT(fsc, level)	((fsc) + (level))
#define WNR			(1U << 6)
#define CM			(1U << 8)
#define START_LEVEL		(4 - PGTABLE_LEVELS)

SNIPPET(ld, "ldr x0, [x0]");
SNIPPET(ld_byte, "ldrb w0, [x0]");
SNIPPET(ld_pair, "ldp x1, x2, [x0]");
SNIPPET(st, "str x1, [x0]");
SNIPPET(st_pair, "stp xzr, xzr, [x0]");
SNIPPET(ex, "mov x9, x30\n blr x0\n mov x30, x9");
SNIPPET(ldtr, "ldtr x0, [x0]");
SNIPPET(sttr, "sttr x1, [x0]");
SNIPPET(ldxr, "ldxr x1, [x0]");
SNIPPET(ldar, "ldar x1, [x0]");
SNIPPET(ldadd, "ldadd x1, x2, [x0]");
SNIPPET(dc_civac, "dc civac, x0");
SNIPPET(dc_ivac, "dc ivac, x0");
SNIPPET(dc_zva, "dc zva, x0");
SNIPPET(ic_ivau, "ic ivau, x0");
SNIPPET(prfm, "prfm pldl1keep, [x0]\n mov x0, #9");
SNIPPET(pan_ld, ".inst 0xd500419f\n ldr x0, [x0]\n .inst 0xd500409f");
SNIPPET(pan_st, ".inst 0xd500419f\n str x1, [x0]\n .inst 0xd500409f");
SNIPPET(pan_ldtr, ".inst 0xd500419f\n ldtr x0, [x0]\n .inst 0xd500409f");
SNIPPET(uao_ldtr, ".inst 0xd500417f\n ldtr x0, [x0]\n .inst 0xd500407f");
SNIPPET(svc_now, "svc #9");

static u64 *frame_page, *other_page;
static u64 saved_tcr, saved_sctlr;

static bool has_lse(void)
{
	return ((read_sysreg(id_aa64isar0_el1) >> 20) & 0xf) >= 2;
}

static pgd_t *table(void)
{
	return current_thread_info()->pgtable;
}

/* The level 2 and level 3 entries of va, tables made as needed. */
static u64 *pmd_of(unsigned long va)
{
	return &pmd_val(*pmd_alloc(pud_alloc(pgd_offset(table(), va), va), va));
}

static u64 *pte_of(unsigned long va)
{
	pmd_t *pmd = pmd_alloc(pud_alloc(pgd_offset(table(), va), va), va);

	return &pte_val(*pte_alloc(pmd, va));
}

static void put(u64 *entry, u64 val)
{
	WRITE_ONCE(*entry, 0);
	flush_tlb_all();
	WRITE_ONCE(*entry, val);
	flush_tlb_all();
}

static u64 page_desc(void *page, u64 prot)
{
	return (u64)page | PTE_TYPE_PAGE | PTE_AF | PTE_SHARED | PTE_WBWA | prot;
}

static void setup_frames(void)
{
	if (frame_page)
		return;
	frame_page = alloc_page();
	other_page = alloc_page();
	/* mov x0, #42; ret */
	((u32 *)frame_page)[0] = 0xd2800540;
	((u32 *)frame_page)[1] = 0xd65f03c0;
	other_page[0] = 0x2222222222222222;
	asm volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb" : : "r" (frame_page));
	saved_tcr = read_sysreg(tcr_el1);
	saved_sctlr = read_sysreg(sctlr_el1);
}

static void set_tcr(u64 tcr)
{
	write_sysreg(tcr, tcr_el1);
	isb();
	flush_tlb_all();
}

static void set_sctlr(u64 sctlr)
{
	write_sysreg(sctlr, sctlr_el1);
	isb();
	flush_tlb_all();
}

/* One access; true when it does as it should: nothing, or exactly this abort. */
static bool access_is(bool el0, const u32 *code, unsigned long va, bool allowed, u32 iss)
{
	struct trap t;
	unsigned int ec = code == ex ? ESR_ELx_EC_IABT_LOW : ESR_ELx_EC_DABT_LOW;

	if (!el0)
		ec++;
	if (el0)
		trap_run_el0(&t, code, va, 1, 0);
	else
		trap_run(&t, code, va, 1, 0);
	if (allowed && !t.taken)
		return true;
	/* translation_faults() has a check of its own for ISV */
	if (!allowed && t.ec == ec && (t.iss & 0x3fff) == iss && t.far == va &&
	    (t.esr & ESR_ELx_IL) &&
	    t.regs.pc == (code == ex ? va : (u64)code))
		return true;
	report_info("%s at EL%d: expected %s ISS %#x, got EC %#x ISS %#x FAR %#lx ELR+%ld",
		    code == ex ? "execute" : code == ld ? "read" : "write", !el0,
		    allowed ? "nothing, not" : "an abort with", iss, t.ec, t.iss, (ulong)t.far,
		    (long)(t.regs.pc - (u64)code));
	return false;
}

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

static u64 read_at(unsigned long va)
{
	return READ_ONCE(*(u64 *)va);
}

static void tlb_maintenance(void)
{
	u64 *pte = pte_of(WINDOW), a, b;
	static const char *const names[] = {
		"VMALLE1", "VAE1", "VAAE1", "VALE1", "VAALE1", "ASIDE1", "VMALLE1IS", "VAE1IS",
		"VAAE1IS", "VALE1IS", "ASIDE1IS",
	};

	setup_frames();
	a = page_desc(frame_page, 0);
	b = page_desc(other_page, 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		u64 page = WINDOW >> 12;

		put(pte, a);
		if (read_at(WINDOW) != frame_page[0])
			check(false, "the first mapping");
		WRITE_ONCE(*pte, b);
		dsb(ishst);
		switch (i) {
		case 0: asm volatile("tlbi vmalle1"); break;
		case 1: asm volatile("tlbi vae1, %0" : : "r" (page)); break;
		case 2: asm volatile("tlbi vaae1, %0" : : "r" (page)); break;
		case 3: asm volatile("tlbi vale1, %0" : : "r" (page)); break;
		case 4: asm volatile("tlbi vaale1, %0" : : "r" (page)); break;
		case 5: asm volatile("tlbi vmalle1\n tlbi aside1, %0" : : "r" (0UL)); break;
		case 6: asm volatile("tlbi vmalle1is"); break;
		case 7: asm volatile("tlbi vae1is, %0" : : "r" (page)); break;
		case 8: asm volatile("tlbi vaae1is, %0" : : "r" (page)); break;
		case 9: asm volatile("tlbi vale1is, %0" : : "r" (page)); break;
		case 10: asm volatile("tlbi vmalle1is\n tlbi aside1is, %0" : : "r" (0UL)); break;
		}
		dsb(ish);
		isb();
		check_eq(read_at(WINDOW), other_page[0], "TLBI %s: the new page", names[i]);
	}
	/* FEAT_TLBIRANGE: 2 pages from WINDOW: TG, NUM 0, SCALE 0 */
	if (((read_sysreg(id_aa64isar0_el1) >> 56) & 0xf) == 2) {
		u64 tg = PAGE_SHIFT == 12 ? 1 : PAGE_SHIFT == 14 ? 2 : 3;
		u64 range = tg << 46 | WINDOW >> PAGE_SHIFT;

		put(pte, a);
		read_at(WINDOW);
		WRITE_ONCE(*pte, b);
		dsb(ishst);
		/* tlbi rvaae1is */
		asm volatile("sys #0, c8, c2, #3, %0" : : "r" (range));
		dsb(ish);
		isb();
		check_eq(read_at(WINDOW), other_page[0], "TLBI RVAAE1IS: the new page");
	}
	put(pte, 0);
}

static volatile int remote_step;
static volatile u64 remote_seen;

static void remote_reader(void *data __unused)
{
	remote_seen = read_at(WINDOW);
	remote_step = 1;
	while (remote_step != 2)
		cpu_relax();
	remote_seen = read_at(WINDOW);
	remote_step = 3;
}

static const char *needs_2_cpus(void)
{
	return nr_cpus >= 2 ? NULL : "at least 2 CPUs needed";
}

static void tlb_broadcast(void)
{
	u64 *pte = pte_of(WINDOW);

	setup_frames();
	for (int round = 0; round < 20; round++) {
		put(pte, page_desc(frame_page, 0));
		remote_step = 0;
		on_cpu_async(1, remote_reader, NULL);
		while (remote_step != 1)
			cpu_relax();
		if (round == 0)
			check_eq(remote_seen, frame_page[0], "CPU 1 sees the first page");
		WRITE_ONCE(*pte, 0);
		flush_tlb_page(WINDOW);
		WRITE_ONCE(*pte, page_desc(other_page, 0));
		flush_tlb_page(WINDOW);
		remote_step = 2;
		while (remote_step != 3)
			cpu_relax();
		if (remote_seen != other_page[0] || round == 19)
			check_eq(remote_seen, other_page[0], "CPU 1 sees the second page");
	}
	put(pte, 0);
}

/* Two address spaces that differ in ASID and one page, switched without TLBI. */
static void asids(void)
{
	pgd_t *second = alloc_page();
	u64 ttbr = read_sysreg(ttbr0_el1) & ~(0xffffUL << 48);
	unsigned long va = WINDOW + 2 * PGDIR_SIZE;
	bool ok = true;
	u64 *pte1 = pte_of(va), *pte2;
	pgd_t *first = table();

	setup_frames();
	memcpy(second, first, PTRS_PER_PGD * sizeof(pgd_t));
	pgd_val(*pgd_offset(second, va)) = 0;
	current_thread_info()->pgtable = second;
	pte2 = pte_of(va);
	current_thread_info()->pgtable = first;
	put(pte1, page_desc(frame_page, PTE_NG));
	put(pte2, page_desc(other_page, PTE_NG));

	for (int i = 0; i < 8; i++) {
		write_sysreg(ttbr | 1UL << 48, ttbr0_el1);
		isb();
		ok &= read_at(va) == frame_page[0];
		write_sysreg((u64)second | 2UL << 48, ttbr0_el1);
		isb();
		ok &= read_at(va) == other_page[0];
	}
	write_sysreg(ttbr, ttbr0_el1);
	isb();
	flush_tlb_all();
	check(ok, "each ASID sees its page");

	/* ASIDE1 of one leaves nothing of it */
	write_sysreg(ttbr | 1UL << 48, ttbr0_el1);
	isb();
	read_at(va);
	WRITE_ONCE(*pte1, page_desc(other_page, PTE_NG));
	dsb(ishst);
	asm volatile("tlbi aside1is, %0" : : "r" (1UL << 48));
	dsb(ish);
	isb();
	check_eq(read_at(va), other_page[0], "TLBI ASIDE1IS of the own ASID");
	write_sysreg(ttbr, ttbr0_el1);
	isb();
	put(pte1, 0);
}

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

static const char *needs_el1(void)
{
	return current_level() == CurrentEL_EL1 ? NULL : "written for EL1";
}

static const struct subtest subtests[] = {
	{ "permissions-page", permissions_page, needs_el1 },
	{ "permissions-block", permissions_block, needs_el1 },
	{ "hierarchical", hierarchical, needs_el1 },
	{ "translation-faults", translation_faults },
	{ "access-flag", access_flag },
	{ "address-size", address_size },
	{ "external-abort", external_abort },
	{ "tlb-maintenance", tlb_maintenance },
	{ "tlb-broadcast", tlb_broadcast, needs_2_cpus },
	{ "asids", asids },
	{ "ttbr1", ttbr1, needs_el1 },
	{ "top-byte", top_byte, needs_el1 },
	{ "address-translation", address_translation, needs_el1 },
	{ "pan", pan, needs_pan },
	{ "unprivileged", unprivileged, needs_el1 },
	{ "hardware-flags", hardware_flags, needs_hafdbs },
	{ "contiguous", contiguous },
	{ "e0pd", e0pd, needs_e0pd },
	{ "alignment", alignment, SUBTEST_ROWS(align_rows) },
	{ "device-memory", device_memory },
	{ "cache-ops", cache_ops_permissions, needs_el1 },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
