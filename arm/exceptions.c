// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * exceptions: what an exception to EL1 tells and changes (Arm ARM D1.3, D19.2.37 ESR_EL1).
 *
 * Class, syndrome, return address, fault address and saved state of every way to raise a
 * synchronous exception from EL1 and EL0 without address translation (see mmu for those);
 * vectors for SP_EL0 and EL0; PSTATE at entry; illegal exception returns.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/gic.h>
#include <asm/processor.h>
#include <asm/thread_info.h>
#include <asm/timer.h>
#include <asm/trap.h>

#define IL	(1U << 25)
#define DAIF	(PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT)
#define NZCV	0xf0000000UL

SNIPPET(do_svc, "svc #0xbeef");
SNIPPET(do_brk, "brk #0x1234");
SNIPPET(do_hlt, "hlt #0x55");
SNIPPET(do_udf, ".inst 0x00000000");
SNIPPET(do_udf_ones, ".inst 0xffffffff");
SNIPPET(do_hvc, "hvc #0x42");
SNIPPET(do_smc, "smc #0x42");
SNIPPET(do_eret, "eret");
SNIPPET(do_msr_daif, "msr daifset, #2");
SNIPPET(do_msr_spsel, "msr spsel, #0");
SNIPPET(do_mrs_el1, "nop\n nop\n mrs x0, esr_el1");
SNIPPET(do_mrs_el2, "mrs x0, vttbr_el2");
SNIPPET(do_mrs_el3, "mrs x0, scr_el3");
SNIPPET(do_tlbi, "tlbi vmalle1");
SNIPPET(do_at, "at s1e1r, x0");
SNIPPET(do_dc_isw, "dc isw, x0");
SNIPPET(do_ic_iallu, "ic iallu");
SNIPPET(do_wfi, "wfi");
SNIPPET(do_wfe, "sevl\n wfe\n wfe");
SNIPPET(do_mrs_daif, "mrs x0, daif");
SNIPPET(do_ctr, "mrs x0, ctr_el0");
SNIPPET(do_dczid, "mrs x0, dczid_el0");
SNIPPET(do_dc_cvac, "dc cvac, x0");
SNIPPET(do_dc_zva, "dc zva, x0");
SNIPPET(do_ic_ivau, "ic ivau, x0");
SNIPPET(do_fp, "fmov d0, x0");
SNIPPET(do_sve, "ptrue p0.b");
SNIPPET(do_cntvct, "mrs x0, cntvct_el0");
SNIPPET(do_cntpct, "mrs x0, cntpct_el0");
SNIPPET(do_cntv_ctl, "mrs x5, cntv_ctl_el0");
SNIPPET(do_cntp_cval, "msr cntp_cval_el0, x7");
SNIPPET(do_cntfrq, "mrs x0, cntfrq_el0");
SNIPPET(do_write_cntfrq, "msr cntfrq_el0, x0");
SNIPPET(do_pmccntr, "mrs x9, pmccntr_el0");
SNIPPET(do_pmcr, "msr pmcr_el0, x3");
SNIPPET(do_pmswinc, "msr pmswinc_el0, x3");
SNIPPET(do_tpidrro, "mrs x0, tpidrro_el0");
SNIPPET(do_write_tpidrro, "msr tpidrro_el0, x0");
SNIPPET(do_tpidr, "msr tpidr_el0, x0\n mrs x0, tpidr_el0");
SNIPPET(do_mdscr, "mrs x0, mdscr_el1");
SNIPPET(do_sp_load, "mov x9, sp\n sub sp, sp, #8\n ldr x0, [sp]\n mov sp, x9");
SNIPPET(do_sp0_load, "msr spsel, #0\n mov x9, sp\n mov sp, x0\n ldr x1, [sp]\n"
	"mov sp, x9\n msr spsel, #1");
SNIPPET(do_branch, "br x0");
SNIPPET(do_nop, "nop");
SNIPPET(do_sp0_svc, "mov x9, x30\n msr spsel, #0\n svc #7\n msr spsel, #1");
SNIPPET(set_flags, "msr nzcv, x0\n svc #1");
SNIPPET(all_registers, "mov x3, #3\n mov x15, #15\n mov x29, #29\n mov x30, #30\n svc #2");
SNIPPET(fault_keeps_destination, "ldr x3, =0x1122334455667788\n mrs x3, scr_el3\n ret\n .ltorg");

struct undef_row {
	const char *name;
	const u32 *code;
	int insn;
	u8 el0, el1;		/* expected class at each level; NOT_HERE leaves it out */
};

#define NONE		0xff
#define NOT_HERE	0xfe

/* Undefined is EC 0 with ISS 0 and IL 1. */
static const struct undef_row undef_rows[] = {
	{ "HLT", do_hlt, 0, ESR_ELx_EC_UNKNOWN, ESR_ELx_EC_UNKNOWN },
	{ "UDF", do_udf, 0, ESR_ELx_EC_UNKNOWN, ESR_ELx_EC_UNKNOWN },
	{ "unallocated", do_udf_ones, 0, ESR_ELx_EC_UNKNOWN, ESR_ELx_EC_UNKNOWN },
	{ "HVC", do_hvc, 0, ESR_ELx_EC_UNKNOWN, NOT_HERE },
	{ "SMC", do_smc, 0, ESR_ELx_EC_UNKNOWN, NOT_HERE },
	{ "ERET", do_eret, 0, ESR_ELx_EC_UNKNOWN, NOT_HERE },
	{ "MSR SPSel", do_msr_spsel, 0, ESR_ELx_EC_UNKNOWN, NOT_HERE },
	{ "MRS ESR_EL1", do_mrs_el1, 2, ESR_ELx_EC_UNKNOWN, NONE },
	{ "MRS VTTBR_EL2", do_mrs_el2, 0, ESR_ELx_EC_UNKNOWN, ESR_ELx_EC_UNKNOWN },
	{ "MRS SCR_EL3", do_mrs_el3, 0, ESR_ELx_EC_UNKNOWN, ESR_ELx_EC_UNKNOWN },
	{ "MRS MDSCR_EL1", do_mdscr, 0, ESR_ELx_EC_UNKNOWN, NONE },
	{ "TLBI VMALLE1", do_tlbi, 0, ESR_ELx_EC_UNKNOWN, NONE },
	{ "AT S1E1R", do_at, 0, ESR_ELx_EC_UNKNOWN, NONE },
	{ "DC ISW", do_dc_isw, 0, ESR_ELx_EC_UNKNOWN, NOT_HERE },
	{ "IC IALLU", do_ic_iallu, 0, ESR_ELx_EC_UNKNOWN, NONE },
	/* EL1 may write it where it is the highest level */
	{ "MSR CNTFRQ_EL0", do_write_cntfrq, 0, ESR_ELx_EC_UNKNOWN, NOT_HERE },
	{ "MSR TPIDRRO_EL0", do_write_tpidrro, 0, ESR_ELx_EC_UNKNOWN, NONE },
	{ "MRS TPIDRRO_EL0", do_tpidrro, 0, NONE, NONE },
	{ "TPIDR_EL0", do_tpidr, 0, NONE, NONE },
};

static void one_undef(const struct undef_row *r, bool el0)
{
	u8 want = el0 ? r->el0 : r->el1;
	struct trap t;

	if (want == NOT_HERE)
		return;
	if (current_level() == CurrentEL_EL2 && !el0)
		return;
	if (el0)
		trap_run_el0(&t, r->code, 0, 0, 0);
	else
		trap_run(&t, r->code, 0, 0, 0);
	if (want == NONE) {
		check_eq(t.ec, TRAP_NONE, "%s at EL%d: exception class", r->name, !el0);
		return;
	}
	/* FEAT_IDST and HCR_EL2.TGE do not matter for these */
	if (!check_eq(t.ec, want, "%s at EL%d: exception class", r->name, !el0))
		return;
	check_eq(t.esr & 0x3ffffff, IL, "%s at EL%d: IL 1, ISS 0", r->name, !el0);
	check_eq(trap_insn(&t, r->code), r->insn, "%s at EL%d: ELR is the instruction", r->name,
		 !el0);
	check_eq(t.vector, el0 ? EL0_SYNC_64 : EL1H_SYNC, "%s at EL%d: vector", r->name, !el0);
}

static void undefined(void)
{
	const struct undef_row *r = subtest_row();

	one_undef(r, true);
	one_undef(r, false);
}

static void calls(void)
{
	struct trap t;

	trap_run(&t, do_svc, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SVC64, "SVC at EL1: class");
	check_eq(t.esr & 0x3ffffff, IL | 0xbeef, "SVC at EL1: IL and immediate");
	check_eq(trap_insn(&t, do_svc), 1, "SVC at EL1: ELR is the next instruction");
	trap_run_el0(&t, do_svc, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SVC64, "SVC at EL0: class");
	check_eq(t.esr & 0x3ffffff, IL | 0xbeef, "SVC at EL0: IL and immediate");
	check_eq(trap_insn(&t, do_svc), 1, "SVC at EL0: ELR is the next instruction");
	trap_run(&t, do_brk, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_BRK64, "BRK at EL1: class");
	check_eq(t.esr & 0x3ffffff, IL | 0x1234, "BRK at EL1: IL and comment");
	check_eq(trap_insn(&t, do_brk), 0, "BRK at EL1: ELR is the BRK");
	trap_run_el0(&t, do_brk, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_BRK64, "BRK at EL0: class");
	check_eq(t.esr & 0x3ffffff, IL | 0x1234, "BRK at EL0: IL and comment");
}

static void frame(void)
{
	struct trap t;
	u64 mode = current_level() == CurrentEL_EL2 ? PSR_MODE_EL2h : PSR_MODE_EL1h;

	for (u64 flags = 0; flags < 16; flags += 5) {
		trap_run(&t, set_flags, flags << 28, 0, 0);
		check_eq(t.regs.pstate & NZCV, flags << 28, "SPSR has NZCV %lx from EL1",
			 (ulong)flags);
		trap_run_el0(&t, set_flags, flags << 28, 0, 0);
		check_eq(t.regs.pstate & NZCV, flags << 28, "SPSR has NZCV %lx from EL0",
			 (ulong)flags);
	}
	trap_run(&t, do_svc, 0, 0, 0);
	check_eq(t.regs.pstate & 0x1f, mode, "SPSR mode from EL1");
	check_eq(t.regs.pstate & DAIF, read_sysreg(daif), "SPSR masks from EL1");
	check_eq(t.entry_pstate, DAIF | current_level() | 1, "at entry: DAIF set, SPSel 1");
	trap_eret(&t, do_svc, PSR_MODE_EL0t | PSR_A_BIT, 0, 0, 0);
	check_eq(t.regs.pstate & 0x1f, PSR_MODE_EL0t, "SPSR mode from EL0");
	check_eq(t.regs.pstate & DAIF, PSR_A_BIT, "SPSR masks from EL0");
	check_eq(t.entry_pstate, DAIF | current_level() | 1, "at entry from EL0: DAIF, SPSel 1");
	trap_run_el0(&t, all_registers, 0, 0, 0);
	check(t.regs.regs[3] == 3 && t.regs.regs[15] == 15 && t.regs.regs[29] == 29 &&
	      t.regs.regs[30] == 30, "registers arrive");
	trap_run_el0(&t, fault_keeps_destination, 0, 0, 0);
	check_eq(t.regs.regs[3], 0x1122334455667788, "a trapped MRS leaves its destination alone");
}

static void sp_el0_vector(void)
{
	struct trap t;

	write_sysreg((u64)current_thread_info() + THREAD_SIZE / 2, sp_el0);
	trap_run(&t, do_sp0_svc, 0, 0, 0);
	check_eq(t.vector, EL1T_SYNC, "SVC on SP_EL0: vector");
	check_eq(t.ec, ESR_ELx_EC_SVC64, "SVC on SP_EL0: class");
	check_eq(t.regs.pstate & 0xf, current_level() == CurrentEL_EL2 ? PSR_MODE_EL2t :
		 PSR_MODE_EL1t, "SVC on SP_EL0: SPSR mode");
	check_eq(t.entry_pstate & 1, 1, "SVC on SP_EL0: the handler has SP_ELx");
}

static void pc_alignment(void)
{
	struct trap t;
	u64 target = (u64)do_nop + 2;

	trap_run(&t, do_branch, target, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_PC_ALIGN, "branch to a halfword at EL1: class");
	check_eq(t.far, target, "branch to a halfword at EL1: FAR");
	check_eq(t.regs.pc, target, "branch to a halfword at EL1: ELR");
	check_eq(t.esr & 0x3ffffff, IL, "branch to a halfword at EL1: IL 1, ISS 0");
	trap_run_el0(&t, do_branch, target, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_PC_ALIGN, "branch to a halfword at EL0: class");
	check_eq(t.far, target, "branch to a halfword at EL0: FAR");
	/* an exception return does not align ELR either */
	trap_eret(&t, (void *)target, PSR_MODE_EL0t | DAIF, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_PC_ALIGN, "ERET to a halfword: class");
}

static void sp_alignment(void)
{
	u64 sctlr = read_sysreg(sctlr_el1);
	struct trap t;

	write_sysreg(sctlr | SCTLR_EL1_SA0, sctlr_el1);
	isb();
	trap_run_el0(&t, do_sp_load, 0, 0, 0);
	if (check_eq(t.ec, ESR_ELx_EC_SP_ALIGN, "load by a misaligned SP at EL0, SA0 1: class")) {
		check_eq(t.esr & 0x3ffffff, IL, "load by a misaligned SP at EL0: IL 1, ISS 0");
		check_eq(trap_insn(&t, do_sp_load), 2, "load by a misaligned SP at EL0: ELR");
	}
	write_sysreg(sctlr & ~SCTLR_EL1_SA0, sctlr_el1);
	isb();
	trap_run_el0(&t, do_sp_load, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "load by a misaligned SP at EL0, SA0 0");

	write_sysreg(sctlr | SCTLR_EL1_SA, sctlr_el1);
	isb();
	trap_run(&t, do_sp0_load, (u64)current_thread_info() + THREAD_SIZE / 2 + 8, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SP_ALIGN, "load by a misaligned SP_EL0 at EL1, SA 1: class");
	write_sysreg(sctlr, sctlr_el1);
	isb();
	trap_run(&t, do_sp0_load, (u64)current_thread_info() + THREAD_SIZE / 2 + 8, 0, 0);
	check_eq(t.ec, TRAP_NONE, "load by a misaligned SP_EL0 at EL1, SA 0");
}

static const struct ill_row {
	const char *name;
	u64 pstate;
} ill_rows[] = {
	{ "EL3h", PSR_MODE_EL3h },
	{ "EL3t", PSR_MODE_EL3t },
	{ "EL0h", 1 },
	{ "mode 2", 2 },
	{ "mode 6", 6 },
	{ "mode 7", 7 },
	{ "AArch32 Supervisor mode", 0x13 },
	{ "AArch32 System mode", 0x1f },
	{ "PSTATE.IL", PSR_MODE_EL0t | 1UL << 20 },
};

static void illegal_return(void)
{
	const struct ill_row *r = subtest_row();
	struct trap t;

	trap_eret(&t, do_nop, r->pstate | DAIF | PSR_C_BIT, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_ILL, "ERET to %s: illegal execution state", r->name);
	check_eq(t.esr & 0x3ffffff, IL, "IL 1, ISS 0");
	check_eq(t.regs.pc, (u64)do_nop, "ELR is the target");
	check(t.regs.pstate & (1UL << 20), "SPSR.IL is set (%#lx)", (ulong)t.regs.pstate);
	check(t.regs.pstate & PSR_C_BIT, "the flags came from SPSR");
	/* DDI 0487 D1.4.4: the level and stack stay, except where SPSR says EL0 by IL alone */
	if (r->pstate >> 20)
		check_eq(t.vector, EL0_SYNC_64, "vector");
	else
		check_eq(t.vector, EL1H_SYNC, "vector: EL and SP selection did not change");
}

/* Accesses of EL0 that a control bit lets through or traps. */
static const struct control_row {
	const char *name;
	const u32 *code;
	u64 sctlr;		/* set this to allow */
	unsigned int ec;	/* when not allowed */
	u32 iss;		/* and all of its syndrome */
} control_rows[] = {
#define SYS(op0, op1, crn, crm, op2, rt, read) \
	((op0) << 20 | (op2) << 17 | (op1) << 14 | (crn) << 10 | (rt) << 5 | (crm) << 1 | (read))
	{ "CTR_EL0 (UCT)", do_ctr, SCTLR_EL1_UCT, ESR_ELx_EC_SYS64, SYS(3, 3, 0, 0, 1, 0, 1) },
	{ "DC ZVA (DZE)", do_dc_zva, SCTLR_EL1_DZE, ESR_ELx_EC_SYS64, SYS(1, 3, 7, 4, 1, 0, 0) },
	{ "DC CVAC (UCI)", do_dc_cvac, SCTLR_EL1_UCI, ESR_ELx_EC_SYS64,
	  SYS(1, 3, 7, 10, 1, 0, 0) },
	{ "IC IVAU (UCI)", do_ic_ivau, SCTLR_EL1_UCI, ESR_ELx_EC_SYS64,
	  SYS(1, 3, 7, 5, 1, 0, 0) },
	{ "MRS DAIF (UMA)", do_mrs_daif, SCTLR_EL1_UMA, ESR_ELx_EC_SYS64,
	  SYS(3, 3, 4, 2, 1, 0, 1) },
	{ "MSR DAIFSet (UMA)", do_msr_daif, SCTLR_EL1_UMA, ESR_ELx_EC_SYS64,
	  SYS(0, 3, 4, 2, 6, 31, 0) },
};

static u8 scratch[8192] __attribute__((aligned(4096)));

static void el0_controls(void)
{
	const struct control_row *r = subtest_row();
	u64 sctlr = read_sysreg(sctlr_el1);
	struct trap t;

	write_sysreg(sctlr & ~r->sctlr, sctlr_el1);
	isb();
	trap_run_el0(&t, r->code, (u64)scratch, 0, 0);
	check_eq(t.ec, r->ec, "forbidden: class");
	if (r->code == do_msr_daif)
		/* CRm is the immediate of the MSR */
		check_bits(t.iss, 0x1ffffff & ~(0xf << 1), r->iss & ~(0xf << 1),
			   "forbidden: syndrome");
	else
		check_eq(t.iss, r->iss, "forbidden: syndrome");
	check(t.esr & IL, "forbidden: IL");
	write_sysreg(sctlr | r->sctlr, sctlr_el1);
	isb();
	trap_run_el0(&t, r->code, (u64)scratch, 0, 0);
	check_eq(t.ec, TRAP_NONE, "allowed");
	write_sysreg(sctlr, sctlr_el1);
	isb();
	trap_run(&t, r->code, (u64)scratch, 0, 0);
	check_eq(t.ec, TRAP_NONE, "at EL1 always allowed");
}

static void wait_traps(void)
{
	u64 sctlr = read_sysreg(sctlr_el1);
	struct trap t;

	write_sysreg(sctlr & ~(SCTLR_EL1_nTWI | SCTLR_EL1_nTWE), sctlr_el1);
	isb();
	trap_run_el0(&t, do_wfi, 0, 0, 0);
	/* D1.6: trapped only if it would wait, and nothing is pending here */
	check_eq(t.ec, ESR_ELx_EC_WFx, "WFI at EL0 with nTWI 0: class");
	check_eq(t.iss & 3, 0, "WFI: TI is 0");
	check_eq(t.iss >> 20, 0x1e, "WFI: CV 1, COND 0xe");
	check_eq(trap_insn(&t, do_wfi), 0, "WFI: ELR is the WFI");
	write_sysreg((sctlr & ~SCTLR_EL1_nTWI) | SCTLR_EL1_nTWE, sctlr_el1);
	isb();
	trap_run_el0(&t, do_wfi, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_WFx, "WFI at EL0 with nTWI 0 and nTWE 1: class");
	write_sysreg(sctlr & ~(SCTLR_EL1_nTWI | SCTLR_EL1_nTWE), sctlr_el1);
	isb();
	trap_run_el0(&t, do_wfe, 0, 0, 0);
	/* an implementation whose WFE never waits has nothing to trap */
	if (t.taken) {
		check_eq(t.ec, ESR_ELx_EC_WFx, "WFE at EL0 with nTWE 0: class");
		check_eq(t.iss & 3, 1, "WFE: TI is 1");
	} else {
		report_info("WFE does not wait here");
	}
	write_sysreg(sctlr, sctlr_el1);
	isb();
}

static const char *needs_el1(void)
{
	return current_level() == CurrentEL_EL1 ? NULL : "written for EL1";
}

static void fp_traps(void)
{
	u64 cpacr = read_sysreg(cpacr_el1);
	struct trap t;

	write_sysreg(0, cpacr_el1);
	isb();
	trap_run(&t, do_fp, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_FP_ASIMD, "FPEN 0: FMOV at EL1: class");
	check_eq(t.iss, 0x1e00000 & 0x1f00000, "FPEN 0: CV 1, COND 0xe, no more");
	trap_run_el0(&t, do_fp, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_FP_ASIMD, "FPEN 0: FMOV at EL0: class");
	write_sysreg(1UL << 20, cpacr_el1);
	isb();
	trap_run(&t, do_fp, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "FPEN 1: FMOV at EL1");
	trap_run_el0(&t, do_fp, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_FP_ASIMD, "FPEN 1: FMOV at EL0: class");
	write_sysreg(2UL << 20, cpacr_el1);
	isb();
	trap_run(&t, do_fp, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_FP_ASIMD, "FPEN 2: FMOV at EL1: class");
	if (system_supports_sve()) {
		write_sysreg(3UL << 20, cpacr_el1);
		isb();
		trap_run(&t, do_sve, 0, 0, 0);
		check_eq(t.ec, ESR_ELx_EC_SVE, "ZEN 0: PTRUE at EL1: class");
		check_eq(t.iss, 0, "ZEN 0: ISS");
		write_sysreg(3UL << 20 | 1UL << 16, cpacr_el1);
		isb();
		trap_run(&t, do_sve, 0, 0, 0);
		check_eq(t.ec, TRAP_NONE, "ZEN 1: PTRUE at EL1");
		trap_run_el0(&t, do_sve, 0, 0, 0);
		check_eq(t.ec, ESR_ELx_EC_SVE, "ZEN 1: PTRUE at EL0: class");
		/* FPEN has priority over ZEN only where both trap SVE instructions */
		write_sysreg(3UL << 16, cpacr_el1);
		isb();
		trap_run(&t, do_sve, 0, 0, 0);
		check_eq(t.ec, ESR_ELx_EC_FP_ASIMD, "ZEN 3, FPEN 0: PTRUE: class");
	}
	write_sysreg(cpacr, cpacr_el1);
	isb();
	trap_run_el0(&t, do_fp, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "FPEN 3: FMOV at EL0");
}

static void counter_traps(void)
{
	u64 cntkctl = read_sysreg(cntkctl_el1);
	struct trap t;

	write_sysreg(0, cntkctl_el1);
	isb();
	trap_run_el0(&t, do_cntvct, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "EL0VCTEN 0: CNTVCT");
	check_eq(t.iss, SYS(3, 3, 14, 0, 2, 0, 1), "EL0VCTEN 0: syndrome");
	trap_run_el0(&t, do_cntpct, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "EL0PCTEN 0: CNTPCT");
	check_eq(t.iss, SYS(3, 3, 14, 0, 1, 0, 1), "EL0PCTEN 0: syndrome");
	trap_run_el0(&t, do_cntfrq, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "both 0: CNTFRQ");
	trap_run_el0(&t, do_cntv_ctl, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "EL0VTEN 0: CNTV_CTL");
	check_eq(t.iss, SYS(3, 3, 14, 3, 1, 5, 1), "EL0VTEN 0: syndrome");
	trap_run_el0(&t, do_cntp_cval, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "EL0PTEN 0: CNTP_CVAL");
	check_eq(t.iss, SYS(3, 3, 14, 2, 2, 7, 0), "EL0PTEN 0: syndrome");

	write_sysreg(1UL << 1, cntkctl_el1);
	isb();
	trap_run_el0(&t, do_cntvct, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "EL0VCTEN 1: CNTVCT");
	trap_run_el0(&t, do_cntfrq, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "EL0VCTEN 1: CNTFRQ");
	trap_run_el0(&t, do_cntpct, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "EL0VCTEN 1: CNTPCT still traps");
	write_sysreg(1UL << 8, cntkctl_el1);
	isb();
	trap_run_el0(&t, do_cntv_ctl, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "EL0VTEN alone: CNTV_CTL");
	trap_run_el0(&t, do_cntp_cval, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "EL0VTEN alone: CNTP_CVAL still traps");
	write_sysreg(1UL << 0 | 1UL << 8 | 1UL << 9, cntkctl_el1);
	isb();
	trap_run_el0(&t, do_cntpct, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "EL0PCTEN 1: CNTPCT");
	trap_run_el0(&t, do_cntv_ctl, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "EL0VTEN 1: CNTV_CTL");
	trap_run_el0(&t, do_cntp_cval, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "EL0PTEN 1: CNTP_CVAL");
	write_sysreg(cntkctl, cntkctl_el1);
	isb();
}

static const char *needs_pmu(void)
{
	unsigned int version = (read_sysreg(id_aa64dfr0_el1) >> 8) & 0xf;

	return version == 0 || version == 0xf ? "no PMUv3" : needs_el1();
}

static void pmu_traps(void)
{
	struct trap t;

	write_sysreg(0, pmuserenr_el0);
	isb();
	trap_run_el0(&t, do_pmccntr, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "PMUSERENR 0: PMCCNTR");
	check_eq(t.iss, SYS(3, 3, 9, 13, 0, 9, 1), "PMUSERENR 0: syndrome");
	trap_run_el0(&t, do_pmcr, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "PMUSERENR 0: PMCR");
	check_eq(t.iss, SYS(3, 3, 9, 12, 0, 3, 0), "PMUSERENR 0: syndrome");
	write_sysreg(1UL << 2, pmuserenr_el0);
	isb();
	trap_run_el0(&t, do_pmccntr, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "PMUSERENR.CR: PMCCNTR");
	trap_run_el0(&t, do_pmswinc, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "PMUSERENR.CR: PMSWINC still traps");
	write_sysreg(1UL << 1, pmuserenr_el0);
	isb();
	trap_run_el0(&t, do_pmswinc, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "PMUSERENR.SW: PMSWINC");
	trap_run_el0(&t, do_pmccntr, 0, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SYS64, "PMUSERENR.SW: PMCCNTR still traps");
	write_sysreg(1UL << 0, pmuserenr_el0);
	isb();
	trap_run_el0(&t, do_pmccntr, 0, 0, 0);
	check_eq(t.ec, TRAP_NONE, "PMUSERENR.EN: PMCCNTR");
	write_sysreg(0, pmuserenr_el0);
	isb();
}

/* An interrupt while EL0 runs: its own vector, and EL0 goes on afterwards. */
static volatile int el0_irqs;
static volatile u64 el0_irq_pstate;

static void el0_irq(struct pt_regs *regs)
{
	u32 iar = gic_read_iar();

	el0_irq_pstate = regs->pstate;
	el0_irqs++;
	gic_write_eoir(iar);
}

SNIPPET(el0_spin, "1: ldr w3, [x0]\n cbz w3, 1b\n mov x0, #77");

static void irq_from_el0(void)
{
	struct trap t;

	gic_enable_defaults();
	install_irq_handler(EL0_IRQ_64, el0_irq);
	el0_irqs = 0;
	gic_ipi_send_single(3, smp_processor_id());
	trap_eret(&t, el0_spin, PSR_MODE_EL0t | PSR_Z_BIT, (u64)&el0_irqs, 0, 0);
	check_eq(t.ec, TRAP_NONE, "EL0 code with an SGI pending comes to its end");
	check_eq(t.ret, 77, "its result");
	check_eq(el0_irqs, 1, "interrupts at the vector of EL0");
	check_eq(el0_irq_pstate & 0x1f, PSR_MODE_EL0t, "saved mode");
	install_irq_handler(EL0_IRQ_64, NULL);
}

/* PSTATE bits of extensions at entry */
#define PAN_REG		sys_reg(3, 0, 4, 2, 3)
#define UAO_REG		sys_reg(3, 0, 4, 2, 4)
#define DIT_REG		sys_reg(3, 3, 4, 2, 5)
#define SSBS_REG	sys_reg(3, 3, 4, 2, 6)

SNIPPET(set_uao, ".inst 0xd500417f\n svc #3");		/* msr uao, #1 */
SNIPPET(read_ssbs, "mrs x0, s3_3_c4_c2_6");
SNIPPET(write_ssbs, "msr s3_3_c4_c2_6, x0\n svc #3");
SNIPPET(write_dit, "msr s3_3_c4_c2_5, x0\n svc #3");

static unsigned int id_field(u64 reg, int shift)
{
	return (reg >> shift) & 0xf;
}

static const char *needs_pstate_bits(void)
{
	return id_field(read_sysreg_s(sys_reg(3, 0, 0, 7, 2)), 4) || id_field(read_sysreg(id_aa64pfr0_el1), 48) ||
	       id_field(read_sysreg(id_aa64pfr1_el1), 4) >= 2 ? NULL : "no UAO, no DIT, no SSBS";
}

static void pstate_bits(void)
{
	u64 pfr0 = read_sysreg(id_aa64pfr0_el1), pfr1 = read_sysreg(id_aa64pfr1_el1);
	u64 mmfr2 = read_sysreg_s(sys_reg(3, 0, 0, 7, 2));
	struct trap t;

	if (id_field(mmfr2, 4)) {
		trap_run(&t, set_uao, 0, 0, 0);
		check(t.regs.pstate & (1UL << 23), "UAO is saved to SPSR bit 23");
		check_eq(read_sysreg_s(UAO_REG), 0, "UAO is 0 after the exception");
		write_sysreg_s(0, UAO_REG);
	}
	if (id_field(pfr0, 48)) {
		trap_run_el0(&t, write_dit, 1UL << 24, 0, 0);
		check(t.regs.pstate & (1UL << 24), "DIT is saved to SPSR bit 24");
		trap_run_el0(&t, write_dit, 0, 0, 0);
		check(!(t.regs.pstate & (1UL << 24)), "DIT 0 too");
	}
	if (id_field(pfr1, 4) >= 2) {
		u64 sctlr = read_sysreg(sctlr_el1);

		trap_run_el0(&t, write_ssbs, 1UL << 12, 0, 0);
		check(t.regs.pstate & (1UL << 12), "SSBS is saved to SPSR bit 12");
		trap_run_el0(&t, write_ssbs, 0, 0, 0);
		check(!(t.regs.pstate & (1UL << 12)), "SSBS 0 too");
		trap_eret(&t, read_ssbs, PSR_MODE_EL0t | DAIF | 1UL << 12, 0, 0, 0);
		check_eq(t.ret, 1UL << 12, "SSBS comes from SPSR at ERET");
		write_sysreg(sctlr, sctlr_el1);
	}
}


static void return_state(void)
{
	struct trap t;

	trap_eret(&t, set_flags, PSR_MODE_EL0t | DAIF | PSR_N_BIT | PSR_V_BIT, PSR_N_BIT, 0, 0);
	check_eq(t.ec, ESR_ELx_EC_SVC64, "ERET to EL0t");
	check_eq(t.regs.pstate & DAIF, DAIF, "DAIF from SPSR");
	if (needs_el1())
		return;
	trap_eret(&t, do_svc, PSR_MODE_EL1t | DAIF, 0, 0, 0);
	check_eq(t.vector, EL1T_SYNC, "ERET to EL1t: vector of the next exception");
	check_eq(t.regs.pstate & 0x1f, PSR_MODE_EL1t, "ERET to EL1t: SPSR");
}

static const struct subtest subtests[] = {
	{ "calls", calls },
	{ "undefined", undefined, SUBTEST_ROWS(undef_rows) },
	{ "frame", frame },
	{ "sp-el0-vector", sp_el0_vector },
	{ "pc-alignment", pc_alignment },
	{ "sp-alignment", sp_alignment },
	{ "illegal-return", illegal_return, needs_el1, SUBTEST_ROWS(ill_rows) },
	{ "el0-controls", el0_controls, needs_el1, SUBTEST_ROWS(control_rows) },
	{ "wait-traps", wait_traps, needs_el1 },
	{ "fp-traps", fp_traps, needs_el1 },
	{ "counter-traps", counter_traps, needs_el1 },
	{ "pmu-traps", pmu_traps, needs_pmu },
	{ "irq-from-el0", irq_from_el0 },
	{ "pstate-bits", pstate_bits, needs_pstate_bits },
	{ "return-state", return_state },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
