/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_HANDLERS_H_
#define _ASMPPC64_HANDLERS_H_
#include <asm/ptrace.h>

/*
 * Decrementer handler (vector 0x900) for one interrupt: returns with external
 * interrupts disabled, so that the still pending decrementer does not recur.
 */
void dec_handler_oneshot(struct pt_regs *regs, void *data);

#endif /* _ASMPPC64_HANDLERS_H_ */
