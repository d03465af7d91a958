// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fpscr: moves to and from the Floating-Point Status and Control Register
 * (Power ISA Book I, section 4.6.9): which bits each form changes, the summary
 * bits FEX and VX, which nobody can write, and the CR fields.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "softfp.h"

#define DRN		0x700000000UL
/* What software can set: all but FEX, VX and the reserved bits */
#define WRITABLE	(DRN | (0xffffffffUL & ~(FPSCR_FEX | FPSCR_VX | 0x800)))

static u64 with_summary(u64 x)
{
	x &= WRITABLE;
	if (x & FPSCR_VX_ALL)
		x |= FPSCR_VX;
	if (((x & FPSCR_VX) && (x & FPSCR_VE)) || (x >> 25 & x >> 3 & 0xf))
		x |= FPSCR_FEX;
	return x;
}

static const u64 patterns[] = {
	0, 0xffffffff, 0x7ffffffff, 0x0f0f0f0f, 0x1f0f0f0f0, 0x12345678, 0x2fedcba98, 0x80000000, 0x000000ff, 0x61000700,
};

#define NP	ARRAY_SIZE(patterns)

/* Run @insn with FPSCR = @fpscr and f1 = @f; FPSCR, f4 and CR afterwards */
static struct vec_regs run(u32 insn, u64 fpscr, u64 f)
{
	struct vec_regs regs = { .fpscr = fpscr, .f = { { { f } } }, .f[3] = { { 0x5555 } } };

	exec_vec(&regs, insn);
	return regs;
}

static void move_to(void)
{
	unsigned int wrong = 0, wrong_imm = 0, wrong_bit = 0, wrong_clear = 0, wrong_cr = 0, wrong_fx = 0;

	vec_on();
	for (unsigned int i = 0; i < NP; i++)
		for (unsigned int j = 0; j < NP; j++) {
			u64 old = with_summary(patterns[i]), new = patterns[j] << 4 | patterns[j] >> 28, mask, want;

			/* mtfsf: FLM names fields of four bits; L = 1 all of it; W = 1 the upper half */
			for (unsigned int flm = 0; flm < 256; flm += j & 1 ? 37 : 51) {
				struct vec_regs r = run(63U << 26 | flm << 17 | 1 << 11 | 711 << 1 | 1, old, new);

				mask = 0;
				for (unsigned int f = 0; f < 8; f++)
					if (flm >> f & 1)
						mask |= 0xfUL << (4 * f);
				want = with_summary((old & ~mask) | (new & mask));
				if (r.fpscr != want && !wrong++)
					report_info("first wrong: mtfsf %#x, %#lx over %#lx: %#lx, not %#lx", flm, new, old, r.fpscr, want);
				wrong_cr += r.g.cr != (r.fpscr >> 28 & 0xf) << 24;
			}
			wrong += run(63U << 26 | 1 << 25 | 1 << 11 | 711 << 1, old, new).fpscr != with_summary(new);
			wrong += run(63U << 26 | 0xff << 17 | 1 << 16 | 1 << 11 | 711 << 1, old, new).fpscr !=
				 with_summary((old & 0xffffffff) | (new & ~0xffffffffUL));
			/* mtfsfi: BF and U */
			for (unsigned int bf = 0; bf < 8; bf++) {
				mask = 0xfUL << (28 - 4 * bf);
				want = with_summary((old & ~mask) | (u64)(j & 15) << (28 - 4 * bf));
				wrong_imm += run(63U << 26 | bf << 23 | (j & 15) << 12 | 134 << 1, old, 0).fpscr != want;
			}
		}
	/* mtfsb1, mtfsb0: every bit but the summaries (and the optional NI); setting an exception sets FX */
	for (unsigned int i = 0; i < NP; i++)
		for (unsigned int bt = 0; bt < 32; bt++) {
			u64 old = with_summary(patterns[i]), bit = 1UL << (31 - bt), want;
			bool summary = bt == 1 || bt == 2, reserved = bt == 20 || bt == 29;

			if (summary || reserved)
				continue;
			want = old | bit;
			if ((bit & FPSCR_STICKY) && !(old & bit))
				want |= FPSCR_FX;
			/* Emulators set FX with a bit that was set before, too: not here. */
			if (!((bit & FPSCR_STICKY) && (old & bit))) {
				u64 got = run(63U << 26 | bt << 21 | 38 << 1, old, 0).fpscr;

				if ((got ^ with_summary(want)) == FPSCR_FX && bt)
					wrong_fx++;
				else if (got != with_summary(want) && !wrong_bit++)
					report_info("first wrong: mtfsb1 %u of %#lx: %#lx, not %#lx", bt, old, got,
						    with_summary(want));
			}
			wrong_clear += run(63U << 26 | bt << 21 | 70 << 1, old, 0).fpscr != with_summary(old & ~bit);
		}
	vec_off();
	check_eq(wrong, 0, "mtfsf, all kinds of masks: wrong FPSCR");
	check_eq(wrong_cr, 0, "mtfsf.: CR that is not FPSCR[FX FEX VX OX] in CR1");
	check_eq(wrong_imm, 0, "mtfsfi of all fields: wrong FPSCR");
	check_eq(wrong_bit, 0, "mtfsb1 of all bits: wrong FPSCR");
	check_eq(wrong_fx, 0, "mtfsb1 of exception bits that were 0: FPSCR[FX] not set");
	check_eq(wrong_clear, 0, "mtfsb0 of all bits: wrong FPSCR");
}

static void move_from(void)
{
	unsigned int wrong = 0, changed = 0, cr = 0, left = 0;

	vec_on();
	for (unsigned int i = 0; i < NP; i++) {
		u64 old = with_summary(patterns[i]);
		struct vec_regs r = run(63U << 26 | 4 << 21 | 583 << 1, old, 0);

		wrong += r.f[3].d[0] != old;
		changed += r.fpscr != old;
		/* mcrfs: the field to CR, its exception bits (but not FEX, VX) go */
		for (unsigned int bfa = 0; bfa < 8; bfa++) {
			u64 field = old >> (28 - 4 * bfa) & 0xf, gone = 0xfUL << (28 - 4 * bfa);

			r = run(63U << 26 | 5 << 23 | bfa << 18 | 64 << 1, old, 0);
			cr += r.g.cr != field << 8;
			gone &= FPSCR_FX | FPSCR_STICKY;
			left += r.fpscr != with_summary(old & ~gone);
		}
	}
	vec_off();
	check_eq(wrong, 0, "mffs: wrong values");
	check_eq(changed, 0, "mffs: changes of FPSCR");
	check_eq(cr, 0, "mcrfs of all fields: wrong CR");
	check_eq(left, 0, "mcrfs of all fields: wrong FPSCR afterwards");
}

/* ISA 3.0: mffsl, mffsce, mffscrn, mffscrni, mffscdrn, mffscdrni */
static void move_from_and_set(void)
{
	static const struct {
		const char *name;
		u32 insn;
		u64 reads, clears, sets;	/* masks; sets: from f1 or the immediate 2 or 5 */
		int shift;
		u64 value;
	} forms[] = {
		{ "mffsl", 24 << 16, DRN | 0x7f0ffUL, 0, 0 },
		{ "mffsce", 1 << 16, WRITABLE | FPSCR_FEX | FPSCR_VX, 0xf8, 0 },
		{ "mffscrn", 22 << 16 | 1 << 11, DRN | 0xff, 3, 3, 0, 2 },
		{ "mffscrni", 23 << 16 | 2 << 11, DRN | 0xff, 3, 3, 0, 2 },
		{ "mffscdrn", 20 << 16 | 1 << 11, DRN | 0xff, DRN, DRN, 32, 5 },
		{ "mffscdrni", 21 << 16 | 5 << 11, DRN | 0xff, DRN, DRN, 32, 5 },
	};

	for (unsigned int k = 0; k < ARRAY_SIZE(forms); k++) {
		unsigned int wrong = 0, wrong_fpscr = 0;

		vec_on();
		for (unsigned int i = 0; i < NP; i++) {
			u64 old = with_summary(patterns[i]), want;
			struct vec_regs r = run(63U << 26 | 4 << 21 | forms[k].insn | 583 << 1, old,
						forms[k].value << forms[k].shift | ~forms[k].sets);

			want = with_summary((old & ~forms[k].clears) | ((forms[k].value << forms[k].shift) & forms[k].sets));
			if (r.f[3].d[0] != (old & forms[k].reads) && !wrong++)
				report_info("first wrong: %s of %#lx: %#lx", forms[k].name, old, r.f[3].d[0]);
			if (r.fpscr != want && !wrong_fpscr++)
				report_info("first wrong: %s of %#lx: FPSCR %#lx, not %#lx", forms[k].name, old, r.fpscr, want);
		}
		vec_off();
		check_eq(wrong, 0, "%s: wrong values", forms[k].name);
		check_eq(wrong_fpscr, 0, "%s: wrong FPSCR", forms[k].name);
	}
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const char *needs_isa300(void)
{
	return cpu_has_radix ? NULL : "before ISA 3.0";
}

static const struct subtest subtests[] = {
	{ "to", move_to, needs_power8 },
	{ "from", move_from, needs_power8 },
	{ "from-and-set", move_from_and_set, needs_isa300 },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("fpscr");
	return run_subtests(subtests, argc, argv);
}
