// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * eflags: results and flags of arithmetic, logic, shifts and multiplication.
 *
 * Each instruction, in all operand sizes, with operands around the borders of
 * each size, compared with a model written from the definitions of the flags
 * (SDM volume 1, 3.4.3.1; volume 2 'Flags Affected' of each). Flags that the
 * manual leaves undefined are not compared. A machine emulator computes flags
 * lazily, by instruction and size, so each pair is a check by itself.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/processor.h>
#include "alu-model.h"

#ifdef __x86_64__
#define MAX_SIZE	8
#define CASE64(x)	x
#else
#define MAX_SIZE	4
#define CASE64(x)
#endif

/* One execution: @a and the flags change. */
typedef void (*run_fn)(int size, u64 *a, u64 b, ulong *flags);
struct op {
	const char *name;
	run_fn run;
	model_fn model;
};

#define EXEC(type, insn, constraint, operand)						\
{											\
	type __a = *a;									\
	type __b = b;									\
											\
	asm volatile("push %[f]; popf; " insn " " operand "; pushf; pop %[f]"		\
		     : [a] "+q"(__a), [f] "+r"(f) : [b] constraint(__b) : "cc");	\
	*a = __a;									\
	break;										\
}

#define BINARY(name, insn)								\
static void run_##name(int size, u64 *a, u64 b, ulong *flags)				\
{											\
	ulong f = *flags;								\
											\
	switch (size) {									\
	case 1: EXEC(u8, insn "b", "q", "%b[b], %b[a]")					\
	case 2: EXEC(u16, insn "w", "q", "%w[b], %w[a]")				\
	case 4: EXEC(u32, insn "l", "q", "%k[b], %k[a]")				\
	CASE64(case 8: EXEC(u64, insn "q", "q", "%q[b], %q[a]"))			\
	}										\
	*flags = f & ALL;								\
}

#define UNARY(name, insn)								\
static void run_##name(int size, u64 *a, u64 b, ulong *flags)				\
{											\
	ulong f = *flags;								\
											\
	switch (size) {									\
	case 1: EXEC(u8, insn "b", "q", "%b[a]")					\
	case 2: EXEC(u16, insn "w", "q", "%w[a]")					\
	case 4: EXEC(u32, insn "l", "q", "%k[a]")					\
	CASE64(case 8: EXEC(u64, insn "q", "q", "%q[a]"))				\
	}										\
	*flags = f & ALL;								\
}

#define SHIFT(name, insn)								\
static void run_##name(int size, u64 *a, u64 b, ulong *flags)				\
{											\
	ulong f = *flags;								\
											\
	switch (size) {									\
	case 1: EXEC(u8, insn "b", "c", "%%cl, %b[a]")					\
	case 2: EXEC(u16, insn "w", "c", "%%cl, %w[a]")					\
	case 4: EXEC(u32, insn "l", "c", "%%cl, %k[a]")					\
	CASE64(case 8: EXEC(u64, insn "q", "c", "%%cl, %q[a]"))				\
	}										\
	*flags = f & ALL;								\
}

BINARY(add, "add")
BINARY(adc, "adc")
BINARY(sub, "sub")
BINARY(sbb, "sbb")
BINARY(cmp, "cmp")
BINARY(and, "and")
BINARY(or, "or")
BINARY(xor, "xor")
BINARY(test, "test")
UNARY(inc, "inc")
UNARY(dec, "dec")
UNARY(neg, "neg")
UNARY(not, "not")
SHIFT(shl, "shl")
SHIFT(shr, "shr")
SHIFT(sar, "sar")
SHIFT(rol, "rol")
SHIFT(ror, "ror")
SHIFT(rcl, "rcl")
SHIFT(rcr, "rcr")

/* Multiplication by the accumulator; only the low half is compared, the flags tell of the high one. */
#define EXEC_MUL(type, insn)								\
{											\
	type __a = *a;									\
	type __b = b;									\
	ulong __d = 0;									\
											\
	asm volatile("push %[f]; popf; " insn " %[b]; pushf; pop %[f]"			\
		     : "+a"(__a), "+d"(__d), [f] "+S"(f) : [b] "c"(__b) : "cc");	\
	*a = __a;									\
	break;										\
}

#define MULTIPLY(name, insn)								\
static void run_##name(int size, u64 *a, u64 b, ulong *flags)				\
{											\
	ulong f = *flags;								\
											\
	switch (size) {									\
	case 1: EXEC_MUL(u8, insn "b")							\
	case 2: EXEC_MUL(u16, insn "w")							\
	case 4: EXEC_MUL(u32, insn "l")							\
	CASE64(case 8: EXEC_MUL(u64, insn "q"))						\
	}										\
	*flags = f & ALL;								\
}

MULTIPLY(mul, "mul")
MULTIPLY(imul, "imul")

static const struct op binary[] = {
	{ "add", run_add, model_add }, { "adc", run_adc, model_adc }, { "sub", run_sub, model_sub },
	{ "sbb", run_sbb, model_sbb }, { "cmp", run_cmp, model_cmp }, { "and", run_and, model_and },
	{ "or", run_or, model_or }, { "xor", run_xor, model_xor }, { "test", run_test, model_test },
	{ "inc", run_inc, model_inc }, { "dec", run_dec, model_dec }, { "neg", run_neg, model_neg },
	{ "not", run_not, model_not }, { "mul", run_mul, model_mul }, { "imul", run_imul, model_imul },
};

static const struct op shifts[] = {
	{ "shl", run_shl, model_shl }, { "shr", run_shr, model_shr }, { "sar", run_sar, model_sar },
	{ "rol", run_rol, model_rol }, { "ror", run_ror, model_ror }, { "rcl", run_rcl, model_rcl },
	{ "rcr", run_rcr, model_rcr },
};

/* Cut to each size these are its borders. */
static const u64 values[] = {
	0, 1, 2, 0xf, 0x10, 0x55, 0x7f, 0x80, 0x81, 0xff, 0x7fff, 0x8000, 0xffff, 0x12345678, 0x7fffffff, 0x80000000,
	0xffffffff, 0x100000000, 0x123456789abcdef0, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff,
};

static const u8 counts[] = { 0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 18, 31, 32, 33, 63, 64, 65 };

static void one_size(const struct op *op, int size, bool shift)
{
	int bits = size * 8;
	unsigned int i, j, k, wrong = 0, nb = shift ? ARRAY_SIZE(counts) : ARRAY_SIZE(values);
	static const ulong before[] = { 0, CF, ALL, ALL & ~(ulong)CF };

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		for (j = 0; j < nb; j++) {
			for (k = 0; k < ARRAY_SIZE(before); k++) {
				u64 a = values[i] & alu_mask(bits), b = shift ? counts[j] : values[j] & alu_mask(bits);
				u64 got = a, want;
				ulong want_f = before[k], got_f = before[k] | X86_EFLAGS_FIXED, known = ALL;

				want = op->model(bits, a, b, &want_f, &known);
				op->run(size, &got, b, &got_f);
				if (got == want && !((got_f ^ want_f) & known))
					continue;
				if (!wrong++)
					report_info("%s, %d bits: %#" PRIx64 ", %#" PRIx64 ", flags %#lx: expected %#"
						    PRIx64 ", flags %#lx, got %#" PRIx64 ", flags %#lx", op->name, bits,
						    a, b, before[k], want, want_f & known, got, got_f & known);
			}
		}
	}
	check_eq(wrong, 0u, "%d bits: wrong of %u", bits,
		 (unsigned int)(ARRAY_SIZE(values) * nb * ARRAY_SIZE(before)));
}

static void all_sizes(void)
{
	const struct op *op = subtest_row();

	for (int size = 1; size <= MAX_SIZE; size *= 2)
		one_size(op, size, op >= shifts && op < shifts + ARRAY_SIZE(shifts));
}

static const struct subtest subtests[] = {
	{ "arithmetic", all_sizes, SUBTEST_ROWS(binary) },
	{ "shift", all_sizes, SUBTEST_ROWS(shifts) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
