// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the library reads in the device tree (Devicetree specification v0.4).
 */
#include <libcflat.h>
#include <devicetree.h>

static const void *fdt;

int dt_init(const void *fdt_ptr)
{
	int ret = fdt_check_header(fdt_ptr);

	if (ret < 0)
		return ret;
	/* an empty tree has at least a root */
	ret = fdt_next_node(fdt_ptr, -1, NULL);
	if (ret < 0)
		return ret;
	fdt = fdt_ptr;
	return 0;
}

const void *dt_fdt(void)
{
	return fdt;
}

bool dt_available(void)
{
	return fdt != NULL;
}

static int get_cells(int node, const char *name, u32 missing, u32 max, u32 *cells)
{
	int len;
	const fdt32_t *prop = fdt_getprop(fdt, node, name, &len);

	*cells = missing;
	if (!prop)
		return len == -FDT_ERR_NOTFOUND ? 0 : len;
	if (len != sizeof(*prop))
		return -FDT_ERR_BADNCELLS;
	*cells = fdt32_to_cpu(*prop);
	return *cells > max ? -FDT_ERR_BADNCELLS : 0;
}

int dt_get_nr_cells(int node, u32 *nr_address_cells, u32 *nr_size_cells)
{
	int ret = get_cells(node, "#address-cells", 2, MAX_ADDRESS_CELLS, nr_address_cells);

	return ret ? ret : get_cells(node, "#size-cells", 1, MAX_SIZE_CELLS, nr_size_cells);
}

void dt_reg_init(struct dt_reg *reg, u32 nr_address_cells, u32 nr_size_cells)
{
	assert(nr_address_cells <= MAX_ADDRESS_CELLS && nr_size_cells <= MAX_SIZE_CELLS);
	memset(reg, 0, sizeof(*reg));
	reg->nr_address_cells = nr_address_cells;
	reg->nr_size_cells = nr_size_cells;
}

int dt_get_reg(int node, int regidx, struct dt_reg *reg)
{
	u32 na = reg->nr_address_cells, ns = reg->nr_size_cells;
	const fdt32_t *cell;
	int len, nr;

	cell = fdt_getprop(fdt, node, "reg", &len);
	if (!cell)
		return len;
	if (na + ns == 0)
		return -FDT_ERR_BADNCELLS;
	nr = len / ((na + ns) * sizeof(*cell));
	if (regidx < 0 || regidx >= nr)
		return -FDT_ERR_NOTFOUND;
	cell += regidx * (na + ns);
	for (u32 i = 0; i < na; i++)
		reg->address_cells[i] = fdt32_to_cpu(*cell++);
	for (u32 i = 0; i < ns; i++)
		reg->size_cells[i] = fdt32_to_cpu(*cell++);
	return 0;
}

static u64 read_cells(const fdt32_t *cells, u32 nr)
{
	u64 val = 0;

	while (nr--)
		val = val << 32 | fdt32_to_cpu(*cells++);
	return val;
}

/*
 * From the address space of @bus's children to that of its siblings, by its
 * ranges (2.3.8): none means that the children's addresses stay as they are,
 * for lack of anything better; empty means identity.
 */
static int translate_up(int bus, u64 *addr)
{
	u32 na, ns, parent_na, parent_ns, row;
	const fdt32_t *ranges;
	int parent, len, ret;

	ranges = fdt_getprop(fdt, bus, "ranges", &len);
	if (!ranges)
		return len == -FDT_ERR_NOTFOUND ? 0 : len;
	if (!len)
		return 0;
	parent = fdt_parent_offset(fdt, bus);
	if (parent < 0)
		return parent;
	ret = dt_get_nr_cells(bus, &na, &ns);
	if (!ret)
		ret = dt_get_nr_cells(parent, &parent_na, &parent_ns);
	if (ret)
		return ret;
	row = na + parent_na + ns;
	if (na > 2 || parent_na > 2 || ns > 2 || len % (row * sizeof(*ranges)))
		return -FDT_ERR_BADNCELLS;

	for (len /= sizeof(*ranges); len; len -= row, ranges += row) {
		u64 base = read_cells(ranges, na);

		if (*addr >= base && *addr - base < read_cells(ranges + na + parent_na, ns)) {
			*addr = *addr - base + read_cells(ranges + na, parent_na);
			return 0;
		}
	}
	return -FDT_ERR_BADVALUE;
}

int dt_pbus_translate_node(int node, int regidx, struct dt_pbus_reg *pbus_reg)
{
	struct dt_reg raw;
	int bus = fdt_parent_offset(fdt, node), ret;
	u32 na, ns;

	if (bus < 0)
		return bus;
	ret = dt_get_nr_cells(bus, &na, &ns);
	if (ret)
		return ret;
	dt_reg_init(&raw, na, ns);
	ret = dt_get_reg(node, regidx, &raw);
	if (ret)
		return ret;
	pbus_reg->addr = dt_pbus_read_cells(na, raw.address_cells);
	pbus_reg->size = ns ? dt_pbus_read_cells(ns, raw.size_cells) : 0;

	for (; bus > 0 && !ret; bus = fdt_parent_offset(fdt, bus))
		ret = translate_up(bus, &pbus_reg->addr);
	return ret;
}

int dt_pbus_translate(const struct dt_device *dev, int regidx, void *reg)
{
	return dt_pbus_translate_node(dev->fdtnode, regidx, reg);
}

int dt_pbus_get_base_compatible(const char *compatible, struct dt_pbus_reg *base)
{
	int node = fdt_node_offset_by_compatible(fdt, -1, compatible);

	return node < 0 ? node : dt_pbus_translate_node(node, 0, base);
}

int dt_bus_match_any(const struct dt_device *dev, int node)
{
	return node < 0 ? node : 1;
}

void dt_bus_init_defaults(struct dt_bus *bus)
{
	*bus = (struct dt_bus){
		.match = dt_bus_match_any,
		.translate = dt_pbus_translate,
	};
}

void dt_device_init(struct dt_device *dev, const struct dt_bus *bus, void *info)
{
	*dev = (struct dt_device){ .fdtnode = -1, .bus = bus, .info = info };
}

int dt_device_find_compatible(const struct dt_device *dev, const char *compatible)
{
	int node, ret;

	for (node = fdt_node_offset_by_compatible(fdt, -1, compatible); node >= 0;
	     node = fdt_node_offset_by_compatible(fdt, node, compatible)) {
		ret = dev->bus->match(dev, node);
		if (ret)
			return ret < 0 ? ret : node;
	}
	return node;
}

/* A property of /chosen that is a string with its NUL, or NULL and an error. */
static const char *chosen_string(const char *name, int *len)
{
	const char *prop;
	int node = fdt_path_offset(fdt, "/chosen");

	if (node < 0) {
		*len = node;
		return NULL;
	}
	prop = fdt_getprop(fdt, node, name, len);
	if (prop && (!*len || prop[*len - 1])) {
		*len = -FDT_ERR_BADVALUE;
		return NULL;
	}
	return prop;
}

int dt_get_bootargs(const char **bootargs)
{
	int len;

	*bootargs = chosen_string("bootargs", &len);
	return *bootargs ? 0 : len;
}

int dt_get_default_console_node(void)
{
	const char *path, *end;
	int len;

	path = chosen_string("stdout-path", &len);
	if (!path)
		path = chosen_string("linux,stdout-path", &len);
	if (!path)
		return len;
	/* after a colon come options of the device (3.6) */
	end = strchrnul(path, ':');
	return fdt_path_offset_namelen(fdt, path, end - path);
}

static int chosen_number(const char *name, u64 *val)
{
	const fdt32_t *prop;
	int len, node = fdt_path_offset(fdt, "/chosen");

	if (node < 0)
		return node;
	prop = fdt_getprop(fdt, node, name, &len);
	if (!prop)
		return len;
	if (len != 4 && len != 8)
		return -FDT_ERR_BADVALUE;
	*val = read_cells(prop, len / 4);
	return 0;
}

int dt_get_initrd(const char **initrd, u32 *size)
{
	u64 start, end;
	int ret;

	*initrd = NULL;
	*size = 0;
	ret = chosen_number("linux,initrd-start", &start);
	if (!ret)
		ret = chosen_number("linux,initrd-end", &end);
	if (ret)
		return ret;
	if (end < start || end - start > UINT32_MAX || end - 1 > (unsigned long)-1)
		return -FDT_ERR_BADVALUE;
	*initrd = (const char *)(unsigned long)start;
	*size = end - start;
	return 0;
}

int dt_get_memory_params(struct dt_pbus_reg *params, int max)
{
	static const char type[] = "memory";
	int node = -1, nr = 0, ret;

	while (nr < max) {
		node = fdt_node_offset_by_prop_value(fdt, node, "device_type", type, sizeof(type));
		if (node == -FDT_ERR_NOTFOUND)
			break;
		if (node < 0)
			return node;
		for (int i = 0; nr < max; i++, nr++) {
			ret = dt_pbus_translate_node(node, i, &params[nr]);
			if (ret == -FDT_ERR_NOTFOUND)
				break;
			if (ret < 0)
				return ret;
		}
	}
	return nr;
}

int dt_for_each_cpu_node(void (*func)(int fdtnode, u64 regval, void *info), void *info)
{
	static const char type[] = "cpu";
	int cpus = fdt_path_offset(fdt, "/cpus"), cpu, ret, len;
	u32 na, ns;

	if (cpus < 0)
		return cpus;
	ret = dt_get_nr_cells(cpus, &na, &ns);
	if (ret)
		return ret;
	if (na < 1 || na > 2)
		return -FDT_ERR_BADNCELLS;

	dt_for_each_subnode(cpus, cpu) {
		const void *prop = fdt_getprop(fdt, cpu, "device_type", &len);

		if (!prop || len != sizeof(type) || memcmp(prop, type, sizeof(type)))
			continue;
		prop = fdt_getprop(fdt, cpu, "reg", &len);
		if (!prop)
			return len;
		if (len < (int)(na * sizeof(fdt32_t)))
			return -FDT_ERR_BADVALUE;
		func(cpu, read_cells(prop, na), info);
	}
	return cpu == -FDT_ERR_NOTFOUND ? 0 : cpu;
}
