// SPDX-License-Identifier: LGPL-2.1-or-later
/* GICv2 (IHI 0048B): set-up, acknowledge, SGIs. */
#include <libcflat.h>
#include <asm/gic.h>
#include <asm/io.h>

struct gicv2_data gicv2_data;

void gicv2_enable_defaults(void)
{
	void *dist = gicv2_dist_base();
	void *cpu = gicv2_cpu_base();
	unsigned int i;

	gicv2_data.irq_nr = GICD_TYPER_IRQS(readl(dist + GICD_TYPER));
	if (gicv2_data.irq_nr > 1020)
		gicv2_data.irq_nr = 1020;

	/* four priorities a register; those of private interrupts are banked for each CPU */
	for (i = 0; i < gicv2_data.irq_nr; i += 4)
		writel(GICD_INT_DEF_PRI_X4, dist + GICD_IPRIORITYR + i);

	writel(GICD_INT_EN_SET_SGI, dist + GICD_ISENABLER);
	writel(GICD_ENABLE, dist + GICD_CTLR);

	writel(GICC_INT_PRI_THRESHOLD, cpu + GICC_PMR);
	writel(GICC_ENABLE, cpu + GICC_CTLR);
}

u32 gicv2_read_iar(void)
{
	return readl(gicv2_cpu_base() + GICC_IAR);
}

u32 gicv2_iar_irqnr(u32 iar)
{
	return iar & GICC_IAR_INT_ID_MASK;
}

void gicv2_write_eoir(u32 irqstat)
{
	writel(irqstat, gicv2_cpu_base() + GICC_EOIR);
}

void gicv2_ipi_send_single(int irq, int cpu)
{
	assert(cpu < 8);
	assert(irq < 16);
	writel(1 << (cpu + 16) | irq, gicv2_dist_base() + GICD_SGIR);
}

void gicv2_ipi_send_mask(int irq, const cpumask_t *dest)
{
	u8 tlist = cpumask_bits(dest)[0];

	assert(irq < 16);
	writel(tlist << 16 | irq, gicv2_dist_base() + GICD_SGIR);
}
