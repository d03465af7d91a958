// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * migration-cmm: usage states of pages (ESSA) go along with the guest.
 */
#include <libcflat.h>
#include <migrate.h>
#include <asm/cmm.h>
#include <asm/interrupt.h>
#include <asm/page.h>

#define NUM_PAGES	128

static uint8_t pagebuf[NUM_PAGES][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

/* What a state that was set may have become */
static const struct {
	const char *name;
	unsigned int allowed;	/* set of usage states */
} states[4] = {
	{ "stable", 1 << ESSA_USAGE_STABLE },
	{ "unused", 1 << ESSA_USAGE_UNUSED },
	{ "volatile", 1 << ESSA_USAGE_VOLATILE },
	{ "potentially volatile", 1 << ESSA_USAGE_VOLATILE | 1 << ESSA_USAGE_POT_VOLATILE },
};

static void set_states(void)
{
	for (int i = 0; i < NUM_PAGES; i += 4) {
		essa(ESSA_SET_STABLE, (unsigned long)pagebuf[i]);
		essa(ESSA_SET_UNUSED, (unsigned long)pagebuf[i + 1]);
		essa(ESSA_SET_VOLATILE, (unsigned long)pagebuf[i + 2]);
		essa(ESSA_SET_POT_VOLATILE, (unsigned long)pagebuf[i + 3]);
	}
}

static void verify_states(void)
{
	int bad[4] = {};

	for (int i = 0; i < NUM_PAGES; i++) {
		unsigned int usage = essa(ESSA_GET_STATE, (unsigned long)pagebuf[i]) >> 2 & 3;

		if (!(states[i % 4].allowed & (1 << usage))) {
			report_info("page %d was set %s: usage state %u", i, states[i % 4].name, usage);
			bad[i % 4]++;
		}
	}
	for (int s = 0; s < 4; s++)
		report(!bad[s], "pages set %s: %d of %d changed", states[s].name, bad[s], NUM_PAGES / 4);
}

int main(void)
{
	if (!check_essa_available()) {
		report_skip("ESSA is not available");
		migrate_skip();
		return report_summary();
	}
	report_prefix_push("migration-cmm");
	set_states();
	migrate_once();
	verify_states();
	report_prefix_pop();
	return report_summary();
}
