// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * epsw: EXTRACT PSW while a hypervisor intercepts it.
 *
 * With a channel report pending and machine checks masked the hypervisor wants
 * to know when the mask opens and intercepts what touches the PSW. The
 * instruction must leave alone what it does not set (PoP chapter 7).
 */
#include <libcflat.h>
#include <css.h>
#include <hardware.h>
#include "pgm.h"

static uint32_t zero_out_cc_from_epsw_op1(uint64_t op1)
{
	return op1 & ~(uint32_t)(PSW_MASK_CC >> 32);
}

static unsigned int device;

static const char *needs_crw(void)
{
	if (!host_is_qemu())
		return "not run by QEMU";
	if (!device)
		device = css_enumerate();
	return device ? NULL : "no device whose path could be reset";
}

static void generate_crw(void)
{
	check(!css_generate_crw(device), "make a channel report pending");
}

static void registers(void)
{
	const uint64_t magic1 = 0x1234567890abcdefUL, magic2 = 0xfedcba0987654321UL;
	uint64_t op1_first, op1 = magic1, op2 = magic2;
	register uint64_t r0 asm("0") = magic1;

	asm volatile("epsw %0,%1" : "+&d" (op1), "+&a" (op2));
	check_eq(op1 >> 32, magic1 >> 32, "both operands: bits 0-31 of the first");
	check_eq(op2 >> 32, magic2 >> 32, "both operands: bits 0-31 of the second");
	check_ne((uint32_t)op1, (uint32_t)magic1, "both operands: bits 32-63 of the first");
	check_ne((uint32_t)op2, (uint32_t)magic2, "both operands: bits 32-63 of the second");
	check_eq((uint32_t)op2, (uint32_t)PSW_MASK_BA, "second operand is PSW bits 32-63");
	op1_first = op1;

	op1 = magic1;
	r0 = magic2;
	asm volatile("epsw %0,0" : "+&d" (op1), "+d" (r0));
	op2 = r0;
	check_eq(op2, magic2, "second operand 0: GR0 is not modified");
	check_eq(zero_out_cc_from_epsw_op1(op1), zero_out_cc_from_epsw_op1(op1_first),
		 "second operand 0: the first is as before");

	r0 = magic1;
	asm volatile("epsw 0,0" : "+d" (r0));
	op1 = r0;
	check_eq(op1 >> 32, magic1 >> 32, "GR0: bits 0-31");
	check_eq(zero_out_cc_from_epsw_op1(op1), zero_out_cc_from_epsw_op1(op1_first),
		 "GR0: bits 32-63 are as before");
}

/* The condition code and program mask in it are the current ones. */
static void fields(void)
{
	for (unsigned int cc = 0; cc < 4; cc++) {
		uint64_t in = cc << 28 | 0x5u << 24, zero = 0;
		uint32_t high;

		asm volatile("	spm	%1\n"
			     "	epsw	%0,0\n"
			     "	spm	%2\n" : "=&d" (high) : "d" (in), "d" (zero) : "cc");
		check_eq((high >> 12) & 3, cc, "condition code");
		check_eq((high >> 8) & 0xf, 5, "program mask, cc %u", cc);
	}
	check_pgm_pstate(0, (void)extract_psw_mask(), "EPSW is allowed in problem state");
}

static const struct subtest subtests[] = {
	{ "crw", generate_crw, .requires = needs_crw },
	{ "registers", registers, .requires = needs_crw, .flags = SUBTEST_NO_WATCHDOG },
	{ "fields", fields },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
