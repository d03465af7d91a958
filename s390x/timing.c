// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * timing: clock comparator, CPU timer and the extended clock (PoP chapter 4
 * "Timing"). Conditions are levels: pending while they hold, gone when they do not.
 */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/time.h>
#include <smp.h>
#include "pgm.h"

static volatile unsigned int interruptions;
static volatile uint16_t code;
static volatile uint64_t taken_at;

static void took_one(struct stack_frame_int *frame)
{
	struct psw *old = OPAQUE_PTR(GEN_LC_EXT_OLD_PSW);
	uint64_t now;

	stck(&now);
	taken_at = now;
	code = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_EXT_INT_CODE);
	interruptions++;
	/* the level stays: close its subclass */
	frame->crs[0] &= ~(1UL << CTL0_CLOCK_COMPARATOR | 1UL << CTL0_CPU_TIMER);
	old->mask &= ~(PSW_MASK_EXT | PSW_MASK_WAIT);
}

static void set_ckc(uint64_t value)
{
	asm volatile("sckc	%0" : : "Q" (value));
}

static uint64_t get_ckc(void)
{
	uint64_t value;

	asm volatile("stckc	%0" : "=Q" (value));
	return value;
}

static void set_cpu_timer(int64_t value)
{
	asm volatile("spt	%0" : : "Q" (value));
}

static int64_t get_cpu_timer(void)
{
	int64_t value;

	asm volatile("stpt	%0" : "=Q" (value));
	return value;
}

/* Open PSW and the subclass for a while, or until something comes; true if it did */
static bool open_window(unsigned int subclass, unsigned long ms)
{
	uint64_t end = get_clock_ms() + ms;
	unsigned int before = interruptions;

	register_ext_cleanup_func(took_one);
	expect_ext_int();
	if (subclass == CTL0_CPU_TIMER)
		ctl_set_bit(0, CTL0_CPU_TIMER);
	else
		ctl_set_bit(0, CTL0_CLOCK_COMPARATOR);
	psw_mask_set_bits(PSW_MASK_EXT);
	while (interruptions == before && get_clock_ms() < end)
		mb();
	psw_mask_clear_bits(PSW_MASK_EXT);
	ctl_clear_bit(0, CTL0_CPU_TIMER);
	ctl_clear_bit(0, CTL0_CLOCK_COMPARATOR);
	THIS_CPU->ext_int_expected = false;
	register_ext_cleanup_func(NULL);
	return interruptions != before;
}

static void wait_for_one(unsigned int subclass)
{
	register_ext_cleanup_func(took_one);
	expect_ext_int();
	if (subclass == CTL0_CPU_TIMER)
		ctl_set_bit(0, CTL0_CPU_TIMER);
	else
		ctl_set_bit(0, CTL0_CLOCK_COMPARATOR);
	wait_for_interrupt(PSW_MASK_EXT);
	ctl_clear_bit(0, CTL0_CPU_TIMER);
	ctl_clear_bit(0, CTL0_CLOCK_COMPARATOR);
	register_ext_cleanup_func(NULL);
}

#define MAX_TIMER	0x7fffffffffffffffL
#define MS	(1000UL << STCK_SHIFT_US)

static void ckc_past(void)
{
	uint64_t now;

	stck(&now);
	set_ckc(now - (1UL << STCK_SHIFT_US));
	code = 0;
	check(open_window(CTL0_CLOCK_COMPARATOR, 200), "comparator in the past interrupts");
	check_eq(code, EXT_IRQ_CLOCK_COMPARATOR, "interruption code");
	check(open_window(CTL0_CLOCK_COMPARATOR, 200), "it is still pending");
	set_ckc(-1UL);
	check(!open_window(CTL0_CLOCK_COMPARATOR, 5), "gone with a comparator of all ones");
	stck(&now);
	set_ckc(now + 3600 * 1000 * MS);
	check(!open_window(CTL0_CLOCK_COMPARATOR, 5), "nothing with a comparator in the future");
	set_ckc(-1UL);
}

static void ckc_wait(void)
{
	uint64_t now, target;

	stck(&now);
	target = now + 2 * MS;
	set_ckc(target);
	code = 0;
	wait_for_one(CTL0_CLOCK_COMPARATOR);
	check_eq(code, EXT_IRQ_CLOCK_COMPARATOR, "interruption code");
	check_gt(taken_at, target, "not before the comparator is passed");
	set_ckc(-1UL);
}

static void ckc_pending_then_moved(void)
{
	uint64_t now;

	stck(&now);
	set_ckc(now - MS);
	mdelay(2);
	set_ckc(-1UL);
	check(!open_window(CTL0_CLOCK_COMPARATOR, 5), "a condition that is over does not interrupt");
}

static void timer_wait(void)
{
	uint64_t start;

	stck(&start);
	set_cpu_timer(2 * MS);
	code = 0;
	wait_for_one(CTL0_CPU_TIMER);
	check_eq(code, EXT_IRQ_CPU_TIMER, "interruption code");
	check_lt(get_cpu_timer(), 0, "CPU timer is negative");
	check_ge(taken_at - start, 2 * MS - MS / 10, "not early");
	set_cpu_timer(MAX_TIMER);
}

static void timer_level(void)
{
	set_cpu_timer(-1000000);
	mdelay(2);
	set_cpu_timer(MAX_TIMER);
	check(!open_window(CTL0_CPU_TIMER, 5), "negative while masked, then positive: nothing");
	set_cpu_timer(-1000000);
	check(open_window(CTL0_CPU_TIMER, 200), "negative: interrupts");
	check(open_window(CTL0_CPU_TIMER, 200), "still negative: interrupts again");
	set_cpu_timer(MAX_TIMER);
}

static void round_trip(void)
{
	int64_t before, after;
	uint64_t ckc = 0x123456789abcdef0UL;

	set_ckc(ckc);
	check_eq(get_ckc() >> 12, ckc >> 12, "clock comparator reads back");
	set_ckc(-1UL);

	set_cpu_timer(1000000 * MS);
	before = get_cpu_timer();
	check_le(before, (int64_t)(1000000 * MS), "CPU timer is not more than was set");
	check_gt(before, (int64_t)(990000 * MS), "CPU timer is near what was set");
	mdelay(2);
	after = get_cpu_timer();
	check_lt(after, before, "CPU timer counts down");
	check_ge(before - after, (int64_t)(2 * MS - MS / 10), "and as fast as the clock");
	set_cpu_timer(MAX_TIMER);
}

static char operand[32] __attribute__((aligned(16)));

#define OPERANDS(insn)									\
do {											\
	for (int off = 1; off < 8; off <<= 1)						\
		check_pgm(6, asm volatile(insn "	0(%0)" : : "a" (operand + off) : "memory", "cc"), \
			  insn " operand at +%d", off);					\
	check_pgm(5, asm volatile(insn "	0(%0)" : : "a" (-4096L) : "memory", "cc"),	\
		  insn " operand beyond memory");					\
	check_pgm_pstate(2, asm volatile(insn "	0(%0)" : : "a" (operand) : "memory", "cc"), \
			 insn " in problem state");					\
} while (0)

static void operands(void)
{
	OPERANDS("sckc");
	OPERANDS("stckc");
	OPERANDS("spt");
	OPERANDS("stpt");
	check_pgm_lap(4, asm volatile("stckc	8" : : : "memory"), "STCKC to 8 with low-address protection");
	check_pgm_lap(4, asm volatile("stpt	8" : : : "memory"), "STPT to 8 with low-address protection");
	set_ckc(-1UL);
	set_cpu_timer(MAX_TIMER);
}

static void stcke(uint8_t *clock)
{
	asm volatile("stcke	0(%0)" : : "a" (clock) : "memory", "cc");
}

static void sckpf(uint64_t value)
{
	register uint64_t r0 asm("0") = value;

	asm volatile("sckpf" : : "d" (r0) : "memory");
}

static void extended_clock(void)
{
	uint8_t first[16], second[16];

	sckpf(0x1234);
	stcke(first);
	stcke(second);
	check_eq(first[14] << 8 | first[15], 0x1234, "programmable field");
	check_eq(first[0], 0, "epoch index");
	check_lt(memcmp(first, second, 16), 0, "clock goes on from STCKE to STCKE");
	sckpf(0);
	stcke(first);
	check_eq(first[14] | first[15], 0, "programmable field of 0");
	check_pgm(6, sckpf(0x10000), "SCKPF with a reserved bit");
	check_pgm(6, sckpf(0x80000000UL), "SCKPF with another reserved bit");
	check_pgm_pstate(2, sckpf(0), "SCKPF in problem state");
}

static void clocks_agree(void)
{
	uint64_t a, b, c;
	uint8_t e[16];

	stckf(&a);
	stck(&b);
	stcke(e);
	memcpy(&c, e + 1, 8);
	check_ge(b, a, "STCK is not before STCKF");
	check_ge(c, b, "STCKE is not before STCK");
	check_lt(c - a, 10000 * MS, "and they are near each other");
	stck(&a);
	stck(&b);
	check_gt(b, a, "two STCK differ");
}

/* CPU 0 and CPU 1 take turns: a clock must not be behind the other's */
static volatile uint64_t ball;
static volatile int turn, backward;
#define TURNS	2000

static void ping_pong(int me)
{
	uint64_t now;

	for (int i = 0; i < TURNS; i++) {
		while (turn != me)
			mb();
		stck(&now);
		if (now < ball)
			backward++;
		ball = now;
		mb();
		turn = !me;
	}
}

static volatile int cpu1_done;

static void cpu1_ping_pong(void)
{
	ping_pong(1);
	cpu1_done = 1;
}

static const char *needs_2_cpus(void)
{
	return smp_query_num_cpus() < 2 ? "need at least 2 cpus for this test" : NULL;
}

static void monotonic(void)
{
	ball = 0;
	turn = 0;
	cpu1_done = 0;
	assert(!smp_cpu_setup(1, PSW(PSW_MASK_64, cpu1_ping_pong)));
	ping_pong(0);
	while (!cpu1_done)
		mb();
	check_eq(backward, 0, "times the clock was behind the other CPU's");
	smp_cpu_destroy(1);
}

static const struct subtest subtests[] = {
	{ "ckc", ckc_past, .flags = SUBTEST_NO_WATCHDOG },
	{ "ckc-wait", ckc_wait, .flags = SUBTEST_NO_WATCHDOG },
	{ "ckc-moved", ckc_pending_then_moved, .flags = SUBTEST_NO_WATCHDOG },
	{ "timer-wait", timer_wait, .flags = SUBTEST_NO_WATCHDOG },
	{ "timer-level", timer_level, .flags = SUBTEST_NO_WATCHDOG },
	{ "round-trip", round_trip, .flags = SUBTEST_NO_WATCHDOG },
	{ "operands", operands, .flags = SUBTEST_NO_WATCHDOG },
	{ "stcke", extended_clock },
	{ "agree", clocks_agree },
	{ "monotonic", monotonic, .requires = needs_2_cpus },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
