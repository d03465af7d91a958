// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What gcc calls on i386 for bit counts of 64-bit values.
 */
#include <libcflat.h>

extern int __ctzdi2(u64 x);
extern int __clzdi2(u64 x);

int __ctzdi2(u64 x)
{
	u32 low = x;

	return low ? __builtin_ctz(low) : 32 + __builtin_ctz((u32)(x >> 32));
}

int __clzdi2(u64 x)
{
	u32 high = x >> 32;

	return high ? __builtin_clz(high) : 32 + __builtin_clz((u32)x);
}
