/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Checks that an operation ends in one program interruption, or, with code 0,
 * in none.
 */
#ifndef _S390X_TEST_PGM_H_
#define _S390X_TEST_PGM_H_

#include <libcflat.h>
#include <subtest.h>
#include <asm/interrupt.h>

/* check_pgm() - @op as it is */
#define check_pgm(code, op, fmt, args...)				\
({									\
	expect_pgm_int();						\
	op;								\
	check_eq(clear_pgm_int(), code, fmt, ## args);			\
})

/* check_pgm_pstate() - @op in problem state */
#define check_pgm_pstate(code, op, fmt, args...)			\
({									\
	expect_pgm_int();						\
	enter_pstate();							\
	op;								\
	leave_pstate();							\
	check_eq(clear_pgm_int(), code, fmt, ## args);			\
})

/* check_pgm_lap() - @op under low-address protection */
#define check_pgm_lap(code, op, fmt, args...)				\
({									\
	expect_pgm_int();						\
	low_prot_enable();						\
	op;								\
	low_prot_disable();						\
	check_eq(clear_pgm_int(), code, fmt, ## args);			\
})

#endif
