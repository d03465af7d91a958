// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * setjmp: longjmp() comes back to setjmp() with its value, its stack and its
 * callee-saved registers (C99 7.13).
 */
#include <libcflat.h>
#include <setjmp.h>
#include <subtest.h>

static jmp_buf env;

static void values(void)
{
	volatile int turn = 0;
	int val = setjmp(env);

	check_eq(val, turn, "value %d of setjmp()", turn);
	if (turn < 9) {
		turn++;
		longjmp(env, turn);
	}
}

static void zero_becomes_one(void)
{
	volatile bool again = false;
	int val = setjmp(env);

	if (!again) {
		again = true;
		longjmp(env, 0);
	}
	check_eq(val, 1, "setjmp() after longjmp(env, 0)");
}

/* Keeps the compiler from seeing that deep() never returns. */
static int opaque(int n)
{
	asm volatile("" : "+r"(n));
	return n;
}

static noinline int deep(int n)
{
	if (opaque(n) == 0)
		longjmp(env, 7);
	/* Not a tail call: each level has its frame. */
	return n > 0 ? deep(n - 1) + n : 0;
}

static void from_below(void)
{
	volatile ulong here = (ulong)__builtin_frame_address(0);

	if (!setjmp(env)) {
		deep(opaque(10));
		report_fail("longjmp() returned");
	} else {
		check_eq((ulong)__builtin_frame_address(0), here, "frame after leaving ten calls");
	}
}

static const struct subtest subtests[] = {
	{ "values", values },
	{ "zero", zero_becomes_one },
	{ "frames", from_below },
	{ }
};

int main(int argc, char **argv)
{
	return run_subtests(subtests, argc, argv);
}
