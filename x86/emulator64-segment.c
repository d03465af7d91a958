// SPDX-License-Identifier: LGPL-2.1-or-later
/* emulator, 64-bit mode: segment registers, non-canonical addresses, forced emulation */
#include "emulator.h"
#include <x86/smp.h>
#include <x86/usermode.h>

#define RETURN_VECTOR	0x81

/*
 * IRET to ring 3 with a ring-0 selector in GS makes it null; base and access
 * stay (SDM volume 3, 5.8.1 and 'IRET'; in 64-bit mode GS needs no selector).
 */
void emu_null_gs(void)
{
	static u64 magic = 0x1122334455667788ul;
	static u64 saved_rsp;
	u64 gs_base = rdmsr(MSR_GS_BASE), loaded = 0, base_after;
	u64 old_rsp0 = tss[smp_id()].rsp0;
	idt_entry_t old_gate = boot_idt[RETURN_VECTOR];
	ulong cpu = smp_id(), rflags = read_rflags(), entry;
	u16 gs_before = read_gs(), gs_user = 0xffff;

	asm volatile("lea 2f(%%rip), %0" : "=r"(entry));
	cli();
	set_idt_entry(RETURN_VECTOR, (void *)entry, 3);
	asm volatile("mov %%rsp, %0\n\tlea -256(%%rsp), %1" : "=m"(saved_rsp), "=r"(tss[cpu].rsp0));
	/* Nothing may fault while GS does not lead to the per-CPU data. */
	write_gs(KERNEL_DS);
	wrmsr(MSR_GS_BASE, (u64)&magic);
	asm volatile("sub $1024, %%rsp\n\t"
		     "mov %%rsp, %%rax\n\t"
		     "pushq %[ss]\n\t"
		     "pushq %%rax\n\t"
		     "pushq %[flags]\n\t"
		     "pushq %[cs]\n\t"
		     "lea 1f(%%rip), %%rax\n\t"
		     "pushq %%rax\n\t"
		     "iretq\n"
		     "1:\n\t"
		     "mov %%gs:0, %[loaded]\n\t"
		     "mov %%gs, %[sel]\n\t"
		     "int %[vector]\n"
		     "2:\n\t"
		     "mov %[rsp], %%rsp\n\t"
		     : [loaded] "+&r"(loaded), [sel] "+&r"(gs_user)
		     : [ss] "i"(USER_DS), [cs] "i"(USER_CS), [flags] "i"(X86_EFLAGS_FIXED), [vector] "i"(RETURN_VECTOR),
		       [rsp] "m"(saved_rsp)
		     : "rax", "memory", "cc");
	base_after = rdmsr(MSR_GS_BASE);
	write_gs(gs_before);
	wrmsr(MSR_GS_BASE, gs_base);
	write_ss(KERNEL_DS);
	write_rflags(rflags);
	tss[cpu].rsp0 = old_rsp0;
	boot_idt[RETURN_VECTOR] = old_gate;

	check_eq(gs_user, 0, "IRET to ring 3 with a ring-0 GS: selector");
	check_eq(loaded, magic, "load through GS in ring 3");
	check_eq(base_after, (u64)&magic, "GS base after it");
}

void emu_load_ss(void)
{
	volatile u16 *m = (void *)emu_mmio;
	u16 ss = read_ss(), got;
	int vector;

	*m = 0;
	vector = asm_safe("mov %0, %%ss", "m"(*m));
	got = read_ss();
	write_ss(ss);
	check(!vector && got == 0, "null SS at CPL 0: vector %d, SS %#x", vector, got);

	*m = 3;
	write_ss(0);
	vector = asm_safe("mov %0, %%ss", "m"(*m));
	got = read_ss();
	write_ss(ss);
	check(vector == GP_VECTOR && exception_error_code() == 0 && got == 0,
	      "null SS with RPL 3: #GP(0): vector %d, error code %#x, SS %#x", vector, exception_error_code(), got);

	*m = KERNEL_DS | 3;
	write_ss(0);
	vector = asm_safe("mov %0, %%ss", "m"(*m));
	got = read_ss();
	write_ss(ss);
	check(vector == GP_VECTOR && exception_error_code() == KERNEL_DS && got == 0,
	      "SS with RPL 3 at CPL 0: #GP(0x10): vector %d, error code %#x, SS %#x", vector,
	      exception_error_code(), got);
}

#define NO_FAULT_ADDRESS	0xdecafbadul

#define EXPECT(vec, what)								\
	check(exception_vector() == (vec) && exception_error_code() == 0 && read_cr2() == NO_FAULT_ADDRESS, \
	      what ": want vector %d, got %d, error code %#x, CR2 %#lx", vec, exception_vector(),	\
	      exception_error_code(), read_cr2())

void emu_noncanonical(void)
{
	write_cr2(NO_FAULT_ADDRESS);
	asm volatile(ASM_TRY("1f") "orq $0, (%0)\n1:" : : "a"(NONCANONICAL) : "cc", "memory");
	EXPECT(GP_VECTOR, "base RAX");

	asm volatile("mov %0, %%rcx\n\tsub %%rsp, %%rcx\n\t"
		     ASM_TRY("1f") "orq $0, (%%rsp,%%rcx)\n1:" : : "r"(NONCANONICAL) : "rcx", "cc", "memory");
	EXPECT(SS_VECTOR, "base RSP and index");

	asm volatile("mov %%rbp, %%rbx\n\tmov %0, %%rbp\n\t"
		     ASM_TRY("1f") "orq $0, (%%rbp)\n1:\n\tmov %%rbx, %%rbp"
		     : : "r"(NONCANONICAL) : "rbx", "cc", "memory");
	EXPECT(SS_VECTOR, "base RBP");
}

static ulong gp_rip, gp_resume, gp_error;

static void note_gp(struct ex_regs *regs)
{
	gp_rip = regs->rip;
	gp_error = regs->error_code;
	regs->rip = gp_resume;
}

/* The fault belongs to the jump, so the saved RIP is the jump's own (SDM volume 2, JMP). */
void emu_jmp_noncanonical(void)
{
	volatile u64 *m = (void *)emu_mmio;
	handler old = handle_exception(GP_VECTOR, note_gp);
	ulong at;

	*m = NONCANONICAL;
	gp_rip = 0;
	gp_error = -1;
	asm volatile("lea 2f(%%rip), %0\n\tmov %0, %1\n\tlea 1f(%%rip), %0\n"
		     "1: jmp *%2\n"
		     "2:" : "=&r"(at), "=m"(gp_resume) : "m"(*m) : "memory");
	handle_exception(GP_VECTOR, old);
	check_eq(gp_error, 0ul, "#GP(0) was raised: error code");
	check_eq(gp_rip, at, "saved RIP is that of the jump");
}

void emu_fep_mov_imm(void)
{
	u64 v;

	asm volatile(KVM_FEP "movabs $0x9090909090909090, %0" : "=a"(v));
	check_eq(v, 0x9090909090909090ul, "emulated mov of a 64-bit immediate");
}

static u64 user_load_fs(void)
{
	asm volatile(KVM_FEP "mov %w0, %%fs" : : "r"(KERNEL_CS));
	return 0;
}

void emu_fep_user_fs(void)
{
	bool raised = false;

	run_in_user(user_load_fs, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(raised, "emulated load of KERNEL_CS into FS at CPL 3 raises #GP");
}
