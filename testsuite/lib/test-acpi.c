// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * acpi.c and acpi-dev.c with tables made here; bytes of them changed at random must not lead out of them.
 */
#include "harness.h"
#include <acpi.h>

static struct acpi_table_rsdp *rsdp;
static u8 *xsdt, *madt, *fadt, *dsdt;

static const u8 aml[] = {
	/* Device (PCI0) { Name (_HID, EisaId ("PNP0A08")); Device (IN00) { _HID "QEMU0002", _CRS }; Name (_CRS, Buffer ...) } */
	0x5b, 0x82, 0x40, 0x06, 'P', 'C', 'I', '0',
	0x08, '_', 'H', 'I', 'D', 0x0c, 0x41, 0xd0, 0x0a, 0x08,
	0x5b, 0x82, 0x29, 'I', 'N', '0', '0',
	0x08, '_', 'H', 'I', 'D', 0x0d, 'Q', 'E', 'M', 'U', '0', '0', '0', '2', 0,
	0x08, '_', 'C', 'R', 'S', 0x11, 0x0f, 0x0a, 12,
	0x86, 9, 0, 1, 0x00, 0x00, 0x02, 0x09, 0x18, 0, 0, 0,
	/* of PCI0: a 32-bit window of I/O ports with an offset, end tag */
	0x08, '_', 'C', 'R', 'S', 0x11, 0x1f, 0x0a, 28,
	0x87, 23, 0, 1, 0xc, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0x3e, 0, 0, 1, 0,
	0x79, 0,
	/* Device (COM0) { Name (_HID, "ARMH0011"); Name (_CRS, Memory32Fixed, Interrupt) } */
	0x5b, 0x82, 0x33, 'C', 'O', 'M', '0',
	0x08, '_', 'H', 'I', 'D', 0x0d, 'A', 'R', 'M', 'H', '0', '0', '1', '1', 0,
	0x08, '_', 'C', 'R', 'S', 0x11, 0x19, 0x0a, 22,
	0x86, 9, 0, 1, 0x00, 0x00, 0x00, 0x09, 0x00, 0x10, 0, 0,
	0x89, 6, 0, 1, 1, 33, 0, 0, 0,
	0x79,
};

static void seal(u8 *t, u32 length)
{
	u8 sum = 0;

	memcpy(t + 4, &length, 4);
	t[9] = 0;
	for (u32 i = 0; i < length; i++)
		sum += t[i];
	t[9] = -sum;
}

static u8 *table(const char *sig, u32 length)
{
	u8 *t = host_alloc(length);

	memset(t, 0, length);
	memcpy(t, sig, 4);
	t[8] = 1;
	seal(t, length);
	return t;
}

static void seal_rsdp(void)
{
	u8 *b = (u8 *)rsdp, sum = 0;

	b[8] = 0;
	for (int i = 0; i < 20; i++)
		sum += b[i];
	b[8] = -sum;
	rsdp->extended_checksum = 0;
	sum = 0;
	for (int i = 0; i < 36; i++)
		sum += b[i];
	rsdp->extended_checksum = -sum;
}

static void make(void)
{
	u64 entries[2];

	dsdt = table("DSDT", 36 + sizeof(aml));
	memcpy(dsdt + 36, aml, sizeof(aml));
	seal(dsdt, 36 + sizeof(aml));
	fadt = table("FACP", sizeof(struct acpi_table_fadt));
	((struct acpi_table_fadt *)fadt)->Xdsdt = (unsigned long)dsdt;
	seal(fadt, sizeof(struct acpi_table_fadt));
	/* two entries of type 11, between them one of type 14 */
	madt = table("APIC", sizeof(struct acpi_table_madt) + 80 + 16 + 80);
	madt[44] = 11, madt[45] = 80, madt[124] = 14, madt[125] = 16, madt[140] = 11, madt[141] = 80;
	seal(madt, sizeof(struct acpi_table_madt) + 80 + 16 + 80);
	xsdt = table("XSDT", 36 + sizeof(entries));
	entries[0] = (unsigned long)fadt;
	entries[1] = (unsigned long)madt;
	memcpy(xsdt + 36, entries, sizeof(entries));
	seal(xsdt, 36 + sizeof(entries));
	rsdp = host_alloc(sizeof(*rsdp));
	memset(rsdp, 0, sizeof(*rsdp));
	rsdp->signature = RSDP_SIGNATURE_8BYTE;
	rsdp->revision = 2;
	rsdp->length = 36;
	rsdp->xsdt_physical_address = (unsigned long)xsdt;
	seal_rsdp();
	set_efi_rsdp(rsdp);
}

static int called;

static int count(struct acpi_subtable_header *header __attribute__((unused)))
{
	return called++;
}

static void no_madt(void)
{
	acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_INTERRUPT, count);
}

static void tables(void)
{
	ok(find_acpi_table_addr(MADT_SIGNATURE) == madt, "a table of the XSDT");
	ok(find_acpi_table_addr(RSDP_SIGNATURE) == rsdp && find_acpi_table_addr(XSDT_SIGNATURE) == xsdt, "RSDP and XSDT");
	ok(find_acpi_table_addr(DSDT_SIGNATURE) == dsdt, "the DSDT is behind the FADT");
	ok(!find_acpi_table_addr(GTDT_SIGNATURE), "a table that is not there");
	ok(acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_INTERRUPT, count) == 2 && called == 2, "entries of one type");
	madt[125] = 0;
	seal(madt, 220);
	ok(acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_INTERRUPT, count) == 1, "an entry of length 0 ends the table");
	madt[125] = 200;
	seal(madt, 220);
	ok(acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_REDISTRIBUTOR, count) == 0, "so does one that is longer than it");
	madt[125] = 16;
	madt[60] ^= 1;
	console_clear();
	ok(!find_acpi_table_addr(MADT_SIGNATURE) && strstr(console(), "wrong checksum"), "a wrong checksum");
	ok(strstr(why_abandoned(no_madt), "no MADT"), "entries of no MADT");
	madt[60] ^= 1;
	seal(madt, 220);
	rsdp->oem_id[0] ^= 1;
	ok(!find_acpi_table_addr(MADT_SIGNATURE), "a wrong checksum of the RSDP");
	seal_rsdp();
}

static struct acpi_resource seen[4];
static int nr_seen;

static void see(const struct acpi_resource *r, void *arg __attribute__((unused)))
{
	if (nr_seen < 4)
		seen[nr_seen++] = *r;
}

static void devices(void)
{
	u64 base, size;
	int irq;

	ok(acpi_dev_find("ARMH0011", 0, &base, &size, &irq) && base == 0x9000000 && size == 0x1000 && irq == 33,
	   "address, size and interrupt of a device");
	ok(acpi_dev_find("QEMU0002", 0, &base, &size, &irq) && base == 0x9020000 && size == 0x18 && irq == -1,
	   "one inside of another, without interrupt");
	ok(!acpi_dev_find("ARMH0011", 1, &base, &size, &irq), "there is no second one");
	ok(acpi_dev_resources("LNRO0005", 0, see, NULL) == -1, "and none of another name");
	ok(acpi_dev_resources("PNP0A08", 0, see, NULL) == 1 && nr_seen == 1 && seen[0].type == ACPI_RESOURCE_IO &&
	   seen[0].start == 0 && seen[0].size == 0x10000 && seen[0].offset == 0x3eff0000, "the window of an EISA ID");
}

static void damaged(void)
{
	static const char *const hids[] = { "ARMH0011", "QEMU0002", "PNP0A08" };
	u32 length = 36 + sizeof(aml);

	for (int i = 0; i < 20000; i++) {
		memcpy(dsdt + 36, aml, sizeof(aml));
		for (int n = host_random() % 4; n >= 0; n--)
			dsdt[36 + host_random() % sizeof(aml)] = host_random();
		/* short ones end where the sanitizer looks */
		seal(dsdt, length);
		for (int h = 0; h < 3; h++)
			acpi_dev_resources(hids[h], host_random() % 2, see, NULL);
	}
	ok(true, "20000 damaged DSDTs");
	for (u32 cut = 0; cut < sizeof(aml); cut++) {
		u8 *t = table("DSDT", 36 + cut);

		memcpy(t + 36, aml, cut);
		seal(t, 36 + cut);
		((struct acpi_table_fadt *)fadt)->Xdsdt = (unsigned long)t;
		seal(fadt, sizeof(struct acpi_table_fadt));
		for (int h = 0; h < 3; h++)
			acpi_dev_resources(hids[h], 0, see, NULL);
		host_free(t);
	}
	ok(true, "DSDTs that end anywhere");
}

int main(void)
{
	make();
	tables();
	devices();
	damaged();
	return done();
}
