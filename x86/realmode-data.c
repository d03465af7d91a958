// SPDX-License-Identifier: LGPL-2.1-or-later
/* realmode: moves, exchanges, extensions, bytes and flags (SDM volume 2) */
#include "realmode.h"

static u8 table[256];

CODE(null, "");
CODE(xchg_eax_eax, "xchgl %eax, %eax");
CODE(xchg_ebx, "xchgl %ebx, %eax");
CODE(xchg_ecx, "xchgl %ecx, %eax");
CODE(xchg_edx, "xchgl %edx, %eax");
CODE(xchg_esi, "xchgl %esi, %eax");
CODE(xchg_edi, "xchgl %edi, %eax");
CODE(xchg_ebp, "xchgl %ebp, %eax");
CODE(xchg_esp, "xchgl %esp, %eax");
CODE(xchg_ah_al, "xchgb %ah, %al");
CODE(mov_ax, "movw $1234, %ax");
CODE(mov_eax, "movl $1234567890, %eax");
CODE(mov_ah, "movb $0x12, %ah");
CODE(mov_al, "movb $0x34, %al");
CODE(mov_ah_al, "movb $0x12, %ah; movb $0x34, %al");
CODE(movsx, "movsbl %al, %eax");
CODE(movsx_ah, "movsbl %ah, %eax");
CODE(movsx_w, "movswl %ax, %eax");
CODE(movzx, "movzbl %al, %eax");
CODE(movzx_ah, "movzbl %ah, %eax");
CODE(movzx_w, "movzwl %ax, %eax");
CODE(bswap, "bswap %eax");
CODE(cbw, "cbtw");
CODE(cwde, "cwtl");
CODE(cwd, "cwtd");
CODE(cdq, "cltd");
CODE(lahf, "lahf");
CODE(sahf, "sahf");
CODE(xlat, "xlatb");
CODE(clc, "clc");
CODE(stc, "stc");
CODE(cmc, "cmc");
CODE(cli, "cli");
CODE(sti, "sti");
CODE(cld, "cld");
CODE(std, "std");
CODE(salc, ".byte 0xd6");
CODE(lds, "ldsw far_pointer_in, %ax; movw %ds, %bx");
CODE(les, "lesw far_pointer_in, %ax; movw %es, %bx");
CODE(lfs, "lfsw far_pointer_in, %ax; movw %fs, %bx");
CODE(lgs, "lgsw far_pointer_in, %ax; movw %gs, %bx");
CODE(lss, "lssw far_pointer_in, %ax; movw %ss, %bx");
CODE(nop1, ".byte 0x90");
CODE(nop2, ".byte 0x66, 0x90");
CODE(nop3, ".byte 0x0f, 0x1f, 0x00");
CODE(nop4, ".byte 0x0f, 0x1f, 0x40, 0x00");
CODE(lea16, "leaw 0x7000(%bx,%si), %ax");
CODE(lea32, "addr32 leal 0x100(%ebx,%esi,4), %eax");
CODE(lea_wrap, "leal 0x10(%bx,%si), %eax");
CODE(rep_stosb, "rep stosb");
CODE(rep_movsw, "rep movsw");
CODE(lodsb_back, "lodsb; cld");
CODE(repne_scasb, "repne scasb");
CODE(cmpsb, "repe cmpsb");
CODE(cmpxchg_same, "cmpxchgl %ebx, %ecx");
CODE(cmpxchg_other, "cmpxchgl %ebx, %ecx");
CODE(setcc, "setc %al; setnc %ah");
CODE(cs_override, "movl %cs:rm_case_word, %eax");
CODE(gs_high, "movl %ebx, %gs:(%esi); xorl %ebx, %ebx; movl %gs:(%esi), %ebx");

asm(".data\n\t"
    "far_pointer_in: .word 0x1234, 0x10\n\t"
    "rm_case_word: .long 0x13579bdf\n\t"
    ".text");

static u8 source[8], dest[8];

static void fill(void)
{
	int i;

	for (i = 0; i < 8; i++) {
		source[i] = 0x10 + i;
		dest[i] = 0xee;
	}
}

static const char *stored(void)
{
	int i;

	for (i = 0; i < 8; i++) {
		if (dest[i] != (i < 5 ? 0x5a : 0xee))
			return "memory is not what REP STOSB of 5 bytes leaves";
	}
	return NULL;
}

static const char *moved(void)
{
	int i;

	for (i = 0; i < 8; i++) {
		if (dest[i] != (i < 6 ? 0x10 + i : 0xee))
			return "memory is not what REP MOVSW of 3 words leaves";
	}
	return NULL;
}

static void fill_table(void)
{
	int i;

	for (i = 0; i < 256; i++)
		table[i] = i + 1;
}

#define A(x)	((u32)(x))

static const struct rm_case cases[] = {
	{ "empty code", code_null },

	{ "xchg eax, eax", code_xchg_eax_eax },
	{ "xchg eax, ebx", code_xchg_ebx, R({EAX, 0}, {EBX, 1}), R({EAX, 1}, {EBX, 0}) },
	{ "xchg eax, ecx", code_xchg_ecx, R({EAX, 0}, {ECX, 2}), R({EAX, 2}, {ECX, 0}) },
	{ "xchg eax, edx", code_xchg_edx, R({EAX, 0}, {EDX, 3}), R({EAX, 3}, {EDX, 0}) },
	{ "xchg eax, esi", code_xchg_esi, R({EAX, 0}, {ESI, 4}), R({EAX, 4}, {ESI, 0}) },
	{ "xchg eax, edi", code_xchg_edi, R({EAX, 0}, {EDI, 5}), R({EAX, 5}, {EDI, 0}) },
	{ "xchg eax, ebp", code_xchg_ebp, R({EAX, 0}, {EBP, 6}), R({EAX, 6}, {EBP, 0}) },
	{ "xchg eax, esp", code_xchg_esp, R({EAX, 0}, {ESP, 7}), R({EAX, 7}, {ESP, 0}) },
	{ "xchg ah, al", code_xchg_ah_al, R({EAX, 0x11223344}), R({EAX, 0x11224433}) },

	{ "mov $imm, ax", code_mov_ax, R({EAX, 0}), R({EAX, 1234}) },
	{ "mov $imm, eax", code_mov_eax, R({EAX, 0}), R({EAX, 1234567890}) },
	{ "mov $imm, ah", code_mov_ah, R({EAX, 0}), R({EAX, 0x1200}) },
	{ "mov $imm, al", code_mov_al, R({EAX, 0}), R({EAX, 0x34}) },
	{ "mov $imm, ah and al", code_mov_ah_al, R({EAX, 0}), R({EAX, 0x1234}) },

	{ "movsx al", code_movsx, R({EAX, 0x1234569c}), R({EAX, 0xffffff9c}) },
	{ "movsx ah", code_movsx_ah, R({EAX, 0x1234569c}), R({EAX, 0x56}) },
	{ "movsx ax", code_movsx_w, R({EAX, 0x12349c56}), R({EAX, 0xffff9c56}) },
	{ "movzx al", code_movzx, R({EAX, 0x1234569c}), R({EAX, 0x9c}) },
	{ "movzx ah", code_movzx_ah, R({EAX, 0x1234569c}), R({EAX, 0x56}) },
	{ "movzx ax", code_movzx_w, R({EAX, 0x12349c56}), R({EAX, 0x9c56}) },
	{ "bswap", code_bswap, R({EAX, 0x12345678}), R({EAX, 0x78563412}) },

	{ "cbw", code_cbw, R({EAX, 0xfe}), R({EAX, 0xfffe}) },
	{ "cwde", code_cwde, R({EAX, 0xfffe}), R({EAX, 0xfffffffe}) },
	{ "cwd, sign set", code_cwd, R({EAX, 0x8000}, {EDX, 0}), R({EDX, 0xffff}) },
	{ "cwd, sign clear", code_cwd, R({EAX, 0x1000}, {EDX, 0xffff}), R({EDX, 0}) },
	{ "cdq, sign set", code_cdq, R({EAX, 0x80000000}, {EDX, 0}), R({EDX, 0xffffffff}) },
	{ "cdq, sign clear", code_cdq, R({EAX, 0x10000000}, {EDX, 0xffffffff}), R({EDX, 0}) },

	{ "lahf", code_lahf, R({EAX, 0}, {FLAGS, 0xc7}), R({EAX, 0xc700}) },
	{ "sahf", code_sahf, R({EAX, 0xfd00}), .mask = 0xff, .flags = 0xd7 },
	{ "xlat", code_xlat, R({EAX, 0xef}, {EBX, A(table)}), R({EAX, 0xf0}), .before = fill_table },

	{ "clc", code_clc, R({FLAGS, FL_CF | FL_1}), .mask = FL_CF },
	{ "stc", code_stc, R({FLAGS, FL_1}), .mask = FL_CF, .flags = FL_CF },
	{ "cmc, set", code_cmc, R({FLAGS, FL_1}), .mask = FL_CF, .flags = FL_CF },
	{ "cmc, clear", code_cmc, R({FLAGS, FL_CF | FL_1}), .mask = FL_CF },
	{ "cli", code_cli, R({FLAGS, FL_IF | FL_1}), .mask = FL_IF },
	{ "sti", code_sti, R({FLAGS, FL_1}), .mask = FL_IF, .flags = FL_IF },
	{ "cld", code_cld, R({FLAGS, FL_DF | FL_1}), .mask = FL_DF },
	{ "std", code_std, R({FLAGS, FL_1}), .mask = FL_DF, .flags = FL_DF },
	{ "salc, CF clear", code_salc, R({EAX, 0x12345678}, {FLAGS, FL_1}), R({EAX, 0x12345600}) },
	{ "salc, CF set", code_salc, R({EAX, 0x12345678}, {FLAGS, FL_CF | FL_1}), R({EAX, 0x123456ff}),
	  .mask = FL_CF, .flags = FL_CF },
	{ "setcc", code_setcc, R({EAX, 0x1234ffff}, {FLAGS, FL_CF | FL_1}), R({EAX, 0x12340001}) },

	{ "lds", code_lds, R({EAX, 0}, {EBX, 0}), R({EAX, 0x1234}, {EBX, 0x10}) },
	{ "les", code_les, R({EAX, 0}, {EBX, 0}), R({EAX, 0x1234}, {EBX, 0x10}) },
	{ "lfs", code_lfs, R({EAX, 0}, {EBX, 0}), R({EAX, 0x1234}, {EBX, 0x10}) },
	{ "lgs", code_lgs, R({EAX, 0}, {EBX, 0}), R({EAX, 0x1234}, {EBX, 0x10}) },
	{ "lss", code_lss, R({EAX, 0}, {EBX, 0}), R({EAX, 0x1234}, {EBX, 0x10}) },

	{ "nop", code_nop1 },
	{ "nop with operand-size prefix", code_nop2 },
	{ "nop of 3 bytes", code_nop3 },
	{ "nop of 4 bytes", code_nop4 },

	{ "lea, 16-bit address", code_lea16, R({EAX, 0xaaaa5555}, {EBX, 0xffff9000}, {ESI, 0xffff0123}),
	  R({EAX, 0xaaaa0123}) },
	{ "lea, 32-bit address", code_lea32, R({EBX, 0x10000}, {ESI, 0x20}), R({EAX, 0x10180}) },
	{ "lea, 16-bit address wraps, 32-bit operand", code_lea_wrap, R({EBX, 0xfff0}, {ESI, 0x8}),
	  R({EAX, 0x8}) },

	{ "rep stosb", code_rep_stosb, R({EAX, 0x5a}, {ECX, 0xffff0005}, {EDI, A(dest)}),
	  R({ECX, 0xffff0000}, {EDI, A(dest) + 5}), .before = fill, .after = stored },
	{ "rep movsw", code_rep_movsw, R({ECX, 3}, {ESI, A(source)}, {EDI, A(dest)}),
	  R({ECX, 0}, {ESI, A(source) + 6}, {EDI, A(dest) + 6}), .before = fill, .after = moved },
	{ "lodsb backwards", code_lodsb_back, R({EAX, 0}, {ESI, A(source) + 3}, {FLAGS, FL_DF | FL_1}),
	  R({EAX, 0x13}, {ESI, A(source) + 2}), .before = fill },
	{ "repne scasb", code_repne_scasb, R({EAX, 0x14}, {ECX, 8}, {EDI, A(source)}),
	  R({ECX, 3}, {EDI, A(source) + 5}), .mask = FL_ZF, .flags = FL_ZF, .before = fill },
	{ "repe cmpsb stops at a difference", code_cmpsb, R({ECX, 8}, {ESI, A(source)}, {EDI, A(dest)}),
	  R({ECX, 7}, {ESI, A(source) + 1}, {EDI, A(dest) + 1}), .mask = FL_ZF | FL_CF, .flags = FL_CF,
	  .before = fill },
	{ "rep stosb, count 0", code_rep_stosb, R({ECX, 0xffff0000}, {EDI, 0xfff0}) },

	{ "cmpxchg, equal", code_cmpxchg_same, R({EAX, 5}, {EBX, 7}, {ECX, 5}), R({ECX, 7}),
	  .mask = FL_ZF, .flags = FL_ZF },
	{ "cmpxchg, different", code_cmpxchg_other, R({EAX, 5}, {EBX, 7}, {ECX, 6}), R({EAX, 6}),
	  .mask = FL_ZF },
	{ "cs override", code_cs_override, R({EAX, 0}), R({EAX, 0x13579bdf}) },
	{ "data above 1 MiB through a 4-GiB segment", code_gs_high, R({EBX, 0x600dda7a}, {ESI, 0x300000}) },
	{ }
};

void rm_data_cases(void)
{
	rm_run(cases);
}
