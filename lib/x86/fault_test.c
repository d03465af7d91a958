// SPDX-License-Identifier: LGPL-2.1-or-later
#include <libcflat.h>
#include <x86/desc.h>
#include <x86/fault_test.h>

static void run_here(void *data)
{
	struct fault_test_arg *arg = data;

	arg->retval = arg->func(arg->arg[0], arg->arg[1], arg->arg[2], arg->arg[3]);
}

void test_run(struct fault_test *test)
{
	struct fault_test_arg *arg = &test->arg;
	bool raised = false;

	if (arg->usermode)
		arg->retval = run_in_user((usermode_func)arg->func, arg->fault_vector, arg->arg[0],
					  arg->arg[1], arg->arg[2], arg->arg[3], &raised);
	else
		raised = test_for_exception(arg->fault_vector, run_here, arg);

	if (arg->should_fault)
		report(raised, "%s: vector %u is raised", test->name, arg->fault_vector);
	else if (raised)
		report_fail("%s: expected no exception, got vector %u", test->name,
			    arg->fault_vector);
	else
		report(!arg->callback || arg->callback(arg), "%s: no exception, value %#lx",
		       test->name, (ulong)arg->retval);
}
