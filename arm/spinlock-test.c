// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * spinlock-test: atomicity between CPUs.
 *
 * Every CPU adds to a counter with separate load and store below a lock; the sum tells
 * whether the lock excluded the others. Argument "bad" takes a lock without atomicity
 * instead, to see the test detect it; more than one host CPU is needed for that.
 *
 * exclusives  the library's spinlock (load and store exclusive)
 * atomics     compiler atomics, which must not lose an update
 * bitops      set and clear of neighbouring bits of one word by different CPUs
 */
#include <libcflat.h>
#include <bitops.h>
#include <on-cpus.h>
#include <asm/barrier.h>
#include <asm/smp.h>
#include <asm/spinlock.h>

#define ROUNDS	20000

struct lock_ops {
	void (*lock)(int *v);
	void (*unlock)(int *v);
};

static struct spinlock good;
static volatile int bad_word;

static void good_lock(int *v __unused)
{
	spin_lock(&good);
}

static void good_unlock(int *v __unused)
{
	spin_unlock(&good);
}

static void broken_lock(int *v __unused)
{
	while (bad_word)
		cpu_relax();
	bad_word = 1;
}

static void broken_unlock(int *v __unused)
{
	bad_word = 0;
}

static const struct lock_ops good_ops = { good_lock, good_unlock };
static const struct lock_ops broken_ops = { broken_lock, broken_unlock };
static const struct lock_ops *ops;

static volatile unsigned long counter;
static unsigned long atomic_counter;
static unsigned long bits[BITS_TO_LONGS(NR_CPUS)];
static volatile int bit_errors;

static void add_locked(void *data __unused)
{
	int i, v;

	for (i = 0; i < ROUNDS; i++) {
		ops->lock(&v);
		counter = counter + 1;
		ops->unlock(&v);
	}
}

static void add_atomic(void *data __unused)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		__atomic_fetch_add(&atomic_counter, 1, __ATOMIC_SEQ_CST);
}

static void toggle_bits(void *data __unused)
{
	int cpu = smp_processor_id(), i;

	for (i = 0; i < ROUNDS / 4; i++) {
		if (test_and_set_bit(cpu, bits))
			bit_errors++;
		if (!test_and_clear_bit(cpu, bits))
			bit_errors++;
	}
}

int main(int argc, char **argv)
{
	report_prefix_push("spinlock");

	ops = argc > 1 && !strcmp(argv[1], "bad") ? &broken_ops : &good_ops;
	on_cpus(add_locked, NULL);
	report(counter == (unsigned long)ROUNDS * nr_cpus, "lock: %d CPUs added %d each: %lu",
	       nr_cpus, ROUNDS, counter);

	on_cpus(add_atomic, NULL);
	report(atomic_counter == (unsigned long)ROUNDS * nr_cpus,
	       "atomics: %d CPUs added %d each: %lu", nr_cpus, ROUNDS, atomic_counter);

	on_cpus(toggle_bits, NULL);
	report(!bit_errors, "bitops: no bit changed under a CPU's hands (%d errors)", bit_errors);

	return report_summary();
}
