/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two KVM hypercalls, each ended by an injected exception. */
#include <asm/asm-offsets.h>
	.text
	larl	%r1, prog_new_1
	mvc	GEN_LC_PGM_NEW_PSW(16), 0(%r1)
	lghi	%r1, 1
	lghi	%r2, 2
	lghi	%r3, 3
	lghi	%r4, 4
	diag	0, 0, 0x500
	diag	%r0, %r0, 0x44
exception_1:
	lgh	%r1, GEN_LC_PGM_INT_CODE
	diag	%r1, %r0, 0x9c
	larl	%r1, prog_new_2
	mvc	GEN_LC_PGM_NEW_PSW(16), 0(%r1)
	diag	0, 0, 0x500
	diag	%r0, %r0, 0x44
exception_2:
	lgh	%r1, GEN_LC_PGM_INT_CODE
	diag	%r1, %r0, 0x9c
0:	j	0b

	.align	8
prog_new_1:
	.quad	0x0000000180000000, exception_1
prog_new_2:
	.quad	0x0000000180000000, exception_2
	.section .note.GNU-stack, "", @progbits
