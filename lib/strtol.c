// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Numbers from strings (C99 7.20.1.4), but what does not fit is an assertion.
 */
#include <libcflat.h>
#include <stdlib.h>
#include <ctype.h>
#include <limits.h>

static int digit_value(char c)
{
	if (isdigit(c))
		return c - '0';
	if (isalpha(c))
		return toupper(c) - 'A' + 10;
	return INT_MAX;
}

/* The magnitude of the number at @s, at most @max; *@negative tells its sign. */
static unsigned long long parse(const char *s, char **end, int base, bool *negative,
				unsigned long long max_positive, unsigned long long max_negative)
{
	const char *p = s, *digits;
	unsigned long long val = 0, max;

	assert_msg(base == 0 || (base >= 2 && base <= 36), "base %d", base);

	while (isspace(*p))
		p++;
	*negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	if ((base == 0 || base == 16) && p[0] == '0' && (p[1] == 'x' || p[1] == 'X') &&
	    digit_value(p[2]) < 16) {
		base = 16;
		p += 2;
	} else if (base == 0) {
		base = *p == '0' ? 8 : 10;
	}

	max = *negative ? max_negative : max_positive;
	for (digits = p; digit_value(*p) < base; p++) {
		unsigned int digit = digit_value(*p);
		unsigned long long next = val * base + digit;

		/* 2^64 / 36 leaves room for one more digit without a check */
		if (val >> 58)
			assert_msg(!__builtin_mul_overflow(val, (unsigned int)base, &next) &&
				   !__builtin_add_overflow(next, digit, &next),
				   "%s: number out of range", s);
		assert_msg(next <= max, "%s: number out of range", s);
		val = next;
	}
	if (end)
		*end = (char *)(p == digits ? s : p);
	return val;
}

long strtol(const char *s, char **end, int base)
{
	bool negative;
	unsigned long val = parse(s, end, base, &negative, LONG_MAX, -(unsigned long)LONG_MIN);

	return negative ? -val : val;
}

unsigned long strtoul(const char *s, char **end, int base)
{
	bool negative;
	unsigned long val = parse(s, end, base, &negative, ULONG_MAX, ULONG_MAX);

	return negative ? -val : val;
}

long long strtoll(const char *s, char **end, int base)
{
	bool negative;
	unsigned long long val = parse(s, end, base, &negative, LLONG_MAX,
				       -(unsigned long long)LLONG_MIN);

	return negative ? -val : val;
}

unsigned long long strtoull(const char *s, char **end, int base)
{
	bool negative;
	unsigned long long val = parse(s, end, base, &negative, ULLONG_MAX, ULLONG_MAX);

	return negative ? -val : val;
}

long atol(const char *s)
{
	return strtol(s, NULL, 10);
}
