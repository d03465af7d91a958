// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Offsets of the per-CPU data, for assembly.
 */
#include <kbuild.h>
#include <libcflat.h>
#include <x86/smp.h>

int main(void)
{
	OFFSET(PERCPU_SMP_ID, percpu_data, smp_id);
	OFFSET(PERCPU_APIC_OPS, percpu_data, apic_ops);
	OFFSET(PERCPU_GUEST_REGS, percpu_data, guest_regs);
	return 0;
}
