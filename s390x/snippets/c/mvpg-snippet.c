// SPDX-License-Identifier: LGPL-2.1-or-later
/* Moves page 6 to page 5 and tells the host, three times. */
#include <libcflat.h>
#include <snippet-exit.h>

int main(void);

static void mvpg(void)
{
	register unsigned long r0 asm("0") = 0;

	asm volatile("mvpg	%1,%2" : : "d" (r0), "a" (0x5000UL), "a" (0x6000UL) : "memory", "cc");
}

int main(void)
{
	/* the move as such, source invalid, destination invalid: the host arranges it */
	for (int i = 0; i < 3; i++) {
		mvpg();
		force_exit();
	}
	return 0;
}
