// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * apic: the local APIC.
 *
 * Modes and their changes, interprocessor interrupts of all destinations, NMIs,
 * timer, priorities (SDM volume 3 chapter 10). Hypervisors emulate all of it
 * or lean on hardware for some of it, and the seams are where it breaks.
 *
 * What takes the hardware's help away in KVM (ids, base address) comes last;
 * so does what a VMM may be unable to undo (disabling).
 */
#include "apic-test.h"
#include <asm/barrier.h>
#include <x86/fwcfg.h>
#include <x86/vm.h>
#include <x86/vmm.h>

#define APICBASE_ADDR	0xfffff000ull
#define INERT		0xffffffff

volatile unsigned int taken[MAX_CPUS];

static bool start_x2apic;
static u32 start_spiv, start_lvr;
static u64 start_base;

unsigned int taken_total(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < MAX_CPUS; i++)
		n += taken[i];
	return n;
}

void take(isr_regs_t *regs)
{
	taken[smp_id() % MAX_CPUS]++;
	eoi();
}

unsigned int wait_taken(unsigned int n)
{
	u64 start = rdtsc();

	while (taken_total() < n && rdtsc() - start < 1000000000)
		pause();
	start = rdtsc();
	while (rdtsc() - start < 50000)
		pause();
	return taken_total();
}

bool stress_goes_on(unsigned int round, unsigned int full)
{
	static u64 start;
	long given = subtest_arg_long("rounds", 0);

	if (!round)
		start = rdtsc();
	if (given)
		return round < given;
	if (round && rdtsc() - start > 4000000000ull)
		return false;
	return round < (this_cpu_has_kvm() ? full : full / 100);
}

void apic_fresh(void)
{
	unsigned int i;

	for (i = 0; i < MAX_CPUS; i++)
		taken[i] = 0;
	if (start_x2apic != is_x2apic_enabled()) {
		reset_apic();
		if (start_x2apic)
			enable_x2apic();
	}
	apic_write(APIC_SPIV, start_spiv);
	apic_set_tpr(0);
	sti();
}

const char *needs_x2apic(void)
{
	return this_cpu_has(X86_FEATURE_X2APIC) ? NULL : "x2APIC is not in CPUID";
}

const char *needs_xapic(void)
{
	return start_x2apic ? "the test runs in x2APIC mode" : NULL;
}

const char *needs_two_cpus(void)
{
	return cpu_count() > 1 ? NULL : "there is one CPU";
}

const char *needs_xapic_two_cpus(void)
{
	return needs_two_cpus() ? : needs_xapic();
}

/* From x2APIC mode the way to xAPIC mode leads through the disabled APIC. */
static const char *needs_way_to_xapic(void)
{
	return start_x2apic ? needs_apic_mode_changes() : NULL;
}

static const char *needs_two_cpus_and_modes(void)
{
	return needs_two_cpus() ? : needs_apic_mode_changes();
}

static void enabled(void)
{
	check(start_base & APIC_EN, "APIC_BASE.EN is set by the start-up code: %#" PRIx64, start_base);
	check(start_spiv & APIC_SPIV_APIC_ENABLED, "the spurious vector register enables the APIC: %#x", start_spiv);
}

static void existence(void)
{
	apic_fresh();
	check_ge(GET_APIC_VERSION(start_lvr), 0x10u, "version");
	check_le(GET_APIC_VERSION(start_lvr), 0x15u, "version");
}

static u32 mmio(unsigned int reg)
{
	return *(volatile u32 *)(ulong)(APIC_DEFAULT_PHYS_BASE + reg);
}

/* Nothing answers at the APIC's address. CR8 is a register of the CPU and stays. */
static void check_inert(const char *when)
{
	volatile u32 *page = (void *)APIC_DEFAULT_PHYS_BASE;
	u64 cr8 = read_cr8();
	int i;

	for (i = 0; i < PAGE_SIZE / 4; i += 4)
		page[i] = INERT;
	check_eq(mmio(APIC_LVR), INERT, "%s: version register through MMIO", when);
	check_eq(read_cr8(), cr8, "%s: CR8 after writing all of the APIC's page", when);
#ifdef __x86_64__
	write_cr8(cr8 ^ 0xf);
	check_eq(read_cr8(), cr8 ^ 0xf, "%s: CR8 reads what was written", when);
	check_eq(mmio(APIC_TASKPRI), INERT, "%s: TPR through MMIO after a write of CR8", when);
	write_cr8(cr8);
#endif
}

static bool cpuid_apic(void)
{
	return this_cpu_has(X86_FEATURE_APIC);
}

static void disable(void)
{
	u64 cr8 = read_cr8();

	apic_fresh();
	cli();
	disable_apic();
	check(!is_apic_hw_enabled(), "EN cleared: APIC_BASE.EN reads 0");
	check(!cpuid_apic(), "EN cleared: CPUID.1:EDX.APIC is 0");
	/* An APIC that still answers would be ruined by the writes. */
	if (check_eq(mmio(APIC_LVR), INERT, "EN cleared: nothing answers at the APIC's address"))
		check_inert("EN cleared");

	reset_apic();
	check(is_xapic_enabled(), "EN set again: xAPIC mode");
	check(cpuid_apic(), "EN set again: CPUID.1:EDX.APIC is 1");
	check_eq(apic_read(APIC_LVR), start_lvr, "EN set again: version register");
#ifdef __x86_64__
	check_eq(apic_read(APIC_TASKPRI), (u32)cr8 << 4, "EN set again: TPR is CR8");
	write_cr8(cr8 ^ 0xf);
	check_eq(apic_read(APIC_TASKPRI), (u32)(cr8 ^ 0xf) << 4, "EN set again: TPR follows CR8");
	write_cr8(cr8);
#endif
	if (this_cpu_has(X86_FEATURE_X2APIC)) {
		enable_x2apic();
		check(is_x2apic_enabled(), "x2APIC mode entered");
		check(cpuid_apic(), "x2APIC mode: CPUID.1:EDX.APIC is 1");
		check_inert("x2APIC mode");
	}
	apic_fresh();
}

/* SDM volume 3, 10.12.5: state changes of the x2APIC. */
static int try_mode(u64 bits)
{
	u64 base = rdmsr(MSR_IA32_APICBASE) & ~(u64)(APIC_EN | APIC_EXTD);

	return wrmsr_safe(MSR_IA32_APICBASE, base | bits);
}

static void modes(void)
{
	apic_fresh();
	if (!this_cpu_has(X86_FEATURE_X2APIC)) {
		check_eq(try_mode(APIC_EN | APIC_EXTD), GP_VECTOR, "no x2APIC: to EN, EXTD");
		apic_fresh();
		return;
	}
	cli();
	reset_apic();
	enable_x2apic();
	check_eq(try_mode(APIC_EXTD), GP_VECTOR, "from x2APIC to EXTD alone");
	check_eq(try_mode(APIC_EN), GP_VECTOR, "from x2APIC to xAPIC");
	check_eq(try_mode(0), 0, "from x2APIC to disabled");
	check_eq(try_mode(APIC_EXTD), GP_VECTOR, "from disabled to EXTD alone");
	check_eq(try_mode(APIC_EN | APIC_EXTD), GP_VECTOR, "from disabled to x2APIC");
	check_eq(try_mode(APIC_EN), 0, "from disabled to xAPIC");
	check_eq(try_mode(APIC_EXTD), GP_VECTOR, "from xAPIC to EXTD alone");
	reset_apic();
	apic_fresh();
}

static struct {
	int fault;
	u32 initial, cpuid_initial, written, x2apic, cpuid_x2apic, after;
	int x2apic_write;
	bool have_x2apic;
} id_result;

/* On the other CPU */
static void id_on_cpu(void *unused)
{
	u32 id;

	memset(&id_result, 0, sizeof(id_result));
	id_result.have_x2apic = this_cpu_has(X86_FEATURE_X2APIC);
	reset_apic();
	id = apic_id();
	id_result.initial = id;
	id_result.cpuid_initial = cpuid(1).b >> 24;
	apic_write(APIC_ID, (id + 1) << 24);
	id_result.written = apic_id();
	apic_write(APIC_ID, id << 24);
	if (id_result.have_x2apic) {
		enable_x2apic();
		id_result.x2apic = apic_id();
		id_result.cpuid_x2apic = cpuid(0xb).d;
		id_result.x2apic_write = wrmsr_safe(x2apic_msr(APIC_ID), id + 1);
	}
	reset_apic();
	id_result.after = apic_id();
	if (start_x2apic)
		enable_x2apic();
	apic_write(APIC_SPIV, start_spiv);
}

static void apic_id_reg(void)
{
	apic_fresh();
	on_cpu(1, id_on_cpu, NULL);
	check_eq(id_result.initial, id_result.cpuid_initial, "xAPIC id is CPUID's initial id");
	check(id_result.written == id_result.initial || id_result.written == id_result.initial + 1,
	      "id + 1 written: old or new value reads back: %u", id_result.written);
	if (id_result.have_x2apic) {
		check_eq(id_result.x2apic_write, GP_VECTOR, "x2APIC id written");
		check_eq(id_result.x2apic & 0xff, id_result.initial, "low byte of the x2APIC id");
		check_eq(id_result.x2apic, id_result.cpuid_x2apic, "x2APIC id is CPUID.0BH:EDX");
	}
	check_eq(id_result.after, id_result.initial, "id after a reset");
}

#define OTHER_BASE	0xfed40000ull

static void apicbase(void)
{
	u64 base = rdmsr(MSR_IA32_APICBASE), bits;
	u32 lvr;

	apic_fresh();
	cli();
	reset_apic();
	bits = rdmsr(MSR_IA32_APICBASE) & ~APICBASE_ADDR;
	check_eq(wrmsr_safe(MSR_IA32_APICBASE, OTHER_BASE | bits), 0, "base moved to fed40000");
	lvr = *(volatile u32 *)(ulong)(OTHER_BASE + APIC_LVR);
	wrmsr(MSR_IA32_APICBASE, (base & APICBASE_ADDR) | bits);
	check_eq(lvr, start_lvr, "version register at the new base");
	check_eq(wrmsr_safe(MSR_IA32_APICBASE, base | 1ull << cpuid_maxphyaddr()), GP_VECTOR,
		 "base with bit %u, the first above MAXPHYADDR", cpuid_maxphyaddr());
	check_eq(wrmsr_safe(MSR_IA32_APICBASE, base | 1), GP_VECTOR, "reserved bit 0");
	wrmsr_safe(MSR_IA32_APICBASE, (base & APICBASE_ADDR) | bits);
	apic_fresh();
}

static const struct subtest subtests[] = {
	{ "enabled", enabled },
	{ "existence", existence },
	{ "self-ipi-xapic", apic_self_ipi_xapic, needs_way_to_xapic },
	{ "self-ipi-x2apic", apic_self_ipi_x2apic, needs_x2apic },
	{ "broadcast", apic_broadcast },
	{ "logical-flat", apic_logical_flat, needs_xapic_two_cpus, .timeout = 120 },
	{ "logical-cluster", apic_logical_cluster, needs_xapic_two_cpus, .timeout = 120 },
	{ "logical-flat-pairs", apic_logical_flat_pairs, needs_xapic_two_cpus, .timeout = 120 },
	{ "logical-cluster-pairs", apic_logical_cluster_pairs, needs_xapic_two_cpus, .timeout = 120 },
	{ "pv-ipi", apic_pv_ipi, needs_pv_ipi },
	{ "irr-isr", apic_irr_isr },
	{ "vector-order", apic_vector_order },
	{ "nesting", apic_nesting },
	{ "same-class", apic_same_class },
	{ "tpr-class", apic_tpr_class },
	{ "eoi-order", apic_eoi_order },
	{ "registers", apic_registers, needs_xapic },
	{ "ppr", apic_ppr },
	{ "software-disable", apic_software_disable },
	{ "sipi-ignored", apic_sipi_ignored, needs_two_cpus },
	{ "illegal-vector", apic_illegal_vector },
	{ "x2apic-self-ipi", apic_x2apic_self_ipi, needs_x2apic },
	{ "x2apic-ldr", apic_x2apic_ldr, needs_x2apic },
	{ "sti-nmi", apic_sti_nmi, needs_two_cpus, .timeout = 60 },
	{ "multiple-nmi", apic_multiple_nmi, needs_two_cpus, .timeout = 60 },
	{ "nmi-latching", apic_nmi_latching, needs_two_cpus, .timeout = 60 },
	{ "timer-one-shot", apic_timer_one_shot },
	{ "timer-modes", apic_timer_modes },
	{ "timer-divisor", apic_timer_divisor },
	{ "timer-mask", apic_timer_mask },
	{ "timer-stop", apic_timer_stop },
	{ "tsc-deadline", apic_deadline, needs_deadline },
	{ "tsc-deadline-disarm", apic_deadline_disarm, needs_deadline },
	{ "modes", modes, needs_apic_mode_changes },
	{ "id", apic_id_reg, needs_two_cpus_and_modes },
	{ "base", apicbase, needs_apic_mode_changes },
	{ "aliased-ids", apic_aliased_ids, needs_aliasing },
	{ "disable", disable, needs_apic_mode_changes },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	mask_pic_interrupts();
	start_base = rdmsr(MSR_IA32_APICBASE);
	start_x2apic = is_x2apic_enabled();
	start_spiv = apic_read(APIC_SPIV);
	start_lvr = apic_read(APIC_LVR);
	return run_subtests(subtests, argc, argv);
}
