// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Tables of subtests: selection by the arguments, and one run of each.
 */
#include <libcflat.h>
#include <argv.h>
#include <contain.h>
#include <report.h>
#include <stdlib.h>
#include <subtest.h>

static int arg_count;
static char **args;
static bool arg_used[ARGV_MAX_ARGS];

static const void *row;
static const char *fatal;

/* The glob @p over @s, with * and ? anywhere. */
static bool glob(const char *p, const char *s)
{
	const char *star = NULL, *retry = NULL;

	while (*s) {
		if (*p == '*') {
			star = p++;
			retry = s;
		} else if (*p == '?' || *p == *s) {
			p++;
			s++;
		} else if (star) {
			p = star + 1;
			s = ++retry;
		} else {
			return false;
		}
	}
	while (*p == '*')
		p++;
	return !*p;
}

static bool is_glob(const char *arg)
{
	return *arg && *arg != '-' && !strchr(arg, '=') && strcmp(arg, "list");
}

/* Does an argument select @name, or are there no globs at all? Sets *@named. */
static bool selected(const char *name, const char *row_name, bool *named)
{
	bool any = false, hit = false;
	char full[128];

	snprintf(full, sizeof(full), "%s%s%s", name, row_name ? "/" : "", row_name ? row_name : "");
	for (int i = 1; i < arg_count; i++) {
		if (!is_glob(args[i]))
			continue;
		any = true;
		if (glob(args[i], name) || glob(args[i], full)) {
			arg_used[i] = true;
			hit = true;
		}
	}
	*named = hit;
	return hit || !any;
}

static const void *row_of(const struct subtest *t, size_t i)
{
	return t->row_size ? (const char *)t->rows + i * t->row_size : t->rows;
}

static const char *row_name(const struct subtest *t, size_t i)
{
	return t->row_size ? *(const char *const *)row_of(t, i) : NULL;
}

static size_t runs_of(const struct subtest *t)
{
	return t->row_size ? t->nr_rows : 1;
}

static void list(const struct subtest *table)
{
	for (const struct subtest *t = table; t->name; t++)
		for (size_t i = 0; i < runs_of(t); i++)
			printf("%s%s%s\n", t->name, row_name(t, i) ? "/" : "",
			       row_name(t, i) ? row_name(t, i) : "");
}

static void run(const struct subtest *t)
{
	unsigned int tests = report_tests(), failures = report_failures();
	unsigned int mark = report_prefix_mark();
	unsigned int timeout = t->timeout ? t->timeout : SUBTEST_TIMEOUT;
	bool ended = true;

	if (t->flags & SUBTEST_NO_WATCHDOG)
		timeout = 0;
	if (t->flags & SUBTEST_UNCONTAINED)
		t->fn();
	else
		ended = contain(t->fn, timeout);
	report_prefix_restore(mark);
	if (ended && report_tests() == tests && !(t->flags & SUBTEST_NO_CHECK))
		report_fail("no check was made");
	if ((t->flags & SUBTEST_FATAL) && report_failures() != failures)
		fatal = t->name;
}

static void run_selected(const struct subtest *t)
{
	unsigned int mark = report_prefix_mark();

	for (size_t i = 0; i < runs_of(t); i++) {
		const char *why = NULL;
		bool named;

		if (!selected(t->name, row_name(t, i), &named))
			continue;
		report_prefix_push(t->name);
		if (fatal) {
			report_skip("%s has failed", fatal);
			why = fatal;
		} else if ((t->flags & SUBTEST_NODEFAULT) && !named) {
			why = "runs only when an argument names it";
			report_skip("%s", why);
		} else if (t->requires && (why = t->requires())) {
			report_skip("%s", why);
		}
		if (why) {
			/* the same for all rows; the globs for them count as used */
			for (; i < runs_of(t); i++)
				selected(t->name, row_name(t, i), &named);
			report_prefix_restore(mark);
			return;
		}
		row = row_of(t, i);
		if (row_name(t, i))
			report_prefix_push(row_name(t, i));
		run(t);
		report_prefix_restore(mark);
	}
}

int run_subtests(const struct subtest *table, int argc, char **argv)
{
	arg_count = MIN(argc, ARGV_MAX_ARGS);
	args = argv;
	fatal = NULL;
	memset(arg_used, 0, sizeof(arg_used));

	for (int i = 1; i < arg_count; i++) {
		if (!strcmp(args[i], "list")) {
			list(table);
			return 0;
		}
	}
	for (const struct subtest *t = table; t->name; t++)
		run_selected(t);
	for (int i = 1; i < arg_count; i++)
		if (is_glob(args[i]) && !arg_used[i])
			report_fail("no subtest is called %s", args[i]);
	return report_summary();
}

const void *subtest_row(void)
{
	return row;
}

const char *subtest_arg(const char *name)
{
	size_t len = strlen(name);

	for (int i = 1; i < arg_count; i++)
		if (!strncmp(args[i], name, len) && args[i][len] == '=')
			return args[i] + len + 1;
	return NULL;
}

long subtest_arg_long(const char *name, long def)
{
	const char *value = subtest_arg(name);

	return value ? strtol(value, NULL, 0) : def;
}
