// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * panic-loop-pgm: endless program interruptions.
 *
 * The program-new PSW is itself invalid, so a specification exception is
 * followed by the next for ever. KVM must notice and report a crashed guest.
 */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/interrupt.h>
#include <asm/mem.h>
#include <hardware.h>

int main(void)
{
	struct psw *pgm_new = OPAQUE_PTR(GEN_LC_PGM_NEW_PSW);

	report_prefix_push("panic-loop-pgm");
	if (!host_is_qemu() || host_is_tcg()) {
		report_skip("QEMU-KVM-only test");
		report_prefix_pop();
		return report_summary();
	}
	/* bit 12 must be zero in a 16-byte PSW */
	pgm_new->mask |= PSW_MASK_SHORT_PSW;
	mb();
	load_psw_mask(extract_psw_mask() | PSW_MASK_SHORT_PSW);

	report_fail("survived the program interruption loop");
	report_prefix_pop();
	return report_summary();
}
