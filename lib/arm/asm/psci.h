/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Power State Coordination Interface (DEN 0022): CPUs on and off, machine off and reset. */
#ifndef _ASMARM_PSCI_H_
#define _ASMARM_PSCI_H_

#include <libcflat.h>
#include <asm/arm-smccc.h>
#include <linux/psci.h>

/* The conduit. Before psci_set_conduit() it prints a message and returns PSCI_RET_NOT_PRESENT. */
extern smccc_invoke_fn psci_invoke_fn;

/* Take hvc or smc from the psci node of the device tree (from the FADT under ACPI). */
extern void psci_set_conduit(void);

/* Call a PSCI function; returns what the callee returned. */
extern int psci_invoke(unsigned int function_id, unsigned long arg0,
		       unsigned long arg1, unsigned long arg2);

/* Start the CPU with that MPIDR affinity at a physical address, context id 0. */
extern int psci_cpu_on(unsigned long cpuid, unsigned long entry_point);
extern void psci_system_reset(void);
/* Power off; prints if it comes back. */
extern void psci_system_off(void);

/* Start logical CPU cpu at secondary_entry; prints a failure. */
extern int cpu_psci_cpu_boot(unsigned int cpu);
/* Turn the calling CPU off; prints if it comes back. */
extern void cpu_psci_cpu_die(void);

#endif /* _ASMARM_PSCI_H_ */
