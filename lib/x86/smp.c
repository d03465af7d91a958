// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Starting the other CPUs, and running functions on them.
 *
 * Each CPU that starts takes a slot (per-CPU data and stack), notes its APIC
 * id there and waits. When all have come, the boot CPU sorts them by APIC id,
 * which gives the dense ids, and lets them go on. SDM volume 3, 8.4.
 */
#include <libcflat.h>
#include <alloc.h>
#include <alloc_page.h>
#include <cpulock.h>
#include <asm/barrier.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <asm/spinlock.h>
#include <x86/apic.h>
#include <x86/boot.h>
#include <x86/desc.h>
#include <x86/fwcfg.h>
#include <x86/isr.h>
#include <x86/mptables.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <x86/vm.h>

/* TSC cycles without any new CPU after which the rest is given up. */
#define AP_START_CYCLES		(1ull << 34)
/* What a CPU gets to end its remote call after the subtest that made it was left. */
#define AP_RECOVER_CYCLES	(1ull << 30)
/* The same for one CPU that is started again. */
#define AP_RESTART_CYCLES	(1ull << 33)

extern char cpu0_area[], sipi_entry[], sipi_end[];

atomic_t cpu_online_count = { 1 };
unsigned char online_cpus[(MAX_TEST_CPUS + 7) / 8];

/* The assembler entry takes stacks from here, downwards, until the bottom. */
ulong smp_stacktop, smp_stackbottom;

static struct percpu_data *cpus[MAX_TEST_CPUS] = { (void *)cpu0_area };
static int nr_cpus = 1;
static atomic_t arrived;
static atomic_t active_cpus = { 1 };
static struct spinlock ipi_lock;

struct percpu_data *percpu_of(int smp_id)
{
	return smp_id >= 0 && smp_id < nr_cpus ? cpus[smp_id] : NULL;
}

int cpu_count(void)
{
	return nr_cpus;
}

int smp_id(void)
{
	return this_cpu_read_smp_id();
}

/*
 * The TSS tells, whatever a test has made of GS; while a task of a test runs,
 * or TR holds something else, the APIC id does.
 */
int arch_cpu_id(void)
{
	u16 sel = str();
#ifdef __x86_64__
	int id = (sel - TSS_MAIN) / 16;
#else
	int id = (sel - TSS_MAIN) / 8;
#endif
	u32 apic;

	if (sel >= TSS_MAIN && id < nr_cpus)
		return id;
	/* Not before TR is loaded for the first time. */
	if (!sel)
		return -1;
	apic = pre_boot_apic_id();
	for (id = 0; id < nr_cpus; id++)
		if (cpus[id]->apic_id == apic)
			return id;
	return -1;
}

/* Idle and remote calls */

static void ipi_handler(isr_regs_t *regs)
{
	struct percpu_data *cpu = cpus[smp_id()];
	void (*function)(void *data) = cpu->ipi_function;
	void *data = cpu->ipi_data;
	bool wait = cpu->ipi_wait;

	cpu->busy = 1;
	if (!wait) {
		/* The function may open interrupts, and the next request may come. */
		cpu->ipi_done = 1;
		eoi();
	}
	function(data);
	cpu->busy = 0;
	atomic_dec(&active_cpus);
	if (wait) {
		smp_mb();
		cpu->ipi_done = 1;
		eoi();
	}
}

static void remote_call(int cpu, void (*function)(void *data), void *data, bool wait)
{
	struct percpu_data *target = percpu_of(cpu);

	assert_msg(target, "CPU %d of %d", cpu, nr_cpus);
	spin_lock(&ipi_lock);
	if (cpu == smp_id()) {
		function(data);
	} else {
		atomic_inc(&active_cpus);
		target->ipi_done = 0;
		target->ipi_function = function;
		target->ipi_data = data;
		target->ipi_wait = wait;
		smp_mb();
		apic_icr_write(APIC_INT_ASSERT | APIC_DEST_PHYSICAL | APIC_DM_FIXED | IPI_VECTOR,
			       target->apic_id);
		while (!target->ipi_done)
			cpu_relax();
	}
	spin_unlock(&ipi_lock);
}

void on_cpu(int cpu, void (*function)(void *data), void *data)
{
	remote_call(cpu, function, data, true);
}

void on_cpu_async(int cpu, void (*function)(void *data), void *data)
{
	remote_call(cpu, function, data, false);
}

void on_cpus(void (*function)(void *data), void *data)
{
	int cpu;

	for (cpu = nr_cpus - 1; cpu >= 0; cpu--)
		on_cpu_async(cpu, function, data);
	while (cpus_active() > 1)
		cpu_relax();
}

int cpus_active(void)
{
	return atomic_read(&active_cpus);
}

static void reset_apic_here(void *data)
{
	reset_apic();
}

void smp_reset_apic(void)
{
	int i;

	for (i = 1; i < nr_cpus; i++)
		on_cpu(i, reset_apic_here, NULL);
	reset_apic();
	atomic_set(&active_cpus, 1);
}

static void enable_x2apic_here(void *data)
{
	enable_x2apic();
}

void smp_init(void)
{
	int i;

	init_apic_map();
	handle_irq(IPI_VECTOR, ipi_handler);
	atomic_set(&active_cpus, 1);
	for (i = 1; i < nr_cpus; i++)
		on_cpu(i, enable_x2apic_here, NULL);
}

void save_id(void)
{
	u32 id = apic_id();

	if (id < MAX_TEST_CPUS)
		set_bit(id, online_cpus);
}

/* Start-up */

void ap_online(void)
{
	sti();
	atomic_inc(&cpu_online_count);
	while (1)
		asm volatile("sti; hlt");
}

static void ap_main(struct percpu_data *cpu)
{
	cpu->apic_id = pre_boot_apic_id();
	atomic_inc(&arrived);
	while (!*(volatile u32 *)&cpu->registered)
		cpu_relax();

	load_gdt_tss(setup_tss(cpu->smp_id));
	load_percpu(cpu);
	load_idt();
	enable_apic();
	save_id();
	ap_online();
}

#ifdef __x86_64__
/* The entry code has set the GS base to the slot. */
void ap_start64(void)
{
	ap_main((void *)rdmsr(MSR_GS_BASE));
}
#else
/* Called by the entry code. */
void ap_start(struct percpu_data *cpu);

void ap_start(struct percpu_data *cpu)
{
	ap_main(cpu);
}
#endif

static void install_trampoline(void)
{
	char *to = (char *)RM_TRAMPOLINE_ADDR;
	size_t size = sipi_end - sipi_entry;

	/* What strays beyond it meets a breakpoint. */
	asm volatile("" : "+r"(to));
	memset(to, 0xcc, PAGE_SIZE);
	memcpy(to, sipi_entry, size);
}

static void short_delay(unsigned int us)
{
	/* A write to the POST port takes about a microsecond. */
	while (us--)
		outb(0, 0x80);
}

/* Wait until @count reaches @want; every advance starts the time anew. */
static bool wait_for(atomic_t *count, int want, u64 cycles)
{
	int seen = atomic_read(count);
	u64 start = rdtsc();

	while (atomic_read(count) < want) {
		if (atomic_read(count) != seen) {
			seen = atomic_read(count);
			start = rdtsc();
		} else if (rdtsc() - start > cycles) {
			return false;
		}
		cpu_relax();
	}
	return true;
}

static void init_sipi(u32 shorthand, u32 dest, atomic_t *count, int want)
{
	apic_icr_write(shorthand | APIC_DM_INIT | APIC_INT_ASSERT, dest);
	short_delay(10);
	apic_icr_write(shorthand | APIC_DM_STARTUP | (RM_TRAMPOLINE_ADDR >> 12), dest);
	short_delay(200);
	/* The MP protocol sends it twice; a CPU that runs ignores the second. */
	if (atomic_read(count) < want)
		apic_icr_write(shorthand | APIC_DM_STARTUP | (RM_TRAMPOLINE_ADDR >> 12), dest);
}

static void explain_missing(int want)
{
	static u32 known[MAX_TEST_CPUS];
	unsigned int n = firmware_cpus(known, MAX_TEST_CPUS), i;
	int slot, have = atomic_read(&arrived);

	printf("smp: %d of %d CPUs came up", have + 1, want);
	if (n)
		printf("; no sign of APIC ids:");
	for (i = 0; i < n && i < MAX_TEST_CPUS; i++) {
		bool found = known[i] == cpus[0]->apic_id;

		for (slot = 1; slot < want && !found; slot++)
			found = cpus[slot]->apic_id == known[i];
		if (!found)
			printf(" %u", known[i]);
	}
	printf("\n");
}

/* The slots are in the order of arrival; ids go by APIC id, the boot CPU is 0. */
static void assign_ids(int count)
{
	int i, j;

	for (i = 2; i < count; i++) {
		struct percpu_data *cpu = cpus[i];

		for (j = i; j > 1 && cpus[j - 1]->apic_id > cpu->apic_id; j--)
			cpus[j] = cpus[j - 1];
		cpus[j] = cpu;
	}
	for (i = 1; i < count; i++)
		cpus[i]->smp_id = i;
	nr_cpus = count;
	smp_wmb();
	for (i = 1; i < count; i++)
		*(volatile u32 *)&cpus[i]->registered = 1;
}

void bringup_aps(void)
{
	int want = fwcfg_get_nb_cpus(), i;
	char *area;

	if (want > MAX_TEST_CPUS) {
		printf("smp: using %d of %d CPUs\n", MAX_TEST_CPUS, want);
		want = MAX_TEST_CPUS;
	}
	if (want <= 1)
		return;

	printf("smp: waiting for %d APs\n", want - 1);
	area = memalign(PAGE_SIZE, (want - 1) * PER_CPU_SIZE);
	for (i = 1; i < want; i++) {
		/* Slots are taken from the top. */
		cpus[i] = (void *)(area + (want - 1 - i) * PER_CPU_SIZE);
		memset(cpus[i], 0, sizeof(*cpus[i]));
		cpus[i]->apic_id = -1u;
	}
	smp_stackbottom = (ulong)area;
	smp_stacktop = (ulong)area + (want - 1) * PER_CPU_SIZE;

	install_trampoline();
	init_sipi(APIC_DEST_ALLBUT, 0, &arrived, want - 1);
	if (!wait_for(&arrived, want - 1, AP_START_CYCLES)) {
		explain_missing(want);
		abort();
	}
	/* Later ones find no slot. */
	smp_stacktop = smp_stackbottom;
	assign_ids(want);
	if (!wait_for(&cpu_online_count, want, AP_START_CYCLES)) {
		printf("smp: %d of %d CPUs went idle\n", atomic_read(&cpu_online_count), want);
		abort();
	}
}

bool smp_restart_cpu(int id)
{
	struct percpu_data *cpu = percpu_of(id);
	int online = atomic_read(&cpu_online_count);

	if (!cpu || id == smp_id() || id == 0)
		return false;
	smp_stackbottom = (ulong)cpu;
	smp_stacktop = (ulong)cpu + PER_CPU_SIZE;
	cpu->launched = cpu->in_guest = false;
	install_trampoline();
	init_sipi(0, cpu->apic_id, &cpu_online_count, online + 1);
	if (!wait_for(&cpu_online_count, online + 1, AP_RESTART_CYCLES))
		return false;
	atomic_set(&cpu_online_count, online);
	smp_stacktop = smp_stackbottom;
	return true;
}

struct control_regs {
	ulong cr0, cr3, cr4;
};

static void load_control_regs(void *data)
{
	struct control_regs *r = data;

	write_cr3(r->cr3);
	write_cr4(r->cr4);
	write_cr0(r->cr0);
	enable_x2apic();
}

void smp_recover(ulong cr0, ulong cr3, ulong cr4)
{
	struct control_regs regs = { cr0, cr3, cr4 };
	u64 start = rdtsc();
	int i;

	/* The caller may have been interrupted with the lock held. */
	ipi_lock.v = 0;
	for (i = 1; i < nr_cpus; i++) {
		while (cpus[i]->busy && rdtsc() - start < AP_RECOVER_CYCLES)
			cpu_relax();
		if (!cpus[i]->busy)
			continue;
		cpus[i]->busy = 0;
		printf("smp: starting CPU %d again\n", i);
		if (!smp_restart_cpu(i)) {
			printf("smp: CPU %d does not come back\n", i);
			exit(63);
		}
		on_cpu(i, load_control_regs, &regs);
	}
	atomic_set(&active_cpus, 1);
}
