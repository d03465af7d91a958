// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * cmpxchg8b: locked CMPXCHG8B on a page table in use.
 *
 * A hypervisor with shadow page tables sees such a write and has to emulate
 * the instruction (SDM volume 2, CMPXCHG8B).
 */
#include <libcflat.h>
#include <subtest.h>
#include <x86/desc.h>
#include <x86/processor.h>
#include <x86/vm.h>

static bool exchange(u32 *mem, u32 cmp_lo, u32 cmp_hi, u32 new_lo, u32 new_hi, u32 *lo, u32 *hi)
{
	u8 zf;

	asm volatile("lock cmpxchg8b (%5); setz %0"
		     : "=q"(zf), "=a"(*lo), "=d"(*hi)
		     : "1"(cmp_lo), "2"(cmp_hi), "D"(mem), "b"(new_lo), "c"(new_hi)
		     : "memory", "cc");
	return zf;
}

static void in_page_directory(void)
{
	u32 *mem = (u32 *)current_page_table() + 1022;
	u32 old[2] = { mem[0], mem[1] };
	u32 lo, hi, got[2];
	bool zf;

	mem[0] = 1;
	mem[1] = 2;
	zf = exchange(mem, 1, 2, 3, 4, &lo, &hi);
	got[0] = mem[0];
	got[1] = mem[1];
	check_eq((u32)zf, 1u, "ZF of CMPXCHG8B, operand equal");
	check_eq(got[0], 3u, "low half, operand equal");
	check_eq(got[1], 4u, "high half, operand equal");

	zf = exchange(mem, 1, 2, 5, 6, &lo, &hi);
	got[0] = mem[0];
	got[1] = mem[1];
	mem[0] = old[0];
	mem[1] = old[1];
	check_eq((u32)zf, 0u, "ZF of CMPXCHG8B, operand different");
	check_eq(got[0], 3u, "low half, operand different");
	check_eq(got[1], 4u, "high half, operand different");
	check_eq(lo, 3u, "EAX, operand different");
	check_eq(hi, 4u, "EDX, operand different");
}

static void register_form(void)
{
	/* lock cmpxchg8b %eax: only memory operands exist. */
	check_eq((u32)asm_safe(".byte 0xf0, 0x0f, 0xc7, 0xc8"), UD_VECTOR,
		 "vector of CMPXCHG8B with a register operand");
}

static const struct subtest subtests[] = {
	{ "page-directory", in_page_directory },
	{ "register", register_form },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
