// SPDX-License-Identifier: LGPL-2.1-or-later
/* What on-cpus.c asks of an architecture, for compile checks. */
#ifndef _HOST_ASM_SMP_H_
#define _HOST_ASM_SMP_H_

extern int smp_processor_id(void);
extern void smp_boot_secondary_nofail(int cpu, void (*entry)(void));
extern void smp_wait_for_event(void);
extern void smp_send_event(void);

#endif
