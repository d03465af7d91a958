// SPDX-License-Identifier: LGPL-2.1-or-later
/* The neutral <asm/atomic.h>, for the build machine. */
#include <asm-generic/atomic.h>
