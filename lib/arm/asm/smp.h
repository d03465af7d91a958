/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Secondary CPUs. */
#ifndef _ASMARM_SMP_H_
#define _ASMARM_SMP_H_

#include <cpumask.h>
#include <asm/barrier.h>
#include <asm/thread_info.h>

#define smp_processor_id()	(current_thread_info()->cpu)

typedef void (*secondary_entry_fn)(void);

/* What the next CPU that starts takes: the assembly reads stack at offset 0. */
struct secondary_data {
	void *stack;		/* initial stack pointer */
	secondary_entry_fn entry;
};
extern struct secondary_data secondary_data;

#define smp_wait_for_event()	wfe()
#define smp_send_event()	sev()

/* Stop this CPU for good. */
extern void halt(void);

/* First C code of a secondary CPU; returns the function to run. */
extern secondary_entry_fn secondary_cinit(void);

/* Start an offline CPU in entry and wait until it is online. When entry returns the CPU idles. */
extern void smp_boot_secondary(int cpu, secondary_entry_fn entry);
/* The same; does nothing when the CPU is online already. */
extern void smp_boot_secondary_nofail(int cpu, secondary_entry_fn entry);

#endif /* _ASMARM_SMP_H_ */
