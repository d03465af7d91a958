// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * insn-bits: logical operations, test under mask, shifts, rotates, counts.
 *
 * All forms with all pairs of corner values, shifts with every count of the six
 * bits that are a count and with bits above that are not (PoP chapter 7). The
 * condition code of an immediate form is that of the bits it works on, arithmetic
 * left shifts keep the sign and know an overflow of any bit shifted out.
 */
#include <libcflat.h>
#include <plainbits.h>
#include "insn.h"

#define H(reg)		((u32)((reg) >> 32))
#define M_8(v)		(MEM[0] = (v))

/* An immediate operation on the bits of @field of A, whose code they alone make */
#define FIELD(op, field, value)								\
	(A = (op), CC = (A & (field)) != 0, (void)(value))
#define AND_IN(field, value)	FIELD(A & ((value) | ~(u64)(field)), field, value)
#define OR_IN(field, value)	FIELD(A | (value), field, value)
#define XOR_IN(field, value)	FIELD(A ^ (value), field, value)

#define F_HH	0xffff000000000000UL
#define F_HL	0x0000ffff00000000UL
#define F_LH	0x00000000ffff0000UL
#define F_LL	0x000000000000ffffUL
#define F_HF	0xffffffff00000000UL
#define F_LF	0x00000000ffffffffUL

#define LOGIC(X)									\
	X(nr, "nr 2,4", 0, LOW32(A, nz(s, (u32)(A & B))))				\
	X(nrk, "nrk 2,4,6", 0, LOW32(A, nz(s, (u32)(B & D))))				\
	X(n_, "n 2,0(5)", 0, LOW32(A, nz(s, (u32)A & M32)))				\
	X(ny, "ny 2,0(5)", 0, LOW32(A, nz(s, (u32)A & M32)))				\
	X(ngr, "ngr 2,4", 0, A = nz(s, A & B))						\
	X(ngrk, "ngrk 2,4,6", 0, A = nz(s, B & D))					\
	X(ng, "ng 2,0(5)", 0, A = nz(s, A & M64))					\
	X(or_, "or 2,4", 0, LOW32(A, nz(s, (u32)(A | B))))				\
	X(ork, "ork 2,4,6", 0, LOW32(A, nz(s, (u32)(B | D))))				\
	X(o, "o 2,0(5)", 0, LOW32(A, nz(s, (u32)A | M32)))				\
	X(oy, "oy 2,0(5)", 0, LOW32(A, nz(s, (u32)A | M32)))				\
	X(ogr, "ogr 2,4", 0, A = nz(s, A | B))						\
	X(ogrk, "ogrk 2,4,6", 0, A = nz(s, B | D))					\
	X(og, "og 2,0(5)", 0, A = nz(s, A | M64))					\
	X(xr, "xr 2,4", 0, LOW32(A, nz(s, (u32)(A ^ B))))				\
	X(xrk, "xrk 2,4,6", 0, LOW32(A, nz(s, (u32)(B ^ D))))				\
	X(x, "x 2,0(5)", 0, LOW32(A, nz(s, (u32)A ^ M32)))				\
	X(xy, "xy 2,0(5)", 0, LOW32(A, nz(s, (u32)A ^ M32)))				\
	X(xgr, "xgr 2,4", 0, A = nz(s, A ^ B))						\
	X(xgrk, "xgrk 2,4,6", 0, A = nz(s, B ^ D))					\
	X(xg, "xg 2,0(5)", 0, A = nz(s, A ^ M64))					\
	X(xgr_same, "xgr 2,2", 0, A = nz(s, 0))

#define IMMEDIATE(X)									\
	X(nihf, "nihf 2,0x8000ffff", 0, AND_IN(F_HF, 0x8000ffffUL << 32))		\
	X(nilf, "nilf 2,0x0f0f0f0f", 0, AND_IN(F_LF, 0x0f0f0f0fUL))			\
	X(nihh, "nihh 2,0x7ffe", 0, AND_IN(F_HH, 0x7ffeUL << 48))			\
	X(nihl, "nihl 2,0x8001", 0, AND_IN(F_HL, 0x8001UL << 32))			\
	X(nilh, "nilh 2,0x00ff", 0, AND_IN(F_LH, 0x00ffUL << 16))			\
	X(nill, "nill 2,0xff00", 0, AND_IN(F_LL, 0xff00UL))				\
	X(oihf, "oihf 2,0x80000001", 0, OR_IN(F_HF, 0x80000001UL << 32))		\
	X(oihf_0, "oihf 2,0", 0, OR_IN(F_HF, 0UL))					\
	X(oilf, "oilf 2,0x80000001", 0, OR_IN(F_LF, 0x80000001UL))			\
	X(oilf_0, "oilf 2,0", 0, OR_IN(F_LF, 0UL))					\
	X(oihh, "oihh 2,0", 0, OR_IN(F_HH, 0UL))					\
	X(oihl, "oihl 2,0", 0, OR_IN(F_HL, 0UL))					\
	X(oilh, "oilh 2,0", 0, OR_IN(F_LH, 0UL))					\
	X(oill, "oill 2,0", 0, OR_IN(F_LL, 0UL))					\
	X(oihh_1, "oihh 2,0x8000", 0, OR_IN(F_HH, 0x8000UL << 48))			\
	X(oihl_1, "oihl 2,0x8000", 0, OR_IN(F_HL, 0x8000UL << 32))			\
	X(oilh_1, "oilh 2,0x8000", 0, OR_IN(F_LH, 0x8000UL << 16))			\
	X(oill_1, "oill 2,0x8000", 0, OR_IN(F_LL, 0x8000UL))				\
	X(xihf, "xihf 2,0xffffffff", 0, XOR_IN(F_HF, F_HF))				\
	X(xilf, "xilf 2,0x80000000", 0, XOR_IN(F_LF, 0x80000000UL))			\
	X(xilf_1, "xilf 2,0xffffffff", 0, XOR_IN(F_LF, F_LF))				\
	X(ni, "ni 0(5),0x81", 0, M_8(nz(s, M8 & 0x81)))					\
	X(niy, "niy 0(5),0x7e", 0, M_8(nz(s, M8 & 0x7e)))				\
	X(oi, "oi 0(5),0x80", 0, M_8(nz(s, M8 | 0x80)))					\
	X(oi_0, "oi 0(5),0", 0, M_8(nz(s, M8)))						\
	X(oiy, "oiy 0(5),1", 0, M_8(nz(s, M8 | 1)))					\
	X(xi, "xi 0(5),0xff", 0, M_8(nz(s, M8 ^ 0xff)))					\
	X(xiy, "xiy 0(5),0x7f", 0, M_8(nz(s, M8 ^ 0x7f)))				\
	X(iihf, "iihf 2,0x89abcdef", 0, HIGH32(A, 0x89abcdef))				\
	X(iilf, "iilf 2,0x89abcdef", 0, LOW32(A, 0x89abcdef))				\
	X(iihh, "iihh 2,0x89ab", 0, A = (A & ~F_HH) | 0x89abUL << 48)			\
	X(iihl, "iihl 2,0x89ab", 0, A = (A & ~F_HL) | 0x89abUL << 32)			\
	X(iilh, "iilh 2,0x89ab", 0, A = (A & ~F_LH) | 0x89abUL << 16)			\
	X(iill, "iill 2,0x89ab", 0, A = (A & ~F_LL) | 0x89abUL)				\
	X(llihf, "llihf 2,0x89abcdef", 0, A = 0x89abcdefUL << 32)			\
	X(llilf, "llilf 2,0x89abcdef", 0, A = 0x89abcdefUL)				\
	X(llihh, "llihh 2,0x89ab", 0, A = 0x89abUL << 48)				\
	X(llihl, "llihl 2,0x89ab", 0, A = 0x89abUL << 32)				\
	X(llilh, "llilh 2,0x89ab", 0, A = 0x89abUL << 16)				\
	X(llill, "llill 2,0x89ab", 0, A = 0x89abUL)

/* Selected bits all zero 0, mixed with the leftmost zero 1 or one 2, all one 3 */
static inline void test_mask(struct insn_state *s, u64 v, u64 mask)
{
	u64 top = 1UL << (63 - plain_clz64(mask));

	CC = !(v & mask) ? 0 : (v & mask) == mask ? 3 : v & top ? 2 : 1;
}

/* In storage there is one mixed code. */
static inline void test_byte(struct insn_state *s, u8 v, u8 mask)
{
	CC = !(v & mask) ? 0 : (v & mask) == mask ? 3 : 1;
}

#define TESTS(X)									\
	X(tm, "tm 0(5),0x81", 0, test_byte(s, M8, 0x81))				\
	X(tm_0, "tm 0(5),0", 0, CC = 0)							\
	X(tmy, "tmy 0(5),0x7f", 0, test_byte(s, M8, 0x7f))				\
	X(tmhh, "tmhh 2,0x8001", 0, test_mask(s, A, 0x8001UL << 48))			\
	X(tmhh_1, "tmhh 2,0x7f00", 0, test_mask(s, A, 0x7f00UL << 48))			\
	X(tmhl, "tmhl 2,0x8001", 0, test_mask(s, A, 0x8001UL << 32))			\
	X(tmhl_1, "tmhl 2,0x0180", 0, test_mask(s, A, 0x0180UL << 32))			\
	X(tmlh, "tmlh 2,0x8001", 0, test_mask(s, A, 0x8001UL << 16))			\
	X(tmlh_1, "tmlh 2,0x0ff0", 0, test_mask(s, A, 0x0ff0UL << 16))			\
	X(tmll, "tmll 2,0x8001", 0, test_mask(s, A, 0x8001UL))				\
	X(tmll_1, "tmll 2,0x7fff", 0, test_mask(s, A, 0x7fffUL))			\
	X(tmll_0, "tmll 2,0", 0, CC = 0)						\
	X(ts, "ts 0(5)", 0, CC = M8 >> 7, M_8(0xff))

static inline u64 byte_counts(u64 v)
{
	u64 r = 0;

	for (int i = 0; i < 64; i += 8)
		r |= (u64)plain_popcount64(v >> i & 0xff) << i;
	return r;
}

#define COUNTS(X)									\
	X(flogr, "flogr 2,4", 0, A = B ? plain_clz64(B) : 64,			\
	  C = B ? B & ~(0x8000000000000000UL >> A) : 0, CC = B ? 2 : 0)			\
	X(popcnt, "popcnt 2,4", 0, A = nz(s, byte_counts(B)))				\
	X(ipm, "spm 4; ipm 2", 0, LOW32(A, (A & 0xffffff) | (B & 0x3f000000)),		\
	  CC = B >> 28 & 3)

#define N	(B & 63)

/* Shift left and watch what goes out: bits that differ from the sign are an overflow. */
static inline u64 shift_left_arithmetic(struct insn_state *s, u64 v, unsigned int n, unsigned int bits)
{
	u64 sign = v >> (bits - 1) & 1, mask = bits == 64 ? ~0UL : (1UL << bits) - 1, r = v & mask;
	bool overflow = false;

	for (; n; n--) {
		r = (r << 1) & mask;
		if ((r >> (bits - 1) & 1) != sign)
			overflow = true;
		r = (r & ~(1UL << (bits - 1))) | sign << (bits - 1);
	}
	CC = overflow ? 3 : !r ? 0 : sign ? 1 : 2;
	return r;
}

static inline u64 shr(u64 v, unsigned int n)
{
	return v >> n;
}

static inline s64 sar(struct insn_state *s, s64 v, unsigned int n)
{
	v >>= n;
	CC = cc_sign(v < 0 ? -1 : v > 0);
	return v;
}

/* The even-odd pair of right halves, as one number and back */
#define PAIR		((u64)(u32)A << 32 | (u32)C)
#define SET_PAIR(v)	({ u64 __v = (v); LOW32(A, __v >> 32); LOW32(C, __v); })

static inline u64 rotl(u64 v, unsigned int n)
{
	return n ? v << n | v >> (64 - n) : v;
}

static inline u32 rotl32(u32 v, unsigned int n)
{
	n &= 31;
	return n ? v << n | v >> (32 - n) : v;
}

#define SHIFTS(X)									\
	X(sll, "sll 2,0(4)", INSN_SHIFT, LOW32(A, (u64)(u32)A << N))			\
	X(sllk, "sllk 2,6,0(4)", INSN_SHIFT, LOW32(A, (u64)(u32)D << N))		\
	X(sllg, "sllg 2,6,0(4)", INSN_SHIFT, A = D << N)				\
	X(sllg_d, "sllg 2,6,17", INSN_SHIFT, A = D << 17)				\
	X(srl, "srl 2,0(4)", INSN_SHIFT, LOW32(A, shr((u32)A, N)))			\
	X(srlk, "srlk 2,6,0(4)", INSN_SHIFT, LOW32(A, shr((u32)D, N)))			\
	X(srlg, "srlg 2,6,0(4)", INSN_SHIFT, A = shr(D, N))				\
	X(sra, "sra 2,0(4)", INSN_SHIFT, LOW32(A, sar(s, (s32)A, N)))			\
	X(srak, "srak 2,6,0(4)", INSN_SHIFT, LOW32(A, sar(s, (s32)D, N)))		\
	X(srag, "srag 2,6,0(4)", INSN_SHIFT, A = sar(s, D, N))				\
	X(sla, "sla 2,0(4)", INSN_SHIFT, LOW32(A, shift_left_arithmetic(s, A, N, 32)))	\
	X(slak, "slak 2,6,0(4)", INSN_SHIFT, LOW32(A, shift_left_arithmetic(s, D, N, 32)))	\
	X(slag, "slag 2,6,0(4)", INSN_SHIFT, A = shift_left_arithmetic(s, D, N, 64))	\
	X(slag_d, "slag 2,6,63", INSN_SHIFT, A = shift_left_arithmetic(s, D, 63, 64))	\
	X(sldl, "sldl 2,0(4)", INSN_SHIFT, SET_PAIR(PAIR << N))				\
	X(srdl, "srdl 2,0(4)", INSN_SHIFT, SET_PAIR(shr(PAIR, N)))			\
	X(slda, "slda 2,0(4)", INSN_SHIFT, SET_PAIR(shift_left_arithmetic(s, PAIR, N, 64)))	\
	X(srda, "srda 2,0(4)", INSN_SHIFT, SET_PAIR(sar(s, PAIR, N)))			\
	X(rll, "rll 2,6,0(4)", INSN_SHIFT, LOW32(A, rotl32(D, N)))			\
	X(rllg, "rllg 2,6,0(4)", INSN_SHIFT, A = rotl(D, N))				\
	X(rllg_d, "rllg 2,6,4095", INSN_SHIFT, A = rotl(D, 63))

/* Bits @from to @to of the manual's numbering, which may wrap around */
static inline u64 bit_range(unsigned int from, unsigned int to)
{
	u64 left = ~0UL >> from, right = ~0UL << (63 - to);

	return from <= to ? left & right : left | right;
}

/* ROTATE THEN INSERT: from and to as in the instruction, 128 in @to is the zero flag */
static inline u64 insert_bits(u64 old, u64 v, unsigned int from, unsigned int to, unsigned int n)
{
	u64 range = bit_range(from & 63, to & 63);

	return (to & 128 ? 0 : old & ~range) | (rotl(v, n & 63) & range);
}

/* The high-word and low-word forms have five-bit positions in their half. */
static inline u32 insert_bits_32(u32 old, u64 v, unsigned int from, unsigned int to, unsigned int n, bool high)
{
	unsigned int base = high ? 0 : 32;
	u64 range = bit_range((from & 31) + base, (to & 31) + base);

	/* a range that wraps stays in its half */
	range = high ? range >> 32 : (u32)range;
	v = rotl(v, n & 63);
	v = high ? v >> 32 : (u32)v;
	return (to & 128 ? 0 : old & ~range) | (v & range);
}

#define RISBG(X, from, to, n)								\
	X(risbg_##from##_##to##_##n, "risbg 2,4," #from "," #to "," #n, 0,		\
	  A = insert_bits(A, B, from, to, n), CC = cc_sign((s64)A < 0 ? -1 : A != 0))	\
	X(risbgn_##from##_##to##_##n, "risbgn 2,4," #from "," #to "," #n, 0,		\
	  A = insert_bits(A, B, from, to, n))
#define RISBW(X, from, to, n)								\
	X(risbhg_##from##_##to##_##n, "risbhg 2,4," #from "," #to "," #n, 0,		\
	  HIGH32(A, insert_bits_32(H(A), B, from, to, n, true)))			\
	X(risblg_##from##_##to##_##n, "risblg 2,4," #from "," #to "," #n, 0,		\
	  LOW32(A, insert_bits_32(A, B, from, to, n, false)))
/* ROTATE THEN AND, OR, XOR: 128 in @from is the test flag; the code is that of the selected bits */
#define RXSBG(X, from, to, n)								\
	X(rnsbg_##from##_##to##_##n, "rnsbg 2,4," #from "," #to "," #n, 0,		\
	  combine_bits(s, A & rotl(B, (n) & 63), from, to))				\
	X(rosbg_##from##_##to##_##n, "rosbg 2,4," #from "," #to "," #n, 0,		\
	  combine_bits(s, A | rotl(B, (n) & 63), from, to))				\
	X(rxsbg_##from##_##to##_##n, "rxsbg 2,4," #from "," #to "," #n, 0,		\
	  combine_bits(s, A ^ rotl(B, (n) & 63), from, to))

static inline void combine_bits(struct insn_state *s, u64 r, unsigned int from, unsigned int to)
{
	u64 range = bit_range(from & 63, to & 63);

	CC = (r & range) != 0;
	if (!(from & 128))
		A = (A & ~range) | (r & range);
}

#define ROTATE(X)									\
	RISBG(X, 0, 63, 0) RISBG(X, 0, 191, 0) RISBG(X, 16, 31, 8) RISBG(X, 16, 159, 8)	\
	RISBG(X, 63, 191, 1) RISBG(X, 0, 128, 63) RISBG(X, 48, 15, 4) RISBG(X, 48, 143, 4)	\
	RISBG(X, 32, 191, 32) RISBG(X, 0, 159, 32) RISBG(X, 1, 190, 60) RISBG(X, 8, 191, 7)	\
	RISBG(X, 56, 191, 56) RISBG(X, 33, 32, 17)					\
	RISBW(X, 0, 31, 0) RISBW(X, 0, 159, 0) RISBW(X, 0, 31, 32) RISBW(X, 8, 15, 4)	\
	RISBW(X, 8, 143, 60) RISBW(X, 24, 7, 16) RISBW(X, 24, 135, 16) RISBW(X, 31, 159, 33)	\
	RXSBG(X, 0, 63, 0) RXSBG(X, 0, 31, 0) RXSBG(X, 32, 63, 32) RXSBG(X, 56, 7, 4)	\
	RXSBG(X, 63, 63, 1) RXSBG(X, 0, 0, 63)

#define ROTATE_TEST(X)									\
	RXSBG(X, 128, 63, 0) RXSBG(X, 144, 31, 9)

INSN_TABLE(logic, LOGIC)
INSN_TABLE(immediate, IMMEDIATE)
INSN_TABLE(tests, TESTS)
INSN_TABLE(counts, COUNTS)
INSN_TABLE(shifts, SHIFTS)
INSN_TABLE(rotate, ROTATE)
INSN_TABLE(rotate_test, ROTATE_TEST)

static const struct subtest subtests[] = {
	{ "logic", insn_check, SUBTEST_ROWS(logic) },
	{ "immediate", insn_check, SUBTEST_ROWS(immediate) },
	{ "test", insn_check, SUBTEST_ROWS(tests) },
	{ "count", insn_check, SUBTEST_ROWS(counts) },
	{ "shift", insn_check, SUBTEST_ROWS(shifts) },
	{ "rotate", insn_check, SUBTEST_ROWS(rotate) },
	/* translating these has ended an emulator */
	{ "rotate-test", insn_check, .flags = SUBTEST_NODEFAULT, SUBTEST_ROWS(rotate_test) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
