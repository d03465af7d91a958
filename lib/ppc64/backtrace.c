// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Stack walks along the back chain; an exception frame adds the vector and the
 * interrupted instruction.
 */
#include <libcflat.h>
#include <stack.h>
#include <asm/ptrace.h>

extern char start[], etext[], do_handle_exception_return[];

int arch_backtrace_frame(const void *frame, const void **return_addrs, int max_depth,
			 bool current_frame)
{
	const unsigned long *sp = frame;
	int depth = 0;

	if (current_frame)
		sp = __builtin_frame_address(0);

	/* The LR save word of a frame is written by the function it calls. */
	while (sp && depth < max_depth) {
		const unsigned long *prev = (const unsigned long *)sp[0];
		const void *addr;

		if (!prev || ((unsigned long)prev & 7))
			break;
		addr = (const void *)prev[2];
		if (!addr)
			break;
		return_addrs[depth++] = addr;
		if (addr == do_handle_exception_return) {
			const struct pt_regs *regs =
				(const void *)((const char *)prev + STACK_FRAME_OVERHEAD);

			if (depth + 1 >= max_depth)
				break;
			return_addrs[depth++] = (const void *)regs->trap;
			return_addrs[depth++] = (const void *)regs->nip;
		}
		sp = prev;
	}
	return depth;
}

int backtrace(const void **return_addrs, int max_depth)
{
	return arch_backtrace_frame(NULL, return_addrs, max_depth, true);
}

/* The image is linked at 0 and relocates itself. */
bool base_address(const void *run_time, unsigned long *link_time)
{
	unsigned long addr = (unsigned long)run_time;

	*link_time = addr - (unsigned long)start;
	return addr >= (unsigned long)start && addr < (unsigned long)etext;
}
