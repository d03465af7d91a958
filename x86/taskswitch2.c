// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * taskswitch2: every way into a task and back.
 *
 * CALL, JMP and IRET with a TSS, interrupts and exceptions through task gates,
 * a virtual-8086 task, and a task in a conforming segment at RPL 3 (SDM volume
 * 3, chapter 7). An emulator that computes the length of the instruction that
 * switches wrongly returns to the HLTs behind it.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define MAIN_TSS_SEL	(FIRST_SPARE_SEL + 0)
#define VM86_TSS_SEL	(FIRST_SPARE_SEL + 8)
#define CONFORM_CS_SEL	(FIRST_SPARE_SEL + 16)
#define VM86_CODE	0x42000
#define IPI_TEST_VECTOR	0xf0

/* Seen by the tasks, which are assembly. */
extern volatile int count;
extern volatile unsigned int error_code;
extern volatile u32 conform_cs;
volatile int count;
volatile unsigned int error_code;
volatile u32 conform_cs;
static volatile ulong fault_addr;
static char *fault_page;

/* Tasks: each ends in IRET or a jump; entered again, they go on behind it. */

#define TASK(name, body)		\
extern char name[];			\
asm(".text\n" #name ":\n\t" body "\n\tjmp " #name "\n")

TASK(nmi_task, "incl count\n\tiret");
TASK(call_task, "incl count\n\tiret\n\tincl count");
TASK(plain_task, "incl count\n\tiret");
TASK(eoi_task, "call eoi\n\tincl count\n\tiret");
TASK(jump_task, "incl count\n\tljmp $0x80, $0");
TASK(de_task, "movl $10, tss+0x34\n\tincl count\n\tiret");
TASK(pf_task, "pop %eax\n\tmov %eax, error_code\n\tcall pf_task_c\n\tincl count\n\tiret");

void pf_task_c(void);

void pf_task_c(void)
{
	fault_addr = read_cr2();
	install_page(current_page_table(), virt_to_phys(fault_page), (void *)fault_addr);
}

static void task(char *entry)
{
	count = 0;
	setup_tss32();
	tss_intr.eip = (u32)entry;
}

static void after(int want, const char *what)
{
	/* The switches have set CR0.TS, the returns must have cleared NT. */
	check_eq(count, want, "runs of the task of %s", what);
	check_eq(str(), TSS_MAIN, "TR after %s", what);
	check_bits(read_rflags(), X86_EFLAGS_NT, 0, "NT after %s", what);
	write_cr0(read_cr0() & ~X86_CR0_TS);
}

static void far_call(void)
{
	task(call_task);
	/* The offset is ignored; its bytes are HLTs to a wrong length. */
	asm volatile("lcall %0, $0xf4f4f4f4" : : "i"(TSS_INTR));
	after(1, "LCALL of a TSS");
	asm volatile("lcall %0, $0xf4f4f4f4" : : "i"(TSS_INTR));
	/* It goes on behind its IRET, then from the start. */
	after(3, "LCALL of a TSS again");
	check_eq(get_gdt_entry(TSS_INTR)->type, 9, "type of the TSS after IRET (available)");
}

static void far_jump(void)
{
	task(jump_task);
	asm volatile("ljmp %0, $0xf4f4f4f4" : : "i"(TSS_INTR));
	after(1, "LJMP to a TSS");
	check_eq(get_gdt_entry(TSS_INTR)->type, 9, "type of the TSS that was jumped from (available)");
}

static void busy_tss(void)
{
	set_gdt_entry(MAIN_TSS_SEL, (u32)&tss_intr, sizeof(tss_intr) - 1, 0x8b, 0);
	check_eq(asm_safe("lcall %0, $0", "i"(MAIN_TSS_SEL)), GP_VECTOR, "vector of LCALL of a busy TSS");
	check_eq(exception_error_code(), MAIN_TSS_SEL, "error code of LCALL of a busy TSS");
	set_gdt_entry(MAIN_TSS_SEL, (u32)&tss_intr, 0x66, 0x89, 0);
	check_eq(asm_safe("lcall %0, $0", "i"(MAIN_TSS_SEL)), TS_VECTOR,
		 "vector of LCALL of a TSS of 67h bytes");
	check_eq(exception_error_code(), MAIN_TSS_SEL, "error code of LCALL of a TSS of 67h bytes");
	set_gdt_entry(MAIN_TSS_SEL, (u32)&tss_intr, sizeof(tss_intr) - 1, 0x09, 0);
	check_eq(asm_safe("lcall %0, $0", "i"(MAIN_TSS_SEL)), NP_VECTOR,
		 "vector of LCALL of a TSS that is not present");
	memset(&gdt[MAIN_TSS_SEL >> 3], 0, sizeof(gdt[0]));
}

static void soft_int(void)
{
	task(nmi_task);
	set_idt_task_gate(NMI_VECTOR, TSS_INTR);
	asm volatile("int $2");
	after(1, "INT 2");
}

static void nmi(void)
{
	task(nmi_task);
	set_idt_task_gate(NMI_VECTOR, TSS_INTR);
	apic_icr_write(APIC_DEST_PHYSICAL | APIC_DM_NMI | APIC_INT_ASSERT, apic_id());
	/* Give it time. */
	asm volatile("nop; nop; nop; nop" : : : "memory");
	after(1, "an NMI");
}

static void interrupt(void)
{
	task(eoi_task);
	set_idt_task_gate(IPI_TEST_VECTOR, TSS_INTR);
	sti();
	apic_icr_write(APIC_DEST_SELF | APIC_DEST_PHYSICAL | APIC_DM_FIXED | IPI_TEST_VECTOR, 0);
	asm volatile("nop; nop" : : : "memory");
	cli();
	after(1, "an interrupt");
}

static void divide(void)
{
	u32 divisor = 0, quotient = 1500, rest = 0;

	task(de_task);
	set_idt_task_gate(DE_VECTOR, TSS_INTR);
	/* The task puts 10 into the EBX of the saved state (offset 34h). */
	asm volatile("divl %%ebx" : "+a"(quotient), "+d"(rest), "+b"(divisor) : : "cc");
	after(1, "a division by 0");
	check_eq(quotient, 150u, "1500 divided by 10 after the task has set the divisor");
}

static void soft_int0(void)
{
	task(plain_task);
	set_idt_task_gate(DE_VECTOR, TSS_INTR);
	asm volatile("int $0");
	after(1, "INT 0");
}

static void overflow(void)
{
	task(plain_task);
	set_idt_task_gate(OF_VECTOR, TSS_INTR);
	asm volatile("movb $0x7f, %%al; addb $0x7f, %%al; into" : : : "eax", "cc");
	after(1, "INTO");
}

static void breakpoint(void)
{
	task(plain_task);
	set_idt_task_gate(BP_VECTOR, TSS_INTR);
	asm volatile("int3");
	after(1, "INT3");
}

static void page_fault(void)
{
	char *va = alloc_vpage();

	fault_page = alloc_page();
	task(pf_task);
	set_idt_task_gate(PF_VECTOR, TSS_INTR);
	error_code = -1;
	*(volatile char *)va = 1;
	after(1, "a page fault");
	check_eq(error_code, 2u, "error code of the page fault on the task's stack");
	check_eq(fault_addr, (ulong)va, "CR2 in the task");
	check_eq(*fault_page, 1, "memory after the store ran again");
}

/*
 * A virtual-8086 task executes UD2, whose handler is the main task: entered by
 * IRET with NT set, for the VM86 task is its back link.
 */
static void vm86(void)
{
	static tss32_t vm86_tss;
	volatile char *code = (char *)VM86_CODE;

	code[0] = 0x0f;
	code[1] = 0x0b;
	memset(&vm86_tss, 0, sizeof(vm86_tss));
	vm86_tss.eflags = X86_EFLAGS_VM | X86_EFLAGS_FIXED;
	vm86_tss.cr3 = read_cr3();
	vm86_tss.esp = 0x100;
	vm86_tss.esp0 = (u32)alloc_page() + PAGE_SIZE;
	vm86_tss.ss0 = KERNEL_DS;
	vm86_tss.cs = VM86_CODE >> 4;
	vm86_tss.eip = 0;
	vm86_tss.ds = 0x1234;
	vm86_tss.es = 0x2345;
	vm86_tss.iomap_base = sizeof(vm86_tss);
	/* The IRET expects the TSS it returns to to be busy. */
	set_gdt_entry(VM86_TSS_SEL, (u32)&vm86_tss, sizeof(vm86_tss) - 1, 0x8b, 0);
	set_gdt_entry(MAIN_TSS_SEL, (u32)&tss[0], sizeof(tss[0]) - 1, 0x89, 0);
	ltr(MAIN_TSS_SEL);
	set_idt_task_gate(UD_VECTOR, MAIN_TSS_SEL);

	tss[0].prev = VM86_TSS_SEL;
	asm volatile("pushf\n\t"
		     "orl $0x4000, (%%esp)\n\t"
		     "popf\n\t"
		     "iret\n\t"
		     : : : "memory", "cc");
	/* Here through the task gate of #UD, behind the IRET. */
	write_rflags(read_rflags() & ~X86_EFLAGS_NT);
	check_eq(str(), MAIN_TSS_SEL, "TR after #UD in the VM86 task");
	check_eq(vm86_tss.eip, 0u, "EIP saved in the VM86 task's TSS");
	check_bits(vm86_tss.eflags, X86_EFLAGS_VM, X86_EFLAGS_VM, "EFLAGS.VM saved in its TSS");
	check_eq(vm86_tss.ds, 0x1234, "DS saved in its TSS");
	check_eq(vm86_tss.es, 0x2345, "ES saved in its TSS");
	check_eq(tss[0].prev, VM86_TSS_SEL, "back link of the main task");
	write_cr0(read_cr0() & ~X86_CR0_TS);
	clear_tss_busy(TSS_MAIN);
	ltr(TSS_MAIN);
}

/* CPL3 in a conforming code segment of DPL 0; the console is not used there. */
extern char conform_task[];
asm(".text\n"
    "conform_task:\n\t"
    "mov %cs, %eax\n\t"
    "mov %eax, conform_cs\n\t"
    "incl count\n\t"
    "iret\n\t"
    "jmp conform_task\n");

/*
 * The new task may be refused in its own context, which cannot report anything: #TS then comes back here through a task
 * gate, with its error code on the stack.
 */
static void conforming(void)
{
	static u32 sp;
	idt_entry_t gate = boot_idt[TS_VECTOR];
	bool refused;

	task(conform_task);
	conform_cs = 0;
	set_gdt_entry(CONFORM_CS_SEL, 0, 0xffffffff, 0x9f, 0xc0);
	set_gdt_entry(MAIN_TSS_SEL, (u32)&tss[0], sizeof(tss[0]) - 1, 0x89, 0);
	set_idt_task_gate(TS_VECTOR, MAIN_TSS_SEL);
	tss_intr.cs = CONFORM_CS_SEL | 3;
	tss_intr.ds = tss_intr.es = tss_intr.fs = tss_intr.ss = USER_DS;
	tss_intr.gs = USER_DS;
	tss_intr.eflags = X86_EFLAGS_FIXED | X86_EFLAGS_IOPL;
	asm volatile("mov %%esp, %0\n\t"
		     "lcall %1, $0xf4f4f4f4\n\t"
		     "mov %0, %%esp"
		     : "+m"(sp) : "i"(TSS_INTR) : "memory", "cc");
	refused = str() == MAIN_TSS_SEL;
	boot_idt[TS_VECTOR] = gate;
	check(!refused, "LCALL of a task in a conforming segment raises no #TS");
	if (refused) {
		write_rflags(read_rflags() & ~X86_EFLAGS_NT);
		write_cr0(read_cr0() & ~X86_CR0_TS);
		clear_tss_busy(TSS_MAIN);
		ltr(TSS_MAIN);
		return;
	}
	after(1, "LCALL of a task in a conforming segment");
	check_eq(conform_cs, (u32)(CONFORM_CS_SEL | 3), "CS in the task");
}

static const struct subtest subtests[] = {
	{ "lcall", far_call },
	{ "ljmp", far_jump },
	{ "bad-tss", busy_tss },
	{ "int2", soft_int },
	/* The task takes the place of the watchdog's way in. */
	{ "nmi", nmi, .flags = SUBTEST_NO_WATCHDOG },
	{ "interrupt", interrupt },
	{ "divide", divide },
	{ "int0", soft_int0 },
	{ "overflow", overflow },
	{ "int3", breakpoint },
	{ "page-fault", page_fault },
	{ "conforming", conforming },
	{ "vm86", vm86 },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
