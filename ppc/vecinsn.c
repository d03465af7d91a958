// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * See vecinsn.h.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>
#include "exec.h"
#include "vecinsn.h"

static const vec vectors[] = {
	{ { 0, 0 } },
	{ { -1UL, -1UL } },
	{ { 0x0001020304050607, 0x08090a0b0c0d0e0f } },
	{ { 0x7f80007fff8000ff, 0x7fff8000ffff0001 } },
	{ { 0x80000000ffffffff, 0x7fffffff80000001 } },
	{ { 0x8000000000000000, 0x7fffffffffffffff } },
	{ { 0xffffffff00000000, 0x0000000100000000 } },
	{ { 0x1122334455667788, 0x99aabbccddeeff00 } },
	{ { 0x8182838485868788, 0x7172737475767778 } },
	{ { 0x00ff00ff00ff00ff, 0x0f0f0f0ff0f0f0f0 } },
	{ { 0xfedcba9876543210, 0x0123456789abcdef } },
	{ { 0x0102040810204080, 0x0000000000000001 } },
	{ { 0x1f1e1d1c1b1a1918, 0x1716151413121110 } },
};

#define NV	ARRAY_SIZE(vectors)

static bool have(enum vec_isa isa)
{
	switch (isa) {
	case ISA_300:
		return cpu_has_radix;
	case ISA_310:
		return cpu_has_prefix;
	default:
		return cpu_has_power_mce;
	}
}

void vec_elements(struct vec_case *c)
{
	for (unsigned int i = 0; i < 128 / c->bits; i++)
		vec_set(&c->t, c->bits, i, c->insn->element(c, vec_get(&c->a, c->bits, i),
							    vec_get(&c->b, c->bits, i)));
}

void vec_compare(struct vec_case *c)
{
	vec_elements(c);
	c->cr = c->t.d[0] == -1UL && c->t.d[1] == -1UL ? 0x80 :
		!c->t.d[0] && !c->t.d[1] ? 0x20 : 0;
}

void vec_insn(void)
{
	const struct vec_insn *in = subtest_row();
	const vec before = { { 0x0f1e2d3c4b5a6978, 0x8796a5b4c3d2e1f0 } };
	unsigned int wrong = 0, wrong_sat = 0, wrong_cr = 0, vectored = 0;

	if (!have(in->isa)) {
		report_skip("not in this processor's architecture");
		return;
	}
	vec_on();
	for (unsigned int i = 0; i < NV * NV * (in->vsx ? 2 : 1); i++) {
		struct vec_case c = {
			.insn = in, .bits = in->bits, .t = before,
			.a = vectors[i % NV], .b = vectors[i / NV % NV], .c = vectors[(i * 7 + i / NV) % NV],
			.r5 = i * 5,
		};
		bool low = i >= NV * NV;	/* VSR 1 to 4 */
		struct vec_regs regs = { .g.r5 = c.r5 };
		vec *place = low ? regs.f : regs.v;

		place[0] = before;
		place[1] = c.a;
		place[2] = c.b;
		place[3] = c.c;
		in->model(&c);
		if (c.skip)
			continue;
		vectored += exec_vec(&regs, in->word[low]) != 0;
		if (c.half)
			place[0].d[1] = c.t.d[1];
		if ((!vec_same(&place[0], &c.t) || regs.g.r5 != c.r5) && !wrong++)
			report_info("first wrong: %s of %016lx%016lx, %016lx%016lx, %016lx%016lx, r5 = %#lx: "
				    "%016lx%016lx %#lx, not %016lx%016lx %#lx", in->name,
				    c.a.d[0], c.a.d[1], c.b.d[0], c.b.d[1], c.c.d[0], c.c.d[1], i * 5UL,
				    place[0].d[0], place[0].d[1], regs.g.r5, c.t.d[0], c.t.d[1], c.r5);
		wrong_sat += (regs.vscr & 1) != c.sat;
		if (regs.g.cr != c.cr && !wrong_cr++)
			report_info("first wrong CR: %#lx, not %#lx", regs.g.cr, c.cr);
	}
	vec_off();
	check_eq(vectored, 0, "%s: interrupts", in->name);
	check_eq(wrong, 0, "%s, all operands: wrong results", in->name);
	check_eq(wrong_sat, 0, "%s: wrong VSCR[SAT]", in->name);
	check_eq(wrong_cr, 0, "%s: wrong CR", in->name);
}
