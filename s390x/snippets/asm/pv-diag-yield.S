/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The two voluntary yields. */
	.text
	diag	%r0, %r0, 0x44
	lghi	%r1, 42
	diag	%r1, %r0, 0x9c
0:	j	0b
	.section .note.GNU-stack, "", @progbits
