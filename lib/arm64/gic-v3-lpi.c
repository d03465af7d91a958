// SPDX-License-Identifier: LGPL-2.1-or-later
/* LPI configuration and pending tables of the redistributors (IHI 0069, 5.1). */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/gic.h>
#include <asm/io.h>

/* 14 bits of INTID: LPIs 8192 to 16383 */
#define LPI_ID_BITS		14
#define LPI_TABLE_SIZE		SZ_64K

void gicv3_lpi_alloc_tables(void)
{
	unsigned int order = get_order(LPI_TABLE_SIZE >> PAGE_SHIFT);
	int cpu;

	assert_msg(gicv3_redist_base(), "the GIC is not enabled on this CPU");

	gicv3_data.lpi_prop = alloc_pages(order);
	assert(gicv3_data.lpi_prop);

	for_each_present_cpu(cpu) {
		void *redist = gicv3_data.redist_base[cpu];

		if (!cpu_online(cpu))
			continue;
		assert_msg(redist, "the GIC is not enabled on CPU%d", cpu);

		writeq(virt_to_phys(gicv3_data.lpi_prop) | (LPI_ID_BITS - 1),
		       redist + GICR_PROPBASER);

		gicv3_data.lpi_pend[cpu] = alloc_pages(order);
		assert(gicv3_data.lpi_pend[cpu]);
		/* the allocator zeroed it */
		writeq(virt_to_phys(gicv3_data.lpi_pend[cpu]) | GICR_PENDBASER_PTZ,
		       redist + GICR_PENDBASER);
	}
}

void gicv3_lpi_set_config(int n, u8 val)
{
	gicv3_data.lpi_prop[LPI_OFFSET(n)] = val;
	wmb();
}

u8 gicv3_lpi_get_config(int n)
{
	return gicv3_data.lpi_prop[LPI_OFFSET(n)];
}

void gicv3_lpi_set_clr_pending(int rdist, int n, bool set)
{
	u8 *byte = (u8 *)gicv3_data.lpi_pend[rdist] + n / 8;
	u8 mask = 1 << (n % 8);

	if (set)
		*byte |= mask;
	else
		*byte &= ~mask;
	wmb();
}

static void lpi_rdist_ctrl(int redist, bool enable)
{
	void *ctlr = gicv3_data.redist_base[redist] + GICR_CTLR;
	u32 val;

	assert(redist < nr_cpus);
	val = readl(ctlr);
	if (enable) {
		writel(val | GICR_CTLR_ENABLE_LPIS, ctlr);
		return;
	}
	/*
	 * Clearing EnableLPIs is an option (GICR_CTLR.CES). Implementations older than the
	 * CES bit may allow it without saying so; whether it worked can be read back.
	 */
	writel(val & ~GICR_CTLR_ENABLE_LPIS, ctlr);
	while (readl(ctlr) & GICR_CTLR_RWP)
		cpu_relax();
	assert_msg(!(readl(ctlr) & GICR_CTLR_ENABLE_LPIS),
		   "CPU%d: EnableLPIs cannot be cleared (CES %d)", redist,
		   !!(val & GICR_CTLR_CES));
}

void gicv3_lpi_rdist_enable(int redist)
{
	lpi_rdist_ctrl(redist, true);
}

void gicv3_lpi_rdist_disable(int redist)
{
	lpi_rdist_ctrl(redist, false);
}
