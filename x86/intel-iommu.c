// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * intel-iommu: DMA and interrupts of a device behind VT-d, with QEMU's edu device as the requester.
 *
 * The unit's status after set-up; DMA through second-level tables, with small and huge pages, read-only, unmapped and in
 * pass-through; translations cached until they are invalidated; the fault records of what is refused; interrupts of the
 * IOAPIC and by MSI through the remapping table, and those that it must stop. An IOMMU that lets one refused access through
 * gives a device the whole machine. Intel VT-d architecture specification: chapters 3 (DMA), 5 (interrupts), 6
 * (invalidation), 7 (faults), 11 (registers).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <pci-edu.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <x86/apic.h>
#include <x86/intel-iommu.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define VECTOR_IOAPIC	0xed
#define VECTOR_MSI	0xee
#define VECTOR_FAULT	0xef

#define FSTS_OVERFLOW	BIT(0)
#define FSTS_PENDING	BIT(1)
#define FSTS_QUEUE_ERROR	BIT(4)
#define FECTL_MASK	BIT(31)
#define ECAP_PT		BIT_ULL(6)

/* Fault reasons, table 25 and 26 */
#define REASON_CONTEXT_ABSENT	2
#define REASON_WRITE		5
#define REASON_READ		6
#define REASON_IRTE_ABSENT	0x22
#define REASON_SOURCE		0x26

/* Invalidation descriptors, 6.5.2; all global */
#define INV_CONTEXT	(1 | 1 << 4)
#define INV_IOTLB	(2 | 1 << 4)
#define INV_INTERRUPT	4
#define INV_WAIT	5
#define INV_WAIT_STATUS	(INV_WAIT | 1 << 5)
#define INV_WAIT_INTERRUPT	BIT(4)
#define ICS_IWC		BIT(0)
#define IECTL_MASK	BIT(31)
#define IECTL_PENDING	BIT(30)

static struct pci_edu_dev edu;
static bool have_edu;
static volatile unsigned int interrupts;

static const char *needs_edu(void)
{
	return have_edu ? NULL : "there is no edu device";
}

static const char *needs_msi(void)
{
	if (!have_edu)
		return "there is no edu device";
	return edu.pci_dev.msi_offset ? NULL : "the edu device has no MSI";
}

static const char *needs_pass_through(void)
{
	if (!have_edu)
		return "there is no edu device";
	return vtd_readq(DMAR_ECAP_REG) & ECAP_PT ? NULL : "ECAP.PT is 0";
}

static void status(void)
{
	static const struct {
		u32 bit;
		const char *name;
	} bits[] = {
		{ VTD_GCMD_QI, "QIES, queued invalidation" },
		{ VTD_GCMD_ROOT, "RTPS, root table" },
		{ VTD_GCMD_IR_TABLE, "IRTPS, interrupt-remapping table" },
		{ VTD_GCMD_DMAR, "TES, DMA remapping" },
		{ VTD_GCMD_IR, "IRES, interrupt remapping" },
	};
	u64 cap = vtd_readq(DMAR_CAP_REG);
	unsigned int i;

	check_eq(vtd_readl(DMAR_FSTS_REG), 0u, "fault status");
	for (i = 0; i < ARRAY_SIZE(bits); i++)
		check_bits(vtd_readl(DMAR_GSTS_REG), bits[i].bit, bits[i].bit, "global status: %s", bits[i].name);
	check_bits(cap, VTD_CAP_SAGAW_39bit, VTD_CAP_SAGAW_39bit, "capability: 39-bit second-level tables");
	check_bits(cap, VTD_CAP_SLLPS, VTD_CAP_SLLPS, "capability: second-level pages of 2 MiB and 1 GiB");
}

/* Registers that cannot be written, and the halves of one that can. */
static void registers(void)
{
	static const struct {
		u32 reg;
		const char *name;
	} fixed[] = {
		{ DMAR_VER_REG, "VER" }, { DMAR_CAP_REG, "CAP" }, { DMAR_CAP_REG_HI, "CAP, upper half" },
		{ DMAR_ECAP_REG, "ECAP" }, { DMAR_GSTS_REG, "GSTS" }, { DMAR_IQH_REG, "IQH" },
	};
	unsigned int i;
	u32 old;

	for (i = 0; i < ARRAY_SIZE(fixed); i++) {
		old = vtd_readl(fixed[i].reg);
		vtd_writel(fixed[i].reg, ~old);
		check_eq(vtd_readl(fixed[i].reg), old, "%s after its inverse was written", fixed[i].name);
	}
	vtd_writel(DMAR_FEDATA_REG, 0x12345678);
	check_eq(vtd_readl(DMAR_FEDATA_REG), 0x5678u, "FEDATA: the upper half is reserved");
	vtd_writel(DMAR_FEADDR_REG, 0xfee01003);
	check_eq(vtd_readl(DMAR_FEADDR_REG), 0xfee01000u, "FEADDR: bits 1:0 are reserved");
	vtd_writel(DMAR_FECTL_REG, FECTL_MASK);
	check_eq(vtd_readl(DMAR_FECTL_REG), FECTL_MASK, "FECTL with IM set");
}

/* Put a descriptor in the queue and wait until the head has passed it. */
static void invalidate(u64 low, u64 high)
{
	volatile u64 *queue = phys_to_virt(vtd_readq(DMAR_IQA_REG) & PT_ADDR_MASK);
	u64 tail = vtd_readq(DMAR_IQT_REG), start = rdtsc();

	queue[tail / 8] = low;
	queue[tail / 8 + 1] = high;
	wmb();
	tail = (tail + 16) % PAGE_SIZE;
	vtd_writeq(DMAR_IQT_REG, tail);
	while (vtd_readq(DMAR_IQH_REG) != tail && rdtsc() - start < 1000000000)
		pause();
	check_eq(vtd_readq(DMAR_IQH_REG), tail, "invalidation queue: head after the descriptor %" PRIx64, low);
}

static void wait_descriptor(void)
{
	volatile u32 *done = alloc_page();
	int i;

	done[0] = done[1] = 0;
	/* More than the queue holds, so that it wraps. */
	for (i = 0; i < 300 && done[0] == i; i++) {
		invalidate(INV_WAIT_STATUS | (u64)(i + 1) << 32, virt_to_phys((void *)done));
		if (done[0] != i + 1)
			break;
	}
	check_eq(done[0], 300u, "status word of 300 wait descriptors, one after the other");
	check_eq(done[1], 0u, "the word behind the status");
	vtd_writel(DMAR_IECTL_REG, IECTL_MASK);
	check_bits(vtd_readl(DMAR_ICS_REG), ICS_IWC, 0u, "ICS.IWC before a descriptor with IF");
	invalidate(INV_WAIT | INV_WAIT_INTERRUPT | 77ull << 32, virt_to_phys((void *)done));
	check_eq(done[0], 300u, "status word of a wait descriptor without SW");
	check_bits(vtd_readl(DMAR_ICS_REG), ICS_IWC, ICS_IWC, "ICS.IWC after a descriptor with IF");
	check_bits(vtd_readl(DMAR_IECTL_REG), IECTL_PENDING, IECTL_PENDING, "IECTL.IP, masked");
	vtd_writel(DMAR_ICS_REG, ICS_IWC);
	check_bits(vtd_readl(DMAR_ICS_REG), ICS_IWC, 0u, "ICS.IWC cleared by writing 1");
	check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_QUEUE_ERROR, 0u, "no queue error");
	free_page((void *)done);
}

/* A descriptor that there is not stops the queue until software has repaired it. */
static void queue_error(void)
{
	volatile u64 *queue = phys_to_virt(vtd_readq(DMAR_IQA_REG) & PT_ADDR_MASK);
	volatile u32 *done = alloc_page();
	u64 head = vtd_readq(DMAR_IQT_REG), start = rdtsc();

	done[0] = 0;
	queue[head / 8] = 0xf;
	queue[head / 8 + 1] = 0;
	wmb();
	vtd_writeq(DMAR_IQT_REG, (head + 16) % PAGE_SIZE);
	while (!(vtd_readl(DMAR_FSTS_REG) & FSTS_QUEUE_ERROR) && rdtsc() - start < 1000000000)
		pause();
	check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_QUEUE_ERROR, FSTS_QUEUE_ERROR, "descriptor of type fh: FSTS.IQE");
	check_eq(vtd_readq(DMAR_IQH_REG), head, "the head stays at the descriptor");
	queue[head / 8] = INV_WAIT_STATUS | 5ull << 32;
	queue[head / 8 + 1] = virt_to_phys((void *)done);
	wmb();
	vtd_writel(DMAR_FSTS_REG, FSTS_QUEUE_ERROR);
	check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_QUEUE_ERROR, 0u, "IQE cleared by writing 1");
	vtd_writeq(DMAR_IQT_REG, (head + 16) % PAGE_SIZE);
	start = rdtsc();
	while (!done[0] && rdtsc() - start < 1000000000)
		pause();
	check_eq(done[0], 5u, "status word of the descriptor after it was repaired");
	free_page((void *)done);
}

static void flush_translations(void)
{
	invalidate(INV_CONTEXT, 0);
	invalidate(INV_IOTLB, 0);
}

/* Device reads 4 bytes at @iova into its buffer, and writes them to @to. */
static void copy(u64 from, u64 to)
{
	edu_dma(&edu, from, 4, 0, false);
	edu_dma(&edu, to, 4, 0, true);
}

static void dma(void)
{
	volatile u32 *page = alloc_page();

	memset((void *)page, 0, PAGE_SIZE);
	vtd_map_range(edu.pci_dev.bdf, 0, virt_to_phys((void *)page), PAGE_SIZE);
	page[0] = 0x12345678;
	copy(0, 4);
	check_eq(page[1], 0x12345678u, "word copied by the device, IOVA 0 to 4");
	check_eq(page[0], 0x12345678u, "word it came from");
	check_eq(page[2], 0u, "word behind it");
}

/* The indexes of all three levels count, and the offset in the page. */
static void dma_levels(void)
{
	static const u64 iova[] = { 0x1000, 0x1ff000, 0x200000, 0x7e05000, 0xffff000 };
	volatile u32 *page = alloc_pages(3);
	unsigned int i;

	memset((void *)page, 0, 8 * PAGE_SIZE);
	for (i = 0; i < ARRAY_SIZE(iova); i++)
		vtd_map_range(edu.pci_dev.bdf, iova[i], virt_to_phys((void *)page) + i * PAGE_SIZE, PAGE_SIZE);
	page[7 * 1024] = 0xabcd0123;
	vtd_map_range(edu.pci_dev.bdf, 0x3000, virt_to_phys((void *)page) + 7 * PAGE_SIZE, PAGE_SIZE);
	edu_dma(&edu, 0x3000, 4, 0, false);
	for (i = 0; i < ARRAY_SIZE(iova); i++) {
		edu_dma(&edu, iova[i] + 0xff8, 4, 0, true);
		check_eq(page[i * 1024 + 0xff8 / 4], 0xabcd0123u, "word written to IOVA %#" PRIx64, iova[i] + 0xff8);
	}
}

/* A record of the fault, cleared when read; @reason 0 when there is none. */
struct fault {
	u8 reason;
	bool read;
	u16 sid;
	u64 address;
};

static unsigned int record_reg(void)
{
	return ((vtd_readq(DMAR_CAP_REG) >> 24) & 0x3ff) * 16;
}

static struct fault take_fault(void)
{
	u32 fsts = vtd_readl(DMAR_FSTS_REG), reg = record_reg() + ((fsts >> 8) & 0xff) * 16;
	struct fault f = { };
	u64 low, high;

	if (fsts & FSTS_PENDING) {
		low = vtd_readq(reg);
		high = vtd_readq(reg + 8);
		f.reason = high >> 32;
		f.read = high & BIT_ULL(62);
		f.sid = high;
		f.address = low;
		/* F is cleared by writing 1, and with it PPF. */
		vtd_writel(reg + 12, BIT(31));
		vtd_writel(DMAR_FSTS_REG, FSTS_OVERFLOW);
	}
	return f;
}

static void check_fault(u8 reason, bool read, u64 address, const char *what)
{
	struct fault f;

	check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_PENDING, FSTS_PENDING, "%s: fault status: pending", what);
	f = take_fault();
	check_eq(f.reason, reason, "%s: fault reason", what);
	check_eq(f.sid, edu.pci_dev.bdf, "%s: source id", what);
	check_eq(f.read, read, "%s: type is read", what);
	check_eq(f.address, address, "%s: fault address", what);
	check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_PENDING, 0u, "%s: fault status after the record was cleared", what);
}

static void report_faults(bool on)
{
	vtd_context_entry(edu.pci_dev.bdf)->disable_fault_report = !on;
	wmb();
	flush_translations();
}

static void dma_faults(void)
{
	volatile u32 *page = alloc_page(), *ro = alloc_page();
	u16 sid = edu.pci_dev.bdf;
	vtd_pte_t *table;

	memset((void *)page, 0, PAGE_SIZE);
	memset((void *)ro, 0, PAGE_SIZE);
	vtd_map_range(sid, 0x10000, virt_to_phys((void *)page), PAGE_SIZE);
	vtd_map_range(sid, 0x11000, virt_to_phys((void *)ro), PAGE_SIZE);
	page[0] = 0x5a5a1234;
	edu_dma(&edu, 0x10000, 4, 0, false);

	/* Not reported unless the context entry wants it. */
	report_faults(false);
	edu_dma(&edu, 0x13000, 4, 0, true);
	check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_PENDING, 0u, "write to unmapped IOVA, FPD set: nothing pending");

	report_faults(true);
	edu_dma(&edu, 0x13000, 4, 0, true);
	check_fault(REASON_WRITE, false, 0x13000, "write to unmapped IOVA");
	edu_dma(&edu, 0x15000, 4, 0, false);
	check_fault(REASON_READ, true, 0x15000, "read of unmapped IOVA");

	/* 11000h: first read-only, then write-only */
	table = phys_to_virt((ulong)vtd_context_entry(sid)->slptptr << VTD_PAGE_SHIFT);
	table = phys_to_virt(table[0] & VTD_PTE_ADDR);
	table = phys_to_virt(table[0] & VTD_PTE_ADDR);
	table[0x11] &= ~VTD_PTE_W;
	flush_translations();
	edu_dma(&edu, 0x10000, 4, 0, false);
	edu_dma(&edu, 0x11000, 4, 0, true);
	check_fault(REASON_WRITE, false, 0x11000, "write to a read-only page");
	check_eq(ro[0], 0u, "read-only page after it");
	ro[0] = 0x777;
	edu_dma(&edu, 0x11000, 4, 0, false);
	check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_PENDING, 0u, "read of the read-only page: nothing pending");
	edu_dma(&edu, 0x10004, 4, 0, true);
	check_eq(page[1], 0x777u, "what was read");

	table[0x11] = (table[0x11] & ~VTD_PTE_R) | VTD_PTE_W;
	flush_translations();
	edu_dma(&edu, 0x11000, 4, 0, false);
	check_fault(REASON_READ, true, 0x11000, "read of a write-only page");

	/* A level above decides as well. */
	table[0x11] |= VTD_PTE_RW;
	table = phys_to_virt((ulong)vtd_context_entry(sid)->slptptr << VTD_PAGE_SHIFT);
	table = phys_to_virt(table[0] & VTD_PTE_ADDR);
	table[0] &= ~VTD_PTE_W;
	flush_translations();
	edu_dma(&edu, 0x11000, 4, 0, true);
	check_fault(REASON_WRITE, false, 0x11000, "write, the table above is read-only");
	table[0] |= VTD_PTE_W;

	vtd_context_entry(sid)->present = 0;
	wmb();
	flush_translations();
	edu_dma(&edu, 0x10000, 4, 0, false);
	check_fault(REASON_CONTEXT_ABSENT, true, 0x10000, "context entry not present");
	vtd_context_entry(sid)->present = 1;
	report_faults(false);
}

/* Records are not overwritten: what comes when they are full is dropped, or compressed with one of the same device. */
static void fault_overflow(void)
{
	unsigned int records = ((vtd_readq(DMAR_CAP_REG) >> 40) & 0xff) + 1, i;

	report_faults(true);
	for (i = 0; i <= records; i++) {
		check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_OVERFLOW, 0u, "after %u faults, %u records: overflow", i, records);
		edu_dma(&edu, 0x13000 + i * 0x1000, 4, 0, true);
	}
	check_eq(take_fault().address, 0x13000ull, "address of the first fault");
	vtd_writel(DMAR_FSTS_REG, FSTS_OVERFLOW);
	for (i = 0; i < records; i++)
		vtd_writel(record_reg() + i * 16 + 12, BIT(31));
	check_eq(vtd_readl(DMAR_FSTS_REG) & 0xff, 0u, "fault status after all records were cleared");
	edu_dma(&edu, 0x14000, 4, 0, true);
	check_eq(take_fault().address, 0x14000ull, "address of the next fault");
	report_faults(false);
}

static void dma_huge(void)
{
	u16 sid = edu.pci_dev.bdf;
	u8 *memory = alloc_pages_flags(LARGE_PAGE_SIZE / PAGE_SIZE == 512 ? 9 : 10, AREA_ANY);
	volatile u32 *word = (volatile u32 *)(memory + 0x123450);
	vtd_pte_t *table;

	word[0] = 0x600df00d;
	word[1] = 0;
	vtd_map_range(sid, 0x4000000, 0, 0);
	/* Something small in the same GiB makes the tables above. */
	vtd_map_range(sid, 0x4200000, virt_to_phys(memory), PAGE_SIZE);
	table = phys_to_virt((ulong)vtd_context_entry(sid)->slptptr << VTD_PAGE_SHIFT);
	table = phys_to_virt(table[0] & VTD_PTE_ADDR);
	table[0x4000000 >> 21] = virt_to_phys(memory) | VTD_PTE_RW | VTD_PTE_HUGE;
	flush_translations();
	copy(0x4000000 + 0x123450, 0x4000000 + 0x123454);
	check_eq(word[1], 0x600df00du, "word copied within a page of 2 MiB");
	free_pages(memory);
}

/* A cached translation goes with the invalidation, not before it where hardware caches. */
static void dma_invalidate(void)
{
	volatile u32 *a = alloc_page(), *b = alloc_page();
	u16 sid = edu.pci_dev.bdf;

	a[0] = 0x11111111;
	b[0] = 0x22222222;
	b[1] = 0;
	vtd_map_range(sid, 0x20000, virt_to_phys((void *)a), PAGE_SIZE);
	vtd_map_range(sid, 0x21000, virt_to_phys((void *)b), PAGE_SIZE);
	copy(0x20000, 0x21004);
	check_eq(b[1], 0x11111111u, "word copied through the first mapping");
	vtd_map_range(sid, 0x20000, virt_to_phys((void *)b), PAGE_SIZE);
	flush_translations();
	copy(0x20000, 0x21004);
	check_eq(b[1], 0x22222222u, "word copied after the page was changed and the IOTLB invalidated");
	/* By domain, then by page */
	vtd_map_range(sid, 0x20000, virt_to_phys((void *)a), PAGE_SIZE);
	invalidate(2 | 2 << 4 | (u64)sid << 16, 0);
	copy(0x20000, 0x21004);
	check_eq(b[1], 0x11111111u, "word copied after a domain-selective invalidation");
	vtd_map_range(sid, 0x20000, virt_to_phys((void *)b), PAGE_SIZE);
	invalidate(2 | 3 << 4 | (u64)sid << 16, 0x20000);
	copy(0x20000, 0x21004);
	check_eq(b[1], 0x22222222u, "word copied after a page-selective invalidation");
}

static void pass_through(void)
{
	struct vtd_context_entry *context = vtd_context_entry(edu.pci_dev.bdf), old = *context;
	volatile u32 *page = alloc_pages_flags(0, AREA_LOWEST);

	page[0] = 0xcafe0001;
	page[1] = 0;
	context->trans_type = VTD_CONTEXT_TT_PASS_THROUGH;
	context->addr_width = VTD_CONTEXT_AW_39bit;
	wmb();
	flush_translations();
	copy(virt_to_phys((void *)page), virt_to_phys((void *)page) + 4);
	check_eq(page[1], 0xcafe0001u, "word copied by physical address");
	*context = old;
	flush_translations();
}

static void take_interrupt(isr_regs_t *regs)
{
	u32 cause = edu_reg_readl(&edu, EDU_REG_INTR_STATUS);

	interrupts++;
	edu_reg_writel(&edu, EDU_REG_INTR_ACK, cause);
	eoi();
}

/* The interrupts that come within about a second; then a moment for more. */
static unsigned int raise_and_count(void)
{
	u64 start;

	interrupts = 0;
	sti();
	edu_reg_writel(&edu, EDU_REG_INTR_RAISE, 1);
	start = rdtsc();
	while (!interrupts && rdtsc() - start < 1000000000)
		pause();
	start = rdtsc();
	while (rdtsc() - start < 10000000)
		pause();
	cli();
	return interrupts;
}

static void ir_ioapic(void)
{
	pci_msi_set_enable(&edu.pci_dev, false);
	handle_irq(VECTOR_IOAPIC, take_interrupt);
	vtd_setup_ioapic_irq(&edu.pci_dev, VECTOR_IOAPIC, 0, TRIGGER_EDGE);
	check_eq(raise_and_count(), 1u, "interrupts of the INTx line through the remapping table");
	set_mask(pci_intx_line(&edu.pci_dev), true);
}

static void ir_msi(void)
{
	handle_irq(VECTOR_MSI, take_interrupt);
	check(vtd_setup_msi(&edu.pci_dev, VECTOR_MSI, 0), "MSI programmed");
	check_eq(raise_and_count(), 1u, "interrupts by MSI through the remapping table");
}

/* Not delivered, not present, and with a record of it. */
static void expect_refused(u8 reason, const char *what)
{
	unsigned int index = vtd_last_irte_index();
	struct fault f;

	invalidate(INV_INTERRUPT, 0);
	check_eq(raise_and_count(), 0u, "%s: interrupts", what);
	edu_reg_writel(&edu, EDU_REG_INTR_ACK, -1u);
	check_bits(vtd_readl(DMAR_FSTS_REG), FSTS_PENDING, FSTS_PENDING, "%s: fault status: pending", what);
	f = take_fault();
	check_eq(f.reason, reason, "%s: fault reason", what);
	check_eq(f.sid, edu.pci_dev.bdf, "%s: source id", what);
	check_eq(f.address >> 48, index, "%s: index in the record", what);
}

static void ir_refused(void)
{
	struct vtd_irte *irte;

	handle_irq(VECTOR_MSI, take_interrupt);
	check(vtd_setup_msi(&edu.pci_dev, VECTOR_MSI, 0), "MSI programmed");
	irte = vtd_irte(vtd_last_irte_index());
	take_fault();
	irte->present = 0;
	expect_refused(REASON_IRTE_ABSENT, "entry not present");
	irte->present = 1;
	irte->source_id ^= 8;
	expect_refused(REASON_SOURCE, "another source id, all bits compared");
	/* SVT 2: source_id holds the first and the last bus */
	irte->sid_vtype = 2;
	irte->source_id = 0x7f01;
	expect_refused(REASON_SOURCE, "buses 7fh to 1");
	irte->source_id = 0x00ff;
	invalidate(INV_INTERRUPT, 0);
	check_eq(raise_and_count(), 1u, "buses 0 to ffh: interrupts");
	/* SQ 3: the function is not compared */
	irte->sid_vtype = 1;
	irte->sid_q = 3;
	irte->source_id = edu.pci_dev.bdf ^ 5;
	invalidate(INV_INTERRUPT, 0);
	check_eq(raise_and_count(), 1u, "another function, not compared: interrupts");
	irte->sid_vtype = 0;
	irte->source_id = 0x1234;
	invalidate(INV_INTERRUPT, 0);
	check_eq(raise_and_count(), 1u, "source id not verified: interrupts");
}

/* The destination is the entry's, not the message's. */
static void ir_destination(void)
{
	struct vtd_irte *irte;

	handle_irq(VECTOR_MSI, take_interrupt);
	check(vtd_setup_msi(&edu.pci_dev, VECTOR_MSI, 0), "MSI programmed");
	irte = vtd_irte(vtd_last_irte_index());
	irte->dest_id = 0x55 << 8;
	invalidate(INV_INTERRUPT, 0);
	check_eq(raise_and_count(), 0u, "interrupts with a destination that is not there");
	edu_reg_writel(&edu, EDU_REG_INTR_ACK, -1u);
	irte->dest_id = 0;
	invalidate(INV_INTERRUPT, 0);
	check_eq(raise_and_count(), 1u, "interrupts with destination 0 again");
}

static void take_fault_event(isr_regs_t *regs)
{
	interrupts++;
	eoi();
}

static unsigned int wait_fault_event(void)
{
	u64 start = rdtsc();

	while (!interrupts && rdtsc() - start < 500000000)
		pause();
	return interrupts;
}

/* The unit's own interrupt: masked it stays pending, and comes when it is unmasked. */
static void fault_event(void)
{
	handle_irq(VECTOR_FAULT, take_fault_event);
	vtd_writel(DMAR_FECTL_REG, FECTL_MASK);
	vtd_writel(DMAR_FEDATA_REG, VECTOR_FAULT);
	vtd_writel(DMAR_FEADDR_REG, 0xfee00000);
	vtd_writel(DMAR_FEUADDR_REG, 0);
	report_faults(true);
	interrupts = 0;
	sti();
	edu_dma(&edu, 0x13000, 4, 0, true);
	check_eq(wait_fault_event(), 0u, "fault interrupts while masked");
	check_bits(vtd_readl(DMAR_FECTL_REG), BIT(30), BIT(30), "FECTL.IP meanwhile");
	vtd_writel(DMAR_FECTL_REG, 0);
	check_eq(wait_fault_event(), 1u, "fault interrupts after it was unmasked");
	check_bits(vtd_readl(DMAR_FECTL_REG), BIT(30), 0u, "FECTL.IP after that");
	take_fault();
	interrupts = 0;
	edu_dma(&edu, 0x13000, 4, 0, true);
	check_eq(wait_fault_event(), 1u, "fault interrupts of the next one");
	cli();
	take_fault();
	vtd_writel(DMAR_FECTL_REG, FECTL_MASK);
	report_faults(false);
}

/* Remapping off: addresses are physical again. */
static void dma_off(void)
{
	volatile u32 *page = alloc_pages_flags(0, AREA_LOWEST);
	u32 gsts = vtd_readl(DMAR_GSTS_REG) & ~VTD_GCMD_ONE_SHOT_BITS;

	page[0] = 0xbeef0002;
	page[1] = 0;
	vtd_writel(DMAR_GCMD_REG, gsts & ~VTD_GCMD_DMAR);
	check_bits(vtd_readl(DMAR_GSTS_REG), VTD_GCMD_DMAR | VTD_GCMD_IR, VTD_GCMD_IR, "global status: TES off, IRES still on");
	copy(virt_to_phys((void *)page), virt_to_phys((void *)page) + 4);
	check_eq(page[1], 0xbeef0002u, "word copied by physical address");
	vtd_gcmd_or(VTD_GCMD_DMAR);
}

static const struct subtest subtests[] = {
	{ "status", status, .flags = SUBTEST_FATAL },
	{ "registers", registers },
	{ "wait-descriptor", wait_descriptor },
	{ "queue-error", queue_error },
	{ "dma", dma, .requires = needs_edu },
	{ "dma-levels", dma_levels, .requires = needs_edu },
	{ "dma-invalidate", dma_invalidate, .requires = needs_edu },
	{ "dma-huge", dma_huge, .requires = needs_edu },
	{ "dma-faults", dma_faults, .requires = needs_edu },
	{ "fault-overflow", fault_overflow, .requires = needs_edu },
	{ "fault-event", fault_event, .requires = needs_edu },
	{ "pass-through", pass_through, .requires = needs_pass_through },
	{ "dma-off", dma_off, .requires = needs_edu },
	{ "ir-ioapic", ir_ioapic, .requires = needs_edu },
	{ "ir-msi", ir_msi, .requires = needs_msi },
	{ "ir-refused", ir_refused, .requires = needs_msi },
	{ "ir-destination", ir_destination, .requires = needs_msi },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	mask_pic_interrupts();
	vtd_init();
	have_edu = edu_init(&edu);
	return run_subtests(subtests, argc, argv);
}
