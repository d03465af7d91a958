// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * debug: self-hosted debug of a guest (Arm ARM D2.8 breakpoints, D2.10 watchpoints, D2.11
 * software step), also over a migration between arming and triggering.
 *
 * bp   one breakpoint on each of n consecutive instructions
 * wp   one watchpoint on each of n doublewords
 * ss   an active-pending step taken when debug exceptions are unmasked, and the next ones
 * more os-lock, address and byte selection, load and store, privilege control, syndromes
 */
#include <libcflat.h>
#include <migrate.h>
#include <asm/processor.h>
#include <asm/trap.h>

#define MDSCR_SS		(1UL << 0)
#define MDSCR_KDE		(1UL << 13)
#define MDSCR_MDE		(1UL << 15)

#define DBGBCR_E		(1UL << 0)
#define DBGBCR_EL1		(1UL << 1)
#define DBGBCR_EL0		(1UL << 2)
#define DBGBCR_BAS		(0xfUL << 5)
#define DBGBCR_BT_LINKED	(1UL << 20)

#define DBGWCR_E		(1UL << 0)
#define DBGWCR_EL1		(1UL << 1)
#define DBGWCR_EL0		(1UL << 2)
#define DBGWCR_LOAD		(1UL << 3)
#define DBGWCR_STORE		(2UL << 3)
#define DBGWCR_BAS(mask)	((unsigned long)(mask) << 5)
#define DBGWCR_MASK(n)		((unsigned long)(n) << 24)

#define SPSR_D			(1UL << 9)
#define SPSR_SS			(1UL << 21)

#define MAX_BPS			16
#define MAX_WPS			16

#define FOR_ALL_REGS(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) \
			X(12) X(13) X(14) X(15)

static int nr_bps, nr_wps;
static bool migration;

#define WRITE_CASE(reg, n) case n: write_sysreg(val, reg ## n ## _el1); break;
#define WRITER(name, reg)					\
static void name(int n, u64 val)				\
{								\
	switch (n) {						\
	FOR_ALL_REGS(CASE_ ## reg)				\
	}							\
}
#define CASE_dbgbvr(n)	WRITE_CASE(dbgbvr, n)
#define CASE_dbgbcr(n)	WRITE_CASE(dbgbcr, n)
#define CASE_dbgwvr(n)	WRITE_CASE(dbgwvr, n)
#define CASE_dbgwcr(n)	WRITE_CASE(dbgwcr, n)
WRITER(write_dbgbvr, dbgbvr)
WRITER(write_dbgbcr, dbgbcr)
WRITER(write_dbgwvr, dbgwvr)
WRITER(write_dbgwcr, dbgwcr)

static int get_nr_bps(void)
{
	return ((read_sysreg(id_aa64dfr0_el1) >> 12) & 0xf) + 1;
}

static int get_nr_wps(void)
{
	return ((read_sysreg(id_aa64dfr0_el1) >> 20) & 0xf) + 1;
}

static void debug_mask(void)
{
	asm volatile("msr daifset, #8" : : : "memory");
}

static void reset_debug_state(void)
{
	int i;

	debug_mask();
	write_sysreg(0, osdlr_el1);
	write_sysreg(0, oslar_el1);
	isb();
	write_sysreg(0, mdscr_el1);
	for (i = 0; i < nr_bps; i++) {
		write_dbgbvr(i, 0);
		write_dbgbcr(i, 0);
	}
	for (i = 0; i < nr_wps; i++) {
		write_dbgwvr(i, 0);
		write_dbgwcr(i, 0);
	}
	isb();
}

static void check_counts(void)
{
	report(get_nr_bps() == nr_bps && get_nr_wps() == nr_wps,
	       "%d breakpoints and %d watchpoints after migration", nr_bps, nr_wps);
}

static volatile int hits;
static volatile unsigned long hit_pc[MAX_BPS + 8], hit_far[MAX_WPS + 8];
static volatile unsigned int hit_esr[MAX_WPS + 8];

/* Note the place; with D set in the saved state the instruction runs on return. */
static void hit_handler(struct pt_regs *regs, unsigned int esr)
{
	if (hits < MAX_BPS) {
		hit_pc[hits] = regs->pc;
		hit_far[hits] = read_sysreg(far_el1);
		hit_esr[hits] = esr;
	}
	hits++;
	regs->pstate |= SPSR_D;
}

static void skip_handler(struct pt_regs *regs, unsigned int esr)
{
	hit_handler(regs, esr);
	regs->pc += 4;
}

extern unsigned char bp_block[];

static noinline void run_bp_block(void)
{
	asm volatile(
	"	msr	daifclr, #8\n"
	"	.globl	bp_block\n"
	"bp_block:\n"
	"	.rept	16\n"
	"	msr	daifclr, #8\n"
	"	.endr\n"
	"	msr	daifset, #8\n"
	: : : "memory");
}

static void test_bp(void)
{
	int i;

	if (current_level() == CurrentEL_EL2) {
		report_skip("the breakpoints here are for EL1");
		if (migration)
			migrate_skip();
		return;
	}
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_BREAKPT_CUR, hit_handler);
	reset_debug_state();
	for (i = 0; i < nr_bps; i++) {
		write_dbgbvr(i, (unsigned long)bp_block + i * 4);
		write_dbgbcr(i, DBGBCR_E | DBGBCR_EL1 | DBGBCR_BAS);
	}
	isb();
	if (migration) {
		migrate_once();
		check_counts();
	}

	hits = 0;
	write_sysreg(MDSCR_KDE | MDSCR_MDE, mdscr_el1);
	isb();
	run_bp_block();
	for (i = 0; i < nr_bps; i++)
		report(hit_pc[i] == (unsigned long)bp_block + i * 4, "hw breakpoint: %d", i);
	report(hits == nr_bps, "each breakpoint once (%d)", hits);
	reset_debug_state();
}

static u64 write_data[MAX_WPS] __attribute__((aligned(64)));

static void test_wp(void)
{
	int i;

	if (current_level() == CurrentEL_EL2) {
		report_skip("the watchpoints here are for EL1");
		if (migration)
			migrate_skip();
		return;
	}
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_WATCHPT_CUR, hit_handler);
	reset_debug_state();
	for (i = 0; i < nr_wps; i++) {
		write_dbgwvr(i, (unsigned long)&write_data[i]);
		write_dbgwcr(i, DBGWCR_E | DBGWCR_EL1 | DBGWCR_LOAD | DBGWCR_STORE |
			     DBGWCR_BAS(0xff));
	}
	isb();
	if (migration) {
		migrate_once();
		check_counts();
	}

	hits = 0;
	write_sysreg(MDSCR_KDE | MDSCR_MDE, mdscr_el1);
	isb();
	for (i = 0; i < nr_wps; i++) {
		asm volatile("msr daifclr, #8\n\tstr %1, [%0]\n\tmsr daifset, #8"
			     : : "r" (&write_data[i]), "r" ((u64)i + 1) : "memory");
	}
	write_sysreg(0, mdscr_el1);
	isb();
	for (i = 0; i < nr_wps; i++) {
		report(hit_far[i] == (unsigned long)&write_data[i],
		       "hw watchpoint received: %d", i);
		report(write_data[i] == (u64)i + 1, "hw watchpoint data: %d", i);
	}
	report(hits == nr_wps, "each watchpoint once (%d)", hits);
	reset_debug_state();
}

extern unsigned char ss_start[];

static void step_handler(struct pt_regs *regs, unsigned int esr)
{
	if (hits < MAX_BPS) {
		hit_pc[hits] = regs->pc;
		hit_esr[hits] = esr;
	}
	hits++;
	/* step the next instruction too */
	regs->pstate |= SPSR_SS;
}

static noinline void run_ss_block(void)
{
	asm volatile(
	"	msr	daifclr, #8\n"
	"	.globl	ss_start\n"
	"ss_start:\n"
	"	mrs	x0, esr_el1\n"
	"	add	x0, x0, #1\n"
	"	msr	daifset, #8\n"
	: : : "x0", "memory");
}

static void test_ss(void)
{
	int i;

	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_SOFTSTP_CUR, step_handler);
	reset_debug_state();
	hits = 0;
	/* debug is masked here, so nothing happens before the block unmasks it */
	write_sysreg(MDSCR_KDE | MDSCR_SS, mdscr_el1);
	isb();
	if (migration)
		migrate_once();
	run_ss_block();
	write_sysreg(0, mdscr_el1);
	isb();
	report(hit_pc[0] == (unsigned long)ss_start, "single step: first instruction of the block");
	for (i = 1; i < 3; i++)
		report(hit_pc[i] == (unsigned long)ss_start + 4 * i, "single step: instruction %d",
		       i + 1);
	report(hits == 3, "single step: no more after debug is masked (%d)", hits);
	/* ISV: the state is known; EX: no exclusive load was stepped */
	report((hit_esr[1] & ESR_ELx_ISV) && !(hit_esr[1] & (1 << 6)),
	       "single step: syndrome ISV 1, EX 0 (%#x)", hit_esr[1]);
	reset_debug_state();
}

/* One access to addr with debug exceptions unmasked; hits tells what came. */
#define ACCESS(insn, addr) do {						\
	hits = 0;							\
	asm volatile("msr daifclr, #8\n\t" insn "\n\tmsr daifset, #8"	\
		     : : "r" (addr) : "x1", "x2", "memory");		\
} while (0)

static void watch(unsigned long addr, u64 control)
{
	write_dbgwcr(0, 0);
	write_dbgwvr(0, addr);
	write_dbgwcr(0, control | DBGWCR_E | DBGWCR_EL1);
	isb();
}

static void more_watchpoints(void)
{
	unsigned long d = (unsigned long)write_data;
	static u64 big[64] __attribute__((aligned(256)));

	report_prefix_push("watchpoint");
	watch(d, DBGWCR_STORE | DBGWCR_BAS(0xff));
	ACCESS("ldr x1, [%0]", d);
	report(hits == 0, "store only: a load passes");
	ACCESS("str xzr, [%0]", d);
	report(hits == 1, "store only: a store hits");
	report(hit_esr[0] & ESR_ELx_WNR, "a store has WnR");
	report((hit_esr[0] & ESR_ELx_FSC) == ESR_ELx_FSC_DEBUG, "DFSC is debug");

	watch(d, DBGWCR_LOAD | DBGWCR_BAS(0xff));
	ACCESS("str xzr, [%0]", d);
	report(hits == 0, "load only: a store passes");
	ACCESS("ldr x1, [%0]", d);
	report(hits == 1 && !(hit_esr[0] & ESR_ELx_WNR), "load only: a load hits, no WnR");

	watch(d, DBGWCR_LOAD | DBGWCR_STORE | DBGWCR_BAS(0x18));
	ACCESS("strb wzr, [%0, #2]", d);
	report(hits == 0, "bytes 3 and 4: byte 2 passes");
	ACCESS("strb wzr, [%0, #3]", d);
	report(hits == 1, "bytes 3 and 4: byte 3 hits");
	ACCESS("strb wzr, [%0, #4]", d);
	report(hits == 1, "bytes 3 and 4: byte 4 hits");
	ACCESS("strb wzr, [%0, #5]", d);
	report(hits == 0, "bytes 3 and 4: byte 5 passes");
	ACCESS("ldr w1, [%0]", d);
	report(hits == 1, "bytes 3 and 4: a word over byte 3 hits");
	ACCESS("ldp x1, x2, [%0, #-8]", d + 8);
	report(hits == 1, "bytes 3 and 4: a pair that begins there hits");

	watch((unsigned long)big, DBGWCR_LOAD | DBGWCR_STORE | DBGWCR_BAS(0xff) | DBGWCR_MASK(8));
	ACCESS("str xzr, [%0]", (unsigned long)big + 248);
	report(hits == 1, "a mask of 8 bits: the last doubleword of 256 bytes hits");
	ACCESS("str xzr, [%0]", (unsigned long)big + 256);
	report(hits == 0, "a mask of 8 bits: the next one passes");
	watch((unsigned long)big + 256, DBGWCR_LOAD | DBGWCR_STORE | DBGWCR_BAS(0xff) | DBGWCR_MASK(8));
	ACCESS("str xzr, [%0]", (unsigned long)big + 248);
	report(hits == 0, "a mask of 8 bits: the one before passes");
	watch((unsigned long)big, DBGWCR_LOAD | DBGWCR_STORE | DBGWCR_BAS(0xff) | DBGWCR_MASK(3));
	ACCESS("strb wzr, [%0]", (unsigned long)big + 7);
	report(hits == 1, "a mask of 3 bits: byte 7 hits");
	ACCESS("strb wzr, [%0]", (unsigned long)big + 8);
	report(hits == 0, "a mask of 3 bits: byte 8 passes");
	/* of an address aligned to 4 only, the upper byte selects are ignored (D2.10.3) */
	watch(d + 4, DBGWCR_STORE | DBGWCR_BAS(0xff));
	ACCESS("strb wzr, [%0, #7]", d);
	report(hits == 1, "address aligned to 4: byte 7 hits");
	ACCESS("strb wzr, [%0, #8]", d);
	report(hits == 0, "address aligned to 4: byte 8 passes");
	ACCESS("strb wzr, [%0, #3]", d);
	report(hits == 0, "address aligned to 4: byte 3 passes");
	/* security state control: this is Non-secure */
	watch(d, DBGWCR_STORE | DBGWCR_BAS(0xff) | 2UL << 14);
	ACCESS("str xzr, [%0]", d);
	report(hits == 0, "SSC 2, Secure state only: passes");
	watch(d, DBGWCR_STORE | DBGWCR_BAS(0xff) | 1UL << 14);
	ACCESS("str xzr, [%0]", d);
	report(hits == 1, "SSC 1, Non-secure state only: hits");
	/* linked to a context */
	write_sysreg(0x77, contextidr_el1);
	write_dbgbvr(nr_bps - 1, 0x77);
	write_dbgbcr(nr_bps - 1, DBGBCR_E | DBGBCR_EL1 | DBGBCR_EL0 | DBGBCR_BAS | 3UL << 20);
	watch(d, DBGWCR_STORE | DBGWCR_BAS(0xff) | 1UL << 20 | (unsigned long)(nr_bps - 1) << 16);
	ACCESS("str xzr, [%0]", d);
	report(hits == 1, "linked to a context id that matches: hits");
	write_sysreg(0x78, contextidr_el1);
	isb();
	ACCESS("str xzr, [%0]", d);
	report(hits == 0, "linked to a context id that does not: passes");
	write_sysreg(0x77, contextidr_el1);
	write_dbgbcr(nr_bps - 1, DBGBCR_EL1 | DBGBCR_EL0 | DBGBCR_BAS | 3UL << 20);
	isb();
	ACCESS("str xzr, [%0]", d);
	report(hits == 0, "linked to a breakpoint that is disabled: passes");
	write_dbgbcr(nr_bps - 1, 0);
	write_sysreg(0, contextidr_el1);

	write_dbgwcr(0, DBGWCR_E | DBGWCR_EL0 | DBGWCR_STORE | DBGWCR_BAS(0xff));
	write_dbgwvr(0, d);
	isb();
	ACCESS("str xzr, [%0]", d);
	report(hits == 0, "EL0 only: EL1 passes");
	ACCESS("sttr xzr, [%0]", d);
	report(hits == 1, "EL0 only: an unprivileged store of EL1 hits");

	watch(d, DBGWCR_STORE | DBGWCR_BAS(0xff));
	write_dbgwcr(0, DBGWCR_EL1 | DBGWCR_STORE | DBGWCR_BAS(0xff));
	isb();
	ACCESS("str xzr, [%0]", d);
	report(hits == 0, "disabled (E=0): passes");

	watch(d, DBGWCR_STORE | DBGWCR_BAS(0xff));
	hits = 0;
	asm volatile("str xzr, [%0]" : : "r" (d) : "memory");
	report(hits == 0, "PSTATE.D set: passes");

	watch(d, DBGWCR_STORE | DBGWCR_BAS(0xff));
	ACCESS("dc civac, %0", d);
	report(hits == 0, "DC CIVAC is no access");
	reset_debug_state();
	report_prefix_pop();
}

static noinline void one_nop(void)
{
	asm volatile(
	"	msr	daifclr, #8\n"
	"	.globl	one_nop_at\n"
	"one_nop_at:\n"
	"	nop\n"
	"	msr	daifset, #8\n"
	: : : "memory");
}

extern unsigned char one_nop_at[];

static void more_breakpoints(void)
{
	unsigned long at = (unsigned long)one_nop_at;

	report_prefix_push("breakpoint");
	write_dbgbvr(0, at);
	write_dbgbcr(0, DBGBCR_E | DBGBCR_EL1 | DBGBCR_BAS);
	isb();
	hits = 0;
	one_nop();
	report(hits == 1 && hit_pc[0] == at, "hits");
	report((hit_esr[0] & 0x1ffffff) == ESR_ELx_FSC_DEBUG, "ISS holds the IFSC alone (%#x)",
	       hit_esr[0]);

	write_dbgbcr(0, DBGBCR_E | DBGBCR_EL0 | DBGBCR_BAS);
	isb();
	hits = 0;
	one_nop();
	report(hits == 0, "EL0 only: EL1 passes");

	/* linked address match needs the context breakpoint, the last one */
	write_sysreg(0x1234, contextidr_el1);
	write_dbgbvr(nr_bps - 1, 0x1234);
	write_dbgbcr(nr_bps - 1, DBGBCR_E | DBGBCR_EL1 | DBGBCR_EL0 | DBGBCR_BAS | 3UL << 20);
	write_dbgbcr(0, DBGBCR_E | DBGBCR_EL1 | DBGBCR_BAS | DBGBCR_BT_LINKED |
		     (unsigned long)(nr_bps - 1) << 16);
	isb();
	hits = 0;
	one_nop();
	report(hits == 1, "linked to a context id that matches: hits");
	write_sysreg(0x4321, contextidr_el1);
	isb();
	hits = 0;
	one_nop();
	report(hits == 0, "linked to a context id that does not: passes");
	write_sysreg(0, contextidr_el1);

	write_dbgbcr(nr_bps - 1, 0);
	write_dbgbcr(0, DBGBCR_E | DBGBCR_EL1 | DBGBCR_BAS);
	write_sysreg(MDSCR_MDE, mdscr_el1);
	isb();
	hits = 0;
	one_nop();
	report(hits == 0, "MDSCR.KDE clear: passes in EL1");
	write_sysreg(MDSCR_KDE, mdscr_el1);
	isb();
	hits = 0;
	one_nop();
	report(hits == 0, "MDSCR.MDE clear: passes");
	reset_debug_state();
	report_prefix_pop();
}

SNIPPET(el0_nop, "nop\n nop");
SNIPPET(el0_store, "nop\n str xzr, [x0]");

/* EL0: the exception goes to EL1 whatever PSTATE.D is; privilege control of both kinds */
static void at_el0(void)
{
	struct trap t;

	report_prefix_push("el0");
	for (int el0 = 0; el0 < 2; el0++) {
		unsigned long priv = el0 ? DBGBCR_EL0 : DBGBCR_EL1;

		reset_debug_state();
		write_sysreg(MDSCR_MDE, mdscr_el1);
		write_dbgbvr(0, (unsigned long)el0_nop + 4);
		write_dbgbcr(0, DBGBCR_E | priv | DBGBCR_BAS);
		isb();
		trap_run_el0(&t, el0_nop, 0, 0, 0);
		if (el0) {
			report(t.ec == ESR_ELx_EC_BREAKPT_LOW, "breakpoint for EL0: hits (EC %#x)", t.ec);
			report(t.regs.pc == (unsigned long)el0_nop + 4, "breakpoint for EL0: ELR");
		} else {
			report(t.ec == TRAP_NONE, "breakpoint for EL1: passes (EC %#x)", t.ec);
		}
		write_dbgbcr(0, 0);
		write_dbgwvr(0, (unsigned long)write_data);
		write_dbgwcr(0, DBGWCR_E | priv | DBGWCR_STORE | DBGWCR_BAS(0xff));
		isb();
		trap_run_el0(&t, el0_store, (u64)write_data, 0, 0);
		if (el0) {
			report(t.ec == ESR_ELx_EC_WATCHPT_LOW, "watchpoint for EL0: hits (EC %#x)", t.ec);
			report(t.far == (unsigned long)write_data, "watchpoint for EL0: FAR");
			report(t.regs.pc == (unsigned long)el0_store + 4, "watchpoint for EL0: ELR");
		} else {
			report(t.ec == TRAP_NONE, "watchpoint for EL1: passes (EC %#x)", t.ec);
		}
	}
	/* one step of EL0: SPSR.SS at the return */
	reset_debug_state();
	write_sysreg(MDSCR_SS, mdscr_el1);
	isb();
	trap_eret(&t, el0_nop, PSR_MODE_EL0t | PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT | SPSR_SS, 0, 0, 0);
	report(t.ec == ESR_ELx_EC_SOFTSTP_LOW, "step of EL0: class (EC %#x)", t.ec);
	report(t.regs.pc == (unsigned long)el0_nop + 4, "step of EL0: one instruction has run");
	trap_eret(&t, el0_nop, PSR_MODE_EL0t | PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT, 0, 0, 0);
	report(t.ec == ESR_ELx_EC_SOFTSTP_LOW && t.regs.pc == (unsigned long)el0_nop,
	       "step of EL0 with SPSR.SS 0: no instruction has run");
	reset_debug_state();
	report_prefix_pop();
}

static void os_lock(void)
{
	report_prefix_push("os-lock");
	write_sysreg(1, oslar_el1);
	isb();
	report((read_sysreg(oslsr_el1) & 0xb) == 0xa, "OSLSR: OS lock implemented and locked");
	write_dbgbvr(0, (unsigned long)one_nop_at);
	write_dbgbcr(0, DBGBCR_E | DBGBCR_EL1 | DBGBCR_BAS);
	write_sysreg(MDSCR_KDE | MDSCR_MDE, mdscr_el1);
	isb();
	hits = 0;
	one_nop();
	report(hits == 0, "locked: a breakpoint passes");
	write_sysreg(0, oslar_el1);
	isb();
	report((read_sysreg(oslsr_el1) & 0xb) == 0x8, "OSLSR: unlocked");
	hits = 0;
	one_nop();
	report(hits == 1, "unlocked: it hits");
	reset_debug_state();
	report_prefix_pop();
}

static void software_breakpoint(void)
{
	report_prefix_push("brk");
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_BRK64, skip_handler);
	hits = 0;
	asm volatile("brk #0xabcd");
	report(hits == 1 && (hit_esr[0] & 0xffff) == 0xabcd, "comment in the syndrome");
	report(hit_esr[0] & ESR_ELx_IL, "IL set");
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_BRK64, NULL);
	report_prefix_pop();
}

static void step_more(void)
{
	report_prefix_push("step");
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_SOFTSTP_CUR, step_handler);
	reset_debug_state();
	hits = 0;
	write_sysreg(MDSCR_KDE | MDSCR_SS, mdscr_el1);
	isb();
	asm volatile(
	"	msr	daifclr, #8\n"
	"	ldxr	x1, [%0]\n"
	"	msr	daifset, #8\n"
	: : "r" (write_data) : "x1", "memory");
	report(hits >= 2 && (hit_esr[1] & (1 << 6)), "over LDXR: EX set (%#x)", hit_esr[1]);

	/* KDE clear: no step in EL1 */
	hits = 0;
	write_sysreg(MDSCR_SS, mdscr_el1);
	isb();
	run_ss_block();
	report(hits == 0, "MDSCR.KDE clear: no step in EL1");
	reset_debug_state();
	report_prefix_pop();
}

static void test_more(void)
{
	if (current_level() == CurrentEL_EL2) {
		report_skip("written for EL1");
		return;
	}
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_WATCHPT_CUR, hit_handler);
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_BREAKPT_CUR, hit_handler);
	reset_debug_state();
	write_sysreg(MDSCR_KDE | MDSCR_MDE, mdscr_el1);
	isb();
	more_watchpoints();
	write_sysreg(MDSCR_KDE | MDSCR_MDE, mdscr_el1);
	isb();
	more_breakpoints();
	at_el0();
	os_lock();
	software_breakpoint();
	step_more();
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*fn)(void);
		bool migration;
	} tests[] = {
		{ "bp", test_bp, false },
		{ "bp-migration", test_bp, true },
		{ "wp", test_wp, false },
		{ "wp-migration", test_wp, true },
		{ "ss", test_ss, false },
		{ "ss-migration", test_ss, true },
		{ "more", test_more, false },
	};
	unsigned int i;

	if (argc < 2)
		report_abort("no test specified");
	report_prefix_push(argv[1]);
	nr_bps = get_nr_bps();
	nr_wps = get_nr_wps();
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		if (strcmp(argv[1], tests[i].name))
			continue;
		migration = tests[i].migration;
		tests[i].fn();
		return report_summary();
	}
	report_abort("Unknown subtest");
}
