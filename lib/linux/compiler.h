// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Compiler attributes, single accesses to shared objects, overflow checks.
 */
#ifndef _LINUX_COMPILER_H_
#define _LINUX_COMPILER_H_

#ifndef __ASSEMBLER__

#define GCC_VERSION (__GNUC__ * 10000 + __GNUC_MINOR__ * 100 + __GNUC_PATCHLEVEL__)

/* The compiler moves no memory access across this. */
#define barrier()	asm volatile("" : : : "memory")

#undef __always_inline
#define __always_inline	inline __attribute__((always_inline))
#define noinline	__attribute__((noinline))
#ifndef __unused
#define __unused	__attribute__((unused))
#endif

/*
 * Does the operation overflow the common type of the promoted operands?
 */
#define __overflows(op, a, b) \
	({ typeof((a) + (b)) __ovf; __builtin_##op##_overflow(a, b, &__ovf); })
#define check_add_overflow(a, b)	__overflows(add, a, b)
#define check_sub_overflow(a, b)	__overflows(sub, a, b)
#define check_mul_overflow(a, b)	__overflows(mul, a, b)

typedef unsigned char __attribute__((may_alias))	__once_8_t;
typedef unsigned short __attribute__((may_alias))	__once_16_t;
typedef unsigned int __attribute__((may_alias))		__once_32_t;
typedef unsigned long long __attribute__((may_alias))	__once_64_t;

/* Copy @size bytes with one access where the size allows it. */
static __always_inline void __once_load(void *to, const volatile void *from, unsigned long size)
{
	switch (size) {
	case 1: *(__once_8_t *)to = *(const volatile __once_8_t *)from; break;
	case 2: *(__once_16_t *)to = *(const volatile __once_16_t *)from; break;
	case 4: *(__once_32_t *)to = *(const volatile __once_32_t *)from; break;
	case 8: *(__once_64_t *)to = *(const volatile __once_64_t *)from; break;
	default:
		barrier();
		__builtin_memcpy(to, (const void *)from, size);
		barrier();
	}
}

static __always_inline void __once_store(volatile void *to, const void *from, unsigned long size)
{
	switch (size) {
	case 1: *(volatile __once_8_t *)to = *(const __once_8_t *)from; break;
	case 2: *(volatile __once_16_t *)to = *(const __once_16_t *)from; break;
	case 4: *(volatile __once_32_t *)to = *(const __once_32_t *)from; break;
	case 8: *(volatile __once_64_t *)to = *(const __once_64_t *)from; break;
	default:
		barrier();
		__builtin_memcpy((void *)to, from, size);
		barrier();
	}
}

/* The value of @x, read once; any type. */
#define READ_ONCE(x)							\
({									\
	union { typeof(x) value; char bytes[sizeof(x)]; } __once;	\
	__once_load(__once.bytes, &(x), sizeof(x));			\
	__once.value;							\
})

/* Write @v to @x once; yields the value written. */
#define WRITE_ONCE(x, v)						\
({									\
	union { typeof(x) value; char bytes[sizeof(x)]; } __once = { .value = (typeof(x))(v) }; \
	__once_store(&(x), __once.bytes, sizeof(x));			\
	__once.value;							\
})

#endif /* !__ASSEMBLER__ */
#endif /* _LINUX_COMPILER_H_ */
