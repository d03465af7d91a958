// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * AArch32 exception vectors (Arm ARM G1.12). An exception mode saves what it clobbers in its
 * own slot, switches to SVC mode, builds a struct pt_regs on the SVC stack and calls
 * do_handle_exception; the return loads everything from that frame.
 */
#include <asm/asm-offsets.h>
#include <asm/ptrace.h>

	.arch	armv7ve
	.syntax	unified
	.arm

/* the frame, and the SVC stack pointer from before it */
#define FRAME_BYTES	(S_FRAME_SIZE + 8)

	.section .text.ex, "ax"

	/* In \mode: to SVC mode with r0 = the slot that holds r0, r1, pc and psr. */
	.macro	vector_stub, name, vec, correction
\name:
	.if	\correction
	sub	lr, lr, #\correction
	.endif
	str	r0, [sp, #S_R0]
	str	r1, [sp, #S_R1]
	str	lr, [sp, #S_PC]
	mrs	r0, spsr
	str	r0, [sp, #S_PSR]
	mov	r0, sp
	cpsid	i, #SVC_MODE

	mov	r1, sp
	sub	sp, sp, #FRAME_BYTES
	bic	sp, sp, #7
	str	r1, [sp, #S_FRAME_SIZE]
	str	r1, [sp, #S_SP]
	str	lr, [sp, #S_LR]
	add	r1, sp, #S_R2
	stmia	r1, {r2-r12}
	ldr	r2, [r0, #S_R0]
	ldr	r3, [r0, #S_R1]
	stmia	sp, {r2, r3}
	ldr	r2, [r0, #S_PC]
	ldr	r3, [r0, #S_PSR]
	mov	r0, #\vec
	b	vector_common
	.endm

	vector_stub	vector_und,  1, 0
	vector_stub	vector_pabt, 3, 4
	vector_stub	vector_dabt, 4, 8
	vector_stub	vector_irq,  6, 4
	vector_stub	vector_fiq,  7, 4
	/* cannot happen in ARMv7 and later; named for the report */
	vector_stub	vector_rst,  0, 0
	vector_stub	vector_addrexcptn, 5, 0

	/* SVC mode has the stack already; the words just below SP become part of the frame. */
vector_svc:
	str	r0, [sp, #-4]
	mov	r0, sp
	sub	sp, sp, #FRAME_BYTES
	bic	sp, sp, #7
	str	r1, [sp, #S_R1]
	ldr	r1, [r0, #-4]
	str	r1, [sp, #S_R0]
	str	r0, [sp, #S_FRAME_SIZE]
	str	r0, [sp, #S_SP]
	str	lr, [sp, #S_LR]
	add	r1, sp, #S_R2
	stmia	r1, {r2-r12}
	mov	r2, lr
	mrs	r3, spsr
	mov	r0, #2

	/* r0 vector, r2 pc, r3 psr */
vector_common:
	str	r2, [sp, #S_PC]
	str	r3, [sp, #S_PSR]
	mov	r1, #-1
	str	r1, [sp, #S_OLD_R0]
	and	r1, r3, #MODE_MASK
	teq	r1, #USR_MODE
	addeq	r1, sp, #S_SP
	stmiaeq	r1, {sp, lr}^			@ the user's
	nop
	mov	r1, sp
	bl	do_handle_exception

	cpsid	i
	ldr	r1, [sp, #S_PSR]
	and	r0, r1, #MODE_MASK
	teq	r0, #USR_MODE
	bne	1f

	/* to user mode */
	msr	spsr_cxsf, r1
	add	r1, sp, #S_SP
	ldmia	r1, {sp, lr}^
	nop
	mov	lr, sp
	ldr	sp, [lr, #S_FRAME_SIZE]
	ldmia	lr, {r0-r12}
	ldr	lr, [lr, #S_PC]
	movs	pc, lr

	/* to a privileged mode: pc and psr go below the SVC stack pointer to return with */
1:	ldr	r0, [sp, #S_SP]
	ldr	r2, [sp, #S_PC]
	str	r1, [r0, #-4]
	str	r2, [r0, #-8]!
	ldr	lr, [sp, #S_LR]
	str	r0, [sp, #S_PC]
	ldmia	sp, {r0-r12}
	ldr	sp, [sp, #S_PC]
	rfeia	sp!

	.p2align 5
	.globl	vector_table
vector_table:
	b	vector_rst
	b	vector_und
	b	vector_svc
	b	vector_pabt
	b	vector_dabt
	b	vector_addrexcptn
	b	vector_irq
	b	vector_fiq
