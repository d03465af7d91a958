/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * First instructions of a secondary CPU, and coming back from a reset of the
 * whole machine.
 */
#include <asm/psw.h>
#include "macros.h"

	.text
	/*
	 * smp_cpu_setup() aims the restart-new PSW here. GR14 in the software
	 * save area is the function to run, with the mask of SW_INT_PSW; from
	 * now on a restart leads to it as well, and the creator sees that we
	 * are through.
	 */
	.globl	smp_cpu_setup_state
smp_cpu_setup_state:
	lmg	%r0, %r15, GEN_LC_SW_INT_GRS
	lctlg	%c0, %c0, GEN_LC_SW_INT_CRS
	stg	%r14, GEN_LC_RESTART_NEW_PSW + 8
	larl	%r14, 0f
	lpswe	GEN_LC_SW_INT_PSW
	/* a function that returns ends up here */
0:	j	0b

	/*
	 * int diag308_load_reset(uint64_t subcode): the reset loads the short
	 * PSW at absolute 0, which we aim at label 1.
	 */
	.globl	diag308_load_reset
diag308_load_reset:
	stmg	%r6, %r15, 48(%r15)
	stg	%r15, GEN_LC_SW_INT_GRS + 15 * 8
	/* resumed mask: what we run with now */
	epsw	%r0, %r1
	st	%r0, GEN_LC_SW_INT_PSW
	st	%r1, GEN_LC_SW_INT_PSW + 4
	larl	%r3, reset_psw
	larl	%r4, 1f
	og	%r4, 0(%r3)
	stg	%r4, 0
	diag	%r0, %r2, 0x308
	/* came through: nothing was reset */
	lghi	%r2, 0
	lmg	%r6, %r15, 48(%r15)
	br	%r14

	/* the reset may leave us in ESA/390 mode */
1:	lhi	%r1, 2
	slr	%r2, %r2
	sigp	%r1, %r2, 18
	sam64
	larl	%r1, initial_cr0
	lctlg	%c0, %c0, 0(%r1)
	larl	%r1, 2f
	stg	%r1, GEN_LC_SW_INT_PSW + 8
	lpswe	GEN_LC_SW_INT_PSW
2:	lg	%r15, GEN_LC_SW_INT_GRS + 15 * 8
	lmg	%r6, %r15, 48(%r15)
	lghi	%r2, 1
	br	%r14

	.align	8
reset_psw:
	.quad	0x0008000180000000

	.section .note.GNU-stack, "", @progbits
