// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fixedpoint: results of fixed-point instructions and what they leave in XER
 * and CR (Power ISA Book I, chapters 2 and 3): every combination of a set of
 * operands with the interesting carries, signs and overflows, against a model
 * in C; trap conditions; CR logic; branches.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include "exec.h"

typedef unsigned __int128 u128;
typedef __int128 s128;

static const u64 operands[] = {
	0, 1, 2, 0x7f, 0x80, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
	0x7fffffffffffffff, 0x8000000000000000, 0x8000000000000001, 0xffffffff80000000,
	0xfffffffffffffffe, 0xffffffffffffffff, 0x123456789abcdef0, 0xffffffff7fffffff,
};

/* What an instruction leaves behind besides its target. */
struct result {
	u64 value;
	bool ca, ca32;		/* meaningful if has_ca */
	bool ov, ov32;		/* meaningful if has_ov */
	bool undefined;		/* division: target and CR0 are undefined */
};

enum xo_kind { ADD, SUBF, ADDC, SUBFC, ADDE, SUBFE, ADDME, SUBFME, ADDZE, SUBFZE, NEG, MULLD, MULLW,
	       MULHD, MULHDU, MULHW, MULHWU, DIVD, DIVDU, DIVW, DIVWU, DIVDE, DIVDEU, DIVWE, DIVWEU };

struct xo_insn {
	const char *name;
	enum xo_kind kind;
	u16 xo;
	bool has_oe;
	bool has_ca;
	bool word;		/* the upper half of the target is undefined */
};

static const struct xo_insn xo_insns[] = {
	{ "add", ADD, 266, true },
	{ "subf", SUBF, 40, true },
	{ "addc", ADDC, 10, true, true },
	{ "subfc", SUBFC, 8, true, true },
	{ "adde", ADDE, 138, true, true },
	{ "subfe", SUBFE, 136, true, true },
	{ "addme", ADDME, 234, true, true },
	{ "subfme", SUBFME, 232, true, true },
	{ "addze", ADDZE, 202, true, true },
	{ "subfze", SUBFZE, 200, true, true },
	{ "neg", NEG, 104, true },
	{ "mulld", MULLD, 233, true },
	{ "mullw", MULLW, 235, true },
	{ "mulhd", MULHD, 73 },
	{ "mulhdu", MULHDU, 9 },
	{ "mulhw", MULHW, 75, .word = true },
	{ "mulhwu", MULHWU, 11, .word = true },
	{ "divd", DIVD, 489, true },
	{ "divdu", DIVDU, 457, true },
	{ "divw", DIVW, 491, true, .word = true },
	{ "divwu", DIVWU, 459, true, .word = true },
	{ "divde", DIVDE, 425, true },
	{ "divdeu", DIVDEU, 393, true },
	{ "divwe", DIVWE, 427, true, .word = true },
	{ "divweu", DIVWEU, 395, true, .word = true },
};

/* a + b + c with all four carries and overflows */
static struct result sum(u64 a, u64 b, bool c)
{
	struct result r = { .value = a + b + c };
	u64 low = (a & 0xffffffff) + (b & 0xffffffff) + c;
	s128 wide = (s128)(s64)a + (s64)b + c;
	s64 wide32 = (s64)(s32)a + (s32)b + c;

	r.ca = ((u128)a + b + c) >> 64;
	r.ca32 = low >> 32;
	r.ov = wide != (s64)wide;
	r.ov32 = wide32 != (s32)wide32;
	return r;
}

static struct result undefined(void)
{
	return (struct result) { .ov = true, .ov32 = true, .undefined = true };
}

/* 128 by 64 bits, restoring division: there is no library routine for it */
static bool divide_wide(u64 high, u64 divisor, u64 *quotient)
{
	u128 rest = 0;
	u128 q = 0;

	for (int i = 127; i >= 0; i--) {
		rest = rest << 1 | (i >= 64 ? high >> (i - 64) & 1 : 0);
		q <<= 1;
		if (rest >= divisor) {
			rest -= divisor;
			q |= 1;
		}
	}
	*quotient = q;
	return q >> 64 == 0;
}

static struct result model(enum xo_kind kind, u64 a, u64 b, bool c)
{
	struct result r = { 0 };
	u64 q;

	switch (kind) {
	case ADD:
	case ADDC:
		return sum(a, b, false);
	case SUBF:
	case SUBFC:
		return sum(~a, b, true);
	case ADDE:
		return sum(a, b, c);
	case SUBFE:
		return sum(~a, b, c);
	case ADDME:
		return sum(a, -1, c);
	case SUBFME:
		return sum(~a, -1, c);
	case ADDZE:
		return sum(a, 0, c);
	case SUBFZE:
		return sum(~a, 0, c);
	case NEG:
		/* ISA 3.0: OV32 as for the word operation */
		r = sum(~a, 0, true);
		return r;
	case MULLD:
		r.value = a * b;
		r.ov = (s128)(s64)a * (s64)b != (s64)(a * b);
		r.ov32 = r.ov;
		return r;
	case MULLW:
		r.value = (s64)(s32)a * (s32)b;
		r.ov = (s64)r.value != (s32)r.value;
		r.ov32 = r.ov;
		return r;
	case MULHD:
		r.value = (u128)((s128)(s64)a * (s64)b) >> 64;
		return r;
	case MULHDU:
		r.value = ((u128)a * b) >> 64;
		return r;
	case MULHW:
		r.value = (u64)((s64)(s32)a * (s32)b) >> 32;
		return r;
	case MULHWU:
		r.value = ((a & 0xffffffff) * (b & 0xffffffff)) >> 32;
		return r;
	case DIVD:
		if (!b || (a == 1UL << 63 && b == -1UL))
			return undefined();
		r.value = (s64)a / (s64)b;
		return r;
	case DIVDU:
		if (!b)
			return undefined();
		r.value = a / b;
		return r;
	case DIVW:
		if (!(u32)b || ((u32)a == 1U << 31 && (u32)b == -1U))
			return undefined();
		r.value = (u32)((s32)a / (s32)b);
		return r;
	case DIVWU:
		if (!(u32)b)
			return undefined();
		r.value = (u32)a / (u32)b;
		return r;
	case DIVDE: {
		bool neg = (s64)a < 0, minus = neg != ((s64)b < 0);

		if (!b || !divide_wide(neg ? -a : a, (s64)b < 0 ? -b : b, &q) ||
		    q > (1UL << 63) - !minus)
			return undefined();
		r.value = minus ? -q : q;
		return r;
	}
	case DIVDEU:
		if (!b || !divide_wide(a, b, &q))
			return undefined();
		r.value = q;
		return r;
	case DIVWE: {
		s64 dividend = (s64)((u64)(u32)a << 32), quotient;

		if (!(u32)b || (dividend == (s64)(1UL << 63) && (s32)b == -1))
			return undefined();
		quotient = dividend / (s32)b;
		if (quotient != (s32)quotient)
			return undefined();
		r.value = (u32)quotient;
		return r;
	}
	case DIVWEU:
		if (!(u32)b || ((u64)(u32)a << 32) / (u32)b >> 32)
			return undefined();
		r.value = ((u64)(u32)a << 32) / (u32)b;
		return r;
	}
	return r;
}

static u64 cr0_of(u64 value, bool so)
{
	return ((s64)value < 0 ? CR0_LT : value ? CR0_GT : CR0_EQ) | (so ? CR0_SO : 0);
}

static bool isa300(void)
{
	return cpu_has_radix;
}

/* One instruction in its four variants with two values of XER before. */
static void arithmetic(void)
{
	const struct xo_insn *in = subtest_row();
	unsigned int wrong = 0;

	for (int variant = 0; variant < (in->has_oe ? 4 : 2); variant++) {
		bool rc = variant & 1, oe = variant & 2;
		u32 insn = XO_FORM(5, 3, 4, oe, in->xo, rc);

		if (in->kind == NEG || (in->kind >= ADDME && in->kind <= SUBFZE))
			insn = XO_FORM(5, 3, 0, oe, in->xo, rc);

		for (unsigned int i = 0; i < ARRAY_SIZE(operands) * ARRAY_SIZE(operands) * 2; i++) {
			u64 a = operands[i % ARRAY_SIZE(operands)];
			u64 b = operands[i / ARRAY_SIZE(operands) % ARRAY_SIZE(operands)];
			bool set = i >= ARRAY_SIZE(operands) * ARRAY_SIZE(operands);
			u64 xer = set ? XER_SO | XER_CA | XER_OV | 0x55 : 0x2a;
			struct insn_regs regs = { .r3 = a, .r4 = b, .xer = xer, .cr = 0xa5a5a5a5 };
			struct result r = model(in->kind, a, b, set);
			u64 want_xer = xer, mask = ~0UL, want_cr = 0xa5a5a5a5, cr_mask = 0xffffffff;

			if (set && isa300())
				want_xer = regs.xer = xer | XER_CA32 | XER_OV32;
			if (in->has_ca) {
				want_xer &= ~(XER_CA | XER_CA32);
				want_xer |= r.ca ? XER_CA : 0;
				want_xer |= r.ca32 && isa300() ? XER_CA32 : 0;
			}
			if (oe) {
				want_xer &= ~(XER_OV | XER_OV32);
				want_xer |= r.ov ? XER_OV | XER_SO : 0;
				want_xer |= r.ov32 && isa300() ? XER_OV32 : 0;
			}
			if (in->word)
				mask = 0xffffffff;
			if (r.undefined)
				mask = 0;
			if (rc) {
				want_cr &= ~0xf0000000UL;
				want_cr |= cr0_of(r.value, want_xer & XER_SO);
				if (r.undefined || in->word)	/* only SO is defined */
					cr_mask = 0x1fffffff;
			}

			if (exec_insn(&regs, insn) || (regs.r5 & mask) != (r.value & mask) ||
			    regs.xer != want_xer || (regs.cr & cr_mask) != (want_cr & cr_mask) ||
			    regs.r3 != a || regs.r4 != b) {
				if (!wrong++)
					report_info("first wrong: %s%s%s %#lx, %#lx, XER %#lx: %#lx XER %#lx CR %#lx, not %#lx %#lx %#lx",
						    in->name, oe ? "o" : "", rc ? "." : "", a, b, xer,
						    regs.r5, regs.xer, regs.cr, r.value, want_xer, want_cr);
			}
		}
	}
	check_eq(wrong, 0, "%s, all variants and operands: wrong results", in->name);
}

/* Immediate forms, logic, shifts and counts: result, CR0 and CA. */
enum op_kind { ADDI, ADDIS, ADDIC, ADDIC_, SUBFIC, MULLI, ANDI_, ANDIS_, ORI, ORIS, XORI, XORIS,
	       AND, ANDC, NAND, OR, ORC, NOR, XOR, EQV, EXTSB, EXTSH, EXTSW, CNTLZW, CNTLZD,
	       CNTTZW, CNTTZD, POPCNTB, POPCNTW, POPCNTD, PRTYW, PRTYD, SLD, SRD, SRAD, SLW, SRW, SRAW,
	       BPERMD, CMPB, MODSD, MODUD, MODSW, MODUW, SRADI, SRAWI, EXTSWSLI };

struct op_insn {
	const char *name;
	enum op_kind kind;
	u32 insn;		/* target r5 */
	u8 flags;
};

#define OP_CA	1		/* changes CA and CA32 */
#define OP_RC	2		/* sets CR0 without Rc */
#define OP_X	4		/* has an Rc variant */
#define OP_300	8		/* since ISA 3.0 */
#define OP_IMM	0x3579		/* the immediate of all D forms */

#define LOGIC(xo)	X_FORM(31, 3, 5, 4, xo, 0)	/* r5 = r3 op r4 */

static const struct op_insn op_insns[] = {
	{ "addi", ADDI, D_FORM(14, 5, 3, OP_IMM) },
	{ "addis", ADDIS, D_FORM(15, 5, 3, OP_IMM) },
	{ "addic", ADDIC, D_FORM(12, 5, 3, OP_IMM), OP_CA },
	{ "addic.", ADDIC_, D_FORM(13, 5, 3, OP_IMM), OP_CA | OP_RC },
	{ "subfic", SUBFIC, D_FORM(8, 5, 3, OP_IMM), OP_CA },
	{ "mulli", MULLI, D_FORM(7, 5, 3, OP_IMM) },
	{ "andi.", ANDI_, D_FORM(28, 3, 5, OP_IMM), OP_RC },
	{ "andis.", ANDIS_, D_FORM(29, 3, 5, OP_IMM), OP_RC },
	{ "ori", ORI, D_FORM(24, 3, 5, OP_IMM) },
	{ "oris", ORIS, D_FORM(25, 3, 5, OP_IMM) },
	{ "xori", XORI, D_FORM(26, 3, 5, OP_IMM) },
	{ "xoris", XORIS, D_FORM(27, 3, 5, OP_IMM) },
	{ "and", AND, LOGIC(28), OP_X },
	{ "andc", ANDC, LOGIC(60), OP_X },
	{ "nand", NAND, LOGIC(476), OP_X },
	{ "or", OR, LOGIC(444), OP_X },
	{ "orc", ORC, LOGIC(412), OP_X },
	{ "nor", NOR, LOGIC(124), OP_X },
	{ "xor", XOR, LOGIC(316), OP_X },
	{ "eqv", EQV, LOGIC(284), OP_X },
	{ "extsb", EXTSB, X_FORM(31, 3, 5, 0, 954, 0), OP_X },
	{ "extsh", EXTSH, X_FORM(31, 3, 5, 0, 922, 0), OP_X },
	{ "extsw", EXTSW, X_FORM(31, 3, 5, 0, 986, 0), OP_X },
	{ "cntlzw", CNTLZW, X_FORM(31, 3, 5, 0, 26, 0), OP_X },
	{ "cntlzd", CNTLZD, X_FORM(31, 3, 5, 0, 58, 0), OP_X },
	{ "cnttzw", CNTTZW, X_FORM(31, 3, 5, 0, 538, 0), OP_X | OP_300 },
	{ "cnttzd", CNTTZD, X_FORM(31, 3, 5, 0, 570, 0), OP_X | OP_300 },
	{ "popcntb", POPCNTB, X_FORM(31, 3, 5, 0, 122, 0) },
	{ "popcntw", POPCNTW, X_FORM(31, 3, 5, 0, 378, 0) },
	{ "popcntd", POPCNTD, X_FORM(31, 3, 5, 0, 506, 0) },
	{ "prtyw", PRTYW, X_FORM(31, 3, 5, 0, 154, 0) },
	{ "prtyd", PRTYD, X_FORM(31, 3, 5, 0, 186, 0) },
	{ "sld", SLD, LOGIC(27), OP_X },
	{ "srd", SRD, LOGIC(539), OP_X },
	{ "srad", SRAD, LOGIC(794), OP_X | OP_CA },
	{ "slw", SLW, LOGIC(24), OP_X },
	{ "srw", SRW, LOGIC(536), OP_X },
	{ "sraw", SRAW, LOGIC(792), OP_X | OP_CA },
	{ "sradi 17", SRADI, 31U << 26 | 3 << 21 | 5 << 16 | 17 << 11 | 413 << 2, OP_X | OP_CA },
	{ "srawi 17", SRAWI, X_FORM(31, 3, 5, 17, 824, 0), OP_X | OP_CA },
	{ "extswsli 17", EXTSWSLI, 31U << 26 | 3 << 21 | 5 << 16 | 17 << 11 | 445 << 2, OP_X | OP_300 },
	{ "bpermd", BPERMD, LOGIC(252) },
	{ "cmpb", CMPB, LOGIC(508) },
	{ "modsd", MODSD, X_FORM(31, 5, 3, 4, 777, 0), OP_300 },
	{ "modud", MODUD, X_FORM(31, 5, 3, 4, 265, 0), OP_300 },
	{ "modsw", MODSW, X_FORM(31, 5, 3, 4, 779, 0), OP_300 },
	{ "moduw", MODUW, X_FORM(31, 5, 3, 4, 267, 0), OP_300 },
};

static int bits_set(u64 x)
{
	int n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
}

/* Arithmetic shift right: value, and whether ones were lost of a negative number. */
static struct result shift_right(s64 a, unsigned int n)
{
	struct result r;

	r.value = n > 63 ? (a < 0 ? -1UL : 0) : (u64)(a >> n);
	r.ca = a < 0 && (n > 63 || (a & ((1UL << n) - 1)));
	r.ca32 = r.ca;
	return r;
}

static struct result op_model(enum op_kind kind, u64 a, u64 b)
{
	struct result r = { 0 };
	u64 v = 0;
	int i;

	switch (kind) {
	case ADDI: v = a + OP_IMM; break;
	case ADDIS: v = a + ((u64)OP_IMM << 16); break;
	case ADDIC:
	case ADDIC_: return sum(a, OP_IMM, false);
	case SUBFIC: return sum(~a, OP_IMM, true);
	case MULLI: v = a * OP_IMM; break;
	case ANDI_: v = a & OP_IMM; break;
	case ANDIS_: v = a & (u64)OP_IMM << 16; break;
	case ORI: v = a | OP_IMM; break;
	case ORIS: v = a | (u64)OP_IMM << 16; break;
	case XORI: v = a ^ OP_IMM; break;
	case XORIS: v = a ^ (u64)OP_IMM << 16; break;
	case AND: v = a & b; break;
	case ANDC: v = a & ~b; break;
	case NAND: v = ~(a & b); break;
	case OR: v = a | b; break;
	case ORC: v = a | ~b; break;
	case NOR: v = ~(a | b); break;
	case XOR: v = a ^ b; break;
	case EQV: v = ~(a ^ b); break;
	case EXTSB: v = (s8)a; break;
	case EXTSH: v = (s16)a; break;
	case EXTSW: v = (s32)a; break;
	case CNTLZW: for (v = 0; v < 32 && !(a >> (31 - v) & 1); v++) ; break;
	case CNTLZD: for (v = 0; v < 64 && !(a >> (63 - v) & 1); v++) ; break;
	case CNTTZW: for (v = 0; v < 32 && !(a >> v & 1); v++) ; break;
	case CNTTZD: for (v = 0; v < 64 && !(a >> v & 1); v++) ; break;
	case POPCNTB: for (i = 0; i < 64; i += 8) v |= (u64)bits_set(a >> i & 0xff) << i; break;
	case POPCNTW: v = bits_set(a & 0xffffffff) | (u64)bits_set(a >> 32) << 32; break;
	case POPCNTD: v = bits_set(a); break;
	case PRTYW: v = (bits_set(a & 0x01010101) & 1) |
			(u64)(bits_set(a >> 32 & 0x01010101) & 1) << 32; break;
	case PRTYD: v = bits_set(a & 0x0101010101010101) & 1; break;
	case SLD: v = b & 0x40 ? 0 : a << (b & 0x3f); break;
	case SRD: v = b & 0x40 ? 0 : a >> (b & 0x3f); break;
	case SRAD: return shift_right(a, b & 0x7f);
	case SLW: v = b & 0x20 ? 0 : (u32)a << (b & 0x1f); break;
	case SRW: v = b & 0x20 ? 0 : (u32)a >> (b & 0x1f); break;
	case SRAW: return shift_right((s32)a, b & 0x3f);
	case SRADI: return shift_right(a, 17);
	case SRAWI: return shift_right((s32)a, 17);
	case EXTSWSLI: v = (u64)(s64)(s32)a << 17; break;
	case BPERMD:
		for (i = 0; i < 8; i++) {
			unsigned int bit = a >> (56 - 8 * i) & 0xff;

			if (bit < 64 && b >> (63 - bit) & 1)
				v |= 0x80 >> i;
		}
		break;
	case CMPB:
		for (i = 0; i < 64; i += 8)
			if ((u8)(a >> i) == (u8)(b >> i))
				v |= 0xffUL << i;
		break;
	case MODSD:
		if (!b || (a == 1UL << 63 && b == -1UL))
			r.undefined = true;
		else
			v = (s64)a % (s64)b;
		break;
	case MODUD:
		if (!b)
			r.undefined = true;
		else
			v = a % b;
		break;
	case MODSW:
		if (!(u32)b || ((u32)a == 1U << 31 && (u32)b == -1U))
			r.undefined = true;
		else
			v = (s64)((s32)a % (s32)b);
		break;
	case MODUW:
		if (!(u32)b)
			r.undefined = true;
		else
			v = (u32)a % (u32)b;
		break;
	}
	r.value = v;
	return r;
}

static void logic(void)
{
	const struct op_insn *in = subtest_row();
	unsigned int wrong = 0;

	if ((in->flags & OP_300) && !isa300()) {
		report_skip("needs ISA 3.0");
		return;
	}
	for (int rc = 0; rc < (in->flags & OP_X ? 2 : 1); rc++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(operands) * ARRAY_SIZE(operands) * 2; i++) {
			u64 a = operands[i % ARRAY_SIZE(operands)];
			u64 b = operands[i / ARRAY_SIZE(operands) % ARRAY_SIZE(operands)];
			bool set = i >= ARRAY_SIZE(operands) * ARRAY_SIZE(operands);
			u64 xer = set ? XER_SO | XER_CA | 0x55 : 0x2a;
			struct insn_regs regs = { .r3 = a, .xer = xer, .cr = 0x5a5a5a5a };
			struct result r;
			u64 want_xer = xer, want_cr = 0x5a5a5a5a;

			/* Shift counts in a useful range, too. */
			if (in->kind >= SLD && in->kind <= SRAW && set)
				b = (b * 7 + i / 18) & 0x7f;
			regs.r4 = b;
			r = op_model(in->kind, a, b);
			if (set && isa300())
				want_xer = regs.xer = xer | XER_CA32;
			if (in->flags & OP_CA) {
				want_xer &= ~(XER_CA | XER_CA32);
				want_xer |= r.ca ? XER_CA : 0;
				want_xer |= r.ca32 && isa300() ? XER_CA32 : 0;
			}
			if (rc || (in->flags & OP_RC))
				want_cr = (want_cr & 0x0fffffff) | cr0_of(r.value, xer & XER_SO);
			if (exec_insn(&regs, in->insn | rc) ||
			    (regs.r5 != r.value && !r.undefined) ||
			    regs.xer != want_xer || regs.cr != want_cr) {
				if (!wrong++)
					report_info("first wrong: %s%s %#lx, %#lx, XER %#lx: %#lx XER %#lx CR %#lx, not %#lx %#lx %#lx",
						    in->name, rc ? "." : "", a, b, xer, regs.r5, regs.xer,
						    regs.cr, r.value, want_xer, want_cr);
			}
		}
	}
	check_eq(wrong, 0, "%s, all operands: wrong results", in->name);
}

/* MASK(mb, me) of the manual, IBM bit numbers in 64 bits */
static u64 mask64(unsigned int mb, unsigned int me)
{
	u64 from = ~0UL >> mb, to = ~0UL << (63 - me);

	return mb <= me ? from & to : from | to;
}

static u64 rotl64(u64 a, unsigned int n)
{
	return n ? a << n | a >> (64 - n) : a;
}

static u64 rotl32(u64 a, unsigned int n)
{
	u64 twice = (a & 0xffffffff) | a << 32;

	return rotl64(twice, n);
}

#define M_FORM(op, sh, mb, me)	((u32)(op) << 26 | 3 << 21 | 5 << 16 | (sh) << 11 | (mb) << 6 | (me) << 1)
#define MD_FORM(xo, sh, mb) \
	(30U << 26 | 3 << 21 | 5 << 16 | ((sh) & 31) << 11 | ((mb) & 31) << 6 | ((mb) >> 5) << 5 | \
	 (xo) << 2 | ((sh) >> 5) << 1)
#define MDS_FORM(xo, mb) \
	(30U << 26 | 3 << 21 | 5 << 16 | 4 << 11 | ((mb) & 31) << 6 | ((mb) >> 5) << 5 | (xo) << 1)

static void rotate(void)
{
	static const u8 fields[] = { 0, 1, 5, 16, 31, 32, 33, 47, 62, 63 };
	unsigned int wrong[9] = { 0 };
	static const char * const names[] = { "rldicl", "rldicr", "rldic", "rldimi", "rldcl",
					      "rldcr", "rlwinm", "rlwnm", "rlwimi" };

	for (unsigned int i = 0; i < ARRAY_SIZE(fields) * ARRAY_SIZE(fields); i++) {
		unsigned int sh = fields[i % ARRAY_SIZE(fields)], m = fields[i / ARRAY_SIZE(fields)];
		unsigned int sh32 = sh & 31, m32 = m & 31, e32 = (m * 3 + 7) & 31;
		const u64 a = 0x8123456789abcdef, old = 0x5555aaaa33339999;
		u64 r = rotl64(a, sh), r32 = rotl32(a, sh32), mask, want[9];
		u32 insn[9] = {
			MD_FORM(0, sh, m), MD_FORM(1, sh, m), MD_FORM(2, sh, m), MD_FORM(3, sh, m),
			MDS_FORM(8, m), MDS_FORM(9, m),
			M_FORM(21, sh32, m32, e32), M_FORM(23, 4, m32, e32), M_FORM(20, sh32, m32, e32),
		};

		want[0] = r & mask64(m, 63);
		want[1] = r & mask64(0, m);
		want[2] = r & mask64(m, 63 - sh);
		mask = mask64(m, 63 - sh);
		want[3] = (r & mask) | (old & ~mask);
		want[4] = r & mask64(m, 63);
		want[5] = r & mask64(0, m);
		mask = mask64(m32 + 32, e32 + 32);
		want[6] = r32 & mask;
		want[7] = r32 & mask;
		want[8] = (r32 & mask) | (old & ~mask);
		for (int k = 0; k < 9; k++) {
			struct insn_regs regs = { .r3 = a, .r4 = sh | 0xffffff80, .r5 = old };

			if (exec_insn(&regs, insn[k] | (i & 1)) || regs.r5 != want[k] ||
			    regs.cr != ((i & 1) ? cr0_of(want[k], false) : 0))
				wrong[k]++;
		}
	}
	for (int k = 0; k < 9; k++)
		check_eq(wrong[k], 0, "%s with 100 shifts and masks: wrong results", names[k]);
}

static void compare(void)
{
	static const char * const names[] = { "cmpw", "cmplw", "cmpd", "cmpld" };
	unsigned int wrong[4] = { 0 };

	for (unsigned int i = 0; i < ARRAY_SIZE(operands) * ARRAY_SIZE(operands); i++) {
		u64 a = operands[i % ARRAY_SIZE(operands)], b = operands[i / ARRAY_SIZE(operands)];

		for (int k = 0; k < 4; k++) {
			unsigned int bf = i & 7;
			bool so = i & 1;
			u32 insn = X_FORM(31, bf << 2 | (k >> 1), 3, 4, k & 1 ? 32 : 0, 0);
			struct insn_regs regs = { .r3 = a, .r4 = b, .cr = 0x9999999a,
						  .xer = so ? XER_SO : 0 };
			bool lt = k == 0 ? (s32)a < (s32)b : k == 1 ? (u32)a < (u32)b :
				  k == 2 ? (s64)a < (s64)b : a < b;
			bool eq = k < 2 ? (u32)a == (u32)b : a == b;
			u64 field = (lt ? 8 : eq ? 2 : 4) | so, shift = 28 - 4 * bf;
			u64 want = (0x9999999a & ~(0xfUL << shift)) | field << shift;

			if (exec_insn(&regs, insn) || regs.cr != want)
				wrong[k]++;
		}
	}
	for (int k = 0; k < 4; k++)
		check_eq(wrong[k], 0, "%s into all CR fields: wrong results", names[k]);
}

/* tw, td, twi, tdi: all 32 TO fields (section 3.3.11). */
static void traps(void)
{
	static const char * const names[] = { "tw", "td", "twi", "tdi" };
	static const u64 values[] = { 0, 1, 0x7fffffff, 0x80000000, 0xffffffff, -1UL, 1UL << 63,
				      0x7fffffffffffffff, 0x1234, 0xffffffffffff8000 };
	unsigned int wrong[4] = { 0 }, srr1 = 0, total = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(values) * ARRAY_SIZE(values) * 32; i++) {
		unsigned int to = i & 31;
		u64 ra = values[i / 32 % ARRAY_SIZE(values)], rb = values[i / 32 / ARRAY_SIZE(values)];

		for (int k = 0; k < 4; k++) {
			struct insn_regs regs = { .r3 = ra, .r4 = rb };
			u64 a = ra, b = k < 2 ? rb : (u64)(s16)rb;
			u32 insn = k == 0 ? X_FORM(31, to, 3, 4, 4, 0) :
				   k == 1 ? X_FORM(31, to, 3, 4, 68, 0) :
				   k == 2 ? D_FORM(3, to, 3, rb) : D_FORM(2, to, 3, rb);
			bool want;
			unsigned long vector;

			if (!(k & 1)) {
				a = (s32)a;
				b = (s32)b;
			}
			want = ((to & 16) && (s64)a < (s64)b) || ((to & 8) && (s64)a > (s64)b) ||
			       ((to & 4) && a == b) || ((to & 2) && a < b) || ((to & 1) && a > b);
			if (!(k & 1) && !want) {
				u32 la = a, lb = b;

				want = ((to & 2) && la < lb) || ((to & 1) && la > lb);
			}
			total++;
			vector = exec_insn(&regs, insn);
			if (vector != (want ? 0x700 : 0))
				wrong[k]++;
			if (vector == 0x700 &&
			    ((last_trap()->msr & 0xffff0000) != SRR1_TRAP ||
			     last_trap()->nip != exec_insn_addr()))
				srr1++;
		}
	}
	for (int k = 0; k < 4; k++)
		check_eq(wrong[k], 0, "%s with all conditions: wrong decisions of %u", names[k], total / 4);
	check_eq(srr1, 0, "trap interrupts with a wrong SRR0 or SRR1[33:36,42:47]");
}

/* CR logic, moves to and from CR fields, isel, setb. */
static void condition_register(void)
{
	static const struct {
		const char *name;
		u16 xo;
		u8 truth;	/* bit 2a+b */
	} ops[] = {
		{ "crand", 257, 0x8 }, { "crnand", 225, 0x7 }, { "cror", 449, 0xe },
		{ "crxor", 193, 0x6 }, { "crnor", 33, 0x1 }, { "creqv", 289, 0x9 },
		{ "crandc", 129, 0x4 }, { "crorc", 417, 0xd },
	};
	unsigned int wrong;

	for (unsigned int o = 0; o < ARRAY_SIZE(ops); o++) {
		wrong = 0;
		for (unsigned int ab = 0; ab < 8; ab++) {
			/* bits 6 and 21 into bit 13, which is 0 or 1 before */
			u64 cr = (ab & 2 ? 1UL << 25 : 0) | (ab & 1 ? 1UL << 10 : 0) |
				 (ab & 4 ? 1UL << 18 : 0) | 0x80000001;
			struct insn_regs regs = { .cr = cr };
			u64 want = (cr & ~(1UL << 18)) | (u64)(ops[o].truth >> (ab & 3) & 1) << 18;

			if (exec_insn(&regs, X_FORM(19, 13, 6, 21, ops[o].xo, 0)) || regs.cr != want)
				wrong++;
		}
		check_eq(wrong, 0, "%s: wrong results", ops[o].name);
	}

	wrong = 0;
	for (unsigned int i = 0; i < 64; i++) {
		struct insn_regs regs = { .cr = 0x12345678 };
		unsigned int to = i & 7, from = i >> 3;
		u64 field = 0x12345678UL >> (28 - 4 * from) & 0xf;

		exec_insn(&regs, 19U << 26 | to << 23 | from << 18);
		if (regs.cr != ((0x12345678 & ~(0xfUL << (28 - 4 * to))) | field << (28 - 4 * to)))
			wrong++;
	}
	check_eq(wrong, 0, "mcrf between all fields: wrong results");

	wrong = 0;
	for (unsigned int fxm = 0; fxm < 256; fxm++) {
		struct insn_regs regs = { .cr = 0x12345678, .r3 = 0xffffffff9abcdef0 };
		u64 mask = 0;

		for (int f = 0; f < 8; f++)
			if (fxm >> (7 - f) & 1)
				mask |= 0xfUL << (28 - 4 * f);
		exec_insn(&regs, 31U << 26 | 3 << 21 | fxm << 12 | 144 << 1);
		if (regs.cr != ((0x12345678 & ~mask) | (0x9abcdef0 & mask)))
			wrong++;
	}
	check_eq(wrong, 0, "mtcrf with all masks: wrong results");

	wrong = 0;
	for (int f = 0; f < 8; f++) {
		struct insn_regs regs = { .cr = 0x12345678 };
		u64 mask = 0xfUL << (28 - 4 * f);

		exec_insn(&regs, 31U << 26 | 3 << 21 | 1 << 20 | (0x80 >> f) << 12 | 19 << 1);
		if ((regs.r3 & mask) != (0x12345678 & mask))
			wrong++;
	}
	check_eq(wrong, 0, "mfocrf of all fields: wrong results");

	wrong = 0;
	for (unsigned int bc = 0; bc < 32; bc++) {
		struct insn_regs regs = { .cr = 0x9abcdef1, .r3 = 3, .r4 = 4 }, zero = regs;
		u64 bit = 0x9abcdef1UL >> (31 - bc) & 1;

		exec_insn(&regs, 31U << 26 | 5 << 21 | 3 << 16 | 4 << 11 | bc << 6 | 15 << 1);
		exec_insn(&zero, 31U << 26 | 5 << 21 | 0 << 16 | 4 << 11 | bc << 6 | 15 << 1);
		if (regs.r5 != (bit ? 3 : 4) || zero.r5 != (bit ? 0 : 4))
			wrong++;
	}
	check_eq(wrong, 0, "isel on all CR bits: wrong results");

	if (isa300()) {
		wrong = 0;
		for (u64 v = 0; v < 16; v++) {
			struct insn_regs regs = { .cr = v << 16 };

			exec_insn(&regs, X_FORM(31, 5, 3 << 2, 0, 128, 0));
			if (regs.r5 != (v & 8 ? -1UL : v & 4 ? 1 : 0))
				wrong++;
		}
		check_eq(wrong, 0, "setb of all values: wrong results");
	}

	struct insn_regs regs = { .xer = XER_SO | XER_CA | 5, .cr = 0xffffffff };

	if (isa300()) {
		regs.xer |= XER_CA32;
		exec_insn(&regs, X_FORM(31, 2 << 2, 0, 0, 576, 0));
		check_eq(regs.cr, 0xff3fffff, "mcrxrx with OV=0 OV32=0 CA=1 CA32=1: CR");
	}
}

/* bc: all BO for the CTR and CR outcomes; which way, and CTR after. */
static void branches(void)
{
	static u32 code[4] __attribute__((aligned(16)));
	unsigned int wrong_way = 0, wrong_ctr = 0, total = 0;

	for (unsigned int c = 0; c < 32 * 6; c++) {
		unsigned int bo = c / 6;
		u64 ctr = (c % 6) >> 1, bit = c & 1, after, taken;
		u64 want_ctr = bo & 4 ? ctr : ctr - 1;
		bool want = ((bo & 4) || (!!want_ctr != !!(bo & 2))) &&
			    ((bo & 16) || bit == !!(bo & 8));

		code[0] = 16U << 26 | bo << 21 | 2 << 16 | 8;	/* bc bo,eq,.+8 */
		code[1] = 0x38600000;				/* li r3,0 */
		code[2] = 0x4e800020;				/* blr */
		asm volatile("dcbst 0,%0\n\tsync\n\ticbi 0,%0\n\tsync\n\tisync"
			     : : "r"(code) : "memory");
		asm volatile("mtlr %4\n\tmtctr %2\n\tmtcr %3\n\tli 3,1\n\tblrl\n\t"
			     "mr %0,3\n\tmfctr %1"
			     : "=&b"(taken), "=&b"(after)
			     : "b"(ctr), "b"(bit ? CR0_EQ : 0), "b"(code)
			     : "r3", "lr", "ctr", "cr0", "cr1", "cr2", "cr3", "cr4", "cr5",
			       "cr6", "cr7", "memory");
		total++;
		wrong_way += taken != want;
		wrong_ctr += after != want_ctr;
	}
	check_eq(wrong_way, 0, "bc with all BO: wrong decisions of %u", total);
	check_eq(wrong_ctr, 0, "bc with all BO: wrong CTR of %u", total);
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const struct subtest subtests[] = {
	{ "arithmetic", arithmetic, needs_power8, SUBTEST_ROWS(xo_insns) },
	{ "logic", logic, needs_power8, SUBTEST_ROWS(op_insns) },
	{ "rotate", rotate },
	{ "compare", compare },
	{ "trap", traps },
	{ "condition-register", condition_register, needs_power8 },
	{ "branch", branches },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("fixedpoint");
	return run_subtests(subtests, argc, argv);
}
