// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * QEMU's educational device.
 */
#include <libcflat.h>
#include <pci-edu.h>
#include <asm/barrier.h>

static bool edu_alive(struct pci_edu_dev *dev)
{
	static u32 value = 0xabcdef;

	edu_reg_writel(dev, EDU_REG_ALIVE, ++value);
	return edu_reg_readl(dev, EDU_REG_ALIVE) == ~value;
}

bool edu_init(struct pci_edu_dev *dev)
{
	pcidevaddr_t bdf = pci_find_dev(PCI_VENDOR_ID_QEMU, PCI_DEVICE_ID_EDU);

	if (bdf == PCIDEVADDR_INVALID)
		return false;
	pci_dev_init(&dev->pci_dev, bdf);
	pci_enable_defaults(&dev->pci_dev);
	dev->reg_base = ioremap(pci_bar_get_addr(&dev->pci_dev, EDU_BAR), EDU_DMA_BUF_SIZE);
	assert_msg(edu_alive(dev), "the edu device's liveness register does not invert");
	return true;
}

/* DMA registers are 64 bits wide and take 32-bit halves on 32-bit machines. */
static void write_address(struct pci_edu_dev *dev, int reg, u64 val)
{
	if (sizeof(long) == 8) {
		edu_reg_writeq(dev, reg, val);
	} else {
		edu_reg_writel(dev, reg, val);
		edu_reg_writel(dev, reg + 4, val >> 32);
	}
}

void edu_dma(struct pci_edu_dev *dev, iova_t iova, size_t size,
	     unsigned int dev_offset, bool from_device)
{
	u64 buffer = EDU_DMA_START + dev_offset;

	assert(size <= EDU_DMA_SIZE_MAX);
	assert(dev_offset < EDU_DMA_SIZE_MAX);
	printf("edu device DMA start %s addr 0x%" PRIx64 " size 0x%zx off 0x%x\n",
	       from_device ? "FROM" : "TO", iova, size, dev_offset);

	write_address(dev, EDU_REG_DMA_SRC, from_device ? buffer : iova);
	write_address(dev, EDU_REG_DMA_DST, from_device ? iova : buffer);
	write_address(dev, EDU_REG_DMA_COUNT, size);
	edu_reg_writel(dev, EDU_REG_DMA_CMD,
		       EDU_CMD_DMA_START | (from_device ? EDU_CMD_DMA_FROM : EDU_CMD_DMA_TO));
	while (edu_reg_readl(dev, EDU_REG_DMA_CMD) & EDU_CMD_DMA_START)
		cpu_relax();
}
