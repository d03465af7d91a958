/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AArch64 barriers and hints (Arm ARM B2.3.12, C6.1.3). All of them are compiler barriers too. */
#ifndef _ASMARM64_BARRIER_H_
#define _ASMARM64_BARRIER_H_

#define sev()		asm volatile("sev" : : : "memory")
#define wfe()		asm volatile("wfe" : : : "memory")
#define wfi()		asm volatile("wfi" : : : "memory")
#define yield()		asm volatile("yield" : : : "memory")
#define cpu_relax()	yield()

#define isb()		asm volatile("isb" : : : "memory")
#define dmb(opt)	asm volatile("dmb " #opt : : : "memory")
#define dsb(opt)	asm volatile("dsb " #opt : : : "memory")

#define mb()		dsb(sy)
#define rmb()		dsb(ld)
#define wmb()		dsb(st)
#define smp_mb()	dmb(ish)
#define smp_rmb()	dmb(ishld)
#define smp_wmb()	dmb(ishst)

#endif /* _ASMARM64_BARRIER_H_ */
