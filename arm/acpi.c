// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * acpi: the ACPI tables of the machine (ACPI 6.5 chapter 5, Arm's DEN 0049 for the IORT and DEN 0044, BBR, for what has to
 * be there).
 *
 * tables      RSDP, XSDT, lengths and checksums, what Arm demands, no table twice
 * fadt        hardware-reduced, PSCI, a DSDT
 * pptt mcfg iort dbg2    structure, and references to each other and to the MADT
 * psci cpus gic msi timers pmu uart ecam    what a table says against what the hardware does: redistributors and CPUs,
 *             INTIDs that arrive in the GIC where the table says they do, registers that answer
 * dt-*        against the device tree, where there is one
 *
 * A guest that finds the machine by these tables has nothing else: a wrong INTID or a CPU too few is a dead device. Under
 * firmware the tables are what it hands over. Without, QEMU's fw_cfg has them next to the device tree, with a script that
 * firmware runs; the test runs it (arm/acpi-fwcfg.c).
 */
#include <libcflat.h>
#include <subtest.h>
#include <asm/io.h>
#include "acpi-test.h"

#define MAX_TABLES	32

static const char *no_tables;

bool acpi_sum_ok(const void *p, u32 len)
{
	const u8 *byte = p;
	u8 sum = 0;

	while (len--)
		sum += *byte++;
	return !sum;
}

struct acpi_subtable_header *acpi_next_subtable(const void *table, u32 length, const void *prev, u32 header, int type)
{
	const u8 *at = table, *end = at + length;

	at = prev ? (const u8 *)prev + ((const u8 *)prev)[1] : at + header;
	while (end - at >= 2) {
		if (at[1] < 2 || at[1] > end - at)
			return NULL;
		if (type < 0 || at[0] == type)
			return (void *)at;
		at += at[1];
	}
	return NULL;
}

static const char *needs_tables(void)
{
	return no_tables;
}

static const char *needs_tables_and_dt(void)
{
	return no_tables ? no_tables : acpi_needs_dt();
}

/* Like find_acpi_table_addr(), but without a look at the checksum. */
static struct acpi_table *entries[MAX_TABLES];

static int read_xsdt(void)
{
	struct acpi_table_rsdp *rsdp = find_acpi_table_addr(RSDP_SIGNATURE);
	struct acpi_table_xsdt *xsdt = (void *)(unsigned long)rsdp->xsdt_physical_address;
	int n = (xsdt->length - sizeof(*xsdt)) / sizeof(u64);

	for (int i = 0; i < n && i < MAX_TABLES; i++) {
		u64 addr;

		/* aligned to 4 only */
		memcpy(&addr, &xsdt->table_offset_entry[i], sizeof(addr));
		entries[i] = (void *)(unsigned long)addr;
	}
	return MIN(n, MAX_TABLES);
}

static void check_table(const struct acpi_table *t)
{
	char name[5] = { 0 };

	memcpy(name, &t->signature, 4);
	for (int i = 0; i < 4; i++)
		if (!(name[i] >= 'A' && name[i] <= 'Z') && !(name[i] >= '0' && name[i] <= '9') && name[i] != '_')
			name[i] = '?';
	check(!strchr(name, '?'), "%s: signature", name);
	check(t->length >= sizeof(*t), "%s: length %u", name, t->length);
	check(acpi_sum_ok(t, t->length), "%s: checksum", name);
	check(t->revision > 0 || t->signature == DBG2_SIGNATURE, "%s: revision %u", name, t->revision);
}

static void tables(void)
{
	/* DEN 0044 (BBR), 8.4.1; a DSDT is behind the FADT, DBG2, IORT and PPTT depend on the machine */
	static const struct {
		u32 sig;
		const char *name;
	} demanded[] = {
		{ FACP_SIGNATURE, "FACP" }, { MADT_SIGNATURE, "APIC" }, { GTDT_SIGNATURE, "GTDT" },
		{ SPCR_SIGNATURE, "SPCR" },
	};
	struct acpi_table_rsdp *rsdp = find_acpi_table_addr(RSDP_SIGNATURE);
	struct acpi_table_xsdt *xsdt;
	int n;

	if (!rsdp) {
		check(false, "RSDP: signature and checksums");
		return;
	}
	check(rsdp->revision >= 2, "RSDP: revision %u", rsdp->revision);
	check(rsdp->length >= 36 && acpi_sum_ok(rsdp, rsdp->length), "RSDP: length %u, extended checksum", rsdp->length);
	xsdt = find_acpi_table_addr(XSDT_SIGNATURE);
	if (!xsdt) {
		check(false, "XSDT: signature and checksum");
		return;
	}
	check(!((xsdt->length - sizeof(*xsdt)) % 8), "XSDT: length %u is that of whole entries", xsdt->length);
	n = read_xsdt();
	check(n > 0, "XSDT: entries (%d)", n);
	for (int i = 0; i < n; i++) {
		check_table(entries[i]);
		for (int j = 0; j < i; j++)
			if (entries[j]->signature == entries[i]->signature && entries[i]->signature != ACPI_SIGNATURE('S', 'S', 'D', 'T'))
				check(false, "%.4s: is there twice", (char *)&entries[i]->signature);
	}
	for (size_t i = 0; i < ARRAY_SIZE(demanded); i++)
		check(find_acpi_table_addr(demanded[i].sig), "%s: is there", demanded[i].name);
}

static void fadt(void)
{
	struct acpi_table_fadt *f = find_acpi_table_addr(FACP_SIGNATURE);
	struct acpi_table *dsdt;
	u64 addr;

	assert_msg(f, "no FADT");
	/* ARM_BOOT_ARCH came with 5.1 */
	check(f->revision > 5 || (f->revision == 5 && f->minor_revision >= 1), "revision %u.%u", f->revision,
	      f->minor_revision);
	check(f->length >= sizeof(*f), "length %u", f->length);
	check(f->flags & ACPI_FADT_HW_REDUCED, "HW_REDUCED_ACPI");
	/* 5.2.9: what hardware-reduced machines do not have */
	check(!f->pm1a_evt_blk && !f->pm1a_cnt_blk && !f->pm_tmr_blk && !f->smi_cmd, "no fixed hardware");
	check(f->arm_boot_flags & ACPI_FADT_PSCI_COMPLIANT, "PSCI_COMPLIANT");
	check(!(f->arm_boot_flags & ~3), "reserved bits of ARM_BOOT_ARCH (%#x)", f->arm_boot_flags);
	check(f->dsdt || f->Xdsdt, "a DSDT");
	check(!f->dsdt || !f->Xdsdt || f->dsdt == f->Xdsdt, "DSDT and X_DSDT agree");
	addr = f->Xdsdt ? f->Xdsdt : f->dsdt;
	if (addr) {
		dsdt = (void *)(unsigned long)addr;
		check_eq(dsdt->signature, DSDT_SIGNATURE, "signature of the DSDT");
		check_table(dsdt);
	}
}

/* Leaves of the topology are the processors of the MADT (5.2.30.1). */
static void pptt(void)
{
	struct acpi_table_pptt *t = find_acpi_table_addr(PPTT_SIGNATURE);
	struct acpi_table_madt *madt = find_acpi_table_addr(MADT_SIGNATURE);
	struct acpi_madt_generic_interrupt *gicc;
	struct acpi_pptt_processor *node, *parent;
	int nodes = 0, orphans = 0, cpus = 0;

	if (!t) {
		report_skip("no PPTT");
		return;
	}
	assert_msg(madt, "no MADT");
	for (node = (void *)acpi_next_subtable(t, t->length, NULL, sizeof(*t), 0); node;
	     node = (void *)acpi_next_subtable(t, t->length, node, sizeof(*t), 0)) {
		bool found = !node->parent;

		nodes++;
		for (parent = (void *)acpi_next_subtable(t, t->length, NULL, sizeof(*t), 0); parent;
		     parent = (void *)acpi_next_subtable(t, t->length, parent, sizeof(*t), 0))
			found |= (u8 *)parent - (u8 *)t == node->parent && parent != node;
		orphans += !found;
	}
	check(nodes > 0, "processor nodes (%d)", nodes);
	check_eq(orphans, 0, "nodes with a parent that is none");
	for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_INTERRUPT, gicc) {
		int leaves = 0;

		cpus++;
		for (node = (void *)acpi_next_subtable(t, t->length, NULL, sizeof(*t), 0); node;
		     node = (void *)acpi_next_subtable(t, t->length, node, sizeof(*t), 0))
			leaves += (node->flags & ACPI_PPTT_LEAF) && (node->flags & ACPI_PPTT_ID_VALID) &&
				  node->acpi_processor_id == gicc->uid;
		check_eq(leaves, 1, "leaves for UID %u", gicc->uid);
	}
	for (node = (void *)acpi_next_subtable(t, t->length, NULL, sizeof(*t), 0); node;
	     node = (void *)acpi_next_subtable(t, t->length, node, sizeof(*t), 0))
		cpus -= !!(node->flags & ACPI_PPTT_LEAF);
	check_eq(cpus, 0, "processors of the MADT without leaf, or leaves without processor");
}

static void mcfg(void)
{
	struct acpi_table_mcfg *t = find_acpi_table_addr(MCFG_SIGNATURE);
	int n;

	if (!t) {
		report_skip("no MCFG");
		return;
	}
	check(t->length > sizeof(*t) && !((t->length - sizeof(*t)) % sizeof(t->allocation[0])), "length %u", t->length);
	n = (t->length - sizeof(*t)) / sizeof(t->allocation[0]);
	for (int i = 0; i < n; i++) {
		struct acpi_mcfg_allocation *a = &t->allocation[i];

		check(a->start_bus <= a->end_bus, "entry %d: buses %u to %u", i, a->start_bus, a->end_bus);
		check(!(a->address & (SZ_1M - 1)), "entry %d: address %#lx is aligned to a bus", i, (long)a->address);
		for (int j = 0; j < i; j++)
			check(t->allocation[j].segment != a->segment || t->allocation[j].end_bus < a->start_bus ||
			      t->allocation[j].start_bus > a->end_bus, "entries %d and %d: no bus is in both", j, i);
	}
}

static bool madt_has_its(u32 id)
{
	struct acpi_table_madt *madt = find_acpi_table_addr(MADT_SIGNATURE);
	struct acpi_madt_generic_translator *its;

	for_each_madt(madt, ACPI_MADT_TYPE_GENERIC_TRANSLATOR, its)
		if (its->translation_id == id)
			return true;
	return false;
}

static bool mcfg_has_segment(u32 segment)
{
	struct acpi_table_mcfg *t = find_acpi_table_addr(MCFG_SIGNATURE);

	for (int i = 0; t && i < (int)((t->length - sizeof(*t)) / sizeof(t->allocation[0])); i++)
		if (t->allocation[i].segment == segment)
			return true;
	return false;
}

static struct acpi_iort_node *iort_node(struct acpi_table_iort *t, u32 offset)
{
	u32 at = t->node_offset;

	for (u32 i = 0; i < t->node_count; i++) {
		struct acpi_iort_node *node = (void *)t + at;

		if (at > t->length - sizeof(*node) || node->length < sizeof(*node) || node->length > t->length - at)
			return NULL;
		if (at == offset)
			return node;
		at += node->length;
	}
	return NULL;
}

/* DEN 0049: a root complex's and an SMMU's requester IDs go somewhere that may take them, and none goes two ways. */
static void iort_mappings(struct acpi_table_iort *t, struct acpi_iort_node *node, const char *name)
{
	struct acpi_iort_id_mapping *m = (void *)node + node->mapping_offset;

	if (node->mapping_count && (node->mapping_offset < sizeof(*node) || node->mapping_offset > node->length ||
	    node->mapping_count > (node->length - node->mapping_offset) / sizeof(*m))) {
		check(false, "%s: ID mappings lie within the node", name);
		return;
	}
	for (u32 i = 0; i < node->mapping_count; i++) {
		struct acpi_iort_node *to = iort_node(t, m[i].output_reference);

		check(to && (to->type == ACPI_IORT_ITS_GROUP || to->type == ACPI_IORT_SMMU || to->type == ACPI_IORT_SMMU_V3),
		      "%s: mapping %u leads to an SMMU or an ITS group (at %#x)", name, i, m[i].output_reference);
		if (m[i].flags & 1)
			continue;
		/* requester IDs have 16 bits, and the field is the number less one */
		check((u64)m[i].input_base + m[i].id_count <= 0xffff, "%s: mapping %u: IDs %#x to %#lx are requester IDs", name,
		      i, m[i].input_base, (long)m[i].input_base + m[i].id_count);
		for (u32 j = 0; j < i; j++)
			check((u64)m[j].input_base + m[j].id_count < m[i].input_base ||
			      (u64)m[i].input_base + m[i].id_count < m[j].input_base,
			      "%s: mappings %u and %u: no ID is in both", name, j, i);
	}
}

static void iort(void)
{
	struct acpi_table_iort *t = find_acpi_table_addr(IORT_SIGNATURE);
	u32 at, n = 0, complexes = 0;

	if (!t) {
		report_skip("no IORT");
		return;
	}
	at = t->node_offset;
	for (n = 0; n < t->node_count; n++) {
		struct acpi_iort_node *node = iort_node(t, at);
		struct acpi_iort_its_group *group = (void *)node;
		struct acpi_iort_root_complex *complex = (void *)node;
		struct acpi_iort_smmu_v3 *smmu = (void *)node;

		if (!node) {
			check(false, "node %u lies within the table", n);
			return;
		}
		switch (node->type) {
		case ACPI_IORT_ITS_GROUP:
			check_eq(node->mapping_count, 0, "ITS group: ID mappings");
			check(group->its_count && sizeof(*group) + 4 * group->its_count <= node->length,
			      "ITS group: number of ITSs (%u)", group->its_count);
			for (u32 i = 0; i < group->its_count && sizeof(*group) + 4 * i < node->length; i++)
				check(madt_has_its(group->its[i]), "ITS group: the MADT has ITS %u", group->its[i]);
			break;
		case ACPI_IORT_ROOT_COMPLEX:
			complexes++;
			check(mcfg_has_segment(complex->segment), "root complex: the MCFG has segment %u", complex->segment);
			iort_mappings(t, node, "root complex");
			break;
		case ACPI_IORT_SMMU_V3:
			/* AIDR: architecture version 3.x (IHI 0070, 6.3.14) */
			check(!(readl(ioremap(smmu->base_address, SZ_64K) + 0x1c) & 0xf0), "SMMUv3: SMMU_AIDR at %#lx",
			      (long)smmu->base_address);
			iort_mappings(t, node, "SMMUv3");
			break;
		}
		at += node->length;
	}
	check_eq(n, t->node_count, "nodes");
	check(complexes || !find_acpi_table_addr(MCFG_SIGNATURE), "the root complex of the MCFG has a node");
}

/* The debug port is the console's, or another one, but not half of it (DBG2 revision 0, table 3 onwards). */
static void dbg2(void)
{
	struct acpi_table *t = find_acpi_table_addr(DBG2_SIGNATURE);
	struct spcr_descriptor *spcr = find_acpi_table_addr(SPCR_SIGNATURE);
	struct acpi_generic_address gas;
	u32 offset, number, size;
	u16 length, gas_offset, size_offset, type, subtype;
	u8 *device;

	if (!t) {
		report_skip("no DBG2");
		return;
	}
	memcpy(&offset, t->data, 4);
	memcpy(&number, t->data + 4, 4);
	check(number > 0 && offset >= 44 && offset < t->length, "%u devices at %u", number, offset);
	if (offset > t->length - 22)
		return;
	device = (u8 *)t + offset;
	memcpy(&length, device + 1, 2);
	memcpy(&type, device + 12, 2);
	memcpy(&subtype, device + 14, 2);
	memcpy(&gas_offset, device + 18, 2);
	memcpy(&size_offset, device + 20, 2);
	check(length >= 22 && length <= t->length - offset, "length of the device (%u)", length);
	if (gas_offset + sizeof(gas) > length || size_offset + 4 > length) {
		check(false, "address and size lie within the device");
		return;
	}
	memcpy(&gas, device + gas_offset, sizeof(gas));
	memcpy(&size, device + size_offset, 4);
	check_eq(type, 0x8000, "port type: serial");
	check(size >= SZ_4K, "size of the registers (%#x)", size);
	if (spcr && spcr->serial_port.address == gas.address)
		check_eq(subtype, spcr->interface_type, "subtype of the port is that of the SPCR");
	else
		report_skip("the debug port is not the console");
}

static const struct subtest subtests[] = {
	{ "tables", tables, .requires = needs_tables },
	{ "fadt", fadt, .requires = needs_tables },
	{ "pptt", pptt, .requires = needs_tables },
	{ "mcfg", mcfg, .requires = needs_tables },
	{ "iort", iort, .requires = needs_tables },
	{ "dbg2", dbg2, .requires = needs_tables },
	{ "psci", acpi_hw_psci, .requires = needs_tables },
	{ "cpus", acpi_hw_cpus, .requires = needs_tables },
	{ "gic", acpi_hw_gic, .requires = needs_tables },
	{ "msi", acpi_hw_msi, .requires = needs_tables },
	{ "timers", acpi_hw_timers, .requires = needs_tables, .flags = SUBTEST_NO_WATCHDOG },
	{ "pmu", acpi_hw_pmu, .requires = needs_tables },
	{ "uart", acpi_hw_uart, .requires = needs_tables },
	{ "ecam", acpi_hw_ecam, .requires = needs_tables },
	{ "dt-cpus", acpi_dt_cpus, .requires = needs_tables_and_dt },
	{ "dt-gic", acpi_dt_gic, .requires = needs_tables_and_dt },
	{ "dt-interrupts", acpi_dt_interrupts, .requires = needs_tables_and_dt },
	{ "dt-devices", acpi_dt_devices, .requires = needs_tables_and_dt },
	{ "dt-dsdt", acpi_dt_dsdt, .requires = needs_tables_and_dt },
	{ }
};

int main(int argc, char **argv)
{
	struct acpi_table_rsdp *rsdp;

	if (acpi_needs_dt()) {
		/* firmware has handed over tables, and the library has found the machine by them */
		report_info("tables of the firmware");
	} else {
		rsdp = acpi_from_fw_cfg(&no_tables);
		if (rsdp) {
			no_tables = NULL;
			set_efi_rsdp(rsdp);
			report_info("tables out of fw_cfg");
		}
	}
	return run_subtests(subtests, argc, argv);
}
