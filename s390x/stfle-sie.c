// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * stfle-sie: the guest's STFLE shows the facility list that the host gave it.
 *
 * The list is random: --seed N makes it that of an earlier run.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <rand.h>
#include <stdlib.h>
#include <asm/facility.h>
#include <asm/time.h>
#include <sclp.h>
#include <sie.h>
#include <snippet.h>
#include <snippet-exit.h>
#include <subtest.h>

extern const char SNIPPET_NAME_START(c, stfle)[];
extern const char SNIPPET_NAME_END(c, stfle)[];

static struct vm vm;
static uint64_t (*fac)[PAGE_SIZE / sizeof(uint64_t)];
static uint64_t seed;

static const char *needs_stfle_in_guest(void)
{
	if (!sclp_facilities.has_sief2)
		return "SIEF2 facility unavailable";
	return test_facility(7) ? NULL : "STFLE is not available";
}

static void format0(void)
{
	prng_state s = prng_init(seed);
	uint64_t result, len, *list;

	report_info("seed %lu", seed);
	for (unsigned int i = 0; i < stfle_size(); i++)
		(*fac)[i] = prng64(&s);
	vm.sblk->fac = (uint32_t)(uintptr_t)fac;
	sie(&vm);
	if (!check(snippet_is_force_exit_value(&vm), "the guest tells where its list is"))
		return;
	result = snippet_get_force_exit_value(&vm);
	/* guest addresses are offsets in its memory */
	len = *(uint64_t *)(vm.sblk->mso + result);
	list = (uint64_t *)(vm.sblk->mso + result) + 1;
	/* GR0 is one less than the number of doublewords */
	check_eq((len & 0xff) + 1, stfle_size(), "doublewords");
	check_mem(list, *fac, MIN(stfle_size(), 8UL) * 8, "facility list");
}

static const struct subtest subtests[] = {
	{ "format-0", format0, .requires = needs_stfle_in_guest },
	{ }
};

int main(int argc, char **argv)
{
	int n = 1;

	stck(&seed);
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--seed") && i + 1 < argc)
			seed = strtoul(argv[++i], NULL, 0);
		else
			argv[n++] = argv[i];
	}
	if (!needs_stfle_in_guest()) {
		snippet_setup_guest(&vm, false);
		snippet_init(&vm, SNIPPET_NAME_START(c, stfle), SNIPPET_LEN(c, stfle),
			     SNIPPET_UNPACK_OFF);
		fac = alloc_pages_flags(0, AREA_DMA31);
		assert(fac);
	}
	return run_subtests(subtests, n, argv);
}
