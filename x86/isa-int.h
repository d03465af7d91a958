/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* isa_int: what its files share */
#ifndef _X86_TEST_ISA_INT_H_
#define _X86_TEST_ISA_INT_H_

#include "isa.h"
#include "alu-model.h"

#ifdef __x86_64__
#define MAX_SIZE	8
#else
#define MAX_SIZE	4
#endif
#define EACH_SIZE(size, from)	for (int size = (from); size <= MAX_SIZE; size *= 2)

#define DF	X86_EFLAGS_DF

/* Cut to each size these are its borders. */
extern const u64 int_values[14];
#define EACH_VALUE(v)	for (unsigned int __##v = 0; __##v < ARRAY_SIZE(int_values); __##v++)	\
				for (u64 v = int_values[__##v], __once_##v = 1; __once_##v; __once_##v = 0)

/* Compare registers, @known flags and isa_mem with what is expected; count; print the first that is wrong. */
void int_expect(ulong known, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* What isa_mem is expected to hold */
extern u8 int_mem[ISA_MEM_SIZE];
static inline void int_set_mem(int size, u64 value)
{
	memcpy(int_mem + isa_mem_at, &value, size);
}
/* The same for isa_stack, compared where int_check_stack is set. */
extern u8 int_stack[sizeof(isa_stack)];
extern bool int_check_stack;
void int_fill_stack(void);
/* Fill isa_mem and the expectation with the same pattern; put @value into both. */
void int_fill_mem(int size, u64 value);
/* Counts the run as right when it raised @vector. */
void int_expect_vector(unsigned int got, unsigned int want, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* One check of all since the last. */
void int_report(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* isa-alu.c */
void int_alu(void);
extern const struct int_alu_op {
	const char *name;
	u8 base, ext;
	model_fn model;
} int_alu_ops[8];
void int_test(void);
void int_unary(void);
void int_shift(void);
extern const struct int_shift_op {
	const char *name;
	u8 ext;
	model_fn model;
} int_shift_ops[7];
void int_double_shift(void);

/* isa-muldiv.c */
void int_mul(void);
void int_imul_two(void);
void int_div(void);
void int_div_most_negative(void);
void int_bit_test(void);
void int_bit_scan(void);
void int_bcd(void);
void int_convert(void);
void int_flag_insns(void);

/* isa-data.c */
void int_mov(void);
void int_extend(void);
void int_xchg(void);
void int_xadd(void);
void int_cmpxchg(void);
void int_cmpxchg_wide(void);
void int_bswap(void);
void int_lea(void);
void int_push_pop(void);
void int_frame(void);
void int_xlat(void);
void int_loop(void);
void int_bound(void);

/* isa-bmi.c */
void int_bmi(void);
void int_adx(void);
void int_crc32(void);
void int_movbe(void);
const char *needs_bmi(void);
const char *needs_adx(void);
const char *needs_crc32(void);
const char *needs_movbe(void);

/* isa-string.c */
void int_movs(void);
void int_stos(void);
void int_lods(void);
void int_cmps(void);
void int_scas(void);

/* isa-conditions.c */
void int_conditions(void);
extern const struct int_producer {
	const char *name;
	int form;
	u8 opcode, ext;
	model_fn model;
} int_producers[28];

#endif
