// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the compiler may call in a snippet; the guest library stays outside. */
#include <stddef.h>

void *memset(void *s, int c, size_t n);
void *memcpy(void *dest, const void *src, size_t n);

void *memset(void *s, int c, size_t n)
{
	volatile char *p = s;

	while (n--)
		*p++ = c;
	return s;
}

void *memcpy(void *dest, const void *src, size_t n)
{
	volatile char *d = dest;
	const char *s = src;

	while (n--)
		*d++ = *s++;
	return dest;
}
