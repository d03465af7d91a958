// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Running functions on other CPUs. Stores made before the call are seen by
 * @func; its stores are seen after the waiting variants return.
 *
 * The architecture provides, in <asm/smp.h>, smp_processor_id(),
 * smp_boot_secondary_nofail(cpu, entry), smp_wait_for_event() and
 * smp_send_event(), and cpu_online_mask is cpu 0 when main() starts.
 */
#ifndef _ON_CPUS_H_
#define _ON_CPUS_H_

#include <libcflat.h>
#include <cpumask.h>

/* Set once CPU 0 calls do_idle(); only then may others give it work. */
extern bool cpu0_calls_idle;

/* The loop of a CPU without work; never returns. */
extern void do_idle(void) __attribute__((noreturn));

/* Post work to @cpu, which is booted if need be; on the own CPU run it. */
extern void on_cpu_async(int cpu, void (*func)(void *data), void *data);
/* The same and wait for its end. */
extern void on_cpu(int cpu, void (*func)(void *data), void *data);
extern void on_cpumask_async(const cpumask_t *mask, void (*func)(void *data), void *data);
extern void on_cpumask(const cpumask_t *mask, void (*func)(void *data), void *data);
/* On all present CPUs, and wait. */
extern void on_cpus(void (*func)(void *data), void *data);

#endif
