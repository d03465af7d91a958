// SPDX-License-Identifier: LGPL-2.1-or-later
#include <libcflat.h>
#include <x86/pmu.h>

struct pmu_caps pmu;

static void init_intel(void)
{
	u32 sig, ebx;

	pmu.version = this_cpu_property(X86_PROPERTY_PMU_VERSION);
	pmu.msr_gp_counter_base = MSR_IA32_PERFCTR0;
	pmu.msr_gp_event_select_base = MSR_P6_EVNTSEL0;
	if (!pmu.version)
		return;

	if (pmu.version > 1) {
		pmu.nr_fixed_counters = this_cpu_property(X86_PROPERTY_PMU_NR_FIXED_COUNTERS);
		pmu.fixed_counter_width =
			this_cpu_property(X86_PROPERTY_PMU_FIXED_COUNTERS_BIT_WIDTH);
		pmu.msr_global_status = MSR_CORE_PERF_GLOBAL_STATUS;
		pmu.msr_global_ctl = MSR_CORE_PERF_GLOBAL_CTRL;
		pmu.msr_global_status_clr = MSR_CORE_PERF_GLOBAL_OVF_CTRL;
	}
	pmu.nr_gp_counters = this_cpu_property(X86_PROPERTY_PMU_NR_GP_COUNTERS);
	pmu.gp_counter_width = this_cpu_property(X86_PROPERTY_PMU_GP_COUNTERS_BIT_WIDTH);
	pmu.arch_event_mask_length = this_cpu_property(X86_PROPERTY_PMU_EBX_BIT_VECTOR_LENGTH);
	ebx = cpuid(0xa).b;
	pmu.arch_event_available = pmu.arch_event_mask_length >= 32 ? ~ebx :
				   ~ebx & (BIT(pmu.arch_event_mask_length) - 1);
	/* A VMM may advertise the register and not have it (Bochs). */
	if (this_cpu_has(X86_FEATURE_PDCM))
		rdmsr_safe(MSR_IA32_PERF_CAPABILITIES, &pmu.perf_cap);

	sig = cpuid(1).a;
	if (x86_family(sig) != 6)
		return;
	switch (x86_model(sig)) {
	case 0xdd:
		pmu.errata.instructions_retired_overcount = true;
		break;
	case 0xaf:
	case 0x4d:
	case 0x5f:
	case 0x86:
		pmu.errata.instructions_retired_overcount = true;
		pmu.errata.branches_retired_overcount = true;
		break;
	}
}

static void init_amd(void)
{
	if (this_cpu_has(X86_FEATURE_PERFCTR_CORE)) {
		if (this_cpu_has(X86_FEATURE_AMD_PMU_V2)) {
			pmu.version = 2;
			pmu.nr_gp_counters = this_cpu_property(X86_PROPERTY_NR_PERFCTR_CORE);
			pmu.msr_global_status = MSR_AMD64_PERF_CNTR_GLOBAL_STATUS;
			pmu.msr_global_ctl = MSR_AMD64_PERF_CNTR_GLOBAL_CTL;
			pmu.msr_global_status_clr = MSR_AMD64_PERF_CNTR_GLOBAL_STATUS_CLR;
		} else {
			pmu.nr_gp_counters = AMD64_NUM_COUNTERS_CORE;
		}
		pmu.msr_gp_counter_base = MSR_F15H_PERF_CTR0;
		pmu.msr_gp_event_select_base = MSR_F15H_PERF_CTL0;
	} else {
		pmu.nr_gp_counters = AMD64_NUM_COUNTERS;
		pmu.msr_gp_counter_base = MSR_K7_PERFCTR0;
		pmu.msr_gp_event_select_base = MSR_K7_EVNTSEL0;
	}
	pmu.gp_counter_width = PMC_DEFAULT_WIDTH;
	pmu.arch_event_mask_length = 32;
	pmu.arch_event_available = -1u;
}

void pmu_reset_all_gp_counters(void)
{
	int i;

	for (i = 0; i < pmu.nr_gp_counters; i++) {
		/* Safe forms: a VMM without a PMU may have no such registers. */
		wrmsr_safe(MSR_GP_EVENT_SELECTx(i), 0);
		wrmsr_safe(MSR_GP_COUNTERx(i), 0);
	}
}

void pmu_reset_all_fixed_counters(void)
{
	int i;

	if (!pmu.nr_fixed_counters)
		return;
	wrmsr_safe(MSR_CORE_PERF_FIXED_CTR_CTRL, 0);
	for (i = 0; i < pmu.nr_fixed_counters; i++)
		wrmsr_safe(MSR_PERF_FIXED_CTRx(i), 0);
}

void pmu_reset_all_counters(void)
{
	pmu_reset_all_gp_counters();
	pmu_reset_all_fixed_counters();
}

void pmu_clear_global_status(void)
{
	wrmsr(pmu.msr_global_status_clr, rdmsr(pmu.msr_global_status));
}

void pmu_init(void)
{
	pmu.is_intel = is_intel();
	if (pmu.is_intel)
		init_intel();
	else
		init_amd();
	pmu_reset_all_counters();
}
