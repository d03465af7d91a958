// SPDX-License-Identifier: LGPL-2.1-or-later
/* isa_int: moves, exchanges, addresses, the stack, loops. */
#include "isa-int.h"

#define FLAGS_KEPT	(ALL | DF)

static void prepare(ulong flags)
{
	isa_reset(flags);
	int_fill_mem(8, 0xfedcba9876543210);
}

static void opsize(int size)
{
	if (size == 2)
		isa_byte(0x66);
	if (size == 8)
		isa_byte(0x48);
}

static void mov_case(int size, int dst, int src, const char *form)
{
	EACH_VALUE(v) {
		prepare(CF | SF);
		if (src == ISA_MEM)
			int_fill_mem(size, v);
		else
			isa_set(&isa_in, size, src, v);
		isa_run(ISA_NO_VECS);
		if (dst == ISA_MEM)
			int_set_mem(size, v);
		else
			isa_set(&isa_in, size, dst, v);
		int_expect(FLAGS_KEPT, "mov, %d bytes, %s %d, %d: %" PRIx64, size, form, dst, src, v);
	}
}

static void mov_immediate(int size, int dst, int imm, const char *form)
{
	EACH_VALUE(v) {
		isa_begin();
		if (form[0] == 's') {
			opsize(size);
			isa_byte((size == 1 ? 0xb0 : 0xb8) | dst);
		} else {
			isa_modrm(size, 0, MAP_ONE, 0xc6 | (size != 1), 0, dst);
		}
		isa_bytes(&v, imm);
		isa_end();
		prepare(ZF);
		isa_run(ISA_NO_VECS);
		if (dst == ISA_MEM)
			int_set_mem(size, alu_extend(imm * 8, v));
		else
			isa_set(&isa_in, size, dst, alu_extend(imm * 8, v));
		int_expect(FLAGS_KEPT, "mov imm, %d bytes, %s %d: %" PRIx64, size, form, dst, v);
	}
}

/* A0 to A3: the address in the instruction, as long as an address is. */
static void mov_offset(int size, bool store, bool short_address)
{
	ulong address = (ulong)isa_mem;

	isa_begin();
	if (short_address)
		isa_byte(0x67);
	opsize(size);
	isa_byte(0xa0 | (store ? 2 : 0) | (size != 1));
	isa_bytes(&address, short_address ? sizeof(long) / 2 : sizeof(long));
	isa_end();
	mov_case(size, store ? ISA_MEM : RAX, store ? RAX : ISA_MEM, short_address ? "short offset" : "offset");
}

void int_mov(void)
{
	static const s8 regs[][2] = { { RAX, RBX }, { RCX, RBP }, { RSI, RDI }, { RBP, RAX },
#ifdef __x86_64__
		{ 8, RDX }, { RBX, 14 }, { 11, 12 },
#endif
	};
	unsigned int i;

	EACH_SIZE(size, 1) {
		u8 w = size != 1;
		int imm = size > 4 ? 4 : size;

		for (i = 0; i < ARRAY_SIZE(regs); i++) {
			isa_begin();
			isa_modrm(size, 0, MAP_ONE, 0x88 | w, regs[i][1], regs[i][0]);
			isa_end();
			mov_case(size, regs[i][0], regs[i][1], "rm, r");
			isa_begin();
			isa_modrm(size, 0, MAP_ONE, 0x8a | w, regs[i][0], regs[i][1]);
			isa_end();
			mov_case(size, regs[i][0], regs[i][1], "r, rm");
		}
		isa_begin();
		isa_modrm(size, 0, MAP_ONE, 0x88 | w, RBX, ISA_MEM);
		isa_end();
		mov_case(size, ISA_MEM, RBX, "m, r");
		isa_begin();
		isa_modrm(size, 0, MAP_ONE, 0x8a | w, RBP, ISA_MEM);
		isa_end();
		mov_case(size, RBP, ISA_MEM, "r, m");
		for (i = 0; i < 8; i++)
			if (i != RSP || size == 1)
				mov_immediate(size, i, size, "short");
		mov_immediate(size, RSI, imm, "long");
		mov_immediate(size, ISA_MEM, imm, "long");
		mov_offset(size, false, false);
		mov_offset(size, true, false);
#ifdef __x86_64__
		mov_offset(size, false, true);
#endif
		int_report("%d bytes", size);
	}
}

static void extend_case(int size, int from, u8 opcode, int map, bool sign, int src)
{
	/* REX.W is a REX prefix: no AH to BH then. */
	isa_force_rex = size == 8;
	isa_begin();
	isa_modrm(size, 0, map, opcode, RDX, src);
	isa_end();
	EACH_VALUE(v) {
		prepare(OF);
		if (src == ISA_MEM)
			int_fill_mem(from, v);
		else
			isa_set(&isa_in, from, src, v);
		isa_run(ISA_NO_VECS);
		isa_set(&isa_in, size, RDX, sign ? (u64)alu_extend(from * 8, v) : v & isa_mask(from));
		int_expect(FLAGS_KEPT, "mov%cx from %d to %d bytes, %d: %" PRIx64, sign ? 's' : 'z', from, size, src, v);
	}
	isa_force_rex = false;
}

void int_extend(void)
{
	static const s8 srcs[] = { RAX, RBX, RBP, RDI, ISA_MEM };
	unsigned int i, sign;

	EACH_SIZE(size, 2) {
		for (i = 0; i < ARRAY_SIZE(srcs); i++)
			for (sign = 0; sign < 2; sign++) {
				extend_case(size, 1, sign ? 0xbe : 0xb6, MAP_0F, sign, srcs[i]);
				extend_case(size, 2, sign ? 0xbf : 0xb7, MAP_0F, sign, srcs[i]);
			}
		if (size == 8)
			for (i = 0; i < ARRAY_SIZE(srcs); i++)
				extend_case(8, 4, 0x63, MAP_ONE, true, srcs[i]);
		int_report("to %d bytes", size);
	}
}

static void xchg_case(int size, int a, int b, const char *form)
{
	EACH_VALUE(v) {
		u64 x, y = v;

		prepare(ZF);
		x = isa_get(&isa_in, size, a);
		if (b == ISA_MEM)
			int_fill_mem(size, y);
		else
			isa_set(&isa_in, size, b, y);
		isa_run(ISA_NO_VECS);
		if (b == ISA_MEM)
			int_set_mem(size, x);
		else
			isa_set(&isa_in, size, b, x);
		isa_set(&isa_in, size, a, y);
		int_expect(FLAGS_KEPT, "xchg, %d bytes, %s %d, %d: %" PRIx64, size, form, a, b, v);
	}
}

void int_xchg(void)
{
	static const s8 others[] = { RCX, RBP, RDI, ISA_MEM,
#ifdef __x86_64__
		10,
#endif
	};
	unsigned int i;

	EACH_SIZE(size, 1) {
		for (i = 0; i < ARRAY_SIZE(others); i++) {
			/* AL and CH have no register in common. */
			isa_begin();
			isa_modrm(size, 0, MAP_ONE, 0x86 | (size != 1), RDX, others[i]);
			isa_end();
			xchg_case(size, RDX, others[i], "86, 87");
		}
		for (i = RCX; size > 1 && i < 8; i++) {
			if (i == RSP)
				continue;
			isa_begin();
			opsize(size);
			isa_byte(0x90 | i);
			isa_end();
			xchg_case(size, RAX, i, "short");
		}
#ifdef __x86_64__
		/* With REX.B 90 is no NOP. */
		if (size == 4) {
			isa_begin();
			ISA_BYTES(0x41, 0x90);
			isa_end();
			xchg_case(4, RAX, 8, "short");
		}
#endif
		int_report("%d bytes", size);
	}
}

void int_xadd(void)
{
	unsigned int form;

	EACH_SIZE(size, 1) {
		for (form = 0; form < 3; form++) {
			int dst = form ? ISA_MEM : RDX;

			isa_begin();
			if (form == 2)
				isa_byte(0xf0);
			isa_modrm(size, 0, MAP_0F, 0xc0 | (size != 1), RCX, dst);
			isa_end();
			EACH_VALUE(a) EACH_VALUE(b) {
				ulong out = ALL, known = ALL;
				u64 sum;

				prepare(ALL);
				if (dst == ISA_MEM)
					int_fill_mem(size, a);
				else
					isa_set(&isa_in, size, dst, a);
				isa_set(&isa_in, size, RCX, b);
				isa_run(ISA_NO_VECS);
				sum = model_add(size * 8, a & isa_mask(size), b & isa_mask(size), &out, &known);
				isa_set(&isa_in, size, RCX, a);
				if (dst == ISA_MEM)
					int_set_mem(size, sum);
				else
					isa_set(&isa_in, size, dst, sum);
				isa_in.flags = (isa_in.flags & ~ALL) | out;
				int_expect(known, "%sxadd, %d bytes, %d: %" PRIx64 ", %" PRIx64, form == 2 ? "lock " : "", size, dst, a,
					   b);
			}
		}
		int_report("%d bytes", size);
	}
}

void int_cmpxchg(void)
{
	unsigned int form;

	EACH_SIZE(size, 1) {
		for (form = 0; form < 3; form++) {
			int dst = form ? ISA_MEM : RDX;

			isa_begin();
			if (form == 2)
				isa_byte(0xf0);
			isa_modrm(size, 0, MAP_0F, 0xb0 | (size != 1), RCX, dst);
			isa_end();
			EACH_VALUE(acc) EACH_VALUE(mem) {
				u64 m = isa_mask(size), new = 0x1020304050607080;
				ulong out = 0, known = ALL;
				bool equal = (acc & m) == (mem & m);

				prepare(0);
				isa_set(&isa_in, size, RAX, acc);
				isa_set(&isa_in, size, RCX, new);
				if (dst == ISA_MEM)
					int_fill_mem(size, mem);
				else
					isa_set(&isa_in, size, dst, mem);
				if (size == 4 && sizeof(long) == 8) {
					/* Upper halves show who is written: only one of the two. */
					isa_in.gpr[RAX] |= (ulong)0xaaaaaaaa00000000ull;
					isa_in.gpr[RDX] |= (ulong)0xdddddddd00000000ull;
				}
				isa_run(ISA_NO_VECS);
				model_cmp(size * 8, acc & m, mem & m, &out, &known);
				isa_in.flags = (isa_in.flags & ~ALL) | out;
				if (!equal)
					isa_set(&isa_in, size, RAX, mem);
				else if (dst == ISA_MEM)
					int_set_mem(size, new);
				else
					isa_set(&isa_in, size, dst, new);
				int_expect(known, "%scmpxchg, %d bytes, %d: accumulator %" PRIx64 ", operand %" PRIx64,
					   form == 2 ? "lock " : "", size, dst, acc, mem);
			}
		}
		int_report("%d bytes", size);
	}
}

/* CMPXCHG8B and CMPXCHG16B: @half bytes in each of two registers */
static void cmpxchg_wide(int half)
{
	unsigned int lock, differ;

	for (lock = 0; lock < 2; lock++) {
		isa_begin();
		if (lock)
			isa_byte(0xf0);
		isa_modrm(half == 8 ? 8 : 0, 0, MAP_0F, 0xc7, 1, ISA_MEM);
		isa_end();
		for (differ = 0; differ < 4; differ++)
			EACH_VALUE(v) {
				ulong flags = differ & 1 ? ALL : CF | OF;
				u64 low = v, high = ~v * 3;

				prepare(flags);
				int_fill_mem(half, low);
				isa_mem_at = half;
				isa_set_mem(half, high);
				int_set_mem(half, high);
				isa_set(&isa_in, half, RAX, low ^ (differ & 1));
				isa_set(&isa_in, half, RDX, high ^ (differ & 2 ? 1ull << (half * 8 - 1) : 0));
				isa_set(&isa_in, half, RBX, 0x1111111122222222);
				isa_set(&isa_in, half, RCX, 0x3333333344444444);
				isa_run(ISA_NO_VECS);
				if (differ) {
					isa_set(&isa_in, half, RAX, low);
					isa_set(&isa_in, half, RDX, high);
				} else {
					int_set_mem(half, 0x3333333344444444);
					isa_mem_at = 0;
					int_set_mem(half, 0x1111111122222222);
					/* Registers written with what they hold may lose their upper halves. */
					isa_in.gpr[RAX] = isa_out.gpr[RAX];
					isa_in.gpr[RDX] = isa_out.gpr[RDX];
				}
				isa_mem_at = 0;
				isa_in.flags = (flags & ~ZF) | (differ ? 0 : ZF) | X86_EFLAGS_FIXED;
				int_expect(ALL, "%scmpxchg%db, halves that differ %u: %" PRIx64, lock ? "lock " : "", 2 * half, differ, v);
			}
	}
	int_report("cmpxchg%db", 2 * half);
}

void int_cmpxchg_wide(void)
{
	cmpxchg_wide(4);
#ifdef __x86_64__
	unsigned int got;

	if (!this_cpu_has(F_CX16)) {
		report_skip("CMPXCHG16B is not in CPUID");
		return;
	}
	cmpxchg_wide(8);
	isa_mem_at = 8;
	isa_begin();
	isa_modrm(8, 0, MAP_0F, 0xc7, 1, ISA_MEM);
	isa_end();
	isa_mem_at = 0;
	prepare(0);
	got = isa_run(ISA_NO_VECS);
	int_expect_vector(got, GP_VECTOR, "cmpxchg16b of an operand that is not aligned");
	int_report("cmpxchg16b, alignment");
#endif
}

void int_bswap(void)
{
	EACH_SIZE(size, 4) {
		for (unsigned int r = 0; r < 8; r++) {
			if (r == RSP)
				continue;
			isa_begin();
			opsize(size);
			isa_byte(0x0f);
			isa_byte(0xc8 | r);
			isa_end();
			EACH_VALUE(v) {
				u64 want = 0;

				prepare(ALL);
				isa_set(&isa_in, size, r, v);
				isa_run(ISA_NO_VECS);
				for (int i = 0; i < size; i++)
					want = want << 8 | (v >> i * 8 & 0xff);
				isa_set(&isa_in, size, r, want);
				int_expect(FLAGS_KEPT, "bswap of register %u, %d bytes: %" PRIx64, r, size, v);
			}
		}
		int_report("%d bytes", size);
	}
}

/* Bases, indexes, scales and displacements; the result cut to the address size, then to the operand size. */
static void lea_case(int size, bool short_address, int base, int index, int scale, int disp_size)
{
	static const s32 disps[] = { 0, 0x7f, -0x80, 0x12345678, -0x12345678 };
	int asize = short_address ? sizeof(long) / 2 : sizeof(long);

	for (unsigned int d = 0; d < ARRAY_SIZE(disps); d++) {
		s32 disp = disps[d];
		bool sib = index >= 0 || (base & 7) == RSP || (base < 0 && sizeof(long) == 8);
		int mod = base < 0 || disp_size == 0 ? 0 : disp_size == 1 ? 1 : 2;
		u64 want;

		if ((disp_size == 0 && d) || (disp_size == 1 && (disp > 127 || disp < -128)))
			continue;
		isa_begin();
		if (short_address)
			isa_byte(0x67);
		if (size == 2)
			isa_byte(0x66);
		if (size == 8 || (base >= 0 && base & 8) || (index >= 0 && index & 8))
			isa_byte(0x40 | (size == 8 ? 8 : 0) | (index >= 0 && index & 8 ? 2 : 0) | (base >= 0 && base & 8 ? 1 : 0));
		isa_byte(0x8d);
		isa_byte(mod << 6 | RDX << 3 | (sib ? 4 : base < 0 ? 5 : base & 7));
		if (sib)
			isa_byte(scale << 6 | ((index < 0 ? 4 : index) & 7) << 3 | (base < 0 ? 5 : base & 7));
		if (base < 0 || mod == 2)
			isa_long(disp);
		else if (mod == 1)
			isa_byte(disp);
		isa_end();
		prepare(ALL);
		want = (base < 0 ? 0 : isa_in.gpr[base]) + (index < 0 ? 0 : (u64)isa_in.gpr[index] << scale);
		if (base < 0 || mod)
			want += (s64)disp;
		isa_run(ISA_NO_VECS);
		isa_set(&isa_in, size, RDX, want & isa_mask(asize));
		int_expect(FLAGS_KEPT, "lea, %d bytes, address of %d bytes, base %d, index %d, scale %d, displacement %x of %d bytes", size,
			   asize, base, index, scale, disp, disp_size);
	}
}

#ifndef __x86_64__
/* 16-bit addresses: BX or BP, SI or DI */
static void lea_16(int size)
{
	static const s8 first[8] = { RBX, RBX, RBP, RBP, RSI, RDI, RBP, RBX }, second[8] = { RSI, RDI, RSI, RDI, -1, -1, -1, -1 };
	int mod, rm;

	for (mod = 0; mod < 3; mod++)
		for (rm = 0; rm < 8; rm++) {
			u16 disp = mod == 1 ? 0xffcc : 0x9abc, want;

			isa_begin();
			isa_byte(0x67);
			if (size == 2)
				isa_byte(0x66);
			isa_byte(0x8d);
			isa_byte(mod << 6 | RCX << 3 | rm);
			if (mod == 1)
				isa_byte(disp);
			else if (mod == 2 || rm == 6)
				isa_bytes(&disp, 2);
			isa_end();
			prepare(0);
			want = isa_in.gpr[first[rm]] + (second[rm] < 0 ? 0 : isa_in.gpr[second[rm]]);
			if (mod)
				want += disp;
			else if (rm == 6)
				want = disp;
			isa_run(ISA_NO_VECS);
			isa_set(&isa_in, size, RCX, want);
			int_expect(FLAGS_KEPT, "lea, %d bytes, 16-bit address, mod %d, rm %d", size, mod, rm);
		}
}
#endif

void int_lea(void)
{
	int base, index, scale, disp, shorter;

	EACH_SIZE(size, 2) {
		for (shorter = 0; shorter < (sizeof(long) == 8 ? 2 : 1); shorter++)
			for (base = -1; base < ISA_NR_GPRS; base++)
				for (index = -1; index < ISA_NR_GPRS; index++) {
					if (index == RSP)
						continue;
					for (scale = 0; scale < 4; scale++)
						for (disp = 0; disp < 3; disp++) {
							/* Without displacement RBP and R13 as base mean none. */
							if ((disp == 0 && base >= 0 && (base & 7) == RBP) || (base < 0 && disp != 2))
								continue;
							/* All bases with some indexes, all indexes with some bases */
							if (base > 2 && index > 2 && (base + index + scale) % 11)
								continue;
							if (index < 0 && scale)
								continue;
							lea_case(size, shorter, base, index, scale, disp);
						}
				}
#ifndef __x86_64__
		lea_16(size);
#endif
		int_report("%d bytes", size);
	}
}

static void stack_put(ulong at, int size, u64 v)
{
	memcpy(&int_stack[at - (ulong)isa_stack], &v, size);
}

static void push_expect(int size, u64 v, const char *what, int arg)
{
	isa_in.gpr[RSP] -= size;
	stack_put(isa_in.gpr[RSP], size, v);
	int_expect(FLAGS_KEPT, "push of %s %d, %d bytes: %" PRIx64, what, arg, size, v);
}

void int_push_pop(void)
{
	static const int sizes[] = { 2, sizeof(long) };
	unsigned int i, r;

	int_check_stack = true;
	for (i = 0; i < 2; i++) {
		int size = sizes[i];

		for (r = 0; r < 8; r++) {
			isa_begin();
			if (size == 2)
				isa_byte(0x66);
			isa_byte(0x50 | r);
			isa_end();
			prepare(ALL);
			int_fill_stack();
			isa_run(ISA_NO_VECS);
			push_expect(size, isa_in.gpr[r], "register", r);

			isa_begin();
			if (size == 2)
				isa_byte(0x66);
			isa_byte(0x58 | r);
			isa_end();
			prepare(ALL);
			int_fill_stack();
			isa_run(ISA_NO_VECS);
			isa_in.gpr[RSP] += size;
			isa_set(&isa_in, size, r, 0x3c3c3c3c3c3c3c3c);
			if (r == RSP)
				isa_in.gpr[RSP] = size == 2 ? ((ISA_STACK_TOP + 2) & ~0xfffful) | 0x3c3c : (ulong)0x3c3c3c3c3c3c3c3cull;
			int_expect(FLAGS_KEPT, "pop of register %u, %d bytes", r, size);
		}
		EACH_VALUE(v) {
			int imm = size == 2 ? 2 : 4;

			isa_begin();
			if (size == 2)
				isa_byte(0x66);
			isa_byte(0x68);
			isa_bytes(&v, imm);
			isa_end();
			prepare(0);
			int_fill_stack();
			isa_run(ISA_NO_VECS);
			push_expect(size, alu_extend(imm * 8, v), "an immediate", imm);
			isa_begin();
			if (size == 2)
				isa_byte(0x66);
			isa_byte(0x6a);
			isa_bytes(&v, 1);
			isa_end();
			prepare(0);
			int_fill_stack();
			isa_run(ISA_NO_VECS);
			push_expect(size, alu_extend(8, v), "an immediate", 1);
		}
		isa_begin();
		isa_modrm(size == 2 ? 2 : 0, 0, MAP_ONE, 0xff, 6, ISA_MEM);
		isa_end();
		prepare(0);
		int_fill_stack();
		isa_run(ISA_NO_VECS);
		push_expect(size, isa_get_mem(size), "memory", 0);
		isa_begin();
		isa_modrm(size == 2 ? 2 : 0, 0, MAP_ONE, 0x8f, 0, ISA_MEM);
		isa_end();
		prepare(0);
		int_fill_stack();
		isa_run(ISA_NO_VECS);
		isa_in.gpr[RSP] += size;
		int_set_mem(size, 0x3c3c3c3c3c3c3c3c);
		int_expect(FLAGS_KEPT, "pop of memory, %d bytes", size);
		int_report("%d bytes", size);
	}
#ifndef __x86_64__
	for (i = 0; i < 2; i++) {
		int size = sizes[i];

		isa_begin();
		if (size == 2)
			isa_byte(0x66);
		isa_byte(0x60);
		isa_end();
		prepare(0);
		int_fill_stack();
		isa_run(ISA_NO_VECS);
		for (r = 0; r < 8; r++)
			stack_put(ISA_STACK_TOP - (r + 1) * size, size, isa_in.gpr[r]);
		isa_in.gpr[RSP] -= 8 * size;
		int_expect(FLAGS_KEPT, "pusha, %d bytes", size);
		isa_begin();
		if (size == 2)
			isa_byte(0x66);
		isa_byte(0x61);
		isa_end();
		prepare(0);
		int_fill_stack();
		for (r = 0; r < 8; r++) {
			u32 v = 0x10203040 * (r + 1);

			memcpy((void *)(ISA_STACK_TOP + (7 - r) * size), &v, size);
			if (r != RSP)
				isa_set(&isa_in, size, r, v);
		}
		memcpy(int_stack, isa_stack, sizeof(isa_stack));
		{
			struct isa_state want = isa_in;

			isa_reset(0);
			isa_run(ISA_NO_VECS);
			isa_in = want;
		}
		isa_in.gpr[RSP] += 8 * size;
		int_expect(FLAGS_KEPT, "popa, %d bytes", size);
	}
	int_report("pusha, popa");
#endif
	int_check_stack = false;
}

void int_frame(void)
{
	static const u16 locals[] = { 0, 8, 64 };
	unsigned int i, level, k;

	int_check_stack = true;
	for (i = 0; i < ARRAY_SIZE(locals); i++)
		for (level = 0; level < 4; level++) {
			ulong top = ISA_STACK_TOP, frame = top - sizeof(long), old = (ulong)isa_stack + 384;

			isa_begin();
			isa_byte(0xc8);
			isa_bytes(&locals[i], 2);
			isa_byte(level);
			isa_end();
			prepare(ALL);
			isa_in.gpr[RBP] = old;
			int_fill_stack();
			isa_run(ISA_NO_VECS);
			stack_put(frame, sizeof(long), old);
			/* Copies of the outer frames' pointers, then the own one */
			for (k = 1; k < level; k++)
				stack_put(frame - k * sizeof(long), sizeof(long), 0x3c3c3c3c3c3c3c3c);
			if (level)
				stack_put(frame - level * sizeof(long), sizeof(long), frame);
			isa_in.gpr[RBP] = frame;
			isa_in.gpr[RSP] = frame - level * sizeof(long) - locals[i];
			int_expect(FLAGS_KEPT, "enter %u, %u", locals[i], level);
		}
	isa_begin();
	isa_byte(0xc9);
	isa_end();
	prepare(0);
	int_fill_stack();
	isa_in.gpr[RBP] = (ulong)isa_stack + 400;
	isa_run(ISA_NO_VECS);
	isa_in.gpr[RSP] = (ulong)isa_stack + 400 + sizeof(long);
	isa_in.gpr[RBP] = (ulong)0x3c3c3c3c3c3c3c3cull;
	int_expect(FLAGS_KEPT, "leave");
	int_report("enter, leave");
	int_check_stack = false;
}

void int_xlat(void)
{
	static u8 table[256];
	unsigned int i;

	for (i = 0; i < 256; i++)
		table[i] = i * 7 + 3;
	isa_begin();
	isa_byte(0xd7);
	isa_end();
	for (i = 0; i < 256; i++) {
		prepare(ALL);
		isa_in.gpr[RBX] = (ulong)table;
		isa_set(&isa_in, 1, RAX, i);
		isa_run(ISA_NO_VECS);
		isa_set(&isa_in, 1, RAX, table[i]);
		int_expect(FLAGS_KEPT, "xlat of %u", i);
	}
	int_report("256 values");
}

/* The jump goes over MOV of 1 to SIL or into SI's place in EBP: taken leaves RBP. */
void int_loop(void)
{
	static const char *const names[] = { "loopne", "loope", "loop", "jcxz" };
	static const ulong counts[] = { 0, 1, 2, 0x10000, (ulong)0x100000000ull, (ulong)0x100000001ull, -1ul };
	int shorter, op;
	unsigned int c, zf;

	for (shorter = 0; shorter < 2; shorter++) {
		int asize = shorter ? sizeof(long) / 2 : sizeof(long);

		for (op = 0; op < 4; op++) {
			isa_begin();
			if (shorter)
				isa_byte(0x67);
			isa_byte(0xe0 + op);
			isa_byte(5);
			/* mov $12345678, %ebp */
			isa_byte(0xbd);
			isa_long(0x12345678);
			isa_end();
			for (c = 0; c < ARRAY_SIZE(counts); c++)
				for (zf = 0; zf < 2; zf++) {
					u64 n = counts[c];
					bool taken;

					prepare(zf ? ZF : CF);
					isa_in.gpr[RCX] = n;
					isa_run(ISA_NO_VECS);
					if (op != 3)
						isa_set(&isa_in, asize, RCX, n - 1);
					taken = op == 3 ? !(n & isa_mask(asize)) : ((n - 1) & isa_mask(asize)) &&
							(op == 2 || zf == (op == 1));
					if (!taken)
						isa_in.gpr[RBP] = 0x12345678;
					int_expect(FLAGS_KEPT, "%s, counter of %d bytes: %" PRIx64 ", ZF %u", names[op], asize, n, zf);
				}
			int_report("%s, counter of %d bytes", names[op], asize);
		}
	}
}

void int_bound(void)
{
	static const s32 bounds[][2] = { { 0, 10 }, { -5, 5 }, { 3, 3 }, { -0x8000, 0x7fff }, { 5, -5 } };
	unsigned int i, got;
	s32 v;

	for (int size = 2; size <= 4; size *= 2) {
		isa_begin();
		isa_modrm(size, 0, MAP_ONE, 0x62, RDX, ISA_MEM);
		isa_end();
		for (i = 0; i < ARRAY_SIZE(bounds); i++)
			for (v = -0x8000; v <= 0x7fff; v += v >= -12 && v < 12 ? 1 : 0x1ff1 - (v < -12 && v + 0x1ff1 > -12 ? v + 0x1ff1 + 12 : 0)) {
				bool inside = v >= bounds[i][0] && v <= bounds[i][1];

				prepare(ALL);
				isa_mem_at = size;
				isa_set_mem(size, bounds[i][1]);
				isa_mem_at = 0;
				isa_set_mem(size, bounds[i][0]);
				memcpy(int_mem, isa_mem, sizeof(isa_mem));
				isa_set(&isa_in, size, RDX, v);
				got = isa_run(ISA_NO_VECS);
				int_expect_vector(got, inside ? 0 : BR_VECTOR, "bound, %d bytes: %d in %d to %d", size, v, bounds[i][0],
						  bounds[i][1]);
			}
		int_report("%d bytes", size);
	}
}
