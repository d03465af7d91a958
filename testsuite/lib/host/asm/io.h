// SPDX-License-Identifier: LGPL-2.1-or-later
/* The neutral <asm/io.h>, for the build machine. */
#include <asm-generic/io.h>
