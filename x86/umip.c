// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * umip: user-mode instruction prevention.
 *
 * With CR4.UMIP the instructions that tell where the descriptor tables are
 * (SGDT, SIDT, SLDT, STR) raise #GP(0) outside CPL0; IOPL does not matter
 * (SDM volume 3, 2.5; volume 2 on each instruction). SMSW belongs to them, but
 * a hypervisor that emulates UMIP cannot trap it exactly, so it is left out there.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

static volatile int gp_count;
static volatile ulong gp_error;

/* The instruction that may fault, and the one behind it. */
static ulong skip[2];

static void gp_handler(struct ex_regs *regs)
{
	if (regs->rip != skip[0])
		unhandled_exception(regs, false);
	regs->rip = skip[1];
	gp_error = regs->error_code;
	gp_count++;
}

#define ATTEMPT(name, insn, operand)					\
static int name(void)							\
{									\
	struct descriptor_table_ptr table;				\
	u16 word;							\
	ulong reg;							\
	volatile int before = gp_count;					\
									\
	(void)table; (void)word; (void)reg;				\
	asm volatile("mov" W " $1f, %0\n\t"				\
		     "mov" W " $2f, %1\n\t"				\
		     "1: " insn "\n"					\
		     "2:"						\
		     : "=m"(skip[0]), "=m"(skip[1]), operand : : "memory"); \
	return gp_count - before;					\
}

ATTEMPT(smsw_reg, "smsw %w2", "=r"(reg))
ATTEMPT(smsw_mem, "smsw %2", "=m"(word))
ATTEMPT(sgdt_mem, "sgdt %2", "=m"(table))
ATTEMPT(sidt_mem, "sidt %2", "=m"(table))
ATTEMPT(sldt_reg, "sldt %w2", "=r"(reg))
ATTEMPT(sldt_mem, "sldt %2", "=m"(word))
ATTEMPT(str_reg, "str %w2", "=r"(reg))
ATTEMPT(str_mem, "str %2", "=m"(word))
ATTEMPT(mov_cr0, "mov %%cr0, %2", "=r"(reg))

static struct attempt {
	const char *name;
	int (*fn)(void);
	/* Faults at CPL3 with and without UMIP; -1: not judged. */
	int user_umip, user_plain;
	int got;
	ulong error;
} attempts[] = {
	{ "SMSW r16", smsw_reg, -1, 0 },
	{ "SMSW m16", smsw_mem, -1, 0 },
	{ "SGDT", sgdt_mem, 1, 0 },
	{ "SIDT", sidt_mem, 1, 0 },
	{ "SLDT r16", sldt_reg, 1, 0 },
	{ "SLDT m16", sldt_mem, 1, 0 },
	{ "STR r16", str_reg, 1, 0 },
	{ "STR m16", str_mem, 1, 0 },
	{ "MOV from CR0", mov_cr0, 1, 1 },
};

static void try_all(void)
{
	struct attempt *a;

	for (a = attempts; a < attempts + ARRAY_SIZE(attempts); a++) {
		gp_error = 0;
		a->got = a->fn();
		a->error = gp_error;
	}
}

/* Down by IRET, back by an interrupt; the console stays at CPL0. */
static unsigned char user_stack[4096] __attribute__((aligned(16)));

static noinline void run_at_cpl3(void (*fn)(void))
{
	extern char umip_ret[];
	static void (*user_fn)(void);
	static void *stack_top = user_stack + sizeof(user_stack) - 32;

	user_fn = fn;
	set_idt_entry(USERMODE_VECTOR, umip_ret, 3);
	asm volatile("push %%" R "bp\n\t"
		     "mov %%" R "sp, %[sp0]\n\t"
		     "push" W " %[user_ds]\n\t"
		     "push" W " %[stack]\n\t"
		     "pushf\n\t"
		     "push" W " %[user_cs]\n\t"
		     "push" W " $1f\n\t"
		     "iret" W "\n"
		     "1:\n\t"
#ifndef __x86_64__
		     /* IRET has made null selectors of DPL 0 ones. */
		     "mov %[user_ds], %%eax\n\t"
		     "mov %%eax, %%ds\n\t"
		     "mov %%eax, %%es\n\t"
#endif
		     "call *%[fn]\n\t"
		     "int %[vector]\n"
		     "umip_ret:\n\t"
		     "mov %[sp0], %%" R "sp\n\t"
		     "pop %%" R "bp\n\t"
		     "mov %[kernel_ds], %%eax\n\t"
		     "mov %%eax, %%ds\n\t"
		     "mov %%eax, %%es\n\t"
		     "mov %%eax, %%ss\n\t"
		     :
#ifdef __x86_64__
		       [sp0] "=m"(tss[0].rsp0)
#else
		       [sp0] "=m"(tss[0].esp0)
#endif
		     : [user_ds] "i"(USER_DS), [user_cs] "i"(USER_CS), [kernel_ds] "i"(KERNEL_DS),
		       [stack] "m"(stack_top), [fn] "m"(user_fn),
		       [vector] "i"(USERMODE_VECTOR)
		     : "memory", "cc", "eax", "ecx", "edx"
#ifdef __x86_64__
		       , "rsi", "rdi", "rbx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
#endif
		     );
}

static void judge(bool umip, bool user)
{
	struct attempt *a;

	for (a = attempts; a < attempts + ARRAY_SIZE(attempts); a++) {
		int want = !user ? 0 : umip ? a->user_umip : a->user_plain;

		if (want < 0)
			continue;
		check_eq(a->got, want, "#GP count of %s, CR4.UMIP=%d, CPL%d", a->name, umip,
			 user ? 3 : 0);
		if (a->got)
			check_eq(a->error, 0ul, "error code of %s", a->name);
	}
}

static void matrix(bool umip, bool user)
{
	handler old = handle_exception(GP_VECTOR, gp_handler);

	if (umip)
		write_cr4(read_cr4() | X86_CR4_UMIP);
	/* IOPL must not help. */
	set_iopl(3);
	if (user)
		run_at_cpl3(try_all);
	else
		try_all();
	set_iopl(0);
	if (umip)
		write_cr4(read_cr4() & ~X86_CR4_UMIP);
	handle_exception(GP_VECTOR, old);
	judge(umip, user);
}

static const char *needs_umip(void)
{
	return this_cpu_has(X86_FEATURE_UMIP) ? NULL : "no UMIP";
}

static void off_kernel(void)
{
	matrix(false, false);
}

static void off_user(void)
{
	matrix(false, true);
}

static void on_kernel(void)
{
	matrix(true, false);
}

static void on_user(void)
{
	matrix(true, true);
}

static const struct subtest subtests[] = {
	{ "off-cpl0", off_kernel },
	{ "off-cpl3", off_user },
	{ "on-cpl0", on_kernel, .requires = needs_umip },
	{ "on-cpl3", on_user, .requires = needs_umip },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
