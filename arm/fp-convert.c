// SPDX-License-Identifier: LGPL-2.1-or-later
/* Floating point by integer arithmetic: between formats, to and from integers; see fp-model.h. */
#include <libcflat.h>

#include "fp-num.h"

/* The integer part of |n| by rounding, when it is below 2^64; *big when it is not. */
static u64 integer_of(const struct num *n, enum fp_round round, bool *big, bool *inexact)
{
	u64 hi = n->hi, lo = n->lo, val;
	bool half, rest, up;

	*big = *inexact = false;
	if (n->cls == ZERO)
		return 0;
	if (n->exp >= 64) {
		*big = true;
		return 0;
	}
	/* integer bits above bit 126 - exp; put the point below bit 64, the integer in 127:64 */
	if (n->exp == 63) {
		hi = hi << 1 | lo >> 63;
		lo <<= 1;
	} else {
		shift_jam(&hi, &lo, 62 - n->exp);
	}
	val = hi;
	half = lo >> 63;
	rest = lo << 1;
	*inexact = half || rest;
	switch (round) {
	case FP_RN: up = half && (rest || (val & 1)); break;
	case FP_RP: up = !n->sign && *inexact; break;
	case FP_RM: up = n->sign && *inexact; break;
	case FP_TIEAWAY: up = half; break;
	default: up = false; break;
	}
	if (up && !++val)
		*big = true;
	return val;
}

static struct num from_u64(u64 val, bool sign)
{
	struct num n = { .cls = NORMAL, .sign = sign, .exp = 126 };

	n.lo = val;
	normalize(&n);
	return n;
}

u64 fp_round_int(struct fp_ctx *c, fp_fmt f, u64 a, enum fp_round round, bool exact)
{
	struct num n = unpack(c, f, a);
	bool big, inexact;
	u64 val;

	if (is_nan(&n))
		return process_nan(c, f, &n, a);
	if (n.cls == INF)
		return infinity(f, n.sign);
	if (n.cls == ZERO)
		return with_sign(f, n.sign, 0);
	/* so large that it has no fraction */
	if (n.exp >= f->fbits)
		return a;
	val = integer_of(&n, round, &big, &inexact);
	if (inexact && exact)
		c->flags |= FP_IXC;
	return val ? pack(c, f, from_u64(val, n.sign)) : with_sign(f, n.sign, 0);
}

u64 fp_round_int_n(struct fp_ctx *c, fp_fmt f, u64 a, enum fp_round round, unsigned int bits)
{
	u64 limit = 1ULL << (bits - 1), val;
	struct num n = unpack(c, f, a);
	bool big, inexact;

	if (n.cls == ZERO)
		return with_sign(f, n.sign, 0);
	if (!is_nan(&n) && n.cls != INF) {
		val = integer_of(&n, round, &big, &inexact);
		if (!big && (val < limit || (val == limit && n.sign))) {
			if (inexact)
				c->flags |= FP_IXC;
			return val ? pack(c, f, from_u64(val, n.sign)) : with_sign(f, n.sign, 0);
		}
	}
	c->flags |= FP_IOC;
	return pack(c, f, from_u64(limit, true));
}

u64 fp_convert(struct fp_ctx *c, fp_fmt from, fp_fmt to, u64 a)
{
	/* FZ16 does not count for conversions; BFCVT and single to double look at FZ */
	struct num n = unpack_raw(c, from, a, from != &fp_half && c->fz);
	u64 res;

	if (is_nan(&n)) {
		if (to == &fp_half && c->ahp) {
			c->flags |= FP_IOC;
			return with_sign(to, n.sign, 0);
		}
		if (n.cls == SNAN)
			c->flags |= FP_IOC;
		if (c->dn)
			return default_nan(to);
		res = a & frac_mask(from);
		res = to->fbits > from->fbits ? res << (to->fbits - from->fbits) :
						res >> (from->fbits - to->fbits);
		return with_sign(to, n.sign, exp_mask(to) | 1ULL << (to->fbits - 1) | res);
	}
	if (n.cls == INF) {
		if (to == &fp_half && c->ahp) {
			c->flags |= FP_IOC;
			return with_sign(to, n.sign, sign_bit(to) - 1);
		}
		return infinity(to, n.sign);
	}
	if (n.cls == ZERO)
		return with_sign(to, n.sign, 0);
	return round_pack(c, to, n, to != &fp_half && c->fz);
}

u64 fp_to_int(struct fp_ctx *c, fp_fmt f, u64 a, unsigned int bits, unsigned int fbits,
	      bool is_unsigned, enum fp_round round)
{
	u64 mask = bits == 64 ? ~0ULL : (1ULL << bits) - 1, limit, val = 0;
	struct num n = unpack(c, f, a);
	bool big = n.cls == INF, inexact = false;

	if (is_nan(&n)) {
		c->flags |= FP_IOC;
		return 0;
	}
	if (n.cls == NORMAL) {
		n.exp += fbits;
		val = integer_of(&n, round, &big, &inexact);
	}
	if (is_unsigned)
		limit = n.sign ? 0 : mask;
	else
		limit = (mask >> 1) + n.sign;
	if (big || val > limit) {
		c->flags |= FP_IOC;
		val = limit;
	} else if (inexact) {
		c->flags |= FP_IXC;
	}
	return (n.sign ? -val : val) & mask;
}

u64 fp_from_int(struct fp_ctx *c, fp_fmt f, u64 val, unsigned int bits, unsigned int fbits,
		bool is_unsigned)
{
	bool sign = false;
	struct num n;

	if (bits < 64)
		val = is_unsigned ? val << (64 - bits) >> (64 - bits) :
				    (u64)((s64)(val << (64 - bits)) >> (64 - bits));
	if (!is_unsigned && val >> 63) {
		sign = true;
		val = -val;
	}
	n = from_u64(val, sign);
	if (n.cls == ZERO)
		return 0;
	n.exp -= fbits;
	return pack(c, f, n);
}

u64 fp_to_int_js(struct fp_ctx *c, u64 a, bool *z)
{
	struct num n = unpack(c, &fp_double, a);
	u64 hi = n.hi, lo = n.lo, val = 0;
	bool inexact = false, out = false;

	*z = false;
	if (is_nan(&n) || n.cls == INF) {
		c->flags |= FP_IOC;
		return 0;
	}
	if (n.cls == NORMAL) {
		if (n.exp <= 62) {
			shift_jam(&hi, &lo, 62 - n.exp);
			val = hi;
			inexact = lo;
			out = val > (n.sign ? 0x80000000ULL : 0x7fffffffULL);
		} else {
			/* modulo 2^32: shift left, at most so far that something is left */
			out = true;
			val = n.exp - 62 < 64 ? hi << (n.exp - 62) : 0;
		}
		if (n.sign)
			val = -val;
	}
	if (out)
		c->flags |= FP_IOC;
	else if (inexact)
		c->flags |= FP_IXC;
	/* Z says exact and in range; -0 is not */
	*z = !out && !inexact && !(n.cls == ZERO && (a & sign_bit(&fp_double)));
	return (u32)val;
}
