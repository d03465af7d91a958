// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * css: the channel subsystem with one virtio-ccw device.
 *
 * Enumeration, enabling, a sense-id channel program with its interruption,
 * channel measurement, and which operands the I/O instructions refuse (PoP
 * chapters 13 to 17).
 */
#include <libcflat.h>
#include <alloc_page.h>
#include <asm/arch_def.h>
#include <asm/page.h>
#include <css.h>
#include <hardware.h>
#include <interrupt.h>
#include <malloc_io.h>
#include "pgm.h"

#define VIRTIO_CCW_CU_TYPE	0x3832
#define NO_SUBCHANNEL		0x0001ffff
#define BAD_SCHID		0x0000ffff	/* bit 47 is not one */

static int test_device_sid;

static const char *needs_qemu(void)
{
	return host_is_qemu() ? NULL : "the test device is one of QEMU's";
}

static const char *needs_device(void)
{
	const char *why = needs_qemu();

	if (why)
		return why;
	return test_device_sid ? NULL : "no device";
}

static void characteristics(void)
{
	check(get_chsc_scsc(), "store channel-subsystem characteristics");
}

static void enumerate(void)
{
	test_device_sid = css_enumerate();
	check_ne(test_device_sid, 0, "a subchannel with a device");
}

static void enable(void)
{
	check_eq(css_enable(test_device_sid, IO_SCH_ISC), 0, "enable with interruption subclass 3");
	check(css_enabled(test_device_sid), "it is enabled then");
}

static struct senseid *senseid;

/* One SENSE ID and its interruption; false after having reported */
static bool run_senseid(void)
{
	struct ccw1 *ccw;
	bool ok;

	memset(senseid, 0, sizeof(*senseid));
	ccw = ccw_alloc(CCW_CMD_SENSE_ID, senseid, sizeof(*senseid), CCW_F_SLI);
	assert(ccw);
	lowcore.io_int_param = 0;
	ok = check_eq(start_ccw1_chain(test_device_sid, ccw), 0, "SSCH of a SENSE ID") &&
	     wait_and_check_io_completion(test_device_sid) == 0;
	free_io_mem(ccw, sizeof(*ccw));
	return ok;
}

static void sense(void)
{
	int residual;

	if (!run_senseid())
		return;
	residual = css_residual_count(test_device_sid);
	check_ge(residual, 0, "residual count means something");
	check_ge((int)sizeof(*senseid) - residual, CSS_SENSEID_COMMON_LEN, "bytes transferred");
	check_eq(senseid->reserved, 0xff, "first byte");
	check_eq(senseid->cu_type, VIRTIO_CCW_CU_TYPE, "control unit type");
}

static void io_setup(void)
{
	senseid = alloc_io_mem(sizeof(*senseid), 0);
	assert(senseid);
	assert(!register_io_int_func(css_irq_io));
	enable_io_isc(0x80 >> IO_SCH_ISC);
}

static void schm_operands(void)
{
	void *odd = (void *)1UL;

	check_pgm(0x15, schm(odd, SCHM_MBU), "SCHM with a misaligned origin");
	check_pgm(0x15, schm(NULL, 0xfffffffc), "SCHM with reserved bits");
	check_pgm_pstate(2, schm(NULL, SCHM_MBU), "SCHM in problem state");
	check_pgm(0, schm(NULL, SCHM_MBU), "SCHM with origin 0");
	schm(NULL, 0);
}

static void schm_format0(void)
{
	const int size = 2 * sizeof(struct measurement_block_format0);
	struct measurement_block_format0 *mb0 = alloc_io_mem(size, 0);

	assert(mb0);
	memset(mb0, 0, size);
	schm(mb0, SCHM_MBU);
	for (int index = 0; index < 2; index++) {
		check(css_enable_mb(test_device_sid, 0, index, PMCW_MBUE, false),
		      "enable measurement at index %d", index);
		for (int i = 0; i < 10; i++)
			if (!run_senseid())
				break;
		check_eq(mb0[index].ssch_rsch_count, 10, "start count at index %d", index);
		css_disable_mb(test_device_sid);
	}
	check_eq(mb0[0].ssch_rsch_count, 10, "start count at index 0 is left alone");
	schm(NULL, 0);
	free_io_mem(mb0, size);
}

static void msch_mbo_misaligned(void)
{
	struct measurement_block_format1 *mb1 = alloc_io_mem(sizeof(*mb1), 0);

	assert(mb1);
	stsch(test_device_sid, &schib);
	schib.pmcw.flags |= PMCW_MBUE;
	schib.pmcw.flags2 |= PMCW_MBF1;
	schib.mbo = (uint64_t)mb1 + 1;
	check_pgm(0x15, msch(test_device_sid, &schib), "MSCH with a misaligned block address");
	stsch(test_device_sid, &schib);
	free_io_mem(mb1, sizeof(*mb1));
}

static const char *needs_format1(void)
{
	const char *why = needs_device();

	if (why)
		return why;
	if (!get_chsc_scsc() || !css_test_general_feature(CSSC_EXTENDED_MEASUREMENT_BLOCK))
		return "extended measurement block is not available";
	return NULL;
}

static void schm_format1(void)
{
	struct measurement_block_format1 *mb1 = alloc_io_mem(sizeof(*mb1), 0);

	assert(mb1);
	memset(mb1, 0, sizeof(*mb1));
	schm(NULL, SCHM_MBU);
	check(css_enable_mb(test_device_sid, (uint64_t)mb1, 0, PMCW_MBUE, true),
	      "enable format-1 measurement");
	for (int i = 0; i < 10; i++)
		if (!run_senseid())
			break;
	check_eq(mb1->ssch_rsch_count, 10, "start count");
	check(css_disable_mb(test_device_sid), "disable measurement");
	schm(NULL, 0);
	free_io_mem(mb1, sizeof(*mb1));
}

/* Room for an operand at +1 and +2 */
static char operand[256] __attribute__((aligned(8)));

static void msch_operands(void)
{
	static const uint16_t reserved[] = { 0x8000, 0x4000, 0x0200, 0x0100 };
	struct schib *copy = (struct schib *)operand;

	check_pgm(6, msch(test_device_sid, (struct schib *)(operand + 1)), "SCHIB at +1");
	check_pgm(6, msch(test_device_sid, (struct schib *)(operand + 2)), "SCHIB at +2");
	for (unsigned int i = 0; i < ARRAY_SIZE(reserved); i++) {
		check_eq(stsch(test_device_sid, copy), 0, "STSCH");
		copy->pmcw.flags |= reserved[i];
		check_pgm(0x15, msch(test_device_sid, copy), "PMCW flag %#x", reserved[i]);
		check_eq(stsch(test_device_sid, copy), 0, "STSCH");
		check_bits(copy->pmcw.flags, reserved[i], 0, "PMCW flag %#x afterwards", reserved[i]);
	}
}

static void check_no_crw(const char *when)
{
	uint32_t crw = 0xfeadbeef;

	check_eq(stcrw(&crw), 1, "STCRW with none pending: condition code, %s", when);
	check_eq(crw, 0, "STCRW with none pending: zeros, %s", when);
}

static void stcrw_tests(void)
{
	const uint32_t magic = 0xfeadbeef;
	uint32_t crw = magic;

	check_pgm(6, stcrw((uint32_t *)(operand + 1)), "operand at +1");
	check_pgm(6, stcrw((uint32_t *)(operand + 2)), "operand at +2");
	check_no_crw("before");
	if (!check_eq(css_generate_crw(test_device_sid), 0, "RCHP makes one pending"))
		return;
	check_eq(stcrw(&crw), 0, "STCRW: condition code");
	check_ne(crw, magic, "STCRW stores");
	check_eq((crw >> 24) & 0xf, 4, "reporting source is a channel path");
	check_no_crw("after");
}

static void rchp_tests(void)
{
	check_eq(rchp(0xff), 3, "RCHP of a path that is not there");
	check_pgm(0x15, rchp(0x100), "RCHP with a reserved bit");
}

static void ssch_operands(void)
{
	struct orb orb;

	check_pgm(6, ssch(test_device_sid, (struct orb *)(operand + 1)), "ORB at +1");
	check_pgm(6, ssch(test_device_sid, (struct orb *)(operand + 2)), "ORB at +2");
	memset(&orb, 0xff, sizeof(orb));
	check_pgm(0x15, ssch(test_device_sid, &orb), "ORB of ones");
	/* reserved bits one at a time */
	for (int bit = 26; bit < 32; bit++) {
		memset(&orb, 0, sizeof(orb));
		orb.ctrl = ORB_LPM_DFLT | ORB_CTRL_FMT | (1u << (31 - bit));
		if (orb.ctrl & (ORB_CTRL_MIDAW | ORB_CTRL_ORBX))
			continue;
		check_pgm(0x15, ssch(test_device_sid, &orb), "ORB word 1 bit %d", bit);
	}
}

static void stsch_operands(void)
{
	check_pgm(6, stsch(test_device_sid, (struct schib *)(operand + 1)), "SCHIB at +1");
	check_pgm(6, stsch(test_device_sid, (struct schib *)(operand + 2)), "SCHIB at +2");
	check_eq(stsch(NO_SUBCHANNEL, &schib), 3, "subchannel that is not there");
	check_pgm(0x15, stsch(BAD_SCHID, &schib), "subsystem id with bit 47 zero");
}

static void pmcw_bit5(void)
{
	const uint16_t bit5 = 0x0400;

	for (int set = 1; set >= 0; set--) {
		check_eq(stsch(test_device_sid, &schib), 0, "STSCH");
		schib.pmcw.flags = (schib.pmcw.flags & ~bit5) | (set ? bit5 : 0);
		check_eq(msch(test_device_sid, &schib), 0, "MSCH with bit 5 %s", set ? "one" : "zero");
		check_eq(stsch(test_device_sid, &schib), 0, "STSCH");
		check_bits(schib.pmcw.flags, bit5, 0, "bit 5 afterwards");
	}
}

static void tsch_operands(void)
{
	struct irb irb;

	check_pgm(6, tsch(test_device_sid, (struct irb *)(operand + 1)), "IRB at +1");
	check_pgm(6, tsch(test_device_sid, (struct irb *)(operand + 2)), "IRB at +2");
	check_eq(tsch(NO_SUBCHANNEL, &irb), 3, "subchannel that is not there");
	check_pgm(0x15, tsch(BAD_SCHID, &irb), "subsystem id with bit 47 zero");
	check_eq(tsch(test_device_sid, &irb), 1, "nothing is pending");
}

/* Privileged, every one of them. */
static void problem_state(void)
{
	struct orb orb = {};
	struct irb irb;
	uint32_t crw;

	check_pgm_pstate(2, ssch(test_device_sid, &orb), "SSCH");
	check_pgm_pstate(2, stsch(test_device_sid, &schib), "STSCH");
	check_pgm_pstate(2, msch(test_device_sid, &schib), "MSCH");
	check_pgm_pstate(2, tsch(test_device_sid, &irb), "TSCH");
	check_pgm_pstate(2, hsch(test_device_sid), "HSCH");
	check_pgm_pstate(2, csch(test_device_sid), "CSCH");
	check_pgm_pstate(2, rsch(test_device_sid), "RSCH");
	check_pgm_pstate(2, xsch(test_device_sid), "XSCH");
	check_pgm_pstate(2, rchp(0), "RCHP");
	check_pgm_pstate(2, stcrw(&crw), "STCRW");
	check_pgm_pstate(2, asm volatile("tpi 0" : : : "cc", "memory"), "TPI");
	check_pgm_pstate(2, _chsc(operand), "CHSC");
}

static const struct subtest subtests[] = {
	{ "characteristics", characteristics, .requires = needs_qemu },
	{ "enumerate", enumerate, .requires = needs_qemu, .flags = SUBTEST_FATAL },
	{ "enable", enable, .requires = needs_device, .flags = SUBTEST_FATAL },
	{ "sense", sense, .requires = needs_device },
	{ "schm", schm_operands, .requires = needs_qemu },
	{ "schm-format0", schm_format0, .requires = needs_device },
	{ "mbo", msch_mbo_misaligned, .requires = needs_format1 },
	{ "schm-format1", schm_format1, .requires = needs_format1 },
	{ "msch", msch_operands, .requires = needs_device },
	{ "stcrw", stcrw_tests, .requires = needs_device },
	{ "rchp", rchp_tests, .requires = needs_device },
	{ "ssch", ssch_operands, .requires = needs_device },
	{ "stsch", stsch_operands, .requires = needs_device },
	{ "pmcw-bit5", pmcw_bit5, .requires = needs_device },
	{ "tsch", tsch_operands, .requires = needs_device },
	{ "problem-state", problem_state, .requires = needs_device },
	{ }
};

int main(int argc, char **argv)
{
	io_setup();
	return run_subtests(subtests, argc, argv);
}
