// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Containment of subtests (subtest.h). The watchdog is the CPU timer: with it
 * armed a subtest runs with PSW bit 7 and CR0 bit 53 one. It cannot get through
 * a subtest that masks external interruptions and hangs; there the runner's own
 * time limit helps. Subtests that use the CPU timer or look at that mask bit have
 * SUBTEST_NO_WATCHDOG.
 */
#include <libcflat.h>
#include <subtest.h>
#include <cpulock.h>
#include <mmu.h>
#include <asm/barrier.h>
#include <asm/interrupt.h>
#include <asm/time.h>
#include <asm/asm-offsets.h>
#include <asm/mem.h>
#include <sclp.h>
#include <smp.h>
#include "subtest-arch.h"

static unsigned int watchdog_seconds;
static struct cpu *watchdog_cpu;

/* What a subtest found when it began. */
static struct {
	bool valid;
	uint64_t psw_mask;
	uint64_t crs[16];
	uint32_t prefix;
	struct psw new_psws[5];		/* external to I/O */
} start_state;

int arch_cpu_id(void)
{
	struct cpu *cpu = *(struct cpu *volatile *)&lowcore.this_cpu;

	return cpu ? cpu->idx : -1;
}

static void take_start_state(void)
{
	start_state.psw_mask = extract_psw_mask();
	asm volatile("stctg	%%c0,%%c15,%0" : "=Q" (start_state.crs));
	start_state.prefix = get_prefix();
	memcpy(start_state.new_psws, OPAQUE_PTR(GEN_LC_EXT_NEW_PSW), sizeof(start_state.new_psws));
	start_state.valid = true;
}

void arch_subtest_watchdog(unsigned int seconds)
{
	if (seconds) {
		take_start_state();
		watchdog_seconds = seconds;
		watchdog_cpu = THIS_CPU;
		cpu_timer_set_ms(seconds * 1000L);
		ctl_set_bit(0, CTL0_CPU_TIMER);
		psw_mask_set_bits(PSW_MASK_EXT);
	} else if (watchdog_cpu) {
		watchdog_cpu = NULL;
		psw_mask_clear_bits(PSW_MASK_EXT);
		ctl_clear_bit(0, CTL0_CPU_TIMER);
	}
}

bool subtest_watchdog_armed(void)
{
	return watchdog_cpu && watchdog_cpu == THIS_CPU;
}

bool subtest_watchdog_expired(uint16_t code)
{
	return code == EXT_IRQ_CPU_TIMER && subtest_watchdog_armed() && !THIS_CPU->ext_int_expected;
}

void subtest_watchdog_abandon(void)
{
	subtest_abandon("no end within %u s", watchdog_seconds);
	subtest_arch_abort();
}

void subtest_arch_abort(void)
{
	exit(63);
}

/*
 * We come from a longjmp() out of a handler or an assertion: whatever the
 * subtest changed in this CPU goes back to what it found, except that an
 * address space set up meanwhile stays.
 */
void arch_subtest_recover(void)
{
	struct cpu *cpu = THIS_CPU;
	uint64_t asce = mmu_primary_asce();
	uint64_t dat = asce ? PSW_MASK_DAT : 0;

	watchdog_cpu = NULL;
	sclp_clear_busy();
	cpu->in_interrupt_handler = false;
	cpu->pgm_int_expected = false;
	cpu->ext_int_expected = false;
	cpu->pgm_cleanup_func = NULL;
	cpu->ext_cleanup_func = NULL;

	if (start_state.valid) {
		/* The library's own prefix area is the one the CPU structure names. */
		load_psw_mask(PSW_MASK_64);
		set_prefix(start_state.prefix);
		THIS_CPU = cpu;
		memcpy(OPAQUE_PTR(GEN_LC_EXT_NEW_PSW), start_state.new_psws, sizeof(start_state.new_psws));
		if (asce)
			start_state.crs[1] = asce;
		start_state.crs[0] &= ~(1UL << CTL0_CPU_TIMER);
		asm volatile("lctlg	%%c0,%%c15,%0" : : "Q" (start_state.crs) : "memory");
		irq_set_dat_mode(asce != 0, AS_PRIM);
		load_psw_mask((start_state.psw_mask & ~(PSW_MASK_DAT | PSW_MASK_EXT)) | dat);
	} else {
		lctlg(0, CR0_INITIAL);
		load_psw_mask(PSW_MASK_64 | dat);
	}

	for (int i = 1; i < smp_query_num_cpus(); i++)
		if (smp_cpu_from_idx(i)->active)
			smp_cpu_destroy(i);
}
