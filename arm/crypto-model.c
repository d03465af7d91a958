// SPDX-License-Identifier: LGPL-2.1-or-later
/* Cryptographic instructions in C: see crypto-model.h. */
#include <libcflat.h>

#include "crypto-model.h"

#define OP(name)	void crypto_##name(union vec *d, union vec n __unused, union vec m __unused, \
					   union vec a __unused, unsigned int imm __unused)

static u32 rol(u32 v, unsigned int n)
{
	return v << n | v >> (32 - n);
}

static u32 ror(u32 v, unsigned int n)
{
	return rol(v, 32 - n);
}

static u64 ror64(u64 v, unsigned int n)
{
	return v >> n | v << (64 - n);
}

/* Product in GF(2^8) with the given polynomial */
static u8 gf_mul(u8 a, u8 b, unsigned int poly)
{
	unsigned int r = 0, x = a;

	for (; b; b >>= 1) {
		if (b & 1)
			r ^= x;
		x <<= 1;
		if (x & 0x100)
			x ^= poly;
	}
	return r;
}

static u8 gf_inverse(u8 a, unsigned int poly)
{
	u8 r = 1;

	/* a^254 */
	for (unsigned int i = 0; i < 254; i++)
		r = gf_mul(r, a, poly);
	return r;
}

static u8 rol8(u8 v, unsigned int n)
{
	return v << n | v >> (8 - n);
}

static unsigned int odd(u8 v)
{
	v ^= v >> 4;
	v ^= v >> 2;
	return (v ^ v >> 1) & 1;
}

static u8 aes_sbox[256], aes_inverse[256], sm4_sbox[256];

/* FIPS 197, 5.1.1; the S-box of SM4 is A(inverse(A(x) + c)) + c over another polynomial */
static void make_sboxes(void)
{
	if (aes_sbox[0])
		return;
	for (unsigned int i = 0; i < 256; i++) {
		u8 v = gf_inverse(i, 0x11b), x = 0, y = 0;

		aes_sbox[i] = v ^ rol8(v, 1) ^ rol8(v, 2) ^ rol8(v, 3) ^ rol8(v, 4) ^ 0x63;
		aes_inverse[aes_sbox[i]] = i;
		/* A is circulant: each output bit is the parity of the input with rotations of 0xa7 */
		for (unsigned int bit = 0; bit < 8; bit++)
			x |= odd(i & rol8(0xa7, bit)) << bit;
		x = gf_inverse(x ^ 0xd3, 0x1f5);
		for (unsigned int bit = 0; bit < 8; bit++)
			y |= odd(x & rol8(0xa7, bit)) << bit;
		sm4_sbox[i] = y ^ 0xd3;
	}
}

/* Byte i of the state is row i % 4 of column i / 4. */
OP(aese)
{
	union vec s = *d;

	make_sboxes();
	s.d[0] ^= n.d[0];
	s.d[1] ^= n.d[1];
	for (unsigned int i = 0; i < 16; i++)
		d->b[i] = aes_sbox[s.b[(i + 4 * (i % 4)) % 16]];
}

OP(aesd)
{
	union vec s = *d;

	make_sboxes();
	s.d[0] ^= n.d[0];
	s.d[1] ^= n.d[1];
	for (unsigned int i = 0; i < 16; i++)
		d->b[i] = aes_inverse[s.b[(i + 16 - 4 * (i % 4)) % 16]];
}

static void mix(union vec *d, union vec n, const u8 *row)
{
	for (unsigned int i = 0; i < 16; i++) {
		u8 v = 0;

		for (unsigned int k = 0; k < 4; k++)
			v ^= gf_mul(n.b[i / 4 * 4 + (i + k) % 4], row[k], 0x11b);
		d->b[i] = v;
	}
}

OP(aesmc)
{
	static const u8 row[] = { 2, 3, 1, 1 };

	mix(d, n, row);
}

OP(aesimc)
{
	static const u8 row[] = { 14, 11, 13, 9 };

	mix(d, n, row);
}

static u32 choose(u32 x, u32 y, u32 z)
{
	return (x & y) | (~x & z);
}

static u32 parity(u32 x, u32 y, u32 z)
{
	return x ^ y ^ z;
}

static u32 majority(u32 x, u32 y, u32 z)
{
	return (x & y) | (x & z) | (y & z);
}

static void sha1(union vec *d, u32 y, union vec w, u32 (*f)(u32, u32, u32))
{
	for (unsigned int e = 0; e < 4; e++) {
		u32 t = y + rol(d->w[0], 5) + f(d->w[1], d->w[2], d->w[3]) + w.w[e];

		y = d->w[3];
		d->w[3] = d->w[2];
		d->w[2] = rol(d->w[1], 30);
		d->w[1] = d->w[0];
		d->w[0] = t;
	}
}

OP(sha1c) { sha1(d, n.w[0], m, choose); }
OP(sha1p) { sha1(d, n.w[0], m, parity); }
OP(sha1m) { sha1(d, n.w[0], m, majority); }

OP(sha1h)
{
	d->d[0] = rol(n.w[0], 30);
	d->d[1] = 0;
}

OP(sha1su0)
{
	union vec r = { .d = { d->d[1], n.d[0] } };

	d->d[0] ^= r.d[0] ^ m.d[0];
	d->d[1] ^= r.d[1] ^ m.d[1];
}

OP(sha1su1)
{
	union vec t;

	for (unsigned int i = 0; i < 4; i++)
		t.w[i] = d->w[i] ^ (i < 3 ? n.w[i + 1] : 0);
	for (unsigned int i = 0; i < 4; i++)
		d->w[i] = rol(t.w[i], 1) ^ (i == 3 ? rol(t.w[0], 2) : 0);
}

static void sha256(union vec *x, union vec *y, union vec w)
{
	for (unsigned int e = 0; e < 4; e++) {
		u32 t = y->w[3] + (ror(y->w[0], 6) ^ ror(y->w[0], 11) ^ ror(y->w[0], 25)) +
			choose(y->w[0], y->w[1], y->w[2]) + w.w[e];
		u32 u = t + (ror(x->w[0], 2) ^ ror(x->w[0], 13) ^ ror(x->w[0], 22)) +
			majority(x->w[0], x->w[1], x->w[2]);
		u32 v = x->w[3] + t;

		for (unsigned int i = 3; i > 0; i--) {
			x->w[i] = x->w[i - 1];
			y->w[i] = y->w[i - 1];
		}
		x->w[0] = u;
		y->w[0] = v;
	}
}

OP(sha256h) { sha256(d, &n, m); }

OP(sha256h2)
{
	union vec x = n;

	sha256(&x, d, m);
}

OP(sha256su0)
{
	union vec old = *d;

	for (unsigned int i = 0; i < 4; i++) {
		u32 t = i < 3 ? old.w[i + 1] : n.w[0];

		d->w[i] += ror(t, 7) ^ ror(t, 18) ^ t >> 3;
	}
}

OP(sha256su1)
{
	for (unsigned int i = 0; i < 4; i++) {
		u32 t0 = i < 3 ? n.w[i + 1] : m.w[0], t1 = i < 2 ? m.w[i + 2] : d->w[i - 2];

		d->w[i] += t0 + (ror(t1, 17) ^ ror(t1, 19) ^ t1 >> 10);
	}
}

static u64 sigma512_1(u64 v) { return ror64(v, 14) ^ ror64(v, 18) ^ ror64(v, 41); }
static u64 sigma512_0(u64 v) { return ror64(v, 28) ^ ror64(v, 34) ^ ror64(v, 39); }

OP(sha512h)
{
	u64 hi, lo, t;

	hi = ((m.d[1] & n.d[0]) ^ (~m.d[1] & n.d[1])) + sigma512_1(m.d[1]) + d->d[1];
	t = hi + m.d[0];
	lo = ((t & m.d[1]) ^ (~t & n.d[0])) + sigma512_1(t) + d->d[0];
	d->d[0] = lo;
	d->d[1] = hi;
}

OP(sha512h2)
{
	u64 hi, lo;

	hi = ((n.d[0] & m.d[1]) ^ (n.d[0] & m.d[0]) ^ (m.d[1] & m.d[0])) + sigma512_0(m.d[0]) + d->d[1];
	lo = ((hi & m.d[0]) ^ (hi & m.d[1]) ^ (m.d[1] & m.d[0])) + sigma512_0(hi) + d->d[0];
	d->d[0] = lo;
	d->d[1] = hi;
}

OP(sha512su0)
{
	u64 a1 = d->d[1], a2 = n.d[0];

	d->d[0] += ror64(a1, 1) ^ ror64(a1, 8) ^ a1 >> 7;
	d->d[1] += ror64(a2, 1) ^ ror64(a2, 8) ^ a2 >> 7;
}

OP(sha512su1)
{
	for (unsigned int i = 0; i < 2; i++)
		d->d[i] += (ror64(n.d[i], 19) ^ ror64(n.d[i], 61) ^ n.d[i] >> 6) + m.d[i];
}

OP(eor3)
{
	for (unsigned int i = 0; i < 2; i++)
		d->d[i] = n.d[i] ^ m.d[i] ^ a.d[i];
}

OP(bcax)
{
	for (unsigned int i = 0; i < 2; i++)
		d->d[i] = n.d[i] ^ (m.d[i] & ~a.d[i]);
}

OP(rax1)
{
	for (unsigned int i = 0; i < 2; i++)
		d->d[i] = n.d[i] ^ ror64(m.d[i], 63);
}

OP(xar)
{
	for (unsigned int i = 0; i < 2; i++) {
		u64 v = n.d[i] ^ m.d[i];

		d->d[i] = imm ? ror64(v, imm) : v;
	}
}

OP(sm3ss1)
{
	d->w[3] = rol(rol(n.w[3], 12) + m.w[3] + a.w[3], 7);
	d->w[0] = d->w[1] = d->w[2] = 0;
}

static void sm3_shift(union vec *d, u32 top, unsigned int n)
{
	d->w[0] = d->w[1];
	d->w[1] = rol(d->w[2], n);
	d->w[2] = d->w[3];
	d->w[3] = top;
}

static void sm3_tt1(union vec *d, union vec n, u32 w, u32 f)
{
	u32 ss2 = n.w[3] ^ rol(d->w[3], 12);

	sm3_shift(d, f + d->w[0] + ss2 + w, 9);
}

static void sm3_tt2(union vec *d, union vec n, u32 w, u32 f)
{
	u32 t = f + d->w[0] + n.w[3] + w;

	sm3_shift(d, t ^ rol(t, 9) ^ rol(t, 17), 19);
}

OP(sm3tt1a) { sm3_tt1(d, n, m.w[imm], parity(d->w[1], d->w[2], d->w[3])); }
OP(sm3tt1b) { sm3_tt1(d, n, m.w[imm], majority(d->w[1], d->w[2], d->w[3])); }
OP(sm3tt2a) { sm3_tt2(d, n, m.w[imm], parity(d->w[1], d->w[2], d->w[3])); }
OP(sm3tt2b) { sm3_tt2(d, n, m.w[imm], choose(d->w[3], d->w[2], d->w[1])); }

static u32 sm3_p1(u32 v)
{
	return v ^ rol(v, 15) ^ rol(v, 23);
}

OP(sm3partw1)
{
	for (unsigned int i = 0; i < 4; i++)
		d->w[i] = sm3_p1(d->w[i] ^ n.w[i] ^ rol(i < 3 ? m.w[i + 1] : d->w[0], 15));
}

OP(sm3partw2)
{
	union vec t;

	for (unsigned int i = 0; i < 4; i++) {
		t.w[i] = n.w[i] ^ rol(m.w[i], 7);
		d->w[i] ^= t.w[i];
	}
	d->w[3] ^= sm3_p1(rol(t.w[0], 15));
}

static u32 sm4_tau(u32 v)
{
	make_sboxes();
	return sm4_sbox[v & 0xff] | sm4_sbox[v >> 8 & 0xff] << 8 | sm4_sbox[v >> 16 & 0xff] << 16 |
	       (u32)sm4_sbox[v >> 24] << 24;
}

static void sm4(union vec *d, union vec keys, bool expand)
{
	for (unsigned int i = 0; i < 4; i++) {
		u32 t = sm4_tau(d->w[3] ^ d->w[2] ^ d->w[1] ^ keys.w[i]);

		t = expand ? t ^ rol(t, 13) ^ rol(t, 23) : t ^ rol(t, 2) ^ rol(t, 10) ^ rol(t, 18) ^ rol(t, 24);
		t ^= d->w[0];
		d->w[0] = d->w[1];
		d->w[1] = d->w[2];
		d->w[2] = d->w[3];
		d->w[3] = t;
	}
}

OP(sm4e) { sm4(d, n, false); }

OP(sm4ekey)
{
	*d = n;
	sm4(d, m, true);
}
