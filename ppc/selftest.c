// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * selftest: the library on this machine.
 *
 * "setup" compares what start-up code found with what the command line says
 * (smp=N mem=MIB), only when asked for; the other subtests exercise what every test
 * of this folder builds on: exception entry and nesting, recovery, problem
 * state, sleeping, secondaries.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <argv.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/time.h>
#include <asm/trap.h>

static int argument_count;
static char **arguments;

static void setup_matches(void)
{
	if (!subtest_arg("mem") || !subtest_arg("smp"))
		report_abort("setup needs mem=MIB and smp=CPUS");
	check_eq((PHYSICAL_END - PHYSICAL_START) / SZ_1M, subtest_arg_long("mem", 0),
		 "MiB of memory");
	check_eq(nr_cpus_present, subtest_arg_long("smp", 0), "CPUs present");
}

static void memory(void)
{
	unsigned long here = (unsigned long)memory;
	int primary = 0, overlaps = 0, regions = 0;

	for (int i = 0; i < NR_MEM_REGIONS; i++) {
		struct mem_region *a = &mem_regions[i];

		if (a->end == a->start)
			continue;
		regions++;
		if (a->flags & MR_F_PRIMARY) {
			primary++;
			check(here >= a->start && here < a->end, "the image is in the primary region");
		}
		for (int j = 0; j < i; j++) {
			struct mem_region *b = &mem_regions[j];

			if (b->end > b->start && a->start < b->end && b->start < a->end)
				overlaps++;
		}
	}
	check_ge(regions, 1, "memory regions");
	check_eq(primary, 1, "primary memory regions");
	check_eq(overlaps, 0, "overlapping memory regions");
}

static void processors(void)
{
	int same = 0, self = 0;

	for (int i = 0; i < nr_cpus_present; i++) {
		if (cpu_to_hwid[i] == smp_processor_id())
			self++;
		for (int j = 0; j < i; j++)
			if (cpu_to_hwid[i] == cpu_to_hwid[j])
				same++;
	}
	check_eq(same, 0, "server numbers that occur twice");
	check_eq(self, 1, "this CPU in the list of CPUs");
	check_gt(tb_hz, 0, "time base frequency");
	check_gt(__icache_bytes, 0, "bytes of an instruction cache line");
	check_gt(__dcache_bytes, 0, "bytes of a data cache line");
	check_eq(mfmsr() >> MSR_SF_BIT, 1, "MSR[SF]");
	check_eq(mfmsr() >> MSR_HV_BIT & 1, machine_is_powernv(), "MSR[HV]");
}

static void program_name(void)
{
	const char *name = argument_count ? arguments[0] : "";
	size_t len = strlen(name);

	check(len >= 12 && strcmp(name + len - 12, "selftest.elf") == 0,
	      "argv[0] names the image: \"%s\"", name);
	check(arguments[argument_count] == NULL, "argv[argc] is NULL");
}

/* The initrd is NAME=VALUE lines; the library made the environment of them. */
static const char *needs_initrd(void)
{
	return initrd && initrd_size ? NULL : "no initrd";
}

static void environment(void)
{
	const char *end = initrd + initrd_size, *line = initrd, *next;
	int count = 0, wrong = 0;

	for (; line < end; line = next + 1) {
		char name[64], value[256], *equals, *got;
		size_t len;

		for (next = line; next < end && *next != '\n'; next++)
			;
		len = next - line;
		if (!len || len >= sizeof(value))
			continue;
		memcpy(value, line, len);
		value[len] = '\0';
		equals = strchr(value, '=');
		if (!equals || equals == value || equals - value >= (long)sizeof(name))
			continue;
		memcpy(name, value, equals - value);
		name[equals - value] = '\0';
		got = getenv(name);
		count++;
		wrong += !got || strcmp(got, equals + 1);
	}
	check_gt(count, 0, "variables in the initrd");
	check_eq(wrong, 0, "variables of the initrd that the environment has not, or with another value");
	check(!getenv("NO_SUCH_VARIABLE"), "a variable that is not there");
}

static int nesting;

static void nested_handler(struct pt_regs *regs, void *data)
{
	volatile unsigned long mark = 0x1234 + nesting;
	unsigned long before = mark;

	if (++nesting < 5)
		asm volatile("trap");
	if (mark == before && data == &nesting)
		regs_advance_insn(regs);
}

static void exceptions_nest(void)
{
	nesting = 0;
	handle_exception(0x700, nested_handler, &nesting);
	asm volatile("trap");
	handle_exception(0x700, NULL, NULL);
	check_eq(nesting, 5, "depth of exceptions within exceptions");
}

static void exceptions_keep_registers(void)
{
	unsigned long bad = 0;

	/* Every register that the trap might lose, against a pattern. */
	handle_exception(0x700, nested_handler, &nesting);
	nesting = 5;
	asm volatile("mr 11,%1\n\t"
		     "li 3,3\n\tli 4,4\n\tli 14,14\n\tli 15,15\n\tli 16,16\n\tli 17,17\n\t"
		     "li 18,18\n\tli 19,19\n\tli 20,20\n\tli 21,21\n\tli 22,22\n\tli 23,23\n\t"
		     "li 24,24\n\tli 25,25\n\tli 26,26\n\tli 27,27\n\tli 28,28\n\tli 29,29\n\t"
		     "li 0,77\n\tmtctr 0\n\tli 0,99\n\tmtlr 0\n\tlis 0,0x1234\n\tmtcr 0\n\t"
		     "trap\n\t"
		     "mr 5,0\n\tli 12,0\n\t"
		     "lis 6,0x1234\n\txor 5,5,6\n\tor 12,12,5\n\t"
		     "mfcr 5\n\txor 5,5,6\n\tor 12,12,5\n\t"
		     "mflr 5\n\txori 5,5,99\n\tor 12,12,5\n\t"
		     "mfctr 5\n\txori 5,5,77\n\tor 12,12,5\n\t"
		     "xori 5,3,3\n\tor 12,12,5\n\txori 5,4,4\n\tor 12,12,5\n\t"
		     "xori 5,14,14\n\tor 12,12,5\n\txori 5,15,15\n\tor 12,12,5\n\t"
		     "xori 5,16,16\n\tor 12,12,5\n\txori 5,17,17\n\tor 12,12,5\n\t"
		     "xori 5,18,18\n\tor 12,12,5\n\txori 5,19,19\n\tor 12,12,5\n\t"
		     "xori 5,20,20\n\tor 12,12,5\n\txori 5,21,21\n\tor 12,12,5\n\t"
		     "xori 5,22,22\n\tor 12,12,5\n\txori 5,23,23\n\tor 12,12,5\n\t"
		     "xori 5,24,24\n\tor 12,12,5\n\txori 5,25,25\n\tor 12,12,5\n\t"
		     "xori 5,26,26\n\tor 12,12,5\n\txori 5,27,27\n\tor 12,12,5\n\t"
		     "xori 5,28,28\n\tor 12,12,5\n\txori 5,29,29\n\tor 12,12,5\n\t"
		     "mr %0,12"
		     : "=r"(bad) : "r"(0)
		     : "memory", "r0", "r3", "r4", "r5", "r6", "r11", "r12", "r14", "r15", "r16",
		       "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26",
		       "r27", "r28", "r29", "lr", "ctr", "cr0", "cr1", "cr2", "cr3", "cr4",
		       "cr5", "cr6", "cr7");
	handle_exception(0x700, NULL, NULL);
	check_eq(bad, 0, "differences in registers across an exception");
}

static void recovery(void)
{
	trap_expect();
	asm volatile(ASM_TRY("trap") : : : "memory");
	check_eq(trap_vector(), 0x700, "vector of a trap instruction");
	check_eq(last_trap()->msr & SRR1_TRAP, SRR1_TRAP, "SRR1 says trap");
	trap_expect();
	check_eq(trap_vector(), 0, "vector after trap_expect()");
}

static const char *needs_vm(void)
{
	return vm_available() ? NULL : "no radix translation";
}

static void problem_state(void)
{
	setup_vm();
	local_irq_disable();
	check(!in_usermode(), "in privileged state before");
	enter_usermode();
	check(in_usermode(), "in problem state, printing from there");
	trap_expect();
	asm volatile(ASM_TRY("mfmsr 0") : : : "r0", "memory");
	exit_usermode();
	check_eq(trap_vector(), 0x700, "vector of mfmsr in problem state");
	check(!in_usermode() && !(mfmsr() & MSR_PR), "in privileged state after");
}

static void allocation(void)
{
	char *p, *q;
	bool zero = true;

	setup_vm();
	p = malloc(3 * PAGE_SIZE);
	for (unsigned long i = 0; i < 3 * PAGE_SIZE; i++)
		zero &= p[i] == 0;
	check(zero, "virtual memory is zeroed");
	memset(p, 0x5a, 3 * PAGE_SIZE);
	q = malloc(3 * PAGE_SIZE);
	check(p + 3 * PAGE_SIZE <= q || q + 3 * PAGE_SIZE <= p, "allocations do not overlap");
	check_eq(*(char *)(unsigned long)virt_to_pte_phys(NULL, p + PAGE_SIZE), 0x5a,
		 "the physical page behind a virtual one");
	free(p);
	free(q);
}

static void sleeping(void)
{
	uint64_t start = get_clock_ms(), passed;

	msleep(20);
	passed = get_clock_ms() - start;
	check_ge(passed, 19, "ms that msleep(20) took");
	start = get_clock_ms();
	mdelay(20);
	check_ge(get_clock_ms() - start, 19, "ms that mdelay(20) took");
}

static int came;

static void come_and_go(int cpu_id __unused)
{
	__atomic_fetch_add(&came, 1, __ATOMIC_SEQ_CST);
}

static const char *needs_smp(void)
{
	return nr_cpus_present > 1 ? NULL : "one CPU only";
}

static void secondaries(void)
{
	came = 0;
	for (int i = 0; i < 2; i++) {
		start_all_cpus(come_and_go);
		stop_all_cpus();
	}
	check_eq(came, 2 * (nr_cpus_present - 1), "starts of secondary CPUs in two rounds");
}

static const struct subtest subtests[] = {
	{ "setup", setup_matches, .flags = SUBTEST_NODEFAULT },
	{ "memory", memory },
	{ "processors", processors },
	{ "program-name", program_name },
	{ "environment", environment, needs_initrd },
	{ "exceptions-nest", exceptions_nest },
	{ "exceptions-keep-registers", exceptions_keep_registers },
	{ "recovery", recovery },
	{ "sleeping", sleeping },
	{ "secondaries", secondaries, .requires = needs_smp },
	{ "problem-state", problem_state, .requires = needs_vm },
	{ "allocation", allocation, .requires = needs_vm },
	{ }
};

int main(int argc, char **argv)
{
	argument_count = argc;
	arguments = argv;
	report_prefix_push("selftest");
	return run_subtests(subtests, argc, argv);
}
