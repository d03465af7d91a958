/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* First instructions of a C snippet; the stack is what lies below 0x4000. */
#include <asm/sigp.h>

	.section .lowcore, "aw"
	.quad	0x0000000180000000, 0x4000
	.org	0x1a0
	.quad	0x0000000180000000, 0x4000

	.section .init, "ax"
	.globl	start
start:
	larl	%r1, initial_cr0
	lctlg	%c0, %c0, 0(%r1)
	larl	%r1, zeros
	lmg	%r0, %r14, 0(%r1)
	sam64
	larl	%r15, stackptr
	xc	0(160, %r15), 0(%r15)
	brasl	%r14, main
	/* puts and exit: what a library function would call in despair */
	.globl	puts
	.globl	exit
puts:
exit:
	slgr	%r0, %r0
0:	sigp	%r2, %r0, SIGP_STOP
	j	0b

	.align	8
initial_cr0:
	.quad	0x0000000000040000
zeros:
	.fill	15, 8, 0
	.section .note.GNU-stack, "", @progbits
