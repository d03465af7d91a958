/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_STACK_H_
#define _ASMPPC64_STACK_H_

#ifndef _STACK_H_
#error only <stack.h> can be included directly
#endif

#define HAVE_ARCH_BACKTRACE
#define HAVE_ARCH_BACKTRACE_FRAME
#define HAVE_ARCH_BASE_ADDRESS

#endif /* _ASMPPC64_STACK_H_ */
