// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * isa_int: arithmetic, logic and shifts in every form: register and memory on either side, each length of immediate, the
 * accumulator's short forms, LOCK, the byte registers AH to BH, R8 to R15.
 */
#include "isa-int.h"

const struct int_alu_op int_alu_ops[8] = {
	{ "add", 0x00, 0, model_add }, { "or", 0x08, 1, model_or }, { "adc", 0x10, 2, model_adc },
	{ "sbb", 0x18, 3, model_sbb }, { "and", 0x20, 4, model_and }, { "sub", 0x28, 5, model_sub },
	{ "xor", 0x30, 6, model_xor }, { "cmp", 0x38, 7, model_cmp },
};

const struct int_shift_op int_shift_ops[7] = {
	{ "rol", 0, model_rol }, { "ror", 1, model_ror }, { "rcl", 2, model_rcl }, { "rcr", 3, model_rcr },
	{ "shl", 4, model_shl }, { "shr", 5, model_shr }, { "sar", 7, model_sar },
};

/* Pairs of registers: destination, source. In bytes 4 to 7 are AH to BH. */
static const struct {
	s8 dst, src;
	bool rex;
} pairs[] = {
	{ RAX, RCX }, { RDX, RBX }, { RBP, RSI }, { RDI, RBP }, { RCX, RDI },
#ifdef __x86_64__
	{ 8, 15 }, { 12, RAX }, { RBX, 13 }, { RSI, RDI, true },
#endif
};

static const ulong before[] = { 0, CF, ALL };

static void binary_case(const struct int_alu_op *op, int size, int dst, int src, u64 a, u64 b, ulong flags, bool same_imm,
			const char *form)
{
	ulong out = flags, known = ALL;
	u64 want;

	isa_reset(flags);
	int_fill_mem(size, 0);
	/* The source first: with one register for both the destination's value counts. */
	if (!same_imm) {
		if (src == ISA_MEM)
			int_fill_mem(size, b);
		else
			isa_set(&isa_in, size, src, b);
	}
	if (dst == ISA_MEM)
		int_fill_mem(size, a);
	else
		isa_set(&isa_in, size, dst, a);
	isa_run(ISA_NO_VECS);
	want = op->model(size * 8, a & isa_mask(size), b & isa_mask(size), &out, &known);
	isa_in.flags = (isa_in.flags & ~ALL) | out;
	if (dst == ISA_MEM)
		int_set_mem(size, want);
	else if (op->ext != 7)
		isa_set(&isa_in, size, dst, want);
	int_expect(known, "%s, %d bytes, %s %d, %d: %" PRIx64 ", %" PRIx64 ", flags %lx", op->name, size, form, dst, src, a, b,
		   flags);
}

static void binary_values(const struct int_alu_op *op, int size, int dst, int src, const char *form)
{
	unsigned int k;

	EACH_VALUE(a) EACH_VALUE(b)
		for (k = 0; k < ARRAY_SIZE(before); k++)
			binary_case(op, size, dst, src, a, b, before[k], false, form);
}

/* The same with the second operand in the code. */
static void immediate_form(const struct int_alu_op *op, int size, int dst, int imm_size, bool short_form)
{
	unsigned int k;

	EACH_VALUE(b) {
		/* The immediate is extended with its sign. */
		u64 value = imm_size < 8 ? (u64)alu_extend(imm_size * 8, b) : b;

		isa_begin();
		if (short_form) {
			if (size == 2)
				isa_byte(0x66);
			if (size == 8)
				isa_byte(0x48);
			isa_byte(op->base + (size == 1 ? 4 : 5));
		} else {
			isa_modrm(size, 0, MAP_ONE, size == 1 ? 0x80 : imm_size == 1 ? 0x83 : 0x81, op->ext, dst);
		}
		isa_bytes(&b, imm_size);
		isa_end();
		EACH_VALUE(a)
			for (k = 0; k < ARRAY_SIZE(before); k++)
				binary_case(op, size, dst, dst, a, value, before[k], true, short_form ? "acc, imm" : "imm");
	}
}

void int_alu(void)
{
	const struct int_alu_op *op = subtest_row();
	unsigned int i;

	EACH_SIZE(size, 1) {
		u8 w = size != 1;
		int imm = size > 4 ? 4 : size;

		for (i = 0; i < ARRAY_SIZE(pairs); i++) {
			isa_force_rex = pairs[i].rex;
			isa_begin();
			isa_modrm(size, 0, MAP_ONE, op->base | w, pairs[i].src, pairs[i].dst);
			isa_end();
			binary_values(op, size, pairs[i].dst, pairs[i].src, "rm, r");
			isa_begin();
			isa_modrm(size, 0, MAP_ONE, op->base | w | 2, pairs[i].dst, pairs[i].src);
			isa_end();
			binary_values(op, size, pairs[i].dst, pairs[i].src, "r, rm");
			isa_force_rex = false;
		}
		isa_begin();
		isa_modrm(size, 0, MAP_ONE, op->base | w, RDX, ISA_MEM);
		isa_end();
		binary_values(op, size, ISA_MEM, RDX, "m, r");
		isa_begin();
		isa_modrm(size, 0, MAP_ONE, op->base | w | 2, RBX, ISA_MEM);
		isa_end();
		binary_values(op, size, RBX, ISA_MEM, "r, m");
		if (op->ext != 7) {
			isa_begin();
			isa_byte(0xf0);
			isa_modrm(size, 0, MAP_ONE, op->base | w, RCX, ISA_MEM);
			isa_end();
			binary_values(op, size, ISA_MEM, RCX, "lock m, r");
		}
		immediate_form(op, size, RAX, imm, true);
		immediate_form(op, size, RCX, imm, false);
		immediate_form(op, size, ISA_MEM, imm, false);
		if (size > 1) {
			immediate_form(op, size, RDX, 1, false);
			immediate_form(op, size, ISA_MEM, 1, false);
		}
		int_report("%d bytes", size);
	}
}

static const struct int_alu_op test_op = { "test", 0, 7, model_test };

void int_test(void)
{
	EACH_SIZE(size, 1) {
		u8 w = size != 1;
		int imm = size > 4 ? 4 : size;

		isa_begin();
		isa_modrm(size, 0, MAP_ONE, 0x84 | w, RDX, RBP);
		isa_end();
		binary_values(&test_op, size, RBP, RDX, "rm, r");
		isa_begin();
		isa_modrm(size, 0, MAP_ONE, 0x84 | w, RDX, ISA_MEM);
		isa_end();
		binary_values(&test_op, size, ISA_MEM, RDX, "m, r");
		EACH_VALUE(b) {
			u64 value = (u64)alu_extend(imm * 8, b);

			isa_begin();
			isa_modrm(size, 0, MAP_ONE, 0xf6 | w, 0, RCX);
			isa_bytes(&b, imm);
			isa_end();
			EACH_VALUE(a)
				binary_case(&test_op, size, RCX, RCX, a, value, ALL, true, "imm");
			isa_begin();
			if (size == 2)
				isa_byte(0x66);
			if (size == 8)
				isa_byte(0x48);
			isa_byte(0xa8 | w);
			isa_bytes(&b, imm);
			isa_end();
			EACH_VALUE(a)
				binary_case(&test_op, size, RAX, RAX, a, value, 0, true, "acc, imm");
		}
		int_report("%d bytes", size);
	}
}

static void unary_values(const char *name, model_fn model, int size, int dst, const char *form)
{
	unsigned int k;

	EACH_VALUE(a)
		for (k = 0; k < ARRAY_SIZE(before); k++) {
			ulong out = before[k], known = ALL;
			u64 want;

			isa_reset(before[k]);
			int_fill_mem(size, a);
			if (dst != ISA_MEM)
				isa_set(&isa_in, size, dst, a);
			isa_run(ISA_NO_VECS);
			want = model(size * 8, a & isa_mask(size), 0, &out, &known);
			isa_in.flags = (isa_in.flags & ~ALL) | out;
			if (dst == ISA_MEM)
				int_set_mem(size, want);
			else
				isa_set(&isa_in, size, dst, want);
			int_expect(known, "%s, %d bytes, %s %d: %" PRIx64 ", flags %lx", name, size, form, dst, a, before[k]);
		}
}

void int_unary(void)
{
	static const struct {
		const char *name;
		u8 opcode, ext;
		model_fn model;
	} ops[] = {
		{ "inc", 0xfe, 0, model_inc }, { "dec", 0xfe, 1, model_dec }, { "not", 0xf6, 2, model_not },
		{ "neg", 0xf6, 3, model_neg },
	};
	static const s8 regs[] = { RAX, RCX, RBP, RDI, ISA_MEM,
#ifdef __x86_64__
		9,
#endif
	};
	unsigned int i, r;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		EACH_SIZE(size, 1) {
			for (r = 0; r < ARRAY_SIZE(regs); r++) {
				isa_begin();
				isa_modrm(size, 0, MAP_ONE, ops[i].opcode | (size != 1), ops[i].ext, regs[r]);
				isa_end();
				unary_values(ops[i].name, ops[i].model, size, regs[r], "rm");
			}
			isa_begin();
			isa_byte(0xf0);
			isa_modrm(size, 0, MAP_ONE, ops[i].opcode | (size != 1), ops[i].ext, ISA_MEM);
			isa_end();
			unary_values(ops[i].name, ops[i].model, size, ISA_MEM, "lock");
		}
#ifndef __x86_64__
		/* One byte: 40 to 4f */
		for (r = 0; i < 2 && r < 8; r++) {
			if (r == RSP)
				continue;
			isa_begin();
			isa_byte(0x40 | ops[i].ext << 3 | r);
			isa_end();
			unary_values(ops[i].name, ops[i].model, 4, r, "short");
		}
#endif
		int_report("%s", ops[i].name);
	}
}

static const u8 counts[] = { 0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255 };

static void shift_values(const struct int_shift_op *op, int size, int dst, int count, const char *form)
{
	unsigned int k, c;

	EACH_VALUE(a) for (k = 0; k < ARRAY_SIZE(before); k++) for (c = 0; c < ARRAY_SIZE(counts); c++) {
		ulong out = before[k], known = ALL;
		u8 n = count < 0 ? counts[c] : count;
		u64 want;

		isa_reset(before[k]);
		int_fill_mem(size, a);
		if (dst != ISA_MEM)
			isa_set(&isa_in, size, dst, a);
		if (count < 0)
			isa_in.gpr[RCX] = (isa_in.gpr[RCX] & ~0xfful) | n;
		isa_run(ISA_NO_VECS);
		want = op->model(size * 8, a & isa_mask(size), n, &out, &known);
		isa_in.flags = (isa_in.flags & ~ALL) | out;
		if (dst == ISA_MEM)
			int_set_mem(size, want);
		else
			isa_set(&isa_in, size, dst, want);
		int_expect(known, "%s, %d bytes, %s %d: %" PRIx64 " by %u, flags %lx", op->name, size, form, dst, a, n, before[k]);
		if (count >= 0)
			break;
	}
}

void int_shift(void)
{
	const struct int_shift_op *op = subtest_row();
	static const s8 regs[] = { RAX, RBX, RSI, ISA_MEM };
	unsigned int r, c;

	EACH_SIZE(size, 1) {
		u8 w = size != 1;

		for (r = 0; r < ARRAY_SIZE(regs); r++) {
			isa_begin();
			isa_modrm(size, 0, MAP_ONE, 0xd0 | w, op->ext, regs[r]);
			isa_end();
			shift_values(op, size, regs[r], 1, "by 1,");
			isa_begin();
			isa_modrm(size, 0, MAP_ONE, 0xd2 | w, op->ext, regs[r]);
			isa_end();
			shift_values(op, size, regs[r], -1, "by CL,");
		}
		for (c = 0; c < ARRAY_SIZE(counts); c++) {
			for (r = 2; r < 4; r++) {
				isa_begin();
				isa_modrm(size, 0, MAP_ONE, 0xc0 | w, op->ext, regs[r]);
				isa_byte(counts[c]);
				isa_end();
				shift_values(op, size, regs[r], counts[c], "imm,");
			}
		}
		/* /6 is SHL as well. */
		if (op->ext == 4) {
			isa_begin();
			isa_modrm(size, 0, MAP_ONE, 0xd2 | w, 6, RDX);
			isa_end();
			shift_values(op, size, RDX, -1, "/6,");
		}
		int_report("%d bytes", size);
	}
}

/* Bit by bit: what leaves one end comes from the second operand at the other. */
static u64 double_model(bool right, int bits, u64 a, u64 b, unsigned int n, ulong *flags, ulong *known)
{
	bool cf = false, sign = a >> (bits - 1) & 1;
	unsigned int i;

	n &= bits == 64 ? 63 : 31;
	if (!n)
		return a;
	for (i = 0; i < n; i++) {
		if (right) {
			cf = a & 1;
			a = a >> 1 | (b & 1) << (bits - 1);
			b >>= 1;
		} else {
			cf = a >> (bits - 1) & 1;
			a = (a << 1 | (b >> (bits - 1) & 1)) & alu_mask(bits);
			b <<= 1;
		}
	}
	*flags = alu_szp(bits, a) | (cf ? CF : 0) | (sign != (a >> (bits - 1) & 1) ? OF : 0);
	*known &= ~(ulong)AF;
	if (n != 1)
		*known &= ~(ulong)OF;
	/* Beyond the size the result is undefined: the caller leaves these out. */
	return a;
}

static void double_values(bool right, int size, int dst, int count)
{
	unsigned int c;

	EACH_VALUE(a) EACH_VALUE(b) for (c = 0; c < ARRAY_SIZE(counts); c++) {
		ulong out = CF | ZF, known = ALL;
		u8 n = count < 0 ? counts[c] : count;
		u64 want;

		if ((n & (size == 8 ? 63 : 31)) <= size * 8) {
			isa_reset(CF | ZF);
			int_fill_mem(size, a);
			if (dst != ISA_MEM)
				isa_set(&isa_in, size, dst, a);
			isa_set(&isa_in, size, RSI, b);
			if (count < 0)
				isa_in.gpr[RCX] = (isa_in.gpr[RCX] & ~0xfful) | n;
			isa_run(ISA_NO_VECS);
			want = double_model(right, size * 8, a & isa_mask(size), b & isa_mask(size), n, &out, &known);
			isa_in.flags = (isa_in.flags & ~ALL) | out;
			if (dst == ISA_MEM)
				int_set_mem(size, want);
			else
				isa_set(&isa_in, size, dst, want);
			int_expect(known, "%s, %d bytes, %d: %" PRIx64 ", %" PRIx64 " by %u", right ? "shrd" : "shld", size, dst, a,
				   b, n);
		}
		if (count >= 0)
			break;
	}
}

void int_double_shift(void)
{
	unsigned int right, c;

	for (right = 0; right < 2; right++) {
		EACH_SIZE(size, 2) {
			static const s8 dsts[] = { RBX, ISA_MEM };

			for (unsigned int d = 0; d < 2; d++) {
				isa_begin();
				isa_modrm(size, 0, MAP_0F, right ? 0xad : 0xa5, RSI, dsts[d]);
				isa_end();
				double_values(right, size, dsts[d], -1);
				for (c = 0; c < ARRAY_SIZE(counts); c++) {
					isa_begin();
					isa_modrm(size, 0, MAP_0F, right ? 0xac : 0xa4, RSI, dsts[d]);
					isa_byte(counts[c]);
					isa_end();
					double_values(right, size, dsts[d], counts[c]);
				}
			}
			int_report("%s, %d bytes", right ? "shrd" : "shld", size);
		}
	}
}
