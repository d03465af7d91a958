/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AArch32 processor state, exception handlers and user mode. */
#ifndef _ASMARM_PROCESSOR_H_
#define _ASMARM_PROCESSOR_H_

#include <asm/ptrace.h>
#include <asm/sysreg.h>
#include <asm/barrier.h>

#ifndef __ASSEMBLER__

/* Slots of the vector table (Arm ARM G1.12.1) */
enum vector {
	EXCPTN_RST,
	EXCPTN_UND,
	EXCPTN_SVC,
	EXCPTN_PABT,
	EXCPTN_DABT,
	EXCPTN_ADDREXCPTN,
	EXCPTN_IRQ,
	EXCPTN_FIQ,
	EXCPTN_MAX,
};

typedef void (*exception_fn)(struct pt_regs *regs);
typedef void (*irq_handler_fn)(struct pt_regs *regs);

/*
 * Handle vector v with fn on this CPU, or in this user thread; NULL takes the handler away.
 * Handlers run in SVC mode. ARM_pc is the next instruction for UND and SVC, the faulting one
 * for aborts, the interrupted one for interrupts; what a handler changes in regs is what the
 * interrupted code continues with.
 */
extern void install_exception_handler(enum vector v, exception_fn fn);
/* Called by the vector stubs. */
extern void do_handle_exception(enum vector v, struct pt_regs *regs);

/* Print the frame, decoded. */
extern void show_regs(struct pt_regs *regs);

static inline unsigned long current_cpsr(void)
{
	unsigned long cpsr;

	asm volatile("mrs %0, cpsr" : "=r" (cpsr));
	return cpsr;
}

#define current_mode()		(current_cpsr() & MODE_MASK)

static inline void local_irq_enable(void)
{
	asm volatile("cpsie i" : : : "memory");
}

static inline void local_irq_disable(void)
{
	asm volatile("cpsid i" : : : "memory");
}

#define MPIDR			__ACCESS_CP15(c0, 0, c0, 5)
static inline uint64_t get_mpidr(void)
{
	return read_sysreg(MPIDR);
}

/* The affinity fields of MPIDR */
#define MPIDR_HWID_BITMASK	0xffffff
#define MPIDR_LEVEL_SHIFT(level)	((level) == 3 ? 32 : (level) * 8)
#define MPIDR_AFFINITY_LEVEL(mpidr, level) \
	(((mpidr) >> MPIDR_LEVEL_SHIFT(level)) & 0xff)

/* Logical number of the CPU with that affinity, -1 if there is none. */
extern int mpidr_to_cpu(uint64_t mpidr);

/* Enter func(arg) in USR mode with stack pointer sp_usr; never returns. */
extern void start_usr(void (*func)(void *arg), void *arg, unsigned long sp_usr)
	__attribute__((noreturn));
/* True when the caller is a thread that start_usr() started. */
extern bool is_user(void);
/* SCTLR.M of this CPU; privileged. */
extern bool __mmu_enabled(void);

#define CNTVCT			__ACCESS_CP15_64(1, c14)
#define CNTFRQ			__ACCESS_CP15(c14, 0, c0, 0)
#define CTR			__ACCESS_CP15(c0, 0, c0, 1)
#define SCTRL			__ACCESS_CP15(c1, 0, c0, 0)

/* Virtual counter, read after all earlier instructions, and its frequency in Hz. */
static inline u64 get_cntvct(void)
{
	isb();
	return read_sysreg(CNTVCT);
}

static inline u32 get_cntfrq(void)
{
	return read_sysreg(CNTFRQ);
}

static inline u32 get_ctr(void)
{
	return read_sysreg(CTR);
}

#endif /* !__ASSEMBLER__ */
#endif /* _ASMARM_PROCESSOR_H_ */
