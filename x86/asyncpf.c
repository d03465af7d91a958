// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * asyncpf: KVM's asynchronous page faults.
 *
 * Linux, Documentation/virt/kvm/x86/msr.rst: a page that the host has swapped
 * out is announced by #PF with a reason, and its arrival by an interrupt. Run it
 * with less host memory than the guest touches, e.g. under a 512 MiB limit.
 */
#include <libcflat.h>
#include <alloc.h>
#include <subtest.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/isr.h>
#include <x86/msr.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define ASYNC_PF_ENABLED	BIT(0)
#define ASYNC_PF_SEND_ALWAYS	BIT(1)
#define ASYNC_PF_AS_INT		BIT(3)
#define PAGE_NOT_PRESENT	1
#define WAKE_ALL		0xffffffffu
#define READY_VECTOR		0xf3
/* i386 has 1 GiB of addresses for all that is allocated. */
#define BUFFER_SIZE		(sizeof(long) == 8 ? 1ul << 30 : 3ul << 28)

static struct {
	volatile u32 flags;
	volatile u32 token;
	u8 pad[56];
} shared __attribute__((aligned(64)));

static volatile u32 waiting_for;
static volatile bool done;
static int pairs, woken_all, unexpected;

static const char *needs_async_pf(void)
{
	if (!this_cpu_has_kvm())
		return "not a KVM guest";
	if (!this_cpu_has(KVM_FEATURE_ASYNC_PF) || !this_cpu_has(KVM_FEATURE_ASYNC_PF_INT))
		return "no asynchronous page faults by interrupt";
	return NULL;
}

static void pf_handler(struct ex_regs *r)
{
	u32 flags = shared.flags;

	shared.flags = 0;
	if (flags != PAGE_NOT_PRESENT) {
		/* A fault of the guest itself: this test makes none. */
		unhandled_exception(r, false);
		return;
	}
	/* CR2 is the token, the page comes later. */
	waiting_for = read_cr2();
	done = false;
	while (!done)
		safe_halt();
	cli();
}

static void ready_isr(isr_regs_t *r)
{
	u32 token = shared.token;

	shared.token = 0;
	wrmsr(MSR_KVM_ASYNC_PF_ACK, 1);
	if (token == WAKE_ALL) {
		woken_all++;
		done = true;
	} else if (token == waiting_for) {
		pairs++;
		done = true;
	} else {
		unexpected++;
	}
	eoi();
}

static void swapped(void)
{
	handler old = handle_exception(PF_VECTOR, pf_handler);
	ulong at;
	char *buffer;

	handle_irq(READY_VECTOR, ready_isr);
	wrmsr(MSR_KVM_ASYNC_PF_INT, READY_VECTOR);
	wrmsr(MSR_KVM_ASYNC_PF_EN, (ulong)&shared | ASYNC_PF_ENABLED | ASYNC_PF_SEND_ALWAYS | ASYNC_PF_AS_INT);
	check_eq(rdmsr(MSR_KVM_ASYNC_PF_INT), (u64)READY_VECTOR, "MSR_KVM_ASYNC_PF_INT reads back");
	sti();
	buffer = malloc(BUFFER_SIZE);
	for (at = 0; at < BUFFER_SIZE; at += PAGE_SIZE)
		*(volatile char *)(buffer + at) = 1;
	for (at = 0; at < BUFFER_SIZE; at += PAGE_SIZE)
		(void)*(volatile char *)(buffer + at);
	cli();
	wrmsr(MSR_KVM_ASYNC_PF_EN, 0);
	handle_exception(PF_VECTOR, old);
	report_info("%d pages waited for, %d times all were woken", pairs, woken_all);
	check_eq(unexpected, 0, "tokens that nobody waited for");
	if (!pairs)
		report_skip("the host has swapped nothing out: give it less memory than %lu MiB for this",
			    BUFFER_SIZE >> 20);
}

static const struct subtest subtests[] = {
	{ "swapped", swapped, .requires = needs_async_pf, .timeout = 80 },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
