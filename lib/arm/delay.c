// SPDX-License-Identifier: LGPL-2.1-or-later
/* Busy waits on the virtual counter (Arm ARM D11.1.2). */
#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/delay.h>
#include <asm/processor.h>

void delay(u64 cycles)
{
	u64 start = get_cntvct();

	while (get_cntvct() - start < cycles)
		cpu_relax();
}

void udelay(unsigned long usecs)
{
	delay((u64)usecs * get_cntfrq() / 1000000);
}

void mdelay(unsigned long msecs)
{
	delay((u64)msecs * get_cntfrq() / 1000);
}
