// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Strings and memory, ISO C and GNU semantics.
 */
#ifndef _STRING_H_
#define _STRING_H_

#include <stddef.h>

extern size_t strlen(const char *s);
extern size_t strnlen(const char *s, size_t max);
extern char *strcpy(char *to, const char *from);
extern char *strcat(char *to, const char *from);
extern int strcmp(const char *a, const char *b);
extern int strncmp(const char *a, const char *b, size_t n);
extern int strcasecmp(const char *a, const char *b);
extern int strncasecmp(const char *a, const char *b, size_t n);
extern char *strchr(const char *s, int c);
extern char *strrchr(const char *s, int c);
/* Like strchr(), but the end of @s where @c is not in it. */
extern char *strchrnul(const char *s, int c);
extern char *strstr(const char *s, const char *what);
extern void *memset(void *to, int c, size_t n);
extern void *memcpy(void *to, const void *from, size_t n);
extern void *memmove(void *to, const void *from, size_t n);
extern int memcmp(const void *a, const void *b, size_t n);
extern void *memchr(const void *s, int c, size_t n);

#endif
