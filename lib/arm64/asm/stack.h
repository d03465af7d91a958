/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMARM64_STACK_H_
#define _ASMARM64_STACK_H_

#ifndef _STACK_H_
#error "include <stack.h>, not <asm/stack.h>"
#endif

#define HAVE_ARCH_BACKTRACE_FRAME
#define HAVE_ARCH_BACKTRACE
#define HAVE_ARCH_BASE_ADDRESS

#endif /* _ASMARM64_STACK_H_ */
