// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The firmware's list of CPUs: ACPI MADT (ACPI 6.5, 5.2.12), else the MP table
 * (MultiProcessor Specification 1.4, chapter 4).
 */
#include <libcflat.h>
#include <acpi.h>
#include <x86/mptables.h>

#define MADT_LAPIC		0
#define MADT_X2APIC		9
#define MADT_ENABLED		1

#define MP_PROCESSOR		0
#define MP_PROCESSOR_ENABLED	1

struct madt {
	u8 header[36];
	u32 address, flags;
	u8 entries[];
} __attribute__((packed));

struct mp_floating {
	char signature[4];
	u32 config;
	u8 length, revision, checksum, feature[5];
} __attribute__((packed));

struct mp_config {
	char signature[4];
	u16 length;
	u8 revision, checksum;
	char oem[20];
	u32 oem_table;
	u16 oem_size, entries;
	u32 lapic;
	u16 ext_length;
	u8 ext_checksum, reserved;
	u8 entry[];
} __attribute__((packed));

static unsigned int add(u32 *ids, unsigned int max, unsigned int n, u32 id)
{
	if (n < max)
		ids[n] = id;
	return n + 1;
}

static u32 get_u32(const u8 *p)
{
	u32 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static unsigned int from_madt(u32 *ids, unsigned int max)
{
	struct acpi_table *table = find_acpi_table_addr(MADT_SIGNATURE);
	const u8 *p, *end;
	unsigned int n = 0;

	if (!table)
		return 0;
	p = ((struct madt *)table)->entries;
	end = (u8 *)table + table->length;
	for (; p + 2 <= end && p[1] >= 2; p += p[1]) {
		if (p[0] == MADT_LAPIC && (get_u32(p + 4) & MADT_ENABLED))
			n = add(ids, max, n, p[3]);
		else if (p[0] == MADT_X2APIC && (get_u32(p + 8) & MADT_ENABLED))
			n = add(ids, max, n, get_u32(p + 4));
	}
	return n;
}

static const struct mp_floating *find_mp(ulong from, ulong to)
{
	for (; from < to; from += 16) {
		const struct mp_floating *mp = (void *)from;
		const u8 *b = (void *)from;
		u8 sum = 0;
		unsigned int i;

		if (memcmp(mp->signature, "_MP_", 4))
			continue;
		for (i = 0; i < 16; i++)
			sum += b[i];
		if (!sum)
			return mp;
	}
	return NULL;
}

static unsigned int from_mp_table(u32 *ids, unsigned int max)
{
	ulong bda = 0x40e, ebda;
	const struct mp_floating *mp;
	const struct mp_config *config;
	const u8 *p;
	unsigned int n = 0, i;

	/* The extended BIOS data area's segment is at 0040:000e. */
	asm volatile("" : "+r"(bda));
	ebda = *(u16 *)bda << 4;
	mp = find_mp(0xf0000, 0x100000);
	if (!mp && ebda >= 0x80000 && ebda < 0xa0000)
		mp = find_mp(ebda, ebda + 1024);
	if (!mp || !mp->config)
		return 0;
	config = (void *)(ulong)mp->config;
	if (memcmp(config->signature, "PCMP", 4))
		return 0;
	p = config->entry;
	for (i = 0; i < config->entries; i++) {
		if (p[0] == MP_PROCESSOR) {
			if (p[3] & MP_PROCESSOR_ENABLED)
				n = add(ids, max, n, p[1]);
			p += 20;
		} else {
			p += 8;
		}
	}
	return n;
}

unsigned int firmware_cpus(u32 *apic_ids, unsigned int max)
{
	unsigned int n = from_madt(apic_ids, max);

	return n ? n : from_mp_table(apic_ids, max);
}
