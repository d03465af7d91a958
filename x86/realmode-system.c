// SPDX-License-Identifier: LGPL-2.1-or-later
/* realmode: ports, segments, system registers, exceptions, time per instruction (SDM volumes 2 and 3) */
#include "realmode.h"

#define LATCH	"0xe0"

CODE(out_imm8, "outb %al, $" LATCH "; xorl %eax, %eax; inb $" LATCH ", %al");
CODE(out_imm16, "outw %ax, $" LATCH "; xorl %eax, %eax; inw $" LATCH ", %ax");
CODE(out_imm32, "outl %eax, $" LATCH "; xorl %eax, %eax; inl $" LATCH ", %eax");
CODE(out_dx8, "movw $" LATCH ", %dx; outb %al, %dx; xorl %eax, %eax; inb %dx, %al");
CODE(out_dx16, "movw $" LATCH ", %dx; outw %ax, %dx; xorl %eax, %eax; inw %dx, %ax");
CODE(out_dx32, "movw $" LATCH ", %dx; outl %eax, %dx; xorl %eax, %eax; inl %dx, %eax");
CODE(outsb, "movw $" LATCH ", %dx; rep outsb; inb %dx, %al");
CODE(insw, "movw $" LATCH ", %dx; outl %eax, %dx; insw; insw");

CODE(cpuid, "cpuid");
CODE(ss_ebp, "movw $1, %ax; movw %ax, %ss; addr32 movl %ss:(%ebp), %ebx; addr32 movl (%ebp), %eax");
CODE(ss_ebp_edi, "movw $1, %ax; movw %ax, %ss; addr32 movl (%ebp,%edi,8), %eax");
CODE(ss_bp, "movw $1, %ax; movw %ax, %ss; movl (%bp), %eax");
CODE(ds_bx_si, "movw $1, %ax; movw %ax, %ds; movl -16(%bx,%si), %eax");
CODE(sgdt, "sgdtw rm_table_image");
CODE(sidt, "sidtw rm_table_image");
CODE(fninit, "fninit; fnstsw rm_fsw; fnstcw rm_fcw; movzwl rm_fsw, %eax; movzwl rm_fcw, %ebx; andw $0x103f, %bx");
CODE(mov_dr, "movl $0xaced, %eax; movl %eax, %dr0; xorl %eax, %eax; .byte 0x0f, 0x21, 0x00");
CODE(smsw, "movl %cr0, %ebx; movl %ebx, %ecx; orl $0x40000000, %ebx; movl %ebx, %cr0; movl %cr0, %ebx; smswl %eax;"
	   "movl %ecx, %cr0; xorl %ebx, %eax; xorl %ebx, %ebx; xorl %ecx, %ecx");
CODE(smsw16, "movl %cr0, %ebx; movl $0xaaaa5555, %eax; smsww %ax; xorw %bx, %ax; xorl %ebx, %ebx");
CODE(lmsw_ts, "smsww %ax; movw %ax, %bx; xorw $8, %ax; lmsw %ax; smsww %cx; lmsw %bx; clts; xorw %bx, %cx;"
	      "movzwl %cx, %eax");
CODE(rdtsc, "rdtsc; movl %eax, %ebx; movl %edx, %ecx; rdtsc; subl %ebx, %eax; sbbl %ecx, %edx; movl %edx, %eax");

asm(".data\n"
    "rm_table_image: .skip 8\n"
    "rm_fsw: .word -1\n"
    "rm_fcw: .word -1\n\t"
    ".globl rm_table_image\n\t"
    ".text");

extern u8 rm_table_image[8];
extern char rm_ivt_ptr[];

static u32 array[8] = { 1, 2, 3, 4, 0x87654321, 6, 7, 8 };
static u8 bytes[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0x42 };
static u32 input;

#define A(x)	((u32)(x))

static const char *table_is(const u8 *want)
{
	int i;

	/* With a 16-bit operand the base has 24 bits on the 286 and 32 since. */
	for (i = 0; i < 6; i++) {
		if (rm_table_image[i] != want[i])
			return "stored limit or base differ from the loaded ones";
	}
	return NULL;
}

static const char *gdt_stored(void)
{
	return table_is((const u8 *)rm_gdt_ptr);
}

static const char *idt_stored(void)
{
	return table_is((const u8 *)rm_ivt_ptr);
}

static const char *cpuid_same(void)
{
	u32 a = 0x1234, b, c = 0, d;

	asm volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	if (a != rm_out[EAX] || b != rm_out[EBX] || c != rm_out[ECX] || d != rm_out[EDX])
		return "CPUID leaf 0x1234 differs from a direct execution";
	return NULL;
}

static const char *words_read(void)
{
	return (input >> 16) == (input & 0xffff) && (input & 0xffff) == 0x9977 ? NULL :
	       "INSW did not store the latch twice";
}

static const struct rm_case cases[] = {
	{ "out/in imm8, 8 bits", code_out_imm8, R({EAX, -1}), R({EAX, 0xff}) },
	{ "out/in imm8, 16 bits", code_out_imm16, R({EAX, -1}), R({EAX, 0xffff}) },
	{ "out/in imm8, 32 bits", code_out_imm32, R({EAX, -1}), R({EAX, -1}) },
	{ "out/in dx, 8 bits", code_out_dx8, R({EAX, -1}, {EDX, 0}), R({EAX, 0xff}, {EDX, 0xe0}) },
	{ "out/in dx, 16 bits", code_out_dx16, R({EAX, -1}, {EDX, 0}), R({EAX, 0xffff}, {EDX, 0xe0}) },
	{ "out/in dx, 32 bits", code_out_dx32, R({EAX, -1}, {EDX, 0}), R({EAX, -1}, {EDX, 0xe0}) },
	{ "rep outsb", code_outsb, R({EAX, 0}, {ECX, 16}, {ESI, A(bytes)}, {EDX, 0}),
	  R({EAX, 0x42}, {ECX, 0}, {ESI, A(bytes) + 16}, {EDX, 0xe0}) },
	{ "insw", code_insw, R({EAX, 0x9977}, {EDI, A(&input)}, {EDX, 0}),
	  R({EDI, A(&input) + 4}, {EDX, 0xe0}), .after = words_read },

	{ "cpuid", code_cpuid, R({EAX, 0x1234}, {ECX, 0}),
	  .any = 1 << EAX | 1 << EBX | 1 << ECX | 1 << EDX, .after = cpuid_same },
	{ "ebp addresses the stack segment", code_ss_ebp, R({EBP, A(array)}),
	  R({EAX, 0x87654321}, {EBX, 0x87654321}) },
	{ "ebp and index address the stack segment", code_ss_ebp_edi, R({EBP, A(array) - 8}, {EDI, 1}),
	  R({EAX, 0x87654321}) },
	{ "bp addresses the stack segment", code_ss_bp, R({EBP, A(array)}), R({EAX, 0x87654321}) },
	{ "bx and si address the data segment", code_ds_bx_si, R({EBX, A(array)}, {ESI, 16}),
	  R({EAX, 0x87654321}) },
	{ "sgdt", code_sgdt, .after = gdt_stored },
	{ "sidt", code_sidt, .after = idt_stored },
	{ "fninit", code_fninit, NULL, R({EAX, 0}, {EBX, 0x3f}) },
	{ "mov from dr, memory form", code_mov_dr, NULL, R({EAX, 0xaced}) },
	{ "smsw, 32 bits, with CR0.CD", code_smsw, NULL, R({EAX, 0}, {EBX, 0}, {ECX, 0}) },
	{ "smsw, 16 bits", code_smsw16, NULL, R({EAX, 0xaaaa0000}, {EBX, 0}) },
	{ "lmsw toggles TS only", code_lmsw_ts, NULL, R({EAX, 8}), .any = 1 << EBX | 1 << ECX },
	{ "rdtsc goes forward", code_rdtsc, NULL, R({EAX, 0}), .any = 1 << EBX | 1 << ECX | 1 << EDX },
	{ }
};

void rm_system_cases(void)
{
	rm_run(cases);
}

/* Exceptions: SDM volume 3, 20.1.4 and the 'real-address mode exceptions' of each instruction. */
CODE(ud2, "ud2");
CODE(lock_nop, ".byte 0xf0, 0x90");
CODE(lock_mov, ".byte 0xf0, 0x89, 0x07");
CODE(arpl, ".byte 0x63, 0xc0");
CODE(lldt, ".byte 0x0f, 0x00, 0xd0");
CODE(ltr, ".byte 0x0f, 0x00, 0xd8");
CODE(sldt, ".byte 0x0f, 0x00, 0xc0");
CODE(str, ".byte 0x0f, 0x00, 0xc8");
CODE(verr, ".byte 0x0f, 0x00, 0xe0");
CODE(lar, ".byte 0x0f, 0x02, 0xc0");
CODE(lsl, ".byte 0x0f, 0x03, 0xc0");
CODE(mov_cs, ".byte 0x8e, 0xc8");
CODE(mov_cr1, ".byte 0x0f, 0x22, 0xc8");
CODE(bound, "boundw %ax, rm_bounds");
CODE(word_at_limit, "movw (%bx), %ax");
CODE(stack_word_at_limit, "movw (%bp), %ax");
CODE(dword_at_limit, "addr32 movl (%ebx), %eax");
CODE(above_limit, "addr32 movb (%ebx), %al");
CODE(long_insn, ".rept 15; .byte 0x2e; .endr; nop");
CODE(longest_insn, ".rept 14; .byte 0x2e; .endr; nop");
CODE(lea_register, ".byte 0x8d, 0xc0");
CODE(cr0_pg_only, "movl %cr0, %eax; orl $0x80000000, %eax; movl %eax, %cr0;"
		  "andl $0x7fffffff, %eax; movl %eax, %cr0");
CODE(int_beyond, "lidtw rm_short_ivt; int $0x20");

asm(".data\n"
    "rm_bounds: .word 5, 10\n"
    "rm_short_ivt: .word 0x7f; .long 0\n\t"
    ".text");

static const char *ivt_back(void)
{
	asm volatile("lidtl rm_ivt_ptr");
	return NULL;
}

/* Should paging come on, the first 4 MiB stay where they are: below the image, in one 4-MiB page. */
#define PAGE_DIRECTORY	0x7000

static void identity_map(void)
{
	volatile u32 *entry = (volatile u32 *)PAGE_DIRECTORY;

	*entry = 0x83;
	asm volatile("movl %0, %%cr3; movl %1, %%cr4" : : "r"(PAGE_DIRECTORY), "r"(0x10) : "memory");
}

static const char *no_map(void)
{
	asm volatile("movl %0, %%cr4" : : "r"(0) : "memory");
	return NULL;
}

static const struct rm_case fault_cases[] = {
	{ "#UD: ud2", code_ud2, .vector = 6 },
	{ "#UD: lock nop", code_lock_nop, .vector = 6 },
	{ "#UD: lock mov", code_lock_mov, .vector = 6 },
	{ "#UD: arpl", code_arpl, .vector = 6 },
	{ "#UD: lldt", code_lldt, .vector = 6 },
	{ "#UD: ltr", code_ltr, .vector = 6 },
	{ "#UD: sldt", code_sldt, .vector = 6 },
	{ "#UD: str", code_str, .vector = 6 },
	{ "#UD: verr", code_verr, .vector = 6 },
	{ "#UD: lar", code_lar, .vector = 6 },
	{ "#UD: lsl", code_lsl, .vector = 6 },
	{ "#UD: mov to cs", code_mov_cs, R({EAX, 0}), .vector = 6 },
	{ "#UD: mov to cr1", code_mov_cr1, .vector = 6 },
	{ "#UD: lea of a register", code_lea_register, .vector = 6 },
	{ "#BR: above", code_bound, R({EAX, 11}), .vector = 5 },
	{ "#BR: below", code_bound, R({EAX, 0xffff}), .vector = 5 },
	{ "#BR: inside", code_bound, R({EAX, 10}) },
	{ "#GP: word at offset ffff", code_word_at_limit, R({EBX, 0xffff}), .vector = 13 },
	{ "#SS: stack word at offset ffff", code_stack_word_at_limit, R({EBP, 0xffff}), .vector = 12 },
	{ "#GP: dword at offset fffd", code_dword_at_limit, R({EBX, 0xfffd}), .vector = 13 },
	{ "#GP: byte at offset 10000", code_above_limit, R({EBX, 0x10000}), .vector = 13 },
	{ "#GP: instruction of 16 bytes", code_long_insn, .vector = 13 },
	{ "instruction of 15 bytes", code_longest_insn },
	{ "#GP: CR0.PG without PE", code_cr0_pg_only, .vector = 13, .fault_at = 9, .before = identity_map, .after = no_map },
	{ "#GP: INT beyond the limit of the IVT", code_int_beyond, .vector = 13, .fault_at = 5, .after = ivt_back },
	{ }
};

void rm_fault_cases(void)
{
	rm_run(fault_cases);
	ivt_back();
}

/* Time per instruction, for the reader: nothing is checked. */
#define ITERATIONS	1000000
#define LOOP(body)	"1: " body "; decl %ecx; jnz 1b"

static u32 measured;

CODE(loop_empty, LOOP(""));
CODE(loop_mov, LOOP("movl %esi, %edi"));
CODE(loop_add, LOOP("addl %esi, %edi"));
CODE(loop_cmp, LOOP("cmpl %esi, (%bx)"));
CODE(loop_store, LOOP("movl %esi, (%bx)"));
CODE(loop_rmw, LOOP("addl %esi, (%bx)"));

static u32 cycles(const char *code)
{
	u32 before, after, hi;

	rm_load(R({ECX, ITERATIONS}, {EBX, A(&measured)}));
	rm_code = code;
	asm volatile("rdtsc" : "=a"(before), "=d"(hi));
	rm_exec();
	asm volatile("rdtsc" : "=a"(after), "=d"(hi));
	return after - before;
}

void rm_throughput(void)
{
	static const struct {
		const char *name, *code;
	} loops[] = {
		{ "mov", code_loop_mov },
		{ "add", code_loop_add },
		{ "compare with memory", code_loop_cmp },
		{ "store", code_loop_store },
		{ "add to memory", code_loop_rmw },
	};
	u32 empty = cycles(code_loop_empty), t;
	unsigned int i;

	rm_puts("INFO: empty loop, cycles per 1000: ");
	rm_put_dec(empty / (ITERATIONS / 1000));
	rm_puts("\n");
	for (i = 0; i < sizeof(loops) / sizeof(loops[0]); i++) {
		t = cycles(loops[i].code);
		rm_puts("INFO: ");
		rm_puts(loops[i].name);
		rm_puts(", cycles per 1000: ");
		rm_put_dec(t > empty ? (t - empty) / (ITERATIONS / 1000) : 0);
		rm_puts("\n");
	}
}
