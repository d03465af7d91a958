/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Models of arithmetic, logic, shifts and multiplication (SDM volume 1, 3.4.3.1; volume 2, 'Flags Affected' of each).
 */
#ifndef _X86_TEST_ALU_MODEL_H_
#define _X86_TEST_ALU_MODEL_H_

#include <libcflat.h>
#include <x86/processor.h>

#define CF	X86_EFLAGS_CF
#define PF	X86_EFLAGS_PF
#define AF	X86_EFLAGS_AF
#define ZF	X86_EFLAGS_ZF
#define SF	X86_EFLAGS_SF
#define OF	X86_EFLAGS_OF
#define ALL	(CF | PF | AF | ZF | SF | OF)

/* @flags in and out; the model takes out of @known those that the manual leaves undefined. */
typedef u64 (*model_fn)(int bits, u64 a, u64 b, ulong *flags, ulong *known);

u64 model_add(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_adc(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_sub(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_sbb(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_cmp(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_and(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_or(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_xor(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_test(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_inc(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_dec(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_neg(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_not(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_shl(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_shr(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_sar(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_rol(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_ror(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_rcl(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_rcr(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_mul(int bits, u64 a, u64 b, ulong *flags, ulong *known);
u64 model_imul(int bits, u64 a, u64 b, ulong *flags, ulong *known);

u64 alu_mask(int bits);
/* SF, ZF and PF of a result */
ulong alu_szp(int bits, u64 r);
/* The upper half of an unsigned 64 x 64 product */
u64 alu_high_half(u64 a, u64 b);
s64 alu_extend(int bits, u64 v);

#endif
