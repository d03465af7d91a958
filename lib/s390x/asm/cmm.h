/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* EXTRACT AND SET STORAGE ATTRIBUTES: collaborative memory management. */
#ifndef _ASMS390X_CMM_H_
#define _ASMS390X_CMM_H_

#include <asm/interrupt.h>

/* operation codes */
#define ESSA_GET_STATE			0
#define ESSA_SET_STABLE			1
#define ESSA_SET_UNUSED			2
#define ESSA_SET_VOLATILE		3
#define ESSA_SET_POT_VOLATILE		4
#define ESSA_SET_STABLE_RESIDENT	5
#define ESSA_SET_STABLE_IF_RESIDENT	6
#define ESSA_SET_STABLE_NODAT		7

#define ESSA_MAX			ESSA_SET_STABLE_NODAT

/* usage state, bits 60-61 of the extracted attributes */
#define ESSA_USAGE_STABLE		0
#define ESSA_USAGE_UNUSED		1
#define ESSA_USAGE_POT_VOLATILE		2
#define ESSA_USAGE_VOLATILE		3

/*
 * essa() - set the state of a block and return what it was
 * @state: operation code, a compile-time constant
 * @paddr: absolute address of the page
 */
static __always_inline unsigned long essa(uint8_t state, unsigned long paddr)
{
	uint64_t extr_state;

	asm volatile(".insn	rrf,0xb9ab0000,%[old],%[addr],%[op],0"
		     : [old] "=d" (extr_state)
		     : [addr] "a" (paddr), [op] "i" (state)
		     : "memory");
	return (unsigned long)extr_state;
}

/* check_essa_available() - does reading the state of a page work at all */
static inline bool check_essa_available(void)
{
	static uint8_t page[4096] __attribute__((aligned(4096)));

	expect_pgm_int();
	essa(ESSA_GET_STATE, (unsigned long)page);
	return clear_pgm_int() == 0;
}

#endif
