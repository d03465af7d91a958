// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Exception dispatch, machine check and external interrupt enables, problem
 * state.
 */
#include <libcflat.h>
#include <stack.h>
#include <asm/handlers.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include <asm/time.h>
#include <asm/trap.h>
#include "ppc64.h"

#define NR_VECTORS	128

static struct {
	void (*func)(struct pt_regs *, void *data);
	void *data;
} handlers[NR_VECTORS];

void handle_exception(int trap, void (*fn)(struct pt_regs *, void *), void *data)
{
	unsigned int index = trap >> 5;

	assert(trap >= 0 && index < NR_VECTORS && !(trap & 0x1f));
	if (fn && handlers[index].func) {
		printf("exception handler of vector %#x installed twice\n", trap);
		abort();
	}
	handlers[index].data = data;
	handlers[index].func = fn;
}

/* Take every handler away: the state a subtest starts with. */
void forget_exception_handlers(void)
{
	for (unsigned int i = 0; i < NR_VECTORS; i++)
		handlers[i].func = NULL;
}

const char *exception_name(unsigned long trap)
{
	static const struct {
		unsigned short trap;
		const char *name;
	} names[] = {
		{ 0x100, "system reset" },
		{ 0x200, "machine check" },
		{ 0x300, "data storage" },
		{ 0x380, "data segment" },
		{ 0x400, "instruction storage" },
		{ 0x480, "instruction segment" },
		{ 0x500, "external" },
		{ 0x600, "alignment" },
		{ 0x700, "program" },
		{ 0x800, "floating-point unavailable" },
		{ 0x900, "decrementer" },
		{ 0x980, "hypervisor decrementer" },
		{ 0xa00, "directed privileged doorbell" },
		{ 0xc00, "system call" },
		{ 0xd00, "trace" },
		{ 0xe00, "hypervisor data storage" },
		{ 0xe20, "hypervisor instruction storage" },
		{ 0xe40, "hypervisor emulation assistance" },
		{ 0xe60, "hypervisor maintenance" },
		{ 0xe80, "directed hypervisor doorbell" },
		{ 0xea0, "hypervisor virtualization" },
		{ 0xf00, "performance monitor" },
		{ 0xf20, "vector unavailable" },
		{ 0xf40, "VSX unavailable" },
		{ 0xf60, "facility unavailable" },
		{ 0xf80, "hypervisor facility unavailable" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].trap == trap)
			return names[i].name;
	return "unknown";
}

/*
 * An exception nobody expects: name it, and end the subtest or, outside of
 * one, the program.
 */
static void unhandled_exception(struct pt_regs *regs)
{
	static unsigned long busy;

	/* An exception in here must not go on for ever. */
	if (__atomic_fetch_add(&busy, 1, __ATOMIC_SEQ_CST) > 8)
		exit(63);
	printf("CPU %d: unhandled %s interrupt (%#lx) at %#lx, MSR %#018lx, LR %#lx\n",
	       smp_processor_id(), exception_name(regs->trap), regs->trap,
	       regs->nip, regs->msr, regs->link);
	if (regs->trap == 0x300 || regs->trap == 0x380 || regs->trap == 0x600 ||
	    regs->trap == 0x200 || regs->trap == 0xe00)
		printf("  DAR %#lx, DSISR %#lx\n", mfspr(SPR_DAR), mfspr(SPR_DSISR));
	for (int i = 0; i < 32; i += 4)
		printf("  r%-2d %016lx %016lx %016lx %016lx\n", i, regs->gpr[i],
		       regs->gpr[i + 1], regs->gpr[i + 2], regs->gpr[i + 3]);
	dump_frame_stack((void *)regs->nip, (void *)regs->gpr[1]);
	__atomic_fetch_sub(&busy, 1, __ATOMIC_SEQ_CST);
	abandon_subtest(regs);
}

void do_handle_exception(struct pt_regs *regs)
{
	unsigned int index = regs->trap >> 5;

	__current_cpu = (struct cpu *)mfspr(SPR_SPRG0);
	current_cpu()->in_user = false;

	/* Interrupts arrive untranslated; go on as this CPU is set up. */
	if (!(mfmsr() & (MSR_IR | MSR_DR)) && current_cpu()->pgtable)
		mtmsr(mfmsr() | MSR_IR | MSR_DR);

	if (regs->trap == 0x900 && watchdog_interrupt(regs, handlers[index].func))
		;
	else if (index < NR_VECTORS && handlers[index].func)
		handlers[index].func(regs, handlers[index].data);
	else if (try_recover(regs))
		;
	else
		unhandled_exception(regs);

	if (regs->msr & MSR_PR)
		current_cpu()->in_user = true;
}

void dec_handler_oneshot(struct pt_regs *regs, void *data __unused)
{
	regs->msr &= ~MSR_EE;
}

void local_irq_enable(void)
{
	assert(!in_usermode());
	asm volatile("mtmsrd %0,1" : : "r"(mfmsr() | MSR_EE) : "memory");
}

void local_irq_disable(void)
{
	assert(!in_usermode());
	asm volatile("mtmsrd %0,1" : : "r"(mfmsr() & ~MSR_EE) : "memory");
}

/* mtmsrd does not change ME: rfid to the next instruction. */
static void rfid_msr(uint64_t msr)
{
	uint64_t tmp;

	asm volatile("bcl 20,31,1f\n"
		     "1: mflr %0\n"
		     "addi %0,%0,2f-1b\n"
		     "mtsrr0 %0\n"
		     "mtsrr1 %1\n"
		     "rfid\n"
		     "2:" : "=&b"(tmp) : "r"(msr) : "memory", "lr");
}

void enable_mcheck(void)
{
	rfid_msr(mfmsr() | MSR_ME);
}

void disable_mcheck(void)
{
	rfid_msr(mfmsr() & ~MSR_ME);
}

bool in_usermode(void)
{
	return current_cpu()->in_user;
}

static void usermode_exit_handler(struct pt_regs *regs, void *data __unused)
{
	regs->msr &= ~(MSR_PR | MSR_EE);
}

void enter_usermode(void)
{
	assert_msg(!in_usermode(), "enter_usermode called in problem state");
	assert(!(mfmsr() & (MSR_PR | MSR_EE)));
	assert((mfmsr() & (MSR_IR | MSR_DR)) == (MSR_IR | MSR_DR));

	handle_exception(0xc00, usermode_exit_handler, NULL);
	current_cpu()->in_user = true;
	rfid_msr(mfmsr() | MSR_PR | MSR_IR | MSR_DR | MSR_EE);
}

void exit_usermode(void)
{
	assert_msg(in_usermode(), "exit_usermode called in privileged state");
	asm volatile("sc 0" : : : "memory", "lr", "ctr", "xer", "cr0", "cr1",
		     "cr5", "cr6", "cr7", "r0", "r9", "r10", "r11", "r12");
	handle_exception(0xc00, NULL, NULL);
	assert(!(mfmsr() & MSR_PR));
}
