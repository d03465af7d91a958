/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* setjmp.h: GR6-15 and the call-saved FPR8-15. */
	.text
	.globl	setjmp
setjmp:
	stmg	%r6, %r15, 0(%r2)
	.irp	n, 8,9,10,11,12,13,14,15
	std	%f\n, 80 + (\n - 8) * 8(%r2)
	.endr
	lghi	%r2, 0
	br	%r14

	.globl	longjmp
longjmp:
	lmg	%r6, %r15, 0(%r2)
	.irp	n, 8,9,10,11,12,13,14,15
	ld	%f\n, 80 + (\n - 8) * 8(%r2)
	.endr
	ltgfr	%r2, %r3
	bner	%r14
	lghi	%r2, 1
	br	%r14

	.section .note.GNU-stack, "", @progbits
