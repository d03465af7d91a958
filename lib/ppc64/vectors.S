/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Exception vectors and the common handler.
 *
 * The block between exception_vectors and exception_vectors_end is copied to
 * real address 0x100. Interrupts arrive there in real mode, in this image's
 * endianness. SPRG0 holds the address of this CPU's struct cpu, SPRG1 is
 * scratch. A CPU that takes an exception while it is on its exception stack
 * goes on below the interrupted frame, so handlers may fault themselves.
 */
#include <asm/ppc_asm.h>
#include <asm/ptrace.h>

	.machine push
	.machine power8

	.set	EXCEPTION_ENTRY, 0x2ff8
	.set	STACK_BYTES, 0x10000

	.section .text.ex, "ax"
	.balign 256
	.globl exception_vectors
exception_vectors:

	/* At most eight instructions each; VEC is the vector's real address. */
	.macro VECTOR vec, exit
	.org	exception_vectors + \vec - 0x100
	mtsprg1	r1
	mfsprg0	r1
	std	r0, CPU_EX_SAVE(r1)
	mfctr	r0
	std	r0, CPU_EX_SAVE+8(r1)
	li	r0, \vec
	b	\exit
	.endm

	VECTOR	0x100, common_srr
	VECTOR	0x200, common_srr
	VECTOR	0x300, common_srr
	VECTOR	0x380, common_srr
	VECTOR	0x400, common_srr
	VECTOR	0x480, common_srr
	VECTOR	0x500, common_srr
	VECTOR	0x600, common_srr
	VECTOR	0x700, common_srr
	VECTOR	0x800, common_srr
	VECTOR	0x900, common_srr
	VECTOR	0x980, common_hsrr
	VECTOR	0xa00, common_srr
	VECTOR	0xc00, common_srr
	VECTOR	0xd00, common_srr
	VECTOR	0xe00, common_hsrr
	VECTOR	0xe20, common_hsrr
	VECTOR	0xe40, common_hsrr
	VECTOR	0xe60, common_hsrr
	VECTOR	0xe80, common_hsrr
	VECTOR	0xea0, common_hsrr
	VECTOR	0xf00, common_srr
	VECTOR	0xf20, common_srr
	VECTOR	0xf40, common_srr
	VECTOR	0xf60, common_srr
	VECTOR	0xf80, common_hsrr

	.org	exception_vectors + 0x1000 - 0x100

	/*
	 * r1 = this struct cpu, r0 = vector; saved: r1 in SPRG1, r0 and CTR in
	 * ex_save. Chooses the frame, then stores the registers that the
	 * variants \srr0 and \srr1 name.
	 */
	.macro ENTRY srr0, srr1
	std	r2, CPU_EX_SAVE+16(r1)
	mfcr	r2
	std	r2, CPU_EX_SAVE+24(r1)
	mtctr	r0
	/* Below the top by less than the size: already on this stack. */
	mfsprg1	r0
	ld	r2, CPU_EXCEPTION_STACK(r1)
	subf	r0, r0, r2
	cmpldi	r0, STACK_BYTES - 64
	bge	1f
	subf	r2, r0, r2
	rldicr	r2, r2, 0, 59
1:	addi	r2, r2, -INT_FRAME_SIZE
	ld	r0, CPU_EX_SAVE(r1)
	std	r0, GPR0(r2)
	ld	r0, CPU_EX_SAVE+8(r1)
	std	r0, _CTR(r2)
	ld	r0, CPU_EX_SAVE+16(r1)
	std	r0, GPR2(r2)
	ld	r0, CPU_EX_SAVE+24(r1)
	std	r0, _CCR(r2)
	mfctr	r0
	std	r0, _TRAP(r2)
	mr	r1, r2
	mfspr	r0, \srr0
	std	r0, _NIP(r1)
	mfspr	r0, \srr1
	std	r0, _MSR(r1)
	ld	r0, EXCEPTION_ENTRY(0)
	mtctr	r0
	bctr
	.endm

common_srr:
	ENTRY	SPR_SRR0, SPR_SRR1
common_hsrr:
	ENTRY	SPR_HSRR0, SPR_HSRR1

	.globl exception_vectors_end
	.balign 8
exception_vectors_end:
	/* An error here: the vectors reach the word at EXCEPTION_ENTRY. */
	.org	exception_vectors + EXCEPTION_ENTRY - 0x100

	.text
	.globl handle_exception_common
handle_exception_common:
	SAVE_GPR(3, r1)
	SAVE_GPR(4, r1)
	SAVE_GPR(5, r1)
	SAVE_GPR(6, r1)
	SAVE_GPR(7, r1)
	SAVE_GPR(8, r1)
	SAVE_GPR(9, r1)
	SAVE_GPR(10, r1)
	SAVE_GPR(11, r1)
	SAVE_GPR(12, r1)
	SAVE_GPR(13, r1)
	SAVE_GPR(14, r1)
	SAVE_GPR(15, r1)
	SAVE_GPR(16, r1)
	SAVE_GPR(17, r1)
	SAVE_GPR(18, r1)
	SAVE_GPR(19, r1)
	SAVE_GPR(20, r1)
	SAVE_GPR(21, r1)
	SAVE_GPR(22, r1)
	SAVE_GPR(23, r1)
	SAVE_GPR(24, r1)
	SAVE_GPR(25, r1)
	SAVE_GPR(26, r1)
	SAVE_GPR(27, r1)
	SAVE_GPR(28, r1)
	SAVE_GPR(29, r1)
	SAVE_GPR(30, r1)
	SAVE_GPR(31, r1)
	mfsprg1	r0
	std	r0, GPR1(r1)
	std	r0, 0(r1)		/* back chain to the interrupted frame */
	mflr	r0
	std	r0, _LINK(r1)
	mfxer	r0
	std	r0, _XER(r1)

	bcl	20, 31, 1f
1:	mflr	r12
	addis	r2, r12, (.TOC. - 1b)@ha
	addi	r2, r2, (.TOC. - 1b)@l
	addi	r3, r1, STACK_FRAME_OVERHEAD
	bl	do_handle_exception
	.globl do_handle_exception_return
do_handle_exception_return:
	nop

	/* Nothing may interrupt between the writing of SRR0 and rfid. */
	li	r0, 0
	mtmsrd	r0, 1

	ld	r0, _CTR(r1)
	mtctr	r0
	ld	r0, _LINK(r1)
	mtlr	r0
	ld	r0, _XER(r1)
	mtxer	r0
	ld	r0, _CCR(r1)
	mtcr	r0
	REST_GPR(2, r1)
	REST_GPR(3, r1)
	REST_GPR(4, r1)
	REST_GPR(5, r1)
	REST_GPR(6, r1)
	REST_GPR(7, r1)
	REST_GPR(8, r1)
	REST_GPR(9, r1)
	REST_GPR(10, r1)
	REST_GPR(11, r1)
	REST_GPR(12, r1)
	REST_GPR(13, r1)
	REST_GPR(14, r1)
	REST_GPR(15, r1)
	REST_GPR(16, r1)
	REST_GPR(17, r1)
	REST_GPR(18, r1)
	REST_GPR(19, r1)
	REST_GPR(20, r1)
	REST_GPR(21, r1)
	REST_GPR(22, r1)
	REST_GPR(23, r1)
	REST_GPR(24, r1)
	REST_GPR(25, r1)
	REST_GPR(26, r1)
	REST_GPR(27, r1)
	REST_GPR(28, r1)
	REST_GPR(29, r1)
	REST_GPR(30, r1)
	REST_GPR(31, r1)
	ld	r0, _NIP(r1)
	mtsrr0	r0
	ld	r0, _MSR(r1)
	mtsrr1	r0
	REST_GPR(0, r1)
	REST_GPR(1, r1)
	rfid
	b	.

	.machine pop
