// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * css-program: channel programs, and the condition codes of the I/O instructions.
 *
 * Chaining, transfers, lengths, skipping, indirect data addresses, suspension and the
 * programs that end in a program check (PoP chapter 15), the status that each I/O
 * instruction finds (chapter 14), which interruption comes first (chapter 16).
 */
#include <libcflat.h>
#include <asm/arch_def.h>
#include <asm/mem.h>
#include <asm/page.h>
#include <asm/time.h>
#include <css.h>
#include <hardware.h>
#include <interrupt.h>
#include <malloc_io.h>
#include <sclp.h>
#include "pgm.h"

#define CODE(n)		((n) * 8)		/* in the first page: CCWs */
#define DATA(n)		(0x1000 + (n))		/* in the next pages */
#define ODD		4			/* no CCW is there */
#define OK		(SCSW_DEVS_SCH_END | SCSW_DEVS_DEV_END)
#define PROGRAM_CHECK	0x20
#define UNIT_CHECK	0x02
#define COMMAND_REJECT	0x80
#define SENSE		0x04
#define UNKNOWN		0x7f			/* no command of the device's */
#define UNKNOWN_LENGTH	32			/* of the sense data */

#define CTRL		(ORB_CTRL_FMT | ORB_LPM_DFLT)
#define SUSPENDED	0x00000020		/* SCSW activity control */
#define DEFERRED_CC	0x03000000
#define NO_SUBCHANNEL	0x0001ffff
#define CSENSE		1			/* PMCW: concurrent sense */

static unsigned int sid, other_sid;
static uint8_t *area;				/* CCWs, then three pages of data */
static const uint8_t pattern = 0xa5;

/* Until it is pending, and half a second at most; TSCH's condition code */
static int wait_status(unsigned int id, struct irb *irb)
{
	uint64_t end = get_clock_ms() + 500;
	int cc;

	while ((cc = tsch(id, irb)) == 1 && get_clock_ms() < end)
		;
	return cc;
}

static struct ccw1 *ccws(void)
{
	return (struct ccw1 *)area;
}

static void put(int i, int code, int flags, int count, unsigned int offset)
{
	ccws()[i] = (struct ccw1){ code, flags, count, offset ? (uintptr_t)area + offset : 0 };
}

static int start(unsigned int id, uint32_t ctrl, uint32_t cpa)
{
	struct orb orb = { .intparm = id, .ctrl = ctrl, .cpa = cpa };

	return ssch(id, &orb);
}

static const struct program {
	const char *name;
	uint32_t ctrl;				/* besides CTRL */
	uint8_t dev_stat, sch_stat;
	uint8_t last;				/* CCW address in the status: behind this one */
	uint16_t from, bytes;			/* what has become sense-id data, at DATA(from) */
	uint16_t count;				/* residual */
	struct ccw1 ccw[6];
} programs[] = {
	{ "NOP", 0, OK, 0, 0, .count = 1, .ccw = { { CCW_C_NOP, CCW_F_SLI, 1, DATA(0) } } },
	{ "sense ID", 0, OK, 0, 0, 0, 256, 0, { { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "sense ID, 8 bytes, SLI", 0, OK, 0, 0, 0, 8, 0, { { CCW_CMD_SENSE_ID, CCW_F_SLI, 8, DATA(0) } } },
	{ "sense ID, 512 bytes, SLI", 0, OK, 0, 0, 0, 256, 256, { { CCW_CMD_SENSE_ID, CCW_F_SLI, 512, DATA(0) } } },
	{ "sense ID, 8 bytes, incorrect length", 0, OK, SCSW_SCHS_IL, 0, 0, 8, 0,
	  { { CCW_CMD_SENSE_ID, 0, 8, DATA(0) } } },
	{ "sense ID, skipped", 0, OK, 0, 0, 0, 0, 0, { { CCW_CMD_SENSE_ID, CCW_F_SKP, 256, DATA(0) } } },
	{ "not chained", 0, OK, 0, 0, .count = 1,
	  .ccw = { { CCW_C_NOP, CCW_F_SLI, 1, DATA(0) }, { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "chained commands", 0, OK, 0, 1, 0, 256, 0,
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "chained three times", 0, OK, 0, 3, 16, 256, 0,
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) },
	    { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_CMD_SENSE_ID, 0, 256, DATA(16) } } },
	{ "transfer in channel", 0, OK, 0, 4, 0, 256, 0,
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_C_TIC, 0, 0, CODE(4) },
	    { UNKNOWN, 0, 1, DATA(0) }, { UNKNOWN, 0, 1, DATA(0) }, { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "transfer to a transfer", 0, 0, PROGRAM_CHECK, 3, .ccw =
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_C_TIC, 0, 0, CODE(3) }, { },
	    { CCW_C_TIC, 0, 0, CODE(4) }, { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "begins with a transfer", 0, 0, PROGRAM_CHECK, 0, .ccw =
	  { { CCW_C_TIC, 0, 0, CODE(1) }, { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "transfer with a count", 0, 0, PROGRAM_CHECK, 1, .ccw =
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_C_TIC, 0, 1, CODE(2) },
	    { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "transfer with a flag", 0, 0, PROGRAM_CHECK, 1, .ccw =
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_C_TIC, CCW_F_SLI, 0, CODE(2) },
	    { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "transfer code 18", 0, 0, PROGRAM_CHECK, 1, .ccw =
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { 0x18, 0, 0, CODE(2) },
	    { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
	{ "transfer to +4", 0, 0, PROGRAM_CHECK, 3, .ccw =
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_C_TIC, 0, 0, CODE(3) + ODD } } },
	{ "command code 00", 0, 0, PROGRAM_CHECK, 0, .ccw = { { 0, CCW_F_SLI, 1, DATA(0) } } },
	{ "command code 50", 0, 0, PROGRAM_CHECK, 0, .ccw = { { 0x50, CCW_F_SLI, 1, DATA(0) } } },
	{ "MIDA without its control", 0, 0, PROGRAM_CHECK, 0, .ccw =
	  { { CCW_CMD_SENSE_ID, CCW_F_MIDA, 256, DATA(0) } } },
	{ "suspend without its control", 0, 0, PROGRAM_CHECK, 0, .ccw =
	  { { CCW_CMD_SENSE_ID, CCW_F_S, 256, DATA(0) } } },
	{ "suspend in the second, without its control", 0, 0, PROGRAM_CHECK, 1, .ccw =
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { CCW_CMD_SENSE_ID, CCW_F_S, 256, DATA(0) } } },
	{ "unknown command", 0, UNIT_CHECK, 0, 0, .ccw = { { UNKNOWN, CCW_F_SLI, 1, DATA(0) } } },
	{ "unknown command ends the chain", 0, UNIT_CHECK, 0, 1, .ccw =
	  { { CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0) }, { UNKNOWN, CCW_F_SLI | CCW_F_CC, 1, DATA(0) },
	    { CCW_CMD_SENSE_ID, 0, 256, DATA(0) } } },
};

static const uint8_t *id_bytes(void)
{
	static uint8_t bytes[256];
	static bool known;
	struct irb irb;

	if (!known) {
		put(0, CCW_CMD_SENSE_ID, 0, 256, DATA(0));
		if (start(sid, CTRL, (uintptr_t)area) || wait_status(sid, &irb) || irb.scsw.dev_stat != OK)
			report_abort("no SENSE ID: device status %02x", irb.scsw.dev_stat);
		memcpy(bytes, area + DATA(0), sizeof(bytes));
		known = true;
	}
	return bytes;
}

/* @bytes of sense-id data at DATA(@from), nothing changed around them */
static void check_data(unsigned int from, unsigned int bytes, const char *what)
{
	unsigned int stray = 0;

	check_mem(area + DATA(from), id_bytes(), bytes, "%s: data", what);
	for (unsigned int i = 0; i < 3 * PAGE_SIZE; i++)
		stray += (i < from || i >= from + bytes) && area[DATA(i)] != pattern;
	check_eq(stray, 0, "%s: bytes changed elsewhere", what);
}

static void program(void)
{
	const struct program *p = subtest_row();
	struct irb irb = { };

	id_bytes();
	memset(area + DATA(0), pattern, 3 * PAGE_SIZE);
	for (int i = 0; i < 6; i++)
		put(i, p->ccw[i].code, p->ccw[i].flags, p->ccw[i].count, p->ccw[i].data_address);
	if (!check_eq(start(sid, CTRL | p->ctrl, (uintptr_t)area), 0, "SSCH") ||
	    !check_eq(wait_status(sid, &irb), 0, "status is pending"))
		return;
	check_eq(irb.scsw.dev_stat, p->dev_stat, "device status");
	check_eq(irb.scsw.sch_stat, p->sch_stat, "subchannel status");
	check_eq(irb.scsw.ccw_addr, (uintptr_t)area + CODE(p->last + 1) + (ccws()[1].data_address & ODD),
		 "CCW address");
	check_eq(!(irb.scsw.ctrl & SCSW_SC_ALERT), p->dev_stat == OK && !p->sch_stat, "no alert");
	check_bits(irb.scsw.ctrl, SCSW_SC_PENDING | SCSW_SC_PRIMARY | SCSW_FC_START,
		   SCSW_SC_PENDING | SCSW_SC_PRIMARY | SCSW_FC_START, "status and function control");
	if (p->dev_stat == OK && ccws()[p->last].code != CCW_C_NOP)
		check_eq(irb.scsw.count, p->count, "residual count");
	check_data(p->from, p->bytes, "data");
	check_eq(tsch(sid, &irb), 1, "TSCH has cleared the status");
	/* forget the reason of a unit check */
	put(0, SENSE, CCW_F_SLI, 32, DATA(0));
	if (p->dev_stat & UNIT_CHECK && !start(sid, CTRL, (uintptr_t)area))
		wait_status(sid, &irb);
}

/* Indirect data addresses: the list at DATA(0), @n bytes at @first and the others at @second */
static void indirect(uint32_t ctrl, unsigned int first, unsigned int second, unsigned int n, const char *what)
{
	struct irb irb = { };

	id_bytes();
	memset(area + DATA(0), pattern, 3 * PAGE_SIZE);
	for (int i = 0; i < 2; i++) {
		uintptr_t address = (uintptr_t)area + DATA(i ? second : first);

		if (ctrl & ORB_CTRL_C64)
			((uint64_t *)(area + DATA(0)))[i] = address;
		else
			((uint32_t *)(area + DATA(0)))[i] = address;
	}
	put(0, CCW_CMD_SENSE_ID, CCW_F_IDA, 256, DATA(0));
	check_eq(start(sid, CTRL | ctrl, (uintptr_t)area), 0, "%s: SSCH", what);
	check_eq(wait_status(sid, &irb), 0, "%s: status is pending", what);
	check_eq(irb.scsw.dev_stat << 8 | irb.scsw.sch_stat, OK << 8, "%s: status", what);
	check_mem(area + DATA(first), id_bytes(), n, "%s: first block", what);
	check_mem(area + DATA(second), id_bytes() + n, 256 - n, "%s: second block", what);
	check_eq(area[DATA(first + n)], pattern, "%s: byte behind the first block", what);
	check_eq(area[DATA(second + 256 - n)], pattern, "%s: byte behind the last one", what);
}

static void indirect_addresses(void)
{
	const unsigned int page_end = 2 * PAGE_SIZE - 100, half = PAGE_SIZE + 2048 - 100;

	indirect(0, page_end, PAGE_SIZE, 100, "format 1, end of a page");
	indirect(ORB_CTRL_C64, page_end, PAGE_SIZE, 100, "format 2, end of a page");
	indirect(ORB_CTRL_C64 | ORB_CTRL_I2K, page_end, PAGE_SIZE, 100, "format 2 of 2K, end of a page");
	indirect(0, half, 2 * PAGE_SIZE, 100, "format 1, middle of a page");
	indirect(ORB_CTRL_C64, half, 2 * PAGE_SIZE, 256, "format 2, middle of a page");
	indirect(ORB_CTRL_C64 | ORB_CTRL_I2K, half, 2 * PAGE_SIZE, 100, "format 2 of 2K, middle of a page");
}

static void indirect_refused(void)
{
	static const struct {
		const char *name;
		uint32_t ctrl;
		uint64_t word0, word1;		/* from the area on */
		unsigned int at;
		bool outside;
	} cases[] = {
		{ "format 1, list at +2", 0, DATA(0x1000), DATA(0x2000), 2 },
		{ "format 2, list at +4", ORB_CTRL_C64, DATA(0x1000), DATA(0x2000), 4 },
		{ "format 1, second not on a block", 0, DATA(0x1ff0), DATA(0x2008), 0 },
		{ "format 2, second not on a block", ORB_CTRL_C64, DATA(0x1ff0), DATA(0x2800), 0 },
		{ "format 2, beyond memory", ORB_CTRL_C64, 1UL << 50, DATA(0x2000), 0, true },
	};
	struct irb irb = { };

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		uint8_t *list = area + DATA(cases[i].at);

		memset(area + DATA(0), pattern, 3 * PAGE_SIZE);
		if (cases[i].ctrl & ORB_CTRL_C64) {
			uint64_t two[2] = { cases[i].outside ? cases[i].word0 : (uintptr_t)area + cases[i].word0,
					    (uintptr_t)area + cases[i].word1 };

			memcpy(list, two, sizeof(two));
		} else {
			uint32_t two[2] = { (uintptr_t)area + cases[i].word0, (uintptr_t)area + cases[i].word1 };

			memcpy(list, two, sizeof(two));
		}
		put(0, CCW_CMD_SENSE_ID, CCW_F_IDA, 256, DATA(cases[i].at));
		check_eq(start(sid, CTRL | cases[i].ctrl, (uintptr_t)area), 0, "%s: SSCH", cases[i].name);
		check_eq(wait_status(sid, &irb), 0, "%s: status is pending", cases[i].name);
		check_eq(irb.scsw.sch_stat, PROGRAM_CHECK, "%s: subchannel status", cases[i].name);
	}
}

/* A unit check's reason is there until it is fetched, or comes with the status */
static void sense_data(void)
{
	struct irb irb = { };
	struct schib s;

	put(0, UNKNOWN, CCW_F_SLI, 1, DATA(0));
	check_eq(start(sid, CTRL, (uintptr_t)area), 0, "SSCH, unknown command");
	check_eq(wait_status(sid, &irb), 0, "unknown command ends");
	check_eq(irb.ecw[0], 0, "no concurrent sense");
	for (int i = 0; i < 2; i++) {
		memset(area + DATA(0), pattern, 64);
		put(0, SENSE, 0, UNKNOWN_LENGTH, DATA(0));
		check_eq(start(sid, CTRL, (uintptr_t)area), 0, "SSCH, SENSE");
		check_eq(wait_status(sid, &irb), 0, "SENSE ends");
		check_eq(area[DATA(0)], i ? 0 : COMMAND_REJECT, "SENSE number %d", i + 1);
		check_eq(area[DATA(UNKNOWN_LENGTH)], pattern, "byte behind the sense data");
	}
	stsch(sid, &s);
	s.pmcw.flags2 |= CSENSE;
	check_eq(msch(sid, &s), 0, "MSCH, concurrent sense");
	put(0, UNKNOWN, CCW_F_SLI, 1, DATA(0));
	check_eq(start(sid, CTRL, (uintptr_t)area), 0, "SSCH, unknown command");
	check_eq(wait_status(sid, &irb), 0, "unknown command ends");
	check_eq(irb.ecw[0], (uint32_t)COMMAND_REJECT << 24, "concurrent sense");
	stsch(sid, &s);
	s.pmcw.flags2 &= ~CSENSE;
	check_eq(msch(sid, &s), 0, "MSCH, no concurrent sense");
}

static void refused_orb(void)
{
	put(0, CCW_C_NOP, CCW_F_SLI, 1, DATA(0));
	check_pgm(0x15, start(sid, CTRL, (uintptr_t)area | 0x80000000), "CCW address with bit 0");
	check_pgm(0x15, start(sid, CTRL | ORB_CTRL_MIDAW, (uintptr_t)area), "MIDAW control");
	check_eq(tsch(sid, &(struct irb){ }), 1, "nothing was started");
}

static void refused_address(void)
{
	static const uint32_t wrong[] = { 0, 4, 1 };
	struct irb irb = { };

	for (unsigned int i = 0; i < ARRAY_SIZE(wrong); i++) {
		put(0, CCW_C_NOP, CCW_F_SLI, 1, DATA(0));
		put(1, CCW_C_NOP, CCW_F_SLI, 1, DATA(0));
		check_eq(start(sid, CTRL, wrong[i] ? (uintptr_t)area + wrong[i] : 0), 0, "SSCH, CCW at %d", wrong[i]);
		check_eq(wait_status(sid, &irb), 0, "status is pending");
		check_eq(irb.scsw.sch_stat, PROGRAM_CHECK, "CCW at %d: subchannel status", wrong[i]);
	}
	/* no path: at once, or deferred */
	int cc = start(sid, CTRL & ~ORB_CTRL_LPM, (uintptr_t)area);

	if (cc != 3) {
		check_eq(cc, 0, "SSCH without a path");
		check_eq(wait_status(sid, &irb), 0, "status is pending without a path");
		check_bits(irb.scsw.ctrl, DEFERRED_CC, DEFERRED_CC, "deferred condition code");
	} else {
		report_pass("SSCH without a path");
	}
}

/* The condition codes of all of them; MSCH with what STSCH has given */
static void codes(unsigned int id, const char *when, int start_cc, int halt_cc, int cancel_cc, int resume_cc,
		  int modify_cc)
{
	struct schib s;

	stsch(sid, &s);
	check_eq(start(id, CTRL, (uintptr_t)area), start_cc, "%s: SSCH", when);
	if (start_cc)
		check_eq(hsch(id), halt_cc, "%s: HSCH", when);
	check_eq(xsch(id), cancel_cc, "%s: XSCH", when);
	check_eq(rsch(id), resume_cc, "%s: RSCH", when);
	check_eq(msch(id, &s), modify_cc, "%s: MSCH", when);
}

static void condition_codes(void)
{
	struct irb irb = { };
	struct schib s;

	put(0, CCW_C_NOP, CCW_F_SLI, 1, DATA(0));
	check_eq(tsch(sid, &irb), 1, "idle: TSCH");
	check_eq(xsch(sid), 2, "idle: XSCH");
	check_eq(rsch(sid), 2, "idle: RSCH");
	check_eq(start(sid, CTRL, (uintptr_t)area), 0, "idle: SSCH");
	/* the end of the program: status is pending from now on */
	for (int i = 0; i < 1000; i++) {
		stsch(sid, &s);
		if (s.scsw.ctrl & SCSW_SC_PENDING)
			break;
		mdelay(1);
	}
	codes(sid, "status pending", 1, 1, 1, 1, 1);
	check_eq(tsch(sid, &irb), 0, "status pending: TSCH");
	check_eq(tsch(sid, &irb), 1, "status cleared: TSCH");
	check_eq(hsch(sid), 0, "idle: HSCH");
	mdelay(1);
	check_eq(start(sid, CTRL, (uintptr_t)area), 1, "halted: SSCH");
	check_eq(wait_status(sid, &irb), 0, "halted: TSCH");
	check_bits(irb.scsw.ctrl, SCSW_FC_HALT | SCSW_FC_START | SCSW_FC_CLEAR, SCSW_FC_HALT, "halt function");
	check_eq(csch(sid), 0, "idle: CSCH");
	mdelay(1);
	codes(sid, "cleared", 1, 1, 1, 1, 1);
	check_eq(csch(sid), 0, "cleared: CSCH");
	check_eq(wait_status(sid, &irb), 0, "cleared: TSCH");
	check_bits(irb.scsw.ctrl, SCSW_FC_HALT | SCSW_FC_START | SCSW_FC_CLEAR, SCSW_FC_CLEAR, "clear function");
	check_eq(irb.scsw.ctrl & 0x1f, SCSW_SC_PENDING, "cleared: nothing but pending");
	codes(NO_SUBCHANNEL, "not there", 3, 3, 3, 3, 3);
	check_eq(csch(NO_SUBCHANNEL), 3, "not there: CSCH");
	stsch(sid, &s);
	s.pmcw.flags &= ~PMCW_ENABLE;
	check_eq(msch(sid, &s), 0, "disable");
	codes(sid, "disabled", 3, 3, 3, 3, 0);
	check_eq(csch(sid), 3, "disabled: CSCH");
	check_eq(tsch(sid, &irb), 3, "disabled: TSCH");
	css_enable(sid, IO_SCH_ISC);
}

/* Suspend at the second CCW; suppressed is the interruption for it */
static void suspended(void)
{
	const uint32_t ctrl = CTRL | ORB_CTRL_SPND | ORB_CTRL_SSIC;
	struct irb irb = { };
	struct schib s = { };

	for (int i = 0; i < 4; i++) {
		put(0, CCW_C_NOP, CCW_F_SLI | CCW_F_CC, 1, DATA(0));
		put(1, CCW_CMD_SENSE_ID, CCW_F_S, 256, DATA(0));
		memset(area + DATA(0), pattern, 3 * PAGE_SIZE);
		check_eq(start(sid, ctrl, (uintptr_t)area), 0, "SSCH");
		for (int t = 0; t < 500 && !(s.scsw.ctrl & SUSPENDED); t++) {
			stsch(sid, &s);
			mdelay(t > 10);
		}
		check_bits(s.scsw.ctrl, SUSPENDED | SCSW_SC_PENDING, SUSPENDED, "suspended");
		check_eq(area[DATA(0)], pattern, "suspended before the second command");
		s.scsw.ctrl = 0;
		check_eq(start(sid, ctrl, (uintptr_t)area), 2, "suspended: SSCH");
		check_eq(msch(sid, &s), 2, "suspended: MSCH");
		if (i == 0) {
			check_eq(rsch(sid), 0, "suspended: RSCH, still to suspend");
			stsch(sid, &s);
			put(1, CCW_CMD_SENSE_ID, 0, 256, DATA(0));
			mdelay(1);
			check_eq(rsch(sid), 0, "suspended: RSCH");
			check_eq(wait_status(sid, &irb), 0, "resumed: TSCH");
			check_eq(irb.scsw.dev_stat, OK, "resumed: status");
			check_data(0, 256, "resumed");
		} else if (i == 1) {
			check_eq(xsch(sid), 0, "suspended: XSCH");
			check_eq(xsch(sid), 2, "cancelled: XSCH");
			check_eq(rsch(sid), 2, "cancelled: RSCH");
			check_eq(tsch(sid, &irb), 1, "cancelled: TSCH");
		} else if (i == 2) {
			check_eq(hsch(sid), 0, "suspended: HSCH");
			mdelay(1);
			check(hsch(sid), "halted: HSCH");
			check_eq(wait_status(sid, &irb), 0, "halted: TSCH");
			check_bits(irb.scsw.ctrl, SCSW_FC_HALT, SCSW_FC_HALT, "halt function");
		} else {
			check_eq(csch(sid), 0, "suspended: CSCH");
			check_eq(wait_status(sid, &irb), 0, "cleared: TSCH");
			check_eq(irb.scsw.ctrl & 0x1f, SCSW_SC_PENDING, "cleared: nothing but pending");
		}
		s.scsw.ctrl = 0;
	}
}

/* What MSCH can change and what not */
static void modified(void)
{
	struct schib before, wanted, after;

	check_eq(stsch(sid, &before), 0, "STSCH");
	wanted = before;
	wanted.pmcw.intparm = 0x12345678;
	wanted.pmcw.flags = (before.pmcw.flags & ~PMCW_ISC_MASK) | 6 << PMCW_ISC_SHIFT;
	wanted.pmcw.mbi = 0x4321;
	wanted.pmcw.lpm = 0xc0;
	wanted.pmcw.pom = 0x80;
	wanted.pmcw.devnum = ~before.pmcw.devnum;
	wanted.pmcw.pim = ~before.pmcw.pim;
	wanted.pmcw.pam = ~before.pmcw.pam;
	wanted.pmcw.pnom = ~before.pmcw.pnom;
	wanted.pmcw.lpum = ~before.pmcw.lpum;
	memset(wanted.pmcw.chpid, 0x55, sizeof(wanted.pmcw.chpid));
	memset(&wanted.scsw, 0xff, sizeof(wanted.scsw));
	check_eq(msch(sid, &wanted), 0, "MSCH");
	check_eq(stsch(sid, &after), 0, "STSCH");
	check_eq(after.pmcw.intparm, wanted.pmcw.intparm, "interruption parameter");
	check_eq(after.pmcw.flags, wanted.pmcw.flags, "interruption subclass");
	check_eq(after.pmcw.mbi, wanted.pmcw.mbi, "measurement-block index");
	check_eq(after.pmcw.lpm, wanted.pmcw.lpm, "logical-path mask");
	check_eq(after.pmcw.pom, wanted.pmcw.pom, "path-operational mask");
	check_eq(after.pmcw.devnum, before.pmcw.devnum, "device number stays");
	check_eq(after.pmcw.pim, before.pmcw.pim, "path-installed mask stays");
	check_eq(after.pmcw.pam, before.pmcw.pam, "path-available mask stays");
	check_eq(after.pmcw.pnom, before.pmcw.pnom, "path-not-operational mask stays");
	check_eq(after.pmcw.lpum, before.pmcw.lpum, "last-path-used mask stays");
	check_mem(after.pmcw.chpid, before.pmcw.chpid, 8, "channel paths stay");
	check_mem(&after.scsw, &before.scsw, sizeof(before.scsw), "status stays");
	wanted = before;
	wanted.pmcw.flags &= ~PMCW_DNV;
	check_eq(msch(sid, &wanted), 0, "MSCH with DNV zero");
	stsch(sid, &after);
	check_bits(after.pmcw.flags, PMCW_DNV, PMCW_DNV, "device-number-valid bit stays");
	for (int bit = 1; bit < 64; bit <<= 1) {
		wanted = before;
		wanted.pmcw.flags2 |= PMCW_MBF1;
		wanted.mbo = ((uintptr_t)area + DATA(0)) | bit;
		check_pgm(0x15, msch(sid, &wanted), "measurement block at +%#x", bit);
	}
	check_eq(msch(sid, &before), 0, "MSCH, as before");
}

/* Operands in low storage that is protected: nothing is lost */
static void protected_operand(void)
{
	struct irb irb = { };
	uint32_t crw = 0;

	put(0, CCW_C_NOP, CCW_F_SLI, 1, DATA(0));
	check_eq(start(sid, CTRL, (uintptr_t)area), 0, "SSCH");
	mdelay(1);
	check_pgm_lap(4, tsch(sid, OPAQUE_PTR(8)), "TSCH to protected storage");
	check_eq(wait_status(sid, &irb), 0, "the status is still pending");
	check_pgm_lap(4, stsch(sid, OPAQUE_PTR(8)), "STSCH to protected storage");
	while (!stcrw(&crw))
		;
	if (!check_eq(css_generate_crw(sid), 0, "RCHP makes a report pending"))
		return;
	check_pgm_lap(4, stcrw(OPAQUE_PTR(8)), "STCRW to protected storage");
	check_eq(stcrw(&crw), 0, "the report is still pending");
	check_eq(crw >> 24 & 15, 4, "reporting source is a channel path");
	check_eq(stcrw(&crw), 1, "none after it");
}

struct tpi_result {
	uint32_t id, parm, word;
};

static int tpi(struct tpi_result *r)
{
	int cc;

	asm volatile("	tpi	%1\n	ipm	%0\n	srl	%0,28" : "=d" (cc), "=Q" (*r) : : "cc");
	return cc;
}

static void none_pending(void)
{
	struct tpi_result r;
	struct irb irb;

	lctlg(6, 0xff000000);
	while (tpi(&r) == 1)
		tsch(r.id, &irb);
}

static void isc(unsigned int id, int isc)
{
	struct schib s;

	stsch(id, &s);
	s.pmcw.flags = (s.pmcw.flags & ~PMCW_ISC_MASK) | PMCW_ENABLE | isc << PMCW_ISC_SHIFT;
	check_eq(msch(id, &s), 0, "MSCH, subclass %d", isc);
}

static const char *needs_two(void)
{
	return other_sid ? NULL : "no second device";
}

/* Two devices with something to tell: which is first, and what a mask leaves out */
static void subclasses(void)
{
	static const uint8_t order[][2] = { { 1, 6 }, { 6, 1 }, { 0, 7 }, { 4, 3 } };
	struct tpi_result r = { .word = 77 };
	struct irb irb;

	none_pending();
	for (unsigned int i = 0; i < ARRAY_SIZE(order); i++) {
		int a = order[i][0], b = order[i][1];
		unsigned int first = a < b ? sid : other_sid, second = a < b ? other_sid : sid;

		isc(sid, a);
		isc(other_sid, b);
		put(0, CCW_C_NOP, CCW_F_SLI, 1, DATA(0));
		check_eq(start(sid, CTRL, (uintptr_t)area), 0, "SSCH, subclass %d", a);
		check_eq(start(other_sid, CTRL, (uintptr_t)area), 0, "SSCH, subclass %d", b);
		mdelay(1);
		lctlg(6, 0xff000000 & ~(0x80000000UL >> a | 0x80000000UL >> b));
		check_eq(tpi(&r), 0, "TPI, both are masked");
		lctlg(6, 0x80000000UL >> MAX(a, b));
		lowcore.subsys_id_word = 0;
		check_eq(tpi(&r), 1, "TPI, the first is masked");
		check_eq(r.id, second, "TPI, the first is masked: subchannel");
		check_eq(r.parm, second, "TPI: parameter");
		check_eq(lowcore.subsys_id_word, 0, "TPI with an operand does not store in low storage");
		check_eq(tsch(second, &irb), 0, "TSCH after TPI");
		check_eq(start(second, CTRL, (uintptr_t)area), 0, "SSCH of the second again");
		mdelay(1);
		lctlg(6, 0xff000000);
		check_eq(tpi(&r), 1, "TPI, both are enabled");
		check_eq(r.id, first, "the lower subclass is first");
		check_eq(r.word, 77, "TPI with an operand stores two words");
		lowcore.io_int_word = ~0;
		check_eq(({ int cc; asm volatile("	tpi	0\n	ipm	%0\n	srl	%0,28"
						 : "=d" (cc) : : "cc", "memory"); cc; }), 1, "TPI, the other one");
		check_eq(lowcore.subsys_id_word, second, "TPI of 0 stores in low storage: subchannel");
		check_eq(lowcore.io_int_word, (uint32_t)MAX(a, b) << 27, "TPI of 0: identification word");
		check_eq(tpi(&r), 0, "TPI, nothing is left");
		tsch(first, &irb);
		tsch(second, &irb);
	}
	isc(sid, IO_SCH_ISC);
	isc(other_sid, IO_SCH_ISC);
}

static struct tpi_result seen;
static int interruptions;

static void irq_window(void)
{
	uint64_t mask = extract_psw_mask();

	load_psw_mask(mask | PSW_MASK_IO);
	load_psw_mask(mask);
}

static void interrupted(void)
{
	seen = (struct tpi_result){ lowcore.subsys_id_word, lowcore.io_int_param, lowcore.io_int_word };
	interruptions++;
}

static void interruption(void)
{
	struct tpi_result r;
	struct irb irb;

	none_pending();
	isc(sid, 5);
	register_io_int_func(interrupted);
	interruptions = 0;
	put(0, CCW_C_NOP, CCW_F_SLI, 1, DATA(0));
	check_eq(start(sid, CTRL, (uintptr_t)area), 0, "SSCH");
	lctlg(6, 0xff000000);
	irq_window();
	check_eq(interruptions, 1, "one interruption");
	check_eq(seen.id, sid, "subchannel");
	check_eq(seen.parm, sid, "parameter");
	check_eq(seen.word, 5U << 27, "identification word");
	check_eq(tsch(sid, &irb), 0, "the status is still there");
	check_eq(start(sid, CTRL, (uintptr_t)area), 0, "SSCH");
	lctlg(6, 0xff000000 & ~(0x80000000 >> 5));
	irq_window();
	check_eq(interruptions, 1, "none through the mask");
	check_eq(wait_status(sid, &irb), 0, "the status is there");
	lctlg(6, 0xff000000);
	check_eq(tpi(&r), 0, "TSCH clears the interruption condition too");
	none_pending();
	unregister_io_int_func(interrupted);
	isc(sid, IO_SCH_ISC);
}

#define CRW_PENDING	(1UL << (63 - 9))	/* machine-check code: channel report */
#define CTL14_CRW	(63 - 35)

/* The machine check for a channel report, and what it stores beside its code */
static void machine_check(void)
{
	struct psw new = lowcore.mcck_new_psw, open = { .mask = extract_psw_mask() | PSW_MASK_MCHECK };
	const uint64_t marker = 0x1122334455667788UL, saved = stctg(15);
	uint64_t taken = 0;
	uint32_t crw;

	while (!stcrw(&crw))
		;
	lctlg(15, marker);
	ctl_set_bit(14, CTL14_CRW);
	lowcore.mcck_int_code = 0;
	memset(lowcore.crs_sa, 0, sizeof(lowcore.crs_sa));
	if (css_generate_crw(sid))
		return;
	lowcore.mcck_new_psw.mask = extract_psw_mask();
	/* nothing between the interruption and its label changes the registers */
	asm volatile("	larl	1,1f\n"
		     "	stg	1,%2\n"
		     "	larl	1,0f\n"
		     "	stg	1,8(%3)\n"
		     "	lghi	5,77\n"
		     "	lpswe	0(%3)\n"
		     "0:	lghi	1,1000\n"
		     "2:	brctg	1,2b\n"
		     "	j	3f\n"
		     "1:	lghi	%0,1\n"
		     "3:"
		     : "+d" (taken) : "m" (open), "Q" (lowcore.mcck_new_psw.addr), "a" (&open) : "1", "5", "cc", "memory");
	psw_mask_clear_bits(PSW_MASK_MCHECK);
	ctl_clear_bit(14, CTL14_CRW);
	lctlg(15, saved);
	lowcore.mcck_new_psw = new;
	if (!check_eq(taken, 1, "machine check"))
		return;
	check_bits(lowcore.mcck_int_code, CRW_PENDING, CRW_PENDING, "code: channel report pending");
	check_eq(lowcore.crs_sa[15], marker, "CR15 in the save area");
	check_eq(lowcore.crs_sa[14] >> CTL14_CRW & 1, 1, "CR14 in the save area");
	check_eq(lowcore.crs_sa[0], stctg(0), "CR0 in the save area");
	check_eq(lowcore.grs_sa[5], 77, "GR5 in the save area");
	check_eq(stcrw(&crw), 0, "the report");
	check_eq(stcrw(&crw), 1, "none after it");
}

static const char *needs_device(void)
{
	return sid ? NULL : "no device";
}

static const char *needs_qemu_device(void)
{
	if (!host_is_qemu())
		return "the test device is one of QEMU's";
	return needs_device();
}

static const struct subtest subtests[] = {
	{ "program", program, SUBTEST_ROWS(programs), .requires = needs_qemu_device },
	{ "indirect", indirect_addresses, .requires = needs_qemu_device },
	{ "indirect-refused", indirect_refused, .requires = needs_qemu_device },
	{ "sense", sense_data, .requires = needs_qemu_device },
	{ "orb", refused_orb, .requires = needs_qemu_device },
	{ "ccw-address", refused_address, .requires = needs_device },
	{ "codes", condition_codes, .requires = needs_device },
	{ "suspended", suspended, .requires = needs_device },
	{ "msch", modified, .requires = needs_device },
	{ "protected", protected_operand, .requires = needs_device },
	{ "machine-check", machine_check, .requires = needs_device },
	{ "subclass", subclasses, .requires = needs_two },
	{ "interruption", interruption, .requires = needs_device },
	{ }
};

int main(int argc, char **argv)
{
	sid = css_enumerate();
	if (sid) {
		struct schib s;

		area = alloc_io_mem(4 * PAGE_SIZE, 0);
		assert(area);
		css_enable(sid, IO_SCH_ISC);
		if (!stsch(sid + 1, &s) && s.pmcw.flags & PMCW_DNV) {
			other_sid = sid + 1;
			css_enable(other_sid, IO_SCH_ISC);
		}
	}
	return run_subtests(subtests, argc, argv);
}
