// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * emulator: instructions that TCG once got wrong.
 *
 * SPM and IPM move the condition code and the program mask and nothing else;
 * the message-security-assist instructions refuse bad registers, functions and
 * parameter blocks (PoP chapter 7); compare-and-trap leaves its data-exception
 * code where it belongs, which depends on the AFP-register control.
 */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/cpacf.h>
#include <asm/facility.h>
#include <asm/float.h>
#include <asm/mem.h>
#include "pgm.h"

static void spm_ipm(void)
{
	static const struct { uint8_t cc, key; } cases[] = {
		{ 0, 0xf }, { 1, 0x9 }, { 2, 0x5 }, { 3, 0x3 }, { 0, 0x0 },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t in = (uint64_t)cases[i].cc << 28 | (uint64_t)cases[i].key << 24;
		uint64_t out = ~0UL, zero = 0;

		asm volatile("spm	%1\n"
			     "	ipm	%0\n"
			     "	spm	%2\n"
			     : "+d" (out) : "d" (in), "d" (zero) : "cc");
		check_bits(out, 0xc0000000UL, 0, "IPM zeroes bits 32-33, cc %u mask %x",
			   cases[i].cc, cases[i].key);
		check_bits(out, 0xffffffff00ffffffUL, ~0UL, "IPM leaves the other bits, cc %u mask %x",
			   cases[i].cc, cases[i].key);
		check_bits(out, 0x3f000000UL, in, "IPM gives what SPM took, cc %u mask %x",
			   cases[i].cc, cases[i].key);
	}
}

/* One message-security-assist instruction with the register fields given */
#define CPACF(opc, func, param, f1, f2, f3)						\
({											\
	register unsigned long r0 asm("0") = (unsigned long)(func);			\
	register unsigned long r1 asm("1") = (unsigned long)(param);			\
	register unsigned long r2 asm("2") = (unsigned long)buffer[0];			\
	register unsigned long r3 asm("3") = 16;					\
	register unsigned long r4 asm("4") = (unsigned long)buffer[1];			\
	register unsigned long r5 asm("5") = 16;					\
	register unsigned long r6 asm("6") = (unsigned long)buffer[2];			\
	register unsigned long r7 asm("7") = 16;					\
	asm volatile(".insn	rrf,%[o]<<16," #f1 "," #f2 "," #f3 ",0"		\
		     : "+d" (r0), "+d" (r1), "+d" (r2), "+d" (r3), "+d" (r4), "+d" (r5), \
		       "+d" (r6), "+d" (r7)						\
		     : [o] "i" (opc) : "cc", "memory");					\
})

static uint8_t buffer[3][16] __attribute__((aligned(8)));

/* Which operands a test of @opc may spoil */
#define SPOIL_R1	1
#define SPOIL_R2	2
#define SPOIL_R3	4
#define SPOIL_MOD	8

#define CPACF_TEST(fn, opc, what)							\
static void fn(void)									\
{											\
	cpacf_mask_t mask __attribute__((aligned(8))) = {};				\
											\
	cpacf_query(opc, &mask);							\
	check(cpacf_test_func(&mask, 0), "the query function lists itself");		\
	if ((what) & SPOIL_R3) {							\
		check_pgm(6, CPACF(opc, 0, &mask, 2, 4, 5), "R3 odd");			\
		check_pgm(6, CPACF(opc, 0, &mask, 2, 4, 0), "R3 zero");		\
	}										\
	if ((what) & SPOIL_R1) {							\
		check_pgm(6, CPACF(opc, 0, &mask, 1, 4, 6), "R1 odd");			\
		check_pgm(6, CPACF(opc, 0, &mask, 0, 4, 6), "R1 zero");		\
	}										\
	if ((what) & SPOIL_R2) {							\
		check_pgm(6, CPACF(opc, 0, &mask, 2, 3, 6), "R2 odd");			\
		check_pgm(6, CPACF(opc, 0, &mask, 2, 0, 6), "R2 zero");		\
	}										\
	if ((what) & SPOIL_MOD)								\
		check_pgm(6, CPACF(opc, 0x80, &mask, 2, 4, 6), "modifier bit one");	\
	if (cpacf_test_func(&mask, 127))						\
		report_skip("function 127 exists");					\
	else										\
		check_pgm(6, CPACF(opc, 127, &mask, 2, 4, 6), "function that is not installed"); \
	check_pgm(5, CPACF(opc, 0, -1L, 2, 4, 6), "parameter block at -1");		\
	check_pgm_lap(4, CPACF(opc, 0, 8L, 2, 4, 6),					\
		      "parameter block at 8 with low-address protection");		\
}											\
											\
static const char *needs_##fn(void)							\
{											\
	return __cpacf_check_opcode(opc) ? NULL : "not available";			\
}

CPACF_TEST(kmac, CPACF_KMAC, SPOIL_R2 | SPOIL_MOD)
CPACF_TEST(km, CPACF_KM, SPOIL_R1 | SPOIL_R2)
CPACF_TEST(kmc, CPACF_KMC, SPOIL_R1 | SPOIL_R2)
CPACF_TEST(kimd, CPACF_KIMD, SPOIL_R2 | SPOIL_MOD)
CPACF_TEST(klmd, CPACF_KLMD, SPOIL_R2 | SPOIL_MOD)
CPACF_TEST(pckmo, CPACF_PCKMO, SPOIL_MOD)
CPACF_TEST(kmf, CPACF_KMF, SPOIL_R1 | SPOIL_R2)
CPACF_TEST(kmo, CPACF_KMO, SPOIL_R1 | SPOIL_R2)
CPACF_TEST(pcc, CPACF_PCC, SPOIL_MOD)
CPACF_TEST(kmctr, CPACF_KMCTR, SPOIL_R1 | SPOIL_R2 | SPOIL_R3)
CPACF_TEST(prno, CPACF_PRNO, SPOIL_R1 | SPOIL_R2)

/* COMPARE AND TRAP that traps */
static void crt(void)
{
	register unsigned long r2 asm("2") = 0, r3 asm("3") = 0;

	asm volatile(".insn	rrf,0xb9600000,%0,%1,8,0" : : "d" (r2), "d" (r3));
}

static uint32_t read_dxc(void)
{
	return *(volatile uint32_t *)OPAQUE_PTR(GEN_LC_DXC_VXC);
}

static void dxc(void)
{
	set_fpc_dxc(0);
	*(volatile uint32_t *)OPAQUE_PTR(GEN_LC_DXC_VXC) = 0x12345678;
	check_pgm(PGM_INT_CODE_DATA, crt(), "CRT traps");
	check_eq(read_dxc(), 0xff, "DXC in the prefix area");
	check_eq(get_fpc_dxc(), 0xff, "DXC in the FPC");
}

static void dxc_no_afp(void)
{
	set_fpc_dxc(0);
	*(volatile uint32_t *)OPAQUE_PTR(GEN_LC_DXC_VXC) = 0x12345678;
	expect_pgm_int();
	afp_disable();
	crt();
	afp_enable();
	check_eq(clear_pgm_int(), PGM_INT_CODE_DATA, "CRT traps without AFP registers");
	check_eq(read_dxc(), 0xff, "DXC in the prefix area");
	check_eq(get_fpc_dxc(), 0, "DXC in the FPC is left alone");
}

#define CPACF_ENTRY(fn)	{ #fn, fn, .requires = needs_##fn }

static const struct subtest subtests[] = {
	{ "spm-ipm", spm_ipm },
	CPACF_ENTRY(kmac),
	CPACF_ENTRY(km),
	CPACF_ENTRY(kmc),
	CPACF_ENTRY(kimd),
	CPACF_ENTRY(klmd),
	CPACF_ENTRY(pckmo),
	CPACF_ENTRY(kmf),
	CPACF_ENTRY(kmo),
	CPACF_ENTRY(pcc),
	CPACF_ENTRY(kmctr),
	CPACF_ENTRY(prno),
	{ "dxc", dxc },
	{ "dxc-no-afp", dxc_no_afp },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
