/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Exceptions as values: run a few instructions at EL1 or EL0 and look at what happened.
 *
 *	SNIPPET(read_el3, "mrs x0, sctlr_el3");
 *	...
 *	struct trap t;
 *
 *	trap_run_el0(&t, read_el3, 1, 2, 3);
 *	check_eq(t.ec, ESR_ELx_EC_UNKNOWN, "...");
 *
 * The code gets three arguments in x0 to x2 and returns x0 with RET. A synchronous exception
 * ends it wherever it is; nothing it changed in callee-saved registers counts.
 */
#ifndef _ASMARM64_TRAP_H_
#define _ASMARM64_TRAP_H_

#include <libcflat.h>
#include <asm/processor.h>

struct trap {
	bool taken;		/* a synchronous exception came */
	enum vector vector;	/* where it arrived */
	unsigned int ec;	/* ESR_ELx.EC; TRAP_NONE when nothing came */
	u32 iss;		/* ESR_ELx.ISS */
	u64 esr, far;
	u64 entry_pstate;	/* DAIF, SPSel and CurrentEL as the handler found them */
	u64 entry_bits;		/* SSBS, PAN, UAO, DIT and TCO then, at their places in SPSR */
	struct pt_regs regs;	/* the frame: pc is ELR, pstate SPSR */
	u64 ret;		/* x0 of code that returned */
};

#define TRAP_NONE	0x100

/* Code for the calls below; name becomes a const u32 array, each element one instruction. */
#define SNIPPET(name, insns)						\
	extern const u32 name[];					\
	asm("	.pushsection .text.snippet, \"ax\"\n"			\
	    "	.arch	armv8.5-a+sve+memtag+crypto+rng\n"		\
	    "	.balign	16\n"						\
	    "	.globl	" #name "\n"					\
	    #name ":\n"							\
	    insns "\n"							\
	    "	ret\n"							\
	    "	.popsection\n")

/* Run code at the current level on the current stack. Returns t->taken. */
extern bool trap_run(struct trap *t, const void *code, u64 x0, u64 x1, u64 x2);
/* The same at EL0t, on a stack of its own. */
extern bool trap_run_el0(struct trap *t, const void *code, u64 x0, u64 x1, u64 x2);
/* Enter code by ERET with this SPSR; for EL0 and for what no valid state is. */
extern bool trap_eret(struct trap *t, const void *code, u64 pstate, u64 x0, u64 x1, u64 x2);

/* The instruction of code that trapped, counted from 0. */
#define trap_insn(t, code)	((int)(((t)->regs.pc - (u64)(code)) / 4))

#endif /* _ASMARM64_TRAP_H_ */
