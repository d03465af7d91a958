// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Layout constants shared by C, assembly and the linker script.
 */
#ifndef _X86_LAYOUT_H_
#define _X86_LAYOUT_H_

/* CPUs the library can bring up. */
#define MAX_TEST_CPUS		1024

/* One CPU's area: a page of per-CPU data, then the stack, growing down. */
#define PER_CPU_SIZE		(3 * 4096)

/* GDT selectors; the order lets SYSCALL and SYSRET find theirs. */
#define KERNEL_CS		0x08
#define KERNEL_DS		0x10
#define NP_SEL			0x18
#ifdef __x86_64__
#define KERNEL_CS64		0x08
#define KERNEL_CS32		0x20
#else
#define KERNEL_CS32		0x08
#define TSS_INTR		0x20
#endif
#define KERNEL_DS32		0x10
#define KERNEL_DS64		0x10
#define KERNEL_CS16		0x28
#define KERNEL_DS16		0x30
#define USER_CS32		0x3b
#define USER_DS			0x43
#define USER_DS32		0x43
#define USER_DS64		0x43
#ifdef __x86_64__
#define USER_CS64		0x4b
#define USER_CS			USER_CS64
#else
#define USER_CS			USER_CS32
#endif
/* 0x50 to 0x78 are free for tests. */
#define FIRST_SPARE_SEL		0x50
/* TSS of the boot CPU; those of the others follow. */
#define TSS_MAIN		0x80

/* Descriptors before the per-CPU ones. */
#define GDT_FIXED_ENTRIES	16
/* One eight-byte TSS and one data segment, or one 16-byte TSS, per CPU; one for #DF (i386). */
#define GDT_ENTRIES		(GDT_FIXED_ENTRIES + 2 * MAX_TEST_CPUS + 1)
#ifndef __x86_64__
#define PERCPU_SEL(n)		(TSS_MAIN + 8 * MAX_TEST_CPUS + 8 * (n))
#define TSS_DF_SEL		(TSS_MAIN + 16 * MAX_TEST_CPUS)
#endif

/* Vector of the library's inter-processor calls; run_in_user() has its own. */
#define IPI_VECTOR		0xfd
/* Vector of the return from user mode. */
#define USERMODE_VECTOR		0x20
/* Spurious interrupts of the local APIC. */
#define SPURIOUS_VECTOR		0xff

#endif /* _X86_LAYOUT_H_ */
