// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Values that assembly needs from C. A source that uses these macros is only
 * compiled to assembler text, in which the build finds lines ->SYMBOL VALUE
 * and makes #defines of them.
 */
#ifndef _KBUILD_H_
#define _KBUILD_H_

#include <stddef.h>

#define DEFINE(sym, val) \
	asm volatile("\n.ascii \"->" #sym " %0 " #val "\"" : : "i" (val))
#define OFFSET(sym, struct_tag, member) \
	DEFINE(sym, offsetof(struct struct_tag, member))
#define COMMENT(text)	asm volatile("\n.ascii \"->#" text "\"")
#define BLANK()		asm volatile("\n.ascii \"->\"" : : )

#endif
