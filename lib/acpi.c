// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Finding ACPI tables. They lie in the identity map.
 */
#include <libcflat.h>
#include <acpi.h>
#include <util.h>

static_assert(sizeof(struct acpi_table_rsdp) == 36);
static_assert(sizeof(struct acpi_table) == 36);
static_assert(sizeof(struct acpi_generic_address) == 12);
static_assert(sizeof(struct acpi_table_fadt) == 276);
static_assert(offsetof(struct acpi_table_fadt, reset_register) == 116);
static_assert(offsetof(struct acpi_table_fadt, arm_boot_flags) == 129);
static_assert(sizeof(struct acpi_table_facs_rev1) == 64);
static_assert(sizeof(struct acpi_table_madt) == 44);
static_assert(sizeof(struct acpi_madt_generic_interrupt) == 80);
static_assert(sizeof(struct acpi_madt_generic_distributor) == 24);
static_assert(sizeof(struct acpi_madt_generic_redistributor) == 16);
static_assert(sizeof(struct acpi_madt_generic_translator) == 20);
static_assert(sizeof(struct spcr_descriptor) == 80);
static_assert(sizeof(struct acpi_table_gtdt) == 104);

#define RSDP_V1_LENGTH	20

static struct acpi_table_rsdp *efi_rsdp;

void set_efi_rsdp(struct acpi_table_rsdp *rsdp)
{
	efi_rsdp = rsdp;
}

/* The bytes of a valid structure add up to 0 (5.2.5.3, 5.2.6). */
static bool checksum_ok(const void *p, u32 len)
{
	const u8 *byte = p;
	u8 sum = 0;

	while (len--)
		sum += *byte++;
	return !sum;
}

static bool rsdp_ok(const struct acpi_table_rsdp *rsdp)
{
	if (rsdp->signature != RSDP_SIGNATURE_8BYTE || !checksum_ok(rsdp, RSDP_V1_LENGTH))
		return false;
	return rsdp->revision < 2 || checksum_ok(rsdp, sizeof(*rsdp));
}

static struct acpi_table_rsdp *find_rsdp(void)
{
	if (efi_rsdp)
		return rsdp_ok(efi_rsdp) ? efi_rsdp : NULL;
#if defined(__i386__) || defined(__x86_64__)
	/* 5.2.5.1: in the BIOS read-only area, at a multiple of 16 */
	for (unsigned long addr = 0xe0000; addr < 0x100000; addr += 16)
		if (rsdp_ok((struct acpi_table_rsdp *)addr))
			return (struct acpi_table_rsdp *)addr;
#endif
	return NULL;
}

static void *pointer(u64 addr)
{
	return addr <= (unsigned long)-1 ? (void *)(unsigned long)addr : NULL;
}

/* @table if it has the signature and a right checksum. */
static struct acpi_table *valid(struct acpi_table *table, u32 sig)
{
	if (!table || table->signature != sig)
		return NULL;
	if (table->length < sizeof(*table) || !checksum_ok(table, table->length)) {
		printf("ACPI: table %.4s at %p has a wrong checksum, ignored\n", (char *)&sig, table);
		return NULL;
	}
	return table;
}

static struct acpi_table *find_in_root(struct acpi_table_rsdp *rsdp, u32 sig)
{
	struct acpi_table *root = NULL, *table;
	size_t width = sizeof(u64), n;

	if (rsdp->revision >= 2)
		root = valid(pointer(rsdp->xsdt_physical_address), XSDT_SIGNATURE);
	if (!root) {
		width = sizeof(u32);
		root = valid(pointer(rsdp->rsdt_physical_address), RSDT_SIGNATURE);
	}
	if (!root)
		return NULL;
	n = (root->length - sizeof(*root)) / width;
	for (size_t i = 0; i < n; i++) {
		u64 addr = 0;

		/* little-endian entries, aligned to 4 only */
		memcpy(&addr, root->data + i * width, width);
		table = valid(pointer(addr), sig);
		if (table)
			return table;
	}
	return NULL;
}

static void *find_facs(struct acpi_table_rsdp *rsdp)
{
	struct acpi_table_fadt *fadt = (void *)find_in_root(rsdp, FACP_SIGNATURE);

	if (!fadt)
		return NULL;
	if (!fadt->firmware_ctrl &&
	    fadt->length >= offsetof(struct acpi_table_fadt, Xdsdt))
		return pointer(fadt->Xfacs);
	return pointer(fadt->firmware_ctrl);
}

static void *find_dsdt(struct acpi_table_rsdp *rsdp)
{
	struct acpi_table_fadt *fadt = (void *)find_in_root(rsdp, FACP_SIGNATURE);

	if (!fadt)
		return NULL;
	if (fadt->length >= offsetof(struct acpi_table_fadt, xpm1a_evt_blk) && fadt->Xdsdt)
		return valid(pointer(fadt->Xdsdt), DSDT_SIGNATURE);
	return valid(pointer(fadt->dsdt), DSDT_SIGNATURE);
}

void *find_acpi_table_addr(u32 sig)
{
	struct acpi_table_rsdp *rsdp = find_rsdp();

	if (!rsdp) {
		printf("Can't find RSDP\n");
		return NULL;
	}
	switch (sig) {
	case RSDP_SIGNATURE:
		return rsdp;
	case RSDT_SIGNATURE:
		return valid(pointer(rsdp->rsdt_physical_address), sig);
	case XSDT_SIGNATURE:
		return rsdp->revision < 2 ? NULL : valid(pointer(rsdp->xsdt_physical_address), sig);
	case FACS_SIGNATURE:
		return find_facs(rsdp);
	case DSDT_SIGNATURE:
		return find_dsdt(rsdp);
	default:
		return find_in_root(rsdp, sig);
	}
}

int acpi_table_parse_madt(enum acpi_madt_type mtype, acpi_table_handler handler)
{
	struct acpi_table_madt *madt = find_acpi_table_addr(MADT_SIGNATURE);
	u8 *entry, *end;
	int n = 0;

	assert_msg(madt, "no MADT");
	end = (u8 *)madt + madt->length;
	for (entry = (u8 *)(madt + 1); end - entry >= (long)sizeof(struct acpi_subtable_header);) {
		struct acpi_subtable_header *header = (void *)entry;

		if (header->length < sizeof(*header) || header->length > end - entry)
			break;
		if (header->type == mtype) {
			handler(header);
			n++;
		}
		entry += header->length;
	}
	return n;
}

struct acpi_iort_node *acpi_iort_find(u8 type, int n)
{
	struct acpi_table_iort *iort = find_acpi_table_addr(IORT_SIGNATURE);
	u8 *at, *end;

	if (!iort || iort->node_offset > iort->length)
		return NULL;
	end = (u8 *)iort + iort->length;
	at = (u8 *)iort + iort->node_offset;
	for (u32 i = 0; i < iort->node_count && end - at >= (long)sizeof(struct acpi_iort_node); i++) {
		struct acpi_iort_node *node = (void *)at;

		if (node->length < sizeof(*node) || node->length > end - at)
			break;
		if (node->type == type && !n--)
			return node;
		at += node->length;
	}
	return NULL;
}
