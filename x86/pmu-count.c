// SPDX-License-Identifier: LGPL-2.1-or-later
/* pmu: counting, reading, writing. */
#include "pmu-test.h"

#define MAX_COUNTERS	32

struct pmu_counter pmu_general(unsigned int index, u32 select)
{
	return (struct pmu_counter){
		.index = index,
		.msr = MSR_GP_COUNTERx(index),
		.config = EVNTSEL_OS | EVNTSEL_USR | select,
	};
}

struct pmu_counter pmu_fixed(unsigned int n)
{
	return (struct pmu_counter){
		.index = FIXED_CNT_INDEX + n,
		.msr = MSR_PERF_FIXED_CTRx(n),
		.config = FIXED_OS | FIXED_USR,
	};
}

static bool is_fixed(const struct pmu_counter *c)
{
	return c->index >= FIXED_CNT_INDEX;
}

u64 pmu_width_mask(const struct pmu_counter *c)
{
	return BIT_ULL(is_fixed(c) ? pmu.fixed_counter_width : pmu.gp_counter_width) - 1;
}

void pmu_start(struct pmu_counter *c, u64 count)
{
	unsigned int shift = 4 * (c->index - FIXED_CNT_INDEX);

	c->count = count;
	wrmsr(c->msr, count);
	if (is_fixed(c)) {
		u64 ctrl = rdmsr(MSR_CORE_PERF_FIXED_CTR_CTRL);

		wrmsr(MSR_CORE_PERF_FIXED_CTR_CTRL, (ctrl & ~(0xfull << shift)) | c->config << shift);
	} else {
		wrmsr(MSR_GP_EVENT_SELECTx(c->index), c->config | EVNTSEL_EN);
	}
}

void pmu_stop(struct pmu_counter *c)
{
	unsigned int shift = 4 * (c->index - FIXED_CNT_INDEX);

	if (is_fixed(c))
		wrmsr(MSR_CORE_PERF_FIXED_CTR_CTRL, rdmsr(MSR_CORE_PERF_FIXED_CTR_CTRL) & ~(0xfull << shift));
	else
		wrmsr(MSR_GP_EVENT_SELECTx(c->index), c->config & ~(u64)EVNTSEL_EN);
	c->count = rdmsr(c->msr);
}

void pmu_measure(struct pmu_counter *c, unsigned int n)
{
	u64 enable = 0;
	unsigned int i;

	for (i = 0; i < n; i++) {
		enable |= 1ull << c[i].index;
		pmu_start(&c[i], c[i].count);
	}
	pmu_workload(enable, ITERATIONS);
	for (i = 0; i < n; i++)
		pmu_stop(&c[i]);
}

static bool check_range(const struct pmu_event *e, u64 count, const char *where, unsigned int n)
{
	return check(count >= e->min && count <= e->max, "%s, %s %u: %" PRIu64 ", expected %" PRIu64 " to %" PRIu64,
		     e->name, where, n, count, e->min, e->max);
}

void pmu_rdpmc_range(void)
{
	u64 v;

	if (!pmu_enter_mode())
		return;
	check_eq(rdpmc_safe(64, &v), GP_VECTOR, "exception of RDPMC of counter 64");
	for (unsigned int i = 0; i < pmu.nr_gp_counters; i++)
		check_eq(rdpmc_safe(i, &v), 0, "exception of RDPMC of counter %u", i);
}

void pmu_each_event(void)
{
	unsigned int i, n;

	if (!pmu_enter_mode())
		return;
	for (n = 0; n < pmu_nr_events; n++) {
		for (i = 0; i < pmu.nr_gp_counters; i++) {
			struct pmu_counter c = pmu_general(i, pmu_events[n].select);

			pmu_measure(&c, 1);
			check_range(&pmu_events[n], c.count, "counter", i);
		}
	}
}

static unsigned int nr_fixed(void)
{
	return MIN(pmu.nr_fixed_counters, ARRAY_SIZE(pmu_fixed_events));
}

void pmu_fixed_counters(void)
{
	unsigned int i;

	if (!pmu_enter_mode())
		return;
	if (!nr_fixed())
		report_skip("no fixed counters");
	for (i = 0; i < nr_fixed(); i++) {
		struct pmu_counter c = pmu_fixed(i);

		pmu_measure(&c, 1);
		check_range(&pmu_fixed_events[i], c.count, "counter", i);
		/* Only what the other privilege level does: nothing */
		c = pmu_fixed(i);
		c.config = FIXED_USR;
		pmu_measure(&c, 1);
		check_eq(c.count, 0ull, "fixed counter %u of user mode only", i);
	}
}

void pmu_all_counters(void)
{
	struct pmu_counter c[MAX_COUNTERS + ARRAY_SIZE(pmu_fixed_events)];
	const struct pmu_event *e[ARRAY_SIZE(c)];
	unsigned int i, n = 0;

	if (!pmu_enter_mode())
		return;
	for (i = 0; i < pmu.nr_gp_counters && n < MAX_COUNTERS; i++, n++) {
		e[n] = &pmu_events[i % pmu_nr_events];
		c[n] = pmu_general(i, e[n]->select);
	}
	for (i = 0; i < nr_fixed(); i++, n++) {
		e[n] = &pmu_fixed_events[i];
		c[n] = pmu_fixed(i);
	}
	pmu_measure(c, n);
	for (i = 0; i < n; i++)
		check_range(e[i], c[i].count, "all at once, counter", c[i].index);
}

void pmu_rdpmc_value(void)
{
	const u64 value = 0xff0123456789ull;
	unsigned int i;
	u64 want, got;
	int vector;

	if (!pmu_enter_mode())
		return;
	for (i = 0; i < pmu.nr_gp_counters; i++) {
		struct pmu_counter c = pmu_general(i, 0);

		/* PERFCTRn takes 32 bits, with the sign. */
		want = pmu.msr_gp_counter_base == MSR_IA32_PERFCTR0 ? (u64)(s64)(s32)value : value;
		want &= pmu_width_mask(&c);
		wrmsr(c.msr, value);
		check_eq(rdpmc(i), want, "RDPMC of counter %u", i);
		vector = rdpmc_safe(i | 1u << 31, &got);
		if (vector)
			report_skip("counter %u: no fast read, %s", i, exception_mnemonic(vector));
		else
			check_eq(got, (u64)(u32)want, "fast RDPMC of counter %u", i);
		wrmsr(c.msr, 0);
	}
	for (i = 0; i < pmu.nr_fixed_counters; i++) {
		struct pmu_counter c = pmu_fixed(i);

		want = value & pmu_width_mask(&c);
		wrmsr(c.msr, want);
		check_eq(rdpmc(i | 1u << 30), want, "RDPMC of fixed counter %u", i);
		vector = rdpmc_safe(i | 1u << 30 | 1u << 31, &got);
		if (vector)
			report_skip("fixed counter %u: no fast read, %s", i, exception_mnemonic(vector));
		else
			check_eq(got, (u64)(u32)want, "fast RDPMC of fixed counter %u", i);
		wrmsr(c.msr, 0);
	}
}

/* CMASK n counts the cycles in which n events or more happened, so it must be fewer than the events. */
void pmu_cmask(void)
{
	struct pmu_counter c;

	if (!pmu_enter_mode())
		return;
	c = pmu_general(0, pmu_event_instructions()->select | 2u << EVNTSEL_CMASK_SHIFT);
	pmu_measure(&c, 1);
	check_lt(c.count, (u64)LOOP_INSTRUCTIONS * ITERATIONS, "cycles with two instructions or more");
}

static void start_all_enabled(struct pmu_counter *c, u64 count)
{
	pmu_start(c, count);
	if (this_cpu_has_perf_global_ctrl())
		wrmsr(pmu.msr_global_ctl, 1ull << c->index);
}

static void stop_all_enabled(struct pmu_counter *c)
{
	if (this_cpu_has_perf_global_ctrl())
		wrmsr(pmu.msr_global_ctl, 0);
	pmu_stop(c);
}

/* A loop of two instructions that no WRMSR interrupts. */
static void spin(u32 n)
{
	asm volatile("1: dec %0; jnz 1b" : "+r"(n) : : "cc");
}

void pmu_running(void)
{
	struct pmu_counter c;
	u64 before;

	if (!pmu_enter_mode())
		return;
	c = pmu_general(0, pmu_event_instructions()->select);
	start_all_enabled(&c, 0);
	spin(ITERATIONS);
	before = rdmsr(c.msr);
	check_ge(before, 2ull * ITERATIONS, "instructions while it runs");
	wrmsr(c.msr, 0);
	stop_all_enabled(&c);
	check_lt(c.count, before, "instructions after 0 was written to the running counter");

	start_all_enabled(&c, 0);
	spin(ITERATIONS);
	wrmsr(c.msr, pmu.msr_gp_counter_base == MSR_IA32_PERFCTR0 ? -1ull : pmu_width_mask(&c));
	spin(ITERATIONS);
	stop_all_enabled(&c);
	check_ge(c.count, 2ull * ITERATIONS, "instructions after -1 was written to the running counter");
	if (this_cpu_has_perf_global_status())
		check_bits(rdmsr(pmu.msr_global_status), 1ull, 1ull, "overflow bit 0 after -1 was written");
}

const char *needs_emulation(void)
{
	if (!is_fep_available)
		return "no forced emulation (kvm.force_emulation_prefix)";
	return this_cpu_has_pmu() && pmu.nr_gp_counters > 1 ? NULL : "no two performance counters";
}

/* What the hypervisor emulates counts as if the CPU had run it. */
#define JNE_INSTRUCTIONS	22
#define JNE_BRANCHES		5

void pmu_emulated(void)
{
	struct pmu_counter branches, instructions;
	bool exactly;
	u64 got;
	u32 a, d, c;

	if (!pmu_enter_mode())
		return;
	branches = pmu_general(0, pmu_event_branches()->select);
	instructions = pmu_general(1, pmu_event_instructions()->select);
	exactly = pmu_counts_exactly();
	pmu_start(&branches, -(u64)JNE_BRANCHES & pmu_width_mask(&branches));
	pmu_start(&instructions, -(u64)JNE_INSTRUCTIONS & pmu_width_mask(&instructions));
	if (exactly) {
		a = 3;
		d = 0;
		c = pmu.msr_global_ctl;
		/* 5 JNE, not taken with ZF set; 2 + 5 + 5 + 4 + 5 other instructions, and a WRMSR */
		asm volatile("wrmsr\n\t"
			     "mov %%ecx, %%edi\n\t"
			     "mov %%ebx, %%esi\n\t"
			     "xor %%eax, %%eax\n\t"
			     KVM_FEP "jne 1f\n\t"
			     "xor %%eax, %%eax\n\t"
			     "cpuid\n\t"
			     "cmp %%eax, %%eax\n\t"
			     KVM_FEP "jne 1f\n\t"
			     "nop; nop; nop\n\t"
			     KVM_FEP "jne 1f\n\t"
			     "nop; nop\n\t"
			     KVM_FEP "jne 1f\n\t"
			     "nop\n\t"
			     KVM_FEP "jne 1f\n"
			     "1:\tmov %%edi, %%ecx\n\t"
			     "mov %%esi, %%ebx\n\t"
			     "xor %%eax, %%eax\n\t"
			     "xor %%edx, %%edx\n\t"
			     "wrmsr"
			     : "+a"(a), "+d"(d), "+c"(c) : : "ebx", "edi", "esi", "cc", "memory");
	} else {
		asm volatile("cmp %%eax, %%eax\n\t"
			     ".rept 5\n\t"
			     KVM_FEP "jne 1f\n\t"
			     "nop; nop; nop; nop\n\t"
			     ".endr\n"
			     "1:" : : : "cc");
	}
	pmu_stop(&branches);
	pmu_stop(&instructions);
	got = (branches.count + JNE_BRANCHES) & pmu_width_mask(&branches);
	if (exactly && !pmu.errata.branches_retired_overcount)
		check_eq(got, (u64)JNE_BRANCHES, "branches, all emulated");
	else
		check_ge(got, (u64)JNE_BRANCHES, "branches, all emulated");
	got = (instructions.count + JNE_INSTRUCTIONS) & pmu_width_mask(&instructions);
	if (exactly && !pmu.errata.instructions_retired_overcount)
		check_eq(got, (u64)JNE_INSTRUCTIONS, "instructions, some emulated");
	else
		check_ge(got, (u64)JNE_INSTRUCTIONS, "instructions, some emulated");
	if (this_cpu_has_perf_global_status())
		check_bits(rdmsr(pmu.msr_global_status), 3ull, 3ull, "overflow bits of both counters");
}
