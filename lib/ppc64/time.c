// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Time base, busy waiting and sleeping.
 */
#include <libcflat.h>
#include <asm/barrier.h>
#include <asm/handlers.h>
#include <asm/hcall.h>
#include <asm/processor.h>
#include <asm/time.h>
#include "ppc64.h"

/* ticks * unit / tb_hz without overflow */
static uint64_t tb_to(uint64_t tb, uint64_t unit)
{
	return tb / tb_hz * unit + tb % tb_hz * unit / tb_hz;
}

static uint64_t to_tb(uint64_t n, uint64_t unit)
{
	return n / unit * tb_hz + n % unit * tb_hz / unit;
}

uint64_t get_clock_us(void)
{
	return tb_to(get_tb(), 1000000);
}

uint64_t get_clock_ms(void)
{
	return tb_to(get_tb(), 1000);
}

void delay(uint64_t ticks)
{
	uint64_t start = get_tb();

	while (get_tb() - start < ticks)
		cpu_relax();
}

void udelay(uint64_t us)
{
	delay(to_tb(us, 1000000));
}

void mdelay(uint64_t ms)
{
	delay(to_tb(ms, 1000));
}

void sleep_tb(uint64_t ticks)
{
	uint64_t start = get_tb(), passed;
	bool irqs = mfmsr() & MSR_EE;

	if (machine_is_powernv()) {
		/* No hypervisor to cede to. */
		delay(ticks);
		return;
	}

	local_irq_disable();
	while ((passed = get_tb() - start) < ticks) {
		uint64_t left = ticks - passed;

		/*
		 * H_CEDE returns when the decrementer is due, with MSR[EE] on;
		 * the interrupt follows at once and turns it off.
		 */
		mtspr(SPR_DEC, left < 0x7fffffff ? left : 0x7fffffff);
		handle_exception(0x900, dec_handler_oneshot, NULL);
		if (hcall(H_CEDE) != H_SUCCESS) {
			printf("H_CEDE failed\n");
			abort();
		}
		local_irq_disable();
		handle_exception(0x900, NULL, NULL);
	}
	if (watchdog_rearm() && irqs)
		local_irq_enable();
}

void usleep(uint64_t us)
{
	sleep_tb(to_tb(us, 1000000));
}

void msleep(uint64_t ms)
{
	sleep_tb(to_tb(ms, 1000));
}
