// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * smap: supervisor-mode access prevention.
 *
 * With CR4.SMAP a data access at CPL0 to a user page faults unless EFLAGS.AC is
 * set; instruction fetches do not count. CR0.WP plays its usual part.
 * SDM volume 3, 4.6.1.
 *
 * The first 32 MiB are made supervisor pages; the next 32 MiB are user pages
 * onto the same memory, so every object has a user alias.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>
#include <x86/vmm.h>

#define USER_BASE	(1 << 25)
#define USER_VAR(v)	(*((__typeof__(&(v)))(((ulong)&(v)) + USER_BASE)))

static volatile int pf_count;
static volatile unsigned int pf_error;
static volatile int test, save;

#define STACK_WORDS	64
static ulong stack[STACK_WORDS] __attribute__((aligned(16)));

static void note_fault(unsigned int error_code)
{
	pf_count++;
	pf_error = error_code;
	save = test;
}

/* On a stack of its own, for the interrupted one may be a user page. */
#ifdef __x86_64__
static void pf_handler(struct ex_regs *regs)
{
	note_fault(regs->error_code);
	/* The instruction runs again, and may. */
	regs->rflags |= X86_EFLAGS_AC;
}

static void install_handler(void)
{
	setup_alt_stack();
	handle_exception(PF_VECTOR, pf_handler);
	boot_idt[PF_VECTOR].ist = 1;
}
#else
void pf_task_c(unsigned int error_code);

void pf_task_c(unsigned int error_code)
{
	note_fault(error_code);
	tss[0].eflags |= X86_EFLAGS_AC;
}

/* A task: IRET suspends it, the next fault goes on behind the IRET. */
extern char pf_task[];
asm(".text\n"
    "pf_task:\n\t"
    "call pf_task_c\n\t"
    "add $4, %esp\n\t"
    "iret\n\t"
    "jmp pf_task\n");

static void install_handler(void)
{
	setup_alt_stack();
	set_intr_alt_stack(PF_VECTOR, pf_task);
}
#endif

static bool use_invlpg;

static void flush(const volatile void *va)
{
	if (use_invlpg)
		invlpg((void *)va);
}

static void begin(bool ac)
{
	pf_count = 0;
	flush(&test);
	flush(&USER_VAR(test));
	if (ac)
		stac();
	else
		clac();
}

static void expect(int faults, unsigned int error, const char *what)
{
	int got = pf_count;
	unsigned int code = pf_error;

	clac();
	check_eq(got, faults, "#PF of %s%s", what, use_invlpg ? ", after INVLPG" : "");
	if (faults && got)
		check_eq(code, error, "error code of %s", what);
}

static void on_user_stack(bool ac)
{
	ulong sp = (ulong)&stack[STACK_WORDS / 2] + USER_BASE;

	/* Touched, so that the push finds the page. */
	stack[STACK_WORDS / 2 - 1] = 0;
	begin(ac);
	flush((void *)sp);
	asm volatile("mov %%" R "sp, %%" R "bx\n\t"
		     "mov %0, %%" R "sp\n\t"
		     "push" W " $44\n\t"
		     "mov %%" R "bx, %%" R "sp"
		     : : "r"(sp) : "memory", "ebx");
}

static noinline void small_function(void)
{
	asm volatile("");
}

static void accesses(void)
{
	void (*user_fn)(void) = (void *)((ulong)small_function + USER_BASE);
	volatile int value;

	begin(false);
	test = 42;
	expect(0, 0, "a write to a supervisor page, AC=0");

	begin(true);
	value = USER_VAR(test);
	expect(0, 0, "a read of a user page, AC=1");
	check_eq(value, 42, "value read, AC=1");

	begin(false);
	value = USER_VAR(test);
	expect(1, PFERR_PRESENT_MASK, "a read of a user page, AC=0");
	check_eq(value, 42, "value read after the fault");

	begin(true);
	test = 0;
	USER_VAR(test) = 43;
	expect(0, 0, "a write to a user page, AC=1");
	check_eq(test, 43, "value written, AC=1");

	begin(false);
	USER_VAR(test) = 44;
	expect(1, PFERR_PRESENT_MASK | PFERR_WRITE_MASK, "a write to a user page, AC=0");
	check_eq(save, 43, "memory at the time of the fault");
	check_eq(test, 44, "value written after the fault");

	on_user_stack(true);
	expect(0, 0, "a push onto a user stack, AC=1");
	check_eq(stack[STACK_WORDS / 2 - 1], 44ul, "what the push wrote, AC=1");

	on_user_stack(false);
	expect(1, PFERR_PRESENT_MASK | PFERR_WRITE_MASK, "a push onto a user stack, AC=0");
	check_eq(stack[STACK_WORDS / 2 - 1], 44ul, "what the push wrote after the fault");

	begin(false);
	flush((void *)user_fn);
	user_fn();
	expect(0, 0, "an instruction fetch from a user page, AC=0");
}

static void enter(void)
{
	write_cr4(read_cr4() | X86_CR4_SMAP);
}

static void leave(void)
{
	write_cr4(read_cr4() & ~X86_CR4_SMAP);
}

static void without_invlpg(void)
{
	use_invlpg = false;
	enter();
	accesses();
	leave();
}

static void with_invlpg(void)
{
	use_invlpg = true;
	enter();
	accesses();
	leave();
}

/* With WP=0 the supervisor writes to read-only pages; SMAP still holds. */
static void write_protect_off(void)
{
	pteval_t *pte;
	volatile int value;

	use_invlpg = true;
	leave();
	pte = get_pte(current_page_table(), (void *)&USER_VAR(test));
	assert(pte);
	*pte &= ~PT_WRITABLE_MASK;
	invlpg((void *)&USER_VAR(test));
	write_cr0(read_cr0() & ~X86_CR0_WP);

	begin(false);
	USER_VAR(test) = 99;
	expect(0, 0, "a write to a read-only user page, WP=0, SMAP=0, AC=0");
	check_eq(test, 99, "value written, WP=0, SMAP=0");

	enter();
	begin(false);
	value = USER_VAR(test);
	expect(1, PFERR_PRESENT_MASK, "a read of a read-only user page, WP=0, SMAP=1, AC=0");
	check_eq(value, 99, "value read after the fault, WP=0");

	begin(false);
	USER_VAR(test) = 100;
	expect(1, PFERR_PRESENT_MASK | PFERR_WRITE_MASK,
	       "a write to a read-only user page, WP=0, SMAP=1, AC=0");
	check_eq(test, 100, "value written after the fault, WP=0");

	begin(true);
	USER_VAR(test) = 101;
	expect(0, 0, "a write to a read-only user page, WP=0, SMAP=1, AC=1");

	write_cr0(read_cr0() | X86_CR0_WP);
	*pte |= PT_WRITABLE_MASK;
	invlpg((void *)&USER_VAR(test));
	leave();
}

static const char *needs_smap(void)
{
	return this_cpu_has(X86_FEATURE_SMAP) ? NULL : "no SMAP";
}

static const char *needs_no_smap(void)
{
	return this_cpu_has(X86_FEATURE_SMAP) ? "SMAP is there" : needs_cr4_reserved_gp();
}

static void hidden(void)
{
	check_eq(write_cr4_safe(read_cr4() | X86_CR4_SMAP), GP_VECTOR,
		 "vector of setting CR4.SMAP without SMAP in CPUID");
}

static const struct subtest subtests[] = {
	{ "plain", without_invlpg, .requires = needs_smap },
	{ "invlpg", with_invlpg, .requires = needs_smap },
	{ "wp-off", write_protect_off, .requires = needs_smap },
	{ "hidden", hidden, .requires = needs_no_smap },
	{ }
};

int main(int argc, char **argv)
{
	pgd_t *cr3;
	ulong at;

	setup_vm();
	cr3 = current_page_table();
	for (at = 0; at < USER_BASE; at += LARGE_PAGE_SIZE) {
		*get_pte(cr3, (void *)at) &= ~PT_USER_MASK;
		*get_pte(cr3, (void *)(USER_BASE + at)) = at | PT_PRESENT_MASK | PT_USER_MASK |
			PT_WRITABLE_MASK | PT_ACCESSED_MASK | PT_DIRTY_MASK | PT_PAGE_SIZE_MASK;
	}
	write_cr3(read_cr3());
	flush_tlb();
	install_handler();
	return run_subtests(subtests, argc, argv);
}
