// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * cet: control-flow enforcement at CPL3.
 *
 * Shadow stacks: a return whose address was changed raises #CP. Indirect branch
 * tracking: an indirect branch must arrive at ENDBR64. An emulator that does not
 * know CET must refuse branches rather than emulate them unchecked.
 * SDM volume 1, chapter 17; volume 3, 6.15 (#CP).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/msr.h>
#include <x86/processor.h>
#include <x86/usermode.h>
#include <x86/vm.h>
#include <x86/vmm.h>

#define U_CET_SH_STK_EN		BIT(0)
#define U_CET_ENDBR_EN		BIT(2)
#define U_CET_NO_TRACK_EN	BIT(4)
#define U_CET_WAIT_ENDBR	BIT(11)

#define CP_NEAR_RET	1
#define CP_FAR_RET	2
#define CP_ENDBR	3

static u64 *shadow_stack;

static const char *needs_shstk(void)
{
	return this_cpu_has(X86_FEATURE_SHSTK) ? NULL : "no shadow stacks";
}

static const char *needs_ibt(void)
{
	return this_cpu_has(X86_FEATURE_IBT) ? NULL : "no indirect branch tracking";
}

static const char *needs_shstk_fep(void)
{
	return needs_shstk() ? needs_shstk() : is_fep_available ? NULL : "no forced emulation";
}

static const char *needs_no_cet(void)
{
	if (this_cpu_has(X86_FEATURE_SHSTK) || this_cpu_has(X86_FEATURE_IBT))
		return "CET is there";
	return needs_cr4_reserved_gp();
}

static void hidden(void)
{
	check_eq(write_cr4_safe(read_cr4() | X86_CR4_CET), GP_VECTOR,
		 "exception of setting CR4.CET without CET in CPUID");
}

static void enable(u64 u_cet)
{
	/* CR4.CET wants CR0.WP (SDM volume 3, 2.5). */
	write_cr0(read_cr0() | X86_CR0_WP);
	write_cr4(read_cr4() | X86_CR4_CET);
	wrmsr(MSR_IA32_U_CET, u_cet);
}

static void disable(void)
{
	wrmsr(MSR_IA32_U_CET, 0);
	write_cr4(read_cr4() & ~X86_CR4_CET);
}

/* A shadow-stack page: present, dirty and not writable (SDM volume 3, 4.6). */
static void enable_shadow_stack(void)
{
	if (!shadow_stack) {
		pteval_t *pte;

		shadow_stack = alloc_vpage();
		pte = install_page(current_page_table(), virt_to_phys(alloc_page()), shadow_stack);
		*pte = (*pte & ~PT_WRITABLE_MASK) | PT_DIRTY_MASK | PT_USER_MASK;
		invlpg(shadow_stack);
	}
	enable(U_CET_SH_STK_EN);
	wrmsr(MSR_IA32_PL3_SSP, (ulong)shadow_stack + PAGE_SIZE);
}

static void on_cp(struct ex_regs *regs)
{
	/* Else the next entry to CPL3 would fault at once. */
	wrmsr(MSR_IA32_U_CET, rdmsr(MSR_IA32_U_CET) & ~U_CET_WAIT_ENDBR);
}

static void run(usermode_func fn, unsigned int want, const char *what)
{
	bool raised = false;

	run_in_user_ex(fn, CP_VECTOR, 0, 0, 0, 0, &raised, on_cp);
	disable();
	check_eq(raised ? exception_vector() : 0u, want ? CP_VECTOR : 0u, "exception of %s", what);
	if (want && raised)
		check_eq(exception_error_code(), want, "error code of %s", what);
}

static uint64_t return_changed(void)
{
	/* Any other address: the shadow stack has the right one. */
	asm volatile("xorl $1, 8(%%rbp)" : : : "memory", "cc");
	return 0;
}

static uint64_t return_unchanged(void)
{
	return 0;
}

extern char cet_far_target[];
static struct {
	u32 offset;
	u16 selector;
} __attribute__((packed)) far_target = { 0, USER_CS };

static uint64_t far_return_changed(void)
{
	far_target.offset = (ulong)cet_far_target;
	asm volatile("lcall *%0\n\t"
		     "nop\n\t"
		     "jmp 1f\n"
		     "cet_far_target:\n\t"
		     "endbr64\n\t"
		     /* Skip the NOP. */
		     "incl (%%rsp)\n\t"
		     "lretl\n"
		     "1:"
		     : : "m"(far_target) : "memory", "cc");
	return 0;
}

static void near_return(void)
{
	enable_shadow_stack();
	run(return_unchanged, 0, "a near return");
	enable_shadow_stack();
	run(return_changed, CP_NEAR_RET, "a near return to a changed address");
}

static void far_return(void)
{
	enable_shadow_stack();
	run(far_return_changed, CP_FAR_RET, "a far return to a changed address");
}

static void ssp_aligned(void)
{
	check_eq(wrmsr_safe(MSR_IA32_PL3_SSP, 1), GP_VECTOR, "exception of WRMSR of 1 to PL3_SSP");
	check_eq(wrmsr_safe(MSR_IA32_PL3_SSP, NONCANONICAL), GP_VECTOR,
		 "exception of WRMSR of a non-canonical address to PL3_SSP");
	check_eq(wrmsr_safe(MSR_IA32_PL3_SSP, 0), 0, "exception of WRMSR of 0 to PL3_SSP");
}

static uint64_t jump_without_endbr(void)
{
	asm volatile("lea 1f(%%rip), %%rax\n\t"
		     "jmp *%%rax\n\t"
		     "nop\n"
		     "1: nop"
		     : : : "rax");
	return 0;
}

static uint64_t jump_to_endbr(void)
{
	asm volatile("lea 1f(%%rip), %%rax\n\t"
		     "jmp *%%rax\n\t"
		     "nop\n"
		     "1: endbr64"
		     : : : "rax");
	return 0;
}

static uint64_t jump_no_track(void)
{
	asm volatile("lea 1f(%%rip), %%rax\n\t"
		     "notrack jmp *%%rax\n\t"
		     "nop\n"
		     "1: nop"
		     : : : "rax");
	return 0;
}

static void branch_tracking(void)
{
	enable(U_CET_ENDBR_EN | U_CET_NO_TRACK_EN);
	run(jump_to_endbr, 0, "an indirect jump to ENDBR64");
	enable(U_CET_ENDBR_EN | U_CET_NO_TRACK_EN);
	run(jump_no_track, 0, "an indirect jump with the no-track prefix");
	enable(U_CET_ENDBR_EN | U_CET_NO_TRACK_EN);
	run(jump_without_endbr, CP_ENDBR, "an indirect jump to something else than ENDBR64");
}

/* Branches under forced emulation: refused, or done with all that belongs to it. */
#define EMULATED(name, insn)						\
static uint64_t name(void)						\
{									\
	asm volatile("push %%rax\n\t"					\
		     "movabs $0xaaaaaaaaaaaaaaaa, %%rax\n\t"		\
		     KVM_FEP insn "\n\t"				\
		     "pop %%rax" : : : "memory", "rax", "rcx", "r11");	\
	return 0;							\
}

EMULATED(emulated_icall, "call *%%rax")
EMULATED(emulated_call, "call 1f\n1:")
EMULATED(emulated_ret, "ret")
EMULATED(emulated_ret_imm, "ret $10")
EMULATED(emulated_lret, "lretq")
EMULATED(emulated_iret, "iretq")
EMULATED(emulated_syscall, "syscall")

static const struct emulated_row {
	const char *name;
	usermode_func fn;
} emulated_rows[] = {
	{ "indirect-call", emulated_icall },
	{ "call", emulated_call },
	{ "ret", emulated_ret },
	{ "ret-imm", emulated_ret_imm },
	{ "lret", emulated_lret },
	{ "iret", emulated_iret },
	{ "syscall", emulated_syscall },
};

static void emulated(void)
{
	const struct emulated_row *row = subtest_row();
	bool raised = false;

	enable_shadow_stack();
	run_in_user_ex(row->fn, UD_VECTOR, 0, 0, 0, 0, &raised, on_cp);
	disable();
	check(raised, "emulation with a shadow stack is refused by #UD");
}

static const struct subtest subtests[] = {
	{ "near-return", near_return, .requires = needs_shstk },
	{ "far-return", far_return, .requires = needs_shstk },
	{ "ssp", ssp_aligned, .requires = needs_shstk },
	{ "emulated", emulated, .requires = needs_shstk_fep, SUBTEST_ROWS(emulated_rows) },
	{ "branch-tracking", branch_tracking, .requires = needs_ibt },
	{ "hidden", hidden, .requires = needs_no_cet },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
