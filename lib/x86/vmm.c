// SPDX-License-Identifier: LGPL-2.1-or-later
#include <libcflat.h>
#include <x86/cpuid.h>
#include <x86/vmm.h>

bool this_cpu_is_tcg(void)
{
	struct cpuid c;

	if (!this_cpu_has(X86_FEATURE_HYPERVISOR))
		return false;
	c = raw_cpuid(0x40000000, 0);
	/* "TCGT" "CGTC" "GTCG" */
	return c.b == 0x54474354 && c.c == 0x43544743 && c.d == 0x47435447;
}

bool this_vmm_is_bochs(void)
{
	const char *target = getenv("TARGET");

	return target && !strcmp(target, "bochs");
}

const char *needs_apic_mode_changes(void)
{
	return this_vmm_is_bochs() ? "Bochs takes no write to IA32_APICBASE once EN has been cleared" : NULL;
}

const char *needs_cr4_reserved_gp(void)
{
	const char *sound = getenv("CR4_RESERVED");

	/*
	 * QEMU's TCG leaves the guest for a nested hypervisor that is not there
	 * and loads its state from the save area at address 0, with GIF clear:
	 * not even an NMI gets through.
	 */
	if (this_cpu_is_tcg() && !(sound && *sound == 'y'))
		return "QEMU TCG loses the CPU on MOV to CR3 or CR4 of a reserved bit (CR4_RESERVED=y tries it)";
	return NULL;
}
