// SPDX-License-Identifier: LGPL-2.1-or-later
/* The runner behind insn.h. */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/mem.h>
#include "insn.h"

static const u64 values[] = {
	0, 1, 2, 5, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0x80000001,
	0xffffffff, 0x100000000, 0x7fffffffffffffff, 0x8000000000000000, 0x8000000000000001,
	0x7fffffff00000000, 0xffffffff00000000, 0xffffffff80000000, 0xffffffff7fffffff,
	0xfffffffffffffffe, 0xffffffffffffffff, 0xffffffffffffff80, 0x123456789abcdef0,
	0xfedcba9876543210, 0x5555555555555555, 0xaaaaaaaaaaaaaaaa, 0x00ff00ff80017ffe,
};

/*
 * GR8 keeps the state, GR9 the address of the instruction; an interruption in
 * between saves and restores all of it.
 */
asm(	"	.pushsection .text\n"
	"	.globl	insn_run\n"
	"insn_run:\n"
	"	stmg	%r6,%r15,48(%r15)\n"
	"	lgr	%r8,%r2\n"
	"	lgr	%r9,%r3\n"
	"	lg	%r1,64(%r8)\n"
	"	sllg	%r1,%r1,28\n"
	"	spm	%r1\n"
	"	lmg	%r0,%r7,0(%r8)\n"
	"	basr	%r14,%r9\n"
	"	stmg	%r0,%r7,0(%r8)\n"
	"	ipm	%r1\n"
	"	srl	%r1,28\n"
	"	llgfr	%r1,%r1\n"
	"	stg	%r1,64(%r8)\n"
	"	lghi	%r1,0\n"
	"	spm	%r1\n"
	"	lmg	%r6,%r15,48(%r15)\n"
	"	br	%r14\n"
	"	.popsection\n");

static struct insn_state got, want __attribute__((aligned(16)));
static u8 storage[64] __attribute__((aligned(16)));

/* What is in storage when the instruction begins: B, then a pattern, D at 32 */
static void fill(u8 *mem, u64 b, u64 d)
{
	for (int i = 0; i < 64; i++)
		mem[i] = 0x80 + i * 7;
	*(u64 *)mem = b;
	*(u64 *)(mem + 32) = d;
}

static bool same(void)
{
	return !memcmp(got.gr, want.gr, sizeof(got.gr)) && got.cc == want.cc && got.pgm == want.pgm &&
	       !memcmp(storage, want.mem, sizeof(want.mem));
}

/* Say what is different, the most telling first. */
static void tell(const struct insn_state *in)
{
	if (got.pgm != want.pgm) {
		report_fail("GR2 %#lx, GR3 %#lx, GR4 %#lx, GR6 %#lx: expected program interruption %d, got %d",
			    in->gr[2], in->gr[3], in->gr[4], in->gr[6], want.pgm, got.pgm);
		return;
	}
	for (int i = 0; i < 8; i++)
		if (got.gr[i] != want.gr[i]) {
			report_fail("GR2 %#lx, GR3 %#lx, GR4 %#lx, GR6 %#lx: expected %#lx in GR%d, got %#lx",
				    in->gr[2], in->gr[3], in->gr[4], in->gr[6], want.gr[i], i, got.gr[i]);
			return;
		}
	for (int i = 0; i < 64; i++)
		if (storage[i] != want.mem[i]) {
			report_fail("GR2 %#lx, GR3 %#lx, GR4 %#lx, GR6 %#lx: expected %#x in byte %d of storage, got %#x",
				    in->gr[2], in->gr[3], in->gr[4], in->gr[6], want.mem[i], i, storage[i]);
			return;
		}
	report_fail("GR2 %#lx, GR3 %#lx, GR4 %#lx, GR6 %#lx, old condition code %lu: expected condition code %lu, got %lu",
		    in->gr[2], in->gr[3], in->gr[4], in->gr[6], in->cc, want.cc, got.cc);
}

static bool one(const struct insn *insn, u64 a, u64 b, u64 d, unsigned int cc)
{
	struct insn_state in = {
		.gr = { 0x0f0e0d0c0b0a0908, 0x1122334455667788, a, ~a, b, (u64)storage, d, 0x8877665544332211 },
		.cc = cc,
	};

	fill(in.mem, b, d);
	memcpy(storage, in.mem, sizeof(storage));
	want = got = in;
	insn->model(&want);
	if (insn->flags & INSN_PGM) {
		expect_pgm_int();
		insn_run(&got, insn->code);
		got.pgm = clear_pgm_int();
	} else {
		insn_run(&got, insn->code);
	}
	if (same())
		return true;
	tell(&in);
	return false;
}

void insn_check(void)
{
	const struct insn *insn = subtest_row();
	unsigned int nr = ARRAY_SIZE(values), cases = 0;
	unsigned int nr_b = insn->flags & INSN_SHIFT ? 128 : nr;

	for (unsigned int i = 0; i < nr; i++)
		for (unsigned int j = 0; j < nr_b; j++) {
			u64 b = insn->flags & INSN_SHIFT ? j | (u64)i << 40 : values[j];
			u64 d = values[(i * 7 + j * 3) % nr];

			if (insn->flags & INSN_FEW && j != (i * 5 + 3) % nr)
				continue;
			for (unsigned int cc = 0; cc < 4; cc++) {
				if (!(insn->flags & INSN_ALL_CC) && cc != ((i ^ j) & 3))
					continue;
				if (!one(insn, values[i], b, d, cc))
					return;
				cases++;
			}
		}
	report_pass("%u operands", cases);
}
