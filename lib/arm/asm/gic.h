/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Generic Interrupt Controller: what versions 2 (IHI 0048) and 3 (IHI 0069) share. */
#ifndef _ASMARM_GIC_H_
#define _ASMARM_GIC_H_

#define GIC_NR_PRIVATE_IRQS	32
#define GIC_FIRST_SPI		GIC_NR_PRIVATE_IRQS

/* INTID of a private or shared peripheral interrupt */
#define PPI(irq)		((irq) + 16)
#define SPI(irq)		((irq) + GIC_FIRST_SPI)

/* Distributor registers */
#define GICD_CTLR		0x0000
#define GICD_TYPER		0x0004
#define GICD_IIDR		0x0008
#define GICD_TYPER2		0x000c
#define GICD_IGROUPR		0x0080
#define GICD_ISENABLER		0x0100
#define GICD_ICENABLER		0x0180
#define GICD_ISPENDR		0x0200
#define GICD_ICPENDR		0x0280
#define GICD_ISACTIVER		0x0300
#define GICD_ICACTIVER		0x0380
#define GICD_IPRIORITYR		0x0400
#define GICD_ITARGETSR		0x0800
#define GICD_ICFGR		0x0c00
#define GICD_SGIR		0x0f00
#define GICD_CPENDSGIR		0x0f10
#define GICD_SPENDSGIR		0x0f20
#define GICD_IROUTER		0x6000
#define GICD_ICPIDR2		0x0fe8

#define GICD_TYPER_IRQS(typer)	((((typer) & 0x1f) + 1) * 32)
#define GICD_INT_EN_SET_SGI	0x0000ffff
#define GICD_INT_DEF_PRI_X4	0xa0a0a0a0

/* CPU interface registers of version 2 */
#define GICC_CTLR		0x0000
#define GICC_PMR		0x0004
#define GICC_BPR		0x0008
#define GICC_IAR		0x000c
#define GICC_EOIR		0x0010
#define GICC_RPR		0x0014
#define GICC_HPPIR		0x0018
#define GICC_IIDR		0x00fc
#define GICC_DIR		0x1000

#define GICC_INT_PRI_THRESHOLD	0xf0
#define GICC_INT_SPURIOUS	0x3ff

#include <asm/gic-v2.h>
#include <asm/gic-v3.h>
#include <asm/gic-v3-its.h>

#ifndef __ASSEMBLER__
#include <cpumask.h>

enum gic_irq_state {
	GIC_IRQ_STATE_INACTIVE,
	GIC_IRQ_STATE_PENDING,
	GIC_IRQ_STATE_ACTIVE,
	GIC_IRQ_STATE_ACTIVE_PENDING,
};

/* Locate and map one version; non-zero when it is there. */
extern int gicv2_init(void);
extern int gicv3_init(void);
/* Locate and map whichever is there. Returns its version, or 0. */
extern int gic_init(void);

/*
 * Enable the GIC for the calling CPU, after gic_init() if nobody called that: all
 * priorities 0xa0, SGIs enabled, group 1, no priority masked below 0xf0.
 */
extern void gic_enable_defaults(void);

/* Version in use: 2, 3, or 0 before gic_init(). */
extern int gic_version(void);

/* Acknowledge, take the INTID out of what was read, end of interrupt. */
extern u32 gic_read_iar(void);
/* Acknowledge and end the INTID that is due within @ms milliseconds; GICC_INT_SPURIOUS if none is. */
extern u32 gic_poll_irq(int ms);
extern u32 gic_iar_irqnr(u32 iar);
extern void gic_write_eoir(u32 irqstat);

/* Send SGI irq (0 to 15) to one CPU, or to all of a mask. Version 2 reaches CPUs 0 to 7. */
extern void gic_ipi_send_single(int irq, int cpu);
extern void gic_ipi_send_mask(int irq, const cpumask_t *dest);

/* State of an INTID below 1020; private ones as this CPU sees them. */
extern enum gic_irq_state gic_irq_state(int irq);

extern void gic_irq_set_clr_enable(int irq, bool enable);
#define gic_enable_irq(irq)	gic_irq_set_clr_enable(irq, true)
#define gic_disable_irq(irq)	gic_irq_set_clr_enable(irq, false)

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_GIC_H_ */
