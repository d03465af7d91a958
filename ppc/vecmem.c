// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vecmem: loads and stores of floating-point, vector and vector-scalar
 * registers (Power ISA Book I, sections 4.6.2, 4.6.3, 6.7 and 7.6.3): which bytes
 * go where in this endianness, extension, conversion, update of RA, lengths,
 * at all alignments and over a boundary of 4 KiB; nothing else is written.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "softfp.h"
#include "vecinsn.h"

#define IS_LE	(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

static u8 memory[3 * 4096] __attribute__((aligned(4096)));

enum what { ZEROS, SIGN, SINGLE, SPLAT, VECTOR };

struct access {
	const char *name;
	const u32 *word;
	u8 size, count;		/* bytes of an element, elements */
	enum what what;
	bool update;
	bool truncate;		/* the low bits of the address are ignored */
	enum vec_isa isa;
};

#define LOADS(X)								\
	X(lfd, "1,16(3)", 8, 1, ZEROS, false, false, ISA_206)			\
	X(lfdu, "1,16(3)", 8, 1, ZEROS, true, false, ISA_206)			\
	X(lfdx, "1,3,4", 8, 1, ZEROS, false, false, ISA_206)			\
	X(lfdux, "1,3,4", 8, 1, ZEROS, true, false, ISA_206)			\
	X(lfs, "1,16(3)", 4, 1, SINGLE, false, false, ISA_206)			\
	X(lfsu, "1,16(3)", 4, 1, SINGLE, true, false, ISA_206)			\
	X(lfsx, "1,3,4", 4, 1, SINGLE, false, false, ISA_206)			\
	X(lfsux, "1,3,4", 4, 1, SINGLE, true, false, ISA_206)			\
	X(lfiwax, "1,3,4", 4, 1, SIGN, false, false, ISA_206)			\
	X(lfiwzx, "1,3,4", 4, 1, ZEROS, false, false, ISA_206)			\
	X(lxsdx, "1,3,4", 8, 1, ZEROS, false, false, ISA_206)			\
	X(lxsiwax, "1,3,4", 4, 1, SIGN, false, false, ISA_207)			\
	X(lxsiwzx, "1,3,4", 4, 1, ZEROS, false, false, ISA_207)			\
	X(lxsspx, "1,3,4", 4, 1, SINGLE, false, false, ISA_207)			\
	X(lxsibzx, "1,3,4", 1, 1, ZEROS, false, false, ISA_300)			\
	X(lxsihzx, "1,3,4", 2, 1, ZEROS, false, false, ISA_300)			\
	X(lxvdsx, "1,3,4", 8, 2, SPLAT, false, false, ISA_206)			\
	X(lxvwsx, "1,3,4", 4, 4, SPLAT, false, false, ISA_300)			\
	X(lxvd2x, "1,3,4", 8, 2, VECTOR, false, false, ISA_206)			\
	X(lxvw4x, "1,3,4", 4, 4, VECTOR, false, false, ISA_206)			\
	X(lxvh8x, "1,3,4", 2, 8, VECTOR, false, false, ISA_300)			\
	X(lxvb16x, "1,3,4", 1, 16, VECTOR, false, false, ISA_300)		\
	X(lxvx, "1,3,4", 16, 1, VECTOR, false, false, ISA_300)			\
	X(lxv, "1,16(3)", 16, 1, VECTOR, false, false, ISA_300)

#define STORES(X)								\
	X(stfd, "1,16(3)", 8, 1, ZEROS, false, false, ISA_206)			\
	X(stfdu, "1,16(3)", 8, 1, ZEROS, true, false, ISA_206)			\
	X(stfdx, "1,3,4", 8, 1, ZEROS, false, false, ISA_206)			\
	X(stfdux, "1,3,4", 8, 1, ZEROS, true, false, ISA_206)			\
	X(stfs, "1,16(3)", 4, 1, SINGLE, false, false, ISA_206)			\
	X(stfsu, "1,16(3)", 4, 1, SINGLE, true, false, ISA_206)			\
	X(stfsx, "1,3,4", 4, 1, SINGLE, false, false, ISA_206)			\
	X(stfsux, "1,3,4", 4, 1, SINGLE, true, false, ISA_206)			\
	X(stfiwx, "1,3,4", 4, 1, ZEROS, false, false, ISA_206)			\
	X(stxsdx, "1,3,4", 8, 1, ZEROS, false, false, ISA_206)			\
	X(stxsiwx, "1,3,4", 4, 1, ZEROS, false, false, ISA_207)			\
	X(stxsspx, "1,3,4", 4, 1, SINGLE, false, false, ISA_207)		\
	X(stxsibx, "1,3,4", 1, 1, ZEROS, false, false, ISA_300)			\
	X(stxsihx, "1,3,4", 2, 1, ZEROS, false, false, ISA_300)			\
	X(stxvd2x, "1,3,4", 8, 2, VECTOR, false, false, ISA_206)		\
	X(stxvw4x, "1,3,4", 4, 4, VECTOR, false, false, ISA_206)		\
	X(stxvh8x, "1,3,4", 2, 8, VECTOR, false, false, ISA_300)		\
	X(stxvb16x, "1,3,4", 1, 16, VECTOR, false, false, ISA_300)		\
	X(stxvx, "1,3,4", 16, 1, VECTOR, false, false, ISA_300)			\
	X(stxv, "1,16(3)", 16, 1, VECTOR, false, false, ISA_300)

#define ROW(name, args, size, count, what, update, truncate, isa)	\
	{ #name, w_##name, size, count, what, update, truncate, isa },

VEC_WORDS(LOADS)
VEC_WORDS(STORES)
static const struct access loads[] = { LOADS(ROW) };
static const struct access stores[] = { STORES(ROW) };

/* VMX: the same register as v1 */
#define VMX_LOADS(X)	X(lvx, "1,3,4", 16, 1, VECTOR, false, true, ISA_206) \
			X(lvxl, "1,3,4", 16, 1, VECTOR, false, true, ISA_206)
#define VMX_STORES(X)	X(stvx, "1,3,4", 16, 1, VECTOR, false, true, ISA_206) \
			X(stvxl, "1,3,4", 16, 1, VECTOR, false, true, ISA_206)

VEC_WORDS(VMX_LOADS)
VEC_WORDS(VMX_STORES)
static const struct access vmx_loads[] = { VMX_LOADS(ROW) };
static const struct access vmx_stores[] = { VMX_STORES(ROW) };

static const u16 offsets[] = { 64, 65, 66, 67, 68, 71, 72, 76, 79, 120, 121, 4090, 4092, 4095, 8190, 8185 };

static bool have(enum vec_isa isa)
{
	return isa == ISA_310 ? cpu_has_prefix : isa == ISA_300 ? cpu_has_radix : cpu_has_power_mce;
}

static u8 pattern(unsigned int i)
{
	return i * 37 + (i >> 8) + 0x41;
}

static void fill(void)
{
	for (unsigned int i = 0; i < sizeof(memory); i++)
		memory[i] = pattern(i);
}

/* Byte @b, counted from the most significant, of the element at @offset */
static unsigned int place(unsigned int offset, unsigned int size, unsigned int b)
{
	return offset + (IS_LE ? size - 1 - b : b);
}

static u64 native(unsigned int offset, unsigned int size)
{
	u64 x = 0;

	for (unsigned int b = 0; b < size; b++)
		x = x << 8 | memory[place(offset, size, b)];
	return x;
}

static void do_load(const struct access *in, bool vmx)
{
	unsigned int wrong = 0, vectors = 0, ra = 0;
	bool indexed = in->word[0] >> 26 == 31;

	if (!have(in->isa)) {
		report_skip("not in this processor's architecture");
		return;
	}
	fill();
	vec_on();
	for (unsigned int o = 0; o < ARRAY_SIZE(offsets); o++) {
		unsigned int offset = in->truncate ? offsets[o] & ~(in->size - 1U) : offsets[o];
		/* D forms have a displacement of 16, X forms the index in r4. */
		struct vec_regs regs = { .g.r3 = (u64)memory + offsets[o] - (indexed ? 0x30 : 16), .g.r4 = 0x30 };
		u64 base = regs.g.r3;
		vec want = { { 0, 0 } }, *t = vmx ? &regs.v[0] : &regs.f[0];
		bool half = false;

		switch (in->what) {
		case ZEROS:
			want.d[0] = native(offset, in->size);
			half = true;
			break;
		case SIGN:
			want.d[0] = (s32)native(offset, 4);
			half = true;
			break;
		case SINGLE:
			want.d[0] = fp_widen(native(offset, 4), FP_SINGLE);
			half = true;
			break;
		case SPLAT:
			for (unsigned int i = 0; i < in->count; i++)
				vec_set(&want, 8 * in->size, i, native(offset, in->size));
			break;
		case VECTOR:
			for (unsigned int i = 0; i < 16; i++)
				vec_set(&want, 8, i, memory[place(offset + i / in->size * in->size, in->size, i % in->size)]);
			break;
		}
		t->d[0] = t->d[1] = 0x5555555555555555;
		vectors += exec_vec(&regs, in->word[0]) != 0;
		if (half)
			t->d[1] = 0;
		if (!vec_same(t, &want) && !wrong++)
			report_info("first wrong: offset %u: %016lx%016lx, not %016lx%016lx", offset, t->d[0], t->d[1],
				    want.d[0], want.d[1]);
		ra += regs.g.r3 != (in->update ? (u64)memory + offsets[o] : base);
	}
	vec_off();
	check_eq(vectors, 0, "%s: interrupts", in->name);
	check_eq(wrong, 0, "%s at 16 alignments: wrong values", in->name);
	check_eq(ra, 0, "%s: wrong RA", in->name);
}

static void load(void)
{
	do_load(subtest_row(), false);
}

static void vmx_load(void)
{
	do_load(subtest_row(), true);
}

static u32 to_single(u64 x)
{
	/* stfs: no rounding, the fields are moved (section 4.6.3) */
	unsigned int e = x >> 52 & 0x7ff;

	if (e > 896 || !(x & ~(1UL << 63)))
		return (x >> 32 & 0xc0000000) | (x >> 29 & 0x3fffffff);
	return (x >> 63) << 31 | (u32)((1UL << 52 | (x & 0xfffffffffffff)) >> (897 - e + 29));
}

static void do_store(const struct access *in, bool vmx)
{
	static const u64 values[] = { 0xf1e2d3c4b5a69788, 0x400921fb54442d18, 0x3800000000000000, 0x36a0000000000000,
				      0x7ff8000020000000, 0xb7f5555540000000, 0, 0xc7efffffe0000000 };
	unsigned int wrong = 0, vectors = 0, ra = 0;
	bool indexed = in->word[0] >> 26 == 31;

	if (!have(in->isa)) {
		report_skip("not in this processor's architecture");
		return;
	}
	vec_on();
	for (unsigned int o = 0; o < ARRAY_SIZE(offsets); o++) {
		unsigned int offset = in->truncate ? offsets[o] & ~(in->size - 1U) : offsets[o];
		unsigned int total = in->size * in->count;
		struct vec_regs regs = { .g.r3 = (u64)memory + offsets[o] - (indexed ? 0x30 : 16), .g.r4 = 0x30 };
		u64 base = regs.g.r3, x = values[o & 7];
		vec *s = vmx ? &regs.v[0] : &regs.f[0];
		u8 want[16];

		fill();
		s->d[0] = x;
		s->d[1] = 0x0123456789abcdef;
		for (unsigned int i = 0; i < total; i++) {
			unsigned int at = place(i / in->size * in->size, in->size, i % in->size);

			if (in->what == VECTOR)
				want[at] = vec_get(s, 8, i);
			else if (in->what == SINGLE)
				want[at] = to_single(x) >> (24 - 8 * i);
			else
				want[at] = x >> (8 * (in->size - 1 - i));
		}
		vectors += exec_vec(&regs, in->word[0]) != 0;
		for (unsigned int i = offset < 64 ? 0 : offset - 64; i < offset + 80 && i < sizeof(memory); i++) {
			u8 byte = i >= offset && i < offset + total ? want[i - offset] : pattern(i);

			if (memory[i] != byte) {
				if (!wrong++)
					report_info("first wrong: %#lx at offset %u, byte %u: %#x, not %#x", x, offset,
						    i - offset, memory[i], byte);
				break;
			}
		}
		ra += regs.g.r3 != (in->update ? (u64)memory + offsets[o] : base);
	}
	vec_off();
	check_eq(vectors, 0, "%s: interrupts", in->name);
	check_eq(wrong, 0, "%s at 16 alignments: wrong bytes", in->name);
	check_eq(ra, 0, "%s: wrong RA", in->name);
}

static void store(void)
{
	do_store(subtest_row(), false);
}

static void vmx_store(void)
{
	do_store(subtest_row(), true);
}

/* lvebx, stvebx and their kind: one element, where the address says */
static void elements(void)
{
	static const struct {
		const char *name;
		u16 load, store;
		u8 size;
	} ops[] = { { "b", 7, 135, 1 }, { "h", 39, 167, 2 }, { "w", 71, 199, 4 } };

	vec_on();
	for (unsigned int k = 0; k < ARRAY_SIZE(ops); k++) {
		unsigned int wrong_load = 0, wrong_store = 0;

		for (unsigned int o = 0; o < 32; o++) {
			unsigned int at = (128 + o) & ~(ops[k].size - 1U), n = (at & 15) / ops[k].size;
			unsigned int index = IS_LE ? 16 / ops[k].size - 1 - n : n;
			struct vec_regs regs = { .g.r3 = (u64)memory + 128, .g.r4 = o };

			fill();
			exec_vec(&regs, X_FORM(31, 1, 3, 4, ops[k].load, 0));
			wrong_load += vec_get(&regs.v[0], 8 * ops[k].size, index) != native(at, ops[k].size);
			regs.v[0] = (vec) { { 0x8182838485868788, 0x898a8b8c8d8e8f90 } };
			exec_vec(&regs, X_FORM(31, 1, 3, 4, ops[k].store, 0));
			wrong_store += vec_get(&regs.v[0], 8 * ops[k].size, index) != native(at, ops[k].size);
			for (unsigned int i = 64; i < 256; i++)
				if (i < at || i >= at + ops[k].size)
					wrong_store += memory[i] != pattern(i);
		}
		check_eq(wrong_load, 0, "lve%sx at 32 addresses: wrong elements", ops[k].name);
		check_eq(wrong_store, 0, "stve%sx at 32 addresses: wrong bytes", ops[k].name);
	}
	vec_off();
}

/* lvsl, lvsr: the shift controls of an address */
static void shift_controls(void)
{
	unsigned int left = 0, right = 0;

	vec_on();
	for (unsigned int o = 0; o < 16; o++) {
		struct vec_regs regs = { .g.r3 = (u64)memory, .g.r4 = o };

		exec_vec(&regs, X_FORM(31, 1, 3, 4, 6, 0));
		for (unsigned int i = 0; i < 16; i++)
			left += vec_get(&regs.v[0], 8, i) != o + i;
		exec_vec(&regs, X_FORM(31, 1, 3, 4, 38, 0));
		for (unsigned int i = 0; i < 16; i++)
			right += vec_get(&regs.v[0], 8, i) != 16 - o + i;
	}
	vec_off();
	check_eq(left, 0, "lvsl of 16 addresses: wrong bytes");
	check_eq(right, 0, "lvsr of 16 addresses: wrong bytes");
}

static const char *needs_isa300(void)
{
	return cpu_has_radix ? NULL : "before ISA 3.0";
}

/* lxvl, lxvll, stxvl, stxvll: the number of bytes is in the top byte of RB. */
static void lengths(void)
{
	static const struct {
		const char *name;
		u16 xo;
		bool store, left;
	} ops[] = { { "lxvl", 269 }, { "lxvll", 301, false, true }, { "stxvl", 397, true }, { "stxvll", 429, true, true } };

	vec_on();
	for (unsigned int k = 0; k < ARRAY_SIZE(ops); k++) {
		unsigned int wrong = 0;

		for (unsigned int n = 0; n <= 20; n++) {
			struct vec_regs regs = {
				.g.r3 = (u64)memory + 259, .g.r4 = (u64)n << 56 | 0xff,
				.f[0] = { { 0x8182838485868788, 0x898a8b8c8d8e8f90 } },
			};
			unsigned int bytes = n > 16 ? 16 : n;
			vec source = regs.f[0], want = { { 0, 0 } };
			u8 mem[16];

			fill();
			for (unsigned int i = 0; i < bytes; i++) {
				/* Left-justified: memory order. Otherwise the element order of this endianness. */
				unsigned int in_reg = ops[k].left || !IS_LE ? i : 15 - i;

				vec_set(&want, 8, in_reg, memory[259 + i]);
				mem[i] = vec_get(&source, 8, in_reg);
			}
			exec_vec(&regs, X_FORM(31, 1, 3, 4, ops[k].xo, 0));
			if (!ops[k].store) {
				wrong += !vec_same(&regs.f[0], &want);
				continue;
			}
			for (unsigned int i = 200; i < 320; i++)
				wrong += memory[i] != (i >= 259 && i < 259 + bytes ? mem[i - 259] : pattern(i));
		}
		check_eq(wrong, 0, "%s of 0 to 20 bytes: wrong results", ops[k].name);
	}
	vec_off();
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static const struct subtest subtests[] = {
	{ "load", load, needs_power8, SUBTEST_ROWS(loads) },
	{ "store", store, needs_power8, SUBTEST_ROWS(stores) },
	{ "vmx-load", vmx_load, needs_power8, SUBTEST_ROWS(vmx_loads) },
	{ "vmx-store", vmx_store, needs_power8, SUBTEST_ROWS(vmx_stores) },
	{ "elements", elements, needs_power8 },
	{ "shift-controls", shift_controls, needs_power8 },
	{ "lengths", lengths, needs_isa300 },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("vecmem");
	return run_subtests(subtests, argc, argv);
}
