/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMPPC64_BITOPS_H_
#define _ASMPPC64_BITOPS_H_

#ifndef _BITOPS_H_
#error only <bitops.h> can be included directly
#endif

#define BITS_PER_LONG	64
#define HAVE_BUILTIN_FLS 1

#include <asm-generic/bitops.h>
#endif /* _ASMPPC64_BITOPS_H_ */
