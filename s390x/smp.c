// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * smp: SIGNAL PROCESSOR from the boot CPU to CPU 1.
 *
 * Orders that are accepted must be complete as far as the next SENSE can tell:
 * there is no waiting between them (PoP chapter 4 "CPU Signaling and Response").
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/float.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/sigp.h>
#include <asm/time.h>
#include <hardware.h>
#include <smp.h>
#include <uv.h>
#include "pgm.h"

#define INVALID_CPU_ADDRESS	((uint16_t)-4711)

static volatile int testflag;

static const char *needs_2_cpus(void)
{
	return smp_query_num_cpus() < 2 ? "need at least 2 cpus for this test" : NULL;
}

static const char *needs_2_cpus_no_pv(void)
{
	return uv_os_is_guest() ? "not available in a protected guest" : needs_2_cpus();
}

static void wait_for_flag(void)
{
	while (!testflag)
		mb();
}

static void set_flag(int val)
{
	mb();
	testflag = val;
	mb();
}

static void set_the_flag(void)
{
	set_flag(1);
	for (;;)
		mb();
}

static void run_on_cpu1(void (*fn)(void))
{
	set_flag(0);
	assert(!smp_cpu_setup(1, PSW(PSW_MASK_64, fn)));
}

static void start(void)
{
	run_on_cpu1(set_the_flag);
	wait_for_flag();
	report_pass("start");
	check_eq(smp_cpu_stop(1), 0, "stop");
	set_flag(0);
	smp_cpu_start(1, PSW(PSW_MASK_64, set_the_flag));
	wait_for_flag();
	report_pass("start at another PSW");
	smp_cpu_destroy(1);
}

static const struct order { const char *name; uint8_t order; } orders[] = {
	{ "stop", SIGP_STOP },
	{ "start", SIGP_START },
	{ "cpu reset", SIGP_CPU_RESET },
	{ "initial cpu reset", SIGP_INITIAL_CPU_RESET },
	{ "restart", SIGP_RESTART },
	{ "conditional emergency", SIGP_COND_EMERGENCY_SIGNAL },
	{ "emergency", SIGP_EMERGENCY_SIGNAL },
	{ "external call", SIGP_EXTERNAL_CALL },
	{ "unknown order", 0xff },
	{ "sense", SIGP_SENSE },
	{ "sense running", SIGP_SENSE_RUNNING },
	{ "stop and store status", SIGP_STOP_AND_STORE_STATUS },
	{ "set prefix", SIGP_SET_PREFIX },
	{ "store status at address", SIGP_STORE_STATUS_AT_ADDRESS },
};

static void invalid_cpu(void)
{
	const struct order *o = subtest_row();
	uint32_t status = 0;

	check_eq(sigp(INVALID_CPU_ADDRESS, o->order, 0, &status), SIGP_CC_NOT_OPERATIONAL,
		 "order to a CPU that is not there");
}

static void invalid_order(void)
{
	uint32_t status = 0;

	check_eq(smp_sigp(1, 0xff, 0, &status), SIGP_CC_STATUS_STORED, "order 0xff: condition code");
	check_bits(status, SIGP_STATUS_INVALID_ORDER, SIGP_STATUS_INVALID_ORDER, "order 0xff: status");
}

static void stop_cpu1(void)
{
	check_eq(smp_cpu_stop_nowait(1), 0, "STOP accepted");
	check(smp_cpu_stopped(1), "CPU is stopped at once");
}

static void stop(void)
{
	run_on_cpu1(set_the_flag);
	wait_for_flag();
	stop_cpu1();
	stop_cpu1();
	smp_cpu_destroy(1);
}

static void restart(void)
{
	run_on_cpu1(set_the_flag);
	wait_for_flag();
	smp_cpu_stop(1);

	set_flag(0);
	check_eq(smp_cpu_restart_nowait(1), 0, "RESTART of a stopped CPU accepted");
	check(!smp_cpu_stopped(1), "CPU is not stopped any more at once");
	wait_for_flag();
	report_pass("stopped CPU restarted");

	set_flag(0);
	check_eq(smp_cpu_restart_nowait(1), 0, "RESTART of a running CPU accepted");
	check(!smp_cpu_stopped(1), "CPU is not stopped");
	wait_for_flag();
	report_pass("running CPU restarted");
	smp_cpu_destroy(1);
}

static void stop_store_status_once(const char *what)
{
	uint32_t *prefix = OPAQUE_PTR(GEN_LC_PREFIX_SA);
	uint64_t *gr15 = OPAQUE_PTR(GEN_LC_GRS_SA + 15 * 8);

	*prefix = 0;
	*gr15 = 0;
	mb();
	smp_sigp(1, SIGP_STOP_AND_STORE_STATUS, 0, NULL);
	while (!*(volatile uint32_t *)prefix)
		mb();
	check_eq(*(volatile uint32_t *)prefix, (uint32_t)(uintptr_t)smp_cpu_from_idx(1)->lowcore,
		 "prefix stored, CPU %s", what);
	check_ne(*(volatile uint64_t *)gr15, 0, "GR15 stored, CPU %s", what);
	check(smp_cpu_stopped(1), "CPU %s is stopped then", what);
}

static void stop_store_status(void)
{
	run_on_cpu1(set_the_flag);
	wait_for_flag();
	stop_store_status_once("running");
	stop_store_status_once("stopped");
	smp_cpu_destroy(1);
}

static void store_status(void)
{
	struct cpu_status *status = alloc_pages_flags(1, AREA_DMA31);
	struct cpu_status zero = {};
	uint32_t r;

	memset(status, 0, sizeof(*status));
	check_eq(sigp(INVALID_CPU_ADDRESS, SIGP_STORE_STATUS_AT_ADDRESS, (uintptr_t)status, &r),
		 SIGP_CC_NOT_OPERATIONAL, "CPU that is not there");

	run_on_cpu1(set_the_flag);
	wait_for_flag();
	check_eq(smp_sigp(1, SIGP_STORE_STATUS_AT_ADDRESS, (uintptr_t)status, &r),
		 SIGP_CC_STATUS_STORED, "running CPU: condition code");
	check_eq(r, SIGP_STATUS_INCORRECT_STATE, "running CPU: status");
	check_mem(status, &zero, sizeof(zero), "running CPU: nothing is stored");

	smp_cpu_stop(1);
	check_eq(smp_sigp(1, SIGP_STORE_STATUS_AT_ADDRESS, (uintptr_t)status, NULL),
		 SIGP_CC_ORDER_CODE_ACCEPTED, "stopped CPU: condition code");
	while (!*(volatile uint32_t *)&status->prefix)
		mb();
	check_eq(status->prefix, (uint32_t)(uintptr_t)smp_cpu_from_idx(1)->lowcore,
		 "stopped CPU: prefix");
	check(status->psw.addr >= (uintptr_t)set_the_flag &&
	      status->psw.addr < (uintptr_t)set_the_flag + 256, "stopped CPU: PSW address %#lx",
	      status->psw.addr);
	check_bits(status->crs[0], CR0_INITIAL, CR0_INITIAL, "stopped CPU: CR0");
	smp_cpu_destroy(1);
	free_pages(status);
}

static volatile uint32_t cpu1_prefix;

static void store_prefix(void)
{
	set_flag(1);
	while (testflag != 2)
		mb();
	cpu1_prefix = get_prefix();
	set_flag(3);
	for (;;)
		mb();
}

static void set_prefix_order(void)
{
	char *area = alloc_pages_flags(1, AREA_DMA31);
	uint32_t status = 0;

	memcpy(area, OPAQUE_PTR(0), LC_SIZE);
	run_on_cpu1(store_prefix);
	wait_for_flag();
	check_eq(smp_sigp(1, SIGP_SET_PREFIX, (uintptr_t)area, &status),
		 SIGP_CC_STATUS_STORED, "running CPU: condition code");
	check_eq(status, SIGP_STATUS_INCORRECT_STATE, "running CPU: status");
	set_flag(2);
	while (testflag != 3)
		mb();
	check_eq(cpu1_prefix, (uint32_t)(uintptr_t)smp_cpu_from_idx(1)->lowcore,
		 "running CPU keeps its prefix");
	smp_cpu_stop(1);
	check_eq(smp_sigp(1, SIGP_SET_PREFIX, (uintptr_t)area, &status),
		 SIGP_CC_ORDER_CODE_ACCEPTED, "stopped CPU: condition code");
	check_eq(sigp(INVALID_CPU_ADDRESS, SIGP_SET_PREFIX, (uintptr_t)area, &status),
		 SIGP_CC_NOT_OPERATIONAL, "CPU that is not there");
	smp_cpu_destroy(1);
	free_pages(area);
}

/* The three signals that end in an external interruption */
static const struct call_case {
	const char *name;
	uint8_t order;
	unsigned int cr0_bit;
	uint16_t code;
	bool not_in_pv;
} calls[] = {
	{ "emergency", SIGP_EMERGENCY_SIGNAL, CTL0_EMERGENCY_SIGNAL, EXT_IRQ_EMERGENCY_SIG },
	{ "conditional emergency", SIGP_COND_EMERGENCY_SIGNAL, CTL0_EMERGENCY_SIGNAL,
	  EXT_IRQ_EMERGENCY_SIG, true },
	{ "external call", SIGP_EXTERNAL_CALL, CTL0_EXTERNAL_CALL, EXT_IRQ_EXTERNAL_CALL },
};

static const struct call_case *this_call;
static volatile uint16_t call_code, call_source;

static void cpu1_set_subclass(void)
{
	if (this_call->cr0_bit == CTL0_EMERGENCY_SIGNAL)
		ctl_set_bit(0, CTL0_EMERGENCY_SIGNAL);
	else
		ctl_set_bit(0, CTL0_EXTERNAL_CALL);
}

static void call_received(struct stack_frame_int *frame)
{
	struct psw *old = OPAQUE_PTR(GEN_LC_EXT_OLD_PSW);

	call_code = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_EXT_INT_CODE);
	call_source = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_CPU_ADDR);
	frame->crs[0] &= ~(1UL << this_call->cr0_bit);
	old->mask &= ~(PSW_MASK_EXT | PSW_MASK_WAIT);
}

static void cpu1_receive(void)
{
	expect_ext_int();
	register_ext_cleanup_func(call_received);
	cpu1_set_subclass();
	psw_mask_set_bits(PSW_MASK_EXT);
	set_flag(1);
	while (!call_code)
		mb();
	set_flag(2);
	for (;;)
		mb();
}

static void emcall(void)
{
	const struct call_case *c = subtest_row();

	if (c->not_in_pv && uv_os_is_guest()) {
		report_skip("not available in a protected guest");
		return;
	}
	this_call = c;
	call_code = call_source = 0;
	run_on_cpu1(cpu1_receive);
	wait_for_flag();
	check_eq(smp_sigp(1, c->order, 0, NULL), 0, "order accepted");
	while (testflag != 2)
		mb();
	check_eq(call_code, c->code, "external interruption code");
	check_eq(call_source, stap(), "address of the CPU that called");
	smp_cpu_destroy(1);
}

static volatile int wakeups;

static void cpu1_after_wait(void)
{
	set_flag(2);
	for (;;)
		mb();
}

static void call_ends_wait(struct stack_frame_int *frame)
{
	struct psw *old = OPAQUE_PTR(GEN_LC_EXT_OLD_PSW);

	wakeups++;
	call_received(frame);
	old->addr = (uint64_t)cpu1_after_wait;
}

static void cpu1_prepare_wait(void)
{
	expect_ext_int();
	register_ext_cleanup_func(call_ends_wait);
	cpu1_set_subclass();
	set_flag(1);
	for (;;)
		mb();
}

static void psw_wait(void)
{
	const struct call_case *c = subtest_row();
	struct psw wait = PSW(PSW_MASK_64 | PSW_MASK_EXT | PSW_MASK_WAIT, cpu1_after_wait);

	if (c->not_in_pv && uv_os_is_guest()) {
		report_skip("not available in a protected guest");
		return;
	}
	this_call = c;
	wakeups = 0;
	run_on_cpu1(cpu1_prepare_wait);
	wait_for_flag();
	set_flag(0);
	check_eq(smp_cpu_start(1, wait), 0, "CPU enters the wait by a restart PSW");
	check_eq(smp_sigp(1, c->order, 0, NULL), 0, "order accepted");
	while (testflag != 2)
		mb();
	mdelay(1);
	check_eq(wakeups, 1, "interruptions delivered");
	smp_cpu_destroy(1);
}

static void sense_running(void)
{
	check(smp_sense_running_status(0), "CPU0 sense claims running");
	run_on_cpu1(set_the_flag);
	wait_for_flag();
	smp_cpu_stop(1);
	check(!smp_sense_running_status(1), "CPU1 sense claims not running");
	smp_cpu_destroy(1);
}

static void cpu1_masked(void)
{
	set_flag(1);
	for (;;)
		mb();
}

static void cpu1_open(void)
{
	expect_ext_int();
	ctl_set_bit(0, CTL0_EMERGENCY_SIGNAL);
	ctl_set_bit(0, CTL0_EXTERNAL_CALL);
	psw_mask_set_bits(PSW_MASK_EXT);
	set_flag(1);
	for (;;)
		mb();
}

static void cpu_reset(void)
{
	uint32_t status = 0;

	run_on_cpu1(cpu1_masked);
	wait_for_flag();
	smp_sigp(1, SIGP_EMERGENCY_SIGNAL, 0, NULL);
	smp_sigp(1, SIGP_EXTERNAL_CALL, 0, NULL);
	check_eq(smp_sigp(1, SIGP_SENSE, 0, &status), SIGP_CC_STATUS_STORED, "sense before");
	check_bits(status, SIGP_STATUS_EXT_CALL_PENDING, SIGP_STATUS_EXT_CALL_PENDING,
		   "external call is pending before");
	check_eq(smp_sigp(1, SIGP_CPU_RESET, 0, NULL), 0, "CPU RESET accepted");
	check(smp_cpu_stopped(1), "CPU is stopped");
	smp_sigp(1, SIGP_SENSE, 0, &status);
	check_bits(status, SIGP_STATUS_EXT_CALL_PENDING, 0, "external call is not pending any more");

	set_flag(0);
	smp_get_lowcore(1)->ext_int_code = 0;
	smp_cpu_start(1, PSW(PSW_MASK_64, cpu1_open));
	wait_for_flag();
	mdelay(1);
	check_eq(smp_get_lowcore(1)->ext_int_code, 0, "no interruption is left");
	smp_cpu_destroy(1);
}

static void cpu1_dirty(void)
{
	set_fpc(0x11);
	lctlg(1, 0x42000UL);
	lctlg(7, 0x43000UL);
	lctlg(13, 0x44000UL);
	set_flag(1);
	for (;;)
		mb();
}

static void reset_initial(void)
{
	struct cpu_status *status = alloc_pages_flags(0, AREA_DMA31);
	uint64_t others = 0;

	memset(status, 0xff, sizeof(*status));
	run_on_cpu1(cpu1_dirty);
	wait_for_flag();
	check_eq(smp_sigp(1, SIGP_INITIAL_CPU_RESET, 0, NULL), 0, "INITIAL CPU RESET accepted");
	smp_sigp(1, SIGP_STORE_STATUS_AT_ADDRESS, (uintptr_t)status, NULL);
	while (*(volatile uint32_t *)&status->prefix == 0xffffffff)
		mb();

	check_eq(status->psw.mask | status->psw.addr, 0, "PSW");
	check_eq(status->prefix, 0, "prefix");
	check_eq(status->fpc, 0, "FPC");
	check_eq(status->cputm, 0, "CPU timer");
	check_eq(status->ckc, 0, "clock comparator");
	check_eq(status->todpr, 0, "TOD programmable register");
	for (int i = 1; i <= 13; i++)
		others |= status->crs[i];
	check_eq(others, 0, "CR1 to CR13");
	check_eq(status->crs[15], 0, "CR15");
	check_eq(status->crs[0], 0xe0, "CR0");
	check_eq(status->crs[14], 0xc2000000, "CR14");
	check(smp_cpu_stopped(1), "CPU is stopped");
	/* the reset took the prefix: stop would be lost on a CPU that is set up no more */
	smp_cpu_destroy(1);
	free_pages(status);
}

static const struct subtest subtests[] = {
	{ "start", start, .requires = needs_2_cpus, .flags = SUBTEST_FATAL },
	{ "invalid-cpu", invalid_cpu, .requires = needs_2_cpus, SUBTEST_ROWS(orders) },
	{ "invalid-order", invalid_order, .requires = needs_2_cpus },
	{ "restart", restart, .requires = needs_2_cpus },
	{ "stop", stop, .requires = needs_2_cpus },
	{ "stop-store-status", stop_store_status, .requires = needs_2_cpus },
	{ "store-status", store_status, .requires = needs_2_cpus },
	{ "set-prefix", set_prefix_order, .requires = needs_2_cpus_no_pv },
	{ "call", emcall, .requires = needs_2_cpus, SUBTEST_ROWS(calls) },
	{ "psw-wait", psw_wait, .requires = needs_2_cpus, SUBTEST_ROWS(calls) },
	{ "sense-running", sense_running, .requires = needs_2_cpus },
	{ "cpu-reset", cpu_reset, .requires = needs_2_cpus },
	{ "initial-reset", reset_initial, .requires = needs_2_cpus },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
