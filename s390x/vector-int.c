// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vector-int: integer, logical, shift and permute instructions of the vector
 * facility against models, for each element size.
 *
 * Three source registers with corner patterns in their elements; result, condition
 * code, and that no other register changes (PoP chapters 21 and 22). Element sizes
 * have table entries and code of their own in an emulator, and the models here know
 * only "element i of size n".
 */
#include <libcflat.h>
#include <plainbits.h>
#include <asm/facility.h>
#include "vector.h"

#define BITS(es)	(8 << (es))
#define COUNT(es)	(16 >> (es))
#define MASK(es)	((es) == 3 ? ~0UL : (1UL << BITS(es)) - 1)

typedef unsigned __int128 u128;
typedef __int128 s128;

static s64 sext(u64 v, int es)
{
	return (s64)(v << (64 - BITS(es))) >> (64 - BITS(es));
}

/* One result element of each of two or three source elements */
#define EACH(expr)									\
({											\
	for (int i = 0; i < COUNT(es); i++) {						\
		u64 x = get(&s->b, es, i), y = get(&s->c, es, i), z = get(&s->d, es, i);	\
		s64 sx = sext(x, es), sy = sext(y, es);					\
											\
		(void)x, (void)y, (void)z, (void)sx, (void)sy;				\
		set(&s->a, es, i, expr);						\
	}										\
})

static u64 rot(u64 v, unsigned int n, int es)
{
	n %= BITS(es);
	return n ? (v << n | v >> (BITS(es) - n)) & MASK(es) : v;
}

static u64 clz(u64 v, int es)
{
	return v ? plain_clz64(v) - (64 - BITS(es)) : BITS(es);
}

static u64 ctz(u64 v, int es)
{
	return v ? plain_ctz64(v) : BITS(es);
}

static u64 ones(u64 v, int es)
{
	u64 n = 0;

	for (int i = 0; i < BITS(es); i++)
		n += v >> i & 1;
	return n;
}

/* Carry-less product */
static u128 gf(u64 x, u64 y, int es)
{
	u128 r = 0;

	for (int i = 0; i < BITS(es); i++)
		if (y >> i & 1)
			r ^= (u128)x << i;
	return r;
}

/* Pairs of elements, even-indexed ones on the left: products twice as wide */
#define WIDE(expr)									\
({											\
	for (int i = 0; i < COUNT(es) / 2; i++) {					\
		u64 xe = get(&s->b, es, 2 * i), ye = get(&s->c, es, 2 * i);		\
		u64 xo = get(&s->b, es, 2 * i + 1), yo = get(&s->c, es, 2 * i + 1);	\
		s64 sxe = sext(xe, es), sye = sext(ye, es), sxo = sext(xo, es), syo = sext(yo, es);	\
		u64 z = get(&s->d, es + 1, i);						\
											\
		(void)xe, (void)ye, (void)xo, (void)yo, (void)z;			\
		(void)sxe, (void)sye, (void)sxo, (void)syo;				\
		set(&s->a, es + 1, i, expr);						\
	}										\
})

/* All elements true 0, some 1, none 3 */
static void compare_cc(struct vec_state *s, int es)
{
	int n = 0;

	for (int i = 0; i < COUNT(es); i++)
		n += get(&s->a, es, i) != 0;
	s->cc = n == COUNT(es) ? 0 : n ? 1 : 3;
}

/* Packs two registers; @sat tells how, the count of saturated elements makes the code */
static void pack(struct vec_state *s, int es, int sat)
{
	int n = COUNT(es), half = BITS(es) / 2, saturated = 0;

	for (int i = 0; i < 2 * n; i++) {
		u64 v = get(i < n ? &s->b : &s->c, es, i % n), r = v;
		s64 sv = sext(v, es), max = (1L << (half - 1)) - 1, min = -max - 1;

		if (sat == 1 && (sv > max || sv < min)) {
			r = sv > max ? max : min;
			saturated++;
		}
		if (sat == 2 && v >> half) {
			r = ~0UL;
			saturated++;
		}
		set(&s->a, es - 1, i, r & MASK(es - 1));
	}
	s->cc = !saturated ? 0 : saturated == 2 * n ? 3 : 1;
}

/* Texts: V1 is the result, V2, V3, V4 are sources */
#define VOP(X, op, body)								\
	X(op##_b, #op "b 1,2,3", { enum { es = 0 }; body; })				\
	X(op##_h, #op "h 1,2,3", { enum { es = 1 }; body; })				\
	X(op##_f, #op "f 1,2,3", { enum { es = 2 }; body; })				\
	X(op##_g, #op "g 1,2,3", { enum { es = 3 }; body; })
#define VOP_F(X, op, body)								\
	X(op##_b, #op "b 1,2,3", { enum { es = 0 }; body; })				\
	X(op##_h, #op "h 1,2,3", { enum { es = 1 }; body; })				\
	X(op##_f, #op "f 1,2,3", { enum { es = 2 }; body; })
#define VOP4_F(X, op, body)								\
	X(op##_b, #op "b 1,2,3,4", { enum { es = 0 }; body; })				\
	X(op##_h, #op "h 1,2,3,4", { enum { es = 1 }; body; })				\
	X(op##_f, #op "f 1,2,3,4", { enum { es = 2 }; body; })
#define VOP1(X, op, body)								\
	X(op##_b, #op "b 1,2", { enum { es = 0 }; body; })				\
	X(op##_h, #op "h 1,2", { enum { es = 1 }; body; })				\
	X(op##_f, #op "f 1,2", { enum { es = 2 }; body; })				\
	X(op##_g, #op "g 1,2", { enum { es = 3 }; body; })
#define VOPS(X, op, body)								\
	X(op##_b, #op "bs 1,2,3", { enum { es = 0 }; body; compare_cc(s, es); })	\
	X(op##_h, #op "hs 1,2,3", { enum { es = 1 }; body; compare_cc(s, es); })	\
	X(op##_f, #op "fs 1,2,3", { enum { es = 2 }; body; compare_cc(s, es); })	\
	X(op##_g, #op "gs 1,2,3", { enum { es = 3 }; body; compare_cc(s, es); })

#define U128(v)		((u128)(v).dw[0] << 64 | (v).dw[1])
#define SET128(v, x)	({ u128 __x = (x); (v).dw[0] = __x >> 64; (v).dw[1] = __x; })

#define ARITH(X)									\
	VOP(X, va, EACH(x + y)) VOP(X, vs, EACH(x - y))					\
	VOP(X, vacc, EACH(((x + y) & MASK(es)) < x)) VOP(X, vscbi, EACH(x >= y))	\
	VOP(X, vavg, EACH((u64)(((s128)sx + sy + 1) >> 1)))				\
	VOP(X, vavgl, EACH((u64)(((u128)x + y + 1) >> 1)))				\
	VOP(X, vmx, EACH(sx > sy ? x : y)) VOP(X, vmxl, EACH(x > y ? x : y))		\
	VOP(X, vmn, EACH(sx < sy ? x : y)) VOP(X, vmnl, EACH(x < y ? x : y))		\
	VOP1(X, vlc, EACH(-x)) VOP1(X, vlp, EACH(sx < 0 ? -x : x))			\
	VOP1(X, vclz, EACH(clz(x, es))) VOP1(X, vctz, EACH(ctz(x, es)))			\
	VOP1(X, vpopct, EACH(ones(x, es)))					\
	X(vaq, "vaq 1,2,3", SET128(s->a, U128(s->b) + U128(s->c)))			\
	X(vsq, "vsq 1,2,3", SET128(s->a, U128(s->b) - U128(s->c)))			\
	X(vaccq, "vaccq 1,2,3", SET128(s->a, U128(s->b) + U128(s->c) < U128(s->b)))	\
	X(vscbiq, "vscbiq 1,2,3", SET128(s->a, U128(s->b) >= U128(s->c)))		\
	X(vacq, "vacq 1,2,3,4", SET128(s->a, U128(s->b) + U128(s->c) + (s->d.dw[1] & 1)))	\
	X(vacccq, "vacccq 1,2,3,4", {							\
		u128 t = U128(s->b) + U128(s->c);					\
		SET128(s->a, (t < U128(s->b)) | (t + (s->d.dw[1] & 1) < t)); })		\
	X(vsbiq, "vsbiq 1,2,3,4", SET128(s->a, U128(s->b) + ~U128(s->c) + (s->d.dw[1] & 1)))	\
	X(vsbcbiq, "vsbcbiq 1,2,3,4", {							\
		u128 t = U128(s->b) + ~U128(s->c);					\
		SET128(s->a, (t < U128(s->b)) | (t + (s->d.dw[1] & 1) < t)); })		\
	X(vsumb, "vsumb 1,2,3", for (int i = 0; i < 4; i++) {				\
		u64 t = get(&s->c, 0, 4 * i + 3);					\
		for (int j = 0; j < 4; j++) t += get(&s->b, 0, 4 * i + j);		\
		set(&s->a, 2, i, t); })							\
	X(vsumh, "vsumh 1,2,3", for (int i = 0; i < 4; i++)				\
		set(&s->a, 2, i, get(&s->c, 1, 2 * i + 1) + get(&s->b, 1, 2 * i) + get(&s->b, 1, 2 * i + 1)))	\
	X(vsumgh, "vsumgh 1,2,3", for (int i = 0; i < 2; i++) {				\
		u64 t = get(&s->c, 1, 4 * i + 3);					\
		for (int j = 0; j < 4; j++) t += get(&s->b, 1, 4 * i + j);		\
		set(&s->a, 3, i, t); })							\
	X(vsumgf, "vsumgf 1,2,3", for (int i = 0; i < 2; i++)				\
		set(&s->a, 3, i, get(&s->c, 2, 2 * i + 1) + get(&s->b, 2, 2 * i) + get(&s->b, 2, 2 * i + 1)))	\
	X(vsumqf, "vsumqf 1,2,3", {							\
		u128 t = get(&s->c, 2, 3);						\
		for (int j = 0; j < 4; j++) t += get(&s->b, 2, j);			\
		SET128(s->a, t); })							\
	X(vsumqg, "vsumqg 1,2,3", SET128(s->a, (u128)s->c.dw[1] + s->b.dw[0] + s->b.dw[1]))	\
	X(vcksm, "vcksm 1,2,3", {							\
		u64 t = get(&s->c, 2, 1);						\
		for (int j = 0; j < 4; j++) { t += get(&s->b, 2, j); t = (u32)t + (t >> 32); }	\
		s->a.dw[0] = t; s->a.dw[1] = 0; })

#define MULTIPLY(X)									\
	X(vmlb, "vmlb 1,2,3", { enum { es = 0 }; EACH(x * y); })			\
	X(vmlhw, "vmlhw 1,2,3", { enum { es = 1 }; EACH(x * y); })			\
	X(vmlf, "vmlf 1,2,3", { enum { es = 2 }; EACH(x * y); })			\
	VOP_F(X, vmh, EACH((u64)(sx * sy >> BITS(es)))) VOP_F(X, vmlh, EACH(x * y >> BITS(es)))	\
	VOP_F(X, vme, WIDE(sxe * sye)) VOP_F(X, vmle, WIDE(xe * ye))			\
	VOP_F(X, vmo, WIDE(sxo * syo)) VOP_F(X, vmlo, WIDE(xo * yo))			\
	X(vmalb, "vmalb 1,2,3,4", { enum { es = 0 }; EACH(x * y + z); })		\
	X(vmalhw, "vmalhw 1,2,3,4", { enum { es = 1 }; EACH(x * y + z); })		\
	X(vmalf, "vmalf 1,2,3,4", { enum { es = 2 }; EACH(x * y + z); })		\
	VOP4_F(X, vmah, EACH((u64)(((s128)sx * sy + sext(z, es)) >> BITS(es))))		\
	VOP4_F(X, vmalh, EACH((u64)(((u128)x * y + z) >> BITS(es))))			\
	VOP4_F(X, vmae, WIDE(sxe * sye + z)) VOP4_F(X, vmale, WIDE(xe * ye + z))		\
	VOP4_F(X, vmao, WIDE(sxo * syo + z)) VOP4_F(X, vmalo, WIDE(xo * yo + z))		\
	VOP_F(X, vgfm, WIDE((u64)(gf(xe, ye, es) ^ gf(xo, yo, es))))			\
	VOP4_F(X, vgfma, WIDE((u64)(gf(xe, ye, es) ^ gf(xo, yo, es)) ^ z))		\
	X(vgfmg, "vgfmg 1,2,3", SET128(s->a, gf(s->b.dw[0], s->c.dw[0], 3) ^ gf(s->b.dw[1], s->c.dw[1], 3)))	\
	X(vgfmag, "vgfmag 1,2,3,4", SET128(s->a, gf(s->b.dw[0], s->c.dw[0], 3) ^		\
		gf(s->b.dw[1], s->c.dw[1], 3) ^ U128(s->d)))

#define LOGIC(X)									\
	X(vn, "vn 1,2,3", { enum { es = 3 }; EACH(x & y); })				\
	X(vnc, "vnc 1,2,3", { enum { es = 3 }; EACH(x & ~y); })				\
	X(vo, "vo 1,2,3", { enum { es = 3 }; EACH(x | y); })				\
	X(vno, "vno 1,2,3", { enum { es = 3 }; EACH(~(x | y)); })			\
	X(vx, "vx 1,2,3", { enum { es = 3 }; EACH(x ^ y); })				\
	X(vnx, "vnx 1,2,3", { enum { es = 3 }; EACH(~(x ^ y)); })			\
	X(vnn, "vnn 1,2,3", { enum { es = 3 }; EACH(~(x & y)); })			\
	X(voc, "voc 1,2,3", { enum { es = 3 }; EACH(x | ~y); })				\
	X(vsel, "vsel 1,2,3,4", { enum { es = 3 }; EACH((x & z) | (y & ~z)); })		\
	VOPS(X, vceq, EACH(x == y ? ~0UL : 0)) VOPS(X, vch, EACH(sx > sy ? ~0UL : 0))	\
	VOPS(X, vchl, EACH(x > y ? ~0UL : 0))						\
	X(vecb, "vecb 2,3", CMP(sext(get(&s->b, 0, 7), 0), sext(get(&s->c, 0, 7), 0)))	\
	X(vech, "vech 2,3", CMP(sext(get(&s->b, 1, 3), 1), sext(get(&s->c, 1, 3), 1)))	\
	X(vecf, "vecf 2,3", CMP(sext(get(&s->b, 2, 1), 2), sext(get(&s->c, 2, 1), 2)))	\
	X(vecg, "vecg 2,3", CMP((s64)s->b.dw[0], (s64)s->c.dw[0]))			\
	X(veclb, "veclb 2,3", CMP(get(&s->b, 0, 7), get(&s->c, 0, 7)))			\
	X(veclf, "veclf 2,3", CMP(get(&s->b, 2, 1), get(&s->c, 2, 1)))			\
	X(veclg, "veclg 2,3", CMP(s->b.dw[0], s->c.dw[0]))				\
	X(vtm, "vtm 2,3", {								\
		u128 v = U128(s->b) & U128(s->c), m = U128(s->c);			\
		s->cc = !v ? 0 : v == m ? 3 : 1; })

#define CMP(x, y)	(s->cc = (x) == (y) ? 0 : (x) < (y) ? 1 : 2)

/* Shifts of the whole register: bits 125-127 and 121-124 of every byte of V3 are the same here */
#define BIT_COUNT	(get(&s->c, 0, 7) & 7)
#define BYTE_COUNT	((get(&s->c, 0, 7) >> 3 & 15) * 8)

#define SHIFT(X)									\
	VOP(X, verllv, EACH(rot(x, y, es))) VOP(X, veslv, EACH(x << y % BITS(es)))	\
	VOP(X, vesrav, EACH((u64)(sx >> y % BITS(es)))) VOP(X, vesrlv, EACH(x >> y % BITS(es)))	\
	X(verllb, "verllb 1,2,5", { enum { es = 0 }; EACH(rot(x, 5, es)); })		\
	X(verllh, "verllh 1,2,13", { enum { es = 1 }; EACH(rot(x, 13, es)); })		\
	X(verllf, "verllf 1,2,37", { enum { es = 2 }; EACH(rot(x, 37, es)); })		\
	X(verllg, "verllg 1,2,63", { enum { es = 3 }; EACH(rot(x, 63, es)); })		\
	X(veslb, "veslb 1,2,9", { enum { es = 0 }; EACH(x << 1); })			\
	X(veslh, "veslh 1,2,15", { enum { es = 1 }; EACH(x << 15); })			\
	X(veslf, "veslf 1,2,31", { enum { es = 2 }; EACH(x << 31); })			\
	X(veslg, "veslg 1,2,64", { enum { es = 3 }; EACH(x); })				\
	X(vesrab, "vesrab 1,2,7", { enum { es = 0 }; EACH((u64)(sx >> 7)); })		\
	X(vesrah, "vesrah 1,2,4", { enum { es = 1 }; EACH((u64)(sx >> 4)); })		\
	X(vesraf, "vesraf 1,2,31", { enum { es = 2 }; EACH((u64)(sx >> 31)); })		\
	X(vesrag, "vesrag 1,2,33", { enum { es = 3 }; EACH((u64)(sx >> 33)); })		\
	X(vesrlb, "vesrlb 1,2,7", { enum { es = 0 }; EACH(x >> 7); })			\
	X(vesrlh, "vesrlh 1,2,9", { enum { es = 1 }; EACH(x >> 9); })			\
	X(vesrlf, "vesrlf 1,2,17", { enum { es = 2 }; EACH(x >> 17); })			\
	X(vesrlg, "vesrlg 1,2,63", { enum { es = 3 }; EACH(x >> 63); })			\
	X(verimb, "verimb 1,2,3,5", { enum { es = 0 };					\
		for (int i = 0; i < COUNT(es); i++) { u64 m = get(&s->c, es, i);	\
		set(&s->a, es, i, (get(&s->a, es, i) & ~m) | (rot(get(&s->b, es, i), 5, es) & m)); } })	\
	X(verimh, "verimh 1,2,3,13", { enum { es = 1 };					\
		for (int i = 0; i < COUNT(es); i++) { u64 m = get(&s->c, es, i);	\
		set(&s->a, es, i, (get(&s->a, es, i) & ~m) | (rot(get(&s->b, es, i), 13, es) & m)); } })	\
	X(verimf, "verimf 1,2,3,31", { enum { es = 2 };					\
		for (int i = 0; i < COUNT(es); i++) { u64 m = get(&s->c, es, i);	\
		set(&s->a, es, i, (get(&s->a, es, i) & ~m) | (rot(get(&s->b, es, i), 31, es) & m)); } })	\
	X(verimg, "verimg 1,2,3,47", { enum { es = 3 };					\
		for (int i = 0; i < COUNT(es); i++) { u64 m = get(&s->c, es, i);	\
		set(&s->a, es, i, (get(&s->a, es, i) & ~m) | (rot(get(&s->b, es, i), 47, es) & m)); } })	\
	X(vsl, "vrepb 3,3,7; vsl 1,2,3", same_bytes(&s->c), SET128(s->a, U128(s->b) << BIT_COUNT))	\
	X(vslb, "vrepb 3,3,7; vslb 1,2,3", same_bytes(&s->c), SET128(s->a, U128(s->b) << BYTE_COUNT))	\
	X(vsrl, "vrepb 3,3,7; vsrl 1,2,3", same_bytes(&s->c), SET128(s->a, U128(s->b) >> BIT_COUNT))	\
	X(vsrlb, "vrepb 3,3,7; vsrlb 1,2,3", same_bytes(&s->c), SET128(s->a, U128(s->b) >> BYTE_COUNT))	\
	X(vsra, "vrepb 3,3,7; vsra 1,2,3", same_bytes(&s->c), SET128(s->a, (u128)((s128)U128(s->b) >> BIT_COUNT)))	\
	X(vsrab, "vrepb 3,3,7; vsrab 1,2,3", same_bytes(&s->c), SET128(s->a, (u128)((s128)U128(s->b) >> BYTE_COUNT)))	\
	X(vsldb_0, "vsldb 1,2,3,0", s->a = s->b)					\
	X(vsldb_5, "vsldb 1,2,3,5", SET128(s->a, U128(s->b) << 40 | U128(s->c) >> 88))	\
	X(vsldb_15, "vsldb 1,2,3,15", SET128(s->a, U128(s->b) << 120 | U128(s->c) >> 8))

static void same_bytes(union vec *v)
{
	u64 b = get(v, 0, 7) * 0x0101010101010101UL;

	v->dw[0] = v->dw[1] = b;
}

static void interleave(struct vec_state *s, int es, bool low)
{
	int n = COUNT(es), first = low ? n / 2 : 0;

	for (int i = 0; i < n / 2; i++) {
		u64 x = get(&s->b, es, first + i), y = get(&s->c, es, first + i);

		set(&s->a, es, 2 * i, x);
		set(&s->a, es, 2 * i + 1, y);
	}
}

static void unpack(struct vec_state *s, int es, bool low, bool sgn)
{
	int n = COUNT(es), first = low ? n / 2 : 0;

	for (int i = 0; i < n / 2; i++) {
		u64 x = get(&s->b, es, first + i);

		set(&s->a, es + 1, i, sgn ? (u64)sext(x, es) : x);
	}
}

static void permute(struct vec_state *s)
{
	for (int i = 0; i < 16; i++) {
		unsigned int n = get(&s->d, 0, i) & 31;

		set(&s->a, 0, i, get(n < 16 ? &s->b : &s->c, 0, n & 15));
	}
}

static u64 bit_permute(struct vec_state *s)
{
	u64 r = 0;

	for (int i = 0; i < 16; i++) {
		unsigned int n = get(&s->c, 0, i);

		r = r << 1 | (n < 128 ? get(&s->b, 0, n / 8) >> (7 - n % 8) & 1 : 0);
	}
	return r;
}

#define PERMUTE(X)									\
	VOP(X, vmrh, interleave(s, es, false)) VOP(X, vmrl, interleave(s, es, true))	\
	X(vpkh, "vpkh 1,2,3", pack(s, 1, 0), s->cc = s->old_cc)				\
	X(vpkf, "vpkf 1,2,3", pack(s, 2, 0), s->cc = s->old_cc)				\
	X(vpkg, "vpkg 1,2,3", pack(s, 3, 0), s->cc = s->old_cc)				\
	X(vpkshs, "vpkshs 1,2,3", pack(s, 1, 1)) X(vpksfs, "vpksfs 1,2,3", pack(s, 2, 1))	\
	X(vpksgs, "vpksgs 1,2,3", pack(s, 3, 1)) X(vpklshs, "vpklshs 1,2,3", pack(s, 1, 2))	\
	X(vpklsfs, "vpklsfs 1,2,3", pack(s, 2, 2)) X(vpklsgs, "vpklsgs 1,2,3", pack(s, 3, 2))	\
	X(vuphb, "vuphb 1,2", unpack(s, 0, false, true)) X(vuphh, "vuphh 1,2", unpack(s, 1, false, true))	\
	X(vuphf, "vuphf 1,2", unpack(s, 2, false, true)) X(vuplb, "vuplb 1,2", unpack(s, 0, true, true))	\
	X(vuplhw, "vuplhw 1,2", unpack(s, 1, true, true)) X(vuplf, "vuplf 1,2", unpack(s, 2, true, true))	\
	X(vuplhb, "vuplhb 1,2", unpack(s, 0, false, false)) X(vuplhh, "vuplhh 1,2", unpack(s, 1, false, false))	\
	X(vuplhf, "vuplhf 1,2", unpack(s, 2, false, false)) X(vupllb, "vupllb 1,2", unpack(s, 0, true, false))	\
	X(vupllh, "vupllh 1,2", unpack(s, 1, true, false)) X(vupllf, "vupllf 1,2", unpack(s, 2, true, false))	\
	X(vperm, "vperm 1,2,3,4", permute(s))						\
	X(vperm_same, "vperm 2,2,3,4", { union vec a = s->a; permute(s); s->b = s->a; s->a = a; })	\
	X(vbperm, "vbperm 1,2,3", { u64 r = bit_permute(s); s->a.dw[0] = r; s->a.dw[1] = 0; })	\
	X(vpdi_0, "vpdi 1,2,3,0", s->a.dw[0] = s->b.dw[0], s->a.dw[1] = s->c.dw[0])	\
	X(vpdi_1, "vpdi 1,2,3,1", s->a.dw[0] = s->b.dw[0], s->a.dw[1] = s->c.dw[1])	\
	X(vpdi_4, "vpdi 1,2,3,4", s->a.dw[0] = s->b.dw[1], s->a.dw[1] = s->c.dw[0])	\
	X(vpdi_5, "vpdi 1,2,3,5", s->a.dw[0] = s->b.dw[1], s->a.dw[1] = s->c.dw[1])	\
	X(vrepb, "vrepb 1,2,11", { enum { es = 0 }; u64 v = get(&s->b, es, 11); EACH(v); })	\
	X(vreph, "vreph 1,2,5", { enum { es = 1 }; u64 v = get(&s->b, es, 5); EACH(v); })	\
	X(vrepf, "vrepf 1,2,2", { enum { es = 2 }; u64 v = get(&s->b, es, 2); EACH(v); })	\
	X(vrepg, "vrepg 1,2,1", { enum { es = 3 }; u64 v = get(&s->b, es, 1); EACH(v); })	\
	X(vrepib, "vrepib 1,-3", { enum { es = 0 }; EACH(-3UL); })			\
	X(vrepih, "vrepih 1,-300", { enum { es = 1 }; EACH(-300UL); })			\
	X(vrepif, "vrepif 1,-3", { enum { es = 2 }; EACH(-3UL); })			\
	X(vrepig, "vrepig 1,-32768", { enum { es = 3 }; EACH(-32768UL); })		\
	X(vlr, "vlr 1,2", s->a = s->b)							\
	X(vgbm, "vgbm 1,0xa5c3", for (int i = 0; i < 16; i++) set(&s->a, 0, i, 0xa5c3 >> (15 - i) & 1 ? 0xff : 0))	\
	X(vgmb, "vgmb 1,2,5", { enum { es = 0 }; EACH(0x3c); })				\
	X(vgmh, "vgmh 1,0,15", { enum { es = 1 }; EACH(0xffff); })			\
	X(vgmf, "vgmf 1,30,1", { enum { es = 2 }; EACH(0xc0000003); })			\
	X(vgmg, "vgmg 1,1,62", { enum { es = 3 }; EACH(0x7ffffffffffffffe); })		\
	X(vsegb, "vsegb 1,2", s->a.dw[0] = sext(get(&s->b, 0, 7), 0), s->a.dw[1] = sext(get(&s->b, 0, 15), 0))	\
	X(vsegh, "vsegh 1,2", s->a.dw[0] = sext(get(&s->b, 1, 3), 1), s->a.dw[1] = sext(get(&s->b, 1, 7), 1))	\
	X(vsegf, "vsegf 1,2", s->a.dw[0] = sext(get(&s->b, 2, 1), 2), s->a.dw[1] = sext(get(&s->b, 2, 3), 2))

VEC_TABLE(arith, ARITH)
VEC_TABLE(multiply, MULTIPLY)
VEC_TABLE(logic, LOGIC)
VEC_TABLE(shift, SHIFT)
VEC_TABLE(permutations, PERMUTE)

static const char *needs_vector(void)
{
	return test_facility(129) && test_facility(135) ? NULL : "no vector facility with its first enhancements";
}

static const struct subtest subtests[] = {
	{ "arithmetic", vec_check, .requires = needs_vector, SUBTEST_ROWS(arith) },
	{ "multiply", vec_check, .requires = needs_vector, SUBTEST_ROWS(multiply) },
	{ "logic", vec_check, .requires = needs_vector, SUBTEST_ROWS(logic) },
	{ "shift", vec_check, .requires = needs_vector, SUBTEST_ROWS(shift) },
	{ "permute", vec_check, .requires = needs_vector, SUBTEST_ROWS(permutations) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
