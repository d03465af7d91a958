// SPDX-License-Identifier: LGPL-2.1-or-later
/* Floating point by integer arithmetic: see fp-model.h. */
#include <libcflat.h>

#include "fp-num.h"

/* a + b, both finite; the sign of an exact zero by the rounding mode */
static struct num add_finite(struct fp_ctx *c, struct num a, struct num b)
{
	struct num res;
	u64 lo;

	if (a.cls == ZERO && b.cls == ZERO) {
		a.sign = a.sign == b.sign ? a.sign : c->round == FP_RM;
		return a;
	}
	if (a.cls == ZERO)
		return b;
	if (b.cls == ZERO)
		return a;
	if (a.exp < b.exp || (a.exp == b.exp && (a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo)))) {
		res = a;
		a = b;
		b = res;
	}
	shift_jam(&b.hi, &b.lo, a.exp - b.exp);
	res = a;
	if (a.sign == b.sign) {
		lo = a.lo + b.lo;
		res.hi = a.hi + b.hi + (lo < a.lo);
		res.lo = lo;
	} else {
		lo = a.lo - b.lo;
		res.hi = a.hi - b.hi - (lo > a.lo);
		res.lo = lo;
	}
	normalize(&res);
	if (res.cls == ZERO)
		res.sign = c->round == FP_RM;
	return res;
}

static void mul64(u64 a, u64 b, u64 *hi, u64 *lo)
{
	u64 al = (u32)a, ah = a >> 32, bl = (u32)b, bh = b >> 32;
	u64 ll = al * bl, lh = al * bh, hl = ah * bl, mid;

	mid = (ll >> 32) + (u32)lh + (u32)hl;
	*lo = mid << 32 | (u32)ll;
	*hi = ah * bh + (lh >> 32) + (hl >> 32) + (mid >> 32);
}

/* Fractions have at most 53 bits, so the product of their upper words is all of it. */
static struct num mul_finite(struct num a, struct num b)
{
	struct num res = a;

	res.sign = a.sign ^ b.sign;
	if (a.cls == ZERO || b.cls == ZERO) {
		res.cls = ZERO;
		return res;
	}
	/* 1.62 times 1.62 fixed point: 2.124 */
	mul64(a.hi, b.hi, &res.hi, &res.lo);
	res.hi = res.hi << 2 | res.lo >> 62;
	res.lo <<= 2;
	res.exp = a.exp + b.exp;
	normalize(&res);
	return res;
}

static u64 add(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool neg_b)
{
	struct num na = unpack(c, f, a), nb = unpack(c, f, b);
	u64 res;

	if (nans2(c, f, &na, &nb, a, b, &res))
		return res;
	nb.sign ^= neg_b;
	if (na.cls == INF && nb.cls == INF && na.sign != nb.sign)
		return invalid(c, f);
	if (na.cls == INF || nb.cls == INF)
		return infinity(f, na.cls == INF ? na.sign : nb.sign);
	return pack(c, f, add_finite(c, na, nb));
}

u64 fp_add(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	return add(c, f, a, b, false);
}

u64 fp_sub(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	return add(c, f, a, b, true);
}

static u64 mul(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool x)
{
	struct num na = unpack(c, f, a), nb = unpack(c, f, b);
	u64 res;

	if (nans2(c, f, &na, &nb, a, b, &res))
		return res;
	if ((na.cls == INF && nb.cls == ZERO) || (na.cls == ZERO && nb.cls == INF))
		return x ? with_sign(f, na.sign ^ nb.sign, (u64)(bias(f) + 1) << f->fbits) : invalid(c, f);
	if (na.cls == INF || nb.cls == INF)
		return infinity(f, na.sign ^ nb.sign);
	return pack(c, f, mul_finite(na, nb));
}

u64 fp_mul(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	return mul(c, f, a, b, false);
}

u64 fp_mulx(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	return mul(c, f, a, b, true);
}

u64 fp_div(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	struct num na = unpack(c, f, a), nb = unpack(c, f, b), q;
	u64 res, rem;

	if (nans2(c, f, &na, &nb, a, b, &res))
		return res;
	if ((na.cls == INF && nb.cls == INF) || (na.cls == ZERO && nb.cls == ZERO))
		return invalid(c, f);
	if (na.cls == INF || nb.cls == ZERO) {
		if (na.cls != INF)
			c->flags |= FP_DZC;
		return infinity(f, na.sign ^ nb.sign);
	}
	if (na.cls == ZERO || nb.cls == INF)
		return with_sign(f, na.sign ^ nb.sign, 0);
	/* long division, 64 bits of quotient and the rest as sticky */
	q = na;
	q.sign ^= nb.sign;
	q.exp = na.exp - nb.exp;
	q.hi = q.lo = 0;
	rem = na.hi;
	for (int i = 0; i < 64; i++) {
		q.hi <<= 1;
		if (rem >= nb.hi) {
			rem -= nb.hi;
			q.hi |= 1;
		}
		rem <<= 1;
	}
	/* the first quotient bit has weight 1 and stands at bit 127 */
	q.lo = !!rem;
	q.exp--;
	shift_jam(&q.hi, &q.lo, 1);
	q.exp++;
	normalize(&q);
	return pack(c, f, q);
}

u64 fp_sqrt(struct fp_ctx *c, fp_fmt f, u64 a)
{
	struct num n = unpack(c, f, a), r;
	u64 root = 0, remh = 0, reml = 0, srch, srcl;

	if (is_nan(&n))
		return process_nan(c, f, &n, a);
	if (n.cls == ZERO)
		return with_sign(f, n.sign, 0);
	if (n.sign)
		return invalid(c, f);
	if (n.cls == INF)
		return infinity(f, false);
	/* an even exponent; the radicand is 2.126 then */
	srch = n.hi;
	srcl = n.lo;
	if (n.exp & 1) {
		srch = srch << 1 | srcl >> 63;
		srcl <<= 1;
		n.exp--;
	}
	/* bit by bit: 63 bits of root from 126 of radicand, the first pair being bits 127 and 126 */
	for (int i = 0; i < 63; i++) {
		u64 th, tl;

		remh = remh << 2 | reml >> 62;
		reml = reml << 2 | srch >> 62;
		srch = srch << 2 | srcl >> 62;
		srcl <<= 2;
		/* trial: 4 * root + 1 */
		th = root >> 62;
		tl = root << 2 | 1;
		root <<= 1;
		if (remh > th || (remh == th && reml >= tl)) {
			remh -= th + (reml < tl);
			reml -= tl;
			root |= 1;
		}
	}
	r = n;
	r.exp = n.exp / 2;
	/* root has its leading one at bit 62 */
	r.hi = root;
	r.lo = remh || reml;
	normalize(&r);
	return pack(c, f, r);
}

static u64 muladd(struct fp_ctx *c, fp_fmt f, fp_fmt fm, u64 addend, u64 a, u64 b)
{
	struct num nc = unpack(c, f, addend), na = unpack(c, fm, a), nb = unpack(c, fm, b), p;
	bool inf_zero = (na.cls == INF && nb.cls == ZERO) || (na.cls == ZERO && nb.cls == INF);
	const struct num *n[] = { &nc, &na, &nb };
	u64 v[] = { addend, a, b };
	u64 res;
	bool nan;

	if (fm != f) {
		/* NaNs of the factors become single as conversions make them */
		for (int i = 1; i < 3; i++)
			v[i] = (v[i] & sign_bit(fm) ? sign_bit(f) : 0) | exp_mask(f) |
			       (v[i] & frac_mask(fm)) << (f->fbits - fm->fbits);
	}
	nan = process_nans(c, f, n, v, 3, &res);
	if (inf_zero && nc.cls == QNAN)
		return invalid(c, f);
	if (nan)
		return res;
	p = na;
	p.sign = na.sign ^ nb.sign;
	if (inf_zero || ((na.cls == INF || nb.cls == INF) && nc.cls == INF && nc.sign != p.sign))
		return invalid(c, f);
	if (na.cls == INF || nb.cls == INF)
		return infinity(f, p.sign);
	if (nc.cls == INF)
		return infinity(f, nc.sign);
	return pack(c, f, add_finite(c, nc, mul_finite(na, nb)));
}

u64 fp_muladd(struct fp_ctx *c, fp_fmt f, u64 addend, u64 a, u64 b)
{
	return muladd(c, f, f, addend, a, b);
}

u64 fp_muladdh(struct fp_ctx *c, u64 addend, u64 a, u64 b)
{
	return muladd(c, &fp_single, &fp_half, addend, a, b);
}

/* -1, 0, 1 for numbers */
static int order(const struct num *a, const struct num *b)
{
	int s = a->sign ? -1 : 1;

	if (a->cls == ZERO && b->cls == ZERO)
		return 0;
	if (a->cls == ZERO)
		return b->sign ? 1 : -1;
	if (b->cls == ZERO || a->sign != b->sign)
		return s;
	if (a->cls == INF || b->cls == INF)
		return a->cls == b->cls ? 0 : a->cls == INF ? s : -s;
	if (a->exp != b->exp)
		return a->exp > b->exp ? s : -s;
	if (a->hi != b->hi)
		return a->hi > b->hi ? s : -s;
	return a->lo == b->lo ? 0 : a->lo > b->lo ? s : -s;
}

static u64 minmax(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool number, bool max)
{
	struct num na = unpack(c, f, a), nb = unpack(c, f, b), *r;
	u64 res;
	int o;

	if (number) {
		/* one quiet NaN: the other operand, as if it were compared with an infinity */
		if (na.cls == QNAN && !is_nan(&nb))
			return pack(c, f, nb);
		if (nb.cls == QNAN && !is_nan(&na))
			return pack(c, f, na);
	}
	if (nans2(c, f, &na, &nb, a, b, &res))
		return res;
	o = order(&na, &nb);
	r = (max ? o > 0 : o < 0) ? &na : &nb;
	if (r->cls == ZERO)
		return with_sign(f, na.cls != ZERO || nb.cls != ZERO ? r->sign :
				 max ? na.sign && nb.sign : na.sign || nb.sign, 0);
	return pack(c, f, *r);
}

u64 fp_max(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool number)
{
	return minmax(c, f, a, b, number, true);
}

u64 fp_min(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool number)
{
	return minmax(c, f, a, b, number, false);
}

u64 fp_neg(fp_fmt f, u64 a)
{
	return a ^ sign_bit(f);
}

u64 fp_abs(fp_fmt f, u64 a)
{
	return a & ~sign_bit(f);
}

unsigned int fp_compare(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool signaling)
{
	struct num na = unpack(c, f, a), nb = unpack(c, f, b);
	int o;

	if (is_nan(&na) || is_nan(&nb)) {
		if (na.cls == SNAN || nb.cls == SNAN || signaling)
			c->flags |= FP_IOC;
		return 3;
	}
	o = order(&na, &nb);
	return o == 0 ? 6 : o < 0 ? 8 : 2;
}

bool fp_eq(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	return fp_compare(c, f, a, b, false) == 6;
}

bool fp_ge(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	unsigned int nzcv = fp_compare(c, f, a, b, true);

	return nzcv == 6 || nzcv == 2;
}

bool fp_gt(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	return fp_compare(c, f, a, b, true) == 2;
}

/* RecipEstimate() of an integer of 9 bits (256 to 511 stand for 0.5 to 1.0) */
static unsigned int recip_estimate(unsigned int a)
{
	a = a * 2 + 1;
	return ((1U << 19) / a + 1) / 2;
}

u64 fp_recpe(struct fp_ctx *c, fp_fmt f, u64 a)
{
	struct num n = unpack(c, f, a);
	int exp, res_exp;
	u64 frac;

	if (is_nan(&n))
		return process_nan(c, f, &n, a);
	if (n.cls == INF)
		return with_sign(f, n.sign, 0);
	if (n.cls == ZERO) {
		c->flags |= FP_DZC;
		return infinity(f, n.sign);
	}
	/* too small: the reciprocal overflows */
	if (n.exp < -bias(f) - 1) {
		bool to_inf = c->round == FP_RN || (c->round == FP_RP && !n.sign) ||
			      (c->round == FP_RM && n.sign);

		c->flags |= FP_OFC | FP_IXC;
		return with_sign(f, n.sign, to_inf ? exp_mask(f) : exp_mask(f) - 1);
	}
	/* too large while denormals are flushed */
	if (flushes(c, f) && n.exp >= bias(f) - 1) {
		c->flags |= FP_UFC;
		return with_sign(f, n.sign, 0);
	}
	exp = n.exp + bias(f);
	res_exp = 2 * bias(f) - 1 - exp;
	frac = recip_estimate(n.hi >> 54 & 0x1ff) & 0xff;
	frac <<= 44;				/* as the 52 bits of a double */
	if (res_exp == 0) {
		frac = 1ULL << 51 | frac >> 1;
	} else if (res_exp == -1) {
		frac = 1ULL << 50 | frac >> 2;
		res_exp = 0;
	}
	return with_sign(f, n.sign, (u64)res_exp << f->fbits | frac >> (52 - f->fbits));
}

/* RecipSqrtEstimate(): 128 to 511 stand for 0.25 to 1.0 */
static unsigned int rsqrt_estimate(unsigned int a)
{
	unsigned int b = 512;

	if (a < 256)
		a = a * 2 + 1;
	else
		a = (a >> 1 << 1) * 2 + 2;
	while ((u64)a * (b + 1) * (b + 1) < 1ULL << 28)
		b++;
	return (b + 1) / 2;
}

u64 fp_rsqrte(struct fp_ctx *c, fp_fmt f, u64 a)
{
	struct num n = unpack(c, f, a);
	unsigned int scaled;
	int exp, res_exp;

	if (is_nan(&n))
		return process_nan(c, f, &n, a);
	if (n.cls == ZERO) {
		c->flags |= FP_DZC;
		return infinity(f, n.sign);
	}
	if (n.sign)
		return invalid(c, f);
	if (n.cls == INF)
		return 0;
	exp = n.exp + bias(f);
	/* 0.25 to 1.0, so that the exponent is odd or even as needed */
	if (exp & 1)
		scaled = 1 << 7 | (n.hi >> 55 & 0x7f);
	else
		scaled = 1 << 8 | (n.hi >> 54 & 0xff);
	res_exp = (3 * bias(f) - 1 - exp) >> 1;
	return (u64)res_exp << f->fbits |
	       ((u64)(rsqrt_estimate(scaled) & 0xff) << 44) >> (52 - f->fbits);
}

/* 2 - a * b or (3 - a * b) / 2, fused */
static u64 step(struct fp_ctx *c, fp_fmt f, u64 a, u64 b, bool rsqrt)
{
	struct num na = unpack(c, f, fp_neg(f, a)), nb = unpack(c, f, b), k = { .cls = NORMAL }, r;
	u64 res;

	if (nans2(c, f, &na, &nb, fp_neg(f, a), b, &res))
		return res;
	k.exp = 1;
	k.hi = rsqrt ? 3ULL << 61 : 1ULL << 62;
	if ((na.cls == INF && nb.cls == ZERO) || (na.cls == ZERO && nb.cls == INF))
		return rsqrt ? (u64)bias(f) << f->fbits | 1ULL << (f->fbits - 1) :
			       (u64)(bias(f) + 1) << f->fbits;
	if (na.cls == INF || nb.cls == INF)
		return infinity(f, na.sign ^ nb.sign);
	r = add_finite(c, k, mul_finite(na, nb));
	if (r.cls == NORMAL && rsqrt)
		r.exp--;
	return pack(c, f, r);
}

u64 fp_recps(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	return step(c, f, a, b, false);
}

u64 fp_rsqrts(struct fp_ctx *c, fp_fmt f, u64 a, u64 b)
{
	return step(c, f, a, b, true);
}

u64 fp_recpx(struct fp_ctx *c, fp_fmt f, u64 a)
{
	struct num n = unpack(c, f, a);
	u64 e = a & exp_mask(f);

	if (is_nan(&n))
		return process_nan(c, f, &n, a);
	if (n.cls == ZERO)
		e = 0;
	return with_sign(f, n.sign, e ? e ^ exp_mask(f) : exp_mask(f) - (1ULL << f->fbits));
}
