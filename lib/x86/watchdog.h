// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The watchdog of subtests; see watchdog.c.
 */
#ifndef _X86_WATCHDOG_H_
#define _X86_WATCHDOG_H_

#include <libcflat.h>
#include <x86/desc.h>
#include <x86/isr.h>

/*
 * An NMI came: is it the watchdog's? If so the saved state is changed to leave
 * the subtest after the IRET.
 */
bool watchdog_expired(struct ex_regs *regs);
bool watchdog_expired_irq(isr_regs_t *regs);

/*
 * An exception nobody takes, on a CPU other than the one that runs a subtest:
 * ends that subtest and does not return. Returns when none runs.
 */
void unhandled_on_other_cpu(struct ex_regs *regs);

extern handler exception_handlers[32];

/* An IRET to the caller: NMIs are open again. */
void unblock_nmi(void);

#endif /* _X86_WATCHDOG_H_ */
