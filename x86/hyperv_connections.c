// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hyperv_connections: messages and events that hypercalls send over connections.
 *
 * TLFS chapter 11 and hypercalls 5Ch, 5Dh. QEMU's hyperv-testdev gives each CPU a connection for messages, which come back
 * in a slot of the message page, and one for events, which set a flag of the event page. A taken slot holds a message
 * back until it is free and EOM is written; a flag that is set already makes no interrupt. VMBus rests on both.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/atomic.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <x86/vm.h>
#include "hyperv.h"

#define MAX_CPUS	64

#define GUEST_OS_ID	0x8f00000000000000ull

#define MESSAGE_SINT	8
#define EVENT_SINT	9
#define MESSAGE_VECTOR	0xb0
#define EVENT_VECTOR	0xb1
#define MESSAGE_CONN(cpu)	(0x10 + (cpu))
#define EVENT_CONN(cpu)		(0x20 + (cpu))
#define MESSAGE_TYPE	0x12345678

/* TSC cycles within which everything arrives on a slow host too, and those that what must not arrive has. */
#define ARRIVAL_CYCLES	(1ull << 33)
#define SETTLE_CYCLES	20000000ull

struct post_message_input {
	u32 connection;
	u32 reserved;
	u32 type;
	u32 size;
	u64 payload[30];
} __attribute__((aligned(8)));

static struct cpu {
	struct hv_message *messages;
	struct hv_event_flags *events;
	struct post_message_input *post;
	atomic_t message_interrupts, event_interrupts;
	u64 payload;
	u64 status;
} cpus[MAX_CPUS];

static void *hypercall_page;
static u8 *hypercall_code;
static int steps_ahead;

/* The page is filled by the hypervisor. @input: an address, or with HV_HYPERCALL_FAST the input itself. */
static u64 hypercall(u64 control, u64 input)
{
	u64 ret;

#ifdef __x86_64__
	register u64 output asm("r8") = 0;

	asm volatile("call *%[code]"
		     : "=a"(ret), "+c"(control), "+d"(input), "+r"(output)
		     : [code] "m"(hypercall_code) : "cc", "memory", "r9", "r10", "r11");
#else
	u32 control_low = control, control_high = control >> 32, input_low = input, input_high = input >> 32;

	asm volatile("call *%[code]"
		     : "+a"(control_low), "+d"(control_high), "+c"(input_low), "+b"(input_high)
		     : [code] "m"(hypercall_code), "D"(0), "S"(0) : "cc", "memory");
	ret = (u64)control_high << 32 | control_low;
#endif
	return ret & 0xffff;
}

static u64 post_message(int conn, u64 payload)
{
	struct post_message_input *in = cpus[smp_id()].post;

	memset(in, 0, sizeof(*in));
	in->connection = conn;
	in->type = MESSAGE_TYPE;
	in->size = sizeof(payload);
	in->payload[0] = payload;
	return hypercall(HVCALL_POST_MESSAGE, virt_to_phys(in));
}

/* Flag 0 of the connection; the test device sets the flag that has the connection's number. */
static u64 signal_event(int conn)
{
	return hypercall(HVCALL_SIGNAL_EVENT | HV_HYPERCALL_FAST, conn);
}

static void take_message(isr_regs_t *r)
{
	atomic_inc(&cpus[smp_id()].message_interrupts);
}

static void take_event(isr_regs_t *r)
{
	atomic_inc(&cpus[smp_id()].event_interrupts);
}

static const char *why_not;

static const char *needs_connections(void)
{
	return why_not;
}

static void open_page(void)
{
	why_not = hyperv_needs(HV_SYNIC_AVAILABLE);
	if (why_not)
		return;
	if (cpu_count() > MAX_CPUS) {
		why_not = "more than 64 CPUs";
		return;
	}
	hypercall_page = alloc_page();
	cpus[0].post = alloc_page();
	hypercall_code = hypercall_page;
	wrmsr(HV_X64_MSR_GUEST_OS_ID, GUEST_OS_ID);
	wrmsr(HV_X64_MSR_HYPERCALL, virt_to_phys(hypercall_page) | HV_HYPERCALL_ENABLE);
	if (!(rdmsr(HV_X64_MSR_HYPERCALL) & HV_HYPERCALL_ENABLE))
		why_not = "the hypercall page cannot be enabled";
	else if (signal_event(0x1234) == HV_STATUS_INVALID_HYPERCALL_CODE)
		why_not = "the hypervisor does not know SIGNAL_EVENT";
}

static void registers(void)
{
	check_eq(rdmsr(HV_X64_MSR_GUEST_OS_ID), GUEST_OS_ID, "GUEST_OS_ID");
	check_eq(rdmsr(HV_X64_MSR_HYPERCALL), (u64)(virt_to_phys(hypercall_page) | HV_HYPERCALL_ENABLE), "HYPERCALL");
	check_eq(signal_event(0x1234), (u64)HV_STATUS_INVALID_CONNECTION_ID, "status of SIGNAL_EVENT of no connection");
	check_eq(post_message(0x1234, 0), (u64)HV_STATUS_INVALID_CONNECTION_ID, "status of POST_MESSAGE of no connection");
	check_eq(hypercall(0x7ffe | HV_HYPERCALL_FAST, 0), (u64)HV_STATUS_INVALID_HYPERCALL_CODE,
		 "status of a call code that there is not");
}

static void enable_here(void *data)
{
	int me = smp_id();

	wrmsr(HV_X64_MSR_SIMP, virt_to_phys(cpus[me].messages) | HV_SYNIC_PAGE_ENABLE);
	wrmsr(HV_X64_MSR_SIEFP, virt_to_phys(cpus[me].events) | HV_SYNIC_PAGE_ENABLE);
	wrmsr(HV_X64_MSR_SCONTROL, HV_SYNIC_CONTROL_ENABLE);
	wrmsr(HV_X64_MSR_SINT0 + MESSAGE_SINT, MESSAGE_VECTOR | HV_SYNIC_SINT_AUTO_EOI);
	wrmsr(HV_X64_MSR_SINT0 + EVENT_SINT, EVENT_VECTOR | HV_SYNIC_SINT_AUTO_EOI);
	hyperv_testdev_conn(HV_TEST_DEV_MSG_CONN_CREATE, me, MESSAGE_SINT, MESSAGE_CONN(me));
	hyperv_testdev_conn(HV_TEST_DEV_EVT_CONN_CREATE, me, EVENT_SINT, EVENT_CONN(me));
}

static void *zeroed_page(void)
{
	return memset(alloc_page(), 0, PAGE_SIZE);
}

static void enable(void)
{
	int i;

	handle_irq(MESSAGE_VECTOR, take_message);
	handle_irq(EVENT_VECTOR, take_event);
	for (i = 0; i < cpu_count(); i++) {
		cpus[i].messages = zeroed_page();
		cpus[i].events = zeroed_page();
		if (!cpus[i].post)
			cpus[i].post = alloc_page();
		cpus[i].payload = (u64)i << 16;
		on_cpu(i, enable_here, NULL);
	}
}

static int target_of(int cpu)
{
	return (cpu + steps_ahead) % cpu_count();
}

static void do_post(void *data)
{
	int me = smp_id();

	cpus[me].status = post_message(MESSAGE_CONN(target_of(me)), ++cpus[target_of(me)].payload);
}

static void do_signal(void *data)
{
	int me = smp_id();

	cpus[me].status = signal_event(EVENT_CONN(target_of(me)));
}

static void do_free_slot(void *data)
{
	cpus[smp_id()].messages[MESSAGE_SINT].type = 0;
	mb();
	wrmsr(HV_X64_MSR_EOM, 0);
	cpus[smp_id()].status = HV_STATUS_SUCCESS;
}

/* How many interrupts of the two kinds the step makes on each CPU */
static int want_messages, want_events;

/* With interrupts on: until they have come, and a moment for those too many. */
static void do_wait(void *data)
{
	struct cpu *c = &cpus[smp_id()];
	u64 start = rdtsc();

	sti();
	while ((atomic_read(&c->message_interrupts) < want_messages || atomic_read(&c->event_interrupts) < want_events) &&
	       rdtsc() - start < ARRIVAL_CYCLES)
		pause();
	start = rdtsc();
	while (rdtsc() - start < SETTLE_CYCLES)
		pause();
	cli();
}

static void step(void (*action)(void *), int ahead, int messages, int events)
{
	int i;

	for (i = 0; i < cpu_count(); i++) {
		atomic_set(&cpus[i].message_interrupts, 0);
		atomic_set(&cpus[i].event_interrupts, 0);
	}
	steps_ahead = ahead;
	want_messages = messages;
	want_events = events;
	on_cpus(action, NULL);
	on_cpus(do_wait, NULL);
	for (i = 0; i < cpu_count(); i++) {
		check_eq(cpus[i].status, (u64)HV_STATUS_SUCCESS, "CPU %d: status", i);
		check_eq(atomic_read(&cpus[i].message_interrupts), messages, "CPU %d: interrupts by messages", i);
		check_eq(atomic_read(&cpus[i].event_interrupts), events, "CPU %d: interrupts by events", i);
	}
}

/* @behind: how many messages were sent after the one in the slot. */
static void expect_message(bool pending, unsigned int behind)
{
	int i;

	for (i = 0; i < cpu_count(); i++) {
		struct hv_message *m = &cpus[i].messages[MESSAGE_SINT];

		check_eq(m->type, (u32)MESSAGE_TYPE, "CPU %d: type of the message", i);
		check_eq(m->payload_size, 8u, "CPU %d: size of the message", i);
		check_eq(m->payload[0], cpus[i].payload - behind, "CPU %d: payload", i);
		check_eq(m->flags & HV_MESSAGE_PENDING, pending ? HV_MESSAGE_PENDING : 0ul, "CPU %d: another one waits", i);
	}
}

static void message_to_self(void)
{
	step(do_post, 0, 1, 0);
	expect_message(false, 0);
	step(do_free_slot, 0, 0, 0);
}

static void message_to_next(void)
{
	step(do_post, 1, 1, 0);
	expect_message(false, 0);
}

static void message_waits(void)
{
	step(do_post, 1, 0, 0);
	expect_message(true, 1);
}

static void message_follows(void)
{
	step(do_free_slot, 0, 1, 0);
	expect_message(false, 0);
	step(do_free_slot, 0, 0, 0);
}

static bool flag(int cpu)
{
	int bit = EVENT_CONN(cpu);

	return cpus[cpu].events[EVENT_SINT].bytes[bit / 8] & 1 << bit % 8;
}

static void expect_flags(void)
{
	int i;

	for (i = 0; i < cpu_count(); i++)
		check(flag(i), "CPU %d: flag %#x of the event page is set", i, EVENT_CONN(i));
}

static void clear_flags(void)
{
	int i;

	for (i = 0; i < cpu_count(); i++)
		memset((void *)&cpus[i].events[EVENT_SINT], 0, sizeof(cpus[i].events[0]));
}

static void event_to_self(void)
{
	step(do_signal, 0, 0, 1);
	expect_flags();
	clear_flags();
}

static void event_to_next(void)
{
	step(do_signal, 1, 0, 1);
	expect_flags();
}

static void event_again(void)
{
	step(do_signal, 1, 0, 0);
	expect_flags();
}

static void disable_here(void *data)
{
	int me = smp_id();

	hyperv_testdev_conn(HV_TEST_DEV_EVT_CONN_DESTROY, me, EVENT_SINT, EVENT_CONN(me));
	hyperv_testdev_conn(HV_TEST_DEV_MSG_CONN_DESTROY, me, MESSAGE_SINT, MESSAGE_CONN(me));
	wrmsr(HV_X64_MSR_SCONTROL, 0);
	wrmsr(HV_X64_MSR_SIMP, 0);
	wrmsr(HV_X64_MSR_SIEFP, 0);
}

static void disable(void)
{
	int i;

	for (i = 0; i < cpu_count(); i++) {
		on_cpu(i, disable_here, NULL);
		free_page(cpus[i].messages);
		free_page(cpus[i].events);
		free_page(cpus[i].post);
	}
	wrmsr(HV_X64_MSR_HYPERCALL, 0);
	wrmsr(HV_X64_MSR_GUEST_OS_ID, 0);
	check_eq(rdmsr(HV_X64_MSR_HYPERCALL), 0ull, "HYPERCALL after writing 0");
	check_eq(rdmsr(HV_X64_MSR_GUEST_OS_ID), 0ull, "GUEST_OS_ID after writing 0");
}

static const struct subtest subtests[] = {
	{ "registers", registers, .requires = needs_connections },
	{ "enable", enable, .requires = needs_connections, .flags = SUBTEST_FATAL | SUBTEST_NO_CHECK },
	{ "message-to-self", message_to_self, .requires = needs_connections },
	{ "message-to-next", message_to_next, .requires = needs_connections },
	{ "message-waits", message_waits, .requires = needs_connections },
	{ "message-follows", message_follows, .requires = needs_connections },
	{ "event-to-self", event_to_self, .requires = needs_connections },
	{ "event-to-next", event_to_next, .requires = needs_connections },
	{ "event-again", event_again, .requires = needs_connections },
	{ "disable", disable, .requires = needs_connections },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	open_page();
	return run_subtests(subtests, argc, argv);
}
