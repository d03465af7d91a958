// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * debug: breakpoints, single steps and what DR6 says of them.
 *
 * SDM volume 3, 17.2 and 17.3; 6.8.3 (after MOV SS debug exceptions wait for
 * one instruction); APM volume 2, 13.1. Code that is stepped through runs at
 * CPL0 and at CPL3; an emulator has to take the step too.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/debugreg.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/usermode.h>

#define MAX_RECORDS	10
#define LOW		DR6_ACTIVE_LOW

static volatile int nr_db;
static volatile ulong db_rip[MAX_RECORDS], db_dr6[MAX_RECORDS];
static volatile ulong bp_rip;
static volatile bool got_ud, got_ac;

static void db_handler(struct ex_regs *regs)
{
	ulong dr6 = read_dr6();

	if (nr_db < MAX_RECORDS) {
		db_rip[nr_db] = regs->rip;
		db_dr6[nr_db] = dr6;
	}
	nr_db++;
	if (dr6 & DR6_TRAP2)
		regs->rflags |= X86_EFLAGS_RF;
	if (nr_db >= MAX_RECORDS) {
		regs->rflags &= ~X86_EFLAGS_TF;
		write_dr7(DR7_FIXED_1);
	}
	write_dr6(LOW);
}

static void bp_handler(struct ex_regs *regs)
{
	bp_rip = regs->rip;
}

static void ud_handler(struct ex_regs *regs)
{
	const u8 *insn = (const u8 *)regs->rip;

	got_ud = true;
	/* ICEBP, perhaps with prefixes, does not become legal: behind it. */
	while (*insn == 0x2e)
		insn++;
	if (*insn == 0xf1)
		regs->rip = (ulong)insn + 1;
	else
		write_cr4(read_cr4() & ~X86_CR4_DE);
}

static void ac_handler(struct ex_regs *regs)
{
	got_ac = true;
	/* Do not come back to the same fault. */
	write_cr0(read_cr0() & ~X86_CR0_AM);
}

static void one_db(ulong rip, ulong dr6, const char *what)
{
	check_eq(nr_db, 1, "#DB of %s", what);
	if (nr_db < 1)
		return;
	check_eq(db_rip[0], rip, "saved RIP of %s", what);
	check_eq(db_dr6[0], dr6, "DR6 of %s", what);
}

/* Split locks */

static u8 split_buffer[128] __attribute__((aligned(64)));

static uint64_t split_lock(void)
{
	u64 *p = (u64 *)(split_buffer + 60), old = *p;

	asm volatile("lock cmpxchgq %2, %0" : "+m"(*p), "+a"(old) : "r"(0x1122334455667788ull) : "cc");
	return 0;
}

static void split(bool user)
{
	bool raised = false;
	u64 value;

	memset(split_buffer, 0, sizeof(split_buffer));
	nr_db = 0;
	got_ac = false;
	if (user)
		run_in_user(split_lock, GP_VECTOR, 0, 0, 0, 0, &raised);
	else
		split_lock();
	memcpy(&value, split_buffer + 60, sizeof(value));
	check_eq(value, 0x1122334455667788ull, "memory after a split locked CMPXCHG");
	check(!got_ac && !raised, "no #AC of a split lock while detection is off");
	check_eq(nr_db, 0, "#DB of a split lock while detection is off");
}

static void split_kernel(void)
{
	split(false);
}

static void split_user(void)
{
	split(true);
}

/* DR4 is DR6 unless CR4.DE */

static ulong read_dr4(void)
{
	ulong v = 0;

	asm volatile("mov %%dr4, %0" : "+r"(v));
	return v;
}

static void dr4(void)
{
	got_ud = false;
	write_cr4(read_cr4() & ~X86_CR4_DE);
	asm volatile("mov %0, %%dr4" : : "r"(0ul));
	write_dr6(LOW | DR6_BS | DR6_TRAP1);
	check_eq(read_dr4(), LOW | DR6_BS | DR6_TRAP1, "DR4 with CR4.DE=0 reads DR6");
	check(!got_ud, "no #UD of DR4 with CR4.DE=0");
	write_dr6(LOW);

	/* The handler clears CR4.DE and the instruction runs again. */
	got_ud = false;
	write_cr4(read_cr4() | X86_CR4_DE);
	read_dr4();
	check(got_ud, "#UD of DR4 with CR4.DE=1");
	write_cr4(read_cr4() & ~X86_CR4_DE);
}

/* Breakpoints */

extern char bp_after[], exec1[], exec2[], data1_after[], data2_after[], ice_after[];

static void breakpoint_insn(void)
{
	bp_rip = 0;
	asm volatile("int3; bp_after:");
	check_eq(bp_rip, (ulong)bp_after, "saved RIP of INT3");
}

static void exec_breakpoint(void)
{
	nr_db = 0;
	write_dr6(LOW);
	write_dr2(exec1);
	write_dr7(DR7_FIXED_1 | DR7_GLOBAL_ENABLE_DR2);
	asm volatile("exec1: nop");
	write_dr7(DR7_FIXED_1);
	one_db((ulong)exec1, LOW | DR6_TRAP2, "an instruction breakpoint, DR6 clear before");

	nr_db = 0;
	write_dr2(exec2);
	write_dr7(DR7_FIXED_1 | DR7_GLOBAL_ENABLE_DR2);
	write_dr6(LOW | DR6_BS | DR6_TRAP1);
	asm volatile("exec2: nop");
	write_dr7(DR7_FIXED_1);
	one_db((ulong)exec2, LOW | DR6_BS | DR6_TRAP2, "an instruction breakpoint, DR6.BS and B1 set before");
}

static volatile u32 watched;

static void data_breakpoint(void)
{
	ulong dr7 = DR7_FIXED_1 | DR7_GLOBAL_ENABLE_DR1 | DR7_WRITE_DRx(1) | DR7_LEN_4_DRx(1);

	nr_db = 0;
	write_dr1((void *)&watched);
	write_dr7(dr7);
	write_dr6(LOW | DR6_BS);
	asm volatile("movl $42, %0\n\tdata1_after:" : "=m"(watched));
	one_db((ulong)data1_after, LOW | DR6_BS | DR6_TRAP1, "a data breakpoint, DR6.BS set before");

	nr_db = 0;
	write_dr6(0);
	asm volatile("movl $43, %0\n\tdata2_after:" : "=m"(watched));
	write_dr7(DR7_FIXED_1);
	one_db((ulong)data2_after, LOW | DR6_TRAP1, "a data breakpoint, DR6 clear before");

	/* Reads do not count for a write breakpoint. */
	nr_db = 0;
	write_dr7(dr7);
	(void)watched;
	write_dr7(DR7_FIXED_1);
	check_eq(nr_db, 0, "#DB of a read with a write breakpoint");
}

static void icebp(void)
{
	nr_db = 0;
	write_dr6(0);
	asm volatile(".byte 0xf1; ice_after:");
	one_db((ulong)ice_after, LOW, "ICEBP");
}

/* Single steps. The code after the POPF that sets TF; the second POPF clears it. */

#define STEP_CODE(name, before, after_tf)		\
uint64_t step_##name(void);				\
extern char start_##name[];				\
asm(".text\n"						\
    "step_" #name ":\n\t"				\
    "push %rbx\n\t"					\
    before						\
    "pushf\n\t"						\
    "pop %rax\n\t"					\
    "push %rax\n\t"					\
    "orq $0x100, (%rsp)\n\t"				\
    "popf\n\t"						\
    after_tf						\
    "pop %rbx\n\t"					\
    "xor %eax, %eax\n\t"				\
    "ret\n")

#undef S
#define S(name)		"start_" #name ":\n\t"
#define AND_TF		"and $~0x100, %rax\n\t"

STEP_CODE(basic, "", AND_TF S(basic) "push %rax\n\tpopf\n\t");
STEP_CODE(emulated, "", AND_TF S(emulated) "push %rax\n\txor %rax, %rax\n\tcpuid\n\t"
	  "movl $0x3fd, %edx\n\tinb %dx, %al\n\tpopf\n\t");
STEP_CODE(sti, "cli\n\t", "sti\n" S(sti) AND_TF "push %rax\n\tpopf\n\tcli\n\t");
STEP_CODE(mov_ss, "mov %ss, %ecx\n\t", "mov %ecx, %ss\n\t" AND_TF S(mov_ss) "push %rax\n\tpopf\n\t");
STEP_CODE(mov_ss_icebp, "mov %ss, %ecx\n\t", "mov %ecx, %ss\n\t.byte 0xf1\n" S(mov_ss_icebp)
	  ".byte 0xf1\n\t" AND_TF "push %rax\n\tpopf\n\t");
STEP_CODE(mov_ss_gd, "mov $0x2400, %edx\n\tmov %ss, %ecx\n\txor %esi, %esi\n\tmov %rdx, %dr7\n\t",
	  "mov %ecx, %ss\n" S(mov_ss_gd) "mov %rsi, %dr6\n\t" AND_TF "push %rax\n\tpopf\n\t");
STEP_CODE(sti_hlt, "cli\n\t", "sti\n" S(sti_hlt) "hlt\n\t" AND_TF "push %rax\n\tpopf\n\tcli\n\t");

#undef S

struct step_case {
	const char *name;
	uint64_t (*fn)(void);
	char *start;
	int nr;
	u8 offset[MAX_RECORDS];
	/* DR6 of each; 0 means LOW | BS. */
	ulong dr6[MAX_RECORDS];
	bool kernel_only;
	void (*prepare)(void);
};

#define TIMER_VECTOR	0xee

static void timer_isr(isr_regs_t *regs)
{
	eoi();
}

static void prepare_timer(void)
{
	handle_irq(TIMER_VECTOR, timer_isr);
	apic_write(APIC_LVTT, APIC_LVT_TIMER_ONESHOT | TIMER_VECTOR);
	apic_write(APIC_TDCR, APIC_TDR_DIV_1);
	apic_write(APIC_TMICT, 1000000);
}

static const struct step_case steps[] = {
	{ "basic", step_basic, start_basic, 3, { 0, 1, 2 } },
	{ "emulated", step_emulated, start_emulated, 7, { 0, 1, 4, 6, 11, 12, 13 } },
	{ "mov-ss", step_mov_ss, start_mov_ss, 3, { 0, 1, 2 } },
	{ "sti", step_sti, start_sti, 4, { 0, 6, 7, 8 } },
	{ "sti-hlt", step_sti_hlt, start_sti_hlt, 5, { 0, 1, 7, 8, 9 }, .kernel_only = true,
	  .prepare = prepare_timer },
	{ "mov-ss-gd", step_mov_ss_gd, start_mov_ss_gd, 5, { 0, 3, 9, 10, 11 }, { LOW | DR6_BD },
	  .kernel_only = true },
	{ "mov-ss-icebp", step_mov_ss_icebp, start_mov_ss_icebp, 5, { 0, 1, 7, 8, 9 }, { LOW, LOW } },
};

static void run_step(const struct step_case *c, bool user)
{
	bool raised = false;
	int i;

	nr_db = 0;
	write_dr6(LOW);
	write_dr7(DR7_FIXED_1);
	if (c->prepare)
		c->prepare();
	if (user) {
		set_iopl(3);
		run_in_user(c->fn, GP_VECTOR, 0, 0, 0, 0, &raised);
		set_iopl(0);
	} else {
		c->fn();
	}
	cli();
	write_dr7(DR7_FIXED_1);
	check(!raised, "no #GP");
	check_eq(nr_db, c->nr, "#DB taken");
	for (i = 0; i < c->nr && i < nr_db; i++) {
		check_eq(db_rip[i] - (ulong)c->start, (ulong)c->offset[i], "saved RIP of #DB %d", i + 1);
		check_eq(db_dr6[i], c->dr6[i] ? c->dr6[i] : LOW | DR6_BS, "DR6 of #DB %d", i + 1);
	}
}

static void step_kernel(void)
{
	run_step(subtest_row(), false);
}

static void step_user(void)
{
	const struct step_case *c = subtest_row();

	if (c->kernel_only)
		report_skip("CPL0 only");
	else
		run_step(c, true);
}

/* A data breakpoint on the load of MOV SS waits, and meets another event. */

extern char deferred_db[], deferred_int3[];
extern volatile u32 deferred_count;
volatile u32 deferred_count;
asm(".text\n"
    "deferred_db:\n\t"
    "roll $1, deferred_count\n\t"
    "orl $1, deferred_count\n\t"
    "iretq\n");

#define DEFERRED(insn)							\
({									\
	ulong old_dr7 = DR7_FIXED_1;					\
									\
	deferred_count = 1;						\
	write_dr6(LOW);							\
	write_dr1((void *)&ss_selector);				\
	write_dr7(DR7_FIXED_1 | DR7_GLOBAL_ENABLE_DR1 | DR7_DATA_IO_DRx(1) | DR7_LEN_4_DRx(1)); \
	asm volatile("mov %0, %%ss\n\t" insn : : "m"(ss_selector) : "memory"); \
	write_dr7(old_dr7);						\
	deferred_count;							\
})

static u32 ss_selector = KERNEL_DS;

static void deferred(void)
{
	idt_entry_t old = boot_idt[DB_VECTOR];

	set_idt_entry(DB_VECTOR, deferred_db, 0);
	check_eq(DEFERRED(".byte 0x2e, 0x2e, 0xf1"), 3u,
		 "#DB (ones in the value) of MOV SS with a breakpoint, then ICEBP");
	check_eq(DEFERRED("int $1"), 7u, "#DB (ones in the value) of MOV SS with a breakpoint, then INT 1");
	bp_rip = 0;
	check_eq(DEFERRED(".byte 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0xcc\n\t"
			  "deferred_int3:"), 3u,
		 "#DB (ones in the value) of MOV SS with a breakpoint, then INT3");
	check_eq(bp_rip, (ulong)deferred_int3, "saved RIP of that INT3");
	boot_idt[DB_VECTOR] = old;
}

static const struct subtest subtests[] = {
	{ "split-lock", split_kernel },
	{ "split-lock-cpl3", split_user },
	{ "dr4", dr4 },
	{ "int3", breakpoint_insn },
	{ "exec", exec_breakpoint },
	{ "data", data_breakpoint },
	{ "icebp", icebp, .timeout = 3 },
	{ "deferred", deferred, .timeout = 3 },
	{ "step", step_kernel, SUBTEST_ROWS(steps), .timeout = 3 },
	{ "step-cpl3", step_user, SUBTEST_ROWS(steps), .timeout = 3 },
	{ }
};

int main(int argc, char **argv)
{
	handle_exception(DB_VECTOR, db_handler);
	handle_exception(BP_VECTOR, bp_handler);
	handle_exception(UD_VECTOR, ud_handler);
	handle_exception(AC_VECTOR, ac_handler);
	return run_subtests(subtests, argc, argv);
}
