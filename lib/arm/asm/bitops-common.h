/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Atomic bit operations, plain ones while the MMU is off (lib/arm/bitops.c). */
#ifndef _ASMARM_BITOPS_COMMON_H_
#define _ASMARM_BITOPS_COMMON_H_

#define HAVE_BUILTIN_FLS	1

extern void set_bit(int nr, volatile unsigned long *addr);
extern void clear_bit(int nr, volatile unsigned long *addr);
extern int test_bit(int nr, const volatile unsigned long *addr);
/* These return the bit from before. */
extern int test_and_set_bit(int nr, volatile unsigned long *addr);
extern int test_and_clear_bit(int nr, volatile unsigned long *addr);

#endif /* _ASMARM_BITOPS_COMMON_H_ */
