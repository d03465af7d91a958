// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * tscdeadline_latency: the APIC timer in TSC-deadline mode fires, once, never early.
 *
 * SDM volume 3, 10.5.4.1. Early timer interrupts break guests' clocks; lateness is reported as figures, for comparison between runs:
 * "delta=" TSC cycles ahead (200000), "samples=" (500), "breakmax=" cycles of lateness that end the run (0: none).
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/isr.h>
#include <x86/processor.h>

#define DEADLINE_VECTOR		0x40
/* Interrupts that did not come after so many cycles are lost. */
#define LOST			(1ull << 34)

static volatile int fired;
static volatile u64 fired_at, msr_in_handler;

static void on_deadline(isr_regs_t *regs)
{
	fired_at = rdtsc();
	msr_in_handler = rdmsr(MSR_IA32_TSCDEADLINE);
	fired++;
	apic_write(APIC_EOI, 0);
}

static const char *needs_deadline(void)
{
	return this_cpu_has(X86_FEATURE_TSC_DEADLINE_TIMER) ? NULL : "CPUID.1:ECX[24] is 0: no TSC-deadline mode";
}

static void set_mode(void)
{
	handle_irq(DEADLINE_VECTOR, on_deadline);
	apic_write(APIC_LVTT, APIC_LVT_TIMER_TSCDEADLINE | DEADLINE_VECTOR);
	/* Orders the write to the local APIC before that to the MSR. */
	asm volatile("mfence" : : : "memory");
	fired = 0;
}

static bool wait_fired(int n)
{
	u64 begin = rdtsc();

	sti();
	while (fired < n && rdtsc() - begin < LOST)
		cpu_relax();
	cli();
	return fired >= n;
}

static void one_shot(void)
{
	u64 deadline;

	set_mode();
	deadline = rdtsc() + 1000000;
	wrmsr(MSR_IA32_TSCDEADLINE, deadline);
	check_eq(rdmsr(MSR_IA32_TSCDEADLINE), deadline, "IA32_TSC_DEADLINE reads back while armed");
	check(wait_fired(1), "deadline 1000000 cycles ahead fires");
	check_ge(fired_at, deadline, "TSC at the interrupt is not before the deadline");
	check_eq(msr_in_handler, 0, "IA32_TSC_DEADLINE is 0 once it has fired");
}

static void past(void)
{
	set_mode();
	wrmsr(MSR_IA32_TSCDEADLINE, rdtsc() - 1);
	check(wait_fired(1), "a deadline that is over fires at once");
}

static void disarm(void)
{
	u64 until;

	set_mode();
	wrmsr(MSR_IA32_TSCDEADLINE, rdtsc() + 10000000);
	wrmsr(MSR_IA32_TSCDEADLINE, 0);
	until = rdtsc() + 40000000;
	sti();
	while (rdtsc() < until)
		cpu_relax();
	cli();
	check_eq(fired, 0, "interrupts after 0 was written to an armed deadline");
}

static void other_mode_ignores(void)
{
	apic_write(APIC_LVTT, APIC_LVT_TIMER_ONESHOT | DEADLINE_VECTOR | APIC_LVT_MASKED);
	wrmsr(MSR_IA32_TSCDEADLINE, rdtsc() + 1000000);
	check_eq(rdmsr(MSR_IA32_TSCDEADLINE), 0, "IA32_TSC_DEADLINE outside TSC-deadline mode (writes are ignored, reads give 0)");
}

static void latency(void)
{
	long delta = subtest_arg_long("delta", 200000);
	long samples = subtest_arg_long("samples", 500);
	u64 breakmax = subtest_arg_long("breakmax", 0);
	u64 late, sum = 0, max = 0, min = ~0ull, deadline;
	int i, early = 0, lost = 0;

	set_mode();
	for (i = 0; i < samples && !lost; i++) {
		deadline = rdtsc() + delta;
		wrmsr(MSR_IA32_TSCDEADLINE, deadline);
		if (!wait_fired(i + 1)) {
			lost++;
			break;
		}
		if (fired_at < deadline) {
			early++;
			continue;
		}
		late = fired_at - deadline;
		sum += late;
		max = MAX(max, late);
		min = MIN(min, late);
		if (breakmax && late > breakmax) {
			report_info("sample %d: %" PRIu64 " cycles late: above breakmax", i, late);
			break;
		}
	}
	check_eq(lost, 0, "interrupts lost in %ld samples", samples);
	check_eq(early, 0, "interrupts before their deadline in %ld samples", samples);
	report_info("lateness in TSC cycles: min %" PRIu64 ", mean %" PRIu64 ", max %" PRIu64, min,
		    i ? sum / (u64)i : 0, max);
}

static const struct subtest subtests[] = {
	{ "one-shot", one_shot, .requires = needs_deadline, .flags = SUBTEST_NO_WATCHDOG },
	{ "past", past, .requires = needs_deadline, .flags = SUBTEST_NO_WATCHDOG },
	{ "disarm", disarm, .requires = needs_deadline, .flags = SUBTEST_NO_WATCHDOG },
	{ "other-mode", other_mode_ignores, .requires = needs_deadline, .flags = SUBTEST_NO_WATCHDOG },
	{ "latency", latency, .requires = needs_deadline, .flags = SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
