/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_BARRIER_H_
#define _ASMPPC64_BARRIER_H_

/* Lower the thread's priority and raise it again (Book II, section 3.2). */
#define cpu_relax()	asm volatile("or 1,1,1\n\tor 2,2,2" : : : "memory")

/* wait, short pause form (POWER10 and later) */
#define pause_short()	asm volatile(".long 0x7c40003c" : : : "memory")

#define mb()		asm volatile("sync" : : : "memory")
#define rmb()		asm volatile("sync" : : : "memory")
#define wmb()		asm volatile("sync" : : : "memory")
#define smp_mb()	mb()
#define smp_rmb()	rmb()
#define smp_wmb()	wmb()

#include <asm-generic/barrier.h>
#endif /* _ASMPPC64_BARRIER_H_ */
