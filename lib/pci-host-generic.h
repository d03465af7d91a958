// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The generic host bridge: configuration space in memory (PCI Express base
 * specification, 7.2.2), described by a device tree node compatible with
 * pci-host-ecam-generic (IEEE 1275 PCI bus binding).
 */
#ifndef _PCI_HOST_GENERIC_H_
#define _PCI_HOST_GENERIC_H_

#include <libcflat.h>
#include <pci.h>

#define PCI_ECAM_BUS_SHIFT	20
#define PCI_ECAM_DEVFN_SHIFT	12

/* A window of PCI addresses and where the CPU sees it. */
struct pci_addr_space {
	phys_addr_t pci_start;
	phys_addr_t start;
	phys_addr_t size;
	phys_addr_t allocated;
	int type;
};

struct pci_host_bridge {
	phys_addr_t start;
	phys_addr_t size;
	int bus;
	int bus_max;
	int nr_addr_spaces;
	struct pci_addr_space addr_space[];
};

/* The CPU's address for a PCI address; INVALID_PHYS_ADDR if no window has it. */
extern phys_addr_t pci_host_bridge_get_paddr(u64 pci_addr);

extern u8 pci_config_readb(pcidevaddr_t dev, u8 reg);
extern u16 pci_config_readw(pcidevaddr_t dev, u8 reg);
extern u32 pci_config_readl(pcidevaddr_t dev, u8 reg);
extern void pci_config_writeb(pcidevaddr_t dev, u8 reg, u8 val);
extern void pci_config_writew(pcidevaddr_t dev, u8 reg, u16 val);
extern void pci_config_writel(pcidevaddr_t dev, u8 reg, u32 val);

#endif
