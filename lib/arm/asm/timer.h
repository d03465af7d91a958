/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Generic timer: control bits and the interrupts of its timers (Arm ARM D11.2). */
#ifndef _ASMARM_TIMER_H_
#define _ASMARM_TIMER_H_

#define ARCH_TIMER_CTL_ENABLE	(1 << 0)
#define ARCH_TIMER_CTL_IMASK	(1 << 1)
#define ARCH_TIMER_CTL_ISTATUS	(1 << 2)

#ifndef __ASSEMBLER__
#include <libcflat.h>

/* irq is an INTID, -1 when the firmware tables do not tell. */
struct timer_state {
	struct {
		u32 irq;
		u32 irq_flags;
	} ptimer, vtimer, hptimer, hvtimer;
};
extern struct timer_state __timer_state;

#define TIMER_PTIMER_IRQ	(__timer_state.ptimer.irq)
#define TIMER_VTIMER_IRQ	(__timer_state.vtimer.irq)
#define TIMER_HPTIMER_IRQ	(__timer_state.hptimer.irq)
#define TIMER_HVTIMER_IRQ	(__timer_state.hvtimer.irq)

/* Read the INTIDs from the device tree. */
extern void timer_save_state(void);

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_TIMER_H_ */
