// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Intel VT-d: set-up in legacy mode, second-level mappings, remapped interrupts.
 */
#include <libcflat.h>
#include <acpi.h>
#include <alloc_page.h>
#include <asm/barrier.h>
#include <x86/intel-iommu.h>
#include <x86/vm.h>

#define VTD_LEVELS		3
#define VTD_LEVEL_BITS		9

/* IRTA: 2^(S + 1) entries in the size field S; 64k entries of 16 bytes are 1 MiB. */
#define VTD_IRT_SIZE_CODE	0xf
#define VTD_IRT_ORDER		8

#define DMAR_SIGNATURE		ACPI_SIGNATURE('D', 'M', 'A', 'R')
/* Structures of the DMAR table (8.3), device scopes (8.3.1) */
#define DMAR_HEADER_SIZE	48
#define DMAR_TYPE_DRHD		0
#define DRHD_SCOPES		16
#define SCOPE_TYPE_IOAPIC	3

void *vtd_reg_base;

static struct vtd_root_entry *root_table;
static struct vtd_irte *irt;
/* Entry 0 stays free: a zeroed message must not hit anything. */
static unsigned int next_irte = 1;

static void wait_status(u32 bit)
{
	while (!(vtd_readl(DMAR_GSTS_REG) & bit))
		cpu_relax();
}

void vtd_gcmd_or(u32 cmd)
{
	u32 status = vtd_readl(DMAR_GSTS_REG);

	/* One change a write (11.4.4.1); what acts once must not be repeated. */
	assert_msg(!(cmd & (cmd - 1)), "GCMD takes one command at a time, not %#x", cmd);
	vtd_writel(DMAR_GCMD_REG, (status & ~VTD_GCMD_ONE_SHOT_BITS) | cmd);
	if (!(cmd & (VTD_GCMD_WBF | VTD_GCMD_SFL)))
		wait_status(cmd);
}

static void setup_queue(void)
{
	vtd_writeq(DMAR_IQA_REG, virt_to_phys(alloc_page()));
	vtd_writeq(DMAR_IQT_REG, 0);
	vtd_gcmd_or(VTD_GCMD_QI);
}

static void setup_root_table(void)
{
	root_table = alloc_page();
	memset(root_table, 0, PAGE_SIZE);
	vtd_writeq(DMAR_RTADDR_REG, virt_to_phys(root_table));
	vtd_gcmd_or(VTD_GCMD_ROOT);
	printf("DMAR table address: %#018" PRIx64 "\n", vtd_readq(DMAR_RTADDR_REG));
}

static void setup_interrupt_table(void)
{
	irt = alloc_pages(VTD_IRT_ORDER);
	memset(irt, 0, PAGE_SIZE << VTD_IRT_ORDER);
	vtd_writeq(DMAR_IRTA_REG, virt_to_phys(irt) | VTD_IRT_SIZE_CODE);
	vtd_gcmd_or(VTD_GCMD_IR_TABLE);
	printf("IR table address: %#018" PRIx64 "\n", vtd_readq(DMAR_IRTA_REG));
}

void vtd_init(void)
{
	u32 version;

	vtd_reg_base = ioremap(Q35_HOST_BRIDGE_IOMMU_ADDR, DMAR_SIZE);
	version = vtd_readl(DMAR_VER_REG);
	assert_msg(((version >> 4) & 0xf) >= 1 && version != -1u, "no VT-d unit at %llx: version %#x",
		   Q35_HOST_BRIDGE_IOMMU_ADDR, version);
	printf("VT-d version:   %#x\n", version);
	printf("     cap:       %#018" PRIx64 "\n", vtd_readq(DMAR_CAP_REG));
	printf("     ecap:      %#018" PRIx64 "\n", vtd_readq(DMAR_ECAP_REG));

	setup_queue();
	setup_root_table();
	setup_interrupt_table();
	vtd_gcmd_or(VTD_GCMD_DMAR);
	vtd_gcmd_or(VTD_GCMD_IR);
}

struct vtd_context_entry *vtd_context_entry(u16 sid)
{
	struct vtd_root_entry *root = &root_table[sid >> 8];

	if (!root->present) {
		void *table = alloc_page();

		memset(table, 0, PAGE_SIZE);
		root->context_table_p = virt_to_phys(table) >> VTD_PAGE_SHIFT;
		wmb();
		root->present = 1;
	}
	return (struct vtd_context_entry *)phys_to_virt((ulong)root->context_table_p << VTD_PAGE_SHIFT) + (sid & 0xff);
}

static vtd_pte_t *second_level(u16 sid)
{
	struct vtd_context_entry *context = vtd_context_entry(sid);

	if (!context->present) {
		void *table = alloc_page();

		memset(table, 0, PAGE_SIZE);
		context->domain_id = sid;
		context->addr_width = VTD_CONTEXT_AW_39bit;
		context->trans_type = VTD_CONTEXT_TT_MULTI_LEVEL;
		context->disable_fault_report = 1;
		context->slptptr = virt_to_phys(table) >> VTD_PAGE_SHIFT;
		wmb();
		context->present = 1;
	}
	return phys_to_virt((ulong)context->slptptr << VTD_PAGE_SHIFT);
}

static void map_page(vtd_pte_t *table, phys_addr_t iova, phys_addr_t pa)
{
	unsigned int level, shift;
	vtd_pte_t *entry;

	for (level = VTD_LEVELS; ; level--) {
		shift = VTD_PAGE_SHIFT + (level - 1) * VTD_LEVEL_BITS;
		entry = &table[(iova >> shift) & ((1 << VTD_LEVEL_BITS) - 1)];
		if (level == 1)
			break;
		if (!(*entry & VTD_PTE_RW)) {
			void *new = alloc_page();

			memset(new, 0, PAGE_SIZE);
			*entry = virt_to_phys(new) | VTD_PTE_RW;
		}
		assert_msg(!(*entry & VTD_PTE_HUGE), "IOVA %#" PRIx64 " is within a huge page", (u64)iova);
		table = phys_to_virt(*entry & VTD_PTE_ADDR);
	}
	*entry = pa | VTD_PTE_RW;
}

void vtd_map_range(u16 sid, phys_addr_t iova, phys_addr_t pa, size_t size)
{
	vtd_pte_t *table;
	size_t at;

	assert(IS_ALIGNED(iova, VTD_PAGE_SIZE) && IS_ALIGNED(pa, VTD_PAGE_SIZE) && IS_ALIGNED(size, VTD_PAGE_SIZE));
	table = second_level(sid);
	for (at = 0; at < size; at += VTD_PAGE_SIZE)
		map_page(table, iova + at, pa + at);
}

struct vtd_irte *vtd_irte(unsigned int index)
{
	return &irt[index];
}

unsigned int vtd_last_irte_index(void)
{
	return next_irte - 1;
}

static unsigned int take_irte(u16 sid, int vector, int dest_id, trigger_mode_t trigger)
{
	struct vtd_irte entry = {
		.present = 1,
		.trigger_mode = trigger,
		.vector = vector,
		.dest_id = dest_id,
		.source_id = sid,
		.sid_vtype = 1,
	};

	/* In xAPIC mode the destination is at bits 15:8 (9.10). */
	if (!(vtd_readq(DMAR_IRTA_REG) & BIT(11)))
		entry.dest_id = dest_id << 8;
	assert(next_irte < 1u << (VTD_IRT_SIZE_CODE + 1));
	irt[next_irte] = entry;
	return next_irte++;
}

bool vtd_setup_msi(struct pci_dev *dev, int vector, int dest_id)
{
	unsigned int index;
	u32 address;

	if (!dev->msi_offset) {
		printf("device %04x has no MSI capability\n", dev->bdf);
		return false;
	}
	index = take_irte(dev->bdf, vector, dest_id, TRIGGER_EDGE);
	/* 5.1.5.2: handle 14:0 at 19:5, remappable format at 4, no subhandle, handle 15 at 2 */
	address = 0xfee00000 | (index & 0x7fff) << 5 | BIT(4) | (index >> 15) << 2;
	return pci_setup_msi(dev, address, 0);
}

/* An IOAPIC is a requester too; the DMAR table tells its bus, device and function. */
static u16 ioapic_sid(void)
{
	struct acpi_table *table = find_acpi_table_addr(DMAR_SIGNATURE);
	u8 *at, *end, *scope;

	assert_msg(table, "there is no DMAR table");
	end = (u8 *)table + table->length;
	for (at = (u8 *)table + DMAR_HEADER_SIZE; at + 4 <= end; at += at[2] | at[3] << 8) {
		u8 *next = at + (at[2] | at[3] << 8);

		assert_msg(next > at, "the DMAR table has a structure without length");
		if (at[0] != DMAR_TYPE_DRHD)
			continue;
		for (scope = at + DRHD_SCOPES; scope + 8 <= next && scope[1]; scope += scope[1])
			if (scope[0] == SCOPE_TYPE_IOAPIC)
				return scope[5] << 8 | scope[6] << 3 | scope[7];
	}
	assert_msg(false, "the DMAR table names no IOAPIC");
	return 0;
}

void vtd_setup_ioapic_irq(struct pci_dev *dev, int vector, int dest_id, trigger_mode_t trigger)
{
	unsigned int index = take_irte(ioapic_sid(), vector, dest_id, trigger);
	union {
		u64 raw;
		ioapic_redir_entry_t entry;
	} e;

	/* 5.1.5.1: handle 14:0 at 63:49, remappable format at 48, handle 15 at 11; vector and trigger as in the IRTE */
	e.raw = (u64)vector | (u64)(index >> 15) << 11 | (u64)trigger << 15 | BIT_ULL(48) | (u64)(index & 0x7fff) << 49;
	ioapic_write_redir(pci_intx_line(dev), e.entry);
}
