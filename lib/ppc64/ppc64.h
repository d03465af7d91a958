// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Between the files of this library; tests do not include it.
 */
#ifndef _PPC64_PPC64_H_
#define _PPC64_PPC64_H_

#include <asm/ptrace.h>
#include <asm/smp.h>

/* processor.c */
void forget_exception_handlers(void);
const char *exception_name(unsigned long trap);

/* trap.c: an exception at an ASM_TRY instruction */
bool try_recover(struct pt_regs *regs);

/* cstart64.S */
extern char start_secondary[];
void enter_rtas_blob(unsigned long args, unsigned long entry, unsigned long msr);
int64_t opal_enter(int64_t token, int64_t a1, int64_t a2, int64_t a3,
		   unsigned long base, unsigned long entry, unsigned long msr);

/* hcall.c */
void hcall_patch_sc1(void);
void papr_putchar(int c);
int __papr_getchar(void);

/* smp.c */
void main_secondary(struct cpu *cpu);

/* mmu.c: back to the identity map, if there is one */
void mmu_recover(void);

/* subtest64.c: ends the running subtest, or the program; does not return */
void abandon_subtest(struct pt_regs *regs);
bool watchdog_interrupt(struct pt_regs *regs, bool handled);
bool watchdog_rearm(void);

#endif /* _PPC64_PPC64_H_ */
