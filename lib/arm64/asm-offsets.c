// SPDX-License-Identifier: LGPL-2.1-or-later
/* Offsets of struct pt_regs for the vector stubs and for tests that fill one in assembly. */
#include <libcflat.h>
#include <kbuild.h>
#include <asm/ptrace.h>
#include <asm/smp.h>
#include <asm/arm-smccc.h>

int main(void);

int main(void)
{
	OFFSET(S_X0, pt_regs, regs[0]);
	OFFSET(S_X1, pt_regs, regs[1]);
	OFFSET(S_X2, pt_regs, regs[2]);
	OFFSET(S_X3, pt_regs, regs[3]);
	OFFSET(S_X4, pt_regs, regs[4]);
	OFFSET(S_X5, pt_regs, regs[5]);
	OFFSET(S_X6, pt_regs, regs[6]);
	OFFSET(S_X7, pt_regs, regs[7]);
	OFFSET(S_LR, pt_regs, regs[30]);
	OFFSET(S_SP, pt_regs, sp);
	OFFSET(S_PC, pt_regs, pc);
	OFFSET(S_PSTATE, pt_regs, pstate);
	OFFSET(S_ORIG_X0, pt_regs, orig_x0);
	OFFSET(S_SYSCALLNO, pt_regs, syscallno);

	/* a frame record (FP, LR) follows the registers, so that a backtrace crosses exceptions */
	DEFINE(S_FP, sizeof(struct pt_regs));
	DEFINE(S_FRAME_SIZE, sizeof(struct pt_regs) + 16);
	return 0;
}
