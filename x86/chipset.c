// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * chipset: PCI configuration, the ACPI timer, the keyboard controller, the serial port.
 *
 * What firmware and the first minute of every kernel's boot touch: configuration mechanism #1 with its enable bit and all
 * widths, sizes of base address registers, read-only fields; a timer of 24 bits that runs evenly; the keyboard controller's
 * commands; the 16550's registers, in loopback. PCI local bus specification 3.0; ACPI 6.5, 4.8.2.1; IBM PS/2 technical
 * reference; National PC16550D.
 */
#include <libcflat.h>
#include <acpi.h>
#include <pci.h>
#include <subtest.h>
#include <asm/io.h>
#include <asm/pci.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define ADDRESS		0xcf8
#define DATA		0xcfc
#define ENABLE		(1u << 31)

static u16 pm_timer_port;

static void pci_mechanism(void)
{
	u32 id;
	unsigned int i;

	outl(ENABLE, ADDRESS);
	check_eq(inl(ADDRESS), ENABLE, "address register reads back");
	id = inl(DATA);
	check_ne(id, ~0u, "vendor and device of 00:00.0");
	for (i = 0; i < 4; i++)
		check_eq(inb(DATA + i), (id >> 8 * i) & 0xff, "byte %u of it", i);
	check_eq(inw(DATA), id & 0xffff, "low word of it");
	check_eq(inw(DATA + 2), id >> 16, "high word of it");
	outl(0, ADDRESS);
	check_eq(inl(DATA), ~0u, "data with the enable bit clear");
	outl(ENABLE, ADDRESS);
	/* Bytes to CF8h are not for the bridge. */
	outb(0xff, ADDRESS);
	check_eq(inl(ADDRESS), ENABLE, "address register after a byte was written there");
	outl(ENABLE | 31 << 11 | 7 << 8, ADDRESS);
	check_eq(inl(DATA), ~0u, "data of a device that is not there");
	outl(ENABLE | 0xff << 16, ADDRESS);
	check_eq(inl(DATA), ~0u, "data of a bus that is not there");
}

static const char *needs_testdev(void)
{
	return pci_find_dev(PCI_VENDOR_ID_REDHAT, PCI_DEVICE_ID_REDHAT_TEST) == PCIDEVADDR_INVALID ? "there is no pci-testdev" : NULL;
}

static void pci_header(void)
{
	pcidevaddr_t dev = pci_find_dev(PCI_VENDOR_ID_REDHAT, PCI_DEVICE_ID_REDHAT_TEST);
	u32 old = pci_config_readl(dev, 0), class = pci_config_readl(dev, 8);
	u16 command = pci_config_readw(dev, PCI_COMMAND);
	u8 line = pci_config_readb(dev, PCI_INTERRUPT_LINE);

	pci_config_writel(dev, 0, ~old);
	check_eq(pci_config_readl(dev, 0), old, "vendor and device are read-only");
	pci_config_writel(dev, 8, ~class);
	check_eq(pci_config_readl(dev, 8), class, "class and revision are read-only");
	pci_config_writeb(dev, PCI_INTERRUPT_LINE, 0x5a);
	check_eq(pci_config_readb(dev, PCI_INTERRUPT_LINE), 0x5a, "interrupt line reads back");
	check_eq(pci_config_readl(dev, 0), old, "vendor and device after a byte was written elsewhere");
	pci_config_writeb(dev, PCI_INTERRUPT_LINE, line);
	pci_config_writew(dev, PCI_COMMAND, command & ~PCI_COMMAND_MEMORY);
	check_eq(pci_config_readw(dev, PCI_COMMAND) & PCI_COMMAND_MEMORY, 0, "memory decoding off reads back");
	pci_config_writew(dev, PCI_COMMAND, command);
	check_eq(pci_config_readw(dev, PCI_COMMAND), command, "command register reads back");
}

/* All ones in a base address register: the bits that stay 0 tell its size; then the address itself. */
static void pci_bars(void)
{
	pcidevaddr_t dev = pci_find_dev(PCI_VENDOR_ID_REDHAT, PCI_DEVICE_ID_REDHAT_TEST);
	static const struct {
		u32 size, flags, mask;
	} bars[] = { { 0x1000, 0, 0xf }, { 0x100, 1, 3 } };
	u16 command = pci_config_readw(dev, PCI_COMMAND);
	u32 old, got;
	unsigned int i;

	pci_config_writew(dev, PCI_COMMAND, command & ~(PCI_COMMAND_MEMORY | PCI_COMMAND_IO));
	for (i = 0; i < ARRAY_SIZE(bars); i++) {
		u8 reg = PCI_BASE_ADDRESS_0 + 4 * i;

		old = pci_config_readl(dev, reg);
		check_eq(old & bars[i].mask, bars[i].flags, "BAR %u: type", i);
		check_eq(old & (bars[i].size - 1) & ~bars[i].mask, 0u, "BAR %u: aligned to its size", i);
		pci_config_writel(dev, reg, ~0u);
		got = pci_config_readl(dev, reg) & ~bars[i].mask;
		check_eq(~got + 1, bars[i].size, "BAR %u: size", i);
		pci_config_writel(dev, reg, 0x12345678);
		check_eq(pci_config_readl(dev, reg) & ~bars[i].mask, 0x12345678 & ~(bars[i].size - 1), "BAR %u: an address reads back", i);
		pci_config_writel(dev, reg, old);
		check_eq(pci_config_readl(dev, reg), old, "BAR %u: the old address reads back", i);
	}
	pci_config_writel(dev, PCI_BASE_ADDRESS_0 + 20, ~0u);
	check_eq(pci_config_readl(dev, PCI_BASE_ADDRESS_0 + 20), 0u, "BAR 5, which is not there");
	pci_config_writew(dev, PCI_COMMAND, command);
}

static const char *needs_pm_timer(void)
{
	return pm_timer_port ? NULL : "there is no ACPI timer";
}

/* 24 bits: each of the upper ones changes, and none above is set. */
static void pm_timer(void)
{
	u32 seen_0 = 0, seen_1 = 0, v, last = inl(pm_timer_port), back = 0;
	u64 start = rdtsc();

	while ((seen_0 & seen_1 & 0xf00000) != 0xf00000 && rdtsc() - start < (1ull << 36)) {
		v = inl(pm_timer_port);
		seen_1 |= v;
		seen_0 |= ~v;
		/* Forwards, but for the wrap */
		back += ((v - last) & 0xffffff) > 0x800000;
		last = v;
	}
	check_eq(seen_0 & seen_1 & 0xf00000, 0xf00000u, "bits 20 to 23 have been 0 and 1");
	check_eq(back, 0u, "times it went backwards");
	check_eq(seen_1 & 0xff000000, 0u, "bits 24 to 31 are 0");
	outl(0x123456, pm_timer_port);
	v = inl(pm_timer_port);
	check(((v - last) & 0xffffff) < 0x400000, "it cannot be written: %06x after %06x", v, last);
}

/* Keyboard controller */
#define KBC		0x64
#define KBC_DATA	0x60
#define KBC_OUT_FULL	0x01
#define KBC_IN_FULL	0x02
#define KBC_SELF_TEST	0x04
#define KBC_COMMAND	0x08

static void kbc_command(u8 c)
{
	while (inb(KBC) & KBC_IN_FULL)
		;
	outb(c, KBC);
}

static void kbc_write(u8 v)
{
	while (inb(KBC) & KBC_IN_FULL)
		;
	outb(v, KBC_DATA);
}

static int kbc_read(void)
{
	for (int i = 0; i < 1000000; i++)
		if (inb(KBC) & KBC_OUT_FULL)
			return inb(KBC_DATA);
	return -1;
}

static const char *needs_kbc(void)
{
	return inb(KBC) == 0xff ? "there is no keyboard controller" : NULL;
}

static void keyboard(void)
{
	u8 mode;

	while (inb(KBC) & KBC_OUT_FULL)
		inb(KBC_DATA);
	kbc_command(0xad);
	kbc_command(0x20);
	mode = kbc_read();
	kbc_command(0xaa);
	check_bits(inb(KBC), KBC_COMMAND, (u8)KBC_COMMAND, "status after a command: command, not data");
	check_eq(kbc_read(), 0x55, "answer to the self test");
	check_bits(inb(KBC), KBC_SELF_TEST, (u8)KBC_SELF_TEST, "status: self test passed");
	check_bits(inb(KBC), KBC_OUT_FULL, (u8)0, "status: the answer was taken");
	kbc_command(0xab);
	check_eq(kbc_read(), 0x00, "answer to the keyboard interface test");
	kbc_command(0xa9);
	check_eq(kbc_read(), 0x00, "answer to the mouse interface test");
	/* Command byte; with both interfaces and their interrupts off */
	kbc_command(0x60);
	kbc_write(0x34);
	kbc_command(0x20);
	check_eq(kbc_read(), 0x34, "command byte reads back");
	kbc_command(0xa8);
	kbc_command(0x20);
	check_eq(kbc_read(), 0x14, "command byte after the mouse was enabled");
	kbc_command(0xa7);
	kbc_command(0xae);
	kbc_command(0x20);
	check_eq(kbc_read(), 0x24, "command byte after the mouse was disabled, the keyboard enabled");
	kbc_command(0xad);
	/* What is written after D2h and D3h comes back as if from keyboard and mouse. */
	kbc_command(0xd2);
	kbc_write(0x5e);
	check_bits(inb(KBC), 0x20, (u8)0, "byte for the keyboard's buffer: not from the mouse");
	check_eq(kbc_read(), 0x5e, "byte for the keyboard's buffer");
	kbc_command(0xd3);
	kbc_write(0xa7);
	check_bits(inb(KBC), 0x20, (u8)0x20, "byte for the mouse's buffer: from the mouse");
	check_eq(kbc_read(), 0xa7, "byte for the mouse's buffer");
	kbc_command(0x60);
	kbc_write(mode);
}

/* 16550: the console's own port, used between two reports only */
#define UART		0x3f8
#define DATA_REG	0
#define IER		1
#define IIR		2
#define LCR		3
#define MCR		4
#define LSR		5
#define MSR		6
#define SCR		7

static u8 ur(int reg)
{
	return inb(UART + reg);
}

static void uw(int reg, u8 v)
{
	outb(v, UART + reg);
}

static void uart(void)
{
	u8 lcr = ur(LCR), mcr = ur(MCR), scratch[2], ier[2], divisor[2][2], lcr_back, fifo[2], msr[3], loop, lsr[2], iir[2], mcr_back;
	u8 low, high;

	/* What is still to be sent goes first. */
	while ((ur(LSR) & 0x60) != 0x60)
		;
	uw(SCR, 0xa5);
	scratch[0] = ur(SCR);
	uw(SCR, 0x5a);
	scratch[1] = ur(SCR);
	uw(IER, 0xff);
	ier[0] = ur(IER);
	uw(IER, 0);
	ier[1] = ur(IER);
	uw(LCR, 0x5b);
	lcr_back = ur(LCR);
	uw(LCR, 0x83);
	low = ur(DATA_REG);
	high = ur(IER);
	uw(DATA_REG, 0x34);
	uw(IER, 0x12);
	divisor[0][0] = ur(DATA_REG);
	divisor[0][1] = ur(IER);
	uw(DATA_REG, low);
	uw(IER, high);
	uw(LCR, 0x03);
	divisor[1][0] = ur(IER);
	uw(IIR, 1);
	fifo[0] = ur(IIR) & 0xc0;
	uw(IIR, 0);
	fifo[1] = ur(IIR) & 0xc0;
	/* Loopback: outputs appear as inputs, data comes back. */
	uw(MCR, 0x10);
	mcr_back = ur(MCR);
	ur(MSR);
	msr[0] = ur(MSR);
	uw(MCR, 0x1f);
	msr[1] = ur(MSR);
	msr[2] = ur(MSR);
	uw(IER, 1);
	lsr[0] = ur(LSR);
	uw(DATA_REG, 0x77);
	for (int i = 0; i < 1000000 && !(ur(LSR) & 1); i++)
		;
	lsr[1] = ur(LSR);
	iir[0] = ur(IIR) & 0xf;
	loop = ur(DATA_REG);
	iir[1] = ur(IIR) & 1;
	uw(IER, 0);
	uw(LCR, lcr);
	uw(MCR, mcr);

	check(scratch[0] == 0xa5 && scratch[1] == 0x5a, "scratch register: a5 and 5a read %02x and %02x", scratch[0], scratch[1]);
	check(ier[0] == 0x0f && !ier[1], "interrupt enable: ff and 0 read %02x and %02x", ier[0], ier[1]);
	check_eq(lcr_back, 0x5b, "line control reads back");
	check(divisor[0][0] == 0x34 && divisor[0][1] == 0x12, "divisor: 1234 reads %02x%02x", divisor[0][1], divisor[0][0]);
	check_eq(divisor[1][0], 0, "interrupt enable after the divisor was written");
	check(fifo[0] == 0xc0 && !fifo[1], "FIFO bits, on and off: %02x, %02x", fifo[0], fifo[1]);
	check_eq(mcr_back, 0x10, "modem control reads back");
	check_eq(msr[0] & 0xf0, 0, "loopback, outputs off: modem status");
	check_eq(msr[1] & 0xf0, 0xf0, "loopback, outputs on: modem status");
	check_eq(msr[1] & 0x0b, 0x0b, "loopback: changes of CTS, DSR and DCD");
	check_eq(msr[2] & 0x0f, 0, "loopback: the changes are cleared by reading");
	check_eq(lsr[0] & 1, 0, "loopback: no data before");
	check_eq(lsr[1] & 1, 1, "loopback: data ready");
	check_eq(iir[0], 4, "loopback: interrupt identification, received data");
	check_eq(loop, 0x77, "loopback: the byte");
	check_eq(iir[1], 1, "loopback: no interrupt after it was read");
}

static const struct subtest subtests[] = {
	{ "pci-mechanism", pci_mechanism },
	{ "pci-header", pci_header, needs_testdev },
	{ "pci-bars", pci_bars, needs_testdev },
	{ "pm-timer", pm_timer, needs_pm_timer },
	{ "keyboard", keyboard, needs_kbc },
	{ "uart", uart },
	{ }
};

int main(int argc, char **argv)
{
	struct acpi_table_fadt *fadt;

	setup_vm();
	fadt = find_acpi_table_addr(FACP_SIGNATURE);
	pm_timer_port = fadt ? fadt->pm_tmr_blk : 0;
	return run_subtests(subtests, argc, argv);
}
