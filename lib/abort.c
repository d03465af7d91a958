// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The ways out: abort, failed assertions, exit codes.
 */
#include <libcflat.h>
#include <subtest.h>

/* The highest code that (code << 1) | 1 keeps apart from death by a signal. */
#define ABORT_CODE	63

void abort(void)
{
	subtest_abandon("abort was called");
	exit(ABORT_CODE);
}

void __assert_failed(const char *file, int line, const char *cond)
{
	printf("%s:%d: assert failed: %s\n", file, line, cond);
	dump_stack();
	subtest_abandon("assert failed at %s:%d: %s", file, line, cond);
	exit(ABORT_CODE);
}

void __assert_failed_msg(const char *file, int line, const char *cond, const char *fmt, ...)
{
	char text[512];
	va_list va;

	va_start(va, fmt);
	vsnprintf(text, sizeof(text), fmt, va);
	va_end(va);
	printf("%s:%d: assert failed: %s: %s\n", file, line, cond, text);
	dump_stack();
	subtest_abandon("assert failed at %s:%d: %s: %s", file, line, cond, text);
	exit(ABORT_CODE);
}

int exit_code(int code)
{
	if (code >= 0 && code <= ABORT_CODE)
		return code;
	printf("exit code %d does not fit a VMM's status, taken as %d\n", code, ABORT_CODE);
	return ABORT_CODE;
}
