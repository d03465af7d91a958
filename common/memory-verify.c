// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * memory-verify: memory keeps its content while the guest migrates.
 *
 * Increments one word of each of 32 pages over and over during continuous
 * migration. A page that the source sent too early, or that the destination
 * took twice, shows as a count behind the others. Argument: -t SECONDS.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <migrate.h>
#include <stdlib.h>
#include <asm/page.h>
#include <asm/time.h>

#define NR_PAGES	32
#define DEFAULT_SECONDS	5

/* The number of pages whose word is not @want. */
static int stale_pages(volatile unsigned long **word, unsigned long want)
{
	int stale = 0;

	for (int i = 0; i < NR_PAGES; i++) {
		if (*word[i] == want)
			continue;
		report_info("page %d: expected %lu, got %lu", i, want, *word[i]);
		stale++;
	}
	return stale;
}

int main(int argc, char **argv)
{
	volatile unsigned long *word[NR_PAGES];
	unsigned long seconds = DEFAULT_SECONDS, rounds = 0;
	uint64_t end;
	int stale = 0;

	report_prefix_push("memory");
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-t") && i + 1 < argc)
			seconds = strtoul(argv[++i], NULL, 10);
		else
			report_abort("unknown argument %s: use -t SECONDS", argv[i]);
	}
	for (int i = 0; i < NR_PAGES; i++) {
		word[i] = alloc_page();
		assert(word[i]);
	}

	migrate_begin_continuous();
	end = get_clock_ms() + seconds * 1000;
	while (!stale && get_clock_ms() < end) {
		for (int i = 0; i < NR_PAGES; i++)
			*word[i] += 1;
		rounds++;
		stale = stale_pages(word, rounds);
	}
	migrate_end_continuous();

	stale += stale_pages(word, rounds);
	report(!stale && rounds, "memory verification stress test");
	report_prefix_pop();
	return report_summary();
}
