// SPDX-License-Identifier: LGPL-2.1-or-later
/* isa_vec: between vector and general registers and memory: moves, extractions, masks, tests, alignment. */
#include "isa-vec.h"

#define FLAGS	X86_EFLAGS_ALU
#define DST	1
#define SRC	2

/* What isa_mem has to hold after the next run */
static u8 want_mem[ISA_MEM_SIZE];

static void prepare(unsigned int a, unsigned int b)
{
	vec_prepare(a, b);
	memset(isa_mem + 32, 0xee, ISA_MEM_SIZE - 32);
	memcpy(want_mem, isa_mem, ISA_MEM_SIZE);
}

static void expect(const char *name, const char *form, unsigned int a, unsigned int b)
{
	bool right = isa_compare(FLAGS, vec_loaded());
	int i;

	if (right && memcmp(isa_mem, want_mem, ISA_MEM_SIZE)) {
		for (i = 0; isa_mem[i] == want_mem[i]; i++)
			;
		vec_expect(false, "%s, %s, patterns %u, %u: memory byte %d: expected %02x, got %02x", name, form, a, b, i,
			   want_mem[i], isa_mem[i]);
		return;
	}
	vec_expect(right, "%s, %s, patterns %u, %u", name, form, a, b);
}

/* The destination's low @n bytes from @src, zeros up to 16 when @clear, zeros above 16 when @vex. */
static void set_low(int reg, const void *src, int n, bool clear, bool vex)
{
	if (clear)
		memset(isa_in.vec[reg].b, 0, 16);
	memcpy(isa_in.vec[reg].b, src, n);
	if (vex)
		memset(isa_in.vec[reg].b + 16, 0, 16);
}

#define EACH_PATTERN(a)	for (unsigned int a = 0; a < VEC_PATTERNS; a++)
#define EACH_VEX(v)	for (int v = 0; v < (vec_has_avx() ? 2 : 1); v++)
static const char *const encodings[] = { "sse", "vex" };

static void emit(bool vex, u8 prefix, int map, bool w, u8 opcode, int reg, int vvvv, int rm)
{
	if (vex)
		isa_vex(false, prefix, map, w, opcode, reg, vvvv, rm);
	else
		isa_modrm(w ? 8 : 0, prefix, map, opcode, reg, rm);
}

void vec_gpr_moves(void)
{
	for (int size = 4; size <= (int)sizeof(long); size *= 2) {
		EACH_VEX(v) EACH_PATTERN(a) {
			isa_begin();
			emit(v, 0x66, MAP_0F, size == 8, 0x6e, DST, 0, RSI);
			isa_end();
			prepare(a, a);
			isa_run(vec_loaded());
			set_low(DST, &isa_in.gpr[RSI], size, true, v);
			expect("movd, movq from a register", encodings[v], a, a);
			isa_begin();
			emit(v, 0x66, MAP_0F, size == 8, 0x6e, DST, 0, ISA_MEM);
			isa_end();
			prepare(a, a);
			isa_run(vec_loaded());
			set_low(DST, isa_mem, size, true, v);
			expect("movd, movq from memory", encodings[v], a, a);
			isa_begin();
			emit(v, 0x66, MAP_0F, size == 8, 0x7e, DST, 0, RDI);
			isa_end();
			prepare(a, a);
			isa_run(vec_loaded());
			isa_set(&isa_in, size, RDI, isa_in.vec[DST].q[0]);
			expect("movd, movq to a register", encodings[v], a, a);
			isa_begin();
			emit(v, 0x66, MAP_0F, size == 8, 0x7e, DST, 0, ISA_MEM);
			isa_end();
			prepare(a, (a + 1) % VEC_PATTERNS);
			isa_run(vec_loaded());
			memcpy(want_mem, isa_in.vec[DST].b, size);
			expect("movd, movq to memory", encodings[v], a, a);
		}
		vec_report("movd, movq of %d bytes", size);
	}
}

/* Loads and stores of parts of a register */
enum part { LOW8_CLEAR, LOW4_CLEAR, LOW8, HIGH8, HIGH_TO_LOW, LOW_TO_HIGH, LOW4 };

static const struct {
	const char *name;
	u8 prefix, opcode;
	bool store, memory, three;
	enum part part;
} parts[] = {
	{ "movq xmm, xmm", 0xf3, 0x7e, false, false, false, LOW8_CLEAR },
	{ "movq xmm, m64", 0xf3, 0x7e, false, true, false, LOW8_CLEAR },
	{ "movq m64, xmm", 0x66, 0xd6, true, true, false, LOW8 },
	{ "movss xmm, m32", 0xf3, 0x10, false, true, false, LOW4_CLEAR },
	{ "movss m32, xmm", 0xf3, 0x11, true, true, false, LOW4 },
	{ "movsd xmm, m64", 0xf2, 0x10, false, true, false, LOW8_CLEAR },
	{ "movsd m64, xmm", 0xf2, 0x11, true, true, false, LOW8 },
	{ "movss xmm, xmm", 0xf3, 0x10, false, false, true, LOW4 },
	{ "movsd xmm, xmm", 0xf2, 0x10, false, false, true, LOW8 },
	{ "movlps xmm, m64", 0, 0x12, false, true, true, LOW8 },
	{ "movlps m64, xmm", 0, 0x13, true, true, false, LOW8 },
	{ "movhps xmm, m64", 0, 0x16, false, true, true, HIGH8 },
	{ "movhps m64, xmm", 0, 0x17, true, true, false, HIGH8 },
	{ "movlpd xmm, m64", 0x66, 0x12, false, true, true, LOW8 },
	{ "movlpd m64, xmm", 0x66, 0x13, true, true, false, LOW8 },
	{ "movhpd xmm, m64", 0x66, 0x16, false, true, true, HIGH8 },
	{ "movhpd m64, xmm", 0x66, 0x17, true, true, false, HIGH8 },
	{ "movhlps", 0, 0x12, false, false, true, HIGH_TO_LOW },
	{ "movlhps", 0, 0x16, false, false, true, LOW_TO_HIGH },
};

static void part_case(unsigned int i, bool vex, unsigned int a, unsigned int b)
{
	enum part part = parts[i].part;
	int n = part == LOW4 || part == LOW4_CLEAR ? 4 : 8, from = part == HIGH_TO_LOW ? 8 : 0, to;
	const u8 *src;
	u8 old[16];

	prepare(a, b);
	/* The first source of a VEX form is another register, with the same content but one byte. */
	isa_in.vec[3].b[9] ^= 0xff;
	isa_in.vec[3].b[1] ^= 0xff;
	isa_run(vec_loaded());
	if (parts[i].store) {
		memcpy(want_mem, isa_in.vec[DST].b + (part == HIGH8 ? 8 : 0), n);
		expect(parts[i].name, encodings[vex], a, b);
		return;
	}
	to = part == HIGH8 || part == LOW_TO_HIGH ? 8 : 0;
	src = parts[i].memory ? isa_mem : isa_in.vec[SRC].b;
	memcpy(old, isa_in.vec[vex && parts[i].three ? 3 : DST].b, 16);
	memcpy(isa_in.vec[DST].b, old, 16);
	if (part == LOW8_CLEAR || part == LOW4_CLEAR)
		memset(isa_in.vec[DST].b, 0, 16);
	memcpy(isa_in.vec[DST].b + to, src + from, n);
	if (vex)
		memset(isa_in.vec[DST].b + 16, 0, 16);
	expect(parts[i].name, encodings[vex], a, b);
}

/* Whole registers to memory */
static const struct {
	const char *name;
	u8 prefix, opcode;
} stores[] = {
	{ "movups", 0, 0x11 }, { "movupd", 0x66, 0x11 }, { "movaps", 0, 0x29 }, { "movapd", 0x66, 0x29 },
	{ "movdqa", 0x66, 0x7f }, { "movdqu", 0xf3, 0x7f }, { "movntps", 0, 0x2b }, { "movntpd", 0x66, 0x2b },
	{ "movntdq", 0x66, 0xe7 },
};

void vec_moves(void)
{
	unsigned int i, l;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		EACH_VEX(v) {
			isa_begin();
			emit(v, parts[i].prefix, MAP_0F, false, parts[i].opcode, DST, parts[i].three ? 3 : 0,
			     parts[i].memory ? ISA_MEM : SRC);
			isa_end();
			EACH_PATTERN(a)
				part_case(i, v, a, (a + 5) % VEC_PATTERNS);
		}
		vec_report("%s", parts[i].name);
	}
	for (i = 0; i < ARRAY_SIZE(stores); i++) {
		for (l = 0; l < (vec_has_avx() ? 3 : 1); l++) {
			isa_mem_at = 32;
			isa_begin();
			if (l)
				isa_vex(l == 2, stores[i].prefix, MAP_0F, false, stores[i].opcode, DST, 0, ISA_MEM);
			else
				isa_modrm(0, stores[i].prefix, MAP_0F, stores[i].opcode, DST, ISA_MEM);
			isa_end();
			isa_mem_at = 0;
			EACH_PATTERN(a) {
				prepare(a, 0);
				isa_run(vec_loaded());
				memcpy(want_mem + 32, isa_in.vec[DST].b, l == 2 ? 32 : 16);
				expect(stores[i].name, l == 2 ? "vex.256" : encodings[l], a, 0);
			}
		}
		vec_report("%s to memory", stores[i].name);
	}
	/* MASKMOVDQU: bytes whose mask has bit 7, to the address in RDI */
	EACH_VEX(v) {
		isa_begin();
		emit(v, 0x66, MAP_0F, false, 0xf7, DST, 0, SRC);
		isa_end();
		EACH_PATTERN(a) EACH_PATTERN(b) {
			prepare(a, b);
			isa_in.gpr[RDI] = (ulong)isa_mem + 32;
			isa_run(vec_loaded());
			for (i = 0; i < 16; i++)
				if (isa_in.vec[SRC].b[i] & 0x80)
					want_mem[32 + i] = isa_in.vec[DST].b[i];
			expect("maskmovdqu", encodings[v], a, b);
		}
	}
	vec_report("maskmovdqu");
}

static void mask_case(const char *name, u8 prefix, u8 opcode, int element, unsigned int l)
{
	isa_begin();
	if (l)
		isa_vex(l == 2, prefix, MAP_0F, false, opcode, RBX, 0, SRC);
	else
		isa_modrm(0, prefix, MAP_0F, opcode, RBX, SRC);
	isa_end();
	EACH_PATTERN(a) {
		u32 mask = 0;

		prepare(0, a);
		isa_run(vec_loaded());
		for (int i = 0; i < (l == 2 ? 32 : 16) / element; i++)
			mask |= (u32)(isa_in.vec[SRC].b[(i + 1) * element - 1] >> 7) << i;
		isa_in.gpr[RBX] = mask;
		expect(name, l == 2 ? "vex.256" : encodings[l], a, a);
	}
}

void vec_masks(void)
{
	unsigned int l;

	for (l = 0; l < (vec_has_avx2() ? 3 : vec_has_avx() ? 2 : 1); l++)
		mask_case("pmovmskb", 0x66, 0xd7, 1, l);
	vec_report("pmovmskb");
	for (l = 0; l < (vec_has_avx() ? 3 : 1); l++)
		mask_case("movmskps", 0, 0x50, 4, l);
	vec_report("movmskps");
	for (l = 0; l < (vec_has_avx() ? 3 : 1); l++)
		mask_case("movmskpd", 0x66, 0x50, 8, l);
	vec_report("movmskpd");
}

static const struct {
	const char *name;
	int map;
	u8 opcode, size;
	bool insert, old;
} elements[] = {
	{ "pinsrw", MAP_0F, 0xc4, 2, true, true }, { "pextrw", MAP_0F, 0xc5, 2, false, true },
	{ "pinsrb", MAP_0F3A, 0x20, 1, true }, { "pinsrd", MAP_0F3A, 0x22, 4, true }, { "pinsrq", MAP_0F3A, 0x22, 8, true },
	{ "pextrb", MAP_0F3A, 0x14, 1 }, { "pextrw", MAP_0F3A, 0x15, 2 }, { "pextrd", MAP_0F3A, 0x16, 4 },
	{ "pextrq", MAP_0F3A, 0x16, 8 }, { "extractps", MAP_0F3A, 0x17, 4 },
};

static void element_case(unsigned int i, bool vex, bool mem, u8 imm)
{
	int size = elements[i].size, at = (imm & (16 / size - 1)) * size;
	bool w = size == 8;

	isa_begin();
	if (elements[i].insert)
		emit(vex, 0x66, elements[i].map, w, elements[i].opcode, DST, 3, mem ? ISA_MEM : RSI);
	else if (elements[i].old)
		emit(vex, 0x66, elements[i].map, w, elements[i].opcode, RSI, 0, DST);
	else
		emit(vex, 0x66, elements[i].map, w, elements[i].opcode, DST, 0, mem ? ISA_MEM : RSI);
	isa_byte(imm);
	isa_end();
	for (unsigned int a = 3; a < VEC_PATTERNS; a += 2) {
		u64 v = 0;

		prepare(a, (a + 1) % VEC_PATTERNS);
		isa_in.vec[3].b[5] ^= 0xff;
		isa_run(vec_loaded());
		if (elements[i].insert) {
			if (vex)
				memcpy(isa_in.vec[DST].b, isa_in.vec[3].b, 16);
			memcpy(isa_in.vec[DST].b + at, mem ? (void *)isa_mem : &isa_in.gpr[RSI], size);
			if (vex)
				memset(isa_in.vec[DST].b + 16, 0, 16);
		} else {
			memcpy(&v, isa_in.vec[DST].b + at, size);
			if (mem)
				memcpy(want_mem, &v, size);
			else
				isa_in.gpr[RSI] = v;
		}
		expect(elements[i].name, mem ? "memory" : encodings[vex], imm, a);
	}
}

void vec_extract_insert(void)
{
	unsigned int i;
	int imm, mem;

	for (i = 0; i < ARRAY_SIZE(elements); i++) {
		if (elements[i].size > sizeof(long) || (!elements[i].old && !this_cpu_has(F_SSE41)))
			continue;
		for (imm = 0; imm < 256; imm += imm < 16 ? 1 : 47)
			EACH_VEX(v)
				for (mem = 0; mem < (elements[i].old && !elements[i].insert ? 1 : 2); mem++)
					element_case(i, v, mem, imm);
		vec_report("%s, opcode %02x", elements[i].name, elements[i].opcode);
	}
}

/* PTEST, VTESTPS, VTESTPD: ZF for no common bit, CF for no bit of the second that the first lacks */
static void test_case(const char *name, u8 opcode, u64 bits, unsigned int l, bool mem)
{
	isa_begin();
	if (l)
		isa_vex(l == 2, 0x66, MAP_0F38, false, opcode, DST, 0, mem ? ISA_MEM : SRC);
	else
		isa_modrm(0, 0x66, MAP_0F38, opcode, DST, mem ? ISA_MEM : SRC);
	isa_end();
	EACH_PATTERN(a) EACH_PATTERN(b) {
		u64 both = 0, lacks = 0;

		prepare(a, b);
		isa_run(vec_loaded());
		for (int i = 0; i < (l == 2 ? 4 : 2); i++) {
			u64 x = isa_in.vec[DST].q[i], y = mem ? vec_patterns[b][i] : isa_in.vec[SRC].q[i];

			both |= x & y & bits;
			lacks |= ~x & y & bits;
		}
		isa_in.flags = (isa_in.flags & ~FLAGS) | (both ? 0 : X86_EFLAGS_ZF) | (lacks ? 0 : X86_EFLAGS_CF);
		expect(name, l == 2 ? "vex.256" : encodings[l], a, b);
	}
}

void vec_test(void)
{
	unsigned int l, mem;

	for (mem = 0; mem < 2; mem++) {
		for (l = 0; l < (vec_has_avx() ? 3 : 1); l++)
			test_case("ptest", 0x17, ~0ull, l, mem);
		for (l = 1; l < (vec_has_avx() ? 3 : 1); l++) {
			test_case("vtestps", 0x0e, 0x8000000080000000, l, mem);
			test_case("vtestpd", 0x0f, 0x8000000000000000, l, mem);
		}
	}
	vec_report("ptest, vtestps, vtestpd");
}

/* Memory operands of 16 bytes must be aligned in legacy encodings, except in the unaligned moves; in VEX ones they need not. */
void vec_alignment(void)
{
	static const struct {
		const char *name;
		u8 prefix, map, opcode;
		bool checked, vex_checked;
	} ops[] = {
		{ "movaps load", 0, MAP_0F, 0x28, true, true }, { "movaps store", 0, MAP_0F, 0x29, true, true },
		{ "movdqa load", 0x66, MAP_0F, 0x6f, true, true }, { "movntdq store", 0x66, MAP_0F, 0xe7, true, true },
		{ "movups load", 0, MAP_0F, 0x10, false, false }, { "movdqu store", 0xf3, MAP_0F, 0x7f, false, false },
		{ "paddb", 0x66, MAP_0F, 0xfc, true, false }, { "addps", 0, MAP_0F, 0x58, true, false },
		{ "pshufb", 0x66, MAP_0F38, 0x00, true, false },
		{ "movlps load", 0, MAP_0F, 0x12, false, false }, { "addss", 0xf3, MAP_0F, 0x58, false, false },
	};
	unsigned int i, got;
	bool one;

	for (i = 0; i < ARRAY_SIZE(ops); i++)
		EACH_VEX(v) {
			bool checked = v ? ops[i].vex_checked : ops[i].checked;

			if (ops[i].map == MAP_0F38 && !this_cpu_has(F_SSSE3))
				continue;
			one = ops[i].vex_checked || ops[i].opcode == 0x10 || ops[i].opcode == 0x7f;
			isa_mem_at = 4;
			isa_begin();
			emit(v, ops[i].prefix, ops[i].map, false, ops[i].opcode, DST, one ? 0 : 3, ISA_MEM);
			isa_end();
			isa_mem_at = 0;
			prepare(0, 0);
			got = isa_run(vec_loaded());
			check_eq(got, checked ? GP_VECTOR : 0u, "%s, %s, operand 4 bytes off: exception", ops[i].name, encodings[v]);
			if (checked && got)
				check_eq(isa_error_code, 0ul, "%s, %s: error code", ops[i].name, encodings[v]);
		}
}
