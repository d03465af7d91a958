// SPDX-License-Identifier: LGPL-2.1-or-later
/* From the device tree, or from EFI and ACPI, to a machine that main() can use. */
#include <libcflat.h>
#include <acpi.h>
#include <alloc.h>
#include <alloc_page.h>
#include <alloc_phys.h>
#include <argv.h>
#include <auxinfo.h>
#include <cpumask.h>
#include <devicetree.h>
#include <memregions.h>
#include <vmalloc.h>
#include <arm/io.h>
#include <arm/hooks.h>
#include <asm/memory_areas.h>
#include <asm/page.h>
#include <asm/processor.h>
#include <asm/psci.h>
#include <asm/setup.h>
#include <asm/smp.h>
#include <asm/thread_info.h>
#include <asm/timer.h>

/* Memory nodes we take, and what all regions together may be */
#define MAX_DT_MEM_REGIONS	16
#define NR_EXTRA_MEM_REGIONS	128
#define NR_MEM_REGIONS		(MAX_DT_MEM_REGIONS + NR_EXTRA_MEM_REGIONS)

char *initrd;
u32 initrd_size;

u64 cpus[NR_CPUS] = { [0 ... NR_CPUS - 1] = (~0ULL) };
int nr_cpus;

static struct mem_region arm_mem_regions[NR_MEM_REGIONS + 1];
phys_addr_t __phys_offset = (phys_addr_t)-1, __phys_end;

extern void exceptions_init(void);

/* Where devices are on the machines we know; never mapped, only told from RAM. */
static const struct mem_region assumed_io[] = {
	{ .start = 0, .end = SZ_1G, .flags = MR_F_IO },
#ifdef __aarch64__
	{ .start = 1ULL << 38, .end = (1ULL << 38) + (1ULL << 29), .flags = MR_F_IO },
	{ .start = 1ULL << 39, .end = 1ULL << 40, .flags = MR_F_IO },
#endif
};

int mpidr_to_cpu(uint64_t mpidr)
{
	int i;

	for (i = 0; i < nr_cpus; i++)
		if (cpus[i] == (mpidr & MPIDR_HWID_BITMASK))
			return i;
	return -1;
}

static void cpu_set_fdt(int fdtnode __unused, u64 regval, void *info __unused)
{
	assert_msg(nr_cpus < NR_CPUS, "more than %d CPUs", NR_CPUS);
	cpus[nr_cpus++] = regval;
}

static int cpu_set_acpi(struct acpi_subtable_header *header)
{
	struct acpi_madt_generic_interrupt *gicc = (void *)header;

	if (!(gicc->flags & ACPI_MADT_ENABLED))
		return 0;
	assert_msg(nr_cpus < NR_CPUS, "more than %d CPUs", NR_CPUS);
	cpus[nr_cpus++] = gicc->arm_mpidr & MPIDR_HWID_BITMASK;
	return 0;
}

static void cpu_init(void)
{
	int ret = 0, cpu;

	nr_cpus = 0;
	if (dt_available())
		ret = dt_for_each_cpu_node(cpu_set_fdt, NULL);
	else
		acpi_table_parse_madt(ACPI_MADT_TYPE_GENERIC_INTERRUPT, cpu_set_acpi);
	assert_msg(ret == 0 && nr_cpus > 0, "no CPUs in the %s", dt_available() ? "device tree" : "MADT");
	for (cpu = 0; cpu < nr_cpus; cpu++)
		set_cpu_present(cpu, true);
	set_cpu_online(0, true);
}

static void mem_regions_init(void)
{
	extern char _etext[];
	struct mem_region *code, *data;
	unsigned int i;

	mem_regions_table();
	memregions_add_dt_regions(MAX_DT_MEM_REGIONS);
	for (i = 0; i < ARRAY_SIZE(assumed_io); i++) {
		struct mem_region r = assumed_io[i];

		memregions_add(&r);
	}

	memregions_split((unsigned long)_etext, &code, &data);
	assert(code);
	code->flags |= MR_F_CODE;
}

void mem_regions_table(void)
{
	memregions_init(arm_mem_regions, NR_MEM_REGIONS);
}

void mem_free_init(phys_addr_t base, phys_addr_t top)
{
	base = ALIGN(base, (phys_addr_t)PAGE_SIZE);
	top = ALIGN_DOWN(top, (phys_addr_t)PAGE_SIZE);
#ifdef __arm__
	/* a page at the very top would make the end of an object wrap to 0 */
	top = MIN(top, (1ULL << 32) - PAGE_SIZE);
#endif
	phys_alloc_init(base, top - base);
	phys_alloc_set_minimum_alignment(SMP_CACHE_BYTES);

	phys_alloc_get_unused(&base, &top);
	base = ALIGN(base, (phys_addr_t)PAGE_SIZE);
	top = ALIGN_DOWN(top, (phys_addr_t)PAGE_SIZE);
	page_alloc_init_area(AREA_NORMAL_NUMBER, base >> PAGE_SHIFT, top >> PAGE_SHIFT);
	page_alloc_ops_enable();
}

static void mem_init(phys_addr_t freemem_start)
{
	struct mem_region *freemem, *r;
	phys_addr_t sum = 0;

	freemem = memregions_find(freemem_start);
	assert(freemem && !(freemem->flags & (MR_F_IO | MR_F_CODE)));

	for (r = mem_regions; r->end; r++) {
		if (r->flags & MR_F_IO)
			continue;
		__phys_offset = MIN(__phys_offset, r->start);
		__phys_end = MAX(__phys_end, r->end);
		sum += r->end - r->start;
	}
	__phys_end &= PHYS_MASK;
	assert_msg(sum == __phys_end - __phys_offset, "RAM has holes");

	mem_free_init(freemem_start, freemem->end);
}

/* Copy the tree and behind it the environment, out of the way of the allocator. */
static phys_addr_t freemem_push_fdt(const void *fdt, phys_addr_t freemem)
{
	char *dst = (char *)(unsigned long)ALIGN(freemem, 8);
	u32 size = fdt_totalsize(fdt);
	const char *tmp;
	int ret;

	assert_msg((unsigned long)fdt >= freemem, "the device tree lies in the image or below");
	ret = fdt_move(fdt, dst, size);
	assert(ret == 0);
	ret = dt_init(dst);
	assert(ret == 0);
	dst += size;

	ret = dt_get_initrd(&tmp, &initrd_size);
	assert(ret == 0 || ret == -FDT_ERR_NOTFOUND);
	if (ret == 0) {
		initrd = dst;
		memmove(initrd, tmp, initrd_size);
		dst += initrd_size;
	}
	return (unsigned long)dst;
}

void setup_machine(void)
{
	cpu_init();
	thread_info_init(current_thread_info(), 0);
	io_init();
	timer_save_state();

	if (initrd) {
		/* the environment is edited in place and a terminator may be added */
		char *env = malloc(initrd_size + 1);

		memcpy(env, initrd, initrd_size);
		setup_env(env, initrd_size);
	}

	if (!(auxinfo.flags & AUXINFO_MMU_OFF))
		setup_vm();
	arch_subtest_init();
}

void setup(const void *fdt, phys_addr_t freemem_start)
{
	const char *bootargs;
	phys_addr_t freemem;
	int ret;

	/* first of all a way to end the machine, should anything below fail */
	ret = dt_init(fdt);
	if (ret == 0)
		psci_set_conduit();
	assert_msg(ret == 0, "device tree at %p: %s", fdt, fdt_strerror(ret));

	freemem = freemem_push_fdt(fdt, freemem_start);
	mem_regions_init();
	mem_init(PAGE_ALIGN(freemem));

	ret = dt_get_bootargs(&bootargs);
	assert(ret == 0 || ret == -FDT_ERR_NOTFOUND);
	setup_args_progname(bootargs);

	setup_machine();
}
