// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Inter-processor interrupts: the XICS hypercalls (LoPAPR 14.11.4.2) of
 * pseries, hypervisor doorbells (Power ISA Book III, chapter 11) of powernv.
 */
#include <libcflat.h>
#include <asm/hcall.h>
#include <asm/processor.h>
#include <asm/smp.h>
#include "ppc64.h"

#define XICS_IPI		2
#define XICS_IPI_PRIORITY	4
#define XICS_ENABLED		5	/* CPPR: lets priorities 0 to 4 through */

#define DBELL_TYPE_SERVER	(5UL << 27)
#define VECTOR_EXTERNAL		0x500
#define VECTOR_HDOORBELL	0xe80

static struct {
	void (*fn)(struct pt_regs *, void *);
	void *data;
} ipi;

static void xics_handler(struct pt_regs *regs, void *data __unused)
{
	unsigned long r[9] = { 0 };
	u32 xirr;

	hcall_regs(H_XIRR, r);
	xirr = r[0];
	if ((xirr & 0xffffff) == XICS_IPI) {
		hcall(H_IPI, (unsigned long)smp_processor_id(), 0xffUL);
		hcall(H_EOI, (unsigned long)((xirr & 0xffffff) | XICS_ENABLED << 24));
	} else {
		/* Spurious, or a device nobody asked for. */
		hcall(H_EOI, (unsigned long)((xirr & 0xffffff) | XICS_ENABLED << 24));
		if (!(xirr & 0xffffff))
			return;
	}
	if (ipi.fn)
		ipi.fn(regs, ipi.data);
}

static void doorbell_handler(struct pt_regs *regs, void *data __unused)
{
	if (ipi.fn)
		ipi.fn(regs, ipi.data);
}

void register_ipi(void (*fn)(struct pt_regs *, void *), void *data)
{
	ipi.fn = fn;
	ipi.data = data;
	if (machine_is_powernv())
		handle_exception(VECTOR_HDOORBELL, doorbell_handler, NULL);
	else
		handle_exception(VECTOR_EXTERNAL, xics_handler, NULL);
}

void unregister_ipi(void)
{
	handle_exception(machine_is_powernv() ? VECTOR_HDOORBELL : VECTOR_EXTERNAL, NULL, NULL);
}

void cpu_init_ipis(void)
{
	/* Firmware may have left a message behind. */
	if (machine_is_powernv())
		asm volatile(".machine push; .machine power8; msgclr %0; .machine pop"
			     : : "r"(DBELL_TYPE_SERVER) : "memory");
}

void local_ipi_enable(void)
{
	if (machine_is_pseries())
		hcall(H_CPPR, (unsigned long)XICS_ENABLED);
}

void local_ipi_disable(void)
{
	if (machine_is_pseries())
		hcall(H_CPPR, 0UL);
}

void send_ipi(int cpu_id)
{
	if (machine_is_powernv())
		asm volatile(".machine push; .machine power8; lwsync; msgsnd %0; .machine pop"
			     : : "r"(DBELL_TYPE_SERVER | cpu_id) : "memory");
	else
		hcall(H_IPI, (unsigned long)cpu_id, (unsigned long)XICS_IPI_PRIORITY);
}
