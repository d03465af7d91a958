/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading an instruction interception. */
#ifndef _S390X_SIE_ICPT_H_
#define _S390X_SIE_ICPT_H_

#include <libcflat.h>
#include <sie.h>

/* An intercepted DIAGNOSE, as it stands in ipa and ipb */
struct diag_itext {
	uint64_t opcode   :  8;
	uint64_t r_1      :  4;
	uint64_t r_2      :  4;
	uint64_t r_base   :  4;
	uint64_t displace : 12;
	uint64_t zero     : 16;
	uint64_t	  : 16;
};

struct diag_itext sblk_ip_as_diag(struct kvm_s390_sie_block *sblk);

/* sie_is_diag_icpt() - is this the interception of DIAGNOSE code @diag? */
bool sie_is_diag_icpt(struct vm *vm, unsigned int diag);

#endif
