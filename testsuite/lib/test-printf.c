// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * printf: random conversions against the C library's, then what differs from it.
 */
#include "harness.h"
#include <limits.h>

#define ROUNDS	200000

static char *append(char *p, const char *from, int chance)
{
	for (; *from; from++)
		if (host_random() % chance == 0)
			*p++ = *from;
	return p;
}

/* A format with one conversion; *@conv and *@length say which. */
static void random_format(char *p, char *conv, int *length, bool *star)
{
	static const char convs[] = "diuxXocs%";
	bool number;

	*conv = convs[host_random() % (sizeof(convs) - 1)];
	number = strchr("diuxXo", *conv) != NULL;
	*p++ = '[';
	*p++ = '%';
	*star = false;
	*length = 0;
	if (*conv != '%') {
		p = append(p, number ? "-0+ #" : "-", 3);
		if (*conv == 'u' || *conv == 'd' || *conv == 'i') {
			/* # is undefined for them */
			char *q = p;

			while (*--q != '%')
				if (*q == '#')
					*q = '-';
		}
		if (host_random() % 2)
			p += host_snprintf(p, 8, "%d", (int)(host_random() % 40) + 1);
		if (*conv != 'c' && host_random() % 2) {
			*star = host_random() % 4 == 0;
			p += host_snprintf(p, 8, *star ? ".*" : ".%d", (int)(host_random() % 30));
		}
		if (number) {
			static const char *const lengths[] = { "", "l", "ll", "z", "hh", "h", "j", "t" };

			*length = host_random() % ARRAY_SIZE(lengths);
			p += host_snprintf(p, 8, "%s", lengths[*length]);
		}
	}
	*p++ = *conv;
	*p++ = ']';
	*p = '\0';
}

static u64 random_value(void)
{
	u64 val = host_random();

	switch (host_random() % 4) {
	case 0: return val;
	case 1: return val >> (host_random() % 64);
	case 2: return -(val >> (host_random() % 64));
	default: return (u64[]){ 0, 1, -1, LLONG_MIN, LLONG_MAX, INT_MIN, INT_MAX, UINT_MAX }[val % 8];
	}
}

static void random_conversions(void)
{
	int bad = 0;

	for (int round = 0; round < ROUNDS && bad < 5; round++) {
		char fmt[64], conv, got[128], want[128];
		int length, got_len, want_len, prec = (int)(host_random() % 25) - 3;
		int size = host_random() % 8 ? 128 : host_random() % 20 + 1;
		u64 val = random_value();
		bool star;

		random_format(fmt, &conv, &length, &star);
		memset(got, 0x55, sizeof(got));
		memset(want, 0x55, sizeof(want));
#define BOTH(arg) do {								\
	if (star) {								\
		got_len = snprintf(got, size, fmt, prec, arg);			\
		want_len = host_snprintf(want, size, fmt, prec, arg);		\
	} else {								\
		got_len = snprintf(got, size, fmt, arg);			\
		want_len = host_snprintf(want, size, fmt, arg);			\
	}									\
} while (0)
		if (conv == 's')
			BOTH("the quick brown fox");
		else if (conv == 'c')
			BOTH('x');
		else if (length == 0 || length == 4 || length == 5)
			BOTH((int)val);
		else
			BOTH(val);
		if (got_len != want_len || host_memcmp(got, want, sizeof(got))) {
			bad++;
			note("%s with %#lx, size %d: got %.100s (%d), want %.100s (%d)", fmt,
			     (unsigned long)val, size, got, got_len, want, want_len);
		}
	}
	ok(!bad, "%d random conversions", ROUNDS);
}

static void check(const char *want, int want_len, const char *what, const char *fmt, ...)
{
	char got[128];
	va_list va;
	int len;

	va_start(va, fmt);
	len = vsnprintf(got, sizeof(got), fmt, va);
	va_end(va);
	ok_str(got, want, what);
	if (len != want_len)
		ok(false, "%s: length %d instead of %d", what, len, want_len);
}

static const u16 wide[] = { 'a', 0xe9, 0x20ac, 0xd83d, 0xde00, 'z', 0 };
static const u16 lone[] = { 0xd83d, 'a', 0xde00, 0 };

int main(void)
{
	static char big[4100];
	char buf[8] = "ABCDEFG";
	int len;

	random_conversions();
	check("0", 1, "%p of NULL", "%p", NULL);
	check("0xdeadbeef", 10, "%p", "%p", (void *)0xdeadbeef);
	check("        0xff", 12, "%12p", "%12p", (void *)0xff);
	check("0x00000000000012ab", 18, "%#018lx", "%#018lx", 0x12abUL);
	check("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z", 11, "%ls", "%ls", wide);
	check("a\xc3\xa9", 3, "%.5ls does not split a character", "%.5ls", wide);
	check("  a\xc3\xa9", 5, "%5.4ls", "%5.4ls", wide);
	check("\xef\xbf\xbd" "a\xef\xbf\xbd", 7, "lone surrogates", "%ls", lone);
	check("(null)", 6, "NULL string", "%s", (char *)NULL);
	check("e n", 3, "unknown conversions are their letter", "%e %n");
	check("100%", 4, "%% and a lone % at the end", "%d%%%", 100);
	check("-9223372036854775808", 20, "LLONG_MIN", "%lld", LLONG_MIN);

	len = snprintf(buf, 0, "xyz");
	ok(len == 3 && buf[0] == 'A', "size 0 writes nothing");
	len = snprintf(buf, -5, "xyz");
	ok(len == 3 && buf[0] == 'A', "negative size writes nothing");
	len = snprintf(buf, 1, "xyz");
	ok(len == 3 && !buf[0] && buf[1] == 'B', "size 1 writes a NUL");
	len = snprintf(buf, 4, "%.100000d", 1);
	ok(len == 100000 && !memcmp(buf, "000", 4), "large precision");
	len = snprintf(buf, 4, "%2000000000d", 1);
	ok(len == 2000000000, "huge width does not take for ever");

	memset(big, 'x', sizeof(big) - 1);
	len = printf("%s", big);
	ok(len == sizeof(big) - 1 && strlen(console()) == 1999, "printf cuts at 1999 bytes");
	return done();
}
