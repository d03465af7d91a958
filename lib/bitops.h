// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Bits, masks and words of bits. <asm/bitops.h>, which is included from here
 * only, gives BITS_PER_LONG where it is not 8 * sizeof(long)'s own and the
 * architecture's set_bit() family; <asm-generic/bitops.h> is ready for use there.
 */
#ifndef _BITOPS_H_
#define _BITOPS_H_

#ifndef __ASSEMBLER__
#include <libcflat.h>
#endif
#include <linux/const.h>
#include <asm/bitops.h>

#ifndef BITS_PER_LONG
#define BITS_PER_LONG		(__SIZEOF_LONG__ * 8)
#endif
#define BITS_PER_LONG_LONG	64
#define BITS_PER_BYTE		8

#define BIT(n)			_BITUL(n)
#define BIT_ULL(n)		_BITULL(n)
#define BIT_MASK(n)		_BITUL((n) % BITS_PER_LONG)
#define BIT_WORD(n)		((n) / BITS_PER_LONG)
#define BIT_ULL_MASK(n)		_BITULL((n) % BITS_PER_LONG_LONG)
#define BIT_ULL_WORD(n)		((n) / BITS_PER_LONG_LONG)

/* Longs that hold @n bits. */
#define BITS_TO_LONGS(n)	(((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)

/* Bits @l to @h, both included. */
#define GENMASK(h, l) \
	((~_AC(0, UL) << (l)) & (~_AC(0, UL) >> (BITS_PER_LONG - 1 - (h))))
#define GENMASK_ULL(h, l) \
	((~_AC(0, ULL) << (l)) & (~_AC(0, ULL) >> (BITS_PER_LONG_LONG - 1 - (h))))

#ifndef __ASSEMBLER__

#define upper_32_bits(n)	((u32)((u64)(n) >> 32))
#define lower_32_bits(n)	((u32)(n))

/* Number of the highest bit set, from 0; undefined for no bit at all. */
static inline unsigned long fls(unsigned long word)
{
	return BITS_PER_LONG - 1 - __builtin_clzl(word);
}

static inline bool is_power_of_2(unsigned long n)
{
	return n && !(n & (n - 1));
}

/* The smallest k with 2^k >= @n; 0 for 0. */
static inline unsigned int get_order(size_t n)
{
	return n > 1 ? fls(n - 1) + 1 : 0;
}

#endif /* !__ASSEMBLER__ */
#endif /* _BITOPS_H_ */
