// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hyp: stage 2 translation of EL1&0 (Arm ARM D8.2, D8.4.5, D19.2.38 ISS of data aborts).
 *
 * permissions    S2AP and XN, also combined with stage 1
 * faults         translation, access flag, address size faults by level: class, FAR, HPFAR
 * syndrome       ISV, SAS, SSE, SRT, SF, AR for each kind of load and store
 * walk           faults on the guest's own translation tables (S1PTW), PTW
 * maintenance    TLBI by IPA, VMID; VMIDs keep guests apart
 * attributes     HCR_EL2.DC, AT S12E1
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <asm/mmu.h>
#include <asm/pgtable.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

#include "hyp.h"
#include "insn.h"

/* Stage 2 descriptors */
#define S2_AF		(1UL << 10)
#define S2_SH		(3UL << 8)
#define S2_AP_R		(1UL << 6)
#define S2_AP_W		(2UL << 6)
#define S2_MEM_WB	(0xfUL << 2)
#define S2_XN(x)	((u64)(x) << 53)
#define S2_BLOCK	1UL
#define S2_TABLE	3UL
#define S2_RW		(S2_AF | S2_SH | S2_AP_R | S2_AP_W | S2_MEM_WB)

#define HPFAR_IPA(h)	(((h) >> 4 & 0xffffffffffUL) << 12)
#define WNR		(1U << 6)
#define S1PTW		(1U << 7)
#define FAULT(fsc, level)	((fsc) + (level))

/* 39 bits of IPA from level 1: one page of 512 entries of 1 GiB; 4 KiB granule whatever ours is. */
static u64 *l1, *l2, *l3;
static u64 *page;		/* the IPA that l3 maps by pages */
static u64 vtcr;

static const char *needs_4k_ipa(void)
{
	if (needs_el2())
		return needs_el2();
	if (PAGE_SIZE != SZ_4K)
		return "written for 4K pages";
	return PHYS_END < 1UL << 39 ? NULL : "more than 39 bits of RAM addresses";
}

static void flush_s2(void)
{
	asm volatile("dsb ishst\n tlbi alle1is\n dsb ish\n isb");
}

/* Everything identity mapped; the 2 MiB around page by pages. */
static void stage2_init(void)
{
	u64 base, i;

	if (!l1) {
		l1 = alloc_page();
		l2 = alloc_page();
		l3 = alloc_page();
		page = alloc_page();
	}
	for (i = 0; i < 512; i++)
		l1[i] = i << 30 | S2_RW | S2_BLOCK;
	base = (u64)page & ~((1UL << 30) - 1);
	for (i = 0; i < 512; i++)
		l2[i] = (base + (i << 21)) | S2_RW | S2_BLOCK;
	base = (u64)page & ~((1UL << 21) - 1);
	for (i = 0; i < 512; i++)
		l3[i] = (base + (i << 12)) | S2_RW | S2_TABLE;
	l2[(u64)page >> 21 & 511] = (u64)l3 | S2_TABLE;
	l1[(u64)page >> 30] = (u64)l2 | S2_TABLE;

	/* T0SZ 25, SL0 1 (level 1), WBWA, inner shareable, 4K, PS 40 bits */
	vtcr = 1UL << 31 | 25 | 1 << 6 | 1 << 8 | 1 << 10 | 3 << 12 | 2 << 16;
	write_sysreg(vtcr, vtcr_el2);
	write_sysreg((u64)l1, vttbr_el2);
	isb();
	flush_s2();
	/* code to run when page is fetched: the guest's HVC */
	((u32 *)page)[0] = 0xd4000002 | GUEST_DONE << 5;
	page[1] = 0x1122334455667788;
	asm volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb" : : "r" (page) : "memory");
}

static u64 *s2_entry(void)
{
	return &l3[(u64)page >> 12 & 511];
}

static void put(u64 *entry, u64 val)
{
	WRITE_ONCE(*entry, val);
	flush_s2();
}

GUEST(ld, "ldr x0, [x0, #8]");
GUEST(st, "str x1, [x0, #16]");
GUEST(ld_st, "ldr x9, [x0, #8]\n str x1, [x0, #16]");
GUEST(ex, "br x0");
GUEST(nothing, "nop");

static bool run(struct trap *t, const u32 *code, bool el0, u64 x0)
{
	bool ok;

	guest_hcr = GUEST_HCR_DEFAULT | HCR_VM;
	/* HVC is undefined at EL0, which the guest's vector tells */
	ok = guest_run(t, code, (el0 ? PSR_MODE_EL0t : PSR_MODE_EL1h) | DAIF_ALL, x0, 0x5a5a, 0);
	guest_hcr = GUEST_HCR_DEFAULT;
	if (el0)
		return guest_vector(t) == EL0_SYNC_64 && read_sysreg_s(ESR_EL12) >> 26 == ESR_ELx_EC_UNKNOWN;
	return ok;
}

static bool access_is(const u32 *code, bool el0, u64 addr, bool allowed, u32 iss)
{
	unsigned int ec = code == ex ? ESR_ELx_EC_IABT_LOW : ESR_ELx_EC_DABT_LOW;
	u64 far = addr + (code == ld ? 8 : code == st ? 16 : 0);
	struct trap t;
	bool done = run(&t, code, el0, addr);
	u64 hpfar = read_sysreg(hpfar_el2);

	if (allowed && done)
		return true;
	if (!allowed && !done && t.ec == ec && (t.iss & 0x3ff) == iss && t.far == far &&
	    HPFAR_IPA(hpfar) == (addr & ~0xfffUL))
		return true;
	report_info("%s at EL%d: expected %s ISS %#x, got EC %#x ISS %#x FAR %#lx HPFAR %#lx",
		    code == ex ? "execute" : code == ld ? "read" : "write", !el0,
		    allowed ? "nothing, not" : "an abort with", iss, t.ec, t.iss, (ulong)t.far, (ulong)hpfar);
	return false;
}

/* XN of two bits, FEAT_XNX: 0 all, 1 EL0 only, 2 none, 3 EL1 only */
static bool has_xnx(void)
{
	return (read_sysreg(id_aa64mmfr1_el1) >> 28) & 0xf;
}

static void permissions(void)
{
	u32 fsc = FAULT(ESR_ELx_FSC_PERM, 3);
	u64 *s1, s1_saved;

	stage2_init();
	/* EL1 cannot execute what EL0 can write; make stage 1 read-only for the execute checks */
	s1 = (u64 *)follow_pte(current_thread_info()->pgtable, (unsigned long)page);
	s1_saved = *s1;
	for (unsigned int i = 0; i < 16; i++) {
		unsigned int ap = i & 3, xn = i >> 2;
		bool x0, x1, ok = true;

		if (!has_xnx() && xn & 1)
			continue;
		x0 = xn < 2;
		x1 = xn == 0 || xn == 3;
		put(s2_entry(), (u64)page | S2_AF | S2_SH | S2_MEM_WB | S2_TABLE | (u64)ap << 6 | S2_XN(xn));
		for (int el0 = 0; el0 < 2; el0++) {
			ok &= access_is(ld, el0, (u64)page, ap & 1, fsc);
			ok &= access_is(st, el0, (u64)page, ap & 2, fsc | WNR);
		}
		WRITE_ONCE(*s1, s1_saved | PTE_RDONLY);
		flush_s2();
		ok &= access_is(ex, false, (u64)page, x1, fsc);
		ok &= access_is(ex, true, (u64)page, x0, fsc);
		/* both stages count; stage 1 is told first, and to EL1 */
		if (ap & 2) {
			struct trap t;

			/* what a read has put into the TLB does not let a write through */
			run(&t, ap & 1 ? ld_st : st, false, (u64)page);
			ok &= guest_vector(&t) == EL1H_SYNC &&
			      (read_sysreg_s(ESR_EL12) & ESR_ELx_FSC) == FAULT(ESR_ELx_FSC_PERM, 3);
		}
		WRITE_ONCE(*s1, s1_saved);
		flush_s2();
		check(ok, "S2AP %u, XN %u", ap, xn);
	}
	put(s2_entry(), (u64)page | S2_RW | S2_TABLE);
}

static void faults(void)
{
	u64 pa = (u64)page, *l2e, *l1e, other;

	stage2_init();
	pa = (u64)page;
	l2e = &l2[(pa >> 21 & 511)];
	l1e = &l1[pa >> 30];
	put(s2_entry(), 0);
	check(access_is(ld, false, pa, false, FAULT(ESR_ELx_FSC_TRANS, 3)), "level 3: read");
	check(access_is(st, true, pa, false, FAULT(ESR_ELx_FSC_TRANS, 3) | WNR), "level 3: write of EL0");
	check(access_is(ld, false, pa + 0x123, false, FAULT(ESR_ELx_FSC_TRANS, 3)),
	      "level 3: FAR has the offset, HPFAR the page");
	put(s2_entry(), ((u64)page | S2_RW | S2_TABLE) & ~S2_AF);
	check(access_is(ld, false, pa, false, FAULT(ESR_ELx_FSC_ACCESS, 3)), "access flag: read");
	check(access_is(st, false, pa, false, FAULT(ESR_ELx_FSC_ACCESS, 3) | WNR), "access flag: write");
	/* 40 bits of output address */
	put(s2_entry(), 1UL << 41 | S2_RW | S2_TABLE);
	if ((read_sysreg(id_aa64mmfr0_el1) & 0xf) >= 2)
		check(access_is(ld, false, pa, false, FAULT(ESR_ELx_FSC_ADDRSZ, 3)), "output address size");
	put(s2_entry(), (u64)page | S2_RW | S2_BLOCK);
	check(access_is(ld, false, pa, false, FAULT(ESR_ELx_FSC_TRANS, 3)), "a block at level 3 is reserved");
	put(s2_entry(), (u64)page | S2_RW | S2_TABLE);

	/* other blocks: an address that this image does not use itself */
	other = (pa & ~((1UL << 21) - 1)) + (32UL << 20);
	l2e = &l2[other >> 21 & 511];
	if (other < PHYS_END) {
		u64 old = *l2e;

		put(l2e, 0);
		check(access_is(ld, false, other, false, FAULT(ESR_ELx_FSC_TRANS, 2)), "level 2: read");
		put(l2e, old & ~S2_AP_W);
		check(access_is(st, false, other, false, FAULT(ESR_ELx_FSC_PERM, 2) | WNR),
		      "level 2: write of a read-only block");
		put(l2e, old & ~S2_AF);
		check(access_is(ld, false, other, false, FAULT(ESR_ELx_FSC_ACCESS, 2)),
		      "level 2: access flag");
		put(l2e, old);
	}
	/* the UART's gigabyte: a device the guest maps, taken away */
	l1e = &l1[0];
	put(l1e, 0);
	check(access_is(ld, false, 0x9000000, false, FAULT(ESR_ELx_FSC_TRANS, 1)), "level 1: read");
	put(l1e, S2_RW | S2_BLOCK);
}

struct form {
	const char *name;
	u32 insn;
	bool isv, sse, sf, ar, wnr;
	u8 sas, srt;
};

static void syndrome(void)
{
	static const struct form forms[] = {
		{ "LDR X3", 0xf9400023, true, false, true, false, false, 3, 3 },
		{ "LDR W3", 0xb9400023, true, false, false, false, false, 2, 3 },
		{ "LDRH W17", 0x79400031, true, false, false, false, false, 1, 17 },
		{ "LDRB W3", 0x39400023, true, false, false, false, false, 0, 3 },
		{ "LDRSB X3", 0x39800023, true, true, true, false, false, 0, 3 },
		{ "LDRSB W3", 0x39c00023, true, true, false, false, false, 0, 3 },
		{ "LDRSH X3", 0x79800023, true, true, true, false, false, 1, 3 },
		{ "LDRSH W3", 0x79c00023, true, true, false, false, false, 1, 3 },
		{ "LDRSW X3", 0xb9800023, true, true, true, false, false, 2, 3 },
		{ "LDR XZR", 0xf940003f, true, false, true, false, false, 3, 31 },
		{ "LDUR W3", 0xb8400023, true, false, false, false, false, 2, 3 },
		{ "LDTR X3", 0xf8400823, true, false, true, false, false, 3, 3 },
		{ "LDR X3 by register", 0xf87f6823, true, false, true, false, false, 3, 3 },
		{ "LDAR W3", 0x88dffc23, true, false, false, true, false, 2, 3 },
		{ "LDARB W3", 0x08dffc23, true, false, false, true, false, 0, 3 },
		{ "STR X4", 0xf9000024, true, false, true, false, true, 3, 4 },
		{ "STR W4", 0xb9000024, true, false, false, false, true, 2, 4 },
		{ "STRH W4", 0x79000024, true, false, false, false, true, 1, 4 },
		{ "STRB WZR", 0x3900003f, true, false, false, false, true, 0, 31 },
		{ "STUR X4", 0xf8000024, true, false, true, false, true, 3, 4 },
		{ "STLR X4", 0xc89ffc24, true, false, true, true, true, 3, 4 },
		/* no syndrome: more than one register, writeback, SIMD, exclusives */
		{ "LDP X3, X4", 0xa9401023 },
		{ "STP W3, W4", 0x29001023, .wnr = true },
		{ "LDR X3 post-index", 0xf8408423 },
		{ "STR W4 pre-index", 0xb8008c24, .wnr = true },
		{ "LDR D0", 0xfd400020 },
		{ "STR Q0", 0x3d800020, .wnr = true },
		{ "LDXR X3", 0xc85f7c23 },
		{ "LD1 {V0.16B}", 0x4c407020 },
		{ "DC ZVA", 0xd50b7421, .wnr = true },
	};

	stage2_init();
	put(s2_entry(), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *f = &forms[i];
		u32 want = FAULT(ESR_ELx_FSC_TRANS, 3) | (f->wnr ? WNR : 0);
		u32 insns[] = { f->insn, 0xd4000002 | GUEST_DONE << 5 };
		struct trap t;

		if (f->isv)
			want |= 1 << 24 | f->sas << 22 | f->sse << 21 | f->srt << 16 | f->sf << 15 | f->ar << 14;
		guest_hcr = GUEST_HCR_DEFAULT | HCR_VM;
		/* the address is in x1 */
		guest_run_el1(&t, insn_place_n(insns, 2), 0, (u64)page, 0);
		guest_hcr = GUEST_HCR_DEFAULT;
		if (check_eq(t.ec, ESR_ELx_EC_DABT_LOW, "%s: class", f->name))
			check_eq(t.iss & ~(f->isv ? 0 : 0x00ffc000), want, "%s: ISS", f->name);
		check_eq(read_sysreg(hpfar_el2) >> 4 << 12, (u64)page, "%s: HPFAR", f->name);
	}
	put(s2_entry(), (u64)page | S2_RW | S2_TABLE);
}

/* The guest's level 0 table is moved to page, so that stage 2 can fault its walks. */
static void walk(void)
{
	u64 ttbr = read_sysreg_s(TTBR0_EL12);
	struct trap t;

	stage2_init();
	memcpy(page, (void *)(ttbr & 0xfffffffff000), PAGE_SIZE);
	asm volatile("dsb ish");
	write_sysreg_s((u64)page, TTBR0_EL12);
	isb();
	flush_s2();
	run(&t, nothing, false, 0);
	check_eq(t.ec, ESR_ELx_EC_HVC64, "tables in a mapped page");
	put(s2_entry(), 0);
	run(&t, nothing, false, 0);
	check_eq(t.ec, ESR_ELx_EC_IABT_LOW, "tables in an unmapped page, fetch: class");
	check_eq(t.iss & (S1PTW | ESR_ELx_FSC), S1PTW | FAULT(ESR_ELx_FSC_TRANS, 3), "S1PTW and level 3 of stage 2");
	check_eq(HPFAR_IPA(read_sysreg(hpfar_el2)), (u64)page, "HPFAR is the table");
	check_eq(t.far, (u64)nothing, "FAR is the instruction");
	/* a read-only table serves walks */
	put(s2_entry(), ((u64)page | S2_RW | S2_TABLE) & ~S2_AP_W);
	run(&t, nothing, false, 0);
	check_eq(t.ec, ESR_ELx_EC_HVC64, "tables in a read-only page");
	put(s2_entry(), ((u64)page | S2_RW | S2_TABLE) & ~S2_AP_R);
	run(&t, nothing, false, 0);
	check_eq(t.iss & (S1PTW | ESR_ELx_FSC), S1PTW | FAULT(ESR_ELx_FSC_PERM, 3), "tables in an unreadable page");
	/* Device memory: walks go there unless PTW forbids it */
	put(s2_entry(), ((u64)page | S2_RW | S2_TABLE) & ~S2_MEM_WB);
	run(&t, nothing, false, 0);
	check_eq(t.ec, ESR_ELx_EC_HVC64, "PTW 0: tables in Device memory");
	guest_hcr = GUEST_HCR_DEFAULT | HCR_VM | HCR_PTW;
	guest_run_el1(&t, nothing, 0, 0, 0);
	guest_hcr = GUEST_HCR_DEFAULT;
	check_eq(t.ec, ESR_ELx_EC_IABT_LOW, "PTW 1: tables in Device memory: class");
	check_eq(t.iss & (S1PTW | ESR_ELx_FSC), S1PTW | FAULT(ESR_ELx_FSC_PERM, 3), "PTW 1: a permission fault");
	put(s2_entry(), (u64)page | S2_RW | S2_TABLE);
	write_sysreg_s(ttbr, TTBR0_EL12);
	isb();
	flush_s2();
}

static u64 guest_read(u64 addr)
{
	struct trap t;

	run(&t, ld, false, addr);
	return t.regs.regs[0];
}

static void maintenance(void)
{
	u64 *second = alloc_page(), old;

	stage2_init();
	second[1] = 0x99aabbccddeeff00;
	check_eq(guest_read((u64)page), 0x1122334455667788, "the first page");
	for (int k = 0; k < 4; k++) {
		static const char *const names[] = { "IPAS2E1IS", "IPAS2LE1", "VMALLS12E1IS", "ALLE1" };
		u64 want = k & 1 ? 0x1122334455667788 : 0x99aabbccddeeff00;

		/* cached by a read above; change it and invalidate by one instruction */
		guest_read((u64)page);
		WRITE_ONCE(*s2_entry(), 0);
		dsb(ishst);
		switch (k) {
		case 0:
			asm volatile("tlbi ipas2e1is, %0\n dsb ish\n tlbi vmalle1is" : : "r" ((u64)page >> 12));
			break;
		case 1:
			asm volatile("tlbi ipas2le1, %0\n dsb ish\n tlbi vmalle1is" : : "r" ((u64)page >> 12));
			break;
		case 2: asm volatile("tlbi vmalls12e1is"); break;
		default: asm volatile("tlbi alle1"); break;
		}
		dsb(ish);
		isb();
		check(access_is(ld, false, (u64)page, false, FAULT(ESR_ELx_FSC_TRANS, 3)), "TLBI %s: gone", names[k]);
		WRITE_ONCE(*s2_entry(), (k & 1 ? (u64)page : (u64)second) | S2_RW | S2_TABLE);
		dsb(ishst);
		isb();
		check_eq(guest_read((u64)page), want, "TLBI %s: the next page", names[k]);
	}
	put(s2_entry(), (u64)page | S2_RW | S2_TABLE);

	/* two guests by VMID, without invalidation in between */
	{
		u64 *other_l1 = alloc_page(), *other_l2 = alloc_page(), *other_l3 = alloc_page();
		bool ok = true;

		memcpy(other_l1, l1, 4096);
		memcpy(other_l2, l2, 4096);
		memcpy(other_l3, l3, 4096);
		other_l1[(u64)page >> 30] = (u64)other_l2 | S2_TABLE;
		other_l2[(u64)page >> 21 & 511] = (u64)other_l3 | S2_TABLE;
		other_l3[(u64)page >> 12 & 511] = (u64)second | S2_RW | S2_TABLE;
		dsb(ishst);
		for (int i = 0; i < 6; i++) {
			write_sysreg((u64)l1 | 1UL << 48, vttbr_el2);
			isb();
			ok &= guest_read((u64)page) == 0x1122334455667788;
			write_sysreg((u64)other_l1 | 2UL << 48, vttbr_el2);
			isb();
			ok &= guest_read((u64)page) == 0x99aabbccddeeff00;
		}
		check(ok, "each VMID sees its page");
	}
	write_sysreg((u64)l1, vttbr_el2);
	isb();
	flush_s2();
	old = guest_read((u64)page);
	check_eq(old, 0x1122334455667788, "and the first guest is as before");
}

static void attributes(void)
{
	u64 sctlr = read_sysreg_s(SCTLR_EL12), par;
	struct trap t;

	stage2_init();
	/* DC: the guest's stage 1 is off, and memory is cached */
	guest_hcr = GUEST_HCR_DEFAULT | HCR_VM | HCR_DC;
	guest_run_el1(&t, ld, (u64)page, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_HVC64, "DC: a read through stage 2 alone");
	check_eq(t.regs.regs[0], 0x1122334455667788, "its value");
	guest_hcr = GUEST_HCR_DEFAULT;

	write_sysreg(GUEST_HCR_DEFAULT | HCR_VM | HCR_EL2_RW | HCR_EL2_E2H, hcr_el2);
	isb();
	asm volatile("at s12e1r, %0\n isb" : : "r" (page));
	par = read_sysreg(par_el1);
	check_eq(par & 1, 0, "AT S12E1R: succeeds");
	check_eq(par & 0xfffffffff000, (u64)page, "AT S12E1R: PA");
	put(s2_entry(), ((u64)page | S2_RW | S2_TABLE) & ~S2_AP_W);
	asm volatile("at s12e1w, %0\n isb" : : "r" (page));
	par = read_sysreg(par_el1);
	check_eq(par & 0x7f, 1 | FAULT(ESR_ELx_FSC_PERM, 3) << 1, "AT S12E1W of a page read-only at stage 2");
	check(par & (1UL << 9), "PAR.S: the fault is of stage 2");
	put(s2_entry(), 0);
	asm volatile("at s12e0r, %0\n isb" : : "r" (page));
	par = read_sysreg(par_el1);
	check_eq(par & 0x7f, 1 | FAULT(ESR_ELx_FSC_TRANS, 3) << 1, "AT S12E0R of a page that is not there");
	/* stage 1 alone does not look at stage 2 */
	asm volatile("at s1e1r, %0\n isb" : : "r" (page));
	par = read_sysreg(par_el1);
	check_eq(par & 1, 0, "AT S1E1R: stage 2 does not count");
	put(s2_entry(), (u64)page | S2_RW | S2_TABLE);
	write_sysreg(INIT_HCR_EL2, hcr_el2);
	isb();

	/* stage 1 off without DC: what stage 2 says is all there is */
	write_sysreg_s(sctlr & ~SCTLR_EL1_M, SCTLR_EL12);
	run(&t, ld, false, (u64)page);
	check_eq(t.ec, ESR_ELx_EC_HVC64, "stage 1 off: a read");
	put(s2_entry(), 0);
	run(&t, ld, false, (u64)page);
	check_eq(t.ec, ESR_ELx_EC_DABT_LOW, "stage 1 off: a stage 2 fault");
	check_eq(HPFAR_IPA(read_sysreg(hpfar_el2)), (u64)page, "stage 1 off: HPFAR");
	/* an IPA that needs more than 32 bits, where nothing is mapped */
	run(&t, ld, false, 0x9234567000UL);
	check_eq(t.ec, ESR_ELx_EC_DABT_LOW, "an IPA above 4 GiB: a stage 2 fault");
	check_eq(HPFAR_IPA(read_sysreg(hpfar_el2)), 0x9234567000UL, "an IPA above 4 GiB: HPFAR");
	write_sysreg_s(sctlr, SCTLR_EL12);
	put(s2_entry(), (u64)page | S2_RW | S2_TABLE);
}

const struct subtest hyp_stage2_subtests[] = {
	{ "stage2-permissions", permissions, needs_4k_ipa },
	{ "stage2-faults", faults, needs_4k_ipa },
	{ "stage2-syndrome", syndrome, needs_4k_ipa },
	{ "stage2-walk", walk, needs_4k_ipa },
	{ "stage2-maintenance", maintenance, needs_4k_ipa },
	{ "stage2-attributes", attributes, needs_4k_ipa },
	{ }
};
