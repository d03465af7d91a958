// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pci-test: enumeration behind the generic ECAM host bridge, and QEMU's pci-testdev, whose
 * memory and I/O BARs have to decode 8-, 16- and 32-bit writes (pci-host-generic.h).
 *
 * config  absent functions read all ones; a BAR takes its size probe and keeps its address; ids
 *         and subsystem ids, which no write changes; a BAR that does not decode
 * testdev what it counts: only its own offset and data; a write of another width is not its write
 */
#include <libcflat.h>
#include <pci.h>
#include <linux/pci_regs.h>
#include <asm/io.h>
#include <asm/pci.h>

#define NR_TESTS (PCI_TESTDEV_NUM_BARS * PCI_TESTDEV_NUM_TESTS)

static void check_config(void)
{
	pcidevaddr_t dev, absent = PCIDEVADDR_INVALID;
	struct pci_dev pci_dev;
	int bar, bars = 0;

	report_prefix_push("config");
	for (dev = 0; dev < PCI_DEVFN_MAX; dev++)
		if (!pci_dev_exists(dev))
			absent = dev;
	if (absent != PCIDEVADDR_INVALID) {
		report(pci_config_readl(absent, PCI_VENDOR_ID) == 0xffffffff,
		       "an absent function reads all ones");
		pci_config_writel(absent, PCI_VENDOR_ID, 0);
		report(pci_config_readw(absent, PCI_DEVICE_ID) == 0xffff,
		       "and takes no write");
	}

	dev = pci_find_dev(PCI_VENDOR_ID_REDHAT, PCI_DEVICE_ID_REDHAT_TEST);
	if (dev == PCIDEVADDR_INVALID) {
		report_skip("no pci-testdev");
		report_prefix_pop();
		return;
	}
	pci_dev_init(&pci_dev, dev);
	for (bar = 0; bar < PCI_BAR_NUM; bar++) {
		phys_addr_t size;
		u32 before;

		if (!pci_bar_is_valid(&pci_dev, bar))
			continue;
		before = pci_bar_get(&pci_dev, bar);
		size = pci_bar_size(&pci_dev, bar);
		report(size && !(size & (size - 1)) &&
		       !(pci_bar_get_addr(&pci_dev, bar) & (size - 1)),
		       "BAR %d: size is a power of two and aligns the address", bar);
		report(pci_bar_get(&pci_dev, bar) == before, "BAR %d: kept over the size probe",
		       bar);
		bars++;
		if (pci_bar_is64(&pci_dev, bar))
			bar++;
	}
	report(bars >= 2, "pci-testdev has a memory and an I/O BAR");
	report(pci_config_readb(dev, PCI_VENDOR_ID) == (PCI_VENDOR_ID_REDHAT & 0xff) &&
	       pci_config_readw(dev, PCI_DEVICE_ID) == PCI_DEVICE_ID_REDHAT_TEST,
	       "8- and 16-bit configuration reads");
	report_prefix_pop();
}

/* QEMU docs/specs/pci-ids: what devices without ids of their own have */
#define SUBSYSTEM_QEMU	0x11001af4

static void check_ids(pcidevaddr_t dev)
{
	static const struct {
		u8 reg;
		const char *name;
	} ro[] = {
		{ PCI_VENDOR_ID, "vendor and device id" },
		{ PCI_CLASS_REVISION, "class and revision" },
		{ PCI_SUBSYSTEM_VENDOR_ID, "subsystem ids" },
	};

	report_prefix_push("config");
	report(pci_config_readl(dev, PCI_SUBSYSTEM_VENDOR_ID) == SUBSYSTEM_QEMU,
	       "subsystem ids of pci-testdev (%#x)", pci_config_readl(dev, PCI_SUBSYSTEM_VENDOR_ID));
	for (unsigned int i = 0; i < ARRAY_SIZE(ro); i++) {
		u32 before = pci_config_readl(dev, ro[i].reg);

		pci_config_writel(dev, ro[i].reg, ~before);
		report(pci_config_readl(dev, ro[i].reg) == before, "%s: read-only", ro[i].name);
	}
	report_prefix_pop();
}

/* What the counter of the test that is selected gains by one write */
static u32 counts(void *bar, u32 offset, unsigned int width, u32 val)
{
	u32 before = readb(bar + offsetof(struct pci_test_dev_hdr, count));

	if (width == 1)
		writeb(val, bar + offset);
	else if (width == 2)
		writew(val, bar + offset);
	else
		writel(val, bar + offset);
	return readb(bar + offsetof(struct pci_test_dev_hdr, count)) - before;
}

static void check_testdev(pcidevaddr_t bdf)
{
	struct pci_dev dev;
	u32 offset, data;
	void *bar;
	u16 cmd;

	report_prefix_push("testdev");
	pci_dev_init(&dev, bdf);
	bar = ioremap(pci_bar_get_addr(&dev, 0), pci_bar_size(&dev, 0));
	/* test 0 is the one whose writes the device model itself sees */
	writeb(0, bar);
	offset = readl(bar + offsetof(struct pci_test_dev_hdr, offset));
	data = readl(bar + offsetof(struct pci_test_dev_hdr, data)) & 0xff;
	report(readb(bar + offsetof(struct pci_test_dev_hdr, width)) == 1, "it wants bytes");
	report(counts(bar, offset, 1, data) == 1, "its data at its offset counts");
	report(counts(bar, offset, 1, data ^ 1) == 0, "other data does not");
	report(counts(bar, offset + 1, 1, data) == 0, "nor does the byte behind it");
	report(counts(bar, offset - 1, 1, data) == 0, "nor the one before it");
	/* the model takes single bytes, so the bus splits what is wider: the first byte is its own */
	report(counts(bar, offset, 2, (data ^ 1) | data << 8) == 0, "two bytes, the second its data");
	report(counts(bar, offset, 4, (data ^ 1) | data << 8 | data << 16 | data << 24) == 0,
	       "four bytes, the last three its data");
	writeb(PCI_TESTDEV_NUM_TESTS, bar);
	report(readl(bar + offsetof(struct pci_test_dev_hdr, offset)) == 0, "a test that is not there");
	report(counts(bar, offset, 1, data) == 0, "and it counts nothing");

	/* PCI 3.0, 6.2.2: without the command bit the device does not answer; nobody else does */
	writeb(0, bar);
	cmd = pci_config_readw(bdf, PCI_COMMAND);
	pci_config_writew(bdf, PCI_COMMAND, cmd & ~PCI_COMMAND_MEMORY);
	report(pci_config_readw(bdf, PCI_COMMAND) == (cmd & ~PCI_COMMAND_MEMORY), "Memory Space Enable off");
	pci_config_writew(bdf, PCI_COMMAND, cmd);
	report(readl(bar + offsetof(struct pci_test_dev_hdr, offset)) == offset, "and on: it decodes again");
	report_prefix_pop();
}

int main(void)
{
	pcidevaddr_t testdev;
	int ret;

	if (!pci_probe()) {
		printf("PCI bus probing failed, skipping tests...\n");
		return report_summary();
	}

	pci_print();

	report_prefix_push("pci");
	ret = pci_testdev();
	if (ret == -1)
		report_skip("No PCI test device");
	else
		report(ret >= NR_TESTS, "PCI test device passed %d/%d tests",
		       ret > 0 ? ret : 0, NR_TESTS);
	check_config();
	testdev = pci_find_dev(PCI_VENDOR_ID_REDHAT, PCI_DEVICE_ID_REDHAT_TEST);
	if (testdev != PCIDEVADDR_INVALID) {
		check_ids(testdev);
		check_testdev(testdev);
	}
	return report_summary();
}
