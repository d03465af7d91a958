/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMS390X_IO_H_
#define _ASMS390X_IO_H_

#define __iomem

#include <asm-generic/io.h>

#endif
