/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What setup() finds out about the machine. */
#ifndef _ASMARM_SETUP_H_
#define _ASMARM_SETUP_H_

#include <libcflat.h>
#include <asm/page.h>
#include <asm/pgtable-hwdef.h>

#define NR_CPUS			511
/* MPIDR affinity of each logical CPU, all ones when unused, and the number present. */
extern u64 cpus[NR_CPUS];
extern int nr_cpus;

/* Lowest and one past the highest address of RAM. */
extern phys_addr_t __phys_offset, __phys_end;
#define PHYS_OFFSET		(__phys_offset)
#define PHYS_END		(__phys_end)

#define L1_CACHE_SHIFT		6
#define L1_CACHE_BYTES		(1 << L1_CACHE_SHIFT)
#define SMP_CACHE_BYTES		L1_CACHE_BYTES

/*
 * From the start-up code: the device tree blob, and the first address past the image and
 * its stack. MMU off on entry, on at return unless the image asked otherwise (auxinfo).
 */
extern void setup(const void *fdt, phys_addr_t freemem_start);

#endif /* _ASMARM_SETUP_H_ */
