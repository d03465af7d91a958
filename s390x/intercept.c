// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * intercept: privileged instructions that hypervisors emulate.
 *
 * SPX, STPX, STAP, STIDP, TB and DIAGNOSE 0x318 do what the manual says and
 * stop with the right program interruption: low-address protection (4),
 * addressing (5), specification (6) (PoP chapter 10 "Control Instructions").
 * "-i N" repeats everything N times, "-t MS" goes on for so long; the other
 * arguments select subtests.
 */
#include <libcflat.h>
#include <stdlib.h>
#include <asm/asm-offsets.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/time.h>
#include <hardware.h>
#include <sclp.h>
#include "pgm.h"

static uint8_t pagebuf[PAGE_SIZE * 2] __attribute__((aligned(PAGE_SIZE * 2)));

static unsigned long nr_iterations, time_to_run;

/* INSN at operand address ADDR, whatever the compiler thinks of it */
#define AT(insn, addr) asm volatile(insn "	0(%0)" : : "a" ((unsigned long)(addr)) : "memory")

static void test_stpx(void)
{
	uint32_t old_prefix = -1U, tst_prefix = -1U;
	uint32_t new_prefix = (uint32_t)(intptr_t)pagebuf;

	memcpy(pagebuf, OPAQUE_PTR(0), LC_SIZE);
	old_prefix = get_prefix();
	set_prefix(new_prefix);
	tst_prefix = get_prefix();
	set_prefix(old_prefix);
	check_eq(old_prefix, 0, "old prefix of the boot CPU");
	check_eq(tst_prefix, new_prefix, "STPX gives what SPX set");

	check_pgm_lap(PGM_INT_CODE_PROTECTION, AT("stpx", 8), "STPX to 8 with low-address protection");
	check_pgm(PGM_INT_CODE_SPECIFICATION, AT("stpx", 1), "STPX to 1");
	check_pgm(PGM_INT_CODE_ADDRESSING, AT("stpx", -8L), "STPX to -8");
}

static void test_spx(void)
{
	uint32_t new_prefix = (uint32_t)(intptr_t)pagebuf, old_prefix = get_prefix();

	/*
	 * Not a copy of the prefix area: whatever the CPU stores at real 200
	 * must be seen at the new place. No interruption can be taken here.
	 */
	memset(pagebuf, 0, sizeof(pagebuf));
	set_prefix(new_prefix);
	stfl();
	set_prefix(old_prefix);
	check_ne(pagebuf[GEN_LC_STFL], 0, "STFL stores at the new prefix");

	check_pgm(PGM_INT_CODE_SPECIFICATION, AT("spx", 1), "SPX from 1");
	check_pgm(PGM_INT_CODE_ADDRESSING, AT("spx", -8L), "SPX from -8");

	new_prefix = get_ram_size() & 0x7fffe000;
	if (get_ram_size() - new_prefix < LC_SIZE)
		check_pgm(PGM_INT_CODE_ADDRESSING, set_prefix(new_prefix),
			  "SPX to an area that is not all there");
	else
		report_skip("inaccessible prefix: memory reaches all 31-bit prefixes");
}

static void test_stap(void)
{
	uint16_t cpuid = 0xffff;

	asm volatile("stap %0" : "+Q" (cpuid));
	check_ne(cpuid, 0xffff, "STAP stores");
	check_pgm_lap(PGM_INT_CODE_PROTECTION, AT("stap", 8), "STAP to 8 with low-address protection");
	check_pgm(PGM_INT_CODE_SPECIFICATION, AT("stap", 1), "STAP to 1");
	check_pgm(PGM_INT_CODE_ADDRESSING, AT("stap", -8L), "STAP to -8");
}

static void test_stidp(void)
{
	struct cpuid id = {};

	asm volatile("stidp %0" : "+Q" (id));
	check_ne(id.type, 0, "machine type");
	check(id.version == 0 || id.version == 0xff, "version is 0 or 0xff, got %#x", id.version);
	check_eq(id.reserved, 0, "reserved bits");
	check_pgm_lap(PGM_INT_CODE_PROTECTION, AT("stidp", 8), "STIDP to 8 with low-address protection");
	check_pgm(PGM_INT_CODE_SPECIFICATION, AT("stidp", 1), "STIDP to 1");
	check_pgm(PGM_INT_CODE_ADDRESSING, AT("stidp", -8L), "STIDP to -8");
}

/* TEST BLOCK; returns the condition code */
static int testblock(unsigned long addr)
{
	register long r0 asm("0") = 0;
	int cc;

	asm volatile(
		"	.insn	rre,0xb22c0000,0,%[addr]\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		: [cc] "=d" (cc), "+d" (r0)
		: [addr] "a" (addr)
		: "memory", "cc");
	return cc;
}

static void test_testblock(void)
{
	memset(pagebuf, 0xaa, PAGE_SIZE);
	check_eq(testblock((unsigned long)pagebuf + 0x123), 0, "TB of a usable block");
	check_eq(pagebuf[0], 0, "TB clears the first byte");
	check_eq(pagebuf[PAGE_SIZE - 1], 0, "TB clears the last byte");

	check_pgm_lap(PGM_INT_CODE_PROTECTION, testblock(4096), "TB at 4096 with low-address protection");
	check_pgm(PGM_INT_CODE_ADDRESSING, testblock(-4096L), "TB at -4096");
}

static void diag318(uint64_t value)
{
	asm volatile("diag %0,0,0x318" : : "d" (value));
}

static void test_diag318(void)
{
	check_pgm_pstate(PGM_INT_CODE_PRIVILEGED_OPERATION, diag318(0x42), "DIAG 0x318 in problem state");
	if (sclp_facilities.has_diag318)
		check_pgm(0, diag318(0x42), "DIAG 0x318 where SCLP offers it");
	else
		check_pgm(PGM_INT_CODE_SPECIFICATION, diag318(0x42), "DIAG 0x318 where SCLP does not offer it");
}

/* Run @fn as often as the arguments say */
#define REPEATED(fn)									\
static void fn##_repeated(void)								\
{											\
	uint64_t end = get_clock_ms() + time_to_run;					\
	unsigned long i = 0;								\
											\
	do {										\
		fn();									\
		i++;									\
	} while (i < nr_iterations || (time_to_run && get_clock_ms() < end));		\
}

REPEATED(test_stpx)
REPEATED(test_spx)
REPEATED(test_stap)
REPEATED(test_stidp)
REPEATED(test_testblock)
REPEATED(test_diag318)

static const struct subtest subtests[] = {
	{ "stpx", test_stpx_repeated },
	{ "spx", test_spx_repeated },
	{ "stap", test_stap_repeated },
	{ "stidp", test_stidp_repeated },
	{ "testblock", test_testblock_repeated },
	{ "diag318", test_diag318_repeated },
	{ }
};

int main(int argc, char **argv)
{
	int n = 1;

	/* -i and -t take the next word, which run_subtests() must not see */
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-i") && i + 1 < argc)
			nr_iterations = atol(argv[++i]);
		else if (!strcmp(argv[i], "-t") && i + 1 < argc)
			time_to_run = atol(argv[++i]);
		else
			argv[n++] = argv[i];
	}
	return run_subtests(subtests, n, argv);
}
