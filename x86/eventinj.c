// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * eventinj: an event whose delivery faults in the host, or in the guest, is
 * delivered in the end, once.
 *
 * Before each event the host mapping of the IDT, and of the stack, is dropped
 * through pc-testdev: the hypervisor has to bring the page back and to inject
 * the event again (SDM volume 3, 27.2.4, IDT vectoring; APM volume 2, 15.7.2,
 * EXITINTINFO). Without that device plain delivery is tested.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <asm/io.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/fwcfg.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define FLUSH_PORT	0xe4

static void flush_phys(void *phys)
{
	if (test_device_enabled())
		outl((u32)virt_to_phys(phys), FLUSH_PORT);
}

static void flush_idt(void)
{
	struct descriptor_table_ptr p;

	sidt(&p);
	flush_phys((void *)p.base);
}

static void flush_stack(void)
{
	flush_phys((void *)((ulong)__builtin_frame_address(0) & PAGE_MASK));
}

static volatile int count32, count33, count62, order[4], nr_order;

static void note(int vector)
{
	if (nr_order < 4)
		order[nr_order] = vector;
	nr_order++;
}

static void isr32(isr_regs_t *r)
{
	note(32);
	count32++;
	eoi();
}

static void isr33(isr_regs_t *r)
{
	note(33);
	count33++;
	eoi();
}

static void isr62(isr_regs_t *r)
{
	note(62);
	count62++;
	eoi();
}

/* A software interrupt must not send an EOI for what it did not take. */
static void soft33(isr_regs_t *r)
{
	note(33);
	count33++;
}

static void begin(void)
{
	count32 = count33 = count62 = nr_order = 0;
	handle_irq(32, isr32);
	handle_irq(33, isr33);
	handle_irq(62, isr62);
}

static void self_ipi(int vector)
{
	apic_icr_write(APIC_DEST_SELF | APIC_DEST_PHYSICAL | APIC_DM_FIXED | vector, 0);
}

static void self_nmi(void)
{
	apic_icr_write(APIC_DEST_PHYSICAL | APIC_DM_NMI | APIC_INT_ASSERT, apic_id());
}

/* Exceptions */

static volatile int divider, exception_count;

static void de_handler(struct ex_regs *r)
{
	exception_count++;
	/* The divisor is in RCX. */
	r->rcx = 10;
	divider = 10;
}

static int divide(void)
{
	int q = 1500, rest = 0;

	asm volatile("xor %%ecx, %%ecx\n\t"
		     "idivl %%ecx"
		     : "+a"(q), "+d"(rest) : : "ecx", "cc");
	return q;
}

static void fault(void)
{
	handler old = handle_exception(DE_VECTOR, de_handler);

	exception_count = 0;
	flush_idt();
	flush_stack();
	check_eq(divide(), 150, "1500 divided by what the handler of #DE has set");
	check_eq(exception_count, 1, "#DE taken");
	handle_exception(DE_VECTOR, old);
}

static void count_exception(struct ex_regs *r)
{
	exception_count++;
}

static void trap(void)
{
	handler old = handle_exception(BP_VECTOR, count_exception);

	exception_count = 0;
	flush_idt();
	flush_stack();
	asm volatile("int3");
	check_eq(exception_count, 1, "#BP taken");
	handle_exception(BP_VECTOR, old);
}

#ifndef __x86_64__
static void overflow(void)
{
	handler old = handle_exception(OF_VECTOR, count_exception);

	exception_count = 0;
	flush_idt();
	asm volatile("movb $127, %%al; addb $127, %%al; into" : : : "eax", "cc");
	check_eq(exception_count, 1, "#OF of INTO taken");
	exception_count = 0;
	flush_idt();
	asm volatile("movb $127, %%al; addb $127, %%al; addr16 into" : : : "eax", "cc");
	check_eq(exception_count, 1, "#OF of INTO with a prefix taken");
	handle_exception(OF_VECTOR, old);
}
#endif

/* Interrupts */

static void external(void)
{
	begin();
	flush_idt();
	sti();
	self_ipi(33);
	asm volatile("nop; nop; nop");
	cli();
	check_eq(count33, 1, "interrupts of one IPI");
}

static void software(void)
{
	begin();
	handle_irq(33, soft33);
	flush_idt();
	flush_stack();
	asm volatile("int $33");
	check_eq(count33, 1, "runs of INT 33");
}

static void two_pending(void)
{
	begin();
	cli();
	self_ipi(32);
	self_ipi(33);
	flush_idt();
	flush_stack();
	sti_nop();
	asm volatile("nop; nop");
	cli();
	check_eq(count32, 1, "interrupts 32");
	check_eq(count33, 1, "interrupts 33");
	/* Both in class 2: the higher vector goes first, the other one waits for its EOI. */
	check_eq(order[0], 33, "the first of both");
	check_eq(order[1], 32, "the second of both");
}

static void pending_and_software(void)
{
	begin();
	handle_irq(33, soft33);
	cli();
	self_ipi(32);
	flush_idt();
	flush_stack();
	/* In the shadow of STI: INT goes first. Its gate closes interrupts. */
	asm volatile("sti; int $33; nop");
	cli();
	check_eq(count33, 1, "runs of INT 33");
	check_eq(count32, 1, "interrupts 32");
	check_eq(order[0], 33, "the first of both");
	check_eq(order[1], 32, "the second of both");
}

static void priority(void)
{
	begin();
	apic_set_tpr(0xf);
	self_ipi(32);
	self_ipi(62);
	sti();
	asm volatile("nop; nop");
	check_eq(count32 + count62, 0, "interrupts while TPR is f0h");
	flush_idt();
	apic_set_tpr(2);
	asm volatile("nop; nop");
	check_eq(count62, 1, "interrupts 62 with TPR 20h");
	check_eq(count32, 0, "interrupts 32 with TPR 20h");
	apic_set_tpr(0);
	asm volatile("nop; nop");
	cli();
	check_eq(count32, 1, "interrupts 32 with TPR 0");
	check_eq(count62, 1, "interrupts 62 in all");
}

static volatile ulong np_error;

static void np_handler(struct ex_regs *r)
{
	exception_count++;
	np_error = r->error_code;
	set_idt_sel(33, read_cs());
}

static void not_present(void)
{
	handler old = handle_exception(NP_VECTOR, np_handler);

	begin();
	handle_irq(33, soft33);
	exception_count = 0;
	set_idt_sel(33, NP_SEL);
	flush_idt();
	asm volatile("int $33");
	check_eq(exception_count, 1, "#NP of INT 33 through a segment that is not present");
	/* The selector; neither EXT nor IDT (SDM volume 3, 6.13). */
	check_eq(np_error, (ulong)NP_SEL, "error code of that #NP");
	check_eq(count33, 1, "runs of INT 33 after the repair");
	handle_exception(NP_VECTOR, old);
}

/* NMI */

static volatile ulong nmi_rip[4];
extern char exception_iret_ip[];

static void nested_nmi(struct ex_regs *r)
{
	if (exception_count < 4)
		nmi_rip[exception_count] = r->rip;
	exception_count++;
	if (exception_count == 1) {
		flush_idt();
		flush_stack();
		self_nmi();
		asm volatile("nop; nop; nop");
		/* Blocked until the IRET. */
		exception_count += exception_count == 1 ? 0 : 100;
	}
}

static void nmi_in_nmi(void)
{
	handler old = handle_exception(NMI_VECTOR, nested_nmi);

	exception_count = 0;
	flush_idt();
	self_nmi();
	asm volatile("nop; nop; nop; nop");
	handle_exception(NMI_VECTOR, old);
	check_eq(exception_count, 2, "NMIs taken, the second not inside the first");
	check_ne(nmi_rip[1], (ulong)exception_iret_ip, "RIP saved by the second NMI is not that of IRET");
	check_eq(nmi_rip[1], nmi_rip[0], "RIP saved by the second NMI");
}

/* A stack that is not writable: the page fault comes on a stack of its own. */

static volatile int pf_count;
static void *ro_page;
static char *ro_va;

void make_writable(void);
void make_writable(void)
{
	pf_count++;
	*get_pte(current_page_table(), ro_va) |= PT_WRITABLE_MASK;
	invlpg(ro_va);
}

#ifdef __x86_64__
static void pf_handler(struct ex_regs *r)
{
	make_writable();
}

static void install_pf_handler(void)
{
	setup_alt_stack();
	handle_exception(PF_VECTOR, pf_handler);
	boot_idt[PF_VECTOR].ist = 1;
}
#else
extern char eventinj_pf_task[];
asm(".text\n"
    "eventinj_pf_task:\n\t"
    "call make_writable\n\t"
    "add $4, %esp\n\t"
    "iret\n\t"
    "jmp eventinj_pf_task\n");

static void install_pf_handler(void)
{
	setup_alt_stack();
	set_intr_alt_stack(PF_VECTOR, eventinj_pf_task);
}
#endif

static void make_read_only(void)
{
	if (!ro_va) {
		ro_va = alloc_vpage();
		ro_page = alloc_page();
		install_page(current_page_table(), virt_to_phys(ro_page), ro_va);
	}
	install_pf_handler();
	pf_count = 0;
	*get_pte(current_page_table(), ro_va) &= ~PT_WRITABLE_MASK;
	invlpg(ro_va);
	flush_phys(ro_page);
}

static void fault_on_read_only_stack(void)
{
	handler old = handle_exception(DE_VECTOR, de_handler);
	int q = 1500, rest = 0;

	exception_count = 0;
	make_read_only();
	asm volatile("mov %%" R "sp, %%" R "bx\n\t"
		     "mov %[sp], %%" R "sp\n\t"
		     "xor %%ecx, %%ecx\n\t"
		     "idivl %%ecx\n\t"
		     "mov %%" R "bx, %%" R "sp"
		     : "+a"(q), "+d"(rest) : [sp] "S"(ro_va + PAGE_SIZE) : "ebx", "ecx", "cc", "memory");
	handle_exception(DE_VECTOR, old);
	check_eq(pf_count, 1, "#PF of pushing onto a read-only stack");
	check_eq(exception_count, 1, "#DE taken after it");
	check_eq(q, 150, "1500 divided by what the handler of #DE has set");
}

static void np_on_read_only_stack(void)
{
	handler old = handle_exception(NP_VECTOR, np_handler);

	begin();
	handle_irq(33, soft33);
	exception_count = 0;
	set_idt_sel(33, NP_SEL);
	make_read_only();
	flush_idt();
	asm volatile("mov %%" R "sp, %%" R "bx\n\t"
		     "mov %[sp], %%" R "sp\n\t"
		     "int $33\n\t"
		     "mov %%" R "bx, %%" R "sp"
		     : : [sp] "S"(ro_va + PAGE_SIZE) : "ebx", "cc", "memory");
	handle_exception(NP_VECTOR, old);
	check_eq(pf_count, 1, "#PF of pushing the frame of #NP onto a read-only stack");
	check_eq(exception_count, 1, "#NP taken after it");
	check_eq(count33, 1, "runs of INT 33 after the repair");
}

/* A stack in a page that is its own page table: shadow paging has to emulate the pushes. */
#ifdef __x86_64__
#define SELF_MAP	0x7000000000ul
#else
#define SELF_MAP	0x80000000ul
#endif

static void stack_in_page_table(void)
{
	pteval_t *pt = alloc_page();
	char *va = (char *)SELF_MAP;

	begin();
	handle_irq(33, soft33);
	install_pte(current_page_table(), 1, va,
		    virt_to_phys(pt) | PT_PRESENT_MASK | PT_WRITABLE_MASK | PT_USER_MASK, pt);
	check_eq(*(volatile pteval_t *)va & PT_PRESENT_MASK, PT_PRESENT_MASK,
		 "the page table seen through itself");
	asm volatile("mov %%" R "sp, %%" R "bx\n\t"
		     "mov %[sp], %%" R "sp\n\t"
		     "int $33\n\t"
		     "mov %%" R "bx, %%" R "sp"
		     : : [sp] "S"(va + PAGE_SIZE) : "ebx", "cc", "memory");
	check_eq(count33, 1, "runs of INT 33");
}

static const struct subtest subtests[] = {
	{ "fault", fault },
	{ "int3", trap },
#ifndef __x86_64__
	{ "into", overflow },
#endif
	{ "ipi", external },
	{ "int33", software },
	{ "two-ipis", two_pending },
	{ "ipi-int33", pending_and_software },
	{ "tpr", priority },
	{ "not-present", not_present },
	{ "nmi", nmi_in_nmi },
	{ "read-only-stack", fault_on_read_only_stack },
	{ "read-only-stack-np", np_on_read_only_stack },
	{ "page-table-stack", stack_in_page_table },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
