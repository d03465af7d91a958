// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * vector: one instruction of each part of the vector facility.
 */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/facility.h>
#include <asm/float.h>
#include <asm/mem.h>
#include <asm/vector.h>
#include "pgm.h"

typedef uint64_t vec[2] __attribute__((aligned(16)));

static const char *needs_vector(void)
{
	return test_facility(129) ? NULL : "vector facility is not available";
}

static const char *needs_ext1(void)
{
	return test_facility(135) ? NULL : "vector enhancements 1 is not available";
}

static const char *needs_bcd(void)
{
	return test_facility(134) ? NULL : "vector packed decimal facility is not available";
}

/* Run @insn on v0 and v1 from memory, v2 goes back */
#define VECTOR_OP(a, b, result, insn)						\
({										\
	ctl_set_bit(0, CTL0_VECTOR);						\
	asm volatile(								\
		"	.machine push\n"					\
		"	.machine z15\n"						\
		"	vl	0,%[x]\n"					\
		"	vl	1,%[y]\n"					\
		"	" insn "\n"						\
		"	vst	2,%[r]\n"					\
		"	.machine pop\n"						\
		: [r] "=Q" (result) : [x] "Q" (a), [y] "Q" (b) : "memory", "cc");	\
	ctl_clear_bit(0, CTL0_VECTOR);						\
})

static void add(void)
{
	vec a = { 0, 21 }, b = { 0, 21 }, r = {};

	VECTOR_OP(a, b, r, "vaq	2,0,1");
	check_eq(r[0], 0, "VAQ: high doubleword");
	check_eq(r[1], 42, "VAQ: low doubleword");
}

static void ext1_nand(void)
{
	vec a = { ~0UL, ~0UL }, b = { ~0UL, ~0UL }, r = { 1, 1 };

	VECTOR_OP(a, b, r, "vnn	2,0,1");
	check_eq(r[0] | r[1], 0, "VNN of ones");
}

static void bcd_add(void)
{
	/* 21 in packed decimal: digits 2, 1, sign C */
	vec a = { 0, 0x21c }, b = { 0, 0x21c }, r = {};

	VECTOR_OP(a, b, r, "vap	2,0,1,0,0");
	check_eq(r[0], 0, "VAP: high doubleword");
	check_eq(r[1], 0x42c, "VAP: low doubleword");
}

static void vl(void)
{
	vec a = {};

	asm volatile("	.machine push\n"
		     "	.machine z13\n"
		     "	vl	0,%0\n"
		     "	.machine pop\n" : : "Q" (a));
}

static void disabled(void)
{
	set_fpc_dxc(0);
	check_pgm(PGM_INT_CODE_DATA, vl(), "VL with CR0 bit 46 off");
	check_eq(*(volatile uint32_t *)OPAQUE_PTR(GEN_LC_DXC_VXC), 0xfe, "its data-exception code");
	expect_pgm_int();
	ctl_set_bit(0, CTL0_VECTOR);
	afp_disable();
	vl();
	afp_enable();
	ctl_clear_bit(0, CTL0_VECTOR);
	check_eq(clear_pgm_int(), PGM_INT_CODE_DATA, "VL with CR0 bit 45 off");
}

static const struct subtest subtests[] = {
	{ "add", add, .requires = needs_vector },
	{ "nand", ext1_nand, .requires = needs_ext1 },
	{ "bcd", bcd_add, .requires = needs_bcd },
	{ "disabled", disabled, .requires = needs_vector },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
