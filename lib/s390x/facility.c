// SPDX-License-Identifier: LGPL-2.1-or-later
/* Facility list of this machine, and what it says about protection. */
#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <sclp.h>

uint64_t stfl_doublewords[NB_STFL_DOUBLEWORDS];

void setup_facilities(void)
{
	stfl();
	mb();
	stfl_doublewords[0] = (uint64_t)*(volatile uint32_t *)&lowcore.stfl << 32;
	if (test_facility(7))
		stfle(stfl_doublewords, NB_STFL_DOUBLEWORDS);
}

unsigned long stfle_size(void)
{
	uint64_t dummy;

	return stfle(&dummy, 1);
}

enum supp_on_prot_facility get_supp_on_prot_facility(void)
{
	if (sclp_facilities.has_esop)
		return test_facility(131) ? SOP_ENHANCED_2 : SOP_ENHANCED_1;
	return sclp_facilities.has_sop ? SOP_BASIC : SOP_NONE;
}
