/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Exclusive load and store loops for the atomic bit operations of lib/arm/bitops.c. */
#ifndef _ASMARM_BITOPS_H_
#define _ASMARM_BITOPS_H_

#ifndef _BITOPS_H_
#error "include <bitops.h>, not <asm/bitops.h>"
#endif

#define BITS_PER_LONG	32

/* word = word INSN mask, atomically; INSN is orr, bic or eor. */
#define ATOMIC_BITOP(insn, mask, word) do {				\
	unsigned long __new, __fail;					\
	asm volatile(							\
	"1:	ldrex	%0, [%2]\n"					\
	"	" #insn "	%0, %0, %3\n"				\
	"	strex	%1, %0, [%2]\n"					\
	"	cmp	%1, #0\n"					\
	"	bne	1b"						\
	: "=&r" (__new), "=&r" (__fail)					\
	: "r" (word), "r" (mask) : "memory", "cc");			\
} while (0)

/* The same; old gets the masked value from before. */
#define ATOMIC_TESTOP(insn, mask, word, old) do {			\
	unsigned long __new, __fail;					\
	asm volatile(							\
	"1:	ldrex	%0, [%3]\n"					\
	"	and	%1, %0, %4\n"					\
	"	" #insn "	%0, %0, %4\n"				\
	"	strex	%2, %0, [%3]\n"					\
	"	cmp	%2, #0\n"					\
	"	bne	1b"						\
	: "=&r" (__new), "=&r" (old), "=&r" (__fail)			\
	: "r" (word), "r" (mask) : "memory", "cc");			\
} while (0)

#include <asm/bitops-common.h>

#endif /* _ASMARM_BITOPS_H_ */
