/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pmu: register access shared by the sources of the pmu image. */
#ifndef _ARM_PMU_H_
#define _ARM_PMU_H_

#include <libcflat.h>
#include <bitops.h>
#include <asm/barrier.h>
#include <asm/processor.h>

#define PMU_PMCR_E		(1 << 0)
#define PMU_PMCR_P		(1 << 1)
#define PMU_PMCR_C		(1 << 2)
#define PMU_PMCR_D		(1 << 3)
#define PMU_PMCR_X		(1 << 4)
#define PMU_PMCR_DP		(1 << 5)
#define PMU_PMCR_LC		(1 << 6)
#define PMU_PMCR_LP		(1 << 7)

#define PMU_CYCLE_IDX		31

#define SW_INCR			0x0
#define INST_RETIRED		0x8
#define CPU_CYCLES		0x11
#define MEM_ACCESS		0x13
#define INST_PREC		0x1B
#define CHAIN			0x1E
#define STALL_FRONTEND		0x23
#define STALL_BACKEND		0x24

/* PMEVTYPER and PMCCFILTR */
#define PMEVTYPER_U		(1UL << 30)	/* do not count EL0 */
#define PMEVTYPER_P		(1UL << 31)	/* do not count EL1 */
#define PMEVTYPER_NSH		(1UL << 27)	/* count EL2 */

struct pmu {
	unsigned int version;
	unsigned int nb_implemented_counters;
	/* implementer, id code and N: or-ed into each PMCR write */
	u32 pmcr_ro;
};
extern struct pmu pmu;

#ifdef __aarch64__
#define ID_DFR0_PMU_NOTIMPL	0
#define ID_DFR0_PMU_V3		1
#define ID_DFR0_PMU_V3_8_1	4
#define ID_DFR0_PMU_V3_8_4	5
#define ID_DFR0_PMU_V3_8_5	6
#define ID_DFR0_PMU_IMPDEF	0xf

static inline u32 get_pmcr(void) { return read_sysreg(pmcr_el0); }
static inline void set_pmcr(u32 v) { write_sysreg(v, pmcr_el0); }
static inline u64 get_pmccntr(void) { return read_sysreg(pmccntr_el0); }
static inline void set_pmccntr(u64 v) { write_sysreg(v, pmccntr_el0); }
static inline void set_pmcntenset(u32 v) { write_sysreg(v, pmcntenset_el0); }
static inline void set_pmccfiltr(u32 v) { write_sysreg(v, pmccfiltr_el0); }

/* Run the event counter test of that name; false when there is none. */
extern bool pmu_event_test(const char *name);
#endif

#endif /* _ARM_PMU_H_ */
