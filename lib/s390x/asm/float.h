/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Floating-point-control register and AFP-register control (PoP chapter 9). */
#ifndef _ASMS390X_FLOAT_H_
#define _ASMS390X_FLOAT_H_

#include <asm/arch_def.h>

static inline void set_fpc(uint32_t fpc)
{
	asm volatile("sfpc %0" : : "d" (fpc));
}

static inline uint32_t get_fpc(void)
{
	uint32_t fpc;

	asm volatile("stfpc %0" : "=Q" (fpc));
	return fpc;
}

/* The data-exception code is byte 2 of the FPC. */
static inline uint8_t get_fpc_dxc(void)
{
	return get_fpc() >> 8;
}

static inline void set_fpc_dxc(uint8_t dxc)
{
	set_fpc((get_fpc() & ~0xff00U) | (uint32_t)dxc << 8);
}

static inline void afp_enable(void)
{
	ctl_set_bit(0, CTL0_AFP);
}

static inline void afp_disable(void)
{
	ctl_clear_bit(0, CTL0_AFP);
}

#endif
