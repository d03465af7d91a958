// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * PCI devices: finding, BARs, capabilities, MSI, printing.
 */
#include <libcflat.h>
#include <bitops.h>
#include <pci.h>
#include <asm/pci.h>

static void check_bar(int bar_num)
{
	assert_msg(bar_num >= 0 && bar_num < PCI_BAR_NUM, "BAR %d", bar_num);
}

static u8 bar_reg(int bar_num)
{
	check_bar(bar_num);
	return PCI_BASE_ADDRESS_0 + bar_num * 4;
}

bool pci_dev_exists(pcidevaddr_t dev)
{
	return pci_config_readw(dev, PCI_VENDOR_ID) != 0xffff &&
	       pci_config_readw(dev, PCI_DEVICE_ID) != 0xffff;
}

/*
 * Call @visit with each function, bus by bus, until it returns true; returns
 * that function's address. Buses behind bridges follow if they have a number.
 */
static pcidevaddr_t walk(bool (*visit)(pcidevaddr_t dev, void *data), void *data)
{
	bool todo[256] = { true }, done[256] = { false };

	for (int bus = 0; bus < 256; bus++) {
		if (!todo[bus] || done[bus])
			continue;
		done[bus] = true;
		for (int devfn = 0; devfn < PCI_DEVFN_MAX; devfn++) {
			pcidevaddr_t dev = bus << 8 | devfn;
			u8 type;

			if (!pci_dev_exists(dev)) {
				/* without function 0 there are no others */
				if (!(devfn & 7))
					devfn |= 7;
				continue;
			}
			if (visit(dev, data))
				return dev;
			type = pci_config_readb(dev, PCI_HEADER_TYPE);
			if ((type & PCI_HEADER_TYPE_MASK) == PCI_HEADER_TYPE_BRIDGE) {
				u8 behind = pci_config_readb(dev, PCI_SECONDARY_BUS);

				/* numbers grow away from the root */
				if (behind > bus)
					todo[behind] = true;
			}
			if (!(devfn & 7) && !(type & PCI_HEADER_TYPE_MULTI))
				devfn |= 7;
		}
	}
	return PCIDEVADDR_INVALID;
}

static bool has_id(pcidevaddr_t dev, void *data)
{
	u32 id = *(u32 *)data;

	return pci_config_readw(dev, PCI_VENDOR_ID) == (id & 0xffff) &&
	       pci_config_readw(dev, PCI_DEVICE_ID) == id >> 16;
}

pcidevaddr_t pci_find_dev(uint16_t vendor_id, uint16_t device_id)
{
	u32 id = (u32)device_id << 16 | vendor_id;

	return walk(has_id, &id);
}

uint32_t pci_bar_mask(uint32_t bar)
{
	return (bar & PCI_BASE_ADDRESS_SPACE_IO) ? (u32)PCI_BASE_ADDRESS_IO_MASK
						 : (u32)PCI_BASE_ADDRESS_MEM_MASK;
}

uint32_t pci_bar_get(struct pci_dev *dev, int bar_num)
{
	return pci_config_readl(dev->bdf, bar_reg(bar_num));
}

bool pci_bar_is_memory(struct pci_dev *dev, int bar_num)
{
	return !(pci_bar_get(dev, bar_num) & PCI_BASE_ADDRESS_SPACE_IO);
}

bool pci_bar_is64(struct pci_dev *dev, int bar_num)
{
	u32 bar = pci_bar_get(dev, bar_num);

	return !(bar & PCI_BASE_ADDRESS_SPACE_IO) && bar_num + 1 < PCI_BAR_NUM &&
	       (bar & PCI_BASE_ADDRESS_MEM_TYPE_MASK) == PCI_BASE_ADDRESS_MEM_TYPE_64;
}

bool pci_bar_is_valid(struct pci_dev *dev, int bar_num)
{
	check_bar(bar_num);
	return dev->resource[bar_num] != INVALID_PHYS_ADDR;
}

phys_addr_t pci_bar_get_addr(struct pci_dev *dev, int bar_num)
{
	check_bar(bar_num);
	return dev->resource[bar_num];
}

void pci_bar_set_addr(struct pci_dev *dev, int bar_num, phys_addr_t addr)
{
	bool is64 = pci_bar_is64(dev, bar_num);

	pci_config_writel(dev->bdf, bar_reg(bar_num), (u32)addr);
	dev->resource[bar_num] = addr;
	if (is64) {
		pci_config_writel(dev->bdf, bar_reg(bar_num + 1), addr >> 32);
		dev->resource[bar_num + 1] = addr;
	} else {
		assert_msg(!(addr >> 32), "BAR %d has 32 bits, not room for %#" PRIx64,
			   bar_num, addr);
	}
}

/* What a register reads after all ones were written to it. */
static u32 probe_register(struct pci_dev *dev, int bar_num)
{
	u8 reg = bar_reg(bar_num);
	u32 old = pci_config_readl(dev->bdf, reg), probed;

	pci_config_writel(dev->bdf, reg, ~0u);
	probed = pci_config_readl(dev->bdf, reg);
	pci_config_writel(dev->bdf, reg, old);
	return probed;
}

phys_addr_t pci_bar_size(struct pci_dev *dev, int bar_num)
{
	u16 cmd = pci_config_readw(dev->bdf, PCI_COMMAND);
	u32 bar = pci_bar_get(dev, bar_num);
	phys_addr_t bits;

	/* 6.2.5.1: the BAR moves meanwhile, so it must not decode. */
	pci_config_writew(dev->bdf, PCI_COMMAND, cmd & ~(PCI_COMMAND_IO | PCI_COMMAND_MEMORY));
	bits = probe_register(dev, bar_num) & pci_bar_mask(bar);
	if (pci_bar_is64(dev, bar_num))
		bits |= (phys_addr_t)probe_register(dev, bar_num + 1) << 32;
	else if (bits)
		bits |= ~(phys_addr_t)0 << 32;
	/* I/O BARs may have no upper 16 bits. */
	if (bits && (bar & PCI_BASE_ADDRESS_SPACE_IO))
		bits |= ~(phys_addr_t)0 << 16;
	pci_config_writew(dev->bdf, PCI_COMMAND, cmd);
	return ~bits + 1;
}

void pci_dev_init(struct pci_dev *dev, pcidevaddr_t bdf)
{
	memset(dev, 0, sizeof(*dev));
	dev->bdf = bdf;
	for (int i = 0; i < PCI_BAR_NUM; i++)
		dev->resource[i] = INVALID_PHYS_ADDR;
	if ((pci_config_readb(bdf, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK) !=
	    PCI_HEADER_TYPE_NORMAL)
		return;

	for (int i = 0; i < PCI_BAR_NUM; i++) {
		u32 bar = pci_bar_get(dev, i);
		u64 addr = bar & pci_bar_mask(bar);

		if (!pci_bar_size(dev, i))
			continue;
		if (pci_bar_is64(dev, i)) {
			addr |= (u64)pci_bar_get(dev, i + 1) << 32;
			dev->resource[i] = pci_translate_addr(bdf, addr);
			dev->resource[i + 1] = dev->resource[i];
			i++;
		} else {
			dev->resource[i] = pci_translate_addr(bdf, addr);
		}
	}
}

void pci_cmd_set_clr(struct pci_dev *dev, uint16_t set, uint16_t clr)
{
	u16 val = pci_config_readw(dev->bdf, PCI_COMMAND);

	assert_msg(!(set & clr), "command bits %#x both set and cleared", set & clr);
	pci_config_writew(dev->bdf, PCI_COMMAND, (val | set) & ~clr);
}

void pci_cap_walk(struct pci_dev *dev, pci_cap_handler_t handler)
{
	int count = 0;
	u8 offset;

	if (!(pci_config_readw(dev->bdf, PCI_STATUS) & PCI_STATUS_CAP_LIST))
		return;
	offset = pci_config_readb(dev->bdf, PCI_CAPABILITY_LIST) & ~3;
	while (offset) {
		u8 id = pci_config_readb(dev->bdf, offset + PCI_CAP_LIST_ID);

		assert_msg(++count <= 255, "capability list without end");
		handler(dev, offset, id);
		offset = pci_config_readb(dev->bdf, offset + PCI_CAP_LIST_NEXT) & ~3;
	}
}

static void note_msi(struct pci_dev *dev, int offset, int id)
{
	if (id == PCI_CAP_ID_MSI)
		dev->msi_offset = offset;
}

void pci_enable_defaults(struct pci_dev *dev)
{
	pci_cmd_set_clr(dev, PCI_COMMAND_MASTER, 0);
	pci_cap_walk(dev, note_msi);
}

void pci_msi_set_enable(struct pci_dev *dev, bool enabled)
{
	u8 reg = dev->msi_offset + PCI_MSI_FLAGS;
	u16 flags = pci_config_readw(dev->bdf, reg);

	if (enabled)
		flags |= PCI_MSI_FLAGS_ENABLE;
	else
		flags &= ~PCI_MSI_FLAGS_ENABLE;
	pci_config_writew(dev->bdf, reg, flags);
}

bool pci_setup_msi(struct pci_dev *dev, uint64_t msi_addr, uint32_t msi_data)
{
	u8 offset = dev->msi_offset;

	if (!offset) {
		printf("MSI: dev 0x%x does not support MSI.\n", dev->bdf);
		return false;
	}
	pci_config_writel(dev->bdf, offset + PCI_MSI_ADDRESS_LO, msi_addr);
	if (pci_config_readw(dev->bdf, offset + PCI_MSI_FLAGS) & PCI_MSI_FLAGS_64BIT) {
		pci_config_writel(dev->bdf, offset + PCI_MSI_ADDRESS_HI, msi_addr >> 32);
		pci_config_writew(dev->bdf, offset + PCI_MSI_DATA_64, msi_data);
	} else {
		assert_msg(!(msi_addr >> 32), "32-bit MSI cannot send to %#" PRIx64, msi_addr);
		pci_config_writew(dev->bdf, offset + PCI_MSI_DATA_32, msi_data);
	}
	pci_msi_set_enable(dev, true);
	return true;
}

uint8_t pci_intx_line(struct pci_dev *dev)
{
	return pci_config_readb(dev->bdf, PCI_INTERRUPT_LINE);
}

void pci_bar_print(struct pci_dev *dev, int bar_num)
{
	u32 bar = pci_bar_get(dev, bar_num);
	const char *kind = "PIO", *prefetch = "";
	phys_addr_t start, size;
	char upper[4] = "";

	if (!pci_bar_is_valid(dev, bar_num))
		return;
	if (!(bar & PCI_BASE_ADDRESS_SPACE_IO)) {
		switch (bar & PCI_BASE_ADDRESS_MEM_TYPE_MASK) {
		case PCI_BASE_ADDRESS_MEM_TYPE_1M:
			kind = "MEM1M";
			break;
		case PCI_BASE_ADDRESS_MEM_TYPE_64:
			kind = "MEM64";
			break;
		default:
			kind = "MEM32";
		}
		if (bar & PCI_BASE_ADDRESS_MEM_PREFETCH)
			prefetch = "/p";
	}
	if (pci_bar_is64(dev, bar_num))
		snprintf(upper, sizeof(upper), ",%d", bar_num + 1);
	size = pci_bar_size(dev, bar_num);
	start = pci_bar_get_addr(dev, bar_num);
	printf("\tBAR#%d%s [%" PRIx64 "-%" PRIx64 " %s%s]", bar_num, upper, start,
	       start + size - 1, kind, prefetch);
}

void pci_dev_print_id(struct pci_dev *dev)
{
	printf("%02x.%02x.%1x %04x:%04x", PCI_BDF_GET_BUS(dev->bdf),
	       PCI_BDF_GET_DEVFN(dev->bdf) >> 3, dev->bdf & 7,
	       pci_config_readw(dev->bdf, PCI_VENDOR_ID),
	       pci_config_readw(dev->bdf, PCI_DEVICE_ID));
}

static void print_cap(struct pci_dev *dev, int offset, int id)
{
	if (id == PCI_CAP_ID_MSI)
		printf("\tMSI,%s-bit capability at offset 0x%02x\n",
		       pci_config_readw(dev->bdf, offset + PCI_MSI_FLAGS) & PCI_MSI_FLAGS_64BIT ?
		       "64" : "32", offset);
	else
		printf("\tcapability 0x%02x at offset 0x%02x\n", id, offset);
}

void pci_dev_print(struct pci_dev *dev)
{
	u8 type = pci_config_readb(dev->bdf, PCI_HEADER_TYPE) & PCI_HEADER_TYPE_MASK;

	pci_dev_print_id(dev);
	printf(" type %02x progif %02x class %02x subclass %02x\n", type,
	       pci_config_readb(dev->bdf, PCI_CLASS_PROG),
	       pci_config_readb(dev->bdf, PCI_CLASS_DEVICE + 1),
	       pci_config_readb(dev->bdf, PCI_CLASS_DEVICE));
	pci_cap_walk(dev, print_cap);
	if (type != PCI_HEADER_TYPE_NORMAL)
		return;
	for (int i = 0; i < PCI_BAR_NUM; i++) {
		if (pci_bar_is_valid(dev, i)) {
			pci_bar_print(dev, i);
			printf("\n");
		}
		if (pci_bar_is64(dev, i))
			i++;
	}
}

static bool print_one(pcidevaddr_t bdf, void *data)
{
	struct pci_dev dev;

	pci_dev_init(&dev, bdf);
	pci_dev_print(&dev);
	return false;
}

void pci_print(void)
{
	walk(print_one, NULL);
}
