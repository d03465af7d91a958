// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Start-up in C: what the device tree and the processor version register say
 * about the machine, memory, console, arguments.
 */
#include <libcflat.h>
#include <alloc.h>
#include <alloc_page.h>
#include <argv.h>
#include <devicetree.h>
#include <libfdt/libfdt.h>
#include <asm/hcall.h>
#include <asm/opal.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/rtas.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include "ppc64.h"

#define EXCEPTION_STACK_SIZE	SZ_64K

extern char stacktop[];

char *initrd;
u32 initrd_size;
u32 cpu_to_hwid[NR_CPUS] = { [0 ... NR_CPUS - 1] = ~0U };
unsigned int __icache_bytes, __dcache_bytes;
uint64_t tb_hz;
unsigned int dec_bits = 32;
struct mem_region mem_regions[NR_MEM_REGIONS];
phys_addr_t __physical_start, __physical_end;

bool host_is_tcg;
bool host_is_kvm;
bool cpu_has_hv;
bool cpu_has_power_mce;
bool cpu_has_siar;
bool cpu_has_heai;
bool cpu_has_radix;
bool cpu_has_prefix;
bool cpu_has_sc_lev;
bool cpu_has_pause_short;

static char exception_stack[EXCEPTION_STACK_SIZE] __attribute__((aligned(16)));

/* What a message needs before the device tree is read. */
static void boot_cpu_init(const void *fdt)
{
	struct cpu *cpu = &cpus[0];

	memset(cpus, 0xff, sizeof(struct cpu) * NR_CPUS);
	cpu->server_no = fdt_boot_cpuid_phys(fdt);
	cpu->exception_stack = (unsigned long)exception_stack + EXCEPTION_STACK_SIZE - 64;
	cpu->pgtable = NULL;
	cpu->in_user = false;
	cpu->recover = 0;
	mtspr(SPR_SPRG0, (unsigned long)cpu);
	__current_cpu = cpu;
	cpu_has_hv = mfmsr() >> MSR_HV_BIT & 1;
	enable_mcheck();
}

static void platform_init(void)
{
	int node;

	if (fdt_node_check_compatible(dt_fdt(), 0, "qemu,pseries") != 0) {
		assert_msg(cpu_has_hv, "not pseries, and no hypervisor state");
		host_is_tcg = true;
		return;
	}
	assert_msg(!cpu_has_hv, "pseries in hypervisor state");
	node = fdt_path_offset(dt_fdt(), "/hypervisor");
	if (node < 0) {
		host_is_tcg = true;
		return;
	}
	assert_msg(fdt_node_check_compatible(dt_fdt(), node, "linux,kvm") == 0,
		   "/hypervisor is not compatible with linux,kvm");
	host_is_kvm = true;
}

/* A property that is one cell, or 0. */
static u32 dt_u32(int node, const char *name)
{
	int len;
	const struct fdt_property *prop = fdt_get_property(dt_fdt(), node, name, &len);

	return prop && len == 4 ? fdt32_to_cpu(*(const fdt32_t *)prop->data) : 0;
}

static void add_cpu_node(int node, u64 reg __unused, void *info __unused)
{
	static bool first = true, warned;
	const struct fdt_property *prop;
	int len;

	prop = fdt_get_property(dt_fdt(), node, "ibm,ppc-interrupt-server#s", &len);
	assert_msg(prop, "a CPU without ibm,ppc-interrupt-server#s");
	for (int i = 0; i < len / 4; i++) {
		if (nr_cpus_present == NR_CPUS) {
			if (!warned)
				printf("only %d CPUs are used\n", NR_CPUS);
			warned = true;
			break;
		}
		cpu_to_hwid[nr_cpus_present++] =
				fdt32_to_cpu(((const fdt32_t *)prop->data)[i]);
	}

	if (first) {
		first = false;
		__icache_bytes = dt_u32(node, "i-cache-line-size");
		__dcache_bytes = dt_u32(node, "d-cache-line-size");
		tb_hz = dt_u32(node, "timebase-frequency");
		dec_bits = dt_u32(node, "ibm,dec-bits") ?: 32;
	}
}

static void cpus_init(void)
{
	int ret;

	nr_cpus_present = 0;
	ret = dt_for_each_cpu_node(add_cpu_node, NULL);
	assert_msg(ret == 0, "/cpus: %s", fdt_strerror(ret));
	assert(nr_cpus_present && tb_hz);
}

static void features_init(void)
{
	switch (mfspr(SPR_PVR) & PVR_VERSION_MASK) {
	case PVR_VER_POWER10:
		cpu_has_prefix = true;
		cpu_has_sc_lev = true;
		cpu_has_pause_short = true;
		/* fall through */
	case PVR_VER_POWER9:
		cpu_has_radix = true;
		/* fall through */
	case PVR_VER_POWER8E:
	case PVR_VER_POWER8NVL:
	case PVR_VER_POWER8:
		cpu_has_power_mce = true;
		cpu_has_siar = true;
		/* Without MSR[HV] these interrupts go to the hypervisor. */
		cpu_has_heai = cpu_has_hv;
		break;
	}
}

/* The endianness in which this guest's interrupts are taken. */
static void interrupt_endianness_init(void)
{
	bool le = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
	long rc;

	if (!cpu_has_hv) {
		rc = hcall(H_SET_MODE, (unsigned long)le, (unsigned long)H_SET_MODE_LE, 0UL, 0UL);
		assert_msg(rc == H_SUCCESS, "H_SET_MODE(endian): %ld", rc);
	} else if (le) {
		rc = opal_call(OPAL_REINIT_CPUS, HILE_LE, 0, 0);
		assert_msg(rc == OPAL_SUCCESS, "OPAL_REINIT_CPUS: %ld", rc);
	}
}

static void mem_init(phys_addr_t freemem)
{
	struct dt_pbus_reg regs[NR_MEM_REGIONS];
	struct mem_region *primary = NULL;
	int n = dt_get_memory_params(regs, NR_MEM_REGIONS);

	assert_msg(n > 0, "no memory in the device tree");

	__physical_start = INVALID_PHYS_ADDR;
	for (int i = 0; i < n; i++) {
		struct mem_region *r = &mem_regions[i];

		r->start = regs[i].addr;
		r->end = regs[i].addr + regs[i].size;
		if (freemem >= r->start && freemem < r->end) {
			r->flags |= MR_F_PRIMARY;
			primary = r;
		}
		__physical_start = MIN(__physical_start, r->start);
		__physical_end = MAX(__physical_end, r->end);
	}
	assert_msg(primary, "the image is in no memory region");

	page_alloc_init_area(AREA_ANY_NUMBER, PAGE_ALIGN(freemem) >> PAGE_SHIFT,
			     primary->end >> PAGE_SHIFT);
	page_alloc_ops_enable();
}

/*
 * The device tree goes behind the stack, the initrd behind that. The VMM may
 * have put the initrd where the tree goes (pseries does), so that moves first.
 * Returns the end of both.
 */
static char *move_boot_data(const void *fdt)
{
	char *tree = stacktop, *end = tree + fdt_totalsize(fdt);
	const char *text;

	assert(dt_init(fdt) == 0);
	if (dt_get_initrd(&text, &initrd_size) == 0) {
		initrd = (char *)ALIGN((unsigned long)end, 16);
		end = initrd + initrd_size + 1;
		assert((const char *)fdt >= end ||
		       (const char *)fdt + fdt_totalsize(fdt) <= initrd);
		memmove(initrd, text, initrd_size);
	}
	assert(fdt_move(fdt, tree, fdt_totalsize(fdt)) == 0);
	assert(dt_init(tree) == 0);
	return end;
}

void setup(const void *fdt)
{
	const char *bootargs;
	char *freemem;

	boot_cpu_init(fdt);
	freemem = move_boot_data(fdt);

	/* RTAS and OPAL come early: console and start-up errors need them. */
	platform_init();
	if (cpu_has_hv)
		assert(opal_init() == 0);
	else
		rtas_init();

	cpus_init();
	features_init();
	interrupt_endianness_init();
	cpu_init_ipis();
	mem_init(PAGE_ALIGN((unsigned long)freemem));

	if (dt_get_bootargs(&bootargs))
		bootargs = NULL;
	setup_args_progname(bootargs);

	if (initrd) {
		/* The text is changed; the initrd stays as it came. */
		char *env = malloc(initrd_size + 1);

		memcpy(env, initrd, initrd_size);
		setup_env(env, initrd_size);
	}
}
