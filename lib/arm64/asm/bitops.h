/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Exclusive load and store loops for the atomic bit operations of lib/arm/bitops.c. */
#ifndef _ASMARM64_BITOPS_H_
#define _ASMARM64_BITOPS_H_

#ifndef _BITOPS_H_
#error "include <bitops.h>, not <asm/bitops.h>"
#endif

#define BITS_PER_LONG	64

/* word = word INSN mask, atomically; INSN is orr, bic or eor. */
#define ATOMIC_BITOP(insn, mask, word) do {				\
	unsigned long __new;						\
	unsigned int __fail;						\
	asm volatile(							\
	"1:	ldxr	%0, %2\n"					\
	"	" #insn "	%0, %0, %3\n"				\
	"	stxr	%w1, %0, %2\n"					\
	"	cbnz	%w1, 1b"					\
	: "=&r" (__new), "=&r" (__fail), "+Q" (*(word))			\
	: "r" (mask) : "memory");					\
} while (0)

/* The same; old gets the masked value from before. */
#define ATOMIC_TESTOP(insn, mask, word, old) do {			\
	unsigned long __new;						\
	unsigned int __fail;						\
	asm volatile(							\
	"1:	ldxr	%0, %3\n"					\
	"	and	%1, %0, %4\n"					\
	"	" #insn "	%0, %0, %4\n"				\
	"	stxr	%w2, %0, %3\n"					\
	"	cbnz	%w2, 1b"					\
	: "=&r" (__new), "=&r" (old), "=&r" (__fail), "+Q" (*(word))	\
	: "r" (mask) : "memory");					\
} while (0)

#include <asm/bitops-common.h>

#endif /* _ASMARM64_BITOPS_H_ */
