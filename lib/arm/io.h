/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inside the library: console set-up, from setup(). */
#ifndef _ARM_IO_H_
#define _ARM_IO_H_

extern bool is_pl011_uart;

/* Find the console and the exit device; the device tree and the allocator are up. */
extern void io_init(void);

#endif /* _ARM_IO_H_ */
