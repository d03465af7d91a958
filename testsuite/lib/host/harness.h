// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What tests of the library on the build machine use. Their sources see the
 * library's headers; harness.c sees the C library's.
 */
#ifndef _HARNESS_H_
#define _HARNESS_H_

#include <libcflat.h>

/* One TAP line; returns @pass. */
extern bool ok(bool pass, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The plan. Returns main()'s status: 0. */
extern int done(void);
/* A TAP comment. */
extern void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Equal strings? Both follow as a comment if not. */
extern bool ok_str(const char *got, const char *want, const char *what);

/* The console since the last call of console_clear(), at most a megabyte. */
extern const char *console(void);
extern void console_clear(void);
/* Print it for real. */
extern void host_write_console(void);

/* Run @fn until the library asserts or aborts; "" if it returned. The text stays until the next call. */
extern const char *why_abandoned(void (*fn)(void));

/* Threads that play CPUs: @n of them run @fn(1) to @fn(@n); and a wait in between. */
extern void host_threads(int n, void (*fn)(int cpu));
extern void host_yield(void);

/* Reproducible random numbers. */
extern u64 host_random(void);

/* The C library's. */
extern int host_snprintf(char *buf, size_t size, const char *fmt, ...);
extern long host_strtol(const char *s, char **end, int base);
extern unsigned long host_strtoul(const char *s, char **end, int base);
extern int host_strcmp(const char *a, const char *b);
extern int host_strncasecmp(const char *a, const char *b, size_t n);
extern char *host_strstr(const char *a, const char *b);
extern char *host_strrchr(const char *a, int c);
extern int host_memcmp(const void *a, const void *b, size_t n);
extern void *host_memmove(void *to, const void *from, size_t n);

/* @size bytes of their own, so that a sanitizer sees every byte beyond. */
extern void *host_alloc(size_t size);
extern void host_free(void *p);
extern void *host_read_file(const char *name, size_t *size);

/* "Physical" memory, page aligned, that can appear at other addresses as well. */
extern void *host_phys(size_t size);
/* Address space without memory. */
extern void *host_space(size_t size);
extern void host_map(void *virt, void *phys, size_t size);
extern void host_unmap(void *virt, size_t size);
/* Would a read at @p fault? */
extern bool host_faults(const void *p);

#endif
