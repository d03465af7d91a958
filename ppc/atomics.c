// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * atomics: load and reserve, store conditional (Power ISA Book II, section
 * 4.6), in all sizes: success and failure, what cancels a reservation, CR0,
 * alignment, the quadword pair, reservations across migration, and atomic
 * sums and locks among CPUs.
 */
#include <libcflat.h>
#include <migrate.h>
#include <subtest.h>
#include <asm/atomic.h>
#include <asm/barrier.h>
#include <asm/processor.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/spinlock.h>
#include <asm/time.h>
#include <asm/trap.h>

#define GRANULE		128
#define TRIES		1000000
#define IS_LE		(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

static union {
	u8 b[GRANULE];
	u16 h[GRANULE / 2];
	u32 w[GRANULE / 4];
	u64 d[GRANULE / 8];
} granule __attribute__((aligned(GRANULE))), other __attribute__((aligned(GRANULE)));

static bool do_migrate, do_record;

/* One load-reserve and store-conditional pair of each size. */
struct size {
	const char *name;
	unsigned int bytes;
	u64 (*swap)(void *addr, u64 new, bool *done);
	bool (*store)(void *addr, u64 new, u64 *cr);
	u64 (*reserve)(void *addr);
};

/* lbarx, lharx and the quadwords are of POWER8. */
#define M8(code) ".machine push\n\t.machine power8\n\t" code "\n\t.machine pop\n\t"

#define DEFINE_SIZE(letter)							\
static u64 swap_##letter(void *addr, u64 new, bool *done)			\
{										\
	u64 old, cr;								\
										\
	asm volatile(M8("l" #letter "arx %0,0,%2\n\tst" #letter "cx. %3,0,%2\n\tmfcr %1")	\
		     : "=&r"(old), "=&r"(cr) : "r"(addr), "r"(new) : "cr0", "memory");	\
	*done = cr & 0x20000000;						\
	return old;								\
}										\
static bool store_##letter(void *addr, u64 new, u64 *cr)			\
{										\
	asm volatile(M8(ASM_TRY("st" #letter "cx. %2,0,%1")) "mfcr %0"		\
		     : "=&r"(*cr) : "r"(addr), "r"(new) : "cr0", "memory");	\
	return *cr & 0x20000000;						\
}										\
static u64 reserve_##letter(void *addr)						\
{										\
	u64 old = 0x5555;							\
										\
	asm volatile(M8(ASM_TRY("l" #letter "arx %0,0,%1")) : "+r"(old) : "r"(addr) : "memory"); \
	return old;								\
}

DEFINE_SIZE(b)
DEFINE_SIZE(h)
DEFINE_SIZE(w)
DEFINE_SIZE(d)

static const struct size sizes[] = {
	{ "b", 1, swap_b, store_b, reserve_b },
	{ "h", 2, swap_h, store_h, reserve_h },
	{ "w", 4, swap_w, store_w, reserve_w },
	{ "d", 8, swap_d, store_d, reserve_d },
};

static u64 value_of(const struct size *s, unsigned int index)
{
	switch (s->bytes) {
	case 1:
		return granule.b[index];
	case 2:
		return granule.h[index];
	case 4:
		return granule.w[index];
	}
	return granule.d[index];
}

static const char *needs_power8(void)
{
	return cpu_has_power_mce ? NULL : "before POWER8";
}

static void clear_reservation(void)
{
	u64 cr;

	store_d(&other, 0, &cr);
}

static void pairs(void)
{
	const struct size *s = subtest_row();
	u64 old = 0, cr = 0, all = s->bytes == 8 ? -1UL : (1UL << 8 * s->bytes) - 1;
	bool done = false;
	int tries = 0;

	memset(&granule, 0, sizeof(granule));
	while (!done && tries++ < TRIES)
		old = s->swap(&granule, 0x8182838485868788, &done);
	check(done, "a pair succeeds within %d tries", TRIES);
	check_eq(old, 0, "value loaded");
	check_eq(value_of(s, 0), 0x8182838485868788 & all, "value stored");
	check_eq(value_of(s, 1), 0, "what lies behind");
	done = false;
	tries = 0;
	while (!done && tries++ < TRIES)
		old = s->swap(&granule, 0, &done);
	check_eq(old, 0x8182838485868788 & all, "value loaded, zero-extended");

	/* The reservation was used up. */
	memset(&granule, 0, sizeof(granule));
	check(!s->store(&granule, 1, &cr), "a store conditional after the pair fails");
	check(!s->store(&granule, 1, &cr), "another one fails too");
	check_eq(cr & 0xe0000000, 0, "CR0[LT GT EQ] of a failed store conditional");
	check_eq(value_of(s, 0), 0, "memory after failed store conditionals");

	/* XER[SO] goes to CR0[SO], success or not. */
	asm volatile("mtxer %0" : : "r"(0x80000000UL) : "xer");
	s->store(&granule, 1, &cr);
	asm volatile("mtxer %0" : : "r"(0UL) : "xer");
	check_eq(cr & 0xf0000000, 0x10000000, "CR0 of a failed store conditional with XER[SO]");
	cr = 0;
	for (tries = 0; tries < TRIES && !(cr & 0x20000000); tries++) {
		s->reserve(&granule);
		asm volatile("mtxer %0" : : "r"(0x80000000UL) : "xer");
		s->store(&granule, 1, &cr);
		asm volatile("mtxer %0" : : "r"(0UL) : "xer");
	}
	check_eq(cr & 0xf0000000, 0x30000000, "CR0 of a store conditional that succeeds with XER[SO]");

	/* A reservation elsewhere is not enough to store here. */
	memset(&granule, 0, sizeof(granule));
	s->reserve(&other);
	s->store(&granule, 1, &cr);
	check(!(cr & 0x20000000) || value_of(s, 0) == 1, "CR0 and memory agree");
	clear_reservation();

	/* A store by the same CPU: allowed to keep the reservation or not. */
	memset(&granule, 0, sizeof(granule));
	s->reserve(&granule);
	WRITE_ONCE(granule.b[s->bytes], 2);
	done = s->store(&granule, 1, &cr);
	report_info("an own store to the granule %s the reservation", done ? "keeps" : "cancels");
	check_eq(value_of(s, 0), done ? 1 : 0, "memory after it");

	/* A second load and reserve moves the reservation. */
	s->reserve(&granule);
	s->reserve(&other);
	memset(&granule, 0, sizeof(granule));
	if (s->bytes > 1) {
		/* Address of the first, which no longer holds one. */
		done = s->store(&granule, 1, &cr);
		check_eq(value_of(s, 0), done ? 1 : 0, "CR0 and memory agree after a moved reservation");
	}
	clear_reservation();
}

static void aligned_only(void)
{
	const struct size *s = subtest_row();
	u64 cr;

	if (s->bytes == 1) {
		report_skip("bytes are always aligned");
		return;
	}
	memset(&granule, 0, sizeof(granule));
	trap_expect();
	check_eq(s->reserve(granule.b + 1), 0x5555, "load and reserve of an odd address: target");
	check_eq(trap_vector(), 0x600, "load and reserve of an odd address: vector");
	check_eq(last_trap()->dar, (u64)granule.b + 1, "load and reserve of an odd address: DAR");

	s->reserve(&granule);
	trap_expect();
	s->store(granule.b + 1, -1, &cr);
	check_eq(trap_vector(), 0x600, "store conditional to an odd address: vector");
	check_eq(granule.d[0] | granule.d[1], 0, "memory after a store conditional to an odd address");
	clear_reservation();
}

/* lqarx and stqcx.: register pairs r8/r9 (new) and r10/r11 (old). */
static u64 old_even, old_odd;

#define LQARX	ASM_TRY("lqarx 10,0,%3")
#define STQCX	ASM_TRY("stqcx. 8,0,%3") "mfcr %2\n\t"

#define QUAD(code, even, odd, cr)						\
	asm volatile("mr 8,%4\n\tmr 9,%5\n\tli 10,-1\n\tli 11,-1\n\tli %2,0\n\t"	\
		     M8(code) "mr %0,10\n\tmr %1,11"				\
		     : "=&r"(old_even), "=&r"(old_odd), "=&r"(cr)		\
		     : "r"(&granule), "r"((u64)(even)), "r"((u64)(odd))		\
		     : "r8", "r9", "r10", "r11", "cr0", "memory")

/* The doublewords that the pair {even, odd} is in memory. */
static void check_quad(u64 even, u64 odd, const char *when)
{
	check_eq(granule.d[0], IS_LE ? odd : even, "first doubleword %s", when);
	check_eq(granule.d[1], IS_LE ? even : odd, "second doubleword %s", when);
}

static void quadword(void)
{
	u64 cr = 0;
	int tries = 0;

	granule.d[0] = 1;
	granule.d[1] = 2;
	trap_expect();
	while (!(cr & 0x20000000) && tries++ < TRIES && !trap_vector())
		QUAD(LQARX STQCX, 3, 4, cr);
	if (!check_eq(trap_vector(), 0, "lqarx and stqcx.: vector"))
		return;
	if (check(cr & 0x20000000, "a pair succeeds within %d tries", TRIES)) {
		check_eq(old_even, IS_LE ? 2 : 1, "value loaded, even register");
		check_eq(old_odd, IS_LE ? 1 : 2, "value loaded, odd register");
		check_quad(3, 4, "stored");
	}
}

static void quadword_fails(void)
{
	u64 cr;

	granule.d[0] = granule.d[1] = 0;
	clear_reservation();
	trap_expect();
	QUAD(STQCX, 5, 6, cr);
	check_eq(trap_vector(), 0, "stqcx. without a reservation: vector");
	check(!(cr & 0x20000000), "stqcx. without a reservation fails");
	check_quad(0, 0, "after it");

	/* Odd addresses of a quadword: the granule + 8. */
	trap_expect();
	asm volatile(M8(ASM_TRY("lqarx 10,0,%0")) : : "r"(&granule.d[1]) : "r10", "r11", "memory");
	check_eq(trap_vector(), 0x600, "lqarx of an address 8 off: vector");
}

static void quadword_own_store(void)
{
	u64 cr;

	granule.d[0] = granule.d[1] = 0;
	trap_expect();
	QUAD(LQARX "li 0,9\n\tstd 0,0(%3)\n\t" STQCX, 5, 6, cr);
	if (!check_eq(trap_vector(), 0, "lqarx, a store, stqcx.: vector"))
		return;
	report_info("an own store %s the reservation", cr & 0x20000000 ? "keeps" : "cancels");
	if (cr & 0x20000000)
		check_quad(5, 6, "after it");
	else
		check_eq(granule.d[0], 9, "memory after it");
}

/* A store of another CPU must cancel the reservation. */
static volatile int turn;

static void storer(int cpu_id __unused)
{
	uint64_t end = get_tb() + 20 * tb_hz;

	for (int i = 0; i < 100; i++) {
		while (turn != 2 * i + 1)
			if (get_tb() > end)
				return;
		WRITE_ONCE(granule.d[i & 7], 0x1000 + i);
		mb();
		turn = 2 * i + 2;
	}
}

static const char *needs_smp(void)
{
	return nr_cpus_present > 1 ? NULL : "one CPU only";
}

static void other_store(void)
{
	const struct size *s = subtest_row();
	int kept = 0, timeouts = 0;
	uint64_t end;
	u64 cr;

	turn = 0;
	start_all_cpus(storer);
	end = get_tb() + 15 * tb_hz;
	for (int i = 0; i < 100 && !timeouts; i++) {
		void *addr = s->bytes == 8 ? (void *)&granule.d[i & 7] :
			     (void *)&granule.b[8 * (i & 7) + (IS_LE ? 0 : 8 - s->bytes)];

		s->reserve(addr);
		mb();
		turn = 2 * i + 1;
		while (turn != 2 * i + 2)
			if (get_tb() > end) {
				timeouts++;
				break;
			}
		kept += s->store(addr, 0x77, &cr);
	}
	turn = -1;
	check_eq(timeouts, 0, "waits for the other CPU that ended too late");
	check_eq(kept, 0, "reservations of 100 that survive another CPU's store to their bytes");
	stop_all_cpus();
}

static const char *needs_migration(void)
{
	return do_migrate ? NULL : "no -m argument";
}

static void migration(void)
{
	int kept = 0;
	u64 cr;

	for (int i = 0; i < 10; i++) {
		granule.w[0] = 0x12345;
		reserve_w(&granule);
		migrate_quiet();
		kept += store_w(&granule, 0xf00d, &cr);
	}
	if (do_record)
		check_gt(kept, 0, "reservations of 10 that survive a migration in record mode");
	else
		check_eq(kept, 0, "reservations of 10 that survive a migration");
}

#define LOOPS	(host_is_tcg ? 1000000 : 10000000)

static void performance(void)
{
	static u64 n;
	uint64_t start = get_tb(), took;
	u64 expected = 0;

	n = 0;
	for (int i = 0; i < LOOPS; i++)
		__atomic_fetch_add(&n, 1, __ATOMIC_RELAXED);
	took = get_tb() - start;
	expected += LOOPS;
	check_eq(n, expected, "sum of relaxed increments");
	report_info("%lu ps per relaxed increment", (unsigned long)(took * 1000000 / tb_hz * 1000000 / LOOPS));
	start = get_tb();
	for (int i = 0; i < LOOPS; i++)
		__atomic_fetch_add(&n, 1, __ATOMIC_SEQ_CST);
	took = get_tb() - start;
	expected += LOOPS;
	check_eq(n, expected, "sum of sequentially consistent increments");
	report_info("%lu ps per sequentially consistent increment",
		    (unsigned long)(took * 1000000 / tb_hz * 1000000 / LOOPS));
}

static u64 sum;
static struct spinlock sum_lock;
static volatile int arrived;

static void together(void)
{
	uint64_t end = get_tb() + 5 * tb_hz;

	__atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
	while (arrived < nr_cpus_present && get_tb() < end)
		cpu_relax();
}

static void add_atomically(int cpu_id __unused)
{
	together();
	for (int i = 0; i < LOOPS; i++)
		__atomic_fetch_add(&sum, 1, __ATOMIC_SEQ_CST);
}

static void add_locked(int cpu_id __unused)
{
	together();
	for (int i = 0; i < LOOPS; i++) {
		spin_lock(&sum_lock);
		sum++;
		spin_unlock(&sum_lock);
	}
}

static void smp_sum(secondary_entry_fn fn, const char *what)
{
	sum = 0;
	arrived = 0;
	start_all_cpus(fn);
	fn(0);
	stop_all_cpus();
	check_eq(sum, (u64)LOOPS * nr_cpus_present, "sum of %s increments of %d CPUs", what, nr_cpus_present);
}

static void smp_atomic(void)
{
	smp_sum(add_atomically, "atomic");
}

static void smp_lock(void)
{
	smp_sum(add_locked, "locked");
}

static const struct subtest subtests[] = {
	{ "pair", pairs, needs_power8, SUBTEST_ROWS(sizes) },
	{ "alignment", aligned_only, needs_power8, SUBTEST_ROWS(sizes) },
	{ "quadword", quadword, needs_power8 },
	{ "quadword-fails", quadword_fails, needs_power8 },
	{ "quadword-own-store", quadword_own_store, needs_power8 },
	{ "other-store", other_store, needs_smp, SUBTEST_ROWS(sizes) },
	/* ten of them, each of which may take long on a slow machine */
	{ "migration", migration, needs_migration, .timeout = 290 },
	{ "performance", performance, .timeout = 60 },
	{ "SMP-atomic", smp_atomic, needs_smp, .timeout = 60 },
	{ "SMP-lock", smp_lock, needs_smp, .timeout = 60 },
	{ }
};

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		do_migrate |= !strcmp(argv[i], "-m");
		do_record |= !strcmp(argv[i], "-r");
	}
	report_prefix_push("atomics");
	return run_subtests(subtests, argc, argv);
}
