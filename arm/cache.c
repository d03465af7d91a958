// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * cache: code that is written and then run, with no more cache maintenance than CTR_EL0
 * asks for (Arm ARM B2.4.4, D19.2.34: IDC, DIC). A hypervisor that shows IDC or DIC wrongly,
 * or emulates CTR_EL0 with wrong values, makes stale code run.
 *
 * also: line sizes that CTR_EL0 and CCSIDR_EL1 tell, DC ZVA, DC and IC by address
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <vmalloc.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

#define NTIMES		65536

#define CTR_DIC		(1UL << 29)
#define CTR_IDC		(1UL << 28)
#define CLIDR_LOC(r)	(((r) >> 24) & 7)
#define CLIDR_LOUU(r)	(((r) >> 27) & 7)
#define CLIDR_LOUIS(r)	(((r) >> 21) & 7)

/* mov x0, #imm */
#define MOV_X0(imm)	(0xd2800000 | (imm) << 5)
#define RET		0xd65f03c0

typedef int (*fn_t)(void);

static void clean_to_pou(unsigned long addr)
{
	asm volatile("dc cvau, %0\n\tdsb ish" : : "r" (addr) : "memory");
}

static void invalidate_icache(unsigned long addr)
{
	asm volatile("ic ivau, %0\n\tdsb ish" : : "r" (addr) : "memory");
}

static void check_code_generation(bool dcache_clean, bool icache_inval)
{
	u32 *code = alloc_page();
	u64 sctlr = read_sysreg(sctlr_el1);
	bool success = true;
	int i;

	/* EL1 may not run from a page that EL0 can write, nor from writable ones with WXN */
	mmu_clear_user(current_thread_info()->pgtable, (unsigned long)code);
	if (sctlr & SCTLR_EL1_WXN) {
		write_sysreg(sctlr & ~SCTLR_EL1_WXN, sctlr_el1);
		isb();
		flush_tlb_all();
	}

	for (i = 0; i < NTIMES && success; i++) {
		code[0] = MOV_X0(0x42);
		code[1] = RET;
		clean_to_pou((unsigned long)code);
		invalidate_icache((unsigned long)code);
		isb();
		success = ((fn_t)code)() == 0x42;

		code[0] = MOV_X0(0x66);
		if (dcache_clean)
			clean_to_pou((unsigned long)code);
		if (icache_inval)
			invalidate_icache((unsigned long)code);
		dsb(ish);
		isb();
		success &= ((fn_t)code)() == 0x66;
	}
	report(success, "code generation");
	write_sysreg(sctlr, sctlr_el1);
	isb();
}

/* DC ZVA zeroes one naturally aligned block, wherever in it the address points. */
static void check_zva(void)
{
	u64 dczid = read_sysreg(dczid_el0);
	unsigned int size = 4 << (dczid & 0xf), i;
	u8 *page = alloc_page();
	bool inside = true, outside = true;

	report_prefix_push("DC ZVA");
	if (dczid & (1 << 4)) {
		report_skip("prohibited (DCZID_EL0.DZP)");
		report_prefix_pop();
		return;
	}
	report(size >= 16 && size <= 2048, "block size %u is between 16 and 2048", size);
	memset(page, 0xa5, PAGE_SIZE);
	asm volatile("dc zva, %0" : : "r" (page + 2 * size + 5) : "memory");
	for (i = 0; i < 4 * size && i < PAGE_SIZE; i++) {
		if (i / size == 2)
			inside &= page[i] == 0;
		else
			outside &= page[i] == 0xa5;
	}
	report(inside, "the whole block is zero");
	report(outside, "nothing else is");
	report_prefix_pop();
}

static void check_ids(u64 ctr, u64 clidr)
{
	unsigned int level, line = 4 << ((ctr >> 16) & 0xf);

	report_prefix_push("ids");
	report((ctr >> 31 & 1) == 1 && !(ctr >> 38), "CTR_EL0 bit 31 is RES1, [63:38] RES0");
	report(((ctr >> 14) & 3) >= 1, "L1Ip is no reserved value");
	report(line >= 16 && line <= 2048, "smallest data line is %u bytes", line);
	for (level = 1; level <= 7; level++) {
		unsigned int type = (clidr >> (3 * (level - 1))) & 7;
		u64 ccsidr;

		if (!type)
			break;
		if (type == 1)
			continue;
		write_sysreg((u64)(level - 1) << 1, csselr_el1);
		isb();
		ccsidr = read_sysreg(ccsidr_el1);
		report((16u << (ccsidr & 7)) >= line, "L%u data line of %u bytes is no smaller",
		       level, 16u << (ccsidr & 7));
	}
	report(level > CLIDR_LOC(clidr), "no coherency point (LoC %u) beyond the last cache",
	       (unsigned int)CLIDR_LOC(clidr));
	report_prefix_pop();
}

int main(void)
{
	u64 ctr = get_ctr(), clidr = read_sysreg(clidr_el1);
	bool dcache_clean = !(ctr & CTR_IDC), icache_inval = !(ctr & CTR_DIC);

	if (dcache_clean && (CLIDR_LOC(clidr) == 0 ||
			     (CLIDR_LOUU(clidr) == 0 && CLIDR_LOUIS(clidr) == 0)))
		dcache_clean = false;

	report_prefix_push("IDC-DIC");
	if (dcache_clean)
		report_info("dcache clean to PoU required");
	if (icache_inval)
		report_info("icache invalidation to PoU required");
	check_code_generation(dcache_clean, icache_inval);
	report_prefix_pop();

	check_zva();
	check_ids(ctr, clidr);
	return report_summary();
}
