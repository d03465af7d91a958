// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Parsing and comparing helpers of the older tests; new ones use subtest.h.
 */
#ifndef _UTIL_H_
#define _UTIL_H_

#include <libcflat.h>

/*
 * Read "name=number" (any base strtol() knows). Returns the index of the =, or
 * -1, with *@val untouched, when there is none.
 */
extern int parse_keyval(char *s, long *val);

#define __static_assert(expr, msg, ...)	_Static_assert(expr, msg)
#ifndef static_assert
#define static_assert(expr, ...)	__static_assert(expr, ##__VA_ARGS__, #expr)
#endif

/* The text of a failed comparison, one FAIL line; operands up to 64 bits. */
extern void __test_eq_failed(const char *file, int line, const char *word,
			     const char *a_str, const char *b_str,
			     u64 a, u64 b, const char *fmt, ...)
					__attribute__((format(printf, 8, 9)));

#define __test_eq_u64(x) \
	((u64)__builtin_choose_expr(__builtin_classify_type(x) == 5, (unsigned long)(x), (x)))

/*
 * Compare @a and @b. Equal counts a silent pass; otherwise one FAIL and a stack
 * dump, then the statement @do_abort if @assertion. A custom message may be "".
 */
#define __TEST_EQ(a, b, a_str, b_str, assertion, do_abort, fmt, args...)	\
do {										\
	typeof(a) __a = (a);							\
	typeof(b) __b = (b);							\
	if (__a == __b) {							\
		report_passed();						\
		break;								\
	}									\
	__test_eq_failed(__FILE__, __LINE__, (assertion) ? "Assertion" : "Expectation", \
			 a_str, b_str, __test_eq_u64(__a), __test_eq_u64(__b),	\
			 fmt, ## args);						\
	dump_stack();								\
	if (assertion) {							\
		do_abort;							\
	}									\
} while (0)

#define TEST_EXPECT_EQ(a, b)	__TEST_EQ(a, b, #a, #b, 0, , "%s", "")
#define TEST_EXPECT_EQ_MSG(a, b, fmt, args...)	\
				__TEST_EQ(a, b, #a, #b, 0, , fmt, ## args)

#endif
