// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * PCI devices. <asm/pci.h> gives pci_config_{read,write}{b,w,l}() and
 * pci_translate_addr(); where there is a generic host bridge pci_probe() comes
 * first.
 *
 * BAR numbers count 32-bit registers: a 64-bit BAR n takes n and n + 1 and is
 * addressed by n.
 */
#ifndef _PCI_H_
#define _PCI_H_

#include <libcflat.h>
#include <linux/pci_regs.h>

/* bus << 8 | device << 3 | function */
typedef u16 pcidevaddr_t;

enum {
	PCIDEVADDR_INVALID = 0xffff,
};

#define PCI_BAR_NUM		6
#define PCI_DEVFN_MAX		256
#define PCI_HEADER_TYPE_MASK	0x7f
#define PCI_BDF_GET_DEVFN(x)	((x) & 0xff)
#define PCI_BDF_GET_BUS(x)	(((x) >> 8) & 0xff)

/* What a device calls an address. */
typedef phys_addr_t iova_t;

struct pci_dev {
	uint16_t bdf;
	uint16_t msi_offset;
	/* where the CPU finds each BAR; both halves of a 64-bit one */
	phys_addr_t resource[PCI_BAR_NUM];
};

/* Generic host bridge only: find it and place the BARs. False if there is none. */
extern bool pci_probe(void);

/* All devices, through bridges that have bus numbers. */
extern void pci_print(void);
extern bool pci_dev_exists(pcidevaddr_t dev);
/* The first such device, or PCIDEVADDR_INVALID. */
extern pcidevaddr_t pci_find_dev(uint16_t vendor_id, uint16_t device_id);

/* Fill @dev in; sizes the BARs. */
extern void pci_dev_init(struct pci_dev *dev, pcidevaddr_t bdf);
/* Let it be bus master and note its MSI capability. */
extern void pci_enable_defaults(struct pci_dev *dev);
/* Change bits of the command register; the two sets do not overlap. */
extern void pci_cmd_set_clr(struct pci_dev *dev, uint16_t set, uint16_t clr);

typedef void (*pci_cap_handler_t)(struct pci_dev *dev, int cap_offset, int cap_id);
extern void pci_cap_walk(struct pci_dev *dev, pci_cap_handler_t handler);

/* Program and enable MSI. False, with a message, if the device has none. */
extern bool pci_setup_msi(struct pci_dev *dev, uint64_t msi_addr, uint32_t msi_data);
extern void pci_msi_set_enable(struct pci_dev *dev, bool enabled);

/* resource[bar_num], or write the register (and the upper half) and it. */
extern phys_addr_t pci_bar_get_addr(struct pci_dev *dev, int bar_num);
extern void pci_bar_set_addr(struct pci_dev *dev, int bar_num, phys_addr_t addr);
/* Bytes, 0 for a BAR that is not there; decoding is off meanwhile. */
extern phys_addr_t pci_bar_size(struct pci_dev *dev, int bar_num);
extern uint32_t pci_bar_get(struct pci_dev *dev, int bar_num);
/* The address bits of a raw BAR value. */
extern uint32_t pci_bar_mask(uint32_t bar);
extern bool pci_bar_is64(struct pci_dev *dev, int bar_num);
extern bool pci_bar_is_memory(struct pci_dev *dev, int bar_num);
extern bool pci_bar_is_valid(struct pci_dev *dev, int bar_num);
extern void pci_bar_print(struct pci_dev *dev, int bar_num);
extern void pci_dev_print_id(struct pci_dev *dev);
extern void pci_dev_print(struct pci_dev *dev);
extern uint8_t pci_intx_line(struct pci_dev *dev);

/* Run the parts of pci-testdev; the number that passed, -1 without the device. */
extern int pci_testdev(void);

#define PCI_VENDOR_ID_REDHAT		0x1b36
#define PCI_DEVICE_ID_REDHAT_TEST	0x0005

#define PCI_TESTDEV_BAR_MEM		0
#define PCI_TESTDEV_BAR_IO		1
#define PCI_TESTDEV_NUM_BARS		2
#define PCI_TESTDEV_NUM_TESTS		3

/* What a BAR of pci-testdev begins with (QEMU docs/specs/pci-testdev). */
struct pci_test_dev_hdr {
	uint8_t test;
	uint8_t width;
	uint8_t pad0[2];
	uint32_t offset;
	uint32_t data;
	uint32_t count;
	uint8_t name[];
};

#endif
