// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * access: accesses through page tables of every kind.
 *
 * SDM volume 3 chapter 4 (4.6 access rights, 4.7 page faults, 4.8 accessed
 * and dirty flags). An access is a case: bits of the last two table levels,
 * kind of access, CPU settings, protection key. A model says whether it
 * faults, with which error code, and what the tables hold afterwards.
 */
#include "access.h"
#include <x86/smp.h>

#define USER_RETURN_VECTOR	0x82
#define AC_MAX_TABLES		16

static int levels;
static bool fep;
static unsigned int nr_tables;
static idt_entry_t saved_pf, saved_return;
static ulong saved_cr0, saved_cr4;
static u64 saved_efer, saved_rsp0;

static u8 fault_stack[4096] __attribute__((aligned(16)));

/* Page-directory entries of the image, found while the tables had four levels. */
#define MAX_IMAGE_PDES	32
static pteval_t *image_pde[MAX_IMAGE_PDES];
static unsigned int nr_image_pdes;

extern char stext, edata;
void ac_page_fault(void);
void ac_user_return(void);

/*
 * #PF: error code to R8, go on at the address in R11. The other gate brings
 * ring 3 back to R9 on the stack in R10.
 */
asm(".pushsection .text\n"
    ".globl ac_page_fault\n"
    "ac_page_fault:\n\t"
    "pop %r8\n\t"
    "mov %r11, (%rsp)\n\t"
    "mov $1, %eax\n\t"
    "iretq\n"
    ".globl ac_user_return\n"
    "ac_user_return:\n\t"
    "mov %r10, %rsp\n\t"
    "jmp *%r9\n\t"
    ".popsection");

bool ac_force_emulation(void)
{
	return fep;
}

bool ac_access(u64 va, unsigned int how, u32 *error_code)
{
	u32 faulted;
	u64 error;

	asm volatile("lea 6f(%%rip), %%r11\n\t"
		     "lea 7f(%%rip), %%r9\n\t"
		     "mov %%rsp, %%r10\n\t"
		     "xor %%eax, %%eax\n\t"
		     "xor %%r8d, %%r8d\n\t"
		     "test %[user], %[how]\n\t"
		     "jz 1f\n\t"
		     "pushq %[user_ds]\n\t"
		     "pushq %%r10\n\t"
		     "pushq $2\n\t"
		     "pushq %[user_cs]\n\t"
		     "lea 1f(%%rip), %%rcx\n\t"
		     "pushq %%rcx\n\t"
		     "iretq\n"
		     "1:\n\t"
		     "test %[fetch], %[how]\n\t"
		     "jnz 4f\n\t"
		     "mov $0xc3, %%cl\n\t"
		     "test %[fep], %[how]\n\t"
		     "jnz 3f\n\t"
		     "test %[write], %[how]\n\t"
		     "jnz 2f\n\t"
		     "mov (%[va]), %%cl\n\t"
		     "jmp 6f\n"
		     "2:\n\t"
		     "mov %%cl, (%[va])\n\t"
		     "jmp 6f\n"
		     "3:\n\t"
		     "test %[write], %[how]\n\t"
		     "jnz 5f\n\t"
		     KVM_FEP "mov (%[va]), %%cl\n\t"
		     "jmp 6f\n"
		     "5:\n\t"
		     KVM_FEP "mov %%cl, (%[va])\n\t"
		     "jmp 6f\n"
		     "4:\n\t"
		     "call *%[va]\n"
		     "6:\n\t"
		     "mov %%r10, %%rsp\n\t"
		     "test %[user], %[how]\n\t"
		     "jz 7f\n\t"
		     "int %[vector]\n"
		     "7:\n\t"
		     "mov %%r8, %[error]\n\t"
		     : "=&a"(faulted), [error] "=r"(error)
		     : [va] "D"(va), [how] "S"(how), [user] "i"(AC_USER), [write] "i"(AC_WRITE),
		       [fetch] "i"(AC_FETCH), [fep] "i"(AC_FEP), [user_ds] "i"(USER_DS), [user_cs] "i"(USER_CS),
		       [vector] "i"(USER_RETURN_VECTOR)
		     : "rcx", "r8", "r9", "r10", "r11", "cc", "memory");
	*error_code = error;
	return faulted;
}

void ac_unmap_all(void)
{
	pteval_t *root = phys_to_virt(read_cr3() & PT_ADDR_MASK);

	root[PGDIR_OFFSET(AC_VA, levels)] = 0;
	nr_tables = 0;
	/* Everything of the slot goes, cached upper levels too. */
	write_cr3(read_cr3());
}

pteval_t *ac_entry(u64 va, int level)
{
	pteval_t *table = phys_to_virt(read_cr3() & PT_ADDR_MASK), *e;
	u64 page;
	int l;

	for (l = levels; ; l--) {
		e = &table[PGDIR_OFFSET(va, l)];
		if (l == level)
			return e;
		if (!(*e & PT_PRESENT_MASK)) {
			assert(nr_tables < AC_MAX_TABLES);
			page = AC_TABLES + nr_tables++ * PAGE_SIZE;
			memset(phys_to_virt(page), 0, PAGE_SIZE);
			*e = page | AC_LEAF_BITS | PT_ACCESSED_MASK;
		}
		table = phys_to_virt(*e & PT_ADDR_MASK);
	}
}

void ac_set_nx(bool on)
{
	u64 efer = rdmsr(MSR_EFER);

	if (on != !!(efer & EFER_NX))
		wrmsr(MSR_EFER, efer ^ EFER_NX);
}

void ac_set_wp(bool on)
{
	ulong cr0 = read_cr0();

	if (on != !!(cr0 & X86_CR0_WP))
		write_cr0(cr0 ^ X86_CR0_WP);
}

/* With SMEP the image may not run from pages with the user bit. */
void ac_set_smep(bool on)
{
	ulong cr4 = read_cr4();
	unsigned int i;

	if (on == !!(cr4 & X86_CR4_SMEP))
		return;
	if (on) {
		for (i = 0; i < nr_image_pdes; i++)
			*image_pde[i] &= ~PT_USER_MASK;
		write_cr3(read_cr3());
	}
	write_cr4(cr4 ^ X86_CR4_SMEP);
	if (!on) {
		for (i = 0; i < nr_image_pdes; i++)
			*image_pde[i] |= PT_USER_MASK;
		write_cr3(read_cr3());
	}
}

void ac_set_pke(bool on)
{
	ulong cr4 = read_cr4();

	if (on != !!(cr4 & X86_CR4_PKE))
		write_cr4(cr4 ^ X86_CR4_PKE);
}

static void find_image(void)
{
	ulong va;

	if (nr_image_pdes)
		return;
	for (va = (ulong)&stext & ~(LARGE_PAGE_SIZE - 1); va < (ulong)&edata; va += LARGE_PAGE_SIZE) {
		assert(nr_image_pdes < MAX_IMAGE_PDES);
		image_pde[nr_image_pdes++] = get_pte_level(current_page_table(), (void *)va, 2);
	}
}

void ac_begin(int pt_levels, bool force_emulation)
{
	levels = pt_levels;
	fep = force_emulation;
	find_image();
	saved_cr0 = read_cr0();
	saved_cr4 = read_cr4();
	saved_efer = rdmsr(MSR_EFER);
	saved_rsp0 = tss[0].rsp0;
	saved_pf = boot_idt[PF_VECTOR];
	saved_return = boot_idt[USER_RETURN_VECTOR];
	tss[0].rsp0 = (u64)fault_stack + sizeof(fault_stack);
	set_idt_entry(PF_VECTOR, ac_page_fault, 0);
	set_idt_entry(USER_RETURN_VECTOR, ac_user_return, 3);
	*(u8 *)phys_to_virt(AC_PHYS) = 0xc3;
	ac_unmap_all();
}

void ac_end(void)
{
	ac_unmap_all();
	if (read_cr4() & X86_CR4_SMEP)
		ac_set_smep(false);
	if (this_cpu_has(X86_FEATURE_PKU)) {
		ac_set_pke(true);
		write_pkru(0);
	}
	write_cr4(saved_cr4);
	write_cr0(saved_cr0);
	wrmsr(MSR_EFER, saved_efer);
	tss[0].rsp0 = saved_rsp0;
	boot_idt[PF_VECTOR] = saved_pf;
	boot_idt[USER_RETURN_VECTOR] = saved_return;
	/* Ring 3 comes back with a null SS. */
	write_ss(KERNEL_DS);
}

void ac_test_run(int pt_levels, bool force_emulation)
{
	static const struct {
		const char *name;
		void (*fn)(void);
	} directed[] = {
		{ "shared-huge-page", ac_shared_huge_page },
		{ "prefetch-reserved", ac_prefetch_reserved },
		{ "dirty-wp", ac_dirty_wp },
		{ "smep-wp", ac_smep_wp },
		{ "toggle-wp", ac_toggle_wp },
		{ "effective-permissions", ac_effective_permissions },
	};

	report_prefix_pushf("%d-level", pt_levels);
	ac_begin(pt_levels, force_emulation);
	ac_matrix(AC_ALL_CASES);
	for (unsigned int i = 0; i < ARRAY_SIZE(directed); i++) {
		report_prefix_push(directed[i].name);
		directed[i].fn();
		report_prefix_pop();
	}
	ac_end();
	report_prefix_pop();
}
