// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Helpers of the older tests.
 */
#include <libcflat.h>
#include <stdlib.h>
#include <util.h>

int parse_keyval(char *s, long *val)
{
	char *eq = strchr(s, '=');

	if (!eq)
		return -1;
	*val = strtol(eq + 1, NULL, 0);
	return eq - s;
}

static void binary(u64 x, char *out)
{
	if (sizeof(long) == 8 || x <= (unsigned long)-1) {
		binstr(x, out);
		return;
	}
	binstr(x >> 32, out);
	out += strlen(out);
	*out++ = '\'';
	binstr(x, out);
}

void __test_eq_failed(const char *file, int line, const char *word,
		      const char *a_str, const char *b_str,
		      u64 a, u64 b, const char *fmt, ...)
{
	char a_bin[64 + 64 / 4], b_bin[64 + 64 / 4], message[512];
	va_list va;

	va_start(va, fmt);
	vsnprintf(message, sizeof(message), fmt, va);
	va_end(va);
	binary(a, a_bin);
	binary(b, b_bin);
	report_fail("%s:%d: %s failed: (%s) == (%s)\n"
		    "\tLHS: %#018" PRIx64 " - %s - %" PRIu64 "\n"
		    "\tRHS: %#018" PRIx64 " - %s - %" PRIu64 "%s%s",
		    file, line, word, a_str, b_str, a, a_bin, a, b, b_bin, b,
		    message[0] ? "\n" : "", message);
}
