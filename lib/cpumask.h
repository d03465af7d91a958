// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Sets of CPUs. <asm/setup.h> gives NR_CPUS, the capacity, and nr_cpus, the
 * number there are; bits from nr_cpus on have no meaning.
 */
#ifndef _CPUMASK_H_
#define _CPUMASK_H_

#include <libcflat.h>
#include <bitops.h>
#include <asm/setup.h>

#define CPUMASK_NR_LONGS	BITS_TO_LONGS(NR_CPUS)

typedef struct cpumask {
	unsigned long bits[CPUMASK_NR_LONGS];
} cpumask_t;

#define cpumask_bits(m)		((m)->bits)

/* The bits of word @i that stand for CPUs there are. */
static inline unsigned long __cpumask_word(int i)
{
	int left = nr_cpus - i * BITS_PER_LONG;

	if (left <= 0)
		return 0;
	return left >= (int)BITS_PER_LONG ? ~0UL : (1UL << left) - 1;
}

static inline void __cpumask_check(int cpu)
{
	assert(cpu >= 0 && cpu < nr_cpus);
}

static inline void cpumask_set_cpu(int cpu, cpumask_t *mask)
{
	__cpumask_check(cpu);
	set_bit(cpu, mask->bits);
}

static inline void cpumask_clear_cpu(int cpu, cpumask_t *mask)
{
	__cpumask_check(cpu);
	clear_bit(cpu, mask->bits);
}

static inline int cpumask_test_cpu(int cpu, const cpumask_t *mask)
{
	__cpumask_check(cpu);
	return test_bit(cpu, mask->bits);
}

static inline int cpumask_test_and_set_cpu(int cpu, cpumask_t *mask)
{
	__cpumask_check(cpu);
	return test_and_set_bit(cpu, mask->bits);
}

static inline int cpumask_test_and_clear_cpu(int cpu, cpumask_t *mask)
{
	__cpumask_check(cpu);
	return test_and_clear_bit(cpu, mask->bits);
}

static inline void cpumask_setall(cpumask_t *mask)
{
	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		mask->bits[i] = ~0UL;
}

static inline void cpumask_clear(cpumask_t *mask)
{
	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		mask->bits[i] = 0;
}

static inline void cpumask_copy(cpumask_t *dst, const cpumask_t *src)
{
	*dst = *src;
}

/* Is every CPU of @a in @b? */
static inline bool cpumask_subset(const cpumask_t *a, const cpumask_t *b)
{
	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		if (a->bits[i] & ~b->bits[i] & __cpumask_word(i))
			return false;
	return true;
}

/* These two return false if @dst became empty. */
static inline bool cpumask_and(cpumask_t *dst, const cpumask_t *a, const cpumask_t *b)
{
	unsigned long any = 0;

	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++) {
		dst->bits[i] = a->bits[i] & b->bits[i];
		any |= dst->bits[i] & __cpumask_word(i);
	}
	return any != 0;
}

static inline bool cpumask_andnot(cpumask_t *dst, const cpumask_t *a, const cpumask_t *b)
{
	unsigned long any = 0;

	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++) {
		dst->bits[i] = a->bits[i] & ~b->bits[i];
		any |= dst->bits[i] & __cpumask_word(i);
	}
	return any != 0;
}

static inline void cpumask_or(cpumask_t *dst, const cpumask_t *a, const cpumask_t *b)
{
	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		dst->bits[i] = a->bits[i] | b->bits[i];
}

static inline void cpumask_xor(cpumask_t *dst, const cpumask_t *a, const cpumask_t *b)
{
	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		dst->bits[i] = a->bits[i] ^ b->bits[i];
}

static inline bool cpumask_equal(const cpumask_t *a, const cpumask_t *b)
{
	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		if ((a->bits[i] ^ b->bits[i]) & __cpumask_word(i))
			return false;
	return true;
}

static inline bool cpumask_empty(const cpumask_t *mask)
{
	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		if (mask->bits[i] & __cpumask_word(i))
			return false;
	return true;
}

static inline bool cpumask_full(const cpumask_t *mask)
{
	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		if (~mask->bits[i] & __cpumask_word(i))
			return false;
	return true;
}

static inline int cpumask_weight(const cpumask_t *mask)
{
	int n = 0;

	for (unsigned int i = 0; i < CPUMASK_NR_LONGS; i++)
		for (unsigned long w = mask->bits[i] & __cpumask_word(i); w; w &= w - 1)
			n++;
	return n;
}

/* The next CPU of @mask after @cpu (-1: the first), or nr_cpus. */
static inline int cpumask_next(int cpu, const cpumask_t *mask)
{
	while (++cpu < nr_cpus && !cpumask_test_cpu(cpu, mask))
		;
	return cpu < nr_cpus ? cpu : nr_cpus;
}

#define for_each_cpu(cpu, mask)				\
	for ((cpu) = cpumask_next(-1, mask);		\
	     (cpu) < nr_cpus;				\
	     (cpu) = cpumask_next(cpu, mask))

extern cpumask_t cpu_present_mask, cpu_online_mask, cpu_idle_mask;

#define cpu_present(cpu)		cpumask_test_cpu(cpu, &cpu_present_mask)
#define cpu_online(cpu)			cpumask_test_cpu(cpu, &cpu_online_mask)
#define cpu_idle(cpu)			cpumask_test_cpu(cpu, &cpu_idle_mask)
#define for_each_present_cpu(cpu)	for_each_cpu(cpu, &cpu_present_mask)
#define for_each_online_cpu(cpu)	for_each_cpu(cpu, &cpu_online_mask)

static inline void __cpumask_put(int cpu, cpumask_t *mask, bool on)
{
	if (on)
		cpumask_set_cpu(cpu, mask);
	else
		cpumask_clear_cpu(cpu, mask);
}

static inline void set_cpu_present(int cpu, bool on)
{
	__cpumask_put(cpu, &cpu_present_mask, on);
}

static inline void set_cpu_online(int cpu, bool on)
{
	__cpumask_put(cpu, &cpu_online_mask, on);
}

static inline void set_cpu_idle(int cpu, bool on)
{
	__cpumask_put(cpu, &cpu_idle_mask, on);
}

#endif
