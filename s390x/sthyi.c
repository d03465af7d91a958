// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sthyi: STORE HYPERVISOR INFORMATION.
 *
 * The registers must be an even pair of different ones and the buffer a whole
 * page; function 0 tells about machine and partition, an unknown function
 * ends with condition code 3 and return code 4.
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <asm/page.h>
#include "pgm.h"
#include "sthyi.h"

#define CODE_SUCCES	0
#define CODE_UNSUPP	4

static uint8_t pagebuf[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static const char *needs_sthyi(void)
{
	return test_facility(74) ? NULL : "STHYI is not available";
}

static int sthyi(uint64_t vaddr, uint64_t fcode, uint64_t *rc)
{
	register uint64_t code asm("0") = fcode;
	register uint64_t addr asm("2") = vaddr;
	register uint64_t rc3 asm("3") = 42;
	int cc;

	asm volatile(
		"	.insn	rre,0xB2560000,%[r1],%[r2]\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		: [cc] "=d" (cc), "=d" (rc3)
		: [r1] "d" (code), [r2] "a" (addr), "1" (rc3)
		: "memory", "cc");
	if (rc)
		*rc = rc3;
	return cc;
}

static void exceptions(void)
{
	check_pgm(6, sthyi(42042, 0, NULL), "buffer not on a page boundary");
	check_pgm(6, asm volatile(".insn rre,0xB2560000,1,2" : : : "cc", "memory"), "R1 odd");
	check_pgm(6, asm volatile(".insn rre,0xB2560000,0,3" : : : "cc", "memory"), "R2 odd");
	check_pgm(6, asm volatile(".insn rre,0xB2560000,0,0" : : : "cc", "memory"), "R1 is R2");
}

static void unknown_function(void)
{
	uint64_t rc;

	check_eq(sthyi((uint64_t)pagebuf, 42, &rc), 3, "function 42: condition code");
	check_eq(rc, CODE_UNSUPP, "function 42: return code");
}

static bool not_zero(const void *p, size_t n)
{
	for (const uint8_t *b = p; n; n--, b++)
		if (*b)
			return true;
	return false;
}

static void check_machine(struct sthyi_mach_sctn *mach)
{
	if (mach->INFMVAL1 & MACH_ID_VLD) {
		check(not_zero(mach->INFMTYPE, sizeof(mach->INFMTYPE)), "machine: type");
		check(not_zero(mach->INFMMANU, sizeof(mach->INFMMANU)), "machine: manufacturer");
		check(not_zero(mach->INFMSEQ, sizeof(mach->INFMSEQ)), "machine: sequence code");
		check(not_zero(mach->INFMPMAN, sizeof(mach->INFMPMAN)), "machine: plant");
	}
	if (mach->INFMVAL1 & MACH_NAME_VLD)
		check(not_zero(mach->INFMNAME, sizeof(mach->INFMNAME)), "machine: name");
	if (mach->INFMVAL1 & MACH_CNT_VLD)
		check_gt(mach->INFMSCPS + mach->INFMDCPS + mach->INFMSIFL + mach->INFMDIFL, 0,
			 "machine: number of CPUs");
}

static void check_partition(struct sthyi_par_sctn *par)
{
	if (par->INFPVAL1 & PART_CNT_VLD)
		check_gt(par->INFPSCPS + par->INFPDCPS + par->INFPSIFL + par->INFPDIFL, 0,
			 "partition: number of CPUs");
	if (par->INFPVAL1 & PART_STSI_SUC)
		check(not_zero(par->INFPPNAM, sizeof(par->INFPPNAM)), "partition: name");
}

static void function0(void)
{
	struct sthyi_hdr_sctn *hdr = (void *)pagebuf;
	uint64_t rc;

	memset(pagebuf, 0, PAGE_SIZE);
	check_eq(sthyi((uint64_t)pagebuf, 0, &rc), 0, "function 0: condition code");
	check_eq(rc, CODE_SUCCES, "function 0: return code");

	check_ge(hdr->INFHDLN, sizeof(*hdr), "header length");
	check_eq(hdr->INFHDLN % 8, 0, "header is whole doublewords");
	check_ge(hdr->INFMLEN, sizeof(struct sthyi_mach_sctn), "machine section length");
	check_eq(hdr->INFMLEN % 8, 0, "machine section is whole doublewords");
	check_ge(hdr->INFMOFF, hdr->INFHDLN, "machine section behind the header");
	check_ge(hdr->INFPLEN, sizeof(struct sthyi_par_sctn), "partition section length");
	check_eq(hdr->INFPLEN % 8, 0, "partition section is whole doublewords");
	check_ge(hdr->INFPOFF, hdr->INFHDLN, "partition section behind the header");
	check_machine((void *)(pagebuf + hdr->INFMOFF));
	check_partition((void *)(pagebuf + hdr->INFPOFF));
}

static const struct subtest subtests[] = {
	{ "exceptions", exceptions, .requires = needs_sthyi },
	{ "unknown-function", unknown_function, .requires = needs_sthyi },
	{ "function-0", function0, .requires = needs_sthyi },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
