// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Running a function at CPL3.
 */
#ifndef _X86_USERMODE_H_
#define _X86_USERMODE_H_

#include <libcflat.h>
#include <x86/desc.h>
#include <x86/isr.h>

typedef uint64_t (*usermode_func)(void);

/*
 * Call @func(@arg1 .. @arg4) at CPL3 on a stack of its own and return its
 * value. If exception @fault_vector is raised there, @ex_handler (may be NULL)
 * is called for it, the call is left, *@raised_vector is true and the value 0;
 * exception_vector() and the rest tell more. Not reentrant, boot CPU only;
 * page tables must have the user bit.
 */
uint64_t run_in_user_ex(usermode_func func, unsigned int fault_vector,
			uint64_t arg1, uint64_t arg2, uint64_t arg3, uint64_t arg4,
			bool *raised_vector, handler ex_handler);
uint64_t run_in_user(usermode_func func, unsigned int fault_vector,
		     uint64_t arg1, uint64_t arg2, uint64_t arg3, uint64_t arg4,
		     bool *raised_vector);

#endif /* _X86_USERMODE_H_ */
