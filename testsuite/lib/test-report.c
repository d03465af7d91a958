// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Report lines, prefixes, counters, the old comparison macros.
 */
#include "harness.h"
#include <report.h>
#include <util.h>

static void expect(const char *want, const char *what)
{
	ok_str(console(), want, what);
	console_clear();
}

static void delimiter(void)
{
	report_prefix_push("a: b");
}

static void long_prefix(void)
{
	for (;;)
		report_prefix_push("0123456789");
}

static void end_all(void)
{
	report_abort("no more");
}

static void sums(void)
{
	ok(report_summary() == 38, "nothing reported: skipped");
	expect("INFO: no check was made, which counts as skipped\nSUMMARY: 0 tests\n", "and said so");
	report_skip("no %s", "device");
	ok(report_summary() == 38, "only skips: skipped");
	expect("SKIP: no device\nSUMMARY: 1 tests, 1 skipped\n", "summary of skips");
	report_info("x");
	ok(report(true, "good %d", 1), "report(true)");
	ok(report_summary() == 0, "a pass: success");
	expect("INFO: x\nPASS: good 1\nSUMMARY: 2 tests, 1 skipped\n", "summary with a pass");
	ok(report_xfail(true, false, "known") && report_xfail(false, true, "plain"), "XFAIL is fine");
	ok(!report_kfail(true, false, "kernel"), "KFAIL is no pass");
	ok(report_summary() == 0, "expected and known failures: success");
	expect("XFAIL: known\nPASS: plain\nKFAIL: kernel\n"
	       "SUMMARY: 5 tests, 1 known failures, 1 expected failures, 1 skipped\n",
	       "summary of expected failures");
	ok(!report_xfail(true, true, "surprise"), "XPASS is none");
	ok(!report(false, "bad"), "report(false)");
	report_fail("worse");
	report_pass("fine");
	report_passed();
	ok(report_kfail(false, true, "k") && !report_kfail(false, false, "k2"), "no known failure");
	ok(report_summary() == 1, "failures: failure");
	expect("XPASS: surprise\nFAIL: bad\nFAIL: worse\nPASS: fine\nPASS: k\nFAIL: k2\n"
	       "SUMMARY: 12 tests, 4 unexpected failures, 1 known failures, 1 expected failures, 1 skipped\n",
	       "summary of failures");
	ok(report_tests() == 12 && report_failures() == 4, "counters");
}

static void prefixes(void)
{
	unsigned int mark;

	report_prefix_push("a");
	report_prefix_pushf("b%d", 2);
	mark = report_prefix_mark();
	report_prefix_push("c:d");
	report_pass("x");
	report_prefix_pop();
	report_pass("x");
	report_prefix_push("e");
	report_prefix_push("f");
	report_prefix_restore(mark);
	report_pass("x");
	report_prefix_popn(1);
	report_pass("x");
	report_prefix_popn(5);
	report_prefix_pop();
	report_pass("x");
	expect("PASS: a: b2: c:d: x\nPASS: a: b2: x\nPASS: a: b2: x\nPASS: a: x\nPASS: x\n", "prefixes");
	ok(strstr(why_abandoned(delimiter), "contains delimiter") != NULL, "a delimiter asserts");
	ok(strstr(why_abandoned(long_prefix), "longer than 255") != NULL, "too long prefixes assert");
	console_clear();
	report_pass("x");
	ok(strlen(console()) > 240 && strlen(console()) < 270, "and change nothing");
	report_prefix_popn(100);
}

static void comparisons(void)
{
	static char long_text[3000];
	unsigned int before = report_tests(), failed = report_failures();

	console_clear();
	TEST_EXPECT_EQ(1 + 1, 2);
	TEST_EXPECT_EQ_MSG(1, 1, "not %d", 1);
	expect("", "equal values say nothing");
	TEST_EXPECT_EQ(0x10u, 2 * 9u);
	ok(strstr(console(), "Expectation failed: (0x10u) == (2 * 9u)\n"
		  "\tLHS: 0x0000000000000010 - 0000'0000'") != NULL &&
	   strstr(console(), "0001'0000 - 16\n\tRHS: 0x0000000000000012 - 0000") != NULL &&
	   strstr(console(), "0001'0010 - 18\n\tSTACK:") != NULL, "different values");
	console_clear();
	TEST_EXPECT_EQ_MSG(1, 2, "row %d", 7);
	ok(strstr(console(), " - 2\nrow 7\n") != NULL, "with a message");
	ok(report_tests() == before + 4 && report_failures() == failed + 2,
	   "each comparison counts once");
	memset(long_text, 'y', sizeof(long_text) - 1);
	console_clear();
	report_pass("%s", long_text);
	ok(strlen(console()) == 6 + 1999 + 1 && console()[strlen(console()) - 1] == '\n',
	   "a long message is cut and still a line");
}

int main(void)
{
	sums();
	prefixes();
	comparisons();
	console_clear();
	ok(exit_code(63) == 63 && exit_code(0) == 0 && exit_code(64) == 63 && exit_code(-1) == 63,
	   "exit codes");
	(void)end_all;
	return done();
}
