/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _PLAINBITS_H_
#define _PLAINBITS_H_
/*
 * Bit operations for models that instructions are compared with: a compiler turns
 * __builtin_clzl(), __builtin_bswap64() and shifts that look like them into the
 * very instruction under test, and both are wrong together. These are loops whose
 * values the compiler cannot see through.
 */
#include <libcflat.h>

#define plain_hide(v) asm volatile("" : "+r"(v))

/* Leading zeros of a 64-bit value; 64 for 0. */
static inline unsigned int plain_clz64(u64 v)
{
	unsigned int n = 0;

	for (unsigned long high = v >> 32, low = v; n < 64; n++) {
		if (high >> 31 & 1)
			break;
		high = high << 1 | (low >> 31 & 1);
		low <<= 1;
		plain_hide(high);
		plain_hide(low);
	}
	return n;
}

/* Trailing zeros of a 64-bit value; 64 for 0. */
static inline unsigned int plain_ctz64(u64 v)
{
	unsigned int n = 0;

	for (unsigned long high = v >> 32, low = (u32)v; n < 64; n++) {
		if (low & 1)
			break;
		low = (low >> 1 & 0x7fffffff) | (high & 1) << 31;
		high = high >> 1 & 0x7fffffff;
		plain_hide(high);
		plain_hide(low);
	}
	return n;
}

/* Ones in a 64-bit value. */
static inline unsigned int plain_popcount64(u64 v)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < 64; i++) {
		n += v >> i & 1;
		plain_hide(n);
	}
	return n;
}

/* The low @bytes bytes of @v in reverse order. */
static inline u64 plain_bswap(u64 v, unsigned int bytes)
{
	u64 r = 0;

	for (unsigned int i = 0; i < bytes; i++) {
		unsigned long byte = v >> (8 * i) & 0xff;

		plain_hide(byte);
		r = r << 8 | byte;
	}
	return r;
}

#define plain_bswap2(v)	((u16)plain_bswap(v, 2))
#define plain_bswap4(v)	((u32)plain_bswap(v, 4))
#define plain_bswap8(v)	plain_bswap(v, 8)

#endif
