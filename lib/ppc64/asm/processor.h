/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Processor state: SPRs, MSR, exception handlers, problem state, and what is
 * known of the processor and the host.
 */
#ifndef _ASMPPC64_PROCESSOR_H_
#define _ASMPPC64_PROCESSOR_H_

#include <libcflat.h>
#include <asm/ptrace.h>
#include <asm/reg.h>

extern bool host_is_tcg;		/* emulated by QEMU */
extern bool host_is_kvm;		/* KVM is the hypervisor */

extern bool cpu_has_hv;			/* this guest has MSR[HV] = 1 */
extern bool cpu_has_power_mce;		/* POWER8 and later machine check layout */
extern bool cpu_has_siar;		/* trace interrupts set SIAR */
extern bool cpu_has_heai;		/* emulation assistance goes to 0xe40 */
extern bool cpu_has_radix;		/* radix tree translation */
extern bool cpu_has_prefix;		/* prefixed instructions */
extern bool cpu_has_sc_lev;		/* SRR1 has the LEV field of sc */
extern bool cpu_has_pause_short;	/* wait, short pause form */

/*
 * Install (or, with NULL, remove) the handler of a vector. @trap must be a
 * multiple of 0x20 below 0x1000. A vector that has a handler aborts. Handlers
 * are common to all CPUs.
 */
void handle_exception(int trap, void (*fn)(struct pt_regs *, void *), void *data);

/* Called by the vectors in real mode, or by a test with registers of its own. */
void do_handle_exception(struct pt_regs *regs);

static inline uint64_t mfspr(const int nr)
{
	uint64_t ret;

	asm volatile("mfspr %0,%1" : "=r"(ret) : "i"(nr) : "memory");
	return ret;
}

static inline void mtspr(const int nr, uint64_t val)
{
	asm volatile("mtspr %0,%1" : : "i"(nr), "r"(val) : "memory");
}

static inline uint64_t mfmsr(void)
{
	uint64_t msr;

	asm volatile("mfmsr %0" : "=r"(msr) : : "memory");
	return msr;
}

static inline void mtmsr(uint64_t msr)
{
	asm volatile("mtmsrd %0" : : "r"(msr) : "memory");
}

/* Change MSR[EE]. Not in problem state (asserted). */
void local_irq_enable(void);
void local_irq_disable(void);

/* Change MSR[ME] with rfid; a guest without MSR[HV] must see no effect. */
void enable_mcheck(void);
void disable_mcheck(void);

/*
 * Problem state (MSR[PR] = 1). enter_usermode() wants translation on and
 * external interrupts off; it takes the system call vector (0xc00). External
 * interrupts are on in problem state.
 */
bool in_usermode(void);
void enter_usermode(void);
void exit_usermode(void);

static inline bool machine_is_powernv(void)
{
	return cpu_has_hv;
}

static inline bool machine_is_pseries(void)
{
	return !machine_is_powernv();
}

#endif /* _ASMPPC64_PROCESSOR_H_ */
