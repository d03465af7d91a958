// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The compiler's calls for 64-bit division on 32-bit machines, by shift and
 * subtract. A zero divisor does a 32-bit division by zero, for the trap that
 * the machine may have for it.
 */
#include <libcflat.h>

extern u64 __udivmoddi4(u64 num, u64 den, u64 *rem);
extern s64 __divmoddi4(s64 num, s64 den, s64 *rem);
extern u64 __udivdi3(u64 num, u64 den);
extern u64 __umoddi3(u64 num, u64 den);
extern s64 __divdi3(s64 num, s64 den);
extern s64 __moddi3(s64 num, s64 den);

/* Leading zeros of @x, which is not 0, without the compiler's helper. */
static int leading_zeros(u64 x)
{
	int n = 0;

	for (int step = 32; step; step /= 2) {
		if (!(x >> (64 - step))) {
			n += step;
			x <<= step;
		}
	}
	return n;
}

static u32 divide_by_zero(u32 num)
{
	volatile u32 zero = 0;

	return num / zero;
}

u64 __udivmoddi4(u64 num, u64 den, u64 *rem)
{
	u64 quot = 0;
	int shift;

	if (!den)
		return divide_by_zero(num);
	if (!(num >> 32) && !(den >> 32)) {
		quot = (u32)num / (u32)den;
		num = (u32)num % (u32)den;
	} else if (num >= den) {
		shift = leading_zeros(den) - leading_zeros(num);
		den <<= shift;
		for (; shift >= 0; shift--) {
			quot <<= 1;
			if (num >= den) {
				num -= den;
				quot |= 1;
			}
			den >>= 1;
		}
	}
	if (rem)
		*rem = num;
	return quot;
}

static u64 magnitude(s64 x)
{
	return x < 0 ? -(u64)x : (u64)x;
}

/* Quotients round towards zero, remainders have the sign of the dividend. */
s64 __divmoddi4(s64 num, s64 den, s64 *rem)
{
	u64 r = 0, q = __udivmoddi4(magnitude(num), magnitude(den), &r);

	if (rem)
		*rem = num < 0 ? -r : r;
	return (num < 0) != (den < 0) ? -q : q;
}

u64 __udivdi3(u64 num, u64 den)
{
	return __udivmoddi4(num, den, NULL);
}

u64 __umoddi3(u64 num, u64 den)
{
	u64 rem = 0;

	__udivmoddi4(num, den, &rem);
	return rem;
}

s64 __divdi3(s64 num, s64 den)
{
	return __divmoddi4(num, den, NULL);
}

s64 __moddi3(s64 num, s64 den)
{
	s64 rem = 0;

	__divmoddi4(num, den, &rem);
	return rem;
}

#ifdef __riscv
extern int __clzsi2(unsigned int x);
extern int __clzdi2(u64 x);

int __clzsi2(unsigned int x)
{
	return leading_zeros(x) - 32;
}

int __clzdi2(u64 x)
{
	return leading_zeros(x);
}
#endif
