// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * emulator: instructions that a hypervisor's or TCG's emulator gets wrong
 * easily: illegal words, the string instructions (Power ISA Book I, section
 * 3.3.7) with register wrap and overlap, and what little endian makes of them
 * (alignment interrupt), load and store multiple, byte-reversed, quadword and
 * unaligned accesses.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include "exec.h"

#define IS_LE	(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

/* An illegal instruction is a program interrupt, or HEAI with MSR[HV]. */
static void check_illegal(unsigned long vector, const char *what)
{
	if (cpu_has_heai) {
		check_eq(vector, 0xe40, "%s: vector", what);
		return;
	}
	check_eq(vector, 0x700, "%s: vector", what);
	check_eq(last_trap()->msr & 0xffff0000UL & ~SRR1_PREFIX, SRR1_ILLEGAL,
		 "%s: SRR1[33:36,42:47]", what);
}

static void is_64bit(void)
{
	check_eq(mfmsr() >> MSR_SF_BIT, 1, "MSR[SF]");
}

static void invalid(void)
{
	struct insn_regs regs = { 0 };

	check_illegal(exec_insn(&regs, 0), "word 0");
}

static u8 memory[4096] __attribute__((aligned(4096)));

static void fill(void)
{
	for (unsigned int i = 0; i < sizeof(memory); i++)
		memory[i] = i + 1;
}

#define LSWX(rt, ra, rb)	X_FORM(31, rt, ra, rb, 533, 0)
#define LSWI(rt, ra, nb)	X_FORM(31, rt, ra, nb, 597, 0)
#define STSWX(rs, ra, rb)	X_FORM(31, rs, ra, rb, 661, 0)
#define STSWI(rs, ra, nb)	X_FORM(31, rs, ra, nb, 725, 0)
#define LMW(rt, ra, d)		D_FORM(46, rt, ra, d)
#define STMW(rs, ra, d)		D_FORM(47, rs, ra, d)

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* Alignment interrupt in little endian for everything of this kind. */
static void string_alignment(const char *what, u32 insn, u64 xer)
{
	struct insn_regs regs = { .r3 = (u64)memory, .r5 = -1, .r6 = -1, .xer = xer };

	fill();
	check_eq(exec_insn(&regs, insn), 0x600, "%s in little endian: vector", what);
	check_eq(last_trap()->nip, exec_insn_addr(), "%s in little endian: SRR0", what);
	check_eq(regs.r5, -1UL, "%s in little endian: target register", what);
}

static void lswx(void)
{
	string_alignment("lswx", LSWX(5, 0, 3), 4);
}

static void lswi(void)
{
	string_alignment("lswi", LSWI(5, 3, 4), 0);
}

static void stsw(void)
{
	string_alignment("stswx", STSWX(5, 0, 3), 4);
	string_alignment("stswi", STSWI(5, 3, 4), 0);
	check_eq(memory[0], 1, "memory after stswi in little endian");
}

static void multiple(void)
{
	string_alignment("lmw", LMW(30, 3, 0), 0);
	string_alignment("stmw", STMW(30, 3, 0), 0);
	check_eq(memory[0], 1, "memory after stmw in little endian");
}
#else
/* @bytes from @memory into r11 up; the registers r11 to r19 are returned. */
#define LOAD_STRING(insn, bytes, addr, out)					\
	asm volatile("mr 9,%0\n\tmr 10,%1\n\tmtxer %2\n\t"			\
		     "li 11,-1\n\tli 12,-1\n\tli 14,-1\n\tli 15,-1\n\tli 16,-1\n\t"	\
		     "li 17,-1\n\tli 18,-1\n\tli 19,-1\n\tstd 13,0(10)\n\tli 13,-1\n\t"	\
		     insn "\n\t"						\
		     "std 11,8(10)\n\tstd 12,16(10)\n\tstd 13,24(10)\n\tstd 14,32(10)\n\t" \
		     "std 15,40(10)\n\tstd 16,48(10)\n\tstd 17,56(10)\n\tstd 18,64(10)\n\t" \
		     "std 19,72(10)\n\tld 13,0(10)"				\
		     : : "r"(addr), "b"(out), "r"(bytes)			\
		     : "memory", "r9", "r10", "r11", "r12", "r14", "r15", "r16", "r17",	\
		       "r18", "r19", "xer")

static void check_string(const u64 *out, int bytes, const char *what)
{
	for (int r = 0; r < 9; r++) {
		u64 want = 0;

		for (int b = 0; b < 4 && r * 4 + b < bytes; b++)
			want |= (u64)(r * 4 + b + 1) << (24 - 8 * b);
		if (r * 4 >= bytes)
			want = -1UL;
		check_eq(out[1 + r], want, "%s of %d bytes: r%d", what, bytes, 11 + r);
	}
}

static void lswx(void)
{
	u64 out[10], r0, r31;
	static const u8 lengths[] = { 0, 1, 3, 4, 9, 32 };

	fill();
	for (unsigned int i = 0; i < sizeof(lengths); i++) {
		LOAD_STRING("lswx 11,0,9", (u64)lengths[i], memory, out);
		check_string(out, lengths[i], "lswx");
	}

	/* Wrap from r31 to r0. */
	asm volatile("mtxer %2\n\tmr 9,%3\n\tlswx 31,0,9\n\tmr %0,31\n\tmr %1,0"
		     : "=&r"(r31), "=&r"(r0) : "r"(8), "r"(memory)
		     : "r31", "r0", "r9", "xer", "memory");
	check_eq(r31, 0x01020304, "lswx of 8 bytes from r31: r31");
	check_eq(r0, 0x05060708, "lswx of 8 bytes from r31: r0");

	/*
	 * RB within the range: an invalid form, which may be executed or be
	 * illegal; RB is left as it is either way.
	 */
	trap_expect();
	asm volatile("mtxer %2\n\tmr 0,%3\n\tmr 29,1\n\t" ASM_TRY(".long 0x7fe0042a") "\n\t"
		     "mr 1,29\n\tmr %0,31\n\tmr %1,0"
		     : "=&r"(r31), "=&r"(r0) : "r"(12), "r"(memory)
		     : "r31", "r29", "r0", "xer", "memory");
	check_eq(r0, (u64)memory, "lswx of 12 bytes over its own RB: RB");
	check(trap_vector() == 0 || trap_vector() == 0x700 || trap_vector() == 0xe40,
	      "lswx over its own RB is executed or illegal: vector %#lx", trap_vector());
}

static void lswi(void)
{
	u64 out[10], r0, r31, r1;

	fill();
	LOAD_STRING("lswi 11,9,1", 0UL, memory, out);
	check_string(out, 1, "lswi");
	LOAD_STRING("lswi 11,9,3", 0UL, memory, out);
	check_string(out, 3, "lswi");
	LOAD_STRING("lswi 11,9,7", 0UL, memory, out);
	check_string(out, 7, "lswi");
	LOAD_STRING("lswi 11,9,32", 0UL, memory, out);
	check_string(out, 32, "lswi");

	asm volatile("mr 9,%2\n\tlswi 31,9,8\n\tmr %0,31\n\tmr %1,0"
		     : "=&r"(r31), "=&r"(r0) : "r"(memory)
		     : "r31", "r0", "r9", "memory");
	check_eq(r31, 0x01020304, "lswi of 8 bytes from r31: r31");
	check_eq(r0, 0x05060708, "lswi of 8 bytes from r31: r0");

	/* The same with RA: r1 holds the address and would be the third register. */
	trap_expect();
	asm volatile("mr 29,1\n\tmr 1,%3\n\t" ASM_TRY(".long 0x7fe154aa") "mr %2,1\n\tmr 1,29\n\t"
		     "mr %0,31\n\tmr %1,0"
		     : "=&r"(r31), "=&r"(r0), "=&r"(r1) : "r"(memory)
		     : "r31", "r29", "r0", "memory");
	check_eq(r1, (u64)memory, "lswi of 10 bytes over its own RA: RA");
	check(trap_vector() == 0 || trap_vector() == 0x700 || trap_vector() == 0xe40,
	      "lswi over its own RA is executed or illegal: vector %#lx", trap_vector());
}

static void stsw(void)
{
	struct insn_regs regs = { .r3 = (u64)memory, .r5 = 0xdeadbeefa1a2a3a4,
				  .r6 = 0xdeadbeefb1b2b3b4, .r7 = 0xdeadbeefc1c2c3c4 };
	static const u8 want[12] = { 0xa1, 0xa2, 0xa3, 0xa4, 0xb1, 0xb2, 0xb3, 0xb4, 0xc1, 10, 11, 12 };

	fill();
	check_eq(exec_insn(&regs, STSWI(5, 3, 9)), 0, "stswi of 9 bytes: vector");
	check_mem(memory, want, 12, "stswi of 9 bytes: memory");
	fill();
	regs.xer = 9;
	check_eq(exec_insn(&regs, STSWX(5, 0, 3)), 0, "stswx of 9 bytes: vector");
	check_mem(memory, want, 12, "stswx of 9 bytes: memory");
	fill();
	regs.xer = 0;
	check_eq(exec_insn(&regs, STSWX(5, 0, 3)), 0, "stswx of 0 bytes: vector");
	check_eq(memory[0], 1, "stswx of 0 bytes: memory");
}

static void multiple(void)
{
	u64 r30, r31;

	fill();
	asm volatile("lmw 30,0(%2)\n\tmr %0,30\n\tmr %1,31"
		     : "=&r"(r30), "=&r"(r31) : "b"(memory) : "r30", "r31", "memory");
	check_eq(r30, 0x01020304, "lmw: r30");
	check_eq(r31, 0x05060708, "lmw: r31");
	asm volatile("lis 30,0x1122\n\tlis 31,0x3344\n\tstmw 30,8(%0)"
		     : : "b"(memory) : "r30", "r31", "memory");
	check_eq(*(u32 *)(memory + 8), 0x11220000, "stmw: first word");
	check_eq(*(u32 *)(memory + 12), 0x33440000, "stmw: second word");
	check_eq(memory[16], 17, "stmw: byte behind");
}
#endif

/* Loads and stores: what a byte array must look like on both sides. */
struct access {
	const char *name;
	u32 insn;		/* register r5, address r3 (+ r4) */
	u8 bytes;
	bool store, reverse, sign, update;
};

#define X31(xo)	X_FORM(31, 5, 3, 4, xo, 0)

static const struct access accesses[] = {
	{ "lbz", D_FORM(34, 5, 3, 0), 1 },
	{ "lbzx", X31(87), 1 },
	{ "lbzu", D_FORM(35, 5, 3, 0), 1, .update = true },
	{ "lbzux", X31(119), 1, .update = true },
	{ "lhz", D_FORM(40, 5, 3, 0), 2 },
	{ "lhzx", X31(279), 2 },
	{ "lhzu", D_FORM(41, 5, 3, 0), 2, .update = true },
	{ "lhzux", X31(311), 2, .update = true },
	{ "lha", D_FORM(42, 5, 3, 0), 2, .sign = true },
	{ "lhax", X31(343), 2, .sign = true },
	{ "lhau", D_FORM(43, 5, 3, 0), 2, .sign = true, .update = true },
	{ "lhaux", X31(375), 2, .sign = true, .update = true },
	{ "lhbrx", X31(790), 2, .reverse = true },
	{ "lwz", D_FORM(32, 5, 3, 0), 4 },
	{ "lwzx", X31(23), 4 },
	{ "lwzu", D_FORM(33, 5, 3, 0), 4, .update = true },
	{ "lwzux", X31(55), 4, .update = true },
	{ "lwa", D_FORM(58, 5, 3, 2), 4, .sign = true },
	{ "lwax", X31(341), 4, .sign = true },
	{ "lwaux", X31(373), 4, .sign = true, .update = true },
	{ "lwbrx", X31(534), 4, .reverse = true },
	{ "ld", D_FORM(58, 5, 3, 0), 8 },
	{ "ldx", X31(21), 8 },
	{ "ldu", D_FORM(58, 5, 3, 1), 8, .update = true },
	{ "ldux", X31(53), 8, .update = true },
	{ "ldbrx", X31(532), 8, .reverse = true },
	{ "stb", D_FORM(38, 5, 3, 0), 1, .store = true },
	{ "stbx", X31(215), 1, .store = true },
	{ "stbu", D_FORM(39, 5, 3, 0), 1, .store = true, .update = true },
	{ "stbux", X31(247), 1, .store = true, .update = true },
	{ "sth", D_FORM(44, 5, 3, 0), 2, .store = true },
	{ "sthx", X31(407), 2, .store = true },
	{ "sthu", D_FORM(45, 5, 3, 0), 2, .store = true, .update = true },
	{ "sthux", X31(439), 2, .store = true, .update = true },
	{ "sthbrx", X31(918), 2, .store = true, .reverse = true },
	{ "stw", D_FORM(36, 5, 3, 0), 4, .store = true },
	{ "stwx", X31(151), 4, .store = true },
	{ "stwu", D_FORM(37, 5, 3, 0), 4, .store = true, .update = true },
	{ "stwux", X31(183), 4, .store = true, .update = true },
	{ "stwbrx", X31(662), 4, .store = true, .reverse = true },
	{ "std", D_FORM(62, 5, 3, 0), 8, .store = true },
	{ "stdx", X31(149), 8, .store = true },
	{ "stdu", D_FORM(62, 5, 3, 1), 8, .store = true, .update = true },
	{ "stdux", X31(181), 8, .store = true, .update = true },
	{ "stdbrx", X31(660), 8, .store = true, .reverse = true },
};

/* One access at @offset of the test memory, compared byte by byte. */
static bool access_at(const struct access *a, unsigned int offset)
{
	bool indexed = a->insn >> 26 == 31, big = IS_LE ? a->reverse : !a->reverse;
	struct insn_regs regs = { .r4 = 16 };
	u64 value = 0;

	for (unsigned int i = 0; i < sizeof(memory); i++)
		memory[i] = (i * 37 + 0x91) | 0x80;
	regs.r3 = (u64)memory + offset - (indexed ? 16 : 0);
	regs.r5 = 0xf1e2d3c4b5a69788;
	if (a->store) {
		if (exec_insn(&regs, a->insn))
			return false;
		for (unsigned int i = 0; i < sizeof(memory); i++) {
			unsigned int n = i - offset;
			u8 want = (i * 37 + 0x91) | 0x80;

			if (n < a->bytes)
				want = 0xf1e2d3c4b5a69788 >> 8 * (big ? a->bytes - 1 - n : n);
			if (memory[i] != want)
				return false;
		}
	} else {
		for (unsigned int n = 0; n < a->bytes; n++)
			value |= (u64)memory[offset + n] << 8 * (big ? a->bytes - 1 - n : n);
		if (a->sign)
			value |= a->bytes == 2 ? 0xffffffffffff0000 : 0xffffffff00000000;
		if (exec_insn(&regs, a->insn) || regs.r5 != value)
			return false;
	}
	return regs.r3 == (u64)memory + offset - (indexed && !a->update ? 16 : 0);
}

static void load_store(void)
{
	/* Aligned, at each misalignment, over cache lines and a 4 KiB boundary inside. */
	static const u16 offsets[] = { 64, 65, 66, 67, 68, 69, 70, 71, 121, 122, 123, 125, 127,
				       2047, 2043, 1021 };

	for (unsigned int i = 0; i < ARRAY_SIZE(accesses); i++) {
		const struct access *a = &accesses[i];
		unsigned int bad = 0;

		for (unsigned int o = 0; o < ARRAY_SIZE(offsets); o++)
			if (!access_at(a, offsets[o]))
				bad |= 1U << o;
		check_eq(bad, 0, "%s at 16 alignments, bit mask of the wrong ones", a->name);
	}
}

/* lq and stq: the even register has the high half in big endian terms. */
static void quadword(void)
{
	u64 *mem = (u64 *)memory;
	struct insn_regs regs = { .r3 = (u64)memory };

	mem[0] = 0x1111111122222222;
	mem[1] = 0x3333333344444444;
	if (!check_eq(exec_insn(&regs, D_FORM(56, 6, 3, 0)), 0, "lq: vector"))
		return;
	check_eq(regs.r6, IS_LE ? mem[1] : mem[0], "lq: even register");
	check_eq(regs.r7, IS_LE ? mem[0] : mem[1], "lq: odd register");
	regs.r8 = 0x5555;
	regs.r9 = 0x6666;
	if (!check_eq(exec_insn(&regs, D_FORM(62, 8, 3, 16 | 2)), 0, "stq: vector"))
		return;
	check_eq(mem[2], IS_LE ? 0x6666 : 0x5555, "stq: first doubleword");
	check_eq(mem[3], IS_LE ? 0x5555 : 0x6666, "stq: second doubleword");
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

/* dcbz clears exactly the line, wherever in it the address is. */
static void dcbz(void)
{
	struct insn_regs regs = { .r3 = (u64)memory, .r4 = 0 };
	unsigned int line = __dcache_bytes, wrong = 0;

	for (unsigned int in = 0; in < line; in += line / 4 - 1) {
		fill();
		regs.r4 = 1024 + in;
		check_eq(exec_insn(&regs, X_FORM(31, 0, 3, 4, 1014, 0)), 0, "dcbz at line + %u: vector", in);
		for (unsigned int i = 0; i < sizeof(memory); i++)
			if (memory[i] != (i / line == 1024 / line ? 0 : (u8)(i + 1)))
				wrong++;
	}
	check_eq(wrong, 0, "dcbz of one line of %u bytes: wrong bytes", line);
}

/* Words of no instruction, each in an opcode with other legal ones. */
static const struct {
	const char *name;
	u32 insn;
} illegal[] = {
	{ "primary opcode 22", 22U << 26 },
	{ "opcode 19, unused extended", 19U << 26 | 0x3fe },
	{ "opcode 31, unused extended", 31U << 26 | 0x3fe },
	{ "opcode 30, unused extended", 30U << 26 | 15 << 1 },
	{ "opcode 62, unused extended", 62U << 26 | 3 },
};

static void illegal_words(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(illegal); i++) {
		struct insn_regs regs = { .r3 = (u64)memory, .r4 = 8, .r5 = 0x55 };

		check_illegal(exec_insn(&regs, illegal[i].insn), illegal[i].name);
		check_eq(last_trap()->nip, exec_insn_addr(), "%s: SRR0", illegal[i].name);
		check_eq(regs.r5, 0x55, "%s: r5", illegal[i].name);
	}
}

static const struct subtest subtests[] = {
	{ "64bit", is_64bit },
	{ "invalid", invalid },
	{ "lswx", lswx },
	{ "lswi", lswi },
	{ "stsw", stsw },
	{ "multiple", multiple },
	{ "load-store", load_store },
	{ "quadword", quadword, .requires = needs_power8 },
	{ "dcbz", dcbz },
	{ "illegal-words", illegal_words },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("emulator");
	return run_subtests(subtests, argc, argv);
}
