// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Writes 42 + i to its test page i, tells where they are, then stores behind
 * what the host has mapped.
 */
#include <libcflat.h>
#include <asm/page.h>
#include <snippet-exit.h>
#include "sie-dat.h"

static uint8_t test_pages[GUEST_TEST_PAGE_COUNT * PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));

int main(void);

int main(void)
{
	volatile uint8_t *page;

	/* the host finds the pages by this address, and all zero */
	memset(test_pages, 0, sizeof(test_pages));
	force_exit_value((uint64_t)test_pages);

	for (int i = 0; i < GUEST_TEST_PAGE_COUNT; i++) {
		page = test_pages + i * PAGE_SIZE;
		*page = 42 + i;
	}
	force_exit();

	page = (uint8_t *)(GUEST_TOTAL_PAGE_COUNT * PAGE_SIZE);
	*page = 42;
	force_exit();
	return 0;
}
