// SPDX-License-Identifier: LGPL-2.1-or-later
/* Floating point by integer arithmetic: unpacking, NaNs, rounding, and values to test with; see fp-num.h. */
#include <libcflat.h>

#include "fp-num.h"

const struct fp_format fp_half = { 5, 10 }, fp_bf16 = { 8, 7 }, fp_single = { 8, 23 },
		       fp_double = { 11, 52 };

void fp_ctx_init(struct fp_ctx *c, u64 fpcr)
{
	c->round = (fpcr >> 22) & 3;
	c->fz = fpcr & FPCR_FZ;
	c->fz16 = fpcr & FPCR_FZ16;
	c->dn = fpcr & FPCR_DN;
	c->ahp = fpcr & FPCR_AHP;
	c->flags = 0;
}

void shift_jam(u64 *hi, u64 *lo, unsigned int n)
{
	bool lost;

	if (!n)
		return;
	if (n >= 128) {
		lost = *hi | *lo;
		*hi = *lo = 0;
	} else if (n >= 64) {
		lost = *lo | (n > 64 ? *hi << (128 - n) : 0);
		*lo = n > 64 ? *hi >> (n - 64) : *hi;
		*hi = 0;
	} else {
		lost = *lo << (64 - n);
		*lo = *lo >> n | *hi << (64 - n);
		*hi >>= n;
	}
	*lo |= lost;
}

void normalize(struct num *n)
{
	if (!n->hi && !n->lo) {
		n->cls = ZERO;
		return;
	}
	if (n->hi >> 63) {
		shift_jam(&n->hi, &n->lo, 1);
		n->exp++;
	}
	while (!(n->hi >> 62)) {
		n->hi = n->hi << 1 | n->lo >> 63;
		n->lo <<= 1;
		n->exp--;
	}
}

struct num unpack_raw(struct fp_ctx *c, fp_fmt f, u64 a, bool flush)
{
	struct num n = { .sign = !!(a & sign_bit(f)) };
	u64 frac = a & frac_mask(f);
	int e = (a & exp_mask(f)) >> f->fbits;

	if (e == (1 << f->ebits) - 1 && !(f == &fp_half && c->ahp)) {
		n.cls = !frac ? INF : frac >> (f->fbits - 1) ? QNAN : SNAN;
		return n;
	}
	if (!e) {
		if (!frac) {
			n.cls = ZERO;
			return n;
		}
		if (flush) {
			/* FZ16 flushes in silence */
			if (f != &fp_half)
				c->flags |= FP_IDC;
			n.cls = ZERO;
			return n;
		}
		e = 1;
	} else {
		frac |= 1ULL << f->fbits;
	}
	n.cls = NORMAL;
	n.exp = e - bias(f);
	n.hi = frac << (62 - f->fbits);
	normalize(&n);
	return n;
}

struct num unpack(struct fp_ctx *c, fp_fmt f, u64 a)
{
	bool ahp = c->ahp;
	struct num n;

	/* only conversions look at AHP */
	c->ahp = false;
	n = unpack_raw(c, f, a, flushes(c, f));
	c->ahp = ahp;
	return n;
}

u64 process_nan(struct fp_ctx *c, fp_fmt f, const struct num *n, u64 a)
{
	if (n->cls == SNAN)
		c->flags |= FP_IOC;
	return c->dn ? default_nan(f) : a | 1ULL << (f->fbits - 1);
}

bool process_nans(struct fp_ctx *c, fp_fmt f, const struct num **n, const u64 *a,
			 unsigned int count, u64 *res)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (n[i]->cls == SNAN)
			break;
	if (i == count)
		for (i = 0; i < count; i++)
			if (n[i]->cls == QNAN)
				break;
	if (i == count)
		return false;
	*res = process_nan(c, f, n[i], a[i]);
	return true;
}

bool nans2(struct fp_ctx *c, fp_fmt f, const struct num *na, const struct num *nb, u64 a,
		  u64 b, u64 *res)
{
	const struct num *n[] = { na, nb };
	u64 v[] = { a, b };

	return process_nans(c, f, n, v, 2, res);
}

u64 invalid(struct fp_ctx *c, fp_fmt f)
{
	c->flags |= FP_IOC;
	return default_nan(f);
}

u64 round_pack(struct fp_ctx *c, fp_fmt f, struct num n, bool flush)
{
	int emin = 1 - bias(f), emax = bias(f), e;
	unsigned int drop = 126 - f->fbits;	/* bits below the fraction */
	bool lsb, half, rest, up, tiny;
	u64 frac;

	assert(n.cls == NORMAL);
	tiny = n.exp < emin;
	if (tiny && flush) {
		/* no IXC, and FZ16 sets UFC as well */
		c->flags |= FP_UFC;
		return with_sign(f, n.sign, 0);
	}
	e = n.exp - emin + 1;
	if (tiny) {
		shift_jam(&n.hi, &n.lo, emin - n.exp);
		e = 0;
	}
	/* drop is 74 to 119 */
	frac = n.hi >> (drop - 64);
	half = n.hi >> (drop - 65) & 1;
	rest = (drop > 65 ? n.hi << (64 - (drop - 65)) : 0) | n.lo;
	lsb = frac & 1;
	if (e == 0 && (half || rest))
		c->flags |= FP_UFC;
	switch (c->round) {
	case FP_RN: up = half && (rest || lsb); break;
	case FP_RP: up = !n.sign && (half || rest); break;
	case FP_RM: up = n.sign && (half || rest); break;
	case FP_TIEAWAY: up = half; break;
	default: up = false; break;
	}
	if (up) {
		frac++;
		if (frac >> f->fbits == 1 && e == 0)
			e = 1;
		if (frac >> (f->fbits + 1)) {
			frac >>= 1;
			e++;
		}
	}
	if (c->round == FP_ODD && (half || rest))
		frac |= 1;
	if (f == &fp_half && c->ahp) {
		if (e > emax + bias(f) + 1) {
			c->flags |= FP_IOC;
			return with_sign(f, n.sign, sign_bit(f) - 1);
		}
	} else if (e > emax + bias(f)) {
		bool to_inf = c->round == FP_RN || c->round == FP_TIEAWAY ||
			      (c->round == FP_RP && !n.sign) || (c->round == FP_RM && n.sign);

		c->flags |= FP_OFC | FP_IXC;
		return with_sign(f, n.sign, to_inf ? exp_mask(f) : exp_mask(f) - 1);
	}
	if (half || rest)
		c->flags |= FP_IXC;
	return with_sign(f, n.sign, (u64)e << f->fbits | (frac & frac_mask(f)));
}

u64 pack(struct fp_ctx *c, fp_fmt f, struct num n)
{
	bool ahp = c->ahp;
	u64 res;

	c->ahp = false;
	if (n.cls == ZERO)
		res = with_sign(f, n.sign, 0);
	else if (n.cls == INF)
		res = infinity(f, n.sign);
	else
		res = round_pack(c, f, n, flushes(c, f));
	c->ahp = ahp;
	return res;
}

u64 fp_value(fp_fmt f, unsigned int i)
{
	u64 one = (u64)bias(f) << f->fbits, lsb = 1ULL << f->fbits, half = 1ULL << (f->fbits - 1);
	u64 s = sign_bit(f);

	switch (i) {
	case 0: return 0;
	case 1: return s;
	case 2: return one;
	case 3: return one | s;
	case 4: return exp_mask(f);			/* infinities */
	case 5: return exp_mask(f) | s;
	case 6: return default_nan(f) | 5;
	case 7: return default_nan(f) | s | 3;
	case 8: return exp_mask(f) | 0x11;		/* signaling */
	case 9: return exp_mask(f) | s | 0x22;
	case 10: return 1;				/* smallest denormal */
	case 11: return s | frac_mask(f);		/* largest denormal */
	case 12: return lsb;				/* smallest normal */
	case 13: return exp_mask(f) - 1;		/* largest */
	case 14: return (exp_mask(f) - 1) | s;
	case 15: return one + lsb;			/* 2 */
	case 16: return one - lsb;			/* 0.5 */
	case 17: return (one - lsb) | s;
	case 18: return one | half;			/* 1.5 */
	case 19: return (one + lsb) | half >> 1 | s;	/* -2.5 */
	case 20: return one + 1;			/* 1 + an ulp */
	case 21: return one - 1;
	case 22: return one + ((u64)f->fbits << f->fbits) + 1;
	case 23: return (one + ((u64)(f->fbits - 1) << f->fbits)) | 1 | s;
	case 24: return one + lsb * 7 + frac_mask(f) / 3;
	case 25: return (one - lsb * 9 + frac_mask(f) / 5) | s;
	case 26: return lsb | 3;
	case 27: return (half >> 1) | 1;		/* a denormal */
	case 28: return ((u64)(bias(f) + 30 < (1 << f->ebits) - 1 ? bias(f) + 30 : 2 * bias(f) - 1) << f->fbits) |
		 frac_mask(f);
	case 29: return ((u64)(bias(f) + 62 < (1 << f->ebits) - 1 ? bias(f) + 62 : 2 * bias(f)) << f->fbits) |
		 frac_mask(f) | s;
	case 30: return (one >> 1 & exp_mask(f)) | frac_mask(f) / 7;
	default: return one + lsb + half + (half >> 1);	/* 3.5 */
	}
}
