/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The whole firmware of a pseries guest: QEMU copies it to real address 0 and
 * starts the boot CPU at 0x100, big endian, device tree in r3; the image is at
 * 0x400000.
 */
	.text
	.space	0x100, 0
	.byte	0x48, 0x3f, 0xff, 0x00		/* b .+0x3fff00 */
