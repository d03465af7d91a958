// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * fw_cfg, and what the environment puts in its place.
 */
#include <libcflat.h>
#include <cpulock.h>
#include <stdlib.h>
#include <asm/io.h>
#include <x86/fwcfg.h>
#include <x86/boot.h>
#include <x86/mptables.h>

static struct cpu_lock fwcfg_lock;
static u64 override[FW_CFG_MAX_ENTRY];
static bool overridden[FW_CFG_MAX_ENTRY];

bool no_test_device;

static void override_from_env(const char *name, unsigned int key, unsigned int shift)
{
	const char *value = getenv(name);

	if (!value)
		return;
	override[key] = (u64)atol(value) << shift;
	overridden[key] = true;
}

void fwcfg_read_env(void)
{
	const char *value;

	override_from_env("NR_CPUS", FW_CFG_NB_CPUS, 0);
	/* Both in MiB. */
	override_from_env("MEMSIZE", FW_CFG_RAM_SIZE, 20);
	override_from_env("MEMLIMIT", FW_CFG_MAX_RAM, 20);

	value = getenv("TEST_DEVICE");
	if (value)
		no_test_device = atol(value) == 0;
}

static u64 fwcfg_read(u16 index, unsigned int bytes)
{
	bool taken;
	u64 v = 0;
	unsigned int i;

	if (index < FW_CFG_MAX_ENTRY && overridden[index])
		return override[index];
	/* No key of the device. */
	if (index == FW_CFG_MAX_RAM)
		return 0;

	taken = cpu_lock(&fwcfg_lock);
	outw(index, BIOS_CFG_IOPORT);
	for (i = 0; i < bytes; i++)
		v |= (u64)inb(BIOS_CFG_IOPORT + 1) << (8 * i);
	cpu_unlock(&fwcfg_lock, taken);
	return v;
}

u8 fwcfg_get_u8(u16 index)
{
	return fwcfg_read(index, 1);
}

u16 fwcfg_get_u16(u16 index)
{
	return fwcfg_read(index, 2);
}

u32 fwcfg_get_u32(u16 index)
{
	return fwcfg_read(index, 4);
}

u64 fwcfg_get_u64(u16 index)
{
	return fwcfg_read(index, 8);
}

bool fwcfg_present(void)
{
	/* "QEMU" */
	return fwcfg_get_u32(FW_CFG_SIGNATURE) == 0x554d4551;
}

unsigned int fwcfg_get_nb_cpus(void)
{
	unsigned int n;

	if (overridden[FW_CFG_NB_CPUS])
		return override[FW_CFG_NB_CPUS];
	if (fwcfg_present())
		return fwcfg_get_u16(FW_CFG_NB_CPUS);
	n = firmware_cpus(NULL, 0);
	return n ? n : 1;
}

bool test_device_enabled(void)
{
	return !no_test_device;
}

u64 fwcfg_env_memsize(void)
{
	return overridden[FW_CFG_RAM_SIZE] ? override[FW_CFG_RAM_SIZE] : 0;
}
