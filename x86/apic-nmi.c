// SPDX-License-Identifier: LGPL-2.1-or-later
/* apic: non-maskable interrupts between CPUs (SDM volume 3, 6.7 and 6.8.3) */
#include "apic-test.h"
#include <asm/barrier.h>
#include <asm/page.h>

static volatile unsigned int nmis, nmis_in_shadow;
static volatile bool stop;
static volatile ulong after_sti;

static void send_nmi(int cpu)
{
	apic_icr_write(APIC_DEST_PHYSICAL | APIC_DM_NMI | APIC_INT_ASSERT, id_map[cpu]);
}

/* Wait until @var reaches @value; false when it does not. */
static bool reaches(volatile unsigned int *var, unsigned int value)
{
	u64 start = rdtsc();

	while (*var < value) {
		if (rdtsc() - start > 4000000000ul)
			return false;
		pause();
	}
	return true;
}

static void count_nmi(isr_regs_t *regs)
{
	nmis++;
	if (regs->rip == after_sti)
		nmis_in_shadow++;
}

/*
 * CPU 1 opens and shuts interrupts around an instruction that touches a new
 * page each time, which makes leaving the guest right after STI likely.
 */
static void sti_loop(void *unused)
{
	ulong page = 0, next;

	while (!stop) {
		asm volatile("lea 1f" __ASM_SEL(, (%%rip)) ", %0\n\t"
			     "mov %0, %1\n\t"
			     "sti\n"
			     "1:\n\t"
			     "mov (%2), %0\n\t"
			     "nop\n\t"
			     "cli"
			     : "=&r"(next), "=m"(after_sti) : "r"(page) : "memory");
		page = (page + PAGE_SIZE) & ((128ul << 20) - 1);
	}
	cli();
}

/* Intel leaves NMIs in the shadow of STI open ("may"), KVM promises that none is taken there. */
void apic_sti_nmi(void)
{
	unsigned int sent, lost = 0;

	apic_fresh();
	handle_irq(NMI_VECTOR, count_nmi);
	nmis = nmis_in_shadow = 0;
	stop = false;
	on_cpu_async(1, sti_loop, NULL);
	for (sent = 0; !lost && stress_goes_on(sent, 30000); sent++) {
		send_nmi(1);
		lost = !reaches(&nmis, sent + 1);
	}
	stop = true;
	check_eq(sent - lost, sent, "NMIs taken of those sent");
	check_eq(nmis_in_shadow, 0u, "NMIs taken directly after STI");
	while (cpus_active() > 1)
		pause();
}

#define DONE_VECTOR	0x44

static volatile unsigned int round_started, round_done;

static void count_done(isr_regs_t *regs)
{
	round_done++;
	eoi();
}

static void nmi_then_ipi(void *unused)
{
	unsigned int seen = 0;

	while (!stop) {
		if (round_started == seen) {
			pause();
			continue;
		}
		seen++;
		send_nmi(0);
		apic_icr_write(APIC_DEST_PHYSICAL | APIC_DM_FIXED | APIC_INT_ASSERT | DONE_VECTOR, id_map[0]);
	}
}

/* Two NMIs at once from two sources: one is taken, one is held pending. */
void apic_multiple_nmi(void)
{
	unsigned int i, ended = 0, wrong = 0, got = 0;

	apic_fresh();
	handle_irq(NMI_VECTOR, count_nmi);
	handle_irq(DONE_VECTOR, count_done);
	after_sti = 0;
	stop = false;
	round_started = round_done = 0;
	on_cpu_async(1, nmi_then_ipi, NULL);
	for (i = 0; i == ended && stress_goes_on(i, 100000); i++) {
		nmis = 0;
		round_started++;
		send_nmi(0);
		if (!reaches(&round_done, i + 1))
			continue;
		ended++;
		if (nmis != 2 && !wrong++)
			got = nmis;
	}
	stop = true;
	check_eq(ended, i, "rounds that ended");
	if (wrong)
		report_info("first wrong round: %u NMIs taken", got);
	check_eq(wrong, 0u, "rounds in which not exactly two NMIs were taken");
	while (cpus_active() > 1)
		pause();
}

static void flood(isr_regs_t *regs)
{
	int i;

	if (nmis++ == 0) {
		for (i = 0; i < 10; i++)
			send_nmi(0);
	}
}

/* While one is handled one more is held, the others are lost. */
void apic_nmi_latching(void)
{
	unsigned int i, wrong = 0, got = 0;
	u64 start;

	apic_fresh();
	handle_irq(NMI_VECTOR, flood);
	for (i = 0; stress_goes_on(i, 100000); i++) {
		nmis = 0;
		send_nmi(0);
		reaches(&nmis, 2);
		start = rdtsc();
		while (rdtsc() - start < 2000)
			pause();
		if (nmis != 2 && !wrong++)
			got = nmis;
	}
	if (wrong)
		report_info("first wrong round: %u NMIs taken", got);
	check_eq(wrong, 0u, "rounds in which not exactly two NMIs were taken");
}
