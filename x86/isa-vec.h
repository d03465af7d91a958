/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* isa_vec: what its files share */
#ifndef _X86_TEST_ISA_VEC_H_
#define _X86_TEST_ISA_VEC_H_

#include "isa.h"

/*
 * A model works on one lane of @n bytes, 16 or for MMX 8: @d is filled from @a, the first source (in SSE encodings the
 * destination), and @b, the register or memory operand.
 */
typedef void (*lane_fn)(u8 *d, const u8 *a, const u8 *b, u8 imm, int n);

/* What is special about an instruction */
enum {
	/* The same opcode without prefix works on MMX registers. */
	V_MMX = 1 << 0,
	/* There is a VEX form of 128 bits; of 256 bits, with AVX2 or with AVX. */
	V_VEX = 1 << 1,
	V_256 = 1 << 2,
	V_256_AVX = 1 << 3,
	/* One source: VEX.vvvv is 1111b. */
	V_ONE = 1 << 4,
	/* An immediate, of all kinds */
	V_IMM = 1 << 5,
	/* The second operand is a count in the low 64 bits, the same for both lanes. */
	V_COUNT = 1 << 6,
	/* The destination is in VEX.vvvv, the ModRM reg field an extension of the opcode. */
	V_GROUP = 1 << 7,
	/* Only with VEX */
	V_VEX_ONLY = 1 << 8,
	/* VEX.W is 1. */
	V_W = 1 << 9,
	/* No memory operand, or only that */
	V_NO_MEM = 1 << 10,
	V_NO_REG = 1 << 11,
};

struct vec_op {
	const char *name;
	u8 prefix, map, opcode;
	lane_fn model;
	unsigned int flags;
	/* V_GROUP: the extension */
	u8 ext;
	/* Upper lane's immediate: shifted right by so much */
	u8 imm_shift;
	/* The source of a lane has 16 / ratio bytes (0: 16). */
	u8 ratio;
};

/* A set of instructions under one feature; each is a check. */
struct vec_set {
	const char *name;
	struct x86_cpu_feature feature;
	const struct vec_op *ops;
	unsigned int n;
};

extern const struct vec_set vec_sets[9];

#define VEC_PATTERNS	11
extern const u64 vec_patterns[VEC_PATTERNS][4];

bool vec_has_avx(void);
bool vec_has_avx2(void);

/* Count a comparison and print the first that is wrong. */
void vec_expect(bool right, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void vec_report(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The isa_compare() of whatever is loaded: YMM where there is AVX. */
enum isa_vecs vec_loaded(void);
/* Fill isa_in's vectors and isa_mem from two patterns: vector 1 (and 9) from @a, vector 2 and memory from @b. */
void vec_prepare(unsigned int a, unsigned int b);

/* isa-vec-move.c */
void vec_gpr_moves(void);
void vec_extract_insert(void);
void vec_masks(void);
void vec_moves(void);
void vec_test(void);
void vec_lanes(void);
void vec_zero(void);
void vec_mask_moves(void);
void vec_gather(void);
void vec_blendv(void);
void vec_compare_strings(void);
void vec_alignment(void);

/* isa-vec-fp.c */
void vec_fp_arithmetic(void);
void vec_fp_sqrt(void);
void vec_fp_compare(void);
void vec_fp_convert(void);

const char *needs_avx(void);
const char *needs_avx2(void);
const char *needs_sse41(void);
const char *needs_sse42(void);

#endif
