// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Exception and interrupt entries, x86_64.
 *
 * An exception entry pushes an error code where the CPU does not, then the
 * vector; struct ex_regs (desc.h) is what then lies on the stack. An interrupt
 * entry pushes its vector; isr_regs_t (isr.h).
 */
#include <x86/layout.h>

#ifdef __CET__
#define ENTRY_ENDBR endbr64
#else
#define ENTRY_ENDBR
#endif

	.text

	.macro push_regs
	push %r15
	push %r14
	push %r13
	push %r12
	push %r11
	push %r10
	push %r9
	push %r8
	push %rdi
	push %rsi
	push %rbp
	push %rsp
	push %rbx
	push %rdx
	push %rcx
	push %rax
	.endm

	.macro pop_regs
	pop %rax
	pop %rcx
	pop %rdx
	pop %rbx
	add $8, %rsp
	pop %rbp
	pop %rsi
	pop %rdi
	pop %r8
	pop %r9
	pop %r10
	pop %r11
	pop %r12
	pop %r13
	pop %r14
	pop %r15
	.endm

/* Exceptions: 16 bytes each, so that C finds number n at exception_entries + 16 * n. */
	.balign 16
	.globl exception_entries
exception_entries:
	.set vector, 0
	.rept 32
	.balign 16
	ENTRY_ENDBR
	.if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || \
	      vector == 29 || vector == 30)
	pushq $0
	.endif
	pushq $vector
	jmp exception_common
	.set vector, vector + 1
	.endr

	.balign 16
exception_common:
	push_regs
	cld
	mov %rsp, %rdi
	/* RBP stays as it was, for the stack trace. */
	mov %rsp, %rbx
	and $-16, %rsp
	call do_handle_exception
	mov %rbx, %rsp
	pop_regs
	add $16, %rsp
	.globl exception_iret_ip
exception_iret_ip:
	iretq

/* Interrupts: number n at irq_entries + 16 * n. */
	.balign 16
	.globl irq_entries
irq_entries:
	.set vector, 0
	.rept 256
	.balign 16
	ENTRY_ENDBR
	pushq $vector
	jmp irq_common
	.set vector, vector + 1
	.endr

	.balign 16
irq_common:
	push_regs
	cld
	mov %rsp, %rdi
	mov %rsp, %rbx
	and $-16, %rsp
	call do_handle_irq
	mov %rbx, %rsp
	pop_regs
	add $8, %rsp
	.globl isr_iret_ip
isr_iret_ip:
	iretq

/* void __call_irq_entry(void *entry): an interrupt frame that returns here, IF set in its flags. */
	.globl __call_irq_entry
__call_irq_entry:
	mov %rsp, %rax
	mov %ss, %ecx
	and $-16, %rsp
	push %rcx
	push %rax
	pushf
	orl $0x200, (%rsp)
	mov %cs, %ecx
	push %rcx
	lea 1f(%rip), %rcx
	push %rcx
	cli
	jmp *%rdi
1:	ret

/* void unblock_nmi(void): an IRET to the caller; NMIs are held back until one (SDM volume 3, 6.7.1). */
	.globl unblock_nmi
unblock_nmi:
	mov %rsp, %rax
	mov %ss, %ecx
	push %rcx
	push %rax
	pushf
	mov %cs, %ecx
	push %rcx
	lea 1f(%rip), %rcx
	push %rcx
	iretq
1:	ret

	.section .note.GNU-stack, "", @progbits
