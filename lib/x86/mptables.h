// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The firmware's list of CPUs.
 */
#ifndef _X86_MPTABLES_H_
#define _X86_MPTABLES_H_

#include <libcflat.h>

/*
 * Store the APIC ids of up to @max usable CPUs, from the ACPI MADT, else from
 * the MP table. Value: how many there are in all, 0 when there is no list.
 */
unsigned int firmware_cpus(u32 *apic_ids, unsigned int max);

#endif /* _X86_MPTABLES_H_ */
