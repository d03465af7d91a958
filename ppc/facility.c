// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * facility: system call vectored, privileged doorbells, and every privileged
 * special purpose register from problem state (Power ISA 3.0B Book III, sections
 * 3.3.1, 4.4.4, 6.5 and chapter 11).
 */
#include <libcflat.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/handlers.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>
#include "exec.h"

static const char *needs_isa300(void)
{
	return cpu_has_radix ? NULL : "before ISA 3.0";
}

#define SCV(lev)	(17U << 26 | (lev) << 5 | 1)
#define RFSCV		0x4c0000a4
#define SCV_VECTOR	0x17000UL	/* real mode; 0x20 bytes for each LEV */
#define FSCR_IC_SCV	12

/* scv: LR and CTR get NIA and MSR; MSR[EE] and [RI] stay. */
static void system_call_vectored(void)
{
	static const unsigned int levels[] = { 0, 1, 2, 64, 127 };
	u64 fscr = mfspr(SPR_FSCR) & 0x00ffffffffffffff, le = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	u64 msr, expected;

	if (mmu_enabled())
		mmu_disable();
	for (unsigned int lev = 0; lev < 128; lev++) {
		u32 *stub = (u32 *)(SCV_VECTOR + 0x20 * lev);

		stub[0] = 0x38c00000 | (lev + 1);	/* li r6,lev + 1 */
		stub[1] = 0x7ce000a6;			/* mfmsr r7 */
		stub[2] = 0x7d0802a6;			/* mflr r8 */
		stub[3] = 0x7d2902a6;			/* mfctr r9 */
		stub[4] = RFSCV;
		asm volatile("dcbst 0,%0\n\tsync\n\ticbi 0,%0\n\tsync\n\tisync" : : "r"(stub) : "memory");
	}
	mtspr(SPR_FSCR, fscr & ~FSCR_SCV);
	{
		struct insn_regs regs = { 0 };

		check_eq(exec_insn(&regs, SCV(0)), 0xf60, "scv with FSCR[SCV] = 0: vector");
		check_eq(last_trap()->fscr >> 56, FSCR_IC_SCV, "scv with FSCR[SCV] = 0: FSCR[IC]");
		check_eq(last_trap()->nip, exec_insn_addr(), "scv with FSCR[SCV] = 0: SRR0");
	}
	mtspr(SPR_FSCR, fscr | FSCR_SCV);
	dec_park();
	for (int ee = 0; ee < 2; ee++) {
		mtmsr((mfmsr() & ~MSR_EE) | MSR_RI | MSR_FP | (ee ? MSR_EE : 0));
		msr = mfmsr();
		expected = 1UL << MSR_SF_BIT | (msr & (1UL << MSR_HV_BIT | MSR_ME | MSR_EE | MSR_RI)) | le;
		for (unsigned int i = 0; i < ARRAY_SIZE(levels); i++) {
			struct insn_regs regs = { 0 };
			u64 ctr, way_back;

			/* exec_insn() returns through LR, which scv destroys: a copy in the code. */
			asm volatile("b 2f\n1:\t.long %4\n\tb 3f\n2:\tbcl 20,31,4f\n4:\tmflr %1\n\taddi %1,%1,1b-4b+4\n\t"
				     "li 6,0\n\tb 1b\n3:\tmr %0,6\n\tmr %2,9\n\tstd 7,0(%3)\n\tstd 8,8(%3)"
				     : "=&r"(regs.r6), "=&b"(way_back), "=&r"(ctr)
				     : "b"(&regs.r7), "i"(SCV(0))
				     : "r6", "r7", "r8", "r9", "lr", "ctr", "memory");
			if (levels[i]) {
				/* other levels by a word in memory */
				static u32 code[3] __attribute__((aligned(64)));

				code[0] = SCV(levels[i]);
				code[1] = 0x7d4803a6;	/* mtlr r10 */
				code[2] = 0x4e800020;	/* blr */
				asm volatile("dcbst 0,%0\n\tsync\n\ticbi 0,%0\n\tsync\n\tisync" : : "r"(code) : "memory");
				asm volatile("bcl 20,31,4f\n4:\tmflr 10\n\taddi 10,10,3f-4b\n\tmtlr %1\n\t"
					     "li 6,0\n\tblr\n3:\tmr %0,6"
					     : "=&r"(regs.r6) : "r"(code)
					     : "r6", "r7", "r8", "r9", "r10", "lr", "ctr", "memory");
			}
			check_eq(regs.r6, levels[i] + 1, "scv %u, EE %d: which entry", levels[i], ee);
			if (levels[i])
				continue;
			check_eq(regs.r7, expected, "scv 0, EE %d: MSR in the handler", ee);
			check_eq(regs.r8, way_back, "scv 0, EE %d: LR", ee);
			check_eq(ctr & ~0x783f0000UL, msr & ~0x783f0000UL, "scv 0, EE %d: CTR", ee);
		}
		mtmsr(mfmsr() & ~(MSR_EE | MSR_RI | MSR_FP));
	}
	mtspr(SPR_FSCR, fscr);
}

/* msgsndp, msgclrp, DPDES (chapter 11): thread 0 of this core is this one. */
static volatile int taken;
static u64 srr1;

static void doorbell(struct pt_regs *regs, void *data __unused)
{
	taken++;
	srr1 = regs->msr;
	regs->msr &= ~MSR_EE;
}

#define MSGSNDP	X_FORM(31, 0, 0, 3, 142, 0)
#define MSGCLRP	X_FORM(31, 0, 0, 3, 174, 0)
#define TYPE	(5UL << 27)

static int interrupts(void)
{
	taken = 0;
	dec_park();
	local_irq_enable();
	for (int i = 0; i < 20 && !taken; i++)
		asm volatile("nop");
	local_irq_disable();
	return taken;
}

/* Sent, cleared, seen; never taken */
static void doorbells(void)
{
	struct insn_regs regs = { .r3 = TYPE };

	local_irq_disable();
	check_eq(exec_insn(&regs, MSGCLRP), 0, "msgclrp: vector");
	check_eq(mfspr(SPR_DPDES), 0, "DPDES after msgclrp");
	check_eq(exec_insn(&regs, MSGSNDP), 0, "msgsndp to this thread: vector");
	check_eq(mfspr(SPR_DPDES), 1, "DPDES after msgsndp");
	/* Another message type is no doorbell. */
	regs.r3 = 4UL << 27;
	exec_insn(&regs, MSGCLRP);
	check_eq(mfspr(SPR_DPDES), 1, "DPDES after msgclrp of type 4");
	regs.r3 = TYPE;
	exec_insn(&regs, MSGCLRP);
	check_eq(mfspr(SPR_DPDES), 0, "DPDES after msgsndp and msgclrp");
	regs.r3 = 4UL << 27;
	exec_insn(&regs, MSGSNDP);
	check_eq(mfspr(SPR_DPDES), 0, "DPDES after msgsndp of type 4");
	regs.r3 = TYPE;
	exec_insn(&regs, MSGCLRP);
}

static void doorbell_interrupts(void)
{
	struct insn_regs regs = { .r3 = TYPE };

	local_irq_disable();
	handle_exception(0xa00, doorbell, NULL);
	exec_insn(&regs, MSGCLRP);
	check_eq(interrupts(), 0, "nothing sent: interrupts");
	exec_insn(&regs, MSGSNDP);
	check_eq(interrupts(), 1, "msgsndp: interrupts");
	check_eq(srr1 & 0x783f0000, 0, "its SRR1[33:36,42:47]");
	check_eq(mfspr(SPR_DPDES), 0, "DPDES after the interrupt");
	check_eq(interrupts(), 0, "once more: interrupts (the interrupt clears it)");
	exec_insn(&regs, MSGSNDP);
	exec_insn(&regs, MSGCLRP);
	check_eq(interrupts(), 0, "msgsndp and msgclrp: interrupts");
	handle_exception(0xa00, NULL, NULL);
}

/* Numbers with the privilege bit, known or not: program interrupt, privileged */
static void privileged_numbers(void)
{
	/* Counters and clocks that an emulator tends to show to everybody */
	static const struct {
		const char *name;
		u16 nr;
	} clocks[] = { { "TBL (write)", 284 }, { "TBU (write)", 285 }, { "SPURR", 308 }, { "PURR", 309 } };
	unsigned int wrong[2] = { 0 };

	setup_vm();
	local_irq_disable();
	dec_park();
	for (unsigned int nr = 0x10; nr < 1024; nr++) {
		if (!(nr & 0x10))
			continue;
		for (int write = 0; write < 2; write++) {
			struct insn_regs regs = { .r3 = 0x3333 };
			unsigned long vector = exec_insn_user(&regs, write ? INSN_MTSPR(nr, 3) : INSN_MFSPR(3, nr));

			if (!write && (nr == 284 || nr == 285 || nr == 308 || nr == 309))
				continue;
			if (vector != 0x700 || (last_trap()->msr & 0x783f0000) != SRR1_PRIV || regs.r3 != 0x3333)
				if (wrong[write]++ < 8)
					report_info("wrong: %s SPR %u: vector %#lx, SRR1 %#lx",
						    write ? "mtspr" : "mfspr", nr, vector, last_trap()->msr);
		}
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(clocks); i++) {
		struct insn_regs regs = { 0 };

		check_eq(exec_insn_user(&regs, INSN_MFSPR(3, clocks[i].nr)), 0x700,
			 "mfspr %s in problem state: vector", clocks[i].name);
	}
	check_eq(wrong[0], 0, "mfspr of 508 privileged numbers in problem state: not a privileged instruction");
	check_eq(wrong[1], 0, "mtspr of 512 privileged numbers in problem state: not a privileged instruction");
}

static const char *needs_pseries_isa300(void)
{
	return needs_isa300() ?: machine_is_pseries() ? NULL : "not pseries";
}

static const struct subtest subtests[] = {
	{ "scv", system_call_vectored, needs_pseries_isa300, SUBTEST_NO_WATCHDOG },
	{ "doorbell", doorbells, needs_pseries_isa300, SUBTEST_NO_WATCHDOG | SUBTEST_NODEFAULT },
	{ "doorbell-interrupt", doorbell_interrupts, needs_pseries_isa300, SUBTEST_NO_WATCHDOG | SUBTEST_NODEFAULT },
	{ "privileged-numbers", privileged_numbers, needs_isa300, SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("facility");
	return run_subtests(subtests, argc, argv);
}
