/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _X86_IORAM_H_
#define _X86_IORAM_H_

/* I/O RAM of pc-testdev: every access leaves the guest */
#define IORAM_BASE_PHYS	0xff000000UL
#define IORAM_LEN	0x10000UL

#endif
