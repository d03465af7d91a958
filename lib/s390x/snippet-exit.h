/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a snippet comes back to its host; snippets/lib/snippet-exit.h is the other side. */
#ifndef _S390X_SNIPPET_EXIT_H_
#define _S390X_SNIPPET_EXIT_H_

#include <libcflat.h>
#include <sie.h>
#include <sie-icpt.h>

static inline bool snippet_is_force_exit(struct vm *vm)
{
	return sie_is_diag_icpt(vm, 0x44);
}

static inline bool snippet_is_force_exit_value(struct vm *vm)
{
	return sie_is_diag_icpt(vm, 0x500);
}

static inline uint64_t snippet_get_force_exit_value(struct vm *vm)
{
	assert(snippet_is_force_exit_value(vm));
	return vm->save_area.guest.grs[2];
}

static inline void snippet_check_force_exit_value(struct vm *vm, uint64_t value_exp)
{
	uint64_t value;

	if (!snippet_is_force_exit_value(vm)) {
		report_fail("guest forced exit with value: no such exit");
		return;
	}
	value = snippet_get_force_exit_value(vm);
	report(value == value_exp, "guest exited with value %lu == %lu", value, value_exp);
}

#endif
