/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Entry of the boot CPU and of the secondaries.
 *
 * The boot CPU comes in big endian, real mode, with the device tree in r3, at
 * whatever address the firmware loaded the image to (link address 0).
 */
#include <asm/hcall.h>
#include <asm/opal.h>
#include <asm/ppc_asm.h>
#include <asm/ptrace.h>


/*
 * What firmware may not preserve for us: TOC, r13, CR, MSR and the non-volatile
 * registers FIXUP_ENDIAN and the ABI do not cover.
 */
#define FW_SAVE		(STACK_FRAME_OVERHEAD)
	.macro SAVE_FW_STATE
	mfcr	r11
	std	r2, FW_SAVE(r1)
	std	r11, FW_SAVE+8(r1)
	mfmsr	r11
	std	r11, FW_SAVE+16(r1)
	std	r13, FW_SAVE+24(r1)
	.endm

	.macro RESTORE_FW_STATE
	ld	r13, FW_SAVE+24(r1)
	ld	r11, FW_SAVE+16(r1)
	mtmsrd	r11
	ld	r11, FW_SAVE+8(r1)
	ld	r2, FW_SAVE(r1)
	mtcr	r11
	.endm

	.section .init, "ax"
	.machine push
	.machine power8

	.globl start
start:
	FIXUP_ENDIAN
	li	r10, 1			/* 64-bit mode */
	sldi	r10, r10, MSR_SF_BIT
	mfmsr	r11
	or	r11, r11, r10
	mtmsrd	r11

	/* Everything below is found relative to this label. */
	bcl	20, 31, 1f
1:	mflr	r12
	addi	r31, r12, start - 1b	/* load address */
	addis	r2, r12, (.TOC. - 1b)@ha
	addi	r2, r2, (.TOC. - 1b)@l
	addis	r1, r12, (stackptr - 1b)@ha
	addi	r1, r1, (stackptr - 1b)@l
	li	r0, 0			/* stack walks end here */
	std	r0, 0(r1)
	std	r0, 16(r1)
	mr	r30, r3

	mr	r3, r31
	addis	r4, r12, (dynamic_start - 1b)@ha
	addi	r4, r4, (dynamic_start - 1b)@l
	bl	relocate
	nop

	/* Exception vectors: real 0x100 and up, then the C entry's address. */
	LOAD_REG_ADDR(r3, handle_exception_common)
	std	r3, EXCEPTION_ENTRY(0)
	LOAD_REG_ADDR(r4, exception_vectors)
	LOAD_REG_ADDR(r5, exception_vectors_end)
	li	r6, 0x100
2:	ld	r0, 0(r4)
	std	r0, 0(r6)
	dcbst	0, r6
	sync
	icbi	0, r6
	addi	r4, r4, 8
	addi	r6, r6, 8
	cmpld	r4, r5
	blt	2b
	sync
	isync

	/* A guest without MSR[HV] may need another encoding of "sc 1". */
	mfmsr	r11
	rldicl.	r11, r11, 64 - MSR_HV_BIT, 63
	bne	3f
	bl	hcall_have_broken_sc1
	nop
	cmpwi	r3, 0
	beq	3f
	bl	hcall_patch_sc1
	nop

3:	mr	r3, r30
	bl	setup
	nop

	LOAD_REG_ADDR(r3, __argc)
	lwz	r3, 0(r3)
	LOAD_REG_ADDR(r4, __argv)
	LOAD_REG_ADDR(r5, environ)
	ld	r5, 0(r5)
	bl	main
	nop
	bl	exit
	nop
	b	.

/*
 * void relocate(unsigned long load, const Elf64_Dyn *dynamic)
 *
 * Applies the R_PPC64_RELATIVE relocations; touches no global.
 */
relocate:
	li	r7, 0			/* DT_RELA */
	li	r8, 0			/* DT_RELACOUNT */
	lis	r9, 0x6fff
	ori	r9, r9, 0xfff9
1:	ld	r5, 0(r4)
	ld	r6, 8(r4)
	addi	r4, r4, 16
	cmpdi	r5, 0
	beq	3f
	cmpdi	r5, 7
	bne	2f
	mr	r7, r6
	b	1b
2:	cmpd	r5, r9
	bne	1b
	mr	r8, r6
	b	1b
3:	cmpdi	r7, 0
	beqlr
	cmpdi	r8, 0
	beqlr
	mtctr	r8
	add	r7, r7, r3
4:	ld	r5, 0(r7)		/* offset */
	lwz	r6, RELA_TYPE(r7)
	ld	r8, 16(r7)		/* addend */
	addi	r7, r7, 24
	cmplwi	r6, 22			/* R_PPC64_RELATIVE */
	bne	5f
	add	r8, r8, r3
	stdx	r8, r5, r3
5:	bdnz	4b
	sync
	blr

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	.set	RELA_TYPE, 8
#else
	.set	RELA_TYPE, 12
#endif
	.set	EXCEPTION_ENTRY, 0x2ff8

	.text
/*
 * A secondary CPU, in big endian real mode, its server number in r3. It takes
 * its stack from the cpus[] entry of that number.
 */
	.globl start_secondary
start_secondary:
	FIXUP_ENDIAN
	li	r10, 1
	sldi	r10, r10, MSR_SF_BIT
	mfmsr	r11
	or	r11, r11, r10
	mtmsrd	r11
	bcl	20, 31, 1f
1:	mflr	r12
	addis	r2, r12, (.TOC. - 1b)@ha
	addi	r2, r2, (.TOC. - 1b)@l

	LOAD_REG_ADDR(r4, cpus)
	li	r5, MAX_CPUS
	mtctr	r5
2:	ld	r6, CPU_SERVER_NO(r4)
	cmpd	r6, r3
	beq	3f
	addi	r4, r4, SIZEOF_STRUCT_CPU
	bdnz	2b
	b	.			/* nobody we know */

3:	ld	r1, CPU_STACK(r4)
	li	r0, 0
	std	r0, 0(r1)
	std	r0, 16(r1)
	mr	r3, r4
	bl	main_secondary
	nop
	b	.

/* unsigned long hcall(unsigned long nr, ...): the first word may be patched. */
	.globl hcall
	.type hcall, @function
hcall:
	sc	1
	blr
	.size hcall, . - hcall

/* long hcall_regs(unsigned long nr, unsigned long r[9]) */
	.globl hcall_regs
	.type hcall_regs, @function
hcall_regs:
	mflr	r0
	std	r0, 16(r1)
	stdu	r1, -STACK_FRAME_OVERHEAD-16(r1)
	std	r31, STACK_FRAME_OVERHEAD(r1)
	mr	r31, r4
	ld	r5, 8(r31)
	ld	r6, 16(r31)
	ld	r7, 24(r31)
	ld	r8, 32(r31)
	ld	r9, 40(r31)
	ld	r10, 48(r31)
	ld	r11, 56(r31)
	ld	r12, 64(r31)
	ld	r4, 0(r31)
	bl	hcall
	std	r4, 0(r31)
	std	r5, 8(r31)
	std	r6, 16(r31)
	std	r7, 24(r31)
	std	r8, 32(r31)
	std	r9, 40(r31)
	std	r10, 48(r31)
	std	r11, 56(r31)
	std	r12, 64(r31)
	ld	r31, STACK_FRAME_OVERHEAD(r1)
	addi	r1, r1, STACK_FRAME_OVERHEAD+16
	ld	r0, 16(r1)
	mtlr	r0
	blr
	.size hcall_regs, . - hcall_regs

/*
 * void enter_rtas_blob(unsigned long args, unsigned long entry,
 *			unsigned long rtas_msr)
 *
 * Only for an RTAS that lies in memory; it returns in big endian.
 */
	.globl enter_rtas_blob
	.type enter_rtas_blob, @function
enter_rtas_blob:
	mflr	r0
	std	r0, 16(r1)
	stdu	r1, -STACK_FRAME_OVERHEAD-80(r1)
	SAVE_FW_STATE
	bcl	20, 31, 1f
1:	mflr	r12
	addi	r12, r12, 2f - 1b
	mtlr	r12
	mtsrr0	r4
	mtsrr1	r5
	rfid
	b	.
2:	FIXUP_ENDIAN
	RESTORE_FW_STATE
	addi	r1, r1, STACK_FRAME_OVERHEAD+80
	ld	r0, 16(r1)
	mtlr	r0
	blr
	.size enter_rtas_blob, . - enter_rtas_blob

/*
 * int64_t opal_enter(int64_t token, int64_t a1, int64_t a2, int64_t a3,
 *		      unsigned long base, unsigned long entry, unsigned long msr)
 */
	.globl opal_enter
	.type opal_enter, @function
opal_enter:
	mflr	r0
	std	r0, 16(r1)
	stdu	r1, -STACK_FRAME_OVERHEAD-80(r1)
	SAVE_FW_STATE
	mr	r0, r3
	mr	r3, r4
	mr	r4, r5
	mr	r5, r6
	mr	r2, r7
	bcl	20, 31, 1f
1:	mflr	r12
	addi	r12, r12, 2f - 1b
	mtlr	r12
	mthsrr0	r8
	mthsrr1	r9
	hrfid
	b	.
2:	FIXUP_ENDIAN
	RESTORE_FW_STATE
	addi	r1, r1, STACK_FRAME_OVERHEAD+80
	ld	r0, 16(r1)
	mtlr	r0
	blr
	.size opal_enter, . - opal_enter

	.machine pop
