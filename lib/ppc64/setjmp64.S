/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * setjmp, longjmp: r1, r2, r14 to r31, LR and CR. r13 names the CPU and stays.
 */
	.text
	.machine push
	.machine power8

	.globl setjmp
	.type setjmp, @function
setjmp:
	mflr	r0
	std	r1, 0(r3)
	std	r2, 8(r3)
	std	r0, 16(r3)
	mfcr	r0
	std	r0, 24(r3)
	.irp	n, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	std	\n, (32 + 8 * (\n - 14))(r3)
	.endr
	li	r3, 0
	blr
	.size setjmp, . - setjmp

	.globl longjmp
	.type longjmp, @function
longjmp:
	ld	r1, 0(r3)
	ld	r2, 8(r3)
	ld	r0, 16(r3)
	mtlr	r0
	ld	r0, 24(r3)
	mtcr	r0
	.irp	n, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld	\n, (32 + 8 * (\n - 14))(r3)
	.endr
	cmpwi	r4, 0
	bne	1f
	li	r4, 1
1:	extsw	r3, r4
	blr
	.size longjmp, . - longjmp

	.machine pop
