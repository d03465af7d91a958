/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Exceptions as values: an instruction marked with ASM_TRY may fault; the
 * program goes on behind it and finds in trap_vector() what happened.
 *
 *	trap_expect();
 *	asm volatile(ASM_TRY("lwz %0,0(%1)") : "+r"(val) : "r"(addr) : "memory");
 *	check_eq(trap_vector(), 0x300, "load of an unmapped page");
 *	check_eq(last_trap()->dar, addr, "DAR");
 *
 * Handlers that a test installs come first.
 */
#ifndef _ASMPPC64_TRAP_H_
#define _ASMPPC64_TRAP_H_

#include <libcflat.h>
#include <asm/ptrace.h>

struct trap {
	unsigned long vector;		/* 0: none since trap_expect() */
	unsigned long count;
	unsigned long nip;		/* (H)SRR0 */
	unsigned long msr;		/* (H)SRR1 */
	unsigned long dar;
	unsigned long dsisr;
	unsigned long heir;		/* 0xe40 only */
	unsigned long hfscr;		/* 0xf80 only */
	unsigned long fscr;		/* 0xf60 only */
};

/* The instruction(s) @insn, and where to go on when the first of them faults. */
#define ASM_TRY(insn)				\
	"771:\t" insn "\n"			\
	"772:\n"				\
	".pushsection .ex_table,\"a\"\n"	\
	".balign 4\n"				\
	".long 771b - .\n"			\
	".long 772b - .\n"			\
	".popsection\n"

/* Forget the last exception of this CPU. */
void trap_expect(void);

/* The vector of the last exception since then, or 0. */
unsigned long trap_vector(void);
const struct trap *last_trap(void);

/*
 * Until the next trap_at(), an exception whose (H)SRR0 is @addr is recorded and
 * continues at the address in LR. 0 for none.
 */
void trap_at(unsigned long addr);

/*
 * Branch to @addr, where no instruction can be fetched: the fault returns
 * behind the branch. Returns its vector. At a valid address there must be a
 * return instruction.
 */
unsigned long trap_fetch(unsigned long addr);

#endif /* _ASMPPC64_TRAP_H_ */
