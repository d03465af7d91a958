// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Walks over the call chain. Frame pointers are kept in the build. <asm/stack.h>
 * may define
 *   HAVE_ARCH_BACKTRACE        and provide backtrace(),
 *   HAVE_ARCH_BACKTRACE_FRAME  and provide arch_backtrace_frame(),
 *   HAVE_ARCH_BASE_ADDRESS     and provide base_address().
 */
#ifndef _STACK_H_
#define _STACK_H_

#include <libcflat.h>
#include <asm/stack.h>

/*
 * Store up to @max return addresses, newest first, of the caller's chain.
 * Returns their number.
 */
extern int backtrace(const void **addrs, int max);

/* The same from the frame pointer @frame; 0 where there is no support. */
extern int backtrace_frame(const void *frame, const void **addrs, int max);

/*
 * Architecture. Like backtrace_frame(), but @current asks for the chain of the
 * caller of backtrace(), when @frame is __builtin_frame_address(0) of it.
 */
extern int arch_backtrace_frame(const void *frame, const void **addrs, int max, bool current);

/*
 * The link-time address of @run_time; false if it is not in the image's text.
 */
extern bool base_address(const void *run_time, unsigned long *link_time);

#endif
