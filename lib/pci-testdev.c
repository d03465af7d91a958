// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * QEMU's pci-testdev: each BAR describes tests, each of which asks for writes
 * and counts those that reach the device model (the others went to an eventfd).
 */
#include <libcflat.h>
#include <pci.h>
#include <asm/io.h>
#include <asm/pci.h>

#define WRITES	16

/* A BAR: memory, or ports. */
struct bar {
	void __iomem *mem;
	unsigned long port;
	const char *kind;
};

#define FIELD(f)	offsetof(struct pci_test_dev_hdr, f)

static u8 bar_readb(struct bar *b, size_t offset)
{
	return b->mem ? readb(b->mem + offset) : inb(b->port + offset);
}

static u32 bar_readl(struct bar *b, size_t offset)
{
	return b->mem ? readl(b->mem + offset) : inl(b->port + offset);
}

static void bar_write(struct bar *b, size_t offset, unsigned int width, u32 val)
{
	if (b->mem && width == 1)
		writeb(val, b->mem + offset);
	else if (b->mem && width == 2)
		writew(val, b->mem + offset);
	else if (b->mem)
		writel(val, b->mem + offset);
	else if (width == 1)
		outb(val, b->port + offset);
	else if (width == 2)
		outw(val, b->port + offset);
	else
		outl(val, b->port + offset);
}

/* Test @nr of the BAR: 1 passed, 0 failed, -1 there is none. */
static int run_one(struct bar *b, int nr)
{
	u32 offset, data, count;
	char name[32] = "";
	u8 width;

	bar_write(b, FIELD(test), 1, nr);
	width = bar_readb(b, FIELD(width));
	if (bar_readl(b, FIELD(count)) || (width != 1 && width != 2 && width != 4))
		return -1;
	for (unsigned int i = 0; i < sizeof(name) - 1; i++) {
		name[i] = bar_readb(b, FIELD(name) + i);
		if (!name[i])
			break;
	}
	offset = bar_readl(b, FIELD(offset));
	data = bar_readl(b, FIELD(data));
	for (int i = 0; i < WRITES; i++)
		bar_write(b, offset, width, data);
	count = bar_readl(b, FIELD(count));
	printf("pci-testdev %3s: %s\n", b->kind, name);
	return count == 0 || count == WRITES;
}

int pci_testdev(void)
{
	pcidevaddr_t bdf = pci_find_dev(PCI_VENDOR_ID_REDHAT, PCI_DEVICE_ID_REDHAT_TEST);
	struct pci_dev dev;
	int passed = 0;

	if (bdf == PCIDEVADDR_INVALID) {
		printf("'pci-testdev' device is not found, check QEMU '-device pci-testdev' parameter\n");
		return -1;
	}
	pci_dev_init(&dev, bdf);
	for (int i = 0; i < PCI_TESTDEV_NUM_BARS; i++) {
		phys_addr_t addr;
		struct bar b = { NULL, 0, "mem" };

		if (!pci_bar_is_valid(&dev, i))
			continue;
		addr = pci_bar_get_addr(&dev, i);
		if (!pci_bar_is_memory(&dev, i)) {
			b.kind = "io";
			b.port = addr;
		}
#ifndef PCI_IO_IN_MEMORY
		if (pci_bar_is_memory(&dev, i))
#endif
			b.mem = ioremap(addr, pci_bar_size(&dev, i));
		for (int nr = 0; nr < PCI_TESTDEV_NUM_TESTS; nr++) {
			int ret = run_one(&b, nr);

			if (ret < 0)
				break;
			passed += ret;
		}
	}
	return passed;
}
