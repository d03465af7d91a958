// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * OPAL: firmware calls, console and power of the powernv machines.
 */
#include <libcflat.h>
#include <devicetree.h>
#include <libfdt/libfdt.h>
#include <asm/io.h>
#include <asm/opal.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/spinlock.h>
#include "ppc64.h"

static u64 opal_base, opal_entry;

int64_t opal_call(int64_t token, int64_t arg1, int64_t arg2, int64_t arg3)
{
	unsigned long msr = mfmsr();
	int64_t ret;

	/* HSRR0/1 and, on return, SRR0/1 are in use: no interrupts. */
	if (msr & MSR_EE)
		local_irq_disable();
	ret = opal_enter(token, arg1, arg2, arg3, opal_base, opal_entry,
			 msr & ~(MSR_LE | MSR_IR | MSR_DR | MSR_EE));
	if (msr & MSR_EE)
		local_irq_enable();
	return ret;
}

static int opal_prop(int node, const char *name, u64 *value)
{
	int len;
	const struct fdt_property *prop = fdt_get_property(dt_fdt(), node, name, &len);

	if (!prop || len != 8)
		return -1;
	*value = fdt64_to_cpu(*(const fdt64_t *)prop->data);
	return 0;
}

int opal_init(void)
{
	int node = fdt_path_offset(dt_fdt(), "/ibm,opal");

	if (node < 0 || opal_prop(node, "opal-base-address", &opal_base) ||
	    opal_prop(node, "opal-entry-address", &opal_entry))
		return -1;
	return 0;
}

void opal_power_off(void)
{
	opal_call(OPAL_CEC_POWER_DOWN, 0, 0, 0);
	/* It happens while firmware handles its events. */
	while (true)
		opal_call(OPAL_POLL_EVENTS, 0, 0, 0);
}

void opal_putchar(int c)
{
	char text = c;
	u64 len = cpu_to_be64(1);
	int64_t rc;

	/* A full buffer takes nothing until firmware is polled. */
	for (int tries = 0; tries < 100000; tries++) {
		rc = opal_call(OPAL_CONSOLE_WRITE, 0, __pa(&len), __pa(&text));
		if (rc == OPAL_SUCCESS && be64_to_cpu(len) == 1)
			return;
		len = cpu_to_be64(1);
		opal_call(OPAL_POLL_EVENTS, 0, 0, 0);
	}
}

int __opal_getchar(void)
{
	char c;
	u64 len = cpu_to_be64(1);

	opal_call(OPAL_POLL_EVENTS, 0, 0, 0);
	if (opal_call(OPAL_CONSOLE_READ, 0, __pa(&len), __pa(&c)) != OPAL_SUCCESS)
		return -1;
	return be64_to_cpu(len) == 1 ? (unsigned char)c : -1;
}
