// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * permute: vector instructions that move bytes and bits (Power ISA Book I,
 * sections 6.8 and 6.15 to 6.18, 7.6): pack and unpack, merge, splat, permute,
 * select, shifts of the whole register, extract and insert, bit permutes,
 * moves between register files; AES and SHA steps.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "vecinsn.h"

#define SX(x)	sign_extend(x, c->bits)

static u8 byte(const vec *v, unsigned int i)
{
	return vec_get(v, 8, i);
}

/* Bytes 0 to 31 of a and b together */
static u8 byte2(struct vec_case *c, unsigned int i)
{
	return byte(i & 16 ? &c->b : &c->a, i & 15);
}

/* Pack elements of 2 * bits into bits: modulo, or saturating. */
static void pack(struct vec_case *c, bool from_signed, bool to_signed, bool saturate)
{
	unsigned int n = c->bits, half = 64 / n;
	s64 max = to_signed ? (1L << (n - 1)) - 1 : n == 32 ? 0xffffffffL : (1L << n) - 1;
	s64 min = to_signed ? -max - 1 : 0;

	for (unsigned int i = 0; i < 2 * half; i++) {
		u64 x = vec_get(i < half ? &c->a : &c->b, 2 * n, i % half);
		s64 s = sign_extend(x, 2 * n);

		if (saturate && (from_signed ? s < min : false)) {
			c->sat = true;
			x = min;
		} else if (saturate && (from_signed ? s > max : x > (u64)max)) {
			c->sat = true;
			x = max;
		}
		vec_set(&c->t, n, i, x);
	}
}

static void pack_um(struct vec_case *c) { pack(c, false, false, false); }
static void pack_us(struct vec_case *c) { pack(c, false, false, true); }
static void pack_sus(struct vec_case *c) { pack(c, true, false, true); }
static void pack_sss(struct vec_case *c) { pack(c, true, true, true); }

static void pack_px(struct vec_case *c)
{
	for (unsigned int i = 0; i < 8; i++) {
		u64 x = vec_get(i < 4 ? &c->a : &c->b, 32, i % 4);

		vec_set(&c->t, 16, i, (x >> 24 & 1) << 15 | (x >> 19 & 31) << 10 | (x >> 11 & 31) << 5 | (x >> 3 & 31));
	}
}

static void unpack(struct vec_case *c, bool low)
{
	unsigned int n = c->bits;
	vec b = c->b;

	for (unsigned int i = 0; i < 64 / n; i++)
		vec_set(&c->t, 2 * n, i, SX(vec_get(&b, n, i + (low ? 64 / n : 0))));
}

static void unpack_h(struct vec_case *c) { unpack(c, false); }
static void unpack_l(struct vec_case *c) { unpack(c, true); }

static void unpack_px(struct vec_case *c, bool low)
{
	for (unsigned int i = 0; i < 4; i++) {
		u64 x = vec_get(&c->b, 16, i + 4 * low);

		vec_set(&c->t, 32, i, (x & 0x8000 ? 0xff000000 : 0) | (x >> 10 & 31) << 16 |
			(x >> 5 & 31) << 8 | (x & 31));
	}
}

static void unpack_hpx(struct vec_case *c) { unpack_px(c, false); }
static void unpack_lpx(struct vec_case *c) { unpack_px(c, true); }

/* Alternately from a and b: elements from @first, @step apart */
static void merge(struct vec_case *c, unsigned int first, unsigned int step)
{
	unsigned int n = c->bits;

	for (unsigned int i = 0; i < 64 / n; i++) {
		vec_set(&c->t, n, 2 * i, vec_get(&c->a, n, first + i * step));
		vec_set(&c->t, n, 2 * i + 1, vec_get(&c->b, n, first + i * step));
	}
}

static void merge_h(struct vec_case *c) { merge(c, 0, 1); }
static void merge_l(struct vec_case *c) { merge(c, 64 / c->bits, 1); }
static void merge_e(struct vec_case *c) { merge(c, 0, 2); }
static void merge_o(struct vec_case *c) { merge(c, 1, 2); }

static void splat(struct vec_case *c, unsigned int from)
{
	for (unsigned int i = 0; i < 128 / c->bits; i++)
		vec_set(&c->t, c->bits, i, vec_get(&c->b, c->bits, from));
}

static void splat_1(struct vec_case *c) { splat(c, 1); }
static void splat_2(struct vec_case *c) { splat(c, 2); }

static void splat_imm(struct vec_case *c, s64 x)
{
	for (unsigned int i = 0; i < 128 / c->bits; i++)
		vec_set(&c->t, c->bits, i, x);
}

static void splat_7(struct vec_case *c) { splat_imm(c, 7); }
static void splat_m16(struct vec_case *c) { splat_imm(c, -16); }
static void splat_a5(struct vec_case *c) { splat_imm(c, 0xa5); }

static void perm(struct vec_case *c)
{
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&c->t, 8, i, byte2(c, byte(&c->c, i) & 31));
}

static void permr(struct vec_case *c)
{
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&c->t, 8, i, byte2(c, 31 - (byte(&c->c, i) & 31)));
}

/* xxperm: the target is the second half, b the control. */
static void xxperm(struct vec_case *c)
{
	vec t = c->t, control = c->b;

	c->b = t;
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&c->t, 8, i, byte2(c, byte(&control, i) & 31));
	c->b = control;
}

static void xxpermr(struct vec_case *c)
{
	vec t = c->t, control = c->b;

	c->b = t;
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&c->t, 8, i, byte2(c, 31 - (byte(&control, i) & 31)));
	c->b = control;
}

static void permxor(struct vec_case *c)
{
	for (unsigned int i = 0; i < 16; i++) {
		u8 x = byte(&c->c, i);

		vec_set(&c->t, 8, i, byte(&c->a, x >> 4) ^ byte(&c->b, x & 15));
	}
}

static void select(struct vec_case *c)
{
	for (unsigned int i = 0; i < 2; i++)
		c->t.d[i] = (c->a.d[i] & ~c->c.d[i]) | (c->b.d[i] & c->c.d[i]);
}

static void sldoi_5(struct vec_case *c)
{
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&c->t, 8, i, byte2(c, i + 5));
}

static void sldwi_3(struct vec_case *c)
{
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&c->t, 8, i, byte2(c, i + 12));
}

static void permdi_1(struct vec_case *c)
{
	c->t.d[0] = c->a.d[0];
	c->t.d[1] = c->b.d[1];
}

static void permdi_2(struct vec_case *c)
{
	c->t.d[0] = c->a.d[1];
	c->t.d[1] = c->b.d[0];
}

/* Whole register: by bits (all bytes of b must name the same count) or bytes */
static void shift_all(struct vec_case *c, unsigned int n, bool left)
{
	vec t = c->a;

	for (; n; n--) {
		if (left) {
			t.d[0] = t.d[0] << 1 | t.d[1] >> 63;
			t.d[1] <<= 1;
		} else {
			t.d[1] = t.d[1] >> 1 | t.d[0] << 63;
			t.d[0] >>= 1;
		}
	}
	c->t = t;
}

static void same_counts(struct vec_case *c)
{
	for (unsigned int i = 0; i < 15; i++)
		if ((byte(&c->b, i) ^ byte(&c->b, 15)) & 7)
			c->skip = true;
}

static void sl(struct vec_case *c)
{
	same_counts(c);
	shift_all(c, byte(&c->b, 15) & 7, true);
}

static void sr(struct vec_case *c)
{
	same_counts(c);
	shift_all(c, byte(&c->b, 15) & 7, false);
}

static void slo(struct vec_case *c) { shift_all(c, byte(&c->b, 15) >> 3 & 15 ? (byte(&c->b, 15) & 0x78) : 0, true); }
static void sro(struct vec_case *c) { shift_all(c, byte(&c->b, 15) & 0x78, false); }

/* Each byte by its own count, filled from its neighbour */
static void slv(struct vec_case *c)
{
	for (unsigned int i = 0; i < 16; i++) {
		unsigned int pair = byte(&c->a, i) << 8 | (i < 15 ? byte(&c->a, i + 1) : 0);

		vec_set(&c->t, 8, i, pair << (byte(&c->b, i) & 7) >> 8);
	}
}

static void srv(struct vec_case *c)
{
	for (unsigned int i = 0; i < 16; i++) {
		unsigned int pair = (i ? byte(&c->a, i - 1) : 0) << 8 | byte(&c->a, i);

		vec_set(&c->t, 8, i, pair >> (byte(&c->b, i) & 7));
	}
}

/* vextractub 5 and its kind: bytes 5 up into doubleword 0, right-justified */
static void extract_5(struct vec_case *c)
{
	u64 x = 0;

	for (unsigned int i = 0; i < c->bits / 8; i++)
		x = x << 8 | byte(&c->b, 5 + i);
	c->t.d[0] = x;
	c->t.d[1] = 0;
}

static void insert_5(struct vec_case *c)
{
	unsigned int n = c->bits / 8;

	for (unsigned int i = 0; i < n; i++)
		vec_set(&c->t, 8, 5 + i, byte(&c->b, 8 - n + i));
}

static void xx_extract_7(struct vec_case *c)
{
	c->t.d[0] = (u64)byte(&c->b, 7) << 24 | byte(&c->b, 8) << 16 | byte(&c->b, 9) << 8 | byte(&c->b, 10);
	c->t.d[1] = 0;
}

static void xx_insert_7(struct vec_case *c)
{
	for (unsigned int i = 0; i < 4; i++)
		vec_set(&c->t, 8, 7 + i, byte(&c->b, 4 + i));
}

/* vextublx and its kind: index in r5, result in r5 */
static void extract_x(struct vec_case *c, bool from_right)
{
	unsigned int n = c->bits / 8, index = c->r5 & 15;
	u64 x = 0;

	if (index > 16 - n) {
		c->skip = true;
		return;
	}
	if (from_right)
		index = 16 - n - index;
	for (unsigned int i = 0; i < n; i++)
		x = x << 8 | byte(&c->b, index + i);
	c->r5 = x;
}

static void extract_lx(struct vec_case *c) { extract_x(c, false); }
static void extract_rx(struct vec_case *c) { extract_x(c, true); }

/* Leading or trailing bytes whose last bit is 0 */
static void clzlsbb(struct vec_case *c)
{
	for (c->r5 = 0; c->r5 < 16 && !(byte(&c->b, c->r5) & 1); c->r5++)
		;
}

static void ctzlsbb(struct vec_case *c)
{
	for (c->r5 = 0; c->r5 < 16 && !(byte(&c->b, 15 - c->r5) & 1); c->r5++)
		;
}

static void bpermq(struct vec_case *c)
{
	u64 x = 0;

	for (unsigned int i = 0; i < 16; i++) {
		u8 n = byte(&c->b, i);

		x = x << 1 | (n < 128 ? vec_get(&c->a, 1, n) : 0);
	}
	c->t.d[0] = x;
	c->t.d[1] = 0;
}

static void bpermd(struct vec_case *c)
{
	for (unsigned int d = 0; d < 2; d++) {
		u64 x = 0;

		for (unsigned int i = 0; i < 8; i++) {
			u8 n = byte(&c->b, 8 * d + i);

			x = x << 1 | (n < 64 ? c->a.d[d] >> (63 - n) & 1 : 0);
		}
		c->t.d[d] = x;
	}
}

/* The 8 by 8 bit matrix of each doubleword, transposed */
static void gbbd(struct vec_case *c)
{
	for (unsigned int d = 0; d < 2; d++) {
		u64 x = 0;

		for (unsigned int i = 0; i < 8; i++)
			for (unsigned int j = 0; j < 8; j++)
				if (c->b.d[d] >> (63 - 8 * i - j) & 1)
					x |= 1UL << (63 - 8 * j - i);
		c->t.d[d] = x;
	}
}

/* xxbr*: bytes reversed within each element */
static void reverse(struct vec_case *c)
{
	unsigned int n = c->bits / 8;

	for (unsigned int i = 0; i < 16; i++)
		vec_set(&c->t, 8, i, byte(&c->b, i / n * n + n - 1 - i % n));
}

/* The Galois field of AES: x^8 + x^4 + x^3 + x + 1 */
static u8 gf_mul(u8 a, u8 b)
{
	u8 p = 0;

	for (; b; b >>= 1) {
		if (b & 1)
			p ^= a;
		a = a << 1 ^ (a & 0x80 ? 0x1b : 0);
	}
	return p;
}

static u8 sub_byte(u8 x)
{
	u8 inverse = 0, r = 0x63;

	for (unsigned int i = 1; x && i < 256; i++)
		if (gf_mul(x, i) == 1)
			inverse = i;
	for (int i = 0; i < 5; i++)
		r ^= inverse << i | inverse >> (8 - i);
	return r;
}

static u8 sbox[256], inverse_sbox[256];

static void make_sboxes(void)
{
	for (unsigned int i = 0; !sbox[0] && i < 256; i++) {
		unsigned int x = i ^ 0xff;	/* sbox[0] comes last: it says that all are there */

		sbox[x] = sub_byte(x);
		inverse_sbox[sbox[x]] = x;
	}
}

static void aes_sbox(struct vec_case *c)
{
	make_sboxes();
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&c->t, 8, i, sbox[byte(&c->a, i)]);
}

/* FIPS 197: the state's columns are the words. */
static void cipher(struct vec_case *c, bool last)
{
	vec s = c->a, m;

	make_sboxes();
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&m, 8, i, sbox[byte(&s, (i + 4 * (i % 4)) % 16)]);
	for (unsigned int i = 0; i < 16 && !last; i++) {
		unsigned int w = i & ~3U, r = i & 3;

		vec_set(&s, 8, i, gf_mul(byte(&m, w + r), 2) ^ gf_mul(byte(&m, w + (r + 1) % 4), 3) ^
			byte(&m, w + (r + 2) % 4) ^ byte(&m, w + (r + 3) % 4));
	}
	if (last)
		s = m;
	c->t.d[0] = s.d[0] ^ c->b.d[0];
	c->t.d[1] = s.d[1] ^ c->b.d[1];
}

static void ncipher(struct vec_case *c, bool last)
{
	vec s, m;

	make_sboxes();
	for (unsigned int i = 0; i < 16; i++)
		vec_set(&s, 8, i, inverse_sbox[byte(&c->a, (i + 12 * (i % 4)) % 16)]);
	s.d[0] ^= c->b.d[0];
	s.d[1] ^= c->b.d[1];
	for (unsigned int i = 0; i < 16; i++) {
		unsigned int w = i & ~3U, r = i & 3;

		vec_set(&m, 8, i, gf_mul(byte(&s, w + r), 14) ^ gf_mul(byte(&s, w + (r + 1) % 4), 11) ^
			gf_mul(byte(&s, w + (r + 2) % 4), 13) ^ gf_mul(byte(&s, w + (r + 3) % 4), 9));
	}
	c->t = last ? s : m;
}

static void cipher_round(struct vec_case *c) { cipher(c, false); }
static void cipher_last(struct vec_case *c) { cipher(c, true); }
static void ncipher_round(struct vec_case *c) { ncipher(c, false); }
static void ncipher_last(struct vec_case *c) { ncipher(c, true); }

static u64 ror(u64 x, unsigned int n, unsigned int bits)
{
	return (x >> n | x << (bits - n)) & (bits == 64 ? -1UL : (1UL << bits) - 1);
}

/* FIPS 180-4, sections 4.1.2 and 4.1.3: ST = 0 small, 1 big; SIX picks 0 or 1. */
static void sha(struct vec_case *c, bool big, unsigned int six)
{
	unsigned int n = c->bits;

	for (unsigned int i = 0; i < 128 / n; i++) {
		/* SIX bit i (of doublewords: 2 i), from the left */
		bool one = six >> (3 - (n == 32 ? i : 2 * i)) & 1;
		u64 x = vec_get(&c->a, n, i), r;

		if (n == 32)
			r = big ? one ? ror(x, 6, n) ^ ror(x, 11, n) ^ ror(x, 25, n) :
					ror(x, 2, n) ^ ror(x, 13, n) ^ ror(x, 22, n) :
				  one ? ror(x, 17, n) ^ ror(x, 19, n) ^ x >> 10 :
					ror(x, 7, n) ^ ror(x, 18, n) ^ x >> 3;
		else
			r = big ? one ? ror(x, 14, n) ^ ror(x, 18, n) ^ ror(x, 41, n) :
					ror(x, 28, n) ^ ror(x, 34, n) ^ ror(x, 39, n) :
				  one ? ror(x, 19, n) ^ ror(x, 61, n) ^ x >> 6 :
					ror(x, 1, n) ^ ror(x, 8, n) ^ x >> 7;
		vec_set(&c->t, n, i, r);
	}
}

static void sha_small(struct vec_case *c) { sha(c, false, 5); }
static void sha_big(struct vec_case *c) { sha(c, true, 10); }

#define ROWS(X)								\
	X(vpkuhum, "1,2,3", ISA_206, pack_um, 8, NULL)			\
	X(vpkuwum, "1,2,3", ISA_206, pack_um, 16, NULL)			\
	X(vpkudum, "1,2,3", ISA_207, pack_um, 32, NULL)			\
	X(vpkuhus, "1,2,3", ISA_206, pack_us, 8, NULL)			\
	X(vpkuwus, "1,2,3", ISA_206, pack_us, 16, NULL)			\
	X(vpkudus, "1,2,3", ISA_207, pack_us, 32, NULL)			\
	X(vpkshus, "1,2,3", ISA_206, pack_sus, 8, NULL)			\
	X(vpkswus, "1,2,3", ISA_206, pack_sus, 16, NULL)		\
	X(vpksdus, "1,2,3", ISA_207, pack_sus, 32, NULL)		\
	X(vpkshss, "1,2,3", ISA_206, pack_sss, 8, NULL)			\
	X(vpkswss, "1,2,3", ISA_206, pack_sss, 16, NULL)		\
	X(vpksdss, "1,2,3", ISA_207, pack_sss, 32, NULL)		\
	X(vpkpx, "1,2,3", ISA_206, pack_px, 16, NULL)			\
	X(vupkhsb, "1,3", ISA_206, unpack_h, 8, NULL)			\
	X(vupkhsh, "1,3", ISA_206, unpack_h, 16, NULL)			\
	X(vupkhsw, "1,3", ISA_207, unpack_h, 32, NULL)			\
	X(vupklsb, "1,3", ISA_206, unpack_l, 8, NULL)			\
	X(vupklsh, "1,3", ISA_206, unpack_l, 16, NULL)			\
	X(vupklsw, "1,3", ISA_207, unpack_l, 32, NULL)			\
	X(vupkhpx, "1,3", ISA_206, unpack_hpx, 16, NULL)		\
	X(vupklpx, "1,3", ISA_206, unpack_lpx, 16, NULL)		\
	X(vmrghb, "1,2,3", ISA_206, merge_h, 8, NULL)			\
	X(vmrghh, "1,2,3", ISA_206, merge_h, 16, NULL)			\
	X(vmrghw, "1,2,3", ISA_206, merge_h, 32, NULL)			\
	X(vmrglb, "1,2,3", ISA_206, merge_l, 8, NULL)			\
	X(vmrglh, "1,2,3", ISA_206, merge_l, 16, NULL)			\
	X(vmrglw, "1,2,3", ISA_206, merge_l, 32, NULL)			\
	X(vmrgew, "1,2,3", ISA_207, merge_e, 32, NULL)			\
	X(vmrgow, "1,2,3", ISA_207, merge_o, 32, NULL)			\
	X(vspltb, "1,3,2", ISA_206, splat_2, 8, NULL)			\
	X(vsplth, "1,3,2", ISA_206, splat_2, 16, NULL)			\
	X(vspltw, "1,3,2", ISA_206, splat_2, 32, NULL)			\
	X(vspltisb, "1,7", ISA_206, splat_7, 8, NULL)			\
	X(vspltish, "1,-16", ISA_206, splat_m16, 16, NULL)		\
	X(vspltisw, "1,-16", ISA_206, splat_m16, 32, NULL)		\
	X(vperm, "1,2,3,4", ISA_206, perm, 8, NULL)			\
	X(vpermr, "1,2,3,4", ISA_300, permr, 8, NULL)			\
	X(vpermxor, "1,2,3,4", ISA_207, permxor, 8, NULL)		\
	X(vsel, "1,2,3,4", ISA_206, select, 1, NULL)			\
	X(vsldoi, "1,2,3,5", ISA_206, sldoi_5, 8, NULL)			\
	X(vsl, "1,2,3", ISA_206, sl, 128, NULL)				\
	X(vsr, "1,2,3", ISA_206, sr, 128, NULL)				\
	X(vslo, "1,2,3", ISA_206, slo, 128, NULL)			\
	X(vsro, "1,2,3", ISA_206, sro, 128, NULL)			\
	X(vslv, "1,2,3", ISA_300, slv, 8, NULL)				\
	X(vsrv, "1,2,3", ISA_300, srv, 8, NULL)				\
	X(vextractub, "1,3,5", ISA_300, extract_5, 8, NULL)		\
	X(vextractuh, "1,3,5", ISA_300, extract_5, 16, NULL)		\
	X(vextractuw, "1,3,5", ISA_300, extract_5, 32, NULL)		\
	X(vextractd, "1,3,5", ISA_300, extract_5, 64, NULL)		\
	X(vinsertb, "1,3,5", ISA_300, insert_5, 8, NULL)		\
	X(vinserth, "1,3,5", ISA_300, insert_5, 16, NULL)		\
	X(vinsertw, "1,3,5", ISA_300, insert_5, 32, NULL)		\
	X(vinsertd, "1,3,5", ISA_300, insert_5, 64, NULL)		\
	X(vextublx, "5,5,3", ISA_300, extract_lx, 8, NULL)		\
	X(vextuhlx, "5,5,3", ISA_300, extract_lx, 16, NULL)		\
	X(vextuwlx, "5,5,3", ISA_300, extract_lx, 32, NULL)		\
	X(vextubrx, "5,5,3", ISA_300, extract_rx, 8, NULL)		\
	X(vextuhrx, "5,5,3", ISA_300, extract_rx, 16, NULL)		\
	X(vextuwrx, "5,5,3", ISA_300, extract_rx, 32, NULL)		\
	X(vclzlsbb, "5,3", ISA_300, clzlsbb, 8, NULL)			\
	X(vctzlsbb, "5,3", ISA_300, ctzlsbb, 8, NULL)			\
	X(vbpermq, "1,2,3", ISA_207, bpermq, 128, NULL)			\
	X(vbpermd, "1,2,3", ISA_300, bpermd, 64, NULL)			\
	X(vgbbd, "1,3", ISA_207, gbbd, 64, NULL)			\
	X(vsbox, "1,2", ISA_207, aes_sbox, 8, NULL)			\
	X(vcipher, "1,2,3", ISA_207, cipher_round, 8, NULL)		\
	X(vcipherlast, "1,2,3", ISA_207, cipher_last, 8, NULL)		\
	X(vncipher, "1,2,3", ISA_207, ncipher_round, 8, NULL)		\
	X(vncipherlast, "1,2,3", ISA_207, ncipher_last, 8, NULL)	\
	X(vshasigmaw, "1,2,0,5", ISA_207, sha_small, 32, NULL)		\
	X(vshasigmad, "1,2,1,10", ISA_207, sha_big, 64, NULL)

VEC_WORDS(ROWS)
static const struct vec_insn rows[] = { ROWS(VEC_ROW) };

static void from_r5_d(struct vec_case *c)
{
	c->t.d[0] = c->r5;
	c->half = true;
}

static void from_r5_ws(struct vec_case *c)
{
	for (int i = 0; i < 4; i++)
		vec_set(&c->t, 32, i, c->r5);
}

static void from_r5_dd(struct vec_case *c)
{
	c->t.d[0] = c->t.d[1] = c->r5;
}

static void from_r5_w(struct vec_case *c, bool is_signed)
{
	c->t.d[0] = is_signed ? (u64)(s32)c->r5 : (u32)c->r5;
	c->half = true;
}

static void from_r5_wa(struct vec_case *c) { from_r5_w(c, true); }
static void from_r5_wz(struct vec_case *c) { from_r5_w(c, false); }
static void to_r5_d(struct vec_case *c) { c->r5 = c->b.d[0]; }
static void to_r5_ld(struct vec_case *c) { c->r5 = c->b.d[1]; }
static void to_r5_w(struct vec_case *c) { c->r5 = (u32)c->b.d[0]; }

#define VSX_ROWS(X)									\
	X(xxmrghw, "33,34,35", "1,2,3", ISA_206, merge_h, 32, NULL)			\
	X(xxmrglw, "33,34,35", "1,2,3", ISA_206, merge_l, 32, NULL)			\
	X(xxspltw, "33,35,1", "1,3,1", ISA_206, splat_1, 32, NULL)			\
	X(xxspltib, "33,0xa5", "1,0xa5", ISA_300, splat_a5, 8, NULL)			\
	X(xxsel, "33,34,35,36", "1,2,3,4", ISA_206, select, 1, NULL)			\
	X(xxsldwi, "33,34,35,3", "1,2,3,3", ISA_206, sldwi_3, 32, NULL)			\
	X(xxpermdi, "33,34,35,1", "1,2,3,1", ISA_206, permdi_1, 64, NULL)		\
	X(xxperm, "33,34,35", "1,2,3", ISA_300, xxperm, 8, NULL)			\
	X(xxpermr, "33,34,35", "1,2,3", ISA_300, xxpermr, 8, NULL)			\
	X(xxextractuw, "33,35,7", "1,3,7", ISA_300, xx_extract_7, 32, NULL)		\
	X(xxinsertw, "33,35,7", "1,3,7", ISA_300, xx_insert_7, 32, NULL)		\
	X(xxbrh, "33,35", "1,3", ISA_300, reverse, 16, NULL)				\
	X(xxbrw, "33,35", "1,3", ISA_300, reverse, 32, NULL)				\
	X(xxbrd, "33,35", "1,3", ISA_300, reverse, 64, NULL)				\
	X(xxbrq, "33,35", "1,3", ISA_300, reverse, 128, NULL)				\
	X(mtvsrd, "33,5", "1,5", ISA_207, from_r5_d, 64, NULL)				\
	X(mtvsrwa, "33,5", "1,5", ISA_207, from_r5_wa, 64, NULL)			\
	X(mtvsrwz, "33,5", "1,5", ISA_207, from_r5_wz, 64, NULL)			\
	X(mtvsrws, "33,5", "1,5", ISA_300, from_r5_ws, 64, NULL)			\
	X(mtvsrdd, "33,5,5", "1,5,5", ISA_300, from_r5_dd, 64, NULL)			\
	X(mfvsrd, "5,35", "5,3", ISA_207, to_r5_d, 64, NULL)				\
	X(mfvsrld, "5,35", "5,3", ISA_300, to_r5_ld, 64, NULL)				\
	X(mfvsrwz, "5,35", "5,3", ISA_207, to_r5_w, 64, NULL)

VEC_WORDS_VSX(VSX_ROWS)
static const struct vec_insn vsx_rows[] = { VSX_ROWS(VEC_ROW_VSX) };

/* The other immediate of two of them */
static void permdi(void)
{
	struct vec_case c = { .a = { { 1, 2 } }, .b = { { 3, 4 } } };
	struct vec_regs regs = { .v = { { { 9, 9 } }, { { 1, 2 } }, { { 3, 4 } } } };

	vec_on();
	permdi_2(&c);
	exec_vec(&regs, 60U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 2 << 8 | 10 << 3 | 7);
	vec_off();
	check(vec_same(&regs.v[0], &c.t), "xxpermdi with DM = 2: %lu, %lu", regs.v[0].d[0], regs.v[0].d[1]);
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const struct subtest subtests[] = {
	{ "vmx", vec_insn, SUBTEST_ROWS(rows) },
	{ "vsx", vec_insn, SUBTEST_ROWS(vsx_rows) },
	{ "xxpermdi", permdi, needs_power8 },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("permute");
	return run_subtests(subtests, argc, argv);
}
