// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * insn-mul: multiplication and division.
 *
 * All forms with all pairs of corner values, among them the quotients that just
 * fit and those that do not, which are a fixed-point-divide exception and leave
 * the registers alone (PoP chapter 7). What a pair of registers holds afterwards
 * is checked in both halves.
 */
#include <libcflat.h>
#include "insn.h"

typedef unsigned __int128 u128;
typedef __int128 s128;

#define PAIR32		((u64)(u32)A << 32 | (u32)C)

/* A 64-bit product in the right halves of GR2 and GR3 */
#define PRODUCT32(v)	({ u64 __v = (v); LOW32(A, __v >> 32); LOW32(C, __v); })
#define PRODUCT64(v)	({ u128 __v = (v); A = __v >> 64; C = __v; })

/* Multiply single with condition code: what the overflow leaves is the product's low part */
static inline u32 msc32(struct insn_state *s, s64 product)
{
	CC = product != (s32)product ? 3 : cc_sign(product < 0 ? -1 : product > 0);
	return product;
}

static inline u64 msc64(struct insn_state *s, s128 product)
{
	CC = product != (s64)product ? 3 : cc_sign(product < 0 ? -1 : product > 0);
	return product;
}

#define MUL(X)										\
	X(mr, "mr 2,4", 0, PRODUCT32((s64)(s32)C * (s32)B))				\
	X(m, "m 2,0(5)", 0, PRODUCT32((s64)(s32)C * (s32)M32))				\
	X(mfy, "mfy 2,0(5)", 0, PRODUCT32((s64)(s32)C * (s32)M32))			\
	X(mlr, "mlr 2,4", 0, PRODUCT32((u64)(u32)C * (u32)B))				\
	X(ml, "ml 2,0(5)", 0, PRODUCT32((u64)(u32)C * M32))				\
	X(mlgr, "mlgr 2,4", 0, PRODUCT64((u128)C * B))					\
	X(mlg, "mlg 2,0(5)", 0, PRODUCT64((u128)C * M64))				\
	X(mgrk, "mgrk 2,4,6", 0, PRODUCT64((s128)(s64)B * (s64)D))			\
	X(mg, "mg 2,0(5)", 0, PRODUCT64((s128)(s64)C * (s64)M64))			\
	X(mh, "mh 2,0(5)", 0, LOW32(A, (s32)A * (s64)(s16)M16))				\
	X(mhy, "mhy 2,0(5)", 0, LOW32(A, (s32)A * (s64)(s16)M16))			\
	X(mgh, "mgh 2,0(5)", 0, A = A * (s64)(s16)M16)					\
	X(mhi, "mhi 2,-32768", 0, LOW32(A, (s32)A * -32768L))				\
	X(mghi, "mghi 2,-3", 0, A = A * -3L)						\
	X(msr, "msr 2,4", 0, LOW32(A, (s64)(s32)A * (s32)B))				\
	X(ms, "ms 2,0(5)", 0, LOW32(A, (s64)(s32)A * (s32)M32))				\
	X(msy, "msy 2,0(5)", 0, LOW32(A, (s64)(s32)A * (s32)M32))			\
	X(msgr, "msgr 2,4", 0, A = A * B)						\
	X(msgfr, "msgfr 2,4", 0, A = A * (s64)(s32)B)					\
	X(msg, "msg 2,0(5)", 0, A = A * M64)						\
	X(msgf, "msgf 2,0(5)", 0, A = A * (s64)(s32)M32)				\
	X(msfi, "msfi 2,-2147483648", 0, LOW32(A, (s64)(s32)A * -2147483648L))		\
	X(msgfi, "msgfi 2,-2147483648", 0, A = A * -2147483648L)			\
	X(msc, "msc 2,0(5)", 0, LOW32(A, msc32(s, (s64)(s32)A * (s32)M32)))		\
	X(msrkc, "msrkc 2,4,6", 0, LOW32(A, msc32(s, (s64)(s32)B * (s32)D)))		\
	X(msgc, "msgc 2,0(5)", 0, A = msc64(s, (s128)(s64)A * (s64)M64))		\
	X(msgrkc, "msgrkc 2,4,6", 0, A = msc64(s, (s128)(s64)B * (s64)D))

#define DIVIDE_EXCEPTION	(s->pgm = PGM_INT_CODE_FIXED_POINT_DIVIDE)

/* The quotient of 128 by 64 bits, bit by bit, where it fits 64 bits: @high is less than @divisor */
static u64 long_division(u64 high, u64 low, u64 divisor, u64 *remainder)
{
	u128 r = high;
	u64 q = 0;

	for (int i = 63; i >= 0; i--) {
		r = r << 1 | (low >> i & 1);
		q <<= 1;
		if (r >= divisor) {
			r -= divisor;
			q |= 1;
		}
	}
	*remainder = r;
	return q;
}

/* A 64-bit dividend in two halves, remainder left and quotient right; the remainder has the dividend's sign */
static inline void divide32(struct insn_state *s, s64 dividend, s32 divisor)
{
	u64 x = dividend < 0 ? -(u64)dividend : (u64)dividend, y = divisor < 0 ? -(u64)divisor : (u64)divisor;
	bool negative = (dividend < 0) != (divisor < 0);
	u64 q, r;

	if (!divisor) {
		DIVIDE_EXCEPTION;
		return;
	}
	q = long_division(0, x, y, &r);
	if (q > 0x7fffffffUL + negative) {
		DIVIDE_EXCEPTION;
		return;
	}
	LOW32(A, dividend < 0 ? -r : r);
	LOW32(C, negative ? -q : q);
}

static inline void divide_logical32(struct insn_state *s, u64 dividend, u32 divisor)
{
	u64 q, r;

	if (!divisor || (q = long_division(0, dividend, divisor, &r)) > 0xffffffff) {
		DIVIDE_EXCEPTION;
		return;
	}
	LOW32(A, r);
	LOW32(C, q);
}

static inline void divide_logical64(struct insn_state *s, u64 high, u64 low, u64 divisor)
{
	u64 r;

	if (!divisor || high >= divisor) {
		DIVIDE_EXCEPTION;
		return;
	}
	C = long_division(high, low, divisor, &r);
	A = r;
}

static inline void divide_single(struct insn_state *s, s64 dividend, s64 divisor)
{
	u64 x = dividend < 0 ? -(u64)dividend : (u64)dividend, y = divisor < 0 ? -(u64)divisor : (u64)divisor;
	bool negative = (dividend < 0) != (divisor < 0);
	u64 q, r;

	if (!divisor || (x == 1UL << 63 && y == 1 && !negative)) {
		DIVIDE_EXCEPTION;
		return;
	}
	q = long_division(0, x, y, &r);
	A = dividend < 0 ? -r : r;
	C = negative ? -q : q;
}

/* Dividends come from A and its complement, too large for most; the _s forms have a sign or zeros on the left. */
#define DIV(X)										\
	X(dr, "dr 2,4", INSN_PGM, divide32(s, PAIR32, B))				\
	X(d, "d 2,0(5)", INSN_PGM, divide32(s, PAIR32, M32))				\
	X(dr_s, "lr 3,2; srda 2,32; dr 2,4", INSN_PGM,					\
	  LOW32(C, A), LOW32(A, (s32)A >> 31), CC = cc_sign((s32)C < 0 ? -1 : (s32)C > 0),	\
	  divide32(s, PAIR32, B))							\
	X(d_s, "lr 3,2; srda 2,32; d 2,0(5)", INSN_PGM,					\
	  LOW32(C, A), LOW32(A, (s32)A >> 31), CC = cc_sign((s32)C < 0 ? -1 : (s32)C > 0),	\
	  divide32(s, PAIR32, M32))							\
	X(dlr, "dlr 2,4", INSN_PGM, divide_logical32(s, PAIR32, B))			\
	X(dl, "dl 2,0(5)", INSN_PGM, divide_logical32(s, PAIR32, M32))			\
	X(dlr_s, "lr 3,2; lhi 2,1; dlr 2,4", INSN_PGM,					\
	  LOW32(C, A), LOW32(A, 1), divide_logical32(s, PAIR32, B))			\
	X(dlgr, "dlgr 2,4", INSN_PGM, divide_logical64(s, A, C, B))			\
	X(dlg, "dlg 2,0(5)", INSN_PGM, divide_logical64(s, A, C, M64))			\
	X(dlgr_s, "lgr 3,2; lghi 2,1; dlgr 2,4", INSN_PGM, C = A, A = 1, divide_logical64(s, A, C, B))	\
	X(dlgr_0, "lghi 2,0; dlgr 2,4", INSN_PGM, A = 0, divide_logical64(s, A, C, B))	\
	X(dsgr, "dsgr 2,4", INSN_PGM, divide_single(s, C, B))				\
	X(dsgfr, "dsgfr 2,4", INSN_PGM, divide_single(s, C, (s32)B))			\
	X(dsg, "dsg 2,0(5)", INSN_PGM, divide_single(s, C, M64))			\
	X(dsgf, "dsgf 2,0(5)", INSN_PGM, divide_single(s, C, (s32)M32))			\
	X(dsgr_s, "lgr 3,2; dsgr 2,4", INSN_PGM, C = A, divide_single(s, C, B))

/* Comparisons that trap: a data exception with code 0xff, which is not looked at here */
#define TRAP(x, y, rel)	({ if ((x) rel (y)) s->pgm = PGM_INT_CODE_DATA; })
#define H(reg)		((u32)((reg) >> 32))

#define TRAPS(X)									\
	X(crth, "crth 2,4", INSN_PGM, TRAP((s32)A, (s32)B, >))				\
	X(crtnh, "crtnh 2,4", INSN_PGM, TRAP((s32)A, (s32)B, <=))			\
	X(cgrtl, "cgrtl 2,4", INSN_PGM, TRAP((s64)A, (s64)B, <))			\
	X(cgrte, "cgrte 2,4", INSN_PGM, TRAP((s64)A, (s64)B, ==))			\
	X(clrth, "clrth 2,4", INSN_PGM, TRAP((u32)A, (u32)B, >))			\
	X(clgrtl, "clgrtl 2,4", INSN_PGM, TRAP(A, B, <))				\
	X(clgrtne, "clgrtne 2,4", INSN_PGM, TRAP(A, B, !=))				\
	X(cith, "cith 2,-1", INSN_PGM, TRAP((s32)A, -1, >))				\
	X(cgitl, "cgitl 2,-32768", INSN_PGM, TRAP((s64)A, -32768, <))			\
	X(clfith, "clfith 2,32768", INSN_PGM, TRAP((u32)A, 32768U, >))			\
	X(clgitl, "clgitl 2,65535", INSN_PGM, TRAP(A, 65535UL, <))			\
	X(clth, "clth 2,0(5)", INSN_PGM, TRAP((u32)A, M32, >))				\
	X(clgtl, "clgtl 2,0(5)", INSN_PGM, TRAP(A, M64, <))				\
	X(lat, "lat 2,0(5)", INSN_PGM, LOW32(A, M32), TRAP(M32, 0, ==))			\
	X(lgat, "lgat 2,0(5)", INSN_PGM, A = M64, TRAP(M64, 0, ==))			\
	X(llgfat, "llgfat 2,0(5)", INSN_PGM, A = M32, TRAP(M32, 0, ==))			\
	X(llgtat, "llgtat 2,0(5)", INSN_PGM, A = M32 & 0x7fffffff, TRAP(A, 0, ==))	\
	X(lfhat, "lfhat 2,0(5)", INSN_PGM, HIGH32(A, M32), TRAP(M32, 0, ==))

INSN_TABLE(mul, MUL)
INSN_TABLE(div, DIV)
INSN_TABLE(traps, TRAPS)

static const struct subtest subtests[] = {
	{ "multiply", insn_check, SUBTEST_ROWS(mul) },
	{ "divide", insn_check, SUBTEST_ROWS(div) },
	{ "trap", insn_check, SUBTEST_ROWS(traps) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
