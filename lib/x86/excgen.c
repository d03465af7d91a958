// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Instructions that raise one given exception. SDM volume 3, 6.15.
 */
#include <libcflat.h>
#include <x86/desc.h>
#include <x86/processor.h>

void generate_non_canonical_gp(void)
{
#ifdef __x86_64__
	*(volatile u64 *)NONCANONICAL = 0;
#else
	/* No such address here: a selector beyond the GDT. */
	write_es(0xfff8);
#endif
}

void generate_ud(void)
{
	asm volatile("ud2");
}

void generate_de(void)
{
	asm volatile("xor %%eax, %%eax\n\t"
		     "xor %%edx, %%edx\n\t"
		     "div %%eax\n\t"
		     : : : "eax", "edx", "cc");
}

void generate_bp(void)
{
	asm volatile("int3");
}

void generate_single_step_db(void)
{
	write_rflags(read_rflags() | X86_EFLAGS_TF);
	asm volatile("nop");
}

uint64_t generate_usermode_ac(void)
{
	/* A store that is not aligned to its own size, where the stack is. */
#ifdef __x86_64__
	asm volatile("movq $0, -0x4(%%rsp)" : : : "memory");
#else
	asm volatile("movl $0, -0x6(%%esp)" : : : "memory");
#endif
	return 0;
}

void generate_of(void)
{
#ifdef __x86_64__
	struct far_pointer32 fp;

	/* INTO does not exist in 64-bit mode: run it in compatibility mode. */
	asm volatile("movl $2f, %[offset]\n\t"
		     "movw %[cs32], %[selector]\n\t"
		     "movb $0x7f, %%al\n\t"
		     "addb $0x7f, %%al\n\t"
		     "lcall *%[fp]\n\t"
		     "jmp 3f\n"
		     ".code32\n"
		     "2:\n\t"
		     "into\n\t"
		     "lret\n"
		     ".code64\n"
		     "3:\n\t"
		     : [offset] "=m"(fp.offset), [selector] "=m"(fp.selector)
		     : [cs32] "i"(KERNEL_CS32), [fp] "m"(fp)
		     : "eax", "cc", "memory");
#else
	asm volatile("movb $0x7f, %%al\n\t"
		     "addb $0x7f, %%al\n\t"
		     "into\n\t"
		     : : : "eax", "cc");
#endif
}

void fnop(void)
{
	asm volatile("fnop");
}

void generate_cr0_ts_nm(void)
{
	write_cr0((read_cr0() & ~X86_CR0_EM) | X86_CR0_TS);
	fnop();
}

void generate_cr0_em_nm(void)
{
	write_cr0((read_cr0() & ~X86_CR0_TS) | X86_CR0_EM);
	fnop();
}
