// SPDX-License-Identifier: LGPL-2.1-or-later
/* Running a few instructions and catching what they raise. */
#include <libcflat.h>
#include <setjmp.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/thread_info.h>
#include <asm/trap.h>

#define TRAP_SVC	0x7a17

static struct trap_context {
	jmp_buf env;
	struct trap *t;
	u64 pstate;
} contexts[NR_CPUS];

/* What EL0 code runs on; one CPU at a time does. */
static char el0_stack[THREAD_SIZE] __attribute__((aligned(THREAD_SIZE)));

extern const u32 trap_el0_return[];
asm(
"	.pushsection .text\n"
"trap_el0_return:\n"
"	svc	#" xstr(TRAP_SVC) "\n"
"	.popsection\n");

static const enum vector caught[] = {
	EL1T_SYNC, EL1H_SYNC, EL0_SYNC_64, EL0_SYNC_32,
};

/* The PSTATE bits of extensions that are there, by encoding. */
static u64 extension_bits(void)
{
	u64 pfr0 = read_sysreg(id_aa64pfr0_el1), pfr1 = read_sysreg(id_aa64pfr1_el1), bits = 0;

	if ((read_sysreg(id_aa64mmfr1_el1) >> 20) & 0xf)
		bits |= read_sysreg_s(sys_reg(3, 0, 4, 2, 3));	/* PAN */
	if ((read_sysreg_s(sys_reg(3, 0, 0, 7, 2)) >> 4) & 0xf)
		bits |= read_sysreg_s(sys_reg(3, 0, 4, 2, 4));	/* UAO */
	if ((pfr0 >> 48) & 0xf)
		bits |= read_sysreg_s(sys_reg(3, 3, 4, 2, 5));	/* DIT */
	if (((pfr1 >> 4) & 0xf) >= 2)
		bits |= read_sysreg_s(sys_reg(3, 3, 4, 2, 6));	/* SSBS */
	if (((pfr1 >> 8) & 0xf) >= 2)
		bits |= read_sysreg_s(sys_reg(3, 3, 4, 2, 7));	/* TCO */
	return bits;
}

static void trap_vector(enum vector v, struct pt_regs *regs, unsigned int esr)
{
	struct trap_context *c = &contexts[smp_processor_id()];
	struct trap *t = c->t;

	t->entry_bits = extension_bits();
	t->vector = v;
	t->esr = read_sysreg(esr_el1);
	t->far = read_sysreg(far_el1);
	t->entry_pstate = read_sysreg(daif) | read_sysreg(CurrentEL) | read_sysreg(spsel);
	t->regs = *regs;
	t->ec = ESR_ELx_EC(esr);
	t->iss = ESR_ELx_ISS(esr);
	t->taken = !(v == EL0_SYNC_64 && t->ec == ESR_ELx_EC_SVC64 &&
		     (t->iss & 0xffff) == TRAP_SVC && regs->pc == (u64)(trap_el0_return + 1));
	if (!t->taken) {
		t->ec = TRAP_NONE;
		t->ret = regs->regs[0];
	}

	/* out of the exception, straight into longjmp() */
	regs->pc = (u64)longjmp;
	regs->regs[0] = (u64)c->env;
	regs->regs[1] = 1;
	regs->pstate = c->pstate;
}

static bool trap_do(struct trap *t, const void *code, bool eret, u64 pstate,
		    u64 x0, u64 x1, u64 x2)
{
	struct thread_info *ti = current_thread_info();
	struct trap_context *c = &contexts[ti->cpu];
	vector_fn saved[ARRAY_SIZE(caught)];
	u64 daif = read_sysreg(daif);
	unsigned int i;

	memset(t, 0, sizeof(*t));
	t->ec = TRAP_NONE;
	c->t = t;
	c->pstate = daif | (current_level() == CurrentEL_EL2 ? PSR_MODE_EL2h : PSR_MODE_EL1h);
	for (i = 0; i < ARRAY_SIZE(caught); i++) {
		saved[i] = ti->vector_handlers[caught[i]];
		ti->vector_handlers[caught[i]] = trap_vector;
	}

	if (!setjmp(c->env)) {
		if (!eret) {
			t->ret = ((u64 (*)(u64, u64, u64))code)(x0, x1, x2);
		} else {
			register u64 r0 asm("x0") = x0;
			register u64 r1 asm("x1") = x1;
			register u64 r2 asm("x2") = x2;

			asm volatile(
			"	msr	daifset, #0xf\n"
			"	msr	sp_el0, %[sp]\n"
			"	msr	elr_el1, %[pc]\n"
			"	msr	spsr_el1, %[ps]\n"
			"	mov	x30, %[ret]\n"
			"	eret\n"
			: : [sp] "r" (el0_stack + sizeof(el0_stack) - 64), [pc] "r" (code),
			    [ps] "r" (pstate), [ret] "r" (trap_el0_return),
			    "r" (r0), "r" (r1), "r" (r2)
			: "x30", "memory");
			__builtin_unreachable();
		}
	}

	/* longjmp() came by ERET, which took the level's own stack and the masks with it */
	ti = current_thread_info();
	for (i = 0; i < ARRAY_SIZE(caught); i++)
		ti->vector_handlers[caught[i]] = saved[i];
	write_sysreg(daif, daif);
	return t->taken;
}

bool trap_run(struct trap *t, const void *code, u64 x0, u64 x1, u64 x2)
{
	return trap_do(t, code, false, 0, x0, x1, x2);
}

bool trap_run_el0(struct trap *t, const void *code, u64 x0, u64 x1, u64 x2)
{
	return trap_do(t, code, true, PSR_MODE_EL0t | PSR_D_BIT | PSR_A_BIT | PSR_I_BIT |
		       PSR_F_BIT, x0, x1, x2);
}

bool trap_eret(struct trap *t, const void *code, u64 pstate, u64 x0, u64 x1, u64 x2)
{
	return trap_do(t, code, true, pstate, x0, x1, x2);
}
