/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMARM_PCI_H_
#define _ASMARM_PCI_H_
#include <libcflat.h>
#include <asm-generic/pci-host-bridge.h>
#endif /* _ASMARM_PCI_H_ */
