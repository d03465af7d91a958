// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Console and exit.
 */
#include <libcflat.h>
#include <cpulock.h>
#include <asm/opal.h>
#include <asm/processor.h>
#include <asm/rtas.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include "ppc64.h"

static struct cpu_lock print_lock;

void putchar(int c);

void putchar(int c)
{
	if (machine_is_powernv())
		opal_putchar(c);
	else
		papr_putchar(c);
}

int __getchar(void)
{
	if (machine_is_powernv())
		return __opal_getchar();
	return __papr_getchar();
}

void puts(const char *s)
{
	bool user = in_usermode(), taken;

	if (user)
		exit_usermode();
	taken = cpu_lock(&print_lock);
	while (*s)
		putchar(*s++);
	cpu_unlock(&print_lock, taken);
	if (user)
		enter_usermode();
}

/*
 * The status line is the only way out for the exit code: the machine's power
 * off has none.
 */
void exit(int code)
{
	static int exited;

	if (in_usermode())
		exit_usermode();
	if (!__atomic_exchange_n(&exited, 1, __ATOMIC_SEQ_CST)) {
		code = exit_code(code);
		printf("\nEXIT: STATUS=%d\n", (code << 1) | 1);
		if (machine_is_powernv())
			opal_power_off();
		else
			rtas_power_off();
	}
	halt(code);
	__builtin_unreachable();
}
