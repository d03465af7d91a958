/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * void sie64a(struct kvm_s390_sie_block *sblk, struct vm_save_area *save_area)
 *
 * Runs the guest until it is intercepted or the host is interrupted. GR0-13,
 * FPRs and FPC of the guest are in the save area; GR14, GR15 and the control
 * registers live in the SIE block.
 */
#include "macros.h"

	.text
	.globl	sie64a
sie64a:
	stmg	%r0, %r14, SIE_SAVEAREA_HOST_GRS(%r3)
	SAVE_FPRS SIE_SAVEAREA_HOST_FPRS, %r3
	stfpc	SIE_SAVEAREA_HOST_FPC(%r3)
	stctg	%c1, %c1, SIE_SAVEAREA_HOST_ASCE(%r3)
	lctlg	%c1, %c1, SIE_SAVEAREA_GUEST_ASCE(%r3)

	/* the frame is all that is left once the guest's registers are in */
	stg	%r2, __SF_SIE_CONTROL(%r15)
	stg	%r3, __SF_SIE_SAVEAREA(%r15)

	.globl	sie_entry_gregs
sie_entry_gregs:
	LOAD_FPRS SIE_SAVEAREA_GUEST_FPRS, %r3
	lfpc	SIE_SAVEAREA_GUEST_FPC(%r3)
	lmg	%r0, %r13, SIE_SAVEAREA_GUEST_GRS(%r3)
	lg	%r14, __SF_SIE_CONTROL(%r15)

	.globl	sie_entry
sie_entry:
	.insn	s, 0xb2140000, 0(%r14)
	/* an interruption may leave its old PSW up to three halfwords after SIE */
	nopr	0
	nopr	0
	nopr	0

	.globl	sie_exit
sie_exit:
	lg	%r14, __SF_SIE_SAVEAREA(%r15)
	lctlg	%c1, %c1, SIE_SAVEAREA_HOST_ASCE(%r14)
	stmg	%r0, %r13, SIE_SAVEAREA_GUEST_GRS(%r14)
	SAVE_FPRS SIE_SAVEAREA_GUEST_FPRS, %r14
	stfpc	SIE_SAVEAREA_GUEST_FPC(%r14)

	.globl	sie_exit_gregs
sie_exit_gregs:
	LOAD_FPRS SIE_SAVEAREA_HOST_FPRS, %r14
	lfpc	SIE_SAVEAREA_HOST_FPC(%r14)
	lmg	%r0, %r14, SIE_SAVEAREA_HOST_GRS(%r14)
	br	%r14

	.section .note.GNU-stack, "", @progbits
