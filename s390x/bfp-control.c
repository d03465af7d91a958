// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * bfp-control: the floating-point control register and exceptions of BFP.
 *
 * What may be loaded into the register and how, exceptions whose mask is on with
 * their data-exception code in both places and the result that they leave, flags
 * that stay, and what is refused without the AFP-register control (PoP chapters 6,
 * 9 and 19). A trap that is reported with another code sends a signal of another
 * kind to the program.
 */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/facility.h>
#include <asm/float.h>
#include <asm/mem.h>
#include "pgm.h"

#define DXC_AFP_REGISTER	1
#define DXC_BFP_INSTRUCTION	2
#define DXC_DFP_INSTRUCTION	3
#define DXC_VECTOR		0xfe

static u32 lowcore_dxc(void)
{
	return *(volatile u32 *)OPAQUE_PTR(GEN_LC_DXC_VXC);
}

static void preset_dxc(void)
{
	*(volatile u32 *)OPAQUE_PTR(GEN_LC_DXC_VXC) = 0xdeadbeef;
}

static void srnm(unsigned long mode)
{
	asm volatile("srnm	0(%0)" : : "a" (mode));
}

static void srnmb(unsigned long mode)
{
	asm volatile("srnmb	0(%0)" : : "a" (mode));
}

static void lfpc(u32 fpc)
{
	asm volatile("lfpc	%0" : : "Q" (fpc));
}

static u32 efpc(void)
{
	u64 fpc = 0x1122334400000000UL;

	asm volatile("efpc	%0" : "+d" (fpc));
	check_eq(fpc >> 32, 0x11223344, "EFPC leaves the left half");
	return fpc;
}

static void rounding_mode(void)
{
	set_fpc(0);
	for (unsigned long mode = 0; mode < 4; mode++) {
		srnm(mode);
		check_eq(get_fpc(), mode, "SRNM %lu", mode);
	}
	/* only two bits count, the third becomes zero */
	set_fpc(7);
	srnm(0xfffffffffffffff6UL);
	check_eq(get_fpc(), 2, "SRNM with bits on the left");
	for (unsigned long mode = 0; mode < 8; mode++) {
		set_fpc(0x70);
		if (mode < 4 || mode == 7) {
			check_pgm(0, srnmb(mode), "SRNMB %lu", mode);
			check_eq(get_fpc(), 0x70 | mode, "SRNMB %lu: control register", mode);
		} else {
			check_pgm(6, srnmb(mode), "SRNMB %lu", mode);
			check_eq(get_fpc(), 0x70, "SRNMB %lu: control register", mode);
		}
	}
	check_pgm(6, srnmb(8), "SRNMB 8");
	check_pgm(6, srnmb(0x80), "SRNMB 0x80");
	check_pgm(0, srnmb(0x101), "SRNMB with bits on the left");
	check_eq(get_fpc(), 0x71, "SRNMB with bits on the left: control register");
	set_fpc(0);
}

/* Masks 0-4, flags 8-12, DXC 16-23, DFP rounding 25-27, BFP rounding 29-31; the rest is reserved. */
static void control_register(void)
{
	static const u8 reserved[] = { 6, 7, 14, 15, 24, 28 };

	set_fpc(0xf8f8ff73);
	check_eq(get_fpc(), 0xf8f8ff73, "SFPC of all bits there are");
	check_eq(efpc(), 0xf8f8ff73, "EFPC of them");
	lfpc(0);
	check_eq(get_fpc(), 0, "LFPC of zeros");
	lfpc(0xf8f8ff77);
	check_eq(get_fpc(), 0xf8f8ff77, "LFPC of all bits there are");
	set_fpc(0);
	for (unsigned int i = 0; i < ARRAY_SIZE(reserved); i++) {
		u32 bit = 1U << (31 - reserved[i]);

		check_pgm(6, set_fpc(bit), "SFPC with bit %d", reserved[i]);
		check_pgm(6, lfpc(bit), "LFPC with bit %d", reserved[i]);
	}
	for (u32 mode = 4; mode < 7; mode++) {
		check_pgm(6, set_fpc(mode), "SFPC with rounding mode %u", mode);
		check_pgm(6, lfpc(mode), "LFPC with rounding mode %u", mode);
	}
	check_eq(get_fpc(), 0, "nothing of that was loaded");
}

/* An operation on long operands with one mask on */
#define BITS(x)	((u64)(x) << 52)
#define MAX_LONG	0x7fefffffffffffffUL
#define MIN_NORMAL	0x0010000000000000UL
#define ONE		BITS(1023)

struct trap_result {
	u64 r;
	u16 pgm;
	u32 fpc, dxc;
	int cc;
};

#define TRAP_OP(name, text)								\
static struct trap_result name(u64 a, u64 b, u32 fpc)					\
{											\
	struct trap_result t = { };							\
	u64 r = 0x7777;									\
	int cc;										\
											\
	preset_dxc();									\
	expect_pgm_int();								\
	asm volatile(									\
		"	ldgr	%%f0,%[a]\n"						\
		"	ldgr	%%f4,%[b]\n"						\
		"	sfpc	%[fpc]\n"						\
		"	lghi	%%r0,3\n"						\
		"	sllg	%%r0,%%r0,28\n"						\
		"	spm	%%r0\n"							\
		"	" text "\n"							\
		"	lgdr	%[r],%%f0\n"						\
		"	ipm	%[cc]\n"						\
		"	srl	%[cc],28\n"						\
		"	lghi	%%r0,0\n"						\
		"	spm	%%r0\n"							\
		"	stfpc	%[now]\n"						\
		"	sfpc	%%r0\n"							\
		: [r] "=&d" (r), [cc] "=&d" (cc), [now] "=Q" (t.fpc)			\
		: [a] "d" (a), [b] "d" (b), [fpc] "d" (fpc)				\
		: "0", "f0", "f4", "cc");						\
	t.pgm = clear_pgm_int();							\
	t.r = r;									\
	t.cc = cc;									\
	t.dxc = lowcore_dxc();								\
	return t;									\
}

TRAP_OP(add, "adbr	0,4")
TRAP_OP(subtract, "sdbr	0,4")
TRAP_OP(multiply, "mdbr	0,4")
TRAP_OP(divide, "ddbr	0,4")
TRAP_OP(compare, "cdbr	0,4")
TRAP_OP(compare_signal, "kdbr	0,4")
TRAP_OP(square_root, "sqdbr	0,4")
TRAP_OP(to_fixed, "cgdbr	0,0,4")
TRAP_OP(integer, "fidbr	0,0,4")

/* Bits of the FPC */
#define IM(flag)	((u32)(flag) << 24)
#define SF(flag)	((u32)(flag) << 16)
#define DXC(code)	((u32)(code) << 8)
#define INVALID		0x80
#define DIVIDE		0x40
#define OVERFLOW	0x20
#define UNDERFLOW	0x10
#define INEXACT		0x08
#define INCREMENTED	0x0c

#define QNAN		0x7ff8000000000000UL
#define SNAN		0x7ff0000000000001UL
#define INFINITE	BITS(2047)
#define MINUS		(1UL << 63)

/* An infinity of a trap: the register stays */
#define STAYS		1

static const struct trap_case {
	const char *name;
	struct trap_result (*op)(u64 a, u64 b, u32 fpc);
	u64 a, b;
	u8 mask, dxc;
	unsigned int mode;
	u64 result;	/* STAYS: a */
} traps[] = {
	{ "invalid, inf - inf", subtract, INFINITE, INFINITE, INVALID, INVALID, 0, STAYS },
	{ "invalid, SNaN", add, ONE, SNAN, INVALID, INVALID, 0, STAYS },
	{ "invalid, 0 * inf", multiply, 0, INFINITE, INVALID, INVALID, 0, STAYS },
	{ "invalid, 0 / 0", divide, 0, MINUS, INVALID, INVALID, 0, STAYS },
	{ "invalid, root of -1", square_root, ONE, ONE | MINUS, INVALID, INVALID, 0, STAYS },
	{ "invalid, compare with SNaN", compare, ONE, SNAN, INVALID, INVALID, 0, STAYS },
	{ "invalid, compare and signal with QNaN", compare_signal, ONE, QNAN, INVALID, INVALID, 0, STAYS },
	{ "invalid, to integer", to_fixed, ONE, INFINITE, INVALID, INVALID, 0, STAYS },
	{ "division by zero", divide, ONE, 0, DIVIDE, DIVIDE, 0, STAYS },
	{ "division by zero, all masks", divide, ONE, MINUS, 0xf8, DIVIDE, 0, STAYS },
	{ "invalid, all masks", divide, 0, 0, 0xf8, INVALID, 0, STAYS },
};

/* These complete: the result is in the register, scaled by 2^1536 where it is out of range. */
static const struct trap_case completing_traps[] = {
	{ "overflow, exact", multiply, BITS(2000), BITS(2000), OVERFLOW, OVERFLOW, 0, BITS(2000 - 1536 + 2000 - 1023) },
	{ "overflow, truncated", multiply, MAX_LONG, MAX_LONG, OVERFLOW, OVERFLOW | INEXACT, 1,
	  (MAX_LONG & ~BITS(2047)) - 1 + BITS(2046 + 2047 - 1023 - 1536) },
	{ "underflow, exact", multiply, BITS(100), BITS(200), UNDERFLOW, UNDERFLOW, 0, BITS(100 + 200 - 1023 + 1536) },
	{ "underflow, subnormal and exact", multiply, BITS(1), BITS(1020), UNDERFLOW, UNDERFLOW, 0,
	  BITS(1 + 1020 - 1023 + 1536) },
	{ "inexact, truncated", add, ONE, BITS(1023 - 60), INEXACT, INEXACT, 1, ONE },
	{ "inexact, incremented", add, ONE, BITS(1023 - 60), INEXACT, INCREMENTED, 2, ONE + 1 },
	{ "inexact, division", divide, ONE, BITS(1024) | 0x8000000000000, INEXACT, INEXACT, 1, 0x3fd5555555555555UL },
};

static void trap(void)
{
	const struct trap_case *c = subtest_row();
	struct trap_result t = c->op(c->a, c->b, IM(c->mask) | c->mode);

	check_eq(t.pgm, PGM_INT_CODE_DATA, "program interruption");
	check_eq(t.dxc, c->dxc, "data-exception code in the prefix area");
	check_eq(t.fpc, IM(c->mask) | DXC(c->dxc) | c->mode, "control register: the code, no flag");
	check_eq(t.r, c->result == STAYS ? c->a : c->result, "result");
}

static void no_trap(void)
{
	struct trap_result t;

	/* each mask off while all others are on: the flag, and what the operation gives instead */
	t = divide(ONE, MINUS, IM(0xf8 & ~DIVIDE));
	check_eq(t.pgm, 0, "division by zero, its mask off");
	check_eq(t.fpc, IM(0xf8 & ~DIVIDE) | SF(DIVIDE), "division by zero: control register");
	check_eq(t.r, INFINITE | MINUS, "division by zero: infinity with the sign of the quotient");
	t = divide(0, 0, IM(0xf8 & ~INVALID));
	check_eq(t.pgm, 0, "invalid, its mask off");
	check_eq(t.fpc, IM(0xf8 & ~INVALID) | SF(INVALID), "invalid: control register");
	check_eq(t.r, QNAN, "invalid: the default NaN");
	t = multiply(MAX_LONG, MAX_LONG, 0);
	check_eq(t.fpc, SF(OVERFLOW | INEXACT), "overflow: control register");
	check_eq(t.r, INFINITE, "overflow: result");
	t = multiply(MIN_NORMAL | 1, BITS(1022), 0);
	check_eq(t.fpc, SF(UNDERFLOW | INEXACT), "underflow, inexact: control register");
	t = multiply(MIN_NORMAL, BITS(1022), 0);
	check_eq(t.fpc, 0, "subnormal, but exact: no flag");
	t = integer(0, BITS(1022) | 1, 0);
	check_eq(t.fpc, SF(INEXACT), "to an integer in the format: inexact");
	/* flags stay */
	t = divide(ONE, ONE, SF(INVALID | OVERFLOW));
	check_eq(t.fpc, SF(INVALID | OVERFLOW), "flags stay as they are");
	t = divide(ONE, 0, SF(INVALID | OVERFLOW));
	check_eq(t.fpc, SF(INVALID | OVERFLOW | DIVIDE), "a flag comes to the others");
	t = compare(ONE, QNAN, IM(INVALID));
	check_eq(t.pgm, 0, "compare with a QNaN is not invalid");
	check_eq(t.cc, 3, "but unordered");
	/* a data-exception code that is there stays without a trap */
	t = divide(ONE, 0, DXC(0x34));
	check_eq(t.fpc, SF(DIVIDE) | DXC(0x34), "the code of an earlier trap stays");
}

/* CR0 bit 45 off: FPRs 0, 2, 4, 6 without BFP are what is left. */
#define WITHOUT_AFP(code, dxc, what, insn)						\
({											\
	preset_dxc();									\
	set_fpc(0);									\
	expect_pgm_int();								\
	afp_disable();									\
	asm volatile(insn : : "a" (buffer) : "f0", "f1", "f2", "f4", "0", "2", "cc", "memory");	\
	afp_enable();									\
	check_eq(clear_pgm_int(), code, what);						\
	if (code) {									\
		check_eq(lowcore_dxc(), dxc, what ": data-exception code");		\
		check_eq(get_fpc(), 0, what ": control register stays");		\
	}										\
})

static u64 buffer[4] __attribute__((aligned(16)));

static void without_afp(void)
{
	WITHOUT_AFP(0, 0, "LD of FPR0", "ld	0,0(%0)");
	WITHOUT_AFP(0, 0, "LE of FPR4", "le	4,0(%0)");
	WITHOUT_AFP(0, 0, "LDR of FPR2 and FPR6", "ldr	2,6");
	WITHOUT_AFP(0, 0, "STD of FPR6", "std	6,0(%0)");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LD of FPR1", "ld	1,0(%0)");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LE of FPR8", "le	8,0(%0)");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "STE of FPR15", "ste	15,0(%0)");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LDR to FPR3", "ldr	3,0");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LDR of FPR9", "ldr	0,9");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LER to FPR5", "ler	5,0");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LER of FPR10", "ler	4,10");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LGDR of FPR1", "lgdr	2,1");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LDGR to FPR1", "ldgr	1,2");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "LZDR of FPR7", "lzdr	7");
	WITHOUT_AFP(7, DXC_AFP_REGISTER, "CPSDR with FPR5", "cpsdr	0,5,4");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "ADBR", "adbr	0,4");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "MEEB", "meeb	0,0(%0)");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "CDBR", "cdbr	0,4");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "CGDBR", "cgdbr	2,0,0");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "TCDB", "tcdb	0,0");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "SFPC", "sfpc	2");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "EFPC", "efpc	2");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "LFPC", "lfpc	0(%0)");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "STFPC", "stfpc	0(%0)");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "SRNM", "srnm	0");
	WITHOUT_AFP(7, DXC_BFP_INSTRUCTION, "MADB", "madb	0,2,0(%0)");
}

static const char *needs_vector(void)
{
	return test_facility(129) ? NULL : "no vector facility";
}

/* Vector instructions need both controls. */
static void without_vector(void)
{
	for (int both = 0; both < 4; both++) {
		preset_dxc();
		set_fpc(0);
		expect_pgm_int();
		if (both & 1)
			ctl_set_bit(0, CTL0_VECTOR);
		else
			ctl_clear_bit(0, CTL0_VECTOR);
		if (!(both & 2))
			afp_disable();
		asm volatile("	.machine push\n	.machine z13\n	vx	0,0,0\n	.machine pop" : : : "memory");
		afp_enable();
		check_eq(clear_pgm_int(), both == 3 ? 0 : PGM_INT_CODE_DATA, "VX, vector control %d, AFP control %d",
			 both & 1, both >> 1);
		if (both != 3)
			check_eq(lowcore_dxc(), DXC_VECTOR, "its data-exception code");
		/* the code gets into the control register under the AFP control */
		if (both == 2)
			check_eq(get_fpc_dxc(), DXC_VECTOR, "and in the control register");
	}
	ctl_clear_bit(0, CTL0_VECTOR);
	set_fpc(0);
}

/* Registers of extended operands: 0, 1, 4, 5, 8, 9, 12, 13 */
static void bad_pairs(void)
{
	check_pgm(6, asm volatile(".insn	rre,0xb34a0000,2,0" : : : "cc", "f0", "f2"), "AXBR, R1 = 2");
	check_pgm(6, asm volatile(".insn	rre,0xb34a0000,0,3" : : : "cc", "f0", "f2"), "AXBR, R2 = 3");
	check_pgm(6, asm volatile(".insn	rre,0xb34a0000,15,0" : : : "cc", "f0", "f2"), "AXBR, R1 = 15");
	check_pgm(6, asm volatile(".insn	rre,0xb3650000,6,0" : : : "cc", "f0", "f2"), "LXR, R1 = 6");
	check_pgm(6, asm volatile(".insn	rre,0xb3650000,0,7" : : : "cc", "f0", "f2"), "LXR, R2 = 7");
	check_pgm(6, asm volatile(".insn	rre,0xb3050000,2,0" : : : "cc", "f0", "f2"), "LXDBR, R1 = 2");
	check_pgm(6, asm volatile(".insn	rre,0xb3490000,0,2" : : : "cc", "f0", "f2"), "CXBR, R2 = 2");
	check_pgm(6, asm volatile(".insn	rre,0xb3760000,3,0" : : : "cc", "f0", "f2"), "LZXR, R1 = 3");
	/* rounding methods that do not exist */
	check_pgm(6, asm volatile(".insn	rrf,0xb35f0000,0,4,2,0" : : : "cc", "f0"), "FIDBR, M3 = 2");
	check_pgm(6, asm volatile(".insn	rrf,0xb3990000,2,4,8,0" : : : "cc", "2"), "CFDBR, M3 = 8");
	check_pgm(6, asm volatile(".insn	rrf,0xb3440000,0,4,15,0" : : : "cc", "f0"), "LEDBR, M3 = 15");
}

static const struct subtest subtests[] = {
	{ "rounding-mode", rounding_mode },
	{ "control-register", control_register },
	{ "trap", trap, SUBTEST_ROWS(traps) },
	{ "completing-trap", trap, SUBTEST_ROWS(completing_traps) },
	{ "no-trap", no_trap },
	{ "without-afp", without_afp },
	{ "without-vector", without_vector, .requires = needs_vector },
	{ "registers", bad_pairs },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
