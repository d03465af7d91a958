// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a64-fp: floating point of A64, scalar and vector, against integer arithmetic (Arm ARM C7.2,
 * shared pseudocode; fp-model.c).
 *
 * Each instruction runs over NaNs, infinities, zeros, denormals, limits and ties, in all rounding
 * modes, with and without flushing and default NaNs; result and FPSR must be exact. Emulators use
 * host floating point, whose corners differ.
 *
 * scalar        arithmetic, fused multiply-add, one operand, compare and select, immediates
 * conversions   between formats (also the alternative half precision), to and from integers and
 *               fixed point, FJCVTZS, BFCVT
 * vector        the same by lanes, pairwise, across, by element, complex, widening multiply
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>

#include "fp-model.h"
#include "insn.h"

static const u64 fpcrs[] = {
	0, FPCR_RMODE(1), FPCR_RMODE(2), FPCR_RMODE(3), FPCR_FZ, FPCR_DN,
	FPCR_FZ | FPCR_FZ16 | FPCR_RMODE(1), FPCR_DN | FPCR_FZ16 | FPCR_RMODE(2),
};

/* The formats by their ftype in instructions */
static const struct type {
	const char *name;
	fp_fmt f;
	u32 ftype;
	unsigned int bytes;
} types[] = {
	{ "half", &fp_half, 3, 2 },
	{ "single", &fp_single, 0, 4 },
	{ "double", &fp_double, 1, 8 },
};

static bool has_fp16(void)
{
	return ((read_sysreg(id_aa64pfr0_el1) >> 16) & 0xf) == 1;
}

static unsigned int isar(u64 reg, int shift)
{
	return (reg >> shift) & 0xf;
}

#define for_each_type(t) \
	for (const struct type *t = types + !has_fp16(); t < types + ARRAY_SIZE(types); t++)

/* FPCR keeps FZ16 only where half precision is */
static u64 usable(u64 fpcr)
{
	return has_fp16() ? fpcr : fpcr & ~FPCR_FZ16;
}

typedef u64 (*lane_fn)(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m);

static u64 l_add(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_add(c, f, n, m); }
static u64 l_sub(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_sub(c, f, n, m); }
static u64 l_mul(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_mul(c, f, n, m); }
static u64 l_mulx(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_mulx(c, f, n, m); }
static u64 l_div(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_div(c, f, n, m); }
static u64 l_max(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_max(c, f, n, m, false); }
static u64 l_min(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_min(c, f, n, m, false); }
static u64 l_maxnm(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_max(c, f, n, m, true); }
static u64 l_minnm(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_min(c, f, n, m, true); }
static u64 l_nmul(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_neg(f, fp_mul(c, f, n, m)); }
static u64 l_abd(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_abs(f, fp_sub(c, f, n, m)); }
static u64 l_recps(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_recps(c, f, n, m); }
static u64 l_rsqrts(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_rsqrts(c, f, n, m); }
static u64 l_mla(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m) { return fp_muladd(c, f, d, n, m); }
static u64 l_mls(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m) { return fp_muladd(c, f, d, fp_neg(f, n), m); }
static u64 l_nmla(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m)
{
	return fp_muladd(c, f, fp_neg(f, d), fp_neg(f, n), m);
}
static u64 l_nmls(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m) { return fp_muladd(c, f, fp_neg(f, d), n, m); }

static u64 truth(bool b) { return b ? ~0ULL : 0; }
static u64 l_eq(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return truth(fp_eq(c, f, n, m)); }
static u64 l_ge(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return truth(fp_ge(c, f, n, m)); }
static u64 l_gt(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return truth(fp_gt(c, f, n, m)); }
static u64 l_acge(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m)
{
	return truth(fp_ge(c, f, fp_abs(f, n), fp_abs(f, m)));
}
static u64 l_acgt(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m)
{
	return truth(fp_gt(c, f, fp_abs(f, n), fp_abs(f, m)));
}
static u64 l_eq0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_eq(c, f, n, 0)); }
static u64 l_ge0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_ge(c, f, n, 0)); }
static u64 l_gt0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_gt(c, f, n, 0)); }
static u64 l_le0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_ge(c, f, 0, n)); }
static u64 l_lt0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_gt(c, f, 0, n)); }

static u64 l_mov(struct fp_ctx *c __unused, fp_fmt f __unused, u64 d __unused, u64 n, u64 m __unused) { return n; }
static u64 l_abs(struct fp_ctx *c __unused, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_abs(f, n); }
static u64 l_neg(struct fp_ctx *c __unused, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_neg(f, n); }
static u64 l_sqrt(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_sqrt(c, f, n); }
static u64 l_recpe(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_recpe(c, f, n); }
static u64 l_rsqrte(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_rsqrte(c, f, n); }
static u64 l_recpx(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_recpx(c, f, n); }

#define ROUNDING(id, mode, exact)								\
static u64 l_rint##id(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)	\
{												\
	return fp_round_int(c, f, n, mode, exact);						\
}
ROUNDING(n, FP_RN, false)
ROUNDING(p, FP_RP, false)
ROUNDING(m, FP_RM, false)
ROUNDING(z, FP_RZ, false)
ROUNDING(a, FP_TIEAWAY, false)
ROUNDING(x, c->round, true)
ROUNDING(i, c->round, false)

#define ROUNDING_N(id, mode, bits)								\
static u64 l_rint##id(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)	\
{												\
	return fp_round_int_n(c, f, n, mode, bits);						\
}
ROUNDING_N(32z, FP_RZ, 32)
ROUNDING_N(32x, c->round, 32)
ROUNDING_N(64z, FP_RZ, 64)
ROUNDING_N(64x, c->round, 64)

#define TO_INT(id, mode, uns)									\
static u64 l_cvt##id(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)		\
{												\
	return fp_to_int(c, f, n, 1 + f->ebits + f->fbits, 0, uns, mode);			\
}
TO_INT(ns, FP_RN, false)
TO_INT(nu, FP_RN, true)
TO_INT(ps, FP_RP, false)
TO_INT(pu, FP_RP, true)
TO_INT(ms, FP_RM, false)
TO_INT(mu, FP_RM, true)
TO_INT(zs, FP_RZ, false)
TO_INT(zu, FP_RZ, true)
TO_INT(as, FP_TIEAWAY, false)
TO_INT(au, FP_TIEAWAY, true)

static u64 l_scvtf(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)
{
	return fp_from_int(c, f, n, 1 + f->ebits + f->fbits, 0, false);
}
static u64 l_ucvtf(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)
{
	return fp_from_int(c, f, n, 1 + f->ebits + f->fbits, 0, true);
}

static struct insn_regs in, out, want;

/* Flags of before that must not go away, varied. */
static void start(unsigned int k, u64 fpcr)
{
	in.fpcr = usable(fpcr);
	in.fpsr = (k & 1 ? 0x08000000 : 0) | (k & 2 ? FP_IOC : 0) | (k & 4 ? FP_IXC : 0);
	in.nzcv = (u64)(k & 15) << 28;
	out = in;
}

static bool finish(const u32 *code, u32 flags)
{
	unsigned int ec = insn_run_fp(code, &in, &out);

	want.fpsr |= flags;
	if (ec != TRAP_NONE) {
		report_info("exception of class %#x", ec);
		return false;
	}
	return insn_regs_equal(&out, &want, &in, true);
}

/* A scalar operation on v1, v2 and v3 (or v0) to v0. Values are far more than pairs here. */
static bool check_scalar(const u32 *code, const struct type *t, lane_fn fn, unsigned int operands,
			 bool acc_v3)
{
	unsigned int k = 0;

	insn_regs_init(&in);
	for (unsigned int i = 0; i < FP_NR_VALUES; i++) {
		for (unsigned int j = 0; j < (operands > 1 ? FP_NR_VALUES : 1); j++) {
			/* all pairs with one of the controls, some with each */
			for (unsigned int m = 0; m < (operands == 1 || (i + j) % 7 == 0 ? ARRAY_SIZE(fpcrs) : 1); m++, k++) {
				struct fp_ctx c;
				u64 d;

				start(k, fpcrs[(m + k) % ARRAY_SIZE(fpcrs)]);
				lane_set(&in, 1, t->bytes, 0, fp_value(t->f, i));
				lane_set(&in, 2, t->bytes, 0, fp_value(t->f, j));
				lane_set(&in, 3, t->bytes, 0, fp_value(t->f, (i * 5 + j * 3 + m) % FP_NR_VALUES));
				out = want = in;
				fp_ctx_init(&c, in.fpcr);
				d = fn(&c, t->f, lane_get(&in, acc_v3 ? 3 : 0, t->bytes, 0),
				       fp_value(t->f, i), fp_value(t->f, j));
				want.v[0][0] = want.v[0][1] = 0;
				lane_set(&want, 0, t->bytes, 0, d);
				if (!finish(code, c.flags))
					return false;
			}
		}
	}
	return true;
}

struct scalar_row {
	const char *name;
	u32 opcode;
	lane_fn fn;
};

static void scalar_two(void)
{
	static const struct scalar_row rows[] = {
		{ "FMUL", 0, l_mul }, { "FDIV", 1, l_div }, { "FADD", 2, l_add }, { "FSUB", 3, l_sub },
		{ "FMAX", 4, l_max }, { "FMIN", 5, l_min }, { "FMAXNM", 6, l_maxnm },
		{ "FMINNM", 7, l_minnm }, { "FNMUL", 8, l_nmul },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		for_each_type(t)
			check(check_scalar(insn_place(0x1e220820 | t->ftype << 22 | rows[i].opcode << 12), t,
					   rows[i].fn, 2, false), "%s of %s", rows[i].name, t->name);
}

static void scalar_three(void)
{
	static const struct scalar_row rows[] = {
		{ "FMADD", 0, l_mla }, { "FMSUB", 0x8000, l_mls }, { "FNMADD", 0x200000, l_nmla },
		{ "FNMSUB", 0x208000, l_nmls },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		for_each_type(t)
			check(check_scalar(insn_place(0x1f020c20 | t->ftype << 22 | rows[i].opcode), t,
					   rows[i].fn, 2, true), "%s of %s", rows[i].name, t->name);
}

static void scalar_one(void)
{
	static const struct scalar_row rows[] = {
		{ "FMOV", 0, l_mov }, { "FABS", 1, l_abs }, { "FNEG", 2, l_neg }, { "FSQRT", 3, l_sqrt },
		{ "FRINTN", 8, l_rintn }, { "FRINTP", 9, l_rintp }, { "FRINTM", 10, l_rintm },
		{ "FRINTZ", 11, l_rintz }, { "FRINTA", 12, l_rinta }, { "FRINTX", 14, l_rintx },
		{ "FRINTI", 15, l_rinti }, { "FRINT32Z", 16, l_rint32z }, { "FRINT32X", 17, l_rint32x },
		{ "FRINT64Z", 18, l_rint64z }, { "FRINT64X", 19, l_rint64x },
	};
	bool frintts = isar(read_sysreg(id_aa64isar1_el1), 32);

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		for_each_type(t) {
			if (rows[i].opcode >= 16 && (!frintts || t->bytes == 2))
				continue;
			check(check_scalar(insn_place(0x1e204020 | t->ftype << 22 | rows[i].opcode << 15), t,
					   rows[i].fn, 1, false), "%s of %s", rows[i].name, t->name);
		}
	}
}

static bool cond_holds(unsigned int cond, u64 nzcv)
{
	bool n = nzcv & FLAG_N, z = nzcv & FLAG_Z, c = nzcv & FLAG_C, v = nzcv & FLAG_V;
	bool res[] = { z, c, n, v, c && !z, n == v, n == v && !z, true };

	return cond >= 14 ? true : res[cond >> 1] ^ (cond & 1);
}

static bool check_compare(const struct type *t, bool zero, bool signaling)
{
	const u32 *code = insn_place(0x1e202020 | (zero ? 0 : 2 << 16) | t->ftype << 22 | zero << 3 |
				     signaling << 4);

	insn_regs_init(&in);
	for (unsigned int i = 0; i < FP_NR_VALUES; i++) {
		for (unsigned int j = 0; j < (zero ? 1 : FP_NR_VALUES); j++) {
			struct fp_ctx c;

			lane_set(&in, 1, t->bytes, 0, fp_value(t->f, i));
			lane_set(&in, 2, t->bytes, 0, fp_value(t->f, j));
			start(i + j, fpcrs[(i * 3 + j) % ARRAY_SIZE(fpcrs)]);
			want = in;
			fp_ctx_init(&c, in.fpcr);
			want.nzcv = (u64)fp_compare(&c, t->f, fp_value(t->f, i), zero ? 0 : fp_value(t->f, j),
						    signaling) << 28;
			if (!finish(code, c.flags))
				return false;
		}
	}
	return true;
}

static bool check_fccmp(const struct type *t, bool signaling)
{
	insn_regs_init(&in);
	for (unsigned int cond = 0; cond < 16; cond++) {
		unsigned int imm = (cond * 7 + 3) & 15;
		const u32 *code = insn_place(0x1e220420 | t->ftype << 22 | cond << 12 | signaling << 4 | imm);

		for (unsigned int i = 0; i < 16; i++) {
			unsigned int a = (i * 3 + cond) % FP_NR_VALUES, b = (i * 5) % FP_NR_VALUES;
			struct fp_ctx c;

			lane_set(&in, 1, t->bytes, 0, fp_value(t->f, a));
			lane_set(&in, 2, t->bytes, 0, fp_value(t->f, b));
			start(i, 0);
			want = in;
			fp_ctx_init(&c, 0);
			if (cond_holds(cond, in.nzcv))
				want.nzcv = (u64)fp_compare(&c, t->f, fp_value(t->f, a), fp_value(t->f, b),
							    signaling) << 28;
			else
				want.nzcv = (u64)imm << 28;
			if (!finish(code, c.flags))
				return false;
		}
	}
	return true;
}

static bool check_fcsel(const struct type *t)
{
	insn_regs_init(&in);
	for (unsigned int cond = 0; cond < 16; cond++) {
		const u32 *code = insn_place(0x1e220c20 | t->ftype << 22 | cond << 12);

		for (unsigned int i = 0; i < 16; i++) {
			start(i, 0);
			want = in;
			want.v[0][0] = want.v[0][1] = 0;
			lane_set(&want, 0, t->bytes, 0,
				 lane_get(&in, cond_holds(cond, in.nzcv) ? 1 : 2, t->bytes, 0));
			if (!finish(code, 0))
				return false;
		}
	}
	return true;
}

/* VFPExpandImm() */
static u64 expand_imm(fp_fmt f, unsigned int imm8)
{
	u64 e = imm8 >> 6 & 1 ? ((1ULL << (f->ebits - 3)) - 1) << 2 : 1ULL << (f->ebits - 1);

	return (u64)(imm8 >> 7) << (f->ebits + f->fbits) | (e | (imm8 >> 4 & 3)) << f->fbits |
	       (u64)(imm8 & 15) << (f->fbits - 4);
}

static bool check_fmov_imm(const struct type *t)
{
	insn_regs_init(&in);
	for (unsigned int imm = 0; imm < 256; imm += 1 + imm % 3) {
		start(imm, 0);
		want = in;
		want.v[0][0] = expand_imm(t->f, imm);
		want.v[0][1] = 0;
		if (!finish(insn_place(0x1e201000 | t->ftype << 22 | imm << 13), 0))
			return false;
	}
	return true;
}

static void scalar_compare(void)
{
	for_each_type(t) {
		for (int s = 0; s < 2; s++) {
			check(check_compare(t, false, s), "FCMP%s of %s", s ? "E" : "", t->name);
			check(check_compare(t, true, s), "FCMP%s with zero of %s", s ? "E" : "", t->name);
			check(check_fccmp(t, s), "FCCMP%s of %s", s ? "E" : "", t->name);
		}
		check(check_fcsel(t), "FCSEL of %s", t->name);
		check(check_fmov_imm(t), "FMOV (immediate) of %s", t->name);
	}
}

static bool check_convert(const struct type *from, const struct type *to, u32 insn)
{
	const u32 *code = insn_place(insn);

	insn_regs_init(&in);
	for (unsigned int i = 0; i < FP_NR_VALUES + 24; i++) {
		for (unsigned int m = 0; m < 2 * ARRAY_SIZE(fpcrs); m++) {
			u64 val = fp_value(from->f, i % FP_NR_VALUES), d;
			struct fp_ctx c;

			/* near the limits and ties of the other format too */
			if (i >= FP_NR_VALUES) {
				struct fp_ctx plain = { 0 };

				val = fp_convert(&plain, to->f, from->f, fp_value(to->f, 10 + (i & 15)));
				val += (int)(i & 3) - 1;
				if (from->f->fbits > to->f->fbits + 1 && i & 16)
					val += 1ULL << (from->f->fbits - to->f->fbits - 1);
			}
			lane_set(&in, 1, from->bytes, 0, val);
			start(i + m, fpcrs[m % ARRAY_SIZE(fpcrs)] | (m >= ARRAY_SIZE(fpcrs) ? FPCR_AHP : 0));
			want = in;
			fp_ctx_init(&c, in.fpcr);
			d = fp_convert(&c, from->f, to->f, lane_get(&in, 1, from->bytes, 0));
			want.v[0][0] = d;
			want.v[0][1] = 0;
			if (!finish(code, c.flags))
				return false;
		}
	}
	return true;
}

static void conversions(void)
{
	static const u32 opc[] = { 7, 4, 5 };

	/* these are there without FEAT_FP16 */
	for (unsigned int i = 0; i < 3; i++)
		for (unsigned int j = 0; j < 3; j++)
			if (i != j)
				check(check_convert(&types[i], &types[j],
						    0x1e204020 | types[i].ftype << 22 | opc[j] << 15),
				      "FCVT from %s to %s", types[i].name, types[j].name);
	if (isar(read_sysreg(id_aa64isar1_el1), 44)) {
		static const struct type bf = { "BF16", &fp_bf16, 0, 2 };

		check(check_convert(&types[1], &bf, 0x1e634020), "BFCVT");
	} else {
		report_skip("no FEAT_BF16");
	}
}

/* Values around integers of each width, as FP of format f */
static u64 near_integer(fp_fmt f, unsigned int i)
{
	static const u8 shifts[] = { 0, 1, 15, 16, 31, 32, 62, 63, 64 };
	struct fp_ctx c = { .round = FP_RZ };
	u64 base = shifts[i / 8 % 9] == 64 ? ~0ULL : 1ULL << shifts[i / 8 % 9];
	u64 v = fp_from_int(&c, f, base, 64, 0, true);

	v += (int)(i & 3) - 1;
	return i & 4 ? fp_neg(f, v) : v;
}

static bool check_to_int(const struct type *t, bool sf, u32 insn, enum fp_round round, bool uns,
			 unsigned int fbits)
{
	const u32 *code = insn_place(insn);

	insn_regs_init(&in);
	for (unsigned int i = 0; i < FP_NR_VALUES + 72; i++) {
		u64 val = i < FP_NR_VALUES ? fp_value(t->f, i) : near_integer(t->f, i - FP_NR_VALUES);

		for (unsigned int m = 0; m < 3; m++) {
			struct fp_ctx c;

			lane_set(&in, 1, t->bytes, 0, val);
			start(i + m, fpcrs[(i + 3 * m) % ARRAY_SIZE(fpcrs)]);
			want = in;
			fp_ctx_init(&c, in.fpcr);
			want.x[0] = fp_to_int(&c, t->f, lane_get(&in, 1, t->bytes, 0), sf ? 64 : 32, fbits, uns,
					      round);
			if (!finish(code, c.flags))
				return false;
		}
	}
	return true;
}

static bool check_from_int(const struct type *t, bool sf, u32 insn, bool uns, unsigned int fbits)
{
	const u32 *code = insn_place(insn);

	insn_regs_init(&in);
	for (unsigned int i = 0; i < NR_CORNERS; i++) {
		for (unsigned int m = 0; m < ARRAY_SIZE(fpcrs); m++) {
			struct fp_ctx c;

			in.x[1] = corners[i];
			start(i + m, fpcrs[m]);
			want = in;
			fp_ctx_init(&c, in.fpcr);
			want.v[0][0] = fp_from_int(&c, t->f, in.x[1], sf ? 64 : 32, fbits, uns);
			want.v[0][1] = 0;
			if (!finish(code, c.flags))
				return false;
		}
	}
	return true;
}

static void integers(void)
{
	static const struct {
		const char *name;
		u32 rmode, opcode;
		enum fp_round round;
		bool uns;
	} rows[] = {
		{ "FCVTNS", 0, 0, FP_RN, false }, { "FCVTNU", 0, 1, FP_RN, true },
		{ "FCVTAS", 0, 4, FP_TIEAWAY, false }, { "FCVTAU", 0, 5, FP_TIEAWAY, true },
		{ "FCVTPS", 1, 0, FP_RP, false }, { "FCVTPU", 1, 1, FP_RP, true },
		{ "FCVTMS", 2, 0, FP_RM, false }, { "FCVTMU", 2, 1, FP_RM, true },
		{ "FCVTZS", 3, 0, FP_RZ, false }, { "FCVTZU", 3, 1, FP_RZ, true },
	};
	static const u8 fbits[] = { 1, 7, 16, 31, 32, 33, 64 };

	for_each_type(t) {
		for (u32 sf = 0; sf < 2; sf++) {
			unsigned int bits = sf ? 64 : 32;
			bool ok[4] = { true, true, true, true };

			for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
				check(check_to_int(t, sf, 0x1e200020 | sf << 31 | t->ftype << 22 | rows[i].rmode << 19 |
						   rows[i].opcode << 16, rows[i].round, rows[i].uns, 0),
				      "%s of %s to %u bits", rows[i].name, t->name, bits);
			for (u32 uns = 0; uns < 2; uns++) {
				check(check_from_int(t, sf, 0x1e220020 | sf << 31 | t->ftype << 22 | uns << 16, uns, 0),
				      "%cCVTF of %u bits to %s", uns ? 'U' : 'S', bits, t->name);
				for (unsigned int k = 0; k < ARRAY_SIZE(fbits); k++) {
					u32 fixed = sf << 31 | t->ftype << 22 | uns << 16 | (64 - fbits[k]) << 10;

					if (fbits[k] > bits)
						continue;
					ok[uns] &= check_to_int(t, sf, 0x1e180020 | fixed, FP_RZ, uns, fbits[k]);
					ok[2 + uns] &= check_from_int(t, sf, 0x1e020020 | fixed, uns, fbits[k]);
				}
			}
			check(ok[0], "FCVTZS of %s to %u bits, fixed point", t->name, bits);
			check(ok[1], "FCVTZU of %s to %u bits, fixed point", t->name, bits);
			check(ok[2], "SCVTF of %u bits to %s, fixed point", bits, t->name);
			check(ok[3], "UCVTF of %u bits to %s, fixed point", bits, t->name);
		}
	}
}

static void javascript(void)
{
	const u32 *code = insn_place(0x1e7e0020);
	bool ok = true;

	insn_regs_init(&in);
	for (unsigned int i = 0; i < FP_NR_VALUES + 72 && ok; i++) {
		struct fp_ctx c;
		bool z;

		in.v[1][0] = i < FP_NR_VALUES ? fp_value(&fp_double, i) : near_integer(&fp_double, i - FP_NR_VALUES);
		start(i, fpcrs[i % ARRAY_SIZE(fpcrs)]);
		want = in;
		fp_ctx_init(&c, in.fpcr);
		want.x[0] = fp_to_int_js(&c, in.v[1][0], &z);
		want.nzcv = z ? FLAG_Z : 0;
		ok = finish(code, c.flags);
	}
	check(ok, "FJCVTZS");
}

static const char *needs_jscvt(void)
{
	return isar(read_sysreg(id_aa64isar1_el1), 12) ? NULL : "no FEAT_JSCVT";
}

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
			start(k, fpcrs[k % ARRAY_SIZE(fpcrs)]);
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
		start(i, fpcrs[i % ARRAY_SIZE(fpcrs)]);
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

static const struct subtest subtests[] = {
	{ "scalar-two", scalar_two },
	{ "scalar-three", scalar_three },
	{ "scalar-one", scalar_one },
	{ "scalar-compare", scalar_compare },
	{ "conversions", conversions },
	{ "integers", integers },
	{ "javascript", javascript, needs_jscvt },
	{ "vector-three", vector_three },
	{ "vector-two", vector_two },
	{ "vector-element", vector_element },
	{ "complex", complex },
	{ "widen-narrow", widen_narrow },
	{ "across", across },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
