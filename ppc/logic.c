// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * logic: immediate forms, logic, shifts, counts and permutes (Power ISA
 * Book I, sections 3.3.9 to 3.3.14), rotates and compares.
 */
#include <libcflat.h>
#include <subtest.h>
#include "exec.h"
#include "fixedpoint.h"

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


static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const struct subtest subtests[] = {
	{ "logic", logic, needs_power8, SUBTEST_ROWS(op_insns) },
	{ "rotate", rotate },
	{ "compare", compare },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("logic");
	return run_subtests(subtests, argc, argv);
}
