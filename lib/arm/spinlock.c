// SPDX-License-Identifier: LGPL-2.1-or-later
/* Spinlocks with exclusive load and store. */
#include <libcflat.h>
#include <asm/spinlock.h>
#include <asm/barrier.h>
#include <asm/mmu.h>

void spin_lock(struct spinlock *lock)
{
	unsigned int val, fail;

	smp_mb();

	/* exclusives need not work on the memory type that the MMU being off makes of RAM */
	if (!mmu_enabled()) {
		lock->v = 1;
		return;
	}

	asm volatile(
	"1:	ldrex	%0, [%2]\n"
	"	teq	%0, #0\n"
	"	bne	1b\n"
	"	strex	%1, %3, [%2]\n"
	"	teq	%1, #0\n"
	"	bne	1b"
	: "=&r" (val), "=&r" (fail)
	: "r" (&lock->v), "r" (1)
	: "cc", "memory");
	smp_mb();
}

void spin_unlock(struct spinlock *lock)
{
	smp_mb();
	WRITE_ONCE(lock->v, 0);
}
