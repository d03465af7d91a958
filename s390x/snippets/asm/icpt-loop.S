/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An interception without end. */
	.text
0:	diag	%r0, %r0, 0x44
	j	0b
	.section .note.GNU-stack, "", @progbits
