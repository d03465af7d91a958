// SPDX-License-Identifier: LGPL-2.1-or-later
/* GICv3 (IHI 0069): distributor, redistributors, CPU interface, SGIs. */
#include <libcflat.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>

struct gicv3_data gicv3_data;

/* Poll bit of a register until it is clear: 100000 times 10 us, then abort. */
static void wait_for_clear(void *reg, u32 bit, const char *name)
{
	u32 count = 100000;

	while (readl(reg) & bit) {
		if (--count == 0) {
			printf("GICv3: %s timeout!\n", name);
			abort();
		}
		cpu_relax();
		udelay(10);
	}
}

void gicv3_do_wait_for_rwp(void *base)
{
	wait_for_clear(base + GICD_CTLR, GICD_CTLR_RWP, "RWP");
}

void gicv3_redist_wait_for_uwp(void)
{
	wait_for_clear(gicv3_redist_base() + GICR_CTLR, GICR_CTLR_UWP, "UWP");
	wait_for_clear(gicv3_redist_base() + GICR_CTLR, GICR_CTLR_RWP, "RWP");
}

/* Leave the sleep that a redistributor is in after reset (IHI 0069, 4.11.1). */
static void gicv3_redist_wake(void)
{
	void *waker = gicv3_redist_base() + GICR_WAKER;

	writel(readl(waker) & ~GICR_WAKER_ProcessorSleep, waker);
	wait_for_clear(waker, GICR_WAKER_ChildrenAsleep, "ChildrenAsleep");
}

void gicv3_set_redist_base(size_t stride)
{
	u32 aff = mpidr_compress(get_mpidr());
	u64 typer;
	int i = 0;

	while (i < GICV3_NR_REDISTS && gicv3_data.redist_bases[i]) {
		void *ptr = gicv3_data.redist_bases[i];

		do {
			typer = gicv3_read_typer(ptr + GICR_TYPER);
			if ((typer >> 32) == aff) {
				gicv3_redist_base() = ptr;
				return;
			}
			ptr += stride;
		} while (!(typer & GICR_TYPER_LAST));
		i++;
	}

	assert_msg(false, "no redistributor for affinity %#x", aff);
}

void gicv3_enable_defaults(void)
{
	void *dist = gicv3_dist_base();
	void *sgi_base;
	unsigned int i;

	gicv3_data.irq_nr = GICD_TYPER_IRQS(readl(dist + GICD_TYPER));
	if (gicv3_data.irq_nr > 1020)
		gicv3_data.irq_nr = 1020;

	writel(0, dist + GICD_CTLR);
	gicv3_dist_wait_for_rwp();
	writel(GICD_CTLR_ARE_NS | GICD_CTLR_ENABLE_G1A | GICD_CTLR_ENABLE_G1, dist + GICD_CTLR);
	gicv3_dist_wait_for_rwp();

	/* group 1, 32 interrupts a register */
	for (i = GIC_FIRST_SPI; i < gicv3_data.irq_nr; i += 32)
		writel(~0U, dist + GICD_IGROUPR + i / 8);
	for (i = GIC_FIRST_SPI; i < gicv3_data.irq_nr; i += 4)
		writel(GICD_INT_DEF_PRI_X4, dist + GICD_IPRIORITYR + i);
	gicv3_dist_wait_for_rwp();

	if (!gicv3_redist_base())
		gicv3_set_redist_base(SZ_64K * 2);
	sgi_base = gicv3_sgi_base();

	gicv3_redist_wake();

	writel(~0U, sgi_base + GICR_IGROUPR0);
	for (i = 0; i < GIC_NR_PRIVATE_IRQS; i += 4)
		writel(GICD_INT_DEF_PRI_X4, sgi_base + GICR_IPRIORITYR0 + i);
	writel(GICD_INT_EN_SET_SGI, sgi_base + GICR_ISENABLER0);
	gicv3_redist_wait_for_uwp();

	gicv3_enable_sre();
	gicv3_write_pmr(GICC_INT_PRI_THRESHOLD);
	gicv3_write_grpen1(1);
}

u32 gicv3_iar_irqnr(u32 iar)
{
	return iar & ((1 << 24) - 1);
}

void gicv3_ipi_send_mask(int irq, const cpumask_t *dest)
{
	u16 tlist;
	int cpu;

	assert(irq < 16);

	/* the stores before must be visible to whoever is interrupted */
	wmb();

	for_each_cpu(cpu, dest) {
		u64 mpidr = cpus[cpu], sgi1r;
		u64 cluster_id = mpidr & ~0xffULL;
		int other;
		bool first = true;

		/* the lowest CPU of a cluster sends for all of it */
		for_each_cpu(other, dest) {
			if (other >= cpu)
				break;
			if ((cpus[other] & ~0xffULL) == cluster_id)
				first = false;
		}
		if (!first)
			continue;

		tlist = 0;
		for_each_cpu(other, dest) {
			u8 aff0 = cpus[other] & 0xff;

			if ((cpus[other] & ~0xffULL) != cluster_id)
				continue;
			if (aff0 >= 16) {
				printf("cpu %d: Aff0 %d is not in reach of a target list\n",
				       other, aff0);
				continue;
			}
			tlist |= 1 << aff0;
		}

		sgi1r = MPIDR_TO_SGI_AFFINITY(cluster_id, 3) |
			MPIDR_TO_SGI_AFFINITY(cluster_id, 2) |
			(u64)irq << 24 |
			MPIDR_TO_SGI_AFFINITY(cluster_id, 1) |
			tlist;
		gicv3_write_sgi1r(sgi1r);
	}

	/* and the SGIs are sent when we return */
	isb();
}

void gicv3_ipi_send_single(int irq, int cpu)
{
	cpumask_t dest;

	cpumask_clear(&dest);
	cpumask_set_cpu(cpu, &dest);
	gicv3_ipi_send_mask(irq, &dest);
}
