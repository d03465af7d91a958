// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * a32-simd: VFP and Advanced SIMD of A32 against models in C (Arm ARM F6; DDI 0406C A8, A2.7).
 *
 * vfp       arithmetic, fused and chained multiply-add, comparison, conversion; all rounding modes,
 *           flush-to-zero and default NaN; FPSCR must be exact
 * neon-int  integer lanes, QC
 * neon-fp   single precision lanes, which always flush and give the default NaN (A2.7.7)
 * traps     FPEXC.EN and CPACR: undefined, with the registers kept
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

#include "fp-model.h"
#include "simd-model.h"

struct vregs {
	u64 d[32];
	u32 fpscr;
};

#define QC	(1U << 27)

/* r0: code, r1: registers */
extern void run_vfp(const void *code, struct vregs *r);
asm(
"	.pushsection .text\n"
"	.arm\n"
"	.fpu	neon-vfpv4\n"
"	.globl	run_vfp\n"
"run_vfp:\n"
"	push	{ r4, lr }\n"
"	mov	r4, r1\n"
"	vldmia	r1!, { d0-d15 }\n"
"	vldmia	r1!, { d16-d31 }\n"
"	ldr	r2, [r1]\n"
"	vmsr	fpscr, r2\n"
"	blx	r0\n"
"	vmrs	r2, fpscr\n"
"	mov	r1, #0\n"
"	vmsr	fpscr, r1\n"
"	vstmia	r4!, { d0-d15 }\n"
"	vstmia	r4!, { d16-d31 }\n"
"	str	r2, [r4]\n"
"	pop	{ r4, pc }\n"
"	.popsection\n");

static u32 *page;

/* One instruction and BX LR, each time at another place. */
static const void *place(u32 insn)
{
	static unsigned int next;
	u32 *p;

	if (!page) {
		page = alloc_page();
		mmu_clear_user(current_thread_info()->pgtable, (unsigned long)page);
	}
	p = page + 16 * (next++ % 64);
	p[0] = insn;
	p[1] = 0xe12fff1e;
	asm volatile("mcr p15, 0, %0, c7, c11, 1\n dsb\n mcr p15, 0, %0, c7, c5, 1\n mcr p15, 0, %1, c7, c5, 6\n dsb\n isb"
		     : : "r" (p), "r" (0) : "memory");
	return p;
}

static struct vregs in, out, want;

static bool equal(void)
{
	for (unsigned int i = 0; i < 32; i++) {
		if (out.d[i] == want.d[i])
			continue;
		report_info("d2 %#llx d4 %#llx FPSCR %#x: d%u is %#llx, expected %#llx", (unsigned long long)in.d[2],
			    (unsigned long long)in.d[4], in.fpscr, i, (unsigned long long)out.d[i],
			    (unsigned long long)want.d[i]);
		return false;
	}
	if (out.fpscr == want.fpscr)
		return true;
	report_info("d2 %#llx d4 %#llx FPSCR %#x: FPSCR becomes %#x, expected %#x", (unsigned long long)in.d[2],
		    (unsigned long long)in.d[4], in.fpscr, out.fpscr, want.fpscr);
	return false;
}

static void fill(void)
{
	u64 v = 0x9e3779b97f4a7c15;

	for (unsigned int i = 0; i < 32; i++, v = v * 6364136223846793005 + 1442695040888963407)
		in.d[i] = v;
	in.fpscr = 0;
}

static const u32 modes[] = {
	0, FPCR_RMODE(1), FPCR_RMODE(2), FPCR_RMODE(3), FPCR_FZ, FPCR_DN, FPCR_FZ | FPCR_DN | FPCR_RMODE(3),
};

typedef u64 (*vfp_fn)(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m);

#define FN(name, expr) static u64 name(struct fp_ctx *c __unused, fp_fmt f, u64 d __unused, u64 n __unused, u64 m) { return expr; }
FN(v_add, fp_add(c, f, n, m))
FN(v_sub, fp_sub(c, f, n, m))
FN(v_mul, fp_mul(c, f, n, m))
FN(v_nmul, fp_neg(f, fp_mul(c, f, n, m)))
FN(v_div, fp_div(c, f, n, m))
FN(v_mla, fp_add(c, f, d, fp_mul(c, f, n, m)))
FN(v_mls, fp_add(c, f, d, fp_neg(f, fp_mul(c, f, n, m))))
FN(v_nmla, fp_add(c, f, fp_neg(f, d), fp_neg(f, fp_mul(c, f, n, m))))
FN(v_nmls, fp_add(c, f, fp_neg(f, d), fp_mul(c, f, n, m)))
FN(v_fma, fp_muladd(c, f, d, n, m))
FN(v_fms, fp_muladd(c, f, d, fp_neg(f, n), m))
FN(v_fnma, fp_muladd(c, f, fp_neg(f, d), fp_neg(f, n), m))
FN(v_fnms, fp_muladd(c, f, fp_neg(f, d), n, m))
FN(v_sqrt, fp_sqrt(c, f, m))
FN(v_abs, fp_abs(f, m))
FN(v_neg, fp_neg(f, m))
FN(v_mov, m)
FN(v_max, fp_max(c, f, n, m, false))
FN(v_min, fp_min(c, f, n, m, false))
FN(v_abd, fp_abs(f, fp_sub(c, f, n, m)))
FN(v_ceq, fp_eq(c, f, n, m) ? ~0ULL : 0)
FN(v_cge, fp_ge(c, f, n, m) ? ~0ULL : 0)
FN(v_cgt, fp_gt(c, f, n, m) ? ~0ULL : 0)
FN(v_acge, fp_ge(c, f, fp_abs(f, n), fp_abs(f, m)) ? ~0ULL : 0)
FN(v_acgt, fp_gt(c, f, fp_abs(f, n), fp_abs(f, m)) ? ~0ULL : 0)

/* Operands n in d2, m in d4, the destination is d0; singles are their low halves. */
static void set_value(u64 *reg, fp_fmt f, u64 v)
{
	*reg = f == &fp_single ? (*reg & ~0xffffffffULL) | v : v;
}

static bool check_vfp(u32 insn, fp_fmt f, vfp_fn fn, bool one)
{
	const void *code = place(insn | (f == &fp_double ? 0x100 : 0));
	unsigned int k = 0;

	fill();
	for (unsigned int i = 0; i < (one ? 1 : FP_NR_VALUES); i++) {
		for (unsigned int j = 0; j < FP_NR_VALUES; j++) {
			for (unsigned int m = 0; m < (one || (i + j) % 5 == 0 ? ARRAY_SIZE(modes) : 1); m++, k++) {
				u64 n = fp_value(f, i), mm = fp_value(f, j), d = fp_value(f, (i * 5 + j * 3 + m) % FP_NR_VALUES), v;
				struct fp_ctx c;

				in.fpscr = modes[(m + k) % ARRAY_SIZE(modes)] | (k & 1 ? FP_IXC : 0);
				set_value(&in.d[2], f, n);
				set_value(&in.d[4], f, mm);
				set_value(&in.d[0], f, d);
				out = want = in;
				fp_ctx_init(&c, in.fpscr);
				v = fn(&c, f, d, n, mm);
				set_value(&want.d[0], f, v);
				want.fpscr |= c.flags;
				run_vfp(code, &out);
				if (!equal())
					return false;
			}
		}
	}
	return true;
}

static bool check_compare(u32 insn, fp_fmt f, bool zero, bool signaling)
{
	/* vcmp d0, d4 */
	const void *code = place(insn | (f == &fp_double ? 0x100 : 0));

	fill();
	for (unsigned int i = 0; i < FP_NR_VALUES; i++) {
		for (unsigned int j = 0; j < (zero ? 1 : FP_NR_VALUES); j++) {
			struct fp_ctx c;

			in.fpscr = modes[(i + j) % ARRAY_SIZE(modes)] | ((i & 15) << 28);
			set_value(&in.d[0], f, fp_value(f, i));
			set_value(&in.d[4], f, fp_value(f, j));
			out = want = in;
			fp_ctx_init(&c, in.fpscr);
			want.fpscr = (want.fpscr & 0x0fffffff) |
				     fp_compare(&c, f, fp_value(f, i), zero ? 0 : fp_value(f, j), signaling) << 28;
			want.fpscr |= c.flags;
			run_vfp(code, &out);
			if (!equal())
				return false;
		}
	}
	return true;
}

/* kind: 0 to signed, 1 to unsigned, 2 from signed, 3 from unsigned, 4 single to double, 5 double to single */
static bool check_convert(u32 insn, fp_fmt f, int kind, bool round_mode)
{
	const void *code = place(insn | (f == &fp_double ? 0x100 : 0));

	fill();
	for (unsigned int i = 0; i < FP_NR_VALUES + 64; i++) {
		for (unsigned int m = 0; m < ARRAY_SIZE(modes); m++) {
			struct fp_ctx c = { 0 };
			u64 v = fp_value(f, i % FP_NR_VALUES), res;

			if (i >= FP_NR_VALUES)
				v = fp_from_int(&c, f, (1ULL << ((i - FP_NR_VALUES) % 34)) + i % 5 - 2, 64, i & 1, false);
			if (kind == 2 || kind == 3)
				v = (u32)(v ^ v >> 32) * (i + 1);
			in.fpscr = modes[m];
			fp_ctx_init(&c, in.fpscr);
			if (kind == 2 || kind == 3)
				in.d[4] = (in.d[4] & ~0xffffffffULL) | (u32)v;
			else
				set_value(&in.d[4], f, v);
			out = want = in;
			switch (kind) {
			case 0: case 1:
				res = fp_to_int(&c, f, v, 32, 0, kind, round_mode ? c.round : FP_RZ);
				want.d[0] = (want.d[0] & ~0xffffffffULL) | (u32)res;
				break;
			case 2: case 3:
				set_value(&want.d[0], f, fp_from_int(&c, f, v, 32, 0, kind == 3));
				break;
			case 4:
				want.d[0] = fp_convert(&c, f, &fp_double, v);
				break;
			default:
				want.d[0] = (want.d[0] & ~0xffffffffULL) | fp_convert(&c, f, &fp_single, v);
				break;
			}
			want.fpscr |= c.flags;
			run_vfp(code, &out);
			if (!equal())
				return false;
		}
	}
	return true;
}

static void vfp(void)
{
	static const struct {
		const char *name;
		u32 insn;
		vfp_fn fn;
		bool one;
	} rows[] = {
#define NM	(2 << 16 | 4)
		{ "VADD", 0xee300a00 | NM, v_add }, { "VSUB", 0xee300a40 | NM, v_sub },
		{ "VMUL", 0xee200a00 | NM, v_mul }, { "VNMUL", 0xee200a40 | NM, v_nmul },
		{ "VDIV", 0xee800a00 | NM, v_div }, { "VMLA", 0xee000a00 | NM, v_mla },
		{ "VMLS", 0xee000a40 | NM, v_mls }, { "VNMLS", 0xee100a00 | NM, v_nmls },
		{ "VNMLA", 0xee100a40 | NM, v_nmla }, { "VFMA", 0xeea00a00 | NM, v_fma },
		{ "VFMS", 0xeea00a40 | NM, v_fms }, { "VFNMS", 0xee900a00 | NM, v_fnms },
		{ "VFNMA", 0xee900a40 | NM, v_fnma }, { "VSQRT", 0xeeb10ac0 | 4, v_sqrt, true },
		{ "VABS", 0xeeb00ac0 | 4, v_abs, true }, { "VNEG", 0xeeb10a40 | 4, v_neg, true },
		{ "VMOV", 0xeeb00a40 | 4, v_mov, true },
	};

	for (int dbl = 0; dbl < 2; dbl++) {
		fp_fmt f = dbl ? &fp_double : &fp_single;
		const char *t = dbl ? "F64" : "F32";

		for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
			check(check_vfp(rows[i].insn, f, rows[i].fn, rows[i].one), "%s.%s", rows[i].name, t);
		check(check_compare(0xeeb40a40 | 4, f, false, false), "VCMP.%s", t);
		check(check_compare(0xeeb40ac0 | 4, f, false, true), "VCMPE.%s", t);
		check(check_compare(0xeeb50a40, f, true, false), "VCMP.%s with zero", t);
		check(check_compare(0xeeb50ac0, f, true, true), "VCMPE.%s with zero", t);
		check(check_convert(0xeebd0ac0 | 4, f, 0, false), "VCVT.S32.%s", t);
		check(check_convert(0xeebc0ac0 | 4, f, 1, false), "VCVT.U32.%s", t);
		check(check_convert(0xeebd0a40 | 4, f, 0, true), "VCVTR.S32.%s", t);
		check(check_convert(0xeebc0a40 | 4, f, 1, true), "VCVTR.U32.%s", t);
		check(check_convert(0xeeb80ac0 | 4, f, 2, false), "VCVT.%s.S32", t);
		check(check_convert(0xeeb80a40 | 4, f, 3, false), "VCVT.%s.U32", t);
		check(check_convert(0xeeb70ac0 | 4, f, dbl ? 5 : 4, false), "VCVT.%s.%s", dbl ? "F32" : "F64", t);
	}
}

/* NEON: lanes of d0 and d1 from d2 and d3, d4 and d5 */
static u64 get(const struct vregs *r, unsigned int reg, unsigned int bits, unsigned int l)
{
	unsigned int per = 64 / bits;

	return r->d[reg + l / per] >> (bits * (l % per)) & lane_mask(bits);
}

static void put(struct vregs *r, unsigned int reg, unsigned int bits, unsigned int l, u64 v)
{
	unsigned int per = 64 / bits, sh = bits * (l % per);
	u64 *p = &r->d[reg + l / per];

	*p = (*p & ~(lane_mask(bits) << sh)) | (v & lane_mask(bits)) << sh;
}

static u64 random64(void)
{
	static u64 v = 0x2545f4914f6cdd1d;

	v = v * 6364136223846793005 + 1442695040888963407;
	return v ^ v >> 31;
}

enum { SWAPPED = 1, PAIRS = 2, SHIFTS = 4, ONE = 8 };

static bool check_neon(u32 insn, unsigned int bits, bool quad, simd_fn fn, int how)
{
	const void *code = place(insn | (quad ? 0x40 : 0));
	unsigned int n = (quad ? 128 : 64) / bits;

	fill();
	for (unsigned int i = 0; i < 40; i++) {
		bool qc = false;

		for (unsigned int l = 0; l < 128 / bits; l++) {
			for (unsigned int reg = 0; reg < 6; reg += 2) {
				static const u64 special[] = { 0, 1, ~0ULL, 0x5555555555555555, 2 };
				u64 max = lane_mask(bits) >> 1, rnd = random64();
				unsigned int pick = rnd >> 40 & 7;

				put(&in, reg, bits, l, pick < 5 ? special[pick] : pick == 5 ? max : pick == 6 ? max + 1 : rnd);
			}
			/* the amount is the second operand in the text, Vn in the encoding */
			if (how & SHIFTS && l % 3)
				put(&in, 2, bits, l, (s64)(random64() % (2 * bits + 5)) - (bits + 2));
			if (i % 5 == 4)
				put(&in, 4, bits, l, get(&in, 2, bits, l));
		}
		in.fpscr = i & 1 ? QC : 0;
		out = want = in;
		for (unsigned int l = 0; l < n; l++) {
			u64 a = get(&in, 2, bits, l), b = get(&in, 4, bits, l);

			if (how & PAIRS) {
				unsigned int src = l < n / 2 ? 2 : 4, first = 2 * l % n;

				a = get(&in, src, bits, first);
				b = get(&in, src, bits, first + 1);
			} else if (how & (SWAPPED | SHIFTS)) {
				u64 t = a;

				a = b;
				b = t;
			} else if (how & ONE) {
				a = b;
			}
			put(&want, 0, bits, l, fn(get(&in, 0, bits, l), a, b, bits, &qc));
		}
		if (qc)
			want.fpscr |= QC;
		run_vfp(code, &out);
		if (!equal())
			return false;
	}
	return true;
}

static void neon_int(void)
{
	static const struct {
		const char *name;
		u32 opc, o1;
		simd_fn s, u;
		u8 sizes;
		int how;
	} three[] = {
		{ "VHADD", 0, 0, simd_shadd, simd_uhadd, 7 }, { "VQADD", 0, 1, simd_sqadd, simd_uqadd, 15 },
		{ "VRHADD", 1, 0, simd_srhadd, simd_urhadd, 7 }, { "VHSUB", 2, 0, simd_shsub, simd_uhsub, 7 },
		{ "VQSUB", 2, 1, simd_sqsub, simd_uqsub, 15 }, { "VCGT", 3, 0, simd_cmgt, simd_cmhi, 7 },
		{ "VCGE", 3, 1, simd_cmge, simd_cmhs, 7 }, { "VSHL", 4, 0, simd_sshl, simd_ushl, 15, SHIFTS },
		{ "VQSHL", 4, 1, simd_sqshl, simd_uqshl, 15, SHIFTS }, { "VRSHL", 5, 0, simd_srshl, simd_urshl, 15, SHIFTS },
		{ "VQRSHL", 5, 1, simd_sqrshl, simd_uqrshl, 15, SHIFTS }, { "VMAX", 6, 0, simd_smax, simd_umax, 7 },
		{ "VMIN", 6, 1, simd_smin, simd_umin, 7 }, { "VABD", 7, 0, simd_sabd, simd_uabd, 7 },
		{ "VABA", 7, 1, simd_saba, simd_uaba, 7 }, { "VADD, VSUB", 8, 0, simd_add, simd_sub, 15 },
		{ "VTST, VCEQ", 8, 1, simd_cmtst, simd_cmeq, 7 }, { "VMLA, VMLS", 9, 0, simd_mla, simd_mls, 7 },
		{ "VMUL", 9, 1, simd_mul, NULL, 7 }, { "VMUL.P8", 9, 1, NULL, simd_pmul, 1 },
		{ "VPMAX", 10, 0, simd_smax, simd_umax, 7, PAIRS }, { "VPMIN", 10, 1, simd_smin, simd_umin, 7, PAIRS },
		{ "VQDMULH, VQRDMULH", 11, 0, simd_sqdmulh, simd_sqrdmulh, 6 }, { "VPADD", 11, 1, simd_add, NULL, 7, PAIRS },
		{ "VAND, VEOR", 1, 1, simd_and, simd_eor, 1 }, { "VBIC, VBSL", 1, 1, simd_bic, simd_bsl, 2 },
		{ "VORR, VBIT", 1, 1, simd_orr, simd_bit, 4 }, { "VORN, VBIF", 1, 1, simd_orn, simd_bif, 8 },
	};
	static const struct {
		const char *name;
		u32 opc1, opc2;
		simd_fn fn;
		u8 sizes;
	} two[] = {
		{ "VCLS", 0, 8, simd_cls, 7 }, { "VCLZ", 0, 9, simd_clz, 7 }, { "VCNT", 0, 10, simd_cnt, 1 },
		{ "VMVN", 0, 11, simd_not, 1 }, { "VQABS", 0, 14, simd_sqabs, 7 }, { "VQNEG", 0, 15, simd_sqneg, 7 },
		{ "VCGT zero", 1, 0, simd_cmgt0, 7 }, { "VCGE zero", 1, 1, simd_cmge0, 7 },
		{ "VCEQ zero", 1, 2, simd_cmeq0, 7 }, { "VCLE zero", 1, 3, simd_cmle0, 7 },
		{ "VCLT zero", 1, 4, simd_cmlt0, 7 }, { "VABS", 1, 6, simd_abs, 7 }, { "VNEG", 1, 7, simd_neg, 7 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(three); i++) {
		bool ok = true;

		for (u32 u = 0; u < 2; u++) {
			simd_fn fn = u ? three[i].u : three[i].s;

			for (u32 s = 0; fn && s < 4; s++) {
				u32 insn = 0xf2000004 | 2 << 16 | u << 24 | s << 20 | three[i].opc << 8 | three[i].o1 << 4;

				if (!(three[i].sizes >> s & 1))
					continue;
				ok &= check_neon(insn, 8 << s, false, fn, three[i].how);
				if (!(three[i].how & PAIRS))
					ok &= check_neon(insn, 8 << s, true, fn, three[i].how);
			}
		}
		check(ok, "%s", three[i].name);
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(two); i++) {
		bool ok = true;

		for (u32 s = 0; s < 3; s++) {
			u32 insn = 0xf3b00004 | s << 18 | two[i].opc1 << 16 | two[i].opc2 << 7;

			if (!(two[i].sizes >> s & 1))
				continue;
			ok &= check_neon(insn, 8 << s, false, two[i].fn, ONE);
			ok &= check_neon(insn, 8 << s, true, two[i].fn, ONE);
		}
		check(ok, "%s", two[i].name);
	}
}

static bool check_neon_fp(u32 insn, vfp_fn fn, bool quad)
{
	const void *code = place(insn | 2 << 16 | 4 | (quad ? 0x40 : 0));
	unsigned int n = quad ? 4 : 2;

	fill();
	for (unsigned int i = 0; i < FP_NR_VALUES; i++) {
		for (unsigned int j = 0; j < FP_NR_VALUES; j += n) {
			/* whatever FPSCR says */
			struct fp_ctx c = { .round = FP_RN, .fz = true, .dn = true };

			for (unsigned int l = 0; l < 4; l++) {
				put(&in, 2, 32, l, fp_value(&fp_single, i));
				put(&in, 4, 32, l, fp_value(&fp_single, (j + l) % FP_NR_VALUES));
				put(&in, 0, 32, l, fp_value(&fp_single, (i + j + 3 * l) % FP_NR_VALUES));
			}
			in.fpscr = modes[(i + j) % ARRAY_SIZE(modes)];
			out = want = in;
			for (unsigned int l = 0; l < n; l++)
				put(&want, 0, 32, l, fn(&c, &fp_single, get(&in, 0, 32, l), get(&in, 2, 32, l),
							get(&in, 4, 32, l)));
			want.fpscr |= c.flags;
			run_vfp(code, &out);
			if (!equal())
				return false;
		}
	}
	return true;
}

static void neon_fp(void)
{
	static const struct {
		const char *name;
		u32 insn;
		vfp_fn fn;
	} rows[] = {
		{ "VADD.F32", 0xf2000d00, v_add }, { "VSUB.F32", 0xf2200d00, v_sub }, { "VMUL.F32", 0xf3000d10, v_mul },
		{ "VMLA.F32", 0xf2000d10, v_mla }, { "VMLS.F32", 0xf2200d10, v_mls }, { "VFMA.F32", 0xf2000c10, v_fma },
		{ "VFMS.F32", 0xf2200c10, v_fms }, { "VMAX.F32", 0xf2000f00, v_max }, { "VMIN.F32", 0xf2200f00, v_min },
		{ "VCEQ.F32", 0xf2000e00, v_ceq }, { "VCGE.F32", 0xf3000e00, v_cge }, { "VCGT.F32", 0xf3200e00, v_cgt },
		{ "VACGE.F32", 0xf3000e10, v_acge }, { "VACGT.F32", 0xf3200e10, v_acgt }, { "VABD.F32", 0xf3200d00, v_abd },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++)
		check(check_neon_fp(rows[i].insn, rows[i].fn, false) && check_neon_fp(rows[i].insn, rows[i].fn, true), "%s",
		      rows[i].name);
}

static volatile int undefined;

static void und_handler(struct pt_regs *regs __unused)
{
	undefined++;
}

#define CPACR	__ACCESS_CP15(c1, 0, c0, 2)

static void try_fp(const char *what, int want_und)
{
	undefined = 0;
	install_exception_handler(EXCPTN_UND, und_handler);
	asm volatile(".fpu neon-vfpv4\n vadd.f32 s0, s0, s0");
	install_exception_handler(EXCPTN_UND, NULL);
	check_eq(undefined, want_und, "%s", what);
}

static void traps(void)
{
	u32 cpacr = read_sysreg(CPACR), fpexc;

	asm volatile(".fpu neon-vfpv4\n vmrs %0, fpexc" : "=r" (fpexc));
	asm volatile(".fpu neon-vfpv4\n vmsr fpexc, %0" : : "r" (fpexc & ~(1U << 30)));
	try_fp("FPEXC.EN 0: VADD is undefined", 1);
	asm volatile(".fpu neon-vfpv4\n vmsr fpexc, %0" : : "r" (fpexc | 1U << 30));
	try_fp("FPEXC.EN 1: VADD works", 0);
	write_sysreg(cpacr & ~(0xfU << 20), CPACR);
	isb();
	try_fp("CPACR.cp10 0: VADD is undefined", 1);
	write_sysreg(cpacr, CPACR);
	isb();
	try_fp("CPACR as before: VADD works", 0);
}

static const struct subtest subtests[] = {
	{ "vfp", vfp },
	{ "neon-int", neon_int },
	{ "neon-fp", neon_fp },
	{ "traps", traps },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
