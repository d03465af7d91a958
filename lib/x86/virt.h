// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Registers of a nested guest, as VMX and SVM tests keep them: in the per-CPU data, swapped with the host's around a
 * world switch by code that must not need a register for it (x86_64).
 */
#ifndef _X86_VIRT_H_
#define _X86_VIRT_H_

#include <libcflat.h>
#include <x86/msr.h>
#include <x86/processor.h>
#include <x86/smp.h>

/* The nested guest's registers of the calling CPU. */
static inline struct guest_regs *this_cpu_guest_regs(void)
{
	struct percpu_data *here = (void *)(ulong)rdmsr(MSR_GS_BASE);

	return &here->guest_regs;
}

#define __GUEST_REG_OFFSET(name) \
	[off_##name] "i"(offsetof_percpu(guest_regs) + offsetof(struct guest_regs, name))

/* Operands for assembly that uses GUEST_REG(). */
#define GUEST_REGS_OFFSETS		\
	__GUEST_REG_OFFSET(rax),	\
	__GUEST_REG_OFFSET(rcx),	\
	__GUEST_REG_OFFSET(rdx),	\
	__GUEST_REG_OFFSET(rbx),	\
	__GUEST_REG_OFFSET(cr2),	\
	__GUEST_REG_OFFSET(rbp),	\
	__GUEST_REG_OFFSET(rsi),	\
	__GUEST_REG_OFFSET(rdi),	\
	__GUEST_REG_OFFSET(r8),		\
	__GUEST_REG_OFFSET(r9),		\
	__GUEST_REG_OFFSET(r10),	\
	__GUEST_REG_OFFSET(r11),	\
	__GUEST_REG_OFFSET(r12),	\
	__GUEST_REG_OFFSET(r13),	\
	__GUEST_REG_OFFSET(r14),	\
	__GUEST_REG_OFFSET(r15),	\
	__GUEST_REG_OFFSET(rflags)

/* The slot of a register as a memory operand. */
#define GUEST_REG(name)	"%%gs:%c[off_" #name "]"

/* Exchange a register with its slot. */
#define SWAP_REG(name)	"xchg %%" #name ", " GUEST_REG(name) "\n\t"

/* All but RAX and RSP, which a world switch needs and swaps itself. */
#define __SWAP_GPRS	\
	SWAP_REG(rcx)	\
	SWAP_REG(rdx)	\
	SWAP_REG(rbx)	\
	SWAP_REG(rbp)	\
	SWAP_REG(rsi)	\
	SWAP_REG(rdi)	\
	SWAP_REG(r8)	\
	SWAP_REG(r9)	\
	SWAP_REG(r10)	\
	SWAP_REG(r11)	\
	SWAP_REG(r12)	\
	SWAP_REG(r13)	\
	SWAP_REG(r14)	\
	SWAP_REG(r15)

#define SWAP_GPRS	SWAP_REG(rax) __SWAP_GPRS

#endif /* _X86_VIRT_H_ */
