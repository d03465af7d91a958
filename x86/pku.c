// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pku: protection keys of user pages.
 *
 * With CR4.PKE the key of a user page and PKRU decide on data accesses: access
 * disable always, write disable for CPL3 and, with CR0.WP, for the supervisor.
 * Supervisor pages have no key (SDM volume 3, 4.6.2).
 *
 * The first 32 MiB are supervisor pages, the next 32 MiB user pages onto the
 * same memory; all have key 2.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>
#include <x86/vmm.h>

#define USER_BASE	(1 << 25)
#define USER_VAR(v)	(*((__typeof__(&(v)))(((ulong)&(v)) + USER_BASE)))
#define KEY		2
#define AD		(1u << (2 * KEY))
#define WD		(2u << (2 * KEY))
#define PTE_KEY		((ulong)KEY << 59)

static volatile int pf_count;
static volatile unsigned int pf_error;
static volatile int test, save;

static void pf_handler(struct ex_regs *regs)
{
	pf_count++;
	pf_error = regs->error_code;
	/* The instruction runs again, and may. */
	write_pkru(0);
	save = test;
}

static void begin(u32 pkru, bool wp)
{
	pf_count = 0;
	write_cr0(wp ? read_cr0() | X86_CR0_WP : read_cr0() & ~X86_CR0_WP);
	write_pkru(pkru);
}

static void expect(int faults, unsigned int error, const char *what)
{
	int got = pf_count;
	unsigned int code = pf_error;

	write_pkru(0);
	write_cr0(read_cr0() | X86_CR0_WP);
	check_eq(got, faults, "#PF of %s", what);
	if (faults && got)
		check_eq(code, error, "error code of %s", what);
}

#define PK_WRITE	(PFERR_PRESENT_MASK | PFERR_WRITE_MASK | PFERR_PK_MASK)
#define PK_READ		(PFERR_PRESENT_MASK | PFERR_PK_MASK)

static void supervisor_pages(void)
{
	begin(AD, true);
	test = 21;
	expect(0, 0, "a write to a supervisor page, AD=1, WP=1");
	begin(WD, true);
	test = 22;
	expect(0, 0, "a write to a supervisor page, WD=1, WP=1");
	begin(AD, false);
	test = 23;
	expect(0, 0, "a write to a supervisor page, AD=1, WP=0");
	begin(WD, false);
	test = 24;
	expect(0, 0, "a write to a supervisor page, WD=1, WP=0");
	check_eq(test, 24, "the last value written");
}

static void user_pages(void)
{
	volatile int value;

	begin(0, true);
	USER_VAR(test) = 25;
	expect(0, 0, "a write to a user page, AD=0, WD=0, WP=1");

	begin(WD, false);
	USER_VAR(test) = 26;
	expect(0, 0, "a write to a user page, WD=1, WP=0");
	check_eq(test, 26, "the value written, WD=1, WP=0");

	begin(WD, true);
	USER_VAR(test) = 27;
	expect(1, PK_WRITE, "a write to a user page, WD=1, WP=1");
	check_eq(save, 26, "memory at the time of the fault");
	check_eq(test, 27, "memory after the fault");

	begin(WD, true);
	value = USER_VAR(test);
	expect(0, 0, "a read of a user page, WD=1, WP=1");
	check_eq(value, 27, "the value read, WD=1");

	begin(AD, true);
	value = USER_VAR(test);
	expect(1, PK_READ, "a read of a user page, AD=1, WP=1");
	check_eq(value, 27, "the value read after the fault");

	begin(AD, false);
	USER_VAR(test) = 28;
	expect(1, PK_WRITE, "a write to a user page, AD=1, WP=0");

	/* The keys of other pages do not matter. */
	begin(~(AD | WD), true);
	USER_VAR(test) = 29;
	expect(0, 0, "a write to a user page, every other key disabled");
}

static noinline void small_function(void)
{
	asm volatile("");
}

static void fetch(void)
{
	void (*user_fn)(void) = (void *)((ulong)small_function + USER_BASE);

	begin(AD | WD, true);
	user_fn();
	expect(0, 0, "an instruction fetch from a user page, AD=1, WD=1");
}

static void no_pke(void)
{
	begin(0, true);
	write_pkru(AD | WD);
	write_cr4(read_cr4() & ~X86_CR4_PKE);
	USER_VAR(test) = 30;
	write_cr4(read_cr4() | X86_CR4_PKE);
	expect(0, 0, "a write to a user page, AD=1, CR4.PKE=0");
}

static void instructions(void)
{
	check(this_cpu_has(X86_FEATURE_OSPKE), "CPUID.OSPKE with CR4.PKE=1 is 1");
	write_pkru(0x12345678 & ~(AD | WD));
	check_eq(read_pkru(), 0x12345678 & ~(AD | WD), "PKRU reads back");
	write_pkru(0);
	check_eq((u32)asm_safe(".byte 0x0f, 0x01, 0xee", "c"(1)), GP_VECTOR, "vector of RDPKRU with ECX=1");
	check_eq((u32)asm_safe(".byte 0x0f, 0x01, 0xef", "a"(0), "c"(1), "d"(0)), GP_VECTOR,
		 "vector of WRPKRU with ECX=1");
	check_eq((u32)asm_safe(".byte 0x0f, 0x01, 0xef", "a"(0), "c"(0), "d"(1)), GP_VECTOR,
		 "vector of WRPKRU with EDX=1");
	write_cr4(read_cr4() & ~X86_CR4_PKE);
	check(!this_cpu_has(X86_FEATURE_OSPKE), "CPUID.OSPKE with CR4.PKE=0 is 0");
	check_eq((u32)asm_safe(".byte 0x0f, 0x01, 0xee", "c"(0)), UD_VECTOR,
		 "vector of RDPKRU with CR4.PKE=0");
	write_cr4(read_cr4() | X86_CR4_PKE);
}

static const char *needs_pku(void)
{
	return this_cpu_has(X86_FEATURE_PKU) ? NULL : "no PKU";
}

static const char *needs_no_pku(void)
{
	return this_cpu_has(X86_FEATURE_PKU) ? "PKU is there" : needs_cr4_reserved_gp();
}

static void hidden(void)
{
	check_eq(write_cr4_safe(read_cr4() | X86_CR4_PKE), GP_VECTOR,
		 "exception of setting CR4.PKE without PKU in CPUID");
}

/* CPUID.7:ECX.OSPKE is CR4.PKE. */
static void ospke(void)
{
	ulong cr4 = read_cr4();

	write_cr4(cr4 | X86_CR4_PKE);
	check(this_cpu_has(X86_CPU_FEATURE(7, 0, ECX, 4)), "CPUID has OSPKE with CR4.PKE");
	write_cr4(cr4 & ~X86_CR4_PKE);
	check(!this_cpu_has(X86_CPU_FEATURE(7, 0, ECX, 4)), "CPUID has no OSPKE without CR4.PKE");
	write_cr4(cr4);
}

static const struct subtest subtests[] = {
	{ "supervisor", supervisor_pages, .requires = needs_pku },
	{ "user", user_pages, .requires = needs_pku },
	{ "fetch", fetch, .requires = needs_pku },
	{ "pke-off", no_pke, .requires = needs_pku },
	{ "ospke", ospke, .requires = needs_pku },
	{ "instructions", instructions, .requires = needs_pku },
	{ "hidden", hidden, .requires = needs_no_pku },
	{ }
};

static void map_alias(void)
{
	pgd_t *cr3 = current_page_table();
	ulong at;

	for (at = 0; at < USER_BASE; at += LARGE_PAGE_SIZE) {
		pteval_t *low = get_pte(cr3, (void *)at);

		*low = (*low & ~PT_USER_MASK) | PTE_KEY;
		*get_pte(cr3, (void *)(USER_BASE + at)) = at | PT_PRESENT_MASK | PT_USER_MASK |
			PT_WRITABLE_MASK | PT_ACCESSED_MASK | PT_DIRTY_MASK | PT_PAGE_SIZE_MASK | PTE_KEY;
	}
	flush_tlb();
	write_cr4(read_cr4() | X86_CR4_PKE);
	write_pkru(0);
}

int main(int argc, char **argv)
{
	setup_vm();
	if (this_cpu_has(X86_FEATURE_PKU)) {
		map_alias();
		handle_exception(PF_VECTOR, pf_handler);
	}
	return run_subtests(subtests, argc, argv);
}
