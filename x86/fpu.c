// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fpu: which exception x87, MMX and SSE instructions raise under CR0.EM, MP, TS
 * and CR4.OSFXSR, and numeric exceptions that are not masked.
 *
 * SDM volume 3, 2.5 (CR0), 13.1 (tables 13-1 and 9-3 of the interaction);
 * volume 1, 8.5 (x87), 11.5 (SSE).
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

static u8 state[512] __attribute__((aligned(16)));
static u32 data[4] __attribute__((aligned(16)));

static ulong old_cr0, old_cr4;

static void restore(void)
{
	write_cr0(old_cr0);
	write_cr4(old_cr4);
}

static void set(ulong cr0_bits, bool osfxsr)
{
	write_cr0((old_cr0 & ~(X86_CR0_EM | X86_CR0_MP | X86_CR0_TS)) | X86_CR0_NE | cr0_bits);
	write_cr4(osfxsr ? old_cr4 | X86_CR4_OSFXSR | X86_CR4_OSXMMEXCPT :
		  old_cr4 & ~(X86_CR4_OSFXSR | X86_CR4_OSXMMEXCPT));
}

enum kind { X87, WAIT, MMX, SSE, FXSAVE, FENCE, NR_KINDS };

static const char *const kind_names[NR_KINDS] = { "FNOP", "FWAIT", "MOVQ MMX", "MOVAPS", "FXSAVE", "SFENCE" };

static int run(enum kind k)
{
	switch (k) {
	case X87:
		return asm_safe("fnop");
	case WAIT:
		return asm_safe("fwait");
	case MMX:
		return asm_safe("movq %%mm0, %%mm1");
	case SSE:
		return asm_safe("movaps %%xmm0, %%xmm1");
	case FXSAVE:
		return asm_safe("fxsave %0", "m"(state));
	case FENCE:
		return asm_safe("sfence");
	default:
		return -1;
	}
}

static int expected(enum kind k, ulong bits, bool osfxsr)
{
	bool em = bits & X86_CR0_EM, mp = bits & X86_CR0_MP, ts = bits & X86_CR0_TS;

	switch (k) {
	case X87:
		return em || ts ? NM_VECTOR : 0;
	case WAIT:
		return mp && ts ? NM_VECTOR : 0;
	case MMX:
		return em ? UD_VECTOR : ts ? NM_VECTOR : 0;
	case SSE:
		return em || !osfxsr ? UD_VECTOR : ts ? NM_VECTOR : 0;
	case FXSAVE:
		return em || ts ? NM_VECTOR : 0;
	default:
		return 0;
	}
}

static void matrix(void)
{
	static const ulong em[] = { 0, X86_CR0_EM }, mp[] = { 0, X86_CR0_MP }, ts[] = { 0, X86_CR0_TS };
	unsigned int i, k;

	for (i = 0; i < 16; i++) {
		ulong bits = em[i & 1] | mp[i >> 1 & 1] | ts[i >> 2 & 1];
		bool osfxsr = i & 8;
		int got[NR_KINDS];

		set(bits, osfxsr);
		for (k = 0; k < NR_KINDS; k++)
			got[k] = run(k);
		restore();
		for (k = 0; k < NR_KINDS; k++)
			check_eq(got[k], expected(k, bits, osfxsr), "%s with EM=%d MP=%d TS=%d OSFXSR=%d: vector",
				 kind_names[k], !!(bits & X86_CR0_EM), !!(bits & X86_CR0_MP), !!(bits & X86_CR0_TS), osfxsr);
	}
}

/* x87 exceptions come at the next instruction that waits. */
static void x87_pending(void)
{
	static const u16 unmasked_zero = 0x037b, masked = 0x037f;
	u16 sw = 0;
	int at_wait, at_fnclex;

	set(0, true);
	asm volatile("fninit; fldcw %1; fldz; fld1; fdiv %%st(1), %%st; fnstsw %0" : "=m"(sw) : "m"(masked));
	check(sw & 4 && !(sw & 0x80), "1/0, masked: ZE without ES in the status word: %#x", sw);
	check_eq(asm_safe("fwait"), 0, "1/0, masked: FWAIT");
	asm volatile("fninit; fldcw %1; fldz; fld1; fdiv %%st(1), %%st; fnstsw %0" : "=m"(sw) : "m"(unmasked_zero));
	check(sw & 4 && sw & 0x80, "1/0, not masked: ZE and ES in the status word: %#x", sw);
	at_wait = asm_safe("fwait");
	check_eq(at_wait, MF_VECTOR, "1/0, not masked: FWAIT");
	check_eq(asm_safe("fld1"), MF_VECTOR, "1/0, not masked: next FLD");
	check_eq(asm_safe("fnstsw %%ax", "a"(0)), 0, "1/0, not masked: FNSTSW does not wait");
	at_fnclex = asm_safe("fnclex");
	check_eq(at_fnclex, 0, "FNCLEX does not wait");
	check_eq(asm_safe("fwait"), 0, "after FNCLEX: FWAIT");
	asm volatile("fninit");
	restore();
}

static void load_mxcsr(u32 v)
{
	asm volatile("ldmxcsr %0" : : "m"(v));
}

static u32 store_mxcsr(void)
{
	u32 v;

	asm volatile("stmxcsr %0" : "=m"(v));
	return v;
}

#define MXCSR_DEFAULT	0x1f80u
#define MXCSR_ZE	0x0004u
#define MXCSR_ZM	0x0200u

static void sse_exception(void)
{
	static const u32 one[4] __attribute__((aligned(16))) = { 0x3f800000, 0x3f800000, 0x3f800000, 0x3f800000 };
	u32 mxcsr, mask;
	int masked, with, without;

	set(0, true);
	load_mxcsr(MXCSR_DEFAULT);
	masked = asm_safe("movaps %0, %%xmm0; xorps %%xmm1, %%xmm1; divps %%xmm1, %%xmm0", "m"(*one));
	mxcsr = store_mxcsr();
	load_mxcsr(MXCSR_DEFAULT & ~MXCSR_ZM);
	asm volatile("movaps %0, %%xmm0; xorps %%xmm1, %%xmm1" : : "m"(*one));
	with = asm_safe("divps %%xmm1, %%xmm0");
	load_mxcsr(MXCSR_DEFAULT & ~MXCSR_ZM);
	write_cr4(read_cr4() & ~X86_CR4_OSXMMEXCPT);
	without = asm_safe("divps %%xmm1, %%xmm0");
	write_cr4(read_cr4() | X86_CR4_OSXMMEXCPT);
	load_mxcsr(MXCSR_DEFAULT);
	asm volatile("fxsave %0" : "=m"(state));
	mask = *(u32 *)(state + 28) ? : 0xffbf;
	check_eq(asm_safe("ldmxcsr %0", "m"((u32){ MXCSR_DEFAULT | 0x80000000 })), GP_VECTOR,
		 "LDMXCSR with a bit outside the mask %#x", mask);
	restore();

	check_eq(masked, 0, "DIVPS by 0, masked: vector");
	check(mxcsr & MXCSR_ZE, "DIVPS by 0, masked: ZE in MXCSR %#x", mxcsr);
	check_eq(with, XM_VECTOR, "DIVPS by 0, not masked, OSXMMEXCPT=1: vector");
	check_eq(without, UD_VECTOR, "DIVPS by 0, not masked, OSXMMEXCPT=0: vector");
}

static void alignment(void)
{
	u8 *p = (u8 *)data;

	set(0, true);
	check_eq(asm_safe("fxsave 8(%0)", "r"(state)), GP_VECTOR, "FXSAVE at an address not aligned to 16");
	check_eq(asm_safe("movaps 1(%0), %%xmm0", "r"(p)), GP_VECTOR, "MOVAPS, not aligned");
	check_eq(asm_safe("movups 1(%0), %%xmm0", "r"(p)), 0, "MOVUPS, not aligned");
	check_eq(asm_safe("paddd 1(%0), %%xmm0", "r"(p)), GP_VECTOR, "PADDD, memory operand not aligned");
	check_eq(asm_safe("paddd 1(%0), %%mm0", "r"(p)), 0, "PADDD of MMX, not aligned");
	check_eq(asm_safe("movss 1(%0), %%xmm0", "r"(p)), 0, "MOVSS, not aligned");
	asm volatile("emms");
	restore();
}

static const struct subtest subtests[] = {
	{ "matrix", matrix },
	{ "x87-pending", x87_pending },
	{ "sse-exception", sse_exception },
	{ "alignment", alignment },
	{ }
};

int main(int argc, char **argv)
{
	old_cr0 = read_cr0();
	old_cr4 = read_cr4();
	return run_subtests(subtests, argc, argv);
}
