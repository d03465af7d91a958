// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Leaving a call chain. Each architecture provides both functions, in assembly;
 * they keep the callee-saved general registers, the stack pointer and the
 * return address, no interrupt or floating-point state.
 */
#ifndef _SETJMP_H_
#define _SETJMP_H_

#if defined(__i386__) || defined(__x86_64__)
#define JMP_BUF_LONGS	8
#elif defined(__riscv)
#define JMP_BUF_LONGS	16
#else
#define JMP_BUF_LONGS	32
#endif

#ifndef __ASSEMBLER__
typedef struct jmp_buf_tag {
	long regs[JMP_BUF_LONGS];
} jmp_buf[1];

/* 0 when called, the value given to longjmp() when returned to. */
extern int setjmp(jmp_buf env) __attribute__((returns_twice));

/* Return from setjmp(@env) with @val, or with 1 if @val is 0 (C99 7.13.2.1). */
extern void longjmp(jmp_buf env, int val) __attribute__((noreturn));
#endif

#endif
