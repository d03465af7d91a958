/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Asks the host for a subcode, then resets itself with it. */
#include <asm/asm-offsets.h>
	.text
	diag	%r0, %r0, 0x500
	/* now in GR2; what comes back from the reset uses the PSW at 0 */
	larl	%r1, reset_psw
	mvc	0(8), 0(%r1)
	/* not a valid PSW: an exception from here on is an interception */
	mvc	GEN_LC_PGM_NEW_PSW(8), 8(%r1)
	slgr	%r0, %r0
	diag	%r0, %r2, 0x308
	/* the host must not let us come here without a reset */
	diag	%r0, %r0, 0x44
done:
	lghi	%r1, 42
	diag	%r1, %r0, 0x9c
0:	j	0b

	.align	8
reset_psw:
	.long	0x00080001, 0x80000000 + done
	.quad	0x0008000180000000
	.section .note.GNU-stack, "", @progbits
