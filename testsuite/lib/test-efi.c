// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * efi.c with firmware made up here: command line, initrd, memory map, the end of boot services.
 */
#include "harness.h"
#include <argv.h>
#include <efi.h>
#include <memregions.h>

char *initrd;
u32 initrd_size;
char _text[1];

/* A map whose descriptors are larger than ours, as firmware may have it */
#define DESC_SIZE	48
#define NR_DESCS	7

static const efi_memory_desc_t descs[NR_DESCS] = {
	{ EFI_RESERVED_TYPE, 0, 0x0, 0, 1, EFI_MEMORY_WB },
	{ EFI_CONVENTIONAL_MEMORY, 0, 0x40000000, 0, 16, EFI_MEMORY_WB },
	{ EFI_LOADER_CODE, 0, 0x40010000, 0, 4, EFI_MEMORY_WB },
	{ EFI_CONVENTIONAL_MEMORY, 0, 0x40014000, 0, 64, EFI_MEMORY_WB },
	{ EFI_MEMORY_MAPPED_IO, 0, 0x40054000, 0, 4, EFI_MEMORY_UC | EFI_MEMORY_RUNTIME },
	{ EFI_ACPI_RECLAIM_MEMORY, 0, 0x50000000, 0, 1, EFI_MEMORY_WB },
	{ EFI_PERSISTENT_MEMORY, 0, 0x60000000, 0, 1, EFI_MEMORY_WB },
};

static const char initrd_text[] = "A=1\n";
static efi_char16_t options[256];
static int allocations, exits, maps, allocations_at_exit;
static unsigned long key;
static struct efi_loaded_image_64 image = { .load_options = options };

static efi_status_t __efiapi allocate_pool(int type __attribute__((unused)), unsigned long size, void **p)
{
	*p = host_alloc(size);
	allocations++;
	return EFI_SUCCESS;
}

static efi_status_t __efiapi free_pool(void *p)
{
	host_free(p);
	return EFI_SUCCESS;
}

static efi_status_t __efiapi get_memory_map(unsigned long *size, void *map, unsigned long *k, unsigned long *desc_size,
					    u32 *version)
{
	*desc_size = DESC_SIZE;
	*version = 1;
	if (*size < NR_DESCS * DESC_SIZE) {
		*size = NR_DESCS * DESC_SIZE;
		return EFI_BUFFER_TOO_SMALL;
	}
	*size = NR_DESCS * DESC_SIZE;
	memset(map, 0xee, *size);
	for (int i = 0; i < NR_DESCS; i++)
		memcpy((char *)map + i * DESC_SIZE, &descs[i], sizeof(descs[i]));
	*k = ++key;
	maps++;
	return EFI_SUCCESS;
}

static efi_status_t __efiapi exit_boot_services(efi_handle_t handle, unsigned long k)
{
	if (!exits)
		allocations_at_exit = allocations;
	/* a handler changes the map twice */
	if (++exits < 3)
		key++;
	return handle == &image && k == key ? EFI_SUCCESS : EFI_INVALID_PARAMETER;
}

static efi_status_t __efiapi load_file(efi_load_file2_protocol_t *self __attribute__((unused)),
				       efi_device_path_protocol_t *path __attribute__((unused)),
				       efi_bool_t boot __attribute__((unused)), unsigned long *size, void *buffer)
{
	if (!buffer || *size < sizeof(initrd_text) - 1) {
		*size = sizeof(initrd_text) - 1;
		return EFI_BUFFER_TOO_SMALL;
	}
	memcpy(buffer, initrd_text, sizeof(initrd_text) - 1);
	return EFI_SUCCESS;
}

static efi_load_file2_protocol_t loader = { load_file };

static efi_status_t __efiapi handle_protocol(efi_handle_t handle, efi_guid_t *guid, void **interface)
{
	efi_guid_t file2 = EFI_LOAD_FILE2_PROTOCOL_GUID;

	*interface = handle == &loader && !memcmp(guid, &file2, sizeof(file2)) ? (void *)&loader : (void *)&image;
	return EFI_SUCCESS;
}

static efi_status_t __efiapi locate_device_path(efi_guid_t *guid __attribute__((unused)),
						efi_device_path_protocol_t **path, efi_handle_t *device)
{
	efi_guid_t media = LINUX_EFI_INITRD_MEDIA_GUID;

	if ((*path)->type != 4 || (*path)->sub_type != 3 || (*path)->length != 20 || memcmp(*path + 1, &media, 16))
		return EFI_NOT_FOUND;
	*device = &loader;
	return EFI_SUCCESS;
}

static efi_status_t __efiapi get_variable(efi_char16_t *name __attribute__((unused)), efi_guid_t *guid __attribute__((unused)),
					  u32 *attributes __attribute__((unused)), unsigned long *size __attribute__((unused)),
					  void *data __attribute__((unused)))
{
	return EFI_NOT_FOUND;
}

static struct efi_range got[8];
static size_t nr_got;

void efi_leave(void (*fn)(void) __attribute__((unused)), const struct efi_range *ranges, size_t n)
{
	nr_got = n;
	memcpy(got, ranges, MIN(n, ARRAY_SIZE(got)) * sizeof(*ranges));
}

efi_status_t setup_efi(efi_bootinfo_t *info __attribute__((unused)))
{
	return EFI_SUCCESS;
}

static size_t wide(const char *text)
{
	size_t n = 0;

	do
		options[n] = (u8)text[n];
	while (text[n++]);
	return n;
}

static void command_lines(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "" }, { "a b", "a b" }, { "a b initrd=initrd", "a b " }, { "initrd=initrd", "" },
		{ "initrd=initrd  ", "" }, { "xinitrd=initrd", "xinitrd=initrd" }, { "initrd=initrd b", "initrd=initrd b" },
		{ "image.efi a b", " a b" }, { "IMAGE.EFI", "" }, { "fs0:\\dir\\x.Efi a", " a" }, { ".efi", "" },
		{ "efi a", "efi a" }, { "a image.efi", "a image.efi" }, { "x.efix a", "x.efix a" },
		{ "image.efi initrd=initrd", " " },
	};
	char text[2048];
	int bad = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		efi_cmdline(text, sizeof(text), options, wide(rows[i].text));
		if (strcmp(efi_arguments(text), rows[i].want)) {
			note("'%s' became '%s'", rows[i].text, efi_arguments(text));
			bad++;
		}
	}
	ok(!bad, "arguments without command and initrd=initrd");

	wide("one\ntwo");
	efi_cmdline(text, sizeof(text), options, 8);
	ok_str(text, "one", "a newline ends the command line");
	options[0] = 0xe4, options[1] = 0x20ac, options[2] = 0xd83d, options[3] = 0xde00, options[4] = 0;
	efi_cmdline(text, sizeof(text), options, 5);
	ok_str(text, "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "UTF-16 with surrogates is UTF-8");
	ok(efi_cmdline(text, sizeof(text), options, 3) == 8, "half a surrogate pair at the end");
	console_clear();
	ok(efi_cmdline(text, 10, options, wide("ab cd efghijk")) == 5, "cut at the last blank");
	ok_str(text, "ab cd", "text that is cut");
	ok(strstr(console(), "Command line is too long: truncated to 5 bytes"), "and that is reported");
	ok(efi_cmdline(text, 10, options, wide("ab \"cd efghijk")) == 2, "not at one in quotes");
}

static void start(void)
{
	efi_boot_services_t bs = {
		.allocate_pool = allocate_pool, .free_pool = free_pool, .get_memory_map = get_memory_map,
		.exit_boot_services = exit_boot_services, .handle_protocol = handle_protocol,
		.locate_device_path = locate_device_path,
	};
	efi_runtime_services_t rt = { .get_variable = get_variable };
	efi_config_table_t table = { ACPI_20_TABLE_GUID, &bs };
	efi_system_table_t system = { .boottime = &bs, .runtime = &rt, .tables = &table, .nr_tables = 1 };
	void *p;

	image.load_options_size = 2 * wide("image.efi one two initrd=initrd");
	efi_main(&image, &system);
	ok(__argc == 3 && !strcmp(__argv[1], "one") && !strcmp(__argv[2], "two"), "arguments of main (%d)", __argc);
	ok(initrd && initrd_size == 4 && !memcmp(initrd, "A=1\n", 4), "the initrd");
	ok(exits == 3, "boot services end at the third attempt (%d)", exits);
	ok(allocations == allocations_at_exit, "nothing is allocated after the first");
	ok(nr_got == 2, "ranges of RAM (%zu)", nr_got);
	ok(got[0].start == 0x40000000 && got[0].end == 0x40054000, "neighbours are one");
	ok(got[1].start == 0x50000000 && got[1].end == 0x50001000, "ACPI tables are RAM");
	ok(efi_get_system_config_table(ACPI_20_TABLE_GUID, &p) == EFI_SUCCESS && p == &bs, "a configuration table");
	ok(efi_get_system_config_table(DEVICE_TREE_GUID, &p) == EFI_NOT_FOUND, "and one that is not there");
}

static void regions(void)
{
	static u8 bytes[NR_DESCS * DESC_SIZE];
	struct efi_boot_memmap map = { (void *)bytes, sizeof(bytes), DESC_SIZE, 0, 1 };
	static const u32 flags[NR_DESCS] = { MR_F_RESERVED, 0, MR_F_CODE, 0, MR_F_IO, 0, MR_F_PERSISTENT };
	struct mem_region *free_region;
	int bad = 0;

	for (int i = 0; i < NR_DESCS; i++)
		memcpy(bytes + i * DESC_SIZE, &descs[i], sizeof(descs[i]));
	memregions_efi_init(&map, &free_region);
	for (int i = 0; i < NR_DESCS; i++)
		bad += mem_regions[i].flags != flags[i] || mem_regions[i].start != descs[i].phys_addr ||
		       mem_regions[i].end != descs[i].phys_addr + (descs[i].num_pages << 12);
	ok(!bad, "a region for each descriptor, with its flags");
	ok(free_region && free_region->start == 0x40014000, "the largest free one");
}

int main(int argc, char **argv, char **envp)
{
	command_lines();
	start();
	regions();
	return done();
}
