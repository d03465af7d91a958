// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Atomic integers.
 */
#ifndef _X86_ATOMIC_H_
#define _X86_ATOMIC_H_

#include <libcflat.h>
#include <asm-generic/atomic.h>

typedef struct {
	volatile int counter;
} atomic_t;

static inline int atomic_read(const atomic_t *v)
{
	return v->counter;
}

static inline void atomic_set(atomic_t *v, int i)
{
	v->counter = i;
}

static inline void atomic_inc(atomic_t *v)
{
	asm volatile("lock incl %0" : "+m"(v->counter) : : "memory", "cc");
}

static inline void atomic_dec(atomic_t *v)
{
	asm volatile("lock decl %0" : "+m"(v->counter) : : "memory", "cc");
}

typedef struct {
	volatile u64 counter __attribute__((aligned(8)));
} atomic64_t;

#define ATOMIC64_INIT(i)	{ (i) }

/* Write @new if the value is @old; value: what was there. */
static inline u64 atomic64_cmpxchg(atomic64_t *v, u64 old, u64 new)
{
#ifdef __x86_64__
	asm volatile("lock cmpxchgq %2, %1"
		     : "+a"(old), "+m"(v->counter) : "r"(new) : "memory", "cc");
#else
	asm volatile("lock cmpxchg8b %1"
		     : "+A"(old), "+m"(v->counter)
		     : "b"((u32)new), "c"((u32)(new >> 32)) : "memory", "cc");
#endif
	return old;
}

static inline u64 atomic64_read(atomic64_t *v)
{
#ifdef __x86_64__
	return v->counter;
#else
	/* Compare with anything and write the same back. */
	return atomic64_cmpxchg(v, 0, 0);
#endif
}

#endif /* _X86_ATOMIC_H_ */
