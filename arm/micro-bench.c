// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * micro-bench: what an exit to the hypervisor costs.
 *
 * Each benchmark repeats one operation that traps, or brings an interrupt to another CPU, and
 * prints the average. An emulator is slower by orders of magnitude: iterations=N overrides
 * the number. mmio-addr=X is the device register that mmio_read_user reads.
 */
#include <libcflat.h>
#include <util.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/psci.h>
#include <asm/smp.h>
#include <asm/timer.h>

#define NR_LOOPS	65536
#define NR_TIMER_LOOPS	256
#define BENCH_LPI	8199

static u32 cntfrq;
static volatile bool irq_ready, irq_received;
static void *vgic_dist_base;
static unsigned long mmio_addr = 0x0a000008;
static long iterations;

static void irq_handler(struct pt_regs *regs __unused)
{
	u32 irqstat = gic_read_iar();
	u32 irqnr = gic_iar_irqnr(irqstat);

	irq_ready = false;
	if (irqnr == GICC_INT_SPURIOUS)
		return;
	gic_write_eoir(irqstat);
	if (irqnr == TIMER_VTIMER_IRQ) {
		write_sysreg(ARCH_TIMER_CTL_IMASK | ARCH_TIMER_CTL_ENABLE, cntv_ctl_el0);
		isb();
	}
	irq_received = true;
	irq_ready = true;
}

static void irq_cpu(void)
{
	gic_enable_defaults();
	install_irq_handler(EL1H_IRQ, irq_handler);
	local_irq_enable();
	irq_ready = true;
	while (1)
		cpu_relax();
}

static bool test_init(void)
{
	if (!gic_init()) {
		printf("No supported gic present, skipping tests...\n");
		return false;
	}
	if (nr_cpus < 2) {
		printf("At least two cpus required, skipping tests...\n");
		return false;
	}
	vgic_dist_base = gic_version() == 2 ? gicv2_dist_base() : gicv3_dist_base();

	irq_ready = false;
	gic_enable_defaults();
	smp_boot_secondary(1, irq_cpu);
	while (!irq_ready)
		cpu_relax();
	cntfrq = get_cntfrq();
	printf("Timer Frequency %u Hz (times in nanoseconds)\n", cntfrq);
	return true;
}

static bool wait_irq(const char *what)
{
	unsigned int tries = 1 << 28;

	while (!irq_received && tries--)
		cpu_relax();
	assert_msg(irq_received, "failed to receive %s in time", what);
	return true;
}

static bool gicv3_assgi(bool hw)
{
	u32 ctlr;

	if (gic_version() != 3 ||
	    !(readl(gicv3_dist_base() + GICD_TYPER2) & GICD_TYPER2_nASSGIcap))
		return !hw;

	/* nASSGIreq may change while the groups are off only */
	ctlr = readl(gicv3_dist_base() + GICD_CTLR);
	writel(ctlr & ~(GICD_CTLR_ENABLE_G1 | GICD_CTLR_ENABLE_G1A),
	       gicv3_dist_base() + GICD_CTLR);
	gicv3_dist_wait_for_rwp();
	if (hw)
		ctlr |= GICD_CTLR_nASSGIreq;
	else
		ctlr &= ~GICD_CTLR_nASSGIreq;
	writel(ctlr & ~(GICD_CTLR_ENABLE_G1 | GICD_CTLR_ENABLE_G1A),
	       gicv3_dist_base() + GICD_CTLR);
	gicv3_dist_wait_for_rwp();
	writel(ctlr | GICD_CTLR_ENABLE_G1 | GICD_CTLR_ENABLE_G1A, gicv3_dist_base() + GICD_CTLR);
	gicv3_dist_wait_for_rwp();
	return true;
}

static bool ipi_prep(void)
{
	return gicv3_assgi(false);
}

static bool ipi_hw_prep(void)
{
	return gicv3_assgi(true);
}

static void ipi_exec(void)
{
	irq_received = false;
	gic_ipi_send_single(1, 1);
	wait_irq("ipi");
}

static bool lpi_prep(void)
{
	struct its_collection *col1;
	struct its_device *dev2;

	if (!gicv3_its_base())
		return false;
	its_enable_defaults();
	dev2 = its_create_device(2, 8);
	col1 = its_create_collection(1, 1);
	its_send_mapd_nv(dev2, true);
	its_send_mapc_nv(col1, true);
	its_send_invall_nv(col1);
	gicv3_lpi_set_config(BENCH_LPI, LPI_PROP_DEFAULT);
	its_send_mapti_nv(dev2, BENCH_LPI, 20, col1);
	return true;
}

static void lpi_exec(void)
{
	irq_received = false;
	its_send_int_nv(its_get_device(2), 20);
	wait_irq("lpi");
}

static bool timer_prep(void)
{
	if ((int)TIMER_VTIMER_IRQ < 0)
		return false;
	gic_enable_irq(TIMER_VTIMER_IRQ);
	install_irq_handler(EL1H_IRQ, irq_handler);
	local_irq_enable();
	write_sysreg(ARCH_TIMER_CTL_IMASK | ARCH_TIMER_CTL_ENABLE, cntv_ctl_el0);
	isb();
	return true;
}

static void timer_exec(void)
{
	irq_received = false;
	write_sysreg(cntfrq / 100, cntv_tval_el0);
	write_sysreg(ARCH_TIMER_CTL_ENABLE, cntv_ctl_el0);
	isb();
	wait_irq("timer interrupt");
}

/* The wait of 10 ms is not the hypervisor's. */
static u64 timer_post(u64 ticks, u64 ntimes)
{
	u64 waited = (u64)cntfrq / 100 * ntimes;

	local_irq_disable();
	return ticks > waited ? ticks - waited : 0;
}

static void hvc_exec(void)
{
	/* a vendor hypervisor call that nobody allocated */
	psci_invoke(0x4b000000, 0, 0, 0);
}

static void *mmio;

static bool mmio_prep(void)
{
	mmio = ioremap(mmio_addr, 4);
	return true;
}

static void mmio_read_user_exec(void)
{
	readl(mmio);
}

static void mmio_read_vgic_exec(void)
{
	readl(vgic_dist_base + GICD_IIDR);
}

static void eoi_exec(void)
{
	gic_write_eoir(GICC_INT_SPURIOUS);
}

struct exit_test {
	const char *name;
	bool (*prep)(void);
	void (*exec)(void);
	u64 (*post)(u64 ticks, u64 ntimes);
	u32 times;
};

static const struct exit_test tests[] = {
	{ "hyp_call", NULL, hvc_exec, NULL, NR_LOOPS },
	{ "mmio_read_user", mmio_prep, mmio_read_user_exec, NULL, NR_LOOPS },
	{ "mmio_read_vgic", NULL, mmio_read_vgic_exec, NULL, NR_LOOPS },
	{ "eoi", NULL, eoi_exec, NULL, NR_LOOPS },
	{ "ipi", ipi_prep, ipi_exec, NULL, NR_LOOPS },
	{ "ipi_hw", ipi_hw_prep, ipi_exec, NULL, NR_LOOPS },
	{ "lpi", lpi_prep, lpi_exec, NULL, NR_LOOPS },
	{ "timer_10ms", timer_prep, timer_exec, timer_post, NR_TIMER_LOOPS },
};

static void loop_test(const struct exit_test *test)
{
	u64 start, end, ticks, ps_per_tick, total_ns, avg_ns10, ntimes = test->times;
	u64 i;

	if (iterations)
		ntimes = MIN(ntimes, (u64)iterations);
	if (test->prep && !test->prep()) {
		printf("%s test skipped\n", test->name);
		return;
	}

	dsb(ish);
	start = get_cntvct();
	for (i = 0; i < ntimes; i++)
		test->exec();
	dsb(ish);
	end = get_cntvct();

	ticks = end - start;
	if (test->post)
		ticks = test->post(ticks, ntimes);

	ps_per_tick = (1000000000000ULL + cntfrq - 1) / cntfrq;
	total_ns = ticks * ps_per_tick / 1000;
	avg_ns10 = total_ns * 10 / ntimes;
	printf("%-30s%15lu.0%15lu.%lu\n", test->name, (ulong)total_ns, (ulong)(avg_ns10 / 10),
	       (ulong)(avg_ns10 % 10));
}

int main(int argc, char **argv)
{
	unsigned int i;
	int n, len;
	long val;

	for (n = 1; n < argc; n++) {
		len = parse_keyval(argv[n], &val);
		if (len == -1)
			continue;
		argv[n][len] = '\0';
		if (!strcmp(argv[n], "mmio-addr")) {
			mmio_addr = val;
			report_info("found mmio_addr=0x%lx", mmio_addr);
		} else if (!strcmp(argv[n], "iterations")) {
			iterations = val;
		}
	}

	if (!test_init())
		return 1;

	printf("%-30s%18s%18s\n", "name", "total ns", "avg ns");
	for (i = 0; i < 80; i++)
		printf("-");
	printf("\n");
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		assert(tests[i].name && tests[i].exec);
		loop_test(&tests[i]);
	}
	return 0;
}
