// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * isa_int: each of the 16 conditions directly after each instruction that sets flags.
 *
 * SETcc, CMOVcc, short and near Jcc, and those that take CF alone (ADC, RCL, INC that keeps it). An emulator that computes
 * flags when they are asked for has another path for each pair of producer and consumer.
 */
#include "isa-int.h"

#define MARK	0x12345678

enum form { BINARY, UNARY, BY_CL, BY_IMM, MULTIPLY };

const struct int_producer int_producers[28] = {
	{ "add", BINARY, 0x00, 0, model_add }, { "or", BINARY, 0x08, 0, model_or }, { "adc", BINARY, 0x10, 0, model_adc },
	{ "sbb", BINARY, 0x18, 0, model_sbb }, { "and", BINARY, 0x20, 0, model_and }, { "sub", BINARY, 0x28, 0, model_sub },
	{ "xor", BINARY, 0x30, 0, model_xor }, { "cmp", BINARY, 0x38, 0, model_cmp }, { "test", BINARY, 0x84, 0, model_test },
	{ "inc", UNARY, 0xfe, 0, model_inc }, { "dec", UNARY, 0xfe, 1, model_dec }, { "neg", UNARY, 0xf6, 3, model_neg },
	{ "rol-cl", BY_CL, 0xd2, 0, model_rol }, { "ror-cl", BY_CL, 0xd2, 1, model_ror }, { "rcl-cl", BY_CL, 0xd2, 2, model_rcl },
	{ "rcr-cl", BY_CL, 0xd2, 3, model_rcr }, { "shl-cl", BY_CL, 0xd2, 4, model_shl }, { "shr-cl", BY_CL, 0xd2, 5, model_shr },
	{ "sar-cl", BY_CL, 0xd2, 7, model_sar }, { "rol-imm", BY_IMM, 0xc0, 0, model_rol },
	{ "ror-imm", BY_IMM, 0xc0, 1, model_ror }, { "rcl-imm", BY_IMM, 0xc0, 2, model_rcl },
	{ "rcr-imm", BY_IMM, 0xc0, 3, model_rcr }, { "shl-imm", BY_IMM, 0xc0, 4, model_shl },
	{ "shr-imm", BY_IMM, 0xc0, 5, model_shr }, { "sar-imm", BY_IMM, 0xc0, 7, model_sar },
	{ "mul", MULTIPLY, 0xf6, 4, model_mul }, { "imul", MULTIPLY, 0xf6, 5, model_imul },
};

/* The flags that a pair of conditions looks at */
static const ulong looks_at[8] = { OF, CF, ZF, CF | ZF, SF, PF, SF | OF, ZF | SF | OF };

static bool holds(int cond, ulong f)
{
	bool r;

	switch (cond >> 1) {
	case 0:
		r = f & OF;
		break;
	case 1:
		r = f & CF;
		break;
	case 2:
		r = f & ZF;
		break;
	case 3:
		r = f & (CF | ZF);
		break;
	case 4:
		r = f & SF;
		break;
	case 5:
		r = f & PF;
		break;
	case 6:
		r = !(f & SF) != !(f & OF);
		break;
	default:
		r = (f & ZF) || !(f & SF) != !(f & OF);
	}
	return r != (cond & 1);
}

enum consumer { SETCC, CMOVCC, JCC_SHORT, JCC_NEAR, ADC, RCL, INC_SETB, LAST };

/* The instruction under test works on RBX with RSI, RCX or an immediate; what consumes its flags writes RDI or RBP. */
static void build(const struct int_producer *p, int size, u8 imm, enum consumer consumer, int cond)
{
	u8 w = size != 1;

	isa_begin();
	switch (p->form) {
	case BINARY:
		isa_modrm(size, 0, MAP_ONE, p->opcode | w, RDX, RBX);
		break;
	case MULTIPLY:
		isa_modrm(size, 0, MAP_ONE, p->opcode | w, p->ext, RBX);
		break;
	default:
		isa_modrm(size, 0, MAP_ONE, p->opcode | w, p->ext, RBX);
		if (p->form == BY_IMM)
			isa_byte(imm);
	}
	switch (consumer) {
	case SETCC:
		isa_mem_at = 64;
		isa_modrm(0, 0, MAP_0F, 0x90 | cond, 0, ISA_MEM);
		isa_mem_at = 0;
		break;
	case CMOVCC:
		isa_modrm(4, 0, MAP_0F, 0x40 | cond, RDI, RSI);
		break;
	case JCC_SHORT:
		isa_byte(0x70 | cond);
		isa_byte(5);
		isa_byte(0xbd);
		isa_long(MARK);
		break;
	case JCC_NEAR:
		isa_byte(0x0f);
		isa_byte(0x80 | cond);
		isa_long(5);
		isa_byte(0xbd);
		isa_long(MARK);
		break;
	case ADC:
		/* adc $0, %edi */
		ISA_BYTES(0x83, 0xd7, 0);
		break;
	case RCL:
		/* rcl $1, %edi */
		ISA_BYTES(0xd1, 0xd7);
		break;
	default:
		/* inc %edi, which keeps CF; setb */
		ISA_BYTES(0xff, 0xc7);
		isa_mem_at = 64;
		isa_modrm(0, 0, MAP_0F, 0x92, 0, ISA_MEM);
		isa_mem_at = 0;
	}
	isa_end();
}

static void run(const struct int_producer *p, int size, u64 a, u64 b, ulong before, enum consumer consumer, int cond)
{
	static const char *const names[LAST] = { "setcc", "cmovcc", "jcc", "near jcc", "adc", "rcl", "inc, setb" };
	ulong flags = before, known = ALL, needs = consumer <= JCC_NEAR ? looks_at[cond >> 1] : CF;
	int acc = p->form == MULTIPLY ? RAX : RBX;
	bool yes;

	p->model(size * 8, a & isa_mask(size), b & isa_mask(size), &flags, &known);
	if ((known & needs) != needs)
		return;
	isa_reset(before);
	int_fill_mem(8, 0);
	isa_set(&isa_in, size, acc, a);
	if (p->form == BINARY)
		isa_set(&isa_in, size, RDX, b);
	else if (p->form == BY_CL)
		isa_set(&isa_in, 1, RCX, b);
	else if (p->form == MULTIPLY)
		isa_set(&isa_in, size, RBX, b);
	isa_run(ISA_NO_VECS);
	/* The results are another subtest's subject. */
	isa_in.gpr[RAX] = isa_out.gpr[RAX];
	isa_in.gpr[RDX] = isa_out.gpr[RDX];
	isa_in.gpr[RBX] = isa_out.gpr[RBX];
	yes = consumer <= JCC_NEAR ? holds(cond, flags) : flags & CF;
	switch (consumer) {
	case SETCC:
		int_mem[64] = yes;
		break;
	case CMOVCC:
		/* The upper half is cleared in either case. */
		isa_in.gpr[RDI] = (u32)isa_in.gpr[yes ? RSI : RDI];
		break;
	case JCC_SHORT:
	case JCC_NEAR:
		if (!yes)
			isa_in.gpr[RBP] = MARK;
		break;
	case ADC:
		isa_in.gpr[RDI] = (u32)(isa_in.gpr[RDI] + yes);
		break;
	case RCL:
		isa_in.gpr[RDI] = (u32)(isa_in.gpr[RDI] << 1 | yes);
		break;
	default:
		isa_in.gpr[RDI] = (u32)(isa_in.gpr[RDI] + 1);
		int_mem[64] = yes;
	}
	int_expect(0, "%s, condition %x after %s of %d bytes: %" PRIx64 ", %" PRIx64 ", flags %lx", names[consumer], cond, p->name,
		   size, a, b, before);
}

void int_conditions(void)
{
	const struct int_producer *p = subtest_row();
	static const u64 values[] = { 0, 1, 0x7f, 0xffffffff80000080, 0x7fffffff7fffffff, ~0ull };
	static const u8 counts[] = { 0, 1, 2, 8, 31 };
	bool shift = p->form == BY_CL || p->form == BY_IMM;
	unsigned int consumer, i, j, nb = p->form == UNARY ? 1 : shift ? ARRAY_SIZE(counts) : ARRAY_SIZE(values);
	int cond;

	EACH_SIZE(size, 1) {
		for (consumer = 0; consumer < LAST; consumer++)
			for (cond = 0; cond < (consumer <= JCC_NEAR ? 16 : 1); cond++)
				for (j = 0; j < nb; j++) {
					u64 b = shift ? counts[j] : values[j];

					if (j == 0 || p->form == BY_IMM)
						build(p, size, b, consumer, cond);
					for (i = 0; i < ARRAY_SIZE(values); i++)
						run(p, size, values[i], b, (i ^ j) & 1 ? ALL : 0, consumer, cond);
				}
		int_report("%d bytes", size);
	}
}
