/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * TOD clock and CPU timer (PoP chapter 4 "Timing"). Bit 51 of either counts
 * microseconds, so a value shifted right by 12 is a number of microseconds.
 */
#ifndef _ASMS390X_TIME_H_
#define _ASMS390X_TIME_H_

#include <stdint.h>

#define STCK_SHIFT_US		(63 - 51)
#define S390_CLOCK_SHIFT_US	STCK_SHIFT_US
#define CPU_TIMER_SHIFT_US	STCK_SHIFT_US
#define STCK_MAX		((1UL << 52) - 1)

#define __TIME_CC(insn, constraint)						\
	int cc;									\
										\
	asm volatile(								\
		"	" insn "	%1\n"					\
		"	ipm	%0\n"						\
		"	srl	%0,28\n"					\
		: "=d" (cc), constraint (*time) : : "cc", "memory");		\
	return cc

/* sck() - SET CLOCK; returns the condition code */
static inline int sck(uint64_t *time)
{
	__TIME_CC("sck", "+Q");
}

/* stck() - STORE CLOCK; returns the condition code */
static inline int stck(uint64_t *time)
{
	__TIME_CC("stck", "=Q");
}

/* stckf() - STORE CLOCK FAST, values need not be unique; returns the condition code */
static inline int stckf(uint64_t *time)
{
	__TIME_CC("stckf", "=Q");
}

static inline uint64_t get_clock_us(void)
{
	uint64_t clk;

	stck(&clk);
	return clk >> STCK_SHIFT_US;
}

static inline uint64_t get_clock_ms(void)
{
	return get_clock_us() / 1000;
}

/* udelay(), mdelay() - spin; one wrap of the microsecond count is tolerated */
static inline void udelay(unsigned long us)
{
	uint64_t start = get_clock_us();

	while (((get_clock_us() - start) & STCK_MAX) < us)
		;
}

static inline void mdelay(unsigned long ms)
{
	udelay(ms * 1000);
}

/* cpu_timer_set_ms() - SET CPU TIMER; the condition is pending while it is negative */
static inline void cpu_timer_set_ms(int64_t timeout_ms)
{
	int64_t timer = timeout_ms * 1000 * (1 << CPU_TIMER_SHIFT_US);

	asm volatile("spt %0" : : "Q" (timer) : "memory");
}

#endif
