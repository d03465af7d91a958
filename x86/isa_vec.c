// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * isa_vec: every packed integer, shuffle and move instruction of MMX, SSE to SSE4.2, AES, PCLMULQDQ, AVX and AVX2.
 *
 * Each in all its forms (MMX, legacy SSE, VEX of 128 and 256 bits; register and memory) against a model; the upper half of
 * the destination, which a legacy instruction keeps and a VEX one clears; that no other register changes. Emulators decode
 * these from tables with hundreds of lines, and one wrong column spoils one form of one instruction. SDM volume 2.
 */
#include <stdarg.h>
#include <x86/vm.h>
#include "isa-vec.h"

const u64 vec_patterns[VEC_PATTERNS][4] = {
	{ 0, 0, 0, 0 },
	{ ~0ull, ~0ull, ~0ull, ~0ull },
	{ 0x8000800080008000, 0x8080808080808080, 0x8000000080000000, 0x8000000000000000 },
	{ 0x7fff7fff7fff7fff, 0x7f7f7f7f7f7f7f7f, 0x7fffffff7fffffff, 0x7fffffffffffffff },
	{ 0x0706050403020100, 0x0f0e0d0c0b0a0908, 0x8706850483028100, 0x1f1e1d1c1b1a1918 },
	{ 0x0001ffff00020003, 0xfffe0001ff0000ff, 0x00000001ffffffff, 0xfffffffe00000002 },
	{ 0x123456789abcdef0, 0xfedcba9876543210, 0x0f1e2d3c4b5a6978, 0x8796a5b4c3d2e1f0 },
	{ 0xa5a55a5a3c3cc3c3, 0x1122334455667788, 0x99aabbccddeeff00, 0x5555aaaa3333cccc },
	{ 0x123456789abcdef0, 0x0123456789abcdef, 0xdeadbeefcafef00d, 0x7fff800000017ffe },
	/* Counts: for all elements, and for one each */
	{ 0x0000000000000007, 0, 0x0000000f0000001f, 0x0000002000000021 },
	{ 0x0000000000000010, 0x0000000000000001, 0x000000000000003f, 0x0000000000000040 },
};

/* Counts of shifts by register, in place of the second pattern */
static const u64 counts[VEC_PATTERNS] = { 0, 1, 7, 8, 15, 16, 31, 32, 63, 64, 0x100000001 };

static struct isa_tally tally;

bool vec_has_avx(void)
{
	return this_cpu_has(X86_FEATURE_XSAVE) && this_cpu_has(F_AVX);
}

bool vec_has_avx2(void)
{
	return vec_has_avx() && this_cpu_has(F_AVX2);
}

const char *needs_avx(void)
{
	return vec_has_avx() ? NULL : "AVX is not in CPUID";
}

const char *needs_avx2(void)
{
	return vec_has_avx2() ? NULL : "AVX2 is not in CPUID";
}

const char *needs_sse41(void)
{
	return this_cpu_has(F_SSE41) ? NULL : "SSE4.1 is not in CPUID";
}

const char *needs_sse42(void)
{
	return this_cpu_has(F_SSE42) ? NULL : "SSE4.2 is not in CPUID";
}

enum isa_vecs vec_loaded(void)
{
	return vec_has_avx() ? ISA_YMM : ISA_XMM;
}

void vec_expect(bool right, const char *fmt, ...)
{
	char what[160];
	va_list va;

	tally.run++;
	if (right || tally.wrong++)
		return;
	va_start(va, fmt);
	vsnprintf(what, sizeof(what), fmt, va);
	va_end(va);
	report_info("%s: %s", what, isa_difference());
}

void vec_report(const char *fmt, ...)
{
	char what[80];
	va_list va;

	va_start(va, fmt);
	vsnprintf(what, sizeof(what), fmt, va);
	va_end(va);
	check_eq(tally.wrong, 0u, "%s: wrong of %u executions", what, tally.run);
	tally = (struct isa_tally){ };
}

void vec_prepare(unsigned int a, unsigned int b)
{
	unsigned int i;

	isa_reset(X86_EFLAGS_CF | X86_EFLAGS_ZF);
	for (i = 0; i < 4; i++) {
		isa_in.vec[1].q[i] = isa_in.vec[3].q[i] = vec_patterns[a][i];
		isa_in.vec[2].q[i] = vec_patterns[b][i];
		if (ISA_NR_VECS > 8) {
			isa_in.vec[9 % ISA_NR_VECS].q[i] = isa_in.vec[11 % ISA_NR_VECS].q[i] = vec_patterns[a][i];
			isa_in.vec[10 % ISA_NR_VECS].q[i] = vec_patterns[b][i];
		}
	}
	memcpy(isa_mem, vec_patterns[b], 32);
}

/* How one encoding is laid out */
struct form {
	const char *name;
	bool vex, l, mem;
	/* Registers: destination, first source, second source; 8 more in the last form of 64-bit mode */
	int dst, src1, src2;
};

static void encode(const struct vec_op *op, const struct form *f, u8 imm)
{
	int rm = f->mem ? ISA_MEM : f->src2;

	isa_begin();
	if (!f->vex)
		isa_modrm(0, op->prefix, op->map, op->opcode, op->flags & V_GROUP ? op->ext : f->dst, rm);
	else if (op->flags & V_GROUP)
		isa_vex(f->l, op->prefix, op->map, op->flags & V_W, op->opcode, op->ext, f->dst, rm);
	else
		isa_vex(f->l, op->prefix, op->map, op->flags & V_W, op->opcode, f->dst, op->flags & V_ONE ? 0 : f->src1, rm);
	if (op->flags & V_IMM)
		isa_byte(imm);
	isa_end();
}

static void run_one(const struct vec_op *op, const struct form *f, unsigned int a, unsigned int b, u8 imm)
{
	union isa_vec r = { }, second;
	/* A shift by immediate of SSE works in place. */
	int dst = !f->vex && (op->flags & V_GROUP) ? f->src2 : f->dst, lane;
	const union isa_vec *first;

	vec_prepare(a, b);
	if (op->flags & V_COUNT) {
		isa_in.vec[f->src2].q[0] = counts[b];
		memcpy(isa_mem, &counts[b], 8);
	}
	second = isa_in.vec[f->src2];
	if (f->mem)
		memcpy(&second, isa_mem, 32);
	first = &isa_in.vec[f->vex ? f->src1 : f->dst];
	isa_run(vec_loaded());
	for (lane = 0; lane < (f->l ? 2 : 1); lane++) {
		unsigned int at = op->ratio ? 16 / op->ratio * lane : op->flags & V_COUNT ? 0 : 16 * lane;

		op->model(r.b + 16 * lane, first->b + 16 * lane, second.b + at, lane ? imm >> op->imm_shift : imm, 16);
	}
	memcpy(&isa_in.vec[dst], &r, f->vex ? 32 : 16);
	vec_expect(isa_compare(X86_EFLAGS_ALU, vec_loaded()), "%s, %s: patterns %u, %u, immediate %02x", op->name, f->name, a, b,
		   imm);
}

/* With the immediates and pairs of patterns that are worth it */
static void run_form(const struct vec_op *op, const struct form *f)
{
	unsigned int a, b, i;

	if (!(op->flags & V_IMM)) {
		encode(op, f, 0);
		for (a = 0; a < VEC_PATTERNS; a++)
			for (b = 0; b < VEC_PATTERNS; b++)
				run_one(op, f, a, b, 0);
		return;
	}
	for (i = 0; i < 256; i += i < 34 ? 1 : 13) {
		encode(op, f, i);
		for (a = 3; a < VEC_PATTERNS; a++)
			run_one(op, f, a, (a * 3 + i) % VEC_PATTERNS, i);
	}
}

static void run_mmx(const struct vec_op *op, bool mem)
{
	unsigned int a, b, i;

	for (i = 0; i < (op->flags & V_IMM ? 256 : 1); i += i < 20 ? 1 : 41) {
		isa_begin();
		/* movq 0(mem), %mm1; movq 16(mem), %mm2 */
		isa_modrm(0, 0, MAP_0F, 0x6f, 1, ISA_MEM);
		isa_mem_at = 16;
		isa_modrm(0, 0, MAP_0F, 0x6f, 2, ISA_MEM);
		isa_modrm(0, 0, op->map, op->opcode, op->flags & V_GROUP ? op->ext : 1, mem ? ISA_MEM : 2);
		if (op->flags & V_IMM)
			isa_byte(i);
		isa_mem_at = 32;
		isa_modrm(0, 0, MAP_0F, 0x7f, op->flags & V_GROUP ? 2 : 1, ISA_MEM);
		isa_mem_at = 0;
		/* emms */
		ISA_BYTES(0x0f, 0x77);
		isa_end();
		for (a = 0; a < VEC_PATTERNS; a++)
			for (b = 0; b < (op->flags & V_IMM ? 1 : VEC_PATTERNS); b++) {
				u8 want[8];
				u64 y = vec_patterns[op->flags & V_IMM ? (a + i) % VEC_PATTERNS : b][0];

				if (op->flags & V_COUNT)
					y = counts[b];
				isa_reset(0);
				memset(isa_mem, 0, ISA_MEM_SIZE);
				memcpy(isa_mem, vec_patterns[a], 8);
				memcpy(isa_mem + 16, &y, 8);
				op->model(want, isa_mem, isa_mem + 16, i, 8);
				isa_run(vec_loaded());
				vec_expect(isa_compare(X86_EFLAGS_ALU, vec_loaded()) && !memcmp(isa_mem + 32, want, 8),
					   "%s, MMX%s: %" PRIx64 ", %" PRIx64 ", immediate %02x: expected %" PRIx64 ", got %" PRIx64, op->name,
					   mem ? " memory" : "", vec_patterns[a][0], y, i, *(u64 *)want, *(u64 *)(isa_mem + 32));
			}
	}
}

static void run_op(const struct vec_op *op)
{
	static const struct form forms[] = {
		{ "sse", false, false, false, 1, 3, 2 }, { "sse memory", false, false, true, 1, 3, 2 },
		{ "vex.128", true, false, false, 1, 3, 2 }, { "vex.128 memory", true, false, true, 1, 3, 2 },
		{ "vex.256", true, true, false, 1, 3, 2 }, { "vex.256 memory", true, true, true, 1, 3, 2 },
#ifdef __x86_64__
		{ "sse, upper registers", false, false, false, 9, 11, 10 },
		{ "vex.256, upper registers", true, true, false, 9, 11, 10 },
#endif
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *f = &forms[i];

		if (f->mem ? op->flags & (V_NO_MEM | V_GROUP) : op->flags & V_NO_REG)
			continue;
		if (!f->vex && op->flags & V_VEX_ONLY)
			continue;
		if (f->vex && (!(op->flags & V_VEX) || !vec_has_avx()))
			continue;
		if (f->l && !(op->flags & V_256_AVX) && !((op->flags & V_256) && vec_has_avx2()))
			continue;
		run_form(op, f);
	}
	if (op->flags & V_MMX && this_cpu_has(F_MMX)) {
		run_mmx(op, false);
		if (!(op->flags & V_GROUP))
			run_mmx(op, true);
	}
	vec_report("%s", op->name);
}

static void packed(void)
{
	const struct vec_set *set = subtest_row();
	unsigned int i;

	if (!this_cpu_has(set->feature)) {
		report_skip("%s is not in CPUID", set->name);
		return;
	}
	for (i = 0; i < set->n; i++)
		run_op(&set->ops[i]);
}

static const struct subtest subtests[] = {
	{ "packed", packed, SUBTEST_ROWS(vec_sets), .timeout = 60 },
	{ "gpr-moves", vec_gpr_moves },
	{ "moves", vec_moves },
	{ "masks", vec_masks },
	{ "extract-insert", vec_extract_insert },
	{ "test", vec_test, needs_sse41 },
	{ "blendv", vec_blendv, needs_sse41 },
	{ "compare-strings", vec_compare_strings, needs_sse42 },
	{ "alignment", vec_alignment },
	{ "fp-arithmetic", vec_fp_arithmetic },
	{ "fp-sqrt", vec_fp_sqrt },
	{ "fp-compare", vec_fp_compare },
	{ "fp-convert", vec_fp_convert },
	{ "lanes", vec_lanes, needs_avx },
	{ "zero", vec_zero, needs_avx },
	{ "mask-moves", vec_mask_moves, needs_avx },
	{ "gather", vec_gather, needs_avx2 },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	isa_init();
	return run_subtests(subtests, argc, argv);
}
