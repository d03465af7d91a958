// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pks: protection keys of supervisor pages.
 *
 * With CR4.PKS the key of a supervisor page and IA32_PKRS decide on data
 * accesses; user pages are left to PKRU (SDM volume 3, 4.6.2).
 *
 * The first 32 MiB are user pages, the next 32 MiB supervisor pages onto the
 * same memory; all have key 2.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>
#include <x86/vmm.h>

#define SUPER_BASE	(1 << 25)
#define SUPER_VAR(v)	(*((__typeof__(&(v)))(((ulong)&(v)) + SUPER_BASE)))
#define KEY		2
#define AD		(1u << (2 * KEY))
#define WD		(2u << (2 * KEY))
#define PTE_KEY		((ulong)KEY << 59)

#define PK_WRITE	(PFERR_PRESENT_MASK | PFERR_WRITE_MASK | PFERR_PK_MASK)
#define PK_READ		(PFERR_PRESENT_MASK | PFERR_PK_MASK)

static volatile int pf_count;
static volatile unsigned int pf_error;
static volatile int test, save;

static void pf_handler(struct ex_regs *regs)
{
	pf_count++;
	pf_error = regs->error_code;
	/* The instruction runs again, and may. */
	wrmsr(MSR_IA32_PKRS, 0);
	save = test;
}

static void begin(u32 pkrs, bool wp)
{
	pf_count = 0;
	write_cr0(wp ? read_cr0() | X86_CR0_WP : read_cr0() & ~X86_CR0_WP);
	wrmsr(MSR_IA32_PKRS, pkrs);
}

static void expect(int faults, unsigned int error, const char *what)
{
	int got = pf_count;
	unsigned int code = pf_error;

	wrmsr(MSR_IA32_PKRS, 0);
	write_cr0(read_cr0() | X86_CR0_WP);
	check_eq(got, faults, "#PF of %s", what);
	if (faults && got)
		check_eq(code, error, "error code of %s", what);
}

static void supervisor_pages(void)
{
	volatile int value;

	test = 20;
	begin(AD, true);
	SUPER_VAR(test) = 21;
	expect(1, PK_WRITE, "a write to a supervisor page, AD=1, WP=1");
	check_eq(save, 20, "memory at the time of the fault");
	check_eq(test, 21, "memory after the fault");

	begin(AD, false);
	SUPER_VAR(test) = 22;
	expect(1, PK_WRITE, "a write to a supervisor page, AD=1, WP=0");

	begin(WD, true);
	SUPER_VAR(test) = 23;
	expect(1, PK_WRITE, "a write to a supervisor page, WD=1, WP=1");

	begin(WD, false);
	SUPER_VAR(test) = 24;
	expect(0, 0, "a write to a supervisor page, WD=1, WP=0");
	check_eq(test, 24, "the value written, WD=1, WP=0");

	begin(AD, true);
	value = SUPER_VAR(test);
	expect(1, PK_READ, "a read of a supervisor page, AD=1, WP=1");
	check_eq(value, 24, "the value read after the fault");

	begin(WD, true);
	value = SUPER_VAR(test);
	expect(0, 0, "a read of a supervisor page, WD=1, WP=1");
}

static void user_pages(void)
{
	volatile int value;

	begin(WD, false);
	test = 25;
	expect(0, 0, "a write to a user page, WD=1, WP=0");
	begin(WD, true);
	test = 26;
	expect(0, 0, "a write to a user page, WD=1, WP=1");
	begin(AD, true);
	value = test;
	expect(0, 0, "a read of a user page, AD=1, WP=1");
	check_eq(value, 26, "the value read, AD=1");
}

static void msr(void)
{
	wrmsr(MSR_IA32_PKRS, AD);
	check_eq(rdmsr(MSR_IA32_PKRS), (u64)AD, "IA32_PKRS reads back");
	wrmsr(MSR_IA32_PKRS, 0);
	check_eq(wrmsr_safe(MSR_IA32_PKRS, 1ull << 32), GP_VECTOR,
		 "exception of WRMSR of bit 32 to IA32_PKRS");
	wrmsr(MSR_IA32_PKRS, 0);
}

static const char *needs_pks(void)
{
	return this_cpu_has(X86_FEATURE_PKS) ? NULL : "no PKS";
}

static const char *needs_no_pks(void)
{
	return this_cpu_has(X86_FEATURE_PKS) ? "PKS is there" : needs_cr4_reserved_gp();
}

static void hidden(void)
{
	check_eq(write_cr4_safe(read_cr4() | X86_CR4_PKS), GP_VECTOR,
		 "exception of setting CR4.PKS without PKS in CPUID");
}

static const struct subtest subtests[] = {
	{ "supervisor", supervisor_pages, .requires = needs_pks },
	{ "user", user_pages, .requires = needs_pks },
	{ "msr", msr, .requires = needs_pks },
	{ "hidden", hidden, .requires = needs_no_pks },
	{ }
};

static void map_alias(void)
{
	pgd_t *cr3 = current_page_table();
	ulong at;

	for (at = 0; at < SUPER_BASE; at += LARGE_PAGE_SIZE) {
		*get_pte(cr3, (void *)at) |= PTE_KEY;
		*get_pte(cr3, (void *)(SUPER_BASE + at)) = at | PT_PRESENT_MASK |
			PT_WRITABLE_MASK | PT_ACCESSED_MASK | PT_DIRTY_MASK | PT_PAGE_SIZE_MASK | PTE_KEY;
	}
	flush_tlb();
	write_cr4(read_cr4() | X86_CR4_PKS);
	wrmsr(MSR_IA32_PKRS, 0);
}

int main(int argc, char **argv)
{
	setup_vm();
	if (this_cpu_has(X86_FEATURE_PKS)) {
		map_alias();
		handle_exception(PF_VECTOR, pf_handler);
	}
	return run_subtests(subtests, argc, argv);
}
