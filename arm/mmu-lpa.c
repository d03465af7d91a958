// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: addresses of 52 bits (FEAT_LPA, FEAT_LVA, FEAT_LPA2; Arm ARM D8.2 and D8.3), by tables of
 * their own in the upper half and address translation instructions: no memory is up there.
 *
 * lpa-64k    descriptors of 64 KiB granules have output address bits [51:48] in [15:12]
 * lpa2-4k    TCR_EL1.DS: output address bits [51:50] in [9:8], input addresses of 52 bits and a
 *            walk from level -1; without DS neither
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/io.h>

#include "mmu-test.h"

#define TCR_IPS_MASK	(7UL << 32)
#define TCR_IPS_52	(6UL << 32)
#define TCR_DS		(1UL << 59)
#define TCR_T1SZ_MASK	(0x3fUL << 16)
#define TCR_TG1_MASK	(3UL << 30)

#define DESC_AF		(1UL << 10)
#define DESC_UXN	(1UL << 54)
#define DESC_ATTR(n)	((u64)(n) << 2)
#define DESC_TABLE	3UL
#define DESC_PAGE	(3UL | DESC_AF)
#define DESC_BLOCK	(1UL | DESC_AF)

#define PAR_F		1UL
#define PAR_FST(par)	((par) >> 1 & 0x3f)
#define PAR_PA(par)	((par) & 0xffffffffff000UL)

static u64 id_mmfr0(void)
{
	return read_sysreg(id_aa64mmfr0_el1);
}

static void *zeroed(size_t size)
{
	void *p = alloc_pages(get_order(DIV_ROUND_UP(size, PAGE_SIZE)));

	assert(p);
	memset(p, 0, size);
	return p;
}

static void flush(void)
{
	asm volatile("dsb ishst\n\ttlbi vmalle1\n\tdsb ish\n\tisb" : : : "memory");
}

SNIPPET(at_read, "at s1e1r, x0\n\tisb\n\tmrs x0, par_el1");

/* PAR_EL1, or F alone where the walk itself ends in an abort */
static u64 translate(u64 va)
{
	struct trap t;

	trap_run(&t, at_read, va, 0, 0);
	return t.taken ? PAR_F : t.ret;
}

/*
 * PAR_EL1 of each address with that TCR and TTBR1. Where identity is not 0 it is the lower half
 * meanwhile: a table that means the same with and without DS, as the library's do not.
 */
static void translate_with(u64 identity, u64 tcr, u64 upper, const u64 *va, u64 *par, unsigned int n)
{
	u64 ttbr0 = read_sysreg(ttbr0_el1), ttbr1 = read_sysreg(ttbr1_el1), daif = read_sysreg(daif);

	asm volatile("msr daifset, #15" : : : "memory");
	if (identity) {
		write_sysreg(identity, ttbr0_el1);
		flush();
	}
	write_sysreg(upper, ttbr1_el1);
	set_tcr(tcr);
	flush();
	for (unsigned int i = 0; i < n; i++)
		par[i] = translate(va[i]);
	set_tcr(saved_tcr);
	write_sysreg(ttbr1, ttbr1_el1);
	flush();
	write_sysreg(ttbr0, ttbr0_el1);
	flush();
	write_sysreg(daif, daif);
}

static const char *needs_lpa_64k(void)
{
	if ((id_mmfr0() & 0xf) < 6)
		return "addresses have no 52 bits";
	return (id_mmfr0() >> 24 & 0xf) == 0 ? needs_el1() : "no 64 KiB granules";
}

static void lpa_64k(void)
{
	static const u64 pages[] = { 0x1000000000000, 0x2345678910000, 0x8000000000000, 0xfffffffff0000 };
	u64 *l1 = zeroed(SZ_64K), *l2 = zeroed(SZ_64K), *l3 = zeroed(SZ_64K);
	u64 base = ~0UL << 48 | 5UL << 42, va[6], par[6], tcr;
	const u64 block = 0xabcdUL << 36 | 3UL << 29;

	setup_frames();
	l1[5] = virt_to_phys(l2) | DESC_TABLE;
	l2[7] = virt_to_phys(l3) | DESC_TABLE;
	l2[9] = (block & 0xffffffffffffUL) | (block >> 48) << 12 | DESC_BLOCK;
	for (unsigned int i = 0; i < ARRAY_SIZE(pages); i++) {
		l3[i] = (pages[i] & 0xffffffffffffUL) | (pages[i] >> 48) << 12 | DESC_PAGE;
		va[i] = base | 7UL << 29 | i << 16 | 0x3000;
	}
	va[4] = base | 9UL << 29 | 0x1234000;
	va[5] = base | 7UL << 29 | 100 << 16;
	tcr = (saved_tcr & ~(TCR_EPD1 | TCR_T1SZ_MASK | TCR_TG1_MASK | TCR_IPS_MASK)) | 16UL << 16 | 3UL << 30;
	translate_with(0, tcr | TCR_IPS_52, virt_to_phys(l1), va, par, 6);
	for (unsigned int i = 0; i < ARRAY_SIZE(pages); i++) {
		check_eq(par[i] & PAR_F, 0, "page %#lx: translated", pages[i]);
		check_eq(PAR_PA(par[i]), pages[i] | 0x3000, "page %#lx: its address", pages[i]);
	}
	check_eq(par[4] & PAR_F, 0, "a block of 512 MiB: translated");
	check_eq(PAR_PA(par[4]), block | 0x1234000, "a block of 512 MiB: its address");
	check_eq(PAR_FST(par[5]), ESR_ELx_FSC_TRANS + 3, "a page that is not there: level 3");

	/* no memory is at that table's address */
	translate_with(0, tcr | TCR_IPS_52, virt_to_phys(l1) | 1UL << 2, va, par, 1);
	check_eq(par[0] & PAR_F, PAR_F, "TTBR1_EL1[5:2] are address bits [51:48]");

	/* IPS 48 bits */
	l3[0] = 0x12340000UL | DESC_PAGE;
	translate_with(0, tcr | 5UL << 32, virt_to_phys(l1), va, par, 1);
	check_eq(par[0] & PAR_F, 0, "48 bits of output: a page within them is translated");
	check_eq(PAR_PA(par[0]), 0x12340000UL | 0x3000, "48 bits of output: its address");
}

static const char *needs_lpa2_4k(void)
{
	if (PAGE_SIZE != SZ_4K)
		return "the tables of this tree have no 4 KiB granules";
	return (id_mmfr0() >> 28 & 0xf) == 1 ? needs_el1() : "no FEAT_LPA2 for 4 KiB granules";
}

static void lpa2_4k(void)
{
	static const u64 pages[] = { 0x1000000000000, 0x2345678912000, 0x4000000000000, 0x8000000001000, 0xffffffffff000 };
	u64 *id0 = zeroed(SZ_4K), *id1 = zeroed(SZ_4K);
	u64 *first = zeroed(SZ_4K), *l0 = zeroed(SZ_4K), *l1 = zeroed(SZ_4K), *l2 = zeroed(SZ_4K), *l3 = zeroed(SZ_4K);
	/* 52 bits of input: level -1 resolves bits [51:48] */
	u64 base = ~0UL << 52 | 3UL << 48 | 5UL << 39 | 7UL << 30, va[8], par[8], tcr;
	const u64 block = 0xaUL << 48 | 0x123UL << 30, block2 = 0x7UL << 48 | 0x345UL << 21;

	setup_frames();
	/* 512 GiB of blocks of 1 GiB, devices in the first; SH is 0, which is address bits with DS */
	id0[0] = virt_to_phys(id1) | DESC_TABLE;
	for (u64 i = 0; i < 512; i++)
		id1[i] = i << 30 | DESC_BLOCK | DESC_ATTR(i ? MT_NORMAL : MT_DEVICE_nGnRE) | (i ? 0 : 3UL << 53);

#define OUT_DS(pa) (((pa) & 0x3ffffffffffffUL) | ((pa) >> 50) << 8)
	first[3] = virt_to_phys(l0) | DESC_TABLE;
	l0[5] = virt_to_phys(l1) | DESC_TABLE;
	l1[7] = virt_to_phys(l2) | DESC_TABLE;
	l1[8] = OUT_DS(block) | DESC_BLOCK;
	l2[9] = virt_to_phys(l3) | DESC_TABLE;
	l2[10] = OUT_DS(block2) | DESC_BLOCK;
	for (unsigned int i = 0; i < ARRAY_SIZE(pages); i++) {
		l3[i] = OUT_DS(pages[i]) | DESC_PAGE;
		va[i] = base | 9UL << 21 | i << 12;
	}
	va[5] = (base & ~(0x1ffUL << 30)) | 8UL << 30 | 0x12345000;
	va[6] = base | 10UL << 21 | 0x3000;
	va[7] = base ^ (1UL << 48);
	tcr = (saved_tcr & ~(TCR_EPD1 | TCR_T1SZ_MASK | TCR_TG1_MASK | TCR_IPS_MASK)) | 12UL << 16 | TCR_TG1_4K;
	translate_with(virt_to_phys(id0), tcr | TCR_IPS_52 | TCR_DS, virt_to_phys(first), va, par, 8);
	for (unsigned int i = 0; i < ARRAY_SIZE(pages); i++) {
		check_eq(par[i] & PAR_F, 0, "page %#lx: translated", pages[i]);
		check_eq(PAR_PA(par[i]), pages[i], "page %#lx: its address", pages[i]);
	}
	check_eq(PAR_PA(par[5]), block | 0x12345000, "a block of 1 GiB: its address");
	check_eq(PAR_PA(par[6]), block2 | 0x3000, "a block of 2 MiB: its address");
	/* FST 0b101011: translation fault, level -1 */
	check_eq(PAR_FST(par[7]), 0x2b, "a hole in the first table: level -1");

	/* D19.2.140: without DS T1SZ is 16 or more for this granule */
	translate_with(virt_to_phys(id0), tcr | TCR_IPS_52, virt_to_phys(first), va, par, 1);
	check_eq(par[0] & PAR_F, PAR_F, "DS 0: T1SZ 12 is out of range");
	check_eq(PAR_FST(par[0]), ESR_ELx_FSC_TRANS, "DS 0: a translation fault of level 0");
	/* the same where 48 bits of input would do: with FEAT_LVA the size itself is a fault */
	if (read_sysreg_s(sys_reg(3, 0, 0, 7, 2)) >> 16 & 0xf) {
		first[5] = virt_to_phys(l1) | DESC_TABLE;
		va[0] = ~0UL << 48 | 5UL << 39 | 7UL << 30 | 9UL << 21;
		l3[0] = 0x12340000UL | DESC_PAGE;
		translate_with(virt_to_phys(id0), tcr | TCR_IPS_52, virt_to_phys(first), va, par, 1);
		check_eq(par[0] & PAR_F, PAR_F, "DS 0: T1SZ 12 is not taken for 16");
	}
}

const struct subtest mmu_lpa_subtests[] = {
	{ "lpa-64k", lpa_64k, .requires = needs_lpa_64k },
	{ "lpa2-4k", lpa2_4k, .requires = needs_lpa2_4k },
	{ }
};
