// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * emulator: SSE and MMX moves. The compiler uses no vector register, so none
 * is named as clobbered.
 */
#include "emulator.h"
#include <vmalloc.h>

typedef struct {
	u32 w[4];
} __attribute__((aligned(16))) vec;

static void enable_sse(void)
{
	write_cr0(read_cr0() & ~(X86_CR0_EM | X86_CR0_TS));
	write_cr4(read_cr4() | X86_CR4_OSFXSR);
}

#define SSE_MOVE(insn)							\
do {									\
	static const vec out = { { 1, 2, 3, 4 } }, in = { { 5, 6, 7, 8 } }; \
	static vec got;							\
	vec *m = (void *)emu_mmio;					\
									\
	asm volatile("movdqu %1, %%xmm0\n\t" insn " %%xmm0, %0" : "=m"(*m) : "m"(out)); \
	check_mem(m, &out, sizeof(out), insn " store");			\
	memcpy(m, &in, sizeof(in));					\
	asm volatile(insn " %1, %%xmm1\n\tmovdqu %%xmm1, %0" : "=m"(got) : "m"(*m)); \
	check_mem(&got, &in, sizeof(in), insn " load");			\
} while (0)

void emu_sse(void)
{
	enable_sse();
	SSE_MOVE("movdqu");
	SSE_MOVE("movaps");
	SSE_MOVE("movapd");
	SSE_MOVE("movups");
	SSE_MOVE("movupd");
	SSE_MOVE("movdqa");
}

/* In RAM: alignment is the instruction's business, a missing page the page tables'. */
void emu_sse_faults(void)
{
	u8 *p = emu_mmio + 2 * PAGE_SIZE;
	pteval_t *second = get_pte(current_page_table(), p + PAGE_SIZE), saved = *second;

	enable_sse();
	check_eq(asm_safe("movups %%xmm1, %0", "m"(*(vec *)(p + 8))), 0, "movups store at offset 8");
	check_eq(asm_safe("movupd %%xmm1, %0", "m"(*(vec *)(p + 8))), 0, "movupd store at offset 8");
	check_eq(asm_safe("movaps %%xmm1, %0", "m"(*(vec *)(p + 8))), GP_VECTOR, "movaps store at offset 8");
	check_eq(asm_safe("movaps %0, %%xmm1", "m"(*(vec *)(p + 8))), GP_VECTOR, "movaps load at offset 8");
	check_eq(asm_safe("movups %%xmm1, %0", "m"(*(vec *)(p + PAGE_SIZE - 8))), 0, "movups store across pages");
	*second = 0;
	invlpg(p + PAGE_SIZE);
	check_eq(asm_safe("movups %%xmm1, %0", "m"(*(vec *)(p + PAGE_SIZE - 8))), PF_VECTOR,
		 "movups store, second page not present");
	check_eq(exception_fault_address(), (ulong)(p + PAGE_SIZE), "address of that page fault");
	*second = saved;
	invlpg(p + PAGE_SIZE);
}

#ifdef __x86_64__
void emu_mmx(void)
{
	volatile u64 *m = (void *)emu_mmio;
	u64 v = 0x0123456789abcdefull, got;

	write_cr0(read_cr0() & ~(X86_CR0_EM | X86_CR0_TS));
	asm volatile("fninit");
	*m = 0;
	asm volatile("movq %1, %%mm0\n\tmovq %%mm0, %0" : "=m"(*m) : "m"(v));
	check_eq(*m, v, "movq from MMX to memory");
	v = ~v;
	*m = v;
	asm volatile("movq %1, %%mm1\n\tmovq %%mm1, %0" : "=m"(got) : "m"(*m));
	check_eq(got, v, "movq from memory to MMX");
	asm volatile("emms");
}

void emu_mmx_mf(void)
{
	u16 fcw = 0;

	write_cr0((read_cr0() & ~(X86_CR0_EM | X86_CR0_TS)) | X86_CR0_NE);
	/* 0/0 with invalid operation unmasked is pending until the next instruction that waits. */
	asm volatile("fninit; fldcw %0; fldz; fldz; fdivp" : : "m"(fcw));
	check_eq(asm_fep_safe("movq %%mm0, %0", "m"(*(u64 *)emu_mmio)), MF_VECTOR,
		 "emulated movq with a pending x87 exception");
	asm volatile("fnclex; emms");
}
#endif
