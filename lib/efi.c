// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Images that EFI firmware starts: everything up to the end of boot services, on the firmware's stack and in its
 * translation regime (UEFI 2.10, section 2.3), then the library's own set-up and main().
 */
#include <libcflat.h>
#include <argv.h>
#include <bitops.h>
#include <ctype.h>
#include <efi.h>
#include <libfdt.h>
#include <util.h>

#define CMDLINE_MAX		2048
/* Cacheable RAM in one piece, as often as a memory map may have it */
#define MAX_RANGES		64
/* Room for the descriptors that come about while the map is read */
#define SPARE_DESCRIPTORS	16
#define EXIT_ATTEMPTS		8

#define FDTFILE_GUID \
	EFI_GUID(0x97ef3e03, 0x7329, 0x4a6a, 0xb9, 0xba, 0x6c, 0x1f, 0xdc, 0xc5, 0xf8, 0x23)

extern char *initrd;
extern u32 initrd_size;
extern int main(int argc, char **argv, char **envp);

efi_system_table_t *efi_system_table;

static efi_bootinfo_t bootinfo;
static struct efi_range ranges[MAX_RANGES];

/* The end, while the firmware still has the machine. The words are those that a run front knows. */
static void __attribute__((noreturn)) die(const char *what, efi_status_t status)
{
	printf("\nABORT: EFI: %s: status %#lx\n\nEXIT: STATUS=%d\n", what, status, 63 << 1 | 1);
	efi_shutdown();
	for (;;)
		;
}

void efi_shutdown(void)
{
	if (efi_system_table)
		efi_rs_call(reset_system, EFI_RESET_SHUTDOWN, EFI_SUCCESS, 0, NULL);
}

static void *allocate(unsigned long size)
{
	void *p;
	efi_status_t status = efi_bs_call(allocate_pool, EFI_LOADER_DATA, size, &p);

	if (status != EFI_SUCCESS)
		die("no memory", status);
	return p;
}

efi_status_t efi_get_memory_map(struct efi_boot_memmap *map)
{
	unsigned long room = 0;
	efi_status_t status;

	do {
		map->map = room ? allocate(room) : NULL;
		map->map_size = room;
		status = efi_bs_call(get_memory_map, &map->map_size, map->map, &map->key,
				     &map->desc_size, &map->desc_ver);
		if (status == EFI_BUFFER_TOO_SMALL) {
			if (map->map)
				efi_bs_call(free_pool, map->map);
			room = map->map_size + SPARE_DESCRIPTORS * map->desc_size;
		}
	} while (status == EFI_BUFFER_TOO_SMALL);
	return status;
}

efi_status_t efi_exit_boot_services(void *handle, struct efi_boot_memmap *map)
{
	unsigned long room = map->map_size + SPARE_DESCRIPTORS * map->desc_size;
	efi_status_t status = EFI_INVALID_PARAMETER;

	/* an event handler may have changed the map; from the first attempt on nothing may be allocated (7.4.6) */
	for (int i = 0; status == EFI_INVALID_PARAMETER && i < EXIT_ATTEMPTS; i++) {
		map->map_size = room;
		status = efi_bs_call(get_memory_map, &map->map_size, map->map, &map->key,
				     &map->desc_size, &map->desc_ver);
		if (status == EFI_SUCCESS)
			status = efi_bs_call(exit_boot_services, handle, map->key);
	}
	return status;
}

efi_status_t efi_get_system_config_table(efi_guid_t guid, void **table)
{
	for (unsigned long i = 0; i < efi_system_table->nr_tables; i++) {
		if (memcmp(&efi_system_table->tables[i].guid, &guid, sizeof(guid)))
			continue;
		*table = efi_system_table->tables[i].table;
		return EFI_SUCCESS;
	}
	return EFI_NOT_FOUND;
}

/* One character of UTF-16 at *@at as UTF-8; returns the number of bytes. */
static int utf8_char(const efi_char16_t **at, const efi_char16_t *end, char out[4])
{
	u32 c = *(*at)++;

	if (c >= 0xd800 && c < 0xdc00 && *at < end && **at >= 0xdc00 && **at < 0xe000)
		c = 0x10000 + ((c - 0xd800) << 10) + (*(*at)++ - 0xdc00);
	if (c < 0x80) {
		out[0] = c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = 0xc0 | c >> 6;
		out[1] = 0x80 | (c & 0x3f);
		return 2;
	}
	if (c < 0x10000) {
		out[0] = 0xe0 | c >> 12;
		out[1] = 0x80 | (c >> 6 & 0x3f);
		out[2] = 0x80 | (c & 0x3f);
		return 3;
	}
	out[0] = 0xf0 | c >> 18;
	out[1] = 0x80 | (c >> 12 & 0x3f);
	out[2] = 0x80 | (c >> 6 & 0x3f);
	out[3] = 0x80 | (c & 0x3f);
	return 4;
}

size_t efi_cmdline(char *text, size_t room, const efi_char16_t *options, size_t n)
{
	const efi_char16_t *end = options + n;
	size_t len = 0, blank = 0;
	bool quoted = false, cut = false;
	char c[4];

	while (options < end && *options && *options != '\n') {
		int bytes = utf8_char(&options, end, c);

		if (len + bytes >= room) {
			cut = true;
			break;
		}
		if (c[0] == '"')
			quoted = !quoted;
		if (isblank(c[0]) && !quoted)
			blank = len;
		memcpy(text + len, c, bytes);
		len += bytes;
	}
	if (cut) {
		len = blank;
		printf("Command line is too long: truncated to %zu bytes\n", len);
	}
	text[len] = '\0';
	return len;
}

const char *efi_arguments(char *text)
{
	static const char added[] = "initrd=initrd", suffix[] = ".efi";
	size_t len = strlen(text), word;

	/* firmware that loads a kernel for QEMU names the initrd at the end */
	while (len && isblank(text[len - 1]))
		len--;
	word = sizeof(added) - 1;
	if (len >= word && !memcmp(text + len - word, added, word) &&
	    (len == word || isblank(text[len - word - 1])))
		len -= word;
	text[len] = '\0';

	/* a shell begins with the command itself */
	while (isblank(*text))
		text++;
	for (word = 0; text[word] && !isblank(text[word]); word++)
		;
	if (word >= sizeof(suffix) - 1) {
		size_t i = 0;

		while (suffix[i] && tolower(text[word - 4 + i]) == suffix[i])
			i++;
		if (!suffix[i])
			text += word;
	}
	return text;
}

static void get_arguments(struct efi_loaded_image_64 *image)
{
	char *text = allocate(CMDLINE_MAX);

	text[0] = '\0';
	if (image->load_options)
		efi_cmdline(text, CMDLINE_MAX, image->load_options, image->load_options_size / sizeof(efi_char16_t));
	setup_args_progname(efi_arguments(text));
}

/* The initrd, from whoever loaded the image (Linux's media GUID, LoadFile2); none is no error. */
static void get_initrd(void)
{
	/* vendor media node (10.3.5.3) and the end of the path */
	static struct {
		efi_device_path_protocol_t node;
		efi_guid_t guid;
		efi_device_path_protocol_t end;
	} path = { .node = { 4, 3, 20 }, .end = { 0x7f, 0xff, 4 } };
	static_assert(sizeof(path) == 24);
	efi_guid_t guid = EFI_LOAD_FILE2_PROTOCOL_GUID;
	efi_device_path_protocol_t *at = &path.node;
	efi_load_file2_protocol_t *loader;
	unsigned long size = 0;
	efi_handle_t handle;
	efi_status_t status;
	void *p;

	path.guid = LINUX_EFI_INITRD_MEDIA_GUID;
	if (efi_bs_call(locate_device_path, &guid, &at, &handle) != EFI_SUCCESS ||
	    efi_bs_call(handle_protocol, handle, &guid, &p) != EFI_SUCCESS)
		return;
	loader = p;
	status = efi_call_proto(loader, load_file, at, false, &size, NULL);
	if (status != EFI_BUFFER_TOO_SMALL)
		return;
	initrd = allocate(size);
	status = efi_call_proto(loader, load_file, at, false, &size, initrd);
	if (status != EFI_SUCCESS)
		die("the initrd cannot be read", status);
	initrd_size = size;
}

/* A file of the image's own volume, NUL-terminated name. */
static void *read_file(struct efi_loaded_image_64 *image, efi_char16_t *name)
{
	efi_guid_t fs_guid = EFI_SIMPLE_FILE_SYSTEM_PROTOCOL_GUID, info_guid = EFI_FILE_INFO_ID;
	efi_simple_file_system_protocol_t *volume;
	unsigned long size = 0;
	efi_file_info_t *info;
	efi_file_t *root, *file;
	efi_status_t status;
	void *p;

	status = efi_bs_call(handle_protocol, image->device_handle, &fs_guid, &p);
	if (status != EFI_SUCCESS)
		die("fdtfile is set, but the image comes from no volume", status);
	volume = p;
	status = efi_call_proto(volume, open_volume, &root);
	if (status != EFI_SUCCESS)
		die("the image's volume cannot be opened", status);
	status = efi_call_proto(root, open, &file, name, EFI_FILE_MODE_READ, 0);
	if (status != EFI_SUCCESS)
		die("the file that fdtfile names cannot be opened", status);
	efi_call_proto(file, get_info, &info_guid, &size, NULL);
	info = allocate(size);
	status = efi_call_proto(file, get_info, &info_guid, &size, info);
	if (status != EFI_SUCCESS)
		die("the file that fdtfile names has no size", status);
	size = info->file_size;
	p = allocate(size);
	status = efi_call_proto(file, read, &size, p);
	if (status != EFI_SUCCESS || size != info->file_size)
		die("the file that fdtfile names cannot be read", status);
	efi_call_proto(file, close);
	efi_call_proto(root, close);
	return p;
}

/* The device tree: of variable fdtfile, else the firmware's; NULL if there is none. A copy in our own memory. */
static const void *get_fdt(struct efi_loaded_image_64 *image)
{
	static efi_char16_t variable[] = { 'f', 'd', 't', 'f', 'i', 'l', 'e', 0 };
	efi_guid_t guid = FDTFILE_GUID;
	efi_char16_t name[128] = { 0 };
	unsigned long size = sizeof(name) - sizeof(name[0]);
	efi_status_t status;
	void *fdt, *copy;

	status = efi_rs_call(get_variable, variable, &guid, NULL, &size, name);
	if (status == EFI_SUCCESS && name[0]) {
		fdt = read_file(image, name);
		if (fdt_check_header(fdt))
			die("the file that fdtfile names is no device tree", EFI_LOAD_ERROR);
		return fdt;
	}
	if (efi_get_system_config_table(DEVICE_TREE_GUID, &fdt) != EFI_SUCCESS || fdt_check_header(fdt))
		return NULL;
	copy = allocate(fdt_totalsize(fdt));
	memcpy(copy, fdt, fdt_totalsize(fdt));
	return copy;
}

/* All cacheable RAM that is the image's after boot services, neighbours joined. */
static size_t get_ranges(struct efi_boot_memmap *map)
{
	efi_memory_desc_t *desc;
	size_t n = 0;

	efi_for_each_desc(map, desc) {
		u64 end = desc->phys_addr + (desc->num_pages << EFI_PAGE_SHIFT);

		if (!(desc->attribute & EFI_MEMORY_WB) || desc->type == EFI_RESERVED_TYPE ||
		    (desc->type > EFI_CONVENTIONAL_MEMORY && desc->type != EFI_ACPI_RECLAIM_MEMORY &&
		     desc->type != EFI_ACPI_MEMORY_NVS))
			continue;
		if (n && ranges[n - 1].end == desc->phys_addr) {
			ranges[n - 1].end = end;
			continue;
		}
		if (n == MAX_RANGES)
			return n;
		ranges[n++] = (struct efi_range){ desc->phys_addr, end };
	}
	return n;
}

/* On the image's own stack: like the end of the start-up code of a boot without firmware. */
static void run(void)
{
	extern char _text[];
	efi_status_t status;

	/* the firmware may have left the cursor anywhere */
	printf("\n");
	status = setup_efi(&bootinfo);
	if (status != EFI_SUCCESS)
		die("set-up failed", status);
	printf("Address of image is: %#lx\n", (unsigned long)_text);
	exit(main(__argc, __argv, __environ));
}

efi_status_t efi_main(efi_handle_t handle, efi_system_table_t *table)
{
	efi_guid_t guid = LOADED_IMAGE_PROTOCOL_GUID;
	struct efi_loaded_image_64 *image;
	efi_status_t status;
	void *p;

	efi_system_table = table;
	status = efi_bs_call(handle_protocol, handle, &guid, &p);
	if (status != EFI_SUCCESS)
		die("no loaded image protocol", status);
	image = p;
	get_arguments(image);
	get_initrd();
	bootinfo.fdt = get_fdt(image);
	status = efi_get_memory_map(&bootinfo.mem_map);
	if (status != EFI_SUCCESS)
		die("no memory map", status);
	status = efi_exit_boot_services(handle, &bootinfo.mem_map);
	if (status != EFI_SUCCESS)
		die("boot services do not end", status);
	efi_leave(run, ranges, get_ranges(&bootinfo.mem_map));
	return EFI_ABORTED;
}
