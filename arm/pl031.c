// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pl031: the PL031 real-time clock (Arm DDI 0224): identification, read-only registers, the
 * seconds counter, match interrupt masked and unmasked, loading a new time.
 */
#include <libcflat.h>
#include <devicetree.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/processor.h>

#define RTC_DR		0x00
#define RTC_MR		0x04
#define RTC_LR		0x08
#define RTC_CR		0x0c
#define RTC_IMSC	0x10
#define RTC_RIS		0x14
#define RTC_MIS		0x18
#define RTC_ICR		0x1c
#define RTC_PERIPH_ID	0xfe0
#define RTC_PCELL_ID	0xff0

static void *pl031;
static int pl031_irq;
static volatile bool irq_triggered;
static volatile u32 ris_in, mis_in, ris_out, mis_out;

static void check_ids(void)
{
	static const u8 ids[] = { 0x31, 0x10, 0x14, 0x00, 0x0d, 0xf0, 0x05, 0xb1 };
	bool ok = true;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		u32 id = readl(pl031 + RTC_PERIPH_ID + i * 4) & 0xff;
		/* the revision in PeriphID2[7:4] is not fixed */
		u8 mask = i == 2 ? 0x0f : 0xff;

		if ((id & mask) != (ids[i] & mask))
			ok = false;
	}
	report(ok, "Periph and PCell IDs match");
}

static bool keeps_value(unsigned int reg)
{
	void *p = pl031 + reg;
	u32 l = readl(p);
	u16 w = readw(p);
	u8 b = readb(p);

	writel(0xdeadbeef, p);
	if (readl(p) != l)
		return false;
	writew(0xbeef, p);
	if (readw(p) != w || readl(p) != l)
		return false;
	writeb(0xef, p);
	return readb(p) == b && readw(p) == w && readl(p) == l;
}

static void check_readonly(void)
{
	bool ok = keeps_value(RTC_RIS) && keeps_value(RTC_MIS);
	int i;

	for (i = 0; i < 8; i++)
		ok &= keeps_value(RTC_PERIPH_ID + i * 4);
	report(ok, "R/O registers keep their value");
}

/*
 * The seconds counter against the generic timer. A busy host can stretch any two lines, so what the counter may show
 * follows from the times between which it was read.
 */
static void check_freq(void)
{
	u64 hz = get_cntfrq(), earliest, before = get_cntvct(), latest, end;
	u32 start = readl(pl031 + RTC_DR), now;

	/* the tick comes after the last reading of the old second has begun, and before the first of its own has ended */
	do {
		earliest = before;
		before = get_cntvct();
		now = readl(pl031 + RTC_DR);
	} while (now == start);
	latest = get_cntvct();
	start = now;

	mdelay(2400);
	end = get_cntvct();
	now = readl(pl031 + RTC_DR);
	report(now - start >= (end - latest) / hz && now - start <= (get_cntvct() - earliest) / hz,
	       "RTC ticks at 1HZ");
}

static bool irq_pending(void)
{
	return gic_irq_state(pl031_irq) == GIC_IRQ_STATE_PENDING;
}

static void irq_handler(struct pt_regs *regs __unused)
{
	u32 irqstat = gic_read_iar();
	u32 irqnr = gic_iar_irqnr(irqstat);

	if (irqnr == (u32)pl031_irq) {
		ris_in = readl(pl031 + RTC_RIS);
		mis_in = readl(pl031 + RTC_MIS);
		writel(1, pl031 + RTC_ICR);
		ris_out = readl(pl031 + RTC_RIS);
		mis_out = readl(pl031 + RTC_MIS);
		irq_triggered = true;
	}
	if (irqnr != GICC_INT_SPURIOUS)
		gic_write_eoir(irqstat);
}

static void check_irq(void)
{
	u32 now;
	int i;

	report(!irq_pending(), "interrupt not pending before the test");

	writel(0, pl031 + RTC_IMSC);
	writel(1, pl031 + RTC_ICR);
	/* a second that ends between reading and writing leaves the match behind */
	do {
		now = readl(pl031 + RTC_DR);
		writel(now + 1, pl031 + RTC_MR);
	} while (readl(pl031 + RTC_DR) != now);
	mdelay(1200);
	report(!irq_pending(), "masked match: interrupt not pending");
	report(readl(pl031 + RTC_RIS) == 1 && readl(pl031 + RTC_MIS) == 0,
	       "masked match: raw status set, masked status clear");

	writel(1, pl031 + RTC_IMSC);
	report(irq_pending(), "unmasked: interrupt pending");

#ifdef __aarch64__
	install_irq_handler(EL1H_IRQ, irq_handler);
#else
	install_exception_handler(EXCPTN_IRQ, irq_handler);
#endif
	gic_enable_irq(pl031_irq);
	local_irq_enable();
	for (i = 0; i < 100 && !irq_triggered; i++)
		mdelay(10);
	local_irq_disable();

	report(irq_triggered, "interrupt taken");
	report(ris_in == 1, "  RTC RIS == 1 in the handler");
	report(mis_in == 1, "  RTC MIS == 1 in the handler");
	report(ris_out == 0, "  RTC RIS == 0 after clearing");
	report(mis_out == 0, "  RTC MIS == 0 after clearing");
	report(!irq_pending(), "interrupt no longer pending");
}

/* Match and load registers; the alarm follows the time that is loaded. */
static void check_match(void)
{
	u32 now;

	writel(1, pl031 + RTC_IMSC);
	writel(readl(pl031 + RTC_DR) + 1000, pl031 + RTC_MR);
	writel(1, pl031 + RTC_ICR);
	writel(readl(pl031 + RTC_DR) - 100, pl031 + RTC_MR);
	mdelay(20);
	report(readl(pl031 + RTC_RIS) == 0, "a match in the past raises nothing");
	now = readl(pl031 + RTC_DR);
	writel(now + 1000, pl031 + RTC_MR);
	report(readl(pl031 + RTC_MR) == now + 1000, "the match register reads back");
	report(readl(pl031 + RTC_RIS) == 0, "a match far ahead raises nothing");
	/* loading that very time is a match */
	writel(now + 1000, pl031 + RTC_LR);
	report(readl(pl031 + RTC_RIS) == 1, "loading the time of the match raises it");
	writel(0, pl031 + RTC_ICR);
	report(readl(pl031 + RTC_RIS) == 1, "writing 0 to ICR clears nothing");
	writel(now, pl031 + RTC_LR);
	writel(1, pl031 + RTC_ICR);
	report(readl(pl031 + RTC_RIS) == 0, "writing 1 does");
	writel(0xffffffff, pl031 + RTC_IMSC);
	report(readl(pl031 + RTC_IMSC) == 1, "IMSC has one bit");
	writel(0, pl031 + RTC_IMSC);
	report(readl(pl031 + RTC_ICR) == 0, "ICR reads 0");
}

static void check_load(void)
{
	u32 before = readl(pl031 + RTC_DR);

	writel(0x80000000, pl031 + RTC_LR);
	report(readl(pl031 + RTC_DR) - 0x80000000 <= 1, "a load sets the time");
	report(readl(pl031 + RTC_LR) == 0x80000000, "the load register reads back");
	writel(before, pl031 + RTC_LR);
	report(readl(pl031 + RTC_CR) & 1, "the clock runs (CR bit 0)");
}

static int rtc_init(void)
{
	const struct fdt_property *prop;
	struct dt_pbus_reg reg;
	const u32 *data;
	int node, len;

	/* under ACPI the firmware owns the clock, and no table tells of it */
	if (!dt_available())
		return -1;
	node = fdt_node_offset_by_compatible(dt_fdt(), -1, "arm,pl031");
	if (node < 0)
		return -1;
	if (dt_pbus_translate_node(node, 0, &reg) < 0)
		return -1;
	pl031 = ioremap(reg.addr, reg.size);

	prop = fdt_get_property(dt_fdt(), node, "interrupts", &len);
	if (!prop || len != 3 * sizeof(u32))
		return -1;
	data = (const u32 *)prop->data;
	if (fdt32_to_cpu(data[0]) != 0)
		return -1;
	pl031_irq = SPI(fdt32_to_cpu(data[1]));
	return 0;
}

int main(void)
{
	report_prefix_push("pl031");
	if (rtc_init()) {
		report_skip("no pl031 with one SPI in the device tree");
		return report_summary();
	}

	gic_enable_defaults();

	check_ids();
	check_readonly();
	check_freq();
	check_irq();
	check_match();
	check_load();
	return report_summary();
}
