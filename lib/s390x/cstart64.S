/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * First instructions of an image, and the entries of all interruptions.
 *
 * The loader writes the command line to ipl_args and, with -initrd, two
 * doublewords at 0x10408, so the start-up page holds nothing else above that.
 */
#include <asm/psw.h>
#include <asm/sigp.h>
#include "macros.h"

	.section .lowcore, "aw"
	/* IPL: short PSW, ESA/390 mode, 31-bit addresses */
	.long	0x00080000, 0x80000000 + start
	.org	GEN_LC_RESTART_NEW_PSW
	.quad	PSW_MASK_64, start

	.section .init, "ax"
	.globl	start
start:
	/* After an IPL from disk the CPU may still be in ESA/390 mode. */
	lhi	%r1, 2
	slr	%r2, %r2
	sigp	%r1, %r2, SIGP_SET_ARCHITECTURE
	larl	%r1, zeros
	lmg	%r0, %r15, 0(%r1)
	sam64
	larl	%r15, stackptr
	xc	0(STACK_FRAME_SIZE, %r15), 0(%r15)
	larl	%r1, first_psw
	lpswe	0(%r1)
	.globl	init_psw_cont
init_psw_cont:
	/* BSS */
	larl	%r2, __bss_start
	larl	%r3, __bss_end
	slgr	%r3, %r2
	slgr	%r4, %r4
	slgr	%r5, %r5
0:	mvcle	%r2, %r4, 0
	jo	0b
	/* new PSWs of all classes but restart */
	larl	%r1, new_psws
	mvc	GEN_LC_EXT_NEW_PSW(5 * 16), 0(%r1)
	larl	%r1, initial_cr0
	lctlg	%c0, %c0, 0(%r1)
	/* argc, argv and envp are where the argument parser put them */
	brasl	%r14, setup
	larl	%r1, __argc
	lgf	%r2, 0(%r1)
	larl	%r3, __argv
	larl	%r4, environ
	lg	%r4, 0(%r4)
	brasl	%r14, main
	lgfr	%r2, %r2
	brasl	%r14, exit
	j	.

	.align	8
first_psw:
	.quad	PSW_MASK_64, init_psw_cont
	/* in the order of the prefix area */
new_psws:
	.quad	PSW_MASK_64, ext_int
	.quad	PSW_MASK_64, svc_int
	.quad	PSW_MASK_64, pgm_int
	.quad	PSW_MASK_64, mcck_int
	.quad	PSW_MASK_64, io_int
zeros:
	.fill	16, 8, 0
	.globl	initial_cr0
initial_cr0:
	.quad	0x0000000000040000
	/* fails to assemble when the above runs into the initrd words at 0x10408 */
	.org	0x408

	.section .init.args, "aw"
	.globl	ipl_args
ipl_args:
	.fill	896, 1, 0

	.text
	INTERRUPTION pgm_int, handle_pgm_int, GEN_LC_PGM_OLD_PSW
	INTERRUPTION ext_int, handle_ext_int, GEN_LC_EXT_OLD_PSW
	INTERRUPTION mcck_int, handle_mcck_int, GEN_LC_MCCK_OLD_PSW
	INTERRUPTION io_int, handle_io_int, GEN_LC_IO_OLD_PSW
	INTERRUPTION svc_int, handle_svc_int, GEN_LC_SVC_OLD_PSW
	.section .note.GNU-stack, "", @progbits
