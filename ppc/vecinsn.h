/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Vector instructions as rows of a table: the words come from the assembler,
 * the results from a model in C, the operands from a set of vectors with the
 * interesting elements of all widths.
 *
 *	#define ROWS(X)						\
 *		X(vaddubm, "1,2,3", elements, 8, add)
 *	VEC_WORDS(ROWS)
 *	static const struct vec_insn rows[] = { ROWS(VEC_ROW) };
 *
 * Operands are v2, v3 and v4, the target is v1 (VSR 34 to 36 and 33).
 */
#ifndef _PPC_VECINSN_H_
#define _PPC_VECINSN_H_

#include <libcflat.h>
#include <subtest.h>
#include "exec.h"

enum vec_isa { ISA_206, ISA_207, ISA_300, ISA_310 };

struct vec_case;

/* One element of @bits; may set c->sat. */
typedef u64 (*vec_element)(struct vec_case *c, u64 a, u64 b);

struct vec_insn {
	const char *name;
	const u32 *word;
	/* Makes c->t from c->a, c->b, c->c and what t was before. */
	void (*model)(struct vec_case *c);
	unsigned int bits;
	vec_element element;
	enum vec_isa isa;
	bool vsx;		/* word[1] is the same in VSR 1 to 4 */
};

struct vec_case {
	const struct vec_insn *insn;
	vec t, a, b, c;
	unsigned int bits;
	bool sat;		/* VSCR[SAT] afterwards; it was 0 */
	u64 cr;			/* afterwards; it was 0 */
	u64 r5;			/* operand and target of instructions that have such */
	bool skip;		/* the manual leaves the result undefined, */
	bool half;		/* or its doubleword 1 */
};

#define VEC_EMIT(name, args, ...)	"w_" #name ":\t" #name " " args "\n\t"
#define VEC_EMIT_VSX(name, args, fargs, ...)	\
	"w_" #name ":\t" #name " " args "\n\t" #name " " fargs "\n\t"
#define VEC_DECLARE(name, ...)		extern const u32 w_##name[];

#define VEC_WORDS_OF(ROWS, EMIT)					\
	ROWS(VEC_DECLARE)						\
	asm(".pushsection .rodata\n\t.balign 4\n\t.machine push\n\t.machine power10\n\t"	\
	    ROWS(EMIT) ".machine pop\n\t.popsection");
#define VEC_WORDS(ROWS)			VEC_WORDS_OF(ROWS, VEC_EMIT)
#define VEC_WORDS_VSX(ROWS)		VEC_WORDS_OF(ROWS, VEC_EMIT_VSX)

#define VEC_ROW(name, args, isa, model, bits, element)	\
	{ #name, w_##name, model, bits, element, isa, false },
#define VEC_ROW_VSX(name, args, fargs, isa, model, bits, element)	\
	{ #name, w_##name, model, bits, element, isa, true },

/* The subtest: subtest_row() is a struct vec_insn. */
void vec_insn(void);

/* Models that take @bits and @element */
void vec_elements(struct vec_case *c);
/* The same, and the record form's CR6. */
void vec_compare(struct vec_case *c);

static inline s64 sign_extend(u64 a, unsigned int bits)
{
	return (s64)(a << (64 - bits)) >> (64 - bits);
}

#endif /* _PPC_VECINSN_H_ */
