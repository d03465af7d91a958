// SPDX-License-Identifier: LGPL-2.1-or-later
/* realmode: arithmetic, logic, shifts, decimal adjustment (SDM volume 2) */
#include "realmode.h"

CODE(shld, "shldl $8, %edx, %eax");
CODE(shrd, "shrdl $8, %edx, %eax");
CODE(shl_cl, "shlw %cl, %ax");
CODE(sar, "sarb $3, %al");
CODE(rol, "rolw $4, %ax");
CODE(rcr, "rcrb $1, %al");
CODE(sub_ax, "subw $10, %ax");
CODE(sub_eax, "subl $10, %eax");
CODE(sub_ah, "subb $0x10, %ah");
CODE(sub_al, "subb $0x10, %al");
CODE(xor_ax, "xorw $1234, %ax");
CODE(xor_eax, "xorl $1234567890, %eax");
CODE(xor_ah, "xorb $0x12, %ah");
CODE(xor_al, "xorb $0x34, %al");
CODE(cmp_34, "cmpb $0x34, %al");
CODE(cmp_39, "cmpb $0x39, %al");
CODE(cmp_24, "cmpb $0x24, %al");
CODE(add_eax, "addl $0x12344321, %eax");
CODE(add_al, "addb $0x21, %al");
CODE(add_ax, "addw $1, %ax");
CODE(adc, "adcb $0xff, %al");
CODE(sbb, "sbbl %ebx, %eax");
CODE(inc, "incw %ax");
CODE(dec, "decb %al");
CODE(neg, "negb %al");
CODE(not, "notw %ax");
CODE(test, "testb $0x80, %al");
CODE(imul8, "imulb %cl");
CODE(imul16, "imulw %cx");
CODE(imul32, "imull %ecx");
CODE(mul8, "mulb %cl");
CODE(mul16, "mulw %cx");
CODE(mul32, "mull %ecx");
CODE(div8, "divb %cl");
CODE(div16, "divw %cx");
CODE(div32, "divl %ecx");
CODE(idiv8, "idivb %cl");
CODE(idiv16, "idivw %cx");
CODE(idiv32, "idivl %ecx");
CODE(aad, "aad");
CODE(aam, "aam");
CODE(aam16, "aam $16");
CODE(daa, "daa");
CODE(das, "das");
CODE(aaa, "aaa");
CODE(aas, "aas");
CODE(xadd, "xaddl %eax, %eax");
CODE(xadd_ab, "xaddl %ebx, %eax");
CODE(bsf, "bsfl %ebx, %eax");
CODE(bsr, "bsrw %bx, %ax");
CODE(bt, "btw $5, %ax");
CODE(bts, "btsl %ecx, %eax");

static const struct rm_case cases[] = {
	{ "shld", code_shld, R({EAX, 0xbe}, {EDX, 0xef000000}), R({EAX, 0xbeef}) },
	{ "shrd", code_shrd, R({EAX, 0xbe00}, {EDX, 0xef}), R({EAX, 0xef0000be}) },
	{ "shl by cl, count above 15", code_shl_cl, R({EAX, 0x1234ffff}, {ECX, 0x31}), R({EAX, 0x12340000}) },
	{ "shl by cl, count 32 changes nothing", code_shl_cl, R({EAX, 0x12348001}, {ECX, 0x20},
	  {FLAGS, FL_CF | FL_ZF | FL_1}), .mask = FL_ALU, .flags = FL_CF | FL_ZF },
	{ "sar", code_sar, R({EAX, 0x84}), R({EAX, 0xf0}), .mask = FL_CF | FL_SF | FL_ZF,
	  .flags = FL_CF | FL_SF },
	{ "rol", code_rol, R({EAX, 0x5555a001}), R({EAX, 0x5555001a}), .mask = FL_CF },
	{ "rcr", code_rcr, R({EAX, 0x02}, {FLAGS, FL_CF | FL_1}), R({EAX, 0x81}), .mask = FL_CF },

	{ "sub $imm, ax", code_sub_ax, R({EAX, 1234}), R({EAX, 1224}) },
	{ "sub $imm, eax", code_sub_eax, R({EAX, 1234567890}), R({EAX, 1234567880}) },
	{ "sub $imm, ah", code_sub_ah, R({EAX, 0x1200}), R({EAX, 0x0200}) },
	{ "sub $imm, al", code_sub_al, R({EAX, 0x34}), R({EAX, 0x24}) },
	{ "xor $imm, ax", code_xor_ax, R({EAX, 1234}), R({EAX, 0}), .mask = FL_ZF | FL_CF | FL_OF, .flags = FL_ZF },
	{ "xor $imm, eax", code_xor_eax, R({EAX, 1234567890}), R({EAX, 0}), .mask = FL_ZF, .flags = FL_ZF },
	{ "xor $imm, ah", code_xor_ah, R({EAX, 0x1200}), R({EAX, 0}), .mask = FL_ZF, .flags = FL_ZF },
	{ "xor $imm, al", code_xor_al, R({EAX, 0x34}), R({EAX, 0}), .mask = FL_ZF, .flags = FL_ZF },
	{ "cmp al, equal", code_cmp_34, R({EAX, 0x34}), .mask = FL_ZF, .flags = FL_ZF },
	{ "cmp al, less", code_cmp_39, R({EAX, 0x34}), .mask = FL_ZF | FL_CF, .flags = FL_CF },
	{ "cmp al, greater", code_cmp_24, R({EAX, 0x34}), .mask = FL_ZF | FL_CF },
	{ "add $imm, eax", code_add_eax, R({EAX, 0x43211234}), R({EAX, 0x55555555}) },
	{ "add $imm, al", code_add_al, R({EAX, 0x12}), R({EAX, 0x33}) },
	{ "add overflows into the sign", code_add_ax, R({EAX, 0x7fff}), R({EAX, 0x8000}),
	  .mask = FL_ALU, .flags = FL_OF | FL_SF | FL_AF | FL_PF },
	{ "adc", code_adc, R({EAX, 0x00}, {FLAGS, FL_CF | FL_1}), R({EAX, 0}), .mask = FL_ALU,
	  .flags = FL_CF | FL_ZF | FL_PF | FL_AF },
	{ "sbb", code_sbb, R({EAX, 0}, {EBX, 0xffffffff}, {FLAGS, FL_CF | FL_1}), R({EAX, 0}),
	  .mask = FL_ALU, .flags = FL_CF | FL_ZF | FL_PF | FL_AF },
	{ "inc keeps CF", code_inc, R({EAX, 0x7ffff}, {FLAGS, FL_CF | FL_1}), R({EAX, 0x70000}),
	  .mask = FL_ALU, .flags = FL_CF | FL_ZF | FL_PF | FL_AF },
	{ "dec keeps CF", code_dec, R({EAX, 0x80}, {FLAGS, FL_CF | FL_1}), R({EAX, 0x7f}),
	  .mask = FL_ALU, .flags = FL_CF | FL_OF | FL_AF },
	{ "neg", code_neg, R({EAX, 0x80}), R({EAX, 0x80}), .mask = FL_ALU, .flags = FL_CF | FL_OF | FL_SF },
	{ "not changes no flag", code_not, R({EAX, 0xff00}, {FLAGS, FL_ALU | FL_1}), R({EAX, 0x00ff}),
	  .mask = FL_ALU, .flags = FL_ALU },
	{ "test", code_test, R({EAX, 0x180}), .mask = FL_ALU & ~FL_AF, .flags = FL_SF },

	{ "imul, 8 bits", code_imul8, R({EAX, 2}, {ECX, -4}), R({EAX, 0xfff8}), .mask = FL_CF | FL_OF },
	{ "imul, 16 bits", code_imul16, R({EAX, 2}, {ECX, -4}, {EDX, 0}), R({EAX, 0xfff8}, {EDX, 0xffff}) },
	{ "imul, 32 bits", code_imul32, R({EAX, 2}, {ECX, -4}), R({EAX, -8}, {EDX, -1}) },
	{ "imul, 8 bits, upper half stays", code_imul8, R({EAX, 0x12340002}, {ECX, 4}), R({EAX, 0x12340008}) },
	{ "imul, 16 bits, positive", code_imul16, R({EAX, 2}, {ECX, 4}, {EDX, 5}), R({EAX, 8}, {EDX, 0}) },
	{ "imul, 32 bits, positive", code_imul32, R({EAX, 2}, {ECX, 4}), R({EAX, 8}, {EDX, 0}) },
	{ "imul, product too long", code_imul8, R({EAX, 0x40}, {ECX, 4}), R({EAX, 0x100}),
	  .mask = FL_CF | FL_OF, .flags = FL_CF | FL_OF },
	{ "mul, 8 bits", code_mul8, R({EAX, 2}, {ECX, 4}), R({EAX, 8}), .mask = FL_CF | FL_OF },
	{ "mul, 16 bits", code_mul16, R({EAX, 2}, {ECX, 4}, {EDX, 5}), R({EAX, 8}, {EDX, 0}) },
	{ "mul, 32 bits", code_mul32, R({EAX, 2}, {ECX, 4}), R({EAX, 8}, {EDX, 0}) },
	{ "mul, long product", code_mul32, R({EAX, 0xffffffff}, {ECX, 0xffffffff}),
	  R({EAX, 1}, {EDX, 0xfffffffe}), .mask = FL_CF | FL_OF, .flags = FL_CF | FL_OF },
	{ "div, 8 bits", code_div8, R({EAX, 257}, {ECX, 2}), R({EAX, 0x0180}) },
	{ "div, 16 bits", code_div16, R({EAX, 512}, {ECX, 5}, {EDX, 0}), R({EAX, 102}, {EDX, 2}) },
	{ "div, 32 bits", code_div32, R({EAX, 512}, {ECX, 5}, {EDX, 0}), R({EAX, 102}, {EDX, 2}) },
	{ "idiv, 8 bits", code_idiv8, R({EAX, 256}, {ECX, -2}), R({EAX, 0x80}) },
	{ "idiv, 16 bits", code_idiv16, R({EAX, 512}, {ECX, -2}, {EDX, 0}), R({EAX, 0xff00}) },
	{ "idiv, 32 bits", code_idiv32, R({EAX, 512}, {ECX, -2}, {EDX, 0}), R({EAX, 0xffffff00}) },
	{ "div by 0, 8 bits", code_div8, R({ECX, 0}), .faults = true },
	{ "div, quotient too long", code_div16, R({EAX, 0}, {EDX, 5}, {ECX, 5}), .faults = true },
	{ "idiv, quotient too long", code_idiv32, R({EAX, 0x80000000}, {EDX, -1}, {ECX, -1}), .faults = true },

	{ "aad", code_aad, R({EAX, 0x12345678}), R({EAX, 0x123400d4}) },
	{ "aam", code_aam, R({EAX, 0x76543210}), R({EAX, 0x76540106}) },
	{ "aam by 16", code_aam16, R({EAX, 0xab}), R({EAX, 0x0a0b}) },
	{ "daa", code_daa, R({EAX, 0x9a}), R({EAX, 0x00}), .mask = FL_CF | FL_AF | FL_ZF,
	  .flags = FL_CF | FL_AF | FL_ZF },
	{ "aaa", code_aaa, R({EAX, 0x020b}), R({EAX, 0x0301}), .mask = FL_CF | FL_AF, .flags = FL_CF | FL_AF },
	{ "aas", code_aas, R({EAX, 0x020b}), R({EAX, 0x0105}), .mask = FL_CF | FL_AF, .flags = FL_CF | FL_AF },
	{ "xadd eax, eax", code_xadd, R({EAX, 0x12345678}), R({EAX, 0x2468acf0}) },
	{ "xadd ebx, eax", code_xadd_ab, R({EAX, 5}, {EBX, 7}), R({EAX, 12}, {EBX, 5}) },
	{ "bsf", code_bsf, R({EBX, 0x80100}), R({EAX, 8}), .mask = FL_ZF },
	{ "bsr", code_bsr, R({EAX, 0x55550000}, {EBX, 0x180100}), R({EAX, 0x55550008}), .mask = FL_ZF },
	{ "bt", code_bt, R({EAX, 0x20}), .mask = FL_CF, .flags = FL_CF },
	{ "bts, index modulo 32", code_bts, R({EAX, 0}, {ECX, 33}), R({EAX, 2}), .mask = FL_CF },
	{ }
};

/* DAS for one input, from the operation section of SDM volume 2. */
static u32 das_model(u8 al, bool cf, bool af, u8 *flags)
{
	u8 old = al, bits;
	bool carry = cf, aux = false;
	int i, ones = 0;

	if ((al & 15) > 9 || af) {
		carry = cf || al < 6;
		al -= 6;
		aux = true;
	} else {
		carry = false;
	}
	if (old > 0x99 || cf) {
		al -= 0x60;
		carry = true;
	}
	for (i = 0, bits = al; i < 8; i++, bits >>= 1)
		ones += bits & 1;
	*flags = FL_1 | (carry ? FL_CF : 0) | (ones & 1 ? 0 : FL_PF) | (aux ? FL_AF : 0) |
		 (al ? 0 : FL_ZF) | (al & 0x80 ? FL_SF : 0);
	return al;
}

/* All 1024 inputs; the first that is wrong is told. */
static void all_das(void)
{
	static const struct rm_value none[] = { { FLAGS + 1, 0 } };
	unsigned int i;
	u8 al, flags;

	for (i = 0; i < 1024; i++) {
		rm_load(none);
		rm_in[EAX] = i & 0xff;
		rm_in[FLAGS] = FL_1 | (i & 0x100 ? FL_CF : 0) | (i & 0x200 ? FL_AF : 0);
		rm_code = code_das;
		rm_exec();
		al = das_model(i, i & 0x100, i & 0x200, &flags);
		if (rm_vector == RM_NO_FAULT && rm_out[EAX] == al && (u8)rm_out[FLAGS] == flags)
			continue;
		rm_puts("INFO: das of AL, CF, AF ");
		rm_put_hex(i);
		rm_puts(": AL ");
		rm_put_hex(rm_out[EAX]);
		rm_puts(" flags ");
		rm_put_hex(rm_out[FLAGS]);
		rm_puts("\n");
		rm_report("das, all inputs", "AL or flags are wrong, see above");
		return;
	}
	rm_report("das, all inputs", NULL);
}

void rm_arith_cases(void)
{
	rm_run(cases);
	all_das();
}
