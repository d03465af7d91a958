// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * taskswitch: a fault taken by a task, and the way back by a jump through a
 * task gate.
 *
 * The #GP handler is a task (SDM volume 3, 7.3): it finds the error code on its
 * own stack, skips the faulting instruction in the TSS of the interrupted task,
 * and instead of IRET jumps back, which needs that TSS not busy.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

#define BAD_SELECTOR	0x1234
#define FAULT_LENGTH	2

static volatile struct {
	int count;
	u32 error_code, eip, eflags;
	u16 tr, back_link;
	u8 main_type, intr_type;
	u32 cr0;
} seen;

void gp_task_c(u32 error_code);

void gp_task_c(u32 error_code)
{
	seen.count++;
	seen.error_code = error_code;
	seen.tr = str();
	seen.back_link = tss_intr.prev;
	seen.eip = tss[0].eip;
	seen.eflags = read_rflags();
	seen.main_type = get_gdt_entry(TSS_MAIN)->type;
	seen.intr_type = get_gdt_entry(TSS_INTR)->type;
	seen.cr0 = read_cr0();
	print_current_tss_info();

	tss[0].eip += FAULT_LENGTH;
	clear_tss_busy(tss_intr.prev);
	set_gdt_task_gate(FIRST_SPARE_SEL, tss_intr.prev);
	/* Our own NT would be left set; a jump does not look at it. */
	asm volatile("ljmp %0, $0" : : "i"(FIRST_SPARE_SEL));
}

extern char gp_task[];
asm(".text\n"
    "gp_task:\n\t"
    "call gp_task_c\n\t"
    "hlt\n");

extern char faulting_insn[];

static noinline void raise_fault(void)
{
	asm volatile("mov %0, %%eax\n"
		     "faulting_insn: mov %%eax, %%es"
		     : : "i"(BAD_SELECTOR) : "eax");
}

static void through_gate(void)
{
	seen.count = 0;
	setup_tss32();
	set_intr_task_gate(GP_VECTOR, gp_task);
	raise_fault();

	check_eq(seen.count, 1, "runs of the handler task");
	/* Index 246h, TI=1, EXT=0 */
	check_eq(seen.error_code, BAD_SELECTOR, "error code on the task's stack");
	check_eq(seen.tr, TSS_INTR, "TR in the task");
	check_eq(seen.back_link, TSS_MAIN, "back link of the task");
	check_eq(seen.eip, (u32)faulting_insn, "EIP saved in the TSS of the interrupted task");
	check_bits(seen.eflags, X86_EFLAGS_NT, X86_EFLAGS_NT, "NT in the task");
	check_bits(seen.cr0, X86_CR0_TS, X86_CR0_TS, "CR0.TS after the switch");
	check_eq(seen.main_type, 0xb, "type of the interrupted task's TSS (busy)");
	check_eq(seen.intr_type, 0xb, "type of the task's TSS (busy)");
	check_eq(str(), TSS_MAIN, "TR after the jump back");
	check_eq(get_gdt_entry(TSS_MAIN)->type, 0xb, "type of the main TSS after the jump back (busy)");
	check_eq(get_gdt_entry(TSS_INTR)->type, 9, "type of the task's TSS after the jump away (available)");
	check_bits(read_rflags(), X86_EFLAGS_NT, 0, "NT after the jump back");
	write_cr0(read_cr0() & ~X86_CR0_TS);
}

/* The second time the task starts anew at its entry, for the TSS is filled again. */
static const struct subtest subtests[] = {
	{ "gate", through_gate },
	{ "again", through_gate },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
