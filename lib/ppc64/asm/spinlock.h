/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_SPINLOCK_H_
#define _ASMPPC64_SPINLOCK_H_

#include <asm/barrier.h>

/* Zero is unlocked. Not recursive; does not touch MSR[EE]. */
struct spinlock {
	unsigned int v;
};

static inline void spin_lock(struct spinlock *lock)
{
	while (__atomic_exchange_n(&lock->v, 1, __ATOMIC_ACQUIRE))
		while (__atomic_load_n(&lock->v, __ATOMIC_RELAXED))
			cpu_relax();
}

static inline void spin_unlock(struct spinlock *lock)
{
	__atomic_store_n(&lock->v, 0, __ATOMIC_RELEASE);
}

#endif /* _ASMPPC64_SPINLOCK_H_ */
