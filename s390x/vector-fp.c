// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vector-fp: floating-point vector instructions do to each element what the scalar
 * ones do, flags included (PoP chapter 24).
 *
 * The scalar instructions are the model here; bfp has the model for those.
 */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/facility.h>
#include <asm/float.h>
#include "vector.h"

static const u64 values[] = {
	0, 0x8000000000000000, 0x3ff0000000000000, 0xbff0000000000000, 0x3ff8000000000000, 0x4004000000000000,
	0x3fe0000000000000, 0x0000000000000001, 0x000fffffffffffff, 0x0010000000000000, 0x7fefffffffffffff,
	0xffefffffffffffff, 0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000001234,
	0x43e0000000000000, 0xc3e0000000000000, 0x3ff0000000000001, 0x4330000000000001, 0x36a0000000000000,
	0x47efffffe0000000, 0x3f8000003fc00000, 0x7f8000017fc00001, 0x00000001807fffff,
	0x7ff0000000005678,		/* last: a signaling NaN */
};

#define TWO(name, insn)								\
	static u64 name(u64 x, u64 y)						\
	{									\
		u64 r;								\
										\
		asm volatile("	ldgr	0,%1\n	ldgr	2,%2\n	" insn "\n	lgdr	%0,0"	\
			     : "=d" (r) : "d" (x), "d" (y) : "f0", "f2", "cc");	\
		return r;							\
	}
#define ONE(name, insn)								\
	static u64 name(u64 x)							\
	{									\
		u64 r;								\
										\
		asm volatile("	ldgr	2,%1\n	" insn "\n	lgdr	%0,0"		\
			     : "=d" (r) : "d" (x) : "f0", "f2", "cc");		\
		return r;							\
	}
TWO(add, "adbr	0,2")
TWO(sub, "sdbr	0,2")
TWO(mul, "mdbr	0,2")
TWO(quot, "ddbr	0,2")
ONE(root, "sqdbr	0,2")
ONE(lengthen, "ldebr	0,2")

static u64 muladd(u64 x, u64 y, u64 z, bool subtract)
{
	u64 r;

	if (subtract)
		asm volatile("	ldgr	0,%3\n	ldgr	2,%1\n	ldgr	4,%2\n"
			     "	msdbr	0,2,4\n	lgdr	%0,0"
			     : "=d" (r) : "d" (x), "d" (y), "d" (z) : "f0", "f2", "f4");
	else
		asm volatile("	ldgr	0,%3\n	ldgr	2,%1\n	ldgr	4,%2\n"
			     "	madbr	0,2,4\n	lgdr	%0,0"
			     : "=d" (r) : "d" (x), "d" (y), "d" (z) : "f0", "f2", "f4");
	return r;
}

#define COMPARE(name, insn)							\
	static int name(u64 x, u64 y)						\
	{									\
		int cc;								\
										\
		asm volatile("	ldgr	0,%1\n	ldgr	2,%2\n"		\
			     "	" insn "	0,2\n	ipm	%0\n	srl	%0,28"	\
			     : "=d" (cc) : "d" (x), "d" (y) : "f0", "f2", "cc");	\
		return cc;							\
	}
COMPARE(compare, "cdbr")
COMPARE(signal, "kdbr")

/* Rounding methods need their number in the instruction */
#define ROUNDED(name, insn, operand)						\
	static u64 name(u64 x, int method, bool suppress)			\
	{									\
		u64 r = 0;							\
										\
		switch (method * 2 + suppress) {				\
		ROUND_CASE(0, 0, insn) ROUND_CASE(1, 0, insn) ROUND_CASE(3, 0, insn) ROUND_CASE(4, 0, insn)	\
		ROUND_CASE(5, 0, insn) ROUND_CASE(6, 0, insn) ROUND_CASE(7, 0, insn)				\
		ROUND_CASE(0, 4, insn) ROUND_CASE(1, 4, insn) ROUND_CASE(3, 4, insn) ROUND_CASE(4, 4, insn)	\
		ROUND_CASE(5, 4, insn) ROUND_CASE(6, 4, insn) ROUND_CASE(7, 4, insn)				\
		}								\
		return r;							\
	}
#define ROUND_CASE(method, m4, insn)						\
	case method * 2 + m4 / 4: asm volatile(insn(method, m4) : "=d" (r) : "d" (x) : "f0", "f2", "cc"); break;
#define FIDBRA(m3, m4)	"	ldgr	2,%1\n	fidbra	0," #m3 ",2," #m4 "\n	lgdr	%0,0"
#define LEDBRA(m3, m4)	"	ldgr	2,%1\n	lzdr	0\n	ledbra	0," #m3 ",2," #m4 "\n	lgdr	%0,0"
#define CGDBRA(m3, m4)	"	ldgr	2,%1\n	cgdbra	%0," #m3 ",2," #m4
#define CLGDBR(m3, m4)	"	ldgr	2,%1\n	clgdbr	%0," #m3 ",2," #m4
#define CDGBRA(m3, m4)	"	cdgbra	0," #m3 ",%1," #m4 "\n	lgdr	%0,0"
#define CDLGBR(m3, m4)	"	cdlgbr	0," #m3 ",%1," #m4 "\n	lgdr	%0,0"
ROUNDED(to_int, FIDBRA, )
ROUNDED(shorten, LEDBRA, )
ROUNDED(to_signed, CGDBRA, )
ROUNDED(to_unsigned, CLGDBR, )
ROUNDED(from_signed, CDGBRA, )
ROUNDED(from_unsigned, CDLGBR, )

static void begin(void)
{
	u32 zero = 0;

	asm volatile("lfpc	%0" : : "Q" (zero));
}

static void end(struct vec_state *s)
{
	asm volatile("stfpc	%0" : "=Q" (s->fpc));
}

/* @x computes element @i from those of the sources */
#define EACH(x)									\
	begin(); for (int i = 0; i < 2; i++) { u64 b = s->b.dw[i], c = s->c.dw[i], d = s->d.dw[i];	\
		s->a.dw[i] = (x); (void)b; (void)c; (void)d; } end(s)
#define TEST(x, with_cc)							\
	int hits = 0; EACH((x) ? (hits++, ~0UL) : 0UL); if (with_cc) s->cc = hits == 2 ? 0 : hits ? 1 : 3

static bool in_class(u64 x, unsigned int classes)
{
	u64 fraction = x & 0x000fffffffffffff;
	unsigned int exponent = x >> 52 & 0x7ff, bit;

	if (exponent == 0x7ff)
		bit = !fraction ? 6 : x >> 51 & 1 ? 8 : 10;
	else
		bit = exponent ? 2 : fraction ? 4 : 0;
	/* from the left: a pair for each, plus first */
	return classes >> (11 - bit - (x >> 63)) & 1;
}

#define ARITHMETIC(X)								\
	X(vfadb, "vfadb 1,2,3", EACH(add(b, c))) X(vfsdb, "vfsdb 1,2,3", EACH(sub(b, c)))	\
	X(vfmdb, "vfmdb 1,2,3", EACH(mul(b, c))) X(vfddb, "vfddb 1,2,3", EACH(quot(b, c)))	\
	X(vfsqdb, "vfsqdb 1,2", EACH(root(b)))					\
	X(vflcdb, "vflcdb 1,2", EACH(b ^ 1UL << 63)) X(vflpdb, "vflpdb 1,2", EACH(b & ~(1UL << 63)))	\
	X(vflndb, "vflndb 1,2", EACH(b | 1UL << 63))				\
	X(vldeb, "vldeb 1,2", EACH(lengthen(b)))				\
	X(vfadb_same, "vfadb 1,2,2", EACH(add(b, b))) X(vfmdb_over, "vfmdb 2,2,3", begin();	\
		for (int i = 0; i < 2; i++) s->b.dw[i] = mul(s->b.dw[i], s->c.dw[i]); end(s))

#define MULADD(X)								\
	X(vfmadb, "vfmadb 1,2,3,4", EACH(muladd(b, c, d, false)))		\
	X(vfmsdb, "vfmsdb 1,2,3,4", EACH(muladd(b, c, d, true)))

#define COMPARISONS(X)								\
	X(vfcedb, "vfcedb 1,2,3", TEST(compare(b, c) == 0, false))		\
	X(vfchdb, "vfchdb 1,2,3", TEST(compare(b, c) == 2, false))		\
	X(vfchedb, "vfchedb 1,2,3", TEST(compare(b, c) == 0 || compare(b, c) == 2, false))	\
	X(vfcedbs, "vfcedbs 1,2,3", TEST(compare(b, c) == 0, true))		\
	X(vfchdbs, "vfchdbs 1,2,3", TEST(compare(b, c) == 2, true))		\
	X(vfchedbs, "vfchedbs 1,2,3", TEST(compare(b, c) == 0 || compare(b, c) == 2, true))	\
	X(wfcdb, "wfcdb 2,3", begin(); s->cc = compare(s->b.dw[0], s->c.dw[0]); end(s))	\
	X(wfkdb, "wfkdb 2,3", begin(); s->cc = signal(s->b.dw[0], s->c.dw[0]); end(s))	\
	CLASS(X, 2048) CLASS(X, 1024) CLASS(X, 512) CLASS(X, 256) CLASS(X, 128) CLASS(X, 64) CLASS(X, 32)	\
	CLASS(X, 16) CLASS(X, 8) CLASS(X, 4) CLASS(X, 2) CLASS(X, 1) CLASS(X, 4095) CLASS(X, 0)
#define CLASS(X, n)	X(vftcidb_##n, "vftcidb 1,2," #n, TEST(in_class(b, n), true))

#define METHOD(X, m)								\
	X(vfidb_##m, "vfidb 1,2,0," #m, EACH(to_int(b, m, false)))		\
	X(vfidb_q##m, "vfidb 1,2,4," #m, EACH(to_int(b, m, true)))		\
	X(vcgdb_##m, "vcgdb 1,2,0," #m, EACH(to_signed(b, m, false)))		\
	X(vclgdb_##m, "vclgdb 1,2,4," #m, EACH(to_unsigned(b, m, true)))	\
	X(vcdgb_##m, "vcdgb 1,2,0," #m, EACH(from_signed(b, m, false)))		\
	X(vcdlgb_##m, "vcdlgb 1,2,4," #m, EACH(from_unsigned(b, m, true)))	\
	/* the right halves are unpredictable */				\
	X(vledb_##m, "vledb 1,2,0," #m "; vesrlg 1,1,32", EACH(shorten(b, m, false) >> 32))
#define CONVERSIONS(X)								\
	METHOD(X, 0) METHOD(X, 1) METHOD(X, 4) METHOD(X, 5) METHOD(X, 6) METHOD(X, 7)

VEC_TABLE(arithmetic, ARITHMETIC)
VEC_TABLE(muladds, MULADD)
VEC_TABLE(comparisons, COMPARISONS)
VEC_TABLE(conversions, CONVERSIONS)

static const char *needs_vector(void)
{
	return test_facility(129) ? NULL : "no vector facility";
}

/* With one NaN only: which of several comes through is another matter */
static void muladd_check(void)
{
	vec_patterns(values, ARRAY_SIZE(values) - 1);
	vec_check();
	vec_patterns(values, ARRAY_SIZE(values));
}

static const struct subtest subtests[] = {
	{ "arithmetic", vec_check, SUBTEST_ROWS(arithmetic), .requires = needs_vector },
	{ "muladd", muladd_check, SUBTEST_ROWS(muladds), .requires = needs_vector },
	{ "comparison", vec_check, SUBTEST_ROWS(comparisons), .requires = needs_vector },
	{ "conversion", vec_check, SUBTEST_ROWS(conversions), .requires = needs_vector },
	{ }
};

int main(int argc, char **argv)
{
	afp_enable();
	vec_patterns(values, ARRAY_SIZE(values));
	return run_subtests(subtests, argc, argv);
}
