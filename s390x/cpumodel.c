// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * cpumodel: facility indications that imply others (PoP chapter 4 "Facility
 * Indications"), and that interpretive execution is offered as a whole.
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <hardware.h>
#include <sclp.h>
#include <uv.h>
#include "pgm.h"

static const struct implication {
	const char *name;
	int facility, implied;
} implications[] = {
	{ "4 implies 3", 4, 3 },
	{ "5 implies 3", 5, 3 },
	{ "5 implies 4", 5, 4 },
	{ "19 implies 18", 19, 18 },
	{ "37 implies 42", 37, 42 },
	{ "43 implies 42", 43, 42 },
	{ "73 implies 49", 73, 49 },
	{ "134 implies 129", 134, 129 },
	{ "135 implies 129", 135, 129 },
	{ "139 implies 25", 139, 25 },
	{ "139 implies 28", 139, 28 },
	{ "146 implies 76", 146, 76 },
	{ "78 implies 8", 78, 8 },
	{ "61 implies 45", 61, 45 },
	{ "148 implies 129", 148, 129 },
	{ "148 implies 135", 148, 135 },
	{ "152 implies 129", 152, 129 },
	{ "152 implies 134", 152, 134 },
	{ "155 implies 76", 155, 76 },
	{ "155 implies 77", 155, 77 },
};

static void implication(void)
{
	const struct implication *i = subtest_row();

	if (test_facility(i->facility))
		check(test_facility(i->implied), "facility %d is installed, as %d wants",
		      i->implied, i->facility);
	else
		report_skip("facility %d is not installed", i->facility);
}

static void sclp_features(void)
{
#define FEATURE(f)	{ #f, sclp_facilities.has_##f }
	const struct { const char *name; bool on; } features[] = {
		FEATURE(diag318), FEATURE(64bscao), FEATURE(pfmfi), FEATURE(gsls),
		FEATURE(cmma), FEATURE(esca), FEATURE(kss), FEATURE(ibs), FEATURE(sigpif),
		FEATURE(sief2), FEATURE(skeyi), FEATURE(siif), FEATURE(cei), FEATURE(ib),
	};
	bool pv = uv_os_is_guest();

	for (unsigned int i = 0; i < ARRAY_SIZE(features); i++) {
		/* DIAG 0x318 is not part of interpretive execution, sief2 is the premise */
		if (!pv && (!strcmp(features[i].name, "diag318") || !strcmp(features[i].name, "sief2")))
			continue;
		check(!features[i].on, "%s is off %s", features[i].name,
		      pv ? "in a protected guest" : "without sief2");
	}
}

static const char *needs_no_sief2(void)
{
	return sclp_facilities.has_sief2 && !uv_os_is_guest() ? "sief2 is on" : NULL;
}

static void stfle_stable(void)
{
	uint64_t one[NB_STFL_DOUBLEWORDS] = {}, guard[2] = { ~0UL, ~0UL };
	unsigned long size = stfle_size();

	check_gt(size, 0, "doublewords");
	check_eq(stfle(guard, 1), size, "doublewords told by a short STFLE");
	check_eq(guard[1], ~0UL, "doubleword behind a short STFLE");
	check_eq(guard[0], stfl_doublewords[0], "first doubleword");
	stfle(one, NB_STFL_DOUBLEWORDS);
	check_mem(one, stfl_doublewords, sizeof(one), "list is the same twice");
	stfl();
	check_eq(*(volatile uint32_t *)&lowcore.stfl, stfl_doublewords[0] >> 32, "STFL and STFLE agree");
	/* these two are what z/Architecture mode means */
	check(test_facility(1), "z/Architecture is installed");
	check(test_facility(2), "z/Architecture is active");
}

static const struct subtest subtests[] = {
	{ "implication", implication, SUBTEST_ROWS(implications) },
	{ "sclp", sclp_features, .requires = needs_no_sief2 },
	{ "stfle", stfle_stable },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
