/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Busy waits on the virtual counter. */
#ifndef _ASMARM_DELAY_H_
#define _ASMARM_DELAY_H_

#include <libcflat.h>

extern void delay(u64 cycles);		/* ticks of the counter */
extern void udelay(unsigned long usecs);
extern void mdelay(unsigned long msecs);

#endif /* _ASMARM_DELAY_H_ */
