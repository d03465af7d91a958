// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: guarded pages (Arm ARM D8.4.6, FEAT_BTI): which kind of branch may land on which
 * instruction, and the exception of those that may not.
 */
#include <libcflat.h>

#include "mmu-test.h"

#define GP	(1UL << 50)

#define PAD_NOP		0xd503201f
#define PAD_BTI		0xd503241f
#define PAD_BTI_C	0xd503245f
#define PAD_BTI_J	0xd503249f
#define PAD_BTI_JC	0xd50324df
#define PAD_PACIASP	0xd503233f
#define PAD_BRK		0xd4200000

/* BTYPE 2; BTYPE 1 by X16 and, from a page that is not guarded, by any register */
SNIPPET(g_blr, "mov x9, x30\n blr x0\n mov x30, x9");
SNIPPET(g_br16, "mov x16, x0\n br x16");
SNIPPET(g_br5, "mov x5, x0\n br x5");
SNIPPET(g_ret, "mov x9, x30\n mov x30, x0\n adr x10, 1f\n mov x11, x10\n ret x0\n 1: mov x30, x9");
/* BTYPE 3: the BR lies in the guarded page, behind BTI JC */
SNIPPET(g_br_guarded, "mov x5, x0\n add x0, x0, #0x80\n br x0");

static const char *needs_bti(void)
{
	if (current_level() != CurrentEL_EL1)
		return "written for EL1";
	return read_sysreg(id_aa64pfr1_el1) & 0xf ? NULL : "no FEAT_BTI";
}

static void guarded(void)
{
	static const struct {
		const char *name;
		u32 insn;
		u8 allowed;		/* bit n: BTYPE n; bit 4: BTYPE 3 only while SCTLR.BT1 is 0 */
	} pads[] = {
		{ "NOP", PAD_NOP, 0x1 }, { "BTI", PAD_BTI, 0x1 }, { "BTI C", PAD_BTI_C, 0x7 },
		{ "BTI J", PAD_BTI_J, 0xb }, { "BTI JC", PAD_BTI_JC, 0xf }, { "PACIASP", PAD_PACIASP, 0x17 },
	};
	static const struct {
		const char *name;
		const u32 *code;
		unsigned int btype;
	} branches[] = {
		{ "BLR", g_blr, 2 }, { "BR X16", g_br16, 1 }, { "BR X5 from elsewhere", g_br5, 1 },
		{ "BR X5 from a guarded page", g_br_guarded, 3 }, { "RET", g_ret, 0 },
	};
	u32 *page = (u32 *)other_page;
	u64 save = other_page ? other_page[0] : 0;
	struct trap t;

	setup_frames();
	page = (u32 *)other_page;
	save = other_page[0];
	for (unsigned int bt = 0; bt < 2; bt++) {
		set_sctlr((saved_sctlr & ~SCTLR_EL1_BT1) | (bt ? SCTLR_EL1_BT1 : 0));
		for (unsigned int i = 0; i < ARRAY_SIZE(pads); i++) {
			page[0] = pads[i].insn;
			page[1] = 0xd28000e0;	/* mov x0, #7 */
			/* RET would go back by x30, which the snippets keep in x9 for BLR and RET */
			page[2] = 0xd65f03c0;
			page[32] = PAD_BTI_JC;
			page[33] = 0xd61f00a0;	/* br x5 */
			asm volatile("dc cvau, %0\n dc cvau, %1\n dsb ish\n ic ivau, %0\n ic ivau, %1\n dsb ish\n isb"
				     : : "r" (page), "r" (page + 32) : "memory");
			put(pte_of(WINDOW), page_desc(other_page, 0) | GP);
			for (unsigned int b = 0; b < ARRAY_SIZE(branches); b++) {
				unsigned int n = branches[b].btype;
				bool ok = pads[i].allowed >> n & 1;

				if (n == 3 && pads[i].allowed & 0x10)
					ok = !bt;
				if (branches[b].code == g_ret) {
					/* BTYPE 0 lands anywhere; the page's RET would loop: stop at its BRK */
					page[2] = PAD_BRK;
					asm volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb" : : "r" (page));
					put(pte_of(WINDOW), page_desc(other_page, 0) | GP);
				}
				trap_run(&t, branches[b].code, WINDOW, 0, 0);
				if (branches[b].code == g_ret) {
					check_eq(t.ec, ESR_ELx_EC_BRK64, "BT1 %u: RET to %s", bt, pads[i].name);
					continue;
				}
				if (ok) {
					check_eq(t.ec, TRAP_NONE, "BT1 %u: %s to %s", bt, branches[b].name, pads[i].name);
					continue;
				}
				if (!check_eq(t.ec, ESR_ELx_EC_BTI, "BT1 %u: %s to %s: class", bt, branches[b].name,
					      pads[i].name))
					continue;
				check_eq(t.esr & 0x3ffffff, 1U << 25 | n, "BT1 %u: %s to %s: IL and BTYPE", bt, branches[b].name,
					 pads[i].name);
				check_eq(t.regs.pc, WINDOW, "BT1 %u: %s to %s: ELR", bt, branches[b].name, pads[i].name);
				check_eq(t.regs.pstate >> 10 & 3, n, "BT1 %u: %s to %s: SPSR.BTYPE", bt, branches[b].name,
					 pads[i].name);
			}
		}
	}
	set_sctlr(saved_sctlr);
	/* not guarded: anything goes */
	page[0] = PAD_NOP;
	page[2] = 0xd65f03c0;
	asm volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb" : : "r" (page) : "memory");
	put(pte_of(WINDOW), page_desc(other_page, 0));
	trap_run(&t, g_blr, WINDOW, 0, 0);
	check_eq(t.ec, TRAP_NONE, "BLR to NOP in a page that is not guarded");
	put(pte_of(WINDOW), 0);
	other_page[0] = save;
}

const struct subtest mmu_guarded_subtests[] = {
	{ "guarded", guarded, needs_bti },
	{ }
};
