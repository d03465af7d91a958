// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * adtl-status: SIGP STORE ADDITIONAL STATUS, vector and guarded-storage
 * registers (PoP chapter 4). The low bits of the parameter give the size of
 * the area: 0 for 1 KiB, otherwise 2 to their power.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/barrier.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/sigp.h>
#include <asm/vector.h>
#include <gs.h>
#include <smp.h>
#include "pgm.h"

#define INVALID_CPU_ADDRESS	((uint16_t)-4711)

struct mcesa_lc12 {
	uint8_t vregs[0x200];		/* 0x000 */
	uint8_t reserved200[0x200];	/* 0x200 */
	struct gs_cb gs_cb;		/* 0x400 */
	uint8_t reserved420[0x3e0];	/* 0x420 */
	uint8_t reserved800[0x800];	/* 0x800 */
};
_Static_assert(sizeof(struct mcesa_lc12) == PAGE_SIZE, "additional status");

static struct mcesa_lc12 adtl_status __attribute__((aligned(PAGE_SIZE)));
static uint8_t expected_vec_contents[VEC_REGISTER_NUM][VEC_REGISTER_SIZE];
static struct gs_cb gs_cb;
static struct gs_epl gs_epl;
static volatile int testflag;

static bool have_adtl_status(void)
{
	return test_facility(133) || test_facility(129);
}

static const char *needs_2_cpus(void)
{
	return smp_query_num_cpus() < 2 ? "need at least 2 cpus for this test" : NULL;
}

static const char *needs_adtl(void)
{
	const char *why = needs_2_cpus();

	if (why)
		return why;
	return have_adtl_status() ? NULL : "no guarded-storage and no vector facility";
}

static const char *needs_no_adtl(void)
{
	const char *why = needs_2_cpus();

	if (why)
		return why;
	return have_adtl_status() ? "guarded-storage or vector facility installed" : NULL;
}

static void clear_area(void)
{
	memset(&adtl_status, 0xff, sizeof(adtl_status));
}

/* First byte in [from, to) that something was stored to, or -1 */
static int written(unsigned int from, unsigned int to)
{
	const uint8_t *p = (const uint8_t *)&adtl_status;

	for (unsigned int i = from; i < to; i++)
		if (p[i] != 0xff)
			return i;
	return -1;
}

static void not_wait(void)
{
	testflag = 1;
	for (;;)
		mb();
}

static void run_cpu1(void (*fn)(void))
{
	testflag = 0;
	mb();
	assert(!smp_cpu_setup(1, PSW(PSW_MASK_64, fn)));
	while (!testflag)
		mb();
}

static void unavailable(void)
{
	uint32_t status = 0;

	run_cpu1(not_wait);
	smp_cpu_stop(1);
	clear_area();
	check_eq(smp_sigp(1, SIGP_STORE_ADDITIONAL_STATUS, (unsigned long)&adtl_status, &status), 1,
		 "condition code");
	check_eq(status, SIGP_STATUS_INVALID_ORDER, "status");
	check_eq(written(0, PAGE_SIZE), -1, "first byte stored");
	smp_cpu_destroy(1);
}

static void running(void)
{
	uint32_t status = 0;

	run_cpu1(not_wait);
	clear_area();
	check_eq(smp_sigp(1, SIGP_STORE_ADDITIONAL_STATUS, (unsigned long)&adtl_status, &status), 1,
		 "condition code");
	check_eq(status, SIGP_STATUS_INCORRECT_STATE, "status");
	check_eq(written(0, PAGE_SIZE), -1, "first byte stored");
	smp_cpu_destroy(1);
}

static void invalid_cpu(void)
{
	clear_area();
	check_eq(sigp(INVALID_CPU_ADDRESS, SIGP_STORE_ADDITIONAL_STATUS, (unsigned long)&adtl_status, NULL),
		 3, "condition code");
	check_eq(written(0, PAGE_SIZE), -1, "first byte stored");
}

static void unaligned(void)
{
	uint32_t status = 0;

	run_cpu1(not_wait);
	smp_cpu_stop(1);
	clear_area();
	check_eq(smp_sigp(1, SIGP_STORE_ADDITIONAL_STATUS, (unsigned long)&adtl_status + 256, &status), 1,
		 "condition code");
	check_eq(status, SIGP_STATUS_INVALID_PARAMETER, "status");
	check_eq(written(0, PAGE_SIZE), -1, "first byte stored");
	smp_cpu_destroy(1);
}

static void load_vectors(void)
{
	ctl_set_bit(0, CTL0_VECTOR);
	asm volatile(
		"	.machine push\n"
		"	.machine z13\n"
		"	vlm	0,15,0(%0)\n"
		"	vlm	16,31,256(%0)\n"
		"	.machine pop\n"
		: : "a" (expected_vec_contents) : "memory");
	ctl_clear_bit(0, CTL0_VECTOR);
	testflag = 1;
	/* no call, no floating point: the registers must stay */
	asm volatile("0:	j	0b");
}

static const struct length { const char *name; unsigned int lc; } lengths[] = {
	{ "lc 0", 0 }, { "lc 10", 10 }, { "lc 11", 11 }, { "lc 12", 12 },
};

static void vectors(void)
{
	const struct length *l = subtest_row();

	if (!test_facility(129)) {
		report_skip("no vector facility");
		return;
	}
	if (l->lc && !test_facility(133)) {
		report_skip("no guarded-storage facility");
		return;
	}
	for (int i = 0; i < VEC_REGISTER_NUM; i++)
		memset(expected_vec_contents[i], i + 1, VEC_REGISTER_SIZE);
	run_cpu1(load_vectors);
	smp_cpu_stop(1);
	clear_area();
	check_eq(smp_sigp(1, SIGP_STORE_ADDITIONAL_STATUS, (unsigned long)&adtl_status | l->lc, NULL), 0,
		 "condition code");
	check_mem(adtl_status.vregs, expected_vec_contents, sizeof(expected_vec_contents),
		  "vector registers");
	check_eq(written(0x200, 0x400), -1, "first byte stored behind the vector registers");
	if (l->lc < 11)
		check_eq(written(0x400, PAGE_SIZE), -1, "first byte stored behind 1 KiB");
	else
		check_eq(written(0x420, PAGE_SIZE), -1, "first byte stored behind the GS registers");
	smp_cpu_destroy(1);
}

static void load_gs(void)
{
	ctl_set_bit(2, CTL2_GUARDED_STORAGE);
	load_gs_cb(&gs_cb);
	ctl_clear_bit(2, CTL2_GUARDED_STORAGE);
	testflag = 1;
	for (;;)
		mb();
}

static void guarded(void)
{
	const struct length *l = subtest_row();

	if (l->lc < 11) {
		report_info("no room for guarded storage");
		report_passed();
		return;
	}
	gs_cb.gsd = 0x2000000UL | 25;
	gs_cb.gssm = 0xfeedc0ffeUL;
	gs_cb.gs_epl_a = (uint64_t)&gs_epl;
	run_cpu1(load_gs);
	smp_cpu_stop(1);
	clear_area();
	check_eq(smp_sigp(1, SIGP_STORE_ADDITIONAL_STATUS, (unsigned long)&adtl_status | l->lc, NULL), 0,
		 "condition code");
	check_eq(adtl_status.gs_cb.gsd, gs_cb.gsd, "designation");
	check_eq(adtl_status.gs_cb.gssm, gs_cb.gssm, "section mask");
	check_eq(adtl_status.gs_cb.gs_epl_a, gs_cb.gs_epl_a, "parameter list address");
	smp_cpu_destroy(1);
}

static const char *needs_gs(void)
{
	const char *why = needs_2_cpus();

	if (why)
		return why;
	return test_facility(133) ? NULL : "no guarded-storage facility";
}

static const struct subtest subtests[] = {
	{ "unavailable", unavailable, .requires = needs_no_adtl },
	{ "running", running, .requires = needs_adtl },
	{ "invalid-cpu", invalid_cpu, .requires = needs_2_cpus },
	{ "unaligned", unaligned, .requires = needs_adtl },
	{ "vectors", vectors, .requires = needs_adtl, SUBTEST_ROWS(lengths) },
	{ "guarded", guarded, .requires = needs_gs, SUBTEST_ROWS(lengths) },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
