// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * rtc: the MC146818 real-time clock.
 *
 * Time in BCD and binary, in 12 and 24 hours; the calendar's ends; SET; update, alarm and periodic flags and their interrupt;
 * that reading register C clears it and nothing writes it; the RAM. Firmware, boot loaders and every old system keep time by
 * it. Motorola MC146818A datasheet; ACPI for the century.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define SECONDS		0
#define SECONDS_ALARM	1
#define MINUTES		2
#define MINUTES_ALARM	3
#define HOURS		4
#define HOURS_ALARM	5
#define WEEKDAY		6
#define DAY		7
#define MONTH		8
#define YEAR		9
#define REG_A		10
#define REG_B		11
#define REG_C		12
#define REG_D		13

#define A_UIP		0x80
#define B_SET		0x80
#define B_PIE		0x40
#define B_AIE		0x20
#define B_UIE		0x10
#define B_BINARY	0x04
#define B_24H		0x02
#define C_IRQF		0x80
#define C_PF		0x40
#define C_AF		0x20
#define C_UF		0x10

#define PIN		8
#define VECTOR		0x58

/* Nothing here takes longer than 3 seconds of a clock whose rate is not known: a limit on the host's. */
#define PATIENCE	(1ull << 35)

static u8 old_a, old_b;
static volatile unsigned int interrupts;
static volatile u8 flags_seen;

static u8 get(u8 reg)
{
	outb(reg, 0x70);
	return inb(0x71);
}

static void put(u8 reg, u8 v)
{
	outb(reg, 0x70);
	outb(v, 0x71);
}

static bool wait_flag(u8 flag)
{
	u64 start = rdtsc();

	while (!(get(REG_C) & flag))
		if (rdtsc() - start > PATIENCE)
			return false;
	return true;
}

/* With interrupts off; register C empty; 24 hours, @mode added */
static void quiet(u8 mode)
{
	put(REG_B, B_24H | mode);
	put(REG_A, 0x20);
	get(REG_C);
}

static void set_time(const u8 *t)
{
	u8 b = get(REG_B);

	put(REG_B, b | B_SET);
	put(SECONDS, t[0]);
	put(MINUTES, t[1]);
	put(HOURS, t[2]);
	put(WEEKDAY, t[3]);
	put(DAY, t[4]);
	put(MONTH, t[5]);
	put(YEAR, t[6]);
	put(REG_B, b & ~B_SET);
}

/* Not while it changes: the same twice. */
static void get_time(u8 *t)
{
	static const u8 regs[7] = { SECONDS, MINUTES, HOURS, WEEKDAY, DAY, MONTH, YEAR };
	u8 again[7];
	unsigned int i;

	do {
		for (i = 0; i < 7; i++)
			t[i] = get(regs[i]);
		for (i = 0; i < 7; i++)
			again[i] = get(regs[i]);
	} while (memcmp(t, again, 7));
}

static void registers(void)
{
	quiet(0);
	check_bits(get(REG_D), 0x80, 0x80, "register D: valid RAM and time");
	put(REG_D, 0);
	check_bits(get(REG_D), 0x80, 0x80, "register D after 0 was written");
	put(REG_C, 0xff);
	check_eq(get(REG_C) & C_IRQF, 0, "register C after ffh was written: IRQF");
	put(REG_A, 0x2f);
	check_eq(get(REG_A) & 0x7f, 0x2f, "register A reads back");
	put(REG_A, 0xa6);
	check_eq(get(REG_A) & 0x7f, 0x26, "register A: UIP cannot be written");
	put(REG_A, 0x20);
	put(REG_B, B_24H | B_BINARY);
	check_eq(get(REG_B), B_24H | B_BINARY, "register B reads back");
}

static void ram(void)
{
	/* Where firmware keeps nothing that it needs before the next reset */
	static const u8 bytes[] = { 0x50, 0x55, 0x6a, 0x7e };
	u8 old[ARRAY_SIZE(bytes)];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bytes); i++) {
		old[i] = get(bytes[i]);
		put(bytes[i], 0x5a + i);
	}
	for (i = 0; i < ARRAY_SIZE(bytes); i++) {
		check_eq(get(bytes[i]), 0x5a + i, "byte %#x of the RAM", bytes[i]);
		check_eq(get(bytes[i] | 0x80), 0x5a + i, "byte %#x with bit 7 of the index, which masks NMI", bytes[i]);
	}
	for (i = 0; i < ARRAY_SIZE(bytes); i++)
		put(bytes[i], old[i]);
}

/* 24-hour binary, and the same hour in the three other forms */
static void formats(void)
{
	static const struct {
		u8 hour, bcd, binary_12, bcd_12;
	} hours[] = {
		{ 0, 0x00, 12, 0x12 }, { 1, 0x01, 1, 0x01 }, { 9, 0x09, 9, 0x09 }, { 10, 0x10, 10, 0x10 }, { 11, 0x11, 11, 0x11 },
		{ 12, 0x12, 0x8c, 0x92 }, { 13, 0x13, 0x81, 0x81 }, { 19, 0x19, 0x87, 0x87 }, { 22, 0x22, 0x8a, 0x90 },
		{ 23, 0x23, 0x8b, 0x91 },
	};
	unsigned int i;
	u8 t[7];

	for (i = 0; i < ARRAY_SIZE(hours); i++) {
		u8 set[7] = { 5, 59, hours[i].hour, 4, 17, 12, 25 };

		quiet(B_BINARY);
		set_time(set);
		get_time(t);
		check(t[1] == 59 && t[2] == hours[i].hour && t[4] == 17 && t[5] == 12 && t[6] == 25,
		      "hour %u, binary: hour %u, minute %u, day %u, month %u, year %u", hours[i].hour, t[2], t[1], t[4], t[5], t[6]);
		put(REG_B, B_24H);
		get_time(t);
		check(t[1] == 0x59 && t[2] == hours[i].bcd && t[4] == 0x17 && t[5] == 0x12 && t[6] == 0x25,
		      "hour %u, BCD: hour %02x, minute %02x, day %02x, month %02x, year %02x", hours[i].hour, t[2], t[1], t[4], t[5],
		      t[6]);
		put(REG_B, 0);
		get_time(t);
		check_eq(t[2], hours[i].bcd_12, "hour %u, BCD of 12 hours", hours[i].hour);
		put(REG_B, B_BINARY);
		get_time(t);
		check_eq(t[2], hours[i].binary_12, "hour %u, binary of 12 hours", hours[i].hour);
		/* Written in that form it means the same. */
		put(REG_B, B_BINARY | B_SET);
		put(HOURS, hours[i].binary_12);
		put(REG_B, B_BINARY);
		put(REG_B, B_BINARY | B_24H);
		get_time(t);
		check_eq(t[2], hours[i].hour, "hour %u, written in binary of 12 hours", hours[i].hour);
	}
}

/* One second later */
static void carries(void)
{
	static const struct {
		const char *name;
		u8 before[7], after[7];
	} steps[] = {
		{ "minute", { 59, 5, 7, 3, 10, 5, 22 }, { 0, 6, 7, 3, 10, 5, 22 } },
		{ "day", { 59, 59, 23, 3, 10, 5, 22 }, { 0, 0, 0, 4, 11, 5, 22 } },
		{ "leap day", { 59, 59, 23, 4, 28, 2, 24 }, { 0, 0, 0, 5, 29, 2, 24 } },
		{ "no leap day", { 59, 59, 23, 3, 28, 2, 23 }, { 0, 0, 0, 4, 1, 3, 23 } },
		{ "year", { 59, 59, 23, 7, 31, 12, 22 }, { 0, 0, 0, 1, 1, 1, 23 } },
	};
	unsigned int i;
	u8 t[7];

	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		quiet(B_BINARY);
		set_time(steps[i].before);
		get(REG_C);
		check(wait_flag(C_UF), "%s: an update ends", steps[i].name);
		get_time(t);
		/* A host that was away shows a later second. */
		check(t[1] == steps[i].after[1] && t[2] == steps[i].after[2] && t[4] == steps[i].after[4] &&
		      t[5] == steps[i].after[5] && t[6] == steps[i].after[6],
		      "%s: %u:%u, day %u, month %u, year %u", steps[i].name, t[2], t[1], t[4], t[5], t[6]);
		check(t[0] < 40, "%s: second %u", steps[i].name, t[0]);
	}
}

/* With SET the time stands and can be written. */
static void set_stops(void)
{
	u8 set[7] = { 58, 59, 23, 3, 28, 2, 23 }, t[7];
	u64 start;

	quiet(B_BINARY);
	set_time(set);
	put(REG_B, B_24H | B_BINARY | B_SET | B_UIE);
	check_bits(get(REG_B), B_UIE, 0, "SET clears UIE");
	start = rdtsc();
	while (rdtsc() - start < 4000000000ull)
		pause();
	get_time(t);
	check(t[0] >= 58 && t[1] == 59 && t[4] == 28, "the time stands: %u:%u, day %u", t[1], t[0], t[4]);
	check_bits(get(REG_A), A_UIP, 0, "no update in progress");
	put(REG_B, B_24H | B_BINARY);
}

static void update_flag(void)
{
	quiet(B_BINARY);
	check(wait_flag(C_UF), "an update ends");
	check_eq(get(REG_C) & C_UF, 0, "reading register C has cleared the flag");
}

static void periodic_flag(void)
{
	quiet(B_BINARY);
	get(REG_C);
	check_bits(get(REG_C), C_PF, 0, "rate 0: no periodic flag");
	put(REG_A, 0x2a);
	/* The flag comes whether or not the interrupt is enabled; QEMU's only with it. */
	put(REG_B, B_24H | B_BINARY | B_PIE);
	check(wait_flag(C_PF), "a period ends");
	put(REG_B, B_24H | B_BINARY);
	put(REG_A, 0x20);
}

static void take(isr_regs_t *regs)
{
	flags_seen |= get(REG_C);
	interrupts++;
	eoi();
}

static unsigned int wait_interrupts(unsigned int n)
{
	u64 start = rdtsc();

	sti();
	while (interrupts < n && rdtsc() - start < PATIENCE)
		pause();
	cli();
	return interrupts;
}

static void route(bool on)
{
	interrupts = 0;
	flags_seen = 0;
	handle_irq(VECTOR, take);
	ioapic_set_redir(PIN, VECTOR, TRIGGER_EDGE);
	set_mask(PIN, !on);
}

static void update_interrupt(void)
{
	quiet(B_BINARY);
	route(true);
	put(REG_B, B_24H | B_BINARY | B_UIE);
	check_ge(wait_interrupts(2), 2u, "interrupts of two updates");
	check_bits(flags_seen, C_IRQF | C_UF, C_IRQF | C_UF, "register C in the handler");
	put(REG_B, B_24H | B_BINARY);
	route(false);
}

static void periodic_interrupt(void)
{
	u8 set[7] = { 0, 0, 0, 1, 1, 1, 20 }, t[7];
	unsigned int n;

	quiet(B_BINARY);
	route(true);
	set_time(set);
	put(REG_A, 0x2c);
	put(REG_B, B_24H | B_BINARY | B_PIE);
	n = wait_interrupts(16);
	put(REG_B, B_24H | B_BINARY);
	get_time(t);
	check_ge(n, 16u, "interrupts of rate 12, 16 per second");
	check_bits(flags_seen, C_IRQF | C_PF, C_IRQF | C_PF, "register C in the handler");
	check(t[0] >= 1, "a second has passed: %u", t[0]);
	put(REG_A, 0x20);
	route(false);
}

static void alarm(void)
{
	static const struct {
		const char *name;
		u8 hours, minutes, seconds;
	} alarms[] = {
		{ "exact time", 7, 30, 12 }, { "any hour", 0xff, 30, 12 }, { "any hour and minute", 0xc0, 0xc0, 12 },
		{ "every second", 0xff, 0xff, 0xff },
	};
	unsigned int i;
	u8 set[7] = { 11, 30, 7, 2, 9, 9, 21 }, t[7];

	for (i = 0; i < ARRAY_SIZE(alarms); i++) {
		quiet(B_BINARY);
		route(true);
		put(HOURS_ALARM, alarms[i].hours);
		put(MINUTES_ALARM, alarms[i].minutes);
		put(SECONDS_ALARM, alarms[i].seconds);
		set_time(set);
		get(REG_C);
		put(REG_B, B_24H | B_BINARY | B_AIE);
		check_ge(wait_interrupts(1), 1u, "%s: interrupts", alarms[i].name);
		get_time(t);
		check_ge(t[0], 12, "%s: second", alarms[i].name);
		check_bits(flags_seen, C_IRQF | C_AF, C_IRQF | C_AF, "%s: register C in the handler", alarms[i].name);
		put(REG_B, B_24H | B_BINARY);
		route(false);
	}
	/* Another minute: not within the next second */
	put(HOURS_ALARM, 7);
	put(MINUTES_ALARM, 31);
	put(SECONDS_ALARM, 12);
	set_time(set);
	get(REG_C);
	check(wait_flag(C_UF), "alarm in a minute: an update ends");
	check_bits(get(REG_C), C_AF, 0, "alarm in a minute: no alarm flag");
}

#define PLAIN	.flags = SUBTEST_NO_WATCHDOG	/* It uses this clock. */

static const struct subtest subtests[] = {
	{ "registers", registers, PLAIN },
	{ "ram", ram, PLAIN },
	{ "formats", formats, PLAIN },
	{ "carries", carries, PLAIN },
	{ "set-stops", set_stops, PLAIN },
	{ "update-flag", update_flag, PLAIN },
	{ "periodic-flag", periodic_flag, PLAIN },
	{ "update-interrupt", update_interrupt, PLAIN },
	{ "periodic-interrupt", periodic_interrupt, PLAIN },
	{ "alarm", alarm, PLAIN },
	{ }
};

int main(int argc, char **argv)
{
	u8 time[7];
	int ret;

	setup_vm();
	mask_pic_interrupts();
	old_a = get(REG_A);
	old_b = get(REG_B);
	get_time(time);
	ret = run_subtests(subtests, argc, argv);
	put(REG_A, old_a & 0x7f);
	put(REG_B, old_b);
	set_time(time);
	return ret;
}
