/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs without any interception. */
	.text
0:	j	0b
	.section .note.GNU-stack, "", @progbits
