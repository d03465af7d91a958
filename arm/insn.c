// SPDX-License-Identifier: LGPL-2.1-or-later
/* One instruction, all registers: see insn.h. */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

#include "insn.h"

#define OFF_NZCV	248
#define OFF_FPCR	256
#define OFF_FPSR	264
#define OFF_V		272

_Static_assert(__builtin_offsetof(struct insn_regs, nzcv) == OFF_NZCV, "used by assembly");
_Static_assert(__builtin_offsetof(struct insn_regs, v) == OFF_V, "used by assembly");

/*
 * u64 insn_trampoline(const u32 *code, const struct insn_regs *in, struct insn_regs *out).
 * TPIDR_EL1 holds out over the instruction, TPIDRRO_EL0 the x0 that it left.
 */
extern u64 insn_trampoline(const u32 *code, const struct insn_regs *in, struct insn_regs *out);
extern u64 insn_trampoline_fp(const u32 *code, const struct insn_regs *in, struct insn_regs *out);

#define REPEAT_V(X)	X(0, 1) X(2, 3) X(4, 5) X(6, 7) X(8, 9) X(10, 11) X(12, 13) X(14, 15) \
	X(16, 17) X(18, 19) X(20, 21) X(22, 23) X(24, 25) X(26, 27) X(28, 29) X(30, 31)
#define LOAD_V(a, b)	"	ldp	q" #a ", q" #b ", [x9, #(" #a " * 16)]\n"
#define STORE_V(a, b)	"	stp	q" #a ", q" #b ", [x9, #(" #a " * 16)]\n"

#define ENTRY								\
	"	stp	x29, x30, [sp, #-112]!\n"			\
	"	stp	x19, x20, [sp, #16]\n"				\
	"	stp	x21, x22, [sp, #32]\n"				\
	"	stp	x23, x24, [sp, #48]\n"				\
	"	stp	x25, x26, [sp, #64]\n"				\
	"	stp	x27, x28, [sp, #80]\n"				\
	"	msr	tpidr_el1, x2\n"				\
	"	mov	x30, x0\n"
#define LOAD_X								\
	"	ldr	x2, [x1, #" xstr(OFF_NZCV) "]\n"		\
	"	msr	nzcv, x2\n"					\
	"	mov	x0, x1\n"					\
	"	ldp	x2, x3, [x0, #16]\n"				\
	"	ldp	x4, x5, [x0, #32]\n"				\
	"	ldp	x6, x7, [x0, #48]\n"				\
	"	ldp	x8, x9, [x0, #64]\n"				\
	"	ldp	x10, x11, [x0, #80]\n"				\
	"	ldp	x12, x13, [x0, #96]\n"				\
	"	ldp	x14, x15, [x0, #112]\n"				\
	"	ldp	x16, x17, [x0, #128]\n"				\
	"	ldp	x18, x19, [x0, #144]\n"				\
	"	ldp	x20, x21, [x0, #160]\n"				\
	"	ldp	x22, x23, [x0, #176]\n"				\
	"	ldp	x24, x25, [x0, #192]\n"				\
	"	ldp	x26, x27, [x0, #208]\n"				\
	"	ldp	x28, x29, [x0, #224]\n"				\
	"	ldp	x0, x1, [x0]\n"					\
	"	blr	x30\n"
#define STORE_X								\
	"	msr	tpidrro_el0, x0\n"				\
	"	mrs	x0, tpidr_el1\n"				\
	"	stp	x2, x3, [x0, #16]\n"				\
	"	str	x1, [x0, #8]\n"					\
	"	mrs	x1, tpidrro_el0\n"				\
	"	str	x1, [x0]\n"					\
	"	mrs	x1, nzcv\n"					\
	"	str	x1, [x0, #" xstr(OFF_NZCV) "]\n"		\
	"	stp	x4, x5, [x0, #32]\n"				\
	"	stp	x6, x7, [x0, #48]\n"				\
	"	stp	x8, x9, [x0, #64]\n"				\
	"	stp	x10, x11, [x0, #80]\n"				\
	"	stp	x12, x13, [x0, #96]\n"				\
	"	stp	x14, x15, [x0, #112]\n"				\
	"	stp	x16, x17, [x0, #128]\n"				\
	"	stp	x18, x19, [x0, #144]\n"				\
	"	stp	x20, x21, [x0, #160]\n"				\
	"	stp	x22, x23, [x0, #176]\n"				\
	"	stp	x24, x25, [x0, #192]\n"				\
	"	stp	x26, x27, [x0, #208]\n"				\
	"	stp	x28, x29, [x0, #224]\n"
#define EXIT								\
	"	ldp	x27, x28, [sp, #80]\n"				\
	"	ldp	x25, x26, [sp, #64]\n"				\
	"	ldp	x23, x24, [sp, #48]\n"				\
	"	ldp	x21, x22, [sp, #32]\n"				\
	"	ldp	x19, x20, [sp, #16]\n"				\
	"	ldp	x29, x30, [sp], #112\n"				\
	"	ret\n"

asm(
"	.pushsection .text\n"
"	.arch	armv8-a+fp+simd\n"
"	.globl	insn_trampoline\n"
"insn_trampoline:\n"
ENTRY LOAD_X STORE_X EXIT
"	.globl	insn_trampoline_fp\n"
"insn_trampoline_fp:\n"
ENTRY
"	add	x9, x1, #" xstr(OFF_V) "\n"
REPEAT_V(LOAD_V)
"	ldr	x9, [x1, #" xstr(OFF_FPCR) "]\n"
"	msr	fpcr, x9\n"
"	ldr	x9, [x1, #" xstr(OFF_FPSR) "]\n"
"	msr	fpsr, x9\n"
LOAD_X STORE_X
"	mrs	x1, fpcr\n"
"	mrs	x2, fpsr\n"
"	str	x1, [x0, #" xstr(OFF_FPCR) "]\n"
"	str	x2, [x0, #" xstr(OFF_FPSR) "]\n"
"	msr	fpcr, xzr\n"
"	add	x9, x0, #" xstr(OFF_V) "\n"
REPEAT_V(STORE_V)
EXIT
"	.popsection\n");

static unsigned int run(u64 (*trampoline)(const u32 *, const struct insn_regs *,
					  struct insn_regs *),
			const u32 *code, const struct insn_regs *in, struct insn_regs *out)
{
	struct trap t;

	trap_run(&t, trampoline, (u64)code, (u64)in, (u64)out);
	return t.ec;
}

unsigned int insn_run(const u32 *code, const struct insn_regs *in, struct insn_regs *out)
{
	return run(insn_trampoline, code, in, out);
}

unsigned int insn_run_fp(const u32 *code, const struct insn_regs *in, struct insn_regs *out)
{
	return run(insn_trampoline_fp, code, in, out);
}

const u32 *insn_place_n(const u32 *insns, unsigned int n)
{
	static u32 *page;
	static unsigned int next;
	u32 *p;
	unsigned int i;

	assert(n < 32);
	if (!page) {
		page = alloc_page();
		mmu_clear_user(current_thread_info()->pgtable, (unsigned long)page);
	}
	/* a fresh line each time, so that an emulator throws little away */
	if ((next + 1) * 128 > PAGE_SIZE)
		next = 0;
	p = page + next++ * 32;
	for (i = 0; i < n; i++)
		p[i] = insns[i];
	p[n] = 0xd65f03c0;	/* ret */
	asm volatile("dc cvau, %0\n dc cvau, %1\n dsb ish\n ic ivau, %0\n ic ivau, %1\n dsb ish\n isb"
		     : : "r" (p), "r" (p + 16) : "memory");
	return p;
}

const u32 *insn_place(u32 insn)
{
	return insn_place_n(&insn, 1);
}

void insn_regs_init(struct insn_regs *r)
{
	u64 v = 0x9e3779b97f4a7c15;
	unsigned int i;

	memset(r, 0, sizeof(*r));
	for (i = 0; i < 30; i++, v = v * 6364136223846793005 + 1442695040888963407)
		r->x[i] = v;
	for (i = 0; i < 64; i++, v = v * 6364136223846793005 + 1442695040888963407)
		r->v[i / 2][i & 1] = v;
}

bool insn_regs_equal(const struct insn_regs *got, const struct insn_regs *want,
		     const struct insn_regs *in, bool fp)
{
	unsigned int i, shown = 0;

	for (i = 0; i < 30; i++) {
		if (got->x[i] == want->x[i] || shown++ > 2)
			continue;
		report_info("x1 %#lx x2 %#lx x3 %#lx NZCV %lx: x%u is %#lx, expected %#lx",
			    (ulong)in->x[1], (ulong)in->x[2], (ulong)in->x[3],
			    (ulong)in->nzcv >> 28, i, (ulong)got->x[i], (ulong)want->x[i]);
	}
	if (got->nzcv != want->nzcv && shown++ < 3)
		report_info("x1 %#lx x2 %#lx x3 %#lx NZCV %lx: NZCV becomes %lx, expected %lx",
			    (ulong)in->x[1], (ulong)in->x[2], (ulong)in->x[3],
			    (ulong)in->nzcv >> 28, (ulong)got->nzcv >> 28,
			    (ulong)want->nzcv >> 28);
	if (!fp)
		return !shown;
	for (i = 0; i < 32; i++) {
		if ((got->v[i][0] == want->v[i][0] && got->v[i][1] == want->v[i][1]) ||
		    shown++ > 2)
			continue;
		report_info("v1 %016lx%016lx v2 %016lx%016lx v3 %016lx%016lx FPCR %#lx:",
			    (ulong)in->v[1][1], (ulong)in->v[1][0], (ulong)in->v[2][1],
			    (ulong)in->v[2][0], (ulong)in->v[3][1], (ulong)in->v[3][0],
			    (ulong)in->fpcr);
		report_info("v%u is %016lx%016lx, expected %016lx%016lx", i,
			    (ulong)got->v[i][1], (ulong)got->v[i][0], (ulong)want->v[i][1],
			    (ulong)want->v[i][0]);
	}
	if (got->fpsr != want->fpsr && shown++ < 3)
		report_info("v1 %016lx%016lx v2 %016lx%016lx v3 %016lx%016lx FPCR %#lx: FPSR is %#lx, expected %#lx",
			    (ulong)in->v[1][1], (ulong)in->v[1][0], (ulong)in->v[2][1],
			    (ulong)in->v[2][0], (ulong)in->v[3][1], (ulong)in->v[3][0],
			    (ulong)in->fpcr, (ulong)got->fpsr, (ulong)want->fpsr);
	if (got->fpcr != want->fpcr && shown++ < 3)
		report_info("FPCR becomes %#lx, expected %#lx", (ulong)got->fpcr,
			    (ulong)want->fpcr);
	return !shown;
}

const u64 corners[NR_CORNERS] = {
	0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000,
	0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 0x100000000,
	0x0123456789abcdef, 0xaaaaaaaaaaaaaaaa, 0x5555555555555555,
	0x7fffffffffffffff, 0x8000000000000000, 0xffffffff80000000, 0xfffffffffffffffe,
	0xffffffffffffffff, 0xfedcba9876543210,
};

bool insn_check_code(const u32 *code, insn_model model)
{
	static struct insn_regs in, out, want;
	unsigned int i, j, n = 0;

	insn_regs_init(&in);
	for (i = 0; i < NR_CORNERS; i++) {
		for (j = 0; j < NR_CORNERS; j++, n++) {
			unsigned int ec;

			in.x[1] = corners[i];
			in.x[2] = corners[j];
			in.x[3] = corners[(i * 7 + j * 5) % NR_CORNERS];
			in.nzcv = (n * 5 % 16) << 28;
			out = in;
			ec = insn_run(code, &in, &out);
			if (ec != TRAP_NONE) {
				report_info("exception of class %#x", ec);
				return false;
			}
			want = in;
			model(&want);
			if (!insn_regs_equal(&out, &want, &in, false))
				return false;
		}
	}
	return true;
}

void insn_check_row(const struct insn_row *row)
{
	check(insn_check_code(row->code, row->model), "%s", row->name);
}
