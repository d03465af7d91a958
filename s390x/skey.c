// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * skey: storage keys and key-controlled protection.
 *
 * Setting and reading keys, TEST PROTECTION, and what a wrong access key does
 * to STAP, CHSC, SPX and MSCH, with the fetch- and storage-protection overrides
 * of CR0 (PoP chapter 3 "Protection"). Keys are given as their byte: 0xA8 is
 * access-control 0xA with fetch protection.
 */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <css.h>
#include <mmu.h>
#include <vmalloc.h>
#include "pgm.h"

static uint8_t pagebuf[PAGE_SIZE * 2] __attribute__((aligned(PAGE_SIZE * 2)));
static uint8_t prefix_copy[LC_SIZE] __attribute__((aligned(LC_SIZE)));

static const char *needs_keys(void)
{
	return test_facility(169) ? "storage key removal facility" : NULL;
}

/* PSW key 1 for the instructions in between; they must not call anything */
#define KEY_1	"	spka	0x10\n"
#define KEY_0	"	spka	0\n"

static void priv(void)
{
	union skey skey;

	memset(pagebuf, 0, sizeof(pagebuf));
	set_storage_key(pagebuf, 0, 0);
	check_pgm_pstate(2, set_storage_key(pagebuf, 0x30, 0), "SSKE in problem state");
	skey.val = get_storage_key(pagebuf);
	check_ne(skey.acc, 3, "access-control bits afterwards");
	check_pgm_pstate(2, get_storage_key(pagebuf), "ISKE in problem state");
	check_pgm_pstate(2, reset_reference_bit(pagebuf), "RRBE in problem state");
}

static void invalid_address(void)
{
	void *far = (void *)-1UL;

	check_pgm(5, set_storage_key(far, 0, 0), "SSKE of -1");
	check_pgm(5, get_storage_key(far), "ISKE of -1");
	check_pgm(5, reset_reference_bit(far), "RRBE of -1");
}

static void set(void)
{
	union skey skey;

	set_storage_key(pagebuf, 0x30, 0);
	skey.val = get_storage_key(pagebuf);
	check_eq(skey.acc, 3, "access-control bits");
	check_eq(skey.fp, 0, "fetch-protection bit");
	set_storage_key(pagebuf, 0xfe, 0);
	check_eq(get_storage_key(pagebuf) & 0xfe, 0xfe, "all bits of the key");
	set_storage_key(pagebuf, 0, 0);
	check_eq(get_storage_key(pagebuf) & ~SKEY_RF, 0, "no bit of the key");
}

static const char *needs_mb(void)
{
	const char *why = needs_keys();

	if (why)
		return why;
	return test_facility(8) ? NULL : "no multiple-block SSKE without facility 8";
}

static void set_mb(void)
{
	void *addr = OPAQUE_PTR(0xe000);

	/* nobody uses 0xe000 to 0xffff, the end of the block at 64 KiB */
	set_storage_key(addr, 0, 0);
	set_storage_key(addr + PAGE_SIZE, 0, 0);
	while ((unsigned long)addr < 0x10000)
		addr = set_storage_key_mb(addr, 0x30);
	check_eq(get_storage_key(OPAQUE_PTR(0xe000)) & 0xf8, 0x30, "first block");
	check_eq(get_storage_key(OPAQUE_PTR(0xf000)) & 0xf8, 0x30, "last block");
}

static void change_bit(void)
{
	union skey skey;

	set_storage_key(pagebuf, 0x30, 0);
	skey.val = get_storage_key(pagebuf);
	check_eq(skey.ch, 0, "change bit after SSKE");
	*(volatile uint8_t *)pagebuf = 1;
	skey.val = get_storage_key(pagebuf);
	check_eq(skey.ch, 1, "change bit after a store");
	set_storage_key(pagebuf, 0, 0);
}

static void reference_bit(void)
{
	static const uint8_t keys[] = { 0, SKEY_CH, SKEY_RF, SKEY_RF | SKEY_CH };

	for (int cc = 0; cc < 4; cc++) {
		set_storage_key(pagebuf, keys[cc], 0);
		check_eq(reset_reference_bit(pagebuf), cc, "RRBE with R and C of %#x", keys[cc]);
		check_eq(get_storage_key(pagebuf) & SKEY_RF, 0, "reference bit after RRBE");
		check_eq(get_storage_key(pagebuf) & SKEY_CH, keys[cc] & SKEY_CH, "change bit after RRBE");
	}
	set_storage_key(pagebuf, 0, 0);
	(void)*(volatile uint8_t *)pagebuf;
	check_bits(get_storage_key(pagebuf), SKEY_RF, SKEY_RF, "reference bit after a fetch");
}

static void test_protection(void)
{
	unsigned long addr = (unsigned long)pagebuf;

	set_storage_key(pagebuf, 0x10, 0);
	check_eq(tprot(addr, 0), TPROT_READ_WRITE, "key 0 on 0x10");
	check_eq(tprot(addr, 1), TPROT_READ_WRITE, "key 1 on 0x10");
	check_eq(tprot(addr, 2), TPROT_READ, "key 2 on 0x10");
	set_storage_key(pagebuf, 0x18, 0);
	check_eq(tprot(addr, 2), TPROT_RW_PROTECTED, "key 2 on 0x18");
	set_storage_key(pagebuf, 0x90, 0);
	ctl_set_bit(0, CTL0_STORAGE_PROTECTION_OVERRIDE);
	check_eq(tprot(addr, 2), TPROT_READ_WRITE, "key 2 on 0x90 with storage-protection override");
	ctl_clear_bit(0, CTL0_STORAGE_PROTECTION_OVERRIDE);
	set_storage_key(pagebuf, 0, 0);
}

static void test_protection_override(void)
{
	set_storage_key(OPAQUE_PTR(0), 0x18, 0);
	check_eq(tprot(0, 2), TPROT_RW_PROTECTED, "address 0, key 2 on 0x18");
	ctl_set_bit(0, CTL0_FETCH_PROTECTION_OVERRIDE);
	check_eq(tprot(0, 2), TPROT_READ, "address 0 with fetch-protection override");
	check_eq(tprot(2048, 2), TPROT_RW_PROTECTED, "address 2048 with fetch-protection override");
	ctl_clear_bit(0, CTL0_FETCH_PROTECTION_OVERRIDE);
	set_storage_key(OPAQUE_PTR(0), 0, 0);
}

enum access { ACC_STORE = 1, ACC_FETCH = 2, ACC_UPDATE = 3 };

/*
 * The last interruption is a protection exception of key kind. @access: what
 * the instruction does that the key forbids.
 */
static void check_key_prot_exc(enum access access, const char *what)
{
	union teid teid = { .val = *(volatile uint64_t *)OPAQUE_PTR(GEN_LC_TRANS_EXC_ID) };
	enum prot_code code;

	if (!check_eq(clear_pgm_int(), PGM_INT_CODE_PROTECTION, "%s: program interruption", what))
		return;
	switch (get_supp_on_prot_facility()) {
	case SOP_NONE:
	case SOP_BASIC:
		break;
	case SOP_ENHANCED_1:
		check_eq(teid.sop_teid_predictable, 0, "%s: TEID bit 61", what);
		break;
	case SOP_ENHANCED_2:
		code = teid_esop2_prot_code(teid);
		check(code == PROT_KEY || code == PROT_KEY_OR_LAP, "%s: protection code %d", what, code);
		if (code == PROT_KEY && teid.acc_exc_fetch_store)
			check(teid.acc_exc_fetch_store & access && teid.acc_exc_fetch_store != 3,
			      "%s: TEID access %d", what, (int)teid.acc_exc_fetch_store);
	}
}

static void store_cpu_address_key_1(void)
{
	uint16_t *out = (uint16_t *)pagebuf;

	asm volatile(KEY_1 "	stap	0(%0)\n" KEY_0 : : "a" (out) : "memory");
}

/* STAP under PSW key 1 into a page with @key; must it work? */
static void stap_once(uint8_t key, bool works, const char *what)
{
	uint16_t *out = (uint16_t *)pagebuf;

	*out = 0xbeef;
	set_storage_key(pagebuf, key, 0);
	expect_pgm_int();
	store_cpu_address_key_1();
	if (works)
		check_eq(clear_pgm_int(), 0, "%s: program interruption", what);
	else
		check_key_prot_exc(ACC_STORE, what);
	/* the handler leaves the PSW key as it was */
	asm volatile(KEY_0);
	check_eq(*(volatile uint16_t *)out, works ? stap() : 0xbeef, "%s: memory", what);
	set_storage_key(pagebuf, 0, 0);
}

static void stap_keys(void)
{
	uint16_t *out = (uint16_t *)pagebuf;

	*out = 0xbeef;
	set_storage_key(pagebuf, 0x20, 0);
	asm volatile("stap	0(%0)" : : "a" (out) : "memory");
	check_eq(*(volatile uint16_t *)out, stap(), "key 0 on 0x20: memory");

	stap_once(0x10, true, "matching key");
	stap_once(0x20, false, "mismatching key");
	ctl_set_bit(0, CTL0_STORAGE_PROTECTION_OVERRIDE);
	stap_once(0x20, false, "override on, key 2");
	stap_once(0x90, true, "override on, key 9");
	ctl_clear_bit(0, CTL0_STORAGE_PROTECTION_OVERRIDE);
	stap_once(0x90, false, "override off, key 9");
}

/* DIAG 0x308 subcode 5 under PSW key 1; returns the response code */
static uint64_t set_ipl_block_key_1(void)
{
	register uint64_t r2 asm("2") = (uint64_t)pagebuf, r3 asm("3") = 0;

	asm volatile(KEY_1 "	diag	%0,%2,0x308\n" KEY_0
		     : "+d" (r2), "+d" (r3) : "d" (5UL) : "memory");
	return r3;
}

static void set_ipl_parameters(void)
{
	uint64_t response;

	memset(pagebuf, 0, PAGE_SIZE);
	set_storage_key(pagebuf, 0x28, 0);
	expect_pgm_int();
	response = set_ipl_block_key_1();
	check_eq(clear_pgm_int(), 0, "key protection does not apply");
	check_eq(response, 0x402, "the block has length 0: response");
	set_storage_key(pagebuf, 0, 0);
}

static int channel_subsystem_call_key_1(void)
{
	int cc;

	asm volatile(KEY_1 "	.insn	rre,0xb25f0000,%1,0\n"
		     "	ipm	%0\n" KEY_0 "	srl	%0,28\n"
		     : "=&d" (cc) : "a" (pagebuf) : "cc", "memory");
	return cc;
}

static void chsc_once(uint8_t key, bool works, const char *what)
{
	uint16_t *block = (uint16_t *)pagebuf;
	int cc = -1;

	memset(pagebuf, 0, PAGE_SIZE);
	block[0] = 0x10;
	block[1] = 0x10;
	set_storage_key(pagebuf, key, 0);
	expect_pgm_int();
	cc = channel_subsystem_call_key_1();
	asm volatile(KEY_0);
	if (works) {
		check_eq(clear_pgm_int(), 0, "%s: program interruption", what);
		check_eq(cc, 0, "%s: condition code", what);
		check_ne(block[9], 0, "%s: response code", what);
	} else {
		check_key_prot_exc(key & SKEY_FP ? ACC_UPDATE : ACC_STORE, what);
	}
	set_storage_key(pagebuf, 0, 0);
}

static void chsc_keys(void)
{
	chsc_once(0x10, true, "matching key");
	chsc_once(0x20, false, "mismatching key");
	chsc_once(0x28, false, "mismatching key, fetch protection");
	ctl_set_bit(0, CTL0_STORAGE_PROTECTION_OVERRIDE);
	chsc_once(0x20, false, "override on, key 2");
	chsc_once(0x90, true, "override on, key 9");
	ctl_clear_bit(0, CTL0_STORAGE_PROTECTION_OVERRIDE);
	chsc_once(0x90, false, "override off, key 9");
}

/*
 * Map the page at virtual 0 for the fetch-protection override, which is for
 * effective addresses 0 to 2047. Interruptions must not use that mapping.
 */
static void *map_at_zero(void)
{
	pgd_t *root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);

	irq_set_dat_mode(false, AS_PRIM);
	install_page(root, __pa(pagebuf), NULL);
	return NULL;
}

static void unmap_at_zero(void)
{
	pgd_t *root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);

	install_page(root, 0, NULL);
	irq_set_dat_mode(true, AS_PRIM);
}

/* Where an instruction's operand is, and whether it may be fetched with key 1 */
static const struct fetch_case {
	const char *name;
	uint8_t key;
	bool remap;
	unsigned int offset;
	bool override;
	bool works;
} fetch_cases[] = {
	{ "matching key", 0x18, false, 0, false, true },
	{ "mismatching key, no fetch protection", 0x20, false, 0, false, true },
	{ "mismatching key, fetch protection", 0x28, false, 0, false, false },
	{ "remapped at 0", 0x28, true, 0, false, false },
	{ "remapped at 0 with override", 0x28, true, 0, true, true },
	{ "remapped, 2048, with override", 0x28, true, 2048, true, false },
};

/* What spans both: run @op with the operand of @c mapped */
#define WITH_OPERAND(c, op)							\
({										\
	set_storage_key(pagebuf, (c)->key, 0);					\
	expect_pgm_int();							\
	if ((c)->override)							\
		ctl_set_bit(0, CTL0_FETCH_PROTECTION_OVERRIDE);			\
	if ((c)->remap)								\
		map_at_zero();							\
	op;									\
	if ((c)->remap)								\
		unmap_at_zero();						\
	if ((c)->override)							\
		ctl_clear_bit(0, CTL0_FETCH_PROTECTION_OVERRIDE);		\
	set_storage_key(pagebuf, 0, 0);						\
})

static void spx_keys(void)
{
	const struct fetch_case *c = subtest_row();
	uint32_t *operand = (uint32_t *)(pagebuf + c->offset);
	unsigned long addr = c->remap ? c->offset : (unsigned long)operand;
	uint32_t old = get_prefix(), now;

	memcpy(prefix_copy, OPAQUE_PTR(0), LC_SIZE);
	*operand = (uint32_t)(uintptr_t)prefix_copy;
	WITH_OPERAND(c, asm volatile(KEY_1 "	spx	0(%0)\n" KEY_0 : : "a" (addr) : "memory"));
	asm volatile(KEY_0);
	now = get_prefix();
	/* an interruption was recorded in the prefix area that was in force */
	if (c->works) {
		set_prefix(old);
		check_eq(clear_pgm_int(), 0, "program interruption");
		check_eq(now, (uint32_t)(uintptr_t)prefix_copy, "prefix");
	} else {
		set_prefix(old);
		check_key_prot_exc(ACC_FETCH, "SPX");
		check_eq(now, old, "prefix");
	}
}

static unsigned int test_device_sid;

static const char *needs_keys_and_device(void)
{
	const char *why = needs_keys();

	if (why)
		return why;
	if (!test_device_sid)
		test_device_sid = css_enumerate();
	return test_device_sid ? NULL : "could not find a device: no subchannel to modify";
}

static void msch_keys(void)
{
	const struct fetch_case *c = subtest_row();
	static uint32_t marker = 100;
	struct schib *operand = (struct schib *)(pagebuf + c->offset), after;
	unsigned long addr = c->remap ? c->offset : (unsigned long)operand;

	stsch(test_device_sid, operand);
	marker += 100;
	operand->pmcw.intparm = marker;
	WITH_OPERAND(c, asm volatile("	llgfr	%%r1,%0\n"
				     KEY_1 "	msch	0(%1)\n" KEY_0
				     : : "d" (test_device_sid), "a" (addr) : "memory", "cc", "1"));
	asm volatile(KEY_0);
	if (c->works)
		check_eq(clear_pgm_int(), 0, "program interruption");
	else
		check_key_prot_exc(ACC_FETCH, "MSCH");
	stsch(test_device_sid, &after);
	if (c->works)
		check_eq(after.pmcw.intparm, marker, "interruption parameter");
	else
		check_ne(after.pmcw.intparm, marker, "interruption parameter");
}

/* C.5: ordinary loads and stores under a PSW key */
static const struct { const char *name; uint8_t key; bool load, store; } plain_cases[] = {
	{ "matching", 0x18, true, true },
	{ "mismatching", 0x20, true, false },
	{ "mismatching, fetch protection", 0x28, false, false },
};

static void plain(void)
{
	const typeof(plain_cases[0]) *c = subtest_row();
	unsigned long value = 0, *word = (unsigned long *)pagebuf;

	*word = 0x1234;
	set_storage_key(pagebuf, c->key, 0);
	expect_pgm_int();
	asm volatile(KEY_1 "	lg	%0,0(%1)\n" KEY_0 : "+&d" (value) : "a" (word) : "memory");
	asm volatile(KEY_0);
	check_eq(clear_pgm_int(), c->load ? 0 : 4, "load: program interruption");
	check_eq(value, c->load ? 0x1234 : 0, "load: register");
	expect_pgm_int();
	asm volatile(KEY_1 "	stg	%0,0(%1)\n" KEY_0 : : "d" (0x4321UL), "a" (word) : "memory");
	asm volatile(KEY_0);
	check_eq(clear_pgm_int(), c->store ? 0 : 4, "store: program interruption");
	set_storage_key(pagebuf, 0, 0);
	check_eq(*(volatile unsigned long *)word, c->store ? 0x4321 : 0x1234, "store: memory");
}

static const struct subtest subtests[] = {
	{ "privileged", priv, .requires = needs_keys },
	{ "invalid-address", invalid_address, .requires = needs_keys },
	{ "set", set, .requires = needs_keys },
	{ "set-multiple", set_mb, .requires = needs_mb },
	{ "change-bit", change_bit, .requires = needs_keys },
	{ "reference-bit", reference_bit, .requires = needs_keys },
	{ "tprot", test_protection, .requires = needs_keys },
	{ "tprot-override", test_protection_override, .requires = needs_keys },
	{ "stap", stap_keys, .requires = needs_keys },
	{ "diag308", set_ipl_parameters, .requires = needs_keys },
	{ "chsc", chsc_keys, .requires = needs_keys },
	{ "plain", plain, .requires = needs_keys, SUBTEST_ROWS(plain_cases) },
	{ "spx", spx_keys, .requires = needs_keys, SUBTEST_ROWS(fetch_cases) },
	{ "msch", msch_keys, .requires = needs_keys_and_device, SUBTEST_ROWS(fetch_cases) },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
