/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Areas of the page allocator: below and above 2 GiB (31-bit addresses). */
#ifndef _ASMS390X_MEMORY_AREAS_H_
#define _ASMS390X_MEMORY_AREAS_H_

#define AREA_NORMAL_PFN		(1UL << (31 - 12))
#define AREA_NORMAL_NUMBER	0
#define AREA_NORMAL		(1 << AREA_NORMAL_NUMBER)

#define AREA_LOW_PFN		0
#define AREA_LOW_NUMBER		1
#define AREA_LOW		(1 << AREA_LOW_NUMBER)

#define AREA_DMA31		AREA_LOW

#define MAX_AREAS		2

#endif
