// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mmu: stage 1 translation of EL1&0 (Arm ARM D8).
 *
 * mmu-faults.c   permissions at pages and blocks, hierarchical ones, faults and their syndromes
 *                at every level
 * mmu-tlb.c      TLB maintenance on one and on other CPUs, ASIDs
 * mmu-regime.c   what TCR_EL1 changes: TTBR1, tagged addresses, E0PD, hardware flags
 * mmu-guarded.c  branch targets (FEAT_BTI)
 * mmu-access.c   AT instructions, PAN, UAO, alignment, memory types, cache maintenance
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/setup.h>
#include <asm/thread_info.h>

#include "mmu-test.h"

SNIPPET(ld, "ldr x0, [x0]");
SNIPPET(ld_byte, "ldrb w0, [x0]");
SNIPPET(ld_pair, "ldp x1, x2, [x0]");
SNIPPET(st, "str x1, [x0]");
SNIPPET(st_pair, "stp xzr, xzr, [x0]");
SNIPPET(ex, "mov x9, x30\n blr x0\n mov x30, x9");
SNIPPET(ldtr, "ldtr x0, [x0]");
SNIPPET(sttr, "sttr x1, [x0]");
SNIPPET(ldxr, "ldxr x1, [x0]");
SNIPPET(ldar, "ldar x1, [x0]");
SNIPPET(ldadd, "ldadd x1, x2, [x0]");
SNIPPET(dc_civac, "dc civac, x0");
SNIPPET(dc_ivac, "dc ivac, x0");
SNIPPET(dc_zva, "dc zva, x0");
SNIPPET(ic_ivau, "ic ivau, x0");

u64 *frame_page, *other_page;
u64 saved_tcr, saved_sctlr;

bool has_lse(void)
{
	return ((read_sysreg(id_aa64isar0_el1) >> 20) & 0xf) >= 2;
}

pgd_t *table(void)
{
	return current_thread_info()->pgtable;
}

u64 *pmd_of(unsigned long va)
{
	return &pmd_val(*pmd_alloc(pud_alloc(pgd_offset(table(), va), va), va));
}

u64 *pte_of(unsigned long va)
{
	pmd_t *pmd = pmd_alloc(pud_alloc(pgd_offset(table(), va), va), va);

	return &pte_val(*pte_alloc(pmd, va));
}

void put(u64 *entry, u64 val)
{
	WRITE_ONCE(*entry, 0);
	flush_tlb_all();
	WRITE_ONCE(*entry, val);
	flush_tlb_all();
}

u64 page_desc(void *page, u64 prot)
{
	return (u64)page | PTE_TYPE_PAGE | PTE_AF | PTE_SHARED | PTE_WBWA | prot;
}

void setup_frames(void)
{
	if (frame_page)
		return;
	frame_page = alloc_page();
	other_page = alloc_page();
	/* mov x0, #42; ret */
	((u32 *)frame_page)[0] = 0xd2800540;
	((u32 *)frame_page)[1] = 0xd65f03c0;
	other_page[0] = 0x2222222222222222;
	asm volatile("dc cvau, %0\n dsb ish\n ic ivau, %0\n dsb ish\n isb" : : "r" (frame_page));
	saved_tcr = read_sysreg(tcr_el1);
	saved_sctlr = read_sysreg(sctlr_el1);
}

void set_tcr(u64 tcr)
{
	write_sysreg(tcr, tcr_el1);
	isb();
	flush_tlb_all();
}

void set_sctlr(u64 sctlr)
{
	write_sysreg(sctlr, sctlr_el1);
	isb();
	flush_tlb_all();
}

bool access_is(bool el0, const u32 *code, unsigned long va, bool allowed, u32 iss)
{
	struct trap t;
	unsigned int ec = code == ex ? ESR_ELx_EC_IABT_LOW : ESR_ELx_EC_DABT_LOW;

	if (!el0)
		ec++;
	if (el0)
		trap_run_el0(&t, code, va, 1, 0);
	else
		trap_run(&t, code, va, 1, 0);
	if (allowed && !t.taken)
		return true;
	/* translation_faults() has a check of its own for ISV */
	if (!allowed && t.ec == ec && (t.iss & 0x3fff) == iss && t.far == va &&
	    (t.esr & ESR_ELx_IL) &&
	    t.regs.pc == (code == ex ? va : (u64)code))
		return true;
	report_info("%s at EL%d: expected %s ISS %#x, got EC %#x ISS %#x FAR %#lx ELR+%ld",
		    code == ex ? "execute" : code == ld ? "read" : "write", !el0,
		    allowed ? "nothing, not" : "an abort with", iss, t.ec, t.iss, (ulong)t.far,
		    (long)(t.regs.pc - (u64)code));
	return false;
}

const char *needs_2_cpus(void)
{
	return nr_cpus >= 2 ? NULL : "at least 2 CPUs needed";
}

const char *needs_el1(void)
{
	return current_level() == CurrentEL_EL1 ? NULL : "written for EL1";
}
static struct subtest all[64];
static unsigned int nr_all;

static void add(const struct subtest *list)
{
	for (; list->name; list++) {
		assert(nr_all < ARRAY_SIZE(all) - 1);
		all[nr_all++] = *list;
	}
}

int main(int argc, char **argv)
{
	add(mmu_fault_subtests);
	add(mmu_tlb_subtests);
	add(mmu_regime_subtests);
	add(mmu_access_subtests);
	add(mmu_guarded_subtests);
	add(mmu_lpa_subtests);
	return run_subtests(all, argc, argv);
}
