/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMARM_STACK_H_
#define _ASMARM_STACK_H_

#ifndef _STACK_H_
#error "include <stack.h>, not <asm/stack.h>"
#endif

#define HAVE_ARCH_BACKTRACE_FRAME
#define HAVE_ARCH_BACKTRACE

#endif /* _ASMARM_STACK_H_ */
