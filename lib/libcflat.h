// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The base of the guest library: types, generic macros, console, process end,
 * result reporting and assertions. May be included from assembly, which sees
 * only the SZ_* sizes.
 */
#ifndef _LIBCFLAT_H_
#define _LIBCFLAT_H_

#define SZ_256		0x100
#define SZ_4K		0x1000
#define SZ_8K		0x2000
#define SZ_16K		0x4000
#define SZ_64K		0x10000
#define SZ_128K		0x20000
#define SZ_1M		0x100000
#define SZ_2M		0x200000
#define SZ_1G		0x40000000

#ifdef __ASSEMBLER__
#define SZ_2G		0x80000000
#else
#define SZ_2G		0x80000000UL

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <linux/compiler.h>
#include <string.h>
#if __has_include("config.h")
#include "config.h"
#endif

typedef uint8_t		u8;
typedef int8_t		s8;
typedef uint16_t	u16;
typedef int16_t		s16;
typedef uint32_t	u32;
typedef int32_t		s32;
typedef uint64_t	u64;
typedef int64_t		s64;
typedef unsigned long	ulong;

/* Physical addresses have 64 bits everywhere, also where pointers have 32. */
typedef u64		phys_addr_t;
#define INVALID_PHYS_ADDR	(~(phys_addr_t)0)

/*
 * printf() words for fixed-width types. __U32_LONG_FMT__ is set by the build
 * where the compiler's uint32_t is a long.
 */
#ifdef __U32_LONG_FMT__
#define __PRI32_PREFIX	"l"
#else
#define __PRI32_PREFIX	""
#endif
#if __SIZEOF_LONG__ == 8
#define __PRI64_PREFIX	"l"
#define __PRIPTR_PREFIX	"l"
#else
#define __PRI64_PREFIX	"ll"
#define __PRIPTR_PREFIX	""
#endif
#define PRId32		__PRI32_PREFIX "d"
#define PRIu32		__PRI32_PREFIX "u"
#define PRIx32		__PRI32_PREFIX "x"
#define PRId64		__PRI64_PREFIX "d"
#define PRIu64		__PRI64_PREFIX "u"
#define PRIx64		__PRI64_PREFIX "x"
#define PRIxPTR		__PRIPTR_PREFIX "x"

#define xstr(s...)	xxstr(s)
#define xxstr(s...)	#s

/* @a is a power of two; the result has the type of @x. */
#define __ALIGN_MASK(x, m)	(((x) + (m)) & ~(m))
#define ALIGN(x, a)		__ALIGN_MASK(x, (typeof(x))(a) - 1)
#define ALIGN_DOWN(x, a)	((x) & ~((typeof(x))(a) - 1))
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)

#ifndef MIN
#define MIN(a, b)		((a) < (b) ? (a) : (b))
#endif
#ifndef MAX
#define MAX(a, b)		((a) > (b) ? (a) : (b))
#endif

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))

#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))

/* Console and process. */

/*
 * puts: write exactly the bytes of @s, without a newline after them. The
 * architecture provides it and serialises calls from several CPUs.
 */
extern void puts(const char *s);

/* One character of console input, or -1 when none is pending. Architecture. */
extern int __getchar(void);
/* Wait for one character of console input. */
extern int getchar(void);

/* End the run with @code, 0 to 63 (see exit_code()). Architecture. */
extern void exit(int code) __attribute__((noreturn));

/*
 * The exit code that may be handed to the VMM for @code: @code itself, or 63
 * (abort) with a message when the VMM's status would alias death by a signal.
 * For the architectures' exit().
 */
extern int exit_code(int code);

/*
 * End the run, or only the running subtest where subtest.h contains it, with
 * the abort code 63.
 */
extern void abort(void) __attribute__((noreturn));

/*
 * The printf() family: d i u x X o c s ls p %, lengths hh h l ll z t j, flags
 * # 0 - + and space, width and precision as numbers or *. printf() cuts its
 * output at 1999 bytes; all return the length before any cut.
 */
extern int printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
extern int vprintf(const char *fmt, va_list va) __attribute__((format(printf, 1, 0)));
/* @size <= 0 writes nothing; otherwise the result always ends with a NUL. */
extern int snprintf(char *buf, int size, const char *fmt, ...)
					__attribute__((format(printf, 3, 4)));
extern int vsnprintf(char *buf, int size, const char *fmt, va_list va)
					__attribute__((format(printf, 3, 0)));

extern long atol(const char *s);

/* The value of an environment variable (argv.h, setup_env()), or NULL. */
extern char *getenv(const char *name);

/*
 * Does @text match @pattern? A * counts only as the first and as the last
 * character of the pattern.
 */
extern bool simple_glob(const char *text, const char *pattern);

/* Room for binstr(): the bits, a ' after each four but the last, a NUL. */
#define BINSTR_SZ	(sizeof(unsigned long) * 8 + sizeof(unsigned long) * 8 / 4)
extern void binstr(unsigned long x, char out[BINSTR_SZ]);
extern void print_binstr(unsigned long x);

/* Stack traces, one line each; see stack.h. */
extern void dump_stack(void);
extern void dump_frame_stack(const void *instruction, const void *frame);

/*
 * Result reporting. Each call writes one line with one puts(). All may be made
 * on any CPU and from exception handlers, also from one that interrupted a
 * report call on its own CPU.
 */
#define __report_fmt(f, a) __attribute__((format(printf, f, a)))

/* Append "@prefix: " to the prefixes of later lines; it holds no ": " itself. */
extern void report_prefix_push(const char *prefix);
extern void report_prefix_pushf(const char *fmt, ...) __report_fmt(1, 2);
/* Take the last prefix, or the last @n, away; none left is no error. */
extern void report_prefix_pop(void);
extern void report_prefix_popn(int n);

/* PASS or FAIL; returns @pass. */
extern bool report(bool pass, const char *fmt, ...) __report_fmt(2, 3);
extern void report_pass(const char *fmt, ...) __report_fmt(1, 2);
extern void report_fail(const char *fmt, ...) __report_fmt(1, 2);
/*
 * Like report(), but with @xfail a failure is expected (XFAIL) and a pass is a
 * failure (XPASS). Returns whether things went as expected.
 */
extern bool report_xfail(bool xfail, bool pass, const char *fmt, ...) __report_fmt(3, 4);
/* Like report(), but with @kfail a failure is known (KFAIL) and fails nothing. */
extern bool report_kfail(bool kfail, bool pass, const char *fmt, ...) __report_fmt(3, 4);
extern void report_skip(const char *fmt, ...) __report_fmt(1, 2);
extern void report_info(const char *fmt, ...) __report_fmt(1, 2);
/* Count a pass and print nothing. */
extern void report_passed(void);
/* Print ABORT and the summary and end the whole run, subtest or not. */
extern void report_abort(const char *fmt, ...) __report_fmt(1, 2) __attribute__((noreturn));
/* Print the summary. Returns the exit code: 0, 1 (failures), 38 (only skips). */
extern int report_summary(void);

/* Assertions. @file and @line name the place; never return. */
extern void __assert_failed(const char *file, int line, const char *cond)
					__attribute__((noreturn));
extern void __assert_failed_msg(const char *file, int line, const char *cond,
				const char *fmt, ...)
					__report_fmt(4, 5) __attribute__((noreturn));

#define assert(cond)							\
do {									\
	if (!(cond))							\
		__assert_failed(__FILE__, __LINE__, #cond);		\
} while (0)

#define assert_msg(cond, fmt, args...)					\
do {									\
	if (!(cond))							\
		__assert_failed_msg(__FILE__, __LINE__, #cond, fmt, ## args); \
} while (0)

#endif /* !__ASSEMBLER__ */
#endif /* _LIBCFLAT_H_ */
