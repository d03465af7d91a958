// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * interrupts: what the interrupts of Power ISA Book III, chapter 6 save.
 *
 * Machine check on addresses that no memory answers, storage and segment
 * interrupts, illegal and privileged instructions, system call, decrementer,
 * trace; facility unavailable, floating-point enabled exceptions, alignment;
 * the MSR that rfid and mtmsr(d) make, and the MSR an interrupt starts with.
 */
#include <libcflat.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/hcall.h>
#include <asm/handlers.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/time.h>
#include "exec.h"

#define MINUS_4		0xfffffffffffffffcUL

static struct pt_regs seen;
static volatile int count;

static void note(struct pt_regs *regs, void *data __unused)
{
	seen = *regs;
	count++;
}

static const char *needs_mce(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const char *needs_radix(void)
{
	return cpu_has_radix ? NULL : "no radix translation";
}

static const char *needs_no_radix(void)
{
	return cpu_has_radix ? "translation is on" : NULL;
}

/* A guest below a hypervisor must not be able to switch machine checks off. */
static void mce_enable(void)
{
	if (machine_is_powernv()) {
		enable_mcheck();
		check_eq(mfmsr() & MSR_ME, MSR_ME, "MSR[ME] after it was set");
		disable_mcheck();
		check_eq(mfmsr() & MSR_ME, 0, "MSR[ME] after it was cleared");
		enable_mcheck();
		return;
	}
	check_eq(mfmsr() & MSR_ME, MSR_ME, "MSR[ME]");
	disable_mcheck();
	check_eq(mfmsr() & MSR_ME, MSR_ME, "MSR[ME] after the guest tried to clear it");
	enable_mcheck();
}

static u8 load_byte(unsigned long addr)
{
	unsigned long val = 0x1234;

	trap_expect();
	asm volatile(ASM_TRY("lbz %0,0(%1)") : "+r"(val) : "b"(addr) : "memory");
	return val;
}

static void mce_load(void)
{
	if (mmu_enabled())
		mmu_disable();
	load_byte(MINUS_4);
	if (check_eq(trap_vector(), 0x200, "load from real address -4: vector")) {
		check_eq(last_trap()->dar, MINUS_4, "DAR");
		check_eq(last_trap()->msr & 0x200000, 0x200000, "SRR1[42] of a load");
	}
}

static void mce_fetch(void)
{
	if (mmu_enabled())
		mmu_disable();
	if (check_eq(trap_fetch(MINUS_4), 0x200, "branch to real address -4: vector")) {
		check_eq(last_trap()->nip, MINUS_4, "SRR0");
		check_eq(last_trap()->msr & 0x200000, 0, "SRR1[42] of a fetch");
	}
}

/* Hash translation with nothing in the SLB or the page table. */
static void dseg_untranslated(void)
{
	unsigned long msr = mfmsr(), val = 0;

	trap_expect();
	asm volatile("mtmsrd %2\n\tisync\n\t"
		     ASM_TRY("lbz %0,0(%1)")
		     "mtmsrd %3\n\tisync"
		     : "+r"(val) : "b"(0), "r"(msr | MSR_DR), "r"(msr) : "memory");
	check(trap_vector() == 0x380 || trap_vector() == 0x300,
	      "load with MSR[DR] and no translation: vector %#lx is 0x380 or 0x300", trap_vector());
}

static unsigned long unmapped(void)
{
	setup_vm();
	return PHYSICAL_END + PAGE_SIZE;
}

static void dsi(void)
{
	unsigned long addr = unmapped();

	load_byte(addr);
	check_eq(trap_vector(), 0x300, "load from an unmapped page: vector");
	check_eq(last_trap()->dar, addr, "DAR");
	check_eq(last_trap()->dsisr & 0xffffffff, DSISR_NOTRANS, "DSISR of a load");
	trap_expect();
	asm volatile(ASM_TRY("stw 0,4(%0)") : : "b"(addr) : "memory");
	check_eq(trap_vector(), 0x300, "store to an unmapped page: vector");
	check_eq(last_trap()->dar, addr + 4, "DAR");
	check_eq(last_trap()->dsisr & 0xffffffff, DSISR_NOTRANS | DSISR_STORE, "DSISR of a store");
	trap_expect();
	asm volatile(ASM_TRY("dcbz 0,%0") : : "b"(addr + 300) : "memory");
	check_eq(trap_vector(), 0x300, "dcbz on an unmapped page: vector");
	check_eq(last_trap()->dsisr & 0xffffffff, DSISR_NOTRANS | DSISR_STORE, "DSISR of dcbz");
	trap_expect();
	asm volatile(ASM_TRY("dcbt 0,%0") : : "b"(addr) : "memory");
	check_eq(trap_vector(), 0, "dcbt on an unmapped page: vector");
	load_byte(0);
	check_eq(trap_vector(), 0x300, "load from page 0: vector");
}

static void dseg(void)
{
	unmapped();
	load_byte(MINUS_4);
	check_eq(trap_vector(), 0x380, "load from effective address -4: vector");
	check_eq(last_trap()->dar, MINUS_4, "DAR");
}

static void isi(void)
{
	unsigned long addr = unmapped();

	check_eq(trap_fetch(addr), 0x400, "branch to an unmapped page: vector");
	check_eq(last_trap()->nip, addr, "SRR0");
	check_eq(last_trap()->msr & 0x78000000, SRR1_NOTRANS, "SRR1[33:36]");
}

static void iseg(void)
{
	unmapped();
	check_eq(trap_fetch(MINUS_4), 0x480, "branch to effective address -4: vector");
	check_eq(last_trap()->nip, MINUS_4, "SRR0");
}

static void illegal(void)
{
	struct insn_regs regs = { 0 };
	unsigned long vector = exec_insn(&regs, 0x12345678);

	if (cpu_has_heai) {
		check_eq(vector, 0xe40, "illegal instruction: vector");
		check_eq(last_trap()->heir & 0xffffffff, 0x12345678, "HEIR");
	} else {
		check_eq(vector, 0x700, "illegal instruction: vector");
		check_eq(last_trap()->msr & 0x783f0000 & ~SRR1_PREFIX, SRR1_ILLEGAL,
			 "SRR1[33:36,42:47]");
	}
	check_eq(last_trap()->msr & SRR1_PREFIX, 0, "SRR1[34] of a word instruction");
}

static const char *needs_prefix(void)
{
	return cpu_has_prefix ? NULL : "no prefixed instructions";
}

static void illegal_prefixed(void)
{
	struct insn_regs regs = { 0 };
	unsigned long vector = exec_prefixed(&regs, 0x04000123, 0x00badc0d);

	check_eq(vector, cpu_has_heai ? 0xe40 : 0x700, "illegal prefixed instruction: vector");
	if (cpu_has_heai)
		check_eq(last_trap()->heir, 0x0400012300badc0d, "HEIR");
	check_eq(last_trap()->msr & SRR1_PREFIX, SRR1_PREFIX, "SRR1[34] of a prefixed instruction");
}

/* Each in problem state: a program interrupt, type privileged (section 6.5.9). */
static const struct {
	const char *name;
	u32 insn;
} privileged[] = {
	{ "mfmsr", X_FORM(31, 3, 0, 0, 83, 0) },
	{ "mtmsr", X_FORM(31, 3, 0, 0, 146, 0) },
	{ "mtmsrd", X_FORM(31, 3, 0, 0, 178, 0) },
	{ "mtmsrd L=1", X_FORM(31, 3, 1, 0, 178, 0) },
	{ "rfid", 19U << 26 | 18 << 1 },
	{ "hrfid", 19U << 26 | 274 << 1 },
	{ "slbie", X_FORM(31, 0, 0, 3, 434, 0) },
	{ "slbia", X_FORM(31, 0, 0, 0, 498, 0) },
	{ "slbmte", X_FORM(31, 3, 0, 4, 402, 0) },
	{ "slbmfee", X_FORM(31, 3, 0, 4, 915, 0) },
	{ "slbmfev", X_FORM(31, 3, 0, 4, 851, 0) },
	{ "tlbie", X_FORM(31, 3, 0, 4, 306, 0) },
	{ "tlbiel", X_FORM(31, 3, 0, 4, 274, 0) },
	{ "tlbsync", X_FORM(31, 0, 0, 0, 566, 0) },
	{ "msgsndp", X_FORM(31, 0, 0, 3, 142, 0) },
	{ "msgclrp", X_FORM(31, 0, 0, 3, 174, 0) },
	{ "msgsnd", X_FORM(31, 0, 0, 3, 206, 0) },
	{ "msgclr", X_FORM(31, 0, 0, 3, 238, 0) },
	{ "lbzcix", X_FORM(31, 5, 3, 4, 853, 0) },
	{ "stdcix", X_FORM(31, 5, 3, 4, 1013, 0) },
	{ "mfspr SRR0", INSN_MFSPR(3, SPR_SRR0) },
	{ "mfspr DAR", INSN_MFSPR(3, SPR_DAR) },
	{ "mfspr DEC", INSN_MFSPR(3, SPR_DEC) },
	{ "mfspr SPRG0", INSN_MFSPR(3, SPR_SPRG0) },
	{ "mfspr PVR", INSN_MFSPR(3, SPR_PVR) },
	{ "mfspr LPCR", INSN_MFSPR(3, SPR_LPCR) },
	{ "mtspr SRR1", INSN_MTSPR(SPR_SRR1, 3) },
	{ "mtspr DEC", INSN_MTSPR(SPR_DEC, 3) },
	{ "mtspr SPRG1", INSN_MTSPR(SPR_SPRG1, 3) },
	{ "mtspr PIDR", INSN_MTSPR(SPR_PIDR, 3) },
	{ "mtspr LPCR", INSN_MTSPR(SPR_LPCR, 3) },
	{ "mtspr MMCR0 (privileged number)", INSN_MTSPR(SPR_MMCR0, 3) },
	{ "mfspr undefined privileged SPR 1017", INSN_MFSPR(3, 1017) },
	{ "mtspr undefined privileged SPR 1017", INSN_MTSPR(1017, 3) },
};

static void privileged_insns(void)
{
	setup_vm();
	local_irq_disable();
	dec_park();
	for (unsigned int i = 0; i < ARRAY_SIZE(privileged); i++) {
		struct insn_regs regs = { .r3 = 0x3333 };
		unsigned long vector = exec_insn_user(&regs, privileged[i].insn);

		check_eq(vector, 0x700, "%s in problem state: vector", privileged[i].name);
		if (vector != 0x700)
			continue;
		check_eq(last_trap()->msr & 0x783f0000, SRR1_PRIV,
			 "%s in problem state: SRR1[33:36,42:47]", privileged[i].name);
		check_eq(last_trap()->nip, exec_insn_addr(), "%s in problem state: SRR0",
			 privileged[i].name);
		check_eq(regs.r3, 0x3333, "%s in problem state: r3", privileged[i].name);
	}
}

/* SPRs that problem state may use, and undefined ones without privilege. */
static void problem_state_sprs(void)
{
	static const struct {
		const char *name;
		u16 nr;
		bool write;
	} sprs[] = {
		{ "XER", 1 }, { "LR", 8 }, { "CTR", 9 }, { "VRSAVE", 256, true },
		{ "TB", 268 }, { "TBU", 269 }, { "SPRG3", 259 }, { "CTRL", 136 },
		{ "PPR", 896, true }, { "PPR32", 898, true },
	};

	setup_vm();
	local_irq_disable();
	dec_park();
	for (unsigned int i = 0; i < ARRAY_SIZE(sprs); i++) {
		struct insn_regs regs = { 0 };

		check_eq(exec_insn_user(&regs, INSN_MFSPR(3, sprs[i].nr)), 0,
			 "mfspr %s in problem state: vector", sprs[i].name);
		if (sprs[i].write)
			check_eq(exec_insn_user(&regs, INSN_MTSPR(sprs[i].nr, 3)), 0,
				 "mtspr %s in problem state: vector", sprs[i].name);
	}
	{
		/* Book III, 4.4.4: an undefined SPR without the privilege bit. */
		struct insn_regs regs = { .r3 = 0x77 };
		unsigned long vector = exec_insn_user(&regs, INSN_MFSPR(3, 416));

		check_eq(vector, cpu_has_heai ? 0xe40 : 0x700,
			 "mfspr undefined SPR 416 in problem state: vector");
		if (vector == 0x700)
			check_eq(last_trap()->msr & 0x783f0000 & ~SRR1_PREFIX, SRR1_ILLEGAL,
				 "mfspr undefined SPR 416 in problem state: SRR1[33:36,42:47]");
	}
}

static void undefined_sprs(void)
{
	static const u16 nrs[] = { 416, 1017, 417, 1014 };

	/* No operation for privileged software: the register keeps its value. */
	for (unsigned int i = 0; i < ARRAY_SIZE(nrs); i++) {
		struct insn_regs regs = { .r3 = 0x55aa };

		check_eq(exec_insn(&regs, INSN_MFSPR(3, nrs[i])), 0, "mfspr undefined SPR %u: vector", nrs[i]);
		check_eq(regs.r3, 0x55aa, "mfspr undefined SPR %u: target", nrs[i]);
		check_eq(exec_insn(&regs, INSN_MTSPR(nrs[i], 3)), 0, "mtspr undefined SPR %u: vector", nrs[i]);
	}
	{
		struct insn_regs regs = { .r3 = 0x55aa };
		unsigned long want = cpu_has_heai ? 0xe40 : 0x700;

		check_eq(exec_insn(&regs, INSN_MFSPR(3, 0)), want, "mfspr 0: vector");
		check_eq(exec_insn(&regs, INSN_MTSPR(0, 3)), want, "mtspr 0: vector");
		check_eq(exec_insn(&regs, INSN_MFSPR(3, 4)), want, "mfspr 4: vector");
		check_eq(exec_insn(&regs, INSN_MFSPR(3, 5)), want, "mfspr 5: vector");
		check_eq(exec_insn(&regs, INSN_MFSPR(3, 6)), want, "mfspr 6: vector");
	}
}

static void dec_note(struct pt_regs *regs, void *data)
{
	note(regs, data);
	regs->msr &= ~MSR_EE;
}

static void wait_for_interrupt(const char *what)
{
	uint64_t end = get_tb() + 5 * tb_hz;

	while (!count && get_tb() < end)
		;
	local_irq_disable();
	check_eq(count, 1, "%s interrupts within 5 s", what);
}

static void decrementer(void)
{
	count = 0;
	handle_exception(0x900, dec_note, NULL);
	mtspr(SPR_DEC, 10000);
	local_irq_enable();
	wait_for_interrupt("decrementer");
	check_eq(seen.msr & MSR_EE, MSR_EE, "SRR1[EE] of a decrementer interrupt");
	check_eq(seen.msr & 0x783f0000, 0, "SRR1[33:36,42:47] of a decrementer interrupt");
	handle_exception(0x900, NULL, NULL);
}

static const char *needs_powernv(void)
{
	return machine_is_powernv() ? NULL : "no hypervisor state";
}

static void hypervisor_decrementer(void)
{
	count = 0;
	handle_exception(0x980, dec_note, NULL);
	mtspr(SPR_LPCR, mfspr(SPR_LPCR) | LPCR_HDICE);
	mtspr(SPR_HDEC, 10000);
	dec_park();
	local_irq_enable();
	wait_for_interrupt("hypervisor decrementer");
	mtspr(SPR_LPCR, mfspr(SPR_LPCR) & ~LPCR_HDICE);
	handle_exception(0x980, NULL, NULL);
}

static void syscall(void)
{
	unsigned long here;

	handle_exception(0xc00, note, NULL);
	count = 0;
	asm volatile("bcl 20,31,1f\n1:\tmflr %0\n\taddi %0,%0,2f-1b\n\tsc 0\n2:" : "=&b"(here) : : "memory", "lr");
	check_eq(count, 1, "sc 0: system call interrupts");
	check_eq(seen.nip, here, "sc 0: SRR0");
	check_eq(seen.msr & 0x783f0000 & ~0x300000UL, 0, "sc 0: SRR1[33:36,44:47]");
	if (cpu_has_sc_lev)
		check_eq(seen.msr >> 20 & 3, 0, "sc 0: LEV in SRR1");
	if (machine_is_powernv()) {
		count = 0;
		asm volatile("sc 1" : : : "memory", "r3");
		check_eq(count, 1, "sc 1: system call interrupts");
		if (cpu_has_sc_lev)
			check_eq(seen.msr >> 20 & 3, 1, "sc 1: LEV in SRR1");
	}
	handle_exception(0xc00, NULL, NULL);
}

/* Trace (section 6.5.15); MSR[SE] and [BE] are set by rfid into the code. */
static void trace_note(struct pt_regs *regs, void *data)
{
	note(regs, data);
	regs->msr &= ~(MSR_SE | MSR_BE);
}

#define TRACED(bits, start, code)						\
	asm volatile("bcl 20,31,1f\n1:\tmflr %0\n\taddi %0,%0,2f-1b\n\t"	\
		     "mtsrr0 %0\n\tmfmsr 9\n\tori 9,9,%1\n\tmtsrr1 9\n\trfid\n"	\
		     "2:\t" code						\
		     : "=&b"(start) : "i"(bits) : "memory", "lr", "r9")

static void trace(void)
{
	unsigned long start;

	handle_exception(0xd00, trace_note, NULL);

	count = 0;
	TRACED(MSR_SE, start, "nop\n\tnop");
	check_eq(count, 1, "SE over nop: trace interrupts");
	check_eq(seen.nip, start + 4, "SE over nop: SRR0");
	if (cpu_has_siar)
		check_eq(mfspr(SPR_SIAR), start, "SE over nop: SIAR");

	count = 0;
	TRACED(MSR_SE, start, "b 3f\n\tnop\n3:\tnop");
	check_eq(count, 1, "SE over a branch: trace interrupts");
	check_eq(seen.nip, start + 8, "SE over a branch: SRR0");
	if (cpu_has_siar)
		check_eq(mfspr(SPR_SIAR), start, "SE over a branch: SIAR");

	count = 0;
	TRACED(MSR_BE, start, "nop\n\tb 3f\n\tnop\n3:\tnop");
	check_eq(count, 1, "BE over nop and a branch: trace interrupts");
	check_eq(seen.nip, start + 12, "BE over nop and a branch: SRR0");
	if (cpu_has_siar)
		check_eq(mfspr(SPR_SIAR), start + 4, "BE over nop and a branch: SIAR");

	/* An instruction that causes an interrupt of its own is not traced. */
	count = 0;
	trap_expect();
	TRACED(MSR_SE, start, ASM_TRY("trap"));
	mtmsr(mfmsr() & ~MSR_SE);
	check_eq(trap_vector(), 0x700, "SE over trap: vector");
	check_eq(last_trap()->count, 1, "SE over trap: interrupts");
	check_eq(last_trap()->msr & MSR_SE, MSR_SE, "SE over trap: SRR1[SE]");

	/* Neither is rfid (section 6.5.15). */
	count = 0;
	asm volatile("bcl 20,31,1f\n1:\tmflr 9\n\taddi 9,9,3f-1b\n\tmfmsr 10\n\t"
		     "mtsrr0 9\n\tmtsrr1 10\n\tori 10,10,%0\n\tmtmsrd 10\n\t"
		     "rfid\n\tnop\n3:\tnop\n"
		     : : "i"(MSR_SE) : "memory", "lr", "r9", "r10");
	mtmsr(mfmsr() & ~MSR_SE);
	check_eq(count, 0, "SE over rfid: trace interrupts");
	handle_exception(0xd00, NULL, NULL);
}

/* FP, VMX and VSX are off by default: their unavailable interrupts. */
static void facility_unavailable(void)
{
	static const struct {
		const char *name;
		u32 insn;
		u64 msr;
		u16 vector;
	} cases[] = {
		{ "fmr with FP off", 63U << 26 | 72 << 1, 0, 0x800 },
		{ "lfd with FP off", D_FORM(50, 1, 3, 0), 0, 0x800 },
		{ "stfs with FP off", D_FORM(52, 1, 3, 0), 0, 0x800 },
		{ "mffs with FP off", X_FORM(63, 1, 0, 0, 583, 0), 0, 0x800 },
		{ "fmr with FP on", 63U << 26 | 72 << 1, MSR_FP, 0 },
		{ "vor with VEC off", 4U << 26 | 1156, 0, 0xf20 },
		{ "lvx with VEC off", X_FORM(31, 1, 0, 3, 103, 0), 0, 0xf20 },
		{ "mfvscr with VEC off", 4U << 26 | 1540, 0, 0xf20 },
		{ "vor with VEC on", 4U << 26 | 1156, MSR_VEC, 0 },
		{ "xxlor with VSX off", 60U << 26 | 146 << 3, 0, 0xf40 },
		{ "lxvd2x with VSX off", X_FORM(31, 1, 0, 3, 844, 0), 0, 0xf40 },
		{ "xxlor with VSX off, FP and VEC on", 60U << 26 | 146 << 3, MSR_FP | MSR_VEC, 0xf40 },
		{ "xxlor with VSX on", 60U << 26 | 146 << 3, MSR_VSX, 0 },
	};
	static u64 buffer[4] __attribute__((aligned(32)));
	u64 msr = mfmsr() & ~(MSR_FP | MSR_VEC | MSR_VSX);

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		struct insn_regs regs = { .r3 = (u64)buffer };
		unsigned long vector;

		mtmsr(msr | cases[i].msr);
		vector = exec_insn(&regs, cases[i].insn);
		mtmsr(msr);
		check_eq(vector, cases[i].vector, "%s: vector", cases[i].name);
		if (!vector)
			continue;
		check_eq(last_trap()->nip, exec_insn_addr(), "%s: SRR0", cases[i].name);
		check_eq(last_trap()->msr & 0x783f0000, 0, "%s: SRR1[33:36,42:47]", cases[i].name);
	}
}

/* Section 6.2.11: FSCR switches facilities off for problem state. */
static void fscr(void)
{
	static const struct {
		const char *name;
		u32 insn;
		u64 bit;
		unsigned int cause;
	} cases[] = {
		{ "mfspr TAR", INSN_MFSPR(3, SPR_TAR), FSCR_TAR, 8 },
		{ "mtspr TAR", INSN_MTSPR(SPR_TAR, 3), FSCR_TAR, 8 },
		{ "mfspr DSCR", INSN_MFSPR(3, SPR_DSCR), FSCR_DSCR, 2 },
		{ "mtspr DSCR", INSN_MTSPR(SPR_DSCR, 3), FSCR_DSCR, 2 },
		{ "mfspr EBBHR", INSN_MFSPR(3, SPR_EBBHR), FSCR_EBB, 7 },
		{ "mfspr BESCR", INSN_MFSPR(3, SPR_BESCR), FSCR_EBB, 7 },
	};
	u64 before = mfspr(SPR_FSCR);

	setup_vm();
	local_irq_disable();
	dec_park();
	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		struct insn_regs regs = { 0 };

		mtspr(SPR_FSCR, cases[i].bit);
		check_eq(exec_insn_user(&regs, cases[i].insn), 0, "%s in problem state, allowed: vector",
			 cases[i].name);
		mtspr(SPR_FSCR, 0);
		if (!check_eq(exec_insn_user(&regs, cases[i].insn), 0xf60,
			      "%s in problem state, not allowed: vector", cases[i].name))
			continue;
		check_eq(last_trap()->fscr >> 56, cases[i].cause, "%s: FSCR[IC]", cases[i].name);
		check_eq(last_trap()->nip, exec_insn_addr(), "%s: SRR0", cases[i].name);
		check_eq(exec_insn(&regs, cases[i].insn), 0, "%s in privileged state: vector",
			 cases[i].name);
	}
	mtspr(SPR_FSCR, before & 0x00ffffffffffffff);
}

/*
 * Enabled floating-point exceptions (Book I 4.4, Book III 6.5.9): 1/0 with
 * FPSCR[ZE], in all four modes of MSR[FE0,FE1].
 */
static void fp_enabled(void)
{
	static const u64 one = 0x3ff0000000000000, zero, ze = 0x10;
	u64 msr = mfmsr() & ~(MSR_FE0 | MSR_FE1);

	for (int mode = 0; mode < 4; mode++) {
		u64 on = msr | MSR_FP | (mode & 2 ? MSR_FE0 : 0) | (mode & 1 ? MSR_FE1 : 0);
		u64 fpscr = 0;

		trap_expect();
		mtmsr(on);
		asm volatile("lfd 0,0(%2)\n\tmtfsf 0xff,0\n\tlfd 1,0(%0)\n\tlfd 2,0(%1)\n\t"
			     ASM_TRY("fdiv 3,1,2")
			     "mffs 4\n\tstfd 4,0(%3)\n\tlfd 0,0(%1)\n\tmtfsf 0xff,0"
			     : : "b"(&one), "b"(&zero), "b"(&ze), "b"(&fpscr) : "memory");
		mtmsr(msr);
		check_eq(trap_vector(), mode ? 0x700 : 0, "1/0 with FPSCR[ZE], FE0 FE1 = %d %d: vector",
			 mode >> 1, mode & 1);
		if (trap_vector())
			check_eq(last_trap()->msr & 0x783f0000 & ~0x10000UL, SRR1_FPEXC,
				 "1/0 with FE0 FE1 = %d %d: SRR1[33:36,42:46]", mode >> 1, mode & 1);
		check_eq(fpscr & 0xe4000000, 0xc4000000, "1/0 with FE0 FE1 = %d %d: FPSCR[FX FEX VX ZX]",
			 mode >> 1, mode & 1);
	}

	/* The exception bit set before, the enable after: mtmsr takes it at once. */
	trap_expect();
	mtmsr(msr | MSR_FP | MSR_FE0 | MSR_FE1);
	asm volatile("lfd 0,0(%0)\n\tmtfsf 0xff,0\n\tlfd 1,0(%1)\n\tlfd 2,0(%2)\n\tfdiv 3,1,2\n\t"
		     ASM_TRY("mtfsb1 27")
		     "lfd 0,0(%0)\n\tmtfsf 0xff,0"
		     : : "b"(&zero), "b"(&one), "b"(&zero) : "memory");
	mtmsr(msr);
	check_eq(trap_vector(), 0x700, "FPSCR[ZE] set with FPSCR[ZX] = 1: vector");
	check_eq(last_trap()->msr & 0x783f0000 & ~0x10000UL, SRR1_FPEXC,
		 "FPSCR[ZE] set with FPSCR[ZX] = 1: SRR1[33:36,42:46]");
}

/* Alignment interrupts (section 6.5.8): never right of lwarx and its kind. */
static void alignment(void)
{
	static const struct {
		const char *name;
		u32 insn;
	} cases[] = {
		{ "lharx", X_FORM(31, 5, 0, 3, 116, 0) },
		{ "lwarx", X_FORM(31, 5, 0, 3, 20, 0) },
		{ "ldarx", X_FORM(31, 5, 0, 3, 84, 0) },
		{ "lqarx", X_FORM(31, 6, 0, 3, 276, 0) },
	};
	static u8 buffer[64] __attribute__((aligned(64)));

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		struct insn_regs regs = { .r3 = (u64)buffer + 1, .r5 = 0x55, .r6 = 0x66 };

		check_eq(exec_insn(&regs, cases[i].insn), 0x600, "%s of an odd address: vector", cases[i].name);
		check_eq(last_trap()->dar, (u64)buffer + 1, "%s of an odd address: DAR", cases[i].name);
		check_eq(last_trap()->nip, exec_insn_addr(), "%s of an odd address: SRR0", cases[i].name);
		check_eq(regs.r5, 0x55, "%s of an odd address: r5", cases[i].name);
		check_eq(regs.r6, 0x66, "%s of an odd address: r6", cases[i].name);
	}
}

/* The MSR an interrupt handler starts with (figure 65). */
static u64 handler_msr;

static void msr_note(struct pt_regs *regs, void *data __unused)
{
	handler_msr = mfmsr();
	seen = *regs;
	regs_advance_insn(regs);
}

static void msr_of_interrupt(void)
{
	u64 le = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, msr = mfmsr();

	if (mmu_enabled())
		mmu_disable();
	handle_exception(0x700, msr_note, NULL);
	mtmsr(mfmsr() | MSR_FP | MSR_VEC | MSR_VSX | MSR_FE0 | MSR_RI | MSR_EE);
	msr = mfmsr();
	asm volatile("trap");
	mtmsr(mfmsr() & ~(MSR_FP | MSR_VEC | MSR_VSX | MSR_FE0 | MSR_RI | MSR_EE));
	handle_exception(0x700, NULL, NULL);
	check_eq(handler_msr, 1UL << MSR_SF_BIT | (msr & 1UL << MSR_HV_BIT) | (msr & MSR_ME) | le,
		 "MSR in a program interrupt");
	check_eq(seen.msr & ~0x783f0000UL, msr, "SRR1 without the cause bits");
}

/* mtmsr and mtmsrd: which bits each form changes (section 4.4.1). */
static void mtmsr_forms(void)
{
	u64 msr = mfmsr() & ~(MSR_EE | MSR_RI | MSR_FP), after;

	mtmsr(msr);
	dec_park();
	asm volatile("mtmsrd %1,1\n\tmfmsr %0\n\tmtmsrd %2" : "=&r"(after)
		     : "r"(~0UL), "r"(msr) : "memory");
	check_eq(after, msr | MSR_EE | MSR_RI, "MSR after mtmsrd with L=1 of all ones");
	asm volatile("mtmsrd %1\n\tmfmsr %0\n\tmtmsrd %2" : "=&r"(after)
		     : "r"(msr | MSR_FP | MSR_RI), "r"(msr) : "memory");
	check_eq(after, msr | MSR_FP | MSR_RI, "MSR after mtmsrd that sets FP and RI");
	asm volatile("mtmsrd %1\n\tmfmsr %0\n\tmtmsrd %2" : "=&r"(after)
		     : "r"(msr ^ MSR_LE), "r"(msr) : "memory");
	check_eq(after, msr, "MSR after mtmsrd that changes LE");
	asm volatile("mtmsrd %1\n\tmfmsr %0\n\tmtmsrd %2" : "=&r"(after)
		     : "r"(msr ^ 1UL << MSR_HV_BIT), "r"(msr) : "memory");
	check_eq(after, msr, "MSR after mtmsrd that changes HV");
	/* mtmsr leaves the upper half alone */
	asm volatile("mtmsr %1\n\tmfmsr %0\n\tmtmsrd %2" : "=&r"(after)
		     : "r"((msr & 0xffffffff) | MSR_FP), "r"(msr) : "memory");
	check_eq(after, msr | MSR_FP, "MSR after mtmsr without SF");
}

/* 32-bit mode: addresses lose their upper half, results do not. */
static void narrow_mode(void)
{
	static volatile u32 word = 0xabcdef01;
	u64 msr = mfmsr(), narrow = msr & ~(1UL << MSR_SF_BIT), val = 0, sum = 0, in, cr;

	asm volatile("mfmsr %2\n\tmtmsrd %4\n\tisync\n\tlwz %0,0(%5)\n\tadd %1,%6,%6\n\tmfmsr %2\n\t"
		     "mtmsrd %3\n\tisync"
		     : "=&r"(val), "=&r"(sum), "=&r"(in)
		     : "r"(msr), "r"(narrow), "b"((u64)&word | 0xffffffff00000000), "r"(0x180000001UL)
		     : "memory");
	check_eq(in, narrow, "MSR in 32-bit mode");
	check_eq(val, 0xabcdef01, "lwz in 32-bit mode from an address with a wild upper half");
	check_eq(sum, 0x300000002, "add in 32-bit mode: all 64 bits");
	/* CR0 and CA in 32-bit mode come from the low word */
	asm volatile("mtmsrd %2\n\tisync\n\tadd. %1,%3,%4\n\tmfcr %0\n\tmtmsrd %5\n\tisync"
		     : "=&r"(cr), "=&r"(sum)
		     : "r"(narrow), "r"(0x100000000UL), "r"(0x80000000UL), "r"(msr) : "cr0");
	check_eq(cr & 0xe0000000, CR0_LT, "CR0 of add. in 32-bit mode");
	asm volatile("mtmsrd %2\n\tisync\n\taddc %1,%3,%4\n\tmfxer %0\n\tmtmsrd %5\n\tisync"
		     : "=&r"(cr), "=&r"(sum)
		     : "r"(narrow), "r"(0xffffffffUL), "r"(1UL), "r"(msr) : "xer");
	check_eq(cr & XER_CA, XER_CA, "CA of addc in 32-bit mode");
}

static const struct subtest subtests[] = {
	{ "mce-enable", mce_enable, needs_mce },
	{ "mce-load", mce_load, needs_mce },
	{ "mce-fetch", mce_fetch, needs_mce },
	{ "dseg-untranslated", dseg_untranslated, needs_no_radix },
	{ "dsi", dsi, needs_radix },
	{ "dseg", dseg, needs_radix },
	{ "isi", isi, needs_radix },
	{ "iseg", iseg, needs_radix },
	{ "illegal", illegal },
	{ "illegal-prefixed", illegal_prefixed, needs_prefix },
	{ "privileged", privileged_insns, needs_radix, SUBTEST_NO_WATCHDOG },
	{ "problem-state-sprs", problem_state_sprs, needs_radix, SUBTEST_NO_WATCHDOG },
	{ "undefined-sprs", undefined_sprs },
	{ "decrementer", decrementer, .flags = SUBTEST_NO_WATCHDOG },
	{ "hypervisor-decrementer", hypervisor_decrementer, needs_powernv, SUBTEST_NO_WATCHDOG },
	{ "syscall", syscall },
	{ "trace", trace, .flags = SUBTEST_NO_WATCHDOG },
	{ "facility-unavailable", facility_unavailable, needs_mce, SUBTEST_NO_WATCHDOG },
	{ "fscr", fscr, needs_radix, SUBTEST_NO_WATCHDOG },
	{ "fp-enabled", fp_enabled, .flags = SUBTEST_NO_WATCHDOG },
	{ "alignment", alignment, needs_mce },
	{ "msr-of-interrupt", msr_of_interrupt, .flags = SUBTEST_NO_WATCHDOG },
	{ "mtmsr", mtmsr_forms, .flags = SUBTEST_NO_WATCHDOG },
	{ "narrow-mode", narrow_mode, .flags = SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("interrupts");
	return run_subtests(subtests, argc, argv);
}
