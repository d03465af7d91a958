// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a64-simd: AdvSIMD instructions that move lanes around, immediates, dot products, and encodings that
 * are reserved (Arm ARM C7.2): permute, copy, table, modified-imm, dot, reserved
 */
#include "a64-simd.h"

static void m_permute(bool *qc __unused)
{
	unsigned int n = lanes(), part = p_op >> 2;

	clear();
	for (unsigned int l = 0; l < n; l++) {
		unsigned int k;
		u64 v;

		switch (p_op & 3) {
		case 1: /* UZP: even or odd lanes of the concatenation */
			k = 2 * l + part;
			v = get(k < n ? 1 : 2, k % n);
			break;
		case 2: /* TRN */
			v = get(l & 1 ? 2 : 1, (l & ~1) + part);
			break;
		default: /* ZIP */
			v = get(l & 1 ? 2 : 1, l / 2 + part * n / 2);
			break;
		}
		put(l, v);
	}
}

static void m_ext(bool *qc __unused)
{
	clear();
	for (unsigned int l = 0; l < p_bytes; l++) {
		unsigned int k = l + p_index;

		lane_set(&want, 0, 1, l, lane_get(&in, k < p_bytes ? 1 : 2, 1, k % p_bytes));
	}
}

static void permute(void)
{
	static const char *const names[] = { "UZP", "TRN", "ZIP" };

	for (unsigned int k = 0; k < 6; k++) {
		bool ok = true;

		p_op = (k % 3 + 1) | k / 3 << 2;
		for (unsigned int s = 0; s < 4; s++) {
			p_bits = 8 << s;
			for (p_bytes = 8; p_bytes <= 16; p_bytes += 8)
				if (s < 3 || p_bytes == 16)
					ok &= check_code(insn_place(0x0e020820 | SIZE(s) | p_op << 12 |
								    (p_bytes == 16 ? Q : 0)), p_bits, false, m_permute);
		}
		check(ok, "%s%u", names[k % 3], k / 3 + 1);
	}
	{
		bool ok = true;

		for (p_bytes = 8; p_bytes <= 16; p_bytes += 8)
			for (p_index = 0; p_index < p_bytes; p_index++)
				ok &= check_code(insn_place(0x2e020020 | p_index << 11 | (p_bytes == 16 ? Q : 0)), 8,
						 false, m_ext);
		check(ok, "EXT");
	}
}

static void m_dup_element(bool *qc __unused)
{
	u64 e = get(1, p_index);

	clear();
	for (unsigned int l = 0; l < lanes(); l++)
		put(l, e);
}

static void m_dup_general(bool *qc __unused)
{
	clear();
	for (unsigned int l = 0; l < lanes(); l++)
		put(l, in.x[1]);
}

static void m_ins_general(bool *qc __unused)
{
	put(p_index, in.x[1]);
}

static void m_ins_element(bool *qc __unused)
{
	put(p_index, get(1, p_shift));
}

static void m_mov_to_general(bool *qc __unused)
{
	u64 v = get(1, p_index);

	if (!p_u)
		v = lane_sext(v, p_bits);
	want.x[0] = p_bytes == 8 ? v : (u32)v;
}

static void copy(void)
{
	bool ok[6] = { true, true, true, true, true, true };

	for (unsigned int s = 0; s < 4; s++) {
		p_bits = 8 << s;
		for (p_index = 0; p_index < 128 / p_bits; p_index += 1 + s % 2) {
			u32 imm5 = (p_index << (s + 1) | 1 << s) << 16;

			p_bytes = 16;
			ok[0] &= check_code(insn_place(0x4e000420 | imm5), p_bits, false, m_dup_element);
			p_bytes = p_bits / 8;
			ok[0] &= check_code(insn_place(0x5e000420 | imm5), p_bits, false, m_dup_element);
			ok[1] &= check_code(insn_place(0x4e001c20 | imm5), p_bits, false, m_ins_general);
			p_shift = (p_index * 5 + 3) % (128 / p_bits);
			ok[2] &= check_code(insn_place(0x6e000420 | imm5 | p_shift << s << 11), p_bits, false,
					    m_ins_element);
			p_u = true;
			p_bytes = s == 3 ? 8 : 4;
			ok[3] &= check_code(insn_place(0x0e003c20 | imm5 | (s == 3 ? Q : 0)), p_bits, false,
					    m_mov_to_general);
			p_u = false;
			for (p_bytes = 4; p_bytes <= 8; p_bytes += 4)
				if (s < p_bytes / 4 + 1 && s < 3)
					ok[4] &= check_code(insn_place(0x0e002c20 | imm5 | (p_bytes == 8 ? Q : 0)), p_bits,
							    false, m_mov_to_general);
		}
		for (p_bytes = 8; p_bytes <= 16; p_bytes += 8)
			if (s < 3 || p_bytes == 16)
				ok[5] &= check_code(insn_place(0x0e000c20 | 0x10000 << s | (p_bytes == 16 ? Q : 0)), p_bits,
						    false, m_dup_general);
	}
	check(ok[0], "DUP (element)");
	check(ok[1], "INS (general)");
	check(ok[2], "INS (element)");
	check(ok[3], "UMOV");
	check(ok[4], "SMOV");
	check(ok[5], "DUP (general)");
}

/* TBL and TBX of p_index + 1 registers from v31 on, indices in v2 */
static void m_table(bool *qc __unused)
{
	if (!p_op)
		clear();
	else if (p_bytes == 8)
		want.v[0][1] = 0;
	for (unsigned int l = 0; l < p_bytes; l++) {
		unsigned int i = lane_get(&in, 2, 1, l);

		if (i < 16 * (p_index + 1))
			lane_set(&want, 0, 1, l, lane_get(&in, 31 + i / 16, 1, i % 16));
		else if (!p_op)
			lane_set(&want, 0, 1, l, 0);
	}
}

static bool check_table(const u32 *code)
{
	insn_regs_init(&in);
	for (unsigned int i = 0; i < RUNS; i++) {
		bool qc;

		for (unsigned int l = 0; l < 16; l++)
			lane_set(&in, 2, 1, l, i & 7 ? random64() % (16 * (p_index + 1) + 4) : random64());
		out = want = in;
		m_table(&qc);
		if (insn_run_fp(code, &in, &out) != TRAP_NONE || !insn_regs_equal(&out, &want, &in, true))
			return false;
	}
	return true;
}

static void table(void)
{
	for (p_op = 0; p_op < 2; p_op++) {
		for (p_index = 0; p_index < 4; p_index++) {
			bool ok = true;

			for (p_bytes = 8; p_bytes <= 16; p_bytes += 8)
				ok &= check_table(insn_place(0x0e0203e0 | p_index << 13 | p_op << 12 |
							     (p_bytes == 16 ? Q : 0)));
			check(ok, "%s of %u registers", p_op ? "TBX" : "TBL", p_index + 1);
		}
	}
}

/* cmode and op of a modified immediate: MOVI, MVNI, ORR, BIC, FMOV */
static void m_modified(bool *qc __unused)
{
	unsigned int op = p_u, cmode = p_op;
	u64 imm;

	simd_expand_imm(op, cmode, p_index, &imm);
	if (cmode < 12 && cmode & 1) {
		want.v[0][0] = op ? in.v[0][0] & ~imm : in.v[0][0] | imm;
		want.v[0][1] = op ? in.v[0][1] & ~imm : in.v[0][1] | imm;
	} else {
		if (op && cmode < 14)
			imm = ~imm;
		want.v[0][0] = want.v[0][1] = imm;
	}
	if (p_bytes == 8)
		want.v[0][1] = 0;
}

static void modified_imm(void)
{
	for (unsigned int k = 0; k < 32; k++) {
		bool ok = true;

		p_u = k & 1;
		p_op = k >> 1;
		for (unsigned int j = 0; j < 5; j++) {
			p_index = (0xb1 * (j + 1) + 13 * k) & 0xff;
			for (p_bytes = 8; p_bytes <= 16; p_bytes += 8) {
				if (p_op == 15 && p_u && p_bytes == 8)
					continue;
				ok &= check_code(insn_place(0x0f000400 | (u32)p_u << 29 | p_op << 12 |
							    (p_index >> 5) << 16 | (p_index & 31) << 5 |
							    (p_bytes == 16 ? Q : 0)), 8, false, m_modified);
			}
		}
		check(ok, "immediates of cmode %u, op %u", p_op, p_u);
	}
}

/* p_op: 0 SDOT, 1 UDOT, 2 USDOT, 3 SUDOT by element */
static s64 dot_factor(unsigned int v, unsigned int byte, bool uns)
{
	u64 b = lane_get(&in, v, 1, byte);

	return uns ? (s64)b : lane_sext(b, 8);
}

static void m_dot(bool *qc __unused)
{
	clear();
	for (unsigned int l = 0; l < p_bytes / 4; l++) {
		s64 sum = lane_get(&in, 0, 4, l);

		for (unsigned int k = 0; k < 4; k++)
			sum += dot_factor(1, 4 * l + k, p_op == 1 || p_op == 2) *
			       dot_factor(2, 4 * (p_index < 4 ? p_index : l) + k, p_op == 1 || p_op == 3);
		lane_set(&want, 0, 4, l, sum);
	}
}

static void m_mmla(bool *qc __unused)
{
	clear();
	for (unsigned int i = 0; i < 2; i++) {
		for (unsigned int j = 0; j < 2; j++) {
			s64 sum = lane_get(&in, 0, 4, 2 * i + j);

			for (unsigned int k = 0; k < 8; k++)
				sum += dot_factor(1, 8 * i + k, p_op >= 1) * dot_factor(2, 8 * j + k, p_op == 1);
			lane_set(&want, 0, 4, 2 * i + j, sum);
		}
	}
}

static void dot(void)
{
	static const char *const names[] = { "SDOT", "UDOT", "USDOT", "SUDOT" };
	static const u32 vector[] = { 0x0e829420, 0x2e829420, 0x0e829c20 };
	static const u32 element[] = { 0x0f82e020, 0x2f82e020, 0x0f82f020, 0x0f02f020 };
	static const char *const mmla[] = { "SMMLA", "UMMLA", "USMMLA" };
	static const u32 matrix[] = { 0x4e82a420, 0x6e82a420, 0x4e82ac20 };
	bool dp = isar(read_sysreg(id_aa64isar0_el1), 44), i8mm = isar(read_sysreg(id_aa64isar1_el1), 52);

	for (p_op = 0; p_op < 4; p_op++) {
		bool ok = true;

		if (p_op < 2 ? !dp : !i8mm)
			continue;
		for (p_bytes = 8; p_bytes <= 16; p_bytes += 8) {
			u32 q = p_bytes == 16 ? Q : 0;

			p_index = 4;
			if (p_op < 3)
				ok &= check_code(insn_place(vector[p_op] | q), 8, false, m_dot);
			for (p_index = 0; p_index < 4; p_index++)
				ok &= check_code(insn_place(element[p_op] | q | (p_index & 1) << 21 | (p_index >> 1) << 11),
						 8, false, m_dot);
		}
		check(ok, "%s", names[p_op]);
	}
	for (p_op = 0; i8mm && p_op < 3; p_op++)
		check(check_code(insn_place(matrix[p_op]), 8, false, m_mmla), "%s", mmla[p_op]);
	if (!dp)
		report_skip("no FEAT_DotProd");
}

static void reserved(void)
{
	static const struct {
		const char *name;
		u32 insn;
	} rows[] = {
		{ "SHADD of 2D", 0x4ee20420 }, { "ADD of 1D vector", 0x0ee28420 }, { "MUL of 2D", 0x4ee29c20 },
		{ "PMUL of 4H", 0x2e629c20 }, { "SQDMULH of 8B", 0x0e22b420 }, { "three-same opcode 3 of FP, a 1", 0x2ee2dc20 },
		{ "REV16 of 4H", 0x0e601820 }, { "REV32 of 2S", 0x2ea00820 }, { "CNT of 4H", 0x0e605820 },
		{ "RBIT with size 2", 0x2ea05820 }, { "SADDLV of 2S", 0x0eb03820 }, { "ADDV of 4S without Q", 0x0eb1b820 },
		{ "SQDMULL of 8B", 0x0e22d020 }, { "PMULL of 4H", 0x0e62e020 }, { "three-different opcode 15", 0x0e22f020 },
		{ "SSHR of immh 8 without Q", 0x0f400420 }, { "SRI with U 0", 0x0f084420 }, { "SQSHLU with U 0", 0x0f086420 },
		{ "SHRN of immh 8", 0x0f408420 }, { "MUL by element of bytes", 0x0f028020 },
		{ "UZP1 of 1D", 0x0ec21820 }, { "permute opcode 0", 0x0e020820 }, { "EXT of 8B by 8", 0x2e024020 },
		{ "TBL with op2", 0x0e420020 }, { "DUP with imm5 0", 0x0e000420 }, { "SMOV to W of 2S", 0x0e042c20 },
		{ "UMOV to X of bytes", 0x4e013c20 }, { "DUP of D without Q", 0x0e080420 },
		{ "FMOV 2D without Q", 0x2f00f400 }, { "SCALAR ADD of bytes", 0x5e228420 },
		{ "SCALAR SSHR of bytes", 0x5f090420 },
	};
	static struct insn_regs o;

	insn_regs_init(&in);
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		check_eq(insn_run_fp(insn_place(rows[i].insn), &in, &o), ESR_ELx_EC_UNKNOWN, "%s is undefined",
			 rows[i].name);
}

const struct subtest simd_move_subtests[] = {
	{ "permute", permute },
	{ "copy", copy },
	{ "table", table },
	{ "modified-imm", modified_imm },
	{ "dot", dot },
	{ "reserved", reserved },
	{ }
};
