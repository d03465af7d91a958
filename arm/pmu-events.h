/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pmu pmu-*: event counters, shared by the sources of the pmu image. */
#ifndef _ARM_PMU_EVENTS_H_
#define _ARM_PMU_EVENTS_H_

#include "pmu.h"

#define ALL_SET_32		0xFFFFFFFFULL
#define ALL_CLEAR		0ULL
#define ALL_SET_64		(~0ULL)

#define COUNT			250
#define MARGIN			100
#define COUNT_INT		1000

#define PRE_OVERFLOW_32		0xFFFFFFF0ULL
#define PRE_OVERFLOW_64		0xFFFFFFFFFFFFFFF0ULL
/* overflows after COUNT events, and not before */
#define PRE_OVERFLOW2_32	(ALL_SET_32 - COUNT - MARGIN)
#define PRE_OVERFLOW2_64	(ALL_SET_64 - COUNT - MARGIN)

#define PMCEID1_EL0		sys_reg(3, 3, 9, 12, 7)

#define set_evcntr(n, v)	write_regn_el0(pmevcntr, n, v)
#define get_evcntr(n)		read_regn_el0(pmevcntr, n)
#define set_evtyper(n, e)	write_regn_el0(pmevtyper, n, (e) | filter())

extern bool is64;		/* this is the run of the 64-bit variant */

extern u64 filter(void);
extern u64 all_set(void);
extern u64 pre_overflow(void);
extern u64 pre_overflow2(void);
extern u32 pmcr_lp(void);

extern bool event_implemented(u32 n);
/* Whether there are the counters and events; reports a SKIP when not. */
extern bool satisfy_prerequisites(const u32 *events, unsigned int nb_events);
/* All counters at 0, disabled, without overflow; event types stay. */
extern void pmu_reset(void);
extern void pmu_reset_stats(void);
/* n loads with counters enabled. */
extern void mem_accesses(long n);
extern u64 overflows(void);
extern void clear_overflows(void);
extern void sw_incr(unsigned int n, u64 counters);

extern void test_overflow_interrupt(void);
extern void test_interrupt_level(void);
extern void test_registers(void);

#endif /* _ARM_PMU_EVENTS_H_ */
