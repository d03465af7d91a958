// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vsxfp: floating point on vector-scalar registers (Power ISA Book I, chapter
 * 7) and VMX single precision (section 6.14): each element's value against integer
 * arithmetic (softfp.c), the exceptions, and what FPSCR otherwise keeps or
 * gets; compares with CR6; conversions; quad precision by known values.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "softfp.h"
#include "vecinsn.h"

static const u64 doubles[] = {
	0, 1UL << 63, 0x3ff0000000000000, 0xbff8000000000001, 0x4000000000000000, 0x3fb999999999999a,
	0x0000000000000001, 0x800fffffffffffff, 0x0010000000000000, 0x7fefffffffffffff, 0xffe0000000000000,
	0x41dfffffffe00000, 0xc1e0000000200000, 0x43e0000000000000, 0xc3e0000000000000, 0x41f0000000000001,
	0x47efffffe0000000, 0x36a0000000000000, 0x40f86a0000000000, 0x3f00000000000001,
	0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000001234, 0xfffc000020005678,
	0x7ff000000000beef, 0xfff4000040000001,
};

static const u32 singles[] = {
	0, 0x80000000, 0x3f800000, 0xbfc00001, 0x40000000, 0x3dcccccd, 0x00000001, 0x807fffff, 0x00800000,
	0x7f7fffff, 0xff000000, 0x4effffff, 0xcf000001, 0x5f000000, 0xdf000000, 0x4f800001, 0x47c35000,
	0x35800001, 0x7f800000, 0xff800000, 0x7fc01234, 0xffe05678, 0x7f80beef, 0xffa00001,
};

enum op { ADD, SUB, MUL, DIV, SQRT, MADDA, MADDM, MSUBA, MSUBM, NMADDA, NMADDM, NMSUBA, NMSUBM,
	  MAX, MIN, RI, RIC, RIM, RIP, RIZ, ABS, NABS, NEG, CPSGN, CONVERT, CONVERT_N,
	  TO_S64, TO_U64, TO_S32, TO_U32, FROM_S64, FROM_U64, FROM_S32, FROM_U32,
	  CMPEQ, CMPGT, CMPGE };

/* Which elements: of the operands (in) and of the result */
enum shape { SCALAR, SCALAR_SINGLE, VECTOR, VECTOR_SINGLE,
	     SINGLE_TO_DOUBLE, DOUBLE_TO_SINGLE };

struct insn {
	const char *name;
	const u32 *word;
	enum op op;
	enum shape shape;
	bool scalar;		/* FPRF, FR and FI are set; doubleword 1 is undefined */
	enum vec_isa isa;
};

#define ROWS2(X)										\
	X(xsadddp, "33,34,35", "1,2,3", ADD, SCALAR, true, ISA_206)				\
	X(xssubdp, "33,34,35", "1,2,3", SUB, SCALAR, true, ISA_206)				\
	X(xsmuldp, "33,34,35", "1,2,3", MUL, SCALAR, true, ISA_206)				\
	X(xsdivdp, "33,34,35", "1,2,3", DIV, SCALAR, true, ISA_206)				\
	X(xsaddsp, "33,34,35", "1,2,3", ADD, SCALAR_SINGLE, true, ISA_207)			\
	X(xssubsp, "33,34,35", "1,2,3", SUB, SCALAR_SINGLE, true, ISA_207)			\
	X(xsmulsp, "33,34,35", "1,2,3", MUL, SCALAR_SINGLE, true, ISA_207)			\
	X(xsdivsp, "33,34,35", "1,2,3", DIV, SCALAR_SINGLE, true, ISA_207)			\
	X(xssqrtdp, "33,35", "1,3", SQRT, SCALAR, true, ISA_206)				\
	X(xssqrtsp, "33,35", "1,3", SQRT, SCALAR_SINGLE, true, ISA_207)				\
	X(xsmaddadp, "33,34,35", "1,2,3", MADDA, SCALAR, true, ISA_206)				\
	X(xsmaddmdp, "33,34,35", "1,2,3", MADDM, SCALAR, true, ISA_206)				\
	X(xsmsubadp, "33,34,35", "1,2,3", MSUBA, SCALAR, true, ISA_206)				\
	X(xsmsubmdp, "33,34,35", "1,2,3", MSUBM, SCALAR, true, ISA_206)				\
	X(xsnmaddadp, "33,34,35", "1,2,3", NMADDA, SCALAR, true, ISA_206)			\
	X(xsnmaddmdp, "33,34,35", "1,2,3", NMADDM, SCALAR, true, ISA_206)			\
	X(xsnmsubadp, "33,34,35", "1,2,3", NMSUBA, SCALAR, true, ISA_206)			\
	X(xsnmsubmdp, "33,34,35", "1,2,3", NMSUBM, SCALAR, true, ISA_206)			\
	X(xsmaddasp, "33,34,35", "1,2,3", MADDA, SCALAR_SINGLE, true, ISA_207)			\
	X(xsmaddmsp, "33,34,35", "1,2,3", MADDM, SCALAR_SINGLE, true, ISA_207)			\
	X(xsnmsubasp, "33,34,35", "1,2,3", NMSUBA, SCALAR_SINGLE, true, ISA_207)		\
	X(xsnmsubmsp, "33,34,35", "1,2,3", NMSUBM, SCALAR_SINGLE, true, ISA_207)		\
	X(xvadddp, "33,34,35", "1,2,3", ADD, VECTOR, false, ISA_206)				\
	X(xvsubdp, "33,34,35", "1,2,3", SUB, VECTOR, false, ISA_206)				\
	X(xvmuldp, "33,34,35", "1,2,3", MUL, VECTOR, false, ISA_206)				\
	X(xvdivdp, "33,34,35", "1,2,3", DIV, VECTOR, false, ISA_206)				\
	X(xvsqrtdp, "33,35", "1,3", SQRT, VECTOR, false, ISA_206)				\
	X(xvaddsp, "33,34,35", "1,2,3", ADD, VECTOR_SINGLE, false, ISA_206)			\
	X(xvsubsp, "33,34,35", "1,2,3", SUB, VECTOR_SINGLE, false, ISA_206)			\
	X(xvmulsp, "33,34,35", "1,2,3", MUL, VECTOR_SINGLE, false, ISA_206)			\
	X(xvdivsp, "33,34,35", "1,2,3", DIV, VECTOR_SINGLE, false, ISA_206)			\
	X(xvsqrtsp, "33,35", "1,3", SQRT, VECTOR_SINGLE, false, ISA_206)			\
	X(xvmaddadp, "33,34,35", "1,2,3", MADDA, VECTOR, false, ISA_206)			\
	X(xvmaddmdp, "33,34,35", "1,2,3", MADDM, VECTOR, false, ISA_206)			\
	X(xvmsubadp, "33,34,35", "1,2,3", MSUBA, VECTOR, false, ISA_206)			\
	X(xvmsubmdp, "33,34,35", "1,2,3", MSUBM, VECTOR, false, ISA_206)			\
	X(xvnmaddadp, "33,34,35", "1,2,3", NMADDA, VECTOR, false, ISA_206)			\
	X(xvnmaddmdp, "33,34,35", "1,2,3", NMADDM, VECTOR, false, ISA_206)			\
	X(xvnmsubadp, "33,34,35", "1,2,3", NMSUBA, VECTOR, false, ISA_206)			\
	X(xvnmsubmdp, "33,34,35", "1,2,3", NMSUBM, VECTOR, false, ISA_206)			\
	X(xvmaddasp, "33,34,35", "1,2,3", MADDA, VECTOR_SINGLE, false, ISA_206)			\
	X(xvmaddmsp, "33,34,35", "1,2,3", MADDM, VECTOR_SINGLE, false, ISA_206)			\
	X(xvmsubasp, "33,34,35", "1,2,3", MSUBA, VECTOR_SINGLE, false, ISA_206)			\
	X(xvmsubmsp, "33,34,35", "1,2,3", MSUBM, VECTOR_SINGLE, false, ISA_206)			\
	X(xvnmaddasp, "33,34,35", "1,2,3", NMADDA, VECTOR_SINGLE, false, ISA_206)		\
	X(xvnmaddmsp, "33,34,35", "1,2,3", NMADDM, VECTOR_SINGLE, false, ISA_206)		\
	X(xvnmsubasp, "33,34,35", "1,2,3", NMSUBA, VECTOR_SINGLE, false, ISA_206)		\
	X(xvnmsubmsp, "33,34,35", "1,2,3", NMSUBM, VECTOR_SINGLE, false, ISA_206)		\
	X(xsmaxdp, "33,34,35", "1,2,3", MAX, SCALAR, false, ISA_206)				\
	X(xsmindp, "33,34,35", "1,2,3", MIN, SCALAR, false, ISA_206)				\
	X(xvmaxdp, "33,34,35", "1,2,3", MAX, VECTOR, false, ISA_206)				\
	X(xvmindp, "33,34,35", "1,2,3", MIN, VECTOR, false, ISA_206)				\
	X(xvmaxsp, "33,34,35", "1,2,3", MAX, VECTOR_SINGLE, false, ISA_206)			\
	X(xvminsp, "33,34,35", "1,2,3", MIN, VECTOR_SINGLE, false, ISA_206)			\
	X(xsrdpi, "33,35", "1,3", RI, SCALAR, true, ISA_206)					\
	X(xsrdpic, "33,35", "1,3", RIC, SCALAR, true, ISA_206)					\
	X(xsrdpim, "33,35", "1,3", RIM, SCALAR, true, ISA_206)					\
	X(xsrdpip, "33,35", "1,3", RIP, SCALAR, true, ISA_206)					\
	X(xsrdpiz, "33,35", "1,3", RIZ, SCALAR, true, ISA_206)					\
	X(xvrdpi, "33,35", "1,3", RI, VECTOR, false, ISA_206)					\
	X(xvrdpic, "33,35", "1,3", RIC, VECTOR, false, ISA_206)					\
	X(xvrdpim, "33,35", "1,3", RIM, VECTOR, false, ISA_206)					\
	X(xvrdpip, "33,35", "1,3", RIP, VECTOR, false, ISA_206)					\
	X(xvrdpiz, "33,35", "1,3", RIZ, VECTOR, false, ISA_206)					\
	X(xvrspi, "33,35", "1,3", RI, VECTOR_SINGLE, false, ISA_206)				\
	X(xvrspic, "33,35", "1,3", RIC, VECTOR_SINGLE, false, ISA_206)				\
	X(xvrspim, "33,35", "1,3", RIM, VECTOR_SINGLE, false, ISA_206)				\
	X(xvrspip, "33,35", "1,3", RIP, VECTOR_SINGLE, false, ISA_206)				\
	X(xvrspiz, "33,35", "1,3", RIZ, VECTOR_SINGLE, false, ISA_206)				\
	X(xsabsdp, "33,35", "1,3", ABS, SCALAR, false, ISA_206)					\
	X(xsnabsdp, "33,35", "1,3", NABS, SCALAR, false, ISA_206)				\
	X(xsnegdp, "33,35", "1,3", NEG, SCALAR, false, ISA_206)					\
	X(xscpsgndp, "33,34,35", "1,2,3", CPSGN, SCALAR, false, ISA_206)			\
	X(xvabsdp, "33,35", "1,3", ABS, VECTOR, false, ISA_206)					\
	X(xvnabsdp, "33,35", "1,3", NABS, VECTOR, false, ISA_206)				\
	X(xvnegdp, "33,35", "1,3", NEG, VECTOR, false, ISA_206)					\
	X(xvcpsgndp, "33,34,35", "1,2,3", CPSGN, VECTOR, false, ISA_206)			\
	X(xvabssp, "33,35", "1,3", ABS, VECTOR_SINGLE, false, ISA_206)				\
	X(xvnabssp, "33,35", "1,3", NABS, VECTOR_SINGLE, false, ISA_206)			\
	X(xvnegsp, "33,35", "1,3", NEG, VECTOR_SINGLE, false, ISA_206)				\
	X(xvcpsgnsp, "33,34,35", "1,2,3", CPSGN, VECTOR_SINGLE, false, ISA_206)			\
	X(xsrsp, "33,35", "1,3", CONVERT, SCALAR_SINGLE, true, ISA_207)				\
	X(xvcvdpsp, "33,35", "1,3", CONVERT, DOUBLE_TO_SINGLE, false, ISA_206)			\
	X(xvcvspdp, "33,35", "1,3", CONVERT, SINGLE_TO_DOUBLE, false, ISA_206)			\
	X(xscvdpsxds, "33,35", "1,3", TO_S64, SCALAR, true, ISA_206)				\
	X(xscvdpuxds, "33,35", "1,3", TO_U64, SCALAR, true, ISA_206)				\
	X(xvcvdpsxds, "33,35", "1,3", TO_S64, VECTOR, false, ISA_206)				\
	X(xvcvdpuxds, "33,35", "1,3", TO_U64, VECTOR, false, ISA_206)				\
	X(xvcvspsxds, "33,35", "1,3", TO_S64, SINGLE_TO_DOUBLE, false, ISA_206)			\
	X(xvcvspuxds, "33,35", "1,3", TO_U64, SINGLE_TO_DOUBLE, false, ISA_206)			\
	X(xvcvdpsxws, "33,35", "1,3", TO_S32, DOUBLE_TO_SINGLE, false, ISA_206)			\
	X(xvcvdpuxws, "33,35", "1,3", TO_U32, DOUBLE_TO_SINGLE, false, ISA_206)			\
	X(xvcvspsxws, "33,35", "1,3", TO_S32, VECTOR_SINGLE, false, ISA_206)			\
	X(xvcvspuxws, "33,35", "1,3", TO_U32, VECTOR_SINGLE, false, ISA_206)			\
	X(xscvsxddp, "33,35", "1,3", FROM_S64, SCALAR, true, ISA_206)				\
	X(xscvuxddp, "33,35", "1,3", FROM_U64, SCALAR, true, ISA_206)				\
	X(xscvsxdsp, "33,35", "1,3", FROM_S64, SCALAR_SINGLE, true, ISA_207)			\
	X(xscvuxdsp, "33,35", "1,3", FROM_U64, SCALAR_SINGLE, true, ISA_207)			\
	X(xvcvsxddp, "33,35", "1,3", FROM_S64, VECTOR, false, ISA_206)				\
	X(xvcvuxddp, "33,35", "1,3", FROM_U64, VECTOR, false, ISA_206)				\
	X(xvcvsxwdp, "33,35", "1,3", FROM_S32, SINGLE_TO_DOUBLE, false, ISA_206)		\
	X(xvcvuxwdp, "33,35", "1,3", FROM_U32, SINGLE_TO_DOUBLE, false, ISA_206)		\
	X(xvcvsxdsp, "33,35", "1,3", FROM_S64, DOUBLE_TO_SINGLE, false, ISA_206)		\
	X(xvcvuxdsp, "33,35", "1,3", FROM_U64, DOUBLE_TO_SINGLE, false, ISA_206)		\
	X(xvcvsxwsp, "33,35", "1,3", FROM_S32, VECTOR_SINGLE, false, ISA_206)			\
	X(xvcvuxwsp, "33,35", "1,3", FROM_U32, VECTOR_SINGLE, false, ISA_206)			\
	X(xvcmpeqdp, "33,34,35", "1,2,3", CMPEQ, VECTOR, false, ISA_206)			\
	X(xvcmpgtdp, "33,34,35", "1,2,3", CMPGT, VECTOR, false, ISA_206)			\
	X(xvcmpgedp, "33,34,35", "1,2,3", CMPGE, VECTOR, false, ISA_206)			\
	X(xvcmpeqsp, "33,34,35", "1,2,3", CMPEQ, VECTOR_SINGLE, false, ISA_206)			\
	X(xvcmpgtsp, "33,34,35", "1,2,3", CMPGT, VECTOR_SINGLE, false, ISA_206)			\
	X(xvcmpgesp, "33,34,35", "1,2,3", CMPGE, VECTOR_SINGLE, false, ISA_206)			\
	X(xscmpeqdp, "33,34,35", "1,2,3", CMPEQ, SCALAR, false, ISA_300)			\
	X(xscmpgtdp, "33,34,35", "1,2,3", CMPGT, SCALAR, false, ISA_300)			\
	X(xscmpgedp, "33,34,35", "1,2,3", CMPGE, SCALAR, false, ISA_300)

#define ROW_FP(name, args, fargs, op, shape, scalar, isa)	\
	{ #name, w_##name, op, shape, scalar, isa },

VEC_WORDS_VSX(ROWS2)
static const struct insn insns[] = { ROWS2(ROW_FP) };

/* Tables "Actions for xsmaxdp" and "xsmindp": a quiet NaN gives way to a number. */
static u64 max_min(struct fp_env *env, u64 a, u64 b, bool max)
{
	unsigned int cc;

	if (fp_is_snan(a) || fp_is_snan(b)) {
		env->flags |= FPSCR_VXSNAN;
		return (fp_is_nan(a) ? a : b) | 1UL << 51;
	}
	if (fp_is_nan(a) && fp_is_nan(b))
		return a;
	if (fp_is_nan(a))
		return b;
	if (fp_is_nan(b))
		return a;
	cc = fp_compare(a, b);
	if (cc == 2)
		return max ? a & b : a | b;	/* the sign of zeros */
	return (cc == 8) == max ? b : a;
}

static u64 compare(struct fp_env *env, enum op op, u64 a, u64 b)
{
	unsigned int cc = fp_compare(a, b);

	if (fp_is_snan(a) || fp_is_snan(b))
		env->flags |= FPSCR_VXSNAN | (op == CMPEQ ? 0 : FPSCR_VXVC);
	else if (cc == 1 && op != CMPEQ)
		env->flags |= FPSCR_VXVC;
	return (op == CMPEQ ? cc == 2 : op == CMPGT ? cc == 4 : cc == 4 || cc == 2) ? -1UL : 0;
}

/* One element; operands in double format (or integers). */
static u64 element(struct fp_env *env, enum op op, u64 a, u64 b, u64 t)
{
	u64 sign = 1UL << 63;

	switch (op) {
	case ADD: return fp_add(env, a, b);
	case SUB: return fp_sub(env, a, b);
	case MUL: return fp_mul(env, a, b);
	case DIV: return fp_div(env, a, b);
	case SQRT: return fp_sqrt(env, b);
	case MADDA: return fp_fma(env, a, b, t, false, false);
	case MADDM: return fp_fma(env, a, t, b, false, false);
	case MSUBA: return fp_fma(env, a, b, t, true, false);
	case MSUBM: return fp_fma(env, a, t, b, true, false);
	case NMADDA: return fp_fma(env, a, b, t, false, true);
	case NMADDM: return fp_fma(env, a, t, b, false, true);
	case NMSUBA: return fp_fma(env, a, b, t, true, true);
	case NMSUBM: return fp_fma(env, a, t, b, true, true);
	case MAX: return max_min(env, a, b, true);
	case MIN: return max_min(env, a, b, false);
	case RI: env->rn = FP_AWAY; return fp_round_int(env, b, false);
	case RIC: return fp_round_int(env, b, true);
	case RIM: env->rn = FP_DOWN; return fp_round_int(env, b, false);
	case RIP: env->rn = FP_UP; return fp_round_int(env, b, false);
	case RIZ: env->rn = FP_ZERO; return fp_round_int(env, b, false);
	case ABS: return b & ~sign;
	case NABS: return b | sign;
	case NEG: return b ^ sign;
	case CPSGN: return (a & sign) | (b & ~sign);
	case CONVERT: return fp_convert(env, b);
	case CONVERT_N: return b;
	case TO_S64: env->rn = FP_ZERO; return fp_to_int(env, b, 64, true);
	case TO_U64: env->rn = FP_ZERO; return fp_to_int(env, b, 64, false);
	case TO_S32: env->rn = FP_ZERO; return fp_to_int(env, b, 32, true);
	case TO_U32: env->rn = FP_ZERO; return fp_to_int(env, b, 32, false);
	case FROM_S64: return fp_from_int(env, b, true);
	case FROM_U64: return fp_from_int(env, b, false);
	case FROM_S32: return fp_from_int(env, (u64)(s32)b, true);
	case FROM_U32: return fp_from_int(env, (u32)b, false);
	case CMPEQ:
	case CMPGT:
	case CMPGE: return compare(env, op, a, b);
	}
	return 0;
}

static bool from_integer(enum op op)
{
	return op >= FROM_S64 && op <= FROM_U32;
}

static bool to_integer(enum op op)
{
	return op >= TO_S64 && op <= TO_U32;
}

static bool bits_only(enum op op)
{
	return op == MAX || op == MIN || (op >= ABS && op <= CPSGN);
}

static u64 operand(const struct insn *in, const vec *v, unsigned int i)
{
	bool single = in->shape == VECTOR_SINGLE || in->shape == SINGLE_TO_DOUBLE;
	u64 x;

	if (!single)
		return v->d[i];
	x = vec_get(v, 32, in->shape == SINGLE_TO_DOUBLE ? 2 * i : i);
	return from_integer(in->op) ? x : fp_widen(x, FP_SINGLE);
}

/* A double that is a single's value, back to 32 bits (NaNs too) */
static u32 narrow(u64 x)
{
	struct fp_env env = { .out = FP_SINGLE };

	if (fp_is_nan(x))
		return x >> 63 << 31 | 0x7f800000 | (x >> 29 & 0x7fffff);
	return fp_convert(&env, x);
}

static void model(const struct insn *in, struct fp_env *env, const vec *a, const vec *b, vec *t)
{
	bool single_out = in->shape == VECTOR_SINGLE || in->shape == DOUBLE_TO_SINGLE;
	unsigned int n = in->shape == VECTOR_SINGLE ? 4 : in->shape <= SCALAR_SINGLE ? 1 : 2;
	enum fp_round rn = env->rn;
	vec old = *t;

	env->out = single_out || in->shape == SCALAR_SINGLE ? FP_SINGLE : FP_DOUBLE;
	env->scalar_single = in->shape == SCALAR_SINGLE;
	for (unsigned int i = 0; i < n; i++) {
		u64 r;

		env->rn = rn;
		r = element(env, in->op, operand(in, a, i), operand(in, b, i), operand(in, &old, i));
		if (!single_out)
			t->d[i] = r;
		else if (in->shape == DOUBLE_TO_SINGLE)
			/* The word beside is undefined; 2.07 on has the value there too. */
			vec_set(t, 32, 2 * i, r);
		else
			vec_set(t, 32, i, bits_only(in->op) ? narrow(r) : r);
	}
}

static vec operands_of(const struct insn *in, unsigned int i)
{
	bool single = in->shape == VECTOR_SINGLE || in->shape == SINGLE_TO_DOUBLE;
	vec v;

	if (single)
		for (unsigned int k = 0; k < 4; k++)
			vec_set(&v, 32, k, singles[(i + 5 * k) % ARRAY_SIZE(singles)]);
	else
		for (unsigned int k = 0; k < 2; k++)
			v.d[k] = doubles[(i + 7 * k) % ARRAY_SIZE(doubles)];
	return v;
}

static bool negated(enum op op)
{
	return op >= NMADDA && op <= NMSUBM;
}

static bool any_nan(const struct insn *in, const vec *v)
{
	unsigned int n = in->shape == VECTOR_SINGLE ? 4 : 2;

	for (unsigned int i = 0; i < n; i++)
		if (fp_is_nan(operand(in, v, i)))
			return true;
	return false;
}

static void arithmetic(void)
{
	const struct insn *in = subtest_row();
	unsigned int wrong = 0, wrong_directed = 0, wrong_flags = 0, wrong_rest = 0, wrong_both = 0, vectors = 0;
	unsigned int pairs = 0, wrong_pairs = 0, tiny = 0, wrong_tiny = 0, nans = 0, wrong_nans = 0, both = 0;
	unsigned int n = ARRAY_SIZE(doubles);

	if ((in->isa == ISA_300 && !cpu_has_radix) || (in->isa == ISA_310 && !cpu_has_prefix)) {
		report_skip("not in this processor's architecture");
		return;
	}
	vec_on();
	for (unsigned int i = 0; i < n * n * 8; i++) {
		u64 rn = i / (n * n) & 3, before = rn | 0x15000, after, fprf;
		bool low = i >= n * n * 4;
		vec a = operands_of(in, i % n), b = operands_of(in, i / n % n), old = operands_of(in, (i * 5 + i / n) % n);
		vec want = old, *place;
		struct fp_env env = { .rn = rn };
		struct vec_regs regs = { .fpscr = before };
		bool bad, pair, small, nan;

		place = low ? regs.f : regs.v;
		place[0] = old;
		place[1] = a;
		place[2] = b;
		model(in, &env, &a, &b, &want);
		after = env.flags & FPSCR_STICKY;
		/* Overflow and underflow in one; tiny of double precision too; NaN behind an invalid one */
		pair = (after & FPSCR_OX) && (after & FPSCR_UX);
		small = in->shape == SCALAR_SINGLE && (after & FPSCR_UX);
		nan = to_integer(in->op) && !in->scalar && (after & FPSCR_VXCVI) && any_nan(in, &b);
		pairs += pair;
		tiny += small;
		nans += nan;
		both += env.both;
		vectors += exec_vec(&regs, in->word[low]) != 0;

		if (in->shape <= SCALAR_SINGLE)
			place[0].d[1] = want.d[1];
		if (in->shape == DOUBLE_TO_SINGLE) {
			vec_set(&place[0], 32, 1, vec_get(&want, 32, 1));
			vec_set(&place[0], 32, 3, vec_get(&want, 32, 3));
		}
		bad = !vec_same(&place[0], &want);
		if (bad && nan)
			wrong_nans++;
		else if (bad && !(negated(in->op) && rn >= 2) && !wrong++)
			report_info("first wrong: %016lx%016lx, %016lx%016lx, T %016lx%016lx, RN %lu: %016lx%016lx, not %016lx%016lx",
				    a.d[0], a.d[1], b.d[0], b.d[1], old.d[0], old.d[1], rn, place[0].d[0],
				    place[0].d[1], want.d[0], want.d[1]);
		wrong_directed += bad && negated(in->op) && rn >= 2;
		if ((regs.fpscr & FPSCR_STICKY) != after) {
			if (env.both)
				wrong_both++;
			else if (negated(in->op) && rn >= 2)
				wrong_directed++;
			else if (pair)
				wrong_pairs++;
			else if (small)
				wrong_tiny++;
			else if (!wrong_flags++)
				report_info("first wrong flags: %016lx%016lx, %016lx%016lx, T %016lx%016lx, RN %lu: %#lx, not %#lx",
					    a.d[0], a.d[1], b.d[0], b.d[1], old.d[0], old.d[1], rn, regs.fpscr, after);
		}
		/* FPRF and FI of scalars; FR is fp's subject. Vectors leave all three. */
		fprf = in->scalar ? (u64)fp_class(place[0].d[0], FP_DOUBLE) << FPSCR_FPRF_SHIFT : before & FPSCR_FPRF;
		if (in->scalar && !(after & (FPSCR_VX_ALL | FPSCR_ZX)))
			fprf |= env.flags & FPSCR_FI;
		if (to_integer(in->op) && in->scalar)
			fprf = (regs.fpscr & FPSCR_FPRF) | (fprf & FPSCR_FI);
		if (in->scalar && in->shape == SCALAR_SINGLE && !bad &&
		    (regs.fpscr & FPSCR_FPRF) >> FPSCR_FPRF_SHIFT == fp_class(place[0].d[0], FP_SINGLE))
			fprf = (fprf & ~FPSCR_FPRF) | (regs.fpscr & FPSCR_FPRF);
		if ((regs.fpscr & (FPSCR_FPRF | FPSCR_FI)) != fprf && !wrong_rest++)
			report_info("first wrong FPRF or FI: %016lx%016lx, %016lx%016lx, T %016lx%016lx: %#lx, not %#lx",
				    a.d[0], a.d[1], b.d[0], b.d[1], old.d[0], old.d[1], regs.fpscr, fprf);
	}
	vec_off();
	check_eq(vectors, 0, "%s: interrupts", in->name);
	check_eq(wrong, 0, "%s, all operands: wrong results", in->name);
	if (negated(in->op))
		check_eq(wrong_directed, 0, "%s, rounding up and down: wrong results and exceptions", in->name);
	check_eq(wrong_flags, 0, "%s: wrong exceptions", in->name);
	/* Of a vector the other elements may have set what one left out. */
	if (both && in->shape <= SCALAR_SINGLE)
		check_eq(wrong_both, 0, "%s: wrong exceptions with a signaling NaN and infinity times zero", in->name);
	check_eq(wrong_rest, 0, "%s: wrong FPSCR[FPRF FI]", in->name);
	if (pairs)
		check_eq(wrong_pairs, 0, "%s: wrong exceptions with overflow and underflow in one vector", in->name);
	if (tiny)
		check_eq(wrong_tiny, 0, "%s: wrong exceptions of results too small for single precision", in->name);
	if (nans)
		check_eq(wrong_nans, 0, "%s: wrong results of vectors with NaNs", in->name);
}

/* Record forms: CR6 */
static void compare_record(void)
{
	unsigned int bad = 0;

	vec_on();
	for (unsigned int i = 0; i < ARRAY_SIZE(insns); i++) {
		const struct insn *in = &insns[i];

		if (in->op < CMPEQ || in->shape == SCALAR)
			continue;
		for (unsigned int k = 0; k < ARRAY_SIZE(doubles); k++) {
			struct vec_regs regs = { .v[1] = operands_of(in, k), .v[2] = operands_of(in, k & ~2U) };
			vec *t = &regs.v[0];
			u64 want;

			if (k == 5)
				regs.v[1] = regs.v[2] = (vec) { { 0x4000000040000000, 0x4000000040000000 } };
			exec_vec(&regs, in->word[0] | 1 << 10);
			want = t->d[0] == -1UL && t->d[1] == -1UL ? 0x80 : !t->d[0] && !t->d[1] ? 0x20 : 0;
			bad += regs.g.cr != want;
		}
	}
	vec_off();
	check_eq(bad, 0, "xvcmp*.: wrong CR");
}

/* xscmpudp, xscmpodp */
static void compare_scalar(void)
{
	for (int ordered = 0; ordered < 2; ordered++) {
		unsigned int bad = 0, bad_fpscr = 0;

		vec_on();
		for (unsigned int i = 0; i < ARRAY_SIZE(doubles) * ARRAY_SIZE(doubles); i++) {
			u64 a = doubles[i % ARRAY_SIZE(doubles)], b = doubles[i / ARRAY_SIZE(doubles)], flags = 0;
			unsigned int cc = fp_compare(a, b), bf = i & 7;
			struct vec_regs regs = { .v[1].d[0] = a, .v[2].d[0] = b, .g.cr = 0x66666666 };

			if (fp_is_snan(a) || fp_is_snan(b))
				flags = FPSCR_VXSNAN | (ordered ? FPSCR_VXVC : 0);
			else if (cc == 1 && ordered)
				flags = FPSCR_VXVC;
			exec_vec(&regs, 60U << 26 | bf << 23 | 2 << 16 | 3 << 11 | (ordered ? 43 : 35) << 3 | 6);
			bad += regs.g.cr != ((0x66666666 & ~(0xfUL << (28 - 4 * bf))) | (u64)cc << (28 - 4 * bf));
			bad_fpscr += (regs.fpscr & (FPSCR_STICKY | 0xf000)) != (flags | (u64)cc << 12);
		}
		vec_off();
		check_eq(bad, 0, "%s: wrong CR", ordered ? "xscmpodp" : "xscmpudp");
		check_eq(bad_fpscr, 0, "%s: wrong FPSCR", ordered ? "xscmpodp" : "xscmpudp");
	}
}

/* VMX: nearest only, no exceptions; NJ = 0 keeps denormals. */
static u32 vmx_element(enum op op, u32 a, u32 b, u32 c)
{
	struct fp_env env = { .out = FP_SINGLE };
	u64 x = fp_widen(a, FP_SINGLE), y = fp_widen(b, FP_SINGLE), z = fp_widen(c, FP_SINGLE), r;

	switch (op) {
	case ADD: return fp_add(&env, x, y);
	case SUB: return fp_sub(&env, x, y);
	case MADDA: return fp_fma(&env, x, z, y, false, false);
	case NMSUBA: return fp_fma(&env, x, z, y, true, true);
	case MAX:
	case MIN:
		/* A NaN operand is the result (section 6.14.2.2). */
		if (fp_is_nan(x) || fp_is_nan(y))
			return narrow(fp_is_nan(x) ? x : y) | 0x400000;
		r = max_min(&env, x, y, op == MAX);
		return narrow(r);
	case RIM: env.rn = FP_DOWN; return fp_round_int(&env, y, false);
	case RIC: return fp_round_int(&env, y, false);
	case RIP: env.rn = FP_UP; return fp_round_int(&env, y, false);
	case RIZ: env.rn = FP_ZERO; return fp_round_int(&env, y, false);
	case CMPEQ: return fp_compare(x, y) == 2 ? -1U : 0;
	case CMPGT: return fp_compare(x, y) == 4 ? -1U : 0;
	case CMPGE: return fp_compare(x, y) & 6 ? -1U : 0;
	default: return 0;
	}
}

struct vmx_insn {
	const char *name;
	u32 word;
	enum op op;
};

static void vmx(void)
{
	static const struct vmx_insn ops[] = {
		{ "vaddfp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 10, ADD },
		{ "vsubfp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 74, SUB },
		{ "vmaddfp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 4 << 6 | 46, MADDA },
		{ "vnmsubfp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 4 << 6 | 47, NMSUBA },
		{ "vmaxfp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 1034, MAX },
		{ "vminfp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 1098, MIN },
		{ "vrfin", 4U << 26 | 1 << 21 | 3 << 11 | 522, RIC },
		{ "vrfiz", 4U << 26 | 1 << 21 | 3 << 11 | 586, RIZ },
		{ "vrfip", 4U << 26 | 1 << 21 | 3 << 11 | 650, RIP },
		{ "vrfim", 4U << 26 | 1 << 21 | 3 << 11 | 714, RIM },
		{ "vcmpeqfp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 198, CMPEQ },
		{ "vcmpgtfp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 710, CMPGT },
		{ "vcmpgefp", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 454, CMPGE },
	};
	const unsigned int n = ARRAY_SIZE(singles);

	for (unsigned int o = 0; o < ARRAY_SIZE(ops); o++) {
		unsigned int bad = 0, fpscr = 0;

		vec_on();
		for (unsigned int i = 0; i < n * n; i++) {
			/* RN in FPSCR has no say here. */
			struct vec_regs regs = { .fpscr = 2 };
			vec want;

			for (unsigned int k = 0; k < 4; k++) {
				u32 a = singles[(i + 3 * k) % n], b = singles[(i / n + 7 * k) % n];
				u32 c = singles[(i * 5 + i / n + k) % n];

				vec_set(&regs.v[1], 32, k, a);
				vec_set(&regs.v[2], 32, k, b);
				vec_set(&regs.v[3], 32, k, c);
				vec_set(&want, 32, k, vmx_element(ops[o].op, a, b, c));
			}
			exec_vec(&regs, ops[o].word);
			if (!vec_same(&regs.v[0], &want) && !bad++)
				report_info("first wrong: %016lx%016lx, %016lx%016lx, %016lx%016lx: %016lx%016lx, not %016lx%016lx",
					    regs.v[1].d[0], regs.v[1].d[1], regs.v[2].d[0], regs.v[2].d[1],
					    regs.v[3].d[0], regs.v[3].d[1], regs.v[0].d[0], regs.v[0].d[1],
					    want.d[0], want.d[1]);
			fpscr += regs.fpscr != 2;
		}
		vec_off();
		check_eq(bad, 0, "%s, all operands: wrong results", ops[o].name);
		check_eq(fpscr, 0, "%s: changes of FPSCR", ops[o].name);
	}
}

/* vcmpbfp; vctsxs, vctuxs, vcfsx, vcfux with a scale: known values */
static void vmx_known(void)
{
	static const struct {
		const char *name;
		u32 word;
		u32 a, b, want;
		bool sat;
	} cases[] = {
		{ "vcmpbfp, within", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 966, 0x3f800000, 0x40000000, 0 },
		{ "vcmpbfp, above", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 966, 0x40400000, 0x40000000, 0x80000000 },
		{ "vcmpbfp, below", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 966, 0xc0400000, 0x40000000, 0x40000000 },
		{ "vcmpbfp, NaN", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 966, 0x7fc00000, 0x40000000, 0xc0000000 },
		{ "vcmpbfp, negative bound", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 966, 0, 0xbf800000, 0xc0000000 },
		{ "vctsxs 1.75 by 4", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 970, 0, 0x3fe00000, 7 },
		{ "vctsxs -1.75", 4U << 26 | 1 << 21 | 3 << 11 | 970, 0, 0xbfe00000, -1U },
		{ "vctsxs too large", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 970, 0, 0x4f000000, 0x7fffffff, true },
		{ "vctsxs too small", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 970, 0, 0xcf000000, 0x80000000, true },
		{ "vctsxs NaN", 4U << 26 | 1 << 21 | 3 << 11 | 970, 0, 0x7fc00000, 0 },
		{ "vctuxs 1.75 by 4", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 906, 0, 0x3fe00000, 7 },
		{ "vctuxs -1.75", 4U << 26 | 1 << 21 | 3 << 11 | 906, 0, 0xbfe00000, 0, true },
		{ "vctuxs 3e9", 4U << 26 | 1 << 21 | 3 << 11 | 906, 0, 0x4f32d05e, 0xb2d05e00 },
		{ "vctuxs too large", 4U << 26 | 1 << 21 | 3 << 11 | 906, 0, 0x4f800000, 0xffffffff, true },
		{ "vcfsx -7 by 1/4", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 842, 0, -7U, 0xbfe00000 },
		{ "vcfsx 16777217", 4U << 26 | 1 << 21 | 3 << 11 | 842, 0, 16777217, 0x4b800000 },
		{ "vcfux 0xffffffff by 1/4", 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 778, 0, -1U, 0x4e800000 },
		{ "vcfux 7 by 1/2^31", 4U << 26 | 1 << 21 | 31 << 16 | 3 << 11 | 778, 0, 7, 0x31600000 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vec_regs regs = { 0 };

		for (unsigned int k = 0; k < 4; k++) {
			vec_set(&regs.v[1], 32, k, cases[i].a);
			vec_set(&regs.v[2], 32, k, cases[i].b);
		}
		vec_on();
		exec_vec(&regs, cases[i].word);
		vec_off();
		check_eq(vec_get(&regs.v[0], 32, 0), cases[i].want, "%s: word 0", cases[i].name);
		check_eq(vec_get(&regs.v[0], 32, 3), cases[i].want, "%s: word 3", cases[i].name);
		check_eq(regs.vscr & 1, cases[i].sat, "%s: VSCR[SAT]", cases[i].name);
	}
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const struct subtest subtests[] = {
	{ "arithmetic", arithmetic, needs_power8, SUBTEST_ROWS(insns) },
	{ "compare-record", compare_record, needs_power8 },
	{ "compare-scalar", compare_scalar, needs_power8 },
	{ "vmx", vmx, needs_power8 },
	{ "vmx-known", vmx_known, needs_power8 },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("vsxfp");
	return run_subtests(subtests, argc, argv);
}
