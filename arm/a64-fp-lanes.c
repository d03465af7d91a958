// SPDX-License-Identifier: LGPL-2.1-or-later
/* a64-fp: what the instructions do to one lane, in terms of the model (fp-model.h). */
#include "a64-fp.h"

u64 l_add(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_add(c, f, n, m); }
u64 l_sub(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_sub(c, f, n, m); }
u64 l_mul(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_mul(c, f, n, m); }
u64 l_mulx(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_mulx(c, f, n, m); }
u64 l_div(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_div(c, f, n, m); }
u64 l_max(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_max(c, f, n, m, false); }
u64 l_min(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_min(c, f, n, m, false); }
u64 l_maxnm(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_max(c, f, n, m, true); }
u64 l_minnm(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_min(c, f, n, m, true); }
u64 l_nmul(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_neg(f, fp_mul(c, f, n, m)); }
u64 l_abd(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_abs(f, fp_sub(c, f, n, m)); }
u64 l_recps(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_recps(c, f, n, m); }
u64 l_rsqrts(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return fp_rsqrts(c, f, n, m); }
u64 l_mla(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m) { return fp_muladd(c, f, d, n, m); }
u64 l_mls(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m) { return fp_muladd(c, f, d, fp_neg(f, n), m); }
u64 l_nmla(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m)
{
	return fp_muladd(c, f, fp_neg(f, d), fp_neg(f, n), m);
}
u64 l_nmls(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m) { return fp_muladd(c, f, fp_neg(f, d), n, m); }

static u64 truth(bool b) { return b ? ~0ULL : 0; }
u64 l_eq(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return truth(fp_eq(c, f, n, m)); }
u64 l_ge(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return truth(fp_ge(c, f, n, m)); }
u64 l_gt(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m) { return truth(fp_gt(c, f, n, m)); }
u64 l_acge(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m)
{
	return truth(fp_ge(c, f, fp_abs(f, n), fp_abs(f, m)));
}
u64 l_acgt(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m)
{
	return truth(fp_gt(c, f, fp_abs(f, n), fp_abs(f, m)));
}
u64 l_eq0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_eq(c, f, n, 0)); }
u64 l_ge0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_ge(c, f, n, 0)); }
u64 l_gt0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_gt(c, f, n, 0)); }
u64 l_le0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_ge(c, f, 0, n)); }
u64 l_lt0(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return truth(fp_gt(c, f, 0, n)); }

u64 l_mov(struct fp_ctx *c __unused, fp_fmt f __unused, u64 d __unused, u64 n, u64 m __unused) { return n; }
u64 l_abs(struct fp_ctx *c __unused, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_abs(f, n); }
u64 l_neg(struct fp_ctx *c __unused, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_neg(f, n); }
u64 l_sqrt(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_sqrt(c, f, n); }
u64 l_recpe(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_recpe(c, f, n); }
u64 l_rsqrte(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_rsqrte(c, f, n); }
u64 l_recpx(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused) { return fp_recpx(c, f, n); }

#define ROUNDING(id, mode, exact)								\
u64 l_rint##id(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)	\
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
u64 l_rint##id(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)	\
{												\
	return fp_round_int_n(c, f, n, mode, bits);						\
}
ROUNDING_N(32z, FP_RZ, 32)
ROUNDING_N(32x, c->round, 32)
ROUNDING_N(64z, FP_RZ, 64)
ROUNDING_N(64x, c->round, 64)

#define TO_INT(id, mode, uns)									\
u64 l_cvt##id(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)		\
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

u64 l_scvtf(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)
{
	return fp_from_int(c, f, n, 1 + f->ebits + f->fbits, 0, false);
}
u64 l_ucvtf(struct fp_ctx *c, fp_fmt f, u64 d __unused, u64 n, u64 m __unused)
{
	return fp_from_int(c, f, n, 1 + f->ebits + f->fbits, 0, true);
}
