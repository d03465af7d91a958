// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Checks: what was done, what was expected, what was got.
 */
#include <libcflat.h>
#include <subtest.h>

#define MESSAGE	512
#define NUMBER	24

/* Unsigned values from here on are easier to read in hex. */
#define HEX_FROM 1024

static const char *number(char text[NUMBER], u64 val, bool is_signed, bool hex)
{
	if (is_signed)
		snprintf(text, NUMBER, "%" PRId64, (s64)val);
	else
		snprintf(text, NUMBER, hex ? "%#" PRIx64 : "%" PRIu64, val);
	return text;
}

bool __check(bool ok, const char *text, const char *fmt, ...)
{
	char message[MESSAGE];
	va_list va;

	va_start(va, fmt);
	vsnprintf(message, sizeof(message), fmt, va);
	va_end(va);
	if (ok)
		report_pass("%s", message);
	else
		report_fail("%s: expected %s, got the opposite", message, text);
	return ok;
}

static bool compare(enum check_op op, bool is_signed, u64 got, u64 want)
{
	bool less = is_signed ? (s64)got < (s64)want : got < want;

	switch (op) {
	case CHECK_EQ: return got == want;
	case CHECK_NE: return got != want;
	case CHECK_LT: return less;
	case CHECK_LE: return less || got == want;
	case CHECK_GT: return !less && got != want;
	case CHECK_GE: return !less;
	}
	return false;
}

bool __check_values(enum check_op op, bool is_signed, u64 got, u64 want, const char *fmt, ...)
{
	static const char *const word[] = {
		[CHECK_EQ] = "", [CHECK_NE] = "other than ", [CHECK_LT] = "less than ",
		[CHECK_LE] = "at most ", [CHECK_GT] = "more than ", [CHECK_GE] = "at least ",
	};
	char message[MESSAGE], want_text[NUMBER], got_text[NUMBER];
	bool ok = compare(op, is_signed, got, want);
	bool hex = got >= HEX_FROM || want >= HEX_FROM;
	va_list va;

	va_start(va, fmt);
	vsnprintf(message, sizeof(message), fmt, va);
	va_end(va);
	if (ok)
		report_pass("%s", message);
	else
		report_fail("%s: expected %s%s, got %s", message, word[op],
			    number(want_text, want, is_signed, hex),
			    number(got_text, got, is_signed, hex));
	return ok;
}

bool __check_bits(u64 got, u64 mask, u64 want, const char *fmt, ...)
{
	bool ok = (got & mask) == (want & mask);
	char message[MESSAGE];
	va_list va;

	va_start(va, fmt);
	vsnprintf(message, sizeof(message), fmt, va);
	va_end(va);
	if (ok)
		report_pass("%s", message);
	else
		report_fail("%s: expected %#" PRIx64 " in bits %#" PRIx64 ", got %#" PRIx64
			    " (all bits %#" PRIx64 ")",
			    message, want & mask, mask, got & mask, got);
	return ok;
}

bool check_str(const char *got, const char *want, const char *fmt, ...)
{
	bool ok = got && want ? !strcmp(got, want) : got == want;
	char message[MESSAGE];
	va_list va;

	va_start(va, fmt);
	vsnprintf(message, sizeof(message), fmt, va);
	va_end(va);
	if (ok)
		report_pass("%s", message);
	else
		report_fail("%s: expected \"%s\", got \"%s\"", message, want, got);
	return ok;
}

bool check_mem(const void *got, const void *want, size_t n, const char *fmt, ...)
{
	const u8 *g = got, *w = want;
	char message[MESSAGE];
	va_list va;
	size_t i;

	for (i = 0; i < n && g[i] == w[i]; i++)
		;
	va_start(va, fmt);
	vsnprintf(message, sizeof(message), fmt, va);
	va_end(va);
	if (i == n)
		report_pass("%s", message);
	else
		report_fail("%s: expected byte %zu of %zu to be %#x, got %#x", message, i, n,
			    w[i], g[i]);
	return i == n;
}
