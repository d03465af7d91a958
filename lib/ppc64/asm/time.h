/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_TIME_H_
#define _ASMPPC64_TIME_H_

#include <libcflat.h>
#include <asm/processor.h>
#include <asm/setup.h>

static inline uint64_t get_tb(void)
{
	return mfspr(SPR_TB);
}

/* Time since the time base was 0, in microseconds and milliseconds. */
extern uint64_t get_clock_us(void);
extern uint64_t get_clock_ms(void);

/* Busy waiting for time base ticks, microseconds, milliseconds. */
extern void delay(uint64_t ticks);
extern void udelay(uint64_t us);
extern void mdelay(uint64_t ms);

/*
 * Waiting that gives the processor up (H_CEDE) where the machine can. Takes
 * the decrementer and its vector; any other interrupt is the caller's affair.
 */
extern void sleep_tb(uint64_t ticks);
extern void usleep(uint64_t us);
extern void msleep(uint64_t ms);

#endif /* _ASMPPC64_TIME_H_ */
