// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * mvpg: MOVE PAGE.
 *
 * Function codes that do not exist, addressing and access exceptions, with and
 * without the condition-code option, and destination pages that nobody has
 * touched before, which a hypervisor must bring in (PoP chapter 10).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/asm-offsets.h>
#include <asm/facility.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include <hardware.h>
#include <mmu.h>
#include <vmalloc.h>
#include "pgm.h"

/* Key-function control in bits 52-55 of GR0, condition-code option bit 55 */
#define KFC(x)	((x) << 10)
#define CCO	0x100

#define FRESH_PAGES	8
#define MEMORY_PAGES	((16 << 20) >> PAGE_SHIFT)

static uint8_t source[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static uint8_t buffer[PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static uint8_t *fresh;
static unsigned int fresh_used;

/* Returns the condition code */
static int mvpg(unsigned long r0, void *dest, const void *src)
{
	register unsigned long reg0 asm("0") = r0;
	int cc;

	asm volatile("	mvpg	%1,%2\n"
		     "	ipm	%0\n"
		     "	srl	%0,28\n"
		     : "=&d" (cc) : "a" (dest), "a" (src), "d" (reg0) : "memory", "cc");
	return cc;
}

static void fill_source(void)
{
	for (unsigned int i = 0; i < PAGE_SIZE; i++)
		source[i] = i + 42;
}

static bool moved(const uint8_t *dest)
{
	return !memcmp(dest, source, PAGE_SIZE);
}

static const char *needs_mps(void)
{
	return test_facility(149) ? NULL : "move-page-and-set-key facility not available";
}

static void priv(void)
{
	check_pgm_pstate(2, mvpg(KFC(4), buffer, source), "function 4 in problem state");
	check_pgm_pstate(2, mvpg(KFC(5), buffer, source), "function 5 in problem state");
}

static void specification(void)
{
	check_pgm(6, mvpg(KFC(3), buffer, source), "key-function control 3");
	for (int i = test_facility(149) ? 6 : 4; i < 32; i++)
		check_pgm(6, mvpg(KFC(i), buffer, source), "key-function control %d", i);
}

static void addressing(void)
{
	void *far = (void *)PAGE_MASK;

	check_pgm(5, mvpg(0, buffer, far), "source beyond memory");
	check_pgm(5, mvpg(0, far, source), "destination beyond memory");
}

static void success(void)
{
	int cc;

	memset(buffer, 0xff, PAGE_SIZE);
	check_eq(mvpg(0, buffer, source), 0, "supervisor state: condition code");
	check(moved(buffer), "supervisor state: page moved");
	memset(buffer, 0xff, PAGE_SIZE);
	enter_pstate();
	cc = mvpg(0, buffer, source);
	leave_pstate();
	check_eq(cc, 0, "problem state: condition code");
	check(moved(buffer), "problem state: page moved");
	/* addresses are those of the pages' first bytes, whatever the low bits say */
	memset(buffer, 0xff, PAGE_SIZE);
	check_eq(mvpg(0, buffer + 100, source + 200), 0, "offsets in the page: condition code");
	check(moved(buffer), "offsets in the page: page moved");
}

static void small_loop(void)
{
	uint8_t *dest = fresh + fresh_used * PAGE_SIZE;

	assert(fresh_used + FRESH_PAGES <= MEMORY_PAGES);
	fresh_used += FRESH_PAGES;
	for (int i = 0; i < FRESH_PAGES; i++) {
		check_eq(mvpg(0, dest + i * PAGE_SIZE, source), 0, "cold page %d: condition code", i);
		check(moved(dest + i * PAGE_SIZE), "cold page %d: page moved", i);
	}
	memset(dest, 0, FRESH_PAGES * PAGE_SIZE);
	for (int i = 0; i < FRESH_PAGES; i++) {
		check_eq(mvpg(0, dest + i * PAGE_SIZE, source), 0, "warm page %d: condition code", i);
		check(moved(dest + i * PAGE_SIZE), "warm page %d: page moved", i);
	}
}

static void real_memory(void)
{
	disable_dat();
	irq_set_dat_mode(false, AS_PRIM);
	small_loop();
	irq_set_dat_mode(true, AS_PRIM);
	enable_dat();
}

static void dat(void)
{
	small_loop();
}

/* MVPG with a known encoding, so that the operand access id can be compared */
static int mvpg_r2_r4(void *dest, void *src)
{
	register unsigned long reg0 asm("0") = 0;
	register void *r2 asm("2") = dest;
	register void *r4 asm("4") = src;
	int cc;

	asm volatile("	.insn	rre,0xb2540000,2,4\n"
		     "	ipm	%0\n"
		     "	srl	%0,28\n"
		     : "=&d" (cc) : "d" (r2), "d" (r4), "d" (reg0) : "memory", "cc");
	return cc;
}

static void access_fault(uint16_t code, const char *what)
{
	expect_pgm_int();
	mvpg_r2_r4(buffer, source);
	check_eq(clear_pgm_int(), code, "%s", what);
	if (code == PGM_INT_CODE_PAGE_TRANSLATION)
		check_eq(*(volatile uint8_t *)OPAQUE_PTR(GEN_LC_OP_ACC_ID), 0x24,
			 "%s: operand access identification", what);
}

static void cco0(void)
{
	memset(buffer, 0xff, PAGE_SIZE);
	protect_page(source, PAGE_ENTRY_P);
	check_eq(mvpg(0, buffer, source), 0, "source read-only: condition code");
	check(moved(buffer), "source read-only: page moved");
	unprotect_page(source, PAGE_ENTRY_P);

	protect_page(buffer, PAGE_ENTRY_P);
	access_fault(PGM_INT_CODE_PROTECTION, "destination read-only");
	unprotect_page(buffer, PAGE_ENTRY_P);

	protect_page(source, PAGE_ENTRY_I);
	access_fault(PGM_INT_CODE_PAGE_TRANSLATION, "source invalid");
	unprotect_page(source, PAGE_ENTRY_I);

	protect_page(buffer, PAGE_ENTRY_I);
	access_fault(PGM_INT_CODE_PAGE_TRANSLATION, "destination invalid");
	unprotect_page(buffer, PAGE_ENTRY_I);
}

static void cco1(void)
{
	int cc;

	protect_page(buffer, PAGE_ENTRY_P);
	check_pgm(PGM_INT_CODE_PROTECTION, mvpg(CCO, buffer, source), "destination read-only");
	unprotect_page(buffer, PAGE_ENTRY_P);

	protect_page(buffer, PAGE_ENTRY_I);
	check_pgm(0, cc = mvpg(CCO, buffer, source), "destination invalid: no interruption");
	check_eq(cc, 1, "destination invalid: condition code");
	protect_page(source, PAGE_ENTRY_I);
	check_pgm(0, cc = mvpg(CCO, buffer, source), "both invalid: no interruption");
	check_eq(cc, 2, "both invalid: condition code");
	unprotect_page(buffer, PAGE_ENTRY_I);
	check_pgm(0, cc = mvpg(CCO, buffer, source), "source invalid: no interruption");
	check_eq(cc, 2, "source invalid: condition code");
	unprotect_page(source, PAGE_ENTRY_I);
}

static const struct subtest subtests[] = {
	{ "privileged", priv, .requires = needs_mps },
	{ "specification", specification },
	{ "addressing", addressing },
	{ "success", success },
	{ "real", real_memory },
	{ "dat", dat },
	{ "cco0", cco0 },
	{ "cco1", cco1 },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	fill_source();
	fresh = alloc_pages_flags(get_order(MEMORY_PAGES), FLAG_DONTZERO | FLAG_FRESH);
	assert(fresh);
	return run_subtests(subtests, argc, argv);
}
