// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The physical memory map.
 */
#include <libcflat.h>
#include <devicetree.h>
#include <linux/efi.h>
#include <memregions.h>

static struct mem_region initial_regions[NR_INITIAL_MEM_REGIONS + 1];
static size_t nr_max = NR_INITIAL_MEM_REGIONS;

struct mem_region *mem_regions = initial_regions;

void memregions_init(struct mem_region regions[], size_t nr)
{
	mem_regions = regions;
	nr_max = nr;
}

struct mem_region *memregions_add(struct mem_region *r)
{
	size_t n = 0;

	while (mem_regions[n].end)
		n++;
	assert_msg(n < nr_max, "more than %zu memory regions", nr_max);
	mem_regions[n] = *r;
	return &mem_regions[n];
}

struct mem_region *memregions_find(phys_addr_t paddr)
{
	for (struct mem_region *r = mem_regions; r->end; r++)
		if (paddr >= r->start && paddr < r->end)
			return r;
	return NULL;
}

uint32_t memregions_get_flags(phys_addr_t paddr)
{
	struct mem_region *r = memregions_find(paddr);

	return r ? r->flags : (uint32_t)MR_F_UNKNOWN;
}

void memregions_split(phys_addr_t addr, struct mem_region **r1, struct mem_region **r2)
{
	struct mem_region *r = memregions_find(addr), second;

	assert_msg(r, "no memory region holds %#" PRIx64, addr);
	if (r->start == addr) {
		*r1 = NULL;
		*r2 = r;
		return;
	}
	second = *r;
	second.start = addr;
	r->end = addr;
	*r1 = r;
	*r2 = memregions_add(&second);
}

void memregions_add_dt_regions(size_t max_nr)
{
	struct dt_pbus_reg params[max_nr];
	int nr = dt_get_memory_params(params, max_nr);

	assert_msg(nr > 0, "no memory in the device tree: %d", nr);
	for (int i = 0; i < nr; i++)
		memregions_add(&(struct mem_region){
			.start = params[i].addr,
			.end = params[i].addr + params[i].size,
		});
}

static uint32_t efi_flags(u32 type)
{
	switch (type) {
	case EFI_MEMORY_MAPPED_IO:
	case EFI_MEMORY_MAPPED_IO_PORT_SPACE:
		return MR_F_IO;
	case EFI_LOADER_CODE:
		return MR_F_CODE;
	case EFI_LOADER_DATA:
	case EFI_ACPI_RECLAIM_MEMORY:
	case EFI_CONVENTIONAL_MEMORY:
		return 0;
	case EFI_PERSISTENT_MEMORY:
		return MR_F_PERSISTENT;
	default:
		return MR_F_RESERVED;
	}
}

void memregions_efi_init(struct efi_boot_memmap *mem_map, struct mem_region **freemem)
{
	phys_addr_t largest = 0;
	efi_memory_desc_t *desc;

	*freemem = NULL;
	efi_for_each_desc(mem_map, desc) {
		phys_addr_t size = desc->num_pages << EFI_PAGE_SHIFT;
		struct mem_region *r = memregions_add(&(struct mem_region){
			.start = desc->phys_addr,
			.end = desc->phys_addr + size,
			.flags = efi_flags(desc->type),
		});

		if (desc->type == EFI_CONVENTIONAL_MEMORY && size > largest) {
			largest = size;
			*freemem = r;
		}
	}
}
