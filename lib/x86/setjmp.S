// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * int setjmp(jmp_buf env) and void longjmp(jmp_buf env, int val).
 *
 * Kept: return address, stack pointer and callee-saved registers, in this order:
 * rip rsp rbp rbx r12-r15, or eip esp ebp ebx esi edi. With shadow stacks on
 * in user mode only: nothing to unwind here.
 */
	.text

#ifdef __x86_64__
	.globl setjmp
setjmp:
#ifdef __CET__
	endbr64
#endif
	mov (%rsp), %rax
	mov %rax, (%rdi)
	lea 8(%rsp), %rax
	mov %rax, 0x8(%rdi)
	mov %rbp, 0x10(%rdi)
	mov %rbx, 0x18(%rdi)
	mov %r12, 0x20(%rdi)
	mov %r13, 0x28(%rdi)
	mov %r14, 0x30(%rdi)
	mov %r15, 0x38(%rdi)
	xor %eax, %eax
	ret

	.globl longjmp
longjmp:
#ifdef __CET__
	endbr64
#endif
	mov %esi, %eax
	/* C99 7.13.2.1: 0 becomes 1. */
	test %eax, %eax
	jnz 1f
	inc %eax
1:	mov 0x38(%rdi), %r15
	mov 0x30(%rdi), %r14
	mov 0x28(%rdi), %r13
	mov 0x20(%rdi), %r12
	mov 0x18(%rdi), %rbx
	mov 0x10(%rdi), %rbp
	mov 0x8(%rdi), %rsp
	push (%rdi)
	ret
#else
	.globl setjmp
setjmp:
	mov 4(%esp), %ecx
	mov (%esp), %eax
	mov %eax, (%ecx)
	lea 4(%esp), %eax
	mov %eax, 0x4(%ecx)
	mov %ebp, 0x8(%ecx)
	mov %ebx, 0xc(%ecx)
	mov %esi, 0x10(%ecx)
	mov %edi, 0x14(%ecx)
	xor %eax, %eax
	ret

	.globl longjmp
longjmp:
	mov 4(%esp), %ecx
	mov 8(%esp), %eax
	/* C99 7.13.2.1: 0 becomes 1. */
	test %eax, %eax
	jnz 1f
	inc %eax
1:	mov 0x14(%ecx), %edi
	mov 0x10(%ecx), %esi
	mov 0xc(%ecx), %ebx
	mov 0x8(%ecx), %ebp
	mov 0x4(%ecx), %esp
	push (%ecx)
	ret
#endif

	.section .note.GNU-stack, "", @progbits
