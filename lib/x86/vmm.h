// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a test has to know of the VMM below it in order not to be lost.
 */
#ifndef _X86_VMM_H_
#define _X86_VMM_H_

#include <libcflat.h>

/* The hypervisor leaf has QEMU TCG's signature. */
bool this_cpu_is_tcg(void);

/*
 * The runner says that this is Bochs (TARGET in the environment). Its time is one microsecond per instruction, for the TSC and
 * every timer, so what repeats an operation for a time has to repeat it less often.
 */
bool this_vmm_is_bochs(void);

/* For .requires of subtests that leave the APIC's mode and want it back: NULL, or why this VMM cannot do that. */
const char *needs_apic_mode_changes(void);

/*
 * For .requires of subtests that set a bit of CR4, or an upper one of CR3, which
 * this CPU may not have: NULL when that gives #GP, else why it cannot be tried. The environment variable
 * CR4_RESERVED=y says that the VMM is sound.
 */
const char *needs_cr4_reserved_gp(void);

#endif /* _X86_VMM_H_ */
