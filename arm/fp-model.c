// SPDX-License-Identifier: LGPL-2.1-or-later
/* Floating point by integer arithmetic: see fp-model.h. */
#include <libcflat.h>

#include "fp-model.h"

const struct fp_format fp_half = { 5, 10 }, fp_bf16 = { 8, 7 }, fp_single = { 8, 23 },
		       fp_double = { 11, 52 };

enum fp_class { ZERO, NORMAL, INF, QNAN, SNAN };

/* A number is sig / 2^126 * 2^exp; bit 126 is set, bit 0 stands for itself and all below. */
struct num {
	enum fp_class cls;
	bool sign;
	int exp;
	u64 hi, lo;
};

void fp_ctx_init(struct fp_ctx *c, u64 fpcr)
{
	c->round = (fpcr >> 22) & 3;
	c->fz = fpcr & FPCR_FZ;
	c->fz16 = fpcr & FPCR_FZ16;
	c->dn = fpcr & FPCR_DN;
	c->ahp = fpcr & FPCR_AHP;
	c->flags = 0;
}

static int bias(fp_fmt f)
{
	return (1 << (f->ebits - 1)) - 1;
}

static u64 exp_mask(fp_fmt f)
{
	return ((1ULL << f->ebits) - 1) << f->fbits;
}

static u64 frac_mask(fp_fmt f)
{
	return (1ULL << f->fbits) - 1;
}

static u64 sign_bit(fp_fmt f)
{
	return 1ULL << (f->ebits + f->fbits);
}

static u64 with_sign(fp_fmt f, bool sign, u64 val)
{
	return val | (sign ? sign_bit(f) : 0);
}

static u64 default_nan(fp_fmt f)
{
	return exp_mask(f) | 1ULL << (f->fbits - 1);
}

static u64 infinity(fp_fmt f, bool sign)
{
	return with_sign(f, sign, exp_mask(f));
}

static bool flushes(struct fp_ctx *c, fp_fmt f)
{
	return f == &fp_half ? c->fz16 : c->fz;
}

/* Shift right; what falls off stays visible in bit 0. */
static void shift_jam(u64 *hi, u64 *lo, unsigned int n)
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

/* Bit 126 is the highest that is set. */
static void normalize(struct num *n)
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

static struct num unpack_raw(struct fp_ctx *c, fp_fmt f, u64 a, bool flush)
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

static struct num unpack(struct fp_ctx *c, fp_fmt f, u64 a)
{
	bool ahp = c->ahp;
	struct num n;

	/* only conversions look at AHP */
	c->ahp = false;
	n = unpack_raw(c, f, a, flushes(c, f));
	c->ahp = ahp;
	return n;
}

static bool is_nan(const struct num *n)
{
	return n->cls == QNAN || n->cls == SNAN;
}

static u64 process_nan(struct fp_ctx *c, fp_fmt f, const struct num *n, u64 a)
{
	if (n->cls == SNAN)
		c->flags |= FP_IOC;
	return c->dn ? default_nan(f) : a | 1ULL << (f->fbits - 1);
}

/* The NaN that an operation with operands in this order gives; false when there is none. */
static bool process_nans(struct fp_ctx *c, fp_fmt f, const struct num **n, const u64 *a,
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

static bool nans2(struct fp_ctx *c, fp_fmt f, const struct num *na, const struct num *nb, u64 a,
		  u64 b, u64 *res)
{
	const struct num *n[] = { na, nb };
	u64 v[] = { a, b };

	return process_nans(c, f, n, v, 2, res);
}

static u64 invalid(struct fp_ctx *c, fp_fmt f)
{
	c->flags |= FP_IOC;
	return default_nan(f);
}

/* FPRound() */
static u64 round_pack(struct fp_ctx *c, fp_fmt f, struct num n, bool flush)
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

static u64 pack(struct fp_ctx *c, fp_fmt f, struct num n)
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
