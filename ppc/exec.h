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

/*
 * 128 bits of a vector register, the most significant doubleword first; in
 * either endianness.
 */
typedef struct {
	u64 d[2];
} vec;

/*
 * State of a floating-point or vector instruction: it may name f1 to f4 (VSR 1
 * to 4, f[0] to f[3]), v1 to v4 (VSR 33 to 36, v[0] to v[3]), and what
 * exec_insn() allows. f0 and v0 belong to the code around it.
 */
struct vec_regs {
	struct insn_regs g;
	u64 fpscr;
	u64 vscr;
	vec f[4], v[4];
};

/* Execute @insn with @regs. MSR[FP], [VEC] and [VSX] must be on: vec_on(). */
unsigned long exec_vec(struct vec_regs *regs, u32 insn);
unsigned long exec_vec_prefixed(struct vec_regs *regs, u32 prefix, u32 suffix);
void vec_on(void);
void vec_off(void);

/* Elements of a vector in the manual's order, 0 the most significant. */
static inline u64 vec_get(const vec *v, unsigned int bits, unsigned int i)
{
	u64 mask = bits == 64 ? -1UL : (1UL << bits) - 1;

	return v->d[i * bits / 64] >> (64 - bits - i * bits % 64) & mask;
}

static inline void vec_set(vec *v, unsigned int bits, unsigned int i, u64 val)
{
	u64 mask = bits == 64 ? -1UL : (1UL << bits) - 1;
	unsigned int shift = 64 - bits - i * bits % 64;

	v->d[i * bits / 64] = (v->d[i * bits / 64] & ~(mask << shift)) | (val & mask) << shift;
}

static inline bool vec_same(const vec *a, const vec *b)
{
	return a->d[0] == b->d[0] && a->d[1] == b->d[1];
}

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
