// SPDX-License-Identifier: LGPL-2.1-or-later
/* The ITS: tables, command queue, descriptors (IHI 0069, chapter 5.2). */
#include <libcflat.h>
#include <acpi.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <asm/gic.h>
#include <asm/io.h>

#define ITS_TABLE_SIZE		SZ_64K
/* Control and translation frame (IHI 0069, 12.18) */
#define ITS_FRAMES_SIZE		SZ_128K

struct its_data its_data;

void its_parse_typer(void)
{
	u64 typer = readq(gicv3_its_base() + GITS_TYPER);
	struct its_typer *t = &its_data.typer;

	t->ite_size = ((typer & GITS_TYPER_ITT_ENTRY_SIZE) >> GITS_TYPER_ITT_ENTRY_SIZE_SHIFT) + 1;
	t->pta = typer & GITS_TYPER_PTA;
	t->eventid_bits = ((typer & GITS_TYPER_IDBITS) >> GITS_TYPER_IDBITS_SHIFT) + 1;
	t->deviceid_bits = ((typer & GITS_TYPER_DEVBITS) >> GITS_TYPER_DEVBITS_SHIFT) + 1;
	if (typer & GITS_TYPER_CIL)
		t->collid_bits = ((typer & GITS_TYPER_CIDBITS) >> GITS_TYPER_CIDBITS_SHIFT) + 1;
	else
		t->collid_bits = 16;
	t->virt_lpi = typer & GITS_TYPER_VLPIS;
	t->phys_lpi = typer & GITS_TYPER_PLPIS;
}

int its_baser_lookup(int type, struct its_baser *baser)
{
	int i;

	for (i = 0; i < GITS_BASER_NR_REGS; i++) {
		void *reg = gicv3_its_base() + GITS_BASER + i * 8;
		u64 val = readq(reg);

		if (GITS_BASER_TYPE(val) != type)
			continue;

		baser->index = i;
		baser->esz = GITS_BASER_ENTRY_SIZE(val);
		baser->indirect = val & GITS_BASER_INDIRECT;
		switch (val & GITS_BASER_PAGE_SIZE_MASK) {
		case GITS_BASER_PAGE_SIZE_4K:
			baser->psz = SZ_4K;
			break;
		case GITS_BASER_PAGE_SIZE_16K:
			baser->psz = SZ_16K;
			break;
		default:
			baser->psz = SZ_64K;
			break;
		}
		return 0;
	}
	return -1;
}

/* A flat zeroed table of 64 KiB in pages of the size that the ITS agrees to. */
static void its_baser_alloc_table(struct its_baser *baser)
{
	static const struct {
		u64 field;
		size_t size;
	} pages[] = {
		{ GITS_BASER_PAGE_SIZE_64K, SZ_64K },
		{ GITS_BASER_PAGE_SIZE_16K, SZ_16K },
		{ GITS_BASER_PAGE_SIZE_4K, SZ_4K },
	};
	void *reg = gicv3_its_base() + GITS_BASER + baser->index * 8;
	unsigned int i;
	u64 val, table;

	baser->table_addr = alloc_pages(get_order(ITS_TABLE_SIZE >> PAGE_SHIFT));
	assert(baser->table_addr);
	table = virt_to_phys(baser->table_addr);

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		val = table | GITS_BASER_VALID | pages[i].field |
		      ((ITS_TABLE_SIZE / pages[i].size - 1) << GITS_BASER_PAGES_SHIFT);
		writeq(val, reg);
		if ((readq(reg) & GITS_BASER_PAGE_SIZE_MASK) == pages[i].field)
			break;
	}
	assert_msg(i < ARRAY_SIZE(pages), "GITS_BASER%d takes no page size", baser->index);
	baser->psz = pages[i].size;
}

static void its_cmd_queue_init(void)
{
	its_data.cmd_base = alloc_pages(get_order(SZ_64K >> PAGE_SHIFT));
	assert(its_data.cmd_base);

	writeq(virt_to_phys(its_data.cmd_base) | (SZ_64K / SZ_4K - 1) | GITS_CBASER_VALID,
	       gicv3_its_base() + GITS_CBASER);
	its_data.cmd_write = its_data.cmd_base;
	writeq(0, gicv3_its_base() + GITS_CWRITER);
}

/* Map the ITS below the interrupt controller's node; false when there is none. */
static bool its_setup_fdt(void)
{
	const void *fdt = dt_fdt();
	struct dt_pbus_reg reg;
	int gic, node;

	gic = fdt_node_offset_by_compatible(fdt, -1, "arm,gic-v3");
	if (gic < 0)
		return false;
	dt_for_each_subnode(gic, node) {
		if (fdt_node_check_compatible(fdt, node, "arm,gic-v3-its"))
			continue;
		if (dt_pbus_translate_node(node, 0, &reg) < 0)
			continue;
		its_data.base = ioremap(reg.addr, reg.size);
		return true;
	}
	return false;
}

static int madt_its(struct acpi_subtable_header *header)
{
	struct acpi_madt_generic_translator *its = (void *)header;

	if (!its_data.base)
		its_data.base = ioremap(its->base_address, ITS_FRAMES_SIZE);
	return 0;
}

static bool its_setup_acpi(void)
{
	return acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_TRANSLATOR, madt_its) > 0;
}

void its_init(void)
{
	if (its_data.base || !(dt_available() ? its_setup_fdt() : its_setup_acpi()))
		return;

	its_parse_typer();
	assert(!its_baser_lookup(GITS_BASER_TYPE_DEVICE, &its_data.device_baser));
	its_baser_alloc_table(&its_data.device_baser);
	/* an ITS that keeps all collections itself has no table for them */
	if (!its_baser_lookup(GITS_BASER_TYPE_COLLECTION, &its_data.coll_baser))
		its_baser_alloc_table(&its_data.coll_baser);
	its_cmd_queue_init();
}

void its_enable_defaults(void)
{
	int cpu;

	gicv3_lpi_alloc_tables();
	for_each_present_cpu(cpu)
		if (cpu_online(cpu))
			gicv3_lpi_rdist_enable(cpu);
	writel(GITS_CTLR_ENABLE, gicv3_its_base() + GITS_CTLR);
}

struct its_device *its_create_device(u32 dev_id, int nr_ites)
{
	struct its_device *dev;
	unsigned long size;

	assert(its_data.nr_devices < GITS_MAX_DEVICES);
	dev = &its_data.devices[its_data.nr_devices++];
	dev->device_id = dev_id;
	dev->nr_ites = nr_ites;

	/* MAPD announces 2^nr_ites entries */
	size = (1UL << nr_ites) * its_data.typer.ite_size;
	dev->itt = alloc_pages(get_order(DIV_ROUND_UP(size, PAGE_SIZE)));
	assert(dev->itt);
	return dev;
}

struct its_collection *its_create_collection(u16 col_id, u32 pe)
{
	struct its_collection *col;

	assert(its_data.nr_collections < GITS_MAX_COLLECTIONS);
	col = &its_data.collections[its_data.nr_collections++];
	col->col_id = col_id;

	/* a target is the redistributor's address, or its processor number */
	if (its_data.typer.pta)
		col->target_address = virt_to_phys(gicv3_data.redist_base[pe]);
	else
		col->target_address = (u64)pe << 16;
	return col;
}

struct its_device *its_get_device(u32 id)
{
	u32 i;

	for (i = 0; i < its_data.nr_devices; i++)
		if (its_data.devices[i].device_id == id)
			return &its_data.devices[i];
	assert_msg(false, "no device %#x", id);
	return NULL;
}

struct its_collection *its_get_collection(u16 id)
{
	u32 i;

	for (i = 0; i < its_data.nr_collections; i++)
		if (its_data.collections[i].col_id == id)
			return &its_data.collections[i];
	assert_msg(false, "no collection %#x", id);
	return NULL;
}
