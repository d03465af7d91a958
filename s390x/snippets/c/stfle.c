// SPDX-License-Identifier: LGPL-2.1-or-later
/* Tells the host where GR0 after STFLE and the facility list are. */
#include <libcflat.h>
#include <snippet-exit.h>

int main(void);

int main(void)
{
	static struct {
		uint64_t len;
		uint64_t list[8];
	} result;
	register uint64_t r0 asm("0") = ARRAY_SIZE(result.list) - 1;

	asm volatile(".insn	s,0xb2b00000,0(%1)" : "+d" (r0) : "a" (result.list) : "memory", "cc");
	result.len = r0;
	force_exit_value((uint64_t)&result);
	return 0;
}
