// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the build knows about an image: auxinfo.c is compiled once per image
 * with -DPROGNAME="x86/msr.flat" and -DAUXFLAGS=n; both may be missing.
 */
#ifndef _AUXINFO_H_
#define _AUXINFO_H_

/* Start main() with the MMU off and the page allocator active (arm, riscv). */
#define AUXINFO_MMU_OFF	(1 << 0)

#ifndef __ASSEMBLER__
struct auxinfo {
	const char *progname;
	unsigned long flags;
};

extern struct auxinfo auxinfo;
#endif

#endif
