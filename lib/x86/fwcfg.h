// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * QEMU's firmware configuration device, overridden by the environment.
 *
 * Selector at port 0x510 (16 bits), data at 0x511 (bytes).
 */
#ifndef _X86_FWCFG_H_
#define _X86_FWCFG_H_

#include <libcflat.h>

#define FW_CFG_SIGNATURE	0x00
#define FW_CFG_ID		0x01
#define FW_CFG_UUID		0x02
#define FW_CFG_RAM_SIZE		0x03
#define FW_CFG_NOGRAPHIC	0x04
#define FW_CFG_NB_CPUS		0x05
#define FW_CFG_MACHINE_ID	0x06
#define FW_CFG_KERNEL_ADDR	0x07
#define FW_CFG_KERNEL_SIZE	0x08
#define FW_CFG_KERNEL_CMDLINE	0x09
#define FW_CFG_INITRD_ADDR	0x0a
#define FW_CFG_INITRD_SIZE	0x0b
#define FW_CFG_BOOT_DEVICE	0x0c
#define FW_CFG_NUMA		0x0d
#define FW_CFG_BOOT_MENU	0x0e
#define FW_CFG_MAX_CPUS		0x0f
/* No key of the device: MEMLIMIT of the environment. */
#define FW_CFG_MAX_RAM		0x11
#define FW_CFG_MAX_ENTRY	0x12

#define FW_CFG_WRITE_CHANNEL	0x4000
#define FW_CFG_ARCH_LOCAL	0x8000
#define FW_CFG_ENTRY_MASK	(~(FW_CFG_WRITE_CHANNEL | FW_CFG_ARCH_LOCAL))

#define FW_CFG_ACPI_TABLES	(FW_CFG_ARCH_LOCAL + 0)
#define FW_CFG_SMBIOS_ENTRIES	(FW_CFG_ARCH_LOCAL + 1)
#define FW_CFG_IRQ0_OVERRIDE	(FW_CFG_ARCH_LOCAL + 2)

#define FW_CFG_INVALID		0xffff

#define BIOS_CFG_IOPORT		0x510

/* Set when the environment says TEST_DEVICE=0. */
extern bool no_test_device;

/* The device answers with its signature. */
bool fwcfg_present(void);

/* Take the overrides out of the environment; start-up code. */
void fwcfg_read_env(void);

u8 fwcfg_get_u8(u16 index);
u16 fwcfg_get_u16(u16 index);
u32 fwcfg_get_u32(u16 index);
u64 fwcfg_get_u64(u16 index);

/*
 * CPUs of this machine: NR_CPUS of the environment, else the device, else the
 * ACPI MADT, else the MP table, else 1.
 */
unsigned int fwcfg_get_nb_cpus(void);

/* pc-testdev and isa-debug-exit may be used. */
bool test_device_enabled(void);

#endif /* _X86_FWCFG_H_ */
