// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * timebase: time base, decrementer and hypervisor decrementer (Power ISA 3.0B
 * Book III, chapter 7). The decrementer interrupt exists while the register's
 * most significant bit is 1 (level), the hypervisor decrementer's when it
 * becomes 1 (edge). -w migrates at the marked points.
 */
#include <libcflat.h>
#include <devicetree.h>
#include <migrate.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <asm/hcall.h>
#include <asm/handlers.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>

static bool do_migrate;
static u64 dec_max, dec_min;

static void migration_point(void)
{
	if (do_migrate)
		migrate_quiet();
}

static void tb(void)
{
	u64 tb1 = get_tb(), tb2 = get_tb();
	int i;

	check_ge(tb2, tb1, "time base read twice");
	tb1 = get_tb();
	migration_point();
	tb2 = get_tb();
	check_ge(tb2, tb1, "time base read before and after the migration point");
	tb1 = get_tb();
	for (i = 0; i < 100 && get_tb() == tb1; i++)
		;
	check_lt(i, 100, "reads until the time base advances");
	/* The upper half as a register of its own. */
	tb1 = get_tb() >> 32;
	i = mfspr(SPR_TBU);
	tb2 = get_tb() >> 32;
	check(i >= (int)tb1 && i <= (int)tb2, "TBU %#x is the upper half of TB", i);
}

/* The rate against its specification would need another clock: RTAS has one. */
static volatile int taken;
static u64 dec_in_handler, srr1;

static void dec_note(struct pt_regs *regs, void *data __unused)
{
	taken++;
	dec_in_handler = mfspr(SPR_DEC);
	srr1 = regs->msr;
	regs->msr &= ~MSR_EE;
}

static int interrupts(void)
{
	taken = 0;
	local_irq_enable();
	for (int i = 0; i < 10 && !taken; i++)
		barrier();
	local_irq_disable();
	return taken;
}

static s64 dec_value(void)
{
	return (s64)(mfspr(SPR_DEC) << (64 - dec_bits)) >> (64 - dec_bits);
}

static void dec_begin(void)
{
	local_irq_disable();
	if (machine_is_powernv() && dec_bits > 32)
		mtspr(SPR_LPCR, mfspr(SPR_LPCR) | LPCR_LD);
	handle_exception(0x900, dec_note, NULL);
}

static void dec_end(void)
{
	handle_exception(0x900, NULL, NULL);
	if (machine_is_powernv() && dec_bits > 32)
		mtspr(SPR_LPCR, mfspr(SPR_LPCR) & ~LPCR_LD);
	dec_park();
}

static void dec_counts(void)
{
	u64 tb1, tb2, dec = 0;
	int i;

	dec_begin();
	check(dec_bits >= 32 && dec_bits <= 64, "decrementer of %u bits", dec_bits);
	for (i = 0; i < 100; i++) {
		tb1 = get_tb();
		mtspr(SPR_DEC, dec_max);
		dec = mfspr(SPR_DEC);
		tb2 = get_tb();
		if (tb2 - tb1 < dec_max - 5 && dec_max - dec <= tb2 - tb1)
			break;
	}
	check_lt(i, 100, "tries until the decrementer fell by no more than the time base rose");

	tb1 = get_tb();
	mtspr(SPR_DEC, dec_max);
	mdelay(100);
	dec = mfspr(SPR_DEC);
	tb2 = get_tb();
	check_le(dec_max - dec, tb2 - tb1, "fall of the decrementer in 100 ms, no more than the time base's rise");
	check_ge(dec_max - dec, tb_hz / 20, "fall of the decrementer in 100 ms, at least 50 ms");
	check_eq(dec_value() > 0, 1, "decrementer is positive");
	dec_end();
}

static void dec_levels(void)
{
	dec_begin();
	mtspr(SPR_DEC, dec_max);
	check_eq(interrupts(), 0, "DEC = max: interrupts");

	mtspr(SPR_DEC, 1);
	mdelay(20);
	migration_point();
	check_eq(interrupts(), 1, "DEC = 1, 20 ms later: interrupts");
	check_eq(srr1 & MSR_EE, MSR_EE, "its SRR1[EE]");
	check_eq(dec_in_handler >> (dec_bits - 1) & 1, 1, "sign of DEC in the handler");
	migration_point();
	check_eq(interrupts(), 1, "once more without a write to DEC: interrupts (level)");

	mtspr(SPR_DEC, 0);
	mdelay(20);
	migration_point();
	check_eq(interrupts(), 1, "DEC = 0, 20 ms later: interrupts");

	mtspr(SPR_DEC, -1UL);
	migration_point();
	check_eq(interrupts(), 1, "DEC = -1: interrupts");

	mtspr(SPR_DEC, dec_max);
	taken = 0;
	local_irq_enable();
	migration_point();
	mtspr(SPR_DEC, -1UL);
	for (int i = 0; i < 10 && !taken; i++)
		barrier();
	local_irq_disable();
	check_eq(taken, 1, "DEC = -1 with MSR[EE]: interrupts");

	mtspr(SPR_DEC, -1UL);
	mtspr(SPR_DEC, dec_max);
	check_eq(interrupts(), 0, "DEC = -1, then max: interrupts");
	dec_end();
}

static void dec_wraps(void)
{
	dec_begin();
	mtspr(SPR_DEC, dec_min + 1);
	mdelay(20);
	check_eq(dec_value() > 0, 1, "DEC = min + 1, 20 ms later: positive again");
	check_eq(interrupts(), 0, "DEC = min + 1, 20 ms later: interrupts");
	dec_end();
}

/* What lies above the implemented bits is sign extension. */
static void dec_width(void)
{
	dec_begin();
	mtspr(SPR_DEC, -1UL);
	if (dec_bits > 32)
		check_eq(mfspr(SPR_DEC) >> (dec_bits - 1), -1UL >> (dec_bits - 1), "DEC = -1: sign extension");
	else
		check_eq(mfspr(SPR_DEC) >> 32, 0, "DEC = -1: upper half of a 32-bit decrementer");
	mtspr(SPR_DEC, 0x70000000);	/* far from 0 on a busy host too */
	check_eq(mfspr(SPR_DEC) >> 32, 0, "DEC = 0x70000000: upper half");
	dec_end();
}

static const char *needs_pseries(void)
{
	return machine_is_pseries() ? NULL : "not pseries";
}

/* H_CEDE waits for the decrementer, and not when it is due already. */
static void cede(void)
{
	long prod, rc;
	u64 start;

	dec_begin();
	taken = 0;
	/* before the decrementer is set: the host may be busy in between */
	start = get_tb();
	mtspr(SPR_DEC, tb_hz / 20);
	check_eq((long)hcall(H_CEDE), H_SUCCESS, "H_CEDE with the decrementer due in 50 ms");
	local_irq_disable();
	check_ge(get_tb() - start, tb_hz / 20 - tb_hz / 1000, "ticks that it waited");
	check_eq(taken, 1, "decrementer interrupts");

	taken = 0;
	mtspr(SPR_DEC, -1UL);
	start = get_tb();
	check_eq((long)hcall(H_CEDE), H_SUCCESS, "H_CEDE with a decrementer interrupt pending");
	local_irq_disable();
	check_lt(get_tb() - start, tb_hz, "ticks that it waited");
	check_eq(taken, 1, "decrementer interrupts");

	/* H_PROD to oneself: the next H_CEDE returns at once (LoPAPR 14.11.3.3). */
	taken = 0;
	mtspr(SPR_DEC, tb_hz / 2);
	start = get_tb();
	prod = hcall(H_PROD, (unsigned long)smp_processor_id());
	rc = hcall(H_CEDE);
	local_irq_disable();
	start = get_tb() - start;
	check_eq(prod, H_SUCCESS, "H_PROD of this CPU");
	check_eq(rc, H_SUCCESS, "H_CEDE after H_PROD");
	check_lt(start, tb_hz / 4, "ticks that H_CEDE after H_PROD waited");
	check_eq(taken, 0, "decrementer interrupts during H_CEDE after H_PROD");
	check_eq((long)hcall(H_PROD, 0xbadbadUL), H_PARAMETER, "H_PROD of a CPU that does not exist");
	dec_end();
}

static void hdec_note(struct pt_regs *regs, void *data __unused)
{
	taken++;
	regs->msr &= ~MSR_EE;
}

static void dec_again(struct pt_regs *regs __unused, void *data __unused)
{
	mtspr(SPR_DEC, dec_max);
}

static const char *needs_powernv(void)
{
	return machine_is_powernv() ? NULL : "no hypervisor state";
}

static void hdec(void)
{
	u64 tb1, tb2, dec;

	local_irq_disable();
	if (dec_bits > 32)
		mtspr(SPR_LPCR, mfspr(SPR_LPCR) | LPCR_LD);
	mtspr(SPR_DEC, dec_max);
	handle_exception(0x900, dec_again, NULL);
	handle_exception(0x980, hdec_note, NULL);
	mtspr(SPR_HDEC, dec_max);
	mtspr(SPR_LPCR, mfspr(SPR_LPCR) | LPCR_HDICE);

	tb1 = get_tb();
	mtspr(SPR_HDEC, dec_max);
	dec = mfspr(SPR_HDEC);
	tb2 = get_tb();
	check_le(dec_max - dec, tb2 - tb1, "fall of HDEC, no more than the time base's rise");
	mdelay(100);
	dec = mfspr(SPR_HDEC);
	tb2 = get_tb();
	check_le(dec_max - dec, tb2 - tb1, "fall of HDEC in 100 ms, no more than the time base's rise");
	interrupts();
	check_eq(interrupts(), 0, "HDEC = max: interrupts");

	mtspr(SPR_HDEC, 1);
	mdelay(20);
	migration_point();
	mtspr(SPR_HDEC, dec_max);
	check_eq(interrupts(), 1, "HDEC = 1, 20 ms later max: interrupts (latched)");
	migration_point();
	check_eq(interrupts(), 0, "once more: interrupts (edge)");

	mtspr(SPR_HDEC, -1UL);
	migration_point();
	check_eq(interrupts(), 1, "HDEC = -1: interrupts");

	mtspr(SPR_HDEC, 0);
	mdelay(20);
	mtspr(SPR_HDEC, dec_max);
	check_eq(interrupts(), 1, "HDEC = 0, 20 ms later max: interrupts");

	mtspr(SPR_HDEC, dec_max);
	taken = 0;
	local_irq_enable();
	migration_point();
	mtspr(SPR_HDEC, -1UL);
	for (int i = 0; i < 10 && !taken; i++)
		barrier();
	local_irq_disable();
	check_eq(taken, 1, "HDEC = -1 with MSR[EE]: interrupts");

	mtspr(SPR_HDEC, dec_min + 1);
	mdelay(20);
	check_eq(interrupts(), 1, "HDEC = min + 1, 20 ms later: interrupts");

	mtspr(SPR_HDEC, -1UL);
	interrupts();
	mtspr(SPR_HDEC, dec_min + 1000000);
	mdelay(20);
	mtspr(SPR_HDEC, -1UL);
	check_eq(interrupts(), 1, "HDEC = -1 after it wrapped to positive: interrupts");

	mtspr(SPR_LPCR, mfspr(SPR_LPCR) & ~(LPCR_HDICE | LPCR_LD));
	handle_exception(0x900, NULL, NULL);
	handle_exception(0x980, NULL, NULL);
	dec_park();
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

/* The virtual time base and the processor utilization register go on. */
static void other_clocks(void)
{
	static const struct {
		const char *name;
		u16 nr;
	} clocks[] = { { "VTB", SPR_VTB }, { "PURR", SPR_PURR }, { "SPURR", SPR_SPURR } };
	u64 start[3], end[3];

	start[0] = mfspr(SPR_VTB);
	start[1] = mfspr(SPR_PURR);
	start[2] = mfspr(SPR_SPURR);
	mdelay(20);
	end[0] = mfspr(SPR_VTB);
	end[1] = mfspr(SPR_PURR);
	end[2] = mfspr(SPR_SPURR);
	for (unsigned int i = 0; i < ARRAY_SIZE(clocks); i++)
		check_gt(end[i], start[i], "%s after 20 ms", clocks[i].name);
}

static const struct subtest subtests[] = {
	{ "tb", tb },
	{ "dec-counts", dec_counts, .flags = SUBTEST_NO_WATCHDOG },
	{ "dec-levels", dec_levels, .flags = SUBTEST_NO_WATCHDOG },
	{ "dec-wraps", dec_wraps, .flags = SUBTEST_NO_WATCHDOG },
	{ "dec-width", dec_width, .flags = SUBTEST_NO_WATCHDOG },
	{ "cede", cede, needs_pseries, SUBTEST_NO_WATCHDOG },
	{ "hdec", hdec, needs_powernv, SUBTEST_NO_WATCHDOG },
	{ "other-clocks", other_clocks, needs_power8 },
	{ }
};

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		do_migrate |= !strcmp(argv[i], "-w");
	dec_max = (1UL << (dec_bits - 1)) - 1;
	dec_min = 1UL << (dec_bits - 1);
	report_prefix_push("timebase");
	return run_subtests(subtests, argc, argv);
}
