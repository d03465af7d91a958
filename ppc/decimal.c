// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * decimal: decimal floating point (Power ISA Book I, chapter 5), and the BCD
 * instructions of fixed-point and vector registers: arithmetic on integers that
 * a model in C knows, BCD to decimal and back, exponents, quantum and rounding,
 * compares and tests.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "vecinsn.h"

#define X59(xo)		X_FORM(59, 4, 1, 2, xo, 0)
#define DADD		X59(2)
#define DMUL		X59(34)
#define DSUB		X59(514)
#define DDIV		X59(546)
#define DCFFIX(t, b)	X_FORM(59, t, 0, b, 802, 0)
#define DCTFIX(t, b)	X_FORM(59, t, 0, b, 290, 0)
#define DXEX(t, b)	X_FORM(59, t, 0, b, 354, 0)
#define DIEX(t, a, b)	X_FORM(59, t, a, b, 866, 0)
#define DENBCD(s, t, b)	X_FORM(59, t, (s) << 4, b, 834, 0)
#define DDEDPD(sp, t, b) X_FORM(59, t, (sp) << 3, b, 322, 0)
#define DQUAI(te, t, b, rmc) (59U << 26 | (t) << 21 | ((te) & 31) << 16 | (b) << 11 | (rmc) << 9 | 67 << 1)
#define DRINTX(r, t, b, rmc) (59U << 26 | (t) << 21 | (r) << 16 | (b) << 11 | (rmc) << 9 | 99 << 1)
#define DRINTN(r, t, b, rmc) (59U << 26 | (t) << 21 | (r) << 16 | (b) << 11 | (rmc) << 9 | 227 << 1)
#define DSCLI(t, a, sh)	(59U << 26 | (t) << 21 | (a) << 16 | (sh) << 10 | 66 << 1)
#define DSCRI(t, a, sh)	(59U << 26 | (t) << 21 | (a) << 16 | (sh) << 10 | 98 << 1)
#define DCMPU(bf, a, b)	(59U << 26 | (bf) << 23 | (a) << 16 | (b) << 11 | 642 << 1)
#define DTSTSF(bf, a, b) (59U << 26 | (bf) << 23 | (a) << 16 | (b) << 11 | 674 << 1)
#define DTSTDC(bf, a, dcm) (59U << 26 | (bf) << 23 | (a) << 16 | (dcm) << 10 | 194 << 1)

/* One instruction on f1 and f2; f4 afterwards */
static u64 run(u32 insn, u64 a, u64 b, u64 *fpscr)
{
	struct vec_regs regs = { .f = { { { a } }, { { b } } }, .fpscr = fpscr ? *fpscr : 0 };

	exec_vec(&regs, insn);
	if (fpscr)
		*fpscr = regs.fpscr;
	return regs.f[3].d[0];
}

static u64 from_int(s64 x)
{
	return run(DCFFIX(4, 2), 0, x, NULL);
}

static s64 to_int(u64 d)
{
	return run(DCTFIX(4, 2), 0, d, NULL);
}

static void arithmetic(void)
{
	static const s64 numbers[] = { 0, 1, -1, 7, 10, -99, 100, 999, 1000, -12345, 99999999, -100000000, 123456789 };
	unsigned int wrong[5] = { 0 };

	vec_on();
	for (unsigned int i = 0; i < ARRAY_SIZE(numbers); i++)
		for (unsigned int j = 0; j < ARRAY_SIZE(numbers); j++) {
			s64 a = numbers[i], b = numbers[j];
			u64 x = from_int(a), y = from_int(b);

			wrong[0] += to_int(x) != a;
			wrong[1] += to_int(run(DADD, x, y, NULL)) != a + b;
			wrong[2] += to_int(run(DSUB, x, y, NULL)) != a - b;
			if ((a < 0 ? -a : a) < 10000000 && (b < 0 ? -b : b) < 100000000)
				wrong[3] += to_int(run(DMUL, x, y, NULL)) != a * b;
			/* a * 100 / b toward zero where it has no more than 16 digits */
			if (b && a % b == 0)
				wrong[4] += to_int(run(DDIV, x, y, NULL)) != a / b;
		}
	vec_off();
	check_eq(wrong[0], 0, "dcffix and dctfix: numbers that changed");
	check_eq(wrong[1], 0, "dadd: wrong sums");
	check_eq(wrong[2], 0, "dsub: wrong differences");
	check_eq(wrong[3], 0, "dmul: wrong products");
	check_eq(wrong[4], 0, "ddiv: wrong quotients");
}

/* Declets: every three digits through denbcd and ddedpd, and the coefficients of an integer */
static void bcd(void)
{
	unsigned int wrong = 0, wrong_int = 0, sign = 0;

	vec_on();
	for (unsigned int n = 0; n < 1000; n++) {
		u64 digits = n % 10 | (n / 10 % 10) << 4 | n / 100 << 8;
		u64 in = digits | digits << 16 | digits << 40, d = run(DENBCD(0, 4, 2), 0, in, NULL);

		wrong += run(DDEDPD(0, 4, 2), 0, d, NULL) != in;
		wrong_int += to_int(run(DENBCD(0, 4, 2), 0, digits, NULL)) != n;
		/* Signed: the last digit is the sign, C and F plus, D minus. */
		sign += to_int(run(DENBCD(1, 4, 2), 0, digits << 4 | 0xd, NULL)) != -(s64)n;
		sign += to_int(run(DENBCD(1, 4, 2), 0, digits << 4 | 0xc, NULL)) != n;
		sign += run(DDEDPD(2, 4, 2), 0, from_int(-(s64)n), NULL) != (n ? digits << 4 | 0xd : 0xc);
		sign += run(DDEDPD(3, 4, 2), 0, from_int(n), NULL) != (digits << 4 | 0xf);
	}
	vec_off();
	check_eq(wrong, 0, "denbcd and ddedpd of 1000 declets: digits that changed");
	check_eq(wrong_int, 0, "denbcd of 0 to 999: wrong numbers");
	check_eq(sign, 0, "signed denbcd and ddedpd: wrong signs");
}

static void exponents(void)
{
	u64 d, fpscr;

	vec_on();
	d = from_int(12345);
	check_eq(run(DXEX(4, 2), 0, d, NULL), 398, "dxex of 12345: the bias");
	d = run(DIEX(4, 1, 2), 400, d, NULL);
	check_eq(to_int(d), 1234500, "diex of 12345 with 400");
	check_eq(run(DXEX(4, 2), 0, d, NULL), 400, "dxex of that");
	/* Coefficients shifted by digits */
	check_eq(to_int(run(DSCLI(4, 1, 3), from_int(12345), 0, NULL)), 12345000, "dscli by 3");
	check_eq(to_int(run(DSCRI(4, 1, 2), from_int(12345), 0, NULL)), 123, "dscri by 2");
	/* Quantum: 12345 rounded to hundreds by all four modes of RMC */
	d = run(DQUAI(2, 4, 2, 1), 0, from_int(12355), NULL);
	check_eq(run(DXEX(4, 2), 0, d, NULL), 400, "dquai to hundreds: exponent");
	check_eq(to_int(d), 12300, "dquai to hundreds, toward zero");
	check_eq(to_int(run(DQUAI(2, 4, 2, 0), 0, from_int(12350), NULL)), 12400, "dquai, half to even up");
	check_eq(to_int(run(DQUAI(2, 4, 2, 0), 0, from_int(12450), NULL)), 12400, "dquai, half to even down");
	check_eq(to_int(run(DQUAI(2, 4, 2, 2), 0, from_int(-12350), NULL)), -12400, "dquai, half away from zero");
	/* Rounding mode of FPSCR, DRN (bits 32 to 34): 1 toward zero, 3 toward minus infinity */
	fpscr = 3UL << 32;
	check_eq(to_int(run(DQUAI(2, 4, 2, 3), 0, from_int(-12301), &fpscr)), -12400, "dquai, DRN toward minus infinity");
	fpscr = 2UL << 32;
	check_eq(to_int(run(DQUAI(2, 4, 2, 3), 0, from_int(-12399), &fpscr)), -12300, "dquai, DRN toward plus infinity");
	/* 12345 * 10^-2 to an integer */
	d = run(DIEX(4, 1, 2), 396, from_int(12350), NULL);
	check_eq(to_int(run(DRINTN(0, 4, 2, 0), 0, d, NULL)), 124, "drintn of 123.50, half to even");
	check_eq(to_int(run(DRINTN(0, 4, 2, 1), 0, d, NULL)), 123, "drintn of 123.50, toward zero");
	fpscr = 0;
	check_eq(to_int(run(DRINTX(0, 4, 2, 1), 0, d, &fpscr)), 123, "drintx of 123.50, toward zero");
	check_eq(fpscr >> 25 & 1, 1, "drintx of 123.50: FPSCR[XX]");
	fpscr = 0;
	run(DRINTN(0, 4, 2, 1), 0, d, &fpscr);
	check_eq(fpscr >> 25 & 1, 0, "drintn of 123.50: FPSCR[XX]");
	vec_off();
}

static u64 cr_of(u32 insn, u64 a, u64 b)
{
	struct vec_regs regs = { .f = { { { a } }, { { b } } } };

	exec_vec(&regs, insn);
	return regs.g.cr >> 16 & 0xf;
}

static void compares(void)
{
	u64 one, ten, ten2, inf = 0x7800000000000000, nan = 0x7c00000000000000, snan = 0x7e00000000000000, fpscr;

	vec_on();
	one = from_int(1);
	ten = from_int(10);
	ten2 = run(DIEX(4, 1, 2), 399, one, NULL);
	check_eq(cr_of(DCMPU(3, 1, 2), one, ten), 8, "dcmpu of 1 and 10");
	check_eq(cr_of(DCMPU(3, 1, 2), ten, one), 4, "dcmpu of 10 and 1");
	check_eq(cr_of(DCMPU(3, 1, 2), ten, ten2), 2, "dcmpu of 10 and 1 * 10^1");
	check_eq(cr_of(DCMPU(3, 1, 2), ten, nan), 1, "dcmpu of 10 and NaN");
	check_eq(cr_of(DCMPU(3, 1, 2), inf, ten), 4, "dcmpu of infinity and 10");
	/* Significance: digits of the second against the number in the first */
	check_eq(cr_of(DTSTSF(3, 1, 2), 2, ten), 2, "dtstsf of 10: two digits");
	check_eq(cr_of(DTSTSF(3, 1, 2), 3, ten), 4, "dtstsf of 10: fewer than three digits");
	check_eq(cr_of(DTSTSF(3, 1, 2), 1, ten), 8, "dtstsf of 10: more than one digit");
	/* Classes: zero, subnormal, normal, infinity, quiet and signaling NaN */
	check_eq(cr_of(DTSTDC(3, 1, 0x20), from_int(0), 0), 2, "dtstdc of 0: zero");
	check_eq(cr_of(DTSTDC(3, 1, 0x08), ten, 0), 2, "dtstdc of 10: normal");
	check_eq(cr_of(DTSTDC(3, 1, 0x04), inf, 0), 2, "dtstdc of infinity: infinity");
	check_eq(cr_of(DTSTDC(3, 1, 0x02), nan, 0), 2, "dtstdc of a quiet NaN");
	check_eq(cr_of(DTSTDC(3, 1, 0x01), snan, 0), 2, "dtstdc of a signaling NaN");
	check_eq(cr_of(DTSTDC(3, 1, 0x37), ten, 0), 0, "dtstdc of 10: none of the others");
	check_eq(cr_of(DTSTDC(3, 1, 0x08), from_int(-10), 0), 0xa, "dtstdc of -10: normal and negative");
	/* Invalid operations */
	fpscr = 0;
	run(DADD, snan, one, &fpscr);
	check_eq(fpscr >> 24 & 1, 1, "dadd with a signaling NaN: FPSCR[VXSNAN]");
	fpscr = 0;
	run(DSUB, inf, inf, &fpscr);
	check_eq(fpscr >> 23 & 1, 1, "infinity - infinity: FPSCR[VXISI]");
	fpscr = 0;
	run(DDIV, one, from_int(0), &fpscr);
	check_eq(fpscr >> 26 & 1, 1, "1 / 0: FPSCR[ZX]");
	fpscr = 0;
	run(DDIV, from_int(0), from_int(0), &fpscr);
	check_eq(fpscr >> 21 & 1, 1, "0 / 0: FPSCR[VXZDZ]");
	fpscr = 0;
	run(DMUL, inf, from_int(0), &fpscr);
	check_eq(fpscr >> 20 & 1, 1, "infinity * 0: FPSCR[VXIMZ]");
	vec_off();
}

/* cdtbcd, cbcdtd, addg6s (section 3.3.9) */
static void fixed_point(void)
{
	unsigned int wrong = 0, six = 0;

	for (unsigned int n = 0; n < 1000; n++) {
		u64 digits = n % 10 | (n / 10 % 10) << 4 | n / 100 << 8;
		struct insn_regs regs = { .r3 = digits | (u64)digits << 44 }, back;

		exec_insn(&regs, X_FORM(31, 3, 4, 0, 314, 0));	/* cbcdtd r4,r3 */
		back = regs;
		back.r3 = regs.r4;
		exec_insn(&back, X_FORM(31, 3, 5, 0, 282, 0));	/* cdtbcd r5,r3 */
		wrong += back.r5 != (digits | (u64)digits << 44);
	}
	for (unsigned int i = 0; i < 64; i++) {
		u64 a = 0x1234567890123456UL * (i + 1), b = 0x9876543219283746UL ^ ((u64)i * 0x0101010101010101), want = 0;
		struct insn_regs regs = { .r3 = a, .r4 = b };

		/* 6 in each digit out of which no carry came */
		for (unsigned int d = 0; d < 16; d++) {
			u64 mask = d == 15 ? -1UL : (1UL << 4 * (d + 1)) - 1;
			unsigned __int128 s = (unsigned __int128)(a & mask) + (b & mask);

			if (!(s >> 4 * (d + 1)))
				want |= 6UL << 4 * d;
		}
		exec_insn(&regs, X_FORM(31, 5, 3, 4, 74, 0));
		six += regs.r5 != want;
	}
	check_eq(wrong, 0, "cbcdtd and cdtbcd of 1000 declets: digits that changed");
	check_eq(six, 0, "addg6s: wrong results");
}

/* bcdadd., bcdsub. (section 6.17): 31 digits and a sign */
static vec to_bcd(s64 x)
{
	u64 n = x < 0 ? -x : x;
	vec v = { { 0, x < 0 ? 0xd : 0xc } };

	for (unsigned int i = 1; n; i++, n /= 10)
		vec_set(&v, 4, 31 - i, n % 10);
	return v;
}

static void vector_bcd(void)
{
	static const s64 numbers[] = { 0, 1, -1, 9, 10, -99, 12345678, -987654321, 999999999999, -1000000000000, 5 };
	unsigned int wrong = 0, wrong_cr = 0;

	vec_on();
	for (unsigned int i = 0; i < ARRAY_SIZE(numbers) * ARRAY_SIZE(numbers) * 2; i++) {
		s64 a = numbers[i % ARRAY_SIZE(numbers)], b = numbers[i / ARRAY_SIZE(numbers) % ARRAY_SIZE(numbers)], r;
		bool sub = i >= ARRAY_SIZE(numbers) * ARRAY_SIZE(numbers);
		struct vec_regs regs = { .v = { { { 0 } }, to_bcd(a), to_bcd(b) } };
		vec want;

		r = sub ? a - b : a + b;
		want = to_bcd(r);
		exec_vec(&regs, 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 1 << 10 | (sub ? 65 : 1));
		/* Of a zero either sign of plus will do. */
		wrong += r ? !vec_same(&regs.v[0], &want) : regs.v[0].d[0] || regs.v[0].d[1] >> 4;
		if (!a && !b && !sub)
			check_eq(regs.g.cr, 0x20, "bcdadd. of 0 and 0: CR");
		else if (regs.g.cr != (r < 0 ? 0x80UL : r > 0 ? 0x40 : 0x20) && !wrong_cr++)
			report_info("first wrong CR: %ld %s %ld: %#lx", a, sub ? "-" : "+", b, regs.g.cr);
	}
	{
		struct vec_regs regs = { .v = { { { 0 } }, { { 0, 0xac } }, { { 0, 0x1c } } } };

		exec_vec(&regs, 4U << 26 | 1 << 21 | 2 << 16 | 3 << 11 | 1 << 10 | 1);
		check_eq(regs.g.cr & 0x10, 0x10, "bcdadd. of a digit that is none: CR6[SO]");
	}
	vec_off();
	check_eq(wrong, 0, "bcdadd. and bcdsub.: wrong results");
	check_eq(wrong_cr, 0, "bcdadd. and bcdsub.: wrong CR6");
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const struct subtest subtests[] = {
	{ "arithmetic", arithmetic, needs_power8 },
	{ "bcd", bcd, needs_power8 },
	{ "exponents", exponents, needs_power8 },
	{ "compares", compares, needs_power8 },
	{ "fixed-point", fixed_point, needs_power8 },
	{ "vector-bcd", vector_bcd, needs_power8 },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("decimal");
	return run_subtests(subtests, argc, argv);
}
