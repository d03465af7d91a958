/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prefix pages: leave twice with prefix 0, unshared and shared, then twice
 * with prefix 0x8000.
 */
#include <asm/asm-offsets.h>
	.text
	diag	%r0, %r0, 0x44
	/* share page 0 */
	larl	%r1, share_block
	xc	0x20(8, %r1), 0x20(%r1)
	slgr	%r2, %r2
	.insn	rrf, 0xb9a40000, 2, 1, 0, 0
	diag	%r0, %r0, 0x44
	/* the new prefix area needs the program-new PSW */
	llilf	%r3, 0x8000
	mvc	GEN_LC_PGM_NEW_PSW(16, %r3), GEN_LC_PGM_NEW_PSW
	larl	%r4, new_prefix
	spx	0(%r4)
	/* share page 0x8000 */
	stg	%r3, 0x20(%r1)
	.insn	rrf, 0xb9a40000, 2, 1, 0, 0
	diag	%r0, %r0, 0x44
	lghi	%r1, 42
	diag	%r1, %r0, 0x9c
0:	j	0b

	.data
	.align	8
share_block:
	/* length and command of set shared access */
	.short	0x0030, 0x1000
	.fill	0x30 - 4, 1, 0
new_prefix:
	.long	0x8000
	.section .note.GNU-stack, "", @progbits
