// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * iep: instruction-execution protection. Fetching an instruction from a page
 * with the IEP bit is a protection exception, once CR0 bit 43 is on
 * (PoP chapter 3 "Instruction-Execution Protection").
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <asm/pgtable.h>
#include <asm/mem.h>
#include <asm/asm-offsets.h>
#include <fault.h>
#include <mmu.h>
#include <vmalloc.h>
#include "pgm.h"

static const char *needs_iep(void)
{
	return test_facility(130) ? NULL : "DAT IEP is not available";
}

static uint64_t teid;

static void note_and_return(struct stack_frame_int *frame)
{
	struct psw *old = OPAQUE_PTR(GEN_LC_PGM_OLD_PSW);

	teid = *(volatile uint64_t *)OPAQUE_PTR(GEN_LC_TRANS_EXC_ID);
	old->addr = frame->grs0[12];
}

static void call(void)
{
	uint16_t *code = alloc_pages(0);
	void (*fn)(void) = (void (*)(void))code;

	*code = 0x07fe;		/* br %r14 */
	ctl_set_bit(0, CTL0_IEP);

	check_pgm(0, fn(), "call into a page without the bit");
	protect_page(code, PAGE_ENTRY_IEP);
	register_pgm_cleanup_func(note_and_return);
	check_pgm(PGM_INT_CODE_PROTECTION, fn(), "call into a page with the bit");
	register_pgm_cleanup_func(NULL);
	check_eq(teid_esop2_prot_code((union teid){ .val = teid }), PROT_IEP, "protection code");
	check_eq(teid & PAGE_MASK, (uint64_t)code, "page in the TEID");
	check_pgm(0, (void)*(volatile uint16_t *)code, "data access to it");

	ctl_clear_bit(0, CTL0_IEP);
	check_pgm(0, fn(), "call with CR0 bit 43 off");
	unprotect_page(code, PAGE_ENTRY_IEP);
	free_pages(code);
}

static const struct subtest subtests[] = {
	{ "call", call, .requires = needs_iep },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
