// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The console protocol of the migration harness.
 */
#include <libcflat.h>
#include <migrate.h>

void migrate(void)
{
	puts("Now migrate the VM, then press a key to continue...\n");
	getchar();
	report_info("Migration complete");
}

void migrate_quiet(void)
{
	puts("Now migrate the VM (quiet)\n");
	getchar();
}

void migrate_once(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	migrate();
}

void migrate_skip(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	puts("Skipped VM migration (quiet)\n");
	getchar();
}

void migrate_begin_continuous(void)
{
	puts("Begin continuous migration\n");
	getchar();
}

/*
 * A migration may split the output between the logs of source and destination,
 * so the line is sent twice: one of them arrives whole.
 */
void migrate_end_continuous(void)
{
	puts("End continuous migration\n");
	puts("End continuous migration (quiet)\n");
	getchar();
}
