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

/*
 * r31, and r30, are put away by hand: a frame pointer may be in use. The
 * operands are in registers that the code does not need before it has them.
 */
static unsigned long run(struct insn_regs *regs)
{
	trap_expect();
	trap_at((unsigned long)code);

	register void *to asm("r12") = code;
	register struct insn_regs *from asm("r11") = regs;

	asm volatile("std 31,-8(1)\n\t"
		     "mr 31,%1\n\t"
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
		     : "+r"(to), "+r"(from)
		     : : "memory", "cr0", "cr1", "cr2", "cr3", "cr4", "cr5", "cr6", "cr7",
		       "xer", "ctr", "lr", "r0", "r3", "r4", "r5", "r6", "r7", "r8", "r9",
		       "r10");
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

void vec_on(void)
{
	mtmsr(mfmsr() | MSR_FP | MSR_VEC | MSR_VSX);
}

void vec_off(void)
{
	mtmsr(mfmsr() & ~(MSR_FP | MSR_VEC | MSR_VSX));
}

/* lxvd2x and stxvd2x move doublewords in the same order in either endianness. */
static unsigned long run_vec(struct vec_regs *regs)
{
	static u64 vscr[2] __attribute__((aligned(16)));

	vscr[0] = 0;
	vscr[1] = regs->vscr;
	trap_expect();
	trap_at((unsigned long)code);

	register void *to asm("r12") = code;
	register struct vec_regs *from asm("r11") = regs;
	register u64 *status asm("r10") = vscr;

	asm volatile(".machine push\n\t.machine power8\n\t"
		     "std 31,-8(1)\n\tstd 30,-16(1)\n\t"
		     "mr 31,%1\n\tmr 30,%2\n\t"
		     "lfd 0,88(31)\n\tmtfsf 0xff,0,1,0\n\t"
		     "lxvd2x 32,0,30\n\tmtvscr 0\n\t"
		     "addi 11,31,104\n\tlxvd2x 1,0,11\n\taddi 11,11,16\n\tlxvd2x 2,0,11\n\t"
		     "addi 11,11,16\n\tlxvd2x 3,0,11\n\taddi 11,11,16\n\tlxvd2x 4,0,11\n\t"
		     "addi 11,11,16\n\tlxvd2x 33,0,11\n\taddi 11,11,16\n\tlxvd2x 34,0,11\n\t"
		     "addi 11,11,16\n\tlxvd2x 35,0,11\n\taddi 11,11,16\n\tlxvd2x 36,0,11\n\t"
		     "ld 0,64(31)\n\tmtcr 0\n\t"
		     "ld 0,72(31)\n\tmtxer 0\n\t"
		     "ld 0,80(31)\n\tmtctr 0\n\t"
		     "ld 3,0(31)\n\tld 4,8(31)\n\tld 5,16(31)\n\tld 6,24(31)\n\t"
		     "ld 7,32(31)\n\tld 8,40(31)\n\tld 9,48(31)\n\tld 10,56(31)\n\t"
		     "mtlr 12\n\tblrl\n\t"
		     "std 3,0(31)\n\tstd 4,8(31)\n\tstd 5,16(31)\n\tstd 6,24(31)\n\t"
		     "std 7,32(31)\n\tstd 8,40(31)\n\tstd 9,48(31)\n\tstd 10,56(31)\n\t"
		     "mfcr 0\n\tstd 0,64(31)\n\t"
		     "mfxer 0\n\tstd 0,72(31)\n\t"
		     "mfctr 0\n\tstd 0,80(31)\n\t"
		     "addi 11,31,104\n\tstxvd2x 1,0,11\n\taddi 11,11,16\n\tstxvd2x 2,0,11\n\t"
		     "addi 11,11,16\n\tstxvd2x 3,0,11\n\taddi 11,11,16\n\tstxvd2x 4,0,11\n\t"
		     "addi 11,11,16\n\tstxvd2x 33,0,11\n\taddi 11,11,16\n\tstxvd2x 34,0,11\n\t"
		     "addi 11,11,16\n\tstxvd2x 35,0,11\n\taddi 11,11,16\n\tstxvd2x 36,0,11\n\t"
		     "mffs 0\n\tstfd 0,88(31)\n\t"
		     "mfvscr 0\n\tstxvd2x 32,0,30\n\t"
		     "ld 30,-16(1)\n\tld 31,-8(1)\n\t.machine pop"
		     : "+r"(to), "+r"(from), "+r"(status)
		     : : "memory", "cr0", "cr1", "cr2", "cr3", "cr4", "cr5", "cr6", "cr7",
		       "xer", "ctr", "lr", "r0", "r3", "r4", "r5", "r6", "r7", "r8", "r9");
	trap_at(0);
	regs->vscr = vscr[1];
	return trap_vector();
}

unsigned long exec_vec(struct vec_regs *regs, u32 insn)
{
	set_code(insn, INSN_BLR, 0);
	return run_vec(regs);
}

unsigned long exec_vec_prefixed(struct vec_regs *regs, u32 prefix, u32 suffix)
{
	set_code(prefix, suffix, INSN_BLR);
	return run_vec(regs);
}
