/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The library drives the ITS on arm64 only. */
#ifndef _ASMARM_GIC_V3_ITS_H_
#define _ASMARM_GIC_V3_ITS_H_

#ifndef __ASSEMBLER__
#include <libcflat.h>

struct its_data {
	void *base;
};

static inline void its_init(void)
{
	assert_msg(false, "not supported on 32-bit");
}

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_GIC_V3_ITS_H_ */
