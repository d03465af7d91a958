// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * xsave: XCR0, and the registers it opens.
 *
 * CR4.OSXSAVE and its mirror in CPUID, XGETBV and XSETBV with legal and illegal
 * values (SDM volume 1, 13.3; volume 2, XSETBV), 256-bit moves to and from
 * memory, natively and, where KVM emulates on request, emulated.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vmm.h>

#define FP	XFEATURE_MASK_FP
#define SSE	XFEATURE_MASK_SSE
#define YMM	XFEATURE_MASK_YMM

static u64 supported;

static const char *needs_xsave(void)
{
	return this_cpu_has(X86_FEATURE_XSAVE) ? NULL : "no XSAVE";
}

static const char *needs_no_xsave(void)
{
	return this_cpu_has(X86_FEATURE_XSAVE) ? "XSAVE is there" : needs_cr4_reserved_gp();
}

static void off(void)
{
	ulong cr4 = read_cr4();
	u64 val;

	if (cr4 & X86_CR4_OSXSAVE)
		write_cr4(cr4 & ~X86_CR4_OSXSAVE);
	check(!this_cpu_has(X86_FEATURE_OSXSAVE), "CPUID.OSXSAVE with CR4.OSXSAVE=0 is 0");
	check_eq(xgetbv_safe(0, &val), UD_VECTOR, "exception of XGETBV with CR4.OSXSAVE=0");
	check_eq(xsetbv_safe(0, FP | SSE), UD_VECTOR, "exception of XSETBV with CR4.OSXSAVE=0");
	if (cr4 & X86_CR4_OSXSAVE)
		write_cr4(cr4);
}

static void hidden(void)
{
	check_eq(write_cr4_safe(read_cr4() | X86_CR4_OSXSAVE), GP_VECTOR,
		 "exception of setting CR4.OSXSAVE without XSAVE in CPUID");
}

static void enable(void)
{
	write_cr4(read_cr4() | X86_CR4_OSXSAVE);
}

static void mirror(void)
{
	check_bits(supported, FP | SSE, FP | SSE, "x87 and SSE among the features of XCR0");
	enable();
	check(this_cpu_has(X86_FEATURE_OSXSAVE), "CPUID.OSXSAVE with CR4.OSXSAVE=1 is 1");
}

/* Only ECX selects the register: garbage above it must not matter. */
static int xsetbv_garbage(u64 val)
{
	ulong c = 0;

#ifdef __x86_64__
	c = rdtsc() << 32;
#endif
	return asm_safe(XSETBV_INSN, "a"((u32)val), "d"((u32)(val >> 32)), "c"(c));
}

static int xgetbv_garbage(u64 *val)
{
	ulong c = 0;
	u32 a = 0, d = 0;
	int vector;

#ifdef __x86_64__
	c = rdtsc() << 32;
#endif
	vector = asm_safe_out2(XGETBV_INSN, "+a"(a), "+d"(d), "c"(c));
	*val = a | (u64)d << 32;
	return vector;
}

static void legal_value(u64 val)
{
	unsigned long long v = val;
	u64 got = 0;

	check_eq(xsetbv_garbage(val), 0, "exception of XSETBV %#llx with garbage above ECX", v);
	check_eq(xgetbv_garbage(&got), 0, "exception of XGETBV with garbage above ECX");
	check_eq(got, val, "XGETBV with garbage above ECX");
	check_eq(read_xcr0_safe(&got), 0, "exception of XGETBV");
	check_eq(got, val, "XCR0 after %#llx", v);
	check_eq(write_xcr0_safe(val), 0, "exception of XSETBV %#llx", v);
	check_eq(read_xcr0_safe(&got), 0, "exception of XGETBV");
	check_eq(got, val, "XCR0 after %#llx again", v);
}

static void legal(void)
{
	enable();
	legal_value(FP);
	legal_value(FP | SSE);
	if (supported & YMM)
		legal_value(FP | SSE | YMM);
	else
		report_skip("XCR0 with AVX state: not supported");
}

static void refuse(u64 val)
{
	u64 before = read_xcr0();

	check_eq(write_xcr0_safe(val), GP_VECTOR, "exception of XSETBV of %#llx",
		 (unsigned long long)val);
	check_eq(read_xcr0(), before, "XCR0 after XSETBV of %#llx", (unsigned long long)val);
	write_xcr0(FP | SSE);
}

static void illegal(void)
{
	unsigned int i;

	enable();
	write_xcr0(FP | SSE);
	refuse(0);
	refuse(SSE);
	if (supported & YMM) {
		refuse(YMM);
		refuse(FP | YMM);
	}
	/* ZMM without OPMASK, one half of MPX: SDM volume 1, 13.3. */
	if ((supported & XFEATURE_MASK_AVX512) == XFEATURE_MASK_AVX512) {
		refuse(FP | SSE | YMM | XFEATURE_MASK_ZMM_Hi256);
		refuse(FP | SSE | XFEATURE_MASK_AVX512);
	}
	if (supported & XFEATURE_MASK_BNDREGS)
		refuse(FP | SSE | XFEATURE_MASK_BNDREGS);
	/* A feature that CPUID does not list. */
	for (i = 0; i < 63; i++) {
		if (!(supported & (1ull << i))) {
			refuse(FP | SSE | 1ull << i);
			break;
		}
	}
}

static void other_index(u32 index)
{
	u64 val;

	/* XGETBV(1) reads XINUSE where there is XSAVEC. */
	if (index != 1)
		check_eq(xgetbv_safe(index, &val), GP_VECTOR, "exception of XGETBV of %#x", index);
	check_eq(xsetbv_safe(index, FP), GP_VECTOR, "exception of XSETBV of %#x, value 1", index);
	check_eq(xsetbv_safe(index, FP | SSE), GP_VECTOR, "exception of XSETBV of %#x, value 3", index);
}

static void indices(void)
{
	u32 i;

	enable();
	for (i = 1; i < 64; i++)
		other_index(i);
	/* Those above 63 that are one bit. */
	for (i = 6; i < 32; i++)
		other_index(1u << i);
}

#ifdef __x86_64__
static const char *needs_ymm(void)
{
	if (needs_xsave())
		return needs_xsave();
	return supported & YMM ? NULL : "no AVX state";
}

struct ymm {
	u64 word[4];
} __attribute__((aligned(32)));

static struct ymm source, first_copy, second_copy;

static void noise(void)
{
	int i;

	for (i = 0; i < 4; i++) {
		source.word[i] = rdtsc() * 0x9e3779b97f4a7c15ull;
		first_copy.word[i] = second_copy.word[i] = 0;
	}
	asm volatile("vzeroall");
}

static bool same(const struct ymm *a, const struct ymm *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/*
 * Load into one register, move to another, store; the last store is always
 * native, to see what is in the register.
 */
#define MOVES(fep, a, b)							\
do {										\
	struct ymm kept;							\
										\
	noise();								\
	kept = source;								\
	asm volatile(fep "vmovdqa %[src], %%ymm" #a "\n\t"			\
		     fep "vmovdqa %%ymm" #a ", %%ymm" #b "\n\t"			\
		     fep "vmovdqa %%ymm" #b ", %[one]\n\t"			\
		     "vmovdqa %%ymm" #b ", %[two]"				\
		     : [one] "=m"(first_copy), [two] "=m"(second_copy)		\
		     : [src] "m"(source));					\
	check(same(&first_copy, &kept), "VMOVDQA by ymm" #a " and ymm" #b " stores the source"); \
	check(same(&second_copy, &kept), "ymm" #b " after VMOVDQA holds the source"); \
										\
	noise();								\
	kept = source;								\
	asm volatile(fep "vmovntdqa %[src], %%ymm" #a "\n\t"			\
		     fep "vmovdqa %%ymm" #a ", %%ymm" #b "\n\t"			\
		     fep "vmovntdq %%ymm" #b ", %[one]\n\t"			\
		     "vmovdqa %%ymm" #b ", %[two]"				\
		     : [one] "=m"(first_copy), [two] "=m"(second_copy)		\
		     : [src] "m"(source));					\
	check(same(&source, &kept), "the source after VMOVNTDQA is unchanged");	\
	check(same(&first_copy, &kept), "VMOVNTDQ by ymm" #a " and ymm" #b " stores the source"); \
	check(same(&second_copy, &kept), "ymm" #b " after VMOVNTDQA holds the source"); \
} while (0)

#define ALL_MOVES(fep)								\
do {										\
	MOVES(fep, 0, 15); MOVES(fep, 1, 14); MOVES(fep, 2, 13); MOVES(fep, 3, 12);	\
	MOVES(fep, 4, 11); MOVES(fep, 5, 10); MOVES(fep, 6, 9); MOVES(fep, 7, 8);	\
	MOVES(fep, 8, 7); MOVES(fep, 9, 6); MOVES(fep, 10, 5); MOVES(fep, 11, 4);	\
	MOVES(fep, 12, 3); MOVES(fep, 13, 2); MOVES(fep, 14, 2); MOVES(fep, 15, 1);	\
} while (0)

static void enable_avx(void)
{
	write_cr0(read_cr0() & ~(X86_CR0_EM | X86_CR0_TS));
	write_cr4(read_cr4() | X86_CR4_OSXSAVE | X86_CR4_OSFXSR);
	write_xcr0(FP | SSE | YMM);
}

static __attribute__((target("avx"))) void moves(void)
{
	enable_avx();
	ALL_MOVES("");
}

static const char *needs_fep(void)
{
	return needs_ymm() ? needs_ymm() : is_fep_available ? NULL : "no forced emulation";
}

static __attribute__((target("avx"))) void emulated_moves(void)
{
	enable_avx();
	ALL_MOVES(KVM_FEP);
}
#endif

static void restored(void)
{
	ulong cr4 = read_cr4();

	write_cr4(cr4 & ~X86_CR4_OSXSAVE);
	check(!this_cpu_has(X86_FEATURE_OSXSAVE), "CPUID.OSXSAVE follows CR4.OSXSAVE to 0");
	write_cr4(cr4 | X86_CR4_OSXSAVE);
	check(this_cpu_has(X86_FEATURE_OSXSAVE), "CPUID.OSXSAVE follows CR4.OSXSAVE to 1");
	write_cr4(cr4);
}

static const struct subtest subtests[] = {
	{ "off", off },
	{ "hidden", hidden, .requires = needs_no_xsave },
	{ "mirror", mirror, .requires = needs_xsave },
	{ "legal", legal, .requires = needs_xsave },
	{ "illegal", illegal, .requires = needs_xsave },
	{ "index", indices, .requires = needs_xsave },
#ifdef __x86_64__
	{ "moves", moves, .requires = needs_ymm },
	{ "emulated", emulated_moves, .requires = needs_fep },
#endif
	{ "restore", restored, .requires = needs_xsave },
	{ }
};

int main(int argc, char **argv)
{
	supported = this_cpu_supported_xcr0();
	report_info("features of XCR0: %#llx", (unsigned long long)supported);
	return run_subtests(subtests, argc, argv);
}
