// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * See softfp.h. Every operand is unpacked to an exact number of 128 bits and an
 * exponent; one function rounds.
 */
#include <libcflat.h>
#include <plainbits.h>
#include "softfp.h"

typedef unsigned __int128 u128;

#define SIGN	(1UL << 63)

static const struct {
	int exp_bits, frac_bits;
} formats[] = { { 11, 52 }, { 8, 23 }, { 5, 10 } };

/* (-1)^sign * sig * 2^exp */
struct number {
	bool sign;
	int exp;
	u128 sig;
};

bool fp_is_nan(u64 a)
{
	return (a & ~SIGN) > 0x7ff0000000000000;
}

bool fp_is_snan(u64 a)
{
	return fp_is_nan(a) && !(a >> 51 & 1);
}

bool fp_is_inf(u64 a)
{
	return (a & ~SIGN) == 0x7ff0000000000000;
}

bool fp_is_zero(u64 a)
{
	return !(a & ~SIGN);
}

static struct number unpack(u64 a)
{
	struct number n = { .sign = a >> 63 };
	int e = a >> 52 & 0x7ff;

	n.sig = a & ((1UL << 52) - 1);
	if (e)
		n.sig |= 1UL << 52;
	else
		e = 1;
	n.exp = e - 1075;
	return n;
}

static int top_bit(u128 x)
{
	u64 hi = x >> 64;

	if (hi)
		return 127 - plain_clz64(hi);
	return (u64)x ? 63 - plain_clz64((u64)x) : -1;
}

/* Shift right; ones that fall out stay visible in the last bit. */
static u128 jam(u128 x, int n)
{
	if (n <= 0)
		return x << -n;
	if (n > 127)
		return x != 0;
	return x >> n | ((x & (((u128)1 << n) - 1)) != 0);
}

u64 fp_widen(u64 a, enum fp_format from)
{
	int fb = formats[from].frac_bits, eb = formats[from].exp_bits, max = (1 << eb) - 1;
	u64 sign = a >> (fb + eb) & 1, frac = a & ((1UL << fb) - 1);
	int e = a >> fb & max, shift;

	if (from == FP_DOUBLE)
		return a;
	if (e == max)
		return sign << 63 | 0x7ff0000000000000 | frac << (52 - fb);
	if (!e && !frac)
		return sign << 63;
	if (!e) {
		/* Denormal: normalize. */
		shift = fb - (63 - plain_clz64(frac));
		frac = frac << shift & ((1UL << fb) - 1);
		e = 1 - shift;
	}
	return sign << 63 | (u64)(e - (max >> 1) + 1023) << 52 | frac << (52 - fb);
}

/* Does rounding in this mode go away from zero? */
static bool rounds_up(enum fp_round rn, bool sign, bool odd, int rest)
{
	/* rest: 0 exact, 1 below the half, 2 the half, 3 above */
	switch (rn) {
	case FP_NEAREST:
		return rest == 3 || (rest == 2 && odd);
	case FP_AWAY:
		return rest >= 2;
	case FP_UP:
		return rest && !sign;
	case FP_DOWN:
		return rest && sign;
	default:
		return false;
	}
}

static u64 pack(struct fp_env *env, bool sign, u64 biased, u64 frac)
{
	int fb = formats[env->out].frac_bits, eb = formats[env->out].exp_bits;
	u64 bits = (u64)sign << (fb + eb) | biased << fb | frac;

	return env->scalar_single ? fp_widen(bits, env->out) : bits;
}

static u64 infinity(struct fp_env *env, bool sign)
{
	return pack(env, sign, (1UL << formats[env->out].exp_bits) - 1, 0);
}

static u64 nan_result(struct fp_env *env, u64 a)
{
	int fb = formats[env->out].frac_bits;

	a |= 1UL << 51;
	return pack(env, a >> 63, (1UL << formats[env->out].exp_bits) - 1, a << 12 >> (64 - fb));
}

static u64 invalid(struct fp_env *env, u64 why)
{
	env->flags |= why;
	return nan_result(env, FP_DEFAULT_NAN);
}

/* Round, with the exceptions of sections 4.4.3 to 4.4.5. */
static u64 round_pack(struct fp_env *env, struct number n)
{
	int fb = formats[env->out].frac_bits, eb = formats[env->out].exp_bits;
	int bias = (1 << (eb - 1)) - 1, adjust = 3 << (eb - 2), top = top_bit(n.sig), e, shift, rest;
	u128 low, half;
	u64 frac;
	bool tiny, up;

	if (top < 0)
		return pack(env, n.sign, 0, 0);

	/* e: exponent of the leading one; shift: bits below the last place */
	e = top + n.exp;
	tiny = e < 1 - bias;
	if (tiny && env->ue) {
		env->flags |= FPSCR_UX;
		n.exp += adjust;
		e += adjust;
		env->undefined |= e < 1 - bias;
		tiny = false;
	}
	shift = tiny ? 1 - bias - fb - n.exp : top - fb;
	if (shift > 0) {
		n.sig = shift > 120 ? jam(n.sig, shift - 120) : n.sig;
		shift = shift > 120 ? 120 : shift;
		low = n.sig & (((u128)1 << shift) - 1);
		half = (u128)1 << (shift - 1);
		rest = !low ? 0 : low < half ? 1 : low == half ? 2 : 3;
		frac = n.sig >> shift;
	} else {
		rest = 0;
		frac = (u64)n.sig << -shift;
	}
	up = rounds_up(env->rn, n.sign, frac & 1, rest);
	frac += up;
	if (rest) {
		env->flags |= FPSCR_XX | FPSCR_FI | (up ? FPSCR_FR : 0);
		if (tiny)
			env->flags |= FPSCR_UX;
	}
	/* The carry goes into the exponent by itself. */
	if (tiny)
		return pack(env, n.sign, frac >> fb, frac & ((1UL << fb) - 1));
	if (frac >> (fb + 1)) {
		frac >>= 1;
		e++;
	}
	if (e > bias && env->oe) {
		env->flags |= FPSCR_OX;
		e -= adjust;
		env->undefined |= e > bias;
	}
	if (e > bias) {
		bool to_inf = env->rn == FP_NEAREST || env->rn == FP_AWAY ||
			      (env->rn == FP_UP && !n.sign) || (env->rn == FP_DOWN && n.sign);

		env->flags |= FPSCR_OX | FPSCR_XX | FPSCR_FI;
		env->flags &= ~FPSCR_FR;	/* FR is undefined */
		if (to_inf)
			return infinity(env, n.sign);
		return pack(env, n.sign, (1UL << eb) - 2, (1UL << fb) - 1);
	}
	return pack(env, n.sign, e + bias, frac & ((1UL << fb) - 1));
}

static u64 propagate(struct fp_env *env, u64 a, u64 b)
{
	if (fp_is_snan(a) || fp_is_snan(b))
		env->flags |= FPSCR_VXSNAN;
	return nan_result(env, fp_is_nan(a) ? a : b);
}

/* x + y of exact numbers, neither of more than 110 bits */
static struct number sum(struct fp_env *env, struct number x, struct number y)
{
	struct number r;
	int d;

	if (!x.sig && !y.sig) {
		x.sign = x.sign == y.sign ? x.sign : env->rn == FP_DOWN;
		return x;
	}
	if (!x.sig)
		return y;
	if (!y.sig)
		return x;
	/* Both with the leading one at bit 124; the smaller one loses what 124 bits cannot hold. */
	d = 124 - top_bit(x.sig);
	x.sig <<= d;
	x.exp -= d;
	d = 124 - top_bit(y.sig);
	y.sig <<= d;
	y.exp -= d;
	if (x.exp < y.exp || (x.exp == y.exp && x.sig < y.sig)) {
		r = x;
		x = y;
		y = r;
	}
	y.sig = jam(y.sig, x.exp - y.exp);
	r = x;
	if (x.sign == y.sign) {
		r.sig = x.sig + y.sig;
	} else {
		r.sig = x.sig - y.sig;
		if (!r.sig)
			r.sign = env->rn == FP_DOWN;
	}
	return r;
}

u64 fp_convert(struct fp_env *env, u64 a)
{
	if (fp_is_nan(a))
		return propagate(env, a, a);
	if (fp_is_inf(a))
		return infinity(env, a >> 63);
	return round_pack(env, unpack(a));
}

u64 fp_add(struct fp_env *env, u64 a, u64 b)
{
	if (fp_is_nan(a) || fp_is_nan(b))
		return propagate(env, a, b);
	if (fp_is_inf(a) && fp_is_inf(b) && a != b)
		return invalid(env, FPSCR_VXISI);
	if (fp_is_inf(a) || fp_is_inf(b))
		return infinity(env, (fp_is_inf(a) ? a : b) >> 63);
	return round_pack(env, sum(env, unpack(a), unpack(b)));
}

u64 fp_sub(struct fp_env *env, u64 a, u64 b)
{
	return fp_add(env, a, fp_is_nan(b) ? b : b ^ SIGN);
}

static struct number product(u64 a, u64 b)
{
	struct number x = unpack(a), y = unpack(b);

	x.sign ^= y.sign;
	x.exp += y.exp;
	x.sig *= y.sig;
	return x;
}

u64 fp_mul(struct fp_env *env, u64 a, u64 b)
{
	if (fp_is_nan(a) || fp_is_nan(b))
		return propagate(env, a, b);
	if ((fp_is_inf(a) && fp_is_zero(b)) || (fp_is_zero(a) && fp_is_inf(b)))
		return invalid(env, FPSCR_VXIMZ);
	if (fp_is_inf(a) || fp_is_inf(b))
		return infinity(env, (a ^ b) >> 63);
	return round_pack(env, product(a, b));
}

/* Quotient or root with enough bits and whether there is a rest. */
static u128 divide(u64 a, u64 b)
{
	u128 rest = a, q = 0;

	for (int i = 0; i < 64; i++) {
		q <<= 1;
		if (rest >= b) {
			rest -= b;
			q |= 1;
		}
		rest <<= 1;
	}
	return q << 1 | (rest != 0);
}

u64 fp_div(struct fp_env *env, u64 a, u64 b)
{
	struct number x, y;
	bool sign = (a ^ b) >> 63;
	int d;

	if (fp_is_nan(a) || fp_is_nan(b))
		return propagate(env, a, b);
	if (fp_is_inf(a) && fp_is_inf(b))
		return invalid(env, FPSCR_VXIDI);
	if (fp_is_zero(a) && fp_is_zero(b))
		return invalid(env, FPSCR_VXZDZ);
	if (fp_is_inf(a))
		return infinity(env, sign);
	if (fp_is_zero(b)) {
		env->flags |= FPSCR_ZX;
		return infinity(env, sign);
	}
	if (fp_is_zero(a) || fp_is_inf(b))
		return pack(env, sign, 0, 0);
	x = unpack(a);
	y = unpack(b);
	d = 52 - top_bit(x.sig);
	x.sig <<= d;
	x.exp -= d;
	d = 52 - top_bit(y.sig);
	y.sig <<= d;
	y.exp -= d;
	/* 64 bits of quotient, the first one for 2^0, and one for the rest */
	x.sig = divide(x.sig, y.sig);
	x.exp -= y.exp + 64;
	x.sign = sign;
	return round_pack(env, x);
}

u64 fp_sqrt(struct fp_env *env, u64 a)
{
	struct number x;
	u128 root = 0, n;

	if (fp_is_nan(a))
		return propagate(env, a, a);
	if (fp_is_zero(a))
		return pack(env, a >> 63, 0, 0);
	if (a >> 63)
		return invalid(env, FPSCR_VXSQRT);
	if (fp_is_inf(a))
		return infinity(env, false);
	x = unpack(a);
	/* An even exponent and a number of 122 or 121 bits: a root of 61. */
	n = x.sig << (121 - top_bit(x.sig));
	x.exp -= 121 - top_bit(x.sig);
	if (x.exp & 1) {
		n >>= 1;	/* the last bit is 0 */
		x.exp++;
	}
	for (int i = 60; i >= 0; i--) {
		u128 try = root | (u128)1 << i;

		if (try * try <= n)
			root = try;
	}
	x.sig = root << 1 | (root * root != n);
	x.exp = x.exp / 2 - 1;
	return round_pack(env, x);
}

u64 fp_fma(struct fp_env *env, u64 a, u64 c, u64 b, bool negate_b, bool negate_result)
{
	bool zero_inf = (fp_is_inf(a) && fp_is_zero(c)) || (fp_is_zero(a) && fp_is_inf(c));
	bool sign = (a ^ c) >> 63;
	struct number p, s;
	u64 r;

	if (fp_is_nan(a) || fp_is_nan(b) || fp_is_nan(c)) {
		if (fp_is_snan(a) || fp_is_snan(b) || fp_is_snan(c))
			env->flags |= FPSCR_VXSNAN;
		if (zero_inf) {
			env->both |= fp_is_snan(a) || fp_is_snan(b) || fp_is_snan(c);
			env->flags |= FPSCR_VXIMZ;
		}
		return nan_result(env, fp_is_nan(a) ? a : fp_is_nan(b) ? b : c);
	}
	if (zero_inf)
		return invalid(env, FPSCR_VXIMZ);
	if (negate_b)
		b ^= SIGN;
	if (fp_is_inf(a) || fp_is_inf(c)) {
		if (fp_is_inf(b) && b >> 63 != sign)
			return invalid(env, FPSCR_VXISI);
		return infinity(env, sign ^ negate_result);
	}
	if (fp_is_inf(b))
		return infinity(env, (b >> 63) ^ negate_result);

	/* Rounded with the sign that it has before the negation. */
	p = product(a, c);
	s = sum(env, p, unpack(b));
	r = round_pack(env, s);
	if (negate_result)
		r ^= env->out == FP_DOUBLE || env->scalar_single ? SIGN : 1UL << 31;
	return r;
}

/* |a| rounded to an integer; *rest as in rounds_up() */
static u128 to_integer(struct fp_env *env, u64 a, int *rest, bool *up)
{
	struct number n = unpack(a);
	u128 low, half;

	*rest = 0;
	*up = false;
	if (n.exp >= 0)
		return n.exp > 70 ? (u128)1 << 120 : n.sig << n.exp;
	if (n.exp < -120) {
		n.sig = n.sig != 0;
		n.exp = -2;
	}
	low = n.sig & (((u128)1 << -n.exp) - 1);
	half = (u128)1 << (-n.exp - 1);
	*rest = !low ? 0 : low < half ? 1 : low == half ? 2 : 3;
	n.sig >>= -n.exp;
	*up = rounds_up(env->rn, n.sign, n.sig & 1, *rest);
	return n.sig + *up;
}

u64 fp_to_int(struct fp_env *env, u64 a, unsigned int bits, bool is_signed)
{
	u128 limit = (u128)1 << (is_signed ? bits - 1 : bits), n;
	u64 max = (u64)(limit - 1), min = is_signed ? -(u64)limit : 0;
	bool sign = a >> 63, up;
	int rest;

	if (fp_is_nan(a)) {
		env->flags |= FPSCR_VXCVI | (fp_is_snan(a) ? FPSCR_VXSNAN : 0);
		return min;
	}
	if (fp_is_inf(a)) {
		env->flags |= FPSCR_VXCVI;
		return sign ? min : max;
	}
	n = to_integer(env, a, &rest, &up);
	if (sign ? n > (is_signed ? limit : 0) : n > limit - 1) {
		env->flags |= FPSCR_VXCVI;
		return sign ? min : max;
	}
	if (rest)
		env->flags |= FPSCR_XX | FPSCR_FI | (up ? FPSCR_FR : 0);
	return sign ? -(u64)n : (u64)n;
}

u64 fp_from_int(struct fp_env *env, u64 a, bool is_signed)
{
	struct number n = { .sign = is_signed && a >> 63 };

	n.sig = n.sign ? -a : a;
	return round_pack(env, n);
}

u64 fp_round_int(struct fp_env *env, u64 a, bool inexact)
{
	struct number n;
	int rest;
	bool up;

	if (fp_is_nan(a))
		return propagate(env, a, a);
	if (fp_is_inf(a))
		return infinity(env, a >> 63);
	n = unpack(a);
	if (n.exp >= 0)
		return round_pack(env, n);
	n.sig = to_integer(env, a, &rest, &up);
	n.exp = 0;
	if (rest && inexact)
		env->flags |= FPSCR_XX | FPSCR_FI | (up ? FPSCR_FR : 0);
	return round_pack(env, n);
}

unsigned int fp_class(u64 a, enum fp_format format)
{
	bool sign = a >> 63;
	int e = a >> 52 & 0x7ff;
	int min = 1023 - ((1 << (formats[format].exp_bits - 1)) - 2);

	if (fp_is_nan(a))
		return 0x11;
	if (fp_is_inf(a))
		return sign ? 0x09 : 0x05;
	if (fp_is_zero(a))
		return sign ? 0x12 : 0x02;
	if (format == FP_DOUBLE ? e == 0 : e < min)
		return sign ? 0x18 : 0x14;
	return sign ? 0x08 : 0x04;
}

unsigned int fp_compare(u64 a, u64 b)
{
	s64 x, y;

	if (fp_is_nan(a) || fp_is_nan(b))
		return 1;
	if (fp_is_zero(a) && fp_is_zero(b))
		return 2;
	x = a >> 63 ? (s64)(SIGN - a) : (s64)a;
	y = b >> 63 ? (s64)(SIGN - b) : (s64)b;
	return x < y ? 8 : x > y ? 4 : 2;
}
