// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Sequentially consistent operations on integers of any size the machine has.
 */
#ifndef _ASM_GENERIC_ATOMIC_H_
#define _ASM_GENERIC_ATOMIC_H_

#define atomic_fetch_add(p, n)	__atomic_fetch_add(p, n, __ATOMIC_SEQ_CST)
#define atomic_fetch_sub(p, n)	__atomic_fetch_sub(p, n, __ATOMIC_SEQ_CST)
#define atomic_fetch_and(p, n)	__atomic_fetch_and(p, n, __ATOMIC_SEQ_CST)
#define atomic_fetch_or(p, n)	__atomic_fetch_or(p, n, __ATOMIC_SEQ_CST)
#define atomic_fetch_xor(p, n)	__atomic_fetch_xor(p, n, __ATOMIC_SEQ_CST)
#define atomic_fetch_inc(p)	atomic_fetch_add(p, 1)
#define atomic_fetch_dec(p)	atomic_fetch_sub(p, 1)

#define atomic_add_fetch(p, n)	__atomic_add_fetch(p, n, __ATOMIC_SEQ_CST)
#define atomic_sub_fetch(p, n)	__atomic_sub_fetch(p, n, __ATOMIC_SEQ_CST)
#define atomic_and_fetch(p, n)	__atomic_and_fetch(p, n, __ATOMIC_SEQ_CST)
#define atomic_or_fetch(p, n)	__atomic_or_fetch(p, n, __ATOMIC_SEQ_CST)
#define atomic_xor_fetch(p, n)	__atomic_xor_fetch(p, n, __ATOMIC_SEQ_CST)
#define atomic_inc_fetch(p)	atomic_add_fetch(p, 1)
#define atomic_dec_fetch(p)	atomic_sub_fetch(p, 1)

#endif
