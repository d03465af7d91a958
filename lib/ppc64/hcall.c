// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Hypervisor calls: the broken "sc 1" of KVM PR, and the console.
 */
#include <libcflat.h>
#include <asm/hcall.h>
#include <asm/io.h>
#include "ppc64.h"

int hcall_have_broken_sc1(void)
{
	/*
	 * H_SET_DABR(0) is allowed to every guest. A host kernel that gets the
	 * call as a system call of its own answers H_PRIVILEGE.
	 */
	return (long)hcall(H_SET_DABR, 0UL) == H_PRIVILEGE;
}

void hcall_patch_sc1(void)
{
	volatile u32 *insn = (volatile u32 *)hcall;

	*insn = SC1_REPLACEMENT;
	asm volatile("dcbst 0,%0\n\tsync\n\ticbi 0,%0\n\tsync\n\tisync"
		     : : "r"(insn) : "memory");
}

/* One character in the first byte of the buffer registers. */
void papr_putchar(int c)
{
	unsigned long text = (unsigned long)(c & 0xff) << 56;

	hcall(H_PUT_TERM_CHAR, 0UL, 1UL, text, 0UL);
}

int __papr_getchar(void)
{
	static unsigned char buf[16];
	static unsigned int pos, len;

	/* A call may deliver up to 16 characters. */
	if (pos == len) {
		unsigned long r[9] = { 0 };

		if (hcall_regs(H_GET_TERM_CHAR, r) != H_SUCCESS || !r[0] || r[0] > 16)
			return -1;
		for (int i = 0; i < 16; i++)
			buf[i] = r[1 + i / 8] >> (56 - 8 * (i % 8));
		pos = 0;
		len = r[0];
	}
	return buf[pos++];
}
