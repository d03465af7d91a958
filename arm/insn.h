/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Running one instruction with all registers known, and comparing all of them afterwards with
 * what a model in C says; shared by the a64-* images.
 *
 *	I(add_x, "add x0, x1, x2", X(0) = X(1) + X(2))
 *
 * The instruction is called with BLR X30, so x30 is the one register that is not under test.
 */
#ifndef _ARM_INSN_H_
#define _ARM_INSN_H_

#include <libcflat.h>
#include <asm/trap.h>

struct insn_regs {
	u64 x[31];
	u64 nzcv;		/* bits 31:28, as in the register */
	u64 fpcr, fpsr;
	u64 v[32][2] __attribute__((aligned(16)));
};

#define FLAG_N	0x80000000UL
#define FLAG_Z	0x40000000UL
#define FLAG_C	0x20000000UL
#define FLAG_V	0x10000000UL

/* What a model changes is what the instruction may change. */
typedef void (*insn_model)(struct insn_regs *r);

struct insn_row {
	const char *name;
	const u32 *code;
	insn_model model;
};

/* In a model: registers of 64 and of 32 bits (writing one of 32 clears the upper half) */
#define X(n)		(r->x[n])
#define W(n)		((u32)r->x[n])
#define SETW(n, val)	(r->x[n] = (u32)(val))

/*
 * Run code with *in; *out gets all registers afterwards. Returns TRAP_NONE or the class of the
 * exception that came instead, with out unchanged.
 */
extern unsigned int insn_run(const u32 *code, const struct insn_regs *in, struct insn_regs *out);
/* The same with FP registers, FPCR and FPSR loaded and stored. */
extern unsigned int insn_run_fp(const u32 *code, const struct insn_regs *in,
				struct insn_regs *out);

/* Lanes of a SIMD register, of 1 to 8 bytes */
static inline u64 lane_get(const struct insn_regs *r, unsigned int n, unsigned int bytes,
			   unsigned int lane)
{
	unsigned int bit = lane * bytes * 8;
	u64 v = r->v[n & 31][bit / 64] >> (bit % 64);

	return bytes == 8 ? v : v & ((1ULL << (8 * bytes)) - 1);
}

static inline void lane_set(struct insn_regs *r, unsigned int n, unsigned int bytes,
			    unsigned int lane, u64 val)
{
	unsigned int bit = lane * bytes * 8;
	u64 m = bytes == 8 ? ~0ULL : (1ULL << (8 * bytes)) - 1;
	u64 *p = &r->v[n & 31][bit / 64];

	*p = (*p & ~(m << (bit % 64))) | (val & m) << (bit % 64);
}

/* Put an instruction and RET where they can be run; valid until the next call. */
extern const u32 *insn_place(u32 insn);
/* The same for n instructions. */
extern const u32 *insn_place_n(const u32 *insns, unsigned int n);

/* Registers with different, reproducible contents; flags and FPCR clear. */
extern void insn_regs_init(struct insn_regs *r);

/* The names and values that differ, at most a few; true when none does. */
extern bool insn_regs_equal(const struct insn_regs *got, const struct insn_regs *want,
			    const struct insn_regs *in, bool fp);

/* Numbers near which arithmetic goes wrong. */
#define NR_CORNERS	24
extern const u64 corners[NR_CORNERS];

/*
 * Run row for all pairs of corners in x1 and x2 (x3 varies along), with the flags in turn clear
 * and set; one check.
 */
extern void insn_check_row(const struct insn_row *row);
/* One check of an instruction over operands in x1, x2, x3; the model is told the context. */
extern bool insn_check_code(const u32 *code, insn_model model);

#endif /* _ARM_INSN_H_ */
