// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Tests as tables of named subtests:
 *
 *	static void reads_back(void)
 *	{
 *		check_eq(read_thing(), 5, "thing after reset");
 *	}
 *
 *	static const struct subtest subtests[] = {
 *		{ "reads-back", reads_back },
 *		{ "wide", wide, .requires = needs_wide, .timeout = 60 },
 *		{ "modes", each_mode, SUBTEST_ROWS(modes) },
 *		{ }
 *	};
 *
 *	int main(int argc, char **argv)
 *	{
 *		return run_subtests(subtests, argc, argv);
 *	}
 *
 * Each subtest's name is a report prefix. An unexpected exception, a failed
 * assertion or a hang of a subtest fails that subtest, and the next one runs.
 *
 * What the architecture provides for this:
 *
 *  - setjmp() and longjmp() (setjmp.h).
 *  - int arch_cpu_id(void) (cpulock.h), weak: which CPU calls.
 *  - Its path for unhandled exceptions prints registers and stack, then calls
 *    subtest_abandon("unhandled exception ..."). That does not return on the
 *    CPU that runs a contained subtest; if it returns, the path goes on to abort().
 *    It must be callable on whatever stack the handler runs.
 *  - void arch_subtest_watchdog(unsigned int seconds), weak, does nothing: arm
 *    a timer on the calling CPU, 0 disarms. When it expires the handler prints
 *    registers and stack and calls subtest_abandon("no end within %u s").
 *    The timer should get through masked interrupts where there is a way (NMI).
 *  - void arch_subtest_recover(void), weak, does nothing: called after the
 *    longjmp(), on the CPU that ran the subtest, before the next one starts.
 *    Puts back what the library promises to tests: interrupt masks, privilege
 *    level and stack selection, exception handlers that tests may replace,
 *    the console lock if this CPU holds it (a struct cpu_lock is dropped already).
 *    Locks of this library are dropped before the call.
 *
 * The weak functions' own versions must lie in an object that is linked anyway
 * (start-up code, exception handling): the linker takes nothing out of an
 * archive to replace a weak definition that it has already.
 */
#ifndef _SUBTEST_H_
#define _SUBTEST_H_

#include <libcflat.h>

struct subtest {
	const char *name;
	void (*fn)(void);
	/* NULL when the subtest can run here, else why it cannot (a SKIP). */
	const char *(*requires)(void);
	unsigned int flags;
	/* Seconds after which it counts as hung; 0 means SUBTEST_TIMEOUT. */
	unsigned int timeout;
	/* Rows of data (SUBTEST_ROWS), or one object for subtest_row(). */
	const void *rows;
	size_t row_size;
	size_t nr_rows;
};

/* Seconds until the watchdog by default. */
#define SUBTEST_TIMEOUT		30

/* May end without having made a check. */
#define SUBTEST_NO_CHECK	(1u << 0)
/* Runs without the watchdog, because it uses the same timer. */
#define SUBTEST_NO_WATCHDOG	(1u << 1)
/* Runs only when an argument names it. */
#define SUBTEST_NODEFAULT	(1u << 2)
/* When it fails the later subtests have no ground to stand on and are skipped. */
#define SUBTEST_FATAL		(1u << 3)
/* An exception or assertion ends the whole run: nothing could be put back. */
#define SUBTEST_UNCONTAINED	(1u << 4)

/*
 * Run the subtest once for each element of @array, a static const array of
 * structures whose first member is const char *name. The row's name is a second
 * prefix, subtest_row() gives the row, each row is contained by itself.
 */
#define SUBTEST_ROWS(array)					\
	.rows = (array), .row_size = sizeof((array)[0]),	\
	.nr_rows = ARRAY_SIZE(array)

/*
 * Run what @argv[1..] selects of @table, which ends with an empty element.
 * "list" prints the names and runs nothing. NAME=VALUE and arguments that
 * begin with - are left to the test (subtest_arg()). Every other argument is
 * a glob with * and ? over NAME or NAME/ROW; one that matches nothing is a
 * FAIL. Without globs all run. Returns what report_summary() returns.
 */
extern int run_subtests(const struct subtest *table, int argc, char **argv);

/* The VALUE of an argument "@name=VALUE", or NULL. For use in subtests. */
extern const char *subtest_arg(const char *name);
/* The same as a number of any base; @def if it is missing. */
extern long subtest_arg_long(const char *name, long def);

/* The row, or .rows object, of the running subtest. */
extern const void *subtest_row(void);

/*
 * Give up the running subtest. On the CPU that runs it: report a FAIL with the
 * text and go on with the next subtest; never returns. Elsewhere, and when no
 * contained subtest runs: returns; if one runs on another CPU, the FAIL and
 * the summary have then been printed, for the caller is about to abort.
 */
extern void subtest_abandon(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Is the calling CPU running a contained subtest? */
extern bool subtest_contained(void);

extern void arch_subtest_watchdog(unsigned int seconds);
extern void arch_subtest_recover(void);

/*
 * Checks. The message says what was done; a failure adds what was expected and
 * what was got. Arguments are evaluated once; integers up to 64 bits and
 * pointers compare as C compares them. All return whether the check passed.
 */
#define check(cond, fmt, args...) \
	__check((cond) ? true : false, #cond, fmt, ## args)

/* @got is @want. */
#define check_eq(got, want, fmt, args...)  __check_cmp(CHECK_EQ, got, want, fmt, ## args)
#define check_ne(got, want, fmt, args...)  __check_cmp(CHECK_NE, got, want, fmt, ## args)
#define check_lt(got, limit, fmt, args...) __check_cmp(CHECK_LT, got, limit, fmt, ## args)
#define check_le(got, limit, fmt, args...) __check_cmp(CHECK_LE, got, limit, fmt, ## args)
#define check_gt(got, limit, fmt, args...) __check_cmp(CHECK_GT, got, limit, fmt, ## args)
#define check_ge(got, limit, fmt, args...) __check_cmp(CHECK_GE, got, limit, fmt, ## args)

/* The bits @mask of @got are those of @want. */
#define check_bits(got, mask, want, fmt, args...) \
	__check_bits(__check_int(got), __check_int(mask), __check_int(want), fmt, ## args)

/* The strings are equal. */
extern bool check_str(const char *got, const char *want, const char *fmt, ...)
					__attribute__((format(printf, 3, 4)));
/* The @n bytes are equal; a failure tells the first that is not. */
extern bool check_mem(const void *got, const void *want, size_t n, const char *fmt, ...)
					__attribute__((format(printf, 4, 5)));

enum check_op { CHECK_EQ, CHECK_NE, CHECK_LT, CHECK_LE, CHECK_GT, CHECK_GE };

#define __check_int(x) \
	__builtin_choose_expr(__builtin_classify_type(x) == 5, (unsigned long)(x), (x))

#define __check_cmp(op, got, want, fmt, args...)			\
({									\
	/* names that no argument has */				\
	typeof(__check_int(got) + __check_int(want))			\
		check_cmp_got_ = __check_int(got), check_cmp_want_ = __check_int(want); \
	__check_values(op, (typeof(check_cmp_got_))-1 < (typeof(check_cmp_got_))1, \
		       check_cmp_got_, check_cmp_want_, fmt, ## args);	\
})

extern bool __check(bool ok, const char *text, const char *fmt, ...)
					__attribute__((format(printf, 3, 4)));
extern bool __check_values(enum check_op op, bool is_signed, u64 got, u64 want,
			   const char *fmt, ...) __attribute__((format(printf, 5, 6)));
extern bool __check_bits(u64 got, u64 mask, u64 want, const char *fmt, ...)
					__attribute__((format(printf, 4, 5)));

#endif
