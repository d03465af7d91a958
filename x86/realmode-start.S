// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * realmode: from the boot loader's protected mode to real mode, and the
 * routine that runs the code of one case.
 *
 * Multiboot 0.6.96 section 3; SDM volume 3, 9.9.2 (leaving protected mode)
 * and 20.1 (real-address mode).
 */
#include "realmode.h"

#define MB_MAGIC	0x1badb002
#define CR0_PE		1
#define SEL_CODE16	0x08
#define SEL_DATA16	0x10
#define SEL_BIG		0x18

	.section .multiboot, "ax"
	.align 4
	.long MB_MAGIC, 0, -MB_MAGIC

	.text
	.code32
	.globl start
start:
	cli
	lgdt rm_gdt_ptr
	ljmp $SEL_CODE16, $1f

	.code16
1:	movw $SEL_DATA16, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %fs
	movw %ax, %gs
	movw %ax, %ss
	lidt rm_ivt_ptr
	movl %cr0, %eax
	andb $~CR0_PE, %al
	movl %eax, %cr0
	ljmp $0, $2f
2:	xorw %ax, %ax
	movw %ax, %ds
	movw %ax, %es
	movw %ax, %fs
	movw %ax, %gs
	movw %ax, %ss
	movl $rm_own_stack_top, %esp
	cld
	calll realmode_main
3:	hlt
	jmp 3b

	/* GS with a limit of 4 GiB: the hidden part outlives protected mode. */
rm_big_gs:
	lgdtl rm_gdt_ptr
	movl %cr0, %eax
	orb $CR0_PE, %al
	movl %eax, %cr0
	jmp 1f
1:	movw $SEL_BIG, %bx
	movw %bx, %gs
	andb $~CR0_PE, %al
	movl %eax, %cr0
	jmp 2f
2:	retw

	/* void rm_exec(void), called with a 32-bit return address */
	.globl rm_exec
rm_exec:
	pushfl
	pushal
	pushw %ds
	pushw %es
	pushw %fs
	pushw %gs
	cli
	callw rm_big_gs
	movb $RM_NO_FAULT, rm_vector
	movl %esp, rm_saved_esp
	pushw rm_in + 4 * FLAGS
	popfw
	movl rm_in + 4 * EAX, %eax
	movl rm_in + 4 * EBX, %ebx
	movl rm_in + 4 * ECX, %ecx
	movl rm_in + 4 * EDX, %edx
	movl rm_in + 4 * ESI, %esi
	movl rm_in + 4 * EDI, %edi
	movl rm_in + 4 * EBP, %ebp
	movl rm_in + 4 * ESP, %esp
	jmpw *rm_code

	/* Every case ends here. Nothing up to the PUSHF changes a flag; only CS can be relied on. */
	.globl rm_back
rm_back:
	movl %eax, %cs:rm_out + 4 * EAX
	movl %ebx, %cs:rm_out + 4 * EBX
	movl %ecx, %cs:rm_out + 4 * ECX
	movl %edx, %cs:rm_out + 4 * EDX
	movl %esi, %cs:rm_out + 4 * ESI
	movl %edi, %cs:rm_out + 4 * EDI
	movl %ebp, %cs:rm_out + 4 * EBP
	movl %esp, %cs:rm_out + 4 * ESP
	movw %cs:rm_zero, %ss
	movl %cs:rm_saved_esp, %esp
	pushfl
	popl %cs:rm_out + 4 * FLAGS
rm_leave:
	popw %gs
	popw %fs
	popw %es
	popw %ds
	popal
	popfl
	retl

	/* Exceptions 0 to 15: note vector and IP, give up the case. */
	.balign 16
	.globl rm_exceptions
rm_exceptions:
	.irp vector, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	movb $\vector, %cs:rm_vector
	jmp rm_fault
	.balign 16
	.endr

rm_fault:
	popw %cs:rm_fault_ip
	movl %eax, %cs:rm_out + 4 * EAX
	movw %cs:rm_zero, %ss
	movl %cs:rm_saved_esp, %esp
	cld
	jmp rm_leave

	/* Handlers that cases point vectors at */
	.globl rm_int_iret
rm_int_iret:
	iretw

	.globl rm_irq11
rm_irq11:
	popw %cs:rm_irq_ip
	pushw %cs:rm_irq_ip
	incw %cs:rm_irq_count
	pushw %ax
	movb $0x20, %al
	outb %al, $0xa0
	outb %al, $0x20
	popw %ax
	iretw

	.globl rm_irq0
rm_irq0:
	incw %cs:rm_tick_count
	pushw %ax
	movb $0x20, %al
	outb %al, $0x20
	popw %ax
	iretw

	.data
	.balign 8
rm_gdt:
	.quad 0
	.quad 0x00009b000000ffff	/* code, 16 bit, 64 KiB */
	.quad 0x000093000000ffff	/* data, 64 KiB */
	.quad 0x008f93000000ffff	/* data, 4 GiB */
rm_gdt_end:
	.globl rm_gdt_ptr
rm_gdt_ptr:
	.word rm_gdt_end - rm_gdt - 1
	.long rm_gdt
	.globl rm_ivt_ptr
rm_ivt_ptr:
	.word 0x3ff
	.long 0

	.bss
	.balign 4
	.globl rm_in, rm_out, rm_code, rm_vector, rm_fault_ip, rm_irq_ip, rm_irq_count, rm_tick_count
rm_in:		.skip 4 * RM_NREGS
rm_out:		.skip 4 * RM_NREGS
rm_code:	.long 0
rm_saved_esp:	.long 0
rm_zero:	.word 0
rm_fault_ip:	.word 0
rm_irq_ip:	.word 0
rm_irq_count:	.word 0
rm_tick_count:	.word 0
rm_vector:	.byte 0
	.balign 16
	.skip 2048
rm_own_stack_top:
	.skip 1024
	.globl rm_stack_top
rm_stack_top:

	.section .note.GNU-stack, "", @progbits
