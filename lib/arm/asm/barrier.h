/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AArch32 barriers and hints (Arm ARM E2.3.12). All of them are compiler barriers too. */
#ifndef _ASMARM_BARRIER_H_
#define _ASMARM_BARRIER_H_

#include <stdint.h>

#define sev()			asm volatile("sev" : : : "memory")
#define wfe()			asm volatile("wfe" : : : "memory")
#define wfi()			asm volatile("wfi" : : : "memory")
#define yield()			asm volatile("yield" : : : "memory")
#define cpu_relax()		yield()

#define isb(option...)		asm volatile("isb " #option : : : "memory")
#define dsb(option...)		asm volatile("dsb " #option : : : "memory")
#define dmb(option...)		asm volatile("dmb " #option : : : "memory")

#define mb()			dsb()
#define rmb()			dsb()
#define wmb()			dsb(st)
#define smp_mb()		dmb(ish)
#define smp_rmb()		smp_mb()
#define smp_wmb()		dmb(ishst)

#endif /* _ASMARM_BARRIER_H_ */
