// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fpstate: the x87 register stack and compares, and the images of FXSAVE and XSAVE.
 *
 * Top, tags and stack faults; FCOM, FUCOM, FCOMI, FUCOMI, FTST and FXAM in all outcomes; constants, basic arithmetic and
 * rounding; every byte of the saved areas that holds a register, written, cleared and restored. What is lost here is lost at the
 * first task switch. SDM volume 1, chapters 8, 10.5 and 13.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>

#define C0	0x0100
#define C2	0x0400
#define C3	0x4000
#define CONDITIONS	(C0 | C2 | C3)
#define SF_IE	0x41

static u8 area[2][4096] __attribute__((aligned(64)));

static u16 fsw(void)
{
	u16 v;

	asm volatile("fnstsw %0" : "=a"(v));
	return v;
}

/* Operands as doubles, which are loaded as they are */
static const u64 minus_one = 0xbff0000000000000, zero, one = 0x3ff0000000000000, two = 0x4000000000000000,
		 infinity = 0x7ff0000000000000, quiet_nan = 0x7ff8000000000000;
static const u64 tiny = 1;

static void load(u64 v)
{
	asm volatile("fldl %0" : : "m"(v));
}

static u64 store(void)
{
	u64 v;

	asm volatile("fstpl %0" : "=m"(v));
	return v;
}

static void stack(void)
{
	unsigned int i;
	u8 env[28] __attribute__((aligned(4)));
	u16 *word = (u16 *)env;

	asm volatile("fninit");
	check_eq(fsw(), 0, "status after FNINIT");
	for (i = 0; i < 8; i++) {
		load(one);
		check_eq(fsw() >> 11 & 7, 7 - i, "TOP after %u loads", i + 1);
	}
	asm volatile("fnstenv %0" : "=m"(env));
	check_eq(word[4], 0, "tag word with eight valid registers");
	asm volatile("fldenv %0" : : "m"(env));
	load(one);
	check_bits(fsw(), SF_IE | 0x200, SF_IE | 0x200, "status after a ninth load: stack overflow");
	check_eq(store(), 0xfff8000000000000ull, "what an overflow leaves: the default NaN");
	asm volatile("fninit");
	for (i = 0; i < 3; i++)
		load(one);
	asm volatile("fstp %st(0)");
	asm volatile("fnstenv %0" : "=m"(env));
	check_eq(word[4], 0x0fff, "tag word after three loads and a pop");
	check_eq(fsw() >> 11 & 7, 6, "TOP then");
	asm volatile("fninit");
	check_eq(store(), 0xfff8000000000000ull, "store of an empty register: the default NaN");
	check_bits(fsw(), SF_IE | 0x200, SF_IE, "status then: stack underflow");
	asm volatile("fninit");
	load(zero);
	asm volatile("fnstenv %0" : "=m"(env));
	check_eq(word[4], 0x7fff, "tag word with a zero");
	load(infinity);
	asm volatile("fnstenv %0" : "=m"(env));
	check_eq(word[4], 0x6fff, "tag word with an infinity before it");
	asm volatile("ffree %st(1)");
	asm volatile("fnstenv %0" : "=m"(env));
	check_eq(word[4], 0xefff, "tag word after FFREE of ST(1)");
	asm volatile("fninit; fincstp");
	check_eq(fsw() >> 11 & 7, 1, "TOP after FINCSTP");
	asm volatile("fdecstp; fdecstp");
	check_eq(fsw() >> 11 & 7, 7, "TOP after two FDECSTP");
	asm volatile("fninit");
}

/* ST(0) against ST(1) */
static const struct {
	const char *name;
	const u64 *st0, *st1;
	u16 conditions;
	ulong flags;
	bool unordered;
} pairs[] = {
	{ "greater", &two, &one, 0, 0 }, { "less", &minus_one, &one, C0, X86_EFLAGS_CF }, { "equal", &one, &one, C3, X86_EFLAGS_ZF },
	{ "infinity above all", &infinity, &two, 0, 0 },
	{ "NaN first", &quiet_nan, &one, CONDITIONS, X86_EFLAGS_CF | X86_EFLAGS_ZF | X86_EFLAGS_PF, true },
	{ "NaN second", &one, &quiet_nan, CONDITIONS, X86_EFLAGS_CF | X86_EFLAGS_ZF | X86_EFLAGS_PF, true },
};

#define BOTH(i)								\
	do {								\
		asm volatile("fninit");					\
		load(*pairs[i].st1);					\
		load(*pairs[i].st0);					\
	} while (0)

static void compare(void)
{
	unsigned int i;
	ulong f;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		BOTH(i);
		asm volatile("fcom %st(1)");
		check_eq(fsw() & CONDITIONS, pairs[i].conditions, "FCOM, %s: condition bits", pairs[i].name);
		check_eq(fsw() & 1, pairs[i].unordered, "FCOM, %s: invalid operation", pairs[i].name);
		BOTH(i);
		asm volatile("fucom %st(1)");
		check_eq(fsw() & CONDITIONS, pairs[i].conditions, "FUCOM, %s: condition bits", pairs[i].name);
		check_eq(fsw() & 1, 0, "FUCOM, %s: no invalid operation", pairs[i].name);
		BOTH(i);
		asm volatile("fcompp");
		check_eq(fsw() & CONDITIONS, pairs[i].conditions, "FCOMPP, %s: condition bits", pairs[i].name);
		check_eq(fsw() >> 11 & 7, 0, "FCOMPP, %s: TOP", pairs[i].name);
		BOTH(i);
		asm volatile("fcomi %%st(1), %%st; pushf; pop %0" : "=r"(f) : : "cc");
		check_eq(f & (X86_EFLAGS_CF | X86_EFLAGS_ZF | X86_EFLAGS_PF), pairs[i].flags, "FCOMI, %s: flags", pairs[i].name);
		check_eq(fsw() & 1, pairs[i].unordered, "FCOMI, %s: invalid operation", pairs[i].name);
		BOTH(i);
		asm volatile("fucomip %%st(1), %%st; pushf; pop %0" : "=r"(f) : : "cc");
		check_eq(f & (X86_EFLAGS_CF | X86_EFLAGS_ZF | X86_EFLAGS_PF), pairs[i].flags, "FUCOMIP, %s: flags", pairs[i].name);
		check_eq(fsw() >> 11 & 7, 7, "FUCOMIP, %s: TOP", pairs[i].name);
	}
	asm volatile("fninit");
}

static void examine(void)
{
	static const struct {
		const char *name;
		const u64 *v;
		u16 class, test;
	} values[] = {
		{ "one", &one, C2, 0 }, { "minus one", &minus_one, C2 | 0x200, C0 }, { "zero", &zero, C3, C3 },
		{ "infinity", &infinity, C2 | C0, 0 }, { "NaN", &quiet_nan, C0, CONDITIONS }, { "subnormal double", &tiny, C2, 0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(values); i++) {
		asm volatile("fninit");
		load(*values[i].v);
		asm volatile("fxam");
		check_eq(fsw() & (CONDITIONS | 0x200), values[i].class, "FXAM of %s", values[i].name);
		asm volatile("ftst");
		check_eq(fsw() & CONDITIONS, values[i].test, "FTST of %s", values[i].name);
	}
	asm volatile("fninit; fxam");
	check_eq(fsw() & CONDITIONS, C3 | C0, "FXAM of an empty register");
}

#define OP(name, insn, a, b, want)							\
	do {										\
		asm volatile("fninit");							\
		load(b);								\
		load(a);								\
		asm volatile(insn);							\
		check_eq(store(), (u64)(want), name);					\
	} while (0)

static void arithmetic(void)
{
	static const u64 three = 0x4008000000000000, six = 0x4018000000000000, third = 0x3fd5555555555555, four = 0x4010000000000000,
			 five = 0x4014000000000000, half = 0x3fe0000000000000;
	static const struct {
		u16 control;
		u32 up, down;
	} rounds[] = { { 0x037f, 3, -3u + 1 }, { 0x077f, 2, -3u }, { 0x0b7f, 3, -2u }, { 0x0f7f, 2, -2u } };
	static const u64 two_and_a_half = 0x4004000000000000, more = 0x4004000000000001, minus = 0xc004000000000000;
	u32 v;
	unsigned int i;

	OP("1 + 2", "faddp", one, two, three);
	OP("FSUBP: ST(1) - ST(0), 3 - 1", ".byte 0xde, 0xe9", one, three, two);
	OP("FSUBRP: ST(0) - ST(1), 3 - 1", ".byte 0xde, 0xe1", three, one, two);
	OP("2 * 3", "fmulp", two, three, six);
	OP("FDIVP: ST(1) / ST(0), 6 / 2", ".byte 0xde, 0xf9", two, six, three);
	OP("FDIVRP: ST(0) / ST(1), 6 / 2", ".byte 0xde, 0xf1", six, two, three);
	OP("FDIV to double: 1 / 3", ".byte 0xde, 0xf9", three, one, third);
	OP("square root of 4", "fsqrt", four, one, two);
	OP("absolute value of -1", "fabs", minus_one, one, one);
	OP("sign changed", "fchs", one, one, minus_one);
	OP("FXCH", "fxch", one, two, two);
	OP("FSCALE: 1 * 2^2", "fscale", one, two, four);
	OP("FPREM: 5 mod 3", "fprem", five, three, two);
	OP("FRNDINT of 0.5, to even", "frndint", half, one, zero);
	for (i = 0; i < ARRAY_SIZE(rounds); i++) {
		asm volatile("fninit; fldcw %0" : : "m"(rounds[i].control));
		load(two_and_a_half);
		asm volatile("fistpl %0" : "=m"(v));
		check_eq(v, rounds[i].control == 0x0b7f ? 3u : 2u, "control %x: 2.5 as an integer", rounds[i].control);
		load(more);
		asm volatile("fistpl %0" : "=m"(v));
		check_eq(v, rounds[i].up, "control %x: a little more than 2.5", rounds[i].control);
		load(minus);
		asm volatile("fistpl %0" : "=m"(v));
		check_eq(v, rounds[i].control == 0x077f ? -3u : -2u, "control %x: -2.5", rounds[i].control);
	}
	asm volatile("fninit");
	load(infinity);
	asm volatile("fistpl %0" : "=m"(v));
	check_eq(v, 0x80000000u, "infinity as an integer");
	check_bits(fsw(), 1, 1, "infinity as an integer: invalid operation");
	asm volatile("fnclex");
	check_eq(fsw() & 0xff, 0, "status after FNCLEX");
	asm volatile("fninit");
}

static void constants(void)
{
	static const struct {
		const char *name;
		u8 opcode;
		u64 fraction;
		u16 exponent;
	} values[] = {
		{ "FLD1", 0xe8, 0x8000000000000000, 0x3fff }, { "FLDL2T", 0xe9, 0xd49a784bcd1b8afe, 0x4000 },
		{ "FLDL2E", 0xea, 0xb8aa3b295c17f0bc, 0x3fff }, { "FLDPI", 0xeb, 0xc90fdaa22168c235, 0x4000 },
		{ "FLDLG2", 0xec, 0x9a209a84fbcff799, 0x3ffd }, { "FLDLN2", 0xed, 0xb17217f7d1cf79ac, 0x3ffe },
		{ "FLDZ", 0xee, 0, 0 },
	};
	static u8 code[7][4] __attribute__((aligned(32)));
	struct {
		u64 fraction;
		u16 exponent;
	} __attribute__((packed)) got;

	for (unsigned int i = 0; i < ARRAY_SIZE(values); i++) {
		code[i][0] = 0xd9;
		code[i][1] = values[i].opcode;
		code[i][2] = 0xc3;
		asm volatile("fninit; call *%1; fstpt %0" : "=m"(got) : "r"(code[i]) : "memory");
		check(got.fraction == values[i].fraction && got.exponent == values[i].exponent, "%s: %04x %016" PRIx64, values[i].name,
		      got.exponent, got.fraction);
	}
}

/* Eight x87 and all XMM registers, through FXSAVE and back */
static void fill_x87(void)
{
	static u8 ten[10] = { 1, 2, 3, 4, 5, 6, 7, 0x80, 0xff, 0x3f };
	int i;

	asm volatile("fninit");
	for (i = 0; i < 8; i++) {
		ten[0] = 0x10 + i;
		asm volatile("fldt %0" : : "m"(ten));
	}
}

static void fxsave(void)
{
	unsigned int i;
	u32 mxcsr = 0x1fa5;

	memset(area, 0, sizeof(area));
	fill_x87();
	asm volatile("ldmxcsr %0" : : "m"(mxcsr));
	asm volatile("pcmpeqd %%xmm0, %%xmm0; pxor %%xmm7, %%xmm7; pcmpeqb %%xmm3, %%xmm3; psrlq $9, %%xmm3" : : : "memory");
	asm volatile("fxsave %0" : "=m"(area[0]));
	check_eq(*(u16 *)(area[0] + 0), 0x037f, "FXSAVE: control word");
	check_eq(*(u16 *)(area[0] + 2) & 0x3800, 0, "FXSAVE: TOP");
	check_eq(area[0][4], 0xff, "FXSAVE: abridged tags, all eight valid");
	check_eq(*(u32 *)(area[0] + 24), mxcsr, "FXSAVE: MXCSR");
	for (i = 0; i < 8; i++)
		check_eq(area[0][32 + 16 * i], 0x17 - i, "FXSAVE: first byte of ST(%u)", i);
	check_eq(*(u64 *)(area[0] + 160), ~0ull, "FXSAVE: XMM0");
	check_eq(*(u64 *)(area[0] + 160 + 3 * 16 + 8), ~0ull >> 9, "FXSAVE: upper half of XMM3");
	check_eq(*(u64 *)(area[0] + 160 + 7 * 16), 0ull, "FXSAVE: XMM7");
	memcpy(area[1], area[0], 512);
	asm volatile("fninit; pxor %%xmm0, %%xmm0; pxor %%xmm3, %%xmm3; pcmpeqd %%xmm7, %%xmm7" : : : "memory");
	mxcsr = 0x1f80;
	asm volatile("ldmxcsr %0" : : "m"(mxcsr));
	asm volatile("fxrstor %0" : : "m"(area[1]));
	memset(area[0], 0, 512);
	asm volatile("fxsave %0" : "=m"(area[0]));
	check_mem(area[0], area[1], 416, "FXRSTOR and FXSAVE: the same image");
	/* Only some are valid. */
	asm volatile("fninit");
	asm volatile("fxsave %0" : "=m"(area[0]));
	check_eq(area[0][4], 0, "FXSAVE after FNINIT: no register is valid");
	load(one);
	asm volatile("fxsave %0" : "=m"(area[0]));
	check_eq(area[0][4], 0x80, "FXSAVE after one load: register 7 alone is valid");
	mxcsr = 0x10000;
	area[1][26] = 1;
	check_eq(asm_safe("fxrstor %0", "m"(area[1])), GP_VECTOR, "FXRSTOR with a reserved bit of MXCSR");
	asm volatile("fninit");
	mxcsr = 0x1f80;
	asm volatile("ldmxcsr %0" : : "m"(mxcsr));
}

static const char *needs_avx_state(void)
{
	return this_cpu_has(X86_FEATURE_XSAVE) && this_cpu_supported_xcr0() & XFEATURE_MASK_YMM ? NULL : "no AVX state";
}

static void xsave(u8 *to, u32 mask)
{
	asm volatile("xsave %0" : "+m"(*(u8 (*)[4096])to) : "a"(mask), "d"(0) : "memory");
}

static void xrstor(u8 *from, u32 mask)
{
	asm volatile("xrstor %0" : : "m"(*(u8 (*)[4096])from), "a"(mask), "d"(0) : "memory");
}

#ifdef __x86_64__
#define NR_YMM	16
#else
#define NR_YMM	8
#endif

static void set_all_ymm(void)
{
	/* Each register its own: shifted by its number, both halves different */
	asm volatile("vpcmpeqd %%xmm0, %%xmm0, %%xmm0\n\t"
		     "vpsrlq $1, %%xmm0, %%xmm1\n\t"
		     "vinsertf128 $1, %%xmm1, %%ymm0, %%ymm1\n\t"
		     "vinsertf128 $1, %%xmm0, %%ymm1, %%ymm0\n\t"
		     "vshufpd $0x3, %%ymm0, %%ymm1, %%ymm2\n\t"
		     "vpsrlq $5, %%xmm0, %%xmm3\n\t"
		     "vinsertf128 $1, %%xmm3, %%ymm0, %%ymm3\n\t"
		     "vpslldq $3, %%xmm0, %%xmm7\n\t"
		     "vinsertf128 $1, %%xmm7, %%ymm0, %%ymm7" : : : "memory");
}

static void xsave_image(void)
{
	struct cpuid leaf;
	u64 *header = (u64 *)(area[0] + 512);
	u32 at;
	unsigned int i;

	write_cr4(read_cr4() | X86_CR4_OSXSAVE);
	write_xcr0(XFEATURE_MASK_FP_SSE | XFEATURE_MASK_YMM);
	leaf = cpuid_indexed(0xd, 2);
	at = leaf.b;
	check_eq(leaf.a, 256u, "CPUID: size of the YMM state");
	check_eq(at, 576u, "CPUID: offset of the YMM state");
	check_eq(cpuid_indexed(0xd, 0).b, 832u, "CPUID: size for XCR0 7");
	memset(area, 0, sizeof(area));
	set_all_ymm();
	fill_x87();
	xsave(area[0], 7);
	check_bits(header[0], 6ull, 6ull, "XSTATE_BV: SSE and YMM in use");
	check_eq(header[1], 0ull, "XCOMP_BV");
	check_eq(area[0][4], 0xff, "abridged tags");
	check_eq(*(u64 *)(area[0] + at), ~0ull, "upper half of YMM0, first quarter");
	check_eq(*(u64 *)(area[0] + at + 16), ~0ull >> 1, "upper half of YMM1, first quarter");
	check_eq(*(u64 *)(area[0] + at + 3 * 16 + 8), ~0ull >> 5, "upper half of YMM3, second quarter");
	check_eq(*(u64 *)(area[0] + at + 7 * 16), ~0ull << 24, "upper half of YMM7, first quarter");
	check_eq(*(u64 *)(area[0] + at + 7 * 16 + 8), ~0ull, "upper half of YMM7, second quarter");
	/* Everything through a restore */
	memcpy(area[1], area[0], sizeof(area[1]));
	asm volatile("vzeroall; fninit" : : : "memory");
	xrstor(area[1], 7);
	memset(area[0], 0, sizeof(area[0]));
	xsave(area[0], 7);
	check_mem(area[0] + 160, area[1] + 160, NR_YMM * 16, "XRSTOR and XSAVE: the XMM registers");
	check_mem(area[0] + at, area[1] + at, NR_YMM * 16, "XRSTOR and XSAVE: the upper halves");
	check_mem(area[0] + 32, area[1] + 32, 128, "XRSTOR and XSAVE: the x87 registers");
	/* Components that are not asked for stay, in memory and in registers. */
	memset(area[0], 0x55, sizeof(area[0]));
	header[0] = 0;
	memset(header + 1, 0, 56);
	xsave(area[0], 4);
	check_eq(area[0][160], 0x55, "XSAVE of YMM alone: XMM0's place in memory");
	check_eq(area[0][32], 0x55, "XSAVE of YMM alone: ST(0)'s place in memory");
	check_eq(*(u64 *)(area[0] + at), ~0ull, "XSAVE of YMM alone: upper half of YMM0");
	/* XSTATE_BV 0: restored to the initial state */
	memcpy(area[0], area[1], sizeof(area[0]));
	header[0] = 3;
	xrstor(area[0], 7);
	memset(area[0], 0, sizeof(area[0]));
	xsave(area[0], 7);
	for (i = 0; i < NR_YMM * 16 && !area[0][at + i]; i++)
		;
	check_eq(i, NR_YMM * 16u, "XRSTOR with YMM's bit of XSTATE_BV 0: bytes of the upper halves that are 0");
	check_eq(*(u64 *)(area[0] + 160), ~0ull, "the same: XMM0 is restored");
	memcpy(area[0], area[1], sizeof(area[0]));
	header[1] = 1;
	check_eq(asm_safe("xrstor %0", "m"(*(u8 (*)[4096])area[0]), "a"(7), "d"(0)), GP_VECTOR,
		 "XRSTOR of the standard form with XCOMP_BV not 0");
	check_eq(asm_safe("xsave %0", "m"(area[0][8]), "a"(7), "d"(0)), GP_VECTOR, "XSAVE to an address that is not aligned");
	asm volatile("vzeroall; fninit" : : : "memory");
}

static const struct subtest subtests[] = {
	{ "stack", stack },
	{ "compare", compare },
	{ "examine", examine },
	{ "arithmetic", arithmetic },
	{ "constants", constants },
	{ "fxsave", fxsave },
	{ "xsave", xsave_image, needs_avx_state },
	{ }
};

int main(int argc, char **argv)
{
	write_cr0((read_cr0() & ~(X86_CR0_EM | X86_CR0_TS)) | X86_CR0_MP | X86_CR0_NE);
	write_cr4(read_cr4() | X86_CR4_OSFXSR);
	return run_subtests(subtests, argc, argv);
}
