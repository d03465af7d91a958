/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Registers of an interrupted program as the exception code stores them.
 */
#ifndef _ASMPPC64_PTRACE_H_
#define _ASMPPC64_PTRACE_H_

#define KERNEL_REDZONE_SIZE	288	/* bytes below r1 a leaf function may use */
#define STACK_FRAME_OVERHEAD	112	/* largest fixed part of a frame, both ABIs */

#ifndef __ASSEMBLER__
#include <stdbool.h>
#include <stdint.h>
#include <asm/reg.h>

struct pt_regs {
	unsigned long gpr[32];
	unsigned long nip;
	unsigned long msr;
	unsigned long ctr;
	unsigned long link;
	unsigned long xer;
	unsigned long ccr;
	unsigned long trap;
	unsigned long _pad;	/* keeps the stack 16-byte aligned */
};

#define STACK_INT_FRAME_SIZE	(sizeof(struct pt_regs) + \
				 STACK_FRAME_OVERHEAD + KERNEL_REDZONE_SIZE)

/* Whether the interrupt was caused by a prefixed instruction (SRR1 bit 34). */
static inline bool regs_is_prefix(volatile struct pt_regs *regs)
{
	return regs->msr & SRR1_PREFIX;
}

/* Continue behind the instruction that caused a synchronous interrupt. */
static inline void regs_advance_insn(struct pt_regs *regs)
{
	regs->nip += regs_is_prefix(regs) ? 8 : 4;
}
#endif /* !__ASSEMBLER__ */
#endif /* _ASMPPC64_PTRACE_H_ */
