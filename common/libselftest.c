// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * libselftest: the guest library's own promises, on the machine itself.
 *
 * Formatted output, strings, numbers, the allocators with merging and fresh
 * pages, setjmp, and the containment of subtests that assert, fault or hang. What a host
 * compiler can check as well is checked more thoroughly in testsuite/lib.
 */
#include <libcflat.h>
#include <alloc.h>
#include <alloc_page.h>
#include <bitops.h>
#include <contain.h>
#include <limits.h>
#include <rand.h>
#include <report.h>
#include <setjmp.h>
#include <stdlib.h>
#include <subtest.h>
#include <vmalloc.h>
#include <asm/page.h>

static void printf_integers(void)
{
	char text[64];

	snprintf(text, sizeof(text), "%d %u %x", -1, -1u, -1u);
	check_str(text, "-1 4294967295 ffffffff", "32-bit conversions");
	snprintf(text, sizeof(text), "%lld %llu %llx", LLONG_MIN, ULLONG_MAX, ULLONG_MAX);
	check_str(text, "-9223372036854775808 18446744073709551615 ffffffffffffffff",
		  "64-bit conversions");
	snprintf(text, sizeof(text), "[%#018llx] [%#10x] [%-6d] [%06d] [%.5d]", 0x1234ULL, 0xab, 42,
		 -42, 7);
	check_str(text, "[0x0000000000001234] [      0xab] [42    ] [-00042] [00007]",
		  "flags, width and precision");
	snprintf(text, sizeof(text), "%" PRIx64 " %" PRId32 " %zx %p %p", (u64)1 << 40, (s32)-7,
		 (size_t)0xfff, (void *)0x1000, NULL);
	check_str(text, "10000000000 -7 fff 0x1000 0", "fixed width, size and pointers");
}

static void printf_strings(void)
{
	static const u16 wide[] = { 'k', 0xe4, 0x20ac, 0xd83d, 0xde00, 0xdc00, 0 };
	/* The compiler's wchar_t may be wider, so it must not see this format. */
	const char *volatile wide_format = "%ls";
	char text[32];
	int len;

	snprintf(text, sizeof(text), "[%5s] [%-5s] [%.2s] [%c]", "abc", "abc", "abc", 'x');
	check_str(text, "[  abc] [abc  ] [ab] [x]", "strings");
	snprintf(text, sizeof(text), wide_format, wide);
	check_str(text, "k\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd", "UTF-16 to UTF-8");
	len = snprintf(text, 4, "%s", "abcdef");
	check_eq(len, 6, "length of a cut string");
	check_str(text, "abc", "a cut string");
	text[0] = 'x';
	snprintf(text, 0, "%s", "abcdef");
	check_eq(text[0], 'x', "a buffer of no bytes stays as it is");
}

static void numbers(void)
{
	char *end;

	check_eq(strtol("  -0x1f,", &end, 0), -31, "strtol of -0x1f");
	check_eq(*end, ',', "where it stopped");
	check_eq(strtoull("18446744073709551615", NULL, 10), ULLONG_MAX, "the largest number");
	check_eq(strtoll("-9223372036854775808", NULL, 10), LLONG_MIN, "the smallest number");
	check_eq(strtol("0777", NULL, 0), 0777, "octal");
}

/* 64-bit division is ours where the machine has none. */
static void division(void)
{
	volatile u64 n = 0xfedcba9876543210ULL, d = 0x123456789ULL;
	volatile s64 sn = -1000000000007LL, sd = 1000003;

	check_eq(n / d, 0xe0000000ULL, "unsigned quotient");
	check_eq(n % d, n - (n / d) * d, "unsigned remainder");
	check_lt(n % d, d, "unsigned remainder is smaller than the divisor");
	check_eq(sn / sd, -999997, "signed quotient rounds towards zero");
	check_eq(sn % sd, sn + 999997 * sd, "signed remainder");
	check_eq(n / 10, 1836475854449306472ULL, "division by 10");
}

static void memory_moves(void)
{
	static u8 buf[256], want[256];
	unsigned int bad = 0;

	for (unsigned int from = 0; from < 20; from++) {
		for (unsigned int to = 0; to < 20; to++) {
			for (unsigned int i = 0; i < sizeof(buf); i++)
				buf[i] = i;
			for (unsigned int i = 0; i < sizeof(buf); i++)
				want[i] = i >= to && i < to + 77 ? i - to + from : i;
			memmove(buf + to, buf + from, 77);
			if (memcmp(buf, want, sizeof(buf)))
				bad++;
		}
	}
	check_eq(bad, 0, "memmove of 77 bytes by -19 to 19: wrong results");
	memset(buf, 0, sizeof(buf));
	memset(buf + 3, 0xa5, 41);
	check(!buf[2] && buf[3] == 0xa5 && buf[43] == 0xa5 && !buf[44], "memset sets what it should");
}

static void random_numbers(void)
{
	prng_state ps = prng_init(0);

	check_eq(prng32(&ps), 0xaf5570f5, "first number of seed 0");
	for (int i = 0; i < 8; i++)
		prng32(&ps);
	check_eq(prng32(&ps), 0x6bbb058d, "tenth number of seed 0");
}

static const char *needs_pages(void)
{
	return page_alloc_initialized() ? NULL : "the page allocator is not up";
}

static void pages_merge(void)
{
	void *block[64];
	size_t before = page_alloc_count_free();
	unsigned int bad = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(block); i++) {
		block[i] = alloc_pages(i % 4);
		if (!block[i] || (unsigned long)block[i] & ((PAGE_SIZE << (i % 4)) - 1))
			bad++;
		else
			memset(block[i], i, PAGE_SIZE << (i % 4));
	}
	check_eq(bad, 0, "64 blocks of 1 to 8 pages: missing or unaligned ones");
	check_lt(page_alloc_count_free(), before, "free pages meanwhile");
	for (unsigned int i = 0; i < ARRAY_SIZE(block); i += 2)
		free_pages(block[i]);
	page_alloc_verify();
	for (unsigned int i = 1; i < ARRAY_SIZE(block); i += 2)
		free_pages(block[i]);
	page_alloc_verify();
	check_eq(page_alloc_count_free(), before, "free pages afterwards");
}

static void pages_zeroed(void)
{
	unsigned char *page = alloc_page();
	unsigned int i;

	memset(page, 0xff, PAGE_SIZE);
	free_page(page);
	page = alloc_page();
	for (i = 0; i < PAGE_SIZE && !page[i]; i++)
		;
	check_eq(i, PAGE_SIZE, "zero bytes at the start of a page that was used before");
	free_page(page);
}

static void pages_fresh(void)
{
	void *used = alloc_page(), *fresh;

	free_page(used);
	fresh = alloc_pages_flags(0, FLAG_FRESH);
	check(fresh && fresh != used, "a fresh page is not one that was used");
	free_page(fresh);
	fresh = alloc_pages_flags(0, FLAG_FRESH);
	check(fresh && fresh != used, "a fresh page once more");
	free_page(fresh);
	page_alloc_verify();
}

static void pages_reserved(void)
{
	void *page = alloc_pages(1);
	phys_addr_t addr = __pa(page);
	size_t before;

	free_pages(page);
	before = page_alloc_count_free();
	check_eq(reserve_pages(addr, 2), 0, "two free pages, used before, are reserved");
	check_eq(reserve_pages(addr + PAGE_SIZE, 1), -1, "one of them is not reserved again");
	check_eq(reserve_pages(addr, 0), 0, "no pages are reserved");
	check_eq(page_alloc_count_free(), before - 2, "free pages meanwhile");
	page_alloc_verify();
	unreserve_pages(addr + PAGE_SIZE, 1);
	unreserve_pages(addr, 1);
	page_alloc_verify();
	check_eq(page_alloc_count_free(), before, "free pages afterwards");
}

static void fill_heap(void)
{
	static const size_t sizes[] = { 1, 7, 8, 100, 1000, 4000, 4088, 4096, 5000, 70000 };
	u8 *mem[ARRAY_SIZE(sizes)];
	unsigned int bad = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++) {
		mem[i] = malloc(sizes[i]);
		if ((unsigned long)mem[i] % sizeof(long))
			bad++;
		memset(mem[i], i + 1, sizes[i]);
	}
	check_eq(bad, 0, "unaligned blocks");
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++)
		for (size_t j = 0; j < sizes[i]; j++)
			if (mem[i][j] != i + 1)
				bad++;
	check_eq(bad, 0, "bytes of one block that another one changed");
	for (unsigned int i = 0; i < ARRAY_SIZE(sizes); i++)
		free(mem[i]);
}

static void heap(void)
{
	fill_heap();
	for (size_t align = 1; align <= 4 * PAGE_SIZE; align *= 2) {
		void *mem = memalign(align, 24);

		if (align >= PAGE_SIZE / 2)
			check(!((unsigned long)mem & (align - 1)), "memalign to %zu bytes", align);
		free(mem);
	}
	check(!malloc(0), "malloc of nothing gives NULL");
	free(NULL);
}

static const char *needs_vm(void)
{
	return vm_available() ? NULL : "no virtual memory on this CPU";
}

static void virtual_heap(void)
{
	size_t before;
	u8 *mem;

	setup_vm();
	heap();
	/* The first round may have made page tables; the second finds them. */
	free(malloc(10 * PAGE_SIZE));
	before = page_alloc_count_free();
	for (int i = 0; i < 50; i++) {
		mem = malloc(10 * PAGE_SIZE);
		if (i == 0)
			check(!mem[0] && !mem[10 * PAGE_SIZE - 1], "memory is zeroed");
		memset(mem, 0xff, 10 * PAGE_SIZE);
		free(mem);
	}
	/* Without arch_unmap_page() addresses are not used again and tables grow. */
	check_ge(page_alloc_count_free() + 16, before, "free pages after 50 times malloc and free");
	page_alloc_verify();
}

static void jumps(void)
{
	static jmp_buf env;
	volatile int expected = 0, wrong = 0;
	int got;

	got = setjmp(env);
	if (got != expected)
		wrong++;
	if (got < 9) {
		expected = got + 1;
		longjmp(env, got + 1);
	}
	check_eq(wrong, 0, "setjmp returns 0, then 1 to 9 from longjmp: wrong values");
	expected = 0;
	got = setjmp(env);
	if (!expected) {
		expected = 1;
		longjmp(env, 0);
	}
	check_eq(got, 1, "longjmp with 0 (C99 7.13.2.1)");
}

/* Run @fn, which must not end by itself, and see why it did not. */
static void abandoned(void (*fn)(void), unsigned int timeout, const char *want, const char *what)
{
	unsigned int mark = report_prefix_mark();
	char why[200] = "";
	bool ended = contain_text(fn, timeout, why, sizeof(why));

	report_prefix_restore(mark);
	check(!ended, "%s ends the subtest", what);
	report_info("reason given: %s", why);
	check(*want ? strstr(why, want) != NULL : why[0] != '\0', "%s is given as the reason", what);
}

static void do_assert(void)
{
	report_prefix_push("inside");
	assert_msg(report_prefix_mark() == 0, "the %s", "reason");
}

static void failed_assertion(void)
{
	unsigned int mark = report_prefix_mark();

	abandoned(do_assert, 0, "assert failed", "an assertion");
	check_eq(report_prefix_mark(), mark, "length of the prefixes afterwards");
}

static void aborted(void)
{
	abandoned(abort, 0, "abort", "abort()");
}

static void do_trap(void)
{
	__builtin_trap();
}

static void exception(void)
{
	abandoned(do_trap, 0, "", "an undefined instruction");
	abandoned(do_trap, 0, "", "the same a second time");
}

static void do_double_free(void)
{
	void *page = alloc_page();

	free_page(page);
	free_page(page);
}

static void lock_dropped(void)
{
	void *page;

	abandoned(do_double_free, 0, "free already", "a double free");
	page = alloc_page();
	check(page, "the allocator works afterwards");
	free_page(page);
}

static void do_hang(void)
{
	for (;;)
		barrier();
}

static const char *needs_watchdog(void)
{
	return contain_has_watchdog() ? NULL : "no watchdog on this architecture";
}

static void hang(void)
{
	abandoned(do_hang, 1, "no end within", "a hang");
	abandoned(do_hang, 1, "no end within", "a second hang");
}

static void returns(void)
{
}

static void contained_return(void)
{
	char why[100] = "";

	check(contain_text(returns, 1, why, sizeof(why)), "a function that returns has ended");
	check_str(why, "", "reason given");
}

static const struct subtest subtests[] = {
	{ "printf-integers", printf_integers },
	{ "printf-strings", printf_strings },
	{ "numbers", numbers },
	{ "division", division },
	{ "memory-moves", memory_moves },
	{ "random-numbers", random_numbers },
	{ "jumps", jumps },
	{ "early-heap", fill_heap },
	{ "failed-assertion", failed_assertion, .flags = SUBTEST_NO_WATCHDOG },
	{ "abort", aborted, .flags = SUBTEST_NO_WATCHDOG },
	{ "exception", exception, .flags = SUBTEST_NO_WATCHDOG },
	{ "hang", hang, .requires = needs_watchdog, .flags = SUBTEST_NO_WATCHDOG },
	{ "contained-return", contained_return, .flags = SUBTEST_NO_WATCHDOG },
	{ "virtual-heap", virtual_heap, .requires = needs_vm },
	{ "pages-merge", pages_merge, .requires = needs_pages },
	{ "pages-zeroed", pages_zeroed, .requires = needs_pages },
	{ "pages-fresh", pages_fresh, .requires = needs_pages },
	{ "pages-reserved", pages_reserved, .requires = needs_pages },
	{ "lock-dropped", lock_dropped, .requires = needs_pages, .flags = SUBTEST_NO_WATCHDOG },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
