// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mte: the Memory Tagging Extension (Arm ARM D10).
 *
 * sync, async, asymm   how tag check faults are reported (SCTLR_EL1.TCF)
 * tags                 tag store and load instructions, IRG and its exclusions, PSTATE.TCO,
 *                      TCMA0, untagged memory, syndrome of a fault
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/mmu.h>
#include <asm/pgtable-hwdef.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

#define MTE_SYNC	1UL
#define MTE_ASYNC	2UL
#define MTE_ASYMM	3UL

#define TCO		sys_reg(3, 3, 4, 2, 7)
#define GCR_EL1		sys_reg(3, 0, 1, 0, 6)
#define RGSR_EL1	sys_reg(3, 0, 1, 0, 5)

static volatile bool exception;
static volatile unsigned int fault_esr;
static volatile unsigned long fault_far;

static void mte_fault_handler(struct pt_regs *regs, unsigned int esr)
{
	fault_esr = esr;
	fault_far = read_sysreg(far_el1);
	if ((esr & ESR_ELx_FSC) == ESR_ELx_FSC_TAG && !(esr & ESR_ELx_FnV))
		exception = true;
	else
		report_info("unexpected data abort: ESR %#x", esr);
	/* over the two instructions of an access */
	regs->pc += 8;
}

static void *tagged(void *addr, unsigned long tag)
{
	return (void *)(((unsigned long)addr & ~(0xfUL << 56)) | tag << 56);
}

static u32 mem_read(u32 *addr, u32 *result)
{
	asm volatile(
	"	ldr	w1, [%0]\n"
	"	str	w1, [%1]\n"
	: : "r" (addr), "r" (result) : "x1", "memory");
	return *result;
}

static void mem_write(u32 *addr, u32 val)
{
	asm volatile(
	"	str	%w1, [%0]\n"
	"	nop\n"
	: : "r" (addr), "r" (val) : "memory");
}

static void mte_init(void)
{
	write_sysreg((read_sysreg(sctlr_el1) & ~SCTLR_EL1_TCF_MASK) | SCTLR_EL1_ATA, sctlr_el1);
	write_sysreg((read_sysreg(tcr_el1) & ~TCR_TCMA0) | TCR_TBI0, tcr_el1);
	isb();
	flush_tlb_all();
}

static void mte_set_tcf(unsigned long tcf)
{
	u64 sctlr = read_sysreg(sctlr_el1);

	sctlr &= ~(SCTLR_EL1_TCF_MASK | SCTLR_EL1_TCF0_MASK);
	sctlr |= tcf << SCTLR_EL1_TCF_SHIFT;
	write_sysreg(sctlr, sctlr_el1);
	write_sysreg_s(0, TFSR_EL1);
	isb();
}

static u64 get_clear_tfsr(void)
{
	u64 tfsr;

	/* asynchronous faults are in TFSR after a DSB */
	dsb(nsh);
	isb();
	tfsr = read_sysreg_s(TFSR_EL1);
	write_sysreg_s(0, TFSR_EL1);
	return tfsr;
}

static void set_tag(void *page, size_t size, unsigned long tag)
{
	unsigned long p;

	for (p = (unsigned long)page; p < (unsigned long)page + size; p += 16)
		asm volatile(".arch armv8.5-a+memtag\n\tstg %0, [%0]"
			     : : "r" (tagged((void *)p, tag)) : "memory");
}

static unsigned long get_tag(void *addr)
{
	unsigned long p = (unsigned long)addr;

	asm volatile(".arch armv8.5-a+memtag\n\tldg %0, [%0]" : "+r" (p) : : "memory");
	return (p >> 56) & 0xf;
}

/* A page of tagged memory, all tags alike. */
static void *tagged_page(unsigned long tag)
{
	void *page = alloc_page();
	pteval_t *pte = follow_pte(current_thread_info()->pgtable, (unsigned long)page);

	*pte = (*pte & ~PTE_ATTRINDX_MASK) | PTE_TAGGED;
	flush_tlb_page((unsigned long)page);
	set_tag(page, PAGE_SIZE, tag);
	memset(tagged(page, tag), 0xff, PAGE_SIZE);
	return page;
}

static void mte_sync_test(void)
{
	u32 *mem = tagged_page(1), val = 0;

	mte_set_tcf(MTE_SYNC);
	exception = false;
	mem_read(tagged(mem, 2), &val);
	report(exception && val == 0 && get_clear_tfsr() == 0, "read");
	report(!(fault_esr & ESR_ELx_WNR) &&
	       fault_esr >> ESR_ELx_EC_SHIFT == ESR_ELx_EC_DABT_CUR, "read syndrome");

	exception = false;
	mem_write(tagged(mem, 3), 0xbbbbbbbb);
	report(exception && mem_read(tagged(mem, 1), &val) == 0xffffffff &&
	       get_clear_tfsr() == 0, "write");
	report(fault_esr & ESR_ELx_WNR, "write syndrome");
	/* FAR bits [63:60] are UNKNOWN on a synchronous tag check fault, the tag is there */
	report((fault_far & 0x0fffffffffffffff) ==
	       ((unsigned long)tagged(mem, 3) & 0x0fffffffffffffff), "FAR holds the tag");
}

static void mte_async_test(void)
{
	u32 *mem = tagged_page(3), val = 0;

	mte_set_tcf(MTE_ASYNC);
	exception = false;
	mem_read(tagged(mem, 4), &val);
	report(!exception && val == 0xffffffff && get_clear_tfsr() == TFSR_EL1_TF0, "read");

	exception = false;
	mem_write(tagged(mem, 5), 0xcccccccc);
	report(!exception && mem_read(tagged(mem, 3), &val) == 0xcccccccc &&
	       get_clear_tfsr() == TFSR_EL1_TF0, "write");
}

static void mte_asymm_test(void)
{
	u32 *mem = tagged_page(2), val = 0;

	mte_set_tcf(MTE_ASYMM);
	exception = false;
	mem_read(tagged(mem, 3), &val);
	report(exception && val == 0 && get_clear_tfsr() == 0, "read");

	exception = false;
	mem_write(tagged(mem, 4), 0xaaaaaaaa);
	report(!exception && mem_read(tagged(mem, 2), &val) == 0xaaaaaaaa &&
	       get_clear_tfsr() == TFSR_EL1_TF0, "write");
}

static void mte_tags_test(void)
{
	u32 *mem = tagged_page(5), *plain = alloc_page(), val = 0;
	unsigned long p, seen = 0, i;
	char *c = (char *)mem;

	mte_set_tcf(0);
	report(get_tag(mem) == 5 && get_tag(c + PAGE_SIZE - 1) == 5, "LDG reads what STG wrote");
	set_tag(c + 32, 16, 9);
	report(get_tag(c + 31) == 5 && get_tag(c + 32) == 9 && get_tag(c + 47) == 9 &&
	       get_tag(c + 48) == 5, "a tag belongs to 16 bytes");

	set_tag(c + 32, 16, 9);
	report(get_tag(c) == 5 && get_tag(c + 64) == 5 && get_tag(c + PAGE_SIZE - 32) == 5,
	       "granules of the same parity have tags of their own");

	p = (unsigned long)tagged(c + 64, 7);
	asm volatile(".arch armv8.5-a+memtag\n\tst2g %0, [%0]" : : "r" (p) : "memory");
	report(get_tag(c + 64) == 7 && get_tag(c + 80) == 7 && get_tag(c + 96) == 5,
	       "ST2G tags two granules");
	asm volatile(".arch armv8.5-a+memtag\n\tstzg %0, [%0]" : : "r" (p) : "memory");
	report(*(u64 *)(c + 64) == 0 && *(u64 *)(c + 72) == 0 && *(u64 *)(c + 80) == ~0ULL,
	       "STZG zeroes its granule");
	asm volatile(".arch armv8.5-a+memtag\n\tstz2g %0, [%0]" : : "r" (p) : "memory");
	report(*(u64 *)(c + 80) == 0 && *(u64 *)(c + 88) == 0 && *(u64 *)(c + 96) == ~0ULL,
	       "STZ2G zeroes two");
	asm volatile(".arch armv8.5-a+memtag\n\tstgp %1, %2, [%0]"
		     : : "r" (p), "r" (0x1111UL), "r" (0x2222UL) : "memory");
	report(*(u64 *)(c + 64) == 0x1111 && *(u64 *)(c + 72) == 0x2222 && get_tag(c + 64) == 7,
	       "STGP stores a pair and its tag");

	/* arithmetic on tags */
	asm volatile(".arch armv8.5-a+memtag\n\taddg %0, %1, #16, #2" : "=r" (i) : "r" (p));
	report((i & ~(0xfUL << 56)) == (p & ~(0xfUL << 56)) + 16, "ADDG adds to the address");
	asm volatile(".arch armv8.5-a+memtag\n\tsubp %0, %1, %2"
		     : "=r" (i) : "r" ((unsigned long)tagged(c + 96, 3)), "r" (p));
	report(i == 32, "SUBP ignores tags");
	asm volatile(".arch armv8.5-a+memtag\n\tgmi %0, %1, %2"
		     : "=r" (i) : "r" (p), "r" (0x1UL));
	report(i == 0x81, "GMI adds the tag to a mask");

	/* all tags but 1, 2 and 3 are excluded */
	write_sysreg_s(0xfff1, GCR_EL1);
	write_sysreg_s(0x123400, RGSR_EL1);
	isb();
	for (i = 0; i < 200; i++) {
		unsigned long r;

		asm volatile(".arch armv8.5-a+memtag\n\tirg %0, %1" : "=r" (r) : "r" (mem));
		seen |= 1UL << ((r >> 56) & 0xf);
	}
	report((seen & ~0xeUL) == 0, "IRG picks no tag that GCR_EL1.Exclude has (%#lx)", seen);
	report(seen == 0xe || (seen && !(read_sysreg_s(GCR_EL1) & (1 << 16))),
	       "IRG picks each other one");
	for (i = 0, seen = 0; i < 100; i++) {
		unsigned long r;

		asm volatile(".arch armv8.5-a+memtag\n\tirg %0, %1, %2" : "=r" (r) : "r" (mem), "r" (0x2UL));
		seen |= 1UL << ((r >> 56) & 0xf);
	}
	report(seen && (seen & ~0xcUL) == 0, "IRG picks no tag that its second operand has (%#lx)", seen);
	write_sysreg_s(0xffff, GCR_EL1);
	isb();
	asm volatile(".arch armv8.5-a+memtag\n\tirg %0, %1" : "=r" (i) : "r" (tagged(mem, 5)));
	report(((i >> 56) & 0xf) == 0, "IRG with all tags excluded picks 0");

	/* what is not checked */
	mte_set_tcf(MTE_SYNC);
	exception = false;
	write_sysreg_s(1UL << 25, TCO);
	mem_read(tagged(mem, 6), &val);
	write_sysreg_s(0, TCO);
	report(!exception && val == 0xffffffff, "PSTATE.TCO turns checks off");
	mem_read(tagged(mem, 6), &val);
	report(exception, "and on");

	exception = false;
	mem_read(tagged(plain, 6), &val);
	report(!exception, "memory that is not Tagged is not checked");

	exception = false;
	set_tag(mem, 16, 5);
	mem_read(tagged(mem, 0), &val);
	report(exception, "tag 0 is checked while TCMA0 is 0");
	write_sysreg(read_sysreg(tcr_el1) | TCR_TCMA0, tcr_el1);
	isb();
	flush_tlb_all();
	exception = false;
	mem_read(tagged(mem, 0), &val);
	report(!exception, "tag 0 is not checked with TCMA0");
	write_sysreg(read_sysreg(tcr_el1) & ~TCR_TCMA0, tcr_el1);
	isb();
	flush_tlb_all();

	/* the granules of one access are all checked */
	set_tag(c + 256, 16, 5);
	set_tag(c + 272, 16, 6);
	exception = false;
	asm volatile("ldp x1, x2, [%0]\n\tnop" : : "r" (tagged(c + 264, 5)) : "x1", "x2", "memory");
	report(exception, "a pair that reaches into a granule of another tag faults");
	report((fault_far & 0x00ffffffffffffff) == (unsigned long)(c + 272),
	       "FAR is in the granule that failed");
	mte_set_tcf(0);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		unsigned int version;
		void (*fn)(void);
	} tests[] = {
		{ "sync", 2, mte_sync_test },
		{ "async", 3, mte_async_test },
		{ "asymm", 3, mte_asymm_test },
		{ "tags", 2, mte_tags_test },
	};
	unsigned int version, i;

	report_prefix_push("mte");
	if (argc < 2)
		report_abort("no test specified");
	report_prefix_push(argv[1]);
	version = (read_sysreg(id_aa64pfr1_el1) >> ID_AA64PFR1_EL1_MTE_SHIFT) & 0xf;
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		if (strcmp(argv[1], tests[i].name))
			continue;
		if (version < tests[i].version) {
			report_skip("ID_AA64PFR1_EL1.MTE is %u, needs %u", version,
				    tests[i].version);
			return report_summary();
		}
		mte_init();
		install_exception_handler(EL1H_SYNC, ESR_ELx_EC_DABT_CUR, mte_fault_handler);
		tests[i].fn();
		return report_summary();
	}
	report_abort("Unknown subtest");
}
