// SPDX-License-Identifier: LGPL-2.1-or-later
/* The model behind softfp.h. */
#include <libcflat.h>
#include <plainbits.h>
#include "softfp.h"

typedef unsigned __int128 u128;

/* Most significant word first */
struct u256 {
	u64 w[4];
};

static const struct format {
	int precision;		/* with the bit that is not stored */
	int bias;
	int width;
} formats[] = {
	[FP_SHORT] = { 24, 127, 32 },
	[FP_LONG] = { 53, 1023, 64 },
	[FP_EXTENDED] = { 113, 16383, 128 },
};

enum kind { ZERO, FINITE, INFINITE, QNAN, SNAN };

/* A finite number is m * 2^(e - 255), the leftmost bit of m is one. */
struct number {
	enum kind kind;
	bool sign;
	int e;
	struct u256 m;
	struct fp datum;	/* of a NaN, quiet, where it came from */
};

static bool is_zero256(const struct u256 *x)
{
	return !(x->w[0] | x->w[1] | x->w[2] | x->w[3]);
}

static void shl256(struct u256 *x, int n)
{
	for (; n >= 64; n -= 64) {
		x->w[0] = x->w[1];
		x->w[1] = x->w[2];
		x->w[2] = x->w[3];
		x->w[3] = 0;
	}
	if (!n)
		return;
	for (int i = 0; i < 3; i++)
		x->w[i] = x->w[i] << n | x->w[i + 1] >> (64 - n);
	x->w[3] <<= n;
}

/* Shift right; what is cut off leaves its mark in the last bit. */
static void shr256(struct u256 *x, int n)
{
	bool lost = false;

	if (n > 256)
		n = 256;
	for (; n >= 64; n -= 64) {
		lost |= x->w[3] != 0;
		x->w[3] = x->w[2];
		x->w[2] = x->w[1];
		x->w[1] = x->w[0];
		x->w[0] = 0;
	}
	if (n) {
		lost |= (x->w[3] << (64 - n)) != 0;
		for (int i = 3; i > 0; i--)
			x->w[i] = x->w[i] >> n | x->w[i - 1] << (64 - n);
		x->w[0] >>= n;
	}
	x->w[3] |= lost;
}

/* Returns the carry. */
static bool add256(struct u256 *x, const struct u256 *y)
{
	u128 sum = 0;

	for (int i = 3; i >= 0; i--) {
		sum = (sum >> 64) + x->w[i] + y->w[i];
		x->w[i] = sum;
	}
	return sum >> 64;
}

static void sub256(struct u256 *x, const struct u256 *y)
{
	u64 borrow = 0;

	for (int i = 3; i >= 0; i--) {
		u128 d = (u128)x->w[i] - y->w[i] - borrow;

		x->w[i] = d;
		borrow = d >> 64 ? 1 : 0;
	}
}

static int cmp256(const struct u256 *x, const struct u256 *y)
{
	for (int i = 0; i < 4; i++)
		if (x->w[i] != y->w[i])
			return x->w[i] < y->w[i] ? -1 : 1;
	return 0;
}

static int clz256(const struct u256 *x)
{
	int n = 0;

	for (int i = 0; i < 4; i++, n += 64)
		if (x->w[i])
			return n + plain_clz64(x->w[i]);
	return n;
}

static void normalize(struct number *x)
{
	int n = clz256(&x->m);

	shl256(&x->m, n);
	x->e -= n;
}

/* The datum as bits aligned on the left of 128 */
static u128 to_bits(struct fp a)
{
	return (u128)a.hi << 64 | a.lo;
}

static struct fp from_bits(u128 v)
{
	return (struct fp){ v >> 64, v };
}

static struct number unpack(enum fp_format f, struct fp a)
{
	const struct format *fmt = &formats[f];
	int exp_bits = fmt->width - fmt->precision;
	u128 bits = to_bits(a);
	u128 fraction = bits << (1 + exp_bits);
	int exp = (int)(bits << 1 >> (128 - exp_bits)), top = (1 << exp_bits) - 1;
	struct number n = { .sign = a.hi >> 63, .datum = a };

	if (exp == top) {
		if (!fraction)
			n.kind = INFINITE;
		else
			n.kind = fraction >> 127 ? QNAN : SNAN;
		n.datum = from_bits(bits | (u128)1 << (127 - 1 - exp_bits));
		return n;
	}
	if (!exp && !fraction)
		return n;
	n.kind = FINITE;
	/* implicit bit on the left */
	n.m.w[0] = fraction >> 65;
	n.m.w[1] = fraction >> 1;
	n.m.w[2] = (u64)fraction << 63;
	if (exp) {
		n.m.w[0] |= 1UL << 63;
		n.e = exp - fmt->bias;
	} else {
		n.e = 1 - fmt->bias;
		normalize(&n);
	}
	return n;
}

static struct fp pack(enum fp_format f, bool sign, u64 exp, u128 fraction)
{
	const struct format *fmt = &formats[f];
	int exp_bits = fmt->width - fmt->precision;

	return from_bits((u128)sign << 127 | (u128)exp << (127 - exp_bits) |
			 fraction << (128 - fmt->width));
}

static struct fp infinity(enum fp_format f, bool sign)
{
	const struct format *fmt = &formats[f];

	return pack(f, sign, (1UL << (fmt->width - fmt->precision)) - 1, 0);
}

static struct fp default_nan(enum fp_format f)
{
	const struct format *fmt = &formats[f];

	return pack(f, false, (1UL << (fmt->width - fmt->precision)) - 1, (u128)1 << (fmt->precision - 2));
}

static struct fp zero(enum fp_format f, bool sign)
{
	return pack(f, sign, 0, 0);
}

static bool round_up(bool sign, bool odd, bool half, bool rest, enum fp_round rm)
{
	switch (rm) {
	case FP_EVEN:
		return half && (rest || odd);
	case FP_AWAY:
		return half;
	case FP_UP:
		return !sign && (half || rest);
	case FP_DOWN:
		return sign && (half || rest);
	default:
		return false;
	}
}

/* The leftmost @bits of m, rounded; may become 2^bits. Tells whether something was cut off. */
static u128 round_significand(struct u256 m, int bits, bool sign, enum fp_round rm, bool *inexact)
{
	bool half, rest;
	u128 q = 0;

	if (bits > 0) {
		q = ((u128)m.w[0] << 64 | m.w[1]) >> (128 - bits);
		shl256(&m, bits);
	}
	half = m.w[0] >> 63;
	m.w[0] &= ~(1UL << 63);
	rest = !is_zero256(&m);
	*inexact = half || rest;
	if (round_up(sign, q & 1, half, rest, rm))
		q++;
	if (rm == FP_SHORTER && *inexact)
		q |= 1;
	return q;
}

/* One rounding of a finite number that is not zero */
static struct fp round_pack(enum fp_format f, struct number n, enum fp_round rm, u8 *flags)
{
	const struct format *fmt = &formats[f];
	int p = fmt->precision, emin = 1 - fmt->bias;
	bool tiny = n.e < emin, inexact;
	u128 q;

	if (tiny) {
		shr256(&n.m, emin - n.e);
		n.e = emin;
	}
	q = round_significand(n.m, p, n.sign, rm, &inexact);
	if (q >> p) {
		q >>= 1;
		n.e++;
	}
	if (n.e > fmt->bias) {
		bool to_max = rm == FP_ZERO || rm == FP_SHORTER || (rm == FP_UP && n.sign) ||
			      (rm == FP_DOWN && !n.sign);

		*flags |= FP_OVERFLOW | FP_INEXACT;
		if (to_max)
			return pack(f, n.sign, 2 * fmt->bias, ((u128)1 << (p - 1)) - 1);
		return infinity(f, n.sign);
	}
	if (inexact)
		*flags |= FP_INEXACT | (tiny ? FP_UNDERFLOW : 0);
	/* a leftmost bit of zero is a subnormal number, exponent field 0 */
	if (!(q >> (p - 1)))
		return pack(f, n.sign, 0, q);
	return pack(f, n.sign, n.e + fmt->bias, q & (((u128)1 << (p - 1)) - 1));
}

/* A result that is a NaN because an operand is one: signaling ones first, then quiet ones, in order */
static bool nan_result(const struct number *n, int count, struct fp *r, u8 *flags)
{
	for (int i = 0; i < count; i++)
		if (n[i].kind == SNAN) {
			*flags |= FP_INVALID;
			*r = n[i].datum;
			return true;
		}
	for (int i = 0; i < count; i++)
		if (n[i].kind == QNAN) {
			*r = n[i].datum;
			return true;
		}
	return false;
}

static struct fp invalid(enum fp_format f, u8 *flags)
{
	*flags |= FP_INVALID;
	return default_nan(f);
}

/* The exact sum of two numbers, rounded */
static struct fp add_numbers(enum fp_format f, struct number a, struct number b, enum fp_round rm, u8 *flags)
{
	int c;

	if (a.kind == INFINITE || b.kind == INFINITE) {
		if (a.kind == INFINITE && b.kind == INFINITE && a.sign != b.sign)
			return invalid(f, flags);
		return infinity(f, a.kind == INFINITE ? a.sign : b.sign);
	}
	if (a.kind == ZERO && b.kind == ZERO)
		return zero(f, a.sign == b.sign ? a.sign : rm == FP_DOWN);
	if (a.kind == ZERO)
		return round_pack(f, b, rm, flags);
	if (b.kind == ZERO)
		return round_pack(f, a, rm, flags);
	if (a.e < b.e || (a.e == b.e && cmp256(&a.m, &b.m) < 0)) {
		struct number t = a;

		a = b;
		b = t;
	}
	/* room for a carry */
	shr256(&a.m, 1);
	a.e++;
	shr256(&b.m, a.e - b.e);
	c = cmp256(&a.m, &b.m);
	if (a.sign == b.sign) {
		add256(&a.m, &b.m);
	} else if (!c) {
		return zero(f, rm == FP_DOWN);
	} else {
		bool lost = b.m.w[3] & 1;

		sub256(&a.m, &b.m);
		/* what was cut off b makes the difference a little smaller */
		if (lost)
			a.m.w[3] |= 1;
	}
	normalize(&a);
	return round_pack(f, a, rm, flags);
}

struct fp fp_add(enum fp_format f, struct fp a, struct fp b, enum fp_round rm, u8 *flags)
{
	struct number n[2] = { unpack(f, a), unpack(f, b) };
	struct fp r;

	if (nan_result(n, 2, &r, flags))
		return r;
	return add_numbers(f, n[0], n[1], rm, flags);
}

struct fp fp_sub(enum fp_format f, struct fp a, struct fp b, enum fp_round rm, u8 *flags)
{
	struct number n[2] = { unpack(f, a), unpack(f, b) };
	struct fp r;

	if (nan_result(n, 2, &r, flags))
		return r;
	n[1].sign = !n[1].sign;
	return add_numbers(f, n[0], n[1], rm, flags);
}

/* The exact product of two finite numbers */
static struct number product(struct number a, struct number b)
{
	struct number r = { .kind = FINITE, .sign = a.sign != b.sign, .e = a.e + b.e + 1 };
	u128 t, ll = (u128)a.m.w[1] * b.m.w[1], lh = (u128)a.m.w[1] * b.m.w[0];
	u128 hl = (u128)a.m.w[0] * b.m.w[1], hh = (u128)a.m.w[0] * b.m.w[0];

	r.m.w[3] = ll;
	t = (ll >> 64) + (u64)lh + (u64)hl;
	r.m.w[2] = t;
	t = (t >> 64) + (lh >> 64) + (hl >> 64) + (u64)hh;
	r.m.w[1] = t;
	r.m.w[0] = (hh >> 64) + (t >> 64);
	normalize(&r);
	return r;
}

struct fp fp_mul(enum fp_format f, struct fp a, struct fp b, enum fp_round rm, u8 *flags)
{
	struct number n[2] = { unpack(f, a), unpack(f, b) };
	bool sign = n[0].sign != n[1].sign;
	struct fp r;

	if (nan_result(n, 2, &r, flags))
		return r;
	if (n[0].kind == INFINITE || n[1].kind == INFINITE)
		return n[0].kind == ZERO || n[1].kind == ZERO ? invalid(f, flags) : infinity(f, sign);
	if (n[0].kind == ZERO || n[1].kind == ZERO)
		return zero(f, sign);
	return round_pack(f, product(n[0], n[1]), rm, flags);
}

struct fp fp_mul_add(enum fp_format f, struct fp a, struct fp b, struct fp c, bool subtract,
		     enum fp_round rm, u8 *flags)
{
	struct number n[3] = { unpack(f, a), unpack(f, b), unpack(f, c) }, p;
	bool is_nan = n[2].kind == QNAN || n[2].kind == SNAN;
	struct fp r;

	/* infinity times zero is invalid whatever is added, but a signaling NaN comes first */
	if (n[2].kind != SNAN && ((n[0].kind == INFINITE && n[1].kind == ZERO) ||
				  (n[0].kind == ZERO && n[1].kind == INFINITE)))
		return is_nan ? (*flags |= FP_INVALID, n[2].datum) : invalid(f, flags);
	if (nan_result(n, 3, &r, flags))
		return r;
	if (subtract)
		n[2].sign = !n[2].sign;
	p = (struct number){ .sign = n[0].sign != n[1].sign };
	if (n[0].kind == INFINITE || n[1].kind == INFINITE)
		p.kind = INFINITE;
	else if (n[0].kind == FINITE && n[1].kind == FINITE)
		p = product(n[0], n[1]);
	return add_numbers(f, p, n[2], rm, flags);
}

struct fp fp_div(enum fp_format f, struct fp a, struct fp b, enum fp_round rm, u8 *flags)
{
	struct number n[2] = { unpack(f, a), unpack(f, b) }, q = { .kind = FINITE };
	bool sign = n[0].sign != n[1].sign;
	struct u256 r;
	struct fp res;

	if (nan_result(n, 2, &res, flags))
		return res;
	if (n[0].kind == n[1].kind && n[0].kind != FINITE)
		return invalid(f, flags);
	if (n[0].kind == INFINITE)
		return infinity(f, sign);
	if (n[0].kind == ZERO || n[1].kind == INFINITE)
		return zero(f, sign);
	if (n[1].kind == ZERO) {
		*flags |= FP_DIVIDE;
		return infinity(f, sign);
	}
	/* long division, one bit after the other; both have a bit of room on the left then */
	r = n[0].m;
	shr256(&r, 2);
	shr256(&n[1].m, 2);
	for (int i = 0; i < 130; i++) {
		shl256(&q.m, 1);
		if (cmp256(&r, &n[1].m) >= 0) {
			sub256(&r, &n[1].m);
			q.m.w[3] |= 1;
		}
		shl256(&r, 1);
	}
	shl256(&q.m, 126);
	if (!is_zero256(&r))
		q.m.w[3] |= 1;
	q.sign = sign;
	q.e = n[0].e - n[1].e;
	normalize(&q);
	return round_pack(f, q, rm, flags);
}

struct fp fp_sqrt(enum fp_format f, struct fp a, enum fp_round rm, u8 *flags)
{
	struct number n = unpack(f, a), q = { .kind = FINITE };
	struct u256 rest = { }, m, t;
	struct fp res;

	if (nan_result(&n, 1, &res, flags))
		return res;
	if (n.kind == ZERO)
		return a;
	if (n.sign)
		return invalid(f, flags);
	if (n.kind == INFINITE)
		return a;
	/* an even exponent: value = m * 2^(e - 254), m below 2^256 */
	m = n.m;
	if (n.e & 1)
		n.e--;
	else
		shr256(&m, 1);
	/* two bits of the radicand give one of the root */
	for (int i = 0; i < 124; i++) {
		shl256(&rest, 2);
		rest.w[3] |= m.w[0] >> 62;
		shl256(&m, 2);
		t = q.m;
		shl256(&t, 2);
		t.w[3] |= 1;
		shl256(&q.m, 1);
		if (cmp256(&rest, &t) >= 0) {
			sub256(&rest, &t);
			q.m.w[3] |= 1;
		}
	}
	shl256(&q.m, 132);
	if (!is_zero256(&rest) || !is_zero256(&m))
		q.m.w[3] |= 1;
	q.e = n.e / 2;
	normalize(&q);
	return round_pack(f, q, rm, flags);
}

struct fp fp_convert(enum fp_format to, enum fp_format from, struct fp a, enum fp_round rm, u8 *flags)
{
	struct number n = unpack(from, a);
	u128 fraction;

	switch (n.kind) {
	case ZERO:
		return zero(to, n.sign);
	case INFINITE:
		return infinity(to, n.sign);
	case SNAN:
		*flags |= FP_INVALID;
		/* fall through */
	case QNAN:
		fraction = to_bits(n.datum) << (1 + formats[from].width - formats[from].precision);
		return pack(to, n.sign, (1UL << (formats[to].width - formats[to].precision)) - 1,
			    fraction >> (129 - formats[to].precision));
	default:
		return round_pack(to, n, rm, flags);
	}
}

struct fp fp_round_to_int(enum fp_format f, struct fp a, enum fp_round rm, u8 *flags)
{
	struct number n = unpack(f, a);
	bool inexact;
	struct fp r;
	u128 q;

	if (nan_result(&n, 1, &r, flags))
		return r;
	if (n.kind != FINITE || n.e >= formats[f].precision - 1)
		return a;
	/* e + 1 bits are in front of the point */
	if (n.e < -1) {
		shr256(&n.m, -1 - n.e);
		n.e = -1;
	}
	q = round_significand(n.m, n.e + 1, n.sign, rm, &inexact);
	if (inexact)
		*flags |= FP_INEXACT;
	if (!q)
		return zero(f, n.sign);
	n.m = (struct u256){ { q >> 64, q } };
	n.e = 127;
	normalize(&n);
	return round_pack(f, n, rm, flags);
}

int fp_compare(enum fp_format f, struct fp a, struct fp b, bool signal, u8 *flags)
{
	struct number x = unpack(f, a), y = unpack(f, b);
	int c;

	if (x.kind >= QNAN || y.kind >= QNAN) {
		if (signal || x.kind == SNAN || y.kind == SNAN)
			*flags |= FP_INVALID;
		return 3;
	}
	if (x.kind == ZERO && y.kind == ZERO)
		return 0;
	if (x.sign != y.sign)
		return x.sign ? 1 : 2;
	/* the rest orders as the bits do */
	c = to_bits(a) == to_bits(b) ? 0 : to_bits(a) < to_bits(b) ? 1 : 2;
	return c && x.sign ? 3 - c : c;
}

struct fp fp_from_int(enum fp_format f, u64 v, bool is_signed, enum fp_round rm, u8 *flags)
{
	struct number n = { .kind = FINITE, .e = 63 };

	if (!v)
		return zero(f, false);
	n.sign = is_signed && (s64)v < 0;
	n.m.w[0] = n.sign ? -v : v;
	normalize(&n);
	return round_pack(f, n, rm, flags);
}

u64 fp_to_int(enum fp_format f, struct fp a, int bits, bool is_signed, enum fp_round rm, u8 *flags, int *cc)
{
	u64 max = is_signed ? ~0UL >> (65 - bits) : ~0UL >> (64 - bits);
	u64 min = is_signed ? (u64)-1 << (bits - 1) : 0;
	struct number n = unpack(f, a);
	bool inexact = false;
	u128 q = 0;

	*cc = n.kind == ZERO ? 0 : n.sign ? 1 : 2;
	if (n.kind == ZERO)
		return 0;
	if (n.kind >= QNAN) {
		*flags |= FP_INVALID;
		*cc = 3;
		return min;
	}
	if (n.kind == FINITE && n.e < 66) {
		if (n.e < -1) {
			shr256(&n.m, -1 - n.e);
			n.e = -1;
		}
		q = round_significand(n.m, n.e + 1, n.sign, rm, &inexact);
		if (n.sign ? q <= (is_signed ? (u128)max + 1 : 0) : q <= max) {
			if (inexact)
				*flags |= FP_INEXACT;
			return n.sign ? -(u64)q : (u64)q;
		}
	}
	*flags |= FP_INVALID;
	*cc = 3;
	return n.sign ? min : max;
}

unsigned int fp_class(enum fp_format f, struct fp a)
{
	struct number n = unpack(f, a);
	bool subnormal = n.kind == FINITE && n.e < 1 - formats[f].bias;
	unsigned int bit = n.kind == ZERO ? 0x800 : n.kind == INFINITE ? 0x020 : n.kind == QNAN ? 0x008 :
			   n.kind == SNAN ? 0x002 : subnormal ? 0x080 : 0x200;

	return n.sign ? bit >> 1 : bit;
}

int fp_sign_cc(enum fp_format f, struct fp a)
{
	struct number n = unpack(f, a);

	return n.kind >= QNAN ? 3 : n.kind == ZERO ? 0 : n.sign ? 1 : 2;
}

bool fp_is_nan(enum fp_format f, struct fp a)
{
	return unpack(f, a).kind >= QNAN;
}

bool fp_is_snan(enum fp_format f, struct fp a)
{
	return unpack(f, a).kind == SNAN;
}

struct fp fp_value(enum fp_format f, unsigned int n)
{
	const struct format *fmt = &formats[f];
	int p = fmt->precision, b = fmt->bias;
	/* exponent fields: subnormal, smallest, around 1, where integers end, where they overflow, infinity and NaN */
	const int exps[] = {
		0, 1, 2, p, b / 2, b - 2, b - 1, b, b + 1, b + 3, b + 7, b + p - 2, b + p - 1, b + p,
		b + 30, b + 31, b + 32, b + 62, b + 63, b + 64, 2 * b - p, 2 * b, 2 * b + 1,
	};
	u128 msb = (u128)1 << (p - 2), ones = ((u128)1 << (p - 1)) - 1;
	const u128 fractions[] = { 0, 1, msb, ones, };
	int exp;

	n %= FP_VALUES;
	exp = exps[n / 2 / 4 % ARRAY_SIZE(exps)];
	if (n >= 2 * 4 * ARRAY_SIZE(exps))
		return pack(f, n & 1, b + 2, n & 2 ? ones / 3 : ones / 5 * 3);
	/* exponents of integers may not exist in the short format */
	if (exp > 2 * b + 1)
		exp = 2 * b;
	return pack(f, n & 1, exp, fractions[n / 2 % 4]);
}

enum fp_round fp_round_of_mode(unsigned int mode)
{
	static const enum fp_round methods[] = {
		FP_EVEN, FP_ZERO, FP_UP, FP_DOWN, FP_EVEN, FP_EVEN, FP_EVEN, FP_SHORTER,
	};

	return methods[mode & 7];
}
