// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fp: scalar floating point (Power ISA Book I, chapter 4): value, FPSCR and CR1
 * of every arithmetic, multiply-add, conversion and rounding instruction over
 * operands of all classes in the four rounding modes, with exceptions enabled
 * and with sticky bits set before, against integer arithmetic (softfp.c);
 * comparisons, moves, select, estimates, and the moves to and from FPSCR.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "softfp.h"

static const u64 values[] = {
	0, 1UL << 63,
	0x3ff0000000000000, 0xbff0000000000000, 0x3ff0000000000001, 0x3ff0000010000000,
	0x3ff8000000000000, 0x4000000000000000, 0xc008000000000000, 0x400921fb54442d18,
	0x3fe0000000000000, 0x3fb999999999999a, 0xbfd5555555555555,
	0x0000000000000001, 0x800fffffffffffff, 0x0010000000000000, 0x000400000000beef,
	0x7fefffffffffffff, 0xffe0000000000000, 0x5fefffffffffffff, 0x1ff0000000000003,
	0x47efffffe0000000, 0x36a0000000000000, 0xb810000000000001, 0x3810000020000000,
	0x43e0000000000000, 0xc3e0000000000000, 0x41dfffffffe00000, 0xc1e0000000200000,
	0x433fffffffffffff, 0x41efffffffffffff,
	0x7ff0000000000000, 0xfff0000000000000,
	0x7ff8000000001234, 0xfffc000020005678, 0x7ff000000000beef, 0xfff4000040000001,
};

#define NV	ARRAY_SIZE(values)

enum op { ADD, SUB, MUL, DIV, SQRT, RSP, MADD, MSUB, NMADD, NMSUB,
	  CTID, CTIDZ, CTIDU, CTIDUZ, CTIW, CTIWZ, CTIWU, CTIWUZ,
	  CFID, CFIDU, CFIDS, CFIDUS, RIN, RIZ, RIP, RIM };

struct insn {
	const char *name;
	enum op op;
	u32 word;		/* target f4, operands f1, f2 (FRB), f3 (FRC) */
	u8 operands;
	bool single;
};

#define A_FORM(op, xo, a, b, c)	((u32)(op) << 26 | 4 << 21 | (a) << 16 | (b) << 11 | (c) << 6 | (xo) << 1)
#define XB(op, xo)		((u32)(op) << 26 | 4 << 21 | 2 << 11 | (xo) << 1)

static const struct insn insns[] = {
	{ "fadd", ADD, A_FORM(63, 21, 1, 2, 0), 2 },
	{ "fadds", ADD, A_FORM(59, 21, 1, 2, 0), 2, true },
	{ "fsub", SUB, A_FORM(63, 20, 1, 2, 0), 2 },
	{ "fsubs", SUB, A_FORM(59, 20, 1, 2, 0), 2, true },
	{ "fmul", MUL, A_FORM(63, 25, 1, 0, 2), 2 },
	{ "fmuls", MUL, A_FORM(59, 25, 1, 0, 2), 2, true },
	{ "fdiv", DIV, A_FORM(63, 18, 1, 2, 0), 2 },
	{ "fdivs", DIV, A_FORM(59, 18, 1, 2, 0), 2, true },
	{ "fsqrt", SQRT, A_FORM(63, 22, 0, 2, 0), 1 },
	{ "fsqrts", SQRT, A_FORM(59, 22, 0, 2, 0), 1, true },
	{ "frsp", RSP, XB(63, 12), 1, true },
	{ "fmadd", MADD, A_FORM(63, 29, 1, 2, 3), 3 },
	{ "fmadds", MADD, A_FORM(59, 29, 1, 2, 3), 3, true },
	{ "fmsub", MSUB, A_FORM(63, 28, 1, 2, 3), 3 },
	{ "fmsubs", MSUB, A_FORM(59, 28, 1, 2, 3), 3, true },
	{ "fnmadd", NMADD, A_FORM(63, 31, 1, 2, 3), 3 },
	{ "fnmadds", NMADD, A_FORM(59, 31, 1, 2, 3), 3, true },
	{ "fnmsub", NMSUB, A_FORM(63, 30, 1, 2, 3), 3 },
	{ "fnmsubs", NMSUB, A_FORM(59, 30, 1, 2, 3), 3, true },
	{ "fctid", CTID, XB(63, 814), 1 },
	{ "fctidz", CTIDZ, XB(63, 815), 1 },
	{ "fctidu", CTIDU, XB(63, 942), 1 },
	{ "fctiduz", CTIDUZ, XB(63, 943), 1 },
	{ "fctiw", CTIW, XB(63, 14), 1 },
	{ "fctiwz", CTIWZ, XB(63, 15), 1 },
	{ "fctiwu", CTIWU, XB(63, 142), 1 },
	{ "fctiwuz", CTIWUZ, XB(63, 143), 1 },
	{ "fcfid", CFID, XB(63, 846), 1 },
	{ "fcfidu", CFIDU, XB(63, 974), 1 },
	{ "fcfids", CFIDS, XB(59, 846), 1, true },
	{ "fcfidus", CFIDUS, XB(59, 974), 1, true },
	{ "frin", RIN, XB(63, 392), 1 },
	{ "friz", RIZ, XB(63, 424), 1 },
	{ "frip", RIP, XB(63, 456), 1 },
	{ "frim", RIM, XB(63, 488), 1 },
};

static bool to_integer(enum op op)
{
	return op >= CTID && op <= CTIWUZ;
}

static u64 model(struct fp_env *env, enum op op, u64 a, u64 b, u64 c)
{
	switch (op) {
	case ADD: return fp_add(env, a, b);
	case SUB: return fp_sub(env, a, b);
	case MUL: return fp_mul(env, a, b);
	case DIV: return fp_div(env, a, b);
	case SQRT: return fp_sqrt(env, b);
	case RSP: return fp_convert(env, b);
	case MADD: return fp_fma(env, a, c, b, false, false);
	case MSUB: return fp_fma(env, a, c, b, true, false);
	case NMADD: return fp_fma(env, a, c, b, false, true);
	case NMSUB: return fp_fma(env, a, c, b, true, true);
	case CTIDZ: env->rn = FP_ZERO; /* fall through */
	case CTID: return fp_to_int(env, b, 64, true);
	case CTIDUZ: env->rn = FP_ZERO; /* fall through */
	case CTIDU: return fp_to_int(env, b, 64, false);
	case CTIWZ: env->rn = FP_ZERO; /* fall through */
	case CTIW: return fp_to_int(env, b, 32, true);
	case CTIWUZ: env->rn = FP_ZERO; /* fall through */
	case CTIWU: return fp_to_int(env, b, 32, false);
	case CFID:
	case CFIDS: return fp_from_int(env, b, true);
	case CFIDU:
	case CFIDUS: return fp_from_int(env, b, false);
	case RIN: env->rn = FP_AWAY; return fp_round_int(env, b, false);
	case RIZ: env->rn = FP_ZERO; return fp_round_int(env, b, false);
	case RIP: env->rn = FP_UP; return fp_round_int(env, b, false);
	case RIM: env->rn = FP_DOWN; return fp_round_int(env, b, false);
	}
	return 0;
}

static u64 summary(u64 fpscr)
{
	u64 enabled = 0;

	fpscr &= ~(FPSCR_FEX | FPSCR_VX);
	if (fpscr & FPSCR_VX_ALL)
		fpscr |= FPSCR_VX;
	if ((fpscr & FPSCR_VX) && (fpscr & FPSCR_VE))
		enabled = 1;
	/* OX UX ZX XX are 28 to 25, their enables 6 to 3. */
	if (fpscr >> 25 & fpscr >> 3 & 0xf)
		enabled = 1;
	return fpscr | (enabled ? FPSCR_FEX : 0);
}

/* The kinds of mistakes are counted apart, so that one does not hide another. */
static struct {
	unsigned int value, directed, flags, both, fx, fi, fr, fprf, cr1, kept, vector, srr1;
} wrong, hidden;		/* hidden: no need to show the first one */

static bool trapping;		/* MSR[FE0] and [FE1] are on */

#define NOTE(kind, fmt, args...) do {		\
	if (!wrong.kind++ && !hidden.kind)	\
		report_info("first wrong " #kind ": " fmt, ##args);	\
} while (0)

#define CASE		"%#lx, %#lx, %#lx with FPSCR %#lx: "
#define CASE_ARGS	a, b, c, fpscr

static void one(const struct insn *in, u64 a, u64 b, u64 c, u64 fpscr)
{
	static const u64 target = 0xdeadbeef12345678;
	struct vec_regs regs = { .fpscr = fpscr, .f = { { { a, 1 } }, { { b, 2 } }, { { c, 3 } }, { { target, 4 } } } };
	struct fp_env env = {
		.rn = fpscr & 3, .out = in->single ? FP_SINGLE : FP_DOUBLE, .scalar_single = in->single,
		.oe = fpscr & FPSCR_OE, .ue = fpscr & FPSCR_UE,
	};
	u64 want = model(&env, in->op, a, b, c), mask = -1UL, exceptions, after, diff;
	unsigned long vector;
	bool kept;

	exceptions = env.flags & FPSCR_STICKY;
	kept = ((exceptions & FPSCR_VX_ALL) && (fpscr & FPSCR_VE)) ||
	       ((exceptions & FPSCR_ZX) && (fpscr & FPSCR_ZE));
	if (exceptions & (FPSCR_VX_ALL | FPSCR_ZX))
		env.flags &= ~(FPSCR_FR | FPSCR_FI);
	after = summary(fpscr | exceptions | (exceptions & ~fpscr ? FPSCR_FX : 0));
	if (kept)
		want = target;
	else if (in->op >= CTIW && in->op <= CTIWUZ)
		mask = 0xffffffff;

	if (env.undefined)
		return;
	vector = exec_vec(&regs, in->word | 1);
	if (vector != (trapping && (after & FPSCR_FEX) ? 0x700 : 0))
		NOTE(vector, CASE "%#lx", CASE_ARGS, vector);
	if (vector && ((last_trap()->msr & 0x783e0000) != SRR1_FPEXC || last_trap()->nip != exec_insn_addr()))
		NOTE(srr1, CASE "SRR1 %#lx", CASE_ARGS, last_trap()->msr);

	diff = (regs.f[3].d[0] ^ want) & mask;
	if (diff && kept)
		NOTE(kept, CASE "%#lx", CASE_ARGS, regs.f[3].d[0]);
	else if (diff && (fpscr & 2))
		NOTE(directed, CASE "%#lx, not %#lx", CASE_ARGS, regs.f[3].d[0], want);
	else if (diff && !(vector && kept))
		NOTE(value, CASE "%#lx, not %#lx", CASE_ARGS, regs.f[3].d[0], want);

	diff = (regs.fpscr ^ after) & ~(FPSCR_FR | FPSCR_FI | FPSCR_FPRF);
	if (diff == FPSCR_FX && (fpscr & FPSCR_STICKY))
		NOTE(fx, CASE "FX set, but no exception bit was set by this", CASE_ARGS);
	else if (diff && env.both)
		NOTE(both, CASE "%#lx, not %#lx", CASE_ARGS, regs.fpscr, after);
	else if (diff && (fpscr & 2))
		NOTE(directed, CASE "FPSCR %#lx, not %#lx", CASE_ARGS, regs.fpscr, after);
	else if (diff)
		NOTE(flags, CASE "%#lx, not %#lx", CASE_ARGS, regs.fpscr, after);
	if ((regs.fpscr ^ env.flags) & FPSCR_FI)
		NOTE(fi, CASE "%#lx", CASE_ARGS, regs.fpscr);
	/* FR is undefined after an overflow. */
	if ((regs.fpscr ^ env.flags) & FPSCR_FR && !(exceptions & FPSCR_OX))
		NOTE(fr, CASE "%#lx", CASE_ARGS, regs.fpscr);
	if (kept) {
		if ((regs.fpscr ^ fpscr) & FPSCR_FPRF)
			NOTE(kept, CASE "FPSCR %#lx", CASE_ARGS, regs.fpscr);
	} else if (!to_integer(in->op)) {
		unsigned int fprf = regs.fpscr >> FPSCR_FPRF_SHIFT & 0x1f;

		/* Of a single the class may be that of either format. */
		if (fprf != fp_class(regs.f[3].d[0], FP_DOUBLE) &&
		    (!in->single || fprf != fp_class(regs.f[3].d[0], FP_SINGLE)))
			NOTE(fprf, CASE "%#x of %#lx", CASE_ARGS, fprf, regs.f[3].d[0]);
	}
	if (!vector && regs.g.cr != (regs.fpscr >> 28 & 0xf) << 24)
		NOTE(cr1, "CR %#lx with FPSCR %#lx", regs.g.cr, regs.fpscr);
}

static void operands(const struct insn *in, u64 fpscr)
{
	switch (in->operands) {
	case 1:
		for (unsigned int i = 0; i < NV; i++)
			one(in, 0, values[i], 0, fpscr);
		for (unsigned int i = 0; i < 64; i++) {
			/* integers for fcfid, magnitudes around the limits for others */
			one(in, 0, 0x5fffffffffffffff >> i, 0, fpscr);
			one(in, 0, -(0x4000004000000001UL >> i), 0, fpscr);
			one(in, 0, (0x3fcUL + i) << 52 | 0x8001234567890UL | (u64)(i & 1) << 63, 0, fpscr);
		}
		break;
	case 2:
		for (unsigned int i = 0; i < NV; i++)
			for (unsigned int j = 0; j < NV; j++)
				one(in, values[i], values[j], 0, fpscr);
		break;
	case 3:
		for (unsigned int i = 0; i < NV; i++)
			for (unsigned int j = i & 1; j < NV; j += 2)
				for (unsigned int k = (i + j) % 3; k < NV; k += 3)
					one(in, values[i], values[j], values[k], fpscr);
		/* The product's lower half decides. */
		one(in, 0x3ff0000000000001, 0xbff0000000000002, 0x3ff0000000000001, fpscr);
		one(in, 0x3ff0000000000001, 0x3970000000000000, 0x3ff0000000000001, fpscr);
		one(in, 0x3ff0000004000000, 0xbff0000008000000, 0x3ff0000004000000, fpscr);
		break;
	}
}

static void arithmetic(void)
{
	const struct insn *in = subtest_row();

	memset(&wrong, 0, sizeof(wrong));
	memset(&hidden, 0, sizeof(hidden));
	hidden.fr = hidden.fx = hidden.kept = 1;
	trapping = false;
	vec_on();
	for (u64 rn = 0; rn < 4; rn++)
		operands(in, rn);
	operands(in, summary(FPSCR_STICKY));
	operands(in, FPSCR_XE | FPSCR_OE | FPSCR_UE);
	check_eq(wrong.vector, 0, "%s: interrupts", in->name);
	check_eq(wrong.value, 0, "%s, rounding to nearest and to zero: wrong values", in->name);
	check_eq(wrong.directed, 0, "%s, rounding up and down: wrong values and exceptions", in->name);
	check_eq(wrong.flags, 0, "%s: wrong exception and summary bits in FPSCR", in->name);
	check_eq(wrong.both, 0, "%s: wrong FPSCR with a signaling NaN and infinity times zero", in->name);
	check_eq(wrong.fi, 0, "%s: wrong FPSCR[FI]", in->name);
	check_eq(wrong.fprf, 0, "%s: wrong FPSCR[FPRF]", in->name);
	check_eq(wrong.cr1, 0, "%s.: CR that is not FPSCR[FX FEX VX OX] in CR1", in->name);

	/* Enabled exceptions leave target and FPRF as they were. */
	memset(&wrong, 0, sizeof(wrong));
	operands(in, FPSCR_VE | FPSCR_ZE | 0x1f000);
	check_eq(wrong.flags, 0, "%s, VE and ZE, no trap: wrong exception and summary bits in FPSCR", in->name);

	memset(&wrong, 0, sizeof(wrong));
	hidden.kept = 0;
	hidden.both = hidden.fprf = 1;
	trapping = true;
	mtmsr(mfmsr() | MSR_FE0 | MSR_FE1);
	operands(in, FPSCR_VE | FPSCR_ZE | 0x1f000);
	mtmsr(mfmsr() & ~(MSR_FE0 | MSR_FE1));
	check_eq(wrong.vector, 0, "%s, VE and ZE, precise traps: wrong vectors", in->name);
	check_eq(wrong.srr1, 0, "%s, VE and ZE, precise traps: wrong SRR0 or SRR1", in->name);
	check_eq(wrong.value, 0, "%s, VE and ZE, precise traps: wrong values without a trap", in->name);
	check_eq(wrong.kept, 0, "%s, VE and ZE, precise traps: targets and FPRF that changed", in->name);
	check_eq(wrong.flags, 0, "%s, VE and ZE, precise traps: wrong exception and summary bits in FPSCR", in->name);
	vec_off();
}

/* Over all instructions, what emulators get wrong in all of them or in none. */
static void all_instructions(u64 fpscr, unsigned int *show)
{
	memset(&wrong, 0, sizeof(wrong));
	memset(&hidden, 1, sizeof(hidden));
	*show = 0;
	trapping = false;
	vec_on();
	for (unsigned int i = 0; i < ARRAY_SIZE(insns); i++)
		operands(&insns[i], fpscr);
	vec_off();
}

static void fraction_rounded(void)
{
	all_instructions(0, &hidden.fr);
	check_eq(wrong.fr, 0, "all instructions and operands: wrong FPSCR[FR]");
}

static void no_new_exception(void)
{
	all_instructions(summary(FPSCR_STICKY), &hidden.fx);
	check_eq(wrong.fx, 0, "all instructions with all exception bits set before: FPSCR[FX] set");
}

static void enabled_without_trap(void)
{
	all_instructions(FPSCR_VE | FPSCR_ZE | 0x1f000, &hidden.kept);
	check_eq(wrong.kept, 0, "all instructions, VE and ZE, MSR[FE0 FE1] = 0: targets and FPRF that changed");
}

/* fcmpu, fcmpo: CR field, FPCC, VXSNAN and VXVC. */
static void compare(void)
{
	for (int ordered = 0; ordered < 2; ordered++) {
		unsigned int bad = 0, bad_fpscr[2] = { 0 };

		vec_on();
		for (unsigned int i = 0; i < NV * NV * 2; i++) {
			u64 a = values[i % NV], b = values[i / NV % NV], ve = i >= NV * NV ? FPSCR_VE : 0, flags = 0;
			unsigned int bf = i & 7, cc = fp_compare(a, b);
			struct vec_regs regs = { .fpscr = ve | 0x1f000, .f = { { { a } }, { { b } } }, .g.cr = 0x99999999 };
			u64 want = 0x1f000 & ~0xf000UL;

			exec_vec(&regs, 63U << 26 | bf << 23 | 1 << 16 | 2 << 11 | ordered << 6);
			if (fp_is_snan(a) || fp_is_snan(b))
				flags = FPSCR_VXSNAN | (ordered && !ve ? FPSCR_VXVC : 0);
			else if (cc == 1 && ordered)
				flags = FPSCR_VXVC;
			want = summary(want | ve | (u64)cc << 12 | flags | (flags ? FPSCR_FX : 0));
			if (regs.fpscr != want && !bad_fpscr[!!ve]++)
				report_info("first wrong: FPSCR %#lx, not %#lx of %#lx, %#lx", regs.fpscr, want, a, b);
			want = (0x99999999 & ~(0xfUL << (28 - 4 * bf))) | (u64)cc << (28 - 4 * bf);
			bad += regs.g.cr != want;
		}
		vec_off();
		check_eq(bad, 0, "%s, all operands: wrong CR fields", ordered ? "fcmpo" : "fcmpu");
		check_eq(bad_fpscr[0], 0, "%s, all operands: wrong FPSCR", ordered ? "fcmpo" : "fcmpu");
		check_eq(bad_fpscr[1], 0, "%s with FPSCR[VE], all operands: wrong FPSCR", ordered ? "fcmpo" : "fcmpu");
	}
}

/* Bits move; nothing is an exception. */
static void moves(void)
{
	static const struct {
		const char *name;
		u32 word;
	} ops[] = {
		{ "fmr", XB(63, 72) }, { "fneg", XB(63, 40) }, { "fabs", XB(63, 264) }, { "fnabs", XB(63, 136) },
		{ "fcpsgn", XB(63, 8) | 1 << 16 }, { "fmrgew", XB(63, 966) | 1 << 16 },
		{ "fmrgow", XB(63, 838) | 1 << 16 }, { "fsel", A_FORM(63, 23, 1, 2, 3) },
	};

	for (unsigned int o = 0; o < ARRAY_SIZE(ops); o++) {
		unsigned int bad = 0, changed = 0;

		vec_on();
		for (unsigned int i = 0; i < NV * NV; i++) {
			u64 a = values[i % NV], b = values[i / NV], c = 0x1111222233334444, want = 0;
			struct vec_regs regs = { .fpscr = 0x82001003, .f = { { { a } }, { { b } }, { { c } } } };

			switch (o) {
			case 0: want = b; break;
			case 1: want = b ^ 1UL << 63; break;
			case 2: want = b & ~(1UL << 63); break;
			case 3: want = b | 1UL << 63; break;
			case 4: want = (a & 1UL << 63) | (b & ~(1UL << 63)); break;
			case 5: want = (a & ~0xffffffffUL) | b >> 32; break;
			case 6: want = a << 32 | (b & 0xffffffff); break;
			case 7: want = !fp_is_nan(a) && (!(a >> 63) || fp_is_zero(a)) ? c : b; break;
			}
			exec_vec(&regs, ops[o].word | (o != 5 && o != 6));
			bad += regs.f[3].d[0] != want;
			changed += regs.fpscr != 0x82001003 || (o != 5 && o != 6 && regs.g.cr != 0x08000000);
		}
		vec_off();
		check_eq(bad, 0, "%s: wrong values", ops[o].name);
		check_eq(changed, 0, "%s: changes of FPSCR or a wrong CR1", ops[o].name);
	}
}

/* fre and frsqrte: within 1/256 and 1/32 (section 4.6.6.1); special operands exactly. */
static void estimates(void)
{
	static const struct {
		const char *name;
		u32 word;
		bool root;
		int bits;
	} ops[] = {
		{ "fre", A_FORM(63, 24, 0, 2, 0), false, 8 },
		{ "fres", A_FORM(59, 24, 0, 2, 0), false, 8 },
		{ "frsqrte", A_FORM(63, 26, 0, 2, 0), true, 5 },
		{ "frsqrtes", A_FORM(59, 26, 0, 2, 0), true, 5 },
	};
	static const struct {
		u64 in, re, rsqrte, re_flags, rsqrte_flags;
	} special[] = {
		{ 0, 0x7ff0000000000000, 0x7ff0000000000000, FPSCR_ZX, FPSCR_ZX },
		{ 1UL << 63, 0xfff0000000000000, 0xfff0000000000000, FPSCR_ZX, FPSCR_ZX },
		{ 0x7ff0000000000000, 0, 0, 0, 0 },
		{ 0xfff0000000000000, 1UL << 63, FP_DEFAULT_NAN, 0, FPSCR_VXSQRT },
		{ 0x7ff4000000000000, 0x7ffc000000000000, 0x7ffc000000000000, FPSCR_VXSNAN, FPSCR_VXSNAN },
		{ 0xfff8000020000000, 0xfff8000020000000, 0xfff8000020000000, 0, 0 },
	};

	for (unsigned int o = 0; o < ARRAY_SIZE(ops); o++) {
		unsigned int bad = 0, bad_special[2] = { 0 }, bad_flags = 0;

		vec_on();
		for (unsigned int i = 0; i < 200; i++) {
			u64 in = (u64)(0x3ff - 60 + i % 120) << 52 | (0x123456789abcdUL * i & 0xfffffffffffff), e;
			struct vec_regs regs = { .f = { { { 0 } }, { { in } } } };
			struct fp_env env = { 0 };

			exec_vec(&regs, ops[o].word);
			/* estimate * in (or estimate^2 * in) - 1 */
			e = fp_mul(&env, regs.f[3].d[0], in);
			if (ops[o].root)
				e = fp_mul(&env, regs.f[3].d[0], e);
			e = fp_sub(&env, e, 0x3ff0000000000000) & ~(1UL << 63);
			bad += e > ((u64)(0x3ff - ops[o].bits + ops[o].root) << 52 | 0x800000000000);
		}
		for (unsigned int i = 0; i < ARRAY_SIZE(special); i++) {
			struct vec_regs regs = { .f = { { { 0 } }, { { special[i].in } } } };
			u64 want = ops[o].root ? special[i].rsqrte : special[i].re;
			u64 flags = ops[o].root ? special[i].rsqrte_flags : special[i].re_flags;

			exec_vec(&regs, ops[o].word);
			if (regs.f[3].d[0] != want && !bad_special[i >= 2]++)
				report_info("first wrong: %s of %#lx: %#lx, not %#lx", ops[o].name, special[i].in,
					    regs.f[3].d[0], want);
			bad_flags += (regs.fpscr & FPSCR_STICKY) != flags;
		}
		vec_off();
		check_eq(bad, 0, "%s of 200 numbers: outside of the tolerance", ops[o].name);
		check_eq(bad_special[0], 0, "%s of zeros: wrong values", ops[o].name);
		check_eq(bad_special[1], 0, "%s of infinities and NaNs: wrong values", ops[o].name);
		check_eq(bad_flags, 0, "%s of zeros, infinities and NaNs: wrong exceptions", ops[o].name);
	}
}

/* ftdiv and ftsqrt (section 4.6.6.1): FL FG FE in a CR field. */
static void software_tests(void)
{
	unsigned int bad_div = 0, bad_sqrt = 0;

	vec_on();
	for (unsigned int i = 0; i < NV * NV; i++) {
		u64 a = values[i % NV], b = values[i / NV];
		int ea = (int)(a >> 52 & 0x7ff) - 1023, eb = (int)(b >> 52 & 0x7ff) - 1023;
		bool fe, fg;
		struct vec_regs regs = { .f = { { { a } }, { { b } } } }, root = regs;

		fe = fp_is_nan(a) || fp_is_inf(a) || fp_is_nan(b) || fp_is_inf(b) || fp_is_zero(b) ||
		     eb <= -1022 || eb >= 1021 ||
		     (!fp_is_zero(a) && (ea - eb >= 1023 || ea - eb <= -1021 || ea <= -970));
		fg = fp_is_inf(a) || fp_is_zero(b) || fp_is_inf(b) || !(b >> 52 & 0x7ff);
		exec_vec(&regs, 63U << 26 | 3 << 23 | 1 << 16 | 2 << 11 | 128 << 1);
		bad_div += regs.g.cr != (u64)(8 | (fg ? 4 : 0) | (fe ? 2 : 0)) << 16;

		fe = fp_is_nan(b) || fp_is_inf(b) || fp_is_zero(b) || b >> 63 || eb <= -970;
		fg = fp_is_inf(b) || fp_is_zero(b) || !(b >> 52 & 0x7ff);
		exec_vec(&root, 63U << 26 | 3 << 23 | 2 << 11 | 160 << 1);
		bad_sqrt += root.g.cr != (u64)(8 | (fg ? 4 : 0) | (fe ? 2 : 0)) << 16;
	}
	vec_off();
	check_eq(bad_div, 0, "ftdiv, all operands: wrong CR fields");
	check_eq(bad_sqrt, 0, "ftsqrt, all operands: wrong CR fields");
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const struct subtest subtests[] = {
	{ "arithmetic", arithmetic, needs_power8, SUBTEST_ROWS(insns) },
	{ "fraction-rounded", fraction_rounded, needs_power8 },
	{ "no-new-exception", no_new_exception, needs_power8 },
	{ "enabled-without-trap", enabled_without_trap, needs_power8 },
	{ "compare", compare, needs_power8 },
	{ "moves", moves, needs_power8 },
	{ "estimates", estimates, needs_power8 },
	{ "software-tests", software_tests, needs_power8 },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("fp");
	return run_subtests(subtests, argc, argv);
}
