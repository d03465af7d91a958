// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * bfp: binary floating point against a model in integers (softfp.h).
 *
 * Each instruction of the three formats, with corner values (subnormal, around
 * powers where integers end, infinities, NaNs), in each rounding mode: result,
 * condition code, flags in the floating-point control register (PoP chapters 9 and
 * 19). What exceptions do with their masks on is in bfp-control.c.
 */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/facility.h>
#include <asm/float.h>
#include <asm/mem.h>
#include "pgm.h"
#include "softfp.h"

/* Operand 1 in FPR0 (and 2), operand 2 in FPR4 (and 6) and where GR5 points, operand 3 in FPR1 (and 3) */
struct fp_state {
	u64 f[8];
	u64 gr2;
	u64 cc;
	u32 fpc, pad;
	u64 mem[2];
};

void fp_run(struct fp_state *s, const void *code);
asm(	"	.pushsection .text\n"
	"fp_run:\n"
	"	stmg	%r6,%r15,48(%r15)\n"
	"	lgr	%r8,%r2\n"
	"	lgr	%r9,%r3\n"
	"	lfpc	80(%r8)\n"
	"	ld	%f0,0(%r8)\n	ld	%f1,8(%r8)\n	ld	%f2,16(%r8)\n	ld	%f3,24(%r8)\n"
	"	ld	%f4,32(%r8)\n	ld	%f5,40(%r8)\n	ld	%f6,48(%r8)\n	ld	%f7,56(%r8)\n"
	"	la	%r5,88(%r8)\n"
	"	lg	%r1,72(%r8)\n"
	"	sllg	%r1,%r1,28\n"
	"	spm	%r1\n"
	"	lg	%r2,64(%r8)\n"
	"	basr	%r14,%r9\n"
	"	ipm	%r1\n"
	"	srl	%r1,28\n"
	"	llgfr	%r1,%r1\n"
	"	stg	%r1,72(%r8)\n"
	"	stg	%r2,64(%r8)\n"
	"	std	%f0,0(%r8)\n	std	%f1,8(%r8)\n	std	%f2,16(%r8)\n	std	%f3,24(%r8)\n"
	"	std	%f4,32(%r8)\n	std	%f5,40(%r8)\n	std	%f6,48(%r8)\n	std	%f7,56(%r8)\n"
	"	stfpc	80(%r8)\n"
	"	lmg	%r6,%r15,48(%r15)\n"
	"	br	%r14\n"
	"	.popsection\n");

/* What a model gets: operands, how to round, room for what comes out */
struct fp_op {
	struct fp a, b, c;
	u64 gr;			/* integer operand or result */
	enum fp_round rm;	/* of the control register */
	struct fp r;
	u8 flags;
	int cc;			/* or -1: stays */
};

struct fp_insn {
	const char *name;
	const void *code;
	void (*model)(struct fp_op *o);
	enum fp_format in, out;	/* formats of the operands, of the result */
	unsigned int kind;
};

#define K_ARITH		0	/* result in FPR0 */
#define K_COMPARE	1	/* condition code only */
#define K_TO_INT	2	/* result in GR2 */
#define K_FROM_INT	3	/* operand in GR2 */
#define K_THREE		4	/* three operands */
#define K_TO_INT_32	5	/* result in the right half of GR2 */
#define K_NO_SNAN	6	/* as K_ARITH, operand 2 is no signaling NaN */
#define K_SNAN		7	/* it is one */

#define FP_CODE(id, text)								\
	extern const char code_##id[];							\
	asm(	"	.pushsection .text\n	.machine push\n	.machine z15\n"	\
		"code_" #id ":	" text "\n	br	%r14\n"			\
		"	.machine pop\n	.popsection\n");

#define FP_DEFINE(id, text, in, out, kind, model...)					\
	FP_CODE(id, text)								\
	static void fp_model_##id(struct fp_op *o) { model; }
#define FP_ROW(id, text, in, out, kind, model...)					\
	{ text, code_##id, fp_model_##id, in, out, kind },
#define FP_TABLE(name, LIST)								\
	LIST(FP_DEFINE)									\
	static const struct fp_insn name[] = { LIST(FP_ROW) };

#define S		FP_SHORT
#define L		FP_LONG
#define E		FP_EXTENDED
#define FLAGS		&o->flags
#define SIGN_CC(f)	(o->cc = fp_sign_cc(f, o->r))

#define ARITH(X)									\
	X(aebr, "aebr 0,4", S, S, 0, o->r = fp_add(S, o->a, o->b, o->rm, FLAGS), SIGN_CC(S))	\
	X(adbr, "adbr 0,4", L, L, 0, o->r = fp_add(L, o->a, o->b, o->rm, FLAGS), SIGN_CC(L))	\
	X(axbr, "axbr 0,4", E, E, 0, o->r = fp_add(E, o->a, o->b, o->rm, FLAGS), SIGN_CC(E))	\
	X(aeb, "aeb 0,0(5)", S, S, 0, o->r = fp_add(S, o->a, o->b, o->rm, FLAGS), SIGN_CC(S))	\
	X(adb, "adb 0,0(5)", L, L, 0, o->r = fp_add(L, o->a, o->b, o->rm, FLAGS), SIGN_CC(L))	\
	X(sebr, "sebr 0,4", S, S, 0, o->r = fp_sub(S, o->a, o->b, o->rm, FLAGS), SIGN_CC(S))	\
	X(sdbr, "sdbr 0,4", L, L, 0, o->r = fp_sub(L, o->a, o->b, o->rm, FLAGS), SIGN_CC(L))	\
	X(sxbr, "sxbr 0,4", E, E, 0, o->r = fp_sub(E, o->a, o->b, o->rm, FLAGS), SIGN_CC(E))	\
	X(seb, "seb 0,0(5)", S, S, 0, o->r = fp_sub(S, o->a, o->b, o->rm, FLAGS), SIGN_CC(S))	\
	X(sdb, "sdb 0,0(5)", L, L, 0, o->r = fp_sub(L, o->a, o->b, o->rm, FLAGS), SIGN_CC(L))	\
	X(meebr, "meebr 0,4", S, S, 0, o->r = fp_mul(S, o->a, o->b, o->rm, FLAGS))	\
	X(meeb, "meeb 0,0(5)", S, S, 0, o->r = fp_mul(S, o->a, o->b, o->rm, FLAGS))	\
	X(mdbr, "mdbr 0,4", L, L, 0, o->r = fp_mul(L, o->a, o->b, o->rm, FLAGS))	\
	X(mdb, "mdb 0,0(5)", L, L, 0, o->r = fp_mul(L, o->a, o->b, o->rm, FLAGS))	\
	X(mxbr, "mxbr 0,4", E, E, 0, o->r = fp_mul(E, o->a, o->b, o->rm, FLAGS))	\
	X(mdebr, "mdebr 0,4", S, L, 0, o->r = longer(L, S, o))				\
	X(mdeb, "mdeb 0,0(5)", S, L, 0, o->r = longer(L, S, o))				\
	X(mxdbr, "mxdbr 0,4", L, E, 0, o->r = longer(E, L, o))				\
	X(mxdb, "mxdb 0,0(5)", L, E, 0, o->r = longer(E, L, o))				\
	X(debr, "debr 0,4", S, S, 0, o->r = fp_div(S, o->a, o->b, o->rm, FLAGS))	\
	X(deb, "deb 0,0(5)", S, S, 0, o->r = fp_div(S, o->a, o->b, o->rm, FLAGS))	\
	X(ddbr, "ddbr 0,4", L, L, 0, o->r = fp_div(L, o->a, o->b, o->rm, FLAGS))	\
	X(ddb, "ddb 0,0(5)", L, L, 0, o->r = fp_div(L, o->a, o->b, o->rm, FLAGS))	\
	X(dxbr, "dxbr 0,4", E, E, 0, o->r = fp_div(E, o->a, o->b, o->rm, FLAGS))	\
	X(sqebr, "sqebr 0,4", S, S, 0, o->r = fp_sqrt(S, o->b, o->rm, FLAGS))		\
	X(sqeb, "sqeb 0,0(5)", S, S, 0, o->r = fp_sqrt(S, o->b, o->rm, FLAGS))		\
	X(sqdbr, "sqdbr 0,4", L, L, 0, o->r = fp_sqrt(L, o->b, o->rm, FLAGS))		\
	X(sqdb, "sqdb 0,0(5)", L, L, 0, o->r = fp_sqrt(L, o->b, o->rm, FLAGS))		\
	X(sqxbr, "sqxbr 0,4", E, E, 0, o->r = fp_sqrt(E, o->b, o->rm, FLAGS))

/* Products of a longer format: the factors are lengthened first, which is exact */
static struct fp longer(enum fp_format to, enum fp_format from, struct fp_op *o)
{
	u8 none = 0;

	if (fp_is_snan(from, o->a) || fp_is_snan(from, o->b))
		o->flags |= FP_INVALID;
	/* which NaN it is must not get lost in quieting the first one */
	if (fp_is_nan(from, o->a) && !fp_is_snan(from, o->a) && fp_is_snan(from, o->b))
		return fp_convert(to, from, o->b, o->rm, &none);
	return fp_mul(to, fp_convert(to, from, o->a, o->rm, &none), fp_convert(to, from, o->b, o->rm, &none),
		      o->rm, FLAGS);
}

#define FUSED(X)									\
	X(maebr, "maebr 0,1,4", S, S, K_THREE, o->r = fp_mul_add(S, o->b, o->c, o->a, false, o->rm, FLAGS))	\
	X(maeb, "maeb 0,1,0(5)", S, S, K_THREE, o->r = fp_mul_add(S, o->b, o->c, o->a, false, o->rm, FLAGS))	\
	X(madbr, "madbr 0,1,4", L, L, K_THREE, o->r = fp_mul_add(L, o->b, o->c, o->a, false, o->rm, FLAGS))	\
	X(madb, "madb 0,1,0(5)", L, L, K_THREE, o->r = fp_mul_add(L, o->b, o->c, o->a, false, o->rm, FLAGS))	\
	X(msebr, "msebr 0,1,4", S, S, K_THREE, o->r = fp_mul_add(S, o->b, o->c, o->a, true, o->rm, FLAGS))	\
	X(mseb, "mseb 0,1,0(5)", S, S, K_THREE, o->r = fp_mul_add(S, o->b, o->c, o->a, true, o->rm, FLAGS))	\
	X(msdbr, "msdbr 0,1,4", L, L, K_THREE, o->r = fp_mul_add(L, o->b, o->c, o->a, true, o->rm, FLAGS))	\
	X(msdb, "msdb 0,1,0(5)", L, L, K_THREE, o->r = fp_mul_add(L, o->b, o->c, o->a, true, o->rm, FLAGS))

/* The rounding method of an instruction, with 0 that of the control register */
#define RM(m3)	((m3) ? (m3) : o->rm)
/* bit 1 of M4 suppresses the inexact flag */
#define XXC(m4)	(o->flags &= (m4) & 4 ? ~FP_INEXACT : 0xff)

#define CONVERT(X)									\
	X(ldebr, "ldebr 0,4", S, L, 0, o->r = fp_convert(L, S, o->b, o->rm, FLAGS))	\
	X(ldeb, "ldeb 0,0(5)", S, L, 0, o->r = fp_convert(L, S, o->b, o->rm, FLAGS))	\
	X(lxdbr, "lxdbr 0,4", L, E, 0, o->r = fp_convert(E, L, o->b, o->rm, FLAGS))	\
	X(lxdb, "lxdb 0,0(5)", L, E, 0, o->r = fp_convert(E, L, o->b, o->rm, FLAGS))	\
	X(lxebr, "lxebr 0,4", S, E, 0, o->r = fp_convert(E, S, o->b, o->rm, FLAGS))	\
	X(lxeb, "lxeb 0,0(5)", S, E, 0, o->r = fp_convert(E, S, o->b, o->rm, FLAGS))	\
	X(ledbr, "ledbr 0,4", L, S, 0, o->r = fp_convert(S, L, o->b, o->rm, FLAGS))	\
	X(ldxbr, "ldxbr 0,4", E, L, 0, o->r = fp_convert(L, E, o->b, o->rm, FLAGS))	\
	X(lexbr, "lexbr 0,4", E, S, 0, o->r = fp_convert(S, E, o->b, o->rm, FLAGS))	\
	X(ledbra_1, "ledbra 0,1,4,0", L, S, 0, o->r = fp_convert(S, L, o->b, FP_AWAY, FLAGS))	\
	X(ledbra_3, "ledbra 0,3,4,0", L, S, 0, o->r = fp_convert(S, L, o->b, FP_SHORTER, FLAGS))	\
	X(ledbra_5, "ledbra 0,5,4,4", L, S, 0, o->r = fp_convert(S, L, o->b, FP_ZERO, FLAGS), XXC(4))	\
	X(ldxbra_6, "ldxbra 0,6,4,0", E, L, 0, o->r = fp_convert(L, E, o->b, FP_UP, FLAGS))	\
	X(lexbra_7, "lexbra 0,7,4,4", E, S, 0, o->r = fp_convert(S, E, o->b, FP_DOWN, FLAGS), XXC(4))

#define FI(X, id, f, m3, m4)								\
	X(id##_##m3##_##m4, #id " 0," #m3 ",4," #m4, f, f, 0,				\
	  o->r = fp_round_to_int(f, o->b, RM(m3), FLAGS), XXC(m4))
#define INTEGER(X)									\
	FI(X, fiebra, S, 0, 0) FI(X, fiebra, S, 1, 0) FI(X, fiebra, S, 4, 0) FI(X, fiebra, S, 5, 4)	\
	FI(X, fiebra, S, 6, 0) FI(X, fiebra, S, 7, 4)					\
	FI(X, fidbra, L, 0, 0) FI(X, fidbra, L, 1, 0) FI(X, fidbra, L, 4, 4) FI(X, fidbra, L, 5, 0)	\
	FI(X, fidbra, L, 6, 4) FI(X, fidbra, L, 7, 0)					\
	FI(X, fixbra, E, 0, 0) FI(X, fixbra, E, 1, 4) FI(X, fixbra, E, 4, 0) FI(X, fixbra, E, 5, 0)	\
	FI(X, fixbra, E, 6, 0) FI(X, fixbra, E, 7, 0)

#define TO(X, id, f, bits, sgn, m3, m4)							\
	X(id##_##m3##_##m4, #id " 2," #m3 ",4," #m4, f, f, bits == 32 ? K_TO_INT_32 : K_TO_INT,	\
	  o->gr = fp_to_int(f, o->b, bits, sgn, RM(m3), FLAGS, &o->cc), XXC(m4))
#define TO_ALL(X, id, f, bits, sgn)							\
	TO(X, id, f, bits, sgn, 0, 0) TO(X, id, f, bits, sgn, 1, 0) TO(X, id, f, bits, sgn, 4, 4)	\
	TO(X, id, f, bits, sgn, 5, 0) TO(X, id, f, bits, sgn, 6, 0) TO(X, id, f, bits, sgn, 7, 0)
#define TO_INTEGER(X)									\
	TO_ALL(X, cfebra, S, 32, true) TO_ALL(X, cfdbra, L, 32, true) TO_ALL(X, cfxbra, E, 32, true)	\
	TO_ALL(X, cgebra, S, 64, true) TO_ALL(X, cgdbra, L, 64, true) TO_ALL(X, cgxbra, E, 64, true)	\
	TO_ALL(X, clfebr, S, 32, false) TO_ALL(X, clfdbr, L, 32, false) TO_ALL(X, clfxbr, E, 32, false)	\
	TO_ALL(X, clgebr, S, 64, false) TO_ALL(X, clgdbr, L, 64, false) TO_ALL(X, clgxbr, E, 64, false)

#define FROM(X, id, f, v, sgn, m3, m4)							\
	X(id##_##m3##_##m4, #id " 0," #m3 ",2," #m4, f, f, K_FROM_INT,			\
	  o->r = fp_from_int(f, v, sgn, RM(m3), FLAGS), XXC(m4))
#define FROM_ALL(X, id, f, v, sgn)							\
	FROM(X, id, f, v, sgn, 0, 0) FROM(X, id, f, v, sgn, 1, 0) FROM(X, id, f, v, sgn, 5, 4)	\
	FROM(X, id, f, v, sgn, 7, 0)
#define FROM_INTEGER(X)									\
	FROM_ALL(X, cefbra, S, (s32)o->gr, true) FROM_ALL(X, cdfbra, L, (s32)o->gr, true)	\
	FROM_ALL(X, cxfbra, E, (s32)o->gr, true) FROM_ALL(X, cegbra, S, o->gr, true)	\
	FROM_ALL(X, cdgbra, L, o->gr, true) FROM_ALL(X, cxgbra, E, o->gr, true)		\
	FROM_ALL(X, celfbr, S, (u32)o->gr, false) FROM_ALL(X, cdlfbr, L, (u32)o->gr, false)	\
	FROM_ALL(X, cxlfbr, E, (u32)o->gr, false) FROM_ALL(X, celgbr, S, o->gr, false)	\
	FROM_ALL(X, cdlgbr, L, o->gr, false) FROM_ALL(X, cxlgbr, E, o->gr, false)

#define COMPARE(X)									\
	X(cebr, "cebr 0,4", S, S, K_COMPARE, o->cc = fp_compare(S, o->a, o->b, false, FLAGS))	\
	X(ceb, "ceb 0,0(5)", S, S, K_COMPARE, o->cc = fp_compare(S, o->a, o->b, false, FLAGS))	\
	X(cdbr, "cdbr 0,4", L, L, K_COMPARE, o->cc = fp_compare(L, o->a, o->b, false, FLAGS))	\
	X(cdb, "cdb 0,0(5)", L, L, K_COMPARE, o->cc = fp_compare(L, o->a, o->b, false, FLAGS))	\
	X(cxbr, "cxbr 0,4", E, E, K_COMPARE, o->cc = fp_compare(E, o->a, o->b, false, FLAGS))	\
	X(kebr, "kebr 0,4", S, S, K_COMPARE, o->cc = fp_compare(S, o->a, o->b, true, FLAGS))	\
	X(keb, "keb 0,0(5)", S, S, K_COMPARE, o->cc = fp_compare(S, o->a, o->b, true, FLAGS))	\
	X(kdbr, "kdbr 0,4", L, L, K_COMPARE, o->cc = fp_compare(L, o->a, o->b, true, FLAGS))	\
	X(kdb, "kdb 0,0(5)", L, L, K_COMPARE, o->cc = fp_compare(L, o->a, o->b, true, FLAGS))	\
	X(kxbr, "kxbr 0,4", E, E, K_COMPARE, o->cc = fp_compare(E, o->a, o->b, true, FLAGS))

/* The classes one by one: A's class is in the mask or not */
#define CLASS(X, id, f, mask)								\
	X(id##_##mask, #id " 0," #mask, f, f, K_COMPARE, o->cc = (fp_class(f, o->a) & mask) != 0)
#define CLASSES(X, id, f)								\
	CLASS(X, id, f, 0x800) CLASS(X, id, f, 0x400) CLASS(X, id, f, 0x200) CLASS(X, id, f, 0x100)	\
	CLASS(X, id, f, 0x080) CLASS(X, id, f, 0x040) CLASS(X, id, f, 0x020) CLASS(X, id, f, 0x010)	\
	CLASS(X, id, f, 0x008) CLASS(X, id, f, 0x004) CLASS(X, id, f, 0x002) CLASS(X, id, f, 0x001)	\
	CLASS(X, id, f, 0xfff) CLASS(X, id, f, 0xa5a) CLASS(X, id, f, 0)
#define TEST_CLASS(X)	CLASSES(X, tceb, S) CLASSES(X, tcdb, L) CLASSES(X, tcxb, E)

/* Sign operations and plain loads: no exception but for LOAD AND TEST of an SNaN */
static struct fp with_sign(struct fp a, unsigned int sign)
{
	a.hi = (a.hi & ~(1UL << 63)) | (u64)sign << 63;
	return a;
}
#define NEG(a)	with_sign(a, !((a).hi >> 63))
#define HALF(f)	((f) == S ? 0xffffffff00000000UL : ~0UL)

static struct fp load_test(enum fp_format f, struct fp a, u8 *flags)
{
	u8 none = 0;

	if (!fp_is_snan(f, a))
		return a;
	*flags |= FP_INVALID;
	return fp_round_to_int(f, a, FP_EVEN, &none);
}

#define SIGN(X)										\
	X(lcebr, "lcebr 0,4", S, S, 0, o->r = NEG(o->b), SIGN_CC(S))			\
	X(lcdbr, "lcdbr 0,4", L, L, 0, o->r = NEG(o->b), SIGN_CC(L))			\
	X(lcxbr, "lcxbr 0,4", E, E, 0, o->r = NEG(o->b), SIGN_CC(E))			\
	X(lpebr, "lpebr 0,4", S, S, 0, o->r = with_sign(o->b, 0), SIGN_CC(S))		\
	X(lpdbr, "lpdbr 0,4", L, L, 0, o->r = with_sign(o->b, 0), SIGN_CC(L))		\
	X(lpxbr, "lpxbr 0,4", E, E, 0, o->r = with_sign(o->b, 0), SIGN_CC(E))		\
	X(lnebr, "lnebr 0,4", S, S, 0, o->r = with_sign(o->b, 1), SIGN_CC(S))		\
	X(lndbr, "lndbr 0,4", L, L, 0, o->r = with_sign(o->b, 1), SIGN_CC(L))		\
	X(lnxbr, "lnxbr 0,4", E, E, 0, o->r = with_sign(o->b, 1), SIGN_CC(E))		\
	X(lcdfr, "lcdfr 0,4", L, L, 0, o->r = NEG(o->b))				\
	X(lpdfr, "lpdfr 0,4", L, L, 0, o->r = with_sign(o->b, 0))			\
	X(lndfr, "lndfr 0,4", L, L, 0, o->r = with_sign(o->b, 1))			\
	X(cpsdr, "cpsdr 0,1,4", L, L, K_THREE, o->r = with_sign(o->b, o->c.hi >> 63))	\
	X(ler, "ler 0,4", S, S, 0, o->r = o->b)						\
	X(ldr, "ldr 0,4", L, L, 0, o->r = o->b)						\
	X(lxr, "lxr 0,4", E, E, 0, o->r = o->b)						\
	X(le, "le 0,0(5)", S, S, 0, o->r = o->b)					\
	X(ley, "ley 0,0(5)", S, S, 0, o->r = o->b)					\
	X(ld, "ld 0,0(5)", L, L, 0, o->r = o->b)					\
	X(ldy, "ldy 0,0(5)", L, L, 0, o->r = o->b)					\
	X(ste, "ste 4,0(5); le 0,0(5)", S, S, 0, o->r = o->b)				\
	X(stey, "stey 4,0(5); le 0,0(5)", S, S, 0, o->r = o->b)				\
	X(std, "std 4,0(5); ld 0,0(5)", L, L, 0, o->r = o->b)				\
	X(stdy, "stdy 4,0(5); ld 0,0(5)", L, L, 0, o->r = o->b)				\
	X(lzer, "lzer 0", S, S, 0, o->r = (struct fp){ })				\
	X(lzdr, "lzdr 0", L, L, 0, o->r = (struct fp){ })				\
	X(lzxr, "lzxr 0", E, E, 0, o->r = (struct fp){ })				\
	X(ldgr, "lgdr 2,4; ldgr 0,2", L, L, 0, o->r = o->b, o->gr = o->b.hi)

#define LT(X, id, f, kind, suffix)							\
	X(id##_##suffix, #id " 0,4", f, f, kind, o->r = load_test(f, o->b, FLAGS), SIGN_CC(f))
#define LOAD_TEST(X)									\
	LT(X, ltebr, S, K_NO_SNAN, n) LT(X, ltdbr, L, K_NO_SNAN, n) LT(X, ltxbr, E, K_NO_SNAN, n)
#define LOAD_SNAN(X)									\
	LT(X, ltebr, S, K_SNAN, s) LT(X, ltdbr, L, K_SNAN, s) LT(X, ltxbr, E, K_SNAN, s)

FP_TABLE(arith, ARITH)
FP_TABLE(fused, FUSED)
FP_TABLE(convert, CONVERT)
FP_TABLE(integer, INTEGER)
FP_TABLE(to_integer, TO_INTEGER)
FP_TABLE(from_integer, FROM_INTEGER)
FP_TABLE(compare, COMPARE)
FP_TABLE(test_class, TEST_CLASS)
FP_TABLE(sign, SIGN)
FP_TABLE(load_test_rows, LOAD_TEST)
FP_TABLE(load_snan_rows, LOAD_SNAN)

static const u8 modes[] = { 0, 1, 2, 3, 7 };

/* Integers to convert */
static const u64 integers[] = {
	0, 1, 2, 3, 0xffffff, 0x1000000, 0x1000001, 0x1000002, 0x1000003, 0x7fffff80, 0x7fffffc0, 0x7fffffff, 0x80000000,
	0x80000001, 0xffffff7f, 0xffffffff, 0x1fffffffffffff, 0x20000000000000, 0x20000000000001, 0x20000000000003,
	0x7ffffffffffffe00, 0x7fffffffffffffff, 0x8000000000000000, 0x8000000000000001, 0x8000000000000400,
	0xfffffffffffffbff, 0xfffffffffffffc00, 0xffffffffffffffff, 0x123456789abcdef0, 0xfedcba9876543210,
};

static bool fp_case(const struct fp_insn *insn, struct fp a, struct fp b, struct fp c, u64 gr, unsigned int mode)
{
	struct fp_op o = { .a = a, .b = b, .c = c, .gr = gr, .rm = fp_round_of_mode(mode), .cc = -1 };
	struct fp_state s = {
		.f = { a.hi, c.hi, a.lo, c.lo, b.hi, 0x5555555555555555UL, b.lo, 0x7777777777777777UL },
		.gr2 = gr, .cc = 3, .fpc = mode, .mem = { b.hi, b.lo },
	}, before;
	u64 want0, want2, mask = HALF(insn->out);
	u32 fpc;

	/* in a register of a format that is not extended the other half of the pair is another register */
	if (insn->in != E) {
		s.f[2] = 0x2222222222222222UL;
		s.f[3] = 0x3333333333333333UL;
		s.f[6] = 0x6666666666666666UL;
	}
	before = s;
	insn->model(&o);
	fp_run(&s, insn->code);
	/* whether an integer that does not fit is inexact, too, is left open here */
	if ((insn->kind == K_TO_INT || insn->kind == K_TO_INT_32) && o.flags & FP_INVALID)
		o.flags |= s.fpc >> 16 & FP_INEXACT;
	fpc = mode | (u32)o.flags << 16;
	want0 = before.f[0];
	want2 = before.f[2];
	switch (insn->kind) {
	case K_ARITH:
	case K_NO_SNAN:
	case K_SNAN:
	case K_FROM_INT:
	case K_THREE:
		/* a short result leaves the right half of its register alone */
		want0 = (o.r.hi & mask) | (before.f[0] & ~mask);
		if (insn->out == E)
			want2 = o.r.lo;
		break;
	case K_TO_INT_32:
		o.gr = (before.gr2 & 0xffffffff00000000UL) | (u32)o.gr;
		/* fall through */
	case K_TO_INT:
		if (s.gr2 != o.gr) {
			report_fail("mode %u: %#lx %#lx: expected %#lx in GR2, got %#lx", mode, b.hi, b.lo, o.gr, s.gr2);
			return false;
		}
		break;
	}
	if (s.f[0] != want0 || s.f[2] != want2)
		report_fail("mode %u: %#lx %#lx, %#lx %#lx, %#lx: expected %#lx %#lx in FPR0 and FPR2, got %#lx %#lx", mode,
			    a.hi, a.lo, b.hi, b.lo, c.hi, want0, want2, s.f[0], s.f[2]);
	else if (s.fpc != fpc)
		report_fail("mode %u: %#lx %#lx, %#lx %#lx, %#lx: expected %#x in the FPC, got %#x", mode,
			    a.hi, a.lo, b.hi, b.lo, c.hi, fpc, s.fpc);
	else if (s.cc != (o.cc < 0 ? 3 : (u64)o.cc))
		report_fail("mode %u: %#lx %#lx, %#lx %#lx, %#lx: expected condition code %d, got %d", mode,
			    a.hi, a.lo, b.hi, b.lo, c.hi, o.cc < 0 ? 3 : o.cc, (int)s.cc);
	else if (s.f[1] != before.f[1] || s.f[3] != before.f[3] || s.f[5] != before.f[5] || s.f[7] != before.f[7] ||
		 s.f[4] != before.f[4] || s.f[6] != before.f[6])
		report_fail("mode %u: %#lx %#lx, %#lx %#lx: another register changed", mode, a.hi, a.lo, b.hi, b.lo);
	else
		return true;
	return false;
}

static bool many_nans(enum fp_format f, struct fp a, struct fp b, struct fp c)
{
	return fp_is_nan(f, a) + fp_is_nan(f, b) + fp_is_nan(f, c) > 1;
}

static void check_insn(void)
{
	const struct fp_insn *insn = subtest_row();
	unsigned int kind = insn->kind, cases = 0;
	/* pairs are sampled; the steps have no common divisor with the number of values */
	unsigned int n = kind == K_FROM_INT ? ARRAY_SIZE(integers) : kind == K_THREE ? 1200 :
			 kind == K_TO_INT || kind == K_TO_INT_32 ? FP_VALUES : 800;

	for (unsigned int i = 0; i < n; i++)
		for (unsigned int m = 0; m < ARRAY_SIZE(modes); m++) {
			struct fp a = fp_value(insn->in, i * 5 + m), b = fp_value(insn->in, i * 11 + i / FP_VALUES * 3 + m * 7);
			struct fp c = fp_value(insn->in, i * 17 + i / FP_VALUES);
			u64 gr = kind == K_FROM_INT ? integers[i] : 0x1122334455667788UL;

			/* one mode for each pair, all for the integers */
			if (kind != K_FROM_INT && kind != K_TO_INT && kind != K_TO_INT_32 && m != i % ARRAY_SIZE(modes))
				continue;
			if (kind == K_TO_INT || kind == K_TO_INT_32)
				b = fp_value(insn->in, i);
			if ((kind == K_NO_SNAN && fp_is_snan(insn->in, b)) || (kind == K_SNAN && !fp_is_snan(insn->in, b)))
				continue;
			/* which of several NaNs, and a NaN added to an invalid product, are left out */
			if (kind == K_THREE && insn->name[0] == 'm' &&
			    (many_nans(insn->in, a, b, c) || fp_is_nan(insn->in, a)))
				continue;
			if (!fp_case(insn, a, b, c, gr, modes[m]))
				return;
			cases++;
		}
	report_pass("%u operands", cases);
}

static const struct subtest subtests[] = {
	{ "arithmetic", check_insn, SUBTEST_ROWS(arith) },
	{ "fused", check_insn, SUBTEST_ROWS(fused) },
	{ "convert", check_insn, SUBTEST_ROWS(convert) },
	{ "integer", check_insn, SUBTEST_ROWS(integer) },
	{ "to-integer", check_insn, SUBTEST_ROWS(to_integer) },
	{ "from-integer", check_insn, SUBTEST_ROWS(from_integer) },
	{ "compare", check_insn, SUBTEST_ROWS(compare) },
	{ "class", check_insn, SUBTEST_ROWS(test_class) },
	{ "sign", check_insn, SUBTEST_ROWS(sign) },
	{ "load-test", check_insn, SUBTEST_ROWS(load_test_rows) },
	{ "load-test-snan", check_insn, SUBTEST_ROWS(load_snan_rows) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
