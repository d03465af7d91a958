// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gate: interrupt, trap and call gates, and IRET.
 *
 * What a gate does to the flags, which error code a bad one gives, stack
 * switches, transfers through call gates, double faults. SDM volume 3, 5.8
 * (call gates), 6.11 to 6.15 (interrupts, error codes, double fault), volume 2
 * (INT n, IRET, CALL).
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#ifdef __x86_64__
#include <x86/usermode.h>
#endif

#define VECTOR		0x91
#define CODE_SEL	0x50
#define GATE_SEL	0x60
#define BEYOND		0xfff8

#define PRESENT		0x80
#define S_BIT		0x10
#define CODE_R		0x0a
#define DATA_W		0x02
#define DPL(n)		((n) << 5)

#define INTERRUPT_GATE	14
#define TRAP_GATE	15

#ifdef __x86_64__
#define CODE_GRAN	0xa0
#else
#define CODE_GRAN	0xc0
#endif

extern char gate_handler[];
static volatile ulong flags_inside, flags_pushed, entry_sp;

void gate_note(ulong flags, ulong *frame);
void gate_note(ulong flags, ulong *frame)
{
	flags_inside = flags;
	flags_pushed = frame[2];
	entry_sp = (ulong)frame;
}

asm(".pushsection .text\n"
    "gate_handler:\n\t"
#ifdef __x86_64__
    "mov %rsp, %rsi\n\t"
    "push %rax; push %rcx; push %rdx; push %rsi; push %rdi; push %r8; push %r9; push %r10; push %r11\n\t"
    "pushf\n\t"
    "pop %rdi\n\t"
    "call gate_note\n\t"
    "pop %r11; pop %r10; pop %r9; pop %r8; pop %rdi; pop %rsi; pop %rdx; pop %rcx; pop %rax\n\t"
    "iretq\n\t"
#else
    "pushal\n\t"
    "lea 32(%esp), %eax\n\t"
    "pushf\n\t"
    "pop %edx\n\t"
    "push %eax\n\t"
    "push %edx\n\t"
    "call gate_note\n\t"
    "add $8, %esp\n\t"
    "popal\n\t"
    "iret\n\t"
#endif
    ".popsection");

static void set_gate(u16 sel, u8 type, u8 dpl, bool present)
{
	set_desc_entry(&boot_idt[VECTOR], sizeof(idt_entry_t), gate_handler, sel, type, dpl);
	boot_idt[VECTOR].p = present;
}

static void flags_through(u8 type, const char *name)
{
	set_gate(KERNEL_CS, type, 0, true);
	flags_inside = flags_pushed = 0;
	asm volatile("sti; push %0; popf; int %1; cli"
		     : : "r"((ulong)(X86_EFLAGS_FIXED | X86_EFLAGS_IF | X86_EFLAGS_NT | X86_EFLAGS_CF)), "i"(VECTOR)
		     : "memory", "cc");
	asm volatile("push %0; popf" : : "r"((ulong)X86_EFLAGS_FIXED) : "cc");
	check_eq(!!(flags_inside & X86_EFLAGS_IF), type == TRAP_GATE, "%s: IF in the handler", name);
	check(!(flags_inside & X86_EFLAGS_NT), "%s: NT clear in the handler", name);
	check(flags_inside & X86_EFLAGS_CF, "%s: CF unchanged in the handler", name);
	check_eq(flags_pushed & (X86_EFLAGS_IF | X86_EFLAGS_CF), (ulong)(X86_EFLAGS_IF | X86_EFLAGS_CF),
		 "%s: flags on the stack", name);
}

/* With NT set IRET would mean another thing (32 bits: task return), so the handler's IRET finds it clear. */
static void interrupt_flags(void)
{
	flags_through(INTERRUPT_GATE, "interrupt gate");
	flags_through(TRAP_GATE, "trap gate");
}

struct bad_gate {
	const char *name;
	u16 sel;
	u8 type;
	bool present;
	/* Descriptor at CODE_SEL */
	u8 access, gran;
	int vector;
	unsigned int error;
};

#define IDT_ERROR	(VECTOR * 8 + 2)
#define GOOD_CODE	(PRESENT | S_BIT | CODE_R)

static const struct bad_gate bad_gates[] = {
	{ "good gate", CODE_SEL, INTERRUPT_GATE, true, GOOD_CODE, CODE_GRAN, 0, 0 },
	{ "gate not present", CODE_SEL, INTERRUPT_GATE, false, GOOD_CODE, CODE_GRAN, NP_VECTOR, IDT_ERROR },
	{ "null selector", 0, INTERRUPT_GATE, true, GOOD_CODE, CODE_GRAN, GP_VECTOR, 0 },
	{ "selector beyond the GDT", BEYOND, INTERRUPT_GATE, true, GOOD_CODE, CODE_GRAN, GP_VECTOR, BEYOND },
	{ "data segment", CODE_SEL, INTERRUPT_GATE, true, PRESENT | S_BIT | DATA_W, 0xc0, GP_VECTOR, CODE_SEL },
	{ "code with DPL 3", CODE_SEL, INTERRUPT_GATE, true, GOOD_CODE | DPL(3), CODE_GRAN, GP_VECTOR, CODE_SEL },
	{ "code not present", CODE_SEL, INTERRUPT_GATE, true, S_BIT | CODE_R, CODE_GRAN, NP_VECTOR, CODE_SEL },
	{ "gate of type 0", CODE_SEL, 0, true, GOOD_CODE, CODE_GRAN, GP_VECTOR, IDT_ERROR },
	{ "call gate in the IDT", CODE_SEL, 12, true, GOOD_CODE, CODE_GRAN, GP_VECTOR, IDT_ERROR },
#ifdef __x86_64__
	{ "gate of 16 bits", CODE_SEL, 6, true, GOOD_CODE, CODE_GRAN, GP_VECTOR, IDT_ERROR },
	{ "task gate", CODE_SEL, 5, true, GOOD_CODE, CODE_GRAN, GP_VECTOR, IDT_ERROR },
	{ "code of 32 bits", CODE_SEL, INTERRUPT_GATE, true, GOOD_CODE, 0xc0, GP_VECTOR, CODE_SEL },
	{ "code with L and D", CODE_SEL, INTERRUPT_GATE, true, GOOD_CODE, 0xe0, GP_VECTOR, CODE_SEL },
#endif
};

static void software_interrupt(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(bad_gates); i++) {
		const struct bad_gate *g = &bad_gates[i];
		int vector;

		set_gdt_entry(CODE_SEL, 0, 0xfffff, g->access, g->gran);
		set_gate(g->sel, g->type, 0, g->present);
		vector = asm_safe("int %0", "i"(VECTOR));
		if (check_eq(vector, g->vector, "INT n, %s: vector", g->name) && vector)
			check_eq(exception_error_code(), g->error, "INT n, %s: error code", g->name);
	}
	memset(&boot_idt[VECTOR], 0, sizeof(idt_entry_t));
}

struct bad_iret {
	const char *name;
	u16 cs;
	u8 access, gran;
	int vector;
	unsigned int error;
};

static const struct bad_iret bad_irets[] = {
	{ "good CS", CODE_SEL, GOOD_CODE, CODE_GRAN, 0, 0 },
	{ "null CS", 0, GOOD_CODE, CODE_GRAN, GP_VECTOR, 0 },
	{ "CS beyond the GDT", BEYOND, GOOD_CODE, CODE_GRAN, GP_VECTOR, BEYOND },
	{ "data segment in CS", CODE_SEL, PRESENT | S_BIT | DATA_W, 0xc0, GP_VECTOR, CODE_SEL },
	{ "CS with DPL 3, RPL 0", CODE_SEL, GOOD_CODE | DPL(3), CODE_GRAN, GP_VECTOR, CODE_SEL },
	{ "CS with DPL 0, RPL 3", CODE_SEL | 3, GOOD_CODE, CODE_GRAN, GP_VECTOR, CODE_SEL },
	{ "CS not present", CODE_SEL, S_BIT | CODE_R, CODE_GRAN, NP_VECTOR, CODE_SEL },
	{ "TSS in CS", CODE_SEL, PRESENT | 9, 0, GP_VECTOR, CODE_SEL },
};

static void iret(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(bad_irets); i++) {
		const struct bad_iret *b = &bad_irets[i];
		ulong cs = b->cs;

		set_gdt_entry(CODE_SEL, 0, 0xfffff, b->access, b->gran);
		/* The frame stays on the stack when IRET faults. */
#ifdef __x86_64__
		asm volatile("mov %%rsp, %%rbx\n\t"
			     "mov %%ss, %%eax\n\t"
			     "push %%rax\n\t"
			     "push %%rbx\n\t"
			     "pushf\n\t"
			     "push %0\n\t"
			     "lea 1f(%%rip), %%rax\n\t"
			     "push %%rax\n\t"
			     ASM_TRY("1f") "iretq\n"
			     "1:\n\t"
			     "mov %%rbx, %%rsp" : : "r"(cs) : "rax", "rbx", "memory", "cc");
		asm volatile("push %0\n\tlea 1f(%%rip), %%rax\n\tpush %%rax\n\tlretq\n1:"
			     : : "r"((ulong)KERNEL_CS) : "rax", "memory");
#else
		asm volatile("mov %%esp, %%ebx\n\t"
			     "pushf\n\t"
			     "push %0\n\t"
			     "push $1f\n\t"
			     ASM_TRY("1f") "iret\n"
			     "1:\n\t"
			     "mov %%ebx, %%esp" : : "r"(cs) : "ebx", "memory", "cc");
		asm volatile("ljmp %0, $1f\n1:" : : "i"(KERNEL_CS) : "memory");
#endif
		if (check_eq(exception_vector(), (unsigned int)b->vector, "IRET, %s: vector", b->name) && b->vector)
			check_eq(exception_error_code(), b->error, "IRET, %s: error code", b->name);
	}
}

/* Call gate, same privilege: CS and offset come from the gate, the caller's offset is ignored. */
/* Written by the assembly below */
static volatile ulong gate_cs __attribute__((used)), gate_sp __attribute__((used));
extern char call_target[];

asm(".pushsection .text\n"
    "call_target:\n\t"
#ifdef __x86_64__
    "mov %cs, %eax\n\t"
    "mov %rax, gate_cs(%rip)\n\t"
    "mov %rsp, gate_sp(%rip)\n\t"
    "lretq\n\t"
#else
    "mov %cs, %eax\n\t"
    "mov %eax, gate_cs\n\t"
    "mov %esp, gate_sp\n\t"
    "lret\n\t"
#endif
    ".popsection");

static void set_call_gate(u16 sel, u8 type, u8 dpl, bool present, char *target)
{
	idt_entry_t e;

	set_desc_entry(&e, sizeof(e), target, sel, type, dpl);
	e.p = present;
	memcpy(get_gdt_entry(GATE_SEL), &e, sizeof(e));
}

static const struct bad_gate call_gates[] = {
	{ "good gate", CODE_SEL, 12, true, GOOD_CODE, CODE_GRAN, 0, 0 },
	{ "gate not present", CODE_SEL, 12, false, GOOD_CODE, CODE_GRAN, NP_VECTOR, GATE_SEL },
	{ "null selector", 0, 12, true, GOOD_CODE, CODE_GRAN, GP_VECTOR, 0 },
	{ "data segment", CODE_SEL, 12, true, PRESENT | S_BIT | DATA_W, 0xc0, GP_VECTOR, CODE_SEL },
	{ "code with DPL 3", CODE_SEL, 12, true, GOOD_CODE | DPL(3), CODE_GRAN, GP_VECTOR, CODE_SEL },
	{ "code not present", CODE_SEL, 12, true, S_BIT | CODE_R, CODE_GRAN, NP_VECTOR, CODE_SEL },
	{ "interrupt gate in the GDT", CODE_SEL, 14, true, GOOD_CODE, CODE_GRAN, GP_VECTOR, GATE_SEL },
};

static void call_gate(void)
{
	static struct far_pointer32 far = { 0xf4f4f4f4, GATE_SEL };

	for (unsigned int i = 0; i < ARRAY_SIZE(call_gates); i++) {
		const struct bad_gate *g = &call_gates[i];
		int vector;

		set_gdt_entry(CODE_SEL, 0, 0xfffff, g->access, g->gran);
		set_call_gate(g->sel, g->type, 0, g->present, call_target);
		gate_cs = 0;
		vector = asm_safe("lcall *%0", "m"(far), "a"(0));
		if (check_eq(vector, g->vector, "call gate, %s: vector", g->name) && vector)
			check_eq(exception_error_code(), g->error, "call gate, %s: error code", g->name);
		if (!g->vector)
			check_eq(gate_cs, (ulong)CODE_SEL, "call gate, %s: CS inside", g->name);
	}
}

#ifdef __x86_64__
/* From ring 3: the stack is that of the TSS. */
static u64 user_call(void)
{
	static struct far_pointer32 far = { 0, GATE_SEL | 3 };

	asm volatile("lcall *%0" : : "m"(far) : "rax", "memory");
	return 0x600d;
}

static void call_gate_user(void)
{
	bool raised = false;
	u64 ret;

	set_gdt_entry(CODE_SEL, 0, 0xfffff, GOOD_CODE, CODE_GRAN);
	set_call_gate(CODE_SEL, 12, 3, true, call_target);
	gate_cs = gate_sp = 0;
	ret = run_in_user(user_call, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(!raised && ret == 0x600d, "call gate with DPL 3 from ring 3: comes back");
	check_eq(gate_cs, (ulong)CODE_SEL, "call gate from ring 3: CS inside");
	/* SS, RSP, CS, RIP lie on the new stack. */
	check_eq(gate_sp, tss[0].rsp0 - 32, "call gate from ring 3: RSP inside");

	set_call_gate(CODE_SEL, 12, 0, true, call_target);
	run_in_user(user_call, GP_VECTOR, 0, 0, 0, 0, &raised);
	if (check(raised, "call gate with DPL 0 from ring 3: #GP"))
		check_eq(exception_error_code(), (unsigned int)GATE_SEL, "call gate with DPL 0 from ring 3: error code");
}

static u64 user_int(void)
{
	asm volatile("int %0" : : "i"(VECTOR) : "memory");
	return 0x600d;
}

static void interrupt_user(void)
{
	bool raised = false;
	u64 ret;

	set_gate(KERNEL_CS, INTERRUPT_GATE, 3, true);
	entry_sp = 0;
	ret = run_in_user(user_int, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(!raised && ret == 0x600d, "INT n through a gate with DPL 3 from ring 3: comes back");
	check_eq(entry_sp, (ulong)(tss[0].rsp0 & ~15ull) - 40, "INT n from ring 3: RSP in the handler");

	set_gate(KERNEL_CS, INTERRUPT_GATE, 0, true);
	run_in_user(user_int, GP_VECTOR, 0, 0, 0, 0, &raised);
	if (check(raised, "INT n through a gate with DPL 0 from ring 3: #GP"))
		check_eq(exception_error_code(), (unsigned int)IDT_ERROR, "INT n, DPL 0: error code");
}
#endif

/* SDM volume 3, table 6-5: what becomes of an exception during the delivery of another. */
static void without_gate(int vec, void (*trigger)(void *), int want, unsigned int error, const char *name)
{
	bool raised;

	boot_idt[vec].p = 0;
	raised = test_for_exception(want, trigger, NULL);
	boot_idt[vec].p = 1;
	if (check(raised, "%s: %s", name, exception_mnemonic(want)))
		check_eq(exception_error_code(), error, "%s: error code", name);
}

static void do_ud(void *unused)
{
	generate_ud();
}

#ifdef __x86_64__
static void do_de(void *unused)
{
	generate_de();
}
#endif

static void do_bp(void *unused)
{
	asm volatile("int3");
}

#ifdef __x86_64__
static void do_gp(void *unused)
{
	asm volatile("mov %w0, %%es" : : "r"((ulong)BEYOND));
}
#endif

static void nested(void)
{
	/* The EXT bit tells that it was not a software interrupt. */
	without_gate(UD_VECTOR, do_ud, NP_VECTOR, UD_VECTOR * 8 + 3, "no gate for #UD, benign");
	without_gate(BP_VECTOR, do_bp, NP_VECTOR, BP_VECTOR * 8 + 2, "no gate for #BP of INT3");
#ifndef __x86_64__
	report_skip("contributory exceptions: #DF goes to a task that does not come back");
#else
	without_gate(DE_VECTOR, do_de, DF_VECTOR, 0, "no gate for #DE, contributory");
	without_gate(GP_VECTOR, do_gp, DF_VECTOR, 0, "no gate for #GP, contributory");
#endif
}

static const struct subtest subtests[] = {
	{ "interrupt-flags", interrupt_flags },
	{ "software-interrupt", software_interrupt },
	{ "iret", iret },
	{ "call-gate", call_gate },
#ifdef __x86_64__
	{ "call-gate-user", call_gate_user },
	{ "interrupt-user", interrupt_user },
#endif
	{ "nested-exceptions", nested },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
