// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * smmu: the SMMUv3 between PCI devices and memory (IHI 0070), with the DMA of QEMU's edu device.
 *
 * registers   identification is read-only, CR0ACK follows CR0 (chapter 6)
 * bypass      SMMU off and STE.Config bypass leave addresses alone; abort ends the transaction
 * translate   stage 1: pages, blocks, offsets, read-only pages (5.2, 5.4)
 * faults      each kind of failure keeps the data away and tells type, StreamID, address and
 *             direction in the event queue; CD.R 0 tells nothing (7.3)
 * invalidate  TLBI and CFGI commands make changed tables count (4.3, 4.4)
 * commands    an unknown one stops the queue until GERRORN acknowledges it (4.1, 7.1); wrap
 * interrupts  an event raises the event queue's interrupt when IRQ_CTRL has it (3.18)
 * two-level   a stream table of two levels, Span (3.3.1)
 */
#include <libcflat.h>
#include <acpi.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <pci-edu.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/pci.h>

#define SMMU_IDR0		0x00
#define SMMU_IDR1		0x04
#define SMMU_IDR5		0x14
#define SMMU_CR0		0x20
#define SMMU_CR0ACK		0x24
#define SMMU_CR1		0x28
#define SMMU_IRQ_CTRL		0x50
#define SMMU_GERROR		0x60
#define SMMU_GERRORN		0x64
#define SMMU_STRTAB_BASE	0x80
#define SMMU_STRTAB_BASE_CFG	0x88
#define SMMU_CMDQ_BASE		0x90
#define SMMU_CMDQ_PROD		0x98
#define SMMU_CMDQ_CONS		0x9c
#define SMMU_EVENTQ_BASE	0xa0
#define SMMU_EVENTQ_PROD	0x100a8
#define SMMU_EVENTQ_CONS	0x100ac

#define CR0_SMMUEN		(1U << 0)
#define CR0_EVENTQEN		(1U << 2)
#define CR0_CMDQEN		(1U << 3)
#define IRQ_CTRL_EVENTQ		(1U << 2)
#define GERROR_CMDQ		(1U << 0)
#define CERROR_ILL		1

#define CMD_CFGI_STE		0x03
#define CMD_CFGI_ALL		0x04
#define CMD_TLBI_NH_ALL		0x10
#define CMD_TLBI_NH_ASID	0x11
#define CMD_TLBI_NH_VA		0x12
#define CMD_SYNC		0x46

#define C_BAD_STREAMID		0x02
#define C_BAD_STE		0x04
#define C_BAD_CD		0x0a
#define F_TRANSLATION		0x10
#define F_ACCESS		0x12
#define F_PERMISSION		0x13

#define STE_V			1UL
#define STE_ABORT		(0UL << 1)
#define STE_BYPASS		(4UL << 1)
#define STE_S1			(5UL << 1)

#define CD_V			(1UL << 31)
#define CD_EPD1			(1UL << 30)
#define CD_AA64			(1UL << 41)
#define CD_R			(1UL << 45)
#define CD_A			(1UL << 46)
#define ASID			7UL
/* 39 bits of input in pages of 4 KiB, 40 of output */
#define CD_DEFAULT		(25UL | CD_EPD1 | CD_V | 2UL << 32 | CD_AA64 | CD_R | CD_A | ASID << 48)

/* An upper half of the same size and granule */
#define CD_HALVES		((CD_DEFAULT & ~CD_EPD1) | 25UL << 16 | 2UL << 22)

#define SID_BITS		8
#define QUEUE_BITS		4
#define QUEUE_MASK		((1U << QUEUE_BITS) - 1)
#define QUEUE_WRAP_MASK		((2U << QUEUE_BITS) - 1)

#define PTE_DEV			(3UL | 1UL << 6 | 3UL << 8 | 1UL << 10)	/* page, unprivileged, SH, AF */
#define PTE_RO			(1UL << 7)
#define PTE_ACCESSED		(1UL << 10)
#define BLOCK			(2UL)		/* to be taken out of PTE_DEV */
#define SIZE			256

static void *smmu;
static struct pci_edu_dev edu;
static u32 sid;
static u64 *strtab, (*cmdq)[2], (*eventq)[4], *cd;
static u64 *level1, *level2, *level3;
static u8 *data, *page_a, *page_b;
static u32 events_seen;

/* 4 KiB, zeroed, aligned to it */
static void *new_page(void)
{
	void *p = alloc_page();

	assert(p);
	memset(p, 0, PAGE_SIZE);
	return p;
}

static void command(u64 dw0, u64 dw1)
{
	u32 prod = readl(smmu + SMMU_CMDQ_PROD);

	cmdq[prod & QUEUE_MASK][0] = cpu_to_le64(dw0);
	cmdq[prod & QUEUE_MASK][1] = cpu_to_le64(dw1);
	wmb();
	writel((prod + 1) & QUEUE_WRAP_MASK, smmu + SMMU_CMDQ_PROD);
}

/* Everything sent so far is done; false when the queue stands still. */
static bool sync(void)
{
	command(CMD_SYNC, 0);
	for (int i = 0; i < 1000; i++, udelay(100))
		if ((readl(smmu + SMMU_CMDQ_CONS) & QUEUE_WRAP_MASK) == readl(smmu + SMMU_CMDQ_PROD))
			return true;
	return false;
}

static void set_cr0(u32 val)
{
	writel(val, smmu + SMMU_CR0);
	for (int i = 0; i < 1000 && readl(smmu + SMMU_CR0ACK) != val; i++)
		udelay(100);
}

#define CR0_ALL		(CR0_SMMUEN | CR0_EVENTQEN | CR0_CMDQEN)

static void smmu_off(void)
{
	set_cr0(0);
}

static u64 *ste_of(u32 stream)
{
	return strtab + stream * 8;
}

/* The device's STE, and the context descriptor as it is */
static void set_ste(u64 config)
{
	u64 *ste = ste_of(sid);

	memset(ste, 0, 64);
	ste[0] = config ? cpu_to_le64(config | virt_to_phys(cd)) : 0;
	if (!config || (config & 0xf) != (STE_V | STE_S1))
		ste[0] = cpu_to_le64(config);
	/* no stalls, where they are an option; S1 for NS-EL1 */
	ste[1] = cpu_to_le64(readl(smmu + SMMU_IDR0) >> 24 & 3 ? 0 : 1UL << 27);
	wmb();
	command(CMD_CFGI_STE | (u64)sid << 32, 1);
	sync();
}

static void set_cd(u64 dw0)
{
	cd[0] = cpu_to_le64(dw0);
	cd[1] = cd[2] = cpu_to_le64(virt_to_phys(level1));
	cd[3] = cpu_to_le64(0xff);
	wmb();
	set_ste(STE_V | STE_S1);
}

/* IOVA page n of 4 KiB; val 0 unmaps. The TLB is not told. */
static void map(unsigned int n, const void *page, u64 attrs)
{
	level3[n] = cpu_to_le64(page ? virt_to_phys(page) | attrs : 0);
	wmb();
}

static void flush(void)
{
	command(CMD_TLBI_NH_ALL, 0);
	sync();
}

#define IOVA(n)		(0x40000000UL + (n) * SZ_4K)

static void begin(void)
{
	smmu_off();
	writel(0, smmu + SMMU_IRQ_CTRL);
	writeq(virt_to_phys(strtab), smmu + SMMU_STRTAB_BASE);
	writel(SID_BITS, smmu + SMMU_STRTAB_BASE_CFG);
	writeq(virt_to_phys(cmdq) | QUEUE_BITS, smmu + SMMU_CMDQ_BASE);
	writel(0, smmu + SMMU_CMDQ_PROD);
	writel(0, smmu + SMMU_CMDQ_CONS);
	writeq(virt_to_phys(eventq) | QUEUE_BITS, smmu + SMMU_EVENTQ_BASE);
	writel(0, smmu + SMMU_EVENTQ_PROD);
	writel(0, smmu + SMMU_EVENTQ_CONS);
	events_seen = 0;
	/* tables and queues are Normal write-back memory */
	writel(0xd75, smmu + SMMU_CR1);
	level1[1] = cpu_to_le64(virt_to_phys(level2) | 3);
	level2[0] = cpu_to_le64(virt_to_phys(level3) | 3);
	memset(level3, 0, SZ_4K);
	memset(page_a, 0, SZ_4K);
	memset(page_b, 0, SZ_4K);
	memset(ste_of(sid), 0, 64);
	set_cr0(CR0_CMDQEN);
	command(CMD_CFGI_ALL, 31);
	flush();
	set_cr0(CR0_ALL);
}

/* The device's buffer gets a pattern, by DMA without the SMMU; every call another one. */
static void load_device(void)
{
	static u8 seed;

	seed += 37;
	for (int i = 0; i < SIZE; i++)
		data[i] = seed + i * 7;
	smmu_off();
	edu_dma(&edu, virt_to_phys(data), SIZE, 0, false);
	set_cr0(CR0_ALL);
}

static bool holds(const u8 *where)
{
	return !memcmp(where, data, SIZE);
}

static void device_writes(u64 iova)
{
	edu_dma(&edu, iova, SIZE, 0, true);
	rmb();
}

static void device_reads(u64 iova)
{
	wmb();
	edu_dma(&edu, iova, SIZE, 0, false);
}

/* The next event; NULL when there is none. */
static u64 *next_event(void)
{
	u32 prod = readl(smmu + SMMU_EVENTQ_PROD) & QUEUE_WRAP_MASK;
	u64 *e = eventq[events_seen & QUEUE_MASK];

	if (prod == events_seen)
		return NULL;
	rmb();
	events_seen = (events_seen + 1) & QUEUE_WRAP_MASK;
	writel(events_seen, smmu + SMMU_EVENTQ_CONS);
	return e;
}

static void no_more_events(const char *after)
{
	u64 *e = next_event();

	check(!e, "%s: no (other) event", after);
	while (next_event())
		;
}

/* One transaction may be split by the device model; all its events say the same. */
static void expect_event(unsigned int type, bool with_addr, u64 iova, bool read, const char *what)
{
	u64 *e = next_event();

	if (!e) {
		check(false, "%s: an event is told", what);
		return;
	}
	check_eq(le64_to_cpu(e[0]) & 0xff, type, "%s: type of the event", what);
	check_eq(le64_to_cpu(e[0]) >> 32, sid, "%s: StreamID", what);
	if (with_addr) {
		check_eq(le64_to_cpu(e[2]), iova, "%s: input address", what);
		check_eq(le64_to_cpu(e[1]) >> 35 & 1, read, "%s: RnW", what);
	}
	while (next_event())
		;
}

static void registers(void)
{
	u32 idr0 = readl(smmu + SMMU_IDR0), idr1 = readl(smmu + SMMU_IDR1), sidsize = idr1 & 0x3f;

	smmu_off();
	check(idr0 >> 1 & 1, "stage 1 is there");
	check(idr0 >> 3 & 1, "AArch64 tables are there");
	check(sidsize >= 16, "StreamIDs of %u bits have room for requester ids", sidsize);
	check((idr1 >> 21 & 0x1f) >= QUEUE_BITS && (idr1 >> 16 & 0x1f) >= QUEUE_BITS,
	      "command queue up to 2^%u, event queue up to 2^%u", idr1 >> 21 & 0x1f, idr1 >> 16 & 0x1f);
	for (u32 reg = SMMU_IDR0; reg <= SMMU_IDR5; reg += 4) {
		u32 val = readl(smmu + reg);

		writel(~val, smmu + reg);
		check_eq(readl(smmu + reg), val, "IDR%u is read-only", reg / 4);
	}
	for (u32 i = 0; i < 4; i++) {
		u32 val = (i & 1 ? CR0_CMDQEN : 0) | (i & 2 ? CR0_EVENTQEN : 0);

		writeq(virt_to_phys(cmdq) | QUEUE_BITS, smmu + SMMU_CMDQ_BASE);
		set_cr0(val);
		check_eq(readl(smmu + SMMU_CR0ACK), val, "CR0ACK for CR0 %#x", val);
	}
	smmu_off();
	writeq(virt_to_phys(strtab), smmu + SMMU_STRTAB_BASE);
	check_eq(readq(smmu + SMMU_STRTAB_BASE) & 0xfffffffffffc0UL, virt_to_phys(strtab), "STRTAB_BASE");
	writel(virt_to_phys(strtab) + SZ_64K, smmu + SMMU_STRTAB_BASE);
	check_eq(readq(smmu + SMMU_STRTAB_BASE) & 0xfffffffffffc0UL, virt_to_phys(strtab) + SZ_64K,
		 "STRTAB_BASE by halves");
}

static void bypass(void)
{
	begin();
	load_device();
	smmu_off();
	device_writes(virt_to_phys(page_a));
	check(holds(page_a), "SMMU off: addresses are physical");
	load_device();
	set_ste(STE_V | STE_BYPASS);
	device_writes(virt_to_phys(page_b));
	check(holds(page_b), "Config bypass: addresses are physical");
	no_more_events("bypass");
	load_device();
	set_ste(STE_V | STE_ABORT);
	device_writes(virt_to_phys(page_a));
	check(!holds(page_a), "Config abort: nothing is written");
	no_more_events("abort");
	set_ste(STE_V | STE_BYPASS);
	device_writes(virt_to_phys(page_a));
	check(holds(page_a), "bypass again");
}

static void translate(void)
{
	static u8 zeros[SIZE];

	begin();
	set_cd(CD_DEFAULT);
	map(0, page_a, PTE_DEV);
	map(1, page_b, PTE_DEV);
	map(2, page_a, PTE_DEV | PTE_RO);
	load_device();
	device_writes(IOVA(0));
	check(holds(page_a), "a write to page 0");
	check(!memcmp(page_b, zeros, SIZE), "and to no other page");
	load_device();
	device_writes(IOVA(1) + 0x800);
	check(holds(page_b + 0x800), "an offset in page 1");
	check(!memcmp(page_b, zeros, SIZE), "and nothing before it");
	/* read-only page 2 is page_a too: through the device to page_b */
	for (int i = 0; i < SIZE; i++)
		page_a[i] = data[i] = i * 11 + 3;
	device_reads(IOVA(2));
	device_writes(IOVA(1));
	check(holds(page_b), "a read of a read-only page");
	no_more_events("translation");

	/* a block of 2 MiB: level 2 entry 1 */
	level2[1] = cpu_to_le64((virt_to_phys(page_a) & ~(SZ_2M - 1UL)) | (PTE_DEV & ~BLOCK));
	wmb();
	load_device();
	device_writes(0x40000000UL + SZ_2M + (virt_to_phys(page_a) & (SZ_2M - 1)) + 0x400);
	check(holds(page_a + 0x400), "a write through a block");
	no_more_events("a block");
	level2[1] = 0;
	flush();
}

static void faults(void)
{
	begin();
	set_cd(CD_DEFAULT);
	map(0, page_a, PTE_DEV);
	map(1, page_a, PTE_DEV | PTE_RO);
	map(3, page_a, PTE_DEV & ~PTE_ACCESSED);
	load_device();
	device_writes(IOVA(9) + 0x40);
	expect_event(F_TRANSLATION, true, IOVA(9) + 0x40, false, "a write to an unmapped page");
	device_reads(IOVA(9) + 0x40);
	expect_event(F_TRANSLATION, true, IOVA(9) + 0x40, true, "a read of an unmapped page");
	device_writes(1UL << 39);
	expect_event(F_TRANSLATION, true, 1UL << 39, false, "an address beyond T0SZ");
	load_device();
	device_writes(IOVA(1));
	check(!holds(page_a), "a read-only page is not written");
	expect_event(F_PERMISSION, true, IOVA(1), false, "a write to a read-only page");
	device_reads(IOVA(1));
	no_more_events("a read of a read-only page");
	load_device();
	device_writes(IOVA(1));
	check(!holds(page_a), "a read-only page that was read is not written");
	expect_event(F_PERMISSION, true, IOVA(1), false, "a write to a read-only page that was read");
	device_reads(IOVA(3));
	expect_event(F_ACCESS, true, IOVA(3), true, "a page without access flag");

	set_cd(CD_HALVES);
	device_writes(1UL << 39);
	expect_event(F_TRANSLATION, true, 1UL << 39, false, "an address between the halves");
	load_device();
	device_writes(-1UL << 39 | IOVA(0));
	check(holds(page_a), "a write to page 0 of the upper half");
	no_more_events("the upper half");

	load_device();
	set_cd(CD_DEFAULT & ~CD_R);
	device_writes(IOVA(9));
	no_more_events("CD.R 0");
	set_cd(CD_DEFAULT & ~CD_V);
	device_writes(IOVA(0));
	expect_event(C_BAD_CD, false, 0, false, "a CD that is not valid");
	set_cd((CD_DEFAULT & ~0x3fUL) | 8);
	device_writes(IOVA(0));
	expect_event(C_BAD_CD, false, 0, false, "T0SZ 8");
	set_ste(0);
	device_writes(IOVA(0));
	expect_event(C_BAD_STE, false, 0, false, "an STE that is not valid");
	check(!holds(page_a), "nothing of all this was written");

	/* the table ends before the device's StreamID */
	smmu_off();
	writel(2, smmu + SMMU_STRTAB_BASE_CFG);
	set_cr0(CR0_ALL);
	set_ste(STE_V | STE_BYPASS);
	command(CMD_CFGI_ALL, 31);
	sync();
	device_writes(virt_to_phys(page_a));
	check(!holds(page_a), "a StreamID behind the table: nothing is written");
	expect_event(C_BAD_STREAMID, false, 0, false, "a StreamID behind the table");
	smmu_off();
	writel(SID_BITS, smmu + SMMU_STRTAB_BASE_CFG);
	set_cr0(CR0_ALL);
	command(CMD_CFGI_ALL, 31);
	sync();
	device_writes(virt_to_phys(page_a));
	check(holds(page_a), "with the whole table it works");
}

static void invalidate(void)
{
	static const struct {
		const char *name;
		u64 dw0, dw1;
	} rows[] = {
		{ "TLBI_NH_VA", CMD_TLBI_NH_VA | ASID << 48, IOVA(0) | 1 },
		{ "TLBI_NH_ASID", CMD_TLBI_NH_ASID | ASID << 48, 0 },
		{ "TLBI_NH_ALL", CMD_TLBI_NH_ALL, 0 },
	};

	begin();
	set_cd(CD_DEFAULT);
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		map(0, page_a, PTE_DEV);
		flush();
		load_device();
		device_writes(IOVA(0));
		check(holds(page_a), "%s: the first mapping", rows[i].name);
		map(0, NULL, 0);
		command(rows[i].dw0, rows[i].dw1);
		sync();
		map(0, page_b, PTE_DEV);
		load_device();
		device_writes(IOVA(0));
		check(holds(page_b), "%s: the second mapping counts", rows[i].name);
		check(!holds(page_a), "%s: the first one does not", rows[i].name);
	}
	load_device();
	set_ste(STE_V | STE_BYPASS);
	device_writes(virt_to_phys(page_a));
	check(holds(page_a), "CFGI_STE: the new STE counts");
	no_more_events("invalidation");
}

static void commands(void)
{
	begin();
	check_eq((readl(smmu + SMMU_GERROR) ^ readl(smmu + SMMU_GERRORN)) & GERROR_CMDQ, 0, "no error before");
	check(sync(), "SYNC is taken");
	for (int i = 0; i < 3 << QUEUE_BITS; i++)
		if (!sync())
			check(false, "SYNC %d", i);
	check_eq(readl(smmu + SMMU_CMDQ_CONS), readl(smmu + SMMU_CMDQ_PROD), "the queue wraps");
	command(0xff, 0);
	for (int i = 0; i < 100 && !(readl(smmu + SMMU_CMDQ_CONS) >> 24); i++)
		udelay(100);
	check_eq(readl(smmu + SMMU_CMDQ_CONS) >> 24 & 0x7f, CERROR_ILL, "an unknown command: CMDQ_CONS.ERR");
	check_eq((readl(smmu + SMMU_GERROR) ^ readl(smmu + SMMU_GERRORN)) & GERROR_CMDQ, GERROR_CMDQ,
		 "GERROR.CMDQ_ERR is active");
	check(!sync(), "the queue stands still");
	/* make a SYNC of it and go on */
	cmdq[readl(smmu + SMMU_CMDQ_CONS) & QUEUE_MASK][0] = cpu_to_le64(CMD_SYNC);
	wmb();
	writel(readl(smmu + SMMU_GERROR), smmu + SMMU_GERRORN);
	check_eq((readl(smmu + SMMU_GERROR) ^ readl(smmu + SMMU_GERRORN)) & GERROR_CMDQ, 0, "acknowledged");
	check(sync(), "and it goes on");
}

/* Where the SMMU is, and the interrupt of its event queue, -1 without one: from the device tree or the IORT */
static bool find_smmu(struct dt_pbus_reg *reg, int *irq)
{
	struct acpi_iort_smmu_v3 *iort;
	const struct fdt_property *prop;
	int node, len;

	*irq = -1;
	if (!dt_available()) {
		iort = (void *)acpi_iort_find(ACPI_IORT_SMMU_V3, 0);
		if (!iort)
			return false;
		reg->addr = iort->base_address;
		reg->size = SZ_128K;
		if (iort->event_gsiv)
			*irq = iort->event_gsiv;
		return true;
	}
	node = fdt_node_offset_by_compatible(dt_fdt(), -1, "arm,smmu-v3");
	if (node < 0 || dt_pbus_translate_node(node, 0, reg) < 0)
		return false;
	/* the first one is that of the event queue */
	prop = fdt_get_property(dt_fdt(), node, "interrupts", &len);
	if (prop && len >= 12)
		*irq = SPI(fdt32_to_cpu(((const u32 *)prop->data)[1]));
	return true;
}

static void interrupts(void)
{
	struct dt_pbus_reg reg;
	int irq;

	if (!find_smmu(&reg, &irq) || irq < 0) {
		report_skip("the firmware tells of no interrupts");
		return;
	}
	/* that of the event queue is an edge */
	gic_enable_defaults();
	gic_disable_irq(irq);
	{
		void *cfg = (gic_version() == 3 ? gicv3_dist_base() : gicv2_dist_base()) + GICD_ICFGR + irq / 16 * 4;

		writel(readl(cfg) | 2U << irq % 16 * 2, cfg);
	}
	begin();
	set_cd(CD_DEFAULT);
	device_writes(IOVA(9));
	check(next_event(), "an event");
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "no interrupt with IRQ_CTRL 0");
	writel(IRQ_CTRL_EVENTQ, smmu + SMMU_IRQ_CTRL);
	device_writes(IOVA(9));
	check(next_event(), "another event");
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "SPI %d with EVENTQ_IRQEN", irq - 32);
	writel(0, smmu + SMMU_IRQ_CTRL);
}

static const char *needs_two_level(void)
{
	return (readl(smmu + SMMU_IDR0) >> 27 & 3) == 1 ? NULL : "no stream tables of two levels";
}

/* The last one: QEMU before 9.0 stays with two levels. */
static void two_level(void)
{
	u64 *l1 = new_page();

	begin();
	load_device();
	smmu_off();
	/* 64 STEs for each level 1 entry, which has the table of begin() behind it */
	l1[sid >> 6] = cpu_to_le64(virt_to_phys(strtab + (sid >> 6) * 64 * 8) | 7);
	writeq(virt_to_phys(l1), smmu + SMMU_STRTAB_BASE);
	writel(SID_BITS | 6 << 6 | 1 << 16, smmu + SMMU_STRTAB_BASE_CFG);
	set_cr0(CR0_ALL);
	command(CMD_CFGI_ALL, 31);
	set_ste(STE_V | STE_BYPASS);
	device_writes(virt_to_phys(page_a));
	check(holds(page_a), "the STE of the second level");
	no_more_events("two levels");
	l1[sid >> 6] &= ~cpu_to_le64(0x1f);
	wmb();
	command(CMD_CFGI_ALL, 31);
	sync();
	device_writes(virt_to_phys(page_b));
	check(!holds(page_b), "Span 0: nothing is written");
	expect_event(C_BAD_STREAMID, false, 0, false, "Span 0");
	smmu_off();
}

static const struct subtest subtests[] = {
	{ "registers", registers },
	{ "bypass", bypass },
	{ "translate", translate },
	{ "faults", faults },
	{ "invalidate", invalidate },
	{ "commands", commands },
	{ "interrupts", interrupts },
	{ "two-level", two_level, .requires = needs_two_level },
	{ }
};

int main(int argc, char **argv)
{
	struct dt_pbus_reg reg;
	int irq;

	if (!find_smmu(&reg, &irq)) {
		report_skip("no SMMUv3");
		return report_summary();
	}
	if (!pci_probe() || !edu_init(&edu)) {
		report_skip("no edu device");
		return report_summary();
	}
	smmu = ioremap(reg.addr, reg.size);
	sid = edu.pci_dev.bdf;
	assert(sid < 1 << SID_BITS);
	strtab = alloc_pages(get_order(DIV_ROUND_UP(64UL << SID_BITS, PAGE_SIZE)));
	assert(strtab);
	memset(strtab, 0, 64UL << SID_BITS);
	cmdq = new_page();
	eventq = new_page();
	cd = new_page();
	level1 = new_page();
	level2 = new_page();
	level3 = new_page();
	data = new_page();
	page_a = new_page();
	page_b = new_page();
	return run_subtests(subtests, argc, argv);
}
