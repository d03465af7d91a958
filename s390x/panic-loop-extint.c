// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * panic-loop-extint: endless external interruptions.
 *
 * The external-new PSW leaves its own class open, so a CPU-timer interruption
 * is followed by the next before an instruction runs. KVM must notice and
 * report a crashed guest; the runner waits for that event.
 */
#include <libcflat.h>
#include <asm/asm-offsets.h>
#include <asm/interrupt.h>
#include <asm/mem.h>
#include <asm/time.h>
#include <hardware.h>

static void ext_int_handler(void)
{
	/* the condition is pending as long as the CPU timer is negative */
	report_abort("external interruption handler has been reached");
}

int main(void)
{
	struct psw *ext_new = OPAQUE_PTR(GEN_LC_EXT_NEW_PSW);

	report_prefix_push("panic-loop-extint");
	if (!host_is_qemu() || host_is_tcg()) {
		report_skip("QEMU-KVM-only test");
		report_prefix_pop();
		return report_summary();
	}
	ext_new->addr = (uint64_t)ext_int_handler;
	ext_new->mask |= PSW_MASK_EXT;

	cpu_timer_set_ms(10);
	ctl_set_bit(0, CTL0_CPU_TIMER);
	psw_mask_set_bits(PSW_MASK_EXT);
	mdelay(2000);

	/* not here, if KVM noticed */
	psw_mask_clear_bits(PSW_MASK_EXT);
	report_fail("survived the external interruption loop");
	report_prefix_pop();
	return report_summary();
}
