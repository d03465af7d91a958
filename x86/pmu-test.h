/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pmu: what its files share */
#ifndef _X86_TEST_PMU_H_
#define _X86_TEST_PMU_H_

#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/pmu.h>
#include <x86/processor.h>

#define ITERATIONS		1000000u

/* What the workload adds to its loop of 10 instructions with one branch; see pmu-workload.c. */
#define LOOP_INSTRUCTIONS	10
#define EXTRA_INSTRUCTIONS	17
#define EXTRA_BRANCHES		2

/* Bits of a counter's field in FIXED_CTR_CTRL */
#define FIXED_OS		BIT(0)
#define FIXED_USR		BIT(1)
#define FIXED_PMI		BIT(3)

struct pmu_event {
	const char *name;
	u32 select;
	u64 min, max;
};

/* A counter that counts something: general purpose @index, or fixed FIXED_CNT_INDEX + n. */
struct pmu_counter {
	unsigned int index;
	u32 msr;
	u64 config;
	u64 count;
};

/* Which registers are used: each subtest runs once for each. */
struct pmu_mode {
	const char *name;
	/* Enters it; NULL, or why it is not there. */
	const char *(*enter)(void);
};

/* Enter the row's mode; false, with a SKIP, where it does not exist. All counters are stopped and zero then. */
bool pmu_enter_mode(void);
extern const struct pmu_mode pmu_modes[3];

/* What this CPU can count, with the expected ranges for the workload. */
extern struct pmu_event pmu_events[7];
extern unsigned int pmu_nr_events;
extern struct pmu_event pmu_fixed_events[3];
struct pmu_event *pmu_event_instructions(void);
struct pmu_event *pmu_event_branches(void);
/* Fill them: measures the ratio of reference cycles and TSC. */
void pmu_describe_events(void);

/* Start from @count without enabling globally; stop and read. */
struct pmu_counter pmu_general(unsigned int index, u32 select);
struct pmu_counter pmu_fixed(unsigned int n);
void pmu_start(struct pmu_counter *c, u64 count);
void pmu_stop(struct pmu_counter *c);
u64 pmu_width_mask(const struct pmu_counter *c);

/* Run the workload with @c[0..n-1] counting from their .count. */
void pmu_measure(struct pmu_counter *c, unsigned int n);
/*
 * @iterations of the loop. With a global control it is written @global_ctl before and 0 behind, within the counted code.
 * Value: the addresses of the first and the last counted instruction.
 */
struct pmu_range {
	ulong first, last;
};
const struct pmu_range *pmu_workload(u64 global_ctl, u32 iterations);
/* Nothing outside the workload is counted, and the CPU has no erratum about it. */
bool pmu_counts_exactly(void);

/* pmu-count.c */
void pmu_rdpmc_range(void);
void pmu_each_event(void);
void pmu_fixed_counters(void);
void pmu_all_counters(void);
void pmu_rdpmc_value(void);
void pmu_cmask(void);
void pmu_running(void);
void pmu_emulated(void);
void pmu_workload_size(void);
const char *needs_emulation(void);

/* pmu-overflow.c */
void pmu_overflow(void);
void pmu_full_width_writes(void);
void pmu_transactions(void);
const char *needs_transactions(void);

#endif
