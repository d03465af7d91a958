// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Constants that C and assembly share.
 */
#ifndef _LINUX_CONST_H_
#define _LINUX_CONST_H_

#ifdef __ASSEMBLER__
#define _AC(X, Y)	X
#define _AT(T, X)	X
#define __ASM_STR(X)	X
#else
#define __AC_PASTE(X, Y) (X##Y)
#define _AC(X, Y)	__AC_PASTE(X, Y)
#define _AT(T, X)	((T)(X))
#define __ASM_STR(X)	#X
#endif

#define _BITUL(n)	(_AC(1, UL) << (n))
#define _BITULL(n)	(_AC(1, ULL) << (n))

#endif
