// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Offsets and sizes that assembly needs; becomes <asm/asm-offsets.h>.
 */
#include <libcflat.h>
#include <kbuild.h>
#include <asm/ptrace.h>
#include <asm/setup.h>
#include <asm/smp.h>

#define FRAME(member)	(STACK_FRAME_OVERHEAD + offsetof(struct pt_regs, member))
#define DEFINE_GPR(n)	DEFINE(GPR##n, FRAME(gpr[n]))

int main(void)
{
	DEFINE_GPR(0);
	DEFINE_GPR(1);
	DEFINE_GPR(2);
	DEFINE_GPR(3);
	DEFINE_GPR(4);
	DEFINE_GPR(5);
	DEFINE_GPR(6);
	DEFINE_GPR(7);
	DEFINE_GPR(8);
	DEFINE_GPR(9);
	DEFINE_GPR(10);
	DEFINE_GPR(11);
	DEFINE_GPR(12);
	DEFINE_GPR(13);
	DEFINE_GPR(14);
	DEFINE_GPR(15);
	DEFINE_GPR(16);
	DEFINE_GPR(17);
	DEFINE_GPR(18);
	DEFINE_GPR(19);
	DEFINE_GPR(20);
	DEFINE_GPR(21);
	DEFINE_GPR(22);
	DEFINE_GPR(23);
	DEFINE_GPR(24);
	DEFINE_GPR(25);
	DEFINE_GPR(26);
	DEFINE_GPR(27);
	DEFINE_GPR(28);
	DEFINE_GPR(29);
	DEFINE_GPR(30);
	DEFINE_GPR(31);
	DEFINE(_NIP, FRAME(nip));
	DEFINE(_MSR, FRAME(msr));
	DEFINE(_CTR, FRAME(ctr));
	DEFINE(_LINK, FRAME(link));
	DEFINE(_XER, FRAME(xer));
	DEFINE(_CCR, FRAME(ccr));
	DEFINE(_TRAP, FRAME(trap));
	DEFINE(INT_FRAME_SIZE, STACK_INT_FRAME_SIZE);
	DEFINE(SIZEOF_STRUCT_CPU, sizeof(struct cpu));
	DEFINE(CPU_SERVER_NO, offsetof(struct cpu, server_no));
	DEFINE(CPU_STACK, offsetof(struct cpu, stack));
	DEFINE(CPU_EXCEPTION_STACK, offsetof(struct cpu, exception_stack));
	DEFINE(CPU_EX_SAVE, offsetof(struct cpu, ex_save));
	DEFINE(MAX_CPUS, NR_CPUS);
	return 0;
}
