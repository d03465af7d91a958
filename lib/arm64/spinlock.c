// SPDX-License-Identifier: LGPL-2.1-or-later
/* Spinlocks with load-acquire exclusive and store-release. */
#include <libcflat.h>
#include <asm/spinlock.h>
#include <asm/barrier.h>
#include <asm/mmu.h>

void spin_lock(struct spinlock *lock)
{
	unsigned int val, fail;

	smp_mb();

	/* exclusives need not work on the Device memory that the MMU being off makes of RAM */
	if (!mmu_enabled()) {
		lock->v = 1;
		return;
	}

	asm volatile(
	"1:	ldaxr	%w0, %2\n"
	"	cbnz	%w0, 1b\n"
	"	stxr	%w1, %w3, %2\n"
	"	cbnz	%w1, 1b"
	: "=&r" (val), "=&r" (fail), "+Q" (lock->v)
	: "r" (1)
	: "memory");
	smp_mb();
}

void spin_unlock(struct spinlock *lock)
{
	smp_mb();
	if (mmu_enabled())
		asm volatile("stlr wzr, %0" : "=Q" (lock->v) : : "memory");
	else
		lock->v = 0;
}
