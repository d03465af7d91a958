// SPDX-License-Identifier: LGPL-2.1-or-later
/* Containment of subtests, AArch64: back to the state that main() was entered with. */
#include <libcflat.h>
#include <subtest.h>
#include <arm/hooks.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include <asm/thread_info.h>

static struct {
	u64 sctlr, tcr, mair, ttbr0, cpacr, vbar;
	void *pgtable;
} initial;

void arch_subtest_init(void)
{
	initial.sctlr = read_sysreg(sctlr_el1);
	initial.tcr = read_sysreg(tcr_el1);
	initial.mair = read_sysreg(mair_el1);
	initial.ttbr0 = read_sysreg(ttbr0_el1);
	initial.cpacr = read_sysreg(cpacr_el1);
	initial.vbar = read_sysreg(vbar_el1);
	initial.pgtable = current_thread_info()->pgtable;
}

/* PSTATE bits of extensions: written by encoding, and only where the extension is. */
static void clear_pstate(void)
{
	u64 mmfr1 = read_sysreg(id_aa64mmfr1_el1);
	u64 mmfr2 = read_sysreg_s(sys_reg(3, 0, 0, 7, 2));

	if ((mmfr1 >> 20) & 0xf)
		write_sysreg_s(0, sys_reg(3, 0, 4, 2, 3));	/* PAN */
	if ((mmfr2 >> 4) & 0xf)
		write_sysreg_s(0, sys_reg(3, 0, 4, 2, 4));	/* UAO */
}

void arch_subtest_recover(void)
{
	struct thread_info *ti = current_thread_info();

	asm volatile("msr daifset, #0xf" : : : "memory");
	write_sysreg(0, mdscr_el1);
	clear_pstate();

	write_sysreg(initial.ttbr0, ttbr0_el1);
	write_sysreg(initial.tcr, tcr_el1);
	write_sysreg(initial.mair, mair_el1);
	write_sysreg(initial.cpacr, cpacr_el1);
	write_sysreg(initial.vbar, vbar_el1);
	write_sysreg(initial.sctlr, sctlr_el1);
	isb();
	flush_tlb_all();

	ti->pgtable = initial.pgtable;
	memset(ti->exception_handlers, 0, sizeof(ti->exception_handlers));
	memset(ti->vector_handlers, 0, sizeof(ti->vector_handlers));
	vector_handlers_default_init(ti->vector_handlers);
}
