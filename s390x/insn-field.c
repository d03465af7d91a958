// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * insn-field: instructions on storage fields of up to 256 bytes (SS formats).
 *
 * Moves, logic, compare, translate, packed-decimal reformatting: each with
 * lengths from 1 to 256, across a page boundary, and with operands that overlap in
 * every way, as instruction and as target of EXECUTE RELATIVE LONG, which emulators
 * often serve by another path (PoP chapters 7 and 8). The models work byte by byte
 * from left to right, or from right to left, as the manual says.
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <asm/page.h>
#include "pgm.h"

#define SIZE		2048
#define MIDDLE		1024	/* on a page boundary */

static u8 area[2 * PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static u8 *const real = area + PAGE_SIZE - MIDDLE;
static u8 start[SIZE], model[SIZE];
static u8 table[256] __attribute__((aligned(256)));

/* What an instruction leaves besides storage */
struct effect {
	int cc;
	u64 gr1, gr2;
};

#define CC_KEPT		(-1)
#define GR1_BEFORE	0x1111111122222222UL
#define GR2_BEFORE	0x3333333344444444UL

/* Operands: addresses and lengths minus one as in the instruction, the second one for two-length formats */
typedef struct effect (*field_fn)(u8 *d, u8 *s, unsigned int l);

#define FIELD_BODY(text)							\
	register u8 *r8 asm("8") = d;						\
	register u8 *r9 asm("9") = s;						\
	register u64 r1 asm("1") = GR1_BEFORE, r2 asm("2") = GR2_BEFORE;	\
	register u64 r10 asm("10") = l;						\
	int cc;									\
										\
	asm volatile(								\
		"	.machine push\n"					\
		"	.machine z15\n"						\
		"	lghi	%%r0,3\n"					\
		"	sllg	%%r0,%%r0,28\n"					\
		"	spm	%%r0\n"						\
		"	" text "\n"						\
		"	ipm	%[cc]\n"					\
		"	srl	%[cc],28\n"					\
		"	spm	%[zero]\n"					\
		"	.machine pop\n"						\
		: [cc] "=&d" (cc), "+d" (r1), "+d" (r2)				\
		: "a" (r8), "a" (r9), "d" (r10), [zero] "d" (0UL)		\
		: "0", "cc", "memory");						\
	return (struct effect){ cc, r1, r2 };

/* @insn as target of EXRL, with the length out of GR10 */
#define BY_EXRL(name, insn)							\
static struct effect name(u8 *d, u8 *s, unsigned int l)				\
{										\
	FIELD_BODY("	exrl	10,0f\n"					\
		   "	.pushsection .text.targets,\"ax\"\n"			\
		   "	.balign	2\n"						\
		   "0:	" insn "\n"						\
		   "	.popsection")						\
}

/* @insn itself, the length is its own */
#define DIRECT(name, insn)							\
static struct effect name(u8 *d, u8 *s, unsigned int l)				\
{										\
	FIELD_BODY(insn)							\
}

#define ONE_LENGTH(id)								\
	BY_EXRL(id##_ex, #id "	0(1,8),0(9)")				\
	DIRECT(id##_1, #id "	0(1,8),0(9)")					\
	DIRECT(id##_2, #id "	0(2,8),0(9)")					\
	DIRECT(id##_4, #id "	0(4,8),0(9)")					\
	DIRECT(id##_8, #id "	0(8,8),0(9)")					\
	DIRECT(id##_13, #id "	0(13,8),0(9)")					\
	DIRECT(id##_32, #id "	0(32,8),0(9)")					\
	DIRECT(id##_256, #id "	0(256,8),0(9)")

ONE_LENGTH(mvc)
ONE_LENGTH(mvcin)
ONE_LENGTH(mvn)
ONE_LENGTH(mvz)
ONE_LENGTH(nc)
ONE_LENGTH(oc)
ONE_LENGTH(xc)
ONE_LENGTH(clc)
ONE_LENGTH(tr)
ONE_LENGTH(trt)
ONE_LENGTH(trtr)

/* xc of a field with itself has a path of its own */
DIRECT(xc_same_5, "xc	0(5,8),0(8)")
DIRECT(xc_same_32, "xc	0(32,8),0(8)")
DIRECT(xc_same_33, "xc	0(33,8),0(8)")
DIRECT(xc_same_256, "xc	0(256,8),0(8)")

static struct effect kept(void)
{
	return (struct effect){ CC_KEPT, GR1_BEFORE, GR2_BEFORE };
}

static struct effect with_cc(int cc)
{
	return (struct effect){ cc, GR1_BEFORE, GR2_BEFORE };
}

static struct effect model_mvc(u8 *d, u8 *s, unsigned int l)
{
	for (unsigned int i = 0; i <= l; i++)
		d[i] = s[i];
	return kept();
}

/* the source is given by its rightmost byte */
static struct effect model_mvcin(u8 *d, u8 *s, unsigned int l)
{
	for (unsigned int i = 0; i <= l; i++)
		d[i] = *(s - i);
	return kept();
}

static struct effect model_mvn(u8 *d, u8 *s, unsigned int l)
{
	for (unsigned int i = 0; i <= l; i++)
		d[i] = (d[i] & 0xf0) | (s[i] & 0x0f);
	return kept();
}

static struct effect model_mvz(u8 *d, u8 *s, unsigned int l)
{
	for (unsigned int i = 0; i <= l; i++)
		d[i] = (d[i] & 0x0f) | (s[i] & 0xf0);
	return kept();
}

#define LOGIC(id, op)								\
static struct effect model_##id(u8 *d, u8 *s, unsigned int l)			\
{										\
	u8 any = 0;								\
										\
	for (unsigned int i = 0; i <= l; i++)					\
		any |= d[i] op s[i];						\
	return with_cc(any != 0);						\
}
LOGIC(nc, &=)
LOGIC(oc, |=)
LOGIC(xc, ^=)

static struct effect model_clc(u8 *d, u8 *s, unsigned int l)
{
	for (unsigned int i = 0; i <= l; i++)
		if (d[i] != s[i])
			return with_cc(d[i] < s[i] ? 1 : 2);
	return with_cc(0);
}

static struct effect model_tr(u8 *d, u8 *s, unsigned int l)
{
	for (unsigned int i = 0; i <= l; i++)
		d[i] = s[d[i]];
	return kept();
}

/* @d lies in the model's copy; GR1 gets the address in the real one */
static struct effect find_function(u8 *d, u8 *s, unsigned int l, int step)
{
	for (unsigned int i = 0; i <= l; i++) {
		u8 *at = d + (int)i * step;

		if (s[*at])
			return (struct effect){
				i == l ? 2 : 1,
				(u64)(at - model + real),
				(GR2_BEFORE & ~0xffUL) | s[*at],
			};
	}
	return with_cc(0);
}

static struct effect model_trt(u8 *d, u8 *s, unsigned int l)
{
	return find_function(d, s, l, 1);
}

static struct effect model_trtr(u8 *d, u8 *s, unsigned int l)
{
	return find_function(d, s, l, -1);
}

static struct effect model_xc_same(u8 *d, u8 *s, unsigned int l)
{
	memset(d, 0, l + 1);
	(void)s;
	return with_cc(0);
}

#define USES_TABLE	1	/* the second operand is the table */
#define FROM_RIGHT	2	/* an operand extends to the left of its address */

struct field {
	const char *name;
	field_fn insn;
	field_fn model;
	int length;		/* fixed, or 0 for all of them */
	unsigned int flags;
};

#define ROWS(id, flags)								\
	{ #id " by EXRL", id##_ex, model_##id, 0, flags },			\
	{ #id " of 1", id##_1, model_##id, 1, flags },				\
	{ #id " of 2", id##_2, model_##id, 2, flags },				\
	{ #id " of 4", id##_4, model_##id, 4, flags },				\
	{ #id " of 8", id##_8, model_##id, 8, flags },				\
	{ #id " of 13", id##_13, model_##id, 13, flags },			\
	{ #id " of 32", id##_32, model_##id, 32, flags },			\
	{ #id " of 256", id##_256, model_##id, 256, flags }

static const struct field fields[] = {
	ROWS(mvc, 0),
	ROWS(mvcin, FROM_RIGHT),
	ROWS(mvn, 0),
	ROWS(mvz, 0),
	ROWS(nc, 0),
	ROWS(oc, 0),
	ROWS(xc, 0),
	ROWS(clc, 0),
	ROWS(tr, USES_TABLE),
	ROWS(trt, USES_TABLE),
	ROWS(trtr, USES_TABLE | FROM_RIGHT),
	{ "xc of 5 with itself", xc_same_5, model_xc_same, 5 },
	{ "xc of 32 with itself", xc_same_32, model_xc_same, 32 },
	{ "xc of 33 with itself", xc_same_33, model_xc_same, 33 },
	{ "xc of 256 with itself", xc_same_256, model_xc_same, 256 },
};

/* @kind picks a pattern: all different, all equal, sparse */
static void fill(int kind)
{
	for (int i = 0; i < SIZE; i++)
		start[i] = kind == 0 ? i * 37 + (i >> 8) : kind == 1 ? 0x5a : i % 97 == 13 ? 0x80 + i : 0;
	memcpy(real, start, SIZE);
	memcpy(model, start, SIZE);
}

static bool compare_effects(const char *what, struct effect got, struct effect want, int d, int s, int l)
{
	if (want.cc == CC_KEPT)
		want.cc = 3;
	if (got.cc != want.cc)
		report_fail("%s: operands at %d and %d, length %d: expected condition code %d, got %d",
			    what, d, s, l, want.cc, got.cc);
	else if (got.gr1 != want.gr1)
		report_fail("%s: operands at %d and %d, length %d: expected %#lx in GR1, got %#lx",
			    what, d, s, l, want.gr1, got.gr1);
	else if (got.gr2 != want.gr2)
		report_fail("%s: operands at %d and %d, length %d: expected %#lx in GR2, got %#lx",
			    what, d, s, l, want.gr2, got.gr2);
	else
		for (int i = 0; i < SIZE; i++) {
			if (real[i] == model[i])
				continue;
			report_fail("%s: operands at %d and %d, length %d: expected %#x in byte %d, got %#x",
				    what, d, s, l, model[i], i - MIDDLE, real[i]);
			return false;
		}
	return got.cc == want.cc && got.gr1 == want.gr1 && got.gr2 == want.gr2;
}

static bool field_case(const struct field *f, int kind, int d, int s, int l)
{
	struct effect got, want;
	u8 *s_real = f->flags & USES_TABLE ? table : real + MIDDLE + s;
	u8 *s_model = f->flags & USES_TABLE ? table : model + MIDDLE + s;

	fill(kind);
	want = f->model(model + MIDDLE + d, s_model, l - 1);
	got = f->insn(real + MIDDLE + d, s_real, l - 1);
	return compare_effects("result", got, want, d, s, l);
}

static void one_length(void)
{
	static const int lengths[] = { 1, 2, 3, 7, 8, 9, 16, 17, 31, 64, 100, 255, 256 };
	static const int starts[] = { -400, -100, -16, -1, 0 };
	static const int distances[] = { -300, -255, -17, -8, -1, 0, 1, 2, 8, 9, 31, 255, 300 };
	const struct field *f = subtest_row();
	unsigned int cases = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(lengths); i++)
		for (unsigned int j = 0; j < ARRAY_SIZE(starts); j++)
			for (unsigned int k = 0; k < ARRAY_SIZE(distances); k++) {
				int l = f->length ? f->length : lengths[i], d = starts[j];

				if (f->length && i > 2)
					continue;
				if (f->flags & FROM_RIGHT)
					d += l - 1;
				if (!field_case(f, (i + k) % 3, d, d + distances[k], l))
					return;
				cases++;
			}
	report_pass("%u operands", cases);
}

/* Two lengths of up to 16: PACK, UNPK, MVO work from right to left and fill with zeros */
BY_EXRL(pack_ex, "pack	0(1,8),0(1,9)")
BY_EXRL(unpk_ex, "unpk	0(1,8),0(1,9)")
BY_EXRL(mvo_ex, "mvo	0(1,8),0(1,9)")
DIRECT(pack_8_5, "pack	0(8,8),0(5,9)")
DIRECT(unpk_7_4, "unpk	0(7,8),0(4,9)")
DIRECT(mvo_16_16, "mvo	0(16,8),0(16,9)")

static void model_pack(u8 *d, int l1, u8 *s, int l2)
{
	d += l1 - 1;
	s += l2 - 1;
	*d-- = *s << 4 | *s >> 4;
	for (l1--, l2--, s--; l1; l1--, d--) {
		u8 v = l2 > 0 ? *s & 0x0f : 0;

		if (l2 > 1)
			v |= *(s - 1) << 4;
		*d = v;
		l2 -= 2;
		s -= 2;
	}
}

static void model_unpk(u8 *d, int l1, u8 *s, int l2)
{
	int digits = 2 * (l2 - 1);
	u8 v = 0;

	d += l1 - 1;
	s += l2 - 1;
	*d-- = *s << 4 | *s >> 4;
	s--;
	for (l1--; l1; l1--, digits--, d--) {
		if (digits <= 0)
			v = 0;
		else if (!(digits & 1))
			v = *s--;
		else
			v >>= 4;
		*d = 0xf0 | (v & 0x0f);
	}
}

static void model_mvo(u8 *d, int l1, u8 *s, int l2)
{
	u8 carry;

	d += l1 - 1;
	s += l2 - 1;
	carry = *s >> 4;
	*d = (*d & 0x0f) | *s << 4;
	for (d--, l1--, s--, l2--; l1; l1--, d--, l2--) {
		u8 v = l2 > 0 ? *s-- : 0;

		*d = v << 4 | carry;
		carry = v >> 4;
	}
}

static const struct two_lengths {
	const char *name;
	field_fn ex;
	void (*model)(u8 *d, int l1, u8 *s, int l2);
	field_fn direct;
	int l1, l2;
	enum { ANY, CUT, WHOLE } part;	/* are there digits on the left of the source that find no room? */
} two_lengths[] = {
	{ "pack", pack_ex, model_pack, pack_8_5, 8, 5 },
	{ "unpk, digits cut off", unpk_ex, model_unpk, unpk_7_4, 4, 4, CUT },
	{ "unpk, all digits", unpk_ex, model_unpk, unpk_7_4, 7, 4, WHOLE },
	{ "mvo", mvo_ex, model_mvo, mvo_16_16, 16, 16 },
};

static void two_length_fields(void)
{
	const struct two_lengths *t = subtest_row();
	unsigned int cases = 0;

	for (int l1 = 1; l1 <= 17; l1++)
		for (int l2 = 1; l2 <= 16; l2++)
			/* side by side, across the page boundary, right-aligned on each other */
			for (int kind = 0; kind < 3; kind++) {
				bool direct = l1 == 17;
				int len1 = direct ? t->l1 : l1, len2 = direct ? t->l2 : l2;
				int d = kind == 1 ? -len1 / 2 : 32, s = kind == 2 ? d + len1 - len2 : d + 40;
				struct effect got;

				if (direct && (l2 > 1 || t->part == CUT))
					continue;
				/* what UNPK does to a source that it stores over is left open */
				if (t->part && kind == 2)
					continue;
				if (t->part && (len1 - 1 <= 2 * (len2 - 2) ? CUT : WHOLE) != t->part)
					continue;
				fill(0);
				t->model(model + MIDDLE + d, len1, model + MIDDLE + s, len2);
				got = (direct ? t->direct : t->ex)(real + MIDDLE + d, real + MIDDLE + s,
								   (len1 - 1) << 4 | (len2 - 1));
				if (!compare_effects(direct ? "direct" : "by EXRL", got, kept(), d, s, len1 * 100 + len2))
					return;
				cases++;
			}
	report_pass("%u operands", cases);
}

/* Packed decimal to and from ASCII and Unicode */
#define FIXED(name, insn)							\
static struct effect name(u8 *d, u8 *s)						\
{										\
	unsigned int l = 0;							\
	FIELD_BODY(insn)							\
}

FIXED(pka_4, "pka	0(8),0(4,9)")
FIXED(pka_32, "pka	0(8),0(32,9)")
FIXED(pku_8, "pku	0(8),0(8,9)")
FIXED(pku_64, "pku	0(8),0(64,9)")
FIXED(unpka_4, "unpka	0(4,8),0(9)")
FIXED(unpka_32, "unpka	0(32,8),0(9)")
FIXED(unpku_8, "unpku	0(8,8),0(9)")
FIXED(unpku_64, "unpku	0(64,8),0(9)")

/* The packed field has 16 bytes, a plus sign on the right; digits come from the right digits of characters */
static void model_pka(u8 *d, const u8 *s, int chars, int width)
{
	memset(d, 0, 16);
	d[15] = 0x0c;
	for (int i = 0; i < chars && i < 31; i++) {
		u8 digit = s[chars * width - 1 - i * width] & 0x0f;
		int nibble = i + 1;

		d[15 - nibble / 2] |= nibble & 1 ? digit << 4 : digit;
	}
}

static void model_unpka(u8 *d, const u8 *s, int chars, int width)
{
	for (int i = 0; i < chars; i++) {
		int nibble = i + 1;
		u8 digit = i < 31 ? (nibble & 1 ? s[15 - nibble / 2] >> 4 : s[15 - nibble / 2] & 0x0f) : 0;
		u8 *at = d + (chars - 1 - i) * width;

		if (width == 2)
			*at++ = 0;
		*at = 0x30 | digit;
	}
}

static void pack_characters(void)
{
	static const struct {
		const char *name;
		struct effect (*insn)(u8 *d, u8 *s);
		int bytes, width;
	} cases[] = {
		{ "PKA of 4", pka_4, 4, 1 }, { "PKA of 32", pka_32, 32, 1 },
		{ "PKU of 8", pku_8, 8, 2 }, { "PKU of 64", pku_64, 64, 2 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		struct effect got;

		fill(0);
		model_pka(model + MIDDLE - 5, model + MIDDLE + 100, cases[i].bytes / cases[i].width, cases[i].width);
		got = cases[i].insn(real + MIDDLE - 5, real + MIDDLE + 100);
		if (compare_effects(cases[i].name, got, kept(), -5, 100, cases[i].bytes))
			report_pass("%s", cases[i].name);
	}
}

static void unpack_characters(void)
{
	static const struct {
		const char *name;
		struct effect (*insn)(u8 *d, u8 *s);
		int bytes, width;
	} cases[] = {
		{ "UNPKA to 4", unpka_4, 4, 1 }, { "UNPKA to 32", unpka_32, 32, 1 },
		{ "UNPKU to 8", unpku_8, 8, 2 }, { "UNPKU to 64", unpku_64, 64, 2 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++)
		for (unsigned int sign = 0; sign < 16; sign++) {
			/* plus 0, minus 1, no sign 3 */
			int cc = sign < 10 ? 3 : sign == 0xb || sign == 0xd ? 1 : 0;
			struct effect got;
			u8 packed[16];

			for (int j = 0; j < 16; j++)
				packed[j] = (j % 10) << 4 | ((j + 5) % 10);
			packed[15] = 0x90 | sign;
			fill(0);
			memcpy(real + MIDDLE + 100, packed, 16);
			memcpy(model + MIDDLE + 100, packed, 16);
			model_unpka(model + MIDDLE - 3, packed, cases[i].bytes / cases[i].width, cases[i].width);
			got = cases[i].insn(real + MIDDLE - 3, real + MIDDLE + 100);
			if (compare_effects(cases[i].name, got, with_cc(cc), -3, 100, cases[i].bytes))
				report_pass("%s, sign %x", cases[i].name, sign);
		}
}

/* TEST DECIMAL: 0 valid, 1 sign invalid, 2 digit invalid, 3 both */
static void test_decimal(void)
{
	static const struct { const char *name; u8 field[4]; int cc; } cases[] = {
		{ "valid plus", { 0x12, 0x34, 0x56, 0x7c }, 0 },
		{ "valid minus", { 0x99, 0x99, 0x99, 0x9d }, 0 },
		{ "sign 9", { 0x12, 0x34, 0x56, 0x79 }, 1 },
		{ "first digit a", { 0xa2, 0x34, 0x56, 0x7c }, 2 },
		{ "second digit f", { 0x1f, 0x34, 0x56, 0x7c }, 2 },
		{ "last digit a", { 0x12, 0x34, 0x56, 0xaf }, 2 },
		{ "digit and sign", { 0x12, 0x3b, 0x56, 0x70 }, 3 },
	};
	int cc;

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		asm volatile("	tp	0(4,%1)\n	ipm	%0\n	srl	%0,28"
			     : "=d" (cc) : "a" (cases[i].field), "m" (cases[i].field) : "cc");
		check_eq(cc, cases[i].cc, "TP of 4 bytes, %s", cases[i].name);
		asm volatile("	tp	0(1,%1)\n	ipm	%0\n	srl	%0,28"
			     : "=d" (cc) : "a" (cases[i].field + 3), "m" (cases[i].field) : "cc");
		check_eq(cc, (cases[i].field[3] & 15) < 10 ? (cases[i].field[3] >> 4 > 9 ? 3 : 1) :
			 cases[i].field[3] >> 4 > 9 ? 2 : 0, "TP of 1 byte, %s", cases[i].name);
	}
}

static void cvd_digits(char *digits, u64 magnitude, int n)
{
	for (int i = n - 1; i >= 0; i--) {
		digits[i] = magnitude % 10;
		magnitude /= 10;
	}
}

static const s64 to_convert[] = {
	0, 1, -1, 9, 10, 99, -100, 123456789, 2147483647, -2147483647 - 1L, 0x123456789abcdef0,
	0x7fffffffffffffff, -0x7fffffffffffffff - 1,
};

static void convert_to_decimal_64(void)
{
	u8 packed[16] __attribute__((aligned(8))), want[16];
	char digits[31];

	for (unsigned int i = 0; i < ARRAY_SIZE(to_convert); i++) {
		s64 v = to_convert[i];

		cvd_digits(digits, v < 0 ? -(u64)v : (u64)v, 31);
		for (int j = 0; j < 15; j++)
			want[j] = digits[2 * j] << 4 | digits[2 * j + 1];
		want[15] = digits[30] << 4 | (v < 0 ? 0xd : 0xc);
		asm volatile("cvdg	%1,%0" : "=T" (packed) : "d" (v));
		check_mem(packed, want, 16, "CVDG of %ld", v);
	}
}

static void convert_to_decimal_32(void)
{
	u8 packed[8] __attribute__((aligned(8))), want[8];
	char digits[15];

	for (unsigned int i = 0; i < ARRAY_SIZE(to_convert); i++) {
		s64 v = (s32)to_convert[i];


		cvd_digits(digits, v < 0 ? -(u64)v : (u64)v, 15);
		for (int j = 0; j < 7; j++)
			want[j] = digits[2 * j] << 4 | digits[2 * j + 1];
		want[7] = digits[14] << 4 | (v < 0 ? 0xd : 0xc);
		asm volatile("cvd	%1,%0" : "=R" (*(u64 *)packed) : "d" (to_convert[i]));
		check_mem(packed, want, 8, "CVD of %ld", v);
		asm volatile("cvdy	%1,%0" : "=T" (packed) : "d" (to_convert[i]));
		check_mem(packed, want, 8, "CVDY of %ld", v);
	}
}

static const struct subtest subtests[] = {
	{ "field", one_length, SUBTEST_ROWS(fields) },
	{ "digits", two_length_fields, SUBTEST_ROWS(two_lengths) },
	{ "pack", pack_characters },
	{ "unpack", unpack_characters },
	{ "test-decimal", test_decimal },
	{ "to-decimal", convert_to_decimal_32 },
	{ "to-decimal-64", convert_to_decimal_64 },
	{ }
};

int main(int argc, char **argv)
{
	/* zero for most bytes: functions of TRT are rare */
	for (int i = 0; i < 256; i++)
		table[i] = i % 64 == 17 ? 255 - i : 0;
	return run_subtests(subtests, argc, argv);
}
