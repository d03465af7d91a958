/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef _ASMS390X_VECTOR_H_
#define _ASMS390X_VECTOR_H_

#define VEC_REGISTER_NUM	32
#define VEC_REGISTER_SIZE	16

#endif
