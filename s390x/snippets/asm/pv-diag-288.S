/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A watchdog call; the host injects an exception, whose code we tell it. */
#include <asm/asm-offsets.h>
	.text
	larl	%r1, prog_new
	mvc	GEN_LC_PGM_NEW_PSW(16), 0(%r1)
	lghi	%r0, 1
	lghi	%r1, 2
	lghi	%r2, 3
	diag	%r0, %r2, 0x288
	/* no exception came */
	diag	%r0, %r0, 0x44
exception:
	lgh	%r1, GEN_LC_PGM_INT_CODE
	diag	%r1, %r0, 0x9c
0:	j	0b

	.align	8
prog_new:
	.quad	0x0000000180000000, exception
	.section .note.GNU-stack, "", @progbits
