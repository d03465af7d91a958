// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hyperv_stimer: synthetic timers, by message or direct interrupt.
 *
 * TLFS 12.2: timers count in units of 100 ns, once or periodically; a message
 * goes to a slot of the message page and waits while the slot is taken; a
 * direct timer asserts an interrupt and leaves no message.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/apic.h>
#include <x86/atomic.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <x86/vm.h>
#include "hyperv.h"

#define MAX_CPUS	4
#define SINT_EOI	2
#define SINT_AUTO	3
#define VECTOR_EOI	0xf1
#define VECTOR_AUTO	0xf2
#define DIRECT_VECTOR0	0xf3
#define DIRECT_VECTOR1	0xf4
#define ONE_MS		10000
#define PERIODS		1000
/* 25 s for what takes one: the host may be slow. */
#define WAIT_UNITS	(250000000ull)

#define STIMER_ENABLE		BIT_ULL(0)
#define STIMER_PERIODIC		BIT_ULL(1)
#define STIMER_AUTO_ENABLE	BIT_ULL(3)
#define STIMER_VECTOR(v)	((u64)(v) << 4)
#define STIMER_DIRECT		BIT_ULL(12)
#define STIMER_SINT(s)		((u64)(s) << 16)

#define MESSAGE_TIMER_EXPIRED	0x80000010

/* Payload of a timer's message (TLFS 12.4.1) */
struct timer_message {
	u32 timer_index;
	u32 reserved;
	u64 expiration;
	u64 delivery;
};

static struct cpu {
	struct hv_message *messages;
	atomic_t fired[4];
	atomic_t bad;
} cpus[MAX_CPUS];

static bool direct;

static const char *needs_timers(void)
{
	u32 bits = HV_SYNIC_AVAILABLE | HV_SYNTIMER_AVAILABLE | HV_TIME_REF_COUNT_AVAILABLE;

	if (hyperv_needs(bits))
		return hyperv_needs(bits);
	if (direct && !(raw_cpuid(HYPERV_CPUID_FEATURES, 0).d & HV_STIMER_DIRECT_AVAILABLE))
		return "no direct timers";
	return cpu_count() > MAX_CPUS ? "more than 4 CPUs" : NULL;
}

static const char *needs_messages(void)
{
	return needs_timers() ? needs_timers() : direct ? "direct timers have no messages" : NULL;
}

static void take_message(int sint)
{
	struct cpu *c = &cpus[smp_id()];
	struct hv_message *m = &c->messages[sint];

	u32 timer = ((volatile struct timer_message *)m->payload)->timer_index;

	if (direct || m->type != MESSAGE_TIMER_EXPIRED || m->payload_size < sizeof(struct timer_message) || timer >= 4)
		atomic_inc(&c->bad);
	else
		atomic_inc(&c->fired[timer]);
	m->type = 0;
	mb();
	if (m->flags & HV_MESSAGE_PENDING)
		wrmsr(HV_X64_MSR_EOM, 0);
}

static void isr_eoi(isr_regs_t *r)
{
	take_message(SINT_EOI);
	eoi();
}

static void isr_auto(isr_regs_t *r)
{
	take_message(SINT_AUTO);
}

static void isr_direct(isr_regs_t *r)
{
	struct cpu *c = &cpus[smp_id()];

	if (!direct)
		atomic_inc(&c->bad);
	atomic_inc(&c->fired[r->func - DIRECT_VECTOR0]);
	eoi();
}

static void start(int timer, u64 config, u64 units)
{
	u64 count = units;

	config |= direct ? STIMER_DIRECT | STIMER_VECTOR(DIRECT_VECTOR0 + timer) :
			   STIMER_SINT(timer ? SINT_AUTO : SINT_EOI);
	/* One-shot counts are points in time. */
	if (!(config & STIMER_PERIODIC))
		count += rdmsr(HV_X64_MSR_TIME_REF_COUNT);
	if (config & STIMER_AUTO_ENABLE) {
		wrmsr(HV_X64_MSR_STIMER0_CONFIG + 2 * timer, config);
		wrmsr(HV_X64_MSR_STIMER0_COUNT + 2 * timer, count);
	} else {
		wrmsr(HV_X64_MSR_STIMER0_COUNT + 2 * timer, count);
		wrmsr(HV_X64_MSR_STIMER0_CONFIG + 2 * timer, config | STIMER_ENABLE);
	}
}

static void stop(int timer)
{
	wrmsr(HV_X64_MSR_STIMER0_CONFIG + 2 * timer, 0);
}

static bool wait_fired(int timer, int want)
{
	u64 begin = rdmsr(HV_X64_MSR_TIME_REF_COUNT);

	while (atomic_read(&cpus[smp_id()].fired[timer]) < want)
		if (rdmsr(HV_X64_MSR_TIME_REF_COUNT) - begin > WAIT_UNITS)
			return false;
	return true;
}

static void setup_here(void *data)
{
	struct cpu *c = &cpus[smp_id()];

	wrmsr(HV_X64_MSR_SIMP, virt_to_phys(c->messages) | HV_SYNIC_PAGE_ENABLE);
	wrmsr(HV_X64_MSR_SINT0 + SINT_EOI, VECTOR_EOI);
	wrmsr(HV_X64_MSR_SINT0 + SINT_AUTO, VECTOR_AUTO | HV_SYNIC_SINT_AUTO_EOI);
	wrmsr(HV_X64_MSR_SCONTROL, HV_SYNIC_CONTROL_ENABLE);
}

static void cleanup_here(void *data)
{
	int i;

	for (i = 0; i < 4; i++)
		stop(i);
	wrmsr(HV_X64_MSR_SINT0 + SINT_EOI, 0xff | HV_SYNIC_SINT_MASKED);
	wrmsr(HV_X64_MSR_SINT0 + SINT_AUTO, 0xff | HV_SYNIC_SINT_MASKED);
	wrmsr(HV_X64_MSR_SCONTROL, 0);
	wrmsr(HV_X64_MSR_SIMP, 0);
}

static void (*scenario)(void);
static volatile bool ok[MAX_CPUS];

static void scenario_here(void *data)
{
	sti();
	scenario();
	cli();
}

static void everywhere(void (*fn)(void), const char *what)
{
	int i, t;

	for (i = 0; i < cpu_count(); i++) {
		if (!cpus[i].messages)
			cpus[i].messages = alloc_page();
		for (t = 0; t < 4; t++)
			atomic_set(&cpus[i].fired[t], 0);
		atomic_set(&cpus[i].bad, 0);
		ok[i] = false;
	}
	handle_irq(VECTOR_EOI, isr_eoi);
	handle_irq(VECTOR_AUTO, isr_auto);
	handle_irq(DIRECT_VECTOR0, isr_direct);
	handle_irq(DIRECT_VECTOR1, isr_direct);
	on_cpus(setup_here, NULL);
	scenario = fn;
	on_cpus(scenario_here, NULL);
	on_cpus(cleanup_here, NULL);
	for (i = 0; i < cpu_count(); i++) {
		check(ok[i], "%s on CPU %d", what, i);
		check_eq(atomic_read(&cpus[i].bad), 0, "unexpected events on CPU %d", i);
	}
}

static void do_periodic(void)
{
	start(0, STIMER_PERIODIC, ONE_MS);
	start(1, STIMER_PERIODIC, ONE_MS);
	ok[smp_id()] = wait_fired(0, PERIODS) && wait_fired(1, PERIODS);
	stop(0);
	stop(1);
}

static void do_oneshot(void)
{
	start(0, 0, ONE_MS);
	ok[smp_id()] = wait_fired(0, 1);
	stop(0);
}

static void do_auto_oneshot(void)
{
	start(1, STIMER_AUTO_ENABLE, ONE_MS);
	ok[smp_id()] = wait_fired(1, 1);
	stop(1);
}

static void do_auto_periodic(void)
{
	start(0, STIMER_AUTO_ENABLE | STIMER_PERIODIC, ONE_MS);
	ok[smp_id()] = wait_fired(0, PERIODS);
	stop(0);
}

/* The slot is taken: the message waits, and says so in the flags. */
static void do_busy_slot(void)
{
	struct cpu *c = &cpus[smp_id()];
	struct hv_message *m = &c->messages[SINT_EOI];
	u64 begin;

	m->type = MESSAGE_TIMER_EXPIRED;
	m->flags = 0;
	start(0, 0, ONE_MS);
	begin = rdmsr(HV_X64_MSR_TIME_REF_COUNT);
	while (!(m->flags & HV_MESSAGE_PENDING) &&
	       rdmsr(HV_X64_MSR_TIME_REF_COUNT) - begin < WAIT_UNITS)
		pause();
	ok[smp_id()] = (m->flags & HV_MESSAGE_PENDING) && !atomic_read(&c->fired[0]);
	m->type = 0;
	mb();
	wrmsr(HV_X64_MSR_EOM, 0);
	ok[smp_id()] = ok[smp_id()] && wait_fired(0, 1);
	stop(0);
}

static void periodic(void)
{
	everywhere(do_periodic, "1000 expirations of two periodic timers");
}

static void oneshot(void)
{
	everywhere(do_oneshot, "a one-shot timer");
}

static void auto_oneshot(void)
{
	everywhere(do_auto_oneshot, "an auto-enabled one-shot timer");
}

static void auto_periodic(void)
{
	everywhere(do_auto_periodic, "1000 expirations of an auto-enabled periodic timer");
}

static void busy_slot(void)
{
	everywhere(do_busy_slot, "a message that waits for its slot");
}

static const struct subtest subtests[] = {
	{ "periodic", periodic, .requires = needs_timers, .timeout = 60 },
	{ "one-shot", oneshot, .requires = needs_timers, .timeout = 60 },
	{ "auto-one-shot", auto_oneshot, .requires = needs_timers, .timeout = 60 },
	{ "auto-periodic", auto_periodic, .requires = needs_timers, .timeout = 60 },
	{ "busy-slot", busy_slot, .requires = needs_messages, .timeout = 60 },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	if (argc > 1 && !strcmp(argv[1], "direct")) {
		direct = true;
		argv[1] = argv[0];
		argc--;
		argv++;
	}
	return run_subtests(subtests, argc, argv);
}
