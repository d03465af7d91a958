// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * migration-sck: a clock that was set does not jump back by migrating.
 */
#include <libcflat.h>
#include <migrate.h>
#include <asm/time.h>

int main(void)
{
	uint64_t set, before, after;
	int cc;

	report_prefix_push("migration-sck");
	/* ten minutes ahead of what it would be by itself */
	stck(&set);
	set += (600UL * 1000000) << STCK_SHIFT_US;
	cc = sck(&set);
	report(!cc, "SCK: condition code %d", cc);

	cc = stckf(&before);
	report(!cc, "STCKF before: condition code %d", cc);
	report(before >= set, "clock is not less than what was set: %#lx, %#lx", before, set);

	migrate_once();

	cc = stckf(&after);
	report(!cc, "STCKF after: condition code %d", cc);
	report(after >= before, "clock is not less than before the migration: %#lx, %#lx", after, before);
	report_prefix_pop();
	return report_summary();
}
