// SPDX-License-Identifier: LGPL-2.1-or-later
/* The neutral <asm/memory_areas.h>, for the build machine. */
#include <asm-generic/memory_areas.h>
