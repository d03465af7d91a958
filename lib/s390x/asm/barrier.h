/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMS390X_BARRIER_H_
#define _ASMS390X_BARRIER_H_

#include <asm-generic/barrier.h>

#endif
