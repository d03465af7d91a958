// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * pfmf: PERFORM FRAME MANAGEMENT FUNCTION sets storage keys and clears frames
 * of 4 KiB and 1 MiB (PoP chapter 10).
 */
#include <libcflat.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include "pgm.h"

static uint8_t pagebuf[PAGE_SIZE * 256] __attribute__((aligned(PAGE_SIZE * 256)));

static const char *needs_pfmf(void)
{
	return test_facility(8) ? NULL : "PFMF is not available";
}

static const char *needs_pfmf_and_keys(void)
{
	if (test_facility(169))
		return "storage key removal facility";
	return needs_pfmf();
}

static void priv(void)
{
	check_pgm_pstate(2, pfmf(0, pagebuf), "problem state");
}

static void low_address(void)
{
	union pfmf_r1 r1 = { .reg.cf = 1, .reg.fsc = PFMF_FSC_4K };

	check_pgm_lap(4, pfmf(r1.val, OPAQUE_PTR(0x1000)), "clear 0x1000 with low-address protection");
	check_pgm_lap(4, pfmf(r1.val, OPAQUE_PTR(0)), "clear 0 with low-address protection");
}

static void key_4k(void)
{
	union pfmf_r1 r1 = { .reg.sk = 1, .reg.fsc = PFMF_FSC_4K, .reg.key = 0x30 };

	pfmf(r1.val, pagebuf);
	check_eq(get_storage_key(pagebuf) & (SKEY_ACC | SKEY_FP), 0x30, "key of a 4 KiB frame");
}

static void key_1m(void)
{
	union pfmf_r1 r1 = { .reg.sk = 1, .reg.fsc = PFMF_FSC_1M, .reg.key = 0x30 };
	unsigned int i;

	for (i = 0; i < 256; i++)
		set_storage_key(pagebuf + i * PAGE_SIZE, 0, 0);
	pfmf(r1.val, pagebuf);
	for (i = 0; i < 256; i++)
		if ((get_storage_key(pagebuf + i * PAGE_SIZE) & (SKEY_ACC | SKEY_FP)) != 0x30)
			break;
	check_eq(i, 256, "blocks with the key set in a 1 MiB frame");
	r1.reg.key = 0;
	pfmf(r1.val, pagebuf);
}

static void clear(unsigned int fsc, size_t size)
{
	union pfmf_r1 r1 = { .reg.cf = 1, .reg.fsc = fsc };
	size_t i;

	memset(pagebuf, 42, sizeof(pagebuf));
	pfmf(r1.val, pagebuf);
	for (i = 0; i < sizeof(pagebuf) && !pagebuf[i]; i++)
		;
	check_eq(i, size, "bytes cleared in a frame of %lu bytes", size);
}

static void clear_4k(void)
{
	clear(PFMF_FSC_4K, PAGE_SIZE);
}

static void clear_1m(void)
{
	clear(PFMF_FSC_1M, SZ_1M);
}

static const struct subtest subtests[] = {
	{ "privileged", priv, .requires = needs_pfmf },
	{ "low-address", low_address, .requires = needs_pfmf },
	{ "key-4k", key_4k, .requires = needs_pfmf_and_keys },
	{ "clear-4k", clear_4k, .requires = needs_pfmf },
	{ "key-1m", key_1m, .requires = needs_pfmf_and_keys },
	{ "clear-1m", clear_1m, .requires = needs_pfmf },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
