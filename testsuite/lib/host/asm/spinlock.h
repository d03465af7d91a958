// SPDX-License-Identifier: LGPL-2.1-or-later
/* The neutral <asm/spinlock.h>, for the build machine. */
#include <asm-generic/spinlock.h>
