// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * lam: linear address masking.
 *
 * Data accesses ignore the upper address bits above 56 or 47, for supervisor
 * addresses with CR4.LAM_SUP, for user addresses with CR3.LAM_U57 or LAM_U48;
 * bit 63 must equal bit 56 or 47 still. INVPCID descriptors and instruction
 * fetches are never masked; INVLPG with a non-canonical address does nothing.
 * Intel architecture instruction set extensions reference, chapter 6.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>
#include <x86/vmm.h>
#include "ioram.h"
#include <x86/fwcfg.h>

#define CR3_LAM_BITS	(X86_CR3_LAM_U57 | X86_CR3_LAM_U48)

static bool has_lam(void)
{
	return this_cpu_has(X86_FEATURE_LAM);
}

static const char *needs_lam(void)
{
	return has_lam() ? NULL : "no LAM";
}

static const char *needs_cr4(void)
{
	return has_lam() ? NULL : needs_cr4_reserved_gp();
}

static u64 sup_mask(void)
{
	return is_la57_enabled() ? LAM57_MASK : LAM48_MASK;
}

static void cr4_bit(void)
{
	ulong cr4 = read_cr4();

	check_eq(write_cr4_safe(cr4 | X86_CR4_LAM_SUP), has_lam() ? 0 : GP_VECTOR,
		 "exception of setting CR4.LAM_SUP, CPUID.LAM=%d", has_lam());
	check_eq(write_cr4_safe(cr4 & ~X86_CR4_LAM_SUP), 0, "exception of clearing CR4.LAM_SUP");
}

static int load(u64 addr)
{
	return asm_safe("movb (%0), %%al", "r"(addr));
}

static int store(u64 addr, u64 val)
{
	return asm_safe("movq %0, (%1)", "r"(val), "r"(addr));
}

static void pointer(const char *what, u64 addr, u64 mask, bool active)
{
	u64 tagged = get_non_canonical(addr, mask);

	check_eq(store(addr, 0x1234), 0, "exception of a store to %s, untagged", what);
	check_eq(store(tagged, 0x5678), active ? 0 : GP_VECTOR, "exception of a store to %s, tagged", what);
	check_eq(*(volatile u64 *)addr, active ? 0x5678ull : 0x1234ull, "%s after the tagged store", what);
	check_eq(load(tagged), active ? 0 : GP_VECTOR, "exception of a load from %s, tagged", what);
}

/* Dirty down to bit 47 while only 62:57 are masked. */
static void wrong_mask(const char *what, u64 addr)
{
	check_eq(load(get_non_canonical(addr, LAM48_MASK)), GP_VECTOR,
		 "exception of a load from %s, bits 62:48 tagged with 62:57 masked", what);
}

static void invlpg_forms(u64 addr, u64 mask)
{
	u64 tagged = get_non_canonical(addr, mask);

	check_eq(asm_safe("invlpg (%0)", "r"(tagged)), 0, "exception of INVLPG of a tagged address");
	if (is_fep_available)
		check_eq(asm_fep_safe("invlpg (%0)", "r"(tagged)), 0,
			 "exception of emulated INVLPG of a tagged address");
}

static void invpcid_forms(u64 desc_at, u64 mask, bool active)
{
	struct invpcid_desc *desc = (void *)desc_at;
	struct invpcid_desc *tagged = (void *)get_non_canonical(desc_at, mask);

	if (!this_cpu_has(X86_FEATURE_INVPCID)) {
		report_skip("no INVPCID");
		return;
	}
	memset(desc, 0, sizeof(*desc));
	desc->addr = desc_at;
	check_eq(invpcid_safe(0, desc), 0, "exception of INVPCID, nothing tagged");
	check_eq(invpcid_safe(0, tagged), active ? 0 : GP_VECTOR,
		 "exception of INVPCID, pointer to the descriptor tagged");
	desc->addr = get_non_canonical(desc_at, mask);
	check_eq(invpcid_safe(0, desc), GP_VECTOR, "exception of INVPCID, address tagged");
	check_eq(invpcid_safe(0, tagged), GP_VECTOR, "exception of INVPCID, both tagged");
}

static void supervisor(bool on)
{
	void *ram = alloc_vpage(), *io = alloc_vpage();
	u64 mask = sup_mask();

	install_page(current_page_table(), virt_to_phys(alloc_page()), ram);
	install_page(current_page_table(), IORAM_BASE_PHYS, io);
	if (on)
		write_cr4(read_cr4() | X86_CR4_LAM_SUP);
	pointer("RAM", (ulong)ram, mask, on);
	if (test_device_enabled())
		pointer("I/O RAM", (ulong)io, mask, on);
	invlpg_forms((ulong)ram, mask);
	invpcid_forms((ulong)ram, mask, on);
	if (on)
		write_cr4(read_cr4() & ~X86_CR4_LAM_SUP);
}

static void supervisor_off(void)
{
	supervisor(false);
}

static void supervisor_on(void)
{
	supervisor(true);
}

static void user(u64 cr3_bits, u64 mask)
{
	static u64 page[PAGE_SIZE / 8] __attribute__((aligned(PAGE_SIZE)));
	ulong cr3 = read_cr3();
	/* Below 4 GiB and identity-mapped: bits 63 and 47 are 0. */
	u64 ram = (ulong)page, io = IORAM_BASE_PHYS;
	bool on = cr3_bits != 0;

	if (on) {
		check_eq(write_cr3_safe((cr3 & ~CR3_LAM_BITS) | cr3_bits), 0,
			 "exception of setting LAM bits %#llx of CR3", (unsigned long long)cr3_bits);
		check_eq(read_cr3() & CR3_LAM_BITS, cr3_bits, "LAM bits of CR3 read back");
	}
	pointer("RAM", ram, mask, on);
	if (test_device_enabled())
		pointer("I/O RAM", io, mask, on);
	if (cr3_bits & X86_CR3_LAM_U57 && !is_la57_enabled())
		wrong_mask("RAM", ram);
	invlpg_forms(ram, mask);
	invpcid_forms(ram, mask, on);
	write_cr3(cr3);
}

static void user_off(void)
{
	user(0, LAM48_MASK);
}

static void user_u48(void)
{
	user(X86_CR3_LAM_U48, LAM48_MASK);
}

static void user_u57(void)
{
	user(X86_CR3_LAM_U57, LAM57_MASK);
}

static const char *needs_no_lam(void)
{
	return has_lam() ? "LAM is there" : needs_cr4_reserved_gp();
}

static void cr3_hidden(void)
{
	ulong cr3 = read_cr3();

	check_eq(write_cr3_safe(cr3 | X86_CR3_LAM_U48), GP_VECTOR,
		 "exception of setting CR3.LAM_U48 without LAM in CPUID");
	asm volatile("mov %0, %%cr3" : : "r"(cr3) : "memory");
	check_eq(write_cr3_safe(cr3 | X86_CR3_LAM_U57), GP_VECTOR,
		 "exception of setting CR3.LAM_U57 without LAM in CPUID");
	asm volatile("mov %0, %%cr3" : : "r"(cr3) : "memory");
}

static const struct subtest subtests[] = {
	{ "cr4", cr4_bit, .requires = needs_cr4 },
	{ "supervisor-off", supervisor_off },
	{ "supervisor-on", supervisor_on, .requires = needs_lam },
	{ "user-off", user_off },
	{ "user-u48", user_u48, .requires = needs_lam },
	{ "user-u57", user_u57, .requires = needs_lam },
	{ "cr3-hidden", cr3_hidden, .requires = needs_no_lam },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	report_info("LAM is %soffered", has_lam() ? "" : "not ");
	return run_subtests(subtests, argc, argv);
}
