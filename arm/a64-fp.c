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
 *               (a64-fp-vector.c)
 */
#include "a64-fp.h"

const u64 fpcrs[NR_FPCRS] = {
	0, FPCR_RMODE(1), FPCR_RMODE(2), FPCR_RMODE(3), FPCR_FZ, FPCR_DN,
	FPCR_FZ | FPCR_FZ16 | FPCR_RMODE(1), FPCR_DN | FPCR_FZ16 | FPCR_RMODE(2),
};

const struct type types[NR_TYPES] = {
	{ "half", &fp_half, 3, 2 },
	{ "single", &fp_single, 0, 4 },
	{ "double", &fp_double, 1, 8 },
};

/* FPCR keeps FZ16 only where half precision is */
static u64 usable(u64 fpcr)
{
	return has_fp16() ? fpcr : fpcr & ~FPCR_FZ16;
}

struct insn_regs in, out, want;

void begin(unsigned int k, u64 fpcr)
{
	in.fpcr = usable(fpcr);
	in.fpsr = (k & 1 ? 0x08000000 : 0) | (k & 2 ? FP_IOC : 0) | (k & 4 ? FP_IXC : 0);
	in.nzcv = (u64)(k & 15) << 28;
	out = in;
}

bool finish(const u32 *code, u32 flags)
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

				begin(k, fpcrs[(m + k) % ARRAY_SIZE(fpcrs)]);
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
			begin(i + j, fpcrs[(i * 3 + j) % ARRAY_SIZE(fpcrs)]);
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
			begin(i, 0);
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
			begin(i, 0);
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
		begin(imm, 0);
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
			begin(i + m, fpcrs[m % ARRAY_SIZE(fpcrs)] | (m >= ARRAY_SIZE(fpcrs) ? FPCR_AHP : 0));
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
			begin(i + m, fpcrs[(i + 3 * m) % ARRAY_SIZE(fpcrs)]);
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
			begin(i + m, fpcrs[m]);
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
		begin(i, fpcrs[i % ARRAY_SIZE(fpcrs)]);
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

static const struct subtest subtests[] = {
	{ "scalar-two", scalar_two },
	{ "scalar-three", scalar_three },
	{ "scalar-one", scalar_one },
	{ "scalar-compare", scalar_compare },
	{ "conversions", conversions },
	{ "integers", integers },
	{ "javascript", javascript, needs_jscvt },
	{ }
};

int main(int argc, char **argv)
{
	static struct subtest all[16];
	unsigned int n = 0;

	for (const struct subtest *s = subtests; s->name; s++)
		all[n++] = *s;
	for (const struct subtest *s = fp_vector_subtests; s->name; s++)
		all[n++] = *s;
	return run_subtests(all, argc, argv);
}
