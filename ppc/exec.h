/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Running single instructions given as words: with chosen registers before and
 * all of them compared after, exceptions included.
 */
#ifndef _PPC_EXEC_H_
#define _PPC_EXEC_H_

#include <libcflat.h>
#include <asm/trap.h>

/*
 * Registers of an instruction under test. It may name r3 to r10, CR, XER, CTR
 * and LR; r11, r12 and r0 belong to the code around it.
 */
struct insn_regs {
	u64 r3, r4, r5, r6, r7, r8, r9, r10;
	u64 cr, xer, ctr;
};

/*
 * Execute @insn (and @suffix behind it, if it is a prefix) with @regs, which
 * get the values after it. Returns the vector of the exception it caused, or
 * 0; last_trap() has the rest.
 */
unsigned long exec_insn(struct insn_regs *regs, u32 insn);
unsigned long exec_prefixed(struct insn_regs *regs, u32 prefix, u32 suffix);

/* Address of the instruction that exec_insn() runs. */
unsigned long exec_insn_addr(void);

/* The same in problem state. */
unsigned long exec_insn_user(struct insn_regs *regs, u32 insn);

/* Instruction formats (Power ISA, Book I, section 1.6) */
#define D_FORM(op, rt, ra, d)	((u32)(op) << 26 | (rt) << 21 | (ra) << 16 | ((d) & 0xffff))
#define X_FORM(op, rt, ra, rb, xo, rc) \
	((u32)(op) << 26 | (rt) << 21 | (ra) << 16 | (rb) << 11 | (xo) << 1 | (rc))
#define XO_FORM(rt, ra, rb, oe, xo, rc) \
	X_FORM(31, rt, ra, rb, (oe) << 9 | (xo), rc)
#define XFX_SPR(xo, rt, spr) \
	(31U << 26 | (rt) << 21 | ((spr) & 0x1f) << 16 | ((spr) >> 5) << 11 | (xo) << 1)
#define INSN_MFSPR(rt, spr)	XFX_SPR(339, rt, spr)
#define INSN_MTSPR(spr, rs)	XFX_SPR(467, rs, spr)

#define XER_SO		0x80000000UL
#define XER_OV		0x40000000UL
#define XER_CA		0x20000000UL
#define XER_OV32	0x00080000UL
#define XER_CA32	0x00040000UL

#define CR0_LT		0x80000000UL
#define CR0_GT		0x40000000UL
#define CR0_EQ		0x20000000UL
#define CR0_SO		0x10000000UL

#endif /* _PPC_EXEC_H_ */
