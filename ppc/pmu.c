// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pmu: performance monitor counters (Power ISA Book III, chapter 9): what
 * counts, what freezes it, overflow as an interrupt with PMAE, PMAO and FCECE,
 * and who may read and write the registers in problem state.
 */
#include <libcflat.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/handlers.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/time.h>
#include "exec.h"

#define MMCR0_FC14	0x20UL
#define MMCR1		798
#define MMCRA		786
#define MMCR2		785
#define PMC(n)		(786 + (n))
#define INSTRUCTIONS	0x02UL		/* completed instructions, in all four */
#define CYCLES		0x1eUL
#define ALL_FOUR(e)	((e) << 24 | (e) << 16 | (e) << 8 | (e))
#define NEGATIVE	0x80000000UL
#define ROUNDS		1000UL

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static void reset(void)
{
	mtspr(SPR_MMCR0, MMCR0_FC);
	mtspr(MMCR1, 0);
	mtspr(MMCRA, 0);
	mtspr(MMCR2, 0);
	mtspr(PMC(1), 0);
	mtspr(PMC(2), 0);
	mtspr(PMC(3), 0);
	mtspr(PMC(4), 0);
	mtspr(PMC(5), 0);
	mtspr(PMC(6), 0);
}

/* @ROUNDS times three instructions with the counters under MMCR0 = @mmcr0 */
static void run(u64 mmcr0)
{
	mtspr(SPR_MMCR0, mmcr0);
	asm volatile("mtctr %0\n1:\tnop\n\tnop\n\tbdnz 1b" : : "r"(ROUNDS) : "ctr");
	mtspr(SPR_MMCR0, (mfspr(SPR_MMCR0) & ~MMCR0_PMAE) | MMCR0_FC);
}

static u64 count(int n)
{
	switch (n) {
	case 1: return mfspr(PMC(1)) & 0xffffffff;
	case 2: return mfspr(PMC(2)) & 0xffffffff;
	case 3: return mfspr(PMC(3)) & 0xffffffff;
	case 4: return mfspr(PMC(4)) & 0xffffffff;
	case 5: return mfspr(PMC(5)) & 0xffffffff;
	default: return mfspr(PMC(6)) & 0xffffffff;
	}
}

/* The loop, and no more than a few instructions around it */
static void check_instructions(int n, const char *when)
{
	check_ge(count(n), 3 * ROUNDS, "PMC%d, %s", n, when);
	check_le(count(n), 3 * ROUNDS + 100, "PMC%d, %s", n, when);
}

static void counting(void)
{
	reset();
	mtspr(MMCR1, ALL_FOUR(INSTRUCTIONS));
	run(0);
	for (int n = 1; n <= 5; n++)
		check_instructions(n, "nothing frozen");
	check_gt(count(6), 0, "PMC6, nothing frozen: cycles");

	/* A second run adds to the first. */
	run(0);
	check_ge(count(5), 6 * ROUNDS, "PMC5 after a second run");
	check_le(count(5), 6 * ROUNDS + 200, "PMC5 after a second run");
}

static void freezing(void)
{
	reset();
	mtspr(MMCR1, ALL_FOUR(INSTRUCTIONS));
	run(MMCR0_FC);
	for (int n = 1; n <= 6; n++)
		check_eq(count(n), 0, "PMC%d, FC", n);

	reset();
	mtspr(MMCR1, ALL_FOUR(INSTRUCTIONS));
	run(MMCR0_FC14);
	for (int n = 1; n <= 4; n++)
		check_eq(count(n), 0, "PMC%d, FC1-4", n);
	check_instructions(5, "FC1-4");
	check_gt(count(6), 0, "PMC6, FC1-4");

	reset();
	mtspr(MMCR1, ALL_FOUR(INSTRUCTIONS));
	run(MMCR0_FC56);
	for (int n = 1; n <= 4; n++)
		check_instructions(n, "FC5-6");
	check_eq(count(5), 0, "PMC5, FC5-6");
	check_eq(count(6), 0, "PMC6, FC5-6");

	/* Each of the four by itself */
	for (int n = 1; n <= 4; n++) {
		reset();
		mtspr(MMCR1, INSTRUCTIONS << (8 * (4 - n)));
		run(0);
		for (int k = 1; k <= 4; k++) {
			if (k == n)
				check_instructions(k, "alone");
			else
				check_eq(count(k), 0, "PMC%d while only PMC%d has an event", k, n);
		}
	}
	reset();
	mtspr(MMCR1, ALL_FOUR(CYCLES));
	mtspr(SPR_MMCR0, 0);
	mdelay(2);
	mtspr(SPR_MMCR0, MMCR0_FC);
	for (int n = 1; n <= 4; n++)
		check_gt(count(n), tb_hz / 1000, "PMC%d counting cycles for 2 ms", n);
	check_gt(count(6), tb_hz / 1000, "PMC6 in 2 ms");
}

static volatile int taken;
static u64 srr1;

static void pmi(struct pt_regs *regs, void *data __unused)
{
	taken++;
	srr1 = regs->msr;
	mtspr(SPR_MMCR0, MMCR0_FC);
}

static void overflow(void)
{
	static const struct {
		const char *name;
		int n;
		u64 enable;
		bool cycles;
	} cases[] = {
		{ "PMC1", 1, MMCR0_PMC1CE },
		{ "PMC2", 2, MMCR0_PMCjCE },
		{ "PMC3", 3, MMCR0_PMCjCE },
		{ "PMC4", 4, MMCR0_PMCjCE },
		{ "PMC5", 5, MMCR0_PMCjCE },
		{ "PMC6", 6, MMCR0_PMCjCE, true },
		{ "PMC1, cycles", 1, MMCR0_PMC1CE, true },
	};

	int lost = 0, wrong_srr1 = 0;

	local_irq_disable();
	handle_exception(0xf00, pmi, NULL);
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		for (int fcece = 0; fcece < 2; fcece++) {
			u64 end, mmcr0;

			reset();
			taken = 0;
			mtspr(MMCR1, cases[i].n < 5 ? (cases[i].cycles ? CYCLES : INSTRUCTIONS) << (8 * (4 - cases[i].n)) : 0);
			switch (cases[i].n) {
			case 1: mtspr(PMC(1), NEGATIVE - 500); break;
			case 2: mtspr(PMC(2), NEGATIVE - 500); break;
			case 3: mtspr(PMC(3), NEGATIVE - 500); break;
			case 4: mtspr(PMC(4), NEGATIVE - 500); break;
			case 5: mtspr(PMC(5), NEGATIVE - 500); break;
			case 6: mtspr(PMC(6), NEGATIVE - 500); break;
			}
			mtspr(SPR_MMCR0, cases[i].enable | MMCR0_PMAE | (fcece ? MMCR0_FCECE : 0) |
			      (cases[i].n < 5 ? MMCR0_FC56 : MMCR0_FC14));
			end = get_tb() + tb_hz / 5;
			while (!(mfspr(SPR_MMCR0) & MMCR0_PMAO) && get_tb() < end)
				;
			mmcr0 = mfspr(SPR_MMCR0);
			dec_park();
			local_irq_enable();
			for (int k = 0; k < 100 && !taken; k++)
				asm volatile("nop");
			local_irq_disable();
			mtspr(SPR_MMCR0, MMCR0_FC);
			check_eq(mmcr0 & (MMCR0_PMAO | MMCR0_PMAE), MMCR0_PMAO,
				 "%s over 0x7fffffff, FCECE %d: MMCR0[PMAO PMAE]", cases[i].name, fcece);
			check_eq(mmcr0 & MMCR0_FC, fcece ? MMCR0_FC : 0,
				 "%s over 0x7fffffff, FCECE %d: MMCR0[FC]", cases[i].name, fcece);
			lost += !taken;
			wrong_srr1 += taken && (srr1 & 0x783f0000);
		}
	}
	check_eq(lost, 0, "performance monitor interrupts that did not come of 14");
	check_eq(wrong_srr1, 0, "performance monitor interrupts with a wrong SRR1[33:36,42:47]");

	/* Without the counter's condition enabled, and without PMAE: none */
	for (int i = 0; i < 2; i++) {
		reset();
		taken = 0;
		mtspr(MMCR1, INSTRUCTIONS << 24);
		mtspr(PMC(1), NEGATIVE - 500);
		dec_park();
		local_irq_enable();
		run((i ? MMCR0_PMC1CE : MMCR0_PMAE | MMCR0_PMCjCE) | MMCR0_FC56);
		local_irq_disable();
		mtspr(SPR_MMCR0, MMCR0_FC);
		check_eq(taken, 0, "PMC1 over 0x7fffffff, %s: interrupts", i ? "PMAE 0" : "PMC1CE 0");
		check_ge(count(1), NEGATIVE, "PMC1, %s: counts on", i ? "PMAE 0" : "PMC1CE 0");
	}

	reset();
	handle_exception(0xf00, NULL, NULL);
}

/* MMCR0[PMCC] (section 9.4.4): access from problem state */
static void problem_state(void)
{
	static const struct {
		const char *name;
		u16 nr;
		bool counter56;
	} sprs[] = {
		{ "PMC1", 771 }, { "PMC4", 774 }, { "PMC5", 775, true }, { "PMC6", 776, true },
		{ "MMCR0", 779 }, { "MMCR2", 769 }, { "MMCRA", 770 },
	};

	setup_vm();
	local_irq_disable();
	dec_park();
	for (u64 pmcc = 0; pmcc < 4; pmcc++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(sprs); i++) {
			struct insn_regs regs = { .r3 = 0 };
			bool denied = pmcc == 1 || (pmcc == 3 && sprs[i].counter56);
			unsigned long vector;

			reset();
			mtspr(SPR_MMCR0, MMCR0_FC | pmcc << 18);
			vector = exec_insn_user(&regs, INSN_MFSPR(3, sprs[i].nr));
			check_eq(vector, denied ? 0xf60 : 0, "mfspr %s in problem state, PMCC %lu: vector", sprs[i].name, pmcc);
			if (vector == 0xf60)
				check_eq(last_trap()->fscr >> 56, 3, "mfspr %s, PMCC %lu: FSCR[IC]", sprs[i].name, pmcc);
			regs.r3 = 0;
			vector = exec_insn_user(&regs, INSN_MTSPR(sprs[i].nr, 3));
			if (pmcc == 0)
				check(vector == (cpu_has_heai ? 0xe40 : 0x700),
				      "mtspr %s in problem state, PMCC 0: vector %#lx is illegal instruction's", sprs[i].name, vector);
			else
				check_eq(vector, denied ? 0xf60 : 0, "mtspr %s in problem state, PMCC %lu: vector", sprs[i].name, pmcc);
		}
	}
	reset();
}

/* User numbers show the same registers. */
static void aliases(void)
{
	reset();
	mtspr(PMC(1), 0x11111111);
	mtspr(PMC(2), 0x22222222);
	mtspr(PMC(3), 0x33333333);
	mtspr(PMC(4), 0x44444444);
	mtspr(PMC(5), 0x55555555);
	mtspr(PMC(6), 0x66666666);
	check_eq(mfspr(771) & 0xffffffff, 0x11111111, "PMC1 by the number of problem state");
	check_eq(mfspr(772) & 0xffffffff, 0x22222222, "PMC2 by the number of problem state");
	check_eq(mfspr(773) & 0xffffffff, 0x33333333, "PMC3 by the number of problem state");
	check_eq(mfspr(774) & 0xffffffff, 0x44444444, "PMC4 by the number of problem state");
	check_eq(mfspr(775) & 0xffffffff, 0x55555555, "PMC5 by the number of problem state");
	check_eq(mfspr(776) & 0xffffffff, 0x66666666, "PMC6 by the number of problem state");
	mtspr(PMC(1), 0);
}

static const char *needs_radix(void)
{
	return vm_available() ? NULL : "no radix translation";
}

static const struct subtest subtests[] = {
	{ "counting", counting, needs_power8, SUBTEST_NO_WATCHDOG },
	{ "freezing", freezing, needs_power8, SUBTEST_NO_WATCHDOG },
	{ "overflow", overflow, needs_power8, SUBTEST_NO_WATCHDOG },
	{ "problem-state", problem_state, needs_radix, SUBTEST_NO_WATCHDOG },
	{ "aliases", aliases, needs_power8 },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("pmu");
	return run_subtests(subtests, argc, argv);
}
