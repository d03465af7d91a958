// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a64-int: integer instructions of A64 against models in C (Arm ARM C6.2).
 *
 * Every instruction runs with corner values in its operands and all combinations of flags; all
 * registers are compared afterwards, so that a result in a wrong place, an upper half that is
 * not cleared, or a flag that moves when it must not, shows. An emulator that translates or
 * decodes instructions gets such corners wrong, and a hypervisor that emulates some does too.
 *
 * data            fixed instructions of a64-int.def
 * bitfield        SBFM, BFM, UBFM over rotation and width; EXTR
 * logical-imm     bitmask immediates, and their reserved encodings
 * cond-select     CSEL, CSINC, CSINV, CSNEG for each condition and all flags
 * cond-compare    CCMP, CCMN with register and immediate
 * branches        conditional, compare, test, register and link
 * flags           CFINV, RMIF, SETF8, SETF16, AXFLAG, XAFLAG (FEAT_FlagM, FlagM2)
 * pc-relative     ADR, ADRP, LDR (literal)
 * stack-pointer   instructions that take SP for register 31
 * reserved        encodings that are undefined
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>

#include "insn.h"

static u64 mask_of(unsigned int bits)
{
	return bits == 64 ? ~0ULL : (1ULL << bits) - 1;
}

static unsigned int carry(struct insn_regs *r)
{
	return !!(r->nzcv & FLAG_C);
}

/* AddWithCarry() of the manual. */
static u64 addc(struct insn_regs *r, u64 a, u64 b, unsigned int c, unsigned int bits)
{
	u64 m = mask_of(bits), sign = 1ULL << (bits - 1);
	unsigned __int128 wide = (unsigned __int128)(a & m) + (b & m) + c;
	u64 res = (u64)wide & m;

	r->nzcv = (res & sign ? FLAG_N : 0) | (res ? 0 : FLAG_Z) | (wide >> bits ? FLAG_C : 0) |
		  (~(a ^ b) & (a ^ res) & sign ? FLAG_V : 0);
	return res;
}

static u64 logic(struct insn_regs *r, u64 res, unsigned int bits)
{
	r->nzcv = (res >> (bits - 1) & 1 ? FLAG_N : 0) | (res ? 0 : FLAG_Z);
	return res;
}

static u32 ror32(u32 v, unsigned int n)
{
	return n ? v >> n | v << (32 - n) : v;
}

static u64 ror64(u64 v, unsigned int n)
{
	return n ? v >> n | v << (64 - n) : v;
}

static u64 sdiv(s64 a, s64 b)
{
	if (!b)
		return 0;
	return b == -1 ? -(u64)a : (u64)(a / b);
}

static u64 reverse_bits(u64 v)
{
	u64 res = 0;

	for (int i = 0; i < 64; i++)
		res |= (v >> i & 1) << (63 - i);
	return res;
}

static u64 reverse_units(u64 v, unsigned int unit, unsigned int bits)
{
	u64 res = 0;

	for (unsigned int i = 0; i < bits; i += unit)
		res |= (v >> i & mask_of(unit)) << (bits - unit - i);
	return res;
}

static u64 leading(u64 v, unsigned int bits)
{
	unsigned int n = 0;

	while (n < bits && !(v >> (bits - 1 - n) & 1))
		n++;
	return n;
}

static u64 crc(u32 acc, u64 data, unsigned int bits, u32 poly)
{
	for (unsigned int i = 0; i < bits; i++) {
		u32 bit = (acc ^ (u32)(data >> i)) & 1;

		acc = acc >> 1 ^ (bit ? poly : 0);
	}
	return acc;
}

#define I(id, text, body)					\
	SNIPPET(insn_##id, text);				\
	static void model_##id(struct insn_regs *r) { body; }
#include "a64-int.def"
#undef I

static const struct insn_row data_rows[] = {
#define I(id, text, body) { text, insn_##id, model_##id },
#include "a64-int.def"
#undef I
};

static void data(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(data_rows); i++)
		insn_check_row(&data_rows[i]);
}

/* Parameters of instructions that are made at run time, for their models. */
static unsigned int p_op, p_sf, p_r, p_s, p_cond, p_imm, p_o2;

static void model_bitfield(struct insn_regs *r)
{
	unsigned int bits = p_sf ? 64 : 32, len, pos;
	u64 m = mask_of(bits), src = X(1) & m, dst = p_op == 1 ? X(0) & m : 0, field, fm;

	if (p_s >= p_r) {
		len = p_s - p_r + 1;
		pos = 0;
		field = src >> p_r;
	} else {
		len = p_s + 1;
		pos = bits - p_r;
		field = src;
	}
	fm = mask_of(len);
	field &= fm;
	dst = (dst & ~(fm << pos)) | field << pos;
	if (p_op == 0 && field >> (len - 1))
		dst |= ~0ULL << (pos + len - 1);
	X(0) = dst & m;
}

static void model_extr(struct insn_regs *r)
{
	if (p_sf)
		X(0) = p_s ? X(1) << (64 - p_s) | X(2) >> p_s : X(2);
	else
		SETW(0, p_s ? W(1) << (32 - p_s) | W(2) >> p_s : W(2));
}

/* One operand only: the corners, with few surroundings. */
static bool check_few(const u32 *code, insn_model model)
{
	static struct insn_regs in, out, want;

	insn_regs_init(&in);
	for (unsigned int i = 0; i < NR_CORNERS; i += 1 + i % 3) {
		in.x[1] = corners[i];
		in.x[2] = corners[(i * 11 + 5) % NR_CORNERS];
		in.nzcv = (u64)(i % 16) << 28;
		out = in;
		if (insn_run(code, &in, &out) != TRAP_NONE) {
			report_info("exception");
			return false;
		}
		want = in;
		model(&want);
		if (!insn_regs_equal(&out, &want, &in, false))
			return false;
	}
	return true;
}

static const u8 positions[] = {
	0, 1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 30, 31, 32, 33, 39, 40, 47, 48, 55, 56, 62, 63,
};

static void bitfield(void)
{
	static const char *const names[] = { "SBFM", "BFM", "UBFM" };

	for (p_sf = 0; p_sf < 2; p_sf++) {
		for (p_op = 0; p_op < 3; p_op++) {
			bool ok = true;

			for (unsigned int i = 0; i < ARRAY_SIZE(positions); i++) {
				for (unsigned int j = 0; j < ARRAY_SIZE(positions) && ok; j++) {
					p_r = positions[i];
					p_s = positions[j];
					if (!p_sf && (p_r > 31 || p_s > 31))
						continue;
					ok = check_few(insn_place(0x13000020 | p_sf << 31 | p_op << 29 |
								  p_sf << 22 | p_r << 16 | p_s << 10),
						       model_bitfield);
					if (!ok)
						report_info("immr %u imms %u", p_r, p_s);
				}
			}
			check(ok, "%s of %d bits", names[p_op], p_sf ? 64 : 32);
		}
		{
			bool ok = true;

			for (unsigned int i = 0; i < ARRAY_SIZE(positions) && ok; i++) {
				p_s = positions[i];
				if (!p_sf && p_s > 31)
					continue;
				ok = check_few(insn_place(0x13820020 | p_sf << 31 | p_sf << 22 | p_s << 10),
					       model_extr);
				if (!ok)
					report_info("lsb %u", p_s);
			}
			check(ok, "EXTR of %d bits", p_sf ? 64 : 32);
		}
	}
}

/* DecodeBitMasks(): false when N:imms has no meaning for the width. */
static bool decode_bitmask(unsigned int bits, unsigned int n, unsigned int imms, unsigned int immr,
			   u64 *val)
{
	unsigned int combined = n << 6 | (~imms & 0x3f), len = 0, esize, s, rot;
	u64 elem, res = 0;

	for (unsigned int i = 1; i < 7; i++)
		if (combined >> i & 1)
			len = i;
	if (!len)
		return false;
	esize = 1U << len;
	if (esize > bits)
		return false;
	s = imms & (esize - 1);
	rot = immr & (esize - 1);
	if (s == esize - 1)
		return false;
	elem = mask_of(s + 1);
	if (rot)
		elem = (elem >> rot | elem << (esize - rot)) & mask_of(esize);
	for (unsigned int i = 0; i < bits; i += esize)
		res |= elem << i;
	*val = res;
	return true;
}

static u64 p_mask;

static void model_logical_imm(struct insn_regs *r)
{
	u64 a = p_sf ? X(1) : W(1);

	switch (p_op) {
	case 0: X(0) = a & p_mask; break;
	case 1: X(0) = a | p_mask; break;
	case 2: X(0) = a ^ p_mask; break;
	case 3: X(0) = logic(r, a & p_mask, p_sf ? 64 : 32); break;
	}
}

static void logical_imm(void)
{
	static const char *const names[] = { "AND", "ORR", "EOR", "ANDS" };
	unsigned int values = 0, reserved = 0;

	for (p_op = 0; p_op < 4; p_op++) {
		for (p_sf = 0; p_sf < 2; p_sf++) {
			bool ok = true;

			for (unsigned int n = 0; n < 2; n++) {
				for (unsigned int imms = 0; imms < 64 && ok; imms++) {
					/* each operation sees other rotations */
					unsigned int immr = (imms * 13 + p_op * 17 + p_sf * 5 + n) & 63;
					const u32 *code = insn_place(0x12000020 | p_sf << 31 | p_op << 29 |
								     n << 22 | immr << 16 | imms << 10);

					if (decode_bitmask(p_sf ? 64 : 32, n, imms, immr, &p_mask)) {
						ok = check_few(code, model_logical_imm);
						values++;
					} else {
						static struct insn_regs in, out;

						insn_regs_init(&in);
						ok = insn_run(code, &in, &out) == ESR_ELx_EC_UNKNOWN;
						reserved++;
					}
					if (!ok)
						report_info("N %u immr %u imms %u", n, immr, imms);
				}
			}
			check(ok, "%s of %d bits", names[p_op], p_sf ? 64 : 32);
		}
	}
	report_info("%u immediates, %u reserved encodings", values, reserved);
}

static bool cond_holds(unsigned int cond, u64 nzcv)
{
	bool n = nzcv & FLAG_N, z = nzcv & FLAG_Z, c = nzcv & FLAG_C, v = nzcv & FLAG_V, res;

	switch (cond >> 1) {
	case 0: res = z; break;
	case 1: res = c; break;
	case 2: res = n; break;
	case 3: res = v; break;
	case 4: res = c && !z; break;
	case 5: res = n == v; break;
	case 6: res = n == v && !z; break;
	default: return true;
	}
	return cond & 1 ? !res : res;
}

static void model_csel(struct insn_regs *r)
{
	u64 a = X(1), b = X(2);

	if (!cond_holds(p_cond, r->nzcv)) {
		if (p_op)
			b = ~b;
		if (p_o2)
			b++;
		a = b;
	}
	if (p_sf)
		X(0) = a;
	else
		SETW(0, a);
}

/* Both operands and every value of the flags. */
static bool check_flags(const u32 *code, insn_model model)
{
	static struct insn_regs in, out, want;

	insn_regs_init(&in);
	for (unsigned int i = 0; i < 64; i++) {
		in.nzcv = (u64)(i & 15) << 28;
		in.x[1] = corners[i * 5 % NR_CORNERS];
		in.x[2] = corners[i * 7 % NR_CORNERS];
		if (i >= 48)
			in.x[2] = in.x[1];
		out = in;
		if (insn_run(code, &in, &out) != TRAP_NONE) {
			report_info("exception");
			return false;
		}
		want = in;
		model(&want);
		if (!insn_regs_equal(&out, &want, &in, false))
			return false;
	}
	return true;
}

static void cond_select(void)
{
	static const char *const names[] = { "CSEL", "CSINC", "CSINV", "CSNEG" };

	for (p_sf = 0; p_sf < 2; p_sf++) {
		for (unsigned int op = 0; op < 4; op++) {
			bool ok = true;

			p_op = op >> 1;
			p_o2 = op & 1;
			for (p_cond = 0; p_cond < 16 && ok; p_cond++) {
				ok = check_flags(insn_place(0x1a820020 | p_sf << 31 | p_op << 30 |
							    p_cond << 12 | p_o2 << 10), model_csel);
				if (!ok)
					report_info("condition %u", p_cond);
			}
			check(ok, "%s of %d bits", names[op], p_sf ? 64 : 32);
		}
	}
}

/* CSET and CSETM have both operands zero, which translators special-case. */
static void model_cset(struct insn_regs *r)
{
	bool hold = !cond_holds(p_cond, r->nzcv);

	if (p_op)
		X(0) = hold ? mask_of(p_sf ? 64 : 32) : 0;
	else
		X(0) = hold;
}

static void cond_set(void)
{
	for (p_sf = 0; p_sf < 2; p_sf++) {
		for (p_op = 0; p_op < 2; p_op++) {
			bool ok = true;

			for (p_cond = 0; p_cond < 14; p_cond++)
				ok &= check_flags(insn_place(0x1a9f03e0 | p_sf << 31 | p_op << 30 |
							     p_cond << 12 | !p_op << 10), model_cset);
			check(ok, "%s of %d bits", p_op ? "CSETM" : "CSET", p_sf ? 64 : 32);
		}
	}
}

static void model_ccmp(struct insn_regs *r)
{
	u64 b = p_o2 ? p_r : X(2);

	if (!cond_holds(p_cond, r->nzcv))
		r->nzcv = (u64)p_imm << 28;
	else if (p_op)
		addc(r, X(1), ~b, 1, p_sf ? 64 : 32);
	else
		addc(r, X(1), b, 0, p_sf ? 64 : 32);
}

static void cond_compare(void)
{
	for (p_sf = 0; p_sf < 2; p_sf++) {
		for (p_op = 0; p_op < 2; p_op++) {
			for (p_o2 = 0; p_o2 < 2; p_o2++) {
				bool ok = true;

				for (p_cond = 0; p_cond < 16 && ok; p_cond++) {
					for (unsigned int k = 0; k < 4 && ok; k++) {
						/* all immediates, spread over the conditions */
						p_imm = (p_cond + 5 * k) & 15;
						p_r = p_o2 ? (p_cond * 3 + k * 9) & 31 : 2;
						ok = check_flags(insn_place(0x3a400020 | p_sf << 31 | p_op << 30 |
									    p_r << 16 | p_cond << 12 | p_o2 << 11 |
									    p_imm), model_ccmp);
						if (!ok)
							report_info("condition %u nzcv %x", p_cond, p_imm);
					}
				}
				check(ok, "%s of %d bits, %s", p_op ? "CCMP" : "CCMN", p_sf ? 64 : 32,
				      p_o2 ? "immediate" : "register");
			}
		}
	}
}

/*
 * A branch over "mov x0, #0": x0 is 1 when it is taken.
 *	mov x0, #1; BRANCH +8; mov x0, #0; (ret)
 */
static const u32 *place_branch(u32 branch)
{
	u32 insns[] = { 0xd2800020, branch, 0xd2800000 };

	return insn_place_n(insns, 3);
}

static void model_bcond(struct insn_regs *r)
{
	X(0) = cond_holds(p_cond, r->nzcv);
}

static void model_cbz(struct insn_regs *r)
{
	X(0) = (p_sf ? !X(1) : !W(1)) ^ p_op;
}

static void model_tbz(struct insn_regs *r)
{
	X(0) = (X(1) >> p_imm & 1) == p_op;
}

SNIPPET(b_backward,
	"mov x0, #0\n b 2f\n 1: add x0, x0, #1\n b 3f\n 2: b 1b\n 3:");
SNIPPET(bl_links, "mov x9, x30\n bl 1f\n nop\n b 2f\n 1: adr x0, 1b\n sub x0, x0, x30\n 2: mov x30, x9");
SNIPPET(blr_links, "mov x9, x30\n adr x8, 1f\n blr x8\n nop\n 1: adr x0, 1b\n sub x0, x0, x30\n mov x30, x9");
SNIPPET(blr_lr, "mov x9, x30\n adr x30, 1f\n blr x30\n nop\n 1: adr x0, 1b\n sub x0, x0, x30\n mov x30, x9");
SNIPPET(br_jumps, "adr x8, 1f\n mov x0, #0\n br x8\n mov x0, #1\n 1: add x0, x0, #2");
SNIPPET(ret_other, "adr x8, 1f\n mov x0, #0\n ret x8\n mov x0, #1\n 1: add x0, x0, #2");

static void branches(void)
{
	struct trap t;
	bool ok = true;

	for (p_cond = 0; p_cond < 16 && ok; p_cond++)
		ok = check_flags(place_branch(0x54000040 | p_cond), model_bcond);
	check(ok, "B.cond for all conditions and flags");
	for (p_sf = 0; p_sf < 2; p_sf++)
		for (p_op = 0; p_op < 2; p_op++)
			check(check_flags(place_branch(0x34000041 | p_sf << 31 | p_op << 24), model_cbz),
			      "%s of %d bits", p_op ? "CBNZ" : "CBZ", p_sf ? 64 : 32);
	for (p_op = 0; p_op < 2; p_op++) {
		ok = true;
		for (p_imm = 0; p_imm < 64; p_imm++)
			ok &= check_few(place_branch(0x36000041 | p_op << 24 | (p_imm & 31) << 19 |
						     p_imm >> 5 << 31), model_tbz);
		check(ok, "%s for all bits", p_op ? "TBNZ" : "TBZ");
	}
	trap_run(&t, b_backward, 0, 0, 0);
	check_eq(t.ret, 1, "B forwards and backwards");
	trap_run(&t, bl_links, 0, 0, 0);
	check_eq(t.ret, 8, "BL: x30 is the next instruction");
	trap_run(&t, blr_links, 0, 0, 0);
	check_eq(t.ret, 4, "BLR: x30 is the next instruction");
	trap_run(&t, blr_lr, 0, 0, 0);
	check_eq(t.ret, 4, "BLR X30: jumps to the old value");
	trap_run(&t, br_jumps, 0, 0, 0);
	check_eq(t.ret, 2, "BR");
	trap_run(&t, ret_other, 0, 0, 0);
	check_eq(t.ret, 2, "RET X8");
}

static void model_cfinv(struct insn_regs *r)
{
	r->nzcv ^= FLAG_C;
}

static void model_rmif(struct insn_regs *r)
{
	u64 v = ror64(X(1), p_s) & 15, m = p_imm;

	r->nzcv = (r->nzcv & ~(m << 28)) | (v & m) << 28;
}

static void model_setf(struct insn_regs *r)
{
	u32 v = W(1) & mask_of(p_s);

	r->nzcv = (r->nzcv & FLAG_C) | (v >> (p_s - 1) ? FLAG_N : 0) | (v ? 0 : FLAG_Z) |
		  ((W(1) >> p_s ^ W(1) >> (p_s - 1)) & 1 ? FLAG_V : 0);
}

static void model_axflag(struct insn_regs *r)
{
	bool z = r->nzcv & FLAG_Z, c = r->nzcv & FLAG_C, v = r->nzcv & FLAG_V;

	r->nzcv = (z || v ? FLAG_Z : 0) | (c && !v ? FLAG_C : 0);
}

static void model_xaflag(struct insn_regs *r)
{
	bool z = r->nzcv & FLAG_Z, c = r->nzcv & FLAG_C;

	r->nzcv = (!c && !z ? FLAG_N : 0) | (z && c ? FLAG_Z : 0) | (c || z ? FLAG_C : 0) |
		  (!c && z ? FLAG_V : 0);
}

static unsigned int flagm(void)
{
	return (read_sysreg(id_aa64isar0_el1) >> 52) & 0xf;
}

static const char *needs_flagm(void)
{
	return flagm() ? NULL : "no FEAT_FlagM";
}

static void flag_insns(void)
{
	bool ok = true;

	check(check_flags(insn_place(0xd500401f), model_cfinv), "CFINV");
	for (p_s = 0; p_s < 64; p_s += 7)
		for (p_imm = 0; p_imm < 16; p_imm += 3)
			ok &= check_flags(insn_place(0xba000420 | p_s << 15 | p_imm), model_rmif);
	check(ok, "RMIF");
	p_s = 8;
	check(check_flags(insn_place(0x3a00082d), model_setf), "SETF8");
	p_s = 16;
	check(check_flags(insn_place(0x3a00482d), model_setf), "SETF16");
	if (flagm() < 2) {
		report_skip("no FEAT_FlagM2");
		return;
	}
	check(check_flags(insn_place(0xd500405f), model_axflag), "AXFLAG");
	check(check_flags(insn_place(0xd500403f), model_xaflag), "XAFLAG");
}

SNIPPET(adr_fwd, "adr x1, 1f\n adr x0, .\n sub x0, x1, x0\n 1:");
SNIPPET(adr_bwd, "nop\n 1: nop\n nop\n adr x1, 1b\n adr x0, .\n sub x0, x0, x1");
SNIPPET(adrp_page, "adrp x0, .\n adr x1, .\n and x1, x1, #~0xfff\n sub x0, x0, x1");
SNIPPET(ldr_literal, "ldr x0, 1f\n b 2f\n .balign 8\n 1: .quad 0x8877665544332211\n 2:");
SNIPPET(ldr_literal_w, "ldr w0, 1f\n b 2f\n 1: .long 0x88776655\n 2:");
SNIPPET(ldrsw_literal, "ldrsw x0, 1f\n b 2f\n 1: .long 0x88776655\n 2:");

static void pc_relative(void)
{
	struct trap t;

	trap_run(&t, adr_fwd, 0, 0, 0);
	check_eq(t.ret, 8, "ADR forwards");
	trap_run(&t, adr_bwd, 0, 0, 0);
	check_eq(t.ret, 12, "ADR backwards");
	trap_run(&t, adrp_page, 0, 0, 0);
	check_eq(t.ret, 0, "ADRP of the own page");
	/* a negative page count, with both parts of the immediate: -0x3fffd pages and so on */
	for (int i = 0; i < 4; i++) {
		static const int pages[] = { -1, -0x1234567 / 0x1000, 0xfffff, -0x100000 };
		u32 imm = pages[i] & 0x1fffff;
		const u32 *code = insn_place(0x90000000 | (imm & 3) << 29 | imm >> 2 << 5);

		trap_run(&t, code, 0, 0, 0);
		check_eq(t.ret, ((u64)code & ~0xfffUL) + (s64)pages[i] * 4096, "ADRP of page %d",
			 pages[i]);
	}
	trap_run(&t, ldr_literal, 0, 0, 0);
	check_eq(t.ret, 0x8877665544332211, "LDR (literal) of 64 bits");
	trap_run(&t, ldr_literal_w, ~0UL, 0, 0);
	check_eq(t.ret, 0x88776655, "LDR (literal) of 32 bits");
	trap_run(&t, ldrsw_literal, 0, 0, 0);
	check_eq(t.ret, 0xffffffff88776655, "LDRSW (literal)");
}

SNIPPET(sp_add, "mov x9, sp\n add sp, sp, #32\n mov x0, sp\n mov sp, x9\n sub x0, x0, x9");
SNIPPET(sp_sub_ext, "mov x9, sp\n sub sp, sp, x0, uxtx #2\n mov x0, sp\n mov sp, x9\n sub x0, x9, x0");
SNIPPET(sp_and, "mov x9, sp\n mov x1, #-1\n and sp, x1, #0xfffffffffffffff0\n mov x0, sp\n mov sp, x9");
SNIPPET(sp_add_w, "mov x9, sp\n mov x1, #-1\n add wsp, w1, #0x11\n mov x0, sp\n mov sp, x9");
SNIPPET(sp_cmp, "subs x0, sp, #0\n mov x1, sp\n eor x0, x0, x1");

static void stack_pointer(void)
{
	struct trap t;

	trap_run(&t, sp_add, 0, 0, 0);
	check_eq(t.ret, 32, "ADD SP, SP, #32");
	trap_run(&t, sp_sub_ext, 0x10, 0, 0);
	check_eq(t.ret, 0x40, "SUB SP, SP, X0, UXTX #2");
	trap_run(&t, sp_and, 0, 0, 0);
	check_eq(t.ret, 0xfffffffffffffff0, "AND (immediate) to SP");
	trap_run(&t, sp_add_w, 0, 0, 0);
	check_eq(t.ret, 0x10, "ADD WSP clears the upper half");
	trap_run(&t, sp_cmp, 0, 0, 0);
	check_eq(t.ret, 0, "SUBS from SP");
}

static void reserved(void)
{
	static const struct {
		const char *name;
		u32 insn;
	} rows[] = {
		{ "ADD W, LSL #32", 0x0b028020 },
		{ "ADD, shift type 3", 0x8bc20020 },
		{ "ADD extended by 5", 0x8b221420 },
		{ "AND W, LSL #40", 0x0a02a020 },
		{ "SBFM W with N 1", 0x13400020 },
		{ "SBFM X with N 0", 0x93000020 },
		{ "SBFM W, immr 32", 0x13200020 },
		{ "bitfield opc 3", 0xf3400020 },
		{ "EXTR W, lsb 32", 0x13828020 },
		{ "EXTR X with N 0", 0x93820020 },
		{ "MOVZ W, LSL #32", 0x52c00000 },
		{ "move wide opc 1", 0x32800000 },
		{ "CSEL with S", 0x3a820020 },
		{ "CSEL with op2 2", 0x1a820820 },
		{ "CCMP without S", 0x1a400020 },
		{ "CCMP with o3", 0x3a400030 },
		{ "data processing, 2 sources, opcode 0", 0x1ac20020 },
		{ "data processing, 2 sources, opcode 7", 0x1ac21c20 },
		{ "CRC32X with W form", 0x1ac24c20 },
		{ "CRC32B with X form", 0x9ac24020 },
		{ "REV of 8 in W form", 0x5ac00c20 },
		{ "data processing, 1 source, opcode2 2", 0xdac20020 },
		{ "SMADDL in W form", 0x1b220020 },
		{ "SMULH with o0", 0x9b428020 },
		{ "BR with op4", 0xd61f0021 },
		{ "branch opc 3", 0xd67f0020 },
		{ "exception generation opc 1, LL 1", 0xd4200001 },
		{ "SVC with LL 0", 0xd4000000 },
		{ "top-level op0 0", 0x00010000 },
		{ "load register literal, opc 3 of SIMD", 0xdc000000 },
	};
	static struct insn_regs in, out;

	insn_regs_init(&in);
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		check_eq(insn_run(insn_place(rows[i].insn), &in, &out), ESR_ELx_EC_UNKNOWN,
			 "%s is undefined", rows[i].name);
}

static const struct subtest subtests[] = {
	{ "data", data },
	{ "bitfield", bitfield },
	{ "logical-imm", logical_imm },
	{ "cond-select", cond_select },
	{ "cond-set", cond_set },
	{ "cond-compare", cond_compare },
	{ "branches", branches },
	{ "flags", flag_insns, needs_flagm },
	{ "pc-relative", pc_relative },
	{ "stack-pointer", stack_pointer },
	{ "reserved", reserved },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
