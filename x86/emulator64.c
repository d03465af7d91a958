// SPDX-License-Identifier: LGPL-2.1-or-later
/* emulator, 64-bit mode: stack, exchange, division, far jump, RIP-relative and short operands on I/O memory */
#include "emulator.h"

/* Run @code with RSP = @sp; gives RSP after it. Other operands follow. */
#define ON_STACK(stack, code, inputs...)					\
({										\
	ulong __sp = (ulong)(stack);						\
										\
	asm volatile("mov %%rsp, %%r11\n\tmov %[sp], %%rsp\n\t" code "\n\t"	\
		     "mov %%rsp, %[sp]\n\tmov %%r11, %%rsp"			\
		     : [sp] "+&r"(__sp) : inputs : "r11", "r10", "memory", "cc");	\
	(u8 *)__sp;								\
})

void emu_push(void)
{
	s64 *top = (void *)(emu_mmio + PAGE_SIZE), value = 0x123456789abcdef;
	u8 *sp;

	memset(top - 4, 0, 32);
	sp = ON_STACK(top, "pushq $-7; pushq %[reg]; pushq (%[mem]); pushq $-7070707",
		      [reg] "r"(-17l), [mem] "r"(&value));
	check_eq(sp, (u8 *)(top - 4), "RSP after four pushes");
	check_eq(top[-1], -7l, "push imm8");
	check_eq(top[-2], -17l, "push register");
	check_eq(top[-3], value, "push memory");
	check_eq(top[-4], -7070707l, "push imm32");
}

void emu_pop(void)
{
	u64 *m = (void *)emu_mmio, *top = (void *)(emu_mmio + PAGE_SIZE);
	static u64 ram;
	u64 reg = 0, rbp = 0;
	u8 *sp;

	*m = 0;
	asm volatile("pushq %1; popq (%0)" : : "r"(m), "r"(0x123456789abcdeful) : "memory");
	check_eq(*m, 0x123456789abcdeful, "pop to I/O memory");

	sp = ON_STACK(top, "pushq %[v]; popq (%[p])", [v] "r"(0x1122334455667788ul), [p] "r"(&ram));
	check(ram == 0x1122334455667788ul && sp == (u8 *)top, "pop from I/O memory to RAM: %#lx", ram);

	top[-1] = 0x778899aabbccddul;
	sp = ON_STACK(top - 1, "popq %%r10; mov %%r10, (%[p])", [p] "r"(&reg));
	check(reg == 0x778899aabbccddul && sp == (u8 *)top, "pop from I/O memory to a register: %#lx", reg);

	reg = 0;
	sp = ON_STACK(top, "lea 1f(%%rip), %%r10; pushq %%r10; ret; movq $1, (%[p]); 1:", [p] "r"(&reg));
	check(!reg && sp == (u8 *)top, "ret through I/O memory");

	top[-1] = 0x778899;
	sp = ON_STACK(m, "mov %%rbp, %%r10; mov %[frame], %%rbp; leave; xchg %%rbp, %%r10; mov %%r10, (%[p])",
		      [frame] "r"(top - 1), [p] "r"(&rbp));
	check(rbp == 0x778899 && sp == (u8 *)top, "leave: RBP %#lx, RSP %+ld from the top", rbp, (long)(sp - (u8 *)top));
}

static void enter_at(u8 *top, const char *what, int big)
{
	u64 old_rbp = 0, new_rbp = 0;
	ulong size;
	u8 *sp;

#define ENTER(imm)									\
	ON_STACK(top, "mov %%rbp, (%[old]); mov %%rbp, %%r10; enter $" #imm ", $0; mov %%rbp, (%[new]);"	\
		 "mov %%r10, %%rbp", [old] "r"(&old_rbp), [new] "r"(&new_rbp))
	if (big) {
		sp = ENTER(0x1238);
		size = 0x1238;
	} else {
		sp = ENTER(0x1234);
		size = 0x1234;
	}
	check_eq(sp, top - 8 - size, "enter, %s: RSP", what);
	check_eq((u8 *)new_rbp, top - 8, "enter, %s: RBP", what);
	check_eq(*(u64 *)(top - 8), old_rbp, "enter, %s: saved RBP", what);
}

void emu_enter(void)
{
	enter_at(emu_mmio + PAGE_SIZE, "top of the first page", 1);
	enter_at(emu_mmio + 2 * PAGE_SIZE + 4, "frame across I/O and RAM", 0);
	enter_at(emu_mmio + PAGE_SIZE + 4, "frame across two pages of I/O", 0);
	enter_at(emu_mmio + 4, "frame across RAM and I/O", 0);
}

#define EXCHANGE(insn, reg, want_m, want_a)						\
do {											\
	volatile u64 *__m = (void *)emu_mmio;						\
	u64 __a = 0xfedcba9876543210ul;							\
											\
	*__m = 0x0123456789abcdeful;							\
	asm volatile(insn " %%" reg ", %0" : "+m"(*__m), "+a"(__a) : : "cc");		\
	check(*__m == (want_m) && __a == (want_a), insn " " reg ": memory %#lx, register %#lx", *__m, __a); \
} while (0)

void emu_xchg(void)
{
	EXCHANGE("xchg", "al", 0x0123456789abcd10ul, 0xfedcba98765432eful);
	EXCHANGE("xchg", "ax", 0x0123456789ab3210ul, 0xfedcba987654cdeful);
	EXCHANGE("xchg", "eax", 0x0123456776543210ul, 0x89abcdeful);
	EXCHANGE("xchg", "rax", 0xfedcba9876543210ul, 0x0123456789abcdeful);
}

void emu_xadd(void)
{
	EXCHANGE("xadd", "al", 0x0123456789abcdfful, 0xfedcba98765432eful);
	EXCHANGE("xadd", "ax", 0x0123456789abfffful, 0xfedcba987654cdeful);
	EXCHANGE("xadd", "eax", 0x01234567fffffffful, 0x89abcdeful);
	EXCHANGE("xadd", "rax", 0xfffffffffffffffful, 0x0123456789abcdeful);
}

void emu_cr8(void)
{
	ulong old = read_cr8();

	write_cr8(3);
	check_eq(read_cr8(), 3ul, "CR8 reads what was written");
	write_cr8(old);
}

void emu_ljmp(void)
{
	volatile struct {
		u64 offset;
		u16 selector;
	} __attribute__((packed)) *p64 = (void *)emu_mmio;
	volatile struct far_pointer32 *p32 = (void *)emu_mmio;
	ulong target;
	u8 missed = 1;

	asm volatile("lea 1f(%%rip), %0\n\t"
		     "mov %k0, (%2)\n\t"
		     "movw %w3, 4(%2)\n\t"
		     "ljmpl *(%2)\n\t"
		     "jmp 2f\n"
		     "1: movb $0, %1\n"
		     "2:" : "=&r"(target), "+m"(missed) : "r"(p32), "r"(read_cs()) : "memory");
	check(!missed, "ljmp through a pointer of 32 bits");
	missed = 1;
	asm volatile("lea 1f(%%rip), %0\n\t"
		     "mov %0, (%2)\n\t"
		     "movw %w3, 8(%2)\n\t"
		     "rex.W ljmp *(%2)\n\t"
		     "jmp 2f\n"
		     "1: movb $0, %1\n"
		     "2:" : "=&r"(target), "+m"(missed) : "r"(p64), "r"(read_cs()) : "memory");
	check(!missed, "ljmp through a pointer of 64 bits");
}

void emu_div(void)
{
	volatile u64 *m = (void *)emu_mmio;
	u64 a = 0x1111222233334444ul, d = 0x5555666677778888ul, other = 0x99;

	*m = 0;
	asm volatile(ASM_TRY("1f") "divq %2\n\tmovq $0, %3\n1:"
		     : "+a"(a), "+d"(d) : "m"(*m), "m"(other) : "cc", "memory");
	check_eq(exception_vector(), DE_VECTOR, "divq by 0: vector");
	check(a == 0x1111222233334444ul && d == 0x5555666677778888ul && other == 0x99,
	      "divq by 0: registers stay: %#lx %#lx, next instruction did not run: %#lx", a, d, other);

	*m = 987654321098765ul;
	a = d = 123456789012345ul;
	asm volatile(ASM_TRY("1f") "divq %2\n1:" : "+a"(a), "+d"(d) : "m"(*m) : "cc");
	check(!exception_vector() && a == 0x1ffffffb1b963b33ul && d == 0x273ba4384ede2ul,
	      "divq: quotient %#lx, remainder %#lx", a, d);
	*m = 5;
	a = 0;
	d = 5;
	asm volatile(ASM_TRY("1f") "divq %2\n1:" : "+a"(a), "+d"(d) : "m"(*m) : "cc");
	check_eq(exception_vector(), DE_VECTOR, "divq, quotient too long: vector");
}

#define MUL(suffix, want_a, want_d)							\
do {											\
	volatile u64 *__m = (void *)emu_mmio;						\
	u64 __a = 0x1111111111111111ul, __d = 0x2222222222222222ul;			\
											\
	*__m = 0x3333333333333333ul;							\
	asm volatile("mul" suffix " %2" : "+a"(__a), "+d"(__d) : "m"(*__m) : "cc");	\
	check(__a == (want_a) && __d == (want_d), "mul" suffix ": RAX %#lx, RDX %#lx", __a, __d); \
} while (0)

void emu_mul(void)
{
	MUL("b", 0x1111111111110363ul, 0x2222222222222222ul);
	MUL("w", 0x111111111111c963ul, 0x2222222222220369ul);
	MUL("l", 0x962fc963ul, 0x369d036ul);
	MUL("q", 0x2fc962fc962fc963ul, 0x369d0369d0369d0ul);
}

/* In RAM: hypervisors need not carry it out on I/O memory. */
void emu_cmpxchg16b(void)
{
	static u64 q[4] __attribute__((aligned(16)));
	u64 a = 1, d = 2;
	u8 zf;

	if (!(raw_cpuid(1, 0).c & BIT(13))) {
		report_skip("CMPXCHG16B is not in CPUID");
		return;
	}
	q[0] = 1;
	q[1] = 2;
	asm volatile("lock cmpxchg16b %0; setz %3" : "+m"(*(u8 (*)[16])q), "+a"(a), "+d"(d), "=q"(zf)
		     : "b"(3ul), "c"(4ul) : "cc");
	check(q[0] == 3 && q[1] == 4 && zf, "equal: memory %#lx:%#lx, ZF %u", q[1], q[0], zf);
	asm volatile("lock cmpxchg16b %0; setz %3" : "+m"(*(u8 (*)[16])q), "+a"(a), "+d"(d), "=q"(zf)
		     : "b"(5ul), "c"(6ul) : "cc");
	check(q[0] == 3 && q[1] == 4 && a == 3 && d == 4 && !zf, "different: RDX:RAX %#lx:%#lx, ZF %u", d, a, zf);
	check_eq(asm_safe("lock cmpxchg16b 8(%0)", "r"(q), "a"(0), "d"(0), "b"(0), "c"(0)), GP_VECTOR,
		 "operand not aligned to 16 bytes");
}

void emu_rip_relative(void)
{
	u8 *code = emu_mmio - PAGE_SIZE;
	s32 distance = (emu_mmio + 2) - (code + 7);

	*(volatile u32 *)emu_mmio = 0;
	/* movb $1, distance(%rip); ret */
	code[0] = 0xc6;
	code[1] = 0x05;
	memcpy(code + 2, &distance, 4);
	code[6] = 1;
	code[7] = 0xc3;
	asm volatile("call *%0" : : "r"(code) : "memory");
	check_eq(*(volatile u32 *)emu_mmio, 0x10000u, "byte stored behind an immediate operand");
}

void emu_cmov(void)
{
	volatile u32 *m = (void *)emu_mmio;
	u64 a = 0x1234567812345678ul;

	*m = 0xabcdef01;
	asm volatile("cmp %0, %0; cmovnel %1, %k0" : "+r"(a) : "m"(*m) : "cc");
	check_eq(a, 0x12345678ul, "cmovne, not taken, clears the upper half");
	asm volatile("cmp %0, %0; cmovel %1, %k0" : "+r"(a) : "m"(*m) : "cc");
	check_eq(a, 0xabcdef01ul, "cmove, taken");
}

void emu_push16(void)
{
	ulong before, after, value = 0x1234, got = 0;

	asm volatile("mov %%rsp, %0; pushw %w3; popw %w2; mov %%rsp, %1; mov %0, %%rsp"
		     : "=&r"(before), "=&r"(after), "+&r"(got) : "r"(value) : "memory");
	check_eq(after, before, "RSP after a push and a pop of 16 bits");
	check_eq(got, value, "the value");
}
