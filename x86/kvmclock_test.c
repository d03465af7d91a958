// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * kvmclock_test: KVM's paravirtual clock.
 *
 * Linux, Documentation/virt/kvm/x86/msr.rst: MSR_KVM_SYSTEM_TIME_NEW names a
 * structure that turns the TSC into nanoseconds, MSR_KVM_WALL_CLOCK_NEW one
 * with the time of day at boot. The clock must not go backwards, on one CPU or
 * between CPUs, and must agree with the host's time of day.
 *
 * Arguments: loops, host time in seconds, tolerance in seconds.
 */
#include <libcflat.h>
#include <stdlib.h>
#include <subtest.h>
#include <asm/spinlock.h>
#include <x86/atomic.h>
#include <x86/msr.h>
#include <x86/processor.h>
#include <x86/smp.h>

#define MAX_CPUS	64
#define DEFAULT_LOOPS	100000000l
#define DEFAULT_THRESHOLD 5

#define SYSTEM_TIME_ENABLE	1
#define TSC_STABLE		1

struct time_info {
	u32 version;
	u32 pad0;
	u64 tsc_timestamp;
	u64 system_time;
	u32 tsc_to_system_mul;
	s8 tsc_shift;
	u8 flags;
	u8 pad[2];
} __attribute__((packed, aligned(4)));

_Static_assert(sizeof(struct time_info) == 32, "msr.rst");

struct wall_clock {
	u32 version;
	u32 sec;
	u32 nsec;
} __attribute__((packed, aligned(4)));

static struct time_info times[MAX_CPUS];
static struct wall_clock wall;
static long loops = DEFAULT_LOOPS, host_seconds, threshold = DEFAULT_THRESHOLD;

/* (@delta << @shift) * @mul / 2^32, by halves: a 128-bit product is not at hand on i386. */
static u64 scale(u64 delta, u32 mul, s8 shift)
{
	u64 low, high;

	delta = shift < 0 ? delta >> -shift : delta << shift;
	low = (delta & 0xffffffff) * mul;
	high = (delta >> 32) * mul;
	return high + (low >> 32);
}

static u64 clock_read_raw(u8 *flags)
{
	volatile struct time_info *t = &times[smp_id()];
	u32 version;
	u64 time;

	/* Odd while the hypervisor writes. */
	do {
		version = t->version & ~1u;
		smp_rmb();
		asm volatile("lfence" : : : "memory");
		time = t->system_time + scale(rdtsc() - t->tsc_timestamp, t->tsc_to_system_mul, t->tsc_shift);
		*flags = t->flags;
		smp_rmb();
	} while (t->version != version);
	return time;
}

static atomic64_t last_time;

/* Without the stable flag CPUs may differ: never give less than anyone has seen. */
static u64 clock_read_monotonic(void)
{
	u64 last, now;
	u8 flags;

	now = clock_read_raw(&flags);
	if (flags & TSC_STABLE)
		return now;
	do {
		last = atomic64_read(&last_time);
		if (now < last)
			return last;
	} while (atomic64_cmpxchg(&last_time, last, now) != last);
	return now;
}

static void clock_set(void *data)
{
	wrmsr(MSR_KVM_SYSTEM_TIME_NEW, (ulong)&times[smp_id()] | SYSTEM_TIME_ENABLE);
}

static void clock_clear(void *data)
{
	wrmsr(MSR_KVM_SYSTEM_TIME_NEW, 0);
}

static const char *needs_kvmclock(void)
{
	if (!this_cpu_has_kvm())
		return "not a KVM guest";
	if (!this_cpu_has(KVM_FEATURE_CLOCKSOURCE2))
		return "no CLOCKSOURCE2";
	return cpu_count() > MAX_CPUS ? "more than 64 CPUs" : NULL;
}

static const char *needs_host_time(void)
{
	return needs_kvmclock() ? needs_kvmclock() : host_seconds ? NULL : "no host time given";
}

static void registered(void)
{
	u8 flags;
	u64 a, b;

	on_cpus(clock_set, NULL);
	a = clock_read_raw(&flags);
	b = clock_read_raw(&flags);
	check_ne(times[0].tsc_to_system_mul, 0u, "multiplier of the TSC");
	check_bits(times[0].version, 1, 0, "version, between updates");
	check_ne(times[0].version, 0u, "version, after the first update");
	check_ge(b, a, "the clock, read twice");
}

static u64 wall_seconds[MAX_CPUS];

static void read_wall(void *data)
{
	u8 flags;
	u64 now = clock_read_raw(&flags);

	wall_seconds[smp_id()] = wall.sec + (wall.nsec + now) / 1000000000;
}

static void wall_clock(void)
{
	int i;

	wrmsr(MSR_KVM_WALL_CLOCK_NEW, (ulong)&wall);
	for (i = 0; i < cpu_count(); i++) {
		s64 diff;

		on_cpu(i, read_wall, NULL);
		diff = wall_seconds[i] - host_seconds;
		check(diff >= -threshold && diff <= threshold,
		      "time of day on CPU %d: %lld, host %ld, tolerance %ld s", i,
		      (long long)wall_seconds[i], host_seconds, threshold);
	}
}

/* All CPUs compare their reading with the latest of any CPU. */

static struct {
	struct spinlock lock;
	u64 last, warps, worst;
	bool monotonic;
} cycles;

static void compare(void *data)
{
	long i;
	u8 flags;

	for (i = 0; i < loops / 100; i++) {
		u64 now;

		spin_lock(&cycles.lock);
		now = cycles.monotonic ? clock_read_monotonic() : clock_read_raw(&flags);
		if (now < cycles.last) {
			cycles.warps++;
			if (cycles.last - now > cycles.worst)
				cycles.worst = cycles.last - now;
		} else {
			cycles.last = now;
		}
		spin_unlock(&cycles.lock);
	}
}

static void warp(bool monotonic)
{
	memset(&cycles, 0, sizeof(cycles));
	cycles.monotonic = monotonic;
	on_cpus(compare, NULL);
	report_info("%llu warps, the worst of %llu ns", (unsigned long long)cycles.warps,
		    (unsigned long long)cycles.worst);
}

static void raw(void)
{
	warp(false);
	if (times[0].flags & TSC_STABLE)
		check_eq(cycles.warps, 0ull, "warps of the raw clock, which says that it is stable");
}

static void monotonic(void)
{
	warp(true);
	check_eq(cycles.warps, 0ull, "warps of the adjusted clock");
}

static void speed(void)
{
	u64 start = rdtsc();
	long i;
	u8 flags;

	for (i = 0; i < 100000; i++)
		clock_read_raw(&flags);
	report_info("a raw read takes %llu cycles", (unsigned long long)(rdtsc() - start) / 100000);
	start = rdtsc();
	for (i = 0; i < 100000; i++)
		clock_read_monotonic();
	report_info("an adjusted read takes %llu cycles", (unsigned long long)(rdtsc() - start) / 100000);
}

static void off(void)
{
	on_cpus(clock_clear, NULL);
	check_eq(rdmsr(MSR_KVM_SYSTEM_TIME_NEW), 0ull, "MSR_KVM_SYSTEM_TIME_NEW after writing 0");
}

static const struct subtest subtests[] = {
	{ "registered", registered, .requires = needs_kvmclock, .flags = SUBTEST_FATAL },
	{ "wall", wall_clock, .requires = needs_host_time },
	{ "raw", raw, .requires = needs_kvmclock, .flags = SUBTEST_NO_CHECK, .timeout = 120 },
	{ "monotonic", monotonic, .requires = needs_kvmclock, .timeout = 120 },
	{ "speed", speed, .requires = needs_kvmclock, .flags = SUBTEST_NO_CHECK },
	{ "off", off, .requires = needs_kvmclock },
	{ }
};

int main(int argc, char **argv)
{
	if (argc > 1)
		loops = atol(argv[1]);
	if (argc > 2)
		host_seconds = atol(argv[2]);
	if (argc > 3)
		threshold = atol(argv[3]);
	return run_subtests(subtests, 1, argv);
}
