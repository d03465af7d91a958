/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AArch32 system registers by coprocessor encoding, and the bits of SCTLR
 * (Arm ARM G8.2, and for the obsolete SCTLR bits DDI 0406C B4.1.130).
 */
#ifndef _ASMARM_SYSREG_H_
#define _ASMARM_SYSREG_H_

#include <linux/const.h>

#define CR_M		_BITUL(0)
#define CR_A		_BITUL(1)
#define CR_C		_BITUL(2)
#define CR_W		_BITUL(3)
#define CR_P		_BITUL(4)
#define CR_D		_BITUL(5)
#define CR_L		_BITUL(6)
#define CR_B		_BITUL(7)
#define CR_S		_BITUL(8)
#define CR_R		_BITUL(9)
#define CR_F		_BITUL(10)
#define CR_Z		_BITUL(11)
#define CR_I		_BITUL(12)
#define CR_V		_BITUL(13)
#define CR_RR		_BITUL(14)
#define CR_L4		_BITUL(15)
#define CR_DT		_BITUL(16)
#define CR_HA		_BITUL(17)
#define CR_IT		_BITUL(18)
#define CR_ST		_BITUL(19)
#define CR_FI		_BITUL(21)
#define CR_U		_BITUL(22)
#define CR_XP		_BITUL(23)
#define CR_VE		_BITUL(24)
#define CR_EE		_BITUL(25)
#define CR_TRE		_BITUL(28)
#define CR_AFE		_BITUL(29)
#define CR_TE		_BITUL(30)

#ifndef __ASSEMBLER__
#include <libcflat.h>

/* A register as the tuple (read instruction, write instruction, operands, C type). */
#define __ACCESS_CP15(CRn, Op1, CRm, Op2)	\
	"mrc", "mcr", xstr(p15, Op1, %0, CRn, CRm, Op2), u32
#define __ACCESS_CP15_64(Op1, CRm)		\
	"mrrc", "mcrr", xstr(p15, Op1, %Q0, %R0, CRm), u64
#define __ACCESS_CP14(CRn, Op1, CRm, Op2)	\
	"mrc", "mcr", xstr(p14, Op1, %0, CRn, CRm, Op2), u32
#define __ACCESS_CP14_64(Op1, CRm)		\
	"mrrc", "mcrr", xstr(p14, Op1, %Q0, %R0, CRm), u64

#define __read_sysreg(r, w, c, t) ({			\
	t __val;					\
	asm volatile(r " " c : "=r" (__val));		\
	__val;						\
})
#define read_sysreg(...)	__read_sysreg(__VA_ARGS__)

#define __write_sysreg(v, r, w, c, t)			\
	asm volatile(w " " c : : "r" ((t)(v)))
#define write_sysreg(v, ...)	__write_sysreg(v, __VA_ARGS__)

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_SYSREG_H_ */
