// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * isa_vec: floating-point arithmetic, comparisons and conversions of SSE, SSE2 and AVX, packed and scalar.
 *
 * Operands with signed zeros, subnormal and largest numbers, infinities; results from exact arithmetic. Scalar forms keep or
 * copy the rest of the register. SDM volume 2; volume 1, 4.8 and appendix E.
 */
#include "isa-vec.h"
#include "isa-fp-values.h"

#define FLAGS	X86_EFLAGS_ALU
#define DST	1
#define SRC	2
#define SRC1	3

static const struct {
	const char *name;
	u8 opcode;
	const u32 (*r32)[FP_VALUES];
	const u64 (*r64)[FP_VALUES];
} arithmetic[] = {
	{ "add", 0x58, add32, add64 }, { "mul", 0x59, mul32, mul64 }, { "sub", 0x5c, sub32, sub64 },
	{ "min", 0x5d, min32, min64 }, { "div", 0x5e, div32, div64 }, { "max", 0x5f, max32, max64 },
};

/* Lane k of the operands is value (a + k), or (b + 3 k); the vectors and isa_mem are filled. */
static void prepare(int size, unsigned int a, unsigned int b)
{
	unsigned int k;

	vec_prepare(4, 5);
	for (k = 0; k < 32 / size; k++) {
		unsigned int i = (a + k) % FP_VALUES, j = (b + 3 * k) % FP_VALUES;

		if (size == 8) {
			isa_in.vec[DST].q[k] = isa_in.vec[SRC1].q[k] = values64[i];
			isa_in.vec[SRC].q[k] = values64[j];
		} else {
			isa_in.vec[DST].l[k] = isa_in.vec[SRC1].l[k] = values32[i];
			isa_in.vec[SRC].l[k] = values32[j];
		}
	}
	memcpy(isa_mem, &isa_in.vec[SRC], 32);
}

/* Forms: bit 0 memory; then SSE, VEX.128, VEX.256 */
#define FORMS	6

static bool form_exists(unsigned int form, bool scalar)
{
	return form / 2 == 0 || (vec_has_avx() && (form / 2 == 1 || !scalar));
}

static void encode(unsigned int form, u8 prefix, u8 opcode, bool one, int imm)
{
	int rm = form & 1 ? ISA_MEM : SRC;

	isa_begin();
	if (form / 2)
		isa_vex(form / 2 == 2, prefix, MAP_0F, false, opcode, DST, one ? 0 : SRC1, rm);
	else
		isa_modrm(0, prefix, MAP_0F, opcode, DST, rm);
	if (imm >= 0)
		isa_byte(imm);
	isa_end();
}

static void expect(const char *name, const char *suffix, unsigned int form, unsigned int a, unsigned int b)
{
	static const char *const forms[FORMS] = { "sse", "sse memory", "vex.128", "vex.128 memory", "vex.256", "vex.256 memory" };

	vec_expect(isa_compare(FLAGS, vec_loaded()), "%s%s, %s, values from %u and %u", name, suffix, forms[form], a, b);
}

/* The destination, elements of @size from @r, @n of them; the rest as the form has it. */
static void set_result(unsigned int form, bool scalar, const union isa_vec *r, int size)
{
	int bytes = scalar ? size : form / 2 == 2 ? 32 : 16;

	if (form / 2 && scalar)
		memcpy(&isa_in.vec[DST], &isa_in.vec[SRC1], 16);
	memcpy(&isa_in.vec[DST], r, bytes);
	if (form / 2 == 1)
		memset(&isa_in.vec[DST].q[2], 0, 16);
}

static const struct {
	const char *suffix;
	u8 prefix, size;
	bool scalar;
} widths[] = { { "ps", 0, 4, false }, { "pd", 0x66, 8, false }, { "ss", 0xf3, 4, true }, { "sd", 0xf2, 8, true } };

static void arithmetic_case(unsigned int op, unsigned int w, unsigned int form)
{
	unsigned int a, b, k;
	int size = widths[w].size;

	encode(form, widths[w].prefix, arithmetic[op].opcode, false, -1);
	for (a = 0; a < FP_VALUES; a++)
		for (b = 0; b < FP_VALUES; b++) {
			union isa_vec r;

			prepare(size, a, b);
			isa_run(vec_loaded());
			for (k = 0; k < 32 / size; k++) {
				unsigned int i = (a + k) % FP_VALUES, j = (b + 3 * k) % FP_VALUES;

				if (size == 8)
					r.q[k] = arithmetic[op].r64[i][j];
				else
					r.l[k] = arithmetic[op].r32[i][j];
			}
			set_result(form, widths[w].scalar, &r, size);
			expect(arithmetic[op].name, widths[w].suffix, form, a, b);
		}
}

void vec_fp_arithmetic(void)
{
	unsigned int op, w, form;

	for (op = 0; op < ARRAY_SIZE(arithmetic); op++)
		for (w = 0; w < ARRAY_SIZE(widths); w++) {
			for (form = 0; form < FORMS; form++)
				if (form_exists(form, widths[w].scalar))
					arithmetic_case(op, w, form);
			vec_report("%s%s", arithmetic[op].name, widths[w].suffix);
		}
}

void vec_fp_sqrt(void)
{
	unsigned int w, form, b, k;

	for (w = 0; w < ARRAY_SIZE(widths); w++) {
		int size = widths[w].size;

		for (form = 0; form < FORMS; form++) {
			if (!form_exists(form, widths[w].scalar))
				continue;
			encode(form, widths[w].prefix, 0x51, !widths[w].scalar, -1);
			for (b = 0; b < FP_VALUES; b++) {
				union isa_vec r;

				prepare(size, 0, b);
				isa_run(vec_loaded());
				for (k = 0; k < 32 / size; k++) {
					unsigned int j = (b + 3 * k) % FP_VALUES;

					if (size == 8)
						r.q[k] = sqrt64[j];
					else
						r.l[k] = sqrt32[j];
				}
				set_result(form, widths[w].scalar, &r, size);
				expect("sqrt", widths[w].suffix, form, b, b);
			}
		}
		vec_report("sqrt%s", widths[w].suffix);
	}
}

/* A key that orders numbers as their values do; both zeros are equal. */
static s64 order(int size, unsigned int i)
{
	s64 v = size == 8 ? (s64)values64[i] : (s64)(s32)values32[i];
	u64 magnitude = size == 8 ? values64[i] & ~(1ull << 63) : values32[i] & 0x7fffffff;

	return v < 0 ? -(s64)magnitude : (s64)magnitude;
}

void vec_fp_compare(void)
{
	unsigned int w, form, a, b, k, predicate;

	for (w = 0; w < ARRAY_SIZE(widths); w++) {
		int size = widths[w].size;

		for (predicate = 0; predicate < 8; predicate++)
			for (form = 0; form < FORMS; form++) {
				if (!form_exists(form, widths[w].scalar))
					continue;
				encode(form, widths[w].prefix, 0xc2, false, predicate);
				for (a = 0; a < FP_VALUES; a += 3)
					for (b = 0; b < FP_VALUES; b++) {
						union isa_vec r;

						prepare(size, a, b);
						isa_run(vec_loaded());
						for (k = 0; k < 32 / size; k++) {
							s64 x = order(size, (a + k) % FP_VALUES), y = order(size, (b + 3 * k) % FP_VALUES);
							/* EQ, LT, LE, UNORD and their opposites: nothing is unordered here. */
							bool yes = (predicate & 3) == 0 ? x == y : (predicate & 3) == 1 ? x < y :
								   (predicate & 3) == 2 ? x <= y : false;

							if (predicate & 4)
								yes = !yes;
							if (size == 8)
								r.q[k] = yes ? ~0ull : 0;
							else
								r.l[k] = yes ? ~0u : 0;
						}
						set_result(form, widths[w].scalar, &r, size);
						expect("cmp", widths[w].suffix, form, a, b);
					}
			}
		vec_report("cmp%s", widths[w].suffix);
	}
	/* COMIS and UCOMIS: flags */
	for (w = 0; w < 2; w++) {
		int size = widths[w].size;

		for (k = 0x2e; k < 0x30; k++)
			for (form = 0; form < 4; form++) {
				if (!form_exists(form, true))
					continue;
				encode(form, widths[w].prefix, k, true, -1);
				for (a = 0; a < FP_VALUES; a++)
					for (b = 0; b < FP_VALUES; b++) {
						s64 x = order(size, a), y = order(size, b);

						prepare(size, a, b);
						isa_run(vec_loaded());
						isa_in.flags = (isa_in.flags & ~FLAGS) | (x == y ? X86_EFLAGS_ZF : 0) |
							       (x < y ? X86_EFLAGS_CF : 0);
						expect(k == 0x2e ? "ucomis" : "comis", size == 8 ? "d" : "s", form, a, b);
					}
			}
		vec_report("comis%c, ucomis%c", size == 8 ? 'd' : 's', size == 8 ? 'd' : 's');
	}
}

static void to_integer(int from, int to, bool truncate)
{
	unsigned int form, b;
	u64 want;

	for (form = 0; form < 4; form++) {
		u8 prefix = from == 8 ? 0xf2 : 0xf3, opcode = truncate ? 0x2c : 0x2d;
		int rm = form & 1 ? ISA_MEM : SRC;

		if (!form_exists(form, true))
			continue;
		isa_begin();
		if (form / 2)
			isa_vex(false, prefix, MAP_0F, to == 8, opcode, RSI, 0, rm);
		else
			isa_modrm(to == 8 ? 8 : 0, prefix, MAP_0F, opcode, RSI, rm);
		isa_end();
		for (b = 0; b < FP_VALUES; b++) {
			prepare(from, 0, b);
			isa_run(vec_loaded());
			if (to == 8)
				want = from == 8 ? (truncate ? to_int64_64_trunc : to_int64_64_round)[b] :
						   (truncate ? to_int64_32_trunc : to_int64_32_round)[b];
			else
				want = from == 8 ? (truncate ? to_int32_64_trunc : to_int32_64_round)[b] :
						   (truncate ? to_int32_32_trunc : to_int32_32_round)[b];
			isa_in.gpr[RSI] = want;
			expect(truncate ? "cvtts" : "cvts", from == 8 ? "d2si" : "s2si", form, b, to);
		}
	}
}

/* Packed: the source's elements, the result's, and how many of them */
static const struct {
	const char *name;
	u8 prefix, opcode, from, to;
	int kind;
} packed[] = {
	{ "cvtps2dq", 0x66, 0x5b, 4, 4, 0 }, { "cvttps2dq", 0xf3, 0x5b, 4, 4, 1 }, { "cvtpd2dq", 0xf2, 0xe6, 8, 4, 0 },
	{ "cvttpd2dq", 0x66, 0xe6, 8, 4, 1 }, { "cvtpd2ps", 0x66, 0x5a, 8, 4, 2 }, { "cvtps2pd", 0, 0x5a, 4, 8, 2 },
};

static void packed_conversion(unsigned int op)
{
	unsigned int form, b, k;

	for (form = 0; form < FORMS; form++) {
		int bytes = form / 2 == 2 ? 32 : 16, n = bytes / MAX(packed[op].from, packed[op].to);

		if (!form_exists(form, false))
			continue;
		encode(form, packed[op].prefix, packed[op].opcode, true, -1);
		for (b = 0; b < FP_VALUES; b++) {
			union isa_vec r = { };

			prepare(packed[op].from, 0, b);
			isa_run(vec_loaded());
			for (k = 0; k < n; k++) {
				unsigned int j = (b + 3 * k) % FP_VALUES;

				if (packed[op].to == 8)
					r.q[k] = to_64[j];
				else if (packed[op].kind == 2)
					r.l[k] = to_32[j];
				else if (packed[op].from == 8)
					r.l[k] = (packed[op].kind ? to_int32_64_trunc : to_int32_64_round)[j];
				else
					r.l[k] = (packed[op].kind ? to_int32_32_trunc : to_int32_32_round)[j];
			}
			/* A result of half the width leaves zeros above itself. */
			memcpy(&isa_in.vec[DST], &r, form / 2 ? 32 : 16);
			expect(packed[op].name, "", form, b, b);
		}
	}
	vec_report("%s", packed[op].name);
}

static void from_integer(void)
{
	unsigned int form, i, w;

	for (w = 0; w < 2; w++)
		for (form = 0; form < 4; form++) {
			u8 prefix = w ? 0xf2 : 0xf3;
			int rm = form & 1 ? ISA_MEM : RSI;

			if (!form_exists(form, true))
				continue;
			isa_begin();
			if (form / 2)
				isa_vex(false, prefix, MAP_0F, false, 0x2a, DST, SRC1, rm);
			else
				isa_modrm(0, prefix, MAP_0F, 0x2a, DST, rm);
			isa_end();
			for (i = 0; i < FP_INTS; i++) {
				prepare(8, 2, 3);
				isa_in.gpr[RSI] = (u32)ints32[i];
				memcpy(isa_mem, &ints32[i], 4);
				isa_run(vec_loaded());
				if (form / 2) {
					memcpy(&isa_in.vec[DST], &isa_in.vec[SRC1], 16);
					memset(&isa_in.vec[DST].q[2], 0, 16);
				}
				memcpy(&isa_in.vec[DST], w ? (const void *)&int_to_64[i] : &int_to_32[i], w ? 8 : 4);
				expect("cvtsi2s", w ? "d" : "s", form, i, 0);
			}
		}
	vec_report("cvtsi2ss, cvtsi2sd");
}

void vec_fp_convert(void)
{
	unsigned int op;
	int from, to, truncate;

	for (from = 4; from <= 8; from += 4)
		for (truncate = 0; truncate < 2; truncate++) {
			for (to = 4; to <= (int)sizeof(long); to += 4)
				to_integer(from, to, truncate);
			vec_report("%s%s", truncate ? "cvtts" : "cvts", from == 8 ? "d2si" : "s2si");
		}
	for (op = 0; op < ARRAY_SIZE(packed); op++)
		packed_conversion(op);
	from_integer();
}
