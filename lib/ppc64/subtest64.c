// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Containment of subtests: what an unhandled exception and an expired watchdog
 * do, and what is put back afterwards.
 *
 * The watchdog is the decrementer, which needs MSR[EE]: a subtest that runs
 * under it starts with external interrupts enabled. Subtests that use the
 * decrementer or need MSR[EE] = 0 themselves carry SUBTEST_NO_WATCHDOG, or
 * disable interrupts and are covered by the runner's time limit only.
 */
#include <libcflat.h>
#include <cpulock.h>
#include <stack.h>
#include <subtest.h>
#include <asm/handlers.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>
#include "ppc64.h"

static uint64_t watchdog_end;		/* time base; 0: not armed */
static unsigned int watchdog_seconds;
static struct cpu *watchdog_cpu;

int arch_cpu_id(void)
{
	struct cpu *cpu = current_cpu();

	if (cpu < cpus || cpu >= cpus + NR_CPUS)
		return -1;
	return cpu - cpus;
}

void abandon_subtest(struct pt_regs *regs)
{
	subtest_abandon("unhandled %s interrupt (%#lx) at %#lx",
			exception_name(regs->trap), regs->trap, regs->nip);
	abort();
}

bool watchdog_rearm(void)
{
	uint64_t now = get_tb(), max = (1UL << (dec_bits - 1)) - 1, left;

	if (!watchdog_end || current_cpu() != watchdog_cpu)
		return false;
	left = now < watchdog_end ? watchdog_end - now : 1;
	mtspr(SPR_DEC, MIN(left, MIN(max, 0x7fffffffUL)));
	return true;
}

void dec_park(void)
{
	current_cpu()->parked_until = get_tb() + 0x7fffffff;
	mtspr(SPR_DEC, 0x7fffffff);
}

/* A decrementer interrupt: true when it is only the watchdog's, or of a parked decrementer. */
bool watchdog_interrupt(struct pt_regs *regs, bool handled)
{
	if (!watchdog_end || current_cpu() != watchdog_cpu) {
		if (handled || !current_cpu()->parked_until || get_tb() < current_cpu()->parked_until)
			return false;
		dec_park();
		return true;
	}
	if (get_tb() >= watchdog_end) {
		watchdog_end = 0;
		dec_park();
		printf("watchdog: interrupted at %#lx, MSR %#018lx, LR %#lx\n", regs->nip,
		       regs->msr, regs->link);
		dump_frame_stack((void *)regs->nip, (void *)regs->gpr[1]);
		subtest_abandon("no end within %u s", watchdog_seconds);
		abort();
	}
	if (handled)
		return false;
	return watchdog_rearm();
}

void arch_subtest_watchdog(unsigned int seconds)
{
	if (seconds) {
		watchdog_seconds = seconds;
		watchdog_cpu = current_cpu();
		watchdog_end = get_tb() + seconds * tb_hz;
		watchdog_rearm();
		local_irq_enable();
	} else {
		if (in_usermode())
			exit_usermode();
		local_irq_disable();
		watchdog_end = 0;
		dec_park();
	}
}

void arch_subtest_recover(void)
{
	current_cpu()->in_user = false;
	mtmsr(mfmsr() & ~(MSR_EE | MSR_SE | MSR_BE | MSR_FP | MSR_VEC | MSR_VSX));
	enable_mcheck();
	forget_exception_handlers();
	mmu_recover();
}
