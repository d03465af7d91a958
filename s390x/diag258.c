// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * diag258: DIAGNOSE 0x258, page-reference services (pfault handshaking).
 *
 * The address of the parameter block is a real one: it is not translated, but
 * prefixed; the block itself is checked (CP Programming Services, SC24-6179).
 */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <mmu.h>
#include <sclp.h>
#include <vmalloc.h>
#include "pgm.h"

#define PFAULT_TOKEN	0
#define PFAULT_CANCEL	1

struct refbk {
	uint16_t refdiagc;
	uint16_t reffcode;
	uint16_t refdwlen;
	uint16_t refversn;
	uint64_t refgaddr;
	uint64_t refselmk;
	uint64_t refcmpmk;
	uint64_t reserved;
} __attribute__((packed, aligned(8)));
_Static_assert(sizeof(struct refbk) == 40, "pfault block");

static uint8_t prefix_buf[LC_SIZE] __attribute__((aligned(LC_SIZE)));

static const struct refbk token_block = {
	.refdiagc = 0x258,
	.reffcode = PFAULT_TOKEN,
	.refdwlen = 5,
	.refversn = 2,
	.refgaddr = 0,
	.refselmk = 1UL << 48,
	.refcmpmk = 1UL << 48,
	.reserved = 0x8000000000000000UL,
};

static int64_t diag258(uint64_t block)
{
	int64_t rc = -1;

	asm volatile("diag	%1,%0,0x258" : "+d" (rc) : "a" (block) : "cc", "memory");
	return rc;
}

/* An address that nothing can be behind tells whether anybody looks at it. */
static const char *needs_diag258(void)
{
	uint16_t code;

	expect_pgm_int();
	diag258(0xfffffffffffffff0UL);
	code = clear_pgm_int();
	return code == PGM_INT_CODE_SPECIFICATION ? "diag258 not supported" : NULL;
}

static void priv(void)
{
	struct refbk block = token_block;

	check_pgm_pstate(2, diag258((uint64_t)&block), "problem state");
}

static void wrong_code(void)
{
	struct refbk block = token_block;

	block.refdiagc = 0xc0fe;
	check_pgm(6, diag258((uint64_t)&block), "block for another DIAGNOSE");
}

static void real_address(void)
{
	void *virt = (void *)get_ram_size();
	struct refbk *page = alloc_page();
	pgd_t *root = (pgd_t *)(stctg(1) & ASCE_ORIGIN);

	*page = token_block;
	install_page(root, __pa(page), virt);
	check_pgm(5, diag258((uint64_t)virt), "address that is valid as a virtual one only");
	protect_page(virt, PAGE_ENTRY_I);
	check_pgm(5, diag258((uint64_t)virt), "address that is no valid one");
	free_page(page);
}

static int64_t prefixed(uint16_t function, uint64_t area)
{
	struct refbk *block = OPAQUE_PTR(area);
	uint32_t old_prefix = get_prefix();
	int64_t rc;

	*block = token_block;
	block->reffcode = function;
	if (function == PFAULT_CANCEL)
		block->refselmk = block->refcmpmk = 0;
	memcpy(prefix_buf, OPAQUE_PTR(0), LC_SIZE);
	memset(prefix_buf + area, 0, sizeof(*block));
	set_prefix((uint32_t)(uintptr_t)prefix_buf);
	/* absolute @area is real prefix + @area now */
	rc = diag258((uint64_t)prefix_buf + area);
	set_prefix(old_prefix);
	return rc;
}

static void prefixing(void)
{
	check_eq(prefixed(PFAULT_TOKEN, 0x3a0), 0, "token through reverse prefixing");
	/* 4 would mean that the token was not taken */
	check_eq(prefixed(PFAULT_CANCEL, 0x3a0), 0, "cancel through reverse prefixing");
}

static void end_of_memory(void)
{
	check_pgm(5, diag258(get_ram_size() - 8), "block that runs out of memory");
}

static const struct subtest subtests[] = {
	{ "privileged", priv, .requires = needs_diag258 },
	{ "refdiagc", wrong_code, .requires = needs_diag258 },
	{ "real", real_address, .requires = needs_diag258 },
	{ "prefixing", prefixing, .requires = needs_diag258 },
	{ "end-of-memory", end_of_memory, .requires = needs_diag258 },
	{ }
};

int main(int argc, char **argv)
{
	setup_vm();
	return run_subtests(subtests, argc, argv);
}
