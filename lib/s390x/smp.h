/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The other CPUs. They are numbered by index: 0 is the boot CPU, whatever its
 * address.
 */
#ifndef _S390X_SMP_H_
#define _S390X_SMP_H_

#include <asm/arch_def.h>
#include <asm/sigp.h>

/* smp_setup() - build the table of CPUs from SCLP */
void smp_setup(void);

int smp_query_num_cpus(void);

/* smp_cpu_from_addr() - CPU by address, NULL if there is none */
struct cpu *smp_cpu_from_addr(uint16_t addr);

/* The rest take an index, which is asserted to exist. */
struct cpu *smp_cpu_from_idx(uint16_t idx);
uint16_t smp_cpu_addr(uint16_t idx);
struct lowcore *smp_get_lowcore(uint16_t idx);

/* smp_cpu_stopped() - stopped or check-stopped */
bool smp_cpu_stopped(uint16_t idx);
bool smp_sense_running_status(uint16_t idx);

/* smp_sigp() - sigp_retry() by index */
int smp_sigp(uint16_t idx, uint8_t order, unsigned long parm, uint32_t *status);

/*
 * smp_cpu_setup() - give a CPU a prefix area and a stack and run it at @psw
 *
 * DAT is off unless the PSW and the code it leads to say otherwise. A function
 * that returns leaves its CPU spinning. Returns -1 if the CPU is set up already.
 */
int smp_cpu_setup(uint16_t idx, struct psw psw);

/* smp_cpu_start() - restart a CPU that is set up at another PSW */
int smp_cpu_start(uint16_t idx, struct psw psw);

/* smp_cpu_restart() - same with the restart-new PSW it has */
int smp_cpu_restart(uint16_t idx);

/* Exactly one SIGP without waiting: shows whether the machine itself serialises */
int smp_cpu_restart_nowait(uint16_t idx);
int smp_cpu_stop_nowait(uint16_t idx);

/* -1 for the boot CPU; return when the CPU is stopped */
int smp_cpu_stop(uint16_t idx);
int smp_cpu_stop_store_status(uint16_t idx);

/* smp_cpu_destroy() - stop and free what smp_cpu_setup() allocated */
int smp_cpu_destroy(uint16_t idx);

/* smp_teardown() - stop every CPU but the caller */
void smp_teardown(void);

#endif
