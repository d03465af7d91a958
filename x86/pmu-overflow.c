// SPDX-License-Identifier: LGPL-2.1-or-later
/* pmu: overflow and its interrupt, counter widths, transactions. */
#include <x86/apic.h>
#include <x86/isr.h>
#include "pmu-test.h"

#define IN_TX		BIT_ULL(32)
/* Takes back what an aborted transaction has counted; counter 2 only */
#define IN_TX_CHECKPOINT	BIT_ULL(33)

static volatile unsigned int interrupts;

static void take_pmi(isr_regs_t *regs)
{
	interrupts++;
	/* The entry masks itself on delivery. */
	apic_write(APIC_LVTPC, PMI_VECTOR);
	eoi();
}

/* Do interrupts come? They are taken with the instruction that is open for them. */
static bool interrupted(void)
{
	bool any;

	interrupts = 0;
	sti_nop_cli();
	any = interrupts;
	interrupts = 0;
	return any;
}

static u64 events_of_workload(void)
{
	struct pmu_counter c = pmu_general(0, pmu_event_instructions()->select);

	pmu_measure(&c, 1);
	return c.count;
}

static void overflow_of(struct pmu_counter c, u64 events)
{
	bool with_interrupt = c.index & 1, fixed = c.index >= FIXED_CNT_INDEX;
	u64 bit = 1ull << c.index;
	u64 preset = (1 - events) & pmu_width_mask(&c);

	if (with_interrupt)
		c.config |= fixed ? FIXED_PMI : EVNTSEL_INT;
	/* A 32-bit write sets the upper bits by its sign. */
	if (!fixed && pmu.msr_gp_counter_base == MSR_IA32_PERFCTR0)
		preset = 1 - events;
	c.count = preset;
	pmu_measure(&c, 1);
	/* Counted to 1 by the same work as before; AMD may stop before or a little after. */
	if (pmu.is_intel && pmu_counts_exactly() && !pmu.errata.instructions_retired_overcount)
		check_eq(c.count, 1ull, "counter %u after 1 - events and the workload", c.index);
	else
		check(c.count < 14 || c.count == pmu_width_mask(&c), "counter %u after 1 - events and the workload: %" PRIu64
		      " is about 1", c.index, c.count);
	if (this_cpu_has_perf_global_status()) {
		check_bits(rdmsr(pmu.msr_global_status), bit, bit, "counter %u: its overflow bit", c.index);
		wrmsr(pmu.msr_global_status_clr, rdmsr(pmu.msr_global_status));
		check_bits(rdmsr(pmu.msr_global_status), bit, 0ull, "counter %u: the bit after it was cleared", c.index);
	}
	check_eq(interrupted(), with_interrupt, "counter %u: an interrupt was asked for, and came", c.index);
}

void pmu_overflow(void)
{
	unsigned int i;
	u64 events;

	if (!pmu_enter_mode())
		return;
	handle_irq(PMI_VECTOR, take_pmi);
	apic_write(APIC_LVTPC, PMI_VECTOR);
	cli();
	events = events_of_workload();
	if (this_cpu_has_perf_global_status())
		pmu_clear_global_status();
	for (i = 0; i < pmu.nr_gp_counters; i++)
		overflow_of(pmu_general(i, pmu_event_instructions()->select), events);
	if (pmu.nr_fixed_counters)
		overflow_of(pmu_fixed(0), events);
}

/* Two views of one counter: PERFCTRn takes 32 bits, PMCn the counter's width. */
void pmu_full_width_writes(void)
{
	u64 mask = BIT_ULL(pmu.gp_counter_width) - 1, v;
	unsigned int i;

	if (!pmu.is_intel || !pmu_has_full_writes()) {
		report_skip("no full-width counter writes");
		return;
	}
	for (i = 0; i < pmu.nr_gp_counters; i++) {
		u32 narrow = MSR_IA32_PERFCTR0 + i, wide = MSR_IA32_PMC0 + i;

		wrmsr(narrow, 0x80000000);
		v = rdmsr(wide);
		check_eq(v, 0xffffffff80000000ull & mask, "counter %u: PMC after 80000000h was written to PERFCTR", i);
		wrmsr(wide, 0x12345678abull & mask);
		check_eq(rdmsr(narrow), 0x12345678abull & mask, "counter %u: PERFCTR after PMC was written", i);
		check_eq(wrmsr_safe(wide, mask + 1), GP_VECTOR, "counter %u: exception of a bit above the width in PMC", i);
		check_eq(wrmsr_safe(narrow, ~0ull), 0, "counter %u: exception of all ones in PERFCTR", i);
		wrmsr(wide, 0);
	}
}

const char *needs_transactions(void)
{
	if (!this_cpu_has(X86_FEATURE_RTM))
		return "no RTM";
	return pmu.is_intel && this_cpu_has_pmu() && pmu.nr_gp_counters > 2 ? NULL : "no three performance counters of Intel's";
}

/* One transaction, which a non-canonical access aborts, or which commits. */
static void transaction(ulong address)
{
	unsigned int status = ~0u;
	ulong v;

	asm volatile(".byte 0xc7, 0xf8, 2, 0, 0, 0\n\t"	/* XBEGIN 1f */
		     "jmp 2f\n"
		     "1:\tjmp 3f\n"
		     "2:\tnop; nop; nop\n\t"
		     "mov (%2), %1\n\t"
		     ".byte 0x0f, 0x01, 0xd5\n"		/* XEND */
		     "3:"
		     : "+a"(status), "=&r"(v) : "r"(address) : "memory", "cc");
}

void pmu_transactions(void)
{
	struct pmu_counter c[2];
	unsigned int i;

	if (!pmu_enter_mode())
		return;
	c[0] = pmu_general(0, 0x3c);
	c[0].config |= IN_TX;
	c[1] = pmu_general(2, 0x3c);
	c[1].config |= IN_TX | IN_TX_CHECKPOINT;
	for (i = 0; i < 2; i++)
		pmu_start(&c[i], 0);
	if (this_cpu_has_perf_global_ctrl())
		wrmsr(pmu.msr_global_ctl, 5);
	for (i = 0; i < 100; i++) {
		transaction((ulong)NONCANONICAL);
		transaction((ulong)&c);
	}
	if (this_cpu_has_perf_global_ctrl())
		wrmsr(pmu.msr_global_ctl, 0);
	for (i = 0; i < 2; i++)
		pmu_stop(&c[i]);
	check_gt(c[0].count, 0ull, "cycles in transactions");
	check_gt(c[1].count, 0ull, "cycles in transactions that commit");
	check_lt(c[1].count, c[0].count, "cycles in transactions that commit, against those in all");
}
