/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ESR_ELx: exception classes and syndrome fields (Arm ARM D19.2.37).
 */
#ifndef _ASMARM64_ESR_H_
#define _ASMARM64_ESR_H_

#include <linux/const.h>

#define ESR_ELx_EC_SHIFT	26
#define ESR_ELx_IL		_BITUL(25)

#define ESR_ELx_EC_UNKNOWN	0x00
#define ESR_ELx_EC_WFx		0x01
#define ESR_ELx_EC_CP15_32	0x03
#define ESR_ELx_EC_CP15_64	0x04
#define ESR_ELx_EC_CP14_MR	0x05
#define ESR_ELx_EC_CP14_LS	0x06
#define ESR_ELx_EC_FP_ASIMD	0x07
#define ESR_ELx_EC_CP10_ID	0x08
#define ESR_ELx_EC_PAC		0x09
#define ESR_ELx_EC_OTHER	0x0A
#define ESR_ELx_EC_CP14_64	0x0C
#define ESR_ELx_EC_BTI		0x0D
#define ESR_ELx_EC_ILL		0x0E
#define ESR_ELx_EC_SVC32	0x11
#define ESR_ELx_EC_HVC32	0x12
#define ESR_ELx_EC_SMC32	0x13
#define ESR_ELx_EC_SVC64	0x15
#define ESR_ELx_EC_HVC64	0x16
#define ESR_ELx_EC_SMC64	0x17
#define ESR_ELx_EC_SYS64	0x18
#define ESR_ELx_EC_SVE		0x19
#define ESR_ELx_EC_ERET		0x1A
#define ESR_ELx_EC_FPAC		0x1C
#define ESR_ELx_EC_SME		0x1D
#define ESR_ELx_EC_IMP_DEF	0x1F
#define ESR_ELx_EC_IABT_LOW	0x20
#define ESR_ELx_EC_IABT_CUR	0x21
#define ESR_ELx_EC_PC_ALIGN	0x22
#define ESR_ELx_EC_DABT_LOW	0x24
#define ESR_ELx_EC_DABT_CUR	0x25
#define ESR_ELx_EC_SP_ALIGN	0x26
#define ESR_ELx_EC_MOPS		0x27
#define ESR_ELx_EC_FP_EXC32	0x28
#define ESR_ELx_EC_FP_EXC64	0x2C
#define ESR_ELx_EC_GCS		0x2D
#define ESR_ELx_EC_SERROR	0x2F
#define ESR_ELx_EC_BREAKPT_LOW	0x30
#define ESR_ELx_EC_BREAKPT_CUR	0x31
#define ESR_ELx_EC_SOFTSTP_LOW	0x32
#define ESR_ELx_EC_SOFTSTP_CUR	0x33
#define ESR_ELx_EC_WATCHPT_LOW	0x34
#define ESR_ELx_EC_WATCHPT_CUR	0x35
#define ESR_ELx_EC_BKPT32	0x38
#define ESR_ELx_EC_VECTOR32	0x3A
#define ESR_ELx_EC_BRK64	0x3C
#define ESR_ELx_EC_MAX		0x3F

#define ESR_ELx_EC(esr)		(((esr) >> ESR_ELx_EC_SHIFT) & 0x3f)
#define ESR_ELx_ISS(esr)	((esr) & 0x1ffffff)

/* Data and instruction aborts */
#define ESR_ELx_FSC		0x3f
#define ESR_ELx_FSC_ADDRSZ	0x00	/* + level */
#define ESR_ELx_FSC_TRANS	0x04	/* + level */
#define ESR_ELx_FSC_ACCESS	0x08	/* + level */
#define ESR_ELx_FSC_PERM	0x0c	/* + level */
#define ESR_ELx_FSC_EXTABT	0x10
#define ESR_ELx_FSC_TAG		0x11
#define ESR_ELx_FSC_ALIGN	0x21
#define ESR_ELx_FSC_DEBUG	0x22
#define ESR_ELx_WNR		_BITUL(6)
#define ESR_ELx_S1PTW		_BITUL(7)
#define ESR_ELx_CM		_BITUL(8)
#define ESR_ELx_EA		_BITUL(9)
#define ESR_ELx_FnV		_BITUL(10)
#define ESR_ELx_ISV		_BITUL(24)

/* Trapped MSR, MRS and System instructions (EC 0x18): the ISS as an encoding */
#define ESR_ELx_SYS64_READ	1
#define ESR_ELx_SYS64_RT(iss)	(((iss) >> 5) & 0x1f)
#define ESR_ELx_SYS64_CRM(iss)	(((iss) >> 1) & 0xf)
#define ESR_ELx_SYS64_CRN(iss)	(((iss) >> 10) & 0xf)
#define ESR_ELx_SYS64_OP1(iss)	(((iss) >> 14) & 0x7)
#define ESR_ELx_SYS64_OP2(iss)	(((iss) >> 17) & 0x7)
#define ESR_ELx_SYS64_OP0(iss)	(((iss) >> 20) & 0x3)

#endif /* _ASMARM64_ESR_H_ */
