// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Formatted output (C99 7.19.6.1 without floating point), with %ls for UTF-16.
 */
#include <libcflat.h>
#include <ctype.h>
#include <limits.h>

#define PRINTF_BUF	2000	/* also what one printf() can print, NUL included */

struct sink {
	char *buf;
	size_t room;		/* characters that fit, without the NUL */
	size_t len;		/* characters so far, also those that did not fit */
};

struct spec {
	bool left, zero, alt, plus, space;
	int width;
	int prec;		/* -1: none */
	char length;		/* 0, 'H' for hh, 'h', 'l', 'L' for ll */
};

static void put(struct sink *s, char c)
{
	if (s->len < s->room)
		s->buf[s->len] = c;
	s->len++;
}

static void put_times(struct sink *s, char c, int n)
{
	if (n <= 0)
		return;
	for (; n && s->len < s->room; n--)
		put(s, c);
	s->len += n;
}

static void put_mem(struct sink *s, const char *p, size_t n)
{
	while (n--)
		put(s, *p++);
}

static void put_number(struct sink *s, const struct spec *f, u64 val, bool negative,
		       unsigned int base, const char *digits)
{
	char text[sizeof(val) * 8 / 3 + 2];
	const char *sign = "";
	char *p = text + sizeof(text);
	int len, zeros, width;

	if (negative)
		sign = "-";
	else if (f->plus)
		sign = "+";
	else if (f->space)
		sign = " ";
	else if (f->alt && base == 16 && val)
		sign = digits[10] == 'a' ? "0x" : "0X";

	/* 32-bit machines have no 64-bit division without help. */
	if (base == 10) {
		while (val > ULONG_MAX) {
			u64 q = val / 10;

			*--p = '0' + (val - q * 10);
			val = q;
		}
		for (unsigned long v = val; v; v /= 10)
			*--p = '0' + v % 10;
	} else {
		unsigned int shift = base == 16 ? 4 : 3;

		for (; val; val >>= shift)
			*--p = digits[val & (base - 1)];
	}
	len = text + sizeof(text) - p;

	zeros = f->prec < 0 ? !len : f->prec - len;
	if (zeros < 0)
		zeros = 0;
	if (f->alt && base == 8 && !zeros && (!len || *p != '0'))
		zeros = 1;
	width = f->width - (int)strlen(sign) - len;
	if (f->zero && !f->left && f->prec < 0 && zeros < width)
		zeros = width;
	width -= zeros;

	if (!f->left)
		put_times(s, ' ', width);
	put_mem(s, sign, strlen(sign));
	put_times(s, '0', zeros);
	put_mem(s, p, len);
	if (f->left)
		put_times(s, ' ', width);
}

static void put_string(struct sink *s, const struct spec *f, const char *str)
{
	int len;

	if (!str)
		str = "(null)";
	len = f->prec < 0 ? strlen(str) : strnlen(str, f->prec);
	if (!f->left)
		put_times(s, ' ', f->width - len);
	put_mem(s, str, len);
	if (f->left)
		put_times(s, ' ', f->width - len);
}

/* Take one code point from @p; an unpaired surrogate is U+FFFD. */
static const u16 *next_utf16(const u16 *p, u32 *code)
{
	u32 c = *p++;

	if (c >= 0xd800 && c <= 0xdbff && *p >= 0xdc00 && *p <= 0xdfff)
		c = 0x10000 + ((c - 0xd800) << 10) + (*p++ - 0xdc00);
	else if (c >= 0xd800 && c <= 0xdfff)
		c = 0xfffd;
	*code = c;
	return p;
}

/* The UTF-8 form of @code (RFC 3629, section 3); returns its length. */
static int utf8(u32 code, char out[4])
{
	int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;

	if (!more) {
		out[0] = code;
		return 1;
	}
	for (int i = more; i; i--, code >>= 6)
		out[i] = 0x80 | (code & 0x3f);
	out[0] = (0xf0 << (3 - more)) | code;
	return more + 1;
}

static void put_wide(struct sink *s, const struct spec *f, const u16 *str)
{
	static const u16 null[] = { '(', 'n', 'u', 'l', 'l', ')', 0 };
	const u16 *p, *end;
	char bytes[4];
	int len = 0, n;
	u32 code;

	if (!str)
		str = null;
	for (end = str; (f->prec < 0 || len < f->prec) && *end; end = p) {
		p = next_utf16(end, &code);
		n = utf8(code, bytes);
		if (f->prec >= 0 && len + n > f->prec)
			break;
		len += n;
	}
	if (!f->left)
		put_times(s, ' ', f->width - len);
	for (p = str; p < end; ) {
		p = next_utf16(p, &code);
		put_mem(s, bytes, utf8(code, bytes));
	}
	if (f->left)
		put_times(s, ' ', f->width - len);
}

/* A decimal number; what does not fit becomes INT_MAX. */
static const char *parse_number(const char *p, int *val)
{
	for (*val = 0; isdigit(*p); p++)
		*val = *val > (INT_MAX - 9) / 10 ? INT_MAX : *val * 10 + (*p - '0');
	return p;
}

int vsnprintf(char *buf, int size, const char *fmt, va_list va_in)
{
	struct sink s = { buf, size > 0 ? size - 1 : 0, 0 };
	va_list va;

	va_copy(va, va_in);
	while (*fmt) {
		struct spec f = { .prec = -1 };
		bool negative = false;
		u64 val;

		if (*fmt != '%') {
			put(&s, *fmt++);
			continue;
		}
		for (fmt++; ; fmt++) {
			if (*fmt == '-')
				f.left = true;
			else if (*fmt == '0')
				f.zero = true;
			else if (*fmt == '#')
				f.alt = true;
			else if (*fmt == '+')
				f.plus = true;
			else if (*fmt == ' ')
				f.space = true;
			else
				break;
		}
		if (*fmt == '*') {
			f.width = va_arg(va, int);
			if (f.width < 0) {
				f.left = true;
				f.width = f.width == INT_MIN ? INT_MAX : -f.width;
			}
			fmt++;
		} else {
			fmt = parse_number(fmt, &f.width);
		}
		if (*fmt == '.') {
			if (*++fmt == '*') {
				f.prec = va_arg(va, int);
				if (f.prec < 0)
					f.prec = -1;
				fmt++;
			} else {
				fmt = parse_number(fmt, &f.prec);
			}
		}
		switch (*fmt) {
		case 'h':
			f.length = 'h';
			if (*++fmt == 'h') {
				f.length = 'H';
				fmt++;
			}
			break;
		case 'l':
			f.length = 'l';
			if (*++fmt == 'l') {
				f.length = 'L';
				fmt++;
			}
			break;
		case 'j':
			f.length = 'L';
			fmt++;
			break;
		case 'z':
		case 't':
			f.length = 'l';
			fmt++;
			break;
		}

		switch (*fmt) {
		case 'd':
		case 'i': {
			s64 v;

			if (f.length == 'L')
				v = va_arg(va, long long);
			else if (f.length == 'l')
				v = va_arg(va, long);
			else
				v = va_arg(va, int);
			if (f.length == 'h')
				v = (short)v;
			else if (f.length == 'H')
				v = (signed char)v;
			negative = v < 0;
			val = negative ? -(u64)v : (u64)v;
			f.alt = false;
			put_number(&s, &f, val, negative, 10, "");
			break;
		}
		case 'u':
		case 'x':
		case 'X':
		case 'o':
			if (f.length == 'L')
				val = va_arg(va, unsigned long long);
			else if (f.length == 'l')
				val = va_arg(va, unsigned long);
			else
				val = va_arg(va, unsigned int);
			if (f.length == 'h')
				val = (unsigned short)val;
			else if (f.length == 'H')
				val = (unsigned char)val;
			f.plus = f.space = false;
			if (*fmt == 'u')
				f.alt = false;
			put_number(&s, &f, val, false, *fmt == 'u' ? 10 : *fmt == 'o' ? 8 : 16,
				   *fmt == 'X' ? "0123456789ABCDEF" : "0123456789abcdef");
			break;
		case 'p':
			f.alt = true;
			f.plus = f.space = false;
			put_number(&s, &f, (unsigned long)va_arg(va, void *), false, 16,
				   "0123456789abcdef");
			break;
		case 'c': {
			char c = va_arg(va, int);

			if (!f.left)
				put_times(&s, ' ', f.width - 1);
			put(&s, c);
			if (f.left)
				put_times(&s, ' ', f.width - 1);
			break;
		}
		case 's':
			if (f.length == 'l')
				put_wide(&s, &f, va_arg(va, const u16 *));
			else
				put_string(&s, &f, va_arg(va, const char *));
			break;
		case '\0':
			continue;
		default:
			put(&s, *fmt);
		}
		fmt++;
	}
	va_end(va);

	if (size > 0)
		buf[s.len < s.room ? s.len : s.room] = '\0';
	return s.len > INT_MAX ? INT_MAX : (int)s.len;
}

int snprintf(char *buf, int size, const char *fmt, ...)
{
	va_list va;
	int len;

	va_start(va, fmt);
	len = vsnprintf(buf, size, fmt, va);
	va_end(va);
	return len;
}

int vprintf(const char *fmt, va_list va)
{
	char buf[PRINTF_BUF];
	int len = vsnprintf(buf, sizeof(buf), fmt, va);

	puts(buf);
	return len;
}

int printf(const char *fmt, ...)
{
	va_list va;
	int len;

	va_start(va, fmt);
	len = vprintf(fmt, va);
	va_end(va);
	return len;
}
