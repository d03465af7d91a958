// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * QEMU's chr-testdev behind a virtio console: it takes commands, a decimal
 * argument and a letter each; q ends QEMU with status (argument << 1) | 1.
 */
#ifndef _CHR_TESTDEV_H_
#define _CHR_TESTDEV_H_

/* Look for the console; that there is none is no error. */
extern void chr_testdev_init(void);
/* End the VMM, or return if there is no device. */
extern void chr_testdev_exit(int code);

#endif
