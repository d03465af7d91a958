// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Running a function at CPL3 (x86_64): down by IRET, back by INT.
 */
#include <libcflat.h>
#include <setjmp.h>
#include <asm/page.h>
#include <x86/desc.h>
#include <x86/smp.h>
#include <x86/usermode.h>

#define USERMODE_STACK_SIZE	(2 * PAGE_SIZE)

static unsigned char user_stack[USERMODE_STACK_SIZE] __attribute__((aligned(16)));
static jmp_buf way_back;
static handler user_callback;

static void leave_user(void)
{
	longjmp(way_back, 1);
}

static void on_user_fault(struct ex_regs *regs)
{
	this_cpu_write_exception_vector(regs->vector);
	this_cpu_write_exception_rflags_rf((regs->rflags >> 16) & 1);
	this_cpu_write_exception_error_code(regs->error_code);
	this_cpu_write_exception_error_code32(regs->error_code);
	this_cpu_write_exception_cr2(read_cr2());

	if (user_callback)
		user_callback(regs);

	/* Go on in the kernel; the stack comes with the longjmp(). */
	regs->rip = (ulong)&leave_user;
	regs->cs = KERNEL_CS;
	regs->ss = KERNEL_DS;
	regs->rsp = ALIGN_DOWN((ulong)user_stack + sizeof(user_stack), 16) - 8;
	regs->rflags &= ~(X86_EFLAGS_TF | X86_EFLAGS_DF | X86_EFLAGS_AC);
}

extern char ret_to_kernel[];

uint64_t run_in_user_ex(usermode_func func, unsigned int fault_vector,
			uint64_t arg1, uint64_t arg2, uint64_t arg3, uint64_t arg4,
			bool *raised_vector, handler ex_handler)
{
	static ulong kernel_rsp;
	handler old;
	uint64_t rax = 0;

	*raised_vector = false;
	user_callback = ex_handler;
	this_cpu_write_exception_data(0);
	set_idt_entry(USERMODE_VECTOR, ret_to_kernel, 3);
	old = handle_exception(fault_vector, on_user_fault);

	if (setjmp(way_back)) {
		handle_exception(fault_vector, old);
		*raised_vector = true;
		return 0;
	}

	asm volatile(
		"push %%rbp\n\t"
		"mov %%rsp, %[saved_rsp]\n\t"
		/* Interrupts and the INT below come back to this stack. */
		"mov %%rsp, %[rsp0]\n\t"
		"push %[user_ds]\n\t"
		"lea %[stack_top], %%rax\n\t"
		"push %%rax\n\t"
		"pushf\n\t"
		"push %[user_cs]\n\t"
		"push $1f\n\t"
		"iretq\n"
		"1:\n\t"
		"mov %[arg1], %%rdi\n\t"
		"mov %[arg2], %%rsi\n\t"
		"mov %[arg3], %%rdx\n\t"
		"mov %[arg4], %%rcx\n\t"
		"call *%[func]\n\t"
		"int %[vector]\n"
#ifdef __CET__
		"ret_to_kernel: endbr64\n\t"
#else
		"ret_to_kernel:\n\t"
#endif
		"mov %[saved_rsp], %%rsp\n\t"
		"pop %%rbp\n\t"
		/* SS is null after an interrupt from CPL3; and the flags' IF was cleared. */
		"mov %[kernel_ds], %%ecx\n\t"
		"mov %%ecx, %%ss\n\t"
		: "+a"(rax), [rsp0] "=m"(tss[0].rsp0), [saved_rsp] "=m"(kernel_rsp)
		: [arg1] "m"(arg1), [arg2] "m"(arg2), [arg3] "m"(arg3), [arg4] "m"(arg4),
		  [func] "m"(func), [user_ds] "i"(USER_DS), [user_cs] "i"(USER_CS),
		  [kernel_ds] "i"(KERNEL_DS), [stack_top] "m"(user_stack[sizeof(user_stack)]),
		  [vector] "i"(USERMODE_VECTOR)
		: "rsi", "rdi", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11",
		  "r12", "r13", "r14", "r15", "memory", "cc");

	handle_exception(fault_vector, old);
	return rax;
}

uint64_t run_in_user(usermode_func func, unsigned int fault_vector,
		     uint64_t arg1, uint64_t arg2, uint64_t arg3, uint64_t arg4,
		     bool *raised_vector)
{
	return run_in_user_ex(func, fault_vector, arg1, arg2, arg3, arg4, raised_vector, NULL);
}
