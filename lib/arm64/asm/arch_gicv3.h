/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The GICv3 CPU interface as AArch64 system registers (IHI 0069, chapter 12.2). */
#ifndef _ASMARM64_ARCH_GICV3_H_
#define _ASMARM64_ARCH_GICV3_H_

#include <asm/sysreg.h>

#define ICC_PMR_EL1		sys_reg(3, 0, 4, 6, 0)
#define ICC_IAR0_EL1		sys_reg(3, 0, 12, 8, 0)
#define ICC_EOIR0_EL1		sys_reg(3, 0, 12, 8, 1)
#define ICC_HPPIR0_EL1		sys_reg(3, 0, 12, 8, 2)
#define ICC_BPR0_EL1		sys_reg(3, 0, 12, 8, 3)
#define ICC_AP1R0_EL1		sys_reg(3, 0, 12, 9, 0)
#define ICC_DIR_EL1		sys_reg(3, 0, 12, 11, 1)
#define ICC_RPR_EL1		sys_reg(3, 0, 12, 11, 3)
#define ICC_SGI1R_EL1		sys_reg(3, 0, 12, 11, 5)
#define ICC_ASGI1R_EL1		sys_reg(3, 0, 12, 11, 6)
#define ICC_SGI0R_EL1		sys_reg(3, 0, 12, 11, 7)
#define ICC_IAR1_EL1		sys_reg(3, 0, 12, 12, 0)
#define ICC_EOIR1_EL1		sys_reg(3, 0, 12, 12, 1)
#define ICC_HPPIR1_EL1		sys_reg(3, 0, 12, 12, 2)
#define ICC_BPR1_EL1		sys_reg(3, 0, 12, 12, 3)
#define ICC_CTLR_EL1		sys_reg(3, 0, 12, 12, 4)
#define ICC_SRE_EL1		sys_reg(3, 0, 12, 12, 5)
#define ICC_GRPEN1_EL1		sys_reg(3, 0, 12, 12, 7)
#define ICC_SRE_EL2		sys_reg(3, 4, 12, 9, 5)

#ifndef __ASSEMBLER__
#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/io.h>
#include <asm/processor.h>

static inline void gicv3_write_pmr(u32 val)
{
	write_sysreg_s(val, ICC_PMR_EL1);
	isb();
}

static inline void gicv3_write_sgi1r(u64 val)
{
	write_sysreg_s(val, ICC_SGI1R_EL1);
}

/* Acknowledge: the DSB makes the acknowledgement complete before the handler goes on. */
static inline u32 gicv3_read_iar(void)
{
	u64 irqstat = read_sysreg_s(ICC_IAR1_EL1);

	dsb(sy);
	return irqstat;
}

static inline void gicv3_write_eoir(u32 irq)
{
	write_sysreg_s(irq, ICC_EOIR1_EL1);
	isb();
}

static inline void gicv3_write_grpen1(u32 val)
{
	write_sysreg_s(val, ICC_GRPEN1_EL1);
	isb();
}

/* Use the system register interface; EL2 has its own switch. */
static inline void gicv3_enable_sre(void)
{
	if (current_level() == CurrentEL_EL2) {
		write_sysreg_s(read_sysreg_s(ICC_SRE_EL2) | 0xf, ICC_SRE_EL2);
		isb();
	}
	write_sysreg_s(read_sysreg_s(ICC_SRE_EL1) | 1, ICC_SRE_EL1);
	isb();
}

static inline u64 gicv3_read_typer(const volatile void __iomem *addr)
{
	return readq(addr);
}

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM64_ARCH_GICV3_H_ */
