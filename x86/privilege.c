// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * privilege: what ring 3 may not do, and what makes it allowed.
 *
 * Privileged instructions, IOPL, the I/O permission bitmap, CR4.TSD and PCE,
 * POPF, alignment checks. SDM volume 3, 5.9; volume 1 chapter 19 (I/O); volume 3,
 * 6.15 (#AC); volume 2 (the instructions).
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/usermode.h>

static struct descriptor_table_ptr table_ptr;

#define USER(name, insn, inputs...)				\
static u64 user_##name(void)					\
{								\
	asm volatile(insn : : inputs : "rax", "rcx", "rdx", "memory", "cc");	\
	return 1;						\
}

USER(hlt, "hlt")
USER(cli, "cli")
USER(sti, "sti")
USER(lgdt, "lgdt %0", "m"(table_ptr))
USER(lidt, "lidt %0", "m"(table_ptr))
USER(lldt, "xor %%eax, %%eax; lldt %%ax")
USER(ltr, "xor %%eax, %%eax; ltr %%ax")
USER(lmsw, "smsw %%ax; lmsw %%ax")
USER(clts, "clts")
USER(mov_from_cr0, "mov %%cr0, %%rax")
USER(mov_to_cr0, "xor %%eax, %%eax; mov %%rax, %%cr0")
USER(mov_from_cr3, "mov %%cr3, %%rax")
USER(mov_from_cr4, "mov %%cr4, %%rax")
USER(mov_from_cr8, "mov %%cr8, %%rax")
USER(mov_from_dr, "mov %%dr7, %%rax")
USER(mov_to_dr, "xor %%eax, %%eax; mov %%rax, %%dr0")
USER(invd, "invd")
USER(wbinvd, "wbinvd")
USER(invlpg, "invlpg %0", "m"(table_ptr))
USER(rdmsr, "mov $0x10, %%ecx; rdmsr")
USER(wrmsr, "mov $0x10, %%ecx; xor %%eax, %%eax; xor %%edx, %%edx; wrmsr")
USER(swapgs, "swapgs")
USER(sysret, "sysretq")
USER(in_imm, "in $0xe0, %%al")
USER(in_dx, "mov $0xe0, %%edx; in %%dx, %%eax")
USER(in_word, "mov $0xe0, %%edx; in %%dx, %%ax")
USER(in_byte, "mov $0xe0, %%edx; in %%dx, %%al")
USER(out_dx, "mov $0xe0, %%edx; xor %%eax, %%eax; out %%al, %%dx")
USER(insb, "mov $0xe0, %%edx; cld; insb", "D"(&table_ptr))
USER(in_e4, "mov $0xe4, %%edx; in %%dx, %%al")
USER(rdtsc, "rdtsc")
USER(rdpmc, "xor %%ecx, %%ecx; rdpmc")

struct user_row {
	const char *name;
	usermode_func fn;
};

static const struct user_row privileged[] = {
	{ "HLT", user_hlt }, { "CLI", user_cli }, { "STI", user_sti }, { "LGDT", user_lgdt }, { "LIDT", user_lidt },
	{ "LLDT", user_lldt }, { "LTR", user_ltr }, { "LMSW", user_lmsw }, { "CLTS", user_clts },
	{ "MOV from CR0", user_mov_from_cr0 }, { "MOV to CR0", user_mov_to_cr0 }, { "MOV from CR3", user_mov_from_cr3 },
	{ "MOV from CR4", user_mov_from_cr4 }, { "MOV from CR8", user_mov_from_cr8 }, { "MOV from DR7", user_mov_from_dr },
	{ "MOV to DR0", user_mov_to_dr }, { "INVD", user_invd }, { "WBINVD", user_wbinvd }, { "INVLPG", user_invlpg },
	{ "RDMSR", user_rdmsr }, { "WRMSR", user_wrmsr }, { "SWAPGS", user_swapgs }, { "SYSRET", user_sysret },
	{ "IN imm8", user_in_imm }, { "IN", user_in_dx }, { "OUT", user_out_dx }, { "INSB", user_insb },
};

/* Whether @fn raises @vector in ring 3. */
static bool raises(usermode_func fn, unsigned int vector)
{
	bool raised = false;

	run_in_user(fn, vector, 0, 0, 0, 0, &raised);
	return raised;
}

static void priv(void)
{
	const struct user_row *row = subtest_row();

	set_iopl(0);
	/* SYSRET exists with SCE only. */
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
	if (check(raises(row->fn, GP_VECTOR), "#GP"))
		check_eq(exception_error_code(), 0u, "error code");
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) & ~EFER_SCE);
}

static void iopl(void)
{
	static const struct user_row rows[] = {
		{ "CLI", user_cli }, { "STI", user_sti }, { "IN", user_in_dx }, { "OUT", user_out_dx },
	};

	for (unsigned int level = 0; level < 4; level++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
			set_iopl(level);
			check_eq(raises(rows[i].fn, GP_VECTOR), level < 3, "IOPL %u: %s raises #GP", level, rows[i].name);
			cli();
		}
	}
	set_iopl(0);
}

static u64 user_popf(void)
{
	u64 before, after;

	asm volatile("pushf; pop %0; push %2; popf; pushf; pop %1"
		     : "=&r"(before), "=&r"(after)
		     : "r"((u64)(X86_EFLAGS_FIXED | X86_EFLAGS_IF | X86_EFLAGS_IOPL | X86_EFLAGS_CF)) : "memory", "cc");
	asm volatile("push %0; popf" : : "r"(before) : "memory", "cc");
	return after;
}

static void popf(void)
{
	bool raised;
	u64 flags;

	cli();
	set_iopl(0);
	flags = run_in_user(user_popf, GP_VECTOR, 0, 0, 0, 0, &raised);
	check(!raised, "POPF in ring 3 with IOPL 0 does not fault");
	check_eq(flags & (X86_EFLAGS_IF | X86_EFLAGS_IOPL | X86_EFLAGS_CF), (u64)X86_EFLAGS_CF,
		 "IOPL 0: IF and IOPL stay, CF changes");
	set_iopl(3);
	flags = run_in_user(user_popf, GP_VECTOR, 0, 0, 0, 0, &raised);
	check_eq(flags & (X86_EFLAGS_IF | X86_EFLAGS_IOPL | X86_EFLAGS_CF),
		 (u64)(X86_EFLAGS_CF | X86_EFLAGS_IF | X86_EFLAGS_IOPL), "IOPL 3: IF changes");
	cli();
	set_iopl(0);
}

/* A TSS with room for the bitmap */
#define BITMAP_BYTES	64
static struct {
	tss64_t tss;
	u8 bitmap[BITMAP_BYTES];
} __attribute__((packed, aligned(16))) big_tss;

static gdt_entry_t saved_descriptor[2];

static void use_big_tss(u32 limit)
{
	u16 sel = str();

	memcpy(saved_descriptor, get_gdt_entry(sel), sizeof(saved_descriptor));
	big_tss.tss = tss[0];
	big_tss.tss.iomap_base = sizeof(tss64_t);
	set_gdt_entry(sel, (ulong)&big_tss, limit, 0x89, 0);
	ltr(sel);
}

static void use_own_tss(void)
{
	u16 sel = str();

	memcpy(get_gdt_entry(sel), saved_descriptor, sizeof(saved_descriptor));
	clear_tss_busy(sel);
	ltr(sel);
}

/* run_in_user() sets the ring-0 stack of the library's TSS. */
static bool raises_with_bitmap(usermode_func fn)
{
	bool raised = false;

	big_tss.tss.rsp0 = (ulong)__builtin_frame_address(0) - 2048;
	run_in_user(fn, GP_VECTOR, 0, 0, 0, 0, &raised);
	return raised;
}

static void io_bitmap(void)
{
	set_iopl(0);
	memset(big_tss.bitmap, 0xff, BITMAP_BYTES);
	use_big_tss(sizeof(big_tss) - 1);
	check(raises_with_bitmap(user_in_byte), "bit set: IN of a byte raises #GP");
	big_tss.bitmap[0xe0 / 8] = 0xfe;
	check(!raises_with_bitmap(user_in_byte), "bit clear: IN of a byte");
	check(!raises_with_bitmap(user_in_imm), "bit clear: IN imm8");
	check(!raises_with_bitmap(user_insb), "bit clear: INSB");
	check(raises_with_bitmap(user_in_word), "second bit set: IN of a word raises #GP");
	big_tss.bitmap[0xe0 / 8] = 0xfc;
	check(!raises_with_bitmap(user_in_word), "two bits clear: IN of a word");
	check(raises_with_bitmap(user_in_dx), "two bits clear: IN of a double word raises #GP");
	big_tss.bitmap[0xe0 / 8] = 0xf0;
	check(!raises_with_bitmap(user_in_dx), "four bits clear: IN of a double word");
	check(raises_with_bitmap(user_in_e4), "the next port raises #GP");
	use_own_tss();

	memset(big_tss.bitmap, 0, BITMAP_BYTES);
	use_big_tss(sizeof(tss64_t) + 0xe0 / 8 - 1);
	check(raises_with_bitmap(user_in_byte), "bitmap ends before the port: #GP");
	use_own_tss();
	use_big_tss(sizeof(tss64_t) + 0xe0 / 8 + 1);
	check(!raises_with_bitmap(user_in_byte), "bitmap ends behind the port and a byte more: no fault");
	use_own_tss();
}

static void tsd(void)
{
	ulong cr4 = read_cr4();

	check(!raises(user_rdtsc, GP_VECTOR), "CR4.TSD=0: RDTSC in ring 3");
	write_cr4(cr4 | X86_CR4_TSD);
	check(raises(user_rdtsc, GP_VECTOR), "CR4.TSD=1: RDTSC in ring 3 raises #GP");
	check_eq(asm_safe("rdtsc; mov $0, %%eax", "a"(0), "d"(0)), 0, "CR4.TSD=1: RDTSC in ring 0");
	write_cr4(cr4);
}

static void pce(void)
{
	ulong cr4 = read_cr4();

	write_cr4(cr4 & ~X86_CR4_PCE);
	check(raises(user_rdpmc, GP_VECTOR), "CR4.PCE=0: RDPMC in ring 3 raises #GP");
	write_cr4(cr4);
}

/* Alignment: CR0.AM, EFLAGS.AC and CPL 3 together */
static u8 unaligned[32] __attribute__((aligned(32)));
static u64 align_offset, align_size, align_ac;

static u64 user_load(void)
{
	u8 *p = unaligned + align_offset;
	u64 v;

	asm volatile("pushf; orq %0, (%%rsp); popf" : : "r"(align_ac) : "memory", "cc");
	switch (align_size) {
	case 1:
		asm volatile("movb (%1), %b0" : "=q"(v) : "r"(p));
		break;
	case 2:
		asm volatile("movw (%1), %w0" : "=r"(v) : "r"(p));
		break;
	case 4:
		asm volatile("movl (%1), %k0" : "=r"(v) : "r"(p));
		break;
	case 8:
		asm volatile("movq (%1), %0" : "=r"(v) : "r"(p));
		break;
	}
	asm volatile("pushf; andq %0, (%%rsp); popf" : : "r"(~align_ac) : "memory", "cc");
	return 1;
}

static void drop_ac(struct ex_regs *regs)
{
	regs->rflags &= ~X86_EFLAGS_AC;
}

static bool load_raises(u64 size, u64 offset, bool ac)
{
	bool raised = false;

	align_size = size;
	align_offset = offset;
	align_ac = ac ? X86_EFLAGS_AC : 0;
	run_in_user_ex(user_load, AC_VECTOR, 0, 0, 0, 0, &raised, drop_ac);
	return raised;
}

static void alignment(void)
{
	ulong cr0 = read_cr0();

	write_cr0(cr0 | X86_CR0_AM);
	for (u64 size = 1; size <= 8; size *= 2) {
		check(!load_raises(size, 0, true), "AM, AC: aligned load of %lu bytes", size);
		if (size == 1)
			continue;
		if (check(load_raises(size, 1, true), "AM, AC: load of %lu bytes at an odd address raises #AC", size))
			check_eq(exception_error_code(), 0u, "AM, AC: error code");
		check(!load_raises(size, 1, false), "AM, no AC: load of %lu bytes at an odd address", size);
	}
	asm volatile("pushf; orq %0, (%%rsp); popf" : : "i"(X86_EFLAGS_AC) : "memory", "cc");
	check_eq(asm_safe("movl 1(%0), %%eax", "r"(unaligned), "a"(0)), 0, "AM, AC: ring 0 is not checked");
	asm volatile("pushf; andq %0, (%%rsp); popf" : : "i"(~X86_EFLAGS_AC) : "memory", "cc");
	write_cr0(cr0 & ~X86_CR0_AM);
	check(!load_raises(4, 1, true), "no AM, AC: load at an odd address");
	write_cr0(cr0);
}

static const struct subtest subtests[] = {
	{ "privileged", priv, SUBTEST_ROWS(privileged) },
	{ "iopl", iopl },
	{ "popf", popf },
	{ "io-bitmap", io_bitmap },
	{ "tsd", tsd },
	{ "pce", pce },
	{ "alignment", alignment },
	{ }
};

int main(int argc, char **argv)
{
	/* The bitmap of the library's TSS starts behind its end: no port is allowed. */
	tss[0].iomap_base = 0xffff;
	return run_subtests(subtests, argc, argv);
}
