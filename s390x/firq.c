// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * firq: a floating interruption goes to a CPU that can take it.
 *
 * CPU 2 is stopped, CPU 1 waits open for service signals, CPU 0 is closed and
 * causes one: CPU 1 must get it. Hypervisors have picked a CPU by its number.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/sigp.h>
#include <asm/time.h>
#include <sclp.h>
#include <smp.h>
#include "pgm.h"

static volatile int flag, got_code;

static const char *needs_3_cpus(void)
{
	return smp_query_num_cpus() < 3 ? "need at least 3 cpus for this test" : NULL;
}

static void service_signal_came(struct stack_frame_int *frame)
{
	struct psw *old = OPAQUE_PTR(GEN_LC_EXT_OLD_PSW);

	got_code = *(volatile uint16_t *)OPAQUE_PTR(GEN_LC_EXT_INT_CODE);
	old->mask &= ~(PSW_MASK_EXT | PSW_MASK_WAIT);
	(void)frame;
}

static void wait_for_sclp_int(void)
{
	register_ext_cleanup_func(service_signal_came);
	ctl_set_bit(0, CTL0_SERVICE_SIGNAL);
	flag = 1;
	wait_for_interrupt(PSW_MASK_EXT);
	flag = 2;
	for (;;)
		mb();
}

static void stopped_cpu(void)
{
	for (;;)
		mb();
}

static void wait_state_delivery(void)
{
	SCCBHeader *h = alloc_pages_flags(0, AREA_DMA31);
	uint64_t deadline;
	int cc;

	assert(!smp_cpu_setup(2, PSW(PSW_MASK_64, stopped_cpu)));
	assert(!smp_cpu_stop(2));
	flag = 0;
	got_code = 0;
	assert(!smp_cpu_setup(1, PSW(PSW_MASK_64, wait_for_sclp_int)));
	while (flag != 1)
		mb();
	/* In the wait by now? Not all hypervisors tell, so do not insist. */
	deadline = get_clock_ms() + 500;
	while (smp_sense_running_status(1) && get_clock_ms() < deadline)
		mb();
	mdelay(1);

	sclp_mark_busy();
	memset(h, 0, PAGE_SIZE);
	h->length = PAGE_SIZE;
	cc = servc(SCLP_CMDW_READ_CPU_INFO, (unsigned long)h);
	check_eq(cc, 0, "SERVICE CALL with the interruption masked here");
	deadline = get_clock_ms() + 5000;
	while (flag != 2 && get_clock_ms() < deadline)
		mb();
	check_eq(flag, 2, "the waiting CPU got on");
	check_eq(got_code, EXT_IRQ_SERVICE_SIG, "external interruption there");
	check_eq(h->response_code, SCLP_RC_NORMAL_READ_COMPLETION, "response code");
	sclp_clear_busy();
	smp_cpu_destroy(1);
	smp_cpu_destroy(2);
	free_page(h);
}

static const struct subtest subtests[] = {
	{ "wait-state-delivery", wait_state_delivery, .requires = needs_3_cpus },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
