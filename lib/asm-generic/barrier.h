// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Barriers: what <asm/barrier.h> has not defined before it includes this is a
 * compiler barrier, and the smp_ ones are the plain ones.
 */
#ifndef _ASM_GENERIC_BARRIER_H_
#define _ASM_GENERIC_BARRIER_H_

#include <linux/compiler.h>

#ifndef mb
#define mb()		barrier()
#endif
#ifndef rmb
#define rmb()		barrier()
#endif
#ifndef wmb
#define wmb()		barrier()
#endif
#ifndef smp_mb
#define smp_mb()	mb()
#endif
#ifndef smp_rmb
#define smp_rmb()	rmb()
#endif
#ifndef smp_wmb
#define smp_wmb()	wmb()
#endif
#ifndef cpu_relax
#define cpu_relax()	barrier()
#endif

#endif
