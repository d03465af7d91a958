// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Atomic operations on arrays of longs, bit 0 the least significant.
 */
#ifndef _ASM_GENERIC_BITOPS_H_
#define _ASM_GENERIC_BITOPS_H_

#ifndef _BITOPS_H_
#error only <bitops.h> can be included directly
#endif

#ifndef BITS_PER_LONG
#define BITS_PER_LONG	(__SIZEOF_LONG__ * 8)
#endif

#ifndef __ASSEMBLER__
#define __bit_of(nr)		(1UL << ((nr) % BITS_PER_LONG))
#define __bit_word(nr, p)	((p) + (nr) / BITS_PER_LONG)

static inline void set_bit(int nr, volatile unsigned long *addr)
{
	__atomic_fetch_or(__bit_word(nr, addr), __bit_of(nr), __ATOMIC_SEQ_CST);
}

static inline void clear_bit(int nr, volatile unsigned long *addr)
{
	__atomic_fetch_and(__bit_word(nr, addr), ~__bit_of(nr), __ATOMIC_SEQ_CST);
}

static inline int test_bit(int nr, const volatile unsigned long *addr)
{
	return (*__bit_word(nr, addr) & __bit_of(nr)) != 0;
}

static inline int test_and_set_bit(int nr, volatile unsigned long *addr)
{
	return (__atomic_fetch_or(__bit_word(nr, addr), __bit_of(nr), __ATOMIC_SEQ_CST)
		& __bit_of(nr)) != 0;
}

static inline int test_and_clear_bit(int nr, volatile unsigned long *addr)
{
	return (__atomic_fetch_and(__bit_word(nr, addr), ~__bit_of(nr), __ATOMIC_SEQ_CST)
		& __bit_of(nr)) != 0;
}
#endif

#endif
