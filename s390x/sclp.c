// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * sclp: SERVICE CALL refuses what is malformed, with program interruptions for
 * the instruction's operands and response codes for the block's content.
 */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <sclp.h>
#include "pgm.h"

#define PGM_BIT_SPEC	(1UL << PGM_INT_CODE_SPECIFICATION)
#define PGM_BIT_ADDR	(1UL << PGM_INT_CODE_ADDRESSING)
#define MKPTR(x)	((void *)(uint64_t)(x))

static uint8_t pagebuf[LC_SIZE] __attribute__((aligned(LC_SIZE)));
static uint8_t prefix_buf[LC_SIZE] __attribute__((aligned(LC_SIZE)));
static uint32_t valid_code;
static struct { int pgm, cc; uint16_t rc; } last;

/* SERVICE CALL with the completion interruption; @raw: encoding with ignored bits set */
static int service_call(uint32_t command, const void *addr, bool raw)
{
	int cc;

	expect_pgm_int();
	sclp_mark_busy();
	sclp_setup_int();
	if (raw)
		asm volatile(".insn	rre,0xb2204200,%1,%2\n"
			     "	ipm	%0\n"
			     "	srl	%0,28\n"
			     : "=&d" (cc) : "d" (command), "a" (addr) : "cc", "memory");
	else
		cc = servc(command, (unsigned long)addr);
	last.pgm = clear_pgm_int();
	last.cc = cc;
	if (!last.pgm && !cc) {
		sclp_wait_busy();
	} else {
		/* nothing will complete */
		ctl_clear_bit(0, CTL0_SERVICE_SIGNAL);
		sclp_clear_busy();
	}
	return last.pgm;
}

/*
 * One call with what is at @addr. @pgm_mask: allowed program interruptions, 0
 * for none, then @rc is the wanted response code.
 */
static bool probe(uint32_t command, uint8_t *addr, uint64_t pgm_mask, uint16_t rc)
{
	SCCBHeader *h = (SCCBHeader *)addr;

	service_call(command, addr, false);
	if (pgm_mask) {
		if (last.pgm && pgm_mask & (1UL << last.pgm))
			return true;
		report_info("SCCB at %p, command %#x: expected a program interruption out of %#lx, got %d",
			    addr, command, pgm_mask, last.pgm);
		return false;
	}
	if (!last.pgm && h->response_code == rc)
		return true;
	report_info("SCCB at %p, command %#x: expected response %#x, got %#x and program interruption %d",
		    addr, command, rc, h->response_code, last.pgm);
	return false;
}

static void ignored_bits(void)
{
	ReadInfo *info = (ReadInfo *)pagebuf;

	memset(pagebuf, 0, PAGE_SIZE);
	info->h.length = PAGE_SIZE;
	service_call(valid_code, pagebuf, true);
	check_eq(last.pgm, 0, "no program interruption");
	check_eq(last.cc, 0, "condition code");
	check_eq(info->h.response_code, SCLP_RC_NORMAL_READ_COMPLETION, "response code");
}

static void priv(void)
{
	SCCBHeader *h = (SCCBHeader *)pagebuf;
	uint16_t code;

	memset(pagebuf, 0, PAGE_SIZE);
	h->length = PAGE_SIZE;
	expect_pgm_int();
	sclp_mark_busy();
	sclp_setup_int();
	enter_pstate();
	servc(valid_code, (unsigned long)pagebuf);
	leave_pstate();
	code = clear_pgm_int();
	ctl_clear_bit(0, CTL0_SERVICE_SIGNAL);
	sclp_clear_busy();
	check_eq(code, PGM_INT_CODE_PRIVILEGED_OPERATION, "problem state");
}

static const char *needs_hole(void)
{
	return get_ram_size() >= SZ_2G ? "invalid SCCB address: no hole below 2 GiB" : NULL;
}

static void beyond_memory(void)
{
	static const struct { uint64_t end, step; } ranges[] = {
		{ SZ_64K, 8 }, { SZ_1M, 808 }, { SZ_2G, 800024 },
	};
	uint64_t ram = get_ram_size(), off = 0;
	bool ok = true;

	for (unsigned int i = 0; i < ARRAY_SIZE(ranges) && ok; i++)
		for (; ok && off < ranges[i].end && ram + off < SZ_2G; off += ranges[i].step)
			ok = probe(valid_code, MKPTR(ram + off), PGM_BIT_ADDR, 0);
	check(ok, "blocks beyond memory are addressing exceptions");
}

static void too_short(void)
{
	bool ok = true;

	for (uint16_t len = 0; len < 8 && ok; len++) {
		memset(pagebuf, 0, 8);
		((SCCBHeader *)pagebuf)->length = len;
		ok = probe(valid_code, pagebuf, PGM_BIT_SPEC, 0);
	}
	check(ok, "blocks shorter than a header are specification exceptions");
}

static void unaligned(void)
{
	bool ok = true;

	for (int off = 1; off < 8 && ok; off++) {
		memset(pagebuf, 0, 64);
		((SCCBHeader *)(pagebuf + off))->length = 24;
		ok = probe(valid_code, pagebuf + off, PGM_BIT_SPEC, 0);
	}
	check(ok, "unaligned blocks are specification exceptions");
}

/* A block anywhere in the 8 KiB at @area, as the running prefix has it */
static bool probe_area(uint8_t *area)
{
	bool ok = true;

	for (unsigned int off = 0; off < LC_SIZE && ok; off += 8)
		ok = probe(valid_code, area + off, PGM_BIT_SPEC, 0);
	return ok;
}

static void in_prefix_area(bool low)
{
	uint32_t prefix = (uint32_t)(uintptr_t)prefix_buf, old = get_prefix();
	bool ok;

	/*
	 * Real 0 to 8191 are absolute prefix to prefix + 8191 and the other
	 * way round; absolute addresses count here.
	 */
	memcpy(prefix_buf, OPAQUE_PTR(0), LC_SIZE);
	set_prefix(prefix);
	ok = probe_area(low ? OPAQUE_PTR(0) : prefix_buf);
	set_prefix(old);
	check(ok, "blocks in %s are specification exceptions",
	      low ? "absolute 0 to 8191" : "the prefix area");
}

static void low_pages(void)
{
	in_prefix_area(true);
}

static void prefix_pages(void)
{
	in_prefix_area(false);
}

/* The address is a 31-bit one: bits 0-32 of the register must be zero. */
static bool probe_high(uint64_t bits)
{
	static const uint64_t allowed = PGM_BIT_SPEC | PGM_BIT_ADDR;
	uint64_t with_buffer = bits | (uint64_t)pagebuf;
	uint64_t ram = get_ram_size();

	((SCCBHeader *)pagebuf)->length = PAGE_SIZE;
	return probe(valid_code, MKPTR(bits), bits >= ram ? allowed : PGM_BIT_SPEC, 0) &&
	       probe(valid_code, MKPTR(with_buffer),
		     with_buffer >= ram ? allowed : PGM_BIT_SPEC, 0);
}

static void high_addresses(void)
{
	bool ok = true;
	uint64_t mask = 0xffffffff80000000UL;

	memset(pagebuf, 0, 8);
	for (int bit = 31; bit < 64 && ok; bit++)
		ok = probe_high(1UL << bit) &&
		     (bit == 63 || probe_high(3UL << bit)) &&
		     probe_high(mask << (bit - 31)) &&
		     probe_high(mask & ~(bit == 63 ? 0 : ~0UL << (bit + 1)));
	ok = ok && probe_high(0xdeadbeef00000000UL) && probe_high(0xffffffff80000000UL);
	check(ok, "addresses above 31 bits are refused");
}

static void invalid_command(void)
{
	bool ok = true;

	for (unsigned int i = 0; i < 0x10000 && ok; i++) {
		memset(pagebuf, 0, 16);
		((SCCBHeader *)pagebuf)->length = PAGE_SIZE;
		ok = probe(0xdead0000 | i, pagebuf, 0, SCLP_RC_INVALID_SCLP_COMMAND);
	}
	check(ok, "unknown commands");
	ok = true;
	for (unsigned int i = 0; i < 0x100 && ok; i++) {
		/* the class is the last byte of the command word */
		if (i == (valid_code & 0xff))
			continue;
		((SCCBHeader *)pagebuf)->response_code = 0;
		ok = probe((valid_code & ~0xffu) | i, pagebuf, 0, SCLP_RC_INVALID_SCLP_COMMAND);
	}
	check(ok, "known command of another class");
}

static bool insufficient(uint32_t command, uint16_t from, uint16_t to)
{
	bool ok = true;

	for (uint16_t len = from; len < to && ok; len++) {
		memset(pagebuf, 0, 256);
		((SCCBHeader *)pagebuf)->length = len;
		ok = probe(command, pagebuf, 0, SCLP_RC_INSUFFICIENT_SCCB_LENGTH);
	}
	return ok;
}

static void insufficient_length(void)
{
	check(insufficient(valid_code, 8, 144), "READ SCP INFO needs 144 bytes");
	check(insufficient(SCLP_READ_CPU_INFO, 8, 40), "READ CPU INFO needs 40 bytes");
}

static void boundary(void)
{
	uint8_t *end = pagebuf + PAGE_SIZE;
	bool ok = true;

	for (unsigned int len = 32; len <= PAGE_SIZE && ok; len++) {
		for (unsigned int off = len & 7 ? len & ~7u : len - 8; off >= 8 && ok; off -= 8) {
			/* a whole block would fit, or would cross by less than eight bytes */
			uint8_t *at = end - off;

			if (at + len <= end)
				continue;
			((SCCBHeader *)at)->length = len;
			((SCCBHeader *)at)->response_code = 0;
			ok = probe(SCLP_CMD_WRITE_EVENT_DATA, at, 0,
				   SCLP_RC_SCCB_BOUNDARY_VIOLATION);
			/* every offset for short blocks, some for long ones */
			if (len > 128 && off > 256)
				off -= off / 8 & ~7u;
		}
		if (len > 128)
			len += 60;
	}
	check(ok, "blocks that cross a 4 KiB boundary");
}

static void too_long(void)
{
	bool ok = true;

	for (unsigned int len = PAGE_SIZE + 1; len < 2 * PAGE_SIZE && ok; len++) {
		((SCCBHeader *)pagebuf)->length = len;
		((SCCBHeader *)pagebuf)->response_code = 0;
		ok = probe(SCLP_CMD_WRITE_EVENT_DATA, pagebuf, 0, SCLP_RC_SCCB_BOUNDARY_VIOLATION);
	}
	check(ok, "blocks longer than a page");
}

/* Which of the two read-info commands does this machine know? */
static void find_valid_code(void)
{
	static const uint32_t codes[] = { SCLP_CMDW_READ_SCP_INFO_FORCED, SCLP_CMDW_READ_SCP_INFO };

	for (unsigned int i = 0; i < ARRAY_SIZE(codes); i++) {
		memset(pagebuf, 0, PAGE_SIZE);
		((SCCBHeader *)pagebuf)->length = PAGE_SIZE;
		service_call(codes[i], pagebuf, false);
		if (((SCCBHeader *)pagebuf)->response_code != SCLP_RC_INVALID_SCLP_COMMAND) {
			valid_code = codes[i];
			return;
		}
	}
	report_abort("READ_SCP_INFO failed");
}

static const struct subtest subtests[] = {
	{ "ignored-bits", ignored_bits },
	{ "privileged", priv },
	{ "addressing", beyond_memory, .requires = needs_hole },
	{ "too-short", too_short },
	{ "unaligned", unaligned },
	{ "low-pages", low_pages },
	{ "prefix-pages", prefix_pages },
	{ "high-addresses", high_addresses },
	{ "invalid-command", invalid_command },
	{ "insufficient-length", insufficient_length },
	{ "boundary", boundary },
	{ "too-long", too_long },
	{ }
};

int main(int argc, char **argv)
{
	find_valid_code();
	return run_subtests(subtests, argc, argv);
}
