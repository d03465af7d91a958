/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* a64-fp: formats, operations by lane, running an instruction; shared by the sources of the image. */
#ifndef _ARM_A64_FP_H_
#define _ARM_A64_FP_H_

#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>

#include "fp-model.h"
#include "insn.h"

/* Control registers to try, each in turn */
#define NR_FPCRS	8
extern const u64 fpcrs[NR_FPCRS];

/* The formats by their ftype in instructions: half, single, double */
#define NR_TYPES	3
struct type {
	const char *name;
	fp_fmt f;
	u32 ftype;
	unsigned int bytes;
};
extern const struct type types[NR_TYPES];

#define for_each_type(t) \
	for (const struct type *t = types + !has_fp16(); t < types + NR_TYPES; t++)

static inline unsigned int isar(u64 reg, int shift)
{
	return (reg >> shift) & 0xf;
}

static inline bool has_fp16(void)
{
	return isar(read_sysreg(id_aa64pfr0_el1), 16) == 1;
}

/* What an instruction does to a lane: old destination d, operands n and m (a64-fp-lanes.c) */
typedef u64 lane_op(struct fp_ctx *c, fp_fmt f, u64 d, u64 n, u64 m);
typedef lane_op *lane_fn;

extern lane_op l_add, l_sub, l_mul, l_mulx, l_div, l_max, l_min, l_maxnm, l_minnm, l_nmul, l_abd,
	l_recps, l_rsqrts, l_mla, l_mls, l_nmla, l_nmls;
extern lane_op l_eq, l_ge, l_gt, l_acge, l_acgt, l_eq0, l_ge0, l_gt0, l_le0, l_lt0;
extern lane_op l_mov, l_abs, l_neg, l_sqrt, l_recpe, l_rsqrte, l_recpx;
extern lane_op l_rintn, l_rintp, l_rintm, l_rintz, l_rinta, l_rintx, l_rinti, l_rint32z, l_rint32x,
	l_rint64z, l_rint64x;
extern lane_op l_cvtns, l_cvtnu, l_cvtps, l_cvtpu, l_cvtms, l_cvtmu, l_cvtzs, l_cvtzu, l_cvtas,
	l_cvtau;
extern lane_op l_scvtf, l_ucvtf;

/* The registers before, after, and as they should be */
extern struct insn_regs in, out, want;

/* Set in's status and control for run k; flags of before, varied, must not go away. */
extern void begin(unsigned int k, u64 fpcr);
/* Run code; want gets flags too and must be what comes out. */
extern bool finish(const u32 *code, u32 flags);

extern const struct subtest fp_vector_subtests[];

#endif /* _ARM_A64_FP_H_ */
