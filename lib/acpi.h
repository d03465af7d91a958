// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * ACPI tables (ACPI specification 6.5, chapter 5; SPCR and DBG2: Microsoft's
 * serial port tables). Structures have no padding.
 */
#ifndef _ACPI_H_
#define _ACPI_H_

#include <libcflat.h>

#define ACPI_SIGNATURE(c1, c2, c3, c4) \
	((u32)(c1) | (u32)(c2) << 8 | (u32)(c3) << 16 | (u32)(c4) << 24)
#define ACPI_SIGNATURE_8BYTE(c1, c2, c3, c4, c5, c6, c7, c8) \
	((u64)ACPI_SIGNATURE(c1, c2, c3, c4) | (u64)ACPI_SIGNATURE(c5, c6, c7, c8) << 32)

#define RSDP_SIGNATURE		ACPI_SIGNATURE('R', 'S', 'D', 'P')
#define RSDT_SIGNATURE		ACPI_SIGNATURE('R', 'S', 'D', 'T')
#define XSDT_SIGNATURE		ACPI_SIGNATURE('X', 'S', 'D', 'T')
#define FACP_SIGNATURE		ACPI_SIGNATURE('F', 'A', 'C', 'P')
#define FACS_SIGNATURE		ACPI_SIGNATURE('F', 'A', 'C', 'S')
#define MADT_SIGNATURE		ACPI_SIGNATURE('A', 'P', 'I', 'C')
#define SPCR_SIGNATURE		ACPI_SIGNATURE('S', 'P', 'C', 'R')
#define GTDT_SIGNATURE		ACPI_SIGNATURE('G', 'T', 'D', 'T')
#define DSDT_SIGNATURE		ACPI_SIGNATURE('D', 'S', 'D', 'T')
#define MCFG_SIGNATURE		ACPI_SIGNATURE('M', 'C', 'F', 'G')
#define IORT_SIGNATURE		ACPI_SIGNATURE('I', 'O', 'R', 'T')
#define PPTT_SIGNATURE		ACPI_SIGNATURE('P', 'P', 'T', 'T')
#define DBG2_SIGNATURE		ACPI_SIGNATURE('D', 'B', 'G', '2')
#define RSDP_SIGNATURE_8BYTE	ACPI_SIGNATURE_8BYTE('R', 'S', 'D', ' ', 'P', 'T', 'R', ' ')

#define __acpi_packed __attribute__((packed))

/* Root System Description Pointer, 5.2.5.3 */
struct acpi_table_rsdp {
	u64 signature;
	u8 checksum;			/* over the first 20 bytes */
	u8 oem_id[6];
	u8 revision;
	u32 rsdt_physical_address;
	u32 length;			/* from here on: revision 2 */
	u64 xsdt_physical_address;
	u8 extended_checksum;
	u8 reserved[3];
} __acpi_packed;

#define ACPI_TABLE_HEADER_DEF	\
	u32 signature;		\
	u32 length;		\
	u8 revision;		\
	u8 checksum;		\
	u8 oem_id[6];		\
	u8 oem_table_id[8];	\
	u32 oem_revision;	\
	u8 asl_compiler_id[4];	\
	u32 asl_compiler_revision;

/* System description table header, 5.2.6 */
struct acpi_table {
	ACPI_TABLE_HEADER_DEF
	u8 data[];
} __acpi_packed;

struct acpi_table_rsdt_rev1 {
	ACPI_TABLE_HEADER_DEF
	u32 table_offset_entry[];
} __acpi_packed;

struct acpi_table_xsdt {
	ACPI_TABLE_HEADER_DEF
	u64 table_offset_entry[];
} __acpi_packed;

/* Generic Address Structure, 5.2.3.2 */
struct acpi_generic_address {
	u8 space_id;
	u8 bit_width;
	u8 bit_offset;
	u8 access_width;
	u64 address;
} __acpi_packed;

/* Fixed ACPI Description Table, 5.2.9 */
struct acpi_table_fadt {
	ACPI_TABLE_HEADER_DEF
	u32 firmware_ctrl;
	u32 dsdt;
	u8 int_model;
	u8 preferred_pm_profile;
	u16 sci_int;
	u32 smi_cmd;
	u8 acpi_enable;
	u8 acpi_disable;
	u8 s4bios_req;
	u8 pstate_cnt;
	u32 pm1a_evt_blk;
	u32 pm1b_evt_blk;
	u32 pm1a_cnt_blk;
	u32 pm1b_cnt_blk;
	u32 pm2_cnt_blk;
	u32 pm_tmr_blk;
	u32 gpe0_blk;
	u32 gpe1_blk;
	u8 pm1_evt_len;
	u8 pm1_cnt_len;
	u8 pm2_cnt_len;
	u8 pm_tmr_len;
	u8 gpe0_blk_len;
	u8 gpe1_blk_len;
	u8 gpe1_base;
	u8 cst_cnt;
	u16 p_lvl2_lat;
	u16 p_lvl3_lat;
	u16 flush_size;
	u16 flush_stride;
	u8 duty_offset;
	u8 duty_width;
	u8 day_alrm;
	u8 mon_alrm;
	u8 century;
	u16 iapc_boot_arch;
	u8 reserved;
	u32 flags;
	struct acpi_generic_address reset_register;
	u8 reset_value;
	u16 arm_boot_flags;
	u8 minor_revision;
	u64 Xfacs;
	u64 Xdsdt;
	struct acpi_generic_address xpm1a_evt_blk;
	struct acpi_generic_address xpm1b_evt_blk;
	struct acpi_generic_address xpm1a_cnt_blk;
	struct acpi_generic_address xpm1b_cnt_blk;
	struct acpi_generic_address xpm2_cnt_blk;
	struct acpi_generic_address xpm_tmr_blk;
	struct acpi_generic_address xgpe0_blk;
	struct acpi_generic_address xgpe1_blk;
	struct acpi_generic_address sleep_control;
	struct acpi_generic_address sleep_status;
	u64 hypervisor_id;
} __acpi_packed;

/* arm_boot_flags, 5.2.9.4 */
#define ACPI_FADT_HW_REDUCED		(1 << 20)	/* flags */

#define ACPI_FADT_PSCI_COMPLIANT	(1 << 0)
#define ACPI_FADT_PSCI_USE_HVC		(1 << 1)

/* Firmware ACPI Control Structure, 5.2.10; it has no checksum */
struct acpi_table_facs_rev1 {
	u32 signature;
	u32 length;
	u32 hardware_signature;
	u32 firmware_waking_vector;
	u32 global_lock;
	u32 flags;
	u64 x_firmware_waking_vector;
	u8 version;
	u8 reserved[31];
} __acpi_packed;

/* Multiple APIC Description Table, 5.2.12 */
struct acpi_table_madt {
	ACPI_TABLE_HEADER_DEF
	u32 address;
	u32 flags;
} __acpi_packed;

struct acpi_subtable_header {
	u8 type;
	u8 length;
} __acpi_packed;

enum acpi_madt_type {
	ACPI_MADT_TYPE_LOCAL_APIC = 0,
	ACPI_MADT_TYPE_IO_APIC = 1,
	ACPI_MADT_TYPE_INTERRUPT_OVERRIDE = 2,
	ACPI_MADT_TYPE_NMI_SOURCE = 3,
	ACPI_MADT_TYPE_LOCAL_APIC_NMI = 4,
	ACPI_MADT_TYPE_LOCAL_APIC_OVERRIDE = 5,
	ACPI_MADT_TYPE_IO_SAPIC = 6,
	ACPI_MADT_TYPE_LOCAL_SAPIC = 7,
	ACPI_MADT_TYPE_INTERRUPT_SOURCE = 8,
	ACPI_MADT_TYPE_LOCAL_X2APIC = 9,
	ACPI_MADT_TYPE_LOCAL_X2APIC_NMI = 10,
	ACPI_MADT_TYPE_GENERIC_INTERRUPT = 11,
	ACPI_MADT_TYPE_GENERIC_DISTRIBUTOR = 12,
	ACPI_MADT_TYPE_GENERIC_MSI_FRAME = 13,
	ACPI_MADT_TYPE_GENERIC_REDISTRIBUTOR = 14,
	ACPI_MADT_TYPE_GENERIC_TRANSLATOR = 15,
};

#define ACPI_MADT_ENABLED		(1 << 0)

/* GIC CPU interface, 5.2.12.14 */
struct acpi_madt_generic_interrupt {
	u8 type;
	u8 length;
	u16 reserved;
	u32 cpu_interface_number;
	u32 uid;
	u32 flags;
	u32 parking_version;
	u32 performance_interrupt;
	u64 parked_address;
	u64 base_address;
	u64 gicv_base_address;
	u64 gich_base_address;
	u32 vgic_interrupt;
	u64 gicr_base_address;
	u64 arm_mpidr;
	u8 efficiency_class;
	u8 reserved2;
	u16 spe_interrupt;
} __acpi_packed;

/* GIC distributor, 5.2.12.15 */
struct acpi_madt_generic_distributor {
	struct acpi_subtable_header header;
	u16 reserved;
	u32 gic_id;
	u64 base_address;
	u32 global_irq_base;
	u8 version;
	u8 reserved2[3];
} __acpi_packed;

enum acpi_madt_gic_version {
	ACPI_MADT_GIC_VERSION_NONE = 0,
	ACPI_MADT_GIC_VERSION_V1 = 1,
	ACPI_MADT_GIC_VERSION_V2 = 2,
	ACPI_MADT_GIC_VERSION_V3 = 3,
	ACPI_MADT_GIC_VERSION_V4 = 4,
	ACPI_MADT_GIC_VERSION_RESERVED = 5,
};

/* GICv2m frame, 5.2.12.16 */
struct acpi_madt_generic_msi_frame {
	struct acpi_subtable_header header;
	u16 reserved;
	u32 msi_frame_id;
	u64 base_address;
	u32 flags;			/* bit 0: count and base here, not in MSI_TYPER */
	u16 spi_count;
	u16 spi_base;
} __acpi_packed;

/* GIC redistributor region, 5.2.12.17 */
struct acpi_madt_generic_redistributor {
	struct acpi_subtable_header header;
	u16 reserved;
	u64 base_address;
	u32 length;
} __acpi_packed;

/* GIC interrupt translation service, 5.2.12.18 */
struct acpi_madt_generic_translator {
	struct acpi_subtable_header header;
	u16 reserved;
	u32 translation_id;
	u64 base_address;
	u32 reserved2;
} __acpi_packed;

/* Serial Port Console Redirection table */
struct spcr_descriptor {
	ACPI_TABLE_HEADER_DEF
	u8 interface_type;
	u8 reserved[3];
	struct acpi_generic_address serial_port;
	u8 interrupt_type;
	u8 pc_interrupt;
	u32 interrupt;
	u8 baud_rate;
	u8 parity;
	u8 stop_bits;
	u8 flow_control;
	u8 terminal_type;
	u8 language;
	u16 pci_device_id;
	u16 pci_vendor_id;
	u8 pci_bus;
	u8 pci_device;
	u8 pci_function;
	u32 pci_flags;
	u8 pci_segment;
	u32 reserved2;
} __acpi_packed;

/* interface_type, numbers of the Debug Port Table 2 */
#define ACPI_DBG2_16550_COMPATIBLE	0x0000
#define ACPI_DBG2_16550_SUBSET		0x0001
#define ACPI_DBG2_MAX311XE_SPI		0x0002
#define ACPI_DBG2_ARM_PL011		0x0003

/* Generic Timer Description Table, 5.2.25 */
struct acpi_table_gtdt {
	ACPI_TABLE_HEADER_DEF
	u64 counter_block_addresss;
	u32 reserved;
	u32 secure_el1_interrupt;
	u32 secure_el1_flags;
	u32 non_secure_el1_interrupt;
	u32 non_secure_el1_flags;
	u32 virtual_timer_interrupt;
	u32 virtual_timer_flags;
	u32 non_secure_el2_interrupt;
	u32 non_secure_el2_flags;
	u64 counter_read_block_address;
	u32 platform_timer_count;
	u32 platform_timer_offset;
	u32 virtual_el2_timer_interrupt;
	u32 virtual_el2_timer_flags;
} __acpi_packed;

/* The flags of each of its interrupts */
#define ACPI_GTDT_EDGE		(1 << 0)
#define ACPI_GTDT_ACTIVE_LOW	(1 << 1)
#define ACPI_GTDT_ALWAYS_ON	(1 << 2)

/* PCI Express memory mapped configuration space (PCI Firmware specification 3.3, 4.1.2) */
struct acpi_mcfg_allocation {
	u64 address;			/* of bus 0, whatever start_bus is */
	u16 segment;
	u8 start_bus;
	u8 end_bus;
	u32 reserved;
} __acpi_packed;

struct acpi_table_mcfg {
	ACPI_TABLE_HEADER_DEF
	u64 reserved;
	struct acpi_mcfg_allocation allocation[];
} __acpi_packed;

/* IO Remapping Table (DEN 0049) */
struct acpi_table_iort {
	ACPI_TABLE_HEADER_DEF
	u32 node_count;
	u32 node_offset;
	u32 reserved;
} __acpi_packed;

struct acpi_iort_node {
	u8 type;
	u16 length;
	u8 revision;
	u32 identifier;
	u32 mapping_count;
	u32 mapping_offset;		/* from the node's start */
} __acpi_packed;

#define ACPI_IORT_ITS_GROUP		0
#define ACPI_IORT_NAMED_COMPONENT	1
#define ACPI_IORT_ROOT_COMPLEX		2
#define ACPI_IORT_SMMU			3
#define ACPI_IORT_SMMU_V3		4
#define ACPI_IORT_PMCG			5
#define ACPI_IORT_RMR			6

struct acpi_iort_id_mapping {
	u32 input_base;
	u32 id_count;			/* minus 1 */
	u32 output_base;
	u32 output_reference;		/* from the table's start */
	u32 flags;			/* bit 0: one output ID, the input does not count */
} __acpi_packed;

struct acpi_iort_its_group {
	struct acpi_iort_node node;
	u32 its_count;
	u32 its[];			/* translation ids of the MADT */
} __acpi_packed;

struct acpi_iort_root_complex {
	struct acpi_iort_node node;
	u32 cache_coherent;
	u8 hints;
	u16 reserved;
	u8 memory_flags;
	u32 ats;
	u32 segment;
	u8 address_bits;
	u8 reserved2[3];
} __acpi_packed;

struct acpi_iort_smmu_v3 {
	struct acpi_iort_node node;
	u64 base_address;
	u32 flags;
	u32 reserved;
	u64 vatos_address;
	u32 model;
	u32 event_gsiv;
	u32 pri_gsiv;
	u32 gerr_gsiv;
	u32 sync_gsiv;
	u32 proximity_domain;
	u32 id_mapping_index;
} __acpi_packed;

/* Processor properties topology table, 5.2.30; only processor nodes, type 0 */
struct acpi_table_pptt {
	ACPI_TABLE_HEADER_DEF
	u8 data[];
} __acpi_packed;

struct acpi_pptt_processor {
	struct acpi_subtable_header header;
	u16 reserved;
	u32 flags;
	u32 parent;			/* from the table's start, 0: none */
	u32 acpi_processor_id;
	u32 resources;
} __acpi_packed;

#define ACPI_PPTT_ID_VALID		(1 << 1)
#define ACPI_PPTT_LEAF			(1 << 3)

/*
 * The table with signature @sig, or NULL. RSDP, RSDT and XSDT give those
 * structures, FACS and DSDT what the FADT points to. A table with a wrong checksum is
 * reported on the console and taken as absent.
 */
extern void *find_acpi_table_addr(u32 sig);

typedef int (*acpi_table_handler)(struct acpi_subtable_header *header);

/* Call @handler with each MADT entry of type @mtype; returns their number. */
extern int acpi_table_parse_madt(enum acpi_madt_type mtype, acpi_table_handler handler);

/* A resource of a device: memory, I/O ports, bus numbers or an interrupt (start is the GSI). */
struct acpi_resource {
	enum {
		ACPI_RESOURCE_MEMORY,
		ACPI_RESOURCE_IO,
		ACPI_RESOURCE_BUS,
		ACPI_RESOURCE_IRQ,
	} type;
	u64 start;			/* on the device's bus */
	u64 size;
	u64 offset;			/* from there to the CPU's address */
};

/*
 * Call @fn with each resource of the @n-th device, from 0, of the DSDT with that constant _HID ("PNP0A08"). Returns their
 * number, -1 without such a device. AML is not executed: a _CRS that is a method has none.
 */
extern int acpi_dev_resources(const char *hid, int n, void (*fn)(const struct acpi_resource *r, void *arg), void *arg);

/* The first memory resource of such a device; *@irq is its first interrupt, -1 without one. */
extern bool acpi_dev_find(const char *hid, int n, u64 *base, u64 *size, int *irq);

/* The @n-th node, from 0, of that type of the IORT; NULL without one. */
extern struct acpi_iort_node *acpi_iort_find(u8 type, int n);

/* Where EFI says the RSDP is. */
extern void set_efi_rsdp(struct acpi_table_rsdp *rsdp);

#endif
