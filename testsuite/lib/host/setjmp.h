// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Jumps by the compiler, in place of the architecture's: the other side of the
 * jump is always a frame further up, which is all these can do.
 */
#ifndef _SETJMP_H_
#define _SETJMP_H_

typedef void *jmp_buf[5];

#define setjmp(env)		__builtin_setjmp(env)
#define longjmp(env, val)	__builtin_longjmp(env, 1)

#endif
