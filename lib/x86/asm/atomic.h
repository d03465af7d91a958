// SPDX-License-Identifier: LGPL-2.1-or-later
#ifndef _ASMX86_ATOMIC_H_
#define _ASMX86_ATOMIC_H_

#include <asm-generic/atomic.h>
#include <x86/atomic.h>

#endif /* _ASMX86_ATOMIC_H_ */
