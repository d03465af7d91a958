// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The physical memory map of architectures that learn it from a device tree or
 * from EFI.
 */
#ifndef _MEMREGIONS_H_
#define _MEMREGIONS_H_

#include <libcflat.h>
#include <bitops.h>

#define NR_INITIAL_MEM_REGIONS	8

#define MR_F_IO			BIT(0)
#define MR_F_CODE		BIT(1)
#define MR_F_RESERVED		BIT(2)
#define MR_F_PERSISTENT		BIT(3)
#define MR_F_UNUSED		BIT(4)
#define MR_F_UNKNOWN		BIT(31)

/* [start, end); the table ends with an entry whose end is 0. */
struct mem_region {
	phys_addr_t start;
	phys_addr_t end;
	uint32_t flags;
};

extern struct mem_region *mem_regions;

/* Use @regions, @nr + 1 zeroed entries, as the table. */
extern void memregions_init(struct mem_region regions[], size_t nr);
/* Append a copy of @r; returns the entry. */
extern struct mem_region *memregions_add(struct mem_region *r);
/* The first region that holds @paddr, or NULL. */
extern struct mem_region *memregions_find(phys_addr_t paddr);
/* Its flags, or MR_F_UNKNOWN. */
extern uint32_t memregions_get_flags(phys_addr_t paddr);
/*
 * Split the region that holds @addr: *@r1 ends there, or is NULL if @addr is
 * its start, and *@r2 begins there.
 */
extern void memregions_split(phys_addr_t addr, struct mem_region **r1, struct mem_region **r2);
/* One region for each reg tuple of the device tree's memory nodes. */
extern void memregions_add_dt_regions(size_t max_nr);

struct efi_boot_memmap;
/* One region for each EFI descriptor; *@freemem is the largest free one, or NULL. */
extern void memregions_efi_init(struct efi_boot_memmap *mem_map, struct mem_region **freemem);

#endif
