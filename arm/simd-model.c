// SPDX-License-Identifier: LGPL-2.1-or-later
/* AdvSIMD integer operations on a lane: see simd-model.h. */
#include <libcflat.h>

#include "simd-model.h"

#define OP(name)	u64 simd_##name(u64 d __unused, u64 n __unused, u64 m __unused,	\
					unsigned int bits __unused, bool *qc __unused)
#define S(v)		lane_sext(v, bits)
#define U(v)		((v) & lane_mask(bits))
#define SMAX		((s64)(lane_mask(bits) >> 1))
#define SMIN		(-SMAX - 1)

u64 simd_sat_s(s64 v, unsigned int bits, bool *qc)
{
	s64 max = lane_mask(bits) >> 1;

	if (v > max || v < -max - 1) {
		*qc = true;
		v = v > 0 ? max : -max - 1;
	}
	return v & lane_mask(bits);
}

u64 simd_sat_u(s64 v, unsigned int bits, bool *qc)
{
	if (v < 0 || (bits < 64 && v > (s64)lane_mask(bits))) {
		*qc = true;
		return v < 0 ? 0 : lane_mask(bits);
	}
	return v;
}

OP(shadd) { return (S(n) >> 1) + (S(m) >> 1) + (n & m & 1); }
OP(uhadd) { return (U(n) >> 1) + (U(m) >> 1) + (n & m & 1); }
OP(srhadd) { return (S(n) >> 1) + (S(m) >> 1) + ((n | m) & 1); }
OP(urhadd) { return (U(n) >> 1) + (U(m) >> 1) + ((n | m) & 1); }
OP(shsub) { return (S(n) - S(m)) >> 1; }
OP(uhsub) { return (s64)(U(n) - U(m)) >> 1; }

OP(sqadd)
{
	s64 r = (u64)S(n) + (u64)S(m);

	if (bits < 64)
		return simd_sat_s(r, bits, qc);
	if ((~(n ^ m) & (n ^ r)) >> 63) {
		*qc = true;
		return n >> 63 ? SMIN : SMAX;
	}
	return r;
}

OP(sqsub)
{
	s64 r = (u64)S(n) - (u64)S(m);

	if (bits < 64)
		return simd_sat_s(r, bits, qc);
	if (((n ^ m) & (n ^ r)) >> 63) {
		*qc = true;
		return n >> 63 ? SMIN : SMAX;
	}
	return r;
}

OP(uqadd)
{
	u64 r = U(U(n) + U(m));

	if (r >= U(n) && (bits == 64 || U(n) + U(m) == r))
		return r;
	*qc = true;
	return ~0ULL;
}

OP(uqsub)
{
	if (U(m) <= U(n))
		return U(n) - U(m);
	*qc = true;
	return 0;
}

/* signed accumulator, unsigned operand */
OP(suqadd)
{
	u64 r = (u64)S(d) + U(n);

	if (bits < 64)
		return simd_sat_s(r, bits, qc);
	/* a carry means that a negative accumulator has become positive */
	if ((s64)d >= 0 ? r > (u64)SMAX || r < n : r > (u64)SMAX && r < n) {
		*qc = true;
		return SMAX;
	}
	return r;
}

/* unsigned accumulator, signed operand */
OP(usqadd)
{
	u64 r = U(d) + (u64)S(n);

	if (bits < 64)
		return simd_sat_u(r, bits, qc);
	if ((s64)n >= 0 ? r < d : r > d) {
		*qc = true;
		return (s64)n >= 0 ? ~0ULL : 0;
	}
	return r;
}

#define TRUTH(c)	((c) ? ~0ULL : 0)
OP(cmgt) { return TRUTH(S(n) > S(m)); }
OP(cmhi) { return TRUTH(U(n) > U(m)); }
OP(cmge) { return TRUTH(S(n) >= S(m)); }
OP(cmhs) { return TRUTH(U(n) >= U(m)); }
OP(cmtst) { return TRUTH(U(n & m)); }
OP(cmeq) { return TRUTH(U(n) == U(m)); }
OP(cmgt0) { return TRUTH(S(n) > 0); }
OP(cmge0) { return TRUTH(S(n) >= 0); }
OP(cmeq0) { return TRUTH(U(n) == 0); }
OP(cmle0) { return TRUTH(S(n) <= 0); }
OP(cmlt0) { return TRUTH(S(n) < 0); }

u64 simd_shift(u64 v, int amount, unsigned int bits, bool is_signed, bool round, bool sat, bool *qc)
{
	u64 u = U(v), res;
	s64 s = S(v);
	unsigned int right = -amount;

	if (amount >= 0) {
		res = amount >= (int)bits ? 0 : U(u << amount);
		if (!sat)
			return res;
		if (is_signed) {
			if (!u)
				return 0;
			if (amount >= (int)bits || (S(res) >> amount) != s) {
				*qc = true;
				return s < 0 ? SMIN : SMAX;
			}
			return res;
		}
		if (u && (amount >= (int)bits || res >> amount != u)) {
			*qc = true;
			return ~0ULL;
		}
		return res;
	}
	/* the bit that the rounding constant meets is the highest that falls off */
	if (is_signed) {
		if (right > 64 || (right > bits))
			return round ? 0 : s < 0 ? ~0ULL : 0;
		res = right == 64 ? (s < 0 ? ~0ULL : 0) : (u64)(s >> right);
		if (round)
			res += s >> (right - 1) & 1;
		return res;
	}
	if (right > bits)
		return 0;
	res = right == 64 ? 0 : u >> right;
	if (round)
		res += u >> (right - 1) & 1;
	return res;
}

OP(sshl) { return simd_shift(n, (s8)m, bits, true, false, false, qc); }
OP(ushl) { return simd_shift(n, (s8)m, bits, false, false, false, qc); }
OP(sqshl) { return simd_shift(n, (s8)m, bits, true, false, true, qc); }
OP(uqshl) { return simd_shift(n, (s8)m, bits, false, false, true, qc); }
OP(srshl) { return simd_shift(n, (s8)m, bits, true, true, false, qc); }
OP(urshl) { return simd_shift(n, (s8)m, bits, false, true, false, qc); }
OP(sqrshl) { return simd_shift(n, (s8)m, bits, true, true, true, qc); }
OP(uqrshl) { return simd_shift(n, (s8)m, bits, false, true, true, qc); }

OP(smax) { return S(n) > S(m) ? n : m; }
OP(umax) { return U(n) > U(m) ? n : m; }
OP(smin) { return S(n) < S(m) ? n : m; }
OP(umin) { return U(n) < U(m) ? n : m; }
OP(sabd) { return S(n) > S(m) ? S(n) - S(m) : S(m) - S(n); }
OP(uabd) { return U(n) > U(m) ? U(n) - U(m) : U(m) - U(n); }
OP(saba) { return d + simd_sabd(d, n, m, bits, qc); }
OP(uaba) { return d + simd_uabd(d, n, m, bits, qc); }
OP(add) { return n + m; }
OP(sub) { return n - m; }
OP(mla) { return d + n * m; }
OP(mls) { return d - n * m; }
OP(mul) { return n * m; }

u64 simd_clmul(u64 a, u64 b, u64 *high)
{
	u64 lo = 0, hi = 0;

	for (unsigned int i = 0; i < 64; i++) {
		if (!(b >> i & 1))
			continue;
		lo ^= a << i;
		hi ^= i ? a >> (64 - i) : 0;
	}
	*high = hi;
	return lo;
}

OP(pmul)
{
	u64 hi;

	return simd_clmul(U(n), U(m), &hi);
}

/* (2 * n * m + acc << bits [+ round]) >> bits; 2 * bits fit, with one more for the doubling */
static u64 doubling_high(s64 acc, s64 n, s64 m, unsigned int bits, bool negate, bool round, bool *qc)
{
	/* halved throughout: n * m + acc << (bits - 1) [+ 1 << (bits - 2)], then >> (bits - 1) */
	s64 p = negate ? -(n * m) : n * m;

	p += round ? 1LL << (bits - 2) : 0;
	/* acc is added last, it has no bits below */
	return simd_sat_s((p >> (bits - 1)) + acc, bits, qc);
}

OP(sqdmulh) { return doubling_high(0, S(n), S(m), bits, false, false, qc); }
OP(sqrdmulh) { return doubling_high(0, S(n), S(m), bits, false, true, qc); }
OP(sqrdmlah) { return doubling_high(S(d), S(n), S(m), bits, false, true, qc); }
OP(sqrdmlsh) { return doubling_high(S(d), S(n), S(m), bits, true, true, qc); }

OP(and) { return n & m; }
OP(bic) { return n & ~m; }
OP(orr) { return n | m; }
OP(orn) { return n | ~m; }
OP(eor) { return n ^ m; }
OP(bsl) { return (n & d) | (m & ~d); }
OP(bit) { return (n & m) | (d & ~m); }
OP(bif) { return (n & ~m) | (d & m); }

OP(clz)
{
	unsigned int i = 0;

	while (i < bits && !(n >> (bits - 1 - i) & 1))
		i++;
	return i;
}

OP(cls)
{
	unsigned int i = 0;

	while (i < bits - 1 && (n >> (bits - 1) & 1) == (n >> (bits - 2 - i) & 1))
		i++;
	return i;
}

OP(cnt)
{
	unsigned int c = 0;

	for (unsigned int i = 0; i < bits; i++)
		c += n >> i & 1;
	return c;
}

OP(not) { return ~n; }

OP(rbit)
{
	u64 r = 0;

	for (unsigned int i = 0; i < bits; i++)
		r |= (n >> i & 1) << (bits - 1 - i);
	return r;
}

OP(abs) { return S(n) < 0 ? -n : n; }
OP(neg) { return -n; }

OP(sqabs)
{
	if (S(n) == SMIN) {
		*qc = true;
		return SMAX;
	}
	return S(n) < 0 ? -n : n;
}

OP(sqneg)
{
	if (S(n) == SMIN) {
		*qc = true;
		return SMAX;
	}
	return -n;
}

u32 simd_urecpe(u32 a)
{
	unsigned int v;

	if (!(a >> 31))
		return 0xffffffff;
	/* RecipEstimate() */
	v = (a >> 23) * 2 + 1;
	return (((1U << 19) / v + 1) / 2) << 23;
}

u32 simd_ursqrte(u32 a)
{
	unsigned int v = a >> 23, b = 512;

	if (!(a >> 30))
		return 0xffffffff;
	v = v < 256 ? v * 2 + 1 : (v >> 1 << 1) * 2 + 2;
	while ((u64)v * (b + 1) * (b + 1) < 1ULL << 28)
		b++;
	return ((b + 1) / 2) << 23;
}

bool simd_expand_imm(unsigned int op, unsigned int cmode, unsigned int imm8, u64 *val)
{
	u64 v = imm8;

	switch (cmode >> 1) {
	case 0: case 1: case 2: case 3:
		v <<= 8 * (cmode >> 1);
		*val = v << 32 | v;
		return true;
	case 4: case 5:
		v <<= 8 * ((cmode >> 1) - 4);
		*val = v * 0x0001000100010001;
		return true;
	case 6:
		v = cmode & 1 ? v << 16 | 0xffff : v << 8 | 0xff;
		*val = v << 32 | v;
		return true;
	}
	if (!(cmode & 1)) {
		if (!op) {
			*val = v * 0x0101010101010101;
			return true;
		}
		*val = 0;
		for (unsigned int i = 0; i < 8; i++)
			if (imm8 >> i & 1)
				*val |= 0xffULL << (8 * i);
		return true;
	}
	if (!op) {
		v = (imm8 >> 7) << 31 | (imm8 >> 6 & 1 ? 0x1fULL << 25 : 1ULL << 30) | (imm8 & 0x3fULL) << 19;
		*val = v << 32 | v;
		return true;
	}
	/* double; AArch64 only */
	*val = (u64)(imm8 >> 7) << 63 | (imm8 >> 6 & 1 ? 0xffULL << 54 : 1ULL << 62) | (imm8 & 0x3fULL) << 48;
	return true;
}
