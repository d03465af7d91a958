// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Set-up after boot services of EFI firmware: memory from the EFI map, the rest from the device tree, or from ACPI
 * where the firmware hands over no tree. The MMU is off; what the firmware had in control registers is gone.
 */
#include <libcflat.h>
#include <acpi.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <efi.h>
#include <memregions.h>
#include <arm/hooks.h>
#include <asm/mmu.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <asm/psci.h>
#include <asm/setup.h>

/* Our own code keeps CODE up to _etext; any other application's is not ours to use. */
static void split_code(void)
{
	extern char _text[], _etext[];
	struct mem_region *code, *data, *r;

	for (r = mem_regions; r->end; r++)
		if ((r->flags & MR_F_CODE) && !((unsigned long)_text >= r->start && (unsigned long)_text < r->end))
			r->flags = MR_F_RESERVED;
	memregions_split((unsigned long)_etext, &code, &data);
	assert_msg(code && (code->flags & MR_F_CODE), "the image is not in loader code");
	data->flags &= ~MR_F_CODE;
}

static bool is_ram(const efi_memory_desc_t *desc)
{
	return (desc->attribute & EFI_MEMORY_WB) && desc->type != EFI_RESERVED_TYPE &&
	       desc->type != EFI_UNUSABLE_MEMORY && desc->type != EFI_PERSISTENT_MEMORY &&
	       desc->type != EFI_MEMORY_MAPPED_IO && desc->type != EFI_MEMORY_MAPPED_IO_PORT_SPACE;
}

static efi_status_t memory_init(struct efi_boot_memmap *map)
{
	struct mem_region *freemem;
	efi_memory_desc_t *desc;

	mem_regions_table();
	memregions_efi_init(map, &freemem);
	if (!freemem)
		return EFI_OUT_OF_RESOURCES;
	efi_for_each_desc(map, desc) {
		if (is_ram(desc)) {
			__phys_offset = MIN(__phys_offset, desc->phys_addr);
			__phys_end = MAX(__phys_end, desc->phys_addr + (desc->num_pages << EFI_PAGE_SHIFT));
		}
		/* the FACS lies there, and with some firmware the RSDP */
		if (desc->type == EFI_ACPI_MEMORY_NVS)
			memregions_find(desc->phys_addr)->flags = 0;
	}
	__phys_end &= PHYS_MASK;
	mem_free_init(freemem->start, freemem->end);
	split_code();
	return EFI_SUCCESS;
}

/* Where runtime services have code, data and devices: their calls work as long as these are where they were. */
static void map_runtime(struct efi_boot_memmap *map)
{
	efi_memory_desc_t *desc;

	if (!mmu_idmap)
		mmu_idmap = pgd_alloc();
	efi_for_each_desc(map, desc) {
		u64 end = desc->phys_addr + (desc->num_pages << EFI_PAGE_SHIFT);
		bool io = desc->type == EFI_MEMORY_MAPPED_IO;

		if (desc->attribute & EFI_MEMORY_RUNTIME)
			mmu_set_range_ptes(mmu_idmap, desc->phys_addr, desc->phys_addr, end,
					   io ? __pgprot(PTE_UNCACHED | PTE_UXN | PTE_PXN) : __pgprot(PTE_WBWA));
	}
}

efi_status_t setup_efi(efi_bootinfo_t *info)
{
	efi_status_t status;
	void *rsdp;

	if (info->fdt) {
		assert_msg(!dt_init(info->fdt), "the device tree is not valid");
	} else {
		status = efi_get_system_config_table(ACPI_20_TABLE_GUID, &rsdp);
		if (status != EFI_SUCCESS)
			return status;
		set_efi_rsdp(rsdp);
	}
	psci_set_conduit();
	status = memory_init(&info->mem_map);
	if (status != EFI_SUCCESS)
		return status;
	map_runtime(&info->mem_map);
	setup_machine();
	return EFI_SUCCESS;
}
