/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A model of binary floating point in integers: IEEE 754 as PoP chapter 19 has it.
 *
 * Numbers are taken apart into a sign, an exponent and 256 bits of significand,
 * worked on exactly (a last bit stands for everything that was cut off), and put
 * together again with one rounding. Slow and plain on purpose.
 */
#ifndef _S390X_TEST_SOFTFP_H_
#define _S390X_TEST_SOFTFP_H_

#include <libcflat.h>

/* Flags and masks of the floating-point control register, as in its byte 1 */
#define FP_INVALID	0x80
#define FP_DIVIDE	0x40
#define FP_OVERFLOW	0x20
#define FP_UNDERFLOW	0x10
#define FP_INEXACT	0x08

/* Rounding methods, numbered as in the M3 field of the instructions */
enum fp_round {
	FP_CURRENT = 0,		/* only in instructions */
	FP_AWAY = 1,		/* nearest, ties away from 0 */
	FP_SHORTER = 3,		/* prepare for shorter precision */
	FP_EVEN = 4,		/* nearest, ties to even */
	FP_ZERO = 5,
	FP_UP = 6,
	FP_DOWN = 7,
};

enum fp_format { FP_SHORT, FP_LONG, FP_EXTENDED };

/* A datum: short in the left half of @hi, long in @hi, extended in both */
struct fp {
	u64 hi, lo;
};

#define fp_same(a, b)	((a).hi == (b).hi && (a).lo == (b).lo)

struct fp fp_add(enum fp_format f, struct fp a, struct fp b, enum fp_round rm, u8 *flags);
struct fp fp_sub(enum fp_format f, struct fp a, struct fp b, enum fp_round rm, u8 *flags);
struct fp fp_mul(enum fp_format f, struct fp a, struct fp b, enum fp_round rm, u8 *flags);
struct fp fp_div(enum fp_format f, struct fp a, struct fp b, enum fp_round rm, u8 *flags);
struct fp fp_sqrt(enum fp_format f, struct fp a, enum fp_round rm, u8 *flags);
/* a * b + c, or a * b - c, rounded once */
struct fp fp_mul_add(enum fp_format f, struct fp a, struct fp b, struct fp c, bool subtract,
		     enum fp_round rm, u8 *flags);
struct fp fp_convert(enum fp_format to, enum fp_format from, struct fp a, enum fp_round rm, u8 *flags);
struct fp fp_round_to_int(enum fp_format f, struct fp a, enum fp_round rm, u8 *flags);

/* 0 equal, 1 low, 2 high, 3 unordered; @signal: a quiet NaN is invalid, too */
int fp_compare(enum fp_format f, struct fp a, struct fp b, bool signal, u8 *flags);

struct fp fp_from_int(enum fp_format f, u64 v, bool is_signed, enum fp_round rm, u8 *flags);

/* The integer of @bits bits, sign-extended or not; the condition code in @cc */
u64 fp_to_int(enum fp_format f, struct fp a, int bits, bool is_signed, enum fp_round rm, u8 *flags, int *cc);

/* Bit of the data-class mask: PoP chapter 19 "TEST DATA CLASS", 0x800 is +0, 1 is -SNaN */
unsigned int fp_class(enum fp_format f, struct fp a);

/* Condition code of a result: 0 zero, 1 less, 2 greater, 3 NaN */
int fp_sign_cc(enum fp_format f, struct fp a);

bool fp_is_nan(enum fp_format f, struct fp a);
bool fp_is_snan(enum fp_format f, struct fp a);

/* Corner values of a format: there are FP_VALUES, @n counts around */
#define FP_VALUES	188
struct fp fp_value(enum fp_format f, unsigned int n);

/* What rounding an FPC with @mode in its last three bits does */
enum fp_round fp_round_of_mode(unsigned int mode);

#endif
