// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Devices that only the DSDT tells of (ACPI 6.5, chapter 20 for AML, 6.4 for resources). AML is not executed: a device counts
 * if its _HID is a constant and its _CRS a constant resource template, as they are on machines that know their devices
 * when they make the table.
 */
#include <libcflat.h>
#include <acpi.h>

/* AML */
#define AML_NAME_OP		0x08
#define AML_BYTE		0x0a
#define AML_WORD		0x0b
#define AML_DWORD		0x0c
#define AML_STRING		0x0d
#define AML_BUFFER		0x11
#define AML_EXT			0x5b
#define AML_EXT_DEVICE		0x82

/* Resource descriptors: small end tag; large ones */
#define RES_LARGE		0x80
#define RES_END_TAG		0x0f
#define RES_MEMORY32		0x85
#define RES_MEMORY32_FIXED	0x86
#define RES_DWORD_SPACE		0x87
#define RES_WORD_SPACE		0x88
#define RES_INTERRUPT		0x89
#define RES_QWORD_SPACE		0x8a

struct range {
	const u8 *at, *end;
};

static u64 value(const u8 *p, int bytes)
{
	u64 v = 0;

	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

/* PkgLength at r->at (20.2.4): what it covers, itself included; false if that is not within r. */
static bool package(struct range r, struct range *body)
{
	int more;
	u32 length;

	if (r.at >= r.end)
		return false;
	more = r.at[0] >> 6;
	if (r.end - r.at <= more)
		return false;
	length = more ? r.at[0] & 0xf : r.at[0] & 0x3f;
	for (int i = 0; i < more; i++)
		length |= (u32)r.at[1 + i] << (4 + 8 * i);
	if ((int)length <= more || length > r.end - r.at)
		return false;
	body->at = r.at + 1 + more;
	body->end = r.at + length;
	return true;
}

static bool is_device(struct range r, struct range *body)
{
	if (r.end - r.at < 3 || r.at[0] != AML_EXT || r.at[1] != AML_EXT_DEVICE)
		return false;
	r.at += 2;
	/* a name comes next: this pattern is no device in the middle of other data */
	return package(r, body) && body->end - body->at >= 4 &&
	       (body->at[0] == '\\' || body->at[0] == '^' || body->at[0] == '_' || (body->at[0] >= 'A' && body->at[0] <= 'Z'));
}

/* The object of Name(name, ...) in a device itself, not in one inside of it. */
static bool find_name(struct range device, const char *name, struct range *object)
{
	struct range inner;

	while (device.end - device.at > 5) {
		if (is_device(device, &inner)) {
			device.at = inner.end;
			continue;
		}
		if (device.at[0] == AML_NAME_OP && !memcmp(device.at + 1, name, 4)) {
			object->at = device.at + 5;
			object->end = device.end;
			return true;
		}
		device.at++;
	}
	return false;
}

/* A _HID as text: a string, or an EISA ID, three letters and four hexadecimal digits in a dword (6.1.5, 19.3.4). */
static bool has_hid(struct range device, const char *hid)
{
	static const char digits[] = "0123456789ABCDEF";
	char text[9] = { 0 };
	struct range object;
	u32 id;

	if (!find_name(device, "_HID", &object))
		return false;
	if (object.at[0] == AML_STRING) {
		size_t n = strlen(hid);

		return object.end - object.at > (long)n + 1 && !memcmp(object.at + 1, hid, n + 1);
	}
	if (object.at[0] != AML_DWORD || object.end - object.at < 5)
		return false;
	/* its bytes are in big-endian order */
	id = (u32)object.at[1] << 24 | object.at[2] << 16 | object.at[3] << 8 | object.at[4];
	for (int i = 0; i < 3; i++)
		text[i] = '@' + (id >> (26 - 5 * i) & 0x1f);
	for (int i = 0; i < 4; i++)
		text[3 + i] = digits[id >> (12 - 4 * i) & 0xf];
	return !strcmp(text, hid);
}

/* The bytes of a constant Buffer. */
static bool buffer(struct range object, struct range *bytes)
{
	int size;

	if (object.at[0] != AML_BUFFER)
		return false;
	object.at++;
	if (!package(object, bytes) || bytes->at == bytes->end)
		return false;
	/* BufferSize, then the bytes */
	size = bytes->at[0] == AML_BYTE ? 2 : bytes->at[0] == AML_WORD ? 3 : bytes->at[0] == AML_DWORD ? 5 : 1;
	bytes->at += size;
	return bytes->at <= bytes->end;
}

/* An address space descriptor with fields of so many bytes (6.4.3.5): granularity, minimum, maximum, offset, length. */
static bool space(const u8 *d, u32 length, int width, struct acpi_resource *r)
{
	if (length < 3u + 5 * width)
		return false;
	r->type = d[0] == 0 ? ACPI_RESOURCE_MEMORY : d[0] == 1 ? ACPI_RESOURCE_IO : ACPI_RESOURCE_BUS;
	r->start = value(d + 3 + width, width);
	r->offset = value(d + 3 + 3 * width, width);
	r->size = value(d + 3 + 4 * width, width);
	return d[0] <= 2;
}

static bool descriptor(u8 type, const u8 *d, u32 length, struct acpi_resource *r)
{
	*r = (struct acpi_resource){ 0 };
	switch (type) {
	case RES_MEMORY32_FIXED:
		r->type = ACPI_RESOURCE_MEMORY;
		r->start = length >= 9 ? value(d + 1, 4) : 0;
		r->size = length >= 9 ? value(d + 5, 4) : 0;
		return length >= 9;
	case RES_MEMORY32:
		r->type = ACPI_RESOURCE_MEMORY;
		r->start = length >= 17 ? value(d + 1, 4) : 0;
		r->size = length >= 17 ? value(d + 13, 4) : 0;
		return length >= 17;
	case RES_INTERRUPT:
		r->type = ACPI_RESOURCE_IRQ;
		r->start = length >= 6 ? value(d + 2, 4) : 0;
		r->size = 1;
		return length >= 6 && d[1] > 0;
	case RES_WORD_SPACE:
		return space(d, length, 2, r);
	case RES_DWORD_SPACE:
		return space(d, length, 4, r);
	case RES_QWORD_SPACE:
		return space(d, length, 8, r);
	}
	return false;
}

static int resources(struct range r, void (*fn)(const struct acpi_resource *, void *), void *arg)
{
	struct acpi_resource res;
	int n = 0;

	while (r.end - r.at >= 2) {
		bool large = r.at[0] & RES_LARGE;
		u32 header = large ? 3 : 1, length;

		if (r.end - r.at < (long)header)
			break;
		length = large ? value(r.at + 1, 2) : r.at[0] & 7;
		if ((!large && r.at[0] >> 3 == RES_END_TAG) || length > r.end - r.at - header)
			break;
		if (descriptor(r.at[0], r.at + header, length, &res)) {
			fn(&res, arg);
			n++;
		}
		r.at += header + length;
	}
	return n;
}

int acpi_dev_resources(const char *hid, int n, void (*fn)(const struct acpi_resource *, void *), void *arg)
{
	struct acpi_table *dsdt = find_acpi_table_addr(DSDT_SIGNATURE);
	struct range r, device, object, bytes;

	if (!dsdt)
		return -1;
	r.at = dsdt->data;
	r.end = (u8 *)dsdt + dsdt->length;
	for (; r.end - r.at > 3; r.at++) {
		if (!is_device(r, &device) || !has_hid(device, hid) || n--)
			continue;
		if (!find_name(device, "_CRS", &object) || !buffer(object, &bytes))
			return 0;
		return resources(bytes, fn, arg);
	}
	return -1;
}

struct found {
	u64 base, size;
	int irq;
};

static void note(const struct acpi_resource *r, void *arg)
{
	struct found *f = arg;

	if (r->type == ACPI_RESOURCE_MEMORY && !f->size) {
		f->base = r->start + r->offset;
		f->size = r->size;
	} else if (r->type == ACPI_RESOURCE_IRQ && f->irq < 0) {
		f->irq = r->start;
	}
}

bool acpi_dev_find(const char *hid, int n, u64 *base, u64 *size, int *irq)
{
	struct found f = { .irq = -1 };

	if (acpi_dev_resources(hid, n, note, &f) < 0 || !f.size)
		return false;
	*base = f.base;
	*size = f.size;
	if (irq)
		*irq = f.irq;
	return true;
}
