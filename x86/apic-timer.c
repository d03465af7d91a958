// SPDX-License-Identifier: LGPL-2.1-or-later
/* apic: the timer (SDM volume 3, 10.5.4). The machine may be slow at any moment: what must be seen in time is tried again. */
#include "apic-test.h"
#include <x86/vmm.h>

#define TIMER_VECTOR	0xee
#define DEADLINE_VECTOR	0xef
#define COUNT		0x4000000u
#define TRIES		5

void apic_timer_one_shot(void)
{
	const u32 count = 0x10000;
	u64 start;

	apic_fresh();
	cli();
	handle_irq(TIMER_VECTOR, take);
	apic_setup_timer(TIMER_VECTOR, APIC_LVT_TIMER_ONESHOT);
	start = rdtsc();
	apic_start_timer(count);
	sti();
	check_eq(wait_taken(1), 1u, "interrupts of a one-shot timer");
	check_ge(rdtsc() - start, (u64)count, "TSC cycles until then");
	apic_cleanup_timer();
}

static void set_mode(u32 mode)
{
	u32 lvtt = mode | TIMER_VECTOR | APIC_LVT_MASKED;

	apic_write(APIC_LVTT, lvtt);
	check_eq(apic_read(APIC_LVTT) & APIC_LVT_TIMER_MASK, mode, "LVT timer reads back mode %#x", mode);
}

/* Wait until the count is at most @limit; false after a second or so. */
static bool falls_to(u32 limit)
{
	u64 start = rdtsc();

	while (apic_read(APIC_TMCCT) > limit) {
		if (rdtsc() - start > 8000000000ul)
			return false;
		pause();
	}
	return true;
}

static bool rises_above(u32 limit)
{
	u64 start = rdtsc();

	while (apic_read(APIC_TMCCT) <= limit) {
		if (rdtsc() - start > 8000000000ul)
			return false;
		pause();
	}
	return true;
}

/*
 * Start in @from, let the count fall to half, change to @to, and read the
 * count at once. Tried again when the CPU was away so long that the count
 * passed 0 in between (the value tells nothing then).
 */
static u32 switch_at_half(u32 from, u32 to)
{
	u32 now = 0;
	int i;

	for (i = 0; i < TRIES; i++) {
		apic_write(APIC_LVTT, from | TIMER_VECTOR | APIC_LVT_MASKED);
		apic_start_timer(COUNT);
		falls_to(COUNT / 2);
		apic_write(APIC_LVTT, to | TIMER_VECTOR | APIC_LVT_MASKED);
		now = apic_read(APIC_TMCCT);
		if (now && now <= COUNT / 2)
			break;
	}
	return now;
}

void apic_timer_modes(void)
{
	u32 now;

	apic_fresh();
	handle_irq(TIMER_VECTOR, take);
	apic_setup_timer(TIMER_VECTOR, APIC_LVT_TIMER_ONESHOT | APIC_LVT_MASKED);

	set_mode(APIC_LVT_TIMER_ONESHOT);
	apic_start_timer(COUNT);
	set_mode(APIC_LVT_TIMER_PERIODIC);
	check_eq(apic_read(APIC_TMICT), COUNT, "initial count after the change to periodic");

	set_mode(APIC_LVT_TIMER_ONESHOT);
	apic_start_timer(COUNT);
	check_ne(apic_read(APIC_TMCCT), 0u, "one-shot: current count after the start");
	check(falls_to(0), "one-shot: counts to 0");

	now = switch_at_half(APIC_LVT_TIMER_ONESHOT, APIC_LVT_TIMER_PERIODIC);
	check(now && now <= COUNT / 2, "one-shot to periodic at half: goes on counting, no reload: %#x", now);
	check(rises_above(COUNT / 2), "one-shot to periodic: starts again at the end");

	now = switch_at_half(APIC_LVT_TIMER_PERIODIC, APIC_LVT_TIMER_ONESHOT);
	check(now && now <= COUNT / 2, "periodic to one-shot at half: goes on counting, no reload: %#x", now);
	check(falls_to(0), "periodic to one-shot: counts to 0");

	set_mode(APIC_LVT_TIMER_PERIODIC);
	check_eq(apic_read(APIC_TMCCT), 0u, "one-shot to periodic at 0: stays at 0");
	apic_cleanup_timer();
}

/* Ticks in a given time, from the try that took least: that one was disturbed least. */
static u32 ticks(u32 divisor)
{
	u64 start, took, least = ~0ull, window = this_vmm_is_bochs() ? 400000 : 4000000;
	u32 best = 0, from, to;
	int i;

	for (i = 0; i < 4 * TRIES; i++) {
		apic_write(APIC_TDCR, divisor);
		apic_write(APIC_LVTT, APIC_LVT_TIMER_ONESHOT | TIMER_VECTOR | APIC_LVT_MASKED);
		apic_start_timer(0xffffffff);
		start = rdtsc();
		from = apic_read(APIC_TMCCT);
		while (rdtsc() - start < window)
			;
		to = apic_read(APIC_TMCCT);
		took = rdtsc() - start;
		if (took < least) {
			least = took;
			best = from - to;
		}
	}
	apic_stop_timer();
	return best;
}

void apic_timer_divisor(void)
{
	static const struct {
		u8 value;
		u32 divisor;
	} div[] = {
		{ 0x0, 2 }, { 0x1, 4 }, { 0x2, 8 }, { 0x3, 16 }, { 0x8, 32 }, { 0x9, 64 }, { 0xa, 128 },
	};
	u32 one, n;

	apic_fresh();
	handle_irq(TIMER_VECTOR, take);
	apic_setup_timer(TIMER_VECTOR, APIC_LVT_TIMER_ONESHOT | APIC_LVT_MASKED);
	one = ticks(APIC_TDR_DIV_1);
	for (unsigned int i = 0; i < ARRAY_SIZE(div); i++) {
		n = ticks(div[i].value);
		check_eq(apic_read(APIC_TDCR), (u32)div[i].value, "divisor %u: register reads back", div[i].divisor);
		/* A factor of 1.4 to each side tells neighbours apart. */
		check((u64)n * div[i].divisor * 10 > (u64)one * 7 && (u64)n * div[i].divisor * 10 < (u64)one * 14,
		      "divisor %u: ticks are a fraction of those with divisor 1", div[i].divisor);
	}
	apic_write(APIC_TDCR, APIC_TDR_DIV_1);
	apic_cleanup_timer();
}

static void wait_cycles(u64 n)
{
	u64 start = rdtsc();

	while (rdtsc() - start < n)
		pause();
}

void apic_timer_mask(void)
{
	apic_fresh();
	handle_irq(TIMER_VECTOR, take);
	apic_setup_timer(TIMER_VECTOR, APIC_LVT_TIMER_ONESHOT | APIC_LVT_MASKED);
	apic_start_timer(0x10000);
	falls_to(0);
	/* A hypervisor may show the count 0 before it has dealt with the timer's event. */
	wait_cycles(20000000);
	check_eq(wait_taken(0), 0u, "interrupts of a masked timer");
	apic_write(APIC_LVTT, TIMER_VECTOR | APIC_LVT_TIMER_ONESHOT);
	check_eq(wait_taken(0), 0u, "interrupts after it is unmasked: the event was not kept");
	apic_start_timer(0x10000);
	check_eq(wait_taken(1), 1u, "interrupts of the next run");
	apic_cleanup_timer();
}

void apic_timer_stop(void)
{
	apic_fresh();
	handle_irq(TIMER_VECTOR, take);
	apic_setup_timer(TIMER_VECTOR, APIC_LVT_TIMER_PERIODIC);
	apic_start_timer(0x4000000);
	apic_start_timer(0);
	check_eq(apic_read(APIC_TMCCT), 0u, "initial count 0 written: current count");
	wait_cycles(400000000);
	check_eq(taken_total(), 0u, "initial count 0 written: interrupts");
	apic_cleanup_timer();
}

const char *needs_deadline(void)
{
	return this_cpu_has(X86_FEATURE_TSC_DEADLINE_TIMER) ? NULL : "the TSC deadline timer is not in CPUID";
}

static void deadline_mode(void)
{
	apic_fresh();
	handle_irq(DEADLINE_VECTOR, take);
	apic_write(APIC_LVTT, DEADLINE_VECTOR | APIC_LVT_TIMER_TSCDEADLINE);
	/* Writes to memory and MSRs are not ordered (SDM volume 3, 10.5.4.1). */
	asm volatile("mfence" : : : "memory");
}

void apic_deadline(void)
{
	deadline_mode();
	wrmsr_tscdeadline_serialize(rdtsc());
	check_eq(wait_taken(1), 1u, "interrupts of a deadline that has passed");
	check_eq(rdmsr(MSR_IA32_TSCDEADLINE), 0ull, "deadline after it");
	apic_cleanup_timer();
}

void apic_deadline_disarm(void)
{
	u64 far = rdtsc() + (1ull << 40);

	deadline_mode();
	wrmsr_tscdeadline_serialize(far);
	check_eq(rdmsr(MSR_IA32_TSCDEADLINE), far, "a deadline far away reads back");
	wrmsr_tscdeadline_serialize(0);
	check_eq(rdmsr(MSR_IA32_TSCDEADLINE), 0ull, "0 written");
	wrmsr_tscdeadline_serialize(far);
	apic_write(APIC_LVTT, DEADLINE_VECTOR | APIC_LVT_TIMER_ONESHOT);
	apic_write(APIC_LVTT, DEADLINE_VECTOR | APIC_LVT_TIMER_TSCDEADLINE);
	check_eq(rdmsr(MSR_IA32_TSCDEADLINE), 0ull, "a change of mode disarms");
	check_eq(wait_taken(0), 0u, "interrupts");
	apic_cleanup_timer();
}
