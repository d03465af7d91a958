// SPDX-License-Identifier: LGPL-2.1-or-later
/* apic: interprocessor interrupts (SDM volume 3, 10.6) */
#include "apic-test.h"
#include <x86/fwcfg.h>

#define SELF_VECTOR		0xf1
#define BROADCAST_VECTOR	0xcf
#define LOGICAL_VECTOR		0xf1

static void send_self(const char *mode)
{
	handle_irq(SELF_VECTOR, take);
	apic_icr_write(APIC_DEST_SELF | APIC_DEST_PHYSICAL | APIC_DM_FIXED | SELF_VECTOR, 0);
	check_eq(wait_taken(1), 1u, "%s: self IPIs taken", mode);
}

void apic_self_ipi_xapic(void)
{
	apic_fresh();
	/* Disabling is not something every VMM can undo: only where the mode has to change. */
	if (is_x2apic_enabled())
		reset_apic();
	send_self("xAPIC");
	apic_fresh();
}

void apic_self_ipi_x2apic(void)
{
	apic_fresh();
	enable_x2apic();
	send_self("x2APIC");
	apic_fresh();
}

static void broadcast(u32 icr, u32 dest, const char *what)
{
	int i, n = cpu_count();

	apic_fresh();
	apic_icr_write(icr | APIC_DM_FIXED | APIC_INT_ASSERT | BROADCAST_VECTOR, dest);
	wait_taken(n);
	for (i = 0; i < n; i++)
		check_eq(taken[i], 1u, "%s: IPIs taken by CPU %d", what, i);
}

void apic_broadcast(void)
{
	apic_fresh();
	handle_irq(BROADCAST_VECTOR, take);
	broadcast(APIC_DEST_PHYSICAL, is_x2apic_enabled() ? 0xffffffff : 0xff, "physical broadcast");
	broadcast(APIC_DEST_ALLINC, 0, "shorthand all including self");
	apic_fresh();
	apic_icr_write(APIC_DEST_ALLBUT | APIC_DM_FIXED | APIC_INT_ASSERT | BROADCAST_VECTOR, 0);
	wait_taken(cpu_count() - 1);
	check_eq(taken[0], 0u, "shorthand all excluding self: IPIs taken by the sender");
	check_eq(taken_total(), (unsigned int)cpu_count() - 1, "shorthand all excluding self: IPIs taken");
}

/* Logical destinations: CPU 0 and CPU 1 get what the case needs, the rest stay out of it. */
static u32 dfr_value;

static void set_logical(void *ldr)
{
	apic_write(APIC_DFR, dfr_value);
	apic_write(APIC_LDR, (u32)(ulong)ldr << 24);
}

static void program(u32 dfr, u8 ldr0, u8 ldr1)
{
	static u32 last_dfr, last0 = 0x100, last1 = 0x100;
	int cpu;

	if (last_dfr == dfr && last0 == ldr0 && last1 == ldr1)
		return;
	last_dfr = dfr;
	last0 = ldr0;
	last1 = ldr1;
	dfr_value = dfr;
	set_logical((void *)(ulong)ldr0);
	on_cpu(1, set_logical, (void *)(ulong)ldr1);
	for (cpu = 2; cpu < cpu_count(); cpu++)
		on_cpu(cpu, set_logical, (void *)0ul);
}

struct logical_tally {
	unsigned int sent, wrong;
	u8 dest, ldr0, ldr1;
	unsigned int got;
};

static void send_logical(struct logical_tally *t, u32 dfr, u8 dest, u8 ldr0, u8 ldr1, unsigned int want)
{
	/* Long enough for the target to halt, where halting matters. */
	u64 start, gap = this_cpu_has_kvm() ? 1000000 : 20000;
	/* Patience for the first that are lost; a defect that loses hundreds shall not take minutes. */
	u64 patience = t->wrong < 4 ? 1000000000 : 10000000;
	unsigned int before, got;

	program(dfr, ldr0, ldr1);
	start = rdtsc();
	while (rdtsc() - start < gap)
		pause();
	before = taken_total();
	apic_icr_write(APIC_DEST_LOGICAL | APIC_DM_FIXED | APIC_INT_ASSERT | LOGICAL_VECTOR, dest);
	start = rdtsc();
	while (taken_total() - before < want && rdtsc() - start < patience)
		pause();
	got = taken_total() - before;
	t->sent++;
	if (got != want && !t->wrong++) {
		t->dest = dest;
		t->ldr0 = ldr0;
		t->ldr1 = ldr1;
		t->got = got;
	}
}

static void report_logical(const struct logical_tally *t, unsigned int want, const char *what)
{
	if (t->wrong)
		report_info("%s: first wrong one: destination %#x, LDR of CPU 0 %#x, of CPU 1 %#x: taken %u, expected %u",
			    what, t->dest, t->ldr0, t->ldr1, t->got, want);
	check_eq(t->wrong, 0u, "%s: wrong ones of all sent", what);
	report_info("%s: %u sent", what, t->sent);
}

static void logical_begin(void)
{
	apic_fresh();
	handle_irq(LOGICAL_VECTOR, take);
}

static void logical_end(void)
{
	/* What the flat model has after a reset, and nobody addressed. */
	program(APIC_DFR_FLAT, 0, 0);
	apic_fresh();
}

void apic_logical_flat(void)
{
	struct logical_tally t = { };
	int i, rest;

	logical_begin();
	for (i = 0; i < 8; i++) {
		for (rest = 0; rest < 0xff; rest++) {
			if (rest & 1 << i || (rest | 1 << i) == 0xff)
				continue;
			send_logical(&t, APIC_DFR_FLAT, rest | 1 << i, 0, 1 << i, 1);
		}
	}
	report_logical(&t, 1, "flat model, one target");
	logical_end();
}

void apic_logical_cluster(void)
{
	struct logical_tally t = { };
	int cluster, i, rest;

	logical_begin();
	for (cluster = 0; cluster < 15; cluster++) {
		for (i = 0; i < 4; i++) {
			for (rest = 0; rest < 16; rest++) {
				if (rest & 1 << i)
					continue;
				/* CPU 0 in the same cluster without a bit */
				send_logical(&t, APIC_DFR_CLUSTER, cluster << 4 | rest | 1 << i, cluster << 4,
					     cluster << 4 | 1 << i, 1);
			}
		}
	}
	report_logical(&t, 1, "cluster model, one target");
	logical_end();
}

void apic_logical_flat_pairs(void)
{
	struct logical_tally t = { };
	int i, j, rest;
	u8 dest;

	logical_begin();
	for (i = 0; i < 8; i++) {
		for (j = 0; j < 8; j++) {
			if (i == j)
				continue;
			for (rest = 0; rest < 256; rest++) {
				if (rest & (1 << i | 1 << j))
					continue;
				dest = rest | 1 << i | 1 << j;
				/* ff is a broadcast, good for exactly two only with two CPUs. */
				if (dest == 0xff && cpu_count() != 2)
					continue;
				send_logical(&t, APIC_DFR_FLAT, dest, 1 << i, 1 << j, 2);
			}
			send_logical(&t, APIC_DFR_FLAT, 1 << i | 1 << j, 1 << i | 1 << j, 1 << i | 1 << j, 2);
		}
	}
	report_logical(&t, 2, "flat model, two targets");
	logical_end();
}

void apic_logical_cluster_pairs(void)
{
	struct logical_tally t = { };
	int cluster, i, j, rest;

	logical_begin();
	for (cluster = 0; cluster < 15; cluster++) {
		for (i = 0; i < 4; i++) {
			for (j = 0; j < 4; j++) {
				if (i == j)
					continue;
				for (rest = 0; rest < 16; rest++) {
					if (rest & (1 << i | 1 << j))
						continue;
					send_logical(&t, APIC_DFR_CLUSTER, cluster << 4 | rest | 1 << i | 1 << j,
						     cluster << 4 | 1 << i, cluster << 4 | 1 << j, 2);
				}
				send_logical(&t, APIC_DFR_CLUSTER, cluster << 4 | 1 << i | 1 << j,
					     cluster << 4 | 1 << i | 1 << j, cluster << 4 | 1 << i | 1 << j, 2);
			}
		}
	}
	report_logical(&t, 2, "cluster model, two targets");
	logical_end();
}

/* KVM's hypercall for many IPIs */
#define KVM_HC_SEND_IPI	10

const char *needs_pv_ipi(void)
{
	if (!this_cpu_has_kvm())
		return "not a KVM guest";
	return test_device_enabled() ? NULL : "there is no pc-testdev: this may be a machine of value";
}

/* A bitmap far beyond all ids: no error, and above all the host survives. */
void apic_pv_ipi(void)
{
	ulong ret = KVM_HC_SEND_IPI;

	if (is_intel())
		asm volatile("vmcall" : "+a"(ret) : "b"(0xfffffffful), "c"(0ul), "d"(0xfffffffful), "S"(0ul) : "memory");
	else
		asm volatile("vmmcall" : "+a"(ret) : "b"(0xfffffffful), "c"(0ul), "d"(0xfffffffful), "S"(0ul) : "memory");
	check_eq(ret, 0ul, "send IPIs to ids that are not there");
}

/* Two CPUs with one xAPIC id: a physical destination reaches both (the manual leaves it open, KVM defines it so). */
#define ALIAS_VECTOR	0xcd

const char *needs_aliasing(void)
{
	return needs_two_cpus() ? : this_cpu_has(X86_FEATURE_X2APIC) ? "x2APIC is in CPUID" : NULL;
}

static void set_id(void *id)
{
	apic_write(APIC_ID, (u32)(ulong)id << 24);
}

static volatile bool restore_only;

static void next_id(isr_regs_t *regs)
{
	u32 id = apic_id();

	taken[smp_id() % MAX_CPUS]++;
	apic_write(APIC_ID, (id == 0xff || restore_only ? id_map[smp_id()] : id + 1) << 24);
	eoi();
}

void apic_aliased_ids(void)
{
	u32 old0 = apic_id();
	unsigned int i;

	apic_fresh();
	handle_irq(ALIAS_VECTOR, next_id);
	on_cpu(1, set_id, (void *)0ul);
	set_id((void *)0ul);
	for (i = 0; i < 256; i++) {
		apic_icr_write(APIC_DEST_PHYSICAL | APIC_DM_FIXED | APIC_INT_ASSERT | ALIAS_VECTOR, i);
		wait_taken(2 * (i + 1));
		if (taken[0] != i + 1 || taken[1] != i + 1)
			break;
	}
	/* CPU 1 may be left with any id: a shorthand reaches it, and the handler's last step puts its own back. */
	if (i < 256) {
		restore_only = true;
		apic_icr_write(APIC_DEST_ALLBUT | APIC_DM_FIXED | APIC_INT_ASSERT | ALIAS_VECTOR, 0);
		wait_taken(taken_total() + 1);
		restore_only = false;
	}
	set_id((void *)(ulong)old0);
	check_eq(i, 256u, "ids at which both CPUs took the IPI");
}
