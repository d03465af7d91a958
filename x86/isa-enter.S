/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Into the code under test with all registers from isa_in, and back with all of them in isa_out. Nothing between the code
 * and the reading of the flags changes them.
 */
#include "isa.h"

#ifdef __x86_64__
#define SLOT		8
#define AT(x)		x(%rip)
#define SP		%rsp
#define MOVE		movq
#define PUSH		pushq
#define POP		popq
#else
#define SLOT		4
#define AT(x)		x
#define SP		%esp
#define MOVE		movl
#define PUSH		pushl
#define POP		popl
#endif

.altmacro
.macro xmm_load n
	movups	AT(isa_in + ISA_VECS + 32 * \n), %xmm\n
.endm
.macro xmm_store n
	movups	%xmm\n, AT(isa_out + ISA_VECS + 32 * \n)
.endm
.macro ymm_load n
	vmovups	AT(isa_in + ISA_VECS + 32 * \n), %ymm\n
.endm
.macro ymm_store n
	vmovups	%ymm\n, AT(isa_out + ISA_VECS + 32 * \n)
.endm
.macro each what
	n = 0
	.rept	ISA_NR_VECS
	\what	%n
	n = n + 1
	.endr
.endm

	.text
	.globl isa_enter
isa_enter:
#ifdef __x86_64__
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
#else
	push	%ebx
	push	%ebp
	push	%esi
	push	%edi
#endif
	MOVE	SP, AT(isa_saved_sp)
	cmpl	$1, AT(isa_vecs)
	jb	2f
	ja	1f
	each	xmm_load
	jmp	2f
1:	each	ymm_load
2:	PUSH	AT(isa_in + ISA_FLAGS)
	popf
#ifdef __x86_64__
	mov	AT(isa_in + 0 * SLOT), %rax
	mov	AT(isa_in + 1 * SLOT), %rcx
	mov	AT(isa_in + 2 * SLOT), %rdx
	mov	AT(isa_in + 3 * SLOT), %rbx
	mov	AT(isa_in + 4 * SLOT), %rsp
	mov	AT(isa_in + 5 * SLOT), %rbp
	mov	AT(isa_in + 6 * SLOT), %rsi
	mov	AT(isa_in + 7 * SLOT), %rdi
	mov	AT(isa_in + 8 * SLOT), %r8
	mov	AT(isa_in + 9 * SLOT), %r9
	mov	AT(isa_in + 10 * SLOT), %r10
	mov	AT(isa_in + 11 * SLOT), %r11
	mov	AT(isa_in + 12 * SLOT), %r12
	mov	AT(isa_in + 13 * SLOT), %r13
	mov	AT(isa_in + 14 * SLOT), %r14
	mov	AT(isa_in + 15 * SLOT), %r15
#else
	mov	isa_in + 0 * SLOT, %eax
	mov	isa_in + 1 * SLOT, %ecx
	mov	isa_in + 2 * SLOT, %edx
	mov	isa_in + 3 * SLOT, %ebx
	mov	isa_in + 4 * SLOT, %esp
	mov	isa_in + 5 * SLOT, %ebp
	mov	isa_in + 6 * SLOT, %esi
	mov	isa_in + 7 * SLOT, %edi
#endif
	jmp	*AT(isa_target)

	.globl isa_leave
isa_leave:
#ifdef __x86_64__
	mov	%rax, AT(isa_out + 0 * SLOT)
	mov	%rcx, AT(isa_out + 1 * SLOT)
	mov	%rdx, AT(isa_out + 2 * SLOT)
	mov	%rbx, AT(isa_out + 3 * SLOT)
	mov	%rsp, AT(isa_out + 4 * SLOT)
	mov	%rbp, AT(isa_out + 5 * SLOT)
	mov	%rsi, AT(isa_out + 6 * SLOT)
	mov	%rdi, AT(isa_out + 7 * SLOT)
	mov	%r8, AT(isa_out + 8 * SLOT)
	mov	%r9, AT(isa_out + 9 * SLOT)
	mov	%r10, AT(isa_out + 10 * SLOT)
	mov	%r11, AT(isa_out + 11 * SLOT)
	mov	%r12, AT(isa_out + 12 * SLOT)
	mov	%r13, AT(isa_out + 13 * SLOT)
	mov	%r14, AT(isa_out + 14 * SLOT)
	mov	%r15, AT(isa_out + 15 * SLOT)
#else
	mov	%eax, isa_out + 0 * SLOT
	mov	%ecx, isa_out + 1 * SLOT
	mov	%edx, isa_out + 2 * SLOT
	mov	%ebx, isa_out + 3 * SLOT
	mov	%esp, isa_out + 4 * SLOT
	mov	%ebp, isa_out + 5 * SLOT
	mov	%esi, isa_out + 6 * SLOT
	mov	%edi, isa_out + 7 * SLOT
#endif
	MOVE	AT(isa_saved_sp), SP
	pushf
	POP	AT(isa_out + ISA_FLAGS)
	cld
	cmpl	$1, AT(isa_vecs)
	jb	2f
	ja	1f
	each	xmm_store
	jmp	2f
1:	each	ymm_store
2:
#ifdef __x86_64__
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
#else
	pop	%edi
	pop	%esi
	pop	%ebp
	pop	%ebx
#endif
	ret

	.section .note.GNU-stack, "", @progbits
