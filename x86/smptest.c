// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * smptest: every CPU starts, knows its number and runs what it is told.
 *
 * INIT and start-up IPIs (SDM volume 3, 8.4), fixed IPIs to each CPU.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/apic.h>
#include <x86/atomic.h>
#include <x86/fwcfg.h>
#include <x86/processor.h>
#include <x86/smp.h>

static atomic_t calls;
static int seen_id[MAX_TEST_CPUS];
static u32 seen_apic[MAX_TEST_CPUS];

static void note(void *data)
{
	int cpu = (long)data;

	seen_id[cpu] = smp_id();
	seen_apic[cpu] = apic_id();
	atomic_inc(&calls);
}

static void count(void)
{
	check_eq(cpu_count(), fwcfg_get_nb_cpus(), "CPUs started");
	check_eq(atomic_read(&cpu_online_count), cpu_count(), "CPUs online");
}

static void each(void)
{
	int i;

	atomic_set(&calls, 0);
	for (i = 0; i < cpu_count(); i++) {
		seen_id[i] = -1;
		on_cpu(i, note, (void *)(long)i);
		check_eq(seen_id[i], i, "smp_id() on CPU %d", i);
		check_eq(seen_apic[i], id_map[i], "APIC id on CPU %d", i);
	}
	check_eq(atomic_read(&calls), cpu_count(), "calls made");
}

static void apic_ids_differ(void)
{
	int i;

	for (i = 1; i < cpu_count(); i++)
		check_lt(id_map[i - 1], id_map[i], "APIC ids of CPUs %d and %d are in order", i - 1, i);
}

static void note_own(void *data)
{
	note((void *)(long)smp_id());
}

static void all_at_once(void)
{
	int i;

	for (i = 0; i < cpu_count(); i++)
		seen_id[i] = -1;
	atomic_set(&calls, 0);
	on_cpus(note_own, NULL);
	check_eq(atomic_read(&calls), cpu_count(), "on_cpus() ran everywhere before it returned");
	for (i = 0; i < cpu_count(); i++)
		check_eq(seen_id[i], i, "CPU %d took part", i);
	check_eq(cpus_active(), 1, "active CPUs afterwards");
}

static volatile bool go;

static void wait_for_go(void *data)
{
	while (!go)
		cpu_relax();
	atomic_inc(&calls);
}

static void asynchronous(void)
{
	int i;

	go = false;
	atomic_set(&calls, 0);
	for (i = 1; i < cpu_count(); i++)
		on_cpu_async(i, wait_for_go, NULL);
	check_eq(atomic_read(&calls), 0, "calls ended while all wait");
	check_eq(cpus_active(), cpu_count(), "active CPUs while all wait");
	go = true;
	while (cpus_active() > 1)
		cpu_relax();
	check_eq(atomic_read(&calls), cpu_count() - 1, "calls ended");
}

static const char *needs_two(void)
{
	return cpu_count() < 2 ? "needs two CPUs" : NULL;
}

static const struct subtest subtests[] = {
	{ "count", count },
	{ "each", each },
	{ "apic-ids", apic_ids_differ, .requires = needs_two },
	{ "all", all_at_once },
	{ "async", asynchronous, .requires = needs_two },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
