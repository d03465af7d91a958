// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * rtas_services: what the services of RTAS do (LoPAPR chapter 7) and the
 * translation control entries of a PCI host bridge (14.5.4.2): NVRAM, power levels,
 * console, system parameters against the device tree, events, PCI
 * configuration space, and the hypercalls that map DMA pages.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <devicetree.h>
#include <libfdt/libfdt.h>
#include <subtest.h>
#include <asm/hcall.h>
#include <asm/io.h>
#include <asm/processor.h>
#include <asm/rtas.h>
#include <asm/setup.h>
#include <asm/smp.h>

#define RTAS_PARAMETER		(-3)
#define RTAS_HARDWARE		(-1)
#define RTAS_NOT_SUPPORTED	(-3)	/* of system parameters */
#define RTAS_NOT_AUTHORIZED	(-9002)
#define RTAS_NO_ERRORS		1	/* event-scan, check-exception */

static const char *needs_pseries(void)
{
	return machine_is_pseries() ? NULL : "not pseries";
}

static bool token_of(const char *name, u32 *token)
{
	if (rtas_token(name, token) == 0)
		return true;
	report_skip("no %s", name);
	return false;
}

static u8 buffer[4096] __attribute__((aligned(4096))), back[4096] __attribute__((aligned(4096)));
#define ADDR(p)	((u32)(unsigned long)(p))

/* LoPAPR 7.3.1 */
static void nvram(void)
{
	u32 fetch, store;
	int node = fdt_path_offset(dt_fdt(), "/rtas"), out, size = 0;

	if (node < 0 || !token_of("nvram-fetch", &fetch) || !token_of("nvram-store", &store))
		return;
	/* Its size by trying: the last byte that can be read */
	for (int n = 8 * 1024; n <= 1024 * 1024; n *= 2)
		if (rtas_call(fetch, 3, 2, &out, n - 1, ADDR(back), 1) == 0 && out == 1)
			size = n;
	if (!size) {
		report_skip("no NVRAM behind nvram-fetch");
		return;
	}
	for (int i = 0; i < 4096; i++)
		buffer[i] = i * 7 + 3;
	check_eq(rtas_call(store, 3, 2, &out, 100, ADDR(buffer), 1000), 0, "nvram-store of 1000 bytes: status");
	check_eq(out, 1000, "nvram-store: bytes");
	memset(back, 0xee, sizeof(back));
	check_eq(rtas_call(fetch, 3, 2, &out, 100, ADDR(back), 1000), 0, "nvram-fetch of 1000 bytes: status");
	check_eq(out, 1000, "nvram-fetch: bytes");
	check_mem(back, buffer, 1000, "what nvram-fetch brings back");
	check_eq(back[1000], 0xee, "byte behind what nvram-fetch brings back");
	check_eq(rtas_call(fetch, 3, 2, &out, 101, ADDR(back), 1), 0, "nvram-fetch of a byte: status");
	check_eq(back[0], buffer[1], "nvram-fetch of a byte: value");
	check_eq(rtas_call(fetch, 3, 2, &out, size, ADDR(back), 1), RTAS_PARAMETER, "nvram-fetch behind the end: status");
	check_eq(rtas_call(fetch, 3, 2, &out, size - 1, ADDR(back), 2), RTAS_PARAMETER, "nvram-fetch over the end: status");
	check_eq(rtas_call(store, 3, 2, &out, size - 1, ADDR(buffer), 2), RTAS_PARAMETER, "nvram-store over the end: status");
	check_eq(rtas_call(fetch, 2, 2, &out, 0, ADDR(back)), RTAS_PARAMETER, "nvram-fetch with two inputs: status");
	check_eq(rtas_call(store, 3, 1, &out, 0, ADDR(buffer), 1), RTAS_PARAMETER, "nvram-store with one output: status");
}

/* LoPAPR 7.3.6.1: only the live insertion domain -1 exists, at full power. */
static void power_levels(void)
{
	u32 set, get;
	int out = 0;

	if (!token_of("set-power-level", &set) || !token_of("get-power-level", &get))
		return;
	check_eq(rtas_call(get, 1, 2, &out, -1), 0, "get-power-level of domain -1: status");
	check_eq(out, 100, "get-power-level of domain -1: level");
	out = 0;
	check_eq(rtas_call(set, 2, 2, &out, -1, 50), 0, "set-power-level of domain -1: status");
	check_eq(out, 100, "set-power-level of domain -1: level");
	check_ne(rtas_call(get, 1, 2, &out, 5), 0, "get-power-level of domain 5: status");
	check_ne(rtas_call(set, 2, 2, &out, 5, 100), 0, "set-power-level of domain 5: status");
	check_eq(rtas_call(get, 2, 2, &out, -1, 0), RTAS_PARAMETER, "get-power-level with two inputs: status");
	check_eq(rtas_call(set, 2, 1, &out, -1, 100), RTAS_PARAMETER, "set-power-level with one output: status");
}

static void display_character(void)
{
	u32 token;

	if (!token_of("display-character", &token))
		return;
	check_eq(rtas_call(token, 1, 1, NULL, '\n'), 0, "display-character: status");
}

/* The value of NAME= in parameter 20, or -1 */
static long splpar(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at ? atol(at + strlen(name)) : -1;
}

static void system_parameters(void)
{
	u32 get, set;
	int len;

	if (!token_of("ibm,get-system-parameter", &get) || !token_of("ibm,set-system-parameter", &set))
		return;
	memset(buffer, 0, sizeof(buffer));
	check_eq(rtas_call(get, 3, 1, NULL, 20, ADDR(buffer), 4000), 0, "parameter 20: status");
	len = buffer[0] << 8 | buffer[1];
	check_eq(len, (int)strlen((char *)buffer + 2) + 1, "parameter 20: length of the text with its end");
	check_eq(splpar((char *)buffer + 2, "DesMem="), (long)((PHYSICAL_END - PHYSICAL_START) / SZ_1M), "parameter 20: DesMem");
	check_eq(splpar((char *)buffer + 2, "DesProcs="), nr_cpus_present, "parameter 20: DesProcs");
	check_ge(splpar((char *)buffer + 2, "MaxPlatProcs="), nr_cpus_present, "parameter 20: MaxPlatProcs");
	check_ge(splpar((char *)buffer + 2, "MaxEntCap="), nr_cpus_present, "parameter 20: MaxEntCap");
	check_eq(rtas_call(get, 3, 1, NULL, 42, ADDR(buffer), 4000), 0, "parameter 42: status");
	check_eq(buffer[2], 0, "parameter 42: diagnostics are disabled");
	check_ne(rtas_call(get, 3, 1, NULL, 20, ADDR(buffer), 1), 0, "parameter 20 into 1 byte: status");
	check_eq(rtas_call(set, 2, 1, NULL, 20, ADDR(buffer)), RTAS_NOT_AUTHORIZED, "set parameter 20: status");
	check_eq(rtas_call(set, 2, 1, NULL, 42, ADDR(buffer)), RTAS_NOT_AUTHORIZED, "set parameter 42: status");
	check_eq(rtas_call(set, 2, 1, NULL, 9999, ADDR(buffer)), RTAS_NOT_SUPPORTED, "set parameter 9999: status");
}

/* LoPAPR 7.3.3: nothing has happened. */
static void events(void)
{
	u32 scan, check;

	if (!token_of("event-scan", &scan) || !token_of("check-exception", &check))
		return;
	check_eq(rtas_call(scan, 4, 1, NULL, -1, 0, ADDR(buffer), 2000), RTAS_NO_ERRORS, "event-scan: status");
	check_eq(rtas_call(scan, 3, 1, NULL, -1, 0, ADDR(buffer)), RTAS_PARAMETER, "event-scan with three inputs: status");
	check_eq(rtas_call(check, 6, 1, NULL, 0x500, 0x1000, -1, 0, ADDR(buffer), 2000), RTAS_NO_ERRORS,
		 "check-exception: status");
	check_eq(rtas_call(check, 5, 1, NULL, 0x500, 0x1000, -1, 0, ADDR(buffer)), RTAS_PARAMETER,
		 "check-exception with five inputs: status");
}

/* LoPAPR 13.5.3: indicators and sensors of connectors that do not exist */
static void connectors(void)
{
	u32 indicator, sensor, configure;
	int out;

	if (!token_of("set-indicator", &indicator) || !token_of("get-sensor-state", &sensor) ||
	    !token_of("ibm,configure-connector", &configure))
		return;
	check_eq(rtas_call(sensor, 2, 2, &out, 9003, 0x7fffffff), RTAS_PARAMETER, "get-sensor-state 9003 of no connector: status");
	check_eq(rtas_call(indicator, 3, 1, NULL, 9001, 0x7fffffff, 1), RTAS_PARAMETER,
		 "set-indicator 9001 of no connector: status");
	check_eq(rtas_call(sensor, 1, 2, &out, 9003), RTAS_PARAMETER, "get-sensor-state with one input: status");
	check_eq(rtas_call(indicator, 2, 1, NULL, 9001, 0), RTAS_PARAMETER, "set-indicator with two inputs: status");
	check_ne(rtas_call(sensor, 2, 2, &out, 1, 0), 0, "get-sensor-state of sensor 1: status");
	check_ne(rtas_call(indicator, 3, 1, NULL, 1, 0, 0), 0, "set-indicator of indicator 1: status");
}

static int phb_node(void)
{
	int node = fdt_node_offset_by_compatible(dt_fdt(), -1, "IBM,Logical_PHB");

	if (node < 0)
		report_skip("no PCI host bridge");
	return node;
}

#define CONFIG(bus, dev, reg)	((bus) << 16 | (dev) << 11 | ((reg) & 0xf00) << 20 | ((reg) & 0xff))

static void check_refused(int status, const char *what)
{
	check(status == RTAS_PARAMETER || status == RTAS_HARDWARE, "%s is -1 or -3: %d", what, status);
}

/* LoPAPR 7.3.2; the device is the one that unittests.cfg adds (1af4:). */
static void pci_config(void)
{
	u32 read, write, hi, lo;
	int node, len, out = 0, slot = -1, bar;
	const fdt64_t *reg;

	if (!token_of("ibm,read-pci-config", &read) || !token_of("ibm,write-pci-config", &write))
		return;
	node = phb_node();
	if (node < 0)
		return;
	reg = fdt_getprop(dt_fdt(), node, "reg", &len);
	assert(reg);
	hi = fdt64_to_cpu(*reg) >> 32;
	lo = fdt64_to_cpu(*reg);
	for (int dev = 0; dev < 32 && slot < 0; dev++)
		if (rtas_call(read, 4, 2, &out, CONFIG(0, dev, 0), hi, lo, 2) == 0 && out == 0x1af4)
			slot = dev;
	if (slot < 0) {
		report_skip("no device 1af4: on the bus");
		return;
	}
	rtas_call(read, 4, 2, &out, CONFIG(0, slot, 0), hi, lo, 4);
	check_eq(out & 0xffff, 0x1af4, "four bytes at 0: vendor");
	len = out;
	rtas_call(read, 4, 2, &out, CONFIG(0, slot, 2), hi, lo, 2);
	check_eq(out, (int)((u32)len >> 16), "two bytes at 2: device");
	rtas_call(read, 4, 2, &out, CONFIG(0, slot, 1), hi, lo, 1);
	check_eq(out, 0x1a, "one byte at 1");
	check_refused(rtas_call(read, 4, 2, &out, CONFIG(0, slot, 0), hi, lo, 3), "three bytes: status");
	check_refused(rtas_call(read, 4, 2, &out, CONFIG(0, slot, 2), hi, lo, 4), "four bytes at 2: status");
	check_refused(rtas_call(read, 4, 2, &out, CONFIG(0, slot, 0x100), hi, lo, 4),
		 "behind the configuration space: status");
	check_ne(rtas_call(read, 4, 2, &out, CONFIG(0, 31, 0), hi, lo, 4), 0, "device that does not exist: status");
	check_ne(rtas_call(read, 4, 2, &out, CONFIG(0, slot, 0), hi, lo ^ 0x1000, 4), 0, "bridge that does not exist: status");
	check_refused(rtas_call(read, 3, 2, &out, CONFIG(0, slot, 0), hi, lo), "read with three inputs: status");

	/* A base address register takes what its size leaves over. */
	rtas_call(read, 4, 2, &bar, CONFIG(0, slot, 0x10), hi, lo, 4);
	check_eq(rtas_call(write, 5, 1, NULL, CONFIG(0, slot, 0x10), hi, lo, 4, 0xffffffff), 0, "write of the first BAR: status");
	rtas_call(read, 4, 2, &out, CONFIG(0, slot, 0x10), hi, lo, 4);
	check((u32)out != 0 && (u32)out >> 16 == 0xffff, "first BAR after a write of ones: %#x", out);
	rtas_call(write, 5, 1, NULL, CONFIG(0, slot, 0x10), hi, lo, 4, bar);
	/* The interrupt line register is storage. */
	check_eq(rtas_call(write, 5, 1, NULL, CONFIG(0, slot, 0x3c), hi, lo, 1, 0x5a), 0, "write of a byte: status");
	rtas_call(read, 4, 2, &out, CONFIG(0, slot, 0x3c), hi, lo, 1);
	check_eq(out, 0x5a, "byte read back");
	check_refused(rtas_call(write, 5, 1, NULL, CONFIG(0, slot, 0x3c), hi, lo, 3, 0),
		 "write of three bytes: status");
	check_ne(rtas_call(write, 5, 1, NULL, CONFIG(0, 31, 0x3c), hi, lo, 1, 0), 0,
		 "write to a device that does not exist: status");
}

#define call(nr, args...)	((long)hcall((unsigned long)(nr), ##args))
#define TCE_RW		3UL

static unsigned long get_tce(unsigned long liobn, unsigned long ioba, long *rc)
{
	unsigned long r[9] = { liobn, ioba };

	*rc = hcall_regs(H_GET_TCE, r);
	return r[0];
}

static unsigned long liobn, base, size;		/* the DMA window */

static bool find_window(void)
{
	int node = phb_node(), len;
	const fdt32_t *window;

	if (node < 0)
		return false;
	window = fdt_getprop(dt_fdt(), node, "ibm,dma-window", &len);
	if (!window || len < 20) {
		report_skip("no ibm,dma-window");
		return false;
	}
	liobn = fdt32_to_cpu(window[0]);
	base = (u64)fdt32_to_cpu(window[1]) << 32 | fdt32_to_cpu(window[2]);
	size = (u64)fdt32_to_cpu(window[3]) << 32 | fdt32_to_cpu(window[4]);
	return true;
}

/* H_PUT_TCE, H_GET_TCE, H_STUFF_TCE, H_PUT_TCE_INDIRECT */
static void tce(void)
{
	unsigned long page = 4096, bad = 0xbad0bad;
	u64 *list = (u64 *)buffer;
	long rc;

	if (!find_window())
		return;
	check_gt(size, 0, "size of the DMA window");

	check_eq(call(H_PUT_TCE, liobn, base, 0x100000UL | TCE_RW), H_SUCCESS, "H_PUT_TCE of the first page");
	check_eq(get_tce(liobn, base, &rc), 0x100000UL | TCE_RW, "H_GET_TCE of the first page");
	check_eq(rc, H_SUCCESS, "H_GET_TCE: return code");
	check_eq(call(H_PUT_TCE, liobn, base + size - page, 0x200000UL | 1), H_SUCCESS, "H_PUT_TCE of the last page");
	check_eq(get_tce(liobn, base + size - page, &rc), 0x200000UL | 1, "H_GET_TCE of the last page");
	check_eq(get_tce(liobn, base, &rc), 0x100000UL | TCE_RW, "H_GET_TCE of the first page again");
	check_eq(call(H_PUT_TCE, liobn, base + size, 0x100003UL), H_PARAMETER, "H_PUT_TCE behind the window");
	get_tce(liobn, base + size, &rc);
	check_eq(rc, H_PARAMETER, "H_GET_TCE behind the window");
	check_eq(call(H_PUT_TCE, bad, base, 0x100003UL), H_PARAMETER, "H_PUT_TCE with an LIOBN that does not exist");
	get_tce(bad, base, &rc);
	check_eq(rc, H_PARAMETER, "H_GET_TCE with an LIOBN that does not exist");

	check_eq(call(H_STUFF_TCE, liobn, base, 0x300000UL | TCE_RW, 16UL), H_SUCCESS, "H_STUFF_TCE of 16 pages");
	for (int i = 0; i < 16; i += 15)
		check_eq(get_tce(liobn, base + i * page, &rc), 0x300003UL, "page %d after H_STUFF_TCE", i);
	check_eq(get_tce(liobn, base + 16 * page, &rc) & TCE_RW, 0, "page 16 after H_STUFF_TCE of 16");
	check_eq(call(H_STUFF_TCE, bad, base, 0UL, 1UL), H_PARAMETER, "H_STUFF_TCE with an LIOBN that does not exist");

	for (int i = 0; i < 512; i++)
		list[i] = cpu_to_be64((0x1000000UL + i * page) | TCE_RW);
	check_eq(call(H_PUT_TCE_INDIRECT, liobn, base, (unsigned long)list, 512UL), H_SUCCESS, "H_PUT_TCE_INDIRECT of 512 pages");
	for (int i = 0; i < 512; i += 73)
		check_eq(get_tce(liobn, base + i * page, &rc), (0x1000000UL + i * page) | TCE_RW,
			 "page %d after H_PUT_TCE_INDIRECT", i);
	check_eq(call(H_PUT_TCE_INDIRECT, liobn, base, (unsigned long)list, 513UL), H_PARAMETER,
		 "H_PUT_TCE_INDIRECT of 513 pages");
	check_eq(call(H_PUT_TCE_INDIRECT, liobn, base, (unsigned long)list + 8, 1UL), H_PARAMETER,
		 "H_PUT_TCE_INDIRECT with a list that is not aligned");
	check_eq(call(H_STUFF_TCE, liobn, base, 0UL, 512UL), H_SUCCESS, "H_STUFF_TCE with 0: unmap");
	check_eq(get_tce(liobn, base + 511 * page, &rc) & TCE_RW, 0, "the last of them after that");
}

/*
 * Calls that begin in the window and end behind it. By itself: Linux before
 * 6.1.189 looks at the first page only (iommu_tce_check_ioba()), and KVM
 * writes behind the end of its table, into memory of the host.
 */
static void tce_end(void)
{
	unsigned long page = 4096;
	u64 *list = (u64 *)buffer;

	if (!find_window())
		return;
	for (int i = 0; i < 2; i++)
		list[i] = 0;
	check_eq(call(H_STUFF_TCE, liobn, base + size - page, 0UL, 2UL), H_PARAMETER, "H_STUFF_TCE over the end");
	check_eq(call(H_STUFF_TCE, liobn, base, 0UL, size / page + 1), H_PARAMETER, "H_STUFF_TCE of a page more than the window has");
	check_eq(call(H_PUT_TCE_INDIRECT, liobn, base + size - page, (unsigned long)list, 2UL), H_PARAMETER,
		 "H_PUT_TCE_INDIRECT over the end");
}

static const struct subtest subtests[] = {
	{ "nvram", nvram, needs_pseries },
	{ "power-levels", power_levels, needs_pseries },
	{ "display-character", display_character, needs_pseries },
	{ "system-parameters", system_parameters, needs_pseries },
	{ "events", events, needs_pseries },
	{ "connectors", connectors, needs_pseries },
	{ "pci-config", pci_config, needs_pseries },
	{ "tce", tce, needs_pseries },
	{ "tce-end", tce_end, needs_pseries, SUBTEST_NODEFAULT },
	{ }
};

int main(int argc, char **argv)
{
	report_prefix_push("rtas_services");
	return run_subtests(subtests, argc, argv);
}
