// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Images that EFI firmware starts: what the EFI start-up code offers.
 */
#ifndef _EFI_H_
#define _EFI_H_

#include <libcflat.h>
#include <linux/efi.h>

/* What the architecture's setup_efi() gets. */
typedef struct {
	struct efi_boot_memmap mem_map;
	const void *fdt;
} efi_bootinfo_t;

extern efi_system_table_t *efi_system_table;

/* Call through the boot or runtime services, or a protocol @inst. */
#define efi_bs_call(func, ...)		efi_system_table->boottime->func(__VA_ARGS__)
#define efi_rs_call(func, ...)		efi_system_table->runtime->func(__VA_ARGS__)
#define efi_call_proto(inst, func, ...)	(inst)->func(inst, ##__VA_ARGS__)

/* The memory map, before boot services end. */
extern efi_status_t efi_get_memory_map(struct efi_boot_memmap *map);
extern efi_status_t efi_exit_boot_services(void *handle, struct efi_boot_memmap *map);
/* A configuration table; EFI_NOT_FOUND if absent. Stays usable. */
extern efi_status_t efi_get_system_config_table(efi_guid_t guid, void **table);
extern efi_status_t efi_main(efi_handle_t handle, efi_system_table_t *table);

/*
 * The loader's options, @n characters of UTF-16 up to NUL or newline, as UTF-8 in @text of @room bytes: cut at the last
 * blank outside of double quotes if there is no room, which is reported. Returns the length.
 */
extern size_t efi_cmdline(char *text, size_t room, const efi_char16_t *options, size_t n);
/* The arguments in such a text: without the command that a shell puts first and the initrd= that firmware puts last. */
extern const char *efi_arguments(char *text);

/* Power off through the firmware; comes back if there is none, or if it cannot. */
extern void efi_shutdown(void);

/* [start, end) */
struct efi_range {
	u64 start, end;
};

/*
 * Architecture: after boot services, call @fn on the boot stack with translation off and interrupts masked. The @n
 * ranges are RAM that may be in caches.
 */
extern void efi_leave(void (*fn)(void), const struct efi_range *ranges, size_t n);

/* Architecture: memory, ACPI, CPUs, console, environment, paging. */
extern efi_status_t setup_efi(efi_bootinfo_t *info);

#endif
