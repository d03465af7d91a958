// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Report lines, prefixes, counters and the summary.
 *
 * A handler may report while it interrupts a report on its own CPU: cpu_lock()
 * then gives no lock. Such a nested call has its own set of counters, so that
 * an interrupted increment loses nothing, and the prefix text is valid up to
 * prefix_len at any moment.
 */
#include <libcflat.h>
#include <cpulock.h>
#include <report.h>

#define PREFIX_SIZE	256
#define MESSAGE_MAX	1999
#define DELIMITER	": "

enum { TESTS, FAILURES, XFAILURES, KFAILURES, SKIPPED, COUNTERS };

static volatile unsigned int counters[2][COUNTERS];	/* [1]: nested calls */
static char prefixes[PREFIX_SIZE];
static volatile unsigned int prefix_len;
static struct cpu_lock lock;

#define NO_COUNTER	COUNTERS

static unsigned int count(int which)
{
	return counters[0][which] + counters[1][which];
}

/* Write "TAG: prefixes message" as one line and count it. */
static void line(const char *tag, bool test, int counter, const char *fmt, va_list va)
{
	char text[8 + PREFIX_SIZE + MESSAGE_MAX + 2];
	unsigned int len, plen;
	bool taken = cpu_lock(&lock);
	int message;

	len = snprintf(text, 8, "%s" DELIMITER, tag);
	plen = prefix_len;
	memcpy(text + len, prefixes, plen);
	len += plen;
	message = vsnprintf(text + len, MESSAGE_MAX + 1, fmt, va);
	len += MIN(message, MESSAGE_MAX);
	text[len++] = '\n';
	text[len] = '\0';

	if (test)
		counters[!taken][TESTS]++;
	if (counter != NO_COUNTER)
		counters[!taken][counter]++;
	puts(text);
	cpu_unlock(&lock, taken);
}

bool report(bool pass, const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	line(pass ? "PASS" : "FAIL", true, pass ? NO_COUNTER : FAILURES, fmt, va);
	va_end(va);
	return pass;
}

void report_pass(const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	line("PASS", true, NO_COUNTER, fmt, va);
	va_end(va);
}

void report_fail(const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	line("FAIL", true, FAILURES, fmt, va);
	va_end(va);
}

bool report_xfail(bool xfail, bool pass, const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	if (!xfail)
		line(pass ? "PASS" : "FAIL", true, pass ? NO_COUNTER : FAILURES, fmt, va);
	else
		line(pass ? "XPASS" : "XFAIL", true, pass ? FAILURES : XFAILURES, fmt, va);
	va_end(va);
	return pass != xfail;
}

bool report_kfail(bool kfail, bool pass, const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	if (pass)
		line("PASS", true, NO_COUNTER, fmt, va);
	else
		line(kfail ? "KFAIL" : "FAIL", true, kfail ? KFAILURES : FAILURES, fmt, va);
	va_end(va);
	return pass;
}

void report_skip(const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	line("SKIP", true, SKIPPED, fmt, va);
	va_end(va);
}

void report_info(const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	line("INFO", false, NO_COUNTER, fmt, va);
	va_end(va);
}

void report_passed(void)
{
	bool taken = cpu_lock(&lock);

	counters[!taken][TESTS]++;
	cpu_unlock(&lock, taken);
}

void report_abort(const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	line("ABORT", false, NO_COUNTER, fmt, va);
	va_end(va);
	report_summary();
	exit(63);
}

int report_summary(void)
{
	static const struct { int which; const char *what; } parts[] = {
		{ FAILURES, "unexpected failures" },
		{ KFAILURES, "known failures" },
		{ XFAILURES, "expected failures" },
		{ SKIPPED, "skipped" },
	};
	char text[160];
	bool taken = cpu_lock(&lock);
	int len;

	len = snprintf(text, sizeof(text), "SUMMARY: %u tests", count(TESTS));
	for (unsigned int i = 0; i < ARRAY_SIZE(parts); i++)
		if (count(parts[i].which))
			len += snprintf(text + len, sizeof(text) - len, ", %u %s",
					count(parts[i].which), parts[i].what);
	snprintf(text + len, sizeof(text) - len, "\n");
	if (!count(TESTS))
		puts("INFO: no check was made, which counts as skipped\n");
	puts(text);
	cpu_unlock(&lock, taken);

	if (count(TESTS) == count(SKIPPED))
		return 38;
	return count(FAILURES) ? 1 : 0;
}

unsigned int report_tests(void)
{
	return count(TESTS);
}

unsigned int report_failures(void)
{
	return count(FAILURES);
}

void report_prefix_pushf(const char *fmt, ...)
{
	char text[PREFIX_SIZE];
	bool fits, taken;
	va_list va;
	int len;

	va_start(va, fmt);
	len = vsnprintf(text, sizeof(text), fmt, va);
	va_end(va);
	assert_msg(!strstr(text, DELIMITER), "report prefix '%s' contains delimiter '%s'",
		   text, DELIMITER);

	taken = cpu_lock(&lock);
	fits = prefix_len + len + strlen(DELIMITER) < PREFIX_SIZE;
	if (fits) {
		strcpy(prefixes + prefix_len, text);
		strcpy(prefixes + prefix_len + len, DELIMITER);
		prefix_len += len + strlen(DELIMITER);
	}
	cpu_unlock(&lock, taken);
	assert_msg(fits, "report prefixes are longer than %d bytes with '%s'",
		   PREFIX_SIZE - 1, text);
}

void report_prefix_push(const char *prefix)
{
	report_prefix_pushf("%s", prefix);
}

static void pop(void)
{
	unsigned int len = prefix_len;

	if (!len)
		return;
	/* before the element's own delimiter, back to the end of the one before */
	for (len -= strlen(DELIMITER); len; len--)
		if (len >= strlen(DELIMITER) &&
		    !strncmp(prefixes + len - strlen(DELIMITER), DELIMITER, strlen(DELIMITER)))
			break;
	prefix_len = len;
}

void report_prefix_popn(int n)
{
	bool taken;

	assert(n >= 0);
	taken = cpu_lock(&lock);
	while (n--)
		pop();
	cpu_unlock(&lock, taken);
}

void report_prefix_pop(void)
{
	report_prefix_popn(1);
}

unsigned int report_prefix_mark(void)
{
	return prefix_len;
}

void report_prefix_restore(unsigned int mark)
{
	bool taken = cpu_lock(&lock);

	if (mark < prefix_len)
		prefix_len = mark;
	cpu_unlock(&lock, taken);
}
