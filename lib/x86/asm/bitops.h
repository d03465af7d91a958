// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Bit operations on bit strings: the bit number may exceed one word.
 */
#ifndef _ASMX86_BITOPS_H_
#define _ASMX86_BITOPS_H_

#ifndef _BITOPS_H_
#error include <bitops.h> instead
#endif

#ifdef __x86_64__
#define BITS_PER_LONG	64
#else
#define BITS_PER_LONG	32
#endif

#ifndef __ASSEMBLER__

/* Condition codes as outputs of inline assembly. */
#ifdef __GCC_ASM_FLAG_OUTPUTS__
#define CC_SET(c)	"\n\t/* output condition code " #c " */\n"
#define CC_OUT(c)	"=@cc" #c
#else
#define CC_SET(c)	"\n\tset" #c " %[_cc_" #c "]\n"
#define CC_OUT(c)	[_cc_ ## c] "=qm"
#endif

#define __X86_TEST_BITOP(name, prefix, insn)				\
static inline int name(int bit, volatile void *addr)			\
{									\
	unsigned char old;						\
									\
	asm volatile(prefix insn " %2, %1; setc %0"			\
		     : "=qm"(old), "+m"(*(volatile unsigned char *)addr) \
		     : "r"((long)bit) : "cc", "memory");		\
	return old;							\
}

#ifdef __x86_64__
#define __X86_BTS	"btsq"
#define __X86_BTR	"btrq"
#else
#define __X86_BTS	"btsl"
#define __X86_BTR	"btrl"
#endif

/* Atomic */
__X86_TEST_BITOP(test_and_set_bit, "lock; ", __X86_BTS)
__X86_TEST_BITOP(test_and_clear_bit, "lock; ", __X86_BTR)

static inline void set_bit(int bit, volatile void *addr)
{
	test_and_set_bit(bit, addr);
}

static inline void clear_bit(int bit, volatile void *addr)
{
	test_and_clear_bit(bit, addr);
}

/* Not atomic */
__X86_TEST_BITOP(__test_and_set_bit, "", __X86_BTS)
__X86_TEST_BITOP(__test_and_clear_bit, "", __X86_BTR)

static inline void __set_bit(int bit, volatile void *addr)
{
	__test_and_set_bit(bit, addr);
}

static inline void __clear_bit(int bit, volatile void *addr)
{
	__test_and_clear_bit(bit, addr);
}

static inline int test_bit(int bit, const volatile void *addr)
{
	const volatile unsigned char *p = addr;

	return (p[bit / 8] >> (bit % 8)) & 1;
}

#undef __X86_TEST_BITOP

#endif /* !__ASSEMBLER__ */
#endif /* _ASMX86_BITOPS_H_ */
