// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * AArch64 start-up: the arm64 Image header, self-relocation, exception level, boot and
 * secondary CPU entry, MMU switch, SMC and HVC calls.
 */
#include "config.h"
#include <auxinfo.h>
#include <asm/assembler.h>
#include <asm/asm-offsets.h>
#include <asm/page.h>
#include <asm/pgtable-hwdef.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>
#include <asm/thread_info.h>
#ifdef CONFIG_EFI
#include "pe-header.h"
#endif

	/* \rd = address of \sym, within 4 GiB of here */
	.macro	adr_l, rd, sym
	adrp	\rd, \sym
	add	\rd, \rd, :lo12:\sym
	.endm

	/* Zero [\from, \to), both 16-byte aligned; corrupts \from. */
	.macro	zero_range, from, to
9997:	cmp	\from, \to
	b.hs	9998f
	stp	xzr, xzr, [\from], #16
	b	9997b
9998:
	.endm

	/*
	 * Entered at EL1 there is nothing to do. At EL2 with FEAT_VHE the library stays there,
	 * with E2H and TGE: EL1 register names then reach the EL2 registers. Without it, drop
	 * to EL1. Corrupts x1 and x2.
	 */
	.macro	init_el
	mrs	x1, CurrentEL
	cmp	x1, #CurrentEL_EL2
	b.ne	9999f

	/* what EL1 sees as its own identity */
	mrs	x1, mpidr_el1
	msr	vmpidr_el2, x1
	mrs	x1, midr_el1
	msr	vpidr_el2, x1

	/* no fine-grained traps */
	mrs	x1, id_aa64mmfr0_el1
	ubfx	x1, x1, #ID_AA64MMFR0_EL1_FGT_SHIFT, #4
	cbz	x1, 9995f
	msr_s	SYS_HFGRTR_EL2, xzr
	msr_s	SYS_HFGWTR_EL2, xzr
	msr_s	SYS_HFGITR_EL2, xzr
	cmp	x1, #ID_AA64MMFR0_EL1_FGT_FGT2
	b.ne	9995f
	msr_s	SYS_HFGRTR2_EL2, xzr
	msr_s	SYS_HFGWTR2_EL2, xzr
	msr_s	SYS_HFGITR2_EL2, xzr
9995:
	/* all event counters belong to EL1 and EL0 (MDCR_EL2.HPMN = PMCR_EL0.N) */
	mrs	x1, id_aa64dfr0_el1
	ubfx	x1, x1, #8, #4
	sub	x2, x1, #1
	cmp	x2, #0xe
	b.hs	9996f			// version 0 and 0xf: no PMUv3
	mrs	x1, pmcr_el0
	ubfx	x1, x1, #11, #5
	msr	mdcr_el2, x1
9996:
	mrs	x1, id_aa64mmfr1_el1
	ubfx	x1, x1, #ID_AA64MMFR1_EL1_VH_SHIFT, #4
	cbz	x1, 9994f
	ldr	x1, =INIT_HCR_EL2
	msr	hcr_el2, x1
	isb
	b	9999f

9994:	msr	cptr_el2, xzr		// FP, SVE and trace are not trapped
	msr	hstr_el2, xzr
	mov	x1, #3			// EL1 may use the physical counter and timer
	msr	cnthctl_el2, x1
	msr	cntvoff_el2, xzr
	mrs	x1, id_aa64pfr0_el1
	ubfx	x1, x1, #24, #4
	cbz	x1, 9993f		// no system register interface of the GIC
	mov	x1, #0xf
	msr_s	sys_reg(3, 4, 12, 9, 5), x1
9993:	ldr	x1, =INIT_HCR_EL2_EL1_ONLY
	msr	hcr_el2, x1
	mov	x1, #(PSR_MODE_EL1h | PSR_F_BIT | PSR_I_BIT | PSR_A_BIT | PSR_D_BIT)
	msr	spsr_el2, x1
	adr	x1, 9999f
	msr	elr_el2, x1
	isb
	eret
9999:
	.endm

	/* Known SCTLR_EL1 with the MMU off, SP_EL1, FP and SVE on. Corrupts x1. */
	.macro	init_el1_state
	ldr	x1, =INIT_SCTLR_EL1_MMU_OFF
	msr	sctlr_el1, x1
	isb
	msr	spsel, #1
	mov	x1, #(3 << 20 | 3 << 16)
	msr	cpacr_el1, x1
	isb
	.endm

	/* Relocate the image: R_AARCH64_RELATIVE only, which the link checks. Corrupts x4 to x8. */
	.macro	relocate
	adr_l	x4, start
	adr_l	x5, reloc_start
	adr_l	x6, reloc_end
9991:	cmp	x5, x6
	b.hs	9992f
	ldr	x7, [x5]			// r_offset
	ldr	x8, [x5, #16]			// r_addend
	add	x8, x8, x4
	str	x8, [x4, x7]
	add	x5, x5, #24
	b	9991b
9992:
	.endm

	.section .init, "ax"

/*
 * The Image header of the boot protocol for arm64 kernels. The first word is the entry.
 * Flags: little endian, the granule, "any 2 MiB aligned base will do".
 */
#if PAGE_SIZE == 65536
#define IMAGE_GRANULE	3
#elif PAGE_SIZE == 16384
#define IMAGE_GRANULE	2
#else
#define IMAGE_GRANULE	1
#endif

	.globl	start
start:
#ifdef CONFIG_EFI
	ccmp	x18, #0, #0xd, pl		// is "MZ" in memory, what a PE/COFF file begins with
	b	boot
#else
	b	boot
	.long	0
#endif
	.quad	0x80000				// text_offset
	.quad	kut_image_size			// with bss and boot stack, from the linker script
	.quad	1 << 3 | IMAGE_GRANULE << 1	// flags
	.quad	0
	.quad	0
	.quad	0
	.ascii	"ARM\x64"
#ifdef CONFIG_EFI
	.long	.Lpe - start
	pe_header
#else
	.long	0
#endif

	/* x0: physical address of the device tree */
boot:
	relocate
	dsb	sy
	ic	iallu
	dsb	nsh
	isb

	init_el

	adr_l	x4, bss
	adr_l	x5, ebss
	zero_range x4, x5

	/* thread_info of CPU 0 is zero */
	adr_l	x5, stacktop
	sub	x4, x5, #THREAD_SIZE
	zero_range x4, x5

	init_el1_state
	adr_l	x1, stackptr
	mov	sp, x1
	mov	x29, xzr
	mov	x30, xzr

	stp	x0, x1, [sp, #-16]!
	bl	exceptions_init
	ldp	x0, x1, [sp], #16

	adr_l	x1, stacktop
	bl	setup

	adr_l	x0, __argc
	ldr	w0, [x0]
	adr_l	x1, __argv
	adr_l	x2, __environ
	bl	main
	bl	exit
	b	halt

#ifdef CONFIG_EFI
	/*
	 * The firmware starts us here, in its own translation regime and on its stack, with the image handle and the
	 * system table. efi_main() comes back only if it failed.
	 */
	.globl	efi_entry
efi_entry:
	stp	x29, x30, [sp, #-16]!
	mov	x29, sp
	relocate
	bl	efi_main
	ldp	x29, x30, [sp], #16
	ret

	/*
	 * void efi_leave(void (*fn)(void), const struct efi_range *ranges, size_t n): call fn on the boot stack with
	 * the MMU off, at the exception level of the library, as after a boot without firmware. The ranges are all
	 * the RAM that was cached: nothing of it stays in a cache, neither to be written back over what is written
	 * with the MMU off, nor to be read later in its place.
	 */
	.globl	efi_leave
efi_leave:
	msr	daifset, #0xf
	mov	x19, x0
	mov	x20, x1
	add	x21, x1, x2, lsl #4

	/* what is fetched and read before the loop has come to it */
	adr_l	x0, start
	adr_l	x1, _etext
	sub	x1, x1, x0
	dcache_by_line_op cvac, sy, x0, x1, x2, x3
	mov	x0, x20
	sub	x1, x21, x20
	dcache_by_line_op cvac, sy, x0, x1, x2, x3

	mrs	x0, CurrentEL
	cmp	x0, #CurrentEL_EL2
	b.ne	1f
	mrs	x0, sctlr_el2
	bic	x0, x0, #SCTLR_EL1_M
	bic	x0, x0, #SCTLR_EL1_C
	msr	sctlr_el2, x0
	b	2f
1:	mrs	x0, sctlr_el1
	bic	x0, x0, #SCTLR_EL1_M
	bic	x0, x0, #SCTLR_EL1_C
	msr	sctlr_el1, x0
2:	isb

3:	cmp	x20, x21
	b.hs	4f
	ldp	x0, x1, [x20], #16
	sub	x1, x1, x0
	dcache_by_line_op civac, sy, x0, x1, x2, x3
	b	3b
4:	ic	iallu
	dsb	nsh
	isb

	init_el
	init_el1_state
	adr_l	x5, stacktop
	sub	x4, x5, #THREAD_SIZE
	zero_range x4, x5
	adr_l	x1, stackptr
	mov	sp, x1
	mov	x29, xzr
	mov	x30, xzr
	bl	exceptions_init
	blr	x19
	b	halt
#endif

	.text

	/* PSCI CPU_ON enters here, MMU off. */
	.globl	secondary_entry
secondary_entry:
	init_el
	init_el1_state
	adr_l	x1, vector_table
	msr	vbar_el1, x1
	isb

	adr_l	x1, auxinfo
	ldr	x1, [x1, #8]
	tbnz	x1, #0, 1f			// AUXINFO_MMU_OFF
	adr_l	x1, mmu_idmap
	ldr	x0, [x1]
	bl	asm_mmu_enable
1:
	adr_l	x1, secondary_data
	ldr	x0, [x1]
	mov	sp, x0
	mov	x29, xzr
	mov	x30, xzr
	bl	secondary_cinit
	blr	x0
	b	do_idle

	/* void halt(int code): stop; w0 keeps the code for whoever looks from outside */
	.globl	halt
halt:
1:	wfi
	b	1b

	/* VBAR = vector_table */
	.globl	exceptions_init
exceptions_init:
	adr_l	x0, vector_table
	msr	vbar_el1, x0
	isb
	ret

	/* arguments 8 to 11 and the result pointer are on the stack (AAPCS64) */
	.macro	smccc_call, insn
	stp	x29, x30, [sp, #-64]!
	mov	x29, sp
	stp	x8, x9, [sp, #16]
	stp	x10, x11, [sp, #32]
	str	x19, [sp, #48]
	ldp	x8, x9, [sp, #64]
	ldp	x10, x11, [sp, #80]
	ldr	x19, [sp, #96]
	\insn	#0
	cbz	x19, 1f
	stp	x0, x1, [x19]
	stp	x2, x3, [x19, #16]
	stp	x4, x5, [x19, #32]
	stp	x6, x7, [x19, #48]
	stp	x8, x9, [x19, #64]
1:	ldr	x19, [sp, #48]
	ldp	x10, x11, [sp, #32]
	ldp	x8, x9, [sp, #16]
	ldp	x29, x30, [sp], #64
	ret
	.endm

	.globl	arm_smccc_hvc
arm_smccc_hvc:
	smccc_call hvc

	.globl	arm_smccc_smc
arm_smccc_smc:
	smccc_call smc

/* The attributes behind the MT_ indices, one byte each (MAIR_EL1, Arm ARM D19.2.97). */
#define MAIR(attr, mt)	((attr) << ((mt) * 8))
#define MAIR_VALUE	(MAIR(0x00, MT_DEVICE_nGnRnE) | MAIR(0x04, MT_DEVICE_nGnRE) |	\
			 MAIR(0x0c, MT_DEVICE_GRE) | MAIR(0x44, MT_NORMAL_NC) |		\
			 MAIR(0xff, MT_NORMAL) | MAIR(0xbb, MT_NORMAL_WT) |		\
			 MAIR(0x08, MT_DEVICE_nGRE) | MAIR(0xf0, MT_NORMAL_TAGGED))

#if PAGE_SIZE == 65536
#define TCR_GRANULE	(TCR_TG0_64K | TCR_TG1_64K)
#elif PAGE_SIZE == 16384
#define TCR_GRANULE	(TCR_TG0_16K | TCR_TG1_16K)
#else
#define TCR_GRANULE	(TCR_TG0_4K | TCR_TG1_4K)
#endif

	/* void asm_mmu_enable(phys_addr_t pgtable); corrupts x0 to x3 only */
	.globl	asm_mmu_enable
asm_mmu_enable:
	tlbi	vmalle1
	dsb	nsh

	ldr	x1, =(TCR_TxSZ(VA_BITS) | TCR_GRANULE | TCR_IRGN_WBWA | TCR_ORGN_WBWA | \
		      TCR_SHARED | TCR_EPD1)
	mrs	x2, id_aa64mmfr0_el1
	bfi	x1, x2, #TCR_IPS_SHIFT, #3
	msr	tcr_el1, x1

	ldr	x1, =MAIR_VALUE
	msr	mair_el1, x1
	msr	ttbr0_el1, x0
	isb

	mrs	x1, sctlr_el1
	mov	x2, #(SCTLR_EL1_M | SCTLR_EL1_C)
	orr	x1, x1, x2
	orr	x1, x1, #SCTLR_EL1_I
	msr	sctlr_el1, x1
	isb
	ret

	/* void asm_mmu_disable(void): and all of RAM is in memory, not in a cache */
	.globl	asm_mmu_disable
asm_mmu_disable:
	// what memory has of these may be stale until the caches are clean
	adr_l	x0, __phys_offset
	ldr	x0, [x0]
	adr_l	x1, __phys_end
	ldr	x1, [x1]
	sub	x1, x1, x0

	mrs	x2, sctlr_el1
	bic	x2, x2, #SCTLR_EL1_M
	msr	sctlr_el1, x2
	isb
	dcache_by_line_op civac, sy, x0, x1, x2, x3
	isb
	ret
