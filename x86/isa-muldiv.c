// SPDX-License-Identifier: LGPL-2.1-or-later
/* isa_int: multiplication, division, bits, decimal adjustment, sign extension, flags. */
#include "isa-int.h"

/* The register or memory that an instruction with one operand gets. */
static void set_operand(int size, int rm, u64 v)
{
	int_fill_mem(size, v);
	if (rm != ISA_MEM)
		isa_set(&isa_in, size, rm, v);
}

/* A product or dividend lies in AX, DX:AX, EDX:EAX or RDX:RAX. */
static void set_wide(int size, u64 high, u64 low)
{
	if (size == 1) {
		isa_set(&isa_in, 2, RAX, (high & 0xff) << 8 | (low & 0xff));
		return;
	}
	isa_set(&isa_in, size, RAX, low);
	isa_set(&isa_in, size, RDX, high);
}

static u64 high_of(int size, u64 a, u64 b, bool is_signed)
{
	u64 high;

	if (size < 8) {
		if (is_signed)
			return (u64)(alu_extend(size * 8, a) * alu_extend(size * 8, b)) >> size * 8;
		return a * b >> size * 8;
	}
	high = alu_high_half(a, b);
	if (is_signed)
		high -= ((s64)a < 0 ? b : 0) + ((s64)b < 0 ? a : 0);
	return high;
}

void int_mul(void)
{
	static const s8 rms[] = { RCX, RBX, RSI, ISA_MEM };
	unsigned int i, is_signed;

	EACH_SIZE(size, 1) {
		for (is_signed = 0; is_signed < 2; is_signed++)
			for (i = 0; i < ARRAY_SIZE(rms); i++) {
				isa_begin();
				isa_modrm(size, 0, MAP_ONE, 0xf6 | (size != 1), 4 + is_signed, rms[i]);
				isa_end();
				EACH_VALUE(a) EACH_VALUE(b) {
					u64 x = a & isa_mask(size), y = b & isa_mask(size), low;
					ulong out = ZF | CF, known = ALL;

					isa_reset(ZF | CF);
					set_operand(size, rms[i], b);
					isa_set(&isa_in, size, RAX, a);
					isa_run(ISA_NO_VECS);
					low = (is_signed ? model_imul : model_mul)(size * 8, x, y, &out, &known);
					isa_in.flags = (isa_in.flags & ~ALL) | out;
					set_wide(size, high_of(size, x, y, is_signed), low);
					int_expect(known, "%smul, %d bytes, %d: %" PRIx64 ", %" PRIx64, is_signed ? "i" : "", size,
						   rms[i], x, y);
				}
			}
		int_report("%d bytes", size);
	}
}

static void imul_case(int size, int dst, int src, u64 a, u64 b, bool three)
{
	ulong out = 0, known = ALL;
	u64 want;

	isa_reset(0);
	set_operand(size, src, a);
	if (!three)
		isa_set(&isa_in, size, dst, b);
	isa_run(ISA_NO_VECS);
	want = model_imul(size * 8, a & isa_mask(size), b & isa_mask(size), &out, &known);
	isa_in.flags = (isa_in.flags & ~ALL) | out;
	isa_set(&isa_in, size, dst, want);
	int_expect(known, "imul with %d operands, %d bytes, %d, %d: %" PRIx64 ", %" PRIx64, three ? 3 : 2, size, dst, src, a, b);
}

void int_imul_two(void)
{
	static const s8 srcs[] = { RSI, ISA_MEM };
	unsigned int i;

	EACH_SIZE(size, 2) {
		for (i = 0; i < ARRAY_SIZE(srcs); i++) {
			isa_begin();
			isa_modrm(size, 0, MAP_0F, 0xaf, RDI, srcs[i]);
			isa_end();
			EACH_VALUE(a) EACH_VALUE(b)
				imul_case(size, RDI, srcs[i], a, b, false);
			EACH_VALUE(b) {
				int imm = size > 4 ? 4 : size;

				isa_begin();
				isa_modrm(size, 0, MAP_ONE, 0x69, RBX, srcs[i]);
				isa_bytes(&b, imm);
				isa_end();
				EACH_VALUE(a)
					imul_case(size, RBX, srcs[i], a, alu_extend(imm * 8, b), true);
				isa_begin();
				isa_modrm(size, 0, MAP_ONE, 0x6b, RBP, srcs[i]);
				isa_bytes(&b, 1);
				isa_end();
				EACH_VALUE(a)
					imul_case(size, RBP, srcs[i], a, alu_extend(8, b), true);
			}
		}
		int_report("%d bytes", size);
	}
}

/* Schoolbook division of 2 * @bits by @bits; false: the quotient does not fit. */
static bool divide(int bits, u64 high, u64 low, u64 d, u64 *q, u64 *r)
{
	int i;

	if (high >= d)
		return false;
	for (i = 0, *q = 0; i < bits; i++) {
		bool out = high >> (bits - 1) & 1;

		high = (high << 1 | (low >> (bits - 1) & 1)) & alu_mask(bits);
		low = low << 1 & alu_mask(bits);
		*q <<= 1;
		if (out || high >= d) {
			high = (high - d) & alu_mask(bits);
			*q |= 1;
		}
	}
	*r = high;
	return true;
}

static bool divide_signed(int bits, u64 high, u64 low, u64 d, u64 *q, u64 *r)
{
	u64 m = alu_mask(bits), sign = 1ull << (bits - 1);
	bool n_negative = high & sign, d_negative = d & sign;

	if (n_negative) {
		low = -low & m;
		high = (~high + !low) & m;
	}
	if (!divide(bits, high, low, d_negative ? -d & m : d, q, r))
		return false;
	if (n_negative != d_negative ? *q > sign : *q >= sign)
		return false;
	if (n_negative != d_negative)
		*q = -*q & m;
	if (n_negative)
		*r = -*r & m;
	return true;
}

static void div_case(int size, bool is_signed, int rm, u64 high, u64 low, u64 d)
{
	u64 m = isa_mask(size), q, r;
	unsigned int got;
	bool fits;

	isa_reset(0);
	set_operand(size, rm, d);
	set_wide(size, high, low);
	got = isa_run(ISA_NO_VECS);
	fits = (d & m) && (is_signed ? divide_signed : divide)(size * 8, high & m, low & m, d & m, &q, &r);
	if (!fits || got) {
		int_expect_vector(got, fits ? 0 : ISA_DE, "%sdiv, %d bytes: %" PRIx64 ":%" PRIx64 " by %" PRIx64,
				  is_signed ? "i" : "", size, high & m, low & m, d & m);
		return;
	}
	set_wide(size, r, q);
	int_expect(0, "%sdiv, %d bytes, %d: %" PRIx64 ":%" PRIx64 " by %" PRIx64, is_signed ? "i" : "", size, rm, high & m, low & m,
		   d & m);
}

static void encode_div(int size, bool is_signed, int rm)
{
	isa_begin();
	isa_modrm(size, 0, MAP_ONE, 0xf6 | (size != 1), 6 + is_signed, rm);
	isa_end();
}

/* The most negative dividend by -1, which some emulators divide on a host that cannot: a subtest of its own. */
static bool most_negative(int size, u64 high, u64 low, u64 d)
{
	u64 m = isa_mask(size);

	return (high & m) == 1ull << (size * 8 - 1) && !(low & m) && (d & m) == m;
}

void int_div(void)
{
	static const s8 rms[] = { RCX, RSI, ISA_MEM };
	unsigned int i, is_signed;

	EACH_SIZE(size, 1) {
		for (is_signed = 0; is_signed < 2; is_signed++)
			for (i = 0; i < ARRAY_SIZE(rms); i++) {
				encode_div(size, is_signed, rms[i]);
				EACH_VALUE(high) EACH_VALUE(low) EACH_VALUE(d)
					if (!is_signed || !most_negative(size, high, low, d))
						div_case(size, is_signed, rms[i], high, low, d);
			}
		int_report("%d bytes", size);
	}
}

void int_div_most_negative(void)
{
	EACH_SIZE(size, 1) {
		encode_div(size, true, RCX);
		div_case(size, true, RCX, 1ull << (size * 8 - 1), 0, ~0ull);
		int_report("%d bytes", size);
	}
}

static const struct {
	const char *name;
	u8 opcode, ext;
} bit_ops[] = {
	{ "bt", 0xa3, 4 }, { "bts", 0xab, 5 }, { "btr", 0xb3, 6 }, { "btc", 0xbb, 7 },
};

static u64 bit_changed(unsigned int op, u64 v, unsigned int bit)
{
	u64 b = 1ull << bit;

	return op == 1 ? v | b : op == 2 ? v & ~b : op == 3 ? v ^ b : v;
}

/* CF is the bit, ZF stays, the others are undefined. */
static void bit_expect(unsigned int op, int size, bool was, ulong before, const char *form, s64 bit)
{
	isa_in.flags = (isa_in.flags & ~CF) | (was ? CF : 0);
	int_expect(CF | ZF, "%s, %d bytes, %s, bit %" PRId64 ", flags %lx", bit_ops[op].name, size, form, bit, before);
}

static void bit_register(unsigned int op, int size, int imm, ulong before)
{
	EACH_VALUE(v)
		for (int bit = imm < 0 ? 0 : imm; bit <= (imm < 0 ? 70 : imm); bit++) {
			int n = bit & (size * 8 - 1);

			isa_reset(before);
			int_fill_mem(size, 0);
			isa_set(&isa_in, size, RBX, v);
			if (imm < 0)
				isa_set(&isa_in, size, RSI, bit);
			isa_run(ISA_NO_VECS);
			if (op)
				isa_set(&isa_in, size, RBX, bit_changed(op, v, n));
			bit_expect(op, size, v >> n & 1, before, imm < 0 ? "register" : "register, imm", bit);
		}
}

/* The offset in a register reaches memory on both sides of the operand. */
static void bit_memory(unsigned int op, int size, bool lock)
{
	s64 bit;

	isa_mem_at = 64;
	isa_begin();
	if (lock)
		isa_byte(0xf0);
	isa_modrm(size, 0, MAP_0F, bit_ops[op].opcode, RSI, ISA_MEM);
	isa_end();
	for (bit = -64 * 8; bit < 64 * 8; bit += 1 + (bit & 7)) {
		unsigned int n = 64 * 8 + bit;
		u8 *byte = &int_mem[n / 8];
		bool was;

		isa_reset(ZF);
		int_fill_mem(size, 0x0123456789abcdef);
		isa_set(&isa_in, size, RSI, bit);
		isa_run(ISA_NO_VECS);
		was = *byte >> n % 8 & 1;
		*byte = bit_changed(op, *byte, n % 8);
		bit_expect(op, size, was, ZF, lock ? "lock memory" : "memory", bit);
	}
	isa_mem_at = 0;
}

void int_bit_test(void)
{
	unsigned int op;

	for (op = 0; op < ARRAY_SIZE(bit_ops); op++) {
		EACH_SIZE(size, 2) {
			isa_begin();
			isa_modrm(size, 0, MAP_0F, bit_ops[op].opcode, RSI, RBX);
			isa_end();
			bit_register(op, size, -1, 0);
			bit_register(op, size, -1, ZF | CF);
			for (int imm = 0; imm < 256; imm += imm < 70 ? 3 : 37) {
				isa_begin();
				isa_modrm(size, 0, MAP_0F, 0xba, bit_ops[op].ext, RBX);
				isa_byte(imm);
				isa_end();
				bit_register(op, size, imm, CF);
				isa_begin();
				isa_modrm(size, 0, MAP_0F, 0xba, bit_ops[op].ext, ISA_MEM);
				isa_byte(imm);
				isa_end();
				EACH_VALUE(v) {
					int n = imm & (size * 8 - 1);

					isa_reset(ZF);
					int_fill_mem(size, v);
					isa_run(ISA_NO_VECS);
					if (op)
						int_set_mem(size, bit_changed(op, v, n));
					bit_expect(op, size, v >> n & 1, ZF, "memory, imm", imm);
				}
			}
			bit_memory(op, size, false);
			if (op)
				bit_memory(op, size, true);
		}
		int_report("%s", bit_ops[op].name);
	}
}

enum scan { BSF, BSR, TZCNT, LZCNT, POPCNT };

static void scan_case(enum scan what, const char *name, int size, int src, u64 v)
{
	unsigned int bits = size * 8, low = 0, high = 0, ones = 0, i, r = 0;
	ulong known = ALL, flags = 0;

	v &= isa_mask(size);
	for (i = 0; i < bits; i++)
		ones += v >> i & 1;
	while (low < bits && !(v >> low & 1))
		low++;
	while (high < bits && !(v >> (bits - 1 - high) & 1))
		high++;
	isa_reset(OF | AF);
	set_operand(size, src, v);
	isa_run(ISA_NO_VECS);
	switch (what) {
	case BSF:
	case BSR:
		r = what == BSF ? low : bits - 1 - high;
		flags = v ? 0 : ZF;
		known = ZF;
		break;
	case TZCNT:
	case LZCNT:
		r = what == TZCNT ? low : high;
		flags = (v ? 0 : CF) | (r ? 0 : ZF);
		known = CF | ZF;
		break;
	case POPCNT:
		r = ones;
		flags = v ? 0 : ZF;
	}
	isa_in.flags = (isa_in.flags & ~ALL) | flags;
	if (v || what > BSR)
		isa_set(&isa_in, size, RDI, r);
	else if (is_intel() || size == 4)
		/* Undefined in Intel's manual, unchanged in AMD's; the upper half in neither. */
		isa_in.gpr[RDI] = isa_out.gpr[RDI];
	int_expect(known, "%s, %d bytes, %d: %" PRIx64, name, size, src, v);
}

void int_bit_scan(void)
{
	static const struct {
		enum scan what;
		const char *name;
		u8 prefix, opcode;
		struct x86_cpu_feature feature;
		bool always;
	} ops[] = {
		{ BSF, "bsf", 0, 0xbc, .always = true }, { BSR, "bsr", 0, 0xbd, .always = true },
		{ TZCNT, "tzcnt", 0xf3, 0xbc, F_BMI1 }, { LZCNT, "lzcnt", 0xf3, 0xbd, F_LZCNT },
		{ POPCNT, "popcnt", 0xf3, 0xb8, F_POPCNT },
	};
	static const s8 srcs[] = { RBX, ISA_MEM };
	unsigned int i, j, bit;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		if (!ops[i].always && !this_cpu_has(ops[i].feature)) {
			report_skip("%s is not in CPUID", ops[i].name);
			continue;
		}
		EACH_SIZE(size, 2)
			for (j = 0; j < ARRAY_SIZE(srcs); j++) {
				isa_begin();
				isa_modrm(size, ops[i].prefix, MAP_0F, ops[i].opcode, RDI, srcs[j]);
				isa_end();
				EACH_VALUE(v)
					scan_case(ops[i].what, ops[i].name, size, srcs[j], v);
				for (bit = 0; bit < 64; bit++) {
					scan_case(ops[i].what, ops[i].name, size, srcs[j], 1ull << bit);
					scan_case(ops[i].what, ops[i].name, size, srcs[j], ~0ull << bit);
					scan_case(ops[i].what, ops[i].name, size, srcs[j], ~0ull >> bit);
				}
			}
		int_report("%s", ops[i].name);
	}
}

/* SDM volume 2: the operation of each, from its pseudo code. */
static void adjust_model(u8 opcode, u16 *ax, ulong *flags, ulong *known)
{
	u8 al = *ax, ah = *ax >> 8;
	bool cf = *flags & CF, af = *flags & AF, carry = false, low = (al & 15) > 9 || af;

	switch (opcode) {
	case 0x27:	/* DAA */
	case 0x2f:	/* DAS */
		carry = al > 0x99 || cf;
		if (low) {
			/* DAS: a borrow of the first step counts too. */
			if (opcode == 0x2f && al < 6)
				cf = true;
			al = opcode == 0x27 ? al + 6 : al - 6;
		}
		if (carry)
			al = opcode == 0x27 ? al + 0x60 : al - 0x60;
		*flags = alu_szp(8, al) | (low ? AF : 0) | (carry || (opcode == 0x2f && low && cf) ? CF : 0);
		*known = ALL & ~OF;
		*ax = ah << 8 | al;
		break;
	case 0x37:	/* AAA */
		if (low)
			*ax += 0x106;
		*ax &= 0xff0f;
		*flags = low ? CF | AF : 0;
		*known = CF | AF;
		break;
	case 0x3f:	/* AAS */
		if (low)
			*ax = (u16)(*ax - 6) - 0x100;
		*ax &= 0xff0f;
		*flags = low ? CF | AF : 0;
		*known = CF | AF;
		break;
	}
}

void int_bcd(void)
{
	static const struct {
		u8 opcode;
		const char *name;
	} ops[] = {
		{ 0x27, "daa" }, { 0x2f, "das" }, { 0x37, "aaa" }, { 0x3f, "aas" },
	};
	static const u8 bases[] = { 10, 16, 7, 1, 2, 255 };
	unsigned int i, al, f;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		isa_begin();
		isa_byte(ops[i].opcode);
		isa_end();
		for (al = 0; al < 256; al++)
			for (f = 0; f < 4; f++) {
				ulong flags = (f & 1 ? CF : 0) | (f & 2 ? AF : 0), known = 0;
				u16 ax = (al * 37 & 0xff) << 8 | al;

				isa_reset(flags);
				int_fill_mem(1, 0);
				isa_set(&isa_in, 2, RAX, ax);
				isa_run(ISA_NO_VECS);
				adjust_model(ops[i].opcode, &ax, &flags, &known);
				isa_in.flags = (isa_in.flags & ~ALL) | flags;
				isa_set(&isa_in, 2, RAX, ax);
				int_expect(known, "%s of %02x, flags %u", ops[i].name, al, f);
			}
		int_report("%s", ops[i].name);
	}
	for (i = 0; i < ARRAY_SIZE(bases); i++) {
		u8 base = bases[i];

		for (f = 0; f < 2; f++) {
			isa_begin();
			isa_byte(0xd4 + f);
			isa_byte(base);
			isa_end();
			for (al = 0; al < 256; al++) {
				u8 ah = al * 53;
				u16 ax;

				isa_reset(CF);
				int_fill_mem(1, 0);
				isa_set(&isa_in, 2, RAX, ah << 8 | al);
				isa_run(ISA_NO_VECS);
				ax = f ? (u8)(al + ah * base) : al / base << 8 | al % base;
				isa_set(&isa_in, 2, RAX, ax);
				isa_in.flags = (isa_in.flags & ~ALL) | alu_szp(8, ax & 0xff);
				int_expect(SF | ZF | PF, "%s %u of %02x%02x", f ? "aad" : "aam", base, ah, al);
			}
		}
	}
	int_report("aam, aad");
	isa_begin();
	ISA_BYTES(0xd4, 0);
	isa_end();
	isa_reset(0);
	int_expect_vector(isa_run(ISA_NO_VECS), ISA_DE, "aam 0");
	int_report("aam 0");
}

void int_convert(void)
{
	EACH_SIZE(size, 2) {
		isa_begin();
		if (size == 2)
			isa_byte(0x66);
		if (size == 8)
			isa_byte(0x48);
		isa_byte(0x98);
		isa_end();
		EACH_VALUE(v) {
			isa_reset(CF);
			int_fill_mem(1, 0);
			isa_in.gpr[RAX] = v;
			isa_run(ISA_NO_VECS);
			isa_set(&isa_in, size, RAX, alu_extend(size * 4, v));
			int_expect(ALL, "sign extension within RAX to %d bytes: %" PRIx64, size, v);
		}
		isa_begin();
		if (size == 2)
			isa_byte(0x66);
		if (size == 8)
			isa_byte(0x48);
		isa_byte(0x99);
		isa_end();
		EACH_VALUE(v) {
			isa_reset(CF);
			int_fill_mem(1, 0);
			isa_in.gpr[RAX] = v;
			isa_run(ISA_NO_VECS);
			isa_set(&isa_in, size, RDX, alu_extend(size * 8, v) < 0 ? ~0ull : 0);
			int_expect(ALL, "sign extension into RDX of %d bytes: %" PRIx64, size, v);
		}
		int_report("%d bytes", size);
	}
}

void int_flag_insns(void)
{
	static const struct {
		const char *name;
		u8 opcode;
		ulong clear, set, flip;
	} ops[] = {
		{ "clc", 0xf8, CF }, { "stc", 0xf9, 0, CF }, { "cmc", 0xf5, 0, 0, CF }, { "cld", 0xfc, DF }, { "std", 0xfd, 0, DF },
		{ "nop", 0x90 },
	};
	unsigned int i, ah, f;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		isa_begin();
		isa_byte(ops[i].opcode);
		isa_end();
		for (f = 0; f < 128; f++) {
			ulong flags = (f & 1 ? CF : 0) | (f & 2 ? PF : 0) | (f & 4 ? AF : 0) | (f & 8 ? ZF : 0) | (f & 16 ? SF : 0) |
				      (f & 32 ? OF : 0) | (f & 64 ? DF : 0);

			isa_reset(flags);
			int_fill_mem(1, 0);
			isa_run(ISA_NO_VECS);
			isa_in.flags = ((isa_in.flags & ~ops[i].clear) | ops[i].set) ^ ops[i].flip;
			int_expect(ALL | DF, "%s, flags %lx", ops[i].name, flags);
		}
		int_report("%s", ops[i].name);
	}
#ifdef __x86_64__
	if (!this_cpu_has(F_LAHF)) {
		report_skip("LAHF and SAHF are not in CPUID for 64-bit mode");
		return;
	}
#endif
	for (ah = 0; ah < 256; ah++) {
		ulong five = SF | ZF | AF | PF | CF;

		for (f = 0; f < 2; f++) {
			isa_begin();
			isa_byte(0x9e);
			isa_end();
			isa_reset(f ? ALL : 0);
			int_fill_mem(1, 0);
			isa_in.gpr[RAX] = ah << 8 | 0xa5;
			isa_run(ISA_NO_VECS);
			isa_in.flags = (isa_in.flags & ~five) | (ah & five);
			int_expect(ALL, "sahf of %02x, flags before %u", ah, f);
		}
		isa_begin();
		isa_byte(0x9f);
		isa_end();
		isa_reset((ah & five) | OF);
		int_fill_mem(1, 0);
		isa_run(ISA_NO_VECS);
		isa_in.gpr[RAX] = (isa_in.gpr[RAX] & ~0xff00ul) | ((ah & five) | 2) << 8;
		int_expect(ALL, "lahf, flags %lx", ah & five);
	}
	int_report("sahf, lahf");
#ifndef __x86_64__
	isa_begin();
	isa_byte(0xd6);
	isa_end();
	for (f = 0; f < 2; f++) {
		isa_reset(f ? CF | ZF : ZF);
		int_fill_mem(1, 0);
		isa_run(ISA_NO_VECS);
		isa_set(&isa_in, 1, RAX, f ? 0xff : 0);
		int_expect(ALL, "salc with CF %u", f);
	}
	int_report("salc");
#endif
}
