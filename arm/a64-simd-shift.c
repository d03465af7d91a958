// SPDX-License-Identifier: LGPL-2.1-or-later
/* a64-simd: shifts by an immediate, narrowing and widening ones too. */
#include "a64-simd.h"

/* Shift by immediate; p_op as in the encoding, p_shift the amount */
static void m_shift(bool *qc)
{
	unsigned int n = lanes();

	clear();
	for (unsigned int l = 0; l < n; l++) {
		u64 a = get(1, l), d = get(0, l), r;
		int right = -(int)p_shift;

		switch (p_op) {
		case 0x00: r = simd_shift(a, right, p_bits, !p_u, false, false, qc); break;
		case 0x02: r = d + simd_shift(a, right, p_bits, !p_u, false, false, qc); break;
		case 0x04: r = simd_shift(a, right, p_bits, !p_u, true, false, qc); break;
		case 0x06: r = d + simd_shift(a, right, p_bits, !p_u, true, false, qc); break;
		case 0x08: /* SRI */
			r = (d & ~(p_shift == p_bits ? 0 : lane_mask(p_bits) >> p_shift)) |
			    simd_shift(a, right, p_bits, false, false, false, qc);
			break;
		case 0x0a: /* SHL and SLI */
			r = a << p_shift | (p_u ? d & (lane_mask(p_bits) & ((1ULL << p_shift) - 1)) : 0);
			break;
		case 0x0c: /* SQSHLU: signed to unsigned */
			if (lane_sext(a, p_bits) < 0) {
				*qc = true;
				r = 0;
			} else {
				r = simd_shift(a, p_shift, p_bits, false, false, true, qc);
			}
			break;
		default:
			r = simd_shift(a, p_shift, p_bits, !p_u, false, true, qc);
			break;
		}
		put(l, r);
	}
}

/* Narrowing: p_op 0x10 SHRN/SQSHRUN, 0x11 rounding, 0x12 SQSHRN/UQSHRN, 0x13 rounding */
static u64 narrow_one(u64 v, bool *qc)
{
	unsigned int wide = 2 * p_bits;
	bool round = p_op & 1, uns_in = p_op >= 0x12 ? p_u : !p_u;
	u64 r = simd_shift(v, -(int)p_shift, wide, !uns_in, round, false, qc);

	if (p_op < 0x12)
		return p_u ? simd_sat_u(r, p_bits, qc) : r;
	if (!p_u)
		return simd_sat_s(r, p_bits, qc);
	if (r > lane_mask(p_bits)) {
		*qc = true;
		return lane_mask(p_bits);
	}
	return r;
}

static void m_narrow(bool *qc)
{
	unsigned int n = 64 / p_bits;

	if (!p_high)
		want.v[0][1] = 0;
	for (unsigned int l = 0; l < n; l++)
		lane_set(&want, 0, p_bits / 8, l + (p_high ? n : 0),
			 narrow_one(lane_get(&in, 1, p_bits / 4, l), qc));
}

static void m_narrow_scalar(bool *qc)
{
	clear();
	want.v[0][0] = narrow_one(lane_get(&in, 1, p_bits / 4, 0), qc) & lane_mask(p_bits);
}

static void m_shll_imm(bool *qc __unused)
{
	unsigned int n = 64 / p_bits;

	clear();
	for (unsigned int l = 0; l < n; l++) {
		u64 a = get(1, l + (p_high ? n : 0));

		lane_set(&want, 0, p_bits / 4, l, (p_u ? a : (u64)lane_sext(a, p_bits)) << p_shift);
	}
}

static void shift_imm(void)
{
	static const struct op_row rows[] = {
		{ "SSHR", 0, 0x00, NULL, 15, 8 }, { "USHR", 1, 0x00, NULL, 15, 8 }, { "SSRA", 0, 0x02, NULL, 15, 8 },
		{ "USRA", 1, 0x02, NULL, 15, 8 }, { "SRSHR", 0, 0x04, NULL, 15, 8 }, { "URSHR", 1, 0x04, NULL, 15, 8 },
		{ "SRSRA", 0, 0x06, NULL, 15, 8 }, { "URSRA", 1, 0x06, NULL, 15, 8 }, { "SRI", 1, 0x08, NULL, 15, 8 },
		{ "SHL", 0, 0x0a, NULL, 15, 8 }, { "SLI", 1, 0x0a, NULL, 15, 8 }, { "SQSHLU", 1, 0x0c, NULL, 15, 15 },
		{ "SQSHL (immediate)", 0, 0x0e, NULL, 15, 15 }, { "UQSHL (immediate)", 1, 0x0e, NULL, 15, 15 },
	};
	static const struct op_row narrow[] = {
		{ "SHRN", 0, 0x10 }, { "SQSHRUN", 1, 0x10, NULL, 0, 7 }, { "RSHRN", 0, 0x11 },
		{ "SQRSHRUN", 1, 0x11, NULL, 0, 7 }, { "SQSHRN", 0, 0x12, NULL, 0, 7 },
		{ "UQSHRN", 1, 0x12, NULL, 0, 7 }, { "SQRSHRN", 0, 0x13, NULL, 0, 7 },
		{ "UQRSHRN", 1, 0x13, NULL, 0, 7 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct op_row *r = &rows[i];
		bool left = r->op >= 0x0a, ok = true;

		p_u = r->u;
		p_op = r->op;
		for (unsigned int s = 0; s < 4 && ok; s++) {
			unsigned int amounts[] = { left ? 0 : 1, (4 << s) + left, (8 << s) - left };

			p_bits = 8 << s;
			for (unsigned int k = 0; k < 3 && ok; k++) {
				u32 immhb, insn;

				p_shift = amounts[k];
				immhb = left ? p_bits + p_shift : 2 * p_bits - p_shift;
				insn = 0x0f000420 | r->u << 29 | immhb << 16 | r->op << 11;
				p_bytes = 16;
				ok &= check_code(insn_place(insn | Q), p_bits, false, m_shift);
				p_bytes = 8;
				if (s < 3)
					ok &= check_code(insn_place(insn), p_bits, false, m_shift);
				p_bytes = p_bits / 8;
				if (r->scalar >> s & 1)
					ok &= check_code(insn_place(insn | SCALAR), p_bits, false, m_shift);
				if (!ok)
					report_info("element of %u bits, by %u", p_bits, p_shift);
			}
		}
		check(ok, "%s", r->name);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(narrow); i++) {
		const struct op_row *r = &narrow[i];
		bool ok = true;

		p_u = r->u;
		p_op = r->op;
		for (unsigned int s = 0; s < 3; s++) {
			p_bits = 8 << s;
			for (p_shift = 1; p_shift <= p_bits; p_shift += p_bits / 2 - 1 + (p_shift > 1)) {
				u32 insn = 0x0f000420 | r->u << 29 | (2 * p_bits - p_shift) << 16 | r->op << 11;

				p_high = false;
				ok &= check_code(insn_place(insn), 2 * p_bits, false, m_narrow);
				p_high = true;
				ok &= check_code(insn_place(insn | Q), 2 * p_bits, false, m_narrow);
				if (r->scalar)
					ok &= check_code(insn_place(insn | SCALAR), 2 * p_bits, false, m_narrow_scalar);
			}
		}
		check(ok, "%s", r->name);
	}
	for (unsigned int u = 0; u < 2; u++) {
		bool ok = true;

		p_u = u;
		for (unsigned int s = 0; s < 3; s++) {
			p_bits = 8 << s;
			for (p_shift = 0; p_shift < p_bits; p_shift += p_bits / 2 - 1) {
				u32 insn = 0x0f000420 | u << 29 | (p_bits + p_shift) << 16 | 0x14 << 11;

				p_high = false;
				ok &= check_code(insn_place(insn), p_bits, false, m_shll_imm);
				p_high = true;
				ok &= check_code(insn_place(insn | Q), p_bits, false, m_shll_imm);
			}
		}
		check(ok, "%cSHLL", u ? 'U' : 'S');
	}
}

const struct subtest simd_shift_subtests[] = {
	{ "shift-imm", shift_imm },
	{ }
};
