// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * CPU masks, and work on other CPUs, which threads play.
 */
#include "harness.h"
#include <cpumask.h>
#include <on-cpus.h>
#include <asm/smp.h>

#define THREADS	6

int nr_cpus = THREADS;
static __thread int me;
static void (*entries[NR_CPUS])(void);

extern int host_cpu(void);

int smp_processor_id(void)
{
	return me;
}

int host_cpu(void)
{
	return me;
}

void smp_wait_for_event(void)
{
	host_yield();
}

void smp_send_event(void)
{
}

static void thread(int cpu)
{
	void (*entry)(void);

	me = cpu;
	while (!(entry = __atomic_load_n(&entries[cpu], __ATOMIC_ACQUIRE)))
		host_yield();
	set_cpu_online(cpu, true);
	entry();
}

void smp_boot_secondary_nofail(int cpu, void (*entry)(void))
{
	__atomic_store_n(&entries[cpu], entry, __ATOMIC_RELEASE);
	while (!cpu_online(cpu))
		host_yield();
}

static void masks(void)
{
	static const int counts[] = { 1, 63, 64, 65, 128, NR_CPUS };
	cpumask_t x, y, z;
	int bad = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(counts); i++) {
		int n = 0, cpu;

		nr_cpus = counts[i];
		cpumask_setall(&x);
		cpumask_clear(&y);
		bad += !cpumask_full(&x) || cpumask_empty(&x) || !cpumask_empty(&y) ||
		       cpumask_weight(&x) != nr_cpus;
		cpumask_set_cpu(nr_cpus - 1, &y);
		bad += !cpumask_subset(&y, &x) || (nr_cpus > 1 && cpumask_subset(&x, &y));
		bad += cpumask_next(-1, &y) != nr_cpus - 1 || cpumask_next(nr_cpus - 1, &y) != nr_cpus;
		bad += !cpumask_and(&z, &x, &y) || !cpumask_equal(&z, &y);
		bad += cpumask_andnot(&z, &y, &x) || !cpumask_empty(&z);
		cpumask_xor(&z, &x, &y);
		bad += cpumask_weight(&z) != nr_cpus - 1;
		cpumask_or(&z, &z, &y);
		bad += !cpumask_full(&z);
		for_each_cpu(cpu, &x)
			n++;
		bad += n != nr_cpus;
		bad += cpumask_test_and_set_cpu(0, &x) != 1 || cpumask_test_and_clear_cpu(0, &x) != 1 ||
		       cpumask_test_cpu(0, &x) != 0;
	}
	ok(!bad, "masks of 1, 63, 64, 65, 128 and all CPUs");
	nr_cpus = THREADS;
}

static void bad_cpu(void)
{
	cpumask_t x;

	cpumask_set_cpu(nr_cpus, &x);
}

static int calls[NR_CPUS];
static int plain;

static void count(void *data)
{
	calls[smp_processor_id()] += *(int *)data;
}

static void add_plain(void *data)
{
	/* not atomic: only one at a time may run */
	plain += smp_processor_id();
}

static void relay(void *data)
{
	int next = smp_processor_id() + 1;

	add_plain(NULL);
	if (next < nr_cpus)
		on_cpu(next, relay, NULL);
}

static void wait_for_cpu0(void *data)
{
	on_cpu(0, add_plain, NULL);
}

static bool refused;

static void post_to_cpu0(void *data)
{
	refused = !cpu0_calls_idle;
}

int main(int argc, char **argv)
{
	int bad = 0, one = 1, cpu;

	masks();
	ok(strstr(why_abandoned(bad_cpu), "cpu < nr_cpus") != NULL, "a CPU that there is not");

	for (cpu = 0; cpu < nr_cpus; cpu++)
		set_cpu_present(cpu, true);
	set_cpu_online(0, true);
	host_threads(THREADS - 1, thread);

	on_cpu(3, count, &one);
	ok(calls[3] == 1 && cpu_online(3) && !cpu_online(4), "one CPU, booted for it");
	on_cpu(0, count, &one);
	ok(calls[0] == 1, "the own CPU");
	for (int i = 0; i < 3000; i++)
		on_cpus(count, &one);
	for (cpu = 0; cpu < nr_cpus; cpu++)
		bad += calls[cpu] != 3000 + (cpu == 0 || cpu == 3);
	ok(!bad, "3000 times on all CPUs");
	for (int i = 0; i < 3000; i++)
		on_cpu(1 + i % (THREADS - 1), add_plain, NULL);
	ok(plain == 3000 / 5 * (1 + 2 + 3 + 4 + 5), "3000 times on one, results seen at once");
	plain = 0;
	on_cpu(1, relay, NULL);
	ok(plain == 15, "each CPU waits for the next");
	for (int i = 0; i < 1000; i++)
		on_cpu_async(1 + i % 2, count, &one);
	on_cpu(1, add_plain, NULL);
	on_cpu(2, add_plain, NULL);
	ok(calls[1] == 3500 && calls[2] == 3500, "work posted without waiting is done in turn");
	on_cpu(1, post_to_cpu0, NULL);
	ok(refused, "CPU 0 does not idle");

	if (argc > 1) {
		/* CPU 2 waits for CPU 0, which waits for CPU 2: this ends the program. */
		cpu0_calls_idle = true;
		on_cpu(2, wait_for_cpu0, NULL);
	}
	return done();
}
