/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_ATOMIC_H_
#define _ASMPPC64_ATOMIC_H_
#include <asm-generic/atomic.h>
#endif /* _ASMPPC64_ATOMIC_H_ */
