// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Exception and interrupt entries, i386.
 *
 * An exception entry pushes an error code where the CPU does not, then the
 * vector; struct ex_regs (desc.h) is what then lies on the stack. An interrupt
 * entry pushes its vector; isr_regs_t (isr.h).
 */
#include <x86/layout.h>

	.text

/* Exceptions: 16 bytes each, so that C finds number n at exception_entries + 16 * n. */
	.balign 16
	.globl exception_entries
exception_entries:
	.set vector, 0
	.rept 32
	.balign 16
	.if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || \
	      vector == 29 || vector == 30)
	pushl $0
	.endif
	pushl $vector
	jmp exception_common
	.set vector, vector + 1
	.endr

	.balign 16
exception_common:
	/* The order of PUSHA, last one first; its ESP slot is not used. */
	push %edi
	push %esi
	push %ebp
	push %esp
	push %ebx
	push %edx
	push %ecx
	push %eax
	cld
	mov %esp, %eax
	mov %esp, %ebx
	and $-16, %esp
	sub $12, %esp
	push %eax
	call do_handle_exception
	mov %ebx, %esp
	pop %eax
	pop %ecx
	pop %edx
	pop %ebx
	add $4, %esp
	pop %ebp
	pop %esi
	pop %edi
	add $8, %esp
	.globl exception_iret_ip
exception_iret_ip:
	iretl

/* Interrupts: number n at irq_entries + 16 * n. */
	.balign 16
	.globl irq_entries
irq_entries:
	.set vector, 0
	.rept 256
	.balign 16
	pushl $vector
	jmp irq_common
	.set vector, vector + 1
	.endr

	.balign 16
irq_common:
	push %edi
	push %esi
	push %ebp
	push %esp
	push %ebx
	push %edx
	push %ecx
	push %eax
	cld
	mov %esp, %eax
	mov %esp, %ebx
	and $-16, %esp
	sub $12, %esp
	push %eax
	call do_handle_irq
	mov %ebx, %esp
	pop %eax
	pop %ecx
	pop %edx
	pop %ebx
	add $4, %esp
	pop %ebp
	pop %esi
	pop %edi
	add $4, %esp
	.globl isr_iret_ip
isr_iret_ip:
	iretl

/* void __call_irq_entry(void *entry): an interrupt frame that returns here, IF set in its flags. */
	.globl __call_irq_entry
__call_irq_entry:
	mov 4(%esp), %eax
	pushf
	orl $0x200, (%esp)
	push %cs
	push $1f
	cli
	jmp *%eax
1:	ret

/* void unblock_nmi(void): an IRET to the caller; NMIs are held back until one (SDM volume 3, 6.7.1). */
	.globl unblock_nmi
unblock_nmi:
	pushf
	/* A nested task would be returned to instead. */
	andl $~0x4000, (%esp)
	pushf
	andl $~0x4000, (%esp)
	popf
	push %cs
	push $1f
	iretl
1:	ret

/*
 * The double fault is a task: its entry. The error code is on the task's stack;
 * the interrupted state is in the TSS that the back link names.
 */
	.globl df_task_entry
df_task_entry:
	cld
	xor %ebp, %ebp
	and $-16, %esp
	call do_double_fault_task
1:	cli
	hlt
	jmp 1b

	.section .note.GNU-stack, "", @progbits
