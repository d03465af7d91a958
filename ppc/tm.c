// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * tm: transactional memory (Power ISA 2.07, Book II, chapter 5).
 *
 * Which CPUs claim it; H_CEDE in the middle of a suspended transaction, which
 * hangs a vulnerable host kernel (h_cede_tm: KVM only, its own group); and what
 * QEMU's TCG offers, transactions that always fail, with the failure code.
 */
#include <libcflat.h>
#include <devicetree.h>
#include <subtest.h>
#include <asm/hcall.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>
#include "exec.h"

#define TBEGIN		0x7c00051d
#define TEND		0x7c00055d
#define TSUSPEND	0x7c0005dd
#define TRESUME		0x7c2005dd
#define TABORT		0x7c00071d	/* RA = 0 */
#define TCHECK_CR0	0x7c00059c

/* ibm,pa-features, attribute 0: byte 22, bit 0 of its data */
static void count_tm(int node, u64 reg __unused, void *info)
{
	int len;
	const struct fdt_property *prop = fdt_get_property(dt_fdt(), node, "ibm,pa-features", &len);
	const u8 *data;

	if (!prop)
		return;
	data = (const u8 *)prop->data;
	if (len >= 26 && data[0] >= 24 && data[1] == 0 && (data[24] & 0x80))
		(*(int *)info)++;
}

static int cpus_with_tm(void)
{
	int n = 0;

	dt_for_each_cpu_node(count_tm, &n);
	return n;
}

static const char *needs_tm(void)
{
	return cpus_with_tm() ? NULL : "no transactional memory in ibm,pa-features";
}

static void advertised(void)
{
	check_ge(cpus_with_tm(), nr_cpus_present, "CPU nodes with transactional memory");
}

static void h_cede_tm(void)
{
	u64 msr, state = 0;
	int rounds = 0;

	if (nr_cpus_present > 1)
		start_all_cpus(halt);
	mtmsr(mfmsr() | 1UL << MSR_TM_BIT);
	msr = mfmsr();
	if (!(msr >> MSR_TM_BIT & 1))
		report_abort("MSR[TM] cannot be set");
	for (int i = 0; i < 1000000; i++) {
		/* tbegin.; if it did not fail, tsuspend.; then CR0 from tcheck */
		asm volatile(".long %1\n\tbeq 1f\n\t.long %2\n1:\t.long %3\n\tmfcr %0"
			     : "=r"(state) : "i"(TBEGIN), "i"(TSUSPEND), "i"(TCHECK_CR0)
			     : "cr0", "memory");
		if (state & 0x40000000)
			break;
	}
	if (!check(state & 0x40000000, "a transaction is suspended"))
		return;
	for (; rounds < 500; rounds++) {
		msleep(10);
		mdelay(5);
	}
	check_eq(rounds, 500, "rounds of H_CEDE while suspended");
}

/* Without MSR[TM]: facility unavailable, cause 5 (TM) in FSCR or HFSCR. */
static void unavailable(void)
{
	struct insn_regs regs = { 0 };
	static const struct {
		const char *name;
		u32 insn;
	} insns[] = {
		{ "tbegin.", TBEGIN }, { "tend.", TEND }, { "tsuspend.", TSUSPEND },
		{ "tabort.", TABORT }, { "tcheck", TCHECK_CR0 },
		{ "mfspr TEXASR", INSN_MFSPR(3, SPR_TEXASR) },
		{ "mfspr TFHAR", INSN_MFSPR(3, SPR_TFHAR) },
	};

	mtmsr(mfmsr() & ~(1UL << MSR_TM_BIT));
	for (unsigned int i = 0; i < ARRAY_SIZE(insns); i++) {
		unsigned long vector = exec_insn(&regs, insns[i].insn);

		check(vector == 0xf60 || vector == 0x700 || vector == 0xf80 || vector == 0xe40,
		      "%s without MSR[TM]: vector %#lx is an unavailable or illegal one", insns[i].name,
		      vector);
		if (vector == 0xf60)
			check_eq(last_trap()->fscr >> 56, 5, "%s without MSR[TM]: FSCR[IC]", insns[i].name);
	}
}

static const char *needs_msr_tm(void)
{
	u64 msr = mfmsr();
	bool sticks;

	mtmsr(msr | 1UL << MSR_TM_BIT);
	sticks = mfmsr() >> MSR_TM_BIT & 1;
	mtmsr(msr);
	return sticks ? NULL : "MSR[TM] cannot be set";
}

/*
 * A transaction that fails at once: CR0[0:2] = 0b101 after tbegin., TEXASR has the
 * failure cause and FS, TFHAR the address behind tbegin., TFIAR that of it.
 */
static void failing(void)
{
	u64 msr = mfmsr(), cr, texasr, tfhar, start, mem = 0;

	mtmsr(msr | 1UL << MSR_TM_BIT);
	asm volatile("bcl 20,31,1f\n1:\tmflr %3\n\taddi %3,%3,2f-1b\n"
		     "2:\t.long %5\n\tbeq 3f\n\tli %0,1\n\tstd %0,0(%4)\n\t.long %6\n3:\tmfcr %0\n\t"
		     "mfspr %1,130\n\tmfspr %2,128"
		     : "=&b"(cr), "=&b"(texasr), "=&b"(tfhar), "=&b"(start)
		     : "b"(&mem), "i"(TBEGIN), "i"(TABORT) : "cr0", "lr", "memory");
	mtmsr(msr);
	check_eq(cr & 0xe0000000, 0xa0000000, "CR0[0:2] after tbegin. that failed");
	check_eq(texasr >> 27 & 1, 1, "TEXASR[FS]");
	check_ne(texasr >> 32, 0, "failure cause in TEXASR");
	check_eq(tfhar, start + 4, "TFHAR");
	check_eq(mem, 0, "memory written in the transaction");
}

static const struct subtest subtests[] = {
	{ "advertised", advertised, needs_tm },
	{ "h_cede_tm", h_cede_tm, needs_tm, SUBTEST_NODEFAULT | SUBTEST_NO_WATCHDOG },
	{ "unavailable", unavailable },
	{ "failing", failing, needs_msr_tm },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("tm");
	return run_subtests(subtests, argc, argv);
}
