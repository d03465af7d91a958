// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * tlb: after an invalidation the old translation is gone.
 *
 * Tables are changed while translations are in use; INVLPG, MOV to CR3, CR4.PGE
 * and CR0.PG rules of SDM volume 3, 4.10.4 say what is seen afterwards. Rights
 * taken away must be missed at once after it; rights given may fault once at
 * most. Hypervisors with shadow page tables and machine emulators with a
 * software TLB each have to keep this by themselves.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <vmalloc.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <x86/vm.h>

#define OLD	0x01d01d01u
#define NEW	0x2e2e2e2eu

static volatile u32 *va;
static void *pages[2];
static pteval_t *pte;

/* Fill both pages and map the first; have its translation in use. */
static void map_old(pteval_t flags)
{
	*(u32 *)pages[0] = OLD;
	*(u32 *)pages[1] = NEW;
	*pte = virt_to_phys(pages[0]) | PT_PRESENT_MASK | PT_WRITABLE_MASK | PT_USER_MASK | flags;
	invlpg((void *)va);
	check_eq(*va, OLD, "mapped: reads the first page");
}

static void change(pteval_t flags)
{
	*pte = virt_to_phys(pages[1]) | PT_PRESENT_MASK | PT_WRITABLE_MASK | PT_USER_MASK | flags;
}

static void by_invlpg(void)
{
	map_old(0);
	change(0);
	invlpg((void *)va);
	check_eq(*va, NEW, "after INVLPG");

	map_old(PT_GLOBAL_MASK);
	change(PT_GLOBAL_MASK);
	invlpg((void *)va);
	check_eq(*va, NEW, "after INVLPG, global page");

	map_old(0);
	change(0);
	invlpg((u8 *)va + PAGE_SIZE - 1);
	check_eq(*va, NEW, "after INVLPG of the last byte of the page");
}

static void by_cr3(void)
{
	map_old(0);
	change(0);
	write_cr3(read_cr3());
	check_eq(*va, NEW, "after MOV to CR3");
}

static void by_pge(void)
{
	ulong cr4 = read_cr4();

	write_cr4(cr4 | X86_CR4_PGE);
	map_old(PT_GLOBAL_MASK);
	change(PT_GLOBAL_MASK);
	write_cr4(cr4 & ~X86_CR4_PGE);
	check_eq(*va, NEW, "global page, after CR4.PGE was cleared");
	write_cr4(cr4 | X86_CR4_PGE);
	map_old(PT_GLOBAL_MASK);
	change(PT_GLOBAL_MASK);
	invlpg((void *)va);
	check_eq(*va, NEW, "global page with CR4.PGE set, after INVLPG");
	write_cr4(cr4);
}

static int store_vector(void)
{
	return asm_safe("movl $5, (%0)", "r"(va));
}

static int load_vector(void)
{
	return asm_safe("movl (%0), %%eax", "r"(va), "a"(0));
}

static void rights(void)
{
	write_cr0(read_cr0() | X86_CR0_WP);
	map_old(0);
	check_eq(store_vector(), 0, "writable: store");
	*pte &= ~PT_WRITABLE_MASK;
	invlpg((void *)va);
	check_eq(store_vector(), PF_VECTOR, "made read-only, INVLPG: store");
	check_eq(exception_error_code(), (unsigned int)(PFERR_PRESENT_MASK | PFERR_WRITE_MASK), "its error code");
	check_eq(exception_fault_address(), (ulong)va, "its address");
	/* More rights need no invalidation: the CPU may fault once, then not again. */
	*pte |= PT_WRITABLE_MASK;
	if (store_vector())
		check_eq(store_vector(), 0, "made writable: second store");
	else
		check(true, "made writable: first store");
	*pte &= ~PT_PRESENT_MASK;
	invlpg((void *)va);
	check_eq(load_vector(), PF_VECTOR, "not present, INVLPG: load");
	check_eq(exception_error_code(), 0u, "its error code");
	/* What is not present is not kept, so making it present needs no invalidation. */
	*pte |= PT_PRESENT_MASK;
	check_eq(load_vector(), 0, "made present, no INVLPG: load");
}

/* A and D come back when software clears them and invalidates. */
static void accessed_dirty(void)
{
	map_old(0);
	check(*pte & PT_ACCESSED_MASK, "A after a load");
	*pte &= ~(PT_ACCESSED_MASK | PT_DIRTY_MASK);
	invlpg((void *)va);
	check(!(*pte & PT_AD_MASK), "A and D cleared");
	load_vector();
	check_eq(*pte & PT_AD_MASK, (pteval_t)PT_ACCESSED_MASK, "A and D after a load");
	store_vector();
	check_eq(*pte & PT_AD_MASK, (pteval_t)PT_AD_MASK, "A and D after a store");
	*pte &= ~PT_DIRTY_MASK;
	invlpg((void *)va);
	load_vector();
	check(!(*pte & PT_DIRTY_MASK), "D cleared, load: still clear");
	store_vector();
	check(*pte & PT_DIRTY_MASK, "D cleared, store: set again");
}

/* A change in a table above the last */
static void upper_level(void)
{
	pteval_t *upper = get_pte_level(current_page_table(), (void *)va, 2), old = *upper;

	map_old(0);
	*upper &= ~PT_PRESENT_MASK;
	invlpg((void *)va);
	check_eq(load_vector(), PF_VECTOR, "page directory entry not present, INVLPG: load");
	*upper = old;
	check_eq(load_vector(), 0, "present again: load");
	*upper &= ~PT_WRITABLE_MASK;
	invlpg((void *)va);
	write_cr0(read_cr0() | X86_CR0_WP);
	check_eq(store_vector(), PF_VECTOR, "page directory entry read-only, INVLPG: store");
	*upper = old;
	invlpg((void *)va);
	check_eq(store_vector(), 0, "writable again, INVLPG: store");
}

static u32 remote_value;

static void remote_read(void *unused)
{
	remote_value = *va;
}

static void remote_invlpg(void *unused)
{
	invlpg((void *)va);
}

static void other_cpu(void)
{
	map_old(0);
	on_cpu(1, remote_read, NULL);
	check_eq(remote_value, OLD, "CPU 1 reads the first page");
	change(0);
	invlpg((void *)va);
	on_cpu(1, remote_invlpg, NULL);
	on_cpu(1, remote_read, NULL);
	check_eq(remote_value, NEW, "CPU 1, after its INVLPG");
}

static const char *needs_two_cpus(void)
{
	return cpu_count() > 1 ? NULL : "there is one CPU";
}

/* Code is translated too: another page of code at the same address. */
static void code_page(void)
{
	ulong (*fn)(void) = (void *)va;
	/* mov $imm32, %eax; ret */
	static const u8 first[] = { 0xb8, 1, 0, 0, 0, 0xc3 }, second[] = { 0xb8, 2, 0, 0, 0, 0xc3 };

	map_old(0);
	memcpy(pages[0], first, sizeof(first));
	memcpy(pages[1], second, sizeof(second));
	check_eq((u32)fn(), 1u, "call: the first page's code");
	change(0);
	invlpg((void *)va);
	check_eq((u32)fn(), 2u, "call after INVLPG: the second page's code");
	/* Self-modifying code through another address */
	((u8 *)pages[1])[1] = 3;
	raw_cpuid(0, 0);
	check_eq((u32)fn(), 3u, "call after the code was changed through its other address");
}

static const struct subtest subtests[] = {
	{ "invlpg", by_invlpg },
	{ "cr3", by_cr3 },
	{ "pge", by_pge },
	{ "rights", rights },
	{ "accessed-dirty", accessed_dirty },
	{ "upper-level", upper_level },
	{ "other-cpu", other_cpu, needs_two_cpus },
	{ "code", code_page },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	va = alloc_vpage();
	pages[0] = alloc_page();
	pages[1] = alloc_page();
	install_page(current_page_table(), virt_to_phys(pages[0]), (void *)va);
	pte = get_pte(current_page_table(), (void *)va);
	return run_subtests(subtests, argc, argv);
}
