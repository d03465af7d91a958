// SPDX-License-Identifier: LGPL-2.1-or-later
/* The neutral <asm/page.h>, for the build machine. */
#include <asm-generic/page.h>
