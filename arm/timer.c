// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * timer: the generic timers of EL1 (or EL2) and their interrupts (Arm ARM D11.2).
 *
 * The condition is met when the counter reaches CVAL, never earlier; the interrupt line is
 * its level, gated by ENABLE and IMASK; it reaches the GIC as pending whether the INTID is
 * enabled or not. TVAL is CVAL seen from now. Arguments: vtimer, ptimer; none means both;
 * cval-max: the farthest deadline, by itself because it can hang a host.
 * The physical timer crashed hosts without commit 7b6b46311a85.
 */
#include <libcflat.h>
#include <errata.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/timer.h>

struct timer_info {
	const char *name;
	u32 irq;
	volatile bool irq_received;
	u64 (*read_counter)(void);
	u64 (*read_cval)(void);
	void (*write_cval)(u64 val);
	s32 (*read_tval)(void);
	u64 (*read_tval64)(void);
	void (*write_tval)(s32 val);
	u64 (*read_ctl)(void);
	void (*write_ctl)(u64 val);
};

#define TIMER_ACCESSORS(t)						\
static u64 read_##t##_counter(void) { isb(); return read_sysreg(cnt##t##ct_el0); }	\
static u64 read_##t##_cval(void) { return read_sysreg(cnt##t##_cval_el0); }		\
static void write_##t##_cval(u64 v) { write_sysreg(v, cnt##t##_cval_el0); isb(); }	\
static s32 read_##t##_tval(void) { isb(); return read_sysreg(cnt##t##_tval_el0); }	\
static u64 read_##t##_tval64(void) { isb(); return read_sysreg(cnt##t##_tval_el0); }	\
static void write_##t##_tval(s32 v) { write_sysreg((u64)(s64)v, cnt##t##_tval_el0); isb(); } \
static u64 read_##t##_ctl(void) { isb(); return read_sysreg(cnt##t##_ctl_el0); }	\
static void write_##t##_ctl(u64 v) { write_sysreg(v, cnt##t##_ctl_el0); isb(); }

TIMER_ACCESSORS(v)
TIMER_ACCESSORS(p)

#define TIMER_INIT(t) {							\
	.name = #t "timer",						\
	.read_counter = read_##t##_counter,				\
	.read_cval = read_##t##_cval, .write_cval = write_##t##_cval,	\
	.read_tval = read_##t##_tval, .write_tval = write_##t##_tval,	\
	.read_tval64 = read_##t##_tval64,				\
	.read_ctl = read_##t##_ctl, .write_ctl = write_##t##_ctl,	\
}

static struct timer_info vtimer_info = TIMER_INIT(v);
static struct timer_info ptimer_info = TIMER_INIT(p);
static bool ptimer_unsupported;

static void ptimer_unsupported_handler(struct pt_regs *regs, unsigned int esr __unused)
{
	ptimer_unsupported = true;
	regs->pc += 4;
}

static void irq_handler(struct pt_regs *regs __unused)
{
	struct timer_info *info;
	u32 irqstat = gic_read_iar();
	u32 irqnr = gic_iar_irqnr(irqstat);

	if (irqnr == GICC_INT_SPURIOUS)
		return;
	if (irqnr == vtimer_info.irq) {
		info = &vtimer_info;
	} else if (irqnr == ptimer_info.irq) {
		info = &ptimer_info;
	} else {
		gic_write_eoir(irqstat);
		report_info("unexpected interrupt %u", irqnr);
		return;
	}
	info->write_ctl(ARCH_TIMER_CTL_IMASK | ARCH_TIMER_CTL_ENABLE);
	gic_write_eoir(irqstat);
	info->irq_received = true;
}

/* The GIC agrees on the state, within a second, and stays with it for 100 ms. */
static bool gic_state_is(struct timer_info *info, enum gic_irq_state want)
{
	int i;

	for (i = 0; i < 100; i++) {
		if (gic_irq_state(info->irq) == want) {
			mdelay(20);
			if (gic_irq_state(info->irq) == want)
				return true;
		}
		mdelay(10);
	}
	return false;
}

static bool timer_pending(struct timer_info *info)
{
	u64 mask = ARCH_TIMER_CTL_ENABLE | ARCH_TIMER_CTL_ISTATUS;

	return (info->read_ctl() & mask) == mask;
}

static void test_latency(struct timer_info *info)
{
	u64 before, after, freq = get_cntfrq();
	s64 late;

	before = info->read_counter() + freq / 100;
	info->irq_received = false;
	info->write_cval(before);
	info->write_ctl(ARCH_TIMER_CTL_ENABLE);
	while (!timer_pending(info))
		;
	after = info->read_counter();
	local_irq_enable();

	late = after - before;
	report_info("After timer: 0x%016lx, expected 0x%016lx: %ld us late", (ulong)after,
		    (ulong)before, (long)(late * 1000000 / (s64)freq));
	/* a hang limit: a loaded host may not run us for a while */
	report(late >= 0 && late < (s64)freq, "latency within 1 s and not before the deadline");
}

static void test_timer_pending(struct timer_info *info)
{
	u64 later = info->read_counter() + 10ULL * get_cntfrq();
	u64 past;

	gic_disable_irq(info->irq);
	info->irq_received = false;

	info->write_cval(later);
	info->write_ctl(ARCH_TIMER_CTL_ENABLE);
	report(!timer_pending(info) && gic_state_is(info, GIC_IRQ_STATE_INACTIVE),
	       "not pending before");

	past = info->read_counter() - 1;
	info->write_cval(past);
	report(timer_pending(info) && gic_state_is(info, GIC_IRQ_STATE_PENDING),
	       "interrupt signal pending");

	/* the line is a level: moving the deadline away lowers it */
	info->write_cval(later);
	report(!timer_pending(info) && gic_state_is(info, GIC_IRQ_STATE_INACTIVE),
	       "a later deadline takes the signal away");
	info->write_cval(past);
	report(timer_pending(info) && gic_state_is(info, GIC_IRQ_STATE_PENDING),
	       "an earlier one brings it back");

	info->write_ctl(0);
	gic_enable_irq(info->irq);
	report(!info->irq_received, "no interrupt when timer is disabled");
	report(!timer_pending(info) && gic_state_is(info, GIC_IRQ_STATE_INACTIVE),
	       "interrupt signal no longer pending");

	info->write_cval(past);
	info->write_ctl(ARCH_TIMER_CTL_ENABLE | ARCH_TIMER_CTL_IMASK);
	report(timer_pending(info) && gic_state_is(info, GIC_IRQ_STATE_INACTIVE),
	       "interrupt signal not pending when masked by IMASK");
	report(info->read_ctl() == (ARCH_TIMER_CTL_ENABLE | ARCH_TIMER_CTL_IMASK |
				    ARCH_TIMER_CTL_ISTATUS), "CTL reads ENABLE, IMASK and ISTATUS");
	info->write_ctl(0);
	info->write_ctl(~0ULL);
	report((info->read_ctl() & ~(u64)ARCH_TIMER_CTL_ISTATUS) ==
	       (ARCH_TIMER_CTL_ENABLE | ARCH_TIMER_CTL_IMASK), "CTL: ISTATUS and RES0 take no write");
	info->write_ctl(0);
}

static void test_values(struct timer_info *info)
{
	u64 freq = get_cntfrq(), c1, c2;
	s64 diff;
	s32 tval;

	/* TVAL = (CVAL - counter)[31:0], signed; CVAL = counter + SignExtend(TVAL) */
	c1 = info->read_counter();
	info->write_tval(0x10000000);
	c2 = info->read_counter();
	diff = info->read_cval() - 0x10000000 - c1;
	report(diff >= 0 && diff <= (s64)(c2 - c1), "a TVAL write sets CVAL from now");

	c1 = info->read_counter();
	info->write_tval(-1000);
	c2 = info->read_counter();
	diff = info->read_cval() + 1000 - c1;
	report(diff >= 0 && diff <= (s64)(c2 - c1), "a negative TVAL is sign-extended");

	info->write_cval(info->read_counter() + (s64)freq);
	c1 = info->read_counter();
	tval = info->read_tval();
	c2 = info->read_counter();
	diff = info->read_cval() - tval;
	report((u64)diff >= c1 && (u64)diff <= c2, "TVAL reads CVAL minus the counter");

	/* unsigned: far away is far away; the farthest is for cval-max */
	info->write_ctl(ARCH_TIMER_CTL_ENABLE | ARCH_TIMER_CTL_IMASK);
	info->write_cval(1ULL << 63);
	report(!(info->read_ctl() & ARCH_TIMER_CTL_ISTATUS), "CVAL 1 << 63 is not reached");
	info->write_cval(0);
	report(info->read_ctl() & ARCH_TIMER_CTL_ISTATUS, "CVAL 0 is");
	report(!(info->read_tval64() >> 32), "TVAL reads 32 bits, without its sign");
	info->write_ctl(ARCH_TIMER_CTL_IMASK);

	info->write_cval(0x123456789abcdef0);
	report(info->read_cval() == 0x123456789abcdef0, "CVAL holds 64 bits");

	gic_disable_irq(info->irq);
	info->write_cval(0);
	info->write_ctl(ARCH_TIMER_CTL_ENABLE);
	report(timer_pending(info), "CVAL 0 is past");
	info->write_cval(info->read_counter() + (1ULL << 40));
	report(!timer_pending(info), "a deadline more than 2^32 ticks ahead is not met");
	info->write_ctl(0);
	gic_enable_irq(info->irq);
}

/* The farthest deadline: with an offset between the counters the sum of the two overflows. */
static void test_cval_max(struct timer_info *info)
{
	u64 now, want = ~0ULL;

	report_prefix_pushf("%s-cval-max", info->name);
	gic_disable_irq(info->irq);
	info->write_cval(want);
	info->write_ctl(ARCH_TIMER_CTL_ENABLE);
	report(!timer_pending(info) && gic_state_is(info, GIC_IRQ_STATE_INACTIVE), "not met when set");
	now = info->read_counter();
	mdelay(20);
	report(info->read_counter() > now, "the counter goes on");
	report(!timer_pending(info) && gic_state_is(info, GIC_IRQ_STATE_INACTIVE), "not met 20 ms later");
	report(info->read_cval() == want, "CVAL keeps it");
	info->write_ctl(0);
	gic_enable_irq(info->irq);
	report_prefix_pop();
}

static void test_wfi(struct timer_info *info)
{
	int i;

	info->irq_received = false;
	local_irq_disable();
	info->write_tval(get_cntfrq() / 100);
	info->write_ctl(ARCH_TIMER_CTL_ENABLE);
	while (!info->irq_received && info->read_tval() > 0) {
		/* a masked interrupt ends WFI too */
		wfi();
		local_irq_enable();
		isb();
		local_irq_disable();
	}
	local_irq_enable();
	for (i = 0; i < 100 && !info->irq_received; i++)
		mdelay(10);
	report(info->irq_received, "interrupt received after TVAL/WFI");
	report(info->read_tval() <= 0, "timer has expired (TVAL/WFI)");
	report_info("TVAL is %d ticks", info->read_tval());
	info->write_ctl(0);
}

static void test_timer(struct timer_info *info)
{
	char prefix[32];

	snprintf(prefix, sizeof(prefix), "%s-busy-loop", info->name);
	report_prefix_push(prefix);
	report_info("counter 0x%016lx CTL %#lx CVAL 0x%016lx", (ulong)info->read_counter(),
		    (ulong)info->read_ctl(), (ulong)info->read_cval());

	local_irq_disable();
	test_latency(info);
	{
		int i;

		for (i = 0; i < 100 && !info->irq_received; i++)
			mdelay(10);
	}
	report(info->irq_received, "interrupt received");
	info->write_ctl(0);
	test_timer_pending(info);
	test_values(info);
	test_wfi(info);
	report_prefix_pop();
}

static void test_counters(void)
{
	u64 off1, off2, last = 0, now;
	bool monotonic = true;
	int i;

	report_prefix_push("counter");
	for (i = 0; i < 10000; i++) {
		now = get_cntvct();
		monotonic &= now >= last;
		last = now;
	}
	report(monotonic, "CNTVCT never goes back");

	/* two readings around each other bound the offset */
	if (!ptimer_unsupported) {
		u64 v1, p, v2;

		v1 = read_v_counter();
		p = read_p_counter();
		v2 = read_v_counter();
		off1 = p - v1;
		off2 = p - v2;
		mdelay(20);
		v1 = read_v_counter();
		p = read_p_counter();
		v2 = read_v_counter();
		report((s64)(p - v2) <= (s64)off1 && (s64)(p - v1) >= (s64)off2,
		       "CNTPCT - CNTVCT is constant");
	}
	report(get_cntfrq() >= 1000000 && get_cntfrq() <= 1000000000,
	       "CNTFRQ between 1 MHz and 1 GHz (%u)", get_cntfrq());
	report_prefix_pop();
}

static bool test_init(void)
{
	bool el2 = current_level() == CurrentEL_EL2;

	ptimer_info.irq = el2 ? TIMER_HPTIMER_IRQ : TIMER_PTIMER_IRQ;
	vtimer_info.irq = el2 ? TIMER_HVTIMER_IRQ : TIMER_VTIMER_IRQ;

	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_UNKNOWN, ptimer_unsupported_handler);
	read_sysreg(cntp_ctl_el0);
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_UNKNOWN, NULL);

	if (ptimer_unsupported && !ERRATA(7b6b46311a85))
		report_skip("Skipping ptimer tests. Set ERRATA_7b6b46311a85=y to enable.");
	else if (ptimer_unsupported)
		report_fail("ptimer: read CNTP_CTL_EL0");

	gic_enable_defaults();
	install_irq_handler(EL1H_IRQ, irq_handler);
	if ((int)ptimer_info.irq >= 0)
		gic_enable_irq(ptimer_info.irq);
	if ((int)vtimer_info.irq >= 0)
		gic_enable_irq(vtimer_info.irq);
	local_irq_enable();
	return true;
}

static void run(struct timer_info *info, void (*test)(struct timer_info *))
{
	if ((int)info->irq < 0)
		report_skip("%s: the device tree does not tell its interrupt", info->name);
	else
		test(info);
}

int main(int argc, char **argv)
{
	bool vtimer = argc < 2, ptimer = argc < 2;
	void (*test)(struct timer_info *) = test_timer;
	int i;

	for (i = 1; i < argc; i++) {
		vtimer |= !strcmp(argv[i], "vtimer");
		ptimer |= !strcmp(argv[i], "ptimer");
		if (!strcmp(argv[i], "cval-max")) {
			test = test_cval_max;
			vtimer = ptimer = true;
		}
	}

	test_init();
	report_info("CNTFRQ_EL0 : %u", get_cntfrq());
	test_counters();
	if (vtimer)
		run(&vtimer_info, test);
	if (ptimer && !ptimer_unsupported)
		run(&ptimer_info, test);
	return report_summary();
}
