/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory for channel programs and measurement blocks. */
#ifndef _S390X_MALLOC_IO_H_
#define _S390X_MALLOC_IO_H_

/*
 * alloc_io_mem() - page-aligned memory below 2 GiB that devices may access
 * @size: bytes
 * @flags: page-allocator flags in addition to AREA_DMA31
 *
 * In a protected guest the pages are shared with the host. Returns NULL if
 * there is no memory or sharing failed.
 */
void *alloc_io_mem(int size, int flags);

/* free_io_mem() - take the pages back from the host and free them */
void free_io_mem(void *p, int size);

#endif
