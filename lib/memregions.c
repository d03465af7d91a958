// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The physical memory map.
 */
#include <libcflat.h>
#include <devicetree.h>
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
