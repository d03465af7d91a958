// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Between the parts of the start-up code.
 */
#ifndef _X86_BOOT_H_
#define _X86_BOOT_H_

#include <libcflat.h>

struct percpu_data;

/* Usable RAM as the loader told it. */
struct ram_range {
	u64 base, length;
};

extern struct ram_range boot_ram[];
extern unsigned int boot_ram_ranges;

/* Where PVH says that the ACPI root pointer is, or 0. */
extern phys_addr_t boot_rsdp;

/* Copy the boot descriptors into gdt[]. */
void setup_gdt(void);

/* Point GS to the per-CPU data of the calling CPU. */
void load_percpu(struct percpu_data *cpu);

/* Top of the stack of the double-fault handler. */
void *df_stack_top(void);

/* Page tables of the double-fault task (i386). */
void double_fault_cr3(ulong cr3);

/* MEMSIZE of the environment in bytes, 0 without. */
u64 fwcfg_env_memsize(void);

#endif /* _X86_BOOT_H_ */
