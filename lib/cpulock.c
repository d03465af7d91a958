// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Locks with an owner.
 */
#include <cpulock.h>

static struct spinlock list_lock;
static struct cpu_lock *list;

int __attribute__((weak)) arch_cpu_id(void)
{
	return -1;
}

static int self(void)
{
	return arch_cpu_id() + 2;
}

bool cpu_lock(struct cpu_lock *lock)
{
	int me = self();

	/* Only this CPU ever writes its own number, so no lock is needed to see it. */
	if (me > 1 && lock->owner == me)
		return false;
	spin_lock(&lock->lock);
	lock->owner = me;
	if (!lock->known) {
		lock->known = 1;
		spin_lock(&list_lock);
		lock->next = list;
		list = lock;
		spin_unlock(&list_lock);
	}
	return true;
}

void cpu_unlock(struct cpu_lock *lock, bool taken)
{
	if (!taken)
		return;
	lock->owner = 0;
	spin_unlock(&lock->lock);
}

void cpu_locks_drop(void)
{
	int me = self();

	/* Locks are only ever added at the head, so the walk needs no lock. */
	for (struct cpu_lock *l = list; l; l = l->next)
		if (l->owner == me)
			cpu_unlock(l, true);
}
