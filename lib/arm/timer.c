// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which interrupts the generic timers raise, from the timer node of the device tree: its
 * interrupts are, in this order, secure physical, non-secure physical, virtual, EL2 physical
 * and EL2 virtual, as many as there are.
 */
#include <libcflat.h>
#include <devicetree.h>
#include <asm/gic.h>
#include <asm/timer.h>

struct timer_state __timer_state = {
	.ptimer = { .irq = -1 }, .vtimer = { .irq = -1 },
	.hptimer = { .irq = -1 }, .hvtimer = { .irq = -1 },
};

/* Interrupt n of the node: three cells, type (1: PPI, 0: SPI), number and flags. */
static void read_interrupt(const u32 *cells, int nr_cells, int n, u32 *irq, u32 *flags)
{
	u32 type, nr;

	if (nr_cells < 3 * (n + 1))
		return;
	type = fdt32_to_cpu(cells[3 * n]);
	nr = fdt32_to_cpu(cells[3 * n + 1]);
	*irq = type == 1 ? PPI(nr) : SPI(nr);
	*flags = fdt32_to_cpu(cells[3 * n + 2]);
}

void timer_save_state(void)
{
	static const char *const compatible[] = { "arm,armv8-timer", "arm,armv7-timer" };
	const struct fdt_property *prop;
	const u32 *cells;
	int node = -1, len, nr;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(compatible) && node < 0; i++)
		node = fdt_node_offset_by_compatible(dt_fdt(), -1, compatible[i]);
	if (node < 0)
		return;

	prop = fdt_get_property(dt_fdt(), node, "interrupts", &len);
	if (!prop)
		return;
	cells = (const u32 *)prop->data;
	nr = len / sizeof(u32);

	read_interrupt(cells, nr, 1, &__timer_state.ptimer.irq, &__timer_state.ptimer.irq_flags);
	read_interrupt(cells, nr, 2, &__timer_state.vtimer.irq, &__timer_state.vtimer.irq_flags);
	read_interrupt(cells, nr, 3, &__timer_state.hptimer.irq,
		       &__timer_state.hptimer.irq_flags);
	read_interrupt(cells, nr, 4, &__timer_state.hvtimer.irq,
		       &__timer_state.hvtimer.irq_flags);
}
