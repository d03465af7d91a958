// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Configuration mechanism #1 of the PCI local bus specification, 3.2.2.3.2.
 */
#ifndef _ASMX86_PCI_H_
#define _ASMX86_PCI_H_

#include <libcflat.h>
#include <pci.h>
#include <x86/asm/io.h>

#define PCI_CONFIG_ADDRESS	0xcf8
#define PCI_CONFIG_DATA		0xcfc

/* Select a dword; the bytes in it are at PCI_CONFIG_DATA + (reg & 3). */
static inline u16 __pci_config_select(pcidevaddr_t dev, u8 reg)
{
	outl(1u << 31 | (u32)dev << 8 | (reg & ~3u), PCI_CONFIG_ADDRESS);
	return PCI_CONFIG_DATA + (reg & 3);
}

static inline u8 pci_config_readb(pcidevaddr_t dev, u8 reg)
{
	return inb(__pci_config_select(dev, reg));
}

static inline u16 pci_config_readw(pcidevaddr_t dev, u8 reg)
{
	return inw(__pci_config_select(dev, reg));
}

static inline u32 pci_config_readl(pcidevaddr_t dev, u8 reg)
{
	return inl(__pci_config_select(dev, reg));
}

static inline void pci_config_writeb(pcidevaddr_t dev, u8 reg, u8 val)
{
	outb(val, __pci_config_select(dev, reg));
}

static inline void pci_config_writew(pcidevaddr_t dev, u8 reg, u16 val)
{
	outw(val, __pci_config_select(dev, reg));
}

static inline void pci_config_writel(pcidevaddr_t dev, u8 reg, u32 val)
{
	outl(val, __pci_config_select(dev, reg));
}

static inline phys_addr_t pci_translate_addr(pcidevaddr_t dev, uint64_t addr)
{
	return addr;
}

#endif /* _ASMX86_PCI_H_ */
