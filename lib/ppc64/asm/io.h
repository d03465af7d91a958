/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_IO_H_
#define _ASMPPC64_IO_H_

#define __iomem

#include <asm-generic/io.h>
#endif /* _ASMPPC64_IO_H_ */
