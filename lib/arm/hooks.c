// SPDX-License-Identifier: LGPL-2.1-or-later
/* Containment of subtests, AArch32: back to the state that main() was entered with. */
#include <libcflat.h>
#include <subtest.h>
#include <arm/hooks.h>
#include <asm/mmu.h>
#include <asm/processor.h>
#include <asm/thread_info.h>

#define VBAR	__ACCESS_CP15(c12, 0, c0, 0)
#define CPACR	__ACCESS_CP15(c1, 0, c0, 2)

static struct {
	u32 sctlr, vbar, cpacr;
} initial;

void arch_subtest_init(void)
{
	initial.sctlr = read_sysreg(SCTRL);
	initial.vbar = read_sysreg(VBAR);
	initial.cpacr = read_sysreg(CPACR);
}

void arch_subtest_recover(void)
{
	struct thread_info *ti = current_thread_info();

	asm volatile("cpsid aif" : : : "memory");
	write_sysreg(initial.cpacr, CPACR);
	write_sysreg(initial.vbar, VBAR);
	write_sysreg(initial.sctlr, SCTRL);
	isb();
	flush_tlb_all();
	memset(ti->exception_handlers, 0, sizeof(ti->exception_handlers));
}
