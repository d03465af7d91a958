// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Strings, memory and numbers against the C library.
 */
#include "harness.h"
#include <ctype.h>
#include <limits.h>
#include <stdlib.h>

#define ROUNDS	100000

static int sign(int x)
{
	return x < 0 ? -1 : x > 0;
}

static char *random_string(const char *alphabet, unsigned int max)
{
	unsigned int len = host_random() % (max + 1), n = strlen(alphabet);
	char *s = host_alloc(len + 1);

	for (unsigned int i = 0; i < len; i++)
		s[i] = alphabet[host_random() % n];
	s[len] = '\0';
	return s;
}

static void compare_strings(void)
{
	int bad = 0;

	for (int i = 0; i < ROUNDS; i++) {
		char *a = random_string("abAB\xe9", 6), *b = random_string("abAB\xe9", 3);
		size_t n = host_random() % 8;
		char copy[32];

		bad += sign(strcmp(a, b)) != sign(host_strcmp(a, b));
		bad += sign(strncasecmp(a, b, n)) != sign(host_strncasecmp(a, b, n));
		bad += strstr(a, b) != host_strstr(a, b);
		bad += strrchr(a, 'b') != host_strrchr(a, 'b');
		bad += *strchrnul(a, 'B') && *strchrnul(a, 'B') != 'B';
		bad += strnlen(a, n) != MIN(strlen(a), n);
		strcpy(copy, a);
		strcat(copy, b);
		bad += strlen(copy) != strlen(a) + strlen(b) || strstr(copy, b) == NULL;
		host_free(a);
		host_free(b);
	}
	ok(!bad, "%d pairs of strings", ROUNDS);
}

static void move_memory(void)
{
	int bad = 0;

	for (int i = 0; i < ROUNDS / 4; i++) {
		size_t size = host_random() % 120 + 1, n = host_random() % (size + 1);
		size_t from = host_random() % (size - n + 1), to = host_random() % (size - n + 1);
		unsigned char *a = host_alloc(size), *b = host_alloc(size);

		for (size_t j = 0; j < size; j++)
			a[j] = b[j] = host_random();
		memmove(a + to, a + from, n);
		host_memmove(b + to, b + from, n);
		bad += host_memcmp(a, b, size) != 0 || memcmp(a, b, size) != 0;
		memset(a + to, 0xa5, n);
		for (size_t j = 0; j < size; j++)
			bad += a[j] != (j >= to && j < to + n ? 0xa5 : b[j]);
		memcpy(a, b, size);
		bad += memcmp(a, b, size) != 0;
		if (n) {
			a[to] ^= 1 + host_random() % 255;
			bad += sign(memcmp(a, b, size)) != sign(host_memcmp(a, b, size));
		}
		host_free(a);
		host_free(b);
	}
	ok(!bad, "%d moves, fills, copies, comparisons", ROUNDS / 4);
}

static void parse_numbers(void)
{
	int bad = 0;

	for (int i = 0; i < ROUNDS; i++) {
		int base = host_random() % 3 ? (int)(host_random() % 35) + 2 : 0;
		char *s = random_string(" \t-+0123456789abfxXzZ", 9), *end, *want_end;
		long want = host_strtol(s, &want_end, base), got = strtol(s, &end, base);

		if (got != want || end != want_end ||
		    strtoul(s, &end, base) != host_strtoul(s, &want_end, base) || end != want_end) {
			if (bad++ < 5)
				note("'%s' base %d: got %ld, want %ld", s, base, got, want);
		}
		host_free(s);
	}
	ok(!bad, "%d numbers", ROUNDS);
	ok(strtoll("-9223372036854775808", NULL, 10) == LLONG_MIN, "the most negative number");
	ok(strtoull("0xffffffffffffffff", NULL, 0) == ULLONG_MAX, "the largest number");
	ok(strtoul("-1", NULL, 0) == ULONG_MAX, "unsigned numbers wrap");
	ok(atol("42x") == 42, "atol");
}

static void too_large(void)
{
	strtoull("18446744073709551616", NULL, 10);
}

static void too_small(void)
{
	strtol("-9223372036854775809", NULL, 10);
}

static void far_too_large(void)
{
	strtoull("zzzzzzzzzzzzzzzzzzzz", NULL, 36);
}

static void bad_base(void)
{
	strtol("1", NULL, 37);
}

static void globs(void)
{
	static const struct { const char *text, *pattern; bool match; } rows[] = {
		{ "abc", "abc", true }, { "abc", "ab", false }, { "abc", "*", true },
		{ "", "*", true }, { "", "", true }, { "abc", "a*", true }, { "abc", "*c", true },
		{ "abc", "*b*", true }, { "abc", "*d*", false }, { "abc", "a*c", false },
		{ "a*c", "a*c", true }, { "abc", "b*", false }, { "abcabc", "*abc", true },
		{ "ab", "*abc", false }, { "abc", "**", true },
	};
	int bad = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(rows); i++) {
		if (simple_glob(rows[i].text, rows[i].pattern) != rows[i].match) {
			note("%s %s", rows[i].text, rows[i].pattern);
			bad++;
		}
	}
	ok(!bad, "globs");
}

int main(void)
{
	char bits[BINSTR_SZ];

	compare_strings();
	move_memory();
	parse_numbers();
	ok(strstr(why_abandoned(too_large), "out of range") != NULL, "too large a number asserts");
	ok(strstr(why_abandoned(too_small), "out of range") != NULL, "too small a number asserts");
	ok(strstr(why_abandoned(far_too_large), "out of range") != NULL, "so does one of base 36");
	ok(strstr(why_abandoned(bad_base), "base 37") != NULL, "base 37 asserts");
	globs();
	binstr(0x5000000000000001, bits);
	ok_str(bits, "0101'0000'0000'0000'0000'0000'0000'0000'0000'0000'0000'0000'0000'0000'0000'0001",
	       "binary digits");
	ok(strlen(bits) + 1 == BINSTR_SZ, "BINSTR_SZ");
	ok(isspace('\v') && !isspace('x') && toupper('a') == 'A' && isalnum('9') && !isalpha('9'),
	   "character classes");
	return done();
}
