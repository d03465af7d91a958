// SPDX-License-Identifier: LGPL-2.1-or-later
/* acpi: what the tables say against what the device tree of the same machine says. */
#include <libcflat.h>
#include <devicetree.h>
#include <subtest.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/setup.h>
#include <asm/timer.h>
#include "acpi-test.h"

const char *acpi_needs_dt(void)
{
	return dt_available() ? NULL : "no device tree to compare with";
}

static void *table(u32 sig)
{
	void *t = find_acpi_table_addr(sig);

	assert_msg(t, "no %.4s", (char *)&sig);
	return t;
}

/* Address of reg tuple n of the first node of that kind, 0 without one. */
static u64 dt_address(const char *compatible, int n)
{
	int node = fdt_node_offset_by_compatible(dt_fdt(), -1, compatible);
	struct dt_pbus_reg reg;

	if (node < 0 || dt_pbus_translate_node(node, n, &reg) < 0)
		return 0;
	return reg.addr;
}

/* INTID of the nth interrupt of the first node of that kind; -1 without one. */
static int dt_interrupt(const char *compatible, int n)
{
	int node = fdt_node_offset_by_compatible(dt_fdt(), -1, compatible), len;
	const u32 *cells = node < 0 ? NULL : fdt_getprop(dt_fdt(), node, "interrupts", &len);

	if (!cells || len < 12 * (n + 1))
		return -1;
	return fdt32_to_cpu(cells[3 * n]) == 1 ? (int)PPI(fdt32_to_cpu(cells[3 * n + 1])) :
						 (int)SPI(fdt32_to_cpu(cells[3 * n + 1]));
}

static u64 dt_cpus[NR_CPUS];
static unsigned int nr_dt_cpus;

static void add_cpu(int node __unused, u64 reg, void *info __unused)
{
	if (nr_dt_cpus < NR_CPUS)
		dt_cpus[nr_dt_cpus++] = reg;
}

void acpi_dt_cpus(void)
{
	struct acpi_table_madt *madt = table(MADT_SIGNATURE);
	struct acpi_madt_generic_interrupt *gicc;
	unsigned int n = 0;

	nr_dt_cpus = 0;
	dt_for_each_cpu_node(add_cpu, NULL);
	for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc) {
		bool found = false;

		if (!(gicc->flags & ACPI_MADT_ENABLED))
			continue;
		for (unsigned int i = 0; i < nr_dt_cpus; i++)
			found |= dt_cpus[i] == gicc->arm_mpidr;
		check(found, "UID %u: the tree has a CPU with MPIDR %#lx", gicc->uid, (long)gicc->arm_mpidr);
		n++;
	}
	check_eq(n, nr_dt_cpus, "number of CPUs");
}

void acpi_dt_gic(void)
{
	struct acpi_table_madt *madt = table(MADT_SIGNATURE);
	struct acpi_madt_generic_distributor *gicd;
	struct acpi_madt_generic_interrupt *gicc;
	struct acpi_madt_generic_redistributor *gicr;
	struct acpi_madt_generic_translator *its;
	struct acpi_madt_generic_msi_frame *frame;
	bool v3 = fdt_node_offset_by_compatible(dt_fdt(), -1, "arm,gic-v3") >= 0;
	const char *compatible = v3 ? "arm,gic-v3" : "arm,cortex-a15-gic";
	u64 its_address = 0, frame_address = 0;
	struct dt_pbus_reg reg;
	int node, n = 0;

	for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_DISTRIBUTOR, gicd) {
		check_eq(gicd->version, v3 ? 3 : 2, "version");
		check_eq(gicd->base_address, dt_address(compatible, 0), "distributor");
	}
	if (!v3)
		for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc)
			check_eq(gicc->base_address, dt_address(compatible, 1), "UID %u: CPU interface", gicc->uid);
	node = fdt_node_offset_by_compatible(dt_fdt(), -1, compatible);
	for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_REDISTRIBUTOR, gicr) {
		if (dt_pbus_translate_node(node, 1 + n, &reg) < 0)
			reg = (struct dt_pbus_reg){ 0 };
		check_eq(gicr->base_address, reg.addr, "redistributor region %d", n);
		check_eq(gicr->length, reg.size, "length of redistributor region %d", n);
		n++;
	}
	if (v3) {
		const u32 *regions = fdt_getprop(dt_fdt(), node, "#redistributor-regions", NULL);

		check_eq(n, regions ? (int)fdt32_to_cpu(*regions) : 1, "number of redistributor regions");
	}
	for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_TRANSLATOR, its)
		its_address = its->base_address;
	check_eq(its_address, dt_address("arm,gic-v3-its", 0), "ITS");
	for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_MSI_FRAME, frame)
		frame_address = frame->base_address;
	check_eq(frame_address, dt_address("arm,gic-v2m-frame", 0), "MSI frame");
}

static void check_timer(const char *name, int n, u32 irq, u32 flags)
{
	int node = fdt_node_offset_by_compatible(dt_fdt(), -1, "arm,armv8-timer"), len;
	const u32 *cells = fdt_getprop(dt_fdt(), node, "interrupts", &len);
	u32 type;

	if (!cells || len < 12 * (n + 1)) {
		report_skip("%s timer: not in the device tree", name);
		return;
	}
	check_eq((int)irq, dt_interrupt("arm,armv8-timer", n), "%s timer: INTID", name);
	/* the low nibble: 1 rising, 2 falling edge, 4 high, 8 low level */
	type = fdt32_to_cpu(cells[3 * n + 2]) & 0xf;
	check_eq(!!(flags & ACPI_GTDT_EDGE), !!(type & 3), "%s timer: edge triggered", name);
}

void acpi_dt_interrupts(void)
{
	struct acpi_table_gtdt *gtdt = table(GTDT_SIGNATURE);
	struct acpi_table_madt *madt = table(MADT_SIGNATURE);
	struct acpi_madt_generic_interrupt *gicc;
	int pmu = dt_interrupt("arm,armv8-pmuv3", 0);

	check_timer("secure", 0, gtdt->secure_el1_interrupt, gtdt->secure_el1_flags);
	check_timer("EL1 physical", 1, gtdt->non_secure_el1_interrupt, gtdt->non_secure_el1_flags);
	check_timer("virtual", 2, gtdt->virtual_timer_interrupt, gtdt->virtual_timer_flags);
	check_timer("EL2 physical", 3, gtdt->non_secure_el2_interrupt, gtdt->non_secure_el2_flags);
	if (gtdt->length >= sizeof(*gtdt))
		check_timer("EL2 virtual", 4, gtdt->virtual_el2_timer_interrupt, gtdt->virtual_el2_timer_flags);

	for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc)
		check_eq((int)gicc->performance_interrupt, pmu < 0 ? 0 : pmu, "UID %u: performance interrupt", gicc->uid);
}

/* Each device of that kind in the DSDT has a node with its address and interrupt, and there are as many. */
static void check_dsdt(const char *hid, const char *compatible)
{
	u64 base, size;
	int irq, n, nodes = 0, node = -1, wrong = 0;

	while ((node = fdt_node_offset_by_compatible(dt_fdt(), node, compatible)) >= 0)
		nodes++;
	for (n = 0; acpi_dev_find(hid, n, &base, &size, &irq); n++) {
		bool found = false;

		while (!found && (node = fdt_node_offset_by_compatible(dt_fdt(), node, compatible)) >= 0) {
			struct dt_pbus_reg reg;
			const u32 *cells = fdt_getprop(dt_fdt(), node, "interrupts", NULL);

			found = !dt_pbus_translate_node(node, 0, &reg) && reg.addr == base && reg.size == size &&
				(cells ? (int)SPI(fdt32_to_cpu(cells[1])) : -1) == irq;
		}
		if (!found)
			report_info("%s %d: %#lx, size %#lx, INTID %d", hid, n, (long)base, (long)size, irq);
		wrong += !found;
		node = -1;
	}
	check_eq(n, nodes, "%s: number of devices", hid);
	check_eq(wrong, 0, "%s: devices whose address, size or INTID are in no node", hid);
}

struct windows {
	int node, n, wrong;
};

/* A window of the host bridge is a row of its node's ranges. */
static void check_window(const struct acpi_resource *r, void *arg)
{
	struct windows *w = arg;
	bool found = false;
	const u32 *row;
	int len;

	if (r->type != ACPI_RESOURCE_MEMORY && r->type != ACPI_RESOURCE_IO)
		return;
	w->n++;
	row = fdt_getprop(dt_fdt(), w->node, "ranges", &len);
	/* 3 cells of PCI address, 2 of the CPU's, 2 of size */
	for (; row && len >= 28; row += 7, len -= 28)
		found |= ((u64)fdt32_to_cpu(row[1]) << 32 | fdt32_to_cpu(row[2])) == r->start &&
			 ((u64)fdt32_to_cpu(row[3]) << 32 | fdt32_to_cpu(row[4])) == r->start + r->offset &&
			 ((u64)fdt32_to_cpu(row[5]) << 32 | fdt32_to_cpu(row[6])) == r->size;
	if (!found)
		report_info("window %#lx, size %#lx, at %#lx", (long)r->start, (long)r->size, (long)(r->start + r->offset));
	w->wrong += !found;
}

void acpi_dt_dsdt(void)
{
	struct windows w = { .node = fdt_node_offset_by_compatible(dt_fdt(), -1, "pci-host-ecam-generic") };
	int len;

	check_dsdt("ARMH0011", "arm,pl011");
	check_dsdt("LNRO0005", "virtio,mmio");
	check_dsdt("QEMU0002", "qemu,fw-cfg-mmio");
	if (w.node >= 0 && fdt_getprop(dt_fdt(), w.node, "ranges", &len)) {
		acpi_dev_resources("PNP0A08", 0, check_window, &w);
		check_eq(w.n, len / 28, "PNP0A08: number of windows");
		check_eq(w.wrong, 0, "PNP0A08: windows that are in no row of ranges");
	}
}

void acpi_dt_devices(void)
{
	struct acpi_table_fadt *fadt = table(FACP_SIGNATURE);
	struct spcr_descriptor *spcr = find_acpi_table_addr(SPCR_SIGNATURE);
	struct acpi_table_mcfg *mcfg = find_acpi_table_addr(MCFG_SIGNATURE);
	int node = fdt_node_offset_by_compatible(dt_fdt(), -1, "arm,psci-0.2"), len;
	const char *method = node < 0 ? NULL : fdt_getprop(dt_fdt(), node, "method", NULL);
	const u32 *range;

	if (method)
		check_eq(!!(fadt->arm_boot_flags & ACPI_FADT_PSCI_USE_HVC), !strcmp(method, "hvc"), "PSCI by HVC");
	check_eq(!!(fadt->arm_boot_flags & ACPI_FADT_PSCI_COMPLIANT), !!method, "PSCI");
	if (spcr) {
		check_eq(spcr->serial_port.address, dt_address("arm,pl011", 0), "console");
		check_eq((int)spcr->interrupt, dt_interrupt("arm,pl011", 0), "INTID of the console");
	}
	if (mcfg) {
		check_eq(mcfg->allocation[0].address, dt_address("pci-host-ecam-generic", 0), "ECAM");
		node = fdt_node_offset_by_compatible(dt_fdt(), -1, "pci-host-ecam-generic");
		range = node < 0 ? NULL : fdt_getprop(dt_fdt(), node, "bus-range", &len);
		if (range && len >= 8) {
			check_eq(mcfg->allocation[0].start_bus, fdt32_to_cpu(range[0]), "first bus");
			check_eq(mcfg->allocation[0].end_bus, fdt32_to_cpu(range[1]), "last bus");
		}
	}
}
