// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The <asm/pci.h> of a machine with a generic host bridge.
 */
#ifndef _ASM_GENERIC_PCI_H_
#define _ASM_GENERIC_PCI_H_

#include <asm-generic/pci-host-bridge.h>

#endif
