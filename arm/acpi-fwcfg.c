// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * ACPI tables without firmware: QEMU puts them into fw_cfg as files, with a script that says how to place them in RAM
 * and what to patch (etc/table-loader; QEMU hw/acpi/bios-linker-loader.c has the commands).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <asm/io.h>
#include <asm/page.h>
#include "acpi-test.h"

/* fw_cfg by MMIO: data at 0, selector at 8, big endian (QEMU docs/specs/fw_cfg) */
#define FW_CFG_SELECTOR		8
#define FW_CFG_SIGNATURE	0x0000
#define FW_CFG_FILE_DIR		0x0019
#define FW_CFG_NAME		56

#define MAX_FILES		16

enum {
	LOADER_ALLOCATE = 1,
	LOADER_ADD_POINTER = 2,
	LOADER_ADD_CHECKSUM = 3,
	LOADER_WRITE_POINTER = 4,
};

struct loader_entry {
	u32 command;
	union {
		struct {
			char file[FW_CFG_NAME];
			u32 align;
			u8 zone;
		} __attribute__((packed)) alloc;
		struct {
			char dest[FW_CFG_NAME];
			char src[FW_CFG_NAME];
			u32 offset;
			u8 size;
		} __attribute__((packed)) pointer;
		struct {
			char file[FW_CFG_NAME];
			u32 offset;
			u32 start;
			u32 length;
		} __attribute__((packed)) checksum;
		u8 pad[124];
	};
} __attribute__((packed));

struct file {
	char name[FW_CFG_NAME];
	u8 *data;
	u32 size;
};

static void *fw_cfg;
static struct file files[MAX_FILES];
static int nr_files;

static void fw_cfg_select(u16 key)
{
	writew(cpu_to_be16(key), fw_cfg + FW_CFG_SELECTOR);
}

static void fw_cfg_read(void *to, u32 n)
{
	u8 *byte = to;

	/* the data register hands out bytes in order, whatever the width */
	for (; n >= 8; n -= 8, byte += 8) {
		u64 data = __raw_readq(fw_cfg);

		memcpy(byte, &data, 8);
	}
	while (n--)
		*byte++ = readb(fw_cfg);
}

/* Select a file; its size, or 0. */
static u32 fw_cfg_open(const char *name)
{
	struct {
		u32 size;
		u16 key;
		u16 reserved;
		char name[FW_CFG_NAME];
	} entry;
	u32 count;

	fw_cfg_select(FW_CFG_FILE_DIR);
	fw_cfg_read(&count, sizeof(count));
	for (count = be32_to_cpu(count); count; count--) {
		fw_cfg_read(&entry, sizeof(entry));
		if (strncmp(entry.name, name, FW_CFG_NAME))
			continue;
		fw_cfg_select(be16_to_cpu(entry.key));
		return be32_to_cpu(entry.size);
	}
	return 0;
}

static struct file *find_file(const char *name)
{
	for (int i = 0; i < nr_files; i++)
		if (!strncmp(files[i].name, name, FW_CFG_NAME))
			return &files[i];
	return NULL;
}

static const char *allocate(struct loader_entry *e)
{
	struct file *f = &files[nr_files];
	u32 size = fw_cfg_open(e->alloc.file);

	if (!size)
		return "the loader script names a file that is not there";
	if (nr_files == MAX_FILES)
		return "the loader script has too many files";
	memcpy(f->name, e->alloc.file, FW_CFG_NAME);
	f->size = size;
	/* pages: no file asks for a larger alignment */
	f->data = alloc_pages(get_order(DIV_ROUND_UP(size, PAGE_SIZE)));
	if (e->alloc.align > PAGE_SIZE || !f->data)
		return "no memory for a file of the loader script";
	fw_cfg_read(f->data, size);
	nr_files++;
	return NULL;
}

static const char *add_pointer(struct loader_entry *e)
{
	struct file *dest = find_file(e->pointer.dest), *src = find_file(e->pointer.src);
	u8 size = e->pointer.size;
	u64 value = 0;

	if (!dest || !src || size > 8 || e->pointer.offset > dest->size || size > dest->size - e->pointer.offset)
		return "a pointer of the loader script lies outside of its file";
	memcpy(&value, dest->data + e->pointer.offset, size);
	if (value >= src->size)
		return "a pointer of the loader script leads out of the file it points to";
	value += virt_to_phys(src->data);
	if (size < 8 && value >> (8 * size))
		return "a pointer of the loader script is too small for its address";
	memcpy(dest->data + e->pointer.offset, &value, size);
	return NULL;
}

static const char *add_checksum(struct loader_entry *e)
{
	struct file *f = find_file(e->checksum.file);
	u32 start = e->checksum.start, length = e->checksum.length;
	u8 sum = 0;

	if (!f || start > f->size || length > f->size - start || e->checksum.offset >= f->size)
		return "a checksum of the loader script lies outside of its file";
	for (u32 i = 0; i < length; i++)
		sum += f->data[start + i];
	f->data[e->checksum.offset] -= sum;
	return NULL;
}

static bool fw_cfg_find(void)
{
	struct dt_pbus_reg reg;
	char signature[4];
	int node;

	if (!dt_available())
		return false;
	node = fdt_node_offset_by_compatible(dt_fdt(), -1, "qemu,fw-cfg-mmio");
	if (node < 0 || dt_pbus_translate_node(node, 0, &reg) < 0)
		return false;
	fw_cfg = ioremap(reg.addr, reg.size);
	fw_cfg_select(FW_CFG_SIGNATURE);
	fw_cfg_read(signature, sizeof(signature));
	return !memcmp(signature, "QEMU", 4);
}

struct acpi_table_rsdp *acpi_from_fw_cfg(const char **why)
{
	struct loader_entry *script;
	struct file *rsdp;
	u32 size;

	*why = "no fw_cfg, and no firmware that hands over ACPI tables";
	if (!fw_cfg_find())
		return NULL;
	size = fw_cfg_open("etc/table-loader");
	*why = "the machine has no ACPI tables";
	if (!size)
		return NULL;
	script = alloc_pages(get_order(DIV_ROUND_UP(size, PAGE_SIZE)));
	fw_cfg_read(script, size);
	for (u32 i = 0; i < size / sizeof(*script); i++) {
		struct loader_entry *e = &script[i];

		*why = NULL;
		switch (e->command) {
		case LOADER_ALLOCATE:
			*why = allocate(e);
			break;
		case LOADER_ADD_POINTER:
			*why = add_pointer(e);
			break;
		case LOADER_ADD_CHECKSUM:
			*why = add_checksum(e);
			break;
		}
		/* LOADER_WRITE_POINTER tells the VMM addresses that no table holds */
		assert_msg(!*why, "entry %u of etc/table-loader: %s", i, *why);
	}
	rsdp = find_file("etc/acpi/rsdp");
	*why = "no RSDP among the files of the loader script";
	return rsdp && rsdp->size >= sizeof(struct acpi_table_rsdp) ? (void *)rsdp->data : NULL;
}
