// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * arith: results and condition codes of general instructions.
 *
 * Tables of operands with what the manual says comes out: signed and logical
 * arithmetic, compares, shifts, bit operations, multiplication and division
 * (PoP chapter 7 "General Instructions"). An emulator works the condition code
 * out from the operands, often only when it is asked for, so each line asks.
 */
#include <libcflat.h>
#include <limits.h>
#include "pgm.h"

#define MIN64	0x8000000000000000UL
#define MAX64	0x7fffffffffffffffUL
#define M1	0xffffffffffffffffUL
#define HI	0x1122334400000000UL	/* left half that 32-bit operations must keep */
#define CC_NONE	(-1)			/* the instruction leaves the condition code alone */

struct outcome {
	uint64_t result;
	int cc;
};

typedef struct outcome (*op_fn)(uint64_t a, uint64_t b, unsigned int old_cc);

/* @text works on %[a] (in and out), %[b]; the condition code is @old_cc before */
#define OP(name, text)								\
static struct outcome op_##name(uint64_t a, uint64_t b, unsigned int old_cc)	\
{										\
	uint64_t set = (uint64_t)old_cc << 28, clear = 0;			\
	int cc;									\
										\
	asm volatile(								\
		"	.machine push\n"					\
		"	.machine z15\n"						\
		"	spm	%[set]\n"					\
		"	" text "\n"						\
		"	ipm	%[cc]\n"					\
		"	spm	%[clear]\n"					\
		"	srl	%[cc],28\n"					\
		"	.machine pop\n"						\
		: [a] "+&a" (a), [cc] "=&d" (cc)				\
		: [b] "a" (b), [set] "d" (set), [clear] "d" (clear)		\
		: "cc", "memory", "0", "2", "3", "4");				\
	return (struct outcome){ a, cc & 3 };					\
}

struct arith_case {
	const char *name;
	op_fn op;
	uint64_t a, b;
	uint64_t result;
	int cc;
	unsigned int old_cc;
};

static void run_case(void)
{
	const struct arith_case *c = subtest_row();
	struct outcome o;

	if (c->cc == CC_NONE) {
		for (unsigned int cc = 0; cc < 4; cc++) {
			o = c->op(c->a, c->b, cc);
			check_eq(o.result, c->result, "result");
			check_eq(o.cc, cc, "condition code is left alone");
		}
		return;
	}
	o = c->op(c->a, c->b, c->old_cc);
	check_eq(o.result, c->result, "result");
	check_eq(o.cc, c->cc, "condition code");
}

OP(agr, "agr %[a],%[b]")
OP(ar, "ar %[a],%[b]")
OP(agfr, "agfr %[a],%[b]")
OP(algr, "algr %[a],%[b]")
OP(alr, "alr %[a],%[b]")
OP(alcgr, "alcgr %[a],%[b]")
OP(alcr, "alcr %[a],%[b]")
OP(sgr, "sgr %[a],%[b]")
OP(sr, "sr %[a],%[b]")
OP(slgr, "slgr %[a],%[b]")
OP(slr, "slr %[a],%[b]")
OP(slbgr, "slbgr %[a],%[b]")
OP(slbr, "slbr %[a],%[b]")
OP(aghi_m5, "aghi %[a],-5")
OP(ahi_m5, "ahi %[a],-5")
OP(agrk, "agrk %[a],%[b],%[b]")
OP(algfi, "algfi %[a],0xffffffff")
OP(slgfi, "slgfi %[a],1")
OP(lcgr, "lcgr %[a],%[b]")
OP(lcr, "lcr %[a],%[b]")
OP(lpgr, "lpgr %[a],%[b]")
OP(lpr, "lpr %[a],%[b]")
OP(lngr, "lngr %[a],%[b]")
OP(lnr, "lnr %[a],%[b]")
OP(ltgr, "ltgr %[a],%[b]")
OP(ltr, "ltr %[a],%[b]")
OP(lcgfr, "lcgfr %[a],%[b]")

static const struct arith_case add_sub[] = {
	{ "AGR positive", op_agr, 1, 1, 2, 2 },
	{ "AGR zero", op_agr, M1, 1, 0, 0, 3 },
	{ "AGR negative", op_agr, -2UL, 1, M1, 1 },
	{ "AGR overflow up", op_agr, MAX64, 1, MIN64, 3 },
	{ "AGR overflow down", op_agr, MIN64, M1, MAX64, 3 },
	{ "AGR overflow to zero", op_agr, MIN64, MIN64, 0, 3 },
	{ "AR positive", op_ar, HI | 1, 1, HI | 2, 2 },
	{ "AR zero", op_ar, HI | 0xffffffff, M1 - 0xffffffffUL + 1, HI, 0, 1 },
	{ "AR overflow up", op_ar, HI | 0x7fffffff, 1, HI | 0x80000000, 3 },
	{ "AR overflow down", op_ar, HI | 0x80000000, 0xffffffff, HI | 0x7fffffff, 3 },
	{ "AGFR sign-extends", op_agfr, 1, 0xffffffff, 0, 0, 2 },
	{ "ALGR zero, no carry", op_algr, 0, 0, 0, 0, 3 },
	{ "ALGR not zero, no carry", op_algr, 1, 1, 2, 1 },
	{ "ALGR zero, carry", op_algr, M1, 1, 0, 2 },
	{ "ALGR not zero, carry", op_algr, M1, 2, 1, 3 },
	{ "ALR zero, carry", op_alr, HI | 0xffffffff, 1, HI, 2 },
	{ "ALR not zero, carry", op_alr, HI | 0xffffffff, 0xffffffff, HI | 0xfffffffe, 3 },
	{ "ALCGR carry in (2)", op_alcgr, 1, 1, 3, 1, 2 },
	{ "ALCGR carry in (3)", op_alcgr, M1, 0, 0, 2, 3 },
	{ "ALCGR no carry in (1)", op_alcgr, M1, 0, M1, 1, 1 },
	{ "ALCGR all ones and carry", op_alcgr, M1, M1, M1, 3, 2 },
	{ "ALCR carry in", op_alcr, HI | 0xffffffff, 0, HI, 2, 3 },
	{ "SGR zero", op_sgr, 1, 1, 0, 0, 3 },
	{ "SGR negative", op_sgr, 1, 2, M1, 1 },
	{ "SGR positive", op_sgr, 2, 1, 1, 2 },
	{ "SGR overflow down", op_sgr, MIN64, 1, MAX64, 3 },
	{ "SGR overflow up", op_sgr, 0, MIN64, MIN64, 3 },
	{ "SR overflow", op_sr, HI | 0x80000000, 1, HI | 0x7fffffff, 3 },
	{ "SR negative", op_sr, HI | 1, 2, HI | 0xffffffff, 1 },
	{ "SLGR zero, no borrow", op_slgr, 1, 1, 0, 2 },
	{ "SLGR not zero, borrow", op_slgr, 1, 2, M1, 1 },
	{ "SLGR not zero, no borrow", op_slgr, 2, 1, 1, 3 },
	{ "SLR borrow", op_slr, HI, 1, HI | 0xffffffff, 1 },
	{ "SLBGR borrow in (0)", op_slbgr, 5, 2, 2, 3, 0 },
	{ "SLBGR borrow in (1)", op_slbgr, 2, 2, M1, 1, 1 },
	{ "SLBGR no borrow in (2)", op_slbgr, 2, 2, 0, 2, 2 },
	{ "SLBGR no borrow in (3)", op_slbgr, 5, 2, 3, 3, 3 },
	{ "SLBGR all ones and borrow", op_slbgr, 0, M1, 0, 0, 1 },
	{ "SLBR borrow in", op_slbr, HI | 2, 2, HI | 0xffffffff, 1, 0 },
	{ "AGHI negative immediate", op_aghi_m5, 3, 0, -2UL, 1 },
	{ "AHI negative immediate", op_ahi_m5, HI | 5, 0, HI, 0, 3 },
	{ "AGRK", op_agrk, 99, MAX64, -2UL, 3 },
	{ "ALGFI", op_algfi, 1, 0, 0x100000000UL, 1 },
	{ "ALGFI carry", op_algfi, M1 - 0xfffffffeUL, 0, 0, 2 },
	{ "SLGFI", op_slgfi, 0, 0, M1, 1 },
	{ "LCGR positive", op_lcgr, 7, M1, 1, 2 },
	{ "LCGR negative", op_lcgr, 7, 1, M1, 1 },
	{ "LCGR zero", op_lcgr, 7, 0, 0, 0, 3 },
	{ "LCGR overflow", op_lcgr, 7, MIN64, MIN64, 3 },
	{ "LCR overflow", op_lcr, HI, 0x80000000, HI | 0x80000000, 3 },
	{ "LPGR", op_lpgr, 7, M1, 1, 2 },
	{ "LPGR zero", op_lpgr, 7, 0, 0, 0, 1 },
	{ "LPGR overflow", op_lpgr, 7, MIN64, MIN64, 3 },
	{ "LPR overflow", op_lpr, HI, 0x80000000, HI | 0x80000000, 3 },
	{ "LNGR", op_lngr, 7, 1, M1, 1 },
	{ "LNGR zero", op_lngr, 7, 0, 0, 0, 2 },
	{ "LNGR most negative", op_lngr, 7, MIN64, MIN64, 1 },
	{ "LNR", op_lnr, HI, 5, HI | 0xfffffffb, 1 },
	{ "LTGR zero", op_ltgr, 7, 0, 0, 0, 3 },
	{ "LTGR negative", op_ltgr, 7, MIN64, MIN64, 1 },
	{ "LTGR positive", op_ltgr, 7, MAX64, MAX64, 2 },
	{ "LTR negative", op_ltr, HI, 0x80000000, HI | 0x80000000, 1 },
	{ "LTR zero", op_ltr, HI | 1, M1 << 32, HI, 0, 3 },
	{ "LCGFR most negative word", op_lcgfr, 7, 0x80000000, 0x80000000, 2 },
};

OP(cgr, "cgr %[a],%[b]")
OP(cr, "cr %[a],%[b]")
OP(clgr, "clgr %[a],%[b]")
OP(clr, "clr %[a],%[b]")
OP(cgfr, "cgfr %[a],%[b]")
OP(clgfr, "clgfr %[a],%[b]")
OP(chi_m1, "chi %[a],-1")
OP(cghi_m1, "cghi %[a],-1")
OP(clfi, "clfi %[a],0x80000000")
OP(clgfi, "clgfi %[a],0x80000000")
OP(cfi, "cfi %[a],-2147483648")

static const struct arith_case compare[] = {
	{ "CGR equal", op_cgr, 5, 5, 5, 0, 3 },
	{ "CGR low", op_cgr, M1, 1, M1, 1 },
	{ "CGR high", op_cgr, 1, M1, 1, 2 },
	{ "CGR extremes low", op_cgr, MIN64, MAX64, MIN64, 1 },
	{ "CGR extremes high", op_cgr, MAX64, MIN64, MAX64, 2 },
	{ "CR ignores the left half", op_cr, HI | 5, 5, HI | 5, 0, 2 },
	{ "CR low", op_cr, 0x80000000, 0x7fffffff, 0x80000000, 1 },
	{ "CR high", op_cr, 0, 0xffffffff, 0, 2 },
	{ "CLGR low", op_clgr, 1, M1, 1, 1 },
	{ "CLGR high", op_clgr, M1, 1, M1, 2 },
	{ "CLGR equal", op_clgr, M1, M1, M1, 0, 1 },
	{ "CLR low", op_clr, HI | 1, 0xffffffff, HI | 1, 1 },
	{ "CLR high", op_clr, 0x80000000, 0x7fffffff, 0x80000000, 2 },
	{ "CGFR sign-extends", op_cgfr, M1, 0xffffffff, M1, 0, 1 },
	{ "CLGFR zero-extends", op_clgfr, M1, 0xffffffff, M1, 2 },
	{ "CHI equal", op_chi_m1, 0xffffffff, 0, 0xffffffff, 0, 2 },
	{ "CGHI high", op_cghi_m1, 0xffffffff, 0, 0xffffffff, 2 },
	{ "CLFI equal", op_clfi, HI | 0x80000000, 0, HI | 0x80000000, 0, 1 },
	{ "CLGFI high", op_clgfi, HI, 0, HI, 2 },
	{ "CFI high", op_cfi, 0, 0, 0, 2 },
};

OP(ngr, "ngr %[a],%[b]")
OP(nr, "nr %[a],%[b]")
OP(ogr, "ogr %[a],%[b]")
OP(or, "or %[a],%[b]")
OP(xgr, "xgr %[a],%[b]")
OP(xr, "xr %[a],%[b]")
OP(nihh, "nihh %[a],0x0fff")
OP(nill, "nill %[a],0x00ff")
OP(oihl, "oihl %[a],0x8000")
OP(oilh, "oilh %[a],0")
OP(xilf, "xilf %[a],0xffffffff")
OP(nihf, "nihf %[a],0")
OP(iilf, "iilf %[a],0x12345678")
OP(tmll, "tmll %[a],0x8001")
OP(tmlh, "tmlh %[a],0x8001")
OP(tmhl, "tmhl %[a],0x8001")
OP(tmhh, "tmhh %[a],0x8001")
OP(flogr, "lgr %%r4,%[a]\n	flogr %%r2,%%r4\n	lgr %[a],%%r2")
OP(popcnt, "popcnt %[a],%[b]")
OP(lgbr, "lgbr %[a],%[b]")
OP(llgcr, "llgcr %[a],%[b]")
OP(lghr, "lghr %[a],%[b]")
OP(lgfr, "lgfr %[a],%[b]")
OP(llgfr, "llgfr %[a],%[b]")
OP(llgtr, "llgtr %[a],%[b]")
OP(lrvgr, "lrvgr %[a],%[b]")
OP(lrvr, "lrvr %[a],%[b]")
OP(risbg, "risbg %[a],%[b],16,31,8")
OP(risbgz, "risbg %[a],%[b],16,31+128,8")
OP(rnsbg, "rnsbg %[a],%[b],0,31,0")
OP(rosbg, "rosbg %[a],%[b],56,63,4")
OP(rxsbg, "rxsbg %[a],%[b],0,63,0")
OP(rxsbgt, "rxsbg %[a],%[b],0+128,63,0")
OP(locgrh, "locgrh %[a],%[b]")
OP(locgre, "locgre %[a],%[b]")

static const struct arith_case bits[] = {
	{ "NGR zero", op_ngr, 0xf0, 0x0f, 0, 0, 1 },
	{ "NGR not zero", op_ngr, MIN64, M1, MIN64, 1 },
	{ "NR keeps the left half", op_nr, HI | 0xf0, 0x0f, HI, 0, 1 },
	{ "OGR zero", op_ogr, 0, 0, 0, 0, 3 },
	{ "OGR not zero", op_ogr, MIN64, 1, MIN64 | 1, 1 },
	{ "OR", op_or, HI, 0x80000000, HI | 0x80000000, 1 },
	{ "XGR zero", op_xgr, M1, M1, 0, 0, 1 },
	{ "XGR not zero", op_xgr, M1, 1, M1 - 1, 1 },
	{ "XR", op_xr, HI | 5, 5, HI, 0, 2 },
	{ "NIHH only its bits count", op_nihh, 0xf000ffffffffffffUL, 0, 0x0000ffffffffffffUL, 0, 1 },
	{ "NIHH not zero", op_nihh, M1, 0, 0x0fffffffffffffffUL, 1 },
	{ "NILL", op_nill, M1, 0, M1 - 0xff00, 1 },
	{ "OIHL", op_oihl, 0, 0, 0x800000000000UL, 1 },
	{ "OILH zero", op_oilh, 0xffff, 0, 0xffff, 0, 1 },
	{ "XILF zero", op_xilf, HI | 0xffffffff, 0, HI, 0, 1 },
	{ "NIHF zero", op_nihf, M1, 0, 0xffffffff, 0, 1 },
	{ "IILF", op_iilf, HI, 0, HI | 0x12345678, CC_NONE },
	{ "TMLL zeros", op_tmll, M1 - 0x8001, 0, M1 - 0x8001, 0, 1 },
	{ "TMLL mixed, leftmost zero", op_tmll, 1, 0, 1, 1 },
	{ "TMLL mixed, leftmost one", op_tmll, 0x8000, 0, 0x8000, 2 },
	{ "TMLL ones", op_tmll, 0x8001, 0, 0x8001, 3 },
	{ "TMLH mixed, leftmost one", op_tmlh, 0x80000000, 0, 0x80000000, 2 },
	{ "TMHL ones", op_tmhl, 0x800100000000UL, 0, 0x800100000000UL, 3 },
	{ "TMHH mixed, leftmost zero", op_tmhh, 1UL << 48, 0, 1UL << 48, 1 },
	{ "POPCNT", op_popcnt, 0, 0xff01000380UL | 0x7fUL << 56, 0x0700000801000201UL, 1 },
	{ "POPCNT zero", op_popcnt, 1, 0, 0, 0, 1 },
	{ "LGBR", op_lgbr, 0, 0x1280, -128UL, CC_NONE },
	{ "LLGCR", op_llgcr, 0, 0x1280, 0x80, CC_NONE },
	{ "LGHR", op_lghr, 0, 0x128000, -32768UL, CC_NONE },
	{ "LGFR", op_lgfr, 0, 0x1280000000UL, 0xffffffff80000000UL, CC_NONE },
	{ "LLGFR", op_llgfr, 0, M1, 0xffffffff, CC_NONE },
	{ "LLGTR", op_llgtr, 0, M1, 0x7fffffff, CC_NONE },
	{ "LRVGR", op_lrvgr, 0, 0x0102030405060708UL, 0x0807060504030201UL, CC_NONE },
	{ "LRVR", op_lrvr, HI, 0x05060708, HI | 0x08070605, CC_NONE },
	{ "RISBG insert", op_risbg, M1, 0, 0xffff0000ffffffffUL, 1 },
	{ "RISBG insert and zero", op_risbgz, M1, 0x0000001234567890UL, 0x0000123400000000UL, 2 },
	{ "RNSBG zero", op_rnsbg, 0xffffffff00000005UL, 0, 5, 0, 1 },
	{ "ROSBG", op_rosbg, 1, 0xf, 0xf1, 1 },
	{ "RXSBG zero", op_rxsbg, 7, 7, 0, 0, 1 },
	{ "RXSBG test only", op_rxsbgt, 7, 7, 7, 0, 1 },
	{ "LOCGRH true", op_locgrh, 1, 2, 2, 2, 2 },
	{ "LOCGRH false", op_locgrh, 1, 2, 1, 1, 1 },
	{ "LOCGRE true", op_locgre, 1, 2, 2, 0, 0 },
};

OP(sllg, "sllg %[a],%[a],0(%[b])")
OP(srlg, "srlg %[a],%[a],0(%[b])")
OP(slag, "slag %[a],%[a],0(%[b])")
OP(srag, "srag %[a],%[a],0(%[b])")
OP(sll, "sll %[a],0(%[b])")
OP(srl, "srl %[a],0(%[b])")
OP(sla, "sla %[a],0(%[b])")
OP(sra, "sra %[a],0(%[b])")
OP(rllg, "rllg %[a],%[a],0(%[b])")
OP(rll, "rll %[a],%[a],0(%[b])")
/* doubles: @a is the pair's left word << 32 | right word */
OP(slda, "srlg %%r2,%[a],32\n	lgr %%r3,%[a]\n	slda %%r2,0(%[b])\n	ipm %%r0\n"
	 "	sllg %[a],%%r2,32\n	llgfr %%r3,%%r3\n	rosbg %[a],%%r3,32,63,0\n	spm %%r0")
OP(srda, "srlg %%r2,%[a],32\n	lgr %%r3,%[a]\n	srda %%r2,0(%[b])\n	ipm %%r0\n"
	 "	sllg %[a],%%r2,32\n	llgfr %%r3,%%r3\n	rosbg %[a],%%r3,32,63,0\n	spm %%r0")

static const struct arith_case shifts[] = {
	{ "SLLG 63", op_sllg, 3, 63, MIN64, CC_NONE },
	{ "SLLG 64 is 0", op_sllg, 3, 64, 3, CC_NONE },
	{ "SRLG 63", op_srlg, MIN64, 63, 1, CC_NONE },
	{ "SLL 31", op_sll, HI | 3, 31, HI | 0x80000000, CC_NONE },
	{ "SLL 32", op_sll, HI | 3, 32, HI, CC_NONE },
	{ "SRL 63", op_srl, HI | 0xffffffff, 63, HI, CC_NONE },
	{ "SLAG positive", op_slag, 3, 1, 6, 2 },
	{ "SLAG keeps the sign", op_slag, M1, 1, -2UL, 1 },
	{ "SLAG zero", op_slag, 0, 5, 0, 0, 3 },
	{ "SLAG overflow, positive", op_slag, 0x4000000000000000UL, 1, 0, 3 },
	{ "SLAG overflow, negative", op_slag, MIN64, 1, MIN64, 3 },
	{ "SLAG overflow far", op_slag, 1, 63, 0, 3 },
	{ "SLA overflow", op_sla, HI | 0x40000000, 1, HI, 3 },
	{ "SLA negative", op_sla, HI | 0xfffffffe, 1, HI | 0xfffffffc, 1 },
	{ "SLA by 0 sets the code", op_sla, HI | 5, 0, HI | 5, 2 },
	{ "SLA by 32 keeps the sign", op_sla, HI | 0xffffffff, 32, HI | 0x80000000, 3 },
	{ "SRAG negative", op_srag, MIN64, 63, M1, 1 },
	{ "SRAG zero", op_srag, 1, 1, 0, 0, 2 },
	{ "SRAG positive", op_srag, 4, 1, 2, 2 },
	{ "SRA negative", op_sra, HI | 0x80000000, 31, HI | 0xffffffff, 1 },
	{ "SRA by 63", op_sra, HI | 0x7fffffff, 63, HI, 0, 1 },
	{ "RLLG", op_rllg, 0x8000000000000001UL, 1, 3, CC_NONE },
	{ "RLL", op_rll, HI | 0x80000001, 33, HI | 3, CC_NONE },
	{ "SLDA positive", op_slda, 0x00000000ffffffffUL, 1, 0x00000001fffffffeUL, 2 },
	{ "SLDA overflow", op_slda, 0x4000000000000000UL, 1, 0, 3 },
	{ "SRDA negative", op_srda, MIN64, 4, 0xf800000000000000UL, 1 },
	{ "SRDA zero", op_srda, 1, 1, 0, 0, 1 },
};

OP(msgr, "msgr %[a],%[b]")
OP(msr, "msr %[a],%[b]")
OP(mghi, "mghi %[a],-3")
OP(msgfi, "msgfi %[a],-2147483648")
/* even register: high half or remainder */
OP(mlgr_hi, "lgr %%r3,%[a]\n	mlgr %%r2,%[b]\n	lgr %[a],%%r2")
OP(mlgr_lo, "lgr %%r3,%[a]\n	mlgr %%r2,%[b]\n	lgr %[a],%%r3")
OP(mr_hi, "lgr %%r3,%[a]\n	lghi %%r2,0\n	mr %%r2,%[b]\n	llgfr %[a],%%r2")
OP(mr_lo, "lgr %%r3,%[a]\n	lghi %%r2,0\n	mr %%r2,%[b]\n	llgfr %[a],%%r3")
OP(mlr_hi, "lgr %%r3,%[a]\n	lghi %%r2,0\n	mlr %%r2,%[b]\n	llgfr %[a],%%r2")
OP(dsgr_rem, "lgr %%r3,%[a]\n	dsgr %%r2,%[b]\n	lgr %[a],%%r2")
OP(dsgr_quo, "lgr %%r3,%[a]\n	dsgr %%r2,%[b]\n	lgr %[a],%%r3")
OP(dsgfr_quo, "lgr %%r3,%[a]\n	dsgfr %%r2,%[b]\n	lgr %[a],%%r3")
OP(dlgr_quo, "lghi %%r2,1\n	lgr %%r3,%[a]\n	dlgr %%r2,%[b]\n	lgr %[a],%%r3")
OP(dlgr_rem, "lghi %%r2,1\n	lgr %%r3,%[a]\n	dlgr %%r2,%[b]\n	lgr %[a],%%r2")
OP(dr_quo, "srlg %%r2,%[a],32\n	lgr %%r3,%[a]\n	dr %%r2,%[b]\n	llgfr %[a],%%r3")
OP(dr_rem, "srlg %%r2,%[a],32\n	lgr %%r3,%[a]\n	dr %%r2,%[b]\n	llgfr %[a],%%r2")
OP(dlr_quo, "srlg %%r2,%[a],32\n	lgr %%r3,%[a]\n	dlr %%r2,%[b]\n	llgfr %[a],%%r3")

static const struct arith_case mul_div[] = {
	{ "MSGR", op_msgr, -3UL, 5, -15UL, CC_NONE },
	{ "MSR", op_msr, HI | 0x10000, 0x10001, HI | 0x10000, CC_NONE },
	{ "MGHI", op_mghi, 7, 0, -21UL, CC_NONE },
	{ "MSGFI", op_msgfi, 2, 0, 0xffffffff00000000UL, CC_NONE },
	{ "MLGR high", op_mlgr_hi, M1, M1, M1 - 1, CC_NONE },
	{ "MLGR low", op_mlgr_lo, M1, M1, 1, CC_NONE },
	{ "MR high", op_mr_hi, 0xffffffff, 2, 0xffffffff, CC_NONE },
	{ "MR low", op_mr_lo, 0xffffffff, 2, 0xfffffffe, CC_NONE },
	{ "MLR high", op_mlr_hi, 0xffffffff, 2, 1, CC_NONE },
	{ "DSGR remainder takes the dividend's sign", op_dsgr_rem, -7UL, 2, M1, CC_NONE },
	{ "DSGR quotient truncates", op_dsgr_quo, -7UL, 2, -3UL, CC_NONE },
	{ "DSGR negative divisor", op_dsgr_rem, 7, -2UL, 1, CC_NONE },
	{ "DSGFR sign-extends", op_dsgfr_quo, 8, 0xfffffffe, -4UL, CC_NONE },
	{ "DLGR quotient", op_dlgr_quo, 4, 0x10, 0x1000000000000000UL, CC_NONE },
	{ "DLGR remainder", op_dlgr_rem, 4, 0x10, 4, CC_NONE },
	{ "DR quotient", op_dr_quo, 0xfffffffffffffff9UL, 2, 0xfffffffd, CC_NONE },
	{ "DR remainder", op_dr_rem, 0xfffffffffffffff9UL, 2, 0xffffffff, CC_NONE },
	{ "DLR quotient", op_dlr_quo, 0x100000004UL, 0x10, 0x10000000, CC_NONE },
};

static void find_leftmost_one(void)
{
	struct outcome o = op_flogr(0, 0, 3);

	check_eq(o.result, 64, "FLOGR of 0: position");
	o = op_flogr(0x00ff, 0, 3);
	check_eq(o.result, 56, "FLOGR of 0xff: position");

	for (int zero = 0; zero < 2; zero++) {
		uint64_t in = zero ? 0 : 0x80ff, rest;
		int cc;

		asm volatile("	lgr	%%r4,%2\n	flogr	%%r2,%%r4\n	ipm	%1\n	srl	%1,28\n"
			     "	lgr	%0,%%r3\n" : "=d" (rest), "=&d" (cc) : "d" (in) : "2", "3", "4", "cc");
		check_eq(cc, zero ? 0 : 2, "FLOGR of %#lx: condition code", in);
		check_eq(rest, zero ? 0 : 0xff, "FLOGR of %#lx: the bit is zeroed", in);
	}
}

/* Divisions that cannot be: fixed-point divide exception, registers unchanged */
static void divide_exceptions(void)
{
	static const struct { const char *name; op_fn op; uint64_t a, b; } cases[] = {
		{ "DSGR by 0", op_dsgr_quo, 5, 0 },
		{ "DSGR of the most negative by -1", op_dsgr_quo, MIN64, M1 },
		{ "DSGFR by 0", op_dsgfr_quo, 5, M1 << 32 },
		{ "DLGR quotient too large", op_dlgr_quo, 0, 1 },
		{ "DLGR by 0", op_dlgr_quo, 0, 0 },
		{ "DR by 0", op_dr_quo, 5, 0 },
		{ "DR quotient too large", op_dr_quo, 0x4000000000000000UL, 1 },
		{ "DLR by 0", op_dlr_quo, 5, 0 },
		{ "DLR quotient too large", op_dlr_quo, 0x100000000UL, 1 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++)
		check_pgm(PGM_INT_CODE_FIXED_POINT_DIVIDE, cases[i].op(cases[i].a, cases[i].b, 0),
			  "%s", cases[i].name);
}

/* Even/odd pairs: an odd R1 is a specification exception. */
static void odd_registers(void)
{
#define ODD(text)	check_pgm(6, asm volatile(text : : : "0", "1", "2", "3", "4", "5", "cc", "memory"), text)
	ODD(".insn rre,0xb9860000,3,2");	/* MLGR */
	ODD(".insn rre,0xb9870000,3,2");	/* DLGR */
	ODD(".insn rre,0xb90d0000,3,2");	/* DSGR */
	ODD(".insn rr,0x1c00,3,2");		/* MR */
	ODD(".insn rr,0x1d00,3,2");		/* DR */
	ODD(".insn rs,0x8f000000,3,0,0");	/* SLDA */
	ODD(".insn rs,0x8d000000,3,0,0");	/* SLDL */
	ODD(".insn rr,0x0e00,3,4");		/* MVCL */
	ODD(".insn rr,0x0e00,2,5");		/* MVCL */
	ODD(".insn rr,0x0f00,3,4");		/* CLCL */
	ODD(".insn rs,0xa8000000,3,4,0");	/* MVCLE */
	ODD(".insn rs,0xa9000000,2,5,0");	/* CLCLE */
	ODD(".insn rre,0xb2410000,2,5");	/* CKSM */
	ODD(".insn rre,0xb9830000,3,4");	/* FLOGR */
	ODD(".insn rre,0xb2a50000,3,4");	/* TRE */
}

/* The program mask's fixed-point-overflow bit turns overflow into an interruption. */
static void overflow_interruption(void)
{
	uint64_t mask = 8UL << 24, clear = 0, a = MAX64;

	expect_pgm_int();
	asm volatile("	spm	%1\n	aghi	%0,1\n	spm	%2\n" : "+&d" (a) : "d" (mask), "d" (clear) : "cc");
	asm volatile("	spm	%0" : : "d" (clear) : "cc");
	check_eq(clear_pgm_int(), PGM_INT_CODE_FIXED_POINT_OVERFLOW, "AGHI overflow with the mask on");
	check_eq(a, MIN64, "the operation is completed");
	check_pgm(0, op_agr(MAX64, 1, 0), "AGR overflow with the mask off");
}

static const struct subtest subtests[] = {
	{ "add", run_case, SUBTEST_ROWS(add_sub) },
	{ "compare", run_case, SUBTEST_ROWS(compare) },
	{ "bits", run_case, SUBTEST_ROWS(bits) },
	{ "shift", run_case, SUBTEST_ROWS(shifts) },
	{ "multiply", run_case, SUBTEST_ROWS(mul_div) },
	{ "flogr", find_leftmost_one },
	{ "divide-exception", divide_exceptions },
	{ "odd-register", odd_registers },
	{ "overflow", overflow_interruption },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
