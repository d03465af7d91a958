/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What start-up code finds out about the machine.
 */
#ifndef _ASMPPC64_SETUP_H_
#define _ASMPPC64_SETUP_H_

#include <libcflat.h>

#define NR_CPUS		8
#define NR_MEM_REGIONS	8
#define MR_F_PRIMARY	(1U << 0)	/* the region that holds this image */

struct mem_region {
	phys_addr_t start;
	phys_addr_t end;		/* exclusive */
	unsigned int flags;
};

extern struct mem_region mem_regions[NR_MEM_REGIONS];
extern phys_addr_t __physical_start, __physical_end;
#define PHYSICAL_START	__physical_start
#define PHYSICAL_END	__physical_end

/* Interrupt server number of each thread, in device tree order; ~0 = none. */
extern u32 cpu_to_hwid[NR_CPUS];

extern unsigned int __icache_bytes, __dcache_bytes;	/* cache line sizes */
extern uint64_t tb_hz;					/* time base ticks per second */
extern unsigned int dec_bits;				/* width of the decrementer */
extern char *initrd;
extern u32 initrd_size;

void setup(const void *fdt);

#endif /* _ASMPPC64_SETUP_H_ */
