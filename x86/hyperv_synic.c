// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * hyperv_synic: interrupts of the synthetic interrupt controller.
 *
 * TLFS chapter 11. Each CPU asserts all 16 SINTs of another one through QEMU's
 * hyperv-testdev; each must arrive once, with EOI by the handler or by itself.
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

#define MAX_CPUS	4
#define FIRST_VECTOR	0xb0
#define ARRIVAL_CYCLES	(1ull << 33)

static atomic_t arrived[MAX_CPUS];
static void *pages[MAX_CPUS][2];

static bool auto_eoi(int sint)
{
	return sint == 3 || sint == 8 || sint == 10 || sint == 14;
}

static const char *needs_synic(void)
{
	if (hyperv_needs(HV_SYNIC_AVAILABLE))
		return hyperv_needs(HV_SYNIC_AVAILABLE);
	return cpu_count() > MAX_CPUS ? "more than 4 CPUs" : NULL;
}

static void isr(isr_regs_t *r)
{
	atomic_inc(&arrived[smp_id()]);
	if (!auto_eoi(r->func - FIRST_VECTOR))
		eoi();
}

static u64 eom_value[MAX_CPUS], version[MAX_CPUS];

static void enable_here(void *data)
{
	int me = smp_id(), i;

	version[me] = rdmsr(HV_X64_MSR_SVERSION);
	eom_value[me] = rdmsr(HV_X64_MSR_EOM);
	wrmsr(HV_X64_MSR_SIMP, virt_to_phys(pages[me][0]) | HV_SYNIC_PAGE_ENABLE);
	wrmsr(HV_X64_MSR_SIEFP, virt_to_phys(pages[me][1]) | HV_SYNIC_PAGE_ENABLE);
	wrmsr(HV_X64_MSR_SCONTROL, HV_SYNIC_CONTROL_ENABLE);
	for (i = 0; i < HV_SYNIC_SINT_COUNT; i++) {
		hyperv_testdev(HV_TEST_DEV_SINT_ROUTE_CREATE, me, i);
		wrmsr(HV_X64_MSR_SINT0 + i, (FIRST_VECTOR + i) | (auto_eoi(i) ? HV_SYNIC_SINT_AUTO_EOI : 0));
	}
	atomic_set(&arrived[me], 0);
}

static void enable(void)
{
	int i;

	for (i = 0; i < HV_SYNIC_SINT_COUNT; i++)
		handle_irq(FIRST_VECTOR + i, isr);
	for (i = 0; i < cpu_count(); i++) {
		pages[i][0] = alloc_page();
		pages[i][1] = alloc_page();
		on_cpu(i, enable_here, NULL);
		check_eq(eom_value[i], 0ull, "EOM of CPU %d", i);
		check_eq(version[i], 1ull, "SVERSION of CPU %d", i);
	}
}

static void assert_all(void *data)
{
	int target = cpu_count() - 1 - smp_id(), i;
	u64 start = rdtsc();

	sti();
	for (i = 0; i < HV_SYNIC_SINT_COUNT; i++)
		hyperv_testdev(HV_TEST_DEV_SINT_ROUTE_SET_SINT, target, i);
	while (atomic_read(&arrived[target]) < HV_SYNIC_SINT_COUNT && rdtsc() - start < ARRIVAL_CYCLES)
		pause();
	cli();
}

static void interrupts(void)
{
	int i;

	on_cpus(assert_all, NULL);
	for (i = 0; i < cpu_count(); i++)
		check_eq(atomic_read(&arrived[i]), HV_SYNIC_SINT_COUNT, "interrupts on CPU %d", i);
}

static void disable_here(void *data)
{
	int i, me = smp_id();

	for (i = 0; i < HV_SYNIC_SINT_COUNT; i++) {
		wrmsr(HV_X64_MSR_SINT0 + i, 0xff | HV_SYNIC_SINT_MASKED);
		hyperv_testdev(HV_TEST_DEV_SINT_ROUTE_DESTROY, me, i);
	}
	wrmsr(HV_X64_MSR_SCONTROL, 0);
	wrmsr(HV_X64_MSR_SIMP, 0);
	wrmsr(HV_X64_MSR_SIEFP, 0);
}

static void disable(void)
{
	int i;

	for (i = 0; i < cpu_count(); i++)
		on_cpu(i, disable_here, NULL);
	check_eq(rdmsr(HV_X64_MSR_SCONTROL), 0ull, "SCONTROL after writing 0");
	check_eq(rdmsr(HV_X64_MSR_SIMP), 0ull, "SIMP after writing 0");
	check_eq(rdmsr(HV_X64_MSR_SIEFP), 0ull, "SIEFP after writing 0");
}

static const struct subtest subtests[] = {
	{ "enable", enable, .requires = needs_synic, .flags = SUBTEST_FATAL },
	{ "interrupts", interrupts, .requires = needs_synic },
	{ "disable", disable, .requires = needs_synic },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
