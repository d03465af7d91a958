// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * See exec.h.
 */
#include <libcflat.h>
#include <asm/processor.h>
#include "exec.h"

/*
 * Aligned so that a prefixed instruction does not cross 64 bytes, and alone in
 * its page: TCG drops what it translated of a page that is written.
 */
static u32 code[SZ_4K / 4] __attribute__((aligned(SZ_4K)));

#define INSN_BLR	0x4e800020

/* Most calls run the instruction of the last one with other operands. */
static void set_code(u32 first, u32 second, u32 third)
{
	if (code[0] == first && code[1] == second && code[2] == third)
		return;
	code[0] = first;
	code[1] = second;
	code[2] = third;
	asm volatile("dcbst 0,%0\n\tsync\n\ticbi 0,%0\n\tsync\n\tisync"
		     : : "r"(code) : "memory");
}

unsigned long exec_insn_addr(void)
{
	return (unsigned long)code;
}

static unsigned long run(struct insn_regs *regs)
{
	trap_expect();
	trap_at((unsigned long)code);
	asm volatile("std 31,-8(1)\n\t"
		     "mr 31,%0\n\t"
		     "mr 12,%1\n\t"
		     "ld 0,64(31)\n\tmtcr 0\n\t"
		     "ld 0,72(31)\n\tmtxer 0\n\t"
		     "ld 0,80(31)\n\tmtctr 0\n\t"
		     "ld 3,0(31)\n\tld 4,8(31)\n\tld 5,16(31)\n\tld 6,24(31)\n\t"
		     "ld 7,32(31)\n\tld 8,40(31)\n\tld 9,48(31)\n\tld 10,56(31)\n\t"
		     /* To the code through LR, which then holds the way back. */
		     "mtlr 12\n\tblrl\n\t"
		     "std 3,0(31)\n\tstd 4,8(31)\n\tstd 5,16(31)\n\tstd 6,24(31)\n\t"
		     "std 7,32(31)\n\tstd 8,40(31)\n\tstd 9,48(31)\n\tstd 10,56(31)\n\t"
		     "mfcr 0\n\tstd 0,64(31)\n\t"
		     "mfxer 0\n\tstd 0,72(31)\n\t"
		     "mfctr 0\n\tstd 0,80(31)\n\t"
		     "ld 31,-8(1)"
		     : : "b"(regs), "b"(code)
		     : "memory", "cr0", "cr1", "cr2", "cr3", "cr4", "cr5", "cr6", "cr7",
		       "xer", "ctr", "lr", "r0", "r3", "r4", "r5", "r6", "r7", "r8", "r9",
		       "r10", "r11", "r12");
	trap_at(0);
	return trap_vector();
}

unsigned long exec_insn(struct insn_regs *regs, u32 insn)
{
	set_code(insn, INSN_BLR, 0);
	return run(regs);
}

unsigned long exec_prefixed(struct insn_regs *regs, u32 prefix, u32 suffix)
{
	set_code(prefix, suffix, INSN_BLR);
	return run(regs);
}

unsigned long exec_insn_user(struct insn_regs *regs, u32 insn)
{
	unsigned long vector;

	set_code(insn, INSN_BLR, 0);
	enter_usermode();
	vector = run(regs);
	exit_usermode();
	return vector;
}
