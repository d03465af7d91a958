// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From the first C statement to main(), console output, and the end.
 */
#include <libcflat.h>
#include <argv.h>
#include <cpulock.h>
#include <asm/arch_def.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/sigp.h>
#include <asm/uv.h>
#include <sclp.h>
#include <smp.h>
#include <uv.h>

/* the loader writes the command line here (cstart64.S) */
extern char ipl_args[];

/* The boot CPU before smp_setup() has built the real table. */
static struct cpu early_cpu;

static struct cpu_lock puts_lock;

void puts(const char *s)
{
	bool taken = cpu_lock(&puts_lock);

	sclp_print(s);
	cpu_unlock(&puts_lock, taken);
}

static void __attribute__((noreturn)) stop_self(void)
{
	for (;;)
		sigp(stap(), SIGP_STOP, 0, NULL);
}

void exit(int code)
{
	code = exit_code(code);
	smp_teardown();
	printf("\nEXIT: STATUS=%d\n", (code << 1) | 1);
	stop_self();
}

void setup(void)
{
	early_cpu.addr = stap();
	early_cpu.lowcore = (void *)0;
	early_cpu.active = true;
	THIS_CPU = &early_cpu;

	setup_args_progname(ipl_args);
	setup_facilities();
	sclp_read_info();
	sclp_facilities_setup();
	sclp_console_setup();
	sclp_memory_setup();
	uv_setup();
	smp_setup();
}
