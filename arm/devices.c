// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * devices: the small devices of the virt machine, by their registers.
 *
 * pl011    identification, baud rate and control registers, transmit interrupt (DDI 0183)
 * pl061    data by address mask, direction, interrupt configuration (DDI 0190)
 * fw_cfg   selection, data port, DMA: read, skip, errors (QEMU docs/specs/fw_cfg)
 * virtio   identity of all transports; features, queues, status of one without driver (virtio 1.2, 4.2)
 * virtio-interrupt  a used buffer raises bit 0 of InterruptStatus and the line; InterruptACK takes
 *          away the bits that are written to it, and the line with the last (virtio 1.2, 4.2.2)
 *
 * They are emulated, mostly in the VMM's user space; a wrong access size or mask is a bug there.
 */
#include <libcflat.h>
#include <acpi.h>
#include <devicetree.h>
#include <subtest.h>
#include <virtio-mmio.h>
#include <asm/barrier.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>

/* The same devices in the DSDT */
static void *find_acpi(const char *compatible, int n, int *irq)
{
	static const struct {
		const char *compatible, *hid;
	} ids[] = {
		{ "arm,pl011", "ARMH0011" }, { "arm,pl061", "ARMH0061" }, { "qemu,fw-cfg-mmio", "QEMU0002" },
		{ "virtio,mmio", "LNRO0005" },
	};
	u64 base, size;

	for (unsigned int i = 0; i < ARRAY_SIZE(ids); i++)
		if (!strcmp(compatible, ids[i].compatible) && acpi_dev_find(ids[i].hid, n, &base, &size, irq))
			return ioremap(base, size);
	return NULL;
}

/* The registers of the nth node of that kind; NULL without one. *irq gets the SPI. */
static void *find(const char *compatible, int n, int *irq)
{
	const struct fdt_property *prop;
	struct dt_pbus_reg reg;
	int node = -1, len;

	if (!dt_available())
		return find_acpi(compatible, n, irq);
	do {
		node = fdt_node_offset_by_compatible(dt_fdt(), node, compatible);
		if (node < 0)
			return NULL;
	} while (n-- > 0);
	if (dt_pbus_translate_node(node, 0, &reg) < 0)
		return NULL;
	prop = fdt_get_property(dt_fdt(), node, "interrupts", &len);
	if (irq)
		*irq = prop && len >= 12 ? (int)SPI(fdt32_to_cpu(((const u32 *)prop->data)[1])) : -1;
	return ioremap(reg.addr, reg.size);
}

/* The eight identification bytes at 0xfe0; the revision (bits 7:4 of the third) is free. */
static void check_ids(void *base, u32 part, const char *name)
{
	u32 id = 0, cell = 0;

	for (int i = 0; i < 4; i++) {
		id |= (readl(base + 0xfe0 + 4 * i) & 0xff) << (8 * i);
		cell |= (readl(base + 0xff0 + 4 * i) & 0xff) << (8 * i);
	}
	check_eq(id & 0xff0fffff, part, "%s: PeriphID", name);
	check_eq(cell, 0xb105f00d, "%s: PCellID", name);
}

/* Registers that hold what is written in mask */
static void check_rw(void *reg, u32 mask, const char *name)
{
	static const u32 patterns[] = { 0x55555555, 0xaaaaaaaa, 0x12345678, 0 };
	u32 old = readl(reg);
	bool ok = true;

	for (unsigned int i = 0; i < ARRAY_SIZE(patterns); i++) {
		u32 got;

		writel(patterns[i] & mask, reg);
		got = readl(reg);
		if ((got & mask) != (patterns[i] & mask)) {
			report_info("%s: wrote %#x, read %#x", name, patterns[i] & mask, got);
			ok = false;
		}
	}
	writel(old, reg);
	check(ok, "%s holds bits %#x", name, mask);
}

#define UART_DR		0x00
#define UART_FR		0x18
#define UART_ILPR	0x20
#define UART_IBRD	0x24
#define UART_FBRD	0x28
#define UART_LCRH	0x2c
#define UART_CR		0x30
#define UART_IFLS	0x34
#define UART_IMSC	0x38
#define UART_RIS	0x3c
#define UART_MIS	0x40
#define UART_ICR	0x44
#define UART_INT_TX	(1 << 5)
#define UART_INT_RX	(1 << 4)

static void pl011(void)
{
	int irq;
	void *u = find("arm,pl011", 0, &irq);
	u32 ibrd, fbrd;

	if (!u) {
		report_skip("no pl011");
		return;
	}
	gic_enable_defaults();
	check_ids(u, 0x00041011, "pl011");
	check(!(readl(u + UART_FR) & (1 << 5)), "the transmitter has room");
	check(readl(u + UART_FR) & (1 << 4), "the receive FIFO is empty");
	ibrd = readl(u + UART_IBRD);
	fbrd = readl(u + UART_FBRD);
	writel(0x0123, u + UART_IBRD);
	writel(0x15, u + UART_FBRD);
	check_eq(readl(u + UART_IBRD), 0x0123, "IBRD");
	check_eq(readl(u + UART_FBRD), 0x15, "FBRD");
	writel(ibrd, u + UART_IBRD);
	writel(fbrd, u + UART_FBRD);
	check_rw(u + UART_IFLS, 0x3f, "IFLS");
	check_rw(u + UART_ILPR, 0xff, "ILPR");

	/* sending raises the transmit interrupt; nothing is on its way while this looks */
	writel(0, u + UART_IMSC);
	writel(0x7ff, u + UART_ICR);
	check_eq(readl(u + UART_RIS) & UART_INT_TX, 0, "RIS after ICR");
	writel('\n', u + UART_DR);
	for (int i = 0; i < 100 && !(readl(u + UART_RIS) & UART_INT_TX); i++)
		mdelay(1);
	{
		u32 ris = readl(u + UART_RIS), masked = readl(u + UART_MIS), mis, keep, gone;
		enum gic_irq_state before, after, last;

		before = gic_irq_state(irq);
		writel(UART_INT_TX, u + UART_IMSC);
		mis = readl(u + UART_MIS);
		after = gic_irq_state(irq);
		writel(UART_INT_RX, u + UART_ICR);
		keep = readl(u + UART_RIS);
		writel(UART_INT_TX, u + UART_ICR);
		gone = readl(u + UART_RIS);
		last = gic_irq_state(irq);
		writel(0, u + UART_IMSC);
		/* now that the console may be used again */
		check_eq(ris & UART_INT_TX, UART_INT_TX, "RIS.TX after sending");
		check_eq(masked, 0, "MIS with IMSC 0");
		check_eq(before, GIC_IRQ_STATE_INACTIVE, "no interrupt with IMSC 0");
		check_eq(mis, UART_INT_TX, "MIS with IMSC.TX");
		check_eq(after, GIC_IRQ_STATE_PENDING, "the interrupt with IMSC.TX");
		check_eq(keep & UART_INT_TX, UART_INT_TX, "ICR of another bit clears nothing");
		check_eq(gone & UART_INT_TX, 0, "ICR.TX clears it");
		check_eq(last, GIC_IRQ_STATE_INACTIVE, "and lowers the interrupt");
	}
	check_rw(u + UART_IMSC, 0x7c0, "IMSC");
	writel(0, u + UART_IMSC);
	/* read-only ones */
	{
		u32 fr = readl(u + UART_FR);

		writel(~fr, u + UART_FR);
		check_eq(readl(u + UART_FR), fr, "FR is read-only");
	}
}

#define GPIO_DIR	0x400
#define GPIO_IS		0x404
#define GPIO_IBE	0x408
#define GPIO_IEV	0x40c
#define GPIO_IE		0x410
#define GPIO_RIS	0x414
#define GPIO_MIS	0x418
#define GPIO_IC		0x41c
#define GPIO_AFSEL	0x420
/* The data register: address bits 9:2 select the bits */
#define GPIO_DATA(mask)	((mask) << 2)

static void pl061(void)
{
	int irq;
	void *g = find("arm,pl061", 0, &irq);

	if (!g) {
		report_skip("no pl061");
		return;
	}
	gic_enable_defaults();
	check_ids(g, 0x00041061, "pl061");
	check_rw(g + GPIO_DIR, 0xff, "DIR");
	check_rw(g + GPIO_IBE, 0xff, "IBE");
	check_rw(g + GPIO_IEV, 0xff, "IEV");

	/* all outputs: what is written reads back, by the address's mask only */
	writel(0, g + GPIO_IE);
	writel(0xff, g + GPIO_DIR);
	writel(0x00, g + GPIO_DATA(0xff));
	check_eq(readl(g + GPIO_DATA(0xff)), 0, "DATA all clear");
	writel(0xff, g + GPIO_DATA(0x5a));
	check_eq(readl(g + GPIO_DATA(0xff)), 0x5a, "a write through mask 0x5a");
	check_eq(readl(g + GPIO_DATA(0x0f)), 0x0a, "a read through mask 0x0f");
	writel(0x00, g + GPIO_DATA(0x18));
	check_eq(readl(g + GPIO_DATA(0xff)), 0x42, "a write of 0 through mask 0x18");
	check_eq(readl(g + GPIO_DATA(0)), 0, "a read through mask 0");
	/* inputs take no write */
	writel(0, g + GPIO_DATA(0xff));
	writel(0xf0, g + GPIO_DIR);
	{
		u32 in = readl(g + GPIO_DATA(0x0f));

		writel(0xff, g + GPIO_DATA(0xff));
		check_eq(readl(g + GPIO_DATA(0xff)), 0xf0 | in, "inputs take no write");
	}

	/* an input level as interrupt: whatever it is, one polarity of the two matches */
	writel(0, g + GPIO_DIR);
	{
		u32 in = readl(g + GPIO_DATA(0x80));

		writel(0, g + GPIO_IBE);
		writel(in ? 0 : 0x80, g + GPIO_IEV);	/* the level that it has not */
		writel(0x80, g + GPIO_IS);
		writel(0xff, g + GPIO_IC);
		check_eq(readl(g + GPIO_RIS) & 0x80, 0, "RIS: the other level");
		writel(in ? 0x80 : 0, g + GPIO_IEV);
		check_eq(readl(g + GPIO_RIS) & 0x80, 0x80, "RIS: the level that the input has");
		check_eq(readl(g + GPIO_MIS), 0, "MIS with IE 0");
		check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "no interrupt with IE 0");
		writel(0x80, g + GPIO_IE);
		check_eq(readl(g + GPIO_MIS), 0x80, "MIS with IE");
		check_eq(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "the interrupt with IE");
		writel(in ? 0 : 0x80, g + GPIO_IEV);
		writel(0, g + GPIO_IE);
		check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "IE 0 lowers it");
		writel(0, g + GPIO_IS);
		writel(0xff, g + GPIO_IC);
		check_eq(readl(g + GPIO_RIS), 0, "IC clears RIS");
	}
	writel(0, g + GPIO_DIR);
}

/* fw_cfg: big-endian selector at 8, data at 0, DMA address at 16 */
#define FW_SIGNATURE	0x0000
#define FW_ID		0x0001
#define FW_NB_CPUS	0x0005
#define FW_FILE_DIR	0x0019
#define DMA_ERROR	1
#define DMA_READ	2
#define DMA_SKIP	4
#define DMA_SELECT	8
#define DMA_WRITE	16

struct fw_dma {
	u32 control, length;
	u64 address;
} __attribute__((aligned(16)));

static void *fw;

static void fw_select(u16 key)
{
	writew(__bswap16(key), fw + 8);
}

static u32 fw_dma(u32 control, void *buf, u32 length)
{
	static volatile struct fw_dma d;

	d.control = cpu_to_be32(control);
	d.length = cpu_to_be32(length);
	d.address = cpu_to_be64(virt_to_phys(buf));
	wmb();
	__raw_writel(cpu_to_be32((u32)((u64)virt_to_phys((void *)&d) >> 32)), fw + 16);
	__raw_writel(cpu_to_be32((u32)virt_to_phys((void *)&d)), fw + 20);
	for (int i = 0; i < 1000 && be32_to_cpu(d.control) & ~DMA_ERROR; i++)
		mdelay(1);
	return be32_to_cpu(d.control);
}

struct fw_file {
	u32 size;
	u16 select, reserved;
	char name[56];
};

static void fw_cfg(void)
{
	static u8 buf[256] __attribute__((aligned(64)));
	struct fw_file *file = (struct fw_file *)(buf + 4);
	static const u8 zeros[16];
	u32 files, last = 0;
	char sig[5] = "";

	fw = find("qemu,fw-cfg-mmio", 0, NULL);
	if (!fw) {
		report_skip("no fw_cfg");
		return;
	}
	fw_select(FW_SIGNATURE);
	for (int i = 0; i < 4; i++)
		sig[i] = readb(fw);
	check_str(sig, "QEMU", "the signature by bytes");
	check_eq(readb(fw), 0, "reading past the end of an item gives 0");
	fw_select(FW_SIGNATURE);
	check_eq(readb(fw), 'Q', "selecting starts at the beginning");
	fw_select(FW_SIGNATURE);
	check_eq(__raw_readl(fw), 0x554d4551, "4 bytes at once are in string order");
	fw_select(FW_ID);
	check_eq(readb(fw) & 3, 3, "the id has the traditional interface and DMA");
	fw_select(FW_NB_CPUS);
	check_eq(readb(fw) | readb(fw) << 8, nr_cpus, "number of CPUs");
	fw_select(0x3fff);
	check_eq(readb(fw), 0, "an item that is not there reads 0");

	memset(buf, 0xcc, sizeof(buf));
	check_eq(fw_dma(FW_SIGNATURE << 16 | DMA_SELECT | DMA_READ, buf, 8), 0, "DMA read: no error");
	check_mem(buf, "QEMU\0\0\0\0\xcc", 9, "DMA read: the item, zeros behind it, and no more");
	memset(buf, 0xcc, sizeof(buf));
	check_eq(fw_dma(FW_SIGNATURE << 16 | DMA_SELECT | DMA_SKIP, NULL, 1), 0, "DMA skip: no error");
	check_eq(fw_dma(DMA_READ, buf, 3), 0, "DMA read after it: no error");
	check_mem(buf, "EMU\xcc", 4, "skipping moves on");
	check_eq(fw_dma(DMA_READ, buf, 16), 0, "DMA read at the end: no error");
	check_mem(buf, zeros, 16, "DMA read at the end: zeros");
	check_eq(fw_dma(FW_SIGNATURE << 16 | DMA_SELECT | DMA_WRITE, buf, 4) & DMA_ERROR, DMA_ERROR,
		 "DMA write to a read-only item: error");
	check_eq(fw_dma(0x3fffU << 16 | DMA_SELECT | DMA_WRITE, buf, 4) & DMA_ERROR, DMA_ERROR,
		 "DMA write to an item that is not there: error");
	check_eq(fw_dma(FW_SIGNATURE << 16 | DMA_SELECT, NULL, 0), 0, "DMA select alone");
	check_eq(readb(fw), 'Q', "and the data port follows");

	/* the directory: sorted by name */
	check_eq(fw_dma(FW_FILE_DIR << 16 | DMA_SELECT | DMA_READ, buf, 4), 0, "the directory");
	files = be32_to_cpu(*(u32 *)buf);
	check(files > 0 && files < 256, "%u files", files);
	for (u32 i = 0; i < files && i < 64; i++) {
		char name[57] = "";

		memcpy(name, file->name, i ? 56 : 0);
		fw_dma(DMA_READ, file, sizeof(*file));
		if (i && strcmp(name, file->name) >= 0)
			check(false, "file %s comes before %s", name, file->name);
		if (be16_to_cpu(file->select) < 0x20)
			last++;
	}
	check_eq(last, 0, "files have keys of their own");
}

static void virtio(void)
{
	unsigned int n = 0, present = 0;
	bool ok = true;
	void *free_dev = NULL, *v;

	for (; (v = find("virtio,mmio", n, NULL)); n++) {
		u32 dev = readl(v + VIRTIO_MMIO_DEVICE_ID);

		if (readl(v + VIRTIO_MMIO_MAGIC_VALUE) != VIRTIO_MMIO_MAGIC || readl(v + VIRTIO_MMIO_VERSION) - 1 > 1) {
			report_info("transport %u: magic %#x, version %u", n, readl(v + VIRTIO_MMIO_MAGIC_VALUE),
				    readl(v + VIRTIO_MMIO_VERSION));
			ok = false;
		}
		present += dev != 0;
		if (!dev) {
			/* no device: writes do nothing */
			writel(0xf, v + VIRTIO_MMIO_STATUS);
			ok &= readl(v + VIRTIO_MMIO_STATUS) == 0;
		} else if (dev == 5) {
			free_dev = v;
		}
	}
	if (!n) {
		report_skip("no virtio-mmio");
		return;
	}
	check(ok, "%u transports have the magic, a version, and nothing where there is no device", n);
	report_info("%u devices", present);
	if (!free_dev) {
		report_skip("no virtio-balloon-device to play with");
		return;
	}
	v = free_dev;
	check_eq(readl(v + VIRTIO_MMIO_VENDOR_ID), 0x554d4551, "vendor");
	writel(0, v + VIRTIO_MMIO_STATUS);
	check_eq(readl(v + VIRTIO_MMIO_STATUS), 0, "status after reset");
	writel(1, v + VIRTIO_MMIO_STATUS);
	writel(3, v + VIRTIO_MMIO_STATUS);
	check_eq(readl(v + VIRTIO_MMIO_STATUS), 3, "ACKNOWLEDGE and DRIVER");
	writel(0x83, v + VIRTIO_MMIO_STATUS);
	check_eq(readl(v + VIRTIO_MMIO_STATUS), 0x83, "FAILED can be told");
	writel(0, v + VIRTIO_MMIO_STATUS);
	check_eq(readl(v + VIRTIO_MMIO_STATUS), 0, "status after the second reset");
	if (readl(v + VIRTIO_MMIO_VERSION) == 1) {
		u32 lo, hi;

		writel(0, v + VIRTIO_MMIO_HOST_FEATURES_SEL);
		lo = readl(v + VIRTIO_MMIO_HOST_FEATURES);
		writel(1, v + VIRTIO_MMIO_HOST_FEATURES_SEL);
		hi = readl(v + VIRTIO_MMIO_HOST_FEATURES);
		check_ne(lo, 0, "features 31:0");
		check_eq(hi, 0, "features 63:32 of a legacy device");
		writel(0, v + VIRTIO_MMIO_HOST_FEATURES_SEL);
		check_eq(readl(v + VIRTIO_MMIO_HOST_FEATURES), lo, "selecting the low half again");
		writel(0, v + VIRTIO_MMIO_QUEUE_SEL);
		check(readl(v + VIRTIO_MMIO_QUEUE_NUM_MAX) >= 16 && readl(v + VIRTIO_MMIO_QUEUE_NUM_MAX) <= 1024, "queue 0 has a size (%u)",
		      readl(v + VIRTIO_MMIO_QUEUE_NUM_MAX));
		check_eq(readl(v + VIRTIO_MMIO_QUEUE_PFN), 0, "queue 0 is not set up");
		writel(700, v + VIRTIO_MMIO_QUEUE_SEL);
		check_eq(readl(v + VIRTIO_MMIO_QUEUE_NUM_MAX), 0, "queue 700 is not there");
	}
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), 0, "no interrupt");
	/* registers are for 32-bit accesses, the configuration space for all */
	check_eq(readb(v + VIRTIO_MMIO_MAGIC_VALUE), 0, "a byte read of a register");
}

/* Queue 1 of a balloon takes pages back: the device answers at once and changes nothing. */
#define BALLOON_ID	5
#define BALLOON_DEFLATE	1

static bool deflate(struct virtqueue *vq)
{
	static u32 pfn __attribute__((aligned(64)));

	pfn = virt_to_phys(&pfn) >> 12;
	if (virtqueue_add_outbuf(vq, (char *)&pfn, sizeof(pfn)) < 0)
		return false;
	virtqueue_kick(vq);
	for (int i = 0; i < 1000; i++, mdelay(1))
		if (virtqueue_get_buf(vq, NULL))
			return true;
	return false;
}

static void virtio_interrupt(void)
{
	struct virtio_device *dev = virtio_bind(BALLOON_ID);
	struct virtqueue *vqs[2];
	int irq = -1;
	void *v;

	for (int n = 0; (v = find("virtio,mmio", n, &irq)); n++)
		if (readl(v + VIRTIO_MMIO_DEVICE_ID) == BALLOON_ID)
			break;
	if (!dev || !v) {
		report_skip("no virtio-balloon-device to play with");
		return;
	}
	gic_enable_defaults();
	if (dev->config->find_vqs(dev, 2, vqs, NULL, NULL)) {
		check(false, "the balloon's queues can be set up");
		return;
	}
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), 0, "no interrupt before the first buffer");
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "SPI %d is idle", irq - 32);

	check(deflate(vqs[BALLOON_DEFLATE]), "the device uses a buffer");
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), VIRTIO_MMIO_INT_VRING, "InterruptStatus");
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), VIRTIO_MMIO_INT_VRING, "InterruptStatus again");
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "SPI %d is pending", irq - 32);
	writel(VIRTIO_MMIO_INT_CONFIG, v + VIRTIO_MMIO_INTERRUPT_ACK);
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), VIRTIO_MMIO_INT_VRING,
		 "InterruptACK of the other bit leaves it");
	writel(0, v + VIRTIO_MMIO_INTERRUPT_ACK);
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), VIRTIO_MMIO_INT_VRING, "InterruptACK of 0 too");
	writel(0, v + VIRTIO_MMIO_INTERRUPT_STATUS);
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), VIRTIO_MMIO_INT_VRING,
		 "InterruptStatus is read-only");
	writel(VIRTIO_MMIO_INT_VRING, v + VIRTIO_MMIO_INTERRUPT_ACK);
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), 0, "InterruptACK clears it");
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "and lowers SPI %d", irq - 32);

	check(deflate(vqs[BALLOON_DEFLATE]), "the device uses a second buffer");
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), VIRTIO_MMIO_INT_VRING, "it raises the bit again");
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "and the line");
	writel(0, v + VIRTIO_MMIO_STATUS);
	check_eq(readl(v + VIRTIO_MMIO_INTERRUPT_STATUS), 0, "a reset clears InterruptStatus");
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "and lowers the line");
}

static const struct subtest subtests[] = {
	{ "pl011", pl011 },
	{ "pl061", pl061 },
	{ "fw_cfg", fw_cfg },
	{ "virtio", virtio },
	{ "virtio-interrupt", virtio_interrupt },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
