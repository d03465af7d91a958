// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * paging: what each level of the page tables decides by itself.
 *
 * Presence, write and execute rights, accessed and dirty bits, reserved bits at every level; pages of all sizes; on i386
 * the 4-MiB pages of PSE with their address bits above 32 (PSE-36) and without CR4.PSE. The access test goes through the
 * two lowest levels exhaustively; here are the others. SDM volume 3, 4.3 to 4.8.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>

#ifdef __x86_64__
#define LEVELS	4
/* A top-level slot of its own */
#define VA	0xffff900000123000ull
#define STORE	"movq %1, (%0)"
#else
#define LEVELS	2
#define VA	0x9a123000ul
#define STORE	"movl %1, (%0)"
#endif

#define ALL_RIGHTS	(PT_PRESENT_MASK | PT_WRITABLE_MASK | PT_USER_MASK)

/* entry[1] is the leaf. */
static pteval_t *entry[LEVELS + 1], address[LEVELS + 1];
static void *page;
static volatile u32 *va = (void *)(ulong)VA;

static void map(void)
{
	pgd_t *cr3 = current_page_table();
	int level;

	if (!page) {
		page = alloc_page();
		install_pte(cr3, 1, (void *)va, virt_to_phys(page) | ALL_RIGHTS, NULL);
		for (level = 1; level <= LEVELS; level++)
			entry[level] = find_pte_level(cr3, (void *)va, level).pte;
		for (level = 1; level <= LEVELS; level++)
			address[level] = *entry[level] & PT_ADDR_MASK;
	}
	for (level = 1; level <= LEVELS; level++)
		*entry[level] = address[level] | ALL_RIGHTS;
	*(u32 *)page = 0x600d600d;
	flush_tlb();
	write_cr3(read_cr3());
}

static unsigned int load(void)
{
	u32 v;

	return asm_safe_out1("movl (%1), %0", "=r"(v), "r"(va));
}

static unsigned int store(void)
{
	return asm_safe(STORE, "r"(va), "r"(0ul));
}

static void flush(void)
{
	write_cr3(read_cr3());
	invlpg((void *)va);
}

static void accessed(void)
{
	int level;

	map();
	for (level = 1; level <= LEVELS; level++)
		check_bits(*entry[level], PT_AD_MASK, (pteval_t)0, "level %d before an access", level);
	load();
	for (level = 1; level <= LEVELS; level++)
		check_bits(*entry[level], PT_AD_MASK, (pteval_t)PT_ACCESSED_MASK, "level %d after a load: A", level);
	store();
	check_bits(*entry[1], PT_AD_MASK, (pteval_t)PT_AD_MASK, "leaf after a store: A and D");
	for (level = 2; level <= LEVELS; level++)
		check_bits(*entry[level], PT_DIRTY_MASK, (pteval_t)0, "level %d after a store: no D", level);
	/* Each by itself again */
	for (level = 1; level <= LEVELS; level++) {
		*entry[level] &= ~(pteval_t)PT_ACCESSED_MASK;
		flush();
		load();
		check_bits(*entry[level], PT_ACCESSED_MASK, (pteval_t)PT_ACCESSED_MASK, "level %d, A cleared and loaded again", level);
	}
}

static void not_present(void)
{
	for (int level = 1; level <= LEVELS; level++) {
		map();
		*entry[level] &= ~(pteval_t)PT_PRESENT_MASK;
		/* With P clear nothing else counts. */
		*entry[level] |= PT_PAGE_SIZE_MASK;
		flush();
		check_eq(load(), (unsigned int)PF_VECTOR, "level %d not present: load", level);
		check_eq(exception_error_code(), 0u, "level %d not present: error code of a load", level);
		check_eq(exception_fault_address(), (ulong)va, "level %d not present: CR2", level);
		check_eq(store(), (unsigned int)PF_VECTOR, "level %d not present: store", level);
		check_eq(exception_error_code(), (unsigned int)PFERR_WRITE_MASK, "level %d not present: error code of a store", level);
	}
	map();
}

static void read_only(void)
{
	ulong cr0 = read_cr0();

	for (int level = 1; level <= LEVELS; level++) {
		map();
		*entry[level] &= ~(pteval_t)PT_WRITABLE_MASK;
		flush();
		write_cr0(cr0 | X86_CR0_WP);
		check_eq(load(), 0u, "level %d read-only: load", level);
		check_eq(store(), (unsigned int)PF_VECTOR, "level %d read-only, WP: store", level);
		check_eq(exception_error_code(), (unsigned int)(PFERR_PRESENT_MASK | PFERR_WRITE_MASK),
			 "level %d read-only, WP: error code", level);
		check_bits(*entry[1], PT_DIRTY_MASK, (pteval_t)0, "level %d read-only: D after the refused store", level);
		write_cr0(cr0 & ~X86_CR0_WP);
		check_eq(store(), 0u, "level %d read-only, no WP: store", level);
		check_bits(*entry[1], PT_DIRTY_MASK, (pteval_t)PT_DIRTY_MASK, "level %d read-only, no WP: D", level);
		write_cr0(cr0);
	}
	map();
}

#ifdef __x86_64__
/* A reserved bit somewhere: the fault's R/W and RSVD bits; P is the access test's subject. */
static void reserved(int level, pteval_t bits, const char *what)
{
	map();
	*entry[level] |= bits;
	flush();
	check_eq(load(), (unsigned int)PF_VECTOR, "level %d, %s: load", level, what);
	check_bits(exception_error_code(), (unsigned int)(PFERR_RESERVED_MASK | PFERR_WRITE_MASK), (unsigned int)PFERR_RESERVED_MASK,
		   "level %d, %s: error code", level, what);
	map();
}

static volatile unsigned int fetch_vector, fetch_error;

static void fetch_fault(struct ex_regs *regs)
{
	fetch_vector = regs->vector;
	fetch_error = regs->error_code;
	/* As RET would: the fault comes at the target, after CALL has pushed. */
	regs->rip = *(ulong *)regs->rsp;
	regs->rsp += 8;
}

static void no_execute(void)
{
	handler old;

	if (!this_cpu_has(X86_FEATURE_NX)) {
		report_skip("NX is not in CPUID");
		return;
	}
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NX);
	for (int level = 1; level <= LEVELS; level++) {
		map();
		*(u8 *)page = 0xc3;
		fetch_vector = 0;
		old = handle_exception(PF_VECTOR, fetch_fault);
		asm volatile("call *%0" : : "r"(va) : "memory");
		check_eq(fetch_vector, 0u, "level %d: fetch without NX", level);
		*entry[level] |= PT64_NX_MASK;
		flush();
		asm volatile("call *%0" : : "r"(va) : "memory");
		handle_exception(PF_VECTOR, old);
		check_eq(fetch_vector, (unsigned int)PF_VECTOR, "level %d with NX: fetch", level);
		check_eq(fetch_error, (unsigned int)(PFERR_PRESENT_MASK | PFERR_FETCH_MASK), "level %d with NX: error code", level);
		check_eq(load(), 0u, "level %d with NX: load", level);
	}
	map();
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) & ~EFER_NX);
	for (int level = 1; level <= LEVELS; level++)
		reserved(level, PT64_NX_MASK, "NX while EFER.NXE is 0");
}

static void reserved_bits(void)
{
	int level, width = cpuid_maxphyaddr();

	reserved(4, PT_PAGE_SIZE_MASK, "page size");
	if (!this_cpu_has(X86_FEATURE_GBPAGES))
		reserved(3, PT_PAGE_SIZE_MASK, "page size without pages of 1 GiB");
	for (level = 1; level <= LEVELS && width < 52; level++) {
		reserved(level, 1ull << width, "the lowest bit above MAXPHYADDR");
		reserved(level, 1ull << 51, "bit 51");
	}
}

/* In an entry that is a large page and would be good without the bit */
static void large_reserved(int level, pteval_t bit, const char *what)
{
	map();
	*entry[level] = ALL_RIGHTS | PT_PAGE_SIZE_MASK | bit;
	flush();
	check_eq(load(), (unsigned int)PF_VECTOR, "level %d, %s: load", level, what);
	check_bits(exception_error_code(), (unsigned int)PFERR_RESERVED_MASK, (unsigned int)PFERR_RESERVED_MASK,
		   "level %d, %s: error code", level, what);
	map();
}

/* Pages of 2 MiB and 1 GiB at other addresses show what the identity mapping shows. */
static void large(int level)
{
	static const ulong offsets[] = { 0x400000, 0x400ff8, 0x512340, 0x100000, 0x1ffff8 };
	u64 size = level == 3 ? 1ull << 30 : 1ull << 21, low = 1ull << (level == 3 ? 29 : 20);
	unsigned int i, wrong = 0;
	u8 *base = (u8 *)(ulong)(VA & ~(size - 1));
	pteval_t old;

	map();
	old = *entry[level];
	/* 2 MiB: the third, where the image begins; 1 GiB: the first */
	*entry[level] = (level == 3 ? 0 : 0x400000) | ALL_RIGHTS | PT_PAGE_SIZE_MASK;
	flush_tlb();
	write_cr3(read_cr3());
	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		ulong at = offsets[i] & (size - 1), phys = (level == 3 ? 0 : 0x400000) + at;

		wrong += *(volatile u64 *)(base + at) != *(volatile u64 *)phys;
	}
	check_eq(wrong, 0u, "level %d, a large page: words that differ from the identity mapping", level);
	check_bits(*entry[level], PT_AD_MASK, (pteval_t)PT_ACCESSED_MASK, "level %d, a large page, loaded: A and D", level);
	*(volatile u64 *)(base + 0x1ffff8) = *(volatile u64 *)(base + 0x1ffff8);
	check_bits(*entry[level], PT_AD_MASK, (pteval_t)PT_AD_MASK, "level %d, a large page, stored: A and D", level);
	*entry[level] = old;
	large_reserved(level, 0x2000, "large, address bit 13");
	large_reserved(level, low, "large, highest address bit below its size");
}

static void large_2m(void)
{
	large(2);
}

static void large_1g(void)
{
	large(3);
}

static const char *needs_1g(void)
{
	return this_cpu_has(X86_FEATURE_GBPAGES) ? NULL : "pages of 1 GiB are not in CPUID";
}
#else
#define F_PSE36		X86_CPU_FEATURE(1, 0, EDX, 17)

static void pse(void)
{
	ulong at = VA & (LARGE_PAGE_SIZE - 1);
	volatile u32 *identity = (void *)(0x400000 + at);
	pteval_t old;

	map();
	old = *entry[2];
	*entry[2] = 0x400000 | ALL_RIGHTS | PT_PAGE_SIZE_MASK;
	flush();
	check_eq(*va, *identity, "page of 4 MiB: a word of the identity mapping");
	check_bits(*entry[2], PT_AD_MASK, (pteval_t)PT_ACCESSED_MASK, "page of 4 MiB, loaded: A and D");
	*va = *va;
	check_bits(*entry[2], PT_AD_MASK, (pteval_t)PT_AD_MASK, "page of 4 MiB, stored: A and D");
	*entry[2] = old;
	if (!this_cpu_has(F_PSE36)) {
		map();
		return;
	}
	map();
	*entry[2] = ALL_RIGHTS | PT_PAGE_SIZE_MASK | 0x200000;
	flush();
	check_eq(load(), (unsigned int)PF_VECTOR, "page of 4 MiB, bit 21: load");
	check_bits(exception_error_code(), (unsigned int)PFERR_RESERVED_MASK, (unsigned int)PFERR_RESERVED_MASK,
		   "page of 4 MiB, bit 21: error code");
	map();
}

/* Bits 20:13 are address bits 39:32: nothing of low memory shows there. */
static void pse36(void)
{
	volatile u32 *identity = (void *)(0x400000 + (VA & (LARGE_PAGE_SIZE - 1)));
	pteval_t old;
	u32 v;

	map();
	old = *entry[2];
	*identity = 0x1badb002;
	*entry[2] = 0x400000 | 0x8000 | ALL_RIGHTS | PT_PAGE_SIZE_MASK;
	flush();
	v = *va;
	check_ne(v, 0x1badb002u, "address bit 34 set: word at the low address");
	*entry[2] = 0x400000 | ALL_RIGHTS | PT_PAGE_SIZE_MASK;
	flush();
	check_eq(*va, 0x1badb002u, "the same without bit 34");
	*entry[2] = old;
	map();
}

static const char *needs_pse36(void)
{
	return this_cpu_has(F_PSE36) ? NULL : "PSE-36 is not in CPUID";
}
#endif

static const struct subtest subtests[] = {
	{ "accessed", accessed },
	{ "not-present", not_present },
	{ "read-only", read_only },
#ifdef __x86_64__
	{ "no-execute", no_execute },
	{ "reserved-bits", reserved_bits },
	{ "large-2m", large_2m },
	{ "large-1g", large_1g, needs_1g },
#else
	{ "pse", pse },
	{ "pse-36", pse36, needs_pse36 },
#endif
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
