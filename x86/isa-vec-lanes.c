// SPDX-License-Identifier: LGPL-2.1-or-later
/* isa_vec: what crosses lanes or is conditional: broadcasts, permutations, blends, masked moves, gathers, string compares. */
#include "isa-vec.h"

#define FLAGS	X86_EFLAGS_ALU
#define DST	1
#define SRC	2
#define SRC1	3
/* The mask of VBLENDV; XMM0 in SSE */
#define MASK	4

#define EACH_PATTERN(a)	for (unsigned int a = 0; a < VEC_PATTERNS; a++)

static void expect(const char *name, bool l, bool mem, unsigned int a, unsigned int b)
{
	vec_expect(isa_compare(FLAGS, vec_loaded()), "%s, %s%s, patterns %u, %u", name, l ? "256" : "128", mem ? " memory" : "", a, b);
}

/* One element repeated over the destination */
static void broadcasts(void)
{
	static const struct {
		const char *name;
		u8 opcode, size;
		bool reg, only_256, avx2;
	} ops[] = {
		{ "vbroadcastss m32", 0x18, 4 }, { "vbroadcastsd m64", 0x19, 8, false, true },
		{ "vbroadcastf128", 0x1a, 16, false, true }, { "vbroadcastss xmm", 0x18, 4, true, false, true },
		{ "vbroadcastsd xmm", 0x19, 8, true, true, true }, { "vpbroadcastb", 0x78, 1, true, false, true },
		{ "vpbroadcastw", 0x79, 2, true, false, true }, { "vpbroadcastd", 0x58, 4, true, false, true },
		{ "vpbroadcastq", 0x59, 8, true, false, true }, { "vpbroadcastb m8", 0x78, 1, false, false, true },
		{ "vpbroadcastw m16", 0x79, 2, false, false, true }, { "vpbroadcastd m32", 0x58, 4, false, false, true },
		{ "vpbroadcastq m64", 0x59, 8, false, false, true }, { "vbroadcasti128", 0x5a, 16, false, true, true },
	};
	unsigned int i;
	int l, k;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		if (ops[i].avx2 && !vec_has_avx2())
			continue;
		for (l = ops[i].only_256; l < 2; l++) {
			isa_begin();
			isa_vex(l, 0x66, MAP_0F38, false, ops[i].opcode, DST, 0, ops[i].reg ? SRC : ISA_MEM);
			isa_end();
			EACH_PATTERN(a) {
				vec_prepare(0, a);
				isa_run(vec_loaded());
				memset(&isa_in.vec[DST], 0, 32);
				for (k = 0; k < (l ? 32 : 16); k += ops[i].size)
					memcpy(isa_in.vec[DST].b + k, isa_in.vec[SRC].b, ops[i].size);
				expect(ops[i].name, l, !ops[i].reg, a, a);
			}
		}
		vec_report("%s", ops[i].name);
	}
}

/* 128-bit halves: permute, insert, extract */
static void halves(void)
{
	static const struct {
		u8 perm, insert, extract;
		bool avx2;
	} sets[] = { { 0x06, 0x18, 0x19, false }, { 0x46, 0x38, 0x39, true } };
	unsigned int i, imm, mem, k;

	for (i = 0; i < ARRAY_SIZE(sets); i++) {
		if (sets[i].avx2 && !vec_has_avx2())
			continue;
		for (mem = 0; mem < 2; mem++)
			for (imm = 0; imm < 256; imm += imm < 64 ? 1 : 9) {
				isa_begin();
				isa_vex(true, 0x66, MAP_0F3A, false, sets[i].perm, DST, SRC1, mem ? ISA_MEM : SRC);
				isa_byte(imm);
				isa_end();
				for (unsigned int a = 4; a < 8; a++) {
					union isa_vec r = { };

					vec_prepare(a, a + 1);
					isa_run(vec_loaded());
					for (k = 0; k < 2; k++) {
						u8 sel = imm >> 4 * k;
						const union isa_vec *from = &isa_in.vec[sel & 2 ? SRC : SRC1];

						if (!(sel & 8))
							memcpy(&r.q[2 * k], &from->q[sel & 1 ? 2 : 0], 16);
					}
					isa_in.vec[DST] = r;
					expect("vperm2x128", true, mem, a, imm);
				}
				isa_begin();
				isa_vex(true, 0x66, MAP_0F3A, false, sets[i].insert, DST, SRC1, mem ? ISA_MEM : SRC);
				isa_byte(imm);
				isa_end();
				vec_prepare(4, 6);
				isa_run(vec_loaded());
				isa_in.vec[DST] = isa_in.vec[SRC1];
				memcpy(&isa_in.vec[DST].q[imm & 1 ? 2 : 0], &isa_in.vec[SRC], 16);
				expect("vinsertx128", true, mem, 4, imm);
				isa_mem_at = 64;
				isa_begin();
				isa_vex(true, 0x66, MAP_0F3A, false, sets[i].extract, SRC1, 0, mem ? ISA_MEM : DST);
				isa_byte(imm);
				isa_end();
				isa_mem_at = 0;
				vec_prepare(6, 7);
				memset(isa_mem + 64, 0, 32);
				isa_run(vec_loaded());
				if (!mem) {
					memcpy(&isa_in.vec[DST].q[0], &isa_in.vec[SRC1].q[imm & 1 ? 2 : 0], 16);
					memset(&isa_in.vec[DST].q[2], 0, 16);
				}
				vec_expect(isa_compare(FLAGS, vec_loaded()) &&
					   (!mem || (!memcmp(isa_mem + 64, &isa_in.vec[SRC1].q[imm & 1 ? 2 : 0], 16) && !isa_mem[80])),
					   "vextractx128%s, immediate %02x", mem ? " to memory" : "", imm);
			}
		vec_report("128-bit halves, opcodes %02x, %02x, %02x", sets[i].perm, sets[i].insert, sets[i].extract);
	}
}

static void permutations(void)
{
	static const struct {
		const char *name;
		int map;
		u8 opcode;
		bool w;
	} ops[] = {
		{ "vpermd", MAP_0F38, 0x36 }, { "vpermps", MAP_0F38, 0x16 }, { "vpermq", MAP_0F3A, 0x00, true },
		{ "vpermpd", MAP_0F3A, 0x01, true },
	};
	unsigned int i, imm, mem, k;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		for (mem = 0; mem < 2; mem++)
			for (imm = 0; imm < (ops[i].w ? 256 : 1); imm += 5) {
				isa_begin();
				isa_vex(true, 0x66, ops[i].map, ops[i].w, ops[i].opcode, DST, ops[i].w ? 0 : SRC1, mem ? ISA_MEM : SRC);
				if (ops[i].w)
					isa_byte(imm);
				isa_end();
				EACH_PATTERN(a) {
					union isa_vec r = { };

					vec_prepare(a, (a + 3) % VEC_PATTERNS);
					isa_run(vec_loaded());
					for (k = 0; k < 8; k++)
						if (ops[i].w)
							r.q[k / 2] = isa_in.vec[SRC].q[imm >> (k & 6) & 3];
						else
							r.l[k] = isa_in.vec[SRC].l[isa_in.vec[SRC1].l[k] & 7];
					isa_in.vec[DST] = r;
					expect(ops[i].name, true, mem, a, imm);
				}
			}
		vec_report("%s", ops[i].name);
	}
}

void vec_lanes(void)
{
	broadcasts();
	halves();
	if (vec_has_avx2())
		permutations();
	else
		report_skip("AVX2 is not in CPUID");
}

void vec_zero(void)
{
	unsigned int i, l;

	for (l = 0; l < 2; l++) {
		isa_begin();
		isa_byte(0xc5);
		isa_byte(l ? 0xfc : 0xf8);
		isa_byte(0x77);
		isa_end();
		vec_prepare(6, 7);
		isa_run(ISA_YMM);
		for (i = 0; i < ISA_NR_VECS; i++)
			memset(isa_in.vec[i].b + (l ? 0 : 16), 0, l ? 32 : 16);
		vec_expect(isa_compare(FLAGS, ISA_YMM), l ? "vzeroall" : "vzeroupper");
		vec_report(l ? "vzeroall" : "vzeroupper");
	}
}

/* The sign of each element of a third register chooses the source. */
void vec_blendv(void)
{
	static const struct {
		const char *name;
		u8 sse, vex, size;
		bool avx2;
	} ops[] = {
		{ "blendvps", 0x14, 0x4a, 4 }, { "blendvpd", 0x15, 0x4b, 8 }, { "pblendvb", 0x10, 0x4c, 1, true },
	};
	unsigned int i, form, k;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		/* SSE, VEX.128, VEX.256; then with memory */
		for (form = 0; form < 6; form++) {
			bool vex = form % 3, l = form % 3 == 2, mem = form > 2;

			if (vex && !(l && ops[i].avx2 ? vec_has_avx2() : vec_has_avx()))
				continue;
			isa_begin();
			if (vex) {
				isa_vex(l, 0x66, MAP_0F3A, false, ops[i].vex, DST, SRC1, mem ? ISA_MEM : SRC);
				isa_byte(MASK << 4);
			} else {
				isa_modrm(0, 0x66, MAP_0F38, ops[i].sse, DST, mem ? ISA_MEM : SRC);
			}
			isa_end();
			EACH_PATTERN(a) EACH_PATTERN(m) {
				union isa_vec r, *mask = &isa_in.vec[vex ? MASK : 0];

				vec_prepare(a, (a + 4) % VEC_PATTERNS);
				memcpy(mask, vec_patterns[m], 32);
				isa_run(vec_loaded());
				r = isa_in.vec[vex ? SRC1 : DST];
				for (k = 0; k < (l ? 32 : 16); k += ops[i].size)
					if (mask->b[k + ops[i].size - 1] & 0x80)
						memcpy(r.b + k, isa_in.vec[SRC].b + k, ops[i].size);
				if (vex && !l)
					memset(r.b + 16, 0, 16);
				isa_in.vec[DST] = r;
				expect(ops[i].name, l, mem, a, m);
			}
		}
		vec_report("%s", ops[i].name);
	}
}

/* Elements whose mask has its sign set are moved; the others of a load are 0, those of a store stay; faults come for neither. */
void vec_mask_moves(void)
{
	static const struct {
		const char *name;
		u8 opcode, size;
		bool store, w, avx2;
	} ops[] = {
		{ "vmaskmovps load", 0x2c, 4 }, { "vmaskmovpd load", 0x2d, 8 }, { "vmaskmovps store", 0x2e, 4, true },
		{ "vmaskmovpd store", 0x2f, 8, true }, { "vpmaskmovd load", 0x8c, 4, false, false, true },
		{ "vpmaskmovq load", 0x8c, 8, false, true, true }, { "vpmaskmovd store", 0x8e, 4, true, false, true },
		{ "vpmaskmovq store", 0x8e, 8, true, true, true },
	};
	unsigned int i, k;
	int l;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		if (ops[i].avx2 && !vec_has_avx2())
			continue;
		for (l = 0; l < 2; l++) {
			isa_begin();
			isa_vex(l, 0x66, MAP_0F38, ops[i].w, ops[i].opcode, DST, SRC1, ISA_MEM);
			isa_end();
			EACH_PATTERN(a) EACH_PATTERN(m) {
				union isa_vec r = { };
				u8 want[32];

				vec_prepare(a, (a + 2) % VEC_PATTERNS);
				memcpy(&isa_in.vec[SRC1], vec_patterns[m], 32);
				memcpy(want, isa_mem, 32);
				memcpy(&r, isa_mem, 32);
				for (k = 0; k < 32; k += ops[i].size) {
					bool on = isa_in.vec[SRC1].b[k + ops[i].size - 1] & 0x80 && k < (l ? 32 : 16);

					if (!on)
						memset(r.b + k, 0, ops[i].size);
					else if (ops[i].store)
						memcpy(want + k, isa_in.vec[DST].b + k, ops[i].size);
				}
				isa_run(vec_loaded());
				if (!ops[i].store)
					isa_in.vec[DST] = r;
				vec_expect(isa_compare(FLAGS, vec_loaded()) && !memcmp(isa_mem, want, 32),
					   "%s, %s, patterns %u, mask %u", ops[i].name, l ? "256" : "128", a, m);
			}
		}
		vec_report("%s", ops[i].name);
	}
}

/* vpgather: (base RBX, index vector 2 * scale), mask vector 3, which is cleared. */
static void gather_case(const char *name, u8 opcode, bool index8, int size, int l, unsigned int scale)
{
	static u8 table[256] __attribute__((aligned(64)));
	int bytes = l ? 32 : 16, isize = index8 ? 8 : 4, n = MIN(bytes / size, bytes / isize), i;

	for (i = 0; i < 256; i++)
		table[i] = i ^ 0x5c;
	isa_begin();
	isa_bytes((const u8[]){ 0xc4, 0xe2, (size == 8 ? 0x80 : 0) | (~SRC1 & 15) << 3 | (l ? 4 : 0) | 1, opcode,
				DST << 3 | 4, scale << 6 | SRC << 3 | RBX }, 6);
	isa_end();
	EACH_PATTERN(m) {
		union isa_vec r;

		vec_prepare(6, 7);
		isa_in.gpr[RBX] = (ulong)table + 128;
		for (i = 0; i < 32 / isize; i++) {
			s64 index = ((i * 11 + (int)m * 7) % 15 - 7) * (scale == 3 ? 1 : 2);

			memcpy(isa_in.vec[SRC].b + i * isize, &index, isize);
		}
		memcpy(&isa_in.vec[SRC1], vec_patterns[m], 32);
		isa_run(ISA_YMM);
		r = isa_in.vec[DST];
		for (i = 0; i < n; i++) {
			s64 index = index8 ? ((s64 *)&isa_in.vec[SRC])[i] : ((s32 *)&isa_in.vec[SRC])[i];

			if (isa_in.vec[SRC1].b[(i + 1) * size - 1] & 0x80)
				memcpy(r.b + i * size, table + 128 + (index << scale), size);
		}
		/* What lies above the elements is cleared. */
		memset(r.b + n * size, 0, 32 - n * size);
		isa_in.vec[DST] = r;
		memset(&isa_in.vec[SRC1], 0, 32);
		vec_expect(isa_compare(FLAGS, ISA_YMM), "%s, %s, scale %u, mask %u", name, l ? "256" : "128", scale, m);
	}
}

void vec_gather(void)
{
	static const struct {
		const char *name;
		u8 opcode, size;
		bool index8;
	} ops[] = {
		{ "vpgatherdd", 0x90, 4, false }, { "vpgatherdq", 0x90, 8, false }, { "vpgatherqd", 0x91, 4, true },
		{ "vpgatherqq", 0x91, 8, true }, { "vgatherdps", 0x92, 4, false }, { "vgatherdpd", 0x92, 8, false },
		{ "vgatherqps", 0x93, 4, true }, { "vgatherqpd", 0x93, 8, true },
	};
	unsigned int i, scale;

	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		for (scale = 0; scale < 4; scale++)
			for (int l = 0; l < 2; l++)
				gather_case(ops[i].name, ops[i].opcode, ops[i].index8, ops[i].size, l, scale);
		vec_report("%s", ops[i].name);
	}
}

/* SDM volume 1 or 2, 'PCMPESTRI ...': element format, aggregation, polarity */
static u32 string_result(const union isa_vec *a, const union isa_vec *b, int la, int lb, u8 imm)
{
	bool words = imm & 1, is_signed = imm & 2;
	int n = words ? 8 : 16, i, j;
	u32 res1 = 0;

	for (j = 0; j < n; j++) {
		bool r = false;
		s32 y = words ? (is_signed ? (s16)b->w[j] : b->w[j]) : is_signed ? (s8)b->b[j] : b->b[j];

		switch (imm >> 2 & 3) {
		case 0:		/* equal any */
		case 1:		/* ranges */
			for (i = 0; i < la && j < lb; i++) {
				s32 x = words ? (is_signed ? (s16)a->w[i] : a->w[i]) : is_signed ? (s8)a->b[i] : a->b[i];

				if (!(imm & 4)) {
					r |= x == y;
				} else if (!(i & 1) && i + 1 < la) {
					s32 x2 = words ? (is_signed ? (s16)a->w[i + 1] : a->w[i + 1]) :
						 is_signed ? (s8)a->b[i + 1] : a->b[i + 1];

					r |= y >= x && y <= x2;
				}
			}
			break;
		case 2:		/* equal each */
			r = j >= la || j >= lb ? j >= la && j >= lb : words ? a->w[j] == b->w[j] : a->b[j] == b->b[j];
			break;
		default:	/* equal ordered */
			r = true;
			for (i = 0; i < la && i + j < n; i++)
				if (i + j >= lb || (words ? a->w[i] != b->w[i + j] : a->b[i] != b->b[i + j]))
					r = false;
		}
		if (r)
			res1 |= 1u << j;
	}
	if ((imm >> 4 & 3) == 1)
		res1 ^= (1u << n) - 1;
	if ((imm >> 4 & 3) == 3)
		for (j = 0; j < n && j < lb; j++)
			res1 ^= 1u << j;
	return res1;
}

static int implicit_length(const union isa_vec *v, bool words)
{
	int n = words ? 8 : 16, i;

	for (i = 0; i < n; i++)
		if (!(words ? v->w[i] : v->b[i]))
			break;
	return i;
}

static int explicit_length(s32 v, bool words)
{
	u32 magnitude = v < 0 ? -(u32)v : (u32)v, n = words ? 8 : 16;

	return magnitude > n ? n : magnitude;
}

static void string_case(u8 opcode, u8 imm, const char *a, const char *b, s32 ea, s32 ed)
{
	bool words = imm & 1, is_explicit = opcode < 0x62, index = opcode & 1;
	int n = words ? 8 : 16, la, lb, i;
	ulong flags;
	u32 r;

	vec_prepare(0, 0);
	memset(&isa_in.vec[DST], 0, 16);
	memset(&isa_in.vec[SRC], 0, 16);
	for (i = 0; a[i] && i < n; i++)
		words ? (isa_in.vec[DST].w[i] = a[i] * 0x101) : (isa_in.vec[DST].b[i] = a[i]);
	for (i = 0; b[i] && i < n; i++)
		words ? (isa_in.vec[SRC].w[i] = b[i] * 0x101) : (isa_in.vec[SRC].b[i] = b[i]);
	/* EAX and EDX without REX.W: 32 bits with their sign */
	isa_in.gpr[RAX] = (u32)ea;
	isa_in.gpr[RDX] = (u32)ed;
	la = is_explicit ? explicit_length(ea, words) : implicit_length(&isa_in.vec[DST], words);
	lb = is_explicit ? explicit_length(ed, words) : implicit_length(&isa_in.vec[SRC], words);
	r = string_result(&isa_in.vec[DST], &isa_in.vec[SRC], la, lb, imm);
	isa_run(vec_loaded());
	flags = (r ? X86_EFLAGS_CF : 0) | (lb < n ? X86_EFLAGS_ZF : 0) | (la < n ? X86_EFLAGS_SF : 0) | (r & 1 ? X86_EFLAGS_OF : 0);
	isa_in.flags = (isa_in.flags & ~FLAGS) | flags;
	if (index) {
		int at = n;

		for (i = 0; i < n; i++)
			if (r >> i & 1 && (at == n || imm & 0x40))
				at = i;
		isa_in.gpr[RCX] = at;
	} else {
		memset(&isa_in.vec[0], 0, 16);
		if (!(imm & 0x40))
			isa_in.vec[0].l[0] = r;
		else
			for (i = 0; i < n; i++)
				memset(isa_in.vec[0].b + i * 16 / n, r >> i & 1 ? 0xff : 0, 16 / n);
	}
	vec_expect(isa_compare(FLAGS, vec_loaded()), "opcode %02x, immediate %02x, \"%s\", \"%s\", %d, %d", opcode, imm, a, b, ea, ed);
}

void vec_compare_strings(void)
{
	static const char *const names[] = { "pcmpestrm", "pcmpestri", "pcmpistrm", "pcmpistri" };
	static const char *const strings[][2] = {
		{ "", "" }, { "abc", "xxabcabcabab" }, { "azAZ", "Hello, World 123" }, { "aeiou", "the quick brown " },
		{ "0123456789abcdef", "0123456789abcdef" }, { "same", "samo" }, { "\x81\xff\x01\x7f", "\x90\x10\xf0\x80z" },
		{ "l", "Hello" },
	};
	static const s32 lengths[][2] = { { 3, 12 }, { 16, 16 }, { 0, 5 }, { -4, 20 }, { 7, (s32)0x80000000 } };
	u8 opcode;
	unsigned int imm, i, j;

	for (opcode = 0x60; opcode < 0x64; opcode++) {
		for (imm = 0; imm < 128; imm++) {
			isa_begin();
			isa_modrm(0, 0x66, MAP_0F3A, opcode, DST, SRC);
			isa_byte(imm);
			isa_end();
			for (i = 0; i < ARRAY_SIZE(strings); i++)
				for (j = 0; j < (opcode < 0x62 ? ARRAY_SIZE(lengths) : 1); j++)
					string_case(opcode, imm, strings[i][0], strings[i][1], lengths[j][0], lengths[j][1]);
		}
		vec_report("%s", names[opcode - 0x60]);
	}
}
