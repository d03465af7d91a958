// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * PCI behind a generic ECAM host bridge.
 */
#ifndef _ASM_GENERIC_PCI_HOST_BRIDGE_H_
#define _ASM_GENERIC_PCI_HOST_BRIDGE_H_

#include <pci-host-generic.h>

/* I/O addresses are memory of the CPU, which ioremap() reaches. */
#define PCI_IO_IN_MEMORY

static inline phys_addr_t pci_translate_addr(pcidevaddr_t dev, u64 addr)
{
	return pci_host_bridge_get_paddr(addr);
}

#endif
