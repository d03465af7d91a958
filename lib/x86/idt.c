// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Exceptions and interrupts: handlers, fixups, and what is printed when
 * nobody takes one. SDM volume 3 chapter 6.
 */
#include <libcflat.h>
#include <alloc.h>
#include <cpulock.h>
#include <stack.h>
#include <subtest.h>
#include <x86/apic.h>
#include <x86/boot.h>
#include <x86/desc.h>
#include <x86/isr.h>
#include <x86/smp.h>
#include <x86/watchdog.h>

struct ex_record {
	ulong rip;
	ulong handler;
};

extern struct ex_record exception_table_start[], exception_table_end[];
extern char exception_entries[], irq_entries[];
extern char stext[], etext[];

handler exception_handlers[32];
static void (*irq_handlers[256])(isr_regs_t *regs);

bool is_fep_available;

/* The double fault has a stack of its own: the usual reason is a lost stack. */
static char df_stack[8192] __attribute__((aligned(16)));

void *df_stack_top(void)
{
	return df_stack + sizeof(df_stack);
}

const char *exception_mnemonic(int vector)
{
	static const char *const names[32] = {
		[DE_VECTOR] = "#DE", [DB_VECTOR] = "#DB", [NMI_VECTOR] = "#NMI",
		[BP_VECTOR] = "#BP", [OF_VECTOR] = "#OF", [BR_VECTOR] = "#BR",
		[UD_VECTOR] = "#UD", [NM_VECTOR] = "#NM", [DF_VECTOR] = "#DF",
		[TS_VECTOR] = "#TS", [NP_VECTOR] = "#NP", [SS_VECTOR] = "#SS",
		[GP_VECTOR] = "#GP", [PF_VECTOR] = "#PF", [MF_VECTOR] = "#MF",
		[AC_VECTOR] = "#AC", [MC_VECTOR] = "#MC", [XM_VECTOR] = "#XM",
		[VE_VECTOR] = "#VE", [CP_VECTOR] = "#CP", [HV_VECTOR] = "#HV",
		[VC_VECTOR] = "#VC", [SX_VECTOR] = "#SX",
	};

	if (vector < 0 || vector >= 32 || !names[vector])
		return "#??";
	return names[vector];
}

unsigned int exception_vector(void)
{
	return this_cpu_read_exception_vector();
}

unsigned int exception_error_code(void)
{
	/* ASM_TRY clears only the first word of the record. */
	return this_cpu_read_exception_data() ? this_cpu_read_exception_error_code32() : 0;
}

bool exception_rflags_rf(void)
{
	return this_cpu_read_exception_rflags_rf();
}

ulong exception_fault_address(void)
{
	return exception_vector() == PF_VECTOR ? this_cpu_read_exception_cr2() : 0;
}

static void print_regs(struct ex_regs *r)
{
#ifdef __x86_64__
	printf("rax=%016lx rbx=%016lx rcx=%016lx rdx=%016lx\n"
	       "rsi=%016lx rdi=%016lx rbp=%016lx rsp=%016lx\n"
	       " r8=%016lx  r9=%016lx r10=%016lx r11=%016lx\n"
	       "r12=%016lx r13=%016lx r14=%016lx r15=%016lx\n",
	       r->rax, r->rbx, r->rcx, r->rdx, r->rsi, r->rdi, r->rbp, r->rsp,
	       r->r8, r->r9, r->r10, r->r11, r->r12, r->r13, r->r14, r->r15);
	printf("cr0=%016lx cr2=%016lx cr3=%016lx cr4=%016lx cr8=%lx\n",
	       read_cr0(), read_cr2(), read_cr3(), read_cr4(), read_cr8());
#else
	printf("eax=%08lx ebx=%08lx ecx=%08lx edx=%08lx\n"
	       "esi=%08lx edi=%08lx ebp=%08lx\n"
	       "cr0=%08lx cr2=%08lx cr3=%08lx cr4=%08lx\n",
	       r->rax, r->rbx, r->rcx, r->rdx, r->rsi, r->rdi, r->rbp,
	       read_cr0(), read_cr2(), read_cr3(), read_cr4());
#endif
}

void unhandled_exception(struct ex_regs *regs, bool cpu)
{
	/* The test may have had its own GS; from here on there is no way back to it. */
	if (percpu_of(arch_cpu_id()))
		load_percpu(percpu_of(arch_cpu_id()));

	printf("Unhandled %sexception %ld %s at ip %016lx\n", cpu ? "cpu " : "",
	       (long)regs->vector, exception_mnemonic(regs->vector), regs->rip);
	if (regs->vector == PF_VECTOR)
		printf("PF at %#lx addr %#lx\n", regs->rip, read_cr2());
	printf("error_code=%04lx      rflags=%08lx      cs=%08lx\n",
	       regs->error_code, regs->rflags, regs->cs);
	print_regs(regs);
	dump_frame_stack((void *)regs->rip, (void *)regs->rbp);

	unhandled_on_other_cpu(regs);
	subtest_abandon("unhandled exception %s at %#lx, error code %#lx, CR2 %#lx",
			exception_mnemonic(regs->vector), regs->rip, regs->error_code, read_cr2());
	abort();
}

static bool find_fixup(struct ex_regs *regs)
{
	struct ex_record *e;

	this_cpu_write_exception_vector(regs->vector);
	this_cpu_write_exception_rflags_rf((regs->rflags >> 16) & 1);
	this_cpu_write_exception_error_code(regs->error_code);
	this_cpu_write_exception_error_code32(regs->error_code);
	this_cpu_write_exception_cr2(read_cr2());

	for (e = exception_table_start; e != exception_table_end; e++) {
		if (e->rip == regs->rip) {
			regs->rip = e->handler;
			return true;
		}
	}
	return false;
}

/* The entry code calls these. */
void do_handle_exception(struct ex_regs *regs);
void do_handle_irq(isr_regs_t *r);

void do_handle_exception(struct ex_regs *regs)
{
	if (regs->vector == NMI_VECTOR && watchdog_expired(regs))
		return;
	if (regs->vector < 32 && exception_handlers[regs->vector]) {
		exception_handlers[regs->vector](regs);
		return;
	}
	if (!find_fixup(regs))
		unhandled_exception(regs, true);
}

handler handle_exception(u8 v, handler fn)
{
	handler old;

	assert_msg(v < 32, "exception vector %d", v);
	old = exception_handlers[v];
	exception_handlers[v] = fn;
	return old;
}

/* test_for_exception() and set_exception_jmpbuf() */

void __set_exception_jmpbuf(jmp_buf *addr)
{
	this_cpu_write_exception_jmpbuf(addr);
}

static void jump_to_buf(void)
{
	longjmp(*(jmp_buf *)this_cpu_read_exception_jmpbuf(), 1);
}

static void exception_to_jmpbuf(struct ex_regs *regs)
{
	/* Recorded for exception_vector(); a fixup does not come into it. */
	this_cpu_write_exception_vector(regs->vector);
	this_cpu_write_exception_rflags_rf((regs->rflags >> 16) & 1);
	this_cpu_write_exception_error_code(regs->error_code);
	this_cpu_write_exception_error_code32(regs->error_code);
	this_cpu_write_exception_cr2(read_cr2());
	/* Leave by IRET first, so that NMIs are open again. */
	regs->rip = (ulong)&jump_to_buf;
#ifdef __x86_64__
	regs->cs = KERNEL_CS;
	regs->ss = KERNEL_DS;
	/* As after a CALL, below the red zone that nobody uses. */
	regs->rsp = ALIGN_DOWN(regs->rsp, 16) - 8;
#endif
	regs->rflags &= ~(X86_EFLAGS_TF | X86_EFLAGS_DF);
}

bool test_for_exception(unsigned int ex, void (*trigger_func)(void *data), void *data)
{
	handler old;
	jmp_buf jmpbuf;
	int ret;

	this_cpu_write_exception_data(0);
	old = handle_exception(ex, exception_to_jmpbuf);
	ret = set_exception_jmpbuf(jmpbuf);
	if (ret == 0)
		trigger_func(data);
	handle_exception(ex, old);
	return ret;
}

/* Interrupts */

static void unhandled_interrupt(isr_regs_t *r)
{
	ulong frame = r->regs[5];

	printf("Unexpected interrupt %#lx at ip %016lx cs %lx rflags %lx\n",
	       r->func, r->rip, r->cs, r->rflags);
	dump_frame_stack((void *)r->rip, (void *)frame);
	subtest_abandon("unexpected interrupt %#lx at %#lx", r->func, r->rip);
	abort();
}

void do_handle_irq(isr_regs_t *r)
{
	u8 vec = r->func;

	if (vec == NMI_VECTOR && watchdog_expired_irq(r))
		return;
	if (irq_handlers[vec])
		irq_handlers[vec](r);
	else if (vec != SPURIOUS_VECTOR)
		unhandled_interrupt(r);
}

void handle_irq(unsigned int vec, void (*fn)(isr_regs_t *regs))
{
	assert_msg(vec < 256, "vector %u", vec);
	irq_handlers[vec] = fn;
	set_idt_entry(vec, irq_entries + 16 * vec, 0);
}

extern void __call_irq_entry(void *entry);

void handle_external_interrupt(int vector)
{
	__call_irq_entry(get_idt_addr(&boot_idt[vector]));
}

/* Set-up */

static bool probe_fep(void)
{
	/* The prefix is UD2 here; where it is obeyed, a NOP is emulated. */
	asm volatile(ASM_TRY("1f") KVM_FEP "nop\n\t1:" : : : "memory");
	return exception_vector() == 0;
}

static void default_idt_entry(int vec)
{
	set_idt_entry(vec, vec < 32 ? exception_entries + 16 * vec : irq_entries + 16 * vec, 0);
#ifdef __x86_64__
	if (vec == DF_VECTOR)
		boot_idt[vec].ist = 2;
#else
	if (vec == DF_VECTOR)
		set_idt_task_gate(vec, TSS_DF_SEL);
#endif
}

#ifndef __x86_64__
extern char df_task_entry[];
static tss32_t tss_df;

static void setup_df_task(void)
{
	tss_df.cr3 = read_cr3();
	tss_df.eip = (u32)df_task_entry;
	tss_df.esp = tss_df.esp0 = (u32)df_stack_top();
	tss_df.cs = KERNEL_CS;
	tss_df.ss = tss_df.ss0 = tss_df.ds = tss_df.es = tss_df.fs = KERNEL_DS;
	tss_df.gs = PERCPU_SEL(0);
	tss_df.iomap_base = sizeof(tss_df);
	set_gdt_entry(TSS_DF_SEL, (u32)&tss_df, sizeof(tss_df) - 1, 0x89, 0);
}

void double_fault_cr3(ulong cr3)
{
	tss_df.cr3 = cr3;
}

/* Called by the entry code on the stack of the double-fault task. */
void do_double_fault_task(void);

void do_double_fault_task(void)
{
	tss32_t *old = (tss32_t *)get_gdt_entry_base(get_gdt_entry(tss_df.prev));
	struct ex_regs regs = {
		.rax = old->eax, .rcx = old->ecx, .rdx = old->edx, .rbx = old->ebx,
		.rbp = old->ebp, .rsi = old->esi, .rdi = old->edi,
		.vector = DF_VECTOR, .rip = old->eip, .cs = old->cs, .rflags = old->eflags,
	};

	/* Be the interrupted CPU again: its GS, its TSS, no nested task. */
	write_gs(old->gs);
	write_rflags(read_rflags() & ~X86_EFLAGS_NT);
	clear_tss_busy(tss_df.prev);
	ltr(tss_df.prev);
	setup_df_task();
	do_handle_exception(&regs);
	unhandled_exception(&regs, true);
}
#endif

void setup_idt(void)
{
	int i;

	for (i = 0; i < 256; i++)
		default_idt_entry(i);
#ifndef __x86_64__
	setup_df_task();
#endif
	load_idt();
	is_fep_available = probe_fep();
}
