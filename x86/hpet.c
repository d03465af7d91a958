// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hpet: comparators of the high precision event timer and their interrupts.
 *
 * Capabilities and masks; one-shot, periodic and 32-bit comparators; edge and level interrupts with the status register; the
 * legacy routes that take the place of the 8254's and the clock's; that the counter halts and is set. IA-PC HPET
 * specification 1.0a, 2.3.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/io.h>
#include <vmalloc.h>
#include <x86/apic.h>
#include <x86/isr.h>
#include <x86/processor.h>

#define BASE		0xfed00000
#define CAP		0x000
#define PERIOD		0x004
#define CONFIG		0x010
#define STATUS		0x020
#define COUNTER		0x0f0
#define TIMER(n)	(0x100 + 0x20 * (n))
#define ROUTES(n)	(TIMER(n) + 4)
#define COMPARATOR(n)	(TIMER(n) + 8)

#define ENABLE		BIT(0)
#define LEGACY		BIT(1)

#define T_LEVEL		BIT(1)
#define T_INT		BIT(2)
#define T_PERIODIC	BIT(3)
#define T_CAN_PERIODIC	BIT(4)
#define T_64		BIT(5)
#define T_SET		BIT(6)
#define T_32_MODE	BIT(8)
#define T_ROUTE(pin)	((pin) << 9)

#define VECTOR		0x59

static u8 *hpet;
static u32 period;
static volatile unsigned int interrupts;
static volatile bool clear_status;
static volatile u32 status_seen;

static const char *needs_hpet(void)
{
	if (!hpet)
		hpet = ioremap(BASE, 0x400);
	period = readl(hpet + PERIOD);
	if (readl(hpet) == ~0u || !period || period > 0x05f5e100)
		return "no HPET at FED00000h";
	return NULL;
}

static u32 get(unsigned int reg)
{
	return readl(hpet + reg);
}

static void put(unsigned int reg, u32 v)
{
	writel(v, hpet + reg);
}

/* Ticks of @ms milliseconds */
static u32 ticks(u32 ms)
{
	/* period is in femtoseconds; 10^12 of them are a millisecond */
	return (u32)(1000000000ull / (period / 1000)) * ms;
}

/* Halted at 0, no timer enabled, nothing pending */
static void halt(void)
{
	int i;

	put(CONFIG, 0);
	for (i = 0; i < 3; i++)
		put(TIMER(i), 0);
	put(STATUS, ~0u);
	put(COUNTER, 0);
	put(COUNTER + 4, 0);
	interrupts = 0;
	status_seen = 0;
}

static void registers(void)
{
	unsigned int n;
	u32 old;

	halt();
	old = get(CAP);
	put(CAP, ~old);
	check_eq(get(CAP), old, "capabilities after their inverse was written");
	put(PERIOD, 0);
	check_eq(get(PERIOD), period, "period after 0 was written");
	check_ge((old >> 8 & 0x1f) + 1, 3u, "timers");
	put(CONFIG, ~0u);
	check_eq(get(CONFIG), (u32)(ENABLE | LEGACY), "configuration after all ones");
	put(CONFIG, 0);
	check_eq(get(CONFIG), 0u, "configuration after 0");
	for (n = 0; n < 3; n++) {
		old = get(TIMER(n));
		put(TIMER(n), ~0u);
		check_bits(get(TIMER(n)), T_CAN_PERIODIC | T_64 | BIT(15), old & (T_CAN_PERIODIC | T_64 | BIT(15)),
			   "timer %u: capabilities in the configuration are read-only", n);
		check_bits(get(TIMER(n)), BIT(0), 0u, "timer %u: bit 0 is reserved", n);
		put(TIMER(n), 0);
		check_bits(get(TIMER(n)), T_LEVEL | T_INT | T_PERIODIC | T_32_MODE | T_ROUTE(31), 0u, "timer %u: after 0", n);
		old = get(ROUTES(n));
		put(ROUTES(n), ~old);
		check_eq(get(ROUTES(n)), old, "timer %u: routes are read-only", n);
		put(COMPARATOR(n), 0x12345678);
		put(COMPARATOR(n) + 4, 0x9abcdef0);
		check_eq(get(COMPARATOR(n)), 0x12345678u, "timer %u: comparator reads back", n);
		check_eq(get(COMPARATOR(n) + 4), 0x9abcdef0u, "timer %u: upper half of the comparator reads back", n);
	}
}

static void counter(void)
{
	u64 start = rdtsc();
	u32 a, b;

	halt();
	put(COUNTER, 0x1000);
	put(COUNTER + 4, 0x55);
	check_eq(get(COUNTER), 0x1000u, "counter, set while halted");
	check_eq(get(COUNTER + 4), 0x55u, "upper half of the counter");
	put(CONFIG, ENABLE);
	while (get(COUNTER) < 0x2000 && rdtsc() - start < 4000000000ull)
		pause();
	put(CONFIG, 0);
	a = get(COUNTER);
	check_ge(a, 0x2000u, "counter after it has run");
	b = get(COUNTER);
	check_eq(b, a, "counter, halted: reads the same again");
	put(CONFIG, ENABLE);
	check_ge(get(COUNTER), a, "counter, running again: goes on from there");
	put(CONFIG, 0);
}

static void take(isr_regs_t *regs)
{
	interrupts++;
	status_seen |= get(STATUS);
	if (clear_status)
		put(STATUS, 7);
	eoi();
}

/* Once none has come, the others are not waited for as long. */
static unsigned int wait(unsigned int n)
{
	static u64 limit = 8000000000ull;
	u64 start = rdtsc();

	sti();
	while (interrupts < n && rdtsc() - start < limit)
		pause();
	cli();
	if (interrupts < n)
		limit = 200000000;
	return interrupts;
}

static void moment(void)
{
	u64 start = rdtsc();

	sti();
	while (rdtsc() - start < 30000000)
		pause();
	cli();
}

/* The first pin that the timer can be routed to and nobody here uses */
static unsigned int pin_of(unsigned int n)
{
	u32 routes = get(ROUTES(n));
	unsigned int pin;

	for (pin = 23; pin > 8; pin--)
		if (routes & BIT(pin))
			return pin;
	return 2;
}

static void one_shot(void)
{
	for (unsigned int n = 0; n < 3; n++) {
		unsigned int pin = pin_of(n);

		halt();
		handle_irq(VECTOR, take);
		ioapic_set_redir(pin, VECTOR, TRIGGER_EDGE);
		put(COMPARATOR(n), ticks(5));
		put(COMPARATOR(n) + 4, 0);
		put(TIMER(n), T_INT | T_ROUTE(pin));
		put(CONFIG, ENABLE);
		check_eq(wait(1), 1u, "timer %u, pin %u: interrupts", n, pin);
		check_ge(get(COUNTER), ticks(5), "timer %u: counter then", n);
		check_bits(status_seen, BIT(n), 0u, "timer %u: an edge leaves no status", n);
		moment();
		check_eq(interrupts, 1u, "timer %u: interrupts after a while", n);
		set_mask(pin, true);
	}
	halt();
}

static void disabled(void)
{
	unsigned int pin = pin_of(0);

	halt();
	ioapic_set_redir(pin, VECTOR, TRIGGER_EDGE);
	put(COMPARATOR(0), ticks(1));
	put(COMPARATOR(0) + 4, 0);
	put(TIMER(0), T_ROUTE(pin));
	put(CONFIG, ENABLE);
	while (get(COUNTER) < ticks(2))
		moment();
	check_eq(interrupts, 0u, "interrupts of a timer without INT_ENB");
	set_mask(pin, true);
	halt();
}

static void level(void)
{
	unsigned int n = 1, pin = pin_of(n);

	halt();
	clear_status = true;
	handle_irq(VECTOR, take);
	ioapic_set_redir(pin, VECTOR, TRIGGER_LEVEL);
	put(COMPARATOR(n), ticks(5));
	put(COMPARATOR(n) + 4, 0);
	put(TIMER(n), T_INT | T_LEVEL | T_ROUTE(pin));
	put(CONFIG, ENABLE);
	check_eq(wait(1), 1u, "interrupts");
	check_eq(status_seen & 7, (u32)BIT(n), "status in the handler");
	check_eq(get(STATUS) & 7, 0u, "status, cleared by writing 1");
	moment();
	check_eq(interrupts, 1u, "interrupts after the status was cleared");
	clear_status = false;
	set_mask(pin, true);
	halt();
}

/* The comparator advances by the period at each match. */
static void periodic(void)
{
	unsigned int n = 0, pin = pin_of(n), i;
	u32 step = ticks(2), first = ticks(5), value;

	halt();
	if (!(get(TIMER(n)) & T_CAN_PERIODIC)) {
		report_skip("timer 0 cannot be periodic");
		return;
	}
	handle_irq(VECTOR, take);
	ioapic_set_redir(pin, VECTOR, TRIGGER_EDGE);
	put(TIMER(n), T_INT | T_PERIODIC | T_SET | T_ROUTE(pin));
	put(COMPARATOR(n), first);
	/* Without VAL_SET_CNF this is the period. */
	put(COMPARATOR(n), step);
	put(CONFIG, ENABLE);
	check_ge(wait(8), 8u, "interrupts");
	for (i = 0; i < 5; i++) {
		value = get(COMPARATOR(n));
		check_eq((value - first) % step, 0u, "comparator %x is the first value and a number of periods", value);
		interrupts = 0;
		wait(1);
	}
	put(TIMER(n), 0);
	set_mask(pin, true);
	halt();
}

static void mode_32(void)
{
	unsigned int n = 2, pin = pin_of(n);

	halt();
	handle_irq(VECTOR, take);
	ioapic_set_redir(pin, VECTOR, TRIGGER_EDGE);
	put(TIMER(n), T_INT | T_32_MODE | T_ROUTE(pin));
	check_bits(get(TIMER(n)), T_32_MODE, T_32_MODE, "32-bit mode reads back");
	put(COUNTER, 0x1000);
	put(COUNTER + 4, 7);
	/* The upper half of the counter does not count. */
	put(COMPARATOR(n), 0x1000 + ticks(5));
	put(CONFIG, ENABLE);
	check_eq(wait(1), 1u, "interrupts, upper half of the counter not 0");
	check_ge(get(COUNTER), 0x1000 + ticks(5), "counter then");
	set_mask(pin, true);
	halt();
}

/* Timers 0 and 1 in place of the 8254 and the clock: pins 2 and 8 */
static void legacy(void)
{
	static const u8 pins[2] = { 2, 8 };

	if (!(get(CAP) & BIT(15))) {
		report_skip("no legacy replacement routes");
		return;
	}
	for (unsigned int n = 0; n < 2; n++) {
		ioapic_redir_entry_t old = ioapic_read_redir(pins[n]);

		halt();
		handle_irq(VECTOR, take);
		ioapic_set_redir(pins[n], VECTOR, TRIGGER_EDGE);
		put(CONFIG, LEGACY);
		put(COMPARATOR(n), ticks(5));
		put(COMPARATOR(n) + 4, 0);
		put(TIMER(n), T_INT | T_ROUTE(20));
		put(CONFIG, ENABLE | LEGACY);
		check_eq(wait(1), 1u, "timer %u: interrupts at pin %u", n, pins[n]);
		halt();
		ioapic_write_redir(pins[n], old);
	}
}

static const struct subtest subtests[] = {
	{ "registers", registers, needs_hpet },
	{ "counter", counter, needs_hpet },
	{ "one-shot", one_shot, needs_hpet },
	{ "disabled", disabled, needs_hpet },
	{ "level", level, needs_hpet },
	{ "periodic", periodic, needs_hpet },
	{ "32-bit", mode_32, needs_hpet },
	/* Pin 8 is the watchdog's as well. */
	{ "legacy", legacy, needs_hpet, .flags = SUBTEST_NO_WATCHDOG },
	{ }
};

/* Channel 0 of the 8254, whose pin is the only one in many a PC that the HPET has too: mode 0 ends and is silent. */
static void silence_pit(bool on)
{
	outb(on ? 0x30 : 0x36, 0x43);
	outb(on, 0x40);
	outb(0, 0x40);
}

int main(int argc, char **argv)
{
	int ret;

	setup_vm();
	mask_pic_interrupts();
	silence_pit(true);
	ret = run_subtests(subtests, argc, argv);
	silence_pit(false);
	return ret;
}
