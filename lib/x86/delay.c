// SPDX-License-Identifier: LGPL-2.1-or-later
#include <libcflat.h>
#include <x86/delay.h>
#include <x86/processor.h>

void delay(u64 tsc_cycles)
{
	u64 start = rdtsc();

	do {
		pause();
	} while (rdtsc() - start < tsc_cycles);
}
