// SPDX-License-Identifier: LGPL-2.1-or-later
/* The neutral <asm/bitops.h>, for the build machine. */
#include <asm-generic/bitops.h>
