/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One area holds all pages. */
#ifndef _ASMARM_MEMORY_AREAS_H_
#define _ASMARM_MEMORY_AREAS_H_

#define AREA_NORMAL_PFN		0
#define AREA_NORMAL_NUMBER	0
#define AREA_NORMAL		(1 << AREA_NORMAL_NUMBER)

#define MAX_AREAS		1

#endif /* _ASMARM_MEMORY_AREAS_H_ */
