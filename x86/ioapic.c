// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * ioapic: from interrupt line to CPU.
 *
 * pc-testdev drives the lines; edge and level triggered, masked, retriggered,
 * with all destinations, and the remote IRR handshake between IOAPIC and local
 * APIC. Intel 82093AA datasheet; SDM volume 3, 10.8.
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/barrier.h>
#include <x86/apic.h>
#include <x86/desc.h>
#include <x86/fwcfg.h>
#include <x86/isr.h>
#include <x86/processor.h>
#include <x86/smp.h>
#include <x86/vm.h>

#define LINE		14
#define LINE2		15
#define LINE3		13
/* The alarm clock of the watchdog */
#define WATCHDOG_LINE	8
#define NR_LINES	24
#define MAX_CPUS	16

#define MODE_FIXED	0
#define MODE_LOWEST	1
#define MODE_NMI	4

static volatile unsigned int taken[MAX_CPUS];

static unsigned int taken_total(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < MAX_CPUS; i++)
		n += taken[i];
	return n;
}

static void count(void)
{
	taken[smp_id() % MAX_CPUS]++;
}

/* Everything masked and low, nothing counted, interrupts open. */
static void fresh(void)
{
	unsigned int i;

	cli();
	for (i = 0; i < NR_LINES; i++) {
		if (i == WATCHDOG_LINE)
			continue;
		set_mask(i, true);
	}
	set_irq_line(LINE, 0);
	set_irq_line(LINE2, 0);
	set_irq_line(LINE3, 0);
	sti_nop();
	for (i = 0; i < MAX_CPUS; i++)
		taken[i] = 0;
}

static void pulse(unsigned int line)
{
	set_irq_line(line, 1);
	set_irq_line(line, 0);
}

/* Wait for @n interrupts in total, or about a second; then a moment for those too many. */
static unsigned int wait_taken(unsigned int n)
{
	u64 start = rdtsc();

	while (taken_total() < n && rdtsc() - start < 2000000000)
		pause();
	start = rdtsc();
	while (rdtsc() - start < 100000)
		pause();
	return taken_total();
}

static void route(unsigned int line, u8 vector, trigger_mode_t trig, u8 mode, bool logical, u8 dest)
{
	ioapic_redir_entry_t e = {
		.vector = vector, .delivery_mode = mode, .dest_mode = logical, .trig_mode = trig, .dest_id = dest,
	};

	ioapic_write_redir(line, e);
}

/* False when it still stands after about a second. */
static bool remote_irr_clears(unsigned int line)
{
	u64 start = rdtsc();

	while (ioapic_read_redir(line).remote_irr) {
		if (rdtsc() - start > 2000000000)
			return false;
		pause();
	}
	return true;
}

static void version_register(void)
{
	u32 old = ioapic_read_reg(1);

	ioapic_write_reg(1, ~old);
	check_eq(ioapic_read_reg(1), old, "version register after its inverse was written");
}

static void id_register(void)
{
	u32 old = ioapic_read_reg(0);

	ioapic_write_reg(0, ~old);
	check_eq(ioapic_read_reg(0), old ^ 0x0f000000, "id register after its inverse was written: bits 27:24 change");
	ioapic_write_reg(0, old);
}

static void arbitration_register(void)
{
	u32 old = ioapic_read_reg(0), arb;

	ioapic_write_reg(0, 0x0f000000);
	arb = ioapic_read_reg(2);
	check_eq(arb, 0x0f000000u, "arbitration register follows the id");
	ioapic_write_reg(2, 0);
	check_eq(ioapic_read_reg(2), arb, "arbitration register cannot be written");
	ioapic_write_reg(0, old);
}

/* Delivery status and remote IRR are read-only, the rest of a masked entry reads back. */
static void redirection_entries(void)
{
	unsigned int line;
	u32 low, high;

	for (line = 0; line < NR_LINES; line++) {
		if (line == WATCHDOG_LINE)
			continue;
		ioapic_write_reg(0x11 + 2 * line, 0xa5000000);
		ioapic_write_reg(0x10 + 2 * line, 0x0001b9fe | 1 << 12 | 1 << 14);
		low = ioapic_read_reg(0x10 + 2 * line);
		high = ioapic_read_reg(0x11 + 2 * line);
		check((low & 0x1ffff) == 0x1a9fe && high >> 24 == 0xa5,
		      "pin %u: entry reads back without status bits: %08x:%08x", line, high, low);
		ioapic_write_reg(0x10 + 2 * line, 0x00010000);
		ioapic_write_reg(0x11 + 2 * line, 0);
	}
}

static void take_edge(isr_regs_t *regs)
{
	count();
	eoi();
}

static void edge(void)
{
	fresh();
	handle_irq(0x76, take_edge);
	ioapic_set_redir(LINE, 0x76, TRIGGER_EDGE);
	pulse(LINE);
	check_eq(wait_taken(1), 1u, "interrupts of a pulse");
}

static void take_level(isr_regs_t *regs)
{
	count();
	set_irq_line(LINE, 0);
	eoi();
}

static void level(void)
{
	fresh();
	handle_irq(0x77, take_level);
	ioapic_set_redir(LINE, 0x77, TRIGGER_LEVEL);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(1), 1u, "interrupts");
	check(remote_irr_clears(LINE), "remote IRR clears");
}

static volatile ulong rip_66, rip_78;
static volatile unsigned int order_66, order_78;

static void take_66(isr_regs_t *regs)
{
	count();
	rip_66 = regs->rip;
	order_66 = taken_total();
	eoi();
}

static void take_78(isr_regs_t *regs)
{
	count();
	rip_78 = regs->rip;
	order_78 = taken_total();
	eoi();
}

static void simultaneous(void)
{
	fresh();
	handle_irq(0x78, take_78);
	handle_irq(0x66, take_66);
	order_66 = order_78 = 0;
	rip_66 = rip_78 = 0;
	ioapic_set_redir(LINE, 0x78, TRIGGER_EDGE);
	ioapic_set_redir(LINE2, 0x66, TRIGGER_EDGE);
	cli();
	pulse(LINE2);
	pulse(LINE);
	sti_nop();
	check_eq(wait_taken(2), 2u, "interrupts");
	check(order_78 == 1 && order_66 == 2, "the higher vector comes first: 78h was number %u, 66h number %u",
	      order_78, order_66);
	check_eq(rip_66, rip_78, "both interrupt the same instruction: RIP");
}

static void take_coalesce(isr_regs_t *regs)
{
	count();
	set_irq_line(LINE, 0);
	set_irq_line(LINE, 1);
	set_irq_line(LINE, 0);
	eoi();
}

static void level_coalesce(void)
{
	fresh();
	handle_irq(0x98, take_coalesce);
	ioapic_set_redir(LINE, 0x98, TRIGGER_LEVEL);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(1), 1u, "interrupts, line low, high, low before EOI");
}

static void level_sequential(void)
{
	fresh();
	handle_irq(0x99, take_level);
	ioapic_set_redir(LINE, 0x99, TRIGGER_LEVEL);
	set_irq_line(LINE, 1);
	wait_taken(1);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(2), 2u, "interrupts of a line raised twice");
}

static void take_retrigger(isr_regs_t *regs)
{
	count();
	if (taken_total() == 2)
		set_irq_line(LINE, 0);
	eoi();
}

static void level_retrigger(void)
{
	fresh();
	handle_irq(0x9a, take_retrigger);
	ioapic_set_redir(LINE, 0x9a, TRIGGER_LEVEL);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(2), 2u, "interrupts, line lowered in the second");
	set_irq_line(LINE, 0);
}

static void edge_masked(void)
{
	fresh();
	handle_irq(0x81, take_edge);
	ioapic_set_redir(LINE, 0x81, TRIGGER_EDGE);
	set_mask(LINE, true);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(0), 0u, "interrupts while masked");
	set_irq_line(LINE, 0);
	set_mask(LINE, false);
	pulse(LINE);
	check_eq(wait_taken(1), 1u, "interrupts after that, unmasked");
}

static void level_masked(void)
{
	fresh();
	handle_irq(0x82, take_level);
	ioapic_set_redir(LINE, 0x82, TRIGGER_LEVEL);
	set_mask(LINE, true);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(0), 0u, "interrupts while masked");
	set_mask(LINE, false);
	check_eq(wait_taken(1), 1u, "interrupts after it is unmasked");
}

static void take_and_mask(isr_regs_t *regs)
{
	count();
	set_mask(LINE, true);
	if (taken_total() == 2)
		set_irq_line(LINE, 0);
	eoi();
}

static void retrigger_masked(void)
{
	fresh();
	handle_irq(0x83, take_and_mask);
	ioapic_set_redir(LINE, 0x83, TRIGGER_LEVEL);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(1), 1u, "interrupts, handler masks and leaves the line high");
	set_mask(LINE, false);
	check_eq(wait_taken(2), 2u, "interrupts after it is unmasked");
	set_irq_line(LINE, 0);
}

static volatile bool tmr_inside;

static void take_tmr(isr_regs_t *regs)
{
	tmr_inside = apic_read_bit(APIC_TMR, 0x79);
	count();
	set_irq_line(LINE, 0);
	eoi();
}

static void raise_from_cpu1(void *unused)
{
	u64 start = rdtsc();

	while (rdtsc() - start < 1000000)
		pause();
	set_irq_line(LINE, 1);
}

/* The TMR bit is set by the interrupt's acceptance, so it shows the one before until then. */
static void tmr_case(trigger_mode_t trig, bool before, bool smp)
{
	const char *mode = trig == TRIGGER_LEVEL ? "level" : "edge";
	unsigned int n = taken_total();

	ioapic_set_redir(LINE, 0x79, trig);
	check_eq(apic_read_bit(APIC_TMR, 0x79), before, "%s: TMR bit before", mode);
	if (smp)
		on_cpu_async(1, raise_from_cpu1, NULL);
	else
		set_irq_line(LINE, 1);
	check_eq(wait_taken(n + 1), n + 1, "%s: interrupts so far", mode);
	set_irq_line(LINE, 0);
	check_eq(tmr_inside, trig == TRIGGER_LEVEL, "%s: TMR bit in the handler", mode);
}

static void tmr_cases(bool smp)
{
	fresh();
	handle_irq(0x79, take_tmr);
	/* The bit may stand from a run before. */
	ioapic_set_redir(LINE, 0x79, TRIGGER_EDGE);
	pulse(LINE);
	wait_taken(1);
	taken[0] = 0;
	tmr_case(TRIGGER_EDGE, false, smp);
	tmr_case(TRIGGER_LEVEL, false, smp);
	tmr_case(TRIGGER_LEVEL, true, smp);
	tmr_case(TRIGGER_EDGE, true, smp);
	while (cpus_active() > 1)
		pause();
}

static void tmr(void)
{
	tmr_cases(false);
}

static void tmr_smp(void)
{
	tmr_cases(true);
}

static void physical(void)
{
	int cpu;

	for (cpu = 0; cpu < cpu_count(); cpu++) {
		fresh();
		handle_irq(0x85, take_level);
		route(LINE, 0x85, TRIGGER_LEVEL, MODE_FIXED, false, id_map[cpu]);
		set_irq_line(LINE, 1);
		wait_taken(1);
		check_eq(taken[cpu], 1u, "level to id %u: interrupts of that CPU", id_map[cpu]);
		check_eq(taken_total(), 1u, "level to id %u: interrupts of all", id_map[cpu]);
		check(remote_irr_clears(LINE), "level to id %u: remote IRR clears", id_map[cpu]);
	}
}

/* x2APIC derives the logical id from the id; in xAPIC mode it is 0 after reset and has to be set. */
static void set_logical_id(void *unused)
{
	if (is_x2apic_enabled())
		return;
	apic_write(APIC_DFR, APIC_DFR_FLAT);
	apic_write(APIC_LDR, SET_APIC_LOGICAL_ID(1u << smp_id()));
}

static void take_logical(isr_regs_t *regs)
{
	__sync_fetch_and_add(&taken[smp_id() % MAX_CPUS], 1);
	set_irq_line(LINE, 0);
	eoi();
}

static void logical(void)
{
	fresh();
	on_cpus(set_logical_id, NULL);
	handle_irq(0x86, take_logical);
	route(LINE, 0x86, TRIGGER_LEVEL, MODE_FIXED, true, 0x0d);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(3), 3u, "level to logical ids 0dh: interrupts of all CPUs");
	check(taken[0] == 1 && taken[1] == 0 && taken[2] == 1 && taken[3] == 1,
	      "one each by CPUs 0, 2 and 3: %u %u %u %u", taken[0], taken[1], taken[2], taken[3]);
	check(remote_irr_clears(LINE), "remote IRR clears");
}

static void lowest_priority(void)
{
	unsigned int i;

	fresh();
	on_cpus(set_logical_id, NULL);
	handle_irq(0x87, take_edge);
	route(LINE, 0x87, TRIGGER_EDGE, MODE_LOWEST, true, 0x0f);
	for (i = 1; i <= 10; i++) {
		pulse(LINE);
		if (wait_taken(i) != i)
			break;
	}
	check_eq(taken_total(), 10u, "10 pulses to the lowest priority of four CPUs: interrupts of all");
}

static volatile unsigned int nmis;

static void take_nmi(isr_regs_t *regs)
{
	nmis++;
}

static void nmi_mode(void)
{
	u64 start;

	fresh();
	nmis = 0;
	handle_irq(NMI_VECTOR, take_nmi);
	route(LINE, 0, TRIGGER_EDGE, MODE_NMI, false, id_map[0]);
	cli();
	pulse(LINE);
	start = rdtsc();
	while (!nmis && rdtsc() - start < 2000000000)
		pause();
	check_eq(nmis, 1u, "NMIs taken with interrupts off");
	fresh();
}

static volatile unsigned int taken_64, taken_84, end_64, start_84;
static volatile bool irr_84_in_64, irr_64_in_64;
static volatile unsigned int events;

static void set_dest_high(unsigned int line, u8 dest)
{
	ioapic_write_reg(0x11 + 2 * line, (u32)dest << 24);
}

static void take_64(isr_regs_t *regs)
{
	taken_64++;
	set_irq_line(LINE, 1);
	set_irq_line(LINE, 0);
	irr_84_in_64 = ioapic_read_redir(LINE).remote_irr;
	set_dest_high(LINE, id_map[1]);
	set_irq_line(LINE3, 0);
	irr_64_in_64 = ioapic_read_redir(LINE3).remote_irr;
	set_dest_high(LINE3, id_map[1]);
	end_64 = ++events;
	eoi();
}

static void take_84(isr_regs_t *regs)
{
	start_84 = ++events;
	taken_84++;
	set_irq_line(LINE, 0);
	eoi();
}

/* The EOI must find its line although the destination has changed in between. */
static void self_reconfigure(void)
{
	u64 start;

	fresh();
	taken_64 = taken_84 = events = end_64 = start_84 = 0;
	handle_irq(0x64, take_64);
	handle_irq(0x84, take_84);
	route(LINE3, 0x64, TRIGGER_LEVEL, MODE_FIXED, false, id_map[0]);
	route(LINE, 0x84, TRIGGER_LEVEL, MODE_FIXED, false, id_map[0]);
	set_irq_line(LINE3, 1);
	start = rdtsc();
	while ((!taken_64 || !taken_84) && rdtsc() - start < 2000000000)
		pause();
	check(irr_84_in_64, "remote IRR of the second line, in the first handler");
	check(irr_64_in_64, "remote IRR of the first line, in its handler");
	check_eq(taken_64, 1u, "runs of the first handler");
	check_eq(taken_84, 1u, "runs of the second handler");
	check(start_84 > end_64, "the second ran after the first: events %u and %u", end_64, start_84);
	check(remote_irr_clears(LINE3), "remote IRR of the first line clears");
	check(remote_irr_clears(LINE), "remote IRR of the second line clears");
	fresh();
}

static const char *needs_eoi_register(void)
{
	return (ioapic_read_reg(1) & 0xff) >= 0x20 ? NULL : "the IOAPIC's version is below 20h";
}

static void take_no_eoi(isr_regs_t *regs)
{
	count();
	set_irq_line(LINE, 0);
}

/* The EOI register of version 20h: the vector's lines, and no other's, can come again. */
static void eoi_register(void)
{
	volatile u32 *reg = (void *)(ulong)(IO_APIC_DEFAULT_PHYS_BASE + 0x40);

	fresh();
	handle_irq(0x88, take_no_eoi);
	ioapic_set_redir(LINE, 0x88, TRIGGER_LEVEL);
	set_irq_line(LINE, 1);
	check_eq(wait_taken(1), 1u, "interrupts");
	check(ioapic_read_redir(LINE).remote_irr, "remote IRR before an EOI");
	*reg = 0x89;
	check(ioapic_read_redir(LINE).remote_irr, "remote IRR after the EOI register was given another vector");
	*reg = 0x88;
	check(!ioapic_read_redir(LINE).remote_irr, "remote IRR after the EOI register was given the vector");
	eoi();
	fresh();
}

static const char *needs_two(void)
{
	return cpu_count() > 1 ? NULL : "there is one CPU";
}

static const char *needs_four(void)
{
	return cpu_count() > 3 ? NULL : "there are fewer than four CPUs";
}

static const struct subtest subtests[] = {
	{ "version-register", version_register },
	{ "id-register", id_register },
	{ "arbitration-register", arbitration_register },
	{ "redirection-entries", redirection_entries },
	{ "edge", edge },
	{ "level", level },
	{ "simultaneous", simultaneous },
	{ "level-coalesce", level_coalesce },
	{ "level-sequential", level_sequential },
	{ "level-retrigger", level_retrigger },
	{ "edge-masked", edge_masked },
	{ "level-masked", level_masked },
	{ "retrigger-masked", retrigger_masked },
	{ "tmr", tmr },
	{ "physical", physical, needs_two },
	{ "logical", logical, needs_four },
	{ "lowest-priority", lowest_priority, needs_four },
	{ "nmi-mode", nmi_mode },
	{ "eoi-register", eoi_register, needs_eoi_register },
	{ "tmr-smp", tmr_smp, needs_two },
	{ "self-reconfigure", self_reconfigure, needs_two },
	{ }
};

static void to_x2apic(void *unused)
{
	enable_x2apic();
}

int main(int argc, char **argv)
{
	setup_vm();
	mask_pic_interrupts();
	if (!test_device_enabled()) {
		report_skip("there is no pc-testdev to drive the lines");
		return report_summary();
	}
	on_cpus(to_x2apic, NULL);
	return run_subtests(subtests, argc, argv);
}
