/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bit tests. test_bit() counts from the least significant bit of each long;
 * test_bit_inv() counts as IBM manuals do, bit 0 being the leftmost bit of
 * the first doubleword.
 */
#ifndef _ASMS390X_BITOPS_H_
#define _ASMS390X_BITOPS_H_

#ifndef _BITOPS_H_
#error only <bitops.h> can be included directly
#endif

#include <stdbool.h>

#define BITS_PER_LONG	64

static inline bool test_bit(unsigned long nr, const volatile unsigned long *ptr)
{
	return ptr[nr / BITS_PER_LONG] >> (nr % BITS_PER_LONG) & 1;
}

static inline bool test_bit_inv(unsigned long nr, const volatile unsigned long *ptr)
{
	return ptr[nr / BITS_PER_LONG] << (nr % BITS_PER_LONG) >> (BITS_PER_LONG - 1) & 1;
}

#endif
