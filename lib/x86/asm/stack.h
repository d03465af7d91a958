// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The walk along saved frame pointers is in x86/stack.c.
 */
#ifndef _ASMX86_STACK_H_
#define _ASMX86_STACK_H_

#ifndef _STACK_H_
#error include <stack.h> instead
#endif

#define HAVE_ARCH_BACKTRACE_FRAME

#endif /* _ASMX86_STACK_H_ */
