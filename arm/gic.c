// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gic: delivery of interrupts by GICv2 (IHI 0048B) and GICv3 (IHI 0069).
 *
 * ipi      SGIs to oneself, to a list, to all others
 * active   a guest clears the active state of the interrupt it is in
 * pmr      the priority mask of the CPU interface
 * priority states, preemption, targets, levels, SGIs by source (gic-prio.c)
 * mmio     distributor registers: read-only, RAZ/WI and implemented bits
 * its-*    interrupt translation service: registers, LPIs, commands, migration (gic-its.c, gic-lpi.c)
 * lpi-priority  LPIs at the CPU interface (gic-lpi.c)
 */
#include <libcflat.h>
#include <on-cpus.h>
#include <asm/barrier.h>
#include <asm/delay.h>
#include <asm/io.h>
#include <asm/processor.h>

#include "gic-test.h"

#define IPI_SENDER	1

struct irq_stats irq_stats[NR_CPUS];
cpumask_t irq_ready;

static const struct gic {
	const char *name;
	void (*send_self)(void);
	void (*send_broadcast)(void);
} *gic;

void stats_reset(void)
{
	int i;

	for (i = 0; i < nr_cpus; i++) {
		irq_stats[i].acked = 0;
		irq_stats[i].sender = -1;
		irq_stats[i].irq = -1;
	}
	smp_wmb();
}

void irq_handler(struct pt_regs *regs __unused)
{
	struct irq_stats *s = &irq_stats[smp_processor_id()];
	u32 irqstat = gic_read_iar();
	u32 irqnr = gic_iar_irqnr(irqstat);

	if (irqnr != GICC_INT_SPURIOUS) {
		gic_write_eoir(irqstat);
		s->sender = gic_version() == 2 ? (int)((irqstat >> 10) & 7) : -1;
		s->irq = irqnr;
		smp_wmb();
		s->acked++;
	} else {
		s->spurious++;
	}
	dsb(ishst);
}

void setup_irq(void (*handler)(struct pt_regs *regs))
{
	gic_enable_defaults();
#ifdef __arm__
	install_exception_handler(EXCPTN_IRQ, handler);
#else
	install_irq_handler(EL1H_IRQ, handler);
#endif
	local_irq_enable();
}

void irq_receiver(void)
{
	setup_irq(irq_handler);
	cpumask_set_cpu(smp_processor_id(), &irq_ready);
	while (1)
		wfi();
}

void boot_receivers(void)
{
	int cpu;

	cpumask_set_cpu(smp_processor_id(), &irq_ready);
	for_each_present_cpu(cpu)
		if (cpu != smp_processor_id())
			smp_boot_secondary(cpu, irq_receiver);
	while (!cpumask_full(&irq_ready))
		cpu_relax();
}

void wait_for_interrupts(const cpumask_t *mask)
{
	int i, cpu, missing = 0;

	for (i = 0; i < 500; i++) {
		missing = 0;
		for_each_present_cpu(cpu) {
			int got = irq_stats[cpu].acked;

			missing += cpumask_test_cpu(cpu, mask) ? got < 1 : got != 0;
		}
		if (!missing)
			break;
		mdelay(10);
	}
	if (missing)
		report_info("interrupts timed out (5s)");
	/* surplus ones */
	mdelay(50);
	smp_rmb();
}

bool check_acked(const cpumask_t *mask, int sender, int irq)
{
	int missing = 0, extra = 0, unexpected = 0, cpu;
	bool ok = true;

	for_each_present_cpu(cpu) {
		struct irq_stats *s = &irq_stats[cpu];

		if (cpumask_test_cpu(cpu, mask)) {
			missing += !s->acked;
			extra += s->acked > 1;
		} else if (s->acked) {
			unexpected++;
		}
		if (!s->acked)
			continue;
		if (gic_version() == 2 && sender >= 0 && s->sender != sender) {
			report_info("cpu%d: sender %d, expected %d", cpu, s->sender, sender);
			ok = false;
		}
		if (s->irq != irq) {
			report_info("cpu%d: INTID %d, expected %d", cpu, s->irq, irq);
			ok = false;
		}
	}
	if (missing || extra || unexpected)
		report_info("CPUs: missing=%d extra=%d unexpected=%d", missing, extra, unexpected);
	return ok && !missing && !extra && !unexpected;
}

void check_spurious(void)
{
	int cpu;

	smp_rmb();
	for_each_present_cpu(cpu)
		if (irq_stats[cpu].spurious)
			report_info("WARN: cpu%d got %d spurious interrupts", cpu,
				    irq_stats[cpu].spurious);
}

static void gicv2_ipi_send_self(void)
{
	writel(2 << 24 | IPI_IRQ, gicv2_dist_base() + GICD_SGIR);
}

static void gicv2_ipi_send_broadcast(void)
{
	writel(1 << 24 | IPI_IRQ, gicv2_dist_base() + GICD_SGIR);
}

static void gicv3_ipi_send_self(void)
{
	gic_ipi_send_single(IPI_IRQ, smp_processor_id());
}

static void gicv3_ipi_send_broadcast(void)
{
	gicv3_write_sgi1r(1ULL << 40 | IPI_IRQ << 24);
	isb();
}

static void ipi_test_self(void)
{
	cpumask_t mask;

	report_prefix_push("self");
	stats_reset();
	cpumask_clear(&mask);
	cpumask_set_cpu(smp_processor_id(), &mask);
	gic->send_self();
	wait_for_interrupts(&mask);
	report(check_acked(&mask, smp_processor_id(), IPI_IRQ), "Interrupts received");
	report_prefix_pop();
}

static void ipi_test_smp(void)
{
	int cpu, self = smp_processor_id();
	cpumask_t mask;

	report_prefix_push("target-list");
	stats_reset();
	cpumask_clear(&mask);
	for_each_present_cpu(cpu)
		if (cpu % 2 != self % 2)
			cpumask_set_cpu(cpu, &mask);
	gic_ipi_send_mask(IPI_IRQ, &mask);
	wait_for_interrupts(&mask);
	report(check_acked(&mask, self, IPI_IRQ), "Interrupts received");
	report_prefix_pop();

	report_prefix_push("broadcast");
	stats_reset();
	cpumask_copy(&mask, &cpu_present_mask);
	cpumask_clear_cpu(self, &mask);
	gic->send_broadcast();
	wait_for_interrupts(&mask);
	report(check_acked(&mask, self, IPI_IRQ), "Interrupts received");
	report_prefix_pop();
}

static void ipi_send(void)
{
	int cpu;

	setup_irq(irq_handler);
	for_each_present_cpu(cpu)
		if (cpu != IPI_SENDER)
			while (!cpumask_test_cpu(cpu, &irq_ready))
				cpu_relax();
	ipi_test_self();
	ipi_test_smp();
	check_spurious();
	exit(report_summary());
}

static void test_ipi(void)
{
	int cpu;

	if (nr_cpus < 2)
		report_abort("at least 2 CPUs needed");
	report_prefix_push("ipi");

	for_each_present_cpu(cpu)
		if (cpu)
			smp_boot_secondary(cpu, cpu == IPI_SENDER ? ipi_send : irq_receiver);
	irq_receiver();
}

static volatile bool was_active, still_active;

static void ipi_clear_active_handler(struct pt_regs *regs __unused)
{
	struct irq_stats *s = &irq_stats[smp_processor_id()];
	u32 irqstat = gic_read_iar();
	u32 irqnr = gic_iar_irqnr(irqstat);
	void *base = gic_version() == 2 ? gicv2_dist_base() : gicv3_sgi_base();

	if (irqnr == GICC_INT_SPURIOUS) {
		s->spurious++;
		return;
	}
	was_active = readl(base + GICD_ISACTIVER) & (1 << irqnr);
	writel(1 << irqnr, base + GICD_ICACTIVER);
	still_active = readl(base + GICD_ISACTIVER) & (1 << irqnr);

	s->sender = gic_version() == 2 ? (int)((irqstat >> 10) & 7) : -1;
	s->irq = irqnr;
	smp_wmb();
	s->acked++;
	/* the priority drop; the interrupt is inactive already */
	gic_write_eoir(irqstat);
}

static void test_active(void)
{
	report_prefix_push("active");
	setup_irq(ipi_clear_active_handler);
	ipi_test_self();
	report(was_active, "the interrupt was active in its handler");
	report(!still_active, "ICACTIVER made it inactive");
	report_prefix_push("again");
	ipi_test_self();
	report_prefix_pop();
	report_prefix_pop();
}

static void write_pmr(u32 val)
{
	if (gic_version() == 2)
		writel(val, gicv2_cpu_base() + GICC_PMR);
	else
		gicv3_write_pmr(val);
	mdelay(5);
}

/* Only priorities above the mask, which are lower numbers, are signalled (IHI 0048B 3.5). */
static void test_pmr(void)
{
	struct irq_stats *s = &irq_stats[smp_processor_id()];

	report_prefix_push("pmr");
	setup_irq(irq_handler);
	stats_reset();
	write_pmr(0xa0);
	gic_ipi_send_single(IPI_IRQ, smp_processor_id());
	mdelay(20);
	report(s->acked == 0, "priority 0xa0 is masked by PMR 0xa0");
	report(gic_irq_state(IPI_IRQ) == GIC_IRQ_STATE_PENDING, "and stays pending");
	write_pmr(0xb0);
	report(s->acked == 1, "PMR 0xb0 lets it through");
	write_pmr(GICC_INT_PRI_THRESHOLD);
	report_prefix_pop();
}

bool test_readonly_32(void *address, bool razwi)
{
	static const u32 patterns[] = { 0xffffffff, 0xa5a55a5a, 0 };
	u32 orig = readl(address), reg;
	unsigned int i;

	if (razwi && orig) {
		report_info("%#x reads %#x", (u32)(uintptr_t)address & 0xffff, orig);
		return false;
	}
	for (i = 0; i < ARRAY_SIZE(patterns); i++) {
		if (patterns[i] == orig)
			continue;
		writel(patterns[i], address);
		reg = readl(address);
		if (reg != orig) {
			writel(orig, address);
			report_info("%#x: %#x before, %#x after writing %#x",
				    (u32)(uintptr_t)address & 0xffff, orig, reg, patterns[i]);
			return false;
		}
	}
	return true;
}

static void test_mmio(void)
{
	report_prefix_push("mmio");
	if (gic_version() == 2)
		test_mmio_v2();
	else
		test_mmio_v3();
	report_prefix_pop();
}

static const struct {
	const char *name;
	void (*fn)(void);
} tests[] = {
	{ "ipi", test_ipi },
	{ "active", test_active },
	{ "mmio", test_mmio },
	{ "pmr", test_pmr },
	{ "priority", test_priority },
#ifdef __aarch64__
	{ "its-introspection", test_its_introspection },
	{ "its-trigger", test_its_trigger },
	{ "its-commands", test_its_commands },
	{ "its-limits", test_its_limits },
	{ "lpi-priority", test_lpi_priority },
	{ "its-migration", test_its_migration },
	{ "its-pending-migration", test_its_pending_migration },
	{ "its-migrate-unmapped-collection", test_migrate_unmapped_collection },
#endif
};

int main(int argc, char **argv)
{
	static const struct gic v2 = { "gicv2", gicv2_ipi_send_self, gicv2_ipi_send_broadcast };
	static const struct gic v3 = { "gicv3", gicv3_ipi_send_self, gicv3_ipi_send_broadcast };
	unsigned int i;

	if (!gic_init()) {
		printf("No supported gic present, skipping tests...\n");
		return report_summary();
	}
	gic = gic_version() == 2 ? &v2 : &v3;
	report_prefix_push(gic->name);

	if (argc < 2)
		report_abort("no test specified");
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		if (strcmp(argv[1], tests[i].name))
			continue;
		tests[i].fn();
		return report_summary();
	}
	report_abort("Unknown subtest '%s'", argv[1]);
}
