// SPDX-License-Identifier: LGPL-2.1-or-later
/* PCI as on a machine with a generic host bridge, for compile checks. */
#include <asm-generic/pci.h>
