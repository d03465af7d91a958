// SPDX-License-Identifier: LGPL-2.1-or-later
#include <libcflat.h>
#include <x86/amd_sev.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>

#define DEFAULT_UPPER_BOUND	51

static unsigned int c_bit_pos;

static bool status_bit(struct x86_cpu_feature feature, u64 bit)
{
	return this_cpu_has(feature) && (rdmsr(MSR_SEV_STATUS) & bit);
}

bool amd_sev_enabled(void)
{
	static bool asked, on;

	if (!asked) {
		on = status_bit(X86_FEATURE_SEV, SEV_ENABLED_MASK);
		asked = true;
	}
	return on;
}

bool amd_sev_es_enabled(void)
{
	static bool asked, on;

	if (!asked) {
		on = amd_sev_enabled() && status_bit(X86_FEATURE_SEV_ES, SEV_ES_ENABLED_MASK);
		asked = true;
	}
	return on;
}

efi_status_t setup_amd_sev(void)
{
	if (!amd_sev_enabled())
		return EFI_UNSUPPORTED;
	c_bit_pos = this_cpu_property(X86_PROPERTY_SEV_C_BIT);
	return EFI_SUCCESS;
}

efi_status_t setup_amd_sev_es(void)
{
	struct descriptor_table_ptr firmware;

	if (!amd_sev_es_enabled())
		return EFI_UNSUPPORTED;
	sidt(&firmware);
	boot_idt[VC_VECTOR] = ((idt_entry_t *)firmware.base)[VC_VECTOR];
	/* The firmware's GDT is gone by then. */
	boot_idt[VC_VECTOR].selector = KERNEL_CS;
	return EFI_SUCCESS;
}

void setup_ghcb_pte(pgd_t *page_table)
{
	void *ghcb = phys_to_virt(rdmsr(MSR_SEV_ES_GHCB));
	struct pte_search entry;

	/* A small page, so that what lies around it stays encrypted. */
	for (;;) {
		entry = find_pte_level(page_table, ghcb, 1);
		assert_msg(*entry.pte & PT_PRESENT_MASK, "the GHCB at %p is not mapped", ghcb);
		if (entry.level == 1)
			break;
		split_large_page(entry.pte, entry.level);
	}
	*entry.pte &= ~get_amd_sev_c_bit_mask();
	flush_tlb();
}

unsigned long long get_amd_sev_c_bit_mask(void)
{
	return c_bit_pos ? 1ull << c_bit_pos : 0;
}

unsigned long long get_amd_sev_addr_upperbound(void)
{
	return c_bit_pos ? c_bit_pos - 1 : DEFAULT_UPPER_BOUND;
}
