// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Recovery from expected exceptions.
 */
#include <libcflat.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/trap.h>
#include "ppc64.h"

struct ex_entry {
	int insn;		/* both relative to their own place */
	int fixup;
};

extern const struct ex_entry ex_table_start[], ex_table_end[];

static struct trap traps[NR_CPUS];
static unsigned long trap_addr[NR_CPUS];	/* of trap_at(), | 1 when active */

static unsigned int cpu_index(void)
{
	return current_cpu() - cpus;
}

void trap_expect(void)
{
	memset(&traps[cpu_index()], 0, sizeof(traps[0]));
	asm volatile("" : : : "memory");
}

const struct trap *last_trap(void)
{
	asm volatile("" : : : "memory");
	return &traps[cpu_index()];
}

unsigned long trap_vector(void)
{
	return last_trap()->vector;
}

static void record(struct pt_regs *regs)
{
	struct trap *t = &traps[cpu_index()];

	t->count++;
	t->vector = regs->trap;
	t->nip = regs->nip;
	t->msr = regs->msr;
	t->dar = mfspr(SPR_DAR);
	t->dsisr = mfspr(SPR_DSISR);
	if (regs->trap == 0xe40)
		t->heir = mfspr(SPR_HEIR);
	if (regs->trap == 0xf80)
		t->hfscr = mfspr(SPR_HFSCR);
	if (regs->trap == 0xf60)
		t->fscr = mfspr(SPR_FSCR);
}

bool try_recover(struct pt_regs *regs)
{
	unsigned long at = trap_addr[cpu_index()];
	const struct ex_entry *e;

	/*
	 * The interrupt after a completed instruction (trace) reports the next
	 * one, which is the fixup itself.
	 */
	for (e = ex_table_start; e < ex_table_end; e++) {
		unsigned long insn = (unsigned long)&e->insn + e->insn;
		unsigned long fixup = (unsigned long)&e->fixup + e->fixup;

		if (regs->nip == insn ||
		    (regs->nip == fixup && (regs->trap == 0xd00 || regs->trap == 0xc00))) {
			record(regs);
			regs->nip = fixup;
			return true;
		}
	}

	if ((at & 1) && (regs->nip & ~3UL) == (at & ~3UL)) {
		record(regs);
		regs->nip = regs->link;
		return true;
	}
	return false;
}

void trap_at(unsigned long addr)
{
	trap_addr[cpu_index()] = addr ? addr | 1 : 0;
	asm volatile("" : : : "memory");
}

unsigned long trap_fetch(unsigned long addr)
{
	trap_expect();
	trap_at(addr);
	/* An indirect call without a TOC of its own. */
	asm volatile("mtctr %0\n\tbctrl" : : "r"(addr)
		     : "memory", "lr", "ctr", "r0", "r3", "r4", "r5", "r6", "r7", "r8", "r9",
		       "r10", "r11", "r12", "cr0", "cr1", "cr5", "cr6", "cr7", "xer");
	trap_at(0);
	return trap_vector();
}
