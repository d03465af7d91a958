// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * branch: which way branches go and what they leave in CTR and LR, trap
 * conditions, logic on CR and moves between CR and general registers (Power
 * ISA Book I, chapter 2 and sections 3.3.11 and 3.3.17).
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "fixedpoint.h"

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
	{ "trap", traps },
	{ "condition-register", condition_register, needs_power8 },
	{ "branch", branches },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("branch");
	return run_subtests(subtests, argc, argv);
}
