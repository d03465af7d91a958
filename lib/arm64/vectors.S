// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * AArch64 exception vectors (Arm ARM D1.3.1.5). Each stub pushes a struct pt_regs and a
 * frame record, calls do_handle_exception, and returns to what the frame then says. A test
 * replaces the table, or one stub, by a strong symbol of the same name.
 */
#include <asm/asm-offsets.h>

	.section .text.ex, "ax"

	/* sp0: the exception came from code that runs on SP_EL0 */
	.macro	vector_stub, name, vec, sp0
	.weak	\name
\name:
	sub	sp, sp, #S_FRAME_SIZE
	stp	x0, x1, [sp, #16 * 0]
	stp	x2, x3, [sp, #16 * 1]
	stp	x4, x5, [sp, #16 * 2]
	stp	x6, x7, [sp, #16 * 3]
	stp	x8, x9, [sp, #16 * 4]
	stp	x10, x11, [sp, #16 * 5]
	stp	x12, x13, [sp, #16 * 6]
	stp	x14, x15, [sp, #16 * 7]
	stp	x16, x17, [sp, #16 * 8]
	stp	x18, x19, [sp, #16 * 9]
	stp	x20, x21, [sp, #16 * 10]
	stp	x22, x23, [sp, #16 * 11]
	stp	x24, x25, [sp, #16 * 12]
	stp	x26, x27, [sp, #16 * 13]
	stp	x28, x29, [sp, #16 * 14]
	.if	\sp0
	mrs	x21, sp_el0
	.else
	add	x21, sp, #S_FRAME_SIZE
	.endif
	mrs	x22, elr_el1
	mrs	x23, spsr_el1
	stp	x30, x21, [sp, #S_LR]
	stp	x22, x23, [sp, #S_PC]
	mov	x24, #-1
	stp	x0, x24, [sp, #S_ORIG_X0]
	stp	x29, x22, [sp, #S_FP]
	add	x29, sp, #S_FP

	mov	x0, #\vec
	mov	x1, sp
	mrs	x2, esr_el1
	bl	do_handle_exception

	ldp	x22, x23, [sp, #S_PC]
	.if	\sp0
	ldr	x21, [sp, #S_SP]
	msr	sp_el0, x21
	.endif
	msr	spsr_el1, x23
	msr	elr_el1, x22
	ldp	x0, x1, [sp, #16 * 0]
	ldp	x2, x3, [sp, #16 * 1]
	ldp	x4, x5, [sp, #16 * 2]
	ldp	x6, x7, [sp, #16 * 3]
	ldp	x8, x9, [sp, #16 * 4]
	ldp	x10, x11, [sp, #16 * 5]
	ldp	x12, x13, [sp, #16 * 6]
	ldp	x14, x15, [sp, #16 * 7]
	ldp	x16, x17, [sp, #16 * 8]
	ldp	x18, x19, [sp, #16 * 9]
	ldp	x20, x21, [sp, #16 * 10]
	ldp	x22, x23, [sp, #16 * 11]
	ldp	x24, x25, [sp, #16 * 12]
	ldp	x26, x27, [sp, #16 * 13]
	ldp	x28, x29, [sp, #16 * 14]
	ldr	x30, [sp, #S_LR]
	add	sp, sp, #S_FRAME_SIZE
	eret
	.endm

	/* return addresses in here are exact, not one past a call (lib/arm64/stack.c) */
	.globl	vector_stub_start
vector_stub_start:
	vector_stub	el1t_sync,     0, 1
	vector_stub	el1t_irq,      1, 1
	vector_stub	el1t_fiq,      2, 1
	vector_stub	el1t_error,    3, 1
	vector_stub	el1h_sync,     4, 0
	vector_stub	el1h_irq,      5, 0
	vector_stub	el1h_fiq,      6, 0
	vector_stub	el1h_error,    7, 0
	vector_stub	el0_sync_64,   8, 1
	vector_stub	el0_irq_64,    9, 1
	vector_stub	el0_fiq_64,   10, 1
	vector_stub	el0_error_64, 11, 1
	vector_stub	el0_sync_32,  12, 1
	vector_stub	el0_irq_32,   13, 1
	vector_stub	el0_fiq_32,   14, 1
	vector_stub	el0_error_32, 15, 1
	.globl	vector_stub_end
vector_stub_end:

	.macro	vector_slot, name
	.p2align 7
	b	\name
	.endm

	.p2align 11
	.weak	vector_table
vector_table:
	vector_slot	el1t_sync
	vector_slot	el1t_irq
	vector_slot	el1t_fiq
	vector_slot	el1t_error
	vector_slot	el1h_sync
	vector_slot	el1h_irq
	vector_slot	el1h_fiq
	vector_slot	el1h_error
	vector_slot	el0_sync_64
	vector_slot	el0_irq_64
	vector_slot	el0_fiq_64
	vector_slot	el0_error_64
	vector_slot	el0_sync_32
	vector_slot	el0_irq_32
	vector_slot	el0_fiq_32
	vector_slot	el0_error_32
