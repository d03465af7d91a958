/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* a64-simd: running an instruction against a model of its lanes, shared by the sources of the image. */
#ifndef _ARM_A64_SIMD_H_
#define _ARM_A64_SIMD_H_

#include <libcflat.h>
#include <subtest.h>
#include <asm/processor.h>

#include "insn.h"
#include "simd-model.h"

#define Q		(1U << 30)
#define SCALAR		0x50000000
#define SIZE(s)		((u32)(s) << 22)
#define RUNS		40

/* The registers before, after, and as they should be */
extern struct insn_regs in, out, want;

/* Parameters for the models: bits of an element, bytes of the result register, and more */
extern unsigned int p_bits, p_bytes, p_index, p_shift, p_op;
extern bool p_u, p_high;

typedef void (*reg_model)(bool *qc);

/* Run code RUNS times against a model that works on in and want. */
extern bool check_code(const u32 *code, unsigned int bits, bool shifts, reg_model model);
extern u64 random64(void);

static inline unsigned int isar(u64 reg, int shift)
{
	return (reg >> shift) & 0xf;
}

/* Lane l of operand v, lane l of the result */
static inline u64 get(unsigned int v, unsigned int l)
{
	return lane_get(&in, v, p_bits / 8, l);
}

static inline void put(unsigned int l, u64 val)
{
	lane_set(&want, 0, p_bits / 8, l, val);
}

static inline unsigned int lanes(void)
{
	return p_bytes * 8 / p_bits;
}

static inline void clear(void)
{
	want.v[0][0] = want.v[0][1] = 0;
}

/* An instruction of a class: how it is encoded, what it does, for which elements */
struct op_row {
	const char *name;
	u32 u, op;
	simd_fn fn;
	u8 sizes;		/* bit n: element size 8 << n */
	u8 scalar;		/* the same for the scalar form */
	bool shifts;
	bool pairs;
};

extern const struct subtest simd_shift_subtests[], simd_move_subtests[];

#endif /* _ARM_A64_SIMD_H_ */
