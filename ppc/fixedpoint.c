// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fixedpoint: results of fixed-point instructions and what they leave in XER
 * and CR (Power ISA Book I, chapter 3): every combination of a set of operands
 * with the interesting carries, signs and overflows, against a model in C.
 * Logic, shifts and compares have a test of their own, logic.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "fixedpoint.h"

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

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const struct subtest subtests[] = {
	{ "arithmetic", arithmetic, needs_power8, SUBTEST_ROWS(xo_insns) },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("fixedpoint");
	return run_subtests(subtests, argc, argv);
}
