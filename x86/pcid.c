// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pcid: process-context identifiers and INVPCID, present or not.
 *
 * SDM volume 3, 4.10.1 (CR4.PCIDE can be set only with CR3[11:0] = 0 and makes
 * CR0.PG stay set), volume 2, INVPCID. The entries choose what CPUID offers.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>

static const char *needs_pcid(void)
{
	return this_cpu_has(X86_FEATURE_PCID) ? NULL : "no PCID";
}

static const char *needs_no_pcid(void)
{
	return this_cpu_has(X86_FEATURE_PCID) ? "PCID is there" : NULL;
}

static const char *needs_invpcid(void)
{
	return this_cpu_has(X86_FEATURE_INVPCID) ? NULL : "no INVPCID";
}

static const char *needs_no_invpcid(void)
{
	return this_cpu_has(X86_FEATURE_INVPCID) ? "INVPCID is there" : NULL;
}

static const char *needs_both(void)
{
	return needs_pcid() ? needs_pcid() : needs_invpcid();
}

static void enabled(void)
{
	ulong cr0 = read_cr0(), cr3 = read_cr3(), cr4 = read_cr4();

	check_eq(write_cr4_safe(cr4 | X86_CR4_PCIDE), 0, "exception of setting CR4.PCIDE");
	check_bits(read_cr4(), X86_CR4_PCIDE, X86_CR4_PCIDE, "CR4.PCIDE after setting it");
	check_eq(write_cr0_safe(cr0 & ~X86_CR0_PG), GP_VECTOR, "exception of clearing CR0.PG with CR4.PCIDE=1");
	write_cr4(cr4);

	write_cr3(cr3 | 0x001);
	check_eq(write_cr4_safe(cr4 | X86_CR4_PCIDE), GP_VECTOR,
		 "exception of setting CR4.PCIDE with CR3[11:0] = 1");
	write_cr3(cr3);
	write_cr4(cr4);
}

/* The PCID and the no-flush bit of CR3: SDM volume 3, 4.10.4.1. */
static void cr3_forms(void)
{
	ulong cr3 = read_cr3(), cr4 = read_cr4();

	write_cr4(cr4 | X86_CR4_PCIDE);
	check_eq(write_cr3_safe(cr3 | 0xabc), 0, "exception of MOV to CR3 of PCID abch");
	check_eq(read_cr3(), cr3 | 0xabc, "CR3 with PCID abch");
	check_eq(write_cr3_safe(cr3 | 0xabc | BIT(63)), 0, "exception of MOV to CR3 with bit 63");
	check_eq(read_cr3(), cr3 | 0xabc, "CR3 after a write with bit 63");
	write_cr3(cr3);
	write_cr4(cr4);
	check_eq(write_cr3_safe(cr3 | BIT(63)), GP_VECTOR,
		 "exception of MOV to CR3 with bit 63 while CR4.PCIDE=0");
	write_cr3(cr3);
}

static void hidden(void)
{
	ulong cr4 = read_cr4();

	check_eq(write_cr4_safe(cr4 | X86_CR4_PCIDE), GP_VECTOR,
		 "exception of setting CR4.PCIDE without PCID in CPUID");
	asm volatile("mov %0, %%cr4" : : "r"(cr4) : "memory");
}

static void invpcid_types(void)
{
	struct invpcid_desc desc = { 0 };
	ulong cr4 = read_cr4(), type;

	for (type = 0; type < 4; type++)
		check_eq(invpcid_safe(type, &desc), 0, "exception of INVPCID type %lu, PCID 0, CR4.PCIDE=0",
			 type);
	check_eq(invpcid_safe(4, &desc), GP_VECTOR, "exception of INVPCID type 4");

	desc.pcid = 1;
	for (type = 0; type < 2; type++)
		check_eq(invpcid_safe(type, &desc), GP_VECTOR,
			 "exception of INVPCID type %lu, PCID 1, CR4.PCIDE=0", type);

	desc.pcid = 0;
	desc.rsv = 1;
	for (type = 0; type < 4; type++)
		check_eq(invpcid_safe(type, &desc), GP_VECTOR,
			 "exception of INVPCID type %lu, a reserved bit of the descriptor", type);
	desc.rsv = 0;
	desc.addr = NONCANONICAL;
	check_eq(invpcid_safe(0, &desc), GP_VECTOR, "exception of INVPCID type 0, non-canonical address");
	write_cr4(cr4);
}

static void invpcid_with_pcid(void)
{
	struct invpcid_desc desc = { .pcid = 10 };
	ulong cr4 = read_cr4(), type;

	write_cr4(cr4 | X86_CR4_PCIDE);
	for (type = 0; type < 4; type++)
		check_eq(invpcid_safe(type, &desc), 0, "exception of INVPCID type %lu, PCID 10, CR4.PCIDE=1",
			 type);
	write_cr4(cr4);
}

static void invpcid_hidden(void)
{
	struct invpcid_desc desc = { 0 };

	check_eq(invpcid_safe(0, &desc), UD_VECTOR, "exception of INVPCID, not in CPUID");
}

/* What the identifiers are for: a translation survives under its own PCID only. */
static void tagging(void)
{
	ulong cr3 = read_cr3(), cr4 = read_cr4();
	static char page_a[2 * PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
	char *va = alloc_vpage();
	struct invpcid_desc desc = { .pcid = 1, .addr = (ulong)va };
	pteval_t *pte;

	page_a[0] = 'a';
	page_a[PAGE_SIZE] = 'b';
	pte = install_page((pgd_t *)(cr3 & PT_ADDR_MASK), virt_to_phys(page_a), va);
	write_cr4(cr4 | X86_CR4_PCIDE);
	write_cr3(cr3 | 1);
	(void)*(volatile char *)va;
	*pte = (*pte & ~PT_ADDR_MASK) | virt_to_phys(page_a + PAGE_SIZE);
	write_cr3(cr3 | 2 | BIT(63));
	check_eq(*(volatile char *)va, 'b', "memory under a PCID that never saw the page");
	write_cr3(cr3 | 1 | BIT(63));
	check_eq(invpcid_safe(0, &desc), 0, "exception of INVPCID of the address");
	check_eq(*(volatile char *)va, 'b', "memory after INVPCID of the address");
	*pte = (*pte & ~PT_ADDR_MASK) | virt_to_phys(page_a);
	write_cr3(cr3 | 1);
	check_eq(*(volatile char *)va, 'a', "memory after MOV to CR3 without bit 63");
	write_cr3(cr3);
	write_cr4(cr4);
}

static const struct subtest subtests[] = {
	{ "enabled", enabled, .requires = needs_pcid },
	{ "cr3", cr3_forms, .requires = needs_pcid },
	{ "tagging", tagging, .requires = needs_both },
	{ "invpcid", invpcid_types, .requires = needs_invpcid },
	{ "invpcid-pcid", invpcid_with_pcid, .requires = needs_both },
	{ "invpcid-hidden", invpcid_hidden, .requires = needs_no_invpcid },
	{ "hidden", hidden, .requires = needs_no_pcid },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
