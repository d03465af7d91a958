/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Wall-clock helpers of the tests shared between architectures. */
#ifndef _ASMARM_TIME_H_
#define _ASMARM_TIME_H_

#include <libcflat.h>
#include <asm/delay.h>
#include <asm/processor.h>

/* Milliseconds since an arbitrary start. */
static inline uint64_t get_clock_ms(void)
{
	return get_cntvct() * 1000 / get_cntfrq();
}

#endif /* _ASMARM_TIME_H_ */
