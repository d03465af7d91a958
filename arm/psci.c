// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * psci: the Power State Coordination Interface as Arm DEN 0022 defines it.
 *
 * invalid-function   an unknown function is refused
 * affinity-info-*    AFFINITY_INFO of a running and of a stopped CPU
 * cpu-on             one CPU, turned on by all others at once, starts once
 * cpu-off            CPUs turn themselves off and stay off
 * parameters         CPU_ON and AFFINITY_INFO refuse what does not exist (5.1.4, 5.1.5)
 * features           PSCI_FEATURES agrees with what the functions do (5.1.12)
 * smccc              version, unknown calls of every owner, preserved registers (DEN 0028)
 * context            the context id arrives in register 0, and a second life starts clean
 *
 * The race of cpu-on crashed hosts without commit 6c7a5dce22b3.
 */
#include <libcflat.h>
#include <errata.h>
#include <on-cpus.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <asm/delay.h>
#include <asm/gic.h>
#include <asm/io.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/psci.h>
#include <asm/smp.h>
#include <asm/timer.h>

#ifdef __aarch64__
#define FN_AFFINITY_INFO	PSCI_0_2_FN64_AFFINITY_INFO
#define FN_CPU_ON		PSCI_0_2_FN64_CPU_ON
#else
#define FN_AFFINITY_INFO	PSCI_0_2_FN_AFFINITY_INFO
#define FN_CPU_ON		PSCI_0_2_FN_CPU_ON
#endif

static bool invalid_function_exception;

#ifdef __aarch64__
static void invalid_function_handler(struct pt_regs *regs, unsigned int esr __unused)
{
	invalid_function_exception = true;
	regs->pc += 4;
}

static void catch_undefined(bool on)
{
	install_exception_handler(EL1H_SYNC, ESR_ELx_EC_UNKNOWN,
				  on ? invalid_function_handler : NULL);
}
#else
static void invalid_function_handler(struct pt_regs *regs __unused)
{
	invalid_function_exception = true;
}

static void catch_undefined(bool on)
{
	install_exception_handler(EXCPTN_UND, on ? invalid_function_handler : NULL);
}
#endif

static int affinity_info(unsigned long affinity, unsigned int level)
{
	return psci_invoke(FN_AFFINITY_INFO, affinity, level, 0);
}

static void invalid_function(void)
{
	int ret;

	catch_undefined(true);
	invalid_function_exception = false;
	ret = psci_invoke(1337, 0, 0, 0);
	catch_undefined(false);
	check(ret == PSCI_RET_NOT_SUPPORTED || invalid_function_exception,
	      "function 1337 (%d, %sexception)", ret, invalid_function_exception ? "" : "no ");
}

static void affinity_info_on(void)
{
	check_eq(affinity_info(cpus[0], 0), PSCI_0_2_AFFINITY_LEVEL_ON,
		 "AFFINITY_INFO of the calling CPU");
}

static void affinity_info_off(void)
{
	check_eq(affinity_info(cpus[1], 0), PSCI_0_2_AFFINITY_LEVEL_OFF,
		 "AFFINITY_INFO of CPU 1, which never ran");
}

/* CPU_ON of one CPU by all the others */
static int cpu_on_ret[NR_CPUS];
static cpumask_t cpu_on_ready, cpu_on_done;
static volatile int cpu_on_start;

static void cpu_on_do_wake_target(void)
{
	extern char secondary_entry[];
	int cpu = smp_processor_id();

	cpu_on_ret[cpu] = psci_cpu_on(cpus[1], virt_to_phys(secondary_entry));
	cpumask_set_cpu(cpu, &cpu_on_done);
}

static void cpu_on_secondary_entry(void)
{
	cpumask_set_cpu(smp_processor_id(), &cpu_on_ready);
	while (!cpu_on_start)
		cpu_relax();
	cpu_on_do_wake_target();
}

static void cpu_on_target(void)
{
	cpumask_set_cpu(smp_processor_id(), &cpu_on_done);
}

static const char *needs_fixed_cpu_on(void)
{
	return ERRATA(6c7a5dce22b3) ? NULL :
	       "the host may crash: commit 6c7a5dce22b3 (ERRATA_6c7a5dce22b3=y runs it)";
}

static void cpu_on(void)
{
	int cpu, i, successes = 0, pending = 0;

	for_each_present_cpu(cpu) {
		if (cpu < 2)
			continue;
		smp_boot_secondary(cpu, cpu_on_secondary_entry);
	}

	cpumask_set_cpu(0, &cpu_on_ready);
	cpumask_set_cpu(1, &cpu_on_ready);
	while (!cpumask_full(&cpu_on_ready))
		cpu_relax();

	/* what smp_boot_secondary() would prepare for CPU 1 */
	secondary_data.stack = thread_stack_alloc();
	secondary_data.entry = cpu_on_target;
	mmu_mark_disabled(1);
	smp_mb();

	cpu_on_start = 1;
	smp_mb();
	cpu_on_do_wake_target();

	for (i = 0; i < 100 && !cpumask_full(&cpu_on_done); i++)
		mdelay(10);
	check(cpumask_full(&cpu_on_done), "all callers and CPU 1 get through CPU_ON");

	for_each_present_cpu(cpu) {
		if (cpu == 1)
			continue;
		if (!cpumask_test_cpu(cpu, &cpu_on_done)) {
			report_info("CPU%d did not return", cpu);
		} else if (cpu_on_ret[cpu] == PSCI_RET_SUCCESS) {
			successes++;
		} else if (cpu_on_ret[cpu] == PSCI_RET_ON_PENDING) {
			pending++;
		} else {
			check_eq(cpu_on_ret[cpu], PSCI_RET_ALREADY_ON, "CPU_ON by CPU%d", cpu);
		}
	}
	check_eq(successes, 1, "callers whose CPU_ON of CPU 1 succeeded");
	if (pending)
		report_info("%d callers were told ON_PENDING", pending);
}

/* The target runs here without stack or MMU: assembly only. */
extern char context_entry[];
u64 context_seen[4] __attribute__((aligned(64)));

#ifdef __aarch64__
asm(
"	.pushsection .text\n"
"	.globl	context_entry\n"
"context_entry:\n"
"	adrp	x1, context_seen\n"
"	add	x1, x1, :lo12:context_seen\n"
"	str	x0, [x1, #8]\n"
"	mrs	x5, CurrentEL\n"
"	mrs	x3, daif\n"
"	orr	x2, x5, x3\n"
"	str	x2, [x1, #16]\n"
"	cmp	x5, #8\n"
"	b.eq	3f\n"
"	mrs	x4, sctlr_el1\n"
"	b	4f\n"
"3:	mrs	x4, sctlr_el2\n"
"4:	str	x4, [x1, #24]\n"
"	dmb	sy\n"
"	mov	x2, #1\n"
"	str	x2, [x1]\n"
"	dsb	sy\n"
"	orr	x4, x4, #1 << 2\n"		/* C, for the next life to find cleared */
"	cmp	x5, #8\n"
"	b.eq	5f\n"
"	msr	sctlr_el1, x4\n"
"	b	6f\n"
"5:	msr	sctlr_el2, x4\n"
"6:	isb\n"
"	mov	w0, #0x2\n"			/* CPU_OFF */
"	movk	w0, #0x8400, lsl #16\n"
"	adrp	x3, context_smc\n"
"	ldr	w3, [x3, :lo12:context_smc]\n"
"	cbnz	w3, 1f\n"
"	hvc	#0\n"
"	b	2f\n"
"1:	smc	#0\n"
"2:	wfi\n"
"	b	2b\n"
"	.popsection\n");

int context_smc;

static void life(u64 context)
{
	int i, ret;

	memset(context_seen, 0, sizeof(context_seen));
	context_smc = psci_invoke_fn == arm_smccc_smc;
	flush_dcache_addr((unsigned long)context_seen);
	flush_dcache_addr((unsigned long)&context_smc);
	mb();

	ret = psci_invoke(FN_CPU_ON, cpus[1], virt_to_phys(context_entry), context);
	if (!check_eq(ret, PSCI_RET_SUCCESS, "CPU_ON with context %#lx", (ulong)context))
		return;
	/* it writes without caches */
	for (i = 0; i < 400 && !READ_ONCE(context_seen[0]); i++) {
		mdelay(5);
		flush_dcache_addr((unsigned long)context_seen);
		mb();
	}
	for (i = 0; i < 400 && affinity_info(cpus[1], 0) != PSCI_0_2_AFFINITY_LEVEL_OFF; i++)
		mdelay(5);
	check_eq(affinity_info(cpus[1], 0), PSCI_0_2_AFFINITY_LEVEL_OFF, "it turned itself off");
	flush_dcache_addr((unsigned long)context_seen);
	check_eq(context_seen[0], 1, "it ran");
	check_eq(context_seen[1], context, "context id in x0");
	check_eq(context_seen[2], current_level() | PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT,
		 "CurrentEL and DAIF at entry");
	check_eq(context_seen[3] & (SCTLR_EL1_M | SCTLR_EL1_C | SCTLR_EL1_EE), 0,
		 "SCTLR_ELx M, C and EE at entry");
}

static void context(void)
{
	life(0x123456789abcdef0);
	life(~0ULL);
}
#endif

static void parameters(void)
{
	extern char secondary_entry[];
	unsigned long entry = virt_to_phys(secondary_entry);
	/* Aff2 is used by nobody on machines that have fewer than 200 clusters */
	unsigned long absent = 0x00c70000;

	check_eq(psci_cpu_on(absent, entry), PSCI_RET_INVALID_PARAMS, "CPU_ON of an absent MPIDR");
	check_eq(psci_cpu_on(cpus[0], entry), PSCI_RET_ALREADY_ON, "CPU_ON of the calling CPU");
	check_eq(affinity_info(absent, 0), PSCI_RET_INVALID_PARAMS,
		 "AFFINITY_INFO of an absent MPIDR");
	check_eq(affinity_info(cpus[0], 4), PSCI_RET_INVALID_PARAMS, "AFFINITY_INFO of level 4");
#ifdef __aarch64__
	check_eq(psci_invoke(PSCI_0_2_FN_AFFINITY_INFO, cpus[0], 0, 0),
		 PSCI_0_2_AFFINITY_LEVEL_ON, "AFFINITY_INFO by its 32-bit id");
	check_eq(psci_invoke(PSCI_0_2_FN_CPU_ON, cpus[0], entry, 0), PSCI_RET_ALREADY_ON,
		 "CPU_ON by its 32-bit id");
#else
	check_eq(psci_invoke(PSCI_0_2_FN64_AFFINITY_INFO, cpus[0], 0, 0), PSCI_RET_NOT_SUPPORTED,
		 "a 64-bit id from a 32-bit guest");
#endif
}

static const char *needs_1_0(void)
{
	int ver = psci_invoke(PSCI_0_2_FN_PSCI_VERSION, 0, 0, 0);

	return PSCI_VERSION_MAJOR(ver) >= 1 ? NULL : "PSCI is older than 1.0";
}

static void features(void)
{
	static const struct {
		u32 id;
		const char *name;
	} mandatory[] = {
		{ PSCI_0_2_FN_PSCI_VERSION, "PSCI_VERSION" },
		{ PSCI_0_2_FN_CPU_SUSPEND, "CPU_SUSPEND" },
		{ PSCI_0_2_FN_CPU_OFF, "CPU_OFF" },
		{ FN_CPU_ON, "CPU_ON" },
		{ FN_AFFINITY_INFO, "AFFINITY_INFO" },
		{ PSCI_0_2_FN_SYSTEM_OFF, "SYSTEM_OFF" },
		{ PSCI_0_2_FN_SYSTEM_RESET, "SYSTEM_RESET" },
		{ PSCI_1_0_FN_PSCI_FEATURES, "PSCI_FEATURES" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mandatory); i++)
		check_ge(psci_invoke(PSCI_1_0_FN_PSCI_FEATURES, mandatory[i].id, 0, 0), 0,
			 "PSCI_FEATURES of %s, which is mandatory", mandatory[i].name);
	check_eq(psci_invoke(PSCI_1_0_FN_PSCI_FEATURES, PSCI_0_2_FN(0x1e), 0, 0),
		 PSCI_RET_NOT_SUPPORTED, "PSCI_FEATURES of an id that nobody defines");
	check_eq(psci_invoke(PSCI_1_0_FN_PSCI_FEATURES, 1337, 0, 0),
		 PSCI_RET_NOT_SUPPORTED, "PSCI_FEATURES of an id that is not PSCI's");
}

#ifdef __aarch64__
#define vtimer_ctl(v)	write_sysreg(v, cntv_ctl_el0)
#define vtimer_at(v)	write_sysreg(v, cntv_cval_el0)
#else
#define vtimer_ctl(v)	write_sysreg(v, __ACCESS_CP15(c14, 0, c3, 1))
#define vtimer_at(v)	write_sysreg(v, __ACCESS_CP15_64(3, c14))
#endif

static void suspend(void)
{
	u32 irq = TIMER_VTIMER_IRQ;
	int ret;

#ifdef __aarch64__
	if (current_level() == CurrentEL_EL2)
		irq = TIMER_HVTIMER_IRQ;
#endif
	/* A CPU that is suspended all the same wakes by the virtual timer, whose interrupt is not taken. */
	local_irq_disable();
	if ((int)irq >= 0) {
		gic_enable_defaults();
		gic_enable_irq(irq);
		vtimer_at(get_cntvct() + get_cntfrq() / 5);
		vtimer_ctl(ARCH_TIMER_CTL_ENABLE);
		isb();
	}
	/* reserved bits of the power state: INVALID_PARAMETERS (5.4), not a wait */
	ret = psci_invoke(PSCI_0_2_FN_CPU_SUSPEND, 0xfffe0000, 0, 0);
	if ((int)irq >= 0) {
		vtimer_ctl(0);
		isb();
		gic_disable_irq(irq);
	}
	check_eq(ret, PSCI_RET_INVALID_PARAMS, "CPU_SUSPEND with reserved bits in the power state");
}

static void migrate_info(void)
{
	int feature = psci_invoke(PSCI_1_0_FN_PSCI_FEATURES, PSCI_0_2_FN_MIGRATE, 0, 0);
	int type = psci_invoke(PSCI_0_2_FN_MIGRATE_INFO_TYPE, 0, 0, 0);

	check(type == PSCI_0_2_TOS_MP || type == PSCI_RET_NOT_SUPPORTED,
	      "MIGRATE_INFO_TYPE: no trusted OS that needs migration (%d)", type);
	check_eq(psci_invoke(PSCI_0_2_FN_MIGRATE, cpus[0], 0, 0), PSCI_RET_NOT_SUPPORTED,
		 "MIGRATE without one");
	if (!needs_1_0())
		check_eq(feature, PSCI_RET_NOT_SUPPORTED, "PSCI_FEATURES of MIGRATE, which is not there");
}

#define SMCCC_VERSION		0x80000000
#define SMCCC_ARCH_FEATURES	0x80000001

static const char *needs_smccc_1_1(void)
{
	int feature = psci_invoke(PSCI_1_0_FN_PSCI_FEATURES, SMCCC_VERSION, 0, 0);

	if (needs_1_0())
		return needs_1_0();
	return feature >= 0 ? NULL : "PSCI_FEATURES does not list SMCCC_VERSION: SMCCC 1.0";
}

static void smccc(void)
{
	int ver = psci_invoke(SMCCC_VERSION, 0, 0, 0);

	check_ge(ver, 0x10001, "SMCCC_VERSION, which PSCI_FEATURES lists");
	check_ge(psci_invoke(SMCCC_ARCH_FEATURES, SMCCC_ARCH_FEATURES, 0, 0), 0,
		 "SMCCC_ARCH_FEATURES of itself");
}

static void smccc_unknown(void)
{
	static const struct {
		const char *name;
		u32 id;
	} unknown[] = {
		{ "Arm architecture", 0x8000ffff },
		{ "CPU service", 0x8100ffff },
		{ "SiP service", 0x8200ffff },
		{ "OEM service", 0x8300ffff },
		{ "standard secure service", 0x8400ffff },
		{ "standard hypervisor service", 0x8500ffff },
		{ "vendor hypervisor service", 0x86000fff },
		{ "trusted application", 0xb000ffff },
		{ "trusted OS", 0xb200ffff },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(unknown); i++) {
		int ret;

		catch_undefined(true);
		invalid_function_exception = false;
		ret = psci_invoke(unknown[i].id, 0, 0, 0);
		catch_undefined(false);
		if (invalid_function_exception)
			report_fail("unknown %s call %#x raised an exception", unknown[i].name,
				    unknown[i].id);
		else
			check_eq(ret, PSCI_RET_NOT_SUPPORTED, "unknown %s call %#x",
				 unknown[i].name, unknown[i].id);
	}
}

static volatile int cpu_off_start;
static cpumask_t cpu_off_done;

static void cpu_off_secondary_entry(void *data __unused)
{
	int cpu = smp_processor_id();

	while (!cpu_off_start)
		cpu_relax();
	cpumask_set_cpu(cpu, &cpu_off_done);
	cpu_psci_cpu_die();
}

static void cpu_off(void)
{
	int cpu, i, off = 0;

	for_each_present_cpu(cpu)
		if (cpu)
			on_cpu_async(cpu, cpu_off_secondary_entry, NULL);

	cpumask_set_cpu(0, &cpu_off_done);
	cpu_off_start = 1;

	for (i = 0; i < 200; i++) {
		off = 0;
		for_each_present_cpu(cpu)
			off += cpu && affinity_info(cpus[cpu], 0) == PSCI_0_2_AFFINITY_LEVEL_OFF;
		if (cpumask_full(&cpu_off_done) && off == nr_cpus - 1)
			break;
		mdelay(10);
	}
	check_eq(off, nr_cpus - 1, "CPUs that AFFINITY_INFO calls off after CPU_OFF");

	/* time for one that came back to become idle */
	mdelay(100);
	for_each_present_cpu(cpu)
		if (cpu && cpu_idle(cpu))
			report_fail("CPU%d returned from CPU_OFF", cpu);
}

static const char *needs_all_idle(void)
{
	int cpu, idle = 0;

	for_each_present_cpu(cpu)
		idle += cpu && cpu_idle(cpu);
	return idle == nr_cpus - 1 || ERRATA(6c7a5dce22b3) == false ? NULL :
	       "the CPUs of cpu-on are not all idle";
}

static const struct subtest subtests[] = {
	{ "invalid-function", invalid_function },
	{ "affinity-info-on", affinity_info_on },
	{ "affinity-info-off", affinity_info_off },
	{ "parameters", parameters },
	{ "features", features, needs_1_0 },
	{ "migrate-info", migrate_info },
	{ "suspend", suspend, needs_1_0 },
	{ "smccc", smccc, needs_smccc_1_1 },
	{ "smccc-unknown", smccc_unknown, needs_smccc_1_1 },
#ifdef __aarch64__
	{ "context", context },
#endif
	{ "cpu-on", cpu_on, needs_fixed_cpu_on },
	{ "cpu-off", cpu_off, needs_all_idle },
	{ }
};

int main(int argc, char **argv)
{
	int ver = psci_invoke(PSCI_0_2_FN_PSCI_VERSION, 0, 0, 0);

	report_prefix_push("psci");
	if (nr_cpus < 2) {
		report_skip("at least 2 CPUs needed");
		return report_summary();
	}
	report_info("PSCI version %d.%d", PSCI_VERSION_MAJOR(ver), PSCI_VERSION_MINOR(ver));
	return run_subtests(subtests, argc, argv);
}
