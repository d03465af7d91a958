// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Handlers for interrupts. SDM volume 3 chapter 6.
 */
#ifndef _X86_ISR_H_
#define _X86_ISR_H_

#include <libcflat.h>

/* The interrupted registers, in the order of the register numbers. */
typedef struct {
	ulong regs[sizeof(ulong) == 8 ? 16 : 8];
	/* Filled by the entry code: the vector. */
	ulong func;
	ulong rip;
	ulong cs;
	ulong rflags;
} isr_regs_t;

/*
 * Call @fn on interrupt @vec: gate with DPL 0 and IF cleared; @fn sends the
 * EOI. An exception without an error code may be taken this way too.
 */
void handle_irq(unsigned int vec, void (*fn)(isr_regs_t *regs));

/*
 * Enter the handler of interrupt @vector as the hardware would, with an
 * interrupt frame for the caller and IF set in its flags.
 */
void handle_external_interrupt(int vector);

/* The IRET that ends every handler installed by handle_irq(). */
extern char isr_iret_ip[];

#endif /* _X86_ISR_H_ */
