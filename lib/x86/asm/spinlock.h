// SPDX-License-Identifier: LGPL-2.1-or-later
#ifndef _ASMX86_SPINLOCK_H_
#define _ASMX86_SPINLOCK_H_

#include <asm-generic/spinlock.h>

#endif /* _ASMX86_SPINLOCK_H_ */
