/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AArch64 system registers: accessors, encodings and field values
 * (Arm ARM DDI 0487, chapter D19 and C5.1.3 for the encoding space).
 */
#ifndef _ASMARM64_SYSREG_H_
#define _ASMARM64_SYSREG_H_

#include <linux/const.h>

/* Encoding of a system register as it lies in bits [20:5] of MRS and MSR. */
#define sys_reg(op0, op1, crn, crm, op2) \
	((((op0) & 3) << 19) | ((op1) << 16) | ((crn) << 12) | ((crm) << 8) | ((op2) << 5))

#ifdef __ASSEMBLER__

	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, \
		22, 23, 24, 25, 26, 27, 28, 29, 30
	.equ	.Lkut_gpr_x\n, \n
	.endr
	.equ	.Lkut_gpr_xzr, 31

	.macro	mrs_s, rt, enc
	.inst	0xd5200000 | (\enc) | .Lkut_gpr_\rt
	.endm

	.macro	msr_s, enc, rt
	.inst	0xd5000000 | (\enc) | .Lkut_gpr_\rt
	.endm

#else /* !__ASSEMBLER__ */

#include <libcflat.h>

/* The same two macros for inline assembly: mrs_s %x0, ENC and msr_s ENC, %x0. */
asm(
"	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, "
"		22, 23, 24, 25, 26, 27, 28, 29, 30\n"
"	.equ	.Lkut_gpr_x\\n, \\n\n"
"	.endr\n"
"	.equ	.Lkut_gpr_xzr, 31\n"
"	.macro	mrs_s, rt, enc\n"
"	.inst	0xd5200000 | (\\enc) | .Lkut_gpr_\\rt\n"
"	.endm\n"
"	.macro	msr_s, enc, rt\n"
"	.inst	0xd5000000 | (\\enc) | .Lkut_gpr_\\rt\n"
"	.endm\n"
);

/* Read or write a register the assembler knows by name. */
#define read_sysreg(r) ({					\
	u64 __val;						\
	asm volatile("mrs %0, " xstr(r) : "=r" (__val));	\
	__val;							\
})

#define write_sysreg(v, r) do {					\
	u64 __val = (u64)(v);					\
	asm volatile("msr " xstr(r) ", %x0" : : "rZ" (__val));	\
} while (0)

/* Read or write a register by its sys_reg() encoding, a compile-time constant. */
#define read_sysreg_s(enc) ({						\
	u64 __val;							\
	asm volatile("mrs %0, S%c1_%c2_C%c3_C%c4_%c5" : "=r" (__val)	\
		     : "i" (((enc) >> 19) & 3), "i" (((enc) >> 16) & 7),	\
		       "i" (((enc) >> 12) & 15), "i" (((enc) >> 8) & 15),	\
		       "i" (((enc) >> 5) & 7));				\
	__val;								\
})

#define write_sysreg_s(v, enc) do {					\
	u64 __val = (u64)(v);						\
	asm volatile("msr S%c1_%c2_C%c3_C%c4_%c5, %x0" : : "rZ" (__val),	\
		       "i" (((enc) >> 19) & 3), "i" (((enc) >> 16) & 7),	\
		       "i" (((enc) >> 12) & 15), "i" (((enc) >> 8) & 15),	\
		       "i" (((enc) >> 5) & 7));				\
} while (0)

/* A member of a numbered register family, e.g. read_regn_el0(pmevcntr, 3). */
#define read_regn_el0(reg, n)		__read_regn(reg ## n ## _el0)
#define write_regn_el0(reg, n, val)	__write_regn(val, reg ## n ## _el0)
#define __read_regn(r)			read_sysreg(r)
#define __write_regn(v, r)		write_sysreg(v, r)

#endif /* __ASSEMBLER__ */

/* SCTLR_EL1, D19.2.131 */
#define SCTLR_EL1_M		_BITUL(0)
#define SCTLR_EL1_A		_BITUL(1)
#define SCTLR_EL1_C		_BITUL(2)
#define SCTLR_EL1_SA		_BITUL(3)
#define SCTLR_EL1_SA0		_BITUL(4)
#define SCTLR_EL1_CP15BEN	_BITUL(5)
#define SCTLR_EL1_nAA		_BITUL(6)
#define SCTLR_EL1_ITD		_BITUL(7)
#define SCTLR_EL1_SED		_BITUL(8)
#define SCTLR_EL1_UMA		_BITUL(9)
#define SCTLR_EL1_EnRCTX	_BITUL(10)
#define SCTLR_EL1_EOS		_BITUL(11)
#define SCTLR_EL1_I		_BITUL(12)
#define SCTLR_EL1_EnDB		_BITUL(13)
#define SCTLR_EL1_DZE		_BITUL(14)
#define SCTLR_EL1_UCT		_BITUL(15)
#define SCTLR_EL1_nTWI		_BITUL(16)
#define SCTLR_EL1_nTWE		_BITUL(18)
#define SCTLR_EL1_WXN		_BITUL(19)
#define SCTLR_EL1_TSCXT		_BITUL(20)
#define SCTLR_EL1_IESB		_BITUL(21)
#define SCTLR_EL1_EIS		_BITUL(22)
#define SCTLR_EL1_SPAN		_BITUL(23)
#define SCTLR_EL1_E0E		_BITUL(24)
#define SCTLR_EL1_EE		_BITUL(25)
#define SCTLR_EL1_UCI		_BITUL(26)
#define SCTLR_EL1_EnDA		_BITUL(27)
#define SCTLR_EL1_NTLSMD	_BITUL(28)
#define SCTLR_EL1_LSMAOE	_BITUL(29)
#define SCTLR_EL1_EnIB		_BITUL(30)
#define SCTLR_EL1_EnIA		_BITUL(31)
#define SCTLR_EL1_BT0		_BITUL(35)
#define SCTLR_EL1_BT1		_BITUL(36)
#define SCTLR_EL1_TCF0_SHIFT	38
#define SCTLR_EL1_TCF0_MASK	(_AC(3, UL) << SCTLR_EL1_TCF0_SHIFT)
#define SCTLR_EL1_TCF_SHIFT	40
#define SCTLR_EL1_TCF_MASK	(_AC(3, UL) << SCTLR_EL1_TCF_SHIFT)
#define SCTLR_EL1_ATA0		_BITUL(42)
#define SCTLR_EL1_ATA		_BITUL(43)
#define SCTLR_EL1_DSSBS		_BITUL(44)

/* The value the library enters main and boots secondaries with, before the MMU is on. */
#define INIT_SCTLR_EL1_MMU_OFF						\
	(SCTLR_EL1_ITD | SCTLR_EL1_SED | SCTLR_EL1_EOS | SCTLR_EL1_TSCXT |	\
	 SCTLR_EL1_EIS | SCTLR_EL1_SPAN | SCTLR_EL1_NTLSMD | SCTLR_EL1_LSMAOE)

/* HCR_EL2, D19.2.48 */
#define HCR_EL2_TGE		_BITUL(27)
#define HCR_EL2_RW		_BITUL(31)
#define HCR_EL2_E2H		_BITUL(34)
#define INIT_HCR_EL2		(HCR_EL2_TGE | HCR_EL2_RW | HCR_EL2_E2H)
#define INIT_HCR_EL2_EL1_ONLY	HCR_EL2_RW

/* ID register fields, D19.2.59 and on */
#define ID_AA64ISAR0_EL1_RNDR_SHIFT	60
#define ID_AA64PFR1_EL1_MTE_SHIFT	8
#define ID_AA64MMFR0_EL1_FGT_SHIFT	56
#define ID_AA64MMFR0_EL1_FGT_FGT2	2
#define ID_AA64MMFR1_EL1_VH_SHIFT	8

/* Fine-grained trap registers */
#define SYS_HFGRTR_EL2		sys_reg(3, 4, 1, 1, 4)
#define SYS_HFGWTR_EL2		sys_reg(3, 4, 1, 1, 5)
#define SYS_HFGITR_EL2		sys_reg(3, 4, 1, 1, 6)
#define SYS_HFGRTR2_EL2		sys_reg(3, 4, 3, 1, 2)
#define SYS_HFGWTR2_EL2		sys_reg(3, 4, 3, 1, 3)
#define SYS_HFGITR2_EL2		sys_reg(3, 4, 3, 1, 7)

/* Memory tagging fault status */
#define TFSR_EL1		sys_reg(3, 0, 5, 6, 0)
#define TFSR_EL1_TF0		_BITUL(0)
#define TFSR_EL1_TF1		_BITUL(1)

/* SVE control and random numbers */
#define ZCR_EL1			S3_0_C1_C2_0
#define ZCR_EL1_LEN		_AC(0xf, UL)
#define RNDR			S3_3_C2_C4_0

#endif /* _ASMARM64_SYSREG_H_ */
