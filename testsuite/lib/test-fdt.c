// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Device trees: one built here with every case, random damage to it, and the
 * trees that QEMU makes, compared with another reader (fdt-dump.py).
 */
#include "harness.h"
#include <devicetree.h>
#include <memregions.h>
#include <linux/efi.h>

static struct {
	u8 structs[4096];
	char strings[1024];
	u32 len, strings_len;
} b;

static void cell(u32 val)
{
	fdt32_t be = cpu_to_fdt32(val);

	memcpy(b.structs + b.len, &be, 4);
	b.len += 4;
}

static void begin(const char *name)
{
	cell(FDT_BEGIN_NODE);
	strcpy((char *)b.structs + b.len, name);
	b.len = ALIGN(b.len + strlen(name) + 1, 4);
}

static void end(void)
{
	cell(FDT_END_NODE);
}

static void prop(const char *name, const void *val, u32 len)
{
	u32 off = 0;

	while (off < b.strings_len && strcmp(b.strings + off, name))
		off += strlen(b.strings + off) + 1;
	if (off == b.strings_len) {
		strcpy(b.strings + off, name);
		b.strings_len += strlen(name) + 1;
	}
	cell(FDT_NOP);
	cell(FDT_PROP);
	cell(len);
	cell(off);
	memcpy(b.structs + b.len, val, len);
	b.len = ALIGN(b.len + len, 4);
}

static void text(const char *name, const char *val)
{
	prop(name, val, strlen(val) + 1);
}

static void cells(const char *name, int n, ...)
{
	fdt32_t val[16];
	va_list va;

	va_start(va, n);
	for (int i = 0; i < n; i++)
		val[i] = cpu_to_fdt32(va_arg(va, u32));
	va_end(va);
	prop(name, val, n * 4);
}

static void *finish(void)
{
	struct fdt_header h = { 0 };
	u32 strings = sizeof(h) + 16 + b.len, total = strings + b.strings_len;
	char *blob = host_alloc(total);

	h.magic = cpu_to_fdt32(FDT_MAGIC);
	h.totalsize = cpu_to_fdt32(total);
	h.off_mem_rsvmap = cpu_to_fdt32(sizeof(h));
	h.off_dt_struct = cpu_to_fdt32(sizeof(h) + 16);
	h.off_dt_strings = cpu_to_fdt32(strings);
	h.version = cpu_to_fdt32(17);
	h.last_comp_version = cpu_to_fdt32(16);
	h.boot_cpuid_phys = cpu_to_fdt32(5);
	h.size_dt_struct = cpu_to_fdt32(b.len);
	h.size_dt_strings = cpu_to_fdt32(b.strings_len);
	memcpy(blob, &h, sizeof(h));
	memset(blob + sizeof(h), 0, 16);
	memcpy(blob + sizeof(h) + 16, b.structs, b.len);
	memcpy(blob + strings, b.strings, b.strings_len);
	return blob;
}

static void *build(void)
{
	memset(&b, 0, sizeof(b));
	begin("");
	cells("#address-cells", 1, 2);
	cells("#size-cells", 1, 2);
	begin("memory@40000000");
	text("device_type", "memory");
	cells("reg", 8, 0, 0x40000000, 0, 0x8000000, 1, 0, 0, 0x10000);
	end();
	begin("memory@80000000");
	text("device_type", "memory");
	cells("reg", 4, 0, 0x80000000, 0, 0x1000);
	end();
	begin("cpus");
	cells("#address-cells", 1, 1);
	cells("#size-cells", 1, 0);
	begin("cpu-map");
	end();
	begin("cpu@0");
	text("device_type", "cpu");
	cells("reg", 1, 0);
	end();
	begin("cpu@103");
	text("device_type", "cpu");
	cells("reg", 1, 0x103);
	end();
	end();
	begin("bus@10000000");
	text("compatible", "simple-bus");
	cells("#address-cells", 1, 1);
	cells("#size-cells", 1, 1);
	cells("ranges", 8, 0, 0, 0x10000000, 0x1000, 0x2000, 1, 0x30000000, 0x100);
	begin("uart@800");
	prop("compatible", "vendor,special\0arm,pl011", 25);
	cells("reg", 2, 0x800, 0x100);
	end();
	begin("uart@2010");
	text("compatible", "arm,pl011");
	cells("reg", 4, 0x2010, 0x10, 0x5000, 0x10);
	end();
	begin("inner");
	prop("ranges", "", 0);
	cells("#address-cells", 1, 1);
	cells("#size-cells", 1, 1);
	begin("dev@c00");
	text("compatible", "deep");
	cells("reg", 2, 0xc00, 4);
	end();
	end();
	end();
	begin("flat");
	cells("#address-cells", 1, 9);
	begin("dev");
	text("compatible", "broken");
	cells("reg", 2, 1, 2);
	end();
	end();
	begin("defaults");
	begin("dev@1");
	text("compatible", "default-cells");
	cells("reg", 3, 0, 0x1000, 0x20);
	end();
	end();
	begin("aliases");
	text("serial0", "/bus@10000000/uart@2010");
	text("loop", "loop");
	end();
	begin("chosen");
	text("bootargs", "one two");
	text("stdout-path", "serial0:115200n8");
	cells("linux,initrd-start", 2, 0, 0x48000000);
	cells("linux,initrd-end", 1, 0x48000123);
	end();
	end();
	cell(FDT_END);
	return finish();
}

static char seen_cpus[64];

static void see_cpu(int node, u64 reg, void *info)
{
	size_t len = strlen(seen_cpus);

	snprintf(seen_cpus + len, sizeof(seen_cpus) - len, "%" PRIx64 " ", reg);
	(void)node;
	(void)info;
}

static int match_second(const struct dt_device *dev, int node)
{
	return !strcmp(fdt_get_name(dt_fdt(), node, NULL), "uart@2010");
}

static void built_tree(void *fdt)
{
	struct dt_pbus_reg reg, mem[8];
	struct dt_device dev;
	struct dt_bus bus;
	int node, len, n;
	const char *s;
	u32 size;

	ok(fdt_check_header(fdt) == 0 && dt_init(fdt) == 0 && dt_available(), "the header");
	ok(fdt_boot_cpuid_phys(fdt) == 5, "boot CPU");
	ok(fdt_check_header((char *)fdt + 4) == -FDT_ERR_ALIGNMENT, "alignment");

	node = fdt_path_offset(fdt, "/bus@10000000/uart@2010");
	ok(node > 0, "a full path");
	ok(fdt_path_offset(fdt, "/bus/uart") == fdt_path_offset(fdt, "/bus@10000000/uart@800"),
	   "without unit addresses: the first");
	ok(fdt_path_offset(fdt, "/bus@1/uart") == -FDT_ERR_NOTFOUND, "a wrong unit address");
	ok(fdt_path_offset(fdt, "/bus@10000000/uar") == -FDT_ERR_NOTFOUND, "part of a name");
	ok(fdt_path_offset(fdt, "serial0") == node, "an alias");
	ok(fdt_path_offset(fdt, "loop") == -FDT_ERR_BADPATH, "an alias to itself");
	ok(fdt_path_offset(fdt, "nobody") == -FDT_ERR_BADPATH, "no such alias");
	ok(fdt_path_offset(fdt, "/") == 0 && fdt_path_offset(fdt, "//bus//") > 0, "slashes");
	ok(fdt_path_offset_namelen(fdt, "/chosen/x", 7) == fdt_path_offset(fdt, "/chosen"),
	   "part of a path");
	ok(fdt_parent_offset(fdt, node) == fdt_path_offset(fdt, "/bus") &&
	   fdt_parent_offset(fdt, fdt_path_offset(fdt, "/bus")) == 0 &&
	   fdt_parent_offset(fdt, 0) == -FDT_ERR_NOTFOUND &&
	   fdt_parent_offset(fdt, 4) == -FDT_ERR_BADOFFSET, "parents");
	ok(fdt_subnode_offset(fdt, 0, "cpus") == fdt_path_offset(fdt, "/cpus") &&
	   fdt_subnode_offset(fdt, 0, "uart") == -FDT_ERR_NOTFOUND, "children");
	n = 0;
	dt_for_each_subnode(0, len)
		n++;
	ok(n == 8 && len == -FDT_ERR_NOTFOUND, "eight children of the root");
	ok(fdt_getprop(fdt, node, "nothing", &len) == NULL && len == -FDT_ERR_NOTFOUND,
	   "no such property");
	ok(fdt_getprop(fdt, 2, "reg", &len) == NULL && len == -FDT_ERR_BADOFFSET, "no such node");
	ok(fdt_get_property(fdt, node, "reg", NULL) != NULL, "a property without a length");
	ok(fdt_node_check_compatible(fdt, node, "arm,pl011") == 0 &&
	   fdt_node_check_compatible(fdt, node, "arm,pl0") == 1 &&
	   fdt_node_check_compatible(fdt, 0, "x") == -FDT_ERR_NOTFOUND, "compatible");
	n = fdt_node_offset_by_compatible(fdt, -1, "arm,pl011");
	ok(n == fdt_path_offset(fdt, "/bus/uart@800") &&
	   fdt_node_offset_by_compatible(fdt, n, "arm,pl011") == node &&
	   fdt_node_offset_by_compatible(fdt, node, "arm,pl011") == -FDT_ERR_NOTFOUND,
	   "nodes by compatible");

	ok(dt_pbus_get_base_compatible("arm,pl011", &reg) == 0 && reg.addr == 0x10000800 &&
	   reg.size == 0x100, "an address through ranges");
	ok(dt_pbus_translate_node(node, 0, &reg) == 0 && reg.addr == 0x130000010ULL,
	   "one through the second range");
	ok(dt_pbus_translate_node(node, 1, &reg) == -FDT_ERR_BADVALUE, "one outside of all ranges");
	ok(dt_pbus_translate_node(node, 2, &reg) == -FDT_ERR_NOTFOUND, "past the last tuple");
	ok(dt_pbus_get_base_compatible("deep", &reg) == 0 && reg.addr == 0x10000c00,
	   "through two buses, one of them identity");
	ok(dt_pbus_get_base_compatible("broken", &reg) == -FDT_ERR_BADNCELLS, "nine cells");
	ok(dt_pbus_get_base_compatible("default-cells", &reg) == 0 && reg.addr == 0x1000 &&
	   reg.size == 0x20, "default cell counts");

	dt_bus_init_defaults(&bus);
	dt_device_init(&dev, &bus, NULL);
	ok(dt_device_find_compatible(&dev, "arm,pl011") == n, "a device");
	bus.match = match_second;
	ok(dt_device_find_compatible(&dev, "arm,pl011") == node, "the device that the bus matches");
	dt_device_bind_node(&dev, node);
	ok(!dt_pbus_get_base(&dev, &reg) && reg.size == 0x10, "a bound device");

	ok(!dt_get_bootargs(&s) && !strcmp(s, "one two"), "bootargs");
	ok(dt_get_default_console_node() == node, "console by alias, options cut");
	ok(!dt_get_initrd(&s, &size) && (unsigned long)s == 0x48000000 && size == 0x123,
	   "initrd, 64 and 32 bits");
	ok(dt_get_memory_params(mem, 8) == 3 && mem[1].addr == 0x100000000ULL &&
	   mem[1].size == 0x10000 && mem[2].addr == 0x80000000, "memory");
	ok(dt_get_memory_params(mem, 2) == 2, "as much memory as asked for");
	ok(!dt_for_each_cpu_node(see_cpu, NULL), "CPUs");
	ok_str(seen_cpus, "0 103 ", "their numbers");
	ok_str(fdt_strerror(-FDT_ERR_BADPATH), "FDT_ERR_BADPATH", "an error's name");
}

static void moved(void *fdt)
{
	u32 size = fdt_totalsize(fdt);
	char *buf = host_alloc(size + 8);

	ok(fdt_move(fdt, buf, size - 1) == -FDT_ERR_NOSPACE, "too little room");
	ok(!fdt_move(fdt, buf, size) && !memcmp(fdt, buf, size), "a moved tree");
	ok(!fdt_move(buf, buf + 8, size) && !memcmp(fdt, buf + 8, size), "moved over itself");
	host_free(buf);
}

/* Everything that reads must end and stay inside, whatever the bytes are. */
static void damage(const void *fdt)
{
	static const char *const paths[] = { "/bus/uart", "serial0", "/cpus/cpu@103", "loop/x" };
	u32 size = fdt_totalsize(fdt);
	struct dt_pbus_reg mem[8];
	const char *s;
	int accepted = 0;

	for (int round = 0; round < 20000; round++) {
		/* a copy of its own, so that the sanitizer knows its end */
		u8 *copy = host_alloc(size);

		memcpy(copy, fdt, size);
		for (int n = host_random() % 6 + 1; n; n--) {
			/* not the header's magic and size: those are checked */
			u32 at = host_random() % 8 ? host_random() % (size - 8) + 8 : 4 * (host_random() % 8 + 2);

			copy[at] = host_random() % 3 ? host_random() : host_random() % 10;
		}
		if (!dt_init(copy)) {
			int depth = 0;
			u32 len;

			accepted++;
			for (int n = 0; n >= 0; n = fdt_next_node(copy, n, &depth)) {
				fdt_parent_offset(copy, n);
				fdt_getprop(copy, n, "reg", NULL);
				dt_pbus_translate_node(n, 0, &mem[0]);
			}
			for (unsigned int i = 0; i < ARRAY_SIZE(paths); i++)
				fdt_path_offset(copy, paths[i]);
			dt_get_memory_params(mem, 8);
			dt_get_bootargs(&s);
			dt_get_initrd(&s, &len);
			dt_get_default_console_node();
			dt_for_each_cpu_node(see_cpu, NULL);
		}
		host_free(copy);
	}
	ok(accepted > 1000, "20000 damaged trees, %d of them read", accepted);
}

/* Path, and each property in hex, in document order. */
static void dump(const void *fdt)
{
	int depth = 0;

	for (int n = fdt_next_node(fdt, -1, &depth); n >= 0; n = fdt_next_node(fdt, n, &depth)) {
		static const char *const names[] = { "compatible", "reg", "ranges", "#address-cells",
						     "device_type", "interrupts", "phandle" };

		printf("%d %s parent %s\n", depth, fdt_get_name(fdt, n, NULL),
		       n ? fdt_get_name(fdt, fdt_parent_offset(fdt, n), NULL) : "none");
		for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
			int len;
			const u8 *p = fdt_getprop(fdt, n, names[i], &len);

			if (!p)
				continue;
			printf("%s", names[i]);
			while (len--)
				printf(" %02x", *p++);
			printf("\n");
		}
	}
}

static struct mem_region many[4];

static void regions(void *fdt)
{
	struct mem_region *r1, *r2;

	dt_init(fdt);
	memregions_add_dt_regions(8);
	ok(mem_regions[2].start == 0x80000000 && !mem_regions[3].end, "regions of the device tree");
	memregions_split(0x41000000, &r1, &r2);
	ok(r1 == &mem_regions[0] && r1->end == 0x41000000 && r2 == &mem_regions[3] &&
	   r2->start == 0x41000000 && r2->end == 0x48000000, "a region split");
	r2->flags = MR_F_CODE;
	memregions_split(0x80000000, &r1, &r2);
	ok(!r1 && r2 == &mem_regions[2], "split at its start");
	ok(memregions_get_flags(0x41000000) == MR_F_CODE && memregions_get_flags(0x40ffffff) == 0 &&
	   memregions_get_flags(0x48000000) == (u32)MR_F_UNKNOWN, "flags");
	memregions_init(many, 3);
	memregions_add(&(struct mem_region){ 1, 2, 0 });
	ok(memregions_find(1) == many && !memregions_find(2), "a table of one's own");
}

static void efi_regions(void)
{
	/* descriptors are longer than ours, as firmware makes them */
	static struct { efi_memory_desc_t d; u64 more; } map[] = {
		{ { .type = EFI_LOADER_CODE, .phys_addr = 0x1000, .num_pages = 2 } },
		{ { .type = EFI_CONVENTIONAL_MEMORY, .phys_addr = 0x10000, .num_pages = 1 } },
		{ { .type = EFI_CONVENTIONAL_MEMORY, .phys_addr = 0x100000, .num_pages = 16 } },
		{ { .type = EFI_MEMORY_MAPPED_IO, .phys_addr = 0x900000, .num_pages = 1 } },
		{ { .type = EFI_RUNTIME_SERVICES_DATA, .phys_addr = 0xa00000, .num_pages = 1 } },
	};
	static struct mem_region table[8];
	struct efi_boot_memmap mem_map = {
		.map = &map[0].d, .map_size = sizeof(map), .desc_size = sizeof(map[0]),
	};
	struct mem_region *freemem;

	memregions_init(table, 7);
	memregions_efi_init(&mem_map, &freemem);
	ok(freemem == &table[2] && freemem->start == 0x100000 && freemem->end == 0x110000,
	   "the largest free EFI region");
	ok(table[0].flags == MR_F_CODE && !table[1].flags && table[3].flags == MR_F_IO &&
	   table[4].flags == MR_F_RESERVED && !table[5].end, "flags of EFI regions");
}

int main(int argc, char **argv)
{
	void *fdt;
	size_t size;

	if (argc > 1) {
		fdt = host_read_file(argv[1], &size);
		if (dt_init(fdt))
			return 1;
		dump(fdt);
		host_write_console();
		return 0;
	}
	fdt = build();
	built_tree(fdt);
	moved(fdt);
	damage(fdt);
	regions(fdt);
	efi_regions();
	return done();
}
