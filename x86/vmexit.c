// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vmexit: what leaving the guest costs.
 *
 * Each subtest repeats one operation until it has taken 2^30 TSC cycles, on
 * one CPU or on all at once, and prints the cycles of one iteration: a line to
 * read, and a line of JSON to compare runs with. Nothing is asserted about the
 * figures; a failure means that the guest did not survive, or that something
 * that must happen in an iteration (an interrupt) did not.
 */
#include <libcflat.h>
#include <acpi.h>
#include <pci.h>
#include <subtest.h>
#include <asm/pci.h>
#include <x86/apic.h>
#include <x86/delay.h>
#include <x86/desc.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <x86/vm.h>
#include <x86/vmm.h>

#define GOAL		(1ull << 30)
#define GOAL_BOCHS	(1ull << 22)
#define FIRST_ROUND	64
#define SELF_VECTOR	0xb0
#define TIMER_VECTOR	0xef

static u64 goal = GOAL;

struct operation {
	const char *name;
	void (*fn)(void);
	const char *(*needs)(void);
	/* On all CPUs at once. */
	bool parallel;
};

static bool intel;

/* Requirements */

static const char *needs_two_cpus(void)
{
	return cpu_count() < 2 ? "needs two CPUs" : NULL;
}

static const char *needs_kvm(void)
{
	return this_cpu_has_kvm() ? NULL : "hypercalls need KVM";
}

static const char *needs_tsc_deadline(void)
{
	return this_cpu_has(X86_FEATURE_TSC_DEADLINE_TIMER) ? NULL : "no TSC deadline timer";
}

static const char *needs_x2apic(void)
{
	return is_x2apic_enabled() ? NULL : "not in x2APIC mode";
}

static const char *needs_tsc_adjust(void)
{
	return this_cpu_has(X86_FEATURE_TSC_ADJUST) ? NULL : "no TSC_ADJUST";
}

static const char *needs_spec_ctrl(void)
{
	return this_cpu_has(X86_FEATURE_SPEC_CTRL) ? NULL : "no SPEC_CTRL";
}

static const char *needs_ibpb(void)
{
	return this_cpu_has(X86_FEATURE_SPEC_CTRL) || this_cpu_has(X86_FEATURE_AMD_IBPB) ? NULL : "no IBPB";
}

static const char *needs_tsx_ctrl(void)
{
	if (!this_cpu_has(X86_FEATURE_ARCH_CAPABILITIES) ||
	    !(rdmsr(MSR_IA32_ARCH_CAPABILITIES) & ARCH_CAP_TSX_CTRL_MSR))
		return "no TSX_CTRL";
	return NULL;
}

/* Operations */

static void op_cpuid(void)
{
	raw_cpuid(0, 0);
}

static void op_vmcall(void)
{
	ulong a = 0;

	if (intel)
		asm volatile("vmcall" : "+a"(a) : : "memory");
	else
		asm volatile("vmmcall" : "+a"(a) : : "memory");
}

static void op_wbinvd(void)
{
	asm volatile("wbinvd" : : : "memory");
}

static void op_invd(void)
{
	/* The lines to lose are written back first, as far as that helps. */
	asm volatile("wbinvd; invd" : : : "memory");
}

#ifdef __x86_64__
static void op_mov_from_cr8(void)
{
	read_cr8();
}

static void op_mov_to_cr8(void)
{
	write_cr8(0);
}
#endif

static u16 pmtimer_port;

static const char *needs_pmtimer(void)
{
	struct acpi_table_fadt *fadt = find_acpi_table_addr(FACP_SIGNATURE);

	pmtimer_port = fadt ? fadt->pm_tmr_blk : 0;
	return pmtimer_port ? NULL : "no PM timer in the FADT";
}

static void op_inl_pmtimer(void)
{
	inl(pmtimer_port);
}

static void op_inl_qemu(void)
{
	inl(0x1234);
}

/* The edge/level register of the interrupt controller, in the kernel under KVM. */
#define ELCR	0x4d0

static void op_inl_kernel(void)
{
	inb(ELCR);
}

static void op_outl_kernel(void)
{
	outb(0, ELCR);
}

static void op_mov_dr(void)
{
	write_dr7(0x400);
}

static volatile int timer_hits[MAX_TEST_CPUS];

static void timer_handler(isr_regs_t *regs)
{
	timer_hits[smp_id()]++;
	eoi();
}

static void op_tscdeadline_immed(void)
{
	int before = timer_hits[smp_id()];

	wrmsr(MSR_IA32_TSCDEADLINE, rdtsc());
	while (timer_hits[smp_id()] == before)
		sti_nop();
}

static void op_tscdeadline(void)
{
	int before = timer_hits[smp_id()];

	wrmsr(MSR_IA32_TSCDEADLINE, rdtsc() + 3000);
	while (timer_hits[smp_id()] == before)
		sti_nop();
}

/* Interrupts to the own CPU, held back in different ways. */

static volatile int self_hits;
static volatile u64 eoi_cycles;
static int lost;

static void self_handler(isr_regs_t *regs)
{
	u64 start;

	self_hits++;
	start = rdtsc();
	eoi();
	eoi_cycles += rdtsc() - start;
}

static void send_self(void)
{
	apic_icr_write(APIC_INT_ASSERT | APIC_DEST_SELF | APIC_DEST_PHYSICAL | APIC_DM_FIXED | SELF_VECTOR,
		       0);
}

static void send_self_x2apic(void)
{
	wrmsr(APIC_BASE_MSR + (APIC_SELF_IPI >> 4), SELF_VECTOR);
}

static void one_hit(int before)
{
	if (self_hits != before + 1)
		lost++;
}

#define SELF_IPI_OPS(prefix, send)				\
static void op_##prefix##_sti_nop(void)				\
{								\
	int before = self_hits;					\
								\
	cli();							\
	send();							\
	sti_nop();						\
	one_hit(before);					\
}								\
								\
static void op_##prefix##_sti_hlt(void)				\
{								\
	int before = self_hits;					\
								\
	cli();							\
	send();							\
	safe_halt();						\
	one_hit(before);					\
}								\
								\
static void op_##prefix##_tpr(void)				\
{								\
	int before = self_hits;					\
								\
	apic_set_tpr(0xf);					\
	send();							\
	apic_set_tpr(0);					\
	/* The APIC may take a moment. */			\
	sti_nop();						\
	one_hit(before);					\
}								\
								\
static void op_##prefix##_tpr_sti_nop(void)			\
{								\
	int before = self_hits;					\
								\
	cli();							\
	apic_set_tpr(0xf);					\
	send();							\
	apic_set_tpr(0);					\
	sti_nop();						\
	one_hit(before);					\
}								\
								\
static void op_##prefix##_tpr_sti_hlt(void)			\
{								\
	int before = self_hits;					\
								\
	cli();							\
	apic_set_tpr(0xf);					\
	send();							\
	apic_set_tpr(0);					\
	safe_halt();						\
	one_hit(before);					\
}

SELF_IPI_OPS(self_ipi, send_self)
SELF_IPI_OPS(x2apic_self_ipi, send_self_x2apic)

static void nothing(void *data)
{
}

static void op_ipi(void)
{
	on_cpu(1, nothing, NULL);
}

static void op_ipi_halt(void)
{
	u64 until = rdtsc() + 2000;

	on_cpu(1, nothing, NULL);
	/* The target goes to sleep meanwhile. */
	while (rdtsc() < until)
		;
}

/* CPUs hand a turn around, waiting with PAUSE: pause-loop exits. */
static struct {
	volatile int turn;
	int pad[15];
} turns[MAX_TEST_CPUS] __attribute__((aligned(64)));

static volatile int stopped;

static void op_ple_round_robin(void)
{
	int me = smp_id(), n = cpu_count();

	while (!turns[me].turn && !stopped)
		pause();
	turns[me].turn = 0;
	turns[(me + 1) % n].turn = 1;
}

#ifdef __x86_64__
static void op_wr_kernel_gs_base(void)
{
	wrmsr(MSR_KERNEL_GS_BASE, 0);
}
#endif

static void op_wr_tsx_ctrl(void)
{
	wrmsr(MSR_IA32_TSX_CTRL, 0);
}

static void op_wr_ibrs(void)
{
	wrmsr(MSR_IA32_SPEC_CTRL, 1);
	wrmsr(MSR_IA32_SPEC_CTRL, 0);
}

static void op_wr_ibpb(void)
{
	wrmsr(MSR_IA32_PRED_CMD, 1);
}

static void op_wr_tsc_adjust(void)
{
	wrmsr(MSR_IA32_TSC_ADJUST, 0);
}

static void op_rd_tsc_adjust(void)
{
	rdmsr(MSR_IA32_TSC_ADJUST);
}

static void op_toggle_wp(void)
{
	ulong cr0 = read_cr0();

	asm volatile("mov %0, %%cr0" : : "r"(cr0 ^ X86_CR0_WP) : "memory");
	asm volatile("mov %0, %%cr0" : : "r"(cr0) : "memory");
}

static void op_toggle_pge(void)
{
	ulong cr4 = read_cr4();

	asm volatile("mov %0, %%cr4" : : "r"(cr4 ^ X86_CR4_PGE) : "memory");
	asm volatile("mov %0, %%cr4" : : "r"(cr4) : "memory");
}

/* The loop */

struct round {
	void (*fn)(void);
	unsigned int iterations;
};

static void run_round(void *data)
{
	struct round *r = data;
	unsigned int i;

	for (i = 0; i < r->iterations; i++)
		r->fn();
}

static void run_round_open(void *data)
{
	/* Remote calls start with interrupts off; the operations want them. */
	sti();
	run_round(data);
	cli();
}

static void print_result(const char *name, u64 cycles, u64 iterations)
{
	report_info("%llu cycles, %llu iterations", (unsigned long long)(cycles / iterations),
		    (unsigned long long)iterations);
	printf("{\"vmexit\":\"%s\",\"cycles\":%llu,\"iterations\":%llu,\"cpus\":%d}\n", name,
	       (unsigned long long)(cycles / iterations), (unsigned long long)iterations, cpu_count());
}

static void measure(const char *name, void (*fn)(void), bool parallel)
{
	struct round r = { fn, FIRST_ROUND / 2 };
	u64 start, cycles;

	do {
		r.iterations *= 2;
		start = rdtsc();
		if (parallel && cpu_count() > 1)
			on_cpus(run_round_open, &r);
		else
			run_round(&r);
		cycles = rdtsc() - start;
	} while (cycles < goal && r.iterations < 1u << 30);
	print_result(name, cycles, r.iterations);
}

static void operate(const struct operation *o)
{
	int self_before = self_hits;
	const char *why = o->needs ? o->needs() : NULL;

	if (why) {
		report_skip("%s", why);
		return;
	}
	lost = 0;
	eoi_cycles = 0;
	/* on_cpus() leaves interrupts of the caller as they are. */
	sti();
	measure(o->name, o->fn, o->parallel);
	if (self_hits != self_before) {
		report_info("EOI %llu cycles",
			    (unsigned long long)(eoi_cycles / (u32)(self_hits - self_before)));
		check_eq(lost, 0, "iterations without exactly one interrupt");
	} else {
		report_pass("the guest goes on");
	}
}

#define OPERATION(ident, string, is_parallel, requirement)	\
static const struct operation ident##_operation = {		\
	.name = string, .fn = op_##ident, .parallel = is_parallel, .needs = requirement, \
};								\
static void ident##_subtest(void)				\
{								\
	operate(&ident##_operation);				\
}

OPERATION(cpuid, "cpuid", true, NULL)
OPERATION(vmcall, "vmcall", true, needs_kvm)
OPERATION(wbinvd, "wbinvd", true, NULL)
OPERATION(invd, "invd", true, NULL)
#ifdef __x86_64__
OPERATION(mov_from_cr8, "mov_from_cr8", true, NULL)
OPERATION(mov_to_cr8, "mov_to_cr8", true, NULL)
#endif
OPERATION(inl_pmtimer, "inl_from_pmtimer", true, needs_pmtimer)
OPERATION(inl_qemu, "inl_from_qemu", true, NULL)
OPERATION(inl_kernel, "inl_from_kernel", true, NULL)
OPERATION(outl_kernel, "outl_to_kernel", true, NULL)
OPERATION(mov_dr, "mov_dr", true, NULL)
OPERATION(self_ipi_sti_nop, "self_ipi_sti_nop", false, NULL)
OPERATION(self_ipi_sti_hlt, "self_ipi_sti_hlt", false, NULL)
OPERATION(self_ipi_tpr, "self_ipi_tpr", false, NULL)
OPERATION(self_ipi_tpr_sti_nop, "self_ipi_tpr_sti_nop", false, NULL)
OPERATION(self_ipi_tpr_sti_hlt, "self_ipi_tpr_sti_hlt", false, NULL)
OPERATION(x2apic_self_ipi_sti_nop, "x2apic_self_ipi_sti_nop", false, needs_x2apic)
OPERATION(x2apic_self_ipi_sti_hlt, "x2apic_self_ipi_sti_hlt", false, needs_x2apic)
OPERATION(x2apic_self_ipi_tpr, "x2apic_self_ipi_tpr", false, needs_x2apic)
OPERATION(x2apic_self_ipi_tpr_sti_nop, "x2apic_self_ipi_tpr_sti_nop", false, needs_x2apic)
OPERATION(x2apic_self_ipi_tpr_sti_hlt, "x2apic_self_ipi_tpr_sti_hlt", false, needs_x2apic)
OPERATION(ipi, "ipi", false, needs_two_cpus)
OPERATION(ipi_halt, "ipi_halt", false, needs_two_cpus)
#ifdef __x86_64__
OPERATION(wr_kernel_gs_base, "wr_kernel_gs_base", true, NULL)
#endif
OPERATION(wr_tsx_ctrl, "wr_tsx_ctrl_msr", true, needs_tsx_ctrl)
OPERATION(wr_ibrs, "wr_ibrs_msr", true, needs_spec_ctrl)
OPERATION(wr_ibpb, "wr_ibpb_msr", true, needs_ibpb)
OPERATION(wr_tsc_adjust, "wr_tsc_adjust_msr", true, needs_tsc_adjust)
OPERATION(rd_tsc_adjust, "rd_tsc_adjust_msr", true, needs_tsc_adjust)
OPERATION(toggle_wp, "toggle_cr0_wp", true, NULL)
OPERATION(toggle_pge, "toggle_cr4_pge", true, NULL)

static void ple_round_robin_subtest(void)
{
	int i;

	stopped = 0;
	for (i = 0; i < cpu_count(); i++)
		turns[i].turn = 0;
	turns[0].turn = 1;
	measure("ple_round_robin", op_ple_round_robin, true);
	report_pass("the turn went around %d CPUs", cpu_count());
}

static void setup_deadline(void *data)
{
	apic_write(APIC_LVTT, APIC_LVT_TIMER_TSCDEADLINE | TIMER_VECTOR);
}

static void stop_deadline(void *data)
{
	apic_write(APIC_LVTT, APIC_LVT_MASKED);
}

static void deadline(const char *name, void (*fn)(void))
{
	handle_irq(TIMER_VECTOR, timer_handler);
	on_cpus(setup_deadline, NULL);
	sti();
	measure(name, fn, true);
	on_cpus(stop_deadline, NULL);
	check_gt(timer_hits[0], 0, "timer interrupts");
}

static void tscdeadline_immed_subtest(void)
{
	deadline("tscdeadline_immed", op_tscdeadline_immed);
}

static void tscdeadline_subtest(void)
{
	deadline("tscdeadline", op_tscdeadline);
}

/* pci-testdev: writes that end in the VMM, in an eventfd, or nowhere. */

static struct {
	void *mem;
	u16 port;
	u32 offset, data;
	u8 width;
} pci_dev;

static const char *needs_pci_testdev(void)
{
	return pci_find_dev(PCI_VENDOR_ID_REDHAT, PCI_DEVICE_ID_REDHAT_TEST) == PCIDEVADDR_INVALID ?
	       "no pci-testdev" : NULL;
}

static void op_pci_mem(void)
{
	void *at = pci_dev.mem + pci_dev.offset;

	switch (pci_dev.width) {
	case 1: *(volatile u8 *)at = pci_dev.data; break;
	case 2: *(volatile u16 *)at = pci_dev.data; break;
	case 4: *(volatile u32 *)at = pci_dev.data; break;
	}
}

static void op_pci_io(void)
{
	u16 at = pci_dev.port + pci_dev.offset;

	switch (pci_dev.width) {
	case 1: outb(pci_dev.data, at); break;
	case 2: outw(pci_dev.data, at); break;
	case 4: outl(pci_dev.data, at); break;
	}
}

static void pci_run(bool mem)
{
	struct pci_dev dev;
	char name[64];
	unsigned int nr, i;

	pci_dev_init(&dev, pci_find_dev(PCI_VENDOR_ID_REDHAT, PCI_DEVICE_ID_REDHAT_TEST));
	pci_enable_defaults(&dev);
	pci_dev.mem = mem ? ioremap(pci_bar_get_addr(&dev, 0), PAGE_SIZE) : NULL;
	pci_dev.port = mem ? 0 : pci_bar_get_addr(&dev, 1);

	for (nr = 0; nr < 16; nr++) {
		struct pci_test_dev_hdr h;
		u8 *b = (u8 *)&h;

		if (mem)
			*(volatile u8 *)pci_dev.mem = nr;
		else
			outb(nr, pci_dev.port);
		for (i = 0; i < sizeof(h); i++)
			b[i] = mem ? ((volatile u8 *)pci_dev.mem)[i] : inb(pci_dev.port + i);
		if (h.width != 1 && h.width != 2 && h.width != 4)
			break;
		pci_dev.width = h.width;
		pci_dev.offset = h.offset;
		pci_dev.data = h.data;
		/* The name follows the fixed part. */
		for (i = 0; i < sizeof(name) - 1; i++) {
			size_t at = offsetof(struct pci_test_dev_hdr, name) + i;

			name[i] = mem ? ((volatile u8 *)pci_dev.mem)[at] : inb(pci_dev.port + at);
			if (!name[i])
				break;
		}
		name[i] = 0;
		report_info("%s: %s", mem ? "mem" : "io", name);
		measure(name, mem ? op_pci_mem : op_pci_io, false);
	}
	check_gt(nr, 0u, "tests of the device");
}

static void pci_mem_subtest(void)
{
	pci_run(true);
}

static void pci_io_subtest(void)
{
	pci_run(false);
}

#define ROW(ident, string)	{ string, ident##_subtest, .timeout = 60 }

static const struct subtest subtests[] = {
	ROW(cpuid, "cpuid"),
	{ "vmcall", vmcall_subtest, .requires = needs_kvm },
#ifdef __x86_64__
	ROW(mov_from_cr8, "mov_from_cr8"),
	ROW(mov_to_cr8, "mov_to_cr8"),
#endif
	ROW(inl_pmtimer, "inl_from_pmtimer"),
	ROW(inl_qemu, "inl_from_qemu"),
	ROW(inl_kernel, "inl_from_kernel"),
	ROW(outl_kernel, "outl_to_kernel"),
	ROW(mov_dr, "mov_dr"),
	{ "tscdeadline_immed", tscdeadline_immed_subtest, .requires = needs_tsc_deadline },
	{ "tscdeadline", tscdeadline_subtest, .requires = needs_tsc_deadline },
	ROW(self_ipi_sti_nop, "self_ipi_sti_nop"),
	ROW(self_ipi_sti_hlt, "self_ipi_sti_hlt"),
	ROW(self_ipi_tpr, "self_ipi_tpr"),
	ROW(self_ipi_tpr_sti_nop, "self_ipi_tpr_sti_nop"),
	ROW(self_ipi_tpr_sti_hlt, "self_ipi_tpr_sti_hlt"),
	ROW(x2apic_self_ipi_sti_nop, "x2apic_self_ipi_sti_nop"),
	ROW(x2apic_self_ipi_sti_hlt, "x2apic_self_ipi_sti_hlt"),
	ROW(x2apic_self_ipi_tpr, "x2apic_self_ipi_tpr"),
	ROW(x2apic_self_ipi_tpr_sti_nop, "x2apic_self_ipi_tpr_sti_nop"),
	ROW(x2apic_self_ipi_tpr_sti_hlt, "x2apic_self_ipi_tpr_sti_hlt"),
	{ "ipi", ipi_subtest, .requires = needs_two_cpus, .timeout = 60 },
	{ "ipi_halt", ipi_halt_subtest, .requires = needs_two_cpus, .timeout = 60 },
	{ "ple_round_robin", ple_round_robin_subtest, .timeout = 60 },
#ifdef __x86_64__
	ROW(wr_kernel_gs_base, "wr_kernel_gs_base"),
#endif
	ROW(wr_tsx_ctrl, "wr_tsx_ctrl_msr"),
	ROW(wr_ibrs, "wr_ibrs_msr"),
	ROW(wr_ibpb, "wr_ibpb_msr"),
	ROW(wr_tsc_adjust, "wr_tsc_adjust_msr"),
	ROW(rd_tsc_adjust, "rd_tsc_adjust_msr"),
	ROW(toggle_wp, "toggle_cr0_wp"),
	ROW(toggle_pge, "toggle_cr4_pge"),
	{ "pci-mem", pci_mem_subtest, .requires = needs_pci_testdev, .timeout = 60 },
	{ "pci-io", pci_io_subtest, .requires = needs_pci_testdev, .timeout = 60 },
	/* Of use on one's own machine only: they slow down every CPU of the host. */
	{ "wbinvd", wbinvd_subtest, .timeout = 60 },
	{ "invd", invd_subtest, .timeout = 60 },
	{ }
};

#ifdef __x86_64__
static void enable_nx(void *data)
{
	if (this_cpu_has(X86_FEATURE_NX))
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NX);
}
#endif

int main(int argc, char **argv)
{
	intel = is_intel();
	if (this_vmm_is_bochs())
		goal = GOAL_BOCHS;
	setup_vm();
#ifdef __x86_64__
	on_cpus(enable_nx, NULL);
#endif
	handle_irq(SELF_VECTOR, self_handler);
	return run_subtests(subtests, argc, argv);
}
