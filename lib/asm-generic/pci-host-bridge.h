// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The older name of the accessors in pci-host-generic.h.
 */
#ifndef _ASM_GENERIC_PCI_HOST_BRIDGE_H_
#define _ASM_GENERIC_PCI_HOST_BRIDGE_H_

#include <pci-host-generic.h>

#endif
