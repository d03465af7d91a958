// SPDX-License-Identifier: LGPL-2.1-or-later
/* emulator: machine status word, task register, breakpoints in the SS shadow, illegal forms */
#include "emulator.h"
#include <asm/debugreg.h>

void emu_smsw(void)
{
	u16 *m = (void *)emu_mmio, image[8];
	ulong cr0 = read_cr0(), reg = 0;
	unsigned int i;

	asm volatile("smsw %w0" : "+r"(reg));
	check_eq((u16)reg, (u16)cr0, "smsw to a register");

	memset(image, 0xaa, sizeof(image));
	asm volatile("smsw %0" : "+m"(image[4]));
	for (i = 0; i < 8; i++) {
		if (image[i] != (i == 4 ? (u16)cr0 : 0xaaaa))
			break;
	}
	check_eq(i, 8, "smsw to memory stores 16 bits: first wrong word");

	*(volatile ulong *)m = -1ul;
	asm volatile("smsw %0" : "+m"(*m));
	check_eq(*(volatile ulong *)m, (-1ul & ~0xfffful) | (u16)cr0, "smsw to I/O memory");
}

void emu_lmsw(void)
{
	volatile u16 *m = (void *)emu_mmio;
	ulong cr0 = read_cr0(), msw = cr0 & 0xffff;

	asm volatile("lmsw %w0" : : "r"(msw ^ X86_CR0_TS));
	check_eq(read_cr0() ^ cr0, X86_CR0_TS, "lmsw with TS toggled: changed bits");
	asm volatile("lmsw %w0" : : "r"(msw));
	*m = msw;
	asm volatile("lmsw %0" : : "m"(*m));
	check_eq(read_cr0(), cr0, "lmsw of the present value from memory");
	*m = (msw & ~X86_CR0_PE) ^ X86_CR0_EM;
	asm volatile("lmsw %0" : : "m"(*m));
	check_eq(read_cr0() ^ cr0, X86_CR0_EM, "lmsw with PE clear and EM toggled: changed bits");
	*m = msw;
	asm volatile("lmsw %0" : : "m"(*m));
	write_cr0(cr0);
}

void emu_ltr(void)
{
	volatile u16 *m = (void *)emu_mmio;
	u16 tr = str();
	gdt_entry_t *e = get_gdt_entry(tr);

	*m = tr;
	clear_tss_busy(tr);
	check_eq(asm_safe("ltr %0", "m"(*m)), 0, "ltr from memory");
	check_eq(str(), tr, "task register after it");
	check(e->type & DESC_BUSY, "the descriptor is busy after it: type %x", e->type);
	check_eq(asm_safe("ltr %0", "m"(*m)), GP_VECTOR, "ltr of a busy descriptor");
	check_eq(exception_error_code(), tr & ~7u, "its error code");
}

void emu_movbe_ud(void)
{
	/* movbe %eax, %eax has no meaning */
	check_eq(asm_safe(".byte 0x0f, 0x38, 0xf0, 0xc0", "a"(0)), UD_VECTOR, "movbe of a register");
}

/* LOCK is for read-modify-write of memory by a fixed list of instructions (SDM volume 2, LOCK). */
struct bytes {
	const char *name;
	u8 len, b[6];
};

static const struct bytes lock_bad[] = {
	{ "mov %ecx, (%eax)", 2, { 0x89, 0x08 } },
	{ "mov (%eax), %ecx", 2, { 0x8b, 0x08 } },
	{ "add %ecx, %ecx", 2, { 0x01, 0xc9 } },
	{ "add (%eax), %ecx", 2, { 0x03, 0x08 } },
	{ "cmp %ecx, (%eax)", 2, { 0x39, 0x08 } },
	{ "test %ecx, (%eax)", 2, { 0x85, 0x08 } },
	{ "inc %ecx", 2, { 0xff, 0xc1 } },
	{ "not %ecx", 2, { 0xf7, 0xd1 } },
	{ "bt %ecx, (%eax)", 3, { 0x0f, 0xa3, 0x08 } },
	{ "shl (%eax)", 2, { 0xd1, 0x20 } },
	{ "mul (%eax)", 2, { 0xf7, 0x20 } },
	{ "lea (%eax), %ecx", 2, { 0x8d, 0x08 } },
	{ "nop", 1, { 0x90 } },
	{ "xadd %ecx, %ecx", 3, { 0x0f, 0xc1, 0xc9 } },
	{ "xchg %ecx, %ecx", 2, { 0x87, 0xc9 } },
	{ "cmpxchg %ecx, %ecx", 3, { 0x0f, 0xb1, 0xc9 } },
	{ "setz (%eax)", 3, { 0x0f, 0x94, 0x00 } },
	{ "imul (%eax), %ecx", 3, { 0x0f, 0xaf, 0x08 } },
	{ "movzb (%eax), %ecx", 3, { 0x0f, 0xb6, 0x08 } },
};

static const struct bytes lock_good[] = {
	{ "add %ecx, (%eax)", 2, { 0x01, 0x08 } },
	{ "adc $1, (%eax)", 3, { 0x83, 0x10, 0x01 } },
	{ "not (%eax)", 2, { 0xf7, 0x10 } },
	{ "dec (%eax)", 2, { 0xff, 0x08 } },
	{ "btc %ecx, (%eax)", 3, { 0x0f, 0xbb, 0x08 } },
	{ "xadd %ecx, (%eax)", 3, { 0x0f, 0xc1, 0x08 } },
	{ "xchg %ecx, (%eax)", 2, { 0x87, 0x08 } },
	{ "cmpxchg %ecx, (%eax)", 3, { 0x0f, 0xb1, 0x08 } },
};

/* A fault in code made at run time has no entry in the fixup table: the handler goes back itself. */
static unsigned int caught;
static ulong resume_ip;

static void catch_ud(struct ex_regs *regs)
{
	caught = regs->vector;
	regs->rip = resume_ip;
}

/* Code is made in RAM: lock, the instruction, ret. Gives the vector, or 0. */
static int run_locked(const struct bytes *insn)
{
	static ulong operand[4];
	u8 *code = emu_mmio + 2 * PAGE_SIZE, *end;
	handler old = handle_exception(UD_VECTOR, catch_ud);
	ulong a = (ulong)operand, c = 1, d = 0;

	code[0] = 0xf0;
	memcpy(code + 1, insn->b, insn->len);
	end = code + 1 + insn->len;
	*end = 0xc3;
	caught = 0;
	resume_ip = (ulong)end;
	operand[0] = 0;
	asm volatile("call *%[code]" : "+a"(a), "+c"(c), "+d"(d) : [code] "D"(code) : "memory", "cc");
	handle_exception(UD_VECTOR, old);
	return caught;
}

void emu_lock_ud(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(lock_bad); i++)
		check_eq(run_locked(&lock_bad[i]), UD_VECTOR, "lock %s", lock_bad[i].name);
	for (unsigned int i = 0; i < ARRAY_SIZE(lock_good); i++)
		check_eq(run_locked(&lock_good[i]), 0, "lock %s", lock_good[i].name);
}

/* By itself: there are machine emulators that do not survive it. */
void emu_lock_bts_ud(void)
{
	static const struct bytes bts = { "bts %ecx, %ecx", 3, { 0x0f, 0xab, 0xc9 } };

	check_eq(run_locked(&bts), UD_VECTOR, "lock %s", bts.name);
}

/* A code breakpoint on the instruction after a load of SS. */
static unsigned int db_count;

static void count_db(struct ex_regs *regs)
{
	db_count++;
	regs->rflags |= X86_EFLAGS_RF;
}

#ifdef __x86_64__
#define LOAD_LABEL	"lea 1f(%%rip), %[tmp]\n\t"
#else
#define LOAD_LABEL	"mov $1f, %[tmp]\n\t"
#endif

#define SS_SHADOW(what, load, fep_load, fep_xor)				\
do {										\
	ulong __tmp, __value = 0x1234, __ss = read_ss();			\
	handler __old = handle_exception(DB_VECTOR, count_db);			\
										\
	db_count = 0;								\
	asm volatile(LOAD_LABEL							\
		     "mov %[tmp], %%dr0\n\t"					\
		     "mov %[dr7], %[tmp]\n\t"					\
		     "mov %[tmp], %%dr7\n\t"					\
		     "push %[ss]\n\t"						\
		     fep_load load "\n\t"					\
		     fep_xor "1: xor %[value], %[value]\n\t"			\
		     "mov %[off], %[tmp]\n\t"					\
		     "mov %[tmp], %%dr7\n\t"					\
		     : [tmp] "=&r"(__tmp), [value] "+&r"(__value)		\
		     : [ss] "r"(__ss), [dr7] "i"(DR7_FIXED_1 | DR7_GLOBAL_ENABLE_DR0), \
		       [off] "i"(DR7_FIXED_1) : "memory", "cc");		\
	handle_exception(DB_VECTOR, __old);					\
	check_eq(__value, 0ul, what ": the instruction in the shadow runs");	\
	check_eq(db_count, is_intel() ? 0u : 1u, what ": code breakpoints taken"); \
} while (0)

void emu_ss_shadow(void)
{
	write_dr6(DR6_ACTIVE_LOW);
#ifdef __x86_64__
#define DROP	"add $8, %%rsp\n\t"
#else
#define DROP	"add $4, %%esp\n\t"
#endif
	/* The pushed selector is dropped first, so that the load is the last thing before the shadow. */
	SS_SHADOW("mov ss", "mov %w[ss], %%ss", DROP, "");
#ifndef __x86_64__
	SS_SHADOW("pop ss", "pop %%ss", "", "");
#endif
	if (!is_fep_available) {
		report_skip("the emulated variants: the forced emulation prefix is not available");
		return;
	}
	SS_SHADOW("emulated mov ss", "mov %w[ss], %%ss", DROP KVM_FEP, "");
	SS_SHADOW("mov ss, emulated instruction", "mov %w[ss], %%ss", DROP, KVM_FEP);
	SS_SHADOW("both emulated, mov ss", "mov %w[ss], %%ss", DROP KVM_FEP, KVM_FEP);
#ifndef __x86_64__
	SS_SHADOW("emulated pop ss", "pop %%ss", KVM_FEP, "");
	SS_SHADOW("pop ss, emulated instruction", "pop %%ss", "", KVM_FEP);
	SS_SHADOW("both emulated, pop ss", "pop %%ss", KVM_FEP, KVM_FEP);
#endif
}

void emu_fep_smsw(void)
{
	const u64 preset = 0x1234567890abcdefull;
	ulong reg = (ulong)preset, cr0 = read_cr0();

	asm volatile(KVM_FEP "smsw %w0" : "+r"(reg));
	check_eq(reg, ((ulong)preset & ~0xfffful) | (cr0 & 0xffff), "emulated smsw, 16 bits");
	reg = (ulong)preset;
	asm volatile(KVM_FEP "smsw %k0" : "+r"(reg));
	check_eq(reg, (ulong)(u32)cr0, "emulated smsw, 32 bits");
#ifdef __x86_64__
	reg = preset;
	asm volatile(KVM_FEP "smsw %q0" : "+r"(reg));
	check_eq(reg, cr0, "emulated smsw, 64 bits");
#endif
}

void emu_fep_nop(void)
{
	check_eq(asm_fep_safe("nop"), 0, "emulated nop");
}

void emu_fep_dr6(void)
{
	ulong want = DR6_ACTIVE_LOW;

	if (this_cpu_has(X86_FEATURE_RTM))
		want &= ~(ulong)DR6_RTM;
	if (this_cpu_has(X86_FEATURE_BUS_LOCK_DETECT))
		want &= ~(ulong)DR6_BUS_LOCK;
	check_eq(asm_fep_safe("mov %0, %%dr6", "r"(0ul)), 0, "emulated mov of 0 to DR6");
	check_eq(read_dr6(), want, "DR6 after it");
	write_dr6(DR6_ACTIVE_LOW);
}

void emu_fep_lea_ud(void)
{
	check_eq(asm_fep_safe(".byte 0x8d, 0xc0", "a"(0)), UD_VECTOR, "emulated lea of a register");
}
