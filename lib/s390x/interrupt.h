/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* I/O interruption hook, see also <asm/interrupt.h>. */
#ifndef _S390X_INTERRUPT_H_
#define _S390X_INTERRUPT_H_

#include <asm/interrupt.h>

/*
 * register_io_int_func() - install the one function that serves I/O interruptions
 * Returns 0, or -1 if one is installed already.
 */
int register_io_int_func(void (*f)(void));

/* unregister_io_int_func() - remove it; -1 if @f is not the installed one */
int unregister_io_int_func(void (*f)(void));

#endif
