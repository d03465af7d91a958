// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * AArch32 start-up: boot and secondary CPU entry, mode stacks, MMU switch, SMC and HVC calls.
 */
#include <auxinfo.h>
#include <asm/assembler.h>
#include <asm/asm-offsets.h>
#include <asm/pgtable-hwdef.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>
#include <asm/thread_info.h>

	.arch	armv7ve
	.fpu	vfpv3
	.syntax	unified
	.arm

	/* Zero [\from, \to), 16-byte aligned; corrupts \from, r5 to r8. */
	.macro	zero_range, from, to
	mov	r5, #0
	mov	r6, #0
	mov	r7, #0
	mov	r8, #0
9997:	cmp	\from, \to
	stmialo	\from!, {r5-r8}
	blo	9997b
	.endm

	.section .init, "ax"

	/* r2: physical address of the device tree; SVC mode, MMU off */
	.globl	start
start:
	mov	r4, r2

	ldr	r0, =bss
	ldr	r1, =ebss
	zero_range r0, r1

	/* thread_info of CPU 0 is zero */
	ldr	r1, =stacktop
	ldr	r2, =THREAD_SIZE
	sub	r0, r1, r2
	zero_range r0, r1

	/* above the initial SP are the frames of the exception modes */
	ldr	r1, =stacktop
	sub	sp, r1, r2
	ldr	r2, =THREAD_START_SP
	add	sp, sp, r2
	mov	fp, #0
	mov	lr, #0

	mov	r0, sp
	bl	exceptions_init
	bl	enable_vfp

	mov	r0, r4
	ldr	r2, =stacktop
	mov	r3, #0
	bl	setup

	ldr	r0, =__argc
	ldr	r0, [r0]
	ldr	r1, =__argv
	ldr	r2, =__environ
	bl	main
	bl	exit
	b	halt

	.text

	/* PSCI CPU_ON enters here, MMU off. */
	.globl	secondary_entry
secondary_entry:
	ldr	r1, =auxinfo
	ldr	r1, [r1, #4]
	tst	r1, #AUXINFO_MMU_OFF
	bne	1f
	ldr	r1, =mmu_idmap
	ldr	r0, [r1]
	mov	r1, #0
	bl	asm_mmu_enable
1:
	ldr	r1, =secondary_data
	ldr	sp, [r1]
	mov	fp, #0
	mov	r0, sp
	bl	exceptions_init
	bl	enable_vfp

	bl	secondary_cinit
	blx	r0
	b	do_idle

	/* void halt(int code): stop; r0 keeps the code for whoever looks from outside */
	.globl	halt
halt:
1:	wfi
	b	1b

	/* cp10 and cp11 for everyone, and VFP on */
enable_vfp:
	mrc	p15, 0, r0, c1, c0, 2
	orr	r0, r0, #(3 << 22 | 3 << 20)
	mcr	p15, 0, r0, c1, c0, 2
	isb
	mov	r0, #(1 << 30)
	vmsr	fpexc, r0
	bx	lr

	.macro	set_mode_stack, mode, top
	msr	cpsr_c, #(\mode | PSR_I_BIT | PSR_F_BIT)
	add	sp, \top, #S_FRAME_SIZE
	add	\top, \top, #S_FRAME_SIZE
	isb
	.endm

	/* r0: stack top; low vectors off, VBAR, and one frame above the top for each mode */
	.globl	exceptions_init
exceptions_init:
	mrc	p15, 0, r2, c1, c0, 0
	bic	r2, r2, #CR_V
	mcr	p15, 0, r2, c1, c0, 0
	ldr	r2, =vector_table
	mcr	p15, 0, r2, c12, c0, 0
	isb

	mov	r1, lr				@ lr is banked
	set_mode_stack UND_MODE, r0
	set_mode_stack ABT_MODE, r0
	set_mode_stack IRQ_MODE, r0
	set_mode_stack FIQ_MODE, r0
	msr	cpsr_c, #(SVC_MODE | PSR_I_BIT | PSR_F_BIT)
	isb
	bx	r1

	/* arguments 4 to 11 and the result pointer are on the stack (AAPCS) */
	.macro	smccc_call, insn
	mov	r12, sp
	push	{r4-r11, lr}
	ldm	r12, {r4-r11}
	\insn	#0
	ldr	r12, [sp, #(9 * 4 + 8 * 4)]
	cmp	r12, #0
	stmiane	r12, {r0-r9}
	pop	{r4-r11, pc}
	.endm

	.arch_extension virt
	.arch_extension sec

	.globl	arm_smccc_hvc
arm_smccc_hvc:
	smccc_call hvc

	.globl	arm_smccc_smc
arm_smccc_smc:
	smccc_call smc

	/* void asm_mmu_enable(phys_addr_t pgtable); corrupts r0 to r3 only */
	.globl	asm_mmu_enable
asm_mmu_enable:
	mov	r2, #0
	mcr	p15, 0, r2, c8, c7, 0		@ TLBIALL
	dsb	nsh

	ldr	r2, =(TTBCR_EAE | TTBCR_SH0_SHARED | TTBCR_IRGN0_WBWA | TTBCR_ORGN0_WBWA)
	mcr	p15, 0, r2, c2, c0, 2		@ TTBCR

	ldr	r2, =0xeeaa4400
	mcr	p15, 0, r2, c10, c2, 0		@ MAIR0
	ldr	r2, =0xff000004
	mcr	p15, 0, r2, c10, c2, 1		@ MAIR1

	mcrr	p15, 0, r0, r1, c2		@ TTBR0
	isb

	mrc	p15, 0, r2, c1, c0, 0
	orr	r2, r2, #CR_C
	orr	r2, r2, #CR_I
	orr	r2, r2, #CR_M
	mcr	p15, 0, r2, c1, c0, 0
	isb
	bx	lr

	/* void asm_mmu_disable(void): and all of RAM is in memory, not in a cache */
	.globl	asm_mmu_disable
asm_mmu_disable:
	@ what memory has of these may be stale until the caches are clean
	ldr	r0, =__phys_offset
	ldr	r0, [r0]
	ldr	r1, =__phys_end
	ldr	r1, [r1]
	sub	r1, r1, r0

	mrc	p15, 0, r2, c1, c0, 0
	bic	r2, r2, #CR_M
	mcr	p15, 0, r2, c1, c0, 0
	isb
	dcache_by_line_op dccimvac, sy, r0, r1, r2, r3
	isb
	bx	lr

	.ltorg
