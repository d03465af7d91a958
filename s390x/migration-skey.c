// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * migration-skey: storage keys go along with the guest.
 *
 * --sequential: set, migrate, compare. --parallel: CPU 1 sets and compares all
 * the time while CPU 0 migrates.
 */
#include <libcflat.h>
#include <migrate.h>
#include <asm/arch_def.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <smp.h>

#define NUM_PAGES	128

static uint8_t pagebuf[NUM_PAGES][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

static volatile bool stop_parallel, parallel_stopped;
static unsigned int parallel_seed, parallel_rounds;
static int parallel_result = -1;

/* Key of page @i: bit 7 of a key does not exist */
static uint8_t key_of(unsigned int i, unsigned int seed)
{
	return (i ^ seed) << 1;
}

static void set_keys(unsigned int seed)
{
	for (unsigned int i = 0; i < NUM_PAGES; i++)
		set_storage_key(pagebuf[i], key_of(i, seed), 1);
}

/*
 * First page whose key is another one, or -1. The reference bit is ignored:
 * the hypervisor reads the page to send it.
 */
static int wrong_key(unsigned int seed)
{
	for (unsigned int i = 0; i < NUM_PAGES; i++)
		if ((get_storage_key(pagebuf[i]) ^ key_of(i, seed)) & (0xfe & ~SKEY_RF))
			return i;
	return -1;
}

static void report_keys(int page, unsigned int seed, const char *what)
{
	if (page < 0)
		report_pass("%s: keys of %d pages", what, NUM_PAGES);
	else
		report_fail("%s: key of page %d: expected %#x, got %#x", what, page,
			    key_of(page, seed), get_storage_key(pagebuf[page]));
}

static void test_sequential(void)
{
	report_prefix_push("sequential");
	set_keys(0);
	migrate_once();
	report_keys(wrong_key(0), 0, "after the migration");
	report_prefix_pop();
}

static void parallel_cpu(void)
{
	unsigned int seed = 0;

	do {
		seed++;
		set_keys(seed);
		parallel_result = wrong_key(seed);
		parallel_seed = seed;
		parallel_rounds++;
		mb();
	} while (parallel_result < 0 && !stop_parallel);
	mb();
	parallel_stopped = true;
}

static void test_parallel(void)
{
	report_prefix_push("parallel");
	if (smp_query_num_cpus() == 1) {
		report_skip("need at least 2 cpus for this test");
		migrate_skip();
		report_prefix_pop();
		return;
	}
	smp_cpu_setup(1, PSW(PSW_MASK_64, parallel_cpu));
	migrate_once();
	stop_parallel = true;
	while (!parallel_stopped)
		mb();
	smp_cpu_destroy(1);
	report_info("%u rounds", parallel_rounds);
	report_keys(parallel_result, parallel_seed, "while migrating");
	report_keys(wrong_key(parallel_seed), parallel_seed, "after the migration");
	report_prefix_pop();
}

int main(int argc, char **argv)
{
	bool parallel = false, usage = false;

	report_prefix_push("migration-skey");
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--parallel"))
			parallel = true;
		else if (!strcmp(argv[i], "--sequential"))
			parallel = false;
		else
			usage = true;
	}
	if (usage || test_facility(169)) {
		if (usage)
			report_info("Usage: migration-skey [--parallel|--sequential]");
		report_skip(usage ? "unknown argument" : "storage key removal facility is active");
		migrate_skip();
	} else if (parallel) {
		test_parallel();
	} else {
		test_sequential();
	}
	report_prefix_pop();
	return report_summary();
}
