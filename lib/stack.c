// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Stack traces on one line: TAB "STACK:", an address with @ where it is exact,
 * then return addresses, link-time, in hex.
 */
#include <libcflat.h>
#include <cpulock.h>
#include <stack.h>

#define MAX_DEPTH	20
#define MAX_CPUS	1024

#ifndef HAVE_ARCH_BACKTRACE_FRAME
int backtrace_frame(const void *frame, const void **addrs, int max)
{
	return 0;
}
#else
int backtrace_frame(const void *frame, const void **addrs, int max)
{
	return arch_backtrace_frame(frame, addrs, max, false);
}
#endif

#ifndef HAVE_ARCH_BACKTRACE
noinline int backtrace(const void **addrs, int max)
{
#ifdef HAVE_ARCH_BACKTRACE_FRAME
	return arch_backtrace_frame(__builtin_frame_address(0), addrs, max, true);
#else
	if (max < 1)
		return 0;
	addrs[0] = __builtin_return_address(0);
	return 1;
#endif
}
#endif

#ifndef HAVE_ARCH_BASE_ADDRESS
extern char _text[] __attribute__((weak)), _etext[] __attribute__((weak));

bool base_address(const void *run_time, unsigned long *link_time)
{
	unsigned long addr = (unsigned long)run_time;

	*link_time = addr;
	return (!_text && !_etext) ||
	       (addr >= (unsigned long)_text && addr < (unsigned long)_etext);
}
#endif

/* Slot 0 is for a CPU without a number. */
static bool *walking(void)
{
	static bool busy[MAX_CPUS + 1];
	int id = arch_cpu_id() + 1;

	return &busy[id > 0 && id <= MAX_CPUS ? id : 0];
}

static void print_stack(const void **addrs, int depth, bool first_exact)
{
	char text[16 + MAX_DEPTH * (2 * sizeof(long) + 2)];
	unsigned long addr;
	int len;

	len = snprintf(text, sizeof(text), "\tSTACK:");
	for (int i = 0; i < depth; i++)
		if (base_address(addrs[i], &addr))
			len += snprintf(text + len, sizeof(text) - len, " %s%lx",
					i == 0 && first_exact ? "@" : "", addr);
	snprintf(text + len, sizeof(text) - len, "\n");
	puts(text);
}

noinline void dump_stack(void)
{
	const void *addrs[MAX_DEPTH];
	bool *busy = walking();
	int depth;

	if (*busy) {
		puts("RECURSIVE STACK WALK!!!\n");
		return;
	}
	*busy = true;
	depth = backtrace(addrs, MAX_DEPTH);
	/* The first address lies in this function. */
	if (depth)
		print_stack(addrs + 1, depth - 1, false);
	*busy = false;
}

void dump_frame_stack(const void *instruction, const void *frame)
{
	const void *addrs[MAX_DEPTH];
	bool *busy = walking();
	int depth;

	if (*busy) {
		puts("RECURSIVE STACK WALK!!!\n");
		return;
	}
	*busy = true;
	addrs[0] = instruction;
	depth = backtrace_frame(frame, addrs + 1, MAX_DEPTH - 1);
	print_stack(addrs, depth + 1, true);
	*busy = false;
}
