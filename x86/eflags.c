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

#define CF	X86_EFLAGS_CF
#define PF	X86_EFLAGS_PF
#define AF	X86_EFLAGS_AF
#define ZF	X86_EFLAGS_ZF
#define SF	X86_EFLAGS_SF
#define OF	X86_EFLAGS_OF
#define ALL	(CF | PF | AF | ZF | SF | OF)

#ifdef __x86_64__
#define MAX_SIZE	8
#define CASE64(x)	x
#else
#define MAX_SIZE	4
#define CASE64(x)
#endif

/* One execution: @a and the flags change. */
typedef void (*run_fn)(int size, u64 *a, u64 b, ulong *flags);
/* The model gives the flags it knows in @known. */
typedef u64 (*model_fn)(int bits, u64 a, u64 b, ulong *flags, ulong *known);

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

static u64 mask_of(int bits)
{
	return bits == 64 ? ~0ull : (1ull << bits) - 1;
}

static u64 sign_of(int bits)
{
	return 1ull << (bits - 1);
}

/* SF, ZF, PF of a result */
static ulong szp(int bits, u64 r)
{
	ulong f = 0;
	unsigned int i, ones = 0;

	for (i = 0; i < 8; i++)
		ones += r >> i & 1;
	if (!(ones & 1))
		f |= PF;
	if (!(r & mask_of(bits)))
		f |= ZF;
	if (r & sign_of(bits))
		f |= SF;
	return f;
}

static u64 sum(int bits, u64 a, u64 b, bool carry, ulong *flags)
{
	u64 r = (a + b + carry) & mask_of(bits), s = sign_of(bits);

	*flags = szp(bits, r);
	if (((a & b) | ((a | b) & ~r)) & s)
		*flags |= CF;
	if ((a ^ r) & (b ^ r) & s)
		*flags |= OF;
	if ((a ^ b ^ r) & 0x10)
		*flags |= AF;
	return r;
}

static u64 difference(int bits, u64 a, u64 b, bool borrow, ulong *flags)
{
	u64 r = (a - b - borrow) & mask_of(bits), s = sign_of(bits);

	*flags = szp(bits, r);
	if (((~a & b) | (~(a ^ b) & r)) & s)
		*flags |= CF;
	if ((a ^ b) & (a ^ r) & s)
		*flags |= OF;
	if ((a ^ b ^ r) & 0x10)
		*flags |= AF;
	return r;
}

static u64 model_add(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return sum(bits, a, b, false, flags);
}

static u64 model_adc(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return sum(bits, a, b, *flags & CF, flags);
}

static u64 model_sub(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return difference(bits, a, b, false, flags);
}

static u64 model_sbb(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return difference(bits, a, b, *flags & CF, flags);
}

static u64 model_cmp(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	difference(bits, a, b, false, flags);
	return a;
}

static u64 logic(int bits, u64 r, ulong *flags, ulong *known)
{
	*flags = szp(bits, r);
	*known &= ~(ulong)AF;
	return r;
}

static u64 model_and(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return logic(bits, a & b, flags, known);
}

static u64 model_or(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return logic(bits, a | b, flags, known);
}

static u64 model_xor(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return logic(bits, a ^ b, flags, known);
}

static u64 model_test(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	logic(bits, a & b, flags, known);
	return a;
}

static u64 model_inc(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	ulong cf = *flags & CF;
	u64 r = sum(bits, a, 1, false, flags);

	*flags = (*flags & ~(ulong)CF) | cf;
	return r;
}

static u64 model_dec(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	ulong cf = *flags & CF;
	u64 r = difference(bits, a, 1, false, flags);

	*flags = (*flags & ~(ulong)CF) | cf;
	return r;
}

static u64 model_neg(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return difference(bits, 0, a, false, flags);
}

static u64 model_not(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	return ~a & mask_of(bits);
}

static unsigned int count_of(int bits, u64 b)
{
	return b & (bits == 64 ? 63 : 31);
}

/* OF is defined for shifts and rotations by 1 only. */
static void set(ulong *flags, ulong bit, bool on)
{
	*flags = on ? *flags | bit : *flags & ~bit;
}

static u64 model_shl(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b);
	u64 r;

	if (!n)
		return a;
	r = n < bits ? a << n & mask_of(bits) : 0;
	*flags = szp(bits, r);
	set(flags, CF, n <= bits && a >> (bits - n) & 1);
	set(flags, OF, !(r & sign_of(bits)) != !(*flags & CF));
	*known &= ~(ulong)AF;
	if (n >= bits)
		*known &= ~(ulong)CF;
	if (n != 1)
		*known &= ~(ulong)OF;
	return r;
}

static u64 model_shr(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b);
	u64 r;

	if (!n)
		return a;
	r = n < bits ? a >> n : 0;
	*flags = szp(bits, r);
	set(flags, CF, a >> (n - 1) & 1);
	set(flags, OF, a & sign_of(bits));
	*known &= ~(ulong)AF;
	if (n >= bits)
		*known &= ~(ulong)CF;
	if (n != 1)
		*known &= ~(ulong)OF;
	return r;
}

static u64 model_sar(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;
	u64 r = a;
	bool last = false;

	if (!n)
		return a;
	for (i = 0; i < n; i++) {
		last = r & 1;
		r = r >> 1 | (a & sign_of(bits));
	}
	*flags = szp(bits, r);
	set(flags, CF, last);
	*known &= ~(ulong)AF;
	if (n != 1)
		*known &= ~(ulong)OF;
	return r;
}

static u64 model_rol(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;

	if (!n)
		return a;
	for (i = 0; i < n; i++)
		a = (a << 1 | a >> (bits - 1)) & mask_of(bits);
	set(flags, CF, a & 1);
	set(flags, OF, !(a & sign_of(bits)) != !(a & 1));
	if (n != 1)
		*known &= ~(ulong)OF;
	return a;
}

static u64 model_ror(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;

	if (!n)
		return a;
	for (i = 0; i < n; i++)
		a = (a >> 1 | a << (bits - 1)) & mask_of(bits);
	set(flags, CF, a & sign_of(bits));
	set(flags, OF, !(a & sign_of(bits)) != !(a & sign_of(bits) >> 1));
	if (n != 1)
		*known &= ~(ulong)OF;
	return a;
}

static u64 model_rcl(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;
	bool c = *flags & CF, out;

	if (n != 1)
		*known &= ~(ulong)OF;
	for (i = 0; i < n; i++) {
		out = a & sign_of(bits);
		a = (a << 1 | c) & mask_of(bits);
		c = out;
	}
	set(flags, CF, c);
	set(flags, OF, !(a & sign_of(bits)) != !c);
	return a;
}

static u64 model_rcr(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	unsigned int n = count_of(bits, b), i;
	bool c = *flags & CF, out;

	if (n != 1)
		*known &= ~(ulong)OF;
	for (i = 0; i < n; i++) {
		set(flags, OF, !(a & sign_of(bits)) != !c);
		out = a & 1;
		a = a >> 1 | (c ? sign_of(bits) : 0);
		c = out;
	}
	set(flags, CF, c);
	return a;
}

/* The high half of a 64 x 64 product, by halves. */
static u64 high_half(u64 a, u64 b)
{
	u64 al = (u32)a, ah = a >> 32, bl = (u32)b, bh = b >> 32;
	u64 mid = ah * bl + (al * bl >> 32), mid2 = al * bh + (u32)mid;

	return ah * bh + (mid >> 32) + (mid2 >> 32);
}

static u64 model_mul(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	u64 high = bits == 64 ? high_half(a, b) : bits == 32 ? a * b >> 32 : (a * b >> bits) & mask_of(bits);

	*flags = high ? CF | OF : 0;
	*known = CF | OF;
	return bits == 8 ? a * b & 0xff : a * b & mask_of(bits);
}

static s64 extend(int bits, u64 v)
{
	return (s64)(v << (64 - bits)) >> (64 - bits);
}

static u64 model_imul(int bits, u64 a, u64 b, ulong *flags, ulong *known)
{
	s64 x = extend(bits, a), y = extend(bits, b);
	u64 low = (u64)x * (u64)y & mask_of(bits), high;
	bool fits;

	if (bits == 64) {
		high = high_half(a, b) - (x < 0 ? b : 0) - (y < 0 ? a : 0);
		fits = high == (low >> 63 ? ~0ull : 0);
	} else {
		fits = (s64)((u64)x * (u64)y) == extend(bits, low);
	}
	*flags = fits ? 0 : CF | OF;
	*known = CF | OF;
	return low;
}

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
				u64 a = values[i] & mask_of(bits), b = shift ? counts[j] : values[j] & mask_of(bits);
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
