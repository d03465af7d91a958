// SPDX-License-Identifier: LGPL-2.1-or-later
/* Call chains: every frame points to its caller's through the back chain. */
#include <libcflat.h>
#include <stack.h>
#include <asm/arch_def.h>

int arch_backtrace_frame(const void *frame, const void **return_addrs, int max_depth,
			 bool current_frame)
{
	const struct stack_frame *stack = frame;
	int depth = 0;

	if (current_frame)
		stack = __builtin_frame_address(0);

	while (stack && depth < max_depth) {
		/* the saved GR14 of the callee is the return address into the caller */
		return_addrs[depth] = (const void *)stack->grs[8];
		if (!return_addrs[depth])
			break;
		depth++;
		stack = stack->back_chain;
	}
	return depth;
}

int backtrace(const void **return_addrs, int max_depth)
{
	return arch_backtrace_frame(__builtin_frame_address(0), return_addrs, max_depth, false);
}
