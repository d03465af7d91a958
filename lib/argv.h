// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Arguments and environment of main(), for the start-up code.
 */
#ifndef _ARGV_H_
#define _ARGV_H_

#include <libcflat.h>

/* Limits; what exceeds them fails an assertion and is never written. */
#define ARGV_MAX_ARGS		100
#define ARGV_MAX_BYTES		1000
#define ENV_MAX_VARS		200
#define ENV_MAX_BYTES		16384

extern int __argc;
extern char *__argv[ARGV_MAX_ARGS];
extern char **environ;
extern char *__environ[ENV_MAX_VARS];

/* The string that __setup_args() takes. */
extern const char *__args;

/*
 * Split @args at runs of blanks and tabs and append the pieces to __argv.
 * There is no quoting. NULL is ignored.
 */
extern void setup_args(const char *args);
extern void __setup_args(void);
/* The same, with auxinfo.progname put before. */
extern void setup_args_progname(const char *args);
/* Append @arg as it is; the string must stay. */
extern void add_setup_arg(const char *arg);

/*
 * Make the @size bytes at @env, the text of an initrd, the environment. It is
 * changed and must stay. With a NUL inside it is a sequence of strings, ended by
 * an empty one; else lines NAME=VALUE, where blank lines and # comments are
 * skipped and others reported. A NUL is written at env[@size] only if the last
 * line has no newline, so the buffer holds @size + 1 bytes.
 */
extern void setup_env(char *env, int size);

#endif
