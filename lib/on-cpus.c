// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Work for other CPUs. Each CPU has one slot; whoever fills it has taken the
 * CPU out of cpu_idle_mask first, so a slot has one writer at a time. The mask is
 * a snapshot of the caller's, which may be one that changes (cpu_online_mask).
 */
#include <libcflat.h>
#include <cpumask.h>
#include <on-cpus.h>
#include <asm/barrier.h>
#include <asm/smp.h>
#include <asm/spinlock.h>

bool cpu0_calls_idle;

static struct work {
	void (*func)(void *data);
	void *data;
	cpumask_t *pending;	/* the poster's mask, where the bit of this CPU is cleared at the end */
	bool posted;
} work[NR_CPUS];

/* The mask of CPUs that each waiting CPU waits for; it lies on that CPU's stack. */
static cpumask_t *volatile waits_for[NR_CPUS];

void do_idle(void)
{
	int cpu = smp_processor_id();
	struct work *w = &work[cpu];

	if (cpu == 0)
		cpu0_calls_idle = true;

	for (;;) {
		struct work now;

		set_cpu_idle(cpu, true);
		smp_send_event();
		while (!__atomic_load_n(&w->posted, __ATOMIC_ACQUIRE))
			smp_wait_for_event();
		smp_rmb();

		now = *w;
		__atomic_store_n(&w->posted, false, __ATOMIC_RELAXED);
		now.func(now.data);
		smp_mb();
		if (now.pending) {
			cpumask_clear_cpu(cpu, now.pending);
			smp_send_event();
		}
	}
}

/*
 * Search the CPUs that @me waits for, those that they wait for and so on. If
 * @me is among them nobody will ever go on. @via tells who led to whom.
 */
static bool find_cycle(int me, int via[])
{
	static cpumask_t seen;
	static int queue[NR_CPUS];
	int head = 0, tail = 0, cpu;

	cpumask_clear(&seen);
	queue[tail++] = me;
	while (head < tail) {
		int from = queue[head++];
		cpumask_t *mask = waits_for[from];

		if (!mask)
			continue;
		for_each_cpu(cpu, mask) {
			if (cpu == me) {
				via[me] = from;
				return true;
			}
			if (cpumask_test_and_set_cpu(cpu, &seen))
				continue;
			via[cpu] = from;
			queue[tail++] = cpu;
		}
	}
	return false;
}

static void check_deadlock(int me)
{
	static struct spinlock lock;
	static int via[NR_CPUS];
	char text[200];
	int n, cpu;

	smp_mb();
	spin_lock(&lock);
	/* Another CPU's mask may go away under us: believe what stays. */
	for (int i = 0; i < 1000; i++) {
		if (!find_cycle(me, via)) {
			spin_unlock(&lock);
			return;
		}
		cpu_relax();
	}
	n = snprintf(text, sizeof(text), "CPU%d", me);
	for (cpu = via[me]; cpu != me && n < (int)sizeof(text); cpu = via[cpu])
		n += snprintf(text + n, sizeof(text) - n, " <=> CPU%d", cpu);
	printf("%s deadlock detectd\n", text);
	spin_unlock(&lock);
	abort();
}

static void check_cpu0(int cpu)
{
	if (cpu == 0)
		assert_msg(cpu0_calls_idle, "Waiting on CPU0, which is unlikely to idle. "
			   "If this is intended set cpu0_calls_idle=1");
}

static void wait_idle(int me, int cpu)
{
	cpumask_t mask;

	check_cpu0(cpu);
	if (cpu_idle(cpu))
		return;
	cpumask_clear(&mask);
	cpumask_set_cpu(cpu, &mask);
	waits_for[me] = &mask;
	while (!cpu_idle(cpu)) {
		check_deadlock(me);
		smp_wait_for_event();
	}
	waits_for[me] = NULL;
}

static void wait_done(int me, cpumask_t *pending)
{
	waits_for[me] = pending;
	while (!cpumask_empty(pending)) {
		check_deadlock(me);
		smp_wait_for_event();
	}
	waits_for[me] = NULL;
	smp_mb();
}

static void post(int me, int cpu, void (*func)(void *data), void *data, cpumask_t *pending)
{
	struct work *w = &work[cpu];

	if (!cpu_online(cpu))
		smp_boot_secondary_nofail(cpu, do_idle);
	/* Whoever clears the idle bit owns the slot. */
	do {
		wait_idle(me, cpu);
	} while (!cpumask_test_and_clear_cpu(cpu, &cpu_idle_mask));

	w->func = func;
	w->data = data;
	w->pending = pending;
	smp_wmb();
	__atomic_store_n(&w->posted, true, __ATOMIC_RELEASE);
	smp_send_event();
}

void on_cpu_async(int cpu, void (*func)(void *data), void *data)
{
	int me = smp_processor_id();

	assert(cpu >= 0 && cpu < nr_cpus);
	if (cpu == me)
		func(data);
	else
		post(me, cpu, func, data, NULL);
}

static void run_on(const cpumask_t *mask, void (*func)(void *data), void *data, bool wait)
{
	int me = smp_processor_id(), cpu;
	cpumask_t targets, pending;

	cpumask_copy(&targets, mask);
	cpumask_copy(&pending, mask);
	if (cpumask_test_cpu(me, &targets))
		cpumask_clear_cpu(me, &pending);
	for_each_cpu(cpu, &targets)
		if (cpu != me)
			post(me, cpu, func, data, wait ? &pending : NULL);
	if (cpumask_test_cpu(me, &targets))
		func(data);
	if (wait)
		wait_done(me, &pending);
}

void on_cpu(int cpu, void (*func)(void *data), void *data)
{
	cpumask_t mask;

	assert(cpu >= 0 && cpu < nr_cpus);
	cpumask_clear(&mask);
	cpumask_set_cpu(cpu, &mask);
	run_on(&mask, func, data, true);
}

void on_cpumask_async(const cpumask_t *mask, void (*func)(void *data), void *data)
{
	run_on(mask, func, data, false);
}

void on_cpumask(const cpumask_t *mask, void (*func)(void *data), void *data)
{
	run_on(mask, func, data, true);
}

void on_cpus(void (*func)(void *data), void *data)
{
	on_cpumask(&cpu_present_mask, func, data);
}
