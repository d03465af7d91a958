// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * stsi: STORE SYSTEM INFORMATION.
 *
 * Reserved bits of the selectors, codes that do not exist, the buffer's
 * alignment, and what block 3.2.2 tells about this guest: the VMM must be
 * started with a name, a UUID and maxcpus (PoP chapter 10).
 */
#include <libcflat.h>
#include <asm/page.h>
#include <hardware.h>
#include <sclp.h>
#include <smp.h>
#include <stsi.h>
#include "pgm.h"

static uint8_t pagebuf[PAGE_SIZE * 2] __attribute__((aligned(PAGE_SIZE * 2)));

/* STSI with all bits of GR0 and GR1 given; returns the condition code */
static int stsi64(void *addr, uint64_t gr0, uint64_t gr1)
{
	register uint64_t r0 asm("0") = gr0;
	register uint64_t r1 asm("1") = gr1;
	int cc;

	asm volatile(
		"	stsi	0(%[addr])\n"
		"	ipm	%[cc]\n"
		"	srl	%[cc],28\n"
		: [cc] "=d" (cc), "+d" (r0)
		: "d" (r1), [addr] "a" (addr)
		: "cc", "memory");
	return cc;
}

static uint64_t gr0_of(unsigned int fc, unsigned int sel1)
{
	return (uint64_t)fc << 28 | sel1;
}

static void specification(void)
{
	for (int bit = 36; bit < 56; bit++)
		check_pgm(6, stsi64(pagebuf, gr0_of(0, 0) | 1UL << (63 - bit), 0),
			  "function 0 with GR0 bit %d", bit);
	for (int bit = 36; bit < 56; bit++)
		check_pgm(6, stsi64(pagebuf, gr0_of(1, 1) | 1UL << (63 - bit), 1),
			  "function 1 with GR0 bit %d", bit);
	for (int bit = 32; bit < 48; bit++)
		check_pgm(6, stsi64(pagebuf, gr0_of(1, 1), 1 | 1UL << (63 - bit)),
			  "function 1 with GR1 bit %d", bit);
	check_pgm(6, stsi64(pagebuf + 42, gr0_of(1, 1), 1), "buffer not on a page boundary");
}

static void ignored_bits(void)
{
	for (int bit = 0; bit < 32; bit++) {
		check_eq(stsi64(pagebuf, gr0_of(1, 1) | 1UL << (63 - bit), 1), 0,
			 "1.1.1 with GR0 bit %d", bit);
		check_eq(stsi64(pagebuf, gr0_of(1, 1), 1 | 1UL << (63 - bit)), 0,
			 "1.1.1 with GR1 bit %d", bit);
	}
}

static void priv(void)
{
	check_pgm_pstate(2, stsi(pagebuf, 0, 0, 0), "problem state");
}

static void codes(void)
{
	check_eq(stsi(pagebuf, 7, 0, 0), 3, "function code 7: condition code");
	check_eq(stsi(pagebuf, 1, 0, 1), 3, "1.0.1: condition code");
	check_eq(stsi(pagebuf, 1, 1, 0), 3, "1.1.0: condition code");
	check_ge(stsi_get_fc(), 2, "configuration level");
}

static const char *needs_322(void)
{
	/* KVM/ and what QEMU's TCG calls itself, "QEMU" in 1.1.1 */
	if (stsi_get_fc() < 3)
		return "running under LPAR, STSI 3.2.2 has nothing to tell";
	return host_is_qemu() ? NULL : "not run by QEMU";
}

static void block_322(void)
{
	/* -uuid and -name of unittests.cfg */
	static const uint8_t uuid[] = { 0x0f, 0xb8, 0x4a, 0x86, 0x72, 0x7c, 0x11, 0xea,
					0xbc, 0x55, 0x02, 0x42, 0xac, 0x13, 0x00, 0x03 };
	/* "kvm-unit" in EBCDIC */
	static const uint8_t vm_name[] = { 0x92, 0xa5, 0x94, 0x60, 0xa4, 0x95, 0x89, 0xa3 };
	struct sysinfo_3_2_2 *data = (void *)pagebuf;

	memset(pagebuf, 0, sizeof(pagebuf));
	check_eq(stsi(pagebuf, 3, 2, 2), 0, "3.2.2: condition code");
	check_mem(data->vm[0].uuid, uuid, sizeof(uuid), "uuid");
	check_eq(data->vm[0].conf_cpus, smp_query_num_cpus(), "configured CPUs are those of SCLP");
	check_eq(data->vm[0].total_cpus, data->vm[0].reserved_cpus + data->vm[0].conf_cpus,
		 "total is configured plus reserved CPUs");
	check_eq(data->vm[0].standby_cpus, 0, "standby CPUs");
	check_mem(data->vm[0].name, vm_name, sizeof(vm_name), "name");
	if (data->vm[0].ext_name_encoding != 2) {
		report_skip("extended VM name is not UTF-8");
		return;
	}
	check_mem(data->ext_names[0], "kvm-unit-test", sizeof("kvm-unit-test"), "extended name");
}

/* CPU counts of the blocks agree with each other and with SCLP. */
static void cpu_counts(void)
{
	uint16_t *half = (void *)pagebuf;
	int total, configured, standby, reserved;

	memset(pagebuf, 0, PAGE_SIZE);
	check_eq(stsi(pagebuf, 1, 2, 2), 0, "1.2.2: condition code");
	total = half[18], configured = half[19], standby = half[20], reserved = half[21];
	check_eq(total, configured + standby + reserved, "1.2.2: total CPUs");
	check_eq(configured, smp_query_num_cpus(), "1.2.2: configured CPUs are those of SCLP");

	memset(pagebuf, 0, PAGE_SIZE);
	check_eq(stsi(pagebuf, 2, 2, 2), 0, "2.2.2: condition code");
	total = half[18], configured = half[19], standby = half[20], reserved = half[21];
	check_eq(total, configured + standby + reserved, "2.2.2: total CPUs");
	check_ge(configured, smp_query_num_cpus(), "2.2.2: configured CPUs");
	check_eq(stsi(pagebuf, 1, 2, 1), 0, "1.2.1: condition code");
	check_eq(half[102 / 2], smp_cpu_addr(0), "1.2.1: CPU address");
}

static const struct subtest subtests[] = {
	{ "privileged", priv },
	{ "specification", specification },
	{ "ignored", ignored_bits },
	{ "codes", codes },
	{ "3.2.2", block_322, .requires = needs_322 },
	{ "counts", cpu_counts },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
