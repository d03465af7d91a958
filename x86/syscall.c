// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * syscall: SYSCALL uses the MSRs as they are now, and masks TF before the first
 * instruction of the handler.
 *
 * APM volume 2, 6.1; SDM volume 2, SYSCALL. SYSCALL from 32-bit code is an
 * instruction of AMD CPUs; KVM emulates it on Intel, which is the case that
 * once went wrong.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/fwcfg.h>
#include <x86/msr.h>
#include <x86/processor.h>

extern char lazy_target[], tf_syscall_target[], tf_user[], tf_back[];
extern volatile ulong rflags_in_handler;

/* The registers are loaded right before the instruction: nothing may be deferred. */
static noinline void syscall_lazy_load(void)
{
	u16 ss = read_ss();
	ulong arrived = 0;

	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
	wrmsr(MSR_LSTAR, (ulong)lazy_target);
	wrmsr(MSR_STAR, (u64)read_cs() << 32);
	wrmsr(MSR_SYSCALL_MASK, 0);
	asm volatile("pushf\n\t"
		     "syscall\n\t"
		     "jmp 1f\n"
		     "lazy_target:\n\t"
#ifdef __CET__
		     "endbr64\n\t"
#endif
		     "mov $1, %0\n"
		     "1: popf"
		     : "+r"(arrived) : : "rcx", "r11", "memory");
	write_ss(ss);
	check_eq(arrived, 1ul, "SYSCALL at CPL0 arrives at LSTAR");
}

/* Single step: what the debug exceptions saw. */
static volatile int db_count;
static volatile u16 db_cs[4];

static void db_handler(struct ex_regs *regs)
{
	if (db_count < 4)
		db_cs[db_count] = regs->cs;
	db_count++;
	/* From ring 3 as it should be, or in the handler as it must not. */
	regs->rflags &= ~X86_EFLAGS_TF;
}

volatile ulong rflags_in_handler;
static ulong tf_kernel_rsp;
static unsigned char tf_user_stack[1024] __attribute__((aligned(16)));

/*
 * Down to 32-bit ring 3, where TF is set and SYSCALL executed; the handler
 * returns with TF set, so that #DB is due in ring 3; a second SYSCALL ends it.
 */
asm(".text\n"
    ".code32\n"
    "tf_user:\n\t"
    "pushf\n\t"
    "orl $0x100, (%esp)\n\t"
    "popf\n\t"
    "syscall\n\t"
    "nop\n\t"
    "mov $1, %ebx\n\t"
    "syscall\n\t"
    "hlt\n"
    ".code64\n"
    "tf_syscall_target:\n\t"
#ifdef __CET__
    "endbr64\n\t"
#endif
    "cmp $1, %ebx\n\t"
    "je tf_back\n\t"
    "pushf\n\t"
    "pop rflags_in_handler(%rip)\n\t"
    /* Return with TF set whatever the CPU has saved. */
    "or $0x100, %r11d\n\t"
    "sysretl\n");

static noinline void syscall_tf(void)
{
	handler old = handle_exception(DB_VECTOR, db_handler);

	db_count = 0;
	rflags_in_handler = -1;
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
	wrmsr(MSR_CSTAR, (ulong)tf_syscall_target);
	wrmsr(MSR_LSTAR, (ulong)tf_syscall_target);
	wrmsr(MSR_STAR, (u64)USER_CS32 << 48 | (u64)KERNEL_CS64 << 32);
	wrmsr(MSR_SYSCALL_MASK, X86_EFLAGS_TF | X86_EFLAGS_DF | X86_EFLAGS_IF | X86_EFLAGS_NT);

	asm volatile("push %%rbp\n\t"
		     "mov %%rsp, %[save]\n\t"
		     /* #DB from ring 3 comes back to a stack of the kernel. */
		     "lea -256(%%rsp), %%rax\n\t"
		     "mov %%rax, %[rsp0]\n\t"
		     "pushq %[user_ds]\n\t"
		     "pushq %[stack]\n\t"
		     "pushf\n\t"
		     "pushq %[user_cs]\n\t"
		     "pushq $tf_user\n\t"
		     "xor %%ebx, %%ebx\n\t"
		     "iretq\n"
		     "tf_back:\n\t"
		     "mov %[save], %%rsp\n\t"
		     "pop %%rbp\n\t"
		     "mov %[kernel_ds], %%eax\n\t"
		     "mov %%eax, %%ss\n\t"
		     "mov %%eax, %%ds\n\t"
		     "mov %%eax, %%es\n\t"
		     : [rsp0] "=m"(tss[0].rsp0), [save] "=m"(tf_kernel_rsp)
		     : [user_ds] "i"(USER_DS), [user_cs] "i"(USER_CS32), [kernel_ds] "i"(KERNEL_DS),
		       [stack] "i"(tf_user_stack + sizeof(tf_user_stack))
		     : "rax", "rbx", "rcx", "rdx", "r11", "memory", "cc");

	handle_exception(DB_VECTOR, old);
	check_bits(rflags_in_handler, X86_EFLAGS_TF, 0, "TF in the handler");
	check_ge(db_count, 1, "#DB taken");
	/* The POPF that sets TF lets SYSCALL run: the only #DB is that of the return. */
	check_eq(db_count, 1, "#DB taken in all");
	if (db_count)
		check_eq(db_cs[0], USER_CS32, "CS of the first #DB");
	wrmsr(MSR_SYSCALL_MASK, 0);
}

static const char *needs_32bit_syscall(void)
{
	if (is_intel() && !test_device_enabled())
		return "SYSCALL from 32-bit code is undefined on this CPU";
	if (!this_cpu_has(X86_FEATURE_SYSCALL))
		return "no SYSCALL";
	return NULL;
}

static void sce_off(void)
{
	u64 efer = rdmsr(MSR_EFER);

	wrmsr(MSR_EFER, efer & ~EFER_SCE);
	check_eq(asm_safe("syscall"), UD_VECTOR, "vector of SYSCALL with EFER.SCE=0");
	check_eq(asm_safe("sysretq"), UD_VECTOR, "vector of SYSRET with EFER.SCE=0");
	wrmsr(MSR_EFER, efer);
}

static const struct subtest subtests[] = {
	{ "sce-off", sce_off },
	{ "lazy", syscall_lazy_load },
	{ "tf", syscall_tf, .requires = needs_32bit_syscall },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
