// SPDX-License-Identifier: LGPL-2.1-or-later
/* pmu: the workload whose events are known. */
#include <alloc.h>
#include "pmu-test.h"

#define LINE_SIZE	64

/* CLFLUSH of the loop's first line, so that one cache miss is certain; a NOP counts as much. */
#define CLFLUSH		"clflush (%%" R "bx)\n\t"
/* An IBPB forgets the indirect branch that follows, so that one misprediction is certain. */
#define IBPB		"wrmsr\n\t"
#define WITHOUT		"nop\n\t"

#ifdef __x86_64__
#define ADDRESS_OF_1	"lea 1f(%%rip), %%rax\n\t"
#else
#define ADDRESS_OF_1	"mov $1f, %%eax\n\t"
#endif

/*
 * Between the two WRMSR are 2 + 9 + 2 + 10 * iterations + 3 instructions; with one of the WRMSR that is 17 more than
 * the loop. Branches: 2 + iterations. @range is where their addresses are noted.
 */
#define WORKLOAD(range, first, ibpb, clflush, last)				\
	asm volatile(".pushsection .rodata\n\t"					\
		     ".balign 8\n"						\
		     range ":\t" __ASM_SEL(.long, .quad) "8f, 9f\n\t"		\
		     ".popsection\n\t"						\
		     first							\
		     "8:\tmov %%ecx, %%edi\n\t"					\
		     "mov %[n], %%esi\n\t"					\
		     "mov %[pred_cmd], %%ecx\n\t"				\
		     "mov $1, %%eax\n\t"					\
		     "xor %%edx, %%edx\n\t"					\
		     ibpb							\
		     ADDRESS_OF_1						\
		     "jmp *%%" R "ax\n\t"					\
		     "ud2\n"							\
		     "1:\tjmp 2f\n\t"						\
		     "ud2\n"							\
		     "2:\tnop\n\t"						\
		     "mov %%esi, %%ecx\n\t"					\
		     clflush							\
		     "mfence\n"							\
		     "3:\tmov (%%" R "bx), %%eax\n\t"				\
		     "add %[line], %%" R "bx\n\t"				\
		     "nop; nop; nop; nop; nop; nop; nop\n\t"			\
		     "loop 3b\n\t"						\
		     "mov %%edi, %%ecx\n\t"					\
		     "xor %%eax, %%eax\n"					\
		     "9:\txor %%edx, %%edx\n\t"					\
		     last							\
		     : "+a"(a), "+d"(d), "+c"(c), "+b"(at)			\
		     : [n] "m"(iterations), [pred_cmd] "i"(MSR_IA32_PRED_CMD), [line] "i"(LINE_SIZE) \
		     : "edi", "esi", "memory", "cc")

extern const struct pmu_range range_0, range_1, range_2, range_3, range_4, range_5, range_6, range_7;

static char *buffer(void)
{
	static char *memory;

	if (!memory) {
		memory = malloc((size_t)ITERATIONS * LINE_SIZE);
		assert_msg(memory, "no memory for %u lines", ITERATIONS);
	}
	return memory;
}

noinline const struct pmu_range *pmu_workload(u64 global_ctl, u32 iterations)
{
	bool ibpb = this_cpu_has(X86_FEATURE_SPEC_CTRL) || this_cpu_has(X86_FEATURE_AMD_IBPB);
	bool clflush = this_cpu_has(X86_FEATURE_CLFLUSH);
	u32 a = global_ctl, d = global_ctl >> 32, c = pmu.msr_global_ctl;
	char *at = buffer();

	switch ((this_cpu_has_perf_global_ctrl() ? 4 : 0) + (ibpb ? 2 : 0) + (clflush ? 1 : 0)) {
	case 0:
		WORKLOAD("range_0", "", WITHOUT, WITHOUT, "");
		return &range_0;
	case 1:
		WORKLOAD("range_1", "", WITHOUT, CLFLUSH, "");
		return &range_1;
	case 2:
		WORKLOAD("range_2", "", IBPB, WITHOUT, "");
		return &range_2;
	case 3:
		WORKLOAD("range_3", "", IBPB, CLFLUSH, "");
		return &range_3;
	case 4:
		WORKLOAD("range_4", "wrmsr\n", WITHOUT, WITHOUT, "wrmsr\n");
		return &range_4;
	case 5:
		WORKLOAD("range_5", "wrmsr\n", WITHOUT, CLFLUSH, "wrmsr\n");
		return &range_5;
	case 6:
		WORKLOAD("range_6", "wrmsr\n", IBPB, WITHOUT, "wrmsr\n");
		return &range_6;
	default:
		WORKLOAD("range_7", "wrmsr\n", IBPB, CLFLUSH, "wrmsr\n");
		return &range_7;
	}
}
