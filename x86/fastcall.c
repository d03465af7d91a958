// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fastcall: SYSENTER, SYSEXIT, SYSCALL, SYSRET, SWAPGS and the FS/GS base instructions.
 *
 * What each loads into which register: selectors and their hidden parts, flags, stack; what faults, and at which privilege
 * level; with the bits of CR4 and EFER that allow them. Every system call of every system goes this way, and a wrong selector or
 * flag there is a hole. SDM volume 2 and volume 3, 5.8.7 and 5.8.8; APM volume 3.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/usermode.h>
#include <x86/vm.h>

#define CODE_BASE	KERNEL_CS64
#define F_FSGSBASE	X86_CPU_FEATURE(7, 0, EBX, 0)
#define F_SEP		X86_CPU_FEATURE(1, 0, EDX, 11)

/* Beside what the library's order of selectors serves, descriptors for SYSEXIT: CS + 16 and + 32. */
#define SEP_CS		0x50
#define SEP_USER_CS32	(SEP_CS + 16)
#define SEP_USER_CS64	(SEP_CS + 32)

struct entry_state {
	u64 cs, ss, rsp, rflags, rcx, r11, rdx;
};

/* Filled by the entries below */
struct entry_state entry_state;
u64 entry_saved_rsp;
extern char sysenter_entry[], syscall_entry[], user_sysenter[], user_syscall[], user_sysret_landing[];
static u8 user_stack[4096] __attribute__((aligned(16)));
static u8 kernel_stack[4096] __attribute__((aligned(16)));

/*
 * Kernel side: note everything and go back to the caller of enter_user(). User side: flags in RDI are loaded, then the
 * instruction.
 */
asm(".pushsection .text\n"
    "sysenter_entry:\n"
    "syscall_entry:\n\t"
    "mov %cs, entry_state(%rip)\n\t"
    "mov %ss, 8 + entry_state(%rip)\n\t"
    "mov %rsp, 16 + entry_state(%rip)\n\t"
    "mov %rcx, 32 + entry_state(%rip)\n\t"
    "mov %r11, 40 + entry_state(%rip)\n\t"
    "mov %rdx, 48 + entry_state(%rip)\n\t"
    "mov entry_saved_rsp(%rip), %rsp\n\t"
    "pushf\n\t"
    "pop 24 + entry_state(%rip)\n\t"
    "mov $0x10, %ecx\n\t"
    "mov %ecx, %ss\n\t"
    "pop %r15\n\t"
    "pop %r14\n\t"
    "pop %r13\n\t"
    "pop %r12\n\t"
    "pop %rbp\n\t"
    "pop %rbx\n\t"
    "popf\n\t"
    "ret\n"
    /* enter_user(rip, flags, cs, ss, rsp) by IRET; comes back through one of the entries */
    "enter_user:\n\t"
    "pushf\n\t"
    "push %rbx\n\t"
    "push %rbp\n\t"
    "push %r12\n\t"
    "push %r13\n\t"
    "push %r14\n\t"
    "push %r15\n\t"
    "mov %rsp, entry_saved_rsp(%rip)\n\t"
    "push %rcx\n\t"
    "push %r8\n\t"
    "push %rsi\n\t"
    "push %rdx\n\t"
    "push %rdi\n\t"
    "mov $0x11111111, %ecx\n\t"
    "mov $0x22222222, %r11d\n\t"
    "mov $0x33333333, %edx\n\t"
    "iretq\n"
    "user_sysenter:\n\t"
    "sysenter\n\t"
    "ud2\n"
    "user_syscall:\n\t"
    "syscall\n"
    "user_sysret_landing:\n\t"
    "ud2\n\t"
    ".popsection");
void enter_user(ulong rip, ulong flags, ulong cs, ulong ss, ulong rsp);

static ulong user_rsp(void)
{
	return (ulong)user_stack + sizeof(user_stack) - 64;
}

static const char *needs_sysenter(void)
{
	if (!is_intel())
		return "only Intel's CPUs have SYSENTER in 64-bit mode";
	return this_cpu_has(F_SEP) ? NULL : "SYSENTER is not in CPUID";
}

static const char *needs_fsgsbase(void)
{
	return this_cpu_has(F_FSGSBASE) ? NULL : "FSGSBASE is not in CPUID";
}

static void sysenter_setup(void)
{
	wrmsr(MSR_IA32_SYSENTER_CS, SEP_CS);
	wrmsr(MSR_IA32_SYSENTER_ESP, (ulong)kernel_stack + 2048);
	wrmsr(MSR_IA32_SYSENTER_EIP, (ulong)sysenter_entry);
	set_gdt_entry(SEP_CS, 0, 0xfffff, 0x9b, 0xa0);
	set_gdt_entry(SEP_CS + 8, 0, 0xfffff, 0x93, 0xc0);
	set_gdt_entry(SEP_CS + 16, 0, 0xfffff, 0xfb, 0xc0);
	set_gdt_entry(SEP_CS + 24, 0, 0xfffff, 0xf3, 0xc0);
	set_gdt_entry(SEP_CS + 32, 0, 0xfffff, 0xfb, 0xa0);
	set_gdt_entry(SEP_CS + 40, 0, 0xfffff, 0xf3, 0xc0);
}

static void sysenter(void)
{
	sysenter_setup();
	memset(&entry_state, 0, sizeof(entry_state));
	enter_user((ulong)user_sysenter, X86_EFLAGS_FIXED | X86_EFLAGS_IF | X86_EFLAGS_CF | X86_EFLAGS_DF, USER_CS64, USER_DS,
		   user_rsp());
	check_eq(entry_state.cs, (u64)SEP_CS, "CS is IA32_SYSENTER_CS");
	check_eq(entry_state.ss, (u64)SEP_CS + 8, "SS is IA32_SYSENTER_CS + 8");
	check_eq(entry_state.rsp, (u64)(ulong)kernel_stack + 2048, "RSP is IA32_SYSENTER_ESP");
	check_bits(entry_state.rflags, X86_EFLAGS_IF, 0ull, "IF is cleared");
	check_bits(entry_state.rflags, X86_EFLAGS_CF | X86_EFLAGS_DF, X86_EFLAGS_CF | X86_EFLAGS_DF, "CF and DF are kept");
	check_eq(entry_state.rcx, 0x11111111ull, "RCX is kept");
	check_eq(entry_state.r11, 0x22222222ull, "R11 is kept");
	/* RPL of the MSR does not count. */
	wrmsr(MSR_IA32_SYSENTER_CS, SEP_CS | 3);
	enter_user((ulong)user_sysenter, X86_EFLAGS_FIXED, USER_CS64, USER_DS, user_rsp());
	check_eq(entry_state.cs, (u64)SEP_CS, "CS with RPL 3 in IA32_SYSENTER_CS");
	wrmsr(MSR_IA32_SYSENTER_CS, 0);
	check_eq(asm_safe("sysenter"), GP_VECTOR, "exception with IA32_SYSENTER_CS 0");
}

static u64 do_sysexit(void)
{
	asm volatile("sysexit" : : "c"(0ul), "d"(0ul) : "memory");
	return 0;
}

/* SYSEXIT to code that calls back by SYSCALL with its selectors in R8 and R9 */
struct entry_state exit_state;
extern char user_report[];
asm(".pushsection .text\n"
    "user_report:\n\t"
    "mov %cs, exit_state(%rip)\n\t"
    "mov %ss, 8 + exit_state(%rip)\n\t"
    "mov %rsp, 16 + exit_state(%rip)\n\t"
    "mov %rcx, 32 + exit_state(%rip)\n\t"
    "mov %r11, 40 + exit_state(%rip)\n\t"
    "pushf\n\t"
    "pop 24 + exit_state(%rip)\n\t"
    "syscall\n\t"
    "ud2\n"
    "leave_by_sysexit:\n\t"
    "pushf\n\t"
    "push %rbx\n\t"
    "push %rbp\n\t"
    "push %r12\n\t"
    "push %r13\n\t"
    "push %r14\n\t"
    "push %r15\n\t"
    "mov %rsp, entry_saved_rsp(%rip)\n\t"
    "mov %rdi, %rdx\n\t"
    "mov %rsi, %rcx\n\t"
    ".byte 0x48\n\t"
    "sysexit\n"
    "leave_by_sysret:\n\t"
    "pushf\n\t"
    "push %rbx\n\t"
    "push %rbp\n\t"
    "push %r12\n\t"
    "push %r13\n\t"
    "push %r14\n\t"
    "push %r15\n\t"
    "mov %rsp, entry_saved_rsp(%rip)\n\t"
    "mov %rdi, %rcx\n\t"
    "mov %rdx, %r11\n\t"
    "mov %rsi, %rsp\n\t"
    "sysretq\n\t"
    ".popsection");
void leave_by_sysexit(ulong rip, ulong rsp);
void leave_by_sysret(ulong rip, ulong rsp, ulong flags);

static void syscall_setup(ulong mask)
{
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
	wrmsr(MSR_LSTAR, (ulong)syscall_entry);
	wrmsr(MSR_STAR, (u64)USER_CS32 << 48 | (u64)KERNEL_CS64 << 32);
	wrmsr(MSR_SYSCALL_MASK, mask);
}

static void sysexit(void)
{
	bool raised;

	sysenter_setup();
	syscall_setup(X86_EFLAGS_IF | X86_EFLAGS_DF);
	memset(&exit_state, 0, sizeof(exit_state));
	leave_by_sysexit((ulong)user_report, user_rsp());
	check_eq(exit_state.cs, (u64)(SEP_USER_CS64 | 3), "CS is IA32_SYSENTER_CS + 32, RPL 3");
	check_eq(exit_state.ss, (u64)((SEP_CS + 40) | 3), "SS is IA32_SYSENTER_CS + 40, RPL 3");
	check_eq(exit_state.rsp, (u64)user_rsp(), "RSP is RCX");
	run_in_user((usermode_func)do_sysexit, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(raised, "at CPL 3: #GP");
	wrmsr(MSR_IA32_SYSENTER_CS, 0);
	check_eq(asm_safe(".byte 0x48; sysexit"), GP_VECTOR, "exception with IA32_SYSENTER_CS 0");
}

static void syscall_insn(void)
{
	static const ulong masks[] = { 0, X86_EFLAGS_CF | X86_EFLAGS_DF, X86_EFLAGS_NT | X86_EFLAGS_AC, 0x47700 };
	const ulong flags = X86_EFLAGS_FIXED | X86_EFLAGS_CF | X86_EFLAGS_DF | X86_EFLAGS_AC | X86_EFLAGS_ZF | X86_EFLAGS_IF;

	for (unsigned int i = 0; i < ARRAY_SIZE(masks); i++) {
		syscall_setup(masks[i] | X86_EFLAGS_IF);
		memset(&entry_state, 0, sizeof(entry_state));
		enter_user((ulong)user_syscall, flags, USER_CS64, USER_DS, user_rsp());
		check_eq(entry_state.cs, (u64)KERNEL_CS64, "mask %lx: CS is STAR[47:32]", masks[i]);
		check_eq(entry_state.ss, (u64)KERNEL_CS64 + 8, "mask %lx: SS is STAR[47:32] + 8", masks[i]);
		check_eq(entry_state.rsp, (u64)user_rsp(), "mask %lx: RSP is kept", masks[i]);
		check_eq(entry_state.rcx, (u64)(ulong)user_sysret_landing, "mask %lx: RCX is the next instruction", masks[i]);
		check_eq(entry_state.r11, (u64)flags, "mask %lx: R11 is RFLAGS", masks[i]);
		check_bits(entry_state.rflags, X86_EFLAGS_AC | X86_EFLAGS_IF,
			   (u64)(flags & X86_EFLAGS_AC & ~masks[i]), "mask %lx: AC and IF without the mask", masks[i]);
		check_bits(entry_state.rflags, X86_EFLAGS_CF | X86_EFLAGS_DF | X86_EFLAGS_ZF,
			   (u64)(flags & (X86_EFLAGS_CF | X86_EFLAGS_DF | X86_EFLAGS_ZF) & ~masks[i]),
			   "mask %lx: CF, DF and ZF without the mask", masks[i]);
	}
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) & ~EFER_SCE);
	check_eq(asm_safe("syscall"), UD_VECTOR, "exception with EFER.SCE 0");
}

static u64 do_sysret(void)
{
	asm volatile("sysretq" : : "c"(0ul) : "memory");
	return 0;
}

static void sysret(void)
{
	const ulong flags = X86_EFLAGS_FIXED | X86_EFLAGS_CF | X86_EFLAGS_AC | X86_EFLAGS_IF;
	bool raised;

	syscall_setup(X86_EFLAGS_IF | X86_EFLAGS_DF | X86_EFLAGS_AC);
	memset(&exit_state, 0, sizeof(exit_state));
	leave_by_sysret((ulong)user_report, user_rsp(), flags | X86_EFLAGS_RF);
	check_eq(exit_state.cs, (u64)USER_CS64, "CS is STAR[63:48] + 16, RPL 3");
	check_eq(exit_state.ss, (u64)USER_DS, "SS is STAR[63:48] + 8, RPL 3");
	check_eq(exit_state.rsp, (u64)user_rsp(), "RSP is kept");
	check_eq(exit_state.rcx, (u64)(ulong)user_report, "RCX is kept");
	check_eq(exit_state.rflags, (u64)flags, "RFLAGS is R11 without RF");
	/* The selectors get RPL 3 whatever STAR has. */
	wrmsr(MSR_STAR, (u64)(USER_CS32 & ~3) << 48 | (u64)KERNEL_CS64 << 32);
	leave_by_sysret((ulong)user_report, user_rsp(), flags);
	check_eq(exit_state.cs, (u64)USER_CS64, "CS with RPL 0 in STAR[63:48]");
	check_eq(exit_state.ss & ~3ull, (u64)USER_DS & ~3ull, "SS with RPL 0 in STAR[63:48]");
	run_in_user((usermode_func)do_sysret, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(raised, "at CPL 3: #GP");
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) & ~EFER_SCE);
	check_eq(asm_safe("sysretq"), UD_VECTOR, "exception with EFER.SCE 0");
}

static u64 do_swapgs(void)
{
	asm volatile("swapgs" : : : "memory");
	return 0;
}

static void swapgs(void)
{
	u64 old = rdmsr(MSR_GS_BASE), a, b, c, d;
	bool raised;

	wrmsr(MSR_KERNEL_GS_BASE, 0x123456789000);
	check_eq(rdmsr(MSR_KERNEL_GS_BASE), 0x123456789000ull, "KERNEL_GS_BASE reads back");
	check_eq(rdmsr(MSR_GS_BASE), old, "GS_BASE after KERNEL_GS_BASE was written");
	asm volatile("swapgs" : : : "memory");
	a = rdmsr(MSR_GS_BASE);
	b = rdmsr(MSR_KERNEL_GS_BASE);
	asm volatile("swapgs" : : : "memory");
	c = rdmsr(MSR_GS_BASE);
	d = rdmsr(MSR_KERNEL_GS_BASE);
	wrmsr(MSR_GS_BASE, old);
	check_eq(a, 0x123456789000ull, "GS_BASE after SWAPGS");
	check_eq(b, old, "KERNEL_GS_BASE after SWAPGS");
	check_eq(c, old, "GS_BASE after the second");
	check_eq(d, 0x123456789000ull, "KERNEL_GS_BASE after the second");
	run_in_user((usermode_func)do_swapgs, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(raised, "at CPL 3: #GP");
}

static u64 user_fsbase(u64 v)
{
	u64 r;

	asm volatile("wrfsbase %1; rdfsbase %0" : "=r"(r) : "r"(v));
	return r;
}

static void fsgsbase(void)
{
	u64 old = rdmsr(MSR_FS_BASE), gs = rdmsr(MSR_GS_BASE), v, v32 = 0x5555555566666666;
	ulong cr4 = read_cr4();
	bool raised;
	int vector;

	write_cr4(cr4 & ~X86_CR4_FSGSBASE);
	check_eq(asm_safe("rdfsbase %0", "r"(0ul)), UD_VECTOR, "RDFSBASE with CR4.FSGSBASE 0");
	check_eq(asm_safe("wrgsbase %0", "r"(gs)), UD_VECTOR, "WRGSBASE with CR4.FSGSBASE 0");
	write_cr4(cr4 | X86_CR4_FSGSBASE);
	wrmsr(MSR_FS_BASE, 0x7fff12345678);
	asm volatile("rdfsbase %0" : "=r"(v));
	check_eq(v, 0x7fff12345678ull, "RDFSBASE");
	asm volatile("rdfsbase %k0" : "+r"(v32));
	check_eq(v32, 0x12345678ull, "RDFSBASE of 32 bits clears the upper half");
	asm volatile("wrfsbase %0" : : "r"(0xffff800012345678ul));
	check_eq(rdmsr(MSR_FS_BASE), 0xffff800012345678ull, "WRFSBASE");
	asm volatile("wrfsbase %k0" : : "r"(0xffff8000abcdef01ul));
	check_eq(rdmsr(MSR_FS_BASE), 0xabcdef01ull, "WRFSBASE of 32 bits");
	asm volatile("rdgsbase %0" : "=r"(v));
	check_eq(v, gs, "RDGSBASE");
	asm volatile("wrgsbase %1; rdgsbase %0; wrgsbase %2" : "=&r"(v) : "r"(0x111122223333ul), "r"((ulong)gs));
	check_eq(v, 0x111122223333ull, "WRGSBASE");
	vector = asm_safe("wrfsbase %0", "r"((ulong)NONCANONICAL));
	check_eq(vector, GP_VECTOR, "WRFSBASE of a non-canonical address");
	v = run_in_user((usermode_func)user_fsbase, GP_VECTOR, 0x12340000, 0, 0, 0, &raised);
	check(!raised && v == 0x12340000, "at CPL 3: %#" PRIx64, v);
	/* The base is used. */
	v32 = 0xfeedface;
	asm volatile("wrfsbase %1; mov %%fs:8, %0" : "=&r"(v) : "r"((ulong)&v32 - 8), "m"(v32));
	check_eq(v, 0xfeedfaceull, "load through FS");
	wrmsr(MSR_FS_BASE, old);
	write_cr4(cr4);
}

/* IRET to CPL 3 and POPF there: which flags they change */
static u64 user_popf(u64 flags)
{
	u64 r;

	asm volatile("push %1; popf; pushf; pop %0; push $2; popf" : "=r"(r) : "r"(flags) : "cc", "memory");
	return r;
}

static u64 user_iret(u64 flags)
{
	u64 r;

	asm volatile("mov %%rsp, %%rax\n\t"
		     "mov %%ss, %%ecx\n\t"
		     "push %%rcx\n\t"
		     "push %%rax\n\t"
		     "push %1\n\t"
		     "mov %%cs, %%ecx\n\t"
		     "push %%rcx\n\t"
		     "lea 1f(%%rip), %%rax\n\t"
		     "push %%rax\n\t"
		     "iretq\n"
		     "1:\tpushf\n\t"
		     "pop %0\n\t"
		     "push $2\n\t"
		     "popf" : "=r"(r) : "r"(flags) : "rax", "rcx", "cc", "memory");
	return r;
}

static void user_flags(void)
{
	static const struct {
		const char *name;
		u64 (*fn)(u64 flags);
	} ways[] = { { "POPF", user_popf }, { "IRET", user_iret } };
	const ulong free_bits = X86_EFLAGS_CF | X86_EFLAGS_DF | X86_EFLAGS_AC | X86_EFLAGS_ID;
	unsigned int iopl, i, on;
	bool raised;
	u64 got;

	for (iopl = 0; iopl < 4; iopl += 3)
		for (i = 0; i < ARRAY_SIZE(ways); i++)
			for (on = 0; on < 2; on++) {
				ulong before = on ? 0 : X86_EFLAGS_IF, want;

				/* run_in_user() passes the caller's flags on. */
				cli();
				set_iopl(iopl);
				if (before)
					sti();
				got = run_in_user((usermode_func)ways[i].fn, GP_VECTOR,
						  X86_EFLAGS_FIXED | (on ? X86_EFLAGS_IF | free_bits : 0) |
						  (iopl ? 0 : X86_EFLAGS_IOPL), 0, 0, 0, &raised);
				cli();
				set_iopl(0);
				check(!raised, "%s at CPL 3, IOPL %u, bits %u: no exception", ways[i].name, iopl, on);
				check_eq(got & X86_EFLAGS_IOPL, (u64)iopl << 12, "%s at CPL 3, IOPL %u, bits %u: IOPL stays", ways[i].name,
					 iopl, on);
				want = iopl == 3 ? (on ? X86_EFLAGS_IF : 0) : before;
				check_eq(got & X86_EFLAGS_IF, (u64)want, "%s at CPL 3, IOPL %u, bits %u: IF", ways[i].name, iopl, on);
				check_eq(got & free_bits, on ? (u64)free_bits : 0ull, "%s at CPL 3, IOPL %u, bits %u: CF, DF, AC, ID",
					 ways[i].name, iopl, on);
			}
}

/* RDTSC and RDPMC at CPL 3 as CR4 allows */
static u64 user_rdtsc(void)
{
	return rdtsc();
}

static void tsd(void)
{
	ulong cr4 = read_cr4();
	bool raised;

	write_cr4(cr4 | X86_CR4_TSD);
	run_in_user((usermode_func)user_rdtsc, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(raised, "RDTSC at CPL 3 with CR4.TSD: #GP");
	check_eq(asm_safe("rdtsc", "a"(0)), 0, "RDTSC at CPL 0 with CR4.TSD");
	write_cr4(cr4 & ~X86_CR4_TSD);
	run_in_user((usermode_func)user_rdtsc, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(!raised, "RDTSC at CPL 3 without CR4.TSD");
	write_cr4(cr4);
}

/* Data segments that the outer level may not have become null on the way there; the stack segment must be the level's own. */
struct data_segments {
	u16 ds, es, fs;
} data_segments;
asm(".pushsection .text\n"
    "user_segments:\n\t"
    "mov %ds, data_segments(%rip)\n\t"
    "mov %es, 2 + data_segments(%rip)\n\t"
    "mov %fs, 4 + data_segments(%rip)\n\t"
    "syscall\n\t"
    "ud2\n\t"
    ".popsection");
extern char user_segments[];

static int iret_with_ss(u16 ss)
{
	asm volatile("mov %%rsp, %%rax\n\t"
		     "push %0\n\t"
		     "push %1\n\t"
		     "pushf\n\t"
		     "push %2\n\t"
		     "lea 1f(%%rip), %%rcx\n\t"
		     "push %%rcx\n\t"
		     ASM_TRY("2f")
		     "iretq\n"
		     "1:\tud2\n"
		     "2:\tmov %%rax, %%rsp"
		     : : "r"((ulong)ss), "r"(user_rsp()), "r"((ulong)USER_CS64) : "rax", "rcx", "memory");
	return exception_vector();
}

static void outer_return(void)
{
	static const struct {
		const char *name;
		u16 sel, want;
	} segments[] = { { "of the kernel", KERNEL_DS, 0 }, { "of the user", USER_DS, USER_DS } };

	syscall_setup(X86_EFLAGS_IF);
	for (unsigned int i = 0; i < ARRAY_SIZE(segments); i++) {
		u64 fs_base = rdmsr(MSR_FS_BASE);

		write_ds(segments[i].sel);
		write_es(segments[i].sel);
		write_fs(segments[i].sel);
		enter_user((ulong)user_segments, X86_EFLAGS_FIXED, USER_CS64, USER_DS, user_rsp());
		write_ds(KERNEL_DS);
		write_es(KERNEL_DS);
		write_fs(KERNEL_DS);
		wrmsr(MSR_FS_BASE, fs_base);
		check_eq(data_segments.ds, segments[i].want, "DS %s, at CPL 3", segments[i].name);
		check_eq(data_segments.es, segments[i].want, "ES %s, at CPL 3", segments[i].name);
		check_eq(data_segments.fs, segments[i].want, "FS %s, at CPL 3", segments[i].name);
	}
	check_eq(iret_with_ss(KERNEL_DS | 3), GP_VECTOR, "IRET to CPL 3 with a stack segment of DPL 0");
	check_eq(exception_error_code(), (unsigned int)KERNEL_DS, "its error code");
	check_eq(iret_with_ss(KERNEL_DS), GP_VECTOR, "IRET to CPL 3 with RPL 0 in SS");
	check_eq(iret_with_ss(0), GP_VECTOR, "IRET to CPL 3 with a null stack segment");
}

static const struct subtest subtests[] = {
	{ "sysenter", sysenter, needs_sysenter },
	{ "sysexit", sysexit, needs_sysenter },
	{ "syscall", syscall_insn },
	{ "sysret", sysret },
	{ "swapgs", swapgs },
	{ "fsgsbase", fsgsbase, needs_fsgsbase },
	{ "user-flags", user_flags },
	{ "tsd", tsd },
	{ "outer-return", outer_return },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	mask_pic_interrupts();
	/* What goes wrong at CPL 3 needs a stack for its exception. */
	tss[0].rsp0 = (ulong)kernel_stack + sizeof(kernel_stack) - 64;
	return run_subtests(subtests, argc, argv);
}
