// SPDX-License-Identifier: LGPL-2.1-or-later
/* The runner behind vector.h. */
#include <libcflat.h>
#include <asm/arch_def.h>
#include "vector.h"

asm(	"	.pushsection .text\n"
	"	.machine push\n"
	"	.machine z13\n"
	"	.globl	vec_run\n"
	"vec_run:\n"
	"	stmg	%r6,%r15,48(%r15)\n"
	"	lgr	%r8,%r2\n"
	"	lgr	%r9,%r3\n"
	"	lg	%r1,88(%r8)\n"
	"	sllg	%r1,%r1,28\n"
	"	spm	%r1\n"
	"	lfpc	104(%r8)\n"
	"	vlm	%v1,%v5,0(%r8)\n"
	"	la	%r5,112(%r8)\n"
	"	lg	%r2,80(%r8)\n"
	"	basr	%r14,%r9\n"
	"	vstm	%v1,%v5,0(%r8)\n"
	"	stg	%r2,80(%r8)\n"
	"	ipm	%r1\n"
	"	srl	%r1,28\n"
	"	llgfr	%r1,%r1\n"
	"	stg	%r1,88(%r8)\n"
	"	stfpc	104(%r8)\n"
	"	lghi	%r1,0\n"
	"	spm	%r1\n"
	"	sfpc	%r1\n"
	"	lmg	%r6,%r15,48(%r15)\n"
	"	br	%r14\n"
	"	.machine pop\n"
	"	.popsection\n");

static const u64 integers[] = {
	0, ~0UL, 1, 0x8000000000000000, 0x7fffffffffffffff, 0x0101010101010101, 0x8080808080808080, 0x7f7f7f7f7f7f7f7f,
	0x00ff00ff00ff00ff, 0x7fff80007fff8000, 0x7fffffff80000000, 0x80000000ffffffff, 0x123456789abcdef0,
	0x00010002fffeffff, 0xfffffffe00000003, 0x0f1e2d3c4b5a6978, 0x5555aaaa5555aaaa, 0x0000000100000000,
	0x1f00071108120313, 0xff7f80817e010002,
};

static const u64 *patterns = integers;
static unsigned int nr_patterns = ARRAY_SIZE(integers);

void vec_patterns(const u64 *values, unsigned int n)
{
	patterns = values;
	nr_patterns = n;
}

static u64 pattern(unsigned int n)
{
	return patterns[n % nr_patterns];
}

static struct vec_state got, want, in;

static void tell(const char *what, const union vec *g, const union vec *w)
{
	report_fail("V2 %#lx %#lx, V3 %#lx %#lx, V4 %#lx %#lx: expected %#lx %#lx in %s, got %#lx %#lx",
		    in.b.dw[0], in.b.dw[1], in.c.dw[0], in.c.dw[1], in.d.dw[0], in.d.dw[1],
		    w->dw[0], w->dw[1], what, g->dw[0], g->dw[1]);
}

#define same_vec(x, y)	((x).dw[0] == (y).dw[0] && (x).dw[1] == (y).dw[1])

static bool compare(void)
{
	if (!same_vec(got.a, want.a))
		tell("V1", &got.a, &want.a);
	else if (!same_vec(got.b, want.b))
		tell("V2", &got.b, &want.b);
	else if (!same_vec(got.c, want.c))
		tell("V3", &got.c, &want.c);
	else if (!same_vec(got.d, want.d))
		tell("V4", &got.d, &want.d);
	else if (!same_vec(got.other, want.other))
		tell("V5, which is no operand", &got.other, &want.other);
	else if (memcmp(got.m, want.m, sizeof(got.m)))
		tell("storage (first 16 bytes)", &got.m[0], &want.m[0]);
	else if (got.g != want.g)
		report_fail("V2 %#lx %#lx, GR2 %#lx: expected %#lx in GR2, got %#lx", in.b.dw[0], in.b.dw[1], in.g,
			    want.g, got.g);
	else if (got.cc != want.cc)
		report_fail("V2 %#lx %#lx, V3 %#lx %#lx, old condition code %lu: expected condition code %lu, got %lu",
			    in.b.dw[0], in.b.dw[1], in.c.dw[0], in.c.dw[1], in.cc, want.cc, got.cc);
	else if (got.fpc != want.fpc)
		report_fail("V2 %#lx %#lx, V3 %#lx %#lx: expected %#x in the FPC, got %#x",
			    in.b.dw[0], in.b.dw[1], in.c.dw[0], in.c.dw[1], want.fpc, got.fpc);
	else
		return true;
	return false;
}

void vec_check(void)
{
	const struct vec_insn *insn = subtest_row();
	unsigned int n = nr_patterns, cases = 0;

	ctl_set_bit(0, CTL0_VECTOR);
	for (unsigned int i = 0; i < n * n; i++) {
		unsigned int x = i / n, y = i % n;

		in = (struct vec_state){
			.a = { .dw = { 0x1122334455667788, 0x99aabbccddeeff00 } },
			.b = { .dw = { pattern(x), pattern(x * 3 + y + 1) } },
			.c = { .dw = { pattern(y), pattern(y * 7 + x + 2) } },
			.d = { .dw = { pattern(x + y * 3), pattern(x * 5 + 7) } },
			.other = { .dw = { 0x5555, 0x6666 } },
			.g = pattern(x + 5 * y),
			.cc = i & 3, .old_cc = i & 3,
		};
		/* equal elements are rare otherwise */
		if (i % 5 == 0)
			in.c = in.b;
		if (i % 5 == 1)
			in.c.dw[1] = in.b.dw[1];
		for (unsigned int j = 0; j < 8; j++)
			in.m[j / 2].dw[j % 2] = pattern(x + j * y + j);
		got = want = in;
		insn->model(&want);
		vec_run(&got, insn->code);
		if (!compare())
			break;
		cases++;
	}
	if (cases == n * n)
		report_pass("%u operands", cases);
	ctl_clear_bit(0, CTL0_VECTOR);
}
