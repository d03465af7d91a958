// SPDX-License-Identifier: LGPL-2.1-or-later
/* setjmp and longjmp: the registers AAPCS lets a callee keep, SP and the return address. */

	.arch	armv7-a
	.syntax	unified
	.arm
	.text

	.globl	setjmp
setjmp:
	stmia	r0!, {r4-r11}
	str	sp, [r0]
	str	lr, [r0, #4]
	mov	r0, #0
	bx	lr

	.globl	longjmp
longjmp:
	ldmia	r0!, {r4-r11}
	ldr	sp, [r0]
	ldr	lr, [r0, #4]
	movs	r0, r1
	moveq	r0, #1
	bx	lr
