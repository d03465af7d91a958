// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Strings and memory. The compiler makes calls to memcpy(), memset() and the
 * like out of loops; hide() keeps it from doing that to these very functions.
 */
#include <libcflat.h>
#include <ctype.h>

#define hide(p)		asm volatile("" : "+r" (p))

typedef unsigned long __attribute__((may_alias)) word_t;

#define WORD		sizeof(word_t)
#define unaligned(p)	((unsigned long)(p) % WORD)

size_t strlen(const char *s)
{
	const char *p = s;

	for (; *p; p++)
		hide(p);
	return p - s;
}

size_t strnlen(const char *s, size_t max)
{
	const char *p = s;

	for (; max && *p; p++, max--)
		hide(p);
	return p - s;
}

char *strcpy(char *to, const char *from)
{
	char *p = to;

	while ((*p++ = *from++))
		hide(p);
	return to;
}

char *strcat(char *to, const char *from)
{
	strcpy(to + strlen(to), from);
	return to;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; a++, b++, n--)
		if (*a != *b || !*a)
			return (unsigned char)*a - (unsigned char)*b;
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, -1UL);
}

int strncasecmp(const char *a, const char *b, size_t n)
{
	for (; n; a++, b++, n--) {
		int diff = tolower((unsigned char)*a) - tolower((unsigned char)*b);

		if (diff || !*a)
			return diff;
	}
	return 0;
}

int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, -1UL);
}

char *strchrnul(const char *s, int c)
{
	while (*s && *s != (char)c)
		s++;
	return (char *)s;
}

char *strchr(const char *s, int c)
{
	s = strchrnul(s, c);
	return *s == (char)c ? (char *)s : NULL;
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++);
	return (char *)last;
}

char *strstr(const char *s, const char *what)
{
	size_t len = strlen(what);

	for (; strncmp(s, what, len); s++)
		if (!*s)
			return NULL;
	return (char *)s;
}

void *memset(void *to, int c, size_t n)
{
	word_t pattern = (unsigned char)c * (~0UL / 0xff);
	unsigned char *p = to;

	for (; n && unaligned(p); n--) {
		*p++ = c;
		hide(p);
	}
	for (; n >= WORD; n -= WORD) {
		*(word_t *)p = pattern;
		p += WORD;
		hide(p);
	}
	for (; n; n--) {
		*p++ = c;
		hide(p);
	}
	return to;
}

static void copy_up(unsigned char *to, const unsigned char *from, size_t n)
{
	if (unaligned(to) == unaligned(from)) {
		for (; n && unaligned(to); n--) {
			*to++ = *from++;
			hide(to);
		}
		for (; n >= WORD; n -= WORD) {
			*(word_t *)to = *(const word_t *)from;
			to += WORD;
			from += WORD;
			hide(to);
		}
	}
	for (; n; n--) {
		*to++ = *from++;
		hide(to);
	}
}

static void copy_down(unsigned char *to, const unsigned char *from, size_t n)
{
	to += n;
	from += n;
	if (unaligned(to) == unaligned(from)) {
		for (; n && unaligned(to); n--) {
			*--to = *--from;
			hide(to);
		}
		for (; n >= WORD; n -= WORD) {
			to -= WORD;
			from -= WORD;
			*(word_t *)to = *(const word_t *)from;
			hide(to);
		}
	}
	for (; n; n--) {
		*--to = *--from;
		hide(to);
	}
}

void *memcpy(void *to, const void *from, size_t n)
{
	copy_up(to, from, n);
	return to;
}

void *memmove(void *to, const void *from, size_t n)
{
	if ((unsigned long)to - (unsigned long)from >= n)
		copy_up(to, from, n);
	else
		copy_down(to, from, n);
	return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n; x++, y++, n--) {
		hide(x);
		if (*x != *y)
			return *x - *y;
	}
	return 0;
}

void *memchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;

	for (; n; p++, n--)
		if (*p == (unsigned char)c)
			return (void *)p;
	return NULL;
}
