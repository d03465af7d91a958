// SPDX-License-Identifier: LGPL-2.1-or-later
/* a64-fp: vectors, by lanes, pairwise, across, by element, complex, widening and narrowing. */
#include "a64-fp.h"

/* Vectors: how lanes are combined */
enum shape { LANES, PAIRS, ELEMENT };

static bool check_vector(u32 insn, const struct type *t, unsigned int bytes, lane_fn fn,
			 enum shape shape, unsigned int index, bool integers_in)
{
	const u32 *code = insn_place(insn);
	unsigned int n = bytes / t->bytes, k = 0;

	insn_regs_init(&in);
	/* every pair of values meets in some lane */
	for (unsigned int i = 0; i < FP_NR_VALUES; i++) {
		for (unsigned int j = 0; j < FP_NR_VALUES; j += n, k++) {
			struct fp_ctx c;

			if (!in.v[1][0])
				insn_regs_init(&in);
			for (unsigned int l = 0; l < 16 / t->bytes; l++) {
				u64 a = fp_value(t->f, (i + l * (shape == PAIRS)) % FP_NR_VALUES);

				lane_set(&in, 1, t->bytes, l, integers_in ? corners[(i + l) % NR_CORNERS] : a);
				lane_set(&in, 2, t->bytes, l, fp_value(t->f, (j + l) % FP_NR_VALUES));
				lane_set(&in, 0, t->bytes, l, fp_value(t->f, (i + j + 3 * l) % FP_NR_VALUES));
			}
			begin(k, fpcrs[k % ARRAY_SIZE(fpcrs)]);
			want = in;
			want.v[0][0] = want.v[0][1] = 0;
			fp_ctx_init(&c, in.fpcr);
			for (unsigned int l = 0; l < n; l++) {
				u64 a = lane_get(&in, 1, t->bytes, l), b = lane_get(&in, 2, t->bytes, l);

				if (shape == PAIRS) {
					unsigned int src = l < n / 2 ? 1 : 2, first = 2 * l % n;

					a = lane_get(&in, src, t->bytes, first);
					b = lane_get(&in, src, t->bytes, first + 1);
				} else if (shape == ELEMENT) {
					b = lane_get(&in, 2, t->bytes, index);
				}
				lane_set(&want, 0, t->bytes, l, fn(&c, t->f, lane_get(&in, 0, t->bytes, l), a, b));
			}
			if (!finish(code, c.flags))
				return false;
		}
	}
	return true;
}

struct vector_row {
	const char *name;
	u32 u, a, op;
	lane_fn fn;
	bool scalar;		/* has a scalar form too */
	enum shape shape;
};

static void vector_three(void)
{
	static const struct vector_row rows[] = {
		{ "FMAXNM", 0, 0, 0x18, l_maxnm }, { "FMLA", 0, 0, 0x19, l_mla }, { "FADD", 0, 0, 0x1a, l_add },
		{ "FMULX", 0, 0, 0x1b, l_mulx, true }, { "FCMEQ", 0, 0, 0x1c, l_eq, true },
		{ "FMAX", 0, 0, 0x1e, l_max }, { "FRECPS", 0, 0, 0x1f, l_recps, true },
		{ "FMINNM", 0, 1, 0x18, l_minnm }, { "FMLS", 0, 1, 0x19, l_mls }, { "FSUB", 0, 1, 0x1a, l_sub },
		{ "FMIN", 0, 1, 0x1e, l_min }, { "FRSQRTS", 0, 1, 0x1f, l_rsqrts, true },
		{ "FMAXNMP", 1, 0, 0x18, l_maxnm, false, PAIRS }, { "FADDP", 1, 0, 0x1a, l_add, false, PAIRS },
		{ "FMUL", 1, 0, 0x1b, l_mul }, { "FCMGE", 1, 0, 0x1c, l_ge, true },
		{ "FACGE", 1, 0, 0x1d, l_acge, true }, { "FMAXP", 1, 0, 0x1e, l_max, false, PAIRS },
		{ "FDIV", 1, 0, 0x1f, l_div }, { "FMINNMP", 1, 1, 0x18, l_minnm, false, PAIRS },
		{ "FABD", 1, 1, 0x1a, l_abd, true }, { "FCMGT", 1, 1, 0x1c, l_gt, true },
		{ "FACGT", 1, 1, 0x1d, l_acgt, true }, { "FMINP", 1, 1, 0x1e, l_min, false, PAIRS },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct vector_row *r = &rows[i];

		for_each_type(t) {
			u32 insn = (t->bytes == 2 ? 0x0e420420 | (r->op & 7) << 11 :
				    0x0e220420 | r->op << 11 | (t->bytes == 8) << 22) | r->u << 29 | r->a << 23;
			bool ok = check_vector(insn | 1U << 30, t, 16, r->fn, r->shape, 0, false);

			if (t->bytes != 8)
				ok &= check_vector(insn, t, 8, r->fn, r->shape, 0, false);
			if (r->scalar)
				ok &= check_vector(insn | 0x50000000, t, t->bytes, r->fn, LANES, 0, false);
			check(ok, "%s of %s", r->name, t->name);
		}
	}
}

static void vector_two(void)
{
	static const struct vector_row rows[] = {
		{ "FRINTN", 0, 0, 0x18, l_rintn }, { "FRINTM", 0, 0, 0x19, l_rintm },
		{ "FCVTNS", 0, 0, 0x1a, l_cvtns, true }, { "FCVTMS", 0, 0, 0x1b, l_cvtms, true },
		{ "FCVTAS", 0, 0, 0x1c, l_cvtas, true }, { "SCVTF", 0, 0, 0x1d, l_scvtf, true },
		{ "FCMGT zero", 0, 1, 0x0c, l_gt0, true }, { "FCMEQ zero", 0, 1, 0x0d, l_eq0, true },
		{ "FCMLT zero", 0, 1, 0x0e, l_lt0, true }, { "FABS", 0, 1, 0x0f, l_abs },
		{ "FRINTP", 0, 1, 0x18, l_rintp }, { "FRINTZ", 0, 1, 0x19, l_rintz },
		{ "FCVTPS", 0, 1, 0x1a, l_cvtps, true }, { "FCVTZS", 0, 1, 0x1b, l_cvtzs, true },
		{ "FRECPE", 0, 1, 0x1d, l_recpe, true },
		{ "FRINTA", 1, 0, 0x18, l_rinta }, { "FRINTX", 1, 0, 0x19, l_rintx },
		{ "FCVTNU", 1, 0, 0x1a, l_cvtnu, true }, { "FCVTMU", 1, 0, 0x1b, l_cvtmu, true },
		{ "FCVTAU", 1, 0, 0x1c, l_cvtau, true }, { "UCVTF", 1, 0, 0x1d, l_ucvtf, true },
		{ "FCMGE zero", 1, 1, 0x0c, l_ge0, true }, { "FCMLE zero", 1, 1, 0x0d, l_le0, true },
		{ "FNEG", 1, 1, 0x0f, l_neg }, { "FRINTI", 1, 1, 0x19, l_rinti },
		{ "FCVTPU", 1, 1, 0x1a, l_cvtpu, true }, { "FCVTZU", 1, 1, 0x1b, l_cvtzu, true },
		{ "FRSQRTE", 1, 1, 0x1d, l_rsqrte, true }, { "FSQRT", 1, 1, 0x1f, l_sqrt },
		{ "FRINT32Z", 0, 0, 0x1e, l_rint32z }, { "FRINT64Z", 0, 0, 0x1f, l_rint64z },
		{ "FRINT32X", 1, 0, 0x1e, l_rint32x }, { "FRINT64X", 1, 0, 0x1f, l_rint64x },
	};
	bool frintts = isar(read_sysreg(id_aa64isar1_el1), 32);

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct vector_row *r = &rows[i];

		for_each_type(t) {
			u32 insn = (t->bytes == 2 ? 0x0e780820 : 0x0e200820 | (t->bytes == 8) << 22) |
				   r->op << 12 | r->u << 29 | r->a << 23;
			bool ints = r->op == 0x1d && r->a == 0, ok;

			if (!strncmp(r->name, "FRINT32", 7) || !strncmp(r->name, "FRINT64", 7))
				if (!frintts || t->bytes == 2)
					continue;
			ok = check_vector(insn | 1U << 30, t, 16, r->fn, LANES, 0, ints);
			if (t->bytes != 8)
				ok &= check_vector(insn, t, 8, r->fn, LANES, 0, ints);
			if (r->scalar)
				ok &= check_vector(insn | 0x50000000, t, t->bytes, r->fn, LANES, 0, ints);
			check(ok, "%s of %s", r->name, t->name);
		}
	}
	for_each_type(t)
		check(check_vector(t->bytes == 2 ? 0x5ef9f820 : 0x5ea1f820 | (t->bytes == 8) << 22, t, t->bytes,
				   l_recpx, LANES, 0, false), "FRECPX of %s", t->name);
}

static void vector_element(void)
{
	static const struct vector_row rows[] = {
		{ "FMLA", 0, 0, 1, l_mla }, { "FMLS", 0, 0, 5, l_mls }, { "FMUL", 0, 0, 9, l_mul },
		{ "FMULX", 1, 0, 9, l_mulx },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct vector_row *r = &rows[i];

		for_each_type(t) {
			unsigned int n = 16 / t->bytes;
			bool ok = true;

			for (u32 index = 0; index < n; index += n / 2 + 1) {
				u32 insn = 0x0f020020 | r->u << 29 | r->op << 12;

				/* H:L:M */
				if (t->bytes == 2)
					insn |= (index >> 2) << 11 | (index >> 1 & 1) << 21 | (index & 1) << 20;
				else if (t->bytes == 4)
					insn |= 2 << 22 | (index >> 1) << 11 | (index & 1) << 21;
				else
					insn |= 3 << 22 | index << 11;
				ok &= check_vector(insn | 1U << 30, t, 16, r->fn, ELEMENT, index, false);
				ok &= check_vector(insn | 0x50000000, t, t->bytes, r->fn, ELEMENT, index, false);
			}
			check(ok, "%s of %s by element", r->name, t->name);
		}
	}
}

/* A model of the whole register, for what is not lane by lane */
static unsigned int p_rot;
static const struct type *p_type;
static bool p_second;
static bool p_subtract;

typedef void (*reg_fn)(struct fp_ctx *c);

static bool check_register(u32 insn, const struct type *t, reg_fn fn)
{
	const u32 *code = insn_place(insn);

	p_type = t;
	insn_regs_init(&in);
	for (unsigned int i = 0; i < 400; i++) {
		struct fp_ctx c;

		for (unsigned int v = 0; v < 3; v++)
			for (unsigned int l = 0; l < 16 / t->bytes; l++)
				lane_set(&in, v, t->bytes, l,
					 fp_value(t->f, (i * (v * 2 + 3) + l * (5 + v) + i / 32) % FP_NR_VALUES));
		begin(i, fpcrs[i % ARRAY_SIZE(fpcrs)]);
		want = in;
		fp_ctx_init(&c, in.fpcr);
		fn(&c);
		if (!finish(code, c.flags))
			return false;
	}
	return true;
}

static void m_fcadd(struct fp_ctx *c)
{
	const struct type *t = p_type;

	for (unsigned int l = 0; l < 16 / t->bytes; l += 2) {
		u64 re = lane_get(&in, 2, t->bytes, l), im = lane_get(&in, 2, t->bytes, l + 1);

		lane_set(&want, 0, t->bytes, l,
			 fp_add(c, t->f, lane_get(&in, 1, t->bytes, l), p_rot ? im : fp_neg(t->f, im)));
		lane_set(&want, 0, t->bytes, l + 1,
			 fp_add(c, t->f, lane_get(&in, 1, t->bytes, l + 1), p_rot ? fp_neg(t->f, re) : re));
	}
}

static void m_fcmla(struct fp_ctx *c)
{
	const struct type *t = p_type;

	for (unsigned int l = 0; l < 16 / t->bytes; l += 2) {
		u64 nr = lane_get(&in, 1, t->bytes, l), ni = lane_get(&in, 1, t->bytes, l + 1);
		u64 mr = lane_get(&in, 2, t->bytes, l), mi = lane_get(&in, 2, t->bytes, l + 1);
		u64 a = p_rot & 1 ? ni : nr, e1, e2;

		switch (p_rot) {
		case 0: e1 = mr; e2 = mi; break;
		case 1: e1 = fp_neg(t->f, mi); e2 = mr; break;
		case 2: e1 = fp_neg(t->f, mr); e2 = fp_neg(t->f, mi); break;
		default: e1 = mi; e2 = fp_neg(t->f, mr); break;
		}
		lane_set(&want, 0, t->bytes, l, fp_muladd(c, t->f, lane_get(&in, 0, t->bytes, l), a, e1));
		lane_set(&want, 0, t->bytes, l + 1,
			 fp_muladd(c, t->f, lane_get(&in, 0, t->bytes, l + 1), a, e2));
	}
}

static void m_fmlal(struct fp_ctx *c)
{
	for (unsigned int l = 0; l < 4; l++) {
		u64 n = lane_get(&in, 1, 2, l + 4 * p_second), m = lane_get(&in, 2, 2, l + 4 * p_second);

		if (p_subtract)
			n = fp_neg(&fp_half, n);
		lane_set(&want, 0, 4, l, fp_muladdh(c, lane_get(&in, 0, 4, l), n, m));
	}
}

static lane_fn p_fn;

/* Across: pairwise reduction in the order of the manual's Reduce(), halves first */
static u64 reduce(struct fp_ctx *c, unsigned int from, unsigned int n)
{
	u64 a, b;

	if (n == 1)
		return lane_get(&in, 1, p_type->bytes, from);
	a = reduce(c, from, n / 2);
	b = reduce(c, from + n / 2, n / 2);
	return p_fn(c, p_type->f, 0, a, b);
}

static void m_across(struct fp_ctx *c)
{
	u64 d = reduce(c, 0, 16 / p_type->bytes);

	want.v[0][0] = d;
	want.v[0][1] = 0;
}

static void m_pair(struct fp_ctx *c)
{
	u64 d = p_fn(c, p_type->f, 0, lane_get(&in, 1, p_type->bytes, 0), lane_get(&in, 1, p_type->bytes, 1));

	want.v[0][0] = d;
	want.v[0][1] = 0;
}

static void m_fcvtl(struct fp_ctx *c)
{
	unsigned int b = p_type->bytes;
	fp_fmt to = b == 2 ? &fp_single : &fp_double;

	for (unsigned int l = 0; l < 8 / b; l++)
		lane_set(&want, 0, 2 * b, l,
			 fp_convert(c, p_type->f, to, lane_get(&in, 1, b, l + (p_second ? 8 / b : 0))));
}

static void m_fcvtn(struct fp_ctx *c)
{
	unsigned int b = p_type->bytes / 2;
	fp_fmt to = b == 2 ? p_rot ? &fp_bf16 : &fp_half : &fp_single;

	if (!p_second)
		want.v[0][1] = 0;
	if (p_subtract)
		c->round = FP_ODD;
	for (unsigned int l = 0; l < 8 / b; l++)
		lane_set(&want, 0, b, l + (p_second ? 8 / b : 0),
			 fp_convert(c, p_type->f, to, lane_get(&in, 1, 2 * b, l)));
}

static void complex(void)
{
	if (!isar(read_sysreg(id_aa64isar1_el1), 16)) {
		report_skip("no FEAT_FCMA");
		return;
	}
	for_each_type(t) {
		u32 size = (t->bytes == 2 ? 1 : t->bytes == 4 ? 2 : 3) << 22;
		bool ok = true;

		for (p_rot = 0; p_rot < 2; p_rot++)
			ok &= check_register(0x6e02e420 | size | p_rot << 12, t, m_fcadd);
		check(ok, "FCADD of %s", t->name);
		ok = true;
		for (p_rot = 0; p_rot < 4; p_rot++)
			ok &= check_register(0x6e02c420 | size | p_rot << 11, t, m_fcmla);
		check(ok, "FCMLA of %s", t->name);
	}
}

static void widen_narrow(void)
{
	for (p_second = false; ; p_second = true) {
		const char *two = p_second ? "2" : "";
		u32 q = p_second ? 1U << 30 : 0;

		p_rot = p_subtract = 0;
		check(check_register(0x0e217820 | q, &types[0], m_fcvtl), "FCVTL%s to single", two);
		check(check_register(0x0e617820 | q, &types[1], m_fcvtl), "FCVTL%s to double", two);
		check(check_register(0x0e216820 | q, &types[1], m_fcvtn), "FCVTN%s to half", two);
		check(check_register(0x0e616820 | q, &types[2], m_fcvtn), "FCVTN%s to single", two);
		p_subtract = true;
		check(check_register(0x2e616820 | q, &types[2], m_fcvtn), "FCVTXN%s", two);
		if (isar(read_sysreg(id_aa64isar1_el1), 44)) {
			p_rot = 1;
			p_subtract = false;
			check(check_register(0x0ea16820 | q, &types[1], m_fcvtn), "BFCVTN%s", two);
		}
		if (isar(read_sysreg(id_aa64isar0_el1), 48)) {
			p_subtract = false;
			check(check_register(p_second ? 0x6e22cc20 : 0x4e22ec20, &types[0], m_fmlal), "FMLAL%s", two);
			p_subtract = true;
			check(check_register(p_second ? 0x6ea2cc20 : 0x4ea2ec20, &types[0], m_fmlal), "FMLSL%s", two);
		}
		if (p_second)
			break;
	}
}

static void across(void)
{
	static const struct {
		const char *name;
		u32 insn;
		lane_fn fn;
	} rows[] = {
		{ "FMAXNM", 0x2e30c820, l_maxnm }, { "FMAX", 0x2e30f820, l_max },
		{ "FMINNM", 0x2eb0c820, l_minnm }, { "FMIN", 0x2eb0f820, l_min },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		p_fn = rows[i].fn;
		check(check_register(rows[i].insn | 1U << 30, &types[1], m_across), "%sV of single", rows[i].name);
		check(check_register(rows[i].insn | 0x50000000, &types[1], m_pair), "%sP of 2 singles",
		      rows[i].name);
		check(check_register(rows[i].insn | 0x50400000, &types[2], m_pair), "%sP of 2 doubles",
		      rows[i].name);
		if (!has_fp16())
			continue;
		check(check_register((rows[i].insn & ~(1U << 29)) | 1U << 30, &types[0], m_across),
		      "%sV of half", rows[i].name);
		check(check_register((rows[i].insn & ~(1U << 29)) | 0x50000000, &types[0], m_pair),
		      "%sP of 2 halfs", rows[i].name);
	}
	p_fn = l_add;
	check(check_register(0x7e30d820, &types[1], m_pair), "FADDP of 2 singles");
	check(check_register(0x7e70d820, &types[2], m_pair), "FADDP of 2 doubles");
}

const struct subtest fp_vector_subtests[] = {
	{ "vector-three", vector_three },
	{ "vector-two", vector_two },
	{ "vector-element", vector_element },
	{ "complex", complex },
	{ "widen-narrow", widen_narrow },
	{ "across", across },
	{ }
};
