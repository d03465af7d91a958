/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AdvSIMD integer operations on one lane, shared by the tests of A64 and of A32. Lanes are the
 * low bits of a u64; *qc is set by what saturates.
 */
#ifndef _ARM_SIMD_MODEL_H_
#define _ARM_SIMD_MODEL_H_

#include <libcflat.h>

static inline u64 lane_mask(unsigned int bits)
{
	return bits == 64 ? ~0ULL : (1ULL << bits) - 1;
}

static inline s64 lane_sext(u64 v, unsigned int bits)
{
	return (s64)(v << (64 - bits)) >> (64 - bits);
}

/* Names as of A64; d is the destination before. */
typedef u64 (*simd_fn)(u64 d, u64 n, u64 m, unsigned int bits, bool *qc);

#define SIMD_OPS(X)									\
	X(shadd) X(uhadd) X(srhadd) X(urhadd) X(shsub) X(uhsub)				\
	X(sqadd) X(uqadd) X(sqsub) X(uqsub) X(suqadd) X(usqadd)				\
	X(cmgt) X(cmhi) X(cmge) X(cmhs) X(cmtst) X(cmeq)				\
	X(cmgt0) X(cmge0) X(cmeq0) X(cmle0) X(cmlt0)					\
	X(sshl) X(ushl) X(sqshl) X(uqshl) X(srshl) X(urshl) X(sqrshl) X(uqrshl)		\
	X(smax) X(umax) X(smin) X(umin) X(sabd) X(uabd) X(saba) X(uaba)			\
	X(add) X(sub) X(mla) X(mls) X(mul) X(pmul)					\
	X(sqdmulh) X(sqrdmulh) X(sqrdmlah) X(sqrdmlsh)					\
	X(and) X(bic) X(orr) X(orn) X(eor) X(bsl) X(bit) X(bif)				\
	X(cls) X(clz) X(cnt) X(not) X(rbit) X(abs) X(neg) X(sqabs) X(sqneg)

#define SIMD_DECLARE(name) extern u64 simd_##name(u64 d, u64 n, u64 m, unsigned int bits, bool *qc);
SIMD_OPS(SIMD_DECLARE)

/* Saturate a wide value to bits */
extern u64 simd_sat_s(s64 v, unsigned int bits, bool *qc);
extern u64 simd_sat_u(s64 v, unsigned int bits, bool *qc);

/* Shift of value (signed or not) by an amount that is left when positive */
extern u64 simd_shift(u64 v, int amount, unsigned int bits, bool is_signed, bool round, bool sat,
		      bool *qc);

/* Carry-less product of 8 or 64 bits: low and high half */
extern u64 simd_clmul(u64 a, u64 b, u64 *high);
/* Estimates of 32 bits */
extern u32 simd_urecpe(u32 a);
extern u32 simd_ursqrte(u32 a);
/* AdvSIMDExpandImm(); false when reserved */
extern bool simd_expand_imm(unsigned int op, unsigned int cmode, unsigned int imm8, u64 *val);

#endif /* _ARM_SIMD_MODEL_H_ */
