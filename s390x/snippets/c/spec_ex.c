// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A specification exception whose program-new PSW is invalid, too: the first
 * may be interpreted, the second must be intercepted.
 */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/mem.h>

int main(void);

int main(void)
{
	struct psw *pgm_new = OPAQUE_PTR(GEN_LC_PGM_NEW_PSW);
	uint64_t bad_psw = 0;

	/* bit 12 must be zero, so this one cannot become current either */
	pgm_new->mask = PSW_MASK_SHORT_PSW;
	pgm_new->addr = 0xdeadbeee;
	/* bit 12 must be one in a short PSW */
	asm volatile("lpsw %0" : : "Q" (bad_psw) : "memory");
	return 0;
}
