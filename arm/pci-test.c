// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pci-test: enumeration behind the generic ECAM host bridge, and QEMU's pci-testdev, whose
 * memory and I/O BARs have to decode 8-, 16- and 32-bit writes (pci-host-generic.h).
 *
 * config  absent functions read all ones; a BAR takes its size probe and keeps its address
 */
#include <libcflat.h>
#include <pci.h>
#include <linux/pci_regs.h>
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

int main(void)
{
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
	return report_summary();
}
