/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vector instructions against models in C, the way insn.h does it for general ones.
 *
 * V1 = a is the result, V2 = b, V3 = c, V4 = d are sources; GR2 is g, GR5 points to m.
 */
#ifndef _S390X_TEST_VECTOR_H_
#define _S390X_TEST_VECTOR_H_

#include <libcflat.h>
#include <subtest.h>

union vec {
	u8 b[16];
	u16 h[8];
	u32 f[4];
	u64 dw[2];
} __attribute__((aligned(16)));

struct vec_state {
	union vec a, b, c, d, other;	/* V1 to V5 */
	u64 g;				/* GR2 */
	u64 cc, old_cc;
	u32 fpc, pad;
	union vec m[4];			/* storage */
};

struct vec_insn {
	const char *name;
	const void *code;
	void (*model)(struct vec_state *s);
};

/* Element @i of size @es: 0 byte, 1 halfword, 2 word, 3 doubleword */
static inline u64 get(const union vec *v, int es, int i)
{
	return es == 0 ? v->b[i] : es == 1 ? v->h[i] : es == 2 ? v->f[i] : v->dw[i];
}

static inline void set(union vec *v, int es, int i, u64 x)
{
	if (es == 0)
		v->b[i] = x;
	else if (es == 1)
		v->h[i] = x;
	else if (es == 2)
		v->f[i] = x;
	else
		v->dw[i] = x;
}

#define VEC_TABLE(name, LIST)								\
	LIST(__VEC_DEFINE)								\
	static const struct vec_insn name[] = { LIST(__VEC_ROW) };
#define __VEC_DEFINE(id, text, model...)						\
	extern const char vec_##id[];							\
	asm(	"	.pushsection .text\n	.machine push\n	.machine z15\n"	\
		"vec_" #id ":	" text "\n	br	%r14\n"				\
		"	.machine pop\n	.popsection\n");				\
	static void vec_model_##id(struct vec_state *s) { model; }
#define __VEC_ROW(id, text, model...)	{ text, vec_##id, vec_model_##id },

/* vec_run() - one instruction: V1-5, GR2, condition code and FPC of @s go in and come out */
void vec_run(struct vec_state *s, const void *code);

/* vec_check() - the running subtest's row (struct vec_insn) with patterns in the sources */
void vec_check(void);

/* vec_patterns() - other doublewords than the integers that vec_check() combines */
void vec_patterns(const u64 *values, unsigned int n);

#endif
