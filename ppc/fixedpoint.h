/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For the tests of fixed-point instructions: operands, and what one leaves.
 */
#ifndef _PPC_FIXEDPOINT_H_
#define _PPC_FIXEDPOINT_H_

#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"

typedef unsigned __int128 u128;
typedef __int128 s128;

static const u64 operands[] = {
	0, 1, 2, 0x7f, 0x80, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
	0x7fffffffffffffff, 0x8000000000000000, 0x8000000000000001, 0xffffffff80000000,
	0xfffffffffffffffe, 0xffffffffffffffff, 0x123456789abcdef0, 0xffffffff7fffffff,
};

/* What an instruction leaves behind besides its target. */
struct result {
	u64 value;
	bool ca, ca32;		/* meaningful if has_ca */
	bool ov, ov32;		/* meaningful if has_ov */
	bool undefined;		/* division: target and CR0 are undefined */
};

/* a + b + c with all four carries and overflows */
static inline struct result sum(u64 a, u64 b, bool c)
{
	struct result r = { .value = a + b + c };
	u64 low = (a & 0xffffffff) + (b & 0xffffffff) + c;
	s128 wide = (s128)(s64)a + (s64)b + c;
	s64 wide32 = (s64)(s32)a + (s32)b + c;

	r.ca = ((u128)a + b + c) >> 64;
	r.ca32 = low >> 32;
	r.ov = wide != (s64)wide;
	r.ov32 = wide32 != (s32)wide32;
	return r;
}

static inline u64 cr0_of(u64 value, bool so)
{
	return ((s64)value < 0 ? CR0_LT : value ? CR0_GT : CR0_EQ) | (so ? CR0_SO : 0);
}

static inline bool isa300(void)
{
	return cpu_has_radix;
}

#endif /* _PPC_FIXEDPOINT_H_ */
