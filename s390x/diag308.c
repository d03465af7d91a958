// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * diag308: DIAGNOSE 0x308, IPL functions.
 *
 * Subcodes 0 and 1 reset the machine and go on at the PSW in absolute 0; 5 and
 * 6 set and store the IPL parameter block, which needs an even register and a
 * page; unknown subcodes are specification exceptions.
 */
#include <libcflat.h>
#include <asm/page.h>
#include <hardware.h>
#include <sclp.h>
#include "pgm.h"

#define DIAG308_RC_OK		0x0001
#define DIAG308_RC_NO_CONF	0x0102
#define DIAG308_RC_INVALID	0x0402

static uint8_t ipl_block[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static void diag308(uint64_t subcode)
{
	register uint64_t r2 asm("2") = (uint64_t)ipl_block;

	asm volatile("diag	%1,%0,0x308" : : "d" (subcode), "d" (r2) : "memory", "3");
}

static void priv(void)
{
	check_pgm_pstate(2, diag308(3), "DIAG 0x308 in problem state");
}

static void subcode0(void)
{
	check(diag308_load_reset(0), "load modified clear comes back through absolute 0");
	/* the reset took the console's event masks away */
	sclp_console_setup();
}

static void subcode1(void)
{
	check(diag308_load_reset(1), "load normal comes back through absolute 0");
	sclp_console_setup();
}

/* @r: number of the first register; the block is at @addr */
static void block_function(uint64_t subcode, const char *what)
{
	register uint64_t r8 asm("8") = (uint64_t)ipl_block, r9 asm("9") = (uint64_t)ipl_block;

	check_pgm(6, asm volatile("diag	%2,%1,0x308" : "+d" (r8) : "d" (subcode), "d" (r9)
				  : "memory", "10"), "%s with an odd register", what);
	r8 = 54321;
	check_pgm(6, asm volatile("diag	%0,%1,0x308" : "+d" (r8) : "d" (subcode)
				  : "memory", "9"), "%s with a block not on a page", what);
	for (int offset = 8; offset < 4096; offset *= 2) {
		r8 = (uint64_t)ipl_block + offset;
		check_pgm(6, asm volatile("diag	%0,%1,0x308" : "+d" (r8) : "d" (subcode)
					  : "memory", "9"), "%s with a block at +%d", what, offset);
	}
}

static void subcode5(void)
{
	block_function(5, "set");
}

static void subcode6(void)
{
	block_function(6, "store");
}

static uint64_t block_rc(uint64_t subcode)
{
	register uint64_t r2 asm("2") = (uint64_t)ipl_block, r3 asm("3") = 0;

	asm volatile("diag	%1,%2,0x308" : "+d" (r3) : "d" (r2), "d" (subcode) : "memory");
	return r3;
}

/*
 * What is set can be stored again: a CCW-type block for device 0 of subchannel
 * set 0. Layout: length, then at 9 version, 16 the type's own length, 20 type.
 */
static void round_trip(void)
{
	uint32_t *words = (void *)ipl_block;

	memset(ipl_block, 0, PAGE_SIZE);
	words[0] = 0x10;
	check_eq(block_rc(5), DIAG308_RC_INVALID, "set a block that is too short");
	memset(ipl_block, 0, PAGE_SIZE);
	check_eq(block_rc(6), DIAG308_RC_NO_CONF, "store although none is set");

	memset(ipl_block, 0, PAGE_SIZE);
	words[0] = 200;				/* length of the CCW type */
	ipl_block[7] = 1;			/* version */
	words[2] = 192;				/* length of what follows the header */
	ipl_block[12] = 2;			/* type CCW */
	ipl_block[106 + 1] = 3;			/* subchannel set 3 is as good as any */
	ipl_block[108 + 1] = 7;
	if (check_eq(block_rc(5), DIAG308_RC_OK, "set a CCW block")) {
		memset(ipl_block, 0xff, PAGE_SIZE);
		check_eq(block_rc(6), DIAG308_RC_OK, "store it");
		check_eq(words[0], 200, "stored length");
		check_eq(ipl_block[12], 2, "stored type");
		check_eq(ipl_block[109], 7, "stored device number");
	}
}

static void unsupported_subcode(void)
{
	static const uint64_t subcodes[] = { 0x101, 0xffff, 0x10001, -1UL };

	for (unsigned int i = 0; i < ARRAY_SIZE(subcodes); i++)
		check_pgm(6, diag308(subcodes[i]), "subcode %#lx", subcodes[i]);
	/* it may exist in a partition */
	if (host_is_qemu())
		check_pgm(6, diag308(2), "subcode 2");
	else
		report_skip("subcode 2 is not supported on this host");
}

static const char *needs_no_pv_block(void)
{
	return host_is_qemu() ? NULL : "the IPL block of this host is not ours to change";
}

static const struct subtest subtests[] = {
	{ "privileged", priv },
	{ "subcode-0", subcode0 },
	{ "subcode-1", subcode1 },
	{ "subcode-5", subcode5 },
	{ "subcode-6", subcode6 },
	{ "block", round_trip, .requires = needs_no_pv_block },
	{ "unsupported", unsupported_subcode },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
