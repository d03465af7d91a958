// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Arguments, environment, errata.
 */
#include "harness.h"
#include <argv.h>
#include <auxinfo.h>
#include <errata.h>
#include <util.h>

static void environment(const char *text, int size)
{
	char *copy = host_alloc(size + 1);

	memcpy(copy, text, size);
	/* what lies behind the buffer is not ours to read */
	copy[size] = 'X';
	memset(__environ, 0, sizeof(__environ));
	console_clear();
	setup_env(copy, size);
}

static const char *value(const char *name)
{
	const char *val = getenv(name);

	return val ? val : "(none)";
}

static void text_form(void)
{
	static const char text[] =
		"A=1\n"
		"\n"
		"  # comment\n"
		"_long_Name2=a b=c \"q\" \n"
		"EMPTY=\n"
		" LEAD=x\n"
		"2BAD=x\n"
		"no equals\n"
		"A=second\n"
		"\t \n"
		"LAST=end";

	environment(text, sizeof(text) - 1);
	ok_str(value("A"), "1", "the first of two wins");
	ok_str(value("_long_Name2"), "a b=c \"q\" ", "values are literal");
	ok_str(value("EMPTY"), "", "an empty value");
	ok_str(value("LAST"), "end", "the last line needs no newline");
	ok_str(value("LEAD"), "(none)", "a blank before a name");
	ok_str(value("LAS"), "(none)", "the beginning of a name");
	ok_str(console(),
	       "Invalid environment variable:  LEAD=x\n"
	       "Invalid environment variable: 2BAD=x\n"
	       "Invalid environment variable: no equals\n", "complaints");
}

static void nul_form(void)
{
	static const char text[] = "A=1\0B=x\ny\0\0C=3";

	environment(text, sizeof(text));
	ok_str(value("A"), "1", "NUL form");
	ok_str(value("B"), "x\ny", "with a newline in it");
	ok_str(value("C"), "(none)", "an empty string ends it");
	environment("A=1\0B=22", 8);
	ok_str(value("B"), "22", "a last string without its NUL");
	environment("", 0);
	ok_str(value("A"), "(none)", "no environment");
	environment("\0\0\0", 3);
	ok_str(value("A"), "(none)", "nothing but NULs");
}

static void too_many(void)
{
	static char text[ENV_MAX_VARS * 4];

	for (unsigned int i = 0; i < sizeof(text); i += 4)
		memcpy(text + i, "A=1\n", 4);
	environment(text, sizeof(text));
}

static void no_equals(void)
{
	environment("A=1\0BAD\0", 8);
	getenv("C");
}

static void known_defects(void)
{
	environment("ERRATA_a=y\nERRATA_b=n\nERRATA_c=1\nERRATA_d=\n", 43);
	ok(ERRATA(a) && ERRATA(c) && !ERRATA(b) && !ERRATA(d) && !ERRATA(e), "errata");
	ok(ERRATA_RELAXED(a) && !ERRATA_RELAXED(b) && ERRATA_RELAXED(d) && ERRATA_RELAXED(e),
	   "errata, relaxed");
	environment("ERRATA_FORCE=Y\nERRATA_b=n\n", 26);
	ok(errata_force() && ERRATA(b) && ERRATA_RELAXED(b), "errata, forced");
}

static void many_args(void)
{
	for (int i = 0; i < 100; i++)
		setup_args("a");
}

static void long_args(void)
{
	static char text[ARGV_MAX_BYTES + 10];

	memset(text, 'a', sizeof(text) - 1);
	setup_args(text);
}

int main(void)
{
	char pair[] = "size=0x20", bare[] = "size";
	long val = 7;

	setup_args(NULL);
	ok(__argc == 0, "no arguments");
	setup_args_progname("  a\t\"b c\"  d=\\e\nf ");
	ok(__argc == 5 && __argv[5] == NULL, "number of arguments");
	ok_str(__argv[0], "x86/test.flat", "the program's name");
	ok_str(__argv[1], "a", "first");
	ok_str(__argv[2], "\"b", "quotes are nothing special");
	ok_str(__argv[3], "c\"", "so this is one of its own");
	ok_str(__argv[4], "d=\\e\nf", "newlines and backslashes neither");
	__args = "g";
	__setup_args();
	ok_str(__argv[5], "g", "appended");
	ok(auxinfo.flags == 3, "auxinfo flags");
	ok(strstr(why_abandoned(long_args), "1000 bytes") != NULL, "too long arguments assert");
	ok(strstr(why_abandoned(many_args), "arguments") != NULL, "too many arguments assert");

	text_form();
	nul_form();
	ok(strstr(why_abandoned(too_many), "environment variables") != NULL,
	   "too many variables assert");
	ok(strstr(why_abandoned(no_equals), "no '='") != NULL, "an entry without = asserts");
	known_defects();

	ok(parse_keyval(pair, &val) == 4 && val == 32, "parse_keyval");
	val = 7;
	ok(parse_keyval(bare, &val) == -1 && val == 7, "parse_keyval without =");
	return done();
}
