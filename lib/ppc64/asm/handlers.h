/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_HANDLERS_H_
#define _ASMPPC64_HANDLERS_H_
#include <asm/ptrace.h>

/*
 * Decrementer handler (vector 0x900) for one interrupt: returns with external
 * interrupts disabled, so that the still pending decrementer does not recur.
 */
void dec_handler_oneshot(struct pt_regs *regs, void *data);

/*
 * This CPU's decrementer as far away as 32 bits allow, for code that runs with
 * external interrupts enabled and wants none of it. That is 4 s only, which a
 * slow machine may take for anything: an interrupt of the parked decrementer
 * without a handler, and not before it can have run out, parks it again.
 */
void dec_park(void);

#endif /* _ASMPPC64_HANDLERS_H_ */
