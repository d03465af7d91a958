/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The numbers that fp-model.c and fp-convert.c calculate with, between unpacking and rounding. */
#ifndef _ARM_FP_NUM_H_
#define _ARM_FP_NUM_H_

#include "fp-model.h"

enum fp_class { ZERO, NORMAL, INF, QNAN, SNAN };

/* A number is sig / 2^126 * 2^exp; bit 126 is set, bit 0 stands for itself and all below. */
struct num {
	enum fp_class cls;
	bool sign;
	int exp;
	u64 hi, lo;
};

static inline int bias(fp_fmt f)
{
	return (1 << (f->ebits - 1)) - 1;
}

static inline u64 exp_mask(fp_fmt f)
{
	return ((1ULL << f->ebits) - 1) << f->fbits;
}

static inline u64 frac_mask(fp_fmt f)
{
	return (1ULL << f->fbits) - 1;
}

static inline u64 sign_bit(fp_fmt f)
{
	return 1ULL << (f->ebits + f->fbits);
}

static inline u64 with_sign(fp_fmt f, bool sign, u64 val)
{
	return val | (sign ? sign_bit(f) : 0);
}

static inline u64 default_nan(fp_fmt f)
{
	return exp_mask(f) | 1ULL << (f->fbits - 1);
}

static inline u64 infinity(fp_fmt f, bool sign)
{
	return with_sign(f, sign, exp_mask(f));
}

static inline bool flushes(struct fp_ctx *c, fp_fmt f)
{
	return f == &fp_half ? c->fz16 : c->fz;
}

static inline bool is_nan(const struct num *n)
{
	return n->cls == QNAN || n->cls == SNAN;
}

/* Shift right; what falls off stays visible in bit 0. */
extern void shift_jam(u64 *hi, u64 *lo, unsigned int n);
/* Make bit 126 the highest that is set. */
extern void normalize(struct num *n);
/* flush: take a denormal for zero */
extern struct num unpack_raw(struct fp_ctx *c, fp_fmt f, u64 a, bool flush);
/* The same as the control register has it */
extern struct num unpack(struct fp_ctx *c, fp_fmt f, u64 a);
/* The NaN that NaN a becomes */
extern u64 process_nan(struct fp_ctx *c, fp_fmt f, const struct num *n, u64 a);
/* The NaN that an operation with operands in this order gives; false when there is none. */
extern bool nans2(struct fp_ctx *c, fp_fmt f, const struct num *na, const struct num *nb, u64 a,
		  u64 b, u64 *res);
extern bool process_nans(struct fp_ctx *c, fp_fmt f, const struct num **n, const u64 *a,
			 unsigned int count, u64 *res);
/* Raise IOC; the default NaN */
extern u64 invalid(struct fp_ctx *c, fp_fmt f);
/* FPRound(); flush: of a denormal result too */
extern u64 round_pack(struct fp_ctx *c, fp_fmt f, struct num n, bool flush);
/* The same as the control register has it */
extern u64 pack(struct fp_ctx *c, fp_fmt f, struct num n);

#endif /* _ARM_FP_NUM_H_ */
