/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The GICv3 CPU interface as AArch32 system registers (IHI 0069, chapter 12.5). */
#ifndef _ASMARM_ARCH_GICV3_H_
#define _ASMARM_ARCH_GICV3_H_

#ifndef __ASSEMBLER__
#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/io.h>
#include <asm/processor.h>

#define ICC_PMR			__ACCESS_CP15(c4, 0, c6, 0)
#define ICC_SGI1R		__ACCESS_CP15_64(0, c12)
#define ICC_DIR			__ACCESS_CP15(c12, 0, c11, 1)
#define ICC_RPR			__ACCESS_CP15(c12, 0, c11, 3)
#define ICC_IAR1		__ACCESS_CP15(c12, 0, c12, 0)
#define ICC_EOIR1		__ACCESS_CP15(c12, 0, c12, 1)
#define ICC_HPPIR1		__ACCESS_CP15(c12, 0, c12, 2)
#define ICC_BPR1		__ACCESS_CP15(c12, 0, c12, 3)
#define ICC_CTLR		__ACCESS_CP15(c12, 0, c12, 4)
#define ICC_SRE			__ACCESS_CP15(c12, 0, c12, 5)
#define ICC_IGRPEN1		__ACCESS_CP15(c12, 0, c12, 7)

static inline void gicv3_write_pmr(u32 val)
{
	write_sysreg(val, ICC_PMR);
	isb();
}

static inline void gicv3_write_sgi1r(u64 val)
{
	write_sysreg(val, ICC_SGI1R);
}

/* Acknowledge: the DSB makes the acknowledgement complete before the handler goes on. */
static inline u32 gicv3_read_iar(void)
{
	u32 irqstat = read_sysreg(ICC_IAR1);

	dsb(sy);
	return irqstat;
}

static inline void gicv3_write_eoir(u32 irq)
{
	write_sysreg(irq, ICC_EOIR1);
	isb();
}

static inline void gicv3_write_grpen1(u32 val)
{
	write_sysreg(val, ICC_IGRPEN1);
	isb();
}

/* Use the system register interface. */
static inline void gicv3_enable_sre(void)
{
	write_sysreg(read_sysreg(ICC_SRE) | 1, ICC_SRE);
	isb();
}

/* No 64-bit access: two halves of a read-only register. */
static inline u64 gicv3_read_typer(const volatile void __iomem *addr)
{
	u64 val = readl(addr);

	return val | (u64)readl(addr + 4) << 32;
}

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_ARCH_GICV3_H_ */
