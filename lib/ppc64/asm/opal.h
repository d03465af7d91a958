/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * OPAL firmware calls (skiboot). powernv only.
 */
#ifndef _ASMPPC64_OPAL_H_
#define _ASMPPC64_OPAL_H_

#define OPAL_SUCCESS		0
#define OPAL_PARAMETER		(-1)

#define OPAL_TEST		0
#define OPAL_CONSOLE_WRITE	1
#define OPAL_CONSOLE_READ	2
#define OPAL_CEC_POWER_DOWN	5
#define OPAL_POLL_EVENTS	10
#define OPAL_START_CPU		41
#define OPAL_QUERY_CPU_STATUS	42
#define OPAL_RETURN_CPU		69
#define OPAL_REINIT_CPUS	70
#define   HILE_BE		1
#define   HILE_LE		2
#define OPAL_CHECK_TOKEN	80

#define OPAL_THREAD_INACTIVE	0
#define OPAL_THREAD_STARTED	1
#define OPAL_THREAD_UNAVAILABLE	2

#ifndef __ASSEMBLER__
#include <libcflat.h>

/* Arguments by reference are real addresses of big-endian integers. */
int64_t opal_call(int64_t token, int64_t arg1, int64_t arg2, int64_t arg3);

int opal_init(void);		/* 0, or -1 without OPAL in the tree */
void opal_power_off(void);
void opal_putchar(int c);
int __opal_getchar(void);	/* -1: nothing there */
#endif

#endif /* _ASMPPC64_OPAL_H_ */
