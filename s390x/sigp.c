// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sigp: what interruptions between CPUs do when nobody can take them at once,
 * and the orders that smp leaves out (PoP chapter 4).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/sigp.h>
#include <asm/time.h>
#include <sclp.h>
#include <smp.h>
#include "pgm.h"

static volatile int flag, go;
static volatile unsigned int seen_ecall, seen_emergency, seen_other;
static volatile uint16_t sources[8], order_seen[8];
static volatile unsigned int nr_seen;

static const char *needs_2_cpus(void)
{
	return smp_query_num_cpus() < 2 ? "need at least 2 cpus for this test" : NULL;
}

static void count_interruption(struct stack_frame_int *frame)
{
	uint16_t code = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_EXT_INT_CODE);

	if (nr_seen < ARRAY_SIZE(sources)) {
		sources[nr_seen] = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_CPU_ADDR);
		order_seen[nr_seen] = code;
	}
	nr_seen++;
	if (code == EXT_IRQ_EXTERNAL_CALL)
		seen_ecall++;
	else if (code == EXT_IRQ_EMERGENCY_SIG)
		seen_emergency++;
	else
		seen_other++;
	/* more may follow */
	THIS_CPU->ext_int_expected = true;
	(void)frame;
}

static void forget(void)
{
	seen_ecall = seen_emergency = seen_other = nr_seen = 0;
	flag = go = 0;
	mb();
}

static void open_here(void)
{
	register_ext_cleanup_func(count_interruption);
	expect_ext_int();
	ctl_set_bit(0, CTL0_EMERGENCY_SIGNAL);
	ctl_set_bit(0, CTL0_EXTERNAL_CALL);
	psw_mask_set_bits(PSW_MASK_EXT);
	mdelay(2);
	psw_mask_clear_bits(PSW_MASK_EXT);
	ctl_clear_bit(0, CTL0_EMERGENCY_SIGNAL);
	ctl_clear_bit(0, CTL0_EXTERNAL_CALL);
	THIS_CPU->ext_int_expected = false;
	register_ext_cleanup_func(NULL);
}

/* Closed until told, then open for a while */
static void cpu1_closed_then_open(void)
{
	flag = 1;
	while (!go)
		mb();
	open_here();
	flag = 2;
	for (;;)
		mb();
}

static void start_cpu1(void (*fn)(void))
{
	forget();
	assert(!smp_cpu_setup(1, PSW(PSW_MASK_64, fn)));
	while (flag != 1)
		mb();
}

static void open_cpu1(void)
{
	go = 1;
	while (flag != 2)
		mb();
}

static void external_call_twice(void)
{
	uint32_t status = 0;
	int cc;

	start_cpu1(cpu1_closed_then_open);
	check_eq(smp_sigp(1, SIGP_SENSE, 0, &status), 0, "SENSE before: condition code");
	check_eq(smp_sigp(1, SIGP_EXTERNAL_CALL, 0, NULL), 0, "first external call: condition code");
	cc = sigp(smp_cpu_addr(1), SIGP_EXTERNAL_CALL, 0, &status);
	check(cc == 2 || (cc == 1 && status == SIGP_STATUS_EXT_CALL_PENDING),
	      "second external call: cc %d, status %#x", cc, status);
	status = 0;
	check_eq(smp_sigp(1, SIGP_SENSE, 0, &status), 1, "SENSE: condition code");
	check_eq(status, SIGP_STATUS_EXT_CALL_PENDING, "SENSE: status");
	open_cpu1();
	check_eq(seen_ecall, 1, "external calls taken");
	check_eq(sources[0], stap(), "address of the caller");
	check_eq(smp_sigp(1, SIGP_SENSE, 0, &status), 0, "SENSE afterwards: condition code");

	smp_sigp(1, SIGP_EXTERNAL_CALL, 0, NULL);
	smp_cpu_stop(1);
	status = 0;
	smp_sigp(1, SIGP_SENSE, 0, &status);
	check_eq(status, SIGP_STATUS_EXT_CALL_PENDING | SIGP_STATUS_STOPPED, "SENSE of a stopped CPU: status");
	smp_sigp(1, SIGP_CPU_RESET, 0, NULL);
	status = 0;
	smp_sigp(1, SIGP_SENSE, 0, &status);
	check_eq(status, SIGP_STATUS_STOPPED, "SENSE after CPU RESET: status");
	smp_cpu_destroy(1);
}

static void emergency_twice(void)
{
	start_cpu1(cpu1_closed_then_open);
	check_eq(smp_sigp(1, SIGP_EMERGENCY_SIGNAL, 0, NULL), 0, "first: condition code");
	check_eq(smp_sigp(1, SIGP_EMERGENCY_SIGNAL, 0, NULL), 0, "second: condition code");
	open_cpu1();
	check_eq(seen_emergency, 1, "emergency signals taken: one per source");
	check_eq(sources[0], stap(), "address of the caller");
	smp_cpu_destroy(1);
}

static void priority(void)
{
	start_cpu1(cpu1_closed_then_open);
	smp_sigp(1, SIGP_EXTERNAL_CALL, 0, NULL);
	smp_sigp(1, SIGP_EMERGENCY_SIGNAL, 0, NULL);
	open_cpu1();
	check_eq(seen_emergency, 1, "emergency signals taken");
	check_eq(seen_ecall, 1, "external calls taken");
	check_eq(nr_seen, 2, "interruptions");
	check_eq(order_seen[0], EXT_IRQ_EMERGENCY_SIG, "first: emergency signal has the higher priority");
	check_eq(order_seen[1], EXT_IRQ_EXTERNAL_CALL, "second: external call");
	smp_cpu_destroy(1);
}

/* Only the subclass that is open is taken; the other stays pending. */
static void cpu1_ecall_only(void)
{
	flag = 1;
	while (!go)
		mb();
	register_ext_cleanup_func(count_interruption);
	expect_ext_int();
	ctl_set_bit(0, CTL0_EXTERNAL_CALL);
	psw_mask_set_bits(PSW_MASK_EXT);
	mdelay(2);
	psw_mask_clear_bits(PSW_MASK_EXT);
	ctl_clear_bit(0, CTL0_EXTERNAL_CALL);
	flag = 2;
	while (go != 2)
		mb();
	open_here();
	flag = 3;
	for (;;)
		mb();
}

static void subclass_mask(void)
{
	start_cpu1(cpu1_ecall_only);
	smp_sigp(1, SIGP_EXTERNAL_CALL, 0, NULL);
	smp_sigp(1, SIGP_EMERGENCY_SIGNAL, 0, NULL);
	open_cpu1();
	check_eq(seen_emergency, 0, "emergency signals with their subclass closed");
	check_eq(seen_ecall, 1, "external calls with theirs open");
	go = 2;
	while (flag != 3)
		mb();
	check_eq(seen_emergency, 1, "emergency signals once theirs is open");
	smp_cpu_destroy(1);
}

static volatile uint64_t gr_seen;

static void cpu1_registers(void)
{
	uint64_t v = 0x1122334455667788UL;

	/* keeps a value in a register across being stopped */
	asm volatile("	lgr	%%r7,%1\n"
		     "	mvhi	0(%2),1\n"
		     "0:	icm	0,15,0(%3)\n"
		     "	jz	0b\n"
		     "	lgr	%0,%%r7\n"
		     : "=d" (v) : "d" (v), "a" (&flag), "a" (&go) : "0", "7", "cc", "memory");
	gr_seen = v;
	flag = 2;
	for (;;)
		mb();
}

static void start_order(void)
{
	gr_seen = 0;
	start_cpu1(cpu1_registers);
	check_eq(smp_sigp(1, SIGP_START, 0, NULL), 0, "START of a running CPU: condition code");
	smp_sigp(1, SIGP_STOP, 0, NULL);
	while (!smp_cpu_stopped(1))
		mb();
	go = 1;
	mdelay(2);
	check_eq(flag, 1, "a stopped CPU does nothing");
	check_eq(smp_sigp(1, SIGP_START, 0, NULL), 0, "START of a stopped CPU: condition code");
	while (flag != 2)
		mb();
	check_eq(gr_seen, 0x1122334455667788UL, "a register keeps its value");
	smp_cpu_destroy(1);
}

static void cpu1_stay_open(void)
{
	register_ext_cleanup_func(count_interruption);
	expect_ext_int();
	ctl_set_bit(0, CTL0_EMERGENCY_SIGNAL);
	psw_mask_set_bits(PSW_MASK_EXT);
	flag = 1;
	for (;;)
		mb();
}

static void interruption_while_stopped(void)
{
	start_cpu1(cpu1_stay_open);
	smp_sigp(1, SIGP_STOP, 0, NULL);
	while (!smp_cpu_stopped(1))
		mb();
	smp_sigp(1, SIGP_EMERGENCY_SIGNAL, 0, NULL);
	mdelay(2);
	check_eq(seen_emergency, 0, "interruptions while stopped");
	check(smp_cpu_stopped(1), "it is still stopped");
	smp_sigp(1, SIGP_START, 0, NULL);
	mdelay(5);
	check_eq(seen_emergency, 1, "interruptions after START");
	smp_cpu_destroy(1);
}

static void cpu1_idle(void)
{
	flag = 1;
	for (;;)
		mb();
}

static void cpu1_restarted(void)
{
	flag = 5;
	for (;;)
		mb();
}

static void restart_running(void)
{
	struct lowcore *lc;

	start_cpu1(cpu1_idle);
	lc = smp_cpu_from_idx(1)->lowcore;
	lc->restart_new_psw = PSW(PSW_MASK_64, cpu1_restarted);
	memset(&lc->restart_old_psw, 0, sizeof(lc->restart_old_psw));
	mb();
	check_eq(smp_sigp(1, SIGP_RESTART, 0, NULL), 0, "condition code");
	while (flag != 5)
		mb();
	check(lc->restart_old_psw.addr >= (uint64_t)cpu1_idle &&
	      lc->restart_old_psw.addr < (uint64_t)cpu1_idle + 64,
	      "restart-old PSW is what was interrupted: %#lx", lc->restart_old_psw.addr);
	check_eq(lc->restart_old_psw.mask & PSW_MASK_64, PSW_MASK_64, "its addressing mode");
	smp_cpu_destroy(1);
}

static void invalid_parameters(void)
{
	uint32_t beyond = get_ram_size() < SZ_2G ? get_ram_size() : 0, status = 0;

	if (!beyond) {
		report_skip("memory reaches all 31-bit addresses");
		return;
	}
	start_cpu1(cpu1_idle);
	smp_cpu_stop(1);
	check_eq(smp_sigp(1, SIGP_SET_PREFIX, beyond, &status), 1, "SET PREFIX beyond memory: condition code");
	check_eq(status, SIGP_STATUS_INVALID_PARAMETER, "SET PREFIX beyond memory: status");
	status = 0;
	check_eq(smp_sigp(1, SIGP_STORE_STATUS_AT_ADDRESS, beyond, &status), 1,
		 "STORE STATUS beyond memory: condition code");
	check_eq(status, SIGP_STATUS_INVALID_PARAMETER, "STORE STATUS beyond memory: status");
	smp_cpu_destroy(1);
}

static void set_architecture(void)
{
	uint32_t status;

	for (int mode = 0; mode < 6; mode += 2) {
		status = 0;
		check_eq(smp_sigp(1, SIGP_SET_ARCHITECTURE, mode == 4 ? 5 : mode, &status), 1,
			 "SET ARCHITECTURE %d: condition code", mode == 4 ? 5 : mode);
		check_eq(status, SIGP_STATUS_INVALID_PARAMETER, "SET ARCHITECTURE: status");
	}
	status = 0;
	check_eq(smp_sigp(1, SIGP_SET_MULTI_THREADING, 0, &status), 1, "SET MULTI-THREADING: condition code");
	check_eq(status, SIGP_STATUS_INVALID_ORDER, "SET MULTI-THREADING: status");
}

static const char *needs_138(void)
{
	return test_facility(138) ? needs_2_cpus() : "the machine knows ESA/390 mode";
}

static void self(void)
{
	uint32_t status = 0x1234;

	forget();
	check_eq(sigp(stap(), SIGP_SENSE, 0, &status), 0, "SENSE of itself: condition code");
	check_eq(sigp(stap(), SIGP_EMERGENCY_SIGNAL, 0, NULL), 0, "emergency signal to itself: condition code");
	check_eq(sigp(stap(), SIGP_EXTERNAL_CALL, 0, NULL), 0, "external call to itself: condition code");
	open_here();
	check_eq(seen_emergency, 1, "emergency signals taken");
	check_eq(seen_ecall, 1, "external calls taken");
	check_eq(sources[0], stap(), "address of the caller");
	check_pgm_pstate(2, sigp(0, SIGP_SENSE, 0, NULL), "SIGP in problem state");
}

/* What CPU RESET leaves and what only INITIAL CPU RESET takes. */
static void cpu1_dirty(void)
{
	uint64_t ckc = 0x1234567800000000UL;

	asm volatile("sckc	%0" : : "Q" (ckc));
	lctlg(3, 0x3333);
	lctlg(13, 0x13000);
	asm volatile("sfpc	%0" : : "d" (0x00800000));
	asm volatile("lam	5,5,%0" : : "Q" (*(const uint32_t[]){ 0x5555 }));
	flag = 1;
	asm volatile("0:	j	0b");
}

static void resets(void)
{
	struct cpu_status *status = alloc_pages_flags(0, AREA_DMA31);

	start_cpu1(cpu1_dirty);
	smp_sigp(1, SIGP_CPU_RESET, 0, NULL);
	smp_sigp(1, SIGP_STORE_STATUS_AT_ADDRESS, (unsigned long)status, NULL);
	check_eq(status->crs[3], 0x3333, "CPU RESET: CR3");
	check_eq(status->crs[13], 0x13000, "CPU RESET: CR13");
	check_eq(status->fpc, 0x00800000, "CPU RESET: FPC");
	check_eq(status->ars[5], 0x5555, "CPU RESET: AR5");
	check_eq(status->ckc, 0x1234567800000000UL >> 8, "CPU RESET: clock comparator");
	check_eq(status->prefix, (uint32_t)(uintptr_t)smp_cpu_from_idx(1)->lowcore, "CPU RESET: prefix");
	smp_sigp(1, SIGP_INITIAL_CPU_RESET, 0, NULL);
	smp_sigp(1, SIGP_STORE_STATUS_AT_ADDRESS, (unsigned long)status, NULL);
	check_eq(status->crs[3], 0, "INITIAL CPU RESET: CR3");
	check_eq(status->fpc, 0, "INITIAL CPU RESET: FPC");
	check_eq(status->ckc, 0, "INITIAL CPU RESET: clock comparator");
	check_eq(status->prefix, 0, "INITIAL CPU RESET: prefix");
	check_eq(status->ars[5], 0x5555, "INITIAL CPU RESET: AR5 stays");
	smp_cpu_destroy(1);
	free_page(status);
}

/* STOSM and LCTLG open a window: the interruption comes right behind them. */
static uint64_t old_address;

static void note_address(struct stack_frame_int *frame)
{
	struct psw *old = OPAQUE_PTR(GEN_LC_EXT_OLD_PSW);

	old_address = old->addr;
	old->mask &= ~PSW_MASK_EXT;
	(void)frame;
}

static void window(void)
{
	uint64_t after, cr0;
	uint8_t byte;

	register_ext_cleanup_func(note_address);
	sigp(stap(), SIGP_EMERGENCY_SIGNAL, 0, NULL);
	ctl_set_bit(0, CTL0_EMERGENCY_SIGNAL);
	expect_ext_int();
	asm volatile("	larl	%0,0f\n	stosm	%1,1\n0:	stnsm	%1,0xfe\n" : "=&d" (after), "=Q" (byte));
	check_eq(old_address, after, "after STOSM: old PSW address");

	ctl_clear_bit(0, CTL0_EMERGENCY_SIGNAL);
	sigp(stap(), SIGP_EMERGENCY_SIGNAL, 0, NULL);
	cr0 = stctg(0) | 1UL << CTL0_EMERGENCY_SIGNAL;
	old_address = 0;
	expect_ext_int();
	psw_mask_set_bits(PSW_MASK_EXT);
	asm volatile("	larl	%0,0f\n	lctlg	%%c0,%%c0,%1\n0:	nopr\n" : "=&d" (after) : "Q" (cr0));
	psw_mask_clear_bits(PSW_MASK_EXT);
	check_eq(old_address, after, "after LCTLG: old PSW address");
	ctl_clear_bit(0, CTL0_EMERGENCY_SIGNAL);
	register_ext_cleanup_func(NULL);
}

static const struct subtest subtests[] = {
	{ "external-call-twice", external_call_twice, .requires = needs_2_cpus },
	{ "emergency-twice", emergency_twice, .requires = needs_2_cpus },
	{ "priority", priority, .requires = needs_2_cpus },
	{ "subclass", subclass_mask, .requires = needs_2_cpus },
	{ "start", start_order, .requires = needs_2_cpus },
	{ "stopped", interruption_while_stopped, .requires = needs_2_cpus },
	{ "restart", restart_running, .requires = needs_2_cpus },
	{ "invalid-parameter", invalid_parameters, .requires = needs_2_cpus },
	{ "set-architecture", set_architecture, .requires = needs_138 },
	{ "reset", resets, .requires = needs_2_cpus },
	{ "self", self, .flags = SUBTEST_NO_WATCHDOG },
	{ "window", window, .flags = SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
