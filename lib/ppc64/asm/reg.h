/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Special purpose registers and MSR bits (Power ISA 3.0B, Book III). Bit
 * masks are LSB-0. Usable from assembly.
 */
#ifndef _ASMPPC64_REG_H_
#define _ASMPPC64_REG_H_

#ifdef __ASSEMBLER__
#define UL(x)	x
#else
#define UL(x)	x##UL
#endif

#define SPR_XER		0x001
#define SPR_DSCR	0x003
#define SPR_LR		0x008
#define SPR_CTR		0x009
#define SPR_AMR		0x00d
#define SPR_DSISR	0x012
#define SPR_DAR		0x013
#define SPR_DEC		0x016
#define SPR_SRR0	0x01a
#define SPR_SRR1	0x01b
#define SPR_CFAR	0x01c
#define SPR_AMR_PRIV	0x01d
#define SPR_PIDR	0x030
#define SPR_IAMR	0x03d
#define SPR_TFHAR	0x080
#define SPR_TFIAR	0x081
#define SPR_TEXASR	0x082
#define SPR_CTRL	0x088
#define SPR_CTRL_W	0x098
#define SPR_FSCR	0x099
#define   FSCR_PREFIX	0x2000
#define   FSCR_SCV	0x1000
#define   FSCR_TAR	0x0100
#define   FSCR_EBB	0x0080
#define   FSCR_DSCR	0x0004
#define SPR_UAMOR	0x09d
#define SPR_DPDES	0x0b0
#define SPR_DAWR0	0x0b4
#define SPR_CIABR	0x0bb
#define SPR_DAWRX0	0x0bc
#define SPR_HFSCR	0x0be
#define SPR_VRSAVE	0x100
#define SPR_SPRG3_RO	0x103
#define SPR_TB		0x10c
#define SPR_TBU		0x10d
#define SPR_SPRG0	0x110
#define SPR_SPRG1	0x111
#define SPR_SPRG2	0x112
#define SPR_SPRG3	0x113
#define SPR_TBL_W	0x11c
#define SPR_TBU_W	0x11d
#define SPR_TBU40	0x11e
#define SPR_PVR		0x11f
#define   PVR_VERSION_MASK	UL(0xffff0000)
#define   PVR_VER_970		UL(0x00390000)
#define   PVR_VER_970FX		UL(0x003c0000)
#define   PVR_VER_970MP		UL(0x00440000)
#define   PVR_VER_POWER8E	UL(0x004b0000)
#define   PVR_VER_POWER8NVL	UL(0x004c0000)
#define   PVR_VER_POWER8	UL(0x004d0000)
#define   PVR_VER_POWER9	UL(0x004e0000)
#define   PVR_VER_POWER10	UL(0x00800000)
#define SPR_HSPRG0	0x130
#define SPR_HSPRG1	0x131
#define SPR_SPURR	0x134
#define SPR_PURR	0x135
#define SPR_HDEC	0x136
#define SPR_HSRR0	0x13a
#define SPR_HSRR1	0x13b
#define SPR_LPCR	0x13e
#define   LPCR_HDICE	UL(0x1)
#define   LPCR_LD	UL(0x20000)
#define   LPCR_HR	UL(0x100000)
#define   LPCR_UPRT	UL(0x400000)
#define SPR_LPIDR	0x13f
#define SPR_HEIR	0x153
#define SPR_PTCR	0x1d0
#define SPR_MMCR2_U	0x301
#define SPR_MMCRA_U	0x302
#define SPR_PMC1_U	0x303
#define SPR_PMC5	0x317
#define SPR_PMC6	0x318
#define SPR_MMCR0_U	0x30b
#define SPR_MMCR0	0x31b
#define   MMCR0_FC	UL(0x80000000)
#define   MMCR0_PMAE	UL(0x04000000)
#define   MMCR0_FCECE	UL(0x02000000)
#define   MMCR0_PMCC	UL(0x000c0000)
#define   MMCR0_PMC1CE	UL(0x00008000)
#define   MMCR0_PMCjCE	UL(0x00004000)
#define   MMCR0_PMAO	UL(0x00000080)
#define   MMCR0_FC56	UL(0x00000010)
#define SPR_SIAR	0x31c
#define SPR_BESCR	0x326
#define SPR_EBBHR	0x324
#define SPR_EBBRR	0x325
#define SPR_TAR		0x32f
#define SPR_IC		0x350
#define SPR_VTB		0x351
#define SPR_PPR		0x380
#define SPR_PPR32	0x382
#define SPR_PIR		0x3ff

/* SRR1 set by an interrupt (Book III, section 6.5) */
#define SRR1_PREFIX	UL(0x20000000)
#define SRR1_NOTRANS	UL(0x40000000)	/* 0x400: no translation */
#define SRR1_NOEXEC	UL(0x10000000)	/* 0x400: no-execute or guarded */
#define SRR1_PROTFAULT	UL(0x08000000)	/* 0x400: access not permitted */
#define SRR1_FPEXC	UL(0x00100000)	/* 0x700: enabled FP exception */
#define SRR1_ILLEGAL	UL(0x00080000)	/* 0x700: illegal instruction */
#define SRR1_PRIV	UL(0x00040000)	/* 0x700: privileged instruction */
#define SRR1_TRAP	UL(0x00020000)	/* 0x700: trap instruction */

/* DSISR of a data storage interrupt */
#define DSISR_NOTRANS	UL(0x40000000)
#define DSISR_PROTFAULT	UL(0x08000000)
#define DSISR_STORE	UL(0x02000000)
#define DSISR_DAWR	UL(0x00400000)
#define DSISR_KEYFAULT	UL(0x00200000)
#define DSISR_BADATTR	UL(0x00040000)	/* radix: attribute or RC mismatch */

#define MSR_LE_BIT	0
#define MSR_RI_BIT	1
#define MSR_EE_BIT	15
#define MSR_TM_BIT	32
#define MSR_HV_BIT	60
#define MSR_SF_BIT	63

#define MSR_LE		UL(0x1)
#define MSR_RI		UL(0x2)
#define MSR_DR		UL(0x10)
#define MSR_IR		UL(0x20)
#define MSR_FE1		UL(0x100)
#define MSR_BE		UL(0x200)
#define MSR_SE		UL(0x400)
#define MSR_FE0		UL(0x800)
#define MSR_ME		UL(0x1000)
#define MSR_FP		UL(0x2000)
#define MSR_PR		UL(0x4000)
#define MSR_EE		UL(0x8000)
#define MSR_VSX		UL(0x800000)
#define MSR_VEC		UL(0x2000000)

#endif /* _ASMPPC64_REG_H_ */
