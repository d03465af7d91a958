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

/* Architecture: memory, ACPI, CPUs, console, environment, paging. */
extern efi_status_t setup_efi(efi_bootinfo_t *info);

#endif
