// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * msi: interrupts of PCI devices, from the device to the CPU interface.
 *
 * intx    a line through the interrupt-map of the host bridge (IEEE 1275 PCI binding), its status
 *         and disable bits (PCI 3.0, 6.2.2 and 6.2.3)
 * frame   GICv2m: registers of the frame, MSI_SETSPI_NS by the CPU, numbers that are not its own
 *         (Arm Server Base System Architecture 3.0, appendix E)
 * msi     by QEMU's edu device (PCI 3.0, 6.8.1)
 * its     GITS_TRANSLATER: DeviceID, EventID and enable of the ITS count (IHI 0069, 12.18)
 * msix    by an e1000e, whose interrupt causes software can set: vectors of their own, masks of a
 *         vector and of the function, pending bits (PCI 3.0, 6.8.2 and 6.8.3)
 *
 * MSIs go to a GICv2m frame or to an ITS, whichever the machine has. Nothing is taken as an
 * exception: the CPU interface is asked what is due.
 */
#include <libcflat.h>
#include <acpi.h>
#include <devicetree.h>
#include <pci-edu.h>
#include <pci-host-generic.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/pci.h>
#include <asm/processor.h>

#define NOTHING			GICC_INT_SPURIOUS

/* Registers of a GICv2m frame */
#define V2M_MSI_TYPER		0x008
#define V2M_MSI_SETSPI_NS	0x040
#define V2M_MSI_IIDR		0xfcc

static void *frame;
static u64 frame_phys;
static u32 frame_base, frame_num;

static struct pci_edu_dev edu;
static bool have_edu;

static void *dist(void)
{
	return gic_version() == 3 ? gicv3_dist_base() : gicv2_dist_base();
}

/* An SPI for CPU 0, enabled */
static void spi_setup(u32 irq, bool edge)
{
	u32 shift = irq % 16 * 2 + 1, cfg = readl(dist() + GICD_ICFGR + irq / 16 * 4);

	gic_disable_irq(irq);
	writel((cfg & ~(1U << shift)) | (u32)edge << shift, dist() + GICD_ICFGR + irq / 16 * 4);
	writeb(0xa0, dist() + GICD_IPRIORITYR + irq);
	if (gic_version() == 2)
		writeb(1, dist() + GICD_ITARGETSR + irq);
	writel(1U << irq % 32, dist() + GICD_ICPENDR + irq / 32 * 4);
	gic_enable_irq(irq);
}

/* The INTID that is due, handled */
#define due()	gic_poll_irq(200)
#define none()	gic_poll_irq(20)

/* Where message n of a device goes */
struct target {
	u64 addr;
	u32 data, intid;
};

#ifdef __aarch64__
static struct its_collection *col;

static bool have_its(void)
{
	return gic_version() == 3 && gicv3_its_base();
}

static struct its_device *its_device(u16 rid)
{
	for (u32 i = 0; i < its_data.nr_devices; i++)
		if (its_data.devices[i].device_id == rid)
			return &its_data.devices[i];
	return NULL;
}

/* The root bus's DeviceIDs are its requester ids (msi-map of the host bridge). */
static struct target its_target(u16 rid, u32 n)
{
	static u32 lpi = 8192;
	struct its_device *dev = its_device(rid);

	if (!dev) {
		dev = its_create_device(rid, 4);
		its_send_mapd_nv(dev, true);
	}
	gicv3_lpi_set_config(++lpi, LPI_PROP_DEFAULT);
	its_send_mapti_nv(dev, lpi, n, col);
	its_send_inv_nv(dev, n);
	its_send_sync_nv(col);
	return (struct target){ virt_to_phys(gicv3_its_base()) + GITS_TRANSLATER, n, lpi };
}

static void its_setup(void)
{
	if (!have_its())
		return;
	its_enable_defaults();
	col = its_create_collection(0, 0);
	its_send_mapc_nv(col, true);
}
#else
static bool have_its(void)
{
	return false;
}

static struct target its_target(u16 rid __unused, u32 n __unused)
{
	return (struct target){ 0 };
}

static void its_setup(void)
{
}
#endif

static struct target target(u16 rid, u32 n)
{
	static u32 spi;

	if (have_its())
		return its_target(rid, n);
	assert(spi < frame_num);
	spi_setup(frame_base + spi, true);
	spi++;
	return (struct target){ frame_phys + V2M_MSI_SETSPI_NS, frame_base + spi - 1, frame_base + spi - 1 };
}

static const char *needs_edu(void)
{
	return have_edu ? NULL : "no edu device";
}

static const char *needs_frame(void)
{
	return frame ? NULL : "no GICv2m frame";
}

static const char *needs_its(void)
{
	return !have_its() ? "no ITS" : needs_edu();
}

static const char *needs_msi(void)
{
	return !frame && !have_its() ? "no GICv2m frame and no ITS" : needs_edu();
}

static const char *needs_routes(void)
{
	return !dt_available() ? "under ACPI the routes of INTx are AML (_PRT), which is not executed" : needs_edu();
}

/* The SPI that the interrupt-map gives a pin of a device on the root bus, -1 without one */
static int intx_spi(u16 rid, u8 pin)
{
	const struct fdt_property *map, *mask, *prop;
	int node, len, gic, cells;
	const u32 *row;

	if (!dt_available())
		return -1;
	node = fdt_node_offset_by_compatible(dt_fdt(), -1, "pci-host-ecam-generic");
	map = fdt_get_property(dt_fdt(), node, "interrupt-map", &len);
	if (!map)
		return -1;
	row = (const u32 *)map->data;
	mask = fdt_get_property(dt_fdt(), node, "interrupt-map-mask", NULL);
	gic = fdt_node_offset_by_compatible(dt_fdt(), -1, gic_version() == 3 ? "arm,gic-v3" : "arm,cortex-a15-gic");
	prop = fdt_get_property(dt_fdt(), gic, "#address-cells", NULL);
	/* child address and pin, phandle, the GIC's address, kind, number and flags */
	cells = 5 + (prop ? fdt32_to_cpu(*(const u32 *)prop->data) : 0) + 3;
	for (; len >= cells * 4; len -= cells * 4, row += cells) {
		u32 addr = (u32)rid << 8 & (mask ? fdt32_to_cpu(*(const u32 *)mask->data) : ~0U);

		if (fdt32_to_cpu(row[0]) == addr && fdt32_to_cpu(row[3]) == pin)
			return SPI(fdt32_to_cpu(row[cells - 2]));
	}
	return -1;
}

static void edu_raise(u32 val)
{
	edu_reg_writel(&edu, EDU_REG_INTR_RAISE, val);
}

static void edu_ack(u32 val)
{
	edu_reg_writel(&edu, EDU_REG_INTR_ACK, val);
}

static void intx(void)
{
	u16 rid = edu.pci_dev.bdf;
	u8 pin = pci_config_readb(rid, PCI_INTERRUPT_PIN);
	int irq = intx_spi(rid, pin);

	check(pin >= 1 && pin <= 4, "Interrupt Pin is %u", pin);
	if (irq < 0) {
		check(false, "the interrupt-map has the device");
		return;
	}
	spi_setup(irq, false);
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "SPI %d is idle", irq - 32);
	check(!(pci_config_readw(rid, PCI_STATUS) & PCI_STATUS_INTERRUPT), "Interrupt Status is 0");
	edu_raise(1);
	check(pci_config_readw(rid, PCI_STATUS) & PCI_STATUS_INTERRUPT, "raised: Interrupt Status is 1");
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "raised: SPI %d is pending", irq - 32);
	check_eq(due(), (u32)irq, "it is due");
	check_eq(due(), (u32)irq, "and due again while the line is up");
	edu_raise(2);
	edu_ack(1);
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "acknowledged by half: the line stays up");
	pci_cmd_set_clr(&edu.pci_dev, PCI_COMMAND_INTX_DISABLE, 0);
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "Interrupt Disable lowers it");
	check(pci_config_readw(rid, PCI_STATUS) & PCI_STATUS_INTERRUPT, "and leaves Interrupt Status");
	pci_cmd_set_clr(&edu.pci_dev, 0, PCI_COMMAND_INTX_DISABLE);
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "Interrupt Disable off: it is up again");
	edu_ack(2);
	check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "acknowledged: SPI %d is idle", irq - 32);
	check_eq(none(), NOTHING, "nothing is due");
	gic_disable_irq(irq);
}

static void frame_registers(void)
{
	u32 typer = readl(frame + V2M_MSI_TYPER), first = frame_base, last = frame_base + frame_num - 1;

	check(frame_base >= 32 && frame_num && last < 1020, "SPIs %u to %u", first, last);
	writel(~typer, frame + V2M_MSI_TYPER);
	check_eq(readl(frame + V2M_MSI_TYPER), typer, "MSI_TYPER is read-only");
	check_eq(readl(frame + V2M_MSI_IIDR) & 0xf000, 0, "MSI_IIDR: architecture version 0");
	for (u32 irq = first - 1; irq <= last + 1; irq++)
		spi_setup(irq, true);
	for (u32 irq = first; irq <= last; irq++) {
		writel(irq, frame + V2M_MSI_SETSPI_NS);
		check_eq(due(), irq, "SPI %u", irq - 32);
		check_eq(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "SPI %u: an edge", irq - 32);
	}
	writew(first, frame + V2M_MSI_SETSPI_NS);
	check_eq(due(), first, "SPI %u by a halfword", first - 32);
	writel(first - 1, frame + V2M_MSI_SETSPI_NS);
	check_eq(none(), NOTHING, "the number below is not the frame's");
	writel(last + 1, frame + V2M_MSI_SETSPI_NS);
	check_eq(none(), NOTHING, "the number above is not the frame's");
	writel(0, frame + V2M_MSI_SETSPI_NS);
	check_eq(none(), NOTHING, "0 is not the frame's");
	writel(first | 0x400, frame + V2M_MSI_SETSPI_NS);
	check_eq(due(), first, "only 10 bits count");
	for (u32 irq = first - 1; irq <= last + 1; irq++)
		gic_disable_irq(irq);
}

static void msi(void)
{
	struct target a = target(edu.pci_dev.bdf, 1), b = target(edu.pci_dev.bdf, 2);
	int line = intx_spi(edu.pci_dev.bdf, pci_config_readb(edu.pci_dev.bdf, PCI_INTERRUPT_PIN));

	if (!pci_setup_msi(&edu.pci_dev, a.addr, a.data)) {
		check(false, "edu has the MSI capability");
		return;
	}
	check_eq(none(), NOTHING, "nothing is due before");
	edu_raise(1);
	check_eq(due(), a.intid, "the message arrives");
	check_eq(none(), NOTHING, "once");
	if (line >= 0)
		check_eq(gic_irq_state(line), GIC_IRQ_STATE_INACTIVE, "the line stays down");
	edu_ack(1);
	check_eq(none(), NOTHING, "acknowledging the device sends nothing");
	pci_setup_msi(&edu.pci_dev, b.addr, b.data);
	edu_raise(1);
	check_eq(due(), b.intid, "another Message Data");
	edu_ack(1);

	/* PCI 3.0, 6.2.2: messages are memory writes, which a device makes as bus master only */
	pci_cmd_set_clr(&edu.pci_dev, 0, PCI_COMMAND_MASTER);
	edu_raise(1);
	check_eq(none(), NOTHING, "no message without Bus Master Enable");
	edu_ack(1);
	pci_cmd_set_clr(&edu.pci_dev, PCI_COMMAND_MASTER, 0);
	edu_raise(1);
	check_eq(due(), b.intid, "but with it");
	edu_ack(1);

	pci_msi_set_enable(&edu.pci_dev, false);
	edu_raise(1);
	check_eq(none(), NOTHING, "no message when disabled");
	if (line >= 0)
		check_eq(gic_irq_state(line), GIC_IRQ_STATE_PENDING, "but the line");
	edu_ack(1);
}

#ifdef __aarch64__
static void its(void)
{
	u16 rid = edu.pci_dev.bdf;
	struct target t = its_target(rid, 3), other = its_target(rid ^ 8, 3);
	struct its_device *dev = its_device(rid);

	pci_setup_msi(&edu.pci_dev, t.addr, t.data);
	edu_raise(1);
	check_eq(due(), t.intid, "the requester id is the DeviceID");
	edu_ack(1);
	its_send_discard_nv(dev, 3);
	edu_raise(1);
	check_eq(none(), NOTHING, "an event that only another DeviceID has (LPI %u)", other.intid);
	edu_ack(1);
	t = its_target(rid, 3);
	pci_setup_msi(&edu.pci_dev, t.addr, 16 + 3);
	edu_raise(1);
	check_eq(none(), NOTHING, "EventID 19 of a device with 4 bits");
	edu_ack(1);
	pci_setup_msi(&edu.pci_dev, t.addr, t.data);
	its_send_mapd_nv(dev, false);
	edu_raise(1);
	check_eq(none(), NOTHING, "an unmapped device");
	edu_ack(1);
	its_send_mapd_nv(dev, true);
	t = its_target(rid, 3);
	edu_raise(1);
	check_eq(due(), t.intid, "mapped again");
	edu_ack(1);

	/* 5.1.4: a write while the ITS is disabled is ignored */
	writel(0, gicv3_its_base() + GITS_CTLR);
	while (!(readl(gicv3_its_base() + GITS_CTLR) & GITS_CTLR_QUIESCENT))
		cpu_relax();
	edu_raise(1);
	check_eq(none(), NOTHING, "the ITS is disabled");
	edu_ack(1);
	writel(GITS_CTLR_ENABLE, gicv3_its_base() + GITS_CTLR);
	check_eq(none(), NOTHING, "enabled: the message of before is lost");
	edu_raise(1);
	check_eq(due(), t.intid, "the next one is not");
	edu_ack(1);
	pci_msi_set_enable(&edu.pci_dev, false);
}
#else
static void its(void)
{
}
#endif

/* 82574: Extended Control, interrupt cause read, set, mask set, mask clear, throttling, allocation */
#define E1000E_ICR	0x000c0
#define E1000E_ICS	0x000c8
#define E1000E_IMS	0x000d0
#define E1000E_IMC	0x000d8
#define E1000E_IVAR	0x000e4
#define E1000E_EITR(n)	(0x000e8 + 4 * (n))
#define E1000E_RXQ(n)	(1U << (20 + (n)))	/* causes: receive queue 0 and 1 */
#define IVAR_RXQ(n, v)	((8U | (v)) << (4 * (n)))

static struct pci_dev nic;
static u8 msix_cap;

static void find_msix(struct pci_dev *dev __unused, int offset, int id)
{
	if (id == PCI_CAP_ID_MSIX)
		msix_cap = offset;
}

static const char *needs_msix(void)
{
	pcidevaddr_t bdf = pci_find_dev(0x8086, 0x10d3);

	if (!frame && !have_its())
		return "no GICv2m frame and no ITS";
	if (bdf == PCIDEVADDR_INVALID)
		return "no e1000e";
	pci_dev_init(&nic, bdf);
	pci_enable_defaults(&nic);
	pci_cap_walk(&nic, find_msix);
	return msix_cap ? NULL : "the e1000e has no MSI-X";
}

static void *msix_part(u8 reg)
{
	u32 at = pci_config_readl(nic.bdf, msix_cap + reg);

	return ioremap(pci_bar_get_addr(&nic, at & PCI_MSIX_BIR), SZ_16K) + (at & ~PCI_MSIX_BIR);
}

static void msix_flags(u16 set)
{
	u16 flags = pci_config_readw(nic.bdf, msix_cap + PCI_MSIX_FLAGS);

	flags &= ~(PCI_MSIX_FLAGS_ENABLE | PCI_MSIX_FLAGS_MASKALL);
	pci_config_writew(nic.bdf, msix_cap + PCI_MSIX_FLAGS, flags | set);
}

static void msix(void)
{
	u16 flags = pci_config_readw(nic.bdf, msix_cap + PCI_MSIX_FLAGS);
	void *regs = ioremap(pci_bar_get_addr(&nic, 0), SZ_128K);
	void *table = msix_part(PCI_MSIX_TABLE), *pba = msix_part(PCI_MSIX_PBA);
	struct target t[2];

	check((flags & PCI_MSIX_FLAGS_QSIZE) + 1 >= 2, "%u vectors", (flags & PCI_MSIX_FLAGS_QSIZE) + 1);
	for (u32 i = 0; i < 2; i++) {
		void *entry = table + i * PCI_MSIX_ENTRY_SIZE;

		check_eq(readl(entry + PCI_MSIX_ENTRY_VECTOR_CTRL) & 1, 1, "vector %u is masked at reset", i);
		t[i] = target(nic.bdf, i);
		writel(t[i].addr, entry + PCI_MSIX_ENTRY_LOWER_ADDR);
		writel(t[i].addr >> 32, entry + PCI_MSIX_ENTRY_UPPER_ADDR);
		writel(t[i].data, entry + PCI_MSIX_ENTRY_DATA);
		writel(0, entry + PCI_MSIX_ENTRY_VECTOR_CTRL);
		check_eq(readl(entry + PCI_MSIX_ENTRY_DATA), t[i].data, "vector %u holds its data", i);
		writel(0, regs + E1000E_EITR(i));
	}
	msix_flags(PCI_MSIX_FLAGS_ENABLE);
	writel(~0U, regs + E1000E_IMC);
	readl(regs + E1000E_ICR);
	writel(IVAR_RXQ(0, 0) | IVAR_RXQ(1, 1), regs + E1000E_IVAR);
	writel(E1000E_RXQ(0) | E1000E_RXQ(1), regs + E1000E_IMS);
#define cause(n) do { writel(~0U, regs + E1000E_ICR); writel(E1000E_RXQ(n), regs + E1000E_ICS); } while (0)
	for (u32 i = 0; i < 2; i++) {
		cause(i);
		check_eq(due(), t[i].intid, "vector %u", i);
		check_eq(none(), NOTHING, "vector %u: once", i);
	}

	/* masked: the pending bit instead of the message, which comes when the mask goes */
	writel(1, table + PCI_MSIX_ENTRY_VECTOR_CTRL);
	cause(0);
	check_eq(none(), NOTHING, "masked vector 0 sends nothing");
	check_eq(readl(pba) & 3, 1, "its pending bit is set");
	cause(1);
	check_eq(due(), t[1].intid, "vector 1 is not masked");
	check_eq(readl(pba) & 3, 1, "and has no pending bit");
	writel(0, table + PCI_MSIX_ENTRY_VECTOR_CTRL);
	check_eq(due(), t[0].intid, "unmasked: vector 0");
	check_eq(readl(pba) & 3, 0, "the pending bit goes");
	check_eq(none(), NOTHING, "unmasked: once");

	msix_flags(PCI_MSIX_FLAGS_ENABLE | PCI_MSIX_FLAGS_MASKALL);
	cause(0);
	cause(1);
	check_eq(none(), NOTHING, "Function Mask holds all");
	check_eq(readl(pba) & 3, 3, "both pending bits are set");
	msix_flags(PCI_MSIX_FLAGS_ENABLE);
	{
		u32 a = due(), b = due();

		check((a == t[0].intid && b == t[1].intid) || (a == t[1].intid && b == t[0].intid),
		      "Function Mask off: both come (%u, %u)", a, b);
	}
	check_eq(readl(pba) & 3, 0, "no pending bit is left");

	/* a vector that is masked takes another message */
	writel(1, table + PCI_MSIX_ENTRY_VECTOR_CTRL);
	cause(0);
	writel(t[1].data, table + PCI_MSIX_ENTRY_DATA);
	writel(0, table + PCI_MSIX_ENTRY_VECTOR_CTRL);
	check_eq(due(), t[1].intid, "data written while masked counts");
	pci_cmd_set_clr(&nic, 0, PCI_COMMAND_MASTER);
	cause(1);
	check_eq(none(), NOTHING, "no message without Bus Master Enable");
	pci_cmd_set_clr(&nic, PCI_COMMAND_MASTER, 0);
	msix_flags(0);
	cause(1);
	check_eq(none(), NOTHING, "no message when MSI-X is off");
	writel(~0U, regs + E1000E_IMC);
}

static const struct subtest subtests[] = {
	{ "intx", intx, .requires = needs_routes },
	{ "frame", frame_registers, .requires = needs_frame },
	{ "msi", msi, .requires = needs_msi },
	{ "its", its, .requires = needs_its },
	{ "msix", msix, .requires = needs_msix },
	{ }
};

static phys_addr_t madt_frame;

static int note_frame(struct acpi_subtable_header *header)
{
	madt_frame = ((struct acpi_madt_generic_msi_frame *)header)->base_address;
	return 0;
}

static bool find_frame(struct dt_pbus_reg *reg)
{
	int node;

	if (!dt_available()) {
		acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_MSI_FRAME, note_frame);
		reg->addr = madt_frame;
		reg->size = SZ_4K;
		return madt_frame;
	}
	node = fdt_node_offset_by_compatible(dt_fdt(), -1, "arm,gic-v2m-frame");
	return node >= 0 && !dt_pbus_translate_node(node, 0, reg);
}

int main(int argc, char **argv)
{
	struct dt_pbus_reg reg;

	if (!pci_probe()) {
		report_skip("no PCI host bridge");
		return report_summary();
	}
	gic_enable_defaults();
	have_edu = edu_init(&edu);
	its_setup();
	if (find_frame(&reg)) {
		u32 typer;

		frame_phys = reg.addr;
		frame = ioremap(reg.addr, reg.size);
		typer = readl(frame + V2M_MSI_TYPER);
		frame_base = (typer >> 16) & 0x3ff;
		frame_num = typer & 0x3ff;
	}
	return run_subtests(subtests, argc, argv);
}
