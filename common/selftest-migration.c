// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * selftest-migration: the migration harness itself.
 *
 * Asks for single migrations one after the other, then for continuous ones;
 * with the argument "skip" it only tells the harness that none is coming. What passes is
 * that the guest goes on, on the other side.
 */
#include <libcflat.h>
#include <migrate.h>
#include <asm/time.h>

#define NR_MIGRATIONS	5
#define PHASE_MS	1000
#define PAUSE_MS	500

int main(int argc, char **argv)
{
	report_prefix_push("migration harness");

	if (argc > 1 && !strcmp(argv[1], "skip")) {
		migrate_skip();
		report_pass("migration skipping");
		report_prefix_pop();
		return report_summary();
	}

	for (int i = 0; i < NR_MIGRATIONS; i++)
		migrate_quiet();
	report_pass("cooperative migration");

	migrate_begin_continuous();
	mdelay(PHASE_MS);
	migrate_end_continuous();
	mdelay(PAUSE_MS);
	migrate_begin_continuous();
	mdelay(PHASE_MS);
	migrate_end_continuous();
	report_pass("continuous migration");

	report_prefix_pop();
	return report_summary();
}
