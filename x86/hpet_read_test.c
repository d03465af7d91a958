// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hpet_read_test: the HPET main counter never runs backwards.
 *
 * IA-PC HPET specification 1.0a, 2.3: a 64-bit up-counter at a fixed rate, halted and resumed by ENABLE_CNF. A VMM that
 * recomputes it from host time must not let one vCPU see an older value than another has seen, nor lose its place when it is halted.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/atomic.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <alloc_page.h>
#include <vmalloc.h>

#define HPET_BASE	0xfed00000
#define HPET_CAP	0x000
#define HPET_CONFIG	0x010
#define HPET_COUNTER	0x0f0
#define HPET_ENABLE	(1u << 0)

#define READS		20000
#define TOGGLES		20000
/* Where each access is slow: after so many cycles fewer are enough. */
#define CYCLES		3000000000ull
#define ENOUGH		1000

static u8 *hpet;
static bool backwards[MAX_TEST_CPUS];
static u64 reads_done[MAX_TEST_CPUS];
static volatile bool toggling;

static u64 counter(void)
{
	u32 high, low;

	/* Two 32-bit reads serve i386 too: repeat when the high half moved in between. */
	do {
		high = readl(hpet + HPET_COUNTER + 4);
		low = readl(hpet + HPET_COUNTER);
	} while (high != readl(hpet + HPET_COUNTER + 4));
	return (u64)high << 32 | low;
}

static void enable(bool on)
{
	u32 config = readl(hpet + HPET_CONFIG);

	writel(on ? config | HPET_ENABLE : config & ~HPET_ENABLE, hpet + HPET_CONFIG);
}

static const char *needs_hpet(void)
{
	u32 period;

	if (!hpet)
		hpet = ioremap(HPET_BASE, 0x400);
	period = readl(hpet + HPET_CAP + 4);
	/* 2.3.4: the period is nonzero and at most 05F5E100h femtoseconds */
	if (readl(hpet + HPET_CAP) == ~0u || !period || period > 0x05f5e100)
		return "no HPET at FED00000h";
	return NULL;
}

static const char *needs_hpet_and_three(void)
{
	const char *why = needs_hpet();

	if (why)
		return why;
	return cpu_count() < 3 ? "needs three CPUs" : NULL;
}

static void read_many(void *data)
{
	int cpu = smp_id();
	u64 last = counter(), now, start = rdtsc();
	int i;

	for (i = 0; toggling || (i < READS && (i < ENOUGH || rdtsc() - start < CYCLES)); i++) {
		now = counter();
		if (now < last)
			backwards[cpu] = true;
		last = now;
	}
	reads_done[cpu] = i;
}

static void halts(void)
{
	u64 a, b;

	enable(false);
	a = counter();
	b = counter();
	check_eq(b, a, "counter read twice while halted");
	enable(true);
	while (counter() == a)
		cpu_relax();
	check_gt(counter(), a, "counter after it was resumed");
	enable(false);
	a = counter();
	enable(true);
	check_ge(counter(), a, "counter resumes where it was halted");
}

static void writable_when_halted(void)
{
	enable(false);
	writel(0x89abcdef, hpet + HPET_COUNTER);
	writel(0x01234567, hpet + HPET_COUNTER + 4);
	check_eq(counter(), 0x0123456789abcdefull, "counter written while halted");
	writel(0, hpet + HPET_COUNTER + 4);
	writel(0, hpet + HPET_COUNTER);
	enable(true);
}

static void capabilities_are_constant(void)
{
	u32 low = readl(hpet + HPET_CAP), high = readl(hpet + HPET_CAP + 4);

	writel(~low, hpet + HPET_CAP);
	writel(~high, hpet + HPET_CAP + 4);
	check_eq(readl(hpet + HPET_CAP), low, "GCAP_ID low half after a write");
	check_eq(readl(hpet + HPET_CAP + 4), high, "COUNTER_CLK_PERIOD after a write");
	check_ge((low >> 8 & 0x1f) + 1, 3, "timers (2.3.4: at least three)");
	check(low & 0xff, "REV_ID is not 0");
}

static void all_read(void)
{
	u64 begin;
	int i;

	enable(true);
	memset(backwards, 0, sizeof(backwards));
	toggling = false;
	begin = counter();
	on_cpus(read_many, NULL);
	check_gt(counter(), begin, "counter after all CPUs read it");
	for (i = 0; i < cpu_count(); i++) {
		check(!backwards[i], "CPU %d saw no value below an earlier one", i);
		check_ge(reads_done[i], ENOUGH, "reads of CPU %d", i);
	}
}

static void toggle(void *data)
{
	u64 start = rdtsc();
	int i;

	for (i = 0; i < TOGGLES && (i < ENOUGH || rdtsc() - start < CYCLES); i++)
		enable(i & 1);
	enable(true);
	toggling = false;
}

static void read_while_toggled(void)
{
	int i;

	enable(true);
	memset(backwards, 0, sizeof(backwards));
	toggling = true;
	for (i = 2; i < cpu_count(); i++)
		on_cpu_async(i, read_many, NULL);
	on_cpu(1, toggle, NULL);
	while (cpus_active() > 1)
		cpu_relax();
	for (i = 2; i < cpu_count(); i++)
		check(!backwards[i], "CPU %d saw no value below an earlier one while CPU 1 halts and resumes", i);
}

static const struct subtest subtests[] = {
	{ "capabilities", capabilities_are_constant, .requires = needs_hpet },
	{ "halts", halts, .requires = needs_hpet },
	{ "writable-when-halted", writable_when_halted, .requires = needs_hpet },
	{ "all-read", all_read, .requires = needs_hpet, .timeout = 60 },
	{ "read-while-toggled", read_while_toggled, .requires = needs_hpet_and_three, .timeout = 60 },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
