// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Start-up: what the assembler entry calls, in this order.
 */
#ifndef _ASMX86_SETUP_H_
#define _ASMX86_SETUP_H_

#include <libcflat.h>

/* The protocol that started the image. */
enum boot_protocol {
	BOOT_MULTIBOOT,
	BOOT_PVH,
};

/* C part of the start-up of the boot CPU: everything up to and including main(). */
void start_bsp(enum boot_protocol protocol, void *info) __attribute__((noreturn));

/* C part of the start-up of another CPU: never returns. */
void ap_start64(void);

/* Fill and load the TSS of CPU @smp_id; value: its selector. */
u16 setup_tss(u32 smp_id);

/* Note the caller's APIC id in online_cpus. */
void save_id(void);

/* Start the other CPUs, enter x2APIC mode, set up IPIs and the PMU description. */
void bsp_rest_init(void);

#endif /* _ASMX86_SETUP_H_ */
