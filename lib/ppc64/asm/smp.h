/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Processors. A CPU is named by its interrupt server number throughout, which
 * may be sparse: never use it as an array index.
 */
#ifndef _ASMPPC64_SMP_H_
#define _ASMPPC64_SMP_H_

#include <libcflat.h>
#include <asm/page.h>
#include <asm/ptrace.h>

typedef void (*secondary_entry_fn)(int cpu_id);

struct cpu {
	unsigned long server_no;
	unsigned long stack;
	unsigned long exception_stack;
	bool in_user;
	secondary_entry_fn entry;
	pgd_t *pgtable;
	/* Scratch of the exception entry code, and state of the library. */
	unsigned long ex_save[4];
	unsigned long recover;
	uint64_t parked_until;	/* time base; 0: the decrementer was never parked */
};

extern int nr_cpus_present;
extern int nr_cpus_online;
extern struct cpu cpus[];

register struct cpu *__current_cpu asm("r13");
static inline struct cpu *current_cpu(void)
{
	return __current_cpu;
}

static inline int smp_processor_id(void)
{
	return current_cpu()->server_no;
}

/* Fill @cpu for server @cpu_id and allocate its stacks. */
void cpu_init(struct cpu *cpu, int cpu_id);

/* A secondary entry function: spin for ever. */
void halt(int cpu_id);

/*
 * Start every other CPU in @entry; returns true when all are online, asserts
 * otherwise (20 s). @entry ends the CPU by returning.
 */
bool start_all_cpus(secondary_entry_fn entry);

/* Wait until every other CPU has returned from its entry and is stopped. */
void stop_all_cpus(void);

/*
 * Inter-processor interrupts: XICS on pseries, hypervisor doorbells on
 * powernv. The callback runs after the interrupt was acknowledged.
 */
void register_ipi(void (*fn)(struct pt_regs *, void *), void *data);
void unregister_ipi(void);
void cpu_init_ipis(void);
void local_ipi_enable(void);
void local_ipi_disable(void);
void send_ipi(int cpu_id);

#endif /* _ASMPPC64_SMP_H_ */
