// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Waiting for a number of TSC cycles.
 */
#ifndef _X86_DELAY_H_
#define _X86_DELAY_H_

#include <libcflat.h>

/* Enough for an IPI to arrive and its target to be idle again. */
#define IPI_DELAY	1000000

void delay(u64 tsc_cycles);

static inline void io_delay(void)
{
	delay(IPI_DELAY);
}

#endif /* _X86_DELAY_H_ */
