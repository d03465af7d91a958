// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Numbers from strings. A base other than 0 and 2 to 36 and a value that does
 * not fit the type fail an assertion; no digits at all give 0.
 */
#ifndef _STDLIB_H_
#define _STDLIB_H_

#include <stddef.h>

extern long strtol(const char *s, char **end, int base);
extern unsigned long strtoul(const char *s, char **end, int base);
extern long long strtoll(const char *s, char **end, int base);
extern unsigned long long strtoull(const char *s, char **end, int base);

#endif
