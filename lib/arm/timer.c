// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which interrupts the generic timers raise, from the timer node of the device tree: its
 * interrupts are, in this order, secure physical, non-secure physical, virtual, EL2 physical
 * and EL2 virtual, as many as there are. Without a device tree, from ACPI's GTDT, where 0 means
 * that there is no such interrupt.
 */
#include <libcflat.h>
#include <acpi.h>
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

/* GTDT flags (ACPI 6.5, 5.2.25): edge triggered, active low; told as the device tree does. */
static u32 gtdt_flags(u32 flags)
{
	return flags & ACPI_GTDT_EDGE ? flags & ACPI_GTDT_ACTIVE_LOW ? 2 : 1 :
	       flags & ACPI_GTDT_ACTIVE_LOW ? 8 : 4;
}

static void gtdt_interrupt(u32 gsiv, u32 gtdt, u32 *irq, u32 *flags)
{
	if (!gsiv)
		return;
	*irq = gsiv;
	*flags = gtdt_flags(gtdt);
}

static void timer_save_state_acpi(void)
{
	struct acpi_table_gtdt *gtdt = find_acpi_table_addr(GTDT_SIGNATURE);
	struct timer_state *t = &__timer_state;

	if (!gtdt)
		return;
	gtdt_interrupt(gtdt->non_secure_el1_interrupt, gtdt->non_secure_el1_flags,
		       &t->ptimer.irq, &t->ptimer.irq_flags);
	gtdt_interrupt(gtdt->virtual_timer_interrupt, gtdt->virtual_timer_flags,
		       &t->vtimer.irq, &t->vtimer.irq_flags);
	gtdt_interrupt(gtdt->non_secure_el2_interrupt, gtdt->non_secure_el2_flags,
		       &t->hptimer.irq, &t->hptimer.irq_flags);
	/* from revision 3 on */
	if (gtdt->length >= sizeof(*gtdt))
		gtdt_interrupt(gtdt->virtual_el2_timer_interrupt, gtdt->virtual_el2_timer_flags,
			       &t->hvtimer.irq, &t->hvtimer.irq_flags);
}

void timer_save_state(void)
{
	static const char *const compatible[] = { "arm,armv8-timer", "arm,armv7-timer" };
	const struct fdt_property *prop;
	const u32 *cells;
	int node = -1, len, nr;
	unsigned int i;

	if (!dt_available()) {
		timer_save_state_acpi();
		return;
	}
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
