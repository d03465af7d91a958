// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * psw: what becomes of invalid PSWs, and the interruptions that instructions
 * ask for: SVC, MONITOR CALL, PER, low-address protection (PoP chapters 4 and 6).
 */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <sclp.h>
#include "pgm.h"

#define OLD_PGM		((volatile struct psw *)OPAQUE_PTR(GEN_LC_PGM_OLD_PSW))
#define LC16(field)	(*(volatile uint16_t *)OPAQUE_PTR(field))
#define LC64(field)	(*(volatile uint64_t *)OPAQUE_PTR(field))

static struct psw continue_psw, seen;

static void go_on(struct stack_frame_int *frame)
{
	seen.mask = OLD_PGM->mask;
	seen.addr = OLD_PGM->addr;
	*(struct psw *)OPAQUE_PTR(GEN_LC_PGM_OLD_PSW) = continue_psw;
	(void)frame;
}

/* LPSWE of @psw; returns the program interruption code */
static uint16_t load_psw(struct psw psw)
{
	seen.mask = seen.addr = 0;
	continue_psw.mask = extract_psw_mask();
	expect_pgm_int();
	register_pgm_cleanup_func(go_on);
	asm volatile("	larl	%%r1,0f\n	stg	%%r1,%0\n	lpswe	%1\n0:	nopr\n"
		     : "=T" (continue_psw.addr) : "Q" (psw) : "1", "cc", "memory");
	register_pgm_cleanup_func(NULL);
	return clear_pgm_int();
}

/*
 * Each must-be-zero bit, one by one; the address is where no memory is, so
 * that a machine that overlooks the bit stops there.
 */
static void must_be_zero(void)
{
	uint64_t where = get_ram_size() < SZ_2G ? 0x7ffffff0UL : 0x7ffffffffffff000UL;

	for (int bit = 0; bit < 64; bit++) {
		struct psw psw = PSW(PSW_MASK_64 | 1UL << (63 - bit), where);

		if (!(bit == 0 || (bit >= 2 && bit <= 4) || bit == 12 || (bit >= 25 && bit <= 30) || bit >= 33))
			continue;
		check_eq(load_psw(psw), 6, "PSW bit %d", bit);
		check_eq(seen.mask, psw.mask, "PSW bit %d: old PSW mask", bit);
	}
}

static void addressing_modes(void)
{
	check_eq(load_psw(PSW(PSW_MASK_EA, 0x10)), 6, "EA without BA");
	check_eq(load_psw(PSW(PSW_MASK_BA, 0x80000000UL)), 6, "31-bit mode, 32-bit address");
	check_eq(load_psw(PSW(0, 0x1000000UL)), 6, "24-bit mode, 25-bit address");
}

static void beyond_memory(void)
{
	uint64_t end = get_ram_size();

	check_eq(load_psw(PSW(PSW_MASK_64, end)), 5, "PSW just beyond memory");
	check_eq(load_psw(PSW(PSW_MASK_64, -4096UL)), 5, "PSW at the end of the address space");
}

static uint16_t svc_code, svc_ilen;
static struct psw svc_old;

extern void svc_catcher(void);
asm(
	"	.pushsection .text\n"
	"	.globl	svc_catcher\n"
	"svc_catcher:\n"
	"	larl	%r1,svc_catcher_continue\n"
	"	lg	%r1,0(%r1)\n"
	"	br	%r1\n"
	"	.popsection\n");
uint64_t svc_catcher_continue;

/* Run @insn with the SVC-new PSW aimed behind it */
#define CATCH_SVC(insn)								\
({										\
	struct psw *new = OPAQUE_PTR(GEN_LC_SVC_NEW_PSW), saved = *new;		\
										\
	new->addr = (uint64_t)svc_catcher;					\
	asm volatile("	larl	%%r1,0f\n	stg	%%r1,%0\n" insn "\n0:	nopr\n"	\
		     : "=T" (svc_catcher_continue) : : "1", "2", "3", "cc", "memory");	\
	*new = saved;								\
	svc_code = LC16(GEN_LC_SVC_INT_CODE);					\
	svc_ilen = LC16(GEN_LC_SVC_INT_ID);					\
	svc_old = *(struct psw *)OPAQUE_PTR(GEN_LC_SVC_OLD_PSW);		\
})

static void supervisor_call(void)
{
	CATCH_SVC("	svc	0x42");
	check_eq(svc_code, 0x42, "SVC: code");
	check_eq(svc_ilen, 2, "SVC: instruction length");
	check_eq(svc_old.addr, svc_catcher_continue, "SVC: old PSW is behind it");
	CATCH_SVC("	svc	0xff");
	check_eq(svc_code, 0xff, "SVC 255: code");
	/* the modifier takes the place of the number */
	CATCH_SVC("	larl	%%r2,1f\n	lghi	%%r3,0x17\n	ex	%%r3,0(%%r2)\n"
		  "	.pushsection .text.ex,\"ax\"\n	.balign	2\n1:	svc	0\n	.popsection");
	check_eq(svc_code, 0x17, "EX of SVC 0: code");
	check_eq(svc_ilen, 4, "EX of SVC 0: instruction length");
	check_eq(svc_old.addr, svc_catcher_continue, "EX of SVC 0: old PSW is behind the EX");
	CATCH_SVC("	lghi	%%r3,0x18\n	exrl	%%r3,1f\n"
		  "	.pushsection .text.ex,\"ax\"\n	.balign	2\n1:	svc	0\n	.popsection");
	check_eq(svc_code, 0x18, "EXRL of SVC 0: code");
	check_eq(svc_ilen, 6, "EXRL of SVC 0: instruction length");
}

static void monitor_call(void)
{
	lctlg(8, 0);
	check_pgm(0, asm volatile("mc	0x123,3"), "monitor class 3 masked");
	/* class 3 is bit 51 */
	lctlg(8, 1UL << (63 - 48 - 3));
	check_pgm(PGM_INT_CODE_MONITOR_EVENT, asm volatile("mc	0x123,3"), "monitor class 3 open");
	check_eq(LC16(GEN_LC_MON_CLASS_NB), 3, "class number");
	check_eq(LC64(GEN_LC_MON_CODE), 0x123, "monitor code");
	check_pgm(0, asm volatile("mc	0x123,4"), "monitor class 4 masked");
	lctlg(8, 0);
	check_pgm(6, asm volatile(".insn	si,0xaf000000,0,16"), "monitor class 16");
}

/* PER: all control is in CR9 (events), CR10 and CR11 (range) */
#define PER_BRANCH	0x80000000UL
#define PER_IFETCH	0x40000000UL
#define PER_STORE	0x20000000UL

static volatile unsigned int per_events;
static volatile uint8_t per_code;
static volatile uint64_t per_addr;

static void per_event(struct stack_frame_int *frame)
{
	per_events++;
	if (per_events == 1) {
		per_code = *(volatile uint8_t *)OPAQUE_PTR(GEN_LC_PER_CODE);
		per_addr = LC64(GEN_LC_PER_ADDR);
	}
	/* completed: the old PSW is right as it is; PER stays on for the rest */
	THIS_CPU->pgm_int_expected = true;
	(void)frame;
}

static uint64_t watched[16];

#define WITH_PER(events, from, to, text, args...)				\
({										\
	per_events = 0;								\
	per_code = 0;								\
	lctlg(9, events);							\
	lctlg(10, (uint64_t)(from));						\
	lctlg(11, (uint64_t)(to));						\
	expect_pgm_int();							\
	register_pgm_cleanup_func(per_event);					\
	psw_mask_set_bits(PSW_MASK_PER);					\
	asm volatile(text args);						\
	psw_mask_clear_bits(PSW_MASK_PER);					\
	register_pgm_cleanup_func(NULL);					\
	lctlg(9, 0);								\
	clear_pgm_int();							\
})

extern char per_insn[], per_insn_end[], per_branch[];

static void per_fetch(void)
{
	WITH_PER(PER_IFETCH, per_insn, per_insn, "	.globl	per_insn\nper_insn:	lghi	%%r2,0\n", : : : "2");
	check_eq(per_events, 1, "events for an instruction in the range");
	check_eq(per_code, 0x40, "PER code");
	check_eq(per_addr, (uint64_t)per_insn, "PER address");
	WITH_PER(PER_IFETCH, 0x10, 0x20, "	lghi	%%r2,0\n", : : : "2");
	check_eq(per_events, 0, "events out of the range");
}

static void per_store(void)
{
	uint64_t *p = &watched[4];

	WITH_PER(PER_STORE, p, p, "	.globl	per_insn_end\nper_insn_end:	stg	%%r2,0(%0)\n", : : "a" (p) : "memory");
	check_eq(per_events, 1, "events for a store in the range");
	check_eq(per_code, 0x20, "PER code");
	check_eq(per_addr, (uint64_t)per_insn_end, "PER address");
	WITH_PER(PER_STORE, p + 1, p + 1, "	stg	%%r2,0(%0)\n", : : "a" (p) : "memory");
	check_eq(per_events, 0, "events for a store just before the range");
	WITH_PER(PER_STORE, p - 1, (char *)p - 1, "	stg	%%r2,0(%0)\n", : : "a" (p) : "memory");
	check_eq(per_events, 0, "events for a store just behind the range");
	WITH_PER(PER_STORE, p, p, "	lg	%%r2,0(%0)\n", : : "a" (p) : "memory", "2");
	check_eq(per_events, 0, "events for a load");
}

static void per_successful_branch(void)
{
	WITH_PER(PER_BRANCH, 0, -1UL, "	.globl	per_branch\nper_branch:	j	0f\n	nopr\n0:\n", : : );
	check_ge(per_events, 1, "events for a branch");
	check_eq(per_code, 0x80, "PER code");
	check_eq(per_addr, (uint64_t)per_branch, "PER address");
}

static void low_protection(void)
{
	static const struct { unsigned long addr; bool refused; } cases[] = {
		{ 0, true }, { 8, true }, { 504, true }, { 512, false }, { 4088, false },
		{ 4096, true }, { 4600, true }, { 4608, false },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t *p = OPAQUE_PTR(cases[i].addr), saved = *p;

		check_pgm_lap(cases[i].refused ? 4 : 0,
			      asm volatile("stg	%0,0(%1)" : : "d" (saved), "a" (p) : "memory"),
			      "store to %lu", cases[i].addr);
		check_pgm_lap(0, asm volatile("lg	%%r0,0(%0)" : : "a" (p) : "0", "memory"),
			      "load from %lu", cases[i].addr);
	}
	/* a store that only begins below the boundary */
	check_pgm_lap(4, asm volatile("	mvc	0(16,%0),0(%0)" : : "a" (504L) : "memory"), "MVC across 512");
}

static void breaking_event(void)
{
	uint64_t branch;

	expect_pgm_int();
	asm volatile("	larl	%0,0f\n	nopr\n0:	j	1f\n	nopr\n1:	.insn	e,0\n" : "=d" (branch));
	check_eq(clear_pgm_int(), 1, "operation exception");
	check_eq(LC64(GEN_LC_BREAKING_EVENT_ADDR), branch, "breaking-event address is the last branch");
}

/* Lengths and addresses that different exceptions leave behind */
static void instruction_length(void)
{
	expect_pgm_int();
	asm volatile("	.insn	e,0\n");
	check_eq(clear_pgm_int(), 1, "2-byte instruction");
	check_eq(LC16(GEN_LC_PGM_INT_ID), 2, "its length");
	expect_pgm_int();
	asm volatile("	lg	%%r0,0(%0)\n" : : "a" (-4096L) : "0");
	check_eq(clear_pgm_int(), 5, "6-byte instruction");
	check_eq(LC16(GEN_LC_PGM_INT_ID), 6, "its length");
	expect_pgm_int();
	asm volatile("	l	%%r0,0(%0)\n" : : "a" (-4096L) : "0");
	check_eq(clear_pgm_int(), 5, "4-byte instruction");
	check_eq(LC16(GEN_LC_PGM_INT_ID), 4, "its length");
}

/* Instructions that problem state must not have */
static void privileged(void)
{
	static uint64_t area[32] __attribute__((aligned(16)));

#define PRIV(insn, operands)								\
	check_pgm_pstate(2, asm volatile(insn "	" operands				\
					 : : "a" (area) : "0", "1", "2", "3", "cc", "memory"), insn)
	PRIV("lctlg", "%%c9,%%c9,0(%0)");
	PRIV("stctg", "%%c9,%%c9,0(%0)");
	PRIV("lctl", "%%c9,%%c9,0(%0)");
	PRIV("stctl", "%%c9,%%c9,0(%0)");
	PRIV("lpsw", "0(%0)");
	PRIV("lpswe", "0(%0)");
	PRIV("ssm", "0(%0)");
	PRIV("stnsm", "0(%0),0xff");
	PRIV("stosm", "0(%0),0");
	PRIV("spx", "0(%0)");
	PRIV("stpx", "0(%0)");
	PRIV("stap", "0(%0)");
	PRIV("stidp", "0(%0)");
	PRIV("sck", "0(%0)");
	PRIV("ptlb", "");
	PRIV("ipte", "%%r0,%0");
	PRIV("idte", "%%r0,%%r0,%0");
	PRIV("iske", "%%r0,%0");
	PRIV("sske", "%%r0,%0");
	PRIV("rrbe", "%%r0,%0");
	PRIV("lura", "%%r0,%0");
	PRIV("lurag", "%%r0,%0");
	PRIV("stura", "%%r0,%0");
	PRIV("lra", "%%r0,0(%0)");
	PRIV("lrag", "%%r0,0(%0)");
	PRIV("tb", "%%r0,%0");
	PRIV("stfl", "0");
	PRIV("stsi", "0(%0)");
	PRIV(".insn	rre,0xb2200000,", "%%r0,%0");
	PRIV("diag", "%%r0,%%r0,0x44");
	PRIV("sigp", "%%r1,%%r0,1");
	PRIV("csp", "%%r0,%0");
	PRIV("spt", "0(%0)");
	PRIV("stpt", "0(%0)");
	PRIV("sckc", "0(%0)");
	PRIV("stckc", "0(%0)");
	PRIV(".insn	e,0x0107", "");	/* SCKPF */
	PRIV("spka", "0xf0");
	check_pgm_pstate(0, asm volatile("stckf	0(%0)" : : "a" (area) : "cc", "memory"), "STCKF is allowed");
	check_pgm_pstate(0, asm volatile("stck	0(%0)" : : "a" (area) : "cc", "memory"), "STCK is allowed");
}

static const struct subtest subtests[] = {
	{ "must-be-zero", must_be_zero },
	{ "addressing-mode", addressing_modes },
	{ "beyond-memory", beyond_memory },
	{ "svc", supervisor_call },
	{ "monitor-call", monitor_call },
	{ "per-fetch", per_fetch },
	{ "per-store", per_store },
	{ "per-branch", per_successful_branch },
	{ "low-address", low_protection },
	{ "breaking-event", breaking_event },
	{ "length", instruction_length },
	{ "privileged", privileged },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
