// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The runner of subtest tables: arguments in, report lines out.
 */
#include "harness.h"
#include <report.h>
#include <subtest.h>

static const struct row {
	const char *name;
	int value;
} rows[] = {
	{ "one", 1 }, { "two", 2 }, { "three", 3 },
};

static int hook_calls;
static char watchdog_log[200];

void arch_subtest_recover(void)
{
	hook_calls++;
}

void arch_subtest_watchdog(unsigned int seconds)
{
	size_t len = strlen(watchdog_log);

	snprintf(watchdog_log + len, sizeof(watchdog_log) - len, "%u ", seconds);
}

static void passes(void)
{
	int x = 5;

	check_eq(x, 5, "x");
	check(x > 2, "x is large");
}

static void fails(void)
{
	unsigned long big = 0x123456;
	u8 byte = 0xff;
	int minus = -1;

	check_eq(2, 3, "number %d", 1);
	check_eq(big, 0UL, "big");
	check_ne(7, 7, "seven");
	check_lt(minus, -5, "minus");
	check_ge(1u, 2u, "one");
	check_le(3, 2, "three");
	check_gt(3ULL, 3ULL, "equal");
	check_eq(byte, minus, "C compares them as int");
	check_eq((u32)-1, minus, "C compares them as unsigned");
	check_eq((void *)0x1000, NULL, "pointer");
	check_bits(0xf0, 0x3c, 0x3c, "bits");
	check_bits(0xf0, 0xf0, 0xf0, "right bits");
	check_str("a", "b", "string");
	check_mem("abc", "abd", 3, "memory");
	check(1 == 2, "condition");
}

static void asserts(void)
{
	report_prefix_push("deep");
	report_prefix_push("deeper");
	check(true, "before");
	assert_msg(rows[0].value == 2, "value %d", rows[0].value);
	check(true, "never reached");
}

static void aborts(void)
{
	abort();
}

static void nothing(void)
{
}

static void each(void)
{
	const struct row *r = subtest_row();

	if (r->value == 2)
		assert(r->value == 3);
	check_eq(r->value, r->value, "row %d", r->value);
}

static void leaves_prefix(void)
{
	report_prefix_push("forgotten");
	check(true, "x");
}

static void options(void)
{
	check_str(subtest_arg("who"), "me=you", "who");
	check_eq(subtest_arg_long("n", 5), 0x20, "n");
	check_eq(subtest_arg_long("m", 5), 5, "m");
}

static const char *cannot(void)
{
	return "no such unit";
}

static const struct subtest table[] = {
	{ "passes", passes },
	{ "fails", fails },
	{ "asserts", asserts },
	{ "aborts", aborts },
	{ "nothing", nothing },
	{ "nothing-allowed", nothing, .flags = SUBTEST_NO_CHECK | SUBTEST_NO_WATCHDOG },
	{ "each", each, SUBTEST_ROWS(rows), .timeout = 3 },
	{ "cannot", passes, .requires = cannot },
	{ "cannot-rows", each, .requires = cannot, SUBTEST_ROWS(rows) },
	{ "special", passes, .flags = SUBTEST_NODEFAULT },
	{ "leaves-prefix", leaves_prefix },
	{ "options", options, .flags = SUBTEST_NODEFAULT },
	{ "ground", aborts, .flags = SUBTEST_FATAL | SUBTEST_NODEFAULT },
	{ "after-ground", passes, .flags = SUBTEST_NODEFAULT },
	{ }
};

static int run(const char *a, const char *b, const char *c, const char *d)
{
	const char *argv[] = { "prog", a, b, c, d, NULL };
	int argc = 1;

	while (argv[argc])
		argc++;
	console_clear();
	return run_subtests(table, argc, (char **)argv);
}

/* The lines of the last run that begin with a tag of four letters. */
static const char *lines(void)
{
	static char out[8192];
	const char *p = console();

	out[0] = '\0';
	while (*p) {
		const char *end = strchrnul(p, '\n');
		size_t len = strlen(out), n = end - p + 1;

		if (p[4] == ':' && p[5] == ' ') {
			memcpy(out + len, p, n);
			out[len + n] = '\0';
		}
		p = *end ? end + 1 : end;
	}
	return out;
}

int main(void)
{
	int ret;

	ret = run("list", NULL, NULL, NULL);
	ok(ret == 0, "list succeeds");
	ok_str(console(),
	       "passes\nfails\nasserts\naborts\nnothing\nnothing-allowed\neach/one\neach/two\neach/three\n"
	       "cannot\ncannot-rows/one\ncannot-rows/two\ncannot-rows/three\nspecial\nleaves-prefix\n"
	       "options\nground\nafter-ground\n", "list");

	ret = run("passes", "n=1", "-v", NULL);
	ok(ret == 0, "a passing subtest");
	ok_str(console(), "PASS: passes: x\nPASS: passes: x is large\nSUMMARY: 2 tests\n", "its lines");

	watchdog_log[0] = '\0';
	ret = run("e?ch/t*", NULL, NULL, NULL);
	ok(strstr(console(), "assert failed: r->value == 3") &&
	   strstr(console(), "FAIL: each: two: assert failed at ") &&
	   strstr(console(), "PASS: each: three: row 3\n") && !strstr(console(), "each: one"),
	   "a row that asserts does not hide the next");
	ok_str(watchdog_log, "3 0 3 0 ", "the watchdog is armed and disarmed");
	ok(hook_calls == 1, "the architecture recovers once");

	ret = run("fails", NULL, NULL, NULL);
	ok(ret == 1, "failures");
	ok_str(lines(),
	       "FAIL: fails: number 1: expected 3, got 2\n"
	       "FAIL: fails: big: expected 0, got 0x123456\n"
	       "FAIL: fails: seven: expected other than 7, got 7\n"
	       "FAIL: fails: minus: expected less than -5, got -1\n"
	       "FAIL: fails: one: expected at least 2, got 1\n"
	       "FAIL: fails: three: expected at most 2, got 3\n"
	       "FAIL: fails: equal: expected more than 3, got 3\n"
	       "FAIL: fails: C compares them as int: expected -1, got 255\n"
	       "PASS: fails: C compares them as unsigned\n"
	       "FAIL: fails: pointer: expected 0, got 0x1000\n"
	       "FAIL: fails: bits: expected 0x3c in bits 0x3c, got 0x30 (all bits 0xf0)\n"
	       "PASS: fails: right bits\n"
	       "FAIL: fails: string: expected \"b\", got \"a\"\n"
	       "FAIL: fails: memory: expected byte 2 of 3 to be 0x64, got 0x63\n"
	       "FAIL: fails: condition: expected 1 == 2, got the opposite\n", "what checks say");

	run("asserts", "leaves-prefix", "passes", NULL);
	ok(strstr(console(), "PASS: asserts: deep: deeper: before\n") &&
	   strstr(console(), "FAIL: asserts: deep: deeper: assert failed at ") &&
	   strstr(console(), ": rows[0].value == 2: value 1\n") &&
	   !strstr(console(), "never reached"), "an assertion fails its subtest with all prefixes");
	ok(strstr(console(), "PASS: leaves-prefix: forgotten: x\n") &&
	   strstr(console(), "PASS: passes: x\n") && !report_prefix_mark(), "prefixes are put back");

	run("aborts", "nothing*", NULL, NULL);
	ok_str(lines(), "FAIL: aborts: abort was called\nFAIL: nothing: no check was made\n",
	       "abort and a subtest without checks");

	run("cannot*", NULL, NULL, NULL);
	ok_str(lines(), "SKIP: cannot: no such unit\nSKIP: cannot-rows: no such unit\n",
	       "requirements skip with their reason");

	run("spec", "special", "*nope*", NULL);
	ok_str(lines(), "PASS: special: x\nPASS: special: x is large\n"
	       "FAIL: no subtest is called spec\nFAIL: no subtest is called *nope*\n",
	       "globs that match nothing fail by name");

	run("options", "who=me=you", "n=0x20", NULL);
	ok_str(lines(), "PASS: options: who\nPASS: options: n\nPASS: options: m\n", "options");

	run("ground", "after-ground", NULL, NULL);
	ok_str(lines(), "FAIL: ground: abort was called\nSKIP: after-ground: ground has failed\n",
	       "a fatal failure skips the rest");

	run(NULL, NULL, NULL, NULL);
	ok(strstr(console(), "SKIP: special: runs only when an argument names it\n") &&
	   strstr(console(), "PASS: leaves-prefix: forgotten: x\n"), "without arguments all but some run");
	ok(!subtest_contained(), "nothing is contained afterwards");
	return done();
}
