/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Binary floating point in integer arithmetic: what the instructions of Power
 * ISA Book I, chapter 4, shall compute, bit for bit.
 *
 * A function returns the target's value as a double, or as a single's bits for
 * the vector instructions of single precision, and adds the exceptions that
 * it raises to env->flags (bits of the FPSCR, without FX, FEX and VX).
 */
#ifndef _PPC_SOFTFP_H_
#define _PPC_SOFTFP_H_

#include <libcflat.h>

#define FPSCR_FX	0x80000000UL
#define FPSCR_FEX	0x40000000UL
#define FPSCR_VX	0x20000000UL
#define FPSCR_OX	0x10000000UL
#define FPSCR_UX	0x08000000UL
#define FPSCR_ZX	0x04000000UL
#define FPSCR_XX	0x02000000UL
#define FPSCR_VXSNAN	0x01000000UL
#define FPSCR_VXISI	0x00800000UL
#define FPSCR_VXIDI	0x00400000UL
#define FPSCR_VXZDZ	0x00200000UL
#define FPSCR_VXIMZ	0x00100000UL
#define FPSCR_VXVC	0x00080000UL
#define FPSCR_FR	0x00040000UL
#define FPSCR_FI	0x00020000UL
#define FPSCR_FPRF	0x0001f000UL
#define FPSCR_FPRF_SHIFT 12
#define FPSCR_VXSOFT	0x00000400UL
#define FPSCR_VXSQRT	0x00000200UL
#define FPSCR_VXCVI	0x00000100UL
#define FPSCR_VE	0x00000080UL
#define FPSCR_OE	0x00000040UL
#define FPSCR_UE	0x00000020UL
#define FPSCR_ZE	0x00000010UL
#define FPSCR_XE	0x00000008UL
#define FPSCR_NI	0x00000004UL
#define FPSCR_RN	0x00000003UL

#define FPSCR_VX_ALL	(FPSCR_VXSNAN | FPSCR_VXISI | FPSCR_VXIDI | FPSCR_VXZDZ | FPSCR_VXIMZ | \
			 FPSCR_VXVC | FPSCR_VXSOFT | FPSCR_VXSQRT | FPSCR_VXCVI)
#define FPSCR_STICKY	(FPSCR_OX | FPSCR_UX | FPSCR_ZX | FPSCR_XX | FPSCR_VX_ALL)

enum fp_round { FP_NEAREST, FP_ZERO, FP_UP, FP_DOWN, FP_AWAY };

enum fp_format { FP_DOUBLE, FP_SINGLE, FP_HALF };

struct fp_env {
	enum fp_round rn;
	enum fp_format out;	/* of the arithmetic results below */
	bool scalar_single;	/* a FP_SINGLE result comes in double format */
	bool oe, ue;		/* enabled: such a result comes with an adjusted exponent */
	bool both;		/* VXSNAN and VXIMZ of one operation */
	bool undefined;		/* out of range even so: value, XX, FI are undefined */
	u64 flags;
};

#define FP_DEFAULT_NAN	0x7ff8000000000000UL

bool fp_is_nan(u64 a);
bool fp_is_snan(u64 a);
bool fp_is_inf(u64 a);
bool fp_is_zero(u64 a);

/* Single (or half) bits as a double: exact, signaling NaNs stay signaling. */
u64 fp_widen(u64 a, enum fp_format from);
/* The same with the VXSNAN of a conversion. */
u64 fp_convert(struct fp_env *env, u64 a);

u64 fp_add(struct fp_env *env, u64 a, u64 b);
u64 fp_sub(struct fp_env *env, u64 a, u64 b);
u64 fp_mul(struct fp_env *env, u64 a, u64 b);
u64 fp_div(struct fp_env *env, u64 a, u64 b);
u64 fp_sqrt(struct fp_env *env, u64 a);
/* a * c + b, with b and the result negated as asked for */
u64 fp_fma(struct fp_env *env, u64 a, u64 c, u64 b, bool negate_b, bool negate_result);

/* To an integer of @bits, saturating as fctid, fctiw and their kind do. */
u64 fp_to_int(struct fp_env *env, u64 a, unsigned int bits, bool is_signed);
u64 fp_from_int(struct fp_env *env, u64 a, bool is_signed);
/* fri*, xsrdp*: to an integer in floating-point format; no XX unless @inexact */
u64 fp_round_int(struct fp_env *env, u64 a, bool inexact);

/* FPRF of a value in double format; of a single's bits @widened before. */
unsigned int fp_class(u64 a, enum fp_format format);

/* CR field of a comparison: 8 less, 4 greater, 2 equal, 1 unordered */
unsigned int fp_compare(u64 a, u64 b);

#endif /* _PPC_SOFTFP_H_ */
