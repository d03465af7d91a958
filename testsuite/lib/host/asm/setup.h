// SPDX-License-Identifier: LGPL-2.1-or-later
/* CPUs of the build machine's tests: as many as the test says. */
#ifndef _HOST_ASM_SETUP_H_
#define _HOST_ASM_SETUP_H_

#define NR_CPUS	192

extern int nr_cpus;

#endif
