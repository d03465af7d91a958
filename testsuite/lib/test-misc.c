// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Bits, lists, single accesses, random numbers, 64-bit division, locks.
 */
#include "harness.h"
#include <bitops.h>
#include <cpulock.h>
#include <limits.h>
#include <list.h>
#include <rand.h>
#include <util.h>

extern u64 __udivmoddi4(u64 num, u64 den, u64 *rem);
extern s64 __divmoddi4(s64 num, s64 den, s64 *rem);
extern s64 __divdi3(s64 num, s64 den);
extern s64 __moddi3(s64 num, s64 den);
extern u64 __udivdi3(u64 num, u64 den);
extern u64 __umoddi3(u64 num, u64 den);

static void division(void)
{
	int bad = 0;

	for (int i = 0; i < 200000; i++) {
		u64 n = host_random() >> (host_random() % 64), d = host_random() >> (host_random() % 64);
		s64 sn = n, sd = host_random() % 2 ? d : -d, srem;
		u64 rem;

		if (!d || (sn == LLONG_MIN && sd == -1))
			continue;
		if (host_random() % 2)
			sn = -(u64)sn;
		if (sn == LLONG_MIN && sd == -1)
			continue;
		bad += __udivmoddi4(n, d, &rem) != n / d || rem != n % d;
		bad += __udivdi3(n, d) != n / d || __umoddi3(n, d) != n % d;
		bad += __divmoddi4(sn, sd, &srem) != sn / sd || srem != sn % sd;
		bad += __divdi3(sn, sd) != sn / sd || __moddi3(sn, sd) != sn % sd;
	}
	ok(!bad, "200000 divisions without a divide instruction");
}

static void bits(void)
{
	unsigned long map[3] = { 0 };
	int bad = 0;

	ok(GENMASK(3, 1) == 0xe && GENMASK(63, 0) == ~0UL && GENMASK_ULL(63, 63) == 1ULL << 63,
	   "masks");
	ok(BITS_TO_LONGS(64) == 1 && BITS_TO_LONGS(65) == 2 && BIT_WORD(130) == 2 &&
	   BIT_MASK(130) == 4, "words of bits");
	ok(upper_32_bits(0x1234567890abcdefULL) == 0x12345678 &&
	   lower_32_bits(0x1234567890abcdefULL) == 0x90abcdef && upper_32_bits(5) == 0, "halves");
	ok(fls(1) == 0 && fls(~0UL) == 63 && fls(0x12345) == 16, "the highest bit");
	ok(!is_power_of_2(0) && is_power_of_2(1) && !is_power_of_2(6), "powers of two");
	for (size_t n = 0; n < 5000; n++)
		bad += n > 1UL << get_order(n) || (n > 1 && n <= (1UL << get_order(n)) / 2);
	ok(!bad && !get_order(0), "orders");
	set_bit(130, map);
	ok(map[2] == 4 && test_bit(130, map) && !test_bit(129, map) &&
	   test_and_set_bit(130, map) && !test_and_set_bit(0, map) &&
	   test_and_clear_bit(130, map) && !test_and_clear_bit(130, map) && map[0] == 1,
	   "single bits");
	clear_bit(0, map);
	ok(!map[0], "a bit cleared");
	ok(ALIGN(5u, 4) == 8 && ALIGN_DOWN((u64)0x1ffffffffULL, 0x1000) == 0x1fffff000ULL &&
	   IS_ALIGNED(0x2000, 0x1000) && !IS_ALIGNED(0x2001, 0x1000), "alignment");
}

struct thing {
	int number;
	struct linked_list node;
};

static void lists(void)
{
	struct linked_list head = { &head, &head }, loose = { NULL, NULL };
	struct thing t[3] = { { .number = 0 }, { .number = 1 }, { .number = 2 } };

	ok(is_list_empty(&head) && is_list_empty(&loose) && !list_remove(&loose), "empty lists");
	list_add(&head, &t[1].node);
	list_add(&head, &t[0].node);
	list_add_tail(&head, &t[2].node);
	ok(head.next == &t[0].node && t[0].node.next == &t[1].node && head.prev == &t[2].node,
	   "order");
	ok(list_remove(&t[1].node) == &t[1].node && t[0].node.next == &t[2].node &&
	   !t[1].node.next, "removal");
	ok(container_of(head.prev, struct thing, node)->number == 2, "container");
}

static void accesses(void)
{
	struct { char c[12]; } big = { "hello world" }, copy;
	const volatile u16 half = 0x1234;
	u64 word = 5;

	copy = READ_ONCE(big);
	ok(!strcmp(copy.c, "hello world") && READ_ONCE(half) == 0x1234, "READ_ONCE");
	ok(WRITE_ONCE(word, 7) == 7 && word == 7, "WRITE_ONCE");
	ok(check_add_overflow(INT_MAX, 1) && !check_add_overflow(INT_MAX, 1L) &&
	   check_sub_overflow(0u, 1u) && check_mul_overflow(1ULL << 40, 1ULL << 40) &&
	   !check_mul_overflow(3, 4), "overflow checks");
}

static void random_numbers(void)
{
	static const u32 first[] = { 0xaf5570f5, 0xa1810b7a, 0xf78caf4b, 0xc70a660f, 0x0df51e42 };
	prng_state ps = prng_init(0), again = prng_init(0), other = prng_init(1ULL << 32);
	int bad = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(first); i++)
		bad += prng32(&ps) != first[i];
	for (int i = 5; i < 9; i++)
		prng32(&ps);
	ok(!bad && prng32(&ps) == 0x6bbb058d, "known numbers of seed 0");
	ok(prng64(&again) == 0xaf5570f5a1810b7aULL, "64 bits, the first draw above");
	ok(prng32(&other) != first[0], "seeds matter in all 64 bits");
}

static struct cpu_lock a, b;

static void locks(void)
{
	bool first = cpu_lock(&a), second = cpu_lock(&a), third = cpu_lock(&b);

	ok(first && !second && third, "a lock is given once to a CPU");
	cpu_unlock(&a, second);
	ok(!cpu_lock(&a), "giving back what was not taken changes nothing");
	cpu_locks_drop();
	ok(cpu_lock(&a) && cpu_lock(&b), "dropped locks are free");
	cpu_unlock(&a, true);
	ok(cpu_lock(&a), "so are unlocked ones");
	cpu_locks_drop();
}

int main(void)
{
	static_assert(SZ_2G == 2 * (unsigned long)SZ_1G);
	static_assert(sizeof(phys_addr_t) == 8, "64 bits everywhere");

	division();
	bits();
	lists();
	accesses();
	random_numbers();
	locks();
	return done();
}
