// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sie: DIAGNOSE codes are intercepted, and the epoch extension is visible to
 * the guest.
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/facility.h>
#include <asm/interrupt.h>
#include <asm/page.h>
#include <sclp.h>
#include <sie.h>
#include <subtest.h>
#include <vmalloc.h>

#define GUEST_CODE	(2 * PAGE_SIZE)

static struct vm vm;

static const char *needs_sief2(void)
{
	return sclp_facilities.has_sief2 ? NULL : "SIEF2 facility unavailable";
}

static const char *needs_mef(void)
{
	const char *why = needs_sief2();

	if (why)
		return why;
	return test_facility(139) ? NULL : "multiple-epoch facility not available";
}

/* Run one instruction of the guest */
static void run_instruction(const uint8_t *instr, int len)
{
	memset(vm.guest_mem + GUEST_CODE, 0, PAGE_SIZE);
	memcpy(vm.guest_mem + GUEST_CODE, instr, len);
	vm.sblk->gpsw.addr = GUEST_CODE;
	vm.sblk->gpsw.mask = PSW_MASK_64;
	sie(&vm);
}

static const struct diag_case {
	const char *name;
	uint32_t code;
} diags[] = {
	{ "0x10", 0x10 }, { "0x44", 0x44 }, { "0x9c", 0x9c },
};

static void diag(void)
{
	const struct diag_case *d = subtest_row();
	/* diag 0,2,code */
	uint8_t instr[] = { 0x83, 0x02, d->code >> 8, d->code };

	run_instruction(instr, sizeof(instr));
	check_eq(vm.sblk->icptcode, ICPT_INST, "interception code");
	check_eq(vm.sblk->ipa, 0x8302, "instruction parameter A");
	check_eq(vm.sblk->ipb, d->code << 16, "instruction parameter B");
}

static void epoch_ext(void)
{
	/* stcke 0, then an interception */
	static const uint8_t instr[] = { 0xb2, 0x78, 0x00, 0x00, 0x83, 0x02, 0x00, 0x44 };

	memset(vm.guest_mem, 0x00, 16);
	vm.sblk->ecd |= ECD_MEF;
	vm.sblk->epdx = 0x47;
	run_instruction(instr, sizeof(instr));
	check_eq(vm.sblk->icptcode, ICPT_INST, "interception code");
	check_eq(vm.sblk->ipa, 0x8302, "instruction parameter A");
	check_eq(vm.guest_mem[0], 0x47, "epoch index stored by STCKE");
}

static const struct subtest subtests[] = {
	{ "diag", diag, .requires = needs_sief2, SUBTEST_ROWS(diags) },
	{ "epoch-extension", epoch_ext, .requires = needs_mef },
	{ }
};

int main(int argc, char **argv)
{
	if (!needs_sief2()) {
		vm.guest_mem = sie_guest_alloc(SZ_1M);
		sie_guest_create(&vm, (uint64_t)vm.guest_mem, SZ_1M);
	}
	return run_subtests(subtests, argc, argv);
}
