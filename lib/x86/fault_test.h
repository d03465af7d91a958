// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Tables of "does this fault, here and at CPL3" (x86_64).
 */
#ifndef _X86_FAULT_TEST_H_
#define _X86_FAULT_TEST_H_

#include <libcflat.h>
#include <x86/desc.h>
#include <x86/usermode.h>

#define FAULT_TEST(test_name, test_arg) { .name = (test_name), .arg = test_arg }

struct fault_test_arg;

typedef uint64_t (*test_fault_func)(uint64_t arg1, uint64_t arg2, uint64_t arg3, uint64_t arg4);
typedef bool (*test_fault_callback)(struct fault_test_arg *arg);

struct fault_test_arg {
	bool usermode;
	unsigned int fault_vector;
	bool should_fault;
	uint64_t arg[4];
	uint64_t retval;
	test_fault_func func;
	/* Judges retval when there was no fault; may be NULL. */
	test_fault_callback callback;
};

struct fault_test {
	const char *name;
	struct fault_test_arg arg;
};

/* Run one and report it under its name. */
void test_run(struct fault_test *test);

#endif /* _X86_FAULT_TEST_H_ */
