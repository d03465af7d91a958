// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The generic ECAM host bridge: a node of the device tree, or ACPI's MCFG with the windows of device PNP0A08.
 */
#include <libcflat.h>
#include <acpi.h>
#include <alloc.h>
#include <devicetree.h>
#include <pci.h>
#include <pci-host-generic.h>
#include <asm/io.h>

/* Space codes of a PCI address, bits 25:24 of its first cell (IEEE 1275, 2.2.1.1) */
enum { SPACE_CONFIG, SPACE_IO, SPACE_MEM32, SPACE_MEM64 };

#define MAX_ACPI_WINDOWS	8

#define space_code(cell)	(((cell) >> 24) & 3)

static struct pci_host_bridge *bridge;

/* Configuration space of each bus, mapped when it is first asked for. */
static void __iomem *buses[256];

static volatile void *config(pcidevaddr_t dev, u8 reg)
{
	int bus = PCI_BDF_GET_BUS(dev);

	assert_msg(bridge, "pci_probe() was not called");
	if (bus < bridge->bus || bus > bridge->bus_max)
		return NULL;
	if (!buses[bus])
		buses[bus] = ioremap(bridge->start +
				     ((phys_addr_t)(bus - bridge->bus) << PCI_ECAM_BUS_SHIFT),
				     1 << PCI_ECAM_BUS_SHIFT);
	return (char __iomem *)buses[bus] + (PCI_BDF_GET_DEVFN(dev) << PCI_ECAM_DEVFN_SHIFT) + reg;
}

/* Buses beyond the bridge's read as all ones, as absent devices do. */
u8 pci_config_readb(pcidevaddr_t dev, u8 reg)
{
	volatile void *p = config(dev, reg);

	return p ? readb(p) : 0xff;
}

u16 pci_config_readw(pcidevaddr_t dev, u8 reg)
{
	volatile void *p = config(dev, reg);

	return p ? readw(p) : 0xffff;
}

u32 pci_config_readl(pcidevaddr_t dev, u8 reg)
{
	volatile void *p = config(dev, reg);

	return p ? readl(p) : ~0u;
}

void pci_config_writeb(pcidevaddr_t dev, u8 reg, u8 val)
{
	volatile void *p = config(dev, reg);

	if (p)
		writeb(val, p);
}

void pci_config_writew(pcidevaddr_t dev, u8 reg, u16 val)
{
	volatile void *p = config(dev, reg);

	if (p)
		writew(val, p);
}

void pci_config_writel(pcidevaddr_t dev, u8 reg, u32 val)
{
	volatile void *p = config(dev, reg);

	if (p)
		writel(val, p);
}

static u64 cells(const fdt32_t *cell, int n)
{
	u64 val = 0;

	while (n--)
		val = val << 32 | fdt32_to_cpu(*cell++);
	return val;
}

static struct pci_host_bridge *parse_node(int node)
{
	const void *fdt = dt_fdt();
	struct pci_host_bridge *host;
	const fdt32_t *prop;
	struct dt_pbus_reg base;
	u32 na, ns, root_na, root_ns;
	int len, row, nr;

	if (dt_get_nr_cells(node, &na, &ns) || na != 3 || ns != 2 ||
	    dt_get_nr_cells(fdt_parent_offset(fdt, node), &root_na, &root_ns) ||
	    root_na < 1 || root_na > 2 || dt_pbus_translate_node(node, 0, &base))
		return NULL;
	if (base.addr + base.size - 1 > (unsigned long)-1) {
		printf("PCIe configuration space at %#" PRIx64 " is out of reach\n", base.addr);
		return NULL;
	}
	prop = fdt_getprop(fdt, node, "ranges", &len);
	row = 3 + root_na + 2;
	nr = prop ? len / (row * (int)sizeof(*prop)) : 0;

	host = calloc(1, sizeof(*host) + nr * sizeof(host->addr_space[0]));
	host->start = base.addr;
	host->size = base.size;
	host->nr_addr_spaces = nr;
	for (int i = 0; i < nr; i++, prop += row) {
		struct pci_addr_space *as = &host->addr_space[i];

		as->type = space_code(fdt32_to_cpu(prop[0]));
		as->pci_start = cells(prop + 1, 2);
		as->start = cells(prop + 3, root_na);
		as->size = cells(prop + 3 + root_na, 2);
	}
	host->bus_max = 255;
	prop = fdt_getprop(fdt, node, "bus-range", &len);
	if (prop && len == 2 * sizeof(*prop)) {
		host->bus = fdt32_to_cpu(prop[0]) & 0xff;
		host->bus_max = fdt32_to_cpu(prop[1]) & 0xff;
	}
	return host;
}

static void add_window(const struct acpi_resource *r, void *arg)
{
	struct pci_host_bridge *host = arg;
	struct pci_addr_space *as = &host->addr_space[host->nr_addr_spaces];

	if ((r->type != ACPI_RESOURCE_MEMORY && r->type != ACPI_RESOURCE_IO) || host->nr_addr_spaces == MAX_ACPI_WINDOWS)
		return;
	as->type = r->type == ACPI_RESOURCE_IO ? SPACE_IO : r->start >> 32 ? SPACE_MEM64 : SPACE_MEM32;
	as->pci_start = r->start;
	as->start = r->start + r->offset;
	as->size = r->size;
	host->nr_addr_spaces++;
}

static struct pci_host_bridge *find_bridge_acpi(void)
{
	struct acpi_table_mcfg *mcfg = find_acpi_table_addr(MCFG_SIGNATURE);
	struct pci_host_bridge *host;

	if (!mcfg || mcfg->length < sizeof(*mcfg) + sizeof(mcfg->allocation[0])) {
		printf("No MCFG found\n");
		return NULL;
	}
	host = calloc(1, sizeof(*host) + MAX_ACPI_WINDOWS * sizeof(host->addr_space[0]));
	host->bus = mcfg->allocation[0].start_bus;
	host->bus_max = mcfg->allocation[0].end_bus;
	host->start = mcfg->allocation[0].address + ((u64)host->bus << PCI_ECAM_BUS_SHIFT);
	host->size = (u64)(host->bus_max - host->bus + 1) << PCI_ECAM_BUS_SHIFT;
	if (acpi_dev_resources("PNP0A08", 0, add_window, host) <= 0)
		printf("The DSDT has no windows for the PCIe host bridge\n");
	return host;
}

static struct pci_host_bridge *find_bridge(void)
{
	const void *fdt = dt_fdt();
	int node;

	if (!dt_available())
		return find_bridge_acpi();
	for (node = fdt_node_offset_by_compatible(fdt, -1, "pci-host-ecam-generic"); node >= 0;
	     node = fdt_node_offset_by_compatible(fdt, node, "pci-host-ecam-generic")) {
		const char *type = fdt_getprop(fdt, node, "device_type", NULL);
		struct pci_host_bridge *host;

		if (!type || strcmp(type, "pci"))
			continue;
		host = parse_node(node);
		if (host)
			return host;
	}
	printf("No PCIe ECAM compatible controller found\n");
	return NULL;
}

/* Room for @size bytes in the windows of one type, aligned to the size. */
static bool place(int type, phys_addr_t size, phys_addr_t *pci_addr, phys_addr_t *addr)
{
	for (int i = 0; i < bridge->nr_addr_spaces; i++) {
		struct pci_addr_space *as = &bridge->addr_space[i];
		phys_addr_t at = ALIGN(as->pci_start + as->allocated, size);

		/* an address of 0 means an empty BAR */
		if (!at)
			at = size;
		if (as->type != type || at - as->pci_start > as->size ||
		    size > as->size - (at - as->pci_start))
			continue;
		as->allocated = at - as->pci_start + size;
		*pci_addr = at;
		*addr = at - as->pci_start + as->start;
		return true;
	}
	return false;
}

/* Give BAR @nr an address; returns the command bit that it needs, 0 if none. */
static u16 assign_bar(struct pci_dev *dev, int nr)
{
	u32 bar = pci_bar_get(dev, nr);
	phys_addr_t size = pci_bar_size(dev, nr), pci_addr, addr;
	bool io = bar & PCI_BASE_ADDRESS_SPACE_IO, found = false;

	if (!size)
		return 0;
	if (io)
		found = place(SPACE_IO, size, &pci_addr, &addr);
	else if (pci_bar_is64(dev, nr))
		found = place(SPACE_MEM64, size, &pci_addr, &addr);
	if (!found && !io)
		found = place(SPACE_MEM32, size, &pci_addr, &addr);
	if (!found) {
		printf("%s: warning: can't satisfy request for %#" PRIx64 " bytes of BAR %d of %#x\n",
		       __func__, size, nr, dev->bdf);
		return 0;
	}
	pci_bar_set_addr(dev, nr, pci_addr);
	return io ? PCI_COMMAND_IO : PCI_COMMAND_MEMORY;
}

bool pci_probe(void)
{
	if (bridge)
		return true;
	bridge = find_bridge();
	if (!bridge)
		return false;

	for (int devfn = 0; devfn < PCI_DEVFN_MAX; devfn++) {
		pcidevaddr_t bdf = bridge->bus << 8 | devfn;
		u16 cmd = PCI_COMMAND_SERR | PCI_COMMAND_PARITY;
		struct pci_dev dev = { .bdf = bdf };

		if (!pci_dev_exists(bdf) ||
		    (pci_config_readb(bdf, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK) !=
		    PCI_HEADER_TYPE_NORMAL)
			continue;
		for (int i = 0; i < PCI_BAR_NUM; i++) {
			cmd |= assign_bar(&dev, i);
			if (pci_bar_is64(&dev, i))
				i++;
		}
		pci_config_writew(bdf, PCI_COMMAND, cmd);
	}
	return true;
}

phys_addr_t pci_host_bridge_get_paddr(u64 pci_addr)
{
	assert_msg(bridge, "pci_probe() was not called");
	for (int i = 0; i < bridge->nr_addr_spaces; i++) {
		struct pci_addr_space *as = &bridge->addr_space[i];

		if (pci_addr >= as->pci_start && pci_addr - as->pci_start < as->size)
			return pci_addr - as->pci_start + as->start;
	}
	return INVALID_PHYS_ADDR;
}
