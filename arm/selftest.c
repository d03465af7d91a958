// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * selftest: the library's own ground, and what every hypervisor must give a guest.
 *
 * setup           memory size and CPU count are those of the command line
 * vectors-kernel  undefined instruction, supervisor call and prefetch abort of privileged
 *                 code arrive with exactly the interrupted register file
 * vectors-user    the same for user mode, and the end of the run from user mode
 * smp             every CPU starts (PSCI CPU_ON) and knows itself
 *
 * Arm ARM D1.3 (AArch64 exceptions), G1.12 (AArch32 exceptions).
 */
#include <libcflat.h>
#include <devicetree.h>
#include <memregions.h>
#include <on-cpus.h>
#include <util.h>
#include <vmalloc.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/psci.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/thread_info.h>

static cpumask_t ready, valid;

static void check_setup(int argc, char **argv)
{
	int nr_tests = 0, len, i;
	long val;

	for (i = 0; i < argc; i++) {
		len = parse_keyval(argv[i], &val);
		if (len == -1)
			continue;

		argv[i][len] = '\0';
		report_prefix_push(argv[i]);

		if (strcmp(argv[i], "mem") == 0) {
			phys_addr_t memsize = PHYS_END - PHYS_OFFSET;
			phys_addr_t expected = (phys_addr_t)val * 1024 * 1024;

			report(memsize == expected, "memory size matches expectation");
			report_info("found %" PRIu64 " MB", memsize / 1024 / 1024);
			nr_tests++;
		} else if (strcmp(argv[i], "smp") == 0) {
			report(nr_cpus == (int)val, "number of CPUs matches expectation");
			report_info("found %d CPUs", nr_cpus);
			nr_tests++;
		}

		report_prefix_pop();
	}

	if (nr_tests < 2)
		report_abort("missing input: smp=N mem=M (MiB)");
}

/* What the code that traps looked like just before, and what the handler found. */
static struct pt_regs expected_regs;
static bool und_works, svc_works, pabt_works;

/* A page that is mapped and has nothing behind it; NULL when the machine has no such hole. */
static void *unbacked_page(void)
{
	struct mem_region *r;
	phys_addr_t highest = 0;
	void *page;

	for (r = mem_regions; r->end; r++)
		if (!(r->flags & MR_F_IO) && r->end > highest)
			highest = r->end;

	if (!(memregions_get_flags(highest) & MR_F_UNKNOWN))
		return NULL;

	page = vmap(highest, PAGE_SIZE);
	/* privileged code may not run from pages that user mode can write */
	mmu_clear_user(current_thread_info()->pgtable, (unsigned long)page);
	return page;
}

#if defined(__arm__)

/*
 * Store the register file to expected_regs, and run \excptn with it still in place.
 * r0 and r1 hold what the text says they do.
 */
#define test_exception(pre_insns, excptn_insn, post_insns)		\
	asm volatile(							\
		pre_insns "\n"						\
		"mov	r0, %0\n"					\
		"stmia	r0, { r0-lr }\n"				\
		"mrs	r1, cpsr\n"					\
		"str	r1, [r0, #" xstr(S_PSR) "]\n"			\
		"mov	r1, #-1\n"					\
		"str	r1, [r0, #" xstr(S_OLD_R0) "]\n"		\
		"add	r1, pc, #8\n"					\
		"str	r1, [r0, #" xstr(S_R1) "]\n"			\
		"str	r1, [r0, #" xstr(S_PC) "]\n"			\
		excptn_insn "\n"					\
		post_insns "\n"						\
	:: "r" (&expected_regs) : "r0", "r1", "memory", "cc")

static unsigned long got_cpsr;

static bool check_regs(struct pt_regs *regs)
{
	unsigned int i;

	/* handlers always run in SVC mode */
	if (current_mode() != SVC_MODE)
		return false;

	for (i = 0; i < ARRAY_SIZE(regs->uregs); ++i) {
		if (regs->uregs[i] == expected_regs.uregs[i])
			continue;
		printf("register word %u: expected %#lx, got %#lx\n", i,
		       expected_regs.uregs[i], regs->uregs[i]);
		return false;
	}
	got_cpsr = regs->ARM_cpsr;
	return true;
}

static void und_handler(struct pt_regs *regs)
{
	und_works = check_regs(regs);
}

static bool check_und(void)
{
	und_works = false;
	install_exception_handler(EXCPTN_UND, und_handler);

	/* a coprocessor that is not there */
	test_exception("", "mcr	p2, 0, r0, c0, c0", "");

	install_exception_handler(EXCPTN_UND, NULL);
	return und_works;
}

static void svc_handler(struct pt_regs *regs)
{
	u32 svc = *(u32 *)(regs->ARM_pc - 4) & 0xffffff;

	if (processor_mode(regs) == SVC_MODE) {
		/* the exception took lr_svc; the code below has it on its stack */
		unsigned long sp_lr = *(unsigned long *)regs->ARM_sp;

		regs->ARM_lr = sp_lr;
	}
	svc_works = check_regs(regs) && svc == 123;
}

static bool check_svc(void)
{
	svc_works = false;
	install_exception_handler(EXCPTN_SVC, svc_handler);

	if ((current_cpsr() & MODE_MASK) == SVC_MODE) {
		/* an SVC in SVC mode overwrites lr_svc and spsr_svc */
		test_exception("mrs	r0, spsr\n"
			       "push	{ r0 }\n"
			       "push	{ lr }\n",
			       "svc	#123\n",
			       "pop	{ lr }\n"
			       "pop	{ r0 }\n"
			       "msr	spsr_cxsf, r0\n");
	} else {
		test_exception("", "svc #123", "");
	}

	install_exception_handler(EXCPTN_SVC, NULL);
	return svc_works;
}

static unsigned long pabt_target;

static void pabt_handler(struct pt_regs *regs)
{
	expected_regs.ARM_lr = expected_regs.ARM_pc;
	expected_regs.ARM_pc = pabt_target;

	pabt_works = check_regs(regs);

	regs->ARM_pc = regs->ARM_lr;
}

static bool check_pabt(void)
{
	void *page = unbacked_page();

	if (!page) {
		report_skip("no unbacked physical address above RAM");
		return false;
	}
	pabt_works = false;
	pabt_target = (unsigned long)page;
	install_exception_handler(EXCPTN_PABT, pabt_handler);

	{
		register unsigned long target asm("r9") = (unsigned long)page;

		asm volatile(
			"mov	r0, %0\n"
			"stmia	r0, { r0-lr }\n"
			"mrs	r1, cpsr\n"
			"str	r1, [r0, #" xstr(S_PSR) "]\n"
			"mov	r1, #-1\n"
			"str	r1, [r0, #" xstr(S_OLD_R0) "]\n"
			"add	r1, pc, #8\n"
			"str	r1, [r0, #" xstr(S_R1) "]\n"
			"str	r1, [r0, #" xstr(S_PC) "]\n"
			"blx	r9\n"
		:: "r" (&expected_regs), "r" (target) : "r0", "r1", "lr", "memory", "cc");
	}

	install_exception_handler(EXCPTN_PABT, NULL);
	return pabt_works;
}

static void user_psci_system_off(struct pt_regs *regs)
{
	(void)regs;
	psci_system_off();
}

static void install_user_exit(void)
{
	install_exception_handler(EXCPTN_UND, user_psci_system_off);
}

#elif defined(__aarch64__)

static unsigned long expected_level;
static unsigned long pabt_target;

/* pabt_target is in x9 for a branch to it. */
#define test_exception(pre_insns, excptn_insn, post_insns) do {		\
	register unsigned long __x9 asm("x9") = pabt_target;		\
									\
	asm volatile(							\
		pre_insns "\n"						\
		"mov	x1, %0\n"					\
		"ldr	x0, [x1, #" xstr(S_PSTATE) "]\n"		\
		"mrs	x1, nzcv\n"					\
		"orr	w0, w0, w1\n"					\
		"mov	x1, %0\n"					\
		"str	w0, [x1, #" xstr(S_PSTATE) "]\n"		\
		"mov	x0, sp\n"					\
		"str	x0, [x1, #" xstr(S_SP) "]\n"			\
		"adr	x0, 1f\n"					\
		"str	x0, [x1, #" xstr(S_PC) "]\n"			\
		"stp	 x2,  x3, [x1,  #16]\n"				\
		"stp	 x4,  x5, [x1,  #32]\n"				\
		"stp	 x6,  x7, [x1,  #48]\n"				\
		"stp	 x8,  x9, [x1,  #64]\n"				\
		"stp	x10, x11, [x1,  #80]\n"				\
		"stp	x12, x13, [x1,  #96]\n"				\
		"stp	x14, x15, [x1, #112]\n"				\
		"stp	x16, x17, [x1, #128]\n"				\
		"stp	x18, x19, [x1, #144]\n"				\
		"stp	x20, x21, [x1, #160]\n"				\
		"stp	x22, x23, [x1, #176]\n"				\
		"stp	x24, x25, [x1, #192]\n"				\
		"stp	x26, x27, [x1, #208]\n"				\
		"stp	x28, x29, [x1, #224]\n"				\
		"str	x30, [x1, #240]\n"				\
		"stp	 x0,  x1, [x1]\n"				\
		"1:"	excptn_insn "\n"				\
		post_insns "\n"						\
	:: "r" (&expected_regs), "r" (__x9)				\
	: "x0", "x1", "x30", "memory", "cc");				\
} while (0)

static bool check_regs(struct pt_regs *regs)
{
	unsigned int i;

	/* exceptions go to the level that was current at start */
	if (current_level() != expected_level)
		return false;

	regs->pstate &= PSR_N_BIT | PSR_Z_BIT | PSR_C_BIT | PSR_V_BIT |
			PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT | PSR_MODE_MASK;

	for (i = 0; i < ARRAY_SIZE(regs->regs); ++i) {
		if (regs->regs[i] == expected_regs.regs[i])
			continue;
		printf("x%u: expected %#lx, got %#lx\n", i, (ulong)expected_regs.regs[i],
		       (ulong)regs->regs[i]);
		return false;
	}
	if (regs->sp != expected_regs.sp || regs->pc != expected_regs.pc ||
	    regs->pstate != expected_regs.pstate) {
		printf("expected sp %#lx pc %#lx pstate %#lx, got %#lx %#lx %#lx\n",
		       (ulong)expected_regs.sp, (ulong)expected_regs.pc,
		       (ulong)expected_regs.pstate, (ulong)regs->sp, (ulong)regs->pc,
		       (ulong)regs->pstate);
		return false;
	}
	return true;
}

static enum vector check_vector_prep(void)
{
	unsigned long daif;

	if (is_user()) {
		expected_regs.pstate = PSR_MODE_EL0t;
		return EL0_SYNC_64;
	}

	daif = read_sysreg(daif);
	expected_regs.pstate = daif |
		(expected_level == CurrentEL_EL2 ? PSR_MODE_EL2h : PSR_MODE_EL1h);
	return EL1H_SYNC;
}

static void unknown_handler(struct pt_regs *regs, unsigned int esr __unused)
{
	u64 pstate = regs->pstate;

	und_works = check_regs(regs);
	regs->pstate = pstate;
	regs->pc += 4;
}

static bool check_und(void)
{
	enum vector v = check_vector_prep();

	und_works = false;
	install_exception_handler(v, ESR_ELx_EC_UNKNOWN, unknown_handler);

	/* a register of EL3 */
	test_exception("", "mrs x0, sctlr_el3", "");

	install_exception_handler(v, ESR_ELx_EC_UNKNOWN, NULL);
	return und_works;
}

static void svc_handler(struct pt_regs *regs, unsigned int esr)
{
	u64 pstate = regs->pstate;

	expected_regs.pc += 4;
	svc_works = check_regs(regs) && (esr & 0xffff) == 123;
	regs->pstate = pstate;
}

static bool check_svc(void)
{
	enum vector v = check_vector_prep();

	svc_works = false;
	install_exception_handler(v, ESR_ELx_EC_SVC64, svc_handler);

	test_exception("", "svc #123", "");

	install_exception_handler(v, ESR_ELx_EC_SVC64, NULL);
	return svc_works;
}

static void pabt_handler(struct pt_regs *regs, unsigned int esr)
{
	u64 pstate = regs->pstate;
	bool is_extabt = (esr & ESR_ELx_FSC) == ESR_ELx_FSC_EXTABT;

	expected_regs.regs[30] = expected_regs.pc + 4;
	expected_regs.pc = pabt_target;
	pabt_works = check_regs(regs) && is_extabt;

	regs->pstate = pstate;
	regs->pc = regs->regs[30];
}

static bool check_pabt(void)
{
	enum vector v = check_vector_prep();
	void *page = unbacked_page();

	if (!page) {
		report_skip("no unbacked physical address above RAM");
		return false;
	}
	pabt_works = false;
	pabt_target = (unsigned long)page;
	install_exception_handler(v, ESR_ELx_EC_IABT_CUR, pabt_handler);

	test_exception("", "blr x9", "");

	install_exception_handler(v, ESR_ELx_EC_IABT_CUR, NULL);
	return pabt_works;
}

static void user_psci_system_off(struct pt_regs *regs __unused, unsigned int esr __unused)
{
	psci_system_off();
}

static void install_user_exit(void)
{
	install_exception_handler(EL0_SYNC_64, ESR_ELx_EC_UNKNOWN, user_psci_system_off);
}

#endif

static void check_vectors(void *arg __unused)
{
	bool pabt;

	report(check_und(), "und");
	report(check_svc(), "svc");
	if (is_user()) {
		/*
		 * Without an exit device, exit() comes to the hypercall, which is undefined
		 * here; the handler then makes it.
		 */
		install_user_exit();
	} else {
		pabt = check_pabt();
		if (pabt_target)
			report(pabt, "pabt");
	}
	exit(report_summary());
}

static void psci_print(void)
{
	int ver = psci_invoke(PSCI_0_2_FN_PSCI_VERSION, 0, 0, 0);

	report_info("PSCI version: %d.%d", PSCI_VERSION_MAJOR(ver), PSCI_VERSION_MINOR(ver));
	report_info("PSCI method: %s", psci_invoke_fn == arm_smccc_hvc ? "hvc" :
		    psci_invoke_fn == arm_smccc_smc ? "smc" : "unknown");
}

static void cpu_report(void *data __unused)
{
	uint64_t mpidr = get_mpidr();
	int cpu = smp_processor_id();

	if (mpidr_to_cpu(mpidr) == cpu)
		cpumask_set_cpu(cpu, &valid);
	smp_wmb();
	cpumask_set_cpu(cpu, &ready);
	report_info("CPU%3d: MPIDR=%010" PRIx64, cpu, mpidr);
}

int main(int argc, char **argv)
{
	report_prefix_push("selftest");

	if (argc < 2)
		report_abort("no test specified");

	report_prefix_push(argv[1]);
#ifdef __aarch64__
	expected_level = current_level();
#endif

	if (strcmp(argv[1], "setup") == 0) {
		check_setup(argc - 2, &argv[2]);
	} else if (strcmp(argv[1], "vectors-kernel") == 0) {
		check_vectors(NULL);
	} else if (strcmp(argv[1], "vectors-user") == 0) {
		start_usr(check_vectors, NULL, (unsigned long)thread_stack_alloc());
	} else if (strcmp(argv[1], "smp") == 0) {
		psci_print();
		on_cpus(cpu_report, NULL);
		while (!cpumask_full(&ready))
			cpu_relax();
		report(cpumask_full(&valid), "MPIDR test on all CPUs");
		report_info("%d CPUs reported back", nr_cpus);
	} else {
		report_abort("unknown subtest '%s'", argv[1]);
	}

	return report_summary();
}
