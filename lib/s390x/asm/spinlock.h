/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMS390X_SPINLOCK_H_
#define _ASMS390X_SPINLOCK_H_

#include <asm-generic/spinlock.h>

#endif
