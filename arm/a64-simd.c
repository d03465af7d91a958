// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a64-simd: AdvSIMD integer instructions of A64 against models in C (Arm ARM C7.2).
 *
 * Each instruction of a class runs for all element and register sizes with corner values in its
 * lanes; the whole register file and FPSR.QC are compared.
 *
 * three-same, two-reg, across, three-different, by-element; a64-simd-shift.c and a64-simd-move.c
 * have the rest
 */
#include "a64-simd.h"

#define QC		0x08000000

struct insn_regs in, out, want;

u64 random64(void)
{
	static u64 v = 0x2545f4914f6cdd1d;

	v = v * 6364136223846793005 + 1442695040888963407;
	return v ^ v >> 31;
}

/* Lanes of bits that make overflow and equality likely. */
static u64 lane_value(unsigned int i, unsigned int bits)
{
	u64 max = lane_mask(bits) >> 1;

	switch (i % 14) {
	case 0: return 0;
	case 1: return 1;
	case 2: return max;
	case 3: return max + 1;
	case 4: return ~0ULL;
	case 5: return max - 1;
	case 6: return max + 2;
	case 7: return 0x5555555555555555;
	case 8: return 0xaaaaaaaaaaaaaaaa;
	case 9: return bits - 1;
	case 10: return -(u64)bits;
	case 11: return 1ULL << (bits / 2);
	default: return random64();
	}
}

/* Operands of run i in v0 to v3. Shift amounts around the width when asked for. */
static void operands(unsigned int i, unsigned int bits, bool shifts)
{
	for (unsigned int v = 0; v < 4; v++) {
		for (unsigned int l = 0; l < 128 / bits; l++) {
			u64 val = lane_value(random64() >> 33, bits);

			if (shifts && v == 2 && (l + i) % 3)
				val = (s64)(random64() % (2 * bits + 5)) - (bits + 2);
			if (v == 2 && i % 5 == 4)
				val = lane_get(&in, 1, bits / 8, l);
			lane_set(&in, v, bits / 8, l, val);
		}
	}
	in.fpsr = i & 1 ? QC : 0;
}

bool check_code(const u32 *code, unsigned int bits, bool shifts, reg_model model)
{
	insn_regs_init(&in);
	for (unsigned int i = 0; i < RUNS; i++) {
		bool qc = false;

		operands(i, bits, shifts);
		out = want = in;
		model(&qc);
		if (qc)
			want.fpsr |= QC;
		if (insn_run_fp(code, &in, &out) != TRAP_NONE) {
			report_info("exception");
			return false;
		}
		if (!insn_regs_equal(&out, &want, &in, true))
			return false;
	}
	return true;
}

unsigned int p_bits, p_bytes, p_index, p_shift, p_op;
bool p_u, p_high;
static simd_fn p_fn;

static void m_lanes(bool *qc)
{
	clear();
	for (unsigned int l = 0; l < lanes(); l++)
		put(l, p_fn(get(0, l), get(1, l), get(2, l), p_bits, qc));
}

/* The destination is an operand of SUQADD and USQADD, v1 the other */
static void m_pairs(bool *qc)
{
	unsigned int n = lanes();

	clear();
	for (unsigned int l = 0; l < n; l++) {
		unsigned int v = l < n / 2 ? 1 : 2, first = 2 * l % n;

		put(l, p_fn(0, get(v, first), get(v, first + 1), p_bits, qc));
	}
}

static void three_same(void)
{
	static const struct op_row rows[] = {
		{ "SHADD", 0, 0x00, simd_shadd, 7 }, { "UHADD", 1, 0x00, simd_uhadd, 7 },
		{ "SQADD", 0, 0x01, simd_sqadd, 15, 15 }, { "UQADD", 1, 0x01, simd_uqadd, 15, 15 },
		{ "SRHADD", 0, 0x02, simd_srhadd, 7 }, { "URHADD", 1, 0x02, simd_urhadd, 7 },
		{ "SHSUB", 0, 0x04, simd_shsub, 7 }, { "UHSUB", 1, 0x04, simd_uhsub, 7 },
		{ "SQSUB", 0, 0x05, simd_sqsub, 15, 15 }, { "UQSUB", 1, 0x05, simd_uqsub, 15, 15 },
		{ "CMGT", 0, 0x06, simd_cmgt, 15, 8 }, { "CMHI", 1, 0x06, simd_cmhi, 15, 8 },
		{ "CMGE", 0, 0x07, simd_cmge, 15, 8 }, { "CMHS", 1, 0x07, simd_cmhs, 15, 8 },
		{ "SSHL", 0, 0x08, simd_sshl, 15, 8, true }, { "USHL", 1, 0x08, simd_ushl, 15, 8, true },
		{ "SQSHL", 0, 0x09, simd_sqshl, 15, 15, true }, { "UQSHL", 1, 0x09, simd_uqshl, 15, 15, true },
		{ "SRSHL", 0, 0x0a, simd_srshl, 15, 8, true }, { "URSHL", 1, 0x0a, simd_urshl, 15, 8, true },
		{ "SQRSHL", 0, 0x0b, simd_sqrshl, 15, 15, true },
		{ "UQRSHL", 1, 0x0b, simd_uqrshl, 15, 15, true },
		{ "SMAX", 0, 0x0c, simd_smax, 7 }, { "UMAX", 1, 0x0c, simd_umax, 7 },
		{ "SMIN", 0, 0x0d, simd_smin, 7 }, { "UMIN", 1, 0x0d, simd_umin, 7 },
		{ "SABD", 0, 0x0e, simd_sabd, 7 }, { "UABD", 1, 0x0e, simd_uabd, 7 },
		{ "SABA", 0, 0x0f, simd_saba, 7 }, { "UABA", 1, 0x0f, simd_uaba, 7 },
		{ "ADD", 0, 0x10, simd_add, 15, 8 }, { "SUB", 1, 0x10, simd_sub, 15, 8 },
		{ "CMTST", 0, 0x11, simd_cmtst, 15, 8 }, { "CMEQ", 1, 0x11, simd_cmeq, 15, 8 },
		{ "MLA", 0, 0x12, simd_mla, 7 }, { "MLS", 1, 0x12, simd_mls, 7 },
		{ "MUL", 0, 0x13, simd_mul, 7 }, { "PMUL", 1, 0x13, simd_pmul, 1 },
		{ "SMAXP", 0, 0x14, simd_smax, 7, 0, false, true }, { "UMAXP", 1, 0x14, simd_umax, 7, 0, false, true },
		{ "SMINP", 0, 0x15, simd_smin, 7, 0, false, true }, { "UMINP", 1, 0x15, simd_umin, 7, 0, false, true },
		{ "SQDMULH", 0, 0x16, simd_sqdmulh, 6, 6 }, { "SQRDMULH", 1, 0x16, simd_sqrdmulh, 6, 6 },
		{ "ADDP", 0, 0x17, simd_add, 15, 0, false, true },
		/* the size field selects these */
		{ "AND", 0, 0x03, simd_and, 1 }, { "BIC", 0, 0x03, simd_bic, 2 }, { "ORR", 0, 0x03, simd_orr, 4 },
		{ "ORN", 0, 0x03, simd_orn, 8 }, { "EOR", 1, 0x03, simd_eor, 1 }, { "BSL", 1, 0x03, simd_bsl, 2 },
		{ "BIT", 1, 0x03, simd_bit, 4 }, { "BIF", 1, 0x03, simd_bif, 8 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct op_row *r = &rows[i];
		bool ok = true;

		p_fn = r->fn;
		for (unsigned int s = 0; s < 4 && ok; s++) {
			u32 insn = 0x0e220420 | r->u << 29 | SIZE(s) | r->op << 11;

			p_bits = 8 << s;
			if (r->sizes >> s & 1) {
				p_bytes = 16;
				ok &= check_code(insn_place(insn | Q), p_bits, r->shifts, r->pairs ? m_pairs : m_lanes);
				p_bytes = 8;
				if (s < 3 || r->op == 3)
					ok &= check_code(insn_place(insn), p_bits, r->shifts,
							 r->pairs ? m_pairs : m_lanes);
			}
			p_bytes = p_bits / 8;
			if (r->scalar >> s & 1)
				ok &= check_code(insn_place(insn | SCALAR), p_bits, r->shifts, m_lanes);
			if (!ok)
				report_info("element of %u bits", p_bits);
		}
		check(ok, "%s", r->name);
	}
	if (isar(read_sysreg(id_aa64isar0_el1), 28)) {
		static const struct op_row rdm[] = {
			{ "SQRDMLAH", 1, 0x10, simd_sqrdmlah, 6 }, { "SQRDMLSH", 1, 0x11, simd_sqrdmlsh, 6 },
		};

		for (unsigned int i = 0; i < 2; i++) {
			bool ok = true;

			p_fn = rdm[i].fn;
			for (unsigned int s = 1; s < 3; s++) {
				u32 insn = 0x2e028420 | SIZE(s) | (rdm[i].op & 1) << 11;

				p_bits = 8 << s;
				p_bytes = 16;
				ok &= check_code(insn_place(insn | Q), p_bits, false, m_lanes);
				p_bytes = p_bits / 8;
				ok &= check_code(insn_place(insn | SCALAR), p_bits, false, m_lanes);
			}
			check(ok, "%s", rdm[i].name);
		}
	}
}

/* One operand: the operation sees v1 as n; SUQADD and USQADD have the old v0 as d */
static void m_reverse(bool *qc __unused)
{
	unsigned int container = p_shift / p_bits;

	clear();
	for (unsigned int l = 0; l < lanes(); l++)
		put(l, get(1, l / container * container + container - 1 - l % container));
}

static void m_addlp(bool *qc __unused)
{
	clear();
	for (unsigned int l = 0; l < lanes() / 2; l++) {
		u64 a = get(1, 2 * l), b = get(1, 2 * l + 1);
		u64 sum = p_u ? a + b : (u64)(lane_sext(a, p_bits) + lane_sext(b, p_bits));

		if (p_op)
			sum += lane_get(&in, 0, p_bits / 4, l);
		lane_set(&want, 0, p_bits / 4, l, sum);
	}
}

/* Narrow the wide lanes of v1; p_op 0 XTN, 1 SQXTUN, 2 SQXTN, 3 UQXTN */
static void m_xtn(bool *qc)
{
	unsigned int n = 64 / p_bits;

	if (!p_high)
		want.v[0][1] = 0;
	for (unsigned int l = 0; l < n; l++) {
		u64 v = lane_get(&in, 1, p_bits / 4, l);
		s64 s = lane_sext(v, 2 * p_bits);

		switch (p_op) {
		case 1: v = simd_sat_u(s, p_bits, qc); break;
		case 2: v = simd_sat_s(s, p_bits, qc); break;
		case 3:
			if (v > lane_mask(p_bits)) {
				*qc = true;
				v = lane_mask(p_bits);
			}
			break;
		}
		lane_set(&want, 0, p_bits / 8, l + (p_high ? n : 0), v);
	}
	if (!p_high && p_bytes < 8) {
		/* scalar: one lane */
		want.v[0][0] = lane_get(&want, 0, p_bits / 8, 0);
	}
}

/* The scalar form saturates lane 0 only, which QC shows */
static void m_xtn_scalar(bool *qc)
{
	u64 v = lane_get(&in, 1, p_bits / 4, 0);
	s64 s = lane_sext(v, 2 * p_bits);

	if (p_op == 1)
		v = simd_sat_u(s, p_bits, qc);
	else if (p_op == 2)
		v = simd_sat_s(s, p_bits, qc);
	else if (v > lane_mask(p_bits))
		*qc = true, v = lane_mask(p_bits);
	want.v[0][0] = v;
	want.v[0][1] = 0;
}

static void m_shll(bool *qc __unused)
{
	unsigned int n = 64 / p_bits;

	clear();
	for (unsigned int l = 0; l < n; l++)
		lane_set(&want, 0, p_bits / 4, l, get(1, l + (p_high ? n : 0)) << p_bits);
}

static void m_estimate(bool *qc __unused)
{
	clear();
	for (unsigned int l = 0; l < lanes(); l++)
		put(l, p_u ? simd_ursqrte(get(1, l)) : simd_urecpe(get(1, l)));
}

static void two_reg(void)
{
	static const struct op_row rows[] = {
		{ "SUQADD", 0, 0x03, simd_suqadd, 15, 15 }, { "USQADD", 1, 0x03, simd_usqadd, 15, 15 },
		{ "CLS", 0, 0x04, simd_cls, 7 }, { "CLZ", 1, 0x04, simd_clz, 7 }, { "CNT", 0, 0x05, simd_cnt, 1 },
		{ "NOT", 1, 0x05, simd_not, 1 }, { "SQABS", 0, 0x07, simd_sqabs, 15, 15 },
		{ "SQNEG", 1, 0x07, simd_sqneg, 15, 15 }, { "CMGT zero", 0, 0x08, simd_cmgt0, 15, 8 },
		{ "CMGE zero", 1, 0x08, simd_cmge0, 15, 8 }, { "CMEQ zero", 0, 0x09, simd_cmeq0, 15, 8 },
		{ "CMLE zero", 1, 0x09, simd_cmle0, 15, 8 }, { "CMLT zero", 0, 0x0a, simd_cmlt0, 15, 8 },
		{ "ABS", 0, 0x0b, simd_abs, 15, 8 }, { "NEG", 1, 0x0b, simd_neg, 15, 8 },
	};
	static const struct {
		const char *name;
		u32 u, op;
		unsigned int container, sizes;
	} revs[] = { { "REV64", 0, 0, 64, 7 }, { "REV32", 1, 0, 32, 3 }, { "REV16", 0, 1, 16, 1 } };
	static const char *const xtn[] = { "XTN", "SQXTUN", "SQXTN", "UQXTN" };
	bool ok;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct op_row *r = &rows[i];

		p_fn = r->fn;
		ok = true;
		for (unsigned int s = 0; s < 4 && ok; s++) {
			u32 insn = 0x0e200820 | r->u << 29 | SIZE(s) | r->op << 12;

			p_bits = 8 << s;
			if (r->sizes >> s & 1) {
				p_bytes = 16;
				ok &= check_code(insn_place(insn | Q), p_bits, false, m_lanes);
				p_bytes = 8;
				if (s < 3)
					ok &= check_code(insn_place(insn), p_bits, false, m_lanes);
			}
			p_bytes = p_bits / 8;
			if (r->scalar >> s & 1)
				ok &= check_code(insn_place(insn | SCALAR), p_bits, false, m_lanes);
		}
		check(ok, "%s", r->name);
	}
	p_fn = simd_rbit;
	p_bits = 8;
	p_bytes = 16;
	check(check_code(insn_place(0x6e605820), 8, false, m_lanes), "RBIT");

	for (unsigned int i = 0; i < 3; i++) {
		ok = true;
		p_shift = revs[i].container;
		for (unsigned int s = 0; s < 3; s++) {
			if (!(revs[i].sizes >> s & 1))
				continue;
			p_bits = 8 << s;
			for (p_bytes = 8; p_bytes <= 16; p_bytes += 8)
				ok &= check_code(insn_place(0x0e200820 | revs[i].u << 29 | SIZE(s) | revs[i].op << 12 |
							    (p_bytes == 16 ? Q : 0)), p_bits, false, m_reverse);
		}
		check(ok, "%s", revs[i].name);
	}
	for (unsigned int k = 0; k < 4; k++) {
		p_u = k & 1;
		p_op = k >> 1;
		ok = true;
		for (unsigned int s = 0; s < 3; s++) {
			p_bits = 8 << s;
			for (p_bytes = 8; p_bytes <= 16; p_bytes += 8)
				ok &= check_code(insn_place((p_op ? 0x0e206820 : 0x0e202820) | (u32)p_u << 29 | SIZE(s) |
							    (p_bytes == 16 ? Q : 0)), p_bits, false, m_addlp);
		}
		check(ok, "%c%s", p_u ? 'U' : 'S', p_op ? "ADALP" : "ADDLP");
	}
	for (p_op = 0; p_op < 4; p_op++) {
		u32 insn = 0x0e200820 | (p_op & 1) << 29 | (p_op < 2 ? 0x12 : 0x14) << 12;

		ok = true;
		for (unsigned int s = 0; s < 3; s++) {
			p_bits = 8 << s;
			p_bytes = 8;
			p_high = false;
			ok &= check_code(insn_place(insn | SIZE(s)), 2 * p_bits, false, m_xtn);
			p_high = true;
			ok &= check_code(insn_place(insn | SIZE(s) | Q), 2 * p_bits, false, m_xtn);
			if (p_op)
				ok &= check_code(insn_place(insn | SIZE(s) | SCALAR), 2 * p_bits, false, m_xtn_scalar);
		}
		check(ok, "%s", xtn[p_op]);
	}
	ok = true;
	for (unsigned int s = 0; s < 3; s++) {
		p_bits = 8 << s;
		p_high = false;
		ok &= check_code(insn_place(0x2e213820 | SIZE(s)), p_bits, false, m_shll);
		p_high = true;
		ok &= check_code(insn_place(0x2e213820 | SIZE(s) | Q), p_bits, false, m_shll);
	}
	check(ok, "SHLL");
	p_bits = 32;
	p_bytes = 16;
	p_u = false;
	check(check_code(insn_place(0x4ea1c820), 32, false, m_estimate), "URECPE");
	p_u = true;
	check(check_code(insn_place(0x6ea1c820), 32, false, m_estimate), "URSQRTE");
}

static void m_across(bool *qc)
{
	u64 v = get(1, 0);

	for (unsigned int l = 1; l < lanes(); l++)
		v = p_fn(0, v, get(1, l), p_bits, qc);
	clear();
	want.v[0][0] = v & lane_mask(p_bits);
}

static void m_addlv(bool *qc __unused)
{
	u64 sum = 0;

	for (unsigned int l = 0; l < lanes(); l++)
		sum += p_u ? get(1, l) : (u64)lane_sext(get(1, l), p_bits);
	clear();
	want.v[0][0] = sum & lane_mask(2 * p_bits);
}

static void across(void)
{
	static const struct op_row rows[] = {
		{ "SMAXV", 0, 0x0a, simd_smax }, { "UMAXV", 1, 0x0a, simd_umax }, { "SMINV", 0, 0x1a, simd_smin },
		{ "UMINV", 1, 0x1a, simd_umin }, { "ADDV", 0, 0x1b, simd_add }, { "SADDLV", 0, 0x03 },
		{ "UADDLV", 1, 0x03 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		bool ok = true;

		p_fn = rows[i].fn;
		p_u = rows[i].u;
		for (unsigned int s = 0; s < 3; s++) {
			p_bits = 8 << s;
			for (p_bytes = 8; p_bytes <= 16; p_bytes += 8)
				if (s < 2 || p_bytes == 16)
					ok &= check_code(insn_place(0x0e300820 | rows[i].u << 29 | SIZE(s) |
								    rows[i].op << 12 | (p_bytes == 16 ? Q : 0)),
							 p_bits, false, p_fn ? m_across : m_addlv);
		}
		check(ok, "%s", rows[i].name);
	}
	/* the one pairwise scalar of integers */
	p_bits = 64;
	p_bytes = 16;
	p_fn = simd_add;
	check(check_code(insn_place(0x5ef1b820), 64, false, m_across), "ADDP (scalar)");
}

/* Widening and narrowing of two operands; p_op is the opcode */
static void m_three_different(bool *qc)
{
	unsigned int n = 64 / p_bits, wide = 2 * p_bits;

	if (p_op == 4 || p_op == 6) {
		/* high half of the sum or difference of wide lanes */
		if (!p_high)
			want.v[0][1] = 0;
		for (unsigned int l = 0; l < n; l++) {
			u64 a = lane_get(&in, 1, wide / 8, l), b = lane_get(&in, 2, wide / 8, l);
			u64 r = p_op == 4 ? a + b : a - b;

			if (p_u)
				r += 1ULL << (p_bits - 1);
			lane_set(&want, 0, p_bits / 8, l + (p_high ? n : 0), r >> p_bits);
		}
		return;
	}
	if (p_bytes == 16)
		clear();
	for (unsigned int l = 0; l < n; l++) {
		unsigned int src = l + (p_high ? n : 0);
		u64 a = get(1, src), b = get(2, src), d = lane_get(&in, 0, wide / 8, l), r = 0, p;
		bool sat = false;

		if (!p_u) {
			a = lane_sext(a, p_bits);
			b = lane_sext(b, p_bits);
		}
		if (p_op == 1 || p_op == 3)
			a = lane_get(&in, 1, wide / 8, l);
		switch (p_op) {
		case 0: case 1: r = a + b; break;
		case 2: case 3: r = a - b; break;
		case 5: case 7:
			r = p_u ? (a > b ? a - b : b - a) : (s64)a > (s64)b ? a - b : b - a;
			r += p_op == 5 ? d : 0;
			break;
		case 8: r = d + a * b; break;
		case 10: r = d - a * b; break;
		case 12: r = a * b; break;
		case 9: case 11: case 13:
			/* the doubling can overflow for the two most negative numbers only */
			if (wide == 64) {
				p = a * b;
				sat = p == 1ULL << 62;
				p = sat ? ~0ULL >> 1 : p << 1;
			} else {
				p = simd_sat_s((s64)(a * b) * 2, wide, &sat);
				p = lane_sext(p, wide);
			}
			if (p_op == 9)
				r = simd_sqadd(0, d, p, wide, &sat);
			else if (p_op == 11)
				r = simd_sqsub(0, d, p, wide, &sat);
			else
				r = p;
			*qc |= sat;
			break;
		}
		lane_set(&want, 0, wide / 8, l, r);
	}
}

/* The scalar forms of the saturating ones: one lane */
static void m_three_different_scalar(bool *qc)
{
	u64 keep[2];
	bool all = false, one = false;
	struct insn_regs saved = in;

	/* let the other lanes be harmless */
	for (unsigned int l = 1; l < 64 / p_bits; l++)
		lane_set(&in, 1, p_bits / 8, l, 0);
	for (unsigned int l = 1; l < 64 / p_bits; l++)
		lane_set(&in, 0, p_bits / 4, l, 0);
	p_high = false;
	p_bytes = 16;
	m_three_different(&one);
	keep[0] = lane_get(&want, 0, p_bits / 4, 0);
	want.v[0][0] = keep[0];
	want.v[0][1] = 0;
	in = saved;
	*qc |= one | all;
}

static void m_pmull(bool *qc __unused)
{
	u64 hi;

	if (p_bits == 64) {
		want.v[0][0] = simd_clmul(in.v[1][p_high], in.v[2][p_high], &hi);
		want.v[0][1] = hi;
		return;
	}
	clear();
	for (unsigned int l = 0; l < 8; l++)
		lane_set(&want, 0, 2, l, simd_clmul(get(1, l + 8 * p_high), get(2, l + 8 * p_high), &hi));
}

static void three_different(void)
{
	static const struct op_row rows[] = {
		{ "SADDL", 0, 0, NULL, 7 }, { "UADDL", 1, 0, NULL, 7 }, { "SADDW", 0, 1, NULL, 7 },
		{ "UADDW", 1, 1, NULL, 7 }, { "SSUBL", 0, 2, NULL, 7 }, { "USUBL", 1, 2, NULL, 7 },
		{ "SSUBW", 0, 3, NULL, 7 }, { "USUBW", 1, 3, NULL, 7 }, { "ADDHN", 0, 4, NULL, 7 },
		{ "RADDHN", 1, 4, NULL, 7 }, { "SABAL", 0, 5, NULL, 7 }, { "UABAL", 1, 5, NULL, 7 },
		{ "SUBHN", 0, 6, NULL, 7 }, { "RSUBHN", 1, 6, NULL, 7 }, { "SABDL", 0, 7, NULL, 7 },
		{ "UABDL", 1, 7, NULL, 7 }, { "SMLAL", 0, 8, NULL, 7 }, { "UMLAL", 1, 8, NULL, 7 },
		{ "SQDMLAL", 0, 9, NULL, 6, 6 }, { "SMLSL", 0, 10, NULL, 7 }, { "UMLSL", 1, 10, NULL, 7 },
		{ "SQDMLSL", 0, 11, NULL, 6, 6 }, { "SMULL", 0, 12, NULL, 7 }, { "UMULL", 1, 12, NULL, 7 },
		{ "SQDMULL", 0, 13, NULL, 6, 6 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct op_row *r = &rows[i];
		bool ok = true;

		p_u = r->u;
		p_op = r->op;
		for (unsigned int s = 0; s < 3; s++) {
			u32 insn = 0x0e220020 | r->u << 29 | SIZE(s) | r->op << 12;
			unsigned int fill = r->op == 4 || r->op == 6 ? 16 << s : 8 << s;

			p_bits = 8 << s;
			p_bytes = 16;
			if (r->sizes >> s & 1) {
				p_high = false;
				ok &= check_code(insn_place(insn), fill, false, m_three_different);
				p_high = true;
				ok &= check_code(insn_place(insn | Q), fill, false, m_three_different);
			}
			if (r->scalar >> s & 1)
				ok &= check_code(insn_place(insn | SCALAR), fill, false, m_three_different_scalar);
		}
		check(ok, "%s", r->name);
	}
	for (unsigned int k = 0; k < 4; k++) {
		p_high = k & 1;
		p_bits = k & 2 ? 64 : 8;
		if (p_bits == 64 && isar(read_sysreg(id_aa64isar0_el1), 4) < 2)
			continue;
		check(check_code(insn_place(0x0e22e020 | (p_high ? Q : 0) | (p_bits == 64 ? SIZE(3) : 0)), p_bits,
				 false, m_pmull), "PMULL%s of %u bits", p_high ? "2" : "", p_bits);
	}
}

/* v2 with one element in all lanes, for the models above */
static void m_element(bool *qc)
{
	struct insn_regs saved = in;
	u64 e = get(2, p_index);

	for (unsigned int l = 0; l < 128 / p_bits; l++)
		lane_set(&in, 2, p_bits / 8, l, e);
	if (p_fn)
		m_lanes(qc);
	else
		m_three_different(qc);
	in = saved;
}

static void by_element(void)
{
	static const struct op_row rows[] = {
		{ "MLA", 1, 0x0, simd_mla }, { "MLS", 1, 0x4, simd_mls }, { "MUL", 0, 0x8, simd_mul },
		{ "SQDMULH", 0, 0xc, simd_sqdmulh }, { "SQRDMULH", 0, 0xd, simd_sqrdmulh },
		{ "SQRDMLAH", 1, 0xd, simd_sqrdmlah }, { "SQRDMLSH", 1, 0xf, simd_sqrdmlsh },
		/* sizes: the opcode among the three different */
		{ "SMLAL", 0, 0x2, NULL, 8 }, { "UMLAL", 1, 0x2, NULL, 8 }, { "SQDMLAL", 0, 0x3, NULL, 9 },
		{ "SMLSL", 0, 0x6, NULL, 10 }, { "UMLSL", 1, 0x6, NULL, 10 }, { "SQDMLSL", 0, 0x7, NULL, 11 },
		{ "SMULL", 0, 0xa, NULL, 12 }, { "UMULL", 1, 0xa, NULL, 12 }, { "SQDMULL", 0, 0xb, NULL, 13 },
	};
	bool rdm = isar(read_sysreg(id_aa64isar0_el1), 28);

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct op_row *r = &rows[i];
		bool ok = true;

		if (!rdm && (r->fn == simd_sqrdmlah || r->fn == simd_sqrdmlsh))
			continue;
		p_fn = r->fn;
		p_u = r->u;
		p_op = r->sizes;
		for (unsigned int s = 1; s < 3; s++) {
			p_bits = 8 << s;
			for (p_index = 0; p_index < 128 / p_bits; p_index += 3) {
				u32 insn = 0x0f020020 | r->u << 29 | SIZE(s) | r->op << 12;

				if (s == 1)
					insn |= (p_index >> 2) << 11 | (p_index >> 1 & 1) << 21 | (p_index & 1) << 20;
				else
					insn |= (p_index >> 1) << 11 | (p_index & 1) << 21;
				p_high = true;
				p_bytes = 16;
				ok &= check_code(insn_place(insn | Q), p_bits, false, m_element);
				p_high = false;
				p_bytes = p_fn ? 8 : 16;
				ok &= check_code(insn_place(insn), p_bits, false, m_element);
			}
		}
		check(ok, "%s by element", r->name);
	}
}

static const struct subtest subtests[] = {
	{ "three-same", three_same },
	{ "two-reg", two_reg },
	{ "across", across },
	{ "three-different", three_different },
	{ "by-element", by_element },
	{ }
};

int main(int argc, char **argv)
{
	static struct subtest all[16];
	unsigned int n = 0;

	for (const struct subtest *s = subtests; s->name; s++)
		all[n++] = *s;
	for (const struct subtest *s = simd_shift_subtests; s->name; s++)
		all[n++] = *s;
	for (const struct subtest *s = simd_move_subtests; s->name; s++)
		all[n++] = *s;
	return run_subtests(all, argc, argv);
}
