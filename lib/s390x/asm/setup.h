/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMS390X_SETUP_H_
#define _ASMS390X_SETUP_H_

/* s390x numbers its CPUs through smp.h; nothing else is set up by header. */
#include <asm/arch_def.h>

#endif
