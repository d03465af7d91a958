/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * General instructions against models in C.
 *
 * A test lists its instructions once, with INSN_TABLE: the assembler text over
 * fixed registers, and what the manual says it does to them, as C statements.
 * Each instruction runs with all pairs of a set of corner values, then registers,
 * storage, condition code and program interruption must be the model's.
 *
 *	GR2 = A, GR3 = C (with A the even-odd pair 2-3), GR4 = B, GR5 -> M (storage), GR6 = D
 *
 * GR0, GR1 and GR7 hold a pattern that must stay unless the model says otherwise. A model that says
 * there is a program interruption has done what the exception leaves: nothing, for most.
 */
#ifndef _S390X_TEST_INSN_H_
#define _S390X_TEST_INSN_H_

#include <libcflat.h>
#include <subtest.h>
#include "pgm.h"

struct insn_state {
	u64 gr[8];
	u64 cc;
	u8 mem[64];
	u16 pgm;		/* program interruption code, 0 for none */
};

/* What the table has for each instruction */
struct insn {
	const char *name;
	const void *code;
	void (*model)(struct insn_state *s);
	unsigned int flags;
};

#define INSN_PGM	1	/* may end in a program interruption */
#define INSN_ALL_CC	2	/* works on the condition code: try each */
#define INSN_SHIFT	4	/* B is a shift count: 0 to 127 */
#define INSN_FEW	8	/* one B for each A is enough */

/* Names for models */
#define A	(s->gr[2])
#define C	(s->gr[3])
#define B	(s->gr[4])
#define D	(s->gr[6])
#define CC	(s->cc)
#define MEM	(s->mem)
#define HIGH	0xffffffff00000000UL

#define M8	(MEM[0])
#define M16	((u16)(MEM[0] << 8 | MEM[1]))
#define M32	((u32)(*(u32 *)MEM))
#define M64	(*(u64 *)MEM)

/* The right or left half of a register becomes @v. */
#define LOW32(reg, v)	((reg) = ((reg) & HIGH) | (u32)(v))
#define HIGH32(reg, v)	((reg) = (u32)(reg) | (u64)(u32)(v) << 32)

/* Results with their condition codes, PoP chapter 7 "Condition Codes" of each group */
static inline u64 cc_sign(int sign)
{
	return sign < 0 ? 1 : sign > 0 ? 2 : 0;
}

/*
 * gcc makes __builtin_add_overflow() of the very condition code that is under test: an
 * overflow is told from the signs here.
 */
static inline u64 model_add(struct insn_state *s, u64 x, u64 y)
{
	u64 r = x + y;

	CC = (s64)(~(x ^ y) & (x ^ r)) < 0 ? 3 : cc_sign(((s64)r > 0) - ((s64)r < 0));
	return r;
}

static inline u64 model_sub(struct insn_state *s, u64 x, u64 y)
{
	u64 r = x - y;

	CC = (s64)((x ^ y) & (x ^ r)) < 0 ? 3 : cc_sign(((s64)r > 0) - ((s64)r < 0));
	return r;
}

static inline u32 model_add32(struct insn_state *s, s32 x, s32 y)
{
	s64 r = (s64)x + y;

	CC = r != (s32)r ? 3 : cc_sign((r > 0) - (r < 0));
	return r;
}

static inline u32 model_sub32(struct insn_state *s, s32 x, s32 y)
{
	s64 r = (s64)x - y;

	CC = r != (s32)r ? 3 : cc_sign((r > 0) - (r < 0));
	return r;
}

/* logical: bit 0 of the code is "not zero", bit 1 is the carry out of the leftmost bit */
static inline u64 model_addl(struct insn_state *s, u64 x, u64 y, unsigned int carry)
{
	unsigned __int128 r = (unsigned __int128)x + y + carry;

	CC = ((u64)r != 0) | (u64)(r >> 64) << 1;
	return r;
}

static inline u32 model_addl32(struct insn_state *s, u32 x, u32 y, unsigned int carry)
{
	u64 r = (u64)x + y + carry;

	CC = ((u32)r != 0) | (r >> 32) << 1;
	return r;
}

/* subtraction adds the ones' complement and 1, or the carry */
static inline u64 model_subl(struct insn_state *s, u64 x, u64 y, unsigned int carry)
{
	return model_addl(s, x, ~y, carry);
}

static inline u32 model_subl32(struct insn_state *s, u32 x, u32 y, unsigned int carry)
{
	return model_addl32(s, x, ~y, carry);
}

#define CMP(s, x, y)	((s)->cc = (x) == (y) ? 0 : (x) < (y) ? 1 : 2)

static inline u64 nz(struct insn_state *s, u64 v)
{
	CC = v != 0;
	return v;
}

/*
 * INSN_TABLE(name, LIST) - the table @name[] of LIST(X), which calls
 * X(id, "assembler text", flags, statements of the model) for each instruction
 */
#define INSN_TABLE(name, LIST)								\
	LIST(__INSN_DEFINE)								\
	static const struct insn name[] = { LIST(__INSN_ROW) };

#define __INSN_DEFINE(id, text, flags, model...)					\
	extern const char insn_##id[];							\
	asm(	"	.pushsection .text\n"						\
		"	.machine push\n"						\
		"	.machine z15\n"							\
		"insn_" #id ":\n"							\
		"	" text "\n"							\
		"	br	%r14\n"							\
		"	.machine pop\n"							\
		"	.popsection\n");						\
	static void model_##id(struct insn_state *s) { model; }

#define __INSN_ROW(id, text, flags, model...)	{ text, insn_##id, model_##id, flags },

/* insn_run() - one instruction: GR0-7 and the condition code of @s go in and come out */
void insn_run(struct insn_state *s, const void *code);

/* insn_check() - the running subtest's row (struct insn) with all operands */
void insn_check(void);

#endif
