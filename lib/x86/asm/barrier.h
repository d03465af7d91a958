// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Memory ordering and the pause hint.
 */
#ifndef _ASMX86_BARRIER_H_
#define _ASMX86_BARRIER_H_

#define mb()		asm volatile("mfence" : : : "memory")
#define rmb()		asm volatile("lfence" : : : "memory")
#define wmb()		asm volatile("sfence" : : : "memory")

/* Stores are not reordered with stores, nor loads with loads (SDM volume 3, 8.2.2). */
#define smp_rmb()	asm volatile("" : : : "memory")
#define smp_wmb()	asm volatile("" : : : "memory")
/* MFENCE would do; a locked operation also works where SSE2 is missing. */
#define smp_mb()	__sync_synchronize()

static inline void rep_nop(void)
{
	asm volatile("rep; nop" : : : "memory");
}

#define cpu_relax()	rep_nop()

#endif /* _ASMX86_BARRIER_H_ */
