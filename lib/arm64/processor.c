// SPDX-License-Identifier: LGPL-2.1-or-later
/* AArch64 exception dispatch, the report of an unhandled one, and user mode. */
#include <libcflat.h>
#include <stack.h>
#include <subtest.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/thread_info.h>

static const char *const vector_names[VECTOR_MAX] = {
	"el1t_sync", "el1t_irq", "el1t_fiq", "el1t_error",
	"el1h_sync", "el1h_irq", "el1h_fiq", "el1h_error",
	"el0_sync_64", "el0_irq_64", "el0_fiq_64", "el0_error_64",
	"el0_sync_32", "el0_irq_32", "el0_fiq_32", "el0_error_32",
};

static const char *const ec_names[EC_MAX] = {
	[ESR_ELx_EC_UNKNOWN]		= "UNKNOWN",
	[ESR_ELx_EC_WFx]		= "WFx",
	[ESR_ELx_EC_CP15_32]		= "CP15_32",
	[ESR_ELx_EC_CP15_64]		= "CP15_64",
	[ESR_ELx_EC_CP14_MR]		= "CP14_MR",
	[ESR_ELx_EC_CP14_LS]		= "CP14_LS",
	[ESR_ELx_EC_FP_ASIMD]		= "FP_ASIMD",
	[ESR_ELx_EC_CP10_ID]		= "CP10_ID",
	[ESR_ELx_EC_PAC]		= "PAC",
	[ESR_ELx_EC_OTHER]		= "OTHER",
	[ESR_ELx_EC_CP14_64]		= "CP14_64",
	[ESR_ELx_EC_BTI]		= "BTI",
	[ESR_ELx_EC_ILL]		= "ILL",
	[ESR_ELx_EC_SVC32]		= "SVC32",
	[ESR_ELx_EC_HVC32]		= "HVC32",
	[ESR_ELx_EC_SMC32]		= "SMC32",
	[ESR_ELx_EC_SVC64]		= "SVC64",
	[ESR_ELx_EC_HVC64]		= "HVC64",
	[ESR_ELx_EC_SMC64]		= "SMC64",
	[ESR_ELx_EC_SYS64]		= "SYS64",
	[ESR_ELx_EC_SVE]		= "SVE",
	[ESR_ELx_EC_ERET]		= "ERET",
	[ESR_ELx_EC_FPAC]		= "FPAC",
	[ESR_ELx_EC_SME]		= "SME",
	[ESR_ELx_EC_IMP_DEF]		= "IMP_DEF",
	[ESR_ELx_EC_IABT_LOW]		= "IABT_LOW",
	[ESR_ELx_EC_IABT_CUR]		= "IABT_CUR",
	[ESR_ELx_EC_PC_ALIGN]		= "PC_ALIGN",
	[ESR_ELx_EC_DABT_LOW]		= "DABT_LOW",
	[ESR_ELx_EC_DABT_CUR]		= "DABT_CUR",
	[ESR_ELx_EC_SP_ALIGN]		= "SP_ALIGN",
	[ESR_ELx_EC_MOPS]		= "MOPS",
	[ESR_ELx_EC_FP_EXC32]		= "FP_EXC32",
	[ESR_ELx_EC_FP_EXC64]		= "FP_EXC64",
	[ESR_ELx_EC_GCS]		= "GCS",
	[ESR_ELx_EC_SERROR]		= "SERROR",
	[ESR_ELx_EC_BREAKPT_LOW]	= "BREAKPT_LOW",
	[ESR_ELx_EC_BREAKPT_CUR]	= "BREAKPT_CUR",
	[ESR_ELx_EC_SOFTSTP_LOW]	= "SOFTSTP_LOW",
	[ESR_ELx_EC_SOFTSTP_CUR]	= "SOFTSTP_CUR",
	[ESR_ELx_EC_WATCHPT_LOW]	= "WATCHPT_LOW",
	[ESR_ELx_EC_WATCHPT_CUR]	= "WATCHPT_CUR",
	[ESR_ELx_EC_BKPT32]		= "BKPT32",
	[ESR_ELx_EC_VECTOR32]		= "VECTOR32",
	[ESR_ELx_EC_BRK64]		= "BRK64",
};

void show_regs(struct pt_regs *regs)
{
	int i;

	printf("pc : [<%016lx>] lr : [<%016lx>] pstate: %08lx\n",
	       (unsigned long)regs->pc, (unsigned long)regs->regs[30],
	       (unsigned long)regs->pstate);
	printf("sp : %016lx\n", (unsigned long)regs->sp);
	for (i = 29; i >= 0; i--) {
		printf("x%-2d: %016lx ", i, (unsigned long)regs->regs[i]);
		if (i % 2 == 0)
			printf("\n");
	}
	printf("\n");
}

bool get_far(unsigned int esr, unsigned long *far)
{
	unsigned int ec = esr >> ESR_ELx_EC_SHIFT;

	*far = read_sysreg(far_el1);

	switch (ec) {
	case ESR_ELx_EC_IABT_LOW:
	case ESR_ELx_EC_IABT_CUR:
	case ESR_ELx_EC_PC_ALIGN:
	case ESR_ELx_EC_DABT_LOW:
	case ESR_ELx_EC_DABT_CUR:
	case ESR_ELx_EC_WATCHPT_LOW:
	case ESR_ELx_EC_WATCHPT_CUR:
		/* FnV says something for synchronous external aborts only */
		return (esr & ESR_ELx_FSC) != ESR_ELx_FSC_EXTABT || !(esr & ESR_ELx_FnV);
	}
	return false;
}

static void __attribute__((noreturn))
bad_exception(enum vector v, struct pt_regs *regs, unsigned int esr, const char *why)
{
	extern char _text[];
	unsigned int ec = esr >> ESR_ELx_EC_SHIFT;
	unsigned long far;
	bool far_valid = get_far(esr, &far);

	printf("%s\n", why);
	printf("Load address: %lx\n", (unsigned long)_text);
	printf("PC: %lx PC offset: %lx\n", (unsigned long)regs->pc,
	       (unsigned long)regs->pc - (unsigned long)_text);
	printf("Vector: %d (%s)\n", v, v < VECTOR_MAX ? vector_names[v] : "?");
	printf("ESR_EL1: %8s%08x, ec=%#x (%s)\n", "", esr, ec, ec_names[ec] ?: "unallocated");
	printf("FAR_EL1: %016lx (%svalid)\n", far, far_valid ? "" : "not ");
	printf("Exception frame registers:\n");
	show_regs(regs);
	dump_frame_stack((void *)(unsigned long)regs->pc, (void *)(unsigned long)regs->regs[29]);
	subtest_abandon("%s: %s, ESR %#x (%s), PC offset %#lx, FAR %#lx", why,
			v < VECTOR_MAX ? vector_names[v] : "?", esr, ec_names[ec] ?: "unallocated",
			(unsigned long)regs->pc - (unsigned long)_text, far);
	abort();
}

/*
 * The thread_info of interrupted code, when that code was a user thread of the library.
 * A test may have left anything in SP, so the address is looked up before it is followed.
 */
static struct thread_info *user_thread(struct pt_regs *regs)
{
	struct thread_info *cur = current_thread_info();
	struct thread_info *ti = thread_info_sp(regs->sp);
	unsigned long addr = (unsigned long)ti;

	if (ti == cur)
		return NULL;
	if (addr >> VA_BITS)
		return NULL;
	if (__mmu_enabled()) {
		if (!cur->pgtable || !follow_pte(cur->pgtable, addr) ||
		    !follow_pte(cur->pgtable, addr + sizeof(*ti) - 1))
			return NULL;
	} else if (addr < PHYS_OFFSET || addr + sizeof(*ti) > PHYS_END) {
		return NULL;
	}
	return (ti->flags & TIF_USER_MODE) && ti->cpu == cur->cpu ? ti : NULL;
}

void install_vector_handler(enum vector v, vector_fn fn)
{
	current_thread_info()->vector_handlers[v] = fn;
}

void install_exception_handler(enum vector v, unsigned int ec, exception_fn fn)
{
	struct thread_info *ti = current_thread_info();

	assert(v < VECTOR_MAX && ec < EC_MAX);
	ti->exception_handlers[v][ec] = fn;
}

void install_irq_handler(enum vector v, irq_handler_fn fn)
{
	assert(v < VECTOR_MAX);
	current_thread_info()->exception_handlers[v][0] = (exception_fn)fn;
}

void default_vector_sync_handler(enum vector v, struct pt_regs *regs, unsigned int esr)
{
	struct thread_info *user = user_thread(regs);
	unsigned int ec = esr >> ESR_ELx_EC_SHIFT;
	exception_fn fn = user ? user->exception_handlers[v][ec] : NULL;

	if (!fn)
		fn = current_thread_info()->exception_handlers[v][ec];
	if (!fn)
		bad_exception(v, regs, esr, "Unhandled exception");
	fn(regs, esr);
}

void default_vector_irq_handler(enum vector v, struct pt_regs *regs, unsigned int esr)
{
	struct thread_info *user = user_thread(regs);
	exception_fn fn = user ? user->exception_handlers[v][0] : NULL;

	if (!fn)
		fn = current_thread_info()->exception_handlers[v][0];
	if (!fn)
		bad_exception(v, regs, esr, "Unhandled interrupt");
	((irq_handler_fn)fn)(regs);
}

void vector_handlers_default_init(vector_fn *handlers)
{
	handlers[EL1H_SYNC] = default_vector_sync_handler;
	handlers[EL1H_IRQ] = default_vector_irq_handler;
	handlers[EL0_SYNC_64] = default_vector_sync_handler;
	handlers[EL0_IRQ_64] = default_vector_irq_handler;
}

void do_handle_exception(enum vector v, struct pt_regs *regs, unsigned int esr)
{
	struct thread_info *user = user_thread(regs);
	vector_fn fn = user ? user->vector_handlers[v] : NULL;

	if (!fn)
		fn = current_thread_info()->vector_handlers[v];
	if (!fn)
		bad_exception(v, regs, esr, "Unhandled vector");
	fn(v, regs, esr);
}

static void __thread_info_init(struct thread_info *ti, unsigned int flags)
{
	memset(ti, 0, sizeof(*ti));
	ti->cpu = mpidr_to_cpu(get_mpidr());
	ti->flags = flags;
}

void thread_info_init(struct thread_info *ti, unsigned int flags)
{
	__thread_info_init(ti, flags);
	vector_handlers_default_init(ti->vector_handlers);
}

void start_usr(void (*func)(void *arg), void *arg, unsigned long sp_usr)
{
	struct thread_info *ti = thread_info_sp(sp_usr);

	__thread_info_init(ti, TIF_USER_MODE);
	ti->pgtable = current_thread_info()->pgtable;
	sp_usr &= ~15UL;

	asm volatile(
	"	mov	x0, %0\n"
	"	msr	sp_el0, %1\n"
	"	msr	elr_el1, %2\n"
	"	msr	spsr_el1, xzr\n"	/* EL0t, nothing masked */
	"	mov	x29, xzr\n"
	"	mov	x30, xzr\n"
	"	eret"
	: : "r" (arg), "r" (sp_usr), "r" (func) : "x0", "memory");
	__builtin_unreachable();
}

bool is_user(void)
{
	return current_thread_info()->flags & TIF_USER_MODE;
}

bool __mmu_enabled(void)
{
	return read_sysreg(sctlr_el1) & SCTLR_EL1_M;
}
