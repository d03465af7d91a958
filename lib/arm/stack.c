// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Walk of AArch32 frames. Where r11 points depends on the compiler: gcc leaves it at the
 * saved return address with the saved r11 below (a leaf function saves r11 alone), clang at
 * the saved r11 with the return address above. The return address is the one that lies in
 * the image's text.
 */
#include <libcflat.h>
#include <stack.h>

extern char _text[], _etext[];

static bool is_text(unsigned long addr)
{
	return addr >= (unsigned long)_text && addr < (unsigned long)_etext;
}

int arch_backtrace_frame(const void *frame, const void **return_addrs, int max_depth,
			 bool current_frame)
{
	const unsigned long *fp = current_frame ? __builtin_frame_address(0) : frame;
	int depth = 0;

	while (fp && !((unsigned long)fp & 3) && depth < max_depth) {
		const unsigned long *next;

		if (is_text(fp[0])) {
			return_addrs[depth++] = (void *)fp[0];
			next = (const unsigned long *)fp[-1];
		} else if (is_text(fp[1]) && fp[0] > (unsigned long)fp) {
			return_addrs[depth++] = (void *)fp[1];
			next = (const unsigned long *)fp[0];
		} else {
			next = (const unsigned long *)fp[0];
		}
		/* stacks grow down: callers are above */
		if (next <= fp)
			break;
		fp = next;
	}
	return depth;
}

int backtrace(const void **return_addrs, int max_depth)
{
	return arch_backtrace_frame(__builtin_frame_address(0), return_addrs, max_depth, false);
}
