// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a32-int: integer instructions of A32 and T32 against models in C (Arm ARM F5; DDI 0406C A8).
 *
 * Every instruction of a32-int.def runs in both instruction sets over corner values and all flags;
 * r0 to r12 and the flags with Q and GE are compared. Conditions, IT blocks and memory forms follow.
 *
 * data        a32-int.def
 * conditions  each condition over all flags, in A32 and in IT blocks
 * memory      loads and stores: sizes, addressing, multiple registers, exclusives
 */
#include <libcflat.h>
#include <plainbits.h>
#include <alloc_page.h>
#include <subtest.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

struct regs {
	u32 r[13];
	u32 cpsr;		/* N, Z, C, V, Q and GE */
};

#define FN	0x80000000
#define FZ	0x40000000
#define FC	0x20000000
#define FV	0x10000000
#define FQ	0x08000000
#define FLAGS	0xf80f0000

/* Code in either set, ending with BX LR; the name is its address, odd for T32. */
#define CODE(name, set, insns)						\
	extern const char name[];					\
	asm("	.pushsection .text\n"					\
	    "	.arch	armv7-a\n .arch_extension idiv\n .arch_extension virt\n .syntax unified\n"	\
	    "	.balign	4\n	" set "\n"				\
	    "	.type	" #name ", %function\n"				\
	    "	.globl	" #name "\n"					\
	    #name ":\n" insns "\n	bx	lr\n"			\
	    "	.arm\n	.popsection\n")

/* TPIDRURW keeps the pointer to the registers over the instruction, TPIDRPRW the r0 that it left. */
extern void run_code(const void *code, struct regs *r);
asm(
"	.pushsection .text\n"
"	.arm\n"
"	.globl	run_code\n"
"run_code:\n"
"	push	{ r4-r12, lr }\n"
"	mcr	p15, 0, r1, c13, c0, 2\n"
"	mov	lr, r0\n"
"	ldr	r0, [r1, #52]\n"
"	msr	cpsr_fs, r0\n"
"	mov	r0, lr\n"
"	mcr	p15, 0, r0, c13, c0, 4\n"
"	ldm	r1, { r0-r12 }\n"
"	mrc	p15, 0, lr, c13, c0, 4\n"
"	blx	lr\n"
"	mcr	p15, 0, r0, c13, c0, 4\n"
"	mrc	p15, 0, r0, c13, c0, 2\n"
"	str	r1, [r0, #4]\n"
"	mrs	r1, cpsr\n"
"	str	r1, [r0, #52]\n"
"	mrc	p15, 0, r1, c13, c0, 4\n"
"	str	r1, [r0]\n"
"	add	r0, r0, #8\n"
"	stm	r0, { r2-r12 }\n"
"	pop	{ r4-r12, pc }\n"
"	.popsection\n");

#define R(n)	(r->r[n])
#define LO(n)	((s32)(s16)R(n))
#define HI(n)	((s32)(s16)(R(n) >> 16))

static u32 carry(struct regs *r)
{
	return !!(r->cpsr & FC);
}

static u32 addc(struct regs *r, u32 a, u32 b, u32 c)
{
	u64 wide = (u64)a + b + c;
	u32 res = wide;

	r->cpsr = (r->cpsr & ~(FN | FZ | FC | FV)) | (res & FN) | (res ? 0 : FZ) | (wide >> 32 ? FC : 0) |
		  ((~(a ^ b) & (a ^ res)) >> 31 ? FV : 0);
	return res;
}

static u32 logic(struct regs *r, u32 res, u32 c)
{
	r->cpsr = (r->cpsr & ~(FN | FZ | FC)) | (res & FN) | (res ? 0 : FZ) | (c & 1 ? FC : 0);
	return res;
}

static u32 ror(u32 v, unsigned int n)
{
	n &= 31;
	return n ? v >> n | v << (32 - n) : v;
}

/* Shift_C() by a register: the low byte counts, 0 leaves all, 32 and more have their own carry */
static u32 shift_reg(struct regs *r, unsigned int type, u32 v, u32 amount)
{
	u32 c = carry(r), n = amount & 0xff, res = v;

	if (n) {
		switch (type) {
		case 0:
			res = n < 32 ? v << n : 0;
			c = n <= 32 ? v >> (32 - n) & 1 : 0;
			break;
		case 1:
			res = n < 32 ? v >> n : 0;
			c = n <= 32 ? v >> (n - 1) & 1 : 0;
			break;
		case 2:
			res = (s32)v >> (n < 32 ? n : 31);
			c = (n <= 32 ? (u32)((s64)(s32)v >> (n - 1)) : v >> 31) & 1;
			break;
		default:
			res = ror(v, n);
			c = res >> 31;
			break;
		}
	}
	return logic(r, res, c);
}

static void pair(struct regs *r, u64 v)
{
	R(0) = v;
	R(4) = v >> 32;
}

static u64 get_pair(struct regs *r)
{
	return (u64)R(4) << 32 | R(0);
}

static u32 acc_q(struct regs *r, s64 v, u32 acc)
{
	s64 sum = v + (s32)acc;

	if (sum != (s32)sum)
		r->cpsr |= FQ;
	return sum;
}

static u32 sat_q(struct regs *r, s64 v)
{
	if (v == (s32)v)
		return v;
	r->cpsr |= FQ;
	return v < 0 ? 0x80000000 : 0x7fffffff;
}

static u32 ssat(struct regs *r, s32 v, unsigned int bits)
{
	s64 max = (1LL << (bits - 1)) - 1;

	if (v >= -max - 1 && v <= max)
		return v;
	r->cpsr |= FQ;
	return v < 0 ? -max - 1 : max;
}

static u32 usat(struct regs *r, s32 v, unsigned int bits)
{
	s64 max = (1LL << bits) - 1;

	if (v >= 0 && v <= max)
		return v;
	r->cpsr |= FQ;
	return v < 0 ? 0 : max;
}

/* kind: 0 s, 1 u, 2 q, 3 uq, 4 sh, 5 uh; exchange: the halves of b change places and the operations differ */
static u32 par(struct regs *r, u32 a, u32 b, unsigned int bits, unsigned int kind, bool sub, bool exchange)
{
	u32 res = 0, ge = 0, m = (1U << bits) - 1;

	if (exchange)
		b = ror(b, 16);
	for (unsigned int i = 0; i < 32; i += bits) {
		/* ASX adds on top and subtracts below */
		bool minus = exchange ? (i == 0) ^ sub : sub;
		s32 x = a >> i & m, y = b >> i & m, v;

		if (!(kind & 1)) {
			x = x << (32 - bits) >> (32 - bits);
			y = y << (32 - bits) >> (32 - bits);
		}
		v = minus ? x - y : x + y;
		if (kind == 0 ? v >= 0 : minus ? v >= 0 : v > (s32)m)
			ge |= (bits == 16 ? 3U : 1U) << (i / 8);
		if (kind == 2)
			v = v > (s32)(m >> 1) ? (s32)(m >> 1) : v < -(s32)(m >> 1) - 1 ? -(s32)(m >> 1) - 1 : v;
		else if (kind == 3)
			v = v < 0 ? 0 : v > (s32)m ? (s32)m : v;
		else if (kind >= 4)
			v >>= 1;
		res |= ((u32)v & m) << i;
	}
	if (kind < 2)
		r->cpsr = (r->cpsr & ~0xf0000U) | ge << 16;
	return res;
}

static u32 usad(u32 a, u32 b)
{
	u32 sum = 0;

	for (unsigned int i = 0; i < 32; i += 8) {
		s32 d = (s32)(a >> i & 0xff) - (s32)(b >> i & 0xff);

		sum += d < 0 ? -d : d;
	}
	return sum;
}

static u32 ge_mask(struct regs *r)
{
	u32 m = 0;

	for (unsigned int i = 0; i < 4; i++)
		if (r->cpsr >> (16 + i) & 1)
			m |= 0xffU << (8 * i);
	return m;
}

static u32 rbit(u32 v)
{
	u32 res = 0;

	for (unsigned int i = 0; i < 32; i++)
		res |= (v >> i & 1) << (31 - i);
	return res;
}

#define I(id, text, body...)						\
	CODE(a32_##id, ".arm", text);					\
	CODE(t32_##id, ".thumb", text);					\
	static void model_##id(struct regs *r) { body; }
#define A(id, text, body...)						\
	CODE(a32_##id, ".arm", text);					\
	static void model_##id(struct regs *r) { body; }
#include "a32-int.def"
#undef I
#undef A

static const struct row {
	const char *name;
	const char *a32, *t32;
	void (*model)(struct regs *r);
} rows[] = {
#define I(id, text, body...) { text, a32_##id, t32_##id, model_##id },
#define A(id, text, body...) { text, a32_##id, NULL, model_##id },
#include "a32-int.def"
#undef I
#undef A
};

static const u32 corners[] = {
	0, 1, 2, 31, 32, 33, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000,
	0x80000001, 0xfffffffe, 0xffffffff, 0x7fff8000, 0x80007fff, 0x12345678, 0xaaaa5555, 0x807f01ff,
};

#define NR	ARRAY_SIZE(corners)

static bool equal(const struct regs *in, const struct regs *got, const struct regs *want)
{
	for (unsigned int i = 0; i < 13; i++) {
		if (got->r[i] == want->r[i])
			continue;
		report_info("r1 %#x r2 %#x r3 %#x flags %#x: r%u is %#x, expected %#x", in->r[1], in->r[2], in->r[3],
			    in->cpsr, i, got->r[i], want->r[i]);
		return false;
	}
	if ((got->cpsr & FLAGS) == (want->cpsr & FLAGS))
		return true;
	report_info("r1 %#x r2 %#x r3 %#x flags %#x: flags become %#x, expected %#x", in->r[1], in->r[2], in->r[3],
		    in->cpsr, got->cpsr & FLAGS, want->cpsr & FLAGS);
	return false;
}

static void fill(struct regs *r, unsigned int n)
{
	for (unsigned int i = 0; i < 13; i++)
		r->r[i] = 0x01234567 * (i + 3) + n * 0x9e3779b9;
	r->cpsr = (n * 7 & 15) << 28 | (n * 5 & 15) << 16 | (n % 3 == 0 ? FQ : 0);
}

static bool check_code(const void *code, void (*model)(struct regs *r))
{
	struct regs in, out, want;
	unsigned int n = 0;

	for (unsigned int i = 0; i < NR; i++) {
		for (unsigned int j = 0; j < NR; j++, n++) {
			fill(&in, n);
			in.r[1] = corners[i];
			in.r[2] = corners[j];
			in.r[3] = corners[(i * 7 + j * 5) % NR];
			out = want = in;
			run_code(code, &out);
			model(&want);
			if (!equal(&in, &out, &want))
				return false;
		}
	}
	return true;
}

static void data(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		check(check_code(rows[i].a32, rows[i].model), "A32 %s", rows[i].name);
		if (rows[i].t32)
			check(check_code(rows[i].t32, rows[i].model), "T32 %s", rows[i].name);
	}
}

#define CONDS(X) X(eq, 0) X(ne, 1) X(cs, 2) X(cc, 3) X(mi, 4) X(pl, 5) X(vs, 6) X(vc, 7) X(hi, 8) X(ls, 9) \
	X(ge, 10) X(lt, 11) X(gt, 12) X(le, 13)
#define CODES(c, n)									\
	CODE(a32_cond_##c, ".arm", "mov" #c " r0, #0x11\n mov" #c " r4, r1\n b" #c " 1f\n mov r5, #0\n 1:");	\
	CODE(t32_cond_##c, ".thumb", "itt " #c "\n mov" #c " r0, #0x11\n mov" #c " r4, r1\n b" #c ".w 1f\n mov r5, #0\n 1:");
CONDS(CODES)

static bool holds(unsigned int cond, u32 f)
{
	bool n = f & FN, z = f & FZ, c = f & FC, v = f & FV;
	bool res[] = { z, c, n, v, c && !z, n == v, n == v && !z };

	return res[cond >> 1] ^ (cond & 1);
}

static unsigned int p_cond;

static void model_cond(struct regs *r)
{
	if (holds(p_cond, r->cpsr)) {
		R(0) = 0x11;
		R(4) = R(1);
	} else {
		R(5) = 0;
	}
}

static void conditions(void)
{
	static const struct {
		const char *name, *a32, *t32;
	} conds[] = {
#define ROW(c, n) { #c, a32_cond_##c, t32_cond_##c },
		CONDS(ROW)
	};

	for (p_cond = 0; p_cond < ARRAY_SIZE(conds); p_cond++) {
		check(check_code(conds[p_cond].a32, model_cond), "A32 condition %s", conds[p_cond].name);
		check(check_code(conds[p_cond].t32, model_cond), "T32 IT and branch, condition %s", conds[p_cond].name);
	}
}

static u8 area[4096] __attribute__((aligned(4096))), shadow[4096], before[4096];

static u32 ld(u32 addr, unsigned int bytes)
{
	u32 v = 0;

	for (unsigned int i = 0; i < bytes; i++)
		v |= (u32)shadow[(addr - (u32)area + i) & 4095] << (8 * i);
	return v;
}

static void st(u32 addr, u32 v, unsigned int bytes)
{
	for (unsigned int i = 0; i < bytes; i++)
		shadow[(addr - (u32)area + i) & 4095] = v >> (8 * i);
}

#define MEMORY(X)										\
	X(ldr, "ldr r0, [r1, #8]", R(0) = ld(R(1) + 8, 4))					\
	X(ldr_pre, "ldr r0, [r1, #-12]!", R(1) -= 12; R(0) = ld(R(1), 4))			\
	X(ldr_post, "ldr r0, [r1], #20", R(0) = ld(R(1), 4); R(1) += 20)			\
	X(ldr_reg, "ldr r0, [r1, r2, lsl #2]", R(0) = ld(R(1) + (R(2) << 2), 4))		\
	X(ldrb, "ldrb r0, [r1, #3]", R(0) = ld(R(1) + 3, 1))					\
	X(ldrh, "ldrh r0, [r1, #2]", R(0) = ld(R(1) + 2, 2))					\
	X(ldrsb, "ldrsb r0, [r1, #5]", R(0) = (s8)ld(R(1) + 5, 1))				\
	X(ldrsh, "ldrsh r0, [r1], #6", R(0) = (s16)ld(R(1), 2); R(1) += 6)			\
	X(str, "str r3, [r1, #4]!", R(1) += 4; st(R(1), R(3), 4))				\
	X(strb, "strb r3, [r1, r2]", st(R(1) + R(2), R(3), 1))					\
	X(strh, "strh r3, [r1], #-2", st(R(1), R(3), 2); R(1) -= 2)				\
	X(ldrt, "ldrt r0, [r1]", R(0) = ld(R(1), 4))						\
	X(strbt, "strbt r3, [r1]", st(R(1), R(3), 1))						\
	X(ldrd, "ldrd r4, r5, [r1, #16]", R(4) = ld(R(1) + 16, 4); R(5) = ld(R(1) + 20, 4))	\
	X(strd, "strd r6, r7, [r1, #-8]!", R(1) -= 8; st(R(1), R(6), 4); st(R(1) + 4, R(7), 4))	\
	X(ldmia, "ldmia r1!, { r0, r4, r9 }", R(0) = ld(R(1), 4); R(4) = ld(R(1) + 4, 4); R(9) = ld(R(1) + 8, 4); R(1) += 12) \
	X(ldmdb, "ldmdb r1, { r0, r4, r9 }", R(0) = ld(R(1) - 12, 4); R(4) = ld(R(1) - 8, 4); R(9) = ld(R(1) - 4, 4)) \
	X(stmia, "stmia r1, { r3, r6, r12 }", st(R(1), R(3), 4); st(R(1) + 4, R(6), 4); st(R(1) + 8, R(12), 4)) \
	X(stmdb, "stmdb r1!, { r3, r6, r12 }", st(R(1) - 12, R(3), 4); st(R(1) - 8, R(6), 4); st(R(1) - 4, R(12), 4); R(1) -= 12) \
	X(ldrex, "ldrex r0, [r1]\n strex r5, r3, [r1]", R(0) = ld(R(1), 4); st(R(1), R(3), 4); R(5) = 0)	\
	X(ldrexb, "ldrexb r0, [r1]\n strexb r5, r3, [r1]", R(0) = ld(R(1), 1); st(R(1), R(3), 1); R(5) = 0) \
	X(ldrexh, "ldrexh r0, [r1]\n strexh r5, r3, [r1]", R(0) = ld(R(1), 2); st(R(1), R(3), 2); R(5) = 0) \
	X(ldrexd, "ldrexd r4, r5, [r1]\n strexd r8, r6, r7, [r1]",				\
	  R(4) = ld(R(1), 4); R(5) = ld(R(1) + 4, 4); st(R(1), R(6), 4); st(R(1) + 4, R(7), 4); R(8) = 0) \
	X(clrex, "ldrex r0, [r1]\n clrex\n strex r5, r3, [r1]", R(0) = ld(R(1), 4); R(5) = 1)
#define MEMORY_A32(X)										\
	X(ldmib, "ldmib r1, { r0, r4 }", R(0) = ld(R(1) + 4, 4); R(4) = ld(R(1) + 8, 4))	\
	X(ldmda, "ldmda r1!, { r0, r4 }", R(0) = ld(R(1) - 4, 4); R(4) = ld(R(1), 4); R(1) -= 8) \
	X(stmib, "stmib r1!, { r3, r6 }", st(R(1) + 4, R(3), 4); st(R(1) + 8, R(6), 4); R(1) += 8) \
	X(stmda, "stmda r1, { r3, r6 }", st(R(1) - 4, R(3), 4); st(R(1), R(6), 4))		\
	X(ldr_neg, "ldr r0, [r1, -r2, lsl #1]", R(0) = ld(R(1) - (R(2) << 1), 4))		\
	X(ldr_post_reg, "ldr r0, [r1], r2", R(0) = ld(R(1), 4); R(1) += R(2))			\
	X(ldrd_reg, "ldrd r4, r5, [r1, r2]", R(4) = ld(R(1) + R(2), 4); R(5) = ld(R(1) + R(2) + 4, 4)) \
	X(ldrsh_neg, "ldrsh r0, [r1, -r2]", R(0) = (s16)ld(R(1) - R(2), 2))

#define X(id, text, body...)	CODE(a32_mem_##id, ".arm", text); CODE(t32_mem_##id, ".thumb", text);	\
	static void model_mem_##id(struct regs *r) { body; }
MEMORY(X)
#undef X
#define X(id, text, body...)	CODE(a32_mem_##id, ".arm", text);	\
	static void model_mem_##id(struct regs *r) { body; }
MEMORY_A32(X)
#undef X

static bool check_memory(const void *code, void (*model)(struct regs *r))
{
	struct regs in, out, want;

	for (unsigned int i = 0; i < 4096 && !before[1]; i++)
		before[i] = (i * 0x9d + (i >> 3) * 0x35) | 1;
	for (unsigned int n = 0; n < 8; n++) {
		fill(&in, n);
		in.r[1] = (u32)area + 512 + 8 * n;
		in.r[2] = n * 8;
		memcpy(area, before, 1024);
		memcpy(shadow, before, 1024);
		out = want = in;
		run_code(code, &out);
		model(&want);
		if (!equal(&in, &out, &want))
			return false;
		for (unsigned int i = 0; i < 1024; i++) {
			if (area[i] == shadow[i])
				continue;
			report_info("byte %#x is %#x, expected %#x", i, area[i], shadow[i]);
			return false;
		}
	}
	return true;
}

static void memory(void)
{
	static const struct row mem[] = {
#define X(id, text, body...) { text, a32_mem_##id, t32_mem_##id, model_mem_##id },
		MEMORY(X)
#undef X
#define X(id, text, body...) { text, a32_mem_##id, NULL, model_mem_##id },
		MEMORY_A32(X)
#undef X
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(mem); i++) {
		check(check_memory(mem[i].a32, mem[i].model), "A32 %s", mem[i].name);
		if (mem[i].t32)
			check(check_memory(mem[i].t32, mem[i].model), "T32 %s", mem[i].name);
	}
}

static const struct subtest subtests[] = {
	{ "data", data },
	{ "conditions", conditions },
	{ "memory", memory },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
