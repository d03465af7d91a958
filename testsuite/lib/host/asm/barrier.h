// SPDX-License-Identifier: LGPL-2.1-or-later
/* The neutral <asm/barrier.h>, for the build machine. */
#include <asm-generic/barrier.h>
