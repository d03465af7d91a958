/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _S390X_FAULT_H_
#define _S390X_FAULT_H_

#include <asm/facility.h>
#include <asm/interrupt.h>

/* prot_is_iep() - was the protection exception one of instruction-execution protection */
static inline bool prot_is_iep(union teid teid)
{
	return test_facility(130) && teid_esop2_prot_code(teid) == PROT_IEP;
}

/* print_decode_teid() - say in words what the identification in @teid tells */
void print_decode_teid(uint64_t teid);

#endif
