// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vmx: vector arithmetic (Power ISA Book I, sections 6.9 to 6.13): each
 * integer instruction that works element by element, the multiplies and sums, the
 * 128-bit ones, against models in C; VSCR[SAT] and CR6.
 */
#include <libcflat.h>
#include <subtest.h>
#include "exec.h"
#include "vecinsn.h"

typedef unsigned __int128 u128;
typedef __int128 s128;

#define SX(x)	sign_extend(x, c->bits)
#define ALL	(c->bits == 64 ? -1UL : (1UL << c->bits) - 1)
#define ELEMENT(name, expr)	\
	static u64 name(struct vec_case *c __unused, u64 a __unused, u64 b __unused) { return expr; }

static u64 clamp(struct vec_case *c, s64 x, s64 min, s64 max)
{
	if (x < min || x > max)
		c->sat = true;
	return x < min ? min : x > max ? max : x;
}

#define SMAX	((s64)(ALL >> 1))
#define SMIN	(-SMAX - 1)

ELEMENT(add, a + b)
ELEMENT(sub, a - b)
ELEMENT(add_us, clamp(c, a + b, 0, ALL))
ELEMENT(sub_us, clamp(c, a - b, 0, ALL))
ELEMENT(add_ss, clamp(c, SX(a) + SX(b), SMIN, SMAX))
ELEMENT(sub_ss, clamp(c, SX(a) - SX(b), SMIN, SMAX))
ELEMENT(max_u, a > b ? a : b)
ELEMENT(max_s, SX(a) > SX(b) ? a : b)
ELEMENT(min_u, a < b ? a : b)
ELEMENT(min_s, SX(a) < SX(b) ? a : b)
ELEMENT(avg_u, (a + b + 1) >> 1)
ELEMENT(avg_s, (u64)((SX(a) + SX(b) + 1) >> 1))
ELEMENT(absd, a > b ? a - b : b - a)
ELEMENT(eq, a == b ? -1UL : 0)
ELEMENT(gt_u, a > b ? -1UL : 0)
ELEMENT(gt_s, SX(a) > SX(b) ? -1UL : 0)
ELEMENT(ne, a != b ? -1UL : 0)
ELEMENT(nez, a != b || !a || !b ? -1UL : 0)
ELEMENT(shl, a << (b & (c->bits - 1)))
ELEMENT(shr, a >> (b & (c->bits - 1)))
ELEMENT(shra, (u64)(SX(a) >> (b & (c->bits - 1))))
ELEMENT(mul, a * b)
ELEMENT(neg, -b)
ELEMENT(and, a & b)
ELEMENT(andc, a & ~b)
ELEMENT(or, a | b)
ELEMENT(xor, a ^ b)
ELEMENT(nor, ~(a | b))
ELEMENT(eqv, ~(a ^ b))
ELEMENT(nand, ~(a & b))
ELEMENT(orc, a | ~b)
ELEMENT(ext8, (u64)(s8)b)
ELEMENT(ext16, (u64)(s16)b)
ELEMENT(ext32, (u64)(s32)b)
ELEMENT(add_cu, (a + b) >> 32)
ELEMENT(sub_cu, a >= b)
ELEMENT(mulh_s, c->bits == 64 ? (u64)(((s128)(s64)a * (s64)b) >> 64) : (u64)((SX(a) * SX(b)) >> c->bits))
ELEMENT(mulh_u, c->bits == 64 ? (u64)(((u128)a * b) >> 64) : (a * b) >> c->bits)

static u64 rot(u64 a, unsigned int n, unsigned int bits)
{
	return n ? a << n | a >> (bits - n) : a;
}

ELEMENT(rotl, rot(a, b & (c->bits - 1), c->bits))

static u64 clz(struct vec_case *c, u64 a __unused, u64 b)
{
	unsigned int n = 0;

	while (n < c->bits && !(b >> (c->bits - 1 - n) & 1))
		n++;
	return n;
}

static u64 ctz(struct vec_case *c, u64 a __unused, u64 b)
{
	unsigned int n = 0;

	while (n < c->bits && !(b >> n & 1))
		n++;
	return n;
}

static u64 popcnt(struct vec_case *c __unused, u64 a __unused, u64 b)
{
	u64 n = 0;

	for (; b; b &= b - 1)
		n++;
	return n;
}

/* vrlwnm and its kind: rotate a by b, AND with the mask that b names. */
static u64 rotate_mask(struct vec_case *c, u64 a, u64 b)
{
	unsigned int first = b >> 16 & (c->bits - 1), last = b >> 8 & (c->bits - 1), n = b & (c->bits - 1);
	u64 mask = 0;

	for (unsigned int i = first; ; i = (i + 1) & (c->bits - 1)) {
		mask |= 1UL << (c->bits - 1 - i);
		if (i == last)
			break;
	}
	return rot(a, n, c->bits) & mask;
}

static u64 div_s(struct vec_case *c, u64 a, u64 b)
{
	if (!b || (SX(a) == SMIN && SX(b) == -1)) {
		c->skip = true;
		return 0;
	}
	return SX(a) / SX(b);
}

static u64 div_u(struct vec_case *c, u64 a, u64 b)
{
	c->skip |= !b;
	return b ? a / b : 0;
}

static u64 mod_s(struct vec_case *c, u64 a, u64 b)
{
	if (!b || (SX(a) == SMIN && SX(b) == -1)) {
		c->skip = true;
		return 0;
	}
	return SX(a) % SX(b);
}

static u64 mod_u(struct vec_case *c, u64 a, u64 b)
{
	c->skip |= !b;
	return b ? a % b : 0;
}

#define ELEMENT_ROWS(X)							\
	X(vaddubm, "1,2,3", ISA_206, vec_elements, 8, add)		\
	X(vadduhm, "1,2,3", ISA_206, vec_elements, 16, add)		\
	X(vadduwm, "1,2,3", ISA_206, vec_elements, 32, add)		\
	X(vaddudm, "1,2,3", ISA_207, vec_elements, 64, add)		\
	X(vsububm, "1,2,3", ISA_206, vec_elements, 8, sub)		\
	X(vsubuhm, "1,2,3", ISA_206, vec_elements, 16, sub)		\
	X(vsubuwm, "1,2,3", ISA_206, vec_elements, 32, sub)		\
	X(vsubudm, "1,2,3", ISA_207, vec_elements, 64, sub)		\
	X(vaddubs, "1,2,3", ISA_206, vec_elements, 8, add_us)		\
	X(vadduhs, "1,2,3", ISA_206, vec_elements, 16, add_us)		\
	X(vadduws, "1,2,3", ISA_206, vec_elements, 32, add_us)		\
	X(vaddsbs, "1,2,3", ISA_206, vec_elements, 8, add_ss)		\
	X(vaddshs, "1,2,3", ISA_206, vec_elements, 16, add_ss)		\
	X(vaddsws, "1,2,3", ISA_206, vec_elements, 32, add_ss)		\
	X(vsububs, "1,2,3", ISA_206, vec_elements, 8, sub_us)		\
	X(vsubuhs, "1,2,3", ISA_206, vec_elements, 16, sub_us)		\
	X(vsubuws, "1,2,3", ISA_206, vec_elements, 32, sub_us)		\
	X(vsubsbs, "1,2,3", ISA_206, vec_elements, 8, sub_ss)		\
	X(vsubshs, "1,2,3", ISA_206, vec_elements, 16, sub_ss)		\
	X(vsubsws, "1,2,3", ISA_206, vec_elements, 32, sub_ss)		\
	X(vaddcuw, "1,2,3", ISA_206, vec_elements, 32, add_cu)		\
	X(vsubcuw, "1,2,3", ISA_206, vec_elements, 32, sub_cu)		\
	X(vmaxub, "1,2,3", ISA_206, vec_elements, 8, max_u)		\
	X(vmaxuh, "1,2,3", ISA_206, vec_elements, 16, max_u)		\
	X(vmaxuw, "1,2,3", ISA_206, vec_elements, 32, max_u)		\
	X(vmaxud, "1,2,3", ISA_207, vec_elements, 64, max_u)		\
	X(vmaxsb, "1,2,3", ISA_206, vec_elements, 8, max_s)		\
	X(vmaxsh, "1,2,3", ISA_206, vec_elements, 16, max_s)		\
	X(vmaxsw, "1,2,3", ISA_206, vec_elements, 32, max_s)		\
	X(vmaxsd, "1,2,3", ISA_207, vec_elements, 64, max_s)		\
	X(vminub, "1,2,3", ISA_206, vec_elements, 8, min_u)		\
	X(vminuh, "1,2,3", ISA_206, vec_elements, 16, min_u)		\
	X(vminuw, "1,2,3", ISA_206, vec_elements, 32, min_u)		\
	X(vminud, "1,2,3", ISA_207, vec_elements, 64, min_u)		\
	X(vminsb, "1,2,3", ISA_206, vec_elements, 8, min_s)		\
	X(vminsh, "1,2,3", ISA_206, vec_elements, 16, min_s)		\
	X(vminsw, "1,2,3", ISA_206, vec_elements, 32, min_s)		\
	X(vminsd, "1,2,3", ISA_207, vec_elements, 64, min_s)		\
	X(vavgub, "1,2,3", ISA_206, vec_elements, 8, avg_u)		\
	X(vavguh, "1,2,3", ISA_206, vec_elements, 16, avg_u)		\
	X(vavguw, "1,2,3", ISA_206, vec_elements, 32, avg_u)		\
	X(vavgsb, "1,2,3", ISA_206, vec_elements, 8, avg_s)		\
	X(vavgsh, "1,2,3", ISA_206, vec_elements, 16, avg_s)		\
	X(vavgsw, "1,2,3", ISA_206, vec_elements, 32, avg_s)		\
	X(vabsdub, "1,2,3", ISA_300, vec_elements, 8, absd)		\
	X(vabsduh, "1,2,3", ISA_300, vec_elements, 16, absd)		\
	X(vabsduw, "1,2,3", ISA_300, vec_elements, 32, absd)		\
	X(vrlb, "1,2,3", ISA_206, vec_elements, 8, rotl)		\
	X(vrlh, "1,2,3", ISA_206, vec_elements, 16, rotl)		\
	X(vrlw, "1,2,3", ISA_206, vec_elements, 32, rotl)		\
	X(vrld, "1,2,3", ISA_207, vec_elements, 64, rotl)		\
	X(vslb, "1,2,3", ISA_206, vec_elements, 8, shl)			\
	X(vslh, "1,2,3", ISA_206, vec_elements, 16, shl)		\
	X(vslw, "1,2,3", ISA_206, vec_elements, 32, shl)		\
	X(vsld, "1,2,3", ISA_207, vec_elements, 64, shl)		\
	X(vsrb, "1,2,3", ISA_206, vec_elements, 8, shr)			\
	X(vsrh, "1,2,3", ISA_206, vec_elements, 16, shr)		\
	X(vsrw, "1,2,3", ISA_206, vec_elements, 32, shr)		\
	X(vsrd, "1,2,3", ISA_207, vec_elements, 64, shr)		\
	X(vsrab, "1,2,3", ISA_206, vec_elements, 8, shra)		\
	X(vsrah, "1,2,3", ISA_206, vec_elements, 16, shra)		\
	X(vsraw, "1,2,3", ISA_206, vec_elements, 32, shra)		\
	X(vsrad, "1,2,3", ISA_207, vec_elements, 64, shra)		\
	X(vmuluwm, "1,2,3", ISA_207, vec_elements, 32, mul)		\
	X(vmulld, "1,2,3", ISA_310, vec_elements, 64, mul)		\
	X(vmulhsw, "1,2,3", ISA_310, vec_elements, 32, mulh_s)		\
	X(vmulhuw, "1,2,3", ISA_310, vec_elements, 32, mulh_u)		\
	X(vmulhsd, "1,2,3", ISA_310, vec_elements, 64, mulh_s)		\
	X(vmulhud, "1,2,3", ISA_310, vec_elements, 64, mulh_u)		\
	X(vdivsw, "1,2,3", ISA_310, vec_elements, 32, div_s)		\
	X(vdivuw, "1,2,3", ISA_310, vec_elements, 32, div_u)		\
	X(vdivsd, "1,2,3", ISA_310, vec_elements, 64, div_s)		\
	X(vdivud, "1,2,3", ISA_310, vec_elements, 64, div_u)		\
	X(vmodsw, "1,2,3", ISA_310, vec_elements, 32, mod_s)		\
	X(vmoduw, "1,2,3", ISA_310, vec_elements, 32, mod_u)		\
	X(vmodsd, "1,2,3", ISA_310, vec_elements, 64, mod_s)		\
	X(vmodud, "1,2,3", ISA_310, vec_elements, 64, mod_u)		\
	X(vclzb, "1,3", ISA_207, vec_elements, 8, clz)			\
	X(vclzh, "1,3", ISA_207, vec_elements, 16, clz)			\
	X(vclzw, "1,3", ISA_207, vec_elements, 32, clz)			\
	X(vclzd, "1,3", ISA_207, vec_elements, 64, clz)			\
	X(vctzb, "1,3", ISA_300, vec_elements, 8, ctz)			\
	X(vctzh, "1,3", ISA_300, vec_elements, 16, ctz)			\
	X(vctzw, "1,3", ISA_300, vec_elements, 32, ctz)			\
	X(vctzd, "1,3", ISA_300, vec_elements, 64, ctz)			\
	X(vpopcntb, "1,3", ISA_207, vec_elements, 8, popcnt)		\
	X(vpopcnth, "1,3", ISA_207, vec_elements, 16, popcnt)		\
	X(vpopcntw, "1,3", ISA_207, vec_elements, 32, popcnt)		\
	X(vpopcntd, "1,3", ISA_207, vec_elements, 64, popcnt)		\
	X(vnegw, "1,3", ISA_300, vec_elements, 32, neg)			\
	X(vnegd, "1,3", ISA_300, vec_elements, 64, neg)			\
	X(vextsb2w, "1,3", ISA_300, vec_elements, 32, ext8)		\
	X(vextsh2w, "1,3", ISA_300, vec_elements, 32, ext16)		\
	X(vextsb2d, "1,3", ISA_300, vec_elements, 64, ext8)		\
	X(vextsh2d, "1,3", ISA_300, vec_elements, 64, ext16)		\
	X(vextsw2d, "1,3", ISA_300, vec_elements, 64, ext32)		\
	X(vrlwnm, "1,2,3", ISA_300, vec_elements, 32, rotate_mask)	\
	X(vrldnm, "1,2,3", ISA_300, vec_elements, 64, rotate_mask)	\
	X(vand, "1,2,3", ISA_206, vec_elements, 64, and)		\
	X(vandc, "1,2,3", ISA_206, vec_elements, 64, andc)		\
	X(vor, "1,2,3", ISA_206, vec_elements, 64, or)			\
	X(vxor, "1,2,3", ISA_206, vec_elements, 64, xor)		\
	X(vnor, "1,2,3", ISA_206, vec_elements, 64, nor)		\
	X(veqv, "1,2,3", ISA_207, vec_elements, 64, eqv)		\
	X(vnand, "1,2,3", ISA_207, vec_elements, 64, nand)		\
	X(vorc, "1,2,3", ISA_207, vec_elements, 64, orc)

VEC_WORDS(ELEMENT_ROWS)
static const struct vec_insn element_rows[] = { ELEMENT_ROWS(VEC_ROW) };

#define LOGIC_ROWS(X)									\
	X(xxland, "33,34,35", "1,2,3", ISA_206, vec_elements, 64, and)			\
	X(xxlandc, "33,34,35", "1,2,3", ISA_206, vec_elements, 64, andc)		\
	X(xxlor, "33,34,35", "1,2,3", ISA_206, vec_elements, 64, or)			\
	X(xxlxor, "33,34,35", "1,2,3", ISA_206, vec_elements, 64, xor)			\
	X(xxlnor, "33,34,35", "1,2,3", ISA_206, vec_elements, 64, nor)			\
	X(xxleqv, "33,34,35", "1,2,3", ISA_207, vec_elements, 64, eqv)			\
	X(xxlnand, "33,34,35", "1,2,3", ISA_207, vec_elements, 64, nand)		\
	X(xxlorc, "33,34,35", "1,2,3", ISA_207, vec_elements, 64, orc)

VEC_WORDS_VSX(LOGIC_ROWS)
static const struct vec_insn logic_rows[] = { LOGIC_ROWS(VEC_ROW_VSX) };

/* Record forms too: the name in the table needs a dot, the label must not have one. */
#define COMPARE_ROWS(X)						\
	X(vcmpequb, ISA_206, 8, eq)				\
	X(vcmpequh, ISA_206, 16, eq)				\
	X(vcmpequw, ISA_206, 32, eq)				\
	X(vcmpequd, ISA_207, 64, eq)				\
	X(vcmpgtub, ISA_206, 8, gt_u)				\
	X(vcmpgtuh, ISA_206, 16, gt_u)				\
	X(vcmpgtuw, ISA_206, 32, gt_u)				\
	X(vcmpgtud, ISA_207, 64, gt_u)				\
	X(vcmpgtsb, ISA_206, 8, gt_s)				\
	X(vcmpgtsh, ISA_206, 16, gt_s)				\
	X(vcmpgtsw, ISA_206, 32, gt_s)				\
	X(vcmpgtsd, ISA_207, 64, gt_s)				\
	X(vcmpneb, ISA_300, 8, ne)				\
	X(vcmpneh, ISA_300, 16, ne)				\
	X(vcmpnew, ISA_300, 32, ne)				\
	X(vcmpnezb, ISA_300, 8, nez)				\
	X(vcmpnezh, ISA_300, 16, nez)				\
	X(vcmpnezw, ISA_300, 32, nez)

#define EMIT_COMPARE(name, ...)	\
	"w_" #name ":\t" #name " 1,2,3\n\tw_" #name "_rc:\t" #name ". 1,2,3\n\t"
#define DECLARE_COMPARE(name, ...)	extern const u32 w_##name[], w_##name##_rc[];
#define ROW_COMPARE(name, isa, bits, element)			\
	{ #name, w_##name, vec_elements, bits, element, isa, false },	\
	{ #name ".", w_##name##_rc, vec_compare, bits, element, isa, false },

COMPARE_ROWS(DECLARE_COMPARE)
asm(".pushsection .rodata\n\t.balign 4\n\t.machine push\n\t.machine power10\n\t"
    COMPARE_ROWS(EMIT_COMPARE) ".machine pop\n\t.popsection");
static const struct vec_insn compare_rows[] = { COMPARE_ROWS(ROW_COMPARE) };

/* Products of the even or odd elements, of twice their width. */
static void multiply(struct vec_case *c, bool odd, bool is_signed)
{
	unsigned int n = c->bits;

	for (unsigned int i = 0; i < 64 / n; i++) {
		u64 a = vec_get(&c->a, n, 2 * i + odd), b = vec_get(&c->b, n, 2 * i + odd);

		if (n == 64) {
			u128 p = is_signed ? (u128)((s128)(s64)a * (s64)b) : (u128)a * b;

			c->t.d[0] = p >> 64;
			c->t.d[1] = p;
		} else {
			vec_set(&c->t, 2 * n, i, is_signed ? (u64)(SX(a) * SX(b)) : a * b);
		}
	}
}

static void mul_eu(struct vec_case *c) { multiply(c, false, false); }
static void mul_ou(struct vec_case *c) { multiply(c, true, false); }
static void mul_es(struct vec_case *c) { multiply(c, false, true); }
static void mul_os(struct vec_case *c) { multiply(c, true, true); }

/* Products of bytes or halfwords summed with a word of c. */
static void multiply_sum(struct vec_case *c, bool sign_a, bool sign_b, int saturate)
{
	unsigned int n = c->bits, per = 32 / n;

	for (unsigned int i = 0; i < 4; i++) {
		u64 acc = vec_get(&c->c, 32, i);
		s64 sum = sign_a ? (s32)acc : (s64)acc;

		for (unsigned int k = 0; k < per; k++) {
			u64 a = vec_get(&c->a, n, per * i + k), b = vec_get(&c->b, n, per * i + k);

			sum += (sign_a ? SX(a) : (s64)a) * (sign_b ? SX(b) : (s64)b);
		}
		if (saturate)
			sum = sign_a ? clamp(c, sum, -0x80000000L, 0x7fffffff) : clamp(c, sum, 0, 0xffffffff);
		vec_set(&c->t, 32, i, sum);
	}
}

static void msum_uu(struct vec_case *c) { multiply_sum(c, false, false, 0); }
static void msum_su(struct vec_case *c) { multiply_sum(c, true, false, 0); }
static void msum_ss(struct vec_case *c) { multiply_sum(c, true, true, 0); }
static void msum_uus(struct vec_case *c) { multiply_sum(c, false, false, 1); }
static void msum_sss(struct vec_case *c) { multiply_sum(c, true, true, 1); }

static void msum_udm(struct vec_case *c)
{
	u128 sum = (u128)c->c.d[0] << 64 | c->c.d[1];

	sum += (u128)c->a.d[0] * c->b.d[0];
	sum += (u128)c->a.d[1] * c->b.d[1];
	c->t.d[0] = sum >> 64;
	c->t.d[1] = sum;
}

static void high_add(struct vec_case *c, u64 round)
{
	for (unsigned int i = 0; i < 8; i++) {
		s64 p = SX(vec_get(&c->a, 16, i)) * SX(vec_get(&c->b, 16, i)) + (s64)round;

		vec_set(&c->t, 16, i, clamp(c, (p >> 15) + SX(vec_get(&c->c, 16, i)), -0x8000, 0x7fff));
	}
}

static void mhadd(struct vec_case *c) { high_add(c, 0); }
static void mhradd(struct vec_case *c) { high_add(c, 0x4000); }

static void mladd(struct vec_case *c)
{
	for (unsigned int i = 0; i < 8; i++)
		vec_set(&c->t, 16, i, vec_get(&c->a, 16, i) * vec_get(&c->b, 16, i) + vec_get(&c->c, 16, i));
}

/* Sums across: the elements of a within each word (or of words), plus b. */
static void sum4_u(struct vec_case *c)
{
	for (unsigned int i = 0; i < 4; i++) {
		s64 s = vec_get(&c->b, 32, i);

		for (unsigned int k = 0; k < 32 / c->bits; k++)
			s += vec_get(&c->a, c->bits, 32 / c->bits * i + k);
		vec_set(&c->t, 32, i, clamp(c, s, 0, 0xffffffff));
	}
}

static void sum4_s(struct vec_case *c)
{
	for (unsigned int i = 0; i < 4; i++) {
		s64 s = (s32)vec_get(&c->b, 32, i);

		for (unsigned int k = 0; k < 32 / c->bits; k++)
			s += SX(vec_get(&c->a, c->bits, 32 / c->bits * i + k));
		vec_set(&c->t, 32, i, clamp(c, s, -0x80000000L, 0x7fffffff));
	}
}

static void sum2(struct vec_case *c)
{
	for (unsigned int i = 0; i < 2; i++) {
		s64 s = SX(vec_get(&c->a, 32, 2 * i)) + SX(vec_get(&c->a, 32, 2 * i + 1)) +
			SX(vec_get(&c->b, 32, 2 * i + 1));

		vec_set(&c->t, 32, 2 * i, 0);
		vec_set(&c->t, 32, 2 * i + 1, clamp(c, s, -0x80000000L, 0x7fffffff));
	}
}

static void sum1(struct vec_case *c)
{
	s64 s = SX(vec_get(&c->b, 32, 3));

	for (unsigned int i = 0; i < 4; i++)
		s += SX(vec_get(&c->a, 32, i));
	c->t.d[0] = 0;
	c->t.d[1] = clamp(c, s, -0x80000000L, 0x7fffffff) & 0xffffffff;
}

/* 128 bits: the sum or its carry, with the carry in c or without. */
static void quad(struct vec_case *c, bool subtract, bool carry_in, bool carry_out)
{
	u128 a = (u128)c->a.d[0] << 64 | c->a.d[1], b = (u128)c->b.d[0] << 64 | c->b.d[1], s;
	unsigned int in = carry_in ? c->c.d[1] & 1 : subtract, carry;

	if (subtract)
		b = ~b;
	s = a + b + in;
	carry = s < a || (in && s == a);
	if (carry_out)
		s = carry;
	c->t.d[0] = s >> 64;
	c->t.d[1] = s;
}

static void q_add(struct vec_case *c) { quad(c, false, false, false); }
static void q_addc(struct vec_case *c) { quad(c, false, false, true); }
static void q_adde(struct vec_case *c) { quad(c, false, true, false); }
static void q_addec(struct vec_case *c) { quad(c, false, true, true); }
static void q_sub(struct vec_case *c) { quad(c, true, false, false); }
static void q_subc(struct vec_case *c) { quad(c, true, false, true); }
static void q_sube(struct vec_case *c) { quad(c, true, true, false); }
static void q_subec(struct vec_case *c) { quad(c, true, true, true); }

/* Carry-less products of the elements, each pair's sum in twice the width. */
static void pmsum(struct vec_case *c)
{
	unsigned int n = c->bits;

	for (unsigned int i = 0; i < 64 / n; i++) {
		u128 s = 0;

		for (unsigned int k = 0; k < 2; k++) {
			u64 a = vec_get(&c->a, n, 2 * i + k), b = vec_get(&c->b, n, 2 * i + k);

			for (unsigned int bit = 0; bit < n; bit++)
				if (a >> bit & 1)
					s ^= (u128)b << bit;
		}
		if (n == 64) {
			c->t.d[0] = s >> 64;
			c->t.d[1] = s;
		} else {
			vec_set(&c->t, 2 * n, i, s);
		}
	}
}

/* vrlwmi: the rotated bits under the mask into the target */
static void rotate_insert(struct vec_case *c)
{
	for (unsigned int i = 0; i < 128 / c->bits; i++) {
		u64 b = vec_get(&c->b, c->bits, i), old = vec_get(&c->t, c->bits, i), mask;
		struct vec_case ones = { .bits = c->bits };

		/* The mask alone: all ones, rotated. */
		mask = rotate_mask(&ones, ALL, b);
		vec_set(&c->t, c->bits, i,
			(rot(vec_get(&c->a, c->bits, i), b & (c->bits - 1), c->bits) & mask) | (old & ~mask));
	}
}

/* vprtyb*: parity of the low bits of the bytes */
static void parity(struct vec_case *c)
{
	for (unsigned int i = 0; i < 128 / c->bits; i++) {
		unsigned int p = 0;

		for (unsigned int k = 0; k < c->bits / 8; k++)
			p ^= vec_get(&c->b, 8, i * c->bits / 8 + k) & 1;
		if (c->bits == 128) {
			c->t.d[0] = 0;
			c->t.d[1] = p;
		} else {
			vec_set(&c->t, c->bits, i, p);
		}
	}
}

#define WHOLE_ROWS(X)							\
	X(vmuleub, "1,2,3", ISA_206, mul_eu, 8, NULL)			\
	X(vmuleuh, "1,2,3", ISA_206, mul_eu, 16, NULL)			\
	X(vmuleuw, "1,2,3", ISA_207, mul_eu, 32, NULL)			\
	X(vmuleud, "1,2,3", ISA_310, mul_eu, 64, NULL)			\
	X(vmuloub, "1,2,3", ISA_206, mul_ou, 8, NULL)			\
	X(vmulouh, "1,2,3", ISA_206, mul_ou, 16, NULL)			\
	X(vmulouw, "1,2,3", ISA_207, mul_ou, 32, NULL)			\
	X(vmuloud, "1,2,3", ISA_310, mul_ou, 64, NULL)			\
	X(vmulesb, "1,2,3", ISA_206, mul_es, 8, NULL)			\
	X(vmulesh, "1,2,3", ISA_206, mul_es, 16, NULL)			\
	X(vmulesw, "1,2,3", ISA_207, mul_es, 32, NULL)			\
	X(vmulesd, "1,2,3", ISA_310, mul_es, 64, NULL)			\
	X(vmulosb, "1,2,3", ISA_206, mul_os, 8, NULL)			\
	X(vmulosh, "1,2,3", ISA_206, mul_os, 16, NULL)			\
	X(vmulosw, "1,2,3", ISA_207, mul_os, 32, NULL)			\
	X(vmulosd, "1,2,3", ISA_310, mul_os, 64, NULL)			\
	X(vmsumubm, "1,2,3,4", ISA_206, msum_uu, 8, NULL)		\
	X(vmsummbm, "1,2,3,4", ISA_206, msum_su, 8, NULL)		\
	X(vmsumuhm, "1,2,3,4", ISA_206, msum_uu, 16, NULL)		\
	X(vmsumshm, "1,2,3,4", ISA_206, msum_ss, 16, NULL)		\
	X(vmsumuhs, "1,2,3,4", ISA_206, msum_uus, 16, NULL)		\
	X(vmsumshs, "1,2,3,4", ISA_206, msum_sss, 16, NULL)		\
	X(vmsumudm, "1,2,3,4", ISA_300, msum_udm, 64, NULL)		\
	X(vmhaddshs, "1,2,3,4", ISA_206, mhadd, 16, NULL)		\
	X(vmhraddshs, "1,2,3,4", ISA_206, mhradd, 16, NULL)		\
	X(vmladduhm, "1,2,3,4", ISA_206, mladd, 16, NULL)		\
	X(vsum4ubs, "1,2,3", ISA_206, sum4_u, 8, NULL)			\
	X(vsum4sbs, "1,2,3", ISA_206, sum4_s, 8, NULL)			\
	X(vsum4shs, "1,2,3", ISA_206, sum4_s, 16, NULL)			\
	X(vsum2sws, "1,2,3", ISA_206, sum2, 32, NULL)			\
	X(vsumsws, "1,2,3", ISA_206, sum1, 32, NULL)			\
	X(vadduqm, "1,2,3", ISA_207, q_add, 128, NULL)			\
	X(vaddcuq, "1,2,3", ISA_207, q_addc, 128, NULL)			\
	X(vaddeuqm, "1,2,3,4", ISA_207, q_adde, 128, NULL)		\
	X(vaddecuq, "1,2,3,4", ISA_207, q_addec, 128, NULL)		\
	X(vsubuqm, "1,2,3", ISA_207, q_sub, 128, NULL)			\
	X(vsubcuq, "1,2,3", ISA_207, q_subc, 128, NULL)			\
	X(vsubeuqm, "1,2,3,4", ISA_207, q_sube, 128, NULL)		\
	X(vsubecuq, "1,2,3,4", ISA_207, q_subec, 128, NULL)		\
	X(vpmsumb, "1,2,3", ISA_207, pmsum, 8, NULL)			\
	X(vpmsumh, "1,2,3", ISA_207, pmsum, 16, NULL)			\
	X(vpmsumw, "1,2,3", ISA_207, pmsum, 32, NULL)			\
	X(vpmsumd, "1,2,3", ISA_207, pmsum, 64, NULL)			\
	X(vrlwmi, "1,2,3", ISA_300, rotate_insert, 32, NULL)		\
	X(vrldmi, "1,2,3", ISA_300, rotate_insert, 64, NULL)		\
	X(vprtybw, "1,3", ISA_300, parity, 32, NULL)			\
	X(vprtybd, "1,3", ISA_300, parity, 64, NULL)			\
	X(vprtybq, "1,3", ISA_300, parity, 128, NULL)

VEC_WORDS(WHOLE_ROWS)
static const struct vec_insn whole_rows[] = { WHOLE_ROWS(VEC_ROW) };

static const struct subtest subtests[] = {
	{ "elements", vec_insn, SUBTEST_ROWS(element_rows) },
	{ "logic", vec_insn, SUBTEST_ROWS(logic_rows) },
	{ "compare", vec_insn, SUBTEST_ROWS(compare_rows) },
	{ "products-and-sums", vec_insn, SUBTEST_ROWS(whole_rows) },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("vmx");
	return run_subtests(subtests, argc, argv);
}
