/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What floating-point operations give, by integer arithmetic (Arm ARM, shared pseudocode FPAdd(),
 * FPMulAdd(), FPRound() and the others). Used by the tests of A64, SVE, VFP and AdvSIMD.
 *
 * Values are passed as their encodings in the low bits of a u64.
 */
#ifndef _ARM_FP_MODEL_H_
#define _ARM_FP_MODEL_H_

#include <libcflat.h>

struct fp_format {
	u8 ebits, fbits;
};
extern const struct fp_format fp_half, fp_bf16, fp_single, fp_double;

enum fp_round { FP_RN, FP_RP, FP_RM, FP_RZ, FP_TIEAWAY, FP_ODD };

/* Cumulative exception bits as in FPSR and FPSCR */
#define FP_IOC	(1U << 0)
#define FP_DZC	(1U << 1)
#define FP_OFC	(1U << 2)
#define FP_UFC	(1U << 3)
#define FP_IXC	(1U << 4)
#define FP_IDC	(1U << 7)

/* Control bits as in FPCR and FPSCR */
#define FPCR_FZ16	(1UL << 19)
#define FPCR_RMODE(m)	((unsigned long)(m) << 22)
#define FPCR_FZ		(1UL << 24)
#define FPCR_DN		(1UL << 25)
#define FPCR_AHP	(1UL << 26)

struct fp_ctx {
	enum fp_round round;
	bool fz, fz16, dn, ahp;
	u32 flags;		/* what the operations raised */
};

/* The context that a control register's value sets up, no flags. */
extern void fp_ctx_init(struct fp_ctx *c, u64 fpcr);

typedef const struct fp_format *fp_fmt;

extern u64 fp_add(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
extern u64 fp_sub(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
extern u64 fp_mul(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
/* 0 times infinity is 2, signed */
extern u64 fp_mulx(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
extern u64 fp_div(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
extern u64 fp_sqrt(struct fp_ctx *c, fp_fmt f, u64 a);
/* addend + a * b with one rounding */
extern u64 fp_muladd(struct fp_ctx *c, fp_fmt f, u64 addend, u64 a, u64 b);
/* The same with a and b of half precision and all else of single (FMLAL) */
extern u64 fp_muladdh(struct fp_ctx *c, u64 addend, u64 a, u64 b);
extern u64 fp_max(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool number);
extern u64 fp_min(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool number);
extern u64 fp_neg(fp_fmt f, u64 a);
extern u64 fp_abs(fp_fmt f, u64 a);

/* Reciprocal estimates and steps */
extern u64 fp_recpe(struct fp_ctx *c, fp_fmt f, u64 a);
extern u64 fp_rsqrte(struct fp_ctx *c, fp_fmt f, u64 a);
extern u64 fp_recps(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
extern u64 fp_rsqrts(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
extern u64 fp_recpx(struct fp_ctx *c, fp_fmt f, u64 a);

/* Result as NZCV in bits 3:0. signaling: quiet NaNs raise IOC too. */
extern unsigned int fp_compare(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool signaling);
/* Comparisons that give a truth value; unordered is false. */
extern bool fp_eq(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
extern bool fp_ge(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);
extern bool fp_gt(struct fp_ctx *c, fp_fmt f, u64 a, u64 b);

/* To an integral value of the same format; exact: tell when it changed. */
extern u64 fp_round_int(struct fp_ctx *c, fp_fmt f, u64 a, enum fp_round round, bool exact);
/* FRINT32 and FRINT64: integral and within bits, else the most negative integer */
extern u64 fp_round_int_n(struct fp_ctx *c, fp_fmt f, u64 a, enum fp_round round, unsigned int bits);
extern u64 fp_convert(struct fp_ctx *c, fp_fmt from, fp_fmt to, u64 a);
/* To an integer of bits with fbits below the point, saturating. */
extern u64 fp_to_int(struct fp_ctx *c, fp_fmt f, u64 a, unsigned int bits, unsigned int fbits,
		     bool is_unsigned, enum fp_round round);
extern u64 fp_from_int(struct fp_ctx *c, fp_fmt f, u64 val, unsigned int bits, unsigned int fbits,
		       bool is_unsigned);
/* FJCVTZS: the low 32 bits of the integer; *z is the Z flag. */
extern u64 fp_to_int_js(struct fp_ctx *c, u64 a, bool *z);

/* Values that go wrong: NaNs, infinities, zeros, limits of the format, ties. */
#define FP_NR_VALUES	32
extern u64 fp_value(fp_fmt f, unsigned int i);

#endif /* _ARM_FP_MODEL_H_ */
