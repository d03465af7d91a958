// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Intel VT-d: DMA and interrupt remapping (x86_64).
 *
 * Intel Virtualization Technology for Directed I/O, architecture specification: registers chapter 11, structures chapter 9.
 */
#ifndef _X86_INTEL_IOMMU_H_
#define _X86_INTEL_IOMMU_H_

#include <libcflat.h>
#include <bitops.h>
#include <pci.h>
#include <asm/io.h>
#include <x86/apic.h>

/* Where QEMU's q35 has the unit. */
#define Q35_HOST_BRIDGE_IOMMU_ADDR	0xfed90000ull
#define DMAR_SIZE			0x1000

#define DMAR_VER_REG		0x00
#define DMAR_CAP_REG		0x08
#define DMAR_CAP_REG_HI		0x0c
#define DMAR_ECAP_REG		0x10
#define DMAR_ECAP_REG_HI	0x14
#define DMAR_GCMD_REG		0x18
#define DMAR_GSTS_REG		0x1c
#define DMAR_RTADDR_REG		0x20
#define DMAR_RTADDR_REG_HI	0x24
#define DMAR_CCMD_REG		0x28
#define DMAR_CCMD_REG_HI	0x2c
#define DMAR_FSTS_REG		0x34
#define DMAR_FECTL_REG		0x38
#define DMAR_FEDATA_REG		0x3c
#define DMAR_FEADDR_REG		0x40
#define DMAR_FEUADDR_REG	0x44
#define DMAR_AFLOG_REG		0x58
#define DMAR_AFLOG_REG_HI	0x5c
#define DMAR_PMEN_REG		0x64
#define DMAR_PLMBASE_REG	0x68
#define DMAR_PLMLIMIT_REG	0x6c
#define DMAR_PHMBASE_REG	0x70
#define DMAR_PHMBASE_REG_HI	0x74
#define DMAR_PHMLIMIT_REG	0x78
#define DMAR_PHMLIMIT_REG_HI	0x7c
#define DMAR_IQH_REG		0x80
#define DMAR_IQH_REG_HI		0x84
#define DMAR_IQT_REG		0x88
#define DMAR_IQT_REG_HI		0x8c
#define DMAR_IQA_REG		0x90
#define DMAR_IQA_REG_HI		0x94
#define DMAR_ICS_REG		0x9c
#define DMAR_IECTL_REG		0xa0
#define DMAR_IEDATA_REG		0xa4
#define DMAR_IEADDR_REG		0xa8
#define DMAR_IEUADDR_REG	0xac
#define DMAR_IRTA_REG		0xb8
#define DMAR_IRTA_REG_HI	0xbc
#define DMAR_PQH_REG		0xc0
#define DMAR_PQH_REG_HI		0xc4
#define DMAR_PQT_REG		0xc8
#define DMAR_PQT_REG_HI		0xcc
#define DMAR_PQA_REG		0xd0
#define DMAR_PQA_REG_HI		0xd4
#define DMAR_PRS_REG		0xdc
#define DMAR_PECTL_REG		0xe0
#define DMAR_PEDATA_REG		0xe4
#define DMAR_PEADDR_REG		0xe8
#define DMAR_PEUADDR_REG	0xec
#define DMAR_MTRRCAP_REG	0x100
#define DMAR_MTRRCAP_REG_HI	0x104
#define DMAR_MTRRDEF_REG	0x108
#define DMAR_MTRRDEF_REG_HI	0x10c

/* Global command and status; QI, IR and DMAR are switches, the others act once. */
#define VTD_GCMD_IR_TABLE	BIT(24)
#define VTD_GCMD_IR		BIT(25)
#define VTD_GCMD_QI		BIT(26)
#define VTD_GCMD_WBF		BIT(27)
#define VTD_GCMD_SFL		BIT(29)
#define VTD_GCMD_ROOT		BIT(30)
#define VTD_GCMD_DMAR		BIT(31)
#define VTD_GCMD_ONE_SHOT_BITS	(VTD_GCMD_IR_TABLE | VTD_GCMD_WBF | VTD_GCMD_SFL | VTD_GCMD_ROOT)

/* Capability: address widths and sizes of second-level pages */
#define VTD_CAP_SAGAW_SHIFT	8
#define VTD_CAP_SAGAW		(0x1full << VTD_CAP_SAGAW_SHIFT)
#define VTD_CAP_SAGAW_39bit	(0x2ull << VTD_CAP_SAGAW_SHIFT)
#define VTD_CAP_SAGAW_48bit	(0x4ull << VTD_CAP_SAGAW_SHIFT)
#define VTD_CAP_SLLPS		((1ull << 34) | (1ull << 35))

/* Second-level page tables */
#define VTD_PAGE_SHIFT		PAGE_SHIFT
#define VTD_PAGE_SIZE		PAGE_SIZE
#define VTD_PTE_R		BIT_ULL(0)
#define VTD_PTE_W		BIT_ULL(1)
#define VTD_PTE_RW		(VTD_PTE_R | VTD_PTE_W)
#define VTD_PTE_HUGE		BIT_ULL(7)
#define VTD_PTE_ADDR		GENMASK_ULL(63, 12)
typedef u64 vtd_pte_t;

/* One per bus */
struct vtd_root_entry {
	u64 present:1;
	u64 reserved:11;
	/* Page number of the context table */
	u64 context_table_p:52;
	u64 reserved_2;
} __attribute__((packed));

/* One per device and function of a bus */
struct vtd_context_entry {
	u64 present:1;
	u64 disable_fault_report:1;
	u64 trans_type:2;
	u64 reserved:8;
	/* Page number of the second-level table */
	u64 slptptr:52;
	u64 addr_width:3;
	u64 available:4;
	u64 reserved_2:1;
	u64 domain_id:16;
	u64 reserved_3:40;
} __attribute__((packed));

#define VTD_CONTEXT_TT_MULTI_LEVEL	0
#define VTD_CONTEXT_TT_DEV_IOTLB	1
#define VTD_CONTEXT_TT_PASS_THROUGH	2
/* Three levels */
#define VTD_CONTEXT_AW_39bit		1
#define VTD_CONTEXT_AW_48bit		2

/* Interrupt-remapping table entry */
struct vtd_irte {
	u64 present:1;
	u64 fault_disable:1;
	u64 dest_mode:1;
	u64 redir_hint:1;
	u64 trigger_mode:1;
	u64 delivery_mode:3;
	u64 avail:4;
	u64 reserved:3;
	/* 0: remapped, 1: posted */
	u64 irte_mode:1;
	u64 vector:8;
	u64 reserved_1:8;
	u64 dest_id:32;
	u64 source_id:16;
	u64 sid_q:2;
	/* 0: anybody, 1: source_id, 2: a range of buses */
	u64 sid_vtype:2;
	u64 reserved_2:44;
} __attribute__((packed));

_Static_assert(sizeof(struct vtd_root_entry) == 16 && sizeof(struct vtd_context_entry) == 16 &&
	       sizeof(struct vtd_irte) == 16, "VT-d specification, chapter 9");

/* The mapped registers; NULL before vtd_init(). */
extern void *vtd_reg_base;

static inline void *vtd_reg(unsigned int reg)
{
	assert_msg(vtd_reg_base, "vtd_init() comes first");
	return vtd_reg_base + reg;
}

static inline u32 vtd_readl(unsigned int reg)
{
	return __raw_readl(vtd_reg(reg));
}

static inline u64 vtd_readq(unsigned int reg)
{
	return __raw_readq(vtd_reg(reg));
}

static inline void vtd_writel(unsigned int reg, u32 value)
{
	__raw_writel(value, vtd_reg(reg));
}

static inline void vtd_writeq(unsigned int reg, u64 value)
{
	__raw_writeq(value, vtd_reg(reg));
}

/* Queue, empty root table, table of 64k interrupts; then DMA and interrupt remapping on. */
void vtd_init(void);

/* Give one command of GCMD: set a switch, or act once; waits for a switch and for the tables' commands. */
void vtd_gcmd_or(u32 cmd);

/*
 * Let requester @sid (bus << 8 | device << 3 | function) reach @size bytes at @pa as @iova; 4 KiB granularity, read and
 * write. Nothing is invalidated: entries that were not present are not cached (capability CM is 0).
 */
void vtd_map_range(u16 sid, phys_addr_t iova, phys_addr_t pa, size_t size);

/* Remapped MSI: fixed, edge, physical destination, only from that device. False: it has no MSI capability. */
bool vtd_setup_msi(struct pci_dev *dev, int vector, int dest_id);

/* The same for its INTx line through the IOAPIC. */
void vtd_setup_ioapic_irq(struct pci_dev *dev, int vector, int dest_id, trigger_mode_t trigger);

/* What else a test may want: the tables themselves. */
struct vtd_context_entry *vtd_context_entry(u16 sid);
struct vtd_irte *vtd_irte(unsigned int index);
/* The IRTE that the last vtd_setup_*() took. */
unsigned int vtd_last_irte_index(void);

#endif /* _X86_INTEL_IOMMU_H_ */
