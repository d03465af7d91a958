// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gic priority: the life of an interrupt as the CPU interface sees it (IHI 0048B 3.2 to 3.4 and
 * 4.4; IHI 0069 4.1, 4.8 and 12.2), without taking any: IAR is read with interrupts masked.
 *
 * states, order and preemption by priority, mask, binary point, separate deactivation, enables,
 * targets, level inputs, SGIs by source
 */
#include <libcflat.h>
#include <asm/delay.h>
#include <on-cpus.h>
#include <asm/barrier.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/timer.h>

#include "gic-test.h"

#define GICC_DIR	0x1000
#define GICC_EOIMODE	(1 << 9)

#ifdef __aarch64__
#define RD(op2, crm)	((u32)read_sysreg_s(sys_reg(3, 0, 12, crm, op2)))
#define WR(v, op2, crm)	write_sysreg_s(v, sys_reg(3, 0, 12, crm, op2))
#else
#define RD(op2, crm)	((u32)read_sysreg(__ACCESS_CP15(c12, 0, c ## crm, op2)))
#define WR(v, op2, crm)	write_sysreg((u32)(v), __ACCESS_CP15(c12, 0, c ## crm, op2))
#endif

/* SPIs that no device of the virt machine has */
#define IRQ(n)		(100 + (n))
#define NONE		1023

static bool v3(void)
{
	return gic_version() == 3;
}

static void *dist(void)
{
	return v3() ? gicv3_dist_base() : gicv2_dist_base();
}

static u32 rpr(void)
{
	return v3() ? RD(3, 11) : readl(gicv2_cpu_base() + GICC_RPR);
}

static u32 hppir(void)
{
	return (v3() ? RD(2, 12) : readl(gicv2_cpu_base() + GICC_HPPIR)) & 0xffffff;
}

static void set_bpr(u32 v)
{
	if (v3()) {
		WR(v, 3, 12);
		isb();
	} else {
		writel(v, gicv2_cpu_base() + GICC_BPR);
	}
}

static void set_pmr(u32 v)
{
	if (v3()) {
		gicv3_write_pmr(v);
		isb();
	} else {
		writel(v, gicv2_cpu_base() + GICC_PMR);
	}
}

static void set_eoimode(bool split)
{
	if (v3()) {
		WR(split ? RD(4, 12) | 2 : RD(4, 12) & ~2U, 4, 12);
		isb();
	} else {
		writel(GICC_ENABLE | (split ? GICC_EOIMODE : 0), gicv2_cpu_base() + GICC_CTLR);
	}
}

static void deactivate(u32 irq)
{
	if (v3()) {
		WR(irq, 1, 11);
		isb();
	} else {
		writel(irq, gicv2_cpu_base() + GICC_DIR);
	}
}

static void cpu_interface(bool on)
{
	if (v3()) {
		gicv3_write_grpen1(on);
		isb();
	} else {
		writel(on, gicv2_cpu_base() + GICC_CTLR);
	}
}

static u32 iar(void)
{
	u32 v = gic_read_iar();

	return gic_iar_irqnr(v);
}

/*
 * What becomes pending by a change of routing, of enables or of an input does so in finite time
 * (IHI 0069, 4.4): up to 100 ms for it.
 */
static u32 iar_soon(void)
{
	int n;

	for (n = 0; n < 100 && hppir() == NONE; n++)
		mdelay(1);
	return iar();
}

static void eoi(u32 irq)
{
	gic_write_eoir(irq);
	isb();
}

static void priority(u32 irq, u8 prio)
{
	writeb(prio, dist() + GICD_IPRIORITYR + irq);
}

static void bit(u32 reg, u32 irq)
{
	writel(1U << (irq % 32), dist() + reg + irq / 32 * 4);
	dsb(sy);
}

static void pend(u32 irq)
{
	bit(GICD_ISPENDR, irq);
}

/* To which CPU, by its number here */
static void target(u32 irq, int cpu)
{
	if (v3()) {
		u64 mpidr = cpus[cpu];

		writel((u32)mpidr, dist() + 0x6000 + irq * 8);
		writel((u32)(mpidr >> 32), dist() + 0x6000 + irq * 8 + 4);
	} else {
		writeb(1 << cpu, dist() + GICD_ITARGETSR + irq);
	}
}

/* All interrupts of ours inactive, not pending, enabled, edge, priority 0xa0, to this CPU. */
static void fresh(void)
{
	set_pmr(0xf8);
	set_bpr(0);
	set_eoimode(false);
	for (u32 i = 0; i < 8; i++) {
		u32 cfg = 0xc00 + IRQ(i) / 16 * 4;

		bit(GICD_ICENABLER, IRQ(i));
		bit(GICD_ICPENDR, IRQ(i));
		bit(GICD_ICACTIVER, IRQ(i));
		writel(readl(dist() + cfg) | 2U << (2 * (IRQ(i) % 16)), dist() + cfg);
		priority(IRQ(i), 0xa0);
		target(IRQ(i), smp_processor_id());
		bit(GICD_ISENABLER, IRQ(i));
	}
}

#define EXPECT(got, want, fmt, args...) do {					\
	u32 __got = (got), __want = (want);					\
	report(__got == __want, fmt ": expected %#x, got %#x", ## args, __want, __got);	\
} while (0)

/* Nothing to acknowledge; what comes all the same is ended, so that it disturbs nothing else. */
#define NOTHING(fmt, args...) do {						\
	u32 __irq = iar();							\
										\
	report(__irq == NONE, fmt ": expected %#x, got %#x", ## args, NONE, __irq);	\
	if (__irq != NONE)							\
		eoi(__irq);							\
} while (0)

static void states(void)
{
	report_prefix_push("states");
	fresh();
	NOTHING("IAR with nothing pending");
	EXPECT(hppir(), NONE, "HPPIR with nothing pending");
	EXPECT(rpr(), 0xff, "RPR when idle");
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_INACTIVE, "state at first");
	pend(IRQ(0));
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_PENDING, "state when set pending");
	EXPECT(hppir(), IRQ(0), "HPPIR");
	EXPECT(iar(), IRQ(0), "IAR");
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_ACTIVE, "state when acknowledged");
	EXPECT(rpr(), 0xa0, "RPR while active");
	NOTHING("IAR while it is active");
	pend(IRQ(0));
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_ACTIVE_PENDING, "state when set pending again");
	NOTHING("IAR while it is active and pending");
	eoi(IRQ(0));
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_PENDING, "state after EOI");
	EXPECT(rpr(), 0xff, "RPR after EOI");
	EXPECT(iar(), IRQ(0), "IAR gives it once more");
	eoi(IRQ(0));
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_INACTIVE, "state at last");
	pend(IRQ(1));
	bit(GICD_ICPENDR, IRQ(1));
	NOTHING("IAR after ICPENDR");
	/* active by register */
	bit(GICD_ISACTIVER, IRQ(1));
	pend(IRQ(1));
	NOTHING("IAR of one made active by ISACTIVER");
	bit(GICD_ICACTIVER, IRQ(1));
	EXPECT(iar(), IRQ(1), "IAR after ICACTIVER");
	eoi(IRQ(1));
	report_prefix_pop();
}

static void preemption(void)
{
	u32 first, second, last;

	report_prefix_push("preemption");
	fresh();
	pend(IRQ(3));
	pend(IRQ(1));
	pend(IRQ(6));
	/* Which one of equal priority is implementation defined (IHI 0048B, 3.3; IHI 0069, 4.8) */
	first = iar();
	report(first == IRQ(1) || first == IRQ(3) || first == IRQ(6), "equal priorities: one of them");
	/* IHI 0048B, 4.4.5 and IHI 0069, 12.2.7: the end of a special INTID is ignored */
	{
		u32 running = rpr();

		eoi(NONE);
		EXPECT(rpr(), running, "EOI of 1023 drops nothing");
	}
	if (first != IRQ(1))
		report_info("equal priorities: %u before %u", first, IRQ(1));
	NOTHING("equal priority does not preempt");
	eoi(first);
	second = iar();
	report(second != first && (second == IRQ(1) || second == IRQ(3) || second == IRQ(6)), "then another");
	last = IRQ(1) + IRQ(3) + IRQ(6) - first - second;
	priority(IRQ(4), 0x40);
	pend(IRQ(4));
	EXPECT(hppir(), IRQ(4), "HPPIR: the most urgent");
	EXPECT(iar(), IRQ(4), "a more urgent one preempts");
	EXPECT(rpr(), 0x40, "RPR of it");
	priority(IRQ(5), 0x80);
	pend(IRQ(5));
	NOTHING("a less urgent one does not");
	eoi(IRQ(4));
	EXPECT(rpr(), 0xa0, "RPR back at the preempted one");
	EXPECT(iar(), IRQ(5), "now the one in between preempts");
	eoi(IRQ(5));
	NOTHING("nothing above the preempted one is left");
	eoi(second);
	EXPECT(iar(), last, "and the last");
	eoi(last);
	EXPECT(rpr(), 0xff, "RPR when idle again");
	report_prefix_pop();
}

static void mask(void)
{
	static const u8 prios[] = { 0x00, 0x10, 0x80, 0xe0 };

	report_prefix_push("mask");
	fresh();
	for (unsigned int i = 0; i < ARRAY_SIZE(prios); i++) {
		priority(IRQ(0), prios[i]);
		set_pmr(prios[i]);
		pend(IRQ(0));
		NOTHING("priority %#x is masked by the same PMR", prios[i]);
		set_pmr(prios[i] + 0x10);
		EXPECT(iar(), IRQ(0), "and passes PMR %#x", prios[i] + 0x10);
		eoi(IRQ(0));
	}
	set_pmr(0);
	priority(IRQ(0), 0);
	pend(IRQ(0));
	NOTHING("PMR 0 masks all");
	bit(GICD_ICPENDR, IRQ(0));
	report_prefix_pop();
}

/* Bits above the binary point decide about preemption. Group 1's point of GICv3 is one higher. */
static void binary_point(void)
{
	static const struct {
		u8 group_bits, running, next;
		bool preempts;
	} rows[] = {
		{ 2, 0x60, 0x40, false }, { 2, 0xa0, 0x40, true }, { 2, 0x80, 0x7f, true },
		{ 3, 0x60, 0x40, true }, { 3, 0x50, 0x40, false }, { 1, 0x80, 0x70, true },
		{ 1, 0x70, 0x00, false }, { 4, 0x50, 0x40, true }, { 4, 0x58, 0x50, false },
	};

	report_prefix_push("binary-point");
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		fresh();
		set_bpr(v3() ? 8 - rows[i].group_bits : 7 - rows[i].group_bits);
		priority(IRQ(0), rows[i].running);
		pend(IRQ(0));
		EXPECT(iar(), IRQ(0), "priority %#x runs", rows[i].running);
		priority(IRQ(1), rows[i].next);
		pend(IRQ(1));
		EXPECT(iar(), rows[i].preempts ? IRQ(1) : NONE, "%u group bits: %#x over %#x", rows[i].group_bits,
		       rows[i].next, rows[i].running);
		if (rows[i].preempts)
			eoi(IRQ(1));
		eoi(IRQ(0));
		bit(GICD_ICPENDR, IRQ(1));
	}
	/* a value below the smallest one becomes the smallest one */
	if (v3()) {
		u32 least;

		set_bpr(0);
		least = RD(3, 12);
		for (u32 v = 0; v <= least; v++) {
			set_bpr(v);
			EXPECT(RD(3, 12), least, "BPR %u becomes %u", v, least);
		}
	}
	set_bpr(0);
	report_prefix_pop();
}

static void split_eoi(void)
{
	report_prefix_push("eoimode-1");
	fresh();
	set_eoimode(true);
	pend(IRQ(0));
	EXPECT(iar(), IRQ(0), "IAR");
	eoi(IRQ(0));
	EXPECT(rpr(), 0xff, "EOIR drops the priority");
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_ACTIVE, "EOIR leaves it active");
	pend(IRQ(0));
	NOTHING("it does not come again while active");
	pend(IRQ(1));
	EXPECT(iar(), IRQ(1), "others of its priority do");
	eoi(IRQ(1));
	deactivate(IRQ(1));
	deactivate(IRQ(0));
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_PENDING, "DIR deactivates");
	EXPECT(iar(), IRQ(0), "then it comes again");
	eoi(IRQ(0));
	deactivate(IRQ(0));
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_INACTIVE, "state at last");
	set_eoimode(false);
	report_prefix_pop();
}

static void enables(void)
{
	u32 ctlr = readl(dist() + GICD_CTLR);
	int n;

	report_prefix_push("enables");
	fresh();
	bit(GICD_ICENABLER, IRQ(0));
	pend(IRQ(0));
	NOTHING("a disabled interrupt");
	EXPECT(gic_irq_state(IRQ(0)), GIC_IRQ_STATE_PENDING, "is pending all the same");
	bit(GICD_ISENABLER, IRQ(0));
	EXPECT(hppir(), IRQ(0), "HPPIR when enabled");
	writel(v3() ? ctlr & ~3U : 0, dist() + GICD_CTLR);
	if (v3())
		gicv3_dist_wait_for_rwp();
	NOTHING("the distributor disabled");
	writel(ctlr, dist() + GICD_CTLR);
	if (v3())
		gicv3_dist_wait_for_rwp();
	for (n = 0; n < 100 && hppir() == NONE; n++)
		mdelay(1);
	EXPECT(hppir(), IRQ(0), "the distributor enabled again");
	/* anew, whatever became of it */
	bit(GICD_ICPENDR, IRQ(0));
	pend(IRQ(0));
	cpu_interface(false);
	NOTHING("the CPU interface disabled");
	cpu_interface(true);
	EXPECT(iar_soon(), IRQ(0), "the CPU interface enabled again");
	eoi(IRQ(0));
	report_prefix_pop();
}

static volatile u32 remote_iar;

static void remote_ack(void *data __unused)
{
	gic_enable_defaults();
	set_pmr(0xf8);
	remote_iar = iar();
	if (remote_iar != NONE)
		eoi(remote_iar);
}

static void targets(void)
{
	report_prefix_push("targets");
	if (nr_cpus < 2) {
		report_skip("at least 2 CPUs needed");
		report_prefix_pop();
		return;
	}
	on_cpu(1, remote_ack, NULL);
	fresh();
	target(IRQ(0), 1);
	pend(IRQ(0));
	NOTHING("an interrupt of CPU 1, here");
	on_cpu(1, remote_ack, NULL);
	EXPECT(remote_iar, IRQ(0), "and there");
	pend(IRQ(0));
	target(IRQ(0), 0);
	if (iar_soon() == IRQ(0)) {
		report_pass("retargeted while pending");
		eoi(IRQ(0));
	} else {
		report_fail("retargeted while pending");
		bit(GICD_ICPENDR, IRQ(0));
	}
	pend(IRQ(0));
	on_cpu(1, remote_ack, NULL);
	EXPECT(remote_iar, NONE, "CPU 1 has nothing then");
	bit(GICD_ICPENDR, IRQ(0));
	pend(IRQ(0));
	target(IRQ(0), 1);
	NOTHING("taken away while pending");
	bit(GICD_ICPENDR, IRQ(0));
	target(IRQ(0), 0);
	bit(GICD_ICPENDR, IRQ(0));
	if (!v3()) {
		writeb(3, dist() + GICD_ITARGETSR + IRQ(0));
		pend(IRQ(0));
		on_cpu(1, remote_ack, NULL);
		EXPECT(remote_iar, IRQ(0), "both CPUs are targets: one takes it");
		NOTHING("and the other does not");
		writeb(0, dist() + GICD_ITARGETSR + IRQ(0));
		pend(IRQ(0));
		NOTHING("no target");
		bit(GICD_ICPENDR, IRQ(0));
	}
	target(IRQ(0), 0);
	report_prefix_pop();
}

#ifdef __aarch64__
#define vtimer_ctl(v)	write_sysreg(v, cntv_ctl_el0)
#define vtimer_past()	write_sysreg(0, cntv_cval_el0)
#else
#define vtimer_ctl(v)	write_sysreg(v, __ACCESS_CP15(c14, 0, c3, 1))
#define vtimer_past()	write_sysreg(0ULL, __ACCESS_CP15_64(3, c14))
#endif

/* The virtual timer as an input that stays high */
static void level(void)
{
	u32 irq = TIMER_VTIMER_IRQ;
	void *base = v3() ? gicv3_sgi_base() : gicv2_dist_base();

	report_prefix_push("level");
#ifdef __aarch64__
	if (current_level() == CurrentEL_EL2)
		irq = TIMER_HVTIMER_IRQ;
#endif
	if ((int)irq < 0) {
		report_skip("the timer's interrupt is not known");
		report_prefix_pop();
		return;
	}
	fresh();
	writeb(0x60, base + GICD_IPRIORITYR + irq);
	gic_enable_irq(irq);
	vtimer_past();
	vtimer_ctl(ARCH_TIMER_CTL_ENABLE);
	isb();
	EXPECT(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "high: pending");
	writel(1U << irq, base + GICD_ICPENDR);
	EXPECT(gic_irq_state(irq), GIC_IRQ_STATE_PENDING, "ICPENDR does not lower an input");
	EXPECT(iar(), irq, "IAR");
	EXPECT(gic_irq_state(irq), GIC_IRQ_STATE_ACTIVE_PENDING, "active, and pending as the input is");
	vtimer_ctl(ARCH_TIMER_CTL_ENABLE | ARCH_TIMER_CTL_IMASK);
	isb();
	EXPECT(gic_irq_state(irq), GIC_IRQ_STATE_ACTIVE, "low: active only");
	vtimer_ctl(ARCH_TIMER_CTL_ENABLE);
	isb();
	eoi(irq);
	EXPECT(iar_soon(), irq, "it comes again while the input is high");
	vtimer_ctl(0);
	isb();
	eoi(irq);
	NOTHING("and not when it is low");
	EXPECT(gic_irq_state(irq), GIC_IRQ_STATE_INACTIVE, "low: inactive");
	gic_disable_irq(irq);
	report_prefix_pop();
}

static void send_sgis(void *data)
{
	gic_enable_defaults();
	gic_ipi_send_single((long)data, 0);
}

static void sgis(void)
{
	u32 got = 0, first, second;

	report_prefix_push("sgis");
	fresh();
	for (int i = 0; i < 16; i++)
		gic_ipi_send_single(i, smp_processor_id());
	for (int i = 0; i < 16; i++) {
		u32 v = gic_read_iar();

		if (gic_iar_irqnr(v) < 16)
			got |= 1 << gic_iar_irqnr(v);
		gic_write_eoir(v);
	}
	EXPECT(got, 0xffff, "all 16 SGIs, each once");
	NOTHING("and no more");
	if (!v3() && nr_cpus >= 2) {
		/* pending once for each sender */
		gic_ipi_send_single(5, 0);
		on_cpu(1, send_sgis, (void *)5L);
		EXPECT(readb(dist() + GICD_SPENDSGIR + 5), 3, "SPENDSGIR: both senders");
		first = gic_read_iar();
		gic_write_eoir(first);
		second = gic_read_iar();
		gic_write_eoir(second);
		EXPECT((first >> 10 & 7) + (second >> 10 & 7), 1, "one from each CPU");
		EXPECT(first & 0x3ff, 5, "the first is SGI 5");
		EXPECT(second & 0x3ff, 5, "the second too");
		writeb(3, dist() + GICD_SPENDSGIR + 6);
		writeb(1, dist() + GICD_CPENDSGIR + 6);
		first = gic_read_iar();
		EXPECT(first, 6 | 1 << 10, "set pending by SPENDSGIR, one taken away by CPENDSGIR");
		gic_write_eoir(first);
		NOTHING("nothing is left");
	}
	{
		void *base = v3() ? gicv3_sgi_base() : gicv2_dist_base();

		EXPECT(readl(base + 0xc00) & 0xaaaaaaaa, 0xaaaaaaaa, "ICFGR0: SGIs are edges");
		writel(0, base + 0xc00);
		EXPECT(readl(base + 0xc00) & 0xaaaaaaaa, 0xaaaaaaaa, "ICFGR0: and stay so");
		/* PPIs of the timers are levels, and may be configured on their own */
		EXPECT(readl(base + 0xc04) & (2U << (2 * (27 - 16))), 0, "ICFGR1: the virtual timer is a level");
	}
	report_prefix_pop();
}

void test_priority(void)
{
	report_prefix_push("priority");
	local_irq_disable();
	gic_enable_defaults();
	states();
	preemption();
	mask();
	binary_point();
	split_eoi();
	enables();
	targets();
	level();
	sgis();
	report_prefix_pop();
}
