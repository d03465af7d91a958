// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * AMD memory encryption: is it on, where is the C-bit, and what its guests must set up.
 *
 * APM volume 2, 15.34 (SEV) and 15.35 (SEV-ES); CPUID leaf 8000001Fh.
 */
#ifndef _X86_AMD_SEV_H_
#define _X86_AMD_SEV_H_

#include <libcflat.h>
#include <efi.h>
#include <asm/page.h>

/* SEV runs: CPUID has it and SEV_STATUS says so. Asked once. */
bool amd_sev_enabled(void);
/* The same for SEV-ES: the register state is encrypted too. */
bool amd_sev_es_enabled(void);

/* Note where the C-bit is; EFI_UNSUPPORTED without SEV. */
efi_status_t setup_amd_sev(void);
/*
 * Keep the firmware's handler of #VC, which vector 29 of the present IDT has: the library has none of its own.
 * EFI_UNSUPPORTED without SEV-ES. To be called before load_idt().
 */
efi_status_t setup_amd_sev_es(void);
/* Map the GHCB, which the hypervisor must read, without the C-bit. */
void setup_ghcb_pte(pgd_t *page_table);

/* The bit of a page-table entry that means encrypted; 0 when SEV is off. */
unsigned long long get_amd_sev_c_bit_mask(void);
/* The highest address bit of a page-table entry: below the C-bit, or 51. */
unsigned long long get_amd_sev_addr_upperbound(void);

#endif /* _X86_AMD_SEV_H_ */
