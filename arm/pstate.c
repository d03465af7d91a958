// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pstate: process state and pointers over exceptions and returns (Arm ARM D1.3, D1.4, D8.8).
 *
 * entry       SSBS, TCO and UAO as the handler finds them, and in SPSR
 * monitor     an exception return clears the local exclusive monitor (B2.9.2)
 * tagged-pc   the top byte of branch targets with TBI
 * aarch32     EL0 in AArch32: vectors, syndromes, traps of coprocessor accesses (D1.5, G1)
 * pauth       pointer authentication: codes, failures, keys, controls (D8.8, FEAT_PAuth)
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/thread_info.h>
#include <asm/trap.h>

#include "insn.h"

#define DAIF	(PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT)
#define SSBS	(1UL << 12)
#define UAO	(1UL << 23)
#define DIT	(1UL << 24)
#define TCO	(1UL << 25)

static unsigned int field(u64 reg, int shift)
{
	return (reg >> shift) & 0xf;
}

SNIPPET(p_svc, "svc #1");
SNIPPET(p_set_svc, "msr s3_3_c4_c2_6, x0\n msr s3_3_c4_c2_5, x1\n svc #1");
SNIPPET(p_set_tco, "msr s3_3_c4_c2_7, x0\n svc #1");

static void entry(void)
{
	u64 sctlr = read_sysreg(sctlr_el1), pfr1 = read_sysreg(id_aa64pfr1_el1);
	struct trap t;

	if (field(pfr1, 4) >= 2 && field(read_sysreg(id_aa64pfr0_el1), 48)) {
		for (int dssbs = 0; dssbs < 2; dssbs++) {
			write_sysreg((sctlr & ~SCTLR_EL1_DSSBS) | (dssbs ? SCTLR_EL1_DSSBS : 0), sctlr_el1);
			isb();
			/* whatever it was before */
			trap_run_el0(&t, p_set_svc, dssbs ? 0 : SSBS, DIT, 0);
			check_eq(t.entry_bits & SSBS, dssbs ? SSBS : 0, "SSBS at entry with DSSBS %d", dssbs);
			check_eq(t.regs.pstate & SSBS, dssbs ? 0 : SSBS, "SSBS in SPSR with DSSBS %d", dssbs);
			check_eq(t.regs.pstate & DIT, DIT, "DIT in SPSR");
		}
		write_sysreg(sctlr, sctlr_el1);
		isb();
	}
	if (field(pfr1, 8) >= 2) {
		trap_run(&t, p_set_tco, 0, 0, 0);
		check_eq(t.entry_bits & TCO, TCO, "TCO is set at entry");
		check_eq(t.regs.pstate & TCO, 0, "TCO 0 in SPSR");
		trap_run_el0(&t, p_set_tco, TCO, 0, 0);
		check_eq(t.regs.pstate & TCO, TCO, "TCO 1 in SPSR");
		write_sysreg_s(0, sys_reg(3, 3, 4, 2, 7));
	} else {
		report_skip("no FEAT_MTE2: nothing about TCO");
	}
	trap_run(&t, p_svc, 0, 0, 0);
	check_eq(t.entry_bits & UAO, 0, "UAO is clear at entry");
}

SNIPPET(p_monitor,
	"mrs x9, CurrentEL\n orr x9, x9, #0x3c0\n orr x9, x9, #1\n adr x10, 1f\n msr elr_el1, x10\n msr spsr_el1, x9\n"
	"ldxr x11, [x0]\n eret\n 1: stxr w12, x11, [x0]\n mov x0, x12");
SNIPPET(p_monitor_kept, "ldxr x11, [x0]\n nop\n stxr w12, x11, [x0]\n mov x0, x12");

static void monitor(void)
{
	static u64 word __attribute__((aligned(64)));
	struct trap t;

	trap_run(&t, p_monitor, (u64)&word, 0, 0);
	check_eq(t.ec, TRAP_NONE, "LDXR, ERET, STXR: runs");
	check_eq(t.ret, 1, "the store exclusive after the return fails");
	trap_run(&t, p_monitor_kept, (u64)&word, 0, 0);
	check_eq(t.ret, 0, "without the return it succeeds");
}

SNIPPET(p_eret_tagged,
	"mrs x9, CurrentEL\n orr x9, x9, #0x3c0\n orr x9, x9, #1\n adr x10, 1f\n orr x10, x10, x0\n msr elr_el1, x10\n"
	"msr spsr_el1, x9\n eret\n 1: adr x0, 1b\n lsr x0, x0, #56");
SNIPPET(p_br_tagged, "adr x10, 1f\n orr x10, x10, x0\n br x10\n 1: adr x0, 1b\n lsr x0, x0, #56");
SNIPPET(p_blr_tagged, "mov x11, x30\n adr x10, 1f\n orr x10, x10, x0\n blr x10\n 1: adr x0, 1b\n lsr x0, x0, #56\n mov x30, x11");
SNIPPET(p_ret_tagged, "mov x11, x30\n adr x30, 1f\n orr x30, x30, x0\n ret\n 1: adr x0, 1b\n lsr x0, x0, #56\n mov x30, x11");

static void tagged_pc(void)
{
	static const struct {
		const char *name;
		const u32 *code;
	} rows[] = {
		{ "ERET", p_eret_tagged }, { "BR", p_br_tagged }, { "BLR", p_blr_tagged }, { "RET", p_ret_tagged },
	};
	u64 tcr = read_sysreg(tcr_el1);
	struct trap t;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		write_sysreg(tcr | TCR_TBI0, tcr_el1);
		isb();
		flush_tlb_all();
		trap_run(&t, rows[i].code, 0x5aUL << 56, 0, 0);
		check_eq(t.ec, TRAP_NONE, "TBI0 1: %s to a tagged address", rows[i].name);
		check_eq(t.ret, 0, "TBI0 1: %s: the tag is not in the PC", rows[i].name);
		write_sysreg(tcr & ~TCR_TBI0, tcr_el1);
		isb();
		flush_tlb_all();
		trap_run(&t, rows[i].code, 0x5aUL << 56, 0, 0);
		check_eq(t.ec, ESR_ELx_EC_IABT_CUR, "TBI0 0: %s to a tagged address faults", rows[i].name);
		check_eq(t.far >> 56, 0x5a, "TBI0 0: %s: FAR has it all", rows[i].name);
	}
	write_sysreg(tcr, tcr_el1);
	isb();
	flush_tlb_all();
}

/* AArch32 code for EL0 in a page of its own */
static u32 *code32;

#define A32	0x10UL		/* User mode */
#define T32	0x30UL

static void place32(const u32 *insns, unsigned int n)
{
	if (!code32)
		code32 = alloc_page();
	for (unsigned int i = 0; i < n; i++)
		code32[i] = insns[i];
	asm volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb" : : "r" (code32) : "memory");
}

static void run32(struct trap *t, u32 first, u64 pstate, u64 x0)
{
	/* then SVC #0x55 in either set */
	u32 insns[] = { first, pstate & 0x20 ? 0xdf55df55 : 0xef000055 };

	place32(insns, 2);
	trap_eret(t, code32, pstate | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT, x0, 2, 3);
}

static const char *needs_aarch32(void)
{
	if (current_level() != CurrentEL_EL1)
		return "written for EL1";
	return field(read_sysreg(id_aa64pfr0_el1), 0) == 2 ? NULL : "EL0 is AArch64 only";
}

static void aarch32(void)
{
	static const struct row32 {
		const char *name;
		u32 insn;
		u64 pstate;
		unsigned int ec, insn_no;
		u32 iss;	/* with IL in bit 25 */
	} rows[] = {
#define IL	(1U << 25)
#define CV	(1U << 24 | 0xe << 20)
		{ "A32 SVC", 0xef001234, A32, ESR_ELx_EC_SVC32, 1, IL | 0x1234 },
		{ "T32 SVC", 0x0000df77, T32, ESR_ELx_EC_SVC32, 0, 0x77 },
		{ "A32 UDF", 0xe7f000f0, A32, ESR_ELx_EC_UNKNOWN, 0, IL },
		{ "T32 UDF of 16 bits", 0xbf00de00, T32, ESR_ELx_EC_UNKNOWN, 0, 0xffffffff },
		{ "A32 BKPT", 0xe1212374, A32, ESR_ELx_EC_BKPT32, 0, IL | 0x1234 },
		{ "T32 BKPT", 0xbf00be42, T32, ESR_ELx_EC_BKPT32, 0, 0x42 },
		{ "A32 SMC", 0xe1600070, A32, ESR_ELx_EC_UNKNOWN, 0, IL },
		{ "A32 HVC", 0xe1400070, A32, ESR_ELx_EC_UNKNOWN, 0, IL },
		/* mrc p15, 0, r3, c9, c13, 0: PMCCNTR, while PMUSERENR is 0 */
		{ "MRC PMCCNTR", 0xee193f1d, A32, ESR_ELx_EC_CP15_32, 0, IL | CV | 9 << 10 | 3 << 5 | 13 << 1 | 1 },
		/* mrrc p15, 1, r4, r5, c14: CNTVCT, while CNTKCTL is 0 */
		{ "MRRC CNTVCT", 0xec554f1e, A32, ESR_ELx_EC_CP15_64, 0, IL | CV | 1 << 16 | 5 << 10 | 4 << 5 | 14 << 1 | 1 },
	};
	struct trap t;
	u64 cntkctl = read_sysreg(cntkctl_el1), cpacr = read_sysreg(cpacr_el1);

	write_sysreg(0, cntkctl_el1);
	if (field(read_sysreg(id_aa64dfr0_el1), 8))
		write_sysreg(0, pmuserenr_el0);
	isb();
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row32 *r = &rows[i];

		run32(&t, r->insn, r->pstate, 1);
		check_eq(t.vector, EL0_SYNC_32, "%s: vector", r->name);
		check_eq(t.ec, r->ec, "%s: class", r->name);
		if (r->iss != 0xffffffff)
			check_eq(t.esr & 0x3ffffff, r->iss, "%s: IL and ISS", r->name);
		check_eq(t.regs.pc, (u64)code32 + (r->insn_no ? 4 : (r->ec == ESR_ELx_EC_SVC32 ? 2 : 0)), "%s: ELR",
			 r->name);
		check_eq(t.regs.pstate & 0x3f, r->pstate, "%s: SPSR mode and T", r->name);
	}
	write_sysreg(cntkctl, cntkctl_el1);
	isb();

	/* mov r0, r13; the banked registers lie where D1.5.2 says: r13_usr is x13, r14_usr x14 */
	run32(&t, 0xe3a0dc12, A32, 0);		/* mov sp, #0x1200 */
	check_eq(t.regs.regs[13], 0x1200, "SP of User mode is X13");
	run32(&t, 0xe3a0ec34, A32, 0);		/* mov lr, #0x3400 */
	check_eq(t.regs.regs[14], 0x3400, "LR of User mode is X14");
	run32(&t, 0xe2500002, A32, 1);		/* subs r0, r0, #2 */
	check_eq(t.regs.regs[0], 0xffffffff, "a result has 32 bits in X0");
	check_eq(t.regs.pstate >> 28, 8, "flags in SPSR");
	run32(&t, 0xe10f0000, A32 | PSR_C_BIT | 1UL << 27 | 0xaUL << 16, 0);	/* mrs r0, cpsr */
	check_eq(t.regs.regs[0] & 0xf80f0010, PSR_C_BIT | 1UL << 27 | 0xa0000 | 0x10, "C, Q, GE and the mode come from SPSR");
	/* data abort: ldr r0, [r0] of nothing mapped, r0 above RAM */
	run32(&t, 0xe5900000, A32, 0xf0000000);
	check_eq(t.ec, ESR_ELx_EC_DABT_LOW, "A32 LDR of nothing: class");
	check_eq(t.far, 0xf0000000, "A32 LDR of nothing: FAR");
	check_eq(t.vector, EL0_SYNC_32, "A32 LDR of nothing: vector");
	/* a conditional instruction that does not pass does nothing: svceq #1 */
	run32(&t, 0x0f000001, A32, 0);
	check_eq(t.iss & 0xffff, 0x55, "SVCEQ with Z 0 is no call");
	/* FP: vmov s0, r0 */
	write_sysreg(1UL << 20, cpacr_el1);
	isb();
	run32(&t, 0xee000a10, A32, 0);
	check_eq(t.ec, ESR_ELx_EC_FP_ASIMD, "VMOV with FPEN 1: class");
	check_eq(t.iss & 0x1f00000, CV, "VMOV with FPEN 1: CV and COND");
	check_eq(t.iss & 0xfffff, 0, "VMOV with FPEN 1: no TA or coproc in AArch64");
	write_sysreg(cpacr, cpacr_el1);
	isb();
	/* return to Thumb at an odd address: bit 0 is dropped */
	place32((u32[]){ 0xdf11df10 }, 1);
	trap_eret(&t, (void *)code32 + 1, T32 | PSR_I_BIT | PSR_A_BIT | PSR_F_BIT, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SVC32, "ERET to T32 with bit 0 of ELR set");
	check_eq(t.iss & 0xff, 0x10, "runs the halfword below");
	/* the IT state comes and goes with SPSR: itt eq as if before, condition fails, then SVC */
	place32((u32[]){ 0xdf22df21 }, 1);
	trap_eret(&t, code32, T32 | PSR_I_BIT | PSR_A_BIT | PSR_F_BIT, 0, 0, 0);
	check_eq(t.iss & 0xff, 0x21, "T32 without IT state");
	/* IT state of one more instruction, condition EQ: ITSTATE[7:2] is SPSR[15:10], [1:0] SPSR[26:25] */
	trap_eret(&t, code32, T32 | PSR_I_BIT | PSR_A_BIT | PSR_F_BIT | 0x2UL << 10, 0, 0, 0);
	check_eq(t.iss & 0xff, 0x22, "T32 in an IT block whose condition fails: the next one");
	trap_eret(&t, code32, T32 | PSR_I_BIT | PSR_A_BIT | PSR_F_BIT | 0x2UL << 10 | PSR_Z_BIT, 0, 0, 0);
	check_eq(t.iss & 0xff, 0x21, "T32 in an IT block whose condition holds");
}

/* x0 pointer, x1 modifier */
SNIPPET(pacia, "pacia x0, x1");
SNIPPET(pacib, "pacib x0, x1");
SNIPPET(pacda, "pacda x0, x1");
SNIPPET(pacdb, "pacdb x0, x1");
SNIPPET(pacga, "pacga x0, x0, x1");
SNIPPET(autia, "autia x0, x1");
SNIPPET(autib, "autib x0, x1");
SNIPPET(autda, "autda x0, x1");
SNIPPET(autdb, "autdb x0, x1");
SNIPPET(xpaci, "xpaci x0");
SNIPPET(xpacd, "xpacd x0");
SNIPPET(paciza, "paciza x0");
SNIPPET(autiza, "autiza x0");
SNIPPET(pacia1716, "mov x17, x0\n mov x16, x1\n pacia1716\n mov x0, x17");
SNIPPET(autia1716, "mov x17, x0\n mov x16, x1\n autia1716\n mov x0, x17");
SNIPPET(paciasp_retaa, "mov x9, x30\n bl 2f\n mov x30, x9\n b 3f\n 2: paciasp\n autiasp\n paciasp\n retaa\n 3:");
SNIPPET(braa, "mov x9, x30\n adr x10, 1f\n pacia x10, x1\n mov x0, #0\n braa x10, x1\n mov x0, #1\n 1: add x0, x0, #2");
SNIPPET(blraa, "mov x9, x30\n adr x10, 1f\n pacia x10, x1\n mov x0, #0\n blraa x10, x1\n mov x0, #1\n 1: add x0, x0, #2\n mov x30, x9");
SNIPPET(brab_wrong, "adr x10, 1f\n pacia x10, x1\n brab x10, x1\n 1: mov x0, #7");
SNIPPET(ldraa, "pacdza x0\n ldraa x0, [x0, #8]");

static u64 run1(const u32 *code, u64 x0, u64 x1)
{
	struct trap t;

	trap_run(&t, code, x0, x1, 0);
	return t.taken ? ~0ULL : t.ret;
}

static const char *needs_pauth(void)
{
	u64 isar1 = read_sysreg(id_aa64isar1_el1);

	return field(isar1, 4) || field(isar1, 8) ? NULL : "no FEAT_PAuth";
}

static void set_keys(u64 seed)
{
	write_sysreg_s(seed * 0x9e3779b97f4a7c15, sys_reg(3, 0, 2, 1, 0));
	write_sysreg_s(seed * 0xc2b2ae3d27d4eb4f, sys_reg(3, 0, 2, 1, 1));
	write_sysreg_s(seed * 0x165667b19e3779f9, sys_reg(3, 0, 2, 1, 2));
	write_sysreg_s(seed * 0x27d4eb2f165667c5, sys_reg(3, 0, 2, 1, 3));
	write_sysreg_s(seed * 0x94d049bb133111eb, sys_reg(3, 0, 2, 2, 0));
	write_sysreg_s(seed * 0xbf58476d1ce4e5b9, sys_reg(3, 0, 2, 2, 1));
	write_sysreg_s(seed * 0xd6e8feb86659fd93, sys_reg(3, 0, 2, 2, 2));
	write_sysreg_s(seed * 0xff51afd7ed558ccd, sys_reg(3, 0, 2, 2, 3));
	write_sysreg_s(seed * 0xc4ceb9fe1a85ec53, sys_reg(3, 0, 2, 3, 0));
	write_sysreg_s(seed * 0x2545f4914f6cdd1d, sys_reg(3, 0, 2, 3, 1));
	isb();
}

#define ENABLES	(SCTLR_EL1_EnIA | SCTLR_EL1_EnIB | SCTLR_EL1_EnDA | SCTLR_EL1_EnDB)

static void pauth(void)
{
	static const struct {
		const char *name;
		const u32 *pac, *aut;
		u64 enable;
		unsigned int error;	/* bits 62:61 of what fails: D8.8.4 */
	} rows[] = {
		{ "IA", pacia, autia, SCTLR_EL1_EnIA, 1 }, { "IB", pacib, autib, SCTLR_EL1_EnIB, 2 },
		{ "DA", pacda, autda, SCTLR_EL1_EnDA, 1 }, { "DB", pacdb, autdb, SCTLR_EL1_EnDB, 2 },
	};
	u64 sctlr = read_sysreg(sctlr_el1), tcr = read_sysreg(tcr_el1), isar1 = read_sysreg(id_aa64isar1_el1);
	unsigned int level = field(isar1, 4) ?: field(isar1, 8);
	bool fpac = level >= 4;
	u64 ptrs[] = { 0x400812345678, 0xffff800012345670, 0 }, codes[4], mod = 0x1122334455667788;
	static u64 words[2] = { 1, 0x777 };
	struct trap t;

	set_keys(1);
	write_sysreg(sctlr | ENABLES, sctlr_el1);
	write_sysreg(tcr & ~(TCR_TBI0 | TCR_TBI1), tcr_el1);
	isb();
	flush_tlb_all();
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *n = rows[i].name;

		for (unsigned int p = 0; p < ARRAY_SIZE(ptrs); p++) {
			u64 signd = run1(rows[i].pac, ptrs[p], mod), bad;

			codes[i] = p ? codes[i] : signd;
			check_eq(signd & 0xffffffffffff, ptrs[p] & 0xffffffffffff, "PAC%s of %#lx: the address stays", n,
				 (ulong)ptrs[p]);
			check_eq(signd >> 55 & 1, ptrs[p] >> 55 & 1, "PAC%s of %#lx: bit 55 stays", n, (ulong)ptrs[p]);
			check_eq(run1(rows[i].aut, signd, mod), ptrs[p], "AUT%s of %#lx", n, (ulong)ptrs[p]);
			check_eq(run1(i < 2 ? xpaci : xpacd, signd, 0), ptrs[p], "XPAC of %#lx", (ulong)signd);
			trap_run(&t, rows[i].aut, signd, mod + 1, 0);
			if (fpac) {
				check_eq(t.ec, ESR_ELx_EC_FPAC, "AUT%s with another modifier: class", n);
				check_eq(t.iss, (u32)i, "AUT%s: which key", n);
				continue;
			}
			bad = t.ret;
			if (level < 3)
				check_eq(bad >> 61 & 3, rows[i].error, "AUT%s of %#lx with another modifier: error code", n,
					 (ulong)ptrs[p]);
			check(bad != ptrs[p] && bad != signd, "AUT%s of %#lx with another modifier: no valid pointer", n,
			      (ulong)ptrs[p]);
		}
		/* a flipped bit of the code */
		trap_run(&t, rows[i].aut, codes[i] ^ 1UL << 56, mod, 0);
		check(t.taken || t.ret != ptrs[0], "AUT%s of a changed code", n);
		/* other keys, another code */
		set_keys(2);
		check_ne(run1(rows[i].pac, ptrs[0], mod), codes[i], "PAC%s depends on its key", n);
		set_keys(1);
		check_eq(run1(rows[i].pac, ptrs[0], mod), codes[i], "PAC%s is a function", n);
		/* disabled: nothing happens */
		write_sysreg((sctlr | ENABLES) & ~rows[i].enable, sctlr_el1);
		isb();
		check_eq(run1(rows[i].pac, ptrs[0], mod), ptrs[0], "PAC%s disabled does nothing", n);
		check_eq(run1(rows[i].aut, codes[i], mod), codes[i], "AUT%s disabled does nothing", n);
		write_sysreg(sctlr | ENABLES, sctlr_el1);
		isb();
	}
	for (unsigned int i = 0; i < 4; i++)
		for (unsigned int j = 0; j < i; j++)
			check_ne(codes[i], codes[j], "keys %s and %s give different codes", rows[i].name, rows[j].name);
	check_eq(run1(paciza, ptrs[0], 0), run1(pacia, ptrs[0], 0), "PACIZA is PACIA with 0");
	check_eq(run1(autiza, run1(paciza, ptrs[0], 0), 0), ptrs[0], "AUTIZA");
	check_eq(run1(pacia1716, ptrs[0], mod), codes[0], "PACIA1716");
	check_eq(run1(autia1716, codes[0], mod), ptrs[0], "AUTIA1716");
	check_eq(run1(pacga, 0x1234, mod) & 0xffffffff, 0, "PACGA: the low half is 0");
	check_ne(run1(pacga, 0x1234, mod), run1(pacga, 0x1235, mod), "PACGA depends on its operand");
	check_ne(run1(pacga, 0x1234, mod), 0, "PACGA gives something");
	/* a pointer that is not canonical gets a code that does not authenticate */
	{
		u64 odd = 0x1200400812345678, signd = run1(pacia, odd, mod);

		trap_run(&t, autia, signd, mod, 0);
		check(t.taken || t.ret != odd, "PACIA of a non-canonical pointer does not authenticate to it");
	}
	trap_run(&t, paciasp_retaa, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "PACIASP, AUTIASP, RETAA");
	check_eq(run1(braa, 0, mod), 2, "BRAA");
	check_eq(run1(blraa, 0, mod), 2, "BLRAA");
	trap_run(&t, brab_wrong, 0, mod, 0);
	check(t.taken && (t.ec == ESR_ELx_EC_IABT_CUR || t.ec == ESR_ELx_EC_FPAC), "BRAB of a code of key IA faults (EC %#x)",
	      t.ec);
	check_eq(run1(ldraa, (u64)words, 0), 0x777, "LDRAA");

	/* with TBI the code leaves the top byte alone */
	write_sysreg(tcr | TCR_TBI0, tcr_el1);
	isb();
	flush_tlb_all();
	{
		u64 tagged = ptrs[0] | 0xa5UL << 56, signd = run1(pacda, tagged, mod);

		check_eq(signd >> 56, 0xa5, "TBI0 1: PACDA leaves the tag");
		check_eq(run1(autda, signd, mod), tagged, "TBI0 1: AUTDA");
		if (!fpac && level < 3)
			check_eq(run1(autdb, signd, mod) >> 53 & 3, 2, "TBI0 1: AUTDB fails in bits 54:53");
	}
	write_sysreg(tcr, tcr_el1);
	write_sysreg(sctlr, sctlr_el1);
	isb();
	flush_tlb_all();
}

static const struct subtest subtests[] = {
	{ "entry", entry },
	{ "monitor", monitor },
	{ "tagged-pc", tagged_pc },
	{ "aarch32", aarch32, needs_aarch32 },
	{ "pauth", pauth, needs_pauth },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
