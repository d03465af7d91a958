// SPDX-License-Identifier: LGPL-2.1-or-later
/* What else gcc and clang call on 32-bit Arm: unwinder stubs, and raise() for a zero divisor. */
#include <libcflat.h>

extern int raise(int signum);
extern void __aeabi_unwind_cpp_pr0(void);
extern void __aeabi_unwind_cpp_pr1(void);
extern int __ctzdi2(u64 x);
extern void __aeabi_memcpy(void *dst, const void *src, size_t n);
extern void __aeabi_memmove(void *dst, const void *src, size_t n);
extern void __aeabi_memset(void *dst, size_t n, int c);
extern void __aeabi_memclr(void *dst, size_t n);

int raise(int signum __unused)
{
	printf("Divide by zero!\n");
	abort();
	return 0;
}

void __aeabi_unwind_cpp_pr0(void)
{
}

void __aeabi_unwind_cpp_pr1(void)
{
}

void __aeabi_memcpy(void *dst, const void *src, size_t n)
{
	memcpy(dst, src, n);
}

void __aeabi_memmove(void *dst, const void *src, size_t n)
{
	memmove(dst, src, n);
}

void __aeabi_memset(void *dst, size_t n, int c)
{
	memset(dst, c, n);
}

void __aeabi_memclr(void *dst, size_t n)
{
	memset(dst, 0, n);
}

/* The number of the lowest set bit; the 32-bit forms are instructions. */
int __ctzdi2(u64 x)
{
	return (u32)x ? __builtin_ctz((u32)x) : 32 + __builtin_ctz(x >> 32);
}
