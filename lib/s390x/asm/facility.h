/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Facility indications (PoP chapter 4 "Facility Indications", STFL and STFLE). */
#ifndef _ASMS390X_FACILITY_H_
#define _ASMS390X_FACILITY_H_

#include <libcflat.h>
#include <bitops.h>
#include <asm/arch_def.h>

#define NB_STFL_DOUBLEWORDS	32
extern uint64_t stfl_doublewords[NB_STFL_DOUBLEWORDS];

/* test_facility() - facility indication @nr, IBM numbering */
static inline bool test_facility(int nr)
{
	return nr >= 0 && nr < NB_STFL_DOUBLEWORDS * 64 && test_bit_inv(nr, stfl_doublewords);
}

/* stfl() - STORE FACILITY LIST into the prefix area */
static inline void stfl(void)
{
	asm volatile("stfl	0" : : : "memory");
}

/*
 * stfle() - STORE FACILITY LIST EXTENDED
 * @fac: doubleword-aligned list of @nb_doublewords doublewords
 *
 * Returns how many doublewords the machine has, which may be more or less.
 */
static inline unsigned int stfle(uint64_t *fac, unsigned int nb_doublewords)
{
	register uint64_t r0 asm("0") = nb_doublewords - 1;

	asm volatile(".insn	s,0xb2b00000,0(%1)" : "+d" (r0) : "a" (fac) : "memory", "cc");
	return (r0 & 0xff) + 1;
}

/* stfle_size() - doublewords of the machine's facility list */
unsigned long stfle_size(void);

/* setup_facilities() - fill stfl_doublewords */
void setup_facilities(void);

enum supp_on_prot_facility {
	SOP_NONE,
	SOP_BASIC,
	SOP_ENHANCED_1,
	SOP_ENHANCED_2,
};

/* get_supp_on_prot_facility() - how much a protection exception tells in the TEID */
enum supp_on_prot_facility get_supp_on_prot_facility(void);

#endif
