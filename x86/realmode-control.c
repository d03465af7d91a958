// SPDX-License-Identifier: LGPL-2.1-or-later
/* realmode: jumps, calls, stack, interrupts, loops (SDM volume 2) */
#include "realmode.h"

CODE(jnz_short, "jnz 1f; movl $0x1234, %eax; 1:");
CODE(jcc_back, "1: addw $1, %ax; cmpw $3, %ax; jnz 1b");
CODE(jmp_short, "jmp 1f; movl $0x1234, %eax; 1:");
CODE(jnz_near, ".byte 0x0f, 0x85; .word 1f - . - 2; movl $0x1234, %eax; 1:");
CODE(jnz_near_back, "jmp 2f; 1: movl $0x77, %eax; jmp 3f; 2: .byte 0x0f, 0x85; .word 1b - . - 2; 3:");
CODE(jmp_near, ".byte 0xe9; .word 1f - . - 2; movl $0x1234, %eax; 1:");
CODE(jmp_near_32, ".byte 0x66, 0xe9; .long 1f - . - 4; movl $0x1234, %eax; 1:");
CODE(jmp_indirect, "movw $1f, %bx; jmpw *%bx; movl $0x1234, %eax; 1: xorl %ebx, %ebx");

CODE(call_eax, "movl $1f, %eax; calll *%eax; jmp 2f; 1: movl $0x1234, %eax; retl; 2:");
CODE(call_back, "jmp 2f; 1: movl $0x1234, %eax; retw; 2: callw 1b");
CODE(call_forward, "callw 1f; jmp 2f; 1: movl $0x1234, %eax; retw; 2:");
CODE(call_far_memory, "lcallw *rm_far_call_pointer");
CODE(call_far_imm, "lcallw $0, $rm_far_function");
CODE(call_far_32, "lcalll $0, $rm_far_function_32");
CODE(ret_imm, "pushw %ax; pushl %ebx; callw 1f; jmp 2f; 1: movl $0x1234, %eax; retw $6; 2:");
CODE(lret_imm, "subw $10, %sp; lcallw $0, $rm_far_function_imm");
CODE(jmp_far, "calll 1f; jmp 2f; 1: ljmpw $0, $rm_near_function; 2:");

asm(".pushsection .text\n\t"
    ".code16\n"
    "rm_far_function: movl $0x1234, %eax; lretw\n"
    "rm_far_function_32: movl $0x1234, %eax; lretl\n"
    "rm_far_function_imm: movl $0x1234, %eax; lretw $10\n"
    "rm_near_function: movl $0x1234, %eax; retl\n"
    "rm_far_call_pointer: .word rm_far_function, 0\n\t"
    RM_CODE_MODE "\n\t"
    ".popsection");

CODE(push_eax, "pushl %eax; popl %ebx");
CODE(push_ax, "pushw %ax; popw %bx");
CODE(push_es, "movw $0x123, %bx; movw %bx, %es; xorl %ebx, %ebx; pushw %es; popw %bx");
CODE(pop_es, "pushw %ax; popw %es; movw %es, %bx");
CODE(push_ss, "pushw %ss; popw %ax; pushw %ax; popw %ss; movw %ss, %bx");
CODE(push_fs, "movw %ax, %fs; pushl %fs; xorw %cx, %cx; movw %cx, %fs; popl %fs; movw %fs, %bx");
CODE(push_sp_only, "xorl $0x12340000, %esp; pushw %ax; xorl $0x12340000, %esp; popw %bx");
CODE(push_imm8, "pushw $-2; popw %bx");
CODE(push_sp_value, "pushw %sp; popw %bx");
CODE(push_mem, "pushl rm_push_mem; popl rm_push_mem + 4; movl rm_push_mem + 4, %ebx");
CODE(pusha, "pushal; popl %edi; popl %esi; popl %ebp; addw $4, %sp; popl %ebx; popl %edx; popl %ecx; popl %eax");
CODE(pusha_order, "pushal; movl 0(%esp), %eax; movl 4(%esp), %ebx; movl 8(%esp), %ecx; movl 12(%esp), %edx;"
		  "addw $32, %sp");
CODE(popa, "pushl %edi; pushl %esi; pushl %ebp; pushl %ebp; pushl %ebx; pushl %edx; pushl %ecx; pushl %eax; popal");
CODE(pushaw, "pushaw; popw %ax; popw %bx; popw %cx; popw %dx; addw $8, %sp");
CODE(enter, "enterw $0x20, $0; movw %sp, %ax; movw %bp, %bx; leavew");
CODE(pushf, "pushfw; popw %ax");

asm(".data\n\t"
    "rm_push_mem: .long 0x2468ace0, 0\n\t"
    ".text");

CODE(iret32, "pushfl; pushl %cs; calll 1f; jmp 2f; 1: iretl; 2:");
CODE(iret16, "pushfw; pushw %cs; callw 1f; jmp 2f; 1: iretw; 2:");
CODE(iret32_flags, "pushfl; popl %eax; andl $~2, %eax; orl $0xffc18028, %eax; pushl %eax; pushl %cs;"
		   "calll 1f; jmp 2f; 1: iretl; 2:");
CODE(iret16_flags, "pushfw; popw %ax; orw $0x8028, %ax; pushw %ax; pushw %cs; callw 1f; jmp 2f; 1: iretw; 2:");
CODE(popf_reserved, "pushw $0x802a; popfw; pushfw; popw %ax");
CODE(popf_iopl_nt, "pushw $0x7002; popfw; pushfw; popw %ax; pushw $0x0002; popfw");
CODE(int_11, "int $0x11");
CODE(int3, "int3");
CODE(into, "into");
CODE(sti_hlt, "cli; movw $0x200b, %dx; movb $1, %al; outb %al, %dx; movb $0, %al; outb %al, %dx;"
	      "sti; hlt; .globl rm_after_hlt; rm_after_hlt: cli");

CODE(loop, "xorw %ax, %ax; 1: incw %ax; loop 1b");
CODE(loope, "1: decl %eax; loope 1b");
CODE(loopne, "1: decl %eax; loopne 1b");
CODE(jcxz, "jcxz 1f; movl $0x1234, %eax; 1:");
CODE(jecxz, "jecxz 1f; movl $0x1234, %eax; 1:");

extern char rm_after_hlt[];
static u8 old_elcr;

/* IRQ 11 edge triggered and open; the timer ends a HLT that misses it. */
static void open_irq11(void)
{
	rm_set_ivt(0x73, rm_irq11);
	rm_set_ivt(0x08, rm_irq0);
	rm_irq_count = rm_tick_count = 0;
	old_elcr = rm_inb(0x4d1);
	rm_outb(0x4d1, old_elcr & ~0x08);
	/* 55 ms from now */
	rm_outb(0x43, 0x30);
	rm_outb(0x40, 0xff);
	rm_outb(0x40, 0xff);
	rm_outb(0x21, 0xfa);
	rm_outb(0xa1, 0xf7);
}

static const char *irq11_taken(void)
{
	extern char rm_exceptions[];

	rm_outb(0x21, 0xff);
	rm_outb(0xa1, 0xff);
	rm_outb(0x4d1, old_elcr);
	rm_set_ivt(0x08, rm_exceptions + 16 * 8);
	if (!rm_irq_count)
		return "IRQ 11 was not taken";
	if (rm_irq_count != 1)
		return "IRQ 11 was taken more than once";
	if (rm_irq_ip != (u16)(u32)rm_after_hlt)
		return "IRQ 11 was taken before HLT: STI did not delay it by one instruction";
	return NULL;
}

static void set_int11(void)
{
	rm_set_ivt(0x11, rm_int_iret);
}

static const char *reserved_flags(void)
{
	/* 31:22, 15, 5 and 3 are 0, 1 is 1; PUSHF shows RF as 0 in any case. */
	if ((rm_out[FLAGS] & 0xffc1802a) != FL_1)
		return "IRET changed reserved flags, or RF stayed";
	return NULL;
}

#define STACK	((u32)rm_stack_top)

static const struct rm_case cases[] = {
	{ "push/pop eax", code_push_eax, R({EAX, 0x12345678}), R({EBX, 0x12345678}) },
	{ "push/pop ax", code_push_ax, R({EAX, 0x12345678}, {EBX, 0xabcd0000}), R({EBX, 0xabcd5678}) },
	{ "push es", code_push_es, NULL, R({EBX, 0x123}) },
	{ "pop es", code_pop_es, R({EAX, 0x123}, {EBX, 0}), R({EBX, 0x123}) },
	{ "push/pop ss", code_push_ss, R({EAX, 0x55}, {EBX, 0x66}), R({EAX, 0}, {EBX, 0}) },
	{ "push/pop fs, 32 bits", code_push_fs, R({EAX, 0x234}, {EBX, 0}, {ECX, 1}), R({EBX, 0x234}, {ECX, 0}) },
	{ "push uses SP, not ESP", code_push_sp_only, R({EAX, 0x9977}, {EBX, 0}), R({EBX, 0x9977}) },
	{ "push imm8 extends the sign", code_push_imm8, R({EBX, 0}), R({EBX, 0xfffe}) },
	{ "push sp stores the old value", code_push_sp_value, R({EBX, 0}, {ESP, 0xe000}), R({EBX, 0xe000}) },
	{ "push/pop memory", code_push_mem, NULL, R({EBX, 0x2468ace0}) },
	{ "pusha", code_pusha },
	{ "pusha, order", code_pusha_order, R({EDI, 1}, {ESI, 2}, {EBP, 3}),
	  .out = R({EAX, 1}, {EBX, 2}, {ECX, 3}), .any = 1 << EDX },
	{ "popa", code_popa, R({EAX, 0}, {EBX, 1}, {ECX, 2}, {EDX, 3}, {ESI, 4}, {EDI, 5}, {EBP, 6}),
	  R({EDI, 0}, {ESI, 2}, {EBP, 3}, {EBX, 6}, {EDX, 6}, {ECX, 4}, {EAX, 5}) },
	{ "pusha, 16 bits", code_pushaw, R({EAX, 0}, {EBX, 0}, {ECX, 0}, {EDX, 0}, {EDI, 1}, {ESI, 2}, {EBP, 3},
	  {ESP, 0xe000}), R({EAX, 1}, {EBX, 2}, {ECX, 3}, {EDX, 0xe000}) },
	{ "enter and leave", code_enter, R({EAX, 0}, {EBX, 0}, {EBP, 0x1234}, {ESP, 0xe000}),
	  R({EAX, 0xdfde}, {EBX, 0xdffe}) },
	{ "pushf", code_pushf, R({EAX, 0}, {FLAGS, FL_ALU | FL_1}), R({EAX, FL_ALU | FL_1}) },

	{ "jnz short, forwards", code_jnz_short, R({FLAGS, FL_1}) },
	{ "jnz short, not taken", code_jnz_short, R({FLAGS, FL_ZF | FL_1}), R({EAX, 0x1234}) },
	{ "jnz short, backwards", code_jcc_back, R({EAX, 0}), R({EAX, 3}) },
	{ "jmp short", code_jmp_short },
	{ "jnz near, forwards", code_jnz_near, R({FLAGS, FL_1}) },
	{ "jnz near, backwards", code_jnz_near_back, R({FLAGS, FL_1}), R({EAX, 0x77}) },
	{ "jmp near", code_jmp_near },
	{ "jmp near, 32-bit displacement", code_jmp_near_32 },
	{ "jmp near, indirect", code_jmp_indirect, NULL, R({EBX, 0}) },
	{ "call near, indirect", code_call_eax, NULL, R({EAX, 0x1234}) },
	{ "call near, backwards", code_call_back, NULL, R({EAX, 0x1234}) },
	{ "call near, forwards", code_call_forward, NULL, R({EAX, 0x1234}) },
	{ "call far through memory", code_call_far_memory, NULL, R({EAX, 0x1234}) },
	{ "call far", code_call_far_imm, NULL, R({EAX, 0x1234}) },
	{ "call far, 32-bit offset", code_call_far_32, NULL, R({EAX, 0x1234}) },
	{ "ret near with immediate", code_ret_imm, NULL, R({EAX, 0x1234}) },
	{ "ret far with immediate", code_lret_imm, NULL, R({EAX, 0x1234}) },
	{ "jmp far", code_jmp_far, NULL, R({EAX, 0x1234}) },

	{ "iret, 32 bits", code_iret32, R({FLAGS, FL_CF | FL_1}), .mask = FL_CF, .flags = FL_CF },
	{ "iret, 16 bits", code_iret16, R({FLAGS, FL_CF | FL_1}), .mask = FL_CF, .flags = FL_CF },
	{ "iret, 32 bits, reserved flags and RF", code_iret32_flags, .any = 1 << EAX, .after = reserved_flags },
	{ "iret, 16 bits, reserved flags", code_iret16_flags, .any = 1 << EAX, .after = reserved_flags },
	{ "popf, reserved flags", code_popf_reserved, R({EAX, 0}), R({EAX, 2}) },
	{ "popf, IOPL and NT", code_popf_iopl_nt, R({EAX, 0}), R({EAX, 0x7002}) },
	{ "int and iret", code_int_11, .before = set_int11 },
	{ "int3", code_int3, .vector = 3, .fault_at = 1 },
	{ "into, OF set", code_into, R({FLAGS, FL_OF | FL_1}), .vector = 4, .fault_at = 1 },
	{ "into, OF clear", code_into, R({FLAGS, FL_1}) },
	{ "sti shadow covers hlt", code_sti_hlt, .any = 1 << EAX | 1 << EDX, .before = open_irq11,
	  .after = irq11_taken },

	{ "loop", code_loop, R({EAX, 0}, {ECX, 10}), R({EAX, 10}, {ECX, 0}) },
	{ "loope", code_loope, R({EAX, 1}, {ECX, 10}), R({EAX, -1}, {ECX, 8}) },
	{ "loopne", code_loopne, R({EAX, 5}, {ECX, 10}), R({EAX, 0}, {ECX, 5}) },
	{ "jcxz, cx 0", code_jcxz, R({ECX, 0}) },
	{ "jcxz, cx not 0", code_jcxz, R({ECX, 0x100}), R({EAX, 0x1234}) },
	{ "jcxz, only the upper half not 0", code_jcxz, R({ECX, 0x10000}) },
	{ "jecxz, ecx 0", code_jecxz, R({ECX, 0}) },
	{ "jecxz, only the upper half not 0", code_jecxz, R({ECX, 0x10000}), R({EAX, 0x1234}) },
	{ }
};

void rm_control_cases(void)
{
	rm_run(cases);
}
