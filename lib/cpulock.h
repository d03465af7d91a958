// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Locks that know their owner: a handler that interrupted the holder on the
 * same CPU goes on without the lock instead of waiting for ever, and a CPU that
 * leaves a call chain by longjmp() can drop all it holds.
 */
#ifndef _CPULOCK_H_
#define _CPULOCK_H_

#include <libcflat.h>
#include <asm/spinlock.h>

/* All zero is free. */
struct cpu_lock {
	struct spinlock lock;
	volatile int owner;		/* 0 none, 1 unknown, else arch_cpu_id() + 2 */
	struct cpu_lock *next;
	int known;
};

/*
 * Architecture, weak, default -1. The number of the CPU that calls, from 0, in
 * any context, also in exception handlers; -1 where it cannot be told.
 */
extern int arch_cpu_id(void);

/* Take @lock. False, without waiting, if this CPU holds it already. */
extern bool cpu_lock(struct cpu_lock *lock);
/* Undo a cpu_lock() that returned @taken. */
extern void cpu_unlock(struct cpu_lock *lock, bool taken);
/* Release every lock that this CPU holds. */
extern void cpu_locks_drop(void);

#endif
