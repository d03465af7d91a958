// SPDX-License-Identifier: LGPL-2.1-or-later
/* Finding the GIC in the device tree or the MADT, and the calls that do not depend on its version. */
#include <libcflat.h>
#include <acpi.h>
#include <devicetree.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>

struct gic_common_ops {
	void (*enable_defaults)(void);
	u32 (*read_iar)(void);
	u32 (*iar_irqnr)(u32 iar);
	void (*write_eoir)(u32 irqstat);
	void (*ipi_send_single)(int irq, int cpu);
	void (*ipi_send_mask)(int irq, const cpumask_t *dest);
};

static const struct gic_common_ops gicv2_common_ops = {
	.enable_defaults = gicv2_enable_defaults,
	.read_iar = gicv2_read_iar,
	.iar_irqnr = gicv2_iar_irqnr,
	.write_eoir = gicv2_write_eoir,
	.ipi_send_single = gicv2_ipi_send_single,
	.ipi_send_mask = gicv2_ipi_send_mask,
};

static const struct gic_common_ops gicv3_common_ops = {
	.enable_defaults = gicv3_enable_defaults,
	.read_iar = gicv3_read_iar,
	.iar_irqnr = gicv3_iar_irqnr,
	.write_eoir = gicv3_write_eoir,
	.ipi_send_single = gicv3_ipi_send_single,
	.ipi_send_mask = gicv3_ipi_send_mask,
};

static const struct gic_common_ops *gic_common_ops;

/* Map reg tuple n of a node; NULL when it has no such tuple. */
static void *map_reg(int node, int n)
{
	struct dt_pbus_reg reg;

	if (dt_pbus_translate_node(node, n, &reg) < 0)
		return NULL;
	return ioremap(reg.addr, reg.size);
}

/* What ACPI leaves to the architecture: sizes of register frames (IHI 0048 4.1, IHI 0069 12.8 to 12.11) */
#define GICV2_DIST_SIZE		SZ_4K
#define GICV2_CPU_SIZE		SZ_8K
#define GICV3_DIST_SIZE		SZ_64K
#define GICV3_REDIST_SIZE	SZ_128K

static u8 madt_version;

static int madt_dist(struct acpi_subtable_header *header)
{
	struct acpi_madt_generic_distributor *gicd = (void *)header;

	madt_version = gicd->version;
	if (madt_version == ACPI_MADT_GIC_VERSION_V2)
		gicv2_data.dist_base = ioremap(gicd->base_address, GICV2_DIST_SIZE);
	else if (madt_version >= ACPI_MADT_GIC_VERSION_V3)
		gicv3_data.dist_base = ioremap(gicd->base_address, GICV3_DIST_SIZE);
	return 0;
}

/* The CPU interface of GICv2 is banked: all entries tell the same address. */
static int madt_cpu_interface(struct acpi_subtable_header *header)
{
	struct acpi_madt_generic_interrupt *gicc = (void *)header;

	if (!gicv2_data.cpu_base && gicc->base_address)
		gicv2_data.cpu_base = ioremap(gicc->base_address, GICV2_CPU_SIZE);
	return 0;
}

static void add_redist(u64 base, u32 size)
{
	int i = 0;

	while (i < GICV3_NR_REDISTS && gicv3_data.redist_bases[i])
		i++;
	if (i < GICV3_NR_REDISTS)
		gicv3_data.redist_bases[i] = ioremap(base, size);
}

static int madt_redist_region(struct acpi_subtable_header *header)
{
	struct acpi_madt_generic_redistributor *gicr = (void *)header;

	add_redist(gicr->base_address, gicr->length);
	return 0;
}

/* Without regions, each CPU's entry tells where its redistributor is. */
static int madt_redist_cpu(struct acpi_subtable_header *header)
{
	struct acpi_madt_generic_interrupt *gicc = (void *)header;

	if (gicc->gicr_base_address)
		add_redist(gicc->gicr_base_address, GICV3_REDIST_SIZE);
	return 0;
}

static int gicv2_init_acpi(void)
{
	acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_DISTRIBUTOR, madt_dist);
	if (madt_version != ACPI_MADT_GIC_VERSION_V2)
		return 0;
	acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_INTERRUPT, madt_cpu_interface);
	return gicv2_data.dist_base && gicv2_data.cpu_base;
}

static int gicv3_init_acpi(void)
{
	acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_DISTRIBUTOR, madt_dist);
	if (madt_version != ACPI_MADT_GIC_VERSION_V3 && madt_version != ACPI_MADT_GIC_VERSION_V4)
		return 0;
	if (!gicv3_data.redist_bases[0] &&
	    !acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_REDISTRIBUTOR, madt_redist_region))
		acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_INTERRUPT, madt_redist_cpu);
	if (!gicv3_data.dist_base || !gicv3_data.redist_bases[0])
		return 0;
#ifdef __aarch64__
	its_init();
#endif
	return 1;
}

int gicv2_init(void)
{
	static const char *const compatible[] = {
		"arm,cortex-a15-gic", "arm,gic-400", "arm,cortex-a7-gic", "arm,cortex-a9-gic",
	};
	unsigned int i;
	int node = -1;

	if (!dt_available())
		return gicv2_init_acpi();
	for (i = 0; i < ARRAY_SIZE(compatible) && node < 0; i++)
		node = fdt_node_offset_by_compatible(dt_fdt(), -1, compatible[i]);
	if (node < 0)
		return 0;

	gicv2_data.dist_base = map_reg(node, 0);
	gicv2_data.cpu_base = map_reg(node, 1);
	return gicv2_data.dist_base && gicv2_data.cpu_base;
}

int gicv3_init(void)
{
	int node, i;

	if (!dt_available())
		return gicv3_init_acpi();
	node = fdt_node_offset_by_compatible(dt_fdt(), -1, "arm,gic-v3");
	if (node < 0)
		return 0;

	gicv3_data.dist_base = map_reg(node, 0);
	for (i = 0; i < GICV3_NR_REDISTS; i++) {
		gicv3_data.redist_bases[i] = map_reg(node, 1 + i);
		if (!gicv3_data.redist_bases[i])
			break;
	}
	if (!gicv3_data.dist_base || i == 0)
		return 0;

#ifdef __aarch64__
	its_init();
#endif
	return 1;
}

int gic_version(void)
{
	if (gic_common_ops == &gicv2_common_ops)
		return 2;
	if (gic_common_ops == &gicv3_common_ops)
		return 3;
	return 0;
}

int gic_init(void)
{
	if (gicv2_init())
		gic_common_ops = &gicv2_common_ops;
	else if (gicv3_init())
		gic_common_ops = &gicv3_common_ops;
	return gic_version();
}

void gic_enable_defaults(void)
{
	if (!gic_common_ops) {
		int ret = gic_init();

		assert(ret != 0);
	}
	gic_common_ops->enable_defaults();
}

u32 gic_read_iar(void)
{
	assert(gic_common_ops);
	return gic_common_ops->read_iar();
}

u32 gic_iar_irqnr(u32 iar)
{
	assert(gic_common_ops);
	return gic_common_ops->iar_irqnr(iar);
}

void gic_write_eoir(u32 irqstat)
{
	assert(gic_common_ops);
	gic_common_ops->write_eoir(irqstat);
}

void gic_ipi_send_single(int irq, int cpu)
{
	assert(gic_common_ops);
	gic_common_ops->ipi_send_single(irq, cpu);
}

void gic_ipi_send_mask(int irq, const cpumask_t *dest)
{
	assert(gic_common_ops);
	gic_common_ops->ipi_send_mask(irq, dest);
}

/* The frame that holds the registers of an INTID. */
static void *irq_frame(int irq)
{
	assert(irq < 1020);
	switch (gic_version()) {
	case 2:
		return gicv2_dist_base();
	case 3:
		return irq < GIC_NR_PRIVATE_IRQS ? gicv3_sgi_base() : gicv3_dist_base();
	}
	assert_msg(false, "no GIC");
	return NULL;
}

enum gic_irq_state gic_irq_state(int irq)
{
	void *base = irq_frame(irq);
	int offset = irq / 32 * 4;
	u32 mask = 1U << (irq % 32);
	bool active, pending;

	pending = readl(base + GICD_ISPENDR + offset) & mask;
	active = readl(base + GICD_ISACTIVER + offset) & mask;

	if (active)
		return pending ? GIC_IRQ_STATE_ACTIVE_PENDING : GIC_IRQ_STATE_ACTIVE;
	return pending ? GIC_IRQ_STATE_PENDING : GIC_IRQ_STATE_INACTIVE;
}

void gic_irq_set_clr_enable(int irq, bool enable)
{
	void *base = irq_frame(irq);
	u32 reg = enable ? GICD_ISENABLER : GICD_ICENABLER;

	writel(1U << (irq % 32), base + reg + irq / 32 * 4);
}

u32 gic_poll_irq(int ms)
{
	u32 intid = GICC_INT_SPURIOUS;

	while (intid == GICC_INT_SPURIOUS && ms-- > 0) {
		u32 iar = gic_read_iar();

		intid = gic_iar_irqnr(iar);
		if (intid != GICC_INT_SPURIOUS)
			gic_write_eoir(iar);
		else
			mdelay(1);
	}
	return intid;
}
