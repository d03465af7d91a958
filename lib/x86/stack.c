// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The walk along saved frame pointers.
 */
#include <libcflat.h>
#include <stack.h>
#include <asm/page.h>

struct frame {
	const struct frame *next;
	const void *ret;
};

/*
 * Tests run with frame pointers that are none: only believe what can be read
 * without a fault (the identity map's first 2 GiB) and leads upwards.
 */
static bool plausible(const struct frame *f, const struct frame *before)
{
	ulong a = (ulong)f;

	return a >= PAGE_SIZE && a < 1ul << 31 && !(a % sizeof(long)) && f > before;
}

int arch_backtrace_frame(const void *start, const void **addrs, int max, bool current)
{
	const struct frame *f = start, *before = NULL;
	int depth = 0;

	while (depth < max && plausible(f, before)) {
		if (!f->ret)
			break;
		addrs[depth++] = f->ret;
		before = f;
		f = f->next;
	}
	return depth;
}
