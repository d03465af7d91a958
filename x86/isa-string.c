// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * isa_int: string instructions, in all sizes, both directions, without and with each repeat prefix, with both address sizes.
 *
 * Source in the first half of isa_mem, destination in the second; both are walked from the middle of their half.
 */
#include "isa-int.h"

#define SOURCE		32
#define DEST		96

static const ulong counts[] = { 0, 1, 2, 3, 5 };

enum { NO_REPEAT, REP = 0xf3, REPNE = 0xf2 };

struct string_case {
	int size, asize;
	u8 repeat;
	bool down;
	ulong count;
};

static const char *describe(const struct string_case *c)
{
	static char text[96];

	snprintf(text, sizeof(text), "%d bytes, address of %d bytes, %s, %s, count %lu", c->size, c->asize,
		 c->repeat == REP ? "F3" : c->repeat == REPNE ? "F2" : "no prefix", c->down ? "down" : "up", c->count);
	return text;
}

static void build(const struct string_case *c, u8 opcode)
{
	isa_begin();
	if (c->asize < sizeof(long))
		isa_byte(0x67);
	if (c->repeat)
		isa_byte(c->repeat);
	if (c->size == 2)
		isa_byte(0x66);
	if (c->size == 8)
		isa_byte(0x48);
	isa_byte(opcode | (c->size != 1));
	isa_end();
}

/* Registers and memory before; upper halves that the address size leaves out hold something when they are cleared anyway. */
static void prepare(const struct string_case *c, ulong flags)
{
	ulong upper = c->asize < sizeof(long) && (c->count || !c->repeat) ? (ulong)0x7777777700000000ull : 0;
	unsigned int i;

	isa_reset(flags | (c->down ? DF : 0));
	for (i = 0; i < ISA_MEM_SIZE; i++)
		isa_mem[i] = 0x35 * i + 7;
	isa_in.gpr[RSI] = ((ulong)isa_mem + SOURCE) | upper;
	isa_in.gpr[RDI] = ((ulong)isa_mem + DEST) | upper;
	isa_in.gpr[RCX] = c->count | (c->repeat ? upper : 0);
}

static void advance(const struct string_case *c, int reg, unsigned int steps)
{
	s64 by = (s64)steps * c->size * (c->down ? -1 : 1);

	if (steps)
		isa_set(&isa_in, c->asize, reg, isa_in.gpr[reg] + by);
}

static void count_down(const struct string_case *c, unsigned int steps)
{
	if (c->repeat && steps)
		isa_set(&isa_in, c->asize, RCX, c->count - steps);
}

/* Each case; @fn builds, runs and compares it. */
static void each(void (*fn)(const struct string_case *c), bool compares)
{
	static const u8 repeats[] = { NO_REPEAT, REP, REPNE };
	struct string_case c;
	unsigned int r, n;
	int shorter;

	for (c.size = 1; c.size <= MAX_SIZE; c.size *= 2) {
		for (shorter = 0; shorter < (sizeof(long) == 8 ? 2 : 1); shorter++) {
			c.asize = shorter ? 4 : sizeof(long);
			for (r = 0; r < ARRAY_SIZE(repeats); r++) {
				c.repeat = repeats[r];
				/* F2 before what does not compare is reserved, though CPUs take it for REP. */
				if (!compares && c.repeat == REPNE)
					continue;
				for (n = 0; n < ARRAY_SIZE(counts); n++)
					for (c.down = false; ; c.down = true) {
						c.count = counts[n];
						if (c.count * c.size <= 32)
							fn(&c);
						if (c.down)
							break;
					}
			}
		}
		int_report("%d bytes", c.size);
	}
}

static unsigned int steps_of(const struct string_case *c)
{
	return c->repeat ? c->count : 1;
}

static u8 *at(const struct string_case *c, u8 *base, unsigned int start, unsigned int step)
{
	return base + start + (int)step * c->size * (c->down ? -1 : 1);
}

static void movs_case(const struct string_case *c)
{
	unsigned int i;

	build(c, 0xa4);
	prepare(c, ALL);
	memcpy(int_mem, isa_mem, ISA_MEM_SIZE);
	for (i = 0; i < steps_of(c); i++)
		memcpy(at(c, int_mem, DEST, i), at(c, int_mem, SOURCE, i), c->size);
	isa_run(ISA_NO_VECS);
	advance(c, RSI, steps_of(c));
	advance(c, RDI, steps_of(c));
	count_down(c, steps_of(c));
	int_expect(ALL | DF, "movs, %s", describe(c));
}

void int_movs(void)
{
	each(movs_case, false);
}

static void stos_case(const struct string_case *c)
{
	unsigned int i;

	build(c, 0xaa);
	prepare(c, CF);
	memcpy(int_mem, isa_mem, ISA_MEM_SIZE);
	for (i = 0; i < steps_of(c); i++)
		memcpy(at(c, int_mem, DEST, i), &isa_in.gpr[RAX], c->size);
	isa_run(ISA_NO_VECS);
	advance(c, RDI, steps_of(c));
	count_down(c, steps_of(c));
	int_expect(ALL | DF, "stos, %s", describe(c));
}

void int_stos(void)
{
	each(stos_case, false);
}

static void lods_case(const struct string_case *c)
{
	u64 v = 0;

	build(c, 0xac);
	prepare(c, ZF);
	memcpy(int_mem, isa_mem, ISA_MEM_SIZE);
	isa_run(ISA_NO_VECS);
	if (steps_of(c)) {
		memcpy(&v, at(c, int_mem, SOURCE, steps_of(c) - 1), c->size);
		isa_set(&isa_in, c->size, RAX, v);
	}
	advance(c, RSI, steps_of(c));
	count_down(c, steps_of(c));
	int_expect(ALL | DF, "lods, %s", describe(c));
}

void int_lods(void)
{
	each(lods_case, false);
}

/* Compare step by step as @c->repeat goes on: the steps made; the flags of the last. */
static unsigned int compare(const struct string_case *c, bool with_source, ulong *flags)
{
	unsigned int i;

	for (i = 0; i < steps_of(c); ) {
		u64 x = isa_in.gpr[RAX] & isa_mask(c->size), y = 0;
		ulong known = ALL;

		if (with_source) {
			x = 0;
			memcpy(&x, at(c, isa_mem, SOURCE, i), c->size);
		}
		memcpy(&y, at(c, isa_mem, DEST, i), c->size);
		model_cmp(c->size * 8, x, y, flags, &known);
		i++;
		if ((c->repeat == REP && !(*flags & ZF)) || (c->repeat == REPNE && (*flags & ZF)))
			break;
	}
	return i;
}

/* Elements equal up to @differ, different there; or for REPNE the other way round. */
static void compare_case(const struct string_case *c, bool with_source, u8 opcode)
{
	unsigned int differ, i, steps;
	ulong flags;

	build(c, opcode);
	for (differ = 0; differ <= c->count; differ++) {
		prepare(c, CF | OF | AF);
		for (i = 0; i <= c->count; i++) {
			bool same = (i < differ) == (c->repeat != REPNE);
			u8 *d = at(c, isa_mem, DEST, i);

			if (i * c->size >= 32)
				break;
			memcpy(d, with_source ? (const void *)at(c, isa_mem, SOURCE, i) : &isa_in.gpr[RAX], c->size);
			if (!same)
				d[c->size - 1] ^= 0x90 + i;
		}
		memcpy(int_mem, isa_mem, ISA_MEM_SIZE);
		flags = isa_in.flags & ALL;
		steps = compare(c, with_source, &flags);
		isa_run(ISA_NO_VECS);
		if (with_source)
			advance(c, RSI, steps);
		advance(c, RDI, steps);
		count_down(c, steps);
		isa_in.flags = (isa_in.flags & ~ALL) | flags;
		int_expect(ALL | DF, "%s, %s, first difference %u", with_source ? "cmps" : "scas", describe(c), differ);
	}
}

static void cmps_case(const struct string_case *c)
{
	compare_case(c, true, 0xa6);
}

void int_cmps(void)
{
	each(cmps_case, true);
}

static void scas_case(const struct string_case *c)
{
	compare_case(c, false, 0xae);
}

void int_scas(void)
{
	each(scas_case, true);
}
