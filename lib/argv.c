// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Arguments and environment.
 */
#include <libcflat.h>
#include <argv.h>
#include <auxinfo.h>
#include <ctype.h>

int __argc;
char *__argv[ARGV_MAX_ARGS];
char *__environ[ENV_MAX_VARS];
char **environ = __environ;
const char *__args;

static char arg_text[ARGV_MAX_BYTES];
static size_t arg_used;

void add_setup_arg(const char *arg)
{
	/* one slot stays NULL, as main() may expect */
	assert_msg(__argc < ARGV_MAX_ARGS - 1, "more than %d arguments", ARGV_MAX_ARGS - 1);
	__argv[__argc++] = (char *)arg;
}

void setup_args(const char *args)
{
	if (!args)
		return;
	for (;;) {
		const char *end;
		size_t len;

		while (isblank(*args))
			args++;
		if (!*args)
			return;
		for (end = args; *end && !isblank(*end); end++)
			;
		len = end - args;
		assert_msg(len < ARGV_MAX_BYTES - arg_used, "arguments of more than %d bytes",
			   ARGV_MAX_BYTES);
		memcpy(arg_text + arg_used, args, len);
		arg_text[arg_used + len] = '\0';
		add_setup_arg(arg_text + arg_used);
		arg_used += len + 1;
		args = end;
	}
}

void __setup_args(void)
{
	setup_args(__args);
}

void setup_args_progname(const char *args)
{
	add_setup_arg(auxinfo.progname ? auxinfo.progname : "");
	setup_args(args);
}

static void add_env(char *entry)
{
	int n = 0;

	while (__environ[n])
		n++;
	assert_msg(n < ENV_MAX_VARS - 1, "more than %d environment variables", ENV_MAX_VARS - 1);
	__environ[n] = entry;
}

static bool valid_env(const char *line)
{
	if (!isalpha(*line) && *line != '_')
		return false;
	while (isalnum(*line) || *line == '_')
		line++;
	return *line == '=';
}

void setup_env(char *env, int size)
{
	char *end = env + size, *next;

	if (size <= 0)
		return;
	if (memchr(env, '\0', size)) {
		for (; env < end && *env; env = next + 1) {
			next = memchr(env, '\0', end - env);
			/* a last string without its NUL is cut at the buffer's end */
			if (!next) {
				next = end;
				*next = '\0';
			}
			add_env(env);
		}
		return;
	}
	for (; env < end; env = next + 1) {
		char *p = env;

		next = memchr(env, '\n', end - env);
		if (!next)
			next = end;
		*next = '\0';
		while (isblank(*p))
			p++;
		if (!*p || *p == '#')
			continue;
		if (valid_env(env))
			add_env(env);
		else
			printf("Invalid environment variable: %s\n", env);
	}
}

char *getenv(const char *name)
{
	size_t len = strlen(name);

	for (char **e = environ; e && *e; e++) {
		char *eq = strchr(*e, '=');

		assert_msg(eq, "environment entry '%s' has no '='", *e);
		if ((size_t)(eq - *e) == len && !strncmp(*e, name, len))
			return eq + 1;
	}
	return NULL;
}
