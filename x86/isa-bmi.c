// SPDX-License-Identifier: LGPL-2.1-or-later
/* isa_int: BMI1 and BMI2 with VEX prefixes, ADX, CRC32, MOVBE, in all sizes. */
#include "isa-int.h"

#define NEEDS(name, feature)						\
const char *needs_##name(void)						\
{									\
	return this_cpu_has(feature) ? NULL : #name " is not in CPUID";	\
}
NEEDS(adx, F_ADX)
NEEDS(crc32, F_SSE42)
NEEDS(movbe, X86_FEATURE_MOVBE)

const char *needs_bmi(void)
{
	return this_cpu_has(F_BMI1) && this_cpu_has(F_BMI2) ? NULL : "BMI1 and BMI2 are not in CPUID";
}

static u64 spread(u64 v, u64 mask, int bits, bool deposit)
{
	u64 r = 0;
	int i, at = 0;

	for (i = 0; i < bits; i++) {
		if (!(mask >> i & 1))
			continue;
		if (deposit)
			r |= (v >> at & 1) << i;
		else
			r |= (v >> i & 1) << at;
		at++;
	}
	return r;
}

enum bmi { ANDN, BLSR, BLSMSK, BLSI, BEXTR, BZHI, PDEP, PEXT, SARX, SHLX, SHRX };

static const struct {
	const char *name;
	enum bmi what;
	u8 pp, opcode, ext;
} bmi_ops[] = {
	{ "andn", ANDN, 0, 0xf2 }, { "blsr", BLSR, 0, 0xf3, 1 }, { "blsmsk", BLSMSK, 0, 0xf3, 2 },
	{ "blsi", BLSI, 0, 0xf3, 3 }, { "bextr", BEXTR, 0, 0xf7 }, { "bzhi", BZHI, 0, 0xf5 },
	{ "pdep", PDEP, 0xf2, 0xf5 }, { "pext", PEXT, 0xf3, 0xf5 }, { "sarx", SARX, 0xf3, 0xf7 },
	{ "shlx", SHLX, 0x66, 0xf7 }, { "shrx", SHRX, 0xf2, 0xf7 },
};

/* @v is the register in VEX.vvvv, @rm the other one. */
static u64 bmi_model(enum bmi what, int bits, u64 v, u64 rm, ulong *flags, ulong *known)
{
	u64 m = alu_mask(bits), r;
	unsigned int n = v & (bits - 1), start = v & 0xff, length = v >> 8 & 0xff;

	*known = CF | ZF | SF | OF;
	switch (what) {
	case ANDN:
		r = ~v & rm & m;
		*flags = 0;
		break;
	case BLSR:
		r = rm & (rm - 1) & m;
		*flags = rm ? 0 : CF;
		break;
	case BLSMSK:
		r = (rm ^ (rm - 1)) & m;
		*flags = rm ? 0 : CF;
		break;
	case BLSI:
		r = rm & -rm & m;
		*flags = rm ? CF : 0;
		break;
	case BEXTR:
		r = start < bits ? rm >> start : 0;
		if (length < bits)
			r &= (1ull << length) - 1;
		*flags = r ? 0 : ZF;
		*known = ZF | CF | OF;
		return r;
	case BZHI:
		r = start < bits ? rm & ((1ull << start) - 1) : rm;
		*flags = start > bits - 1 ? CF : 0;
		break;
	case PDEP:
	case PEXT:
		*known = ALL;
		return spread(v, rm, bits, what == PDEP);
	case SARX:
		*known = ALL;
		return (alu_extend(bits, rm) >> n) & m;
	case SHLX:
		*known = ALL;
		return rm << n & m;
	default:
		*known = ALL;
		return rm >> n;
	}
	*flags |= (r ? 0 : ZF) | (r >> (bits - 1) ? SF : 0);
	return r;
}

/* @compared: the flags that are compared; the others that the manual defines are another call's. */
static void bmi_case(unsigned int op, int size, int rm, ulong compared)
{
	enum bmi what = bmi_ops[op].what;
	bool group = what >= BLSR && what <= BLSI;
	/* In these the register of the ModRM byte is what VEX.vvvv is in the others. */
	bool counts = what == BEXTR || what == BZHI || what >= SARX;

	isa_begin();
	if (group)
		isa_vex(false, 0, MAP_0F38, size == 8, bmi_ops[op].opcode, bmi_ops[op].ext, RBX, rm);
	else
		isa_vex(false, bmi_ops[op].pp, MAP_0F38, size == 8, bmi_ops[op].opcode, RBX, RCX, rm);
	isa_end();
	EACH_VALUE(a) EACH_VALUE(b) {
		/* Ranges that cross the end of the operand */
		u64 v = counts ? (a >> 3 ^ a << 9) & 0x4949 ? a : a & 0x3f3f : a, want;
		ulong flags = ALL, known = ALL;

		isa_reset(ALL);
		int_fill_mem(size, b);
		isa_set(&isa_in, size, RCX, v);
		if (rm != ISA_MEM)
			isa_set(&isa_in, size, rm, b);
		isa_run(ISA_NO_VECS);
		want = bmi_model(what, size * 8, v & isa_mask(size), b & isa_mask(size), &flags, &known);
		isa_set(&isa_in, size, RBX, want);
		isa_in.flags = (isa_in.flags & ~ALL) | flags;
		int_expect(known & compared, "%s, %d bytes, %d: %" PRIx64 ", %" PRIx64, bmi_ops[op].name, size, rm, v, b);
	}
}

static void mulx_rorx(int size, int rm)
{
	unsigned int n;

	isa_begin();
	isa_vex(false, 0xf2, MAP_0F38, size == 8, 0xf6, RBX, RCX, rm);
	isa_end();
	EACH_VALUE(a) EACH_VALUE(b) {
		u64 m = isa_mask(size), x = a & m, y = b & m;

		isa_reset(ALL);
		int_fill_mem(size, b);
		isa_set(&isa_in, size, RDX, a);
		if (rm != ISA_MEM)
			isa_set(&isa_in, size, rm, b);
		isa_run(ISA_NO_VECS);
		isa_set(&isa_in, size, RCX, x * y);
		isa_set(&isa_in, size, RBX, size == 8 ? alu_high_half(x, y) : x * y >> 32);
		int_expect(ALL, "mulx, %d bytes, %d: %" PRIx64 ", %" PRIx64, size, rm, a, b);
	}
	for (n = 0; n < 256; n += 13) {
		isa_begin();
		isa_vex(false, 0xf2, MAP_0F3A, size == 8, 0xf0, RBX, 0, rm);
		isa_byte(n);
		isa_end();
		EACH_VALUE(b) {
			u64 v = b & isa_mask(size);
			unsigned int bits = size * 8, k = n & (bits - 1);

			isa_reset(ALL);
			int_fill_mem(size, b);
			if (rm != ISA_MEM)
				isa_set(&isa_in, size, rm, b);
			isa_run(ISA_NO_VECS);
			isa_set(&isa_in, size, RBX, k ? v >> k | v << (bits - k) : v);
			int_expect(ALL, "rorx by %u, %d bytes, %d: %" PRIx64, n, size, rm, b);
		}
	}
}

void int_bmi(void)
{
	unsigned int op;

	for (op = 0; op < ARRAY_SIZE(bmi_ops); op++) {
		EACH_SIZE(size, 4) {
			bmi_case(op, size, RSI, ALL & ~CF);
			bmi_case(op, size, ISA_MEM, ALL & ~CF);
#ifdef __x86_64__
			bmi_case(op, size, 11, ALL & ~CF);
#endif
		}
		int_report("%s", bmi_ops[op].name);
		EACH_SIZE(size, 4)
			bmi_case(op, size, RSI, CF);
		int_report("%s, CF", bmi_ops[op].name);
	}
	EACH_SIZE(size, 4) {
		mulx_rorx(size, RSI);
		mulx_rorx(size, ISA_MEM);
		int_report("mulx, rorx, %d bytes", size);
	}
	/* VEX.L must be 0. */
	isa_begin();
	isa_vex(true, 0, MAP_0F38, false, 0xf2, RBX, RCX, RSI);
	isa_end();
	isa_reset(0);
	int_expect_vector(isa_run(ISA_NO_VECS), UD_VECTOR, "andn with VEX.L 1");
	int_report("VEX.L");
}

void int_adx(void)
{
	unsigned int of, f;

	EACH_SIZE(size, 4)
		for (of = 0; of < 2; of++) {
			static const s8 srcs[] = { RSI, ISA_MEM };

			for (unsigned int s = 0; s < 2; s++) {
				isa_begin();
				/* The operand size comes from REX.W only; the 66h is the instruction's. */
				isa_modrm(size == 8 ? 8 : 0, of ? 0xf3 : 0x66, MAP_0F38, 0xf6, RDI, srcs[s]);
				isa_end();
				for (f = 0; f < 4; f++)
					EACH_VALUE(a) EACH_VALUE(b) {
						ulong flags = (f & 1 ? CF : 0) | (f & 2 ? OF : 0) | ZF | PF, bit = of ? OF : CF, out = 0,
							known = 0;
						bool carry = flags & bit;
						u64 want;

						isa_reset(flags);
						int_fill_mem(size, b);
						isa_set(&isa_in, size, RDI, a);
						if (srcs[s] != ISA_MEM)
							isa_set(&isa_in, size, srcs[s], b);
						isa_run(ISA_NO_VECS);
						out = carry ? CF : 0;
						want = model_adc(size * 8, a & isa_mask(size), b & isa_mask(size), &out, &known);
						isa_set(&isa_in, size, RDI, want);
						isa_in.flags = (isa_in.flags & ~bit) | (out & CF ? bit : 0);
						int_expect(ALL, "%s, %d bytes, %d: %" PRIx64 ", %" PRIx64 ", flags %u", of ? "adox" : "adcx", size,
							   srcs[s], a, b, f);
					}
			}
			int_report("%s, %d bytes", of ? "adox" : "adcx", size);
		}
}

/* Bit by bit, polynomial 11EDC6F41h reflected */
static u32 crc_model(u32 crc, u64 v, int bits)
{
	for (int i = 0; i < bits; i++) {
		crc = crc >> 1 ^ ((crc ^ v) & 1 ? 0x82f63b78 : 0);
		v >>= 1;
	}
	return crc;
}

void int_crc32(void)
{
	static const s8 srcs[] = { RCX, RBP, ISA_MEM };

	EACH_SIZE(size, 1) {
		for (unsigned int s = 0; s < ARRAY_SIZE(srcs); s++) {
			isa_begin();
			/* The destination has 32 bits, or 64 with the upper half clear. */
			isa_modrm(size, 0xf2, MAP_0F38, 0xf0 | (size != 1), RBX, srcs[s]);
			isa_end();
			EACH_VALUE(a) EACH_VALUE(b) {
				isa_reset(ALL);
				int_fill_mem(size, b);
				isa_in.gpr[RBX] = a;
				if (srcs[s] != ISA_MEM)
					isa_set(&isa_in, size, srcs[s], b);
				isa_run(ISA_NO_VECS);
				isa_in.gpr[RBX] = crc_model(a, b & isa_mask(size), size * 8);
				int_expect(ALL, "crc32, %d bytes, %d: %" PRIx64 ", %" PRIx64, size, srcs[s], a, b);
			}
		}
		int_report("%d bytes", size);
	}
}

static u64 reversed(int size, u64 v)
{
	u64 r = 0;

	for (int i = 0; i < size; i++)
		r = r << 8 | (v >> i * 8 & 0xff);
	return r;
}

void int_movbe(void)
{
	EACH_SIZE(size, 2) {
		isa_begin();
		isa_modrm(size, 0, MAP_0F38, 0xf0, RBX, ISA_MEM);
		isa_end();
		EACH_VALUE(v) {
			isa_reset(ALL);
			int_fill_mem(size, v);
			isa_run(ISA_NO_VECS);
			isa_set(&isa_in, size, RBX, reversed(size, v));
			int_expect(ALL, "movbe load, %d bytes: %" PRIx64, size, v);
		}
		isa_begin();
		isa_modrm(size, 0, MAP_0F38, 0xf1, RBX, ISA_MEM);
		isa_end();
		EACH_VALUE(v) {
			isa_reset(ALL);
			int_fill_mem(size, 0);
			isa_set(&isa_in, size, RBX, v);
			isa_run(ISA_NO_VECS);
			int_set_mem(size, reversed(size, v));
			int_expect(ALL, "movbe store, %d bytes: %" PRIx64, size, v);
		}
		int_report("%d bytes", size);
	}
}
