// SPDX-License-Identifier: LGPL-2.1-or-later
/* Walk of AArch64 frame records: x29 points to the caller's x29 and the return address. */
#include <libcflat.h>
#include <stack.h>

extern char vector_stub_start[], vector_stub_end[];

int arch_backtrace_frame(const void *frame, const void **return_addrs, int max_depth,
			 bool current_frame)
{
	const unsigned long *fp = current_frame ? __builtin_frame_address(0) : frame;
	bool exact = false;
	int depth;

	for (depth = 0; fp && !((unsigned long)fp & 7) && depth < max_depth; depth++) {
		unsigned long lr = fp[1];

		if (!lr)
			break;
		/*
		 * After the return address into a vector stub comes the interrupted PC itself:
		 * one more makes it look like the return addresses around it.
		 */
		return_addrs[depth] = (void *)(exact ? lr + 1 : lr);
		exact = lr >= (unsigned long)vector_stub_start &&
			lr < (unsigned long)vector_stub_end;
		fp = (const unsigned long *)fp[0];
	}

	return depth;
}

int backtrace(const void **return_addrs, int max_depth)
{
	return arch_backtrace_frame(__builtin_frame_address(0), return_addrs, max_depth, false);
}

/* The image is linked at 0 and runs anywhere. */
bool base_address(const void *run_time, unsigned long *link_time)
{
	extern char _text[], _etext[];
	unsigned long addr = (unsigned long)run_time;

	if (addr < (unsigned long)_text || addr >= (unsigned long)_etext)
		return false;
	*link_time = addr - (unsigned long)_text;
	return true;
}
