// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pmu_pebs: precise event-based sampling writes the records that were asked for, and only those.
 *
 * SDM volume 3, 19.9 (PEBS format 4, adaptive PEBS). Every counter overflows into a buffer of the DS area, with every
 * selection of groups; each record's size, its counters and its configuration must be as programmed, and the host's
 * last-branch records must not show in it. A hypervisor points the CPU at a buffer of the guest: a record too many
 * overwrites guest memory.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <subtest.h>
#include <x86/apic.h>
#include <x86/isr.h>
#include <x86/msr.h>
#include <x86/pmu.h>
#include <x86/processor.h>
#include <x86/vm.h>

/* Basic group, and what the others add (19.9.2.2) */
#define SIZE_BASIC		32
#define SIZE_MEMINFO		32
#define SIZE_GPRS		144
#define SIZE_XMMS		256
#define SIZE_LBR_ENTRY		24
#define LBR_ENTRIES		32
#define MAX_RECORD		(SIZE_BASIC + SIZE_MEMINFO + SIZE_GPRS + SIZE_XMMS + LBR_ENTRIES * SIZE_LBR_ENTRY)

#define FIXED_ADAPTIVE(n)	(1ull << (32 + 4 * (n)))
#define FIXED_ENABLE(n)		(3ull << (4 * (n)))

struct debug_store {
	u64 bts_base, bts_index, bts_max, bts_threshold;
	u64 pebs_base, pebs_index, pebs_max, pebs_threshold;
	u64 pebs_reset[64];
};

/* The basic group */
struct pebs_record {
	/* 47:0 configuration, 63:48 size */
	u64 format_size;
	u64 ip;
	u64 counters;
	u64 tsc;
};

static struct debug_store *ds;
static u8 *buffer;
static volatile unsigned int interrupts;

/* In the order in which they are worth having */
static const u32 events[] = { 0x00c4, 0x00c5, 0x0300, 0x003c, 0x00c0, 0x013c, 0x4f2e, 0x412e };

static const char *needs_pebs(void)
{
	if (!pmu.is_intel)
		return "not an Intel CPU";
	if (!pmu_has_pebs())
		return "PMU version below 2";
	if (pmu_pebs_format() < 4)
		return "IA32_PERF_CAPABILITIES says PEBS format below 4";
	if (rdmsr(MSR_IA32_MISC_ENABLE) & MSR_IA32_MISC_ENABLE_PEBS_UNAVAIL)
		return "IA32_MISC_ENABLE[12]: PEBS unavailable";
	return NULL;
}

static const char *needs_baseline(void)
{
	if (needs_pebs())
		return needs_pebs();
	return pmu_has_pebs_baseline() ? NULL : "no PEBS baseline: not adaptive";
}

static void take_pmi(isr_regs_t *regs)
{
	interrupts++;
	apic_write(APIC_LVTPC, PMI_VECTOR);
	eoi();
}

static unsigned int nr_general(void)
{
	return MIN(pmu.nr_gp_counters, ARRAY_SIZE(events));
}

static void reset(void)
{
	wrmsr(MSR_CORE_PERF_GLOBAL_CTRL, 0);
	wrmsr(MSR_IA32_PEBS_ENABLE, 0);
	wrmsr(MSR_IA32_DS_AREA, 0);
	if (pmu_has_pebs_baseline())
		wrmsr(MSR_PEBS_DATA_CFG, 0);
	wrmsr(MSR_CORE_PERF_GLOBAL_OVF_CTRL, rdmsr(MSR_CORE_PERF_GLOBAL_STATUS));
	pmu_reset_all_counters();
}

static size_t record_size(u64 data_cfg)
{
	size_t size = SIZE_BASIC;

	if (data_cfg & PEBS_DATACFG_MEMINFO)
		size += SIZE_MEMINFO;
	if (data_cfg & PEBS_DATACFG_GPRS)
		size += SIZE_GPRS;
	if (data_cfg & PEBS_DATACFG_XMMS)
		size += SIZE_XMMS;
	if (data_cfg & PEBS_DATACFG_LBRS)
		size += ((data_cfg >> PEBS_DATACFG_LBR_SHIFT) + 1) * SIZE_LBR_ENTRY;
	return size;
}

static void workload(void)
{
	u32 i = 64;

	asm volatile("1: xor %%eax, %%eax\n\t"
		     "test $1, %0\n\t"
		     "jz 2f\n\t"
		     "nop\n"
		     "2:\tdec %0\n\t"
		     "jnz 1b"
		     : "+r"(i) : : "eax", "cc");
	raw_cpuid(0, 0);
}

/* Arm the counters of @bitmask (bits of GLOBAL_CTRL), run the workload, disarm one way or the other. */
static void sample(u64 bitmask, u64 preset, u64 data_cfg, bool adaptive, bool pebs_first)
{
	size_t size = record_size(adaptive ? data_cfg : 0);
	u64 fixed_ctrl = 0;
	unsigned int i;

	memset(ds, 0, sizeof(*ds));
	memset(buffer, 0, PAGE_SIZE * 2);
	ds->pebs_base = ds->pebs_index = (ulong)buffer;
	ds->pebs_max = ds->pebs_base + PAGE_SIZE;
	ds->pebs_threshold = ds->pebs_base + size;

	if (pmu_has_pebs_baseline())
		wrmsr(MSR_PEBS_DATA_CFG, data_cfg);
	for (i = 0; i < pmu.nr_fixed_counters; i++) {
		if (!(bitmask & 1ull << (FIXED_CNT_INDEX + i)))
			continue;
		fixed_ctrl |= FIXED_ENABLE(i) | (adaptive ? FIXED_ADAPTIVE(i) : 0);
		wrmsr(MSR_PERF_FIXED_CTRx(i), preset & (BIT_ULL(pmu.fixed_counter_width) - 1));
	}
	wrmsr(MSR_CORE_PERF_FIXED_CTR_CTRL, fixed_ctrl);
	for (i = 0; i < nr_general(); i++) {
		if (!(bitmask & 1ull << i))
			continue;
		wrmsr(MSR_GP_EVENT_SELECTx(i), EVNTSEL_EN | EVNTSEL_OS | EVNTSEL_USR | events[i] |
		      (adaptive ? ICL_EVENTSEL_ADAPTIVE : 0));
		wrmsr(MSR_GP_COUNTERx(i), pmu_has_full_writes() ? preset & (BIT_ULL(pmu.gp_counter_width) - 1) : preset);
	}
	wrmsr(MSR_IA32_DS_AREA, (ulong)ds);
	wrmsr(MSR_IA32_PEBS_ENABLE, bitmask);
	wrmsr(MSR_CORE_PERF_GLOBAL_CTRL, bitmask);
	workload();
	if (pebs_first)
		wrmsr(MSR_IA32_PEBS_ENABLE, 0);
	wrmsr(MSR_CORE_PERF_GLOBAL_CTRL, 0);
	sti_nop_cli();
}

/* The LBR group is last; the guest has no last-branch records on, so the host's would be what shows. */
static bool lbrs_clear(const u8 *record, size_t size)
{
	size_t at;

	for (at = size - LBR_ENTRIES * SIZE_LBR_ENTRY; at < size; at++)
		if (record[at])
			return false;
	return true;
}

static void check_records(u64 bitmask, u64 data_cfg, bool adaptive, const char *what)
{
	u64 status = rdmsr(MSR_CORE_PERF_GLOBAL_STATUS), config, want = adaptive ? data_cfg : 0;
	u64 config_mask = pmu_has_pebs_timing_info() ? GENMASK_ULL(31, 0) : GENMASK_ULL(47, 0);
	unsigned int n = 0, bad_size = 0, bad_counters = 0, bad_config = 0, bad_lbrs = 0;
	size_t size = record_size(want);
	u8 *at;

	if (!(status & GLOBAL_STATUS_BUFFER_OVF)) {
		check_eq(ds->pebs_index, ds->pebs_base, "%s: no buffer overflow: index", what);
		for (at = buffer; at < buffer + PAGE_SIZE && !*at; at++)
			n++;
		check_eq(n, (unsigned int)PAGE_SIZE, "%s: no buffer overflow: bytes of the buffer not written", what);
		return;
	}
	check_gt(ds->pebs_index, ds->pebs_base, "%s: buffer overflow: index has moved", what);
	check_le(ds->pebs_index, ds->pebs_max, "%s: index is within the buffer", what);
	for (at = buffer; at < (u8 *)(ulong)MIN(ds->pebs_index, ds->pebs_max); at += size, n++) {
		struct pebs_record *r = (void *)at;

		config = r->format_size & config_mask;
		bad_size += r->format_size >> 48 != size;
		bad_counters += !(r->counters & bitmask);
		bad_config += config != want;
		bad_lbrs += (want & PEBS_DATACFG_LBRS) && !lbrs_clear(at, size);
	}
	check_eq(bad_size, 0u, "%s: of %u records not %zu bytes", what, n, size);
	check_eq(bad_counters, 0u, "%s: of %u records with none of the counters", what, n);
	check_eq(bad_config, 0u, "%s: of %u records with another configuration", what, n);
	check_eq(bad_lbrs, 0u, "%s: of %u records with last-branch records that are not 0", what, n);
	for (at = buffer + PAGE_SIZE, n = 0; at < buffer + 2 * PAGE_SIZE; at++)
		n += !!*at;
	check_eq(n, 0u, "%s: bytes written behind the buffer", what);
}

static void one(u64 bitmask, u64 preset, u64 data_cfg, bool adaptive, const char *kind, unsigned int index)
{
	char what[96];

	reset();
	sample(bitmask, preset, data_cfg, adaptive, index & 1);
	snprintf(what, sizeof(what), "%s %u, preset %" PRIx64 ", data %" PRIx64 "%s", kind, index, preset, data_cfg,
		 adaptive ? ", adaptive" : "");
	check_records(bitmask, data_cfg, adaptive, what);
	reset();
}

static void all_counters(u64 preset, u64 data_cfg, bool adaptive)
{
	unsigned int fixed = pmu_has_pebs_baseline() ? pmu.nr_fixed_counters : 0, i;
	u64 many = 0;

	for (i = 0; i < fixed; i++) {
		one(1ull << (FIXED_CNT_INDEX + i), preset, data_cfg, adaptive, "fixed", i);
		many |= 1ull << (FIXED_CNT_INDEX + i);
	}
	for (i = 0; i < nr_general(); i++) {
		one(1ull << i, preset, data_cfg, adaptive, "counter", i);
		if (!(i & 1))
			many |= 1ull << i;
	}
	one(many, preset, data_cfg, adaptive, "many", 0);
}

struct preset {
	const char *name;
	u64 value;
};

static const struct preset presets[] = {
	{ "0", 0 },
	{ "-16", 0xfffffffffff0 },
	{ "-2", 0xfffffffffffe },
	{ "-1", 0xffffffffffff },
};

static void plain(void)
{
	const struct preset *p = subtest_row();

	all_counters(p->value, 0, false);
}

static void groups(bool adaptive)
{
	const struct preset *p = subtest_row();
	u64 data_cfg;

	for (data_cfg = 0; data_cfg <= PEBS_DATACFG_MASK; data_cfg++) {
		u64 lbrs = data_cfg & PEBS_DATACFG_LBRS ? (u64)(LBR_ENTRIES - 1) << PEBS_DATACFG_LBR_SHIFT : 0;

		all_counters(p->value, data_cfg | lbrs, adaptive);
	}
}

static void adaptive_on(void)
{
	groups(true);
}

/* Without the counter's adaptive bit the configuration does not count. */
static void adaptive_off(void)
{
	groups(false);
}

_Static_assert(MAX_RECORD <= PAGE_SIZE, "the buffer holds the largest record");

static const struct subtest subtests[] = {
	{ "plain", plain, .requires = needs_pebs, SUBTEST_ROWS(presets) },
	{ "adaptive", adaptive_on, .requires = needs_baseline, SUBTEST_ROWS(presets) },
	{ "adaptive-off", adaptive_off, .requires = needs_baseline, SUBTEST_ROWS(presets) },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	ds = alloc_page();
	buffer = alloc_pages(1);
	handle_irq(PMI_VECTOR, take_pmi);
	apic_write(APIC_LVTPC, PMI_VECTOR);
	cli();
	return run_subtests(subtests, argc, argv);
}
