/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Assembler pieces that several start-up files share. All use absolute
 * low-core addresses: base register 0.
 */
#include <asm/asm-offsets.h>

	/* FPRs to and from a save area; CR0 must have the AFP bit */
	.macro	SAVE_FPRS offset, base
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	std	%f\n, \offset + 8 * \n(\base)
	.endr
	.endm

	.macro	LOAD_FPRS offset, base
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	ld	%f\n, \offset + 8 * \n(\base)
	.endr
	.endm

	/*
	 * Interruption entry: \name saves everything in a stack_frame_int on
	 * the interrupted stack, calls \handler with its address and goes back
	 * through \old_psw, with all control registers as they are in the
	 * frame by then.
	 */
	.macro	INTERRUPTION name, handler, old_psw
	.globl	\name
\name:
	aghi	%r15, -STACK_FRAME_INT_SIZE
	stmg	%r2, %r15, STACK_FRAME_INT_GRS0(%r15)
	stmg	%r0, %r1, STACK_FRAME_INT_GRS1(%r15)
	la	%r0, STACK_FRAME_INT_SIZE(%r15)
	stg	%r0, STACK_FRAME_INT_GRS0 + 13 * 8(%r15)
	stg	%r0, STACK_FRAME_INT_BACKCHAIN(%r15)
	stctg	%c0, %c15, STACK_FRAME_INT_CRS(%r15)
	larl	%r1, initial_cr0
	lctlg	%c0, %c0, 0(%r1)
	SAVE_FPRS STACK_FRAME_INT_FPRS, %r15
	stfpc	STACK_FRAME_INT_FPC(%r15)
	lgr	%r2, %r15
	aghi	%r15, -STACK_FRAME_SIZE
	stg	%r2, 0(%r15)
	brasl	%r14, \handler
	aghi	%r15, STACK_FRAME_SIZE
	lfpc	STACK_FRAME_INT_FPC(%r15)
	LOAD_FPRS STACK_FRAME_INT_FPRS, %r15
	lctlg	%c0, %c15, STACK_FRAME_INT_CRS(%r15)
	lmg	%r0, %r1, STACK_FRAME_INT_GRS1(%r15)
	lmg	%r2, %r15, STACK_FRAME_INT_GRS0(%r15)
	lpswe	\old_psw
	.endm
