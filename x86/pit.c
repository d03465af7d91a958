// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pit: the 8254 interval timer and port 61h.
 *
 * Access modes, counter latch, read-back of count and status, the outputs of modes 0, 2 and 3, the gate and the output of
 * channel 2 in port 61h, the interrupt of channel 0. Calibration loops of every operating system rest on this. Intel 8254
 * datasheet; the rate against the ACPI timer, which has exactly three times its frequency.
 */
#include <libcflat.h>
#include <acpi.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define COUNTER(n)	(0x40 + (n))
#define CONTROL		0x43
#define PORT_61		0x61
#define GATE2		0x01
#define SPEAKER		0x02
#define OUT2		0x20

#define ACCESS_LOW	1
#define ACCESS_HIGH	2
#define ACCESS_BOTH	3
#define LATCH(n)	((n) << 6)
/* Read-back: the two bits that are 0 select. */
#define BACK_COUNT(n)	(0xd0 | 2 << (n))
#define BACK_STATUS(n)	(0xe0 | 2 << (n))
#define BACK_BOTH(n)	(0xc0 | 2 << (n))

#define VECTOR		0x58
#define IRQ0_PIN	2

static u16 pm_timer_port;
static volatile unsigned int interrupts;

static void control(int channel, int access, int mode)
{
	outb(channel << 6 | access << 4 | mode << 1, CONTROL);
}

static void load(int channel, int mode, u16 count)
{
	control(channel, ACCESS_BOTH, mode);
	outb(count, COUNTER(channel));
	outb(count >> 8, COUNTER(channel));
}

static u16 read_both(int channel)
{
	u8 low = inb(COUNTER(channel));

	return low | inb(COUNTER(channel)) << 8;
}

static u16 latched(int channel)
{
	outb(LATCH(channel), CONTROL);
	return read_both(channel);
}

static u8 status(int channel)
{
	outb(BACK_STATUS(channel), CONTROL);
	return inb(COUNTER(channel));
}

static void gate(bool on)
{
	outb((inb(PORT_61) & ~(GATE2 | SPEAKER)) | (on ? GATE2 : 0), PORT_61);
}

static bool out2(void)
{
	return inb(PORT_61) & OUT2;
}

static void wait_cycles(u64 n)
{
	u64 start = rdtsc();

	while (rdtsc() - start < n)
		pause();
}

static void status_byte(void)
{
	static const struct {
		int access, mode;
	} set[] = {
		{ ACCESS_BOTH, 0 }, { ACCESS_BOTH, 2 }, { ACCESS_BOTH, 3 }, { ACCESS_LOW, 2 }, { ACCESS_HIGH, 3 }, { ACCESS_BOTH, 4 },
	};
	unsigned int i;
	u16 a, b;

	gate(true);
	for (i = 0; i < ARRAY_SIZE(set); i++) {
		control(2, set[i].access, set[i].mode);
		check_eq(status(2) & 0x3f, set[i].access << 4 | set[i].mode << 1, "status, access %d, mode %d", set[i].access,
			 set[i].mode);
		if (set[i].access != ACCESS_HIGH)
			outb(0x80, COUNTER(2));
		if (set[i].access != ACCESS_LOW)
			outb(0x80, COUNTER(2));
	}
	control(2, ACCESS_BOTH, 2);
	outb(0, COUNTER(2));
	outb(0, COUNTER(2));
	/* Status comes first, then the count. */
	outb(BACK_BOTH(2), CONTROL);
	check_eq(inb(COUNTER(2)) & 0x3f, 0x34, "status and count read back: status first");
	a = read_both(2);
	b = latched(2);
	check((u16)(a - b) < 0x4000, "the count after it: %u, the next %u", a, b);
}

/* A latched count stands until it is read; a second command in between does nothing. */
static void latch(void)
{
	u16 a, b, c;

	gate(true);
	load(2, 2, 0xffff);
	wait_cycles(1000000);
	outb(LATCH(2), CONTROL);
	a = latched(2);
	b = latched(2);
	check_lt(b, a, "count of a second latch");
	outb(LATCH(2), CONTROL);
	wait_cycles(3000000);
	outb(LATCH(2), CONTROL);
	a = read_both(2);
	b = latched(2);
	c = latched(2);
	check_lt(b, a, "the first latch held: next count");
	check((u16)(a - b) > (u16)(b - c), "it was latched before the wait: %u, %u, %u", a, b, c);
	/* The same by read-back */
	outb(BACK_COUNT(2), CONTROL);
	wait_cycles(3000000);
	outb(BACK_COUNT(2), CONTROL);
	a = read_both(2);
	b = latched(2);
	c = latched(2);
	check((u16)(a - b) > (u16)(b - c), "read-back latches once: %u, %u, %u", a, b, c);
}

/* Both bytes of a latched count, whatever happens in between */
static void latch_bytes(void)
{
	unsigned int i, wrong = 0;
	u16 a, b;

	gate(true);
	load(2, 2, 0);
	for (i = 0; i < 2000; i++) {
		a = latched(2);
		b = latched(2);
		/* A torn count shows as a large step. */
		wrong += (u16)(a - b) > 0x8000;
	}
	check_eq(wrong, 0u, "of 2000 pairs of counts in the wrong order");
}

static void access_modes(void)
{
	u8 a, b;

	gate(true);
	control(2, ACCESS_LOW, 2);
	outb(0x40, COUNTER(2));
	wait_cycles(500000);
	a = inb(COUNTER(2));
	check_le(a, 0x40, "low byte alone: count");
	control(2, ACCESS_HIGH, 2);
	outb(0x40, COUNTER(2));
	a = inb(COUNTER(2));
	b = inb(COUNTER(2));
	check(a <= 0x40 && a >= 0x3d && b <= a && b >= 0x3d, "high byte alone, loaded with 40h: %02x, %02x", a, b);
}

/* Terminal count: low until the count has run out, then high for ever */
static void mode_0(void)
{
	u64 start;

	gate(true);
	load(2, 0, 0xffff);
	check(!out2(), "mode 0: OUT is low after loading");
	check_bits(status(2), 0x80, 0, "mode 0: OUT in the status");
	start = rdtsc();
	while (!out2() && rdtsc() - start < 4000000000ull)
		pause();
	check(out2(), "mode 0: OUT goes high");
	check_bits(status(2), 0x80, 0x80, "mode 0: OUT in the status then");
	load(2, 0, 0xffff);
	check(!out2(), "mode 0: OUT is low after loading again");
}

/* Rate: a period of 65536 has one clock of low (by the manual) output; the counter starts again from the top. */
static void mode_2(void)
{
	u16 last, now;
	unsigned int wraps = 0;
	u64 start;

	gate(true);
	load(2, 2, 0x8000);
	last = latched(2);
	check_le(last, 0x8000, "mode 2: count after loading 8000h");
	start = rdtsc();
	while (wraps < 3 && rdtsc() - start < 4000000000ull) {
		now = latched(2);
		if (now > 0x8000)
			break;
		wraps += now > last;
		last = now;
	}
	check_eq(wraps, 3u, "mode 2: times it started again from 8000h");
}

/* Square wave: high in the first half */
static void mode_3(void)
{
	unsigned int changes = 0;
	bool last, now;
	u64 start;

	gate(true);
	load(2, 3, 0xffff);
	check(out2(), "mode 3: OUT is high after loading");
	check_bits(status(2), 0x80, 0x80, "mode 3: OUT in the status");
	last = true;
	start = rdtsc();
	while (changes < 4 && rdtsc() - start < 4000000000ull) {
		now = out2();
		changes += now != last;
		last = now;
	}
	check_eq(changes, 4u, "mode 3: changes of OUT");
}

static void port_61(void)
{
	u8 old = inb(PORT_61);

	outb((old & ~3) | GATE2, PORT_61);
	check_eq(inb(PORT_61) & 3, GATE2, "port 61h with the gate");
	outb((old & ~3) | SPEAKER, PORT_61);
	check_eq(inb(PORT_61) & 3, SPEAKER, "port 61h with the speaker");
	outb(old & ~3, PORT_61);
	check_eq(inb(PORT_61) & 3, 0, "port 61h with neither");
}

static void take(isr_regs_t *regs)
{
	interrupts++;
	eoi();
}

static u32 pm_timer(void)
{
	return inl(pm_timer_port) & 0xffffff;
}

static const char *needs_pm_timer(void)
{
	return pm_timer_port ? NULL : "there is no ACPI timer";
}

/* Ticks between two moments; of several tries the one with the least disturbance */
static void rate(void)
{
	u32 best = ~0u, pm_ticks = 0;
	u16 pit_ticks = 0;
	int i;

	gate(true);
	for (i = 0; i < 30; i++) {
		u32 p0, p1, p2, p3;
		u16 c0, c1;

		load(2, 2, 0);
		p0 = pm_timer();
		c0 = latched(2);
		p1 = pm_timer();
		wait_cycles(20000000);
		p2 = pm_timer();
		c1 = latched(2);
		p3 = pm_timer();
		if (((p1 - p0) & 0xffffff) + ((p3 - p2) & 0xffffff) > best)
			continue;
		best = ((p1 - p0) & 0xffffff) + ((p3 - p2) & 0xffffff);
		pit_ticks = c0 - c1;
		pm_ticks = (p2 - p0) & 0xffffff;
	}
	check(pit_ticks * 3u + best + 30 >= pm_ticks && pit_ticks * 3u <= pm_ticks + best + 30,
	      "ticks in the same time: %u, of the ACPI timer %u, read within %u", pit_ticks, pm_ticks, best);
}

/* Channel 0's interrupt, in modes 0 and 2 */
static void irq0(void)
{
	u64 start;

	handle_irq(VECTOR, take);
	ioapic_set_redir(IRQ0_PIN, VECTOR, TRIGGER_EDGE);
	interrupts = 0;
	load(0, 2, 2000);
	sti();
	start = rdtsc();
	while (interrupts < 10 && rdtsc() - start < 8000000000ull)
		pause();
	cli();
	check_ge(interrupts, 10u, "mode 2: interrupts");
	control(0, ACCESS_BOTH, 0);
	sti_nop_cli();
	interrupts = 0;
	load(0, 0, 20000);
	sti();
	start = rdtsc();
	while (!interrupts && rdtsc() - start < 8000000000ull)
		pause();
	wait_cycles(100000000);
	cli();
	check_eq(interrupts, 1u, "mode 0: interrupts");
	set_mask(IRQ0_PIN, true);
}

static const struct subtest subtests[] = {
	{ "status", status_byte },
	{ "latch", latch },
	{ "latch-bytes", latch_bytes },
	{ "access", access_modes },
	{ "mode-0", mode_0 },
	{ "mode-2", mode_2 },
	{ "mode-3", mode_3 },
	{ "port-61", port_61 },
	{ "rate", rate, needs_pm_timer },
	{ "irq-0", irq0 },
	{ }
};

int main(int argc, char **argv)
{
	struct acpi_table_fadt *fadt;
	u8 old = inb(PORT_61);
	int ret;

	setup_vm();
	mask_pic_interrupts();
	fadt = find_acpi_table_addr(FACP_SIGNATURE);
	pm_timer_port = fadt ? fadt->pm_tmr_blk : 0;
	ret = run_subtests(subtests, argc, argv);
	load(0, 3, 0);
	outb(old, PORT_61);
	return ret;
}
