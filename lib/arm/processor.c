// SPDX-License-Identifier: LGPL-2.1-or-later
/* AArch32 exception dispatch, the report of an unhandled one, and user mode. */
#include <libcflat.h>
#include <stack.h>
#include <subtest.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/thread_info.h>

static const char *const processor_modes[] = {
	"USER_26", "FIQ_26", "IRQ_26", "SVC_26", "UK4_26", "UK5_26", "UK6_26", "UK7_26",
	"UK8_26", "UK9_26", "UK10_26", "UK11_26", "UK12_26", "UK13_26", "UK14_26", "UK15_26",
	"USER_32", "FIQ_32", "IRQ_32", "SVC_32", "UK4_32", "UK5_32", "MON_32", "ABT_32",
	"UK8_32", "UK9_32", "HYP_32", "UND_32", "UK12_32", "UK13_32", "UK14_32", "SYS_32",
};

static const char *const vector_names[] = {
	"rst", "und", "svc", "pabt", "dabt", "addrexcptn", "irq", "fiq",
};

#define DFSR	__ACCESS_CP15(c5, 0, c0, 0)
#define IFSR	__ACCESS_CP15(c5, 0, c0, 1)
#define DFAR	__ACCESS_CP15(c6, 0, c0, 0)
#define IFAR	__ACCESS_CP15(c6, 0, c0, 2)
#define TTBR0	__ACCESS_CP15(c2, 0, c0, 0)
#define DACR	__ACCESS_CP15(c3, 0, c0, 0)

void show_regs(struct pt_regs *regs)
{
	unsigned long flags = regs->ARM_cpsr;
	char buf[5];

	printf("pc : [<%08lx>] lr : [<%08lx>] psr: %08lx\n"
	       "sp : %08lx  ip : %08lx  fp : %08lx\n",
	       regs->ARM_pc, regs->ARM_lr, regs->ARM_cpsr,
	       regs->ARM_sp, regs->ARM_ip, regs->ARM_fp);
	printf("r10: %08lx  r9 : %08lx  r8 : %08lx\n",
	       regs->ARM_r10, regs->ARM_r9, regs->ARM_r8);
	printf("r7 : %08lx  r6 : %08lx  r5 : %08lx  r4 : %08lx\n",
	       regs->ARM_r7, regs->ARM_r6, regs->ARM_r5, regs->ARM_r4);
	printf("r3 : %08lx  r2 : %08lx  r1 : %08lx  r0 : %08lx\n",
	       regs->ARM_r3, regs->ARM_r2, regs->ARM_r1, regs->ARM_r0);

	buf[0] = flags & PSR_N_BIT ? 'N' : 'n';
	buf[1] = flags & PSR_Z_BIT ? 'Z' : 'z';
	buf[2] = flags & PSR_C_BIT ? 'C' : 'c';
	buf[3] = flags & PSR_V_BIT ? 'V' : 'v';
	buf[4] = '\0';
	printf("Flags: %s  IRQs o%s  FIQs o%s  Mode %s\n", buf,
	       interrupts_enabled(regs) ? "n" : "ff",
	       fast_interrupts_enabled(regs) ? "n" : "ff",
	       processor_modes[processor_mode(regs)]);

	if (current_mode() != USR_MODE)
		printf("Control: %08x  Table: %08x  DAC: %08x\n",
		       (unsigned int)read_sysreg(SCTRL), (unsigned int)read_sysreg(TTBR0),
		       (unsigned int)read_sysreg(DACR));
}

/* The thread_info of interrupted code, when that code was a user thread of the library. */
static struct thread_info *user_thread(struct pt_regs *regs)
{
	struct thread_info *cur = current_thread_info();
	struct thread_info *ti = thread_info_sp(regs->ARM_sp);
	unsigned long addr = (unsigned long)ti;

	if (!user_mode(regs) || ti == cur)
		return NULL;
	if (__mmu_enabled()) {
		if (!cur->pgtable || !follow_pte(cur->pgtable, addr))
			return NULL;
	} else if (addr < PHYS_OFFSET || addr + sizeof(*ti) > PHYS_END) {
		return NULL;
	}
	return (ti->flags & TIF_USER_MODE) && ti->cpu == cur->cpu ? ti : NULL;
}

void install_exception_handler(enum vector v, exception_fn fn)
{
	assert(v < EXCPTN_MAX);
	current_thread_info()->exception_handlers[v] = fn;
}

static void bad_exception(enum vector v, struct pt_regs *regs)
{
	u32 far = 0, fsr = 0;

	printf("Unhandled exception %d (%s)\n", v, vector_names[v]);
	show_regs(regs);
	if (v == EXCPTN_DABT) {
		far = read_sysreg(DFAR);
		fsr = read_sysreg(DFSR);
		printf("DFAR: %08x  DFSR: %08x\n", far, fsr);
	} else if (v == EXCPTN_PABT) {
		far = read_sysreg(IFAR);
		fsr = read_sysreg(IFSR);
		printf("IFAR: %08x  IFSR: %08x\n", far, fsr);
	}
	dump_frame_stack((void *)regs->ARM_pc, (void *)regs->ARM_fp);
	subtest_abandon("unhandled exception %s at %#lx, FSR %#x, FAR %#x", vector_names[v],
			regs->ARM_pc, fsr, far);
	abort();
}

void do_handle_exception(enum vector v, struct pt_regs *regs)
{
	struct thread_info *user = user_thread(regs);
	exception_fn fn = user ? user->exception_handlers[v] : NULL;

	if (!fn)
		fn = current_thread_info()->exception_handlers[v];
	if (!fn)
		bad_exception(v, regs);
	fn(regs);
}

void thread_info_init(struct thread_info *ti, unsigned int flags)
{
	memset(ti, 0, sizeof(*ti));
	ti->cpu = mpidr_to_cpu(get_mpidr());
	ti->flags = flags;
}

void start_usr(void (*func)(void *arg), void *arg, unsigned long sp_usr)
{
	struct thread_info *ti = thread_info_sp(sp_usr);

	thread_info_init(ti, TIF_USER_MODE);
	ti->pgtable = current_thread_info()->pgtable;
	sp_usr &= ~7UL;

	asm volatile(
	"	mrs	r0, cpsr\n"
	"	bic	r0, #" xstr(MODE_MASK) "\n"
	"	orr	r0, #" xstr(USR_MODE) "\n"
	"	msr	cpsr_c, r0\n"
	"	isb\n"
	"	mov	r0, %0\n"
	"	mov	sp, %1\n"
	"	mov	fp, #0\n"
	"	mov	lr, #0\n"
	"	mov	pc, %2"
	: : "r" (arg), "r" (sp_usr), "r" (func) : "r0", "memory");
	__builtin_unreachable();
}

bool is_user(void)
{
	return current_thread_info()->flags & TIF_USER_MODE;
}

bool __mmu_enabled(void)
{
	return read_sysreg(SCTRL) & CR_M;
}
