// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The device tree that the architecture registers with dt_init() before
 * main(). Errors are negative FDT_ERR_* numbers.
 */
#ifndef _DEVICETREE_H_
#define _DEVICETREE_H_

#include <libcflat.h>
#include <libfdt/libfdt.h>

/* Check @fdt and use it from now on. 0 or an error. */
extern int dt_init(const void *fdt);
extern const void *dt_fdt(void);
extern bool dt_available(void);

#define dt_for_each_subnode(n, s)				\
	for ((s) = fdt_first_subnode(dt_fdt(), n);		\
	     (s) >= 0;						\
	     (s) = fdt_next_subnode(dt_fdt(), s))

struct dt_device {
	int fdtnode;
	const struct dt_bus *bus;
	void *info;
};

struct dt_bus {
	/* > 0: @node is a device for @dev, 0: it is not, < 0: error */
	int (*match)(const struct dt_device *dev, int node);
	/* Tuple @regidx of the device's reg, in the form of this bus; 0 or error. */
	int (*translate)(const struct dt_device *dev, int regidx, void *reg);
};

/* The processor bus: addresses that CPUs use. */
typedef u64 dt_pbus_addr_t;

struct dt_pbus_reg {
	dt_pbus_addr_t addr;
	dt_pbus_addr_t size;
};

/* A number of @nr_cells (1 or 2) cells; all ones for another count. */
static inline dt_pbus_addr_t dt_pbus_read_cells(u32 nr_cells, u32 *cells)
{
	if (!nr_cells || nr_cells > 2)
		return ~(dt_pbus_addr_t)0;
	return nr_cells == 1 ? cells[0] : (u64)cells[0] << 32 | cells[1];
}

/*
 * Tuple @regidx of reg as the CPU sees it: each parent's ranges are applied.
 * -FDT_ERR_NOTFOUND after the last tuple.
 */
extern int dt_pbus_translate(const struct dt_device *dev, int regidx, void *reg);
extern int dt_pbus_translate_node(int fdtnode, int regidx, struct dt_pbus_reg *reg);

static inline int dt_pbus_get_base(const struct dt_device *dev, struct dt_pbus_reg *base)
{
	return dt_pbus_translate(dev, 0, base);
}

/* Tuple 0 of the first node compatible with @compatible. */
extern int dt_pbus_get_base_compatible(const char *compatible, struct dt_pbus_reg *base);

/* 1, or @fdtnode itself if it is an error. */
extern int dt_bus_match_any(const struct dt_device *dev, int fdtnode);
/* Match any node, translate to the processor bus. */
extern void dt_bus_init_defaults(struct dt_bus *bus);
extern void dt_device_init(struct dt_device *dev, const struct dt_bus *bus, void *info);

static inline void dt_device_bind_node(struct dt_device *dev, int fdtnode)
{
	dev->fdtnode = fdtnode;
}

/* The first node compatible with @compatible that the bus matches, or an error. */
extern int dt_device_find_compatible(const struct dt_device *dev, const char *compatible);

/*
 * #address-cells and #size-cells that @fdtnode sets for its children; the
 * defaults 2 and 1 (Devicetree specification, 2.3.5) where they are missing.
 */
extern int dt_get_nr_cells(int fdtnode, u32 *nr_address_cells, u32 *nr_size_cells);

#define MAX_ADDRESS_CELLS	4
#define MAX_SIZE_CELLS		4

struct dt_reg {
	u32 nr_address_cells, nr_size_cells;
	u32 address_cells[MAX_ADDRESS_CELLS];
	u32 size_cells[MAX_SIZE_CELLS];
};

extern void dt_reg_init(struct dt_reg *reg, u32 nr_address_cells, u32 nr_size_cells);
/* Tuple @regidx of reg in CPU byte order, untranslated; set up by dt_reg_init(). */
extern int dt_get_reg(int fdtnode, int regidx, struct dt_reg *reg);

/* /chosen/bootargs; NULL and an error if absent. */
extern int dt_get_bootargs(const char **bootargs);
/* The node of the console in /chosen, or an error. */
extern int dt_get_default_console_node(void);
/* The initrd of /chosen; NULL, 0 and an error if absent. */
extern int dt_get_initrd(const char **initrd, u32 *size);
/* All tuples of all memory nodes, at most @max of them; their number or an error. */
extern int dt_get_memory_params(struct dt_pbus_reg *params, int max);
/* Call @func with each cpu node and its reg. 0 or an error. */
extern int dt_for_each_cpu_node(void (*func)(int fdtnode, u64 regval, void *info), void *info);

#endif
