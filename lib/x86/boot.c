// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Start-up of the boot CPU in C: what the loader left, then main().
 *
 * Multiboot specification 0.6.96, section 3.3; PVH: Xen's
 * public/arch-x86/hvm/start_info.h.
 */
#include <libcflat.h>
#include <alloc_phys.h>
#include <argv.h>
#include <bitops.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <x86/apic.h>
#include <x86/boot.h>
#include <x86/desc.h>
#include <x86/fwcfg.h>
#include <x86/pmu.h>
#include <x86/processor.h>
#include <x86/smp.h>

extern char stext[], edata[];
extern char cpu0_area[];

extern int main(int argc, char **argv, char **envp);

char *initrd;
u32 initrd_size;
phys_addr_t boot_rsdp;

struct multiboot_info {
	u32 flags;
	u32 mem_lower;
	u32 mem_upper;
	u32 boot_device;
	u32 cmdline;
	u32 mods_count;
	u32 mods_addr;
	u32 syms[4];
	u32 mmap_length;
	u32 mmap_addr;
};

#define MULTIBOOT_INFO_MMAP	BIT(6)

struct multiboot_module {
	u32 start, end, cmdline, pad;
};

struct multiboot_mmap {
	u32 size;
	u64 base, length;
	u32 type;
} __attribute__((packed));

struct pvh_start_info {
	u32 magic;
	u32 version;
	u32 flags;
	u32 nr_modules;
	u64 modlist;
	u64 cmdline;
	u64 rsdp;
	/* From version 1 on */
	u64 memmap;
	u32 memmap_entries;
	u32 reserved;
};

struct pvh_module {
	u64 address, size, cmdline, reserved;
};

struct pvh_memmap {
	u64 base, length;
	u32 type, reserved;
};

#ifdef __x86_64__
#define IDENTITY_TOP	(1ull << 32)
#else
#define IDENTITY_TOP	(1ull << 31)
#endif

/* In both protocols. */
#define RAM_USABLE	1

#define MAX_RAM_RANGES	32
struct ram_range boot_ram[MAX_RAM_RANGES];
unsigned int boot_ram_ranges;

/* The loader may have put it where the first allocation goes. */
static char env_text[ENV_MAX_BYTES + 1];
static char cmdline_text[ARGV_MAX_BYTES + 1];

static void add_ram(u64 base, u64 length, u32 type)
{
	if (type != RAM_USABLE || !length || boot_ram_ranges == MAX_RAM_RANGES)
		return;
	boot_ram[boot_ram_ranges++] = (struct ram_range){ base, length };
}

static void keep_cmdline(const char *text)
{
	size_t n;

	if (!text)
		return;
	n = strnlen(text, ARGV_MAX_BYTES);
	memcpy(cmdline_text, text, n);
}

static void keep_initrd(u64 address, u64 size)
{
	if (size > ENV_MAX_BYTES)
		size = ENV_MAX_BYTES;
	memmove(env_text, (void *)(ulong)address, size);
	initrd = env_text;
	initrd_size = size;
}

static void read_multiboot(struct multiboot_info *info)
{
	ulong at = info->mmap_addr, end = at + info->mmap_length;

	if (info->flags & MULTIBOOT_INFO_MMAP) {
		while (at < end) {
			struct multiboot_mmap *m = (void *)at;

			add_ram(m->base, m->length, m->type);
			at += m->size + sizeof(m->size);
		}
	}
	if (!boot_ram_ranges)
		add_ram(SZ_1M, (u64)info->mem_upper * 1024, RAM_USABLE);

	if (info->mods_count == 1) {
		struct multiboot_module *mod = (void *)(ulong)info->mods_addr;

		keep_initrd(mod->start, mod->end - mod->start);
	}
	keep_cmdline((char *)(ulong)info->cmdline);
}

static void read_pvh(struct pvh_start_info *info)
{
	struct pvh_memmap *m = (void *)(ulong)info->memmap;
	u32 i;

	if (info->version >= 1)
		for (i = 0; i < info->memmap_entries; i++)
			add_ram(m[i].base, m[i].length, m[i].type);
	if (info->nr_modules == 1) {
		struct pvh_module *mod = (void *)(ulong)info->modlist;

		keep_initrd(mod->address, mod->size);
	}
	boot_rsdp = info->rsdp;
	/* Multiboot loaders put the image's name first, PVH ones do not. */
	add_setup_arg("kernel");
	keep_cmdline((char *)(ulong)info->cmdline);
}

/* The free rest of the range that holds the image, below 4 GiB. */
static void init_memory(void)
{
	u64 start = (ulong)stext, base = PAGE_ALIGN((ulong)edata);
	u64 memsize = fwcfg_env_memsize();
	unsigned int i;

	for (i = 0; i < boot_ram_ranges; i++) {
		u64 top = boot_ram[i].base + boot_ram[i].length;

		if (start < boot_ram[i].base || base >= top)
			continue;
		/* What setup_vm() maps to itself. */
		if (top > IDENTITY_TOP)
			top = IDENTITY_TOP;
		if (memsize && top > memsize)
			top = memsize;
		if (top > base)
			phys_alloc_init(base, top - base);
		return;
	}
	printf("boot: no usable memory around the image at %p\n", stext);
}

static void read_environment(void)
{
	const char *loader;

	if (initrd)
		setup_env(env_text, initrd_size);
	fwcfg_read_env();

	loader = getenv("BOOTLOADER");
	if (loader && atol(loader))
		add_setup_arg("bootloader");
	__args = cmdline_text;
	__setup_args();
}

void start_bsp(enum boot_protocol protocol, void *info)
{
	struct percpu_data *cpu = (void *)cpu0_area;

	setup_gdt();
	load_gdt_tss(setup_tss(0));
	load_percpu(cpu);
	cpu->apic_id = pre_boot_apic_id();
	cpu->registered = 1;
	setup_idt();

	if (protocol == BOOT_PVH)
		read_pvh(info);
	else
		read_multiboot(info);
	read_environment();
	init_memory();

	mask_pic_interrupts();
	enable_apic();
	save_id();
	bsp_rest_init();

	exit(main(__argc, __argv, environ));
}

void bsp_rest_init(void)
{
	bringup_aps();
	enable_x2apic();
	smp_init();
	pmu_init();
}
