// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pic: the two 8259A interrupt controllers.
 *
 * Initialisation, masks, the request and in-service registers, priorities and nesting, every form of end of interrupt and
 * rotation, automatic EOI, special mask mode, poll, level triggering by ELCR, and the spurious interrupt of the slave. Old
 * systems, boot loaders and firmware run on nothing else. Intel 8259A datasheet; 82371AB (PIIX4) datasheet for ELCR.
 *
 * Lines are pc-testdev's; the interrupts come through LINT0 in ExtINT mode.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/fwcfg.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define MASTER		0x20
#define SLAVE		0xa0
#define ELCR		0x4d0
#define VECTOR_BASE	0x50
#define MAX_LOG		16

/* OCW2 */
#define EOI		0x20
#define EOI_SPECIFIC	0x60
#define EOI_ROTATE	0xa0
#define EOI_ROTATE_SPECIFIC	0xe0
#define SET_PRIORITY	0xc0
#define ROTATE_AEOI_ON	0x80
#define ROTATE_AEOI_OFF	0x00

/* OCW3 */
#define READ_IRR	0x0a
#define READ_ISR	0x0b
#define POLL		0x0c
#define SPECIAL_ON	0x68
#define SPECIAL_OFF	0x48

static int log[MAX_LOG];
static unsigned int nlog;
/* What a handler does beside noting its line */
static void (*in_handler)(int line);

static void write_mask(u16 mask)
{
	outb(mask, MASTER + 1);
	outb(mask >> 8, SLAVE + 1);
}

static void init_pics(u8 icw4)
{
	outb(0x11, MASTER);
	outb(VECTOR_BASE, MASTER + 1);
	outb(4, MASTER + 1);
	outb(icw4, MASTER + 1);
	outb(0x11, SLAVE);
	outb(VECTOR_BASE + 8, SLAVE + 1);
	outb(2, SLAVE + 1);
	outb(icw4 & 1, SLAVE + 1);
}

/* What is in service may stay over an initialisation: the datasheet's list of what ICW1 clears does not have it. */
static void end_all(void)
{
	int i;

	for (i = 0; i < 8; i++) {
		outb(EOI, SLAVE);
		outb(EOI, MASTER);
	}
}

static u8 irr(u16 pic)
{
	outb(READ_IRR, pic);
	return inb(pic);
}

static u8 isr(u16 pic)
{
	outb(READ_ISR, pic);
	return inb(pic);
}

static void note(int v)
{
	if (nlog < MAX_LOG)
		log[nlog++] = v;
}

static void take(isr_regs_t *regs)
{
	int line = (int)regs->func - VECTOR_BASE;

	note(line);
	if (in_handler)
		in_handler(line);
}

static void eoi_plain(int line)
{
	if (line >= 8)
		outb(EOI, SLAVE);
	outb(EOI, MASTER);
}

static void pulse(int line)
{
	set_irq_line(line, 1);
	set_irq_line(line, 0);
}

/* Lines low, everything initialised, masked but for @open, nothing noted. */
static void fresh(u16 open, u8 icw4, void (*handler)(int line))
{
	int i;

	cli();
	for (i = 3; i < 16; i++)
		if (i != 8)
			set_irq_line(i, 0);
	outb(0, ELCR);
	outb(0, ELCR + 1);
	init_pics(icw4);
	end_all();
	/* The cascade stays open. */
	write_mask((u16)~(open | 4));
	in_handler = handler;
	nlog = 0;
	apic_write(APIC_LVT0, SET_APIC_DELIVERY_MODE(0, APIC_MODE_EXTINT));
}

static void open_for(unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		sti_nop_cli();
}

static void expect(const int *want, unsigned int n, const char *what)
{
	unsigned int i;

	check_eq(nlog, n, "%s: interrupts", what);
	for (i = 0; i < n && i < nlog; i++)
		check_eq(log[i], want[i], "%s: interrupt %u is line", what, i);
}

#define EXPECT(what, lines...)					\
do {								\
	static const int __want[] = { lines };			\
								\
	expect(__want, ARRAY_SIZE(__want), what);		\
} while (0)
#define EXPECT_NONE(what)	expect(NULL, 0, what)

static void registers(void)
{
	fresh(0, 1, eoi_plain);
	write_mask(0x5afb);
	check_eq(inb(MASTER + 1), 0xfb, "mask register of the master");
	check_eq(inb(SLAVE + 1), 0x5a, "mask register of the slave");
	write_mask(0xffff);
	pulse(3);
	pulse(12);
	check_eq(irr(MASTER) & 0x0c, 0x08, "IRR of the master after a pulse of line 3, slave masked");
	check_eq(irr(SLAVE), 0x10, "IRR of the slave after a pulse of line 12");
	check_eq(isr(MASTER), 0, "ISR of the master");
	init_pics(1);
	check_eq(irr(MASTER) & 0xf8, 0, "IRR after an initialisation");
	check_eq(inb(MASTER + 1), 0, "mask register after an initialisation");
	write_mask(0xffff);
}

static void each_line(void)
{
	static const u8 lines[] = { 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15 };

	for (unsigned int i = 0; i < ARRAY_SIZE(lines); i++) {
		fresh(1u << lines[i], 1, eoi_plain);
		pulse(lines[i]);
		open_for(2);
		check_eq(nlog, 1u, "line %u: interrupts", lines[i]);
		check_eq(log[0], lines[i], "line %u: line of the vector", lines[i]);
	}
}

static void masked(void)
{
	fresh(1 << 5, 1, eoi_plain);
	write_mask(0xffff);
	pulse(5);
	open_for(2);
	EXPECT_NONE("masked");
	write_mask((u16)~(1 << 5 | 4));
	open_for(2);
	EXPECT("unmasked: the edge was kept", 5);
}

static void priority(void)
{
	fresh(0xf8f8 | 1 << 9, 1, eoi_plain);
	pulse(7);
	pulse(3);
	pulse(14);
	pulse(9);
	pulse(5);
	open_for(6);
	EXPECT("five pending", 9, 14, 3, 5, 7);
}

static u8 seen_isr, seen_slave_isr;

static void nest(int line)
{
	if (line == 5) {
		pulse(6);
		pulse(3);
		open_for(3);
		seen_isr = isr(MASTER);
		note(-5);
	}
	eoi_plain(line);
}

static void nesting(void)
{
	fresh(0xf8, 1, nest);
	pulse(5);
	open_for(3);
	EXPECT("3 nests in 5, 6 waits for the EOI", 5, 3, -5, 6);
	check_eq(seen_isr, 0x20, "ISR in the handler of 5 after that of 3");
	check_eq(isr(MASTER), 0, "ISR after all");
}

static void same_line(int line)
{
	if (nlog == 1) {
		pulse(5);
		open_for(2);
		note(-5);
	}
	eoi_plain(line);
}

static void own_line_waits(void)
{
	fresh(1 << 5, 1, same_line);
	pulse(5);
	open_for(3);
	EXPECT("a line does not nest in its own handler", 5, -5, 5);
}

static void no_eoi(int line)
{
}

static void in_service(void)
{
	fresh(0xf0f8, 1, no_eoi);
	pulse(12);
	open_for(2);
	check_eq(isr(MASTER), 0x04, "ISR of the master, line 12 in service");
	check_eq(isr(SLAVE), 0x10, "ISR of the slave, line 12 in service");
	check_eq(irr(SLAVE), 0, "IRR of the slave");
	outb(EOI_SPECIFIC | 4, SLAVE);
	check_eq(isr(SLAVE), 0, "ISR of the slave after a specific EOI");
	outb(EOI_SPECIFIC | 3, MASTER);
	check_eq(isr(MASTER), 0x04, "ISR of the master after a specific EOI of another line");
	outb(EOI_SPECIFIC | 2, MASTER);
	check_eq(isr(MASTER), 0, "ISR of the master after a specific EOI");
}

/* The highest in service goes, not the last taken. */
static void eoi_takes_highest(void)
{
	fresh(0xf8, 1, no_eoi);
	pulse(6);
	open_for(1);
	pulse(3);
	open_for(2);
	check_eq(isr(MASTER), 0x48, "ISR with 6 and 3 in service");
	outb(EOI, MASTER);
	check_eq(isr(MASTER), 0x40, "ISR after a non-specific EOI");
	outb(EOI, MASTER);
	check_eq(isr(MASTER), 0, "ISR after the second");
}

/* The order in which 3 to 7 come tells who is lowest. */
static void order(const char *what, const int *want)
{
	int i;

	nlog = 0;
	in_handler = eoi_plain;
	for (i = 3; i < 8; i++)
		pulse(i);
	open_for(8);
	expect(want, 5, what);
}

#define ORDER(what, lines...)		\
do {					\
	static const int __o[] = { lines };	\
					\
	order(what, __o);		\
} while (0)

static void rotation(void)
{
	fresh(0xf8, 1, no_eoi);
	ORDER("after initialisation", 3, 4, 5, 6, 7);
	outb(SET_PRIORITY | 4, MASTER);
	ORDER("4 set lowest", 5, 6, 7, 3, 4);
	outb(SET_PRIORITY | 7, MASTER);
	ORDER("7 set lowest", 3, 4, 5, 6, 7);
	in_handler = no_eoi;
	pulse(5);
	open_for(2);
	outb(EOI_ROTATE, MASTER);
	check_eq(isr(MASTER), 0, "ISR after a rotating EOI");
	ORDER("rotating EOI of 5", 6, 7, 3, 4, 5);
	in_handler = no_eoi;
	pulse(6);
	open_for(2);
	outb(EOI_ROTATE_SPECIFIC | 6, MASTER);
	check_eq(isr(MASTER), 0, "ISR after a rotating specific EOI");
	ORDER("rotating specific EOI of 6", 7, 3, 4, 5, 6);
}

static void auto_eoi(void)
{
	fresh(0xf8, 3, no_eoi);
	pulse(5);
	open_for(2);
	EXPECT("automatic EOI", 5);
	check_eq(isr(MASTER), 0, "ISR with automatic EOI");
	outb(ROTATE_AEOI_ON, MASTER);
	nlog = 0;
	pulse(4);
	open_for(2);
	outb(ROTATE_AEOI_OFF, MASTER);
	ORDER("rotation in automatic EOI: 4 is lowest", 5, 6, 7, 3, 4);
	fresh(0, 1, NULL);
}

/* With the own line masked, special mask mode lets lower priorities through. */
static void special_mask(void)
{
	fresh(0xf8, 1, no_eoi);
	pulse(3);
	open_for(2);
	write_mask((u16)~(0xf0 | 4));
	pulse(6);
	open_for(2);
	EXPECT("3 in service and masked: 6 waits", 3);
	outb(SPECIAL_ON, MASTER);
	write_mask((u16)~(0xf0 | 4));
	open_for(2);
	EXPECT("special mask mode: 6 comes", 3, 6);
	outb(EOI_SPECIFIC | 6, MASTER);
	outb(SPECIAL_OFF, MASTER);
	pulse(6);
	open_for(2);
	EXPECT("special mask mode off: 6 waits", 3, 6);
	outb(EOI_SPECIFIC | 3, MASTER);
	open_for(2);
	EXPECT("3 ended: 6 comes", 3, 6, 6);
}

static void poll(void)
{
	fresh(0xf8, 1, no_eoi);
	outb(POLL, MASTER);
	check_eq(inb(MASTER) & 0x80, 0, "poll without an interrupt");
	pulse(6);
	pulse(4);
	outb(POLL, MASTER);
	check_eq(inb(MASTER), 0x84, "poll with 4 and 6 pending");
	check_eq(isr(MASTER), 0x10, "ISR after the poll");
	check_eq(irr(MASTER) & 0xf8, 0x40, "IRR after the poll");
	outb(EOI, MASTER);
	open_for(2);
	EXPECT("the other one comes as an interrupt", 6);
}

static void lower_after_two(int line)
{
	if (nlog == 2)
		set_irq_line(line, 0);
	eoi_plain(line);
}

static void level(void)
{
	fresh(1 << 11 | 1 << 5, 1, lower_after_two);
	outb(0x20, ELCR);
	outb(0x08, ELCR + 1);
	check_eq(inb(ELCR), 0x20, "ELCR of the master reads back");
	check_eq(inb(ELCR + 1), 0x08, "ELCR of the slave reads back");
	set_irq_line(5, 1);
	open_for(4);
	EXPECT("level line held until the second", 5, 5);
	nlog = 0;
	set_irq_line(11, 1);
	open_for(4);
	EXPECT("level line of the slave held until the second", 11, 11);
	set_irq_line(5, 1);
	set_irq_line(5, 0);
	check_eq(irr(MASTER) & 0x20, 0, "a level line's request goes with the line");
	outb(0xff, ELCR);
	check_eq(inb(ELCR), 0xf8, "ELCR: lines 0 to 2 cannot be level triggered");
	outb(0xff, ELCR + 1);
	check_eq(inb(ELCR + 1), 0xde, "ELCR: lines 8 and 13 cannot be level triggered");
	outb(0, ELCR);
	outb(0, ELCR + 1);
	/* Edge again: a line that stays high gives one. */
	fresh(1 << 5, 1, eoi_plain);
	set_irq_line(5, 1);
	open_for(4);
	EXPECT("edge line held", 5);
	set_irq_line(5, 0);
}

static void slave_isr(int line)
{
	seen_isr = isr(MASTER);
	seen_slave_isr = isr(SLAVE);
	outb(EOI, MASTER);
}

/* The request is gone when the slave is asked: line 7 of the slave, not in service there. */
static void spurious(void)
{
	fresh(1 << 11, 1, slave_isr);
	outb(0x08, ELCR + 1);
	set_irq_line(11, 1);
	set_irq_line(11, 0);
	open_for(2);
	outb(0, ELCR + 1);
	EXPECT("slave asked in vain: its line 7", 15);
	check_eq(seen_isr, 0x04, "ISR of the master meanwhile");
	check_eq(seen_slave_isr, 0, "ISR of the slave meanwhile");
}

static void lint0_masked(void)
{
	fresh(1 << 5, 1, eoi_plain);
	apic_write(APIC_LVT0, SET_APIC_DELIVERY_MODE(APIC_LVT_MASKED, APIC_MODE_EXTINT));
	pulse(5);
	open_for(2);
	EXPECT_NONE("LINT0 masked");
	apic_write(APIC_LVT0, SET_APIC_DELIVERY_MODE(0, APIC_MODE_EXTINT));
	open_for(2);
	EXPECT("LINT0 unmasked", 5);
}

static const struct subtest subtests[] = {
	{ "registers", registers },
	{ "each-line", each_line },
	{ "masked", masked },
	{ "priority", priority },
	{ "nesting", nesting },
	{ "own-line-waits", own_line_waits },
	{ "in-service", in_service },
	{ "eoi-takes-highest", eoi_takes_highest },
	{ "rotation", rotation },
	{ "auto-eoi", auto_eoi },
	{ "special-mask", special_mask },
	{ "poll", poll },
	{ "level", level },
	{ "spurious", spurious },
	{ "lint0-masked", lint0_masked },
	{ }
};

int main(int argc, char **argv)
{
	int i, ret;

	setup_vm();
	if (!test_device_enabled()) {
		report_skip("there is no pc-testdev to drive the lines");
		return report_summary();
	}
	/* The lines also go to the IOAPIC: masked there but for the watchdog's. */
	for (i = 0; i < 24; i++)
		if (i != 8)
			set_mask(i, true);
	for (i = 0; i < 16; i++)
		handle_irq(VECTOR_BASE + i, take);
	ret = run_subtests(subtests, argc, argv);
	mask_pic_interrupts();
	return ret;
}
