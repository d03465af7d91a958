// SPDX-License-Identifier: LGPL-2.1-or-later
/* emulator: arithmetic, bits and multiplication on I/O memory */
#include "emulator.h"

void emu_mov(void)
{
	volatile ulong *m = (void *)emu_mmio;
	ulong value = (ulong)0x0123456789abcdefull, got;

	asm volatile("mov %1, %0" : "=m"(*m) : "r"(value));
	asm volatile("mov %1, %0" : "=r"(got) : "m"(*m));
	check_eq(got, value, "MOV to memory and back");
}

/* One read-modify-write of the double word *@m; gives the arithmetic flags after it. */
#define RMW(before, insn, m, imm)					\
({									\
	ulong __f;							\
									\
	asm volatile(before "\n\t" insn " %2, %0\n\tpushf\n\tpop %1"	\
		     : "+m"(*(m)), "=r"(__f) : "i"(imm) : "cc");	\
	__f & X86_EFLAGS_ALU;						\
})

#define ALU_STEP(before, insn, imm)					\
do {									\
	u32 ram = *m;							\
	ulong want = RMW(before, insn, &ram, imm);			\
	ulong got = RMW(before, insn, m, imm);			\
									\
	check_eq(got, want, insn " " #imm ": flags as with RAM");	\
} while (0)

void emu_alu(void)
{
	volatile u32 *m = (void *)emu_mmio;

	*m = 0x1234;
	ALU_STEP("clc", "orl", 0x8001);
	check_eq(*m, 0x9235, "or");
	ALU_STEP("clc", "addl", 2);
	check_eq(*m, 0x9237, "add");
	ALU_STEP("clc", "xorl", 0x1111);
	check_eq(*m, 0x8326, "xor");
	ALU_STEP("clc", "subl", 0x26);
	check_eq(*m, 0x8300, "sub");
	ALU_STEP("clc", "adcl", 0x100);
	check_eq(*m, 0x8400, "adc with CF=0");
	ALU_STEP("stc", "adcl", 0x100);
	check_eq(*m, 0x8501, "adc with CF=1");
	ALU_STEP("clc", "sbbl", 0);
	check_eq(*m, 0x8501, "sbb with CF=0");
	ALU_STEP("stc", "sbbl", 0);
	check_eq(*m, 0x8500, "sbb with CF=1");
	ALU_STEP("clc", "andl", 0xfe77);
	check_eq(*m, 0x8400, "and");
	ALU_STEP("clc", "testl", 0xf000);
	check_eq(*m, 0x8400, "test leaves its operand");
	ALU_STEP("clc", "cmpl", 0x8401);
	check_eq(*m, 0x8400, "cmp leaves its operand");
}

#define UNARY(insn, m)	asm volatile(insn " %0" : "+m"(*(m)) : : "cc", "memory")

void emu_inc_dec(void)
{
	u32 *m = (void *)emu_mmio;
	u8 *b = emu_mmio;

	*m = 0;
	UNARY("incl", m);
	check_eq(*m, 1, "incl");
	UNARY("decl", m);
	check_eq(*m, 0, "decl");
	UNARY("incb", b);
	check_eq(*m, 1, "incb");
	UNARY("decb", b);
	check_eq(*m, 0, "decb");

	UNARY("lock incl", m);
	check_eq(*m, 1, "lock incl");
	UNARY("lock decl", m);
	check_eq(*m, 0, "lock decl");
	UNARY("lock incb", b);
	check_eq(*m, 1, "lock incb");
	UNARY("lock decb", b);
	check_eq(*m, 0, "lock decb");

	*m = 1234;
	UNARY("lock negl", m);
	check_eq(*m, (u32)-1234, "lock negl");
	UNARY("lock notl", m);
	check_eq(*m, 1233, "lock notl");
#ifdef __x86_64__
	u64 *q = (void *)emu_mmio;

	*q = 1234;
	UNARY("lock negq", q);
	check_eq(*q, (u64)-1234, "lock negq");
	UNARY("lock notq", q);
	check_eq(*q, (u64)1233, "lock notq");
#endif
	*m = 66;
	UNARY("lock negb", b);
	check_eq(*b, (u8)-66, "lock negb");
	UNARY("lock notb", b);
	check_eq(*b, 65, "lock notb");
}

/* The bit string of BTC with a register goes beyond the operand, in both directions. */
void emu_btc(void)
{
	u32 *m = (void *)emu_mmio;

	memset(m, 0, 4 * sizeof(u32));
	asm volatile("btcl $32, %0" : "+m"(m[0]) : : "cc", "memory");
	asm volatile("btcl $1, %0" : "+m"(m[1]) : : "cc", "memory");
	asm volatile("btcl %1, %0" : "+m"(m[0]) : "r"(66) : "cc", "memory");
	check(m[0] == 1 && m[1] == 2 && m[2] == 4, "btcl imm and reg: %x %x %x", m[0], m[1], m[2]);
	asm volatile("btcl %1, %0" : "+m"(m[3]) : "r"(-1) : "cc", "memory");
	check(m[0] == 1 && m[1] == 2 && m[2] == 0x80000004, "btcl reg, negative index: %x %x %x",
	      m[0], m[1], m[2]);
#ifdef __x86_64__
	asm volatile("btcq %1, %0" : "+m"(m[2]) : "r"(-1l) : "cc", "memory");
	check(m[0] == 1 && m[1] == 0x80000002 && m[2] == 0x80000004 && m[3] == 0,
	      "btcq reg, negative index: %x %x %x %x", m[0], m[1], m[2], m[3]);
#endif
}

#define BIT_SCAN(insn, type, value, want)					\
do {										\
	volatile type *__m = (void *)emu_mmio;					\
	type __got = (type)~0ull;						\
	u8 __zf;								\
										\
	*__m = (type)(value);							\
	asm volatile(insn " %2, %0; setz %1" : "+r"(__got), "=q"(__zf) : "m"(*__m) : "cc"); \
	if ((want) >= 0)							\
		check(__got == (type)(want) && !__zf, insn " of " #value ": %#lx, ZF %u", \
		      (ulong)__got, __zf);					\
	else									\
		check_eq(__zf, 1, insn " of 0 sets ZF");			\
} while (0)

void emu_bsf_bsr(void)
{
	BIT_SCAN("bsfw", u16, 0xc000, 14);
	BIT_SCAN("bsfl", u32, 0xc0000000, 30);
	BIT_SCAN("bsfl", u32, 0, -1);
	BIT_SCAN("bsrw", u16, 0xc000, 15);
	BIT_SCAN("bsrl", u32, 0xc0000000, 31);
	BIT_SCAN("bsrl", u32, 0, -1);
#ifdef __x86_64__
	BIT_SCAN("bsfq", u64, 0xc00000000000ull, 46);
	BIT_SCAN("bsfq", u64, 0, -1);
	BIT_SCAN("bsrq", u64, 0xc00000000000ull, 47);
	BIT_SCAN("bsrq", u64, 0, -1);
#endif
}

/* Register forms keep what the operand size leaves alone; 32-bit forms clear the upper half. */
#define IMUL(text, in, m_value, want)						\
do {										\
	volatile ulong *__m = (void *)emu_mmio;					\
	ulong __a = (ulong)(in);						\
										\
	*__m = (m_value);							\
	asm volatile(text : "+a"(__a) : "m"(*__m) : "rdx", "cc");		\
	check_eq(__a, (ulong)(want), "%s of %#lx, memory %u", text, (ulong)(in), m_value); \
} while (0)

#define LOW_KEPT(in, low)	(((in) & ~0xffffull) | (low))

void emu_imul(void)
{
	const u64 one = 0x1234567812345678ull, three = 0x8765432187654321ull;

	IMUL("imulw %1, %%ax", one, 51, LOW_KEPT(one, 0x39e8));
	IMUL("imull %1, %%eax", one, 51, 0xa06d39e8);
	IMUL("imulw $51, %1, %%ax", three, 0x5678, LOW_KEPT(three, 0x39e8));
	IMUL("imull $51, %1, %%eax", three, 0x12345678, 0xa06d39e8);
	IMUL("imulw $311, %1, %%ax", three, 0x5678, LOW_KEPT(three, 0x0bc8));
	IMUL("imull $311, %1, %%eax", three, 0x12345678, 0x1d950bc8);
	IMUL("imulw $-1, %1, %%ax", three, 0x5678, LOW_KEPT(three, 0xa988));
#ifdef __x86_64__
	volatile u64 *m = (void *)emu_mmio;
	u64 a;

	IMUL("imulq %1, %%rax", one, 51, 0xa06d39eba06d39e8ull);
	*m = one;
	asm volatile("imulq $51, %1, %0" : "=r"(a) : "m"(*m) : "cc");
	check_eq(a, 0xa06d39eba06d39e8ull, "imulq $51 of memory");
	asm volatile("imulq $311, %1, %0" : "=r"(a) : "m"(*m) : "cc");
	check_eq(a, 0x1d950bde1d950bc8ull, "imulq $311 of memory");
#endif
}

void emu_shld(void)
{
	volatile u32 *m = (void *)emu_mmio;

	*m = 0x12345678;
	asm volatile("shldl %%cl, %1, %0" : "+m"(*m) : "r"(0xaaaaaaaa), "c"(3) : "cc");
	check_eq(*m, (0x12345678u << 3) | 5, "shld by 3");
	*m = 0x12345678;
	asm volatile("shrdl %%cl, %1, %0" : "+m"(*m) : "r"(0x55555555), "c"(3) : "cc");
	check_eq(*m, (0x12345678u >> 3) | (5u << 29), "shrd by 3");
	*m = 0x12345678;
	asm volatile("shldl %%cl, %1, %0" : "+m"(*m) : "r"(0xaaaaaaaa), "c"(32) : "cc");
	check_eq(*m, 0x12345678, "shld by 32 changes nothing");
}

/* CMPXCHG writes in both cases; the accumulator gets what was there. */
void emu_cmpxchg(void)
{
	volatile u32 *m = (void *)emu_mmio;
	volatile u64 *q = (void *)emu_mmio;
	u32 a, d;
	u8 zf;

	*m = 5;
	a = 5;
	asm volatile("lock cmpxchgl %3, %0; setz %2" : "+m"(*m), "+a"(a), "=q"(zf) : "r"(7) : "cc");
	check(*m == 7 && a == 5 && zf, "cmpxchgl, equal: memory %u, EAX %u, ZF %u", *m, a, zf);
	asm volatile("lock cmpxchgl %3, %0; setz %2" : "+m"(*m), "+a"(a), "=q"(zf) : "r"(9) : "cc");
	check(*m == 7 && a == 7 && !zf, "cmpxchgl, different: memory %u, EAX %u, ZF %u", *m, a, zf);

	*q = 0x1122334455667788ull;
	a = 0x55667788;
	d = 0x11223344;
	asm volatile("lock cmpxchg8b %0; setz %3" : "+m"(*q), "+a"(a), "+d"(d), "=q"(zf)
		     : "b"(0xaabbccdd), "c"(0x99887766) : "cc");
	check(*q == 0x99887766aabbccddull && zf, "cmpxchg8b, equal: memory %#" PRIx64 ", ZF %u", *q, zf);
	asm volatile("lock cmpxchg8b %0; setz %3" : "+m"(*q), "+a"(a), "+d"(d), "=q"(zf)
		     : "b"(0), "c"(0) : "cc");
	check(*q == 0x99887766aabbccddull && a == 0xaabbccdd && d == 0x99887766 && !zf,
	      "cmpxchg8b, different: memory %#" PRIx64 ", EDX:EAX %#x:%#x, ZF %u", *q, d, a, zf);
}
