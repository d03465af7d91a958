// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * idt_test: a fault arrives with its vector, its error code and RF.
 *
 * The saved flags of a fault have RF set, so that an instruction breakpoint on
 * it is not taken again after the return (SDM volume 3, 17.3.1.1). A trap
 * saves RF as it was.
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vmm.h>

static void fault(unsigned int vector, unsigned int error_code, unsigned int want, const char *what)
{
	unsigned int rf = exception_rflags_rf(), code = exception_error_code();

	check_eq(vector, want, "vector of %s", what);
	if (vector != want)
		return;
	check_eq(rf, 1, "RF in the saved flags of %s", what);
	check_eq(code, error_code, "error code of %s", what);
}

static void cr4_reserved(void)
{
	fault(write_cr4_safe(-1ul), 0, GP_VECTOR, "MOV to CR4 of all ones");
}

static void bad_selector(void)
{
	/* Beyond the limit of the GDT: the selector without its RPL is the error code. */
	fault(asm_safe("mov %0, %%es", "r"(0xfff8)), 0xfff8, GP_VECTOR,
	      "MOV to ES of a selector beyond the GDT");
}

static void not_present(void)
{
	gdt_entry_t *e = get_gdt_entry(FIRST_SPARE_SEL);

	set_gdt_entry(FIRST_SPARE_SEL, 0, 0xfffff, 0x13, 0xc0);
	fault(asm_safe("mov %0, %%es", "r"(FIRST_SPARE_SEL)), FIRST_SPARE_SEL, NP_VECTOR,
	      "MOV to ES of a segment that is not present");
	memset(e, 0, sizeof(*e));
}

static void undefined(void)
{
	fault(asm_safe("ud2"), 0, UD_VECTOR, "UD2");
}

static void divide(void)
{
	unsigned int before, vector;

	/* The vector is 0, as if nothing had happened; RF tells the difference. */
	asm volatile("xor %%edx, %%edx\n\t"
		     "mov $1, %%eax\n\t"
		     "xor %%ecx, %%ecx\n\t"
		     ASM_TRY("1f") "div %%ecx\n\t"
		     "movl $0xffffffff, %%ecx\n"
		     "1: mov %%ecx, %0"
		     : "=r"(before) : : "eax", "ecx", "edx", "cc");
	vector = exception_vector();
	check_eq(before, 0u, "ECX after a division by 0 that must not end");
	fault(vector, 0, DE_VECTOR, "a division by 0");
}

static void page_fault(void)
{
	ulong bad = 0xdead0000ul;
	unsigned int vector;

	/* The boot page tables map all that 32 bits reach; take one page out. */
	extern ulong ptl2[] __attribute__((weak)), boot_pgdir[] __attribute__((weak));
	ulong *e = ptl2 ? &ptl2[bad >> 21] : &boot_pgdir[bad >> 22];
	ulong old = *e;

	*e = 0;
	invlpg((void *)bad);
	vector = asm_safe("movl $0, (%0)", "r"(bad));
	check_eq(exception_fault_address(), bad, "CR2 of a write to a page that is not present");
	fault(vector, 2, PF_VECTOR, "a write to a page that is not present");
	*e = old;
}

#ifdef __x86_64__
static void non_canonical(void)
{
	fault(asm_safe("mov (%0), %%al", "r"(NONCANONICAL)), 0, GP_VECTOR,
	      "a load from a non-canonical address");
}
#endif

static volatile unsigned int trap_rf;

static void note_rf(struct ex_regs *regs)
{
	trap_rf = !!(regs->rflags & X86_EFLAGS_RF);
}

static void breakpoint_is_trap(void)
{
	handler old = handle_exception(BP_VECTOR, note_rf);

	trap_rf = 2;
	asm volatile("int3");
	handle_exception(BP_VECTOR, old);
	check_eq(trap_rf, 0, "RF in the saved flags of INT3");
}

static volatile unsigned int soft_vector;

static void note_soft(struct ex_regs *regs)
{
	soft_vector = regs->vector;
}

/* Every exception vector has a gate: a software interrupt gets there. */
static void all_vectors(void)
{
	static const unsigned char no_error_code[] = { 1, 3, 4, 5, 6, 7, 9, 15, 16, 18, 19, 20,
						       22, 23, 24, 25, 26, 27, 28, 31 };
	unsigned int i;

#define INT_N(n) case n: asm volatile("int $" #n); break;
	for (i = 0; i < sizeof(no_error_code); i++) {
		handler old = handle_exception(no_error_code[i], note_soft);

		soft_vector = -1;
		switch (no_error_code[i]) {
		INT_N(1) INT_N(3) INT_N(4) INT_N(5) INT_N(6) INT_N(7) INT_N(9) INT_N(15)
		INT_N(16) INT_N(18) INT_N(19) INT_N(20) INT_N(22) INT_N(23) INT_N(24)
		INT_N(25) INT_N(26) INT_N(27) INT_N(28) INT_N(31)
		}
		handle_exception(no_error_code[i], old);
		check_eq(soft_vector, (unsigned int)no_error_code[i], "vector of INT %u",
			 no_error_code[i]);
	}
}

static const struct subtest subtests[] = {
	{ "selector", bad_selector },
	{ "not-present", not_present },
	{ "undefined", undefined },
	{ "divide", divide },
	{ "page-fault", page_fault },
#ifdef __x86_64__
	{ "non-canonical", non_canonical },
#endif
	{ "trap", breakpoint_is_trap },
	{ "vectors", all_vectors },
	{ "cr4", cr4_reserved, .requires = needs_cr4_reserved_gp },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
